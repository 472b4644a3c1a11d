//! The file is there as a whole or not at all.

#[cfg(unix)]
use std::process::Stdio;

use super::{Served, lines};
use crate::api::{Damage, On, Reply};
#[cfg(target_os = "linux")]
use crate::patience::Ending as _;
#[cfg(unix)]
use crate::patience::{end_of, until};
use crate::versions::{stderr, text};

#[test]
fn it_tells_what_is_in_it() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    let said = text(&served.run("snapshot", &["-o", path.to_str().unwrap()]), 0);
    assert!(
        said.contains("garden.zst") && said.contains("KiB"),
        "{said}"
    );
    let shoots = lines(&path)
        .iter()
        .filter(|line| line["kind"] == "Shoot")
        .count();
    let row = said
        .lines()
        .find(|line| line.starts_with("Shoot "))
        .unwrap();
    assert!(row.ends_with(&shoots.to_string()), "{row}");
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let served = Served::sample();
    let path = served.take("garden.zst", &[]);
    assert_eq!(
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_file_is_replaced_only_on_request_and_before_anything_is_asked_for() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    std::fs::write(&path, "precious").unwrap();
    let refused = served.run("snapshot", &["-o", path.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(5));
    assert!(stderr(&refused).contains("exists") && stderr(&refused).contains("--overwrite"));
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    assert!(served.api.requests().is_empty());
    served.take("garden.zst", &["--overwrite"]);
    assert!(lines(&path).len() > 2);
}

#[test]
fn a_server_that_fails_in_the_middle_leaves_no_file() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    std::fs::write(&path, "precious").unwrap();
    served.api.answer(
        On::get("/shoots"),
        Reply::status(500, "InternalError", "etcd is gone"),
    );
    let output = served.run("snapshot", &["--overwrite", "-o", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("cannot list shoots"),
        "{}",
        stderr(&output)
    );
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    assert_eq!(served.files(), ["garden.zst"]);
}

#[test]
fn faults_that_pass_leave_the_same_file() {
    let served = Served::sample();
    let undisturbed = std::fs::read(served.take("one.zst", &[])).unwrap();
    for (name, damage) in [("reset.zst", Damage::Reset), ("cut.zst", Damage::Truncate)] {
        served.api.damage(On::get("/shoots").times(1), damage);
        let path = served.take(name, &[]);
        assert_eq!(std::fs::read(path).unwrap(), undisturbed, "{name}");
    }
}

#[test]
fn stdout_gets_the_file_and_nothing_else() {
    let served = Served::sample();
    let output = served.run("snapshot", &["-o", "-"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    let path = served.take("garden.zst", &[]);
    assert_eq!(output.stdout, std::fs::read(path).unwrap());
}

#[cfg(unix)]
#[test]
fn what_is_killed_leaves_no_file_under_its_name_and_nothing_in_the_way() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    (served.api).damage(On::get("/shoots").times(1), Damage::Silence);
    let mut child = served
        .command("snapshot")
        .arg("-o")
        .arg(&path)
        .spawn()
        .unwrap();
    (served.api).wait_for(|seen| seen.iter().any(|seen| seen.path.ends_with("/shoots")));
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!path.exists());
    served.take("garden.zst", &[]);
    assert!(lines(&path).len() > 2);
}

#[cfg(unix)]
#[test]
fn an_interruption_leaves_nothing() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    served.api.damage(On::get("/shoots"), Damage::Silence);
    let child = served
        .command("snapshot")
        .arg("-o")
        .arg(&path)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    served
        .api
        .wait_for(|seen| seen.iter().any(|seen| seen.path.ends_with("/shoots")));
    let number = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &number])
        .status();
    assert!(killed.unwrap().success());
    let output = end_of(child, "the end after Ctrl-C");
    assert_eq!(output.status.code(), Some(130));
    assert!(served.files().is_empty(), "{:?}", served.files());
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_that_is_gone_leaves_nothing_unless_the_program_is_to_go_on() {
    // These tests themselves may run behind nohup.
    for (before, ended) in [
        ("exec env --default-signal=HUP", true),
        ("trap '' HUP; exec", false),
    ] {
        let served = Served::sample();
        let path = served.path("garden.zst");
        let wait = std::time::Duration::from_secs(2);
        served.api.damage(On::get("/shoots"), Damage::Late(wait));
        let kubeconfig = served.api.kubeconfig_file(served.folder.path());
        let line = format!(
            "{before} {} snapshot --kubeconfig {} -o {}",
            env!("CARGO_BIN_EXE_kubectl-gardener"),
            kubeconfig.display(),
            path.display()
        );
        let mut child = std::process::Command::new("/bin/sh")
            .args(["-c", &line])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        served
            .api
            .wait_for(|seen| seen.iter().any(|seen| seen.path.ends_with("/shoots")));
        let killed = std::process::Command::new("kill")
            .args(["-HUP", &child.id().to_string()])
            .status();
        assert!(killed.unwrap().success());
        let (code, files) = (child.wait().unwrap().code(), served.files());
        if ended {
            assert_eq!((code, files.as_slice()), (Some(130), &[][..]));
        } else {
            assert_eq!((code, files), (Some(0), vec!["garden.zst".to_owned()]));
        }
    }
}

#[cfg(unix)]
#[test]
fn an_interruption_is_heard_while_stdin_says_nothing() {
    let served = Served::empty();
    let path = served.path("garden.zst");
    let mut child = crate::versions::program("snapshot")
        .args(["--landscape", "-", "--redact", "-o"])
        .arg(&path)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until("the draft that shows that it has begun", || {
        assert_eq!(child.try_wait().unwrap(), None);
        !served.files().is_empty()
    });
    let number = child.id().to_string();
    let killed = std::process::Command::new("kill")
        .args(["-INT", &number])
        .status();
    assert!(killed.unwrap().success());
    let silent = child.stdin.take();
    let output = end_of(child, "the end after Ctrl-C, with stdin open");
    assert_eq!(output.status.code(), Some(130));
    assert!(served.files().is_empty(), "{:?}", served.files());
    drop(silent);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_nothing() {
    let served = Served::sample();
    let path = served.path("garden.zst");
    let kubeconfig = served.api.kubeconfig_file(served.folder.path());
    // A limit of the shell is a disk that is full after some kilobytes.
    let line = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} snapshot --kubeconfig {} -o {}",
        env!("CARGO_BIN_EXE_kubectl-gardener"),
        kubeconfig.display(),
        path.display()
    );
    let output = std::process::Command::new("/bin/sh")
        .args(["-c", &line])
        .ended();
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("cannot write") && said.contains("garden.zst: "),
        "{said}"
    );
    assert!(served.files().is_empty(), "{:?}", served.files());
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let child = served
        .command("snapshot")
        .args(["-o", "-"])
        .stdin(Stdio::null())
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = end_of(child, "snapshot onto a full disk");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("No space left"),
        "{}",
        stderr(&output)
    );
}
