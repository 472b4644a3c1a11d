//! A garden: a live cluster to read and to write, or a landscape in files. The only folder that talks to a cluster.

pub mod acting;
mod address;
pub mod connection;
mod decode;
pub mod doctor;
pub mod explain;
pub mod images;
pub mod landscape;
mod live;
pub mod names;
mod page;
pub mod positions;
mod processes;
mod reading;
pub mod redeploy;
pub mod rehearsal;
pub mod selector;
pub mod snapshot;
pub mod source;
pub mod standing;
pub mod waivers;
pub mod wire;

pub use live::{Garden, Progress};

/// Which objects of a kind are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Only this namespace; all of them when absent.
    pub namespace: Option<String>,
    /// Only objects whose labels match, in kubectl's syntax.
    pub label_selector: Option<String>,
}

/// How a reading went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Objects that were handed on.
    pub objects: usize,
    /// Objects that could not be read, each named with place, field and reason.
    pub unreadable: Vec<String>,
    /// The names of these objects, `namespace/name` where there is one, as far as they could be read.
    pub unreadable_names: Vec<String>,
}
