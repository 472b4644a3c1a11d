//! On which line of a manifest a field stands, for reports that point at lines.
//!
//! Paths are those of our reports: `spec.provider.workers[pool-a].machine.type`, where the entry of a list is told by its
//! `name`, `version`, `key` or `type`, else by its index.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;

use super::landscape::{manifest_documents, manifest_options};

/// A place in a text. Both count from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// The objects of a file with the places of their fields.
#[derive(Debug, Default)]
pub struct Positions {
    objects: Vec<Entry>,
}

/// An object with the places of its fields.
#[derive(Debug)]
pub struct Entry {
    at: Position,
    root: Node,
}

/// A value with the places of what is in it.
#[derive(Debug)]
enum Node {
    /// The text as it stands in the file.
    Scalar(String),
    /// Keys, where they stand, and values.
    Map(Vec<(String, Position, Node)>),
    /// Entries and where they begin.
    List(Vec<(Position, Node)>),
}

impl Positions {
    /// Look at a file of YAML or JSON. What cannot be parsed has no places.
    pub fn read(text: &str) -> Self {
        let mut objects = Vec::new();
        for (document, first_line) in manifest_documents(text) {
            let parsed =
                serde_saphyr::from_str_with_options::<Spanned<Raw>>(document, manifest_options());
            let Ok(parsed) = parsed else { continue };
            let lines: Vec<&str> = document.lines().collect();
            let at = position(&parsed, first_line);
            let root = Node::of(parsed.value, &lines, first_line);
            match root.into_items() {
                Ok(items) => objects.extend(items),
                Err(root) => objects.push(Entry { at, root }),
            }
        }
        Self { objects }
    }

    /// Find an object; the namespace of cluster-scoped ones is empty.
    pub fn object(&self, kind: &str, namespace: &str, name: &str) -> Option<&Entry> {
        self.objects.iter().find(|entry| {
            let is = |path: &str, wanted: &str| entry.text(path).unwrap_or_default() == wanted;
            is("kind", kind) && is("metadata.name", name) && is("metadata.namespace", namespace)
        })
    }
}

impl Entry {
    /// Give where a field stands; where there is no such field, the nearest one around it, last the object itself.
    pub fn locate(&self, path: &str) -> Position {
        let (mut at, mut node) = (self.at, &self.root);
        for step in steps(path) {
            let Some((next_at, next)) = node.step(step) else {
                break;
            };
            (at, node) = (next_at, next);
        }
        at
    }

    fn text(&self, path: &str) -> Option<&str> {
        let mut node = &self.root;
        for step in steps(path) {
            node = node.step(step)?.1;
        }
        match node {
            Node::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// Take a path apart: `a.b[c.d].e` is `a`, `b`, `c.d`, `e`.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(['.']);
        if rest.is_empty() {
            return None;
        }
        let (step, after) = match rest.strip_prefix('[') {
            Some(inner) => inner.split_once(']').unwrap_or((inner, "")),
            None => rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len())),
        };
        rest = after;
        Some(step)
    })
}

impl Node {
    fn of(raw: Raw, lines: &[&str], first_line: usize) -> Self {
        match raw {
            Raw::Scalar => Self::Scalar(String::new()),
            Raw::Map(fields) => Self::Map(
                fields
                    .into_iter()
                    .map(|(key, value)| {
                        let at = position(&key, first_line);
                        (key.value, at, Self::of_value(value, lines, first_line))
                    })
                    .collect(),
            ),
            Raw::List(items) => Self::List(
                items
                    .into_iter()
                    .map(|item| {
                        let at = position(&item, first_line);
                        (at, Self::of_value(item, lines, first_line))
                    })
                    .collect(),
            ),
        }
    }

    fn of_value(value: Spanned<Raw>, lines: &[&str], first_line: usize) -> Self {
        if !matches!(value.value, Raw::Scalar) {
            return Self::of(value.value, lines, first_line);
        }
        // As it is written: read without a type, 1.30 would be the number 1.3.
        let at = position(&value, 1);
        let line = lines.get(at.line - 1).copied().unwrap_or_default();
        let start = line.char_indices().nth(at.column - 1);
        Self::Scalar(word(&line[start.map_or(line.len(), |(offset, _)| offset)..]).to_owned())
    }

    fn step(&self, step: &str) -> Option<(Position, &Self)> {
        match self {
            Self::Scalar(_) => None,
            Self::Map(fields) => fields
                .iter()
                .find(|(key, ..)| key == step)
                .map(|(_, at, node)| (*at, node)),
            Self::List(items) => {
                let named = items.iter().find(|(_, item)| item.is_called(step));
                let found = named.or_else(|| items.get(step.parse::<usize>().ok()?));
                found.map(|(at, node)| (*at, node))
            }
        }
    }

