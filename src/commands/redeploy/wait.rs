//! The proof, line by line as it comes.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep, timeout};

use super::act::Turn;
use super::case::Case;
use super::plan::Plan;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::redeploy::advice::NOT_ALIVE;
use crate::domain::redeploy::lock::secret_name;
use crate::domain::redeploy::pending::Reference;
use crate::domain::redeploy::steps::{News, Tracker, Verdict, Via};
use crate::domain::redeploy::{GARDEN, OPERATION};
use crate::error::show;
use crate::garden::acting::Acting;
use crate::garden::redeploy::{evidence, look};

/// How often is looked, in the beginning and later.
const EVERY: [Duration; 2] = [Duration::from_millis(400), Duration::from_secs(1)];
/// How long the beginning is.
const BEGINNING: Duration = Duration::from_secs(15);
/// How long is looked for what keeps a gardenlet silent.
const DIAGNOSES: Duration = Duration::from_secs(10);
/// How often is said that it is still waited for.
const REMIND: Duration = Duration::from_secs(60);

/// Give a line with its time.
pub fn line(name: &str, text: &str) -> String {
    format!("{}  {name}  {text}", Timestamp::now().strftime("%H:%M:%SZ"))
}

/// Look until everything is proved, something is hopeless, or nobody wants to wait any more.
pub async fn until_proved(
    mut case: Case,
    tracker: Tracker,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
    turn: Turn,
) -> Case {
    let Some(patience) = plan.wait else {
        case.steps = tracker.steps().to_vec();
        case.outcome = Some(TargetOutcome::Done);
        case.message = Some("accepted, not waited for".to_owned());
        return case;
    };
    let secret = match case
        .wanted()
        .or_else(|| case.gardenlet().map(Reference::of))
    {
        Some(Reference::Secret(name)) => Some(name),
        _ => None,
    };
    let begun = Instant::now();
    let progress = app.ui.progress(format!("{}: waiting", case.name));
    let mut wait = Wait {
        case,
        tracker,
        app,
        secret,
        timeout: patience,
        reminded: begun,
        blind: None,
        found: Vec::new(),
        turn,
    };
    loop {
        tokio::select! {
            biased;
            () = wait.look(acting) => {}
            () = acting.interrupt().heard() => return wait.interrupted(),
        }
        let waited = begun.elapsed();
        if waited >= patience && wait.tracker.is_silent() {
            tokio::select! {
                () = wait.diagnose(acting) => {}
                () = acting.interrupt().heard() => return wait.interrupted(),
            }
        }
        if wait.is_over(waited) {
            return wait.case;
        }
        wait.remind(waited);
        progress.text(format!(
            "{}: waiting for {}",
            wait.case.name,
            length(waited)
        ));
        let every = EVERY[usize::from(waited > BEGINNING)];
        tokio::select! {
            () = sleep(every.min(patience.saturating_sub(waited))) => {}
            () = acting.interrupt().heard() => return wait.interrupted(),
        }
    }
}

/// A wait for one gardenlet.
struct Wait<'a> {
    case: Case,
    tracker: Tracker,
    app: &'a App,
    /// The Secret that was handed over.
    secret: Option<String>,
    timeout: Duration,
    reminded: Instant,
    /// Why nothing can be seen, while nothing can.
    blind: Option<String>,
    /// How far the gardenlet is on its way to a certificate, once that was looked at.
    found: Vec<String>,
    /// Held until the operator can take the next one.
    turn: Turn,
}

