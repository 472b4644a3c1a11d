//! What a file or stdin holds: manifests, manifests compressed by zstd, or a snapshot.

use std::io;

use super::Place;
use super::documents::{self, Batch, Keep};
use super::snapshot::{self, Taken};
use crate::garden::snapshot::lines::{Content, open};

/// What was read.
pub(super) struct Read {
    /// How messages call it.
    pub(super) name: String,
    pub(super) batch: Batch,
    /// Of a snapshot only.
    pub(super) taken: Option<Taken>,
}

/// Read all of it.
pub(super) fn read(name: &str, input: impl io::Read, keep: Keep) -> anyhow::Result<Read> {
    let place = Place::file(name);
    let (batch, taken) = match open(name, input)? {
        Content::Snapshot(header, lines) => {
            let (batch, taken) = snapshot::read(&place, *header, lines, keep)?;
            (batch, Some(taken))
        }
        Content::Other(bytes) => (documents::read(&place, bytes, keep), None),
    };
    Ok(Read {
        name: name.to_owned(),
        batch,
        taken,
    })
}
