//! One gardenlet on its way through the command.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::plan::Plan;
use crate::credentials::kubeconfig::TargetKubeconfig;
use crate::domain::accounting::TargetOutcome;
use crate::domain::objects::Gardenlet;
use crate::domain::redeploy::check::{self, Checked};
use crate::domain::redeploy::lock::{Run, secret_name};
use crate::domain::redeploy::pending::{Course, Decided, Reference, Situation};
use crate::domain::redeploy::result::{GardenletResult, Step};
use crate::domain::redeploy::target::Target;
use crate::error::{Outcome, show};
use crate::garden::Garden;
use crate::garden::acting::Acting;
use crate::garden::redeploy::{InDoubt, State, nonce, whereabouts};

/// One gardenlet.
#[derive(Debug)]
pub struct Case {
    /// Its name.
    pub name: String,
    /// How it stands in the garden.
    pub state: Option<State>,
    /// Where it is to be deployed.
    pub target: Option<Target>,
    /// How the target became known, if it was not said.
    pub proof: Option<String>,
    /// The target's kubeconfig.
    pub kubeconfig: Option<TargetKubeconfig>,
    /// The folder that it was read from, for what it refers to.
    pub directory: PathBuf,
    /// The way to the target cluster.
    pub cluster: Option<Garden>,
    /// What was removed from the target cluster.
    pub removed: Option<String>,
    /// Where the pending request leads that is repeated.
    pub repeats: Option<String>,
    /// What is pending, and what is written.
    pub decided: Option<Decided>,
    /// The checks.
    pub checks: Vec<Checked>,
    /// What became of it.
    pub outcome: Option<TargetOutcome>,
    /// Why, or what to know.
    pub message: Option<String>,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Case {
    /// Describe this run, for the Secret that locks out others.
    pub fn run(&self, user: &str) -> Run {
        Run {
            by: user.to_owned(),
            from: whereabouts(),
            target: self.target.as_ref().map(Target::words).unwrap_or_default(),
            since: Timestamp::now(),
            nonce: nonce(),
        }
    }

    /// Say in one line where it goes, and how that is known.
    pub fn target_words(&self) -> Option<String> {
        let target = self.target.as_ref()?.words();
        Some(match &self.proof {
            Some(proof) => format!("{target} (proved {proof})"),
            None => target,
        })
    }

    /// Give the check of the target: where nothing speaks against it, it says where that is.
    pub fn chosen(&self, decided: &Decided) -> Checked {
        let check = decided.target.clone();
        match self.target_words() {
            Some(words) if check.state == check::State::Ok => Checked::ok(check.id, words),
            _ => check,
        }
    }

    /// Begin with a gardenlet that nothing is known of.
    pub fn new(name: &str, target: Option<Target>) -> Self {
        Self {
            name: name.to_owned(),
            state: None,
            target,
            proof: None,
            kubeconfig: None,
            directory: PathBuf::new(),
            cluster: None,
            removed: None,
            repeats: None,
            decided: None,
            checks: Vec::new(),
            outcome: None,
            message: None,
            steps: Vec::new(),
        }
    }

    /// Read how a gardenlet stands.
    pub async fn read(name: &str, target: Option<Target>, acting: &Arc<Acting>) -> Self {
        let mut case = Self::new(name, target);
        let reading = Box::pin(State::read(acting.garden(), name));
        match acting.in_turn(reading).await {
            Ok(state) => case.found(state),
            Err(error) => case.fail(&error),
        }
        case
    }

    /// Take in how it stands.
    pub fn found(&mut self, state: State) {
        if state.is_nothing() {
            let name = &self.name;
            let message = format!(
                "there is no Gardenlet, ManagedSeed or Seed {name} in this garden; kubectl get gardenlet -n garden lists them"
            );
            self.end(TargetOutcome::Failed, message);
        } else {
            self.state = Some(state);
        }
    }

    /// End it.
    pub fn end(&mut self, outcome: TargetOutcome, message: impl Into<String>) {
        self.outcome = Some(outcome);
        self.message = Some(message.into());
    }

    /// End it with an error.
    pub fn fail(&mut self, error: &anyhow::Error) {
        let shown = show(error);
        let outcome = match shown.outcome {
            Outcome::Refused => TargetOutcome::Refused,
            Outcome::Interrupted => TargetOutcome::NotTried,
            _ if in_doubt(error) => TargetOutcome::Unknown,
            _ => TargetOutcome::Failed,
        };
        let hints = shown.hints.join("; ");
        self.end(
            outcome,
            if hints.is_empty() {
                shown.message
            } else {
                format!("{} ({hints})", shown.message)
            },
        );
    }

    /// Name what was removed from the target before it failed: it is no refusal any more.
    pub fn own_up(&mut self) {
        let Some(removed) = &self.removed else { return };
        let said = self.message.take().unwrap_or_default();
        self.message = Some(format!(
            "{said}; {removed} already: the gardenlet gets a new certificate when it starts again"
        ));
        if self.outcome != Some(TargetOutcome::Unknown) {
            self.outcome = Some(TargetOutcome::Failed);
        }
    }

    /// Whether nothing more happens to it.
    pub fn is_over(&self) -> bool {
        self.outcome.is_some()
    }

    /// Give its Gardenlet.
    pub fn gardenlet(&self) -> Option<&Gardenlet> {
        self.state.as_ref()?.gardenlet.as_ref()
    }

    /// Give what its Gardenlet is to refer to; none as long as no target is known.
    pub fn wanted(&self) -> Option<Reference> {
        Some(match self.target.as_ref()? {
            Target::Runtime => Reference::Runtime,
            Target::Secret { name } => Reference::Secret(name.clone()),
            Target::Kubeconfig { .. } | Target::Shoot { .. } => {
                Reference::Secret(secret_name(&self.name))
            }
        })
    }

    /// Give how things stand besides the Gardenlet.
    pub fn situation(&self, plan: &Plan) -> Situation {
        Situation {
            seed: self
                .state
                .as_ref()
                .is_some_and(|state| state.seed.is_some()),
            clear: plan.clear,
        }
    }

    /// Give what is written.
    pub fn course(&self) -> Course {
        self.decided
            .as_ref()
            .map_or(Course::Stop, |decided| decided.course)
    }

    /// Whether a Secret of ours is to be created.
    pub fn needs_lock(&self) -> bool {
        matches!(
            self.target,
            Some(Target::Kubeconfig { .. } | Target::Shoot { .. })
        ) && matches!(self.course(), Course::Ask | Course::ClearAndAsk)
    }

    /// Give the result.
    pub fn into_result(mut self) -> GardenletResult {
        check::sort(&mut self.checks);
        GardenletResult {
            name: self.name,
            outcome: self.outcome.unwrap_or(TargetOutcome::NotTried),
            message: self.message,
            checks: self.checks,
            steps: self.steps,
        }
    }
}

/// Whether something may have been written.
fn in_doubt(error: &anyhow::Error) -> bool {
    error.chain().any(<dyn std::error::Error>::is::<InDoubt>)
}
