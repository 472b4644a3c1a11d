//! Plans: saved from a rehearsal, applied once, and refused as soon as anything that they were judged against is another.

use std::fs;
use std::path::PathBuf;
#[cfg(unix)]
use std::process::Stdio;
use std::process::{Command, Output};

use kubectl_gardener::error::Outcome;
use kubectl_gardener::interrupt::Interrupt;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::api::{Address, Damage, FakeApi, On, Reply, Seen};
use crate::emergency_stop::question::at_a_terminal_with;
use crate::output::schema;
use crate::patience::Ending as _;
#[cfg(unix)]
use crate::patience::end_of;
#[cfg(target_os = "linux")]
use crate::patience::within;
use crate::versions::{SAMPLE, json as answer, program, stderr, text};

const SHOOT: &str = "/namespaces/garden-commerce/shoots/shop-prod";
const ROLL: &str = "spec.provider.workers[web].machine.type=m5.2xlarge";
const TOKEN: &str = "marker-of-a-secret-token";

/// A garden with the sample landscape, and a desk in front of it.
struct Scene {
    api: FakeApi,
    folder: TempDir,
}

impl Scene {
    fn new() -> Self {
        let api = FakeApi::https();
        api.add_directory(SAMPLE.as_ref());
        let scene = Self {
            api,
            folder: tempfile::tempdir().unwrap(),
        };
        scene.change(SHOOT, |shoot| shoot["metadata"]["uid"] = "uid-1".into());
        scene
    }

    /// A garden with a plan for it.
    fn with_plan() -> Self {
        let scene = Self::new();
        let output = scene.save(ROLL);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        scene
    }

    fn command(&self) -> Command {
        let mut command = program("impact");
        let user = json!({ "token": TOKEN });
        let kubeconfig = self.api.kubeconfig_file_for(self.folder.path(), &user);
        command.current_dir(self.folder.path());
        command.arg("--kubeconfig").arg(kubeconfig);
        command
    }

    fn save(&self, set: &str) -> Output {
        let mut command = self.command();
        command.args(["shoot", "shop-prod", "-n", "garden-commerce", "--set", set]);
        command.args(["--save", "plan.json"]).ended()
    }

    fn apply(&self, arguments: &[&str]) -> Output {
        let mut command = self.command();
        command.args(["apply", "plan.json", "-o", "json"]);
        command.args(arguments).ended()
    }

    /// Apply the plan where somebody answers; gives how it ended, the answer, and what was said.
    async fn at_a_terminal(&self, answers: &'static str) -> (Outcome, String, String) {
        self.interrupted_at_a_terminal(answers, Interrupt::default())
            .await
    }

    /// The same, where Ctrl-C may come.
    async fn interrupted_at_a_terminal(
        &self,
        answers: &'static str,
        interrupt: Interrupt,
    ) -> (Outcome, String, String) {
        let plan = self.path("plan.json");
        let kubeconfig = self.api.kubeconfig_file(self.folder.path());
        let words = [
            "impact",
            "apply",
            plan.to_str().unwrap(),
            "-o",
            "json",
            "--kubeconfig",
            kubeconfig.to_str().unwrap(),
            "--now",
            "2026-11-21T00:00:00Z",
        ];
        at_a_terminal_with(words, answers, interrupt).await
    }

