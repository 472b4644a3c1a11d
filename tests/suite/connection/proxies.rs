//! Proxies, tried on the wire.

use std::net::SocketAddr;

use serde_json::json;

use super::{Machine, seed, seeds};
use crate::api::{FakeApi, FakeProxy, Speaks, kubeconfig};

/// The name exists for the proxies only.
const TARGET: &str = "api.garden.example:6443";

fn live() -> (FakeApi, Machine) {
    let api = FakeApi::https();
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write(".kube/config", kubeconfig(&cluster(&api), &json!({})));
    (api, machine)
}

fn cluster(api: &FakeApi) -> serde_json::Value {
    let mut cluster = api.cluster();
    cluster["server"] = format!("https://{TARGET}").into();
    cluster
}

fn proxy(speaks: Speaks, address: SocketAddr) -> FakeProxy {
    FakeProxy::start(speaks, &[(TARGET, address)])
}

#[tokio::test]
async fn the_environments_proxy_leads_to_the_server() {
    let (api, mut machine) = live();
    let proxy = proxy(Speaks::Http, api.address());
    let url = proxy.url("http").replace("http://", "http://me:pa%40ss@");
    machine.set("https_proxy", url);
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    // `me:pa@ss`
    let login = Some("Basic bWU6cGFAc3M=".to_owned());
    assert_eq!(proxy.asked(), [(TARGET.to_owned(), login)]);
}

#[tokio::test]
async fn trap_03_no_proxy_is_matched_on_the_server_on_the_wire() {
    let (api, mut machine) = live();
    machine.settings.attempts = 1;
    let proxy = proxy(Speaks::Http, api.address());
    machine.set("HTTPS_PROXY", proxy.url("http"));
    // kube would match these on the proxy, or fail to read them.
    for list in [
        "127.0.0.1",
        "127.0.0.0/8,",
        "other.example,, ",
        &proxy.url("http")[7..],
    ] {
        machine.set("NO_PROXY", list);
        assert_eq!(
            seeds(&machine.garden(&[]).await).await.unwrap(),
            ["aws"],
            "{list}"
        );
    }
    let asked = proxy.asked().len();
    for list in ["garden.example", "x, api.garden.example:6443,", "*"] {
        machine.set("NO_PROXY", list);
        let error = seeds(&machine.garden(&[]).await).await.unwrap_err();
        assert!(
            error.message.contains("cannot be resolved"),
            "{list}: {error:?}"
        );
    }
    assert_eq!(proxy.asked().len(), asked);
}

#[tokio::test]
async fn trap_03_the_kubeconfigs_proxy_ignores_no_proxy() {
    let (api, mut machine) = live();
    let proxy = proxy(Speaks::Http, api.address());
    let mut cluster = cluster(&api);
    cluster["proxy-url"] = proxy.url("http").into();
    machine.write(".kube/config", kubeconfig(&cluster, &json!({})));
    machine
        .set("NO_PROXY", "*")
        .set("HTTPS_PROXY", "http://127.0.0.1:1");
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    // The flag comes before both.
    let other = self::proxy(Speaks::Http, api.address());
    let garden = machine.garden(&["--proxy-url", &other.url("http")]).await;
    assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    assert_eq!((proxy.asked().len(), other.asked().len()), (1, 1));
}

#[tokio::test]
async fn socks_proxies_work_and_resolve_the_name_themselves() {
    let (api, machine) = live();
    for scheme in ["socks5", "socks5h"] {
        let proxy = proxy(Speaks::Socks5, api.address());
        let garden = machine.garden(&["--proxy-url", &proxy.url(scheme)]).await;
        assert_eq!(seeds(&garden).await.unwrap(), ["aws"], "{scheme}");
        assert_eq!(proxy.asked(), [(TARGET.to_owned(), None)]);
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_lead_there_is_named_as_the_reason() {
    let (_api, mut machine) = live();
    machine.settings.attempts = 2;
    for (speaks, scheme) in [(Speaks::Http, "http"), (Speaks::Socks5, "socks5")] {
        let proxy = FakeProxy::start(speaks, &[]);
        let garden = machine.garden(&["--proxy-url", &proxy.url(scheme)]).await;
        let error = seeds(&garden).await.unwrap_err();
        assert!(
            error.message.contains("proxy does not lead there"),
            "{error:?}"
        );
        assert!(error.hints[0].starts_with("check the proxy"), "{error:?}");
    }
    let garden = machine.garden(&["--proxy-url", "http://127.0.0.1:1"]).await;
    let error = seeds(&garden).await.unwrap_err();
    assert!(
        error.message.contains("the proxy cannot be reached"),
        "{error:?}"
    );
    let error = machine
        .try_garden(&["--proxy-url", "ftp://proxy"])
        .await
        .unwrap_err();
    assert!(
        error.message.contains("unsupported scheme ftp"),
        "{error:?}"
    );
}
