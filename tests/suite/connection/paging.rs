//! Lists: page by page, each object once, whatever happens in between.

use std::sync::{Arc, Mutex};

use kubectl_gardener::domain::objects::{Object, Seed, Shoot};
use kubectl_gardener::error::show;
use kubectl_gardener::garden::{Folded, Garden, Progress, Query};
use serde_json::json;

use super::{Machine, seed, shoot};
use crate::api::{Damage, Expiry, FakeApi, On};

const SHOOTS: &str = "/shoots";

/// 25 shoots in pages of 4, with names whose order in etcd is not that of namespace and name.
fn live() -> (FakeApi, Machine) {
    let api = FakeApi::http();
    for namespace in ["garden-a", "garden-a-b", "garden", "garden-a.b", "garden-B"] {
        for name in ["a", "b", "c-d", "c", "x"] {
            api.add(shoot(namespace, name));
        }
    }
    let mut machine = Machine::new();
    machine.settings.page_size = 4;
    machine.write(".kube/config", api.kubeconfig(&json!({})));
    (api, machine)
}

async fn names(garden: &Garden, query: &Query) -> anyhow::Result<(Folded, Vec<String>)> {
    let mut names = Vec::new();
    let folded = garden
        .fold::<Shoot>(query, |shoot| {
            names.push(format!("{}/{}", shoot.namespace(), shoot.name()));
        })
        .await?;
    Ok((folded, names))
}

/// Check that each of the 25 shoots came once and in order.
fn assert_complete(names: &[String]) {
    assert_eq!(names.len(), 25, "{names:?}");
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}

#[tokio::test]
async fn lists_come_page_by_page() {
    let (api, machine) = live();
    let mut garden = machine.garden(&[]).await;
    let progress = Arc::new(Mutex::new(Vec::<Progress>::new()));
    let log = Arc::clone(&progress);
    garden.on_progress(move |progress| log.lock().unwrap().push(progress));
    let (folded, names) = names(&garden, &Query::default()).await.unwrap();
    assert_complete(&names);
    assert_eq!((folded.objects, folded.unreadable.len()), (25, 0));
    let requests = api.requests();
    assert_eq!(requests.len(), 7);
    for (index, seen) in requests.iter().enumerate() {
        assert_eq!(seen.parameter("limit").as_deref(), Some("4"));
        assert_eq!(seen.parameter("continue").is_some(), index > 0);
        assert_eq!(seen.parameter("resourceVersion"), None);
        assert_eq!(seen.header("accept"), Some("application/json"));
    }
    let progress = progress.lock().unwrap();
    assert_eq!(
        (
            progress[0].plural,
            progress[0].objects,
            progress[0].remaining
        ),
        ("shoots", 4, Some(21))
    );
    assert_eq!((progress[6].objects, progress[6].remaining), (25, None));
}

#[tokio::test]
async fn namespaces_and_labels_narrow_a_list() {
    let (api, machine) = live();
    let mut labelled = shoot("garden", "y");
    labelled["metadata"]["labels"] = json!({ "team": "a" });
    api.add(labelled);
    let garden = machine.garden(&[]).await;
    let in_namespace = Query {
        namespace: Some("garden".to_owned()),
        label_selector: None,
    };
    assert_eq!(names(&garden, &in_namespace).await.unwrap().0.objects, 6);
    let labelled = Query {
        namespace: None,
        label_selector: Some("team in (a, b)".to_owned()),
    };
    assert_eq!(names(&garden, &labelled).await.unwrap().1, ["garden/y"]);
    let nothing = Query {
        namespace: Some("nowhere".to_owned()),
        label_selector: None,
    };
    assert_eq!(names(&garden, &nothing).await.unwrap().0, Folded::default());
}

#[tokio::test]
async fn an_expired_list_goes_on_with_the_token_that_is_offered() {
    let (api, machine) = live();
    api.expire(Expiry::OffersAnother, 2);
    let (_, names) = names(&machine.garden(&[]).await, &Query::default())
        .await
        .unwrap();
    assert_complete(&names);
    assert_eq!(api.count(SHOOTS), 9);
}

