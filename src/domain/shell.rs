//! Commands that people copy into a shell.

/// Quote a word for the shells of this system, if it needs it.
pub fn quote(word: &str) -> String {
    if cfg!(windows) {
        windows(word)
    } else {
        posix(word)
    }
}

fn posix(word: &str) -> String {
    if plain(word, "-_./:=@%+,") {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Quote a word so that PowerShell, cmd and the bash of git read the same, where there is such a way, and else for PowerShell.
fn windows(word: &str) -> String {
    // A comma makes a list in PowerShell, and so does an @ that comes first.
    if plain(word, "-_./:=@+") && !word.starts_with('@') {
        return word.to_owned();
    }
    // A path has backslashes, which bash keeps between these quotes only; one at the end would take the quote's meaning.
    if !word.contains(['"', '$', '`', '%', '!']) && !word.ends_with('\\') {
        return format!("\"{word}\"");
    }
    format!("'{}'", word.replace('\'', "''"))
}

fn plain(word: &str, marks: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || marks.contains(c);
    !word.is_empty() && word.chars().all(plain)
}

/// Join words to a command.
pub fn command<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| quote(word.as_ref())).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_back_what_was_meant() {
        let words = [
            "kubectl",
            "patch",
            "--context=my garden",
            "{\"a\":null}",
            "it's",
            "",
            "$(rm)",
        ];
        let line = words.map(posix).join(" ");
        assert_eq!(
            line,
            r#"kubectl patch '--context=my garden' '{"a":null}' 'it'\''s' '' '$(rm)'"#
        );
    }

    #[test]
    fn the_shells_of_windows_read_the_same() {
        let words = [
            "kubectl",
            r"--kubeconfig=C:\Users\jane\.kube\config",
            "--context=my garden",
            "a,b",
            "it's",
            "",
        ];
        assert_eq!(
            words.map(windows).join(" "),
            r#"kubectl "--kubeconfig=C:\Users\jane\.kube\config" "--context=my garden" "a,b" "it's" """#
        );
        // These have no quotes that all of them know.
        assert_eq!(windows(r#"{"it's":null}"#), r#"'{"it''s":null}'"#);
        assert_eq!(windows(r"C:\some folder\"), r"'C:\some folder\'");
    }

    #[test]
    fn it_is_the_shell_of_this_system() {
        let quotes = if cfg!(windows) { "\"a b\"" } else { "'a b'" };
        assert_eq!(command(["echo", "a b"]), format!("echo {quotes}"));
    }
}
