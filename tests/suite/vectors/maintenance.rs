//! The real maintenance reconciler over 90 days: every run of the simulated shoots must agree.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use kubectl_gardener::domain::objects::{CloudProfile, NamespacedCloudProfile, Object, Shoot};
use kubectl_gardener::domain::versions::facts::{Bindings, Facts};
use kubectl_gardener::domain::versions::lifecycle::{classify, transitions};
use kubectl_gardener::domain::versions::profile::{Profile, ProfileKey};
use kubectl_gardener::domain::versions::run::{
    Cause, Certainty, Interval, Run, RunState, is_asked_for, run,
};
use kubectl_gardener::domain::versions::window::Schedule;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Case {
    pub(super) id: String,
    pub(super) now: Timestamp,
    pub(super) until: Timestamp,
    run_fraction: f64,
    pub(super) shoot: Shoot,
    pub(super) runs: Vec<Expected>,
}

#[derive(Deserialize, Debug)]
#[serde(rename_all = "camelCase")]
pub(super) struct Expected {
    at: Timestamp,
    pub(super) window_begin: Option<Timestamp>,
    state: String,
    pub(super) repeats: Option<u32>,
    #[serde(default)]
    pub(super) transition_in_window: bool,
    kubernetes: Option<Change>,
    pools: Vec<Pool>,
    #[serde(default)]
    failures: Vec<Failure>,
    #[serde(default)]
    failure_codes: Vec<String>,
}

#[derive(Deserialize, Debug, Clone, PartialEq)]
pub(super) struct Change {
    name: Option<String>,
    from: String,
    to: String,
    cause: Cause2,
}

#[derive(Deserialize, Debug, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Cause2 {
    Auto,
    Forced,
    Unreported,
}

impl From<Cause> for Cause2 {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Auto => Self::Auto,
            Cause::Forced => Self::Forced,
            Cause::Unreported => Self::Unreported,
        }
    }
}

#[derive(Deserialize, Debug, Clone, PartialEq)]
pub(super) struct Pool {
    name: String,
    kubernetes: Option<Change>,
    image: Option<Change>,
}

#[derive(Deserialize, Debug, Clone, PartialEq)]
pub(super) struct Failure {
    target: String,
}

impl Expected {
    /// Runs that only flip a status, or only rotate credentials and migrate fields, are not predicted.
    pub(super) fn is_predicted(&self) -> bool {
        self.state != "Unchanged"
            && (self.state != "Succeeded" || self.kubernetes.is_some() || !self.pools.is_empty())
    }
}

/// One run in a form in which both sides can be compared.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seen {
    state: String,
    kubernetes: Option<Change>,
    pools: Vec<Pool>,
    failures: Vec<String>,
}

impl Seen {
    /// The same without what depends on the minute of the run: whether the version was expired by then.
    pub(super) fn without_causes(&self) -> Self {
        let without = |change: &Option<Change>| {
            let change = change.clone()?;
            Some(Change {
                cause: Cause2::Auto,
                ..change
            })
        };
        let pool = |pool: &Pool| Pool {
            name: pool.name.clone(),
            kubernetes: without(&pool.kubernetes),
            image: without(&pool.image),
        };
        Self {
            kubernetes: without(&self.kubernetes),
            pools: self.pools.iter().map(pool).collect(),
            ..self.clone()
        }
    }

    /// Every version that is reached, and every failure.
    pub(super) fn parts(&self) -> Vec<String> {
        let without = self.without_causes();
        let kubernetes = without.kubernetes.iter().map(|change| change.to.clone());
        let pools = without.pools.iter().flat_map(|pool| {
            let parts = [&pool.kubernetes, &pool.image];
            let changes = parts.into_iter().flatten();
            changes.map(|change| format!("{} {:?} {}", pool.name, change.name, change.to))
        });
        kubernetes
            .chain(pools)
            .chain(self.failures.clone())
            .collect()
    }
    pub(super) fn expected(run: &Expected) -> Self {
        let mut failures: Vec<String> = run
            .failures
            .iter()
            .map(|failure| failure.target.clone())
            .collect();
        failures.sort_unstable();
        // A failure that was reported before the update was rejected too is a reported failure.
        let reported = run.state == "Error" && !failures.is_empty();
        Self {
            state: if reported {
                "Failed".to_owned()
            } else {
                run.state.clone()
            },
            kubernetes: run.kubernetes.clone(),
            pools: sorted(run.pools.clone()),
            failures,
        }
    }

