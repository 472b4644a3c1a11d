//! Instants for people: ages as kubectl prints them, and local hints. Data is RFC 3339 and not made here.

use jiff::{Timestamp, tz::TimeZone};

/// Say how far an instant is from now: `in 12d`, `3d4h ago`, `now`.
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    match at.as_second() - now.as_second() {
        0 => "now".into(),
        seconds if seconds > 0 => format!("in {}", duration(seconds)),
        seconds => format!("{} ago", duration(-seconds)),
    }
}

/// Say how old something is, as kubectl does in its AGE column.
pub fn age(since: Timestamp, now: Timestamp) -> String {
    match now.as_second() - since.as_second() {
        // kubectl forgives clocks that differ by less than two seconds.
        seconds if seconds < -1 => "<invalid>".into(),
        seconds => duration(seconds.max(0)),
    }
}

/// Shorten a number of seconds to at most two units.
///
/// Mirrors `HumanDuration` of k8s.io/apimachinery `pkg/util/duration/duration.go`.
pub fn duration(seconds: i64) -> String {
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    let days = hours / 24;
    if seconds < 2 * 60 {
        format!("{seconds}s")
    } else if minutes < 10 {
        two(minutes, "m", seconds % 60, "s")
    } else if minutes < 3 * 60 {
        format!("{minutes}m")
    } else if hours < 8 {
        two(hours, "h", minutes % 60, "m")
    } else if hours < 48 {
        format!("{hours}h")
    } else if hours < 8 * 24 {
        two(days, "d", hours % 24, "h")
    } else if hours < 2 * 365 * 24 {
        format!("{days}d")
    } else if hours < 8 * 365 * 24 {
        two(days / 365, "y", days % 365, "d")
    } else {
        format!("{}y", days / 365)
    }
}

fn two(big: i64, big_unit: &str, small: i64, small_unit: &str) -> String {
    match small {
        0 => format!("{big}{big_unit}"),
        _ => format!("{big}{big_unit}{small}{small_unit}"),
    }
}

/// Say an instant in the reader's zone, with the year only where it is another: `Thu 3 Dec 01:00 CET`.
pub fn local(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let (at, now) = (at.to_zoned(zone.clone()), now.to_zoned(zone.clone()));
    let format = if at.year() == now.year() {
        "%a %-d %b %H:%M %Z"
    } else {
        "%a %-d %b %Y %H:%M %Z"
    };
    at.strftime(format).to_string()
}

/// Say an instant in a file that is read later, in UTC: `2026-12-03`, or `2026-11-17 20:00Z` within a day.
pub fn stamp(at: Timestamp) -> String {
    let midnight = at.as_second().rem_euclid(24 * 3600) == 0;
    at.strftime(if midnight { "%F" } else { "%F %H:%MZ" })
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn durations_are_those_of_kubectl() {
        // The table of k8s.io/apimachinery pkg/util/duration/duration_test.go.
        const MINUTE: i64 = 60;
        const HOUR: i64 = 60 * MINUTE;
        const DAY: i64 = 24 * HOUR;
        const YEAR: i64 = 365 * DAY;
        for (seconds, text) in [
            (0, "0s"),
            (1, "1s"),
            (70, "70s"),
            (119, "119s"),
            (2 * MINUTE, "2m"),
            (2 * MINUTE + 10, "2m10s"),
            (9 * MINUTE + 59, "9m59s"),
            (70 * MINUTE, "70m"),
            (179 * MINUTE, "179m"),
            (3 * HOUR, "3h"),
            (3 * HOUR + 10 * MINUTE, "3h10m"),
            (7 * HOUR + 59 * MINUTE, "7h59m"),
            (8 * HOUR, "8h"),
            (47 * HOUR, "47h"),
            (2 * DAY, "2d"),
            (2 * DAY + 2 * HOUR, "2d2h"),
            (5 * DAY + HOUR, "5d1h"),
            (8 * DAY, "8d"),
            (547 * DAY, "547d"),
            (2 * YEAR, "2y"),
            (2 * YEAR + 10 * DAY, "2y10d"),
            (7 * YEAR + 364 * DAY, "7y364d"),
            (8 * YEAR + 23 * DAY, "8y"),
        ] {
            assert_eq!(duration(seconds), text, "{seconds} s");
        }
    }

    #[test]
    fn instants_look_forward_and_back() {
        let now = at("2026-11-21T00:00:00Z");
        assert_eq!(relative(at("2026-12-03T00:00:00Z"), now), "in 12d");
        assert_eq!(relative(at("2026-11-17T20:00:00Z"), now), "3d4h ago");
        assert_eq!(relative(now, now), "now");
    }

    #[test]
    fn a_start_in_the_future_is_invalid_beyond_clock_differences() {
        let now = at("2026-11-21T00:00:00Z");
        assert_eq!(age(at("2026-11-21T00:00:01Z"), now), "0s");
        assert_eq!(age(at("2026-11-21T00:00:02Z"), now), "<invalid>");
        assert_eq!(age(at("2026-11-20T00:00:00Z"), now), "24h");
    }

    #[test]
    fn stamps_leave_midnight_out() {
        assert_eq!(stamp(at("2026-12-03T00:00:00Z")), "2026-12-03");
        assert_eq!(stamp(at("2026-11-17T20:00:00Z")), "2026-11-17 20:00Z");
    }

    #[test]
    fn local_hints_say_the_year_only_when_it_is_another() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = at("2026-11-21T00:00:00Z");
        let hint = |text| local(at(text), now, &zone);
        assert_eq!(hint("2026-12-03T00:00:00Z"), "Thu 3 Dec 01:00 CET");
        assert_eq!(hint("2027-07-01T22:00:00Z"), "Fri 2 Jul 2027 00:00 CEST");
    }
}
