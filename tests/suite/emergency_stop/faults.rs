//! Whatever goes wrong on the way: all seeds end up stopped, and what is said is what the server holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{HOLDS, STOP, Scene, at};
use crate::api::{Damage, On, Reply, Seen, Store};
use crate::patience::end_of;

/// A number from what a request is and how often it came: the same in each run.
fn dice(begin: u64, seen: &Seen, came: usize) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325 ^ begin.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for byte in seen
        .method
        .bytes()
        .chain(seen.path.bytes())
        .chain([u8::try_from(came).unwrap()])
    {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash ^ (hash >> 29)
}

/// Do what was asked for, and lose the answer.
fn after(seen: &Seen, store: &mut Store, damage: Damage) -> Reply {
    Reply {
        damage: Some(damage),
        ..store.answer(seen)
    }
}

fn before(damage: Damage) -> Reply {
    Reply {
        damage: Some(damage),
        ..Reply::json(200, &json!({ "metadata": { "name": "x" } }))
    }
}

/// Somebody else changes another annotation in between.
fn interfere(seen: &Seen, store: &mut Store) {
    let name = seen.path.rsplit('/').next().unwrap();
    let object = store.get_mut(&at(name)).unwrap();
    let count = object["metadata"]["annotations"]["example.org/other"]
        .as_str()
        .unwrap_or_default()
        .len();
    object["metadata"]["annotations"]["example.org/other"] = "x".repeat(count + 1).into();
    object["metadata"]["resourceVersion"] = format!("9{count:03}").into();
}

/// Let three of ten requests about single seeds go wrong, each in one of many ways.
fn go_wrong(scene: &Scene, begin: u64) {
    let mut came = BTreeMap::<String, usize>::new();
    scene.api.handle(move |seen, store| {
        let one = seen.path.contains("/seeds/") && (seen.method == "PATCH" || seen.method == "GET");
        if !one {
            return None;
        }
        let count = came
            .entry(format!("{} {}", seen.method, seen.path))
            .or_default();
        *count += 1;
        let number = dice(begin, seen, *count);
        if number % 10 >= 3 {
            return None;
        }
        let status = |code, reason| Some(Reply::status(code, reason, "it goes wrong"));
        match (number / 10) % 10 {
            0 => status(500, "InternalError"),
            1 => status(503, "ServiceUnavailable"),
            2 => status(504, "Timeout"),
            3 => status(429, "TooManyRequests").map(|reply| reply.header("retry-after", "1")),
            4 => status(403, "Forbidden")
                .map(|_| Reply::status(403, "Forbidden", "not yet ready to handle request")),
            5 => Some(before(Damage::Reset)),
            6 => Some(after(seen, store, Damage::Reset)),
            7 => Some(after(seen, store, Damage::Truncate)),
            8 => Some(after(seen, store, Damage::CutSilently)),
            _ => {
                interfere(seen, store);
                None
            }
        }
    });
}

/// Hold what was said against what the server has.
fn compare(scene: &Scene, result: &Value, stopped: bool) {
    for seed in result["seeds"].as_array().unwrap() {
        let name = seed["name"].as_str().unwrap();
        assert_eq!(seed["stopped"], scene.is_stopped(name), "{seed}");
        assert_eq!(scene.is_stopped(name), stopped, "{seed}");
        assert_eq!(
            seed["holds"].as_array().unwrap().len(),
            scene.holders(name).len(),
            "{seed}"
        );
        assert!(
            scene.annotations(name)["example.org/other"].is_string(),
            "{seed}"
        );
    }
}

#[test]
fn a_seed_that_could_not_be_freed_is_still_told_as_stopped_and_its_backlog_stays() {
    let conflict = Reply::status(409, "Conflict", "the object has been modified");
    for first in [conflict, before(Damage::Reset)] {
        let scene = Scene::with(["aws"]);
        scene.run("on aws --yes --incident INC-1").outcomes_are(0);
        scene.api.add(super::shoot(
            "waits",
            "aws",
            json!({ "metadata": { "generation": 4 } }),
        ));
        let mut patched = false;
        // After the first patch nothing about seeds can be read any more.
        scene.api.first(move |seen, _| {
            if seen.method == "PATCH" && seen.path.ends_with("/seeds/aws") && !patched {
                patched = true;
                return Some(first.clone());
            }
            let about_seeds = seen.path.contains("/seeds") && patched;
            about_seeds.then(|| Reply::status(403, "Forbidden", "not any more"))
        });
        let ended = scene.run("off aws --yes --incident INC-1 --resume all -o json");
        let result = ended.json(1);
        let seed = &result["seeds"][0];
        assert_eq!(seed["stopped"], true, "{seed}");
        assert_eq!(seed["holds"][0]["incident"], "INC-1", "{seed}");
        assert!(scene.is_stopped("aws"));
        assert!(
            scene
                .patches()
                .iter()
                .all(|patch| !patch.contains("/shoots/"))
        );
    }
}

#[test]
fn nothing_is_lost_or_doubled_whatever_goes_wrong() {
    {
        let scene = Scene::many(200);
        go_wrong(&scene, 1);
        let result = scene.run("on --all --yes --incident INC-1 -o json").json(0);
        assert_eq!(result["summary"]["done"], 200, "{}", result["summary"]);
        compare(&scene, &result, true);
        assert!((0..200).all(|index| scene.holders(&format!("seed-{index:03}")) == ["INC-1"]));

        let result = scene.run("on --all --yes --incident INC-1 -o json").json(0);
        assert_eq!(result["summary"]["already"], 200, "{}", result["summary"]);

        let result = scene
            .run("off --all --yes --incident INC-1 -o json")
            .json(0);
        assert_eq!(result["summary"]["done"], 200, "{}", result["summary"]);
        compare(&scene, &result, false);
        let left = |index| scene.annotations(&format!("seed-{index:03}"));
        assert!((0..200).all(|index| left(index)[STOP].is_null() && left(index)[HOLDS].is_null()));
    }
}

