//! One run of shoot maintenance
//! (`gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:reconcile`).
//!
//! Images first (with the old kubelet versions), then the control plane, then the pools' own Kubernetes
//! versions against the new control plane. The API server then accepts or rejects the whole.

mod described;
mod outcome;
mod update;

use jiff::Timestamp;

use super::facts::Facts;
use super::lifecycle;
use super::profile::{DEFAULT_ARCHITECTURE, Profile};
use super::rejection;
use super::select::{self, Needs};
use super::version::Version;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::Worker;

pub use described::{
    Cause, Certainty, Failure, ImageChange, Interval, PoolRun, Run, RunState, RunTrigger, UPDATE,
    VersionChange,
};
pub use outcome::{Abort, Item, Outcome, PoolPlan, Target, Trigger};
pub use update::is_asked_for;

/// Compute what a run at an instant makes of a shoot.
pub fn run<'a>(shoot: &Shoot, facts: impl Into<Facts<'a>>, at: Timestamp) -> Outcome {
    let facts = facts.into();
    let profile = facts.profile;
    let spec = &shoot.spec;
    let auto = AutoUpdates::of(shoot);
    let workers = &spec.provider.workers;
    let mut pools: Vec<PoolPlan> = workers.iter().map(PoolPlan::unchanged).collect();

    let abort = maintain_images(shoot, profile, auto.images, at, &mut pools);
    let control_plane = maintain_kubernetes(profile, &spec.kubernetes.version, auto.kubernetes, at);
    for pool in &mut pools {
        if let Some(item) = &mut pool.kubernetes {
            *item = maintain_kubernetes(profile, &item.from, auto.kubernetes, at);
            clamp(item, &control_plane.to);
        }
    }

    let mut outcome = Outcome {
        control_plane,
        pools,
        abort,
        rejections: Vec::new(),
        reported: false,
    };
    // Only with something to report is there a dry run before the update, and a status.
    outcome.reported = outcome.has_report() || update::has_operations(shoot, &outcome);
    outcome.rejections = rejection::check(
        shoot,
        facts,
        &outcome,
        update::touches_metadata(shoot, outcome.reported),
        at,
    );
    outcome
}

/// What is updated without being forced, with the API server's defaults.
pub struct AutoUpdates {
    /// Patch versions of Kubernetes.
    pub kubernetes: bool,
    /// Machine images.
    pub images: bool,
}

impl AutoUpdates {
    /// Read the settings of a shoot.
    pub fn of(shoot: &Shoot) -> Self {
        let settings = shoot
            .spec
            .maintenance
            .as_ref()
            .and_then(|m| m.auto_update.as_ref());
        Self {
            kubernetes: settings.is_none_or(|settings| settings.kubernetes_version),
            images: settings
                .and_then(|settings| settings.machine_image_version)
                .unwrap_or(true),
        }
    }
}

fn maintain_kubernetes(profile: &Profile, current: &str, auto: bool, at: Timestamp) -> Item {
    if !select::is_comparable(current) {
        return Item::unchanged(current); // the error is only logged
    }
    let trigger = match profile.kubernetes_offer(current) {
        None => Trigger::NotInProfile,
        Some(offer) if lifecycle::is_expired(&offer.raw, at) => Trigger::Expired,
        Some(_) if auto => Trigger::Automatic,
        Some(_) => return Item::unchanged(current),
    };
    let target = select::kubernetes(profile, current, trigger.is_forced(), at);
    Item::decided(current, trigger, target)
}

/// Keep a pool from getting ahead of the control plane.
fn clamp(item: &mut Item, control_plane: &str) {
    if !item.changes() {
        return;
    }
    let (Some(target), Some(limit)) = (Version::parse(&item.to), Version::parse(control_plane))
    else {
        return;
    };
    let clamped = if target > limit {
        limit.to_string()
    } else {
        target.to_string()
    };
    if clamped != item.to {
        item.clamped_from = Some(std::mem::replace(&mut item.to, clamped));
    }
}

fn maintain_images(
    shoot: &Shoot,
    profile: &Profile,
    auto: bool,
    at: Timestamp,
    pools: &mut [PoolPlan],
) -> Option<Abort> {
    let control_plane = shoot.spec.kubernetes.version.as_str();
    for (worker, pool) in shoot.spec.provider.workers.iter().zip(pools) {
        let Some(machine_type) = profile.machine_type(&worker.machine.machine_type) else {
            return Some(Abort::MachineType {
                pool: worker.name.clone(),
                name: worker.machine.machine_type.clone(),
            });
        };
        // The API server fills in what a manifest leaves out.
        let Some((name, item)) = &pool.image else {
            continue;
        };
        let (name, current) = (name.clone(), item.from.clone());
        let Some(image) = select::image_of(profile, &name) else {
            return Some(Abort::Image {
                pool: worker.name.clone(),
                name,
            });
        };
        let version = worker.own_version().unwrap_or(control_plane);
        let Some(kubelet) = Version::parse(version) else {
            return Some(Abort::Version {
                pool: worker.name.clone(),
                version: version.to_owned(),
            });
        };
        let needs = Needs {
            worker,
            image_version: &current,
            architecture: architecture(worker, machine_type.architecture.as_deref()),
            kubelet: &kubelet,
        };
        let fitting: Vec<_> = image
            .versions
            .iter()
            .filter(|version| select::rejected_by(profile, &needs, version).is_none())
            .map(|version| &version.offer)
            .collect();
        let trigger = match fitting
            .iter()
            .find(|offer| image.name == name && offer.raw.version == current)
        {
            None => match profile.image_offer(&name, &current) {
                None => Trigger::NotInProfile,
                Some(version) => select::rejected_by(profile, &needs, version)
                    .map_or(Trigger::NotInProfile, Trigger::FilteredOut),
            },
            Some(offer) if lifecycle::is_expired(&offer.raw, at) => Trigger::Expired,
            Some(_) if auto => Trigger::Automatic,
            Some(_) => continue,
        };
        let target = select::image(image.strategy, &fitting, &current, trigger.is_forced(), at);
        pool.image = Some((name, Item::decided(&current, trigger, target)));
    }
    None
}

/// Give the architecture of a pool; where it is missing, the machine type's, as the API server defaults it.
pub fn architecture<'a>(worker: &'a Worker, machine_type: Option<&'a str>) -> &'a str {
    worker
        .machine
        .architecture
        .as_deref()
        .or(machine_type)
        .unwrap_or(DEFAULT_ARCHITECTURE)
}
