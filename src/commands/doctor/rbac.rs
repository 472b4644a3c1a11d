//! `doctor --rbac`: the least roles of a command.

use crate::cli::App;
use crate::domain::rights::role::{Role, roles};
use crate::domain::rights::{COMMANDS, CommandRights, Need, find};
use crate::error::{Outcome, WithHint, usage};
use crate::output::{Format, manifests, shell};

/// Find the command that is meant.
fn command(words: &[String]) -> anyhow::Result<&'static CommandRights> {
    let asked = words.join(" ");
    find(&asked).map_or_else(
        || {
            let known: Vec<&str> = COMMANDS.iter().map(|rights| rights.command).collect();
            Err(usage(format!("there is no command `{asked}`")))
                .hint(format!("name one of: {}", known.join(", ")))
        },
        Ok,
    )
}

/// Print the roles.
pub(super) fn run(
    words: &[String],
    optional: bool,
    format: Option<Format>,
    app: &mut App,
) -> anyhow::Result<Outcome> {
    let rights = command(words)?;
    let namespace = app.global.namespace.as_deref();
    let roles = roles(rights, optional, namespace);
    if roles.is_empty() {
        let text = if rights.all().next().is_some() {
            "without any right it goes on; --optional prints what adds to it"
        } else {
            "it sends nothing to a garden that needs a right"
        };
        app.ui.status(format!("{}: {text}", rights.command));
    }
    let remarks = remarks(rights, &roles, optional);
    app.answer.write(|out| match format {
        Some(Format::Json) => manifests::json(&roles, out),
        // A format of reports may be the default that the environment sets.
        _ => manifests::yaml(&remarks, &roles, out),
    })?;
    Ok(Outcome::Done)
}

/// Say what it is, how it is bound, and what is missing with it.
fn remarks(rights: &CommandRights, roles: &[Role], optional: bool) -> Vec<String> {
    let mut remarks = vec![format!("What kubectl gardener {} needs.", rights.command)];
    let bindings: Vec<String> = roles
        .iter()
        .map(|role| format!("  {}", shell::command(role.binding())))
        .collect();
    if !bindings.is_empty() {
        remarks.push("Bind it:".to_owned());
        remarks.extend(bindings);
    }
    let missing: Vec<String> = rights
        .rules()
        .filter_map(|rule| match rule.need {
            Need::Adds(without) => Some(format!("  {rule}: {without}")),
            Need::Needed | Need::Sometimes(_) => None,
        })
        .collect();
    if !optional && !missing.is_empty() {
        remarks.push("With --optional also, which it can do without:".to_owned());
        remarks.extend(missing);
    }
    remarks
}
