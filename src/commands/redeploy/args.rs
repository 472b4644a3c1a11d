//! What the command line can say.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{NonEmptyStringValueParser, PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, ValueEnum};
use jiff::SignedDuration;

use crate::cli::length;
use crate::commands::acting::ActingArgs;
use crate::domain::redeploy::check;
use crate::domain::redeploy::target::Keys;
use crate::garden::names::Names;
use crate::output::Format;

const EXAMPLES: &str = "Examples:\n  \
    kubectl gardener redeploy aws-eu1 --target-kubeconfig seed.yaml\n  \
    kubectl gardener redeploy aws-eu1 --target-shoot garden/aws-eu1 --incident INC-42 --yes\n  \
    kubectl gardener redeploy local --runtime --runtime-context runtime\n  \
    kubectl gardener redeploy aws-eu1 --target-kubeconfig seed.yaml --dry-run=server\n  \
    kubectl gardener redeploy aws-eu1 --target-kubeconfig seed.yaml --reset-client-cert\n  \
    kubectl gardener redeploy --targets lost.yaml --yes -o json > result.json\n  \
    kubectl gardener redeploy managed-eu1 --operation reconcile\n\n\
File of --targets:\n  \
    - {name: aws-eu1, targetKubeconfig: aws.yaml, targetContext: admin}\n  \
    - {name: gcp-us2, targetShoot: garden/gcp-us2}\n  \
    - {name: local, runtime: true}";

/// What `--help` says first.
pub const ABOUT: &str = "Bring a gardenlet back that lost its Deployment or its certificate

Has gardener-operator deploy it again: hands over a kubeconfig of the target cluster in a temporary Secret, asks \
for it with one patch (annotation gardener.cloud/operation=force-redeploy), and waits until it is proved that \
the gardenlet lives. Before that, a checklist is gone through; nothing is written as long as a check blocks.

The target is never guessed. Name it with one of --target-kubeconfig, --target-shoot, --target-secret, --runtime. \
Without any, the cluster identity of the Seed is looked for among the shoots of this garden (and in the runtime \
cluster, with --runtime-context); if that proves nothing, you are asked.

Run again after an interruption: it takes up what is pending, or cleans up.";

/// Operations of a ManagedSeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ManagedOperation {
    /// Have the parent gardenlet deploy the gardenlet again
    Reconcile,
    /// The same, with a new client certificate
    RenewKubeconfig,
}

/// Arguments of `redeploy`.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
#[command(after_help = EXAMPLES)]
pub struct Args {
    /// Gardenlets to bring back; each has the name of its seed
    #[arg(value_name = "GARDENLET", value_parser = NonEmptyStringValueParser::new(), add = Names::Gardenlets)]
    pub(super) gardenlets: Vec<String>,
    /// Kubeconfig of the cluster where the gardenlet belongs, - for stdin; gardener-operator will use it
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath, help_heading = "Target")]
    target_kubeconfig: Option<String>,
    /// Context of --target-kubeconfig [default: its current one]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Target")]
    target_context: Option<String>,
    /// The shoot that is the seed's cluster; an admin kubeconfig is minted for it
    #[arg(long, value_name = "NAMESPACE/NAME", add = Names::ShootsAnywhere, help_heading = "Target")]
    target_shoot: Option<String>,
    /// Context of the garden where that shoot is, if it is another
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Contexts, help_heading = "Target")]
    target_garden_context: Option<String>,
    /// How long the minted kubeconfig lives, at least 10m; the garden may shorten it
    #[arg(long, value_name = "DURATION", default_value = "2h", value_parser = length, help_heading = "Target")]
    pub(super) expiration: SignedDuration,
    /// Secret in namespace garden that holds the target's kubeconfig; gardener-operator deletes it afterwards
    #[arg(long, value_name = "NAME", help_heading = "Target")]
    target_secret: Option<String>,
    /// The gardenlet belongs into the runtime cluster, where gardener-operator runs
    #[arg(long, action = ArgAction::SetTrue, help_heading = "Target")]
    runtime: bool,
    /// Context of the runtime cluster, to look at it before
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Contexts, help_heading = "Target")]
    pub(super) runtime_context: Option<String>,
    /// File with gardenlets and their targets, done one after the other
    #[arg(long, value_name = "FILE", help_heading = "Target")]
    pub(super) targets: Option<PathBuf>,

    /// Redeploy a gardenlet that looks healthy as well
    #[arg(long, action = ArgAction::SetTrue, help_heading = "Checks")]
    pub(super) force: bool,
    /// Go on although the cluster is not known to be the seed's: only if it was created anew
    #[arg(long, action = ArgAction::SetTrue, help_heading = "Checks")]
    pub(super) allow_identity_mismatch: bool,
    /// Check that shall only warn where it would block, can be repeated
    #[arg(long, value_name = "ID", value_parser = skippable(), help_heading = "Checks")]
    pub(super) skip_check: Vec<String>,
    /// Take off or replace another operation that is pending
    #[arg(long, action = ArgAction::SetTrue, help_heading = "Checks")]
    pub(super) clear_operation: bool,

    /// Remove the gardenlet's own kubeconfig in the target first, so that it gets a new client certificate
    #[arg(long, action = ArgAction::SetTrue)]
    pub(super) reset_client_cert: bool,
    /// For a ManagedSeed: what to ask of it instead
    #[arg(long, value_name = "OPERATION", value_enum)]
    pub(super) operation: Option<ManagedOperation>,
    /// Wait until it is proved, which is the default
    #[arg(long, action = ArgAction::SetTrue, overrides_with = "no_wait")]
    wait: bool,
    /// End when the request was accepted
    #[arg(long, action = ArgAction::SetTrue, overrides_with = "wait")]
    pub(super) no_wait: bool,
    /// How long to wait for each
    #[arg(long, value_name = "DURATION", default_value = "20m", value_parser = timeout)]
    pub(super) timeout: Duration,
    /// Format of the answer
    #[arg(short, long, value_name = "FORMAT", default_value = "table", value_parser = Format::one_of(Format::COMMON))]
    pub(super) output: Format,
    #[command(flatten)]
    pub(super) acting: ActingArgs,
}

impl Args {
    /// Give what is said about the target.
    pub(super) fn keys(&self) -> Keys {
        Keys {
            target_kubeconfig: self.target_kubeconfig.clone(),
            target_context: self.target_context.clone(),
            target_shoot: self.target_shoot.clone(),
            target_garden_context: self.target_garden_context.clone(),
            target_secret: self.target_secret.clone(),
            runtime: self.runtime,
        }
    }
}

fn timeout(text: &str) -> Result<Duration, String> {
    let length = length(text)?;
    Duration::try_from(length).map_err(|error| error.to_string())
}

fn skippable() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(check::skippable())
}
