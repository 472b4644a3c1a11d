//! JSON Schemas of everything that `-o json` and `-o yaml` print, generated from the types.
//!
//! They are shipped in `docs/schema/`; a test compares, `SNAPSHOTS=overwrite cargo test` refreshes.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{API_VERSION, Report};

/// The reports that have a schema: one line each.
pub const KINDS: &[Entry] = &[
    Entry::of::<crate::commands::version::ProgramVersion>(),
    Entry::of::<crate::domain::doctor::DoctorReport>(),
    Entry::of::<crate::domain::gardenlets::report::GardenletReport>(),
    Entry::of::<crate::domain::redeploy::result::RedeployResult>(),
    Entry::of::<crate::domain::emergency_stop::result::EmergencyStopResult>(),
    Entry::of::<crate::domain::emergency_stop::status::EmergencyStopStatus>(),
    Entry::of::<crate::domain::versions::report::VersionReport>(),
    Entry::of::<crate::domain::impact::report::ImpactReport>(),
    Entry::of::<crate::domain::impact::report::ImpactReportList>(),
    Entry::of::<crate::output::views::impact::ImpactRules>(),
    Entry::of::<crate::domain::impact::plan::ImpactPlan>(),
    Entry::of::<crate::domain::impact::plan::result::ImpactApplyResult>(),
    Entry::of::<crate::domain::impact::gardener::report::GardenerImpact>(),
    Entry::of::<crate::domain::impact::seed::SeedImpact>(),
    Entry::of::<crate::domain::impact::profile::CloudProfileImpact>(),
    Entry::of::<crate::domain::versions::forecast::VersionForecast>(),
    Entry::of::<crate::domain::versions::diff::VersionDiff>(),
];

/// A kind and its schema.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The kind, which is the name of the file as well.
    pub kind: &'static str,
    /// Make the schema.
    pub schema: fn() -> Schema,
}

impl Entry {
    /// Register a report.
    pub const fn of<R: Report + JsonSchema>() -> Self {
        Self {
            kind: R::KIND,
            schema: schema_of::<R>,
        }
    }
}

/// What all reports have in common: the version and the kind. The other fields belong to the kind.
#[derive(Serialize, JsonSchema)]
struct Envelope {}

/// Make the schema that every report meets, whatever its kind.
pub fn envelope() -> Schema {
    headed::<Envelope>("Envelope", json!({ "type": "string" }))
}

/// Make the schema of a report, with the head that the output gives it.
pub fn schema_of<R: Report + JsonSchema>() -> Schema {
    headed::<R>(R::KIND, json!({ "type": "string", "const": R::KIND }))
}

fn headed<T: JsonSchema>(name: &str, kind: Value) -> Schema {
    // As it is written, not as it could be read: what is always there is required.
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    let fields = schema.ensure_object();

    let mut properties = Map::new();
    properties.insert(
        "apiVersion".into(),
        json!({ "type": "string", "const": API_VERSION, "description": "Version of the format; changes only add." }),
    );
    properties.insert("kind".into(), kind);
    if let Some(Value::Object(own)) = fields.remove("properties") {
        properties.extend(own);
    }
    let mut required = vec![json!("apiVersion"), json!("kind")];
    if let Some(Value::Array(own)) = fields.remove("required") {
        required.extend(own);
    }
    fields.insert("title".into(), name.into());
    fields.insert("properties".into(), properties.into());
    fields.insert("required".into(), required.into());
    schema
}

/// Print a schema the way the files hold it.
pub fn to_text(schema: &Schema) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(schema)? + "\n")
}
