//! Which version maintenance moves to
//! (`gardener/gardener:pkg/api/core/v1beta1/helper/cloudprofile.go`,
//! `pkg/controllermanager/controller/shoot/maintenance/helper/helper.go`).
//!
//! Only previews and expired versions are left out, so that a version that is not available yet can be
//! chosen: Gardener really does that.

use jiff::Timestamp;

use super::lifecycle::{DEPRECATED, EXPIRED, PREVIEW, classify};
use super::profile::{Image, Offer, Profile, Strategy};
use super::version::{Version, normalize};
use crate::domain::objects::shoot::Worker;
use crate::order::Order as _;

/// Why there is no version to force an update to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeadEnd {
    /// The profile has no version of the next Kubernetes minor.
    NoNextMinor,
    /// The profile has only previews of the next Kubernetes minor.
    NextMinorOnlyPreview,
    /// The image has the strategy major and nothing higher: end of life.
    EndOfLife,
    /// The image has no version of a higher minor.
    NoHigherMinor,
    /// The image has no version of a higher major.
    NoHigherMajor,
    /// No version of the image passes the filters of the pool.
    AllFilteredOut,
    /// The version in use cannot be parsed.
    Unparseable,
}

impl DeadEnd {
    /// Say it in words, for `version` of `what`.
    pub fn text(self) -> &'static str {
        match self {
            Self::NoNextMinor => "the profile offers no version of the next minor",
            Self::NextMinorOnlyPreview => {
                "the profile offers only preview versions of the next minor"
            }
            Self::EndOfLife => {
                "the update strategy is major and no higher version is usable: the image is at its end of life"
            }
            Self::NoHigherMinor => "the image has no usable version of a higher minor",
            Self::NoHigherMajor => "the image has no usable version of a higher major",
            Self::AllFilteredOut => {
                "no higher version of the image fits the pool's architecture, capabilities, CRI, kubelet and update strategy"
            }
            Self::Unparseable => "the version in use cannot be parsed",
        }
    }
}

/// Choose the target of a Kubernetes version: within the minor first; forced, also the next minor.
pub fn kubernetes(
    profile: &Profile,
    current: &str,
    forced: bool,
    at: Timestamp,
) -> Result<Option<String>, DeadEnd> {
    let current = Version::parse(current).ok_or(DeadEnd::Unparseable)?;
    let offers: Vec<&Offer> = profile.kubernetes.iter().collect();
    if let Some(offer) = within_minor(&offers, &current, at) {
        return Ok(Some(offer.raw.version.clone()));
    }
    if !forced {
        return Ok(None);
    }
    let is_next = |offer: &&&Offer| {
        offer.version.major == current.major && offer.version.minor == current.minor + 1
    };
    let next: Vec<&Offer> = offers.iter().filter(is_next).copied().collect();
    let usable = |offer: &Offer| class(offer, at) != PREVIEW;
    highest(&next, |offer| usable(offer) && class(offer, at) != EXPIRED)
        .or_else(|| highest(&next, usable))
        .map(|offer| Some(offer.raw.version.clone()))
        .ok_or(if next.is_empty() {
            DeadEnd::NoNextMinor
        } else {
            DeadEnd::NextMinorOnlyPreview
        })
}

/// Choose the target of a machine image among the versions that fit a pool.
pub fn image(
    strategy: Strategy,
    fitting: &[&Offer],
    current: &str,
    forced: bool,
    at: Timestamp,
) -> Result<Option<String>, DeadEnd> {
    let current = Version::parse(current).ok_or(DeadEnd::Unparseable)?;
    let automatic = within_minor(fitting, &current, at).or_else(|| match strategy {
        Strategy::Patch => None,
        Strategy::Minor => automatic(fitting, &current, at, |v| v.major == current.major),
        Strategy::Major => automatic(fitting, &current, at, |_| true),
    });
    if let Some(offer) = automatic {
        return Ok(Some(offer.raw.version.clone()));
    }
    if !forced {
        return Ok(None);
    }
    let target = match strategy {
        Strategy::Patch => next_group(
            fitting,
            at,
            current.minor,
            |v| v.minor,
            |v| v.major == current.major,
        ),
        Strategy::Minor => next_group(fitting, at, current.major, |v| v.major, |_| true),
        Strategy::Major => return Err(DeadEnd::EndOfLife),
    };
    match (target, strategy) {
        (Some(offer), _) => Ok(Some(offer.raw.version.clone())),
        (None, _) if fitting.is_empty() => Err(DeadEnd::AllFilteredOut),
        (None, Strategy::Patch) => Err(DeadEnd::NoHigherMinor),
        (None, _) => Err(DeadEnd::NoHigherMajor),
    }
}

