//! Image vectors, read, merged and searched as Gardener does
//! (`gardener/gardener:pkg/utils/imagevector/imagevector.go`).

use serde::Deserialize;

use crate::domain::versions::constraint::Constraint;

/// The architecture that is meant where nobody says one.
const AMD64: &str = "amd64";
const ARM64: &str = "arm64";

/// A list of images, of which the first that fits best is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImageVector {
    sources: Vec<ImageSource>,
}

/// An entry of an image vector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageSource {
    /// Name; several entries can have the same.
    #[serde(default)]
    pub name: String,
    /// Repository.
    pub repository: Option<String>,
    /// Tag; without one it is the target version.
    pub tag: Option<String>,
    /// The whole reference, in place of repository and tag.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Versions of the cluster that it runs in.
    pub runtime_version: Option<String>,
    /// Versions of the cluster that it works for.
    pub target_version: Option<String>,
    /// Architectures; absent means all.
    pub architectures: Option<Vec<String>>,
}

/// For what an image is looked up. What is absent excludes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lookup<'a> {
    /// Version of the cluster that it runs in.
    pub runtime: Option<&'a str>,
    /// Version of the cluster that it works for.
    pub target: Option<&'a str>,
    /// Architecture of the machine.
    pub architecture: Option<&'a str>,
}

/// An image vector that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(pub String);

impl ImageVector {
    /// Make a vector of the entries of a file that stands for itself: each has to say where its image is.
    pub fn new(sources: Vec<ImageSource>) -> Result<Self, Fault> {
        for (index, source) in sources.iter().enumerate() {
            if source.repository.is_none() && source.reference.is_none() {
                return Err(Fault(format!(
                    "images[{index}] {} has neither repository nor ref",
                    source.name
                )));
            }
        }
        Self::overwriting(sources)
    }

    /// Make a vector of the entries of an overwrite, which may leave to another vector where an image is.
    pub fn overwriting(sources: Vec<ImageSource>) -> Result<Self, Fault> {
        for (index, source) in sources.iter().enumerate() {
            let place = format!("images[{index}]");
            if source.name.is_empty() {
                return Err(Fault(format!("{place} has no name")));
            }
            for (field, constraint) in [
                ("runtimeVersion", &source.runtime_version),
                ("targetVersion", &source.target_version),
            ] {
                if let Some(text) = constraint
                    && Constraint::parse(text).is_none()
                {
                    let name = &source.name;
                    return Err(Fault(format!(
                        "{place} {name}: the {field} `{text}` is no constraint"
                    )));
                }
            }
        }
        Ok(Self { sources })
    }

    /// Walk the entries.
    pub fn sources(&self) -> &[ImageSource] {
        &self.sources
    }

    /// Whether there is an entry of a name.
    pub fn has(&self, name: &str) -> bool {
        self.sources.iter().any(|source| source.name == name)
    }

    /// Put an overwrite over it (`MergeImageVectors`): entries with the same name, versions and architectures are
    /// merged, others are added.
    pub fn overwrite(&mut self, overwrite: &Self) {
        for source in &overwrite.sources {
            match self.sources.iter_mut().find(|old| old.is_alike(source)) {
                Some(old) => old.merge(source),
                None => self.sources.push(source.clone()),
            }
        }
    }

    /// Find the entry of a name that fits best, the first of those that fit alike (`FindImage`).
    pub fn find(&self, name: &str, lookup: Lookup<'_>) -> Option<&ImageSource> {
        let mut best: Option<(u32, &ImageSource)> = None;
        for source in self.sources.iter().filter(|source| source.name == name) {
            if let Some(score) = source.score(lookup)
                && best.is_none_or(|(other, _)| score > other)
            {
                best = Some((score, source));
            }
        }
        best.map(|(_, source)| source)
    }
}

impl ImageSource {
    fn is_alike(&self, other: &Self) -> bool {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let joined = |list: &Option<Vec<String>>| list.as_ref().map(|list| list.concat());
        self.name == other.name
            && text(&self.runtime_version) == text(&other.runtime_version)
            && text(&self.target_version) == text(&other.target_version)
            && joined(&self.architectures) == joined(&other.architectures)
    }

