//! Where a gardenlet is to be deployed: never guessed, chosen or proved.

use crate::erased;
use serde::Deserialize;

/// A target cluster, as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// The cluster of a kubeconfig in a file, `-` for stdin.
    Kubeconfig {
        /// The file.
        file: String,
        /// The context to take; the current one when absent.
        context: Option<String>,
    },
    /// A shoot, whose kubeconfig is minted.
    Shoot {
        /// Namespace.
        namespace: String,
        /// Name.
        name: String,
        /// The context of the garden where the shoot is; this garden when absent.
        garden_context: Option<String>,
    },
    /// The cluster of the kubeconfig in a Secret in namespace `garden`.
    Secret {
        /// Name of the Secret.
        name: String,
    },
    /// The runtime cluster, where gardener-operator runs.
    Runtime,
}

impl Target {
    /// Say it in one line.
    pub fn words(&self) -> String {
        match self {
            Self::Kubeconfig { file, context } => {
                let file = if file == "-" { "stdin" } else { file };
                match context {
                    Some(context) => format!("the cluster of kubeconfig {file}, context {context}"),
                    None => format!("the cluster of kubeconfig {file}"),
                }
            }
            Self::Shoot {
                namespace,
                name,
                garden_context: None,
            } => format!("shoot {namespace}/{name}"),
            Self::Shoot {
                namespace,
                name,
                garden_context: Some(context),
            } => format!("shoot {namespace}/{name} of the garden with context {context}"),
            Self::Secret { name } => {
                format!("the cluster of the kubeconfig in Secret garden/{name}")
            }
            Self::Runtime => "the runtime cluster".to_owned(),
        }
    }

    /// Whether a kubeconfig goes to gardener-operator.
    pub fn is_remote(&self) -> bool {
        *self != Self::Runtime
    }
}

/// The target keys of the command line, or of an entry in a file of targets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Keys {
    /// `--target-kubeconfig`.
    pub target_kubeconfig: Option<String>,
    /// `--target-context`.
    pub target_context: Option<String>,
    /// `--target-shoot`.
    pub target_shoot: Option<String>,
    /// `--target-garden-context`.
    pub target_garden_context: Option<String>,
    /// `--target-secret`.
    pub target_secret: Option<String>,
    /// `--runtime`.
    #[serde(default)]
    pub runtime: bool,
}

/// An entry in a file of targets.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Name of the Gardenlet.
    pub name: String,
    /// Its target.
    #[serde(flatten)]
    pub keys: EntryKeys,
}

/// As [`Keys`], where unknown fields are found by hand: serde cannot deny them beside a flattened struct.
pub type EntryKeys = std::collections::BTreeMap<String, serde_json::Value>;

impl Keys {
    /// Give the target that they choose, if any; or what is contradictory.
    pub fn target(&self) -> Result<Option<Target>, String> {
        let given: Vec<&str> = [
            ("--target-kubeconfig", self.target_kubeconfig.is_some()),
            ("--target-shoot", self.target_shoot.is_some()),
            ("--target-secret", self.target_secret.is_some()),
            ("--runtime", self.runtime),
        ]
        .into_iter()
        .filter_map(|(flag, given)| given.then_some(flag))
        .collect();
        if given.len() > 1 {
            return Err(format!("{} name different targets", given.join(" and ")));
        }
        if self.target_context.is_some() && self.target_kubeconfig.is_none() {
            return Err("--target-context needs --target-kubeconfig".to_owned());
        }
        if self.target_garden_context.is_some() && self.target_shoot.is_none() {
            return Err("--target-garden-context needs --target-shoot".to_owned());
        }
        if let Some(file) = &self.target_kubeconfig {
            if file.is_empty() {
                return Err("--target-kubeconfig is empty".to_owned());
            }
            return Ok(Some(Target::Kubeconfig {
                file: file.clone(),
                context: self.target_context.clone(),
            }));
        }
        if let Some(shoot) = &self.target_shoot {
            return shoot_of(shoot, self.target_garden_context.clone()).map(Some);
        }
        if let Some(name) = &self.target_secret {
            if name.is_empty() || name.contains('/') {
                return Err(format!(
                    "`{name}` is no name of a Secret in namespace garden"
                ));
            }
            return Ok(Some(Target::Secret { name: name.clone() }));
        }
        Ok(self.runtime.then_some(Target::Runtime))
    }
}

/// Read `NAMESPACE/NAME` of a shoot.
pub fn shoot_of(text: &str, garden_context: Option<String>) -> Result<Target, String> {
    match text.split_once('/') {
        Some((namespace, name))
            if !namespace.is_empty() && !name.is_empty() && !name.contains('/') =>
        {
            Ok(Target::Shoot {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                garden_context,
            })
        }
        _ => Err(format!("`{text}` is no shoot: write NAMESPACE/NAME")),
    }
}

/// Read what somebody answers who is asked for the target.
pub fn answered(text: &str) -> Result<Option<Target>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text == "runtime" {
        return Ok(Some(Target::Runtime));
    }
    if let Some(shoot) = text.strip_prefix("shoot ") {
        return shoot_of(shoot.trim(), None).map(Some);
    }
    if let Some(name) = text.strip_prefix("secret ") {
        return Keys {
            target_secret: Some(name.trim().to_owned()),
            ..Keys::default()
        }
        .target();
    }
    let file = text.strip_prefix("kubeconfig ").unwrap_or(text).trim();
    Ok(Some(Target::Kubeconfig {
        file: file.to_owned(),
        context: None,
    }))
}

