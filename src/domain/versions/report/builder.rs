//! Building the report while shoots arrive.

use std::collections::{BTreeMap, BTreeSet};

use super::shared::Shared;
use super::{NextChange, Options, ShootRow, Summary, VersionReport, VersionRow, VersionType};
use crate::domain::objects::{Object, Shoot};
use crate::domain::versions::facts::{Bindings, Facts};
use crate::domain::versions::finding::{Code, Finding, Severity};
use crate::domain::versions::judge::Judge;
use crate::domain::versions::lifecycle::{classify, expiry, transitions};
use crate::domain::versions::next_run::NextRun;
use crate::domain::versions::profile::{Offer, Profile, ProfileKey, Staleness};
use crate::domain::versions::version::Version;
use crate::domain::versions::waiver::divide;
use crate::order::{Gather as _, Order as _};

/// A version in the usage counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct UsageKey {
    profile: ProfileKey,
    image: Option<String>,
    version: String,
}

#[derive(Clone, Copy, Debug, Default)]
struct Usage {
    shoots: u32,
    pools: u32,
}

/// Builds the report while shoots arrive.
pub struct Builder {
    options: Options,
    profiles: BTreeMap<ProfileKey, Profile>,
    /// The bindings of all projects, as far as they could be read.
    bindings: Bindings,
    /// Project by namespace.
    projects: BTreeMap<String, String>,
    usage: BTreeMap<UsageKey, Usage>,
    /// Versions that cannot be removed from a CloudProfile: those of control planes that are not in deletion, and
    /// those that a NamespacedCloudProfile lists.
    guarded: BTreeSet<(String, String)>,
    /// Pools with a version of their own, to be held against `guarded` at the end.
    own_versions: Vec<OwnVersion>,
    shoots: Vec<ShootRow>,
    /// What shoots have in common.
    shared: Shared,
}

struct OwnVersion {
    shoot: usize,
    pool: String,
    parent: String,
    version: String,
}

impl Builder {
    /// Begin a report on these profiles.
    pub fn new(
        options: Options,
        profiles: Vec<Profile>,
        projects: BTreeMap<String, String>,
    ) -> Self {
        // What a NamespacedCloudProfile lists cannot be taken out of its parent.
        let listed = |profile: &Profile| {
            let versions = profile.listed.clone().into_iter();
            let parent = profile.parent.clone();
            versions.map(move |version| (parent.clone(), version))
        };
        let guarded = profiles.iter().flat_map(listed).collect();
        let profiles = profiles
            .into_iter()
            .map(|profile| (profile.key.clone(), profile))
            .gather();
        Self {
            options,
            profiles,
            projects,
            bindings: Bindings::default(),
            usage: BTreeMap::new(),
            guarded,
            own_versions: Vec::new(),
            shoots: Vec::new(),
            shared: Shared::default(),
        }
    }

    /// Take the bindings into account, where they are known.
    #[must_use]
    pub fn with_bindings(mut self, bindings: Bindings) -> Self {
        self.bindings = bindings;
        self
    }

    /// Tell whether a profile is asked for.
    fn wants(&self, key: Option<&ProfileKey>) -> bool {
        let Some(wanted) = &self.options.profile else {
            return true;
        };
        key.is_some_and(|key| key.to_string() == *wanted)
    }

    /// Tell whether any profile is the one asked for, or any shoot refers to it.
    pub fn knows_wanted_profile(&self) -> bool {
        !self.shoots.is_empty() || self.profiles.keys().any(|key| self.wants(Some(key)))
    }

