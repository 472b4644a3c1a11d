use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::attempt::Trigger;
use super::{Arrival, Gardenlet, Keep, Policy, Reason, SeedShoots, Shoots, Standing};
use crate::domain::objects::Shoot;

const GARDENLET: Gardenlet<'static> = Gardenlet {
    policy: Policy {
        sync_period: jiff::SignedDuration::from_hours(1),
        retry_duration: jiff::SignedDuration::from_hours(12),
        concurrent_syncs: 20,
        in_window_only: false,
        respect_overwrite: false,
    },
    version: Some("v1.150.0"),
};

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().unwrap()
}

/// A shoot `garden-a/s` on seed `x` that is up to date, with changes merged in.
fn shoot(changes: &Value) -> Shoot {
    let mut shoot = json!({
        "metadata": { "name": "s", "namespace": "garden-a", "generation": 3 },
        "spec": { "seedName": "x", "purpose": "production", "maintenance": { "timeWindow": { "begin": "220000+0000", "end": "230000+0000" } } },
        "status": {
            "uid": "u", "seedName": "x", "observedGeneration": 3, "gardener": { "version": "v1.150.0" },
            "lastOperation": { "type": "Reconcile", "state": "Succeeded", "lastUpdateTime": "2026-11-20T22:30:00Z" },
        },
    });
    merge(&mut shoot, changes);
    serde_json::from_value(shoot).unwrap()
}

fn merge(into: &mut Value, changes: &Value) {
    let (Value::Object(fields), Value::Object(changes)) = (&mut *into, changes) else {
        *into = changes.clone();
        return;
    };
    for (key, value) in changes {
        merge(fields.entry(key.clone()).or_insert(Value::Null), value);
    }
}

fn counted(shoots: &[Value]) -> Shoots {
    let mut counted = Shoots::new(now(), Keep::Backlog);
    for changes in shoots {
        counted.add(&shoot(changes));
    }
    counted
}

/// What one shoot counts as on seed `x`.
fn one(changes: &Value) -> SeedShoots {
    counted(std::slice::from_ref(changes))
        .seed("x")
        .unwrap()
        .clone()
}

fn reason(changes: &Value) -> Option<Reason> {
    let shoots = one(changes);
    shoots.pending(&GARDENLET).into_keys().next()
}

fn operation(kind: &str, state: &str) -> Value {
    json!({ "status": { "lastOperation": { "type": kind, "state": state } } })
}

#[test]
fn a_shoot_that_is_up_to_date_leaves_counters_only() {
    let shoots = one(&json!({}));
    assert_eq!((shoots.total, shoots.entries.len()), (1, 0));
    assert_eq!(
        shoots.purposes,
        BTreeMap::from([("production".to_owned(), 1)])
    );
    let at = |text: &str| text.parse::<Timestamp>().ok();
    assert_eq!(shoots.oldest_reconcile, at("2026-11-20T22:30:00Z"));
    assert_eq!(shoots.next_window, at("2026-11-21T22:00:00Z"));
}

/// Scenario 12.
#[test]
fn in_flight_is_what_is_processing_and_it_does_not_wait() {
    let shoots = one(&operation("Reconcile", "Processing"));
    assert_eq!((shoots.in_flight, shoots.pending(&GARDENLET).len()), (1, 0));
    assert_eq!(
        shoots.entries[0].next_attempt(now(), &GARDENLET).trigger,
        Trigger::Running
    );
    // A change while it runs waits.
    let mut changed = operation("Reconcile", "Processing");
    merge(&mut changed, &json!({ "metadata": { "generation": 4 } }));
    assert_eq!(reason(&changed), Some(Reason::SpecChange));
}

/// Scenario 13.
#[test]
fn a_generation_that_was_not_looked_at_waits_and_a_confined_change_leaves_no_trace() {
    assert_eq!(
        reason(&json!({ "metadata": { "generation": 4 } })),
        Some(Reason::SpecChange)
    );
    let confined = one(&json!({ "spec": { "maintenance": { "confineSpecUpdateRollout": true } } }));
    assert_eq!(
        (confined.confined, confined.pending(&GARDENLET).len()),
        (1, 0)
    );
}

#[test]
fn what_did_not_succeed_is_repeated() {
    for state in ["Error", "Aborted", "Pending"] {
        assert_eq!(
            reason(&operation("Reconcile", state)),
            Some(Reason::Retry),
            "{state}"
        );
    }
    assert_eq!(one(&operation("Reconcile", "Error")).error, 1);
}

/// Scenario 11.
#[test]
fn a_new_shoot_is_creating_also_with_an_operation_of_empty_type_and_null_time() {
    let skipped = json!({ "status": { "uid": null, "observedGeneration": null, "gardener": null,
        "lastOperation": { "type": "", "state": "Pending", "lastUpdateTime": null } } });
    let shoots = one(&skipped);
    assert_eq!((shoots.creating, shoots.oldest_reconcile), (1, None));
    assert_eq!(reason(&skipped), Some(Reason::Creation));
    let failing = one(&operation("Create", "Error"));
    assert_eq!((failing.creating, failing.error), (1, 1));
}

