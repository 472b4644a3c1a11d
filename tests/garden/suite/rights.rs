//! Every command with exactly the rights that `doctor --rbac` prints, and without each of them.

use std::collections::BTreeSet;
use std::process::Output;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use kubectl_gardener::domain::rights::role;
use kubectl_gardener::domain::rights::{COMMANDS, Need, Rule, Scope, find};
use serde_json::{Value, json};

use super::cluster::Cluster;
use super::fixture::{NOW, OwnGarden, answer, directory, output_of, program, sample, stderr};

const RBAC: &str = "/apis/rbac.authorization.k8s.io/v1";

/// A namespace that `-n` names.
const PROJECT: &str = "garden-commerce";

/// A garden where nobody has rights that he was not given: Gardener grants some to everybody.
struct Scene {
    own: OwnGarden,
    garden: Cluster,
}

/// A command line for a row of the table.
struct Case {
    command: &'static str,
    arguments: Vec<String>,
    /// The namespace of `-n`, for which the roles are then made, too.
    namespace: Option<&'static str>,
}

/// Somebody with some of the rights of a command.
struct Somebody {
    case: usize,
    command: &'static str,
    name: String,
    namespace: Option<&'static str>,
    rules: Vec<Rule>,
    without: Option<Rule>,
    /// The options of `--rbac` that print the roles; without, they are made of the rules.
    printed: Option<&'static [&'static str]>,
}

impl Scene {
    fn new() -> Self {
        let own = OwnGarden::start("rights");
        own.apply_sample("rights", str::to_owned);
        let garden = Cluster::at(own.kubeconfig());
        for kind in ["clusterrolebindings", "rolebindings"] {
            let all = garden.get(&format!("{RBAC}/{kind}")).unwrap();
            for binding in all["items"].as_array().unwrap() {
                let subjects = binding["subjects"].as_array().cloned().unwrap_or_default();
                let everybody = |subject: &Value| subject["name"] == "system:authenticated";
                let metadata = &binding["metadata"];
                let name = metadata["name"].as_str().unwrap();
                if name.starts_with("gardener") && subjects.iter().any(everybody) {
                    garden.delete(&match metadata["namespace"].as_str() {
                        Some(namespace) => format!("{RBAC}/namespaces/{namespace}/{kind}/{name}"),
                        None => format!("{RBAC}/{kind}/{name}"),
                    });
                }
            }
        }
        Self { own, garden }
    }

    fn cases(&self) -> Vec<Case> {
        let project = sample().parent().unwrap().parent().unwrap().to_owned();
        let file = |path: &str| project.join(path).display().to_string();
        let plan = directory("rights-desk").join("plan.json");
        let plan = plan.to_str().unwrap();
        let shoot =
            "impact shoot shop-prod -n garden-commerce --set spec.kubernetes.version=1.36.3";
        let saved = self.run_as(None, &words(&format!("{shoot} --save {plan}")));
        assert_eq!(saved.status.code(), Some(0), "{}", stderr(&saved));
        let seed = self.own.seed_kubeconfig();
        [
            ("versions", "versions".to_owned()),
            ("versions forecast", "versions forecast".to_owned()),
            (
                "versions diff",
                format!("versions diff live {}", file("examples/profiles-next/aws.yaml")),
            ),
            ("gardenlets", "gardenlets".to_owned()),
            (
                "redeploy",
                format!(
                    "redeploy metal-dc1 --target-kubeconfig {seed} --allow-identity-mismatch --dry-run=server --yes"
                ),
            ),
            (
                "emergency-stop on",
                "emergency-stop on gcp-us1 --incident INC-1 --dry-run=server --yes".to_owned(),
            ),
            (
                "emergency-stop off",
                "emergency-stop off gcp-eu1 --override --dry-run=server --yes".to_owned(),
            ),
            ("emergency-stop status", "emergency-stop status".to_owned()),
            ("impact", shoot.to_owned()),
            (
                "impact apply",
                format!("impact apply {plan} --dry-run=server --yes"),
            ),
            (
                "impact seed",
                format!("impact seed -f {}", file("examples/seeds-next")),
            ),
            (
                "impact cloudprofile",
                format!(
                    "impact cloudprofile -f {}",
                    file("examples/profiles-next/aws.yaml")
                ),
            ),
            (
                "impact gardener",
                format!(
                    "impact gardener --from {} --to {}",
                    file("examples/images/gardener-v1.149.yaml"),
                    file("examples/images/gardener-v1.150.yaml")
                ),
            ),
        ]
        .into_iter()
        .chain([
            ("doctor", "doctor".to_owned()),
            ("snapshot", "snapshot -o -".to_owned()),
            ("snapshot", format!("snapshot -o - -n {PROJECT}")),
            ("versions", format!("versions -n {PROJECT}")),
        ])
        .map(|(command, line)| Case {
            command,
            namespace: line.ends_with(&format!("-n {PROJECT}")).then_some(PROJECT),
            arguments: words(&line),
        })
        .collect()
    }

