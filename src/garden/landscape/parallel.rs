//! Many things made one batch, side by side, in the order of the things.

use super::documents::{Batch, Keep};
use crate::parallel::in_runs;

/// Fold things into one batch; threads take them in runs of `size`.
pub(super) fn fold<T: Sync>(
    things: &[T],
    size: usize,
    keep: Keep,
    each: impl Fn(&T, &mut Batch) + Sync,
) -> Batch {
    let batches = in_runs(things, size, |run| {
        let mut batch = Batch::new(keep);
        for thing in run {
            each(thing, &mut batch);
        }
        batch
    });
    let mut all = Batch::new(keep);
    for batch in batches {
        all.append(batch);
    }
    all
}