/// What is known of a shoot's cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShootIdentity {
    /// Namespace of the shoot.
    pub namespace: String,
    /// Name of the shoot.
    pub name: String,
    /// Its `status.clusterIdentity`.
    pub identity: String,
}

/// Find the cluster that a Seed says it is: a proof, not a guess. Two of the same identity prove nothing.
pub fn prove(
    seed: Option<&str>,
    shoots: &[ShootIdentity],
    runtime: Option<&str>,
) -> Option<Target> {
    let identity = seed.filter(|identity| !identity.is_empty())?;
    let mut found: Vec<Target> = shoots
        .iter()
        .filter(|shoot| shoot.identity == identity)
        .map(|shoot| Target::Shoot {
            namespace: shoot.namespace.clone(),
            name: shoot.name.clone(),
            garden_context: None,
        })
        .collect();
    if runtime == Some(identity) {
        // gardener-operator uses its own access there: no kubeconfig has to be minted.
        return Some(Target::Runtime);
    }
    if found.len() == 1 { found.pop() } else { None }
}

/// Read the file of targets: one queue of gardenlets, each with its own target.
pub fn entries(list: Vec<Entry>) -> Result<Vec<(String, Option<Target>)>, String> {
    let mut read = Vec::new();
    for entry in list {
        let name = entry.name;
        let keys = serde_json::Value::Object(entry.keys.into_iter().collect());
        let keys: Keys = erased::tree(&keys).map_err(|error| format!("{name}: {error}"))?;
        let target = keys.target().map_err(|error| format!("{name}: {error}"))?;
        if read.iter().any(|(other, _)| *other == name) {
            return Err(format!("{name} is named twice"));
        }
        read.push((name, target));
    }
    if read.is_empty() {
        return Err("it names no gardenlet".to_owned());
    }
    let readers = read.iter().filter(
        |(_, target)| matches!(target, Some(Target::Kubeconfig { file, .. }) if file == "-"),
    );
    if readers.count() > 1 {
        return Err("only one kubeconfig can come from stdin".to_owned());
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn contradicting_targets_are_told_apart_from_none() {
        let keys = |change: fn(&mut Keys)| {
            let mut keys = Keys::default();
            change(&mut keys);
            keys.target()
        };
        assert_eq!(keys(|_| {}), Ok(None));
        assert_eq!(keys(|keys| keys.runtime = true), Ok(Some(Target::Runtime)));
        for contradiction in [
            keys(|keys| {
                keys.runtime = true;
                keys.target_secret = Some("x".to_owned());
            }),
            keys(|keys| keys.target_context = Some("x".to_owned())),
            keys(|keys| keys.target_garden_context = Some("x".to_owned())),
            keys(|keys| keys.target_shoot = Some("x".to_owned())),
            keys(|keys| keys.target_shoot = Some("a/b/c".to_owned())),
            keys(|keys| keys.target_secret = Some("a/b".to_owned())),
            keys(|keys| keys.target_kubeconfig = Some(String::new())),
        ] {
            assert!(contradiction.is_err(), "{contradiction:?}");
        }
    }

    #[test]
    fn a_target_is_proved_only_by_one_cluster_of_that_identity() {
        let shoot = |name: &str, identity: &str| ShootIdentity {
            namespace: "garden".to_owned(),
            name: name.to_owned(),
            identity: identity.to_owned(),
        };
        let shoots = [shoot("a", "id-a"), shoot("b", "id-b"), shoot("c", "id-b")];
        let proved = prove(Some("id-a"), &shoots, None);
        assert!(matches!(proved, Some(Target::Shoot { name, .. }) if name == "a"));
        assert_eq!(prove(Some("id-b"), &shoots, None), None);
        assert_eq!(prove(Some("id-c"), &shoots, None), None);
        assert_eq!(
            prove(Some("id-r"), &shoots, Some("id-r")),
            Some(Target::Runtime)
        );
        assert_eq!(prove(None, &shoots, Some("")), None);
        assert_eq!(prove(Some(""), &[shoot("d", "")], Some("")), None);
    }

    #[test]
    fn a_file_of_targets_is_read_strictly() {
        let read = |list: serde_json::Value| entries(serde_json::from_value(list).unwrap());
        let read_well = read(json!([
            { "name": "aws", "targetKubeconfig": "aws.yaml", "targetContext": "admin" },
            { "name": "gcp", "targetShoot": "garden/gcp" },
            { "name": "local", "runtime": true },
        ]))
        .unwrap();
        assert_eq!(read_well.len(), 3);
        assert_eq!(read_well[2].1, Some(Target::Runtime));
        for wrong in [
            json!([]),
            json!([{ "name": "aws", "target": "x" }]),
            json!([{ "name": "aws", "runtime": true }, { "name": "aws", "runtime": true }]),
            json!([{ "name": "aws", "runtime": true, "targetSecret": "x" }]),
            json!([{ "name": "a", "targetKubeconfig": "-" }, { "name": "b", "targetKubeconfig": "-" }]),
        ] {
            assert!(read(wrong.clone()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn answers_are_understood_in_the_words_of_the_question() {
        assert_eq!(answered("runtime"), Ok(Some(Target::Runtime)));
        assert_eq!(answered(" "), Ok(None));
        assert!(matches!(
            answered("shoot garden/aws"),
            Ok(Some(Target::Shoot { .. }))
        ));
        assert!(answered("shoot aws").is_err());
        assert!(matches!(
            answered("secret x"),
            Ok(Some(Target::Secret { .. }))
        ));
        assert!(matches!(
            answered("./seed.yaml"),
            Ok(Some(Target::Kubeconfig { .. }))
        ));
    }
}
