//! Any interleaving of `on` and `off` by several incidents, merged through conflicts, ends in the right set.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::domain::accounting::Decision;
use crate::domain::emergency_stop::{STOP, STOPPED};

/// Somebody who stops and lifts: with an incident of their own, or without.
#[derive(Clone, Debug)]
struct Actor {
    incident: Option<String>,
    by: String,
}

#[derive(Clone, Copy, Debug)]
enum Action {
    On,
    Off,
}

/// The server: annotations and their version.
struct Server {
    version: usize,
    annotations: Value,
}

impl Server {
    fn read(&self) -> (usize, Seed) {
        let seed = json!({ "metadata": { "name": "aws", "annotations": self.annotations } });
        (self.version, serde_json::from_value(seed).unwrap())
    }

    /// Merge a patch, unless it was decided on another version.
    fn write(&mut self, version: usize, patch: &Value) -> bool {
        if version != self.version {
            return false;
        }
        self.version += 1;
        for (key, value) in patch["metadata"]["annotations"].as_object().unwrap() {
            if value.is_null() {
                self.annotations.as_object_mut().unwrap().remove(key);
            } else {
                self.annotations[key] = value.clone();
            }
        }
        true
    }
}

fn actor(number: usize) -> Actor {
    // Two pairs share an incident or a name, so that ownership is put to the test.
    let (incident, by) = [
        (Some("INC-1"), "jane"),
        (Some("INC-2"), "jane"),
        (None, "jane"),
        (None, "joe"),
        (Some("joe"), "eve"),
    ][number];
    Actor {
        incident: incident.map(ToOwned::to_owned),
        by: by.to_owned(),
    }
}

fn decide(actor: &Actor, action: Action, seed: &Seed) -> Decision {
    let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
    let change = match action {
        Action::On => stop(
            seed,
            &Stop {
                incident: actor.incident.clone(),
                reason: None,
                by: actor.by.clone(),
                since: now,
                until: None,
            },
        ),
        Action::Off => lift(
            seed,
            &Lift {
                incident: actor.incident.clone(),
                by: actor.by.clone(),
                at: now,
                overriding: false,
                wave: None,
            },
        ),
    };
    change.decision()
}

/// A run that has decided on what it read, and has yet to write.
struct Running {
    actor: usize,
    action: Action,
    version: usize,
    seed: Seed,
}

fn steps() -> impl Strategy<Value = Vec<(usize, bool, usize)>> {
    prop::collection::vec((0..5_usize, any::<bool>(), 0..4_usize), 1..40)
}

proptest! {
    #[test]
    fn any_interleaving_ends_in_the_right_set(steps in steps(), foreign in any::<bool>(), broken in any::<bool>()) {
        let mut annotations = json!({ "other": "kept" });
        if foreign {
            annotations[STOP] = STOPPED.into();
        }
        if foreign && broken {
            annotations[HOLDS] = "by hand: do not lift".into();
        }
        let mut server = Server { version: 0, annotations };
        let mut expected: BTreeSet<usize> = BTreeSet::new();
        // Who cannot be read is recorded as soon as anybody takes a hold; before, anybody may lift a plain stop.
        let mut stranger = foreign;
        let mut running: Vec<Running> = Vec::new();
        let mut finish = |server: &mut Server, expected: &mut BTreeSet<usize>, mut run: Running| {
            loop {
                let mut patched = true;
                match decide(&actor(run.actor), run.action, &run.seed) {
                    Decision::Patch(patch) => patched = server.write(run.version, &patch),
                    // What needs no write counts as decided on what is there now.
                    _ => patched = patched && run.version == server.version,
                }
                if patched {
                    break;
                }
                (run.version, run.seed) = server.read();
            }
            match run.action {
                Action::On => {
                    expected.insert(run.actor);
                }
                Action::Off => {
                    // The plain stop goes with the first lifting, as long as nobody has taken a hold beside it.
                    if expected.is_empty() && !broken && !server.annotations[STOP].is_string() {
                        stranger = false;
                    }
                    expected.remove(&run.actor);
                }
            }
        };
        for (who, on, delay) in steps {
            let (version, seed) = server.read();
            let action = if on { Action::On } else { Action::Off };
            running.push(Running { actor: who, action, version, seed });
            while running.len() > delay {
                let run = running.remove(0);
                finish(&mut server, &mut expected, run);
            }
        }
        for run in running {
            finish(&mut server, &mut expected, run);
        }
        let (_, seed) = server.read();
        let holds = Holds::of(&seed);
        for number in 0..5 {
            let actor = actor(number);
            let owner = Owner { incident: actor.incident.as_deref(), by: &actor.by };
            let own = holds.iter().filter(|hold| owner.owns(hold)).count();
            prop_assert_eq!(own, usize::from(expected.contains(&number)), "{}", number);
        }
        prop_assert_eq!(is_stopped(&seed), !expected.is_empty() || stranger);
        if stranger && !expected.is_empty() {
            prop_assert_eq!(holds.len(), expected.len() + 1);
        }
        prop_assert_eq!(&server.annotations["other"], "kept");
    }

    #[test]
    fn no_text_is_lost(text in "\\PC*") {
        let holds = Holds::parse(&text);
        prop_assert_eq!(Holds::parse(&holds.text().unwrap_or_default()), holds);
    }

    #[test]
    fn no_json_is_lost(items in prop::collection::vec(("[a-z]{0,8}", any::<i64>(), any::<bool>()), 0..5)) {
        let items: Vec<Value> = items
            .into_iter()
            .map(|(text, number, flag)| if flag { json!({ "by": text, "x": number }) } else { json!([text, number]) })
            .collect();
        let text = Value::Array(items.clone()).to_string();
        let holds = Holds::parse(&text);
        prop_assert_eq!(holds.len(), items.len());
        let back: Value = serde_json::from_str(&holds.text().unwrap_or("[]".to_owned())).unwrap();
        prop_assert_eq!(back, Value::Array(items));
    }
}
