//! The checklist before a redeployment: one row for each check, its permanent id, and how it may be passed.

use std::collections::BTreeSet;

use crate::order::Order as _;
use schemars::JsonSchema;
use serde::Serialize;

/// How a check that blocks may be passed by somebody who knows better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// It may not.
    Never,
    /// With `--skip-check` and its id.
    Skip,
    /// With `--force`.
    Force,
    /// With `--allow-identity-mismatch`.
    Identity,
    /// It never blocks.
    Harmless,
}

/// A check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its id, which is permanent.
    pub id: &'static str,
    /// What it looks at, in a few words.
    pub what: &'static str,
    /// How it may be passed when it blocks.
    pub pass: Pass,
}

const fn row(id: &'static str, what: &'static str, pass: Pass) -> Check {
    Check { id, what, pass }
}

/// All checks, in the order in which they are shown.
pub const CHECKS: &[Check] = &[
    row("P1", "what deploys it", Pass::Never),
    row("P2", "pending operations", Pass::Never),
    row("P3", "choice of the target", Pass::Never),
    row("P4", "your rights in the garden", Pass::Never),
    row("P5", "health of the gardenlet", Pass::Force),
    row("P6", "the target's kubeconfig", Pass::Never),
    row("P6-exec", "programs it needs", Pass::Skip),
    row("P6-file", "files it needs", Pass::Skip),
    row("P6-loopback", "its address", Pass::Skip),
    row("P6-insecure", "whom it trusts", Pass::Skip),
    row("P6-expired", "how long it lives", Pass::Skip),
    row("P7", "the target cluster", Pass::Skip),
    row("P8", "identity of the target", Pass::Identity),
    row("P9", "gardenlet in the target", Pass::Skip),
    row("P10", "the runtime cluster", Pass::Never),
    row("P11", "Secret of the backup", Pass::Skip),
    row("P12", "version of the chart", Pass::Skip),
    row("P13", "Secrets of the chart", Pass::Skip),
    row("P14", "gardener-operator", Pass::Harmless),
    row("P15", "client certificate", Pass::Harmless),
    row("P16", "others that wait", Pass::Harmless),
    row("P17", "dry run of the change", Pass::Never),
    row("P18", "emergency stop", Pass::Harmless),
    row("P19", "version of Gardener", Pass::Never),
];

/// Give a check by its id.
pub fn find(id: &str) -> Option<&'static Check> {
    CHECKS
        .iter()
        .find(|check| check.id.eq_ignore_ascii_case(id))
}

/// What came of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// All is well.
    Ok,
    /// Worth knowing.
    Info,
    /// Worth thinking about; it goes on.
    Warning,
    /// It does not go on.
    Blocked,
    /// It was not looked at, for the reason in the message.
    Skipped,
}

impl State {
    /// Say it as the checklist does.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Blocked => "blocked",
            Self::Skipped => "skipped",
        }
    }
}

/// A check with what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Checked {
    /// Id of the check, for example `P6-exec`; permanent.
    pub id: &'static str,
    /// What came of it.
    pub state: State,
    /// Why, and what to do about it.
    pub message: String,
}

impl Checked {
    /// Give the result of a check.
    pub fn new(id: &'static str, state: State, message: impl Into<String>) -> Self {
        debug_assert!(find(id).is_some(), "{id}");
        Self {
            id,
            state,
            message: message.into(),
        }
    }

    /// All is well.
    pub fn ok(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, State::Ok, message)
    }

    /// Worth knowing.
    pub fn info(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, State::Info, message)
    }

    /// Worth thinking about.
    pub fn warning(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, State::Warning, message)
    }

    /// It does not go on.
    pub fn blocked(id: &'static str, message: impl Into<String>) -> Self {
        Self::new(id, State::Blocked, message)
    }

    /// It was not looked at.
    pub fn skipped(id: &'static str, why: impl Into<String>) -> Self {
        Self::new(id, State::Skipped, why)
    }

    /// Whether it keeps the redeployment from going on.
    pub fn blocks(&self) -> bool {
        self.state == State::Blocked
    }
}

/// What the operator passes on purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passes {
    /// Ids given with `--skip-check`.
    pub skip: BTreeSet<&'static str>,
    /// `--force`.
    pub force: bool,
    /// `--allow-identity-mismatch`.
    pub identity: bool,
}

impl Passes {
    /// Turn a blocked check into a warning where that was asked for, and say how otherwise.
    pub fn apply(&self, mut checked: Checked) -> Checked {
        if !checked.blocks() {
            return checked;
        }
        let Some(check) = find(checked.id) else {
            return checked;
        };
        let (flag, given) = match check.pass {
            Pass::Never | Pass::Harmless => return checked,
            Pass::Skip => (
                format!("--skip-check {}", check.id),
                self.skip.contains(check.id),
            ),
            Pass::Force => ("--force".to_owned(), self.force),
            Pass::Identity => ("--allow-identity-mismatch".to_owned(), self.identity),
        };
        if given {
            checked.state = State::Warning;
            checked.message = format!("{}; passed with {flag}", checked.message);
        } else {
            checked.message = format!("{}; if you know better: {flag}", checked.message);
        }
        checked
    }

    /// Name what is passed, for the audit log.
    pub fn notes(&self) -> Vec<String> {
        let skipped = self.skip.iter().map(|id| format!("--skip-check {id}"));
        let force = self.force.then(|| "--force".to_owned());
        let identity = self
            .identity
            .then(|| "--allow-identity-mismatch".to_owned());
        skipped.chain(force).chain(identity).collect()
    }
}

/// Bring results into the order of the checklist.
pub fn sort(checks: &mut [Checked]) {
    checks.order_by_key(|checked| CHECKS.iter().position(|check| check.id == checked.id));
}

/// Give the ids that `--skip-check` takes.
pub fn skippable() -> impl Iterator<Item = &'static str> {
    CHECKS
        .iter()
        .filter(|check| check.pass == Pass::Skip)
        .map(|check| check.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_those_that_protect_others_cannot_be_skipped() {
        let ids: BTreeSet<_> = CHECKS.iter().map(|check| check.id).collect();
        assert_eq!(ids.len(), CHECKS.len());
        let skippable: Vec<_> = skippable().collect();
        assert_eq!(
            skippable,
            [
                "P6-exec",
                "P6-file",
                "P6-loopback",
                "P6-insecure",
                "P6-expired",
                "P7",
                "P9",
                "P11",
                "P12",
                "P13"
            ]
        );
        for id in ["P1", "P2", "P4", "P17"] {
            assert_eq!(find(id).unwrap().pass, Pass::Never, "{id}");
        }
    }

    #[test]
    fn passing_a_check_leaves_a_warning_that_says_so() {
        let blocked = |id| Checked::blocked(id, "bad");
        let passes = Passes {
            skip: BTreeSet::from(["P9"]),
            force: true,
            identity: true,
        };
        for id in ["P5", "P8", "P9"] {
            let checked = passes.apply(blocked(id));
            assert_eq!(checked.state, State::Warning, "{id}");
            assert!(checked.message.contains("passed with --"), "{checked:?}");
            let kept = Passes::default().apply(blocked(id));
            assert!(kept.blocks() && kept.message.contains("if you know better: --"));
        }
        for id in ["P1", "P2", "P4", "P17", "P7"] {
            assert!(passes.apply(blocked(id)).blocks(), "{id}");
        }
        assert_eq!(
            passes.notes(),
            ["--skip-check P9", "--force", "--allow-identity-mismatch"]
        );
        let fine = Checked::ok("P9", "fine");
        assert_eq!(passes.apply(fine.clone()), fine);
    }
}
