//! `--watch`: what is appended when something changes, and how it ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::live::Served;
use super::{NOON, status};
use crate::api::{Address, On};
use crate::patience::{end_of, within};

const STOP: &str = "shoot.gardener.cloud/emergency-stop-reconciliations";

fn follow(served: &Served, arguments: &[&str]) -> Child {
    let kubeconfig = served.api.kubeconfig_file(served.folder.path());
    let mut command = status();
    command.arg("--kubeconfig").arg(kubeconfig);
    command.args(["--now", NOON, "--watch", "--interval", "1s"]);
    let command = command.args(arguments);
    let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// What it says, line by line; each is waited for as long as anything is.
struct Lines(Arc<Mutex<std::io::Lines<BufReader<ChildStdout>>>>);

impl Lines {
    fn of(child: &mut Child) -> Self {
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self(Arc::new(Mutex::new(lines)))
    }

    fn next(&mut self) -> String {
        let lines = Arc::clone(&self.0);
        within("a line of emergency-stop status --watch", move || {
            lines.lock().unwrap().next().unwrap().unwrap()
        })
    }
}

fn interrupt(child: &Child) {
    let id = child.id().to_string();
    let sent = Command::new("kill").args(["-INT", &id]).status().unwrap();
    assert!(sent.success());
}

fn lift(served: &Served, seed: &str) {
    let path = format!("/apis/core.gardener.cloud/v1beta1/seeds/{seed}");
    served.api.store(|store| {
        let seed = store.get_mut(&Address::parse(&path).unwrap()).unwrap();
        let annotations = seed["metadata"]["annotations"].as_object_mut().unwrap();
        annotations.remove(STOP);
    });
}

#[test]
fn json_is_a_line_for_each_change_and_ctrl_c_ends_it() {
    let served = Served::troubles();
    let mut child = follow(&served, &["-o", "json"]);
    let mut lines = Lines::of(&mut child);
    let mut next = || -> Value { serde_json::from_str(&lines.next()).unwrap() };
    assert_eq!(next()["summary"]["stopped"], 4);
    // A look that shows the same adds nothing, and one that fails ends nothing.
    let looks = served.api.count("/seeds");
    served.api.wait_for(|seen| {
        let seeds = seen.iter().filter(|seen| seen.path.ends_with("/seeds"));
        seeds.count() >= looks + 2
    });
    served.api.fail(On::get("/seeds").times(1), 422);
    lift(&served, "gamma");
    assert_eq!(next()["summary"]["stopped"], 3);
    interrupt(&child);
    let output = end_of(child, "emergency-stop status --watch after Ctrl-C");
    assert_eq!(output.status.code(), Some(130));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("looking again"), "{said}");
}

#[test]
fn tables_are_appended_where_nothing_can_be_drawn_again() {
    let served = Served::troubles();
    let mut child = follow(&served, &["gamma"]);
    let mut lines = Lines::of(&mut child);
    let mut row = || {
        let mut row = lines.next();
        while !row.starts_with("gamma") {
            row = lines.next();
        }
        assert!(!row.contains('\u{1b}'), "{row}");
        row
    };
    assert!(row().contains("stopped"));
    lift(&served, "gamma");
    assert!(row().contains("resuming"));
    interrupt(&child);
    let output = end_of(child, "emergency-stop status --watch after Ctrl-C");
    assert_eq!(output.status.code(), Some(130));
}

#[test]
fn a_reader_that_has_gone_ends_it() {
    let served = Served::troubles();
    let mut child = follow(&served, &["-o", "yaml"]);
    let mut lines = Lines::of(&mut child);
    assert_eq!(lines.next(), "---");
    drop(lines);
    lift(&served, "gamma");
    let output = end_of(child, "emergency-stop status --watch without a reader");
    assert_eq!(output.status.code(), Some(0));
}
