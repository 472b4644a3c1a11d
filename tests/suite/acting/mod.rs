//! The engine of everything that writes, against a server that goes wrong in every way.

mod doubts;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kubectl_gardener::domain::accounting::{Decision, TargetOutcome};
use kubectl_gardener::domain::impact::rehearsal::{Edit, EditKind};
use kubectl_gardener::domain::objects::Seed;
use kubectl_gardener::garden::acting::{
    Acting, Audit, DryRun, Happened, Pace, Right, Settled, Write,
};
use kubectl_gardener::interrupt::Interrupt;
use serde_json::{Value, json};

use crate::api::{Address, Damage, FakeApi, On, Reply};
use crate::connection::Machine;

const MARK: &str = "example.org/mark";

fn api_with_seeds(count: usize) -> FakeApi {
    let api = FakeApi::http();
    for index in 0..count {
        api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": { "name": format!("seed-{index}") } }));
    }
    api
}

struct Scene {
    api: FakeApi,
    machine: Machine,
    interrupt: Interrupt,
    acting: Arc<Acting>,
}

impl Scene {
    async fn new(api: FakeApi) -> Self {
        Self::with(api, DryRun::None, 16).await
    }

    async fn with(api: FakeApi, dry_run: DryRun, in_flight: usize) -> Self {
        let machine = Machine::new();
        let kubeconfig = api.kubeconfig_file(machine.path());
        let garden = machine
            .garden(&["--kubeconfig", kubeconfig.to_str().unwrap()])
            .await;
        let file = machine.path().join("audit.jsonl");
        let audit = Audit::open(Some(&file), garden.place(), Some("INC-1")).unwrap();
        let pace = Pace {
            in_flight,
            first: Duration::from_millis(2),
            longest: Duration::from_millis(10),
            ..Pace::default()
        };
        let interrupt = Interrupt::default();
        let acting = Acting::new(garden, dry_run, pace, audit, &interrupt);
        Self {
            api,
            machine,
            interrupt,
            acting,
        }
    }

    async fn mark(&self, name: &str) -> Settled<Seed> {
        self.acting.settle(None, name, None, mark).await
    }

    fn marks(&self, name: &str) -> Value {
        let path = format!("/apis/core.gardener.cloud/v1beta1/seeds/{name}");
        self.api.store(|store| {
            let seed = store.get_mut(&Address::parse(&path).unwrap()).unwrap();
            seed["metadata"]["annotations"].clone()
        })
    }

    fn audit(&self) -> Vec<Value> {
        lines(&self.machine.path().join("audit.jsonl"))
    }
}

