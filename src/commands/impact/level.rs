//! From where on a report ends with exit code 3.

use crate::domain::impact::report::ImpactReport;
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::Verdict;

/// From where on a report ends with exit code 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// A class, or a more severe one.
    Class(Class),
    /// What is not known, or anything more severe.
    Unknown,
}

/// Read a level: `node-roll`, `NODE_ROLL`, `unknown`.
pub(super) fn level(text: &str) -> Result<Level, String> {
    let name = text.to_ascii_uppercase().replace('-', "_");
    if name == "UNKNOWN" {
        return Ok(Level::Unknown);
    }
    let class = Class::ALL.iter().find(|class| class.id() == name);
    class.copied().map(Level::Class).ok_or_else(|| {
        let names = Class::ALL.map(|class| class.id().to_ascii_lowercase().replace('_', "-"));
        format!("`{text}` is no class: use unknown, {}", names.join(", "))
    })
}

impl Level {
    /// Tell whether a report has something of this level or a more severe one that nobody has accepted.
    pub(super) fn is_met(self, report: &ImpactReport) -> bool {
        let limit = match self {
            Self::Class(class) => class,
            Self::Unknown => Class::UnknownProvider,
        };
        let unknown = !report.unexplained.is_empty() || report.verdict == Verdict::Unknown;
        let standing = report.findings.iter().filter(|finding| !finding.waived);
        (report.verdict == Verdict::Rejected && Class::Rejected <= limit)
            || standing
                .map(|finding| finding.class)
                .any(|class| class <= limit)
            || (unknown && Class::UnknownProvider <= limit)
    }
}
