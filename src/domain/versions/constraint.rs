//! Version constraints as Gardener evaluates them (Masterminds semver 3.5 `NewConstraint`).
//!
//! A partial version (`1.30`) compares at its own precision; pre-releases match only where an
//! alternative of the constraint names one itself.

use super::version::{Version, compare_prereleases, normalize};

/// A parsed constraint: alternatives of conditions.
#[derive(Clone, Debug)]
pub struct Constraint {
    alternatives: Vec<Vec<Condition>>,
}

const MAX_LENGTH: usize = 512;
const MAX_ALTERNATIVES: usize = 32;

/// Longer operators first: `>=` must not be read as `>`.
const OPERATORS: &[(&str, Operator)] = &[
    (">=", Operator::GreaterOrEqual),
    ("=>", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("=<", Operator::LessOrEqual),
    ("~>", Operator::Tilde),
    ("!=", Operator::NotEqual),
    ("=", Operator::Equal),
    (">", Operator::Greater),
    ("<", Operator::Less),
    ("~", Operator::Tilde),
    ("^", Operator::Caret),
    ("", Operator::Equal),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Equal,
    NotEqual,
    Greater,
    Less,
    GreaterOrEqual,
    LessOrEqual,
    Tilde,
    Caret,
}

#[derive(Clone, Debug)]
struct Condition {
    operator: Operator,
    version: Version,
    precision: Precision,
}

/// Up to where the version of a condition was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Precision {
    /// `*`
    Nothing,
    /// `1` or `1.x`
    Major,
    /// `1.30` or `1.30.x`
    Minor,
    /// `1.30.2`
    Full,
}

impl Constraint {
    /// Parse a constraint, or give `None` for what Gardener refuses.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_LENGTH {
            return None;
        }
        let text = rewrite_ranges(text);
        let alternatives: Vec<&str> = text.split("||").collect();
        if alternatives.len() > MAX_ALTERNATIVES {
            return None;
        }
        let alternatives = alternatives
            .into_iter()
            .map(conditions)
            .collect::<Option<_>>()?;
        Some(Self { alternatives })
    }

    /// Tell whether a version meets the constraint.
    pub fn check(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|conditions| {
            let names_prerelease = conditions.iter().any(|c| !c.version.prerelease.is_empty());
            (version.prerelease.is_empty() || names_prerelease)
                && conditions.iter().all(|c| c.check(version))
        })
    }

    /// Tell whether a version meets the constraint after [`normalize`]; `None` if it is none
    /// (`gardener/gardener:pkg/utils/version/version.go:CheckVersionMeetsConstraint`).
    pub fn check_text(&self, version: &str) -> Option<bool> {
        Some(self.check(&Version::parse(&normalize(version))?))
    }
}

/// Compare two versions after [`normalize`]; `None` where Gardener gives an error
/// (`gardener/gardener:pkg/utils/version/version.go:CompareVersions`).
pub fn compare(a: &str, operator: &str, b: &str) -> Option<bool> {
    let constraint = Constraint::parse(&format!("{operator} {}", normalize(b)))?;
    constraint.check_text(a)
}

impl Condition {
    fn check(&self, v: &Version) -> bool {
        let c = &self.version;
        match self.operator {
            Operator::Equal if self.precision == Precision::Full => v == c,
            Operator::Equal | Operator::Tilde => self.tilde(v),
            Operator::NotEqual => self.not_equal(v),
            Operator::Greater => match self.precision {
                Precision::Major => v.major > c.major,
                Precision::Minor => (v.major, v.minor) > (c.major, c.minor),
                Precision::Nothing | Precision::Full => v > c,
            },
            Operator::Less => v < c,
            Operator::GreaterOrEqual => v >= c,
            Operator::LessOrEqual => match self.precision {
                Precision::Full => v <= c,
                Precision::Major => v.major <= c.major,
                Precision::Minor | Precision::Nothing => (v.major, v.minor) <= (c.major, c.minor),
            },
            Operator::Caret => self.caret(v),
        }
    }

    fn tilde(&self, v: &Version) -> bool {
        let c = &self.version;
        if v < c {
            return false;
        }
        let zero = (c.major, c.minor, c.patch) == (0, 0, 0);
        if zero && matches!(self.precision, Precision::Nothing | Precision::Full) {
            return true; // `~0.0.0` means any version
        }
        v.major == c.major && (v.minor == c.minor || self.precision == Precision::Major)
    }

    fn not_equal(&self, v: &Version) -> bool {
        let c = &self.version;
        match self.precision {
            Precision::Full | Precision::Nothing => v != c,
            Precision::Major => v.major != c.major,
            Precision::Minor => {
                !v.same_minor(c)
                    || ((!v.prerelease.is_empty() || !c.prerelease.is_empty())
                        && compare_prereleases_of_equals(&v.prerelease, &c.prerelease))
            }
        }
    }

