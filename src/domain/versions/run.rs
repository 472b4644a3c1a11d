//! One run of shoot maintenance
//! (`gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/reconciler.go:reconcile`).
//!
//! Images first (with the old kubelet versions), then the control plane, then the pools' own Kubernetes
//! versions against the new control plane. The API server then accepts or rejects the whole.

use std::borrow::Cow;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::lifecycle;
use super::profile::{DEFAULT_ARCHITECTURE, Profile};
use super::rejection::{self, Rejection};
use super::select::{self, DeadEnd, Filter, Needs};
use super::version::Version;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::{OPERATION, Worker};

/// Annotation with the operations that wait for the next maintenance.
const MAINTENANCE_OPERATION: &str = "maintenance.gardener.cloud/operation";
/// Annotation on failed shoots whose next maintenance is to retry.
const NEEDS_RETRY: &str = "maintenance.shoot.gardener.cloud/needs-retry-operation";
/// Annotation with the tasks of the next reconciliation.
const TASKS: &str = "shoot.gardener.cloud/tasks";
/// The tasks that every run adds; the last one by default.
const ADDED_TASKS: [&str; 5] = [
    "deployInfrastructure",
    "deployDNSRecordInternal",
    "deployDNSRecordExternal",
    "deployDNSRecordIngress",
    "restartControlPlanePods",
];

/// Why a version changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// Automatic updates are configured.
    Auto,
    /// Expired, not in the profile, or (images) filtered out.
    Forced,
    /// Changed by a run that then stopped without a word in `lastMaintenance`.
    Unreported,
}

/// Why a version is to be left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// It is expired.
    Expired,
    /// The profile does not have it.
    NotInProfile,
    /// The profile has the image version, but the pool cannot use it.
    FilteredOut(Filter),
    /// Automatic updates are configured.
    Automatic,
}

impl Trigger {
    /// Tell whether Gardener insists.
    pub fn is_forced(self) -> bool {
        self != Self::Automatic
    }

    fn cause(self) -> Cause {
        if self.is_forced() {
            Cause::Forced
        } else {
            Cause::Auto
        }
    }
}

/// What a run makes of one version.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The version before.
    pub from: String,
    /// The version after, equal where nothing changes.
    pub to: String,
    /// Why it is to be left, if it is.
    pub trigger: Option<Trigger>,
    /// Why no target was found, where Gardener insists on one.
    pub dead_end: Option<DeadEnd>,
    /// The target before it was clamped to the control plane's version.
    pub clamped_from: Option<String>,
}

impl Item {
    fn unchanged(from: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: from.to_owned(),
            trigger: None,
            dead_end: None,
            clamped_from: None,
        }
    }

    fn decided(from: &str, trigger: Trigger, target: Result<Option<String>, DeadEnd>) -> Self {
        let mut item = Self::unchanged(from);
        item.trigger = Some(trigger);
        match target {
            Ok(Some(to)) => item.to = to,
            Ok(None) => {}
            Err(dead_end) => item.dead_end = Some(dead_end),
        }
        item
    }

    /// Tell whether the version changes.
    pub fn changes(&self) -> bool {
        self.from != self.to
    }

    /// Tell whether the controller has something to report: a target or a failure.
    fn is_reported(&self) -> bool {
        self.changes() || self.dead_end.is_some() || self.clamped_from.is_some()
    }

    /// Say why there is no target.
    pub fn dead_end_text(&self) -> Option<String> {
        let dead_end = self.dead_end?;
        Some(format!(
            "no suitable version higher than {}: {}",
            self.from,
            dead_end.text()
        ))
    }
}

/// What a run makes of a pool.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolPlan {
    /// Name of the pool.
    pub name: String,
    /// Its own Kubernetes version, where it has one.
    pub kubernetes: Option<Item>,
    /// Its machine image: name and version.
    pub image: Option<(String, Item)>,
}

/// Why the image step stopped without a word in `lastMaintenance`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Abort {
    /// The profile does not have the machine type.
    MachineType {
        /// The pool at which it stopped.
        pool: String,
        /// The machine type.
        name: String,
    },
    /// The profile does not have the image.
    Image {
        /// The pool at which it stopped.
        pool: String,
        /// The image.
        name: String,
    },
    /// A version of the shoot cannot be parsed.
    Version {
        /// The pool at which it stopped.
        pool: String,
        /// The version.
        version: String,
    },
}

