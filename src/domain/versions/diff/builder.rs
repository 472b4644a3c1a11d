//! Building the diff while shoots arrive.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::cause::concerns;
use super::compare::compare;
use super::edited::Edited;
use super::steps::{Difference, differences};
use super::{
    Change, ChangeType, DiffCode, DiffFinding, ProfileChange, ShootDiff, Summary, VersionDiff,
};
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::facts::{Bindings, Facts};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::forecast::runs;
use crate::domain::versions::profile::{Profile, ProfileKey, ProfileKind};
use crate::domain::versions::run::{Outcome, Run, run};
use crate::order::{Gather as _, Order as _};

/// Said of what happens because a NamespacedCloudProfile is brought up to date.
const BEHIND: &str =
    "; its NamespacedCloudProfile is behind, and any edit of the parent brings it up to date";

/// What the diff looks at.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The instant from which it looks ahead.
    pub now: Timestamp,
    /// Until when: windows that begin before it count.
    pub until: Timestamp,
}

/// Builds the diff while shoots arrive.
pub struct Builder {
    pub(super) options: Options,
    /// Only shoots of this profile.
    only: Option<String>,
    pub(super) before: BTreeMap<ProfileKey, Profile>,
    pub(super) after: BTreeMap<ProfileKey, Profile>,
    refreshed: BTreeMap<ProfileKey, Profile>,
    pub(super) listed: BTreeSet<(String, Option<String>, String)>,
    /// Profiles of which maintenance could notice a change.
    affected: BTreeSet<ProfileKey>,
    bindings: Bindings,
    projects: BTreeMap<String, String>,
    pub(super) changes: Vec<ProfileChange>,
    /// Shoots that keep what a change removes, by the place of the change.
    pub(super) guards: BTreeMap<usize, u32>,
    pub(super) findings: Vec<DiffFinding>,
    shoots: Vec<ShootDiff>,
    summary: Summary,
}

impl Builder {
    /// Begin a diff.
    pub fn new(
        options: Options,
        edited: Edited,
        bindings: Bindings,
        projects: BTreeMap<String, String>,
    ) -> Self {
        let by_key = |profiles: Vec<Profile>| -> BTreeMap<ProfileKey, Profile> {
            let profiles = profiles.into_iter();
            profiles
                .map(|profile| (profile.key.clone(), profile))
                .gather()
        };
        let (before, after) = (by_key(edited.before), by_key(edited.after));
        let refreshed = by_key(edited.refreshed);
        let mut affected = BTreeSet::new();
        let mut changes: Vec<ProfileChange> = Vec::new();
        for (key, old) in &before {
            let found = match after.get(key) {
                Some(new) => compare(old, new),
                None => vec![whole(key, Change::Removed)],
            };
            if !found.is_empty() {
                affected.insert(key.clone());
            }
            if edited.edited.contains(key) {
                changes.extend(found);
            }
        }
        let added = edited.edited.iter().filter(|key| !before.contains_key(key));
        changes.extend(added.map(|key| whole(key, Change::Added)));
        drop_inherited(&mut changes, &after);
        Self {
            options,
            only: None,
            before,
            after,
            refreshed,
            listed: edited.listed,
            affected,
            bindings,
            projects,
            changes,
            guards: BTreeMap::new(),
            findings: Vec::new(),
            shoots: Vec::new(),
            summary: Summary::default(),
        }
    }

    /// Look only at the shoots of one profile: `name`, or `namespace/name` of a NamespacedCloudProfile.
    #[must_use]
    pub fn only(mut self, profile: Option<String>) -> Self {
        self.only = profile;
        self
    }

    /// Tell whether the profile asked for is there.
    pub fn knows_wanted_profile(&self) -> bool {
        let keys = self.before.keys().chain(self.after.keys());
        self.only.is_none() || keys.into_iter().any(|key| self.wants(key))
    }

    fn wants(&self, key: &ProfileKey) -> bool {
        let wanted = self.only.as_ref();
        wanted.is_none_or(|wanted| key.to_string() == *wanted)
    }

