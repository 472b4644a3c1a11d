//! `-o sarif`: findings with the lines of a file, as code scanners of forges read them (SARIF 2.1.0,
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>).
//!
//! A report gives its rules and findings as a [`SarifLog`]; what they look like in JSON is only known here.

use std::fmt::Write as _;
use std::io::Write;

use serde_json::{Map, Value, json};

use super::machine;
use crate::domain::hash;

/// The findings of a report, for code scanners.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SarifLog {
    /// Every rule that a finding can have, in the order in which they are listed.
    pub rules: Vec<Rule>,
    /// What was found.
    pub findings: Vec<Finding>,
}

/// A kind of finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The permanent id.
    pub id: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// What to do about it.
    pub advice: String,
    /// How bad it is, unless a finding says otherwise.
    pub level: Level,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth acting on.
    Warning,
    /// Must be acted on.
    Error,
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// How bad it is.
    pub level: Level,
    /// What it means here.
    pub message: String,
    /// Where in a file it is, as far as it is known.
    pub location: Option<Location>,
    /// What it is about, for example `shoot garden-dev/prod`: with rule and object a finding is recognised in the
    /// next run, on whatever line it is then.
    pub object: String,
    /// Why it is accepted, where somebody has done that.
    pub accepted: Option<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file as it was named on the command line.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The column, from one, where it is known.
    pub column: Option<usize>,
}

impl Level {
    const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Write findings as a SARIF log with one run.
pub fn write(log: &SarifLog, out: &mut dyn Write) -> anyhow::Result<()> {
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "kubectl-gardener",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": log.rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": log.findings.iter().map(|finding| result(log, finding)).collect::<Vec<_>>(),
        }],
    });
    machine::pretty(&document, out)
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.meaning },
        "help": { "text": rule.advice },
        "defaultConfiguration": { "level": rule.level.name() },
    })
}

fn result(log: &SarifLog, finding: &Finding) -> Value {
    let mut result = Map::new();
    result.insert("ruleId".into(), json!(finding.rule));
    if let Some(index) = log.rules.iter().position(|rule| rule.id == finding.rule) {
        result.insert("ruleIndex".into(), json!(index));
    }
    result.insert("level".into(), json!(finding.level.name()));
    result.insert("message".into(), json!({ "text": finding.message }));
    let mut place = json!({ "logicalLocations": [{ "fullyQualifiedName": finding.object }] });
    if let Some(location) = &finding.location {
        let mut region = json!({ "startLine": location.line.max(1) });
        if let Some(column) = location.column {
            region["startColumn"] = json!(column.max(1));
        }
        place["physicalLocation"] = json!({
            "artifactLocation": { "uri": uri(&location.file) },
            "region": region,
        });
    }
    result.insert("locations".into(), json!([place]));
    let identity = format!("{}\n{}", finding.rule, finding.object);
    result.insert(
        "partialFingerprints".into(),
        json!({ "ruleAndObject/v1": format!("{:016x}", hash::stable(&identity)) }),
    );
    if let Some(reason) = &finding.accepted {
        result.insert(
            "suppressions".into(),
            json!([{ "kind": "external", "status": "accepted", "justification": reason }]),
        );
    }
    Value::Object(result)
}

/// Write a path as a URI: relative ones stay relative to where the program was started, as forges want them.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.as_bytes().get(1..3) == Some(b":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
        // A colon in the first part of a relative path would make that part a scheme.
        if plain || (byte == b':' && uri.starts_with("file:")) {
            uri.push(byte.into());
        } else {
            let _ = write!(uri, "%{byte:02X}"); // writing to a String does not fail
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> SarifLog {
        SarifLog {
            rules: vec![
                Rule {
                    id: "version-removed".into(),
                    meaning: "a version in use is removed".into(),
                    advice: "keep it".into(),
                    level: Level::Error,
                },
                Rule {
                    id: "version-expires".into(),
                    meaning: "a version in use expires".into(),
                    advice: "announce it".into(),
                    level: Level::Warning,
                },
            ],
            findings: vec![Finding {
                rule: "version-expires".into(),
                level: Level::Note,
                message: "1.33.15 expires".into(),
                location: Some(Location {
                    file: "./profiles/a b.yaml".into(),
                    line: 12,
                    column: Some(7),
                }),
                object: "shoot garden-dev/prod".into(),
                accepted: None,
            }],
        }
    }

    fn rendered(log: &SarifLog) -> Value {
        let mut bytes = Vec::new();
        write(log, &mut bytes).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[test]
    fn a_finding_names_its_rule_its_line_and_its_object() {
        let document = rendered(&log());
        let run = &document["runs"][0];
        assert_eq!(document["version"], "2.1.0");
        assert_eq!(run["tool"]["driver"]["rules"][1]["id"], "version-expires");
        let result = &run["results"][0];
        assert_eq!(result["ruleIndex"], 1);
        assert_eq!(result["level"], "note");
        let place = &result["locations"][0];
        assert_eq!(
            place["physicalLocation"],
            json!({
                "artifactLocation": { "uri": "profiles/a%20b.yaml" },
                "region": { "startLine": 12, "startColumn": 7 },
            })
        );
        assert_eq!(
            place["logicalLocations"][0]["fullyQualifiedName"],
            "shoot garden-dev/prod"
        );
    }

    #[test]
    fn a_finding_is_recognised_on_another_line_and_with_other_words() {
        let fingerprint =
            |log: &SarifLog| rendered(log)["runs"][0]["results"][0]["partialFingerprints"].clone();
        let mut moved = log();
        moved.findings[0].location = None;
        "other words".clone_into(&mut moved.findings[0].message);
        assert_eq!(fingerprint(&moved), fingerprint(&log()));
        "shoot garden-dev/other".clone_into(&mut moved.findings[0].object);
        assert_ne!(fingerprint(&moved), fingerprint(&log()));
        assert!(
            rendered(&moved)["runs"][0]["results"][0]["locations"][0]["physicalLocation"].is_null()
        );
    }

    #[test]
    fn what_is_accepted_is_suppressed_with_the_reason() {
        let mut accepted = log();
        assert!(rendered(&accepted)["runs"][0]["results"][0]["suppressions"].is_null());
        accepted.findings[0].accepted = Some("agreed".into());
        let suppressions = &rendered(&accepted)["runs"][0]["results"][0]["suppressions"];
        assert_eq!(suppressions[0]["justification"], "agreed");
        assert_eq!(suppressions[0]["kind"], "external");
    }

    #[test]
    fn nothing_found_is_a_log_without_results() {
        let document = rendered(&SarifLog::default());
        assert_eq!(document["runs"][0]["results"], json!([]));
    }

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("profiles/aws.yaml", "profiles/aws.yaml"),
            ("./aws.yaml", "aws.yaml"),
            ("/srv/aws.yaml", "file:///srv/aws.yaml"),
            ("C:\\garden\\aws.yaml", "file:///C:/garden/aws.yaml"),
            ("profiles\\aws.yaml", "profiles/aws.yaml"),
            ("a:b.yaml", "a%3Ab.yaml"),
            ("é#?.yaml", "%C3%A9%23%3F.yaml"),
        ] {
            assert_eq!(uri(path), expected);
        }
    }
}
