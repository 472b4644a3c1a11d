//! `impact gardener`: what another version of Gardener, of etcd-druid or of an extension does.

use std::collections::BTreeSet;

use anyhow::anyhow;
use clap::ArgAction;
use clap::builder::NonEmptyStringValueParser;

use crate::cli::App;
use crate::commands::versions::reading::open;
use crate::domain::impact::fleet::Around;
use crate::domain::impact::gardener::builder::Builder;
use crate::domain::impact::gardener::compare::{Owner, Pair};
use crate::domain::impact::gardener::{SUPPORTED, vector::ImageVector};
use crate::domain::objects::Shoot;
use crate::domain::versions::version::Version;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Query;
use crate::garden::images::{Overwrite, read_overwrite, read_vector};
use crate::output::views::impact::sarif::log_gardener;
use crate::output::{Format, sarif};

use super::FORMATS;
use super::fleet::{self, outcome};
use super::level::{Level, level};
use super::place::ImageLines;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact gardener --from v1.149.0.yaml --to v1.150.0.yaml --from-version v1.149.0 --to-version v1.150.0\n  \
    kubectl gardener impact gardener --from examples/images/gardener-v1.149.yaml --to examples/images/gardener-v1.150.yaml --components-only --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact gardener --from examples/images/gardener-v1.149.yaml --to examples/images/gardener-v1.150.yaml --from examples/images/etcd-druid-v0.37.yaml --to examples/images/etcd-druid-v0.38.yaml --landscape examples/landscape --now 2026-11-21T00:00:00Z\n\n\
    The files are imagevector/containers.yaml of Gardener, imagevector/images.yaml of an extension and internal/images/images.yaml \
    of etcd-druid, at the tags of both versions. The shoots come from the garden, or from --landscape; with --components-only from \
    neither. What changes in manifests is not in image vectors, and not in this report.";

/// What stands for a version of Gardener that nobody has named.
const RUNNING: &str = "<version of Gardener>";
const NEXT: &str = "<new version of Gardener>";

/// Arguments of `impact gardener`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Image vector before; several are paired with those of --to in their order
    #[arg(long, value_name = "IMAGES", required = true, value_parser = NonEmptyStringValueParser::new())]
    from: Vec<String>,
    /// Image vector after
    #[arg(long, value_name = "IMAGES", required = true, value_parser = NonEmptyStringValueParser::new())]
    to: Vec<String>,
    /// Version of Gardener before, instead of that of the seeds: the tag of Gardener's own images
    #[arg(long, value_name = "VERSION", value_parser = version)]
    from_version: Option<String>,
    /// Version of Gardener after
    #[arg(long, value_name = "VERSION", value_parser = version)]
    to_version: Option<String>,
    /// Overwrite of images or of components before and after, as the gardenlet gets it
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    overwrite: Vec<String>,
    /// Overwrite before only
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    from_overwrite: Vec<String>,
    /// Overwrite after only
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    to_overwrite: Vec<String>,
    /// Look at components only, at no garden and at no landscape
    #[arg(long, conflicts_with_all = ["selector", "all_namespaces"])]
    components_only: bool,
    /// Versions of Kubernetes to look at with --components-only, instead of those that Gardener supports
    #[arg(long, value_name = "VERSION", value_delimiter = ',', requires = "components_only", value_parser = version)]
    kubernetes: Vec<String>,
    /// Look only at shoots with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    selector: Option<String>,
    /// Look at all namespaces, which is the default
    #[arg(short = 'A', long, action = ArgAction::SetTrue, help_heading = "Scope")]
    all_namespaces: bool,
    /// End with exit code 3 if something of this class or a more severe one happens: api-downtime, kubelet-restart and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

fn version(text: &str) -> Result<String, String> {
    match Version::parse(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err(format!("`{text}` is no version")),
    }
}

pub(super) async fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    check(args, app)?;
    let mut pairs = pairs(args)?;
    let mut unreadable = Vec::new();
    let builder = if args.components_only {
        own_versions(&mut pairs, args, None);
        let mut builder = Builder::new(app.now, pairs, None);
        let supported = SUPPORTED.map(ToOwned::to_owned).to_vec();
        let versions = if args.kubernetes.is_empty() {
            supported
        } else {
            args.kubernetes.clone()
        };
        builder.versions(&versions);
        builder
    } else {
        let (source, progress) = open(app).await?;
        unreadable.extend(source.problems());
        let around = fleet::around(&source, &mut unreadable, &app.ui).await?;
        own_versions(&mut pairs, args, Some(&around));
        let mut builder = Builder::new(app.now, pairs, Some(around));
        builder.seeds();
        let namespace = app.global.namespace.clone();
        let query = Query {
            namespace: namespace.filter(|_| !args.all_namespaces),
            label_selector: args.selector.clone(),
        };
        let folded = source
            .fold(&query, |shoot: &Shoot| builder.add(shoot))
            .await?;
        drop((source, progress));
        unreadable.extend(folded.unreadable);
        builder
    };
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    let report = builder.finish(unreadable);
    if args.output == Format::Sarif {
        let lines = ImageLines::read(&args.to);
        let log = log_gardener(&report, |image| lines.locate(image));
        app.answer.write(|out| sarif::write(&log, out))?;
    } else {
        app.answer.print(&report, args.output)?;
    }
    let unknown = !report.unexplained.is_empty();
    Ok(outcome(args.fail_on, report.summary.worst, unknown))
}

