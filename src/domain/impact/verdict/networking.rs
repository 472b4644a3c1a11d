//! What the networks may be (`gardener/gardener:pkg/api/core/validation/shoot.go:validateNetworking`).

use super::Check;
use super::pools::WORKERLESS;
use super::text;
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::order::Order as _;

impl Check<'_> {
    pub(super) fn networking(&mut self) {
        let networking = self.spec().get("networking");
        let path = Path::root("spec").field("networking");
        if self.new.is_workerless() {
            for field in ["type", "providerConfig", "pods", "nodes"] {
                if networking.get(field).is_set() {
                    self.reject(Rule::Workerless, &path.field(field), WORKERLESS);
                }
            }
        } else if networking.get("type").words().is_empty() {
            self.reject(
                Rule::NetworkingValues,
                &path.field("type"),
                "networking type must be provided",
            );
        }
        let families = networking.get("ipFamilies").texts();
        let known = families
            .iter()
            .all(|family| ["IPv4", "IPv6"].contains(family));
        let mut unique = families.clone();
        unique.order();
        unique.dedup();
        if !known || unique.len() != families.len() {
            self.reject(
                Rule::IpFamilies,
                &path.field("ipFamilies"),
                "must be IPv4, IPv6 or both, each once",
            );
            return;
        }
        for field in ["nodes", "pods", "services"] {
            let Some(cidr) = networking.get(field).text() else {
                continue;
            };
            let at = path.field(field);
            let Some(network) = text::network(cidr) else {
                self.reject(
                    Rule::NetworkingValues,
                    &at,
                    "must be a valid canonical CIDR",
                );
                continue;
            };
            let family = families.first().copied().unwrap_or("IPv4");
            if families.len() < 2 && text::is_ipv4(&network) != (family == "IPv4") {
                let message = format!("must be a valid {family} address");
                self.reject(Rule::NetworkingValues, &at, message);
            }
        }
    }

    /// The networks of nodes, pods and services must not overlap.
    pub(super) fn disjoint(&mut self) {
        let networking = self.spec().get("networking");
        if !networking.get("ipFamilies").texts().contains(&"IPv4") {
            return;
        }
        let path = Path::root("spec").field("networking");
        let network = |field: &str| text::network(networking.get(field).words());
        for (field, other) in [
            ("nodes", "pods"),
            ("nodes", "services"),
            ("pods", "services"),
        ] {
            if let (Some(a), Some(b)) = (network(field), network(other))
                && text::overlap(&a, &b)
            {
                let message =
                    format!("must not overlap with \"spec.networking.{other}\" (\"{b}\")");
                self.reject(Rule::NetworkingValues, &path.field(field), message);
            }
        }
        if self.facts.seed(self.new).is_none() {
            return;
        }
        for field in ["pods", "services"] {
            let needed = field == "services" || !self.new.is_workerless();
            if needed && !networking.get(field).is_set() {
                self.reject(
                    Rule::NetworkingValues,
                    &path.field(field),
                    format!("{field} is required"),
                );
            }
        }
    }
}
