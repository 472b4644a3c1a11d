use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::{CONFIRMED, CONFIRMED_IN_DOCUMENTATION, HOLDS, STOP};
use super::finding::Code;
use super::{EmergencyStopStatus, Inputs, LookedAt, SeedStatus, State, status};
use crate::domain::emergency_stop::gardenlets::Configurations;
use crate::domain::emergency_stop::shoots::{Keep, Shoots};
use crate::domain::objects::{Object, Seed};

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

/// A garden in JSON: what arrives of each kind.
#[derive(Clone, Default)]
struct World {
    seeds: Vec<Value>,
    shoots: Vec<Value>,
    configurations: Configurations,
    heartbeats: BTreeMap<String, Timestamp>,
}

impl World {
    fn seed(mut self, seed: Value) -> Self {
        self.seeds.push(seed);
        self
    }

    fn shoot(mut self, shoot: Value) -> Self {
        self.shoots.push(shoot);
        self
    }

    fn template(mut self, name: &str, value: &str) -> Self {
        let config = json!({ "seedConfig": { "metadata": { "annotations": { STOP: value } } } });
        let gardenlet = json!({ "metadata": { "name": name }, "spec": { "config": config } });
        self.configurations
            .add_gardenlet(&serde_json::from_value(gardenlet).unwrap());
        self
    }

    fn heartbeat(mut self, name: &str, at: &str) -> Self {
        self.heartbeats.insert(name.to_owned(), at.parse().unwrap());
        self
    }

    fn status(&self) -> EmergencyStopStatus {
        let read = |value: &Value| serde_json::from_value(value.clone()).unwrap();
        let seeds = self.seeds.iter().map(read);
        let seeds: BTreeMap<String, Seed> = seeds
            .map(|seed: Seed| (seed.name().to_owned(), seed))
            .collect();
        let mut shoots = Shoots::new(now(), Keep::Backlog);
        for shoot in &self.shoots {
            shoots.add(&serde_json::from_value(shoot.clone()).unwrap());
        }
        let wanted: BTreeSet<String> = seeds.keys().cloned().collect();
        status(Inputs {
            now: now(),
            seeds: &seeds,
            wanted: &wanted,
            configurations: &self.configurations,
            heartbeats: &self.heartbeats,
            shoots: Some(&shoots),
            each_shoot: true,
            looked_at: LookedAt {
                shoots: true,
                gardenlets: true,
                managed_seeds: true,
                leases: true,
            },
            garden_included: true,
            unreadable: Vec::new(),
        })
    }

    /// The first seed.
    fn first(&self) -> SeedStatus {
        self.status().seeds.remove(0)
    }
}

fn seed(name: &str, value: Option<&str>) -> Value {
    let mut seed = json!({ "metadata": { "name": name, "annotations": {} },
        "status": { "gardener": { "version": "v1.150.0" }, "conditions": [] } });
    if let Some(value) = value {
        seed["metadata"]["annotations"][STOP] = value.into();
    }
    seed
}

fn with_condition(mut seed: Value, name: &str, status: &str) -> Value {
    let condition =
        json!({ "type": name, "status": status, "lastTransitionTime": "2026-11-21T11:00:00Z" });
    seed["status"]["conditions"] = json!([condition]);
    seed
}

fn held(name: &str, incident: &str, since: &str) -> Value {
    let mut seed = seed(name, Some("true"));
    let holds = json!([{ "incident": incident, "by": "jane", "since": since }]);
    seed["metadata"]["annotations"][HOLDS] = holds.to_string().into();
    seed
}

fn written_by(mut seed: Value, manager: &str, time: &str) -> Value {
    let fields = json!({ "f:metadata": { "f:annotations": { format!("f:{STOP}"): {} } } });
    seed["metadata"]["managedFields"] =
        json!([{ "manager": manager, "time": time, "fieldsV1": fields }]);
    seed
}

fn codes(seed: &SeedStatus) -> Vec<Code> {
    seed.findings.iter().map(|finding| finding.code).collect()
}

