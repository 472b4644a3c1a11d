//! What the server fills in from other objects before it validates a Shoot
//! (`gardener/gardener:plugin/pkg/shoot/{mutator,resourcereservation,dns}/admission.go`,
//! `pkg/apiserver/registry/core/shoot/strategy.go`).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::facts::Facts;
use super::manifest::Manifest;
use super::path::Path;
use super::rules::Rule;
use super::tree::{Node, default, object};
use super::verdict::{Doubt, Rejection};
use crate::domain::versions::lifecycle::{DEPRECATED, PREVIEW, SUPPORTED, classify};
use crate::domain::versions::profile::{DEFAULT_ARCHITECTURE, ImageOffer, Profile};
use crate::domain::versions::version::Version;
use crate::order::Gather as _;

/// What has maintenance try a failed Shoot again.
const NEEDS_RETRY: &str = "maintenance.shoot.gardener.cloud/needs-retry-operation";

/// Fill in what mutating admission and the strategy fill in.
pub(super) fn mutate(
    old: &Manifest,
    new: &mut Manifest,
    facts: Facts<'_>,
    rejections: &mut Vec<Rejection>,
    doubts: &mut Vec<Doubt>,
) {
    domain(old, new, facts);
    primary_provider(old, new);
    networks(new, facts);
    let key = super::facts::profile_key(new);
    match facts.profile(new) {
        Some(profile) => from_profile(old, new, profile, facts.now, rejections),
        None if key == super::facts::profile_key(old) && !needs_profile(old, new) => {
            keep_images(old, new);
        }
        None => {
            keep_images(old, new);
            doubts.push(Doubt {
                path: "spec.cloudProfile".to_owned(),
                reason: match key {
                    Some(key) => format!("the {:?} {key} is not at hand", key.kind),
                    None => "the Shoot refers to no profile".to_owned(),
                },
            });
        }
    }
    reservations(new);
    dns_credentials(new);
    profile_reference(old, new);
}

/// Maintenance is told to try a failed Shoot again whose change it has to apply.
pub(super) fn needs_retry(old: &Manifest, new: &mut Manifest) {
    let confined = new.spec().at("maintenance.confineSpecUpdateRollout");
    let failed = old.status().at("lastOperation.state").text() == Some("Failed");
    if !confined.is_true() || !failed || old.spec == new.spec {
        return;
    }
    if let Value::Object(metadata) = &mut new.metadata {
        object(metadata, "annotations").insert(NEEDS_RETRY.to_owned(), "true".into());
    }
}

/// Whether something differs that only a profile can decide about.
fn needs_profile(old: &Manifest, new: &Manifest) -> bool {
    let version = |shoot: &Manifest| shoot.spec().at("kubernetes.version").words().to_owned();
    let partial = |text: &str| text.split('.').count() != 3;
    let pool_needs = new.pools().any(|pool| {
        let before = old.pool(pool.get("name").words());
        let differs = |path: &str| before.at(path) != pool.at(path);
        let own = pool.at("kubernetes.version").text();
        !before.is_set()
            || [
                "machine.type",
                "machine.architecture",
                "volume",
                "zones",
                "cri",
            ]
            .into_iter()
            .any(differs)
            || (pool.at("machine.image").is_set() && differs("machine.image"))
            || own.is_some_and(partial)
            || differs("kubernetes")
            || differs("minimum")
    });
    version(old) != version(new) || partial(&version(new)) || pool_needs
}

/// What canonicalisation drops after validation.
pub(super) fn canonicalize(new: &mut Manifest) {
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    let kubernetes = object(spec, "kubernetes");
    if let Some(Value::Object(autoscaler)) = kubernetes.get_mut("clusterAutoscaler") {
        autoscaler.remove("maxEmptyBulkDelete");
    }
    if let Some(Value::Object(server)) = kubernetes.get_mut("kubeAPIServer")
        && server.get("enableAnonymousAuthentication") == Some(&Value::Bool(false))
    {
        server.remove("enableAnonymousAuthentication");
    }
    let addons = Node(spec.get("addons"));
    let dashboard = addons.get("kubernetesDashboard");
    if dashboard.is_set()
        && !dashboard.get("enabled").is_true()
        && !addons.get("nginxIngress").is_set()
    {
        spec.remove("addons");
    }
}

