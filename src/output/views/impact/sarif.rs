//! The impact report for code scanners: each finding at the line of the manifest that causes it.

use super::{ImpactRules, change, name, tone, when};
use crate::domain::impact::gardener::component::Place;
use crate::domain::impact::gardener::report::GardenerImpact;
use crate::domain::impact::profile::report::ProfileReport;
use crate::domain::impact::report::{Finding, ImpactReport};
use crate::domain::impact::rules::Class;
use crate::domain::impact::seed::report::SeedReport;
use crate::domain::impact::verdict::{Doubt, Rejection, Verdict};
use crate::output::document::Tone;
use crate::output::sarif::{Finding as Entry, Level, Location, Rule, SarifLog};
use crate::output::views::impact_gardener::image;

/// What is found without a rule of the catalogue: id, meaning, advice, level.
const OTHERS: [(&str, &str, &str, Level); 3] = [
    (
        "no-rule",
        "No rule knows what a change of this field does",
        "look it up in Gardener's documentation, and try it on a Shoot that nobody needs",
        Level::Warning,
    ),
    (
        "undecided",
        "Whether the change is accepted is decided by something that cannot be looked at here",
        "ask the server with a dry run: kubectl gardener impact without --landscape",
        Level::Note,
    ),
    (
        "no-such-field",
        "No Shoot has this field: the server drops it",
        "remove it, or correct its name",
        Level::Warning,
    ),
];

/// What is told of one object.
struct Subject<'a> {
    /// Names it.
    object: String,
    rejections: &'a [Rejection],
    findings: Vec<Found<'a>>,
    unexplained: &'a [String],
    doubts: &'a [Doubt],
    ignored: &'a [String],
}

/// Something that happens to it.
struct Found<'a> {
    rule: &'a str,
    class: Class,
    path: &'a str,
    message: String,
    accepted: Option<String>,
}

/// Describe reports. `locate` gives where a field of the report of this index stands, if it stands in a file.
pub fn log(reports: &[ImpactReport], locate: impl Fn(usize, &str) -> Option<Location>) -> SarifLog {
    let subjects = reports.iter().map(|report| Subject {
        object: format!("Shoot {}", name(report)),
        rejections: &report.rejections,
        findings: (report.findings.iter())
            .map(|finding| Found {
                rule: &finding.rule,
                class: finding.class,
                path: &finding.path,
                message: message(finding),
                accepted: finding.waiver.as_ref().map(|waiver| waiver.reason.clone()),
            })
            .collect(),
        unexplained: &report.unexplained,
        doubts: match report.verdict {
            Verdict::Rejected => &[],
            _ => &report.doubts,
        },
        ignored: &report.ignored,
    });
    all(subjects, locate)
}

/// As [`log`], of Seeds.
pub fn log_seeds(
    reports: &[SeedReport],
    locate: impl Fn(usize, &str) -> Option<Location>,
) -> SarifLog {
    let subjects = reports.iter().map(|report| Subject {
        object: format!("Seed {}", report.name),
        rejections: &report.rejections,
        findings: (report.findings.iter())
            .map(|finding| Found {
                rule: &finding.rule,
                class: finding.class,
                path: &finding.path,
                message: format!(
                    "{}: {}\n{}.\nWhen: {}.",
                    finding.class.id(),
                    finding.path,
                    finding.effect,
                    finding.when.reason
                ),
                accepted: finding.waiver.as_ref().map(|waiver| waiver.reason.clone()),
            })
            .collect(),
        unexplained: &report.unexplained,
        doubts: &report.doubts,
        ignored: &[],
    });
    all(subjects, locate)
}

/// As [`log`], of profiles.
pub fn log_profiles(
    reports: &[ProfileReport],
    locate: impl Fn(usize, &str) -> Option<Location>,
) -> SarifLog {
    let subjects = reports.iter().map(|report| Subject {
        object: report.profile.to_string(),
        rejections: &report.rejections,
        findings: (report.findings.iter())
            .map(|finding| Found {
                rule: &finding.rule,
                class: finding.class,
                path: &finding.path,
                message: format!(
                    "{}: {}\n{}.",
                    finding.class.id(),
                    finding.path,
                    finding.effect
                ),
                accepted: finding.waiver.as_ref().map(|waiver| waiver.reason.clone()),
            })
            .collect(),
        unexplained: &report.unexplained,
        doubts: &report.doubts,
        ignored: &[],
    });
    all(subjects, locate)
}

/// What another image of a component is, by where it runs: id and meaning.
const fn of_place(place: Place) -> (&'static str, &'static str) {
    match place {
        Place::Etcd => ("gardener-etcd", "Another image of etcd of shoots"),
        Place::ControlPlane => (
            "gardener-control-plane",
            "Another image of a component in control planes of shoots",
        ),
        Place::Node => (
            "gardener-node",
            "Another image of something that runs on nodes",
        ),
        Place::Shoot => (
            "gardener-shoot",
            "Another image of a component that runs in shoots",
        ),
        Place::Seed => (
            "gardener-seed",
            "Another image of a component that a seed has once for all of its shoots",
        ),
        Place::Garden => (
            "gardener-garden",
            "Another image of a component of the garden",
        ),
    }
}

const GATE: &str = "gardener-version";
const IMAGE: &str = "gardener-image";

