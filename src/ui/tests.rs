//! What is said, to whom, and how it looks.

use std::io::Cursor;
use std::time::Duration;

use tracing_subscriber::fmt::MakeWriter;

use super::*;
use crate::error::{Outcome, show};

#[derive(Clone, Debug, Default)]
struct Heard(Arc<Mutex<Vec<u8>>>);

impl Write for Heard {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Heard {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

fn ui(settings: Settings, answers: &'static str) -> (Ui, Heard) {
    let heard = Heard::default();
    (
        Ui::new(settings, heard.clone(), Cursor::new(answers)),
        heard,
    )
}

fn said(settings: Settings, say: impl FnOnce(&Ui)) -> String {
    let (ui, heard) = ui(settings, "");
    say(&ui);
    heard.text()
}

fn failure() -> Shown {
    Shown {
        message: "cannot patch seed aws-eu1: forbidden".into(),
        hints: vec!["ask for permission to patch seeds".into()],
        outcome: Outcome::Failed,
    }
}

#[test]
fn errors_come_with_their_hints() {
    assert_eq!(
        said(Settings::default(), |ui| ui.error(&failure())),
        "error: cannot patch seed aws-eu1: forbidden\n hint: ask for permission to patch seeds\n"
    );
}

#[test]
fn labels_have_colours_where_they_are_allowed() {
    let color = Settings {
        color: true,
        ..Settings::default()
    };
    assert_eq!(
        said(color, |ui| ui.error(&failure())),
        "\u{1b}[1m\u{1b}[31merror:\u{1b}[0m cannot patch seed aws-eu1: forbidden\n \
         \u{1b}[36mhint:\u{1b}[0m ask for permission to patch seeds\n"
    );
}

#[test]
fn text_cannot_look_like_another_message() {
    assert_eq!(
        said(Settings::default(), |ui| ui
            .warning("odd\nerror: all is lost\r\u{1b}[2K")),
        "warning: odd\n         error: all is lost\\r\\u{1b}[2K\n"
    );
}

#[test]
fn notes_are_for_those_who_ask() {
    let verbose = Settings {
        verbosity: 3,
        ..Settings::default()
    };
    let notes = |ui: &Ui| {
        ui.note(3, "three");
        ui.note(4, "four");
    };
    assert_eq!(said(Settings::default(), notes), "");
    assert_eq!(said(verbose, notes), "three\n");
}

#[test]
fn documents_are_shown_as_on_stdout() {
    let plan = Document::new("").text("2 seeds will be stopped");
    assert_eq!(
        said(Settings::default(), |ui| ui.document(&plan)),
        "2 seeds will be stopped\n"
    );
}

#[test]
fn logs_take_the_same_way() {
    assert_eq!(
        said(Settings::default(), |ui| {
            writeln!(ui.make_writer(), "GET /apis").unwrap();
        }),
        "GET /apis\n"
    );
}

#[test]
fn progress_without_a_terminal_is_silent() {
    let text = said(Settings::default(), |ui| {
        let progress = ui.progress("listing shoots");
        progress.total(10);
        progress.advance(5);
        std::thread::sleep(Duration::from_millis(600));
    });
    assert_eq!(text, "");
}

/// A terminal that writes down what is drawn.
#[derive(Debug)]
struct Drawn(Heard);

impl Drawn {
    fn note(&self, text: &str) -> io::Result<()> {
        self.0.clone().write_all(text.as_bytes())
    }
}

impl indicatif::TermLike for Drawn {
    fn width(&self) -> u16 {
        40
    }

    fn move_cursor_up(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_down(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_right(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn move_cursor_left(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    fn write_line(&self, text: &str) -> io::Result<()> {
        self.note(&format!("{text}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        self.note(text)
    }

    fn clear_line(&self) -> io::Result<()> {
        self.note("<clear>")
    }

    fn flush(&self) -> io::Result<()> {
        Ok(())
    }
}

fn drawn(act: impl FnOnce(&Ui)) -> String {
    let redraws = Settings {
        redraws: true,
        ..Settings::default()
    };
    let (ui, heard) = ui(redraws, "");
    let terminal = Box::new(Drawn(heard.clone()));
    ui.bars
        .set_draw_target(ProgressDrawTarget::term_like(terminal));
    act(&ui);
    heard.text()
}

#[test]
fn what_is_done_soon_shows_no_progress() {
    let text = drawn(|ui| {
        let progress = ui.progress("listing shoots");
        progress.advance(1);
        std::thread::sleep(Duration::from_millis(50));
        drop(progress);
        std::thread::sleep(Duration::from_millis(600));
    });
    assert_eq!(text, "");
}

#[test]
fn progress_makes_way_for_messages_and_leaves_nothing_behind() {
    let text = drawn(|ui| {
        let progress = ui.progress("listing\u{1b} shoots");
        progress.total(20);
        progress.advance(10);
        std::thread::sleep(Duration::from_millis(800));
        ui.warning("one is odd");
        std::thread::sleep(Duration::from_millis(300));
    });
    assert!(text.contains("listing\\u{1b} shoots 10/20"), "{text}");
    assert!(text.contains("<clear>warning: one is odd\n"), "{text}");
    let after = text.rsplit("<clear>").next().unwrap();
    assert!(!after.contains("listing"), "{text}");
}

const ASKING: Settings = Settings {
    interactive: true,
    color: false,
    redraws: false,
    verbosity: 0,
    width: None,
};

#[tokio::test]
async fn yes_confirms_and_everything_else_does_not() {
    for (answers, confirmed) in [
        ("y\n", true),
        ("YES\n", true),
        (" y \n", true),
        ("n\n", false),
        ("\n", false),
        ("", false),
        ("what?\ny\n", true),
    ] {
        let (ui, _) = ui(ASKING, answers);
        assert_eq!(ui.confirm("stop?").await.unwrap(), confirmed, "{answers:?}");
    }
}

#[tokio::test]
async fn questions_name_their_answers_and_are_sanitized() {
    let (ui, heard) = ui(ASKING, "what?\nn\n");
    ui.confirm("stop \u{1b}[2J?").await.unwrap();
    assert_eq!(
        heard.text(),
        "stop \\u{1b}[2J? [y/N]  hint: answer y or n\nstop \\u{1b}[2J? [y/N] "
    );
}

#[tokio::test]
async fn without_a_terminal_a_question_is_a_refusal() {
    let (ui, heard) = ui(Settings::default(), "y\n");
    let shown = show(&ui.require("stop 3 seeds?", false).await.unwrap_err());
    assert_eq!(shown.outcome, Outcome::Refused);
    assert_eq!(
        shown.message,
        "this needs a confirmation, and there is no terminal to ask on: stop 3 seeds?"
    );
    assert_eq!(shown.hints, ["use --yes to go ahead without being asked"]);
    assert_eq!(heard.text(), "");
}

#[tokio::test]
async fn yes_on_the_command_line_is_enough() {
    let (ui, heard) = ui(Settings::default(), "");
    ui.require("stop 3 seeds?", true).await.unwrap();
    assert_eq!(heard.text(), "");
}

#[tokio::test]
async fn a_no_changes_nothing() {
    let (ui, _) = ui(ASKING, "n\n");
    let shown = show(&ui.require("stop 3 seeds?", false).await.unwrap_err());
    assert_eq!(shown.outcome, Outcome::Refused);
    assert_eq!(shown.message, "not confirmed, nothing was changed");
}
