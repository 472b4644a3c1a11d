//! The fake server itself, where tests rely on more than its lists.

use serde_json::json;

use super::{Machine, seeds};
use crate::api::{FakeApi, Reply};

#[tokio::test]
async fn a_directory_of_manifests_is_served() {
    let machine = Machine::new();
    machine.write("landscape/seeds/a.yaml", "apiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata:\n  name: one\n---\napiVersion: core.gardener.cloud/v1beta1\nkind: Seed\nmetadata:\n  name: two\n");
    let list = json!({ "apiVersion": "v1", "kind": "List", "items": [super::seed("three")] });
    machine.write("landscape/list.json", list);
    machine.write("landscape/README.md", "not an object");
    let api = FakeApi::http();
    api.add_directory(&machine.path().join("landscape"));
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    assert_eq!(
        seeds(&machine.garden(&[]).await).await.unwrap(),
        ["one", "three", "two"]
    );
}

#[tokio::test]
async fn handlers_see_requests_and_the_store() {
    let api = FakeApi::http();
    api.handle(|seen, store| {
        (seen.method == "POST" && seen.path.ends_with("/seeds")).then(|| {
            store.add(seen.json());
            Reply::json(201, &seen.json())
        })
    });
    let machine = Machine::new();
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    let garden = machine.garden(&[]).await;
    let request = http::Request::post("/apis/core.gardener.cloud/v1beta1/seeds")
        .body(super::seed("made").to_string().into_bytes())
        .unwrap();
    garden
        .client()
        .request::<serde_json::Value>(request)
        .await
        .unwrap();
    assert_eq!(seeds(&garden).await.unwrap(), ["made"]);
    api.wait_for(|requests| requests.len() == 2);
    let version: serde_json::Value = garden
        .client()
        .request(http::Request::get("/version").body(Vec::new()).unwrap())
        .await
        .unwrap();
    assert_eq!(version["major"], "1");
}
