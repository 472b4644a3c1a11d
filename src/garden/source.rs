//! Where the objects come from: a live garden, or a landscape in files. The reports do not see the difference.

use std::io;

use super::connection::ConnectionArgs;
use super::landscape::{Known, Landscape, Taken};
use super::{Folded, Garden, Progress, Query};

/// A live garden, or a landscape in files.
pub enum Source {
    /// A live garden.
    Live(Box<Garden>),
    /// A landscape in files.
    Files(Box<Landscape>),
}

/// Flags that say where the objects come from.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// Read manifests instead of a cluster: a directory, a file, or - for stdin
    #[arg(
        long,
        global = true,
        value_name = "PATH",
        value_parser = clap::builder::NonEmptyStringValueParser::new(),
        value_hint = clap::ValueHint::AnyPath,
        help_heading = "Offline",
        long_help = "Read manifests instead of a cluster: a directory (with all below it), a file, or - for stdin.\n\
                     YAML or JSON, several documents, lists, what kubectl get -o yaml or -o json prints, and\n\
                     what kubectl gardener snapshot has written"
    )]
    pub landscape: Option<String>,
    /// End with an error if any document of the landscape cannot be read
    #[arg(long, global = true, requires = "landscape", help_heading = "Offline")]
    pub strict: bool,
}

impl SourceArgs {
    /// Tell whether stdin is read.
    pub fn reads_stdin(&self) -> bool {
        self.landscape.as_deref() == Some("-")
    }
}

impl Source {
    /// Read the landscape, or get ready to talk to the garden.
    pub async fn open(
        args: &SourceArgs,
        connection: &ConnectionArgs,
        on_progress: impl Fn(Progress) + Send + Sync + 'static,
    ) -> anyhow::Result<Self> {
        if let Some(path) = &args.landscape {
            let landscape = Landscape::read(path, args.strict, &mut io::stdin().lock())?;
            return Ok(Self::Files(Box::new(landscape)));
        }
        let mut garden = Garden::connect(connection).await?;
        garden.on_progress(on_progress);
        Ok(Self::Live(Box::new(garden)))
    }

    /// Hand the objects of a kind that a query asks for to `each`, one by one.
    pub async fn fold<K: Known>(
        &self,
        query: &Query,
        mut each: impl FnMut(&K) + Send,
    ) -> anyhow::Result<Folded> {
        match self {
            Self::Live(garden) => garden.fold(query, |object: K| each(&object)).await,
            Self::Files(landscape) => landscape.fold(query, each),
        }
    }

    /// Collect the objects of a kind that a query asks for.
    pub async fn collect<K: Known + Clone>(
        &self,
        query: &Query,
    ) -> anyhow::Result<(Vec<K>, Vec<String>)> {
        let mut objects = Vec::new();
        let folded = self
            .fold(query, |object: &K| objects.push(object.clone()))
            .await?;
        Ok((objects, folded.unreadable))
    }

    /// Give one object; none if there is none of that name.
    pub async fn get<K: Known + Clone>(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> anyhow::Result<Option<K>> {
        match self {
            Self::Live(garden) => garden.get(namespace, name).await,
            Self::Files(landscape) => {
                Ok(landscape.ask(namespace.unwrap_or_default(), name)?.cloned())
            }
        }
    }

    /// Tell whether a kind without objects is known to have none: files may have been left out.
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Live(_)) || self.taken().is_some()
    }

    /// Tell of the reading that this is a snapshot of, if it is one.
    pub fn taken(&self) -> Option<&Taken> {
        match self {
            Self::Live(_) => None,
            Self::Files(landscape) => landscape.taken(),
        }
    }

    /// Name what of the landscape could not be read.
    pub fn problems(&self) -> Vec<String> {
        match self {
            Self::Live(_) => Vec::new(),
            Self::Files(landscape) => landscape
                .problems()
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }

    /// Count what of the landscape no command looks at, by kind.
    pub fn ignored(&self) -> impl Iterator<Item = (&str, usize)> {
        let files = match self {
            Self::Live(_) => None,
            Self::Files(landscape) => Some(landscape.ignored()),
        };
        let counts = files.into_iter().flatten();
        counts.map(|(kind, count)| (kind.as_str(), *count))
    }
}
