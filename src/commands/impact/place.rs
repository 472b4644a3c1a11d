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

/// The lines of image vectors.
pub(super) struct ImageLines<'a>(Vec<(&'a str, String)>);

impl<'a> ImageLines<'a> {
    /// Read the files; what came from stdin has no lines.
    pub(super) fn read(files: impl IntoIterator<Item = &'a String>) -> Self {
        let read = |file: &'a String| Some((file.as_str(), fs::read_to_string(file).ok()?));
        Self(files.into_iter().filter_map(read).collect())
    }

    /// Give where an image of this name stands first; without a name, where the first file begins.
    pub(super) fn locate(&self, image: Option<&str>) -> Option<Location> {
        let location = |file: &str, line| Location {
            file: file.to_owned(),
            line,
            column: None,
        };
        let Some(image) = image else {
            return self.0.first().map(|(file, _)| location(file, 1));
        };
        self.0.iter().find_map(|(file, text)| {
            let line = text.lines().position(|line| names(line, image))?;
            Some(location(file, line + 1))
        })
    }
}

/// Whether a line of YAML or JSON gives this name: `- name: etcd`, `"name": "etcd",`.
fn names(line: &str, image: &str) -> bool {
    let of = |text: &str| {
        let quoted = |c| matches!(c, '"' | '\'' | ',' | ' ' | '{');
        text.trim_matches(quoted).to_owned()
    };
    let line = line.trim_start().trim_start_matches("- ");
    let line = line.split(" #").next().unwrap_or_default();
    line.split_once(':')
        .is_some_and(|(field, name)| of(field) == "name" && of(name) == image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_found_by_their_names_in_yaml_and_json() {
        for line in [
            "- name: etcd",
            "  name: 'etcd' # old",
            r#"  "name": "etcd","#,
            r#"  {"name": "etcd","#,
        ] {
            assert!(names(line, "etcd"), "{line}");
        }
        for line in [
            "- name: etcd-druid",
            "  repository: etcd",
            "# name: etcd",
            "",
        ] {
            assert!(!names(line, "etcd"), "{line}");
        }
    }
}
