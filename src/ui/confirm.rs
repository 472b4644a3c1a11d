//! Questions. Nothing is asked where nobody can answer: that is a refusal, never a hang.
//!
//! A line is read, no key is: the terminal stays as it is, so an interruption leaves nothing to restore.

use std::future::ready;
use std::io;
use std::pin::pin;
use std::sync::PoisonError;
use std::thread;

use anyhow::{Context, Result};
use indicatif::ProgressDrawTarget;
use tokio::sync::oneshot;

use super::Ui;
use crate::error::{hinted, interrupted, refused};
use crate::output::document::Tone;
use crate::output::sanitize;

/// No progress is drawn over a question.
struct Quiet<'a>(&'a Ui);

impl<'a> Quiet<'a> {
    fn around(ui: &'a Ui) -> Self {
        ui.clear();
        ui.bars.set_draw_target(ProgressDrawTarget::hidden());
        Self(ui)
    }
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        self.0.bars.set_draw_target(self.0.settings.target());
    }
}

impl Ui {
    /// Go on only after a confirmation; `--yes` is one.
    pub async fn require(&self, question: &str, yes: bool) -> Result<()> {
        if yes || self.confirm(question).await? {
            return Ok(());
        }
        Err(refused("not confirmed, nothing was changed"))
    }

    /// Ask a question that `y` or `yes` confirms; an empty answer and the end of the input do not.
    pub async fn confirm(&self, question: &str) -> Result<bool> {
        if !self.is_interactive() {
            let error = refused(format!(
                "this needs a confirmation, and there is no terminal to ask on: {question}"
            ));
            return Err(hinted(error, "use --yes to go ahead without being asked"));
        }
        loop {
            let Some(answer) = self.ask(&format!("{question} [y/N]")).await? else {
                return Ok(false);
            };
            match answer.to_lowercase().as_str() {
                "y" | "yes" => return Ok(true),
                "" | "n" | "no" => return Ok(false),
                _ => self.hint("answer y or n"),
            }
        }
    }

    /// Ask for a line of text; none is given at the end of the input.
    pub async fn ask(&self, question: &str) -> Result<Option<String>> {
        if !self.is_interactive() {
            return Err(refused(format!(
                "there is no terminal to ask on: {question}"
            )));
        }
        let _quiet = Quiet::around(self);
        let mut line = String::new();
        self.paint(&sanitize::line(question), Tone::Strong, &mut line);
        line.push(' ');
        // It listens from its first look on: who reads the question may press Ctrl-C at once.
        let mut pressed = pin!(tokio::signal::ctrl_c());
        tokio::select! {
            biased;
            _ = &mut pressed => return Err(interrupted()),
            () = ready(()) => {}
        }
        self.print(line.as_bytes());

        let answer = tokio::select! {
            answer = self.read_line() => answer.context("cannot read the answer")?,
            _ = &mut pressed => {
                self.print(b"\n");
                return Err(interrupted());
            }
        };
        if answer.is_none() {
            self.print(b"\n");
        }
        Ok(answer)
    }

    /// Read on a thread of its own that nobody waits for: a read from a terminal cannot be cancelled,
    /// and the runtime would wait for one of its own threads at the end.
    async fn read_line(&self) -> io::Result<Option<String>> {
        let (send, receive) = oneshot::channel();
        let input = self.input.clone();
        thread::spawn(move || {
            let mut line = String::new();
            let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
            let read = input.read_line(&mut line);
            // After an interruption nobody listens.
            let _ = send.send(read.map(|count| (count > 0).then(|| line.trim().to_owned())));
        });
        receive.await.map_err(io::Error::other)?
    }
}
