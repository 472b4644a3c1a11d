//! Where the API serves an object.

use std::fmt::Write as _;

use crate::domain::objects::{Object, Served};

/// Give the path of a kind, in a namespace where it has some and one is given.
pub(super) fn collection<K: Object>(namespace: Option<&str>) -> String {
    collection_of(Served::of::<K>(), namespace)
}

/// As [`collection`], of a kind that is known by name only.
pub(super) fn collection_of(kind: Served, namespace: Option<&str>) -> String {
    let group = if kind.group.is_empty() {
        format!("/api/{}", kind.version)
    } else {
        format!("/apis/{}/{}", kind.group, kind.version)
    };
    let namespace = match namespace {
        Some(namespace) if kind.namespaced => format!("/namespaces/{}", segment(namespace)),
        _ => String::new(),
    };
    format!("{group}{namespace}/{}", kind.plural)
}

/// Give the path of an object.
pub(super) fn object<K: Object>(namespace: Option<&str>, name: &str) -> String {
    let mut path = collection::<K>(namespace);
    path.push('/');
    path.push_str(&segment(name));
    path
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
