//! One report in every format, compared with files; `SNAPSHOTS=overwrite cargo test` refreshes them.
#![allow(
    clippy::needless_raw_string_hashes,
    reason = "snapbox writes inline snapshots with hashes"
)]

use kubectl_gardener::output::{Format, Style, render};
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, file, str};

use super::sample::{empty, plain, sample};

/// Compare exactly: no path or line ending is made equal.
fn assert_is(actual: String, expected: impl IntoData) {
    assert_data_eq!(actual.raw(), expected.into_data().raw());
}

#[test]
fn table() {
    assert_is(plain(&sample(), Format::Table), file!["sample/table.txt"]);
}

#[test]
fn wide() {
    assert_is(plain(&sample(), Format::Wide), file!["sample/wide.txt"]);
}

#[test]
fn json() {
    assert_is(plain(&sample(), Format::Json), file!["sample/json.txt"]);
}

#[test]
fn yaml() {
    assert_is(plain(&sample(), Format::Yaml), file!["sample/yaml.txt"]);
}

#[test]
fn markdown() {
    assert_is(
        plain(&sample(), Format::Markdown),
        file!["sample/markdown.md"],
    );
}

#[test]
fn html() {
    // The style and the script have their own review; the rest of the page is what varies.
    let page = plain(&sample(), Format::Html);
    let page = without(
        &without(&page, "<style>", "</style>"),
        "<script>",
        "</script>",
    );
    let page = without(&page, "style-src", "; base-uri");
    let page = page.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
    assert_is(page, file!["sample/html.txt"]);
}

pub(crate) fn without(text: &str, begin: &str, end: &str) -> String {
    let (before, rest) = text.split_once(begin).expect(begin);
    let (_, after) = rest.split_once(end).expect(end);
    format!("{before}{begin}…{end}{after}")
}

#[test]
fn name() {
    let names: Vec<_> = ["prod", "火🔥", "plain", "\u{1b}[2Jevil\u{202e}"]
        .map(|name| format!("shoot.core.gardener.cloud/{name}\n"))
        .into();
    assert_eq!(plain(&sample(), Format::Name), names.concat());
    let mut twice = sample();
    twice.shoots.extend(sample().shoots);
    assert_eq!(plain(&twice, Format::Name), names.concat());
}

#[test]
fn csv_reads_back_as_the_values_for_machines() {
    let records = read_csv(&plain(&sample(), Format::Csv));
    assert_eq!(
        records,
        [
            vec![
                "namespace",
                "name",
                "seed",
                "version",
                "pools",
                "severity",
                "expires",
                "message"
            ],
            vec![
                "garden-core",
                "prod",
                "aws-eu1",
                "1.30",
                "2",
                "error",
                "2026-11-17T20:00:00Z",
                "expired, forced in the next window",
            ],
            vec![
                "garden-東京",
                "火🔥",
                "",
                "1.31.4",
                "12",
                "warning",
                "2026-12-03T00:00:00Z",
                "expires soon",
            ],
            vec![
                "garden-x", "plain", "aws-eu1", "1.32.9", "2", "info", "", ""
            ],
            vec![
                "yes",
                "\u{1b}[2Jevil\u{202e}",
                "aws-eu1",
                "'=1+1", // a spreadsheet would compute it
                "2",
                "",
                "",
                "<script>alert('x')</script> | [a](https://b) `c`\n@team \"q\", r\t{{ 1 }}",
            ],
        ]
    );
}

/// Read RFC 4180 as strictly as its grammar.
pub(crate) fn read_csv(text: &str) -> Vec<Vec<String>> {
    let mut records = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let record = records.last_mut().expect("there is one");
        let field = record.last_mut().expect("there is one");
        match c {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted => {
                quoted = false;
                assert!(
                    matches!(characters.peek(), Some(',' | '\r')),
                    "text after a quote"
                );
            }
            _ if quoted => field.push(c),
            '"' => {
                assert!(field.is_empty(), "a quote inside a field");
                quoted = true;
            }
            ',' => record.push(String::new()),
            '\r' => {
                assert_eq!(characters.next(), Some('\n'));
                records.push(vec![String::new()]);
            }
            '\n' => panic!("a bare line feed"),
            _ => field.push(c),
        }
    }
    assert_eq!(
        records.pop(),
        Some(vec![String::new()]),
        "no line end at the end"
    );
    records
}

#[test]
fn yaml_and_json_are_the_same_data() {
    for report in [sample(), empty()] {
        let json: Value = serde_json::from_str(&plain(&report, Format::Json)).unwrap();
        let yaml: Value = serde_saphyr::from_str(&plain(&report, Format::Yaml)).unwrap();
        assert_eq!(json, yaml);
        assert_eq!(json["now"], "2026-11-21T00:00:00Z");
    }
}

#[test]
fn colours_follow_the_tone_and_surround_the_text_only() {
    let style = Style {
        color: true,
        ..Style::default()
    };
    let coloured = render(&sample(), Format::Table, &style).unwrap();
    assert!(
        coloured.contains("\u{1b}[1m\u{1b}[31merror\u{1b}[0m     3d4h ago"),
        "{coloured:?}"
    );
    assert!(coloured.contains("\u{1b}[33mwarning\u{1b}[0m   in 12d"));
    assert_eq!(
        anstream::adapter::strip_str(&coloured).to_string(),
        plain(&sample(), Format::Table)
    );
}

#[test]
fn no_format_for_people_shows_a_terminal_anything_to_act_on() {
    let terminal = Style {
        terminal: true,
        ..Style::default()
    };
    for format in Format::COMMON {
        let text = render(&sample(), *format, &terminal).unwrap();
        let bad = |c: char| c.is_control() && c != '\n' && !(c == '\r' && *format == Format::Csv);
        assert!(!text.contains(bad), "{format:?}");
        assert!(!text.contains('\u{202e}'), "{format:?}");
    }
}

#[test]
fn nothing_to_report_is_valid_in_every_format() {
    assert_is(
        plain(&empty(), Format::Table),
        str![[r#"
shoots: 0  errors: 0

Shoots
no shoots found

Next
Update what expires first.

"#]],
    );
    assert_eq!(
        plain(&empty(), Format::Table),
        plain(&empty(), Format::Wide)
    );
    assert_is(
        plain(&empty(), Format::Json),
        str![[r#"
{
  "apiVersion": "kubectl-gardener/v1",
  "kind": "Sample",
  "now": "2026-11-21T00:00:00Z",
  "shoots": []
}

"#]],
    );
    assert_is(
        plain(&empty(), Format::Yaml),
        str![[r#"
apiVersion: kubectl-gardener/v1
kind: Sample
now: "2026-11-21T00:00:00Z"
shoots: []

"#]],
    );
    assert_eq!(plain(&empty(), Format::Name), "");
    assert_eq!(
        plain(&empty(), Format::Csv),
        "namespace,name,seed,version,pools,severity,expires,message\r\n"
    );
    assert_is(
        plain(&empty(), Format::Markdown),
        str![[r#"
# Sample of shoots

- shoots: 0
- errors: 0

## Shoots

no shoots found

## Next

Update what expires first.

"#]],
    );
    let page = plain(&empty(), Format::Html);
    assert!(page.contains("<p class=\"nothing\">no shoots found</p>"));
}
