//! Streaming lists and what takes their place: each object once, from servers of all kinds and through all faults.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use kubectl_gardener::domain::objects::{Object, Shoot};
use kubectl_gardener::error::{Shown, show};
use kubectl_gardener::garden::connection::Lists;
use kubectl_gardener::garden::{Folded, Garden, Progress, Query};
use serde_json::json;

use super::{Machine, seed, shoot};
use crate::api::protobuf::{self, bookmark, error, event, frame, refusal, reply};
use crate::api::{Damage, FakeApi, On, Protobuf, Reply, Seen};

const SHOOTS: &str = "/shoots";
const STREAM: &str = "sendInitialEvents=true";

/// 25 shoots on a server that can do so much, in pages of 4.
fn live(how: Option<Protobuf>) -> (FakeApi, Machine) {
    let api = FakeApi::http();
    for namespace in ["garden-a", "garden-b", "garden-c", "garden-d", "garden-e"] {
        for name in ["a", "b", "c", "d", "e"] {
            api.add(shoot(namespace, name));
        }
    }
    if let Some(how) = how {
        api.speak_protobuf(how);
    }
    let mut machine = Machine::new();
    machine.settings.page_size = 4;
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    (api, machine)
}

async fn read(garden: &Garden, query: &Query) -> Result<(Folded, Vec<String>), Shown> {
    let mut names = Vec::new();
    let folded = garden
        .fold::<Shoot>(query, |shoot| {
            names.push(format!("{}/{}", shoot.namespace(), shoot.name()));
        })
        .await
        .map_err(|error| show(&error))?;
    assert_eq!(folded.objects, names.len());
    Ok((folded, names))
}

/// Read all shoots, and check that each of the 25 came once.
async fn complete(machine: &Machine) {
    let garden = machine.garden(&[]).await;
    let (_, mut names) = read(&garden, &Query::default()).await.unwrap();
    assert_eq!(names.len(), 25, "{names:?}");
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 25, "{names:?}");
}

/// How a request asks for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Stream,
    Whole,
    Page,
    JsonPage,
}

fn asked(seen: &Seen) -> Asked {
    let accept = seen.header("accept").unwrap_or_default();
    if seen.query.contains(STREAM) {
        assert_eq!(accept, "application/vnd.kubernetes.protobuf;stream=watch");
        assert_eq!(seen.header("accept-encoding"), Some("identity"));
        assert_eq!(seen.parameter("resourceVersion").as_deref(), Some(""));
        Asked::Stream
    } else if seen.parameter("limit").is_none() {
        assert_eq!(accept, "application/vnd.kubernetes.protobuf");
        assert_eq!(seen.parameter("resourceVersion"), None);
        Asked::Whole
    } else if accept == "application/json" {
        Asked::JsonPage
    } else {
        assert_eq!(
            accept,
            "application/vnd.kubernetes.protobuf, application/json"
        );
        Asked::Page
    }
}

/// Give how the lists were asked for, without repetitions.
fn ways(api: &FakeApi) -> Vec<Asked> {
    let mut ways: Vec<Asked> = api.requests().iter().map(asked).collect();
    ways.dedup();
    ways
}

/// The frames of certain shoots as a server that streams them.
fn added(names: &[(&str, &str)]) -> Vec<u8> {
    let frames = names.iter();
    frames
        .flat_map(|(namespace, name)| event("ADDED", &shoot(namespace, name)))
        .collect()
}

#[tokio::test]
async fn a_streaming_list_is_one_request() {
    let (api, machine) = live(Some(Protobuf::Streams));
    let mut garden = machine.garden(&[]).await;
    let progress = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&progress);
    garden.on_progress(move |progress| log.lock().unwrap().push(progress));
    let (folded, names) = read(&garden, &Query::default()).await.unwrap();
    assert_eq!((names.len(), folded.unreadable.len()), (25, 0));
    assert_eq!(ways(&api), [Asked::Stream]);
    assert_eq!(api.count(SHOOTS), 1);
    let progress = progress.lock().unwrap();
    let counts: Vec<usize> = progress.iter().map(|progress| progress.objects).collect();
    assert_eq!(counts, [4, 8, 12, 16, 20, 24, 25]);
}

