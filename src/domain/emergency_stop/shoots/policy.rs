//! How a gardenlet times its shoots, as far as its configuration says so.

use jiff::SignedDuration;
use serde_json::Value;

/// Defaults of `gardener/gardener:pkg/apis/config/gardenlet/v1alpha1/defaults.go`.
const SYNC_PERIOD: SignedDuration = SignedDuration::from_hours(1);
const RETRY_DURATION: SignedDuration = SignedDuration::from_hours(12);
const CONCURRENT_SYNCS: u32 = 20;

/// What the configuration of a gardenlet sets about its shoot controller; the server keeps no defaults there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    sync_period: Option<SignedDuration>,
    retry_duration: Option<SignedDuration>,
    concurrent_syncs: Option<u32>,
    in_window_only: Option<bool>,
    respect_overwrite: Option<bool>,
    /// Feature gate `UpgradeEtcdVersion` of etcd-druid, which decides what images etcd has.
    pub upgrades_etcd: Option<bool>,
}

/// How a gardenlet times its shoots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Time between two regular reconciliations of a shoot.
    pub sync_period: SignedDuration,
    /// How long a failing operation is retried before the shoot counts as failed.
    pub retry_duration: SignedDuration,
    /// Operations that run side by side.
    pub concurrent_syncs: u32,
    /// Regular reconciliations happen in the maintenance windows only.
    pub in_window_only: bool,
    /// Shoots outside namespace `garden` may ask to be ignored, or for a longer period.
    pub respect_overwrite: bool,
}

impl Default for Policy {
    fn default() -> Self {
        Settings::default().policy()
    }
}

impl Settings {
    /// Read them from a `GardenletConfiguration`.
    pub fn of_config(config: &Value) -> Self {
        let shoot = &config["controllers"]["shoot"];
        let duration = |name: &str| go_duration(shoot[name].as_str()?);
        Self {
            sync_period: duration("syncPeriod"),
            retry_duration: duration("retryDuration"),
            concurrent_syncs: (shoot["concurrentSyncs"].as_u64())
                .and_then(|syncs| syncs.try_into().ok()),
            in_window_only: shoot["reconcileInMaintenanceOnly"].as_bool(),
            respect_overwrite: shoot["respectSyncPeriodOverwrite"].as_bool(),
            upgrades_etcd: config["etcdConfig"]["featureGates"]["UpgradeEtcdVersion"].as_bool(),
        }
    }

    /// Take from the gardenlet that deploys this one what is not set here (`mergeWithParent` of a ManagedSeed).
    #[must_use]
    pub fn or(self, parent: Self) -> Self {
        Self {
            sync_period: self.sync_period.or(parent.sync_period),
            retry_duration: self.retry_duration.or(parent.retry_duration),
            concurrent_syncs: self.concurrent_syncs.or(parent.concurrent_syncs),
            in_window_only: self.in_window_only.or(parent.in_window_only),
            respect_overwrite: self.respect_overwrite.or(parent.respect_overwrite),
            upgrades_etcd: self.upgrades_etcd.or(parent.upgrades_etcd),
        }
    }

    /// Fill in Gardener's defaults.
    pub fn policy(self) -> Policy {
        Policy {
            sync_period: self.sync_period.unwrap_or(SYNC_PERIOD),
            retry_duration: self.retry_duration.unwrap_or(RETRY_DURATION),
            concurrent_syncs: self.concurrent_syncs.unwrap_or(CONCURRENT_SYNCS),
            in_window_only: self.in_window_only.unwrap_or(false),
            respect_overwrite: self.respect_overwrite.unwrap_or(false),
        }
    }
}

/// Read a length of time as Go writes it: `1h0m0s`.
pub(super) fn go_duration(text: &str) -> Option<SignedDuration> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_set_comes_from_the_parent_and_then_from_gardener() {
        let shoot = json!({ "syncPeriod": "2h0m0s", "reconcileInMaintenanceOnly": true });
        let parent = Settings::of_config(&json!({ "controllers": { "shoot": shoot } }));
        let own = Settings::of_config(
            &json!({ "controllers": { "shoot": { "syncPeriod": "1h30m", "concurrentSyncs": 5 } } }),
        );
        assert_eq!(
            own.or(parent).policy(),
            Policy {
                sync_period: SignedDuration::from_mins(90),
                retry_duration: SignedDuration::from_hours(12),
                concurrent_syncs: 5,
                in_window_only: true,
                respect_overwrite: false,
            }
        );
        assert_eq!(
            Settings::of_config(&Value::Null).policy(),
            Policy::default()
        );
    }
}
