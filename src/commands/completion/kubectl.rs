//! What kubectl asks of a plugin when somebody presses Tab behind `kubectl gardener`.
//!
//! kubectl (1.26 or newer) starts `kubectl_complete-gardener` with the words behind `kubectl gardener`, the last one being
//! the word at the cursor, which may be empty. It takes a candidate from each line, `value<TAB>description`, and from the last
//! line, `:4`, what the shell does beyond them. An exit code other than 0 loses all of it.
//!
//! The protocol: `kubernetes/kubectl:pkg/cmd/plugin/plugin_completion.go`, `spf13/cobra:completions.go`.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use clap::{Arg, Command, CommandFactory, FromArgMatches, ValueHint};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, complete};

use crate::cli::{self, Cli, Global};
use crate::garden::names::Names;

/// The name by which kubectl looks for the program that completes the words of this plugin.
pub const NAME: &str = "kubectl_complete-gardener";

/// The word by which a script of that name asks.
const ASKED: &str = "__complete";

/// Give the words to complete, if the program was started under that name, or with that word.
pub fn asked(line: &[OsString]) -> Option<&[OsString]> {
    let (program, words) = line.split_first()?;
    if Path::new(program)
        .file_stem()
        .is_some_and(|stem| stem == NAME)
    {
        return Some(words);
    }
    let (first, words) = words.split_first()?;
    (first == ASKED).then_some(words)
}

/// What the shell does beyond the candidates; the numbers are cobra's `ShellCompDirective`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Directive {
    /// Without candidates, it completes the names of files.
    Files = 0,
    /// Nothing.
    Nothing = 4,
    /// It completes the names of folders, and takes a candidate for the one to look into.
    Folders = 16,
}

/// Candidates, and what the shell does beyond them.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    candidates: Vec<(String, String)>,
    directive: Directive,
    wanted: Option<Wanted>,
}

/// Names that the program itself does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What is named.
    pub names: Names,
    /// What the user wrote of the name.
    typed: String,
    /// What a candidate has before the name: other names and a comma, or the letter of the option.
    before: String,
    /// Names that stand in the line already.
    taken: Vec<String>,
}

impl Reply {
    /// Answer the words behind `kubectl gardener`, the last of which is to be completed.
    pub fn to(words: &[OsString]) -> Self {
        let word = words.last().cloned().unwrap_or_default();
        let sought = Arc::new(Mutex::new(None));
        let mut command = watched(cli::command(cli::BIN_NAME), &sought);
        let mut found = candidates(&mut command, words, &word);
        if word == "-" {
            // Asked with one hyphen, it leaves out the long form of what has a short one.
            found.extend(candidates(&mut command, words, OsStr::new("--")));
        }
        let sought = sought.lock().unwrap_or_else(PoisonError::into_inner).take();
        let word = word.to_string_lossy();
        let mut candidates: Vec<(String, String)> = found
            .iter()
            .filter_map(|candidate| shown(candidate, &word))
            .collect();
        let mut seen = std::collections::HashSet::new();
        candidates.retain(|(value, _)| seen.insert(value.clone()));
        let directive = match sought {
            Some(Sought::Files) if candidates.is_empty() => Directive::Files,
            Some(Sought::Folders) if candidates.is_empty() => Directive::Folders,
            _ => Directive::Nothing,
        };
        let wanted = match sought {
            // The engine takes an option that is being written for a target as well.
            Some(Sought::Names(names, typed)) if !typed.starts_with('-') => {
                Some(Wanted::of(names, typed, words))
            }
            _ => None,
        };
        Self {
            candidates,
            directive,
            wanted,
        }
    }

    /// Tell which names are wanted in addition.
    pub fn wanted(&self) -> Option<&Wanted> {
        self.wanted.as_ref()
    }

    /// Add those of the names that begin as the word does.
    pub fn add(&mut self, names: Vec<String>) {
        let Some(wanted) = &self.wanted else { return };
        let fitting = names.into_iter().filter(|name| {
            name.starts_with(&wanted.typed)
                && is_a_word_in_every_shell(name)
                && !wanted.taken.contains(name)
        });
        let before = &wanted.before;
        self.candidates
            .extend(fitting.map(|name| (format!("{before}{name}"), String::new())));
    }

    /// Write it as kubectl reads it.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (value, description) in &self.candidates {
            text.push_str(value);
            if !description.is_empty() {
                text.push('\t');
                text.push_str(description);
            }
            text.push('\n');
        }
        // A String takes every write.
        let _ = writeln!(text, ":{}", self.directive as u8);
        text
    }
}