impl Abort {
    /// The pool at which it stopped.
    pub fn pool(&self) -> &str {
        match self {
            Self::MachineType { pool, .. }
            | Self::Image { pool, .. }
            | Self::Version { pool, .. } => pool,
        }
    }
}

/// What a run does, or would do were it not rejected.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The control plane.
    pub control_plane: Item,
    /// The pools, in the order of the shoot.
    pub pools: Vec<PoolPlan>,
    /// Why the image step stopped, if it did.
    pub abort: Option<Abort>,
    /// Why the API server rejects the update, if it does: then nothing changes.
    pub rejections: Vec<Rejection>,
    /// Whether `lastMaintenance` tells of it.
    pub reported: bool,
}

/// Compute what a run at an instant makes of a shoot.
pub fn run(shoot: &Shoot, profile: &Profile, at: Timestamp) -> Outcome {
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
    outcome.reported = outcome.has_report() || has_operations(shoot, &outcome);
    outcome.rejections = rejection::check(
        shoot,
        profile,
        &outcome,
        touches_metadata(shoot, outcome.reported),
        at,
    );
    outcome
}

impl PoolPlan {
    fn unchanged(worker: &Worker) -> Self {
        Self {
            name: worker.name.clone(),
            kubernetes: worker.own_version().map(Item::unchanged),
            image: worker
                .machine
                .image
                .as_ref()
                .map(|image| (image.name.clone(), Item::unchanged(&image.version))),
        }
    }

    fn is_reported(&self, with_image: bool) -> bool {
        self.kubernetes.as_ref().is_some_and(Item::is_reported)
            || (with_image
                && self
                    .image
                    .as_ref()
                    .is_some_and(|(_, item)| item.is_reported()))
    }
}

/// What is updated without being forced, with the API server's defaults.
struct AutoUpdates {
    kubernetes: bool,
    images: bool,
}

