//! What the server says of a change without keeping it (a dry run), and what becomes of a report by that.
//!
//! Its verdict, its causes and the Shoot that it would store are the truth; the rules tell what comes of it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::change::{self, Change};
use super::facts::Facts;
use super::manifest::Manifest;
use super::path::{self, matches};
use super::pools::{self, Action, Certainty};
use super::rules::Rule;
use super::schema::keys_at;
use super::verdict::{Doubt, OPERATION, Rejection, Verdict, operations};
use super::{Judged, keep_generated};

/// A change as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Edit {
    /// How the body is meant.
    pub kind: EditKind,
    /// The patch, or the whole Shoot.
    pub body: Value,
}

/// How a change is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum EditKind {
    /// JSON merge patch (RFC 7386).
    Merge,
    /// JSON patch (RFC 6902).
    Json,
    /// Strategic merge patch of Kubernetes.
    Strategic,
    /// The whole Shoot in place of the stored one.
    Replace,
}

/// What the server says of a change.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It would store this.
    Accepted(Box<Value>),
    /// It refuses it.
    Rejected(Vec<Cause>),
    /// It was not asked, or could not tell: why.
    NotDone(String),
}

/// A reason of the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The field, entries by their place; empty where none is named.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// Who gave the verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// The server, in a dry run.
    Live,
    /// The rules, without a server.
    #[default]
    Offline,
}

/// Something that a report depends on and could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// What it is about.
    pub subject: Subject,
    /// Which object, and why.
    pub reason: String,
}

/// What an object is looked at for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The profile: what a machine type has.
    Profile,
    /// The seed: whether it is stopped.
    Seed,
    /// ManagedSeeds: whether the Shoot is a seed.
    ManagedSeeds,
    /// The shoots on it, where it is one.
    Hosted,
    /// Bindings and projects: only the rules need them for a verdict.
    Verdict,
}

/// Where a judgement comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// Who gave the verdict.
    pub mode: Mode,
    /// Why there was no dry run, where one was wanted.
    pub not_rehearsed: Option<String>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

impl Origin {
    /// Whether something could not be read.
    pub fn lacks(&self, subject: Subject) -> bool {
        self.unread.iter().any(|unread| unread.subject == subject)
    }
}

/// Judge a change by what the server says of it. `submitted` is the Shoot as it was sent, or as a patch makes it.
pub fn judge(
    old: &Value,
    submitted: &Value,
    answer: &Answer,
    unread: Vec<Unread>,
    facts: Facts<'_>,
) -> Judged {
    let mut judged = match answer {
        _ if old.is_null() => created(submitted, answer, facts),
        Answer::Accepted(result) => accepted(old, submitted, result, facts),
        Answer::Rejected(causes) => rejected(old, submitted, causes, facts),
        Answer::NotDone(_) => super::judge(old, submitted, facts),
    };
    judged.origin = Origin {
        mode: Mode::Live,
        not_rehearsed: None,
        unread,
    };
    if let Answer::NotDone(reason) = answer {
        judged.origin.mode = Mode::Offline;
        judged.origin.not_rehearsed = Some(reason.clone());
        doubt(&mut judged);
    }
    if judged.origin.lacks(Subject::Profile) {
        hedge(&mut judged);
    }
    judged
}

fn accepted(old: &Value, submitted: &Value, result: &Value, facts: Facts<'_>) -> Judged {
    let generation = |shoot: &Value| shoot["metadata"]["generation"].as_i64();
    let rises = generation(result) > generation(old) && old["spec"] == result["spec"];
    let old = Manifest::read(old);
    let mut new = Manifest::read(result);
    let submitted = Manifest::read(submitted);
    new.unknown.clone_from(&submitted.unknown);
    keep_generated(&old, &mut new);
    keep_asked(&old, &submitted, &mut new);
    let asked = change::changes(&old, &submitted);
    let mut changes = change::changes(&old, &new);
    changes.retain(|change| {
        !is_bookkeeping(&change.path) || asked.iter().any(|asked| asked.path == change.path)
    });
    let deletion = "confirmation.gardener.cloud/force-deletion";
    // An operation that was pending, and that the server takes up with this change, raises it as well.
    let operates = old.annotation(OPERATION).or(new.annotation(OPERATION));
    if rises && operates.is_none() && new.annotation(deletion).is_none() {
        changes.push(Change::of_order());
    }
    let pools = pools::pools(&old, &new, &changes, facts);
    Judged {
        old,
        new,
        verdict: Verdict::Accepted,
        rejections: Vec::new(),
        doubts: Vec::new(),
        changes,
        pools,
        origin: Origin::default(),
    }
}

