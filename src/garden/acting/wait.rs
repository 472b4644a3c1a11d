//! How long to wait before another attempt.

use std::time::Duration;

use tower::util::rng::{HasherRng, Rng};

use super::Pace;

/// What was tried and waited for one object.
#[derive(Debug)]
pub(in crate::garden) struct Patience {
    pace: Pace,
    attempts: u32,
    waited: Duration,
    random: HasherRng,
}

impl Patience {
    pub(super) fn new(pace: Pace) -> Self {
        Self {
            pace,
            attempts: 0,
            waited: Duration::ZERO,
            random: HasherRng::new(),
        }
    }

    /// Count an attempt that led nowhere, and give the wait before the next; `None` to give up.
    ///
    /// Never shorter than what the server asked for, and not the same for all who wait.
    pub(in crate::garden) fn next(&mut self, asked: Option<Duration>) -> Option<Duration> {
        self.attempts += 1;
        if self.attempts >= self.pace.attempts {
            return None;
        }
        let doubled = self.pace.first * 2_u32.saturating_pow((self.attempts - 1).min(10));
        let own = doubled
            .min(self.pace.longest)
            .mul_f64(0.5 + 0.5 * self.random.next_f64());
        let wait = asked.map_or(own, |asked| asked + own);
        if self.waited + wait > self.pace.patience {
            return None;
        }
        self.waited += wait;
        Some(wait)
    }

    /// Say what was tried, for a message.
    pub(super) fn words(&self) -> String {
        match self.attempts {
            0 | 1 => String::new(),
            attempts => format!(
                "; gave up after {attempts} attempts, having waited {:.1} s",
                self.waited.as_secs_f64()
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_asks_for_is_never_undercut_and_patience_ends() {
        let pace = Pace {
            attempts: 4,
            ..Pace::default()
        };
        let mut patience = Patience::new(pace);
        let asked = Duration::from_secs(7);
        assert!(patience.next(Some(asked)).is_some_and(|wait| wait >= asked));
        assert!(
            patience
                .next(None)
                .is_some_and(|wait| wait <= pace.first * 2)
        );
        assert_eq!(patience.next(Some(Duration::from_secs(600))), None);
        assert_eq!(patience.next(None), None);
        assert!(patience.words().contains("4 attempts"));
    }
}
