//! Completions, manual pages and reference pages are generated from the program.
//!
//! `SNAPSHOTS=overwrite cargo test` writes them; without it they are compared.

mod man;
mod reference;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use kubectl_gardener::cli;
use kubectl_gardener::commands::completion::Script;
use kubectl_gardener::domain::gardenlets::finding::CODES as GARDENLET_CODES;
use kubectl_gardener::domain::impact::rules::{Class, RULES, Row};
use kubectl_gardener::domain::versions::diff;
use kubectl_gardener::domain::versions::finding::{CODES, Severity};
use kubectl_gardener::output::views::impact::ImpactRules;

const REFRESH: &str = "refresh with `SNAPSHOTS=overwrite cargo test`, then read the diff";

#[test]
fn completions_are_those_of_the_command_line() {
    let scripts = Script::value_variants().iter();
    let scripts = scripts.map(|script| {
        let text = String::from_utf8(script.text()).expect("scripts are text");
        (script.file_name().to_owned(), text)
    });
    hold_folder("completions", &scripts.collect());
}

#[test]
fn manual_pages_are_those_of_the_command_line() {
    let mut pages = BTreeMap::new();
    man::add_pages(cli::command(cli::BIN_NAME), None, &mut pages);
    let version = env!("CARGO_PKG_VERSION");
    for (name, page) in &pages {
        assert!(
            !page.contains(version),
            "{name}: a release would change the page"
        );
    }
    hold_folder("man", &pages);
}

#[test]
fn the_page_about_findings_is_that_of_the_codes() {
    hold(&in_project("docs/findings.md"), &findings());
    hold(
        &in_project("docs/findings-gardenlets.md"),
        &findings_of_gardenlets(),
    );
}

#[test]
fn the_page_about_impact_is_that_of_the_rules() {
    hold(&in_project("docs/impact-rules.md"), &impact_rules());
}

#[test]
fn the_reference_is_that_of_the_command_line_and_the_types() {
    let pages = reference::pages();
    for (name, page) in &pages {
        assert!(!page.contains('\u{1b}'), "{name}: colours");
    }
    hold_folder("docs/reference", &pages);
}

/// Compare a folder with what is generated: nothing else may be in it.
fn hold_folder(folder: &str, files: &BTreeMap<String, String>) {
    let folder = in_project(folder);
    for (name, text) in files {
        hold(&folder.join(name), text);
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let entry = entry.unwrap();
        if files.contains_key(entry.file_name().to_str().unwrap_or_default()) {
            continue;
        }
        assert!(
            overwrites(),
            "{} is not generated any more: {REFRESH}",
            entry.path().display()
        );
        fs::remove_file(entry.path()).unwrap();
    }
}

/// Compare a file with what is generated, or write it.
fn hold(path: &Path, text: &str) {
    let present = fs::read_to_string(path).unwrap_or_default();
    if present == text {
        return;
    }
    if overwrites() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        return;
    }
    let (here, wanted) = (present.lines(), text.lines());
    let same = here.zip(wanted).take_while(|(a, b)| a == b).count();
    panic!(
        "{} differs from line {} on: {REFRESH}\n present: {:?}\nexpected: {:?}",
        path.display(),
        same + 1,
        present.lines().nth(same),
        text.lines().nth(same),
    );
}

fn overwrites() -> bool {
    std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn impact_rules() -> String {
    let mut text = "<!-- Generated from src/domain/impact/rules/catalogue.rs: SNAPSHOTS=overwrite cargo test -->\n\n\
        # Rules of impact\n\n\
        What `kubectl gardener impact` knows of changes of a Shoot, and of [Seeds and profiles](#seeds-and-profiles). The names are permanent: they stand in `-o json`. \
        A rule with several classes comes to one or some of them, depending on the change. \
        What no rule knows is listed as such; [what is left out, and why](impact-limits.md).\n"
        .to_owned();
    let (rejections, effects): (Vec<&Row>, Vec<&Row>) = RULES
        .iter()
        .partition(|row| row.classes == [Class::Rejected]);
    text.push_str("\n## What a change does\n\n| rule | classes | fields | what happens | reversible | source |\n|---|---|---|---|---|---|\n");
    for row in effects {
        let classes: Vec<&str> = row.classes.iter().map(|class| class.id()).collect();
        let reversible = if row.reversible { "yes" } else { "no" };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {reversible} | `{}` |",
            row.id,
            classes.join(", "),
            code_list(row.paths),
            row.effect,
            row.source
        );
    }
    text.push_str("\n## Why a change is rejected\n\n| rule | fields | what holds | source |\n|---|---|---|---|\n");
    for row in rejections {
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | `{}` |",
            row.id,
            code_list(row.paths),
            row.effect,
            row.source
        );
    }
    text.push_str("\n## Seeds and profiles\n\nWhat `impact seed` and `impact cloudprofile` know. What becomes of versions is told as [`versions diff`](findings.md#findings-of-versions-diff) tells it.\n\n| rule | class | fields | what happens, or what holds | source |\n|---|---|---|---|---|\n");
    let others = ImpactRules::new(None).items.into_iter();
    for rule in others.filter(|rule| RULES.iter().all(|row| row.id != rule.id)) {
        let paths: Vec<&str> = rule.paths.iter().map(String::as_str).collect();
        let (id, class) = (&rule.id, rule.classes[0].id());
        let (paths, effect, source) = (code_list(&paths), &rule.effect, &rule.source);
        let _ = writeln!(
            text,
            "| `{id}` | {class} | {paths} | {effect} | `{source}` |"
        );
    }
    text.push_str(ACCEPTED);
    text
}

/// How findings of impact are accepted; the example is read by a test.
const ACCEPTED: &str = "
## Accepting a finding