/// The server takes some operations up by removing them from the annotation: they were asked for all the same.
fn keep_asked(old: &Manifest, submitted: &Manifest, new: &mut Manifest) {
    let kept = operations(new, OPERATION);
    let mut asked = operations(submitted, OPERATION);
    asked.retain(|operation| !kept.contains(operation));
    if old.annotation(OPERATION).is_some() || asked.is_empty() {
        return;
    }
    if let Value::Object(metadata) = &mut new.metadata {
        let annotations = super::tree::object(metadata, "annotations");
        let all = [kept, asked].concat().join(";");
        annotations.insert(OPERATION.to_owned(), all.into());
    }
}

/// Whether a field is one that the server keeps up to date by itself: tasks for the gardenlet, and labels that say what the
/// spec says (`gardener/gardener:plugin/pkg/shoot/mutator/admission.go:addMetadataAnnotations`,
/// `plugin/pkg/global/extensionlabels/admission.go`).
fn is_bookkeeping(path: &str) -> bool {
    path == "metadata.annotations[shoot.gardener.cloud/tasks]"
        || path.strip_prefix("metadata.labels[").is_some_and(|label| {
            label.contains(".extensions.gardener.cloud/")
                || label.starts_with("name.seed.gardener.cloud/")
        })
}

fn rejected(old: &Value, submitted: &Value, causes: &[Cause], facts: Facts<'_>) -> Judged {
    let mut judged = super::judge(old, submitted, facts);
    let foreseen = std::mem::take(&mut judged.rejections);
    judged.rejections = rejections(causes, submitted, &foreseen);
    judged.verdict = Verdict::Rejected;
    judged.doubts.clear();
    judged.pools.clear();
    judged
}

/// Judge a Shoot that is new: nothing changes, and its pools are made.
fn created(submitted: &Value, answer: &Answer, facts: Facts<'_>) -> Judged {
    let old = Manifest::read(&Value::Null);
    let mut judged = Judged {
        new: Manifest::read(submitted),
        old,
        verdict: Verdict::Unknown,
        rejections: Vec::new(),
        doubts: Vec::new(),
        changes: Vec::new(),
        pools: Vec::new(),
        origin: Origin::default(),
    };
    match answer {
        Answer::Accepted(result) => {
            let unknown = std::mem::take(&mut judged.new.unknown);
            judged.new = Manifest::read(result);
            judged.new.unknown = unknown;
            judged.verdict = Verdict::Accepted;
        }
        Answer::Rejected(causes) => {
            judged.rejections = rejections(causes, submitted, &[]);
            judged.verdict = Verdict::Rejected;
            return judged;
        }
        Answer::NotDone(_) => judged.doubts.push(Doubt {
            path: "spec".to_owned(),
            reason: "whether a new Shoot is accepted is for the server alone to say".to_owned(),
        }),
    }
    judged.pools = pools::pools(&judged.old, &judged.new, &[], facts);
    judged
}

fn rejections(causes: &[Cause], submitted: &Value, foreseen: &[Rejection]) -> Vec<Rejection> {
    let rejections = causes.iter().map(|cause| {
        if let Some(message) = unreadable(cause) {
            let fault = foreseen.iter().find(|r| r.rule == Rule::TypeMismatch.id());
            return Rejection {
                path: fault.map(|fault| fault.path.clone()).unwrap_or_default(),
                message: message.to_owned(),
                rule: Rule::TypeMismatch.id().to_owned(),
            };
        }
        let path = named(&as_in_manifests(&cause.field), submitted);
        let rule = foreseeing(foreseen, &path, &cause.message);
        Rejection {
            rule: rule.map_or_else(|| Rule::ServerVerdict.id().to_owned(), |r| r.rule.clone()),
            message: cause.message.clone(),
            path,
        }
    });
    rejections.collect()
}

/// Find the rule that foresaw a reason of the server: at its field, in its words, or else at a field that its field is part of.
/// A reason for all of a field is not one that was foreseen somewhere in it.
pub(super) fn foreseeing<'a>(
    foreseen: &'a [Rejection],
    path: &str,
    message: &str,
) -> Option<&'a Rejection> {
    let below = |path: &str, above: &str| {
        let rest = path.strip_prefix(above);
        !above.is_empty() && rest.is_some_and(|rest| rest.starts_with(['.', '[']))
    };
    let find = |fits: &dyn Fn(&Rejection) -> bool| foreseen.iter().find(|known| fits(known));
    find(&|known| known.path == path && !path.is_empty())
        .or_else(|| find(&|known| message.contains(&known.message)))
        .or_else(|| find(&|known| below(path, &known.path)))
}

/// Some fields the server calls otherwise than manifests do (`gardener/gardener:pkg/api/core/validation/shoot.go`).
fn as_in_manifests(field: &str) -> String {
    const NAMES: [(&str, &str); 6] = [
        (
            ".machineControllerManagerSettings",
            ".machineControllerManager",
        ),
        ("].autoscaler", "].clusterAutoscaler"),
        (".podPIDsLimit", ".podPidsLimit"),
        (".ignoreTaints.IgnoreTaints", ".ignoreTaints"),
        (".begin/end", ""),
        (".start/end", ""),
    ];
    let mut field = field.to_owned();
    for (theirs, ours) in NAMES {
        field = field.replace(theirs, ours);
    }
    field
}

