//! Who runs this where, as far as the machine tells: for whoever finds the lock.

use std::hash::{BuildHasher, RandomState};
use std::process;
use std::time::SystemTime;

/// Give user and machine, such as `root@jump`; what is not known is left out.
pub fn whereabouts() -> String {
    let variable = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
    };
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| std::fs::read_to_string("/etc/hostname"))
        .map(|name| name.trim().to_owned())
        .ok()
        .filter(|name| !name.is_empty())
        .or_else(|| variable(["HOSTNAME", "COMPUTERNAME"]));
    let user = variable(["USER", "USERNAME"]);
    match (user, host) {
        (Some(user), Some(host)) => format!("{user}@{host}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => String::new(),
    }
}

/// Give a text that no other run has.
pub fn nonce() -> String {
    // Seeded by the system for each process, and different for each value.
    let state = RandomState::new();
    let now = SystemTime::now();
    format!(
        "{:016x}{:016x}",
        state.hash_one((process::id(), now)),
        RandomState::new().hash_one((now, process::id()))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_runs_have_the_same_nonce() {
        let nonces: std::collections::BTreeSet<_> = (0..1000).map(|_| nonce()).collect();
        assert_eq!(nonces.len(), 1000);
    }
}
