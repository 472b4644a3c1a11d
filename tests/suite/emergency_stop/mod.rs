//! The emergency stop, by the program that operators start, against a server of our own.
//!
//! The scenarios of the emergency stop and the tests that show them; `holds`, `guards`, `waves`, `shoots` are unit tests of
//! `src/domain/emergency_stop`, `garden` is `tests/garden/suite/emergency_stop.rs`.
//!
//! | | scenario | test |
//! |--:|---|---|
//! | 1 | on and off, one seed | `on::a_seed_is_stopped_and_freed_again` |
//! | 2 | `--all`, one of three is forbidden | `on::one_that_is_forbidden_is_named_and_the_others_are_stopped` |
//! | 3 | on twice | `on::a_stop_that_is_there_is_left_alone` |
//! | 4 | the value `True` | `on::a_value_without_effect_is_corrected_and_told` |
//! | 5 | conditions of all versions | `emergency_stop::either_name_confirms_and_unknown_does_not`, `wait::on_waits_for_the_condition_of_any_version` |
//! | 6 | the condition goes later than the stop | `wait::off_waits_until_the_condition_is_gone` |
//! | 7, 8 | gardenlet too old, or down | `on::gardenlets_that_are_old_or_down_are_told` |
//! | 9 | the template sets `true` | `off::a_template_that_stops_again_is_told` |
//! | 10 | the template sets something else | `on::a_template_that_ends_the_stop_is_told` |
//! | 11-14, 16 | empty type, in flight, pending, deletion, migrating away | `shoots` |
//! | 15 | a migration towards the seed | `guards::migrations_and_rotations_block_where_there_is_time` |
//! | 17 | a restore waits | `resume::a_pending_restore_is_brought_up` |
//! | 18 | failed shoots need `retry` | `resume::failed_shoots_are_retried_and_others_reconciled` |
//! | 19 | resuming is throttled | `resume::not_more_than_allowed_are_reconciled_at_a_time` |
//! | 20 | resuming leaves out what waits for its window | `resume::shoots_that_wait_for_their_window_are_left_out` |
//! | 21 | the seed of a shoot is being deleted | `resume::a_shoot_that_admission_refuses_is_told_and_the_others_go_on` |
//! | 22, 25 | stale retries, ignored shoots | `off::the_backlog_is_told_by_reason_before_lifting`, `shoots` |
//! | 23, 24 | self-hosted shoots, ManagedSeeds | `guards::what_no_stop_reaches_and_what_it_hinders_is_told` |
//! | 26, 27 | windows | `shoots` |
//! | 28 | more seeds than a page | `on::more_seeds_than_a_page_are_all_stopped` |
//! | 29 | the list of shoots expires | `on::a_list_of_shoots_that_expires_starts_over` |
//! | 30, 39 | somebody else writes | `faults::two_operators_and_a_controller_lose_nothing` |
//! | 31 | admission answers 500 | `on::a_server_that_cannot_look_says_so` |
//! | 32 | 429 | `faults::nothing_is_lost_or_doubled_whatever_goes_wrong` |
//! | 33 | a shoot without seed | `off::shoots_without_seed_are_told` |
//! | 34 | a seed that is new | `on::a_seed_that_comes_later_is_told` |
//! | 35 | draining takes too long | `wait::draining_ends_with_its_time` |
//! | 36 | JSON and YAML | `output::the_result_is_the_published_one` |
//! | 37 | no managedFields | `holds::nobody_is_named_where_the_server_does_not_tell` |
//! | 38 | who may only read | `on::who_may_only_read_is_told_and_nothing_hangs` |
//! | 40 | the seed is deleted in between | `on::a_seed_that_goes_is_told` |

mod faults;
mod guards;
mod off;
mod on;
mod output;
pub mod question;
mod resume;
#[cfg(target_os = "linux")]
mod terminal;
mod usage;
mod wait;
mod waves;

use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::api::{Address, FakeApi};
use crate::patience::Ending as _;

pub const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
pub const HOLDS: &str = "kubectl-gardener/emergency-stop";
pub const CONFIRMED: &str = "EmergencyStopShootReconciliations";

/// A garden with the program in front of it.
pub struct Scene {
    pub api: FakeApi,
    directory: TempDir,
    kubeconfig: PathBuf,
}

/// How the program ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    /// Give the JSON that was printed; panics unless it ended with this code.
    pub fn json(&self, code: i32) -> Value {
        assert_eq!(self.code, Some(code), "{}\n{}", self.err, self.out);
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("{error}: {}\n{}", self.out, self.err))
    }

    /// Panics unless it ended with this code.
    pub fn outcomes_are(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.err, self.out);
    }

    /// Give what became of each seed, as `name outcome`.
    pub fn outcomes(&self, code: i32) -> Vec<String> {
        let json = self.json(code);
        let seeds = json["seeds"].as_array().unwrap().iter();
        seeds
            .map(|seed| {
                format!(
                    "{} {}",
                    seed["name"].as_str().unwrap(),
                    seed["outcome"].as_str().unwrap()
                )
            })
            .collect()
    }
}

