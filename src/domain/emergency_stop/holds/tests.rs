//! What `on` and `off` make of the states that a seed can be in.

use serde_json::{Value, json};

use super::*;
use crate::domain::accounting::Decision;
use crate::domain::emergency_stop::{STOP, STOPPED};

const NOW: &str = "2026-11-21T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn seed(annotations: &Value) -> Seed {
    serde_json::from_value(json!({ "metadata": {
        "name": "aws", "annotations": annotations,
        "managedFields": [{ "manager": "kubectl-annotate", "time": "2026-11-21T08:00:00Z",
            "fieldsV1": { "f:metadata": { "f:annotations": { format!("f:{STOP}"): {} } } } }],
    } }))
    .unwrap()
}

fn stop_for(incident: Option<&str>, by: &str) -> Stop {
    Stop {
        incident: incident.map(ToOwned::to_owned),
        reason: None,
        by: by.to_owned(),
        since: at(NOW),
        until: None,
    }
}

fn lift_for(incident: Option<&str>, by: &str) -> Lift {
    Lift {
        incident: incident.map(ToOwned::to_owned),
        by: by.to_owned(),
        at: at(NOW),
        overriding: false,
        wave: None,
    }
}

/// Give the annotations after a change, none when nothing is changed.
fn after(seed: &Seed, change: Change) -> Option<Value> {
    let Decision::Patch(patch) = change.decision() else {
        return None;
    };
    assert_eq!(patch.as_object().unwrap().len(), 1, "{patch}");
    assert_eq!(patch["metadata"].as_object().unwrap().len(), 1, "{patch}");
    let mut annotations = json!(seed.metadata.annotations);
    for (key, value) in patch["metadata"]["annotations"].as_object().unwrap() {
        assert!(key == STOP || key == HOLDS, "{key} is touched");
        if value.is_null() {
            annotations.as_object_mut().unwrap().remove(key);
        } else {
            annotations[key] = value.clone();
        }
    }
    Some(annotations)
}

fn held(annotations: &Value) -> Vec<(Option<String>, String, bool)> {
    let text = annotations[HOLDS].as_str().unwrap_or_default();
    let holds = Holds::parse(text);
    let of = |hold: &Hold| (hold.incident.clone(), hold.by.clone(), hold.foreign);
    holds.iter().map(of).collect()
}

fn stopped_by(holds: &Value) -> Seed {
    seed(&json!({ STOP: STOPPED, HOLDS: holds.to_string(), "other": "kept" }))
}

