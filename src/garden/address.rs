//! Where the API serves an object.

use std::fmt::Write as _;

use crate::domain::objects::Object;

/// Give the path of a kind, in a namespace where it has some and one is given.
pub(super) fn collection<K: Object>(namespace: Option<&str>) -> String {
    let group = if K::GROUP.is_empty() {
        format!("/api/{}", K::VERSION)
    } else {
        format!("/apis/{}/{}", K::GROUP, K::VERSION)
    };
    let namespace = match namespace {
        Some(namespace) if K::NAMESPACED => format!("/namespaces/{}", segment(namespace)),
        _ => String::new(),
    };
    format!("{group}{namespace}/{}", K::PLURAL)
}

/// Give the path of an object.
pub(super) fn object<K: Object>(namespace: Option<&str>, name: &str) -> String {
    format!("{}/{}", collection::<K>(namespace), segment(name))
}

/// Escape a name, so that it cannot lead anywhere else: people type them.
fn segment(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric()
            || b"-_~".contains(&byte)
            || (byte == b'.' && name.len() > 2)
        {
            escaped.push(char::from(byte));
        } else {
            // A String takes every write.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::objects::{Seed, Shoot};

    #[test]
    fn names_cannot_lead_elsewhere() {
        assert_eq!(
            object::<Shoot>(Some("garden-a"), "b.c"),
            "/apis/core.gardener.cloud/v1beta1/namespaces/garden-a/shoots/b.c"
        );
        assert_eq!(
            object::<Seed>(None, "../shoots?x=1"),
            "/apis/core.gardener.cloud/v1beta1/seeds/..%2Fshoots%3Fx%3D1"
        );
        assert_eq!(
            object::<Seed>(None, ".."),
            "/apis/core.gardener.cloud/v1beta1/seeds/%2E%2E"
        );
    }
}
