//! Image vectors in files: Gardener's `imagevector/containers.yaml`, an extension's `imagevector/images.yaml`,
//! etcd-druid's `internal/images/images.yaml`, and overwrites of them.

use std::fs;
use std::io::{self, Read};

use anyhow::{Context, anyhow};
use serde::Deserialize;

use crate::domain::impact::gardener::vector::{Fault, ImageSource, ImageVector};
use crate::erased;
use crate::error::WithHint;

/// What a file of images can have.
#[derive(Debug, Default, Deserialize)]
struct Images {
    #[serde(default)]
    images: Option<Vec<ImageSource>>,
    #[serde(default)]
    components: Option<Vec<Component>>,
}

/// An overwrite for something that Gardener deploys
/// (`gardener/gardener:pkg/utils/imagevector/types.go:ComponentImageVector`).
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Component {
    #[serde(default)]
    name: String,
    #[serde(default)]
    image_vector_overwrite: String,
}

/// An overwrite of image vectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overwrite {
    /// Of the vector itself.
    pub vector: ImageVector,
    /// Of the vectors of components, by their name.
    pub components: Vec<(String, ImageVector)>,
}

/// Read an image vector, with `-` from stdin.
pub fn read_vector(path: &str) -> anyhow::Result<ImageVector> {
    let file = parse(path, &text(path)?)?;
    let Some(images) = file.images else {
        return Err(anyhow!("{path} has no images")).hint(if file.components.is_some() {
            "this is an overwrite for components: name it with --overwrite"
        } else {
            "an image vector has a list called images, such as imagevector/containers.yaml of Gardener"
        });
    };
    ImageVector::new(images).map_err(|fault| told(path, &fault))
}

/// Read an overwrite: of the vector itself, or of the vectors of components.
pub fn read_overwrite(path: &str) -> anyhow::Result<Overwrite> {
    let file = parse(path, &text(path)?)?;
    let images = file.images.unwrap_or_default();
    let vector = ImageVector::overwriting(images).map_err(|fault| told(path, &fault))?;
    let mut components = Vec::new();
    for component in file.components.unwrap_or_default() {
        let name = component.name;
        let place = format!("{path}, component {name}");
        let inner = parse(&place, &component.image_vector_overwrite)?;
        let images = inner.images.unwrap_or_default();
        let vector = ImageVector::overwriting(images).map_err(|fault| told(&place, &fault))?;
        components.push((name, vector));
    }
    if vector.sources().is_empty() && components.is_empty() {
        return Err(anyhow!("{path} has neither images nor components"))
            .hint("an overwrite has a list called images, or one called components");
    }
    Ok(Overwrite { vector, components })
}

fn text(path: &str) -> anyhow::Result<String> {
    if path == "-" {
        let mut text = String::new();
        io::stdin()
            .lock()
            .read_to_string(&mut text)
            .context("cannot read stdin")?;
        return Ok(text);
    }
    fs::read_to_string(path).with_context(|| format!("cannot read {path}"))
}

fn parse(path: &str, text: &str) -> anyhow::Result<Images> {
    // Image vectors are as large as a few manifests, and no more trusted.
    erased::yaml(text, super::landscape::manifest_options())
        .map_err(|error| anyhow!("{path} is no image vector: {error}"))
}

fn told(path: &str, fault: &Fault) -> anyhow::Error {
    anyhow!("{path} is no image vector: {}", fault.0)
}
