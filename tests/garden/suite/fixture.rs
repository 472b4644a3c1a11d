//! The garden that the runner has started, its control port, and the program run against it.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::patience::{Ending as _, until};

/// The instant at which the sample landscape shows what it is made for.
pub const NOW: &str = "2026-11-21T00:00:00Z";

/// The longest that the control port may say nothing: etcd is compacted within 15 seconds, a landscape applied within a minute.
const ANSWERS: Duration = Duration::from_secs(180);

/// The sample landscape in the repository.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/landscape")
}

/// What the runner tells of the garden.
pub fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let path = std::env::var("GARDEN_FIXTURE")
            .expect("GARDEN_FIXTURE is not set: start the suite with tests/garden/run");
        serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
    })
}

/// The kubeconfig of a cluster: `garden`, `runtime` or `seed`.
pub fn kubeconfig(cluster: &str) -> &'static str {
    description()["clusters"][cluster]["kubeconfig"]
        .as_str()
        .unwrap()
}

/// The address of the garden.
pub fn server() -> &'static str {
    description()["clusters"]["garden"]["server"]
        .as_str()
        .unwrap()
}

/// A folder that vanishes with the garden.
pub fn directory(name: &str) -> PathBuf {
    let directory = Path::new(description()["directory"].as_str().unwrap())
        .join("tests")
        .join(name);
    std::fs::create_dir_all(&directory).unwrap();
    directory
}

/// Ask the control port of the fixture; panics unless it answers with success.
pub fn control(method: &str, path: &str, body: &Value) -> Value {
    let address = description()["control"].as_str().unwrap();
    let (status, answer) = http(address, method, path, body);
    assert!(
        (200..300).contains(&status),
        "{method} {path}: {status} {answer}"
    );
    answer
}

/// Send one request to a plain HTTP address and read the answer.
pub fn http(address: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let host = address.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(ANSWERS)).unwrap();
    // One write, and no body where none is asked for: a server that leaves one unread answers with a reset.
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = format!(
        "{method} {path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .unwrap_or_else(|error| panic!("no answer to {method} {path} of {address}: {error}"));
    let (head, body) = answer.split_once("\r\n\r\n").expect("an HTTP answer");
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .expect("a status");
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Put the sample landscape into the garden, once for all tests, and give what the fixture says of both steps.
///
/// Some shoots use what their profile no longer offers, so the profiles come twice, as in a real garden: first
/// with what was offered when the shoots were made (`examples/profiles-before`), then as they are now.
pub fn with_sample() -> &'static [Value; 2] {
    static APPLIED: OnceLock<[Value; 2]> = OnceLock::new();
    APPLIED.get_or_init(|| {
        let before = directory("landscape-before");
        copy(&sample(), &before, "cloudprofiles");
        copy(
            &sample().with_file_name("profiles-before"),
            &before.join("profiles-before"),
            "",
        );
        [before, sample().join("cloudprofiles")].map(|directory| {
            let body = json!({ "directory": directory, "references": true, "exact": true });
            control("POST", "/apply", &body)
        })
    })
}

/// A garden of a test's own, for what would disturb the others: its shoots are maintained, for example.
///
/// It ends with the value, and with the process of the test however that ends.
pub struct OwnGarden {
    description: Value,
    process: Child,
}

impl OwnGarden {
    /// Start a garden, which takes some seconds.
    pub fn start(name: &str) -> Self {
        let fixture = Path::new(description()["binaries"]["fixture"].as_str().unwrap());
        let folder = directory(name);
        let output = folder.join("own-garden.json");
        let mut process = Command::new(fixture)
            .arg("serve")
            .arg("--directory")
            .arg(folder.join("garden"))
            .arg("--binaries")
            .arg(fixture.parent().unwrap())
            .arg("--output")
            .arg(&output)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("the start of a garden of its own", || {
            let ended = process.try_wait().unwrap();
            assert!(ended.is_none(), "the garden did not start: {ended:?}");
            output.exists()
        });
        let description = serde_json::from_slice(&std::fs::read(output).unwrap()).unwrap();
        Self {
            description,
            process,
        }
    }

