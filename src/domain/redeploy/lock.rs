//! The Secret with the target's kubeconfig: its fixed name is the lock, what it carries says whose it is.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::GARDEN;
use crate::domain::objects::Metadata;
use crate::erased;

/// The label of our Secrets; its value is the name of the Gardenlet.
pub const LABEL: &str = "kubectl-gardener/redeploy";

/// The annotation that says whose run it is: a [`Run`] as JSON.
pub const RUN: &str = "kubectl-gardener/run";

/// How long a Secret of somebody else counts as a run in progress.
pub const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// The key of the kubeconfig in the Secret (`gardener/gardener:pkg/client/kubernetes/types.go`).
pub const KEY: &str = "kubeconfig";

/// Give the name of the Secret for a Gardenlet: always the same, so that creating it is the lock.
pub fn secret_name(gardenlet: &str) -> String {
    format!("kubectl-gardener-redeploy-{gardenlet}")
}

/// Who redeploys, from where, to where, since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The user, as the garden knows it.
    pub by: String,
    /// The user and the machine on the other end.
    #[serde(default)]
    pub from: String,
    /// The target, as it was asked for.
    pub target: String,
    /// When it began.
    pub since: Timestamp,
    /// Told apart by this: no two runs have the same.
    pub nonce: String,
}

impl Run {
    /// Read whose run a Secret is of, if it says so.
    pub fn of(secret: &Metadata) -> Option<Self> {
        erased::json(secret.annotations.get(RUN)?.as_bytes()).ok()
    }

    /// Name who it is of.
    pub fn who(&self) -> String {
        if self.from.is_empty() {
            self.by.clone()
        } else {
            format!("{} ({})", self.by, self.from)
        }
    }

    /// Whether the same person asked for the same from the same machine: the same command run again.
    fn is_repeated_by(&self, other: &Self) -> bool {
        self.by == other.by && self.from == other.from && self.target == other.target
    }
}

/// Whose Secret was found under our name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// This very run created it, and the answer was lost.
    Created,
    /// The same command was run before and did not get on.
    Repeated {
        /// When that was.
        since: Timestamp,
    },
    /// Somebody else is at it.
    Busy {
        /// Who.
        by: String,
        /// Since when.
        since: Timestamp,
    },
    /// Somebody's run ended without removing it.
    Leftover {
        /// Whose.
        by: String,
        /// Since when.
        since: Option<Timestamp>,
    },
    /// It is not of this program.
    Foreign,
}

/// Decide whose Secret it is.
pub fn judge(found: &Metadata, gardenlet: &str, run: &Run, now: Timestamp) -> Held {
    if found.labels.get(LABEL).map(String::as_str) != Some(gardenlet) {
        return Held::Foreign;
    }
    let Some(other) = Run::of(found) else {
        // Ours by label; without a run its age is all there is.
        let since = found.creation_timestamp;
        return match since {
            Some(since) if now.duration_since(since) < FRESH => Held::Busy {
                by: "somebody".to_owned(),
                since,
            },
            since => Held::Leftover {
                by: "somebody".to_owned(),
                since,
            },
        };
    };
    if other.nonce == run.nonce {
        return Held::Created;
    }
    let since = since(found, &other, now);
    if other.is_repeated_by(run) {
        return Held::Repeated { since };
    }
    let by = other.who();
    if now.duration_since(since) < FRESH {
        Held::Busy { by, since }
    } else {
        Held::Leftover {
            by,
            since: Some(since),
        }
    }
}

/// Say why a pending request is not to be repeated by this run, if it is not: its Secret tells whose it is and
/// where it leads. `target` is what was asked for now, if anything was.
pub fn hinders(
    found: &Metadata,
    by: &str,
    from: &str,
    target: Option<&str>,
    now: Timestamp,
) -> Option<String> {
    let Some(run) = Run::of(found) else {
        return target.map(|_| "it does not tell where the pending request leads".to_owned());
    };
    let since = since(found, &run, now);
    if (run.by != by || run.from != from) && now.duration_since(since) < FRESH {
        let who = run.who();
        return Some(format!("another run is in progress: {who} since {since}"));
    }
    target
        .filter(|target| *target != run.target)
        .map(|_| format!("the pending request leads to {}", run.target))
}

/// Since when a run is at it.
fn since(found: &Metadata, run: &Run, now: Timestamp) -> Timestamp {
    // A machine whose clock is ahead must not keep the lock: what cannot be does not count.
    let told = Some(run.since).filter(|since| *since <= now);
    found.creation_timestamp.max(told).unwrap_or(now)
}