/// Describe another version of Gardener. `locate` gives where an image stands in the new image vectors; without a name,
/// where they begin.
pub fn log_gardener(
    report: &GardenerImpact,
    locate: impl Fn(Option<&str>) -> Option<Location>,
) -> SarifLog {
    let place = |image: Option<&str>| locate(image).or_else(|| locate(None));
    let components = report.components.iter().map(|component| {
        let images: Vec<String> = component.images.iter().map(image).collect();
        let shoots = match component.shoots {
            Some(shoots) => format!(" Shoots: {shoots}."),
            None => String::new(),
        };
        let first = component.images.iter().find(|image| image.to.is_some());
        let (rule, _) = of_place(component.place);
        Entry {
            rule: rule.to_owned(),
            level: level(component.class),
            message: format!(
                "{}: {}: {}\n{}.{shoots}",
                component.class.id(),
                component.name,
                images.join(", "),
                component.effect
            ),
            location: place(first.map(|image| image.name.as_str())),
            object: format!("component {} ({rule})", component.name),
            accepted: None,
        }
    });
    let gates = report.gates.iter().map(|gate| Entry {
        rule: GATE.to_owned(),
        level: level(gate.class),
        message: format!(
            "{}: from {} on: {}.",
            gate.class.id(),
            gate.version,
            gate.effect
        ),
        location: place(None),
        object: format!("Gardener {}: {}", gate.version, gate.effect),
        accepted: None,
    });
    let images = report.unexplained.iter().map(|name| Entry {
        rule: IMAGE.to_owned(),
        level: Level::Warning,
        message: format!("{name}: no rule knows which component runs this image"),
        location: place(Some(name)),
        object: format!("image {name}"),
        accepted: None,
    });
    let findings: Vec<Entry> = components.chain(gates).chain(images).collect();
    let places = Place::ALL.map(of_place).into_iter();
    let others = [
        (
            GATE,
            "Gardener itself does something otherwise from a version on",
        ),
        (IMAGE, "No rule knows which component runs an image"),
    ];
    let rules = places.chain(others).map(|(id, meaning)| {
        let of_it = findings.iter().filter(|finding| finding.rule == id);
        Rule {
            id: id.to_owned(),
            meaning: meaning.to_owned(),
            advice: "kubectl gardener impact gardener -o wide names the place in Gardener for each component".to_owned(),
            level: of_it.map(|finding| finding.level).max().unwrap_or(Level::Note),
        }
    });
    let found = |rule: &Rule| findings.iter().any(|finding| finding.rule == rule.id);
    let rules = rules.filter(found).collect();
    SarifLog { rules, findings }
}

fn all<'a>(
    subjects: impl Iterator<Item = Subject<'a>>,
    locate: impl Fn(usize, &str) -> Option<Location>,
) -> SarifLog {
    let mut findings = Vec::new();
    for (index, subject) in subjects.enumerate() {
        let kind = subject.object.split(' ').next().unwrap_or_default();
        let whole = |path: &str| match path {
            "" => format!("the {kind}"),
            path => path.to_owned(),
        };
        let entry = |rule: &str, level: Level, path: &str, message: String| Entry {
            rule: rule.to_owned(),
            level,
            message,
            location: locate(index, path),
            object: format!("{} {path}", subject.object).trim_end().to_owned(),
            accepted: None,
        };
        findings.extend(subject.rejections.iter().map(|rejection| {
            let message = format!(
                "rejected: {}: {}",
                whole(&rejection.path),
                rejection.message
            );
            entry(&rejection.rule, Level::Error, &rejection.path, message)
        }));
        findings.extend(subject.findings.into_iter().map(|finding| Entry {
            accepted: finding.accepted,
            ..entry(
                finding.rule,
                level(finding.class),
                finding.path,
                finding.message,
            )
        }));
        let plain = |paths: &'_ [String]| {
            paths
                .iter()
                .map(|path| (path.clone(), String::new()))
                .collect::<Vec<_>>()
        };
        let doubts = (subject.doubts.iter())
            .map(|doubt| (doubt.path.clone(), format!(": {}", doubt.reason)))
            .collect();
        let lists = [plain(subject.unexplained), doubts, plain(subject.ignored)];
        for ((rule, meaning, _, level), list) in OTHERS.iter().zip(lists) {
            findings.extend(list.iter().map(|(path, more)| {
                entry(
                    rule,
                    *level,
                    path,
                    format!("{}: {meaning}{more}", whole(path)),
                )
            }));
        }
    }
    SarifLog {
        rules: rules(&findings),
        findings,
    }
}

/// The rules of these findings, in the order of the catalogue: a code host shows them all.
fn rules(findings: &[Entry]) -> Vec<Rule> {
    let catalogue = ImpactRules::new(None).items.into_iter().map(|rule| Rule {
        meaning: rule.effect,
        advice: format!("Gardener does it in {}", rule.source),
        level: rule
            .classes
            .iter()
            .min()
            .map_or(Level::Note, |class| level(*class)),
        id: rule.id,
    });
    let others = OTHERS.iter().map(|(id, meaning, advice, level)| Rule {
        id: (*id).to_owned(),
        meaning: (*meaning).to_owned(),
        advice: (*advice).to_owned(),
        level: *level,
    });
    let found = |rule: &Rule| findings.iter().any(|finding| finding.rule == rule.id);
    catalogue.chain(others).filter(found).collect()
}

fn level(class: Class) -> Level {
    match tone(class) {
        Tone::Error => Level::Error,
        Tone::Warning => Level::Warning,
        _ => Level::Note,
    }
}

fn message(finding: &Finding) -> String {
    let mut text = format!(
        "{} ({}): {}: {}\n{}.\nWhen: {}.",
        finding.class.id(),
        finding.scope,
        finding.path,
        change(finding),
        finding.effect,
        when(finding).text
    );
    if !finding.reversible {
        text.push_str(" It cannot be changed back.");
    }
    text
}