#[tokio::test]
async fn namespaces_and_labels_narrow_every_way() {
    for lists in [Lists::Streamed, Lists::Whole, Lists::Paged, Lists::Json] {
        let (api, mut machine) = live(Some(Protobuf::Streams));
        machine.settings.lists = lists;
        let mut labelled = shoot("garden-b", "y");
        labelled["metadata"]["labels"] = json!({ "team": "a" });
        api.add(labelled);
        let garden = machine.garden(&[]).await;
        for (namespace, selector, expected) in [
            (Some("garden-b"), None, 6),
            (None, Some("team in (a, b)"), 1),
            (Some("garden-a"), Some("team"), 0),
            (Some("nowhere"), None, 0),
        ] {
            let query = Query {
                namespace: namespace.map(ToOwned::to_owned),
                label_selector: selector.map(ToOwned::to_owned),
            };
            let (folded, _) = read(&garden, &query).await.unwrap();
            assert_eq!(folded.objects, expected, "{lists:?} {query:?}");
        }
        assert_eq!(ways(&api).len(), 1, "{lists:?}");
    }
}

#[tokio::test]
async fn who_may_not_watch_reads_one_answer_and_asks_only_once() {
    let (api, machine) = live(Some(Protobuf::Streams));
    api.answer(On::get(SHOOTS).query(STREAM), refusal(403, "Forbidden"));
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole]);
    let garden = machine.garden(&[]).await;
    for _ in 0..3 {
        read(&garden, &Query::default()).await.unwrap();
    }
    assert_eq!(api.count(SHOOTS), 2 + 4, "what does not work is remembered");
}

#[tokio::test]
async fn a_server_without_streaming_lists_gives_one_answer() {
    for code in [400, 405, 422, 501] {
        let (api, machine) = live(Some(Protobuf::Lists));
        api.answer(On::get(SHOOTS).query(STREAM), refusal(code, "Invalid"));
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream, Asked::Whole], "{code}");
        assert_eq!(api.count(SHOOTS), 2, "{code}");
    }
    let (api, machine) = live(Some(Protobuf::OldWatches));
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole]);
}

#[tokio::test]
async fn a_server_that_fails_at_one_long_answer_gives_pages() {
    for refused in [413, 500, 504] {
        let (api, machine) = live(Some(Protobuf::Lists));
        api.handle(move |seen, _| {
            (asked(seen) == Asked::Whole).then(|| refusal(refused, "TooLarge"))
        });
        complete(&machine).await;
        let expected = [Asked::Stream, Asked::Whole, Asked::Page];
        assert_eq!(ways(&api), expected, "{refused}");
    }
    let (api, machine) = live(Some(Protobuf::Lists));
    api.handle(|seen, _| {
        let mut cut = Reply::text(200, "text/plain", "");
        cut.headers[0].1 = "application/vnd.kubernetes.protobuf".to_owned();
        cut.body = Bytes::from_static(b"k8s\0\x0a\x05");
        (asked(seen) == Asked::Whole).then_some(cut)
    });
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole, Asked::Page]);
    assert_eq!(api.count(SHOOTS), 1 + 2 + 7);
}

#[tokio::test]
async fn a_server_without_protobuf_gives_pages_of_json() {
    // One that says so, and one that does not care what is asked for.
    let (api, machine) = live(None);
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::JsonPage]);
    let (api, machine) = live(Some(Protobuf::Streams));
    api.handle(|seen, store| (asked(seen) != Asked::JsonPage).then(|| store.answer(seen)));
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::Stream, Asked::JsonPage]);
}

#[tokio::test]
async fn a_stream_that_breaks_begins_anew_and_counts_nothing_twice() {
    for damage in [Damage::Truncate, Damage::CutSilently] {
        let (api, machine) = live(Some(Protobuf::Streams));
        api.damage(On::get(SHOOTS).query(STREAM).times(1), damage.clone());
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream], "{damage:?}");
        assert_eq!(api.count(SHOOTS), 2, "{damage:?}");
        // Twice: then another way, which must not count anything again either.
        let (api, machine) = live(Some(Protobuf::Streams));
        api.damage(On::get(SHOOTS).query(STREAM), damage.clone());
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream, Asked::Whole], "{damage:?}");
    }
    // And that one breaks, too.
    let (api, machine) = live(Some(Protobuf::Streams));
    api.damage(On::get(SHOOTS).times(4), Damage::CutSilently);
    complete(&machine).await;
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole, Asked::Page]);
    assert_eq!(api.count(SHOOTS), 2 + 2 + 7);
}

