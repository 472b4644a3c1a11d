//! No byte of a key gets into what the program says, writes or passes on in the open.

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::{command, lost, result};
use crate::fixture::{control, directory, kubeconfig, stderr};
use crate::patience::Ending as _;
use crate::proxy::Proxy;
use crate::seeds::Lost;

/// A kubeconfig of the target with a key of its own, and every way in which a part of that key may be written.
fn planted(lost: &Lost) -> (String, Vec<String>) {
    let user =
        json!({ "name": "planted", "groups": ["system:masters"], "cluster": lost.place.name() });
    let user = control("POST", "/users", &user);
    let key = user["clientKey"].as_str().unwrap();
    let pem = if key.starts_with("-----") {
        key.to_owned()
    } else {
        fs::read_to_string(key).unwrap()
    };
    let line = pem.lines().nth(1).unwrap().to_owned();
    let mut ways = vec![line];
    // In a kubeconfig it is base64 of the file, in a Secret base64 of that; where it begins is not known.
    let mut forms = vec![pem.into_bytes()];
    for _ in 0..2 {
        let mut encoded = Vec::new();
        for form in &forms {
            for shift in 0..3 {
                let bytes = form.get(shift..).unwrap_or_default();
                let text = BASE64_STANDARD.encode(bytes);
                // From its middle: the ends depend on what stands around.
                let middle = &text[text.len() / 2..text.len() / 2 + 32];
                ways.push(middle.to_owned());
                encoded.push(text.into_bytes());
            }
        }
        forms = encoded;
    }
    let path = user["kubeconfig"].as_str().unwrap().to_owned();
    (path, ways)
}

fn assert_clean(text: &str, ways: &[String], what: &str) {
    for way in ways {
        assert!(
            !text.contains(way.as_str()),
            "a part of the key is in {what}"
        );
    }
}

/// Every file below a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn a_planted_key_is_in_no_stream_file_argument_or_message() {
    let mut lost = lost();
    lost.reports_when_deployed();
    let (target, ways) = planted(&lost);
    // What is looked for is there: the kubeconfig itself has it.
    let kubeconfig_text = fs::read_to_string(&target).unwrap();
    assert!(
        ways.iter()
            .any(|way| kubeconfig_text.contains(way.as_str())),
        "nothing was planted"
    );
    let home = directory("redeploy-secrecy-home");
    let audit = home.join("audit.jsonl");
    let run = |garden: &str, arguments: &[&str]| {
        let target = ["--target-kubeconfig", &target];
        let mut command = command(&lost, garden, &[&target[..], arguments].concat());
        command.env("HOME", &home).env("TMPDIR", &home);
        command.args([
            "-v",
            "9",
            "--show-kubectl",
            "--incident",
            "INC-7",
            "--audit-log",
        ]);
        command.arg(&audit).ended()
    };
    let proxy = Proxy::start("redeploy-secrecy");
    let refuse = json!([{ "methods": ["PATCH"], "path": "fieldManager=kubectl-gardener$", "fault": "status", "status": 422 },
        { "methods": ["POST"], "path": "/secrets", "fault": "reset", "after": true, "count": 1 }]);
    proxy.rules(&refuse);
    let failed = run(&proxy.kubeconfig, &[]);
    result(&failed, 1);
    proxy.rules(&json!([]));
    let done = run(&proxy.kubeconfig, &[]);
    assert_eq!(result(&done, 0)["outcome"], "done");
    for output in [&failed, &done] {
        assert_clean(&stderr(output), &ways, "stderr");
        assert_clean(&String::from_utf8_lossy(&output.stdout), &ways, "stdout");
        assert!(
            stderr(output).contains("/secrets"),
            "-v 9 tells of the requests"
        );
    }
    let log = Value::from(proxy.log()).to_string();
    assert_clean(&log, &ways, "the address of a request");
    let mut left = Vec::new();
    files(&home, &mut left);
    assert!(left.contains(&audit));
    for file in left {
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).into_owned();
        assert_clean(&text, &ways, &file.display().to_string());
    }
    let lines = fs::read_to_string(&audit).unwrap();
    assert!(
        lines.contains("INC-7") && lines.contains("secrets"),
        "{lines}"
    );
    let gardenlets = crate::fixture::run(
        kubeconfig("garden"),
        &["gardenlets", "-v", "9", "-o", "json"],
    );
    assert_clean(&stderr(&gardenlets), &ways, "stderr of gardenlets");
}
