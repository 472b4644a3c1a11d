//! `impact`: what a change of a Shoot does, before it is made.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};

use anyhow::{Context, anyhow};
use clap::builder::NonEmptyStringValueParser;
use clap::{Subcommand, ValueEnum};
use serde_json::Value;

use crate::cli::App;
use crate::domain::impact::facts::{Facts, Surroundings};
use crate::domain::impact::patch;
use crate::domain::impact::report::{ImpactReport, ImpactReportList, ShootName, report};
use crate::domain::impact::rules::{Class, Rule};
use crate::domain::impact::verdict::Verdict;
use crate::domain::objects::{
    CloudProfile, CredentialsBinding, ManagedSeed, NamespacedCloudProfile, Object, Project,
    SecretBinding, Seed,
};
use crate::domain::versions::profile::Profile;
use crate::error::{Outcome, WithHint, usage};
use crate::garden::Query;
use crate::garden::landscape::{Known, Landscape, Tree, read_shoots};
use crate::output::Format;
use crate::output::views::impact::ImpactRules;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact -f new.yaml --old old.yaml --landscape garden.yaml\n  \
    kubectl gardener impact -f new.yaml --landscape garden.yaml --fail-on node-roll -o markdown\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3 --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact rules machine-type\n\n\
    The new manifest replaces the old one as a whole: what it leaves out is removed, and filled in by the server. \
    Everything is told from files; what is decided elsewhere is named, and the verdict is unknown then.";

const SHOOT_EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --set 'spec.provider.workers[web].machine.type=m5.2xlarge' --landscape examples/landscape --now 2026-11-21T00:00:00Z\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --patch '{\"spec\":{\"purpose\":\"production\"}}' --landscape garden.yaml\n  \
    kubectl gardener impact shoot shop-prod -n garden-commerce --patch @patch.json --type json --landscape garden.yaml";

const RULES_EXAMPLES: &str = "Examples:\n  \
    kubectl gardener impact rules\n  \
    kubectl gardener impact rules machine-type\n  \
    kubectl gardener impact rules -o json";

/// Formats of a report.
const FORMATS: &[Format] = &[
    Format::Table,
    Format::Wide,
    Format::Json,
    Format::Yaml,
    Format::Markdown,
];

/// The command with its subcommands.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, args_conflicts_with_subcommands = false, subcommand_negates_reqs = true)]
pub struct Command {
    #[command(subcommand)]
    sub: Option<Sub>,
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Tell what a patch of a Shoot of the landscape would do
    Shoot(ShootArgs),
    /// List the rules, or explain one
    Rules(RulesArgs),
}

/// Which manifests.
#[derive(Debug, clap::Args)]
struct Files {
    /// The Shoots as they are to be: a file, a directory, or - for stdin
    #[arg(short, long = "filename", value_name = "PATH", required = true, value_parser = NonEmptyStringValueParser::new())]
    filename: Option<String>,
    /// The Shoots as they are, instead of those in the landscape
    #[arg(long, value_name = "PATH", value_parser = NonEmptyStringValueParser::new())]
    old: Option<String>,
}

/// How the answer looks and ends.
#[derive(Debug, clap::Args)]
struct OutputArgs {
    /// End with exit code 3 if something of this class or a more severe one happens: rejected, destructive, node-roll and so on, or unknown
    #[arg(long, value_name = "CLASS", value_parser = level)]
    fail_on: Option<Level>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Arguments of `impact shoot`.
#[derive(Debug, clap::Args)]
#[command(after_help = SHOOT_EXAMPLES)]
struct ShootArgs {
    /// Name of the Shoot; its namespace is given with -n
    #[arg(value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
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

/// Arguments of `impact rules`.
#[derive(Debug, clap::Args)]
#[command(after_help = RULES_EXAMPLES)]
struct RulesArgs {
    /// Name of a rule
    #[arg(value_name = "RULE", value_parser = NonEmptyStringValueParser::new())]
    rule: Option<String>,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(FORMATS))]
    output: Format,
}

/// Kind of a patch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum PatchType {
    /// JSON merge patch
    #[default]
    Merge,
    /// JSON patch: a list of operations
    Json,
}

