//! Paths into a Shoot that name what they mean: `spec.provider.workers[pool-a].machine.type`.

use std::fmt;

use serde_json::Value;

/// A path in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// Start at a field of the object.
    pub fn root(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Go to a field. A name with dots is put into brackets: `metadata.annotations[gardener.cloud/operation]`.
    #[must_use]
    pub fn field(&self, name: &str) -> Self {
        if name.contains(['.', '/', '[', ']']) || name.is_empty() {
            self.key(name)
        } else {
            Self(format!("{}.{name}", self.0))
        }
    }

    /// Go down several fields.
    #[must_use]
    pub fn join(&self, fields: &str) -> Self {
        Self(format!("{}.{fields}", self.0))
    }

    /// Go to the entry of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> Self {
        Self(format!("{}[{name}]", self.0))
    }

    /// Go to an entry of a list: by what tells it apart, else by its place.
    #[must_use]
    pub fn entry(&self, item: &Value, keys: &[&str], index: usize) -> Self {
        match key(item, keys) {
            Some(name) => self.key(&name),
            None => self.key(&index.to_string()),
        }
    }

    /// Give the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Path> for String {
    fn from(path: Path) -> Self {
        path.0
    }
}

/// What tells an entry of a list apart, if it has all that takes at least one field.
pub fn key(item: &Value, keys: &[&str]) -> Option<String> {
    let values: Vec<&str> = keys
        .iter()
        .filter_map(|key| item.get(key)?.as_str())
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// Name the entries of a path of the server: `spec.provider.workers[0].zones` is `spec.provider.workers[a].zones`.
///
/// `name` gives the name of an entry, if it has one: by the path of the list, the list, and the place of the entry.
pub fn named(
    field: &str,
    object: &Value,
    name: impl Fn(&str, &[Value], usize) -> Option<String>,
) -> String {
    let mut text = String::with_capacity(field.len());
    let mut value = Some(object);
    let mut rest = field;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let end = inner.find(']').unwrap_or(inner.len());
            let (entry, after) = (&inner[..end], inner.get(end + 1..).unwrap_or_default());
            let list = value.and_then(Value::as_array);
            let place = list.zip(entry.parse::<usize>().ok());
            let item = place.and_then(|(list, place)| Some((list, place, list.get(place)?)));
            let called = item.and_then(|(list, place, _)| name(&text, list, place));
            text.push('[');
            text.push_str(called.as_deref().unwrap_or(entry));
            text.push(']');
            (value, rest) = (item.map(|(.., item)| item), after);
        } else {
            let from = usize::from(rest.starts_with('.'));
            let end = rest[from..]
                .find(['.', '['])
                .map_or(rest.len(), |end| end + from);
            value = value.and_then(|value| value.get(&rest[from..end]));
            text.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    text
}

/// Match a path against a pattern: `*` stands for the name of an entry or a field, `**` at the end for all below.
pub fn matches(pattern: &str, path: &str) -> bool {
    let mut pattern = Segments(pattern);
    let mut path = Segments(path);
    loop {
        match (pattern.next(), path.next()) {
            (Some("**"), _) | (None, None) => return true,
            (Some("*"), Some(_)) => {}
            (Some(wanted), Some(found)) if wanted == found => {}
            _ => return false,
        }
    }
}

/// The parts of a path: fields and names of entries.
pub(super) struct Segments<'a>(&'a str);

impl<'a> Segments<'a> {
    pub(super) fn of(path: &'a str) -> Self {
        Self(path)
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let rest = self.0.strip_prefix('.').unwrap_or(self.0);
        if rest.is_empty() {
            return None;
        }
        if let Some(inner) = rest.strip_prefix('[') {
            let end = inner.find(']').unwrap_or(inner.len());
            self.0 = inner.get(end + 1..).unwrap_or_default();
            return Some(&inner[..end]);
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        self.0 = &rest[end..];
        Some(&rest[..end])
    }
}

/// Give the name of the pool that a path leads into.
pub fn pool(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("spec.provider.workers[")?;
    rest.split(']').next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_names_and_everything_below() {
        let path = "spec.provider.workers[a.b].machine.type";
        assert!(matches("spec.provider.workers[*].machine.type", path));
        assert!(matches("spec.provider.workers[*].**", path));
        assert!(matches("spec.provider.**", path));
        assert!(matches("spec.**", "spec"));
        assert!(!matches("spec.provider.workers[*].machine", path));
        assert!(!matches("spec.provider.workers[*].machine.type.x", path));
        assert_eq!(pool(path), Some("a.b"));
        assert_eq!(pool("spec.provider.type"), None);
    }
}
