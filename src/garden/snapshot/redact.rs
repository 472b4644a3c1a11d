//! Redacting what is written: the rules are those of the domain, the key comes from outside.

use std::fs;
use std::path::Path;

use anyhow::{Context, anyhow};
use ring::rand::{SecureRandom, SystemRandom};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::objects::Object;
use crate::domain::redact;
use crate::erased;
use crate::error::{WithHint, usage};

/// Bytes of a key, which is the least that a file has to have.
const KEY: usize = 32;

/// Replaces names in what is written.
#[derive(Debug)]
pub struct Redactor(redact::Redactor);

impl Redactor {
    /// Take a key that nobody ever sees: names can neither be looked up nor be compared with another snapshot.
    pub fn random() -> anyhow::Result<Self> {
        let mut key = [0; KEY];
        SystemRandom::new()
            .fill(&mut key)
            .map_err(|_| anyhow!("the system gives no random numbers"))?;
        Ok(Self(redact::Redactor::new(&key)))
    }

    /// Take a key from a file: who has it can tell which name a hash stands for.
    pub fn of_file(path: &Path) -> anyhow::Result<Self> {
        let name = path.display();
        let key = fs::read(path).with_context(|| format!("cannot read the key {name}"))?;
        let key = key.trim_ascii();
        if key.len() < KEY {
            return Err(usage(format!(
                "the key {name} has {} bytes, and needs {KEY}: a short one can be guessed",
                key.len()
            )))
            .hint("make one: head -c 32 /dev/urandom | base64 > redact.key");
        }
        Ok(Self(redact::Redactor::new(key)))
    }

    /// Give the hash of a name.
    pub fn name(&self, name: &str) -> String {
        self.0.name(name)
    }

    /// Redact an object; none if no report could read it, which leaving fields out must not change.
    pub fn object<K: Object + DeserializeOwned>(&self, tree: Value) -> Option<Value> {
        erased::tree::<K>(&tree).ok()?;
        Some(self.0.object(K::KIND, tree))
    }

    /// Say that an object cannot be read, without what is in it.
    pub fn unreadable<K: Object>(&self, key: &str) -> String {
        let key = if key.is_empty() {
            "without a name".to_owned()
        } else {
            self.0.key(key)
        };
        format!("{} {key}: cannot be read", K::KIND)
    }
}
