//! JSON: one value after the other, and the items of lists, without a tree in between.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::documents::{Batch, Body, Fault, Head, accept, accept_item, problem};
use super::{Place, parallel};
use crate::erased;

/// Items that one thread reads in a row.
const RUN: usize = 64;

/// Read the JSON values of a text. Give `false`, with nothing read, when it is YAML that begins like JSON.
pub(super) fn read(file: &Place, text: &str, batch: &mut Batch) -> bool {
    let mut values = Vec::new();
    let mut fault = None;
    for value in Deserializer::from_str(text).into_iter::<&RawValue>() {
        match value {
            Ok(value) => values.push(value),
            Err(error) => fault = Some(error),
        }
    }
    if fault.is_some() && could_be_yaml(file, text) {
        return false;
    }
    let mut lines = Lines::new(text);
    for value in values {
        batch.documents += 1;
        let place = file.in_document(batch.documents, lines.of(value.get()));
        read_value(&place, value, &mut lines, batch);
    }
    if let Some(error) = fault {
        batch.documents += 1;
        let place = file.in_document(batch.documents, 1);
        batch.problems.push(problem(&place, syntax(&error)));
    }
    true
}

/// YAML documents may be in flow style, and JSON documents may be separated by `---`.
fn could_be_yaml(file: &Place, text: &str) -> bool {
    let name = file.file.to_ascii_lowercase();
    let says_so = [".yaml", ".yml"].iter().any(|end| name.ends_with(end));
    says_so || text.starts_with("---") || text.contains("\n---")
}

/// Head of a value, with its items left unread.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "apiVersion")]
    api_version: Option<String>,
    kind: Option<String>,
    #[serde(borrow)]
    items: Option<&'a RawValue>,
}

fn read_value<'a>(place: &Place, value: &'a RawValue, lines: &mut Lines<'a>, batch: &mut Batch) {
    let envelope: Envelope<'a> = match object(value.get()).and_then(parse_tree) {
        Ok(envelope) => envelope,
        Err(fault) => {
            batch.problems.push(problem(place, fault));
            return;
        }
    };
    let head = Head {
        api_version: envelope.api_version,
        kind: envelope.kind,
    };
    let Some(items) = envelope.items.filter(|_| head.is_list()) else {
        accept(place, &head, Body::Json(value.get()), batch);
        return;
    };
    match parse_tree::<Vec<&RawValue>>(items.get()) {
        Ok(items) => {
            let items: Vec<_> = items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (place.in_item(index + 1, lines.of(item.get())), item))
                .collect();
            batch.append(parallel::fold(
                &items,
                RUN,
                batch.keep,
                |(place, item), batch| {
                    read_item(place, item.get(), &head, batch);
                },
            ));
        }
        Err(fault) => batch.problems.push(problem(
            place,
            Fault {
                field: Some("items".to_owned()),
                line: 0,
                ..fault
            },
        )),
    }
}

/// Read one item of a list.
pub(super) fn read_item(place: &Place, item: &str, list: &Head, batch: &mut Batch) {
    match object(item).and_then(parse::<Head>) {
        Ok(head) => accept_item(place, head, list, Body::Json(item), batch),
        Err(fault) => batch.problems.push(problem(place, fault)),
    }
}

/// Check that a value is an object: a struct would be read from an array too.
fn object(text: &str) -> Result<&str, Fault> {
    if text.starts_with('{') {
        return Ok(text);
    }
    Err(Fault {
        field: None,
        message: "expected an object".to_owned(),
        line: 0,
    })
}

/// Parse a JSON text.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    described::<T>(text, erased::json(text.as_bytes()))
}

/// Parse a JSON text as values of any kind.
pub(super) fn parse_tree<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    described::<T>(text, serde_json::from_slice(text.as_bytes()))
}

fn described<'a, T: Deserialize<'a>>(
    text: &'a str,
    read: serde_json::Result<T>,
) -> Result<T, Fault> {
    read.map_err(|error| {
        let path = || erased::broken_field::<T>(text.as_bytes());
        Fault {
            field: error
                .is_data()
                .then(path)
                .flatten()
                .filter(|path| path != "."),
            ..syntax(&error)
        }
    })
}

fn syntax(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let message = match text.rfind(" at line ") {
        _ if error.is_eof() => "ends in the middle of a value",
        Some(end) => &text[..end],
        None => &text,
    };
    Fault {
        field: None,
        message: message.to_owned(),
        line: error.line(),
    }
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    text: &'a str,
    offset: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            offset: 0,
            line: 1,
        }
    }

    /// Give the line on which a part of the text begins; parts are asked for in their order.
    fn of(&mut self, part: &str) -> usize {
        let offset = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let between = self.text.get(self.offset..offset).unwrap_or_default();
        self.line += between.matches('\n').count();
        self.offset = offset.max(self.offset);
        self.line
    }
}
