//! What we may do, asked for many rights side by side.

use crate::domain::rights::{COMMANDS, CommandRights, Rule, Scope};
use crate::garden::Garden;
use crate::garden::acting::Right;
use crate::garden::rehearsal::side_by_side;

impl Right {
    /// The right that a rule asks for; `namespace` is that of `-n`.
    pub fn of(rule: &Rule, namespace: Option<&str>) -> Self {
        Self {
            verb: rule.verb,
            group: rule.on.group,
            resource: rule.on.name,
            namespace: match rule.on.scope {
                Scope::In(namespace) => Some(namespace.to_owned()),
                Scope::Asked => namespace.map(ToOwned::to_owned),
                Scope::Cluster | Scope::Everywhere => None,
            },
            name: rule.on.object.map(ToOwned::to_owned),
        }
    }
}

/// Ask for every right that a command needs, each once. None is what the server did not say.
pub async fn review(
    garden: &Garden,
    namespace: Option<&str>,
) -> anyhow::Result<Vec<(Right, Option<bool>)>> {
    let mut rights: Vec<Right> = Vec::new();
    for rule in COMMANDS.iter().flat_map(CommandRights::rules) {
        let right = Right::of(&rule, namespace);
        if !rights.contains(&right) {
            rights.push(right);
        }
    }
    side_by_side(rights, |right| {
        let garden = garden.clone();
        async move {
            let review = garden.may(&right).await;
            (right, review.ok().map(|review| review.allowed))
        }
    })
    .await
}
