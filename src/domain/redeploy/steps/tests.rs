//! The steps of every course that a redeployment can take.

use serde_json::{Value, json};

use super::*;
use crate::domain::objects::{Gardenlet, ManagedSeed};

const T0: &str = "2026-11-21T03:00:00Z";

fn at(seconds: i64) -> Timestamp {
    let start: Timestamp = T0.parse().unwrap();
    start + SignedDuration::from_secs(seconds)
}

/// A redeployment that is looked at again and again.
struct Course {
    tracker: Tracker,
    gardenlet: Value,
    /// The uid of the Secret, while it is there.
    secret: Option<&'static str>,
    renewed: Option<i64>,
    ready: &'static str,
}

impl Course {
    fn with(secret: Option<&str>, before: &str) -> Self {
        let request = Request {
            via: Via::Gardenlet,
            at: at(0),
            seen: at(0),
            generation: 8,
            secret: secret.map(|name| Handed {
                name: name.to_owned(),
                uid: Some("ours".to_owned()),
            }),
            registered_before: Some(before.to_owned()),
        };
        let refers = secret.map(|name| json!({ "name": name }));
        Self {
            tracker: Tracker::new(request),
            gardenlet: json!({
                "metadata": { "name": "aws", "generation": 8, "annotations": { "gardener.cloud/operation": "force-redeploy" } },
                "spec": { "kubeconfigSecretRef": refers },
                "status": { "observedGeneration": 7, "conditions": [condition(before, "Reconciled", "Seed registered", -9000)] },
            }),
            secret: secret.map(|_| "ours"),
            renewed: Some(-7200),
            ready: "Unknown",
        }
    }

    fn remote() -> Self {
        Self::with(Some("handed"), "True")
    }

    fn says(&mut self, status: &str, message: &str, since: i64) -> &mut Self {
        let reason = if status == "True" {
            "Reconciled"
        } else {
            "ReconcileError"
        };
        self.gardenlet["status"] = json!({ "observedGeneration": 8, "conditions": [condition(status, reason, message, since)] });
        self
    }

    fn annotation_gone(&mut self) -> &mut Self {
        self.gardenlet["metadata"]["annotations"] = Value::Null;
        self
    }

    fn deployed(&mut self, since: i64) -> &mut Self {
        self.says("Progressing", WAITING, since).annotation_gone()
    }

    fn cleaned_up(&mut self, since: i64) -> &mut Self {
        self.says("True", "Gardenlet deployed and Seed registered", since);
        self.secret = None;
        self.gardenlet["spec"] = json!({});
        self
    }

    fn alive(&mut self, renewed: i64) -> &mut Self {
        self.renewed = Some(renewed);
        self.ready = "True";
        self
    }

