//! What was handed on so far: each object once, however often the reading begins anew.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use crate::domain::objects::Served;
use crate::garden::Folded;
use crate::garden::decode::{Unusable, joined};
use crate::garden::live::{Garden, Progress, Watcher};

use super::typed::Objects;

/// Counts objects and hands on those that are new.
///
/// An object that changed between two beginnings is handed on as it was first read, one that was deleted stays
/// counted, and one that came is counted: each object is one that there was, but after a break they are not all of
/// the same moment.
pub(super) struct Tally<'t> {
    pub kind: Served,
    objects: &'t mut dyn Objects,
    pub seen: Seen,
    pub remaining: Option<u64>,
    watcher: Option<Watcher>,
    /// Objects between two reports of progress.
    interval: usize,
}

/// What was handed on, and what was not to be read.
#[derive(Default)]
pub(super) struct Seen {
    /// Hashes of `namespace/name`, which take 16 bytes per object; the key of the hash is random, so that
    /// nobody can choose names that collide.
    hashes: HashSet<u64>,
    hasher: RandomState,
    folded: Folded,
    /// How far a list is that comes in pages.
    pub order: Option<Order>,
}

/// How far a list is that comes in the order of the server.
#[derive(Default)]
pub(super) struct Order {
    /// The last object seen: after a restart everything up to it is known.
    last: Option<String>,
    skip_to: Option<String>,
}

impl<'t> Tally<'t> {
    pub(super) fn new(garden: &Garden, kind: Served, objects: &'t mut dyn Objects) -> Self {
        Self {
            kind,
            objects,
            seen: Seen::default(),
            remaining: None,
            watcher: garden.progress.clone(),
            interval: garden.settings.page_size.max(1) as usize,
        }
    }

    /// Count the objects of a page and hand them on, but for those that were before.
    pub(super) fn account(&mut self, page: &[u8]) -> Result<(), Unusable> {
        self.objects.page(page, &mut self.seen)
    }

    /// Count an object and hand it on, unless it was before. Progress is reported now and then.
    pub(super) fn account_one(&mut self, raw: &[u8]) {
        self.objects.one(raw, &mut self.seen);
        if self.seen.folded.objects.is_multiple_of(self.interval) {
            self.report();
        }
    }

    /// Tell how far the reading is.
    pub(super) fn report(&self) {
        if let Some(watcher) = &self.watcher {
            watcher(Progress {
                plural: self.kind.plural,
                objects: self.seen.folded.objects,
                remaining: self.remaining,
            });
        }
    }

    pub(super) fn finish(self) -> Folded {
        self.seen.folded
    }
}

impl Seen {
    /// Count an object; tell whether it is new.
    pub(super) fn read(&mut self, namespace: &str, name: &str) -> bool {
        let is_new = self.goes_on(namespace, name)
            && self.hashes.insert(self.hasher.hash_one((namespace, name)));
        self.folded.objects += usize::from(is_new);
        is_new
    }

    /// Note an object that cannot be read, unless it was noted before.
    pub(super) fn unreadable(&mut self, key: String, message: String) {
        let (namespace, name) = key.split_once('/').unwrap_or(("", &key));
        let hash = if key.is_empty() {
            self.hasher.hash_one(&message)
        } else {
            self.hasher.hash_one((namespace, name))
        };
        if !self.goes_on(namespace, name) || !self.hashes.insert(hash) {
            return;
        }
        self.folded.unreadable.push(message);
        if !key.is_empty() {
            self.folded.unreadable_names.push(key);
        }
    }

    /// Tell whether an object was not there before a restart.
    ///
    /// The hashes would find it twice as well; but what was created meanwhile, before the last object seen, is left
    /// out here, so that the order stays that of the server.
    fn goes_on(&mut self, namespace: &str, name: &str) -> bool {
        let Some(order) = &mut self.order else {
            return true;
        };
        let key = joined(namespace, name);
        // etcd sorts by the bytes of `namespace/name`, so one comparison tells what was seen.
        if order.skip_to.as_ref().is_some_and(|seen| key <= *seen) {
            return false;
        }
        order.skip_to = None;
        if !key.is_empty() {
            order.last = Some(key);
        }
        true
    }
}

impl Order {
    /// The list comes from its beginning once more.
    pub(super) fn begins_anew(&mut self) {
        self.skip_to.clone_from(&self.last);
    }
}
