//! Names from outside, as long as somebody who pressed Tab waits for them: then, or not at all.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::kubectl::{Wanted, options};
use crate::garden::connection::Environment;
use crate::garden::names::{Finder, Names};

/// From the start of the program to the answer. Of the 300 ms that people are promised, the rest is for starting and writing.
const PATIENCE: Duration = Duration::from_millis(280);

/// Look for names; none where they cannot be had in time, or only with somebody's help.
pub fn look_up(wanted: &Wanted, words: &[OsString], started: Instant) -> Vec<String> {
    let Some(global) = options(words) else {
        return Vec::new();
    };
    let local = matches!(
        wanted.names,
        Names::Contexts | Names::Clusters | Names::Users
    );
    if global.source.landscape.is_some() && !local {
        return Vec::new();
    }
    let mut environment = Environment::of_process();
    environment.stdin_is_terminal = false;
    let finder = Finder {
        connection: global.connection,
        namespace: global.namespace,
        cache: cache_folder(&environment),
        environment,
        now: Timestamp::now(),
    };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let Ok(runtime) = runtime.worker_threads(1).enable_all().build() else {
        return Vec::new();
    };
    let names = wanted.names;
    let found = runtime.block_on(async {
        // On a thread of its own: a kubeconfig on a slow disk must not keep anybody waiting either.
        let finding = tokio::spawn(async move { finder.find(names).await });
        tokio::time::timeout(PATIENCE.saturating_sub(started.elapsed()), finding).await
    });
    runtime.shutdown_background();
    match found {
        Ok(Ok(Ok(names))) => names,
        _ => Vec::new(),
    }
}

/// Give the user's folder for what can be had again.
fn cache_folder(environment: &Environment) -> Option<PathBuf> {
    let folder = |name: &str| {
        let value = environment.variables.get(&OsString::from(name))?;
        let folder = PathBuf::from(value);
        folder.is_absolute().then_some(folder)
    };
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))
}