impl AutoUpdates {
    fn of(shoot: &Shoot) -> Self {
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
    let control_plane = Version::parse(&shoot.spec.kubernetes.version);
    for (worker, pool) in shoot.spec.provider.workers.iter().zip(pools) {
        let abort_version = |version: &str| Abort::Version {
            pool: worker.name.clone(),
            version: version.to_owned(),
        };
        let Some(machine_type) = profile.machine_type(&worker.machine.machine_type) else {
            return Some(Abort::MachineType {
                pool: worker.name.clone(),
                name: worker.machine.machine_type.clone(),
            });
        };
        let (name, current) = match &pool.image {
            Some((name, item)) => (name.clone(), item.from.clone()),
            None => (String::new(), String::new()),
        };
        let Some(image) = select::image_of(profile, &name) else {
            return Some(Abort::Image {
                pool: worker.name.clone(),
                name,
            });
        };
        let kubelet = match worker.own_version() {
            Some(version) => Version::parse(version).ok_or_else(|| abort_version(version)),
            None => control_plane
                .clone()
                .ok_or_else(|| abort_version(&shoot.spec.kubernetes.version)),
        };
        let kubelet = match kubelet {
            Ok(kubelet) => kubelet,
            Err(abort) => return Some(abort),
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

/// Give the operations asked for by an annotation.
fn operations<'a>(shoot: &'a Shoot, annotation: &str) -> Vec<&'a str> {
    let value = shoot
        .metadata
        .annotations
        .get(annotation)
        .map_or("", String::as_str);
    value
        .split(';')
        .filter(|operation| !operation.is_empty())
        .collect()
}

/// Tell whether maintenance was asked for by annotation.
pub fn is_asked_for(shoot: &Shoot) -> bool {
    operations(shoot, OPERATION).contains(&"maintain")
}

fn has_failed(shoot: &Shoot) -> bool {
    shoot
        .status
        .last_operation
        .as_ref()
        .is_some_and(|operation| operation.state == "Failed")
}

/// Tell whether a run has more to report than versions: queued operations, removed feature gates.
fn has_operations(shoot: &Shoot, outcome: &Outcome) -> bool {
    let queued = shoot.status.last_operation.is_some()
        && !has_failed(shoot)
        && operations(shoot, MAINTENANCE_OPERATION)
            .iter()
            .any(|operation| *operation != "reconcile");
    queued || rejection::removes_gates(shoot, outcome)
}

/// Tell whether the update changes the metadata, which makes admission look at the whole shoot.
fn touches_metadata(shoot: &Shoot, dry_run: bool) -> bool {
    let retry = shoot
        .metadata
        .annotations
        .get(NEEDS_RETRY)
        .is_some_and(|value| matches!(value.as_str(), "1" | "t" | "T" | "true" | "TRUE" | "True"));
    let operation = match &shoot.status.last_operation {
        None => false,
        Some(_) if has_failed(shoot) => retry,
        Some(_) => true,
    };
    let tasks = || {
        let tasks = shoot
            .metadata
            .annotations
            .get(TASKS)
            .map_or("", String::as_str);
        let tasks: Vec<&str> = tasks.split(',').collect();
        ADDED_TASKS.iter().any(|task| !tasks.contains(task))
    };
    is_asked_for(shoot) || operation || (!dry_run && tasks())
}

impl Outcome {
    fn has_report(&self) -> bool {
        // When the image step stops, what it did so far is not reported.
        let images = self.abort.is_none();
        self.control_plane.is_reported() || self.pools.iter().any(|pool| pool.is_reported(images))
    }

    /// Tell whether the API server rejects the run.
    pub fn is_rejected(&self) -> bool {
        !self.rejections.is_empty()
    }

    /// Tell whether the run changes a version.
    pub fn changes(&self) -> bool {
        !self.is_rejected() && self.wants_changes()
    }

    /// Tell whether the run wants to change a version, rejected or not.
    pub fn wants_changes(&self) -> bool {
        self.items().any(|(_, item)| item.changes())
    }

    /// Tell whether the run fails, wholly or in part.
    pub fn fails(&self) -> bool {
        self.is_rejected() || self.failing_items().next().is_some()
    }

    /// Give every version that the run looks at, with what it belongs to.
    pub fn items(&self) -> impl Iterator<Item = (Target<'_>, &Item)> {
        let pools = self.pools.iter().flat_map(|pool| {
            let kubernetes = pool
                .kubernetes
                .iter()
                .map(|item| (Target::PoolKubernetes(&pool.name), item));
            let image = pool
                .image
                .iter()
                .map(|(_, item)| (Target::PoolImage(&pool.name), item));
            kubernetes.chain(image)
        });
        std::iter::once((Target::Kubernetes, &self.control_plane)).chain(pools)
    }

    /// Give the versions for which Gardener insists on a target and finds none, as far as it tells of them.
    fn failing_items(&self) -> impl Iterator<Item = (Target<'_>, &Item)> {
        let images = self.abort.is_none();
        self.items().filter(move |(target, item)| {
            item.dead_end.is_some() && (images || !matches!(target, Target::PoolImage(_)))
        })
    }

    /// Bring the shoot to the state after the run.
    pub fn apply(&self, shoot: &mut Shoot) {
        if self.is_rejected() {
            return;
        }
        shoot
            .spec
            .kubernetes
            .version
            .clone_from(&self.control_plane.to);
        for (worker, pool) in shoot.spec.provider.workers.iter_mut().zip(&self.pools) {
            if let (Some(kubernetes), Some(item)) = (&mut worker.kubernetes, &pool.kubernetes) {
                kubernetes.version = Some(item.to.clone());
            }
            if let (Some(image), Some((_, item))) = (&mut worker.machine.image, &pool.image) {
                image.version.clone_from(&item.to);
            }
        }
    }

    /// Describe the run for a report.
    pub fn describe(&self, window: Interval, certainty: Certainty, asked_for: bool) -> Run {
        let rejected = self.is_rejected();
        let change = |item: &Item, cause: Option<Cause>| {
            (!rejected && item.changes()).then(|| VersionChange {
                from: item.from.clone(),
                to: item.to.clone(),
                cause: cause
                    .or(item.trigger.map(Trigger::cause))
                    .unwrap_or(Cause::Auto),
            })
        };
        let unreported = self.abort.is_some().then_some(Cause::Unreported);
        let pools = self.pools.iter().filter_map(|pool| {
            let kubernetes = pool.kubernetes.as_ref().and_then(|item| change(item, None));
            let image = pool.image.as_ref().and_then(|(name, item)| {
                let change = change(item, unreported)?;
                Some(ImageChange {
                    name: name.clone(),
                    from: change.from,
                    to: change.to,
                    cause: change.cause,
                })
            });
            (kubernetes.is_some() || image.is_some()).then(|| PoolRun {
                name: pool.name.clone(),
                kubernetes,
                image,
            })
        });
        let failures = if rejected {
            let reasons: Vec<Cow<'_, str>> = self.rejections.iter().map(Rejection::text).collect();
            vec![Failure {
                target: "update".to_owned(),
                reason: reasons.join("; "),
            }]
        } else {
            let reason = |item: &Item| item.dead_end_text().unwrap_or_default();
            let failing = self.failing_items();
            failing
                .map(|(target, item)| Failure {
                    target: target.text(),
                    reason: reason(item),
                })
                .collect()
        };
        Run {
            window,
            certainty,
            state: if self.fails() {
                RunState::Failed
            } else {
                RunState::Succeeded
            },
            reported: self.reported,
            kubernetes: change(&self.control_plane, None),
            pools: pools.collect(),
            failures,
            repeats: 0,
            trigger: if asked_for {
                RunTrigger::Annotation
            } else {
                RunTrigger::Window
            },
        }
    }
}

/// What a version belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    /// The control plane.
    Kubernetes,
    /// A pool's own Kubernetes version.
    PoolKubernetes(&'a str),
    /// A pool's machine image.
    PoolImage(&'a str),
}

impl Target<'_> {
    fn text(self) -> String {
        match self {
            Self::Kubernetes => "kubernetes".to_owned(),
            Self::PoolKubernetes(pool) => format!("pool/{pool}/kubernetes"),
            Self::PoolImage(pool) => format!("pool/{pool}/image"),
        }
    }

    /// The pool, if it belongs to one.
    pub fn pool(&self) -> Option<&str> {
        match self {
            Self::Kubernetes => None,
            Self::PoolKubernetes(pool) | Self::PoolImage(pool) => Some(pool),
        }
    }
}

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Interval {
    /// Begin.
    pub begin: Timestamp,
    /// End.
    pub end: Timestamp,
}

/// How sure it is that a run happens in its window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Certainty {
    /// What causes it holds before the window begins.
    Certain,
    /// What causes it begins to hold inside the window: it may slip to the next one.
    Possible,
}

/// How a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum RunState {
    /// All is done.
    Succeeded,
    /// Something has no target, or the API server rejects the update.
    Failed,
}

