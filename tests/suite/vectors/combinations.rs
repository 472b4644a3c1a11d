//! 3,091 updates, each of two to six of the rules' cases at once, with what the real API server says.

use std::fmt::Write as _;

use kubectl_gardener::domain::impact::verdict::Verdict;
use serde::Deserialize;
use serde_json::Value;

use crate::impact::between;

#[derive(Deserialize)]
struct Case {
    id: String,
    accepted: bool,
    old: Value,
    new: Value,
}

#[test]
fn the_server_never_contradicts_what_the_rules_say_together() {
    let cases: Vec<Case> = super::read("impact-combinations.jsonl.zst");
    let (mut rejected, mut unknown, mut wrong) = (0, 0, String::new());
    for case in &cases {
        let report = between(&case.old, &case.new);
        unknown += usize::from(report.verdict == Verdict::Unknown);
        rejected += usize::from(!case.accepted);
        let agrees = match report.verdict {
            Verdict::Unknown => true,
            verdict => case.accepted == (verdict == Verdict::Accepted),
        };
        if !agrees {
            let (verdict, reasons) = (report.verdict, report.rejections);
            let _ = writeln!(wrong, "{}: {verdict:?} {reasons:?}", case.id);
        }
    }
    println!("{rejected} rejected, {unknown} unknown");
    assert_eq!((cases.len(), rejected), (3_091, 1_588));
    assert!(unknown * 4 <= cases.len(), "{unknown} unknown");
    assert!(wrong.is_empty(), "{wrong}");
}
