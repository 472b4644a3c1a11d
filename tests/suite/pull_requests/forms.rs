//! What counts are the objects in a file, however somebody wrote them.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::Value;

use super::Repository;

/// The Shoot of the sandbox under another name, in a form of YAML or JSON.
fn forms(repository: &Repository) -> Vec<(&'static str, String)> {
    let file = repository.read("shoots/sandbox.yaml");
    let (shoot, _) = file.split_once("\n---\n").unwrap();
    let named = |name: &str| shoot.replace("name: try-1", &format!("name: {name}"));
    let json = |name: &str| {
        let shoot: Value = serde_saphyr::from_str(&named(name)).unwrap();
        shoot.to_string()
    };
    let flow = |name: &str| {
        let plain = ["apiVersion", "kind", "metadata", "spec"];
        plain.iter().fold(json(name), |text, key| {
            text.replacen(&format!("\"{key}\":"), &format!("{key}: "), 1)
        })
    };
    let kind = |name: &str, other: &str| {
        let text = named(name);
        assert!(text.contains("kind: Shoot\n"), "{text}");
        text.replacen("kind: Shoot\n", other, 1)
    };
    let escaped = json("escaped").replace("\"kind\":\"Shoot\"", "\"kind\":\"S\\u0068oot\"");
    assert!(escaped.contains("u0068"), "{escaped}");
    vec![
        ("minified.json", json("minified")),
        ("escaped.json", escaped),
        ("flow.yaml", flow("flow")),
        (
            "comment.yaml",
            kind("comment", "kind: Shoot # production\n"),
        ),
        ("next-line.yaml", kind("next-line", "kind:\n  Shoot\n")),
        ("anchor.yaml", kind("anchor", "kind: &kind Shoot\n")),
    ]
}

#[test]
fn an_object_counts_in_whatever_form_it_is_written() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let forms = forms(&repository);
    for (file, text) in &forms {
        repository.write(file, text);
    }
    repository.commit("new");
    let told = repository.tell("--base main");
    told.ended(0);
    for (file, _) in &forms {
        let (name, _) = file.split_once('.').unwrap();
        told.said(&format!("Shoot garden-sandbox/{name} is new"));
    }

    for (file, _) in &forms {
        fs::remove_file(repository.path(file)).unwrap();
    }
    repository.commit("gone");
    let told = repository.tell("--base HEAD~1 --fail-on destructive");
    told.ended(3);
    for (file, _) in &forms {
        let (name, _) = file.split_once('.').unwrap();
        told.said(&format!("Shoot garden-sandbox/{name} is no longer there"));
    }
}

#[test]
fn a_comment_behind_the_kind_hides_no_seed() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let file = repository.read("seeds/aws-eu1.yaml");
    let file = file.replacen("kind: Seed\n", "kind: Seed # aws\n", 1);
    assert!(file.contains("# aws"), "{file}");
    repository.write("seeds/aws-eu1.yaml", &file);
    repository.commit("comment");
    repository.tell("--base main").ended(0).said("Seed aws-eu1");
}

#[test]
fn what_only_mentions_a_kind_is_no_manifest_of_it() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.write(
        "notes.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: notes\n  namespace: garden\ndata:\n  example: |\n    kind: Shoot\n",
    );
    // Nor is a template of others that cannot be read.
    repository.write("values.yaml", "image: {{ .Values.Seed }}\n");
    repository.commit("mentions");
    let told = repository.tell("--base main --fail-on config-only");
    told.ended(0).said("no manifest");
    assert_eq!(told.err, "");

    let template = "rules:\n{{ if .Values.on }}\n- apiGroups: [core.gardener.cloud] # for a Shoot\n{{ end }}\n";
    repository.write("values.yaml", template);
    repository.commit("template");
    let told = repository.tell("--base main");
    told.ended(0).said("no manifest");
    assert_eq!(
        told.err,
        "warning: values.yaml cannot be read and looks like no manifest that is judged\n"
    );
}

#[test]
fn submodules_are_not_looked_into() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let commit = "1".repeat(40);
    let submodule = |path: &str| {
        repository.git(&format!(
            "update-index --add --cacheinfo 160000,{commit},{path}"
        ));
    };
    submodule("charts.yaml");
    repository.git("commit -q -m submodule");
    repository.tell("--base main").ended(0).said("no manifest");
    // One in the place of a manifest: that one is gone.
    fs::remove_file(repository.path("shoots/edge.yaml")).unwrap();
    repository.git("rm -q --cached charts.yaml shoots/edge.yaml");
    submodule("shoots/edge.yaml");
    repository
        .tell("--staged --fail-on destructive")
        .ended(3)
        .said("Shoot garden-edge/plant-oslo is no longer there");
}

