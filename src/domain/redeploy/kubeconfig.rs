//! Whether a kubeconfig works from where gardener-operator runs, told from facts that hold no secret.
//!
//! The operator evaluates it inside its own container and checks nothing before
//! (`gardener/gardener:pkg/client/kubernetes/client.go:NewClientFromBytes`), so all of it is found here.

use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};

use super::check::Checked;

/// How long credentials must still live.
pub const LIFE: SignedDuration = SignedDuration::from_mins(30);

/// What is known of a kubeconfig's one context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Name of the context.
    pub context: String,
    /// Address of the server.
    pub server: String,
    /// Host of the server.
    pub host: String,
    /// The program that logs in.
    pub exec: Option<String>,
    /// The auth provider.
    pub auth_provider: Option<String>,
    /// Fields that name files, with the file.
    pub files: Vec<(&'static str, String)>,
    /// Whom it acts as.
    pub impersonates: Option<String>,
    /// Whether it has a token, a client certificate with its key, or a user with a password.
    pub credentials: bool,
    /// Whether it names an authority.
    pub authority: bool,
    /// Whether the server's certificate is not checked.
    pub insecure: bool,
    /// The proxy that it goes through.
    pub proxy: Option<String>,
    /// When the client certificate ends.
    pub certificate_ends: Option<Timestamp>,
    /// When the token ends.
    pub token_ends: Option<Timestamp>,
    /// When it ends as a whole, by the word of whoever minted it.
    pub minted_ends: Option<Timestamp>,
}

/// Judge a kubeconfig: checks P6 and those below it.
///
/// A garden that is on loopback itself is a test: its operator may well reach a target on loopback.
pub fn judge(facts: &Facts, garden_on_loopback: bool, now: Timestamp) -> Vec<Checked> {
    vec![
        shape(facts),
        programs(facts),
        files(facts),
        loopback(facts, garden_on_loopback),
        insecure(facts),
        expiry(facts, now),
    ]
}

fn shape(facts: &Facts) -> Checked {
    let id = "P6";
    if let Some(user) = &facts.impersonates {
        return Checked::blocked(
            id,
            format!(
                "it acts as {user}: gardener-operator needs credentials of its own right; use a kubeconfig without as and as-groups"
            ),
        );
    }
    let elsewhere =
        facts.exec.is_some() || facts.auth_provider.is_some() || !facts.files.is_empty();
    if !facts.credentials && !elsewhere {
        return Checked::blocked(
            id,
            "its user has no credentials: use one with client-certificate-data and client-key-data, or a token",
        );
    }
    let place = format!("context {}, server {}", facts.context, facts.server);
    match &facts.proxy {
        Some(proxy) => Checked::warning(
            id,
            format!("{place}; gardener-operator must reach its proxy {proxy}, too"),
        ),
        None => Checked::ok(id, place),
    }
}

fn programs(facts: &Facts) -> Checked {
    let id = "P6-exec";
    let remedy = "mint one with --target-shoot, or make one with a service account's token";
    match (&facts.exec, &facts.auth_provider) {
        (Some(command), _) => Checked::blocked(
            id,
            format!(
                "its user logs in with the program {command}, which gardener-operator does not have; {remedy}"
            ),
        ),
        (_, Some(provider)) => Checked::blocked(
            id,
            format!(
                "its user logs in with the auth provider {provider}, which gardener-operator cannot do; {remedy}"
            ),
        ),
        _ => Checked::ok(id, "no program is needed"),
    }
}

fn files(facts: &Facts) -> Checked {
    let id = "P6-file";
    let names: Vec<String> = facts
        .files
        .iter()
        .map(|(field, file)| format!("{field}: {file}"))
        .collect();
    if names.is_empty() {
        return Checked::ok(id, "everything is in it");
    }
    Checked::blocked(
        id,
        format!(
            "it names files that gardener-operator does not have ({}); embed them: kubectl config view --flatten --minify --raw",
            names.join(", ")
        ),
    )
}

/// Whether a host means the machine that looks.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_unspecified(),
        Ok(IpAddr::V6(address)) => {
            address.is_loopback()
                || address.is_unspecified()
                || address
                    .to_ipv4_mapped()
                    .is_some_and(|address| address.is_loopback())
        }
        Err(_) => {
            let host = host.trim_end_matches('.').to_ascii_lowercase();
            host == "localhost"
                || host.ends_with(".localhost")
                || host.ends_with(".docker.internal")
        }
    }
}

fn loopback(facts: &Facts, garden_on_loopback: bool) -> Checked {
    let id = "P6-loopback";
    if !is_loopback(&facts.host) {
        return Checked::ok(
            id,
            format!("{} is no address of this machine only", facts.host),
        );
    }
    let what = format!(
        "its server {} is this machine to whoever uses it",
        facts.server
    );
    if garden_on_loopback {
        return Checked::warning(
            id,
            format!(
                "{what}; the garden is on loopback as well, so gardener-operator may be here, too"
            ),
        );
    }
    Checked::blocked(
        id,
        format!(
            "{what}: gardener-operator would look for it in its own pod; use an address that is reachable from the runtime cluster"
        ),
    )
}

fn insecure(facts: &Facts) -> Checked {
    let id = "P6-insecure";
    if facts.insecure {
        Checked::warning(
            id,
            "it does not check the server's certificate (insecure-skip-tls-verify): anybody on the way can take the credentials",
        )
    } else if facts.authority {
        Checked::ok(id, "the server's authority is in it")
    } else {
        Checked::info(
            id,
            "it names no authority: the server's certificate must be from one that gardener-operator's system trusts",
        )
    }
}

