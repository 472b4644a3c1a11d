//! The impact report: first the verdict in a line, then pools, control plane, findings, and what no rule knows.

mod comment;
mod plan;
pub mod sarif;

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::impact::pools::{Action, Certainty, PoolImpact};
use crate::domain::impact::rehearsal::Mode;
use crate::domain::impact::report::{
    Component, ComponentEffect, Finding, ImpactReport, ImpactReportList,
};
use crate::domain::impact::rules::{Class, RULES, Row as RuleRow};
use crate::domain::impact::timing::{Moment, When};
use crate::domain::impact::verdict::Verdict;
use crate::domain::impact::waive::Acceptance;
use crate::domain::impact::{profile, seed};
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Item, Row, Table, Tone};

impl Report for ImpactReport {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        describe(self, Document::new(format!("Impact on {}", name(self))))
    }

    fn comment(&self) -> Document {
        comment::one(self)
    }
}

impl Report for ImpactReportList {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let document = Document::new("Impact");
        self.items.iter().fold(document, |document, report| {
            describe(report, document.heading(name(report)))
        })
    }

    fn comment(&self) -> Document {
        comment::several(&self.items)
    }
}

/// Name the Shoot; manifests in files may have no namespace.
fn name(report: &ImpactReport) -> String {
    let shoot = &report.shoot;
    if shoot.namespace.is_empty() {
        return shoot.name.clone();
    }
    format!("{}/{}", shoot.namespace, shoot.name)
}

/// Say all of it in one line.
fn verdict(report: &ImpactReport) -> Cell {
    let headline = &report.summary.headline;
    let (text, least) = match report.verdict {
        Verdict::Accepted => (format!("accepted: {headline}"), Tone::Good),
        Verdict::Rejected => (headline.clone(), Tone::Error),
        Verdict::Unknown => (
            format!("unknown whether it is accepted: {headline}"),
            Tone::Warning,
        ),
    };
    let worst = report.summary.worst.map_or(least, tone);
    Cell::text(text).tone(match (worst, least) {
        (Tone::Error | Tone::Warning, _) => worst,
        _ => least,
    })
}

fn describe(report: &ImpactReport, document: Document) -> Document {
    let mut document = document.text(verdict(report));
    let mut facts = vec![by(report)];
    if report.summary.waived > 0 {
        let count = report.summary.waived;
        facts.push(Fact::count("accepted findings", count, Tone::Plain));
    }
    document = document.facts(facts);
    if !report.rejections.is_empty() {
        let rejections = report.rejections.iter().map(|rejection| {
            Item::new([Cell::text(whole(&rejection.path)).tone(Tone::Strong)])
                .line(&rejection.message)
                .wide(format!("rule {}", rejection.rule))
        });
        document = document.heading("Rejected because").list(rejections);
    }
    if !report.pools.is_empty() {
        document = document.heading("Worker pools").table(pools(report));
    }
    if !report.control_plane.components.is_empty() {
        let components = &report.control_plane.components;
        let names = components.iter().map(component);
        document = document
            .heading("Control plane and system components")
            .text(Cell::list(names));
    }
    if report.verdict != Verdict::Rejected {
        document = document.heading("Findings");
        document = if report.findings.is_empty() {
            document.text(Cell::text(nothing(report)).tone(Tone::Muted))
        } else {
            document.list(report.findings.iter().map(item))
        };
    }
    for (heading, lines) in [
        ("No rule knows", &report.unexplained),
        (
            "Fields that no Shoot has: the server drops them",
            &report.ignored,
        ),
        ("The same reconciliation also brings", &report.piggyback),
        ("Not looked at", &report.not_looked_at),
    ] {
        if !lines.is_empty() {
            document = document.heading(heading).text(Cell::list(lines));
        }
    }
    if !report.doubts.is_empty() {
        let doubts = report.doubts.iter().map(|doubt| {
            Item::new([Cell::text(whole(&doubt.path)).tone(Tone::Strong)]).line(&doubt.reason)
        });
        document = document
            .heading("Whether it is accepted cannot be told without the server")
            .list(doubts);
    }
    if let Some(hosted) = &report.hosted {
        document = document.heading("Control planes on this seed").facts([
            Fact::count(
                "without failure tolerance",
                hosted.without_tolerance,
                Tone::Warning,
            ),
            Fact::count("tolerating a node", hosted.node, Tone::Plain),
            Fact::count("tolerating a zone", hosted.zone, Tone::Plain),
        ]);
    }
    document
}

