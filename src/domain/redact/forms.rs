//! Texts whose form leaves no room for a name: amounts, times, versions.

use super::{Redactor, known};
use crate::domain::impact::duration;
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::verdict::text;
use crate::domain::versions::version;
use crate::domain::versions::window::Window;

/// Longest text that is a number and no message.
const LONGEST: usize = 40;

/// Tell whether a text is a number, a quantity or a percentage.
pub(super) fn is_amount(text: &str) -> bool {
    text.len() <= LONGEST && (Quantity::parse(text).is_some() || is_percentage(text))
}

/// Tell whether a text is a share of something: a number with a percent sign.
fn is_percentage(text: &str) -> bool {
    text.strip_suffix('%').is_some_and(is_number)
}

/// Tell whether a text is a number.
pub(super) fn is_number(text: &str) -> bool {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// Tell whether a text is a duration as Go reads it.
pub(super) fn is_duration(text: &str) -> bool {
    text.len() <= LONGEST && duration::parse(text).is_some()
}

/// Tell whether a text is a time of day with its offset, as windows have it: `220000+0100`.
pub(super) fn is_daytime(text: &str) -> bool {
    text.len() <= LONGEST && Window::parse(text, text).is_some()
}

/// Tell whether a text is a time zone; the list of IANA is closed.
pub(super) fn is_location(text: &str) -> bool {
    text::is_location(text)
}

/// Tell whether a text is a checksum.
pub(super) fn is_digest(text: &str) -> bool {
    let hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    text.strip_prefix("sha256:")
        .is_some_and(|sum| sum.len() == 64 && hexadecimal(sum))
}

/// Tell whether a text is a range of versions without words behind their numbers.
pub(super) fn is_range(text: &str) -> bool {
    let belongs = |c: char| c.is_ascii_digit() || " .,<>=!~^*|xXv-".contains(c);
    text.chars().all(belongs)
}

/// Give a version: its numbers, and of what is behind them numbers and words that everybody knows.
///
/// What is none becomes its hash, which is none either.
pub(super) fn version(text: &str, redactor: &Redactor) -> String {
    if version::Version::parse(text).is_none() {
        return redactor.name(text);
    }
    let behind = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, behind) = text.split_at(behind);
    let mut version = numbers.to_owned();
    for part in behind.split_inclusive(['-', '+', '.']) {
        let word = part.trim_end_matches(['-', '+', '.']);
        let known =
            known::PRERELEASES.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()));
        let number = word.bytes().all(|byte| byte.is_ascii_digit());
        if known || number {
            version.push_str(word);
        } else {
            version.push_str(&redactor.name(word));
        }
        version.push_str(&part[word.len()..]);
    }
    version
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_a_number_and_nothing_else() {
        for share in [
            "25%", "0%", "100%", "4.5%", "5", "50Gi", "100m", "1e3", "0.5",
        ] {
            assert!(is_amount(share), "{share}");
        }
        for other in [
            "%",
            "a%",
            "5%a",
            "%5",
            "5%%",
            "1.%",
            "-5%",
            "acme",
            "5acme",
            "",
            "12345678901234567890123456789012345678901",
        ] {
            assert!(!is_amount(other), "{other}");
        }
    }

    #[test]
    fn forms_are_told_from_texts() {
        assert!(is_daytime("220000+0100") && !is_daytime("22:00 of Alice"));
        assert!(is_location("Europe/Berlin") && !is_location("Europe/Acme"));
        assert!(is_duration("1h30m") && !is_duration("1acme"));
        assert!(is_range(">= 1.31, < 1.34") && !is_range(">= 1.31-acme"));
        let sum = "0123456789abcdef".repeat(4);
        assert!(is_digest(&format!("sha256:{sum}")));
        assert!(!is_digest(&sum) && !is_digest("sha256:acme"));
    }

    #[test]
    fn a_version_keeps_its_numbers_and_the_words_that_everybody_knows() {
        let redactor = Redactor::new(b"a key");
        for stays in [
            "1",
            "v1.150.0",
            "1.32.9",
            "1.33.0-rc.1",
            "1.33.0-beta2",
            "1443.3.0+5",
        ] {
            assert_eq!(version(stays, &redactor), stays);
        }
        let acme = redactor.name("acme");
        for (before, after) in [
            ("1.2.3-acme", format!("1.2.3-{acme}")),
            ("v1.150.0-dev-acme.7", format!("v1.150.0-dev-{acme}.7")),
            ("1.2.3-rc.1+acme", format!("1.2.3-rc.1+{acme}")),
            ("acme", acme.clone()),
        ] {
            assert_eq!(version(before, &redactor), after);
            let parsed = |text: &str| version::Version::parse(text).is_some();
            assert_eq!(parsed(before), parsed(&after));
        }
    }
}
