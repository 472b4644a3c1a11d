//! Changes of Seeds, shoot by shoot, and all of it together.

use jiff::Timestamp;
use serde_json::Value;

use super::hit::Hit;
use super::judge::{self, Used};
use super::report::{Pair, SeedFinding, SeedImpact, SeedReport};
use super::rules::{self, Reach, Whose};
use super::summary::summary;
use super::values;
use crate::domain::annotations::OPERATION;
use crate::domain::emergency_stop::shoots::operation::{is_self_hosted, responsible_seed};
use crate::domain::impact::change::Change;
use crate::domain::impact::fields::{Keys, differences};
use crate::domain::impact::fleet::{Around, Fleet, Tolerance, is_hibernated};
use crate::domain::impact::path::Path;
use crate::domain::impact::rehearsal::Answer;
use crate::domain::impact::rules::Class;
use crate::domain::impact::values::{Decided, Found, decide, is_derived};
use crate::domain::impact::verdict::{Doubt, Verdict};
use crate::domain::objects::Shoot;
use crate::order::Order as _;

/// What names the entries of the lists of a Seed.
const KEYS: Keys = &[
    ("spec.provider.zones", &[]),
    ("spec.taints", &["key"]),
    // One key may have several values.
    ("spec.taints", &["key", "value"]),
    ("spec.dns.defaults", &["domain"]),
    ("spec.settings.loadBalancerServices.zones", &["name"]),
    ("spec.volume.providers", &["purpose"]),
    ("spec.extensions", &["type"]),
    ("spec.resources", &["name"]),
    ("spec.accessRestrictions", &["name"]),
];

/// Blocks that count as one where they come or go.
const BLOCKS: [&str; 2] = ["spec.backup", "spec.dns.internal"];

#[derive(Debug)]
struct Work {
    pair: Pair,
    hits: Vec<Hit>,
    unexplained: Vec<String>,
    used: Used,
    /// What the values of changed fields come to.
    values: Found,
    /// Default domains that are taken away.
    domains: Vec<String>,
    fleet: Fleet,
}

/// Looks at the shoots of the Seeds one by one.
#[derive(Debug)]
pub struct Builder {
    now: Timestamp,
    /// Present where a garden is looked at.
    around: Option<Around>,
    works: Vec<Work>,
}

impl Builder {
    /// Begin with the Seeds before and after, and with a garden where one is looked at.
    pub fn new(now: Timestamp, around: Option<Around>, pairs: Vec<Pair>) -> Self {
        Self {
            now,
            around,
            works: pairs.into_iter().map(Work::new).collect(),
        }
    }

    /// Look at a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let Some(around) = &self.around else { return };
        if is_self_hosted(shoot) {
            return;
        }
        let scheduled = shoot.spec.seed_name.as_deref();
        let running = shoot.status.seed_name.as_deref();
        for work in &mut self.works {
            let name = Some(work.pair.name.as_str());
            if scheduled == name || running == name {
                work.used.shoots += 1;
                let domain = shoot
                    .spec
                    .dns
                    .as_ref()
                    .and_then(|dns| dns.domain.as_deref());
                let domain = domain.unwrap_or_default();
                let own = work.domains.iter().find(|gone| {
                    domain
                        .strip_suffix(gone.as_str())
                        .is_some_and(|rest| rest.ends_with('.'))
                });
                work.used.domains.extend(own.cloned());
            }
            if responsible_seed(shoot) == name {
                work.count(shoot, around, self.now);
            }
        }
    }

    /// Make the report.
    pub fn finish(self, unreadable: Vec<String>) -> SeedImpact {
        SeedImpact {
            now: self.now,
            seeds: (self.works.into_iter())
                .map(|work| work.finish(self.around.is_some()))
                .collect(),
            unreadable,
        }
    }
}

