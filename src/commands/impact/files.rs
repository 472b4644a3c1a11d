//! `impact -f`: what manifests of Shoots do.

use std::io;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::App;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::landscape::{Landscape, read_shoots};

use super::answer::OutputArgs;
use super::name::{find, named, told};
use super::place::Spot;
use super::{Pair, answer, open};

/// Which manifests.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The Shoots as they are to be: a file, a directory, or - for stdin
    #[arg(short, long = "filename", value_name = "PATH", required = true, value_parser = NonEmptyStringValueParser::new())]
    filename: Option<String>,
    /// The Shoots as they are, instead of those in the landscape
    #[arg(long, value_name = "PATH", value_parser = NonEmptyStringValueParser::new())]
    old: Option<String>,
}

pub(super) fn run(args: &Args, output: &OutputArgs, app: &mut App) -> anyhow::Result<Outcome> {
    let new = args.filename.as_deref().unwrap_or_default();
    let landscape = app.global.source.landscape.as_deref();
    let stdins = [Some(new), args.old.as_deref(), landscape];
    let readers = stdins.iter().flatten().filter(|path| **path == "-").count();
    if readers + usize::from(output.reads_stdin()) > 1 {
        return Err(usage(
            "only one of --filename, --old, --landscape and --waivers can read stdin",
        ));
    }
    if args.old.is_none() && landscape.is_none() {
        return Err(usage("the Shoot as it is is missing"))
            .hint("name it with --old, or a landscape that it is in with --landscape");
    }
    let landscape = open(app)?;
    let news = read_shoots(new, &mut io::stdin().lock())?;
    let olds = match &args.old {
        Some(path) => read_shoots(path, &mut io::stdin().lock())?,
        None => landscape
            .as_ref()
            .map(Landscape::trees)
            .unwrap_or_default()
            .to_vec(),
    };
    let mut pairs = Vec::new();
    for tree in &news {
        let name = named(&tree.value, app);
        let old = find(&olds, &name, app)
            .ok_or_else(|| anyhow!("{}: there is no Shoot {} to compare with", tree.place, told(&name)))
            .hint(if args.old.is_some() {
                "the file given with --old must have a Shoot of the same namespace and name"
            } else {
                "the landscape must have a Shoot of the same namespace and name; a new Shoot cannot be judged"
            })?;
        pairs.push(Pair {
            old: old.value.clone(),
            new: tree.value.clone(),
            spot: Some(Spot::of(tree)),
        });
    }
    answer(&pairs, landscape.as_ref(), output, app)
}