#[tokio::test]
async fn what_changed_between_two_attempts_stays_as_it_was_first_read() {
    let (api, machine) = live(Some(Protobuf::Streams));
    let mut before = shoot("garden-a", "a");
    before["metadata"]["labels"] = json!({ "at": "first" });
    let mut after = shoot("garden-a", "a");
    after["metadata"]["labels"] = json!({ "at": "second" });
    // In an order that is no order; the last one breaks in its middle.
    let mut first = [
        added(&[("garden-z", "z")]),
        event("ADDED", &before),
        added(&[("garden-b", "b")]),
    ]
    .concat();
    first.truncate(first.len() - 9);
    let second = [
        added(&[("garden-b", "b"), ("garden-new", "n")]),
        event("ADDED", &after),
        added(&[("garden-c", "c")]),
        bookmark("Shoot", true),
    ]
    .concat();
    api.answer(On::get(SHOOTS).times(1), reply(first));
    api.answer(On::get(SHOOTS), reply(second));
    let mut seen = Vec::new();
    let garden = machine.garden(&[]).await;
    garden
        .fold::<Shoot>(&Query::default(), |shoot| {
            let at = shoot.metadata.labels.get("at").cloned();
            seen.push((shoot.metadata.name.clone(), at.unwrap_or_default()));
        })
        .await
        .unwrap();
    let seen: Vec<_> = seen
        .iter()
        .map(|(name, at)| (name.as_str(), at.as_str()))
        .collect();
    let expected = [("z", ""), ("a", "first"), ("b", ""), ("n", ""), ("c", "")];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn events_of_later_changes_change_nothing() {
    let (api, machine) = live(Some(Protobuf::Streams));
    let frames = [
        added(&[("garden-a", "a"), ("garden-a", "b")]),
        event("MODIFIED", &shoot("garden-a", "a")),
        event("DELETED", &shoot("garden-a", "b")),
        event("DELETED", &shoot("garden-a", "never-seen")),
        event("MODIFIED", &shoot("garden-a", "c")),
        bookmark("Shoot", true),
        added(&[("garden-a", "too-late")]),
    ];
    api.answer(On::get(SHOOTS), reply(frames.concat()));
    let garden = machine.garden(&[]).await;
    let (_, names) = read(&garden, &Query::default()).await.unwrap();
    assert_eq!(names, ["garden-a/a", "garden-a/b", "garden-a/c"]);
}

#[tokio::test]
async fn an_error_within_the_stream_is_sorted_by_what_it_says() {
    for code in [410, 429, 503, 504] {
        let (api, machine) = live(Some(Protobuf::Streams));
        let some = added(&[("garden-a", "a"), ("garden-c", "c")]);
        let broken = [some, error(code, "Expired", 0)].concat();
        api.answer(On::get(SHOOTS).times(1), reply(broken));
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream], "{code}: it passes");
        assert_eq!(api.count(SHOOTS), 2, "{code}");
    }
    for code in [403, 500] {
        let (api, machine) = live(Some(Protobuf::Streams));
        api.answer(On::get(SHOOTS).times(1), reply(error(code, "", 0)));
        complete(&machine).await;
        assert_eq!(
            ways(&api),
            [Asked::Stream, Asked::Whole],
            "{code}: it stays"
        );
    }
    let (api, machine) = live(Some(Protobuf::Streams));
    api.answer(
        On::get(SHOOTS).times(1),
        reply(error(429, "TooManyRequests", 1)),
    );
    let started = Instant::now();
    complete(&machine).await;
    assert!(started.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn overload_before_the_first_event_is_waited_for() {
    let (api, machine) = live(Some(Protobuf::Streams));
    let busy = refusal(429, "TooManyRequests").header("retry-after", "1");
    api.answer(On::get(SHOOTS).times(1), busy);
    let started = Instant::now();
    complete(&machine).await;
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert_eq!(ways(&api), [Asked::Stream]);
    assert_eq!(api.count(SHOOTS), 2);
}

#[tokio::test]
async fn a_watch_that_stays_unready_leads_to_a_list() {
    for code in [429, 503] {
        for wait in [None, Some("3600")] {
            let (api, machine) = live(Some(Protobuf::Streams));
            let mut busy = refusal(code, "storage is (re)initializing");
            if let Some(wait) = wait {
                busy = busy.header("retry-after", wait);
            }
            api.answer(On::get(SHOOTS).query(STREAM), busy);
            complete(&machine).await;
            assert_eq!(ways(&api), [Asked::Stream, Asked::Whole], "{code} {wait:?}");
        }
    }
}

#[tokio::test]
async fn what_no_other_way_would_change_is_said_at_once_in_the_servers_words() {
    for (code, expected) in [
        (401, "does not accept"),
        (429, "overloaded (429 too many requests): failed with 429"),
        (503, "failed (503 service unavailable): failed with 503"),
    ] {
        let (api, machine) = live(Some(Protobuf::Streams));
        api.answer(On::get(SHOOTS), refusal(code, ""));
        let garden = machine.garden(&[]).await;
        let error = read(&garden, &Query::default()).await.unwrap_err();
        assert!(error.message.contains(expected), "{error:?}");
        let asked: &[Asked] = match code {
            401 => &[Asked::Stream],
            _ => &[Asked::Stream, Asked::Whole],
        };
        assert_eq!(ways(&api), asked, "{code}");
    }
    // Neither list nor watch: the refusal of the list is what is told.
    let (api, machine) = live(Some(Protobuf::Streams));
    api.answer(On::get(SHOOTS), refusal(403, "Forbidden"));
    let garden = machine.garden(&[]).await;
    let error = read(&garden, &Query::default()).await.unwrap_err();
    assert!(error.message.starts_with("cannot list shoots"), "{error:?}");
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole]);
    let (api, machine) = live(Some(Protobuf::Streams));
    api.serve_groups(&["apps"]);
    let garden = machine.garden(&[]).await;
    let error = read(&garden, &Query::default()).await.unwrap_err();
    assert!(error.message.contains("core.gardener.cloud"), "{error:?}");
}