/// Tell whether a name means itself wherever it is put.
///
/// kubectl's script for bash has the shell expand what is offered (`compgen -W`), and what is accepted stands in the line as it is:
/// a name out of a garden or a kubeconfig of others must not be able to run anything.
fn is_a_word_in_every_shell(name: &str) -> bool {
    let harmless = |c: char| c.is_ascii_alphanumeric() || "._:/@%+=,-".contains(c);
    !name.is_empty() && name.chars().all(harmless) && !name.starts_with('=')
}

impl Wanted {
    fn of(names: Names, typed: String, words: &[OsString]) -> Self {
        let (word, others) = words.split_last().map_or_else(
            || (std::borrow::Cow::default(), [].as_slice()),
            |(word, others)| (word.to_string_lossy(), others),
        );
        let before = word.strip_suffix(&typed).unwrap_or_default();
        let taken = match names {
            // Targets: nobody names one twice.
            Names::Seeds | Names::Gardenlets => others
                .iter()
                .map(|word| word.to_string_lossy().into_owned())
                .collect(),
            _ => Vec::new(),
        };
        Self {
            names,
            before: value_alone(before, &word).to_owned(),
            typed,
            taken,
        }
    }
}

/// Read the options of every command from a line that is still being written.
pub fn options(words: &[OsString]) -> Option<Global> {
    let before = &words[..words.len().saturating_sub(1)];
    let line = [OsString::from("kubectl-gardener")];
    let line = line.into_iter().chain(before.iter().cloned());
    let matches = Cli::command()
        .ignore_errors(true)
        .try_get_matches_from(line);
    Global::from_arg_matches(&matches.ok()?).ok()
}

/// What the shell itself, or a garden, knows of the word.
#[derive(Clone, Debug)]
enum Sought {
    Files,
    Folders,
    /// Names, and what was written of one.
    Names(Names, String),
}

type Note = Arc<Mutex<Option<Sought>>>;

/// Have the arguments that the engine has no values for tell which of them the word belongs to.
fn watched(command: Command, note: &Note) -> Command {
    command
        .mut_args(|arg| {
            let Some(sought) = sought(&arg) else {
                return arg;
            };
            let note = Arc::clone(note);
            arg.add(ArgValueCompleter::new(move |typed: &OsStr| {
                let sought = match &sought {
                    Sought::Names(names, _) => {
                        Sought::Names(*names, typed.to_string_lossy().into_owned())
                    }
                    other => other.clone(),
                };
                *note.lock().unwrap_or_else(PoisonError::into_inner) = Some(sought);
                Vec::new()
            }))
        })
        .mut_subcommands(|command| watched(command, note))
}

fn sought(arg: &Arg) -> Option<Sought> {
    if let Some(names) = arg.get::<Names>() {
        return Some(Sought::Names(*names, String::new()));
    }
    match arg.get_value_hint() {
        ValueHint::AnyPath | ValueHint::FilePath => Some(Sought::Files),
        ValueHint::DirPath => Some(Sought::Folders),
        _ => None,
    }
}

/// Ask clap's engine, with another word in the place of the last one.
fn candidates(command: &mut Command, words: &[OsString], word: &OsStr) -> Vec<CompletionCandidate> {
    let before = &words[..words.len().saturating_sub(1)];
    let line: Vec<OsString> = [OsString::from("kubectl-gardener")]
        .into_iter()
        .chain(before.iter().cloned())
        .chain([word.to_owned()])
        .collect();
    let index = line.len() - 1;
    complete(command, line, index, None).unwrap_or_default()
}

/// Give a candidate as kubectl's shells want it, unless it is an option that nobody began to write.
fn shown(candidate: &CompletionCandidate, word: &str) -> Option<(String, String)> {
    let value = candidate.get_value().to_str()?;
    // Of the names of a command it keeps the first of the alphabet.
    let name = candidate
        .get_id()
        .and_then(|id| id.strip_prefix("command::"));
    let value = name.filter(|name| name.starts_with(word)).unwrap_or(value);
    if candidate.is_hide_set() || (value.starts_with('-') && !word.starts_with('-')) {
        return None;
    }
    let value = value_alone(value, word);
    if value.is_empty() || value.chars().any(char::is_control) {
        return None;
    }
    let help = candidate.get_help().map(ToString::to_string);
    let description = help.as_deref().and_then(|help| help.lines().next());
    let description = description.unwrap_or_default().replace('\t', " ");
    Some((value.to_owned(), description.trim().to_owned()))
}

