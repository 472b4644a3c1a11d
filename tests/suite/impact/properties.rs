//! What holds for every change.

use kubectl_gardener::domain::impact::change::changes;
use kubectl_gardener::domain::impact::manifest::Manifest;
use kubectl_gardener::domain::impact::patch;
use proptest::prelude::*;
use serde_json::{Map, Value};

use super::{between, shoot};

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
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

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
}
