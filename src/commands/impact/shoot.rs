//! `impact shoot`: what a patch of a Shoot does.

use std::fs;
use std::io::{self, Read};

use anyhow::{Context, anyhow};
use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;
use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::report::ShootName;
use crate::domain::impact::wish::{PatchKind, Wish};
use crate::error::{Outcome, WithHint, usage};
use crate::garden::landscape::Tree;
use crate::garden::names::Names;

use super::answer::OutputArgs;
use super::live::{self, Target};
use super::name::{metadata, told};
use super::place::Spot;
use super::{Pair, answer, answer_live, open};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set 'spec.provider.workers[web].machine.type=m5.2xlarge'\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --type strategic --patch '{\"spec\":{\"provider\":{\"workers\":[{\"name\":\"web\",\"maximum\":30}]}}}'\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set 'spec.provider.workers[web].machine.type=m5.2xlarge' --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --patch '{\"spec\":{\"purpose\":\"production\"}}' --landscape garden.yaml\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --patch @patch.json --type json --landscape garden.yaml";

/// Arguments of `impact shoot`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Name of the Shoot; its namespace is given with -n
    #[arg(value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Shoots)]
    name: String,
    /// Patch as JSON or YAML, or @FILE to read it
    #[arg(long, value_name = "PATCH", required_unless_present = "set")]
    patch: Option<String>,
    /// Kind of the patch
    #[arg(
        long = "type",
        value_name = "TYPE",
        value_enum,
        default_value_t,
        requires = "patch"
    )]
    kind: PatchType,
    /// Set a field, such as spec.purpose=testing; null removes it
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Kind of a patch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PatchType {
    /// JSON merge patch
    #[default]
    Merge,
    /// JSON patch: a list of operations
    Json,
    /// Strategic merge patch: pools are merged by name
    Strategic,
}

impl Args {
    fn wish(&self) -> anyhow::Result<Wish> {
        let kind = match self.kind {
            PatchType::Merge => PatchKind::Merge,
            PatchType::Json => PatchKind::Json,
            PatchType::Strategic => PatchKind::Strategic,
        };
        let patch = self.patch.as_deref().map(read_patch).transpose()?;
        Ok(Wish::Patch {
            patch: patch.map(|patch| (kind, patch)),
            set: self.set.clone(),
        })
    }
}

pub(super) async fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let readers = [
        args.patch.as_deref() == Some("@-"),
        app.global.source.reads_stdin(),
        args.output.reads_stdin(),
    ];
    if readers.into_iter().filter(|reads| *reads).count() > 1 {
        return Err(usage(
            "only one of --patch, --landscape and --waivers can read stdin",
        ));
    }
    let mut name = ShootName {
        namespace: app.global.namespace.clone().unwrap_or_default(),
        name: args.name.clone(),
    };
    let wish = args.wish()?;
    let Some(landscape) = open(app)? else {
        let garden = live::connect(app).await?;
        name = live::complete(name, &garden, app)?;
        let target = Target {
            name,
            wish,
            spot: None,
        };
        return answer_live(&garden, &[target], &args.output, app).await;
    };
    let matching: Vec<&Tree> = landscape
        .trees()
        .iter()
        .filter(|tree| {
            let found = metadata(&tree.value);
            found.name == name.name
                && (name.namespace.is_empty() || found.namespace == name.namespace)
        })
        .collect();
    let tree = match matching.as_slice() {
        [only] => *only,
        [] => return Err(anyhow!("the landscape has no Shoot {}", told(&name))),
        _ => {
            return Err(usage(format!("several Shoots are called {}", args.name)))
                .hint("name the namespace with -n");
        }
    };
    let made = wish.of(&tree.value).map_err(live::misfit)?;
    let pair = Pair {
        old: tree.value.clone(),
        new: made.submitted,
        // A patch has no lines; what it changes has.
        spot: Some(Spot::of(tree)),
    };
    answer(&[pair], Some(&landscape), &args.output, app)
}

/// Read a patch: the text itself, or the file behind `@`.
fn read_patch(text: &str) -> anyhow::Result<Value> {
    let text = match text.strip_prefix('@') {
        Some("-") => {
            let mut text = String::new();
            io::stdin()
                .lock()
                .read_to_string(&mut text)
                .context("cannot read the patch")?;
            text
        }
        Some(path) => {
            fs::read_to_string(path).with_context(|| format!("cannot read the patch {path}"))?
        }
        None => text.to_owned(),
    };
    serde_saphyr::from_str(&text)
        .map_err(|error| usage(format!("the patch is neither JSON nor YAML: {error}")))
}
