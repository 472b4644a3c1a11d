//! Which seeds are meant: by name, by label, or all of them.

use std::collections::BTreeSet;

use anyhow::anyhow;

use super::scene::Seeds;
use crate::domain::emergency_stop::result::SeedResult;
use crate::domain::objects::{Object, Seed};
use crate::error::{WithHint, usage};
use crate::garden::names::Names;
use crate::garden::selector::Selector;

/// The seeds that a command is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args)]
pub struct Targets {
    /// Names of seeds
    #[arg(value_name = "SEED", value_parser = name, add = Names::Seeds)]
    pub seeds: Vec<String>,
    /// Seeds with these labels, as with kubectl
    #[arg(short = 'l', long, value_name = "SELECTOR", help_heading = "Scope")]
    pub selector: Option<String>,
    /// Every seed there is now
    #[arg(long, help_heading = "Scope")]
    pub all: bool,
}

/// The seeds that are meant, and what is wrong with the others that are.
#[derive(Debug, Default)]
pub struct Found {
    /// The seeds, in the order of their names.
    pub seeds: Vec<Seed>,
    /// Those that do not exist or cannot be read.
    pub missing: Vec<SeedResult>,
}

impl Found {
    /// Give the names of the seeds.
    pub fn names(&self) -> BTreeSet<String> {
        self.seeds
            .iter()
            .map(|seed| seed.name().to_owned())
            .collect()
    }
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

    /// Find the seeds that are meant among all there are.
    pub fn find(&self, seeds: &Seeds) -> anyhow::Result<Found> {
        let mut found = Found::default();
        if !self.seeds.is_empty() {
            for name in self.seeds.iter().collect::<BTreeSet<_>>() {
                match seeds.all.get(name) {
                    Some(seed) => found.seeds.push(seed.clone()),
                    None => found.missing.push(missing(name, seeds)),
                }
            }
            return Ok(found);
        }
        let selector = Selector::parse(self.selector.as_deref().unwrap_or_default())?;
        let all = seeds.all.values();
        found.seeds = all
            .filter(|seed| selector.matches(&seed.metadata.labels))
            .cloned()
            .collect();
        // One that cannot be read may have the labels.
        let why = |why: &str| match &self.selector {
            Some(selector) => format!("whether its labels match {selector} is not known: {why}"),
            None => why.to_owned(),
        };
        let unreadable = seeds.unreadable.iter();
        found.missing = unreadable
            .map(|(name, reason)| SeedResult::unseen(name, why(reason)))
            .collect();
        if found.seeds.is_empty() && found.missing.is_empty() {
            let why = match &self.selector {
                Some(selector) => format!("no seed has labels that match {selector}"),
                None => "there are no seeds".to_owned(),
            };
            return Err(anyhow!(why)).hint("look at them with kubectl get seeds --show-labels");
        }
        Ok(found)
    }

    /// Refuse a command line that names no seed.
    pub fn require(&self) -> anyhow::Result<()> {
        if self.are_unsaid() {
            return Err(usage("no seed is named")).hint("name seeds, or use -l SELECTOR or --all");
        }
        self.check()
    }
}

/// Say why a seed that was named is not there.
fn missing(name: &str, seeds: &Seeds) -> SeedResult {
    let why = match seeds.unreadable.get(name) {
        Some(why) => why.clone(),
        None if name == "all" => "there is no seed of this name; --all means every seed".to_owned(),
        None => "there is no seed of this name".to_owned(),
    };
    SeedResult::unseen(name, why)
}

/// Parse the name of a seed: it becomes part of an address.
fn name(text: &str) -> Result<String, String> {
    let valid = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    if text.is_empty() || !text.chars().all(valid) {
        return Err("names of seeds have lower-case letters, digits, `-` and `.`".to_owned());
    }
    Ok(text.to_owned())
}
