//! When a request is sent again, and how long we wait before.
//!
//! Reading is repeated after every failure that may pass. Other verbs are repeated only after 429, which
//! says that nothing was done; what else may have happened is for the caller to find out.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::{Method, Request, Response, StatusCode};
use jiff::Timestamp;
use kube::client::Body;
use tokio::time::Sleep;
use tower::BoxError;
use tower::retry::Policy;
use tower::util::rng::{HasherRng, Rng};

use super::arriving::Unread;
use super::attempt::{Payload, TimedOut};
use super::session::{CredentialsFailed, copy};
use super::told::Told;
use crate::erased;

/// Marks a request that is sent once, whatever comes back: the caller decides about repeating it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Once;

/// How often and how long.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// Attempts altogether.
    pub attempts: u32,
    /// The first wait; later ones double.
    pub first: Duration,
    /// Waiting altogether.
    pub total: Duration,
}

/// The decision, and what was tried so far.
#[derive(Clone, Debug)]
pub(super) struct Retry {
    patience: Patience,
    made: u32,
    waited: Duration,
    random: HasherRng,
    told: Told,
}

/// The last attempt failed as well, or the server asks for more patience than we have.
#[derive(Debug)]
pub(crate) struct GaveUp {
    /// Attempts that were made.
    pub attempts: u32,
    /// What was waited between them.
    pub waited: Duration,
    /// How the server answered last.
    pub status: Option<StatusCode>,
    /// The wait that the server asked for.
    pub asked: Option<Duration>,
    /// The server's own words.
    pub message: Option<String>,
    /// Why there was no answer.
    pub source: Option<BoxError>,
}

impl fmt::Display for GaveUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "gave up after {} attempts", self.attempts)
    }
}

impl StdError for GaveUp {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| {
            let source: &(dyn StdError + 'static) = source.as_ref();
            source
        })
    }
}

impl Retry {
    pub(super) fn new(patience: Patience, told: Told) -> Self {
        Self {
            patience,
            told,
            made: 0,
            waited: Duration::ZERO,
            random: HasherRng::new(),
        }
    }

    /// Double the wait each time, and spread those who wait.
    fn wait(&mut self, asked: Option<Duration>) -> Duration {
        let doubled = self.patience.first * 2_u32.saturating_pow((self.made - 1).min(10));
        let spread = 0.5 + 0.5 * self.random.next_f64();
        match asked {
            // Never earlier than asked for, and not all at the same moment.
            Some(asked) => {
                asked.saturating_add(self.patience.first.mul_f64(self.random.next_f64()))
            }
            None => doubled.mul_f64(spread),
        }
    }

    /// Decide on another attempt: how long to wait, or `None` to give up.
    fn next(&mut self, asked: Option<Duration>) -> Option<Duration> {
        if self.made >= self.patience.attempts {
            return None;
        }
        let wait = self.wait(asked);
        if self.waited.saturating_add(wait) > self.patience.total {
            return None;
        }
        self.waited += wait;
        Some(wait)
    }

    fn gave_up(&self) -> GaveUp {
        GaveUp {
            attempts: self.made,
            waited: self.waited,
            status: None,
            asked: None,
            message: None,
            source: None,
        }
    }
}

impl Policy<Request<Body>, Response<Body>, BoxError> for Retry {
    type Future = Sleep;

    fn retry(
        &mut self,
        request: &mut Request<Body>,
        result: &mut Result<Response<Body>, BoxError>,
    ) -> Option<Sleep> {
        self.made += 1;
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let once = request.extensions().get::<Once>().is_some();
        let (asked, why) = match result {
            // With a wait that is asked for, also where we would not have tried again.
            Ok(response) if may_pass(response.status(), reads || once) => {
                let asked = asked(response, Timestamp::now());
                (asked, response.status().to_string())
            }
            Err(error) if reads && may_work(error.as_ref()) && !has_another_way(request, error) => {
                (None, super::causes(error.as_ref()))
            }
            _ => return None,
        };
        let Some(wait) = self.next(asked).filter(|_| !once) else {
            self.give_up(result, asked);
            return None;
        };
        if asked.is_some() {
            self.told.note(wait);
        }
        tracing::info!(
            "{} {}: {why}; attempt {} of {} in {:.1} s",
            request.method(),
            request.uri().path(),
            self.made + 1,
            self.patience.attempts,
            wait.as_secs_f64()
        );
        Some(tokio::time::sleep(wait))
    }

    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        copy(request)
    }
}