/// Scenario 14.
#[test]
fn a_deletion_waits_unless_nothing_is_left_to_delete() {
    let deleting =
        json!({ "metadata": { "deletionTimestamp": "2026-11-21T11:00:00Z", "generation": 4 } });
    assert_eq!(reason(&deleting), Some(Reason::Deletion));
    let shoots = one(&deleting);
    assert_eq!((shoots.deleting, shoots.creating), (1, 0));
    let next = shoots.entries[0].next_attempt(now(), &GARDENLET);
    assert_eq!(next.trigger, Trigger::Timer);
    // Never created: the finalizer goes, stop or not.
    let mut never = deleting;
    merge(&mut never, &json!({ "status": { "uid": null } }));
    let next = one(&never).entries[0].next_attempt(now(), &GARDENLET);
    assert_eq!(next.trigger, Trigger::NotBlocked);
}

/// Scenarios 15 and 16.
#[test]
fn a_migrating_shoot_belongs_to_the_seed_that_it_leaves_and_is_announced_at_the_other() {
    let leaving = json!({ "spec": { "seedName": "y" } });
    let shoots = counted(std::slice::from_ref(&leaving));
    let source = shoots.seed("x").unwrap();
    assert_eq!((source.total, source.migrating_away), (1, 1));
    assert_eq!(reason(&leaving), Some(Reason::Migration));
    let destination = shoots.seed("y").unwrap();
    assert_eq!(destination.total, 0);
    assert_eq!(
        destination.arriving,
        [Arrival {
            namespace: "garden-a".to_owned(),
            name: "s".to_owned(),
            source: "x".to_owned(),
            in_flight: false,
        }]
    );
}

/// Scenario 17.
#[test]
fn a_shoot_that_left_its_seed_waits_for_its_restore() {
    for state in ["Succeeded", "Aborted"] {
        let migrated = operation("Migrate", state);
        assert_eq!(one(&migrated).restoring, 1);
        assert_eq!(reason(&migrated), Some(Reason::Restore));
    }
    assert_eq!(
        reason(&operation("Restore", "Error")),
        Some(Reason::Restore)
    );
}

/// Scenario 18.
#[test]
fn a_failed_shoot_needs_a_person_unless_something_else_changed() {
    let failed = operation("Reconcile", "Failed");
    let shoots = one(&failed);
    assert_eq!(shoots.failed, 1);
    assert_eq!(reason(&failed), None);
    let entry = &shoots.entries[0];
    assert_eq!(entry.standing(&GARDENLET), Standing::Failed);
    assert_eq!(
        entry.next_attempt(now(), &GARDENLET).trigger,
        Trigger::Retry
    );
    // Another gardenlet, or another generation, tries again.
    let newer = Gardenlet {
        version: Some("v1.151.0"),
        ..GARDENLET
    };
    assert_eq!(entry.reason(&newer), Some(Reason::Retry));
    let mut changed = failed;
    merge(&mut changed, &json!({ "metadata": { "generation": 4 } }));
    assert_eq!(reason(&changed), Some(Reason::SpecChange));
}

/// Scenario 22.
#[test]
fn a_retry_cycle_older_than_12_hours_is_stale() {
    let since = |time: &str| {
        let mut shoot = operation("Reconcile", "Error");
        merge(
            &mut shoot,
            &json!({ "status": { "retryCycleStartTime": time } }),
        );
        one(&shoot).stale_retries(now(), &GARDENLET)
    };
    assert_eq!(since("2026-11-20T23:59:59Z"), 1);
    assert_eq!(since("2026-11-21T00:00:00Z"), 0);
}

/// Scenario 23.
#[test]
fn a_self_hosted_shoot_is_not_counted() {
    let shoots = counted(&[
        json!({ "spec": { "provider": { "type": "local", "workers": [{ "name": "cp", "controlPlane": {} }] } } }),
    ]);
    assert_eq!(shoots.seeds().count(), 0);
    assert_eq!(
        shoots.self_hosted,
        [("garden-a".to_owned(), "s".to_owned())]
    );
}

/// Scenario 24.
#[test]
fn the_host_of_a_managed_seed_is_known_by_its_shoot() {
    let shoots = counted(&[
        json!({ "metadata": { "namespace": "garden", "name": "child" } }),
        json!({}),
    ]);
    assert_eq!(shoots.host_of("child"), Some("x"));
    assert_eq!(shoots.host_of("s"), None, "only those in namespace garden");
}

/// Scenario 25.
#[test]
fn ignored_shoots_are_counted_apart_where_the_annotation_is_respected() {
    let ignored = |namespace: &str| json!({ "metadata": { "namespace": namespace, "generation": 4, "annotations": { "shoot.gardener.cloud/ignore": "1" } } });
    let in_garden = one(&ignored("garden"));
    assert_eq!(in_garden.ignored(&GARDENLET), 1);
    assert_eq!(in_garden.pending(&GARDENLET).len(), 0);
    let elsewhere = one(&ignored("garden-a"));
    assert_eq!(elsewhere.ignored(&GARDENLET), 0);
    assert_eq!(elsewhere.pending(&GARDENLET).len(), 1);
    let mut respects = GARDENLET;
    respects.policy.respect_overwrite = true;
    assert_eq!(elsewhere.ignored(&respects), 1);
}

