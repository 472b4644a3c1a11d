//! Plans on a real garden: every kind of change is saved, survives what moves all the time, and falls with what matters.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{OwnGarden, answer, directory, output_of, program, stderr};
use super::runbooks::{Desk, sections};

const SHOOT: &str = "/apis/core.gardener.cloud/v1beta1/namespaces/garden-commerce/shoots/shop-prod";
const PROFILE: &str = "/apis/core.gardener.cloud/v1beta1/cloudprofiles/aws";
const SEED: &str = "/apis/core.gardener.cloud/v1beta1/seeds/aws-eu1";

/// A garden with the sample landscape, and a desk in front of it.
struct Scene {
    own: OwnGarden,
    garden: Cluster,
    folder: PathBuf,
}

impl Scene {
    fn new(name: &str) -> Self {
        let own = OwnGarden::start(name);
        own.apply_sample(name, str::to_owned);
        Self {
            garden: Cluster::at(own.kubeconfig()),
            folder: directory(&format!("{name}-desk")),
            own,
        }
    }

    fn impact(&self, arguments: &[&str]) -> std::process::Output {
        let mut command = program();
        command
            .current_dir(&self.folder)
            .arg("impact")
            .args(arguments);
        command.args(["--kubeconfig", self.own.kubeconfig(), "-o", "json"]);
        output_of(&mut command)
    }

    fn save(&self, arguments: &[&str]) -> Value {
        let shoot = [
            "shoot",
            "shop-prod",
            "-n",
            "garden-commerce",
            "--save",
            "plan.json",
        ];
        answer(&self.impact(&[&shoot[..], arguments].concat()), 0);
        self.plan()
    }

    fn plan(&self) -> Value {
        serde_json::from_slice(&fs::read(self.folder.join("plan.json")).unwrap()).unwrap()
    }

    fn apply(&self, code: i32) -> Value {
        answer(&self.impact(&["apply", "plan.json", "--yes"]), code)
    }

    fn shoot(&self) -> Value {
        self.garden.get(SHOOT).unwrap()
    }

    /// What gardenlets do all the time.
    fn move_statuses(&self) {
        let body = json!({
            "kind": "Shoot", "namespace": "garden-commerce", "name": "shop-prod", "type": "Reconcile",
            "state": "Succeeded", "progress": 100, "description": "again",
        });
        self.own
            .control("POST", "/standin/gardenlet/last-operation", &body);
        let conditions = json!({
            "kind": "Seed", "name": "aws-eu1",
            "conditions": [{"type": "SystemComponentsHealthy", "status": "True", "reason": "Moved", "message": "moved"}],
        });
        self.own
            .control("POST", "/standin/gardenlet/conditions", &conditions);
    }
}

