//! How long it takes to read a fleet, and how much memory, by every way there is: on a real garden that is filled first.
//!
//! ```console
//! GARDEN_COMMAND='cargo bench --bench lists' tests/garden/run
//! GARDEN_COMMAND='cargo bench --bench lists -- --shoots 50000 --rounds 1' tests/garden/run
//! ```
//!
//! Each way is a process of its own, and the servers share the machine with it. `bare` ways look at no object: they
//! are what the server and the connection need. At the end all ways must have read the same objects.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

mod measure;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::process::Command;

use http::Request;
use http::header::{ACCEPT, ACCEPT_ENCODING};
use http_body_util::BodyExt;
use kube::client::Body;
use kubectl_gardener::domain::objects::Shoot;
use kubectl_gardener::garden::connection::{ConnectionArgs, Environment, Lists, Settings};
use kubectl_gardener::garden::wire::{Event, Frames, event};
use kubectl_gardener::garden::{Garden, Query};
use measure::{Measured, option};
use serde_json::Value;

/// Says to the process of one way which one it is, and whether it is to look closely.
const WAY: &str = "BENCH_WAY";
const LOOK: &str = "BENCH_LOOK";

const SHOOTS: &str = "/apis/core.gardener.cloud/v1beta1/shoots";
const STREAM: &str = "?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=";
const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

/// What is measured: its name here and in the table.
const WAYS: &[(&str, &str)] = &[
    ("bare-json", "bare: JSON in one request, gzip"),
    ("json", "JSON in pages of 500"),
    ("paged", "protobuf in pages of 500"),
    (
        "bare-cached",
        "bare: protobuf in one request, resourceVersion=0",
    ),
    ("whole", "protobuf in one request"),
    ("bare-stream", "bare: protobuf streaming list"),
    ("streamed", "protobuf streaming list"),
];

fn main() {
    if let Ok(way) = std::env::var(WAY) {
        let look = std::env::var_os(LOOK).is_some();
        println!("{}", read(&way, look));
        return;
    }
    let fixture = std::env::var("GARDEN_FIXTURE").expect("tests/garden/run starts this");
    let fixture: Value = serde_json::from_slice(&std::fs::read(fixture).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let kubeconfig = text(&fixture["clusters"]["garden"]["kubeconfig"]);
    let shoots = option("--shoots").unwrap_or(10_000);
    let rounds = option("--rounds").unwrap_or(3);
    let loaded = Command::new(text(&fixture["binaries"]["fixture"]))
        .args(["load", "--kubeconfig", &kubeconfig, "--etcd"])
        .arg(text(&fixture["etcd"]))
        .args(["--shoots", &shoots.to_string()])
        .status()
        .unwrap();
    assert!(loaded.success());

    println!(
        "\n{shoots} shoots, the best of {rounds} rounds\n\n| how | time | memory, MB |\n|---|--:|--:|"
    );
    if std::env::args().any(|argument| argument == "--kubectl") {
        let mut kubectl = Command::new("kubectl");
        kubectl.args(["get", "shoots.core.gardener.cloud", "-A", "-o", "json"]);
        kubectl.env("KUBECONFIG", &kubeconfig);
        row(
            "`kubectl get shoots -A -o json`",
            measure::measure(&mut kubectl),
        );
    }
    let mut bare = f64::INFINITY;
    for (way, name) in WAYS {
        let best = best(rounds, || own(way, &kubeconfig));
        if *way == "bare-stream" {
            bare = best.seconds;
        }
        // What reads an answer to its end before it looks at it says nothing about the memory of the way.
        let collects = matches!(*way, "bare-json" | "bare-cached");
        let peak = best.peak.filter(|_| !collects);
        row(name, Some(Measured { peak, ..best }));
    }
    for format in ["table", "json"] {
        let best = best(rounds, || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
            command.args(["versions", "report", "-o", format]);
            command.env("KUBECONFIG", &kubeconfig);
            command
        });
        let ratio = best.seconds / bare;
        row(&format!("**`versions report -o {format}`**"), Some(best));
        println!("| ({ratio:.2} × the bare streaming list) | | |");
    }

    let mut seen = Vec::new();
    for (way, _) in WAYS.iter().filter(|(way, _)| !way.starts_with("bare")) {
        let looked = measure::measure(own(way, &kubeconfig).env(LOOK, "1")).unwrap();
        seen.push(String::from_utf8(looked.printed).unwrap());
    }
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{seen:?}");
    println!("\nall ways read the same objects: {}", seen[0].trim());
}

/// This program, reading in one way.
fn own(way: &str, kubeconfig: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.env(WAY, way).env("KUBECONFIG", kubeconfig);
    command
}

fn best(rounds: usize, mut command: impl FnMut() -> Command) -> Measured {
    let runs = (0..rounds.max(1)).map(|_| {
        let measured = measure::measure(&mut command()).unwrap();
        assert!(measured.succeeded);
        measured
    });
    runs.min_by(|one, other| one.seconds.total_cmp(&other.seconds))
        .unwrap()
}

fn row(name: &str, measured: Option<Measured>) {
    match measured {
        None => println!("| {name} | not installed | |"),
        Some(measured) => {
            let (seconds, memory) = (measured.seconds, measured.megabytes());
            println!("| {name} | {seconds:.2} s | {memory} |");
        }
    }
}

/// Read all shoots in one way; say how many there were, or how much.
fn read(way: &str, look: bool) -> String {
    let lists = match way {
        "json" => Lists::Json,
        "paged" => Lists::Paged,
        "whole" => Lists::Whole,
        _ => Lists::Streamed,
    };
    let settings = Settings {
        lists,
        ..Settings::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let environment = Environment::of_process();
        let garden = Garden::connect_with(&ConnectionArgs::default(), &environment, settings)
            .await
            .unwrap();
        match way {
            "bare-json" => drain(&garden, "", "application/json", "gzip").await,
            "bare-cached" => drain(&garden, "?resourceVersion=0", PROTOBUF, "identity").await,
            "bare-stream" => {
                let accept = format!("{PROTOBUF};stream=watch");
                drain(&garden, STREAM, &accept, "identity").await
            }
            _ => {
                let mut sum = 0_u64;
                let query = Query::default();
                let folded = garden.fold(&query, |shoot: Shoot| {
                    if look {
                        let mut hasher = DefaultHasher::new();
                        format!("{shoot:?}").hash(&mut hasher);
                        sum = sum.wrapping_add(hasher.finish());
                    }
                });
                let folded = folded.await.unwrap();
                assert_eq!(folded.unreadable, Vec::<String>::new());
                format!("{} {sum:x}", folded.objects)
            }
        }
    })
}

/// Read an answer and look at nothing but where it ends.
async fn drain(garden: &Garden, query: &str, accept: &str, encoding: &str) -> String {
    let request = Request::get(format!("{SHOOTS}{query}"))
        .header(ACCEPT, accept)
        .header(ACCEPT_ENCODING, encoding)
        .body(Body::empty())
        .unwrap();
    let response = garden.client().send(request).await.unwrap();
    assert!(response.status().is_success());
    let mut body = response.into_body();
    let mut bytes = 0;
    let mut frames = query.contains("watch=1").then(Frames::default);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.unwrap().into_data() else {
            continue;
        };
        bytes += data.len();
        let Some(frames) = &mut frames else {
            continue;
        };
        frames.push(&data);
        while let Some(frame) = frames.next_frame().unwrap() {
            if event(frame).unwrap() == (Event::Bookmark { ends: true }) {
                return format!("{} MB", bytes / 1_000_000);
            }
        }
    }
    format!("{} MB", bytes / 1_000_000)
}
