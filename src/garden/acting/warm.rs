//! What is done side by side with the first reading: connections, and who we are.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use kube::client::Body;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::{Acting, Happened};
use crate::garden::connection::Once;
use crate::garden::page;

/// How long connections may take once somebody waits for their turn.
const GRACE: Duration = Duration::from_millis(100);

/// Attempts to ask who we are.
const ATTEMPTS: u32 = 6;

/// The wait after an attempt; the time that an attempt has doubles from ten times as much.
const PAUSE: Duration = Duration::from_millis(100);

/// Connections that are being opened; dropping them gives up what is not open yet.
pub struct Warming(JoinSet<()>);

impl Warming {
    /// Let them go on for a moment. What hangs must not keep a turn from those who work.
    pub fn finish_soon(mut self) {
        tokio::spawn(async move {
            let all = async { while self.0.join_next().await.is_some() {} };
            let _ = timeout(GRACE, all).await;
        });
    }
}

impl Acting {
    /// Open connections side by side, for requests that will come all at once: a handshake takes as long as several
    /// requests. What becomes of them shows when they are used. Two turns are left to those who read meanwhile.
    pub fn warm(self: &Arc<Self>, connections: usize) -> Warming {
        let mut opening = JoinSet::new();
        for _ in 0..connections.min(self.pace.in_flight.saturating_sub(2)) {
            let acting = Arc::clone(self);
            opening.spawn(async move {
                let _ = acting.in_turn(acting.knock()).await;
            });
        }
        Warming(opening)
    }

    /// Ask for something small.
    async fn knock(&self) -> kube::Result<Bytes> {
        let request = Request::get("/version")
            .extension(Once)
            .body(Body::empty())
            .map_err(kube::Error::HttpError)?;
        page::answer(self.garden.client().clone(), request).await
    }

    /// Ask the server who we are, again and again while it does not answer; tells the audit log.
    pub async fn ask_who(&self) -> anyhow::Result<String> {
        let mut last = Err(anyhow::anyhow!("the server does not say who we are"));
        for attempt in 0..ATTEMPTS {
            let patience = PAUSE * 10 * 2_u32.pow(attempt);
            let answer = self.in_turn(timeout(patience, self.ask_who_once())).await;
            let mut pause = PAUSE * 2_u32.pow(attempt);
            match answer {
                Ok(Ok(user)) => {
                    self.audit.identify(&user);
                    return Ok(user);
                }
                Ok(Err(failure)) => {
                    let wait = failure.asked.unwrap_or_default();
                    pause = pause.saturating_add(wait);
                    last = Err(failure.error);
                    if failure.happened == Happened::Refused || wait > self.pace.patience {
                        break;
                    }
                }
                Err(_) => {}
            }
            if attempt + 1 < ATTEMPTS {
                sleep(pause).await;
            }
        }
        last
    }
}

/// Do something again side by side while it has not come to an end after a while, and take what succeeds first.
///
/// For reading only: a request that hangs does not hold up what hurries. One that waits because the server said so does.
pub async fn impatiently<R, F>(
    acting: &Acting,
    after: Duration,
    times: usize,
    act: impl Fn() -> F,
) -> anyhow::Result<R>
where
    R: Send + 'static,
    F: Future<Output = anyhow::Result<R>> + Send + 'static,
{
    let mut running = JoinSet::new();
    running.spawn(act());
    let mut begun = 1;
    loop {
        tokio::select! {
            Some(finished) = running.join_next() => match finished? {
                Ok(result) => return Ok(result),
                Err(error) if running.is_empty() => return Err(error),
                Err(_) => {}
            },
            () = sleep(after.max(acting.garden.told.left())), if begun < times => {
                if acting.garden.told.left().is_zero() {
                    running.spawn(act());
                    begun += 1;
                }
            }
        }
    }
}
