//! Our variables in the environment: which are set, and which nobody reads.

use super::report::{Finding, State};

/// Judge the variables that are set, as (name, value), given how ours begin and the names that this program reads.
///
/// `takes` says what a variable takes, where that is not the value. Values of unknown variables are not shown: nobody knows
/// what they are.
pub fn judge(
    prefix: &str,
    known: &[&str],
    set: &[(String, String)],
    takes: impl Fn(&str, &str) -> Option<String>,
) -> Vec<Finding> {
    let id = "variables";
    let ours = |name: &str| name.to_uppercase().starts_with(prefix);
    let (read, unread): (Vec<_>, Vec<_>) = set
        .iter()
        .filter(|(name, value)| ours(name) && !value.is_empty())
        .partition(|(name, _)| known.contains(&name.as_str()));
    let mut findings: Vec<Finding> = read
        .into_iter()
        .map(|(name, value)| match takes(name, value) {
            None => Finding::new(id, State::Info, format!("set to {value}")).on(name),
            Some(takes) => {
                let message = format!("set to {value}, and takes {takes}");
                Finding::new(id, State::Warning, message)
                    .on(name)
                    .advise("correct the value, or unset it: other commands refuse to run with it")
                    .run(format!("unset {name}"))
            }
        })
        .collect();
    findings.extend(unread.into_iter().map(|(name, _)| {
        let finding = Finding::new(id, State::Warning, "this program reads no such variable")
            .on(name)
            .run(format!("unset {name}"));
        match similar(name, known) {
            Some(meant) => finding.advise(format!("perhaps {meant} is meant")),
            None => finding,
        }
    }));
    if findings.is_empty() {
        findings.push(Finding::ok(id, format!("no {prefix}* is set")));
    }
    findings
}

/// Find the known name that was probably meant.
fn similar<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let name = name.to_uppercase();
    let distances = known.iter().map(|known| (distance(&name, known), *known));
    let (distance, known) = distances.min()?;
    (distance <= 4).then_some(known)
}

/// Count the letters that have to be added, left out or replaced.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, a) in one.chars().enumerate() {
        let mut diagonal = above;
        row[0] = above + 1;
        for (column, b) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[&str] = &["KUBECTL_GARDENER_AUDIT_LOG", "KUBECTL_GARDENER_OUTPUT"];

    fn of(name: &str, value: &str) -> Finding {
        let set = [(name.to_owned(), value.to_owned())];
        let mut findings = judge("KUBECTL_GARDENER_", KNOWN, &set, |name, value| {
            (name.ends_with("OUTPUT") && value == "xml").then(|| "json".to_owned())
        });
        assert_eq!(findings.len(), 1);
        findings.remove(0)
    }

    #[test]
    fn known_variables_are_shown_and_others_are_told_without_their_value() {
        let known = of("KUBECTL_GARDENER_OUTPUT", "json");
        assert_eq!(
            (known.state, known.message.as_str()),
            (State::Info, "set to json")
        );
        let wrong = of("KUBECTL_GARDENER_OUTPUT", "xml");
        assert_eq!(
            (wrong.state, wrong.message.as_str()),
            (State::Warning, "set to xml, and takes json")
        );
        let typo = of("KUBECTL_GARDENER_OUTPT", "planted-marker");
        assert_eq!(typo.state, State::Warning);
        assert_eq!(
            typo.advice.as_deref(),
            Some("perhaps KUBECTL_GARDENER_OUTPUT is meant")
        );
        assert_eq!(
            typo.command.as_deref(),
            Some("unset KUBECTL_GARDENER_OUTPT")
        );
        assert!(!format!("{typo:?}").contains("planted-marker"));
        let lower = of("kubectl_gardener_output", "json");
        assert_eq!(lower.state, State::Warning);
        let other = of("KUBECTL_GARDENER_SOMETHING_ELSE", "1");
        assert_eq!((other.state, other.advice), (State::Warning, None));
    }

    #[test]
    fn what_is_empty_or_not_ours_does_not_count() {
        for (name, value) in [
            ("KUBECTL_GARDENER_OUTPT", ""),
            ("KUBECTL_EXTERNAL_DIFF", "x"),
        ] {
            assert_eq!(of(name, value).state, State::Ok, "{name}");
        }
    }

    #[test]
    fn distances_count_letters() {
        for (one, other, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "ac", 1),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
