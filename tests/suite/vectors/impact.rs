//! 2,000 updates of shoots, with what the real API server and Gardener's own hash functions say.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::Timestamp;
use kubectl_gardener::domain::impact::facts::{Facts, Surroundings};
use kubectl_gardener::domain::impact::manifest::Manifest;
use kubectl_gardener::domain::impact::pools::key::{self, Part, Rotations};
use kubectl_gardener::domain::impact::pools::{Action, Certainty, PoolImpact};
use kubectl_gardener::domain::impact::report;
use kubectl_gardener::domain::impact::verdict::Verdict;
use kubectl_gardener::domain::impact::{Judged, change, defaults, judge};
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
    #[serde(default)]
    causes: Option<Vec<Value>>,
    #[serde(default)]
    result: Value,
    #[serde(default)]
    pools: BTreeMap<String, Action>,
    #[serde(default)]
    reasons: BTreeMap<String, Keys>,
    #[serde(default)]
    nodes: Option<BTreeMap<String, OnNode>>,
    #[serde(default)]
    worker_pool_diff: Option<BTreeMap<String, Vec<String>>>,
    hibernation: Option<String>,
    operation: Option<String>,
    reconcile_error: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Keys {
    old_key: Option<String>,
    new_key: Option<String>,
    old_hash: Option<String>,
    new_hash: Option<String>,
}

#[derive(Default, Deserialize)]
struct OnNode {
    #[serde(default)]
    units: Option<Vec<String>>,
}

impl Case {
    fn describe(&self, what: &str) -> String {
        let mutations = self.mutations.join("; ");
        let mutations: String = mutations.chars().take(300).collect();
        format!("{} [{mutations}]: {what}", self.id)
    }
}

/// The instant at which the server was asked.
fn now() -> Timestamp {
    "2026-11-21T07:00:00Z".parse().unwrap()
}

fn of<K: DeserializeOwned>(objects: &[Value], kind: &str) -> Vec<K> {
    let wanted = objects.iter().filter(|object| object["kind"] == kind);
    wanted
        .map(|object| serde_json::from_value(object.clone()).unwrap())
        .collect()
}

/// What the shoots of the cases refer to.
pub fn surroundings() -> Surroundings {
    let objects: Vec<Value> = read("impact-landscape.jsonl.zst");
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
        managed_seeds: Some(BTreeMap::new()),
        hosted: BTreeMap::new(),
        projects: projects
            .into_iter()
            .filter_map(|p| Some((p.spec.namespace?, p.metadata.name)))
            .collect(),
    }
}

/// Every case with what we make of it: judged once for all tests.
static JUDGED: LazyLock<Vec<(Case, Judged)>> = LazyLock::new(|| {
    let around = &*AROUND;
    let facts = Facts { around, now: now() };
    let cases: Vec<Case> = read("impact-cases.jsonl.zst");
    let judged = cases.into_iter().map(|case| {
        let judged = judge(&case.old, &case.new, facts);
        (case, judged)
    });
    judged.collect()
});

static AROUND: LazyLock<Surroundings> = LazyLock::new(surroundings);

fn facts() -> Facts<'static> {
    Facts {
        around: &AROUND,
        now: now(),
    }
}

fn judged(check: impl Fn(&Case, &Judged) -> Option<String>) -> (usize, Vec<String>) {
    let wrong = JUDGED.iter().filter_map(|(case, judged)| {
        let what = check(case, judged)?;
        Some(case.describe(&smallest(case, facts(), &what, &check)))
    });
    (JUDGED.len(), wrong.collect())
}

/// Take changes back one by one while the disagreement stays: what is left is the reproduction.
fn smallest(
    case: &Case,
    facts: Facts<'_>,
    what: &str,
    check: &impl Fn(&Case, &Judged) -> Option<String>,
) -> String {
    let mut new = case.new.clone();
    for change in change::changes(&Manifest::read(&case.old), &Manifest::read(&case.new)) {
        let mut smaller = new.clone();
        if take_back(&mut smaller, &change).is_some()
            && check(case, &judge(&case.old, &smaller, facts)).as_deref() == Some(what)
        {
            new = smaller;
        }
    }
    let left = change::changes(&Manifest::read(&case.old), &Manifest::read(&new));
    left.iter().fold(what.to_owned(), |mut text, change| {
        let show =
            |value: &Option<Value>| value.as_ref().map_or("nothing".into(), Value::to_string);
        let (before, after) = (show(&change.before), show(&change.after));
        let _ = write!(text, "\n    {}: {before:.200} -> {after:.200}", change.path);
        text
    })
}

