//! `emergency-stop status` as its users run it: from files and from a served API, once and again and again.
//!
//! The scenarios of the emergency stop that concern looking, with the test of each. U stands for unit tests in
//! `src/domain/emergency_stop`: `shoots/tests.rs`, `shoots/attempt.rs`, `shoots/operation.rs` and `status/tests.rs`.
//!
//! | scenario | what | where |
//! |---|---|---|
//! | 4 | a value without effect | U `another_value_than_true_…`, `offline` |
//! | 5 | both names of the condition, `False`, `Unknown` | U `either_condition_confirms_…`, real garden |
//! | 6 | the condition outlives the annotation | U `a_condition_that_outlives_…`, `offline`, real garden |
//! | 7 | gardenlet too old | U `a_gardenlet_older_than_the_stop_…`, `offline` |
//! | 8 | gardenlet down | U `a_gardenlet_that_is_down_…`, `offline` |
//! | 9, 10 | templates | U `a_template_with_the_annotation_…`, `offline` |
//! | 11 | empty type and null time | U `an_operation_of_empty_type_…`, `a_new_shoot_is_creating_…`, `offline` |
//! | 12 | in flight | U `in_flight_is_what_is_processing_…` |
//! | 13 | pending, and what confinement hides | U `a_generation_that_was_not_looked_at_…` |
//! | 14 | deletion | U `a_deletion_waits_…` |
//! | 15 | migration into a stopped seed | U `a_migration_into_a_stopped_seed_…`, `offline` |
//! | 16 | migration out of a stopped seed | U `a_migration_out_of_a_stopped_seed_…` |
//! | 17 | restore pending | U `a_restore_that_a_stop_blocks_…`, `offline` |
//! | 18 | failed for good | U `a_failed_shoot_needs_a_person_…` |
//! | 22 | stale retries | U `a_retry_cycle_older_than_12_hours_…`, `retries_that_became_stale_…` |
//! | 23 | self-hosted | U `a_self_hosted_shoot_…`, `self_hosted_shoots_are_named_…` |
//! | 24 | managed seeds | U `managed_seeds_hosted_by_a_stopped_seed_…` |
//! | 25 | ignored | U `ignored_shoots_are_counted_apart_…` |
//! | 26, 27 | windows, skipped inside the window | U `windows_across_midnight_…`, `a_shoot_skipped_inside_…` |
//! | 28 | seeds in pages | `live::seeds_and_shoots_arrive_in_pages_…` |
//! | 29 | 5 000 shoots, a token that expires | `live::seeds_and_shoots_arrive_in_pages_…` |
//! | 33 | unscheduled | U `an_unscheduled_shoot_…`, `offline` |
//! | 34 | registered later | U `a_seed_registered_after_all_others_…` |
//! | 36 | stable JSON and YAML | `offline::json_keeps_to_its_schema_…`, snapshots |
//! | 37 | no managedFields | U `without_hold_and_managed_fields_…` |
//! | 38 | a reader without other rights | `live::a_reader_…`, `live::who_may_not_list_shoots_…` |
//!
//! The others are about writing, or resume.

mod live;
mod offline;
#[cfg(unix)]
mod watch;

use std::process::{Command, Output};

use crate::patience::Ending as _;
use serde_json::Value;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/landscape");
const TROUBLES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/suite/emergency_stop_status/troubles.yaml"
);
const SAMPLE_NOW: &str = "2026-11-21T00:00:00Z";
const NOON: &str = "2026-11-21T12:00:00Z";

/// The command with nothing of the developer's surroundings.
fn status() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
    command.env_clear().env("HOME", "/nowhere");
    // Windows cannot open a socket without it.
    command.envs(std::env::vars().filter(|(name, _)| name.eq_ignore_ascii_case("SystemRoot")));
    command.args(["emergency-stop", "status"]);
    command
}

/// The status of a landscape in files.
fn offline(landscape: &str, now: &str, arguments: &[&str]) -> Output {
    let mut command = status();
    command.args(["--now", now, "--landscape", landscape]);
    command.args(arguments).ended()
}

fn troubles(arguments: &[&str]) -> Output {
    offline(TROUBLES, NOON, arguments)
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The text on stdout; panics unless the program ended with this code.
fn text(output: &Output, code: i32) -> String {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The JSON on stdout; panics unless the program ended with this code.
fn json(output: &Output, code: i32) -> Value {
    serde_json::from_str(&text(output, code)).unwrap()
}

/// A seed of a report.
fn seed<'r>(report: &'r Value, name: &str) -> &'r Value {
    let seeds = report["seeds"].as_array().unwrap();
    seeds
        .iter()
        .find(|seed| seed["name"] == name)
        .unwrap_or_else(|| panic!("{name}"))
}
