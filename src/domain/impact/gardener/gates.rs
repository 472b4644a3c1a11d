//! What Gardener itself does otherwise from a version on, as far as it decides about nodes or about what is accepted.

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::impact::rules::Class;
use crate::domain::versions::version::Version;

/// Something that a version of Gardener changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GateChange {
    /// The version of Gardener.
    pub version: String,
    /// What it leads to.
    pub class: Class,
    /// What is different.
    pub effect: String,
    /// Shoots that it concerns; absent where that cannot be told.
    pub shoots: Option<u32>,
}

struct Gate {
    minor: u64,
    class: Class,
    effect: &'static str,
    /// The first minor of Kubernetes that is still supported.
    least: Option<u64>,
}

const fn gate(minor: u64, class: Class, effect: &'static str) -> Gate {
    Gate {
        minor,
        class,
        effect,
        least: None,
    }
}

/// `gardener/gardener:docs/deployment/feature_gates.md`, its release notes, and who fails on old versions:
/// `pkg/utils/validation/kubernetesversion/version.go:CheckIfSupported`.
const GATES: &[Gate] = &[
    gate(
        98,
        Class::ConfigOnly,
        "Feature gate NewWorkerPoolHash is there, off: machine type, volume, rotations and kubelet settings count for the key of a pool from its next roll on",
    ),
    gate(
        126,
        Class::ConfigOnly,
        "Feature gate NewWorkerPoolHash is on: a pool keeps its key until it rolls for another reason",
    ),
    gate(
        139,
        Class::ConfigOnly,
        "The exposure class of a Shoot can be changed; the node mask for IPv6 can be configured",
    ),
    Gate {
        least: Some(31),
        ..gate(
            141,
            Class::ManualActionRequired,
            "Kubernetes 1.30 and older are not supported any more: reconciling such Shoots fails",
        )
    },
    gate(
        141,
        Class::ConfigOnly,
        "systemReserved of the kubelet is removed and dropped from manifests: the key of a pool has kubeReserved alone",
    ),
    Gate {
        least: Some(32),
        ..gate(
            142,
            Class::ManualActionRequired,
            "Kubernetes 1.31 is not supported any more: reconciling such Shoots fails",
        )
    },
    gate(
        142,
        Class::AccessImpact,
        "oidcConfig of the API server is removed and dropped from manifests: structured authentication takes its place",
    ),
    gate(
        143,
        Class::ConfigOnly,
        "Feature gate NewWorkerPoolHash is removed: all pools have the new key",
    ),
    gate(
        146,
        Class::ConfigOnly,
        "The bookkeeping of key versions of pools is removed",
    ),
    gate(
        149,
        Class::ConfigOnly,
        "Leftovers of that bookkeeping are deleted; the image vector has etcd-backup-restore, for self-hosted shoots",
    ),
];

/// Give what changes between two versions; `shoots` counts those with an older minor of Kubernetes than one.
pub fn between(
    from: Option<&str>,
    to: Option<&str>,
    shoots: impl Fn(u64) -> Option<u32>,
) -> Vec<GateChange> {
    let minor = |version: Option<&str>| Some(Version::parse(version?)?.minor);
    let (Some(from), Some(to)) = (minor(from), minor(to)) else {
        return Vec::new();
    };
    let passed = GATES
        .iter()
        .filter(|gate| from < gate.minor && gate.minor <= to);
    passed
        .map(|gate| {
            let shoots = gate.least.and_then(&shoots);
            GateChange {
                version: format!("v1.{}", gate.minor),
                // What no shoot has is refused to none.
                class: match shoots {
                    Some(0) => Class::ConfigOnly,
                    _ => gate.class,
                },
                effect: gate.effect.to_owned(),
                shoots,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_between_two_versions_is_told() {
        let all = between(Some("v1.140.3"), Some("v1.142.0"), |least| {
            Some(u32::from(least == 32))
        });
        let versions: Vec<&str> = all.iter().map(|gate| gate.version.as_str()).collect();
        assert_eq!(versions, ["v1.141", "v1.141", "v1.142", "v1.142"]);
        assert_eq!((all[0].class, all[0].shoots), (Class::ConfigOnly, Some(0)));
        assert_eq!(
            (all[2].class, all[2].shoots),
            (Class::ManualActionRequired, Some(1))
        );
        assert!(between(Some("v1.149.0"), Some("v1.150.0"), |_| None).is_empty());
        assert!(between(None, Some("v1.150.0"), |_| None).is_empty());
        assert!(between(Some("v1.150.0"), Some("v1.139.0"), |_| None).is_empty());
    }
}
