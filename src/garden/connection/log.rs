//! `-v 0..9` as kubectl has it: what is said about requests, and what never is.
//!
//! 0 warnings, 1-5 what we do, 6 requests with status and latency, 7 headers, 8 bodies cut short, 9 bodies in
//! full. Credentials appear at no level: their headers are masked, and bodies of endpoints that carry
//! secrets are left out.

use std::io::IsTerminal;
use std::time::Duration;

use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE};
use http::{HeaderMap, Method, StatusCode, Uri};
use tracing::Level;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

use crate::garden::wire;

const REQUEST: &str = "kubectl_gardener::http";
const HEADERS: &str = "kubectl_gardener::http::headers";
const BODY: &str = "kubectl_gardener::http::body";
/// kube's other targets print whole answers, secrets included, when they cannot be read.
const KUBE_REQUESTS: &str = "kube_client::client::builder";
/// What level 8 shows of a body, as kubectl does.
const CUT: usize = 1024;

/// Start logging to stderr; colours only on a terminal. The second call of a process does nothing.
pub fn start(verbosity: u8) {
    start_with(verbosity, std::io::stderr().is_terminal(), std::io::stderr);
}

/// Start logging to a writer, such as one that steps around a progress bar.
pub fn start_with<W>(verbosity: u8, ansi: bool, writer: W)
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let format = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(ansi)
        .with_target(false);
    let layer = if verbosity < 6 {
        format.without_time().boxed()
    } else {
        format
            .with_timer(tracing_subscriber::fmt::time::uptime())
            .boxed()
    };
    // A second call finds a subscriber in place and keeps it.
    let _ = tracing_subscriber::registry()
        .with(layer.with_filter(targets(verbosity)))
        .try_init();
}

fn targets(verbosity: u8) -> Targets {
    let at = |least: u8, level: LevelFilter| {
        if verbosity >= least {
            level
        } else {
            LevelFilter::OFF
        }
    };
    let own = match verbosity {
        0 => LevelFilter::WARN,
        1..=5 => LevelFilter::INFO,
        _ => LevelFilter::DEBUG,
    };
    let body = match verbosity {
        0..=7 => LevelFilter::OFF,
        8 => LevelFilter::DEBUG,
        _ => LevelFilter::TRACE,
    };
    Targets::new()
        .with_target("kubectl_gardener", own)
        .with_target(REQUEST, at(6, LevelFilter::DEBUG))
        .with_target(HEADERS, at(7, LevelFilter::DEBUG))
        .with_target(BODY, body)
        .with_target(KUBE_REQUESTS, at(9, LevelFilter::DEBUG))
}

/// Say what is about to be sent. `server` stands before the path, `extra` are headers added further down.
pub(super) fn request(
    server: &str,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
    extra: &[(String, String)],
) {
    if !tracing::enabled!(target: HEADERS, Level::DEBUG) {
        return;
    }
    tracing::debug!(target: HEADERS, "{method} {server}{uri}");
    for (name, value) in extra {
        tracing::debug!(target: HEADERS, "    {name}: {value}");
    }
    self::headers(headers);
}

/// Say what was answered.
pub(super) fn response(
    server: &str,
    method: &Method,
    uri: &Uri,
    status: StatusCode,
    took: Duration,
    answered: &HeaderMap,
) {
    tracing::debug!(target: REQUEST, "{method} {server}{uri} {status} in {} ms", took.as_millis());
    if tracing::enabled!(target: HEADERS, Level::DEBUG) {
        headers(answered);
    }
}

/// Say that no answer came.
pub(super) fn failure(server: &str, method: &Method, uri: &Uri, took: Duration, error: &str) {
    tracing::debug!(target: REQUEST, "{method} {server}{uri} failed after {} ms: {error}", took.as_millis());
}

/// Tell whether bodies are shown at all, so that they need not be kept for it.
pub(super) fn shows_bodies() -> bool {
    tracing::enabled!(target: BODY, Level::DEBUG)
}