    /// Take over what an overwrite says (`mergeImageSources`).
    fn merge(&mut self, overwrite: &Self) {
        let inherited = self
            .reference
            .take()
            .filter(|_| overwrite.repository.is_none());
        self.reference = overwrite.reference.clone().or(inherited);
        if self.reference.is_some() {
            self.repository = None;
            self.tag = None;
            return;
        }
        if overwrite.repository.is_some() {
            self.repository.clone_from(&overwrite.repository);
        }
        if overwrite.tag.is_some() {
            self.tag.clone_from(&overwrite.tag);
        }
    }

    /// Say how well it fits, if it does (`match`).
    fn score(&self, lookup: Lookup<'_>) -> Option<u32> {
        Some(
            version_score(self.runtime_version.as_deref(), lookup.runtime)?
                + version_score(self.target_version.as_deref(), lookup.target)?
                + self.architecture_score(lookup.architecture)?,
        )
    }

    fn architecture_score(&self, wanted: Option<&str>) -> Option<u32> {
        let wanted = wanted.unwrap_or(AMD64);
        match self.architectures.as_deref() {
            None => [AMD64, ARM64].contains(&wanted).then_some(1),
            Some([only]) => (only == wanted).then_some(2),
            Some(several) => several.iter().any(|one| one == wanted).then_some(1),
        }
    }

    /// Write the image as a pod names it (`ToImage`, `Image.String`). Without a tag it is the target version; what
    /// has neither gets `own`, the version of the program that deploys it.
    pub fn image(&self, target: Option<&str>, own: &str) -> String {
        if let Some(reference) = &self.reference {
            return reference.clone();
        }
        let repository = self.repository.as_deref().unwrap_or_default();
        let tag = match (&self.tag, target) {
            (Some(tag), _) => tag.clone(),
            (None, Some(target)) => format!("v{}", target.trim_start_matches('v')),
            (None, None) => own.to_owned(),
        };
        let delimiter = if tag.starts_with("sha256:") { '@' } else { ':' };
        if tag.is_empty() {
            repository.to_owned()
        } else {
            format!("{repository}{delimiter}{tag}")
        }
    }
}

fn version_score(constraint: Option<&str>, version: Option<&str>) -> Option<u32> {
    let (Some(constraint), Some(version)) = (constraint, version) else {
        return Some(0);
    };
    let fits = Constraint::parse(constraint)?.check_text(version)?;
    fits.then(|| if is_exact(constraint) { 2 } else { 1 })
}

