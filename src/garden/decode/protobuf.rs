//! Pages of protobuf, and its objects wherever they come from.

use super::{Item, ListMetadata, Unusable, joined, unreadable};
use crate::domain::objects::Object;
use crate::garden::wire::{self, Decode, Fault, List, Part};

/// How much of a page is taken apart at once: it is not copied as a whole.
const PIECE: usize = 64 << 10;

/// Read what a page of protobuf says about the list.
pub(super) fn head(page: &[u8]) -> Result<ListMetadata, Unusable> {
    let mut list = List::default();
    for piece in page.chunks(PIECE) {
        list.push(piece);
        match list.next_part().map_err(Unusable::Damaged)? {
            Some(Part::Head(head)) => {
                return Ok(ListMetadata {
                    next: Some(head.next),
                    remaining_item_count: head.remaining.and_then(|count| count.try_into().ok()),
                });
            }
            Some(Part::Object(_)) => return Ok(ListMetadata::default()),
            None => {}
        }
    }
    if list.is_complete() {
        Ok(ListMetadata::default())
    } else {
        Err(Unusable::Truncated)
    }
}

/// Read the objects of a page of protobuf.
pub(super) fn objects<K: Object>(page: &[u8], decode: Decode<K>) -> Result<Vec<Item<K>>, Unusable> {
    let mut list = List::default();
    let mut items = Vec::new();
    for piece in page.chunks(PIECE) {
        list.push(piece);
        while let Some(part) = list.next_part().map_err(Unusable::Damaged)? {
            if let Part::Object(raw) = part {
                items.push(object(raw, decode));
            }
        }
    }
    if list.is_complete() {
        Ok(items)
    } else {
        Err(Unusable::Truncated)
    }
}

/// Read an object from its message.
pub(in crate::garden) fn object<K: Object>(raw: &[u8], decode: Decode<K>) -> Item<K> {
    let fault = match decode(raw) {
        Ok(object) if !object.name().is_empty() => return Item::Read(object),
        Ok(_) => Fault::new("it has no name").within("metadata"),
        Err(fault) => fault,
    };
    let (namespace, name) = wire::names(raw);
    unreadable::<K>(joined(&namespace, &name), &fault.to_string())
}
