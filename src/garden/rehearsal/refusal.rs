//! What a dry run that failed says: the server's verdict on the change, or nothing about it.

use kube::core::Status;

use crate::domain::impact::rehearsal::Cause;
use crate::garden::Garden;
use crate::garden::explain::{self, Doing};

/// Why a dry run did not come to an end.
pub(super) enum Refusal {
    /// The server refuses the change.
    Verdict(Vec<Cause>),
    /// The server failed with words of its own: its verdict, if it says the same again.
    Perhaps(Vec<Cause>, anyhow::Error),
    /// The Shoot is another than the one that was read.
    Changed,
    /// It may work in a moment.
    MayPass(anyhow::Error),
    /// The server does not say anything about the change.
    NoVerdict(anyhow::Error),
}

pub(super) fn read(garden: &Garden, error: kube::Error, doing: &Doing) -> Refusal {
    if let kube::Error::Api(status) = &error
        && is_verdict(status)
    {
        return Refusal::Verdict(causes(status));
    }
    if let kube::Error::Api(status) = &error
        && is_plain(status)
    {
        let causes = causes(status);
        return Refusal::Perhaps(causes, garden.explain(error, doing));
    }
    let code = explain::code(&error);
    let passes = match (&error, code) {
        (kube::Error::Api(status), Some(409)) if status.reason != "AlreadyExists" => {
            return Refusal::Changed;
        }
        (kube::Error::Api(status), Some(403)) => is_starting(status),
        // A webhook that failed once more is no news: it had its time.
        (kube::Error::Api(status), Some(500..)) => !status.message.contains("webhook"),
        (_, Some(_)) => false,
        // Nothing is kept, so that whatever broke can be sent again.
        (_, None) => {
            let sent = !explain::was_never_sent(&error);
            sent && explain::may_have_happened(&error) && !explain::timed_out(&error)
        }
    };
    let error = garden.explain(error, doing);
    if passes {
        Refusal::MayPass(error)
    } else {
        Refusal::NoVerdict(error)
    }
}

/// Tell a verdict on the change from everything else that an API server says no to.
fn is_verdict(status: &Status) -> bool {
    if !explain::is_real(status) {
        return false;
    }
    let message = &status.message;
    // Webhooks choose their code, and may leave out the reason.
    if message.contains("denied the request") {
        return true;
    }
    if status.reason.is_empty() {
        return false;
    }
    match status.code {
        400 => !message.contains("does not support dry run"),
        403 => !is_rbac(status) && !is_starting(status),
        422 => true,
        _ => false,
    }
}

/// Some of Gardener's admission plugins refuse with a plain error, such as "cloud profile reference change is invalid",
/// which servers pass on as 500. What breaks inside them looks alike, but has words that give it away.
fn is_plain(status: &Status) -> bool {
    const BROKEN: [&str; 12] = [
        "etcdserver",
        "rpc error",
        "deadline exceeded",
        "timed out",
        "timeout",
        "connection",
        "dial tcp",
        "http2",
        "EOF",
        "context canceled",
        "webhook",
        "not yet ready",
    ];
    let plain = matches!(status.reason.as_str(), "" | "Unknown" | "InternalError");
    let message = &status.message;
    explain::is_real(status)
        && status.code == 500
        && plain
        && !message.is_empty()
        && !BROKEN.iter().any(|word| message.contains(word))
}

/// Admission plugins that are still starting refuse everything.
fn is_starting(status: &Status) -> bool {
    status.message.contains("not yet ready to handle request")
}

/// `shoots.core.gardener.cloud "a" is forbidden: User "x" cannot patch resource "shoots" in API group …`.
fn is_rbac(status: &Status) -> bool {
    status.message.contains(" is forbidden: User \"") && status.message.contains("\" cannot ")
}

/// Give the causes with their fields; admission plugins answer with one message that may name several.
fn causes(status: &Status) -> Vec<Cause> {
    let causes: Vec<Cause> = status
        .details
        .iter()
        .flat_map(|details| &details.causes)
        .map(|cause| Cause {
            field: cause.field.clone(),
            message: cause.message.clone(),
        })
        .collect();
    if !causes.is_empty() {
        return causes;
    }
    let message = status.message.as_str();
    let said = message
        .split_once(" is forbidden: ")
        .map_or(message, |(_, said)| said);
    let said = said
        .strip_prefix("Internal error occurred: ")
        .unwrap_or(said);
    if let Some((count, list)) = said.split_once(" occurred:\n\t* ")
        && count.ends_with(" error") | count.ends_with(" errors")
    {
        let errors = list.trim_end().split("\n\t* ");
        return errors.map(cause).collect();
    }
    let listed = said
        .strip_prefix('[')
        .and_then(|said| said.strip_suffix(']'));
    let parts = split(listed.unwrap_or(said)).into_iter();
    parts.map(cause).collect()
}

