//! `emergency-stop status` in a real garden: what is told of the sample, and what Gardener's own controllers make of a stop.

use std::path::Path;

use kubectl_gardener::garden::Garden;
use kubectl_gardener::garden::connection::ConnectionArgs;
use serde_json::{Value, json};

use super::fixture::{NOW, answer, control, kubeconfig, program, run, sample, stderr, with_sample};
use crate::patience::Ending as _;

/// The seeds of the sample; other tests add their own.
const SAMPLE: [&str; 6] = [
    "aws-eu1",
    "aws-eu2",
    "gcp-eu1",
    "gcp-us1",
    "metal-dc1",
    "metal-dc2",
];

fn status(kubeconfig: &str, arguments: &[&str]) -> Value {
    let all = [&["emergency-stop", "status", "-o", "json"], arguments].concat();
    answer(&run(kubeconfig, &all), 0)
}

/// The one seed that is asked for.
fn seed(name: &str) -> Value {
    let report = status(kubeconfig("garden"), &[name]);
    report["seeds"][0].clone()
}

/// Register a seed like one of the sample, with a name of its own.
fn register(name: &str) {
    with_sample();
    let text = std::fs::read_to_string(sample().join("seeds/metal-dc2.yaml")).unwrap();
    let documents: Vec<Value> = serde_saphyr::from_multiple(&text).unwrap();
    let mut spec = documents[0]["spec"].clone();
    spec["ingress"]["domain"] = format!("ingress.{name}.seed.example.org").into();
    control(
        "POST",
        "/standin/gardenlet/register",
        &json!({ "name": name, "spec": spec }),
    );
}

/// Let the real seed care look at a seed once.
fn care(name: &str) {
    let done = control("POST", "/reconcile/seed-care", &json!({ "name": name }));
    assert_eq!(done["error"], Value::Null, "{done}");
}

fn act(arguments: &[&str]) {
    let all = [&["emergency-stop"], arguments, &["--yes", "-o", "json"]].concat();
    answer(&run(kubeconfig("garden"), &all), 0);
}

/// The one shoot that an API server completes while it reads it: without a window it gets one.
const COMPLETED: &str = "mail";

/// A seed without what only a server tells: which program wrote the annotation, and when.
fn comparable(mut seed: Value) -> Value {
    let fields = seed.as_object_mut().unwrap();
    fields.remove("writer");
    if fields["state"] == "ineffective" {
        fields.remove("since");
    }
    if fields["name"] == "gcp-eu1" {
        fields.remove("nextWindow"); // that of the completed shoot
    }
    for hold in seed["holds"].as_array_mut().unwrap() {
        hold.as_object_mut().unwrap().remove("by");
    }
    seed
}

#[test]
fn the_live_status_is_the_offline_status() {
    with_sample();
    let arguments = [&["--now", NOW, "--shoots=all"], &SAMPLE[..]].concat();
    let live = status(kubeconfig("garden"), &arguments);
    let output = program()
        .args(["emergency-stop", "status", "-o", "json", "--landscape"])
        .arg(sample())
        .args(&arguments)
        .ended();
    let offline = answer(&output, 0);
    let rows = |report: &Value, of: &str| report[of].as_array().unwrap().clone();
    assert_eq!(rows(&live, "seeds").len(), SAMPLE.len());
    let seeds = |report: &Value| rows(report, "seeds").into_iter().map(comparable);
    for (live, offline) in seeds(&live).zip(seeds(&offline)) {
        assert_eq!(live, offline);
    }
    let shoots = |report: &Value| {
        let mut rows = rows(report, "shoots");
        rows.retain(|shoot| shoot["name"] != COMPLETED);
        rows
    };
    assert_eq!(shoots(&live), shoots(&offline));
    assert!(shoots(&live).len() > 30);
    assert_eq!(live["summary"], offline["summary"]);
}