/// A shoot that moves from `spec` and `status` seeds, with its last operation.
fn moving(from: &str, to: &str, kind: &str, state: &str) -> Value {
    json!({ "metadata": { "name": "s", "namespace": "garden-a" }, "spec": { "seedName": to },
        "status": { "seedName": from, "uid": "u", "lastOperation": { "type": kind, "state": state } } })
}

/// Scenario 4.
#[test]
fn another_value_than_true_is_present_and_ineffective() {
    for value in ["True", "1", "yes", ""] {
        let seed = World::default().seed(seed("a", Some(value))).first();
        assert_eq!(
            (seed.state, seed.stopped, seed.effective),
            (State::Ineffective, false, false)
        );
        assert_eq!(seed.value.as_deref(), Some(value));
        assert_eq!(codes(&seed), [Code::IneffectiveValue]);
        assert!(seed.findings[0].message.contains("ineffective"));
    }
}

/// Scenario 5.
#[test]
fn either_condition_confirms_with_true_or_false_and_unknown_is_no_evidence() {
    for (name, status, state) in [
        (CONFIRMED, "True", State::Stopped),
        (CONFIRMED, "False", State::Stopped),
        (CONFIRMED_IN_DOCUMENTATION, "True", State::Stopped),
        (CONFIRMED, "Unknown", State::Stopping),
    ] {
        let seed = with_condition(seed("a", Some("true")), name, status);
        let seed = World::default().seed(seed).first();
        assert_eq!(seed.state, state, "{name}={status}");
        assert_eq!(seed.confirmed, Some(state == State::Stopped));
    }
    // Without the annotation Unknown is nothing at all.
    let seed = with_condition(seed("a", None), CONFIRMED, "Unknown");
    let seed = World::default().seed(seed).first();
    assert_eq!((seed.state, seed.confirmed), (State::Running, None));
}

/// Scenario 6.
#[test]
fn a_condition_that_outlives_its_annotation_is_a_release_that_was_not_seen_yet() {
    let seed = with_condition(seed("a", None), CONFIRMED, "True");
    let seed = World::default().seed(seed).first();
    assert_eq!((seed.state, seed.confirmed), (State::Resuming, Some(false)));
    assert!(!seed.stopped && !seed.unconfirmed);
}

/// Scenario 7.
#[test]
fn a_gardenlet_older_than_the_stop_makes_it_ineffective() {
    for (version, effective) in [
        ("v1.125.9", false),
        ("v1.126.0", true),
        ("v1.126.0-dev", true),
        ("", true),
    ] {
        let mut seed = seed("a", Some("true"));
        seed["status"]["gardener"]["version"] = version.into();
        let seed = World::default().seed(seed).first();
        assert_eq!(seed.effective, effective, "{version}");
        assert_eq!(codes(&seed).contains(&Code::GardenletTooOld), !effective);
        assert!(seed.stopped);
    }
}

/// Scenario 8.
#[test]
fn a_gardenlet_that_is_down_applies_it_when_it_returns() {
    let at = |time: &str| {
        let world = World::default().seed(held("a", "INC-1", "2026-11-21T11:59:00Z"));
        codes(&world.heartbeat("a", time).first())
    };
    assert_eq!(at("2026-11-21T11:59:19Z"), [Code::GardenletSilent]);
    assert_eq!(at("2026-11-21T11:59:20Z"), []);
}

#[test]
fn a_gardenlet_has_90_seconds_to_confirm() {
    let after = |since: &str| {
        World::default()
            .seed(held("a", "INC-1", since))
            .first()
            .unconfirmed
    };
    assert!(!after("2026-11-21T11:58:30Z"));
    assert!(after("2026-11-21T11:58:29Z"));
    // Nobody knows how long it has been: then it counts.
    assert!(
        World::default()
            .seed(seed("a", Some("true")))
            .first()
            .unconfirmed
    );
}

