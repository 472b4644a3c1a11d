//! Names, domains and networks as hashes. The same text has the same hash wherever it stands, so that what refers to
//! something else still does.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ring::hmac;

use super::Redactor;

/// Letters of a hash: those that every kind of name may have.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Letters of a hash behind the first: 60 bits, and short enough for the name of a pool.
const LENGTH: usize = 12;

/// Names that are the same in every garden, or that Gardener gives a meaning.
const KNOWN: &[&str] = &[
    "",
    "default-scheduler",
    "garden",
    "gardener-info",
    "gardener-system-public",
    "gardener-system-seed-lease",
    "kube-system",
    "true",
    "false",
    // Types of providers, after which profiles are often called.
    "alicloud",
    "aws",
    "azure",
    "equinixmetal",
    "gcp",
    "hcloud",
    "ironcore",
    "kubevirt",
    "local",
    "metal",
    "onmetal",
    "openstack",
    "stackit",
    "vsphere",
];

/// What names begin with that is no secret: of projects' namespaces, of Gardenlets of self-hosted shoots, of our Secrets.
const PREFIXES: &[&str] = &[
    "garden-",
    "self-hosted-shoot-",
    "kubectl-gardener-redeploy-",
];

impl Redactor {
    /// Give the hash of a name.
    pub fn name(&self, name: &str) -> String {
        if KNOWN.contains(&name) {
            return name.to_owned();
        }
        let mut prefixes = PREFIXES.iter();
        if let Some((prefix, rest)) =
            prefixes.find_map(|prefix| Some((*prefix, name.strip_prefix(prefix)?)))
        {
            return format!("{prefix}{}", self.name(rest));
        }
        let tag = hmac::sign(&self.key, name.as_bytes());
        // Names begin with a letter.
        let letters = tag.as_ref().iter().take(LENGTH);
        let letters = letters.map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
        std::iter::once('h').chain(letters).collect()
    }

    /// Give a name with its namespace, or without.
    pub fn key(&self, key: &str) -> String {
        let parts = key.split('/').map(|part| self.name(part));
        parts.collect::<Vec<_>>().join("/")
    }

    /// Give a domain: below another one it still is.
    pub(super) fn domain(&self, domain: &str) -> String {
        let labels = domain.split('.').map(|label| match label {
            "*" => label.to_owned(),
            label => self.name(label),
        });
        labels.collect::<Vec<_>>().join(".")
    }

    /// Give a network: of the same size, and within others or beside them as before.
    ///
    /// Each bit depends on those before it only, so that what two addresses begin with alike they still do (as in
    /// Crypto-PAn: Xu, Fan, Ammar, Moon 2002). The first eight stay: they tell private ranges and those that Gardener
    /// reserves from others.
    pub(super) fn network(&self, text: &str) -> Option<String> {
        let (address, length) = match text.split_once('/') {
            Some((address, length)) => (address, Some(length.parse::<u8>().ok()?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let (bits, width) = match address {
            IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        };
        let depth = length.unwrap_or(width);
        if depth > width {
            return None;
        }
        // What stands behind the prefix is an address, and of no network.
        let behind = u128::MAX.checked_shr(u32::from(depth)).unwrap_or_default();
        let bits = bits & !behind;
        let mut hidden = bits;
        for at in 8..depth {
            let shift = 127 - u32::from(at);
            let before = bits >> (shift + 1);
            let tag = hmac::sign(
                &self.key,
                format!("network {width} {at} {before:x}").as_bytes(),
            );
            hidden ^= u128::from(tag.as_ref()[0] & 1) << shift;
        }
        let hidden = match address {
            IpAddr::V4(_) => {
                let bits = u32::try_from(hidden >> 96).ok()?;
                IpAddr::V4(Ipv4Addr::from_bits(bits))
            }
            IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::from_bits(hidden)),
        };
        Some(match length {
            Some(length) => format!("{hidden}/{length}"),
            None => hidden.to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redactor() -> Redactor {
        Redactor::new(b"a key of this test")
    }

    #[test]
    fn a_name_is_the_same_everywhere_and_another_with_another_key() {
        let (one, other) = (redactor(), Redactor::new(b"another key"));
        let hash = one.name("shop-prod");
        assert_eq!(hash, redactor().name("shop-prod"));
        assert_ne!(hash, other.name("shop-prod"));
        assert_ne!(hash, one.name("shop-stage"));
        // The shortest limit is that of pools.
        assert!(hash.len() <= 15 && hash.starts_with('h'), "{hash}");
        assert!(
            hash.chars()
                .all(|c| c.is_ascii_alphanumeric() && !c.is_uppercase())
        );
    }

    #[test]
    fn what_has_a_meaning_stays_and_lends_it_to_the_rest() {
        let redactor = redactor();
        for name in ["garden", "gardener-system-seed-lease", "aws", ""] {
            assert_eq!(redactor.name(name), name);
        }
        let project = redactor.name("commerce");
        assert_eq!(
            redactor.name("garden-commerce"),
            format!("garden-{project}")
        );
        assert_eq!(
            redactor.key("garden-commerce/x"),
            format!("garden-{project}/{}", redactor.name("x"))
        );
        let domain = redactor.domain("shop.commerce.example.org");
        assert!(
            domain.ends_with(&redactor.domain("example.org")),
            "{domain}"
        );
        assert!(domain.contains(&project), "{domain}");
    }

    #[test]
    fn networks_keep_their_size_and_how_they_lie_to_each_other() {
        let redactor = redactor();
        let network = |text: &str| redactor.network(text).unwrap();
        let within = |inner: &str, outer: &str| {
            let net = |text: &str| -> ipnet::IpNet { network(text).parse().unwrap() };
            net(outer).contains(&net(inner))
        };
        assert!(within("10.250.0.0/16", "10.0.0.0/8"));
        assert!(within("10.250.7.0/24", "10.250.0.0/16"));
        assert!(!within("10.251.7.0/24", "10.250.0.0/16"));
        assert!(within("fd00:10::1/128", "fd00:10::/32"));
        assert_eq!(network("10.0.0.0/8"), "10.0.0.0/8");
        assert_ne!(network("10.250.0.0/16"), "10.250.0.0/16");
        assert!(
            network("10.250.0.0/16").ends_with(".0.0/16"),
            "{}",
            network("10.250.0.0/16")
        );
        assert!(redactor.network("a private note").is_none());
        assert!(redactor.network("10.250.7.99/33").is_none());
    }

    #[test]
    fn an_address_within_a_network_is_hidden() {
        let redactor = redactor();
        for (address, network) in [
            ("10.250.7.99/16", "10.250.0.0/16"),
            ("10.250.7.99/4", "0.0.0.0/4"),
            ("10.250.7.99/0", "0.0.0.0/0"),
            ("fd00:10::7:99/32", "fd00:10::/32"),
        ] {
            assert_eq!(redactor.network(address), redactor.network(network));
        }
    }
}