#[test]
fn a_free_seed_is_stopped_and_held_in_one_patch() {
    let free = seed(&json!({ "other": "kept" }));
    let stop_it = Stop {
        reason: Some("etcd".to_owned()),
        ..stop_for(Some("INC-1"), "jane")
    };
    let annotations = after(&free, stop(&free, &stop_it)).unwrap();
    assert_eq!(
        annotations,
        json!({ "other": "kept", STOP: "true", HOLDS: r#"[{"by":"jane","incident":"INC-1","reason":"etcd","since":"2026-11-21T12:00:00Z"}]"# })
    );
    let stopped = seed(&annotations);
    assert_eq!(stop(&stopped, &stop_it), Change::Already);
    let lifted = after(&stopped, lift(&stopped, &lift_for(Some("INC-1"), "joe"))).unwrap();
    assert_eq!(lifted, json!({ "other": "kept" }));
}

#[test]
fn a_new_reason_or_end_updates_the_hold_and_silence_leaves_it() {
    let stopped = stopped_by(
        &json!([{ "incident": "INC-1", "by": "jane", "since": NOW, "reason": "etcd", "until": NOW }]),
    );
    let again = stop_for(Some("INC-1"), "joe");
    assert_eq!(stop(&stopped, &again), Change::Already);
    let other = Stop {
        reason: Some("etcd and dns".to_owned()),
        ..again
    };
    let annotations = after(&stopped, stop(&stopped, &other)).unwrap();
    let holds = Holds::of(&seed(&annotations));
    let hold = holds.iter().next().unwrap();
    assert_eq!(holds.len(), 1);
    assert_eq!(hold.reason.as_deref(), Some("etcd and dns"));
    assert_eq!((hold.by.as_str(), hold.until), ("jane", Some(at(NOW))));
}

#[test]
fn a_strangers_stop_is_recorded_before_ours_and_survives_it() {
    let strange = seed(&json!({ STOP: "true" }));
    let annotations = after(&strange, stop(&strange, &stop_for(None, "jane"))).unwrap();
    let both = seed(&annotations);
    assert_eq!(
        held(&annotations),
        [
            (None, "kubectl-annotate".to_owned(), true),
            (None, "jane".to_owned(), false)
        ]
    );
    assert_eq!(
        Holds::of(&both).iter().next().unwrap().since,
        Some(at("2026-11-21T08:00:00Z"))
    );
    let left = after(&both, lift(&both, &lift_for(None, "jane"))).unwrap();
    assert_eq!(left[STOP], "true");
    assert_eq!(held(&left), [(None, "kubectl-annotate".to_owned(), true)]);
    let refused = lift(&seed(&left), &lift_for(None, "kubectl-annotate"));
    assert_eq!(
        refused,
        Change::Refused("held by a stop set by kubectl-annotate".to_owned())
    );
}

#[test]
fn nobody_is_named_where_the_server_does_not_tell() {
    let mut strange = seed(&json!({ STOP: "true" }));
    strange.metadata.managed_fields.clear();
    let hold = foreign(&strange, &Holds::default()).unwrap();
    assert_eq!((hold.by.as_str(), hold.since), (UNKNOWN, None));
}

#[test]
fn the_incident_owns_its_hold_and_without_one_the_caller() {
    let stopped = stopped_by(
        &json!([{ "incident": "INC-1", "by": "jane" }, { "by": "jane" }, { "by": "joe" }]),
    );
    let left = |lifting: &Lift| {
        after(&stopped, lift(&stopped, lifting)).map(|annotations| held(&annotations).len())
    };
    assert_eq!(left(&lift_for(Some("INC-1"), "joe")), Some(2));
    assert_eq!(left(&lift_for(None, "jane")), Some(2));
    assert_eq!(left(&lift_for(None, "eve")), None, "refused");
    assert_eq!(
        left(&lift_for(Some("jane"), "jane")),
        None,
        "an incident of that name is another"
    );
}

#[test]
fn a_plain_stop_is_lifted_and_one_of_others_only_by_overriding() {
    let plain = seed(&json!({ STOP: "true" }));
    assert_eq!(
        after(&plain, lift(&plain, &lift_for(None, "jane"))).unwrap(),
        json!({})
    );
    let of_others = stopped_by(&json!([{ "incident": "INC-2", "by": "joe", "since": NOW }, 7]));
    assert_eq!(
        lift(&of_others, &lift_for(None, "jane")),
        Change::Refused("held by INC-2 (joe), an entry that cannot be read: 7".to_owned())
    );
    let overriding = Lift {
        overriding: true,
        ..lift_for(Some("INC-1"), "jane")
    };
    let annotations = after(&of_others, lift(&of_others, &overriding)).unwrap();
    assert_eq!(annotations.get(STOP), None);
    let holds = Holds::of(&seed(&annotations));
    assert!(holds.is_empty());
    let lifted = holds.lifted().unwrap();
    assert_eq!((lifted.by.as_str(), lifted.overridden.len()), ("jane", 2));
    assert_eq!(lift(&seed(&annotations), &overriding), Change::Already);
    let again = seed(&annotations);
    let stopped = after(&again, stop(&again, &stop_for(None, "joe"))).unwrap();
    assert_eq!(
        Holds::of(&seed(&stopped)).lifted(),
        None,
        "history ends with the next stop"
    );
}

#[test]
fn a_stop_that_is_gone_leaves_holds_of_others_and_values_without_effect() {
    let gone = seed(
        &json!({ STOP: "True", HOLDS: json!([{ "by": "jane" }, { "by": "joe" }]).to_string() }),
    );
    let annotations = after(&gone, lift(&gone, &lift_for(None, "jane"))).unwrap();
    assert_eq!(annotations[STOP], "True");
    assert_eq!(held(&annotations), [(None, "joe".to_owned(), false)]);
    assert_eq!(lift(&gone, &lift_for(None, "eve")), Change::Already);
    let overriding = Lift {
        overriding: true,
        ..lift_for(None, "eve")
    };
    assert_eq!(
        after(&gone, lift(&gone, &overriding)).unwrap().get(STOP),
        None
    );
    // Whoever stops it again finds the others still holding it.
    let annotations = after(&gone, stop(&gone, &stop_for(None, "eve"))).unwrap();
    assert_eq!(annotations[STOP], "true");
    assert_eq!(held(&annotations).len(), 3);
}

#[test]
fn what_cannot_be_read_counts_and_is_written_back_as_it_was() {
    for text in [
        "no list",
        "{\"by\":1}",
        "[1,{\"by\":\"jane\",\"since\":\"noon\"}]",
        "[[]]",
        "\"x\"",
        "[{\"incident\":\"a\"}]",
    ] {
        let holds = Holds::parse(text);
        assert!(!holds.is_empty() && holds.iter().count() == 0, "{text}");
        let seed = seed(&json!({ STOP: "true", HOLDS: text }));
        assert!(
            matches!(lift(&seed, &lift_for(None, "jane")), Change::Refused(_)),
            "{text}"
        );
        let annotations = after(&seed, stop(&seed, &stop_for(None, "jane"))).unwrap();
        let both = Holds::parse(annotations[HOLDS].as_str().unwrap());
        assert_eq!(
            both.unreadable().collect::<Vec<_>>(),
            holds.unreadable().collect::<Vec<_>>()
        );
        assert_eq!(both.len(), holds.len() + 1, "{text}");
    }
    assert!(Holds::parse("").is_empty() && Holds::parse("[]").is_empty());
}

#[test]
fn fields_of_later_versions_stay() {
    let text = r#"[{"by":"jane","colour":"red"}]"#;
    assert_eq!(Holds::parse(text).text().unwrap(), text);
}

#[test]
fn waves_leave_a_trace_until_the_seed_is_known_to_be_healthy() {
    let stopped = stopped_by(&json!([{ "by": "jane" }]));
    let in_wave = Lift {
        wave: Some(2),
        ..lift_for(None, "jane")
    };
    let annotations = after(&stopped, lift(&stopped, &in_wave)).unwrap();
    let lifted = seed(&annotations);
    assert_eq!(
        Holds::of(&lifted).lifted().and_then(|lifted| lifted.wave),
        Some(2)
    );
    let forgotten = after(&lifted, forget_wave(&lifted)).unwrap();
    assert_eq!(forgotten, json!({ "other": "kept" }));
    assert_eq!(forget_wave(&seed(&forgotten)), Change::Already);
}

#[test]
fn holds_are_overdue_from_their_end_on() {
    let hold = Hold {
        until: Some(at(NOW)),
        ..Hold::default()
    };
    assert!(hold.is_overdue(at(NOW)) && !hold.is_overdue(at("2026-11-21T11:59:59Z")));
    assert!(!Hold::default().is_overdue(at(NOW)));
}

#[test]
fn a_hold_that_was_given_up_without_an_answer_is_not_refused() {
    let both = stopped_by(
        &json!([{ "incident": "INC-1", "by": "jane" }, { "incident": "INC-2", "by": "joe" }]),
    );
    let lifting = lift_for(Some("INC-1"), "jane");
    let given_up = seed(&after(&both, lift(&both, &lifting)).unwrap());
    assert!(matches!(lift(&given_up, &lifting), Change::Refused(_)));
    assert_eq!(lift_again(&both, &given_up, &lifting), Change::Already);
    // Who never had one is refused.
    assert!(matches!(
        lift_again(&given_up, &given_up, &lifting),
        Change::Refused(_)
    ));
}