    /// Apply the plan, and interrupt it as soon as such a request is seen.
    #[cfg(unix)]
    fn interrupted(&self, at: impl Fn(&Seen) -> bool) -> Output {
        let mut command = self.command();
        command.args(["apply", "plan.json", "--yes", "-o", "json"]);
        let before = self.api.requests().len();
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        self.api.wait_for(|seen| seen[before..].iter().any(&at));
        let id = child.id().to_string();
        let told = Command::new("kill").args(["-INT", &id]).status().unwrap();
        assert!(told.success());
        end_of(child, "impact apply after Ctrl-C")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn plan(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path("plan.json")).unwrap()).unwrap()
    }

    /// Change the plan, as nobody should.
    fn forge(&self, forge: impl FnOnce(&mut Value)) {
        let mut plan = self.plan();
        forge(&mut plan);
        fs::write(self.path("plan.json"), plan.to_string()).unwrap();
    }

    /// Change an object as somebody else does, with another version.
    fn change(&self, path: &str, change: impl FnOnce(&mut Value)) {
        let path = format!("/apis/core.gardener.cloud/v1beta1{path}");
        self.api.store(|store| {
            let object = store.get_mut(&Address::parse(&path).unwrap()).unwrap();
            change(object);
            let version = object["metadata"]["resourceVersion"].as_str().unwrap();
            let version: u64 = version.parse().unwrap();
            object["metadata"]["resourceVersion"] = (version + 10_000).to_string().into();
        });
    }

    fn shoot(&self) -> Value {
        let path = format!("/apis/core.gardener.cloud/v1beta1{SHOOT}");
        self.api.store(|store| {
            store
                .get_mut(&Address::parse(&path).unwrap())
                .unwrap()
                .clone()
        })
    }

    fn machine_type(&self) -> String {
        let shoot = self.shoot();
        let pool = &shoot["spec"]["provider"]["workers"][0];
        pool["machine"]["type"].as_str().unwrap().to_owned()
    }

    /// The writes that were to be kept.
    fn writes(&self) -> Vec<Seen> {
        let seen = self.api.requests().into_iter();
        seen.filter(is_kept).collect()
    }

    /// Refused with exit code 5, nothing written, and the message says why.
    fn refuses(&self, arguments: &[&str], why: &[&str]) -> Value {
        let result = answer(&self.apply(&[arguments, &["--yes"]].concat()), 5);
        assert_eq!(result["outcome"], "refused");
        let message = result["message"].as_str().unwrap();
        for why in why {
            assert!(message.contains(why), "{why}: {message}");
        }
        assert!(self.writes().is_empty(), "{:?}", self.writes());
        result
    }
}

fn is_kept(seen: &Seen) -> bool {
    seen.path.contains("gardener.cloud")
        && seen.method != "GET"
        && seen.parameter("dryRun").is_none()
}

fn fits(kind: &str, document: &Value) {
    let path = format!("{}/docs/schema/{kind}.json", env!("CARGO_MANIFEST_DIR"));
    let described: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    schema::check(document, &described, &described, "$").unwrap();
}