    fn run_as(&self, user: Option<&str>, arguments: &[String]) -> Output {
        let mut command = program();
        command
            .env("KUBECONFIG", self.own.kubeconfig())
            .args(arguments)
            .args(["-v", "1", "--now", NOW]);
        if let Some(user) = user {
            command.args(["--as", user]);
        }
        output_of(&mut command)
    }

    /// Give somebody exactly these rights.
    fn grant(&self, somebody: &Somebody) {
        let roles = match somebody.printed {
            Some(options) => printed(somebody, options),
            None => role::of(
                &somebody.name,
                somebody.rules.iter().copied(),
                somebody.namespace,
            )
            .into_iter()
            .map(|role| serde_json::to_value(role).unwrap())
            .collect(),
        };
        for role in roles {
            let folder = match role["metadata"]["namespace"].as_str() {
                Some(namespace) => format!("{RBAC}/namespaces/{namespace}"),
                None => RBAC.to_owned(),
            };
            let (roles, bindings) = match role["kind"].as_str() {
                Some("Role") => ("roles", "rolebindings"),
                _ => ("clusterroles", "clusterrolebindings"),
            };
            self.garden.create(&format!("{folder}/{roles}"), &role);
            let binding = binding(&role, &somebody.name);
            self.garden
                .create(&format!("{folder}/{bindings}"), &binding);
        }
    }

    /// Names of every kind are completed for somebody; a busy machine may take several times.
    #[cfg(unix)]
    fn completes(&self, user: &str) {
        let folder = directory("rights-completion");
        let link = folder.join("kubectl_complete-gardener");
        std::os::unix::fs::symlink(program().get_program(), &link).unwrap();
        for (line, named) in [
            ("emergency-stop on ", "aws-eu1"),
            ("gardenlets metal", "metal-dc1"),
            ("versions -n ", "garden-commerce"),
            ("versions --profile ", "garden-commerce/aws-extended"),
            ("redeploy a --target-shoot garden-d", "garden-data/lake"),
        ] {
            let completed = || {
                let mut command = std::process::Command::new(&link);
                command.env("KUBECONFIG", self.own.kubeconfig());
                command.env("XDG_CACHE_HOME", folder.join("cache"));
                command.args(["--as", user]).args(line.split(' '));
                String::from_utf8(output_of(&mut command).stdout).unwrap()
            };
            let mut tries = (0..50).map(|_| completed());
            assert!(tries.any(|names| names.contains(named)), "{line}");
        }
    }

