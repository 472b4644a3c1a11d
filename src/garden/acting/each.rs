//! Many targets side by side.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;

use anyhow::anyhow;
use tokio::task::{JoinError, JoinSet};

use super::Acting;

impl Acting {
    /// Do something for each target, all side by side, and give the results in the order of the targets.
    ///
    /// How many requests are open at a time is decided where they are sent, so one that waits to be repeated
    /// keeps nobody from going on. `on_each` hears of each result as it comes. What broke off without a result gets
    /// one of `broken`: it may have written, and the others are accounted for in any case.
    pub async fn each<T, R, F>(
        self: &Arc<Self>,
        targets: impl IntoIterator<Item = T>,
        act: impl Fn(Arc<Self>, T) -> F,
        broken: impl Fn(T, anyhow::Error) -> R,
        mut on_each: impl FnMut(&R),
    ) -> Vec<R>
    where
        T: Clone,
        R: Send + 'static,
        F: Future<Output = R> + Send + 'static,
    {
        let mut running = JoinSet::new();
        let mut open = HashMap::new();
        for (index, target) in targets.into_iter().enumerate() {
            let task = running.spawn(act(Arc::clone(self), target.clone()));
            open.insert(task.id(), (index, target));
        }
        let mut results: Vec<Option<R>> = (0..running.len()).map(|_| None).collect();
        while let Some(finished) = running.join_next_with_id().await {
            let id = finished.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
            let Some((index, target)) = open.remove(&id) else {
                continue;
            };
            let result = match finished {
                Ok((_, result)) => result,
                Err(_) => broken(
                    target,
                    anyhow!("it broke off because of a fault in this program"),
                ),
            };
            on_each(&result);
            results[index] = Some(result);
        }
        results.into_iter().flatten().collect()
    }
}
