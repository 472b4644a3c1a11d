//! Work in threads, with the results in the order of what is worked on. A panic in a thread is one of the caller.

use crate::order::Order as _;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

/// Work on things in runs of `size`, which the processors share, and give a result for each run. One run needs no thread.
pub fn in_runs<T: Sync, R: Send>(
    things: &[T],
    size: usize,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let size = size.max(1);
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(things.len().div_ceil(size));
    if threads < 2 {
        return things.chunks(size).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(run) = things.chunks(size).nth(index) else {
                return done;
            };
            done.push((index, work(run)));
        }
    };
    let mut done: Vec<(usize, R)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        workers.into_iter().flat_map(joined).collect()
    });
    done.order_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Do one thing here and another beside it.
pub fn beside<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (joined(aside), here)
    })
}

fn joined<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    match worker.join() {
        Ok(done) => done,
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_runs() {
        let things: Vec<usize> = (0..1000).collect();
        for size in [0, 1, 7, 999, 1000, 5000] {
            let runs = in_runs(&things, size, <[usize]>::to_vec);
            assert_eq!(runs.len(), things.len().div_ceil(size.max(1)), "{size}");
            assert_eq!(runs.concat(), things, "{size}");
        }
        assert!(in_runs(&[], 3, <[u8]>::len).is_empty());
    }

    #[test]
    fn both_are_done_and_a_panic_aside_is_one_here() {
        assert_eq!(beside(|| 1, || "two"), (1, "two"));
        let failed = catch_unwind(AssertUnwindSafe(|| {
            beside(|| -> u8 { panic!("aside") }, || ())
        }));
        assert!(failed.is_err());
    }
}
