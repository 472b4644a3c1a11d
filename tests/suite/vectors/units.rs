//! Small questions, answered by the libraries that Gardener uses: every answer must agree.

use jiff::Timestamp;
use kubectl_gardener::domain::impact::pools::zones;
use kubectl_gardener::domain::impact::quantity::Quantity;
use kubectl_gardener::domain::impact::verdict::text;
use kubectl_gardener::domain::versions::constraint::{self, Constraint};
use kubectl_gardener::domain::versions::version::{self, Version};
use kubectl_gardener::domain::versions::window::Window;
use serde::Deserialize;

/// Panic with the first few disagreements and their number.
fn agree(what: &str, cases: usize, wrong: &[String]) {
    assert!(cases > 3_000, "only {cases} cases of {what} were read");
    assert!(
        wrong.is_empty(),
        "{} of {cases} {what} disagree:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(20)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct VersionCase {
    a: String,
    b: String,
    compare: Option<i8>,
    parsed_a: Option<Parsed>,
    gardener_compare: Answer,
    normalized_a: String,
}

#[derive(Deserialize, Debug, PartialEq)]
struct Parsed {
    major: u64,
    minor: u64,
    patch: u64,
    prerelease: String,
    metadata: String,
    string: String,
}

#[derive(Deserialize)]
struct Answer {
    error: bool,
    result: bool,
    operator: Option<String>,
}

impl Answer {
    fn value(&self) -> Option<bool> {
        (!self.error).then_some(self.result)
    }
}

#[test]
fn versions_parse_order_and_compare_like_gardener() {
    let cases: Vec<VersionCase> = super::read("units-version.jsonl.zst");
    let mut wrong = Vec::new();
    for case in &cases {
        let a = Version::parse(&case.a);
        let parsed = a.as_ref().map(|v| Parsed {
            major: v.major,
            minor: v.minor,
            patch: v.patch,
            prerelease: v.prerelease.to_string(),
            metadata: v.metadata.to_string(),
            string: v.to_string(),
        });
        let order = a.zip(Version::parse(&case.b)).map(|(a, b)| a.cmp(&b) as i8);
        let operator = case
            .gardener_compare
            .operator
            .as_deref()
            .unwrap_or_default();
        let compared = constraint::compare(&case.a, operator, &case.b);
        if parsed != case.parsed_a
            || order != case.compare
            || version::normalize(&case.a) != case.normalized_a
            || compared != case.gardener_compare.value()
        {
            wrong.push(format!(
                "{} {operator} {}: {parsed:?} {order:?} {compared:?}",
                case.a, case.b
            ));
        }
    }
    agree("versions", cases.len(), &wrong);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConstraintCase {
    constraint: String,
    version: String,
    constraint_error: bool,
    version_error: bool,
    check: Option<bool>,
    gardener: Answer,
}

#[test]
fn constraints_hold_like_gardeners() {
    let cases: Vec<ConstraintCase> = super::read("units-constraint.jsonl.zst");
    let mut wrong = Vec::new();
    for case in &cases {
        let constraint = Constraint::parse(&case.constraint);
        let version = Version::parse(&case.version);
        let check = constraint
            .as_ref()
            .zip(version.as_ref())
            .map(|(c, v)| c.check(v));
        let gardener = constraint
            .as_ref()
            .and_then(|c| c.check_text(&case.version));
        if constraint.is_none() != case.constraint_error
            || version.is_none() != case.version_error
            || check != case.check
            || gardener != case.gardener.value()
        {
            wrong.push(format!(
                "{:?} on {:?}: {check:?}, {gardener:?}",
                case.constraint, case.version
            ));
        }
    }
    agree("constraints", cases.len(), &wrong);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WindowCase {
    begin: String,
    end: String,
    at: Timestamp,
    error: bool,
    adjusted_begin: Option<Timestamp>,
    adjusted_end: Option<Timestamp>,
    contains: Option<bool>,
    duration_seconds: Option<i64>,
}

#[test]
fn windows_lie_where_gardeners_do() {
    let cases: Vec<WindowCase> = super::read("units-window.jsonl.zst");
    let mut wrong = Vec::new();
    for case in &cases {
        let window = Window::parse(&case.begin, &case.end);
        if window.is_none() != case.error
            || window.map(|w| w.begin_on(case.at)) != case.adjusted_begin
            || window.map(|w| w.end_on(case.at)) != case.adjusted_end
            || window.map(|w| w.contains(case.at)) != case.contains
            || window.map(|w| w.duration().as_secs()) != case.duration_seconds
        {
            wrong.push(format!(
                "{}-{} at {}: {window:?}",
                case.begin, case.end, case.at
            ));
        }
    }
    agree("windows", cases.len(), &wrong);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct QuantityCase {
    a: String,
    b: String,
    error_a: bool,
    compare: Option<i8>,
    string: Option<String>,
    value: Option<i64>,
}

#[test]
fn quantities_are_read_ordered_and_written_like_kubernetes() {
    let cases: Vec<QuantityCase> = super::read("units-quantity.jsonl.zst");
    let wrong = cases.iter().filter_map(|case| {
        let parsed = Quantity::parse(&case.a);
        if case.error_a != parsed.is_none() {
            return Some(format!("{:?}: read {parsed:?}", case.a));
        }
        let parsed = parsed?;
        let stored = Quantity::stored(&case.a);
        // Nothing of a shoot is anywhere near ten to the thirtieth.
        let absurd = parsed.value() > 1_i128 << 96;
        if case.string != stored && !absurd {
            return Some(format!(
                "{:?}: {stored:?} instead of {:?}",
                case.a, case.string
            ));
        }
        // Beyond 63 bits Gardener's answer is what is left of the number.
        let fits = i64::try_from(parsed.value()).ok();
        if fits.is_some() && fits != case.value {
            return Some(format!(
                "{:?}: {fits:?} instead of {:?}",
                case.a, case.value
            ));
        }
        let order = Quantity::parse(&case.b).map(|b| parsed.cmp(&b) as i8);
        let differs = case.compare.is_some() && order != case.compare;
        differs.then(|| format!("{:?} {:?}: {order:?}", case.a, case.b))
    });
    let wrong: Vec<String> = wrong.collect();
    agree("quantities", cases.len(), &wrong);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ZonesCase {
    distributed: i64,
    distributed_value: String,
    size: i64,
    total: i64,
    value: String,
    zone_index: i64,
    zones: i64,
}

#[test]
fn pools_spread_over_zones_like_gardener() {
    let cases: Vec<ZonesCase> = super::read("units-zones.jsonl.zst");
    let wrong = cases.iter().filter_map(|case| {
        let share = zones::share(case.zone_index, case.size, case.zones);
        let value = zones::share_of(case.zone_index, &case.value, case.zones, case.total);
        let agrees = share == case.distributed && value.as_ref() == Some(&case.distributed_value);
        let (zone, zones) = (case.zone_index, case.zones);
        (!agrees).then(|| {
            format!(
                "zone {zone} of {zones}, {} of {}: {share} {value:?}",
                case.value, case.total
            )
        })
    });
    let wrong: Vec<String> = wrong.collect();
    agree("distributions", cases.len(), &wrong);
}

#[derive(Deserialize)]
struct CronCase {
    error: bool,
    spec: String,
    location: String,
}

#[test]
fn cron_specs_and_locations_are_accepted_like_gardener() {
    let cases: Vec<CronCase> = super::read("units-cron.jsonl.zst");
    let wrong = cases.iter().filter_map(|case| {
        let accepted = text::is_cron(&case.spec) && text::is_location(&case.location);
        (accepted == case.error)
            .then(|| format!("{:?} in {}: {accepted}", case.spec, case.location))
    });
    let wrong: Vec<String> = wrong.collect();
    agree("cron specs", cases.len(), &wrong);
}
