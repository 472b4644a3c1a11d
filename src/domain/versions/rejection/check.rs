//! The two stages of the API server's check, rule by rule.

use jiff::Timestamp;

use super::Rejection;
use super::gates::{component_gates, has_unknown, kubelet_after, pool_gates, removes_gates};
use crate::domain::objects::shoot::{OPERATION, Worker};
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::constraint::compare;
use crate::domain::versions::facts::{Bindings, Facts};
use crate::domain::versions::kubernetes;
use crate::domain::versions::lifecycle::{EXPIRED, UNAVAILABLE, classify};
use crate::domain::versions::profile::{ImageOffer, Profile};
use crate::domain::versions::run::{Item, Outcome, PoolPlan};
use crate::domain::versions::select::{Filter, in_place_reaches};
use crate::domain::versions::version::Version;

/// Check the update of a run.
pub(in crate::domain::versions) fn check(
    shoot: &Shoot,
    facts: Facts<'_>,
    outcome: &Outcome,
    metadata_changes: bool,
    at: Timestamp,
) -> Vec<Rejection> {
    let Some(control_plane) = Version::parse(&outcome.control_plane.to) else {
        return Vec::new();
    };
    let check = Check {
        shoot,
        profile: facts.profile,
        bindings: facts.bindings,
        outcome,
        control_plane,
        at,
    };
    let invalid = check.validation();
    if invalid.is_empty()
        && (metadata_changes || outcome.wants_changes() || removes_gates(shoot, outcome))
    {
        return check.admission();
    }
    invalid
}

struct Check<'a> {
    shoot: &'a Shoot,
    profile: &'a Profile,
    bindings: Option<&'a Bindings>,
    outcome: &'a Outcome,
    control_plane: Version,
    at: Timestamp,
}

