//! Reading the lines of a snapshot. Damage is an error: the file has a checksum, and its last line says how much there is.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use anyhow::anyhow;
use serde::Deserialize;

use super::format::{API_VERSION, END, End, FORMAT, HEADER, Header};
use crate::erased;
use crate::error::{WithHint, hinted};

/// What a file compressed by zstd begins with (RFC 8878).
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The longest first line that a snapshot can have.
const LONGEST: u64 = 64 * 1024;

/// What a file turned out to be.
pub(in crate::garden) enum Content<'i> {
    /// A snapshot.
    Snapshot(Box<Header>, Lines<'i>),
    /// Something else.
    Other(Vec<u8>),
}

/// Open a file, compressed or not; what is no snapshot is read to its end.
pub(in crate::garden) fn open<'i>(
    name: &str,
    mut input: impl Read + 'i,
) -> anyhow::Result<Content<'i>> {
    let fail = |error: io::Error| unreadable(name, &error);
    let mut start = Vec::new();
    input
        .by_ref()
        .take(MAGIC.len() as u64)
        .read_to_end(&mut start)
        .map_err(fail)?;
    let is_compressed = start == MAGIC;
    let whole = Cursor::new(start).chain(input);
    let mut text: Box<dyn BufRead + 'i> = if is_compressed {
        Box::new(BufReader::new(zstd::Decoder::new(whole).map_err(fail)?))
    } else {
        Box::new(BufReader::new(whole))
    };
    let mut bytes = Vec::new();
    if text.fill_buf().map_err(fail)?.starts_with(b"{") {
        let mut line = text.by_ref().take(LONGEST);
        line.read_until(b'\n', &mut bytes).map_err(fail)?;
    }
    if let Some(header) = header(&bytes) {
        let lines = Lines {
            name: name.to_owned(),
            text,
            number: 1,
            counts: BTreeMap::new(),
        };
        return Ok(Content::Snapshot(Box::new(header?), lines));
    }
    text.read_to_end(&mut bytes).map_err(fail)?;
    Ok(Content::Other(bytes))
}

/// Read the first line, if it is that of a snapshot.
fn header(line: &[u8]) -> Option<anyhow::Result<Header>> {
    #[derive(Deserialize)]
    struct Format {
        format: u32,
    }
    let head: Head = erased::json(line).ok()?;
    head.is(HEADER).then(|| {
        let Format { format } = erased::json(line)?;
        if format > FORMAT {
            return Err(anyhow!(
                "the snapshot has format {format}, and this program knows formats up to {FORMAT}"
            ))
            .hint("use a newer version of kubectl-gardener");
        }
        Ok(erased::json(line)?)
    })
}

/// What every line begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(in crate::garden) struct Head {
    pub(in crate::garden) api_version: String,
    pub(in crate::garden) kind: String,
}

impl Head {
    /// Tell whether it is a document of ours.
    fn is(&self, kind: &str) -> bool {
        self.kind == kind && self.api_version == API_VERSION
    }
}

/// A line with an object.
pub(in crate::garden) struct Line {
    /// Its number, from one.
    pub(in crate::garden) number: usize,
    pub(in crate::garden) head: Head,
    pub(in crate::garden) text: String,
}

/// The lines behind the header.
pub(in crate::garden) struct Lines<'i> {
    name: String,
    text: Box<dyn BufRead + 'i>,
    number: usize,
    counts: BTreeMap<Head, usize>,
}

impl Lines<'_> {
    /// Read some objects, and the end where it is reached: then the file is as it was written.
    pub(in crate::garden) fn next_run(
        &mut self,
        longest: usize,
    ) -> anyhow::Result<(Vec<Line>, Option<End>)> {
        let mut run = Vec::new();
        while run.len() < longest {
            let mut text = String::new();
            self.number += 1;
            let length = self.text.read_line(&mut text);
            if length.map_err(|error| unreadable(&self.name, &error))? == 0 {
                return Err(cut_off(&self.name));
            }
            let head: Head = erased::json(text.as_bytes()).map_err(|error| self.unclear(&error))?;
            if head.is(END) {
                let end: End =
                    erased::json(text.as_bytes()).map_err(|error| self.unclear(&error))?;
                self.check(&end)?;
                return Ok((run, Some(end)));
            }
            *self.counts.entry(head.clone()).or_default() += 1;
            run.push(Line {
                number: self.number,
                head,
                text,
            });
        }
        Ok((run, None))
    }

    fn unclear(&self, error: &serde_json::Error) -> anyhow::Error {
        damaged(&self.name, &format!("line {}: {error}", self.number))
    }

    /// Hold what was read against what the end says, and see to it that nothing follows.
    fn check(&mut self, end: &End) -> anyhow::Result<()> {
        let mut more = [0];
        let after = self.text.read(&mut more);
        if after.map_err(|error| unreadable(&self.name, &error))? > 0 {
            return Err(damaged(&self.name, "something follows its end"));
        }
        let mut told: BTreeMap<Head, usize> = BTreeMap::new();
        for list in end.lists.iter().filter(|list| list.objects > 0) {
            let head = Head {
                api_version: list.api_version.clone(),
                kind: list.kind.clone(),
            };
            *told.entry(head).or_default() += list.objects;
        }
        if told != self.counts || end.objects != self.counts.values().sum::<usize>() {
            return Err(damaged(
                &self.name,
                "it does not have as many objects as its end says",
            ));
        }
        Ok(())
    }
}

/// Say why a file cannot be read to its end.
fn unreadable(name: &str, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => cut_off(name),
        // What the system says about a disk has a number; what is said about the content has none.
        _ if error.raw_os_error().is_some() => anyhow!("landscape {name} cannot be read: {error}"),
        _ => damaged(name, &error.to_string()),
    }
}

fn cut_off(name: &str) -> anyhow::Error {
    hinted(
        anyhow!("landscape {name} is cut off: its end is missing"),
        "copy it again, or take the snapshot again",
    )
}

fn damaged(name: &str, how: &str) -> anyhow::Error {
    hinted(
        anyhow!("landscape {name} is damaged: {how}"),
        "copy it again, or take the snapshot again",
    )
}
