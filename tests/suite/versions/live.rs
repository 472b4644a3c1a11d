//! The report from a served API: the same as from files, and clear words where that fails.

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{SAMPLE, offline, stderr, text};
use crate::api::{Damage, Expiry, FakeApi, On, Protobuf, Reply};
#[cfg(unix)]
use crate::patience::end_of;

/// A server with the sample landscape, and a kubeconfig for it.
struct Served {
    api: FakeApi,
    folder: TempDir,
}

impl Served {
    fn sample() -> Self {
        let api = FakeApi::https();
        api.add_directory(SAMPLE.as_ref());
        let folder = tempfile::tempdir().unwrap();
        Self { api, folder }
    }

    fn report(&self, arguments: &[&str]) -> std::process::Output {
        super::live(&self.api.kubeconfig_file(self.folder.path()), arguments)
    }
}

fn report(served: &Served, arguments: &[&str]) -> Value {
    super::json(&served.report(&[&["-o", "json"], arguments].concat()), 0)
}

fn from_files(arguments: &[&str]) -> Value {
    super::json(&offline(&[&["-o", "json"], arguments].concat()), 0)
}

#[test]
fn a_served_landscape_and_the_same_in_files_are_one_report() {
    let served = Served::sample();
    for arguments in [
        &[][..],
        &["-n", "garden-commerce"],
        &["-A", "-n", "garden-commerce"],
        &["--profile", "garden-commerce/aws-extended"],
        &["--severity", "warning", "--within", "90d"],
    ] {
        assert_eq!(
            report(&served, arguments),
            from_files(arguments),
            "{arguments:?}"
        );
    }
    // With a namespace only that one is read.
    let paths = served.api.requests();
    assert!(
        paths
            .iter()
            .any(|seen| seen.path.ends_with("/namespaces/garden-commerce/shoots"))
    );
}

#[test]
fn a_report_survives_faults_and_expired_tokens() {
    let undisturbed = from_files(&[]);
    for damage in [Damage::Reset, Damage::Truncate] {
        let served = Served::sample();
        served.api.damage(On::get("/shoots").times(1), damage);
        assert_eq!(report(&served, &[]), undisturbed);
    }
    let served = Served::sample();
    let busy = Reply::status(429, "TooManyRequests", "slow down").header("retry-after", "1");
    served.api.answer(On::get("/cloudprofiles").times(1), busy);
    served.api.fail(On::get("/shoots").times(1), 500);
    served.api.expire(Expiry::StartsOver, 1);
    assert_eq!(report(&served, &[]), undisturbed);
}

#[test]
fn a_broken_object_is_named_and_hides_no_other() {
    let served = Served::sample();
    served.api.add(json!({
        "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": "broken", "namespace": "garden-data" },
        "spec": { "provider": { "type": "aws", "workers": "none" } },
    }));
    let output = served.report(&["-o", "json"]);
    let with = super::json(&output, 0);
    let said = stderr(&output);
    assert!(
        said.contains("garden-data/broken") && said.contains("spec.provider.workers"),
        "{said}"
    );
    assert_eq!(with["shoots"], from_files(&[])["shoots"]);
    let unreadable = with["unreadable"].as_array().unwrap();
    assert_eq!(unreadable.len(), 1);
    let table = text(&served.report(&[]), 0);
    assert!(
        table.contains("1 objects could not be read")
            || table.contains("1 object could not be read"),
        "{table}"
    );
}

#[test]
fn missing_rights_name_the_resource() {
    let served = Served::sample();
    let forbidden = |resource: &str| {
        let message = format!(
            "{resource}.core.gardener.cloud is forbidden: User \"jane\" cannot list resource"
        );
        Reply::status(403, "Forbidden", &message)
    };
    served.api.answer(On::get("/shoots"), forbidden("shoots"));
    let output = served.report(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "half a report");
    let said = stderr(&output);
    assert!(
        said.contains("shoots") && said.contains("forbidden") && said.contains("hint:"),
        "{said}"
    );
}

#[test]
fn who_may_not_list_projects_gets_the_report_without_their_names() {
    let served = Served::sample();
    served.api.answer(
        On::get("/projects"),
        Reply::status(403, "Forbidden", "projects is forbidden"),
    );
    let output = served.report(&["-o", "json"]);
    let report = super::json(&output, 0);
    assert!(
        stderr(&output).contains("project names are missing"),
        "{}",
        stderr(&output)
    );
    let shoots = report["shoots"].as_array().unwrap();
    assert!(shoots.iter().all(|shoot| shoot["project"].is_null()));
    assert_eq!(
        shoots.len(),
        from_files(&[])["shoots"].as_array().unwrap().len()
    );
}

#[test]
fn a_cluster_without_gardener_is_told_apart() {
    let api = FakeApi::https();
    api.serve_groups(&["apps"]);
    let served = Served {
        api,
        folder: tempfile::tempdir().unwrap(),
    };
    let output = served.report(&[]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("core.gardener.cloud") && said.contains("--context"),
        "{said}"
    );
}

#[test]
fn no_secret_is_shown_at_the_highest_verbosity() {
    let served = Served::sample();
    let marker = "planted-secret-marker";
    served.api.accept_tokens(&[marker]);
    let user = json!({ "token": marker });
    let kubeconfig = served.api.kubeconfig_file_for(served.folder.path(), &user);
    let output = super::live(&kubeconfig, &["-v", "9", "-o", "json"]);
    super::json(&output, 0);
    let said = stderr(&output);
    assert!(said.contains("/shoots"), "nothing was told at -v 9");
    assert!(!said.contains(marker), "the token was shown");
}

#[test]
fn bodies_of_protobuf_are_told_by_their_size() {
    for (how, refused) in [(Protobuf::Streams, ""), (Protobuf::Lists, "422")] {
        let served = Served::sample();
        served.api.speak_protobuf(how);
        let output = served.report(&["-v", "9", "-o", "json"]);
        super::json(&output, 0);
        let said = stderr(&output);
        let sizes = said.lines().filter(|line| line.contains(" bytes read in "));
        assert!(sizes.count() >= 4, "{said}");
        assert!(said.contains(refused) && !said.contains("k8s\0"), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_reading_with_130_and_no_half_answer() {
    use std::process::{Command, Stdio};

    let served = Served::sample();
    served.api.damage(On::get("/shoots"), Damage::Stall);
    let mut command = super::versions();
    let kubeconfig = served.api.kubeconfig_file(served.folder.path());
    command.arg("--kubeconfig").arg(kubeconfig);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    served
        .api
        .wait_for(|requests| requests.iter().any(|seen| seen.path.ends_with("/shoots")));
    let interrupt = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(interrupt.success());
    let output = end_of(child, "versions after Ctrl-C");
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
    assert_eq!(stderr(&output), "error: interrupted\n");
}
