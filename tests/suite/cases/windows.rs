//! W01–W15: where maintenance windows lie.
//!
//! Gardener draws the instant of a run from an interval; held here is the interval.

use jiff::{SignedDuration, Timestamp};
use kubectl_gardener::domain::versions::window::{Occurrence, Schedule, Window};

use super::notation::at;
use super::world::World;

fn schedule(begin: &str, end: &str) -> Schedule {
    Schedule::of(&World::new("1.30.0", "1.30.0").window(begin, end).shoot)
}

/// `21:00:00-21:45:00`
fn text(window: Window) -> String {
    format!("{}-{}", window.begin, window.end)
}

/// When runs of an occurrence start: `21T21:00-21T21:45`, day and time.
fn interval(occurrence: Occurrence) -> String {
    let text = |at: Timestamp| at.strftime("%dT%H:%M").to_string();
    format!("{}-{}", text(occurrence.begin), text(occurrence.closes))
}

/// When the run after one at `t` starts: in the window of today that still lies ahead, else of another day.
fn next_after(schedule: &Schedule, t: Timestamp) -> String {
    let current = schedule.current_or_next(t);
    let ahead = current.begin >= t;
    interval(if ahead {
        current
    } else {
        schedule.after(&current)
    })
}

#[test]
fn w01_to_w09_windows_contain_and_follow() {
    const BERLIN: (&str, &str) = ("220000+0100", "230000+0100");
    const MIDNIGHT: (&str, &str) = ("233000+0000", "003000+0000");
    const ENDS_AT_MIDNIGHT: (&str, &str) = ("234500+0000", "001500+0000");
    #[rustfmt::skip]
    let rows = [
        ("W01", BERLIN, "2026-08-21T20:59:59Z", false, "21T21:00-21T21:45"),
        ("W02", BERLIN, "2026-08-21T21:00:00Z", true, "21T21:00-21T21:45"),
        ("W03", BERLIN, "2026-08-21T21:45:00.9Z", true, "22T21:00-22T21:45"),
        ("W04", BERLIN, "2026-08-21T21:45:01Z", false, "22T21:00-22T21:45"),
        ("W05", ("220000-0500", "230000-0500"), "2026-08-21T03:30:00Z", true, "22T03:00-22T03:45"),
        ("W06", MIDNIGHT, "2026-08-21T00:15:00.5Z", true, "21T23:30-22T00:15"),
        ("W07", MIDNIGHT, "2026-08-21T00:16:00Z", false, "21T23:30-22T00:15"),
        ("W08", MIDNIGHT, "2026-08-21T23:40:00Z", true, "22T23:30-23T00:15"),
        ("W09", ENDS_AT_MIDNIGHT, "2026-08-21T00:00:00Z", true, "21T23:45-22T00:00"),
        ("W09", ENDS_AT_MIDNIGHT, "2026-08-21T00:00:01Z", false, "21T23:45-22T00:00"),
    ];
    for (case, (begin, end), t, contained, next) in rows {
        let (schedule, t) = (schedule(begin, end), at(t));
        assert_eq!(schedule.effective.contains(t), contained, "{case} at {t}");
        assert_eq!(next_after(&schedule, t), next, "{case} at {t}");
    }
}

#[test]
fn effective_windows_are_those_of_the_worked_examples() {
    #[rustfmt::skip]
    let rows = [
        ("3.2", "220000+0100", "230000+0100", "21:00:00-21:45:00"),
        ("3.2", "220000-0500", "230000-0500", "03:00:00-03:45:00"),
        ("3.2", "220000+0530", "230000+0530", "16:30:00-17:15:00"),
        ("3.2", "233000+0000", "003000+0000", "23:30:00-00:15:00"),
        ("3.2", "234500+0000", "001500+0000", "23:45:00-00:00:00"),
        ("3.2", "000000+0100", "010000+0100", "23:00:00-23:45:00"),
        ("W12", "220000+0100", "040000+0100", "21:00:00-02:45:00"),
        ("W14", "010000+0000", "020000+0000", "01:00:00-01:45:00"),
    ];
    for (case, begin, end, expected) in rows {
        let schedule = schedule(begin, end);
        assert!(!schedule.always);
        assert_eq!(text(schedule.effective), expected, "{case}: {begin}");
    }
}

#[test]
fn w10_an_unreadable_window_is_always_open() {
    for (begin, end) in [
        ("220000Z", "230000Z"),
        ("220000+0100", ""),
        ("22:00", "23:00"),
        ("220000+010", "230000+0100"),
        ("250000+0100", "230000+0100"),
    ] {
        let schedule = schedule(begin, end);
        assert!(schedule.always, "{begin}-{end}");
        assert_eq!(text(schedule.effective), "00:00:00-23:59:59");
    }
}

#[test]
fn w11_w12_equal_ends_are_a_day_and_six_hours_are_six() {
    let hours = |begin, end| Window::parse(begin, end).unwrap().duration().as_hours();
    assert_eq!(hours("220000+0100", "220000+0100"), 24);
    assert_eq!(hours("220000+0100", "040000+0100"), 6);
}

#[test]
fn w13_without_a_window_the_whole_day_is_open_and_not_cut() {
    let world = World::new("1.30.0", "1.30.0").with(|world| {
        world.shoot.spec.maintenance = None;
    });
    let schedule = Schedule::of(&world.shoot);
    assert!(schedule.always);
    assert_eq!(text(schedule.effective), "00:00:00-23:59:59");
    let today = schedule.current_or_next(at("N"));
    assert_eq!(today.closes, today.end);
}

#[test]
fn w15_from_within_a_window_the_end_of_the_next_is_at_most_26_hours_ahead() {
    let schedule = schedule("160000+0000", "190000+0000");
    let now = at("2026-08-21T17:00:00Z");
    let next = schedule.after(&schedule.current_or_next(now));
    assert_eq!(next.end.duration_since(now), SignedDuration::from_hours(26));
}
