//! When a Shoot is maintained and when it sleeps (`gardener/gardener:pkg/api/core/validation/shoot.go:validateMaintenance`,
//! `ValidateHibernation`).

use std::collections::BTreeSet;

use super::pools::WORKERLESS;
use super::{Check, text};
use crate::domain::impact::duration::{DAY, MINUTE};
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::versions::window::Window;

impl Check<'_> {
    pub(super) fn maintenance(&mut self) {
        let maintenance = self.spec().get("maintenance");
        let path = Path::root("spec").field("maintenance");
        let workerless = self.new.is_workerless();
        if workerless && maintenance.at("autoUpdate.machineImageVersion").is_set() {
            self.reject(
                Rule::Workerless,
                &path.join("autoUpdate.machineImageVersion"),
                WORKERLESS,
            );
        }
        let credentials = maintenance.at("autoRotation.credentials");
        for field in ["observability", "sshKeypair", "etcdEncryptionKey"] {
            let at = path.join("autoRotation.credentials").field(field);
            if workerless && field == "sshKeypair" && credentials.get(field).is_set() {
                self.reject(Rule::Workerless, &at, WORKERLESS);
                continue;
            }
            let period = credentials.get(field).get("rotationPeriod").duration();
            if period
                .is_some_and(|period| period != 0 && !(30 * MINUTE..=90 * DAY).contains(&period))
            {
                self.reject(
                    Rule::RotationPeriod,
                    &at.field("rotationPeriod"),
                    "value must be either 0 to disable rotation or between 30m and 90d",
                );
            }
        }
        let window = maintenance.get("timeWindow");
        if !window.is_set() {
            return;
        }
        let at = path.field("timeWindow");
        match Window::parse(window.get("begin").words(), window.get("end").words()) {
            None => self.reject(
                Rule::MaintenanceWindow,
                &at,
                "begin and end must be written like 220000+0100",
            ),
            Some(window) => {
                let minutes = window.duration().as_mins();
                if minutes > 360 {
                    self.reject(
                        Rule::MaintenanceWindow,
                        &at,
                        "time window must not be greater than 6h0m0s",
                    );
                }
                if minutes < 30 {
                    self.reject(
                        Rule::MaintenanceWindow,
                        &at,
                        "time window must not be smaller than 30m0s",
                    );
                }
            }
        }
    }

    pub(super) fn hibernation(&mut self) {
        let hibernation = self.spec().get("hibernation");
        let path = Path::root("spec").field("hibernation");
        if !hibernation.is_set() {
            return;
        }
        if self.new.is_self_hosted() {
            self.reject(
                Rule::SelfHosted,
                &path,
                "hibernation is not supported for self-hosted shoots",
            );
            return;
        }
        if self.new.is_hibernated() {
            let operations = super::operation::list(self.new, super::operation::MAINTENANCE);
            for operation in operations {
                if super::operation::is_forbidden_when_hibernated(&operation) {
                    let message = format!(
                        "shoot cannot be hibernated when maintenance.gardener.cloud/operation annotation contains {operation} operation"
                    );
                    self.reject(Rule::HibernationRotation, &path.field("enabled"), message);
                }
            }
        }
        let mut seen = BTreeSet::new();
        for (index, schedule) in hibernation.get("schedules").items().enumerate() {
            let at = path.field("schedules").key(&index.to_string());
            if !schedule.get("start").is_set() && !schedule.get("end").is_set() {
                self.reject(
                    Rule::HibernationSchedule,
                    &at,
                    "either start or end has to be provided",
                );
            }
            for field in ["start", "end"] {
                let Some(spec) = schedule.get(field).text() else {
                    continue;
                };
                if !text::is_cron(spec) {
                    self.reject(
                        Rule::HibernationSchedule,
                        &at.field(field),
                        "not a valid cron spec",
                    );
                } else if !seen.insert(spec) {
                    self.reject(
                        Rule::HibernationSchedule,
                        &at.field(field),
                        format!("Duplicate value: \"{spec}\""),
                    );
                }
            }
            let location = schedule.get("location").text();
            if location.is_some_and(|location| !text::is_location(location)) {
                self.reject(
                    Rule::HibernationSchedule,
                    &at.field("location"),
                    "not a valid location: unknown time zone",
                );
            }
        }
    }
}
