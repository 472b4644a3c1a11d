//! Why a request failed, in an operator's words: said once, here.
//!
//! Messages name what was tried, on what, and why it failed; hints say what to do. Errors of the client are
//! never shown as they are: they repeat themselves and print their insides.

mod groups;
mod refusal;
#[cfg(test)]
mod tests;
mod transport;

use std::fmt;
use std::time::Duration;

use anyhow::anyhow;
use http::StatusCode;
use kube::core::Status;
use kube::core::response::StatusSummary;
use serde::Deserialize;

use super::connection::{CredentialsFailed, GaveUp, Place};
use crate::domain::objects::{Object, Served};
use crate::error::hinted;

pub(super) use groups::{require_gardener, require_gardener_among, require_group, served};
pub use refusal::Refusal;

/// What was tried, for messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// Verb as in permissions: `list`, `get`, `create`, `patch`, `delete`.
    pub verb: &'static str,
    /// Resource with subresource, for example `shoots` or `shoots/adminkubeconfig`.
    pub resource: String,
    /// API group, empty for the core one.
    pub group: String,
    /// Namespace, if it is about one.
    pub namespace: Option<String>,
    /// Name of the object, if it is about one.
    pub name: Option<String>,
}

impl Doing {
    /// Something on one object of a kind, or on all of them.
    pub fn new<K: Object>(verb: &'static str, namespace: Option<&str>, name: Option<&str>) -> Self {
        Self::of(verb, Served::of::<K>(), namespace, name)
    }

    /// As [`Doing::new`], with a kind that is known by name only.
    pub fn of(
        verb: &'static str,
        kind: Served,
        namespace: Option<&str>,
        name: Option<&str>,
    ) -> Self {
        Self {
            verb,
            resource: kind.plural.to_owned(),
            group: kind.group.to_owned(),
            namespace: namespace.filter(|_| kind.namespaced).map(ToOwned::to_owned),
            name: name.map(ToOwned::to_owned),
        }
    }

    /// Give the resource as permissions name it.
    fn full_resource(&self) -> String {
        let (resource, subresource) = match self.resource.split_once('/') {
            Some((resource, subresource)) => (resource, Some(subresource)),
            None => (self.resource.as_str(), None),
        };
        let mut full = resource.to_owned();
        if !self.group.is_empty() {
            full = format!("{full}.{}", self.group);
        }
        match subresource {
            Some(subresource) => format!("{full}/{subresource}"),
            None => full,
        }
    }

    fn can_i(&self) -> String {
        let mut command = format!("kubectl auth can-i {} {}", self.verb, self.full_resource());
        if let Some(name) = &self.name {
            command = format!("{command}/{name}");
        }
        match &self.namespace {
            Some(namespace) => format!("{command} -n {namespace}"),
            None if self.name.is_none() => format!("{command} -A"),
            None => command,
        }
    }
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.resource)?;
        match (&self.namespace, &self.name) {
            (Some(namespace), Some(name)) => write!(f, " {namespace}/{name}"),
            (None, Some(name)) => write!(f, " {name}"),
            (Some(namespace), None) => write!(f, " in namespace {namespace}"),
            (None, None) => Ok(()),
        }
    }
}

/// Say why a request failed.
pub fn explain(error: kube::Error, doing: &Doing, place: &Place) -> anyhow::Error {
    match error {
        kube::Error::Api(status) => refusal::explain(&status, doing, place),
        kube::Error::Service(error) => match error.downcast::<CredentialsFailed>() {
            // It says everything already, hints included.
            Ok(failed) => failed.0.context(format!("cannot {doing}")),
            Err(error) => match error.downcast_ref::<GaveUp>() {
                Some(gave_up) => impatient(gave_up, doing, place),
                None => transport::explain(error.as_ref(), doing, place),
            },
        },
        kube::Error::SerdeError(error) => {
            // serde's own text can repeat a value.
            let place_in_answer = format!("line {}, column {}", error.line(), error.column());
            hinted(
                anyhow!("cannot {doing}: the answer cannot be read ({place_in_answer})"),
                "check that the server is a Kubernetes API of a supported version, and look at it with -v 9",
            )
        }
        kube::Error::HttpError(_) | kube::Error::BuildRequest(_) => hinted(
            anyhow!("cannot {doing}: the request has a name or value that no address can carry"),
            "check the names and selectors that were given",
        ),
        other => transport::explain(&other, doing, place),
    }
}

/// Give the code that the server answered with, also when we gave up after several.
pub fn code(error: &kube::Error) -> Option<u16> {
    match error {
        kube::Error::Api(status) => Some(status.code),
        kube::Error::Service(error) => {
            let status = error.downcast_ref::<GaveUp>()?.status?;
            Some(status.as_u16())
        }
        _ => None,
    }
}

/// Tell whether a write that failed may have been done all the same, so that only reading can tell.
pub fn may_have_happened(error: &kube::Error) -> bool {
    match code(error) {
        // Gateways answer for servers that may still be at it, and servers for their storage.
        Some(code) => code >= 500,
        None => match error {
            // The answer to it is what could not be read.
            kube::Error::SerdeError(_) | kube::Error::FromUtf8(_) => true,
            kube::Error::Service(_) | kube::Error::HyperError(_) => !transport::never_sent(error),
            _ => false,
        },
    }
}

/// Tell whether a request that failed never left: nothing can have come of it.
pub fn was_never_sent(error: &kube::Error) -> bool {
    match error {
        kube::Error::Service(_) | kube::Error::HyperError(_) => transport::never_sent(error),
        _ => false,
    }
}

/// Tell whether the answer was not waited for any longer.
pub(super) fn timed_out(error: &kube::Error) -> bool {
    transport::timed_out(error)
}

