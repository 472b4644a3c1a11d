//! The impact report as a comment on a merge request: the verdict in a line, then what people decide by.
//! Long lists, sources and what hardly matters are folded.

use super::{
    action, because, change, class, component, name, restarts, size, sleep, tone, verdict, when,
    whole,
};
use crate::domain::impact::pools::{Action, PoolImpact};
use crate::domain::impact::report::{Finding, ImpactReport};
use crate::domain::impact::rules::Class;
use crate::domain::impact::verdict::Verdict;
use crate::order::Order as _;
use crate::output::document::{Cell, Column, Document, Item, Row, Table, Tone};

/// Entries of a list that are shown; where there are more, the others are folded.
const SHOWN: usize = 8;

/// Shoots whose details are shown; where there are more, they are folded.
const OPEN: usize = 2;

/// Describe one report.
pub(super) fn one(report: &ImpactReport) -> Document {
    details(report, Document::new(format!("Impact on {}", name(report))))
}

/// Describe several reports: a line for each, then each.
pub(super) fn several(reports: &[ImpactReport]) -> Document {
    let table = Table::new([
        Column::new("shoot"),
        Column::new("worst"),
        Column::new("in short"),
    ]);
    let table = table.rows(reports.iter().map(|report| {
        let worst = report.summary.worst;
        Row::new([
            Cell::text(name(report)),
            Cell::optional(worst.map(|worst| Cell::text(worst.id()).tone(tone(worst)))),
            verdict(report),
        ])
    }));
    let document = Document::new("Impact").table(table);
    reports.iter().fold(document, |document, report| {
        if reports.len() > OPEN {
            return document.fold(name(report), details(report, Document::default()));
        }
        details(report, document.heading(name(report)))
    })
}

fn details(report: &ImpactReport, document: Document) -> Document {
    let mut document = document.text(verdict(report));
    if let Some(why) = &report.not_rehearsed {
        document =
            document.text(Cell::text(format!("There was no dry run: {why}")).tone(Tone::Warning));
    }
    if report.verdict == Verdict::Rejected {
        let items = report.rejections.iter().map(|rejection| {
            let text = format!("{}: {}", whole(&rejection.path), rejection.message);
            Item::new([Cell::text(text)])
        });
        return lists(document, "reason", "", items.collect());
    }
    document = add_pools(report, document);
    let components = &report.control_plane.components;
    if !components.is_empty() {
        let names: Vec<String> = components.iter().map(component).collect();
        document = document.text(format!("Replaced or restarted: {}", names.join(", ")));
    }
    let (minor, major): (Vec<&Finding>, Vec<&Finding>) = report
        .findings
        .iter()
        .partition(|finding| is_minor(finding));
    let (shown, more) = major.split_at(major.len().min(SHOWN));
    if !shown.is_empty() {
        document = document.table(findings(shown));
    }
    for (what, folded) in [("more", more), ("without effect now, or accepted", &minor)] {
        if !folded.is_empty() {
            let summary = format!("{}, {what}", counted(folded.len(), "finding"));
            document = document.fold(summary, Document::default().table(findings(folded)));
        }
    }
    document = add_rest(report, document);
    if !report.findings.is_empty() {
        document = document.fold("Rules and sources", sources(report));
    }
    document
}

/// Whether nobody has to decide anything because of it.
fn is_minor(finding: &Finding) -> bool {
    finding.waived
        || matches!(
            finding.class,
            Class::ConfigOnly | Class::NoEffect | Class::Deferred
        )
}

fn add_pools(report: &ImpactReport, document: Document) -> Document {
    let sleep = sleep(report);
    let touched = report.pools.iter().filter(|pool| {
        pool.action != Action::None
            || sleep.is_some()
            || pool.kubelet_restart
            || pool.held_back.is_some()
            || !pool.services.is_empty()
            || pool.before != pool.after
    });
    let touched: Vec<&PoolImpact> = touched.collect();
    let kept = report.pools.len() - touched.len();
    let mut document = document;
    if !touched.is_empty() {
        let table = pools(&touched, sleep);
        document = if touched.len() > SHOWN {
            let summary = format!("{} pools", touched.len());
            document.fold(summary, Document::default().table(table))
        } else {
            document.table(table)
        };
    }
    match kept {
        0 => document,
        1 => document.text("1 pool is not touched."),
        kept => document.text(format!("{kept} pools are not touched.")),
    }
}

