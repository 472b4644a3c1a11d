//! Why a request failed, in an operator's words: said once, here.
//!
//! Messages name what was tried, on what, and why it failed; hints say what to do. Errors of the client are
//! never shown as they are: they repeat themselves and print their insides.

mod transport;

use std::fmt;
use std::time::Duration;

use anyhow::anyhow;
use http::StatusCode;
use kube::core::Status;

use super::connection::{CredentialsFailed, GaveUp, Place};
use crate::domain::objects::Object;
use crate::error::hinted;

/// Gardener's main API group: whoever serves it is a garden.
const CORE: &str = "core.gardener.cloud";

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
        Self {
            verb,
            resource: K::PLURAL.to_owned(),
            group: K::GROUP.to_owned(),
            namespace: namespace.filter(|_| K::NAMESPACED).map(ToOwned::to_owned),
            name: name.map(ToOwned::to_owned),
        }
    }

    /// Listing a kind.
    pub fn list<K: Object>(namespace: Option<&str>) -> Self {
        Self::new::<K>("list", namespace, None)
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
        kube::Error::Api(status) => refused(&status, doing, place),
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

/// Read the `Status` of an answer, or make one of what else was answered.
pub(super) fn status(code: StatusCode, body: &[u8]) -> Status {
    if let Ok(mut status) = serde_json::from_slice::<Status>(body) {
        status.code = code.as_u16();
        return status;
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(2000)]);
    Status::failure(&text, "").with_code(code.as_u16())
}

/// What the server said against it.
fn refused(status: &Status, doing: &Doing, place: &Place) -> anyhow::Error {
    if let Some(page) = web_page(&status.message) {
        return web_page_error(status.code, &page, doing, place);
    }
    let server = &place.server;
    let message = one_line(&status.message);
    let with = |text: String, hint: &str| hinted(anyhow!("cannot {doing}: {text}"), hint);
    match status.code {
        401 => {
            let user = place
                .user
                .as_deref()
                .map(|user| format!(" of user {user}"))
                .unwrap_or_default();
            with(
                format!("{server} does not accept the credentials{user} (401 unauthorized)"),
                "log in again, or choose another user with --context, --user or --token",
            )
        }
        403 => forbidden(&message, doing, place),
        404 if doing.name.is_some() && names_object(status) => with(
            "not found".to_owned(),
            &format!(
                "look at what there is: kubectl get {}",
                doing.full_resource()
            ),
        ),
        404 => with(
            format!("{server} serves no {}", doing.full_resource()),
            "check that this is the kubeconfig of the (virtual) garden cluster: --kubeconfig, --context",
        ),
        409 => with(
            format!("conflict: {message}"),
            "look at the object again and repeat: it was changed or exists already",
        ),
        410 => with(
            format!("what was asked for is too old: {message}"),
            "repeat the command",
        ),
        400 if message.contains("HTTP request to an HTTPS server") => with(
            format!("{server} wants TLS"),
            "write https:// in front of the server's address",
        ),
        429 => with(
            format!("{server} is overloaded (429 too many requests): {message}"),
            "try again later, or with less at once",
        ),
        code @ 500.. => with(
            format!("{server} failed ({}): {message}", code_text(code)),
            "try again later; if it stays, look at the API server's log",
        ),
        422 => anyhow!("cannot {doing}: {}", causes(status).unwrap_or(message)),
        code => anyhow!(
            "cannot {doing}: {} ({})",
            causes(status).unwrap_or(message),
            code_text(code)
        ),
    }
}

/// Tell "this object does not exist" from "this resource is not served".
fn names_object(status: &Status) -> bool {
    status
        .details
        .as_ref()
        .is_some_and(|details| !details.name.is_empty())
}

