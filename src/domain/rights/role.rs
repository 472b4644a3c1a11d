//! Roles that grant what a command needs, as manifests.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{CommandRights, Rule, Scope};
use crate::order::Order as _;

/// The API group of roles.
const GROUP: &str = "rbac.authorization.k8s.io";

/// A ClusterRole or a Role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// `rbac.authorization.k8s.io/v1`.
    pub api_version: String,
    /// `ClusterRole` or `Role`.
    pub kind: &'static str,
    /// Name, and the namespace of a Role.
    pub metadata: RoleMetadata,
    /// What it grants.
    pub rules: Vec<PolicyRule>,
}

/// Name and namespace of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleMetadata {
    /// Name.
    pub name: String,
    /// Namespace of a Role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
}

/// What a role grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyRule {
    /// API groups.
    pub api_groups: Vec<&'static str>,
    /// Resources.
    pub resources: Vec<&'static str>,
    /// The only objects; all where absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<&'static str>,
    /// Verbs.
    pub verbs: Vec<&'static str>,
}

/// Give the roles of a command: a ClusterRole first, then a Role for each namespace that suffices.
///
/// `optional` adds what the command can do without; `namespace` is that of `-n`.
pub fn roles(rights: &CommandRights, optional: bool, namespace: Option<&str>) -> Vec<Role> {
    let rules = rights.all().filter(|rule| optional || rule.need.is_least());
    of(rights.command, rules, namespace)
}

/// Give the roles that grant these rules and nothing else.
pub fn of(
    command: &str,
    rules: impl IntoIterator<Item = Rule>,
    namespace: Option<&str>,
) -> Vec<Role> {
    let name = format!("kubectl-gardener-{}", command.replace(' ', "-"));
    let mut places: BTreeMap<Option<String>, Vec<Rule>> = BTreeMap::new();
    for rule in rules {
        let place = match rule.on.scope {
            Scope::Cluster | Scope::Everywhere => None,
            Scope::Asked => namespace.map(ToOwned::to_owned),
            Scope::In(namespace) => Some(namespace.to_owned()),
        };
        places.entry(place).or_default().push(rule);
    }
    let cluster = places.get(&None).cloned().unwrap_or_default();
    let granting = places.into_iter().filter_map(|(place, rules)| {
        let elsewhere =
            |rule: &Rule| place.is_none() || !cluster.iter().any(|all| is_same(all, rule));
        let rules = policy(rules.into_iter().filter(elsewhere));
        (!rules.is_empty()).then(|| Role {
            api_version: format!("{GROUP}/v1"),
            kind: if place.is_some() {
                "Role"
            } else {
                "ClusterRole"
            },
            metadata: RoleMetadata {
                name: name.clone(),
                namespace: place,
            },
            rules,
        })
    });
    granting.collect()
}

fn is_same(all: &Rule, rule: &Rule) -> bool {
    let key = |rule: &Rule| (rule.verb, rule.on.group, rule.on.name, rule.on.object);
    key(all) == key(rule)
}