/// Scenario 33.
#[test]
fn a_shoot_without_seed_says_what_the_scheduler_says() {
    let said = "Failed to schedule Shoot: none of the 3 seeds have enabled shoot reconciliations currently";
    let shoots = counted(&[
        json!({ "spec": { "seedName": null }, "status": { "seedName": null, "lastOperation": { "type": "Create", "state": "Pending", "description": said } } }),
    ]);
    assert_eq!(shoots.seeds().count(), 0);
    assert_eq!(shoots.unscheduled[0].message.as_deref(), Some(said));
    assert!(shoots.unscheduled[0].for_the_stop);
}

#[test]
fn a_rotation_counts_between_its_first_and_its_last_phase() {
    let rotation = |phase: &str| {
        let status =
            json!({ "credentials": { "rotation": { "serviceAccountKey": { "phase": phase } } } });
        one(&json!({ "status": status })).rotating
    };
    for (phase, count) in [
        ("", 0),
        ("Preparing", 1),
        ("WaitingForWorkersRollout", 1),
        ("Prepared", 1),
        ("Completing", 1),
        ("Completed", 0),
    ] {
        assert_eq!(rotation(phase), count, "{phase}");
    }
}

fn any_shoot() -> impl Strategy<Value = Value> {
    let seed = prop_oneof![
        Just(Value::Null),
        Just(json!("x")),
        Just(json!("y")),
        Just(json!(""))
    ];
    let kind = prop_oneof![
        Just(""),
        Just("Create"),
        Just("Reconcile"),
        Just("Migrate"),
        Just("Restore"),
        Just("Delete")
    ];
    let state = prop_oneof![
        Just("Processing"),
        Just("Succeeded"),
        Just("Error"),
        Just("Failed"),
        Just("Pending"),
        Just("Aborted")
    ];
    (
        seed.clone(),
        seed,
        kind,
        state,
        3_i64..5,
        any::<[bool; 3]>(),
    )
        .prop_map(|(spec, status, kind, state, generation, [uid, deleted, ignored])| {
            json!({
                "metadata": {
                    "generation": generation,
                    "deletionTimestamp": deleted.then_some("2026-11-21T11:00:00Z"),
                    "annotations": { "shoot.gardener.cloud/ignore": ignored.to_string() },
                },
                "spec": { "seedName": spec },
                "status": { "seedName": status, "uid": uid.then_some("u"), "lastOperation": { "type": kind, "state": state } },
            })
        })
}

proptest! {
    /// Nothing is lost, nothing counts twice, and the entries say the same as the counters.
    #[test]
    fn every_shoot_counts_once(shoots in prop::collection::vec(any_shoot(), 0..20), respect: bool) {
        let counted = counted(&shoots);
        let mut gardenlet = GARDENLET;
        gardenlet.policy.respect_overwrite = respect;
        let total: u32 = counted.seeds().map(|(_, seed)| seed.total).sum();
        prop_assert_eq!(total as usize + counted.unscheduled.len(), shoots.len());
        for (_, seed) in counted.seeds() {
            let mut standings = BTreeMap::<&str, u32>::new();
            for entry in &seed.entries {
                *standings.entry(entry.standing(&gardenlet).words()).or_default() += 1;
                // Whatever waits has an attempt to come, whatever does not has none.
                let next = entry.next_attempt(now(), &gardenlet);
                prop_assert_eq!(next.from.is_some(), matches!(entry.standing(&gardenlet), Standing::Pending | Standing::UpToDate));
                prop_assert!(next.from <= next.to);
            }
            prop_assert_eq!(standings.get("in flight").copied().unwrap_or_default(), seed.in_flight);
            prop_assert!(standings.get("ignored").copied().unwrap_or_default() <= seed.ignored(&gardenlet));
            prop_assert!(seed.creating + seed.deleting <= seed.total);
            // What leaves one seed arrives at another.
            prop_assert!(seed.pending(&gardenlet).values().sum::<u32>() <= seed.total);
        }
        let away: u32 = counted.seeds().map(|(_, seed)| seed.migrating_away).sum();
        let arriving: usize = counted.seeds().map(|(_, seed)| seed.arriving.len()).sum();
        prop_assert_eq!(away as usize, arriving);
    }

    /// The order in which pages bring them does not matter to the counters.
    #[test]
    fn the_order_of_arrival_does_not_matter(shoots in prop::collection::vec(any_shoot(), 0..12)) {
        let reversed: Vec<_> = shoots.iter().rev().cloned().collect();
        let (one, other) = (counted(&shoots), counted(&reversed));
        for (name, seed) in one.seeds() {
            let other = other.seed(name).unwrap();
            prop_assert_eq!(seed.pending(&GARDENLET), other.pending(&GARDENLET));
            prop_assert_eq!((seed.total, seed.in_flight, seed.failed), (other.total, other.in_flight, other.failed));
            prop_assert_eq!((seed.oldest_reconcile, seed.next_window), (other.oldest_reconcile, other.next_window));
        }
    }
}