/// Say who gave the verdict.
fn by(report: &ImpactReport) -> Fact {
    let by = match (report.mode, &report.not_rehearsed) {
        (Mode::Live, _) => Cell::text("the server, in a dry run"),
        (Mode::Offline, None) => Cell::text("rules, without a server").tone(Tone::Muted),
        (Mode::Offline, Some(why)) => {
            Cell::text(format!("rules, because there was no dry run: {why}")).tone(Tone::Warning)
        }
    };
    Fact::new("told by", by)
}

/// What a class means for the reader.
pub(super) fn tone(class: Class) -> Tone {
    match class {
        Class::Rejected | Class::Destructive | Class::ApiDowntime => Tone::Error,
        Class::Irreversible
        | Class::NodeRoll
        | Class::NodeInplaceDrain
        | Class::NodeScaleDown
        | Class::AccessImpact
        | Class::ManualActionRequired
        | Class::UnknownProvider => Tone::Warning,
        Class::ConfigOnly | Class::NoEffect | Class::Deferred => Tone::Muted,
        _ => Tone::Info,
    }
}

/// Name a field; where there is none, it is the Shoot as a whole.
fn whole(path: &str) -> &str {
    if path.is_empty() { "the Shoot" } else { path }
}

fn nothing(report: &ImpactReport) -> &'static str {
    if report.unexplained.is_empty() {
        "Nothing changes."
    } else {
        "No rule knows what changes."
    }
}

fn pools(report: &ImpactReport) -> Table {
    let table = Table::new([
        Column::new("pool"),
        Column::new("nodes are"),
        Column::new("sure").wide(),
        Column::new("minimum").right(),
        Column::new("maximum").right(),
        Column::new("restarts"),
        Column::new("zones").wide(),
        Column::new("because of"),
    ]);
    table.rows(report.pools.iter().map(|pool| {
        let zones = pool.zones.iter().map(|share| {
            let zone = if share.zone.is_empty() {
                "no zone"
            } else {
                &share.zone
            };
            let mut text = format!("{zone} {}-{}", share.minimum, share.maximum);
            if let (Some(surge), Some(missing)) = (&share.max_surge, &share.max_unavailable) {
                let _ = write!(text, " (+{surge} -{missing})"); // writing to a String does not fail
            }
            text
        });
        Row::new([
            Cell::text(&pool.name).tone(Tone::Strong),
            action(pool, sleep(report)),
            Cell::text(certainty(pool.certainty)),
            size(pool, |size| size.minimum),
            size(pool, |size| size.maximum),
            restarts(pool),
            Cell::list(zones),
            because(pool),
        ])
    }))
}

fn restarts(pool: &PoolImpact) -> Cell {
    let kubelet = pool.kubelet_restart.then_some("kubelet");
    let services = kubelet
        .into_iter()
        .chain(pool.services.iter().map(String::as_str));
    let later = pool.action == Action::None && is_in_window(pool.when.as_ref());
    let window = later.then_some("in the window");
    Cell::list(services.chain(window))
}

fn because(pool: &PoolImpact) -> Cell {
    match &pool.held_back {
        Some(reason) => Cell::text(reason),
        None => Cell::list(&pool.causes),
    }
}

/// Tell what becomes of all nodes where the Shoot goes to sleep or wakes up.
fn sleep(report: &ImpactReport) -> Option<(&'static str, Tone)> {
    let mut findings = report.findings.iter();
    let change = findings.find(|finding| finding.path == "spec.hibernation.enabled")?;
    let is = |value: &Option<serde_json::Value>| value.as_ref().is_some_and(|value| value == true);
    match (is(&change.before), is(&change.after)) {
        (false, true) => Some(("put to sleep", Tone::Warning)),
        (true, false) => Some(("woken up", Tone::Info)),
        _ => None,
    }
}

