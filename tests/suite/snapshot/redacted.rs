//! What a command says of a redacted snapshot is what it says of the garden, but for names and texts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kubectl_gardener::domain::redact::Redactor;
use serde_json::{Value, json};

use super::{Served, lines};
use crate::patience::Ending as _;
use crate::versions::stderr;

const KEY: &str = "a key of thirty-two bytes and more";

/// A garden, a snapshot of it, and the same redacted.
pub(super) struct Pair {
    served: Served,
    plain: PathBuf,
    redacted: PathBuf,
    redactor: Redactor,
    /// What each hash stands for.
    names: BTreeMap<String, String>,
    /// Texts for people that a redacted snapshot lacks.
    texts: Vec<String>,
}

impl Pair {
    pub(super) fn of(served: Served) -> Self {
        let key = served.path("redact.key");
        std::fs::write(&key, format!("{KEY}\n")).unwrap();
        let plain = served.take("plain.zst", &[]);
        let key = key.to_str().unwrap();
        let redacted = served.take("redacted.zst", &["--redact", "--redact-key", key]);
        let redactor = Redactor::new(KEY.as_bytes());
        let (names, mut texts) = (BTreeMap::new(), Vec::new());
        let lines = lines(&plain);
        for line in &lines {
            collect(line, &mut BTreeSet::new(), &mut texts);
        }
        // A text may be within another.
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let mut pair = Self {
            served,
            plain,
            redacted,
            redactor,
            names,
            texts,
        };
        for line in &lines {
            pair.learn(line);
        }
        pair
    }

    /// Remember what the hashes of an object stand for.
    fn learn(&mut self, object: &Value) {
        let mut words = BTreeSet::new();
        collect(object, &mut words, &mut Vec::new());
        let names = words
            .into_iter()
            .map(|word| (hash(&self.redactor, &word), word));
        self.names.extend(names.filter(|(hash, word)| hash != word));
    }

    fn run(&self, arguments: &[&str], landscape: &Path, code: i32) -> Value {
        let output = self.served.run(
            arguments[0],
            &[
                &arguments[1..],
                &["-o", "json", "--landscape", landscape.to_str().unwrap()],
            ]
            .concat(),
        );
        crate::versions::json(&output, code)
    }

    /// Put names back for their hashes.
    fn named(&self, report: &Value) -> Value {
        let mut text = report.to_string();
        for (hash, name) in &self.names {
            // Names are within texts of JSON.
            let name = serde_json::to_string(name).unwrap();
            text = text.replace(hash, name.trim_matches('"'));
        }
        let report: Value = serde_json::from_str(&text).unwrap();
        ordered(report)
    }

    /// Take the texts out that only people need.
    fn without_texts(&self, report: &Value) -> Value {
        let mut text = report.to_string();
        for said in &self.texts {
            let said = serde_json::to_string(said).unwrap();
            text = text.replace(said.trim_matches('"'), "");
        }
        ordered(serde_json::from_str(&text).unwrap())
    }

    #[track_caller]
    fn assert_same(&self, plain: &[&str], redacted: &[&str], code: i32) {
        let expected = self.without_texts(&self.run(plain, &self.plain, code));
        let found = self.named(&self.run(redacted, &self.redacted, code));
        snapbox::assert_data_eq!(
            serde_json::to_string_pretty(&found).unwrap(),
            snapbox::Data::text(serde_json::to_string_pretty(&expected).unwrap()).raw()
        );
    }
}

/// Give what a name or a network becomes.
fn hash(redactor: &Redactor, text: &str) -> String {
    if !text.contains('/') || text.chars().any(char::is_alphabetic) {
        return redactor.name(text);
    }
    let shoot = json!({ "spec": { "networking": { "pods": text } } });
    let shoot = redactor.object("Shoot", shoot);
    shoot["spec"]["networking"]["pods"]
        .as_str()
        .unwrap_or(text)
        .to_owned()
}