    pub(super) fn computed(run: &Run) -> Self {
        let mut failures: Vec<String> = run
            .failures
            .iter()
            .map(|failure| failure.target.clone())
            .collect();
        failures.sort_unstable();
        let state = match (run.state, run.reported) {
            (RunState::Failed, false) => "Error",
            (RunState::Failed, true) => "Failed",
            (RunState::Succeeded, _) => "Succeeded",
        };
        let change = |from: &str, to: &str, cause: Cause| Change {
            name: None,
            from: from.to_owned(),
            to: to.to_owned(),
            cause: cause.into(),
        };
        let pool = |pool: &kubectl_gardener::domain::versions::run::PoolRun| Pool {
            name: pool.name.clone(),
            kubernetes: pool
                .kubernetes
                .as_ref()
                .map(|c| change(&c.from, &c.to, c.cause)),
            image: pool.image.as_ref().map(|c| Change {
                name: Some(c.name.clone()),
                ..change(&c.from, &c.to, c.cause)
            }),
        };
        Self {
            state: state.to_owned(),
            kubernetes: run
                .kubernetes
                .as_ref()
                .map(|c| change(&c.from, &c.to, c.cause)),
            pools: sorted(run.pools.iter().map(pool).collect()),
            failures: if run.reported { failures } else { Vec::new() },
        }
    }
}

fn sorted(mut pools: Vec<Pool>) -> Vec<Pool> {
    pools.sort_by(|a, b| a.name.cmp(&b.name));
    pools
}

pub(super) fn bindings() -> Bindings {
    let objects: Vec<Value> = super::read("maintenance-bindings.jsonl.zst");
    let (secrets, credentials): (Vec<_>, Vec<_>) = objects
        .into_iter()
        .partition(|object| object["kind"] == "SecretBinding");
    Bindings::new(
        secrets
            .into_iter()
            .map(|object| serde_json::from_value(object).expect("a SecretBinding")),
        credentials
            .into_iter()
            .map(|object| serde_json::from_value(object).expect("a CredentialsBinding")),
    )
}

pub(super) fn profiles() -> BTreeMap<ProfileKey, Profile> {
    let objects: Vec<Value> = super::read("maintenance-profiles.jsonl.zst");
    let (mut plain, mut namespaced) = (Vec::new(), Vec::new());
    for object in objects {
        if object["kind"] == "CloudProfile" {
            plain.push(serde_json::from_value::<CloudProfile>(object).expect("a CloudProfile"));
        } else {
            namespaced.push(
                serde_json::from_value::<NamespacedCloudProfile>(object)
                    .expect("a NamespacedCloudProfile"),
            );
        }
    }
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|p| Profile::of_namespaced(p, parent(&p.spec.parent.name)));
    let profiles = plain.iter().map(Profile::of).chain(namespaced);
    profiles
        .map(|profile| (profile.key.clone(), profile))
        .collect()
}

/// Run through the windows of a case at the instants at which the real controller ran.
fn simulate(case: &Case, facts: Facts<'_>) -> Vec<(Timestamp, Seen)> {
    let mut shoot = case.shoot.clone();
    let mut seen = Vec::new();
    if shoot.metadata.deletion_timestamp.is_some() {
        return seen; // shoots in deletion are not maintained
    }
    let window = Interval {
        begin: case.now,
        end: case.until,
    };
    let mut step = |shoot: &mut Shoot, at: Timestamp| {
        let outcome = run(shoot, facts, at);
        if outcome.changes() || outcome.fails() {
            let described = outcome.describe(window, Certainty::Certain, false);
            seen.push((at, Seen::computed(&described)));
        }
        outcome.apply(shoot);
    };
    if is_asked_for(&shoot) {
        step(&mut shoot, case.now + SignedDuration::from_mins(1));
        shoot
            .metadata
            .annotations
            .remove("gardener.cloud/operation");
    }
    let schedule = Schedule::of(&shoot);
    let mut occurrence = schedule.current_or_next(case.now);
    while occurrence.begin < case.until {
        // Where the recording tells when it ran, that counts: near a transition it was moved a little.
        let recorded = case
            .runs
            .iter()
            .find(|run| run.window_begin == Some(occurrence.begin));
        let begin = occurrence.begin.max(case.now);
        let length = occurrence.closes.duration_since(begin).as_secs_f64();
        let at = recorded.map_or_else(
            || begin + SignedDuration::from_secs_f64((length * case.run_fraction).floor()),
            |run| run.at,
        );
        if at > case.now && at < case.until {
            step(&mut shoot, at);
        }
        occurrence = schedule.after(&occurrence);
    }
    seen
}

