//! How far this machine's clock is from the server's.

use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;

use super::report::{Finding, State};

/// A difference below this is of no consequence.
const TOLERATED: SignedDuration = SignedDuration::from_secs(5);

/// From here on heartbeats are judged wrongly: a gardenlet counts as silent after 40 seconds.
const MISLEADING: SignedDuration = SignedDuration::from_secs(30);

/// How far this machine's clock is from the server's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "DoctorClock")]
pub struct Clock {
    /// Seconds that this machine's clock is ahead; negative when it is behind.
    pub ahead_seconds: f64,
    /// How wrong this can be: half of the round trip, and half of the second that the server rounds to.
    pub uncertainty_seconds: f64,
}

/// Compare the clocks: `date` is what the server says, to the second, in an answer to what was `sent` and `received` by this machine's clock.
pub fn compare(sent: Timestamp, received: Timestamp, date: Timestamp) -> Clock {
    let round_trip = received.duration_since(sent).as_secs_f64().max(0.0);
    let middle = sent.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64() + round_trip / 2.0;
    // The server cuts the fraction of a second off.
    let theirs = date.duration_since(Timestamp::UNIX_EPOCH).as_secs_f64() + 0.5;
    let rounded = |seconds: f64| (seconds * 1000.0).round() / 1000.0;
    Clock {
        ahead_seconds: rounded(middle - theirs),
        uncertainty_seconds: rounded(round_trip / 2.0 + 0.5),
    }
}

/// Judge the difference, as far as it is certain.
pub fn judge(clock: Clock) -> Finding {
    let Clock {
        ahead_seconds: ahead,
        uncertainty_seconds: uncertainty,
    } = clock;
    let certain = ahead.abs() - uncertainty;
    let direction = if ahead < 0.0 { "behind" } else { "ahead of" };
    let said = if certain <= 0.0 {
        format!("this machine's clock agrees with the server's, give or take {uncertainty:.1} s")
    } else {
        format!(
            "this machine's clock is {:.1} s {direction} the server's, give or take {uncertainty:.1} s",
            ahead.abs()
        )
    };
    if certain <= TOLERATED.as_secs_f64() {
        return Finding::ok("clock", said);
    }
    let (state, message) = if certain <= MISLEADING.as_secs_f64() {
        (State::Warning, said)
    } else {
        let misled = "heartbeats, holds and times to come are judged wrongly";
        (State::Error, format!("{said}: {misled}"))
    };
    let finding = Finding::new("clock", state, message).advise("set the clock of this machine");
    if cfg!(target_os = "linux") {
        finding.run("timedatectl set-ntp true")
    } else {
        finding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_middle_of_the_round_trip_is_compared_with_the_middle_of_the_second() {
        let clock = compare(
            at("2026-11-21T10:00:10.2Z"),
            at("2026-11-21T10:00:10.8Z"),
            at("2026-11-21T10:00:00Z"),
        );
        assert!((clock.ahead_seconds - 10.0).abs() < 1e-9, "{clock:?}");
        assert!((clock.uncertainty_seconds - 0.8).abs() < 1e-9, "{clock:?}");
    }

    #[test]
    fn only_what_is_certain_counts() {
        let state = |ahead_seconds, uncertainty_seconds| {
            judge(Clock {
                ahead_seconds,
                uncertainty_seconds,
            })
            .state
        };
        assert_eq!(state(0.3, 0.6), State::Ok);
        assert_eq!(state(5.5, 0.6), State::Ok);
        assert_eq!(state(-5.7, 0.6), State::Warning);
        assert_eq!(state(20.0, 16.0), State::Ok);
        assert_eq!(state(30.5, 0.6), State::Warning);
        assert_eq!(state(-31.0, 0.6), State::Error);
        let said = judge(Clock {
            ahead_seconds: -90.0,
            uncertainty_seconds: 0.5,
        });
        assert!(
            said.message.contains("90.0 s behind the server's"),
            "{}",
            said.message
        );
        let same = judge(Clock {
            ahead_seconds: -0.3,
            uncertainty_seconds: 0.5,
        });
        assert_eq!(
            same.message,
            "this machine's clock agrees with the server's, give or take 0.5 s"
        );
    }
}
