//! Versions as Gardener reads and orders them: lenient semantic versions
//! (Masterminds semver 3.5 `NewVersion`, `gardener/gardener:pkg/utils/version/version.go`).
//!
//! `1`, `1.8`, `v1.2.3` and leading zeros are accepted; build metadata does not count in the order.

use std::cmp::Ordering;
use std::fmt;

/// A parsed version. Equality and order follow precedence: build metadata is ignored.
#[derive(Clone, Debug)]
pub struct Version {
    /// First number.
    pub major: u64,
    /// Second number, 0 when not written.
    pub minor: u64,
    /// Third number, 0 when not written.
    pub patch: u64,
    /// Pre-release identifiers, empty for releases.
    pub prerelease: Box<str>,
    /// Build metadata.
    pub metadata: Box<str>,
}

/// Longest text that is read as a version.
const MAX_LENGTH: usize = 256;

impl Version {
    /// Parse a version, or give `None` for what Gardener refuses.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let rest = text.strip_prefix('v').unwrap_or(text);
        let (major, mut rest) = number(rest)?;
        let mut parts = [0, 0];
        for part in &mut parts {
            let Some(after) = rest.strip_prefix('.') else {
                break;
            };
            (*part, rest) = number(after)?;
        }
        let (prerelease, rest) = suffix(rest, '-')?;
        let (metadata, rest) = suffix(rest, '+')?;
        let valid = rest.is_empty() && prerelease.split('.').all(|part| !has_leading_zero(part));
        valid.then(|| Self {
            major,
            minor: parts[0],
            patch: parts[1],
            prerelease: prerelease.into(),
            metadata: metadata.into(),
        })
    }

    /// Give the version as `major.minor`.
    pub fn minor_text(&self) -> String {
        format!("{}.{}", self.major, self.minor)
    }

    /// Tell whether both have the same major and minor number.
    pub fn same_minor(&self, other: &Self) -> bool {
        (self.major, self.minor) == (other.major, other.minor)
    }

    /// Drop pre-release and metadata.
    #[must_use]
    pub fn release(&self) -> Self {
        Self {
            prerelease: "".into(),
            metadata: "".into(),
            ..*self
        }
    }
}

/// Read a number at the start of the text.
fn number(text: &str) -> Option<(u64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// Read `-identifiers` or `+identifiers`, if the text starts with it.
fn suffix(text: &str, mark: char) -> Option<(&str, &str)> {
    let Some(rest) = text.strip_prefix(mark) else {
        return Some(("", text));
    };
    let end = rest
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '.'))
        .unwrap_or(rest.len());
    let identifiers = &rest[..end];
    (!identifiers.split('.').any(str::is_empty)).then_some((identifiers, &rest[end..]))
}

fn has_leading_zero(identifier: &str) -> bool {
    identifier.len() > 1
        && identifier.starts_with('0')
        && identifier.bytes().all(|b| b.is_ascii_digit())
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if !self.prerelease.is_empty() {
            write!(f, "-{}", self.prerelease)?;
        }
        if !self.metadata.is_empty() {
            write!(f, "+{}", self.metadata)?;
        }
        Ok(())
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.major, self.minor, self.patch)
            .cmp(&(other.major, other.minor, other.patch))
            .then_with(|| compare_prereleases(&self.prerelease, &other.prerelease))
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Version {}

/// Order pre-releases; none at all is higher than any.
pub(super) fn compare_prereleases(a: &str, b: &str) -> Ordering {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => return Ordering::Equal,
        (true, false) => return Ordering::Greater,
        (false, true) => return Ordering::Less,
        (false, false) => {}
    }
    let (mut a, mut b) = (a.split('.'), b.split('.'));
    loop {
        let order = match (a.next(), b.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) => match (a.parse::<u64>(), b.parse::<u64>()) {
                (Ok(a), Ok(b)) => a.cmp(&b),
                (Ok(_), Err(_)) => Ordering::Less, // numbers are lower than words
                (Err(_), Ok(_)) => Ordering::Greater,
                (Err(_), Err(_)) => a.cmp(b),
            },
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Drop every `v` and all from the first `-`, `+` or `~` on
/// (`gardener/gardener:pkg/utils/version/version.go:Normalize`).
pub fn normalize(text: &str) -> String {
    let text = text.replace('v', "");
    match text.find(['-', '+', '~']) {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