/// Describe the Secret without its content.
pub fn manifest(gardenlet: &str, run: &Run) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {
            "name": secret_name(gardenlet),
            "namespace": GARDEN,
            "labels": { "app.kubernetes.io/managed-by": "kubectl-gardener", LABEL: gardenlet },
            "annotations": { RUN: told(run) },
        },
        "type": "Opaque",
    })
}

fn told(run: &Run) -> String {
    // Plain fields: this cannot fail.
    serde_json::to_string(run).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn run(by: &str, nonce: &str) -> Run {
        Run {
            by: by.to_owned(),
            from: "root@jump".to_owned(),
            target: "kubeconfig seed.yaml".to_owned(),
            since: at("2026-11-21T03:00:00Z"),
            nonce: nonce.to_owned(),
        }
    }

    fn secret(run: &Run) -> Metadata {
        serde_json::from_value(manifest("aws", run)["metadata"].clone()).unwrap()
    }

    #[test]
    fn the_lock_tells_whose_it_is() {
        let (soon, late) = (at("2026-11-21T03:09:59Z"), at("2026-11-21T03:10:00Z"));
        let ours = run("jane", "1");
        let judge_at = |other: &Run, now| judge(&secret(other), "aws", &ours, now);
        assert_eq!(judge_at(&run("jane", "1"), soon), Held::Created);
        let since = at("2026-11-21T03:00:00Z");
        assert_eq!(judge_at(&run("jane", "2"), soon), Held::Repeated { since });
        let by = "joe (root@jump)".to_owned();
        let joes = run("joe", "2");
        assert_eq!(
            judge_at(&joes, soon),
            Held::Busy {
                by: by.clone(),
                since
            }
        );
        assert_eq!(
            judge_at(&joes, late),
            Held::Leftover {
                by,
                since: Some(since)
            }
        );
        let mut elsewhere = run("jane", "2");
        elsewhere.target = "shoot garden/aws".to_owned();
        assert!(matches!(judge_at(&elsewhere, soon), Held::Busy { .. }));
    }

    #[test]
    fn a_pending_request_is_repeated_only_where_it_leads_and_when_nobody_is_at_it() {
        let (soon, late) = (at("2026-11-21T03:09:59Z"), at("2026-11-21T03:10:00Z"));
        let theirs = secret(&run("joe", "2"));
        let hinders = |by, target, now| hinders(&theirs, by, "root@jump", target, now);
        let same = Some("kubeconfig seed.yaml");
        assert_eq!(hinders("joe", same, soon), None);
        assert_eq!(hinders("jane", same, late), None);
        assert_eq!(hinders("jane", None, late), None);
        for target in [None, same] {
            let why = hinders("jane", target, soon).unwrap();
            assert!(why.contains("in progress: joe (root@jump)"), "{why}");
        }
        let why = hinders("joe", Some("kubeconfig other.yaml"), late).unwrap();
        assert!(why.contains("leads to kubeconfig seed.yaml"), "{why}");
        let untold = |target| super::hinders(&Metadata::default(), "joe", "", target, late);
        assert!(untold(same).is_some());
        assert_eq!(untold(None), None);
    }

    #[test]
    fn what_is_not_ours_is_never_touched() {
        let ours = run("jane", "1");
        let now = at("2026-11-21T03:20:00Z");
        assert_eq!(
            judge(&Metadata::default(), "aws", &ours, now),
            Held::Foreign
        );
        let mut of_another = secret(&ours);
        of_another.labels.insert(LABEL.to_owned(), "gcp".to_owned());
        assert_eq!(judge(&of_another, "aws", &ours, now), Held::Foreign);
    }

    #[test]
    fn a_label_without_a_run_counts_by_its_age() {
        let ours = run("jane", "1");
        let mut found = secret(&ours);
        found.annotations.clear();
        found.creation_timestamp = Some(at("2026-11-21T03:00:00Z"));
        let judge_at = |now| judge(&found, "aws", &ours, at(now));
        assert!(matches!(
            judge_at("2026-11-21T03:05:00Z"),
            Held::Busy { .. }
        ));
        assert!(matches!(
            judge_at("2026-11-21T03:15:00Z"),
            Held::Leftover { .. }
        ));
    }

    #[test]
    fn a_clock_that_is_ahead_does_not_keep_the_lock_forever() {
        let ours = run("jane", "1");
        let mut ahead = run("joe", "2");
        ahead.since = at("2027-01-01T00:00:00Z");
        let mut found = secret(&ahead);
        found.creation_timestamp = Some(at("2026-11-21T03:00:00Z"));
        let held = judge(&found, "aws", &ours, at("2026-11-21T04:00:00Z"));
        assert!(matches!(held, Held::Leftover { .. }), "{held:?}");
    }
}
