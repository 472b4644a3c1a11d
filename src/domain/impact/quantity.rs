//! Quantities of Kubernetes (`kubernetes/apimachinery:pkg/api/resource/quantity.go`): read, ordered, and written
//! the one way in which the API server stores them.

use std::cmp::Ordering;
use std::fmt;

/// Billionths in one: no quantity is finer.
const NANO: i128 = 1_000_000_000;
/// More than any quantity that means something; larger ones are cut off.
const MAXIMUM: i128 = i128::MAX / 2;

/// How a quantity was written, which is how it is written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// Powers of 1000: `k`, `M`.
    Decimal,
    /// Powers of 1024: `Ki`, `Mi`.
    Binary,
    /// `1e3`.
    Exponent,
}

/// A quantity. Equal and ordered by value: `1Gi` is `1024Mi`.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    nanos: i128,
    format: Format,
}

impl Quantity {
    /// Read a quantity, or give `None` for what Kubernetes refuses.
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'-' => (-1, &text[1..]),
            b'+' => (1, &text[1..]),
            _ => (1, text),
        };
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let (number, suffix) = rest.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let (base, exponent, format) = scale(suffix)?;
        // Kubernetes reads a bare `Gi` as zero, and nothing else without a digit.
        let without_digits = whole.is_empty() && fraction.is_empty();
        if (without_digits && format != Format::Binary) || fraction.contains('.') {
            return None;
        }
        let mut nanos = value(whole, fraction, base, exponent)?;
        if format == Format::Binary {
            nanos = nanos.min(i128::from(i64::MAX) * NANO);
        }
        Some(Self {
            nanos: sign * nanos,
            format,
        })
    }

    /// Give the text that the API server stores: canonical, except that a sign, leading zeros or a capital
    /// exponent do not make it write the text anew.
    pub fn stored(text: &str) -> Option<String> {
        let canonical = Self::parse(text)?.to_string();
        let unsigned = text.strip_prefix('+').unwrap_or(text);
        let plain =
            unsigned
                .trim_start_matches('0')
                .replacen('.', "", usize::from(bare_point(unsigned)));
        let plain = plain.replace('E', "e");
        // Kubernetes only keeps the text where few enough digits make it sure of the number.
        let number = unsigned.trim_start_matches('0');
        let digits = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        let exponent = scale(&number[digits..]).filter(|(base, ..)| *base == 2);
        let sure = exponent.is_none_or(|(_, exponent, _)| {
            let digits = i32::try_from(digits).unwrap_or(i32::MAX);
            14 - digits - exponent * 3 / 10 >= 0
        });
        let same = sure && (plain == canonical || plain == canonical.replace('E', "e"));
        Some(if same { text.to_owned() } else { canonical })
    }

    /// Tell whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.nanos < 0
    }

    /// Tell whether it is a whole number.
    pub fn is_whole(&self) -> bool {
        self.nanos % NANO == 0
    }

    /// Give the value, parts of one rounded away from zero.
    pub fn value(&self) -> i128 {
        self.nanos / NANO + i128::from(self.nanos % NANO != 0) * self.nanos.signum()
    }
}

/// Whether there is a point with no digit after it.
fn bare_point(text: &str) -> bool {
    let after = text.split_once('.').map(|(_, after)| after);
    after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_digit()))
}

/// Base, exponent and format that a suffix stands for.
fn scale(suffix: &str) -> Option<(i128, i32, Format)> {
    let decimal = |exponent| Some((10, exponent, Format::Decimal));
    let binary = |exponent| Some((2, exponent, Format::Binary));
    match suffix {
        "n" => decimal(-9),
        "u" => decimal(-6),
        "m" => decimal(-3),
        "" => decimal(0),
        "k" => decimal(3),
        "M" => decimal(6),
        "G" => decimal(9),
        "T" => decimal(12),
        "P" => decimal(15),
        "E" => decimal(18),
        "Ki" => binary(10),
        "Mi" => binary(20),
        "Gi" => binary(30),
        "Ti" => binary(40),
        "Pi" => binary(50),
        "Ei" => binary(60),
        _ => {
            let digits = suffix.strip_prefix(['e', 'E'])?;
            let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
            if unsigned.is_empty() || !unsigned.bytes().all(|b| b.is_ascii_digit()) {
                return None;
            }
            Some((10, digits.parse().ok()?, Format::Exponent))
        }
    }
}

/// Work out billionths: rounded up where it is finer, cut off where it is too large.
fn value(whole: &str, fraction: &str, base: i128, exponent: i32) -> Option<i128> {
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let mut shift = 9 - i32::try_from(fraction.len()).ok()?;
    if base == 10 {
        shift += exponent;
    }
    if i32::try_from(digits.len()).ok()? + shift > 38 {
        return Some(MAXIMUM);
    }
    // Digits far behind the point only decide whether the last one is rounded up.
    let (kept, dropped) = digits.split_at(digits.len().min(36));
    let shift = shift + i32::try_from(dropped.len()).ok()?;
    let mut number: i128 = kept.parse().ok()?;
    if base == 2 {
        match number.checked_mul(1_i128 << exponent) {
            Some(product) => number = product,
            None => return Some(MAXIMUM),
        }
    }
    let mut inexact = dropped.bytes().any(|b| b != b'0');
    if shift >= 0 {
        match number.checked_mul(10_i128.checked_pow(shift.unsigned_abs())?) {
            Some(product) => number = product,
            None => return Some(MAXIMUM),
        }
    } else {
        let divisor = 10_i128.checked_pow(shift.unsigned_abs());
        inexact |= divisor.is_none_or(|divisor| number % divisor != 0);
        number = divisor.map_or(0, |divisor| number / divisor);
    }
    Some((number + i128::from(inexact)).min(MAXIMUM))
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.nanos == 0 {
            return f.write_str("0");
        }
        let whole = self.nanos / NANO;
        let binary = self.format == Format::Binary && self.is_whole() && whole.abs() >= 1024;
        if binary {
            let mut number = whole;
            let suffixes = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
            let mut step = 0;
            while number % 1024 == 0 && step + 1 < suffixes.len() {
                number /= 1024;
                step += 1;
            }
            return write!(f, "{number}{}", suffixes[step]);
        }
        let (mut number, mut exponent) = (self.nanos, -9);
        while number % 1000 == 0 && exponent < 18 {
            number /= 1000;
            exponent += 3;
        }
        if self.format == Format::Exponent {
            return if exponent == 0 {
                write!(f, "{number}")
            } else {
                write!(f, "{number}e{exponent}")
            };
        }
        let suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
        let suffix = usize::try_from((exponent + 9) / 3).unwrap_or_default();
        write!(f, "{number}{}", suffixes[suffix])
    }
}

impl Ord for Quantity {
    fn cmp(&self, other: &Self) -> Ordering {
        self.nanos.cmp(&other.nanos)
    }
}

impl PartialOrd for Quantity {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Quantity {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Quantity {}
