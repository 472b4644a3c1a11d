//! Reading a landscape from files: every shape of input, and what is said of bad input.

use std::fmt::Write as _;
use std::fs;

use kubectl_gardener::domain::objects::{CloudProfile, ConfigMap, Project, Seed, Shoot};
use kubectl_gardener::error::show;
use kubectl_gardener::garden::Query;
use kubectl_gardener::garden::landscape::{Known, Landscape};
use snapbox::{assert_data_eq, str};

/// Read a text as if it came through a pipe.
fn piped(text: &str) -> anyhow::Result<Landscape> {
    Landscape::read("-", false, &mut text.as_bytes())
}

fn strictly(text: &str) -> anyhow::Result<Landscape> {
    Landscape::read("-", true, &mut text.as_bytes())
}

/// Read a directory with these files; its own path is left out of messages.
fn directory(files: &[(&str, &str)], strict: bool) -> Result<Landscape, String> {
    let root = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = root.path().to_str().unwrap();
    Landscape::read(path, strict, &mut std::io::empty()).map_err(|error| {
        told(&error)
            .replace(&format!("{path}{}", std::path::MAIN_SEPARATOR), "")
            .replace(path, "DIR")
    })
}

fn told(error: &anyhow::Error) -> String {
    let shown = show(error);
    let mut text = format!("error: {}\n", shown.message);
    for hint in shown.hints {
        writeln!(text, " hint: {hint}").expect("a String takes everything");
    }
    text
}

fn problems(landscape: &Landscape) -> String {
    let mut text = String::new();
    for problem in landscape.problems() {
        writeln!(text, "{problem}").expect("a String takes everything");
    }
    text
}

fn names<K: Known>(landscape: &Landscape, namespace: Option<&str>, labels: &str) -> Vec<String> {
    let query = Query {
        namespace: namespace.map(str::to_owned),
        label_selector: Some(labels.to_owned()),
    };
    let mut names = Vec::new();
    let folded = landscape
        .fold(&query, |object: &K| {
            names.push(format!("{}/{}", object.namespace(), object.name()));
        })
        .unwrap();
    assert_eq!(folded.objects, names.len());
    names
}

fn all<K: Known>(landscape: &Landscape) -> Vec<String> {
    names::<K>(landscape, None, "")
}

fn shoot(name: &str) -> String {
    format!(
        "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata:\n  name: {name}\n  namespace: garden-a\n"
    )
}

fn json_shoot(name: &str) -> String {
    format!(
        r#"{{"apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
            "metadata": {{"name": "{name}", "namespace": "garden-a"}}}}"#
    )
}

#[test]
fn documents_of_a_yaml_file_are_read_whatever_lies_between_them() {
    let text = format!(
        "\u{feff}# a comment\n---\n\n---\n{}---\n# nothing\n--- # more\n{}...\n%YAML 1.2\n---\n{}---\nnull\n",
        shoot("one"),
        shoot("two"),
        shoot("three")
    );
    for text in [text.clone(), text.replace('\n', "\r\n")] {
        let landscape = strictly(&text).unwrap();
        assert_eq!(
            all::<Shoot>(&landscape),
            ["garden-a/one", "garden-a/three", "garden-a/two"]
        );
    }
}

#[test]
fn flow_style_and_json_between_dashes_are_yaml() {
    let text = format!("{}\n---\n{}\n", json_shoot("one"), json_shoot("two"));
    assert_eq!(all::<Shoot>(&strictly(&text).unwrap()).len(), 2);
    let flow = "{apiVersion: core.gardener.cloud/v1beta1, kind: Seed, metadata: {name: flow}}";
    let read = directory(&[("a.yaml", flow)], true).unwrap();
    assert_eq!(all::<Seed>(&read), ["/flow"]);
}

#[test]
fn concatenated_json_values_are_read() {
    let text = format!(
        "{}{}\n{}",
        json_shoot("one"),
        json_shoot("two"),
        json_shoot("three")
    );
    assert_eq!(all::<Shoot>(&strictly(&text).unwrap()).len(), 3);
}