/// Whether a constraint begins with `=` or a whole version, as `^(v?[0-9]+\.[0-9]+\.[0-9]+|=)` finds it.
fn is_exact(constraint: &str) -> bool {
    if constraint.starts_with('=') {
        return true;
    }
    let text = constraint.strip_prefix('v').unwrap_or(constraint);
    let mut parts = text.splitn(3, '.');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let [Some(major), Some(minor), Some(patch)] = [parts.next(), parts.next(), parts.next()] else {
        return false;
    };
    number(major) && number(minor) && patch.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn vector(images: serde_json::Value) -> ImageVector {
        ImageVector::new(serde_json::from_value(images).unwrap()).unwrap()
    }

    fn tag(vector: &ImageVector, name: &str, runtime: &str, target: &str) -> Option<String> {
        let lookup = Lookup {
            runtime: Some(runtime),
            target: Some(target),
            architecture: None,
        };
        let source = vector.find(name, lookup)?;
        Some(source.image(Some(target), ""))
    }

    #[test]
    fn versions_choose_between_entries_of_a_name() {
        let vector = vector(json!([
            {"name": "ca", "repository": "r/ca", "tag": "v1.35.1", "targetVersion": ">= 1.35"},
            {"name": "ca", "repository": "r/ca", "tag": "v1.34.3", "targetVersion": "1.34.x"},
        ]));
        assert_eq!(
            tag(&vector, "ca", "1.33.1", "1.34.9").unwrap(),
            "r/ca:v1.34.3"
        );
        assert_eq!(
            tag(&vector, "ca", "1.33.1", "1.36.0").unwrap(),
            "r/ca:v1.35.1"
        );
        assert_eq!(tag(&vector, "ca", "1.33.1", "1.33.0"), None);
    }

    #[test]
    fn an_exact_version_wins_and_then_the_first() {
        let vector = vector(json!([
            {"name": "a", "repository": "first", "tag": "1", "runtimeVersion": ">= 1.30"},
            {"name": "a", "repository": "second", "tag": "1", "runtimeVersion": ">= 1.31"},
            {"name": "a", "repository": "exact", "tag": "1", "runtimeVersion": "1.33.2"},
            {"name": "a", "repository": "both", "tag": "1", "runtimeVersion": ">= 1.34", "targetVersion": ">= 1.34"},
        ]));
        assert_eq!(tag(&vector, "a", "1.32.0", "1.32.0").unwrap(), "first:1");
        assert_eq!(tag(&vector, "a", "1.33.2", "1.32.0").unwrap(), "exact:1");
        assert_eq!(tag(&vector, "a", "1.34.0", "1.34.0").unwrap(), "both:1");
        assert!(is_exact("= 1.3") && is_exact("v1.2.3") && is_exact("1.2.3 - 1.2.9"));
        assert!(!is_exact("1.33.x") && !is_exact(">= 1.2.3") && !is_exact("1.33"));
    }

    #[test]
    fn an_architecture_of_its_own_wins_over_all() {
        let vector = vector(json!([
            {"name": "a", "repository": "all", "tag": "1"},
            {"name": "a", "repository": "arm", "tag": "1", "architectures": ["arm64"]},
        ]));
        let find = |architecture| {
            let lookup = Lookup {
                architecture,
                ..Lookup::default()
            };
            vector
                .find("a", lookup)
                .unwrap()
                .repository
                .clone()
                .unwrap()
        };
        assert_eq!(find(None), "all");
        assert_eq!(find(Some("amd64")), "all");
        assert_eq!(find(Some("arm64")), "arm");
    }

    #[test]
    fn without_tag_it_is_the_target_version_or_the_programs_own() {
        let vector = vector(json!([
            {"name": "kube-apiserver", "repository": "k"},
            {"name": "digest", "repository": "d", "tag": "sha256:12"},
            {"name": "whole", "ref": "x/y@sha256:34"},
        ]));
        let find = |name| vector.find(name, Lookup::default()).unwrap();
        assert_eq!(
            find("kube-apiserver").image(Some("1.34.1"), ""),
            "k:v1.34.1"
        );
        assert_eq!(find("kube-apiserver").image(None, "v1.150.0"), "k:v1.150.0");
        assert_eq!(find("digest").image(Some("1.34.1"), ""), "d@sha256:12");
        assert_eq!(find("whole").image(None, ""), "x/y@sha256:34");
    }

    /// `gardener/gardener:pkg/utils/imagevector/imagevector.go:mergeImageSources`.
    #[test]
    fn an_overwrite_changes_only_what_it_says() {
        let mut merged = vector(json!([
            {"name": "a", "repository": "old", "tag": "1"},
            {"name": "a", "repository": "old", "tag": "2", "targetVersion": ">= 1.35"},
            {"name": "b", "ref": "b@sha256:1"},
        ]));
        let overwrite = serde_json::from_value(json!([
            {"name": "a", "repository": "mirror"},
            {"name": "b", "repository": "mirror", "tag": "7"},
            {"name": "c", "repository": "new", "tag": "3"},
        ]));
        merged.overwrite(&ImageVector::overwriting(overwrite.unwrap()).unwrap());
        assert_eq!(tag(&merged, "a", "1.34.0", "1.34.0").unwrap(), "mirror:1");
        assert_eq!(tag(&merged, "a", "1.35.0", "1.35.0").unwrap(), "old:2");
        assert_eq!(tag(&merged, "b", "1.35.0", "1.35.0").unwrap(), "mirror:7");
        assert_eq!(tag(&merged, "c", "1.35.0", "1.35.0").unwrap(), "new:3");
    }

    #[test]
    fn what_is_no_vector_says_where() {
        let fault = |images| {
            ImageVector::new(serde_json::from_value(images).unwrap())
                .unwrap_err()
                .0
        };
        assert!(fault(json!([{"name": "a"}])).contains("images[0] a"));
        assert!(fault(json!([{"repository": "a"}])).contains("no name"));
        let text = fault(json!([{"name": "a", "repository": "a", "targetVersion": "newest"}]));
        assert!(
            text.contains("targetVersion") && text.contains("newest"),
            "{text}"
        );
    }
}