/// A shoot without domain gets one below the first default domain of its seed.
fn domain(old: &Manifest, new: &mut Manifest, facts: Facts<'_>) {
    let Some(seed) = facts.seed(new) else { return };
    let namespace = new.metadata().get("namespace").words();
    let name = new.metadata().get("name").words().to_owned();
    let project = facts.around.projects.get(namespace).cloned();
    let providers = new.spec().at("dns.providers");
    let primary = providers.items().find(|p| p.get("primary").is_true());
    let first = primary.or(providers.items().next()).unwrap_or_default();
    if first.get("type").text() == Some("unmanaged") {
        return;
    }
    let before = old.spec().at("dns.domain").text().map(ToOwned::to_owned);
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    let dns = object(spec, "dns");
    if dns.contains_key("domain") {
        return;
    }
    let Some(base) = seed.spec.dns.defaults.first() else {
        return;
    };
    let generated = match (project, before) {
        (Some(project), _) => format!("{name}.{project}.{}", base.domain),
        // Without the project its name is read off the domain that it gave before.
        (None, Some(before))
            if before.starts_with(&format!("{name}."))
                && before.ends_with(&format!(".{}", base.domain)) =>
        {
            before
        }
        (None, _) => return,
    };
    dns.insert("domain".to_owned(), generated.into());
}

fn primary_provider(old: &Manifest, new: &mut Manifest) {
    let before = old.spec().at("dns.providers");
    let before = before
        .items()
        .find(|provider| provider.get("primary").is_true());
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    let Some(Value::Array(providers)) =
        spec.get_mut("dns").and_then(|dns| dns.get_mut("providers"))
    else {
        return;
    };
    let has_primary = |providers: &[Value]| {
        providers
            .iter()
            .any(|provider| Node::of(provider).get("primary").is_true())
    };
    if let Some(before) = before
        && !has_primary(providers)
    {
        let same = |provider: &&mut Value| {
            let provider = Node::of(provider);
            provider.get("type") == before.get("type")
                && provider.get("credentialsRef") == before.get("credentialsRef")
        };
        if let Some(Value::Object(provider)) = providers.iter_mut().find(same) {
            provider.insert("primary".to_owned(), true.into());
        }
    }
}

fn networks(new: &mut Manifest, facts: Facts<'_>) {
    let Some(seed) = facts.seed(new) else { return };
    let defaults = &seed.spec.networks.shoot_defaults;
    let workerless = new.is_workerless();
    let families: Vec<String> = new
        .spec()
        .at("networking.ipFamilies")
        .texts()
        .into_iter()
        .map(ToOwned::to_owned)
        .collect();
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    let networking = object(spec, "networking");
    for (field, value) in [("pods", &defaults.pods), ("services", &defaults.services)] {
        let Some(value) = value else { continue };
        let family = if value.contains(':') { "IPv6" } else { "IPv4" };
        let wanted = field == "services" || !workerless;
        if wanted && families.iter().any(|known| known == family) {
            default(networking, field, value.clone());
        }
    }
}