A file given with `--waivers` lists what somebody has accepted. Such findings stay where they are, since they happen
all the same, and are marked `waived` with the reason; `--fail-on` does not see them. A waiver that has ended, or covers
nothing of an object that it names, is told (not where the change is refused, which hides what it would do). A rejection
cannot be waived, nor what no rule knows.

```yaml
- code: machine-type
  target: garden-commerce/shop-prod/web   # NAMESPACE/SHOOT or NAMESPACE/SHOOT/POOL, * stands for any text
  reason: agreed with the owners for Saturday
  until: 2026-12-12                       # a day or an instant; without it the waiver does not end
```

A waiver for pools covers a finding that is about none but these. What `impact seed` and `impact cloudprofile` find is accepted
in the same way; the rule says what the target is:

| rules | target |
|---|---|
| of Shoots | `NAMESPACE/SHOOT` or `NAMESPACE/SHOOT/POOL` |
| `seed-…` | the name of the Seed |
| `profile-…` | the name of the CloudProfile, or `NAMESPACE/NAME` of the NamespacedCloudProfile |

What `impact cloudprofile` tells of versions has no rule: nodes that are renewed by updates which a profile brings cannot be waived.
One file serves all of these commands, and [`versions`](findings.md#accepting-a-finding) with the codes of its findings: each takes
what is its own.
";

fn code_list(texts: &[&str]) -> String {
    let texts = texts.iter().map(|text| format!("`{text}`"));
    texts.collect::<Vec<_>>().join(", ")
}

fn findings() -> String {
    let mut text = "<!-- Generated from src/domain/versions/finding.rs and diff/code.rs: SNAPSHOTS=overwrite cargo test -->\n\n\
        # Findings of the version report\n\n\
        The codes are permanent: they stand in `-o json`, in waivers, and in what you have built on them. \
        `--severity` chooses what is shown, `--fail-on` what ends with exit code 3.\n"
        .to_owned();
    let rows = CODES
        .iter()
        .map(|row| (row.severity, [row.id, row.meaning, row.advice]));
    add_codes(&mut text, &rows);
    text.push_str(WAIVERS);
    text.push_str(
        "\n## Findings of `versions diff`\n\nWhat a change of CloudProfiles means for a shoot, or why it is refused.\n\n\
         | code | severity | what it means | what to do |\n|---|---|---|---|\n",
    );
    for row in diff::CODES {
        let (id, severity) = (row.id, row.severity);
        let _ = writeln!(
            text,
            "| `{id}` | {severity} | {} | {} |",
            row.meaning, row.advice
        );
    }
    text
}

fn findings_of_gardenlets() -> String {
    let mut text = "<!-- Generated from src/domain/gardenlets/finding.rs: SNAPSHOTS=overwrite cargo test -->\n\n\
        # Findings of the report on gardenlets\n\n\
        The codes are permanent: they stand in `-o json`, and in what you have built on them. \
        `--fail-on` chooses what ends with exit code 3.\n"
        .to_owned();
    let rows = GARDENLET_CODES
        .iter()
        .map(|row| (row.severity, [row.id, row.meaning, row.advice]));
    add_codes(&mut text, &rows);
    text.push_str(GARDENLETS);
    text
}

/// Add a table for each severity.
fn add_codes<'r>(
    text: &mut String,
    rows: &(impl Iterator<Item = (Severity, [&'r str; 3])> + Clone),
) {
    for (severity, heading) in [
        (
            Severity::Error,
            "Errors: something is wrong now, or will fail",
        ),
        (
            Severity::Warning,
            "Warnings: something will happen that deserves a look",
        ),
        (Severity::Info, "Infos: worth knowing"),
    ] {
        let _ = write!(
            text,
            "\n## {heading}\n\n| code | what it means | what to do |\n|---|---|---|\n"
        );
        for (_, [id, meaning, advice]) in rows.clone().filter(|(of, _)| *of == severity) {
            let _ = writeln!(text, "| `{id}` | {meaning} | {advice} |");
        }
    }
}

const GARDENLETS: &str = "
## What deploys a gardenlet

| `backing.kind` | told by | silent: run | certificate to be renewed: run |
|---|---|---|---|
| `gardenlet` | a Gardenlet of the seed's name | `kubectl gardener redeploy` | `renew-kubeconfig` on the Gardenlet |
| `managedSeed` | a ManagedSeed of the seed's name | `kubectl gardener redeploy --operation reconcile` | `kubectl gardener redeploy --operation renew-kubeconfig` |
| `selfHosted` | a Gardenlet whose name begins with `self-hosted-shoot-` | Gardener's `hack/usage/rebootstrap-gardenlet.sh` | `renew-kubeconfig` on the Gardenlet |
| `manual` | neither of them | Gardener's `hack/usage/rebootstrap-gardenlet.sh`, or install it again | `renew-kubeconfig` on the Seed |
| `unknown` | something could not be read | – | – |

Where ManagedSeeds may not be read, the labels `name.seed.gardener.cloud/*` of a Seed tell whether it has a parent. Then
`backing.proven` is false, and tables have a question mark.
";

const WAIVERS: &str = "
## Accepting a finding

A file given with `--waivers` lists what somebody has accepted. Waived findings are counted and stand in
the data as `waived`, but no longer among the findings, and `--fail-on` does not see them.

The same file serves [`impact`](impact-rules.md#accepting-a-finding), with the name of a rule as code.

```yaml
- code: expires-soon
  target: garden-dev/*              # NAMESPACE/SHOOT or NAMESPACE/SHOOT/POOL, * stands for any text
  reason: moved together on 12 December
  until: 2026-12-12                 # a day or an instant; without it the waiver does not end
```
";