/// Give the wait that the server asks for before another attempt.
pub fn asked(error: &kube::Error) -> Option<Duration> {
    match error {
        kube::Error::Service(error) => error.downcast_ref::<GaveUp>()?.asked,
        // What is never repeated below us, such as a conflict, says it in its body.
        kube::Error::Api(status) => {
            let seconds = status.details.as_ref()?.retry_after_seconds;
            (seconds > 0).then(|| Duration::from_secs(seconds.into()))
        }
        _ => None,
    }
}

/// Read the `Status` of an answer, or make one of what else was answered: one that [`is_real`] tells apart.
pub(super) fn status(code: StatusCode, body: &[u8]) -> Status {
    #[derive(Deserialize)]
    struct Answered {
        #[serde(default)]
        kind: String,
        #[serde(flatten)]
        status: Status,
    }
    let answered: Option<Answered> = serde_json::from_slice(body).ok();
    let message = match answered {
        Some(Answered { kind, mut status }) if kind == "Status" => {
            status.code = code.as_u16();
            status.status.get_or_insert(StatusSummary::Failure);
            return status;
        }
        Some(Answered { status, .. }) => status.message,
        None => String::new(),
    };
    let message = if message.is_empty() {
        String::from_utf8_lossy(&body[..body.len().min(2000)]).into_owned()
    } else {
        message
    };
    Status {
        code: code.as_u16(),
        message,
        ..Status::default()
    }
}

/// Tell what an API server answered from what something in between did, such as a gateway.
pub(super) fn is_real(status: &Status) -> bool {
    status.status.is_some() && web_page(&status.message).is_none()
}

fn impatient(gave_up: &GaveUp, doing: &Doing, place: &Place) -> anyhow::Error {
    let tried = match gave_up.attempts {
        1 => String::new(),
        attempts => format!(
            "; gave up after {attempts} attempts, having waited {}",
            seconds(gave_up.waited)
        ),
    };
    let Some(status) = gave_up.status else {
        let source = gave_up.source.as_deref();
        let (reason, hint) = match source {
            Some(source) => transport::reason(source, place),
            None => ("no answer".to_owned(), None),
        };
        let error = anyhow!("cannot {doing}: {reason}{tried}");
        return match hint {
            Some(hint) => hinted(error, hint),
            None => error,
        };
    };
    let server = &place.server;
    let what = if status == StatusCode::TOO_MANY_REQUESTS {
        "is overloaded"
    } else {
        "failed"
    };
    let said = gave_up
        .message
        .as_deref()
        .filter(|message| web_page(message).is_none())
        .map(|message| format!(": {}", one_line(message)))
        .unwrap_or_default();
    let asked = gave_up
        .asked
        .map(|asked| format!("; it asks to wait {}", seconds(asked)))
        .unwrap_or_default();
    hinted(
        anyhow!(
            "cannot {doing}: {server} {what} ({}){said}{asked}{tried}",
            code_text(status.as_u16())
        ),
        "try again later; -v 6 shows each request",
    )
}

/// A successful answer that is no list.
pub(super) fn no_list(start: &str, doing: &Doing, place: &Place) -> anyhow::Error {
    match web_page(start) {
        Some(page) => web_page_error(200, &page, doing, place),
        None => hinted(
            anyhow!(
                "cannot {doing}: the answer of {} is no list: {}",
                place.server,
                one_line(start)
            ),
            "check that the server is a Kubernetes API and nothing in between changes its answers",
        ),
    }
}

/// A page kept ending early.
pub(super) fn cut_off(doing: &Doing, place: &Place, attempts: u32) -> anyhow::Error {
    hinted(
        anyhow!(
            "cannot {doing}: the answer of {} ended early, {attempts} times",
            place.server
        ),
        "check proxies and load balancers on the way: they may limit the size of answers",
    )
}

/// A list kept expiring.
pub(super) fn too_slow(doing: &Doing, place: &Place, times: u32) -> anyhow::Error {
    hinted(
        anyhow!(
            "cannot {doing}: the list expired {times} times while it was read from {}",
            place.server
        ),
        "try again from closer to the garden, or narrow the list with -n or -l",
    )
}

/// Give the title of a web page, or its beginning, if a text is one.
fn web_page(text: &str) -> Option<String> {
    let start = text.trim_start().to_lowercase();
    if !start.starts_with("<!doctype") && !start.starts_with("<html") {
        return None;
    }
    let title = start.find("<title>").and_then(|from| {
        let rest = text.trim_start().get(from + "<title>".len()..)?;
        let to = rest.to_lowercase().find("</title>")?;
        rest.get(..to).map(one_line)
    });
    Some(title.unwrap_or_default())
}

fn web_page_error(code: u16, title: &str, doing: &Doing, place: &Place) -> anyhow::Error {
    let title = if title.is_empty() {
        String::new()
    } else {
        format!(": \"{title}\"")
    };
    hinted(
        anyhow!(
            "cannot {doing}: {} answered with a web page instead of the Kubernetes API ({}){title}",
            place.server,
            code_text(code)
        ),
        "check the server's address, and the proxy: --proxy-url, HTTPS_PROXY and NO_PROXY",
    )
}

fn code_text(code: u16) -> String {
    match StatusCode::from_u16(code)
        .ok()
        .and_then(|code| code.canonical_reason())
    {
        Some(reason) => format!("{code} {}", reason.to_lowercase()),
        None => code.to_string(),
    }
}

fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if duration.subsec_millis() == 0 {
        format!("{seconds:.0} s")
    } else {
        format!("{seconds:.1} s")
    }
}

/// Bring foreign text into one line of a reasonable length.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 500;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line: String = line.chars().filter(|c| !c.is_control()).collect();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