fn from_profile(
    old: &Manifest,
    new: &mut Manifest,
    profile: &Profile,
    now: Timestamp,
    rejections: &mut Vec<Rejection>,
) {
    let mut reject = |rule: Rule, path: &Path, message: String| {
        rejections.push(Rejection {
            path: path.to_string(),
            message,
            rule: rule.id().to_owned(),
        });
    };
    let root = Path::root("spec");
    let version = new.spec().at("kubernetes.version").words().to_owned();
    match full_version(profile, &version, now) {
        Ok(Some(version)) => {
            if let Value::Object(spec) = &mut new.spec {
                object(spec, "kubernetes").insert("version".to_owned(), version.into());
            }
        }
        Ok(None) => {}
        Err(message) => reject(
            Rule::VersionOffer,
            &root.join("kubernetes.version"),
            message,
        ),
    }
    let deleted = old.metadata().get("deletionTimestamp").is_set();
    let before: BTreeMap<String, Value> = old
        .pools()
        .filter_map(|pool| Some((pool.get("name").text()?.to_owned(), pool.0?.clone())))
        .gather();
    let pools = new
        .spec
        .pointer_mut("/provider/workers")
        .and_then(Value::as_array_mut);
    for pool in pools.into_iter().flatten() {
        let Value::Object(pool) = pool else { continue };
        let name = Node(pool.get("name")).words().to_owned();
        let path = root.join("provider.workers").key(&name);
        if let Some(Value::Object(kubernetes)) = pool.get_mut("kubernetes")
            && let Some(own) = kubernetes.get("version").and_then(Value::as_str)
        {
            match full_version(profile, own, now) {
                Ok(Some(version)) => {
                    kubernetes.insert("version".to_owned(), version.into());
                }
                Ok(None) => {}
                Err(message) => reject(
                    Rule::VersionOffer,
                    &path.join("kubernetes.version"),
                    message,
                ),
            }
        }
        architecture(pool, profile);
        if deleted {
            continue;
        }
        let before = Node(before.get(&name));
        match image(pool, before, profile, now) {
            Ok(image) => {
                object(pool, "machine").insert("image".to_owned(), image);
            }
            Err(message) => reject(
                Rule::MachineImage,
                &path.field("machine").field("image"),
                message,
            ),
        }
    }
}

/// Without a profile: an image that is not named, or without version, stays.
fn keep_images(old: &Manifest, new: &mut Manifest) {
    let before: BTreeMap<String, Value> = old
        .pools()
        .filter_map(|pool| Some((pool.get("name").text()?.to_owned(), pool.0?.clone())))
        .gather();
    let pools = new
        .spec
        .pointer_mut("/provider/workers")
        .and_then(Value::as_array_mut);
    for pool in pools.into_iter().flatten() {
        let Value::Object(pool) = pool else { continue };
        let name = Node(pool.get("name")).words().to_owned();
        let before = Node(before.get(&name));
        if let Some(image) = kept_image(
            Node(pool.get("machine")).get("image"),
            before.at("machine.image"),
        ) {
            object(pool, "machine").insert("image".to_owned(), image);
        }
        let machine = object(pool, "machine");
        if !machine.contains_key("architecture")
            && let Some(architecture) = before.at("machine.architecture").0
        {
            machine.insert("architecture".to_owned(), architecture.clone());
        }
    }
}

fn kept_image(wanted: Node<'_>, before: Node<'_>) -> Option<Value> {
    let old = before.0?;
    if !wanted.is_set() {
        return Some(old.clone());
    }
    let version = wanted.get("version").words();
    let same = before.get("name") == wanted.get("name")
        && (version.is_empty() || Some(version) == before.get("version").text());
    same.then(|| {
        let mut image = old.clone();
        if let Value::Object(image) = &mut image {
            image.remove("providerConfig");
            if let Some(config) = wanted.get("providerConfig").0 {
                image.insert("providerConfig".to_owned(), config.clone());
            }
        }
        image
    })
}

fn architecture(pool: &mut Map<String, Value>, profile: &Profile) {
    let machine = object(pool, "machine");
    let name = Node(machine.get("type")).words();
    let inferred = profile
        .machine_type(name)
        .and_then(|machine| machine_architecture(profile, machine));
    let inferred = inferred.unwrap_or_else(|| DEFAULT_ARCHITECTURE.to_owned());
    default(machine, "architecture", inferred);
}

/// Give the architecture of a machine type (`gardener/gardener:pkg/apis/core/v1beta1/types_cloudprofile.go:GetArchitecture`).
pub(super) fn machine_architecture(
    profile: &Profile,
    machine: &crate::domain::objects::cloud_profile::MachineType,
) -> Option<String> {
    let definition = profile
        .capabilities
        .iter()
        .find(|d| d.name == "architecture");
    let values = match machine.capabilities.get("architecture") {
        Some(values) if definition.is_some() => Some(values),
        _ => definition.map(|definition| &definition.values),
    };
    match values.map(Vec::as_slice) {
        Some([only]) => Some(only.clone()),
        _ => machine.architecture.clone().filter(|text| !text.is_empty()),
    }
}

