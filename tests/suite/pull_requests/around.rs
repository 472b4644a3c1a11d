//! What surrounds the script: the hook of pre-commit, the workflow, and the report where something could not be judged.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::Value;

use super::{ROOT, Repository};

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(Path::new(ROOT).join(path)).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

#[test]
fn pre_commit_runs_the_hook_for_commits_that_only_delete() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    // pre-commit counts no deleted file: a hook for certain files is skipped when nothing else is staged.
    assert_eq!(hook["always_run"], true);
    assert_eq!(hook["pass_filenames"], false);
    let entry = hook["entry"].as_str().unwrap();
    let (script, arguments) = entry.split_once(' ').unwrap();
    let mode = fs::metadata(Path::new(ROOT).join(script)).unwrap();
    assert_eq!(mode.permissions().mode() & 0o111, 0o111);

    let Some(repository) = Repository::new() else {
        return;
    };
    repository.git("rm -q shoots/edge.yaml");
    repository
        .tell(&format!("{arguments} --fail-on destructive"))
        .ended(3)
        .said("Shoot garden-edge/plant-oslo is no longer there");
}

#[test]
fn the_report_says_what_could_not_be_judged() {
    let Some(repository) = Repository::new() else {
        return;
    };
    repository.change_shop();
    repository.commit("larger-machines");
    let told = repository.tell("--base main --fail-on oops --markdown ../out.md");
    told.ended(1);
    assert!(told.err.contains("oops"), "{}", told.err);
    let report = repository.read("../out.md");
    let start = "**Shoots could not be judged:**\n\n    error: ";
    assert!(report.starts_with(start), "{report}");
    assert!(report.contains("oops"), "{report}");

    let shop = repository.read("shoots/commerce.yaml");
    let broken = shop.replacen("spec:\n", "spec: oops\nbefore:\n", 1);
    repository.write("shoots/commerce.yaml", &broken);
    repository.commit("broken");
    let told = repository.tell("--base main --markdown ../broken.md");
    told.ended(1);
    let report = repository.read("../broken.md");
    let start = "**What was changed could not be judged:**\n\n    error: ";
    assert!(report.starts_with(start), "{report}");
    assert!(report.contains("shoots/commerce.yaml"), "{report}");
}

#[test]
fn without_code_scanning_the_job_warns_and_does_not_fail() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let workflow = yaml("examples/ci/github/impact.yml");
    let steps = workflow["jobs"]["impact"]["steps"].as_array().unwrap();
    let step = steps.last().unwrap();
    assert_eq!(step["env"]["GH_TOKEN"], "${{ github.token }}");
    let run = step["run"].as_str().unwrap();
    let set =
        "export RUNNER_TEMP=$PWD HEAD=abc REF=refs/pull/1/head GITHUB_REPOSITORY=shop/landscape";
    repository.write("step", &format!("{set}\n{run}"));
    repository.write("sarif/gardener-shoots.sarif", r#"{"runs": [{}]}"#);
    let gh = |answer: &str| {
        repository.write(
            "../bin/gh",
            &format!("#!/bin/sh\ncat > sent.json\n{answer}\n"),
        );
        let program = repository.path("../bin/gh");
        fs::set_permissions(program, fs::Permissions::from_mode(0o755)).unwrap();
        // As GitHub starts it.
        let output = repository.start("bash", &["-e", "step"]);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(gh("exit 0"), "");
    let upload: Value = serde_json::from_str(&repository.read("sent.json")).unwrap();
    assert_eq!(upload["ref"], "refs/pull/1/head");
    assert_eq!(
        gh("echo 'gh: Code Security must be enabled (HTTP 403)' >&2; exit 1"),
        "::warning::gardener-shoots is not shown at the lines of the manifests: \
         gh: Code Security must be enabled (HTTP 403) \n"
    );
}
