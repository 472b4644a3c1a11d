//! How long it takes to start: version, help and the completion of an option, beside kubectl itself.
//!
//! ```console
//! cargo bench --bench start
//! cargo bench --bench start -- --program target/x86_64-unknown-linux-musl/dist/kubectl-gardener --rounds 200
//! ```
//!
//! The commands take turns, each started as a process of its own. Goal: each of ours within 10 ms; `--most 10` ends with an error
//! if not even the fastest start was.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and may panic"
)]

#[allow(dead_code, reason = "made for other benchmarks as well")]
mod measure;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use measure::option;

fn main() {
    let rounds = option("--rounds").unwrap_or(100);
    let arguments: Vec<String> = std::env::args().collect();
    let given = arguments.iter().position(|given| given == "--program");
    let program = given.map_or(env!("CARGO_BIN_EXE_kubectl-gardener"), |at| {
        &arguments[at + 1]
    });
    let program = std::fs::canonicalize(program).unwrap();
    let folder = tempfile::tempdir().unwrap();
    // The name under which kubectl asks it to complete.
    let completing = folder.path().join("kubectl_complete-gardener");
    std::fs::copy(&program, &completing).unwrap();
    let size = std::fs::metadata(&program).unwrap().len();
    println!("{size} bytes, {rounds} rounds\n");

    let commands: [(&str, &Path, &[&str]); 5] = [
        ("kubectl-gardener --version", &program, &["--version"]),
        ("kubectl-gardener --help", &program, &["--help"]),
        (
            "completion of versions --la",
            &completing,
            &["versions", "--la"],
        ),
        (
            "kubectl version --client",
            Path::new("kubectl"),
            &["version", "--client"],
        ),
        (
            "kubectl __complete get --sel",
            Path::new("kubectl"),
            &["__complete", "get", "--sel"],
        ),
    ];
    let mut times = vec![Vec::new(); commands.len()];
    for _ in 0..rounds {
        for ((name, program, arguments), times) in commands.iter().zip(&mut times) {
            let begin = Instant::now();
            let status = Command::new(program)
                .args(*arguments)
                // A kubeconfig of the developer's would be read.
                .env("KUBECONFIG", "/dev/null")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if let Ok(status) = status {
                assert!(status.success(), "{name}");
                times.push(begin.elapsed().as_secs_f64() * 1000.0);
            }
        }
    }
    let most = option("--most");
    println!(
        "{:<32} {:>9} {:>9} {:>9}",
        "", "least ms", "median ms", "p95 ms"
    );
    for ((name, ..), mut times) in commands.into_iter().zip(times) {
        times.sort_by(f64::total_cmp);
        if let (Some(most), Some(least), false) =
            (most, times.first(), name.starts_with("kubectl "))
        {
            let within = u32::try_from(most).unwrap();
            assert!(*least <= f64::from(within), "{name} took {least} ms");
        }
        match times.len() {
            0 => println!("{name:<32} not installed"),
            count => println!(
                "{name:<32} {:>9.2} {:>9.2} {:>9.2}",
                times[0],
                times[count / 2],
                times[count * 95 / 100]
            ),
        }
    }
}