    /// Take in a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let Some(key) = ProfileKey::of_shoot(&shoot.spec, shoot.namespace()) else {
            return;
        };
        if !self.affected.contains(&key) || !self.wants(&key) {
            return;
        }
        self.summary.shoots += 1;
        if shoot.metadata.deletion_timestamp.is_some() {
            return; // it is neither maintained nor does it guard a version
        }
        let Some(parent) = self.before.get(&key).map(|profile| profile.parent.clone()) else {
            return;
        };
        self.count(shoot, &key, &parent);
        let Options { now, until } = self.options;
        let (Some(before), Some(after)) = (self.before.get(&key), self.after.get(&key)) else {
            return self.without_profile(shoot, key);
        };
        let facts = |profile| Facts {
            profile,
            bindings: Some(&self.bindings),
        };
        let (old, new) = (facts(before), facts(after));
        let (before, after) = (runs(shoot, old, now, until), runs(shoot, new, now, until));
        let mut found: Vec<(Difference, Option<usize>)> = Vec::new();
        // What any edit would do is not the doing of this one.
        let refreshed = self.refreshed.get(&key).map(facts);
        let refreshed = refreshed.map(|facts| (facts, runs(shoot, facts, now, until)));
        if let Some((_, refreshed)) = &refreshed {
            for mut difference in differences(&before, refreshed, now) {
                difference.message.push_str(BEHIND);
                found.push((difference, None));
            }
        }
        let (old, from) = refreshed
            .as_ref()
            .map_or((old, &before), |(old, from)| (*old, from));
        let stops = stops(&run(shoot, old, now), &run(shoot, new, now));
        for difference in differences(from, &after, now).into_iter().chain(stops) {
            let change = self.cause(&key, &parent, shoot, &difference);
            found.push((difference, change));
        }
        if found.is_empty() {
            return;
        }
        let mut hit = BTreeSet::new();
        let mut worst = None;
        for (difference, change) in found {
            hit.extend(change);
            let severity = difference.code.row().severity;
            worst = worst.max(Some(severity));
            self.findings.push(DiffFinding {
                code: difference.code,
                severity,
                namespace: Some(shoot.namespace().to_owned()),
                shoot: Some(shoot.name().to_owned()),
                pool: difference.pool,
                version: difference.from,
                message: difference.message,
                before: difference.before,
                after: difference.after,
                change,
            });
        }
        for change in hit {
            self.changes[change].hit += 1;
        }
        self.keep(shoot, key, worst, before, after);
    }

    fn keep(
        &mut self,
        shoot: &Shoot,
        key: ProfileKey,
        severity: Option<Severity>,
        before: Vec<Run>,
        after: Vec<Run>,
    ) {
        self.shoots.push(ShootDiff {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            project: self.projects.get(shoot.namespace()).cloned(),
            profile: Some(key),
            seed: shoot.spec.seed_name.clone(),
            severity,
            before,
            after,
        });
    }

    fn without_profile(&mut self, shoot: &Shoot, key: ProfileKey) {
        let is_it = |change: &ProfileChange| {
            change.change_type == ChangeType::Profile && change.profile == key
        };
        let change = self.changes.iter().position(is_it);
        if let Some(change) = change {
            self.changes[change].hit += 1;
        }
        self.findings.push(DiffFinding {
            code: DiffCode::ProfileRemoved,
            severity: DiffCode::ProfileRemoved.row().severity,
            namespace: Some(shoot.namespace().to_owned()),
            shoot: Some(shoot.name().to_owned()),
            pool: None,
            version: None,
            message: format!(
                "the shoot refers to profile {key}: its maintenance would end with an error"
            ),
            before: None,
            after: None,
            change,
        });
        self.keep(shoot, key, Some(Severity::Error), Vec::new(), Vec::new());
    }

    /// Count who uses what changes, and who keeps it from being removed.
    fn count(&mut self, shoot: &Shoot, key: &ProfileKey, parent: &str) {
        let version = shoot.spec.kubernetes.version.as_str();
        let workers = &shoot.spec.provider.workers;
        for (place, change) in self.changes.iter_mut().enumerate() {
            if !concerns(change, key, parent) {
                continue;
            }
            let named = |other: &str| change.version.as_deref() == Some(other);
            let pools = workers.iter().filter(|worker| match change.change_type {
                ChangeType::Kubernetes => named(worker.own_version().unwrap_or(version)),
                ChangeType::MachineType => named(&worker.machine.machine_type),
                ChangeType::MachineImage => worker.image().is_some_and(|image| {
                    change.image.as_deref() == Some(&image.name)
                        && (change.version.is_none() || named(&image.version))
                }),
                ChangeType::Profile => true,
            });
            let pools = u32::try_from(pools.count()).unwrap_or(u32::MAX);
            let control_plane = change.change_type == ChangeType::Kubernetes && named(version);
            change.pools += pools;
            change.shoots +=
                u32::from(pools > 0 || control_plane || change.change_type == ChangeType::Profile);
            let guards = match change.change_type {
                ChangeType::Kubernetes => control_plane,
                ChangeType::MachineImage => pools > 0,
                _ => false,
            };
            if change.change == Change::Removed && guards {
                *self.guards.entry(place).or_default() += 1;
            }
        }
    }

    /// Finish the diff.
    pub fn finish(mut self, unreadable: Vec<String>) -> VersionDiff {
        self.refusals();
        self.findings.order_by(|a, b| {
            let key = |finding: &DiffFinding| {
                (
                    finding.code,
                    finding.namespace.clone(),
                    finding.shoot.clone(),
                    finding.after.or(finding.before).map(|window| window.begin),
                    finding.pool.clone(),
                    finding.change,
                )
            };
            key(a).cmp(&key(b))
        });
        self.shoots
            .order_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let of = |severity| {
            let findings = self.findings.iter();
            count(
                findings
                    .filter(|finding| finding.severity == severity)
                    .count(),
            )
        };
        let summary = Summary {
            changes: count(self.changes.len()),
            shoots: self.summary.shoots,
            shoots_hit: count(self.shoots.len()),
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            infos: of(Severity::Info),
        };
        VersionDiff {
            now: self.options.now,
            until: self.options.until,
            changes: self.changes,
            findings: self.findings,
            shoots: self.shoots,
            summary,
            unreadable,
        }
    }
}

