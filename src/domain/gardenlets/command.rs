//! Lines for a shell that lead to the garden that was looked at.

use crate::domain::shell;

/// Makes lines for a shell.
#[derive(Clone, Copy, Debug)]
pub struct Commands<'a> {
    flags: &'a [String],
}

impl<'a> Commands<'a> {
    /// Give every command of kubectl these flags.
    pub const fn new(flags: &'a [String]) -> Self {
        Self { flags }
    }

    /// Make a line of words; behind those of kubectl stand the flags, since a plugin takes none before its name.
    pub fn line<S: AsRef<str>>(&self, words: impl IntoIterator<Item = S>) -> String {
        let mut words: Vec<String> = words
            .into_iter()
            .map(|word| word.as_ref().to_owned())
            .collect();
        if words.first().is_some_and(|program| program == "kubectl") {
            words.extend_from_slice(self.flags);
        }
        shell::command(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_commands_of_kubectl_lead_to_the_garden_by_flags() {
        let flags = ["--context=my garden".to_owned()];
        let commands = Commands::new(&flags);
        assert_eq!(
            commands.line(["kubectl", "gardener", "redeploy", "x"]),
            "kubectl gardener redeploy x '--context=my garden'"
        );
        assert_eq!(commands.line(["hack/x.sh", "y"]), "hack/x.sh y");
    }
}