/// Resolve `1.33` to the latest supported patch; `None` for a version that is complete.
fn full_version(profile: &Profile, text: &str, now: Timestamp) -> Result<Option<String>, String> {
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() == 3 {
        return Ok(None);
    }
    let number = |part: &str| {
        part.parse::<u64>()
            .map_err(|_| "must be a semantic version".to_owned())
    };
    let minor = match parts.as_slice() {
        [_, minor] if !minor.is_empty() => Some(number(minor)?),
        _ => None,
    };
    let major = match parts.first() {
        Some(major) if !major.is_empty() => Some(number(major)?),
        _ => None,
    };
    let fits = |version: &Version| {
        major.is_none_or(|major| version.major == major)
            && minor.is_none_or(|minor| version.minor == minor)
    };
    let latest = profile
        .kubernetes
        .iter()
        .filter(|offer| classify(&offer.raw, now) == SUPPORTED && fits(&offer.version))
        .map(|offer| &offer.version)
        .reduce(|a, b| if b > a { b } else { a });
    match latest {
        Some(version) => Ok(Some(version.to_string())),
        None => Err(format!(
            "couldn't find a suitable version for {text}. Suitable versions have a non-expired expiration date and are no 'preview' versions"
        )),
    }
}

/// Fill in name and version of a pool's image
/// (`gardener/gardener:plugin/pkg/shoot/mutator/admission.go:ensureMachineImage`).
fn image(
    pool: &Map<String, Value>,
    before: Node<'_>,
    profile: &Profile,
    now: Timestamp,
) -> Result<Value, String> {
    let wanted = Node(pool.get("machine")).get("image");
    if let Some(image) = kept_image(wanted, before.at("machine.image")) {
        return Ok(image);
    }
    let architecture = Node(pool.get("machine")).get("architecture").words();
    let machine = profile.machine_type(Node(pool.get("machine")).get("type").words());
    let fits = |version: &ImageOffer| {
        let fits = |machine: &crate::domain::objects::cloud_profile::MachineType| {
            version.fits_capabilities(&machine.capabilities, &profile.capabilities)
        };
        (
            version
                .architectures
                .iter()
                .any(|known| known == architecture),
            machine.is_none_or(fits),
        )
    };
    let name = wanted.get("name").words();
    let found = if name.is_empty() {
        profile.images.iter().find(|image| {
            image.versions.iter().any(|version| {
                let (architecture, capabilities) = fits(version);
                architecture || (machine.is_some() && capabilities)
            })
        })
    } else {
        profile.image(name)
    };
    let Some(found) = found else {
        return Err(format!("image {name} is not supported"));
    };
    let version = wanted.get("version").words();
    let parts: Vec<&str> = version.trim_start_matches('v').split('.').collect();
    let listed = found
        .versions
        .iter()
        .any(|offer| offer.offer.raw.version == version);
    if !version.is_empty() && (listed || parts.len() == 3) {
        return Ok(wanted.0.cloned().unwrap_or_default());
    }
    let number = |part: Option<&&str>| match part {
        Some(part) if !part.is_empty() => part
            .parse::<u64>()
            .map(Some)
            .map_err(|_| format!("{part} must be a semantic version")),
        _ => Ok(None),
    };
    let major = number(parts.first())?;
    let minor = if parts.len() == 2 {
        number(parts.get(1))?
    } else {
        None
    };
    let in_place = matches!(
        Node(pool.get("updateStrategy")).text(),
        Some("AutoInPlaceUpdate" | "ManualInPlaceUpdate")
    );
    let candidates = found.versions.iter().filter(|version| {
        let parsed = &version.offer.version;
        let (architecture, capabilities) = fits(version);
        let supported = version
            .in_place
            .as_ref()
            .is_some_and(|in_place| in_place.supported);
        architecture
            && capabilities
            && (!in_place || supported)
            && major.is_none_or(|major| parsed.major == major)
            && minor.is_none_or(|minor| parsed.minor == minor)
            && classify(&version.offer.raw, now) != PREVIEW
    });
    let latest = |deprecated: bool| {
        let allowed = candidates
            .clone()
            .filter(|version| deprecated || classify(&version.offer.raw, now) != DEPRECATED);
        allowed.reduce(|a, b| {
            if b.offer.version > a.offer.version {
                b
            } else {
                a
            }
        })
    };
    let Some(latest) = latest(false).or_else(|| latest(true)) else {
        return Err("failed to determine latest machine image from cloud profile".to_owned());
    };
    let mut image = json!({"name": found.name, "version": latest.offer.raw.version});
    if let Some(config) = wanted.get("providerConfig").0 {
        image["providerConfig"] = config.clone();
    }
    Ok(image)
}

