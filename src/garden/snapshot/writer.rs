//! Lines of a snapshot on their way into a file.

use std::io::{self, BufWriter, Write};

use anyhow::anyhow;
use serde::Serialize;

use super::format::{End, Header};

/// A balance: higher levels take longer than the garden does to answer.
const LEVEL: i32 = 3;

/// Where a snapshot goes.
pub type Out<'w> = &'w mut (dyn Write + Send);

/// Compresses lines.
pub(super) struct Writer<'w> {
    lines: BufWriter<zstd::Encoder<'static, Out<'w>>>,
}

impl<'w> Writer<'w> {
    /// Write the first line.
    pub(super) fn begin(out: Out<'w>, header: &Header) -> anyhow::Result<Self> {
        let mut encoder = zstd::Encoder::new(out, LEVEL).map_err(unwritable)?;
        encoder.include_checksum(true).map_err(unwritable)?;
        let mut writer = Self {
            lines: BufWriter::with_capacity(64 * 1024, encoder),
        };
        writer.line(header)?;
        Ok(writer)
    }

    /// Write a line.
    pub(super) fn line(&mut self, line: &impl Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.lines, line)
            .map_err(io::Error::from)
            .and_then(|()| self.lines.write_all(b"\n"))
            .map_err(unwritable)
    }

    /// Write the last line, and all that was not written yet.
    pub(super) fn finish(mut self, end: &End) -> anyhow::Result<()> {
        self.line(end)?;
        let encoder = self
            .lines
            .into_inner()
            .map_err(|error| unwritable(error.into_error()))?;
        let out = encoder.finish().map_err(unwritable)?;
        out.flush().map_err(unwritable)
    }
}

fn unwritable(error: io::Error) -> anyhow::Error {
    anyhow!(Unwritable(error))
}

/// The snapshot could not be written.
#[derive(Debug)]
pub struct Unwritable(pub io::Error);

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot write the snapshot: {}", self.0)
    }
}

impl std::error::Error for Unwritable {}
