//! Commands that people copy into a shell.

/// Quote a word for POSIX shells, if it needs it.
pub fn quote(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@%+,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
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
        let line = command(words);
        assert_eq!(
            line,
            r#"kubectl patch '--context=my garden' '{"a":null}' 'it'\''s' '' '$(rm)'"#
        );
    }
}
