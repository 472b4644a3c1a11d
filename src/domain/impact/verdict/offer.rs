//! Whether pools only use what the profile offers (`gardener/gardener:plugin/pkg/shoot/validator/admission.go:validateProvider`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::Check;
use super::admission::region;
use super::pools::unsupported;
use super::update::is_in_place;
use crate::domain::impact::admission::machine_architecture;
use crate::domain::impact::path::Path;
use crate::domain::impact::quantity::Quantity;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;
use crate::domain::objects::cloud_profile::Zone;
use crate::domain::versions::constraint::compare;
use crate::domain::versions::lifecycle::{EXPIRED, UNAVAILABLE, classify};
use crate::domain::versions::profile::Profile;
use crate::domain::versions::version::Version;

impl<'a> Check<'a> {
    pub(super) fn admit_pools(&mut self, profile: &Profile) {
        if self.spec().at("provider.type").words() != profile.provider_type
            && !profile.provider_type.is_empty()
        {
            let message = format!(
                "provider type in shoot must equal provider type of referenced CloudProfile: \"{}\"",
                profile.provider_type
            );
            self.reject(
                Rule::ProviderTypeImmutable,
                &Path::root("spec").join("provider.type"),
                message,
            );
            return;
        }
        // Gardener goes on with the settings of the pool before where one has none of its own.
        let mut kubelet = self.spec().at("kubernetes.kubelet");
        for (path, pool) in self.pools() {
            let old = self.old.pool(pool.get("name").words());
            let machine = self.admit_machine(profile, &path, pool, old);
            if machine {
                self.admit_runtime(profile, &path, pool, old);
                self.admit_kubelet(profile, &path, pool);
            }
            self.admit_volume(profile, &path, pool, old);
            if pool.get("kubernetes").is_set() {
                let own = pool.at("kubernetes.kubelet");
                if own.is_set() {
                    kubelet = own;
                }
                self.admit_capacity(profile, &path, pool, kubelet);
                if let Some(own) = pool.at("kubernetes.version").text() {
                    let before = old.at("kubernetes.version").text();
                    let before = before.unwrap_or(self.old.spec().at("kubernetes.version").words());
                    self.admit_version(
                        profile,
                        before,
                        own,
                        !old.is_set(),
                        &path.join("kubernetes.version"),
                    );
                }
            }
            self.admit_zones(profile, &path, pool, old);
        }
    }

    /// Machine type and image. Gives whether both are fine, as the rest is only looked at then.
    fn admit_machine(
        &mut self,
        profile: &Profile,
        path: &Path,
        pool: Node<'a>,
        old: Node<'a>,
    ) -> bool {
        let count = self.rejections.len();
        let name = pool.at("machine.type").words();
        let architecture = pool.at("machine.architecture").words();
        let unchanged = |fields: &[&str]| {
            fields.iter().all(|field| old.at(field) == pool.at(field)) && old.is_set()
        };
        let at = path.join("machine.type");
        if !unchanged(&["machine.type", "machine.architecture"]) {
            let Some(machine) = profile.machine_type(name) else {
                self.reject(
                    Rule::MachineType,
                    &at,
                    format!("machine type {name} is not in the profile"),
                );
                return false;
            };
            let mut faults = Vec::new();
            if !machine.usable {
                faults.push("is unusable".to_owned());
            }
            if self.is_unavailable(profile, pool, |zone| {
                zone.unavailable_machine_types.iter().any(|t| t == name)
            }) {
                faults.push("is unavailable in at least one zone".to_owned());
            }
            if machine_architecture(profile, machine).unwrap_or_default() != architecture {
                faults.push(format!(
                    "does not support CPU architecture \"{architecture}\""
                ));
            }
            if !faults.is_empty() {
                self.reject(
                    Rule::MachineType,
                    &at,
                    format!("machine type \"{name}\" {}", faults.join(", ")),
                );
                return false;
            }
        }
        self.admit_image(profile, path, pool, old);
        if self.rejections.len() > count {
            return false;
        }
        if !profile.capabilities.is_empty() {
            let image = profile.image_offer(
                pool.at("machine.image.name").words(),
                pool.at("machine.image.version").words(),
            );
            match (image, profile.machine_type(name)) {
                (Some(image), Some(machine)) if !image.fits_capabilities(&machine.capabilities, &profile.capabilities) => {
                    self.reject(Rule::MachineImage, &path.join("machine.image.version"), format!("machine capabilities of machine type \"{name}\" are not supported by the machine image"));
                    return false;
                }
                (Some(_), Some(_)) => {}
                _ => self.doubt(&path.join("machine"), "machine type or image is missing in a profile with capabilities: gardener-apiserver may fail"),
            }
        }
        true
    }

