//! From the command line to what is wanted; contradictions are found before any request.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use jiff::SignedDuration;

use super::args::Args;
use crate::cli::App;
use crate::domain::redeploy::check::{self, Passes};
use crate::domain::redeploy::target::{Entry, Target, entries};
use crate::erased;
use crate::error::{WithHint, usage};
use crate::garden::acting::DryRun;

/// The least that a server mints for (`gardener/gardener:pkg/api/authentication/validation`).
const SHORTEST: SignedDuration = SignedDuration::from_secs(600);

/// What is wanted.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub struct Plan {
    /// The gardenlets, each with its target where one was chosen.
    pub gardenlets: Vec<(String, Option<Target>)>,
    /// What is passed on purpose.
    pub passes: Passes,
    /// Whether another operation may be taken off.
    pub clear: bool,
    /// Whether the gardenlet's own kubeconfig is removed.
    pub reset: bool,
    /// Seconds that a minted kubeconfig lives.
    pub expiration: i64,
    /// The context of the runtime cluster.
    pub runtime_context: Option<String>,
    /// How far it goes.
    pub dry_run: DryRun,
    /// Whether questions are answered with yes.
    pub yes: bool,
    /// Whether kubectl commands are shown.
    pub show_kubectl: bool,
    /// The audit log.
    pub audit_log: Option<PathBuf>,
    /// The incident that it belongs to.
    pub incident: Option<String>,
    /// How long to wait; not at all when absent.
    pub wait: Option<Duration>,
}

impl Plan {
    /// Read the command line.
    pub fn new(args: &Args, app: &App) -> anyhow::Result<Self> {
        args.acting.check(app)?;
        if app.global.source.landscape.is_some() && args.operation.is_some() {
            return Err(usage(
                "--operation asks something of the garden, not of files",
            ))
            .hint("leave out --landscape");
        }
        let gardenlets = gardenlets(args)?;
        if args.expiration < SHORTEST {
            return Err(usage(
                "--expiration is too short: a kubeconfig lives 10 minutes at least",
            ))
            .hint("gardener-operator should have 30 minutes and more: --expiration 2h");
        }
        let reads_stdin = gardenlets
            .iter()
            .any(|(_, target)| reads_stdin(target.as_ref()))
            || args
                .targets
                .as_ref()
                .is_some_and(|file| file.as_os_str() == "-");
        if reads_stdin && app.global.source.reads_stdin() {
            return Err(usage(
                "--landscape and the target cannot both come from stdin",
            ));
        }
        let targets = || gardenlets.iter().filter_map(|(_, target)| target.as_ref());
        if args.operation.is_some() && (targets().next().is_some() || args.reset_client_cert) {
            return Err(usage(
                "--operation is for ManagedSeeds, which have no target to choose",
            ))
            .hint("leave out the target, or leave out --operation");
        }
        let runtime = targets().any(|target| *target == Target::Runtime);
        if args.reset_client_cert && runtime && args.runtime_context.is_none() {
            return Err(usage(
                "--reset-client-cert needs access to the target cluster",
            ))
            .hint("name the runtime cluster with --runtime-context");
        }
        Ok(Self {
            gardenlets,
            passes: Passes {
                skip: args
                    .skip_check
                    .iter()
                    .filter_map(|id| check::find(id))
                    .map(|check| check.id)
                    .collect(),
                force: args.force,
                identity: args.allow_identity_mismatch,
            },
            clear: args.clear_operation,
            reset: args.reset_client_cert,
            expiration: args.expiration.as_secs(),
            runtime_context: args.runtime_context.clone(),
            dry_run: args.acting.dry_run,
            yes: args.acting.yes,
            show_kubectl: args.acting.show_kubectl,
            audit_log: args
                .acting
                .audit_log
                .clone()
                .filter(|_| args.acting.dry_run != DryRun::Client),
            incident: args.acting.incident.clone(),
            wait: (!args.no_wait).then_some(args.timeout),
        })
    }
}

fn gardenlets(args: &Args) -> anyhow::Result<Vec<(String, Option<Target>)>> {
    let target = args.keys().target().map_err(usage)?;
    if let Some(file) = &args.targets {
        if !args.gardenlets.is_empty() {
            return Err(usage(
                "gardenlets are named on the command line and in --targets",
            ))
            .hint("name them in one place");
        }
        if target.is_some() {
            return Err(usage(
                "--targets names the targets, and so does another flag",
            ))
            .hint("put the target into the file");
        }
        return read(file);
    }
    if args.gardenlets.is_empty() {
        return Err(usage("no gardenlet is named")).hint(
            "kubectl gardener redeploy GARDENLET; kubectl get gardenlet -n garden lists them",
        );
    }
    let mut names: Vec<&String> = Vec::new();
    for name in &args.gardenlets {
        if names.contains(&name) {
            return Err(usage(format!("{name} is named twice")));
        }
        names.push(name);
    }
    if names.len() > 1 && target.is_some() {
        return Err(usage("one target cannot be that of several gardenlets"))
            .hint("write them into a file with their targets: --targets FILE (see --help)");
    }
    Ok(names
        .into_iter()
        .map(|name| (name.clone(), target.clone()))
        .collect())
}

fn read(file: &Path) -> anyhow::Result<Vec<(String, Option<Target>)>> {
    let stdin = file.as_os_str() == "-";
    let text = if stdin {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.with_context(|| format!("cannot read {}", file.display()))?;
    let list: Vec<Entry> = erased::yaml(&text, serde_saphyr::Options::default())
        .map_err(|error| usage(format!("{}: {}", file.display(), error.without_snippet())))
        .hint("write a YAML list; kubectl gardener redeploy --help shows one")?;
    let list = entries(list).map_err(|error| usage(format!("{}: {error}", file.display())))?;
    if stdin && list.iter().any(|(_, target)| reads_stdin(target.as_ref())) {
        return Err(usage(
            "--targets and a kubeconfig cannot both come from stdin",
        ));
    }
    Ok(list)
}

fn reads_stdin(target: Option<&Target>) -> bool {
    matches!(target, Some(Target::Kubeconfig { file, .. }) if file == "-")
}
