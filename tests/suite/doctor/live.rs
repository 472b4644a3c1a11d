//! The report on a served API: each step of the way, rights, versions, the clock, and what is left behind.

use std::process::Output;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{doctor, found, one, state, text};
use crate::api::{Authority, Damage, FakeApi, FakeProxy, On, Reply, Speaks};
use crate::patience::Ending as _;
use crate::versions::{self, SAMPLE, stderr};

/// A served garden, and a kubeconfig for it.
struct Served {
    api: FakeApi,
    folder: TempDir,
    user: Value,
}

impl Served {
    fn empty() -> Self {
        Self {
            api: FakeApi::https(),
            folder: tempfile::tempdir().unwrap(),
            user: json!({ "token": "planted-token" }),
        }
    }

    fn sample() -> Self {
        let served = Self::empty();
        served.api.add_directory(SAMPLE.as_ref());
        served
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let file = self.api.kubeconfig_file_for(self.folder.path(), &self.user);
        let mut command = doctor();
        command.arg("--kubeconfig").arg(file).args(arguments);
        command.ended()
    }

    fn report(&self, code: i32) -> Value {
        versions::json(&self.run(&["-o", "json"]), code)
    }

    /// The report must end in a failure of this step, with none behind it looked at.
    fn fails_at(&self, id: &str) -> Value {
        let report = self.report(1);
        assert_eq!(state(&report, id), "error", "{report:#}");
        for behind in ["gardener-api", "rights", "overdue", "leftover-secret"] {
            if behind != id {
                assert_eq!(state(&report, behind), "skipped", "{behind}");
            }
        }
        one(&report, id).clone()
    }
}

#[test]
fn a_garden_that_is_well_is_told_to_be_well() {
    let served = Served::empty();
    let report = served.report(0);
    for id in [
        "kubeconfig",
        "dns",
        "tcp",
        "credentials",
        "tls",
        "api",
        "authentication",
        "gardener-api",
        "kubernetes-version",
        "api-versions",
        "rights",
        "ineffective-value",
        "overdue",
        "hold-without-stop",
        "unreadable-hold",
        "operation-stuck",
        "renew-kubeconfig-stuck",
        "reference-not-removed",
        "leftover-secret",
        "clock",
    ] {
        assert_eq!(state(&report, id), "ok", "{:#}", one(&report, id));
    }
    let garden = &report["garden"];
    assert_eq!(garden["user"], "operator@example.org");
    assert_eq!(garden["kubernetesVersion"], "v1.33.1");
    assert_eq!(garden["context"], "live");
    assert_eq!(text(one(&report, "credentials"), "message"), "token");
}

#[test]
fn what_only_the_report_on_gardenlets_needs_is_not_asked_for() {
    let served = Served::sample();
    served.report(0);
    let asked = served.api.requests();
    assert!(asked.iter().any(|request| request.path.ends_with("/seeds")));
    let requests = "certificatesigningrequests";
    assert!(!asked.iter().any(|request| request.path.contains(requests)));
}

#[test]
fn the_first_step_that_fails_is_named() {
    let mut served = Served::empty();
    served.api.accept_tokens(&["another"]);
    let finding = served.fails_at("authentication");
    assert!(text(&finding, "message").contains("401"), "{finding:#}");
    assert!(
        text(&finding, "advice").contains("log in again"),
        "{finding:#}"
    );

    let stranger = Authority::new();
    let identity = stranger.server(&["127.0.0.1"]);
    served.api = FakeApi::https_with(stranger, identity);
    let other = FakeApi::https();
    let mut cluster = other.cluster();
    cluster["server"] = served.api.url().into();
    let config = crate::api::kubeconfig(&cluster, &json!({}));
    let file = served.folder.path().join("untrusted.yaml");
    std::fs::write(&file, config.to_string()).unwrap();
    let mut command = doctor();
    command.args(["-o", "json", "--kubeconfig"]).arg(&file);
    let report = versions::json(&command.ended(), 1);
    assert_eq!(state(&report, "tcp"), "ok");
    assert_eq!(state(&report, "tls"), "error");
    assert!(text(one(&report, "tls"), "message").contains("unknown authority"));

    let closed = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let address = format!("https://{closed}");
    let output = doctor().args(["-o", "json", "--server", &address]).output();
    let report = versions::json(&output.unwrap(), 1);
    assert_eq!(
        (state(&report, "dns"), state(&report, "tcp")),
        ("ok", "error")
    );

    let output = doctor()
        .args(["-o", "json", "--server", "https://nowhere.invalid"])
        .output();
    let report = versions::json(&output.unwrap(), 1);
    assert_eq!(
        (state(&report, "dns"), state(&report, "tcp")),
        ("error", "skipped")
    );
}

