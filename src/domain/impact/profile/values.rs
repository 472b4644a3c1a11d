//! Which values of a profile the API server takes
//! (`gardener/gardener:pkg/api/core/validation/cloudprofile.go:ValidateCloudProfileSpec`).

use jiff::Timestamp;
use serde_json::Value;

use super::rules::is_of_versions;
use crate::domain::impact::change::Change;
use crate::domain::impact::fields::Keys;
use crate::domain::impact::values::{Check, Checks, Found};
use crate::domain::versions::version::Version;

/// Names refusals of a value.
pub(super) const RULE: &str = "profile-values";

const ARCHITECTURE: Check = Check::OneOf(&["amd64", "arm64"]);
const MATCHES: &str = "whether it matches the other capabilities of the profile";

const CHECKS: Checks = &[
    // Their keys and values are looked at as a whole.
    ("metadata.**", Check::Any),
    ("spec.type", Check::Filled),
    ("spec.caBundle", Check::Certificate),
    ("spec.machineTypes[*].name", Check::Name),
    ("spec.machineTypes[*].cpu", Check::Quantity),
    ("spec.machineTypes[*].gpu", Check::Quantity),
    ("spec.machineTypes[*].memory", Check::Quantity),
    ("spec.machineTypes[*].architecture", ARCHITECTURE),
    (
        "spec.machineTypes[*].capabilities.**",
        Check::Elsewhere(MATCHES),
    ),
    (
        "spec.machineTypes[*].storage.**",
        Check::Elsewhere("whether its storage is complete"),
    ),
    ("spec.volumeTypes[*].name", Check::Name),
    ("spec.volumeTypes[*].class", Check::Name),
    ("spec.volumeTypes[*].minSize", Check::Quantity),
    ("spec.regions[*].name", Check::Any),
    ("spec.regions[*].zones[*].name", Check::Any),
    (
        "spec.regions[*].zones[*].unavailableMachineTypes",
        Check::Any,
    ),
    (
        "spec.regions[*].zones[*].unavailableVolumeTypes",
        Check::Any,
    ),
    (
        "spec.regions[*].zones[*].unavailableMachineTypes[*]",
        Check::Any,
    ),
    (
        "spec.regions[*].zones[*].unavailableVolumeTypes[*]",
        Check::Any,
    ),
    // The keys are looked at as a whole.
    ("spec.regions[*].labels.**", Check::Any),
    ("spec.regions[*].accessRestrictions.**", Check::Any),
    ("spec.limits.maxNodesTotal", Check::Positive),
    ("spec.seedSelector.matchLabels.**", Check::Any),
    ("spec.seedSelector.providerTypes", Check::Any),
    (
        "spec.bastion.**",
        Check::Elsewhere("whether the profile has this machine, in a version that is supported"),
    ),
    ("spec.machineCapabilities.**", Check::Elsewhere(MATCHES)),
    (
        "spec.providerConfig.**",
        Check::Elsewhere("the admission of the provider's extension"),
    ),
];

/// Lists whose entries have a name each, and none twice.
pub(super) const NAMED: Keys = &[
    ("spec.machineTypes", &["name"]),
    ("spec.volumeTypes", &["name"]),
    ("spec.regions", &["name"]),
    ("spec.regions[*].zones", &["name"]),
    ("spec.kubernetes.versions", &["version"]),
    ("spec.machineImages", &["name"]),
    ("spec.machineImages[*].versions", &["version"]),
];

/// Lists that are not empty.
const NEEDED: [&str; 4] = [
    "/machineTypes",
    "/regions",
    "/kubernetes/versions",
    "/machineImages",
];