#[tokio::test]
async fn an_expired_list_starts_over_and_counts_nothing_twice() {
    let (api, machine) = live();
    api.handle({
        let mut expired = 0;
        move |seen, store| {
            // The fourth page, twice.
            let deep = seen.parameter("continue").is_some();
            if !deep {
                return None;
            }
            expired += 1;
            (expired == 3 || expired == 7).then(|| {
                // What comes and goes before the last key seen must not confuse the count.
                store.add(shoot("aaa", &format!("new-{expired}")));
                crate::api::Reply::status(410, "Expired", "too old")
            })
        }
    });
    let (folded, names) = names(&machine.garden(&[]).await, &Query::default())
        .await
        .unwrap();
    assert_complete(&names);
    assert_eq!(folded.objects, 25);
}

#[tokio::test]
async fn a_list_that_always_expires_ends_with_a_clear_text() {
    let (api, machine) = live();
    api.expire(Expiry::StartsOver, usize::MAX);
    let error = show(
        &names(&machine.garden(&[]).await, &Query::default())
            .await
            .unwrap_err(),
    );
    assert!(
        error
            .message
            .starts_with("cannot list shoots: the list expired 6 times"),
        "{error:?}"
    );
    assert!(!error.hints.is_empty());
}

#[tokio::test]
async fn damaged_pages_are_read_again() {
    for damage in [Damage::Truncate, Damage::CutSilently, Damage::Reset] {
        let (api, machine) = live();
        api.damage(On::get(SHOOTS).after(2).times(2), damage.clone());
        let (_, names) = names(&machine.garden(&[]).await, &Query::default())
            .await
            .unwrap();
        assert_complete(&names);
        assert_eq!(api.count(SHOOTS), 9, "{damage:?}");
    }
    for damage in [Damage::Truncate, Damage::CutSilently] {
        let (api, machine) = live();
        api.damage(On::get(SHOOTS).after(2), damage);
        let error = show(
            &names(&machine.garden(&[]).await, &Query::default())
                .await
                .unwrap_err(),
        );
        let told = [
            "broke before the answer was complete",
            "ended early, 5 times",
        ];
        assert!(
            told.iter().any(|text| error.message.contains(text)),
            "{error:?}"
        );
        assert_eq!(api.count(SHOOTS), 7);
    }
}

#[tokio::test]
async fn one_broken_object_is_named_and_hides_no_other() {
    let (api, machine) = live();
    let mut broken = shoot("garden-a", "broken");
    broken["spec"] = json!({ "provider": { "workers": [{ "name": "w", "minimum": "many" }] }, "kubernetes": { "version": 1 } });
    api.add(broken);
    let (folded, names) = names(&machine.garden(&[]).await, &Query::default())
        .await
        .unwrap();
    assert_complete(&names);
    assert_eq!(folded.objects, 25);
    assert_eq!(folded.unreadable.len(), 1);
    let text = &folded.unreadable[0];
    assert!(text.starts_with("Shoot garden-a/broken: spec."), "{text}");
}

#[tokio::test]
async fn null_is_read_as_absent() {
    let (api, machine) = live();
    let mut odd = seed("odd");
    odd["metadata"]["labels"] = json!(null);
    odd["spec"] = json!(null);
    odd["status"] = json!({ "conditions": null });
    api.add(odd);
    let garden = machine.garden(&[]).await;
    let folded = garden
        .fold::<Seed>(&Query::default(), |_| {})
        .await
        .unwrap();
    assert_eq!((folded.objects, folded.unreadable.len()), (1, 0));
}

#[tokio::test]
async fn many_lists_can_be_read_side_by_side() {
    let (api, machine) = live();
    api.add(seed("aws"));
    let garden = machine.garden(&[]).await;
    let query = Query::default();
    let shoots = names(&garden, &query);
    let (seeds, shoots, again) =
        tokio::join!(super::seeds(&garden), shoots, names(&garden, &query));
    assert_eq!(seeds.unwrap(), ["aws"]);
    assert_eq!(shoots.unwrap().0.objects + again.unwrap().0.objects, 50);
}