#[test]
fn behind_a_proxy_the_way_leads_to_the_proxy() {
    let served = Served::empty();
    let name = "api.garden.example:6443";
    let proxy = FakeProxy::start(Speaks::Http, &[(name, served.api.address())]);
    let with = |proxy: &str| {
        let mut cluster = served.api.cluster();
        cluster["server"] = format!("https://{name}").into();
        cluster["proxy-url"] = proxy.into();
        let config = crate::api::kubeconfig(&cluster, &served.user);
        let file = served.folder.path().join("proxied.yaml");
        std::fs::write(&file, config.to_string()).unwrap();
        let mut command = doctor();
        command
            .args(["-o", "json", "--kubeconfig"])
            .arg(file)
            .ended()
    };
    // Here, the name of the server leads nowhere.
    let report = versions::json(&with(&proxy.url("http")), 0);
    assert_eq!(state(&report, "gardener-api"), "ok");
    assert!(text(one(&report, "dns"), "message").starts_with("proxy http://127.0.0.1:"));
    let report = versions::json(&with("http://jane:planted-marker@127.0.0.1:1"), 1);
    let finding = one(&report, "tcp");
    assert!(
        text(finding, "advice").contains("--proxy-url"),
        "{finding:#}"
    );
    assert!(!report.to_string().contains("planted-marker"));
}

#[test]
fn a_credential_plugin_that_fails_is_named() {
    let mut served = Served::empty();
    served.user = json!({ "exec": { "apiVersion": "client.authentication.k8s.io/v1", "command": "/nowhere/plugin", "interactiveMode": "Never" } });
    let finding = served.fails_at("credentials");
    assert!(
        text(&finding, "message").contains("/nowhere/plugin"),
        "{finding:#}"
    );
}

#[cfg(unix)]
#[test]
fn a_credential_plugin_that_hangs_is_ended_with_its_step_and_all_that_it_has_started() {
    let mut served = Served::empty();
    let noted = served.folder.path().join("pid");
    // A wrapper, as they are: what it runs is another program, which runs a third one.
    let noted_text = noted.display();
    let script = format!(
        "echo $$ > {noted_text}; sh -c 'sleep 300 & echo $! >> {noted_text}; echo $$ >> {noted_text}; wait'; true"
    );
    served.user = json!({ "exec": { "apiVersion": "client.authentication.k8s.io/v1", "command": "/bin/sh",
        "args": ["-c", script], "interactiveMode": "Never" } });
    let begin = std::time::Instant::now();
    let output = served.run(&["-o", "json", "--request-timeout", "1500ms"]);
    let report = versions::json(&output, 1);
    assert!(begin.elapsed() < Duration::from_secs(30));
    let finding = one(&report, "credentials");
    assert!(
        text(finding, "message").ends_with("took longer than 1500 ms"),
        "{finding:#}"
    );
    assert!(
        text(finding, "advice").starts_with("run /bin/sh by hand"),
        "{finding:#}"
    );
    let processes = std::fs::read_to_string(noted).unwrap();
    assert_eq!(processes.lines().count(), 3, "{processes}");
    processes.lines().for_each(assert_ends);
}

