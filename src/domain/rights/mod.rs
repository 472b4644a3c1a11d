//! Which rights each command needs in a garden: one table, from which roles, checks and a reference page come.
//!
//! - `table`: the commands with their rules
//! - `resources`: the kinds of objects that they are about
//! - `role`: the roles that grant them
//!
//! Who am I and what may I do (`selfsubjectreviews`, `selfsubjectaccessreviews`) and discovery are not among the rules:
//! Kubernetes grants them to everybody who is authenticated (ClusterRoles `system:basic-user` and `system:discovery`).

mod resources;
pub mod role;
mod table;

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

pub use table::{COMMANDS, STREAMED};

/// Where a right is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// For objects that have no namespace.
    Cluster,
    /// In every namespace.
    Everywhere,
    /// In every namespace, or in the one that `-n` names.
    Asked,
    /// In one namespace.
    In(&'static str),
}

/// What comes of a right that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// The command fails.
    Needed,
    /// The command works in the usual case, and fails in this one.
    Sometimes(&'static str),
    /// The command goes on, and this is missing.
    Adds(&'static str),
}

impl Need {
    /// Whether the least role grants it.
    pub const fn is_least(self) -> bool {
        matches!(self, Self::Needed | Self::Sometimes(_))
    }

    /// Say it as data and pages do.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Needed => "needed",
            Self::Sometimes(_) => "sometimes",
            Self::Adds(_) => "adds",
        }
    }

    /// Say what is missing without it, or when it is needed.
    pub const fn text(self) -> Option<&'static str> {
        match self {
            Self::Needed => None,
            Self::Sometimes(text) | Self::Adds(text) => Some(text),
        }
    }
}

/// A kind of object, and where it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resource {
    /// API group, empty for the core one.
    pub group: &'static str,
    /// Resource, with its subresource behind a slash.
    pub name: &'static str,
    /// Where.
    pub scope: Scope,
    /// The only object that is looked at; any where absent.
    pub object: Option<&'static str>,
}

/// A right that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Verb, for example `patch`.
    pub verb: &'static str,
    /// On what, and where.
    pub on: Resource,
    /// What comes of it when it is missing.
    pub need: Need,
}

impl fmt::Display for Rule {
    /// As `kubectl auth can-i` takes it, with the place in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.on.full())?;
        if let Some(object) = self.on.object {
            write!(f, " {object}")?;
        }
        if let Scope::In(namespace) = self.on.scope {
            write!(f, " in namespace {namespace}")?;
        }
        Ok(())
    }
}

impl Resource {
    /// Name it with its group, as kubectl takes it: `shoots.core.gardener.cloud/adminkubeconfig`.
    pub fn full(&self) -> String {
        let (name, subresource) = match self.name.split_once('/') {
            Some((name, subresource)) => (name, format!("/{subresource}")),
            None => (self.name, String::new()),
        };
        if self.group.is_empty() {
            format!("{name}{subresource}")
        } else {
            format!("{name}.{}{subresource}", self.group)
        }
    }
}

/// A command with the rights that it needs.
#[derive(Debug)]
pub struct CommandRights {
    /// Its words, for example `emergency-stop on`.
    pub command: &'static str,
    /// The rules, without those that [`CommandRights::all`] adds.
    rules: &'static [&'static [Rule]],
}

impl CommandRights {
    /// Give the rules as the table has them.
    pub fn rules(&self) -> impl Iterator<Item = Rule> {
        self.rules.iter().flat_map(|rules| rules.iter()).copied()
    }

    /// Give the rules with those that only make reading cheaper.
    pub fn all(&self) -> impl Iterator<Item = Rule> {
        self.rules().flat_map(|rule| {
            let streamed = rule.verb == "list" && STREAMED.contains(&rule.on.name);
            let watch = streamed.then_some(Rule {
                verb: "watch",
                need: Need::Adds(table::WATCH),
                ..rule
            });
            std::iter::once(rule).chain(watch)
        })
    }

    /// Give the rules without which it fails at once.
    pub fn needed(&self) -> impl Iterator<Item = Rule> {
        self.rules().filter(|rule| rule.need == Need::Needed)
    }
}

/// Find a command by its words; `versions report` and `versions` are one.
pub fn find(words: &str) -> Option<&'static CommandRights> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = table::ALIASES
        .iter()
        .find(|(alias, _)| *alias == words)
        .map_or(words.as_str(), |(_, command)| command);
    COMMANDS.iter().find(|rights| rights.command == words)
}

/// How far a command works with the rights that somebody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Usable {
    /// It has all rights.
    Fully,
    /// It works, and something is missing from its answer, or when something goes wrong.
    Partly,
    /// It fails.
    No,
    /// The server could not be asked.
    Unknown,
}

