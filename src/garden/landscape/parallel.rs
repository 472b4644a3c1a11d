//! Work on many things in threads, with the result in the order of the things.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::documents::{Batch, Keep};

/// Fold things into one batch; threads take them in runs of `size`.
pub(super) fn fold<T: Sync>(
    things: &[T],
    size: usize,
    keep: Keep,
    each: impl Fn(&T, &mut Batch) + Sync,
) -> Batch {
    let runs = things.len().div_ceil(size);
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(runs);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(run) = things.chunks(size).nth(index) else {
                return done;
            };
            let mut batch = Batch::new(keep);
            for thing in run {
                each(thing, &mut batch);
            }
            done.push((index, batch));
        }
    };
    let mut done = if threads < 2 {
        work()
    } else {
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            workers
                .into_iter()
                .flat_map(|worker| match worker.join() {
                    Ok(done) => done,
                    Err(panic) => std::panic::resume_unwind(panic),
                })
                .collect()
        })
    };
    done.sort_by_key(|(index, _)| *index);
    let mut all = Batch::new(keep);
    for (_, batch) in done {
        all.append(batch);
    }
    all
}