    /// Wait until the server knows what somebody may do, and what not.
    fn wait_for(&self, somebody: &Somebody) {
        let begin = Instant::now();
        let rules = somebody.rules.iter().map(|rule| (rule, true));
        for (rule, expected) in rules.chain(somebody.without.iter().map(|rule| (rule, false))) {
            while self.may(somebody, rule) != expected {
                let waits = begin.elapsed() < Duration::from_secs(20);
                assert!(waits, "{}: {rule}: not {expected}", somebody.name);
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    fn may(&self, somebody: &Somebody, rule: &Rule) -> bool {
        let (resource, subresource) = rule.on.name.split_once('/').unwrap_or((rule.on.name, ""));
        let namespace = match rule.on.scope {
            Scope::In(namespace) => namespace,
            Scope::Asked => somebody.namespace.unwrap_or_default(),
            Scope::Cluster | Scope::Everywhere => "",
        };
        let review = json!({ "apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {
            "user": somebody.name, "groups": ["system:authenticated"],
            "resourceAttributes": { "verb": rule.verb, "group": rule.on.group, "resource": resource, "subresource": subresource,
                "namespace": namespace, "name": rule.on.object.unwrap_or_default() } } });
        let path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        self.garden.create(path, &review)["status"]["allowed"] == true
    }
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

/// The roles that the program prints, under a name of their own.
fn printed(somebody: &Somebody, options: &[&str]) -> Vec<Value> {
    let mut command = program();
    command
        .args(["doctor", "--rbac"])
        .args(somebody.command.split(' '));
    if let Some(namespace) = somebody.namespace {
        command.args(["-n", namespace]);
    }
    let list = answer(&output_of(command.args(options).args(["-o", "json"])), 0);
    let mut roles = list["items"].as_array().unwrap().clone();
    for role in &mut roles {
        role["metadata"]["name"] = somebody.name.as_str().into();
    }
    roles
}

fn binding(role: &Value, user: &str) -> Value {
    let (kind, name) = (role["kind"].as_str().unwrap(), &role["metadata"]["name"]);
    json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": format!("{kind}Binding"),
        "metadata": { "name": name },
        "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": kind, "name": name },
        "subjects": [{ "apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": user }],
    })
}

/// Those who are tried: with the least rights, with all, and without each.
fn crowd(cases: &[Case]) -> Vec<Somebody> {
    let mut crowd = Vec::new();
    for (index, case) in cases.iter().enumerate() {
        let rights = find(case.command).unwrap();
        let all: Vec<Rule> = rights.all().collect();
        let least = all.iter().filter(|rule| rule.need.is_least());
        let mut add = |what: String, rules: Vec<Rule>, without: Option<Rule>, printed| {
            crowd.push(Somebody {
                case: index,
                name: format!("{}-{index}-{what}", case.command.replace(' ', "-")),
                namespace: case.namespace,
                command: case.command,
                rules,
                without,
                printed,
            });
        };
        add(
            "least".to_owned(),
            least.copied().collect(),
            None,
            Some(&[][..]),
        );
        add(
            "all".to_owned(),
            all.clone(),
            None,
            Some(&["--optional"][..]),
        );
        // Who may do it everywhere may do it in one namespace.
        let covers = |other: &Rule, rule: &Rule| {
            let same = (other.verb, other.on.group, other.on.name)
                == (rule.verb, rule.on.group, rule.on.name);
            let everywhere = match other.on.scope {
                Scope::Everywhere => true,
                Scope::Asked => case.namespace.is_none(),
                Scope::Cluster | Scope::In(_) => false,
            };
            same && everywhere && other != rule
        };
        let single = |rule: &Rule| !all.iter().any(|other| covers(other, rule));
        for (number, without) in all.iter().enumerate().filter(|(_, rule)| single(rule)) {
            // To a server a list is the beginning of a watch: who may watch needs not list.
            let gone = |rule: &Rule| {
                let watch = (without.verb, rule.verb) == ("list", "watch");
                rule == without || watch && rule.on == without.on
            };
            let rules = all.iter().filter(|rule| !gone(rule)).copied();
            add(
                format!("without-{number}"),
                rules.collect(),
                Some(*without),
                None,
            );
        }
    }
    crowd
}

/// Somebody with all rights of completion, which goes on without any.
fn completing() -> Somebody {
    Somebody {
        case: usize::MAX,
        command: "completion",
        name: "completion-all".to_owned(),
        namespace: None,
        rules: find("completion").unwrap().all().collect(),
        without: None,
        printed: Some(&["--optional"]),
    }
}

