//! Manifests for `kubectl apply -f -`: YAML documents with remarks above them, or a `List`.

use std::io::Write;

use serde::Serialize;
use serde_json::json;

use super::machine;

/// Write YAML documents, with remarks above the first.
pub fn yaml(
    remarks: &[String],
    manifests: &[impl Serialize],
    mut out: &mut dyn Write,
) -> anyhow::Result<()> {
    for remark in remarks {
        writeln!(out, "# {remark}")?;
    }
    for (index, manifest) in manifests.iter().enumerate() {
        if index > 0 {
            writeln!(out, "---")?;
        }
        serde_saphyr::to_io_writer(&mut out, manifest)?;
    }
    Ok(())
}

/// Write a `List` as JSON.
pub fn json(manifests: &[impl Serialize], out: &mut dyn Write) -> anyhow::Result<()> {
    machine::pretty(
        &json!({ "apiVersion": "v1", "kind": "List", "items": manifests }),
        out,
    )
}
