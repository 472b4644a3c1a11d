//! Schedules of hibernation that fire as soon as they are written
//! (`gardener/gardener:pkg/controllermanager/controller/shoot/hibernation/reconciler.go:getScheduleWithMostRecentTime`).

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::cron::Cron;
use super::manifest::Manifest;

/// How long a time that has passed still fires, where gardener-controller-manager is not told otherwise.
const DEADLINE: SignedDuration = SignedDuration::from_hours(2);

/// A schedule that fires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fired {
    /// The time that it stands for.
    pub at: Timestamp,
    /// Whether it hibernates the Shoot; else it wakes it up.
    pub hibernates: bool,
}

/// Tell which schedule of a Shoot would fire now: the one with the latest time within the deadline and after the last
/// time that any fired.
pub fn fires(shoot: &Manifest, status: &Manifest, now: Timestamp) -> Option<Fired> {
    let time = |text: Option<&str>| text.and_then(|text| text.parse::<Timestamp>().ok());
    let since = time(status.status().get("lastHibernationTriggerTime").text())
        .or_else(|| time(status.metadata().get("creationTimestamp").text()));
    let deadline = now.checked_sub(DEADLINE).ok()?;
    let since = since.map_or(deadline, |since| since.max(deadline));
    let mut fired: Option<Fired> = None;
    for schedule in shoot.spec().at("hibernation.schedules").items() {
        let zone = match schedule.get("location").words() {
            "" => TimeZone::UTC,
            name => TimeZone::get(name).ok()?,
        };
        for (field, hibernates) in [("start", true), ("end", false)] {
            let spec = schedule.get(field).text().and_then(Cron::parse);
            let Some(at) = spec.and_then(|spec| spec.last(since, now, &zone)) else {
                continue;
            };
            if fired.is_none_or(|fired| at > fired.at) {
                fired = Some(Fired { at, hibernates });
            }
        }
    }
    fired
}
