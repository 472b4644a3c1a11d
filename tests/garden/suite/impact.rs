//! Changes of Shoots, rehearsed by the real gardener-apiserver and judged without it: both must say the same.
//!
//! The Shoots are those of `tests/vectors`, in states that no client can bring about (in the middle of a rotation, on a
//! version that has expired): they are written to etcd as the recorded server had stored them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use jiff::Timestamp;
use kubectl_gardener::domain::impact::change::{self, Change};
use kubectl_gardener::domain::impact::facts::{Facts, Surroundings};
use kubectl_gardener::domain::impact::manifest::Manifest;
use kubectl_gardener::domain::impact::pools::{Action, Certainty};
use kubectl_gardener::domain::impact::rehearsal::{self, Answer, Mode};
use kubectl_gardener::domain::impact::verdict::Verdict;
use kubectl_gardener::domain::impact::wish::Wish;
use kubectl_gardener::domain::impact::{Judged, judge};
use kubectl_gardener::garden::Garden;
use kubectl_gardener::garden::connection::ConnectionArgs;
use kubectl_gardener::garden::rehearsal::{Around, Rehearsed, side_by_side};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::fixture::{OwnGarden, http};

/// Every so many of the recorded updates is replayed.
const EVERY: usize = 3;
/// The first one of them.
const FIRST: usize = 0;

#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    id: String,
    old: Value,
    new: Value,
    accepted: bool,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    pools: BTreeMap<String, Action>,
    #[serde(default)]
    worker_pool_diff: Option<BTreeMap<String, Vec<String>>>,
    reconcile_error: Option<String>,
}

impl Case {
    /// When the cases were recorded, nobody checked that extensions support Shoots without workers.
    fn has_foreign_extensions(&self) -> bool {
        let spec = &self.old["spec"];
        spec["provider"]["workers"].is_null() && !spec["extensions"].is_null()
    }

    fn name(&self) -> &str {
        self.old["metadata"]["name"].as_str().unwrap()
    }

    fn namespace(&self) -> &str {
        self.old["metadata"]["namespace"].as_str().unwrap()
    }
}

fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name);
    let lines = BufReader::new(zstd::Decoder::new(File::open(path).unwrap()).unwrap()).lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

/// A garden with what the Shoots refer to, and the Shoots themselves.
fn garden(cases: &[Case]) -> OwnGarden {
    let garden = OwnGarden::start("impact");
    let folder = super::fixture::directory("impact").join("landscape");
    std::fs::create_dir_all(&folder).unwrap();
    let objects: Vec<Value> = read("impact-landscape.jsonl.zst");
    for (index, object) in objects.iter().enumerate() {
        std::fs::write(folder.join(format!("{index}.json")), object.to_string()).unwrap();
    }
    let body = json!({ "directory": folder, "references": true, "exact": true });
    let applied = garden.control("POST", "/apply", &body);
    assert_eq!(applied["errors"], json!([]), "{applied:#}");
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    for case in cases {
        let key = format!(
            "/registry-gardener/core.gardener.cloud/shoots/{}/{}",
            case.namespace(),
            case.name()
        );
        let mut stored = case.old.clone();
        stored["apiVersion"] = "core.gardener.cloud/v1beta1".into();
        stored["kind"] = "Shoot".into();
        let metadata = stored["metadata"].as_object_mut().unwrap();
        metadata.remove("resourceVersion");
        let put = json!({ "key": base64(&key), "value": base64(&stored.to_string()) });
        let (status, answer) = http(garden.etcd(), "POST", "/v3/kv/put", &put);
        assert_eq!(status, 200, "{answer}");
    }
    garden
}

/// A case with what the server says, and what the rules say alone.
struct Judgement {
    live: Judged,
    offline: Judged,
    answer: Answer,
}

async fn rehearsed(garden: &Garden, case: &Case, new: &Value) -> Rehearsed {
    let (namespace, name) = (case.namespace(), case.name());
    let old = garden.shoot(namespace, name).await.unwrap().unwrap();
    let wish = Wish::Replace(new.clone());
    let made = move |old: &Value| Ok(wish.of(old).unwrap());
    garden.rehearse(namespace, name, old, made).await.unwrap()
}

fn judged(rehearsed: &Rehearsed, around: &Surroundings) -> Judgement {
    let facts = Facts {
        around,
        now: Timestamp::now(),
    };
    let (old, new) = (&rehearsed.old, &rehearsed.submitted);
    Judgement {
        live: rehearsal::judge(old, new, &rehearsed.answer, Vec::new(), facts),
        offline: judge(old, new, facts),
        answer: rehearsed.answer.clone(),
    }
}

/// Whether both verdicts can be true.
fn contradict(judgement: &Judgement) -> bool {
    let (live, offline) = (judgement.live.verdict, judgement.offline.verdict);
    offline != Verdict::Unknown && offline != live
}

