//! `versions diff`: what a change of CloudProfiles does.

use std::collections::BTreeMap;
use std::fs;
use std::io;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;
use jiff::SignedDuration;

use super::reading::{self, Around, Scope};
use crate::cli::{App, length};
use crate::domain::objects::{CloudProfile, NamespacedCloudProfile, Object, Shoot};
use crate::domain::versions::diff::{Builder, Documents, Edited, Options, Place, ProfileChange};
use crate::domain::versions::finding::Severity;
use crate::domain::versions::profile::ProfileKind;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Query;
use crate::garden::landscape::Landscape;
use crate::garden::positions::Positions;
use crate::output::Format;
use crate::output::views::diff::DiffView;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener versions diff live cloudprofiles/aws.yaml\n  \
    kubectl gardener versions diff before/ after/ --fail-on error -o markdown\n  \
    kubectl gardener versions diff live aws.yaml -o sarif > diff.sarif\n  \
    git show main:aws.yaml | kubectl gardener versions diff - aws.yaml\n  \
    kubectl gardener versions diff live examples/profiles-next/aws.yaml \
    --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// What stands for the profiles of the garden or landscape.
const LIVE: &str = "live";

/// The formats of a diff.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Name,
    Format::Markdown,
    Format::Csv,
    Format::Html,
    Format::Sarif,
];

/// Arguments of `versions diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// What the change starts from: a file or folder with profiles, - for stdin, or live for those of the garden
    #[arg(value_name = "OLD", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    old: String,
    /// File or folder with the changed CloudProfiles and NamespacedCloudProfiles, or - for stdin
    #[arg(value_name = "NEW", value_hint = clap::ValueHint::AnyPath, value_parser = NonEmptyStringValueParser::new())]
    new: String,
    /// How far to look ahead
    #[arg(long = "for", value_name = "TIME", default_value = "90d", value_parser = length, allow_hyphen_values = true)]
    length: SignedDuration,
    /// End with exit code 3 if there is a finding of this severity or above
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Severity>,
    #[command(flatten)]
    scope: Scope,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

pub(super) async fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let until = app.now.checked_add(args.length);
    let until = until.map_err(|_| usage("--for reaches beyond the end of time"))?;
    let readers = [
        args.old == "-",
        args.new == "-",
        app.global.source.reads_stdin(),
    ];
    if readers.into_iter().filter(|reads| *reads).count() > 1 {
        return Err(usage("only one of OLD, NEW and --landscape can read stdin"));
    }
    let old = if args.old == LIVE {
        None
    } else {
        Some(Manifests::read(&args.old)?)
    };
    let new = Manifests::read(&args.new)?;

    let query = args.scope.query(app);
    let namespace = query.namespace.as_deref();
    let (source, progress) = reading::open(app).await?;
    let mut unreadable = source.problems();
    // Whatever the scope of the shoots: a profile in another namespace may list what is removed.
    let around = Around::read(&source, None, &mut unreadable, &app.ui).await?;
    let garden = Documents {
        plain: around.plain,
        namespaced: around.namespaced,
    };
    let old = old.as_ref().map(|manifests| &manifests.documents);
    let edited = Edited::new(&garden, old, &new.documents);
    let options = Options {
        now: app.now,
        until,
    };
    let wanted = args.scope.profile.clone();
    let mut builder = Builder::new(options, edited, around.bindings, around.projects).only(wanted);
    let folded = source
        .fold(&query, |shoot: &Shoot| builder.add(shoot))
        .await?;
    drop((source, progress));
    unreadable.extend(folded.unreadable);
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    args.scope.ensure_known(builder.knows_wanted_profile())?;

    let mut diff = builder.finish(unreadable);
    for change in &mut diff.changes {
        change.location = new.locate(change);
    }
    let view = DiffView {
        diff: &diff,
        one_namespace: namespace.is_some(),
    };
    app.answer.print(&view, args.output)?;
    let worst = diff.summary.worst();
    let found = args.fail_on.is_some_and(|level| worst >= Some(level));
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

/// Profiles in files, and where their fields stand.
struct Manifests {
    documents: Documents,
    landscape: Landscape,
    /// By the name of the file.
    positions: BTreeMap<String, Positions>,
}

impl Manifests {
    fn read(path: &str) -> anyhow::Result<Self> {
        let landscape = Landscape::read(path, true, &mut io::stdin().lock())?;
        let mut documents = Documents::default();
        let everything = Query::default();
        landscape.fold(&everything, |profile: &CloudProfile| {
            documents.plain.push(profile.clone());
        })?;
        landscape.fold(&everything, |profile: &NamespacedCloudProfile| {
            documents.namespaced.push(profile.clone());
        })?;
        if documents.is_empty() {
            return Err(anyhow!("{path} has no CloudProfile"))
                .hint("give a file or folder with CloudProfiles or NamespacedCloudProfiles");
        }
        let plain = documents.plain.iter();
        let plain = plain.filter_map(|p| landscape.place::<CloudProfile>("", p.name()));
        let namespaced = documents
            .namespaced
            .iter()
            .filter_map(|p| landscape.place::<NamespacedCloudProfile>(p.namespace(), p.name()));
        let mut positions = BTreeMap::new();
        for place in plain.chain(namespaced) {
            // What came from stdin has no lines to point at.
            if let Ok(text) = fs::read_to_string(&*place.file) {
                positions.insert(place.file.to_string(), Positions::read(&text));
            }
        }
        Ok(Self {
            documents,
            landscape,
            positions,
        })
    }

    /// Find where a change stands.
    fn locate(&self, change: &ProfileChange) -> Option<Place> {
        let key = &change.profile;
        let namespace = key.namespace.as_deref().unwrap_or_default();
        let (kind, place) = match key.kind {
            ProfileKind::CloudProfile => (
                CloudProfile::KIND,
                self.landscape.place::<CloudProfile>("", &key.name),
            ),
            ProfileKind::NamespacedCloudProfile => (
                NamespacedCloudProfile::KIND,
                self.landscape
                    .place::<NamespacedCloudProfile>(namespace, &key.name),
            ),
        };
        let file = place?.file.to_string();
        let entry = self
            .positions
            .get(&file)?
            .object(kind, namespace, &key.name)?;
        let at = entry.locate(&change.path);
        Some(Place {
            file,
            line: at.line,
            column: at.column,
        })
    }
}