impl Check<'_> {
    fn pools(&self) -> impl Iterator<Item = (&Worker, &PoolPlan)> {
        self.shoot
            .spec
            .provider
            .workers
            .iter()
            .zip(&self.outcome.pools)
    }

    fn at_least(&self, minor: u64) -> bool {
        (self.control_plane.major, self.control_plane.minor) >= (1, minor)
    }

    fn version(&self) -> String {
        self.outcome.control_plane.to.clone()
    }

    /// `gardener/gardener:pkg/api/core/validation/shoot.go`
    fn validation(&self) -> Vec<Rejection> {
        let mut found = Vec::new();
        self.spec_rules(&mut found);
        for (worker, pool) in self.pools() {
            if let Some(item) = &pool.kubernetes {
                found.extend(self.skew(pool, item));
            }
            let version = kubelet_after(pool, &self.control_plane);
            for (gate, value) in pool_gates(worker) {
                let path = || format!("spec.provider.workers[{}].kubernetes.kubelet", worker.name);
                found.extend(locked(&gate, value, &version, path));
            }
            if worker.is_in_place() && self.is_pending(worker) && self.changes_pool(worker, pool) {
                found.push(Rejection::PendingInPlaceUpdate {
                    pool: worker.name.clone(),
                });
            }
        }
        found
    }

    fn spec_rules(&self, found: &mut Vec<Rejection>) {
        let spec = &self.shoot.spec;
        for (component, gates) in component_gates(self.shoot) {
            for (gate, value) in gates {
                found.extend(locked(gate, *value, &self.control_plane, || {
                    format!("spec.kubernetes.{component}")
                }));
            }
        }
        let runtime_config = spec
            .kubernetes
            .kube_api_server
            .as_ref()
            .map(|c| &c.runtime_config);
        for api in runtime_config.into_iter().flat_map(|config| config.keys()) {
            if !kubernetes::serves_api(api, &self.control_plane) {
                found.push(Rejection::RuntimeConfig {
                    api: api.clone(),
                    version: self.version(),
                });
            }
        }
        found.extend(self.binding());
        let legacy_name = spec
            .cloud_profile_name
            .as_deref()
            .filter(|name| !name.is_empty());
        let differs = legacy_name
            .is_some_and(|name| spec.cloud_profile.as_ref().is_none_or(|p| p.name != name));
        if self.at_least(34) && spec.cloud_profile.is_some() && differs {
            found.push(Rejection::CloudProfileName {
                version: self.version(),
            });
        }
        let taints = spec
            .kubernetes
            .cluster_autoscaler
            .as_ref()
            .map(|c| c.ignore_taints.len());
        if self.at_least(32) && taints.is_some_and(|taints| taints > 0) {
            found.push(Rejection::IgnoreTaints {
                version: self.version(),
            });
        }
    }

    /// From 1.34 on there must be no SecretBinding: maintenance replaces it, unless that fails.
    fn binding(&self) -> Option<Rejection> {
        let spec = &self.shoot.spec;
        let name = spec
            .secret_binding_name
            .as_deref()
            .filter(|name| !name.is_empty())?;
        let replaced = spec.credentials_binding_name.is_none()
            && !self
                .bindings?
                .blocks_migration(self.shoot.namespace(), name);
        (self.at_least(34) && !replaced).then(|| Rejection::SecretBinding {
            name: name.to_owned(),
        })
    }

    fn skew(&self, pool: &PoolPlan, item: &Item) -> Option<Rejection> {
        let own = Version::parse(&item.to)?;
        let ahead = own.release() > self.control_plane.release();
        let behind =
            (self.control_plane.major, self.control_plane.minor) >= (own.major, own.minor + 4);
        (ahead || behind).then(|| Rejection::Skew {
            pool: pool.name.clone(),
            pool_version: item.to.clone(),
            control_plane: self.version(),
        })
    }

    fn is_pending(&self, worker: &Worker) -> bool {
        let forced = self
            .shoot
            .metadata
            .annotations
            .get(OPERATION)
            .is_some_and(|v| v == "force-in-place-update");
        let updates = self.shoot.status.in_place_updates.as_ref();
        let pending = updates.and_then(|updates| updates.pending_worker_updates.as_ref());
        !forced
            && pending.is_some_and(|pending| {
                pending.auto_in_place_update.contains(&worker.name)
                    || pending.manual_in_place_update.contains(&worker.name)
            })
    }

    fn changes_pool(&self, worker: &Worker, pool: &PoolPlan) -> bool {
        let image = pool.image.as_ref().is_some_and(|(_, item)| item.changes());
        let kubelet = match &pool.kubernetes {
            Some(item) => item.changes(),
            None => self.outcome.control_plane.changes(),
        };
        let version = kubelet_after(pool, &self.control_plane);
        let own_settings = worker
            .kubernetes
            .as_ref()
            .is_some_and(|kubernetes| kubernetes.kubelet.is_some());
        let shared = self
            .shoot
            .spec
            .kubernetes
            .kubelet
            .as_ref()
            .map(|kubelet| &kubelet.feature_gates);
        let gates = if own_settings {
            pool_gates(worker)
                .iter()
                .any(|(gate, _)| !kubernetes::accepts_gate(gate, &version))
        } else {
            shared.is_some_and(|gates| has_unknown(gates, &self.control_plane))
        };
        image || kubelet || gates
    }

    /// `gardener/gardener:plugin/pkg/shoot/validator/admission.go`
    fn admission(&self) -> Vec<Rejection> {
        let with_capabilities = !self.profile.capabilities.is_empty();
        let mut found = Vec::new();
        for (worker, pool) in self.pools() {
            match self.image(worker, pool) {
                Some(rejection) => found.push(rejection),
                None if with_capabilities
                    && self
                        .profile
                        .machine_type(&worker.machine.machine_type)
                        .is_none() =>
                {
                    return vec![Rejection::ApiServerPanics {
                        pool: worker.name.clone(),
                        machine_type: worker.machine.machine_type.clone(),
                    }];
                }
                None => found.extend(self.unchanged_image(worker, pool)),
            }
            if let Some(item) = pool.kubernetes.as_ref().filter(|item| item.changes())
                && !self
                    .profile
                    .kubernetes
                    .iter()
                    .any(|offer| offer.raw.version == item.to)
            {
                found.push(Rejection::NotInProfile {
                    pool: worker.name.clone(),
                    version: item.to.clone(),
                });
            }
        }
        found
    }

    /// What is asked only of a changed image.
    fn image(&self, worker: &Worker, pool: &PoolPlan) -> Option<Rejection> {
        let (name, item) = pool.image.as_ref().filter(|(_, item)| item.changes())?;
        let image = format!("{name} {}", item.to);
        let Some(version) = self.profile.image_offer(name, &item.to) else {
            // The image step finds images whatever their letter case, admission does not.
            return Some(Rejection::ImageNotInProfile {
                pool: worker.name.clone(),
                image,
            });
        };
        let class = classify(&version.offer.raw, self.at);
        let lower = || compare(&item.to, "<", &item.from) == Some(true);
        if class == UNAVAILABLE || (class == EXPIRED && lower()) {
            return Some(Rejection::ImageNotActive {
                pool: worker.name.clone(),
                image,
            });
        }
        let minimum = version
            .in_place
            .as_ref()
            .filter(|in_place| in_place.supported);
        let minimum = minimum.and_then(|in_place| in_place.min_version_for_update.as_deref());
        (worker.is_in_place() && !in_place_reaches(minimum, &item.from)).then_some(
            Rejection::ImageDoesNotFit {
                pool: worker.name.clone(),
                image,
                filter: Filter::InPlace,
            },
        )
    }

    /// What is asked of every image, changed or not.
    fn unchanged_image(&self, worker: &Worker, pool: &PoolPlan) -> Option<Rejection> {
        let (name, item) = pool.image.as_ref()?;
        let image = || format!("{name} {}", item.to);
        let version: &ImageOffer = self.profile.image_offer(name, &item.to)?;
        let machine_type = self.profile.machine_type(&worker.machine.machine_type);
        let capabilities = machine_type.map(|machine_type| &machine_type.capabilities);
        if capabilities.is_some_and(|c| !version.fits_capabilities(c, &self.profile.capabilities)) {
            return Some(Rejection::ImageDoesNotFit {
                pool: worker.name.clone(),
                image: image(),
                filter: Filter::Capabilities,
            });
        }
        let kubelet = kubelet_after(pool, &self.control_plane);
        (!version.admits_kubelet(&kubelet)).then(|| Rejection::KubeletConstraint {
            pool: worker.name.clone(),
            image: image(),
            kubelet: kubelet.to_string(),
            constraint: version
                .kubelet
                .as_ref()
                .map(|(text, _)| text.clone())
                .unwrap_or_default(),
        })
    }
}

fn locked(
    gate: &str,
    value: bool,
    version: &Version,
    path: impl Fn() -> String,
) -> Option<Rejection> {
    let applies = kubernetes::accepts_gate(gate, version)
        && kubernetes::locked_gate(gate, version).is_some_and(|locked| locked != value);
    applies.then(|| Rejection::LockedFeatureGate {
        path: format!("{}.featureGates", path()),
        gate: gate.to_owned(),
        version: version.to_string(),
    })
}
