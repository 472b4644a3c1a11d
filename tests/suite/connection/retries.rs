//! What is sent again, when, and how often.

use std::time::{Duration, Instant};

use http::Request;
use kubectl_gardener::domain::objects::Seed;
use kubectl_gardener::error::{Shown, show};
use kubectl_gardener::garden::Garden;
use kubectl_gardener::garden::explain::{self, Doing};
use serde_json::{Value, json};

use super::{Machine, seed, seeds};
use crate::api::{Damage, FakeApi, On, Reply};

const SEEDS: &str = "/apis/core.gardener.cloud/v1beta1/seeds";

fn live() -> (FakeApi, Machine) {
    let api = FakeApi::http();
    api.add(seed("aws"));
    let machine = Machine::new();
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    (api, machine)
}

async fn send(garden: &Garden, method: &'static str, path: &str) -> Result<Value, Shown> {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .body(b"{}".to_vec())
        .unwrap();
    let verb = if method == "GET" { "get" } else { "create" };
    garden
        .client()
        .request(request)
        .await
        .map_err(|error| show(&garden.explain(error, &Doing::new::<Seed>(verb, None, Some("aws")))))
}

#[tokio::test]
async fn reading_is_repeated_after_every_failure_that_may_pass() {
    for code in [429, 500, 502, 503, 504] {
        let (api, machine) = live();
        api.fail(On::get("/seeds").times(2), code);
        assert_eq!(
            seeds(&machine.garden(&[]).await).await.unwrap(),
            ["aws"],
            "{code}"
        );
        assert_eq!(api.count("/seeds"), 3, "{code}");
    }
    for damage in [Damage::Reset, Damage::Truncate] {
        let (api, machine) = live();
        api.damage(On::get("/seeds").times(2), damage);
        assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
        assert_eq!(api.count("/seeds"), 3);
        api.damage(On::get("/seeds/aws").times(2), Damage::Truncate);
        let path = format!("{SEEDS}/aws");
        send(&machine.garden(&[]).await, "GET", &path)
            .await
            .unwrap();
        assert_eq!(api.count("/seeds/aws"), 3);
    }
}

#[tokio::test]
async fn reading_ends_after_five_attempts_with_the_servers_words() {
    let (api, machine) = live();
    api.fail(On::get("/seeds"), 503);
    let error = seeds(&machine.garden(&[]).await).await.unwrap_err();
    assert_eq!(api.count("/seeds"), 5);
    let expected = format!(
        "cannot list seeds: {} failed (503 service unavailable): failed with 503; gave up after 5 attempts, having waited ",
        api.url()
    );
    assert!(error.message.starts_with(&expected), "{error:?}");
    for code in [400, 401, 403, 404, 409, 422, 501] {
        let (api, machine) = live();
        api.fail(On::get("/seeds"), code);
        seeds(&machine.garden(&[]).await).await.unwrap_err();
        assert_eq!(api.count("/seeds"), 1, "{code}");
    }
}

#[tokio::test]
async fn trap_04_a_write_is_sent_once_unless_429_says_that_nothing_happened() {
    for code in [500, 502, 503, 504] {
        let (api, machine) = live();
        api.fail(On::new("POST", "/seeds"), code);
        let error = send(&machine.garden(&[]).await, "POST", SEEDS)
            .await
            .unwrap_err();
        assert_eq!(api.count("/seeds"), 1, "{code}");
        assert!(error.message.contains(&code.to_string()), "{error:?}");
    }
    let (api, machine) = live();
    api.damage(On::new("POST", "/seeds"), Damage::Reset);
    send(&machine.garden(&[]).await, "POST", SEEDS)
        .await
        .unwrap_err();
    assert_eq!(api.count("/seeds"), 1);
    let (api, machine) = live();
    api.fail(On::new("POST", "/seeds").times(2), 429);
    api.answer(
        On::new("POST", "/seeds"),
        Reply::json(201, &json!({ "created": true })),
    );
    send(&machine.garden(&[]).await, "POST", SEEDS)
        .await
        .unwrap();
    let requests = api.requests();
    assert_eq!(requests.len(), 3);
    assert!(
        requests.iter().all(|seen| seen.body == b"{}"),
        "each attempt has the body"
    );
}