/// Collect every text that could be a name, and those for people.
fn collect(value: &Value, words: &mut BTreeSet<String>, texts: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                words.insert(name.clone());
                if let (true, Some(text)) = (
                    ["message", "description", "failureReason"].contains(&name.as_str()),
                    value.as_str(),
                ) {
                    texts.extend(text.contains(' ').then(|| text.to_owned()));
                }
                collect(value, words, texts);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words, texts)),
        Value::String(text) => {
            words.insert(text.clone());
            for separator in ['.', '/', ',', '='] {
                words.extend(text.split(separator).map(ToOwned::to_owned));
            }
            // Behind the numbers of a version.
            words.extend(text.split(['.', '-', '+']).map(ToOwned::to_owned));
            for prefix in [
                "garden-",
                "self-hosted-shoot-",
                "kubectl-gardener-redeploy-",
            ] {
                words.extend(text.strip_prefix(prefix).map(ToOwned::to_owned));
            }
            if let Ok(inner @ (Value::Array(_) | Value::Object(_))) = serde_json::from_str(text) {
                collect(&inner, words, texts);
                if let Value::Array(holds) = inner {
                    let reasons = holds.iter().filter_map(|hold| hold["reason"].as_str());
                    texts.extend(reasons.map(ToOwned::to_owned));
                }
            }
        }
        _ => {}
    }
}

/// Hashes have another length than names: take out where in a line something stands.
fn without_columns(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(without_columns).collect(),
        Value::Object(mut fields) => {
            fields.remove("column");
            let fields = fields.into_iter();
            fields
                .map(|(name, value)| (name, without_columns(value)))
                .collect()
        }
        other => other,
    }
}

/// Hashes sort in another way than names: bring lists into the order of their content.
fn ordered(value: Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.into_iter().map(ordered).collect();
            items.sort_by_key(ToString::to_string);
            items.into()
        }
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, ordered(value)))
            .collect(),
        other => other,
    }
}

#[test]
fn reports_of_the_sample_are_the_same_but_for_names_and_texts() {
    let served = Served::sample();
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": "planted" },
        "metadata": { "name": "kubectl-gardener-redeploy-metal-dc1", "namespace": "garden",
            "labels": { "kubectl-gardener/redeploy": "metal-dc1" }, "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    let pair = Pair::of(served);
    for report in [
        &["versions"][..],
        &["versions", "forecast"],
        &["gardenlets"],
        &["emergency-stop", "status", "--shoots=all"],
        &[
            "impact",
            "gardener",
            "--from",
            "examples/images/gardener-v1.149.yaml",
            "--to",
            "examples/images/gardener-v1.150.yaml",
        ],
    ] {
        pair.assert_same(report, report, 0);
    }
}

/// Give words of a landscape that are free to choose a name of their own, the same one wherever they stand.
fn plant(value: &mut Value, path: &str) {
    /// Ends of paths.
    const FREE: &[&str] = &[
        ".region",
        ".regions[].name",
        ".zones[]",
        ".zones[].name",
        "/region",
        ".machine.type",
        ".machineTypes[].name",
        ".unavailableMachineTypes[]",
        ".volume.type",
        ".dataVolumes[].type",
        ".storage.type",
        ".volumeTypes[].name",
        ".class",
        ".machineImages[].name",
        ".machine.image.name",
        ".machine.image.version",
        ".machineImages[].versions[].version",
        ".minVersionForUpdate",
        ".containerRuntimes[].type",
        ".extensions[].type",
        ".networking.type",
        ".dns.providers[].type",
        ".dns.provider.type",
        ".provider.type",
        ".providerTypes[]",
        "/provider",
        ".accessRestrictions[].name",
        ".reason",
        ".codes[]",
    ];
    let free = FREE.iter().any(|end| path.ends_with(end))
        || ["CloudProfile.spec.type", "NamespacedCloudProfile.spec.type"].contains(&path)
        || path.ends_with(".cloudProfileSpec.type");
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let separator = if name.contains('/') { "" } else { "." };
                plant(value, &format!("{path}{separator}{name}"));
            }
        }
        Value::Array(items) => {
            for item in items {
                plant(item, &format!("{path}[]"));
            }
        }
        Value::String(text) if free && path.to_lowercase().ends_with("version") => {
            text.push_str("-planted.1");
        }
        Value::String(text) if free => text.insert_str(0, "planted-"),
        _ => {}
    }
}