    /// Take in a shoot.
    pub fn add(&mut self, shoot: &Shoot) {
        let key = ProfileKey::of_shoot(&shoot.spec, shoot.namespace());
        let profile = key.as_ref().and_then(|key| self.profiles.get(key));
        if let Some(profile) = profile
            && shoot.metadata.deletion_timestamp.is_none()
        {
            self.guarded.insert((
                profile.parent.clone(),
                shoot.spec.kubernetes.version.clone(),
            ));
        }
        if !self.wants(key.as_ref()) {
            return;
        }
        let now = self.options.now;
        let facts = profile.map(|profile| Facts {
            profile,
            bindings: Some(&self.bindings),
        });
        let known = facts.filter(|facts| facts.profile.stale != Some(Staleness::NoParent));
        let next = known.and_then(|facts| NextRun::of(shoot, facts, now));
        let mut findings = match facts {
            Some(facts) => Judge {
                shoot,
                facts,
                next: next.as_ref(),
                now,
                within: self.options.within,
            }
            .findings(),
            None => vec![no_profile(shoot, key.as_ref())],
        };
        if let Some(profile) = profile.filter(|_| shoot.metadata.deletion_timestamp.is_none()) {
            let shoot_index = self.shoots.len();
            for worker in &shoot.spec.provider.workers {
                // What the profile lacks already can no longer be removed from it.
                let own = worker
                    .own_version()
                    .filter(|version| profile.kubernetes_offer(version).is_some());
                self.own_versions.extend(own.map(|version| OwnVersion {
                    shoot: shoot_index,
                    pool: worker.name.clone(),
                    parent: profile.parent.clone(),
                    version: version.to_owned(),
                }));
            }
        }
        findings.shrink_to_fit();
        for finding in &mut findings {
            self.shared.finding(finding);
        }
        if let Some(key) = &key {
            self.count(shoot, key);
        }
        self.shoots.push(ShootRow {
            namespace: shoot.namespace().to_owned(),
            name: shoot.name().to_owned(),
            project: self.projects.get(shoot.namespace()).cloned(),
            profile: key,
            seed: shoot.spec.seed_name.clone(),
            kubernetes: shoot.spec.kubernetes.version.clone(),
            severity: None,
            next_run: next
                .and_then(|next| next.describe())
                .map(|run| self.shared.run(run)),
            findings,
            waived: Vec::new(),
        });
    }

    fn count(&mut self, shoot: &Shoot, profile: &ProfileKey) {
        let version = &shoot.spec.kubernetes.version;
        let key = |image: Option<&str>, version: &str| UsageKey {
            profile: profile.clone(),
            image: image.map(ToOwned::to_owned),
            version: version.to_owned(),
        };
        self.usage.entry(key(None, version)).or_default().shoots += 1;
        let mut images = BTreeSet::new();
        for worker in &shoot.spec.provider.workers {
            let kubelet = worker.own_version().unwrap_or(version);
            self.usage.entry(key(None, kubelet)).or_default().pools += 1;
            if let Some(image) = worker.image() {
                let key = key(Some(&image.name), &image.version);
                let first = images.insert((image.name.as_str(), image.version.as_str()));
                let usage = self.usage.entry(key).or_default();
                usage.pools += 1;
                usage.shoots += u32::from(first);
            }
        }
    }

    /// Finish the report.
    pub fn finish(mut self, unreadable: Vec<String>) -> VersionReport {
        self.find_unguarded();
        let versions = self.versions();
        let mut summary = Summary {
            profiles: count(self.profiles.keys().filter(|key| self.wants(Some(key)))),
            versions_in_use: count(versions.iter().filter(|row| row.shoots + row.pools > 0)),
            shoots: count(self.shoots.iter()),
            ..Summary::default()
        };
        let options = &self.options;
        for shoot in &mut self.shoots {
            let findings = std::mem::take(&mut shoot.findings);
            (shoot.findings, shoot.waived) = divide(
                &options.waivers,
                findings,
                (&shoot.namespace, &shoot.name),
                options.now,
            );
            summary.waived += count(shoot.waived.iter());
            summary.shoots_forced_next +=
                u32::from(shoot.next_run.as_ref().is_some_and(|run| run.forces()));
            summary.shoots_with_findings += u32::from(!shoot.findings.is_empty());
            for finding in &shoot.findings {
                *match finding.severity {
                    Severity::Error => &mut summary.errors,
                    Severity::Warning => &mut summary.warnings,
                    Severity::Info => &mut summary.infos,
                } += 1;
            }
            shoot
                .findings
                .retain(|finding| finding.severity >= options.severity);
            shoot.severity = shoot.findings.iter().map(|finding| finding.severity).max();
        }
        if options.severity > Severity::Info {
            self.shoots.retain(|shoot| !shoot.findings.is_empty());
        }
        self.shoots
            .order_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
        VersionReport {
            now: self.options.now,
            versions,
            shoots: self.shoots,
            summary,
            unreadable,
        }
    }

