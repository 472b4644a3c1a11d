//! An answer that is read as it arrives, within the same limits of time as one that is read to its end first.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Response, Uri};
use http_body_util::BodyExt;
use kube::client::Body;

use super::attempt::{Limits, TimedOut, within};
use super::log;

/// Marks a request whose answer is handed on unread.
///
/// It is not repeated when it takes too long: whoever sends it has another way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unread {
    /// Longest time without a byte, where the limit is not shorter anyway.
    pub quiet: Duration,
}

impl Unread {
    /// Give the limits of the whole answer and of silence: those of a list.
    pub(super) fn limits(self, limits: &Limits) -> (Option<Duration>, Option<Duration>) {
        let idle = limits.idle.map_or(self.quiet, |idle| idle.min(self.quiet));
        (limits.list, Some(idle))
    }
}

/// What the limits leave for the body of an answer; travels with it.
#[derive(Clone, Debug)]
pub(super) struct Pace {
    uri: Uri,
    started: Instant,
    whole: Option<Duration>,
    idle: Option<Duration>,
}

impl Pace {
    pub(super) fn new(
        uri: Uri,
        started: Instant,
        whole: Option<Duration>,
        idle: Option<Duration>,
    ) -> Self {
        Self {
            uri,
            started,
            whole,
            idle,
        }
    }
}

/// A body on its way.
pub(crate) struct Arriving {
    body: Body,
    pace: Option<Pace>,
    bytes: usize,
}

impl Arriving {
    /// Read the body of the answer to a request that was marked [`Unread`].
    pub(crate) fn new(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        Self {
            body,
            pace: parts.extensions.get().cloned(),
            bytes: 0,
        }
    }

    /// Give the next piece, or `None` at the end.
    pub(crate) async fn next_piece(&mut self) -> kube::Result<Option<Bytes>> {
        loop {
            let (limit, idle) = self.limit();
            let frame = match within(limit, idle, self.body.frame()).await {
                Ok(frame) => frame.transpose()?,
                Err(error) => return Err(kube::Error::Service(self.told(&error).into())),
            };
            let Some(frame) = frame else {
                return Ok(None);
            };
            if let Ok(data) = frame.into_data() {
                self.bytes += data.len();
                return Ok(Some(data));
            }
        }
    }

    /// Give the time until the next limit, and whether it is the one of silence.
    fn limit(&self) -> (Option<Duration>, bool) {
        let Some(pace) = &self.pace else {
            return (None, true);
        };
        let left = pace
            .whole
            .map(|whole| whole.saturating_sub(pace.started.elapsed()));
        match (left, pace.idle) {
            (Some(left), Some(idle)) if left < idle => (Some(left), false),
            (Some(left), None) => (Some(left), false),
            (_, idle) => (idle, true),
        }
    }

    /// Name the limit itself, not what was left of it.
    fn told(&self, error: &TimedOut) -> TimedOut {
        let whole = self.pace.as_ref().and_then(|pace| pace.whole);
        TimedOut {
            after: whole.filter(|_| !error.idle).unwrap_or(error.after),
            idle: error.idle,
        }
    }
}

impl Drop for Arriving {
    /// Bodies of this kind are large and no text, so their size is all that is logged.
    fn drop(&mut self) {
        if let Some(pace) = &self.pace {
            log::size(&pace.uri, self.bytes, pace.started.elapsed());
        }
    }
}
