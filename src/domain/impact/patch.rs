//! Patches of a manifest: JSON merge patch (RFC 7386), JSON patch (RFC 6902), and single fields by path.

use serde_json::{Map, Value};

use super::schema::{Kind, SPEC};

/// Apply a JSON merge patch: objects are merged, `null` removes, everything else replaces.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else {
        return;
    };
    for (name, value) in patch {
        if value.is_null() {
            target.remove(name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

/// Apply a JSON patch: `add`, `remove`, `replace`, `move`, `copy` and `test`.
pub fn apply(target: &mut Value, patch: &Value) -> Result<(), String> {
    let Value::Array(operations) = patch else {
        return Err("a JSON patch is a list of operations".to_owned());
    };
    for (index, operation) in operations.iter().enumerate() {
        step(target, operation).map_err(|fault| format!("operation {}: {fault}", index + 1))?;
    }
    Ok(())
}

fn step(target: &mut Value, operation: &Value) -> Result<(), String> {
    let text = |field: &str| {
        let text = operation.get(field).and_then(Value::as_str);
        text.ok_or_else(|| format!("{field} is missing"))
    };
    let value = || operation.get("value").cloned().ok_or("value is missing");
    let path = text("path")?;
    match text("op")? {
        "add" => add(target, path, value()?),
        "remove" => remove(target, path).map(drop),
        "replace" => {
            remove(target, path)?;
            add(target, path, value()?)
        }
        "move" => {
            let moved = remove(target, text("from")?)?;
            add(target, path, moved)
        }
        "copy" => {
            let from = text("from")?;
            let copied = target.pointer(from).cloned();
            add(
                target,
                path,
                copied.ok_or_else(|| format!("there is no {from}"))?,
            )
        }
        "test" => {
            let wanted = value()?;
            if target.pointer(path) == Some(&wanted) {
                return Ok(());
            }
            Err(format!("{path} is not {wanted}"))
        }
        other => Err(format!("{other} is no operation")),
    }
}

/// Split a pointer into the place that it leads to and the name there.
fn parent<'a>(target: &'a mut Value, path: &str) -> Result<(&'a mut Value, String), String> {
    let (parent, name) = path
        .rsplit_once('/')
        .ok_or_else(|| format!("{path} is no pointer: write it like /spec/region"))?;
    let place = target.pointer_mut(parent);
    let place = place.ok_or_else(|| format!("there is no {parent}"))?;
    Ok((place, name.replace("~1", "/").replace("~0", "~")))
}

fn add(target: &mut Value, path: &str, value: Value) -> Result<(), String> {
    if path.is_empty() {
        *target = value;
        return Ok(());
    }
    let (place, name) = parent(target, path)?;
    match place {
        Value::Object(map) => {
            map.insert(name, value);
            Ok(())
        }
        Value::Array(list) => {
            let index = if name == "-" {
                list.len()
            } else {
                position(&name)?
            };
            if index > list.len() {
                return Err(format!("{path} is behind the end of the list"));
            }
            list.insert(index, value);
            Ok(())
        }
        _ => Err(format!("{path} leads into neither an object nor a list")),
    }
}

fn remove(target: &mut Value, path: &str) -> Result<Value, String> {
    let (place, name) = parent(target, path)?;
    let removed = match place {
        Value::Object(map) => map.remove(&name),
        Value::Array(list) => {
            let index = position(&name)?;
            (index < list.len()).then(|| list.remove(index))
        }
        _ => None,
    };
    removed.ok_or_else(|| format!("there is no {path}"))
}

fn position(name: &str) -> Result<usize, String> {
    name.parse()
        .map_err(|_| format!("{name} is no place in a list"))
}

/// Set one field, as `spec.provider.workers[pool-a].machine.type=m5.large`; `null` removes it.
///
/// A field that is a string takes the text as it stands; others read it as JSON.
pub fn set(target: &mut Value, assignment: &str) -> Result<(), String> {
    let wrong = || format!("`{assignment}` is no assignment: write it like spec.purpose=testing");
    let end = assignment_end(assignment).ok_or_else(wrong)?;
    let (path, text) = (&assignment[..end], &assignment[end + 1..]);
    let steps = steps(path)
        .filter(|steps| !steps.is_empty())
        .ok_or_else(wrong)?;
    let mut place = target;
    let mut kind = None;
    let (last, parents) = steps.split_last().ok_or_else(wrong)?;
    for (depth, step) in parents.iter().enumerate() {
        kind = down(kind, step, depth, parents.first());
        place = enter(place, step, path)?;
    }
    kind = down(kind, last, parents.len(), steps.first());
    let value = read(text, kind, path)?;
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    match (last, place) {
        (Step::Field(name) | Step::Entry(name), Value::Object(map)) => {
            if value.is_null() {
                map.remove(name);
            } else {
                map.insert(name.clone(), value);
            }
            Ok(())
        }
        (Step::Entry(name), Value::Array(items)) => {
            let found = items.iter().position(|item| is_entry(item, name));
            match (found, value) {
                (Some(index), Value::Null) => {
                    items.remove(index);
                }
                (Some(index), value) => items[index] = value,
                (None, Value::Null) => return Err(format!("{path}: there is no {name}")),
                (None, value) => items.push(value),
            }
            Ok(())
        }
        _ => Err(format!("{path} leads into neither an object nor a list")),
    }
}

/// A step of a path.
#[derive(Debug, PartialEq)]
enum Step {
    /// Into a field.
    Field(String),
    /// Into an entry of a list or a map, by its name.
    Entry(String),
}

/// Find the `=` that ends the path: one in brackets does not.
fn assignment_end(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(index, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            '=' if depth == 0 => return Some(index),
            _ => {}
        }
        None
    })
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let (name, after) = inner.split_once(']')?;
            steps.push(Step::Entry(name.to_owned()));
            rest = after;
        } else {
            let rest_of = rest.strip_prefix('.').unwrap_or(rest);
            let end = rest_of.find(['.', '[']).unwrap_or(rest_of.len());
            if end == 0 {
                return None;
            }
            steps.push(Step::Field(rest_of[..end].to_owned()));
            rest = &rest_of[end..];
        }
    }
    Some(steps)
}

