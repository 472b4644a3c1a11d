//! Every way to read a list gives the same objects, and the recorded answers are those of this garden.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use http::Request;
use http_body_util::BodyExt;
use kube::client::Body;
use kubectl_gardener::domain::objects::{
    CloudProfile, CredentialsBinding, Gardenlet, Lease, ManagedSeed, NamespacedCloudProfile,
    Object, Project, SecretBinding, Seed, Shoot,
};
use kubectl_gardener::garden::connection::{ConnectionArgs, Environment, Lists, Settings};
use kubectl_gardener::garden::wire::decoder;
use kubectl_gardener::garden::{Garden, Query};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::fixture::{control, kubeconfig, with_sample};
use super::proxy::Proxy;

/// A kind with everything that the tests ask of it.
trait Kind: Object + DeserializeOwned + Debug + PartialEq + Send {}
impl<K: Object + DeserializeOwned + Debug + PartialEq + Send> Kind for K {}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().unwrap().block_on(future)
}

async fn garden(kubeconfig: &str, lists: Lists) -> Garden {
    let args = ConnectionArgs {
        kubeconfig: Some(kubeconfig.into()),
        ..ConnectionArgs::default()
    };
    let settings = Settings {
        lists,
        page_size: 7,
        ..Settings::default()
    };
    Garden::connect_with(&args, &Environment::of_process(), settings)
        .await
        .unwrap()
}

/// Read all objects of a kind in one way, through the proxy, and give the requests that it took.
fn all<K: Kind>(proxy: &Proxy, lists: Lists, query: &Query) -> (Vec<K>, Vec<Value>) {
    let before = proxy.log().len();
    let mut objects: Vec<K> = Vec::new();
    block_on(async {
        let garden = garden(&proxy.kubeconfig, lists).await;
        let folded = garden
            .fold(query, |object| objects.push(object))
            .await
            .unwrap();
        assert_eq!(folded.unreadable, Vec::<String>::new());
        assert_eq!(folded.objects, objects.len());
    });
    objects.sort_by(|one, other| {
        (one.namespace(), one.name()).cmp(&(other.namespace(), other.name()))
    });
    (objects, proxy.log().split_off(before))
}

/// Compare all ways; give the number of objects.
fn compare<K: Kind>(proxy: &Proxy, query: &Query) -> usize {
    let (json, _) = all::<K>(proxy, Lists::Json, query);
    for lists in [Lists::Streamed, Lists::Whole, Lists::Paged] {
        let (objects, requests) = all::<K>(proxy, lists, query);
        assert_eq!(objects.len(), json.len(), "{} {lists:?}", K::PLURAL);
        for (object, json) in objects.iter().zip(&json) {
            assert_eq!(object, json, "{} {lists:?}", K::PLURAL);
        }
        // It went the way that was meant: nothing fell back.
        let watches = requests.iter().filter(|request| {
            request["query"]
                .as_str()
                .is_some_and(|query| query.contains("sendInitialEvents=true"))
        });
        assert_eq!(watches.count(), usize::from(lists == Lists::Streamed));
        if lists != Lists::Paged {
            assert_eq!(requests.len(), 1, "{requests:?}");
        }
    }
    json.len()
}

#[test]
fn every_way_to_read_a_list_gives_the_same_objects() {
    with_sample();
    control(
        "POST",
        "/standin/gardenlet/register",
        &json!({ "gardenlet": "aws-eu1" }),
    );
    let proxy = Proxy::start("wire");
    let all = Query::default();
    assert!(compare::<Shoot>(&proxy, &all) > 30);
    assert!(compare::<Seed>(&proxy, &all) > 0);
    assert!(compare::<CloudProfile>(&proxy, &all) > 0);
    assert!(compare::<NamespacedCloudProfile>(&proxy, &all) > 0);
    assert!(compare::<Project>(&proxy, &all) > 0);
    assert!(compare::<ManagedSeed>(&proxy, &all) > 0);
    assert!(compare::<Gardenlet>(&proxy, &all) > 0);
    assert!(compare::<Lease>(&proxy, &all) > 0);
    compare::<SecretBinding>(&proxy, &all);
    compare::<CredentialsBinding>(&proxy, &all);
    for (namespace, selector) in [
        (Some("garden-commerce"), None),
        (None, Some("!does-not-exist")),
        (Some("garden-edge"), Some("a=b")),
        (Some("garden-nowhere"), None),
    ] {
        compare::<Shoot>(
            &proxy,
            &Query {
                namespace: namespace.map(ToOwned::to_owned),
                label_selector: selector.map(ToOwned::to_owned),
            },
        );
    }
}

#[test]
fn who_may_list_but_not_watch_reads_the_same() {
    with_sample();
    let user = control(
        "POST",
        "/users",
        &json!({ "name": "lister", "rules": [{
            "apiGroups": ["core.gardener.cloud"], "resources": ["shoots"], "verbs": ["list"],
        }]}),
    );
    let read = |kubeconfig: String| {
        let mut names = Vec::new();
        block_on(async {
            let garden = garden(&kubeconfig, Lists::Streamed).await;
            let all = Query::default();
            let folded = garden.fold(&all, |shoot: Shoot| {
                names.push(format!("{}/{}", shoot.namespace(), shoot.name()));
            });
            folded.await.unwrap();
        });
        names
    };
    let all = read(kubeconfig("garden").to_owned());
    assert!(all.len() > 30);
    assert_eq!(read(user["kubeconfig"].as_str().unwrap().to_owned()), all);
}