fn action(pool: &PoolImpact, sleep: Option<(&'static str, Tone)>) -> Cell {
    let (text, tone) = match pool.action {
        Action::None => sleep.unwrap_or(("kept", Tone::Plain)),
        Action::Roll => ("replaced", Tone::Warning),
        Action::InPlace => ("drained and updated", Tone::Warning),
        Action::ManualInPlace => ("drained and updated, once selected", Tone::Warning),
        Action::Create => ("created", Tone::Info),
        Action::Delete => ("deleted", Tone::Error),
    };
    let mut text = text.to_owned();
    if pool.action != Action::None && is_in_window(pool.when.as_ref()) {
        text.push_str(" in the window");
    }
    if pool.certainty == Certainty::Provider && pool.action != Action::None {
        text.push_str(", if the provider says so");
    }
    Cell::text(text).tone(tone)
}

/// Name a component with what becomes of it.
fn component(component: &Component) -> String {
    let restarts = match component.effect {
        ComponentEffect::Rollout => None,
        ComponentEffect::Restart => Some("restarts"),
    };
    let window = is_in_window(Some(&component.when)).then_some("in the window");
    let more: Vec<&str> = restarts.into_iter().chain(window).collect();
    if more.is_empty() {
        return component.name.clone();
    }
    format!("{} ({})", component.name, more.join(" "))
}

fn is_in_window(when: Option<&When>) -> bool {
    when.is_some_and(|when| when.moment == Moment::Window)
}

/// A number before and after, or one where it stays.
fn size(pool: &PoolImpact, number: impl Fn(crate::domain::impact::pools::Size) -> i64) -> Cell {
    match (pool.before.map(&number), pool.after.map(&number)) {
        (Some(before), Some(after)) if before != after => {
            Cell::text(format!("{before} -> {after}"))
        }
        (before, after) => Cell::optional(after.or(before).map(|number| number.to_string())),
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Provider => "depends on the provider",
    }
}

fn item(finding: &Finding) -> Item {
    let mut more = vec![
        format!("rule {}", finding.rule),
        certainty(finding.certainty).to_owned(),
    ];
    if !finding.also.is_empty() {
        let also: Vec<&str> = finding.also.iter().map(|class| class.id()).collect();
        more.push(format!("also {}", also.join(", ")));
    }
    let mut head = vec![
        severity_of(finding.class, finding.waived),
        Cell::text(&finding.scope),
        when(finding),
    ];
    if !finding.reversible {
        head.push(Cell::text("not reversible").tone(Tone::Warning));
    }
    if finding.certainty != Certainty::Certain {
        head.push(Cell::text(certainty(finding.certainty)).tone(Tone::Warning));
    }
    let item = Item::new(head)
        .line(Cell::text(format!("{}: {}", finding.path, change(finding))).tone(Tone::Strong))
        .line(&finding.effect);
    let item = match &finding.waiver {
        Some(waiver) => item.line(accepted(waiver)),
        None => item,
    };
    item.wide(more.join("; ")).wide(&finding.source)
}

/// Say what becomes of a value.
fn change(finding: &Finding) -> String {
    match (&finding.before, &finding.after) {
        (None, None) => "changed".to_owned(),
        (None, Some(after)) => format!("set to {}", value(after)),
        (Some(before), None) => format!("removed, it was {}", value(before)),
        (Some(before), Some(after)) => format!("{} -> {}", value(before), value(after)),
    }
}

/// Say why somebody has accepted it, and until when.
pub(super) fn accepted(waiver: &Acceptance) -> String {
    match waiver.until {
        Some(until) => format!("accepted until {until}: {}", waiver.reason),
        None => format!("accepted: {}", waiver.reason),
    }
}

fn class(finding: &Finding) -> Cell {
    severity_of(finding.class, finding.waived)
}

/// How severe it is; what somebody has accepted no longer stands out.
pub(super) fn severity_of(class: Class, waived: bool) -> Cell {
    if waived {
        return Cell::text(format!("{} (accepted)", class.id())).tone(Tone::Muted);
    }
    Cell::text(class.id()).tone(tone(class))
}

/// Longest value that is shown.
const LONGEST: usize = 60;

fn value(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return text;
    }
    let shown: String = text.chars().take(LONGEST - 3).collect();
    format!("{shown}...")
}

