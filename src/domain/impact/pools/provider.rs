//! What the providers' extensions add to the hash of a pool, as far as it is known
//! (`gardener/gardener-extension-provider-{aws,gcp,azure,openstack}:pkg/controller/worker/machines.go`).

use serde_json::Value;

use super::key;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::tree::Node;
use crate::domain::impact::verdict::{is_in_place, is_since};
use crate::domain::versions::version::Version;
use crate::order::Order as _;

/// Fields of `providerConfig` that AWS hashes from Kubernetes 1.34 on; `[]` stands for every entry of a list.
const AWS: &[&str] = &[
    "nodeTemplate.capacity",
    "volume.iops",
    "volume.throughput",
    "dataVolumes[].name",
    "dataVolumes[].iops",
    "dataVolumes[].throughput",
    "dataVolumes[].snapshotID",
    "iamInstanceProfile",
    "instanceMetadataOptions",
    "cpuOptions.coreCount",
    "cpuOptions.threadsPerCore",
    "capacityReservation",
    "instanceMarketOptions.marketType",
    "networkInterfaces[].type",
    "networkInterfaces[].deviceIndex",
    "networkInterfaces[].deviceIndexRange",
    "networkInterfaces[].networkCardIndex",
    "networkInterfaces[].networkCardIndexRange",
    "networkInterfaces[].subnetID",
    "placement",
];

/// Fields of `providerConfig` that GCP hashes from Kubernetes 1.35 on.
const GCP: &[&str] = &[
    "nodeTemplate.capacity",
    "gpu",
    "volume",
    "bootVolume",
    "dataVolumes",
    "minCpuPlatform",
    "serviceAccount",
];

/// Fields of `providerConfig` that Azure hashes from Kubernetes 1.35 on.
const AZURE: &[&str] = &[
    "nodeTemplate.capacity",
    "volume.caching",
    "dataVolumes",
    "diagnosticsProfile",
    "capacityReservation",
    "capacityReservationGroupID",
];

/// Fields of `providerConfig` that OpenStack hashes.
const OPENSTACK: &[&str] = &["serverGroup", "machineLabels", "additionalSecurityGroups"];

/// Give the fields of a pool that differ and that its provider hashes, or may hash.
pub fn causes(
    old: &Manifest,
    new: &Manifest,
    before: Node<'_>,
    after: Node<'_>,
) -> Vec<&'static str> {
    let provider = new.spec().at("provider.type").words();
    let mut causes = Vec::new();
    let in_place = is_in_place(after);
    let (a, b) = (before.at("volume.encrypted"), after.at("volume.encrypted"));
    if a != b && !matches!(provider, "gcp" | "azure" | "openstack") {
        causes.push("volume.encrypted");
    }
    // In place AWS only hashes the encryption, GCP and Azure nothing of the pool.
    if in_place && matches!(provider, "aws" | "gcp" | "azure") {
        return causes;
    }
    if volumes(provider, before) != volumes(provider, after) {
        causes.push("dataVolumes");
    }
    if config(provider, old, before) != config(provider, new, after) {
        causes.push("providerConfig");
    }
    causes
}

/// What a provider hashes of the data volumes.
fn volumes(provider: &str, pool: Node<'_>) -> Vec<String> {
    let fields: &[&str] = match provider {
        "aws" => &["size", "type", "encrypted"],
        "gcp" => &["name", "size", "type"],
        "azure" => &["size", "type"],
        "openstack" => &[],
        _ => &["name", "size", "type", "encrypted"],
    };
    let volumes = pool.get("dataVolumes").items().map(|volume| {
        let values = fields.iter().map(|field| match volume.get(field).0 {
            Some(value) => value.to_string(),
            None => String::new(),
        });
        values.collect::<Vec<_>>().join("-")
    });
    let mut volumes: Vec<String> = volumes.filter(|_| !fields.is_empty()).collect();
    if provider == "gcp" {
        volumes.order();
    }
    volumes
}

/// What a provider hashes of its own configuration of a pool.
fn config(provider: &str, shoot: &Manifest, pool: Node<'_>) -> Option<Value> {
    let config = pool.get("providerConfig");
    let version = Version::parse(key::version(shoot, pool));
    let since = |minor| {
        version
            .as_ref()
            .is_some_and(|version| is_since(version, minor))
    };
    let selected = match provider {
        "aws" if since(34) => AWS,
        "gcp" if since(35) => GCP,
        "azure" if since(35) => AZURE,
        "openstack" => OPENSTACK,
        _ => {
            // The raw bytes count, without what never rolls.
            let mut config = config.0.cloned()?;
            if let Some(Value::Object(template)) = config.get_mut("nodeTemplate") {
                template.remove("virtualCapacity");
                if template.is_empty() {
                    config.as_object_mut()?.remove("nodeTemplate");
                }
            }
            return Some(config);
        }
    };
    let pick = |field: &&str| match *field {
        "machineLabels" => rolling_labels(config),
        field => pick(config, field),
    };
    let values: Vec<Value> = selected.iter().map(pick).collect();
    values
        .iter()
        .any(|value| !value.is_null())
        .then_some(Value::Array(values))
}

/// Give a field; `dataVolumes[].name` is that field of every entry.
fn pick(config: Node<'_>, field: &str) -> Value {
    match field.split_once("[].") {
        None => config.at(field).0.cloned().unwrap_or_default(),
        Some((list, field)) => {
            let items = config.at(list).items();
            let values: Vec<Value> = items
                .map(|item| item.at(field).0.cloned().unwrap_or_default())
                .collect();
            if values.is_empty() {
                Value::Null
            } else {
                Value::Array(values)
            }
        }
    }
}

/// The labels of machines that are to replace them when they change.
fn rolling_labels(config: Node<'_>) -> Value {
    let labels = config.get("machineLabels").items();
    let rolling = labels.filter(|label| label.get("triggerRollingOnUpdate").is_true());
    let mut pairs: Vec<String> = rolling
        .map(|label| {
            format!(
                "{}={}",
                label.get("name").words(),
                label.get("value").words()
            )
        })
        .collect();
    pairs.order();
    if pairs.is_empty() {
        Value::Null
    } else {
        pairs.into()
    }
}
