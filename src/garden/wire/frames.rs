//! A watch that arrives in pieces: four bytes of length, most significant first, then an event.

use super::LARGEST;
use super::field::Fault;

/// What has arrived and was not read yet.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    bytes: Vec<u8>,
    read: usize,
}

impl Inbox {
    /// Add what arrived; what was read makes room for it.
    pub(super) fn push(&mut self, piece: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(piece);
    }

    /// Look at what was not read yet.
    pub(super) fn unread(&self) -> &[u8] {
        self.bytes.get(self.read..).unwrap_or_default()
    }

    /// Read that many bytes, unless there are fewer.
    pub(super) fn take(&mut self, length: usize) -> Option<&[u8]> {
        let end = self.read.checked_add(length)?;
        let taken = self.bytes.get(self.read..end)?;
        self.read = end;
        Some(taken)
    }
}

/// The frames of a watch.
#[derive(Debug, Default)]
pub struct Frames {
    inbox: Inbox,
}

impl Frames {
    /// Add what arrived.
    pub fn push(&mut self, piece: &[u8]) {
        self.inbox.push(piece);
    }

    /// Give the next frame, or `None` until more has arrived.
    pub fn next_frame(&mut self) -> Result<Option<&[u8]>, Fault> {
        let Some((length, _)) = self.inbox.unread().split_first_chunk() else {
            return Ok(None);
        };
        let length = u32::from_be_bytes(*length);
        if u64::from(length) > LARGEST {
            return Err(Fault::new("it announces an event of more than 64 MB"));
        }
        let whole = 4 + length as usize;
        Ok(self.inbox.take(whole).and_then(|frame| frame.get(4..)))
    }
}