fn whole(key: &ProfileKey, change: Change) -> ProfileChange {
    ProfileChange {
        profile: key.clone(),
        change_type: ChangeType::Profile,
        image: None,
        version: None,
        change,
        from: None,
        to: None,
        path: String::new(),
        location: None,
        shoots: 0,
        pools: 0,
        hit: 0,
    }
}

/// Drop what an edited NamespacedCloudProfile only inherits from its parent, which is edited too.
fn drop_inherited(changes: &mut Vec<ProfileChange>, profiles: &BTreeMap<ProfileKey, Profile>) {
    let inherited = |change: &ProfileChange| {
        let parent = profiles.get(&change.profile).map(|profile| &profile.parent);
        changes.iter().any(|other| {
            let of_parent = other.profile.kind == ProfileKind::CloudProfile
                && parent.is_some_and(|parent| other.profile.name == *parent);
            let what = |change: &ProfileChange| {
                (
                    change.change_type,
                    change.image.clone(),
                    change.version.clone(),
                    change.change,
                    change.from.clone(),
                    change.to.clone(),
                )
            };
            of_parent && what(other) == what(change)
        })
    };
    let keep: Vec<bool> = changes
        .iter()
        .map(|change| change.profile.kind == ProfileKind::CloudProfile || !inherited(change))
        .collect();
    let mut keep = keep.into_iter();
    changes.retain(|_| keep.next().unwrap_or(true));
}

/// Tell of image maintenance that stops without a word.
fn stops(before: &Outcome, after: &Outcome) -> Option<Difference> {
    let abort = after.abort.as_ref().filter(|_| before.abort.is_none())?;
    Some(Difference {
        code: DiffCode::ImageMaintenanceStops,
        pool: Some(abort.pool().to_owned()),
        image: None,
        from: None,
        to: Vec::new(),
        message: format!(
            "{}: image maintenance stops at pool {} without a word in lastMaintenance",
            abort.text(),
            abort.pool()
        ),
        before: None,
        after: None,
    })
}