/// Take off `--flag=`: behind it the shells complete the value alone.
fn value_alone<'v>(value: &'v str, word: &str) -> &'v str {
    match word.split_once('=') {
        Some((flag, _)) if word.starts_with('-') => value
            .strip_prefix(flag)
            .and_then(|rest| rest.strip_prefix('='))
            .unwrap_or(value),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(line: &str) -> Reply {
        let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
        Reply::to(&words)
    }

    fn values(line: &str) -> Vec<String> {
        let candidates = reply(line).candidates.into_iter();
        candidates.map(|(value, _)| value).collect()
    }

    #[test]
    fn a_name_that_a_shell_would_expand_is_not_offered() {
        let mut reply = reply("emergency-stop off --incident ");
        let names = [
            "INC-7",
            "$(touch x)",
            "`touch x`",
            "a b",
            "a;b",
            "a|b",
            "a&b",
            "a>b",
            "a'b",
            "a\"b",
            "a\\b",
            "~root",
            "a*",
            "{a,b}",
            "!1",
            "#a",
            "=ls",
            "a\nb",
            "",
        ];
        reply.add(names.map(str::to_owned).to_vec());
        let offered: Vec<&str> = reply
            .candidates
            .iter()
            .map(|(value, _)| value.as_str())
            .collect();
        assert_eq!(offered, ["INC-7"]);
    }

    #[test]
    fn only_kubectls_name_for_it_or_a_script_asks_for_completion() {
        for (line, asked_for) in [
            ("kubectl_complete-gardener a b", Some(vec!["a", "b"])),
            ("/opt/krew/bin/kubectl_complete-gardener", Some(vec![])),
            (
                "kubectl_complete-gardener.exe __complete",
                Some(vec!["__complete"]),
            ),
            ("kubectl-gardener __complete a b", Some(vec!["a", "b"])),
            ("kubectl-gardener versions __complete", None),
            ("kubectl-gardener", None),
            ("/opt/kubectl_complete-gardener/kubectl-gardener", None),
        ] {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            let expected: Option<Vec<OsString>> =
                asked_for.map(|words| words.into_iter().map(OsString::from).collect());
            assert_eq!(asked(&words).map(<[_]>::to_vec), expected, "{line}");
        }
        assert_eq!(asked(&[]), None);
    }

    #[test]
    fn commands_come_with_their_descriptions_and_without_options() {
        let text = reply("").text();
        assert!(text.starts_with("versions\tTell which versions expire"));
        assert!(text.ends_with("\n:4\n"), "{text}");
        assert!(!text.contains("--"), "{text}");
        assert!(text.contains("\nredeploy\t"), "{text}");
        assert_eq!(values("emer"), ["emergency-stop"]);
        assert_eq!(values("force"), ["force-redeploy"]);
        assert!(values("emergency-stop ").contains(&"status".to_owned()));
        assert_eq!(Reply::to(&[]), reply(""));
    }

    #[test]
    fn options_come_once_a_hyphen_is_there() {
        assert_eq!(values("versions --fail"), ["--fail-on"]);
        let one = values("versions -");
        assert!(one.contains(&"-o".to_owned()), "{one:?}");
        assert!(one.contains(&"--output".to_owned()), "{one:?}");
        let two = values("versions --");
        assert!(two.iter().all(|value| value.starts_with("--")), "{two:?}");
        assert!(
            values("version --kubecon").is_empty(),
            "it looks at nothing"
        );
    }

    #[test]
    fn values_are_completed_in_each_way_to_give_them() {
        let levels = ["info", "warning", "error"];
        assert_eq!(values("versions --fail-on "), levels);
        assert_eq!(values("versions --fail-on="), levels);
        assert_eq!(values("versions --fail-on=w"), ["warning"]);
        assert_eq!(values("versions --context x --fail-on e"), ["error"]);
        assert_eq!(values("versions -o j"), ["json"]);
        assert_eq!(values("versions -oj"), ["-ojson"]);
        assert_eq!(values("versions -o=j"), ["json"]);
    }

    #[test]
    fn behind_a_comma_the_next_value_is_completed() {
        let first = values("versions forecast --only ");
        let next = values(&format!("versions forecast --only {},", first[0]));
        assert_eq!(next[0], format!("{0},{0}", first[0]));
    }

    #[test]
    fn the_shell_completes_files_where_files_are_taken_and_nowhere_else() {
        for line in [
            "versions --landscape ",
            "versions --landscape=ex",
            "versions --kubeconfig /etc/",
            "versions diff ",
            "versions diff old.yaml ",
            "impact -f ",
            "impact -f./",
            "impact -f shoot.yaml --old ",
            "redeploy --target-kubeconfig ",
            "emergency-stop --audit-log ",
        ] {
            assert_eq!(reply(line).text(), ":0\n", "{line}");
        }
        assert_eq!(reply("completion install --dir ").text(), ":16\n");
        for line in [
            "versions --now ",
            "versions --context ",
            "emergency-stop on --reason ",
            "version ",
        ] {
            assert_eq!(reply(line).text(), ":4\n", "{line}");
        }
    }

    #[test]
    fn names_are_wanted_where_they_are_taken() {
        for (line, names) in [
            ("versions --context ", Names::Contexts),
            ("--cluster=", Names::Clusters),
            ("--user ", Names::Users),
            ("versions -n ", Names::Namespaces),
            ("versions --profile ", Names::Profiles),
            ("gardenlets ", Names::Gardenlets),
            ("redeploy a ", Names::Gardenlets),
            ("redeploy a --target-shoot ", Names::ShootsAnywhere),
            ("redeploy a --target-garden-context ", Names::Contexts),
            ("emergency-stop on ", Names::Seeds),
            ("emergency-stop off --incident ", Names::Incidents),
            ("impact shoot -n garden-a ", Names::Shoots),
        ] {
            let wanted = reply(line).wanted.map(|wanted| wanted.names);
            assert_eq!(wanted, Some(names), "{line}");
        }
        for line in [
            "",
            "versions ",
            "versions --fail-on ",
            "versions --con",
            "gardenlets -",
        ] {
            assert_eq!(reply(line).wanted, None, "{line}");
        }
    }

    #[test]
    fn names_are_offered_as_the_word_begins() {
        let names = ["aws-eu1", "aws-us1", "gcp", "a\tb"].map(str::to_owned);
        let offered = |line: &str| {
            let mut reply = reply(line);
            reply.add(names.to_vec());
            reply.text()
        };
        assert_eq!(offered("gardenlets a"), "aws-eu1\naws-us1\n:4\n");
        assert_eq!(offered("gardenlets aws-eu1 a"), "aws-us1\n:4\n");
        assert_eq!(offered("--context=g"), "gcp\n:4\n");
        assert_eq!(offered("versions -ng"), "-ngcp\n:4\n");
        assert_eq!(offered("versions --now "), ":4\n");
    }

    #[test]
    fn options_are_read_from_a_line_that_is_not_finished() {
        let read = |line: &str| {
            let words: Vec<OsString> = line.split(' ').map(OsString::from).collect();
            options(&words).map(|global| (global.connection.context, global.namespace))
        };
        let both = Some((Some("live".to_owned()), Some("garden-a".to_owned())));
        assert_eq!(read("impact shoot --context live -n garden-a "), both);
        assert_eq!(read("--context live impact -n=garden-a shoot w"), both);
        assert_eq!(
            read("--context live -n garden-a redeploy --target-shoot "),
            both
        );
        assert_eq!(read("--context live -n garden-a redeploy --targets"), both);
        assert_eq!(read(""), Some((None, None)));
    }

    #[test]
    fn what_is_called_a_file_is_completed_as_one() {
        fn check(command: &Command) {
            for arg in command.get_arguments() {
                let names = arg.get_value_names().unwrap_or_default();
                let file = names
                    .iter()
                    .any(|name| ["FILE", "PATH", "DIR", "PLAN"].contains(&name.as_str()));
                assert!(
                    !file || sought(arg).is_some(),
                    "{}: {arg} needs the value_hint of a path",
                    command.get_name()
                );
            }
            command.get_subcommands().for_each(check);
        }
        check(&cli::command(cli::BIN_NAME));
    }

    #[test]
    fn words_that_are_no_text_and_words_behind_nonsense_are_survived() {
        for line in [
            "--",
            "-- ",
            "= ",
            "--=",
            "-",
            "---",
            "versions --no-such= ",
            "versions -- -",
        ] {
            assert!(reply(line).text().ends_with('\n'), "{line}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStringExt;
            let odd = OsString::from_vec(vec![0xff, b'-']);
            assert_eq!(Reply::to(std::slice::from_ref(&odd)).text(), ":4\n");
            assert_eq!(Reply::to(&[odd, "".into()]).directive, Directive::Nothing);
        }
    }
}
