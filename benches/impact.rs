//! The impact of one change, and of a thousand, beside merely parsing their YAML.
//!
//! ```console
//! cargo bench --bench impact
//! cargo bench --bench impact -- --pairs 2000 --rounds 5
//! ```
//!
//! The changes are those of `tests/vectors`: 2,000 updates of 325 kinds, as manifests in YAML, with the landscape that they were
//! recorded in. Goals: a pair within 15 ms of process time, and the whole program on a thousand pairs within twice the time
//! that parsing takes.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

#[allow(dead_code, reason = "made for other benchmarks as well")]
mod measure;

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use kubectl_gardener::domain::impact::facts::{Facts, Surroundings};
use kubectl_gardener::domain::impact::report::report;
use kubectl_gardener::garden::landscape::read_shoots;
use measure::{measure, option};
use serde_json::{Value, json};

const NOW: &str = "2026-10-05T09:17:00Z";

fn main() {
    let pairs = option("--pairs").unwrap_or(1_000);
    let rounds = option("--rounds").unwrap_or(3);
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let landscape =
        json!({ "apiVersion": "v1", "kind": "List", "items": read("impact-landscape") });
    fs::write(path("landscape.json"), landscape.to_string()).unwrap();
    let cases = read("impact-cases");
    for (name, count) in [("one", 1), ("all", pairs)] {
        for side in ["old", "new"] {
            let text = manifests(&cases, side, count);
            fs::write(path(&format!("{name}-{side}.yaml")), text).unwrap();
        }
    }
    println!(
        "{:<44} {:>6} {:>9} {:>9} {:>9}",
        "", "pairs", "ms", "CPU ms", "peak MB"
    );

    for _ in 0..rounds {
        let clock = Clock::start();
        let read = |side: &str| {
            let file = path(&format!("all-{side}.yaml"));
            read_shoots(&file, &mut std::io::empty()).unwrap()
        };
        let (olds, news) = (read("old"), read("new"));
        clock.row("parsing their YAML", pairs, OWN, 1, "");
        let around = Surroundings::default();
        let facts = Facts {
            around: &around,
            now: NOW.parse().unwrap(),
        };
        let clock = Clock::start();
        let told = olds
            .iter()
            .zip(&news)
            .map(|(old, new)| report(&old.value, &new.value, facts));
        let findings: usize = told.map(|report| report.findings.len()).sum();
        let what = format!("judging alone, {findings} findings");
        clock.row(&what, pairs, OWN, 1, "");
    }
    for (name, count, rounds) in [("all", pairs, rounds), ("one", 1, 20)] {
        let clock = Clock::start();
        let mut peak = String::new();
        for _ in 0..rounds {
            let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
            command.args(["impact", "-o", "json", "--now", NOW]);
            command.args(["--landscape", &path("landscape.json")]);
            command.args(["-f", &path(&format!("{name}-new.yaml"))]);
            command.args(["--old", &path(&format!("{name}-old.yaml"))]);
            let measured = measure(&mut command).unwrap();
            assert!(measured.succeeded && !measured.printed.is_empty());
            peak = measured.megabytes();
        }
        let what = format!("kubectl-gardener impact, mean of {rounds}");
        clock.row(&what, count, CHILDREN, rounds, &peak);
    }
}

/// Where the processor time of this process stands in `/proc/self/stat`, and that of those that it waited for.
const OWN: usize = 13;
const CHILDREN: usize = 15;

/// Time as it passes, and as the processor was used: only the second means something beside other work.
struct Clock {
    begin: Instant,
    used: [f64; 2],
}

impl Clock {
    fn start() -> Self {
        Self {
            begin: Instant::now(),
            used: [used(OWN), used(CHILDREN)],
        }
    }

    fn row(&self, what: &str, pairs: usize, whose: usize, rounds: usize, peak: &str) {
        let each = 1000.0 / f64::from(u32::try_from(rounds).unwrap());
        let wall = self.begin.elapsed().as_secs_f64() * each;
        let before = self.used[usize::from(whose == CHILDREN)];
        let cpu = (used(whose) - before) * each;
        println!("{what:<44} {pairs:>6} {wall:>9.1} {cpu:>9.1} {peak:>9}");
    }
}

/// Processor time in seconds, in steps of 10 ms; zero where there is no `/proc`.
fn used(field: usize) -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.split(' ').collect();
    let ticks = |field: usize| fields.get(field).and_then(|text| text.parse::<f64>().ok());
    (ticks(field).unwrap_or_default() + ticks(field + 1).unwrap_or_default()) / 100.0
}

/// The manifests of one side, under names of their own.
fn manifests(cases: &[Value], side: &str, count: usize) -> String {
    let mut text = String::new();
    for index in 0..count {
        let mut shoot = cases[index % cases.len()][side].clone();
        shoot["apiVersion"] = "core.gardener.cloud/v1beta1".into();
        shoot["kind"] = "Shoot".into();
        shoot["metadata"]["name"] = json!(format!("s{index:06}"));
        shoot["metadata"]["namespace"] = "garden-bench".into();
        writeln!(text, "---\n{}", serde_saphyr::to_string(&shoot).unwrap()).unwrap();
    }
    text
}

fn read(name: &str) -> Vec<Value> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/vectors/{name}.jsonl.zst"));
    let lines = BufReader::new(zstd::Decoder::new(File::open(path).unwrap()).unwrap()).lines();
    lines
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect()
}