#[test]
fn two_operators_and_a_controller_lose_nothing() {
    let scene = Scene::many(40);
    go_wrong(&scene, 7);
    let runs = [
        "on --all --yes --incident INC-1",
        "on --all --yes --incident INC-2",
        "on --all --yes",
    ];
    let running: Vec<_> = runs
        .iter()
        .map(|arguments| scene.start(arguments))
        .collect();
    for child in running {
        let ended = super::Ended::from(end_of(child, "emergency-stop"));
        assert_eq!(ended.code, Some(0), "{}\n{}", ended.err, ended.out);
    }
    let everybody = BTreeSet::from([
        "INC-1".to_owned(),
        "INC-2".to_owned(),
        "operator@example.org".to_owned(),
    ]);
    for index in 0..40 {
        let holders = scene.holders(&format!("seed-{index:03}"));
        assert_eq!(holders.len(), 3, "{holders:?}");
        assert_eq!(holders.into_iter().collect::<BTreeSet<_>>(), everybody);
    }
    let running = [
        scene.start("off --all --yes --incident INC-1"),
        scene.start("off --all --yes"),
    ];
    for child in running {
        let ended = super::Ended::from(end_of(child, "emergency-stop"));
        assert_eq!(ended.code, Some(0), "{}\n{}", ended.err, ended.out);
    }
    for index in 0..40 {
        let name = format!("seed-{index:03}");
        assert_eq!(scene.holders(&name), ["INC-2"]);
        assert!(scene.is_stopped(&name));
    }
}

#[test]
fn killed_in_the_middle_and_begun_again_it_is_complete() {
    for kill_after in [1, 20, 45] {
        let scene = Scene::many(60);
        scene
            .api
            .damage(On::new("PATCH", ""), Damage::Late(Duration::from_millis(5)));
        let mut child = scene.start("on --all --yes --incident INC-1 --max-in-flight 2");
        scene.api.wait_for(|seen| {
            seen.iter().filter(|seen| seen.method == "PATCH").count() >= kill_after
        });
        child.kill().unwrap();
        child.wait().unwrap();
        let before = (0..60)
            .filter(|index| scene.is_stopped(&format!("seed-{index:03}")))
            .count();
        assert!(before >= kill_after && before < 60, "{before}");
        let result = scene.run("on --all --yes --incident INC-1 -o json").json(0);
        assert_eq!(result["summary"]["already"], before);
        assert_eq!(result["summary"]["done"], 60 - before);
        assert!((0..60).all(|index| scene.holders(&format!("seed-{index:03}")) == ["INC-1"]));
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_begins_nothing_new_and_accounts_for_everything() {
    let scene = Scene::many(60);
    scene.api.damage(
        On::new("PATCH", ""),
        Damage::Late(Duration::from_millis(20)),
    );
    let child = scene.start("on --all --yes --incident INC-1 --max-in-flight 2 -o json");
    scene
        .api
        .wait_for(|seen| seen.iter().filter(|seen| seen.method == "PATCH").count() >= 10);
    let pid = child.id().to_string();
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &pid])
            .status()
            .unwrap()
            .success()
    );
    let ended = super::Ended::from(end_of(child, "emergency-stop"));
    let result = ended.json(130);
    let done = (0..60)
        .filter(|index| scene.is_stopped(&format!("seed-{index:03}")))
        .count();
    assert!((10..60).contains(&done), "{done}");
    assert_eq!(result["summary"]["done"], done, "{}", result["summary"]);
    assert_eq!(result["summary"]["notTried"], 60 - done);
    assert_eq!(
        scene
            .requests()
            .iter()
            .filter(|request| *request == "GET shoots")
            .count(),
        0
    );
}

#[test]
fn one_that_hangs_keeps_nobody_from_going_on() {
    let scene = Scene::many(30);
    scene.api.damage(
        On::new("PATCH", "/seeds/seed-000").times(1),
        Damage::Silence,
    );
    let started = std::time::Instant::now();
    let result = scene
        .run("on --all --yes --incident INC-1 --request-timeout 2s -o json")
        .json(0);
    assert_eq!(result["summary"]["done"], 30);
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn a_list_that_is_told_to_wait_is_not_asked_for_in_the_meantime() {
    let scene = Scene::many(1);
    let lists = Arc::new(Mutex::new(Vec::new()));
    let seen_at = Arc::clone(&lists);
    scene.api.handle(move |seen, _| {
        if seen.method != "GET" || !seen.path.ends_with("/seeds") {
            return None;
        }
        let mut lists = seen_at.lock().unwrap();
        lists.push(Instant::now());
        let throttled = Reply::status(429, "TooManyRequests", "busy").header("retry-after", "6");
        (lists.len() == 1).then_some(throttled)
    });
    let ended = scene.run("on --all --yes --incident INC-1 -o json");
    assert_eq!(ended.outcomes(0), ["seed-000 done"]);
    let lists = lists.lock().unwrap();
    let waited = lists[1] - lists[0];
    assert!(waited >= Duration::from_secs(6), "{waited:?}");
}