#[tokio::test]
async fn failed_writes_tell_whether_they_may_have_happened() {
    let post = async |machine: &Machine| {
        let garden = machine.garden(&["--request-timeout", "200ms"]).await;
        let request = Request::post(SEEDS).body(b"{}".to_vec()).unwrap();
        let error = garden.client().request::<Value>(request).await.unwrap_err();
        (explain::code(&error), explain::may_have_happened(&error))
    };
    for (code, may) in [
        (409, false),
        (422, false),
        (429, false),
        (500, true),
        (504, true),
    ] {
        let (api, machine) = live();
        api.fail(On::new("POST", "/seeds"), code);
        assert_eq!(post(&machine).await, (Some(code), may), "{code}");
    }
    for damage in [Damage::Reset, Damage::Truncate, Damage::Silence] {
        let (api, machine) = live();
        api.damage(On::new("POST", "/seeds"), damage.clone());
        assert_eq!(post(&machine).await, (None, true), "{damage:?}");
    }
    let (api, machine) = live();
    drop(api);
    assert_eq!(post(&machine).await, (None, false));
}

#[tokio::test]
async fn retry_after_is_not_undercut() {
    let (api, machine) = live();
    let busy = Reply::status(429, "TooManyRequests", "later").header("retry-after", "1");
    api.answer(On::get("/seeds").times(1), busy);
    let started = Instant::now();
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_retry_after_beyond_our_patience_ends_it_at_once() {
    let (api, machine) = live();
    let busy = Reply::status(429, "TooManyRequests", "later").header("retry-after", "3600");
    api.answer(On::get("/seeds"), busy);
    let started = Instant::now();
    let error = seeds(&machine.garden(&[]).await).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert_eq!(api.count("/seeds"), 1);
    let expected = format!(
        "cannot list seeds: {} is overloaded (429 too many requests): later; it asks to wait 3600 s",
        api.url()
    );
    assert_eq!(error.message, expected);
}

#[tokio::test]
async fn each_attempt_has_its_own_time_including_the_body() {
    for damage in [
        Damage::Silence,
        Damage::Stall,
        Damage::Late(Duration::from_secs(30)),
    ] {
        let (api, machine) = live();
        api.damage(On::get("/aws").times(1), damage.clone());
        let garden = machine.garden(&["--request-timeout", "300ms"]).await;
        let path = format!("{SEEDS}/aws");
        send(&garden, "GET", &path).await.unwrap();
        assert_eq!(api.count("/aws"), 2, "{damage:?}");
        // Asked for, it holds for lists as well.
        api.damage(On::get("/seeds").times(1), damage);
        assert_eq!(seeds(&garden).await.unwrap(), ["aws"]);
    }
    let (api, machine) = live();
    api.damage(On::new("POST", "/seeds"), Damage::Silence);
    let garden = machine.garden(&["--request-timeout", "300ms"]).await;
    let error = send(&garden, "POST", SEEDS).await.unwrap_err();
    assert!(
        error.message.ends_with("no complete answer within 0.3 s"),
        "{error:?}"
    );
    assert!(
        error.hints[0].starts_with("raise --request-timeout"),
        "{error:?}"
    );
}

#[tokio::test]
async fn lists_may_take_long_but_not_stand_still() {
    let (api, mut machine) = live();
    machine.settings.idle_timeout = Duration::from_millis(400);
    api.damage(
        On::get("/seeds").times(1),
        Damage::Trickle(8, Duration::from_millis(100)),
    );
    assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
    assert_eq!(api.count("/seeds"), 1, "slow is not stalled");
    for damage in [Damage::Stall, Damage::Silence] {
        let before = api.count("/seeds");
        api.damage(On::get("/seeds").times(1), damage);
        assert_eq!(seeds(&machine.garden(&[]).await).await.unwrap(), ["aws"]);
        assert_eq!(api.count("/seeds"), before + 2);
    }
}

#[tokio::test]
async fn streams_have_no_limit_after_their_headers() {
    let (api, machine) = live();
    let event = Reply::json(200, &json!({ "type": "ADDED", "object": seed("aws") }));
    api.answer(On::get("/seeds").query("watch=1"), event);
    api.damage(On::get("/seeds").query("watch=1"), Damage::Stall);
    let garden = machine.garden(&["--request-timeout", "200ms"]).await;
    let request = Request::get(format!("{SEEDS}?watch=1"))
        .body(kube::client::Body::empty())
        .unwrap();
    let response = garden.client().send(request).await.unwrap();
    let mut body = response.into_body();
    let first = http_body_util::BodyExt::frame(&mut body)
        .await
        .unwrap()
        .unwrap();
    assert!(first.is_data());
    let more = http_body_util::BodyExt::frame(&mut body);
    assert!(
        tokio::time::timeout(Duration::from_millis(600), more)
            .await
            .is_err(),
        "still open"
    );
}
