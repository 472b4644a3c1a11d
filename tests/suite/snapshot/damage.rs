//! A snapshot that is not whole is an error, and never a shorter report.

use std::path::Path;
use std::process::Output;

use super::Served;
use crate::versions::stderr;

fn read(served: &Served, path: &Path) -> Output {
    served.run("versions", &["--landscape", path.to_str().unwrap()])
}

#[track_caller]
fn assert_refused(served: &Served, bytes: &[u8], words: &[&str]) {
    let path = served.path("damaged.zst");
    std::fs::write(&path, bytes).unwrap();
    let output = read(served, &path);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(output.stdout.is_empty(), "half a report");
    assert!(words.iter().any(|word| said.contains(word)), "{said}");
    assert!(said.contains("hint: "), "{said}");
}

#[test]
fn a_file_that_is_cut_off_anywhere_is_refused() {
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    let bytes = std::fs::read(&snapshot).unwrap();
    for eighths in 1..8 {
        let part = &bytes[..bytes.len() * eighths / 8];
        assert_refused(&served, part, &["is cut off"]);
    }
    assert_refused(&served, &bytes[..bytes.len() - 1], &["is cut off"]);
    assert_refused(&served, &bytes[..4], &["is cut off"]);
}

#[test]
fn lines_that_are_missing_or_too_many_are_noticed_without_a_checksum() {
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    let text = zstd::decode_all(std::fs::File::open(&snapshot).unwrap()).unwrap();
    let text = String::from_utf8(text).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let joined = |lines: &[&str]| format!("{}\n", lines.join("\n")).into_bytes();
    // Whole lines are missing at the end, or in the middle.
    assert_refused(
        &served,
        &joined(&lines[..lines.len() - 1]),
        &["is cut off: its end is missing"],
    );
    assert_refused(&served, &joined(&lines[..1]), &["is cut off"]);
    let mut fewer = lines.clone();
    fewer.remove(lines.len() / 2);
    assert_refused(&served, &joined(&fewer), &["not have as many objects"]);
    let mut more = lines.clone();
    more.push(lines[1]);
    assert_refused(&served, &joined(&more), &["something follows its end"]);
    let mut twice = lines.clone();
    twice.insert(2, lines[1]);
    assert_refused(&served, &joined(&twice), &["not have as many objects"]);
    let mut torn = lines.clone();
    torn[2] = &lines[2][..lines[2].len() / 2];
    assert_refused(&served, &joined(&torn), &["is damaged: line 3"]);
    // In the middle of a line.
    let whole = joined(&lines);
    assert_refused(
        &served,
        &whole[..whole.len() / 2],
        &["is damaged", "is cut off"],
    );
}

#[test]
fn changed_bytes_are_refused_or_change_nothing() {
    let served = Served::sample();
    let snapshot = served.take("garden.zst", &[]);
    let bytes = std::fs::read(&snapshot).unwrap();
    let path = served.path("changed.zst");
    let whole = read(&served, &snapshot);
    let mut refused = 0;
    for part in 1..24 {
        let at = bytes.len() * part / 24;
        let mut changed = bytes.clone();
        changed[at] ^= 0x10;
        std::fs::write(&path, &changed).unwrap();
        let output = read(&served, &path);
        if output.status.code() == Some(0) {
            // Some bits of zstd say nothing that is needed: all that was written is there, or its checksum would not fit.
            assert_eq!(output.stdout, whole.stdout, "byte {at}");
            continue;
        }
        assert_eq!(
            output.status.code(),
            Some(1),
            "byte {at}: {}",
            stderr(&output)
        );
        assert!(output.stdout.is_empty(), "byte {at}");
        refused += 1;
    }
    assert!(refused > 20, "{refused} of 23 were refused");
}

#[test]
fn a_newer_format_asks_for_a_newer_program() {
    let served = Served::empty();
    let line = br#"{"apiVersion":"kubectl-gardener/v1","kind":"Snapshot","format":99}"#;
    assert_refused(&served, line, &["format 99"]);
}
