//! What a target or runtime cluster shows of itself, and whether it is the right one.

use super::check::Checked;
use super::health::configured_seed;
use crate::domain::objects::cluster::{Deployment, Garden};
use crate::domain::objects::{ConfigMap, Object, Seed};

/// The volume of a gardenlet that shows its configuration
/// (`gardener/gardener:pkg/controller/gardenletdeployer/actuator.go:verifyExistingGardenlet`).
const CONFIG_VOLUME: &str = "gardenlet-config";
/// The key of the configuration in its ConfigMap.
const CONFIG_KEY: &str = "config.yaml";

/// P7: whether the target answers, and whether the kubeconfig may do everything there.
pub fn reachable(answer: Result<bool, String>) -> Checked {
    let id = "P7";
    match answer {
        Ok(true) => Checked::ok(id, "it answers, and the kubeconfig may do everything"),
        Ok(false) => Checked::blocked(
            id,
            "the kubeconfig may not do everything there: gardener-operator creates cluster roles, namespaces and priority classes; use one with cluster-admin",
        ),
        Err(error) => Checked::blocked(
            id,
            format!(
                "it cannot be looked at from here: {error}; gardener-operator may reach it all the same"
            ),
        ),
    }
}

/// P8: whether the cluster is the one that the Seed says it is. The Seed's identity is set once and stays
/// (`gardener/gardener:pkg/gardenlet/controller/seed/seed/reconciler.go`).
pub fn identity(seed: Option<&Seed>, cluster: Result<Option<&str>, &str>) -> Checked {
    let id = "P8";
    let of_seed = seed.and_then(|seed| seed.status.cluster_identity.as_deref());
    let of_seed = of_seed.filter(|identity| !identity.is_empty());
    match (of_seed, cluster) {
        (Some(seed), Ok(Some(cluster))) if seed == cluster => {
            Checked::ok(id, format!("its identity is that of the Seed: {seed}"))
        }
        (Some(seed), Ok(Some(cluster))) => Checked::blocked(
            id,
            format!(
                "this is another cluster: its identity is {cluster}, the Seed's {seed}; check the kubeconfig. Only if the cluster was created anew it may differ"
            ),
        ),
        (Some(seed), Ok(None)) => Checked::blocked(
            id,
            format!(
                "the cluster tells no identity, the Seed's is {seed}: whether it is the right one is not known"
            ),
        ),
        (Some(seed), Err(error)) => Checked::blocked(
            id,
            format!("whether it is the Seed's cluster ({seed}) is not known: {error}"),
        ),
        (None, Ok(Some(cluster))) => Checked::blocked(
            id,
            format!(
                "the cluster's identity is {cluster}, but there is no Seed that tells which one it must be"
            ),
        ),
        (None, _) => Checked::blocked(
            id,
            "neither Seed nor cluster tell an identity: whether it is the right one is not known",
        ),
    }
}

/// What there is of a gardenlet in the target.
#[derive(Clone, Debug, PartialEq)]
pub enum Running {
    /// No Deployment of one.
    Nothing,
    /// One whose configuration is not in a ConfigMap.
    Unconfigured,
    /// One whose ConfigMap is missing.
    Orphaned(String),
    /// One with its configuration.
    Configured(Box<ConfigMap>),
}

/// Give the ConfigMap of a gardenlet's Deployment, if its configuration is in one.
pub fn config_map_of(deployment: &Deployment) -> Option<&str> {
    let volumes = &deployment.spec.template.spec.volumes;
    let volume = volumes.iter().find(|volume| volume.name == CONFIG_VOLUME)?;
    Some(&volume.config_map.as_ref()?.name)
}