/// The sample, in which whatever somebody may have chosen is called by a name that nobody else has.
fn planted() -> Served {
    let sample = Served::sample();
    let landscape = lines(&sample.take("plain.zst", &[]));
    let served = Served::empty();
    for mut object in landscape {
        let kind = object["kind"].as_str().unwrap().to_owned();
        if kind.starts_with("Snapshot") || kind == "SecretMetadata" {
            continue;
        }
        plant(&mut object, &kind);
        if let Some(conditions) = object["status"]["conditions"].as_array_mut() {
            conditions.push(json!({ "type": "PlantedHealthy", "status": "False", "reason": "PlantedReason",
                "lastTransitionTime": "2026-11-20T10:00:00Z", "lastUpdateTime": "2026-11-20T10:00:00Z" }));
        }
        if kind == "Shoot" {
            let gates = json!({ "PlantedGate": true, "AllAlpha": false });
            object["spec"]["kubernetes"]["kubeAPIServer"]["featureGates"] = gates;
        }
        if kind == "Project" {
            object["status"]["phase"] = "PlantedPhase".into();
        }
        served.api.add(object);
    }
    served
}

#[test]
fn words_that_somebody_chose_are_hashes_and_reports_are_still_the_same() {
    let pair = Pair::of(planted());
    let text = serde_json::to_string(&lines(&pair.redacted)).unwrap();
    let around = |at: usize| {
        text[at.saturating_sub(60)..]
            .chars()
            .take(120)
            .collect::<String>()
    };
    let found = text.to_lowercase().find("planted");
    assert_eq!(found.map(around), None);
    let plain = serde_json::to_string(&lines(&pair.plain)).unwrap();
    let count = plain.matches("planted").count();
    assert!(count > 500, "{count}");
    for report in [
        &["versions"][..],
        &["versions", "forecast"],
        &["gardenlets"],
        &["emergency-stop", "status", "--shoots=all"],
    ] {
        pair.assert_same(report, report, 0);
    }
    let name = |name: &str| pair.redactor.name(name);
    for (change, hidden) in [
        (
            "spec.provider.workers[web].machine.type=planted-m5.2xlarge".to_owned(),
            format!(
                "spec.provider.workers[{}].machine.type={}",
                name("web"),
                name("planted-m5.2xlarge")
            ),
        ),
        (
            "spec.provider.workers[web].machine.type=m5.2xlarge".to_owned(),
            format!(
                "spec.provider.workers[{}].machine.type={}",
                name("web"),
                name("m5.2xlarge")
            ),
        ),
        (
            "spec.region=elsewhere".to_owned(),
            format!("spec.region={}", name("elsewhere")),
        ),
        (
            "spec.kubernetes.version=1.36.3".to_owned(),
            "spec.kubernetes.version=1.36.3".to_owned(),
        ),
    ] {
        let impact = ["impact", "shoot"];
        pair.assert_same(
            &[
                &impact[..],
                &["shop-prod", "-n", "garden-commerce", "--set", &change],
            ]
            .concat(),
            &[
                &impact[..],
                &[
                    &name("shop-prod"),
                    "-n",
                    &name("garden-commerce"),
                    "--set",
                    &hidden,
                ],
            ]
            .concat(),
            0,
        );
    }
}