    fn look(&mut self, seconds: i64) -> Vec<News> {
        let gardenlet: Gardenlet = serde_json::from_value(self.gardenlet.clone()).unwrap();
        let seed: Seed = serde_json::from_value(json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": self.ready }] } })).unwrap();
        let lease: Lease =
            serde_json::from_value(json!({ "spec": { "renewTime": self.renewed.map(at) } }))
                .unwrap();
        self.tracker.observe(&Seen {
            at: at(seconds),
            metadata: &gardenlet.metadata,
            conditions: &gardenlet.status.conditions,
            observed_generation: gardenlet.status.observed_generation,
            refers: gardenlet.spec.kubeconfig_secret_ref.is_some(),
            secret: self.secret.map_or(Sight::Gone, Sight::There),
            seed: Some(&seed),
            lease: Some(&lease),
        })
    }

    fn reached(&self) -> Vec<StepName> {
        let steps = self.tracker.steps().iter();
        steps
            .filter(|step| step.at.is_some())
            .map(|step| step.name)
            .collect()
    }
}

fn condition(status: &str, reason: &str, message: &str, since: i64) -> Value {
    json!({ "type": "SeedRegistered", "status": status, "reason": reason, "message": message, "lastTransitionTime": at(since), "lastUpdateTime": at(since) })
}

#[test]
fn case_01_a_remote_one_is_proved_step_by_step() {
    use StepName::*;
    let mut course = Course::remote();
    assert!(course.look(1).is_empty());
    let news = course.deployed(2).look(3);
    assert!(news.contains(&News::Reached(AnnotationRemoved)), "{news:?}");
    course.look(4);
    let news = course.cleaned_up(32).look(33);
    assert_eq!(
        news,
        [SeedRegistered, SecretDeleted, ReferenceRemoved].map(News::Reached)
    );
    course.alive(34).look(35);
    assert_eq!(
        *course.tracker.verdict(),
        Verdict::Waiting,
        "one heartbeat is none"
    );
    let news = course.alive(36).look(37);
    assert_eq!(news, [LeaseRenewed, GardenletReady].map(News::Reached));
    assert_eq!(*course.tracker.verdict(), Verdict::Done);
    let order: Vec<_> = course
        .tracker
        .steps()
        .iter()
        .map(|step| step.name)
        .collect();
    assert_eq!(
        order,
        [
            Requested,
            AnnotationRemoved,
            SeedRegistered,
            SecretDeleted,
            ReferenceRemoved,
            LeaseRenewed,
            GardenletReady
        ]
    );
}

#[test]
fn case_02_a_local_one_has_no_secret_and_no_reference() {
    use StepName::*;
    let mut course = Course::with(None, "True");
    course.deployed(2).look(3);
    course.cleaned_up(32).alive(31).look(33);
    course.alive(34).look(35);
    assert_eq!(*course.tracker.verdict(), Verdict::Done);
    assert_eq!(
        course.reached(),
        [
            Requested,
            AnnotationRemoved,
            SeedRegistered,
            LeaseRenewed,
            GardenletReady
        ]
    );
}

#[test]
fn case_12_what_was_done_before_the_first_look_counts() {
    let mut course = Course::remote();
    course.annotation_gone().cleaned_up(2).alive(1).look(3);
    course.alive(4).look(5);
    assert_eq!(*course.tracker.verdict(), Verdict::Done);
}

#[test]
fn another_secret_of_the_same_name_is_not_ours() {
    let mut course = Course::remote();
    course.deployed(2).look(3);
    course.secret = Some("theirs");
    let news = course.look(4);
    assert_eq!(news, [News::Reached(StepName::SecretDeleted)]);
}

#[test]
fn case_13_a_secret_that_the_operator_does_not_see_yet_is_no_alarm() {
    let mut course = Course::remote();
    let news = course
        .says("False", "secrets \"handed\" not found", 1)
        .look(1);
    assert_eq!(news, []);
    let news = course.look(20);
    assert!(
        matches!(news.as_slice(), [News::Trouble { .. }]),
        "{news:?}"
    );
    course.deployed(21).look(22);
    assert_eq!(course.tracker.trouble(), None, "it is over");
}

#[test]
fn case_14_waiting_for_registration_is_progress_although_its_reason_is_an_error() {
    let mut course = Course::remote();
    let news = course.deployed(2).look(3);
    assert!(news.contains(&News::Progress(WAITING.to_owned())));
    assert!(!news.iter().any(|news| matches!(news, News::Trouble { .. })));
    assert_eq!(course.tracker.trouble(), None);
}

#[test]
fn case_15_registered_with_a_stale_lease_is_no_success() {
    let mut course = Course::remote();
    course.deployed(2).look(3);
    course.cleaned_up(32);
    for second in 33..330 {
        assert!(
            !course
                .look(second)
                .iter()
                .any(|news| matches!(news, News::Overdue(_)))
        );
    }
    let news = course.look(333);
    assert_eq!(news, [News::Overdue(NOT_ALIVE)]);
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
    assert!(course.tracker.missing().contains("renews its lease"));
    // A lease that was renewed before the request proves nothing, ready or not.
    course.alive(-1).look(334);
    course.look(335);
    assert!(!course.reached().contains(&StepName::GardenletReady));
}

#[test]
fn case_16_the_observed_generation_proves_nothing_by_itself() {
    let mut course = Course::remote();
    course.deployed(2).look(3);
    course.cleaned_up(32).look(33);
    course.gardenlet["metadata"]["generation"] = 9.into();
    assert_eq!(course.look(34), []);
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
}

#[test]
fn case_28_an_operator_that_retries_is_told_once_and_remembered() {
    let mut course = Course::remote();
    let text = "error discovering kubernetes version \"https://x\": timeout";
    let news = course.says("False", text, 5).look(6);
    assert!(
        matches!(news.as_slice(), [News::Trouble { advice: Some(advice), .. }] if advice.contains("cannot talk")),
        "{news:?}"
    );
    for second in 7..300 {
        assert_eq!(course.look(second), [], "nothing changed");
    }
    let trouble = course.tracker.trouble().unwrap();
    assert!(
        trouble.contains("gardener-operator says: error discovering"),
        "{trouble}"
    );
    assert!(course.tracker.leaves_the_operator_free());
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
}

#[test]
fn case_26_and_27_the_wrong_cluster_is_hopeless_after_a_second_look() {
    let mut course = Course::remote();
    let text = "found existing gardenlet deployment with ConfigMap x which uses seed name \"gcp\"";
    course.says("False", text, 5).look(6);
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
    course.look(7);
    assert!(
        matches!(course.tracker.verdict(), Verdict::Failed(why) if why.contains("wrong cluster"))
    );
}

#[test]
fn what_failed_before_the_request_is_not_about_it() {
    let mut course = Course::with(Some("handed"), "False");
    course.gardenlet["status"] = json!({ "observedGeneration": 7, "conditions": [condition("False", "ReconcileError", "failed pulling Helm chart", -60)] });
    assert_eq!(course.look(1), []);
}

#[test]
fn case_30_an_operator_that_does_not_come_is_told_after_a_minute() {
    let mut course = Course::remote();
    assert_eq!(course.look(59), []);
    assert_eq!(course.look(60), [News::Overdue(NOT_PICKED_UP)]);
    assert_eq!(course.look(61), [], "once");
    assert!(course.tracker.missing().contains("has not picked up"));
    assert!(course.tracker.leaves_the_operator_free());
}

#[test]
fn case_31_an_operation_that_vanished_undone_is_found() {
    let mut course = Course::remote();
    course.look(1);
    course.annotation_gone().look(2);
    assert_eq!(
        *course.tracker.verdict(),
        Verdict::Waiting,
        "one look may be old"
    );
    course.look(3);
    assert_eq!(
        *course.tracker.verdict(),
        Verdict::Failed(CANCELLED.to_owned())
    );
}

#[test]
fn race_03_a_request_that_was_cleaned_up_instead_is_found() {
    // True, untouched since before: the clean-up changed nothing.
    let mut course = Course::remote();
    course.look(1);
    course.annotation_gone().cleaned_up(-9000).look(2);
    course.look(3);
    assert!(matches!(course.tracker.verdict(), Verdict::Failed(_)));
    // False, and True without ever having waited.
    let mut course = Course::remote();
    course
        .says("False", "failed pulling Helm chart: 503", 5)
        .look(6);
    course.annotation_gone().cleaned_up(7).look(7);
    course.look(8);
    assert!(matches!(course.tracker.verdict(), Verdict::Failed(_)));
    // The same after a time in which nobody looked may be a success.
    let mut course = Course::remote();
    course
        .says("False", "failed pulling Helm chart: 503", 5)
        .look(6);
    course.annotation_gone().cleaned_up(40).look(41);
    assert!(course.reached().contains(&StepName::SeedRegistered));
}

#[test]
fn case_39_a_reference_that_comes_back_is_not_taken_for_gone() {
    let mut course = Course::remote();
    course.deployed(2).look(3);
    course.cleaned_up(32);
    course.gardenlet["spec"] = json!({ "kubeconfigSecretRef": { "name": "handed" } });
    course.alive(34).look(35);
    course.alive(36).look(37);
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
    let missing = course.tracker.missing();
    assert!(
        missing.contains("the reference") && missing.contains("GitOps"),
        "{missing}"
    );
}

#[test]
fn a_condition_that_stays_behind_a_living_gardenlet_is_said_to_be_harmless() {
    let mut course = Course::with(None, "True");
    course.deployed(2).look(3);
    course.alive(34).look(35);
    course.alive(36).look(37);
    assert_eq!(*course.tracker.verdict(), Verdict::Waiting);
    let missing = course.tracker.missing();
    assert!(missing.contains("stale and harmless"), "{missing}");
}

#[test]
fn a_managed_seed_is_proved_by_its_generation_and_its_heartbeat() {
    use StepName::*;
    for (via, annotation, expected) in [
        (
            Via::Reconcile,
            None,
            vec![Requested, SeedRegistered, LeaseRenewed, GardenletReady],
        ),
        (
            Via::Renew,
            Some(RENEW_KUBECONFIG),
            vec![
                Requested,
                AnnotationRemoved,
                SeedRegistered,
                LeaseRenewed,
                GardenletReady,
            ],
        ),
    ] {
        let mut tracker = Tracker::new(Request {
            via,
            at: at(0),
            seen: at(0),
            generation: 4,
            secret: None,
            registered_before: None,
        });
        let mut look = |second: i64, annotation: Option<&str>, observed: i64, renewed: i64| {
            let managed: ManagedSeed = serde_json::from_value(json!({
                "metadata": { "name": "m", "generation": 4, "annotations": annotation.map(|value| json!({ "gardener.cloud/operation": value })) },
                "status": { "observedGeneration": observed, "conditions": [condition("True", "Reconciled", "", -9000)] },
            }))
            .unwrap();
            let seed: Seed = serde_json::from_value(json!({ "status": { "conditions": [{ "type": "GardenletReady", "status": "True" }] } })).unwrap();
            let lease: Lease =
                serde_json::from_value(json!({ "spec": { "renewTime": at(renewed) } })).unwrap();
            tracker.observe(&Seen {
                at: at(second),
                metadata: &managed.metadata,
                conditions: &managed.status.conditions,
                observed_generation: managed.status.observed_generation,
                refers: false,
                secret: Sight::Unseen,
                seed: Some(&seed),
                lease: Some(&lease),
            });
            tracker.clone()
        };
        assert_eq!(*look(1, annotation, 3, 0).verdict(), Verdict::Waiting);
        let waiting = look(2, annotation, 3, 2);
        let reached = waiting.steps().iter().filter(|step| step.at.is_some());
        assert_eq!(reached.count(), 1, "{via:?}");
        look(10, None, 4, 9);
        let done = look(11, None, 4, 10);
        assert_eq!(*done.verdict(), Verdict::Done, "{via:?} {done:?}");
        let names: Vec<_> = done.steps().iter().map(|step| step.name).collect();
        assert_eq!(names, expected);
    }
}
