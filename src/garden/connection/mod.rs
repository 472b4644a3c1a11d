//! The way to a live garden: which one, as whom, and how requests are sent.
//!
//! kube's client is used with everything around it decided here: kubeconfigs, credential plugins, proxies,
//! timeouts, retries and logging. Why, is said where each of it stands.

mod arriving;
mod attempt;
mod environment;
mod exec;
mod flags;
mod kubeconfig;
pub mod log;
mod options;
mod pod;
mod proxy;
mod resolve;
mod retry;
mod server;
mod session;
mod told;
mod way;

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::Response;
use kube::client::{Body, ClientBuilder};
use kube::config::Kubeconfig;
use tower::BoxError;
use tower::ServiceBuilder;
use tower::retry::RetryLayer;

pub use environment::Environment;
pub use options::{ConnectionArgs, RequestTimeout};

pub(super) use arriving::{Arriving, Unread};
pub(super) use attempt::{Buffers, TimedOut};
pub(crate) use kubeconfig::parse_bytes;
pub(super) use retry::{GaveUp, Once};
pub(super) use session::CredentialsFailed;

use attempt::{Attempt, Limits};
use resolve::Resolved;
use retry::{Patience, Retry};
use session::Session;
pub(super) use told::Told;
pub(super) use way::{InKubeconfig, Way};

/// The future of an answer.
type Answer = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

/// Which garden this is: shown before anything is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Context of the kubeconfig.
    pub context: Option<String>,
    /// Cluster of the kubeconfig.
    pub cluster: Option<String>,
    /// Address of the API server.
    pub server: String,
    /// User of the kubeconfig, or the flag that gives the credentials.
    pub user: Option<String>,
    /// User that is acted as.
    pub acting_as: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = &self.context {
            write!(f, "context {context}, ")?;
        } else if let Some(cluster) = &self.cluster {
            write!(f, "cluster {cluster}, ")?;
        }
        write!(f, "server {}", self.server)?;
        if let Some(user) = &self.user {
            write!(f, ", user {user}")?;
        }
        if let Some(user) = &self.acting_as {
            write!(f, ", acting as {user}")?;
        }
        Ok(())
    }
}

/// How lists are read, from the fastest way to the one that every server has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lists {
    /// As the initial events of a watch, in protobuf.
    Streamed,
    /// As one answer in protobuf, read while it arrives.
    Whole,
    /// In pages of protobuf.
    Paged,
    /// In pages of JSON.
    Json,
}

/// How requests are sent; the defaults are those of the product.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Incident that the requests belong to, for the user agent.
    pub incident: Option<String>,
    /// How lists are read, where the server can and may: what does not work falls back to the next.
    pub lists: Lists,
    /// Objects per page.
    pub page_size: u32,
    /// Attempts per request.
    pub attempts: u32,
    /// The first wait between attempts; later ones double.
    pub first_wait: Duration,
    /// Longest wait between the attempts of one request, altogether.
    pub patience: Duration,
    /// Longest time without a byte of a list.
    pub idle_timeout: Duration,
    /// Longest time to connect.
    pub connect_timeout: Duration,
}

/// Longest time of an attempt unless `--request-timeout` says otherwise.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);

impl Default for Settings {
    fn default() -> Self {
        Self {
            incident: None,
            lists: Lists::Streamed,
            page_size: 500,
            attempts: 5,
            first_wait: Duration::from_millis(250),
            patience: Duration::from_secs(60),
            idle_timeout: Duration::from_secs(60),
            connect_timeout: Duration::from_secs(10),
        }
    }
}

/// What connecting leads to.
pub(super) struct Connected {
    pub client: kube::Client,
    pub place: Place,
    pub namespace: String,
    pub told: Told,
}

/// Read flags and kubeconfig, get credentials and build the client. Nothing is sent to the server.
pub(super) async fn connect(
    args: &ConnectionArgs,
    environment: &Environment,
    settings: &Settings,
) -> anyhow::Result<Connected> {
    let resolved = resolve::resolve(args, environment)?;
    connect_resolved(resolved, args, settings).await
}

