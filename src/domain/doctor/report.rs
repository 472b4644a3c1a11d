//! What came of the checks.

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::checks::{CHECKS, Topic, find};
use super::clock::Clock;
use crate::domain::rights::Granted;
use crate::domain::versions::finding::Severity;
use crate::order::Order as _;

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorState")]
pub enum State {
    /// All is well.
    Ok,
    /// Worth knowing.
    Info,
    /// Something does not work as it should, or will not.
    Warning,
    /// Something does not work.
    Error,
    /// It was not looked at, for the reason in the message.
    Skipped,
}

impl State {
    /// Say it as tables do.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }

    /// Give the severity that `--fail-on` looks at; what is well or was not looked at has none.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::Ok | Self::Skipped => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

impl From<Severity> for State {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Info => Self::Info,
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Error,
        }
    }
}

/// What came of a check, for one thing that it looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorFinding")]
pub struct Finding {
    /// Name of the check; permanent.
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// What came of it.
    pub state: State,
    /// What it was found on, for example a seed or a command; absent where there is only one.
    pub subject: Option<String>,
    /// What was found.
    pub message: String,
    /// What to do about it, in words.
    pub advice: Option<String>,
    /// The command that mends it, for a shell; words in capitals are to be filled in.
    pub command: Option<String>,
}

impl Finding {
    /// Say what came of a check.
    pub fn new(id: &'static str, state: State, message: impl Into<String>) -> Self {
        debug_assert!(find(id).is_some(), "{id}");
        Self {
            id,
            topic: find(id).map_or(Topic::Setup, |check| check.topic),
            state,
            subject: None,
            message: message.into(),
            advice: None,
            command: None,
        }
    }

    /// All is well.
    pub fn ok(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, State::Ok, message)
    }

    /// It was not looked at.
    pub fn skipped(id: &'static str, why: impl Into<String>) -> Self {
        Self::new(id, State::Skipped, why)
    }

    /// Say what it was found on.
    #[must_use]
    pub fn on(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Say what to do about it.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Give the command that mends it.
    #[must_use]
    pub fn run(mut self, command: impl Into<String>) -> Self {
        self.command = Some(command.into());
        self
    }
}

/// This program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorProgram")]
pub struct Program {
    /// Its version.
    pub version: String,
    /// The Gardener whose behaviour it knows.
    pub gardener: String,
    /// The minors of Kubernetes that this Gardener supports.
    pub kubernetes_minors: Vec<String>,
}

/// The garden that was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorGarden")]
pub struct Garden {
    /// Context of the kubeconfig.
    pub context: Option<String>,
    /// Address of the API server.
    pub server: Option<String>,
    /// Who we are, as the server says.
    pub user: Option<String>,
    /// Version of Gardener.
    pub gardener_version: Option<String>,
    /// Version of the API server.
    pub kubernetes_version: Option<String>,
}

/// How many findings are how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorSummary")]
pub struct Summary {
    /// All is well.
    pub ok: u32,
    /// Worth knowing.
    pub infos: u32,
    /// Something does not work as it should.
    pub warnings: u32,
    /// Something does not work.
    pub errors: u32,
    /// Not looked at.
    pub skipped: u32,
}

/// What keeps the program from working, and what mends it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorReport {
    /// The instant of the look.
    pub now: Timestamp,
    /// This program.
    pub program: Program,
    /// The garden, as far as it is known.
    pub garden: Garden,
    /// The files that were looked at in its place.
    pub landscape: Option<String>,
    /// What came of each check, at least one for each, in the order of the checks.
    pub findings: Vec<Finding>,
    /// What the user may do with each command; absent where the server was not asked.
    pub rights: Option<Vec<Granted>>,
    /// How far this machine's clock is from the server's, where that is known.
    pub clock: Option<Clock>,
    /// Totals.
    pub summary: Summary,
}

impl DoctorReport {
    /// Bring the findings into the order of the checks, name those that were not looked at, and count.
    pub fn finish(&mut self, unseen: &str) {
        for check in CHECKS {
            if !self.findings.iter().any(|finding| finding.id == check.id) {
                self.findings.push(Finding::skipped(check.id, unseen));
            }
        }
        let place = |id: &str| CHECKS.iter().position(|check| check.id == id);
        self.findings.order_by_key(|finding| place(finding.id));
        let mut summary = Summary::default();
        for finding in &self.findings {
            match finding.state {
                State::Ok => summary.ok += 1,
                State::Info => summary.infos += 1,
                State::Warning => summary.warnings += 1,
                State::Error => summary.errors += 1,
                State::Skipped => summary.skipped += 1,
            }
        }
        self.summary = summary;
    }

    /// Give the severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        let severities = self.findings.iter().map(|finding| finding.state.severity());
        severities.max().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_accounted_for_and_what_is_skipped_is_not_bad() {
        let mut report = DoctorReport {
            now: Timestamp::UNIX_EPOCH,
            program: Program {
                version: "1".into(),
                gardener: "v1.150".into(),
                kubernetes_minors: Vec::new(),
            },
            garden: Garden::default(),
            landscape: None,
            findings: vec![
                Finding::new("clock", State::Warning, "late"),
                Finding::ok("kubeconfig", "found"),
            ],
            rights: None,
            clock: None,
            summary: Summary::default(),
        };
        report.finish("there is no garden");
        assert_eq!(report.findings.len(), CHECKS.len());
        assert_eq!(report.findings[0].id, "kubeconfig");
        assert_eq!(report.findings[1].message, "there is no garden");
        let skipped = u32::try_from(CHECKS.len()).unwrap() - 2;
        let summary = report.summary;
        assert_eq!(
            (summary.ok, summary.warnings, summary.skipped),
            (1, 1, skipped)
        );
        assert_eq!(report.worst(), Some(Severity::Warning));
        report.findings.retain(|finding| finding.id != "clock");
        assert_eq!(report.worst(), None);
    }
}