    /// Fill it with seeds `load-000`… and shoots on them.
    pub fn load(&self, seeds: usize, shoots: usize) {
        load(&self.description, seeds, shoots);
    }

    /// The kubeconfig of the garden.
    pub fn kubeconfig(&self) -> &str {
        let garden = &self.description["clusters"]["garden"];
        garden["kubeconfig"].as_str().unwrap()
    }

    /// The kubeconfig of the cluster where gardenlets are deployed to.
    pub fn seed_kubeconfig(&self) -> &str {
        let seed = &self.description["clusters"]["seed"];
        seed["kubeconfig"].as_str().unwrap()
    }

    /// The address of its etcd.
    pub fn etcd(&self) -> &str {
        self.description["etcd"].as_str().unwrap()
    }

    /// Ask the control port; panics unless it answers with success.
    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let address = self.description["control"].as_str().unwrap();
        let (status, answer) = http(address, method, path, body);
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {answer}"
        );
        answer
    }

    /// Put the sample landscape into it, with the manifests of its shoots edited.
    pub fn apply_sample(&self, name: &str, edit: impl Fn(&str) -> String) {
        let before = directory(name).join("before");
        copy(&sample(), &before, "cloudprofiles");
        let profiles = sample().with_file_name("profiles-before");
        copy(&profiles, &before.join("profiles-before"), "");
        for entry in std::fs::read_dir(before.join("shoots")).unwrap() {
            let path = entry.unwrap().path();
            let edited = edit(&std::fs::read_to_string(&path).unwrap());
            std::fs::write(path, edited).unwrap();
        }
        for directory in [before, sample().join("cloudprofiles")] {
            let body = json!({ "directory": directory, "references": true, "exact": true });
            let applied = self.control("POST", "/apply", &body);
            assert_eq!(applied["errors"], json!([]), "{applied:#}");
        }
    }
}

impl Drop for OwnGarden {
    fn drop(&mut self) {
        let pid = self.process.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status();
        let asked = asked.is_ok_and(|status| status.success());
        // It gives its servers 15 seconds, and they end with it in any case.
        let patience = Instant::now() + Duration::from_secs(if asked { 30 } else { 0 });
        while !matches!(self.process.try_wait(), Ok(Some(_))) {
            if Instant::now() >= patience {
                let _ = self.process.kill();
                let _ = self.process.wait();
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Fill a garden with seeds `load-000`… and shoots on them.
pub fn load(description: &Value, seeds: usize, shoots: usize) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut command = Command::new(text(&description["binaries"]["fixture"]));
    command
        .args(["load", "--kubeconfig"])
        .arg(text(&description["clusters"]["garden"]["kubeconfig"]))
        .args(["--etcd", &text(&description["etcd"])])
        .args(["--seeds", &seeds.to_string()])
        .args(["--shoots", &shoots.to_string()]);
    let output = output_of(&mut command);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// Copy a folder with all below it, but for one entry.
fn copy(from: &Path, to: &Path, without: &str) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_name() == without {
            continue;
        }
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target, "");
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The program with no surroundings but those of the test.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kubectl-gardener"));
    command.env_clear().env("HOME", directory("home"));
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// Run the program with arguments and a kubeconfig.
pub fn run(kubeconfig: &str, arguments: &[&str]) -> Output {
    output_of(program().env("KUBECONFIG", kubeconfig).args(arguments))
}

/// Run a command to its end; panics with what it said when that does not come in time.
pub fn output_of(command: &mut Command) -> Output {
    command.ended()
}

/// What the program said on stderr.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The JSON that the program printed; panics unless it ended with this code.
pub fn answer(output: &Output, code: i32) -> Value {
    assert_eq!(output.status.code(), Some(code), "{}", stderr(output));
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", stderr(output)))
}

/// The names of the objects in a list of a report.
pub fn names(report: &Value) -> Vec<String> {
    let shoots = report["shoots"].as_array().expect("shoots");
    shoots
        .iter()
        .map(|shoot| {
            format!(
                "{}/{}",
                shoot["namespace"].as_str().unwrap(),
                shoot["name"].as_str().unwrap()
            )
        })
        .collect()
}