fn check(args: &Args, app: &App) -> anyhow::Result<()> {
    if args.from.len() != args.to.len() {
        return Err(usage(format!(
            "--from is there {} times and --to {} times",
            args.from.len(),
            args.to.len()
        )))
        .hint("each image vector before needs the one after");
    }
    if args.components_only && app.global.source.landscape.is_some() {
        return Err(usage("--components-only looks at no landscape"))
            .hint("leave out one of --components-only and --landscape");
    }
    let files = [
        &args.from,
        &args.to,
        &args.overwrite,
        &args.from_overwrite,
        &args.to_overwrite,
    ];
    let readers = files.into_iter().flatten().filter(|path| *path == "-");
    if readers.count() + usize::from(app.global.source.reads_stdin()) > 1 {
        return Err(usage("only one file can be stdin"));
    }
    Ok(())
}

fn pairs(args: &Args) -> anyhow::Result<Vec<Pair>> {
    let mut pairs = Vec::new();
    for (from_name, to_name) in args.from.iter().zip(&args.to) {
        let (from, to) = (read_vector(from_name)?, read_vector(to_name)?);
        let owner = Owner::of(&to);
        if owner != Owner::of(&from) {
            return Err(anyhow!(
                "{from_name} is an image vector of {}, {to_name} of {}",
                Owner::of(&from).words(),
                owner.words()
            ))
            .hint("put --from and --to in the same order");
        }
        let twice = pairs.iter().any(|pair: &Pair| pair.owner == owner);
        if twice && owner != Owner::Extension {
            return Err(usage(format!(
                "there are two image vectors of {}",
                owner.words()
            )));
        }
        // Another image vector comes with another version, until a version is named.
        let to_own = if from == to { RUNNING } else { NEXT };
        pairs.push(Pair {
            owner,
            from_name: from_name.clone(),
            to_name: to_name.clone(),
            from,
            to,
            from_own: RUNNING.to_owned(),
            to_own: to_own.to_owned(),
        });
    }
    for path in &args.overwrite {
        let overwrite = read_overwrite(path)?;
        apply(&overwrite, &mut pairs, path, |pair| {
            vec![&mut pair.from, &mut pair.to]
        })?;
    }
    for path in &args.from_overwrite {
        apply(&read_overwrite(path)?, &mut pairs, path, |pair| {
            vec![&mut pair.from]
        })?;
    }
    for path in &args.to_overwrite {
        apply(&read_overwrite(path)?, &mut pairs, path, |pair| {
            vec![&mut pair.to]
        })?;
    }
    Ok(pairs)
}

/// Put an overwrite over the vectors that it is meant for.
fn apply(
    overwrite: &Overwrite,
    pairs: &mut [Pair],
    path: &str,
    sides: impl Fn(&mut Pair) -> Vec<&mut ImageVector>,
) -> anyhow::Result<()> {
    let alone = pairs.len() == 1;
    if !overwrite.vector.sources().is_empty() {
        let pair = pairs
            .iter_mut()
            .find(|pair| pair.owner == Owner::Gardener || alone)
            .ok_or_else(|| {
                anyhow!("{path} overwrites Gardener's images, whose vector is not there")
            })
            .hint("name Gardener's image vectors with --from and --to")?;
        for side in sides(pair) {
            side.overwrite(&overwrite.vector);
        }
    }
    for (name, vector) in &overwrite.components {
        let pair = pairs
            .iter_mut()
            .find(|pair| pair.owner == Owner::EtcdDruid && name == "etcd-druid")
            .ok_or_else(|| anyhow!("{path} overwrites images of {name}, whose vector is not there"))
            .hint("name its image vectors with --from and --to")?;
        for side in sides(pair) {
            side.overwrite(vector);
        }
    }
    Ok(())
}

/// Say which version Gardener's own images have before and after.
fn own_versions(pairs: &mut [Pair], args: &Args, around: Option<&Around>) {
    let running: BTreeSet<&str> = around
        .into_iter()
        .flat_map(|around| around.seeds.values())
        .filter_map(|seed| Some(seed.status.gardener.as_ref()?.version.as_str()))
        .filter(|version| !version.is_empty())
        .collect();
    let running = match running.into_iter().collect::<Vec<_>>().as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    };
    let prefixed = |version: &String| format!("v{}", version.trim_start_matches('v'));
    let from = args.from_version.as_ref().map(prefixed).or(running);
    let to = args.to_version.as_ref().map(prefixed);
    for pair in pairs
        .iter_mut()
        .filter(|pair| pair.owner == Owner::Gardener)
    {
        let stays = pair.from_own == pair.to_own;
        if let Some(from) = &from {
            pair.from_own.clone_from(from);
        }
        match &to {
            Some(to) => pair.to_own.clone_from(to),
            None if stays => pair.to_own.clone_from(&pair.from_own),
            None => {}
        }
    }
}