/// What a reader of a comment does not need of the pools stays in the other formats.
fn pools(pools: &[&PoolImpact], sleep: Option<(&'static str, Tone)>) -> Table {
    let table = Table::new([
        Column::new("pool"),
        Column::new("nodes are"),
        Column::new("minimum").right(),
        Column::new("maximum").right(),
        Column::new("restarts"),
        Column::new("because of"),
    ]);
    table.rows(pools.iter().map(|pool| {
        Row::new([
            Cell::text(&pool.name).tone(Tone::Strong),
            action(pool, sleep),
            size(pool, |size| size.minimum),
            size(pool, |size| size.maximum),
            restarts(pool),
            because(pool),
        ])
    }))
}

fn findings(findings: &[&Finding]) -> Table {
    let table = Table::new([
        Column::new("class"),
        Column::new("cause"),
        Column::new("what happens"),
        Column::new("when"),
        Column::new("reversible"),
        Column::new("rule"),
    ]);
    table.rows(findings.iter().map(|finding| {
        Row::new([
            class(finding),
            Cell::text(format!("{}: {}", finding.path, change(finding))),
            Cell::text(&finding.effect),
            when(finding),
            Cell::text(if finding.reversible { "yes" } else { "no" }),
            Cell::text(&finding.rule),
        ])
    }))
}

/// What no rule knows, what is decided elsewhere, and what comes along.
fn add_rest(report: &ImpactReport, document: Document) -> Document {
    let plain = |lines: &[String]| {
        let items = lines.iter().map(|line| Item::new([Cell::text(line)]));
        items.collect::<Vec<Item>>()
    };
    let doubts = report.doubts.iter().map(|doubt| {
        Item::new([Cell::text(format!(
            "{}: {}",
            whole(&doubt.path),
            doubt.reason
        ))])
    });
    let mut document = document;
    for (what, more, items) in [
        (
            "field",
            " without a rule that knows it",
            plain(&report.unexplained),
        ),
        ("field", " that no Shoot has", plain(&report.ignored)),
        ("question", " decided elsewhere", doubts.collect()),
        (
            "object",
            " that could not be read",
            plain(&report.not_looked_at),
        ),
    ] {
        document = lists(document, what, more, items);
    }
    if let Some(hosted) = &report.hosted {
        document = document.text(
            Cell::text(format!(
                "It is the seed {}: {} control planes without failure tolerance, {} that tolerate a node, {} a zone",
                hosted.seed, hosted.without_tolerance, hosted.node, hosted.zone
            ))
            .tone(Tone::Strong),
        );
    }
    if !report.piggyback.is_empty() {
        let brings = Document::default().list(plain(&report.piggyback));
        document = document.fold("The same reconciliation also brings", brings);
    }
    document
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Add a list with its number; what is long is folded.
fn lists(document: Document, what: &str, more: &str, items: Vec<Item>) -> Document {
    if items.is_empty() {
        return document;
    }
    let text = format!("{}{more}", counted(items.len(), what));
    if items.len() > SHOWN {
        return document.fold(text, Document::default().list(items));
    }
    document.text(format!("{text}:")).list(items)
}

fn sources(report: &ImpactReport) -> Document {
    let mut rows: Vec<(&str, &str)> = report
        .findings
        .iter()
        .map(|finding| (finding.rule.as_str(), finding.source.as_str()))
        .collect();
    rows.order();
    rows.dedup();
    let items = rows
        .iter()
        .map(|(rule, source)| Item::new([Cell::text(*rule), Cell::text(*source)]));
    Document::default().list(items)
}
