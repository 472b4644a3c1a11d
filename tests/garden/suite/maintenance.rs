//! The forecast beside the real maintenance controller, for the shoots of the sample landscape.
//!
//! Every shoot is annotated with `maintain`, so that its next run is now. What is expired Gardener decides by the real
//! time, so that is the time of the forecast as well: whenever this runs, both see the same.

use std::collections::BTreeMap;

use jiff::{Timestamp, ToSpan};
use kubectl_gardener::domain::objects::{Object, Shoot};
use kubectl_gardener::garden::connection::ConnectionArgs;
use kubectl_gardener::garden::{Garden, Query};
use serde_json::{Value, json};

use super::fixture::{OwnGarden, answer, run};

/// What maintenance can change: versions by what they belong to.
type Versions = BTreeMap<String, String>;

/// Annotate every shoot that is not annotated yet.
fn ask_for_maintenance(manifests: String) -> String {
    let documents = manifests.split("\n---\n").map(|document| {
        if document.contains("\n  annotations:\n") || !document.contains("\nkind: Shoot\n") {
            return document.to_owned();
        }
        let annotation = "\n  annotations:\n    gardener.cloud/operation: maintain\nspec:\n";
        document.replacen("\nspec:\n", annotation, 1)
    });
    documents.collect::<Vec<_>>().join("\n---\n")
}

/// Read all shoots of a garden.
fn shoots(kubeconfig: &str) -> BTreeMap<(String, String), Shoot> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let args = ConnectionArgs {
        kubeconfig: Some(kubeconfig.into()),
        ..ConnectionArgs::default()
    };
    let mut shoots = BTreeMap::new();
    runtime.block_on(async {
        let garden = Garden::connect(&args).await.unwrap();
        let keep = |shoot: Shoot| {
            let key = (shoot.namespace().to_owned(), shoot.name().to_owned());
            shoots.insert(key, shoot);
        };
        let folded = garden.fold(&Query::default(), keep).await.unwrap();
        assert_eq!(folded.unreadable, [""; 0]);
    });
    shoots
}

fn versions(shoot: &Shoot) -> Versions {
    let mut versions = Versions::new();
    let kubernetes = shoot.spec.kubernetes.version.clone();
    versions.insert("kubernetes".to_owned(), kubernetes);
    for worker in &shoot.spec.provider.workers {
        let name = &worker.name;
        if let Some(version) = worker.own_version() {
            versions.insert(format!("pool/{name}/kubernetes"), version.to_owned());
        }
        if let Some(image) = worker.image() {
            versions.insert(format!("pool/{name}/image"), image.version.clone());
        }
    }
    versions
}

/// Bring versions to where a run of the forecast leads.
fn after(mut versions: Versions, run: Option<&Value>) -> Versions {
    let Some(run) = run else { return versions };
    let mut change = |target: String, change: &Value| {
        if let Some(to) = change["to"].as_str() {
            let from = versions.insert(target, to.to_owned());
            assert_eq!(from.as_deref(), change["from"].as_str());
        }
    };
    change("kubernetes".to_owned(), &run["kubernetes"]);
    for pool in run["pools"].as_array().unwrap() {
        let name = pool["name"].as_str().unwrap();
        change(format!("pool/{name}/kubernetes"), &pool["kubernetes"]);
        change(format!("pool/{name}/image"), &pool["image"]);
    }
    versions
}

