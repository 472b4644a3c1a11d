//! What a server says against a request, in the words of a `Status`.

use std::error::Error as StdError;
use std::fmt;

use anyhow::anyhow;
use kube::core::Status;

use super::{Doing, code_text, one_line, web_page, web_page_error};
use crate::error::hinted;
use crate::garden::connection::Place;

/// We may not, or the server does not have it: what waiting and repeating do not change.
#[derive(Debug)]
pub struct Refusal {
    /// Whether we may not; otherwise it is not there.
    pub forbidden: bool,
    message: String,
}

impl Refusal {
    fn forbidden(message: String) -> anyhow::Error {
        Self {
            forbidden: true,
            message,
        }
        .into()
    }

    /// Say that a server does not have something.
    pub(super) fn lacking(message: String) -> anyhow::Error {
        Self {
            forbidden: false,
            message,
        }
        .into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for Refusal {}

/// What the server said against it.
pub(super) fn explain(status: &Status, doing: &Doing, place: &Place) -> anyhow::Error {
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
        404 => hinted(
            Refusal::lacking(format!(
                "cannot {doing}: {server} serves no {}",
                doing.full_resource()
            )),
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
    let Some(denial) = Denial::parse(message) else {
        // Admission plugins have reasons of their own.
        return hinted(
            Refusal::forbidden(format!("cannot {doing}: forbidden: {message}")),
            format!(
                "ask for permission to {} {}",
                doing.verb,
                doing.full_resource()
            ),
        );
    };
    let Denial {
        user,
        verb,
        resource,
    } = &denial;
    if *verb != doing.verb {
        // Acting as somebody needs a permission of its own.
        return hinted(
            Refusal::forbidden(format!(
                "cannot {doing}: forbidden: user {user} may not {verb} {resource}"
            )),
            format!("ask for permission to {verb} {resource}, or leave out --as"),
        );
    }
    let resource = doing.full_resource();
    let scope = match &doing.namespace {
        Some(namespace) => format!("in namespace {namespace}"),
        None => "in the whole garden".to_owned(),
    };
    let mut check = doing.can_i();
    if place.acting_as.is_some() {
        check = format!("{check} --as {user}");
    }
    hinted(
        Refusal::forbidden(format!(
            "cannot {doing}: forbidden: user {user} may not {verb} {resource} {scope}"
        )),
        format!("ask for permission to {verb} {resource}; check with `{check}`"),
    )
}

/// What RBAC says: `… User "x" cannot VERB resource "y" in API group …`.
struct Denial<'m> {
    user: &'m str,
    verb: &'m str,
    resource: &'m str,
}

impl<'m> Denial<'m> {
    fn parse(message: &'m str) -> Option<Self> {
        let (_, rest) = message.split_once("User \"")?;
        let (user, rest) = rest.split_once("\" cannot ")?;
        let (verb, rest) = rest.split_once(" resource \"")?;
        let (resource, _) = rest.split_once('"')?;
        Some(Self {
            user,
            verb,
            resource,
        })
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