#[test]
fn lists_of_either_format_are_read() {
    let json = format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{}, {}], "metadata": {{"resourceVersion": ""}}}}"#,
        json_shoot("one"),
        json_shoot("two")
    );
    let indent = |text: &str| text.replace('\n', "\n  ");
    let kubectl = format!(
        "apiVersion: v1\nitems:\n- {}\n- {}\nkind: List\nmetadata:\n  resourceVersion: \"\"\n",
        indent(&shoot("one")).trim_end(),
        indent(&shoot("two")).trim_end()
    );
    let deeper = kubectl
        .replace('\n', "\n   ")
        .replace("   items:", "items:");
    let deeper = deeper
        .replace("   kind: List", "kind: List")
        .replace("   metadata:\n     res", "metadata:\n  res");
    let flow = format!(
        "kind: List\napiVersion: v1\nitems: [{}, {}]\n",
        json_shoot("one"),
        json_shoot("two")
    );
    for text in [json, kubectl, deeper, flow] {
        let landscape = strictly(&text).unwrap();
        assert_eq!(
            all::<Shoot>(&landscape),
            ["garden-a/one", "garden-a/two"],
            "{text}"
        );
    }
}

#[test]
fn items_of_a_typed_list_need_no_kind() {
    let json = r#"{"kind": "SeedList", "apiVersion": "core.gardener.cloud/v1beta1",
        "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]}"#;
    let yaml = "apiVersion: core.gardener.cloud/v1beta1\nkind: SeedList\nitems:\n  - metadata:\n      name: a\n  -\n    metadata:\n      name: b\n";
    for text in [json, yaml] {
        assert_eq!(all::<Seed>(&strictly(text).unwrap()), ["/a", "/b"]);
    }
}

#[test]
fn an_empty_list_is_a_landscape_without_objects() {
    for text in [
        r#"{"apiVersion": "v1", "kind": "List", "items": []}"#,
        r#"{"apiVersion": "v1", "kind": "List", "items": null}"#,
        "apiVersion: v1\nkind: List\nitems: []\n",
        "apiVersion: v1\nkind: List\nitems:\n",
    ] {
        assert_eq!(all::<Shoot>(&strictly(text).unwrap()), [""; 0], "{text}");
    }
}

#[test]
fn anchors_are_followed_also_from_one_item_to_another() {
    let text = "
apiVersion: v1
kind: List
items:
- apiVersion: core.gardener.cloud/v1beta1
  kind: Seed
  metadata:
    name: one
    labels: &labels
      env: prod
- apiVersion: core.gardener.cloud/v1beta1
  kind: Seed
  metadata:
    name: two
    labels: *labels
";
    assert_eq!(
        names::<Seed>(&strictly(text).unwrap(), None, "env=prod"),
        ["/one", "/two"]
    );
}

#[test]
fn versions_and_times_are_read_as_written_quoted_or_not() {
    let profile = "
apiVersion: core.gardener.cloud/v1beta1
kind: CloudProfile
metadata:
  name: aws
  labels:
    number: 1.30
spec:
  kubernetes:
    versions:
    - version: 1.30
      expirationDate: 2026-12-01T00:00:00Z
    - version: \"1.30\"
      expirationDate: \"2026-12-01T00:00:00Z\"
    - version: 1.32.9
      classification: supported # why
  machineImages:
  - name: os
    versions:
    - version: 1
    - version: 1_0
    - version: 0x10
    - version: '1.10'
";
    let entry = profile.trim().replace('\n', "\n  ");
    let list = format!("apiVersion: v1\nkind: List\nitems:\n- {entry}\n");
    for text in [profile, &list] {
        let landscape = strictly(text).unwrap();
        let profile = landscape.get::<CloudProfile>("", "aws").unwrap();
        let versions = &profile.spec.kubernetes.versions;
        assert_eq!(versions[0], versions[1]);
        assert_eq!(versions[0].version, "1.30");
        assert!(versions[0].expiration_date.is_some());
        let image = &profile.spec.machine_images[0].versions;
        let image: Vec<_> = image
            .iter()
            .map(|version| &version.expirable.version)
            .collect();
        assert_eq!(image, ["1", "1_0", "0x10", "1.10"]);
        assert_eq!(profile.metadata.labels["number"], "1.30");
    }
}

