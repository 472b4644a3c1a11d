//! How a gardenlet stands in the garden.

use crate::domain::gardenlets::backing::{self, Backing, Look};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{Gardenlet, Lease, ManagedSeed, Seed};
use crate::domain::redeploy::GARDEN;
use crate::garden::Garden;

/// Everything that the garden knows of a gardenlet.
#[derive(Clone, Debug)]
pub struct State {
    /// Its Gardenlet.
    pub gardenlet: Option<Gardenlet>,
    /// Its ManagedSeed.
    pub managed: Option<ManagedSeed>,
    /// Its Seed.
    pub seed: Option<Seed>,
    /// Its heartbeat.
    pub lease: Option<Lease>,
    /// What deploys it.
    pub backing: Backing,
}

impl State {
    /// Read it, side by side. ManagedSeeds and leases need not be readable.
    pub async fn read(garden: &Garden, name: &str) -> anyhow::Result<Self> {
        let (gardenlet, managed, seed, lease) = tokio::join!(
            garden.get::<Gardenlet>(Some(GARDEN), name),
            garden.get::<ManagedSeed>(Some(GARDEN), name),
            garden.get::<Seed>(None, name),
            garden.get::<Lease>(Some(SEED_LEASE_NAMESPACE), name),
        );
        let (gardenlet, seed) = (gardenlet?, seed?);
        let look = match &managed {
            Ok(managed) => Look::of(managed.as_ref()),
            Err(_) => Look::Unread,
        };
        let backing = backing::classify(
            name,
            Look::of(seed.as_ref()),
            Look::of(gardenlet.as_ref()),
            look,
        );
        Ok(Self {
            backing,
            gardenlet,
            managed: managed.ok().flatten(),
            seed,
            lease: lease.ok().flatten(),
        })
    }

    /// Whether there is nothing of this name at all.
    pub fn is_nothing(&self) -> bool {
        self.gardenlet.is_none() && self.managed.is_none() && self.seed.is_none()
    }
}
