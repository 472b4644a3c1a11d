//! The pages about checks and rights are those of the tables.

use std::fmt::Write as _;

use kubectl_gardener::domain::doctor::CHECKS;
use kubectl_gardener::domain::rights::{COMMANDS, Need, Rule, Scope};
use snapbox::{Assert, Data};

const HEAD: &str = "<!-- Generated from {source}: SNAPSHOTS=overwrite cargo test -->\n\n";

/// Compare a page with what is generated, or write it.
fn hold(path: &str, source: &str, text: &str) {
    let text = HEAD.replace("{source}", source) + text;
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    let file = Data::read_from(path.as_ref(), None).raw();
    Assert::new().action_env("SNAPSHOTS").eq(text, file);
}

#[test]
fn the_page_about_the_doctor_is_that_of_its_checks() {
    let mut text = "# What the doctor looks at\n\n\
        `kubectl gardener doctor` looks at what keeps this program from working, and names the command that mends it. \
        It changes nothing, and works as far as it can: without a garden the checks of the machine are there all the same.\n\n\
        The names are permanent: they stand in `-o json` as `id`. `state` is `ok`, `info`, `warning`, `error`, or `skipped` \
        with the reason why it was not looked at. Findings change the exit code only with `--fail-on`; 1 means that the garden \
        could not be looked at. No step takes longer than 10 s, getting credentials 60 s (`--request-timeout` for both), reading \
        everything three minutes.\n"
        .to_owned();
    let mut topic = None;
    for check in CHECKS {
        if topic != Some(check.topic) {
            topic = Some(check.topic);
            let name = check.topic.name();
            let _ = write!(
                text,
                "\n## {}{}\n\n| check | what it looks at | what mends it |\n|---|---|---|\n",
                name[..1].to_uppercase(),
                &name[1..]
            );
        }
        let _ = writeln!(
            text,
            "| `{}` | {} | {} |",
            check.id, check.what, check.advice
        );
    }
    text.push_str(
        "\nWhich command needs which right, and the roles for it: [rights](rights.md). Checks that other reports know as \
         findings mean the same here: [gardenlets](findings-gardenlets.md).\n",
    );
    hold("docs/doctor.md", "src/domain/doctor/checks.rs", &text);
}

#[test]
fn the_page_about_rights_is_that_of_the_table() {
    let mut text = "# Rights that each command needs\n\n\
        In the garden cluster. `kubectl gardener doctor --rbac COMMAND` prints the roles that grant what is needed, ready for \
        `kubectl apply -f -`, and how they are bound; with `--optional` also what only adds to it. With `-n` what is needed in \
        the namespaces of projects is granted in that one only. `kubectl gardener doctor` tells which of them you have.\n\n\
        ```console\n\
        $ kubectl gardener doctor --rbac emergency-stop on | kubectl apply -f -\n\
        ```\n\n\
        A test runs each command with exactly these rights against a real garden, and without each of them: without one that is \
        needed it fails with a text that names the right, without another one it goes on.\n\n\
        Not listed is what Kubernetes grants to everybody: discovery, and asking who one is and what one may do. Gardener \
        grants everybody to read seeds, CloudProfiles and its version (ClusterRole `gardener.cloud:system:read-global-resources`). \
        Kinds that may be watched as well as listed are read in a way that costs the server less; who may watch needs not list. \
        In the cluster of a seed `redeploy` works with the kubeconfig that it is given. In the runtime cluster of \
        `--runtime-context` it lists `gardens.operator.gardener.cloud` and gets Deployment `garden/gardener-operator`, ConfigMap \
        `kube-system/cluster-identity` and namespace `kube-system`; where the gardenlet belongs there (`--runtime`) also Deployment \
        `garden/gardenlet` with its ConfigMap and the metadata of Secret `garden/gardenlet-kubeconfig`. It writes nothing there, but \
        for `--reset-client-cert`, which deletes that Secret.\n"
        .to_owned();
    for rights in COMMANDS {
        let _ = write!(text, "\n## {}\n\n", rights.command);
        if rights.rules().next().is_none() {
            text.push_str("None.\n");
            continue;
        }
        text.push_str("| right | where | needed | without it |\n|---|---|---|---|\n");
        for rule in rights.rules() {
            let _ = writeln!(
                text,
                "| {} `{}`{} | {} | {} |",
                rule.verb,
                rule.on.full(),
                rule.on
                    .object
                    .map(|object| format!(" `{object}`"))
                    .unwrap_or_default(),
                place(&rule),
                need(&rule)
            );
        }
    }
    hold("docs/rights.md", "src/domain/rights/table.rs", &text);
}

fn place(rule: &Rule) -> String {
    match rule.on.scope {
        Scope::Cluster => "cluster".to_owned(),
        Scope::Everywhere => "all namespaces".to_owned(),
        Scope::Asked => "all namespaces, or that of `-n`".to_owned(),
        Scope::In(namespace) => format!("namespace `{namespace}`"),
    }
}

fn need(rule: &Rule) -> String {
    match rule.need {
        Need::Needed => "yes | it fails".to_owned(),
        Need::Sometimes(when) => format!("when {when} | it fails"),
        Need::Adds(without) => format!("no | {without}"),
    }
}
