//! How this program is installed: kubectl, the plugin and its completion.

use std::env::consts::EXE_SUFFIX;

use super::report::{Finding, State};
use crate::domain::shell;
use crate::domain::versions::version::Version;

/// The first kubectl that has plugins complete words (`kubernetes/kubernetes` pull request 105867).
const COMPLETES: (u64, u64) = (1, 26);

/// kubectl, as it was found on the PATH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kubectl {
    /// There is none.
    Missing,
    /// It is there, and this is its version.
    Found {
        /// Where.
        path: String,
        /// Its version.
        version: String,
    },
    /// It is there, and does not tell its version for this reason.
    Silent {
        /// Where.
        path: String,
        /// Why.
        reason: String,
    },
}

/// Judge kubectl.
pub fn kubectl(found: &Kubectl) -> Finding {
    let id = "kubectl";
    match found {
        Kubectl::Missing => Finding::new(
            id,
            State::Warning,
            "kubectl is not on the PATH: the commands that this program proposes need it",
        )
        .advise("install kubectl 1.26 or newer: https://kubernetes.io/docs/tasks/tools/"),
        Kubectl::Silent { path, reason } => {
            let message = format!("{path} does not tell its version: {reason}");
            Finding::new(id, State::Warning, message).run("kubectl version --client")
        }
        Kubectl::Found { path, version } => {
            let known = Version::parse(version);
            match known.map(|version| (version.major, version.minor)) {
                Some(minor) if minor >= COMPLETES => Finding::ok(id, format!("{path}, {version}")),
                Some(_) => {
                    let message =
                        format!("{path} is {version}: plugins complete words from v1.26 on");
                    Finding::new(id, State::Warning, message)
                        .advise("install kubectl 1.26 or newer")
                }
                None => {
                    let message = format!("{path} says that its version is {version:?}");
                    Finding::new(id, State::Info, message)
                }
            }
        }
    }
}

/// What kubectl finds under the name of the plugin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plugin {
    /// Nothing.
    Missing,
    /// This very program.
    Same(String),
    /// Another file, with the version that it says it has.
    Other {
        /// Where.
        path: String,
        /// Its version.
        version: Option<String>,
    },
}

/// Judge the plugin; `program` is this very program, and `free` a name on the PATH where nothing stands.
pub fn plugin(found: &Plugin, program: &str, free: Option<&str>) -> Finding {
    let id = "plugin";
    match found {
        Plugin::Same(path) => Finding::ok(id, path),
        Plugin::Missing => {
            let message = format!(
                "kubectl does not find {program}: no folder of the PATH has kubectl-gardener"
            );
            let finding = Finding::new(id, State::Warning, message);
            match free {
                Some(free) => finding.run(shell::command(["ln", "-s", program, free])),
                None => finding.advise(format!(
                    "put it into a folder of the PATH as kubectl-gardener{EXE_SUFFIX}"
                )),
            }
        }
        Plugin::Other { path, version } => {
            let version = version.as_deref().unwrap_or("of unknown version");
            let message =
                format!("kubectl gardener runs {path} ({version}), and this is {program}");
            // Whose it is, nobody here knows: no command may write over it.
            Finding::new(id, State::Warning, message).advise(format!(
                "look at {path}: update or remove it as it was installed, or put this program before it on the PATH"
            ))
        }
    }
}

/// What kubectl finds under the name that completes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Completion {
    /// Nothing.
    Missing,
    /// A link to this program, or a copy of it.
    Ours(String),
    /// A copy of another version of this program.
    Old(String),
    /// A link to what is not there any more.
    Dangling(String),
    /// Something that is not of this program.
    Foreign(String),
}

/// Judge the completion.
pub fn completion(found: &Completion) -> Finding {
    let id = "completion";
    let install = "kubectl gardener completion install";
    match found {
        Completion::Ours(path) => Finding::ok(id, path),
        Completion::Missing => Finding::new(
            id,
            State::Info,
            "kubectl does not complete the words of kubectl gardener",
        )
        .run(install),
        Completion::Dangling(path) => {
            let message = format!("{path} leads to no program any more");
            Finding::new(id, State::Warning, message).run(install)
        }
        Completion::Old(path) => {
            let message = format!("{path} is a copy of another version of this program");
            Finding::new(id, State::Warning, message).run(install)
        }
        Completion::Foreign(path) => {
            let message = format!("{path} is not of this program");
            Finding::new(id, State::Warning, message).advise(
                "look at it, and remove it if nobody needs it; then kubectl gardener completion install",
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plugins_complete_from_1_26_on() {
        let state = |version: &str| {
            kubectl(&Kubectl::Found {
                path: "/bin/kubectl".into(),
                version: version.into(),
            })
            .state
        };
        assert_eq!(state("v1.26.0"), State::Ok);
        assert_eq!(state("v1.36.1"), State::Ok);
        assert_eq!(state("v1.25.16"), State::Warning);
        assert_eq!(state("dev"), State::Info);
        assert_eq!(kubectl(&Kubectl::Missing).state, State::Warning);
        let silent = Kubectl::Silent {
            path: "/bin/kubectl".into(),
            reason: "it did not end".into(),
        };
        assert_eq!(kubectl(&silent).state, State::Warning);
    }

    #[test]
    fn another_plugin_is_left_to_whoever_put_it_there() {
        let other = Plugin::Other {
            path: "/opt/my bin/kubectl-gardener".into(),
            version: Some("0.0.1".into()),
        };
        let free = Some("/opt/my bin/kubectl-gardener");
        let finding = plugin(&other, "/src/kubectl-gardener", free);
        assert_eq!(finding.command, None);
        assert!(
            finding
                .advice
                .unwrap()
                .contains("/opt/my bin/kubectl-gardener")
        );
        assert!(finding.message.contains("(0.0.1)"), "{}", finding.message);
        let same = plugin(&Plugin::Same("/a".into()), "/a", None);
        assert_eq!(same.state, State::Ok);
        let missing = plugin(&Plugin::Missing, "/a", free);
        assert_eq!(
            (missing.state, missing.command.as_deref()),
            (
                State::Warning,
                Some("ln -s /a '/opt/my bin/kubectl-gardener'")
            )
        );
        let nowhere = plugin(&Plugin::Missing, "/a", None);
        assert_eq!((nowhere.state, nowhere.command), (State::Warning, None));
    }

    #[test]
    fn completion_that_is_not_there_is_no_fault() {
        let state = |found: Completion| completion(&found).state;
        assert_eq!(state(Completion::Missing), State::Info);
        assert_eq!(state(Completion::Ours("/a".into())), State::Ok);
        assert_eq!(state(Completion::Old("/a".into())), State::Warning);
        assert_eq!(state(Completion::Dangling("/a".into())), State::Warning);
        assert_eq!(state(Completion::Foreign("/a".into())), State::Warning);
    }
}