#[test]
fn other_kinds_and_versions_are_counted() {
    let text = "
{apiVersion: v1, kind: Secret}
---
apiVersion: v1
kind: Secret
metadata:
  name: x
---
apiVersion: core.gardener.cloud/v1alpha1
kind: Shoot
---
apiVersion: example.com/v1beta1
kind: Seed
---
apiVersion: operations.gardener.cloud/v1alpha1
kind: Bastion
---
apiVersion: v1
kind: PodList
items:
- metadata: {name: a}
- metadata: {name: b}
";
    let landscape = strictly(text).unwrap();
    let ignored: Vec<_> = landscape.ignored().iter().collect();
    assert_eq!(
        format!("{ignored:?}"),
        r#"[("Bastion", 1), ("Pod", 2), ("Secret", 2), ("Seed (example.com/v1beta1)", 1), ("Shoot (core.gardener.cloud/v1alpha1)", 1)]"#
    );
}

#[test]
fn objects_are_selected_by_namespace_and_labels_and_come_sorted() {
    let text = "
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: b, namespace: garden-a, labels: {env: prod}}
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: a, namespace: garden-b, labels: {env: dev}}
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata: {name: a, namespace: garden-a}
---
apiVersion: core.gardener.cloud/v1beta1
kind: Project
metadata: {name: a}
";
    let landscape = strictly(text).unwrap();
    assert_eq!(
        all::<Shoot>(&landscape),
        ["garden-a/a", "garden-a/b", "garden-b/a"]
    );
    assert_eq!(
        names::<Shoot>(&landscape, Some("garden-a"), "env!=dev"),
        ["garden-a/a", "garden-a/b"]
    );
    assert_eq!(
        names::<Shoot>(&landscape, None, "env in (dev)"),
        ["garden-b/a"]
    );
    assert_eq!(names::<Project>(&landscape, Some("garden-a"), ""), ["/a"]);
    assert!(landscape.get::<Shoot>("garden-b", "a").is_some());
    assert!(landscape.get::<Shoot>("garden-b", "b").is_none());
    let wrong = Query {
        label_selector: Some("a in".to_owned()),
        ..Query::default()
    };
    assert!(landscape.fold(&wrong, |_: &Shoot| {}).is_err());
}

