//! A list that arrives in pieces: each object is given as soon as it is there.

use super::LARGEST;
use super::envelope::{MAGIC, kind};
use super::field::{Fault, Fields, varint};
use super::frames::Inbox;
use super::message::{Field, bytes};

/// What a list says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Token of the next page, empty on the last.
    pub next: String,
    /// Objects after this page, where the server knows.
    pub remaining: Option<i64>,
}

/// A part of a list.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'b> {
    /// What it says about itself; comes first.
    Head(Head),
    /// The bytes of an object.
    Object(&'b [u8]),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum At {
    /// Before `k8s\0`.
    #[default]
    Start,
    /// In `runtime.Unknown`.
    Envelope,
    /// In the list, with so many bytes to come.
    List(u64),
}

/// A list in one message.
#[derive(Debug, Default)]
pub struct List {
    inbox: Inbox,
    at: At,
    /// Whether there was a list at all.
    listed: bool,
}

impl List {
    /// Add what arrived.
    pub fn push(&mut self, piece: &[u8]) {
        self.inbox.push(piece);
    }

    /// Give the next part, or `None` until more has arrived.
    pub fn next_part(&mut self) -> Result<Option<Part<'_>>, Fault> {
        loop {
            match self.at {
                At::Start => {
                    let Some(magic) = self.inbox.take(MAGIC.len()) else {
                        return Ok(None);
                    };
                    if magic != MAGIC {
                        return Err(Fault::new("no message of Kubernetes"));
                    }
                    self.at = At::Envelope;
                }
                At::List(0) => self.at = At::Envelope,
                At::Envelope => {
                    let Some(field) = look_ahead(self.inbox.unread())? else {
                        return Ok(None);
                    };
                    if field.tag == 2 {
                        self.inbox.take(field.start);
                        self.listed = true;
                        self.at = At::List(field.length);
                        continue;
                    }
                    let Some(content) = content(&mut self.inbox, &field)? else {
                        return Ok(None);
                    };
                    match field.tag {
                        1 if !kind(content)?.ends_with("List") => {
                            return Err(Fault::new("no list"));
                        }
                        3 if !content.is_empty() => {
                            return Err(Fault::new("an unknown encoding"));
                        }
                        _ => {}
                    }
                }
                At::List(left) => {
                    let Some(field) = look_ahead(self.inbox.unread())? else {
                        return Ok(None);
                    };
                    let left = (field.start as u64)
                        .checked_add(field.length)
                        .and_then(|size| left.checked_sub(size))
                        .ok_or_else(|| Fault::new("an object is larger than its list"))?;
                    // Not `content`: what is returned must not be borrowed on the way round.
                    if field.length > LARGEST {
                        return Err(Fault::new("it announces an object of more than 64 MB"));
                    }
                    if (self.inbox.unread().len() as u64) < field.start as u64 + field.length {
                        return Ok(None);
                    }
                    self.at = At::List(left);
                    match field.tag {
                        1 => {
                            let content = content(&mut self.inbox, &field)?;
                            return head(content.unwrap_or_default()).map(Part::Head).map(Some);
                        }
                        2 => return Ok(content(&mut self.inbox, &field)?.map(Part::Object)),
                        _ => {
                            content(&mut self.inbox, &field)?;
                        }
                    }
                }
            }
        }
    }

    /// Tell whether all of it has arrived and was read.
    pub fn is_complete(&self) -> bool {
        let at_the_end = matches!(self.at, At::Envelope | At::List(0));
        self.listed && at_the_end && self.inbox.unread().is_empty()
    }
}

/// Where a field is, and how long.
struct Ahead {
    tag: u64,
    /// Bytes of number and length, before the content.
    start: usize,
    /// Bytes of the content.
    length: u64,
}

/// Read number and length of a field; all fields here have one.
fn look_ahead(bytes: &[u8]) -> Result<Option<Ahead>, Fault> {
    let Some((key, used)) = varint(bytes)? else {
        return Ok(None);
    };
    if key & 7 != 2 {
        return Err(Fault::new("no list"));
    }
    let Some((length, more)) = varint(bytes.get(used..).unwrap_or_default())? else {
        return Ok(None);
    };
    Ok(Some(Ahead {
        tag: key >> 3,
        start: used + more,
        length,
    }))
}

/// Take the content of a field, or `None` until it is there.
fn content<'b>(inbox: &'b mut Inbox, field: &Ahead) -> Result<Option<&'b [u8]>, Fault> {
    if field.length > LARGEST {
        return Err(Fault::new("it announces an object of more than 64 MB"));
    }
    let length = usize::try_from(field.length).unwrap_or(usize::MAX);
    let taken = inbox.take(field.start.saturating_add(length));
    Ok(taken.and_then(|taken| taken.get(field.start..)))
}

/// Read ListMeta.
fn head(message: &[u8]) -> Result<Head, Fault> {
    let mut head = Head::default();
    for field in Fields::of(message) {
        match field? {
            (3, value) => {
                bytes(value)?;
                head.next.receive(value)?;
            }
            (4, value) => head.remaining.receive(value)?,
            _ => {}
        }
    }
    Ok(head)
}
