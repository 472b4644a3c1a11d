//! Reading a snapshot line by line, and what it knows of the reading that it was taken from.
//!
//! Damage is an error and never a shorter report: the file has a checksum, and its last line says how much there is.

use std::collections::BTreeMap;
use std::io::{self, BufRead, ErrorKind};

use anyhow::anyhow;
use serde::Deserialize;

use super::documents::{Batch, Body, Head, Keep, accept};
use super::{Place, parallel};
use crate::domain::objects::{Object, ObjectKey};
use crate::error::{WithHint, hinted};
use crate::garden::selector::Selector;
use crate::garden::snapshot::format::{API_VERSION, END, End, FORMAT, HEADER, Header, Listed};

/// Lines that are held at once.
const HELD: usize = 2048;
/// Lines that one thread reads in a row.
const RUN: usize = 32;

/// What is known of the reading that a snapshot was taken from.
#[derive(Debug)]
pub struct Taken {
    /// What it says of itself.
    pub header: Header,
    lists: Vec<Listed>,
    unread: Vec<Unread>,
}

/// An object of a snapshot that cannot be read.
#[derive(Debug)]
pub(super) struct Unread {
    key: ObjectKey,
    labels: BTreeMap<String, String>,
    /// What a reading of the garden says of it.
    message: String,
}

/// Read the first line, if it is that of a snapshot.
pub(super) fn header(line: &[u8]) -> Option<anyhow::Result<Header>> {
    let head: Head = serde_json::from_slice(line).ok()?;
    let is_one =
        head.kind.as_deref() == Some(HEADER) && head.api_version.as_deref() == Some(API_VERSION);
    is_one.then(|| {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = serde_json::from_slice(line)?;
        if format > FORMAT {
            return Err(anyhow!(
                "the snapshot has format {format}, and this program knows formats up to {FORMAT}"
            ))
            .hint("use a newer version of kubectl-gardener");
        }
        Ok(serde_json::from_slice(line)?)
    })
}

/// Read the lines behind the header.
pub(super) fn read(
    place: &Place,
    header: Header,
    lines: &mut dyn BufRead,
    keep: Keep,
) -> anyhow::Result<(Batch, Taken)> {
    let name = &place.file;
    let mut batch = Batch::new(keep);
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut number = 1;
    let end = loop {
        let (run, end) = next_run(name, &mut number, lines)?;
        for line in &run {
            let (version, kind) = (&line.head.api_version, &line.head.kind);
            let of = |text: &Option<String>| text.clone().unwrap_or_default();
            *counts.entry((of(version), of(kind))).or_default() += 1;
        }
        batch.append(parallel::fold(&run, RUN, keep, |line, batch| {
            take_in(place, line, batch);
        }));
        if let Some(end) = end {
            break end;
        }
    };
    let mut told: BTreeMap<(String, String), usize> = BTreeMap::new();
    for list in end.lists.iter().filter(|list| list.objects > 0) {
        let kind = (list.api_version.clone(), list.kind.clone());
        *told.entry(kind).or_default() += list.objects;
    }
    if told != counts || end.objects != counts.values().sum::<usize>() {
        return Err(damaged(
            name,
            "it does not have as many objects as its end says",
        ));
    }
    let taken = Taken {
        header,
        lists: end.lists,
        unread: std::mem::take(&mut batch.unread),
    };
    Ok((batch, taken))
}

/// A line with an object.
struct Line {
    number: usize,
    head: Head,
    text: String,
}

/// Read some lines, and the end where it is reached.
fn next_run(
    name: &str,
    number: &mut usize,
    lines: &mut dyn BufRead,
) -> anyhow::Result<(Vec<Line>, Option<End>)> {
    let mut run = Vec::new();
    while run.len() < HELD {
        let mut text = String::new();
        *number += 1;
        let length = lines.read_line(&mut text);
        if length.map_err(|error| unreadable(name, &error))? == 0 {
            return Err(cut_off(name));
        }
        let head: Head = serde_json::from_str(&text)
            .map_err(|error| damaged(name, &format!("line {number}: {error}")))?;
        if head.kind.as_deref() == Some(END) && head.api_version.as_deref() == Some(API_VERSION) {
            let end: End = serde_json::from_str(&text)
                .map_err(|error| damaged(name, &format!("line {number}: {error}")))?;
            let mut more = [0];
            let after = lines.read(&mut more);
            if after.map_err(|error| unreadable(name, &error))? > 0 {
                return Err(damaged(name, "something follows its end"));
            }
            return Ok((run, Some(end)));
        }
        run.push(Line {
            number: *number,
            head,
            text,
        });
    }
    Ok((run, None))
}

