//! What the configurations of the gardenlets say about their seeds: the template of the Seed, and the timing of shoots.

use std::collections::BTreeMap;

use serde_json::Value;

use super::STOP;
use super::shoots::{Gardenlet, Settings, Shoots};
use crate::domain::objects::{self, ManagedSeed, Object, Seed};

/// How deep managed seeds are looked for within managed seeds.
const DEPTH: u8 = 8;

/// The configurations of the gardenlets, by seed.
#[derive(Clone, Debug, Default)]
pub struct Configurations {
    by_seed: BTreeMap<String, Configuration>,
}

#[derive(Clone, Debug, Default)]
struct Configuration {
    /// Where it stands: `Gardenlet` or `ManagedSeed`.
    kind: &'static str,
    settings: Settings,
    /// What the template of the Seed says about the stop.
    stop: Option<String>,
    /// The shoot of a ManagedSeed.
    shoot: Option<String>,
    /// What is not set comes from the gardenlet of that shoot's seed.
    merges: bool,
}

/// A template that says something about the stop: it does so again at each start of the gardenlet
/// (`gardener/gardener:cmd/gardenlet/app/app.go:registerSeed`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template<'t> {
    /// Where it stands: `Gardenlet` or `ManagedSeed`.
    pub kind: &'static str,
    /// The value.
    pub value: &'t str,
}

impl Configurations {
    /// Read a Gardenlet; its Seed has its name.
    pub fn add_gardenlet(&mut self, gardenlet: &objects::Gardenlet) {
        let configuration = Configuration::of("Gardenlet", &gardenlet.spec.config);
        self.by_seed
            .insert(gardenlet.name().to_owned(), configuration);
    }

    /// Read a ManagedSeed; its Seed has its name.
    pub fn add_managed_seed(&mut self, seed: &ManagedSeed) {
        let mut configuration = Configuration::of("ManagedSeed", &seed.spec.gardenlet.config);
        configuration.shoot = seed.spec.shoot.as_ref().map(|shoot| shoot.name.clone());
        configuration.merges = seed.spec.gardenlet.merge_with_parent.unwrap_or(true);
        self.by_seed.insert(seed.name().to_owned(), configuration);
    }

    /// Give what the template of a seed says about the stop.
    pub fn template(&self, seed: &str) -> Option<Template<'_>> {
        let configuration = self.by_seed.get(seed)?;
        Some(Template {
            kind: configuration.kind,
            value: configuration.stop.as_deref()?,
        })
    }

    /// Give the ManagedSeeds whose shoots are on a seed: the gardenlet there takes care of theirs.
    pub fn hosted<'c>(
        &'c self,
        seed: &'c str,
        shoots: &'c Shoots,
    ) -> impl Iterator<Item = &'c str> {
        self.by_seed
            .iter()
            .filter_map(move |(name, configuration)| {
                let host = shoots.host_of(configuration.shoot.as_deref()?)?;
                (host == seed).then_some(name.as_str())
            })
    }

    /// Say how a seed's gardenlet decides about its shoots. What a ManagedSeed leaves open comes from the gardenlet of
    /// its shoot's seed.
    pub fn gardenlet<'s>(
        &self,
        seed: &str,
        seeds: &'s BTreeMap<String, Seed>,
        shoots: Option<&Shoots>,
    ) -> Gardenlet<'s> {
        let status = seeds
            .get(seed)
            .and_then(|seed| seed.status.gardener.as_ref());
        Gardenlet {
            policy: self.settings(seed, shoots, DEPTH).policy(),
            version: status.map(|gardener| gardener.version.as_str()),
        }
    }

    /// Say whether a seed's gardenlet reconciles in maintenance windows only, where its configuration is known.
    pub fn in_window_only(&self, seed: &str, shoots: Option<&Shoots>) -> Option<bool> {
        self.by_seed.get(seed)?;
        Some(self.settings(seed, shoots, DEPTH).policy().in_window_only)
    }

    /// Say whether a seed's gardenlet lets shoots outside namespace `garden` ask to be ignored, where its configuration is known.
    pub fn respects_overwrite(&self, seed: &str, shoots: Option<&Shoots>) -> Option<bool> {
        self.by_seed.get(seed)?;
        let policy = self.settings(seed, shoots, DEPTH).policy();
        Some(policy.respect_overwrite)
    }

    /// Say whether a seed's etcd-druid uses the next images of etcd, where its gardenlet's configuration is known.
    pub fn upgrades_etcd(&self, seed: &str, shoots: Option<&Shoots>) -> Option<bool> {
        self.by_seed.get(seed)?;
        let settings = self.settings(seed, shoots, DEPTH);
        Some(settings.upgrades_etcd.unwrap_or(false))
    }

    /// Walk up at most so many parents: they could be described as each other's.
    fn settings(&self, seed: &str, shoots: Option<&Shoots>, depth: u8) -> Settings {
        let Some(configuration) = self.by_seed.get(seed) else {
            return Settings::default();
        };
        let parent = configuration
            .shoot
            .as_deref()
            .and_then(|shoot| shoots?.host_of(shoot))
            .filter(|_| configuration.merges && depth > 0);
        match parent {
            Some(parent) => configuration
                .settings
                .or(self.settings(parent, shoots, depth - 1)),
            None => configuration.settings,
        }
    }
}

