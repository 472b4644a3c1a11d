//! What holds for every change.

use std::collections::BTreeSet;

use kubectl_gardener::domain::impact::change::{Change, changes};
use kubectl_gardener::domain::impact::manifest::Manifest;
use kubectl_gardener::domain::impact::patch;
use kubectl_gardener::domain::impact::verdict::Verdict;
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{between, shoot};

/// Places of a Shoot: whole blocks, entries of lists, single values.
const PLACES: &[&str] = &[
    "",
    "/metadata",
    "/metadata/annotations",
    "/spec",
    "/spec/addons",
    "/spec/controlPlane",
    "/spec/dns",
    "/spec/dns/providers",
    "/spec/extensions",
    "/spec/hibernation",
    "/spec/hibernation/schedules",
    "/spec/kubernetes",
    "/spec/kubernetes/version",
    "/spec/kubernetes/clusterAutoscaler",
    "/spec/kubernetes/etcd",
    "/spec/kubernetes/kubeAPIServer",
    "/spec/kubernetes/kubeAPIServer/encryptionConfig",
    "/spec/kubernetes/kubeControllerManager",
    "/spec/kubernetes/kubelet",
    "/spec/kubernetes/verticalPodAutoscaler",
    "/spec/maintenance",
    "/spec/maintenance/timeWindow",
    "/spec/networking",
    "/spec/networking/ipFamilies",
    "/spec/provider",
    "/spec/provider/workers",
    "/spec/provider/workers/0",
    "/spec/provider/workers/0/kubernetes",
    "/spec/provider/workers/0/machine",
    "/spec/provider/workers/0/machine/image",
    "/spec/provider/workers/0/maxSurge",
    "/spec/provider/workers/0/providerConfig",
    "/spec/provider/workers/0/volume",
    "/spec/provider/workers/0/zones",
    "/spec/systemComponents",
    "/status",
    "/status/credentials",
    "/status/lastOperation",
];