/// Look at the values of changed fields, and at what belongs to them.
pub(super) fn look(
    changes: &[Change],
    old: &Value,
    new: &Value,
    namespaced: bool,
    now: Timestamp,
) -> Found {
    let (old_spec, spec) = (&old["spec"], &new["spec"]);
    let of_versions: Vec<Change>;
    let others: Vec<Change>;
    (of_versions, others) = (changes.iter().cloned()).partition(|c| is_of_versions(&c.path));
    let mut found = Found::of(&others, CHECKS, RULE);
    found.names(spec, "spec", NAMED, RULE);
    for (map, labels) in [("labels", true), ("annotations", false)] {
        let path = format!("metadata.{map}");
        found.map(&new["metadata"][map], &path, labels, RULE);
    }
    for region in spec["regions"].as_array().into_iter().flatten() {
        let name = region["name"].as_str().unwrap_or_default();
        let path = format!("spec.regions[{name}].labels");
        found.map(&region["labels"], &path, true, RULE);
    }
    let selected = &spec["seedSelector"]["matchLabels"];
    found.map(selected, "spec.seedSelector.matchLabels", true, RULE);
    for volume in spec["volumeTypes"].as_array().into_iter().flatten() {
        if volume["class"].as_str().is_none_or(str::is_empty) {
            let name = volume["name"].as_str().unwrap_or_default();
            let path = format!("spec.volumeTypes[{name}].class");
            found.refuse(&path, RULE, "Required value: must provide a class");
        }
    }
    if namespaced {
        if old_spec != spec {
            found.open("spec", "how the server finds it, merged with its parent");
        }
        return found;
    }
    for pointer in NEEDED {
        let list = spec.pointer(pointer).and_then(Value::as_array);
        if list.is_none_or(Vec::is_empty) {
            let path = format!("spec{}", pointer.replace('/', "."));
            found.refuse(&path, RULE, "Required value: must provide at least one");
        }
    }
    let bastion = &spec["bastion"];
    if bastion.is_object() && bastion["machineType"].is_null() && bastion["machineImage"].is_null()
    {
        let message = "Invalid value: bastion section needs a machine type or machine image";
        found.refuse("spec.bastion", RULE, message);
    }
    capabilities(&mut found, &others, spec);
    versions(&mut found, old_spec, spec, now);
    let images = of_versions.iter().map(|change| change.path.as_str());
    if images
        .into_iter()
        .any(|path| path.starts_with("spec.machineImages"))
    {
        images_of(&mut found, old_spec, spec, now);
    }
    found
}

/// With capabilities the architecture is one of them, and a removed one may be in use.
fn capabilities(found: &mut Found, changes: &[Change], spec: &Value) {
    for change in changes {
        if change.path.starts_with("spec.machineCapabilities") && change.after.is_none() {
            found.open(&change.path, MATCHES);
        }
    }
    let capable = spec["machineCapabilities"].as_array();
    if capable.is_none_or(Vec::is_empty) {
        return;
    }
    for change in changes {
        let of_type = change.path.starts_with("spec.machineTypes[");
        let whole = change.path.ends_with(']') && change.after.is_some();
        if of_type && (whole || change.path.ends_with(".architecture")) {
            found.open(&change.path, MATCHES);
        }
    }
}

/// The versions of Kubernetes: each valid, and of those of a minor one supported.
fn versions(found: &mut Found, old: &Value, new: &Value, now: Timestamp) {
    let list = |spec: &Value| -> Vec<Value> {
        let versions = spec["kubernetes"]["versions"].as_array();
        versions.cloned().unwrap_or_default()
    };
    let (old, new) = (list(old), list(new));
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap_or_default().to_owned();
    for entry in &new {
        let name = text(entry, "version");
        let path = format!("spec.kubernetes.versions[{name}]");
        let parts = name.split('.').filter(|part| part.parse::<u32>().is_ok());
        let version = Version::parse(&name).filter(|_| parts.count() == 3);
        expirable(found, entry, &path);
        if version.is_none() {
            found.refuse(&path, RULE, "Invalid value: is no version of Kubernetes");
            continue;
        }
        let changed = !old.contains(entry);
        if changed && entry["lifecycle"].is_array() {
            found.open(&path, "whether its lifecycle is in order");
        }
        if is_one_too_many(entry, &new, now) {
            found.refuse(&path, RULE, overlaps(&name));
        }
    }
}

