//! Maintenance windows (`gardener/gardener:pkg/apis/utils/timewindow/timewindow.go`).
//!
//! Times of day in UTC, without daylight saving; a window may wrap midnight.

use jiff::civil::{DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::domain::objects::Shoot;

/// How much earlier than its end a window closes for maintenance runs
/// (`gardener/gardener:pkg/utils/gardener/shoot.go:EffectiveMaintenanceTimeWindow`).
const CLOSING: SignedDuration = SignedDuration::from_mins(15);

/// A daily window of time, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Begin of the window.
    pub begin: Time,
    /// End of the window; not later than the begin means on the next day.
    pub end: Time,
}

/// One day's occurrence of a maintenance window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Begin.
    pub begin: Timestamp,
    /// End as written in the shoot.
    pub end: Timestamp,
    /// The last instant at which a run can start.
    pub closes: Timestamp,
}

/// When the maintenance of a shoot can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The window as written; the whole day where it is missing or cannot be read.
    pub nominal: Window,
    /// The window in which runs start.
    pub effective: Window,
    /// Whether the shoot has no readable window, so that maintenance can run at any time.
    pub always: bool,
}

impl Window {
    /// The whole day.
    pub const ALWAYS: Self = Self {
        begin: Time::constant(0, 0, 0, 0),
        end: Time::constant(23, 59, 59, 0),
    };

    /// Read begin and end as they stand in a shoot (`220000+0100`).
    pub fn parse(begin: &str, end: &str) -> Option<Self> {
        Some(Self {
            begin: parse_time(begin)?,
            end: parse_time(end)?,
        })
    }

    /// Give the length.
    pub fn duration(&self) -> SignedDuration {
        let day = Timestamp::UNIX_EPOCH;
        self.end_on(day).duration_since(self.begin_on(day))
    }

    /// Tell whether an instant lies in the window, both ends included; parts of a second are ignored.
    pub fn contains(&self, at: Timestamp) -> bool {
        let time = utc(at).time();
        let time = Time::constant(time.hour(), time.minute(), time.second(), 0);
        if self.end < self.begin {
            time <= self.end || time >= self.begin
        } else {
            time >= self.begin && time <= self.end
        }
    }

    /// Give the begin on the day of an instant.
    pub fn begin_on(&self, day: Timestamp) -> Timestamp {
        on_day(day, self.begin)
    }

    /// Give the end of the window that begins on the day of an instant.
    pub fn end_on(&self, day: Timestamp) -> Timestamp {
        let end = on_day(day, self.end);
        if self.end <= self.begin {
            next_day(end)
        } else {
            end
        }
    }
}

impl Schedule {
    /// Give the schedule of a shoot.
    pub fn of(shoot: &Shoot) -> Self {
        let window = shoot
            .spec
            .maintenance
            .as_ref()
            .and_then(|m| m.time_window.as_ref());
        match window.and_then(|window| Window::parse(&window.begin, &window.end)) {
            Some(nominal) => Self {
                nominal,
                effective: Window {
                    end: nominal.end.wrapping_sub(CLOSING),
                    ..nominal
                },
                always: false,
            },
            None => Self {
                nominal: Window::ALWAYS,
                effective: Window::ALWAYS,
                always: true,
            },
        }
    }

    /// Give the occurrence in which `now` lies while a run can still start in it, else the next one.
    pub fn current_or_next(&self, now: Timestamp) -> Occurrence {
        // A window that wraps midnight may have begun yesterday.
        let yesterday = now - 24.hours();
        let mut occurrence = self.on(yesterday);
        while occurrence.closes <= now {
            occurrence = self.after(&occurrence);
        }
        occurrence
    }

    /// Give the occurrence on the day after another one.
    pub fn after(&self, occurrence: &Occurrence) -> Occurrence {
        self.on(occurrence.begin + 24.hours())
    }

    /// Give the first occurrence after another one that is still open after an instant.
    pub fn open_after(&self, occurrence: &Occurrence, at: Timestamp) -> Occurrence {
        // Days have 24 hours in UTC, and windows are daily.
        let days = at.duration_since(occurrence.closes).as_hours() / 24 + 1;
        self.on(occurrence.begin + SignedDuration::from_hours(24 * days.max(1)))
    }

    fn on(&self, day: Timestamp) -> Occurrence {
        Occurrence {
            begin: self.nominal.begin_on(day),
            end: self.nominal.end_on(day),
            closes: self.effective.end_on(day),
        }
    }
}

/// Read `HHMMSS+ZZZZ` as Go's layout `150405-0700` does, as a time of day in UTC.
fn parse_time(text: &str) -> Option<Time> {
    let two = |at: usize| -> Option<i64> {
        let digits = text.get(at..at + 2)?;
        digits
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| digits.parse().ok())?
    };
    let (hour, minute, second) = (two(0)?, two(2)?, two(4)?);
    let mut zone = 6;
    // Go accepts a fraction after the seconds, asked for or not.
    if matches!(text.as_bytes().get(zone), Some(b'.' | b',')) {
        let digits = text[zone + 1..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        if digits == 0 {
            return None;
        }
        zone += 1 + digits;
    }
    let sign = match text.as_bytes().get(zone)? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (zone_hour, zone_minute) = (two(zone + 1)?, two(zone + 3)?);
    if text.len() != zone + 5
        || hour >= 24
        || minute >= 60
        || second >= 60
        || zone_hour > 24
        || zone_minute > 60
    {
        return None;
    }
    let offset = sign * (zone_hour * 3600 + zone_minute * 60);
    let seconds = (hour * 3600 + minute * 60 + second - offset).rem_euclid(24 * 3600);
    Some(Time::MIN.wrapping_add(seconds.seconds()))
}

fn utc(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

fn on_day(day: Timestamp, time: Time) -> Timestamp {
    TimeZone::UTC
        .to_timestamp(utc(day).date().to_datetime(time))
        .unwrap_or(day)
}

fn next_day(at: Timestamp) -> Timestamp {
    at + 24.hours()
}
