//! What a file or stdin holds: manifests, manifests compressed by zstd, or a snapshot.

use std::io::{self, BufRead, BufReader, Cursor, Read as _};

use super::Place;
use super::documents::{self, Batch, Keep};
use super::snapshot::{self, Taken};

/// What a file compressed by zstd begins with (RFC 8878).
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The longest first line that a snapshot can have.
const LONGEST: u64 = 64 * 1024;

/// What was read.
pub(super) struct Read {
    /// How messages call it.
    pub(super) name: String,
    pub(super) batch: Batch,
    /// Of a snapshot only.
    pub(super) taken: Option<Taken>,
}

/// Read all of it.
pub(super) fn read(name: &str, mut input: impl io::Read, keep: Keep) -> anyhow::Result<Read> {
    let place = Place::file(name);
    let fail = |error: io::Error| snapshot::unreadable(name, &error);
    let mut start = Vec::new();
    input
        .by_ref()
        .take(MAGIC.len() as u64)
        .read_to_end(&mut start)
        .map_err(fail)?;
    let is_compressed = start == MAGIC;
    let whole = Cursor::new(start).chain(input);
    let mut text: Box<dyn BufRead> = if is_compressed {
        Box::new(BufReader::new(zstd::Decoder::new(whole).map_err(fail)?))
    } else {
        Box::new(BufReader::new(whole))
    };
    let mut bytes = Vec::new();
    if text.fill_buf().map_err(fail)?.starts_with(b"{") {
        let mut line = text.by_ref().take(LONGEST);
        line.read_until(b'\n', &mut bytes).map_err(fail)?;
    }
    if let Some(header) = snapshot::header(&bytes) {
        let (batch, taken) = snapshot::read(&place, header?, &mut text, keep)?;
        return Ok(Read {
            name: name.to_owned(),
            batch,
            taken: Some(taken),
        });
    }
    text.read_to_end(&mut bytes).map_err(fail)?;
    Ok(Read {
        name: name.to_owned(),
        batch: documents::read(&place, bytes, keep),
        taken: None,
    })
}
