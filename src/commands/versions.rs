//! `versions`: what expires, who uses it, and what Gardener will force.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::anyhow;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args as _, FromArgMatches, Subcommand};
use jiff::SignedDuration;

use crate::cli::{App, length};
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, NamespacedCloudProfile, Object, Project, SecretBinding, Shoot,
};
use crate::domain::versions::facts::Bindings;
use crate::domain::versions::finding::Severity;
use crate::domain::versions::profile::Profile;
use crate::domain::versions::report::{Builder, Options};
use crate::domain::versions::waiver::Waivers;
use crate::error::{Outcome, WithHint, show, usage};
use crate::garden::Query;
use crate::garden::source::Source;
use crate::garden::waivers;
use crate::output::Format;
use crate::output::views::versions::{By, VersionsView};
use crate::ui::Ui;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener versions\n  \
    kubectl gardener versions --by version --profile aws\n  \
    kubectl gardener versions -n garden-dev --within 90d -o wide\n  \
    kubectl gardener versions --fail-on error -o json > report.json\n  \
    kubectl gardener versions report --waivers accepted.yaml -o html > report.html\n  \
    kubectl gardener versions --landscape examples/landscape --now 2026-11-21T00:00:00Z";

/// The command with its subcommands; without one it is `report`.
#[derive(Debug, clap::Args)]
pub struct Command {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    report: Args,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Report versions, their users and the next maintenance run of each shoot (the default)
    Report(Args),
}

/// Arguments of `versions report`.
#[derive(Debug, PartialEq, Eq, clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Group by this instead of listing findings
    #[arg(long, value_name = "WHAT", value_enum)]
    by: Option<By>,
    /// Warn of versions that expire within this time
    #[arg(long, value_name = "TIME", default_value = "30d", value_parser = length, allow_hyphen_values = true)]
    within: SignedDuration,
    /// Show only findings from this severity on [default: info; tables without --by: warning]
    #[arg(long, value_name = "LEVEL", value_enum)]
    severity: Option<Severity>,
    /// End with exit code 3 if there is a finding of this severity or above, shown or not
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<Severity>,
    /// Look only at this profile: NAME, or NAMESPACE/NAME of a NamespacedCloudProfile
    #[arg(long, value_name = "PROFILE", value_parser = NonEmptyStringValueParser::new(), help_heading = "Scope")]
    profile: Option<String>,
    /// Look only at shoots with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    selector: Option<String>,
    /// Look at all namespaces, which is the default
    #[arg(short = 'A', long, help_heading = "Scope")]
    all_namespaces: bool,
    /// File with findings that are accepted: a YAML list of code, target, reason and until
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(Format::COMMON))]
    output: Format,
}

/// Run the command.
pub async fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    match command.command {
        // clap's own check would also refuse global options in this place.
        Some(_) if command.report != Args::without_any() => {
            Err(usage("options of the report stand before the subcommand"))
                .hint("put them behind it: kubectl gardener versions report --by version")
        }
        Some(Sub::Report(args)) => report(args, app).await,
        None => report(command.report, app).await,
    }
}

