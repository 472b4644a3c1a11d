//! What operations do to a pool that maintenance starts: the same as at once, only later.

use super::key::{self, Rotations};
use super::{rolls_out, rotates_authorities};
use crate::domain::impact::facts::Facts;
use crate::domain::impact::manifest::Manifest;
use crate::domain::impact::timing::maintenance_operations;
use crate::domain::impact::tree::Node;
use crate::domain::impact::verdict::is_in_place;

/// The operations that maintenance is newly asked for, with the rotations before and after them.
pub(super) struct InMaintenance<'a> {
    shoot: &'a Manifest,
    operations: Vec<String>,
    before: Rotations,
    after: Rotations,
}

impl<'a> InMaintenance<'a> {
    /// `rotations` are those that the change itself leaves behind.
    pub(super) fn of(
        old: &Manifest,
        new: &'a Manifest,
        facts: Facts<'_>,
        rotations: &Rotations,
    ) -> Self {
        let operations = maintenance_operations(old, new, facts);
        let mut after = rotations.clone();
        for operation in &operations {
            after.apply(operation, old.status(), new);
        }
        Self {
            shoot: new,
            operations,
            before: rotations.clone(),
            after,
        }
    }

    /// Whether they renew the nodes of a pool.
    pub(super) fn renews(&self, pool: Node<'_>) -> bool {
        if self.operations.is_empty() {
            return false;
        }
        let by_name = rolls_out(&self.operations, pool.get("name").words()) && !is_in_place(pool);
        by_name
            || key::data(self.shoot, pool, &self.before) != key::data(self.shoot, pool, &self.after)
    }

    /// Whether they change the bundle of certificate authorities on every node.
    pub(super) fn rotates_authorities(&self) -> bool {
        rotates_authorities(&self.operations)
    }
}
