//! What configurations and heartbeats say about the gardenlet of each seed, taken from the objects as they arrive.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::super::STOP;
use super::super::shoots::{Policy, Settings};
use crate::domain::objects::{Gardenlet, Lease, ManagedSeed, Object};

/// What is kept of all gardenlets.
#[derive(Clone, Debug, Default)]
pub struct Gardenlets {
    configured: BTreeMap<String, Configured>,
    managed: BTreeMap<String, Managed>,
    heartbeats: BTreeMap<String, Timestamp>,
}

/// What a configuration says.
#[derive(Clone, Debug, PartialEq)]
struct Configured {
    settings: Settings,
    template: Option<String>,
}

/// A gardenlet that the gardenlet of its shoot's seed deploys.
#[derive(Clone, Debug, PartialEq)]
struct Managed {
    configured: Configured,
    shoot: String,
    merges: bool,
}

impl Configured {
    fn of(config: &Value) -> Self {
        let annotations = &config["seedConfig"]["metadata"]["annotations"];
        Self {
            settings: Settings::of_config(config),
            template: annotations[STOP].as_str().map(ToOwned::to_owned),
        }
    }
}

impl Gardenlets {
    /// Take in a Gardenlet.
    pub fn add_gardenlet(&mut self, gardenlet: &Gardenlet) {
        let configured = Configured::of(&gardenlet.spec.config);
        self.configured
            .insert(gardenlet.name().to_owned(), configured);
    }

    /// Take in a ManagedSeed.
    pub fn add_managed_seed(&mut self, seed: &ManagedSeed) {
        let gardenlet = &seed.spec.gardenlet;
        let managed = Managed {
            configured: Configured::of(&gardenlet.config),
            shoot: (seed.spec.shoot.as_ref()).map_or_else(String::new, |shoot| shoot.name.clone()),
            merges: gardenlet.merge_with_parent.unwrap_or(true),
        };
        self.managed.insert(seed.name().to_owned(), managed);
    }

    /// Take in a heartbeat.
    pub fn add_lease(&mut self, lease: &Lease) {
        if let Some(renewed) = lease.spec.renew_time {
            self.heartbeats.insert(lease.name().to_owned(), renewed);
        }
    }

    /// Give the last heartbeat of a seed's gardenlet.
    pub fn heartbeat(&self, seed: &str) -> Option<Timestamp> {
        self.heartbeats.get(seed).copied()
    }

    /// Give how a seed's gardenlet times its shoots, where its configuration is known.
    pub fn policy(&self, seed: &str, host: impl Fn(&str) -> Option<String>) -> Option<Policy> {
        self.settings(seed, &host, self.managed.len())
            .map(Settings::policy)
    }

    fn settings(
        &self,
        seed: &str,
        host: &impl Fn(&str) -> Option<String>,
        depth: usize,
    ) -> Option<Settings> {
        if let Some(configured) = self.configured.get(seed) {
            return Some(configured.settings);
        }
        let managed = self.managed.get(seed)?;
        let own = managed.configured.settings;
        // A seed within a seed within a seed: as deep as there are managed ones, at most.
        let parent = (managed.merges && depth > 0)
            .then(|| self.settings(&host(&managed.shoot)?, host, depth - 1))
            .flatten();
        Some(parent.map_or(own, |parent| own.or(parent)))
    }

    /// Give the value that a seed's template gives the annotation, and the kind of object that has the template.
    pub fn template(&self, seed: &str) -> Option<(&'static str, &str)> {
        let of_managed = self
            .managed
            .get(seed)
            .map(|managed| ("ManagedSeed", &managed.configured));
        let of_gardenlet = self
            .configured
            .get(seed)
            .map(|configured| ("Gardenlet", configured));
        of_managed
            .or(of_gardenlet)
            .and_then(|(kind, configured)| Some((kind, configured.template.as_deref()?)))
    }

    /// Walk the managed seeds with the names of their shoots in namespace `garden`.
    pub fn managed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.managed
            .iter()
            .map(|(name, managed)| (name.as_str(), managed.shoot.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_managed_seed_takes_from_its_host_what_it_does_not_set() {
        let mut gardenlets = Gardenlets::default();
        let gardenlet = json!({ "metadata": { "name": "host" }, "spec": { "config": { "controllers": { "shoot": { "reconcileInMaintenanceOnly": true } } } } });
        gardenlets.add_gardenlet(&serde_json::from_value(gardenlet).unwrap());
        let managed = |name: &str, merge: Option<bool>| {
            let spec = json!({ "shoot": { "name": name }, "gardenlet": { "mergeWithParent": merge, "config": {} } });
            serde_json::from_value(json!({ "metadata": { "name": name }, "spec": spec })).unwrap()
        };
        gardenlets.add_managed_seed(&managed("child", None));
        gardenlets.add_managed_seed(&managed("loner", Some(false)));
        gardenlets.add_managed_seed(&managed("own-host", None));
        let in_windows = |seed: &str| {
            let host =
                |shoot: &str| Some(if shoot == "own-host" { shoot } else { "host" }.to_owned());
            Some(gardenlets.policy(seed, host)?.in_window_only)
        };
        assert_eq!(in_windows("host"), Some(true));
        assert_eq!(in_windows("child"), Some(true));
        assert_eq!(in_windows("loner"), Some(false));
        assert_eq!(in_windows("own-host"), Some(false), "and it ends");
        assert_eq!(in_windows("manual"), None);
    }
}