#[test]
fn hashes_are_given_where_names_are() {
    let pair = Pair::of(Served::sample());
    let name = |name: &str| pair.redactor.name(name);
    let (namespace, shoot, pool) = (name("garden-commerce"), name("shop-prod"), name("web"));
    pair.assert_same(
        &["versions", "-n", "garden-commerce"],
        &["versions", "-n", &namespace],
        0,
    );
    let selector = format!("{}={}", name("app.example.org/team"), name("commerce"));
    pair.assert_same(
        &["versions", "-l", "app.example.org/team=commerce"],
        &["versions", "-l", &selector],
        0,
    );
    pair.assert_same(
        &["gardenlets", "metal-dc1"],
        &["gardenlets", &name("metal-dc1")],
        0,
    );
    let set =
        |pool: &str, machine: &str| format!("spec.provider.workers[{pool}].machine.type={machine}");
    pair.assert_same(
        &[
            "impact",
            "shoot",
            "shop-prod",
            "-n",
            "garden-commerce",
            "--set",
            &set("web", "m5.2xlarge"),
        ],
        &[
            "impact",
            "shoot",
            &shoot,
            "-n",
            &namespace,
            "--set",
            &set(&pool, &name("m5.2xlarge")),
        ],
        0,
    );
    for change in [
        "spec.kubernetes.version=1.36.3",
        "spec.hibernation.enabled=true",
        "spec.purpose=evaluation",
    ] {
        pair.assert_same(
            &[
                "impact",
                "shoot",
                "shop-prod",
                "-n",
                "garden-commerce",
                "--set",
                change,
            ],
            &["impact", "shoot", &shoot, "-n", &namespace, "--set", change],
            0,
        );
    }
}

#[test]
fn manifests_that_are_redacted_with_the_key_are_judged_alike() {
    let mut pair = Pair::of(Served::sample());
    for (command, path, kind) in [
        (
            &["impact", "cloudprofile"][..],
            "examples/profiles-next/aws.yaml",
            "CloudProfile",
        ),
        (
            &["versions", "diff", "live"],
            "examples/profiles-next/aws.yaml",
            "CloudProfile",
        ),
        (
            &["impact", "seed"],
            "examples/seeds-next/aws-eu1.yaml",
            "Seed",
        ),
        (&["impact"], "examples/shoots-next/shop-prod.yaml", "Shoot"),
    ] {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
        let manifest: Value = serde_saphyr::from_str(&text).unwrap();
        pair.learn(&manifest);
        // Both as JSON: reports tell lines.
        let (plain, hidden) = (
            pair.served.path("next.json"),
            pair.served.path("hidden.json"),
        );
        std::fs::write(&plain, manifest.to_string()).unwrap();
        std::fs::write(&hidden, pair.redactor.object(kind, manifest).to_string()).unwrap();
        let with = |file: &PathBuf| {
            let mut words = command.to_vec();
            if command[0] == "impact" {
                words.push("-f");
            }
            let file = file.to_str().unwrap().to_owned();
            (
                words.into_iter().map(ToOwned::to_owned).collect::<Vec<_>>(),
                file,
            )
        };
        let run = |(words, file): (Vec<String>, String), landscape: &Path| {
            let words: Vec<&str> = words
                .iter()
                .map(String::as_str)
                .chain([file.as_str()])
                .collect();
            let report = pair.run(&words, landscape, 0).to_string();
            serde_json::from_str::<Value>(&report.replace(&file, "FILE")).unwrap()
        };
        let expected = pair.without_texts(&run(with(&plain), &pair.plain));
        let found = pair.named(&run(with(&hidden), &pair.redacted));
        let (expected, found) = (without_columns(expected), without_columns(found));
        snapbox::assert_data_eq!(
            serde_json::to_string_pretty(&found).unwrap(),
            snapbox::Data::text(serde_json::to_string_pretty(&expected).unwrap()).raw()
        );
    }
}

#[test]
fn tables_of_a_redacted_snapshot_are_whole() {
    let pair = Pair::of(Served::sample());
    for report in [
        &["versions"][..],
        &["versions", "forecast"],
        &["gardenlets"],
        &["emergency-stop", "status"],
    ] {
        let plain = pair.served.run(
            report[0],
            &[&report[1..], &["--landscape", pair.plain.to_str().unwrap()]].concat(),
        );
        let redacted = pair.served.run(
            report[0],
            &[
                &report[1..],
                &["--landscape", pair.redacted.to_str().unwrap()],
            ]
            .concat(),
        );
        assert_eq!(redacted.status.code(), Some(0), "{}", stderr(&redacted));
        assert_eq!(stderr(&redacted), "");
        let rows =
            |output: &std::process::Output| String::from_utf8_lossy(&output.stdout).lines().count();
        assert_eq!(rows(&plain), rows(&redacted), "{report:?}");
    }
}