impl Wait<'_> {
    /// End it, as nobody wants to wait any more.
    fn interrupted(mut self) -> Case {
        self.case.steps = self.tracker.steps().to_vec();
        let cancel = self.cancel();
        self.case.end(
            TargetOutcome::Unknown,
            format!("the request was accepted, waiting was interrupted; to go on, run the same command again; {cancel}"),
        );
        self.case
    }

    /// Look once, and tell what is new.
    async fn look(&mut self, acting: &Arc<Acting>) {
        let name = self.case.name.clone();
        let looking = look(
            acting.garden(),
            self.tracker.via(),
            &name,
            self.secret.as_deref(),
        );
        match acting.in_turn(Box::pin(looking)).await {
            Ok(Some(looked)) => {
                if self.blind.take().is_some() {
                    self.app.ui.status(line(&name, "the garden answers again"));
                }
                let all = self.tracker.observe(&looked.at(Timestamp::now()));
                for news in &all {
                    tell(&name, self.tracker.via(), news, self.app);
                }
                if all.contains(&News::Overdue(NOT_ALIVE)) {
                    self.diagnose(acting).await;
                }
            }
            Ok(None) => self.case.end(
                TargetOutcome::Failed,
                "it was deleted while it was waited for",
            ),
            Err(error) => {
                let shown = show(&error).message;
                if self.blind.is_none() {
                    let ui = &self.app.ui;
                    ui.warning(format!("{name}: cannot look, going on: {shown}"));
                }
                self.blind = Some(shown);
            }
        }
        self.case.steps = self.tracker.steps().to_vec();
        if self.tracker.leaves_the_operator_free() {
            self.turn = None;
        }
    }

    /// Find out how far a gardenlet that was deployed and does not report is on its way to a certificate.
    async fn diagnose(&mut self, acting: &Acting) {
        let address = self.case.gardenlet().and_then(|gardenlet| {
            let connection = &gardenlet.spec.config["gardenClientConnection"];
            connection["gardenClusterAddress"]
                .as_str()
                .map(str::to_owned)
        });
        let looking = Box::pin(evidence(acting.garden(), &self.case.name, address));
        let Ok(evidence) = timeout(DIAGNOSES, acting.in_turn(looking)).await else {
            return;
        };
        let found = evidence.words(self.tracker.since(), Timestamp::now());
        if found != self.found {
            for words in &found {
                self.app.ui.status(line(&self.case.name, words));
            }
        }
        self.found = found;
    }

    /// Tell whether the wait has ended, and end the case.
    fn is_over(&mut self, waited: Duration) -> bool {
        match self.tracker.verdict().clone() {
            Verdict::Done => self.case.outcome = Some(TargetOutcome::Done),
            Verdict::Failed(why) => {
                let cancel = self.cancel();
                self.case
                    .end(TargetOutcome::Failed, format!("{why}; {cancel}"));
            }
            Verdict::Waiting if waited >= self.timeout && !self.case.is_over() => {
                let mut missing = self.tracker.missing();
                if self.tracker.is_silent() {
                    missing = [vec![missing], self.found.clone()].concat().join("; ");
                }
                let timeout = length(self.timeout);
                self.case.end(
                    TargetOutcome::TimedOut,
                    format!("accepted, but not proved within {timeout} ({missing}); to go on, run the same command again"),
                );
            }
            Verdict::Waiting => {}
        }
        self.case.is_over()
    }

    /// Say from time to time that it goes on, and what is in the way.
    fn remind(&mut self, waited: Duration) {
        if self.reminded.elapsed() < REMIND {
            return;
        }
        self.reminded = Instant::now();
        let why = match (self.tracker.trouble(), &self.blind) {
            (_, Some(blind)) => format!("; cannot look: {blind}"),
            (Some(trouble), _) => format!("; it is tried again and again: {trouble}"),
            _ => String::new(),
        };
        let text = format!(
            "still waiting, {} of {}{why}",
            length(waited),
            length(self.timeout)
        );
        self.app.ui.status(line(&self.case.name, &text));
    }

    /// Say how to take the request back: annotation and reference together, then the Secret.
    fn cancel(&self) -> String {
        let kubectl = |words: &[&str]| crate::commands::acting::kubectl(self.app, words);
        let name = self.case.name.as_str();
        match self.tracker.via() {
            Via::Gardenlet => {
                let patch = serde_json::json!({ "metadata": { "annotations": { OPERATION: null } }, "spec": { "kubeconfigSecretRef": null } });
                let patch = patch.to_string();
                let undo = kubectl(&[
                    "patch",
                    "gardenlet",
                    "-n",
                    GARDEN,
                    name,
                    "--type=merge",
                    "-p",
                    &patch,
                ]);
                let ours = self.secret.as_deref();
                match ours.filter(|secret| *secret == secret_name(name)) {
                    Some(secret) => {
                        let remove = kubectl(&["delete", "secret", "-n", GARDEN, secret]);
                        format!("to take it back: `{undo}`, then `{remove}`")
                    }
                    None => format!("to take it back: `{undo}`"),
                }
            }
            Via::Reconcile => "it cannot be taken back".to_owned(),
            Via::Renew => {
                let annotation = format!("{OPERATION}-");
                let undo = kubectl(&["annotate", "managedseed", "-n", GARDEN, name, &annotation]);
                format!("to take it back: `{undo}`")
            }
        }
    }
}

fn tell(name: &str, via: Via, news: &News, app: &App) {
    let who = match via {
        Via::Gardenlet => "gardener-operator",
        Via::Reconcile | Via::Renew => "the parent gardenlet",
    };
    match news {
        News::Reached(step) => app.ui.status(line(name, step.words())),
        News::Progress(text) => app.ui.status(line(name, &format!("{who}: {text}"))),
        News::Trouble { message, advice } => {
            app.ui
                .warning(line(name, &format!("{who} says: {message}")));
            if let Some(advice) = advice {
                app.ui.hint(*advice);
            }
        }
        News::Overdue(advice) => {
            app.ui.warning(line(name, "nothing happened for a while"));
            app.ui.hint(*advice);
        }
    }
}

fn length(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}
