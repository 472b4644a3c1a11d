//! 2,000 updates of shoots, with what the real API server and Gardener's own hash functions say.

use std::collections::BTreeMap;

use jiff::Timestamp;
use kubectl_gardener::domain::impact::facts::{Facts, Surroundings};
use kubectl_gardener::domain::impact::judge;
use kubectl_gardener::domain::impact::verdict::Verdict;
use kubectl_gardener::domain::objects::{
    CloudProfile, CredentialsBinding, NamespacedCloudProfile, Object, Project, SecretBinding, Seed,
};
use kubectl_gardener::domain::versions::profile::Profile;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::read;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    id: String,
    mutations: Vec<String>,
    old: Value,
    new: Value,
    accepted: bool,
    causes: Option<Vec<Value>>,
    result: Option<Value>,
}

/// The instant at which the server was asked.
fn now() -> Timestamp {
    "2026-11-21T07:00:00Z".parse().unwrap()
}

fn surroundings() -> Surroundings {
    let objects: Vec<Value> = read("impact-landscape.jsonl.zst");
    fn of<K: DeserializeOwned>(objects: &[Value], kind: &str) -> Vec<K> {
        let wanted = objects.iter().filter(|object| object["kind"] == kind);
        wanted
            .map(|object| serde_json::from_value(object.clone()).unwrap())
            .collect()
    }
    let plain: Vec<CloudProfile> = of(&objects, "CloudProfile");
    let namespaced: Vec<NamespacedCloudProfile> = of(&objects, "NamespacedCloudProfile");
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|p| Profile::of_namespaced(p, parent(&p.spec.parent.name)));
    let projects: Vec<Project> = of(&objects, "Project");
    Surroundings {
        profiles: plain.iter().map(Profile::of).chain(namespaced).collect(),
        seeds: of::<Seed>(&objects, "Seed"),
        secret_bindings: of::<SecretBinding>(&objects, "SecretBinding"),
        credentials_bindings: of::<CredentialsBinding>(&objects, "CredentialsBinding"),
        managed_seeds: Some(Vec::new()),
        hosted: BTreeMap::new(),
        projects: projects
            .into_iter()
            .filter_map(|p| Some((p.spec.namespace?, p.metadata.name)))
            .collect(),
    }
}

#[test]
fn probe() {
    let around = surroundings();
    let facts = Facts {
        around: &around,
        now: now(),
    };
    let cases: Vec<Case> = read("impact-cases.jsonl.zst");
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
    for case in &cases {
        let judged = judge(&case.old, &case.new, facts);
        let verdict = format!("{:?}", judged.verdict);
        *counts.entry((case.accepted, verdict)).or_default() += 1;
        match (case.accepted, judged.verdict) {
            (true, Verdict::Rejected) => println!(
                "WRONG-REJECT {} {:?}\n    {:?}",
                case.id, case.mutations, judged.rejections
            ),
            (false, Verdict::Accepted) => println!(
                "WRONG-ACCEPT {} {:?}\n    {:?}",
                case.id, case.mutations, case.causes
            ),
            (accepted, Verdict::Unknown) => {
                for doubt in judged.doubts {
                    *reasons
                        .entry(format!("{accepted} {}", doubt.reason))
                        .or_default() += 1;
                }
            }
            (true, Verdict::Accepted) => {
                let result = case.result.as_ref().unwrap();
                let stored = kubectl_gardener::domain::impact::manifest::Manifest::read(result);
                if stored.spec != judged.new.spec {
                    let mut other = judged.new.clone();
                    other.metadata = stored.metadata.clone();
                    let diff =
                        kubectl_gardener::domain::impact::change::changes(&other, &stored);
                    println!("RESULT {} {:?}", case.id, case.mutations);
                    for c in diff {
                        println!("    {} {:?} {:?}", c.path, c.before, c.after);
                    }
                }
            }
            _ => {}
        }
    }
    println!("{counts:#?}\n{reasons:#?}");
}
