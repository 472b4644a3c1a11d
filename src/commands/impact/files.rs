//! `impact -f`: what manifests of Shoots do.

use std::io;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;

use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::wish::Wish;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::landscape::{Landscape, read_shoots};
use crate::parallel::beside;

use super::answer::OutputArgs;
use super::live::{self, Target};
use super::name::{by_name, metadata, named, told};
use super::place::Spot;
use super::remarks::Remarks;
use super::{Pair, answer, answer_live, open};

/// Which manifests.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The Shoots as they are to be: a file, a directory, or - for stdin
    #[arg(short, long = "filename", value_name = "PATH", value_hint = clap::ValueHint::AnyPath, required = true, value_parser = NonEmptyStringValueParser::new())]
    filename: Option<String>,
    /// The Shoots as they are, instead of those in the garden or the landscape
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    old: Option<String>,
    /// Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does
    #[arg(long)]
    replace: bool,
}

impl Args {
    fn wish(&self, manifest: &Value) -> Wish {
        if self.replace {
            Wish::Replace(manifest.clone())
        } else {
            Wish::Apply(manifest.clone())
        }
    }
}

pub(super) async fn run(
    args: &Args,
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let new = args.filename.as_deref().unwrap_or_default();
    let landscape = app.global.source.landscape.as_deref();
    let stdins = [Some(new), args.old.as_deref(), landscape];
    let readers = stdins.iter().flatten().filter(|path| **path == "-").count();
    if readers + usize::from(output.reads_stdin()) > 1 {
        return Err(usage(
            "only one of --filename, --old, --landscape and --waivers can read stdin",
        ));
    }
    let is_live = args.old.is_none() && landscape.is_none();
    let news = if is_live {
        read_shoots(new, &mut io::stdin().lock())?
    } else {
        return offline(args, output, app);
    };
    let garden = live::connect(app).await?;
    let mut targets = Vec::new();
    for tree in &news {
        targets.push(Target {
            name: live::complete(metadata(&tree.value), &garden, app)?,
            wish: args.wish(&tree.value),
            spot: Some(Spot::of(tree)),
        });
    }
    answer_live(&garden, &targets, output, app).await
}

fn offline(args: &Args, output: &OutputArgs, app: &mut App) -> anyhow::Result<Outcome> {
    let new = args.filename.as_deref().unwrap_or_default();
    // Reading takes most of the time; the files have nothing to do with each other.
    let read = |path: &str| read_shoots(path, &mut io::stdin());
    let old = args.old.as_deref();
    let (news, (olds, landscape)) = beside(
        || read(new),
        || beside(|| old.map(read).transpose(), || open(app)),
    );
    let (landscape, news, olds) = (landscape?, news?, olds?);
    let known = landscape.as_ref().map(Landscape::trees);
    let olds = olds.as_deref().or(known).unwrap_or_default();
    let olds = by_name(olds, app);
    let mut pairs = Vec::new();
    let mut remarks = Remarks::default();
    for tree in &news {
        let name = named(&tree.value, app);
        let old = olds.get(&name)
            .ok_or_else(|| anyhow!("{}: there is no Shoot {} to compare with", tree.place, told(&name)))
            .hint(if args.old.is_some() {
                "the file given with --old must have a Shoot of the same namespace and name"
            } else {
                "the landscape must have a Shoot of the same namespace and name; a new Shoot cannot be judged"
            })?;
        let made = args
            .wish(&tree.value)
            .of(&old.value)
            .map_err(live::misfit)?;
        for remark in &made.remarks {
            remarks.add(&name, remark);
        }
        pairs.push(Pair {
            old: old.value.clone(),
            new: made.submitted,
            spot: Some(Spot::of(tree)),
        });
    }
    remarks.tell(app);
    answer(&pairs, landscape.as_ref(), output, app)
}
