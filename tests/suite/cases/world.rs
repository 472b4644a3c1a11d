//! A profile and a shoot of it, and what maintenance makes of them in words.

use jiff::{SignedDuration, Timestamp};
use kubectl_gardener::domain::objects::cloud_profile::{
    CapabilityDefinition, CloudProfile, CloudProfileSpec, MachineImage, MachineType,
};
use kubectl_gardener::domain::objects::shoot::{
    AutoUpdate, CloudProfileReference, LastOperation, Maintenance, Shoot, TimeWindow,
};
use kubectl_gardener::domain::versions::finding::{Code, Severity};
use kubectl_gardener::domain::versions::next_run::NextRun;
use kubectl_gardener::domain::versions::profile::Profile;
use kubectl_gardener::domain::versions::rejection::Rejection;
use kubectl_gardener::domain::versions::report::{Builder, Options, ShootRow};
use kubectl_gardener::domain::versions::run::{
    Cause, Certainty, Interval, Outcome, Run, Target, run,
};
use kubectl_gardener::domain::waiver::Waivers;

use super::notation::{at, image_versions, pool, versions};

/// A profile `p` and a shoot `garden-dev/s` of it.
#[derive(Clone)]
pub struct World {
    /// What the profile offers.
    pub spec: CloudProfileSpec,
    /// The shoot.
    pub shoot: Shoot,
}

impl World {
    /// A shoot on a Kubernetes version, with these on offer: no pools, automatic updates off, a window from
    /// 22:00 to 23:00 UTC, the last operation succeeded.
    pub fn new(current: &str, offered: &str) -> Self {
        let mut spec = CloudProfileSpec::default();
        spec.kubernetes.versions = versions(offered);
        spec.machine_types = vec![machine_type("m", "amd64"), machine_type("m-arm", "arm64")];
        let mut shoot = Shoot::default();
        shoot.metadata.namespace = Some("garden-dev".to_owned());
        "s".clone_into(&mut shoot.metadata.name);
        shoot.spec.cloud_profile = Some(CloudProfileReference {
            kind: None,
            name: "p".to_owned(),
        });
        current.clone_into(&mut shoot.spec.kubernetes.version);
        shoot.spec.maintenance = Some(Maintenance {
            auto_update: Some(AutoUpdate {
                kubernetes_version: false,
                machine_image_version: Some(false),
            }),
            ..Maintenance::default()
        });
        shoot.status.last_operation = Some(LastOperation {
            operation_type: "Reconcile".to_owned(),
            state: "Succeeded".to_owned(),
            ..LastOperation::default()
        });
        Self { spec, shoot }.window("220000+0000", "230000+0000")
    }

    /// Offer a machine image.
    pub fn image(mut self, name: &str, strategy: &str, versions: &str) -> Self {
        self.spec.machine_images.push(MachineImage {
            name: name.to_owned(),
            update_strategy: Some(strategy.to_owned()),
            versions: image_versions(versions),
        });
        self
    }

    /// Give the profile a capability.
    pub fn capability(mut self, name: &str, values: &[&str]) -> Self {
        self.spec.machine_capabilities.push(CapabilityDefinition {
            name: name.to_owned(),
            values: values.iter().map(ToString::to_string).collect(),
        });
        self
    }

    /// Give the shoot a pool.
    pub fn pool(mut self, text: &str) -> Self {
        self.shoot.spec.provider.workers.push(pool(text));
        self
    }

    /// Set the maintenance window.
    pub fn window(self, begin: &str, end: &str) -> Self {
        self.with(|world| {
            world.shoot.spec.maintenance.as_mut().unwrap().time_window = Some(TimeWindow {
                begin: begin.to_owned(),
                end: end.to_owned(),
            });
        })
    }

    /// Switch automatic updates.
    pub fn auto(self, kubernetes: bool, images: bool) -> Self {
        self.with(|world| {
            world.shoot.spec.maintenance.as_mut().unwrap().auto_update = Some(AutoUpdate {
                kubernetes_version: kubernetes,
                machine_image_version: Some(images),
            });
        })
    }

    /// Annotate the shoot.
    pub fn annotated(self, key: &str, value: &str) -> Self {
        let pair = (key.to_owned(), value.to_owned());
        self.with(|world| world.shoot.metadata.annotations.extend([pair]))
    }

    /// Change anything else.
    pub fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The profile as an object.
    pub fn cloud_profile(&self) -> CloudProfile {
        let mut profile = CloudProfile::default();
        "p".clone_into(&mut profile.metadata.name);
        profile.spec = self.spec.clone();
        profile
    }

    /// The effective profile.
    pub fn profile(&self) -> Profile {
        Profile::of(&self.cloud_profile())
    }

    /// One run at an instant.
    pub fn run(&self, instant: &str) -> Outcome {
        run(&self.shoot, &self.profile(), at(instant))
    }

    /// What one run now does.
    pub fn told(&self) -> String {
        told(&self.run("N"))
    }

    /// What so many runs in a row do to one version.
    pub fn fates(&self, target: Target<'_>, runs: usize) -> String {
        let profile = self.profile();
        let mut shoot = self.shoot.clone();
        let fates = (0..runs).map(|_| {
            let outcome = run(&shoot, &profile, at("N"));
            outcome.apply(&mut shoot);
            fate(&outcome, target)
        });
        fates.collect::<Vec<_>>().join(", then ")
    }

    /// The next run.
    pub fn next(&self, now: &str) -> Option<NextRun> {
        NextRun::of(&self.shoot, &self.profile(), at(now))
    }

    /// The shoot's row of the version report.
    pub fn row(&self) -> ShootRow {
        self.row_with(vec![self.profile()])
    }

