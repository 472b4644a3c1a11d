//! What a snapshot is made of: a line of JSON each for the header, for every object and for the end.
//!
//! See `docs/snapshot.md`. Lines are compressed as one zstd frame with a checksum.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::domain::objects::{Object, Served};

/// Version of the first and of the last line.
pub const API_VERSION: &str = "kubectl-gardener/v1";
/// The format that this program writes, and the newest that it reads.
pub const FORMAT: u32 = 1;
/// Kind of the first line.
pub const HEADER: &str = "Snapshot";
/// Kind of the last line.
pub const END: &str = "SnapshotEnd";

/// The first line: what this is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Version of the documents of this program.
    pub api_version: String,
    /// Always [`HEADER`].
    pub kind: String,
    /// Format of the lines that follow.
    pub format: u32,
    /// When it was taken.
    pub taken_at: Timestamp,
    /// Version of the program that took it.
    pub program: String,
    /// Whether names are hashes and free text is left out.
    pub redacted: bool,
    /// Which garden it is of; absent from a redacted one.
    pub garden: Option<TakenFrom>,
    /// The only namespace whose shoots are there; all of them when absent.
    pub namespace: Option<String>,
}

impl Header {
    /// Begin a snapshot.
    pub fn new(taken_at: Timestamp) -> Self {
        Self {
            api_version: API_VERSION.to_owned(),
            kind: HEADER.to_owned(),
            format: FORMAT,
            // Parts of a second say nothing here, and make the file hard to read.
            taken_at: Timestamp::from_second(taken_at.as_second()).unwrap_or(taken_at),
            program: env!("CARGO_PKG_VERSION").to_owned(),
            redacted: false,
            garden: None,
            namespace: None,
        }
    }
}

/// Which garden a snapshot is of, and who looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TakenFrom {
    /// Context of the kubeconfig.
    pub context: Option<String>,
    /// Address of the API server.
    pub server: String,
    /// User of the kubeconfig.
    pub user: Option<String>,
    /// User that was acted as.
    pub acting_as: Option<String>,
}

/// The last line: what was looked at, and what came of it. Without it a snapshot is cut off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct End {
    /// Version of the documents of this program.
    pub api_version: String,
    /// Always [`END`].
    pub kind: String,
    /// Objects in all lists together.
    pub objects: usize,
    /// What was looked at, in this order.
    pub lists: Vec<Listed>,
}

impl End {
    /// End a snapshot.
    pub fn new(lists: Vec<Listed>) -> Self {
        Self {
            api_version: API_VERSION.to_owned(),
            kind: END.to_owned(),
            objects: lists.iter().map(|list| list.objects).sum(),
            lists,
        }
    }
}

/// One request for objects, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// API version of the objects.
    pub api_version: String,
    /// Kind of the objects.
    pub kind: String,
    /// The only namespace that was looked at; all of them when absent.
    pub namespace: Option<String>,
    /// The only object that was asked for.
    pub name: Option<String>,
    /// Labels that the objects have.
    pub selector: Option<String>,
    /// Objects in the snapshot.
    pub objects: usize,
    /// Objects that could not be read, and why.
    pub unreadable: Vec<String>,
    /// Why there are none; absent where the garden answered.
    pub failure: Option<Failure>,
}

impl Listed {
    /// Objects of a kind.
    pub fn of<K: Object>() -> Self {
        let (api_version, kind) = head(Served::of::<K>());
        Self {
            api_version: api_version.into_owned(),
            kind: kind.into_owned(),
            ..Self::default()
        }
    }

    /// Tell whether it is about a kind.
    pub fn is_of<K: Object>(&self) -> bool {
        let (api_version, kind) = head(Served::of::<K>());
        self.kind == kind && self.api_version == api_version
    }
}

/// Give API version and kind as lines have them: those of manifests, unless only the metadata was asked for.
pub fn head(kind: Served) -> (Cow<'static, str>, Cow<'static, str>) {
    if kind.metadata_only {
        // Nobody shall take it for the object itself, and apply it.
        return (API_VERSION.into(), format!("{}Metadata", kind.kind).into());
    }
    if kind.group.is_empty() {
        (kind.version.into(), kind.kind.into())
    } else {
        let version = format!("{}/{}", kind.group, kind.version);
        (version.into(), kind.kind.into())
    }
}

/// Why the garden gave no objects: reports from the snapshot say the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Whether they may not be read; otherwise the garden does not have the kind.
    pub forbidden: bool,
    /// What a report says.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Failure {
    /// Say why, without the words of the server: they name the user and the server.
    pub fn without_names(what: &str, forbidden: bool) -> Self {
        let why = if forbidden {
            "forbidden"
        } else {
            "the garden does not have them"
        };
        Self {
            forbidden,
            message: format!("cannot {what}: {why}"),
            hints: Vec::new(),
        }
    }
}
