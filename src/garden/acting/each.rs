//! Many targets side by side.

use std::future::Future;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::Acting;

impl Acting {
    /// Do something for each target, all side by side, and give the results in the order of the targets.
    ///
    /// How many requests are open at a time is decided where they are sent, so one that waits to be repeated
    /// keeps nobody from going on. `on_each` hears of each result as it comes.
    pub async fn each<T, R, F>(
        self: &Arc<Self>,
        targets: impl IntoIterator<Item = T>,
        act: impl Fn(Arc<Self>, T) -> F,
        mut on_each: impl FnMut(&R),
    ) -> anyhow::Result<Vec<R>>
    where
        R: Send + 'static,
        F: Future<Output = R> + Send + 'static,
    {
        let mut running = JoinSet::new();
        for (index, target) in targets.into_iter().enumerate() {
            let acted = act(Arc::clone(self), target);
            running.spawn(async move { (index, acted.await) });
        }
        let mut results: Vec<Option<R>> = (0..running.len()).map(|_| None).collect();
        while let Some(finished) = running.join_next().await {
            let (index, result) = finished?;
            on_each(&result);
            results[index] = Some(result);
        }
        Ok(results.into_iter().flatten().collect())
    }
}