/// Set a field back to what it was; `None` for what is no plain field.
fn take_back(tree: &mut Value, change: &change::Change) -> Option<()> {
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

fn none_of(cases: usize, what: &str, wrong: &[String]) {
    assert_eq!(cases, 2_000, "cases");
    let shown = wrong
        .iter()
        .take(10)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        wrong.is_empty(),
        "{} of {cases} {what}:\n{shown}",
        wrong.len()
    );
}

#[test]
fn nothing_is_called_rejected_that_the_server_accepts() {
    let (cases, wrong) = judged(|case, judged| {
        let wrong = case.accepted && judged.verdict == Verdict::Rejected;
        wrong.then(|| format!("{:?}", judged.rejections))
    });
    none_of(cases, "are called rejected wrongly", &wrong);
}

#[test]
fn at_most_one_in_a_hundred_rejections_is_called_accepted_and_one_in_ten_is_unknown() {
    let rejected = JUDGED.iter().filter(|(case, _)| !case.accepted).count();
    let (mut unknown, mut wrong) = (0, Vec::new());
    for (case, judged) in JUDGED.iter() {
        unknown += usize::from(judged.verdict == Verdict::Unknown);
        if !case.accepted && judged.verdict == Verdict::Accepted {
            wrong.push(case.describe(&format!("{:?}", case.causes)));
        }
    }
    let cases = JUDGED.len();
    println!(
        "{} of {rejected} rejections are called accepted, {unknown} of {cases} cases unknown",
        wrong.len()
    );
    assert!(wrong.len() * 100 <= rejected, "{}", wrong.join("\n"));
    assert!(unknown * 10 <= cases, "{unknown} unknown");
}

#[test]
fn what_the_server_stores_is_foreseen_field_by_field() {
    let (cases, wrong) = judged(|case, judged| {
        if !case.accepted || judged.verdict == Verdict::Rejected {
            return None;
        }
        let stored = Manifest::read(&case.result);
        let mut foreseen = judged.new.clone();
        foreseen.metadata = stored.metadata.clone();
        let differs = change::changes(&foreseen, &stored);
        // A window that is left out is chosen at random.
        let random = |path: &str| path.starts_with("spec.maintenance.timeWindow");
        let differs: Vec<_> = differs.into_iter().filter(|c| !random(&c.path)).collect();
        (!differs.is_empty()).then(|| format!("{differs:?}"))
    });
    none_of(cases, "are stored otherwise", &wrong);
}

fn allows_provider(case: &Case, pool: &PoolImpact) -> bool {
    const HASHED: [&str; 3] = ["providerConfig", "dataVolumes", "volume"];
    let differs = case
        .worker_pool_diff
        .as_ref()
        .and_then(|diff| diff.get(&pool.name));
    let differs = differs.map(Vec::as_slice).unwrap_or_default();
    pool.certainty == Certainty::Provider
        && case.pools[&pool.name] == Action::None
        && differs.iter().any(|field| HASHED.contains(&field.as_str()))
}

#[test]
fn the_action_of_every_pool_agrees_with_gardeners_key_and_hash() {
    let (cases, wrong) = judged(|case, judged| {
        if judged.verdict == Verdict::Rejected || case.reconcile_error.is_some() || !case.accepted {
            return None;
        }
        let named: Vec<&String> = judged.pools.iter().map(|pool| &pool.name).collect();
        if named.len() != case.pools.len() {
            return Some(format!("pools {named:?}"));
        }
        let wrong = judged.pools.iter().filter_map(|pool| {
            let wanted = case.pools.get(&pool.name)?;
            let agrees = pool.action == *wanted && pool.certainty != Certainty::Provider;
            if !agrees && !allows_provider(case, pool) {
                return Some(format!(
                    "{}: {:?} instead of {wanted:?}",
                    pool.name, pool.action
                ));
            }
            let explained = pool.action == Action::None || !pool.causes.is_empty();
            (!explained).then(|| format!("{}: no cause", pool.name))
        });
        let wrong: Vec<String> = wrong.collect();
        (!wrong.is_empty()).then(|| wrong.join(", "))
    });
    none_of(cases, "have another action", &wrong);
}

