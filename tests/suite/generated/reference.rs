//! The reference: every command, exit code, variable, and field of JSON, on pages that cannot drift from the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::{Arg, Command};
use kubectl_gardener::cli;
use kubectl_gardener::error::Outcome;
use kubectl_gardener::output::schema;
use serde_json::Value;

const HEAD: &str = "<!-- Generated from the program: SNAPSHOTS=overwrite cargo test -->\n\n";

/// Give the pages with the names of their files.
pub(super) fn pages() -> BTreeMap<String, String> {
    let page = |name: &str, text: String| (format!("{name}.md"), format!("{HEAD}{text}"));
    BTreeMap::from([
        page("README", INDEX.to_owned()),
        page("commands", commands()),
        page("exit-codes", exit_codes()),
        page("environment", environment()),
        page("json", json()),
    ])
}

const INDEX: &str = "# Reference

- [commands.md](commands.md): every command, its options and examples; the same as `man` and `--help`
- [exit-codes.md](exit-codes.md): how a command can end
- [environment.md](environment.md): variables that commands look at
- [json.md](json.md): every kind that `-o json` and `-o yaml` print, field by field; [the promises](../json.md), [the schemas](../schema)
- [findings.md](../findings.md), [findings-gardenlets.md](../findings-gardenlets.md): codes of findings, and what to do
- [doctor.md](../doctor.md), [rights.md](../rights.md): what the doctor looks at, and which command needs which right
- [impact-rules.md](../impact-rules.md): every rule about changes of Shoots
";

fn commands() -> String {
    let root = cli::command(cli::BIN_NAME);
    let mut list = Vec::new();
    collect(&root, cli::BIN_NAME, &mut list);
    let mut text = "# Commands\n\n| command | what it does |\n|---|---|\n".to_owned();
    for (path, command) in &list[1..] {
        let about = command.get_about().map(ToString::to_string);
        let (link, about) = (path.replace(' ', "-"), about.unwrap_or_default());
        let _ = writeln!(text, "| [`{path}`](#{link}) | {} |", cell(&about));
    }
    text.push_str("\n## Options of every command\n\nCommands that look at nothing take them, and do not care.\n");
    options(&mut text, &root, Arg::is_global_set);
    for (path, command) in &list[1..] {
        one(&mut text, path, command);
    }
    text
}

fn collect<'c>(command: &'c Command, path: &str, list: &mut Vec<(String, &'c Command)>) {
    let children = command.get_subcommands();
    let shown: Vec<_> = children
        .filter(|child| !child.is_hide_set() && child.get_name() != "help")
        .collect();
    list.push((path.to_owned(), command));
    for child in shown {
        collect(child, &format!("{path} {}", child.get_name()), list);
    }
}

fn one(text: &mut String, path: &str, command: &Command) {
    let _ = writeln!(text, "\n## {path}\n");
    let about = command.get_long_about().or_else(|| command.get_about());
    let _ = writeln!(
        text,
        "{}\n",
        about.map(ToString::to_string).unwrap_or_default()
    );
    let aliases: Vec<_> = command
        .get_visible_aliases()
        .map(|alias| format!("`{alias}`"))
        .collect();
    if !aliases.is_empty() {
        let _ = writeln!(text, "Also called {}.\n", aliases.join(", "));
    }
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").lines().map(str::trim);
    let _ = writeln!(
        text,
        "```text\n{}\n```",
        usage.collect::<Vec<_>>().join("\n")
    );
    options(text, command, |arg| !arg.is_global_set());
    let help = command.get_after_help().map(ToString::to_string);
    let (examples, notes) = crate::help::sections(help.as_deref().unwrap_or_default());
    let _ = writeln!(text, "\n```sh\n{}\n```", examples.join("\n"));
    if !notes.is_empty() {
        let _ = writeln!(text, "\n{notes}");
    }
}

