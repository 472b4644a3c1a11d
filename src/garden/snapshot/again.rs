//! Redacting a snapshot that was taken before: what is mailed is of the same moment as what is kept.

use std::io::Read;

use anyhow::{Context, anyhow};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Redactor;
use super::format::{End, Failure, Header, Listed, head};
use super::lines::{Content, Line, open};
use super::writer::{Out, Writer};
use crate::domain::objects::{
    CloudProfile, ConfigMap, CredentialsBinding, Gardenlet, Lease, ManagedSeed,
    NamespacedCloudProfile, Object, Project, SecretBinding, SecretMetadata, Seed, Served, Shoot,
};
use crate::error::{WithHint, interrupted, usage};
use crate::interrupt::Interrupt;

/// Lines that are held at once.
const HELD: usize = 256;

/// How objects of a kind are redacted.
struct Way {
    api_version: String,
    kind: String,
    plural: &'static str,
    redact: fn(&Redactor, Value) -> Option<Value>,
    unreadable: fn(&Redactor, &str) -> String,
}

impl Way {
    fn of<K: Object + DeserializeOwned>() -> Self {
        let (api_version, kind) = head(Served::of::<K>());
        Self {
            api_version: api_version.into_owned(),
            kind: kind.into_owned(),
            plural: K::PLURAL,
            redact: Redactor::object::<K>,
            unreadable: Redactor::unreadable::<K>,
        }
    }

    fn all() -> [Self; 12] {
        [
            Self::of::<CloudProfile>(),
            Self::of::<ConfigMap>(),
            Self::of::<CredentialsBinding>(),
            Self::of::<Gardenlet>(),
            Self::of::<Lease>(),
            Self::of::<ManagedSeed>(),
            Self::of::<NamespacedCloudProfile>(),
            Self::of::<Project>(),
            Self::of::<SecretBinding>(),
            Self::of::<SecretMetadata>(),
            Self::of::<Seed>(),
            Self::of::<Shoot>(),
        ]
    }
}

/// Redact a snapshot; what fails after an interruption fails because of it.
pub fn again(
    name: &str,
    input: impl Read,
    redactor: &Redactor,
    interrupt: &Interrupt,
    out: Out<'_>,
) -> anyhow::Result<End> {
    match write(name, input, redactor, interrupt, out) {
        Err(_) if interrupt.is_heard() => Err(interrupted()),
        end => end,
    }
}

fn write(
    name: &str,
    input: impl Read,
    redactor: &Redactor,
    interrupt: &Interrupt,
    out: Out<'_>,
) -> anyhow::Result<End> {
    let Content::Snapshot(mut header, mut lines) = open(name, input)? else {
        return Err(anyhow!("{name} is no snapshot"))
            .hint("give a file that kubectl gardener snapshot has written");
    };
    if header.redacted {
        return Err(usage(format!("the snapshot {name} is redacted already")));
    }
    redact_header(&mut header, redactor);
    let mut again = Again {
        redactor,
        kinds: Way::all(),
        writer: Writer::begin(out, &header)?,
        hidden: Vec::new(),
    };
    let mut end = loop {
        let (run, end) = lines.next_run(HELD)?;
        if interrupt.is_heard() {
            return Err(interrupted());
        }
        for line in &run {
            again.object(line)?;
        }
        if let Some(end) = end {
            break end;
        }
    };
    let (mut before, mut hidden) = (0, again.hidden.into_iter().peekable());
    for list in &mut end.lists {
        // Lists follow each other, with as many objects as they say.
        before += list.objects;
        redact_list(list, redactor, &again.kinds);
        while let Some((_, message)) = hidden.next_if(|(index, _)| *index < before) {
            list.objects -= 1;
            list.unreadable.push(message);
        }
    }
    let end = End::new(end.lists);
    again.writer.finish(&end)?;
    Ok(end)
}

fn redact_header(header: &mut Header, redactor: &Redactor) {
    header.redacted = true;
    header.garden = None;
    header.namespace = header.namespace.take().map(|name| redactor.name(&name));
}

struct Again<'r> {
    redactor: &'r Redactor,
    kinds: [Way; 12],
    writer: Writer<'r>,
    /// Objects that no report can read, with their places among all.
    hidden: Vec<(usize, String)>,
}

impl Again<'_> {
    fn object(&mut self, line: &Line) -> anyhow::Result<()> {
        let tree: Value = serde_json::from_str(&line.text).context("cannot read an object")?;
        let text = |field: &str| tree["metadata"][field].as_str().map(ToOwned::to_owned);
        let key: Vec<String> = [text("namespace"), text("name")]
            .into_iter()
            .flatten()
            .collect();
        // A kind of a newer program is one that nobody has allowed.
        let is_it =
            |kind: &&Way| kind.kind == line.head.kind && kind.api_version == line.head.api_version;
        let kind = self.kinds.iter().find(is_it);
        if let Some(redacted) = kind.and_then(|kind| (kind.redact)(self.redactor, tree)) {
            return self.writer.line(&redacted);
        }
        let message = match kind {
            Some(kind) => (kind.unreadable)(self.redactor, &key.join("/")),
            None => format!("{}: left out", line.head.kind),
        };
        // The header is the first line.
        self.hidden.push((line.number - 2, message));
        Ok(())
    }
}

fn redact_list(list: &mut Listed, redactor: &Redactor, kinds: &[Way]) {
    let kind = kinds
        .iter()
        .find(|kind| kind.kind == list.kind && kind.api_version == list.api_version);
    list.namespace = list.namespace.take().map(|name| redactor.name(&name));
    for message in &mut list.unreadable {
        let key = message.split(": ").next().unwrap_or_default();
        let key = key.split_once(' ').map_or("", |(_, key)| key);
        let key = if key.contains(' ') { "" } else { key };
        *message = match kind {
            Some(kind) => (kind.unreadable)(redactor, key),
            None => "left out".to_owned(),
        };
    }
    if let Some(failure) = list.failure.take() {
        let plural = kind.map_or("objects", |kind| kind.plural);
        let what = match &list.name {
            Some(name) => format!("get {plural} {name}"),
            None => format!("list {plural}"),
        };
        list.failure = Some(Failure::without_names(&what, failure.forbidden));
    }
}
