//! Reading waivers from a file.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use anyhow::{Context, anyhow};

use crate::domain::waiver::Waivers;
use crate::erased;
use crate::error::WithHint;

/// Read a file with waivers; `-` is stdin.
pub fn read(path: &Path) -> anyhow::Result<Waivers> {
    let name = path.display();
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        io::stdin().lock().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(path)
    };
    let text = text.with_context(|| format!("cannot read the waivers in {name}"))?;
    if text.trim().is_empty() {
        return Ok(Waivers::default());
    }
    erased::yaml(&text, serde_saphyr::Options::default())
        .map_err(|error| anyhow!("cannot read the waivers in {name}: {error}"))
        .hint("write a list of entries with code, target, reason and, if it ends, until")
}
