//! Which gardenlet versions a garden takes: up to two minors older than gardener-apiserver, never newer.
//!
//! A gardenlet outside of this refuses to start
//! (`gardener/gardener:pkg/gardenlet/bootstrappers/verify_version.go:VerifyGardenerVersion`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::objects::ConfigMap;
use crate::domain::versions::version::Version;
use crate::erased;

/// Minors that a gardenlet may be behind.
pub const MINORS_BEHIND: u64 = 2;

/// Key of `gardener-info` with what gardener-apiserver says of itself
/// (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go`).
const API_SERVER: &str = "gardenerAPIServer";

/// The first release whose gardener-operator and API server know `force-redeploy`.
const FORCE_REDEPLOY: (u64, u64) = (1, 119);

/// Read the version of gardener-apiserver from `gardener-system-public/gardener-info`.
pub fn garden_version(info: &ConfigMap) -> Option<String> {
    #[derive(Deserialize)]
    struct ApiServer {
        version: String,
    }
    let server: ApiServer =
        erased::yaml(info.data.get(API_SERVER)?, serde_saphyr::Options::default()).ok()?;
    Some(server.version)
}

/// How a gardenlet's version stands to that of its garden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum SkewState {
    /// It starts.
    Supported,
    /// It is more than two minors older and does not start.
    TooOld,
    /// It is newer than the garden and does not start.
    TooNew,
    /// One of the two versions is not known, or is none.
    Unknown,
}

/// How far a gardenlet's version is from that of its garden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Skew {
    /// Whether a gardenlet of this version starts.
    pub state: SkewState,
    /// Minors that it is behind; absent where it is not behind within the same major version.
    pub minors_behind: Option<u64>,
}

/// Compare a gardenlet's version with that of gardener-apiserver. Pre-releases count as the release.
pub fn skew(gardenlet: Option<&str>, garden: Option<&str>) -> Skew {
    let (Some(gardenlet), Some(garden)) =
        (gardenlet.and_then(normalized), garden.and_then(normalized))
    else {
        return Skew {
            state: SkewState::Unknown,
            minors_behind: None,
        };
    };
    let oldest = (
        gardenlet.major,
        gardenlet.minor.saturating_add(MINORS_BEHIND),
    );
    let state = if gardenlet > garden {
        SkewState::TooNew
    } else if oldest < (garden.major, garden.minor) {
        SkewState::TooOld
    } else {
        SkewState::Supported
    };
    let behind = garden.minor.checked_sub(gardenlet.minor);
    Skew {
        state,
        minors_behind: behind.filter(|_| gardenlet.major == garden.major),
    }
}

/// Tell whether a garden of this version knows `force-redeploy`; `None` where that is no version.
pub fn knows_force_redeploy(garden: &str) -> Option<bool> {
    let version = normalized(garden)?;
    Some((version.major, version.minor) >= FORCE_REDEPLOY)
}

/// Read a version the way Gardener does before it compares: what follows the three numbers does not count
/// (`gardener/gardener:pkg/utils/version/version.go:Normalize`).
fn normalized(text: &str) -> Option<Version> {
    let end = text.find(['-', '+', '~']).unwrap_or(text.len());
    Version::parse(&text[..end])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_gardenlet_may_be_two_minors_older_and_never_newer() {
        use SkewState::{Supported, TooNew, TooOld, Unknown};
        for (gardenlet, garden, state, behind) in [
            ("v1.150.0", "v1.150.0", Supported, Some(0)),
            ("v1.149.3", "v1.150.0", Supported, Some(1)),
            ("v1.148.0", "v1.150.9", Supported, Some(2)),
            ("v1.147.9", "v1.150.0", TooOld, Some(3)),
            ("v1.150.1", "v1.150.0", TooNew, Some(0)),
            ("v1.151.0", "v1.150.0", TooNew, None),
            ("v1.150.0-dev", "v1.150.0", Supported, Some(0)),
            ("v1.150.0", "v1.150.0-dev-1a2b3c", Supported, Some(0)),
            ("v1.150.0+x", "1.150.0", Supported, Some(0)),
            ("v1.150.0", "v2.0.0", TooOld, None),
            ("v2.0.0", "v1.150.0", TooNew, None),
            ("latest", "v1.150.0", Unknown, None),
            ("v1.150.0", "", Unknown, None),
        ] {
            let expected = Skew {
                state,
                minors_behind: behind,
            };
            assert_eq!(
                skew(Some(gardenlet), Some(garden)),
                expected,
                "{gardenlet} {garden}"
            );
        }
        assert_eq!(skew(None, Some("v1.150.0")).state, Unknown);
        assert_eq!(skew(Some("v1.150.0"), None).state, Unknown);
    }

    #[test]
    fn force_redeploy_is_known_from_1_119_on() {
        assert_eq!(knows_force_redeploy("v1.118.9"), Some(false));
        assert_eq!(knows_force_redeploy("v1.119.0-dev"), Some(true));
        assert_eq!(knows_force_redeploy("v2.0.0"), Some(true));
        assert_eq!(knows_force_redeploy("unknown"), None);
    }

    #[test]
    fn the_garden_says_its_version_in_yaml_within_a_config_map() {
        let version = |data| {
            let info = json!({ "metadata": { "name": "gardener-info" }, "data": data });
            garden_version(&serde_json::from_value(info).unwrap())
        };
        let text = "version: v1.150.0\nworkloadIdentityIssuerURL: https://issuer.example.org\n";
        assert_eq!(
            version(json!({ "gardenerAPIServer": text })).as_deref(),
            Some("v1.150.0")
        );
        assert_eq!(version(json!({ "gardenerAPIServer": "[1" })), None);
        assert_eq!(version(json!({ "gardenerAPIServer": "{}" })), None);
        assert_eq!(version(json!(null)), None);
    }
}