/// Take what is wrong from a cause that repeats the whole Shoot before it: `Invalid value: "{…}": json: cannot unmarshal …`.
fn unreadable(cause: &Cause) -> Option<&str> {
    (cause.field == "patch").then(|| {
        let said = cause.message.rsplit_once("}\": ");
        said.map_or(cause.message.as_str(), |(_, said)| said)
    })
}

/// Without the server, what could not be read may decide.
fn doubt(judged: &mut Judged) {
    if judged.verdict == Verdict::Rejected || judged.changes.is_empty() {
        return;
    }
    let doubts = judged.origin.unread.iter().map(|unread| Doubt {
        path: "spec".to_owned(),
        reason: format!("not looked at: {}", unread.reason),
    });
    judged.doubts.extend(doubts);
    if !judged.doubts.is_empty() {
        judged.verdict = Verdict::Unknown;
    }
}

/// Some thresholds of kubelets follow the machine's size, which the profile knows.
fn hedge(judged: &mut Judged) {
    let sized = |change: &Change| {
        [
            "spec.kubernetes.kubelet.",
            "spec.provider.workers[*].kubernetes.kubelet.",
        ]
        .iter()
        .any(|kubelet| {
            ["evictionHard.**", "evictionSoft.**"]
                .iter()
                .any(|block| matches(&format!("{kubelet}{block}"), &change.path))
        })
    };
    if judged.changes.iter().any(sized) {
        let kept = judged
            .pools
            .iter_mut()
            .filter(|pool| pool.action == Action::None && pool.certainty == Certainty::Certain);
        for pool in kept {
            pool.certainty = Certainty::Likely;
        }
    }
}

/// Name the entries of a path of the server.
fn named(field: &str, submitted: &Value) -> String {
    path::named(field, submitted, |at, list, place| {
        path::key(list.get(place)?, keys_at(at))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_reason_has_the_rule_that_foresaw_it_also_where_the_server_is_more_precise() {
        let known = |path: &str, message: &str, rule: &str| Rejection {
            path: path.to_owned(),
            message: message.to_owned(),
            rule: rule.to_owned(),
        };
        let foreseen = [
            known("spec.a.list", "x is wrong", "list"),
            known("spec.b[c].d", "cannot be", "deeper"),
            known("", "in these words", "words"),
        ];
        let rule = |path: &str, message: &str| {
            foreseeing(&foreseen, path, message).map(|known| known.rule.as_str())
        };
        assert_eq!(rule("spec.a.list[0]", "no"), Some("list"));
        assert_eq!(rule("spec.b[c].d.e", "no"), Some("deeper"));
        assert_eq!(rule("spec.b[c]", "no"), None);
        assert_eq!(rule("spec.b", "at least one must be"), None);
        assert_eq!(rule("spec.z", "said in these words"), Some("words"));
        assert_eq!(rule("spec.a.lists", "no"), None);
        assert_eq!(rule("", "no"), None);
        for (theirs, ours) in [
            (
                "spec.provider.workers[0].machineControllerManagerSettings.maxEvictRetries",
                "spec.provider.workers[0].machineControllerManager.maxEvictRetries",
            ),
            (
                "spec.maintenance.timeWindow.begin/end",
                "spec.maintenance.timeWindow",
            ),
            (
                "spec.kubernetes.clusterAutoscaler.expander",
                "spec.kubernetes.clusterAutoscaler.expander",
            ),
        ] {
            assert_eq!(as_in_manifests(theirs), ours);
        }
    }

    #[test]
    fn entries_are_named_where_they_have_a_name() {
        let shoot = json!({"spec": {
            "provider": {"workers": [{"name": "a"}, {"name": "b", "dataVolumes": [{"name": "x"}], "zones": ["1"]}]},
            "dns": {"providers": [{"type": "aws"}]},
        }});
        for (field, wanted) in [
            (
                "spec.provider.workers[1].zones[0]",
                "spec.provider.workers[b].zones[0]",
            ),
            (
                "spec.provider.workers[1].dataVolumes[0].size",
                "spec.provider.workers[b].dataVolumes[x].size",
            ),
            (
                "spec.provider.workers[7].machine",
                "spec.provider.workers[7].machine",
            ),
            ("spec.dns.providers[0].type", "spec.dns.providers[0].type"),
            (
                "metadata.annotations[gardener.cloud/operation]",
                "metadata.annotations[gardener.cloud/operation]",
            ),
            ("spec.region", "spec.region"),
            ("", ""),
        ] {
            assert_eq!(named(field, &shoot), wanted);
        }
    }
}
