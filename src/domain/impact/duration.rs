//! Durations as Go writes and reads them (`time.ParseDuration`, `time.Duration.String`).

/// A duration in nanoseconds, as Go holds it.
pub type Nanos = i64;

/// One second.
pub const SECOND: Nanos = 1_000_000_000;
/// One minute.
pub const MINUTE: Nanos = 60 * SECOND;
/// One hour.
pub const HOUR: Nanos = 60 * MINUTE;
/// One day of 24 hours.
pub const DAY: Nanos = 24 * HOUR;

/// Read a duration such as `1h30m`, or give `None` for what Go refuses.
pub fn parse(text: &str) -> Option<Nanos> {
    let (negative, mut rest) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (number, after) = rest.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
            return None;
        }
        let end = after
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(end);
        let unit: i128 = match unit {
            "ns" => 1,
            "us" | "µs" | "μs" => 1_000,
            "ms" => 1_000_000,
            "s" => i128::from(SECOND),
            "m" => i128::from(MINUTE),
            "h" => i128::from(HOUR),
            _ => return None,
        };
        if !whole.is_empty() {
            total = total.checked_add(whole.parse::<i128>().ok()?.checked_mul(unit)?)?;
        }
        let fraction = &fraction[..fraction.len().min(18)];
        if !fraction.is_empty() {
            let digits = u32::try_from(fraction.len()).ok()?;
            total += fraction.parse::<i128>().ok()? * unit / 10_i128.pow(digits);
        }
        rest = after;
    }
    Nanos::try_from(if negative { -total } else { total }).ok()
}

/// Write a duration: `1h30m0s`, `1.5s`, `20ms`, `0s`.
pub fn text(nanos: Nanos) -> String {
    let sign = if nanos < 0 { "-" } else { "" };
    let value = nanos.unsigned_abs();
    let fraction = |value: u64, unit: u64| {
        let text = format!(
            "{}.{:0>9}",
            value / unit,
            value % unit * (1_000_000_000 / unit)
        );
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let second = SECOND.unsigned_abs();
    match value {
        0 => "0s".to_owned(),
        1..1_000 => format!("{sign}{value}ns"),
        1_000..1_000_000 => format!("{sign}{}µs", fraction(value, 1_000)),
        1_000_000..1_000_000_000 => format!("{sign}{}ms", fraction(value, 1_000_000)),
        _ => {
            let seconds = fraction(value % (60 * second), second);
            let minutes = value / (60 * second);
            match minutes {
                0 => format!("{sign}{seconds}s"),
                1..60 => format!("{sign}{minutes}m{seconds}s"),
                _ => format!("{sign}{}h{}m{seconds}s", minutes / 60, minutes % 60),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_go_writes_them() {
        for (written, stored) in [
            ("1h", "1h0m0s"),
            ("90m", "1h30m0s"),
            ("0", "0s"),
            ("1.5s", "1.5s"),
            ("60s", "1m0s"),
            ("20ms", "20ms"),
            ("-5m", "-5m0s"),
            ("672h", "672h0m0s"),
            ("1m1.001s", "1m1.001s"),
        ] {
            assert_eq!(
                parse(written).map(text).as_deref(),
                Some(stored),
                "{written}"
            );
        }
        for wrong in ["", "1", "1d", "h", "1h-1m", ".s", "-"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
