//! With somebody at the terminal: first what it means, then the question.

use std::ffi::OsString;
use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex};

use kubectl_gardener::cli::{self, App, Cli};
use kubectl_gardener::defaults::Defaults;
use kubectl_gardener::error::{Outcome, show};
use kubectl_gardener::interrupt::Interrupt;
use kubectl_gardener::output::{Answer, Style};
use kubectl_gardener::ui::{Settings, Ui};
use serde_json::{Value, json};

use super::{STOP, Scene, shoot};

#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

async fn run(scene: &Scene, arguments: &str, answers: &'static str) -> (Outcome, String, String) {
    let kubeconfig = scene.kubeconfig.to_str().unwrap();
    let words = ["emergency-stop"]
        .into_iter()
        .chain(arguments.split_whitespace())
        .chain(["--kubeconfig", kubeconfig]);
    at_a_terminal(words, answers).await
}

/// Run a command at a terminal where somebody answers; gives how it ended, the answer, and what was said.
pub async fn at_a_terminal<'w>(
    words: impl IntoIterator<Item = &'w str>,
    answers: &'static str,
) -> (Outcome, String, String) {
    at_a_terminal_with(words, answers, Interrupt::default()).await
}

/// The same, where somebody may press Ctrl-C.
pub async fn at_a_terminal_with<'w>(
    words: impl IntoIterator<Item = &'w str>,
    answers: &'static str,
    interrupt: Interrupt,
) -> (Outcome, String, String) {
    let words = ["kubectl-gardener"].into_iter().chain(words);
    let cli = Cli::read(words.map(OsString::from), &Defaults::default()).unwrap();
    let settings = Settings {
        interactive: true,
        ..Settings::default()
    };
    let (said, answered) = (Heard::default(), Heard::default());
    let app = App {
        now: "2026-11-21T12:00:00Z".parse().unwrap(),
        ui: Ui::new(settings, said.clone(), Cursor::new(answers)),
        answer: Answer::new(answered.clone(), Style::default()),
        global: cli.global,
        interrupt,
    };
    let outcome = Box::pin(cli::run(cli.command, app))
        .await
        .unwrap_or_else(|error| show(&error).outcome);
    (outcome, answered.text(), said.text())
}

#[tokio::test]
async fn what_it_means_is_told_before_the_question_and_a_no_changes_nothing() {
    let scene = Scene::with(["aws", "gcp"]);
    scene.api.add(shoot("s", "aws", json!({})));
    let (outcome, answer, said) = run(&scene, "on --all --incident INC-1 -o json", "n\n").await;
    assert_eq!(outcome, Outcome::Refused);
    assert!(
        said.contains("shoots: 1  by purpose: production 1"),
        "{said}"
    );
    assert!(
        said.ends_with("stop the shoot reconciliations of 2 seeds with 1 shoots? [y/N] "),
        "{said}"
    );
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["summary"]["refused"], 2);
    assert!(scene.patches().is_empty());

    let (outcome, answer, _) = run(&scene, "on --all --incident INC-1 -o name", "y\n").await;
    assert_eq!(outcome, Outcome::Done);
    assert_eq!(
        answer,
        "seed.core.gardener.cloud/aws\nseed.core.gardener.cloud/gcp\n"
    );
    assert!(scene.is_stopped("aws") && scene.is_stopped("gcp"));
}

#[tokio::test]
async fn seeds_that_a_guard_is_against_are_not_asked_about() {
    let scene = Scene::with(["a", "b"]);
    scene
        .api
        .add(shoot("moving", "a", json!({ "spec": { "seedName": "b" } })));
    let (outcome, _, said) = run(&scene, "on --all", "y\n").await;
    assert_eq!(outcome, Outcome::Partial);
    assert!(
        said.contains("stop the shoot reconciliations of 1 seed with"),
        "{said}"
    );
    assert!(scene.is_stopped("a") && !scene.is_stopped("b"));
    // Without any seed left there is nothing to ask.
    let (outcome, _, said) = run(&scene, "on b", "").await;
    assert_eq!(outcome, Outcome::Refused);
    assert!(!said.contains("[y/N]"), "{said}");
    let (outcome, ..) = run(&scene, "on b --force", "y\n").await;
    assert_eq!(outcome, Outcome::Done);
}

#[tokio::test]
async fn a_strangers_stop_is_told_before_it_is_lifted() {
    let scene = Scene::with(["aws"]);
    scene.change(
        "aws",
        json!({ "metadata": { "annotations": { STOP: "true" } } }),
    );
    let (outcome, _, said) = run(&scene, "off aws", "n\n").await;
    assert_eq!(outcome, Outcome::Refused);
    assert!(
        said.contains("stopped by other means, without a hold on record: aws (by unknown)"),
        "{said}"
    );
    assert!(said.ends_with("lift the stop of 1 seed? [y/N] "), "{said}");
    assert!(scene.is_stopped("aws"));
    let (outcome, ..) = run(&scene, "off aws", "y\n").await;
    assert_eq!(outcome, Outcome::Done);
    assert!(!scene.is_stopped("aws"));
}
