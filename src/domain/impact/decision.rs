//! What is decided about a change of a Seed or a profile: by the server's answer, else by what was foreseen.

use serde_json::Value;

use super::fields::{Keys, name_of};
use super::path;
use super::rehearsal::{Answer, Cause, foreseeing};
use super::rules::Rule;
use super::verdict::{Doubt, Rejection, Verdict};

/// What is decided about a change.
pub(super) struct Decided {
    /// The verdict.
    pub(super) verdict: Verdict,
    /// Whether it is the server's.
    pub(super) asked: bool,
    /// Why it is refused.
    pub(super) rejections: Vec<Rejection>,
    /// What could not be told.
    pub(super) doubts: Vec<Doubt>,
}

/// Decide by the server's answer, else by what was foreseen. `submitted` is what was sent, `keys` name the entries of its
/// lists. A server that has answered leaves nothing open.
pub(super) fn decide(
    answer: Option<Answer>,
    foreseen: Vec<Rejection>,
    mut doubts: Vec<Doubt>,
    submitted: &Value,
    keys: &[Keys],
) -> Decided {
    let (verdict, asked, rejections) = match answer {
        Some(Answer::Accepted(_)) => (Verdict::Accepted, true, Vec::new()),
        Some(Answer::Rejected(causes)) => {
            let causes = causes.into_iter().map(|cause| Cause {
                field: path::named(&cause.field, submitted, |at, list, place| {
                    keys.iter().find_map(|keys| name_of(at, list, place, keys))
                }),
                ..cause
            });
            (Verdict::Rejected, true, told(causes, &foreseen))
        }
        answer => {
            if let Some(Answer::NotDone(reason)) = answer {
                let path = "spec".to_owned();
                doubts.insert(0, Doubt { path, reason });
            }
            let verdict = match (foreseen.is_empty(), doubts.is_empty()) {
                (false, _) => Verdict::Rejected,
                (true, false) => Verdict::Unknown,
                (true, true) => Verdict::Accepted,
            };
            (verdict, false, foreseen)
        }
    };
    if asked || verdict == Verdict::Rejected {
        doubts.clear();
    }
    Decided {
        verdict,
        asked,
        rejections,
        doubts,
    }
}

/// Give the server's own reasons, with the rules that foresaw them.
fn told(causes: impl Iterator<Item = Cause>, foreseen: &[Rejection]) -> Vec<Rejection> {
    let mut reasons: Vec<Rejection> = Vec::new();
    for cause in causes {
        let rule = foreseeing(foreseen, &cause.field, &cause.message);
        let reason = Rejection {
            rule: rule.map_or_else(
                || Rule::ServerVerdict.id().to_owned(),
                |known| known.rule.clone(),
            ),
            path: cause.field,
            message: cause.message,
        };
        // Labels are checked in several places, with the same words.
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    reasons
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const KEYS: Keys = &[
        ("spec.machineTypes", &["name"]),
        ("spec.taints", &["key"]),
        ("spec.taints", &["key", "value"]),
        ("spec.zones", &[]),
    ];

    fn doubts() -> Vec<Doubt> {
        let (path, reason) = ("spec".to_owned(), "whether shoots use it".to_owned());
        vec![Doubt { path, reason }]
    }

    fn decided(answer: Option<Answer>, foreseen: Vec<Rejection>) -> Decided {
        let submitted = json!({"spec": {
            "machineTypes": [{"name": "a"}, {"name": "b"}, {"name": "b"}, {}],
            "taints": [{"key": "k", "value": "1"}, {"key": "k", "value": "2"}],
            "zones": ["x", "y"],
        }});
        decide(answer, foreseen, doubts(), &submitted, &[KEYS])
    }

    fn refused(fields: &[&str]) -> Answer {
        let causes = fields.iter().map(|field| Cause {
            field: (*field).to_owned(),
            message: format!("{field} is wrong"),
        });
        Answer::Rejected(causes.collect())
    }

    fn foreseen(path: &str) -> Vec<Rejection> {
        vec![Rejection {
            path: path.to_owned(),
            message: "foreseen".to_owned(),
            rule: "a-rule".to_owned(),
        }]
    }

    #[test]
    fn the_server_leaves_nothing_open() {
        for answer in [Answer::Accepted(Box::new(json!({}))), refused(&["spec"])] {
            let decided = decided(Some(answer), Vec::new());
            assert!(decided.asked && decided.doubts.is_empty());
        }
        let open = decided(Some(Answer::NotDone("not allowed".to_owned())), Vec::new());
        let reasons: Vec<&str> = open.doubts.iter().map(|doubt| &*doubt.reason).collect();
        assert_eq!(reasons, ["not allowed", "whether shoots use it"]);
        assert_eq!((open.verdict, open.asked), (Verdict::Unknown, false));
    }

    #[test]
    fn what_is_refused_by_rules_leaves_nothing_open_either() {
        let decided = decided(None, foreseen("spec"));
        assert_eq!(decided.verdict, Verdict::Rejected);
        assert!(decided.doubts.is_empty());
    }

    #[test]
    fn entries_of_the_servers_reasons_are_named_where_they_have_a_name() {
        let fields = [
            ("spec.machineTypes[1].cpu", "spec.machineTypes[b].cpu"),
            // Also where two have the same: which is what is wrong with them.
            ("spec.machineTypes[2].name", "spec.machineTypes[b].name"),
            ("spec.machineTypes[3].name", "spec.machineTypes[3].name"),
            ("spec.machineTypes[9].name", "spec.machineTypes[9].name"),
            ("spec.taints[1].value", "spec.taints[k,2].value"),
            ("spec.zones[0]", "spec.zones[x]"),
            ("spec.others[0]", "spec.others[0]"),
            ("metadata.labels[a.b/c]", "metadata.labels[a.b/c]"),
        ];
        let (sent, wanted): (Vec<&str>, Vec<&str>) = fields.into_iter().unzip();
        let found = decided(Some(refused(&sent)), foreseen("spec.machineTypes[b].cpu"));
        let paths: Vec<&str> = found.rejections.iter().map(|r| r.path.as_str()).collect();
        assert_eq!(paths, wanted);
        assert_eq!(found.rejections[0].rule, "a-rule");
        assert_eq!(
            found.rejections[0].message, "spec.machineTypes[1].cpu is wrong",
            "the server's own words stay"
        );
    }
}
