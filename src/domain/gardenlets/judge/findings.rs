//! What is found out from heartbeat, certificate, version and conditions.

use jiff::{SignedDuration, Timestamp};

use super::{Case, Life};
use crate::domain::gardenlets::backing::{BackingKind, Look, Operation, Trouble};
use crate::domain::gardenlets::bootstrap::{State, newest};
use crate::domain::gardenlets::finding::{Code, Finding};
use crate::domain::gardenlets::skew::{MINORS_BEHIND, SkewState, skew};
use crate::domain::objects::condition;
use crate::domain::versions::judge::minute;

/// From when on a gardenlet has certainly failed to renew a certificate of 30 days, which is the default of the
/// virtual garden (`gardener/gardener:pkg/component/kubernetes/controllermanager/controllermanager.go`): it does so
/// after 70 to 90 % of its life (`gardener/gardener:pkg/gardenlet/bootstrap/certificate/certificate_util.go`).
const RENEWED_BY: SignedDuration = SignedDuration::from_hours(3 * 24);

/// How long a condition may be something else than `True` before it is told.
const SETTLES_WITHIN: SignedDuration = SignedDuration::from_mins(10);

impl Case<'_> {
    pub(super) fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        findings.extend(self.silence());
        findings.extend(self.registration());
        findings.extend(self.certificate());
        findings.extend(self.certificate_request());
        findings.extend(self.version());
        findings.extend(self.parents());
        findings.extend(self.readiness());
        findings.extend(self.requests());
        if self.backing.kind == BackingKind::Unknown {
            let reason = self.backing.reason.clone();
            findings.push(Finding::new(Code::BackingUnknown, reason, None));
        }
        findings
    }

    /// Give the command that is right for what deploys this gardenlet.
    fn remedy(&self, trouble: Trouble) -> Option<String> {
        let operation = self.backing.operation(trouble)?;
        let mut words = self.backing.command(self.subject.name, operation);
        if operation == Operation::ForceRedeploy && self.asked_for_renewal() {
            words.push("--clear-operation".to_owned());
        }
        Some(self.rules.commands.line(words))
    }

    fn silence(&self) -> Option<Finding> {
        let since = match self.life {
            Life::Silent { since } => since,
            // A Seed that nobody reports for is not new for long.
            Life::New if self.subject.seed.is_some() && self.is_old() => None,
            _ => return None,
        };
        let since = match since {
            Some(since) => format!("no heartbeat since {}", minute(since)),
            None => "it has never sent a heartbeat".to_owned(),
        };
        let next = match self.backing.kind {
            BackingKind::Gardenlet => "gardener-operator can deploy it anew",
            BackingKind::ManagedSeed if self.certificate_has_ended() => {
                "gardener-controller-manager asks the parent seed's gardenlet to deploy it anew, by itself"
            }
            BackingKind::ManagedSeed => "the parent seed's gardenlet can deploy it anew",
            BackingKind::SelfHosted | BackingKind::Manual => {
                "nothing deploys it by itself: look at its pods, install it again, or give it a new token"
            }
            BackingKind::Unknown => "what deploys it is not known",
        };
        let message = format!("{since}; {next}");
        let command = self.remedy(Trouble::Silent);
        Some(Finding::new(Code::GardenletSilent, message, command))
    }

    /// A Gardenlet without Seed: on its way, or nobody brings it there.
    fn registration(&self) -> Option<Finding> {
        let (None, Look::Found(gardenlet)) = (self.subject.seed, self.subject.gardenlet) else {
            return None;
        };
        if self.backing.kind != BackingKind::Gardenlet {
            return None;
        }
        let registered = condition::find(&gardenlet.status.conditions, "SeedRegistered");
        let failed = registered.filter(|condition| condition.status == "False");
        let message = match (failed, registered) {
            (Some(failed), _) => format!("gardener-operator says: {}", failed.message),
            (None, _) if !self.is_old() => return None,
            (None, Some(_)) => {
                "gardener-operator has deployed it, and it has not registered its Seed".to_owned()
            }
            (None, None) => {
                "gardener-operator has not looked at it: check the operator and that its Garden is reconciled"
                    .to_owned()
            }
        };
        let command = self.remedy(Trouble::Silent);
        Some(Finding::new(Code::SeedNotRegistered, message, command))
    }

    /// Whether its Gardenlet or Seed exists long enough to have come to something.
    fn is_old(&self) -> bool {
        let gardenlet = match self.subject.gardenlet {
            Look::Found(gardenlet) => gardenlet.metadata.creation_timestamp,
            Look::Absent | Look::Unread => None,
        };
        let seed = self.subject.seed;
        let created = gardenlet.or_else(|| seed?.metadata.creation_timestamp);
        // Files may leave it out.
        created.is_none_or(|created| self.is_past(created, SETTLES_WITHIN))
    }

    fn is_past(&self, at: Timestamp, after: SignedDuration) -> bool {
        self.rules.now.duration_since(at) > after
    }

    fn certificate_has_ended(&self) -> bool {
        self.certificate_end()
            .is_some_and(|end| end <= self.rules.now)
    }

    /// What keeps it from the certificate that it has asked for. Approving and signing take seconds.
    fn certificate_request(&self) -> Option<Finding> {
        let request = newest(self.subject.name, self.subject.certificate_requests)?;
        let stuck = match request.state {
            State::Issued => false,
            State::Denied(_) | State::Failed(_) => true,
            State::Waiting | State::Unsigned => {
                request.at.is_none_or(|at| self.is_past(at, SETTLES_WITHIN))
            }
        };
        stuck.then(|| Finding::new(Code::CertificateNotIssued, request.words(), None))
    }

    fn certificate(&self) -> Option<Finding> {
        let end = self.certificate_end()?;
        let left = end.duration_since(self.rules.now);
        let at = minute(end);
        if self.certificate_has_ended() {
            return Some(match self.life {
                // Who renews a Lease has a certificate that is valid.
                Life::Alive { by_lease: true } => Finding::new(
                    Code::CertificateDateStale,
                    format!(
                        "its certificate is said to have ended {at}, and it reports all the same"
                    ),
                    None,
                ),
                _ => Finding::new(
                    Code::CertificateExpired,
                    format!("its client certificate ended {at}"),
                    self.remedy(Trouble::Silent),
                ),
            });
        }
        if left <= RENEWED_BY.min(self.rules.within) && !self.life.is_silent() {
            let message =
                format!("its client certificate ends {at} and should have been renewed by now");
            let command = self.remedy(Trouble::Certificate);
            return Some(Finding::new(Code::CertificateNotRenewed, message, command));
        }
        (left <= self.rules.within).then(|| {
            let message = format!("its client certificate ends {at}");
            Finding::new(Code::CertificateEndsSoon, message, None)
        })
    }

    fn version(&self) -> Option<Finding> {
        let (version, garden) = (self.subject.version()?, self.rules.garden_version?);
        let skew = skew(Some(version), Some(garden));
        let next = if self.life.is_alive() {
            "it runs until it starts the next time"
        } else {
            "it refuses to start"
        };
        match skew.state {
            SkewState::TooNew => Some(Finding::new(
                Code::VersionNotSupported,
                format!("its version {version} is newer than the garden's {garden}: {next}"),
                None,
            )),
            SkewState::TooOld => Some(Finding::new(
                Code::VersionNotSupported,
                format!(
                    "its version {version} is more than {MINORS_BEHIND} minors older than the garden's {garden}: {next}"
                ),
                None,
            )),
            SkewState::Supported if skew.minors_behind == Some(MINORS_BEHIND) => {
                Some(Finding::new(
                    Code::VersionAtLimit,
                    format!(
                        "its version {version} is {MINORS_BEHIND} minors older than the garden's {garden}"
                    ),
                    None,
                ))
            }
            SkewState::Supported | SkewState::Unknown => None,
        }
    }

    /// What stands in the way of the parent gardenlet.
    fn parents(&self) -> Vec<Finding> {
        if !self.life.is_silent() || self.backing.kind != BackingKind::ManagedSeed {
            return Vec::new();
        }
        let mut findings = Vec::new();
        if let Some(parent) = self.parent
            && Life::of(parent, self.rules.now).is_silent()
        {
            let message = format!(
                "the gardenlet of its parent seed {} is silent, too",
                parent.name
            );
            findings.push(Finding::new(Code::ParentSilent, message, None));
        }
        if let Look::Found(managed) = self.subject.managed_seed
            && let Some(waits) = condition::find(&managed.status.conditions, "ShootReconciled")
            && waits.status == "False"
        {
            let shoot = self.backing.shoot.as_deref().unwrap_or("?");
            let message = format!(
                "the parent gardenlet waits for shoot garden/{shoot}: {}",
                waits.message
            );
            findings.push(Finding::new(Code::ParentWaits, message, None));
        }
        findings
    }

    fn readiness(&self) -> Option<Finding> {
        let ready = self.subject.ready()?;
        if !self.life.is_alive() || ready.is_true() {
            return None;
        }
        let settled = ready.last_transition_time;
        let settled = settled.is_none_or(|since| self.is_past(since, SETTLES_WITHIN));
        let message = format!("GardenletReady is {}: {}", ready.status, ready.message);
        settled.then(|| Finding::new(Code::GardenletNotReady, message, None))
    }
}
