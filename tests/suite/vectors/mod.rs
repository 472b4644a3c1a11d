//! What Gardener itself says, asked once and kept: see tests/vectors/README.md.

mod combinations;
mod forecast;
mod impact;
mod maintenance;
mod units;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::de::DeserializeOwned;

/// Read a compressed file of tests/vectors, one JSON value a line.
pub fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/vectors")
        .join(name);
    let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    BufReader::new(zstd::Decoder::new(file).expect("a zstd file"))
        .lines()
        .map(|line| {
            let line = line.expect("text");
            serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
        })
        .collect()
}