/// Every kubelet of the global configuration gets reservations.
fn reservations(new: &mut Manifest) {
    if new.is_workerless() || new.metadata().get("deletionTimestamp").is_set() {
        return;
    }
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    let kubelet = object(object(spec, "kubernetes"), "kubelet");
    let reserved = object(kubelet, "kubeReserved");
    default(reserved, "cpu", "80m");
    default(reserved, "memory", "1Gi");
    default(reserved, "pid", "20k");
}

/// `secretName` and `credentialsRef` follow each other before Kubernetes 1.35.
fn dns_credentials(new: &mut Manifest) {
    let version = Version::parse(new.spec().at("kubernetes.version").words());
    if version.is_some_and(|version| super::verdict::is_since(&version, 35)) {
        return;
    }
    let providers = new
        .spec
        .pointer_mut("/dns/providers")
        .and_then(Value::as_array_mut);
    for provider in providers.into_iter().flatten() {
        let Value::Object(provider) = provider else {
            continue;
        };
        let secret = provider.get("secretName").cloned();
        let reference = provider.get("credentialsRef").cloned();
        match (secret, reference) {
            (Some(secret), None) => {
                let reference = json!({"apiVersion": "v1", "kind": "Secret", "name": secret});
                provider.insert("credentialsRef".to_owned(), reference);
            }
            (None, Some(reference))
                if Node::of(&reference).get("kind").text() == Some("Secret")
                    && Node::of(&reference).get("apiVersion").text() == Some("v1") =>
            {
                if let Some(name) = reference.get("name") {
                    provider.insert("secretName".to_owned(), name.clone());
                }
            }
            _ => {}
        }
    }
}

/// `cloudProfile` and `cloudProfileName` follow each other before Kubernetes 1.34
/// (`gardener/gardener:pkg/utils/gardener/cloudprofile.go:SyncCloudProfileFields`).
fn profile_reference(old: &Manifest, new: &mut Manifest) {
    if old.metadata().get("deletionTimestamp").is_set() {
        return;
    }
    let version = Version::parse(new.spec().at("kubernetes.version").words());
    let since = |minor| {
        version
            .as_ref()
            .is_some_and(|version| super::verdict::is_since(version, minor))
    };
    let before = old.spec().get("cloudProfileName").words().to_owned();
    let (since_33, since_34) = (since(33), since(34));
    let Value::Object(spec) = &mut new.spec else {
        return;
    };
    if let Some(Value::Object(reference)) = spec.get_mut("cloudProfile") {
        default(reference, "kind", "CloudProfile");
    }
    let name = Node(spec.get("cloudProfileName"))
        .text()
        .map(ToOwned::to_owned);
    let kind = Node(spec.get("cloudProfile"))
        .get("kind")
        .words()
        .to_owned();
    let referenced = Node(spec.get("cloudProfile"))
        .get("name")
        .words()
        .to_owned();
    if since_34 {
        if kind == "CloudProfile"
            && name.as_deref() == Some(&before)
            && name.as_deref() == Some(&referenced)
        {
            spec.remove("cloudProfileName");
        }
        return;
    }
    if !spec.contains_key("cloudProfile")
        && let Some(name) = &name
    {
        let reference = json!({"kind": "CloudProfile", "name": name});
        spec.insert("cloudProfile".to_owned(), reference);
    }
    let kind = Node(spec.get("cloudProfile"))
        .get("kind")
        .words()
        .to_owned();
    let referenced = Node(spec.get("cloudProfile"))
        .get("name")
        .words()
        .to_owned();
    let name = name.unwrap_or_default();
    if kind == "CloudProfile" && (!since_33 || (!name.is_empty() && name != referenced)) {
        spec.insert("cloudProfileName".to_owned(), referenced.into());
    }
    if !kind.is_empty() && kind != "CloudProfile" {
        spec.remove("cloudProfileName");
    }
}