/// Scenarios 9 and 10.
#[test]
fn a_template_with_the_annotation_is_told_with_what_it_does() {
    let found = |value: Option<&str>, template: &str| {
        let seed = with_condition(seed("a", value), CONFIRMED, "True");
        codes(&World::default().seed(seed).template("a", template).first())
    };
    assert_eq!(found(Some("true"), "true"), [Code::TemplateStops]);
    assert_eq!(found(None, "true"), [Code::TemplateStops]);
    assert_eq!(found(Some("true"), "false"), [Code::TemplateResumes]);
    assert_eq!(found(None, "false"), []);
}

/// Scenario 15.
#[test]
fn a_migration_into_a_stopped_seed_is_an_alarm_as_long_as_it_can_begin() {
    let towards = |source: Option<&str>, state: &str| {
        let world = World::default()
            .seed(held("a", "INC-1", "2026-11-21T11:59:00Z"))
            .seed(seed("b", source))
            .shoot(moving("b", "a", "Reconcile", state));
        let seed = world.first();
        assert_eq!(seed.shoots.as_ref().unwrap().migrating_towards, 1);
        assert_eq!(codes(&seed), [Code::MigrationTowards]);
        let finding = &seed.findings[0];
        (
            finding.severity.name(),
            finding.advice.clone().unwrap_or_default(),
        )
    };
    let (severity, advice) = towards(None, "Succeeded");
    assert_eq!(severity, "error");
    assert!(advice.contains("emergency-stop on b"), "{advice}");
    // Under way it cannot be stopped any more.
    let (severity, advice) = towards(None, "Processing");
    assert_eq!((severity, advice.as_str()), ("error", "lift the stop of a"));
    // Where the source is stopped as well, nothing moves.
    assert_eq!(towards(Some("true"), "Succeeded").0, "info");
}

/// Scenario 16.
#[test]
fn a_migration_out_of_a_stopped_seed_waits_and_is_no_alarm() {
    let world = World::default()
        .seed(held("a", "INC-1", "2026-11-21T11:59:00Z"))
        .seed(seed("b", None))
        .shoot(moving("a", "b", "Reconcile", "Succeeded"));
    let report = world.status();
    let counts = report.seeds[0].shoots.as_ref().unwrap();
    assert_eq!(
        (counts.migrating_away, counts.pending_by_reason.migration),
        (1, 1)
    );
    assert!(report.seeds.iter().all(|seed| seed.findings.is_empty()));
}

/// Scenario 17.
#[test]
fn a_restore_that_a_stop_blocks_says_that_there_is_no_control_plane() {
    let blocked = |stop, state| {
        let seed = seed("a", stop);
        let world = World::default().seed(with_condition(seed, CONFIRMED, "True"));
        world.shoot(moving("a", "a", "Migrate", state)).first()
    };
    let seed = blocked(Some("true"), "Succeeded");
    assert_eq!(codes(&seed), [Code::RestoreBlocked]);
    assert_eq!(
        seed.findings[0].message,
        "shoot garden-a/s has no control plane: migrated off its seed, destination a is stopped"
    );
    assert_eq!(codes(&blocked(None, "Succeeded")), []);
}

/// Scenario 22.
#[test]
fn retries_that_became_stale_are_told_while_the_stop_lasts() {
    let mut shoot = moving("a", "a", "Reconcile", "Error");
    shoot["status"]["retryCycleStartTime"] = "2026-11-20T12:00:00Z".into();
    shoot["status"]["gardener"] = json!({ "version": "v1.150.0" });
    let stopped = with_condition(seed("a", Some("true")), CONFIRMED, "True");
    let seed = World::default().seed(stopped).shoot(shoot).first();
    assert_eq!(seed.shoots.as_ref().unwrap().stale_retries, 1);
    assert_eq!(codes(&seed), [Code::StaleRetries]);
}

/// Scenario 23.
#[test]
fn self_hosted_shoots_are_named_and_not_counted() {
    let mut shoot = moving("a", "a", "Reconcile", "Processing");
    shoot["spec"]["provider"] = json!({ "workers": [{ "controlPlane": {} }] });
    let report = World::default()
        .seed(seed("a", Some("true")))
        .shoot(shoot)
        .status();
    assert_eq!(report.self_hosted.unwrap()[0].name, "s");
    assert_eq!(report.summary.in_flight, Some(0));
}