#[test]
fn a_plan_is_applied_once_and_proved_by_reading() {
    let scene = Scene::with_plan();
    let plan = scene.plan();
    fits("ImpactPlan", &plan);
    assert_eq!(plan["shoot"]["uid"], "uid-1");
    assert_eq!(plan["verdict"], "accepted");
    let against: Vec<&Value> = plan["against"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(against, ["CloudProfile", "Seed"]);

    let output = scene.apply(&[
        "--yes",
        "--audit-log",
        "audit.jsonl",
        "--incident",
        "CHG-7",
        "--show-kubectl",
    ]);
    let said = stderr(&output);
    let result = answer(&output, 0);
    fits("ImpactApplyResult", &result);
    assert_eq!(result["outcome"], "done");
    assert_eq!(result["verified"], true);
    assert_eq!(result["incident"], "CHG-7");
    assert_eq!(
        (&result["generationBefore"], &result["generationAfter"]),
        (&json!(3), &json!(4))
    );
    assert_eq!(scene.machine_type(), "m5.2xlarge");
    assert!(
        said.contains("kubectl") && said.contains("patch shoot shop-prod"),
        "{said}"
    );

    let writes = scene.writes();
    assert_eq!(writes.len(), 1);
    let before = plan["shoot"]["resourceVersion"].clone();
    assert_eq!(writes[0].json()["metadata"]["resourceVersion"], before);
    assert!(
        writes[0]
            .header("user-agent")
            .unwrap()
            .contains("incident/CHG-7")
    );
    let seen = scene.api.requests();
    let rehearsed = seen
        .iter()
        .rposition(|seen| seen.parameter("dryRun").is_some())
        .unwrap();
    let written = seen.iter().position(is_kept).unwrap();
    assert!(
        rehearsed < written,
        "it is rehearsed again before it is written"
    );
    let audit = fs::read_to_string(scene.path("audit.jsonl")).unwrap();
    assert_eq!(audit.lines().count(), 2, "{audit}");
    assert!(audit.contains("shoots/garden-commerce/shop-prod") && audit.contains("m5.2xlarge"));

    let again = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(again["outcome"], "already");
    assert_eq!(scene.writes().len(), 1);
}

#[test]
fn a_plan_holds_no_secret_and_nothing_of_the_objects_but_hashes() {
    let scene = Scene::with_plan();
    let text = fs::read_to_string(scene.path("plan.json")).unwrap();
    assert!(
        !text.contains(TOKEN) && !text.contains("10.250.0.0"),
        "{text}"
    );
    let output = scene.apply(&["--yes", "-v", "-v"]);
    for stream in [&output.stdout, &output.stderr] {
        assert!(!String::from_utf8_lossy(stream).contains(TOKEN));
    }
}

#[test]
fn a_shoot_that_has_changed_makes_it_stale_and_is_told_by_field() {
    let scene = Scene::with_plan();
    scene.change(SHOOT, |shoot| {
        shoot["spec"]["provider"]["workers"][1]["minimum"] = 2.into();
        shoot["metadata"]["generation"] = 4.into();
    });
    let result = scene.refuses(
        &[],
        &[
            "stale",
            "spec.provider.workers[db].minimum",
            "make a new one",
        ],
    );
    assert_eq!(
        result["stale"],
        json!(["Shoot garden-commerce/shop-prod: spec.provider.workers[db].minimum"])
    );
    assert_eq!(scene.machine_type(), "m5.large");
}

#[test]
fn what_was_requested_of_gardener_makes_it_stale() {
    let scene = Scene::with_plan();
    let operation = "gardener.cloud/operation";
    scene.change(SHOOT, |shoot| {
        shoot["metadata"]["annotations"] = json!({ operation: "rotate-ca-start" });
    });
    scene.refuses(&[], &["metadata.annotations[gardener.cloud/operation]"]);
    // Taken up and removed by Gardener, it leaves a generation behind.
    scene.change(SHOOT, |shoot| {
        shoot["metadata"]["annotations"] = json!({});
        shoot["metadata"]["generation"] = 4.into();
    });
    scene.refuses(&[], &["metadata.generation is 4 and was 3"]);
}

#[test]
fn a_profile_that_has_changed_makes_it_stale() {
    let scene = Scene::with_plan();
    scene.change("/cloudprofiles/aws", |profile| {
        let types = profile["spec"]["machineTypes"].as_array_mut().unwrap();
        types[1]["usable"] = false.into();
    });
    let result = scene.refuses(&[], &["CloudProfile aws: spec.machineTypes[m5.2xlarge]"]);
    assert_eq!(result["stale"].as_array().unwrap().len(), 1);
}

#[test]
fn a_seed_that_has_changed_or_is_stopped_makes_it_stale() {
    let scene = Scene::with_plan();
    let stop = "shoot.gardener.cloud/emergency-stop-reconciliations";
    scene.change("/seeds/aws-eu1", |seed| {
        seed["metadata"]["annotations"][stop] = "true".into();
    });
    scene.refuses(
        &[],
        &["Seed aws-eu1: metadata.annotations", "emergency-stop"],
    );
    let scene = Scene::with_plan();
    scene.change("/seeds/aws-eu1", |seed| {
        seed["spec"]["settings"] = json!({"excessCapacityReservation": {"enabled": false}});
    });
    scene.refuses(&[], &["Seed aws-eu1: spec"]);
    let scene = Scene::with_plan();
    scene
        .api
        .store(|store| store.denied.insert("get seeds".to_owned()));
    scene.api.fail(On::get("/seeds/aws-eu1"), 403);
    scene.refuses(
        &[],
        &[
            "Seed aws-eu1 is gone, or cannot be read",
            "(Seed aws-eu1: cannot get seeds aws-eu1: forbidden",
        ],
    );
}

#[test]
fn statuses_and_heartbeats_move_and_change_nothing() {
    let scene = Scene::with_plan();
    scene.change(SHOOT, |shoot| {
        shoot["status"]["lastOperation"]["lastUpdateTime"] = "2026-11-21T00:00:00Z".into();
        shoot["status"]["conditions"] = json!([{"type": "APIServerAvailable", "status": "True"}]);
        shoot["metadata"]["labels"]["shoot.gardener.cloud/status"] = "progressing".into();
    });
    scene.change("/cloudprofiles/aws", |profile| {
        profile["metadata"]["annotations"] = json!({"note": "x"});
    });
    scene.change("/seeds/aws-eu1", |seed| {
        seed["status"]["conditions"] = json!([]);
    });
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(result["outcome"], "done");
    assert_eq!(scene.machine_type(), "m5.2xlarge");
}

#[test]
fn a_status_that_moves_while_it_is_written_is_a_conflict_that_is_resolved() {
    let scene = Scene::with_plan();
    let mut moved = false;
    scene.api.first(move |seen, store| {
        if is_kept(seen) && seen.method == "PATCH" && !moved {
            moved = true;
            let shoot = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            shoot["status"]["conditions"] = json!([]);
            shoot["metadata"]["resourceVersion"] = "777".into();
        }
        None
    });
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(result["outcome"], "done");
    assert_eq!(scene.writes().len(), 2, "the first met another version");
    assert_eq!(scene.machine_type(), "m5.2xlarge");
}

#[test]
fn somebody_who_changes_the_spec_while_it_is_written_wins() {
    let scene = Scene::with_plan();
    let mut moved = false;
    scene.api.first(move |seen, store| {
        if is_kept(seen) && seen.method == "PATCH" && !moved {
            moved = true;
            let shoot = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            shoot["spec"]["purpose"] = "evaluation".into();
            shoot["metadata"]["generation"] = 4.into();
            shoot["metadata"]["resourceVersion"] = "777".into();
        }
        None
    });
    let result = answer(&scene.apply(&["--yes"]), 5);
    assert_eq!(
        result["stale"],
        json!(["Shoot garden-commerce/shop-prod: spec.purpose"])
    );
    assert_eq!(scene.machine_type(), "m5.large");
}

#[test]
fn a_lost_answer_is_looked_up_and_the_change_not_made_twice() {
    let scene = Scene::with_plan();
    // Behind the rehearsal.
    scene
        .api
        .damage(On::new("PATCH", SHOOT).after(1).times(1), Damage::Reset);
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(result["outcome"], "done");
    assert_eq!(result["verified"], true);
    assert_eq!(scene.writes().len(), 1);
    assert_eq!(scene.shoot()["metadata"]["generation"], 4);
}

#[cfg(unix)]
#[test]
fn an_interrupt_before_the_write_leaves_everything_as_it_was() {
    let scene = Scene::with_plan();
    // The first write meets a server that asks for a wait: the interrupt comes in it.
    let busy = Reply::status(429, "TooManyRequests", "wait").header("Retry-After", "30");
    scene.api.answer(On::new("PATCH", SHOOT).after(1), busy);
    let result = answer(&scene.interrupted(is_kept), 130);
    assert_eq!(result["outcome"], "failed");
    assert_eq!(scene.machine_type(), "m5.large");
}

#[cfg(unix)]
#[test]
fn an_interrupt_while_it_is_looked_at_ends_it() {
    let scene = Scene::with_plan();
    scene.api.damage(On::get(SHOOT), Damage::Silence);
    let output = scene.interrupted(|seen| seen.method == "GET" && seen.path.ends_with(SHOOT));
    assert_eq!(output.status.code(), Some(130), "{}", stderr(&output));
    assert!(output.stdout.is_empty());
    assert!(scene.writes().is_empty());
}

/// The Ctrl-C comes with the last answer of the rehearsal: nobody is asked any more.
#[tokio::test]
async fn an_interrupt_right_before_the_question_ends_it() {
    let scene = Scene::with_plan();
    let interrupt = Interrupt::default();
    let ear = interrupt.clone();
    scene.api.first(move |seen, _| {
        if seen.method == "PATCH" {
            ear.tell();
        }
        None
    });
    let (outcome, printed, said) = scene.interrupted_at_a_terminal("y\n", interrupt).await;
    assert_eq!(outcome, Outcome::Interrupted);
    assert_eq!(printed, "");
    assert!(!said.contains("[y/N]"), "{said}");
    assert!(scene.writes().is_empty());
    assert_eq!(scene.machine_type(), "m5.large");
}

/// A real terminal, and the key itself: `script` of util-linux makes one.
#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_at_the_question_ends_it_and_nothing_is_written() {
    use std::io::{Read, Write};

    let scene = Scene::with_plan();
    let kubeconfig = scene.api.kubeconfig_file(scene.folder.path());
    let line = format!(
        "{} impact apply plan.json --kubeconfig {} --now 2026-11-21T00:00:00Z",
        env!("CARGO_BIN_EXE_kubectl-gardener"),
        kubeconfig.display()
    );
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .current_dir(scene.folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut keys = terminal.stdin.take().unwrap();
    let mut screen = terminal.stdout.take().unwrap();
    let (said, screen) = within("the question of impact apply", move || {
        let (mut said, mut bytes) = (String::new(), [0; 4096]);
        while !said.contains("[y/N]") {
            let count = screen.read(&mut bytes).unwrap();
            assert!(count > 0, "it ended before the question: {said}");
            said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        (said, screen)
    });
    keys.write_all(b"\x03").unwrap();
    let output = end_of(
        terminal,
        "the end of impact apply after Ctrl-C at its question",
    );
    assert_eq!(output.status.code(), Some(130), "{said}");
    drop((keys, screen));
    assert!(scene.writes().is_empty());
    assert_eq!(scene.machine_type(), "m5.large");
}

#[test]
fn dry_runs_keep_nothing() {
    let scene = Scene::with_plan();
    for (flag, rehearsals) in [("--dry-run=client", 1), ("--dry-run=server", 2)] {
        let before = scene.api.requests().len();
        let result = answer(&scene.apply(&[flag]), 0);
        assert_eq!(
            (&result["outcome"], &result["dryRun"]),
            (&json!("done"), &json!(true))
        );
        assert_eq!(result["verified"], Value::Null);
        let seen = &scene.api.requests()[before..];
        let patches = seen.iter().filter(|seen| seen.method == "PATCH").count();
        assert_eq!(patches, rehearsals, "{flag}");
    }
    assert!(scene.writes().is_empty());
    assert_eq!(scene.machine_type(), "m5.large");
}

#[test]
fn without_a_terminal_and_yes_nothing_is_even_asked() {
    let scene = Scene::with_plan();
    let before = scene.api.requests().len();
    let output = scene.apply(&[]);
    assert_eq!(output.status.code(), Some(5));
    assert!(stderr(&output).contains("--yes"), "{}", stderr(&output));
    assert_eq!(scene.api.requests().len(), before);
}

#[tokio::test]
async fn at_a_terminal_it_is_shown_and_asked_for() {
    let scene = Scene::with_plan();
    let (outcome, printed, said) = scene.at_a_terminal("n\n").await;
    assert_eq!(outcome, Outcome::Refused);
    let result: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(result["message"], "not confirmed, nothing was changed");
    assert!(said.contains("web   replaced"), "{said}");
    let question = "apply this change to Shoot garden-commerce/shop-prod? [y/N] ";
    assert!(said.ends_with(question), "{said}");
    assert!(scene.writes().is_empty());
    let (outcome, ..) = scene.at_a_terminal("y\n").await;
    assert_eq!(outcome, Outcome::Done);
    assert_eq!(scene.machine_type(), "m5.2xlarge");
}

#[test]
fn what_is_no_plan_is_refused_with_what_is_wrong() {
    let scene = Scene::with_plan();
    let whole = fs::read_to_string(scene.path("plan.json")).unwrap();
    let half = whole[..whole.len() / 2].to_owned();
    for (text, says) in [
        (half, "is not a plan: EOF"),
        (
            json!({"apiVersion": "v1", "kind": "List"}).to_string(),
            "it is List of v1",
        ),
        (
            json!({"apiVersion": "kubectl-gardener/v1", "kind": "ImpactPlan"}).to_string(),
            "missing field `made`",
        ),
        (String::new(), "is not a plan"),
    ] {
        fs::write(scene.path("plan.json"), text).unwrap();
        let output = scene.apply(&["--yes"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
        assert!(stderr(&output).contains("--save"), "{}", stderr(&output));
    }
    fs::remove_file(scene.path("plan.json")).unwrap();
    assert!(stderr(&scene.apply(&["--yes"])).contains("cannot read the plan plan.json"));
    assert!(scene.writes().is_empty());
}

#[test]
fn a_plan_of_another_garden_is_refused() {
    let identity = |name: &str| {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "cluster-identity", "namespace": "kube-system"},
            "data": {"cluster-identity": name}})
    };
    let scene = Scene::new();
    scene.api.add(identity("landscape-dev"));
    assert_eq!(scene.save(ROLL).status.code(), Some(0));
    assert_eq!(scene.plan()["garden"]["identity"], "landscape-dev");
    scene.forge(|plan| plan["garden"]["identity"] = "landscape-live".into());
    scene.refuses(
        &[],
        &["this is the garden landscape-dev, and the plan is for the garden landscape-live"],
    );

    // Where the gardens do not tell who they are, the Shoot does.
    let scene = Scene::with_plan();
    scene.change(SHOOT, |shoot| shoot["metadata"]["uid"] = "uid-2".into());
    scene.refuses(&[], &["is another one", "another garden"]);
    let path = format!("/apis/core.gardener.cloud/v1beta1{SHOOT}");
    scene
        .api
        .store(|store| store.remove(&Address::parse(&path).unwrap()));
    scene.refuses(
        &[],
        &["there is no Shoot garden-commerce/shop-prod in this garden"],
    );
}

#[test]
fn a_plan_that_was_rejected_is_not_even_tried() {
    let scene = Scene::new();
    let refusal = Reply::status(422, "Invalid", "spec.region: field is immutable");
    scene.api.answer(On::new("PATCH", SHOOT).times(1), refusal);
    let output = scene.save("spec.region=nowhere");
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("cannot be applied") && !said.contains("apply it with"),
        "{said}"
    );
    assert_eq!(scene.plan()["verdict"], "rejected");
    let before = scene.api.requests().len();
    let output = scene.apply(&["--yes"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(
        stderr(&output).contains("the server refuses this change"),
        "{}",
        stderr(&output)
    );
    assert_eq!(scene.api.requests().len(), before);
}

#[test]
fn what_the_server_refuses_now_is_not_written() {
    let scene = Scene::with_plan();
    let refusal = Reply::status(
        403,
        "Forbidden",
        "shoots.core.gardener.cloud \"shop-prod\" is forbidden: quota exceeded",
    );
    scene.api.answer(On::new("PATCH", SHOOT), refusal);
    scene.refuses(
        &[],
        &["the server refuses the change now", "quota exceeded"],
    );
}

#[test]
fn a_rehearsal_that_comes_to_another_shoot_is_not_written() {
    let scene = Scene::with_plan();
    let mut mutated = scene.shoot();
    mutated["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.2xlarge".into();
    mutated["spec"]["provider"]["workers"][0]["maximum"] = 1.into();
    mutated["metadata"]["generation"] = 4.into();
    scene
        .api
        .answer(On::new("PATCH", SHOOT), Reply::json(200, &mutated));
    scene.refuses(
        &[],
        &["another Shoot", "spec.provider.workers[web].maximum"],
    );
}

#[test]
fn a_change_that_does_something_else_now_is_not_written() {
    let scene = Scene::with_plan();
    scene.forge(|plan| {
        plan["impact"] = "0000000000000000".into();
        plan["headline"] = "nothing to speak of".into();
        plan["made"]["program"] = "0.0.1".into();
    });
    scene.refuses(
        &[],
        &[
            "does something else now",
            "version 0.0.1",
            "nothing to speak of",
            "1 pool",
        ],
    );
}

/// Changes of the spec wait for the window; an operation that is asked for meanwhile would take them along at once.
#[test]
fn a_change_that_would_come_sooner_than_the_plan_says_is_not_written() {
    let scene = Scene::new();
    let confine = |shoot: &mut Value| {
        shoot["spec"]["maintenance"]["confineSpecUpdateRollout"] = true.into();
        shoot["status"]["lastOperation"]["state"] = "Succeeded".into();
        shoot["status"]["observedGeneration"] = shoot["metadata"]["generation"].clone();
    };
    scene.change(SHOOT, confine);
    let output = scene.save(ROLL);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let headline = scene.plan()["headline"].as_str().unwrap().to_owned();
    assert!(headline.contains("in the window from"), "{headline}");
    // The same in another window is the same.
    let again = scene.apply(&["--dry-run=client", "--now", "2026-11-25T00:00:00Z"]);
    assert_eq!(answer(&again, 0)["outcome"], "done");
    // A status does not make a plan stale; but what has failed is tried again at once, with this change.
    scene.change(SHOOT, |shoot| {
        shoot["status"]["lastOperation"]["state"] = "Error".into();
    });
    scene.refuses(
        &[],
        &["does something else now", "in the window from", ", now, "],
    );
    scene.change(SHOOT, |shoot| {
        shoot["status"]["lastOperation"]["state"] = "Succeeded".into();
    });
    let applied = scene.apply(&["--yes"]);
    assert_eq!(answer(&applied, 0)["outcome"], "done");
    assert_eq!(scene.machine_type(), "m5.2xlarge");
}

#[test]
fn a_change_that_somebody_else_has_made_is_already_there() {
    let scene = Scene::with_plan();
    scene.change(SHOOT, |shoot| {
        shoot["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.2xlarge".into();
        shoot["metadata"]["generation"] = 4.into();
    });
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(result["outcome"], "already");
    assert!(scene.writes().is_empty());
}

#[test]
fn a_shoot_that_is_changed_right_after_is_told() {
    let scene = Scene::with_plan();
    let mut written = false;
    scene.api.first(move |seen, store| {
        if is_kept(seen) && seen.method == "PATCH" {
            written = true;
        } else if written && seen.method == "GET" && seen.path.ends_with(SHOOT) {
            let shoot = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            shoot["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.large".into();
        }
        None
    });
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(
        (&result["outcome"], &result["verified"]),
        (&json!("done"), &json!(false))
    );
    assert_eq!(
        result["differing"],
        json!(["spec.provider.workers[web].machine.type"])
    );
}

#[test]
fn a_shoot_that_cannot_be_read_again_is_not_said_to_differ() {
    let scene = Scene::with_plan();
    let mut written = false;
    scene.api.first(move |seen, _| {
        let lost = written && seen.method == "GET" && seen.path.ends_with(SHOOT);
        written |= is_kept(seen) && seen.method == "PATCH";
        lost.then(|| Reply::status(403, "Forbidden", "no"))
    });
    let result = answer(&scene.apply(&["--yes"]), 0);
    fits("ImpactApplyResult", &result);
    assert_eq!(
        (&result["outcome"], &result["verified"]),
        (&json!("done"), &Value::Null)
    );
    let message = result["message"].as_str().unwrap();
    assert!(message.contains("could not be read again"), "{message}");
    assert_eq!(scene.machine_type(), "m5.2xlarge");
}

#[tokio::test]
async fn what_happens_while_the_question_is_open_counts() {
    let scene = Scene::with_plan();
    let stop = "shoot.gardener.cloud/emergency-stop-reconciliations";
    let mut looks = 0;
    scene.api.first(move |seen, store| {
        if seen.path.ends_with("/seeds/aws-eu1") {
            looks += 1;
            // Once for the plan, once for the rehearsal; then it is asked.
            if looks == 3 {
                let seed = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
                seed["metadata"]["annotations"][stop] = "true".into();
            }
        }
        None
    });
    let (outcome, printed, said) = scene.at_a_terminal("y\n").await;
    assert!(said.contains("apply this change"), "{said}");
    assert_eq!(outcome, Outcome::Refused);
    let result: Value = serde_json::from_str(&printed).unwrap();
    let stale = result["stale"].to_string();
    assert!(
        stale.contains("Seed aws-eu1") && stale.contains(stop),
        "{stale}"
    );
    assert!(scene.writes().is_empty());
}

#[test]
fn a_plan_is_of_one_shoot_and_of_what_a_server_has_rehearsed() {
    let scene = Scene::new();
    let offline = [
        "shoot",
        "shop-prod",
        "--set",
        ROLL,
        "--landscape",
        SAMPLE,
        "--save",
        "plan.json",
    ];
    let output = scene.command().args(offline).ended();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("--landscape"),
        "{}",
        stderr(&output)
    );
    let all = format!("{SAMPLE}/shoots/commerce.yaml");
    let output = scene
        .command()
        .args(["-f", &all, "--save", "plan.json"])
        .ended();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("one Shoot"), "{}", stderr(&output));
    // Nobody may patch: there is a report, and nothing to save.
    scene
        .api
        .store(|store| store.denied.insert("patch shoots".to_owned()));
    let output = scene.save(ROLL);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("nothing to save"),
        "{}",
        stderr(&output)
    );
    assert!(!scene.path("plan.json").exists());
    let files = scene
        .command()
        .args(["apply", "plan.json", "--landscape", SAMPLE])
        .ended();
    assert_eq!(files.status.code(), Some(2));
}

#[test]
fn objects_that_cannot_be_read_are_told_when_a_plan_is_saved() {
    let scene = Scene::new();
    scene.api.fail(On::get("/seeds/aws-eu1"), 403);
    let output = scene.save(ROLL);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{said}");
    assert!(
        said.contains("the plan will not notice changes of it: Seed aws-eu1"),
        "{said}"
    );
    assert_eq!(scene.plan()["against"].as_array().unwrap().len(), 1);
    assert_eq!(answer(&scene.apply(&["--yes"]), 0)["outcome"], "done");
}

#[test]
fn a_manifest_that_is_applied_or_replaces_is_planned_as_well() {
    for flags in [&[][..], &["--replace"]] {
        let scene = Scene::new();
        let mut manifest = scene.shoot();
        manifest["spec"]["provider"]["workers"][0]["machine"]["type"] = "m5.2xlarge".into();
        manifest.as_object_mut().unwrap().remove("status");
        fs::write(scene.path("new.json"), manifest.to_string()).unwrap();
        let mut command = scene.command();
        command
            .args(["-f", "new.json", "--save", "plan.json"])
            .args(flags);
        text(&command.ended(), 0);
        let result = answer(&scene.apply(&["--yes", "--show-kubectl"]), 0);
        assert_eq!(
            (&result["outcome"], &result["verified"]),
            (&json!("done"), &json!(true)),
            "{flags:?}"
        );
        assert_eq!(scene.machine_type(), "m5.2xlarge");
        let writes = scene.writes();
        let method = if flags.is_empty() { "PATCH" } else { "PUT" };
        assert_eq!((writes.len(), writes[0].method.as_str()), (1, method));
        assert!(!writes[0].json()["metadata"]["resourceVersion"].is_null());
    }
}

#[test]
fn a_request_to_gardener_is_planned_once() {
    let scene = Scene::new();
    // The server takes it up at once: only the generation tells.
    scene.api.first(|seen, store| {
        if seen.method != "PATCH" || !seen.json()["metadata"]["annotations"].is_object() {
            return None;
        }
        let address = Address::parse(&seen.path).unwrap();
        let shoot = store.get_mut(&address).unwrap();
        let mut after = shoot.clone();
        let generation = after["metadata"]["generation"].as_i64().unwrap();
        after["metadata"]["generation"] = (generation + 1).into();
        if seen.parameter("dryRun").is_none() {
            after["metadata"]["resourceVersion"] = "9999".into();
            *shoot = after.clone();
        }
        Some(Reply::json(200, &after))
    });
    text(
        &scene.save("metadata.annotations[gardener.cloud/operation]=reconcile"),
        0,
    );
    let result = answer(&scene.apply(&["--yes"]), 0);
    assert_eq!(result["outcome"], "done");
    // Others raise the generation as well, such as maintenance: that is no proof of ours.
    let result = answer(&scene.apply(&["--yes"]), 5);
    assert_eq!(result["outcome"], "refused");
    let message = result["message"].as_str().unwrap();
    assert!(
        message.contains("it may have been applied before"),
        "{message}"
    );
    assert_eq!(scene.writes().len(), 1);
}
