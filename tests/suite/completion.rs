//! Completion through kubectl: the link that kubectl looks for, and what comes of it in a real shell.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use std::time::{Duration, Instant};

use jiff::Timestamp;
use kubectl_gardener::garden::names::{Finder, Names};
use serde_json::json;
use snapbox::cmd::{Command, OutputAssert};
use tempfile::TempDir;

use super::api::{Damage, FakeApi, On};
use super::connection;

const PROGRAM: &str = env!("CARGO_BIN_EXE_kubectl-gardener");
const LINK: &str = "kubectl_complete-gardener";

/// A user's machine: a folder on the PATH with the program in it.
struct Machine {
    folder: TempDir,
    path: String,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).unwrap();
        symlink(PROGRAM, bin.join("kubectl-gardener")).unwrap();
        let path = format!("{}:/usr/bin:/bin", bin.display());
        Self { folder, path }
    }

    fn bin(&self) -> PathBuf {
        self.folder.path().join("bin")
    }

    fn link(&self) -> PathBuf {
        self.bin().join(LINK)
    }

    /// Start a program where nothing of the developer's reaches it.
    fn start(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        Command::new(program)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("PATH", &self.path)
            .current_dir(self.folder.path())
    }

    fn run(&self, arguments: &str) -> OutputAssert {
        self.start(self.bin().join("kubectl-gardener"))
            .args(arguments.split(' '))
            .assert()
    }

    fn says(&self, arguments: &str, text: &str) {
        let bin = self.bin().display().to_string();
        self.run(arguments)
            .success()
            .stderr_eq("")
            .stdout_eq(format!("{}\n", text.replace("BIN", &bin)));
    }

    fn refuses(&self, arguments: &str, code: i32, text: &str) {
        let bin = self.bin().display().to_string();
        self.run(arguments)
            .code(code)
            .stdout_eq("")
            .stderr_eq(format!(
                "error: {}\n hint: [..]\n",
                text.replace("BIN", &bin)
            ));
    }
}

#[test]
fn completion_is_installed_once_and_removed_again() {
    let machine = Machine::new();
    let link = "BIN/kubectl_complete-gardener";
    machine.says(
        "completion install --dry-run",
        &format!("would install {link} -> kubectl-gardener"),
    );
    assert!(machine.link().symlink_metadata().is_err());
    for said in ["installed", "already installed:"] {
        machine.says(
            "completion install",
            &format!("{said} {link} -> kubectl-gardener"),
        );
        assert_eq!(
            fs::read_link(machine.link()).unwrap(),
            Path::new("kubectl-gardener")
        );
    }
    assert_eq!(fs::read_dir(machine.bin()).unwrap().count(), 2);
    machine
        .start(machine.link())
        .args(["versions", "--fail-on", "e"])
        .assert()
        .success()
        .stderr_eq("")
        .stdout_eq("error\tSomething is wrong now, or will fail\n:4\n");
    machine.says(
        "completion uninstall --dry-run",
        &format!("would remove {link}"),
    );
    machine.says("completion uninstall", &format!("removed {link}"));
    assert!(machine.link().symlink_metadata().is_err());
    machine.says(
        "completion uninstall",
        &format!("not installed: no folder of the PATH has {LINK}"),
    );
}

#[test]
fn what_others_have_put_there_stays() {
    let machine = Machine::new();
    let put: [fn(&Path); 3] = [
        |link| fs::write(link, "#!/bin/sh\necho mine\n").unwrap(),
        |link| symlink("/opt/other/completer", link).unwrap(),
        |link| fs::create_dir(link).unwrap(),
    ];
    for put in put {
        put(&machine.link());
        for command in ["install", "uninstall", "install --dry-run"] {
            machine.refuses(
                &format!("completion {command}"),
                5,
                "BIN/kubectl_complete-gardener is not of this program",
            );
        }
        let kind = machine.link().symlink_metadata().unwrap().file_type();
        if kind.is_dir() {
            fs::remove_dir(machine.link()).unwrap();
        } else {
            fs::remove_file(machine.link()).unwrap();
        }
    }
}

#[test]
fn links_to_a_program_that_has_gone_and_copies_of_it_are_replaced() {
    let machine = Machine::new();
    let installed = "installed BIN/kubectl_complete-gardener -> kubectl-gardener";
    symlink("/gone/kubectl-gardener", machine.link()).unwrap();
    machine.says("completion install", installed);
    fs::remove_file(machine.link()).unwrap();
    fs::copy(PROGRAM, machine.link()).unwrap();
    machine.says("completion install", installed);
    assert!(machine.link().symlink_metadata().unwrap().is_symlink());
}