/// Scenario 24.
#[test]
fn managed_seeds_hosted_by_a_stopped_seed_are_listed() {
    let mut world =
        World::default().seed(with_condition(seed("a", Some("true")), CONFIRMED, "True"));
    let managed =
        json!({ "metadata": { "name": "child" }, "spec": { "shoot": { "name": "child-shoot" } } });
    world
        .configurations
        .add_managed_seed(&serde_json::from_value(managed).unwrap());
    let mut shoot = moving("a", "a", "Reconcile", "Succeeded");
    shoot["metadata"] = json!({ "name": "child-shoot", "namespace": "garden" });
    let seed = world.shoot(shoot).first();
    assert_eq!(seed.hosted_managed_seeds, Some(vec!["child".to_owned()]));
    assert_eq!(codes(&seed), [Code::HostsManagedSeeds]);
}

/// Scenario 33.
#[test]
fn an_unscheduled_shoot_comes_with_the_words_of_the_scheduler() {
    let said = "Failed to schedule Shoot: none of the 2 seeds have enabled shoot reconciliations currently";
    let shoot = json!({ "metadata": { "name": "s", "namespace": "garden-a" },
        "status": { "lastOperation": { "type": "Create", "state": "Pending", "description": said } } });
    let report = World::default().shoot(shoot).status();
    let unscheduled = report.unscheduled.unwrap();
    assert_eq!(unscheduled[0].message.as_deref(), Some(said));
    assert!(unscheduled[0].for_the_stop);
    let to = unscheduled[0].next_attempt.to.unwrap();
    assert_eq!(to.to_string(), "2026-11-21T12:16:40Z");
}

/// Scenario 34, as far as looking can tell it.
#[test]
fn a_seed_registered_after_all_others_were_stopped_is_told() {
    let created = |mut seed: Value, at: &str| {
        seed["metadata"]["creationTimestamp"] = at.into();
        seed
    };
    let stopped = |name| {
        created(
            held(name, "INC-1", "2026-11-21T11:59:00Z"),
            "2026-01-01T00:00:00Z",
        )
    };
    let late = || created(seed("z", None), "2026-11-21T11:59:30Z");
    let report = World::default()
        .seed(stopped("a"))
        .seed(stopped("b"))
        .seed(late())
        .status();
    assert_eq!(codes(&report.seeds[2]), [Code::RegisteredLater]);
    assert_eq!(
        report.seeds[2].findings[0].message,
        "seed z is not stopped (registered after the stop of INC-1)"
    );
    // One that was there and is not stopped: it was no stop of all seeds, or it is over for some.
    let some = World::default()
        .seed(stopped("a"))
        .seed(stopped("b"))
        .seed(created(seed("c", None), "2026-01-01T00:00:00Z"))
        .seed(late())
        .status();
    assert!(codes(&some.seeds[3]).is_empty());
    // One seed alone does not make all seeds.
    let one = World::default().seed(stopped("a")).seed(late()).status();
    assert!(codes(&one.seeds[1]).is_empty());
}

/// Scenario 37.
#[test]
fn without_hold_and_managed_fields_nobody_knows_since_when() {
    let bare = World::default().seed(seed("a", Some("true"))).first();
    assert_eq!(bare.since, None);
    assert_eq!((bare.holds.len(), bare.holds[0].since), (1, None));
    assert_eq!(bare.holds[0].by, "unknown");
    assert!(bare.holds[0].foreign);
    // The server tells who and when.
    let written = written_by(
        seed("a", Some("true")),
        "kubectl-annotate",
        "2026-11-21T10:00:00Z",
    );
    let told = World::default().seed(written.clone()).first();
    assert_eq!(told.holds[0].by, "kubectl-annotate");
    assert_eq!(told.since.unwrap().to_string(), "2026-11-21T10:00:00Z");
    // A later write of the same program hides it, but the condition was there before.
    let later = written_by(
        with_condition(seed("a", Some("true")), CONFIRMED, "True"),
        "kubectl-annotate",
        "2026-11-21T11:30:00Z",
    );
    let told = World::default().seed(later).first();
    assert_eq!(told.since.unwrap().to_string(), "2026-11-21T11:00:00Z");
    // Who wrote a value without effect is told as well.
    let ineffective = written_by(
        seed("a", Some("True")),
        "kubectl-edit",
        "2026-11-21T10:00:00Z",
    );
    let told = World::default().seed(ineffective).first();
    assert_eq!(told.writer.as_deref(), Some("kubectl-edit"));
    assert!(told.since.is_some() && told.holds.is_empty());
}

