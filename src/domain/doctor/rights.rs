//! What somebody may do, as findings: a line for each command that lacks something.

use super::report::{Finding, State};
use crate::domain::rights::{Granted, Usable};
use crate::domain::shell;

/// Judge what each command may do.
pub fn judge(granted: &[Granted]) -> Vec<Finding> {
    let id = "rights";
    let full: Vec<&str> = granted
        .iter()
        .filter(|one| one.usable == Usable::Fully)
        .map(|one| one.command)
        .collect();
    let mut findings = Vec::new();
    if !full.is_empty() {
        let message = if full.len() == granted.len() {
            "all rights are granted, for every command".to_owned()
        } else {
            format!("all rights are granted for {}", full.join(", "))
        };
        findings.push(Finding::ok(id, message));
    }
    findings.extend(granted.iter().filter_map(lacking));
    findings
}

fn lacking(granted: &Granted) -> Option<Finding> {
    let id = "rights";
    let named = |needed: bool| {
        let lacks = granted.missing.iter();
        let lacks = lacks.filter(|lack| (lack.need == "needed") == needed);
        let texts = lacks.map(|lack| match &lack.namespace {
            Some(namespace) => format!("{} {} in {namespace}", lack.verb, lack.resource),
            None => format!("{} {}", lack.verb, lack.resource),
        });
        texts.collect::<Vec<_>>().join(", ")
    };
    let (state, message, optional) = match granted.usable {
        Usable::Fully => return None,
        Usable::Unknown => {
            let message = "the server does not say what may be done";
            return Some(Finding::skipped(id, message).on(granted.command));
        }
        Usable::No => (
            State::Warning,
            format!("fails: you may not {}", named(true)),
            false,
        ),
        Usable::Partly => (
            State::Info,
            format!("works in part: you may not {}", named(false)),
            true,
        ),
    };
    let mut words = vec!["kubectl", "gardener", "doctor", "--rbac"];
    words.extend(granted.command.split(' '));
    if optional {
        words.push("--optional");
    }
    Some(
        Finding::new(id, state, message)
            .on(granted.command)
            .advise("have somebody who may grant it apply these roles and bind them")
            .run(shell::command(words)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rights::{find, judge as granted};

    #[test]
    fn a_command_is_told_once_with_what_it_lacks() {
        let of = |command: &str, verb: &str| {
            granted(find(command).unwrap(), None, |rule| Some(rule.verb != verb))
        };
        let findings = judge(&[
            of("versions", "nothing"),
            of("gardenlets", "nothing"),
            of("emergency-stop on", "patch"),
            of("emergency-stop off", "get"),
        ]);
        assert_eq!(findings.len(), 3);
        assert_eq!(
            findings[0].message,
            "all rights are granted for versions, gardenlets"
        );
        let all = judge(&[of("versions", "nothing"), of("gardenlets", "nothing")]);
        assert_eq!(all[0].message, "all rights are granted, for every command");
        let on = &findings[1];
        assert_eq!(on.state, State::Warning);
        assert_eq!(on.message, "fails: you may not patch seeds");
        assert_eq!(
            on.command.as_deref(),
            Some("kubectl gardener doctor --rbac emergency-stop on")
        );
        let off = &findings[2];
        assert_eq!(off.state, State::Info);
        assert!(off.command.as_deref().unwrap().ends_with("--optional"));
    }
}