/// As [`connect`], with a kubeconfig that is in memory only; flags that name one do not count.
pub(super) async fn connect_in_memory(
    config: &Kubeconfig,
    directory: &Path,
    args: &ConnectionArgs,
    environment: &Environment,
    settings: &Settings,
) -> anyhow::Result<Connected> {
    let loaded = kubeconfig::in_memory(config, directory);
    let resolved = resolve::resolve_loaded(args, environment, &loaded)?;
    connect_resolved(resolved, args, settings).await
}

/// Give a proxy's address as it may be shown: without a password.
pub(crate) fn shown_proxy(address: &str) -> String {
    match address.parse() {
        Ok(address) => proxy::shown(&address),
        Err(_) => "(not a URL)".to_owned(),
    }
}

async fn connect_resolved(
    resolved: Resolved,
    args: &ConnectionArgs,
    settings: &Settings,
) -> anyhow::Result<Connected> {
    let place = resolved.place.clone();
    let namespace = resolved.namespace.clone();
    tracing::info!("using {place}");
    if let Some(proxy) = &resolved.proxy {
        tracing::info!("through the proxy {}", proxy::shown(proxy));
    }
    let user_agent = user_agent(settings.incident.as_deref());
    let extra = extra_headers(&resolved, &user_agent);
    let server: Arc<str> = place.server.as_str().into();
    let session = Session::open(resolved, user_agent, settings.connect_timeout).await?;
    let attempt = Attempt {
        session,
        limits: limits(args.request_timeout, settings.idle_timeout),
        server,
        extra,
    };
    let told = Told::default();
    let patience = Patience {
        attempts: settings.attempts,
        first: settings.first_wait,
        total: settings.patience,
    };
    let retry = Retry::new(patience, told.clone());
    let service = ServiceBuilder::new()
        .layer(RetryLayer::new(retry))
        .service(attempt);
    let client = ClientBuilder::new(service, namespace.as_str()).build();
    Ok(Connected {
        client,
        place,
        namespace,
        told,
    })
}

/// Lists and streams are excepted from the default, not from what was asked for.
fn limits(asked: Option<RequestTimeout>, idle: Duration) -> Limits {
    match asked {
        None => Limits {
            whole: Some(REQUEST_TIMEOUT),
            list: None,
            idle: Some(idle),
        },
        Some(RequestTimeout(limit)) => Limits {
            whole: limit,
            list: limit,
            idle: None,
        },
    }
}

fn user_agent(incident: Option<&str>) -> String {
    let own = concat!("kubectl-gardener/", env!("CARGO_PKG_VERSION"));
    match incident {
        None => own.to_owned(),
        // Incidents are named by people, header values are visible ASCII.
        Some(incident) => {
            let name: String = incident
                .chars()
                .map(|c| if c.is_ascii_graphic() { c } else { '-' })
                .collect();
            format!("{own} incident/{name}")
        }
    }
}

/// Describe the headers that the session adds, for the log; credentials are only mentioned.
fn extra_headers(resolved: &Resolved, user_agent: &str) -> Arc<[(String, String)]> {
    let mut headers = vec![("user-agent".to_owned(), user_agent.to_owned())];
    let auth = &resolved.auth;
    if auth.token.is_some() || auth.password.is_some() || resolved.changing.is_some() {
        headers.push(("authorization".to_owned(), "<masked>".to_owned()));
    }
    let mut acting = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    if let Some(user) = &auth.impersonate {
        acting("impersonate-user", user);
    }
    if let Some(uid) = &auth.impersonate_uid {
        acting("impersonate-uid", uid);
    }
    for group in auth.impersonate_groups.iter().flatten() {
        acting("impersonate-group", group);
    }
    headers.into()
}

/// Walk an error and its causes, including those that `io::Error` wraps without naming them as its source.
pub(super) fn chain<'e>(
    error: &'e (dyn StdError + 'static),
) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |link| {
        let link: &'e (dyn StdError + 'static) = *link;
        let wrapped = link
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
            .map(|inner| {
                let inner: &(dyn StdError + 'static) = inner;
                inner
            });
        wrapped.or_else(|| link.source())
    })
}

/// Join an error and its causes, leaving out what was said already and what only names a layer.
pub(super) fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut said = String::new();
    for link in chain(error) {
        let text = link.to_string();
        let text = text
            .strip_prefix("ServiceError: ")
            .or_else(|| text.strip_prefix("HyperError: "))
            .unwrap_or(&text);
        if said.contains(text) {
            continue;
        }
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(text);
    }
    said
}
