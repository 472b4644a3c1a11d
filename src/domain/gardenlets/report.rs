//! The report on gardenlets: a row for each Seed, and for each Gardenlet that has none.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::backing::{Backing, Look, SELF_HOSTED_PREFIX};
use super::command::Commands;
use super::finding::Finding;
use super::judge::{Rules, Subject};
use super::leftover::{self, Leftover};
use super::pending::Pending;
use super::skew::Skew;
use crate::domain::objects::{Gardenlet, Lease, ManagedSeed, Object, SecretMetadata, Seed, Shoot};
use crate::domain::versions::finding::Severity;
use crate::order::Gather as _;

/// What the report is made of. What could not be read is absent.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// All Seeds.
    pub seeds: Vec<Seed>,
    /// Gardenlets in `garden`.
    pub gardenlets: Option<Vec<Gardenlet>>,
    /// ManagedSeeds in `garden`.
    pub managed_seeds: Option<Vec<ManagedSeed>>,
    /// Heartbeats of seeds.
    pub leases: Option<Vec<Lease>>,
    /// Leases in `garden`: among them heartbeats of self-hosted shoots. Asked for only where there is such a Gardenlet.
    pub garden_leases: Option<Vec<Lease>>,
    /// Shoots in `garden`: those that seeds run in. Asked for only where there is such a seed.
    pub shoots: Option<Vec<Shoot>>,
    /// Secrets of redeployments in `garden`.
    pub secrets: Option<Vec<SecretMetadata>>,
    /// Version of gardener-apiserver.
    pub garden_version: Option<String>,
    /// What could not be looked at, and why.
    pub not_looked_at: Vec<String>,
    /// Objects that could not be read.
    pub unreadable: Vec<String>,
}

/// What the report looks at.
#[derive(Clone, Debug)]
pub struct Options {
    /// The instant of the look.
    pub now: Timestamp,
    /// How far ahead the end of a certificate is worth telling.
    pub within: SignedDuration,
    /// kubectl's flags that lead to this garden, for the commands.
    pub flags: Vec<String>,
}

/// All gardenlets of a garden.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GardenletReport {
    /// The instant of the look.
    pub now: Timestamp,
    /// Version of gardener-apiserver, where it is known.
    pub garden_version: Option<String>,
    /// A row for each Seed, and for each Gardenlet that has none, by name.
    pub gardenlets: Vec<GardenletRow>,
    /// Secrets of redeployments that no Gardenlet refers to.
    pub leftovers: Vec<Leftover>,
    /// Totals.
    pub summary: Summary,
    /// What could not be looked at, and why: rows show it as unknown.
    pub not_looked_at: Vec<String>,
    /// Objects that could not be read, so that the report does not show them.
    pub unreadable: Vec<String>,
}

/// How a gardenlet is, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// It reports, and nothing is wrong.
    Healthy,
    /// It is being deployed, or an operation is under way.
    Working,
    /// Whether it reports could not be found out.
    Unknown,
    /// It reports, and something deserves a look.
    Attention,
    /// It reports, and something is wrong.
    Failing,
    /// It does not report.
    Down,
}

impl Verdict {
    /// Say it as tables do.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Working => "working",
            Self::Unknown => "unknown",
            Self::Attention => "attention",
            Self::Failing => "failing",
            Self::Down => "down",
        }
    }
}

/// A gardenlet.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GardenletRow {
    /// Its name, which is that of its Seed.
    pub name: String,
    /// Whether there is a Seed of this name.
    pub seed: bool,
    /// What deploys it.
    pub backing: Backing,
    /// When it reported last; absent where it never did, or where that could not be read.
    pub last_heartbeat: Option<Timestamp>,
    /// Condition `GardenletReady` of the Seed, or of the self-hosted shoot.
    pub gardenlet_ready: Option<Ready>,
    /// When its client certificate ends, as of the last reconciliation of the Seed.
    pub client_certificate_expiration: Option<Timestamp>,
    /// Its version, as of the last reconciliation of the Seed.
    pub version: Option<String>,
    /// How its version stands to that of the garden.
    pub skew: Skew,
    /// Operations that were asked for and are not done.
    pub pending_operations: Vec<Pending>,
    /// How it is.
    pub verdict: Verdict,
    /// Severity of the worst finding.
    pub severity: Option<Severity>,
    /// What there is to tell, the worst first.
    pub findings: Vec<Finding>,
    /// The command to run first, for a shell; words in capitals are to be filled in.
    pub command: Option<String>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "GardenletReady")]
pub struct Ready {
    /// `True`, `False`, `Progressing` or `Unknown`.
    pub status: String,
    /// Reason in one word.
    pub reason: String,
    /// Message for people.
    pub message: String,
    /// Since when it has this status.
    pub since: Option<Timestamp>,
}

/// Totals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "GardenletSummary")]
pub struct Summary {
    /// Gardenlets looked at.
    pub gardenlets: u32,
    /// Those that report and have nothing wrong.
    pub healthy: u32,
    /// Those that do not report.
    pub down: u32,
    /// Findings of severity error, leftovers included.
    pub errors: u32,
    /// Findings of severity warning, leftovers included.
    pub warnings: u32,
    /// Findings of severity info, leftovers included.
    pub infos: u32,
}

