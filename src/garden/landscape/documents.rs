//! From the bytes of a file to the objects in it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::snapshot::Unread;
use super::{Known, Place, Problem, Shelves, is_known_name, json, reader, yaml};
use crate::domain::objects::{Metadata, Object, ObjectKey, Served, Shoot};

/// What is kept of the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Keep {
    /// Objects of known kinds.
    #[default]
    Objects,
    /// Objects of known kinds, and those of these kinds of Gardener's core as trees as well.
    ObjectsAndTrees(&'static [&'static str]),
    /// Objects of these kinds of Gardener's core as trees, and nothing else.
    Trees(&'static [&'static str]),
}

impl Keep {
    /// Whether objects of a kind are kept as trees.
    fn tree(self, api_version: &str, kind: &str) -> bool {
        let (Self::ObjectsAndTrees(kinds) | Self::Trees(kinds)) = self else {
            return false;
        };
        kinds.contains(&kind) && api_version.split_once('/') == Some((Shoot::GROUP, Shoot::VERSION))
    }

    /// Whether nothing else is kept.
    fn trees_only(self) -> bool {
        matches!(self, Self::Trees(_))
    }
}

/// An object as it stands in a file, every field of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// Where it stands.
    pub place: Place,
    /// All of it.
    pub value: Value,
}

/// What was read of one or more files.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) keep: Keep,
    pub(super) trees: Vec<Tree>,
    pub(super) shelves: Shelves,
    pub(super) problems: Vec<Problem>,
    pub(super) ignored: BTreeMap<String, usize>,
    /// Of a snapshot: what cannot be read.
    pub(super) unread: Vec<Unread>,
    /// Documents with content, readable or not.
    pub(super) documents: usize,
}

impl Batch {
    pub(super) fn new(keep: Keep) -> Self {
        Self {
            keep,
            ..Self::default()
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.shelves.append(other.shelves);
        self.problems.extend(other.problems);
        self.trees.extend(other.trees);
        self.unread.extend(other.unread);
        for (kind, count) in other.ignored {
            *self.ignored.entry(kind).or_default() += count;
        }
        self.documents += other.documents;
    }
}

/// The text of one object.
#[derive(Clone, Copy, Debug)]
pub(super) enum Body<'a> {
    /// A JSON value.
    Json(&'a str),
    /// A YAML document.
    Yaml(&'a str),
    /// An entry of a YAML list, with its dash.
    YamlEntry(&'a str),
}

/// Why a text is not what it should be.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The path of the field.
    pub(super) field: Option<String>,
    pub(super) message: String,
    /// The line within the text, from one; zero when not known.
    pub(super) line: usize,
}

impl Body<'_> {
    fn read<T: DeserializeOwned>(self) -> Result<T, Fault> {
        match self {
            Self::Json(text) => json::parse(text),
            Self::Yaml(text) => yaml::parse(text),
            Self::YamlEntry(text) => yaml::parse_entry(text),
        }
    }

    /// Read values of any kind.
    fn read_tree<T: DeserializeOwned>(self) -> Result<T, Fault> {
        match self {
            Self::Json(text) => json::parse_tree(text),
            Self::Yaml(text) => yaml::parse_tree(text),
            Self::YamlEntry(text) => yaml::parse_entry_tree(text),
        }
    }
}

/// What every object and list begins with.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Head {
    pub(super) api_version: Option<String>,
    pub(super) kind: Option<String>,
}

impl Head {
    /// Fill in what an item leaves to its typed list: items of a ShootList need not say that they are Shoots.
    pub(super) fn or_from(mut self, list: &Head) -> Self {
        if let Some(kind) = list
            .kind
            .as_deref()
            .and_then(|kind| kind.strip_suffix("List"))
            && !kind.is_empty()
        {
            self.kind.get_or_insert_with(|| kind.to_owned());
            if self.api_version.is_none() {
                self.api_version.clone_from(&list.api_version);
            }
        }
        self
    }

    /// Tell whether a document with `items` is a list of objects.
    pub(super) fn is_list(&self) -> bool {
        self.kind
            .as_deref()
            .is_some_and(|kind| kind.ends_with("List"))
    }
}

/// Read the documents of one file.
pub(super) fn read(file: &Place, bytes: Vec<u8>, keep: Keep) -> Batch {
    let mut batch = Batch::new(keep);
    match text(bytes) {
        Ok(text) => {
            let start = text.trim_start();
            if !(start.starts_with(['{', '[']) && json::read(file, &text, &mut batch)) {
                yaml::read(file, &text, &mut batch);
            }
        }
        Err(message) => batch.problems.push(Problem::new(file.clone(), message)),
    }
    batch
}

/// Decode bytes: UTF-8, or UTF-16 as PowerShell writes it when output is redirected.
fn text(bytes: Vec<u8>) -> Result<String, String> {
    let decode = |to_u16: fn([u8; 2]) -> u16| {
        let units = bytes.get(2..).unwrap_or_default().chunks(2);
        let units: Vec<u16> = units
            .map(|pair| to_u16([pair[0], pair.get(1).copied().unwrap_or_default()]))
            .collect();
        String::from_utf16(&units).map_err(|_| "is not valid UTF-16".to_owned())
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => decode(u16::from_le_bytes),
        [0xfe, 0xff, ..] => decode(u16::from_be_bytes),
        _ => {
            let mut text = String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                format!("is not text: byte {} is not UTF-8", at + 1)
            })?;
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(text)
        }
    }
}

