//! Text from a cluster, made safe to show: what moves the cursor, hides or reorders text becomes visible.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Make a piece of text safe on one line: line breaks and tabs are escaped as well.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, |_| false)
}

/// Make text of several lines safe: line breaks stay.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| c == '\n')
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let bad = |c: char| is_deceptive(c) && !keep(c);
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            _ if !bad(c) => safe.push(c),
            '\n' => safe.push_str("\\n"),
            '\r' => safe.push_str("\\r"),
            '\t' => safe.push_str("\\t"),
            _ => {
                // A String takes every write.
                let _ = write!(safe, "\\u{{{:x}}}", c as u32);
            }
        }
    }
    Cow::Owned(safe)
}

/// Whether a character acts on the terminal or on the reader instead of being seen.
pub fn is_deceptive(c: char) -> bool {
    c.is_control() // C0 with ESC, DEL, and C1 with its one-byte CSI
        || matches!(c,
            '\u{ad}' // soft hyphen
            | '\u{34f}' // combining grapheme joiner
            | '\u{61c}' // Arabic letter mark
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers
            | '\u{17b4}' | '\u{17b5}' // Khmer inherent vowels
            | '\u{180b}'..='\u{180f}' // Mongolian selectors and vowel separator
            | '\u{200b}'..='\u{200f}' // zero-width space and joiners, direction marks
            | '\u{2028}'..='\u{202e}' // line and paragraph separators, bidi embeddings and overrides
            | '\u{2060}'..='\u{206f}' // word joiner, invisible operators, bidi isolates
            | '\u{fe00}'..='\u{fe0d}' // variation selectors; FE0E and FE0F choose between text and emoji
            | '\u{feff}' // byte order mark
            | '\u{fff9}'..='\u{fffb}' // interlinear annotations
            | '\u{1bca0}'..='\u{1bca3}' // shorthand format controls
            | '\u{1d173}'..='\u{1d17a}' // musical format controls
            | '\u{e0000}'..='\u{e0fff}' // tags and variation selectors that carry hidden text
        )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ansi_colours_and_cursor_movements_are_shown() {
        assert_eq!(line("\x1b[31mred\x1b[2A"), "\\u{1b}[31mred\\u{1b}[2A");
    }

    #[test]
    fn a_window_title_cannot_be_set() {
        assert_eq!(line("\x1b]0;owned\x07"), "\\u{1b}]0;owned\\u{7}");
    }

    #[test]
    fn a_one_byte_csi_is_an_escape_too() {
        assert_eq!(line("\u{9b}2J"), "\\u{9b}2J");
    }

    #[test]
    fn a_carriage_return_cannot_overwrite_the_line() {
        assert_eq!(line("failed\rdone  "), "failed\\rdone  ");
        assert_eq!(lines("failed\rdone"), "failed\\rdone");
    }

    #[test]
    fn backspaces_cannot_rub_out_what_was_said() {
        assert_eq!(line("error\u{8}\u{8}ok"), "error\\u{8}\\u{8}ok");
    }

    #[test]
    fn a_line_break_cannot_add_a_row() {
        assert_eq!(line("a\nshoot  healthy"), "a\\nshoot  healthy");
        assert_eq!(line("a\u{2028}b\u{85}c"), "a\\u{2028}b\\u{85}c");
        assert_eq!(lines("a\nb"), "a\nb");
    }

    #[test]
    fn a_tab_cannot_move_a_column() {
        assert_eq!(line("a\tb"), "a\\tb");
    }

    #[test]
    fn trojan_source_cannot_reorder_text() {
        assert_eq!(line("prod\u{202e}tset"), "prod\\u{202e}tset");
        assert_eq!(line("\u{2066}x\u{2069}"), "\\u{2066}x\\u{2069}");
    }

    #[test]
    fn zero_width_characters_cannot_make_twins() {
        assert_eq!(line("pro\u{200b}d"), "pro\\u{200b}d");
        assert_eq!(line("\u{feff}prod\u{2060}"), "\\u{feff}prod\\u{2060}");
        assert_eq!(line("a\u{3164}b"), "a\\u{3164}b");
    }

    #[test]
    fn tag_characters_cannot_smuggle_text() {
        assert_eq!(line("x\u{e0041}\u{e0100}"), "x\\u{e0041}\\u{e0100}");
    }

    #[test]
    fn languages_and_emoji_stay_as_they_are() {
        for text in ["Zürich", "東京", "é", "⚠\u{fe0f}", "🔥", "العربية"] {
            assert!(matches!(line(text), Cow::Borrowed(_)), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_deceptive_is_left(text in any::<String>()) {
            prop_assert!(!line(&text).contains(is_deceptive));
            prop_assert!(!lines(&text).replace('\n', "").contains(is_deceptive));
        }

        #[test]
        fn what_is_safe_is_not_changed_again(text in any::<String>()) {
            let once = line(&text).into_owned();
            prop_assert_eq!(line(&once), once.as_str());
        }
    }
}