/// A healthy seed.
pub fn seed(name: &str) -> Value {
    json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed",
        "metadata": { "name": name, "annotations": { "example.org/other": "kept" } },
        "spec": { "provider": { "type": "aws", "region": "eu-west-1" }, "settings": { "scheduling": { "visible": true } } },
        "status": {
            "gardener": { "version": "v1.150.0" }, "lastOperation": { "type": "Reconcile", "state": "Succeeded" },
            "conditions": [{ "type": "GardenletReady", "status": "True" }],
        },
    })
}

/// A shoot on a seed that is up to date, with changes merged in.
pub fn shoot(name: &str, seed: &str, changes: Value) -> Value {
    let mut shoot = json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": name, "namespace": "garden-a", "generation": 3 },
        "spec": { "seedName": seed, "purpose": "production", "kubernetes": { "version": "1.33.1" }, "provider": { "type": "aws", "workers": [] },
            "maintenance": { "timeWindow": { "begin": "220000+0000", "end": "230000+0000" } } },
        "status": { "uid": "u", "seedName": seed, "observedGeneration": 3, "gardener": { "version": "v1.150.0" },
            "lastOperation": { "type": "Reconcile", "state": "Succeeded", "lastUpdateTime": "2026-11-20T22:30:00Z" } },
    });
    merge(&mut shoot, changes);
    shoot
}

fn merge(into: &mut Value, changes: Value) {
    match (into, changes) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (key, value) in changes {
                merge(fields.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, value) => *into = value,
    }
}

/// Give the address of a seed.
pub fn at(name: &str) -> Address {
    Address::parse(&format!("/apis/core.gardener.cloud/v1beta1/seeds/{name}")).unwrap()
}

impl Scene {
    /// Serve seeds of these names.
    pub fn with<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let api = FakeApi::http();
        let directory = tempfile::tempdir().unwrap();
        let kubeconfig = api.kubeconfig_file(directory.path());
        let scene = Self {
            api,
            directory,
            kubeconfig,
        };
        for name in names {
            scene.api.add(seed(name));
        }
        scene
    }

    /// Serve that many seeds.
    pub fn many(count: usize) -> Self {
        let scene = Self::with([]);
        for index in 0..count {
            scene.api.add(seed(&format!("seed-{index:03}")));
        }
        scene
    }

    /// Change a seed.
    pub fn change(&self, name: &str, change: Value) {
        self.api
            .store(|store| merge(store.get_mut(&at(name)).unwrap(), change));
    }

    /// Give the annotations of a seed.
    pub fn annotations(&self, name: &str) -> Value {
        self.api
            .store(|store| store.get_mut(&at(name)).unwrap()["metadata"]["annotations"].clone())
    }

    /// Tell whether a seed is stopped.
    pub fn is_stopped(&self, name: &str) -> bool {
        self.annotations(name)[STOP] == "true"
    }

    /// Give whose holds a seed has: incidents, else callers.
    pub fn holders(&self, name: &str) -> Vec<String> {
        let text = self.annotations(name)[HOLDS]
            .as_str()
            .map(ToOwned::to_owned);
        let holds: Vec<Value> = text
            .map(|text| serde_json::from_str(&text).unwrap())
            .unwrap_or_default();
        let of = |hold: &Value| {
            hold["incident"]
                .as_str()
                .or(hold["by"].as_str())
                .unwrap_or("-")
                .to_owned()
        };
        holds.iter().map(of).collect()
    }

    /// Get the program ready.
    pub fn program(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
        command
            .env_clear()
            .env("HOME", self.directory.path())
            .env("KUBECONFIG", &self.kubeconfig)
            .envs(std::env::vars().filter(|(name, _)| name.eq_ignore_ascii_case("SystemRoot")))
            .arg("emergency-stop")
            .args(arguments.split_whitespace())
            .stdin(Stdio::null());
        command
    }

    /// Run it to its end.
    pub fn run(&self, arguments: &str) -> Ended {
        self.program(arguments).ended().into()
    }

    /// Start it.
    pub fn start(&self, arguments: &str) -> Child {
        let mut command = self.program(arguments);
        command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Give the methods and paths of the requests so far, in order.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.api.requests();
        let named = |path: &str| path.rsplit("/v1beta1/").next().unwrap_or(path).to_owned();
        requests
            .iter()
            .map(|seen| format!("{} {}", seen.method, named(&seen.path)))
            .collect()
    }

    /// Forget nothing, but give only the patches.
    pub fn patches(&self) -> Vec<String> {
        self.requests()
            .into_iter()
            .filter(|request| request.starts_with("PATCH"))
            .collect()
    }
}
