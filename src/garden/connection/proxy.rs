//! Which proxy leads to a server: the kubeconfig's, else the environment's, by Go's rules.
//!
//! kube matches `NO_PROXY` against the proxy instead of the server and refuses lists with a trailing
//! comma, so it is never asked.

use std::net::IpAddr;

use anyhow::{Context, bail};
use http::Uri;
use ipnet::IpNet;

use super::environment::Environment;
use crate::error::WithHint;

/// Choose the proxy for a server. `explicit` is the kubeconfig's or the flag's: `NO_PROXY` does not concern it.
pub(super) fn choose(
    server: &Uri,
    explicit: Option<&str>,
    environment: &Environment,
) -> anyhow::Result<Option<Uri>> {
    if let Some(url) = explicit.filter(|url| !url.is_empty()) {
        return parse(url).context("the proxy of the kubeconfig").map(Some);
    }
    let names: &[&str] = if server.scheme_str() == Some("http") {
        &["HTTP_PROXY", "http_proxy"]
    } else {
        &["HTTPS_PROXY", "https_proxy"]
    };
    let Some(url) = environment.first(names) else {
        return Ok(None);
    };
    let host = host(server);
    let port = port(server);
    if is_local(host) || is_excepted(host, port, environment.first(&["NO_PROXY", "no_proxy"])) {
        return Ok(None);
    }
    parse(url)
        .with_context(|| format!("the proxy in {}", names[0]))
        .map(Some)
}

/// Parse the address of a proxy; without a scheme it speaks HTTP. Messages leave out its password.
fn parse(url: &str) -> anyhow::Result<Uri> {
    let url = url.trim();
    let with_scheme = if url.contains("://") {
        url.to_owned()
    } else {
        format!("http://{url}")
    };
    let uri: Uri = with_scheme
        .parse()
        .ok()
        .context("is not a URL")
        .hint("write it like http://proxy.example.com:3128")?;
    match uri.scheme_str() {
        Some("http" | "https" | "socks5") => Ok(uri),
        // Both leave the look-up of names to the proxy.
        Some("socks5h") => Ok(with_scheme.replacen("socks5h", "socks5", 1).parse()?),
        scheme => bail!(
            "has the unsupported scheme {}: http, https and socks5 are",
            scheme.unwrap_or("none")
        ),
    }
}

/// Give the address of a proxy without user and password.
pub(super) fn shown(proxy: &Uri) -> String {
    format!(
        "{}://{}{}",
        proxy.scheme_str().unwrap_or("http"),
        proxy.host().unwrap_or_default(),
        proxy
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default()
    )
}

fn host(uri: &Uri) -> &str {
    uri.host()
        .unwrap_or_default()
        .trim_start_matches('[')
        .trim_end_matches(']')
}

fn port(uri: &Uri) -> u16 {
    let default = if uri.scheme_str() == Some("http") {
        80
    } else {
        443
    };
    uri.port_u16().unwrap_or(default)
}

/// Go never uses the environment's proxy for the machine itself.
fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Tell whether `NO_PROXY` excepts a host; its entries may be separated by commas and blanks.
fn is_excepted(host: &str, port: u16, list: Option<&str>) -> bool {
    let host = host.trim_end_matches('.').to_lowercase();
    let ip = host.parse::<IpAddr>().ok();
    list.unwrap_or_default()
        .split([',', ' ', '\t', '\n'])
        .filter(|entry| !entry.is_empty())
        .any(|entry| matches(&entry.to_lowercase(), &host, ip, port))
}

fn matches(entry: &str, host: &str, ip: Option<IpAddr>, port: u16) -> bool {
    if entry == "*" {
        return true;
    }
    if let Ok(net) = entry.parse::<IpNet>() {
        return ip.is_some_and(|ip| net.contains(&ip));
    }
    let (name, wanted_port) = split_port(entry);
    if wanted_port.is_some_and(|wanted| wanted != port) {
        return false;
    }
    let name = name.trim_end_matches('.');
    if let Ok(address) = name.parse::<IpAddr>() {
        return ip == Some(address);
    }
    let name = name.strip_prefix('*').unwrap_or(name);
    match name.strip_prefix('.') {
        // `.example.com` stands for what is below it only.
        Some(_) => host.ends_with(name),
        None => {
            host == name
                || host
                    .strip_suffix(name)
                    .is_some_and(|rest| rest.ends_with('.'))
        }
    }
}

