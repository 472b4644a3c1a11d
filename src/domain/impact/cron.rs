//! Cron specs of hibernation schedules: read, and the last time that they stood for
//! (`robfig/cron@v1.2:ParseStandard`, `gardener/gardener:pkg/utils/hibernation/hibernationschedule.go`).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit, Zoned};

use super::duration;

/// Names of months.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Names of days.
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/// Lowest and highest value of a field, its names, and what the first of them stands for.
type Range = (u32, u32, &'static [&'static str], u32);

const RANGES: [Range; 5] = [
    (0, 59, &[], 0),
    (0, 23, &[], 0),
    (1, 31, &[], 0),
    (1, 12, MONTHS, 1),
    (0, 6, DAYS, 0),
];

/// A cron spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cron(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Minute, hour, day of the month, month, day of the week.
    Fields([Field; 5]),
    /// `@every`: counted from whenever somebody looks, so it stands for no instant.
    Every,
}

/// What a field allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Field {
    /// A bit for every value.
    values: u64,
    /// Whether `*` or `?` was written.
    any: bool,
}

impl Field {
    fn has(self, value: i8) -> bool {
        u32::try_from(value).is_ok_and(|value| self.values >> value & 1 == 1)
    }
}

impl Cron {
    /// Read a spec of five fields, or a name such as `@daily`; `None` for what Gardener refuses.
    pub fn parse(spec: &str) -> Option<Self> {
        let fields = match spec {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" | "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ if spec.starts_with('@') => {
                let every = spec.strip_prefix("@every ")?;
                return duration::parse(every).map(|_| Self(Kind::Every));
            }
            _ => spec,
        };
        let mut parts = fields.split_whitespace();
        let mut all = [Field::default(); 5];
        for (field, range) in all.iter_mut().zip(RANGES) {
            *field = read(parts.next()?, range)?;
        }
        parts.next().is_none().then_some(Self(Kind::Fields(all)))
    }

    /// Give the last time after `from` and up to `to`; spans of more than a day are cut to one.
    pub fn last(&self, from: Timestamp, to: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let Kind::Fields(fields) = &self.0 else {
            return None;
        };
        let minute = SignedDuration::from_mins(1);
        let mut at = to.to_zoned(zone.clone()).round(Unit::Minute).ok()?;
        for _ in 0..24 * 60 {
            if at.timestamp() <= to && matches(fields, &at) {
                return (at.timestamp() > from).then(|| at.timestamp());
            }
            at = at.checked_sub(minute).ok()?;
            if at.timestamp() <= from {
                return None;
            }
        }
        None
    }
}

fn matches(fields: &[Field; 5], at: &Zoned) -> bool {
    let [minute, hour, day, month, weekday] = fields;
    let by_day = day.has(at.day());
    let by_weekday = weekday.has(at.weekday().to_sunday_zero_offset());
    // Where both are restricted either is enough.
    let days = if day.any || weekday.any {
        by_day && by_weekday
    } else {
        by_day || by_weekday
    };
    minute.has(at.minute()) && hour.has(at.hour()) && month.has(at.month()) && days
}

fn read(text: &str, range: Range) -> Option<Field> {
    let mut field = Field::default();
    for part in text.split(',').filter(|part| !part.is_empty()) {
        add(part, range, &mut field)?;
    }
    Some(field)
}

fn add(part: &str, (low, high, names, first): Range, field: &mut Field) -> Option<()> {
    let number = |text: &str| -> Option<u32> {
        let lower = text.to_ascii_lowercase();
        match names.iter().position(|name| *name == lower) {
            Some(index) => Some(u32::try_from(index).ok()? + first),
            None if text.starts_with('+') => None,
            None => text.parse().ok(),
        }
    };
    let (bounds, step) = match part.split('/').collect::<Vec<_>>().as_slice() {
        [bounds] => (*bounds, None),
        [bounds, step] => (*bounds, Some(step.parse::<u32>().ok().filter(|s| *s > 0)?)),
        _ => return None,
    };
    let bounds: Vec<&str> = bounds.split('-').collect();
    let (start, mut end) = if matches!(bounds[0], "*" | "?") {
        field.any = true;
        (low, high)
    } else {
        let start = number(bounds[0])?;
        match bounds.as_slice() {
            [_] => (start, start),
            [_, last] => (start, number(last)?),
            _ => return None,
        }
    };
    if step.is_some() && bounds.len() == 1 {
        end = high;
    }
    if start < low || end > high || start > end {
        return None;
    }
    let step = usize::try_from(step.unwrap_or(1)).ok()?;
    for value in (start..=end).step_by(step) {
        field.values |= 1 << value;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn last(spec: &str, zone: &str) -> Option<Timestamp> {
        let zone = TimeZone::get(zone).unwrap();
        let (from, to) = (at("2026-11-20T10:00:00Z"), at("2026-11-20T12:00:00Z"));
        Cron::parse(spec).unwrap().last(from, to, &zone)
    }

    #[test]
    fn the_last_time_is_after_the_begin_and_up_to_the_end() {
        // A Friday.
        assert_eq!(last("0 12 * * *", "UTC"), Some(at("2026-11-20T12:00:00Z")));
        assert_eq!(last("0 10 * * *", "UTC"), None);
        assert_eq!(last("1 10 * * *", "UTC"), Some(at("2026-11-20T10:01:00Z")));
        assert_eq!(
            last("*/30 * * * *", "UTC"),
            Some(at("2026-11-20T12:00:00Z"))
        );
        assert_eq!(
            last("30 11 * * fri", "UTC"),
            Some(at("2026-11-20T11:30:00Z"))
        );
        assert_eq!(last("30 11 * * 1-4", "UTC"), None);
        assert_eq!(last("30 11 1 * 5", "UTC"), Some(at("2026-11-20T11:30:00Z")));
        assert_eq!(last("@daily", "UTC"), None);
        assert_eq!(last("@every 1h", "UTC"), None);
    }

    #[test]
    fn the_time_is_that_of_its_zone() {
        let noon = Some(at("2026-11-20T11:00:00Z"));
        assert_eq!(last("0 12 * * *", "Europe/Berlin"), noon);
        assert_eq!(
            last("0 13 * * *", "Europe/Berlin"),
            Some(at("2026-11-20T12:00:00Z"))
        );
    }
}