impl Work {
    fn new(mut pair: Pair) -> Self {
        if let Some(Answer::Accepted(stored)) = &pair.answer {
            let asked = pair.new["metadata"]["annotations"][OPERATION].clone();
            pair.new = (**stored).clone();
            // The server takes some operations up by removing the annotation: they were asked for all the same.
            if asked.is_string() && pair.old["metadata"]["annotations"][OPERATION].is_null() {
                let annotations = &mut pair.new["metadata"]["annotations"];
                if annotations.is_null() {
                    *annotations = serde_json::json!({});
                }
                annotations[OPERATION] = asked;
            }
        }
        let mut changes = Vec::new();
        let metadata = Path::root("metadata");
        for map in ["labels", "annotations"] {
            let of = |tree: &Value| tree["metadata"][map].clone();
            let at = metadata.field(map);
            let found = differences(&of(&pair.old), &of(&pair.new), &at, KEYS);
            changes.extend(
                found
                    .into_iter()
                    .map(|change| bracketed(change, at.as_str())),
            );
        }
        let (old, new) = (
            judge::defaulted(&pair.old["spec"]),
            judge::defaulted(&pair.new["spec"]),
        );
        let spec = differences(&old, &new, &Path::root("spec"), KEYS);
        changes.extend(whole_blocks(spec, &old, &new));
        let values = values::look(&changes, &pair.old, &pair.new);
        let mut hits: Vec<Hit> = Vec::new();
        let mut unexplained = Vec::new();
        for change in changes {
            // The server derives these labels, and refuses what is immutable: no rule is needed for either.
            let derived = matches!(
                change.path.as_str(),
                "metadata.labels[seed.gardener.cloud/provider]"
                    | "metadata.labels[seed.gardener.cloud/region]"
                    | "metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]"
            ) || is_derived(&change.path);
            match rules::of(&change.path) {
                _ if derived => {}
                Some(row) => hits.push(Hit::new(change, row)),
                None => unexplained.push(change.path),
            }
        }
        begins_zonal(&old, &new, &mut hits);
        let gone = hits
            .iter()
            .filter(|hit| hit.row.id == "seed-default-domains" && hit.change.after.is_none());
        let gone = gone.filter_map(|hit| hit.change.before.as_ref()?["domain"].as_str());
        Self {
            domains: gone.map(ToOwned::to_owned).collect(),
            pair,
            hits,
            unexplained,
            values,
            used: Used::default(),
            fleet: Fleet::new(false),
        }
    }

    fn count(&mut self, shoot: &Shoot, around: &Around, now: Timestamp) {
        self.fleet.total.total += 1;
        if is_hibernated(shoot) {
            self.fleet.total.hibernated += 1;
            return;
        }
        let tolerance = Tolerance::of(shoot);
        let (mut touched, mut interrupted) = (false, false);
        for hit in &mut self.hits {
            let concerned = match hit.row.whose {
                Whose::All => true,
                Whose::OneZone => tolerance != Tolerance::Zone,
                Whose::ZoneTolerant => tolerance == Tolerance::Zone,
            };
            let reached = hit.row.reach != Reach::NewShoots && hit.reaches_shoots();
            if concerned && reached {
                hit.shoots += 1;
                touched = true;
                interrupted |= hit.class == Class::EtcdRollout && tolerance == Tolerance::None;
            }
        }
        if touched {
            self.fleet
                .count(around, shoot, &self.pair.name, interrupted, now);
        }
    }

