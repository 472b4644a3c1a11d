//! What changes from one state of a profile to another.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Change, ChangeType, ProfileChange};
use crate::domain::objects::cloud_profile::{Capabilities, ExpirableVersion};
use crate::domain::versions::lifecycle::SUPPORTED;
use crate::domain::versions::profile::{Image, ImageOffer, Profile, ProfileKey};

/// Give every change that maintenance could notice, in the order of the profile.
pub(super) fn compare(before: &Profile, after: &Profile) -> Vec<ProfileChange> {
    let mut changes = Changes {
        profile: &after.key,
        found: Vec::new(),
    };
    let path = |version: &str| format!("spec.kubernetes.versions[{version}]");
    let old: Vec<_> = before.kubernetes.iter().map(|offer| &offer.raw).collect();
    let new: Vec<_> = after.kubernetes.iter().map(|offer| &offer.raw).collect();
    let subject = Subject {
        change_type: ChangeType::Kubernetes,
        image: None,
    };
    changes.versions(subject, &old, &new, &path);
    for image in &after.images {
        changes.image(before.image(&image.name), image);
    }
    for image in before
        .images
        .iter()
        .filter(|image| after.image(&image.name).is_none())
    {
        changes.add(Found {
            image: Some(&image.name),
            ..Found::new(
                ChangeType::MachineImage,
                Change::Removed,
                "spec.machineImages",
            )
        });
    }
    changes.machine_types(before, after);
    changes.found
}

/// In what versions change.
#[derive(Clone, Copy)]
struct Subject<'a> {
    change_type: ChangeType,
    image: Option<&'a str>,
}

/// A change that was found.
struct Found<'a> {
    change_type: ChangeType,
    change: Change,
    image: Option<&'a str>,
    version: Option<&'a str>,
    from: Option<String>,
    to: Option<String>,
    path: String,
}

impl Found<'_> {
    fn new(change_type: ChangeType, change: Change, path: impl Into<String>) -> Self {
        Self {
            change_type,
            change,
            image: None,
            version: None,
            from: None,
            to: None,
            path: path.into(),
        }
    }
}

struct Changes<'a> {
    profile: &'a ProfileKey,
    found: Vec<ProfileChange>,
}

impl Changes<'_> {
    fn add(&mut self, found: Found<'_>) {
        self.found.push(ProfileChange {
            profile: self.profile.clone(),
            change_type: found.change_type,
            image: found.image.map(ToOwned::to_owned),
            version: found.version.map(ToOwned::to_owned),
            change: found.change,
            from: found.from,
            to: found.to,
            path: found.path,
            location: None,
            shoots: 0,
            pools: 0,
            hit: 0,
        });
    }

    /// Compare lists of versions.
    fn versions(
        &mut self,
        subject: Subject<'_>,
        before: &[&ExpirableVersion],
        after: &[&ExpirableVersion],
        path: &dyn Fn(&str) -> String,
    ) {
        for new in after {
            let version = new.version.as_str();
            let found = |change, field: &str| Found {
                image: subject.image,
                version: Some(version),
                ..Found::new(subject.change_type, change, path(version) + field)
            };
            let Some(old) = before.iter().find(|old| old.version == version) else {
                self.add(Found {
                    to: Some(stage(new)),
                    ..found(Change::Added, "")
                });
                continue;
            };
            if old.lifecycle != new.lifecycle {
                self.add(Found {
                    from: Some(stage(old)),
                    to: Some(stage(new)),
                    ..found(Change::Lifecycle, ".lifecycle")
                });
                continue;
            }
            if !new.lifecycle.is_empty() {
                continue; // dates and classes beside a lifecycle have no effect
            }
            if old.expiration_date != new.expiration_date {
                self.add(Found {
                    from: old.expiration_date.map(|at| at.to_string()),
                    to: new.expiration_date.map(|at| at.to_string()),
                    ..found(Change::Expiry, ".expirationDate")
                });
            }
            if class(old) != class(new) {
                self.add(Found {
                    from: Some(class(old).to_owned()),
                    to: Some(class(new).to_owned()),
                    ..found(Change::Classification, ".classification")
                });
            }
        }
        for old in before {
            if !after.iter().any(|new| new.version == old.version) {
                self.add(Found {
                    image: subject.image,
                    version: Some(&old.version),
                    from: Some(stage(old)),
                    ..Found::new(subject.change_type, Change::Removed, path(&old.version))
                });
            }
        }
    }

    fn image(&mut self, before: Option<&Image>, after: &Image) {
        let name = after.name.as_str();
        let place = format!("spec.machineImages[{name}]");
        let Some(before) = before else {
            self.add(Found {
                image: Some(name),
                ..Found::new(ChangeType::MachineImage, Change::Added, place)
            });
            return;
        };
        if before.strategy != after.strategy {
            self.add(Found {
                image: Some(name),
                from: Some(before.strategy.to_string()),
                to: Some(after.strategy.to_string()),
                ..Found::new(
                    ChangeType::MachineImage,
                    Change::Strategy,
                    format!("{place}.updateStrategy"),
                )
            });
        }
        let raw = |image: &'_ Image| -> Vec<ExpirableVersion> {
            image
                .versions
                .iter()
                .map(|version| version.offer.raw.clone())
                .collect()
        };
        let (old, new) = (raw(before), raw(after));
        let (old, new): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
        let subject = Subject {
            change_type: ChangeType::MachineImage,
            image: Some(name),
        };
        let path = |version: &str| format!("{place}.versions[{version}]");
        self.versions(subject, &old, &new, &path);
        for new in &after.versions {
            let version = new.offer.raw.version.as_str();
            let same = before
                .versions
                .iter()
                .find(|old| old.offer.raw.version == version);
            let Some(old) = same else { continue };
            let (from, to) = different(&requirements(old), &requirements(new));
            if from != to {
                self.add(Found {
                    image: Some(name),
                    version: Some(version),
                    from: Some(from),
                    to: Some(to),
                    ..Found::new(
                        ChangeType::MachineImage,
                        Change::Requirements,
                        path(version),
                    )
                });
            }
        }
    }

    fn machine_types(&mut self, before: &Profile, after: &Profile) {
        for new in &after.machine_types {
            let path = format!("spec.machineTypes[{}]", new.name);
            let found = |change| Found {
                version: Some(&new.name),
                ..Found::new(ChangeType::MachineType, change, path.clone())
            };
            let Some(old) = before.machine_type(&new.name) else {
                self.add(found(Change::Added));
                continue;
            };
            let of = |architecture: &Option<String>, capabilities: &Capabilities| {
                vec![
                    ("architecture", architecture.clone().unwrap_or_default()),
                    ("capabilities", capability_text(capabilities)),
                ]
            };
            let (from, to) = different(
                &of(&old.architecture, &old.capabilities),
                &of(&new.architecture, &new.capabilities),
            );
            if from != to {
                self.add(Found {
                    from: Some(from),
                    to: Some(to),
                    ..found(Change::Requirements)
                });
            }
        }
        for old in &before.machine_types {
            if after.machine_type(&old.name).is_none() {
                self.add(Found {
                    version: Some(&old.name),
                    ..Found::new(
                        ChangeType::MachineType,
                        Change::Removed,
                        "spec.machineTypes",
                    )
                });
            }
        }
    }
}