async fn report(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let waivers = args.read_waivers(app)?;
    let scope = Query {
        namespace: app
            .global
            .namespace
            .clone()
            .filter(|_| !args.all_namespaces),
        label_selector: args.selector.clone(),
    };
    let progress = Arc::new(app.ui.progress("reading"));
    let bar = Arc::clone(&progress);
    let source = Source::open(&app.global.source, &app.global.connection, move |read| {
        bar.text(format!("{} {} read", read.objects, read.plural));
    })
    .await?;
    for (kind, count) in source.ignored() {
        app.ui.note(1, format!("ignored {count} of kind {kind}"));
    }
    let mut unreadable = source.problems();
    let options = Options {
        now: app.now,
        within: args.within,
        profile: args.profile.clone(),
        severity: args.severity.unwrap_or(Severity::Info),
        waivers,
    };
    let mut builder = builder(
        options,
        &source,
        scope.namespace.as_deref(),
        &mut unreadable,
        &app.ui,
    )
    .await?;
    let folded = source
        .fold(&scope, |shoot: &Shoot| builder.add(shoot))
        .await?;
    drop((source, progress));
    unreadable.extend(folded.unreadable);
    for problem in &unreadable {
        app.ui.warning(problem);
    }
    if let Some(profile) = args
        .profile
        .as_deref()
        .filter(|_| !builder.knows_wanted_profile())
    {
        return Err(anyhow!("there is no profile {profile}"))
            .hint("name a CloudProfile, or a NamespacedCloudProfile as NAMESPACE/NAME");
    }

    let report = builder.finish(unreadable);
    let view = VersionsView {
        report: &report,
        by: args.by,
        one_namespace: scope.namespace.is_some(),
        hide_infos: args.severity.is_none() && matches!(args.output, Format::Table | Format::Wide),
    };
    app.answer.print(&view, args.output)?;
    let worst = report.summary.worst();
    let found = args.fail_on.is_some_and(|level| worst >= Some(level));
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

impl Args {
    /// Give the arguments of a command line that has none.
    fn without_any() -> Self {
        let command = Self::augment_args(clap::Command::new("report").no_binary_name(true));
        let matches = command.get_matches_from(Vec::<String>::new());
        Self::from_arg_matches(&matches).expect("every argument is optional")
    }

    fn read_waivers(&self, app: &App) -> anyhow::Result<Waivers> {
        let Some(path) = &self.waivers else {
            return Ok(Waivers::default());
        };
        if path.as_os_str() == "-" && app.global.source.reads_stdin() {
            return Err(usage("--landscape and --waivers cannot both read stdin"));
        }
        let waivers = waivers::read(path)?;
        for waiver in waivers.ended(app.now) {
            let (code, target) = (waiver.code.id(), &waiver.target);
            app.ui
                .warning(format!("the waiver of {code} for {target} has ended"));
        }
        Ok(waivers)
    }
}

/// Read profiles and projects side by side, and begin the report.
async fn builder(
    options: Options,
    source: &Source,
    namespace: Option<&str>,
    unreadable: &mut Vec<String>,
    ui: &Ui,
) -> anyhow::Result<Builder> {
    let everything = Query::default();
    let in_namespace = Query {
        namespace: namespace.map(ToOwned::to_owned),
        label_selector: None,
    };
    let (plain, namespaced, projects, secrets, credentials) = tokio::join!(
        source.collect::<CloudProfile>(&everything),
        source.collect::<NamespacedCloudProfile>(&in_namespace),
        source.collect::<Project>(&everything),
        source.collect::<SecretBinding>(&in_namespace),
        source.collect::<CredentialsBinding>(&in_namespace),
    );
    let ((plain, broken), (namespaced, more)) = (plain?, namespaced?);
    unreadable.extend([broken, more].concat());
    // Projects only lend their names: who may not list them still gets the report.
    let projects = projects.map_or_else(
        |error| {
            ui.warning(format!(
                "project names are missing: {}",
                show(&error).message
            ));
            Vec::new()
        },
        |(projects, broken)| {
            unreadable.extend(broken);
            projects
        },
    );
    // Bindings only tell whether their migration fails, which it hardly ever does.
    let bindings = match (secrets, credentials) {
        (Ok((secrets, _)), Ok((credentials, _))) => Bindings::new(secrets, credentials),
        (Err(error), _) | (_, Err(error)) => {
            ui.note(
                1,
                format!("bindings are not looked at: {}", show(&error).message),
            );
            Bindings::default()
        }
    };
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|p| Profile::of_namespaced(p, parent(&p.spec.parent.name)));
    let profiles: Vec<Profile> = plain.iter().map(Profile::of).chain(namespaced).collect();
    for profile in &profiles {
        let broken = profile.unparseable.iter();
        unreadable.extend(
            broken.map(|version| format!("profile {}: {version} is not a version", profile.key)),
        );
    }
    let projects = projects.into_iter();
    let projects =
        projects.filter_map(|project| Some((project.spec.namespace?, project.metadata.name)));
    Ok(Builder::new(options, profiles, projects.collect()).with_bindings(bindings))
}