fn when(finding: &Finding) -> Cell {
    let when = &finding.when;
    Cell::text(match when.moment {
        Moment::Now => "now".to_owned(),
        Moment::Window => when
            .window()
            .unwrap_or_else(|| "with maintenance".to_owned()),
        Moment::NextReconcile => "next reconciliation".to_owned(),
        Moment::Blocked => format!("blocked: {}", when.reason),
        Moment::Unknown => format!("unknown: {}", when.reason),
    })
}

/// The rules of impact, or one of them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImpactRules {
    /// The rules.
    pub items: Vec<ImpactRule>,
}

/// A rule of impact.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ImpactRule {
    /// Its name, which never changes.
    pub id: String,
    /// What it leads to, depending on the change.
    pub classes: Vec<Class>,
    /// The fields that it is about; `*` stands for any name, `**` for all below.
    pub paths: Vec<String>,
    /// What happens.
    pub effect: String,
    /// Components of control plane and kube-system that it touches.
    pub components: Vec<String>,
    /// Whether it can be changed back.
    pub reversible: bool,
    /// Where Gardener does it.
    pub source: String,
}

impl ImpactRules {
    /// Give all rules, or the one of this name.
    pub fn new(only: Option<&str>) -> Self {
        let shoots = RULES.iter().map(ImpactRule::of);
        let seeds = seed::RULES
            .iter()
            .map(|row| ImpactRule::plain(row.id, row.class, row.paths, row.effect, row.source));
        let profiles = profile::RULES
            .iter()
            .map(|row| ImpactRule::plain(row.id, row.class, row.paths, row.effect, row.source));
        let refusals = seed::REFUSALS
            .iter()
            .chain(profile::REFUSALS)
            .map(|row| ImpactRule::plain(row.id, Class::Rejected, row.paths, row.what, row.source));
        let rows = shoots.chain(seeds).chain(profiles).chain(refusals);
        Self {
            items: rows
                .filter(|rule| only.is_none_or(|only| rule.id == only))
                .collect(),
        }
    }
}

impl ImpactRule {
    /// A rule of Seeds or profiles: all of that can be changed back.
    fn plain(id: &str, class: Class, paths: &[&str], effect: &str, source: &str) -> Self {
        Self {
            id: id.to_owned(),
            classes: vec![class],
            paths: paths.iter().map(|path| (*path).to_owned()).collect(),
            effect: effect.to_owned(),
            components: Vec::new(),
            reversible: true,
            source: source.to_owned(),
        }
    }

    fn of(row: &RuleRow) -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            id: row.id.to_owned(),
            classes: row.classes.to_vec(),
            paths: texts(row.paths),
            effect: row.effect.to_owned(),
            components: texts(row.components),
            reversible: row.reversible,
            source: row.source.to_owned(),
        }
    }
}

impl Report for ImpactRules {
    const KIND: &'static str = "ImpactRules";

    fn document(&self) -> Document {
        if let [rule] = self.items.as_slice() {
            return Document::new(format!("Rule {}", rule.id))
                .facts([
                    Fact::new("rule", Cell::text(&rule.id).tone(Tone::Strong)),
                    Fact::new("reversible", if rule.reversible { "yes" } else { "no" }),
                ])
                .text(Cell::text(&rule.effect))
                .heading("Classes")
                .text(Cell::list(rule.classes.iter().map(|class| class.id())))
                .heading("Fields")
                .text(Cell::list(&rule.paths))
                .heading("Source")
                .text(Cell::text(&rule.source));
        }
        let table = Table::new([
            Column::new("class").by_tone(),
            Column::new("rule"),
            Column::new("fields").wide(),
            Column::new("source").wide(),
            Column::new("what"),
        ])
        .main();
        let rows = self.items.iter().map(|rule| {
            let worst = rule
                .classes
                .iter()
                .min()
                .copied()
                .unwrap_or(Class::NoEffect);
            Row::new([
                Cell::text(worst.id()).tone(tone(worst)),
                Cell::text(&rule.id).tone(Tone::Strong),
                Cell::list(&rule.paths),
                Cell::text(&rule.source),
                Cell::text(&rule.effect),
            ])
            .named(rule.id.clone())
        });
        Document::new("Rules of impact").table(table.rows(rows))
    }
}
