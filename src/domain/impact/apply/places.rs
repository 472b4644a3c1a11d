//! Where the entries of merged lists stand, as kubectl asks for it and the server does it.

use serde_json::Value;

use super::keys::same;
use crate::order::Order as _;

/// Whether kubectl says in which order entries are to be, even if none of them changes: where the server has other entries,
/// more of them or the same in other places. The plain ones it sorts before it compares, but not those of the manifest
/// (`k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:diffLists`).
pub(super) fn reorders(live: &[Value], manifest: &[Value], key: &str) -> bool {
    if live.is_empty() || manifest.is_empty() {
        // New entries are sent as they are, and for none there is no order to say.
        return live.len() < manifest.len();
    }
    if live.len() != manifest.len() {
        return true;
    }
    let mut live: Vec<&Value> = live.iter().collect();
    if key.is_empty() {
        live.order_by_key(|item| item.as_str());
    }
    let mut pairs = live.into_iter().zip(manifest);
    pairs.any(|(live, manifest)| !same(live, manifest, key))
}

/// Give the entries as the server knows them when it puts them in the order of a patch. It deletes and adds in one place,
/// so that as many added ones are known to it as were deleted, behind the others.
pub(super) fn known(
    mut kept: Vec<Value>,
    added: Vec<Value>,
    deleted: usize,
    key: &str,
) -> Vec<Value> {
    if !key.is_empty() {
        kept.extend(added.into_iter().take(deleted));
    }
    kept
}

/// Put the entries of a list in the order that is asked for. What is not asked for stays before what it was before
/// (`k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:normalizeElementOrder`, `mergeSortedSlice`).
pub(super) fn arrange(list: &mut Vec<Value>, asked: &[Value], live: &[Value], key: &str) {
    let place = |among: &[Value], item: &Value| among.iter().position(|one| same(one, item, key));
    let all = std::mem::take(list);
    let (mut patched, mut rest): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|item| place(asked, item).is_some());
    patched.order_by_key(|item| place(asked, item));
    rest.order_by_key(|item| place(live, item));
    let mut rest = rest.into_iter().peekable();
    for item in patched {
        let before = place(live, &item);
        while let Some(next) = rest.next_if(|next| {
            before.is_some() && place(live, next).is_some_and(|at| Some(at) < before)
        }) {
            list.push(next);
        }
        list.push(item);
    }
    list.extend(rest);
}
