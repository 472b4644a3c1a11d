//! The audit log: one line of JSON before and one after each write.
//!
//! Lines are appended whole, so several runs may share a file.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use anyhow::Context;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::{DryRun, Failure, Happened, Write};
use crate::error::{WithHint, show};
use crate::garden::connection::Place;

/// Where writes are recorded, if anywhere.
pub struct Audit {
    file: Option<(PathBuf, Mutex<File>)>,
    garden: String,
    /// The user of the kubeconfig, until the server has said who we are.
    configured: Option<String>,
    user: OnceLock<String>,
    incident: Option<String>,
    /// What was passed on purpose, such as checks that were skipped.
    notes: OnceLock<Vec<String>>,
    numbers: AtomicU64,
    lost: OnceLock<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    time: Timestamp,
    /// `before` or `after`.
    phase: &'static str,
    /// The same before and after.
    write: u64,
    user: Option<&'a str>,
    garden: &'a str,
    incident: Option<&'a str>,
    verb: &'a str,
    object: String,
    patch: &'a Value,
    dry_run: DryRun,
    notes: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

impl Audit {
    /// Open the file before anything is written: a log that cannot be kept is an error then.
    pub fn open(
        file: Option<&Path>,
        place: &Place,
        incident: Option<&str>,
    ) -> anyhow::Result<Self> {
        let file = file
            .map(|path| {
                let file = OpenOptions::new()
                    .append(true)
                    .create(true)
                    .open(path)
                    .with_context(|| format!("cannot open the audit log {}", path.display()))
                    .hint("name another file with --audit-log; nothing was changed")?;
                anyhow::Ok((path.to_owned(), Mutex::new(file)))
            })
            .transpose()?;
        Ok(Self {
            file,
            garden: place.to_string(),
            configured: place.acting_as.clone().or_else(|| place.user.clone()),
            user: OnceLock::new(),
            incident: incident.map(ToOwned::to_owned),
            notes: OnceLock::new(),
            numbers: AtomicU64::new(1),
            lost: OnceLock::new(),
        })
    }

    /// Tell who the server says we are; the first word counts.
    pub fn identify(&self, user: &str) {
        let _ = self.user.set(user.to_owned());
    }

    /// Tell what was passed on purpose; the first word counts.
    pub fn note(&self, notes: Vec<String>) {
        let _ = self.notes.set(notes);
    }

    /// Say why lines are missing, if any are: what is under way is not stopped for it.
    pub fn problem(&self) -> Option<&str> {
        self.lost.get().map(String::as_str)
    }

    /// Record a write that is about to be sent; the number connects it with its end.
    pub(super) fn before(&self, write: &Write, dry_run: DryRun) -> u64 {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        self.record(number, write, dry_run, None);
        number
    }

    /// Record what became of it.
    pub(super) fn after(
        &self,
        number: u64,
        write: &Write,
        dry_run: DryRun,
        answer: &Result<Bytes, Failure>,
    ) {
        self.record(number, write, dry_run, Some(answer));
    }

    fn record(
        &self,
        number: u64,
        write: &Write,
        dry_run: DryRun,
        answer: Option<&Result<Bytes, Failure>>,
    ) {
        let Some((path, file)) = &self.file else {
            return;
        };
        let doing = &write.doing;
        let place = doing.namespace.iter().chain(&doing.name);
        let object = place.fold(doing.resource.clone(), |object, part| {
            format!("{object}/{part}")
        });
        let line = Line {
            time: Timestamp::now(),
            phase: if answer.is_none() { "before" } else { "after" },
            write: number,
            user: self
                .user
                .get()
                .or(self.configured.as_ref())
                .map(String::as_str),
            garden: &self.garden,
            incident: self.incident.as_deref(),
            verb: doing.verb,
            object,
            patch: &write.shown,
            dry_run,
            notes: self.notes.get().map(Vec::as_slice).unwrap_or_default(),
            result: answer.map(result),
            message: answer.and_then(|answer| {
                answer
                    .as_ref()
                    .err()
                    .map(|failure| show(&failure.error).message)
            }),
        };
        let written = serde_json::to_vec(&line)
            .map_err(std::io::Error::other)
            .and_then(|mut line| {
                line.push(b'\n');
                file.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .write_all(&line)
            });
        if let Err(error) = written {
            let _ = self.lost.set(format!(
                "the audit log {} is incomplete: {error}",
                path.display()
            ));
        }
    }
}

fn result(answer: &Result<Bytes, Failure>) -> &'static str {
    match answer.as_ref().map_err(|failure| failure.happened) {
        Ok(_) => "accepted",
        Err(Happened::Conflict) => "conflict",
        Err(Happened::Exists) => "exists",
        Err(Happened::Missing) => "missing",
        Err(Happened::NotYet) => "postponed",
        Err(Happened::Perhaps) => "unknown",
        Err(Happened::Refused) => "refused",
    }
}