/// Add a table for each heading under which help shows options, in its order.
fn options(text: &mut String, command: &Command, wanted: impl Fn(&Arg) -> bool) {
    let shown = |arg: &&Arg| !arg.is_hide_set() && arg.get_id() != "help" && wanted(arg);
    let mut headings: Vec<Option<&str>> = Vec::new();
    for arg in command.get_arguments().filter(shown) {
        if !headings.contains(&arg.get_help_heading()) {
            headings.push(arg.get_help_heading());
        }
    }
    headings.sort_by_key(Option::is_some);
    for heading in headings {
        if let Some(heading) = heading {
            let _ = write!(text, "\n**{heading}**\n");
        }
        text.push_str("\n| option | default | what it does |\n|---|---|---|\n");
        for arg in command.get_arguments().filter(shown) {
            if arg.get_help_heading() == heading {
                row(text, arg);
            }
        }
    }
}

fn row(text: &mut String, arg: &Arg) {
    let values = arg.get_value_names().unwrap_or_default();
    let values: Vec<_> = values.iter().map(ToString::to_string).collect();
    let takes = arg.get_action().takes_values();
    let mut names: Vec<String> = Vec::new();
    names.extend(arg.get_short().map(|short| format!("-{short}")));
    names.extend(arg.get_long().map(|long| format!("--{long}")));
    let optional = arg
        .get_num_args()
        .is_some_and(|range| range.min_values() == 0);
    let written = match (names.is_empty(), takes) {
        (true, _) => values.join(" "),
        (false, true) if optional => format!("{}[={}]", names.join(", "), values.join(" ")),
        (false, true) => format!("{} {}", names.join(", "), values.join(" ")),
        (false, false) => names.join(", "),
    };
    let defaults = arg.get_default_values().iter();
    let defaults: Vec<_> = defaults
        .filter(|_| takes)
        .map(|value| format!("`{}`", value.to_string_lossy()))
        .collect();
    let help = arg.get_long_help().or_else(|| arg.get_help());
    let mut help = help.map(ToString::to_string).unwrap_or_default();
    if takes {
        let names = arg.get_possible_values();
        let names: Vec<_> = (names.iter().filter(|value| !value.is_hide_set()))
            .map(|value| format!("`{}`", value.get_name()))
            .collect();
        if !names.is_empty() && names != ["`true`", "`false`"] {
            let _ = write!(help, ": {}", names.join(", "));
        }
    }
    let _ = writeln!(
        text,
        "| `{written}` | {} | {} |",
        defaults.join(", "),
        cell(&help)
    );
}

fn exit_codes() -> String {
    let mut text = "# Exit codes\n\n| code | meaning |\n|---|---|\n".to_owned();
    for outcome in Outcome::ALL {
        let _ = writeln!(text, "| {} | {} |", outcome.code(), outcome.meaning());
    }
    text.push_str(ENDINGS);
    text
}

const ENDINGS: &str = "
They are never reused for something else. Findings, a change that is rejected included, lead to 3 only with `--fail-on`.

Where several apply, the first of these counts:

1. 130: somebody interrupted it. What was done and what was not is printed all the same.
2. 5: a guard refused, and nothing was changed.
3. 1: nothing was done.
4. 4: some targets are done or were so before, some are not, for whatever reason.
5. 6: all were accepted, and only waiting for the effect ended.
6. 3: findings.

With `-o json` the result is printed whenever targets were looked at, so with 3, 4, 5 and 6 as well.
";

fn environment() -> String {
    let mut text = "# Environment\n\n| variable | meaning |\n|---|---|\n".to_owned();
    for (name, meaning) in cli::variables() {
        let _ = writeln!(
            text,
            "| `{}` | {} |",
            name.replace(", ", "`, `"),
            cell(meaning)
        );
    }
    text.push_str(
        "\nAn option on the command line goes before a variable, and an empty variable counts as none. Those that begin with \
         `KUBECTL_GARDENER_` are defaults of options: a command that does not have the option, or not the format, does without; a \
         wrong value is refused by the commands that use it. There is no configuration file.\n",
    );
    text
}

fn json() -> String {
    let mut text = "# JSON and YAML\n\nThe fields of each kind, as its [JSON Schema](../schema) has them. `[]` stands for each \
        entry of a list, `{}` for each value of a map; `?` means that the value can be `null`, or the field absent where the \
        schema does not require it. [What is promised](../json.md).\n"
        .to_owned();
    for entry in schema::KINDS {
        let root = Value::from((entry.schema)());
        let _ = writeln!(text, "\n## {}\n", entry.kind);
        if let Some(about) = root["description"].as_str() {
            let _ = writeln!(text, "{}\n", plain(about));
        }
        text.push_str("| field | type | meaning |\n|---|---|---|\n");
        fields(&mut text, &root, &root, "", &mut Vec::new());
    }
    text
}