/// Bring rules together: first the verbs of a resource, then resources of a group with the same verbs.
fn policy(rules: impl Iterator<Item = Rule>) -> Vec<PolicyRule> {
    /// The order in which people write verbs.
    const VERBS: [&str; 7] = [
        "get", "list", "watch", "create", "update", "patch", "delete",
    ];
    let mut resources: Vec<(&str, &str, Option<&str>, Vec<&'static str>)> = Vec::new();
    for rule in rules {
        let key = (rule.on.group, rule.on.name, rule.on.object);
        let known = resources
            .iter_mut()
            .find(|(group, name, object, _)| (*group, *name, *object) == key);
        match known {
            Some((.., verbs)) if verbs.contains(&rule.verb) => {}
            Some((.., verbs)) => verbs.push(rule.verb),
            None => resources.push((key.0, key.1, key.2, vec![rule.verb])),
        }
    }
    for (.., verbs) in &mut resources {
        verbs.order_by_key(|verb| VERBS.iter().position(|known| known == verb));
    }
    let mut rules: Vec<PolicyRule> = Vec::new();
    for (group, name, object, verbs) in resources {
        let names: Vec<&str> = object.into_iter().collect();
        let same = rules.iter_mut().find(|rule| {
            rule.api_groups == [group] && rule.verbs == verbs && rule.resource_names == names
        });
        match same {
            Some(rule) => rule.resources.push(name),
            None => rules.push(PolicyRule {
                api_groups: vec![group],
                resources: vec![name],
                resource_names: names,
                verbs,
            }),
        }
    }
    rules
}

impl Role {
    /// Give the words of the command that binds it to a user.
    pub fn binding(&self) -> Vec<String> {
        let name = &self.metadata.name;
        let mut words: Vec<String> = vec!["kubectl".into(), "create".into()];
        match &self.metadata.namespace {
            None => words.extend([
                "clusterrolebinding".into(),
                name.clone(),
                format!("--clusterrole={name}"),
            ]),
            Some(namespace) => words.extend([
                "rolebinding".into(),
                name.clone(),
                format!("--role={name}"),
                format!("--namespace={namespace}"),
            ]),
        }
        words.push("--user=USER".into());
        words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rights::find;

    #[test]
    fn verbs_of_a_resource_and_resources_with_the_same_verbs_are_brought_together() {
        let roles = roles(find("versions").unwrap(), false, None);
        assert_eq!(roles.len(), 1);
        assert_eq!(roles[0].kind, "ClusterRole");
        assert_eq!(roles[0].metadata.name, "kubectl-gardener-versions");
        let [rule] = roles[0].rules.as_slice() else {
            panic!("{:?}", roles[0].rules)
        };
        assert_eq!(rule.api_groups, ["core.gardener.cloud"]);
        assert_eq!(
            rule.resources,
            ["shoots", "cloudprofiles", "namespacedcloudprofiles"]
        );
        assert_eq!(rule.verbs, ["list"]);
    }

    #[test]
    fn a_namespace_is_enough_where_nothing_else_is_looked_at() {
        let roles = roles(find("redeploy").unwrap(), false, None);
        let places: Vec<_> = roles
            .iter()
            .map(|role| (role.kind, role.metadata.namespace.as_deref()))
            .collect();
        assert_eq!(
            places,
            [
                ("ClusterRole", None),
                ("Role", Some("garden")),
                ("Role", Some("gardener-system-seed-lease"))
            ]
        );
        let secrets = &roles[1].rules[1];
        assert_eq!(
            (&secrets.resources[..], &secrets.verbs[..]),
            (&["secrets"][..], &["get", "create", "delete"][..])
        );
        assert_eq!(
            roles[1].binding().join(" "),
            "kubectl create rolebinding kubectl-gardener-redeploy --role=kubectl-gardener-redeploy --namespace=garden --user=USER"
        );
    }

    #[test]
    fn with_a_namespace_shoots_are_granted_there_only() {
        let roles = roles(find("versions").unwrap(), false, Some("garden-dev"));
        assert_eq!(roles[0].rules[0].resources, ["cloudprofiles"]);
        assert_eq!(roles[1].metadata.namespace.as_deref(), Some("garden-dev"));
        assert_eq!(
            roles[1].rules[0].resources,
            ["shoots", "namespacedcloudprofiles"]
        );
    }

    #[test]
    fn what_is_optional_comes_with_watches_and_one_object_stays_one() {
        let roles = roles(find("gardenlets").unwrap(), true, None);
        assert_eq!(roles[0].rules[0].verbs, ["list", "watch"]);
        let public = roles
            .iter()
            .find(|role| role.metadata.namespace.as_deref() == Some("gardener-system-public"));
        let rule = &public.unwrap().rules[0];
        assert_eq!(rule.resource_names, ["gardener-info"]);
        assert_eq!(rule.verbs, ["get"]);
    }

    #[test]
    fn what_a_cluster_role_grants_no_role_repeats() {
        let roles = roles(find("snapshot").unwrap(), true, None);
        for role in &roles[1..] {
            for rule in &role.rules {
                assert!(!rule.resources.contains(&"shoots"), "{role:?}");
            }
        }
    }
}
