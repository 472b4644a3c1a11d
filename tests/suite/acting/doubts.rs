//! Writes whose answers are lost, and what is known of them then.

use kubectl_gardener::domain::accounting::TargetOutcome;
use serde_json::json;

use super::{MARK, Scene, api_with_seeds, patches};
use crate::api::{Damage, On, Reply};

#[tokio::test]
async fn a_lost_answer_is_resolved_by_reading() {
    for damage in [Damage::Reset, Damage::Truncate, Damage::CutSilently] {
        let scene = Scene::new(api_with_seeds(1)).await;
        scene.api.damage(patches().times(1), damage.clone());
        let settled = scene.mark("seed-0").await;
        assert_eq!(settled.outcome, TargetOutcome::Done, "{damage:?}");
        let patches = scene.api.requests();
        let patches = patches.iter().filter(|seen| seen.method == "PATCH");
        assert_eq!(patches.count(), 1, "{damage:?}");
        let seen = settled.object.unwrap().metadata.annotations.clone();
        assert_eq!(seen.get(MARK), Some(&"ours;".to_owned()), "{damage:?}");
        // Cut off without a word it was accepted, and does not say what it is now.
        let accepted = matches!(damage, Damage::CutSilently);
        let result = if accepted { "accepted" } else { "unknown" };
        assert_eq!(scene.audit()[1]["result"], result);
    }
}

#[tokio::test]
async fn a_lost_write_that_comes_late_was_ours_all_the_same() {
    let scene = Scene::new(api_with_seeds(1)).await;
    let mut lost = patches().times(1);
    let mut next = patches().after(1).times(1);
    let mut late = None;
    scene.api.handle(move |seen, store| {
        if lost.matches(seen) {
            next.matches(seen);
            late = Some(seen.clone());
            return Some(Reply {
                damage: Some(Damage::Reset),
                ..Reply::json(200, &json!({}))
            });
        }
        if next.matches(seen) {
            // It was read in between, and only now the first one gets there.
            assert_eq!(store.answer(&late.take().unwrap()).code, 200);
        }
        None
    });
    let settled = scene.mark("seed-0").await;
    assert_eq!(settled.outcome, TargetOutcome::Done);
    assert_eq!(scene.marks("seed-0"), json!({ MARK: "ours;" }));
}

#[tokio::test]
async fn who_cannot_be_asked_any_more_leaves_it_unknown() {
    let scene = Scene::new(api_with_seeds(1)).await;
    scene.api.damage(patches(), Damage::Reset);
    scene.api.fail(On::get("/seeds/seed-0").after(1), 503);
    let settled = scene.mark("seed-0").await;
    assert_eq!(settled.outcome, TargetOutcome::Unknown);
    let error = settled.error.unwrap().to_string();
    assert!(error.contains("gave up after 12 attempts"), "{error}");
}

#[tokio::test]
async fn a_lost_write_can_still_arrive_as_long_as_nobody_else_has_written() {
    for (others_write, expected) in [
        (false, TargetOutcome::Unknown),
        (true, TargetOutcome::Failed),
    ] {
        let scene = Scene::new(api_with_seeds(1)).await;
        let mut lost = patches().times(1);
        let mut refused = patches().after(1);
        scene.api.handle(move |seen, store| {
            let again = refused.matches(seen);
            if lost.matches(seen) {
                if others_write {
                    // For any other version than the one that was read, the lost one is refused.
                    let mut other = seen.clone();
                    other.body = json!({ "metadata": { "labels": { "a": "b" } } })
                        .to_string()
                        .into();
                    assert_eq!(store.answer(&other).code, 200);
                }
                return Some(Reply {
                    damage: Some(Damage::Reset),
                    ..Reply::json(200, &json!({}))
                });
            }
            again.then(|| Reply::status(403, "Forbidden", "not any more"))
        });
        let settled = scene.mark("seed-0").await;
        assert_eq!(settled.outcome, expected, "{:?}", settled.error);
    }
}