/// From where on a report ends with exit code 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    /// A class, or a more severe one.
    Class(Class),
    /// What is not known, or anything more severe.
    Unknown,
}

/// Read a level: `node-roll`, `NODE_ROLL`, `unknown`.
fn level(text: &str) -> Result<Level, String> {
    let name = text.to_ascii_uppercase().replace('-', "_");
    if name == "UNKNOWN" {
        return Ok(Level::Unknown);
    }
    let class = Class::ALL.iter().find(|class| class.id() == name);
    class.copied().map(Level::Class).ok_or_else(|| {
        let names = Class::ALL.map(|class| class.id().to_ascii_lowercase().replace('_', "-"));
        format!("`{text}` is no class: use unknown, {}", names.join(", "))
    })
}

impl Level {
    /// Tell whether a report has something of this level or a more severe one.
    fn is_met(self, report: &ImpactReport) -> bool {
        let limit = match self {
            Self::Class(class) => class,
            Self::Unknown => Class::UnknownProvider,
        };
        let unknown = !report.unexplained.is_empty() || report.verdict == Verdict::Unknown;
        report.summary.worst.is_some_and(|worst| worst <= limit)
            || (unknown && Class::UnknownProvider <= limit)
    }
}

/// Run the command.
pub fn run(command: Command, app: &mut App) -> anyhow::Result<Outcome> {
    match command.sub {
        Some(Sub::Rules(args)) => rules(&args, app),
        Some(Sub::Shoot(args)) => shoot(&args, app),
        None => files(&command.files, &command.output, app),
    }
}

fn rules(args: &RulesArgs, app: &mut App) -> anyhow::Result<Outcome> {
    if let Some(rule) = args.rule.as_deref()
        && Rule::named(rule).is_none()
    {
        return Err(anyhow!("there is no rule {rule}"))
            .hint("list them with kubectl gardener impact rules");
    }
    app.answer
        .print(&ImpactRules::new(args.rule.as_deref()), args.output)?;
    Ok(Outcome::Done)
}

