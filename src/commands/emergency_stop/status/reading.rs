//! One look at a garden, or at a landscape in files.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::super::targets::Targets;
use super::wanted;
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::shoots::waiting::GARDEN;
use crate::domain::emergency_stop::shoots::{Keep, Shoots};
use crate::domain::emergency_stop::status::{EmergencyStopStatus, Inputs, LookedAt, status};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{Gardenlet, Lease, ManagedSeed, Object, Seed, Shoot};
use crate::error::show;
use crate::garden::acting::Right;
use crate::garden::source::Source;
use crate::garden::{Folded, Query};
use crate::ui::Ui;

/// What is read, and how.
pub(in crate::commands) struct Reading<'r> {
    pub source: &'r Source,
    /// Only shoots of this namespace count.
    pub namespace: Option<String>,
    pub keep: Keep,
    pub each_shoot: bool,
    pub targets: &'r Targets,
    /// Is shown each shoot as well: nobody reads all of them twice.
    pub also: &'r (dyn Fn(&Shoot) + Send + Sync),
}

/// What was seen.
pub(in crate::commands) struct Look {
    pub report: EmergencyStopStatus,
    /// Whether gardenlets let any shoot ask to be ignored, by seed, where their configuration is known.
    pub respects_overwrite: BTreeMap<String, bool>,
    /// What could not be looked at, each with what to do.
    pub warnings: Vec<(String, Vec<String>)>,
    /// Something failed that we have the right to look at.
    pub incomplete: bool,
}

impl Look {
    /// Say what could not be looked at.
    pub fn warn(&self, ui: &Ui) {
        for (warning, hints) in &self.warnings {
            ui.warning(warning);
            for hint in hints {
                ui.hint(hint);
            }
        }
        for problem in &self.report.unreadable {
            ui.warning(problem);
        }
    }
}

/// Notes what could not be looked at, and goes on without it.
#[derive(Default)]
struct Missing {
    warnings: Vec<(String, Vec<String>)>,
    unreadable: Vec<String>,
}

impl Missing {
    fn note(&mut self, what: &str, read: anyhow::Result<Folded>) -> bool {
        match read {
            Ok(folded) => {
                self.unreadable.extend(folded.unreadable);
                true
            }
            Err(error) => {
                let shown = show(&error);
                let warning = format!("{what}: {}", shown.message);
                self.warnings.push((warning, shown.hints));
                false
            }
        }
    }
}

impl Reading<'_> {
    /// Read seeds, shoots, heartbeats and configurations side by side.
    pub async fn look(&self, now: Timestamp) -> anyhow::Result<Look> {
        // Parts of a second say nothing here, and make the data hard to read.
        let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
        let source = self.source;
        let everything = Query::default();
        let leases = Query {
            namespace: Some(SEED_LEASE_NAMESPACE.to_owned()),
            label_selector: None,
        };
        let scope = Query {
            namespace: self.namespace.clone(),
            label_selector: None,
        };
        let mut seeds: BTreeMap<String, Seed> = BTreeMap::new();
        let mut heartbeats = BTreeMap::new();
        let mut shoots = Shoots::new(now, self.keep);
        let gardenlets = Mutex::new(Configurations::default());
        let add = |add: &dyn Fn(&mut Configurations)| {
            add(&mut gardenlets.lock().unwrap_or_else(PoisonError::into_inner));
        };
        let (read_seeds, read_shoots, read_gardenlets, read_managed, read_leases) = tokio::join!(
            source.fold(&everything, |seed: &Seed| {
                seeds.insert(seed.name().to_owned(), seed.clone());
            }),
            source.fold(&scope, |shoot: &Shoot| {
                shoots.add(shoot);
                (self.also)(shoot);
            }),
            source.fold(&everything, |gardenlet: &Gardenlet| add(
                &|all| all.add_gardenlet(gardenlet)
            )),
            source.fold(&everything, |seed: &ManagedSeed| add(
                &|all| all.add_managed_seed(seed)
            )),
            source.fold(&leases, |lease: &Lease| {
                if let Some(renewed) = lease.spec.renew_time {
                    heartbeats.insert(lease.name().to_owned(), renewed);
                }
            }),
        );
        let mut missing = Missing::default();
        missing.unreadable.extend(read_seeds?.unreadable);
        missing.unreadable.extend(source.problems());
        let shoots_failed = read_shoots.is_err();
        let looked_at = LookedAt {
            shoots: missing.note("the numbers of shoots are unknown", read_shoots),
            gardenlets: missing.note("templates of Gardenlets are not looked at", read_gardenlets),
            managed_seeds: missing.note("ManagedSeeds are not looked at", read_managed),
            leases: missing.note("heartbeats are not looked at", read_leases),
        };
        let gardenlets = gardenlets
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        let incomplete = shoots_failed && !self.is_forbidden().await;
        let report = status(Inputs {
            now,
            wanted: &wanted(self.targets, &seeds)?,
            seeds: &seeds,
            configurations: &gardenlets,
            heartbeats: &heartbeats,
            shoots: looked_at.shoots.then_some(&shoots),
            each_shoot: self.each_shoot,
            looked_at,
            garden_included: self
                .namespace
                .as_deref()
                .is_none_or(|namespace| namespace == GARDEN),
            unreadable: missing.unreadable,
        });
        let counted = looked_at.shoots.then_some(&shoots);
        let respects_overwrite = seeds.keys().filter_map(|seed| {
            let respects = gardenlets.respects_overwrite(seed, counted)?;
            Some((seed.clone(), respects))
        });
        Ok(Look {
            respects_overwrite: respects_overwrite.collect(),
            report,
            warnings: missing.warnings,
            incomplete,
        })
    }

    /// Ask whether we lack the right to list shoots: the answer is then as complete as it can be.
    async fn is_forbidden(&self) -> bool {
        let garden = match self.source {
            Source::Live(garden) => garden,
            Source::Files(landscape) => {
                let namespace = self.namespace.as_deref();
                let taken = landscape.taken();
                return taken.is_some_and(|taken| taken.was_forbidden::<Shoot>(namespace));
            }
        };
        let right = Right {
            verb: "list",
            group: Shoot::GROUP,
            resource: Shoot::PLURAL,
            namespace: self.namespace.clone(),
            name: None,
        };
        garden.may(&right).await.is_ok_and(|review| !review.allowed)
    }
}