    fn finish(self, looked: bool) -> SeedReport {
        let (old, new) = (
            judge::defaulted(&self.pair.old["spec"]),
            judge::defaulted(&self.pair.new["spec"]),
        );
        let mut doubts = Vec::new();
        let name = self.pair.name.as_str();
        let mut foreseen = self.values.rejections;
        foreseen.extend(judge::rejections(name, &old, &new, &self.used));
        if !looked {
            // With a shoot that uses everything there would be more reasons.
            let worst = Used {
                shoots: 1,
                domains: self.domains.iter().cloned().collect(),
            };
            let more = judge::rejections(name, &old, &new, &worst).into_iter();
            doubts.extend(
                more.filter(|reason| !foreseen.contains(reason))
                    .map(|reason| Doubt {
                        path: reason.path,
                        reason: "whether shoots use it".to_owned(),
                    }),
            );
        }
        let Decided {
            verdict,
            asked,
            rejections,
            doubts,
        } = decide(self.pair.answer, foreseen, doubts, self.values.doubts);
        let shoots = looked.then(|| self.fleet.finish());
        let refused = verdict == Verdict::Rejected;
        let bumps = old != new;
        let fleet = shoots.as_ref();
        let stopped = fleet.is_some_and(|fleet| fleet.seeds.iter().any(|seed| seed.stopped));
        let interrupts = fleet.is_none_or(|fleet| fleet.api_interrupted > 0);
        let mut findings: Vec<SeedFinding> = if refused {
            Vec::new()
        } else {
            let hits = self.hits.into_iter();
            hits.map(|hit| SeedFinding {
                shoots: looked.then_some(hit.shoots),
                ..hit.finding(bumps, stopped, interrupts)
            })
            .collect()
        };
        findings.order_by(|a, b| (a.class, &a.path).cmp(&(b.class, &b.path)));
        let summary = summary(
            verdict,
            &rejections,
            &findings,
            &self.unexplained,
            shoots.as_ref(),
        );
        SeedReport {
            name: self.pair.name,
            verdict,
            asked,
            rejections,
            doubts: if refused { Vec::new() } else { doubts },
            findings,
            unexplained: if refused {
                Vec::new()
            } else {
                self.unexplained
            },
            shoots,
            summary,
        }
    }
}

/// Names of labels and annotations stand in brackets, whatever they are made of.
fn bracketed(change: Change, map: &str) -> Change {
    let name = change.path.strip_prefix(map).unwrap_or_default();
    let path = match name.strip_prefix('.') {
        Some(name) => format!("{map}[{name}]"),
        None => change.path.clone(),
    };
    Change { path, ..change }
}

/// A block that comes or goes is one change.
fn whole_blocks(changes: Vec<Change>, old: &Value, new: &Value) -> Vec<Change> {
    let mut kept: Vec<Change> = Vec::new();
    for change in changes {
        let block = BLOCKS.into_iter().find(|block| {
            let pointer = format!("/{}", block.trim_start_matches("spec.").replace('.', "/"));
            let there = |tree: &Value| tree.pointer(&pointer).is_some_and(Value::is_object);
            change.path.starts_with(block) && there(old) != there(new)
        });
        match block {
            Some(block) if kept.iter().any(|other| other.path == block) => {}
            Some(block) => {
                let pointer = format!("/{}", block.trim_start_matches("spec.").replace('.', "/"));
                kept.push(Change {
                    path: block.to_owned(),
                    before: old.pointer(&pointer).filter(|v| v.is_object()).cloned(),
                    after: new.pointer(&pointer).filter(|v| v.is_object()).cloned(),
                });
            }
            None => kept.push(change),
        }
    }
    kept
}

/// With a second zone the gateways of single zones begin, or end with the last but one.
fn begins_zonal(old: &Value, new: &Value, hits: &mut Vec<Hit>) {
    let zonal = |seed: &Value| {
        let zones = seed["provider"]["zones"].as_array().map_or(0, Vec::len);
        let enabled = seed["settings"]["loadBalancerServices"]["zonalIngress"]["enabled"].as_bool();
        zones > 1 && enabled != Some(false)
    };
    let told = hits.iter().any(|hit| hit.row.id == "seed-zonal-ingress");
    if zonal(old) != zonal(new)
        && !told
        && let Some(row) = rules::named("seed-zonal-ingress")
    {
        let zones = |seed: &Value| Some(seed["provider"]["zones"].clone());
        let change = Change {
            path: "spec.provider.zones".to_owned(),
            before: zones(old),
            after: zones(new),
        };
        hits.push(Hit::new(change, row));
    }
}
