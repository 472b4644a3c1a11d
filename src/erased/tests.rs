use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

use serde_json::json;
use serde_saphyr::Options;

use super::{json, *};
use crate::domain::objects::{CloudProfile, Seed, Shoot};

#[derive(Debug, PartialEq, Deserialize)]
struct Sample {
    name: String,
    #[serde(default)]
    pools: Vec<Pool>,
    tree: Option<serde_json::Value>,
    state: Option<State>,
    #[serde(default)]
    labels: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Pool {
    maximum: i32,
    at: Option<jiff::Timestamp>,
    share: Option<f64>,
}

#[derive(Debug, PartialEq, Deserialize)]
enum State {
    Ready,
    Until(u16),
    Held { by: String },
}

/// Every shape, and everything that can be wrong with one.
const TEXTS: [&str; 19] = [
    r#"{"name": "a"}"#,
    r#"{"name": "a", "pools": [{"maximum": -3, "at": "2026-11-21T00:00:00Z", "share": 0.5}, {"maximum": 3}]}"#,
    r#"{"name": "\u00e4\n", "tree": {"a": [1, null, true, 1.5, "x", {}]}, "labels": {"x": 255}}"#,
    r#"{"name": "a", "state": "Ready", "other": [{}]}"#,
    r#"{"name": "a", "state": {"Until": 7}}"#,
    r#"{"name": "a", "state": {"Held": {"by": "b"}}}"#,
    "{}",
    r#"{"name": null}"#,
    r#"{"name": 1}"#,
    r#"{"name": "a", "name": "b"}"#,
    "{\"name\": \"a\",\n \"pools\": [{\"maximum\": 1}, {\"maximum\": \"x\"}]}",
    "{\"name\": \"a\",\n \"pools\": [\n{\"at\": \"2026-11-21T00:00:00Z\"}]}",
    r#"{"name": "a", "pools": [{"maximum": 99999999999}]}"#,
    r#"{"name": "a", "pools": [{"maximum": 1, "at": "never"}]}"#,
    r#"{"name": "a", "pools": {}}"#,
    r#"{"name": "a", "labels": {"x": 256}}"#,
    r#"{"name": "a", "state": "Gone"}"#,
    r#"{"name": "a", "state": {"Held": {}}}"#,
    r#"{"name": "a", "pools": [{"maximum": 1"#,
];

#[test]
fn values_and_errors_of_json_are_those_of_reading_straight() {
    for text in TEXTS {
        let straight = serde_json::from_slice::<Sample>(text.as_bytes());
        let read = json::<Sample>(text.as_bytes());
        match (straight, read) {
            (Ok(straight), Ok(read)) => assert_eq!(straight, read),
            (Err(straight), Err(read)) => {
                assert_eq!(straight.to_string(), read.to_string());
                assert_eq!(straight.classify(), read.classify());
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn values_and_errors_of_yaml_are_those_of_reading_straight() {
    let blocks = [
        "name: a\npools:\n- maximum: 1\n  at: x\n",
        "name: [\n",
        "name: 1.30\n",
    ];
    for text in TEXTS.into_iter().chain(blocks) {
        let straight = serde_saphyr::from_str_with_options::<Sample>(text, Options::default());
        let read = yaml::<Sample>(text, Options::default());
        match (straight, read) {
            (Ok(straight), Ok(read)) => assert_eq!(straight, read),
            (Err(straight), Err(read)) => {
                assert_eq!(straight.to_string(), read.to_string());
                assert_eq!(straight.location(), read.location());
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

/// Put something else in the place of each part of a tree, and hand on what comes out.
fn altered(tree: &Value, each: &mut dyn FnMut(Value)) {
    let others = [
        Value::Null,
        true.into(),
        7.into(),
        (-7).into(),
        1.5.into(),
        "x".into(),
        json!([]),
        json!({}),
        json!(["x"]),
        json!({"name": []}),
    ];
    others.into_iter().for_each(&mut *each);
    match tree {
        Value::Object(fields) => {
            for (name, value) in fields {
                altered(value, &mut |value| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), value);
                    each(fields.into());
                });
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                altered(item, &mut |item| {
                    let mut items = items.clone();
                    items[place] = item;
                    each(items.into());
                });
            }
        }
        _ => {}
    }
}

fn told<T: Debug>(read: Result<T, impl Display>) -> String {
    match read {
        Ok(read) => format!("{read:?}"),
        Err(error) => error.to_string(),
    }
}

fn is_read_as_straight<T: DeserializeOwned + Debug>(whole: &Value) -> usize {
    let mut compared = 0;
    altered(whole, &mut |value| {
        let text = value.to_string();
        let read = [
            told(json::<T>(text.as_bytes())),
            told(yaml::<T>(&text, Options::default())),
            told(tree::<T>(&value)),
        ];
        if read[2].starts_with("invalid type: sequence, expected struct") {
            return;
        }
        let straight = [
            told(serde_json::from_str::<T>(&text)),
            told(serde_saphyr::from_str_with_options::<T>(
                &text,
                Options::default(),
            )),
            told(T::deserialize(&value)),
        ];
        assert_eq!(read, straight, "{text}");
        compared += 1;
    });
    compared
}

#[test]
fn objects_and_what_is_wrong_with_them_are_those_of_reading_straight() {
    let shoot = json!({
        "metadata": {"name": "a", "labels": {"x": "y"}, "generation": 1, "creationTimestamp": "2026-11-21T00:00:00Z"},
        "spec": {
            "kubernetes": {"version": "1.33.1", "kubelet": {"maxPods": 110}},
            "maintenance": {"autoUpdate": {"kubernetesVersion": true}, "timeWindow": {"begin": "220000+0000", "end": "230000+0000"}},
            "provider": {"type": "local", "workers": [{
                "name": "w", "minimum": 1, "maxSurge": "10%", "machine": {"type": "m", "image": {"name": "i", "version": "1.0.0"}},
            }]},
        },
        "status": {"conditions": [{"type": "A", "status": "True"}], "lastOperation": {"type": "Reconcile", "state": "Failed", "progress": 7}},
    });
    assert!(is_read_as_straight::<Shoot>(&shoot) > 300);
    let seed = json!({
        "metadata": {"name": "a"},
        "spec": {"provider": {"type": "local", "region": "r", "zones": ["1"]}, "settings": {"scheduling": {"visible": true}}},
        "status": {"conditions": [], "kubernetesVersion": "1.33.1", "gardener": {"version": "v1.150.0"}, "clientCertificateExpirationTimestamp": "2026-11-21T00:00:00Z"},
    });
    assert!(is_read_as_straight::<Seed>(&seed) > 100);
    let profile = json!({"metadata": {"name": "a"}, "spec": {
        "kubernetes": {"versions": [{"version": "1.33.1", "classification": "supported", "expirationDate": "2026-11-21T00:00:00Z"}]},
        "machineTypes": [{"name": "m", "cpu": "2", "memory": "8Gi", "usable": true}],
        "machineImages": [{"name": "i", "updateStrategy": "major", "versions": [{"version": "1.0.0", "architectures": ["amd64"], "cri": [{"name": "containerd"}]}]}],
    }});
    assert!(is_read_as_straight::<CloudProfile>(&profile) > 200);
}

#[test]
fn a_struct_is_no_list() {
    let error = json::<Sample>(br#"["a"]"#).unwrap_err();
    let said = "invalid type: sequence, expected struct Sample at line 1 column 1";
    assert_eq!(error.to_string(), said);
    assert!(yaml::<Sample>("- a", Options::default()).is_err());
}

#[test]
fn the_field_that_is_wrong_is_found() {
    let in_json = |text: &str| broken_field::<Sample>(text.as_bytes());
    let in_yaml = |text: &str| broken_yaml_field::<Sample>(text, Options::default());
    for field in [&in_json as &dyn Fn(&str) -> _, &in_yaml] {
        assert_eq!(field(TEXTS[0]), None);
        assert_eq!(field(TEXTS[10]).as_deref(), Some("pools[1].maximum"));
        assert_eq!(field(TEXTS[15]).as_deref(), Some("labels.x"));
    }
}