/// Wait for the end of a process.
#[cfg(unix)]
#[track_caller]
fn assert_ends(process: &str) {
    let script =
        format!("kill -0 {process} 2>/dev/null && ! grep -q 'State:.Z' /proc/{process}/status");
    let runs = || {
        let shell = std::process::Command::new("/bin/sh")
            .args(["-c", &script])
            .status();
        shell.unwrap().success()
    };
    let ended = std::time::Instant::now() + Duration::from_secs(10);
    while runs() {
        assert!(std::time::Instant::now() < ended, "{process} goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn whoever_ends_the_program_ends_its_credential_plugin() {
    let mut served = Served::empty();
    let noted = served.folder.path().join("pid");
    let script = format!("sleep 300 & echo $! > {}; wait", noted.display());
    served.user = json!({ "exec": { "apiVersion": "client.authentication.k8s.io/v1", "command": "/bin/sh",
        "args": ["-c", script], "interactiveMode": "Never" } });
    let file = served
        .api
        .kubeconfig_file_for(served.folder.path(), &served.user);
    let mut child = versions::program("versions")
        .arg("--kubeconfig")
        .arg(file)
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let process = loop {
        let text = std::fs::read_to_string(&noted).unwrap_or_default();
        if text.ends_with('\n') {
            break text.trim().to_owned();
        }
        assert_eq!(child.try_wait().unwrap(), None);
        std::thread::sleep(Duration::from_millis(10));
    };
    // To it alone, and not to its group as from a terminal.
    let killed = std::process::Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(killed.unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_ends(&process);
}

#[test]
fn the_kubeconfig_of_another_cluster_is_recognised() {
    for (group, kind) in [
        ("extensions.gardener.cloud", "looks like a seed"),
        (
            "operator.gardener.cloud",
            "looks like the runtime cluster of a garden",
        ),
        ("apps", "looks like a shoot or seed"),
    ] {
        let served = Served::empty();
        let groups = ["", "authentication.k8s.io", "authorization.k8s.io", group];
        served.api.serve_groups(&groups);
        let finding = served.fails_at("gardener-api");
        assert!(text(&finding, "message").contains(kind), "{finding:#}");
    }
}

#[test]
fn what_is_no_api_server_is_recognised() {
    let served = Served::empty();
    let page = Reply::text(200, "text/html", "<html><title>Log in</title></html>");
    served.api.answer(On::get("/version"), page);
    let finding = served.fails_at("api");
    assert!(
        text(&finding, "message").contains("web page"),
        "{finding:#}"
    );
}

#[test]
fn a_server_that_never_answers_keeps_nobody_waiting() {
    let served = Served::empty();
    served.api.damage(On::get("/version"), Damage::Silence);
    let begin = std::time::Instant::now();
    let output = served.run(&["-o", "json", "--request-timeout", "300ms"]);
    let report = versions::json(&output, 1);
    assert_eq!(state(&report, "api"), "error", "{report:#}");
    assert!(begin.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_server_that_refuses_us_tells_the_time_all_the_same() {
    let served = Served::empty();
    served.api.accept_tokens(&["another"]);
    let report = served.fails_at("authentication");
    assert_eq!(text(&report, "state"), "error");
    let report = served.report(1);
    assert_eq!(state(&report, "clock"), "ok");
    assert!(report["clock"]["aheadSeconds"].is_number());
}

/// Have the server say another time.
fn with_clock(ahead: SignedDuration) -> Value {
    let served = Served::empty();
    let mut on = On::get("/version");
    served.api.first(move |seen, _| {
        let then = Timestamp::now() - ahead;
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&then)
            .unwrap();
        let version = json!({ "gitVersion": "v1.33.1" });
        on.matches(seen)
            .then(|| Reply::json(200, &version).header("date", &date))
    });
    served.report(0)
}

#[test]
fn a_clock_that_is_wrong_is_told_with_its_distance() {
    let report = with_clock(SignedDuration::from_secs(20));
    assert_eq!(state(&report, "clock"), "warning");
    assert!(text(one(&report, "clock"), "message").contains("ahead of"));
    let ahead = report["clock"]["aheadSeconds"].as_f64().unwrap();
    assert!((18.0..25.0).contains(&ahead), "{ahead}");
    let report = with_clock(SignedDuration::from_secs(-300));
    assert_eq!(state(&report, "clock"), "error");
    assert!(text(one(&report, "clock"), "message").contains("behind"));
    assert_eq!(
        state(&with_clock(SignedDuration::from_secs(1)), "clock"),
        "ok"
    );
}

#[test]
fn versions_are_held_against_what_the_program_knows() {
    let served = Served::empty();
    let version = json!({ "gitVersion": "v1.37.0" });
    served
        .api
        .answer(On::get("/version"), Reply::json(200, &version));
    served
        .api
        .add(json!({ "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": { "name": "gardener-info", "namespace": "gardener-system-public" },
        "data": { "gardenerAPIServer": "version: v1.160.0\n" } }));
    served
        .api
        .store(|store| store.groups.remove("security.gardener.cloud"));
    let report = served.report(0);
    assert_eq!(state(&report, "kubernetes-version"), "info");
    assert_eq!(state(&report, "gardener-version"), "warning");
    let missing = one(&report, "api-versions");
    assert_eq!(text(missing, "subject"), "security.gardener.cloud/v1alpha1");
    assert_eq!(text(missing, "state"), "warning");
}

#[test]
fn rights_are_told_command_by_command() {
    let served = Served::sample();
    served.api.store(|store| {
        store.denied.insert("patch seeds".to_owned());
        store.denied.insert("list managedseeds".to_owned());
    });
    let report = served.report(0);
    let rights = found(&report, "rights");
    let of = |command: &str| {
        let found = rights.iter().find(|finding| finding["subject"] == command);
        (*found.unwrap_or_else(|| panic!("{command}: {rights:#?}"))).clone()
    };
    for command in ["emergency-stop on", "emergency-stop off"] {
        let finding = of(command);
        assert_eq!(text(&finding, "state"), "warning");
        assert_eq!(text(&finding, "message"), "fails: you may not patch seeds");
        assert_eq!(
            text(&finding, "command"),
            format!("kubectl gardener doctor --rbac {command}")
        );
    }
    let part = of("gardenlets");
    assert_eq!(text(&part, "state"), "info");
    assert!(
        text(&part, "message").contains("list managedseeds in garden"),
        "{part:#}"
    );
    assert!(text(rights[0], "message").starts_with("all rights are granted for versions, "));
    let data = report["rights"].as_array().unwrap();
    let on = data
        .iter()
        .find(|one| one["command"] == "emergency-stop on")
        .unwrap();
    assert_eq!(on["usable"], "no");
    assert_eq!(
        on["missing"][0],
        json!({ "verb": "patch", "group": "core.gardener.cloud", "resource": "seeds",
        "namespace": null, "need": "needed", "about": null })
    );
    // What could not be read is named and not said to be well, and the rest is there.
    let missing = found(&report, "operation-stuck");
    assert!(
        missing
            .iter()
            .any(|finding| text(finding, "message").contains("managedseeds"))
    );
    // Each right was asked for once.
    let asked: Vec<Vec<u8>> = (served.api.requests().into_iter())
        .filter(|seen| seen.path.ends_with("/selfsubjectaccessreviews"))
        .map(|seen| seen.body)
        .collect();
    let unique: std::collections::BTreeSet<_> = asked.iter().collect();
    assert_eq!(asked.len(), unique.len());
}

#[test]
fn what_could_not_be_read_is_not_said_to_be_well() {
    for (denied, skipped) in [
        (
            "list gardenlets",
            &["operation-stuck", "reference-not-removed"][..],
        ),
        ("list managedseeds", &["operation-stuck"]),
        ("list shoots", &["operation-stuck"]),
        ("list leases", &["renew-kubeconfig-stuck"]),
        ("list secrets", &["leftover-secret"]),
        (
            "get configmaps",
            &["gardener-version", "version-not-supported"],
        ),
    ] {
        let served = Served::empty();
        served
            .api
            .store(|store| store.denied.insert(denied.to_owned()));
        let report = served.report(0);
        for id in [
            "operation-stuck",
            "reference-not-removed",
            "renew-kubeconfig-stuck",
            "leftover-secret",
            "version-not-supported",
        ] {
            let ok = found(&report, id)
                .iter()
                .any(|finding| finding["state"] == "ok");
            // Without the version of the garden, which is not served here, none fits or does not.
            let expected = !skipped.contains(&id) && id != "version-not-supported";
            assert_eq!(ok, expected, "{denied}: {id}");
        }
    }
}

#[test]
fn who_may_not_list_seeds_is_told_so_and_a_garden_that_fails_is_another_matter() {
    let served = Served::sample();
    served
        .api
        .store(|store| store.denied.insert("list seeds".to_owned()));
    let report = served.report(0);
    let stop = one(&report, "ineffective-value");
    assert_eq!(text(stop, "state"), "skipped");
    assert!(text(stop, "message").contains("forbidden"), "{stop:#}");

    let served = Served::sample();
    served.api.fail(On::get("/seeds"), 500);
    let report = served.report(1);
    assert_eq!(state(&report, "ineffective-value"), "skipped");
    assert_eq!(state(&report, "rights"), "ok");
}

#[test]
fn the_same_is_found_in_a_garden_and_in_its_files() {
    let served = Served::sample();
    let live = served.report(0);
    let finding = one(&live, "ineffective-value");
    let command = text(finding, "command");
    assert!(
        command.starts_with("kubectl annotate seed gcp-us1 "),
        "{command}"
    );
    assert!(command.contains("--kubeconfig="), "{command}");
}

#[test]
fn a_hold_without_an_incident_is_lifted_by_its_owner_alone() {
    for (by, command) in [
        (
            "operator@example.org",
            "kubectl gardener emergency-stop off aws --kubeconfig=",
        ),
        ("jane", ""),
    ] {
        let served = Served::empty();
        let holds = json!([{ "by": by, "until": "2026-11-20T00:00:00Z" }]);
        served.api.add(
            json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed",
            "metadata": { "name": "aws", "annotations": {
                "shoot.gardener.cloud/emergency-stop-reconciliations": "true",
                "kubectl-gardener/emergency-stop": holds.to_string() } },
            "spec": { "provider": { "type": "aws", "region": "eu" } } }),
        );
        let report = served.report(0);
        let finding = one(&report, "overdue");
        // Where paths have backslashes the option is quoted.
        let proposed = text(finding, "command").replace('"', "");
        assert!(proposed.starts_with(command), "{finding:#}");
        assert_eq!(proposed.is_empty(), command.is_empty(), "{finding:#}");
        if command.is_empty() {
            assert!(
                text(finding, "advice").contains("belongs to jane"),
                "{finding:#}"
            );
        }
    }
}

/// A Shoot that was asked for an operation so many minutes ago.
fn asked(minutes: i64) -> Value {
    let at = versions::NOW.parse::<Timestamp>().unwrap() - SignedDuration::from_mins(minutes);
    let key = "gardener.cloud/operation";
    json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Shoot",
        "metadata": { "name": "shop", "namespace": "garden-dev", "annotations": { key: "retry" },
            "managedFields": [{ "manager": "kubectl-annotate", "time": at.to_string(),
                "fieldsV1": { "f:metadata": { "f:annotations": { format!("f:{key}"): {} } } } }] },
        "spec": {} })
}

