//! What a run does, in words.

use jiff::Timestamp;

use crate::domain::versions::run::{Cause, Certainty, Run, RunState, RunTrigger, UPDATE};
use crate::output::agenda;
use crate::output::document::Tone;

/// What a run comes down to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It changes versions, none by force.
    Automatic,
    /// It changes versions without a word in `lastMaintenance`.
    Unreported,
    /// It changes a version by force.
    Forced,
    /// It changes versions and fails in others.
    FailsInPart,
    /// It finds no version to update to.
    DeadEnd,
    /// The API server rejects all of it.
    Rejected,
}

impl Kind {
    /// Tell what a run comes down to.
    pub fn of(run: &Run) -> Self {
        let rejected = run.failures.iter().any(|failure| failure.target == UPDATE);
        let unreported = |cause: Cause| cause == Cause::Unreported;
        match run.state {
            _ if rejected => Self::Rejected,
            RunState::Failed if run.changes() => Self::FailsInPart,
            RunState::Failed => Self::DeadEnd,
            RunState::Succeeded if run.forces() => Self::Forced,
            RunState::Succeeded if changes(run).all(|change| unreported(change.cause)) => {
                Self::Unreported
            }
            RunState::Succeeded => Self::Automatic,
        }
    }

    /// Name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Automatic => "automatic",
            Self::Unreported => "unreported",
            Self::Forced => "forced",
            Self::FailsInPart => "fails in part",
            Self::DeadEnd => "dead end",
            Self::Rejected => "rejected",
        }
    }

    /// Name it for a run, with what is special about that one.
    pub fn text(self, run: &Run) -> String {
        let mut text = match run.certainty {
            Certainty::Certain => self.name().to_owned(),
            Certainty::Possible => format!("{}, possible", self.name()),
        };
        if run.trigger == RunTrigger::Annotation {
            text.push_str(", asked for by annotation");
        }
        text
    }

    /// What it means for the reader.
    pub fn tone(self) -> Tone {
        match self {
            Self::Automatic => Tone::Info,
            Self::Forced | Self::Unreported => Tone::Warning,
            Self::FailsInPart | Self::DeadEnd | Self::Rejected => Tone::Error,
        }
    }

    /// How charts show it; what is only possible is small, or in question.
    pub fn mark(self, certainty: Certainty) -> char {
        let (certain, possible) = match self {
            Self::Automatic | Self::Unreported => ('A', 'a'),
            Self::Forced => ('F', 'f'),
            Self::FailsInPart | Self::DeadEnd | Self::Rejected => ('!', '?'),
        };
        match certainty {
            Certainty::Certain => certain,
            Certainty::Possible => possible,
        }
    }
}

/// A change of a version in a run.
pub struct Change<'a> {
    /// `kubernetes`, `pool/<name>/kubernetes` or `pool/<name>/image`.
    pub target: String,
    /// The pool, if it is one's.
    pub pool: Option<&'a str>,
    /// Name of the machine image, if it is one's.
    pub image: Option<&'a str>,
    /// Version before.
    pub from: &'a str,
    /// Version after.
    pub to: &'a str,
    /// Why.
    pub cause: Cause,
}

/// Give every change of a run, the control plane's first.
pub fn changes(run: &Run) -> impl Iterator<Item = Change<'_>> {
    let control_plane = run.kubernetes.iter().map(|change| Change {
        target: "kubernetes".to_owned(),
        pool: None,
        image: None,
        from: &change.from,
        to: &change.to,
        cause: change.cause,
    });
    let pools = run.pools.iter().flat_map(|pool| {
        let name = pool.name.as_str();
        let kubernetes = pool.kubernetes.iter().map(move |change| Change {
            target: format!("pool/{name}/kubernetes"),
            pool: Some(name),
            image: None,
            from: &change.from,
            to: &change.to,
            cause: change.cause,
        });
        let image = pool.image.iter().map(move |change| Change {
            target: format!("pool/{name}/image"),
            pool: Some(name),
            image: Some(&change.name),
            from: &change.from,
            to: &change.to,
            cause: change.cause,
        });
        kubernetes.chain(image)
    });
    control_plane.chain(pools)
}

/// Say what a run does, in lines: changes first, then failures.
pub fn details(run: &Run) -> Vec<String> {
    let mixed = run.forces() && changes(run).any(|change| change.cause != Cause::Forced);
    let changed = changes(run).map(|change| {
        let what = match (change.pool, change.image) {
            (None, _) => "Kubernetes".to_owned(),
            (Some(pool), None) => format!("pool {pool}: Kubernetes"),
            (Some(pool), Some(image)) => format!("pool {pool}: {image}"),
        };
        let cause = match change.cause {
            Cause::Unreported => ", not told in lastMaintenance",
            Cause::Forced if mixed => ", forced",
            Cause::Auto if mixed => ", automatic",
            _ => "",
        };
        format!("{what} {} → {}{cause}", change.from, change.to)
    });
    let failed = run.failures.iter().map(|failure| {
        let what = match failure.target.split('/').collect::<Vec<_>>().as_slice() {
            ["pool", pool, "image"] => format!("pool {pool}, machine image"),
            ["pool", pool, _] => format!("pool {pool}, Kubernetes"),
            [UPDATE] => "nothing is applied".to_owned(),
            _ => "Kubernetes".to_owned(),
        };
        format!("{what}: {}", failure.reason)
    });
    let unsaid = (run.state == RunState::Failed && !run.reported)
        .then(|| "lastMaintenance does not tell of it".to_owned());
    changed.chain(failed).chain(unsaid).collect()
}

/// Name a run so that the name stays when it moves in time or leads somewhere else: by what it begins with.
pub fn identity(run: &Run) -> String {
    let first = changes(run).next();
    match (first, run.failures.first()) {
        (Some(change), _) => format!("{} {}", change.target, change.from),
        (None, Some(failure)) => format!("fails {}", failure.target),
        (None, None) => "nothing".to_owned(),
    }
}

/// Write a window: `Sat 21 Nov 2026 22:00–23:00 UTC`.
pub fn window(begin: Timestamp, end: Timestamp) -> String {
    let day = begin.strftime("%a %-d %b %Y");
    format!("{day} {}", agenda::hours(begin, end))
}

/// Name a cause.
pub fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Auto => "auto",
        Cause::Forced => "forced",
        Cause::Unreported => "unreported",
    }
}

/// Name a certainty.
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Possible => "possible",
    }
}
