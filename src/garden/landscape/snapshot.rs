//! What a snapshot knows of the reading that it was taken from.

use std::collections::BTreeMap;

use anyhow::anyhow;
use serde::Deserialize;

use super::documents::{Batch, Body, Head, Keep, accept};
use super::{Place, parallel};
use crate::domain::objects::{Object, ObjectKey};
use crate::erased;
use crate::error::hinted;
use crate::garden::selector::Selector;
use crate::garden::snapshot::format::{Header, Listed};
use crate::garden::snapshot::lines::{Line, Lines};

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

/// Read the lines behind the header.
pub(super) fn read(
    place: &Place,
    header: Header,
    mut lines: Lines<'_>,
    keep: Keep,
) -> anyhow::Result<(Batch, Taken)> {
    let mut batch = Batch::new(keep);
    let end = loop {
        let (run, end) = lines.next_run(HELD)?;
        batch.append(parallel::fold(&run, RUN, keep, |line, batch| {
            take_in(place, line, batch);
        }));
        if let Some(end) = end {
            break end;
        }
    };
    let taken = Taken {
        header,
        lists: end.lists,
        unread: std::mem::take(&mut batch.unread),
    };
    Ok((batch, taken))
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
    let head = Head {
        api_version: Some(line.head.api_version.clone()),
        kind: Some(line.head.kind.clone()),
    };
    accept(&place, &head, Body::Json(&line.text), batch);
    for problem in std::mem::take(&mut batch.problems) {
        let labelled: Labelled = erased::json(line.text.as_bytes()).unwrap_or_default();
        let message = problem.without_place();
        batch.unread.push(Unread {
            key: problem.object.unwrap_or_else(|| ObjectKey {
                kind: line.head.kind.clone(),
                namespace: None,
                name: String::new(),
            }),
            labels: labelled.metadata.labels.unwrap_or_default(),
            message,
        });
    }
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