    fn admit_image(&mut self, profile: &Profile, path: &Path, pool: Node<'a>, old: Node<'a>) {
        let image = pool.at("machine.image");
        let architecture = pool.at("machine.architecture");
        if old.is_set()
            && old.at("machine.image") == image
            && old.at("machine.architecture") == architecture
        {
            return;
        }
        let (name, version) = (image.get("name").words(), image.get("version").words());
        let Some(offer) = profile.image_offer(name, version) else {
            self.reject(
                Rule::MachineImage,
                &path.join("machine.image.version"),
                format!("machine image {name} {version} is not in the profile"),
            );
            return;
        };
        let mut faults = Vec::new();
        let architecture = architecture.words();
        if !offer
            .architectures
            .iter()
            .any(|known| known == architecture)
        {
            faults.push(format!(
                "does not support CPU architecture \"{architecture}\""
            ));
        }
        let class = classify(&offer.offer.raw, self.facts.now);
        let before = old.at("machine.image.version").words();
        let active = match class {
            EXPIRED => old.is_set() && compare(version, "<", before) != Some(true),
            UNAVAILABLE => false,
            _ => true,
        };
        if !active {
            faults.push("is expired".to_owned());
        }
        if is_in_place(pool) {
            let in_place = offer
                .in_place
                .as_ref()
                .filter(|in_place| in_place.supported);
            let reaches = in_place.is_some_and(|in_place| {
                let minimum = in_place.min_version_for_update.as_deref();
                !old.is_set()
                    || minimum.is_some_and(|minimum| compare(minimum, "<=", before) == Some(true))
            });
            if !reaches {
                faults.push("cannot be in-place updated from the current version".to_owned());
            }
        }
        if !faults.is_empty() {
            self.reject(
                Rule::MachineImage,
                &path.join("machine.image"),
                format!(
                    "machine image version '{name}:{version}' {}",
                    faults.join(", ")
                ),
            );
        }
    }

    fn admit_runtime(&mut self, profile: &Profile, path: &Path, pool: Node<'a>, old: Node<'a>) {
        if old.is_set()
            && old.get("cri") == pool.get("cri")
            && old.at("machine.image") == pool.at("machine.image")
        {
            return;
        }
        let (image, version) = (
            pool.at("machine.image.name").words(),
            pool.at("machine.image.version").words(),
        );
        let Some(offer) = profile.image_offer(image, version) else {
            return;
        };
        let name = pool.at("cri.name").words();
        let Some(cri) = offer.cri.iter().find(|cri| cri.name == name) else {
            self.reject(
                Rule::Cri,
                &path.join("cri.name"),
                format!("machine image '{image}@{version}' does not support CRI '{name}'"),
            );
            return;
        };
        for runtime in pool.at("cri.containerRuntimes").items() {
            let kind = runtime.get("type").words();
            if !cri
                .container_runtimes
                .iter()
                .any(|known| known.runtime_type == kind)
            {
                let at = path.join("cri.containerRuntimes").key(kind).field("type");
                self.reject(Rule::Cri, &at, format!("machine image '{image}@{version}' does not support container runtime '{kind}'"));
            }
        }
    }

    fn admit_kubelet(&mut self, profile: &Profile, path: &Path, pool: Node<'a>) {
        let (image, version) = (
            pool.at("machine.image.name").words(),
            pool.at("machine.image.version").words(),
        );
        let own = pool.at("kubernetes.version").text();
        let kubelet = own.unwrap_or(self.spec().at("kubernetes.version").words());
        let Some(offer) = profile.image_offer(image, version) else {
            return;
        };
        if Version::parse(kubelet).is_some_and(|kubelet| !offer.admits_kubelet(&kubelet)) {
            let constraint = offer.kubelet.as_ref().map_or("", |(text, _)| text.as_str());
            self.reject(Rule::KubeletConstraint, &path.join("machine.image"), format!("machine image '{image}@{version}' does not support kubelet version '{kubelet}', supported kubelet versions by this machine image version: '{constraint}'"));
        }
    }

