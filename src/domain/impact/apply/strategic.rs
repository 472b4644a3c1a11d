//! Strategic merge patches, as the server applies them; how they are made is in `sent`.

use serde_json::{Map, Value};

use super::keys::{Shape, named, same};
use super::places::{arrange, known};
use crate::order::Gather as _;

/// Directives of strategic merge patches that stand beside fields.
pub(super) const PATCH: &str = "$patch";
const RETAIN_KEYS: &str = "$retainKeys";
pub(super) const SET_ORDER: &str = "$setElementOrder/";
pub(super) const DELETE_FROM: &str = "$deleteFromPrimitiveList/";

/// Apply a strategic merge patch
/// (`k8s.io/apimachinery:pkg/util/strategicpatch/patch.go:StrategicMergeMapPatch`).
pub fn strategic(target: &mut Value, patch: &Value) -> Result<(), String> {
    if !patch.is_object() {
        return Err("a strategic merge patch is an object".to_owned());
    }
    let shape = Shape::of(target);
    strategic_at(target, patch, shape, &mut Vec::new())
}

fn strategic_at<'a>(
    target: &mut Value,
    over: &'a Value,
    shape: Shape,
    path: &mut Vec<&'a str>,
) -> Result<(), String> {
    let Value::Object(fields) = over else {
        *target = over.clone();
        return Ok(());
    };
    match fields.get(PATCH).and_then(Value::as_str) {
        None | Some("merge") => {}
        Some("replace") => {
            *target = plain(fields);
            return Ok(());
        }
        Some("delete") => {
            *target = Value::Object(Map::new());
            return Ok(());
        }
        Some(other) => return Err(format!("{other} is no directive of a patch")),
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else {
        return Ok(());
    };
    if let Some(Value::Array(kept)) = fields.get(RETAIN_KEYS) {
        target.retain(|name, _| kept.iter().any(|kept| kept == name));
    }
    for (name, removed) in fields {
        let Some(list) = name.strip_prefix(DELETE_FROM) else {
            continue;
        };
        if let (Some(Value::Array(list)), Value::Array(removed)) = (target.get_mut(list), removed) {
            list.retain(|item| !removed.contains(item));
        }
    }
    for (name, value) in fields {
        if name == PATCH || name == RETAIN_KEYS || name.starts_with(DELETE_FROM) {
            continue;
        }
        if name.starts_with(SET_ORDER) {
            continue; // together with the entries, or behind them
        }
        if value.is_null() {
            target.remove(name);
            continue;
        }
        path.push(name);
        let place = target.entry(name.as_str()).or_insert(Value::Null);
        let both =
            (place.is_object() && value.is_object()) || (place.is_array() && value.is_array());
        if both && (shape.raw)(path) {
            let path = path.join(".");
            return Err(format!(
                "the server cannot merge into {path} strategically: use a merge patch"
            ));
        }
        match ((shape.key)(path), value) {
            (Some(key), Value::Array(items)) => {
                let order = fields.get(&format!("{SET_ORDER}{name}"));
                let order = order.and_then(Value::as_array).map(Vec::as_slice);
                strategic_list(place, (items, order), (key, shape), path)?;
            }
            _ => strategic_at(place, value, shape, path)?,
        }
        path.pop();
    }
    for (name, order) in fields {
        let Some(list) = name.strip_prefix(SET_ORDER) else {
            continue;
        };
        if fields.contains_key(list) {
            continue; // has been seen to with the entries
        }
        path.push(list);
        let key = (shape.key)(path).unwrap_or_default();
        path.pop();
        if let (Some(Value::Array(list)), Value::Array(order)) = (target.get_mut(list), order) {
            let live: Vec<Value> = list.iter().map(|item| named(item, key)).collect();
            arrange(list, order, &live, key);
        }
    }
    Ok(())
}

fn strategic_list<'a>(
    place: &mut Value,
    (items, order): (&'a [Value], Option<&[Value]>),
    (key, shape): (&str, Shape),
    path: &mut Vec<&'a str>,
) -> Result<(), String> {
    if !place.is_array() {
        *place = Value::Array(Vec::new());
    }
    let Value::Array(list) = place else {
        return Ok(());
    };
    let directive = |item: &Value| item.get(PATCH).and_then(Value::as_str).map(str::to_owned);
    if items
        .iter()
        .any(|item| directive(item).as_deref() == Some("replace") && item.get(key).is_none())
    {
        list.clear();
    }
    let mut kept: Vec<Value> = list.iter().map(|item| named(item, key)).collect();
    let (mut added, mut deleted) = (Vec::new(), 0);
    for item in items {
        let has_key = key.is_empty() || item.get(key).is_some();
        let found = list.iter().position(|other| same(other, item, key));
        match (directive(item).as_deref(), found) {
            (Some("replace"), _) if !has_key => {}
            _ if !has_key => {
                return Err(format!("an entry of {} has no {key}", path.join(".")));
            }
            (Some("delete"), found) => {
                if let Some(index) = found {
                    list.remove(index);
                    kept.retain(|other| !same(other, item, key));
                    deleted += 1;
                }
            }
            (_, Some(index)) => strategic_at(&mut list[index], item, shape, path)?,
            (_, None) => {
                let mut entry = Value::Null;
                strategic_at(&mut entry, item, shape, path)?;
                list.push(entry);
                added.push(named(item, key));
            }
        }
    }
    match order {
        Some(order) => arrange(list, order, &known(kept, added, deleted, key), key),
        None => arrange(list, items, &kept, key),
    }
    Ok(())
}

/// Give fields without directives.
fn plain(fields: &Map<String, Value>) -> Value {
    let kept = fields.iter().filter(|(name, _)| !name.starts_with('$'));
    Value::Object(
        kept.map(|(name, value)| (name.clone(), value.clone()))
            .gather(),
    )
}