impl Material {
    /// Give the names of all rows: Seeds, and Gardenlets that have none.
    pub fn names(&self) -> BTreeSet<&str> {
        let seeds = self.seeds.iter().map(Object::name);
        let gardenlets = self.gardenlets.iter().flatten().map(Object::name);
        seeds.chain(gardenlets).gather()
    }

    /// Give the labels of the Seed of a name, else those of the Gardenlet.
    pub fn labels(&self, name: &str) -> Option<&BTreeMap<String, String>> {
        let seed = find(&self.seeds, name).map(|seed| &seed.metadata().labels);
        seed.or_else(|| {
            let gardenlets = self.gardenlets.as_deref().unwrap_or_default();
            find(gardenlets, name).map(|gardenlet| &gardenlet.metadata().labels)
        })
    }

    /// Report on the rows that are wanted.
    pub fn report(&self, options: &Options, wanted: impl Fn(&str) -> bool) -> GardenletReport {
        let rules = Rules {
            now: options.now,
            within: options.within,
            garden_version: self.garden_version.as_deref(),
            commands: Commands::new(&options.flags),
        };
        let names = self.names();
        let subjects: BTreeMap<&str, Subject<'_>> = names
            .iter()
            .map(|name| (*name, self.subject(name)))
            .gather();
        let gardenlets: Vec<_> = subjects
            .values()
            .filter(|subject| wanted(subject.name))
            .map(|subject| {
                let parent = subject.parent().and_then(|parent| subjects.get(parent));
                rules.row(subject, parent)
            })
            .collect();
        let leftovers: Vec<_> = self
            .secrets
            .iter()
            .flatten()
            .filter_map(|secret| {
                let of = leftover::gardenlet(secret)?;
                let gardenlets = self.gardenlets.as_deref().unwrap_or_default();
                let gardenlet = find(gardenlets, of).filter(|_| wanted(of));
                // One without a Gardenlet belongs to nobody who could be left out.
                let shown = gardenlet.is_some() || !names.contains(of);
                shown.then(|| leftover::judge(secret, gardenlet, options.now, &rules.commands))?
            })
            .collect();
        GardenletReport {
            now: options.now,
            garden_version: self.garden_version.clone(),
            summary: Summary::of(&gardenlets, &leftovers),
            gardenlets,
            leftovers,
            not_looked_at: self.not_looked_at.clone(),
            unreadable: self.unreadable.clone(),
        }
    }

    fn subject<'a>(&'a self, name: &'a str) -> Subject<'a> {
        let self_hosted = name.strip_prefix(SELF_HOSTED_PREFIX);
        let seed = find(&self.seeds, name);
        let leases = if self_hosted.is_some() && seed.is_none() {
            &self.garden_leases
        } else {
            &self.leases
        };
        let managed_seed = look(self.managed_seeds.as_deref(), name);
        let shoot = match managed_seed {
            Look::Found(managed) => managed.spec.shoot.as_ref().map(|shoot| shoot.name.as_str()),
            Look::Absent | Look::Unread => self_hosted,
        };
        let shoots = self.shoots.as_deref().unwrap_or_default();
        Subject {
            name,
            seed,
            gardenlet: look(self.gardenlets.as_deref(), name),
            managed_seed,
            lease: look(leases.as_deref(), name),
            shoot: shoot.and_then(|shoot| find(shoots, shoot)),
        }
    }
}

fn find<'a, K: Object>(objects: &'a [K], name: &str) -> Option<&'a K> {
    objects.iter().find(|object| object.name() == name)
}

fn look<'a, K: Object>(objects: Option<&'a [K]>, name: &str) -> Look<'a, K> {
    objects.map_or(Look::Unread, |objects| Look::of(find(objects, name)))
}

impl Summary {
    fn of(gardenlets: &[GardenletRow], leftovers: &[Leftover]) -> Self {
        let mut sum = Self::default();
        for row in gardenlets {
            sum.gardenlets += 1;
            sum.healthy += u32::from(row.verdict == Verdict::Healthy);
            sum.down += u32::from(row.verdict == Verdict::Down);
        }
        let findings = gardenlets.iter().flat_map(|row| &row.findings);
        let severities = findings.map(|finding| finding.severity);
        for severity in severities.chain(leftovers.iter().map(|leftover| leftover.severity)) {
            match severity {
                Severity::Error => sum.errors += 1,
                Severity::Warning => sum.warnings += 1,
                Severity::Info => sum.infos += 1,
            }
        }
        sum
    }

    /// Give the severity of the worst finding.
    pub fn worst(&self) -> Option<Severity> {
        [
            (self.errors, Severity::Error),
            (self.warnings, Severity::Warning),
            (self.infos, Severity::Info),
        ]
        .into_iter()
        .find_map(|(count, severity)| (count > 0).then_some(severity))
    }
}
