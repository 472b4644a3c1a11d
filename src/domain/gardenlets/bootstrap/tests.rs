use serde_json::{Value, json};

use super::*;

/// A request as a gardenlet makes it.
fn request(seed: &str, name: &str, at: &str, status: &Value) -> CertificateSigningRequest {
    serde_json::from_value(json!({
        "metadata": { "name": name, "creationTimestamp": at },
        "spec": { "request": pem(seed), "username": "system:bootstrap:abcdef" },
        "status": status,
    }))
    .unwrap()
}

fn pem(seed: &str) -> String {
    let mut params = rcgen::CertificateParams::default();
    let name = &mut params.distinguished_name;
    *name = rcgen::DistinguishedName::new();
    name.push(
        rcgen::DnType::OrganizationName,
        "gardener.cloud:system:seeds",
    );
    name.push(rcgen::DnType::CommonName, format!("{SEED_USER}{seed}"));
    let key = rcgen::KeyPair::generate().unwrap();
    let request = params.serialize_request(&key).unwrap();
    STANDARD.encode(request.pem().unwrap())
}

fn condition(what: &str, message: &str) -> Value {
    json!({ "conditions": [{ "type": what, "status": "True", "message": message }] })
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn the_token_is_called_as_gardener_calls_it() {
    // printf 'garden--aws-eu1' | sha256sum | cut -c1-6
    assert_eq!(token_secret("aws-eu1"), "bootstrap-token-d9e9a3");
    assert_eq!(
        token_secret("self-hosted-shoot-aws-eu1"),
        token_secret("aws-eu1")
    );
}

#[test]
fn a_request_is_known_by_whom_it_is_for() {
    let requests = [
        request("aws", "seed-csr-1", "2026-11-21T10:00:00Z", &Value::Null),
        request(
            "aws",
            "seed-csr-2",
            "2026-11-21T11:00:00Z",
            &condition("Approved", "auto"),
        ),
        // Others: a longer name, another kind of request, no request at all.
        request(
            "aws-eu1",
            "seed-csr-3",
            "2026-11-21T12:00:00Z",
            &Value::Null,
        ),
        request("aws", "shoot-csr-4", "2026-11-21T12:00:00Z", &Value::Null),
        serde_json::from_value(
            json!({ "metadata": { "name": "seed-csr-5" }, "spec": { "request": "bm9uZQ==" } }),
        )
        .unwrap(),
    ];
    let found = newest("aws", &requests).unwrap();
    assert_eq!(
        (found.name.as_str(), found.state),
        ("seed-csr-2", State::Unsigned)
    );
    assert_eq!(newest("aw", &requests), None);
    assert_eq!(newest("aws-eu1", &requests).unwrap().state, State::Waiting);
}

#[test]
fn what_became_of_a_request_is_said_with_who_has_to_do_something() {
    let words = |status: &Value| {
        let one = request("aws", "seed-csr-1", "2026-11-21T10:00:00Z", status);
        newest("aws", &[one]).unwrap().words()
    };
    assert!(words(&Value::Null).contains("gardener-controller-manager approves"));
    assert!(words(&condition("Approved", "")).contains("kube-controller-manager"));
    assert!(words(&condition("Denied", "not this one")).ends_with("denied: not this one"));
    assert!(words(&condition("Failed", "no key")).contains("could not be signed: no key"));
    let issued = json!({ "certificate": "Y2VydA==", "conditions": [{ "type": "Approved", "status": "True" }] });
    assert!(words(&issued).ends_with("was signed"));
}

#[test]
fn every_stage_of_the_way_to_a_certificate_is_told_apart() {
    let (since, now) = (at("2026-11-21T10:00:00.7Z"), at("2026-11-21T10:06:00Z"));
    let say = |token: Result<Token, String>, request: Result<Option<Request>, String>| {
        let address = Some("https://garden.example.org".to_owned());
        Evidence {
            token,
            request,
            address,
        }
        .words(since, now)
        .join("\n")
    };
    let asked = |state, when: &str| {
        Ok(Some(Request {
            name: "seed-csr-1".to_owned(),
            at: Some(at(when)),
            state,
        }))
    };
    let there = |ends: &str| Ok(Token::There(Some(at(ends))));
    // It never got anywhere.
    let silent = say(there("2026-11-22T10:00:00Z"), Ok(None));
    assert!(
        silent.contains("do not reach the garden's address https://garden.example.org"),
        "{silent}"
    );
    assert!(say(there("2026-11-21T10:05:00Z"), Ok(None)).contains("ended"));
    assert!(say(Ok(Token::Absent), Ok(None)).contains("--reset-client-cert"));
    // It asked, in the very second of the request.
    let waits = say(
        Ok(Token::Absent),
        asked(State::Waiting, "2026-11-21T10:00:00Z"),
    );
    assert!(
        waits.contains("waits for approval") && !waits.contains("token"),
        "{waits}"
    );
    assert!(
        say(
            Ok(Token::Absent),
            asked(State::Issued, "2026-11-21T10:01:00Z")
        )
        .contains("look at the pods")
    );
    // What it asked before does not count.
    let before = say(
        Ok(Token::Absent),
        asked(State::Issued, "2026-11-21T09:00:00Z"),
    );
    assert!(before.contains("has not asked"), "{before}");
    // What may not be looked at is said, and nothing concluded from it.
    let blind = say(Err("forbidden".to_owned()), Err("may not list".to_owned()));
    assert!(
        blind.contains("may not list") && blind.contains("is not known"),
        "{blind}"
    );
    assert!(
        blind.contains("token could not be looked at: forbidden"),
        "{blind}"
    );
}