fn lines(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Append our mark to what is there, once.
fn mark(seed: &Seed) -> Decision {
    let marks = seed.metadata.annotations.get(MARK).cloned();
    let marks = marks.unwrap_or_default();
    if marks.contains("ours") {
        return Decision::Already;
    }
    if marks.contains("never") {
        return Decision::Refused("somebody else's".to_owned());
    }
    Decision::Patch(json!({ "metadata": { "annotations": { MARK: format!("{marks}ours;") } } }))
}

#[tokio::test]
async fn an_edit_is_sent_as_it_is_meant_and_for_the_version_that_was_read() {
    let scene = Scene::new(api_with_seeds(1)).await;
    scene.api.handle(|seen, store| {
        let object = store.get_mut(&Address::parse(&seen.path)?)?.clone();
        (seen.method != "GET").then(|| Reply::json(200, &object))
    });
    let steps = json!([{ "op": "remove", "path": "/spec/x" }]);
    let whole = json!({ "kind": "Seed", "metadata": { "name": "other", "resourceVersion": "7" }, "status": { "x": 1 } });
    for (kind, body, method, content_type) in [
        (
            EditKind::Merge,
            json!({ "spec": { "x": null } }),
            "PATCH",
            "application/merge-patch+json",
        ),
        (
            EditKind::Strategic,
            json!({ "spec": {} }),
            "PATCH",
            "application/strategic-merge-patch+json",
        ),
        (
            EditKind::Json,
            steps,
            "PATCH",
            "application/json-patch+json",
        ),
        (EditKind::Replace, whole, "PUT", "application/json"),
    ] {
        let edit = Edit { kind, body };
        let decide = |_: &Seed| Decision::Edit(Box::new(edit.clone()));
        let settled = scene.acting.settle(None, "seed-0", None, decide).await;
        assert_eq!(settled.outcome, TargetOutcome::Done);
        let sent = scene.api.requests().pop().unwrap();
        assert_eq!(
            (sent.method.as_str(), sent.header("content-type")),
            (method, Some(content_type))
        );
        let body = sent.json();
        if kind == EditKind::Json {
            // A test would be answered with 422 instead of a conflict.
            let lock =
                json!({ "op": "replace", "path": "/metadata/resourceVersion", "value": "101" });
            assert_eq!(body, json!([lock, { "op": "remove", "path": "/spec/x" }]));
        } else {
            assert_eq!(body["metadata"]["resourceVersion"], "101");
        }
        if kind == EditKind::Replace {
            assert_eq!(body["metadata"]["name"], "seed-0");
            assert_eq!(body["status"], Value::Null);
        }
    }
    let verbs: Vec<Value> = scene
        .audit()
        .iter()
        .map(|line| line["verb"].clone())
        .collect();
    assert_eq!(verbs.iter().filter(|verb| *verb == "update").count(), 2);
}

fn patches() -> On {
    On::new("PATCH", "/seeds/seed-0")
}

#[tokio::test]
async fn a_change_is_made_once_and_recorded_before_and_after() {
    let scene = Scene::new(api_with_seeds(1)).await;
    scene.acting.audit().identify("jane");
    let settled = scene.mark("seed-0").await;
    assert_eq!(settled.outcome, TargetOutcome::Done);
    assert_eq!(
        settled.object.unwrap().metadata.annotations.get(MARK),
        Some(&"ours;".to_owned())
    );
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Already);
    let patch = scene
        .api
        .requests()
        .into_iter()
        .find(|seen| seen.method == "PATCH");
    let patch = patch.unwrap();
    assert_eq!(patch.query, "fieldManager=kubectl-gardener");
    assert_eq!(patch.json()["metadata"]["resourceVersion"], "101");
    let audit = scene.audit();
    assert_eq!(audit.len(), 2, "{audit:#?}");
    for line in &audit {
        assert_eq!(line["user"], "jane");
        assert_eq!(line["object"], "seeds/seed-0");
        assert_eq!(line["incident"], "INC-1");
        assert_eq!(line["patch"]["metadata"]["annotations"][MARK], "ours;");
        assert_eq!(line["write"], 1);
    }
    assert_eq!(audit[0]["phase"], "before");
    assert_eq!(audit[1]["result"], "accepted");
}

