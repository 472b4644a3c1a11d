//! `emergency-stop --all` beside a bare client and beside `kubectl annotate seed --all`, in a real garden.
//!
//! ```console
//! GARDEN_COMMAND='cargo bench --bench emergency_stop' tests/garden/run
//! ```
//!
//! Every request takes 50 ms longer on its way through the fault proxy. The bare client does nothing but list the seeds
//! and patch each, 16 at a time, with the client library that the program uses. They run in turns; between them the
//! seeds are freed. `stopped` is the time from the start of the process to the answer of the last patch, `ended` to its
//! end, `open` the most requests that were open at the same time.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

#[path = "../tests/garden/suite/fixture.rs"]
#[allow(dead_code, missing_docs, reason = "made for the tests")]
mod fixture;
#[path = "../tests/suite/patience.rs"]
mod patience;
#[path = "../tests/garden/suite/proxy.rs"]
#[allow(dead_code, missing_docs, reason = "made for the tests")]
mod proxy;

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kube::config::{KubeConfigOptions, Kubeconfig};
use proxy::Proxy;
use serde_json::{Value, json};

const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";
const SEEDS: &str = "/apis/core.gardener.cloud/v1beta1/seeds";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(position) = arguments.iter().position(|argument| argument == "--bare") {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(bare(&arguments[position + 1]));
        return;
    }
    let number = |name: &str| {
        let position = arguments.iter().position(|argument| argument == name)?;
        arguments.get(position + 1)?.parse::<usize>().ok()
    };
    let rounds = number("--rounds").unwrap_or(5);
    let seeds = number("--seeds").unwrap_or(200);
    let shoots = number("--shoots").unwrap_or(0);
    fixture::load(fixture::description(), seeds, shoots);
    let proxy = Proxy::start("bench");
    proxy.rules(&json!([{ "latency": "50ms" }]));
    println!("{seeds} seeds, {shoots} shoots, 50 ms a request\n");
    println!("{:<28} {:>8} {:>8} {:>6}", "", "stopped", "ended", "open");
    let this = std::env::current_exe().unwrap();
    let ours = env!("CARGO_BIN_EXE_kubectl-gardener");
    let contenders: [(&str, Command); 3] = [
        (
            "kubectl-gardener",
            command(
                ours,
                &[
                    "emergency-stop",
                    "--all",
                    "--yes",
                    "--kubeconfig",
                    &proxy.kubeconfig,
                ],
            ),
        ),
        (
            "bare client",
            command(this.to_str().unwrap(), &["--bare", &proxy.kubeconfig]),
        ),
        (
            "kubectl annotate seed --all",
            command(
                "kubectl",
                &[
                    "--kubeconfig",
                    &proxy.kubeconfig,
                    "annotate",
                    "seed",
                    "--all",
                    &format!("{STOP}=true"),
                ],
            ),
        ),
    ];
    let mut contenders = contenders.map(|(name, command)| (name, command, Vec::new()));
    for _ in 0..rounds {
        for (name, command, times) in &mut contenders {
            free();
            proxy.forget();
            times.push(measure(name, command, &proxy, seeds));
        }
    }
    println!();
    for (name, _, times) in &mut contenders {
        let median = |of: fn(&(f64, f64)) -> f64| {
            let mut sorted: Vec<f64> = times.iter().map(of).collect();
            sorted.sort_by(f64::total_cmp);
            sorted[sorted.len() / 2]
        };
        println!(
            "{:<28} {:>8.2} {:>8.2}  median",
            name,
            median(|time| time.0),
            median(|time| time.1)
        );
    }
    free();
}

fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Run it once, and give when the last patch was answered and when it ended, in seconds.
fn measure(name: &str, command: &mut Command, proxy: &Proxy, seeds: usize) -> (f64, f64) {
    let clock = jiff::Timestamp::now();
    let begin = Instant::now();
    let status = command.status().unwrap();
    let ended = begin.elapsed().as_secs_f64();
    if !status.success() {
        println!("{name}: {status}");
    }
    let log = proxy.log();
    let answered = |entry: &Value| {
        let at: jiff::Timestamp = entry["at"].as_str()?.parse().ok()?;
        let milliseconds = entry["milliseconds"].as_f64()?;
        Some(at.duration_since(clock).as_secs_f64() + milliseconds / 1000.0)
    };
    let patches: Vec<f64> = log
        .iter()
        .filter(|entry| entry["method"] == "PATCH")
        .filter_map(answered)
        .collect();
    assert!(patches.len() >= seeds, "{name}: {} patches", patches.len());
    let stopped = patches.into_iter().fold(0.0, f64::max);
    let open = proxy.counters()["inFlight"]["max"].clone();
    println!("{name:<28} {stopped:>8.2} {ended:>8.2} {open:>6}");
    (stopped, ended)
}

/// Free all seeds, without the proxy.
fn free() {
    let kubeconfig = fixture::kubeconfig("garden");
    let keys = [
        format!("{STOP}-"),
        "kubectl-gardener/emergency-stop-".to_owned(),
    ];
    let status = Command::new("kubectl")
        .args(["--kubeconfig", kubeconfig, "annotate", "seed", "--all"])
        .args(&keys)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
}

/// List the seeds, patch each with 16 requests in flight, and nothing else.
async fn bare(kubeconfig: &str) {
    let file = Kubeconfig::read_from(kubeconfig).unwrap();
    let config = kube::Config::from_custom_kubeconfig(file, &KubeConfigOptions::default())
        .await
        .unwrap();
    let client = kube::Client::try_from(config).unwrap();
    let request = http::Request::get(format!("{SEEDS}?limit=500"))
        .body(Vec::new())
        .unwrap();
    let list: Value = client.request(request).await.unwrap();
    let turns = Arc::new(tokio::sync::Semaphore::new(16));
    let change = json!({ "metadata": { "annotations": { STOP: "true" } } }).to_string();
    let mut running = tokio::task::JoinSet::new();
    for seed in list["items"].as_array().unwrap() {
        let path = format!("{SEEDS}/{}", seed["metadata"]["name"].as_str().unwrap());
        let (client, turns, change) = (client.clone(), Arc::clone(&turns), change.clone());
        running.spawn(async move {
            let _turn = turns.acquire().await.unwrap();
            let request =
                http::Request::patch(path).header("content-type", "application/merge-patch+json");
            let seed: Value = client
                .request(request.body(change.into_bytes()).unwrap())
                .await
                .unwrap();
            assert_eq!(seed["metadata"]["annotations"][STOP], "true");
        });
    }
    tokio::time::timeout(Duration::from_secs(60), async {
        while running.join_next().await.is_some() {}
    })
    .await
    .unwrap();
}
