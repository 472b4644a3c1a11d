//! What is shown and counted: severities, waivers, how far ahead, totals, order.

use jiff::SignedDuration;
use kubectl_gardener::domain::versions::finding::{Code, Severity};
use kubectl_gardener::domain::versions::report::{Options, Summary};
use kubectl_gardener::domain::waiver::{Waiver, Waivers};
use snapbox::{assert_data_eq, str};

use super::super::notation::at;
use super::super::world::{World, findings, options};
use super::{base, named, report, rows, shoots};

/// A shoot without a window in a profile where every severity occurs.
fn among_all(current: &str, name: &str) -> World {
    let offered = "1.32.9@past 1.33.4:deprecated 1.34.1@N+48h 1.35.0";
    named(World::new(current, offered), "garden-dev", name).window("", "")
}

/// An error, a warning and an info: an expired version, a deprecated target, no window.
fn all_severities() -> World {
    among_all("1.32.9", "s")
}

/// A warning and an info: a version that expires soon, no window.
fn warned() -> World {
    among_all("1.34.1", "warned")
}

/// An info: no window.
fn informed() -> World {
    among_all("1.35.0", "informed")
}

#[test]
fn the_severity_of_a_shoot_is_that_of_its_worst_finding() {
    let severity = |world: &World| world.row().severity;
    assert_eq!(severity(&all_severities()), Some(Severity::Error));
    assert_eq!(severity(&warned()), Some(Severity::Warning));
    assert_eq!(severity(&informed()), Some(Severity::Info));
    assert_eq!(severity(&base()), None);
}

#[test]
fn severity_hides_what_is_less_urgent_and_totals_count_it() {
    let shown = |severity| {
        let options = Options {
            severity,
            ..options()
        };
        let report = report(options, &[&all_severities(), &warned(), &informed()]);
        assert_eq!((report.summary.errors, report.summary.infos), (1, 3));
        assert_eq!(report.summary.shoots, 3);
        let mut findings = report.shoots.iter().flat_map(|shoot| &shoot.findings);
        assert!(findings.all(|finding| finding.severity >= severity));
        shoots(&report)
    };
    let all = ["garden-dev/informed", "garden-dev/s", "garden-dev/warned"];
    assert_eq!(shown(Severity::Info), all);
    assert_eq!(shown(Severity::Warning), all[1..]);
    assert_eq!(shown(Severity::Error), all[1..2]);
}

#[test]
fn within_moves_the_limit_of_expires_soon() {
    let world = World::new("1.33.4", "1.33.4@N+48h 1.34.1");
    let soon = |hours| {
        let within = SignedDuration::from_hours(hours);
        let report = report(
            Options {
                within,
                ..options()
            },
            &[&world],
        );
        !findings(&report.shoots[0], Code::ExpiresSoon).is_empty()
    };
    assert!(soon(48));
    assert!(!soon(47));
    assert!(!soon(0));
}

#[test]
fn waived_findings_are_moved_aside_and_count_no_more() {
    let waiver = |code: Code, target: &str, until| Waiver {
        code: code.id().to_owned(),
        target: target.to_owned(),
        reason: "known".to_owned(),
        until,
    };
    let waived_by = |waivers: Vec<Waiver>| {
        let options = Options {
            waivers: Waivers(waivers),
            ..options()
        };
        report(options, &[&all_severities()])
    };
    let report = waived_by(vec![
        waiver(Code::ExpiredInUse, "garden-dev/*", Some(at("future"))),
        waiver(Code::LandsOnDeprecated, "garden-dev/s", Some(at("N"))),
        waiver(Code::AlwaysWindow, "garden-prod/s", None),
        // It is about no pool, so no pool can be named.
        waiver(Code::AlwaysWindow, "garden-dev/s/a", None),
    ]);
    let [shoot] = report.shoots.as_slice() else {
        panic!("one shoot");
    };
    assert_eq!(shoot.severity, Some(Severity::Warning));
    let codes: Vec<_> = shoot.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::LandsOnDeprecated, Code::AlwaysWindow]);
    let [aside] = shoot.waived.as_slice() else {
        panic!("one waived finding");
    };
    assert_eq!(aside.finding.code, Code::ExpiredInUse);
    assert_eq!(
        (aside.reason.as_str(), aside.until),
        ("known", Some(at("future")))
    );
    let summary = &report.summary;
    assert_eq!(
        (
            summary.errors,
            summary.warnings,
            summary.infos,
            summary.waived
        ),
        (0, 1, 1, 1)
    );
    assert_eq!(summary.worst(), Some(Severity::Warning));
    // The run happens all the same.
    assert_eq!(summary.shoots_forced_next, 1);
    // A shoot whose findings are all waived has none.
    let all = [
        Code::ExpiredInUse,
        Code::LandsOnDeprecated,
        Code::AlwaysWindow,
    ];
    let all = all.map(|code| waiver(code, "*/*", None)).to_vec();
    let summary = waived_by(all).summary;
    assert_eq!((summary.shoots_with_findings, summary.waived), (0, 3));
    assert_eq!(summary.worst(), None);
}

#[test]
fn the_summary_counts_once() {
    let report = report(options(), &[&all_severities(), &warned(), &warned()]);
    assert_eq!(
        report.summary,
        Summary {
            profiles: 1,
            versions_in_use: 2,
            shoots: 3,
            shoots_with_findings: 3,
            shoots_forced_next: 1,
            errors: 1,
            warnings: 3,
            infos: 3,
            waived: 0,
        }
    );
}

#[test]
fn versions_are_sorted_by_number_and_shoots_and_findings_by_urgency() {
    let world = World::new("1.32.9", "1.33.10 1.32.9@past 1.33.9:deprecated 1.32.10")
        .image("z", "patch", "10.0.0 9.0.0")
        .image("a", "patch", "1.10 1.9.1")
        .window("", "");
    let later = named(world.clone(), "garden-dev", "t");
    let earlier = named(world.clone(), "garden-abc", "z");
    let report = report(options(), &[&later, &world, &earlier]);
    assert_data_eq!(
        rows(&report),
        str![[r#"
p kubernetes 1.32.9 expired 3/0
p kubernetes 1.32.10 supported 0/0
p kubernetes 1.33.9 deprecated 0/0
p kubernetes 1.33.10 supported 0/0
p a 1.9.1 supported 0/0
p a 1.10 supported 0/0
p z 9.0.0 supported 0/0
p z 10.0.0 supported 0/0

"#]]
    );
    assert_eq!(
        shoots(&report),
        ["garden-abc/z", "garden-dev/s", "garden-dev/t"]
    );
    let row = &report.shoots[1];
    assert!(
        row.findings
            .is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity))
    );
    assert_eq!(row.project.as_deref(), Some("dev"));
    assert_eq!(report.shoots[0].project, None);
}

#[test]
fn findings_of_one_code_are_sorted_by_pool() {
    let world = World::new("1.33.4", "1.33.4")
        .image("i", "patch", "1.0.0@past")
        .pool("b i 1.0.0")
        .pool("a i 1.0.0");
    let row = world.row();
    let pools: Vec<_> = row
        .findings
        .iter()
        .filter(|finding| finding.code == Code::ExpiredInUse)
        .map(|finding| finding.pool.as_deref())
        .collect();
    assert_eq!(pools, [Some("a"), Some("b")]);
}
