//! Annotations that several parts look at, and how Gardener reads them
//! (`gardener/gardener:pkg/apis/core/v1beta1/constants/types_constants.go`).

/// Asks Gardener for an operation.
pub const OPERATION: &str = "gardener.cloud/operation";

/// Takes a Shoot out of its gardenlet's hands.
pub const IGNORE: &str = "shoot.gardener.cloud/ignore";

/// What the gardenlet does besides: set and removed by Gardener while it works.
pub const TASKS: &str = "shoot.gardener.cloud/tasks";

/// Read a boolean as Go's `strconv.ParseBool` does; what it does not know is none.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Tell whether a value is one that `strconv.ParseBool` takes for true.
pub fn is_true(text: &str) -> bool {
    parse_bool(text) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_are_those_of_go() {
        for text in ["1", "t", "T", "true", "TRUE", "True"] {
            assert_eq!(parse_bool(text), Some(true), "{text}");
        }
        for text in ["0", "f", "F", "false", "FALSE", "False"] {
            assert_eq!(parse_bool(text), Some(false), "{text}");
        }
        for text in ["", "yes", "tRUE", " true", "2"] {
            assert_eq!(parse_bool(text), None, "{text}");
        }
    }
}
