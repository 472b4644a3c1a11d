//! What is printed: for people and for programs.

use serde_json::json;

use super::{STOP, Scene};

#[test]
fn the_result_is_the_published_one() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let result = scene.run("off aws --yes --incident INC-1 -o json").json(0);
    assert_eq!(result["apiVersion"], "kubectl-gardener/v1");
    assert_eq!(result["kind"], "EmergencyStopResult");
    assert_eq!(
        (&result["action"], &result["incident"]),
        (&json!("off"), &json!("INC-1"))
    );
    assert_eq!(
        result["seeds"],
        json!([{ "name": "aws", "outcome": "done", "stopped": false, "confirmed": null, "holds": [], "message": null }])
    );
    for count in ["done", "already", "failed", "notTried", "unknown"] {
        assert!(result["summary"][count].is_u64(), "{count}");
    }
    let yaml = scene.run("on aws --yes --incident INC-1 -o yaml");
    assert!(
        yaml.out
            .starts_with("apiVersion: kubectl-gardener/v1\nkind: EmergencyStopResult\n"),
        "{}",
        yaml.out
    );
}

#[test]
fn the_table_names_every_seed_and_the_sum() {
    let scene = Scene::with(["aws", "gcp"]);
    scene.run("on gcp --yes --incident INC-1");
    let ended = scene.run("on --all --yes --incident INC-1");
    let expected = "\
SEED  OUTCOME  STOPPED  CONFIRMED  HELD BY  MESSAGE
aws   done     yes      not yet    INC-1    -
gcp   already  yes      not yet    INC-1    -

seeds: 2  done: 1  already: 1
";
    assert_eq!(ended.out, expected);
    assert_eq!(
        scene.run("on --all --yes --incident INC-1 -o name").out,
        "seed.core.gardener.cloud/aws\nseed.core.gardener.cloud/gcp\n"
    );
}
