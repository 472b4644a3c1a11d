//! How much memory 10,000 shoots take: the peak of a process of its own.
//!
//! `cargo test --release -- --ignored memory` measures; it takes too long for every run.

use std::fmt::Write;
use std::process::Command;
use std::time::Instant;

use kubectl_gardener::domain::objects::Shoot;
use kubectl_gardener::garden::connection::ConnectionArgs;
use kubectl_gardener::garden::{Garden, Query};
use serde_json::json;

use super::Machine;
use crate::api::{FakeApi, Reply};

const CHILD: &str = "SUITE_MEMORY";
const SHOOTS: usize = 10_000;
const PAGE: usize = 500;

/// The process that is measured.
#[test]
fn child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let started = Instant::now();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let folded = runtime.block_on(async {
        let garden = Garden::connect(&ConnectionArgs::default()).await.unwrap();
        garden
            .fold::<Shoot>(&Query::default(), |_| {})
            .await
            .unwrap()
    });
    assert_eq!((folded.objects, folded.unreadable.len()), (SHOOTS, 0));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    println!("{peak} after {:?}", started.elapsed());
}

/// A shoot of 35 KB, half of it managedFields.
fn shoot() -> String {
    let mut fields = String::new();
    for number in 0..550 {
        let _ = write!(
            fields,
            r#""f:field-{number:04}":{{"f:nested":{{}},".":{{}}}},"#
        );
    }
    let workers: Vec<_> = (0..6)
        .map(|number| {
            json!({ "name": format!("pool-{number}"), "minimum": 1, "maximum": 3, "machine": { "type": "m5.large", "image": { "name": "gardenlinux", "version": "1592.3.0" } },
                "zones": ["a", "b"], "providerConfig": { "text": "x".repeat(2300) } })
        })
        .collect();
    let spec = json!({ "kubernetes": { "version": "1.33.1" }, "provider": { "type": "aws", "workers": workers }, "region": "eu" });
    format!(
        r#"{{"apiVersion":"core.gardener.cloud/v1beta1","kind":"Shoot","metadata":{{"namespace":"garden-dev","name":"shoot-NUMBER","managedFields":[{{"manager":"gardenlet","fieldsV1":{{{fields}"f:last":{{}}}}}}]}},"spec":{spec},"status":{{"conditions":[]}}}}"#
    )
}

#[test]
#[ignore = "350 MB over the wire; run it with --release"]
fn ten_thousand_shoots_stay_under_96_mb() {
    for compressed in [false, true] {
        let api = FakeApi::https();
        let shoot = shoot();
        println!("{} bytes per shoot", shoot.len());
        api.handle(move |seen, _| {
            let start: usize = seen
                .parameter("continue")
                .map_or(0, |token| token.parse().unwrap());
            let mut body = String::with_capacity(PAGE * shoot.len() + 1000);
            let end = start + PAGE;
            let next = if end < SHOOTS {
                end.to_string()
            } else {
                String::new()
            };
            let _ = write!(
                body,
                r#"{{"kind":"ShootList","metadata":{{"continue":"{next}"}},"items":["#
            );
            for number in start..end {
                if number > start {
                    body.push(',');
                }
                body.push_str(&shoot.replace("NUMBER", &format!("{number:05}")));
            }
            body.push_str("]}");
            Some(Reply::text(200, "application/json", &body))
        });
        let machine = Machine::new();
        let mut config = api.kubeconfig(&json!({}));
        config["clusters"][0]["cluster"]["disable-compression"] = (!compressed).into();
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["connection::memory::child", "--exact", "--nocapture"])
            .env(CHILD, "1")
            .env("KUBECONFIG", machine.write("config", config))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        let text = String::from_utf8(output.stdout).unwrap();
        let line = text.lines().find(|line| line.contains("VmHWM")).unwrap();
        println!("compressed: {compressed}; {line}");
        let peak: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        assert!(peak < 96 << 10, "{line}");
    }
}
