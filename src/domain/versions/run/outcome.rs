//! What a run does with each version, or would do were it not rejected.

use super::described::Cause;
use crate::domain::objects::Shoot;
use crate::domain::objects::shoot::Worker;
use crate::domain::versions::rejection::Rejection;
use crate::domain::versions::select::{DeadEnd, Filter};

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

    pub(super) fn cause(self) -> Cause {
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
    pub(super) fn unchanged(from: &str) -> Self {
        Self {
            from: from.to_owned(),
            to: from.to_owned(),
            trigger: None,
            dead_end: None,
            clamped_from: None,
        }
    }

    pub(super) fn decided(
        from: &str,
        trigger: Trigger,
        target: Result<Option<String>, DeadEnd>,
    ) -> Self {
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
    pub(super) fn is_reported(&self) -> bool {
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

impl PoolPlan {
    pub(super) fn unchanged(worker: &Worker) -> Self {
        Self {
            name: worker.name.clone(),
            kubernetes: worker.own_version().map(Item::unchanged),
            image: worker
                .image()
                .map(|image| (image.name.clone(), Item::unchanged(&image.version))),
        }
    }

    pub(super) fn is_reported(&self, with_image: bool) -> bool {
        self.kubernetes.as_ref().is_some_and(Item::is_reported)
            || (with_image
                && self
                    .image
                    .as_ref()
                    .is_some_and(|(_, item)| item.is_reported()))
    }
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
    /// Say why, in words.
    pub fn text(&self) -> String {
        match self {
            Self::MachineType { name, .. } => {
                format!("the profile does not have machine type {name}")
            }
            Self::Image { name, .. } => format!("the profile does not have machine image {name}"),
            Self::Version { version, .. } => {
                format!("Kubernetes version {version:?} cannot be parsed")
            }
        }
    }

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

impl Outcome {
    pub(super) fn has_report(&self) -> bool {
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

    /// Find what the run does with one version.
    pub fn item(&self, target: Target<'_>) -> Option<&Item> {
        self.items()
            .find_map(|(other, item)| (other == target).then_some(item))
    }

    /// Tell whether `lastMaintenance` tells of a failure here: not of images where their step stops.
    pub fn tells_of(&self, target: Target<'_>) -> bool {
        self.abort.is_none() || !matches!(target, Target::PoolImage(_))
    }

    /// Tell whether another run has the same effect: the same versions, the same failures; why does not count.
    pub fn does_the_same_as(&self, other: &Self) -> bool {
        if self.is_rejected() || other.is_rejected() {
            return self.is_rejected() && other.is_rejected();
        }
        let effect = |(_, item): (Target<'_>, &Item)| (item.to.clone(), item.dead_end.is_some());
        self.items().map(effect).eq(other.items().map(effect))
    }

    /// Tell whether another run, also of the shoot in another state, makes the same steps: what
    /// [`Outcome::does_the_same_as`] compares, and from which versions.
    pub fn makes_the_steps_of(&self, other: &Self) -> bool {
        let from = |(_, item): (Target<'_>, &Item)| item.from.clone();
        self.does_the_same_as(other)
            && (self.is_rejected() || self.items().map(from).eq(other.items().map(from)))
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
    pub(super) fn failing_items(&self) -> impl Iterator<Item = (Target<'_>, &Item)> {
        self.items()
            .filter(|(target, item)| item.dead_end.is_some() && self.tells_of(*target))
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
    pub(super) fn text(self) -> String {
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