    fn admit_volume(&mut self, profile: &Profile, path: &Path, pool: Node<'a>, old: Node<'a>) {
        let Some(name) = pool.at("volume.type").text() else {
            return;
        };
        let at = path.join("volume.type");
        let kind = profile.volume_types.iter().find(|kind| kind.name == name);
        if old.at("volume.type").text() != Some(name) {
            let Some(kind) = kind else {
                self.reject(
                    Rule::VolumeType,
                    &at,
                    format!("volume type {name} is not in the profile"),
                );
                return;
            };
            let mut faults = Vec::new();
            if !kind.usable {
                faults.push("is unusable");
            }
            if self.is_unavailable(profile, pool, |zone| {
                zone.unavailable_volume_types.iter().any(|t| t == name)
            }) {
                faults.push("is unavailable in at least one zone");
            }
            if !faults.is_empty() {
                self.reject(
                    Rule::VolumeType,
                    &at,
                    format!("volume type \"{name}\" {}", faults.join(", ")),
                );
                return;
            }
        }
        let Some(size) = Quantity::parse(pool.at("volume.size").words()) else {
            return;
        };
        let machine = profile.machine_type(pool.at("machine.type").words());
        let storage = machine
            .and_then(|machine| machine.storage.as_ref())
            .filter(|storage| storage.storage_type == name)
            .and_then(|storage| quantity(storage.min_size.as_ref()));
        let minimum = kind.and_then(|kind| quantity(kind.min_size.as_ref()));
        for least in [storage, minimum].into_iter().flatten() {
            if size < least {
                self.reject(
                    Rule::VolumeSize,
                    &path.join("volume.size"),
                    format!("size must be >= {least}"),
                );
                return;
            }
        }
    }

    fn admit_capacity(
        &mut self,
        profile: &Profile,
        path: &Path,
        pool: Node<'a>,
        kubelet: Node<'a>,
    ) {
        let Some(machine) = profile.machine_type(pool.at("machine.type").words()) else {
            return;
        };
        let path = path.join("kubernetes.kubelet");
        for (field, capacity) in [("cpu", &machine.cpu), ("memory", &machine.memory)] {
            let reserved = kubelet.get("kubeReserved").get(field).quantity();
            if let (Some(reserved), Some(capacity)) = (reserved, quantity(capacity.as_ref()))
                && reserved >= capacity
            {
                self.reject(Rule::ReservedCapacity, &path, format!("total reserved {field} (kubeReserved) cannot be more than the Node's {field} capacity '{capacity}'"));
            }
        }
    }

    fn admit_zones(&mut self, profile: &Profile, path: &Path, pool: Node<'a>, old: Node<'a>) {
        if self.old.spec().get("region") == self.spec().get("region")
            && old.get("zones") == pool.get("zones")
        {
            return;
        }
        let name = self.spec().get("region").words();
        let zones = region(profile, name)
            .map(|region| region.zones.as_slice())
            .unwrap_or_default();
        let at = path.field("zones");
        let mut seen = BTreeSet::new();
        for zone in pool.get("zones").texts() {
            if zones.is_empty() {
                self.reject(
                    Rule::Zones,
                    &at,
                    "this region does not support availability zones, please do not configure them",
                );
            } else if !zones.iter().any(|known| known.name == zone) {
                let known: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
                self.reject(Rule::Zones, &at, format!("{zone}: {}", unsupported(&known)));
            }
            if !seen.insert(zone) {
                self.reject(Rule::Zones, &at, format!("Duplicate value: \"{zone}\""));
            }
        }
    }

    fn is_unavailable(
        &self,
        profile: &Profile,
        pool: Node<'a>,
        lacks: impl Fn(&Zone) -> bool,
    ) -> bool {
        let zones = pool.get("zones").texts();
        let region = region(profile, self.spec().get("region").words());
        region.is_some_and(|region| {
            let used = |zone: &&Zone| zones.contains(&zone.name.as_str());
            region.zones.iter().filter(used).any(lacks)
        })
    }
}

fn quantity(value: Option<&Value>) -> Option<Quantity> {
    match value? {
        Value::String(text) => Quantity::parse(text),
        other => Quantity::parse(&other.to_string()),
    }
}