#[test]
fn a_broken_document_names_its_place_and_hides_no_other() {
    let text = format!(
        "{}---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: wrong-type
  namespace: garden-a
spec:
  provider:
    workers:
    - name: pool
      machine:
        type: m5.large
        image: [ubuntu]
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: wrong-time
  namespace: garden-a
  deletionTimestamp: yesterday
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: [
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
  metadata:
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  namespace: garden-a
---
apiVersion: core.gardener.cloud/v1beta1
kind: Shoot
metadata:
  name: homeless
---
apiVersion: core.gardener.cloud/v1beta1
metadata:
  name: kindless
---
kind: Shoot
metadata:
  name: versionless
---
- a
- b
---
just words
---
apiVersion: core.gardener.cloud/v1beta1
kind: Seed
metadata:
  name: twice
  name: once
---
apiVersion: v1
kind: ConfigMap
data:
  a: \"b
---
{}",
        shoot("first"),
        shoot("last")
    );
    let landscape = piped(&text).unwrap();
    assert_eq!(
        all::<Shoot>(&landscape),
        ["garden-a/first", "garden-a/last"]
    );
    assert_data_eq!(
        problems(&landscape),
        str![[r#"
stdin, document 2, line 18: Shoot garden-a/wrong-type: spec.provider.workers[0].machine.image: expected an object
stdin, document 3, line 25: Shoot garden-a/wrong-time: metadata.deletionTimestamp: failed to parse four digit integer as year: invalid digit, expected 0-9 but got y
stdin, document 4, line 30: metadata.name: expected a string
stdin, document 5, line 34: mapping values are not allowed in this context
stdin, document 6, line 36: metadata.name: is missing
stdin, document 7, line 41: Shoot homeless: metadata.namespace: is missing
stdin, document 8, line 46: kind: is missing
stdin, document 9, line 50: apiVersion: is missing
stdin, document 10, line 54: expected an object
stdin, document 11, line 57: expected an object
stdin, document 12, line 63: metadata: key name is there twice
stdin, document 13, line 69: data: invalid indentation in multiline quoted scalar

"#]]
    );
}

#[test]
fn broken_items_of_lists_hide_no_other() {
    let yaml = "apiVersion: v1
kind: List
items:
- apiVersion: core.gardener.cloud/v1beta1
  kind: Seed
  metadata:
    name: good
- apiVersion: core.gardener.cloud/v1beta1
  kind: Shoot
  metadata:
    name: bad
    namespace: garden-a
  spec:
    kubernetes:
      version:
      - 1.32.9
- metadata:
    name: kindless
- words
- apiVersion: core.gardener.cloud/v1beta1
  kind: Seed
  metadata:
    name: better
";
    let json = r#"{"kind": "List", "apiVersion": "v1", "items": [
  {"apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": {"name": "good"}},
  {"apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot", "metadata": {
      "name": "bad",
      "namespace": "garden-a"},
    "spec": {"kubernetes": {
      "version": ["1.32.9"]}}},
  {"metadata": {"name": "kindless"}},
  "words",
  {"apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": {"name": "better"}}
]}"#;
    let landscape = piped(yaml).unwrap();
    assert_eq!(all::<Seed>(&landscape), ["/better", "/good"]);
    assert_data_eq!(
        problems(&landscape),
        str![[r#"
stdin, document 1, item 2, line 16: Shoot garden-a/bad: spec.kubernetes.version: expected a string
stdin, document 1, item 3, line 17: kind: is missing
stdin, document 1, item 4, line 19: expected an object

"#]]
    );
    let landscape = piped(json).unwrap();
    assert_eq!(all::<Seed>(&landscape), ["/better", "/good"]);
    assert_data_eq!(
        problems(&landscape),
        str![[r#"
stdin, document 1, item 2, line 7: Shoot garden-a/bad: spec.kubernetes.version: invalid type: sequence, expected a string
stdin, document 1, item 3, line 8: kind: is missing
stdin, document 1, item 4, line 9: expected an object

"#]]
    );
}

#[test]
fn json_that_ends_early_keeps_what_was_whole() {
    let text = format!("{}\n{}", json_shoot("one"), r#"{"kind": "Shoot", "#);
    let landscape = piped(&text).unwrap();
    assert_eq!(all::<Shoot>(&landscape), ["garden-a/one"]);
    assert_data_eq!(
        problems(&landscape),
        str![[r#"
stdin, document 2, line 3: ends in the middle of a value

"#]]
    );
    assert_data_eq!(
        told(&piped("{\"kind\": \"List\",\n\"items\": [1,").unwrap_err()),
        str![[r#"
error: landscape stdin cannot be read: stdin, document 1, line 2: ends in the middle of a value

"#]]
    );
    assert_data_eq!(
        told(&piped("[{}]").unwrap_err()),
        str![[r#"
error: landscape stdin cannot be read: stdin, document 1, line 1: expected an object

"#]]
    );
    assert_data_eq!(
        told(&piped(r#"{"kind": "List", "apiVersion": "v1", "items": {}}"#).unwrap_err()),
        str![[r#"
error: landscape stdin cannot be read: stdin, document 1, line 1: items: invalid type: map, expected a sequence

"#]]
    );
}

#[test]
fn strict_makes_all_problems_one_error() {
    let files = [
        ("a.yaml", "kind: Shoot\n"),
        ("b/c.json", r#"{"apiVersion": "v1"}"#),
        ("good.yaml", &shoot("good")),
    ];
    let landscape = directory(&files, false).unwrap();
    assert_eq!(all::<Shoot>(&landscape), ["garden-a/good"]);
    assert_eq!(landscape.problems().len(), 2);
    assert_data_eq!(
        directory(&files, true).unwrap_err().replace('\\', "/"),
        str![[r#"
error: landscape DIR cannot be read
  a.yaml, document 1, line 1: apiVersion: is missing
  b/c.json, document 1, line 1: kind: is missing
 hint: correct them, or leave out --strict to go on without them

"#]]
    );
}

#[test]
fn an_object_in_two_places_is_an_error_that_names_both() {
    let twice = format!("{}---\n{}", shoot("one"), shoot("one"));
    assert_data_eq!(
        told(&piped(&twice).unwrap_err()),
        str![[r#"
error: landscape stdin has objects twice: Shoot garden-a/one at stdin, document 1, line 1 and at stdin, document 2, line 7
 hint: remove one of the two

"#]]
    );
    let files = [
        ("a.yaml", shoot("one")),
        (
            "b.yaml",
            format!("# again\n{}---\n{}", shoot("one"), shoot("two")),
        ),
        (
            "c.json",
            format!(
                r#"{{"kind": "List", "apiVersion": "v1", "items": [{}]}}"#,
                json_shoot("two")
            ),
        ),
    ];
    let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
    assert_data_eq!(
        directory(&files, false).unwrap_err(),
        str![[r#"
error: landscape DIR has objects twice
  Shoot garden-a/one at a.yaml, document 1, line 1 and at b.yaml, document 1, line 2
  Shoot garden-a/two at b.yaml, document 2, line 8 and at c.json, document 1, item 1, line 1
 hint: remove one of the two

"#]]
    );
}

#[test]
fn nothing_to_read_is_an_error() {
    assert_data_eq!(
        told(&piped("").unwrap_err()),
        str![[r#"
error: landscape stdin is empty
 hint: give manifests, or what kubectl get -o yaml prints

"#]]
    );
    assert_data_eq!(
        told(&piped("# a comment\n---\n").unwrap_err()),
        str![[r#"
error: landscape stdin is empty
 hint: give manifests, or what kubectl get -o yaml prints

"#]]
    );
    assert_data_eq!(
        directory(&[("README.md", "")], false).unwrap_err(),
        str![[r#"
error: landscape DIR has no manifests
 hint: files ending in .yaml, .yml or .json are read; name a file with another ending itself

"#]]
    );
    assert_data_eq!(
        directory(&[("a.yaml", ""), ("b.json", "")], false).unwrap_err(),
        str![[r#"
error: landscape DIR is empty
 hint: give manifests, or what kubectl get -o yaml prints

"#]]
    );
    assert_data_eq!(
        directory(&[("a.yaml", "a: [")], false).unwrap_err(),
        str![[r#"
error: landscape DIR cannot be read: a.yaml, document 1, line 1: a: unclosed bracket '['

"#]]
    );
    let missing = Landscape::read("no/such/path", false, &mut std::io::empty()).unwrap_err();
    assert_data_eq!(
        told(&missing),
        str![[r#"
error: landscape no/such/path does not exist
 hint: give a directory, a file, or - for stdin

"#]]
    );
}

#[test]
fn bytes_that_are_no_text_are_a_problem_of_their_file() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a.yaml"), b"kind: \xff\xfe").unwrap();
    fs::write(root.path().join("b.yaml"), shoot("good")).unwrap();
    let landscape =
        Landscape::read(root.path().to_str().unwrap(), false, &mut std::io::empty()).unwrap();
    assert_eq!(all::<Shoot>(&landscape).len(), 1);
    assert!(problems(&landscape).ends_with("a.yaml: is not text: byte 7 is not UTF-8\n"));
}

#[test]
fn a_file_with_any_ending_is_read_by_its_name() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join("dump.txt");
    fs::write(&path, shoot("one")).unwrap();
    let landscape = Landscape::read(path.to_str().unwrap(), true, &mut std::io::empty()).unwrap();
    assert_eq!(all::<Shoot>(&landscape).len(), 1);
}

#[test]
fn a_list_within_a_list_is_named_and_not_lost() {
    let inner = format!(
        r#"{{"apiVersion":"v1","kind":"List","items":[{}]}}"#,
        json_shoot("a")
    );
    let outer = |item: &str| {
        format!(
            r#"{{"apiVersion":"v1","kind":"List","items":[{item},{}]}}"#,
            json_shoot("b")
        )
    };
    let json = piped(&outer(&inner)).unwrap();
    let yaml = piped(&format!(
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: List\n  items: []\n- {}\n",
        json_shoot("b")
    ))
    .unwrap();
    for landscape in [json, yaml] {
        assert!(
            problems(&landscape).contains("is a list within a list"),
            "{}",
            problems(&landscape)
        );
        assert_eq!(names::<Shoot>(&landscape, None, "").len(), 1);
    }
}

#[test]
fn kinds_of_the_group_without_a_name_are_kept() {
    let text = "{apiVersion: v1, kind: ConfigMap, metadata: {namespace: b, name: a}, data: {c: d}}";
    let other = "{apiVersion: example.com/v1, kind: ConfigMap, metadata: {namespace: b, name: a}}";
    let landscape = piped(&format!("{text}\n---\n{other}")).unwrap();
    let kept: &ConfigMap = landscape.get("b", "a").unwrap();
    assert_eq!(kept.data["c"], "d");
    assert_eq!(
        landscape.ignored().keys().collect::<Vec<_>>(),
        ["ConfigMap (example.com/v1)"]
    );
}