/// Files that cannot be read, and whether they look like manifests.
const UNREADABLE: [(&str, &str, bool); 26] = [
    (
        "template.yaml",
        "apiVersion: core.gardener.cloud/v1beta1\nkind: Shoot\nmetadata:\n  name: {{ .Release.Name }}\n",
        true,
    ),
    (
        "broken.yaml",
        "kind: \"Seed\" # a seed\nmetadata: [\n",
        true,
    ),
    (
        "second.yaml",
        "kind: ConfigMap\nbroken: [\n---\nkind: !!str CloudProfile\n",
        true,
    ),
    (
        "broken.json",
        "{\n  \"kind\": \"Shoot\",\n  \"metadata\": [\n",
        true,
    ),
    (
        "line.json",
        "{\"apiVersion\":\"core.gardener.cloud/v1beta1\",\"kind\":\"Shoot\",\"metadata\":[\n",
        true,
    ),
    (
        "list.yaml",
        "kind: List\nitems:\n- apiVersion: core.gardener.cloud/v1beta1\n  kind: Shoot\n  spec: [\n",
        true,
    ),
    (
        "text.yaml",
        "kind: ConfigMap\ndata:\n  example: |\n    kind: Shoot\n  other: {{ x }}\n",
        false,
    ),
    (
        "folded.yaml",
        "rules: {{ x }}\nnotes:\n- text: >-\n    as in\n    kind: Shoot\n  other: a\n",
        false,
    ),
    ("comment.yaml", "# kind: Shoot\nimage: {{ x }}\n", false),
    (
        "deeper.yaml",
        "spec: {{ x }}\nrefs:\n- targetRef:\n    kind: Shoot\n",
        false,
    ),
    ("other.yaml", "kind: ShootState\nspec: {{ x }}\n", false),
    // JSON may be laid out in any way.
    (
        "deeper.json",
        "{\n  \"kind\": \"Role\",\n  \"ref\": {\n    \"kind\": \"Shoot\"\n  },\n  \"x\": [\n",
        true,
    ),
    (
        "brace.json",
        "{ \"apiVersion\": \"core.gardener.cloud/v1beta1\",\n  \"kind\": \"Shoot\",\n  \"metadata\": {\"name\": \"a\", \"name\": \"b\"}}\n",
        true,
    ),
    (
        "list.json",
        "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":[\n  {\n    \"apiVersion\": \"core.gardener.cloud/v1beta1\",\n    \"kind\": \"Shoot\",\n    \"metadata\": {\"name\": \"a\", \"name\": \"b\"}\n  }\n]}\n",
        true,
    ),
    (
        "commented.json",
        "// c\n{\n  \"kind\": \"Shoot\",\n  \"metadata\": [\n",
        true,
    ),
    (
        "mark.json",
        "\u{feff}{\n  \"kind\": \"Shoot\",\n  \"metadata\": [\n",
        true,
    ),
    (
        "behind.yaml",
        "kind: ConfigMap\n---\n{\n  \"kind\": \"Shoot\",\n  \"metadata\": [\n",
        true,
    ),
    // Neither does YAML have to begin at the edge, nor a kind to stand on one line.
    (
        "indented.yaml",
        "  apiVersion: core.gardener.cloud/v1beta1\n  kind: Shoot\n  metadata: {name: a}\n  spec:\n    region: a\n    region: b\n",
        true,
    ),
    (
        "flow-list.yaml",
        "kind: List\nitems: [ { apiVersion: core.gardener.cloud/v1beta1,\n  kind: Shoot, metadata: [\n",
        true,
    ),
    (
        "below.yaml",
        "apiVersion: core.gardener.cloud/v1beta1\nkind: >-\n  Shoot\nspec: [\n",
        true,
    ),
    (
        "returns.yaml",
        "# all\rapiVersion: core.gardener.cloud/v1beta1\rkind: Shoot\rspec: [\r",
        true,
    ),
    // What only looks like the text of a block is none of it.
    (
        "dedented.yaml",
        "apiVersion: core.gardener.cloud/v1beta1\nnotes: |\n    text\n  kind: Shoot\n",
        true,
    ),
    (
        "between.yaml",
        "apiVersion: core.gardener.cloud/v1beta1\nx: { a: 1,\n  notes: |\n    kind: Shoot\n",
        true,
    ),
    (
        "hash.yaml",
        "x: [\na: {notes: 'x # y', apiVersion: core.gardener.cloud/v1beta1, kind: Shoot}\n",
        true,
    ),
    (
        "quoted.yaml",
        "kind: ConfigMap\ndata:\n  a: | # one\n    apiVersion: core.gardener.cloud/v1beta1\n\n    kind: Shoot\n  b:\n  - |-\n    kind: Shoot\n  c: {{ x }}\n",
        false,
    ),
    (
        "beside.yaml",
        "{{- if .x }}\r\napiVersion: core.gardener.cloud/v1beta1\r\nkind: Project\r\nx: y # kind: Shoot\r\n# kind: Shoot\r\n{{- end }}\r\n",
        false,
    ),
];

#[test]
fn what_cannot_be_read_fails_only_where_it_looks_like_a_manifest() {
    let Some(repository) = Repository::new() else {
        return;
    };
    for (file, text, fails) in UNREADABLE {
        repository.write(file, text);
        repository.commit(file);
        let told = repository.tell("--base HEAD~1");
        assert_eq!(told.code, i32::from(fails), "{file}: {}", told.err);
        let named = if fails {
            "nothing is judged until every changed manifest can be read"
        } else {
            "no manifest of a Shoot, CloudProfile or Seed is changed"
        };
        assert!(
            format!("{}{}", told.out, told.err).contains(named),
            "{file}"
        );
    }
}

#[test]
fn what_cannot_be_looked_at_is_not_passed_over() {
    let Some(repository) = Repository::new() else {
        return;
    };
    // A tool that does not start.
    repository.write("../bin/awk", "#!/bin/sh\nexit 127\n");
    let awk = repository.path("../bin/awk");
    fs::set_permissions(&awk, fs::Permissions::from_mode(0o755)).unwrap();
    repository.write("broken.yaml", "kind: Shoot\nmetadata: [\n");
    repository.commit("broken");
    let told = repository.tell("--base main");
    let said = "nothing is judged until every changed manifest can be read";
    told.ended(1);
    assert!(told.err.contains(said), "{}", told.err);
}
