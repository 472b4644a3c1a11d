//! What a Gardenlet already has pending, what is wanted of it, and so what is written.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::check::Checked;
use super::steps::{SEED_REGISTERED, WAITING};
use super::{FORCE_REDEPLOY, OPERATION};
use crate::domain::objects::{Gardenlet, Object, TracedMetadata, condition};

/// An operation that somebody asked for and nobody has finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The operation.
    pub operation: String,
    /// The program that asked for it, if the server tells.
    pub by: Option<String>,
    /// When it was asked for, if the server tells.
    pub since: Option<Timestamp>,
}

impl Pending {
    /// Find the operation that is pending on an object.
    pub fn of(metadata: &TracedMetadata) -> Option<Self> {
        let operation = metadata.annotations.get(OPERATION)?;
        if operation.is_empty() {
            return None;
        }
        let writer = metadata.writer_of_annotation(OPERATION);
        Some(Self {
            operation: operation.clone(),
            by: writer.as_ref().map(|writer| writer.manager.to_owned()),
            since: writer.and_then(|writer| writer.time),
        })
    }

    /// Say what is pending, who asked and since when.
    pub fn words(&self) -> String {
        let mut words = format!("operation {} is pending", self.operation);
        if let Some(since) = self.since {
            words = format!("{words} since {since}");
        }
        match &self.by {
            Some(by) => format!("{words}, asked for with {by}"),
            None => words,
        }
    }
}

/// Where a gardenlet is deployed to, as its Gardenlet says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The cluster of the kubeconfig in this Secret.
    Secret(String),
    /// The runtime cluster: no Secret is named.
    Runtime,
}

impl Reference {
    /// Read it from a Gardenlet.
    pub fn of(gardenlet: &Gardenlet) -> Self {
        match &gardenlet.spec.kubeconfig_secret_ref {
            Some(reference) => Self::Secret(reference.name.clone()),
            None => Self::Runtime,
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Secret(name) => format!("the cluster of Secret {name}"),
            Self::Runtime => "the runtime cluster".to_owned(),
        }
    }
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Annotation and reference, in one patch.
    Ask,
    /// Another operation is taken off first, which needs a write of its own.
    ClearAndAsk,
    /// The same is asked for again: it has gardener-operator try at once.
    Retry,
    /// Nothing: it was carried out just now, and is only looked at.
    Follow,
    /// Nothing.
    Stop,
}

/// The decision about a Gardenlet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What is written.
    pub course: Course,
    /// Check P2.
    pub operation: Checked,
    /// Check P3.
    pub target: Checked,
    /// The request that is repeated.
    pub pending: Option<Pending>,
}

/// How things stand besides the Gardenlet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Situation {
    /// Whether there is a Seed: then gardener-operator cleans up what no request is pending for.
    pub seed: bool,
    /// Whether what is pending may be taken off or replaced.
    pub clear: bool,
}

/// Decide what to do about what is pending. `wanted` is none as long as no target was chosen.
pub fn decide(gardenlet: &Gardenlet, wanted: Option<&Reference>, situation: Situation) -> Decided {
    let Situation { seed, clear } = situation;
    let pending = Pending::of(&gardenlet.metadata);
    let repeats = pending
        .as_ref()
        .filter(|pending| pending.operation == FORCE_REDEPLOY)
        .cloned();
    let (mut course, operation) = operation(gardenlet, pending.as_ref(), clear);
    let mut target = target(gardenlet, repeats.as_ref(), wanted, clear);
    // A reference without a request is about to be removed, by a patch that nothing holds back: asking now could
    // leave the request without it, which means the runtime cluster.
    let cleaned_up = pending.is_none() && seed && Reference::of(gardenlet) != Reference::Runtime;
    if cleaned_up && !operation.blocks() {
        let mine = wanted.is_none_or(|wanted| *wanted == Reference::of(gardenlet));
        if is_waiting(gardenlet) && mine && !clear {
            course = Course::Follow;
            target = Checked::info(
                "P3",
                "it was deployed just now, gardener-operator is about to clean up: nothing is asked, only looked at",
            );
        } else if clear {
            course = Course::ClearAndAsk;
        } else if !target.blocks() {
            target = Checked::blocked(
                "P3",
                format!(
                    "the Gardenlet refers to {} without a request: gardener-operator is about to remove that; wait until it has, or take it off with --clear-operation if it does not run",
                    Reference::of(gardenlet).words()
                ),
            );
        }
    }
    let there = Reference::of(gardenlet);
    if course == Course::Retry && wanted.is_some_and(|wanted| clear || *wanted != there) {
        // The annotation stays as it is; reference or Secret are replaced.
        course = Course::Ask;
    }
    if operation.blocks() || target.blocks() {
        course = Course::Stop;
    }
    Decided {
        course,
        operation,
        target,
        pending: repeats.filter(|_| course == Course::Retry),
    }
}