#[test]
fn a_folder_that_kubectl_does_not_look_into_is_refused() {
    let mut machine = Machine::new();
    let other = machine.folder.path().join("other");
    let install = format!("completion install --dir {}", other.display());
    machine.refuses(&install, 1, &format!("{} is no folder", other.display()));
    fs::create_dir(&other).unwrap();
    machine.refuses(
        &install,
        1,
        &format!(
            "{} is not on the PATH, so kubectl would not find it there",
            other.display()
        ),
    );
    machine.path = format!("{}:{}", machine.path, other.display());
    machine.says(
        &install,
        &format!(
            "installed {}/kubectl_complete-gardener -> BIN/kubectl-gardener",
            other.display()
        ),
    );
    machine.path = "/usr/bin:/bin".to_owned();
    machine.refuses(
        "completion install",
        1,
        "[..]kubectl-gardener is in no folder of the PATH, so kubectl does not find it",
    );
}

#[test]
fn another_completer_that_comes_first_is_told() {
    let mut machine = Machine::new();
    let first = machine.folder.path().join("first");
    fs::create_dir(&first).unwrap();
    fs::write(first.join(LINK), "#!/bin/sh\n").unwrap();
    fs::set_permissions(first.join(LINK), fs::Permissions::from_mode(0o755)).unwrap();
    machine.path = format!("{}:{}", first.display(), machine.path);
    machine
        .run("completion install")
        .success()
        .stderr_eq(format!(
            "warning: kubectl uses {}/{LINK}, which comes first on the PATH\n",
            first.display()
        ));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_told_with_what_to_do() {
    let mut machine = Machine::new();
    machine.path = format!("{}:/sys", machine.path);
    machine.refuses(
        "completion install --dir /sys",
        1,
        "cannot write /sys/kubectl_complete-gardener: [..]",
    );
}

/// Ask bash, which asks kubectl, which asks the program.
///
/// `_init_completion` belongs to the package bash-completion, which not every machine has: it splits the line.
const ASK: &str = r#"
    _init_completion() { words=("${COMP_WORDS[@]}") cword=$COMP_CWORD cur=${COMP_WORDS[COMP_CWORD]} prev=; }
    source <(kubectl completion bash)
    COMP_WORDS=(kubectl gardener "$@") COMP_CWORD=$(($# + 1)) COMP_TYPE=9 COLUMNS=200
    COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
    BASH_COMP_DEBUG_FILE=$HOME/told
    __start_kubectl 2> /dev/null
    printf '%s\n' "${COMPREPLY[@]}"
    grep 'directive is' "$HOME/told"
    rm "$HOME/told"
"#;

#[test]
fn a_real_kubectl_in_a_real_bash_completes() {
    let machine = Machine::new();
    let found = |program| machine.start(program).arg("--help").output().is_ok();
    if !found("kubectl") || !found("bash") {
        eprintln!("skipped: this needs kubectl and bash in /usr/bin or /bin");
        return;
    }
    let ask = |words: &[&str]| {
        let output = machine
            .start("bash")
            .args(["--norc", "-c", ASK, "bash"])
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let directive = |number: u8| format!("The completion directive is: {number}\n");
    let nothing = format!("\n{}", directive(0));
    assert_eq!(ask(&["emer"]), nothing, "before it is installed");
    machine.run("completion install").success();
    assert_eq!(ask(&["emer"]), format!("emergency-stop\n{}", directive(4)));
    for line in [
        &["versions", "--fail-on="][..],
        &["versions", "--fail-on", ""],
    ] {
        let levels = ask(line);
        let levels: Vec<&str> = levels
            .lines()
            .map(|line| &line[..line.len().min(7)])
            .collect();
        assert_eq!(levels, ["info   ", "warning", "error  ", "The com"]);
    }
    let commands = ask(&[""]);
    assert!(commands.contains("versions"), "{commands}");
    assert!(
        commands.contains("(Tell which versions expire"),
        "{commands}"
    );
    assert_eq!(ask(&["versions", "--landscape", ""]), nothing);
    assert_eq!(
        ask(&["versions", "--now", ""]),
        format!("\n{}", directive(4))
    );
}

#[test]
fn nothing_that_a_garden_names_is_run_by_a_shell() {
    let machine = Machine::new();
    let found = |program| machine.start(program).arg("--help").output().is_ok();
    if !found("kubectl") || !found("bash") {
        eprintln!("skipped: this needs kubectl and bash in /usr/bin or /bin");
        return;
    }
    let api = FakeApi::http();
    let mut held = connection::seed("aws");
    let ran = machine.folder.path().join("ran");
    let annotation = json!([
        { "by": "a", "incident": format!("$(touch {})", ran.display()) },
        { "by": "b", "incident": format!("`touch${{IFS}}{}`", ran.display()) },
        { "by": "c", "incident": "INC-7" },
    ]);
    held["metadata"]["annotations"] =
        json!({ "kubectl-gardener/emergency-stop": annotation.to_string() });
    api.add(held);
    let kubeconfig = api.kubeconfig_file(machine.folder.path());
    machine.run("completion install").success();
    let offered = (0..50).any(|_| {
        let output = machine
            .start("bash")
            .args(["--norc", "-c", ASK, "bash"])
            .args(["emergency-stop", "off", "aws", "--incident", ""])
            .env("KUBECONFIG", &kubeconfig)
            .output()
            .unwrap();
        String::from_utf8(output.stdout)
            .unwrap()
            .starts_with("INC-7\n")
    });
    assert!(offered, "incidents are completed");
    assert!(!ran.exists(), "a shell ran what an annotation says");
}

/// Ask zsh, which asks kubectl, which asks the program; what would be offered is printed.
const ASK_ZSH: &str = r#"
    compdef() { }
    _describe() { local -a offered; offered=(${(P)${@[-1]}}); (( $#offered )) && print -rl -- $offered }
    _arguments() { print "files" }
    source <(kubectl completion zsh)
    words=(kubectl gardener "$@") CURRENT=$(($# + 2))
    _kubectl
"#;

#[test]
fn a_real_kubectl_in_a_real_zsh_completes() {
    let machine = Machine::new();
    let found = |program| machine.start(program).arg("--help").output().is_ok();
    if !found("kubectl") || !found("zsh") {
        eprintln!("skipped: this needs kubectl and zsh in /usr/bin or /bin");
        return;
    }
    let ask = |words: &[&str]| {
        let output = machine
            .start("zsh")
            .args(["-f", "-c", ASK_ZSH, "zsh"])
            .args(words)
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    machine.run("completion install").success();
    let offered = ask(&["emer"]);
    assert!(
        offered.starts_with("emergency-stop:Stop all shoot"),
        "{offered}"
    );
    let levels = ask(&["versions", "--fail-on", ""]);
    let levels: Vec<&str> = levels
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(levels, ["info", "warning", "error"]);
    assert_eq!(ask(&["versions", "--landscape", ""]), "files\n");
}

#[cfg(unix)]
#[test]
fn the_script_for_kubectl_answers_as_the_link_does() {
    use std::os::unix::fs::PermissionsExt;

    let machine = Machine::new();
    let output = machine.run("completion kubectl").success();
    let script = output.get_output().stdout.clone();
    let words = ["versions", "--fail-on", ""];
    machine.run("completion install").success();
    let by_link = machine.start(machine.link()).args(words).output().unwrap();
    machine.run("completion uninstall").success();
    std::fs::write(machine.link(), script).unwrap();
    std::fs::set_permissions(machine.link(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let by_script = machine.start(machine.link()).args(words).output().unwrap();
    let text = |output: &std::process::Output| String::from_utf8(output.stdout.clone()).unwrap();
    assert!(text(&by_link).starts_with("info\t"), "{}", text(&by_link));
    assert_eq!(text(&by_script), text(&by_link));
}

/// Somebody who looks for names in a garden.
struct Garden {
    api: FakeApi,
    machine: connection::Machine,
}

impl Garden {
    fn new() -> Self {
        let (api, machine) = (FakeApi::http(), connection::Machine::new());
        for name in ["gcp", "aws"] {
            api.add(connection::seed(name));
        }
        api.kubeconfig_file(machine.path());
        Self { api, machine }
    }

    fn finder(&self) -> Finder {
        let kubeconfig = self.machine.path().join("kubeconfig.yaml");
        let kubeconfig = format!("--kubeconfig={}", kubeconfig.display());
        Finder {
            connection: connection::args(&[&kubeconfig]),
            namespace: None,
            environment: self.machine.environment.clone(),
            cache: Some(self.machine.path().join("cache")),
            now: "2026-11-21T00:00:00Z".parse().unwrap(),
        }
    }

    async fn find(&self, names: Names) -> Vec<String> {
        self.finder().find(names).await.unwrap()
    }
}

#[tokio::test]
async fn names_come_from_the_garden_as_metadata() {
    let garden = Garden::new();
    let annotation = r#"[{"by":"a","incident":"INC-7"},{"by":"b"},{"by":"c","incident":"INC-1"}]"#;
    let mut held = connection::seed("held");
    held["metadata"]["annotations"] = json!({ "kubectl-gardener/emergency-stop": annotation });
    garden.api.add(held);
    garden.api.add(connection::shoot("garden-a", "web"));
    garden.api.add(connection::shoot("garden-b", "db"));
    garden.api.add(json!({
        "apiVersion": "seedmanagement.gardener.cloud/v1alpha1", "kind": "Gardenlet",
        "metadata": { "name": "new", "namespace": "garden" },
    }));
    for (kind, namespace) in [
        ("CloudProfile", None),
        ("NamespacedCloudProfile", Some("garden-a")),
    ] {
        garden.api.add(json!({
            "apiVersion": "core.gardener.cloud/v1beta1", "kind": kind,
            "metadata": { "name": "big", "namespace": namespace },
        }));
    }
    for (name, labels) in [
        ("garden-a", json!({ "gardener.cloud/role": "project" })),
        ("kube-system", json!({})),
    ] {
        garden.api.add(json!({
            "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": name, "labels": labels },
        }));
    }
    assert_eq!(garden.find(Names::Seeds).await, ["aws", "gcp", "held"]);
    assert_eq!(
        garden.find(Names::Gardenlets).await,
        ["aws", "gcp", "held", "new"]
    );
    assert_eq!(garden.find(Names::Incidents).await, ["INC-1", "INC-7"]);
    assert_eq!(garden.find(Names::Profiles).await, ["big", "garden-a/big"]);
    assert_eq!(garden.find(Names::Namespaces).await, ["garden-a"]);
    assert_eq!(
        garden.find(Names::ShootsAnywhere).await,
        ["garden-a/web", "garden-b/db"]
    );
    let mut finder = garden.finder();
    assert!(
        finder.find(Names::Shoots).await.is_err(),
        "of which namespace?"
    );
    finder.namespace = Some("garden-b".to_owned());
    assert_eq!(finder.find(Names::Shoots).await.unwrap(), ["db"]);
    for request in garden.api.requests() {
        let accept = request.header("accept").unwrap();
        assert!(accept.contains("as=PartialObjectMetadataList"), "{accept}");
    }
}

#[tokio::test]
async fn names_of_the_kubeconfig_need_no_garden() {
    let garden = Garden::new();
    assert_eq!(garden.find(Names::Contexts).await, ["live"]);
    assert_eq!(garden.find(Names::Clusters).await, ["live-cluster"]);
    assert_eq!(garden.find(Names::Users).await, ["operator"]);
    assert!(garden.api.requests().is_empty());
}

#[tokio::test]
async fn long_lists_are_read_to_their_end() {
    let garden = Garden::new();
    for number in 0..1200 {
        garden
            .api
            .add(connection::seed(&format!("seed-{number:04}")));
    }
    assert_eq!(garden.find(Names::Seeds).await.len(), 1202);
    assert_eq!(garden.api.count("/seeds"), 3);
}

#[tokio::test]
async fn names_are_remembered_for_half_a_minute_by_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let garden = Garden::new();
    let mut finder = garden.finder();
    let start: Timestamp = finder.now;
    for (seconds, requests) in [(0, 1), (0, 1), (29, 1), (30, 2), (-1, 3)] {
        finder.now = start + jiff::SignedDuration::from_secs(seconds);
        assert_eq!(finder.find(Names::Seeds).await.unwrap(), ["aws", "gcp"]);
        assert_eq!(garden.api.count("/seeds"), requests, "after {seconds} s");
    }
    let folder = garden.machine.path().join("cache/kubectl-gardener/names");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let files: Vec<PathBuf> = (fs::read_dir(&folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    assert_eq!(mode(&files[0]), 0o600);

    // Another list, another user, credentials of one's own: nobody is given what was answered to somebody else.
    let before = garden.api.requests().len();
    finder.find(Names::Incidents).await.unwrap();
    finder.connection.as_user = Some("auditor".to_owned());
    finder.find(Names::Seeds).await.unwrap();
    finder.connection.token = Some("planted".to_owned().into());
    finder.find(Names::Seeds).await.unwrap();
    finder.find(Names::Seeds).await.unwrap();
    assert_eq!(garden.api.requests().len(), before + 4);
    for entry in fs::read_dir(&folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("planted"), "{text}");
    }
}

#[tokio::test]
async fn a_broken_memory_is_no_obstacle() {
    let garden = Garden::new();
    garden.find(Names::Seeds).await;
    let folder = garden.machine.path().join("cache/kubectl-gardener/names");
    let file = fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(&file, "{").unwrap();
    assert_eq!(garden.find(Names::Seeds).await, ["aws", "gcp"]);
    let mut finder = garden.finder();
    finder.cache = Some(file);
    assert_eq!(finder.find(Names::Seeds).await.unwrap(), ["aws", "gcp"]);
}

#[tokio::test]
async fn what_may_not_be_listed_keeps_back_nothing_else() {
    let garden = Garden::new();
    garden.api.fail(On::get("/gardenlets"), 403);
    assert_eq!(garden.find(Names::Gardenlets).await, ["aws", "gcp"]);
    garden.api.fail(On::get("/seeds"), 403);
    assert!(
        garden.find(Names::Gardenlets).await == ["aws", "gcp"],
        "remembered"
    );
    assert!(garden.finder().find(Names::Seeds).await.is_err());
    assert_eq!(garden.api.count("/seeds"), 2, "asked once, never again");
}

#[tokio::test]
async fn plugins_that_might_ask_somebody_are_not_run() {
    let garden = Garden::new();
    let ran = garden.machine.path().join("ran");
    let answer = r#"{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}"#;
    for (mode, runs) in [("Always", false), ("IfAvailable", false), ("Never", true)] {
        let user = json!({ "exec": {
            "apiVersion": "client.authentication.k8s.io/v1",
            "command": "sh",
            "args": ["-c", format!("touch '{}'; echo '{answer}'", ran.display())],
            "interactiveMode": mode,
        }});
        garden.api.kubeconfig_file_for(garden.machine.path(), &user);
        let found = garden.finder().find(Names::Seeds).await;
        assert_eq!((found.is_ok(), ran.exists()), (runs, runs), "{mode}");
    }
}

/// Ask the program as kubectl does, and tell how long it took.
fn ask(machine: &Machine, kubeconfig: &Path, words: &[&str]) -> (String, Duration) {
    let link = machine.link();
    let started = Instant::now();
    let output = machine
        .start(link)
        .env("KUBECONFIG", kubeconfig)
        .args(words)
        .output()
        .unwrap();
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{output:?}"
    );
    (String::from_utf8(output.stdout).unwrap(), started.elapsed())
}

#[test]
fn names_are_there_in_time_or_not_at_all() {
    let machine = Machine::new();
    symlink("kubectl-gardener", machine.link()).unwrap();
    let api = FakeApi::http();
    api.add(connection::seed("aws"));
    let kubeconfig = api.kubeconfig_file(machine.folder.path());
    // A machine with much else to do may be late; silence is right then, and the next attempt is in time.
    let answered = |words: &[&str], text: &str| {
        let mut attempts = (0..50).map(|_| ask(&machine, &kubeconfig, words).0);
        assert!(attempts.any(|answer| answer == text), "{words:?}");
    };
    answered(&["emergency-stop", "on", ""], "aws\n:4\n");
    answered(&["versions", "--context="], "live\n:4\n");
    // What it has remembered comes without the garden.
    api.fail(On::get("/seeds"), 403);
    answered(&["emergency-stop", "on", "a"], "aws\n:4\n");
    let other = machine.folder.path().join("other");
    fs::create_dir(&other).unwrap();
    let silent = FakeApi::http();
    silent.damage(On::get("/seeds"), Damage::Silence);
    for (kubeconfig, why) in [
        (silent.kubeconfig_file(&other), "the garden does not answer"),
        (PathBuf::from("/nowhere/config"), "there is no kubeconfig"),
    ] {
        let (answer, took) = ask(&machine, &kubeconfig, &["emergency-stop", "on", ""]);
        assert_eq!(answer, ":4\n", "{why}");
        // Far below every limit of a request, and far above what a busy machine adds.
        assert!(took < Duration::from_secs(5), "{why}: {took:?}");
    }
    for line in [
        &["versions", "--fail-on", "e"][..],
        &["emer"],
        &["versions", "--conte"],
        &["gardenlets", "--conte"],
    ] {
        let before = silent.requests().len();
        ask(&machine, &other.join("kubeconfig.yaml"), line);
        assert_eq!(silent.requests().len(), before, "{line:?} needs no garden");
    }
}