    /// The shoot's row of the version report, with these profiles.
    pub fn row_with(&self, profiles: Vec<Profile>) -> ShootRow {
        let mut builder = Builder::new(options(), profiles, [].into());
        builder.add(&self.shoot);
        builder.finish(Vec::new()).shoots.remove(0)
    }

    /// The findings of a code, one a line: the pool, the version and the message.
    pub fn findings(&self, code: Code) -> String {
        findings(&self.row(), code)
    }
}

/// The findings of a code, one a line: the pool, the version and the message.
pub fn findings(row: &ShootRow, code: Code) -> String {
    let found = row.findings.iter().filter(|finding| finding.code == code);
    let lines = found.map(|finding| {
        let pool = finding.pool.as_deref().map(|pool| format!("{pool} "));
        let (pool, version) = (pool.unwrap_or_default(), &finding.version);
        format!("{pool}{version}: {}\n", finding.message)
    });
    lines.collect()
}

/// The report's defaults, now.
pub fn options() -> Options {
    Options {
        now: at("N"),
        within: SignedDuration::from_hours(30 * 24),
        profile: None,
        severity: Severity::Info,
        waivers: Waivers::default(),
    }
}

fn machine_type(name: &str, architecture: &str) -> MachineType {
    MachineType {
        name: name.to_owned(),
        architecture: Some(architecture.to_owned()),
        ..MachineType::default()
    }
}

/// Describe a run without its window.
pub fn describe(outcome: &Outcome) -> Run {
    let nowhere = Interval {
        begin: Timestamp::UNIX_EPOCH,
        end: Timestamp::UNIX_EPOCH,
    };
    outcome.describe(nowhere, Certainty::Certain, false)
}

/// What a run does to one version: `1.31.5 forced`, `none`, why there is no target, or what blocks the run.
pub fn fate(outcome: &Outcome, target: Target<'_>) -> String {
    if outcome.is_rejected() {
        return blocked(outcome);
    }
    let run = describe(outcome);
    let (_, item) = outcome.items().find(|(other, _)| *other == target).unwrap();
    let of_pool = |name: &str| run.pools.iter().find(|pool| pool.name == name);
    let change = match target {
        Target::Kubernetes => run.kubernetes.as_ref().map(|c| (&c.to, c.cause)),
        Target::PoolKubernetes(name) => of_pool(name)
            .and_then(|pool| pool.kubernetes.as_ref())
            .map(|c| (&c.to, c.cause)),
        Target::PoolImage(name) => of_pool(name)
            .and_then(|pool| pool.image.as_ref())
            .map(|c| (&c.to, c.cause)),
    };
    if let Some((to, cause)) = change {
        return format!("{to} {}", cause_text(cause));
    }
    let failed = run
        .failures
        .iter()
        .any(|failure| failure.target == name(target));
    match item.dead_end.filter(|_| failed) {
        Some(dead_end) => format!("{dead_end:?}"),
        None => "none".to_owned(),
    }
}

/// What a run does, in a line: every version that it changes or has no target for.
pub fn told(outcome: &Outcome) -> String {
    if outcome.is_rejected() {
        return blocked(outcome);
    }
    let fates = outcome
        .items()
        .map(|(target, _)| (target, fate(outcome, target)));
    let mut parts: Vec<String> = fates
        .filter(|(_, fate)| fate != "none")
        .map(|(target, fate)| format!("{} {fate}", name(target)))
        .collect();
    parts.extend(
        outcome
            .abort
            .iter()
            .map(|abort| format!("stops at {}", abort.pool())),
    );
    if parts.is_empty() {
        parts.push("nothing".to_owned());
    }
    parts.join("; ")
}

fn name(target: Target<'_>) -> String {
    match target {
        Target::Kubernetes => "kubernetes".to_owned(),
        Target::PoolKubernetes(pool) => format!("pool/{pool}/kubernetes"),
        Target::PoolImage(pool) => format!("pool/{pool}/image"),
    }
}

fn cause_text(cause: Cause) -> &'static str {
    match cause {
        Cause::Auto => "auto",
        Cause::Forced => "forced",
        Cause::Unreported => "unreported",
    }
}

/// `BLOCKED(R4 a)`: the rules that reject the run, with the pools.
fn blocked(outcome: &Outcome) -> String {
    let rule = |rejection: &Rejection| match rejection {
        Rejection::NotInProfile { pool, .. } => format!("R2 {pool}"),
        Rejection::Skew { pool, .. } => format!("R3 {pool}"),
        Rejection::KubeletConstraint { pool, .. } => format!("R4 {pool}"),
        Rejection::ImageNotInProfile { pool, .. } => format!("image not in profile {pool}"),
        Rejection::ImageNotActive { pool, .. } => format!("R5 {pool}"),
        Rejection::ImageDoesNotFit { pool, .. } => format!("R6 {pool}"),
        Rejection::PendingInPlaceUpdate { pool } => format!("R7 {pool}"),
        Rejection::LockedFeatureGate { gate, .. } => format!("R8 {gate}"),
        Rejection::RuntimeConfig { api, .. } => format!("R9 {api}"),
        Rejection::CloudProfileName { .. } => "R11".to_owned(),
        Rejection::IgnoreTaints { .. } => "R13".to_owned(),
        Rejection::ApiServerPanics { pool, .. } => format!("panic {pool}"),
        Rejection::SecretBinding { name } => format!("R10 {name}"),
    };
    let rules: Vec<String> = outcome.rejections.iter().map(rule).collect();
    format!("BLOCKED({})", rules.join(", "))
}
