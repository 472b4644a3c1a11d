//! How long the server has told us to wait.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Until when the server has told a request of ours to wait: others for the same are not sent before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told(Arc<Mutex<Option<Instant>>>);

impl Told {
    /// Note that a request waits because the server said so.
    pub(super) fn note(&self, wait: Duration) {
        let until = Instant::now() + wait;
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *told = Some(told.map_or(until, |before| before.max(until)));
    }

    /// Give what is left to wait.
    pub(crate) fn left(&self) -> Duration {
        let told = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.map_or(Duration::ZERO, |until| {
            until.saturating_duration_since(Instant::now())
        })
    }
}