/// Show a body, unless it may carry a secret.
pub(super) fn body(what: &str, uri: &Uri, bytes: &[u8]) {
    if !shows_bodies() || bytes.is_empty() {
        return;
    }
    if carries_secrets(uri.path()) {
        tracing::debug!(target: BODY, "{what} body: {} bytes, not shown: it may carry secrets", bytes.len());
        return;
    }
    if wire::is_protobuf(bytes) {
        tracing::debug!(target: BODY, "{what} body: {} bytes of protobuf, not shown", bytes.len());
        return;
    }
    let whole = tracing::enabled!(target: BODY, Level::TRACE) || bytes.len() <= CUT;
    let shown = String::from_utf8_lossy(if whole { bytes } else { &bytes[..CUT] });
    if whole {
        tracing::debug!(target: BODY, "{what} body: {shown}");
    } else {
        tracing::debug!(target: BODY, "{what} body: {shown} [cut, {} bytes more]", bytes.len() - CUT);
    }
}

/// Say how much was read of a body that was handled as it arrived.
pub(super) fn size(uri: &Uri, bytes: usize, took: Duration) {
    tracing::debug!(target: BODY, "response body of {uri}: {bytes} bytes read in {} ms, not shown", took.as_millis());
}

fn headers(headers: &HeaderMap) {
    for (name, value) in headers {
        let secret = [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE, SET_COOKIE].contains(name);
        let shown = if secret {
            "<masked>"
        } else {
            value.to_str().unwrap_or("<binary>")
        };
        tracing::debug!(target: HEADERS, "    {name}: {shown}");
    }
}

/// Tell whether requests or answers of a path may carry credentials.
fn carries_secrets(path: &str) -> bool {
    path.split('/').any(|segment| {
        let segment = segment.to_lowercase();
        segment.starts_with("selfsubject")
            || segment.starts_with("token")
            || segment.ends_with("kubeconfig")
            || segment.ends_with("secrets")
            // Their state holds the secrets of the shoot.
            || segment == "shootstates"
            // Gardener's own resources of this kind embed kubeconfigs and data of Secrets.
            || segment == "managedresources"
            || segment == "workloadidentities"
            || segment == "certificatesigningrequests"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_endpoints_with_secrets_are_recognised() {
        for path in [
            "/api/v1/namespaces/garden/secrets",
            "/api/v1/namespaces/garden/secrets/kubeconfig-x",
            "/api/v1/namespaces/garden/serviceaccounts/robot/token",
            "/apis/core.gardener.cloud/v1beta1/namespaces/a/shoots/b/adminkubeconfig",
            "/apis/core.gardener.cloud/v1beta1/namespaces/a/shoots/b/viewerkubeconfig",
            "/apis/core.gardener.cloud/v1beta1/namespaces/a/internalsecrets",
            "/apis/core.gardener.cloud/v1beta1/namespaces/a/shootstates/b",
            "/apis/authentication.k8s.io/v1/selfsubjectreviews",
            "/apis/authentication.k8s.io/v1/tokenreviews",
            "/apis/security.gardener.cloud/v1alpha1/namespaces/a/workloadidentities/b/token",
            "/prefix/api/v1/secrets",
        ] {
            assert!(carries_secrets(path), "{path}");
        }
        for path in [
            "/apis/core.gardener.cloud/v1beta1/shoots",
            "/apis/core.gardener.cloud/v1beta1/namespaces/a/secretbindings",
            "/apis/core.gardener.cloud/v1beta1/seeds/aws",
        ] {
            assert!(!carries_secrets(path), "{path}");
        }
    }

    #[test]
    fn trap_05_kube_never_logs_bodies() {
        for verbosity in 0..=9 {
            let targets = targets(verbosity);
            assert!(!targets.would_enable("kube_client::client", &Level::WARN));
            assert!(!targets.would_enable("kube_client::client", &Level::ERROR));
            let requests = targets.would_enable(KUBE_REQUESTS, &Level::ERROR);
            assert_eq!(requests, verbosity == 9);
        }
    }

    #[test]
    fn levels_are_kubectls() {
        let shows = |verbosity, target, level| targets(verbosity).would_enable(target, &level);
        let own = "kubectl_gardener::garden";
        assert!(shows(0, own, Level::WARN) && !shows(0, own, Level::INFO));
        assert!(shows(1, own, Level::INFO) && shows(5, own, Level::INFO));
        assert!(!shows(5, REQUEST, Level::DEBUG) && shows(6, REQUEST, Level::DEBUG));
        assert!(!shows(6, HEADERS, Level::DEBUG) && shows(7, HEADERS, Level::DEBUG));
        assert!(!shows(7, BODY, Level::DEBUG) && shows(8, BODY, Level::DEBUG));
        assert!(!shows(8, BODY, Level::TRACE) && shows(9, BODY, Level::TRACE));
    }
}
