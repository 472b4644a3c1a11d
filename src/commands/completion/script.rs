//! Scripts that complete the command `kubectl-gardener` itself, for people who do not go through kubectl; and one for kubectl.

use clap::ValueEnum;
use clap_complete::Shell;

use crate::cli;

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
    /// Kubectl: the program kubectl_complete-gardener as a script of sh, where install does not fit
    Kubectl,
}

/// What kubectl starts. The words are handed on with the one that programs made with cobra take before them.
const KUBECTL: &str = "\
#!/bin/sh
# Put this on the PATH as kubectl_complete-gardener, executable: kubectl asks it when somebody presses Tab behind kubectl gardener.
exec kubectl-gardener __complete \"$@\"
";

impl Script {
    /// Give the file name that the shell expects.
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Bash => "kubectl-gardener.bash",
            Self::Zsh => "_kubectl-gardener",
            Self::Fish => "kubectl-gardener.fish",
            Self::Powershell => "_kubectl-gardener.ps1",
            Self::Kubectl => super::kubectl::NAME,
        }
    }

    /// Generate the script.
    pub fn text(self) -> Vec<u8> {
        let shell = match self {
            Self::Bash => Shell::Bash,
            Self::Zsh => Shell::Zsh,
            Self::Fish => Shell::Fish,
            Self::Powershell => Shell::PowerShell,
            Self::Kubectl => return KUBECTL.into(),
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
