//! Something planted at every place for which there is a rule, in every shape that a rule looks for.

use serde_json::{Value, json};

use super::Redactor;
use super::kinds::KINDS;

/// A word with the letters that names of everything have.
const PLANTED: &str = "plantedacme";

/// Texts around what is planted: what rules tell by their form.
fn texts() -> Vec<String> {
    let around = [
        "PLANTED",
        "PlantedPLANTED",
        "garden-PLANTED",
        "1.2.3-PLANTED",
        "v1.150.0-dev-PLANTED.1+PLANTED",
        "5PLANTED",
        "5GiPLANTED",
        "PLANTED%",
        "10.0.0.0/8PLANTED",
        "1hPLANTED",
        "220000+0100PLANTED",
        "Europe/PLANTED",
        "0 20 * * PLANTED",
        ">= 1.31-PLANTED",
        "2026-11-20T10:00:00Z[x-PLANTED]",
        "sha256:PLANTED",
        "random,PLANTED",
        "reconcile;PLANTED",
        "rollout-workers=PLANTED",
        "PLANTED.core.gardener.cloud",
        "secrets.PLANTED.k8s.io",
        "apps/v1/PLANTED",
        "net.PLANTED",
        "PLANTED=true",
        "gardener.cloud/PLANTED",
        "version: v1.150.0-PLANTED\nPLANTED",
        "ERR_PLANTED",
        "kubectl-PLANTED",
        "a text with PLANTED in it",
    ];
    around.map(|text| text.replace("PLANTED", PLANTED)).into()
}

/// Values around a text: what rules take apart.
fn shapes(text: &str) -> Vec<Value> {
    let expression = json!({ "key": text, "operator": text, "values": [text], text: text });
    vec![
        text.into(),
        json!([text]),
        json!({ text: true }),
        json!({ text: "1" }),
        json!({ text: text }),
        json!({ text: [text] }),
        json!({ format!("{text}/v1"): true }),
        json!({ "architecture": [text, { text: text }] }),
        json!({ "net.core.somaxconn": text, "seed.gardener.cloud/region": text, "shoot.gardener.cloud/status": text,
            "gardener.cloud/operation": text, "maintenance.gardener.cloud/operation": text,
            "shoot.gardener.cloud/tasks": text, "shoot.gardener.cloud/sync-period": text,
            "shoot.gardener.cloud/emergency-stop-reconciliations": text, "kubectl-gardener/emergency-stop": text,
            "kubectl-gardener/run": text, "name.seed.gardener.cloud/x": text, format!("name.seed.gardener.cloud/{text}"): "true",
            "kubectl.kubernetes.io/last-applied-configuration": json!({ "metadata": { "name": text }, "kind": text }).to_string() }),
        json!({ "kubectl-gardener/emergency-stop": json!([{ "by": text, "incident": text, "reason": text, text: text, "until": text }, text]).to_string(),
            "kubectl-gardener/run": json!({ "by": text, "from": text, "target": text, "nonce": text, text: text }).to_string() }),
        json!({ "apiGroup": text, "resource": text, "size": 1, text: text }),
        json!({ "apiGroup": "apps", "resource": text, "size": text }),
        json!({ "matchLabels": { text: text }, "matchExpressions": [expression], "providerTypes": [text], text: text }),
        json!([{ "manager": text, "time": text, "operation": text,
            "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": { text: text }, format!("f:{text}"): {} } } } }]),
    ]
}

/// Put a value at a path of a rule.
fn put(object: &mut Value, path: &str, value: Value) {
    let mut at = object;
    for segment in path.split('.').filter(|segment| !segment.is_empty()) {
        let name = segment.trim_end_matches("[]");
        if !name.is_empty() {
            at = &mut at[name];
        }
        for _ in 0..segment.matches("[]").count() {
            if !at.is_array() {
                *at = json!([null]);
            }
            at = &mut at[0];
        }
    }
    *at = value;
}

#[test]
fn what_is_planted_at_any_place_of_any_kind_comes_out_nowhere() {
    let redactor = Redactor::new(b"a key");
    let (mut places, texts) = (0, texts());
    // Every text at every place, and in every shape once for each rule.
    let mut seen = Vec::new();
    for (kind, tables) in KINDS {
        for (prefix, table) in *tables {
            for (path, rule) in *table {
                let path = format!("{prefix}.{path}");
                places += 1;
                let shaped = if seen.contains(rule) { 1 } else { usize::MAX };
                seen.push(*rule);
                let values = texts
                    .iter()
                    .flat_map(|text| shapes(text).into_iter().take(shaped));
                for value in values {
                    let mut object = json!({ "kind": kind, "metadata": { "name": "a" } });
                    put(&mut object, &path, value.clone());
                    let redacted = redactor.object(kind, object).to_string();
                    assert!(
                        !redacted.to_lowercase().contains(PLANTED),
                        "{kind} {path} {rule:?}: {value} became {redacted}"
                    );
                }
            }
        }
    }
    // Of the Shoot alone there are more than 300.
    assert!(places > 500, "{places}");
}
