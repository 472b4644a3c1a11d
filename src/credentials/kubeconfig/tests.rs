//! Kubeconfigs as they come, and what is told and handed on of them.

use serde_json::json;

use super::*;

const MARKER: &str = "planted-marker";

fn text(user: &Value) -> Zeroizing<Vec<u8>> {
    let config = json!({
        "apiVersion": "v1", "kind": "Config", "current-context": "seed",
        "preferences": { "colors": true },
        "clusters": [
            { "name": "seed", "cluster": { "server": "https://api.seed.example.com:6443", "certificate-authority-data": "Y2E=" } },
            { "name": "other", "cluster": { "server": "https://other" } },
        ],
        "users": [{ "name": "admin", "user": user }, { "name": "other", "user": { "token": MARKER } }],
        "contexts": [
            { "name": "seed", "context": { "cluster": "seed", "user": "admin", "namespace": "garden" } },
            { "name": "other", "context": { "cluster": "other", "user": "other" } },
            { "name": "lost", "context": { "cluster": "nowhere", "user": "other" } },
        ],
    });
    Zeroizing::new(config.to_string().into_bytes())
}

fn secret_of(kubeconfig: &TargetKubeconfig) -> Value {
    let manifest = json!({ "kind": "Secret", "metadata": { "name": "x" } });
    serde_json::from_slice(&kubeconfig.into_secret(&manifest).unwrap()).unwrap()
}

#[test]
fn one_context_is_handed_on_and_nothing_else() {
    let kubeconfig =
        TargetKubeconfig::read(&text(&json!({ "token": "one", "username": "" })), None).unwrap();
    let secret = secret_of(&kubeconfig);
    assert_eq!(secret["metadata"]["name"], "x");
    let data = secret["data"][KEY].as_str().unwrap();
    let inner = STANDARD.decode(data).unwrap();
    let inner: Value = serde_json::from_slice(&inner).unwrap();
    assert_eq!(inner["current-context"], "seed");
    assert_eq!(inner["users"][0]["user"]["token"], "one");
    for list in ["users", "clusters", "contexts"] {
        assert_eq!(inner[list].as_array().unwrap().len(), 1, "{list}");
    }
    assert!(!inner.to_string().contains(MARKER));
    assert_eq!(inner["preferences"], Value::Null);
}

#[test]
fn case_20_the_context_must_be_clear() {
    let read = |config: &str, context| {
        let bytes = Zeroizing::new(config.as_bytes().to_vec());
        TargetKubeconfig::read(&bytes, context).map_err(|error| error.to_string())
    };
    let several = String::from_utf8(text(&json!({ "token": MARKER })).to_vec()).unwrap();
    let none = several.replace("\"current-context\":\"seed\"", "\"current-context\":\"\"");
    let error = read(&none, None).unwrap_err();
    assert!(
        error.contains("--target-context: it has seed, other, lost"),
        "{error}"
    );
    let chosen = read(&none, Some("other")).unwrap();
    assert_eq!(chosen.facts().unwrap().host, "other");
    assert!(
        read(&several, Some("third"))
            .unwrap_err()
            .contains("no context third")
    );
    assert!(
        read(&several, Some("lost"))
            .unwrap_err()
            .contains("names a cluster")
    );
    assert!(
        read("contexts: []", None)
            .unwrap_err()
            .contains("it has no context")
    );
    for wrong in [
        "users: planted-marker",
        "planted-marker",
        "- planted-marker",
    ] {
        let error = read(wrong, None).unwrap_err();
        assert!(!error.contains(MARKER), "{error}");
    }
}