/// Follow the types of the spec; metadata is text.
fn down(kind: Option<Kind>, step: &Step, depth: usize, first: Option<&Step>) -> Option<Kind> {
    if depth == 0 {
        return match step {
            Step::Field(name) if name == "spec" => Some(SPEC),
            _ => None,
        };
    }
    if !matches!(first, Some(Step::Field(name)) if name == "spec") {
        return Some(Kind::Text);
    }
    match (kind?, step) {
        (Kind::List(kind, _), Step::Entry(_)) => Some(*kind),
        (kind, Step::Field(name) | Step::Entry(name)) => kind.field(name),
    }
}

fn is_entry(item: &Value, name: &str) -> bool {
    ["name", "type", "key"]
        .iter()
        .any(|field| item.get(field).and_then(Value::as_str) == Some(name))
}

fn enter<'a>(place: &'a mut Value, step: &Step, path: &str) -> Result<&'a mut Value, String> {
    let (Step::Field(name) | Step::Entry(name)) = step;
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    match place {
        Value::Object(map) => Ok(map.entry(name.as_str()).or_insert(Value::Null)),
        Value::Array(list) => {
            let found = list.iter_mut().find(|item| is_entry(item, name));
            found.ok_or_else(|| format!("{path}: there is no {name}"))
        }
        _ => Err(format!("{path} leads into neither an object nor a list")),
    }
}

fn read(text: &str, kind: Option<Kind>, path: &str) -> Result<Value, String> {
    if text == "null" {
        return Ok(Value::Null);
    }
    match kind {
        Some(Kind::Text | Kind::Quantity | Kind::Duration | Kind::Time) => Ok(text.into()),
        Some(Kind::IntOrText) => Ok(text.parse::<i64>().map_or_else(|_| text.into(), Into::into)),
        Some(_) => serde_json::from_str(text).map_err(|_| format!("{path} does not take {text}")),
        None => Err(format!("{path} is no field of a Shoot")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shoot() -> Value {
        json!({"spec": {"provider": {"workers": [{"name": "a", "minimum": 1}]}}})
    }

    #[test]
    fn fields_are_set_by_path_with_the_type_that_they_have() {
        let mut tree = shoot();
        for assignment in [
            "spec.kubernetes.version=1.30",
            "spec.provider.workers[a].minimum=3",
            "spec.provider.workers[a].maxSurge=10%",
            "spec.provider.workers[a].labels[example.com/team]=b=c",
            "metadata.annotations[gardener.cloud/operation]=reconcile",
        ] {
            set(&mut tree, assignment).unwrap();
        }
        assert_eq!(tree["spec"]["kubernetes"]["version"], "1.30");
        let pool = &tree["spec"]["provider"]["workers"][0];
        assert_eq!(pool["minimum"], 3);
        assert_eq!(pool["maxSurge"], "10%");
        assert_eq!(pool["labels"]["example.com/team"], "b=c");
        let annotations = &tree["metadata"]["annotations"];
        assert_eq!(annotations["gardener.cloud/operation"], "reconcile");
        set(&mut tree, "spec.provider.workers[a].minimum=null").unwrap();
        assert!(
            tree["spec"]["provider"]["workers"][0]
                .get("minimum")
                .is_none()
        );
        for wrong in [
            "spec.nothing=1",
            "spec.provider.workers[b].minimum=1",
            "spec.provider.workers[a].minimum=many",
            "spec.purpose",
            "=x",
        ] {
            assert!(set(&mut shoot(), wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn patches_do_what_the_standards_say() {
        let mut tree = shoot();
        merge(
            &mut tree,
            &json!({"spec": {"purpose": "testing", "provider": {"workers": null}}}),
        );
        assert_eq!(
            tree,
            json!({"spec": {"purpose": "testing", "provider": {}}})
        );
        let mut tree = shoot();
        let patch = json!([
            {"op": "test", "path": "/spec/provider/workers/0/name", "value": "a"},
            {"op": "replace", "path": "/spec/provider/workers/0/minimum", "value": 2},
            {"op": "add", "path": "/spec/provider/workers/-", "value": {"name": "b"}},
            {"op": "copy", "from": "/spec/provider/workers/0/minimum", "path": "/spec/provider/workers/1/minimum"},
            {"op": "move", "from": "/spec/provider/workers/1/name", "path": "/spec/purpose"},
            {"op": "remove", "path": "/spec/provider/workers/0"},
        ]);
        apply(&mut tree, &patch).unwrap();
        assert_eq!(
            tree,
            json!({"spec": {"purpose": "b", "provider": {"workers": [{"minimum": 2}]}}})
        );
        let fault = apply(
            &mut tree,
            &json!([{"op": "remove", "path": "/spec/nothing"}]),
        )
        .unwrap_err();
        assert_eq!(fault, "operation 1: there is no /spec/nothing");
    }
}