/// Repeat what the recording keeps as one entry with a number of repetitions.
fn expand(runs: &[Expected]) -> Vec<Seen> {
    let real = runs.iter().filter(|run| run.is_predicted());
    real.flat_map(|run| {
        std::iter::repeat_n(Seen::expected(run), 1 + run.repeats.unwrap_or(0) as usize)
    })
    .collect()
}

#[test]
fn runs_agree_with_the_real_reconciler() {
    let (profiles, bindings) = (profiles(), bindings());
    let cases: Vec<Case> = super::read("maintenance-cases.jsonl.zst");
    let mut wrong = Vec::new();
    let mut runs = 0;
    for case in &cases {
        let key =
            ProfileKey::of_shoot(&case.shoot.spec, case.shoot.namespace()).expect("a profile");
        let expected = expand(&case.runs);
        let facts = Facts {
            profile: &profiles[&key],
            bindings: Some(&bindings),
        };
        let computed = simulate(case, facts);
        runs += expected.len();
        let differs = (0..expected.len().max(computed.len()))
            .find(|i| expected.get(*i) != computed.get(*i).map(|(_, seen)| seen));
        if let Some(i) = differs {
            let codes: Vec<_> = case
                .runs
                .iter()
                .flat_map(|run| &run.failure_codes)
                .collect();
            let at = case.runs.first().map(|run| run.at);
            wrong.push(format!(
                "{} {key} run {i} of {} (first {at:?}, codes {codes:?}):\n  Gardener: {:?}\n  here:     {:?}",
                case.id,
                expected.len(),
                expected.get(i),
                computed.get(i)
            ));
        }
    }
    assert!(
        cases.len() == 2_000 && runs > 10_000,
        "only {} cases with {runs} runs",
        cases.len()
    );
    assert!(
        wrong.is_empty(),
        "{} of {} shoots disagree:\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(12)].join("\n")
    );
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Classified {
    profile: String,
    profile_kind: String,
    kind: String,
    image: Option<String>,
    version: String,
    classification: String,
    next_transition: Option<Timestamp>,
}

#[test]
fn classifications_agree_with_gardener() {
    let now: Timestamp = "2026-10-05T09:17:00Z".parse().expect("a time");
    let profiles = profiles();
    let cases: Vec<Classified> = super::read("maintenance-classification.jsonl.zst");
    let mut wrong = Vec::new();
    for case in &cases {
        let profile = profiles
            .values()
            .find(|p| {
                p.key.name == case.profile && format!("{:?}", p.key.kind) == case.profile_kind
            })
            .expect("the profile");
        let raw = match &case.image {
            Some(image) => profile
                .image_offer(image, &case.version)
                .map(|v| &v.offer.raw),
            None => profile
                .kubernetes
                .iter()
                .find(|o| o.raw.version == case.version)
                .map(|o| &o.raw),
        };
        let Some(raw) = raw else {
            wrong.push(format!(
                "{} {} {:?} {} is missing",
                case.profile, case.kind, case.image, case.version
            ));
            continue;
        };
        let next = transitions(raw, now).first().map(|t| t.at);
        if classify(raw, now) != case.classification || (next != case.next_transition) {
            wrong.push(format!(
                "{} {:?} {}: {} then {:?}, here {} then {next:?}",
                case.profile,
                case.image,
                case.version,
                case.classification,
                case.next_transition,
                classify(raw, now)
            ));
        }
    }
    assert!(cases.len() > 3_000);
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong[..wrong.len().min(20)].join("\n")
    );
}