/// Take changes back one by one while the contradiction stays: what is left is the reproduction.
async fn smallest(garden: &Garden, around: &Surroundings, case: &Case) -> String {
    let between = |new: &Value| change::changes(&Manifest::read(&case.old), &Manifest::read(new));
    let mut new = case.new.clone();
    for change in between(&case.new) {
        let mut smaller = new.clone();
        if take_back(&mut smaller, &change).is_some()
            && contradict(&judged(&rehearsed(garden, case, &smaller).await, around))
        {
            new = smaller;
        }
    }
    let last = judged(&rehearsed(garden, case, &new).await, around);
    let mut text = format!(
        "{}: {:?} offline ({:?}), {:?} live ({:?})",
        case.id,
        last.offline.verdict,
        last.offline.rejections,
        last.live.verdict,
        last.live.rejections,
    );
    for change in between(&new) {
        let show =
            |value: &Option<Value>| value.as_ref().map_or("nothing".into(), Value::to_string);
        let (before, after) = (show(&change.before), show(&change.after));
        let _ = write!(text, "\n    {}: {before:.200} -> {after:.200}", change.path);
    }
    text
}

/// Set a field back to what it was; `None` for what is no plain field.
fn take_back(tree: &mut Value, change: &Change) -> Option<()> {
    let mut place = tree;
    let (parents, last) = change.path.rsplit_once('.')?;
    if last.contains('[') {
        return None;
    }
    for part in parents.split('.') {
        let (field, entry) = match part.split_once('[') {
            Some((field, entry)) => (field, Some(entry.trim_end_matches(']'))),
            None => (part, None),
        };
        place = place.get_mut(field)?;
        if let Some(entry) = entry {
            let items = place.as_array_mut()?;
            place = items.iter_mut().find(|item| item["name"] == entry)?;
        }
    }
    let fields = place.as_object_mut()?;
    match &change.before {
        Some(value) => fields.insert(last.to_owned(), value.clone()),
        None => fields.remove(last),
    };
    Some(())
}

/// What the pools of a live report say otherwise than Gardener's own keys and hashes did.
fn other_pools(case: &Case, judgement: &Judgement) -> Option<String> {
    let Answer::Accepted(result) = &judgement.answer else {
        return None;
    };
    // As time goes by versions expire, and the server fills in others than it did.
    let same = change::changes(&Manifest::read(&case.result), &Manifest::read(result))
        .iter()
        .all(|change| change.path.starts_with("spec.maintenance.timeWindow"));
    if !case.accepted || case.reconcile_error.is_some() || !same {
        return None;
    }
    let pools = &judgement.live.pools;
    let wrong: Vec<String> = pools
        .iter()
        .filter(|pool| case.pools.get(&pool.name) != Some(&pool.action))
        .filter(|pool| {
            let differs = case.worker_pool_diff.as_ref();
            let differs = differs.and_then(|differs| differs.get(&pool.name));
            let hashed = ["providerConfig", "dataVolumes", "volume"];
            let may = differs.is_some_and(|differs| {
                differs.iter().any(|field| hashed.contains(&field.as_str()))
            });
            !(may && pool.certainty == Certainty::Provider)
        })
        .map(|pool| format!("{} {:?}", pool.name, pool.action))
        .collect();
    if wrong.is_empty() && pools.len() == case.pools.len() {
        return None;
    }
    Some(format!(
        "{}: {wrong:?} instead of {:?}",
        case.id, case.pools
    ))
}

#[test]
fn the_real_server_and_the_rules_do_not_contradict_each_other() {
    let cases: Vec<Case> = read("impact-cases.jsonl.zst");
    let cases = cases.into_iter().skip(FIRST).step_by(EVERY);
    let cases: Vec<Case> = cases
        .filter(|case| !case.has_foreign_extensions())
        .collect();
    let own = garden(&cases);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let args = ConnectionArgs {
        kubeconfig: Some(own.kubeconfig().into()),
        ..ConnectionArgs::default()
    };
    runtime.block_on(async {
        let garden = Garden::connect(&args).await.unwrap();
        let shared = Arc::new(garden.clone());
        let found = side_by_side(cases.iter().cloned(), |case| {
            let garden = Arc::clone(&shared);
            async move { rehearsed(&garden, &case, &case.new).await }
        });
        let found = found.await.unwrap();
        let shoots: Vec<&Value> = cases.iter().flat_map(|c| [&c.old, &c.new]).collect();
        let mut around: Around = garden.around(&shoots).await.unwrap();
        garden.complete(&mut around, &shoots).await.unwrap();
        assert_eq!(around.unread, []);
        let around = &around.surroundings;
        let (mut wrong, mut lenient) = (Vec::new(), Vec::new());
        let (mut rejected, mut unknown, mut compared) = (0, 0, 0);
        for (case, rehearsed) in cases.iter().zip(&found) {
            let judgement = judged(rehearsed, around);
            if judgement.live.origin.mode != Mode::Live {
                wrong.push(format!("{}: {:?}", case.id, judgement.answer));
                continue;
            }
            rejected += usize::from(judgement.live.verdict == Verdict::Rejected);
            unknown += usize::from(judgement.offline.verdict == Verdict::Unknown);
            compared += usize::from(judgement.live.verdict == Verdict::Accepted && case.accepted);
            if contradict(&judgement) {
                let text = smallest(&garden, around, case).await;
                if judgement.offline.verdict == Verdict::Accepted {
                    lenient.push(text);
                } else {
                    wrong.push(text);
                }
            }
            wrong.extend(other_pools(case, &judgement));
        }
        println!(
            "{} replayed, {rejected} rejected, {unknown} left open by the rules, {compared} with pools, lenient: {lenient:#?}",
            cases.len()
        );
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(lenient.len() * 100 <= rejected.max(100), "{}", lenient.join("\n"));
        assert!(rejected > 80 && compared > 150, "{rejected} rejected, {compared} compared");
    });
}