/// Whether the chart was applied and the operator waits before it cleans up.
fn is_waiting(gardenlet: &Gardenlet) -> bool {
    let registered = condition::find(&gardenlet.status.conditions, SEED_REGISTERED);
    registered.is_some_and(|registered| {
        registered.status == "Progressing" && registered.message.contains(WAITING)
    })
}

fn operation(gardenlet: &Gardenlet, pending: Option<&Pending>, clear: bool) -> (Course, Checked) {
    let id = "P2";
    if gardenlet.metadata.deletion_timestamp.is_some() {
        let message = "the Gardenlet is being deleted: nothing is deployed for it any more";
        return (Course::Stop, Checked::blocked(id, message));
    }
    match pending {
        None => (
            Course::Ask,
            Checked::ok(id, "no operation is pending on the Gardenlet"),
        ),
        Some(pending) if pending.operation == FORCE_REDEPLOY => (
            Course::Retry,
            Checked::warning(
                id,
                format!(
                    "{}: it is asked for again, which has gardener-operator try at once",
                    pending.words()
                ),
            ),
        ),
        Some(pending) if clear => (
            Course::ClearAndAsk,
            Checked::warning(id, format!("{}; it is taken off first", pending.words())),
        ),
        Some(pending) => (
            Course::Stop,
            Checked::blocked(
                id,
                format!(
                    "{}; wait for it, or take it off with --clear-operation",
                    pending.words()
                ),
            ),
        ),
    }
}

fn target(
    gardenlet: &Gardenlet,
    repeats: Option<&Pending>,
    wanted: Option<&Reference>,
    clear: bool,
) -> Checked {
    let id = "P3";
    let there = Reference::of(gardenlet);
    let Some(wanted) = wanted else {
        return match repeats {
            Some(_) => Checked::ok(id, format!("as it was asked for: {}", there.words())),
            None => Checked::blocked(
                id,
                "no target was chosen: name one with --target-kubeconfig, --target-shoot, --target-secret or --runtime",
            ),
        };
    };
    if *wanted == there {
        return Checked::ok(id, wanted.words());
    }
    let conflict = match (&there, repeats) {
        (Reference::Runtime, None) => return Checked::ok(id, wanted.words()),
        (there, Some(pending)) => format!("{}, into {}", pending.words(), there.words()),
        (there, None) => format!("the Gardenlet refers to {} already", there.words()),
    };
    if clear {
        let left = match &there {
            Reference::Secret(name) => format!(
                "; Secret {GARDEN}/{name} is not removed",
                GARDEN = super::GARDEN
            ),
            Reference::Runtime => String::new(),
        };
        return Checked::warning(
            id,
            format!("{conflict}; replaced by {}{left}", wanted.words()),
        );
    }
    let remedy = match &there {
        Reference::Secret(name) => {
            format!("use it with --target-secret {name}, or replace it with --clear-operation")
        }
        Reference::Runtime => {
            "leave out the target to ask for the same again, or replace it with --clear-operation"
                .to_owned()
        }
    };
    Checked::blocked(id, format!("{conflict}; {remedy}"))
}

