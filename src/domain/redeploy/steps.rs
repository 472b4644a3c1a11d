//! From what is observed to the steps that prove a redeployment, and to what went wrong.
//!
//! The operator writes `SeedRegistered` before it takes the operation off
//! (`gardener/gardener:pkg/operator/controller/gardenlet/reconciler.go:reconcile`), so one look at the Gardenlet
//! tells whether the operation was carried out or only vanished.

use jiff::{SignedDuration, Timestamp};

use super::advice::{self, CANCELLED, NOT_ALIVE, NOT_PICKED_UP};
use super::health::GARDENLET_READY;
use super::pending::Pending;
use super::result::{Step, StepName};
use super::{FORCE_REDEPLOY, RENEW_KUBECONFIG};
use crate::domain::objects::condition::{self, Condition};
use crate::domain::objects::{Lease, Seed, TracedMetadata};

/// The condition of Gardenlets and ManagedSeeds that tells of the deployment.
pub const SEED_REGISTERED: &str = "SeedRegistered";
/// The condition of ManagedSeeds that tells of the shoot below.
const SHOOT_RECONCILED: &str = "ShootReconciled";
/// What the operator says when the chart is applied: progress, although its reason is `ReconcileError`.
pub const WAITING: &str = "Waiting for seed registration";

/// After this long without a sign of anybody working on it, somebody should look.
pub const PICKED_UP_WITHIN: SignedDuration = SignedDuration::from_secs(60);
/// After this long without a heartbeat of the new gardenlet, somebody should look.
pub const ALIVE_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// A Secret that is not found so soon is one that the operator's cache has not seen yet.
const CACHE: SignedDuration = SignedDuration::from_secs(15);
/// The operator waits longer than this between the deployment and its end (30 seconds, 2 in our test garden).
const WAITS: SignedDuration = SignedDuration::from_millis(1500);
/// A heartbeat is fresh for this long.
const FRESH: SignedDuration = SignedDuration::from_secs(10);

/// What was asked for, and how things were just before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What carries the operation.
    pub via: Via,
    /// When the server accepted it, by its own clock in whole seconds.
    pub at: Timestamp,
    /// When we saw that, by our clock.
    pub seen: Timestamp,
    /// The generation with it.
    pub generation: i64,
    /// The Secret that was handed over, with its uid where it is known.
    pub secret: Option<Handed>,
    /// The status of `SeedRegistered` before.
    pub registered_before: Option<String>,
}

/// What carries the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A Gardenlet: gardener-operator.
    Gardenlet,
    /// A ManagedSeed, told to reconcile: the parent gardenlet.
    Reconcile,
    /// A ManagedSeed, told to renew: the parent gardenlet.
    Renew,
}

impl Via {
    fn operation(self) -> Option<&'static str> {
        match self {
            Self::Gardenlet => Some(FORCE_REDEPLOY),
            Self::Renew => Some(RENEW_KUBECONFIG),
            Self::Reconcile => None,
        }
    }

    fn who(self) -> &'static str {
        match self {
            Self::Gardenlet => "gardener-operator",
            Self::Reconcile | Self::Renew => "the parent gardenlet",
        }
    }
}

/// A Secret that was handed over to the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// Its name.
    pub name: String,
    /// Its uid: another Secret of this name is none of ours.
    pub uid: Option<String>,
}

/// What was seen at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// When, by our clock.
    pub at: Timestamp,
    /// Metadata of the Gardenlet or ManagedSeed.
    pub metadata: &'a TracedMetadata,
    /// Its conditions.
    pub conditions: &'a [Condition],
    /// The generation that it says was seen.
    pub observed_generation: Option<i64>,
    /// Whether it refers to a Secret.
    pub refers: bool,
    /// What was seen of the Secret that was handed over.
    pub secret: Sight<'a>,
    /// The Seed, if there is one.
    pub seed: Option<&'a Seed>,
    /// The heartbeat, if there is one.
    pub lease: Option<&'a Lease>,
}

/// What was seen of a Secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight<'a> {
    /// It was not looked for.
    Unseen,
    /// There is none of this name.
    Gone,
    /// There is one, with this uid.
    There(&'a str),
}