#[test]
fn facts_tell_everything_but_credentials() {
    let facts = |user: Value| {
        let kubeconfig = TargetKubeconfig::read(&text(&user), None).unwrap();
        let facts = kubeconfig.facts().unwrap();
        assert!(!format!("{facts:?} {kubeconfig:?}").contains(MARKER));
        facts
    };
    let good = facts(json!({ "token": MARKER }));
    assert!(good.credentials && good.authority && !good.insecure);
    assert_eq!(good.server, "https://api.seed.example.com:6443");
    assert_eq!(good.token_ends, None);
    let exec = facts(
        json!({ "exec": { "apiVersion": "v1", "command": "gardenlogin", "args": [MARKER] } }),
    );
    assert_eq!(exec.exec.as_deref(), Some("gardenlogin"));
    let provider =
        facts(json!({ "auth-provider": { "name": "oidc", "config": { "id-token": MARKER } } }));
    assert_eq!(provider.auth_provider.as_deref(), Some("oidc"));
    let files = facts(
        json!({ "client-certificate": "a.crt", "client-key": "a.key", "tokenFile": "token" }),
    );
    let fields: Vec<_> = files.files.iter().map(|(field, _)| *field).collect();
    assert_eq!(fields, ["client-certificate", "client-key", "tokenFile"]);
    assert!(!files.credentials);
    let acting = facts(json!({ "token": MARKER, "as": "boss" }));
    assert_eq!(acting.impersonates.as_deref(), Some("boss"));
    let half = facts(json!({ "username": "a" }));
    assert!(!half.credentials);
    let basic = facts(json!({ "username": "a", "password": MARKER }));
    assert!(basic.credentials);
}

#[test]
fn case_22_the_end_of_certificates_and_tokens_is_read() {
    let mut params = rcgen::CertificateParams::new(vec!["a".to_owned()]).unwrap();
    params.not_after = rcgen::date_time_ymd(2031, 5, 6);
    let key = rcgen::KeyPair::generate().unwrap();
    let pem = params.self_signed(&key).unwrap().pem();
    let facts = |user: Value| TargetKubeconfig::read(&text(&user), None).unwrap().facts();
    let with_certificate = json!({ "client-certificate-data": STANDARD.encode(pem), "client-key-data": STANDARD.encode(MARKER) });
    let ends = facts(with_certificate).unwrap().certificate_ends;
    assert_eq!(ends, Some("2031-05-06T00:00:00Z".parse().unwrap()));
    let claims = URL_SAFE_NO_PAD.encode(r#"{"sub":"a","exp":1800000000}"#);
    let ends = facts(json!({ "token": format!("aaa.{claims}.bbb") }))
        .unwrap()
        .token_ends;
    assert_eq!(ends, Some(Timestamp::from_second(1_800_000_000).unwrap()));
    for wrong in ["planted-marker", "cGxhbnRlZA=="] {
        let error =
            facts(json!({ "client-certificate-data": wrong, "client-key-data": "a" })).unwrap_err();
        assert!(!format!("{error:#}").contains("planted"), "{error:#}");
    }
}

#[test]
fn secrets_and_minted_kubeconfigs_are_read_as_they_are_sent() {
    let config = STANDARD.encode(&*text(&json!({ "token": MARKER })));
    let secret = json!({ "kind": "Secret", "metadata": { "name": "x", "uid": "u" }, "data": { "kubeconfig": config, "other": "" } });
    let content = Content::read(secret.to_string().into_bytes().into()).unwrap();
    assert_eq!(content.metadata.uid.as_deref(), Some("u"));
    assert!(content.keys.contains("other"));
    let kubeconfig = TargetKubeconfig::read(&content.kubeconfig.unwrap(), None).unwrap();
    assert!(kubeconfig.facts().unwrap().credentials);
    let empty = Content::read(br#"{"metadata":{}}"#.to_vec().into()).unwrap();
    assert!(empty.kubeconfig.is_none() && empty.keys.is_empty());
    let answer = json!({ "status": { "kubeconfig": config, "expirationTimestamp": "2026-11-21T04:00:00Z" } });
    let (kubeconfig, ends) = minted(answer.to_string().into_bytes().into()).unwrap();
    assert_eq!(ends, Some("2026-11-21T04:00:00Z".parse().unwrap()));
    assert!(TargetKubeconfig::read(&kubeconfig, None).is_ok());
    for wrong in [
        MARKER,
        "{}",
        r#"{"status":{"kubeconfig":"planted-marker"}}"#,
    ] {
        let error = minted(wrong.as_bytes().to_vec().into()).unwrap_err();
        assert!(!format!("{error:#}").contains(MARKER), "{error:#}");
    }
}