/// A right that somebody lacks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lack {
    /// Verb.
    pub verb: &'static str,
    /// API group, empty for the core one.
    pub group: &'static str,
    /// Resource, with its subresource behind a slash.
    pub resource: &'static str,
    /// Namespace; absent where it is all of them, or none.
    pub namespace: Option<String>,
    /// Whether the command fails without: `needed`, `sometimes` or `adds`.
    pub need: &'static str,
    /// For `sometimes`: when it fails. For `adds`: what is missing without it.
    pub about: Option<&'static str>,
}

/// What somebody can do with a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "CommandRights")]
pub struct Granted {
    /// The command.
    pub command: &'static str,
    /// How far it works.
    pub usable: Usable,
    /// The rights that are missing.
    pub missing: Vec<Lack>,
}

/// Judge a command by what the server says of each rule: none where it could not be asked.
pub fn judge(
    rights: &CommandRights,
    namespace: Option<&str>,
    allowed: impl Fn(&Rule) -> Option<bool>,
) -> Granted {
    let asked: Vec<(Rule, Option<bool>)> =
        rights.rules().map(|rule| (rule, allowed(&rule))).collect();
    let missing: Vec<Rule> = (asked.iter())
        .filter(|(_, allowed)| *allowed == Some(false))
        .map(|(rule, _)| *rule)
        .collect();
    let unknown = asked.iter().any(|(_, allowed)| allowed.is_none());
    let usable = if missing.iter().any(|rule| rule.need == Need::Needed) {
        Usable::No
    } else if unknown {
        Usable::Unknown
    } else if missing.is_empty() {
        Usable::Fully
    } else {
        Usable::Partly
    };
    let missing = missing.into_iter().map(|rule| Lack {
        verb: rule.verb,
        group: rule.on.group,
        resource: rule.on.name,
        namespace: match rule.on.scope {
            Scope::In(namespace) => Some(namespace.to_owned()),
            Scope::Asked => namespace.map(ToOwned::to_owned),
            Scope::Cluster | Scope::Everywhere => None,
        },
        need: rule.need.name(),
        about: rule.need.text(),
    });
    Granted {
        command: rights.command,
        usable,
        missing: missing.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_found_by_their_words_and_by_other_names() {
        assert_eq!(find("versions").unwrap().command, "versions");
        assert_eq!(find(" versions  report ").unwrap().command, "versions");
        assert_eq!(find("force-redeploy").unwrap().command, "redeploy");
        assert_eq!(find("emergency-stop").unwrap().command, "emergency-stop on");
        assert!(find("frobnicate").is_none());
    }

    #[test]
    fn no_command_names_a_right_twice() {
        for rights in COMMANDS {
            let rules: Vec<Rule> = rights.all().collect();
            for (index, rule) in rules.iter().enumerate() {
                let same = |other: &&Rule| (other.verb, other.on) == (rule.verb, rule.on);
                assert_eq!(
                    rules.iter().position(|other| same(&other)),
                    Some(index),
                    "{}: {rule}",
                    rights.command
                );
            }
        }
    }

    #[test]
    fn what_is_missing_decides_how_far_a_command_works() {
        let rights = find("emergency-stop on").unwrap();
        let without = |verb: &str, resource: &str| {
            judge(rights, None, |rule| {
                Some((rule.verb, rule.on.name) != (verb, resource))
            })
        };
        assert_eq!(without("", "").usable, Usable::Fully);
        let no = without("patch", "seeds");
        assert_eq!(no.usable, Usable::No);
        assert_eq!(
            (no.missing[0].verb, no.missing[0].need),
            ("patch", "needed")
        );
        let partly = without("list", "shoots");
        assert_eq!(partly.usable, Usable::Partly);
        assert!(partly.missing[0].about.is_some());
        assert_eq!(without("get", "seeds").usable, Usable::Partly);
        let unknown = judge(rights, None, |rule| (rule.verb != "patch").then_some(true));
        assert_eq!(unknown.usable, Usable::Unknown);
    }

    #[test]
    fn a_right_reads_like_the_words_of_kubectl() {
        let rights = find("redeploy").unwrap();
        let texts: Vec<String> = rights.rules().map(|rule| rule.to_string()).collect();
        for text in [
            "get seeds.core.gardener.cloud",
            "create secrets in namespace garden",
            "create shoots.core.gardener.cloud/adminkubeconfig",
            "get configmaps gardener-info in namespace gardener-system-public",
        ] {
            assert!(
                texts.iter().any(|there| there == text),
                "{text}: {texts:#?}"
            );
        }
    }
}