/// Any value: of a right type, of a wrong one, deep, empty, huge.
fn anything() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z0-9.*/%-]{0,12}",
        Just("1.34.1".to_owned()),
        Just("50Gi".to_owned()),
        Just("1h".to_owned()),
        Just("0 0 * * *".to_owned()),
        Just("\u{0}\u{7f}ä".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..300).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let names = proptest::sample::select(vec![
        "name",
        "type",
        "version",
        "enabled",
        "minimum",
        "maximum",
        "size",
        "key",
        "resources",
        "machine",
        "image",
        "kubelet",
        "kubernetes",
        "memory",
        "cpu",
        "workers",
        "start",
        "a",
    ]);
    leaf.prop_recursive(3, 24, 5, move |inner| {
        let map = proptest::collection::btree_map(
            names.clone().prop_map(str::to_owned),
            inner.clone(),
            0..5,
        );
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(Value::from),
            map.prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Put a value anywhere: parents that are missing are made.
fn put(tree: &mut Value, place: &str, value: Value) {
    let mut here = tree;
    for step in place.split('/').skip(1) {
        here = match step.parse::<usize>() {
            Ok(index) => &mut here[index],
            Err(_) => &mut here[step],
        };
    }
    *here = value;
}

/// Assignments that change something, each on its own field.
const CHANGES: &[&str] = &[
    "spec.provider.workers[cpu].machine.type=m5.xlarge",
    "spec.provider.workers[cpu].minimum=2",
    "spec.provider.workers[cpu].labels[team]=b",
    "spec.provider.workers[cpu].volume.size=60Gi",
    "spec.provider.workers[cpu].kubernetes.kubelet.maxPods=100",
    "spec.kubernetes.kubelet.cpuManagerPolicy=static",
    "spec.kubernetes.kubeAPIServer.eventTTL=2h",
    "spec.kubernetes.version=1.34.3",
    "spec.hibernation.enabled=true",
    "spec.purpose=production",
    "metadata.annotations[example.org/a]=b",
];

fn changed(picked: &[bool]) -> Value {
    let mut tree = shoot();
    for (assignment, _) in CHANGES.iter().zip(picked).filter(|(_, picked)| **picked) {
        patch::set(&mut tree, assignment).unwrap();
    }
    tree
}

/// Write the fields of every object in the opposite order, and lists whose entries have names too.
fn reversed(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let entries = map.iter().rev();
            Value::Object(
                entries
                    .map(|(name, value)| (name.clone(), reversed(value)))
                    .collect::<Map<_, _>>(),
            )
        }
        Value::Array(items) => {
            let named = items.iter().all(|item| item.get("name").is_some());
            let mut items: Vec<Value> = items.iter().map(reversed).collect();
            if named {
                items.reverse();
            }
            Value::Array(items)
        }
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_maps_and_of_named_entries_never_matters(picked in proptest::collection::vec(any::<bool>(), CHANGES.len())) {
        let new = changed(&picked);
        prop_assert_eq!(between(&shoot(), &new), between(&reversed(&shoot()), &reversed(&new)));
    }

    #[test]
    fn the_same_twice_is_no_change_and_there_and_back_is_the_same_fields(picked in proptest::collection::vec(any::<bool>(), CHANGES.len())) {
        let (a, b) = (Manifest::read(&shoot()), Manifest::read(&changed(&picked)));
        prop_assert_eq!(changes(&a, &a), vec![]);
        let there = changes(&a, &b);
        let mut back: Vec<_> = changes(&b, &a)
            .into_iter()
            .map(|mut change| {
                std::mem::swap(&mut change.before, &mut change.after);
                change
            })
            .collect();
        back.sort_by(|a, b| a.path.cmp(&b.path));
        let mut sorted = there;
        sorted.sort_by(|a, b| a.path.cmp(&b.path));
        prop_assert_eq!(sorted, back);
    }

    #[test]
    fn whatever_is_changed_to_whatever_there_is_an_answer(
        place in proptest::sample::select(PLACES), value in anything(),
    ) {
        let old = shoot();
        let mut new = old.clone();
        put(&mut new, place, value);
        let there = between(&old, &new);
        let back = between(&new, &old);
        // What cannot even be read is told so, and nothing is said to be wrong with what was there.
        for report in [there, back] {
            prop_assert!(report.verdict != Verdict::Rejected || !report.rejections.is_empty());
            prop_assert!(report.verdict != Verdict::Rejected || report.pools.is_empty());
        }
        let same = between(&new, &new);
        prop_assert!(same.findings.is_empty(), "{:?}", same.findings);
        prop_assert!(same.unexplained.is_empty(), "{:?}", same.unexplained);
        let (a, b) = (Manifest::read(&old), Manifest::read(&new));
        let paths = |changes: Vec<Change>| -> BTreeSet<String> {
            changes.into_iter().map(|change| change.path).collect()
        };
        prop_assert_eq!(paths(changes(&a, &b)), paths(changes(&b, &a)));
    }

    #[test]
    fn the_order_of_entries_with_names_never_matters_whatever_they_are(
        place in proptest::sample::select(PLACES), value in anything(),
    ) {
        let mut new = shoot();
        put(&mut new, place, value);
        let (a, b) = (Manifest::read(&new), Manifest::read(&reversed(&new)));
        let differs = changes(&a, &b);
        // Entries of the same name are told apart by their place.
        prop_assert!(differs.is_empty() || !distinct(&new), "{differs:?}");
    }
}

/// Whether no list has two entries of one name.
fn distinct(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.values().all(distinct),
        Value::Array(items) => {
            let names: BTreeSet<String> = items
                .iter()
                .filter_map(|item| item.get("name").map(Value::to_string))
                .collect();
            items.iter().all(distinct) && (names.is_empty() || names.len() == items.len())
        }
        _ => true,
    }
}
