//! YAML: documents and list items are taken apart as text, each is then read straight into its type.
//!
//! Straight, because a tree in between turns an unquoted `1.30` into the number 1.3. As text, because one broken
//! document must not hide the others, and because threads can share the work.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_saphyr::{DefaultMessageFormatter, Error, MessageFormatter, Options};

use super::documents::{Batch, Body, Fault, Head, accept, accept_item, problem};
use super::{Place, json, parallel};
use crate::erased;

/// Items that one thread reads in a row.
const RUN: usize = 16;

/// Read the YAML documents of a text.
pub(super) fn read(file: &Place, text: &str, batch: &mut Batch) {
    for (text, line) in documents(text) {
        batch.documents += 1;
        let place = file.in_document(batch.documents, line);
        read_document(&place, text, batch);
    }
}

/// Split a text into documents with content, each with the line on which its text begins.
///
/// A line that begins with `---` or `...` ends a document wherever it stands, also inside a block scalar.
pub(in crate::garden) fn documents(text: &str) -> Vec<(&str, usize)> {
    let mut documents = Vec::new();
    let (mut start, mut start_line, mut has_content) = (0, 1, false);
    let mut offset = 0;
    for (index, line) in text.split_inclusive('\n').enumerate() {
        let bare = line.trim_end();
        let rest = ["---", "..."]
            .iter()
            .find_map(|marker| bare.strip_prefix(marker))
            .filter(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if let Some(rest) = rest {
            if has_content {
                documents.push((&text[start..offset], start_line));
            }
            // What stands behind the dashes belongs to the document; bare ones are left out, so that the
            // document's line is that of its first word.
            has_content = bare.starts_with("---") && is_content(rest);
            (start, start_line) = if has_content {
                (offset, index + 1)
            } else {
                (offset + line.len(), index + 2)
            };
        } else if !has_content && is_content(bare) && !bare.starts_with('%') {
            has_content = true;
            (start, start_line) = (offset, index + 1);
        }
        offset += line.len();
    }
    if has_content {
        documents.push((&text[start..], start_line));
    }
    documents
}

fn is_content(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with('#')
}

fn read_document(place: &Place, text: &str, batch: &mut Batch) {
    let sketch = Sketch::of(text, 0);
    let head = if sketch.head.kind.is_some() && sketch.head.api_version.is_some() {
        sketch.head
    } else {
        match parse::<Option<Head>>(text) {
            Ok(Some(head)) => head,
            Ok(None) => {
                batch.documents -= 1; // a document that says null is an empty one
                return;
            }
            Err(fault) => {
                batch.problems.push(problem(place, fault));
                return;
            }
        }
    };
    if !head.is_list() {
        accept(place, &head, Body::Yaml(text), batch);
    } else if let Some(entries) = sketch.items.and_then(|offset| entries(text, offset)) {
        let entries: Vec<_> = entries
            .into_iter()
            .enumerate()
            .map(|(index, (entry, line))| (place.in_item(index + 1, place.line + line), entry))
            .collect();
        batch.append(parallel::fold(
            &entries,
            RUN,
            batch.keep,
            |(place, entry), batch| {
                read_entry(place, entry, &head, batch);
            },
        ));
    } else {
        read_other_list(place, text, &head, batch);
    }
}

fn read_entry(place: &Place, entry: &str, list: &Head, batch: &mut Batch) {
    let sketch = Sketch::of_entry(entry);
    let head = if sketch.kind.is_some() && sketch.api_version.is_some() {
        Ok(sketch)
    } else {
        parse_entry::<Head>(entry)
    };
    match head {
        Ok(head) => accept_item(place, head, list, Body::YamlEntry(entry), batch),
        Err(fault) => batch.problems.push(problem(place, fault)),
    }
}

/// Read a list that cannot be taken apart as text (flow style, anchors across items) by way of a tree.
fn read_other_list(place: &Place, text: &str, head: &Head, batch: &mut Batch) {
    #[derive(Deserialize)]
    struct List {
        items: Option<Vec<Value>>,
    }
    match parse_tree::<List>(text) {
        // Without `items` it is an ordinary object whose kind happens to end in List.
        Ok(List { items: None }) if !text.contains("items") => {
            accept(place, head, Body::Yaml(text), batch);
        }
        Ok(List { items }) => {
            for (index, item) in items.unwrap_or_default().iter().enumerate() {
                let place = place.in_item(index + 1, place.line);
                json::read_item(&Place { line: 0, ..place }, &item.to_string(), head, batch);
            }
        }
        Err(fault) => batch.problems.push(problem(place, fault)),
    }
}

/// What can be seen of a block mapping without parsing it.
#[derive(Debug, Default)]
struct Sketch {
    head: Head,
    /// Where the line after `items:` begins.
    items: Option<usize>,
}

impl Sketch {
    /// Look at the keys with a given indentation. Only plain and quoted words are understood.
    fn of(text: &str, indentation: usize) -> Self {
        let mut sketch = Self::default();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            offset += line.len();
            let Some((margin, rest)) = line.split_at_checked(indentation) else {
                continue;
            };
            if !rest.starts_with(['a', 'k', 'i']) || !margin.bytes().all(|byte| byte == b' ') {
                continue;
            }
            if let Some(value) = value_of(rest, "apiVersion") {
                sketch.head.api_version = word(value);
            } else if let Some(value) = value_of(rest, "kind") {
                sketch.head.kind = word(value);
            } else if let Some(value) = value_of(rest, "items")
                && !is_content(value)
            {
                sketch.items = Some(offset);
            }
        }
        sketch
    }

    /// Look at an entry `- key: …`, whose keys stand where its first one does.
    fn of_entry(entry: &str) -> Head {
        let first = entry.lines().next().unwrap_or_default();
        let Some((margin, rest)) = first.split_once('-') else {
            return Head::default();
        };
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        if rest.len() == spaces {
            return Head::default();
        }
        let mut head = Self::of(entry, margin.len() + 1 + spaces).head;
        let first = rest.trim_start();
        if let Some(value) = value_of(first, "apiVersion") {
            head.api_version = word(value);
        } else if let Some(value) = value_of(first, "kind") {
            head.kind = word(value);
        }
        head
    }
}

