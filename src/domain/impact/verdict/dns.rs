//! The domain of a Shoot and who serves it (`gardener/gardener:pkg/api/core/validation/shoot.go:validateDNS`).

use std::collections::BTreeSet;

use super::{Check, text};
use crate::domain::impact::path::Path;
use crate::domain::impact::rules::Rule;
use crate::domain::impact::tree::Node;

impl<'a> Check<'a> {
    pub(super) fn dns(&mut self) {
        let dns = self.spec().get("dns");
        let path = Path::root("spec").field("dns");
        if dns
            .get("domain")
            .text()
            .is_some_and(|domain| !text::is_dns_name(domain))
        {
            self.reject(
                Rule::DnsProviders,
                &path.field("domain"),
                "must be a DNS name",
            );
        }
        let mut primaries = 0;
        let mut used = BTreeSet::new();
        for (index, provider) in dns.get("providers").items().enumerate() {
            let at = path.field("providers").key(&index.to_string());
            self.dns_provider(&at, provider, dns);
            let kind = provider.get("type").text();
            let reference = provider.get("credentialsRef");
            if let Some(kind) = kind
                && reference.is_set()
            {
                let key = (
                    kind,
                    reference.get("kind").words(),
                    reference.get("name").words(),
                );
                if !used.insert(key) {
                    self.reject(Rule::DnsProviders, &at, "combination of .credentialsRef and .type must be unique across dns providers");
                    continue;
                }
            }
            if provider.get("primary").is_true() {
                primaries += 1;
                if primaries > 1 {
                    self.reject(
                        Rule::DnsProviders,
                        &at.field("primary"),
                        "multiple primary DNS providers are not supported",
                    );
                }
                if kind.is_some_and(|kind| kind != "unmanaged") && !dns.get("domain").is_set() {
                    self.reject(
                        Rule::DnsProviders,
                        &path.field("domain"),
                        "domain must be set when primary provider type is not set to \"unmanaged\"",
                    );
                }
            } else if !reference.is_set() {
                self.reject(
                    Rule::DnsProviders,
                    &at.field("credentialsRef"),
                    "non-primary DNS providers must specify `credentialsRef`",
                );
            }
        }
    }

    fn dns_provider(&mut self, at: &Path, provider: Node<'a>, _dns: Node<'a>) {
        let secret = provider.get("secretName").text();
        let reference = provider.get("credentialsRef");
        let is_secret = reference.get("kind").text() == Some("Secret");
        let path = at.field("secretName");
        if secret.is_some() && self.since(35) {
            self.reject(
                Rule::RemovedFields,
                &path,
                "for Kubernetes versions >= 1.35, secretName field is no longer supported",
            );
        }
        if reference.is_set() {
            if is_secret {
                if !self.since(35) && secret != reference.get("name").text() {
                    self.reject(
                        Rule::DnsProviders,
                        &path,
                        "must refer to the same secret as `credentialsRef`",
                    );
                }
            } else if secret.is_some_and(|secret| !secret.is_empty()) {
                self.reject(
                    Rule::DnsProviders,
                    &path,
                    "must not be set when `credentialsRef` does not refer to secret resource",
                );
            }
        } else if secret.is_some() && !self.since(35) {
            self.reject(
                Rule::DnsProviders,
                &path,
                "must not be set when `credentialsRef` is not set",
            );
        }
        if provider.get("type").text() == Some("unmanaged") && reference.is_set() {
            self.reject(
                Rule::DnsProviders,
                &at.field("credentialsRef"),
                "credentialsRef must not be set when type is \"unmanaged\"",
            );
        }
        if reference.is_set() && !provider.get("type").is_set() {
            self.reject(
                Rule::DnsProviders,
                &at.field("type"),
                "type must be set when credentialsRef is set",
            );
        }
    }
}