#[tokio::test]
async fn a_conflict_loses_nobodys_change() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let mut once = patches().times(1);
    scene.api.handle(move |seen, store| {
        if once.matches(seen) {
            let address = Address::parse(&seen.path).unwrap();
            let seed = store.get_mut(&address).unwrap();
            seed["metadata"]["annotations"] = json!({ MARK: "theirs;", "other": "kept" });
            seed["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Done);
    assert_eq!(
        scene.marks("seed-0"),
        json!({ MARK: "theirs;ours;", "other": "kept" })
    );
}

#[tokio::test]
async fn a_conflict_and_the_question_who_we_are_wait_as_long_as_they_are_asked_to() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let conflict = json!({ "kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 409, "reason": "Conflict",
        "message": "modified", "details": { "retryAfterSeconds": 1 } });
    let conflict = Reply::json(409, &conflict);
    scene.api.answer(patches().times(1), conflict);
    let started = Instant::now();
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Done);
    assert!(started.elapsed() >= Duration::from_secs(1));

    let throttled = Reply::status(429, "TooManyRequests", "slow down").header("retry-after", "2");
    let who = On::new("POST", "/selfsubjectreviews");
    scene.api.answer(who.times(1), throttled);
    let started = Instant::now();
    let user = scene.acting.ask_who().await.unwrap();
    assert_eq!(user, "operator@example.org");
    assert!(started.elapsed() >= Duration::from_secs(2));
    assert_eq!(scene.api.count("/selfsubjectreviews"), 2);
}

#[tokio::test]
async fn what_was_not_done_is_done_again() {
    for reply in [
        Reply::status(500, "InternalError", "etcd leader changed"),
        Reply::status(503, "ServiceUnavailable", "no endpoints"),
        Reply::status(504, "Timeout", "too late"),
        Reply::status(429, "TooManyRequests", "slow down"),
        Reply::status(403, "Forbidden", "not yet ready to handle request"),
        Reply {
            damage: Some(Damage::Reset),
            ..Reply::json(200, &json!({}))
        },
    ] {
        let scene = Scene::new(api_with_seeds(1)).await;
        let code = reply.code;
        scene.api.answer(patches().times(3), reply);
        let settled = scene.mark("seed-0").await;
        assert_eq!(settled.outcome, TargetOutcome::Done, "{code}");
        assert_eq!(scene.marks("seed-0"), json!({ MARK: "ours;" }));
    }
}

#[tokio::test]
async fn nothing_is_sent_again_before_its_retry_after_and_others_go_on() {
    let scene = Scene::with(api_with_seeds(30), DryRun::None, 2).await;
    let throttled = Reply::status(429, "TooManyRequests", "slow down").header("retry-after", "4");
    scene.api.answer(patches().times(1), throttled.clone());
    let other = On::new("PATCH", "/seeds/seed-1").times(1);
    scene.api.answer(other, throttled);
    let started = Instant::now();
    let names: Vec<String> = (0..30).map(|index| format!("seed-{index}")).collect();
    let settled = scene
        .acting
        .each(
            names,
            |acting, name| async move {
                let settled = acting.settle(None, &name, None, mark).await;
                (name, settled.outcome, started.elapsed())
            },
            |name, error| panic!("{name}: {error}"),
            |_| {},
        )
        .await;
    assert!(
        settled
            .iter()
            .all(|(_, outcome, _)| *outcome == TargetOutcome::Done)
    );
    for (name, _, took) in settled {
        let throttled = name == "seed-0" || name == "seed-1";
        assert_eq!(
            took >= Duration::from_secs(4),
            throttled,
            "{name}: {took:?}"
        );
    }
}

#[tokio::test]
async fn one_that_breaks_off_takes_nobodys_result_away() {
    let scene = Scene::new(api_with_seeds(3)).await;
    let act = |acting: Arc<Acting>, name: &'static str| async move {
        assert!(name != "seed-1", "it breaks off");
        acting.settle(None, name, None, mark).await.outcome
    };
    let names = ["seed-0", "seed-1", "seed-2"];
    let broken = |_, error| Settled::<Seed>::broken(None, error).outcome;
    let outcomes = scene.acting.each(names, act, broken, |_| {}).await;
    let (done, unknown) = (TargetOutcome::Done, TargetOutcome::Unknown);
    assert_eq!(outcomes, [done, unknown, done]);
}

#[tokio::test]
async fn a_wait_beyond_all_measure_is_not_waited_for() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let forever = Reply::status(429, "TooManyRequests", "slow down")
        .header("retry-after", &u64::MAX.to_string());
    // What was waited before counts as well.
    let a_second = Reply::status(429, "TooManyRequests", "slow down").header("retry-after", "1");
    scene.api.answer(patches().times(1), a_second.clone());
    scene.api.answer(patches(), forever.clone());
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Failed);
    scene
        .api
        .answer(On::get("/seeds/seed-0").times(1), a_second);
    scene.api.answer(On::get("/seeds/seed-0"), forever);
    let read = scene.acting.garden().get::<Seed>(None, "seed-0").await;
    assert!(read.is_err());
}

#[tokio::test]
async fn what_cannot_be_is_said_at_once() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let missing = scene.mark("nobody").await;
    assert_eq!(missing.outcome, TargetOutcome::Failed);
    let error = missing.error.unwrap().to_string();
    assert!(
        error.contains("cannot get seeds nobody: not found"),
        "{error}"
    );
    scene.api.store(|store| {
        store.denied.insert("patch seeds".to_owned());
    });
    let forbidden = scene.mark("seed-0").await;
    assert_eq!(forbidden.outcome, TargetOutcome::Failed);
    let error = forbidden.error.unwrap().to_string();
    assert!(
        error.contains("operator@example.org may not patch seeds"),
        "{error}"
    );
    assert_eq!(scene.api.count("/seeds/seed-0"), 2, "one read, one patch");
}

