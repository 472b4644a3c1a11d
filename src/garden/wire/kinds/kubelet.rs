//! KubeletConfig, which is compared as a whole and therefore read as a whole: into what JSON has for it.
//!
//! (`gardener/gardener:pkg/apis/core/v1beta1/generated.proto`)

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use crate::garden::wire::field::{Fault, Fields, Value};
use crate::garden::wire::message::{Field, bytes, first, text};

/// Name and form of a field.
type Row = (u32, &'static str, Form);

/// What a field is in JSON.
#[derive(Clone, Copy)]
enum Form {
    Bool,
    Number,
    Text,
    Texts,
    /// `Duration`: nanoseconds here, Go's notation in JSON.
    Duration,
    /// `Quantity`: a message with a text.
    Quantity,
    Object(&'static [Row]),
    /// KubernetesConfig, whose feature gates are inline in JSON.
    Gates,
}

const KUBELET: &[Row] = &[
    (1, "featureGates", Form::Gates),
    (2, "cpuCFSQuota", Form::Bool),
    (3, "cpuManagerPolicy", Form::Text),
    (4, "evictionHard", Form::Object(&eviction(Form::Text))),
    (5, "evictionMaxPodGracePeriod", Form::Number),
    (
        6,
        "evictionMinimumReclaim",
        Form::Object(&eviction(Form::Quantity)),
    ),
    (7, "evictionPressureTransitionPeriod", Form::Duration),
    (8, "evictionSoft", Form::Object(&eviction(Form::Text))),
    (
        9,
        "evictionSoftGracePeriod",
        Form::Object(&eviction(Form::Duration)),
    ),
    (10, "maxPods", Form::Number),
    (11, "podPidsLimit", Form::Number),
    (13, "failSwapOn", Form::Bool),
    (14, "kubeReserved", Form::Object(RESERVED)),
    (16, "imageGCHighThresholdPercent", Form::Number),
    (17, "imageGCLowThresholdPercent", Form::Number),
    (18, "serializeImagePulls", Form::Bool),
    (19, "registryPullQPS", Form::Number),
    (20, "registryBurst", Form::Number),
    (21, "seccompDefault", Form::Bool),
    (22, "containerLogMaxSize", Form::Quantity),
    (23, "containerLogMaxFiles", Form::Number),
    (24, "protectKernelDefaults", Form::Bool),
    (25, "streamingConnectionIdleTimeout", Form::Duration),
    (
        26,
        "memorySwap",
        Form::Object(&[(1, "swapBehavior", Form::Text)]),
    ),
    (27, "maxParallelImagePulls", Form::Number),
    (28, "imageMinimumGCAge", Form::Duration),
    (29, "imageMaximumGCAge", Form::Duration),
    (30, "singleProcessOOMKill", Form::Bool),
    (31, "imagePullCredentialsVerificationPolicy", Form::Text),
    (32, "preloadedImagesVerificationAllowlist", Form::Texts),
];

/// KubeletConfigReserved.
const RESERVED: &[Row] = &[
    (1, "cpu", Form::Quantity),
    (2, "memory", Form::Quantity),
    (3, "ephemeralStorage", Form::Quantity),
    (4, "pid", Form::Quantity),
];

/// KubeletConfigEviction and its relatives.
const fn eviction(form: Form) -> [Row; 5] {
    [
        (1, "memoryAvailable", form),
        (2, "imageFSAvailable", form),
        (3, "imageFSInodesFree", form),
        (4, "nodeFSAvailable", form),
        (5, "nodeFSInodesFree", form),
    ]
}

/// Read a KubeletConfig.
pub(super) fn settings(target: &mut Option<Json>, value: Value<'_>) -> Result<(), Fault> {
    *target = Some(object(KUBELET, value)?);
    Ok(())
}

fn object(rows: &[Row], value: Value<'_>) -> Result<Json, Fault> {
    let mut object = Map::new();
    for field in Fields::of(bytes(value)?) {
        let (tag, value) = field?;
        match rows.iter().find(|(number, ..)| *number == tag) {
            Some((_, name, form)) => {
                take(&mut object, name, *form, value).map_err(|fault| fault.within(name))?;
            }
            // From a newer Gardener: nameless, but a difference is still one.
            None => {
                object.insert(format!("field {tag}"), format!("{value:?}").into());
            }
        }
    }
    Ok(Json::Object(object))
}

fn take(
    object: &mut Map<String, Json>,
    name: &'static str,
    form: Form,
    value: Value<'_>,
) -> Result<(), Fault> {
    let json = match form {
        Form::Bool => {
            let mut bool = false;
            bool.receive(value)?;
            bool.into()
        }
        Form::Number => number(value)?.into(),
        Form::Text => text(value)?.into(),
        Form::Texts => {
            let list = object.entry(name).or_insert_with(|| json!([]));
            if let Json::Array(list) = list {
                list.push(text(value)?.into());
            }
            return Ok(());
        }
        Form::Duration => {
            let mut nanoseconds = 0_i64;
            first(&mut nanoseconds, value)?;
            duration(nanoseconds).into()
        }
        Form::Quantity => {
            let mut text = String::new();
            first(&mut text, value)?;
            text.into()
        }
        Form::Object(rows) => self::object(rows, value)?,
        Form::Gates => {
            let mut gates = BTreeMap::<String, bool>::new();
            first(&mut gates, value)?;
            if gates.is_empty() {
                return Ok(());
            }
            json!(gates)
        }
    };
    object.insert(name.to_owned(), json);
    Ok(())
}

fn number(value: Value<'_>) -> Result<i64, Fault> {
    let mut number = 0;
    i64::receive(&mut number, value)?;
    Ok(number)
}

/// Write nanoseconds as Go writes a duration: `1h30m0s`, `1.5s`, `250ms`.
fn duration(nanoseconds: i64) -> String {
    let sign = if nanoseconds < 0 { "-" } else { "" };
    let total = nanoseconds.unsigned_abs();
    let (unit, size, digits) = match total {
        0 => return "0s".to_owned(),
        1..1_000 => ("ns", 1, 0),
        1_000..1_000_000 => ("µs", 1_000, 3),
        1_000_000..1_000_000_000 => ("ms", 1_000_000, 6),
        _ => ("s", 1_000_000_000, 9),
    };
    let mut text = sign.to_owned();
    let mut whole = total / size;
    if unit == "s" {
        let (hours, minutes) = (whole / 3600, whole / 60 % 60);
        if hours > 0 {
            let _ = write!(text, "{hours}h"); // a String takes every write
        }
        if whole >= 60 {
            let _ = write!(text, "{minutes}m");
        }
        whole %= 60;
    }
    let fraction = format!("{:0digits$}", total % size);
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    let _ = write!(text, "{whole}{point}{fraction}{unit}");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_go_writes_them() {
        for (nanoseconds, expected) in [
            (0, "0s"),
            (1, "1ns"),
            (1_100, "1.1µs"),
            (2_200_000, "2.2ms"),
            (3_300_000_000, "3.3s"),
            (240_000_000_000, "4m0s"),
            (245_001_000_000, "4m5.001s"),
            (18_367_001_000_000, "5h6m7.001s"),
            (3_600_000_000_000, "1h0m0s"),
            (-90_000_000_000, "-1m30s"),
            (i64::MAX, "2562047h47m16.854775807s"),
            (i64::MIN, "-2562047h47m16.854775808s"),
        ] {
            assert_eq!(duration(nanoseconds), expected);
        }
    }

    #[test]
    fn a_field_of_a_newer_gardener_is_not_lost() {
        let mut one = None;
        let mut other = None;
        settings(&mut one, Value::Bytes(b"\x50\x6e")).unwrap();
        settings(&mut other, Value::Bytes(b"\x50\x6e\x88\x02\x01")).unwrap();
        assert_eq!(one, Some(json!({ "maxPods": 110 })));
        assert_ne!(one, other);
    }
}
