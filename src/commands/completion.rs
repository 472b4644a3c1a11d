//! `completion`: scripts that complete commands and flags.

use clap::ValueEnum;
use clap_complete::Shell;

use crate::cli::{self, App};
use crate::error::Outcome;

/// Arguments of `completion`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    kubectl gardener completion bash > /etc/bash_completion.d/kubectl-gardener\n  \
    source <(kubectl gardener completion zsh)\n  \
    kubectl gardener completion fish > ~/.config/fish/completions/kubectl-gardener.fish\n  \
    kubectl gardener completion powershell | Out-String | Invoke-Expression\n\n\
    The scripts complete the command kubectl-gardener, not yet kubectl gardener.")]
pub struct Args {
    /// The shell
    shell: Script,
}

/// A shell for which there is a script.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Script {
    /// Bash
    Bash,
    /// Zsh
    Zsh,
    /// Fish
    Fish,
    /// PowerShell
    Powershell,
}

impl Script {
    /// Give the file name that the shell expects.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Bash => "kubectl-gardener.bash",
            Self::Zsh => "_kubectl-gardener",
            Self::Fish => "kubectl-gardener.fish",
            Self::Powershell => "_kubectl-gardener.ps1",
        }
    }

    /// Generate the script.
    pub fn text(self) -> Vec<u8> {
        let shell = match self {
            Self::Bash => Shell::Bash,
            Self::Zsh => Shell::Zsh,
            Self::Fish => Shell::Fish,
            Self::Powershell => Shell::PowerShell,
        };
        let mut text = Vec::new();
        let name = "kubectl-gardener";
        clap_complete::generate(shell, &mut cli::command(name), name, &mut text);
        match self {
            Self::Bash => with_one_name(&text),
            _ => text,
        }
    }
}

/// Repair the bash script of clap_complete (clap-rs/clap#6421): it spells the hyphen in our name in two ways, so that no
/// subcommand is found and nothing but the names of files is offered behind one.
fn with_one_name(script: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(script)
        .replace("kubectl__subcmd__gardener", "kubectl__gardener")
        .into_bytes()
}

/// Print the script.
pub fn run(args: &Args, app: &mut App) -> anyhow::Result<Outcome> {
    let text = args.shell.text();
    app.answer.write(|out| Ok(out.write_all(&text)?))?;
    Ok(Outcome::Done)
}