/// Split `host:port`, `[address]:port` and plain hosts; a bare IPv6 address has no port.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((name, rest)) = entry
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        return (
            name,
            rest.strip_prefix(':').and_then(|port| port.parse().ok()),
        );
    }
    match entry.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') => match port.parse() {
            Ok(port) => (name, Some(port)),
            Err(_) => (entry, None),
        },
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment {
            variables: variables
                .iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            current_dir: "/".into(),
            stdin_is_terminal: false,
            service_account: "/nowhere".into(),
        }
    }

    fn chosen(server: &str, explicit: Option<&str>, variables: &[(&str, &str)]) -> Option<String> {
        choose(&server.parse().unwrap(), explicit, &environment(variables))
            .unwrap()
            .map(|uri| shown(&uri))
    }

    #[test]
    fn trap_03_no_proxy_is_matched_on_the_server() {
        const SERVER: &str = "https://api.garden.example.com:6443";
        const PROXY: (&str, &str) = ("HTTPS_PROXY", "http://proxy.example.com:3128");
        let used = Some("http://proxy.example.com:3128".to_owned());
        for (list, direct) in [
            ("", false),
            ("api.garden.example.com", true),
            ("API.Garden.Example.Com", true),
            ("garden.example.com", true),
            (".garden.example.com", true),
            ("*.garden.example.com", true),
            ("example.com", true),
            (".api.garden.example.com", false),
            ("den.example.com", false),
            ("other.example.com", false),
            ("*", true),
            ("api.garden.example.com:6443", true),
            ("api.garden.example.com:443", false),
            ("other.example.com,api.garden.example.com,", true),
            (",", false),
            ("other.example.com, api.garden.example.com", true),
            ("other.example.com api.garden.example.com", true),
            ("10.0.0.0/8", false),
            // What kube would have matched.
            ("proxy.example.com:3128", false),
            ("proxy.example.com", false),
        ] {
            let expected = if direct { None } else { used.clone() };
            assert_eq!(
                chosen(SERVER, None, &[PROXY, ("NO_PROXY", list)]),
                expected,
                "{list}"
            );
            assert_eq!(
                chosen(SERVER, None, &[PROXY, ("no_proxy", list)]),
                expected,
                "{list}"
            );
        }
    }

    #[test]
    fn addresses_are_excepted_by_address_and_range() {
        const PROXY: (&str, &str) = ("HTTPS_PROXY", "http://proxy.example.com:3128");
        for (server, list, direct) in [
            ("https://10.1.2.3", "10.0.0.0/8", true),
            ("https://11.1.2.3", "10.0.0.0/8", false),
            ("https://10.1.2.3", "10.1.2.3", true),
            ("https://10.1.2.3", "10.1.2.3:443", true),
            ("https://10.1.2.3:6443", "10.1.2.3:443", false),
            ("https://110.1.2.3", "10.1.2.3", false),
            ("https://[2001:db8::1]:6443", "2001:db8::/32", true),
            ("https://[2001:db8::1]:6443", "[2001:db8::1]:6443", true),
            ("https://[2001:db8::1]:6443", "2001:db8::2", false),
        ] {
            let proxy = chosen(server, None, &[PROXY, ("NO_PROXY", list)]);
            assert_eq!(proxy.is_none(), direct, "{server} {list}");
        }
    }

    #[test]
    fn the_kubeconfigs_proxy_ignores_no_proxy_and_the_environment() {
        let everything = [("HTTPS_PROXY", "http://other:1"), ("NO_PROXY", "*")];
        assert_eq!(
            chosen(
                "https://localhost",
                Some("socks5://proxy:1080"),
                &everything
            )
            .as_deref(),
            Some("socks5://proxy:1080")
        );
    }

    #[test]
    fn the_variable_follows_the_scheme_of_the_server() {
        let both = [("HTTPS_PROXY", "https:1"), ("http_proxy", "http://plain:2")];
        assert_eq!(
            chosen("http://garden", None, &both).as_deref(),
            Some("http://plain:2")
        );
        assert_eq!(
            chosen("https://garden", None, &both).as_deref(),
            Some("http://https:1")
        );
        assert_eq!(chosen("https://127.0.0.1:6443", None, &both), None);
        assert_eq!(chosen("https://localhost:6443", None, &both), None);
    }

    #[test]
    fn passwords_of_proxies_appear_in_no_text() {
        let uri = parse("socks5h://me:planted@proxy:1080").unwrap();
        assert_eq!(shown(&uri), "socks5://proxy:1080");
        let error = parse("ftp://me:planted@proxy").unwrap_err();
        assert!(!format!("{error:#}").contains("planted"));
        let error = parse("http://me:planted@pro xy").unwrap_err();
        assert!(!format!("{error:#}").contains("planted"));
    }
}