#[test]
fn what_cannot_be_read_and_what_may_not_be_read_is_told_without_names() {
    let served = Served::sample();
    served.api.add(
        json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": "broken", "namespace": "garden-data" },
        "spec": { "provider": { "type": "aws", "workers": "a planted secret" } } }),
    );
    served.forbid("/projects");
    let pair = Pair::of(served);
    let lines = lines(&pair.redacted);
    let text = serde_json::to_string(&lines).unwrap();
    for secret in ["planted", "jane", "broken", "127.0.0.1", "operator", "live"] {
        assert!(
            !text.contains(&format!("\"{secret}")) && !text.contains(&format!(" {secret}")),
            "{secret}"
        );
    }
    let report = pair.run(&["versions"], &pair.redacted, 0);
    let named = pair.named(&report);
    assert_eq!(
        named["unreadable"],
        json!(["Shoot garden-data/broken: cannot be read"])
    );
}

#[test]
fn random_keys_give_other_hashes_each_time() {
    let served = Served::sample();
    let hashes = |path: &Path| -> BTreeSet<String> {
        let lines = lines(path);
        let names = lines.iter().filter(|line| line["kind"] == "Shoot");
        names
            .map(|line| line["metadata"]["name"].as_str().unwrap().to_owned())
            .collect()
    };
    let one = hashes(&served.take("one.zst", &["--redact"]));
    let other = hashes(&served.take("other.zst", &["--redact"]));
    assert_eq!(one.len(), other.len());
    assert!(one.is_disjoint(&other));
}

#[test]
fn a_short_key_is_refused() {
    let served = Served::sample();
    let key = served.path("redact.key");
    std::fs::write(&key, "short\n").unwrap();
    let output = served.run(
        "snapshot",
        &["--redact", "--redact-key", key.to_str().unwrap(), "-o", "-"],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("has 5 bytes") && !stderr(&output).contains("short\n"),
        "{}",
        stderr(&output)
    );
    let output = served.run(
        "snapshot",
        &["--redact-key", key.to_str().unwrap(), "-o", "-"],
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_snapshot_is_redacted_later_as_the_garden_is_at_once() {
    let served = Served::sample();
    for (name, workers) in [("broken", json!("planted")), ("odd", json!(7))] {
        served.api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": { "name": name, "namespace": "garden-data" }, "spec": { "provider": { "workers": workers } } }));
    }
    served.forbid("/projects");
    served.forbid("/namespaces/garden/leases");
    let pair = Pair::of(served);
    let key = pair.served.path("redact.key");
    let redact = |from: &Path, to: &Path, extra: &[&str]| {
        let mut command = crate::versions::program("snapshot");
        command
            .arg("--landscape")
            .arg(from)
            .arg("--redact")
            .arg("--redact-key")
            .arg(&key);
        command.arg("-o").arg(to).args(extra).ended()
    };
    let later = pair.served.path("later.zst");
    let output = redact(&pair.plain, &later, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        std::fs::read(&later).unwrap(),
        std::fs::read(&pair.redacted).unwrap()
    );

    let twice = redact(&later, &pair.served.path("twice.zst"), &[]);
    assert_eq!(twice.status.code(), Some(2));
    assert!(
        stderr(&twice).contains("is redacted already"),
        "{}",
        stderr(&twice)
    );
    let manifests = redact(
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")),
        &pair.served.path("no.zst"),
        &[],
    );
    assert!(
        stderr(&manifests).contains("is no snapshot"),
        "{}",
        stderr(&manifests)
    );
    let bytes = std::fs::read(&pair.plain).unwrap();
    let cut = pair.served.path("cut.zst");
    std::fs::write(&cut, &bytes[..bytes.len() / 2]).unwrap();
    let damaged = redact(&cut, &pair.served.path("no.zst"), &[]);
    assert!(
        stderr(&damaged).contains("is cut off"),
        "{}",
        stderr(&damaged)
    );
    assert!(!pair.served.path("no.zst").exists());
}