/// A shoot with every field of a kubelet's settings, feature gates and more; what is compared is the server's answer.
fn with_everything() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/wire/everything.yaml");
    serde_saphyr::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Send a request and give the bytes of its answer.
async fn send(garden: &Garden, request: http::request::Builder, body: Vec<u8>) -> Vec<u8> {
    let request = request.body(Body::from(body)).unwrap();
    let response = garden.client().send(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert!(status.is_success(), "{}", String::from_utf8_lossy(&body));
    body.to_vec()
}

/// Read a shoot that only exists in the server's answer, in a format.
async fn dry(garden: &Garden, accept: &str) -> Vec<u8> {
    let request = Request::post(
        "/apis/core.gardener.cloud/v1beta1/namespaces/garden-commerce/shoots?dryRun=All&fieldManager=tests",
    )
    .header("content-type", "application/json")
    .header("accept", accept);
    send(
        garden,
        request,
        serde_json::to_vec(&with_everything()).unwrap(),
    )
    .await
}

const PROTOBUF: &str = "application/vnd.kubernetes.protobuf";

#[test]
fn a_shoot_with_everything_is_the_same_in_both_formats() {
    with_sample();
    let (json, protobuf) = block_on(async {
        let garden = garden(kubeconfig("garden"), Lists::Streamed).await;
        (
            dry(&garden, "application/json").await,
            dry(&garden, PROTOBUF).await,
        )
    });
    record("everything.json", &json);
    record("everything.pb", &protobuf);
    let mut json: Shoot = serde_json::from_slice(&json).unwrap();
    let mut protobuf = unwrap::<Shoot>(&protobuf);
    for shoot in [&mut json, &mut protobuf] {
        // Two dry runs make two objects.
        shoot.metadata.uid = None;
        shoot.metadata.creation_timestamp = None;
    }
    assert_eq!(protobuf, json);
}

/// Read an object out of its envelope: as the only event of a watch.
fn unwrap<K: Object>(message: &[u8]) -> K {
    let mut frame = b"\x0a\x05ADDED\x12".to_vec();
    let mut object = vec![0x0a];
    varint(&mut object, message.len());
    object.extend_from_slice(message);
    varint(&mut frame, object.len());
    frame.extend(object);
    let event = kubectl_gardener::garden::wire::event(&frame).unwrap();
    let kubectl_gardener::garden::wire::Event::Object { raw, .. } = event else {
        panic!("{event:?}");
    };
    decoder::<K>().unwrap()(raw).unwrap()
}

fn varint(bytes: &mut Vec<u8>, mut number: usize) {
    while number > 0x7f {
        bytes.push(u8::try_from(number & 0x7f).unwrap() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
}

/// With `RECORD_WIRE` in the environment, keep an answer for the tests that have no garden.
fn record(name: &str, answer: &[u8]) {
    if std::env::var_os("RECORD_WIRE").is_none() {
        return;
    }
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/wire");
    let compressed = zstd::encode_all(answer, 19).unwrap();
    std::fs::write(folder.join(format!("{name}.zst")), compressed).unwrap();
}

#[test]
fn answers_can_be_recorded() {
    with_sample();
    control(
        "POST",
        "/standin/gardenlet/register",
        &json!({ "gardenlet": "aws-eu1" }),
    );
    block_on(async {
        let garden = garden(kubeconfig("garden"), Lists::Streamed).await;
        for (path, name) in [
            ("core.gardener.cloud/v1beta1/shoots", "shoots"),
            ("core.gardener.cloud/v1beta1/seeds", "seeds"),
            ("core.gardener.cloud/v1beta1/cloudprofiles", "cloudprofiles"),
            (
                "core.gardener.cloud/v1beta1/namespacedcloudprofiles",
                "namespacedcloudprofiles",
            ),
            ("core.gardener.cloud/v1beta1/projects", "projects"),
            (
                "core.gardener.cloud/v1beta1/secretbindings",
                "secretbindings",
            ),
            (
                "security.gardener.cloud/v1alpha1/credentialsbindings",
                "credentialsbindings",
            ),
            (
                "seedmanagement.gardener.cloud/v1alpha1/managedseeds",
                "managedseeds",
            ),
            (
                "seedmanagement.gardener.cloud/v1alpha1/gardenlets",
                "gardenlets",
            ),
            (
                "coordination.k8s.io/v1/namespaces/gardener-system-seed-lease/leases",
                "leases",
            ),
        ] {
            for (accept, ending) in [("application/json", "json"), (PROTOBUF, "pb")] {
                let request = Request::get(format!("/apis/{path}")).header("accept", accept);
                let answer = send(&garden, request, Vec::new()).await;
                assert_eq!(answer.starts_with(b"k8s\0"), ending == "pb", "{name}");
                record(&format!("{name}.{ending}"), &answer);
            }
        }
        // A refusal and a stream as they are on the wire.
        let request = Request::get("/apis/core.gardener.cloud/v1beta1/projects?watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan&resourceVersion=&timeoutSeconds=1")
            .header("accept", "application/vnd.kubernetes.protobuf;stream=watch");
        record("projects.watch", &send(&garden, request, Vec::new()).await);
    });
}
