//! The proof, line by line as it comes.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::act::Turn;
use super::case::Case;
use super::plan::Plan;
use crate::cli::App;
use crate::domain::accounting::TargetOutcome;
use crate::domain::redeploy::lock::secret_name;
use crate::domain::redeploy::pending::Reference;
use crate::domain::redeploy::steps::{News, Tracker, Verdict, Via};
use crate::domain::redeploy::{GARDEN, OPERATION};
use crate::error::show;
use crate::garden::acting::Acting;
use crate::garden::redeploy::look;

/// How often is looked, in the beginning and later.
const EVERY: [Duration; 2] = [Duration::from_millis(400), Duration::from_secs(1)];
/// How long the beginning is.
const BEGINNING: Duration = Duration::from_secs(15);
/// How often is said that it is still waited for.
const REMIND: Duration = Duration::from_secs(60);

/// Give a line with its time.
pub fn line(name: &str, text: &str) -> String {
    format!("{}  {name}  {text}", Timestamp::now().strftime("%H:%M:%SZ"))
}

/// Look until everything is proved, something is hopeless, or nobody wants to wait any more.
pub async fn until_proved(
    mut case: Case,
    mut tracker: Tracker,
    plan: &Plan,
    app: &App,
    acting: &Arc<Acting>,
    turn: Turn,
) -> Case {
    let Some(timeout) = plan.wait else {
        case.steps = tracker.steps().to_vec();
        case.outcome = Some(TargetOutcome::Done);
        case.message = Some("accepted, not waited for".to_owned());
        return case;
    };
    let mut turn = turn;
    let secret = match case
        .wanted()
        .or_else(|| case.gardenlet().map(Reference::of))
    {
        Some(Reference::Secret(name)) => Some(name),
        _ => None,
    };
    let via = tracker.via();
    let progress = app.ui.progress(format!("{}: waiting", case.name));
    let begun = Instant::now();
    let mut reminded = begun;
    let mut blind: Option<String> = None;
    loop {
        let looked = acting
            .in_turn(Box::pin(look(
                acting.garden(),
                via,
                &case.name,
                secret.as_deref(),
            )))
            .await;
        match looked {
            Ok(Some(looked)) => {
                if blind.take().is_some() {
                    app.ui.status(line(&case.name, "the garden answers again"));
                }
                for news in tracker.observe(&looked.at(Timestamp::now())) {
                    tell(&case.name, via, &news, app);
                }
            }
            Ok(None) => {
                case.steps = tracker.steps().to_vec();
                case.end(
                    TargetOutcome::Failed,
                    "it was deleted while it was waited for",
                );
                return case;
            }
            Err(error) => {
                let shown = show(&error).message;
                if blind.is_none() {
                    app.ui
                        .warning(format!("{}: cannot look, going on: {shown}", case.name));
                }
                blind = Some(shown);
            }
        }
        case.steps = tracker.steps().to_vec();
        if tracker.leaves_the_operator_free() {
            turn = None;
        }
        match tracker.verdict() {
            Verdict::Done => {
                case.outcome = Some(TargetOutcome::Done);
                return case;
            }
            Verdict::Failed(why) => {
                let cancel = cancel(&case, via, secret.as_deref(), app);
                case.end(TargetOutcome::Failed, format!("{why}; {cancel}"));
                return case;
            }
            Verdict::Waiting => {}
        }
        let waited = begun.elapsed();
        if waited >= timeout {
            let missing = tracker.missing();
            case.end(
                TargetOutcome::TimedOut,
                format!(
                    "accepted, but not proved within {} ({missing})",
                    length(timeout)
                ),
            );
            return case;
        }
        if reminded.elapsed() >= REMIND {
            reminded = Instant::now();
            let why = match (tracker.trouble(), &blind) {
                (_, Some(blind)) => format!("; cannot look: {blind}"),
                (Some(trouble), _) => format!("; it is tried again and again: {trouble}"),
                _ => String::new(),
            };
            app.ui.status(line(
                &case.name,
                &format!(
                    "still waiting, {} of {}{why}",
                    length(waited),
                    length(timeout)
                ),
            ));
        }
        progress.text(format!("{}: waiting for {}", case.name, length(waited)));
        let every = EVERY[usize::from(waited > BEGINNING)];
        tokio::select! {
            () = sleep(every.min(timeout.saturating_sub(waited))) => {}
            () = acting.interrupt().heard() => {
                drop(turn);
                let cancel = cancel(&case, via, secret.as_deref(), app);
                case.end(TargetOutcome::Unknown, format!("the request was accepted, waiting was interrupted; to go on, run the same command again; {cancel}"));
                return case;
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

/// Say how to take the request back: annotation and reference together, then the Secret.
fn cancel(case: &Case, via: Via, secret: Option<&str>, app: &App) -> String {
    let kubectl = |words: &[&str]| crate::commands::acting::kubectl(app, words);
    let name = case.name.as_str();
    match via {
        Via::Gardenlet => {
            let patch = format!(
                "{{\"metadata\":{{\"annotations\":{{\"{OPERATION}\":null}}}},\"spec\":{{\"kubeconfigSecretRef\":null}}}}"
            );
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
            match secret.filter(|secret| *secret == secret_name(name)) {
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

fn length(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..=119 => format!("{seconds} s"),
        seconds => format!("{} min", seconds / 60),
    }
}