/// Take in one object: keep it, count it, or say what is wrong with it.
pub(super) fn accept(place: &Place, head: &Head, body: Body<'_>, batch: &mut Batch) {
    let missing = |field: &str| Problem {
        field: Some(field.to_owned()),
        ..Problem::new(place.clone(), "is missing")
    };
    let Some(kind) = head.kind.as_deref().filter(|kind| !kind.is_empty()) else {
        batch.problems.push(missing("kind"));
        return;
    };
    let Some(api_version) = head.api_version.as_deref().filter(|text| !text.is_empty()) else {
        batch.problems.push(missing("apiVersion"));
        return;
    };
    let tree = batch.keep.tree(api_version, kind);
    if tree {
        match body.read_tree::<Value>() {
            Ok(value) => batch.trees.push(Tree {
                place: place.clone(),
                value,
            }),
            Err(fault) => {
                batch.problems.push(problem(place, fault));
                return;
            }
        }
    }
    if let Some(read) = reader(api_version, kind).filter(|_| !batch.keep.trees_only()) {
        read(place, body, batch);
        return;
    }
    if tree && batch.keep.trees_only() {
        return;
    }
    // Read all the same: bad YAML is worth telling in whatever object it is.
    match body.read_tree::<IgnoredAny>() {
        Ok(_) => {
            let name = if is_known_name(kind) {
                format!("{kind} ({api_version})")
            } else {
                kind.to_owned()
            };
            *batch.ignored.entry(name).or_default() += 1;
        }
        Err(fault) => batch.problems.push(problem(place, fault)),
    }
}

/// Reads an object of one kind into a batch.
pub(super) type Reader = fn(&Place, Body<'_>, &mut Batch);

/// Read an object of a kind that is kept.
pub(super) fn keep<K: Known>(place: &Place, body: Body<'_>, batch: &mut Batch) {
    let object = match body.read::<K>() {
        Ok(object) => object,
        Err(fault) => {
            batch.problems.push(Problem {
                object: identity(Served::of::<K>(), body),
                ..problem(place, fault)
            });
            return;
        }
    };
    match nameless(place, Served::of::<K>(), object.metadata()) {
        None => K::shelf_mut(&mut batch.shelves).push((place.clone(), object)),
        Some(problem) => batch.problems.push(problem),
    }
}

/// Say what an object has no name without.
fn nameless(place: &Place, kind: Served, metadata: &Metadata) -> Option<Problem> {
    let field = if metadata.name.is_empty() {
        "metadata.name"
    } else if kind.namespaced && metadata.namespace.as_deref().unwrap_or_default().is_empty() {
        "metadata.namespace"
    } else {
        return None;
    };
    Some(Problem {
        object: (!metadata.name.is_empty()).then(|| ObjectKey {
            kind: kind.kind.to_owned(),
            namespace: None,
            name: metadata.name.clone(),
        }),
        field: Some(field.to_owned()),
        ..Problem::new(place.clone(), "is missing")
    })
}

/// Take an item of a list in.
pub(super) fn accept_item(
    place: &Place,
    head: Head,
    list: &Head,
    body: Body<'_>,
    batch: &mut Batch,
) {
    let head = head.or_from(list);
    let of_gardener = |version: &str| version.contains(".gardener.cloud/");
    let nested = head.kind.as_deref() == Some("List")
        || (head.is_list() && head.api_version.as_deref().is_some_and(of_gardener));
    if nested {
        let message = "is a list within a list: put its items into the outer one";
        batch.problems.push(Problem::new(place.clone(), message));
        return;
    }
    accept(place, &head, body, batch);
}

/// Tell which object it is that cannot be read, if that much of it can.
fn identity(kind: Served, body: Body<'_>) -> Option<ObjectKey> {
    #[derive(Deserialize)]
    struct Named {
        metadata: Name,
    }
    #[derive(Deserialize)]
    struct Name {
        name: String,
        namespace: Option<String>,
    }
    let Name { name, namespace } = body.read::<Named>().ok()?.metadata;
    Some(ObjectKey {
        kind: kind.kind.to_owned(),
        namespace: namespace.filter(|_| kind.namespaced),
        name,
    })
}

/// Place a fault: its line counts from the line where the text begins.
pub(super) fn problem(place: &Place, fault: Fault) -> Problem {
    let mut place = place.clone();
    if fault.line > 0 && place.line > 0 {
        place.line += fault.line - 1;
    }
    Problem {
        field: fault.field,
        ..Problem::new(place, fault.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_order_marks_and_utf16_are_read() {
        assert_eq!(text(b"\xef\xbb\xbfkind: A".to_vec()).unwrap(), "kind: A");
        let mut wide = vec![0xff, 0xfe];
        wide.extend("kind: Ä".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(text(wide).unwrap(), "kind: Ä");
        assert_eq!(
            text(b"kind: \xff".to_vec()).unwrap_err(),
            "is not text: byte 7 is not UTF-8"
        );
    }

    #[test]
    fn only_typed_lists_lend_their_kind_to_items() {
        let list = |kind: &str| Head {
            api_version: Some("v1".to_owned()),
            kind: Some(kind.to_owned()),
        };
        let item = Head::default().or_from(&list("ShootList"));
        assert_eq!(item.kind.as_deref(), Some("Shoot"));
        assert_eq!(item.api_version.as_deref(), Some("v1"));
        assert_eq!(Head::default().or_from(&list("List")).kind, None);
    }
}