/// Whether a version is supported at this time, and another one of the same minor is or was
/// (`gardener/gardener:pkg/api/core/validation/cloudprofile.go:validateSupportedVersionsConfiguration`).
fn is_one_too_many(entry: &Value, all: &[Value], now: Timestamp) -> bool {
    let is_supported = |entry: &Value| entry["classification"] == "supported";
    let expired = entry["expirationDate"]
        .as_str()
        .and_then(|date| date.parse::<Timestamp>().ok())
        .is_some_and(|date| date < now);
    let number = |entry: &Value| Version::parse(entry["version"].as_str()?);
    let Some(own) = number(entry).filter(|_| is_supported(entry) && !expired) else {
        return false;
    };
    all.iter()
        .filter(|other| is_supported(other) && other["version"] != entry["version"])
        .filter_map(number)
        .any(|other| other.same_minor(&own))
}

fn overlaps(version: &str) -> String {
    format!(
        "Forbidden: unable to add version \"{version}\" with classification \"supported\". \"supported\" lifecycle stages must not overlap per minor version"
    )
}

/// What classifications there are, and what they go with.
fn expirable(found: &mut Found, entry: &Value, path: &str) {
    let class = entry["classification"].as_str();
    if class
        .is_some_and(|class| !["preview", "supported", "deprecated", "expired"].contains(&class))
    {
        let path = format!("{path}.classification");
        let message = "Unsupported value: supported values: \"deprecated\", \"expired\", \"preview\", \"supported\"";
        found.refuse(&path, RULE, message);
    }
    if class == Some("expired") && !entry["lifecycle"].is_array() {
        let path = format!("{path}.classification");
        let message = "Forbidden: cannot specify `classification` expired";
        found.refuse(&path, RULE, message);
    }
    let dated = class.is_some() || entry["expirationDate"].is_string();
    if dated && entry["lifecycle"].as_array().is_some_and(|l| !l.is_empty()) {
        let message = "Forbidden: cannot specify `classification` or `expirationDate` in combination with `lifecycle`";
        found.refuse(path, RULE, message);
    }
}

/// Machine images: what else than dates and removals changes is not looked at.
fn images_of(found: &mut Found, old: &Value, new: &Value, now: Timestamp) {
    let list = |spec: &Value, field: &str| -> Vec<Value> {
        spec[field].as_array().cloned().unwrap_or_default()
    };
    let by = |items: &[Value], key: &str, name: &Value| {
        let mut items = items.iter();
        items.find(|item| item[key] == *name).cloned()
    };
    let dates = ["classification", "expirationDate"];
    let olds = list(old, "machineImages");
    for image in list(new, "machineImages") {
        let name = image["name"].as_str().unwrap_or_default();
        let path = format!("spec.machineImages[{name}]");
        let before = by(&olds, "name", &image["name"]).unwrap_or_default();
        let strategy = image["updateStrategy"].as_str();
        if strategy.is_some_and(|s| !["patch", "minor", "major"].contains(&s)) {
            let path = format!("{path}.updateStrategy");
            found.refuse(
                &path,
                RULE,
                "Unsupported value: supported values: \"major\", \"minor\", \"patch\"",
            );
        }
        if list(&image, "versions").is_empty() {
            let path = format!("{path}.versions");
            found.refuse(
                &path,
                RULE,
                "Required value: must provide at least one version",
            );
        }
        let was = list(&before, "versions");
        let versions = list(&image, "versions");
        for version in &versions {
            let number = version["version"].as_str().unwrap_or_default();
            let path = format!("{path}.versions[{number}]");
            expirable(found, version, &path);
            if is_one_too_many(version, &versions, now) {
                found.refuse(&path, RULE, overlaps(number));
            }
            let before = by(&was, "version", &version["version"]).unwrap_or_default();
            let fields = version.as_object().into_iter().flatten();
            let mut changed = fields
                .filter(|(field, value)| before[field.as_str()] != **value)
                .map(|(field, _)| field.as_str());
            if changed.any(|field| !dates.contains(&field)) {
                found.open(
                    &path,
                    "whether the version is complete and fits the capabilities",
                );
            }
        }
    }
}