    fn is_called(&self, name: &str) -> bool {
        let Self::Map(fields) = self else {
            return matches!(self, Self::Scalar(text) if text == name);
        };
        let identity = ["name", "version", "key", "type"]
            .iter()
            .find_map(|wanted| fields.iter().find(|(key, ..)| key == wanted));
        matches!(identity, Some((_, _, Self::Scalar(text))) if text == name)
    }

    /// Give the items of a List; any other object comes back.
    fn into_items(self) -> Result<Vec<Entry>, Self> {
        let is_list = self
            .step("kind")
            .is_some_and(|(_, kind)| matches!(kind, Self::Scalar(text) if text.ends_with("List")));
        match self {
            Self::Map(fields) if is_list => {
                let items = fields.into_iter().find(|(key, ..)| key == "items");
                let Some((_, _, Self::List(items))) = items else {
                    return Ok(Vec::new());
                };
                let entry = |(at, root)| Entry { at, root };
                Ok(items.into_iter().map(entry).collect())
            }
            other => Err(other),
        }
    }
}

/// Cut a scalar out of what stands from its beginning on.
fn word(rest: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = rest.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or_default();
        }
    }
    let end = rest.find([',', '}', ']']).unwrap_or(rest.len());
    rest[..end]
        .split(" #")
        .next()
        .unwrap_or_default()
        .trim_end()
}

fn position<T>(spanned: &Spanned<T>, first_line: usize) -> Position {
    let number = |number: u64| usize::try_from(number).unwrap_or_default().max(1);
    Position {
        line: number(spanned.referenced.line()) + first_line - 1,
        column: number(spanned.referenced.column()),
    }
}

/// A value whose scalars are left unread.
enum Raw {
    Scalar,
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
    List(Vec<Spanned<Raw>>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Scalar)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Raw, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = access.next_entry()? {
            fields.push(field);
        }
        Ok(Raw::Map(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# a comment
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata:
  name: aws
spec:
  kubernetes:
    versions:
    - version: 1.30 # a number to YAML
    - classification: deprecated
      version: \"1.33.15\"
      expirationDate: 2026-11-01T00:00:00Z
  machineImages:
  - name: gardenlinux
    versions: [{version: 1877.3.0, cri: [{name: containerd}]}, {version: '2150.2.0'}]
---
apiVersion: v1
kind: List
items:
- kind: NamespacedCloudProfile
  metadata: {name: own, namespace: garden-dev}
  spec:
    parent: {name: aws}
";

    fn at(line: usize, column: usize) -> Position {
        Position { line, column }
    }

    #[test]
    fn fields_and_named_entries_of_lists_are_found() {
        let positions = Positions::read(TEXT);
        let aws = positions.object("CloudProfile", "", "aws").unwrap();
        for (path, expected) in [
            ("spec.kubernetes.versions", at(8, 5)),
            ("spec.kubernetes.versions[1.30]", at(9, 7)),
            ("spec.kubernetes.versions[1.33.15]", at(10, 7)),
            (
                "spec.kubernetes.versions[1.33.15].expirationDate",
                at(12, 7),
            ),
            ("spec.kubernetes.versions[0].version", at(9, 7)),
            (
                "spec.machineImages[gardenlinux].versions[1877.3.0]",
                at(15, 16),
            ),
            (
                "spec.machineImages[gardenlinux].versions[2150.2.0].version",
                at(15, 65),
            ),
        ] {
            assert_eq!(aws.locate(path), expected, "{path}");
        }
    }

    #[test]
    fn what_is_missing_is_placed_where_it_would_be() {
        let positions = Positions::read(TEXT);
        let aws = positions.object("CloudProfile", "", "aws").unwrap();
        assert_eq!(
            aws.locate("spec.kubernetes.versions[1.29.0].version"),
            at(8, 5)
        );
        assert_eq!(aws.locate("status.kubernetes"), at(2, 1));
    }

    #[test]
    fn items_of_lists_and_later_documents_count_their_lines_from_the_top() {
        let positions = Positions::read(TEXT);
        let own = positions.object("NamespacedCloudProfile", "garden-dev", "own");
        assert_eq!(own.unwrap().locate("spec.parent.name"), at(23, 14));
        assert!(positions.object("CloudProfile", "", "gcp").is_none());
    }

    #[test]
    fn json_has_places_too() {
        let text = "{\n \"kind\": \"CloudProfile\",\n \"metadata\": {\"name\": \"aws\"},\n \"spec\": {\"type\": \"aws\"}\n}\n";
        let positions = Positions::read(text);
        let aws = positions.object("CloudProfile", "", "aws").unwrap();
        assert_eq!(aws.locate("spec.type").line, 4);
    }

    #[test]
    fn broken_text_has_no_places() {
        assert!(Positions::read("a: [").objects.is_empty());
        assert!(Positions::read("").objects.is_empty());
    }
}