#[test]
fn plans_of_every_kind_outlive_statuses_and_fall_with_what_they_were_judged_against() {
    let scene = Scene::new("impact-plan");
    let maximum = |shoot: &Value| shoot["spec"]["provider"]["workers"][0]["maximum"].clone();
    let json_patch =
        r#"[{"op": "replace", "path": "/spec/provider/workers/0/maximum", "value": 21}]"#;
    let strategic = r#"{"spec": {"provider": {"workers": [{"name": "web", "maximum": 22}]}}}"#;
    for (number, patch) in [
        (21, ["--type", "json", "--patch", json_patch]),
        (22, ["--type", "strategic", "--patch", strategic]),
    ] {
        let plan = scene.save(&patch);
        assert_eq!(plan["verdict"], "accepted", "{plan:#}");
        scene.move_statuses();
        let moved = scene.shoot();
        assert_ne!(
            moved["metadata"]["resourceVersion"],
            plan["shoot"]["resourceVersion"]
        );
        let result = scene.apply(0);
        assert_eq!(
            (&result["outcome"], &result["verified"]),
            (&json!("done"), &json!(true)),
            "{result:#}"
        );
        assert_eq!(maximum(&scene.shoot()), number);
        assert_eq!(scene.apply(0)["outcome"], "already");
    }

    // A change of the Shoot, the profile, the seed: each is named.
    scene.save(&["--set", "spec.provider.workers[web].maximum=23"]);
    scene
        .garden
        .patch(SHOOT, &json!({"spec": {"purpose": "development"}}));
    let result = scene.apply(5);
    assert_eq!(
        result["stale"],
        json!(["Shoot garden-commerce/shop-prod: spec.purpose"])
    );
    scene.save(&["--set", "spec.provider.workers[web].maximum=23"]);
    let mut types = scene.garden.get(PROFILE).unwrap()["spec"]["machineTypes"].clone();
    types[1]["usable"] = false.into();
    scene
        .garden
        .patch(PROFILE, &json!({"spec": {"machineTypes": types}}));
    let result = scene.apply(5);
    assert_eq!(
        result["stale"],
        json!(["CloudProfile aws: spec.machineTypes[m5.2xlarge]"])
    );
    scene.save(&["--set", "spec.provider.workers[web].maximum=23"]);
    let stop = "shoot.gardener.cloud/emergency-stop-reconciliations";
    scene
        .garden
        .patch(SEED, &json!({"metadata": {"annotations": {stop: "true"}}}));
    let result = scene.apply(5);
    assert!(
        result["message"]
            .as_str()
            .unwrap()
            .contains("emergency-stop"),
        "{result:#}"
    );
    scene
        .garden
        .patch(SEED, &json!({"metadata": {"annotations": {stop: null}}}));
    assert_eq!(
        scene.apply(0)["outcome"],
        "done",
        "as it was, it is good again"
    );

    // A rejection can be saved and is never sent.
    let plan = scene.save(&["--set", "spec.region=eu-central-1"]);
    assert_eq!(plan["verdict"], "rejected");
    let refused = scene.impact(&["apply", "plan.json", "--yes"]);
    assert_eq!(refused.status.code(), Some(5), "{}", stderr(&refused));

    // A request to Gardener leaves only a generation behind, which is no proof that it was ours.
    let before = scene.shoot()["metadata"]["generation"].as_i64().unwrap();
    scene.save(&[
        "--set",
        "metadata.annotations[gardener.cloud/operation]=reconcile",
    ]);
    assert_eq!(scene.apply(0)["outcome"], "done");
    assert_eq!(scene.apply(5)["outcome"], "refused");
    assert_eq!(scene.shoot()["metadata"]["generation"], before + 1);

    // The Shoot as a whole, as kubectl replace sends it.
    let mut manifest = scene.shoot();
    manifest.as_object_mut().unwrap().remove("status");
    manifest["spec"]["provider"]["workers"][0]["maximum"] = 24.into();
    fs::write(scene.folder.join("new.json"), manifest.to_string()).unwrap();
    let replaced = scene.impact(&["-f", "new.json", "--replace", "--save", "plan.json"]);
    answer(&replaced, 0);
    scene.move_statuses();
    let result = scene.apply(0);
    assert_eq!(
        (&result["outcome"], &result["verified"]),
        (&json!("done"), &json!(true)),
        "{result:#}"
    );
    assert_eq!(maximum(&scene.shoot()), 24);
}

#[test]
fn every_line_of_the_runbook_on_changing_a_shoot_works() {
    let scene = Scene::new("impact-runbook");
    let manifest =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/shoots-next/shop-prod.yaml");
    let desk = Desk::new(
        "runbook-shoot-change",
        &[
            ("KUBECONFIG", scene.own.kubeconfig()),
            ("MANIFEST", manifest.to_str().unwrap()),
            ("SHOOT", "shop-prod"),
            ("NAMESPACE", "garden-commerce"),
        ],
    );
    let mut sections = sections("shoot-change.md");
    let mut take = |number: &str| {
        let heading = sections.keys().find(|heading| heading.starts_with(number));
        let heading = heading.expect(number).clone();
        sections.remove(&heading).unwrap()
    };
    let machine_type =
        || scene.shoot()["spec"]["provider"]["workers"][0]["machine"]["type"].clone();
    for line in take("2.").iter().chain(&take("3.")) {
        desk.run(line);
    }
    assert_eq!(machine_type(), "m5.2xlarge");
    // Somebody else changes what the last plan was made for.
    let mut workers = scene.shoot()["spec"]["provider"]["workers"].clone();
    workers[0]["machine"]["type"] = "m5.large".into();
    scene
        .garden
        .patch(SHOOT, &json!({"spec": {"provider": {"workers": workers}}}));
    for line in take("4.") {
        desk.run(&line);
    }
    assert_eq!(machine_type(), "m5.2xlarge");
    for line in take("5.") {
        desk.run(&line);
    }
    assert_eq!(machine_type(), "m5.2xlarge", "a dry run takes nothing back");
    assert!(sections.is_empty(), "not run: {sections:?}");
}