/// P9: whether what runs there is the gardenlet of this seed; gardener-operator looks at it the same way.
pub fn guard(name: &str, running: Result<&Running, &str>) -> Checked {
    let id = "P9";
    let orphaned = |map: &str, what: &str| {
        Checked::blocked(
            id,
            format!(
                "Deployment garden/gardenlet is there, its ConfigMap {map} {what}: delete the Deployment in the target cluster, else gardener-operator refuses"
            ),
        )
    };
    match running {
        Err(error) => Checked::blocked(id, format!("what runs there is not known: {error}")),
        Ok(Running::Nothing) => Checked::ok(id, "no gardenlet is deployed there"),
        Ok(Running::Unconfigured) => Checked::info(
            id,
            "a gardenlet is deployed there, and which seed it is for cannot be told",
        ),
        Ok(Running::Orphaned(map)) => orphaned(map, "is missing"),
        Ok(Running::Configured(map)) => {
            let text = map.data.get(CONFIG_KEY).map_or("", String::as_str);
            let Ok(configuration) = serde_saphyr::from_str::<serde_json::Value>(text) else {
                return orphaned(map.name(), "cannot be read");
            };
            match configured_seed(&configuration) {
                _ if configuration["seedConfig"].is_null() => {
                    Checked::info(id, "the gardenlet there is configured without a seed")
                }
                Some(seed) if seed == name => {
                    Checked::ok(id, "what is deployed there is the gardenlet of this seed")
                }
                seed => Checked::blocked(
                    id,
                    format!(
                        "the gardenlet of seed {} is deployed there: this is the wrong cluster",
                        seed.unwrap_or("(no name)")
                    ),
                ),
            }
        }
    }
}

/// Whose Gardens a cluster has.
enum Whose<'a> {
    /// That of this garden.
    Ours(&'a Garden),
    /// That of another one.
    Other(String),
    /// It cannot be told.
    Untold(&'a Garden, &'a str),
}

/// Compare the Gardens of a cluster with the identity of the garden that we work in: gardener-apiserver keeps it in a
/// ConfigMap (`gardener/gardener:cmd/gardener-apiserver/app/gardener_apiserver.go`), gardener-operator gives it to it
/// (`gardener/gardener:pkg/operator/controller/garden/garden/components.go`).
fn whose<'a>(gardens: &'a [Garden], garden: Result<Option<&'a str>, &'a str>) -> Option<Whose<'a>> {
    let first = gardens.first()?;
    let ours = match garden {
        Ok(Some(ours)) if !ours.is_empty() => ours,
        Ok(_) => return Some(Whose::Untold(first, "this garden tells no identity")),
        Err(why) => return Some(Whose::Untold(first, why)),
    };
    if let Some(found) = gardens.iter().find(|garden| garden.identity() == ours) {
        return Some(Whose::Ours(found));
    }
    if let Some(silent) = gardens.iter().find(|garden| garden.identity().is_empty()) {
        return Some(Whose::Untold(silent, "the Garden tells no identity"));
    }
    Some(Whose::Other(format!(
        "its Garden {} is that of the garden {}, and this one is {ours}",
        first.name(),
        first.identity()
    )))
}

/// P10: whether the runtime cluster is meant, and that of this garden. Without a look at it, the name must be typed.
pub fn runtime(
    gardens: Option<Result<&[Garden], &str>>,
    garden: Result<Option<&str>, &str>,
    confirmed: bool,
) -> Checked {
    let id = "P10";
    match gardens {
        Some(Ok(gardens)) => match whose(gardens, garden) {
            None => Checked::blocked(
                id,
                "there is no Garden in the cluster of --runtime-context: this is not a runtime cluster",
            ),
            Some(Whose::Ours(garden)) => Checked::ok(
                id,
                format!(
                    "Garden {} is there, of this garden {}",
                    garden.name(),
                    garden.identity()
                ),
            ),
            Some(Whose::Other(other)) => Checked::blocked(
                id,
                format!(
                    "the cluster of --runtime-context is that of another landscape: {other}; correct it"
                ),
            ),
            Some(Whose::Untold(garden, why)) => Checked::warning(
                id,
                format!(
                    "Garden {} is there; whether it is the one of this garden is not known: {why}",
                    garden.name()
                ),
            ),
        },
        Some(Err(error)) => Checked::blocked(
            id,
            format!(
                "the runtime cluster cannot be looked at: {error}; correct --runtime-context or leave it out"
            ),
        ),
        None if confirmed => Checked::warning(
            id,
            "not looked at, confirmed with --runtime and --yes: gardener-operator deploys into its own cluster; --runtime-context looks at it",
        ),
        None => Checked::warning(
            id,
            "not looked at: you will be asked to type the seed's name; --runtime-context looks at it",
        ),
    }
}

