//! What was handed on so far: each object once, however often the reading begins anew.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use crate::domain::objects::Object;
use crate::garden::Folded;
use crate::garden::decode::Item;
use crate::garden::live::{Garden, Progress, Watcher};

/// Counts objects and hands on those that are new.
///
/// An object that changed between two beginnings is handed on as it was first read, one that was deleted stays
/// counted, and one that came is counted: each object is one that there was, but after a break they are not all of
/// the same moment.
pub(super) struct Tally<K, F> {
    each: F,
    /// Hashes of `namespace/name`, which take 16 bytes per object; the key of the hash is random, so that
    /// nobody can choose names that collide.
    seen: HashSet<u64>,
    hasher: RandomState,
    folded: Folded,
    pub remaining: Option<u64>,
    watcher: Option<Watcher>,
    /// Objects between two reports of progress.
    interval: usize,
    kind: std::marker::PhantomData<fn(K)>,
}

impl<K: Object, F: FnMut(K)> Tally<K, F> {
    pub(super) fn new(garden: &Garden, each: F) -> Self {
        Self {
            each,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            folded: Folded::default(),
            remaining: None,
            watcher: garden.progress.clone(),
            interval: garden.settings.page_size.max(1) as usize,
            kind: std::marker::PhantomData,
        }
    }

    /// Count an object and hand it on, unless it was before.
    pub(super) fn account(&mut self, item: Item<K>) {
        let hash = match &item {
            Item::Read(object) => self.hasher.hash_one((object.namespace(), object.name())),
            Item::Unreadable { key, .. } if !key.is_empty() => self
                .hasher
                .hash_one(key.split_once('/').unwrap_or(("", key))),
            Item::Unreadable { message, .. } => self.hasher.hash_one(message),
        };
        if !self.seen.insert(hash) {
            return;
        }
        match item {
            Item::Read(object) => {
                self.folded.objects += 1;
                (self.each)(object);
            }
            Item::Unreadable { message, key } => {
                self.folded.unreadable.push(message);
                if !key.is_empty() {
                    self.folded.unreadable_names.push(key);
                }
            }
        }
    }

    /// As [`Tally::account`], and report progress now and then: for objects that do not come in pages.
    pub(super) fn account_one(&mut self, item: Item<K>) {
        self.account(item);
        if self.folded.objects.is_multiple_of(self.interval) {
            self.report();
        }
    }

    /// Tell how far the reading is.
    pub(super) fn report(&self) {
        if let Some(watcher) = &self.watcher {
            watcher(Progress {
                plural: K::PLURAL,
                objects: self.folded.objects,
                remaining: self.remaining,
            });
        }
    }

    pub(super) fn finish(self) -> Folded {
        self.folded
    }
}