/// Read one error, which may begin with its field.
fn cause(text: &str) -> Cause {
    let (field, message) = text
        .split_once(": ")
        .filter(|(field, _)| is_field(field))
        .unwrap_or(("", text));
    Cause {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}

/// Take a list of errors apart where the next one begins with a field.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest[from..].find(", ") {
        let at = from + found;
        let next = &rest[at + 2..];
        let begins = next
            .split_once(": ")
            .is_some_and(|(field, _)| is_field(field));
        if begins && rest.split_once(": ").is_some_and(|(f, _)| is_field(f)) {
            parts.push(&rest[..at]);
            rest = next;
            from = 0;
        } else {
            from = at + 2;
        }
    }
    parts.push(rest);
    parts
}

fn is_field(text: &str) -> bool {
    let known = ["spec", "metadata", "status"]
        .iter()
        .any(|root| text == *root || text.starts_with(&format!("{root}.")));
    known && !text.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use serde_json::json;

    use super::*;

    fn forbidden(message: &str) -> Status {
        let message = format!("shoots.core.gardener.cloud \"a\" is forbidden: {message}");
        Status::failure(&message, "Forbidden").with_code(403)
    }

    fn fields(status: &Status) -> Vec<(String, String)> {
        let causes = causes(status).into_iter();
        causes.map(|cause| (cause.field, cause.message)).collect()
    }

    #[test]
    fn messages_of_admission_are_taken_apart_at_fields() {
        let one = forbidden(
            "spec.provider.workers[0].machine.image: Unsupported value: \"x\": supported values: \"a, b\"",
        );
        assert!(is_verdict(&one));
        assert_eq!(
            fields(&one),
            [(
                "spec.provider.workers[0].machine.image".to_owned(),
                "Unsupported value: \"x\": supported values: \"a, b\"".to_owned()
            )]
        );
        let two = forbidden(
            "[spec.region: Invalid value: \"a\", or so, spec.provider.workers[1].zones: Forbidden: b]",
        );
        let wanted = [
            ("spec.region", "Invalid value: \"a\", or so"),
            ("spec.provider.workers[1].zones", "Forbidden: b"),
        ];
        assert_eq!(
            fields(&two),
            wanted.map(|(f, m)| (f.to_owned(), m.to_owned()))
        );
        let text = "error while validating tolerations against allowlist: [spec.tolerations[0]: Forbidden: no]";
        assert_eq!(fields(&forbidden(text)), [(String::new(), text.to_owned())]);
    }

    #[test]
    fn several_errors_are_several_causes() {
        let text =
            "2 errors occurred:\n\t* given Shoot is workerless\n\t* spec.extensions[0]: no\n\n";
        let wanted = [
            ("", "given Shoot is workerless"),
            ("spec.extensions[0]", "no"),
        ];
        assert_eq!(
            fields(&forbidden(text)),
            wanted.map(|(f, m)| (f.to_owned(), m.to_owned()))
        );
    }

    #[test]
    fn plain_errors_of_admission_are_told_from_what_broke() {
        let failure = |message: &str, reason: &str| {
            is_plain(&Status::failure(message, reason).with_code(500))
        };
        assert!(failure("cloud profile reference change is invalid", ""));
        let missing = "Internal error occurred: could not find referenced cloud profile";
        assert!(failure(missing, "InternalError"));
        assert!(!failure("etcdserver: leader changed", ""));
        let webhook = "Internal error occurred: failed calling webhook \"x\"";
        assert!(!failure(webhook, "InternalError"));
    }

    #[test]
    fn what_something_in_between_answers_is_no_verdict() {
        let page = "<!DOCTYPE html><html><head><title>Blocked</title></head></html>";
        let in_status = json!({"kind": "Status", "reason": "Forbidden", "message": page});
        for body in [
            page,
            "denied",
            "",
            r#"{"error":"forbidden"}"#,
            r#"{"message":"admission webhook \"x\" denied the request","reason":"Forbidden","status":"Failure"}"#,
            r#"{"kind":"Status","status":"Failure","message":"no"}"#,
            &in_status.to_string(),
        ] {
            for code in [400, 403, 422] {
                let code = StatusCode::from_u16(code).unwrap();
                assert!(
                    !is_verdict(&explain::status(code, body.as_bytes())),
                    "{code}: {body}"
                );
            }
        }
        let failed = explain::status(StatusCode::INTERNAL_SERVER_ERROR, b"no such upstream");
        assert!(!is_plain(&failed));
        // Webhooks need not give a reason.
        let denied =
            json!({"kind": "Status", "message": "admission webhook \"x\" denied the request: no"});
        let denied = denied.to_string();
        assert!(is_verdict(&explain::status(
            StatusCode::BAD_REQUEST,
            denied.as_bytes()
        )));
    }

    #[test]
    fn a_missing_permission_is_no_verdict() {
        let rbac = forbidden(
            "User \"jane\" cannot patch resource \"shoots\" in API group \"core.gardener.cloud\" in the namespace \"a\"",
        );
        assert!(!is_verdict(&rbac));
        assert!(!is_verdict(&forbidden("not yet ready to handle request")));
        let webhook = Status::failure(
            "admission webhook \"x\" denied the request: no",
            "InternalError",
        );
        assert!(is_verdict(&webhook.with_code(500)));
        let blind = Status::failure(
            "admission webhook \"x\" does not support dry run",
            "BadRequest",
        );
        assert!(!is_verdict(&blind.with_code(400)));
    }
}