fn class(offer: &Offer, at: Timestamp) -> &str {
    classify(&offer.raw, at)
}

/// The highest version of the same minor, by `GetLatestVersionForPatchAutoUpdate`.
fn within_minor<'a>(offers: &[&'a Offer], current: &Version, at: Timestamp) -> Option<&'a Offer> {
    // Compared without pre-releases, like `CompareVersions(v, "~", current)`, where 0.0.0 stands for anything.
    let base = current.release();
    let anything = (base.major, base.minor, base.patch) == (0, 0, 0);
    automatic(offers, current, at, |v| {
        let v = v.release();
        v >= base && (anything || v.same_minor(&base))
    })
}

/// The highest version above the current one, by `getVersionForAutoUpdate`: not deprecated if possible.
fn automatic<'a>(
    offers: &[&'a Offer],
    current: &Version,
    at: Timestamp,
    within: impl Fn(&Version) -> bool,
) -> Option<&'a Offer> {
    let usable = |offer: &Offer| {
        !matches!(class(offer, at), PREVIEW | EXPIRED)
            && offer.version > *current
            && within(&offer.version)
    };
    highest(offers, |offer| {
        usable(offer) && class(offer, at) != DEPRECATED
    })
    .or_else(|| highest(offers, usable))
}

/// The highest version that is wanted; of equals the first.
fn highest<'a>(offers: &[&'a Offer], wanted: impl Fn(&Offer) -> bool) -> Option<&'a Offer> {
    let mut found: Option<&Offer> = None;
    for offer in offers.iter().copied().filter(|offer| wanted(offer)) {
        if found.is_none_or(|found| offer.version > found.version) {
            found = Some(offer);
        }
    }
    // Gardener starts from 0.0.0 and wants more.
    found.filter(|offer| {
        let v = &offer.version;
        (v.major, v.minor, v.patch) > (0, 0, 0)
    })
}

/// The highest version of the next higher minor or major, by `getVersionForMachineImageForceUpdate`.
fn next_group<'a>(
    offers: &[&'a Offer],
    at: Timestamp,
    current: u64,
    group: impl Fn(&Version) -> u64,
    within: impl Fn(&Version) -> bool,
) -> Option<&'a Offer> {
    let mut sorted = offers.to_vec();
    sorted.order_by(|a, b| a.version.cmp(&b.version));
    // Gives the target, and the next group that was seen on the way whatever is in it, previews and
    // versions of other majors too.
    let walk = |usable: &dyn Fn(&Offer) -> bool| {
        let mut found: Option<&'a Offer> = None;
        let mut next: Option<u64> = None;
        for offer in sorted.iter().copied() {
            let g = group(&offer.version);
            if g > current && next.is_none_or(|next| g < next) {
                next = Some(g);
            }
            if class(offer, at) == PREVIEW
                || g <= current
                || !within(&offer.version)
                || !usable(offer)
            {
                continue;
            }
            if found.is_some_and(|found| g > group(&found.version)) {
                break;
            }
            found = Some(offer);
        }
        (found, next)
    };
    match walk(&|offer| class(offer, at) != EXPIRED) {
        (Some(offer), next) if next.is_none_or(|next| group(&offer.version) <= next) => Some(offer),
        // Nothing, or a group was skipped: an expired version of the next group is preferred to that.
        _ => walk(&|_| true).0,
    }
}