#[tokio::test]
async fn a_bookmark_that_never_comes_leads_to_another_way() {
    for damage in [Damage::Stall, Damage::Silence] {
        let (api, mut machine) = live(Some(Protobuf::Streams));
        machine.settings.idle_timeout = Duration::from_millis(200);
        api.damage(On::get(SHOOTS).query(STREAM), damage.clone());
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream, Asked::Whole], "{damage:?}");
        assert_eq!(
            api.count(SHOOTS),
            2,
            "{damage:?}: silence is not tried twice"
        );
    }
    // Where nothing else works either, it is an error.
    let (api, mut machine) = live(Some(Protobuf::Streams));
    machine.settings.idle_timeout = Duration::from_millis(100);
    machine.settings.attempts = 2;
    api.damage(On::get(SHOOTS), Damage::Stall);
    let garden = machine.garden(&[]).await;
    let error = read(&garden, &Query::default()).await.unwrap_err();
    assert!(
        error.message.contains("nothing arrived for 0.1 s"),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_slow_stream_is_no_silent_one() {
    let (api, mut machine) = live(Some(Protobuf::Streams));
    machine.settings.idle_timeout = Duration::from_millis(500);
    let slow = Damage::Trickle(10, Duration::from_millis(100));
    api.damage(On::get(SHOOTS).query(STREAM), slow.clone());
    complete(&machine).await;
    assert_eq!(api.count(SHOOTS), 1);
    // A limit that was asked for holds for the whole of it.
    let garden = machine.garden(&["--request-timeout", "300ms"]).await;
    let (folded, _) = read(&garden, &Query::default()).await.unwrap();
    assert_eq!(folded.objects, 25);
    assert_eq!(ways(&api), [Asked::Stream, Asked::Whole]);
}

#[tokio::test]
async fn damaged_frames_never_pass_for_an_answer() {
    let whole = [added(&[("garden-a", "a")]), bookmark("Shoot", true)].concat();
    let huge = [&added(&[("garden-a", "a")])[..], b"\xff\xff\xff\xff"].concat();
    let unknown_event = [frame("SURPRISE", Vec::new()), whole.clone()].concat();
    let other_kind = [event("ADDED", &seed("aws")), whole.clone()].concat();
    let no_envelope = [frame("ADDED", b"{}".to_vec()), whole.clone()].concat();
    let no_length = [b"\0\0\0\0".as_slice(), &whole].concat();
    let garbage = b"<html><title>Log in</title></html>".to_vec();
    let nothing = Vec::new();
    for frames in [
        huge,
        unknown_event,
        other_kind,
        no_envelope,
        no_length,
        garbage,
        nothing,
    ] {
        let (api, machine) = live(Some(Protobuf::Streams));
        api.answer(On::get(SHOOTS).query(STREAM), reply(frames));
        complete(&machine).await;
        assert_eq!(ways(&api), [Asked::Stream, Asked::Whole]);
    }
    // In lists of one answer and in pages they do not either.
    let (api, machine) = live(Some(Protobuf::Lists));
    api.handle(|seen, _| {
        let huge = b"k8s\0\x12\xff\xff\xff\xff\xff\x01\x12\xff\xff\xff\xff\x0f".to_vec();
        let damaged = matches!(asked(seen), Asked::Whole | Asked::Page);
        damaged.then(|| reply(huge))
    });
    complete(&machine).await;
    let expected = [Asked::Stream, Asked::Whole, Asked::Page, Asked::JsonPage];
    assert_eq!(ways(&api), expected);
}

#[tokio::test]
async fn an_unreadable_object_is_named_once_and_hides_no_other() {
    for lists in [Lists::Streamed, Lists::Whole, Lists::Paged] {
        let (api, mut machine) = live(Some(Protobuf::Streams));
        machine.settings.lists = lists;
        let mut broken = shoot("garden-a", "broken");
        broken["metadata"]["uid"] = "u".into();
        // A spec with Kubernetes settings (field 6) with a version (field 8) that is no text.
        let spec = b"\x32\x04\x42\x02\xff\xfe";
        let mut message = protobuf::object(&broken);
        message.extend_from_slice(&[0x12, 6]);
        message.extend_from_slice(spec);
        let good = protobuf::object(&shoot("garden-b", "good"));
        let items = vec![message.clone(), good.clone(), b"\x0a\x00".to_vec()];
        api.handle(move |seen, _| {
            let frames = items
                .iter()
                .flat_map(|item| frame("ADDED", protobuf::enveloped("Shoot", item.clone())));
            Some(match asked(seen) {
                // Broken at the end, and whole the second time.
                Asked::Stream => reply(frames.chain(bookmark("Shoot", true)).collect()),
                _ => reply(protobuf::list(
                    "Shoot",
                    protobuf::ListMeta::default(),
                    items.clone(),
                )),
            })
        });
        let cut = On::get(SHOOTS).times(usize::from(lists != Lists::Paged));
        api.damage(cut, Damage::CutSilently);
        let garden = machine.garden(&[]).await;
        let (folded, names) = read(&garden, &Query::default()).await.unwrap();
        assert_eq!(names, ["garden-b/good"], "{lists:?}");
        assert_eq!(
            folded.unreadable,
            [
                "Shoot garden-a/broken: spec.kubernetes.version: no valid text",
                "Shoot without a name: metadata: it has no name",
            ],
            "{lists:?}"
        );
    }
}

#[tokio::test]
async fn credentials_are_renewed_before_a_stream_as_before_anything() {
    let (api, machine) = live(Some(Protobuf::Streams));
    machine.write("token", "old");
    machine.write(
        ".kube/config",
        api.kubeconfig(&json!({ "tokenFile": "../token" })),
    );
    api.accept_tokens(&["old"]);
    let garden = machine.garden(&[]).await;
    read(&garden, &Query::default()).await.unwrap();
    machine.write("token", "new");
    api.accept_tokens(&["new"]);
    read(&garden, &Query::default()).await.unwrap();
    let ways: Vec<Asked> = api.requests().iter().map(asked).collect();
    assert_eq!(ways, [Asked::Stream, Asked::Stream, Asked::Stream]);
}