/// Take an object in; what cannot be read is told of when somebody asks for its kind, as with a garden.
fn take_in(place: &Place, line: &Line, batch: &mut Batch) {
    #[derive(Default, Deserialize)]
    struct Labelled {
        #[serde(default)]
        metadata: Labels,
    }
    #[derive(Default, Deserialize)]
    struct Labels {
        #[serde(default)]
        labels: Option<BTreeMap<String, String>>,
    }
    batch.documents += 1;
    let place = place.in_document(line.number, line.number);
    accept(&place, &line.head, Body::Json(&line.text), batch);
    for problem in std::mem::take(&mut batch.problems) {
        let labelled: Labelled = serde_json::from_str(&line.text).unwrap_or_default();
        let message = problem.without_place();
        batch.unread.push(Unread {
            key: problem.object.unwrap_or_else(|| ObjectKey {
                kind: line.head.kind.clone().unwrap_or_default(),
                namespace: None,
                name: String::new(),
            }),
            labels: labelled.metadata.labels.unwrap_or_default(),
            message,
        });
    }
}

/// Say why a file cannot be read to its end.
pub(super) fn unreadable(name: &str, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => cut_off(name),
        // What the system says about a disk has a number; what is said about the content has none.
        _ if error.raw_os_error().is_some() => anyhow!("landscape {name} cannot be read: {error}"),
        _ => damaged(name, &error.to_string()),
    }
}

fn cut_off(name: &str) -> anyhow::Error {
    hinted(
        anyhow!("landscape {name} is cut off: its end is missing"),
        "copy it again, or take the snapshot again",
    )
}

fn damaged(name: &str, how: &str) -> anyhow::Error {
    hinted(
        anyhow!("landscape {name} is damaged: {how}"),
        "copy it again, or take the snapshot again",
    )
}

impl Taken {
    /// Give the answer to a request: that to the same, or that to a wider one. A failure is one here, too.
    fn answer<K: Object>(
        &self,
        namespace: Option<&str>,
        name: Option<&str>,
    ) -> anyhow::Result<&Listed> {
        let answers = |list: &&Listed| {
            list.is_of::<K>()
                && (list.name.is_none() || list.name.as_deref() == name)
                && (list.namespace.is_none() || list.namespace.as_deref() == namespace)
        };
        let lists = || self.lists.iter().filter(answers);
        let narrow = lists().find(|list| list.namespace.as_deref() == namespace);
        let answered = lists().find(|list| list.failure.is_none());
        let Some(list) = narrow
            .filter(|list| list.failure.is_none())
            .or(answered)
            .or(narrow)
            .or_else(|| lists().next())
        else {
            return Err(self.lacks::<K>(namespace));
        };
        match &list.failure {
            None => Ok(list),
            Some(failure) => {
                let error = anyhow!("{}", failure.message);
                Err((failure.hints.iter().rev()).fold(error, hinted))
            }
        }
    }

    fn lacks<K: Object>(&self, namespace: Option<&str>) -> anyhow::Error {
        let mut asked = self.lists.iter().filter(|list| list.is_of::<K>());
        let plural = K::PLURAL;
        match (asked.find_map(|list| list.namespace.as_deref()), namespace) {
            (Some(only), None) => hinted(
                anyhow!("the snapshot has {plural} of namespace {only} only"),
                format!("look at that one: -n {only}"),
            ),
            (Some(only), Some(other)) => {
                anyhow!("the snapshot has {plural} of namespace {only} only, and none of {other}")
            }
            (None, _) => anyhow!("the snapshot has no {plural}: they were not asked for"),
        }
    }

    /// Tell whether a request was answered, and which objects of the answer cannot be read.
    pub(super) fn unreadable<K: Object>(
        &self,
        namespace: Option<&str>,
        selector: &Selector,
    ) -> anyhow::Result<Vec<&str>> {
        let list = self.answer::<K>(namespace, None)?;
        let unread = self.unread.iter().filter(|unread| {
            unread.key.kind == K::KIND
                && (namespace.is_none() || unread.key.namespace.as_deref() == namespace)
                && selector.matches(&unread.labels)
        });
        let messages = unread.map(|unread| unread.message.as_str());
        Ok(messages
            .chain(list.unreadable.iter().map(String::as_str))
            .collect())
    }

    /// Tell whether a single object was asked for, and the garden answered.
    pub(super) fn asked<K: Object>(&self, namespace: &str, name: &str) -> anyhow::Result<()> {
        let namespace = K::NAMESPACED.then_some(namespace);
        self.answer::<K>(namespace, Some(name)).map(drop)
    }

    /// Tell whether a request was refused for lack of a right.
    pub fn was_forbidden<K: Object>(&self, namespace: Option<&str>) -> bool {
        let is_it = |list: &&Listed| {
            list.is_of::<K>()
                && list.name.is_none()
                && (list.namespace.is_none() || list.namespace.as_deref() == namespace)
        };
        let mut lists = self.lists.iter().filter(is_it);
        lists.any(|list| {
            list.failure
                .as_ref()
                .is_some_and(|failure| failure.forbidden)
        })
    }

    /// Name everything that cannot be read.
    pub(super) fn all_unreadable(&self) -> Vec<&str> {
        let lists = self.lists.iter();
        let in_lists = lists.flat_map(|list| list.unreadable.iter().map(String::as_str));
        let unread = self.unread.iter().map(|unread| unread.message.as_str());
        unread.chain(in_lists).collect()
    }
}
