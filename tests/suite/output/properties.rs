//! Whatever the data is, a format stays what it is and gives the data back.

use kubectl_gardener::output::Format;
use proptest::prelude::*;
use serde_json::Value;

use super::formats::{read_csv, without};
use super::sample::{Sample, Shoot, empty, plain, sample};

/// Text that is mostly made of what formats treat specially.
fn awkward_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[-=+@,;\"'\r\n\t a1.|\\\\`*_<>&\\[\\]]{0,8}",
        any::<String>()
    ]
}

fn one_column(texts: &[String]) -> Sample {
    let shoots = texts.iter().map(|text| Shoot {
        namespace: text.clone(),
        message: text.clone(),
        ..sample().shoots.remove(2)
    });
    Sample {
        shoots: shoots.collect(),
        ..empty()
    }
}

proptest! {
    #[test]
    fn csv_gives_every_text_back(texts in prop::collection::vec(awkward_text(), 1..4)) {
        let records = read_csv(&plain(&one_column(&texts), Format::Csv));
        prop_assert_eq!(records.len(), texts.len() + 1);
        for (record, text) in records[1..].iter().zip(&texts) {
            prop_assert_eq!(record.len(), 8);
            for field in [&record[0], &record[7]] {
                // A guard before a formula is the only thing that is ever added.
                let guarded = field.strip_prefix('\'').unwrap_or(field);
                prop_assert!(field == text || guarded == text, "{:?} {:?}", field, text);
                prop_assert!(!field.trim_start_matches(' ').starts_with(['=', '+', '@', '\t', '\r']));
            }
        }
    }

    #[test]
    fn markdown_keeps_every_text_in_its_cell(texts in prop::collection::vec(awkward_text(), 1..4)) {
        let page = plain(&one_column(&texts), Format::Markdown);
        let rows: Vec<_> = page.lines().filter(|line| line.starts_with('|')).collect();
        prop_assert_eq!(rows.len(), texts.len() + 2);
        for row in rows {
            let unescaped = row.replace("\\\\", "").replace("\\|", "");
            prop_assert_eq!(unescaped.matches('|').count(), 9, "{}", row);
            let html = row.replace("<br>", "").replace("<!-- -->", "");
            prop_assert!(!html.contains('<'), "{}", row);
        }
    }

    #[test]
    fn html_has_the_same_tags_whatever_the_data(texts in prop::collection::vec(awkward_text(), 2..4)) {
        let tags = |texts: &[String]| {
            let page = plain(&one_column(texts), Format::Html);
            let page = without(&page, "<script>", "</script>");
            page.matches('<').count()
        };
        let same: Vec<_> = texts.iter().map(|_| "plain".to_owned()).collect();
        prop_assert_eq!(tags(&texts), tags(&same));
    }

    #[test]
    fn programs_read_every_text_back(texts in prop::collection::vec(awkward_text(), 1..4)) {
        let report = one_column(&texts);
        let json: Value = serde_json::from_str(&plain(&report, Format::Json)).unwrap();
        let yaml: Value = serde_saphyr::from_str(&plain(&report, Format::Yaml)).unwrap();
        prop_assert_eq!(&json, &yaml);
        for (index, text) in texts.iter().enumerate() {
            prop_assert_eq!(&json["shoots"][index]["namespace"], text.as_str());
        }
    }
}