#[test]
fn an_operation_that_nobody_takes_away_is_told_with_its_author() {
    let served = Served::empty();
    served.api.add(asked(60));
    let report = served.report(0);
    let finding = one(&report, "operation-stuck");
    assert_eq!(text(finding, "state"), "warning");
    assert_eq!(text(finding, "subject"), "shoot garden-dev/shop");
    assert!(
        text(finding, "message").contains("by kubectl-annotate"),
        "{finding:#}"
    );
    let command = text(finding, "command");
    let expected = "kubectl annotate shoot shop -n garden-dev gardener.cloud/operation- ";
    assert!(command.starts_with(expected), "{command}");

    let served = Served::empty();
    let mut working = asked(60);
    working["status"] = json!({ "lastOperation": { "type": "Reconcile", "state": "Processing" } });
    served.api.add(working);
    let report = served.report(0);
    let finding = one(&report, "operation-stuck");
    assert_eq!(
        (text(finding, "state"), &finding["command"]),
        ("info", &Value::Null)
    );

    let served = Served::empty();
    served.api.add(asked(9));
    assert_eq!(state(&served.report(0), "operation-stuck"), "ok");
}

#[test]
fn a_secret_is_left_behind_once_nobody_works_with_it() {
    for (created, expected) in [
        ("2026-11-20T20:00:00Z", "warning"),
        ("2026-11-20T23:55:00Z", "ok"),
    ] {
        let served = Served::empty();
        served.api.add(json!({ "apiVersion": "v1", "kind": "Secret",
            "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "aws" },
                "creationTimestamp": created } }));
        let report = served.report(0);
        let finding = one(&report, "leftover-secret");
        assert_eq!(text(finding, "state"), expected, "{created}");
        if expected == "warning" {
            let command = text(finding, "command").replace('"', "");
            assert!(
                command.starts_with("kubectl delete secret left -n garden --kubeconfig="),
                "{command}"
            );
        }
    }
}