fn value_of<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(key)?.strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n'])).then(|| rest.trim())
}

/// Read a value that is a word, plain or in quotes; anything else is left to the parser.
fn word(value: &str) -> Option<String> {
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let value = ['"', '\'']
        .iter()
        .find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(value);
    let plain = |c: char| c.is_ascii_alphanumeric() || "./-".contains(c);
    (!value.is_empty() && value.chars().all(plain)).then(|| value.to_owned())
}

/// Split the block sequence that begins at an offset into its entries, each with the number of lines before it.
fn entries(text: &str, start: usize) -> Option<Vec<(&str, usize)>> {
    if text.contains(": *") || text.contains("- *") {
        return None; // an alias may point into another item
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut indentation = None;
    let lines_before = text[..start].matches('\n').count();
    let mut offset = start;
    let mut end = text.len();
    for (index, line) in text[start..].split_inclusive('\n').enumerate() {
        let content = line.trim_start_matches(' ');
        let bare = content.trim_end();
        let margin = line.len() - content.len();
        let dash = bare == "-" || bare.starts_with("- ");
        if is_content(bare) {
            let expected = *indentation.get_or_insert(margin);
            if dash && margin == expected {
                found.push((offset, lines_before + index));
            } else if margin <= expected {
                if found.is_empty() {
                    return None;
                }
                end = offset;
                break;
            }
        }
        offset += line.len();
    }
    let ends = found.iter().skip(1).map(|(offset, _)| *offset).chain([end]);
    let entries = found.iter().zip(ends);
    Some(
        entries
            .map(|((start, line), end)| (&text[*start..end], *line))
            .collect(),
    )
}

/// Parse a YAML document.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    erased::yaml(text, options()).map_err(|error| trace::<T>(text, &error))
}

/// Parse an entry of a block sequence, dash included.
pub(super) fn parse_entry<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    entry(text, erased::yaml(text, options()))
}

/// Parse a YAML document as a tree of values, which a detour for each of them would make slow.
pub(super) fn parse_tree<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    let read = serde_saphyr::from_str_with_options(text, options());
    read.map_err(|error| trace::<T>(text, &error))
}

/// Parse an entry of a block sequence as such a tree.
pub(super) fn parse_entry_tree<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    entry(text, serde_saphyr::from_str_with_options(text, options()))
}

fn entry<T: DeserializeOwned>(text: &str, read: Result<(T,), Error>) -> Result<T, Fault> {
    read.map(|(value,)| value).map_err(|error| {
        let fault = trace::<(T,)>(text, &error);
        Fault {
            field: fault
                .field
                .and_then(|field| Some(field.strip_prefix("[0].")?.to_owned())),
            ..fault
        }
    })
}

/// Parse once more to learn the path of the field that is wrong.
fn trace<T: DeserializeOwned>(text: &str, error: &serde_saphyr::Error) -> Fault {
    let field = erased::broken_yaml_field::<T>(text, options());
    let field = field.and_then(|path| named(&path));
    let error = error.without_snippet();
    Fault {
        field,
        message: message(error),
        line: error
            .location()
            .and_then(|location| usize::try_from(location.line()).ok())
            .unwrap_or_default(),
    }
}

/// Leave out what the path could not follow: the top, and keys that could not be read.
fn named(path: &str) -> Option<String> {
    let path = path.trim_end_matches(['?', '.']);
    (!path.is_empty()).then(|| path.to_owned())
}

/// Say what is wrong in our words where the parser's are those of a library.
fn message(error: &Error) -> String {
    match error {
        Error::Unexpected { expected, .. } => match *expected {
            "mapping start" => "expected an object".to_owned(),
            "sequence start" => "expected a list".to_owned(),
            "string scalar" => "expected a string".to_owned(),
            other => format!("expected {other}"),
        },
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("key {key} is there twice"),
        other => DefaultMessageFormatter
            .format_message(other)
            .replace('\n', " "),
    }
}

/// Limits that fit local files of any size; depth stays limited, it costs stack.
pub(in crate::garden) fn options() -> Options {
    serde_saphyr::options! {
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_buffered_comment_events: usize::MAX,
            max_events: usize::MAX,
            max_nodes: usize::MAX,
            max_total_scalar_bytes: usize::MAX,
            max_total_comment_bytes: usize::MAX,
        },
    }
}