/// Build the one patch that asks: annotation and reference together, on the version that was looked at.
pub fn request(gardenlet: &Gardenlet, wanted: &Reference) -> Value {
    let mut patch = json!({ "metadata": { "annotations": { OPERATION: FORCE_REDEPLOY } } });
    match wanted {
        Reference::Secret(name) => {
            patch["spec"] = json!({ "kubeconfigSecretRef": { "name": name } });
        }
        Reference::Runtime if gardenlet.spec.kubeconfig_secret_ref.is_some() => {
            patch["spec"] = json!({ "kubeconfigSecretRef": null });
        }
        Reference::Runtime => {}
    }
    on_version(patch, gardenlet)
}

/// Build the patch that takes an operation off, and a reference without one with it.
pub fn clearing(gardenlet: &Gardenlet) -> Value {
    let mut patch = json!({ "metadata": { "annotations": { OPERATION: null } } });
    if gardenlet.spec.kubeconfig_secret_ref.is_some() {
        patch["spec"] = json!({ "kubeconfigSecretRef": null });
    }
    on_version(patch, gardenlet)
}

fn on_version(mut patch: Value, gardenlet: &Gardenlet) -> Value {
    if let Some(version) = &gardenlet.metadata().resource_version {
        patch["metadata"]["resourceVersion"] = version.as_str().into();
    }
    patch
}