fn forbidden(message: &str, doing: &Doing, place: &Place) -> anyhow::Error {
    // `… is forbidden: User "x" cannot list resource …`; admission plugins say something else.
    let by_rbac = message
        .split_once("User \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .filter(|(_, rest)| rest.starts_with(" cannot "))
        .map(|(user, _)| user);
    let resource = doing.full_resource();
    let acting = place.acting_as.is_some();
    match by_rbac {
        Some(user) => {
            let mut check = doing.can_i();
            if acting {
                check = format!("{check} --as {user}");
            }
            let scope = match &doing.namespace {
                Some(namespace) => format!("in namespace {namespace}"),
                None => "in the whole garden".to_owned(),
            };
            hinted(
                anyhow!(
                    "cannot {doing}: forbidden: user {user} may not {} {resource} {scope}",
                    doing.verb
                ),
                format!(
                    "ask for permission to {} {resource}; check with `{check}`",
                    doing.verb
                ),
            )
        }
        None => hinted(
            anyhow!("cannot {doing}: forbidden: {message}"),
            format!("ask for permission to {} {resource}", doing.verb),
        ),
    }
}

/// Give the causes with their fields, which the message only strings together.
fn causes(status: &Status) -> Option<String> {
    let causes = &status.details.as_ref()?.causes;
    let lines: Vec<String> = causes
        .iter()
        .map(|cause| match cause.field.as_str() {
            "" => one_line(&cause.message),
            field => format!("{field}: {}", one_line(&cause.message)),
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("; "))
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

/// Refuse servers that do not serve Gardener's API.
pub(super) async fn require_gardener(client: &kube::Client, place: &Place) -> anyhow::Result<()> {
    require_group(client, place, CORE).await
}

/// Refuse servers that do not serve a group; when they do not tell, nothing is refused.
pub(super) async fn require_group(
    client: &kube::Client,
    place: &Place,
    group: &str,
) -> anyhow::Result<()> {
    let doing = Doing {
        verb: "list",
        resource: "API groups".to_owned(),
        group: String::new(),
        namespace: None,
        name: None,
    };
    let groups = match client.list_api_groups().await {
        Ok(list) => list.groups,
        // Discovery can be closed to some users; the request itself will tell.
        Err(kube::Error::Api(status)) if status.code == 403 => return Ok(()),
        Err(error) => return Err(explain(error, &doing, place)),
    };
    let serves = |name: &str| groups.iter().any(|served| served.name == name);
    if serves(group) {
        return Ok(());
    }
    let server = &place.server;
    if serves(CORE) {
        return Err(hinted(
            anyhow!("server {server} serves no {group} API"),
            "check that this garden has the component that serves it",
        ));
    }
    let looks_like = if serves("operator.gardener.cloud") {
        "it looks like the runtime cluster of a garden"
    } else if serves("extensions.gardener.cloud") {
        "it looks like a seed"
    } else {
        "it looks like a shoot or seed"
    };
    Err(hinted(
        anyhow!("server {server} serves no {CORE} API: this is not a garden ({looks_like})"),
        "use the kubeconfig of the (virtual) garden cluster: --kubeconfig / --context",
    ))
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::objects::{Seed, Shoot};
    use crate::error::{Shown, show};

    fn place() -> Place {
        Place {
            context: Some("live".to_owned()),
            cluster: Some("live".to_owned()),
            server: "https://api.garden.example.com".to_owned(),
            user: Some("joe".to_owned()),
            acting_as: None,
        }
    }

    fn shown(status: serde_json::Value, doing: &Doing) -> Shown {
        let status: Status = serde_json::from_value(status).unwrap();
        show(&explain(kube::Error::Api(status.boxed()), doing, &place()))
    }

    #[test]
    fn forbidden_names_verb_resource_and_user_and_how_to_check() {
        let status = json!({ "code": 403, "reason": "Forbidden", "message":
            "shoots.core.gardener.cloud is forbidden: User \"joe@example.com\" cannot list resource \"shoots\" in API group \"core.gardener.cloud\" at the cluster scope" });
        let shown = shown(status, &Doing::list::<Shoot>(None));
        assert_eq!(
            shown.message,
            "cannot list shoots: forbidden: user joe@example.com may not list shoots.core.gardener.cloud in the whole garden"
        );
        assert_eq!(
            shown.hints,
            [
                "ask for permission to list shoots.core.gardener.cloud; check with `kubectl auth can-i list shoots.core.gardener.cloud -A`"
            ]
        );
    }

    #[test]
    fn forbidden_by_admission_keeps_its_reason() {
        let status = json!({ "code": 403, "message": "seeds.core.gardener.cloud \"a\" is forbidden: seed is in use" });
        let shown = shown(status, &Doing::new::<Seed>("delete", None, Some("a")));
        assert!(
            shown.message.ends_with(
                "forbidden: seeds.core.gardener.cloud \"a\" is forbidden: seed is in use"
            )
        );
    }

    #[test]
    fn not_found_tells_objects_from_resources() {
        let patch = Doing::new::<Seed>("patch", None, Some("aws-eu1"));
        let object = json!({ "code": 404, "message": "x", "details": { "name": "aws-eu1", "kind": "seeds" } });
        assert_eq!(
            shown(object, &patch).message,
            "cannot patch seeds aws-eu1: not found"
        );
        let resource = json!({ "code": 404, "message": "404 page not found" });
        assert_eq!(
            shown(resource, &patch).message,
            "cannot patch seeds aws-eu1: https://api.garden.example.com serves no seeds.core.gardener.cloud"
        );
    }

    #[test]
    fn invalid_objects_name_each_field() {
        let status = json!({ "code": 422, "message": "Shoot \"a\" is invalid: [x, y]", "details": { "causes": [
            { "field": "spec.kubernetes.version", "message": "Unsupported value: \"1.2\"" },
            { "field": "spec.region", "message": "Required value" },
        ] } });
        assert_eq!(
            shown(
                status,
                &Doing::new::<Shoot>("patch", Some("garden-a"), Some("a"))
            )
            .message,
            "cannot patch shoots garden-a/a: spec.kubernetes.version: Unsupported value: \"1.2\"; spec.region: Required value"
        );
    }

    #[test]
    fn trap_09_web_pages_of_proxies_are_recognised_and_nothing_is_dumped() {
        let html = "<!DOCTYPE html>\n<html><head><TITLE>Sign in\u{1b}[31m</TITLE></head>";
        let status =
            json!({ "code": 503, "message": html, "reason": "Failed to parse error data" });
        let shown = shown(status, &Doing::list::<Shoot>(None));
        assert_eq!(
            shown.message,
            "cannot list shoots: https://api.garden.example.com answered with a web page instead of the Kubernetes API (503 service unavailable): \"Sign in[31m\""
        );
        for code in [400, 401, 403, 404, 409, 410, 418, 422, 429, 500, 503] {
            let status = json!({ "code": code, "message": "something" });
            let text = self::shown(status, &Doing::list::<Shoot>(None)).message;
            assert!(
                !text.contains("Status {") && !text.contains("Some("),
                "{text}"
            );
        }
    }

    #[test]
    fn an_unreadable_answer_repeats_no_value() {
        let error = serde_json::from_str::<u8>("\"planted\"").unwrap_err();
        let error = explain(
            kube::Error::SerdeError(error),
            &Doing::list::<Shoot>(None),
            &place(),
        );
        assert!(!show(&error).message.contains("planted"));
    }
}
