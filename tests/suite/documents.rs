//! What README and docs say of the program is so.

use std::fs;
use std::path::{Path, PathBuf};

use kubectl_gardener::cli::BIN_NAME;
use kubectl_gardener::domain::waiver::Waivers;
use kubectl_gardener::error::Outcome;

use super::help::{parses, words};

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(project().join(path)).expect(path)
}

/// Every page that people read.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![project().join("docs"), project().join("examples")];
    let top = fs::read_dir(project()).unwrap();
    let is_page = |path: &Path| path.extension().is_some_and(|extension| extension == "md");
    pages.extend(
        top.map(|entry| entry.unwrap().path())
            .filter(|path| is_page(path)),
    );
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if is_page(&path) {
                pages.push(path);
            }
        }
    }
    assert!(pages.len() > 4, "{pages:?}");
    pages
}

fn commands(page: &str) -> Vec<(String, String)> {
    commands_in(page, "console")
}

/// Commands in the blocks of a page in a language, each with the output that is shown below it.
pub(crate) fn commands_in(page: &str, language: &str) -> Vec<(String, String)> {
    let wanted = language;
    let mut commands: Vec<(String, String)> = Vec::new();
    let mut block = None;
    for line in page.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(language), None) => block = Some(language),
            (Some(_), Some(_)) => block = None,
            (None, Some(language)) if language == wanted => {
                match (line.strip_prefix("$ "), commands.last_mut()) {
                    (Some(command), _) => commands.push((command.to_owned(), String::new())),
                    (None, Some((command, _))) if command.ends_with('\\') => {
                        command.pop();
                        command.push_str(line.trim_start());
                    }
                    (None, Some((_, output))) => {
                        output.push_str(line);
                        output.push('\n');
                    }
                    (None, None) => panic!("output without command: {line}"),
                }
            }
            _ => {}
        }
    }
    commands
}

/// Make `kubectl gardener …` of the ways in which our program is started.
pub(crate) fn ours(command: &str) -> Option<Vec<String>> {
    let command = command.replace("cargo run --release -- ", "kubectl gardener ");
    let command = command.replace("kubectl-gardener ", "kubectl gardener ");
    words(&format!("{command} "), &format!("{BIN_NAME} "))
}

#[test]
fn command_lines_in_pages_are_taken() {
    let mut count = 0;
    for page in pages() {
        for (command, _) in commands(&fs::read_to_string(&page).unwrap()) {
            if let Some(words) = ours(&command) {
                parses(&words).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
                count += 1;
            }
        }
    }
    assert!(count > 10, "only {count}");
}

/// `…` at the end of a line stands for the rest of it, `...` for lines that are left out.
pub(crate) fn shown_is_printed(shown: &str, printed: &str) -> Result<(), String> {
    let mut printed = printed.lines();
    let mut skipping = false;
    for line in shown.lines() {
        if line == "..." {
            skipping = true;
            continue;
        }
        let fits = |printed: &str| match line.strip_suffix('…') {
            Some(beginning) => printed.starts_with(beginning),
            None => printed == line,
        };
        let found = if skipping {
            printed.any(fits)
        } else {
            printed.next().is_some_and(fits)
        };
        if !found {
            return Err(format!("not printed (in this place): {line}"));
        }
        skipping = false;
    }
    match printed.next() {
        Some(line) if !skipping => Err(format!("not shown: {line}")),
        _ => Ok(()),
    }
}

#[test]
fn output_in_pages_is_what_the_program_prints() {
    let mut count = 0;
    for page in pages() {
        for (command, shown) in commands(&fs::read_to_string(&page).unwrap()) {
            let reads_sample = command.contains("examples/landscape");
            if shown.is_empty() || !reads_sample || command.contains('|') {
                continue;
            }
            let words = ours(&command).expect("it is a command line of ours");
            let run = snapbox::cmd::Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
            let run = run.args(&words[1..]).current_dir(project()).assert();
            let output = run.success().get_output().clone();
            let printed = String::from_utf8(output.stdout).unwrap();
            shown_is_printed(&shown, &printed)
                .unwrap_or_else(|error| panic!("{}: {command}\n{error}", page.display()));
            count += 1;
        }
    }
    assert!(count > 1, "the README shows what it is about");
}

#[test]
fn output_that_is_not_printed_is_noticed() {
    let printed = "one\ntwo and more\nthree\nfour\n";
    for (shown, is_printed) in [
        ("one\ntwo and more\nthree\nfour\n", true),
        ("one\ntwo…\n...\n", true),
        ("...\nthree\n...\n", true),
        ("one\nthree\n...\n", false),
        ("one\n...\nfive\n", false),
        ("one\ntwo and more\n", false),
        ("one\ntwo\n...\n", false),
    ] {
        let found = shown_is_printed(shown, printed);
        assert_eq!(found.is_ok(), is_printed, "{shown}: {found:?}");
    }
}

#[test]
fn exit_codes_of_the_readme_are_the_published_ones() {
    let rows: Vec<String> = Outcome::ALL
        .iter()
        .map(|outcome| format!("| {} | {} |", outcome.code(), outcome.meaning()))
        .collect();
    let table = format!("|---|---|\n{}\n\n", rows.join("\n"));
    let readme = read("README.md");
    assert!(
        readme.contains(&table),
        "the README should contain\n{table}"
    );
}

#[test]
fn links_in_pages_lead_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(&page).unwrap();
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let (path, _) = link.split_once('#').unwrap_or((link, ""));
            if path.is_empty() || path.starts_with("http") {
                continue;
            }
            let target = page.parent().unwrap().join(path);
            assert!(target.exists(), "{}: {link}", page.display());
        }
    }
}

#[test]
fn the_waivers_that_are_shown_can_be_read() {
    for page in ["docs/findings.md", "docs/impact-rules.md"] {
        let page = read(page);
        let (_, rest) = page.split_once("```yaml\n").unwrap();
        let (yaml, _) = rest.split_once("```").unwrap();
        let waivers: Waivers = serde_saphyr::from_str(yaml).unwrap();
        assert_eq!(waivers.0.len(), 1);
    }
}