impl Retry {
    /// Put what was tried into the result, so that it can be told.
    fn give_up(&self, result: &mut Result<Response<Body>, BoxError>, asked: Option<Duration>) {
        if self.made == 1 && asked.is_none() {
            return;
        }
        let taken = std::mem::replace(result, Err("".into()));
        let gave_up = match taken {
            Ok(response) => GaveUp {
                status: Some(response.status()),
                asked,
                message: message(&response),
                ..self.gave_up()
            },
            Err(source) => GaveUp {
                source: Some(source),
                ..self.gave_up()
            },
        };
        *result = Err(gave_up.into());
    }
}

/// Tell whether an answer says that another attempt may do better.
fn may_pass(status: StatusCode, reads: bool) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || (reads && matches!(status.as_u16(), 500 | 502 | 503 | 504))
}

/// Tell whether a failure without an answer may pass: whatever the network did, but not what was refused for good.
fn may_work(error: &(dyn StdError + 'static)) -> bool {
    let transport = matches!(
        error.downcast_ref::<kube::Error>(),
        None | Some(kube::Error::Service(_) | kube::Error::HyperError(_))
    );
    let final_word = super::chain(error).any(|link| {
        link.is::<rustls::Error>()
            || link.is::<CredentialsFailed>()
            || link.is::<kube::client::AuthError>()
            // A proxy that refuses to lead there will not change its mind.
            || link.to_string().contains("tunnel error: ")
    });
    transport && !final_word
}

/// Tell whether a request took too long whose sender has another way.
fn has_another_way(request: &Request<Body>, error: &BoxError) -> bool {
    request.extensions().get::<Unread>().is_some()
        && super::chain(error.as_ref()).any(<dyn StdError>::is::<TimedOut>)
}

/// Read `Retry-After`: seconds or a date.
fn asked(response: &Response<Body>, now: Timestamp) -> Option<Duration> {
    let text = response
        .headers()
        .get(http::header::RETRY_AFTER)?
        .to_str()
        .ok()?
        .trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::try_from(date.duration_since(now)).unwrap_or_default())
}

/// Give the message of a `Status` that came with an answer.
fn message(response: &Response<Body>) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Status {
        message: Option<String>,
    }
    let payload = response.extensions().get::<Payload>()?;
    let status: Status = erased::json(&payload.0).ok()?;
    status.message.filter(|message| !message.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Patience = Patience {
        attempts: 5,
        first: Duration::from_millis(200),
        total: Duration::from_secs(60),
    };

    fn answer(status: u16, retry_after: Option<&str>) -> Response<Body> {
        let mut response = Response::builder().status(status);
        if let Some(value) = retry_after {
            response = response.header("retry-after", value);
        }
        response.body(Body::empty()).unwrap()
    }

    #[test]
    fn waits_double_and_are_spread() {
        let mut retry = Retry::new(PATIENCE, Told::default());
        for (made, most) in [(1, 200), (2, 400), (3, 800), (4, 1600)] {
            retry.made = made;
            let wait = retry.next(None).unwrap();
            let most = Duration::from_millis(most);
            assert!(wait >= most / 2 && wait <= most, "{made}: {wait:?}");
        }
        retry.made = 5;
        assert_eq!(retry.next(None), None);
    }

    #[test]
    fn retry_after_is_not_undercut_and_gives_up_beyond_our_patience() {
        let mut retry = Retry::new(PATIENCE, Told::default());
        retry.made = 1;
        let wait = retry.next(Some(Duration::from_secs(30))).unwrap();
        assert!(wait >= Duration::from_secs(30) && wait < Duration::from_secs(31));
        assert_eq!(retry.next(Some(Duration::from_secs(31))), None);
    }

    #[test]
    fn retry_after_is_read_as_seconds_and_as_a_date() {
        let now: Timestamp = "2026-11-21T12:00:00Z".parse().unwrap();
        let read = |value| asked(&answer(429, value), now);
        assert_eq!(read(Some("7")), Some(Duration::from_secs(7)));
        assert_eq!(
            read(Some("Sat, 21 Nov 2026 12:00:09 GMT")),
            Some(Duration::from_secs(9))
        );
        assert_eq!(
            read(Some("Sat, 21 Nov 2026 11:00:00 GMT")),
            Some(Duration::ZERO)
        );
        assert_eq!(read(Some("soon")), None);
        assert_eq!(read(None), None);
    }

    #[test]
    fn only_429_is_repeated_for_writes() {
        for status in [429, 500, 502, 503, 504] {
            let code = StatusCode::from_u16(status).unwrap();
            assert!(may_pass(code, true), "{status}");
            assert_eq!(may_pass(code, false), status == 429, "{status}");
        }
        for status in [200, 400, 401, 403, 404, 409, 410, 422, 501] {
            assert!(
                !may_pass(StatusCode::from_u16(status).unwrap(), true),
                "{status}"
            );
        }
    }
}
