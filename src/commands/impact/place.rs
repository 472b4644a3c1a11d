//! Where the manifests that were judged stand, for reports that point at lines.

use std::collections::BTreeMap;
use std::fs;

use crate::domain::impact::report::ShootName;
use crate::domain::objects::{Object, Shoot};
use crate::garden::landscape::Tree;
use crate::garden::positions::Positions;
use crate::output::sarif::Location;

use super::name::metadata;

/// Where a manifest stands.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    file: String,
    kind: String,
    /// As it is called there: the namespace may be missing.
    name: ShootName,
}

impl Spot {
    pub(super) fn of(tree: &Tree) -> Self {
        Self {
            file: tree.place.file.to_string(),
            kind: tree.value["kind"]
                .as_str()
                .unwrap_or(Shoot::KIND)
                .to_owned(),
            name: metadata(&tree.value),
        }
    }
}

/// The lines of manifests.
pub(super) struct Lines<'a> {
    spots: Vec<Option<&'a Spot>>,
    files: BTreeMap<&'a str, Positions>,
}

impl<'a> Lines<'a> {
    /// Look up the lines in the files; what came from stdin has none.
    pub(super) fn read(spots: impl IntoIterator<Item = impl Into<Option<&'a Spot>>>) -> Self {
        let spots: Vec<Option<&Spot>> = spots.into_iter().map(Into::into).collect();
        let mut files = BTreeMap::new();
        for spot in spots.iter().copied().flatten() {
            if files.contains_key(spot.file.as_str()) {
                continue;
            }
            if let Ok(text) = fs::read_to_string(&spot.file) {
                files.insert(spot.file.as_str(), Positions::read(&text));
            }
        }
        Self { spots, files }
    }

    /// Give where a field of a manifest stands; where it was removed, what was around it.
    pub(super) fn locate(&self, index: usize, path: &str) -> Option<Location> {
        let spot = self.spots.get(index).copied().flatten()?;
        let positions = self.files.get(spot.file.as_str())?;
        let (namespace, name) = (&spot.name.namespace, &spot.name.name);
        let at = positions.object(&spot.kind, namespace, name)?.locate(path);
        Some(Location {
            file: spot.file.clone(),
            line: at.line,
            column: Some(at.column),
        })
    }
}