fn files(args: &Files, output: &OutputArgs, app: &mut App) -> anyhow::Result<Outcome> {
    let new = args.filename.as_deref().unwrap_or_default();
    let landscape = app.global.source.landscape.as_deref();
    let stdins = [Some(new), args.old.as_deref(), landscape];
    if stdins.iter().flatten().filter(|path| **path == "-").count() > 1 {
        return Err(usage(
            "only one of --filename, --old and --landscape can read stdin",
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
        pairs.push((old.value.clone(), tree.value.clone()));
    }
    answer(&pairs, landscape.as_ref(), output, app)
}

fn shoot(args: &ShootArgs, app: &mut App) -> anyhow::Result<Outcome> {
    let Some(landscape) = open(app)? else {
        return Err(usage("the landscape is missing"))
            .hint("name the files that the Shoot is in with --landscape");
    };
    let name = ShootName {
        namespace: app.global.namespace.clone().unwrap_or_default(),
        name: args.name.clone(),
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
    let old = match matching.as_slice() {
        [only] => only.value.clone(),
        [] => return Err(anyhow!("the landscape has no Shoot {}", told(&name))),
        _ => {
            return Err(usage(format!("several Shoots are called {}", args.name)))
                .hint("name the namespace with -n");
        }
    };
    let mut new = old.clone();
    if let Some(text) = &args.patch {
        let patch = read_patch(text)?;
        match args.kind {
            PatchType::Merge => patch::merge(&mut new, &patch),
            PatchType::Json => patch::apply(&mut new, &patch)
                .map_err(|fault| anyhow!("the patch cannot be applied: {fault}"))?,
        }
    }
    for assignment in &args.set {
        patch::set(&mut new, assignment).map_err(usage)?;
    }
    answer(&[(old, new)], Some(&landscape), &args.output, app)
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

/// Read the landscape, if one is named.
fn open(app: &App) -> anyhow::Result<Option<Landscape>> {
    let Some(path) = &app.global.source.landscape else {
        return Ok(None);
    };
    let strict = app.global.source.strict;
    let landscape = Landscape::read_with_trees(path, strict, &mut io::stdin().lock())?;
    for problem in landscape.problems() {
        app.ui.warning(problem.to_string());
    }
    Ok(Some(landscape))
}

fn answer(
    pairs: &[(Value, Value)],
    landscape: Option<&Landscape>,
    output: &OutputArgs,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let around = match landscape {
        Some(landscape) => surroundings(landscape)?,
        None => Surroundings::default(),
    };
    let facts = Facts {
        around: &around,
        now: app.now,
    };
    let items: Vec<ImpactReport> = pairs
        .iter()
        .map(|(old, new)| report(old, new, facts))
        .collect();
    let found = output
        .fail_on
        .is_some_and(|level| items.iter().any(|item| level.is_met(item)));
    if let [only] = items.as_slice() {
        app.answer.print(only, output.output)?;
    } else {
        app.answer
            .print(&ImpactReportList { items }, output.output)?;
    }
    Ok(if found {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}

fn collect<K: Known + Clone>(landscape: &Landscape) -> anyhow::Result<Vec<K>> {
    let mut objects = Vec::new();
    landscape.fold(&Query::default(), |object: &K| objects.push(object.clone()))?;
    Ok(objects)
}

/// Gather what Shoots refer to.
fn surroundings(landscape: &Landscape) -> anyhow::Result<Surroundings> {
    let plain: Vec<CloudProfile> = collect(landscape)?;
    let namespaced: Vec<NamespacedCloudProfile> = collect(landscape)?;
    let parent = |name: &str| plain.iter().find(|profile| profile.name() == name);
    let namespaced = namespaced
        .iter()
        .map(|profile| Profile::of_namespaced(profile, parent(&profile.spec.parent.name)));
    let managed: Vec<ManagedSeed> = collect(landscape)?;
    let names = managed
        .into_iter()
        .filter_map(|seed| Some(seed.spec.shoot?.name));
    let names: Vec<String> = names.collect();
    let projects: Vec<Project> = collect(landscape)?;
    let mut hosted: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    for tree in landscape.trees() {
        let text = |pointer: &str| tree.value.pointer(pointer).and_then(Value::as_str);
        if let Some(seed) = text("/spec/seedName") {
            let tolerance = text("/spec/controlPlane/highAvailability/failureTolerance/type");
            let shoots = hosted.entry(seed.to_owned()).or_default();
            *shoots
                .entry(tolerance.unwrap_or_default().to_owned())
                .or_default() += 1;
        }
    }
    Ok(Surroundings {
        profiles: plain.iter().map(Profile::of).chain(namespaced).collect(),
        seeds: collect::<Seed>(landscape)?,
        secret_bindings: collect::<SecretBinding>(landscape)?,
        credentials_bindings: collect::<CredentialsBinding>(landscape)?,
        // Files without any ManagedSeed do not say that there is none.
        managed_seeds: (!names.is_empty()).then_some(names),
        hosted,
        projects: projects
            .into_iter()
            .filter_map(|project| Some((project.spec.namespace?, project.metadata.name)))
            .collect(),
    })
}

fn metadata(tree: &Value) -> ShootName {
    let text = |field: &str| {
        let text = tree
            .get("metadata")
            .and_then(|metadata| metadata.get(field)?.as_str());
        text.unwrap_or_default().to_owned()
    };
    ShootName {
        namespace: text("namespace"),
        name: text("name"),
    }
}

/// Give the name of a manifest; without namespace it is in the one of `-n`.
fn named(tree: &Value, app: &App) -> ShootName {
    let mut name = metadata(tree);
    if name.namespace.is_empty() {
        name.namespace = app.global.namespace.clone().unwrap_or_default();
    }
    name
}

fn find<'a>(trees: &'a [Tree], name: &ShootName, app: &App) -> Option<&'a Tree> {
    trees.iter().find(|tree| named(&tree.value, app) == *name)
}

fn told(name: &ShootName) -> String {
    if name.namespace.is_empty() {
        name.name.clone()
    } else {
        format!("{}/{}", name.namespace, name.name)
    }
}
