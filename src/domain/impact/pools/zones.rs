//! How the size of a pool spreads over its zones: a machine deployment each
//! (`gardener/gardener:extensions/pkg/controller/worker/machines.go:DistributeOverZones`).

use schemars::JsonSchema;
use serde::Serialize;

use crate::domain::impact::tree::Node;

/// The share of one zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ZoneShare {
    /// The zone; empty where the pool has none.
    pub zone: String,
    /// The least number of nodes.
    pub minimum: i64,
    /// The largest number of nodes.
    pub maximum: i64,
    /// Nodes that may be there beyond the number that is wanted, or a percentage.
    pub max_surge: Option<String>,
    /// Nodes that may be missing, or a percentage.
    pub max_unavailable: Option<String>,
}

/// Give the share of a zone in a number.
pub fn share(index: i64, size: i64, zones: i64) -> i64 {
    size / zones + i64::from(index < size % zones)
}

/// Give the share of a zone in a number or a percentage; `total` is the number of nodes that it is a part of.
pub fn share_of(index: i64, value: &str, zones: i64, total: i64) -> Option<String> {
    let Some(percent) = value.strip_suffix('%') else {
        return Some(share(index, value.parse().ok()?, zones).to_string());
    };
    let percent: i64 = percent.parse().ok()?;
    if total % zones == 0 {
        return Some(format!("{percent}%"));
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "numbers of nodes are small, and Gardener rounds the same way"
    )]
    let weighted = {
        let average = total as f64 / zones as f64;
        let ratio = 100.0 / average * share(index, total, zones) as f64;
        (ratio * percent as f64 / 100.0).ceil()
    };
    Some(format!("{weighted:.0}%"))
}

/// Where neither is allowed, because there are more zones than extra nodes, one node is missing all the same
/// (`gardener/machine-controller-manager:pkg/controller/deployment_util.go:ResolveFenceposts`).
fn fenced(surge: Option<String>, missing: Option<String>) -> (Option<String>, Option<String>) {
    let is_none = |share: &Option<String>| matches!(share.as_deref(), Some("0" | "0%"));
    if is_none(&surge) && is_none(&missing) {
        return (surge, Some("1".to_owned()));
    }
    (surge, missing)
}

/// Spread a pool over its zones.
pub fn shares(pool: Node<'_>) -> Vec<ZoneShare> {
    let names = pool.get("zones").texts();
    let zones = i64::try_from(names.len().max(1)).unwrap_or(1);
    let (minimum, maximum) = (
        pool.get("minimum").int().unwrap_or_default(),
        pool.get("maximum").int().unwrap_or_default(),
    );
    let text = |field: &str| {
        let value = pool.get(field);
        let number = value.int().map(|number| number.to_string());
        number.or_else(|| value.text().map(ToOwned::to_owned))
    };
    let (surge, unavailable) = (text("maxSurge"), text("maxUnavailable"));
    let spread = |index: i64, value: &Option<String>, total: i64| {
        value
            .as_ref()
            .and_then(|value| share_of(index, value, zones, total))
    };
    (0..zones)
        .map(|index| {
            let name = usize::try_from(index)
                .ok()
                .and_then(|index| names.get(index));
            let (surge, missing) = fenced(
                spread(index, &surge, maximum),
                spread(index, &unavailable, minimum),
            );
            ZoneShare {
                zone: name.copied().unwrap_or_default().to_owned(),
                minimum: share(index, minimum, zones),
                maximum: share(index, maximum, zones),
                max_surge: surge,
                max_unavailable: missing,
            }
        })
        .collect()
}
