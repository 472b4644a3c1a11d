//! Building the forecast while shoots arrive.

use std::collections::BTreeMap;

use super::note::notes;
use super::{Options, ShootForecast, Stopped, Summary, VersionForecast, runs};
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::facts::{Bindings, Facts};
use crate::domain::versions::profile::{Profile, ProfileKey, Staleness};
use crate::domain::versions::run::run;
use crate::order::{Gather as _, Order as _};

/// What is known besides the shoots.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// The profiles.
    pub profiles: Vec<Profile>,
    /// Project by namespace.
    pub projects: BTreeMap<String, String>,
    /// The bindings of all projects, as far as they could be read.
    pub bindings: Bindings,
    /// The seeds that are stopped.
    pub stopped: Stopped,
}

/// Builds the forecast while shoots arrive.
pub struct Builder {
    options: Options,
    profiles: BTreeMap<ProfileKey, Profile>,
    projects: BTreeMap<String, String>,
    bindings: Bindings,
    stopped: Stopped,
    shoots: Vec<ShootForecast>,
    summary: Summary,
}

impl Builder {
    /// Begin a forecast.
    pub fn new(options: Options, around: Around) -> Self {
        let profiles = around.profiles.into_iter();
        Self {
            options,
            profiles: profiles
                .map(|profile| (profile.key.clone(), profile))
                .gather(),
            projects: around.projects,
            bindings: around.bindings,
            stopped: around.stopped,
            shoots: Vec::new(),
            summary: Summary::default(),
        }
    }

    fn wants(&self, key: Option<&ProfileKey>) -> bool {
        let Some(wanted) = &self.options.profile else {
            return true;
        };
        key.is_some_and(|key| key.to_string() == *wanted)
    }

    /// Tell whether any profile is the one asked for, or any shoot refers to it.
    pub fn knows_wanted_profile(&self) -> bool {
        self.summary.shoots > 0 || self.profiles.keys().any(|key| self.wants(Some(key)))
    }

    /// Take in a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let key = ProfileKey::of_shoot(&shoot.spec, shoot.namespace());
        if !self.wants(key.as_ref()) {
            return;
        }
        let profile = key.as_ref().and_then(|key| self.profiles.get(key));
        let known = profile.filter(|profile| profile.stale != Some(Staleness::NoParent));
        let facts = known.map(|profile| Facts {
            profile,
            bindings: Some(&self.bindings),
        });
        let Options { now, until, .. } = self.options;
        let mut runs = facts.map_or_else(Vec::new, |facts| runs(shoot, facts, now, until));
        self.summary.count(&runs);
        let only = &self.options.only;
        if !only.is_empty() {
            runs.retain(|run| only.iter().any(|only| only.includes(run)));
            if runs.is_empty() {
                return;
            }
        }
        runs.shrink_to_fit();
        let abort = facts.and_then(|facts| run(shoot, facts, now).abort);
        let notes = notes(shoot, key.as_ref(), profile, &self.stopped, abort.as_ref());
        self.shoots.push(ShootForecast {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            project: self.projects.get(shoot.namespace()).cloned(),
            seed: shoot.spec.seed_name.clone(),
            runs,
            notes,
            profile: key,
        });
    }

    /// Finish the forecast.
    pub fn finish(mut self, unreadable: Vec<String>) -> VersionForecast {
        self.shoots
            .order_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        VersionForecast {
            now: self.options.now,
            until: self.options.until,
            shoots: self.shoots,
            summary: self.summary,
            unreadable,
        }
    }
}
