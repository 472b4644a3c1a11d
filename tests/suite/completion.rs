//! Completion through kubectl: the link that kubectl looks for, and what comes of it in a real shell.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use snapbox::cmd::{Command, OutputAssert};
use tempfile::TempDir;

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
    for line in [&["versions", "--fail-on="][..], &["versions", "--fail-on", ""]] {
        let levels = ask(line);
        let levels: Vec<&str> = levels.lines().map(|line| &line[..line.len().min(7)]).collect();
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