/// What is wrong with how a command ended for somebody.
fn problem(somebody: &Somebody, case: &Case, output: &Output) -> Option<String> {
    let said = stderr(output);
    let all = format!("{said}{}", String::from_utf8_lossy(&output.stdout));
    let worked = output.status.code() == Some(0);
    let what = match somebody.without.map(|rule| (rule, rule.need)) {
        None if worked => return None,
        None => "it does not work".to_owned(),
        Some((rule, Need::Needed)) => {
            let (resource, _) = rule.on.name.split_once('/').unwrap_or((rule.on.name, ""));
            let named =
                all.contains(rule.verb) && all.contains(resource) && all.contains("may not");
            match (worked, named) {
                (false, true) => return None,
                (false, false) => format!("it fails without saying that {rule} is missing"),
                (true, _) => format!("it works without {rule}"),
            }
        }
        Some((rule, Need::Sometimes(_))) if !worked => format!("it needs {rule}"),
        Some((_, Need::Sometimes(_))) => return None,
        Some((rule, Need::Adds(_))) if !worked => format!("it needs {rule}"),
        Some((rule, Need::Adds(text))) => {
            // What only costs the server more, or needs a flag, does not show here.
            let key = (case.command, rule.verb, rule.on.name);
            let silent = rule.verb == "watch" || text.contains("--") || SILENT.contains(&key);
            if silent || all.contains(rule.on.object.unwrap_or(rule.on.name)) {
                return None;
            }
            format!("it does not say what is missing without {rule}")
        }
    };
    Some(format!(
        "{} as {}: {what}\n{said}",
        case.arguments.join(" "),
        somebody.name
    ))
}

/// What is read only where something else is asked for, is there, or fails.
const SILENT: &[(&str, &str, &str)] = &[
    ("redeploy", "list", "shoots"),
    ("redeploy", "get", "secrets"),
    ("redeploy", "list", "certificatesigningrequests"),
    ("impact", "create", "shoots"),
    ("impact", "get", "namespacedcloudprofiles"),
    ("impact", "list", "managedseeds"),
    ("impact", "list", "shoots"),
    ("impact", "get", "secretbindings"),
    ("impact", "get", "credentialsbindings"),
    ("impact", "list", "projects"),
    ("impact", "get", "configmaps"),
    ("impact apply", "get", "configmaps"),
    ("impact cloudprofile", "patch", "namespacedcloudprofiles"),
    ("gardenlets", "list", "leases"),
    ("gardenlets", "list", "certificatesigningrequests"),
];

#[test]
fn every_command_works_with_its_least_rights_and_names_each_that_is_missing() {
    let scene = Scene::new();
    let cases = scene.cases();
    let tried: BTreeSet<&str> = cases.iter().map(|case| case.command).collect();
    for rights in COMMANDS {
        let elsewhere = rights.command == "completion" || rights.all().next().is_none();
        let tried = tried.contains(rights.command) || elsewhere;
        assert!(tried, "{} is not tried", rights.command);
    }
    let crowd = crowd(&cases);
    for somebody in &crowd {
        scene.grant(somebody);
    }
    let completing = completing();
    scene.grant(&completing);
    for somebody in &crowd {
        scene.wait_for(somebody);
    }
    scene.wait_for(&completing);
    #[cfg(unix)]
    scene.completes(&completing.name);
    let (next, problems) = (Mutex::new(crowd.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                loop {
                    let Some(somebody) = next.lock().unwrap().next() else {
                        return;
                    };
                    let case = &cases[somebody.case];
                    let output = scene.run_as(Some(&somebody.name), &case.arguments);
                    let problem = problem(somebody, case, &output);
                    problems.lock().unwrap().extend(problem);
                }
            });
        }
    });
    let problems = problems.into_inner().unwrap();
    assert!(
        problems.is_empty(),
        "{} of {}:\n{}",
        problems.len(),
        crowd.len(),
        problems.join("\n")
    );
}
