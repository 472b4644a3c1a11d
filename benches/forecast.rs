//! The forecast of ten thousand shoots over 90 days: what computing costs once they are parsed, and the whole program
//! on a file beside jq doing the mere listing of the same file.
//!
//! ```console
//! cargo bench --bench forecast
//! cargo bench --bench forecast -- --shoots 50000
//! ```
//!
//! The shoots are those of `tests/vectors`, again and again under other names: 2,000 different ones on 96 profiles whose
//! versions come and go all the time. Peak memory is read while a process runs, on Linux only.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::ToSpan;
use kubectl_gardener::domain::objects::{CloudProfile, NamespacedCloudProfile, Object, Shoot};
use kubectl_gardener::domain::versions::forecast::{Around, Builder, Options};
use kubectl_gardener::domain::versions::profile::Profile;
use serde_json::{Value, json};

const NOW: &str = "2026-10-05T09:17:00Z";

fn main() {
    let shoots = option("--shoots").unwrap_or(10_000);
    let rounds = option("--rounds").unwrap_or(3);
    let (profiles, cases) = (read("maintenance-profiles"), read("maintenance-cases"));
    let shoot = |index: usize| {
        let mut shoot = cases[index % cases.len()]["shoot"].clone();
        shoot["metadata"]["name"] = json!(format!("s{index:06}"));
        shoot
    };
    println!(
        "{:<36} {:>8} {:>8} {:>9}",
        "", "shoots", "seconds", "peak MB"
    );

    let parsed: Vec<Shoot> = (0..shoots)
        .map(|index| serde_json::from_value(shoot(index)).unwrap())
        .collect();
    for _ in 0..rounds {
        let begin = Instant::now();
        let runs = compute(&profiles, &parsed);
        let seconds = begin.elapsed().as_secs_f64();
        println!(
            "{:<36} {shoots:>8} {seconds:>8.2} {:>9}",
            format!("computing {runs} runs"),
            ""
        );
    }
    drop(parsed);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("garden.json");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    file.write_all(br#"{"apiVersion":"v1","kind":"List","items":["#)
        .unwrap();
    for profile in &profiles {
        write!(file, "{profile},").unwrap();
    }
    for index in 0..shoots {
        let comma = if index + 1 < shoots { "," } else { "" };
        write!(file, "{}{comma}", shoot(index)).unwrap();
    }
    file.write_all(b"]}").unwrap();
    file.into_inner().unwrap().sync_all().unwrap();
    let path = path.to_str().unwrap();
    println!(
        "\na file of {} MB",
        std::fs::metadata(path).unwrap().len() / 1_000_000
    );
    let ours = ["versions", "forecast", "--landscape", path, "--now", NOW];
    let listing = ".items[] | select(.kind == \"Shoot\") | [.metadata.namespace, .metadata.name, .spec.kubernetes.version] | @tsv";
    for _ in 0..rounds {
        let program = env!("CARGO_BIN_EXE_kubectl-gardener");
        measure(
            "kubectl-gardener versions forecast",
            shoots,
            program,
            &[&ours[..], &["-o", "json"]].concat(),
        );
        measure(
            "jq listing the shoots",
            shoots,
            "jq",
            &["-r", listing, path],
        );
    }
}

/// Foretell all shoots, and give the number of runs.
fn compute(profiles: &[Value], shoots: &[Shoot]) -> u32 {
    let is_plain = |profile: &&Value| profile["kind"] == "CloudProfile";
    let (plain, namespaced): (Vec<&Value>, Vec<&Value>) = profiles.iter().partition(is_plain);
    let plain: Vec<CloudProfile> = plain
        .into_iter()
        .map(|profile| serde_json::from_value(profile.clone()).unwrap())
        .collect();
    let namespaced = namespaced.into_iter().map(|profile| {
        let profile: NamespacedCloudProfile = serde_json::from_value(profile.clone()).unwrap();
        let parent = plain
            .iter()
            .find(|parent| parent.name() == profile.spec.parent.name);
        Profile::of_namespaced(&profile, parent)
    });
    let around = Around {
        profiles: plain.iter().map(Profile::of).chain(namespaced).collect(),
        ..Around::default()
    };
    let now: jiff::Timestamp = NOW.parse().unwrap();
    let options = Options {
        now,
        until: now + (90 * 24).hours(),
        profile: None,
        only: Vec::new(),
    };
    let mut builder = Builder::new(options, around);
    for shoot in shoots {
        builder.add(shoot);
    }
    builder.finish(Vec::new()).summary.runs
}

/// Read a number from the command line.
fn option(name: &str) -> Option<usize> {
    let arguments: Vec<String> = std::env::args().collect();
    let position = arguments.iter().position(|argument| argument == name)?;
    arguments.get(position + 1)?.parse().ok()
}

/// Read a file of tests/vectors.
fn read(name: &str) -> Vec<Value> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{name}.jsonl.zst"));
    let lines = BufReader::new(zstd::Decoder::new(File::open(path).unwrap()).unwrap()).lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}

fn measure(name: &str, shoots: usize, program: &str, arguments: &[&str]) {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let begin = Instant::now();
    let Ok(mut child) = command.spawn() else {
        println!("{name:<36} is not installed");
        return;
    };
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    let exit = loop {
        peak = peak_memory(&status).or(peak);
        if let Some(exit) = child.try_wait().unwrap() {
            break exit;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let seconds = begin.elapsed().as_secs_f64();
    let peak = peak.map_or("-".to_owned(), |kilobytes| {
        format!("{:.0}", kilobytes / 1000.0)
    });
    let failed = if exit.success() { "" } else { "  FAILED" };
    println!("{name:<36} {shoots:>8} {seconds:>8.2} {peak:>9}{failed}");
}

/// The highest resident memory of a process so far, in kilobytes.
fn peak_memory(status: &str) -> Option<f64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
