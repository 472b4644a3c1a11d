//! The schemas in `docs/schema/` are those of the types, and answers meet them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use kubectl_gardener::output::Format;
use kubectl_gardener::output::schema::{self, Entry};
use serde_json::Value;
use snapbox::{Assert, Data, IntoData};

use super::sample::{Sample, empty, plain, sample};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema")
}

#[test]
fn the_files_are_generated_from_the_types() {
    let mut expected = BTreeSet::new();
    let envelope = Entry {
        kind: "Envelope",
        schema: schema::envelope,
    };
    for entry in schema::KINDS.iter().chain([&envelope]) {
        let file = format!("{}.json", entry.kind);
        let text = schema::to_text(&(entry.schema)()).unwrap();
        // A failure names SNAPSHOTS=overwrite, which writes the file.
        Assert::new()
            .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
            .eq(
                text.raw(),
                Data::read_from(&folder().join(&file), None).raw(),
            );
        assert!(expected.insert(file), "{} is registered twice", entry.kind);
    }
    let present: BTreeSet<_> = (std::fs::read_dir(folder()).unwrap())
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(present, expected, "delete the files that no type makes");
}

#[test]
fn answers_meet_their_schema() {
    let schema = Value::from(schema::schema_of::<Sample>());
    for report in [sample(), empty()] {
        let answer: Value = serde_json::from_str(&plain(&report, Format::Json)).unwrap();
        check(&answer, &schema, &schema, "$").unwrap();
        check(&answer, &Value::from(schema::envelope()), &schema, "$").unwrap();
    }
}

#[test]
fn what_does_not_meet_the_schema_is_noticed() {
    let schema = Value::from(schema::schema_of::<Sample>());
    let good: Value = serde_json::from_str(&plain(&sample(), Format::Json)).unwrap();
    let spoilt = |pointer: &str, value: Value| {
        let mut answer = good.clone();
        *answer.pointer_mut(pointer).unwrap() = value;
        check(&answer, &schema, &schema, "$")
    };
    assert!(spoilt("/kind", "Other".into()).is_err());
    assert!(spoilt("/apiVersion", "v2".into()).is_err());
    assert!(spoilt("/shoots/0/name", Value::Null).is_err());
    assert!(spoilt("/shoots/0/severity", "bad".into()).is_err());
    assert!(spoilt("/now", "yesterday".into()).is_err());
    assert!(spoilt("/shoots/0", serde_json::json!({})).is_err());
}

#[test]
fn fields_may_be_added() {
    let schema = Value::from(schema::schema_of::<Sample>());
    let mut answer: Value = serde_json::from_str(&plain(&sample(), Format::Json)).unwrap();
    answer["shoots"][0]["later"] = true.into();
    answer["later"] = true.into();
    check(&answer, &schema, &schema, "$").unwrap();
}

#[test]
fn times_and_absent_values_are_described() {
    let schema = Value::from(schema::schema_of::<Sample>());
    assert_eq!(schema["properties"]["now"]["format"], "date-time");
    assert_eq!(schema["properties"]["kind"]["const"], "Sample");
    let shoot = &schema["$defs"]["Shoot"];
    assert_eq!(
        shoot["properties"]["seed"]["type"],
        serde_json::json!(["string", "null"])
    );
    let required = shoot["required"].as_array().unwrap();
    assert!(
        required.contains(&"seed".into()),
        "null is written, so it is always there"
    );
}

/// Check the part of JSON Schema that the generator uses; an unknown keyword is an error.
pub(crate) fn check(value: &Value, schema: &Value, root: &Value, at: &str) -> Result<(), String> {
    let Some(keywords) = schema.as_object() else {
        return if schema == &Value::Bool(true) {
            Ok(())
        } else {
            Err(format!("{at}: nothing fits"))
        };
    };
    for (keyword, wanted) in keywords {
        let fits = match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" | "required" | "minimum" | "maximum"
            | "default" => true,
            "type" => types(wanted).any(|name| is_a(value, name)),
            "const" => value == wanted,
            "enum" => wanted.as_array().is_some_and(|all| all.contains(value)),
            "format" => match (wanted.as_str(), value.as_str()) {
                (Some("date-time"), Some(text)) => text.parse::<jiff::Timestamp>().is_ok(),
                _ => true,
            },
            "$ref" => {
                let pointer = wanted.as_str().unwrap_or_default().trim_start_matches('#');
                let target = root.pointer(pointer).ok_or(format!("{at}: no {pointer}"))?;
                check(value, target, root, at)?;
                true
            }
            "anyOf" | "oneOf" => wanted.as_array().is_some_and(|all| {
                let fitting = all.iter().filter(|one| check(value, one, root, at).is_ok());
                fitting.count() > 0
            }),
            "minItems" => value
                .as_array()
                .is_some_and(|all| all.len() as u64 >= wanted.as_u64().unwrap_or_default()),
            "maxItems" => value
                .as_array()
                .is_some_and(|all| all.len() as u64 <= wanted.as_u64().unwrap_or_default()),
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(item, wanted, root, &format!("{at}[{index}]"))?;
                }
                true
            }
            "properties" => {
                for (name, property) in wanted.as_object().into_iter().flatten() {
                    if let Some(field) = value.get(name) {
                        check(field, property, root, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let known = keywords.get("properties").and_then(Value::as_object);
                for (name, field) in value.as_object().into_iter().flatten() {
                    if known.is_none_or(|known| !known.contains_key(name)) {
                        check(field, wanted, root, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            _ => return Err(format!("{at}: this check does not know {keyword}")),
        };
        if !fits {
            return Err(format!("{at}: {keyword} wants {wanted}, found {value}"));
        }
    }
    if value.is_object() {
        for name in keywords
            .get("required")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            if value.get(name.as_str().unwrap_or_default()).is_none() {
                return Err(format!("{at}: {name} is missing"));
            }
        }
    }
    Ok(())
}

fn types(wanted: &Value) -> impl Iterator<Item = &str> {
    let many = wanted.as_array().map_or(&[][..], Vec::as_slice);
    wanted
        .as_str()
        .into_iter()
        .chain(many.iter().filter_map(Value::as_str))
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    }
}
