//! `impact cloudprofile`: what a change of CloudProfiles and NamespacedCloudProfiles does.

use std::collections::BTreeMap;

use anyhow::{Context, anyhow};
use clap::builder::NonEmptyStringValueParser;
use jiff::SignedDuration;
use serde_json::Value;

use crate::cli::{App, length};
use crate::commands::versions::reading;
use crate::domain::impact::profile::Builder;
use crate::domain::impact::profile::report::Pair;
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::{CloudProfile, NamespacedCloudProfile, Object, Shoot};
use crate::domain::versions::diff::{self, Documents, Edited, Options};
use crate::domain::versions::facts::Bindings;
use crate::domain::versions::profile::{ProfileKey, ProfileKind};
use crate::erased;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Query;
use crate::garden::landscape::Tree;
use crate::garden::source::Source;
use crate::output::views::impact::sarif::log_profiles;
use crate::output::{Format, sarif};

use super::FORMATS;
use super::accepted::{Accepted, tell_unused};
use super::fleet::{self, Manifests, outcome, text};
use super::level::{Level, level};
use super::place::{Lines, Spot};

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact cloudprofile -f cloudprofiles/aws.yaml\n  \
    kubectl gardener impact cloudprofile -f examples/profiles-next/aws.yaml --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact cloudprofile -f new.yaml --old old.yaml --fail-on manual-action-required -o markdown\n\n\
    The manifest is taken as kubectl apply takes it, and the garden is asked in a dry run. What becomes of versions \
    is told in short; versions diff tells it shoot by shoot. With --old and without --landscape no shoots are looked at.";

/// The kinds that are read in full.
const KINDS: &[&str] = &[CloudProfile::KIND, NamespacedCloudProfile::KIND];

/// Arguments of `impact cloudprofile`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The profiles as they are to be: a file, a directory, or - for stdin
    #[arg(short, long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath, required = true, value_parser = NonEmptyStringValueParser::new())]
    filename: String,
    /// The profiles as they are, instead of those in the garden or the landscape
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    old: Option<String>,
    /// Take the manifests as kubectl replace does: what they leave out is removed. Without it, as kubectl apply does
    #[arg(long)]
    replace: bool,
    /// How far to look ahead for updates of versions
    #[arg(long = "for", value_name = "TIME", default_value = "90d", value_parser = length, allow_hyphen_values = true)]
    length: SignedDuration,
    /// End with exit code 3 if something of this class or a more severe one happens: rejected, node-roll and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    #[command(flatten)]
    accepted: Accepted,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

pub(super) async fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let until = app.now.checked_add(args.length);
    let until = until.map_err(|_| usage("--for reaches beyond the end of time"))?;
    let manifests = Manifests::read(
        &args.filename,
        args.old.as_deref(),
        &args.accepted,
        KINDS,
        app,
    )?;
    let waivers = args.accepted.read(app)?;
    let opened = fleet::open(args.old.is_some(), KINDS, app).await?;
    let source = opened.as_ref().map(|(source, _)| source);
    let mut pairs = Vec::new();
    for manifest in &manifests.new {
        pairs.push(pair(manifest, &manifests, source, args.replace, app).await?);
    }
    let spots: Vec<_> = manifests.new.iter().map(Spot::of).collect();
    let (mut unreadable, mut garden) = (Vec::new(), Documents::default());
    let (mut bindings, mut projects) = (Bindings::default(), BTreeMap::new());
    let mut around = None;
    if let Some(source) = source {
        unreadable.extend(source.problems());
        let read = reading::Around::read(source, None, &mut unreadable, &app.ui).await?;
        garden = Documents {
            plain: read.plain,
            namespaced: read.namespaced,
        };
        (bindings, projects) = (read.bindings, read.projects);
        around = Some(fleet::around(source, &mut unreadable, &app.ui).await?);
    }
    let parents = garden.namespaced.iter().map(|profile| {
        let key = (profile.namespace().to_owned(), profile.name().to_owned());
        (key, profile.spec.parent.name.clone())
    });
    let parents = parents.collect();
    let old = (manifests.old.is_some())
        .then(|| documents(pairs.iter().map(|pair| &pair.old)))
        .transpose()?;
    let new = documents(pairs.iter().map(|pair| &pair.new))?;
    let edited = Edited::new(&garden, old.as_ref(), &new);
    let options = Options {
        now: app.now,
        until,
    };
    let versions = diff::Builder::new(options, edited, bindings, projects);
    let mut builder = Builder::new(app.now, around, pairs, parents, versions);
    if let Some((source, progress)) = opened {
        let folded = source
            .fold(&Query::default(), |shoot: &Shoot| builder.add(shoot))
            .await?;
        drop((source, progress));
        unreadable.extend(folded.unreadable);
    }
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    let mut report = builder.finish(unreadable);
    report.waive(&waivers);
    tell_unused(&waivers, &report.profiles, app);
    if args.output == Format::Sarif {
        let lines = Lines::read(&spots);
        let log = log_profiles(&report.profiles, |index, path| lines.locate(index, path));
        app.answer.write(|out| sarif::write(&log, out))?;
    } else {
        app.answer.print(&report, args.output)?;
    }
    let unknown = report
        .profiles
        .iter()
        .any(|profile| profile.verdict == Verdict::Unknown || !profile.unexplained.is_empty());
    Ok(outcome(args.fail_on, report.worst_standing(), unknown))
}

