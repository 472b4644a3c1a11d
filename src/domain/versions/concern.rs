//! Which versions of a profile a shoot depends on: when it is worth to look again.

use super::profile::Profile;
use super::version::{Version, normalize};
use crate::domain::objects::shoot::{ShootSpec, Worker};

/// Whose classification changes at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A Kubernetes version of this major and minor.
    Kubernetes(u64, u64),
    /// A version of the image at this place.
    Image(usize),
}

/// Which versions of a profile maintenance of a shoot depends on: of the minors in use and the ones after them,
/// and of the images in use.
#[derive(Clone, Debug, Default)]
pub struct Concern {
    /// Majors and minors in use.
    minors: Vec<(u64, u64)>,
    images: Vec<usize>,
    /// A version that cannot be read, or that stands for any: nothing is left out.
    everything: bool,
}

impl Concern {
    /// Find out what concerns a shoot.
    pub fn of(profile: &Profile, shoot: &ShootSpec) -> Self {
        let mut concern = Self::default();
        let workers = &shoot.provider.workers;
        let own = workers.iter().filter_map(Worker::own_version);
        for version in own.chain([shoot.kubernetes.version.as_str()]) {
            match Version::parse(&normalize(version)) {
                Some(version) if (version.major, version.minor) != (0, 0) => {
                    concern.minors.push((version.major, version.minor));
                }
                _ => concern.everything = true,
            }
        }
        for image in workers.iter().filter_map(Worker::image) {
            let name = image.name.to_lowercase();
            let places = profile.images.iter().enumerate();
            let same = places.filter(|(_, image)| image.name.to_lowercase() == name);
            concern.images.extend(same.map(|(place, _)| place));
        }
        concern
    }

    pub(super) fn includes(&self, subject: Subject) -> bool {
        self.everything
            || match subject {
                Subject::Image(place) => self.images.contains(&place),
                Subject::Kubernetes(major, minor) => {
                    let reaches = |used: &(u64, u64)| {
                        used.0 == major && (used.1 == minor || used.1 + 1 == minor)
                    };
                    self.minors.iter().any(reaches)
                }
            }
    }
}
