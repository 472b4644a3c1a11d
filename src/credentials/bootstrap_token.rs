//! A bootstrap token: when it ends. Its value is not read, and what was sent is wiped.

use std::borrow::Cow;

use anyhow::anyhow;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use jiff::Timestamp;
use serde::Deserialize;

use super::wipe;

/// Read when the token in a Secret ends; none where it does not say so
/// (`k8s.io/cluster-bootstrap/token/api:BootstrapTokenExpirationKey`).
pub(crate) fn ends(answer: Bytes) -> anyhow::Result<Option<Timestamp>> {
    #[derive(Deserialize)]
    struct Secret<'a> {
        #[serde(borrow, default)]
        data: Option<Data<'a>>,
    }
    #[derive(Deserialize)]
    struct Data<'a> {
        #[serde(borrow)]
        expiration: Option<Cow<'a, str>>,
    }
    let read = serde_json::from_slice::<Secret>(&answer)
        .map_err(|_| anyhow!("it is no Secret"))
        .map(|secret| {
            let text = STANDARD.decode(secret.data?.expiration?.as_bytes()).ok()?;
            String::from_utf8(text).ok()?.parse().ok()
        });
    wipe(answer);
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_is_read() {
        let read = |data: serde_json::Value| {
            let secret = serde_json::json!({ "data": data }).to_string();
            ends(Bytes::from(secret))
        };
        let end = STANDARD.encode("2026-11-22T10:00:00Z");
        let token = serde_json::json!({ "expiration": end, "token-secret": "c2VjcmV0" });
        let expected = "2026-11-22T10:00:00Z".parse::<Timestamp>().unwrap();
        assert_eq!(read(token).unwrap(), Some(expected));
        assert_eq!(read(serde_json::json!(null)).unwrap(), None);
        assert_eq!(
            read(serde_json::json!({ "expiration": "!" })).unwrap(),
            None
        );
        assert!(ends(Bytes::from_static(b"\"\"")).is_err());
    }
}