/// Find what a manifest takes the place of, and ask the server where there is one.
async fn pair(
    manifest: &Tree,
    manifests: &Manifests,
    source: Option<&Source>,
    replace: bool,
    app: &App,
) -> anyhow::Result<Pair> {
    let new = &manifest.value;
    let (namespace, name) = (text(new, "namespace"), text(new, "name"));
    let namespaced = new["kind"] == NamespacedCloudProfile::KIND;
    let key = ProfileKey {
        kind: if namespaced {
            ProfileKind::NamespacedCloudProfile
        } else {
            ProfileKind::CloudProfile
        },
        namespace: namespaced.then(|| namespace.to_owned()),
        name: name.to_owned(),
    };
    let find = |trees: &[Tree]| {
        let same_kind: Vec<Tree> = (trees.iter())
            .filter(|tree| tree.value["kind"] == new["kind"])
            .cloned()
            .collect();
        fleet::find(&same_kind, namespace, name)
    };
    let old = match (&manifests.old, source) {
        (Some(old), _) => find(old),
        (None, Some(Source::Live(garden))) if namespaced => {
            garden
                .tree::<NamespacedCloudProfile>(Some(namespace), name)
                .await?
        }
        (None, Some(Source::Live(garden))) => garden.tree::<CloudProfile>(None, name).await?,
        (None, Some(Source::Files(landscape))) => find(landscape.trees()),
        (None, None) => None,
    };
    let old = old
        .ok_or_else(|| {
            anyhow!(
                "{}: there is no profile {key} to compare with",
                manifest.place
            )
        })
        .hint("there must be a profile of the same kind and name before; a new one hits nobody")?;
    let garden = match source {
        Some(Source::Live(garden)) if manifests.old.is_none() => Some(&**garden),
        _ => None,
    };
    let meant = if namespaced {
        fleet::meant::<NamespacedCloudProfile>(garden, old, new, replace).await?
    } else {
        fleet::meant::<CloudProfile>(garden, old, new, replace).await?
    };
    for text in &meant.told {
        app.ui.warning(format!("{key}: {text}"));
    }
    Ok(Pair {
        key,
        old: meant.old,
        new: meant.new,
        answer: meant.answer,
    })
}

/// Read manifests as the comparison of versions takes them.
fn documents<'a>(trees: impl Iterator<Item = &'a Value>) -> anyhow::Result<Documents> {
    let mut documents = Documents::default();
    for tree in trees {
        let name = || {
            format!(
                "{} {}",
                tree["kind"].as_str().unwrap_or_default(),
                text(tree, "name")
            )
        };
        if tree["kind"] == NamespacedCloudProfile::KIND {
            let profile = erased::tree(tree).with_context(name)?;
            documents.namespaced.push(profile);
        } else {
            let profile = erased::tree(tree).with_context(name)?;
            documents.plain.push(profile);
        }
    }
    Ok(documents)
}
