//! Waivers of impact: what is accepted stays to be seen and no longer fails; a rejection cannot be accepted.

use std::fs;

use serde_json::Value;
use snapbox::cmd::{Command, OutputAssert};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape");
const ROLL: &str = "spec.provider.workers[web].machine.type=m5.2xlarge";

fn judge(waivers: &str, change: &str, arguments: &[&str]) -> OutputAssert {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("waivers.yaml");
    fs::write(&path, waivers).unwrap();
    Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"))
        .args(["impact", "shoot", "shop-prod", "-n", "garden-commerce"])
        .args(["--set", change, "--landscape", SAMPLE])
        .args(["--now", "2026-11-21T00:00:00Z"])
        .args(["--waivers", path.to_str().unwrap()])
        .args(arguments)
        .assert()
}

fn json(assert: &OutputAssert) -> Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

fn stderr(assert: &OutputAssert) -> String {
    String::from_utf8_lossy(&assert.get_output().stderr).into_owned()
}

#[test]
fn what_is_accepted_stays_in_the_data_and_no_longer_fails() {
    let waivers = "- {code: machine-type, target: garden-commerce/shop-*/web, reason: agreed, until: 2026-12-12}";
    let fail = ["--fail-on", "node-roll", "-o", "json"];
    let report = json(&judge(waivers, ROLL, &fail).success());
    let finding = &report["findings"][0];
    assert_eq!(finding["class"], "NODE_ROLL");
    assert_eq!(finding["waived"], true);
    assert_eq!(finding["waiver"]["reason"], "agreed");
    assert_eq!(finding["waiver"]["until"], "2026-12-13T00:00:00Z");
    assert_eq!(report["summary"]["waived"], 1);
    assert_eq!(
        report["summary"]["worst"], "NODE_ROLL",
        "it happens all the same"
    );
    let table = judge(waivers, ROLL, &[]).success();
    let table = String::from_utf8_lossy(&table.get_output().stdout).into_owned();
    assert!(table.contains("NODE_ROLL (accepted)"), "{table}");

    let report = json(&judge("", ROLL, &fail).code(3));
    assert_eq!(report["findings"][0]["waived"], false);
    assert_eq!(report["findings"][0]["waiver"], Value::Null);
}

#[test]
fn a_waiver_of_another_pool_shoot_or_rule_accepts_nothing() {
    for waiver in [
        "- {code: machine-type, target: garden-commerce/shop-prod/db, reason: agreed}",
        "- {code: machine-type, target: garden-commerce/other, reason: agreed}",
        "- {code: machine-image, target: garden-commerce/shop-prod, reason: agreed}",
        "- {code: expires-soon, target: garden-commerce/shop-prod, reason: agreed}",
    ] {
        judge(waiver, ROLL, &["--fail-on", "node-roll"]).code(3);
    }
}

#[test]
fn waivers_that_have_ended_or_cover_nothing_are_told() {
    let ended = "- {code: machine-type, target: garden-commerce/shop-prod, reason: agreed, until: 2026-11-19}";
    let assert = judge(ended, ROLL, &["--fail-on", "node-roll"]).code(3);
    let text = stderr(&assert);
    assert!(
        text.contains("the waiver of machine-type for garden-commerce/shop-prod has ended"),
        "{text}"
    );
    let idle = "- {code: purpose, target: garden-commerce/shop-prod, reason: agreed}\n\
                - {code: purpose, target: garden-commerce/other, reason: not looked at}\n\
                - {code: expires-soon, target: garden-commerce/shop-prod, reason: of another command}";
    let text = stderr(&judge(idle, ROLL, &[]).success());
    assert!(
        text.contains("the waiver of purpose for garden-commerce/shop-prod covers nothing here"),
        "{text}"
    );
    assert_eq!(text.matches("covers nothing").count(), 1, "{text}");
}

#[test]
fn a_rejection_cannot_be_accepted() {
    let region = "- {code: region, target: '*/*', reason: please}";
    let text = stderr(&judge(region, "spec.region=nowhere", &[]).code(1));
    assert!(
        text.contains("region is a rejection, which cannot be waived"),
        "{text}"
    );
    judge("", "spec.region=nowhere", &["--fail-on", "rejected"]).code(3);
    let unknown = "- {code: no-such-rule, target: '*/*', reason: please}";
    let text = stderr(&judge(unknown, ROLL, &[]).code(1));
    assert!(text.contains("impact rules"), "{text}");
}

#[test]
fn what_is_refused_says_nothing_of_waivers() {
    let waivers = "- {code: machine-type, target: garden-commerce/shop-prod, reason: agreed}";
    let both = ["--set", "spec.region=nowhere"];
    let said = stderr(&judge(waivers, ROLL, &both).success());
    assert!(!said.contains("covers nothing"), "{said}");
}
