//! Which Shoot a manifest is.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::report::ShootName;
use crate::garden::landscape::Tree;

pub(super) fn metadata(tree: &Value) -> ShootName {
    let text = |field: &str| {
        let text = tree
            .get("metadata")
            .and_then(|metadata| metadata.get(field)?.as_str());
        text.unwrap_or_default().to_owned()
    };
    ShootName {
        namespace: text("namespace"),
        name: text("name"),
    }
}

/// Give the name of a manifest; without namespace it is in the one of `-n`.
pub(super) fn named(tree: &Value, app: &App) -> ShootName {
    let mut name = metadata(tree);
    if name.namespace.is_empty() {
        name.namespace = app.global.namespace.clone().unwrap_or_default();
    }
    name
}

/// Manifests by the Shoot that they are; of several the first counts.
pub(super) fn by_name<'a>(trees: &'a [Tree], app: &App) -> BTreeMap<ShootName, &'a Tree> {
    let mut by_name = BTreeMap::new();
    for tree in trees {
        by_name.entry(named(&tree.value, app)).or_insert(tree);
    }
    by_name
}

pub(super) fn told(name: &ShootName) -> String {
    if name.namespace.is_empty() {
        name.name.clone()
    } else {
        format!("{}/{}", name.namespace, name.name)
    }
}