    /// Only once all shoots are known it is clear which versions a control plane guards.
    fn find_unguarded(&mut self) {
        for own in &self.own_versions {
            if self
                .guarded
                .contains(&(own.parent.clone(), own.version.clone()))
            {
                continue;
            }
            let message = format!(
                "no control plane in view uses Kubernetes {}, so nothing keeps it from being removed from CloudProfile {}; \
                 the pool would then be updated by force",
                own.version, own.parent
            );
            let finding = Finding::new(
                Code::UnguardedPoolVersion,
                Some(&own.pool),
                &own.version,
                message,
            );
            let findings = &mut self.shoots[own.shoot].findings;
            let at = findings.partition_point(|other| other.code <= finding.code);
            findings.insert(at, finding);
        }
    }

    fn versions(&mut self) -> Vec<VersionRow> {
        let mut usage = std::mem::take(&mut self.usage);
        let mut rows = Vec::new();
        for profile in self
            .profiles
            .values()
            .filter(|profile| self.wants(Some(&profile.key)))
        {
            for offer in &profile.kubernetes {
                rows.push(self.row(profile, None, offer, &mut usage));
            }
            for image in &profile.images {
                for version in &image.versions {
                    rows.push(self.row(profile, Some(&image.name), &version.offer, &mut usage));
                }
            }
        }
        // What is left is used, and no profile has it.
        rows.extend(usage.into_iter().map(|(key, usage)| VersionRow {
            profile: key.profile,
            version_type: version_type(key.image.as_deref()),
            image: key.image,
            version: key.version,
            classification: "missing".to_owned(),
            expiration_date: None,
            next_change: None,
            shoots: usage.shoots,
            pools: usage.pools,
        }));
        rows.order_by(|a, b| {
            let key = |row: &VersionRow| (row.profile.clone(), row.version_type, row.image.clone());
            let version = |row: &VersionRow| Version::parse(&row.version);
            key(a)
                .cmp(&key(b))
                .then_with(|| version(a).cmp(&version(b)))
        });
        rows
    }

    fn row(
        &self,
        profile: &Profile,
        image: Option<&str>,
        offer: &Offer,
        usage: &mut BTreeMap<UsageKey, Usage>,
    ) -> VersionRow {
        let now = self.options.now;
        let version = offer.raw.version.clone();
        let key = UsageKey {
            profile: profile.key.clone(),
            image: image.map(ToOwned::to_owned),
            version: version.clone(),
        };
        let used = usage.remove(&key).unwrap_or_default();
        let next = transitions(&offer.raw, now).into_iter().next();
        VersionRow {
            profile: profile.key.clone(),
            version_type: version_type(image),
            image: image.map(ToOwned::to_owned),
            version,
            classification: classify(&offer.raw, now).to_owned(),
            expiration_date: expiry(&offer.raw, now),
            next_change: next.map(|next| NextChange {
                at: next.at,
                to: next.to.to_owned(),
            }),
            shoots: used.shoots,
            pools: used.pools,
        }
    }
}

fn version_type(image: Option<&str>) -> VersionType {
    if image.is_some() {
        VersionType::MachineImage
    } else {
        VersionType::Kubernetes
    }
}

fn count(items: impl Iterator) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

fn no_profile(shoot: &Shoot, key: Option<&ProfileKey>) -> Finding {
    let what = match key {
        Some(key) => format!("profile {key} was not found"),
        None => "the shoot names no profile".to_owned(),
    };
    let message = format!("{what}: maintenance ends with an error and nothing is updated");
    Finding::new(
        Code::RunWillFail,
        None,
        &shoot.spec.kubernetes.version,
        message,
    )
}
