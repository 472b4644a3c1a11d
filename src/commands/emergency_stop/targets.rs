//! Which seeds are meant: by name, by label, or all of them.

use std::collections::BTreeMap;

use crate::domain::objects::Seed;
use crate::error::{WithHint, usage};
use crate::garden::selector::Selector;

/// The seeds that a command is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct Targets {
    /// Names of seeds
    #[arg(value_name = "SEED", value_parser = name)]
    pub seeds: Vec<String>,
    /// Seeds with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    pub selector: Option<String>,
    /// Every seed there is now
    #[arg(long, help_heading = "Scope")]
    pub all: bool,
}

/// The seeds that were found, and the names that none has.
#[derive(Debug, Default)]
pub struct Found {
    /// The seeds, by name.
    pub seeds: BTreeMap<String, Seed>,
    /// Names without a seed, in order.
    pub unknown: Vec<String>,
}

impl Targets {
    /// Name every seed.
    pub fn all() -> Self {
        Self {
            all: true,
            ..Self::default()
        }
    }

    /// Tell whether nothing was said about which seeds are meant.
    pub fn are_unsaid(&self) -> bool {
        *self == Self::default()
    }

    /// Refuse contradictions before anything is asked.
    pub fn check(&self) -> anyhow::Result<()> {
        let ways = [!self.seeds.is_empty(), self.selector.is_some(), self.all];
        if ways.iter().filter(|way| **way).count() > 1 {
            return Err(usage(
                "names, --selector and --all contradict each other: use one of them",
            ));
        }
        if let Some(selector) = &self.selector {
            if selector.trim().is_empty() {
                return Err(usage("an empty selector would mean every seed"))
                    .hint("use --all if that is what you mean");
            }
            Selector::parse(selector)?;
        }
        Ok(())
    }

    /// Refuse a command line that names no seed.
    pub fn require(&self) -> anyhow::Result<()> {
        if self.are_unsaid() {
            return Err(usage("no seed is named")).hint("name seeds, or use -l SELECTOR or --all");
        }
        self.check()
    }
}

/// Parse the name of a seed: it becomes part of an address.
fn name(text: &str) -> Result<String, String> {
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if text.is_empty() || !text.chars().all(valid) {
        return Err("names of seeds have lower-case letters, digits, `-` and `.`".to_owned());
    }
    Ok(text.to_owned())
}