/// What is worth telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// A step was reached.
    Reached(StepName),
    /// Progress that is no step of its own.
    Progress(String),
    /// Whoever carries it out says that something failed; it goes on trying.
    Trouble {
        /// What it says.
        message: String,
        /// What to do.
        advice: Option<&'static str>,
    },
    /// Nothing happened for too long.
    Overdue(&'static str),
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It goes on.
    Waiting,
    /// All steps were reached.
    Done,
    /// It cannot succeed any more without somebody doing something.
    Failed(String),
}

/// The steps of one redeployment.
#[derive(Clone, Debug)]
pub struct Tracker {
    request: Request,
    steps: Vec<Step>,
    verdict: Verdict,
    /// A run after the request was seen to have applied the chart.
    deployed: bool,
    /// Looks in a row at which the operation was gone and nothing had come of it.
    vanished: u32,
    /// The heartbeat of the look before, once it counts.
    beat: Option<Timestamp>,
    /// What was told already.
    told: Option<String>,
    /// The last trouble that was told, until it is over.
    trouble: Option<String>,
    /// When the look before was, and the status of `SeedRegistered` in it.
    before: (Timestamp, Option<String>),
    hinted: [bool; 2],
    hopeless: u32,
}

impl Tracker {
    /// Begin to look.
    pub fn new(request: Request) -> Self {
        let mut names = vec![StepName::Requested];
        if request.via != Via::Reconcile {
            names.push(StepName::AnnotationRemoved);
        }
        names.push(StepName::SeedRegistered);
        if request.secret.is_some() {
            names.extend([StepName::SecretDeleted, StepName::ReferenceRemoved]);
        }
        names.extend([StepName::LeaseRenewed, StepName::GardenletReady]);
        let mut steps: Vec<Step> = names
            .into_iter()
            .map(|name| Step { name, at: None })
            .collect();
        steps[0].at = Some(request.seen);
        let before = (request.seen, request.registered_before.clone());
        Self {
            before,
            trouble: None,
            request,
            steps,
            verdict: Verdict::Waiting,
            deployed: false,
            vanished: 0,
            beat: None,
            told: None,
            hinted: [false; 2],
            hopeless: 0,
        }
    }

    /// What carries the operation.
    pub fn via(&self) -> Via {
        self.request.via
    }

    /// When the server accepted the request, by its own clock.
    pub fn since(&self) -> Timestamp {
        self.request.at
    }

    /// Give the steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Say how it stands.
    pub fn verdict(&self) -> &Verdict {
        &self.verdict
    }

    /// The trouble that was told last and is not over.
    pub fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Whether the operator is free for the next one: it carried this one out, or waits to try it again.
    pub fn leaves_the_operator_free(&self) -> bool {
        self.reached(StepName::AnnotationRemoved) || self.trouble.is_some() || self.hinted[0]
    }

    /// Say what is missing most, for the end of the wait.
    pub fn missing(&self) -> String {
        let next = self.steps.iter().find(|step| step.at.is_none());
        let alive = self.reached(StepName::LeaseRenewed);
        let why = match next.map(|step| step.name) {
            _ if self.trouble.is_some() => self.trouble.as_deref().unwrap_or_default(),
            Some(StepName::SeedRegistered) if alive => advice::STALE_CONDITION,
            Some(StepName::SecretDeleted | StepName::ReferenceRemoved) if alive => advice::KEPT,
            _ if self.reached_deployment() => NOT_ALIVE,
            _ => self.not_picked_up(),
        };
        let next = next.map_or("nothing", |step| step.name.words());
        format!("not seen: {next}; {why}")
    }

    /// Whether it was deployed, and does not report.
    pub fn is_silent(&self) -> bool {
        self.reached_deployment() && !self.reached(StepName::LeaseRenewed)
    }

