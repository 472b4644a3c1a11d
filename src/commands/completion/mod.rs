//! `completion`: have kubectl complete the words behind `kubectl gardener`, or print a script for a shell.

pub mod kubectl;
pub(in crate::commands) mod link;
pub mod live;
mod script;

pub use script::Script;

use crate::cli::App;
use crate::error::{Outcome, usage};

/// Arguments of `completion`.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:\n  \
        kubectl gardener completion install\n  \
        kubectl gardener completion bash > /etc/bash_completion.d/kubectl-gardener\n  \
        source <(kubectl gardener completion zsh)\n  \
        kubectl gardener completion fish > ~/.config/fish/completions/kubectl-gardener.fish\n  \
        kubectl gardener completion powershell | Out-String | Invoke-Expression\n  \
        kubectl gardener completion kubectl > ~/bin/kubectl_complete-gardener\n\n\
        With install, every shell that completes kubectl completes kubectl gardener as well; kubectl does the same by hand.\n\
        The scripts complete the command kubectl-gardener, and know no names of a garden."
)]
pub struct Args {
    /// Have kubectl complete, or no longer.
    #[command(subcommand)]
    command: Option<Command>,
    /// The shell
    #[arg(required = true)]
    shell: Option<Script>,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Have kubectl complete kubectl gardener in every shell that completes kubectl
    #[command(after_help = link::INSTALL_EXAMPLES)]
    Install(link::Args),
    /// Undo what install did
    #[command(after_help = link::UNINSTALL_EXAMPLES)]
    Uninstall(link::Args),
}

/// Install, uninstall, or print the script.
pub fn run(args: Args, app: &mut App) -> anyhow::Result<Outcome> {
    let text = match (args.command, args.shell) {
        (Some(Command::Install(args)), _) => link::install(&args, &app.ui)?.into_bytes(),
        (Some(Command::Uninstall(args)), _) => link::uninstall(&args)?.into_bytes(),
        (None, Some(shell)) => shell.text(),
        (None, None) => return Err(usage("name a shell, install or uninstall")),
    };
    app.answer.write(|out| Ok(out.write_all(&text)?))?;
    Ok(Outcome::Done)
}
