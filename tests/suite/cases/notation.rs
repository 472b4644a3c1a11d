//! The notation of the cases: instants, versions, images and pools as short texts.
//!
//! - instants: `N` (now, 2026-08-21T12:00:00Z), `past` (N − 24 h), `future` (N + 24 h), `N+3h`, `2026-08-01`, `2012`
//! - versions: `1.30.2`, `1.30.2:deprecated`, `1.30.2:supported@past`, `1.31.5=[preview, supported@2027-01-01]`
//! - image versions: a version and `{arch amd64+arm64; kub < 1.26; cri containerd+gvisor; inp 1.0.0; flavor a=1+2}`
//! - pools: name, image, version and `{arch arm64; type m-arm; cri containerd+gvisor; kubelet 1.30.5; in-place}`

use jiff::{SignedDuration, Timestamp, ToSpan};
use kubectl_gardener::domain::objects::cloud_profile::{
    ContainerRuntime, Cri, ExpirableVersion, InPlaceUpdates, LifecycleStage, MachineImageVersion,
};
use kubectl_gardener::domain::objects::shoot::{
    Machine, ShootMachineImage, Worker, WorkerKubernetes,
};

/// Read an instant.
pub fn at(text: &str) -> Timestamp {
    let now: Timestamp = "2026-08-21T12:00:00Z".parse().unwrap();
    match text {
        "N" => now,
        "past" => now - 24.hours(),
        "future" => now + 24.hours(),
        _ if text.starts_with('N') => {
            let distance: SignedDuration = text[1..].trim_start_matches('+').parse().unwrap();
            now + distance
        }
        _ if text.contains('T') => text.parse().unwrap(),
        _ if text.len() == 4 => format!("{text}-01-01T00:00:00Z").parse().unwrap(),
        _ => format!("{text}T00:00:00Z").parse().unwrap(),
    }
}

/// Split at spaces that are not in brackets.
fn words(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let is_gap = |c: char| {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            _ => {}
        }
        depth == 0 && c.is_whitespace()
    };
    text.split(is_gap).filter(|word| !word.is_empty()).collect()
}

/// Cut `{key value; key value}` off the end of a text.
fn attributes(text: &str) -> (&str, Vec<(&str, &str)>) {
    let Some((text, attributes)) = text.split_once('{') else {
        return (text, Vec::new());
    };
    let attributes = attributes.strip_suffix('}').expect("a closing bracket");
    let pairs = attributes.split(';').map(|text| {
        let text = text.trim();
        text.split_once(' ').unwrap_or((text, ""))
    });
    (text, pairs.collect())
}

/// Read a version.
pub fn version(text: &str) -> ExpirableVersion {
    let (text, lifecycle) = match text.split_once("=[") {
        None => (text.to_owned(), Vec::new()),
        Some((version, rest)) => {
            let (stages, rest) = rest.split_once(']').expect("a closing bracket");
            let stages = stages.split(',').map(|stage| {
                let (class, start) = match stage.trim().split_once('@') {
                    Some((class, start)) => (class, Some(at(start))),
                    None => (stage.trim(), None),
                };
                LifecycleStage {
                    classification: class.to_owned(),
                    start_time: start,
                }
            });
            (format!("{version}{rest}"), stages.collect())
        }
    };
    let (text, date) = match text.split_once('@') {
        Some((text, date)) => (text, Some(at(date))),
        None => (text.as_str(), None),
    };
    let (version, class) = match text.split_once(':') {
        Some((version, class)) => (version, Some(class.to_owned())),
        None => (text, None),
    };
    ExpirableVersion {
        version: version.to_owned(),
        expiration_date: date,
        classification: class,
        lifecycle,
    }
}

/// Read versions.
pub fn versions(text: &str) -> Vec<ExpirableVersion> {
    words(text).into_iter().map(version).collect()
}

/// Read a list of words joined by `+`.
fn list(text: &str) -> Vec<String> {
    text.split('+').map(ToOwned::to_owned).collect()
}

/// Read `containerd+gvisor`: a CRI and its container runtimes.
fn cri(text: &str) -> Cri {
    let mut names = list(text).into_iter();
    Cri {
        name: names.next().unwrap(),
        container_runtimes: names
            .map(|runtime_type| ContainerRuntime { runtime_type })
            .collect(),
    }
}

/// Read a version of a machine image.
fn image_version(text: &str) -> MachineImageVersion {
    let (text, attributes) = attributes(text);
    let mut image = MachineImageVersion {
        expirable: version(text),
        ..MachineImageVersion::default()
    };
    for (key, value) in attributes {
        match key {
            "arch" => image.architectures = list(value),
            "kub" => image.kubelet_version_constraint = Some(value.to_owned()),
            "cri" => image.cri.push(cri(value)),
            "inp" => {
                image.in_place_updates = Some(InPlaceUpdates {
                    supported: true,
                    min_version_for_update: Some(value.to_owned()).filter(|text| !text.is_empty()),
                });
            }
            "flavor" => {
                let (name, values) = value.split_once('=').unwrap();
                image
                    .capability_flavors
                    .push([(name.to_owned(), list(values))].into());
            }
            _ => panic!("an image version has no attribute {key}"),
        }
    }
    image
}

/// Read versions of a machine image.
pub fn image_versions(text: &str) -> Vec<MachineImageVersion> {
    words(text).into_iter().map(image_version).collect()
}

/// Read a pool.
pub fn pool(text: &str) -> Worker {
    let (text, attributes) = attributes(text);
    let [name, image, version] = words(text)[..] else {
        panic!("{text:?} is not a name, an image and a version");
    };
    let mut worker = Worker {
        name: name.to_owned(),
        machine: Machine {
            machine_type: "m".to_owned(),
            image: Some(ShootMachineImage {
                name: image.to_owned(),
                version: version.to_owned(),
            }),
            architecture: None,
        },
        ..Worker::default()
    };
    for (key, value) in attributes {
        match key {
            "arch" => worker.machine.architecture = Some(value.to_owned()),
            "type" => value.clone_into(&mut worker.machine.machine_type),
            "cri" => worker.cri = Some(cri(value)),
            "kubelet" => {
                worker.kubernetes = Some(WorkerKubernetes {
                    version: Some(value.to_owned()),
                    kubelet: None,
                });
            }
            "in-place" => worker.update_strategy = Some("AutoInPlaceUpdate".to_owned()),
            _ => panic!("a pool has no attribute {key}"),
        }
    }
    worker
}
