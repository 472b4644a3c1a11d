//! The impact report: first the verdict in a line, then pools, control plane, findings, and what no rule knows.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::domain::impact::pools::{Action, Certainty, PoolImpact};
use crate::domain::impact::rehearsal::Mode;
use crate::domain::impact::report::{ComponentEffect, Finding, ImpactReport, ImpactReportList};
use crate::domain::impact::rules::{Class, RULES, Row as RuleRow};
use crate::domain::impact::timing::Moment;
use crate::domain::impact::verdict::Verdict;
use crate::output::Report;
use crate::output::document::{Cell, Column, Document, Fact, Row, Table, Tone};

impl Report for ImpactReport {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let name = format!("{}/{}", self.shoot.namespace, self.shoot.name);
        describe(self, Document::new(format!("Impact on {name}")))
    }
}

impl Report for ImpactReportList {
    const KIND: &'static str = Self::KIND;

    fn document(&self) -> Document {
        let mut document = Document::new("Impact");
        for report in &self.items {
            let name = format!("{}/{}", report.shoot.namespace, report.shoot.name);
            document = describe(report, document.heading(name));
        }
        document
    }
}

fn describe(report: &ImpactReport, document: Document) -> Document {
    let mut document = document.facts(facts(report));
    if !report.rejections.is_empty() {
        document = document
            .heading("Rejected because")
            .table(rejections(report));
    }
    if !report.pools.is_empty() {
        document = document.heading("Worker pools").table(pools(report));
    }
    if !report.control_plane.components.is_empty() {
        let components = &report.control_plane.components;
        let names = components.iter().map(|component| match component.effect {
            ComponentEffect::Rollout => component.name.clone(),
            ComponentEffect::Restart => format!("{} (restarts)", component.name),
        });
        document = document
            .heading("Control plane and system components")
            .text(Cell::list(names));
    }
    if report.verdict != Verdict::Rejected {
        document = document.heading("Findings").table(findings(report));
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
        let doubts = Table::new([Column::new("field"), Column::new("who decides")]);
        let rows = report
            .doubts
            .iter()
            .map(|doubt| Row::new([Cell::text(&doubt.path), Cell::text(&doubt.reason)]));
        document = document
            .heading("Whether it is accepted cannot be told without the server")
            .table(doubts.rows(rows));
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

fn facts(report: &ImpactReport) -> Vec<Fact> {
    let (verdict, tone) = match report.verdict {
        Verdict::Accepted => ("accepted", Tone::Good),
        Verdict::Rejected => ("rejected", Tone::Error),
        Verdict::Unknown => ("unknown", Tone::Warning),
    };
    let worst = report.summary.worst;
    let by = match (report.mode, &report.not_rehearsed) {
        (Mode::Live, _) => Cell::text("the server, in a dry run"),
        (Mode::Offline, None) => Cell::text("rules, without a server").tone(Tone::Muted),
        (Mode::Offline, Some(why)) => {
            Cell::text(format!("rules, because there was no dry run: {why}")).tone(Tone::Warning)
        }
    };
    vec![
        Fact::new("verdict", Cell::text(verdict).tone(tone)),
        Fact::new("by", by),
        Fact::new(
            "in short",
            Cell::text(&report.summary.headline).tone(worst.map_or(Tone::Plain, self::tone)),
        ),
    ]
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

fn rejections(report: &ImpactReport) -> Table {
    let table = Table::new([
        Column::new("field"),
        Column::new("reason"),
        Column::new("rule"),
    ])
    .main();
    table.rows(report.rejections.iter().map(|rejection| {
        Row::new([
            Cell::text(&rejection.path).tone(Tone::Strong),
            Cell::text(&rejection.message),
            Cell::text(&rejection.rule),
        ])
    }))
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
        let mut restarts = Vec::new();
        if pool.kubelet_restart {
            restarts.push("kubelet".to_owned());
        }
        restarts.extend(pool.services.iter().cloned());
        let zones = pool.zones.iter().map(|share| {
            let zone = if share.zone.is_empty() {
                "no zone"
            } else {
                &share.zone
            };
            format!("{zone} {}-{}", share.minimum, share.maximum)
        });
        let because = match &pool.held_back {
            Some(reason) => Cell::text(reason),
            None => Cell::list(&pool.causes),
        };
        Row::new([
            Cell::text(&pool.name).tone(Tone::Strong),
            action(pool),
            Cell::text(certainty(pool.certainty)),
            size(pool, |size| size.minimum),
            size(pool, |size| size.maximum),
            Cell::list(restarts),
            Cell::list(zones),
            because,
        ])
    }))
}

fn action(pool: &PoolImpact) -> Cell {
    let (text, tone) = match pool.action {
        Action::None => ("kept", Tone::Plain),
        Action::Roll => ("replaced", Tone::Warning),
        Action::InPlace => ("drained and updated", Tone::Warning),
        Action::ManualInPlace => ("drained and updated, once selected", Tone::Warning),
        Action::Create => ("created", Tone::Info),
        Action::Delete => ("deleted", Tone::Error),
    };
    if pool.certainty == Certainty::Provider && pool.action != Action::None {
        return Cell::text(format!("{text}, if the provider says so")).tone(tone);
    }
    Cell::text(text).tone(tone)
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

fn findings(report: &ImpactReport) -> Table {
    let table = Table::new([
        Column::new("class").by_tone(),
        Column::new("scope"),
        Column::new("field"),
        Column::new("before"),
        Column::new("after"),
        Column::new("when"),
        Column::new("sure").wide(),
        Column::new("reversible").wide(),
        Column::new("also").wide(),
        Column::new("rule").wide(),
        Column::new("source").wide(),
        Column::new("what"),
    ])
    .empty(if report.unexplained.is_empty() {
        "Nothing changes."
    } else {
        "No findings."
    });
    let table = if report.rejections.is_empty() {
        table.main()
    } else {
        table
    };
    table.rows(report.findings.iter().map(|finding| {
        Row::new([
            Cell::text(finding.class.id()).tone(tone(finding.class)),
            Cell::text(&finding.scope),
            Cell::text(&finding.path).tone(Tone::Strong),
            value(finding.before.as_ref()),
            value(finding.after.as_ref()),
            when(finding),
            Cell::text(certainty(finding.certainty)),
            Cell::text(if finding.reversible { "yes" } else { "no" }),
            Cell::list(finding.also.iter().map(|class| class.id())),
            Cell::text(&finding.rule),
            Cell::text(&finding.source),
            Cell::text(&finding.effect),
        ])
        .named(format!(
            "shoot.core.gardener.cloud/{}/{}",
            report.shoot.namespace, report.shoot.name
        ))
    }))
}

/// Longest value that is shown in a table.
const LONGEST: usize = 40;

fn value(value: Option<&Value>) -> Cell {
    let text = match value {
        None => return Cell::none(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    if text.chars().count() <= LONGEST {
        return Cell::text(text);
    }
    let shown: String = text.chars().take(LONGEST - 3).collect();
    Cell::text(format!("{shown}..."))
}

fn when(finding: &Finding) -> Cell {
    let when = &finding.when;
    Cell::text(match when.moment {
        Moment::Now => "now".to_owned(),
        Moment::Window => match when.begin {
            Some(begin) => format!("window from {begin}"),
            None => "with maintenance".to_owned(),
        },
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
        let rows = RULES
            .iter()
            .filter(|row| only.is_none_or(|only| row.id == only));
        Self {
            items: rows.map(ImpactRule::of).collect(),
        }
    }
}

impl ImpactRule {
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
