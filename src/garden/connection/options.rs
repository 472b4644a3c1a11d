//! kubectl's connection flags, with kubectl's meaning.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::NonEmptyStringValueParser;
use jiff::SignedDuration;
use secrecy::SecretString;

use crate::garden::names::Names;

/// Flags that say which garden is talked to, and as whom.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
pub struct ConnectionArgs {
    /// Kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config
    #[arg(long, global = true, value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,
    /// Context of the kubeconfig to use
    #[arg(long, global = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Contexts)]
    pub context: Option<String>,
    /// Cluster of the kubeconfig to use
    #[arg(long, global = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Clusters)]
    pub cluster: Option<String>,
    /// User of the kubeconfig to use
    #[arg(long, global = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), add = Names::Users)]
    pub user: Option<String>,
    /// User to act as
    #[arg(long = "as", global = true, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub as_user: Option<String>,
    /// Group to act as, can be repeated
    #[arg(long, global = true, value_name = "GROUP", value_parser = NonEmptyStringValueParser::new())]
    pub as_group: Vec<String>,
    /// UID to act as
    #[arg(long, global = true, value_name = "UID", value_parser = NonEmptyStringValueParser::new())]
    pub as_uid: Option<String>,
    /// Bearer token to use instead of the kubeconfig's credentials
    #[arg(long, global = true, value_name = "TOKEN", value_parser = secret)]
    pub token: Option<SecretString>,
    /// Address of the API server
    #[arg(short, long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub server: Option<String>,
    /// Name that the server's certificate is checked for
    #[arg(long, global = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub tls_server_name: Option<String>,
    /// File with the certificates of the authorities that are trusted
    #[arg(long, global = true, value_name = "FILE")]
    pub certificate_authority: Option<PathBuf>,
    /// File with the client certificate
    #[arg(long, global = true, value_name = "FILE")]
    pub client_certificate: Option<PathBuf>,
    /// File with the key of the client certificate
    #[arg(long, global = true, value_name = "FILE")]
    pub client_key: Option<PathBuf>,
    /// Do not check the server's certificate; anybody on the way can read and change everything
    #[arg(long, global = true, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    pub insecure_skip_tls_verify: Option<bool>,
    /// Time that one attempt of a request may take, such as 30s or 1m30s; 0 for no limit [default: 30s, lists and streams excepted]
    #[arg(long, global = true, value_name = "DURATION", value_parser = request_timeout)]
    pub request_timeout: Option<RequestTimeout>,
    /// Proxy to use instead of $HTTPS_PROXY and the kubeconfig's
    #[arg(long, global = true, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub proxy_url: Option<String>,
}

impl ConnectionArgs {
    /// Give the flags as kubectl takes them, for commands that people copy; credentials are left out.
    pub fn for_kubectl(&self) -> Vec<String> {
        let path = |file: &Option<PathBuf>| file.as_ref().map(|file| file.display().to_string());
        let flags = [
            ("kubeconfig", path(&self.kubeconfig)),
            ("context", self.context.clone()),
            ("cluster", self.cluster.clone()),
            ("user", self.user.clone()),
            ("server", self.server.clone()),
            ("tls-server-name", self.tls_server_name.clone()),
            ("certificate-authority", path(&self.certificate_authority)),
            ("client-certificate", path(&self.client_certificate)),
            ("client-key", path(&self.client_key)),
            ("as", self.as_user.clone()),
            ("as-uid", self.as_uid.clone()),
            (
                "insecure-skip-tls-verify",
                self.insecure_skip_tls_verify.map(|skip| skip.to_string()),
            ),
        ];
        let groups = self
            .as_group
            .iter()
            .map(|group| format!("--as-group={group}"));
        flags
            .into_iter()
            .filter_map(|(name, value)| Some(format!("--{name}={}", value?)))
            .chain(groups)
            .collect()
    }
}

/// Limit of one attempt of a request as it was asked for; `None` inside stands for no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTimeout(pub Option<Duration>);

#[expect(
    clippy::unnecessary_wraps,
    reason = "clap takes parsers that return a Result"
)]
fn secret(text: &str) -> Result<SecretString, std::convert::Infallible> {
    Ok(SecretString::from(text))
}

/// Parse kubectl's syntax: a number of seconds or a Go duration, 0 for none.
fn request_timeout(text: &str) -> Result<RequestTimeout, String> {
    let expected = || format!("`{text}` is no duration: use 30, 30s or 1m30s, or 0 for no limit");
    if let Ok(seconds) = text.parse::<u64>() {
        let limit = (seconds > 0).then(|| Duration::from_secs(seconds));
        return Ok(RequestTimeout(limit));
    }
    // jiff reads more than Go does ("1 minute ago"); only numbers with Go's units are kubectl's syntax.
    if !text
        .chars()
        .all(|c| c.is_ascii_digit() || ".hmnuµs".contains(c))
    {
        return Err(expected());
    }
    let duration: SignedDuration = text.parse().map_err(|_| expected())?;
    let duration = Duration::try_from(duration).map_err(|_| expected())?;
    Ok(RequestTimeout((!duration.is_zero()).then_some(duration)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_timeouts_are_kubectls() {
        let limit = |text| request_timeout(text).map(|timeout| timeout.0);
        assert_eq!(limit("0"), Ok(None));
        assert_eq!(limit("0s"), Ok(None));
        assert_eq!(limit("30"), Ok(Some(Duration::from_secs(30))));
        assert_eq!(limit("30s"), Ok(Some(Duration::from_secs(30))));
        assert_eq!(limit("1m30s"), Ok(Some(Duration::from_secs(90))));
        assert_eq!(limit("1.5h"), Ok(Some(Duration::from_secs(5400))));
        assert_eq!(limit("250ms"), Ok(Some(Duration::from_millis(250))));
        for wrong in [
            "", "-1", "-1s", "soon", "1 minute", "1m ago", "1d", "s", "1x",
        ] {
            assert!(limit(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_is_not_shown_by_debug() {
        let args = ConnectionArgs {
            token: Some(SecretString::from("planted")),
            ..ConnectionArgs::default()
        };
        assert!(!format!("{args:?}").contains("planted"));
    }
}