impl Configuration {
    fn of(kind: &'static str, config: &Value) -> Self {
        let annotations = &config["seedConfig"]["metadata"]["annotations"];
        Self {
            kind,
            settings: Settings::of_config(config),
            stop: annotations[STOP].as_str().map(ToOwned::to_owned),
            shoot: None,
            merges: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::emergency_stop::shoots::Keep;
    use crate::domain::objects::Shoot;

    #[test]
    fn templates_and_parents_are_found() {
        let mut configurations = Configurations::default();
        let template = json!({ "seedConfig": { "metadata": { "annotations": { STOP: "false" } } },
            "controllers": { "shoot": { "concurrentSyncs": 7, "reconcileInMaintenanceOnly": true } } });
        configurations.add_gardenlet(
            &serde_json::from_value(
                json!({ "metadata": { "name": "base" }, "spec": { "config": template } }),
            )
            .unwrap(),
        );
        configurations.add_managed_seed(
            &serde_json::from_value(json!({ "metadata": { "name": "child" }, "spec": { "shoot": { "name": "infra" },
                "gardenlet": { "config": { "controllers": { "shoot": { "concurrentSyncs": 3 } } } } } }))
            .unwrap(),
        );
        let mut shoots = Shoots::new("2026-11-21T12:00:00Z".parse().unwrap(), Keep::Backlog);
        let infra: Shoot = serde_json::from_value(
            json!({ "metadata": { "namespace": "garden", "name": "infra" }, "spec": { "seedName": "base" } }),
        )
        .unwrap();
        shoots.add(&infra);
        let found = configurations.template("base").unwrap();
        assert_eq!((found.kind, found.value), ("Gardenlet", "false"));
        assert_eq!(configurations.template("child"), None);
        assert_eq!(
            configurations.hosted("base", &shoots).collect::<Vec<_>>(),
            ["child"]
        );
        let policy = configurations
            .gardenlet("child", &BTreeMap::new(), Some(&shoots))
            .policy;
        assert_eq!((policy.concurrent_syncs, policy.in_window_only), (3, true));
        assert_eq!(
            configurations.in_window_only("child", Some(&shoots)),
            Some(true)
        );
        assert_eq!(configurations.in_window_only("manual", Some(&shoots)), None);
        // One that merges nothing has Gardener's defaults.
        let loner = json!({ "metadata": { "name": "loner" }, "spec": { "shoot": { "name": "infra" },
            "gardenlet": { "mergeWithParent": false, "config": {} } } });
        configurations.add_managed_seed(&serde_json::from_value(loner).unwrap());
        assert_eq!(
            configurations.in_window_only("loner", Some(&shoots)),
            Some(false)
        );
    }
}
