//! Label selectors in kubectl's syntax.

use serde_json::{Value, json};

/// Tell whether labels match a selector in kubectl's syntax.
pub(super) fn selects(selector: &str, labels: &Value) -> bool {
    split_outside_brackets(selector)
        .iter()
        .map(|part| part.trim())
        .filter(|part| !part.is_empty())
        .all(|part| selects_one(part, labels))
}

fn selects_one(part: &str, labels: &Value) -> bool {
    let label = |name: &str| labels[name.trim()].as_str();
    let set = |list: &str| -> Vec<String> {
        let list = list.trim().trim_matches(['(', ')']);
        list.split(',')
            .map(|value| value.trim().to_owned())
            .collect()
    };
    if let Some((name, list)) = part.split_once(" notin ") {
        return label(name).is_none_or(|value| !set(list).iter().any(|one| one == value));
    }
    if let Some((name, list)) = part.split_once(" in ") {
        return label(name).is_some_and(|value| set(list).iter().any(|one| one == value));
    }
    if let Some((name, value)) = part.split_once("!=") {
        return label(name) != Some(value.trim());
    }
    if let Some((name, value)) = part.split_once('=') {
        return label(name) == Some(value.trim_start_matches('=').trim());
    }
    match part.strip_prefix('!') {
        Some(name) => label(name).is_none(),
        None => label(part).is_some(),
    }
}

fn split_outside_brackets(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

#[test]
fn selectors_are_kubectls() {
    let labels = json!({ "a": "1", "b": "2" });
    for selector in [
        "",
        "a=1",
        "a==1,b=2",
        "a",
        "!c",
        "a!=2",
        "c!=1",
        "a in (1, 2),b",
        "a notin (2,3)",
        "c notin (1)",
    ] {
        assert!(selects(selector, &labels), "{selector}");
    }
    for selector in [
        "a=2",
        "c",
        "!a",
        "a!=1",
        "a in (2,3)",
        "a notin (1)",
        "a=1,b=1",
    ] {
        assert!(!selects(selector, &labels), "{selector}");
    }
}
