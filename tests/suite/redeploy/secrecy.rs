//! No byte of a credential in any stream, file or message, at any verbosity.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::{Operator, SECRET, World, no};
use crate::api::On;

const MARKER: &str = "planted-marker-0123456789";

/// Look for the marker, plain and in each of its three shifts of base64.
fn tells(text: &str) -> bool {
    let encoded = (0..3).map(|shift| {
        let padded = format!("{}{MARKER}", "x".repeat(shift));
        let encoded = STANDARD.encode(padded);
        encoded[4..encoded.len() - 4].to_owned()
    });
    text.contains(MARKER) || encoded.into_iter().any(|part| text.contains(&part))
}

fn world(operator: Operator) -> World {
    let world = World::new(operator);
    let kubeconfig = world.target.kubeconfig(&json!({ "token": MARKER }));
    world.write("target.yaml", &kubeconfig);
    world
}

#[test]
fn a_whole_run_at_v_9_with_audit_log_tells_nothing() {
    for verbosity in [0, 6, 9] {
        let world = world(Operator::Works);
        let ran = world.run(&format!(
            "redeploy aws --target-kubeconfig TARGET --yes -o json --show-kubectl -v {verbosity} --audit-log audit.jsonl"
        ));
        ran.code(0);
        let audit = std::fs::read_to_string(world.directory.path().join("audit.jsonl")).unwrap();
        assert!(
            audit.contains("<masked>"),
            "the Secret is recorded, its content is not"
        );
        for said in [ran.stderr(), ran.stdout(), audit] {
            assert!(!tells(&said), "-v {verbosity}: {said}");
        }
        // It did reach the garden, and the target.
        let requests = world.garden.requests();
        let created = requests
            .iter()
            .find(|seen| seen.method == "POST" && seen.path.ends_with("/secrets"));
        let data = created.unwrap().json()["data"]["kubeconfig"]
            .as_str()
            .unwrap()
            .to_owned();
        let sent = String::from_utf8(STANDARD.decode(data).unwrap()).unwrap();
        assert!(sent.contains(MARKER));
        let target = world.target.requests();
        assert!(
            target
                .iter()
                .all(|seen| seen.header("authorization") == Some(&format!("Bearer {MARKER}")))
        );
        let files: Vec<_> = std::fs::read_dir(world.directory.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name != "target.yaml")
            .collect();
        for file in files {
            let text =
                std::fs::read_to_string(world.directory.path().join(&file)).unwrap_or_default();
            assert!(!tells(&text), "{file}");
        }
    }
}

#[test]
fn failures_tell_nothing_either() {
    let world = world(Operator::Absent);
    let echo = format!("admission webhook denied it: {}", "kubeconfig");
    world
        .garden
        .answer(On::new("POST", "/secrets"), no(422, "Invalid", &echo));
    let ran = world.run("redeploy aws --target-kubeconfig TARGET --yes -o json -v 9");
    ran.code(1);
    assert!(!tells(&ran.stderr()) && !tells(&ran.stdout()));
    world.write("broken.yaml", &json!({ "users": MARKER }));
    let ran = world.run("redeploy aws --target-kubeconfig broken.yaml --yes -o json -v 9");
    ran.code(1);
    assert!(!tells(&ran.stderr()) && !tells(&ran.stdout()));
    assert_eq!(world.object(SECRET), None);
}
