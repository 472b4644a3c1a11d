//! How the versions of a garden stand to those that this program knows.

use super::report::{Finding, State};
use crate::domain::objects::{
    CloudProfile, ConfigMap, CredentialsBinding, Gardenlet, Lease, Object,
};
use crate::domain::versions::judge::SUPPORTED_MINORS;
use crate::domain::versions::version::Version;

/// The Gardener whose behaviour this program knows.
pub const GARDENER: &str = "v1.150";

/// Minors that a garden may be ahead of us before that is worth a warning.
const MINORS_AHEAD: u64 = 3;

/// The first release with an emergency stop (`gardener/gardener` pull request 12712).
const EMERGENCY_STOP: (u64, u64) = (1, 126);

/// Versions of APIs that are asked for, as (group, version), the garden's own first.
pub const APIS: &[(&str, &str)] = &[
    (CloudProfile::GROUP, CloudProfile::VERSION),
    (Gardenlet::GROUP, Gardenlet::VERSION),
    (CredentialsBinding::GROUP, CredentialsBinding::VERSION),
    (Lease::GROUP, Lease::VERSION),
    ("authentication.k8s.io", "v1"),
    ("authorization.k8s.io", "v1"),
];

const _: () = assert!(ConfigMap::GROUP.is_empty()); // the core group is not among the groups that a server lists

/// Read a version the way Gardener does: what follows the three numbers does not count.
fn minor(text: &str) -> Option<(u64, u64)> {
    let end = text.find(['-', '+', '~']).unwrap_or(text.len());
    let version = Version::parse(&text[..end])?;
    Some((version.major, version.minor))
}

/// Judge the version of the garden.
pub fn gardener(found: &str) -> Finding {
    let id = "gardener-version";
    let (Some((major, there)), Some((our_major, here))) = (minor(found), minor(GARDENER)) else {
        let message = format!("the garden says that its version is {found:?}, which is none");
        return Finding::new(id, State::Info, message);
    };
    let update = "update kubectl-gardener";
    if (major, there) < EMERGENCY_STOP {
        let message = format!(
            "Gardener {found} does not know the emergency stop, which came with v1.126; this program knows {GARDENER}"
        );
        return Finding::new(id, State::Warning, message).advise("update the garden");
    }
    let ahead = there.saturating_sub(here);
    if major != our_major || ahead > MINORS_AHEAD {
        let message = format!(
            "Gardener {found} is newer than what this program knows, which is {GARDENER}: rules and predictions may be wrong"
        );
        return Finding::new(id, State::Warning, message).advise(update);
    }
    if ahead > 0 {
        let message = format!(
            "Gardener {found} is a little newer than what this program knows, which is {GARDENER}"
        );
        return Finding::new(id, State::Info, message).advise(update);
    }
    let older = if there < here {
        "; what came later does not apply"
    } else {
        ""
    };
    Finding::ok(
        id,
        format!("Gardener {found}, this program knows {GARDENER}{older}"),
    )
}

/// Judge the version of the API server.
pub fn kubernetes(found: &str) -> Finding {
    let id = "kubernetes-version";
    let (first, last) = (SUPPORTED_MINORS.start(), SUPPORTED_MINORS.end());
    let known = format!("this program knows 1.{first} to 1.{last}");
    match minor(found) {
        None => {
            let message = format!("the server says that its version is {found:?}, which is none");
            Finding::new(id, State::Info, message)
        }
        Some((1, minor)) if SUPPORTED_MINORS.contains(&minor) => {
            Finding::ok(id, format!("Kubernetes {found}, {known}"))
        }
        Some((1, minor)) if minor < *first => {
            let message = format!(
                "Kubernetes {found} is older than what this program knows: {known}; lists are read in older ways"
            );
            Finding::new(id, State::Info, message)
        }
        Some(_) => {
            let message =
                format!("Kubernetes {found} is newer than what this program knows: {known}");
            Finding::new(id, State::Info, message).advise("update kubectl-gardener")
        }
    }
}

/// Judge the versions of APIs that are served, as (group, version).
pub fn apis(served: &[(String, String)]) -> Vec<Finding> {
    let id = "api-versions";
    let has = |group: &str, version: Option<&str>| {
        served
            .iter()
            .any(|(g, v)| g == group && version.is_none_or(|version| version == v))
    };
    let findings: Vec<Finding> = APIS
        .iter()
        .filter(|(group, version)| !has(group, Some(version)))
        .map(|(group, version)| {
            let others: Vec<&str> = (served.iter())
                .filter(|(g, _)| g == group)
                .map(|(_, version)| version.as_str())
                .collect();
            let core = *group == CloudProfile::GROUP;
            let state = if core { State::Error } else { State::Warning };
            let finding = if others.is_empty() {
                Finding::new(id, state, "no version of it is served: what needs it fails")
                    .advise("check that the garden has the component that serves it")
            } else {
                let others = others.join(", ");
                let message = format!("{version} is asked for, and served are {others}");
                Finding::new(id, state, message).advise("update kubectl-gardener")
            };
            finding.on(format!("{group}/{version}"))
        })
        .collect();
    if findings.is_empty() {
        let names: Vec<String> = APIS.iter().map(|(g, v)| format!("{g}/{v}")).collect();
        return vec![Finding::ok(id, format!("served: {}", names.join(", ")))];
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_garden_may_be_a_little_newer_and_much_older() {
        for (found, state) in [
            ("v1.150.0", State::Ok),
            ("v1.150.3-dev-1a2b", State::Ok),
            ("v1.126.0", State::Ok),
            ("v1.125.9", State::Warning),
            ("v1.151.0", State::Info),
            ("v1.153.1", State::Info),
            ("v1.154.0", State::Warning),
            ("v2.0.0", State::Warning),
            ("latest", State::Info),
        ] {
            assert_eq!(gardener(found).state, state, "{found}");
        }
    }

    #[test]
    fn kubernetes_outside_of_what_is_known_is_told() {
        for (found, state) in [
            ("v1.32.0", State::Ok),
            ("v1.36.3", State::Ok),
            ("v1.31.9", State::Info),
            ("v1.37.0", State::Info),
            ("v1.34.1-gke.100", State::Ok),
            ("2", State::Info),
            ("", State::Info),
        ] {
            assert_eq!(kubernetes(found).state, state, "{found}");
        }
    }

    #[test]
    fn a_missing_version_of_an_api_is_told_with_those_that_there_are() {
        let mut served: Vec<(String, String)> = APIS
            .iter()
            .map(|(group, version)| ((*group).to_owned(), (*version).to_owned()))
            .collect();
        assert_eq!(apis(&served)[0].state, State::Ok);
        served[0].1 = "v1".to_owned();
        let served = &served[..5];
        let findings = apis(served);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].state, State::Error);
        assert!(
            findings[0].message.contains("served are v1"),
            "{findings:?}"
        );
        assert_eq!(
            findings[1].subject.as_deref(),
            Some("authorization.k8s.io/v1")
        );
        assert_eq!(findings[1].state, State::Warning);
    }
}