#[test]
fn the_first_run_of_every_shoot_is_what_the_real_controller_does() {
    let garden = OwnGarden::start("maintenance");
    garden.apply_sample("maintenance", ask_for_maintenance);
    let before = shoots(garden.kubeconfig());
    let now = Timestamp::now();
    let arguments = ["versions", "forecast", "--for", "0s", "-o", "json"];
    let forecast = answer(&run(garden.kubeconfig(), &arguments), 0);
    let first: BTreeMap<(String, String), Value> = (forecast["shoots"].as_array().unwrap().iter())
        .map(|shoot| {
            let text = |field: &str| shoot[field].as_str().unwrap().to_owned();
            // A window that is open now has a run of its own after the one that is asked for.
            let mut runs = shoot["runs"].as_array().unwrap().iter();
            let asked = runs.find(|run| run["trigger"] == "annotation");
            (
                (text("namespace"), text("name")),
                asked.cloned().unwrap_or_default(),
            )
        })
        .collect();

    let mut errors = BTreeMap::new();
    for ((namespace, name), shoot) in &before {
        if shoot.metadata.deletion_timestamp.is_some() {
            continue;
        }
        let body = json!({ "namespace": namespace, "name": name });
        let answer = garden.control("POST", "/maintenance", &body);
        errors.insert((namespace.clone(), name.clone()), answer["error"].clone());
    }

    let real = shoots(garden.kubeconfig());
    let (mut changed, mut failed) = (0, 0);
    let mut wrong = Vec::new();
    for (key, error) in &errors {
        let run = first.get(key).filter(|run| !run.is_null());
        let expected = after(versions(&before[key]), run);
        let (shoot, found) = (&real[key], versions(&real[key]));
        changed += usize::from(expected != versions(&before[key]));
        if expected != found {
            wrong.push(format!(
                "{key:?}: foretold {expected:?}, found {found:?}, {run:?}"
            ));
        }
        let Some(run) = run else { continue };
        let last = shoot.status.last_maintenance.as_ref();
        let last = last.filter(|last| {
            last.triggered_time
                .is_some_and(|at| at.as_second() >= now.as_second())
        });
        // A run that is not reported tells of itself nowhere, and ends with an error if it fails.
        let told = last.map(|last| last.state.as_str());
        let foretold = run["reported"]
            .as_bool()
            .unwrap()
            .then(|| run["state"].as_str().unwrap());
        if told != foretold || (error.is_null() == (foretold.is_none() && run["state"] == "Failed"))
        {
            wrong.push(format!(
                "{key:?}: foretold {foretold:?}, told {told:?}, error {error}, {run:?}"
            ));
        }
        failed += usize::from(run["state"] == "Failed");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(
        errors.len() > 35 && changed > 10 && failed > 4,
        "{changed} changed, {failed} failed"
    );
}

#[test]
fn runs_happen_in_the_effective_window_and_nowhere_else() {
    let garden = OwnGarden::start("windows");
    garden.apply_sample("windows", |manifests| manifests);
    let before = shoots(garden.kubeconfig());
    let arguments = ["versions", "forecast", "--only", "forced", "-o", "json"];
    let forecast = answer(&run(garden.kubeconfig(), &arguments), 0);
    // These were expired before the sample's November, so that no transition lies between now and their windows.
    for (namespace, name) in [
        ("garden-commerce", "shop-stage"),
        ("garden-data", "lake"),
        ("garden-edge", "plant-turin"),
        ("garden-sandbox", "old-style"),
    ] {
        let key = (namespace.to_owned(), name.to_owned());
        let mut foretold = forecast["shoots"].as_array().unwrap().iter();
        let foretold =
            foretold.find(|shoot| shoot["namespace"] == namespace && shoot["name"] == name);
        let first = &foretold.unwrap_or_else(|| panic!("{name}"))["runs"][0];
        let instant = |field: &str| -> Timestamp {
            first["window"][field].as_str().unwrap().parse().unwrap()
        };
        let (begin, end) = (instant("begin"), instant("end"));
        let maintain = |at: Timestamp| {
            let body = json!({ "namespace": namespace, "name": name, "now": at.to_string() });
            assert_eq!(
                garden.control("POST", "/maintenance", &body)["error"],
                Value::Null
            );
            versions(&shoots(garden.kubeconfig())[&key])
        };
        let unchanged = versions(&before[&key]);
        assert_eq!(
            maintain(begin - 1.minutes()),
            unchanged,
            "{name} before the window"
        );
        // The controller stays away from the last quarter of an hour.
        assert_eq!(
            maintain(end - 14.minutes()),
            unchanged,
            "{name} at the end of the window"
        );
        let expected = after(unchanged, Some(first));
        assert_eq!(
            maintain(end - 16.minutes()),
            expected,
            "{name} in the window"
        );
    }
}