/// Add a row for each field of an object, and for the fields of what it holds.
fn fields(text: &mut String, of: &Value, root: &Value, path: &str, within: &mut Vec<String>) {
    let Some(properties) = of["properties"].as_object() else {
        return;
    };
    let required = of["required"].as_array().cloned().unwrap_or_default();
    for (name, field) in properties {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        let optional = !required.iter().any(|required| required == name);
        let inside = Kind::of(field, root, optional);
        let about = field["description"]
            .as_str()
            .or_else(|| inside.object["description"].as_str());
        let mut about = plain(about.unwrap_or_default());
        if !inside.words.is_empty() {
            let words: Vec<_> = inside
                .words
                .iter()
                .map(|word| format!("`{word}`"))
                .collect();
            let _ = write!(about, " {}", words.join(", "));
        }
        let path = format!("{path}{}", inside.suffix);
        let _ = writeln!(
            text,
            "| `{path}` | {} | {} |",
            inside.name,
            cell(about.trim())
        );
        if let Some(reference) = &inside.reference {
            if within.contains(reference) {
                continue; // A kind that holds itself is explained once.
            }
            within.push(reference.clone());
        }
        fields(text, &inside.object, root, &path, within);
        if inside.reference.is_some() {
            within.pop();
        }
    }
}

/// What a field holds.
struct Kind {
    name: String,
    suffix: String,
    words: Vec<String>,
    object: Value,
    reference: Option<String>,
}

impl Kind {
    fn of(field: &Value, root: &Value, optional: bool) -> Self {
        let (mut at, mut suffix, mut reference) = (field.clone(), String::new(), None);
        let mut absent = optional;
        loop {
            if let Some(name) = at["$ref"].as_str() {
                let name = name.trim_start_matches("#/$defs/").to_owned();
                at = root["$defs"][&name].clone();
                reference = Some(name);
            } else if let Some(choices) = at["anyOf"].as_array() {
                let null = |choice: &&Value| choice["type"] == "null";
                let others: Vec<Value> = choices.iter().filter(|c| !null(c)).cloned().collect();
                absent |= others.len() < choices.len();
                let [only] = others.as_slice() else { break };
                at = only.clone();
            } else if of_type(&at, "array") {
                suffix.push_str("[]");
                absent |= of_type(&at, "null");
                at = at["items"].clone();
            } else if of_type(&at, "object") && at["additionalProperties"].is_object() {
                suffix.push_str("{}");
                at = at["additionalProperties"].clone();
            } else {
                break;
            }
        }
        absent |= of_type(&at, "null");
        let names = match &at["type"] {
            Value::String(name) => name.clone(),
            Value::Array(names) => {
                let names = names.iter().filter_map(Value::as_str);
                names
                    .filter(|name| *name != "null")
                    .collect::<Vec<_>>()
                    .join(" or ")
            }
            _ if at["oneOf"].is_array() || at["enum"].is_array() => "string".to_owned(),
            _ => "any".to_owned(),
        };
        let names = match at["format"].as_str() {
            Some("date-time") => "time".to_owned(),
            _ => names,
        };
        let words = at["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str);
        let choices = at["oneOf"].as_array().into_iter().flatten();
        let choices = choices.flat_map(|choice| {
            let listed = choice["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            choice["const"].as_str().into_iter().chain(listed)
        });
        let constant = at["const"].as_str();
        let words: Vec<_> = words
            .chain(choices)
            .chain(constant)
            .map(ToOwned::to_owned)
            .collect();
        Self {
            name: format!("{names}{}", if absent { "?" } else { "" }),
            suffix,
            words,
            object: at,
            reference,
        }
    }
}

fn of_type(schema: &Value, name: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == name,
        Value::Array(names) => names.iter().any(|one| one == name),
        _ => false,
    }
}

/// Undo the line breaks of a source file.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Keep a text in its cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|").replace('<', "&lt;")
}