#[test]
fn real_seed_care_confirms_a_stop_and_its_end() {
    register("status-care");
    assert_eq!(seed("status-care")["state"], "running");
    act(&[
        "on",
        "status-care",
        "--incident",
        "INC-7",
        "--reason",
        "a test",
    ]);
    let stopping = seed("status-care");
    assert_eq!(
        (&stopping["state"], &stopping["confirmed"]),
        (&json!("stopping"), &json!(false))
    );
    assert_eq!(stopping["holds"][0]["incident"], "INC-7");
    // The real server says which program wrote the annotation.
    assert_eq!(stopping["writer"], "kubectl-gardener");
    care("status-care");
    let stopped = seed("status-care");
    assert_eq!(
        (&stopped["state"], &stopped["confirmed"]),
        (&json!("stopped"), &json!(true))
    );
    act(&["off", "status-care", "--incident", "INC-7"]);
    assert_eq!(seed("status-care")["state"], "resuming");
    care("status-care");
    let running = seed("status-care");
    assert_eq!(
        (&running["state"], &running["confirmed"]),
        (&json!("running"), &Value::Null)
    );
}

#[test]
fn a_stop_without_hold_is_told_with_the_program_that_wrote_it() {
    register("status-foreign");
    annotate("status-foreign", "true");
    care("status-foreign");
    let stopped = seed("status-foreign");
    assert_eq!(stopped["state"], "stopped");
    let hold = &stopped["holds"][0];
    assert_eq!(
        (&hold["foreign"], &hold["by"]),
        (&json!(true), &stopped["writer"])
    );
    assert!(
        stopped["writer"].is_string() && hold["since"].is_string(),
        "{stopped}"
    );
    // Real seed care does not confirm what has no effect.
    annotate("status-foreign", "True");
    care("status-foreign");
    let ineffective = seed("status-foreign");
    assert_eq!(
        (&ineffective["state"], &ineffective["confirmed"]),
        (&json!("ineffective"), &Value::Null)
    );
    assert_eq!(ineffective["value"], "True");
}

/// Annotate a seed as kubectl does.
fn annotate(name: &str, value: &str) {
    let connection = ConnectionArgs {
        kubeconfig: Some(kubeconfig("garden").into()),
        ..ConnectionArgs::default()
    };
    let annotations = json!({ "shoot.gardener.cloud/emergency-stop-reconciliations": value });
    let patch = json!({ "metadata": { "annotations": annotations } });
    let request = http::Request::patch(format!(
        "/apis/core.gardener.cloud/v1beta1/seeds/{name}?fieldManager=kubectl-annotate"
    ))
    .header("content-type", "application/merge-patch+json")
    .body(patch.to_string().into_bytes())
    .unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let garden = Garden::connect(&connection).await.unwrap();
        garden.client().request_text(request).await.unwrap();
    });
}

#[test]
fn everybody_sees_the_stops_and_viewers_the_shoots() {
    with_sample();
    let user = |name: &str, roles: &[&str]| {
        let user = json!({ "name": name, "clusterRoles": roles });
        let user = control("POST", "/users", &user);
        user["kubeconfig"].as_str().unwrap().to_owned()
    };
    let arguments = [&["--now", NOW], &SAMPLE[..]].concat();
    let nobody = user("status-nobody", &[]);
    assert!(Path::new(&nobody).exists());
    let all = [&["emergency-stop", "status", "-o", "json"], &arguments[..]].concat();
    let output = run(&nobody, &all);
    let report = answer(&output, 0);
    assert_eq!(report["summary"]["stopped"], 1);
    assert_eq!(report["summary"]["shoots"], Value::Null);
    assert!(
        stderr(&output).contains("the numbers of shoots are unknown"),
        "{}",
        stderr(&output)
    );
    let viewer = user("status-viewer", &["gardener.cloud:viewer"]);
    assert_eq!(
        status(&viewer, &arguments),
        status(kubeconfig("garden"), &arguments)
    );
}
