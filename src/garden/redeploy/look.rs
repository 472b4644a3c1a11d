//! One look at everything that shows how far a redeployment is.

use jiff::Timestamp;

use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{
    Condition, Gardenlet, Lease, ManagedSeed, Object, SecretMetadata, Seed, TracedMetadata,
};
use crate::domain::redeploy::GARDEN;
use crate::domain::redeploy::steps::{Seen, Sight, Via};
use crate::garden::Garden;

/// The Secret that was handed over, unless it is gone.
#[derive(Debug)]
struct Handed(Option<SecretMetadata>);

/// What was seen.
#[derive(Debug)]
pub struct Looked {
    metadata: TracedMetadata,
    conditions: Vec<Condition>,
    observed_generation: Option<i64>,
    refers: bool,
    /// None when it was not looked for.
    secret: Option<Handed>,
    seed: Option<Seed>,
    lease: Option<Lease>,
}

impl Looked {
    /// Give it as the steps see it.
    pub fn at(&self, at: Timestamp) -> Seen<'_> {
        Seen {
            at,
            metadata: &self.metadata,
            conditions: &self.conditions,
            observed_generation: self.observed_generation,
            refers: self.refers,
            secret: match &self.secret {
                None => Sight::Unseen,
                Some(Handed(None)) => Sight::Gone,
                Some(Handed(Some(secret))) => {
                    Sight::There(secret.metadata().uid.as_deref().unwrap_or_default())
                }
            },
            seed: self.seed.as_ref(),
            lease: self.lease.as_ref(),
        }
    }
}

/// Look once; none when the Gardenlet or ManagedSeed is gone.
pub async fn look(
    garden: &Garden,
    via: Via,
    name: &str,
    secret: Option<&str>,
) -> anyhow::Result<Option<Looked>> {
    let secret = async {
        match secret {
            None => Ok(None),
            Some(secret) => {
                let found = garden.secret_metadata(GARDEN, secret).await;
                found.map(|found| Some(Handed(found)))
            }
        }
    };
    let object = async {
        anyhow::Ok(match via {
            Via::Gardenlet => garden
                .get::<Gardenlet>(Some(GARDEN), name)
                .await?
                .map(|object| {
                    let status = object.status;
                    let refers = object.spec.kubeconfig_secret_ref.is_some();
                    (
                        object.metadata,
                        status.conditions,
                        status.observed_generation,
                        refers,
                    )
                }),
            Via::Reconcile | Via::Renew => garden
                .get::<ManagedSeed>(Some(GARDEN), name)
                .await?
                .map(|object| {
                    let status = object.status;
                    (
                        object.metadata,
                        status.conditions,
                        status.observed_generation,
                        false,
                    )
                }),
        })
    };
    let (object, secret, seed, lease) = tokio::join!(
        object,
        secret,
        garden.get::<Seed>(None, name),
        garden.get::<Lease>(Some(SEED_LEASE_NAMESPACE), name),
    );
    let Some((metadata, conditions, observed_generation, refers)) = object? else {
        return Ok(None);
    };
    Ok(Some(Looked {
        metadata,
        conditions,
        observed_generation,
        refers,
        secret: secret?,
        seed: seed?,
        lease: lease?,
    }))
}
