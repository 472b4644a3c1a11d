//! What there is to tell of one gardenlet.

mod findings;
mod life;
mod requests;

use jiff::{SignedDuration, Timestamp};

pub use life::Life;

use super::backing::{Look, classify, parent_from_labels};
use super::command::Commands;
use super::pending::{Pending, Target};
use super::report::{GardenletRow, Ready, Verdict};
use super::skew::skew;
use crate::domain::objects::{
    Condition, Gardenlet, Lease, ManagedSeed, Object, Seed, Shoot, condition,
};
use crate::domain::redeploy::health::GARDENLET_READY;
use crate::domain::versions::finding::Severity;
use crate::order::Order as _;

/// A gardenlet with all that is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its Seed.
    pub seed: Option<&'a Seed>,
    /// Its Gardenlet.
    pub gardenlet: Look<'a, Gardenlet>,
    /// Its ManagedSeed.
    pub managed_seed: Look<'a, ManagedSeed>,
    /// Its heartbeat.
    pub lease: Look<'a, Lease>,
    /// The shoot that it runs in, where it is one and could be read.
    pub shoot: Option<&'a Shoot>,
}

impl<'a> Subject<'a> {
    /// Give condition `GardenletReady`: of the Seed, or of the self-hosted shoot.
    fn ready(&self) -> Option<&'a Condition> {
        let conditions = match (self.seed, self.managed_seed, self.shoot) {
            (Some(seed), _, _) => &seed.status.conditions,
            (None, Look::Absent | Look::Unread, Some(shoot)) => &shoot.status.conditions,
            _ => return None,
        };
        condition::find(conditions, GARDENLET_READY)
    }

    /// Give the parent seed, whose gardenlet deploys this one, where it is a managed one.
    pub fn parent(&self) -> Option<&'a str> {
        let by_shoot = match self.managed_seed {
            Look::Found(_) => self.shoot.and_then(|shoot| shoot.spec.seed_name.as_deref()),
            Look::Absent | Look::Unread => None,
        };
        let by_label = || {
            let labels = &self.seed?.metadata().labels;
            parent_from_labels(self.name, labels)
        };
        by_shoot
            .or_else(by_label)
            .filter(|parent| *parent != self.name)
    }

    /// Give what was asked for and is not done.
    fn pending(&self) -> Vec<Pending> {
        let seed = self.seed.map(|seed| (Target::Seed, &seed.metadata));
        let gardenlet = match self.gardenlet {
            Look::Found(gardenlet) => Some((Target::Gardenlet, &gardenlet.metadata)),
            Look::Absent | Look::Unread => None,
        };
        let managed = match self.managed_seed {
            Look::Found(managed) => Some((Target::ManagedSeed, &managed.metadata)),
            Look::Absent | Look::Unread => None,
        };
        let objects = [gardenlet, managed, seed].into_iter().flatten();
        objects
            .filter_map(|(on, metadata)| Pending::of(on, metadata))
            .collect()
    }

    /// Give the version that is running.
    fn version(&self) -> Option<&'a str> {
        let gardener = match (self.seed, self.shoot) {
            (Some(seed), _) => seed.status.gardener.as_ref(),
            (None, Some(shoot)) => shoot.status.gardener.as_ref(),
            (None, None) => None,
        };
        gardener
            .map(|gardener| gardener.version.as_str())
            .filter(|version| !version.is_empty())
    }
}

/// What judging depends on besides the gardenlet.
#[derive(Clone, Debug)]
pub struct Rules<'a> {
    /// The instant of the look.
    pub now: Timestamp,
    /// How far ahead the end of a certificate is worth telling.
    pub within: SignedDuration,
    /// Version of gardener-apiserver.
    pub garden_version: Option<&'a str>,
    /// Makes the commands.
    pub commands: Commands<'a>,
}

impl Rules<'_> {
    /// Judge a gardenlet, given its parent where it has one that is known.
    pub fn row(&self, subject: &Subject<'_>, parent: Option<&Subject<'_>>) -> GardenletRow {
        let seed = subject.seed.map_or(Look::Absent, Look::Found);
        let case = Case {
            rules: self,
            subject,
            backing: classify(subject.name, seed, subject.gardenlet, subject.managed_seed),
            life: Life::of(subject, self.now),
            pending: subject.pending(),
            parent,
        };
        let mut findings = case.findings();
        findings.order_by_key(|finding| std::cmp::Reverse(finding.severity));
        let severity = findings.first().map(|finding| finding.severity);
        let verdict = case.verdict(severity);
        // What an info names is no urgent thing to do.
        let mut urgent = findings
            .iter()
            .filter(|finding| finding.severity > Severity::Info);
        let command = urgent.find_map(|finding| finding.command.clone());
        GardenletRow {
            name: subject.name.to_owned(),
            seed: subject.seed.is_some(),
            last_heartbeat: match subject.lease {
                Look::Found(lease) => lease.spec.renew_time,
                Look::Absent | Look::Unread => None,
            },
            gardenlet_ready: subject.ready().map(|ready| Ready {
                status: ready.status.clone(),
                reason: ready.reason.clone(),
                message: ready.message.clone(),
                since: ready.last_transition_time,
            }),
            client_certificate_expiration: case.certificate_end(),
            version: subject.version().map(ToOwned::to_owned),
            skew: skew(subject.version(), self.garden_version),
            backing: case.backing,
            pending_operations: case.pending,
            verdict,
            severity,
            findings,
            command,
        }
    }
}

/// A gardenlet that is being judged.
struct Case<'a> {
    rules: &'a Rules<'a>,
    subject: &'a Subject<'a>,
    backing: super::backing::Backing,
    life: Life,
    pending: Vec<Pending>,
    parent: Option<&'a Subject<'a>>,
}

impl Case<'_> {
    fn certificate_end(&self) -> Option<Timestamp> {
        let status = &self.subject.seed?.status;
        status.client_certificate_expiration_timestamp
    }

    fn verdict(&self, severity: Option<Severity>) -> Verdict {
        let waits = self.pending.iter().any(|one| !one.is_stuck(self.rules.now));
        match (self.life, severity) {
            (Life::Silent { .. }, _) | (Life::New, Some(Severity::Error)) => Verdict::Down,
            (_, Some(Severity::Error)) => Verdict::Failing,
            (Life::New, _) => Verdict::Working,
            (_, Some(Severity::Warning)) => Verdict::Attention,
            (Life::Unknown, _) => Verdict::Unknown,
            (Life::Alive { .. }, _) if waits => Verdict::Working,
            (Life::Alive { .. }, _) => Verdict::Healthy,
        }
    }
}