#[test]
fn a_snapshot_shows_the_secret_that_is_left_as_well() {
    let served = Served::sample();
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": "planted-secret-marker" },
        "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "metal-dc1" },
            "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    let file = served.folder.path().join("garden.zst");
    let mut taking = versions::program("snapshot");
    let kubeconfig = served.api.kubeconfig_file(served.folder.path());
    taking
        .arg("--kubeconfig")
        .arg(kubeconfig)
        .arg("-o")
        .arg(&file);
    let taken = taking.ended();
    assert!(taken.status.success(), "{}", stderr(&taken));
    let mut command = doctor();
    command.args(["-o", "json", "--landscape"]).arg(&file);
    let report = versions::json(&command.ended(), 0);
    assert_eq!(state(&report, "leftover-secret"), "warning");
    assert!(!report.to_string().contains("planted-secret-marker"));
}

#[test]
fn whoever_lacks_a_right_is_told_how_to_get_it() {
    let served = Served::sample();
    served
        .api
        .store(|store| store.denied.insert("list seeds".to_owned()));
    let file = served.api.kubeconfig_file(served.folder.path());
    let mut command = crate::versions::program("emergency-stop");
    command.arg("status").arg("--kubeconfig").arg(file);
    let output = command.ended();
    assert_eq!(output.status.code(), Some(1));
    let hint = "the role that it needs: kubectl gardener doctor --rbac emergency-stop status";
    assert!(stderr(&output).contains(hint), "{}", stderr(&output));
}

#[test]
fn no_secret_is_told_by_whatever_is_asked() {
    let served = Served::sample();
    let marker = "planted-secret-marker";
    served.api.add(json!({ "apiVersion": "v1", "kind": "Secret", "data": { "kubeconfig": marker },
        "metadata": { "name": "left", "namespace": "garden", "labels": { "kubectl-gardener/redeploy": "metal-dc1" },
            "creationTimestamp": "2026-11-20T20:00:00Z" } }));
    for arguments in [&["-v", "9", "-o", "json"][..], &["-v", "9", "-o", "wide"]] {
        let output = served.run(arguments);
        let all = format!("{}{}", stderr(&output), versions::text(&output, 0));
        assert!(
            all.contains("leftover-secret") && all.contains("garden/left"),
            "{all}"
        );
        for secret in [marker, "planted-token"] {
            assert!(!all.contains(secret), "{secret}");
        }
    }
}