/// Whether a Gardenlet is as a request would make it.
pub fn is_asked(gardenlet: &Gardenlet, wanted: &Reference) -> bool {
    let operation = gardenlet.metadata.annotations.get(OPERATION);
    operation.is_some_and(|operation| operation == FORCE_REDEPLOY)
        && Reference::of(gardenlet) == *wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gardenlet(operation: Option<&str>, reference: Option<&str>) -> Gardenlet {
        let mut object = json!({ "metadata": { "name": "aws", "resourceVersion": "7", "managedFields": [
            { "manager": "kubectl-annotate", "time": "2026-11-21T02:00:00Z", "fieldsV1": { "f:metadata": { "f:annotations": { "f:gardener.cloud/operation": {} } } } },
        ] } });
        if let Some(operation) = operation {
            object["metadata"]["annotations"] = json!({ OPERATION: operation });
        }
        if let Some(name) = reference {
            object["spec"] = json!({ "kubeconfigSecretRef": { "name": name } });
        }
        serde_json::from_value(object).unwrap()
    }

    fn secret(name: &str) -> Reference {
        Reference::Secret(name.to_owned())
    }

    const PLAIN: Situation = Situation {
        seed: true,
        clear: false,
    };
    const CLEAR: Situation = Situation {
        seed: true,
        clear: true,
    };

    #[test]
    fn annotation_and_reference_are_one_patch_on_the_version_that_was_read() {
        assert_eq!(
            request(&gardenlet(None, None), &secret("ours")),
            json!({ "metadata": { "annotations": { OPERATION: "force-redeploy" }, "resourceVersion": "7" }, "spec": { "kubeconfigSecretRef": { "name": "ours" } } })
        );
        assert_eq!(
            request(&gardenlet(None, None), &Reference::Runtime),
            json!({ "metadata": { "annotations": { OPERATION: "force-redeploy" }, "resourceVersion": "7" } })
        );
        let patch = request(&gardenlet(None, Some("old")), &Reference::Runtime);
        assert_eq!(patch["spec"], json!({ "kubeconfigSecretRef": null }));
    }

    #[test]
    fn nothing_pending_is_asked_for() {
        let decided = decide(&gardenlet(None, None), Some(&secret("ours")), PLAIN);
        assert_eq!(decided.course, Course::Ask);
        let decided = decide(&gardenlet(Some(""), None), Some(&Reference::Runtime), PLAIN);
        assert_eq!(decided.course, Course::Ask);
    }

    #[test]
    fn without_a_target_nothing_is_guessed() {
        let decided = decide(&gardenlet(None, None), None, PLAIN);
        assert_eq!(decided.course, Course::Stop);
        assert!(decided.target.message.contains("--target-kubeconfig"));
    }

    #[test]
    fn case_06_another_operation_is_taken_off_only_when_asked_to() {
        let renewing = gardenlet(Some("renew-kubeconfig"), None);
        let decided = decide(&renewing, Some(&secret("ours")), PLAIN);
        assert_eq!(decided.course, Course::Stop);
        let message = &decided.operation.message;
        assert!(
            message.contains("renew-kubeconfig is pending since 2026-11-21T02:00:00Z, asked for with kubectl-annotate")
                && message.contains("--clear-operation"),
            "{message}"
        );
        let decided = decide(&renewing, Some(&secret("ours")), CLEAR);
        assert_eq!(decided.course, Course::ClearAndAsk);
        assert_eq!(
            clearing(&renewing),
            json!({ "metadata": { "annotations": { OPERATION: null }, "resourceVersion": "7" } })
        );
    }

    #[test]
    fn case_07_what_is_pending_already_is_asked_for_again() {
        let pending = gardenlet(Some(FORCE_REDEPLOY), Some("ours"));
        for wanted in [Some(secret("ours")), None] {
            let decided = decide(&pending, wanted.as_ref(), PLAIN);
            assert_eq!(decided.course, Course::Retry, "{wanted:?}");
            let by = decided.pending.unwrap().by;
            assert_eq!(by.as_deref(), Some("kubectl-annotate"));
        }
    }

    #[test]
    fn a_pending_request_to_elsewhere_is_replaced_only_when_asked_to() {
        for (there, wanted) in [
            (None, secret("ours")),
            (Some("theirs"), secret("ours")),
            (Some("theirs"), Reference::Runtime),
        ] {
            let pending = gardenlet(Some(FORCE_REDEPLOY), there);
            let decided = decide(&pending, Some(&wanted), PLAIN);
            assert_eq!(decided.course, Course::Stop);
            let decided = decide(&pending, Some(&wanted), CLEAR);
            assert_eq!(decided.course, Course::Ask, "one patch replaces it");
        }
    }

    #[test]
    fn a_reference_without_a_request_is_left_to_the_operator() {
        let left = gardenlet(None, Some("ours"));
        for wanted in [secret("ours"), secret("theirs"), Reference::Runtime] {
            let decided = decide(&left, Some(&wanted), PLAIN);
            assert_eq!(decided.course, Course::Stop, "{wanted:?}");
            let decided = decide(&left, Some(&wanted), CLEAR);
            assert_eq!(decided.course, Course::ClearAndAsk, "{wanted:?}");
        }
        assert_eq!(
            clearing(&left)["spec"],
            json!({ "kubeconfigSecretRef": null })
        );
        // Without a Seed nothing is cleaned up: a deployment that does not get on is asked for anew.
        let no_seed = Situation::default();
        let decided = decide(&left, Some(&secret("ours")), no_seed);
        assert_eq!(decided.course, Course::Ask);
        let decided = decide(&left, Some(&secret("theirs")), no_seed);
        assert_eq!(decided.course, Course::Stop);
        assert!(decided.target.message.contains("--target-secret ours"));
    }

    #[test]
    fn what_was_carried_out_just_now_is_followed() {
        let mut done = gardenlet(None, Some("ours"));
        done.status.conditions = vec![
            serde_json::from_value(
                json!({ "type": "SeedRegistered", "status": "Progressing", "message": WAITING }),
            )
            .unwrap(),
        ];
        for wanted in [Some(secret("ours")), None] {
            let decided = decide(&done, wanted.as_ref(), PLAIN);
            assert_eq!(decided.course, Course::Follow, "{wanted:?}");
        }
        let decided = decide(&done, Some(&secret("theirs")), PLAIN);
        assert_eq!(decided.course, Course::Stop);
    }

    #[test]
    fn case_37_nothing_is_asked_of_what_is_being_deleted() {
        let mut going = gardenlet(None, None);
        going.metadata.plain.deletion_timestamp = Some(Timestamp::UNIX_EPOCH);
        let decided = decide(&going, Some(&Reference::Runtime), CLEAR);
        assert_eq!(decided.course, Course::Stop);
    }
}