/// Why a version of an image does not fit a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// The version does not support the pool's architecture.
    Architecture,
    /// No flavor of the version has the capabilities of the machine type.
    Capabilities,
    /// The version does not support the pool's container runtimes.
    Cri,
    /// The version's constraint excludes the pool's kubelet version.
    Kubelet,
    /// The pool is updated in place, and the version cannot be updated to in place.
    InPlace,
}

impl Filter {
    /// Name the filter in words.
    pub fn text(self) -> &'static str {
        match self {
            Self::Architecture => "it does not support the pool's architecture",
            Self::Capabilities => "no flavor of it has the capabilities of the machine type",
            Self::Cri => "it does not support the pool's container runtimes",
            Self::Kubelet => "its kubelet version constraint excludes the pool's kubelet",
            Self::InPlace => "nodes cannot be updated to it in place",
        }
    }
}

/// What a pool asks of an image version.
#[derive(Clone, Debug)]
pub struct Needs<'a> {
    /// The pool.
    pub worker: &'a Worker,
    /// Version of the image in use.
    pub image_version: &'a str,
    /// Architecture of the pool.
    pub architecture: &'a str,
    /// Kubelet version of the pool.
    pub kubelet: &'a Version,
}

/// Tell which filter rejects a version of an image for a pool, if any
/// (`gardener/gardener:pkg/controllermanager/controller/shoot/maintenance/helper/helper.go:FilterMachineImageVersions`).
pub fn rejected_by(
    profile: &Profile,
    needs: &Needs<'_>,
    version: &super::profile::ImageOffer,
) -> Option<Filter> {
    let worker = needs.worker;
    let machine_type = profile.machine_type(&worker.machine.machine_type);
    let capabilities = machine_type.map(|machine_type| &machine_type.capabilities);
    let name = worker
        .cri
        .as_ref()
        .map_or("containerd", |cri| cri.name.as_str());
    let runtimes = worker
        .cri
        .as_ref()
        .map(|cri| cri.container_runtimes.as_slice())
        .unwrap_or_default();
    if !version
        .architectures
        .iter()
        .any(|architecture| architecture == needs.architecture)
    {
        Some(Filter::Architecture)
    } else if capabilities.is_some_and(|c| !version.fits_capabilities(c, &profile.capabilities)) {
        Some(Filter::Capabilities)
    } else if !version
        .cri
        .iter()
        .find(|cri| cri.name == name)
        .is_some_and(|cri| {
            runtimes
                .iter()
                .all(|runtime| cri.container_runtimes.contains(runtime))
        })
    {
        Some(Filter::Cri)
    } else if !version.admits_kubelet(needs.kubelet) {
        Some(Filter::Kubelet)
    } else if worker.is_in_place() && !fits_in_place(version, needs.image_version) {
        Some(Filter::InPlace)
    } else {
        None
    }
}

fn fits_in_place(version: &super::profile::ImageOffer, current: &str) -> bool {
    let Some(in_place) = version
        .in_place
        .as_ref()
        .filter(|in_place| in_place.supported)
    else {
        return false;
    };
    version.offer.raw.version == current
        || in_place_reaches(in_place.min_version_for_update.as_deref(), current)
}

/// Tell whether a version can be updated to in place from the current one. The current one's precision
/// counts: 1.0.1 is not higher than `1.0`.
pub fn in_place_reaches(minimum: Option<&str>, current: &str) -> bool {
    minimum.is_some_and(|minimum| super::constraint::compare(minimum, "<=", current) == Some(true))
}

/// Find an image by its name as the image step does: letter case does not count.
pub fn image_of<'a>(profile: &'a Profile, name: &str) -> Option<&'a Image> {
    let folded = name.to_lowercase();
    profile
        .images
        .iter()
        .find(|image| image.name.to_lowercase() == folded)
}

/// Tell whether maintenance finds a Kubernetes version in a profile at all.
pub fn is_comparable(version: &str) -> bool {
    Version::parse(&normalize(version)).is_some()
}