    fn caret(&self, v: &Version) -> bool {
        let c = &self.version;
        if v < c {
            return false;
        }
        if c.major > 0 || self.precision == Precision::Major {
            return v.major == c.major;
        }
        if v.major > 0 {
            return false;
        }
        if c.minor > 0 || self.precision == Precision::Minor {
            return v.minor == c.minor;
        }
        v.minor == 0 && v.patch == c.patch
    }
}

/// Tell whether two pre-releases differ; unlike in the order of versions an empty one is just lower.
fn compare_prereleases_of_equals(a: &str, b: &str) -> bool {
    a.is_empty() != b.is_empty() || compare_prereleases(a, b).is_ne()
}

/// Read one alternative: conditions separated by white space or a comma.
fn conditions(text: &str) -> Option<Vec<Condition>> {
    let mut conditions = Vec::new();
    let mut rest = skip_space(text);
    loop {
        let (condition, after) = condition(rest)?;
        conditions.push(condition);
        let next = skip_space(after);
        if next.is_empty() {
            return Some(conditions);
        }
        rest = match next.strip_prefix(',') {
            Some(next) => skip_space(next),
            None if next.len() < after.len() => next,
            None => return None,
        };
    }
}

fn condition(text: &str) -> Option<(Condition, &str)> {
    let (operator, after) = OPERATORS
        .iter()
        .find_map(|(sign, operator)| Some((*operator, text.strip_prefix(sign)?)))?;
    let written = Written::read(skip_space(after))?;
    let [major, minor, patch] = written
        .numbers
        .map(|number| number.filter(|text| !is_wildcard(text)));
    let pre = written.prerelease;
    let (text, precision) = match (major, minor, patch) {
        (None, ..) => (format!("0.0.0{pre}"), Precision::Nothing),
        (Some(major), None, _) => (format!("{major}.0.0{pre}"), Precision::Major),
        (Some(major), Some(minor), None) => (format!("{major}.{minor}.0{pre}"), Precision::Minor),
        (Some(_), Some(_), Some(_)) => (written.text.to_owned(), Precision::Full),
    };
    let condition = Condition {
        operator,
        version: Version::parse(&text)?,
        precision,
    };
    Some((condition, written.rest))
}

fn is_wildcard(number: &str) -> bool {
    matches!(number, "x" | "X" | "*")
}

/// A version in a constraint as it is written, wildcards included.
struct Written<'a> {
    text: &'a str,
    numbers: [Option<&'a str>; 3],
    /// With its leading `-`.
    prerelease: &'a str,
    rest: &'a str,
}

impl<'a> Written<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut rest = text.strip_prefix('v').unwrap_or(text);
        let mut numbers = [None; 3];
        (numbers[0], rest) = split(rest, is_number_char);
        numbers[0]?;
        for number in &mut numbers[1..] {
            let Some(after) = rest.strip_prefix('.') else {
                break;
            };
            let (found, after) = split(after, is_number_char);
            if found.is_none() {
                break;
            }
            (*number, rest) = (found, after);
        }
        let (prerelease, rest) = identifiers(rest, '-');
        let (_, rest) = identifiers(rest, '+');
        Some(Self {
            text: &text[..text.len() - rest.len()],
            numbers,
            prerelease,
            rest,
        })
    }
}

/// The library's character class really holds `|`.
fn is_number_char(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, 'x' | 'X' | '*' | '|')
}

fn split(text: &str, belongs: impl Fn(char) -> bool) -> (Option<&str>, &str) {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    ((end > 0).then_some(&text[..end]), &text[end..])
}

/// Read the mark and dot-separated identifiers as far as they go.
fn identifiers(text: &str, mark: char) -> (&str, &str) {
    let Some(mut rest) = text.strip_prefix(mark) else {
        return ("", text);
    };
    let belongs = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let (Some(_), after) = split(rest, belongs) else {
        return ("", text);
    };
    rest = after;
    while let Some(after) = rest.strip_prefix('.') {
        let (Some(_), after) = split(after, belongs) else {
            break;
        };
        rest = after;
    }
    text.split_at(text.len() - rest.len())
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// Rewrite `a - b` to `>= a, <= b`, wherever it stands.
fn rewrite_ranges(text: &str) -> String {
    let mut result = text.to_owned();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some((low, high, after)) = range(rest) {
            let found = &rest[..rest.len() - after.len()];
            result = result.replacen(found, &format!(">= {low}, <= {high} "), 1);
            rest = after;
        } else {
            rest = &rest[first.len_utf8()..];
        }
    }
    result
}

/// Read `low - high` with the white space around it.
fn range(text: &str) -> Option<(&str, &str, &str)> {
    let low = Written::read(skip_space(text))?;
    let dash = skip_space(low.rest);
    let after = dash
        .strip_prefix('-')
        .filter(|_| dash.len() < low.rest.len())?;
    let high_text = skip_space(after);
    let high = Written::read(high_text).filter(|_| high_text.len() < after.len())?;
    Some((low.text, high.text, skip_space(high.rest)))
}