    fn not_picked_up(&self) -> &'static str {
        match self.request.via {
            Via::Gardenlet => NOT_PICKED_UP,
            Via::Reconcile | Via::Renew => advice::PARENT_DOES_NOT,
        }
    }

    fn reached_deployment(&self) -> bool {
        match self.request.via {
            Via::Gardenlet | Via::Renew => self.reached(StepName::AnnotationRemoved),
            Via::Reconcile => self.reached(StepName::SeedRegistered),
        }
    }

    fn reached(&self, name: StepName) -> bool {
        self.steps
            .iter()
            .any(|step| step.name == name && step.at.is_some())
    }

    fn reach(&mut self, name: StepName, at: Timestamp, news: &mut Vec<News>) {
        let step = self.steps.iter_mut().find(|step| step.name == name);
        if let Some(step) = step
            && step.at.is_none()
        {
            step.at = Some(at);
            news.push(News::Reached(name));
        }
    }

    /// Take in what was seen, and give what is new.
    pub fn observe(&mut self, seen: &Seen<'_>) -> Vec<News> {
        let mut news = Vec::new();
        if self.verdict != Verdict::Waiting {
            return news;
        }
        let registered = condition::find(seen.conditions, SEED_REGISTERED);
        let pending = Pending::of(seen.metadata).map(|pending| pending.operation);
        let ours = self.request.via.operation();
        let asked = ours.is_some() && pending.as_deref() == ours;
        if self.is_carried_out(registered, seen) {
            self.deployed = true;
        }
        if asked {
            self.vanished = 0;
        } else if self.deployed || self.request.via != Via::Gardenlet {
            self.reach(StepName::AnnotationRemoved, seen.at, &mut news);
        } else {
            // Nothing is concluded from one look: it may be old.
            self.vanished += 1;
            if self.vanished > 1 {
                self.verdict = Verdict::Failed(CANCELLED.to_owned());
                return news;
            }
        }
        if !asked && self.deployed {
            self.finished(registered, seen, &mut news);
        }
        self.trouble_of(registered, seen, asked, &mut news);
        self.overdue(seen, asked, &mut news);
        self.before = (
            seen.at,
            registered.map(|registered| registered.status.clone()),
        );
        if self.steps.iter().all(|step| step.at.is_some()) {
            self.verdict = Verdict::Done;
        }
        news
    }

    /// Whether this look shows that the operation was carried out since the request.
    fn is_carried_out(&self, registered: Option<&Condition>, seen: &Seen<'_>) -> bool {
        let observed = seen.observed_generation >= Some(self.request.generation);
        let Some(registered) = registered else {
            return false;
        };
        if self.request.via != Via::Gardenlet {
            return observed && registered.is_true();
        }
        // True again since the request: in between it was something else. From False it is that without any
        // deployment where the operation was taken off before its next attempt: then nobody ever saw it wait.
        let (looked, status) = &self.before;
        let missed = seen.at.duration_since(*looked) > WAITS;
        let again = observed
            && self.vanished == 0
            && registered.last_transition_time >= Some(self.request.at)
            && (missed || status.as_deref() != Some("False"));
        match registered.status.as_str() {
            "Progressing" => observed && registered.message.contains(WAITING),
            "True" => again,
            _ => false,
        }
    }

    fn finished(&mut self, registered: Option<&Condition>, seen: &Seen<'_>, news: &mut Vec<News>) {
        match registered {
            Some(registered) if registered.is_true() => {
                self.reach(StepName::SeedRegistered, seen.at, news);
            }
            Some(registered) if registered.status == "Progressing" => {
                self.say(News::Progress(registered.message.clone()), news);
            }
            _ => {}
        }
        let handed = self.request.secret.as_ref();
        let gone = match (seen.secret, handed) {
            (Sight::Gone, _) => true,
            (Sight::There(uid), Some(handed)) => {
                handed.uid.as_deref().is_some_and(|ours| ours != uid)
            }
            _ => false,
        };
        if gone {
            self.reach(StepName::SecretDeleted, seen.at, news);
        }
        if !seen.refers {
            self.reach(StepName::ReferenceRemoved, seen.at, news);
        }
        self.alive(seen, news);
    }

    /// A heartbeat counts that is from after the request, on two looks in a row.
    fn alive(&mut self, seen: &Seen<'_>, news: &mut Vec<News>) {
        let renewed = seen.lease.and_then(|lease| lease.spec.renew_time);
        let since = renewed.filter(|renewed| *renewed > self.request.at);
        if let (Some(renewed), Some(before)) = (since, self.beat) {
            // An advance needs no clock of ours that agrees with the gardenlet's.
            let fresh = seen.at.duration_since(renewed).abs() < FRESH;
            if renewed > before || fresh {
                self.reach(StepName::LeaseRenewed, seen.at, news);
            }
        }
        self.beat = since;
        let ready = seen
            .seed
            .and_then(|seed| condition::find(&seed.status.conditions, GARDENLET_READY));
        if self.reached(StepName::LeaseRenewed) && ready.is_some_and(Condition::is_true) {
            self.reach(StepName::GardenletReady, seen.at, news);
        }
    }

    fn trouble_of(
        &mut self,
        registered: Option<&Condition>,
        seen: &Seen<'_>,
        asked: bool,
        news: &mut Vec<News>,
    ) {
        if self.request.via != Via::Gardenlet
            && !self.deployed
            && let Some(shoot) = condition::find(seen.conditions, SHOOT_RECONCILED)
            && !shoot.is_true()
        {
            let message = format!("its shoot is waited for: {}", shoot.message);
            self.say(News::Progress(message), news);
        }
        let Some(failed) = registered.filter(|registered| registered.status == "False") else {
            self.hopeless = 0;
            self.trouble = None;
            return;
        };
        // What was said before the request is not about it.
        let since = failed.last_update_time.or(failed.last_transition_time);
        let about_it = since >= Some(self.request.at)
            || (seen.observed_generation >= Some(self.request.generation) && asked);
        if !about_it {
            return;
        }
        let missing = failed.message.contains("not found")
            && self
                .request
                .secret
                .as_ref()
                .is_some_and(|handed| failed.message.contains(&handed.name));
        if missing && seen.at.duration_since(self.request.seen) < CACHE {
            return;
        }
        let advice = advice::find(&failed.message);
        let trouble = News::Trouble {
            message: failed.message.clone(),
            advice: advice.map(|advice| advice.advice),
        };
        self.say(trouble, news);
        if advice.is_some_and(|advice| advice.hopeless) {
            self.hopeless += 1;
            if self.hopeless > 1 {
                let advice = advice.map_or("", |advice| advice.advice);
                let who = self.request.via.who();
                self.verdict = Verdict::Failed(format!("{who} says: {}; {advice}", failed.message));
            }
        }
    }

    /// Tell something once, until something else is told.
    fn say(&mut self, news: News, all: &mut Vec<News>) {
        let text = match &news {
            News::Progress(text) => text.clone(),
            News::Trouble { message, advice } => {
                let who = self.request.via.who();
                match advice {
                    Some(advice) => format!("{who} says: {message}; {advice}"),
                    None => format!("{who} says: {message}"),
                }
            }
            News::Reached(_) | News::Overdue(_) => return all.push(news),
        };
        if matches!(news, News::Trouble { .. }) {
            self.trouble = Some(text.clone());
        }
        if self.told.as_ref() != Some(&text) {
            self.told = Some(text);
            all.push(news);
        }
    }

    fn overdue(&mut self, seen: &Seen<'_>, asked: bool, news: &mut Vec<News>) {
        let waited = seen.at.duration_since(self.request.seen);
        let silent = self.told.is_none() && (asked || !self.deployed);
        if silent && waited >= PICKED_UP_WITHIN && !self.hinted[0] {
            self.hinted[0] = true;
            news.push(News::Overdue(self.not_picked_up()));
        }
        let registered = self
            .steps
            .iter()
            .find(|step| step.name == StepName::SeedRegistered);
        let registered = registered.and_then(|step| step.at);
        let dead = registered.is_some_and(|since| seen.at.duration_since(since) >= ALIVE_WITHIN)
            && !self.reached(StepName::LeaseRenewed);
        if dead && !self.hinted[1] {
            self.hinted[1] = true;
            news.push(News::Overdue(NOT_ALIVE));
        }
    }
}

#[cfg(test)]
mod tests;
