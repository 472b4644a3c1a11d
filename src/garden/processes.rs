//! Ends a program together with what it has started.
//!
//! Programs stay in our own process group: in one of its own a plugin could not ask its user for a password, since only the group in the
//! foreground may read from a terminal, and Ctrl-C would not reach it. So a program's descendants are looked up.

use std::process::Child;

/// Kill a program that still runs, and all that it has started and that is still below it.
///
/// What has a process group of its own was set off on purpose, as the browser of a login is, and goes on. On Windows only the program
/// itself is ended.
pub(super) fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Ok(None) = child.try_wait() {
        tree::end_below(child.id());
    }
    let _ = child.kill();
}

#[cfg(unix)]
mod tree {
    use std::collections::BTreeSet;
    use std::fs;
    use std::process::{Command, Stdio};

    use rustix::process::{Pid, Signal, kill_process};

    /// A process, the one that started it, and the group that it is in.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(super) struct Process {
        pub(super) id: u32,
        pub(super) parent: u32,
        pub(super) group: u32,
    }

    /// Kill all that is below a process in its group. It is stopped before, so that it starts nothing more.
    pub(super) fn end_below(top: u32) {
        /// Looks at the table; what starts something meanwhile is found by the next one.
        const LOOKS: usize = 4;
        signal(top, Signal::STOP);
        let mut found = BTreeSet::new();
        for _ in 0..LOOKS {
            let more: Vec<u32> = below(top, &all())
                .into_iter()
                .filter(|id| found.insert(*id))
                .collect();
            if more.is_empty() {
                break;
            }
            // Nobody's child is handed to somebody else before all are found.
            for id in more {
                signal(id, Signal::STOP);
            }
        }
        for id in found {
            signal(id, Signal::KILL);
        }
    }

    fn signal(id: u32, signal: Signal) {
        let id = i32::try_from(id).ok().and_then(Pid::from_raw);
        if let Some(id) = id {
            let _ = kill_process(id, signal);
        }
    }

    /// Give all that is below a process and in its group.
    pub(super) fn below(top: u32, all: &[Process]) -> Vec<u32> {
        let Some(group) = all.iter().find(|process| process.id == top) else {
            return Vec::new();
        };
        let mut found = vec![top];
        let mut at = 0;
        while let Some(parent) = found.get(at).copied() {
            let children = all.iter().filter(|process| {
                process.parent == parent && process.group == group.group && process.id != top
            });
            let children: Vec<u32> = children.map(|process| process.id).collect();
            found.extend(children.into_iter().filter(|id| *id != parent));
            at += 1;
        }
        found.split_off(1)
    }

    /// Give all processes: Linux has them in files, other systems in the words of `ps`.
    fn all() -> Vec<Process> {
        if let Ok(entries) = fs::read_dir("/proc") {
            let texts = entries.filter_map(|entry| {
                let path = entry.ok()?.path();
                path.file_name()?.to_str()?.parse::<u32>().ok()?;
                fs::read_to_string(path.join("stat")).ok()
            });
            return texts.filter_map(|text| of_stat(&text)).collect();
        }
        let ps = Command::new("ps")
            .args(["-A", "-o", "pid=", "-o", "ppid=", "-o", "pgid="])
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output();
        let text = ps.map(|ps| ps.stdout).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        text.lines().filter_map(of_numbers).collect()
    }

    /// Read `/proc/PID/stat`: the name within may hold anything, brackets too.
    pub(super) fn of_stat(text: &str) -> Option<Process> {
        let id = text.split_once(' ')?.0;
        let (_, behind) = text.rsplit_once(") ")?;
        let (_state, numbers) = behind.split_once(' ')?;
        of_numbers(&format!("{id} {numbers}"))
    }

    /// Read a process, its parent and its group.
    pub(super) fn of_numbers(text: &str) -> Option<Process> {
        let mut numbers = text.split_whitespace().map(str::parse);
        Some(Process {
            id: numbers.next()?.ok()?,
            parent: numbers.next()?.ok()?,
            group: numbers.next()?.ok()?,
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::tree::{Process, below, of_numbers, of_stat};

    #[test]
    fn a_process_is_read_whatever_it_is_called() {
        let process = Process {
            id: 7,
            parent: 3,
            group: 5,
        };
        assert_eq!(of_stat("7 (sh) S 3 5 1 0 -1"), Some(process));
        assert_eq!(of_stat("7 (a) S 9 9 (x)) S 3 5 1 0 -1"), Some(process));
        assert_eq!(of_numbers("    7     3     5"), Some(process));
        assert_eq!(of_stat(""), None);
        assert_eq!(of_numbers("7 3"), None);
    }

    #[test]
    fn what_has_a_group_of_its_own_is_not_below() {
        let process = |id, parent, group| Process { id, parent, group };
        let all = [
            process(1, 0, 1),
            process(10, 1, 10),
            process(11, 10, 10),
            process(12, 11, 10),
            process(13, 12, 13),
            process(14, 13, 10),
            process(20, 1, 10),
        ];
        assert_eq!(below(10, &all), [11, 12]);
        assert_eq!(below(99, &all), [0; 0]);
    }
}
