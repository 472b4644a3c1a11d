//! What may not be read is named, and reports go on without it where they would.

use super::{Served, lines};
use crate::patience::Ending as _;
use crate::versions::stderr;

const WITHOUT: &[(&str, &[&[&str]])] = &[
    (
        "/projects",
        &[
            &["versions", "-o", "json"],
            &[
                "impact",
                "gardener",
                "--from",
                "examples/images/gardener-v1.149.yaml",
                "--to",
                "examples/images/gardener-v1.150.yaml",
                "-o",
                "json",
            ],
        ],
    ),
    ("/secretbindings", &[&["versions"]]),
    (
        "/seeds",
        &[
            &["versions", "forecast", "-o", "json"],
            &["gardenlets"],
            &["emergency-stop", "status"],
        ],
    ),
    (
        "/shoots",
        &[
            &["versions"],
            &["gardenlets", "-o", "json"],
            &["emergency-stop", "status", "-o", "json"],
        ],
    ),
    (
        "/leases",
        &[
            &["gardenlets", "-o", "json"],
            &["emergency-stop", "status", "-o", "json"],
        ],
    ),
    (
        "/managedseeds",
        &[
            &["gardenlets", "-o", "json"],
            &["emergency-stop", "status", "-o", "json"],
        ],
    ),
    (
        "/gardenlets",
        &[&["gardenlets", "-o", "json"], &["emergency-stop", "status"]],
    ),
    ("/secrets", &[&["gardenlets", "-o", "json"]]),
    (
        "/configmaps/gardener-info",
        &[&["gardenlets", "-o", "json"]],
    ),
    ("/namespacedcloudprofiles", &[&["versions", "-o", "json"]]),
];

#[test]
fn what_may_not_be_read_is_named_and_reports_say_the_same() {
    for (path, reports) in WITHOUT {
        let served = Served::sample();
        served.forbid(path);
        // Reviews say the same.
        let denied = format!("list {}", path.trim_start_matches('/'));
        served.api.store(|store| store.denied.insert(denied));
        let snapshot = served.path("garden.zst");
        let output = served.run("snapshot", &["-o", snapshot.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{path}: {}", stderr(&output));
        let said = stderr(&output);
        assert!(
            said.contains("warning: left out") && said.contains("forbidden"),
            "{path}: {said}"
        );
        for report in *reports {
            let live = served.run(report[0], &report[1..]);
            let mut command = served.command(report[0]);
            let kept = command
                .args(&report[1..])
                .arg("--landscape")
                .arg(&snapshot)
                .ended();
            assert_eq!(stderr(&live), stderr(&kept), "{path} {report:?}");
            assert_eq!(live.status.code(), kept.status.code(), "{path} {report:?}");
            assert_eq!(
                String::from_utf8_lossy(&live.stdout),
                String::from_utf8_lossy(&kept.stdout),
                "{path} {report:?}"
            );
        }
    }
}

#[test]
fn who_may_look_into_namespace_garden_only_has_what_is_there() {
    let served = Served::sample();
    served.forbid("/v1alpha1/gardenlets");
    let snapshot = served.path("garden.zst");
    let output = served.run("snapshot", &["-o", snapshot.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let live = served.run("gardenlets", &["-o", "json"]);
    let kept = served.run(
        "gardenlets",
        &["-o", "json", "--landscape", snapshot.to_str().unwrap()],
    );
    assert_eq!(stderr(&live), stderr(&kept));
    assert_eq!(live.stdout, kept.stdout);
    let status = served.run(
        "emergency-stop",
        &["status", "--landscape", snapshot.to_str().unwrap()],
    );
    assert!(
        stderr(&status).contains("templates of Gardenlets are not looked at"),
        "{}",
        stderr(&status)
    );
}

#[test]
fn a_snapshot_of_nothing_is_none() {
    let served = Served::sample();
    served.forbid("");
    let snapshot = served.path("garden.zst");
    let output = served.run("snapshot", &["-o", snapshot.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("nothing of this garden may be read"),
        "{}",
        stderr(&output)
    );
    assert!(served.files().is_empty(), "{:?}", served.files());
}

#[test]
fn one_namespace_is_enough_for_its_reports_and_for_no_other() {
    let served = Served::sample();
    let snapshot = served.take("commerce.zst", &["-n", "garden-commerce"]);
    let file = snapshot.to_str().unwrap();
    let shoots = lines(&snapshot);
    let shoots = shoots.iter().filter(|line| line["kind"] == "Shoot");
    for shoot in shoots {
        let namespace = shoot["metadata"]["namespace"].as_str().unwrap();
        assert!(
            ["garden-commerce", "garden"].contains(&namespace),
            "{namespace}"
        );
    }
    for report in [
        &["versions", "-n", "garden-commerce", "-o", "json"][..],
        &["gardenlets", "-o", "json"],
    ] {
        let live = served.run(report[0], &report[1..]);
        let kept = served.run(report[0], &[&report[1..], &["--landscape", file]].concat());
        assert_eq!(stderr(&live), stderr(&kept), "{report:?}");
        assert_eq!(live.stdout, kept.stdout, "{report:?}");
    }
    let wide = served.run("versions", &["--landscape", file]);
    assert_eq!(wide.status.code(), Some(1));
    let said = stderr(&wide);
    assert!(
        said.contains("the snapshot has shoots of namespace garden-commerce only")
            && said.contains("-n garden-commerce"),
        "{said}"
    );
    let other = served.run("versions", &["-n", "garden-data", "--landscape", file]);
    assert!(
        stderr(&other).contains("and none of garden-data"),
        "{}",
        stderr(&other)
    );
}