#[test]
fn a_hold_that_should_be_over_is_overdue_only_while_the_seed_is_stopped() {
    let until = |value: &str| {
        let mut seed = with_condition(seed("a", Some(value)), CONFIRMED, "True");
        let holds = json!([{ "incident": "INC-1", "by": "jane", "since": "2026-11-21T10:00:00Z", "until": "2026-11-21T12:00:00Z" }]);
        seed["metadata"]["annotations"][HOLDS] = holds.to_string().into();
        World::default().seed(seed).first()
    };
    let held = until("true");
    assert!(held.overdue && held.holds[0].overdue);
    assert_eq!(codes(&held), [Code::Overdue]);
    let not_stopped = until("false");
    assert!(!not_stopped.overdue);
    assert_eq!(
        codes(&not_stopped),
        [Code::IneffectiveValue, Code::HoldWithoutStop]
    );
}

#[test]
fn a_hold_that_cannot_be_read_is_shown_as_it_is() {
    let mut seed = with_condition(seed("a", Some("true")), CONFIRMED, "True");
    seed["metadata"]["annotations"][HOLDS] = "not JSON".into();
    let seed = World::default().seed(seed).first();
    assert_eq!(codes(&seed), [Code::UnreadableHold]);
    assert!(seed.findings[0].message.contains("not JSON"));
}

#[test]
fn heartbeats_and_the_time_that_passes_are_no_change() {
    let world =
        World::default()
            .seed(seed("a", None))
            .shoot(moving("a", "a", "Reconcile", "Error"));
    let one = world
        .clone()
        .heartbeat("a", "2026-11-21T11:59:50Z")
        .status();
    let mut other = world
        .clone()
        .heartbeat("a", "2026-11-21T11:59:52Z")
        .status();
    other.now = "2026-11-21T12:00:02Z".parse().unwrap();
    assert!(one.says_the_same(&other));
    let stopped = world.seed(seed("b", Some("true"))).status();
    assert!(!one.says_the_same(&stopped));
}

proptest! {
    /// Whatever the annotation, the condition and the version say, the report does not contradict itself.
    #[test]
    fn what_is_said_of_a_seed_is_consistent(
        value in prop_oneof![Just(None), "[a-zA-Z]{0,5}".prop_map(Some), Just(Some("true".to_owned()))],
        condition in prop_oneof![Just(None), Just(Some("True")), Just(Some("False")), Just(Some("Unknown"))],
        minor in 120_u32..151,
    ) {
        let mut one = seed("a", value.as_deref());
        if let Some(condition) = condition {
            one = with_condition(one, CONFIRMED, condition);
        }
        one["status"]["gardener"]["version"] = format!("v1.{minor}.0").into();
        let report = World::default().seed(one).status();
        let seed = &report.seeds[0];
        prop_assert_eq!(seed.stopped, value.as_deref() == Some("true"));
        prop_assert_eq!(seed.effective, seed.stopped && minor >= 126);
        prop_assert_eq!(seed.stopped, matches!(seed.state, State::Stopped | State::Stopping));
        prop_assert_eq!(seed.is_ineffective(), seed.value.is_some() && !seed.effective);
        prop_assert_eq!(seed.stopped, !seed.holds.is_empty());
        prop_assert!(!seed.unconfirmed || seed.confirmed == Some(false));
        prop_assert_eq!(report.summary.stopped, u32::from(seed.stopped));
        prop_assert!(report.summary.confirmed + report.summary.unconfirmed <= report.summary.stopped);
    }
}
