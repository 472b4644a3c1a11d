//! The only part of reading that is made for each type: what becomes of the bytes of an object.

use serde::de::DeserializeOwned;

use super::tally::Seen;
use crate::domain::objects::Object;
use crate::garden::decode::{self, Item, Unusable};
use crate::garden::wire::{self, Decode};

/// Who makes objects of what was read.
pub(super) trait Objects: Send {
    /// Tell whether objects can be read one by one, from protobuf.
    fn come_as_protobuf(&self) -> bool;
    /// Take the objects of a page.
    fn page(&mut self, page: &[u8], seen: &mut Seen) -> Result<(), Unusable>;
    /// Take an object in protobuf.
    fn one(&mut self, raw: &[u8], seen: &mut Seen);
}

/// Hands on objects of a type.
pub(super) struct Typed<'e, K> {
    each: &'e mut (dyn FnMut(K) + Send),
    decode: Option<Decode<K>>,
}

impl<'e, K: Object + DeserializeOwned> Typed<'e, K> {
    pub(super) fn new(each: &'e mut (dyn FnMut(K) + Send)) -> Self {
        Self {
            each,
            decode: wire::decoder::<K>(),
        }
    }

    fn hand_on(&mut self, item: Item<K>, seen: &mut Seen) {
        match item {
            Item::Read(object) => {
                if seen.read(object.namespace(), object.name()) {
                    (self.each)(object);
                }
            }
            Item::Unreadable { key, message } => seen.unreadable(key, message),
        }
    }
}

impl<K: Object + DeserializeOwned> Objects for Typed<'_, K> {
    fn come_as_protobuf(&self) -> bool {
        self.decode.is_some()
    }

    fn page(&mut self, page: &[u8], seen: &mut Seen) -> Result<(), Unusable> {
        for item in decode::items(page)? {
            self.hand_on(item, seen);
        }
        Ok(())
    }

    fn one(&mut self, raw: &[u8], seen: &mut Seen) {
        if let Some(decode) = self.decode {
            self.hand_on(decode::object(raw, decode), seen);
        }
    }
}
