//! Reading a plan.

use std::fs;
use std::io::{self, Read as _};
use std::path::Path;

use anyhow::{Context, anyhow};
use serde_json::Value;

use crate::domain::impact::plan::ImpactPlan;
use crate::erased;
use crate::error::WithHint;
use crate::output::API_VERSION;

/// Read a plan from a file, or with `-` from stdin.
pub(super) fn read(path: &Path) -> anyhow::Result<ImpactPlan> {
    let name = path.display();
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    let text = text.with_context(|| format!("cannot read the plan {name}"))?;
    let hint = "make one with kubectl gardener impact … --save";
    let tree: Value = serde_json::from_str(&text)
        .map_err(|error| anyhow!("{name} is not a plan: {error}"))
        .hint(hint)?;
    let head = |field: &str| tree[field].as_str().unwrap_or("nothing").to_owned();
    let (version, kind) = (head("apiVersion"), head("kind"));
    if (version.as_str(), kind.as_str()) != (API_VERSION, ImpactPlan::KIND) {
        return Err(anyhow!(
            "{name} is not a plan: it is {kind} of {version}, and a plan is {} of {API_VERSION}",
            ImpactPlan::KIND
        ))
        .hint(hint);
    }
    erased::tree::<ImpactPlan>(&tree)
        .map_err(|error| anyhow!("{name} is not a plan: {error}"))
        .hint(hint)
}
