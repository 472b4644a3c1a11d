//! What Ctrl-C means: without a claim the end at once, with one a word to whoever is acting.
//!
//! A command that writes claims it: the first Ctrl-C then stops new work, the second abandons what is in
//! flight, and the command still accounts for every target. The third ends the program.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;

/// The ear for Ctrl-C; clones hear the same.
#[derive(Clone, Debug)]
pub struct Interrupt {
    count: Arc<watch::Sender<u32>>,
    claims: Arc<AtomicUsize>,
}

impl Default for Interrupt {
    fn default() -> Self {
        Self {
            count: Arc::new(watch::channel(0).0),
            claims: Arc::default(),
        }
    }
}

/// While it lives, a Ctrl-C is told and does not end the program.
#[derive(Debug)]
pub struct Claim(Arc<AtomicUsize>);

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Interrupt {
    /// Take over what Ctrl-C does, until the claim is dropped.
    pub fn claim(&self) -> Claim {
        self.claims.fetch_add(1, Ordering::SeqCst);
        Claim(Arc::clone(&self.claims))
    }

    /// Count a Ctrl-C, and say whether somebody takes care of it.
    pub fn tell(&self) -> bool {
        self.count.send_modify(|count| *count += 1);
        self.claims.load(Ordering::SeqCst) > 0 && *self.count.borrow() < 3
    }

    /// Tell whether no new work may begin.
    pub fn is_heard(&self) -> bool {
        *self.count.borrow() > 0
    }

    /// Tell whether nothing may be waited for.
    pub fn is_heard_twice(&self) -> bool {
        *self.count.borrow() > 1
    }

    /// Wait for the first Ctrl-C.
    pub async fn heard(&self) {
        self.reached(1).await;
    }

    /// Wait for the second Ctrl-C: nothing is waited for any more.
    pub async fn heard_twice(&self) {
        self.reached(2).await;
    }

    async fn reached(&self, wanted: u32) {
        let mut count = self.count.subscribe();
        // Its sender lives in `self`, so this ends only with the count.
        let _ = count.wait_for(|count| *count >= wanted).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_claim_keeps_the_program_alive_and_not_forever() {
        let interrupt = Interrupt::default();
        let claim = interrupt.claim();
        assert!(!interrupt.is_heard());
        assert!(interrupt.tell() && interrupt.is_heard());
        assert!(interrupt.tell());
        assert!(!interrupt.tell(), "the third ends it");
        drop(claim);
        assert!(!Interrupt::default().tell(), "nobody claimed it");
    }

    #[tokio::test]
    async fn who_waits_later_hears_it_too() {
        let interrupt = Interrupt::default();
        interrupt.tell();
        interrupt.clone().heard().await;
        interrupt.tell();
        interrupt.heard_twice().await;
    }
}
