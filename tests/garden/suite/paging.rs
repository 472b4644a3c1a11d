//! Lists in pages: real continue tokens, a compaction in between, and faults on the way.

use std::collections::BTreeMap;

use kubectl_gardener::domain::objects::{Object, Shoot};
use kubectl_gardener::garden::connection::Environment;
use kubectl_gardener::garden::connection::{ConnectionArgs, Lists, Settings};
use kubectl_gardener::garden::{Garden, Query};
use serde_json::{Value, json};

use super::fixture::{NOW, answer, control, kubeconfig, run, with_sample};
use super::proxy::Proxy;

/// Read all shoots in small pages, and do something when the first one arrives.
fn read_in_pages(
    lists: Lists,
    at_first: impl Fn() + Send + Sync + 'static,
) -> BTreeMap<String, usize> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut seen = BTreeMap::new();
    runtime.block_on(async {
        let args = ConnectionArgs {
            kubeconfig: Some(kubeconfig("garden").into()),
            ..ConnectionArgs::default()
        };
        let settings = Settings {
            lists,
            page_size: 4,
            ..Settings::default()
        };
        let garden = Garden::connect_with(&args, &Environment::of_process(), settings)
            .await
            .unwrap();
        let folded = garden
            .fold(&Query::default(), |shoot: Shoot| {
                if seen.is_empty() {
                    at_first();
                }
                *seen
                    .entry(format!("{}/{}", shoot.namespace(), shoot.name()))
                    .or_insert(0) += 1;
            })
            .await
            .unwrap();
        assert_eq!(folded.unreadable, Vec::<String>::new());
    });
    seen
}

#[test]
fn every_shoot_is_read_once_whatever_the_pages() {
    with_sample();
    for lists in [Lists::Paged, Lists::Json] {
        let seen = read_in_pages(lists, || {});
        assert!(seen.len() > 30);
        assert!(seen.values().all(|times| *times == 1), "{seen:?}");
    }
}

#[test]
fn a_compaction_between_pages_loses_and_doubles_nothing() {
    with_sample();
    for lists in [Lists::Paged, Lists::Json] {
        let before = read_in_pages(lists, || {});
        let during = read_in_pages(lists, || {
            control("POST", "/etcd/compact", &Value::Null);
        });
        assert_eq!(before, during);
    }
}

#[test]
fn a_report_survives_every_kind_of_fault() {
    with_sample();
    let arguments = ["versions", "-o", "json", "--now", NOW];
    let undisturbed = answer(&run(kubeconfig("garden"), &arguments), 0);
    let proxy = Proxy::start("faults");
    for fault in [
        json!({ "fault": "status", "status": 429, "retryAfter": "1" }),
        json!({ "fault": "status", "status": 500 }),
        json!({ "fault": "status", "status": 502, "body": "<html>bad gateway</html>", "contentType": "text/html" }),
        json!({ "fault": "status", "status": 503, "retryAfter": "1" }),
        json!({ "fault": "reset" }),
        json!({ "fault": "reset", "after": true }),
        json!({ "fault": "truncate" }),
    ] {
        let mut rule = fault.clone();
        rule["methods"] = json!(["GET"]);
        rule["path"] = json!("/shoots");
        rule["count"] = json!(2);
        proxy.rules(&json!([rule]));
        let before = proxy.counters();
        let report = answer(&run(&proxy.kubeconfig, &arguments), 0);
        assert_eq!(report, undisturbed, "{fault}");
        assert_ne!(before, proxy.counters(), "the proxy saw nothing of {fault}");
    }
}

#[test]
fn a_server_that_never_recovers_is_given_up_with_a_reason() {
    let proxy = Proxy::start("down");
    proxy.rules(&json!([{ "fault": "status", "status": 503 }]));
    let output = run(&proxy.kubeconfig, &["versions", "--request-timeout", "5s"]);
    assert_eq!(output.status.code(), Some(1));
    let said = super::fixture::stderr(&output);
    assert!(
        said.contains("503") || said.contains("unavailable"),
        "{said}"
    );
}