#[test]
fn what_restarts_on_nodes_agrees_with_the_node_agent() {
    const SERVICES: [&str; 5] = [
        "containerd",
        "gardener-node-agent",
        "systemd-sysctl",
        "sshd-ensurer",
        "opentelemetry-collector",
    ];
    let (cases, wrong) = judged(|case, judged| {
        if case.hibernation.is_some()
            || case.operation.is_some()
            || !case.accepted
            || case.reconcile_error.is_some()
        {
            return None;
        }
        let wrong = judged.pools.iter().filter_map(|pool| {
            if case.pools.get(&pool.name) != Some(&Action::None) {
                return None;
            }
            let units = case.nodes.as_ref().and_then(|nodes| nodes.get(&pool.name));
            let units = units
                .and_then(|node| node.units.clone())
                .unwrap_or_default();
            let restarts = |unit: &str| units.contains(&format!("{unit}.service restart"));
            if restarts("kubelet") != pool.kubelet_restart {
                return Some(format!("{}: kubelet, {units:?}", pool.name));
            }
            let service = SERVICES.iter().find(|service| {
                restarts(service) != pool.services.iter().any(|known| known == *service)
            })?;
            Some(format!("{}: {service}, {units:?}", pool.name))
        });
        let wrong: Vec<String> = wrong.collect();
        (!wrong.is_empty()).then(|| wrong.join(", "))
    });
    none_of(cases, "restart something else", &wrong);
}

fn sha256(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    digest
        .as_ref()
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn hash(data: &[String]) -> String {
    sha256(&data.iter().map(|text| sha256(text)).collect::<String>())
}

/// Times enter as Go writes them.
fn texts(data: key::Data) -> Vec<String> {
    let text = |(part, text): (Part, String)| match part {
        Part::CaRotation | Part::ServiceAccountRotation => {
            let time: Timestamp = text.parse().unwrap();
            time.strftime("%Y-%m-%d %H:%M:%S +0000 UTC").to_string()
        }
        _ => text,
    };
    data.into_iter().map(text).collect()
}

#[test]
fn keys_and_hashes_are_gardeners_own() {
    let cases: Vec<Case> = read("impact-cases.jsonl.zst");
    let (mut checked, mut wrong) = (0, Vec::new());
    for case in cases
        .iter()
        .filter(|case| case.accepted && case.operation.is_none())
    {
        let mut old = Manifest::read(&case.old);
        defaults::apply(&mut old);
        let mut result = Manifest::read(&case.result);
        result.status = old.status.clone();
        for (shoot, is_old) in [(&old, true), (&result, false)] {
            for pool in shoot.pools() {
                let name = pool.get("name").words();
                let Some(keys) = case.reasons.get(name) else {
                    continue;
                };
                let data = texts(key::data(shoot, pool, &Rotations::of(shoot.status())));
                let in_place = pool
                    .get("updateStrategy")
                    .words()
                    .ends_with("InPlaceUpdate");
                let (key, mut extra) = if in_place {
                    (
                        format!("gardener-node-agent-{name}"),
                        vec![hash(&data)[..16].to_owned()],
                    )
                } else {
                    (
                        format!("gardener-node-agent-{name}-{}", &hash(&data)[..16]),
                        Vec::new(),
                    )
                };
                let mut all = vec![key.clone()];
                all.append(&mut extra);
                let pair = if is_old {
                    (&keys.old_key, &keys.old_hash)
                } else {
                    (&keys.new_key, &keys.new_hash)
                };
                checked += 1;
                if (pair.0.as_deref(), pair.1.as_deref()) != (Some(&key), Some(&hash(&all)[..5])) {
                    wrong.push(case.describe(&format!("{name}: {pair:?} instead of {key}")));
                }
            }
        }
    }
    assert!(checked > 5_000, "{checked} checked");
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(10)].join("\n")
    );
}

#[test]
fn every_recorded_change_is_known_to_a_rule() {
    let (cases, wrong) = judged(|_, judged| {
        let report = report::from(judged, facts());
        (!report.unexplained.is_empty()).then(|| format!("{:?}", report.unexplained))
    });
    none_of(cases, "have an unknown change", &wrong);
}

#[test]
fn the_same_shoot_twice_finds_nothing() {
    let mut checked = 0;
    for (case, _) in JUDGED.iter().step_by(9) {
        let report = report::report(&case.old, &case.old, facts());
        assert_eq!(report.findings, [], "{}", case.id);
        assert_eq!(report.unexplained, [""; 0], "{}", case.id);
        // An operation that is asked for already is still to come.
        let asked = &case.old["metadata"]["annotations"]["gardener.cloud/operation"];
        let renewed = report.pools.iter().any(|pool| pool.action != Action::None);
        assert!(!renewed || !asked.is_null(), "{}", case.id);
        checked += 1;
    }
    assert!(checked > 200, "{checked}");
}