#[tokio::test]
async fn a_guard_is_asked_again_after_a_conflict() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let mut once = patches().times(1);
    scene.api.handle(move |seen, store| {
        if once.matches(seen) {
            let seed = store.get_mut(&Address::parse(&seen.path).unwrap()).unwrap();
            seed["metadata"]["annotations"] = json!({ MARK: "never" });
            seed["metadata"]["resourceVersion"] = "9999".into();
        }
        None
    });
    let settled = scene.mark("seed-0").await;
    assert_eq!(settled.outcome, TargetOutcome::Refused);
    assert_eq!(settled.error.unwrap().to_string(), "somebody else's");
    assert_eq!(scene.marks("seed-0"), json!({ MARK: "never" }));
}

#[tokio::test]
async fn dry_runs_keep_nothing() {
    let scene = Scene::with(api_with_seeds(1), DryRun::Client, 16).await;
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Done);
    // Even a write that nobody keeps back is not sent.
    let write = Write::patch::<Seed>(None, "seed-0", &json!({}));
    let failure = scene.acting.attempt(&write).await.unwrap_err();
    assert_eq!(failure.happened, Happened::Refused);
    assert!(scene.api.requests().iter().all(|seen| seen.method == "GET"));
    let scene = Scene::with(api_with_seeds(1), DryRun::Server, 16).await;
    assert_eq!(scene.mark("seed-0").await.outcome, TargetOutcome::Done);
    let patch = scene.api.requests().pop().unwrap();
    assert!(patch.query.contains("dryRun=All"), "{}", patch.query);
    assert_eq!(scene.marks("seed-0"), Value::Null);
}

#[tokio::test]
async fn an_interruption_begins_nothing_and_resolves_what_is_in_doubt() {
    let scene = Scene::with(api_with_seeds(3), DryRun::None, 1).await;
    scene.interrupt.tell();
    let settled = scene.mark("seed-0").await;
    assert_eq!(settled.outcome, TargetOutcome::NotTried);
    assert!(scene.api.requests().is_empty());

    // While the answer of the first is on its way and lost, Ctrl-C comes.
    let scene = Scene::with(api_with_seeds(3), DryRun::None, 1).await;
    let ear = scene.interrupt.clone();
    let mut once = patches().times(1);
    scene.api.handle(move |seen, _| {
        if once.matches(seen) {
            ear.tell();
        }
        None
    });
    scene.api.damage(patches().times(1), Damage::Reset);
    let outcomes = scene
        .acting
        .each(
            ["seed-0", "seed-1"],
            |acting, name| async move { acting.settle(None, name, None, mark).await.outcome },
            |name, error| panic!("{name}: {error}"),
            |_| {},
        )
        .await;
    assert_eq!(outcomes[0], TargetOutcome::Done);
    assert!(outcomes[1] == TargetOutcome::NotTried, "{outcomes:?}");
}

#[tokio::test]
async fn a_second_interruption_abandons_what_is_in_flight() {
    let scene = Scene::new(api_with_seeds(1)).await;
    scene.api.damage(patches(), Damage::Silence);
    let waiting = {
        let acting = Arc::clone(&scene.acting);
        tokio::spawn(async move { acting.settle(None, "seed-0", None, mark).await })
    };
    let api = scene.api;
    let api = tokio::task::spawn_blocking(move || {
        api.wait_for(|seen| seen.iter().any(|seen| seen.method == "PATCH"));
        api
    })
    .await
    .unwrap();
    scene.interrupt.tell();
    scene.interrupt.tell();
    assert_eq!(waiting.await.unwrap().outcome, TargetOutcome::Unknown);
    drop(api);
}

#[tokio::test]
async fn the_server_says_who_we_are_and_what_we_may_do() {
    let scene = Scene::new(api_with_seeds(1)).await;
    assert_eq!(
        scene.acting.garden().user().await.unwrap(),
        "operator@example.org"
    );
    let right = |verb| Right {
        verb,
        group: "core.gardener.cloud",
        resource: "seeds",
        namespace: None,
        name: Some("seed-0".to_owned()),
    };
    scene.api.store(|store| {
        store.denied.insert("patch seeds".to_owned());
    });
    let garden = scene.acting.garden();
    assert!(garden.may(&right("get")).await.unwrap().allowed);
    assert!(!garden.may(&right("patch")).await.unwrap().allowed);
}