fn expiry(facts: &Facts, now: Timestamp) -> Checked {
    let id = "P6-expired";
    let ends = [
        ("client certificate", facts.certificate_ends),
        ("token", facts.token_ends),
        ("minted access", facts.minted_ends),
    ];
    let first = ends
        .into_iter()
        .filter_map(|(what, end)| Some((end?, what)))
        .min();
    match first {
        None => Checked::ok(id, "its credentials name no end"),
        Some((end, what)) if end <= now => Checked::blocked(
            id,
            format!(
                "its {what} ended at {end}; get a new kubeconfig, or mint one with --target-shoot"
            ),
        ),
        Some((end, what)) if end.duration_since(now) < LIFE => Checked::blocked(
            id,
            format!(
                "its {what} ends at {end}, in less than 30 minutes: gardener-operator may need longer; get one that lives longer (--expiration for --target-shoot)"
            ),
        ),
        Some((end, what)) => Checked::ok(id, format!("its {what} ends at {end}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::redeploy::check::State;

    fn now() -> Timestamp {
        "2026-11-21T03:00:00Z".parse().unwrap()
    }

    fn good() -> Facts {
        Facts {
            context: "seed".to_owned(),
            server: "https://api.seed.example.com".to_owned(),
            host: "api.seed.example.com".to_owned(),
            credentials: true,
            authority: true,
            ..Facts::default()
        }
    }

    fn state(facts: &Facts, id: &str, garden_on_loopback: bool) -> State {
        let checks = judge(facts, garden_on_loopback, now());
        let only: Vec<_> = checks.iter().filter(|checked| checked.id == id).collect();
        assert_eq!(only.len(), 1, "{id}");
        only[0].state
    }

    #[test]
    fn a_good_kubeconfig_passes_everything() {
        for checked in judge(&good(), false, now()) {
            assert_eq!(checked.state, State::Ok, "{checked:?}");
        }
    }

    #[test]
    fn case_17_and_18_programs_that_log_in_are_found() {
        let facts = Facts {
            exec: Some("gardenlogin".to_owned()),
            credentials: false,
            ..good()
        };
        assert_eq!(state(&facts, "P6-exec", false), State::Blocked);
        assert_eq!(state(&facts, "P6", false), State::Ok);
        let facts = Facts {
            auth_provider: Some("oidc".to_owned()),
            ..good()
        };
        assert_eq!(state(&facts, "P6-exec", false), State::Blocked);
    }

    #[test]
    fn case_19_files_are_found_with_their_field() {
        let facts = Facts {
            files: vec![("client-key", "/etc/keys/key.pem".to_owned())],
            ..good()
        };
        assert_eq!(state(&facts, "P6-file", false), State::Blocked);
        let checks = judge(&facts, false, now());
        let message = &checks.iter().find(|c| c.id == "P6-file").unwrap().message;
        assert!(
            message.contains("client-key: /etc/keys/key.pem"),
            "{message}"
        );
    }

    #[test]
    fn case_21_loopback_is_found_in_every_notation_and_tolerated_in_tests() {
        for host in [
            "127.0.0.1",
            "127.8.8.8",
            "[::1]",
            "::ffff:127.0.0.1",
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "0.0.0.0",
            "host.docker.internal",
        ] {
            let facts = Facts {
                host: host.to_owned(),
                ..good()
            };
            assert_eq!(
                state(&facts, "P6-loopback", false),
                State::Blocked,
                "{host}"
            );
            assert_eq!(state(&facts, "P6-loopback", true), State::Warning, "{host}");
        }
        for host in ["128.0.0.1", "10.0.0.1", "localhost.example.com", "[::2]"] {
            let facts = Facts {
                host: host.to_owned(),
                ..good()
            };
            assert_eq!(state(&facts, "P6-loopback", false), State::Ok, "{host}");
        }
    }

    #[test]
    fn case_22_credentials_must_live_half_an_hour_more() {
        for (end, expected) in [
            ("2026-11-21T02:59:59Z", State::Blocked),
            ("2026-11-21T03:29:59Z", State::Blocked),
            ("2026-11-21T03:30:00Z", State::Ok),
        ] {
            let end = Some(end.parse().unwrap());
            let by_certificate = Facts {
                certificate_ends: end,
                ..good()
            };
            assert_eq!(state(&by_certificate, "P6-expired", false), expected);
            let by_token = Facts {
                token_ends: end,
                certificate_ends: Some("2030-01-01T00:00:00Z".parse().unwrap()),
                ..good()
            };
            assert_eq!(state(&by_token, "P6-expired", false), expected);
        }
    }

    #[test]
    fn acting_as_somebody_and_having_nothing_to_log_in_with_are_found() {
        let acting = Facts {
            impersonates: Some("boss".to_owned()),
            ..good()
        };
        assert_eq!(state(&acting, "P6", false), State::Blocked);
        let nothing = Facts {
            credentials: false,
            ..good()
        };
        assert_eq!(state(&nothing, "P6", false), State::Blocked);
    }

    #[test]
    fn what_only_weakens_is_a_warning() {
        let insecure = Facts {
            insecure: true,
            authority: false,
            ..good()
        };
        assert_eq!(state(&insecure, "P6-insecure", false), State::Warning);
        let proxied = Facts {
            proxy: Some("http://proxy".to_owned()),
            ..good()
        };
        assert_eq!(state(&proxied, "P6", false), State::Warning);
    }
}
