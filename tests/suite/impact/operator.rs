//! Answers that an operator got wrong by reading them, on the sample landscape.

use crate::binary::program;

fn answer(change: &str, format: &str) -> String {
    let line = format!(
        "impact shoot shop-prod -n garden-commerce {change} -o {format} --landscape examples/landscape --now 2026-11-21T00:00:00Z"
    );
    let output = program()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(line.split(' '))
        .assert()
        .success()
        .get_output()
        .clone();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn nodes_of_a_shoot_that_goes_to_sleep_are_not_called_kept() {
    let sleeps = "--set spec.hibernation.enabled=true";
    let table = answer(sleeps, "table");
    assert!(table.contains("web   put to sleep"), "{table}");
    assert!(!table.contains("kept"), "{table}");
    let comment = answer(sleeps, "markdown");
    assert!(!comment.contains("not touched"), "{comment}");
}

#[test]
fn more_pods_of_a_node_are_no_change_of_its_network() {
    let table = answer("--set spec.kubernetes.kubelet.maxPods=200", "table");
    assert!(table.starts_with("accepted"), "{table}");
    let table = answer("--set spec.kubernetes.kubelet.maxPods=300", "table");
    // 254 addresses are not enough for them.
    assert!(table.starts_with("rejected"), "{table}");
    assert!(!table.contains("immutable"), "{table}");
}