/// What makes a run happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum RunTrigger {
    /// The maintenance window.
    Window,
    /// The annotation `gardener.cloud/operation=maintain`.
    Annotation,
}

/// A run of maintenance, as reports show it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Run {
    /// The maintenance window as written in the shoot, not clipped to now.
    pub window: Interval,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it ends.
    pub state: RunState,
    /// Whether `lastMaintenance` tells of it.
    pub reported: bool,
    /// What happens to the control plane's version.
    pub kubernetes: Option<VersionChange>,
    /// What happens to pools; only those with a change.
    pub pools: Vec<PoolRun>,
    /// What fails. The target `update` means: the API server rejects everything.
    pub failures: Vec<Failure>,
    /// How often it fails the same way in the windows that follow.
    pub repeats: u32,
    /// What makes it happen.
    pub trigger: RunTrigger,
}

impl Run {
    /// Tell whether a version changes by force.
    pub fn forces(&self) -> bool {
        let kubernetes = |change: &Option<VersionChange>| {
            change.as_ref().is_some_and(|c| c.cause == Cause::Forced)
        };
        let image = |pool: &PoolRun| {
            pool.image
                .as_ref()
                .is_some_and(|c| c.cause == Cause::Forced)
        };
        kubernetes(&self.kubernetes)
            || self
                .pools
                .iter()
                .any(|pool| kubernetes(&pool.kubernetes) || image(pool))
    }
}

/// A change of a Kubernetes version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct VersionChange {
    /// Version before.
    pub from: String,
    /// Version after.
    pub to: String,
    /// Why.
    pub cause: Cause,
}

/// A change of a machine image version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ImageChange {
    /// Name of the image.
    pub name: String,
    /// Version before.
    pub from: String,
    /// Version after.
    pub to: String,
    /// Why.
    pub cause: Cause,
}

/// What a run does to a pool.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PoolRun {
    /// Name of the pool.
    pub name: String,
    /// What happens to its own Kubernetes version.
    pub kubernetes: Option<VersionChange>,
    /// What happens to its machine image.
    pub image: Option<ImageChange>,
}

/// Something that fails in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Failure {
    /// `kubernetes`, `pool/<name>/kubernetes`, `pool/<name>/image` or `update`.
    pub target: String,
    /// Why.
    pub reason: String,
}