/// The class of a version without lifecycle; none given is supported.
fn class(version: &ExpirableVersion) -> &str {
    version.classification.as_deref().unwrap_or(SUPPORTED)
}

/// Say in what stages a version is, and when.
fn stage(version: &ExpirableVersion) -> String {
    if version.lifecycle.is_empty() {
        let mut text = class(version).to_owned();
        if let Some(at) = version.expiration_date {
            let _ = write!(text, ", expires {at}"); // writing to a String does not fail
        }
        return text;
    }
    let stages = version
        .lifecycle
        .iter()
        .map(|stage| match stage.start_time {
            Some(at) => format!("{} from {at}", stage.classification),
            None => stage.classification.clone(),
        });
    stages.collect::<Vec<_>>().join(", ")
}

/// What an image version asks of a pool, by name.
fn requirements(version: &ImageOffer) -> Vec<(&'static str, String)> {
    // Derived from flavors, architectures come in any order.
    let architectures: BTreeSet<&str> = version.architectures.iter().map(String::as_str).collect();
    let cri = version.cri.iter().map(|cri| {
        let runtimes: Vec<&str> = (cri.container_runtimes.iter())
            .map(|runtime| runtime.runtime_type.as_str())
            .collect();
        match runtimes.as_slice() {
            [] => cri.name.clone(),
            runtimes => format!("{} with {}", cri.name, runtimes.join(" and ")),
        }
    });
    let flavors: BTreeSet<String> = version.flavors.iter().map(capability_text).collect();
    let in_place = match &version.in_place {
        Some(updates) if updates.supported => match &updates.min_version_for_update {
            Some(minimum) => format!("from {minimum} on"),
            None => "supported".to_owned(),
        },
        _ => "no".to_owned(),
    };
    let join = |texts: &[&str]| texts.join(" and ");
    vec![
        (
            "architectures",
            join(&architectures.into_iter().collect::<Vec<_>>()),
        ),
        ("CRI", cri.collect::<Vec<_>>().join(" and ")),
        (
            "kubelet",
            version
                .kubelet
                .as_ref()
                .map_or("any".to_owned(), |(text, _)| text.clone()),
        ),
        ("in-place updates", in_place),
        (
            "flavors",
            if flavors.is_empty() {
                "any".to_owned()
            } else {
                flavors.into_iter().collect::<Vec<_>>().join(" or ")
            },
        ),
    ]
}

fn capability_text(capabilities: &Capabilities) -> String {
    let one = |(name, values): (&String, &Vec<String>)| {
        let values: BTreeSet<&str> = values.iter().map(String::as_str).collect();
        format!(
            "{name} {}",
            values.into_iter().collect::<Vec<_>>().join("/")
        )
    };
    format!(
        "({})",
        capabilities.iter().map(one).collect::<Vec<_>>().join(", ")
    )
}

/// Say what is different on both sides.
fn different(
    before: &[(&'static str, String)],
    after: &[(&'static str, String)],
) -> (String, String) {
    let other = before.iter().zip(after).filter(|(one, other)| one != other);
    let text = |(name, value): &(&str, String)| format!("{name} {value}");
    let (from, to): (Vec<_>, Vec<_>) = other.map(|(from, to)| (text(from), text(to))).unzip();
    (from.join(", "), to.join(", "))
}