/// P14: whether somebody is there to act.
pub fn operator(
    gardens: &[Garden],
    garden: Result<Option<&str>, &str>,
    deployment: Result<Option<&Deployment>, &str>,
) -> Checked {
    let id = "P14";
    if let Some(Whose::Other(other)) = whose(gardens, garden) {
        return Checked::warning(
            id,
            format!(
                "--runtime-context is of another landscape: {other}; its gardener-operator was not looked at"
            ),
        );
    }
    match deployment {
        Err(error) => return Checked::skipped(id, error),
        Ok(None) => {
            return Checked::warning(
                id,
                "there is no Deployment garden/gardener-operator in the runtime cluster: nobody may act on the request",
            );
        }
        Ok(Some(deployment)) if deployment.status.available_replicas < 1 => {
            return Checked::warning(
                id,
                "gardener-operator has no pod that is available: nobody acts on the request until it has",
            );
        }
        Ok(Some(_)) => {}
    }
    let operation = gardens.iter().find_map(|garden| {
        let operation = garden.status.last_operation.as_ref();
        operation.filter(|operation| operation.state != "Succeeded")
    });
    match operation {
        None => Checked::ok(id, "gardener-operator is available"),
        // gardener/gardener:pkg/operator/controller/virtual/add.go
        Some(operation) => Checked::warning(
            id,
            format!(
                "gardener-operator is available, the Garden's last operation is {} {}: after a restart it acts only once the Garden was reconciled",
                operation.operation_type, operation.state
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::redeploy::check::State;

    fn seed(identity: Option<&str>) -> Seed {
        serde_json::from_value(json!({ "status": { "clusterIdentity": identity } })).unwrap()
    }

    #[test]
    fn case_25_another_cluster_is_refused_and_so_is_doubt() {
        let known = seed(Some("a"));
        let check = |cluster| identity(Some(&known), cluster);
        assert_eq!(check(Ok(Some("a"))).state, State::Ok);
        let other = check(Ok(Some("b")));
        assert!(other.blocks() && other.message.contains("this is another cluster"));
        assert!(check(Ok(None)).blocks());
        assert!(check(Err("no route")).message.contains("no route"));
        assert!(identity(Some(&seed(None)), Ok(Some("a"))).blocks());
        assert!(identity(Some(&seed(Some(""))), Ok(Some(""))).blocks());
        assert!(identity(None, Ok(None)).blocks());
    }

    fn configured(text: &str) -> Running {
        let map = json!({ "metadata": { "name": "map" }, "data": { "config.yaml": text } });
        Running::Configured(Box::new(serde_json::from_value(map).unwrap()))
    }

    #[test]
    fn case_26_and_27_what_runs_there_must_be_this_seeds() {
        let check = |running: Running| guard("aws", Ok(&running));
        assert_eq!(check(Running::Nothing).state, State::Ok);
        let ours = "kind: GardenletConfiguration\nseedConfig: {metadata: {name: aws}}";
        assert_eq!(check(configured(ours)).state, State::Ok);
        let other = check(configured("seedConfig: {metadata: {name: gcp}}"));
        assert!(other.blocks() && other.message.contains("seed gcp"));
        assert!(check(configured("seedConfig: {metadata: {}}")).blocks());
        assert_eq!(check(configured("a: b")).state, State::Info);
        assert!(check(configured("[")).blocks());
        let missing = check(Running::Orphaned("map-1".to_owned()));
        assert!(missing.blocks() && missing.message.contains("map-1 is missing"));
        assert_eq!(check(Running::Unconfigured).state, State::Info);
        assert!(guard("aws", Err("no route")).blocks());
    }

    #[test]
    fn the_config_map_is_found_as_the_operator_finds_it() {
        let deployment = |volumes: serde_json::Value| -> Deployment {
            serde_json::from_value(
                json!({ "spec": { "template": { "spec": { "volumes": volumes } } } }),
            )
            .unwrap()
        };
        let one = deployment(
            json!([{ "name": "other", "configMap": { "name": "x" } }, { "name": "gardenlet-config", "configMap": { "name": "map" } }]),
        );
        assert_eq!(config_map_of(&one), Some("map"));
        assert_eq!(
            config_map_of(&deployment(
                json!([{ "name": "gardenlet-config", "secret": {} }])
            )),
            None
        );
        assert_eq!(config_map_of(&deployment(json!(null))), None);
    }

    fn gardens(state: &str) -> Vec<Garden> {
        vec![serde_json::from_value(json!({ "metadata": { "name": "local" },
            "spec": { "virtualCluster": { "gardener": { "clusterIdentity": "live" } } }, "status": { "lastOperation": { "type": "Reconcile", "state": state } } })).unwrap()]
    }

    #[test]
    fn p10_and_p14_the_runtime_cluster_is_looked_at_where_that_is_possible() {
        let all = gardens("Succeeded");
        let ours = Ok(Some("live"));
        assert_eq!(runtime(Some(Ok(&all)), ours, false).state, State::Ok);
        assert!(runtime(Some(Ok(&[])), ours, true).blocks());
        assert!(runtime(Some(Err("forbidden")), ours, true).blocks());
        assert_eq!(runtime(None, ours, true).state, State::Warning);
        let available: Deployment =
            serde_json::from_value(json!({ "status": { "availableReplicas": 1 } })).unwrap();
        let gone = Deployment::default();
        let state = |gardens: &[Garden], deployment| operator(gardens, ours, deployment).state;
        assert_eq!(state(&all, Ok(Some(&available))), State::Ok);
        assert_eq!(
            state(&gardens("Error"), Ok(Some(&available))),
            State::Warning
        );
        assert_eq!(state(&all, Ok(Some(&gone))), State::Warning);
        assert_eq!(state(&all, Ok(None)), State::Warning);
        assert_eq!(state(&all, Err("forbidden")), State::Skipped);
    }

    #[test]
    fn p10_and_p14_the_runtime_cluster_of_another_landscape_is_found() {
        let all = gardens("Succeeded");
        let other = runtime(Some(Ok(&all)), Ok(Some("canary")), true);
        assert!(other.blocks(), "{other:?}");
        assert!(
            other
                .message
                .contains("the garden live, and this one is canary"),
            "{other:?}"
        );
        let operator = operator(&all, Ok(Some("canary")), Ok(None));
        assert_eq!(operator.state, State::Warning);
        assert!(
            operator.message.contains("another landscape"),
            "{operator:?}"
        );
        // What cannot be compared is told, and holds nobody up.
        let nameless = vec![Garden::default()];
        for (gardens, garden) in [
            (&all, Ok(None)),
            (&all, Ok(Some(""))),
            (&all, Err("forbidden")),
            (&nameless, Ok(Some("live"))),
        ] {
            let checked = runtime(Some(Ok(gardens)), garden, false);
            assert_eq!(checked.state, State::Warning, "{checked:?}");
        }
        // One of several is enough.
        let several = [nameless, all].concat();
        assert_eq!(
            runtime(Some(Ok(&several)), Ok(Some("live")), false).state,
            State::Ok
        );
    }

    #[test]
    fn p7_rights_and_reach_are_told_apart() {
        assert_eq!(reachable(Ok(true)).state, State::Ok);
        assert!(reachable(Ok(false)).message.contains("cluster-admin"));
        assert!(
            reachable(Err("timeout".to_owned()))
                .message
                .contains("timeout")
        );
    }
}
