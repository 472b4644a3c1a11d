//! The way to a garden, step by step: the first that fails is named, and what follows it is not looked at.

use std::error::Error as StdError;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use http::header::{ACCEPT, DATE};
use http::{Request, StatusCode};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use kube::client::Body;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

use crate::domain::doctor::clock::{self, Clock};
use crate::domain::doctor::{Finding, State, versions};
use crate::error::show;
use crate::garden::connection::{ConnectionArgs, Environment, Place, Settings, Way, chain};
use crate::garden::explain::{self, Doing};
use crate::garden::{Garden, page};

/// How long the steps may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One step.
    pub step: Duration,
    /// Getting credentials: somebody may have to log in.
    pub credentials: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            step: Duration::from_secs(10),
            credentials: Duration::from_secs(60),
        }
    }
}

/// How far it was reached.
#[derive(Debug, Default)]
pub struct Reached {
    /// What came of each step that was taken.
    pub findings: Vec<Finding>,
    /// The garden, if it is one.
    pub garden: Option<Garden>,
    /// Where the kubeconfig leads.
    pub place: Option<Place>,
    /// Who we are, as the server says.
    pub user: Option<String>,
    /// Version of the API server.
    pub kubernetes: Option<String>,
    /// How far the clocks are apart.
    pub clock: Option<Clock>,
}

/// Go the way.
pub async fn reach(
    args: &ConnectionArgs,
    environment: &Environment,
    settings: Settings,
    limits: Limits,
) -> Reached {
    let mut reached = Reached::default();
    // Whatever ends it early has been told.
    let _ = Steps {
        reached: &mut reached,
        limits,
    }
    .go(args, environment, settings)
    .await;
    if let Some(clock) = reached.clock {
        reached.findings.push(clock::judge(clock));
    }
    reached
}

/// A step failed, and the rest is not looked at.
struct Stopped;

struct Steps<'r> {
    reached: &'r mut Reached,
    limits: Limits,
}

impl Steps<'_> {
    fn tell(&mut self, finding: Finding) {
        self.reached.findings.push(finding);
    }

    fn fail(&mut self, id: &'static str, error: &anyhow::Error) -> Stopped {
        let shown = show(error);
        let finding = Finding::new(id, State::Error, shown.message);
        let hints = shown.hints.join("; ");
        self.tell(if hints.is_empty() {
            finding
        } else {
            finding.advise(hints)
        });
        Stopped
    }

    fn late(&mut self, id: &'static str, what: &str, limit: Duration) -> Stopped {
        let message = format!("{what} took longer than {}", shown(limit));
        self.tell(Finding::new(id, State::Error, message).advise("check network, VPN and proxy"));
        Stopped
    }

    async fn go(
        mut self,
        args: &ConnectionArgs,
        environment: &Environment,
        settings: Settings,
    ) -> Result<(), Stopped> {
        let way = match Way::find(args, environment) {
            Ok(way) => way,
            Err(error) => return Err(self.fail("kubeconfig", &error)),
        };
        let place = way.place().clone();
        self.tell(Finding::ok("kubeconfig", place.to_string()));
        self.reached.place = Some(place.clone());
        self.connect(&way).await?;
        let garden = self.credentials(way, args, settings).await?;
        self.answers(&garden).await?;
        self.who(&garden).await?;
        self.groups(&garden).await
    }

    /// Look the name up and connect, past the client: its errors come too late to tell these steps apart.
    async fn connect(&mut self, way: &Way) -> Result<(), Stopped> {
        let (host, port) = way.first_hop();
        let proxy = way.proxy();
        let what = match &proxy {
            Some(proxy) => format!("proxy {proxy}"),
            None => host.clone(),
        };
        let limit = self.limits.step;
        let found = timeout(limit, lookup_host((host.as_str(), port))).await;
        let addresses: Vec<SocketAddr> = match found {
            Err(_) => return Err(self.late("dns", &format!("looking up {host}"), limit)),
            Ok(Ok(addresses)) => addresses.collect(),
            Ok(Err(error)) => {
                let message = format!("{what}: the name cannot be resolved ({error})");
                let advice = "check the server's address, network and VPN";
                self.tell(Finding::new("dns", State::Error, message).advise(advice));
                return Err(Stopped);
            }
        };
        let texts: Vec<String> = addresses.iter().map(|one| one.ip().to_string()).collect();
        self.tell(if host.parse::<IpAddr>().is_ok() {
            Finding::ok("dns", format!("{what} is an address, and no name"))
        } else {
            Finding::ok("dns", format!("{what} is {}", texts.join(", ")))
        });
        match timeout(limit, TcpStream::connect(addresses.as_slice())).await {
            Err(_) => Err(self.late("tcp", &format!("connecting to {what}"), limit)),
            Ok(Ok(stream)) => {
                let to = stream.peer_addr().map(|to| to.to_string());
                let to = to.unwrap_or_else(|_| format!("{host}:{port}"));
                self.tell(Finding::ok("tcp", format!("connected to {to}")));
                Ok(())
            }
            Ok(Err(error)) => {
                let why = match error.kind() {
                    ErrorKind::ConnectionRefused => "the connection was refused".to_owned(),
                    ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                        "it cannot be reached from here".to_owned()
                    }
                    _ => error.to_string(),
                };
                let advice = if proxy.is_some() {
                    "check the proxy: --proxy-url, HTTPS_PROXY and NO_PROXY"
                } else {
                    "check the server's address, network, VPN and firewall, and that it runs"
                };
                let message = format!("{what}, port {port}: {why}");
                self.tell(Finding::new("tcp", State::Error, message).advise(advice));
                Err(Stopped)
            }
        }
    }

    async fn credentials(
        &mut self,
        way: Way,
        args: &ConnectionArgs,
        settings: Settings,
    ) -> Result<Garden, Stopped> {
        let from = way.credentials();
        let plugin = way.plugin().map(ToOwned::to_owned);
        let security = way.security();
        let limit = self.limits.credentials;
        let garden = match timeout(limit, way.connected(args, &settings)).await {
            Err(_) => {
                let message = format!("{from} took longer than {}", shown(limit));
                let finding = Finding::new("credentials", State::Error, message);
                self.tell(match plugin {
                    Some(command) => finding.advise(format!(
                        "run {command} by hand, as the kubeconfig says, and see what it waits for"
                    )),
                    None => finding,
                });
                return Err(Stopped);
            }
            Ok(Err(error)) => return Err(self.fail("credentials", &error)),
            Ok(Ok(connected)) => Garden::of(connected, settings),
        };
        self.tell(match from.as_str() {
            "none" => Finding::new("credentials", State::Warning, "the user has none")
                .advise("choose another user with --context, --user or --token"),
            _ => Finding::ok("credentials", from),
        });
        match security {
            (false, _) => self.tell(
                Finding::new(
                    "tls",
                    State::Warning,
                    "the connection is not encrypted: anybody on the way can read and change everything",
                )
                .advise("write https:// in front of the server's address"),
            ),
            (true, false) => self.tell(
                Finding::new(
                    "tls",
                    State::Warning,
                    "the server's certificate is not checked: anybody on the way can read and change everything",
                )
                .advise("take insecure-skip-tls-verify out of the kubeconfig, and name the authority"),
            ),
            (true, true) => {}
        }
        Ok(garden)
    }

    /// Ask for the version, twice: the first request opens the connection, the second one tells the time.
    async fn answers(&mut self, garden: &Garden) -> Result<(), Stopped> {
        let limit = self.limits.step;
        let secure = !self
            .reached
            .findings
            .iter()
            .any(|finding| finding.id == "tls");
        for last in [false, true] {
            let sent = Timestamp::now();
            let Ok(answer) = timeout(limit, ask(garden)).await else {
                return Err(self.late("api", "the server's answer", limit));
            };
            let received = Timestamp::now();
            let answered = match answer {
                Ok(answer) => {
                    // Whatever it answers, a refusal as well, it tells the time: a clock that is wrong may be the reason.
                    let clock = answer.date.map(|date| clock::compare(sent, received, date));
                    self.reached.clock = clock.or(self.reached.clock);
                    answer.version
                }
                Err(error) => Err(error),
            };
            let version = match answered {
                Ok(version) => version,
                Err(error) => return Err(self.unanswered(garden, error, secure)),
            };
            if !last {
                continue;
            }
            if secure {
                let trusted = "the server's certificate is trusted";
                self.tell(Finding::ok("tls", trusted));
            }
            if self.reached.clock.is_none() {
                let why = "the server's answer has no date";
                self.tell(Finding::skipped("clock", why));
            }
            let took = received.duration_since(sent).as_millis();
            self.tell(Finding::ok("api", format!("answered in {took} ms")));
            match version {
                Some(version) => {
                    self.tell(versions::kubernetes(&version));
                    self.reached.kubernetes = Some(version);
                }
                None => self.tell(Finding::skipped(
                    "kubernetes-version",
                    "the server does not tell its version",
                )),
            }
        }
        Ok(())
    }

    /// Tell which step it was that failed.
    fn unanswered(&mut self, garden: &Garden, error: kube::Error, secure: bool) -> Stopped {
        let untrusted = chain(&error).any(<dyn StdError>::is::<rustls::Error>);
        let id = match explain::code(&error) {
            _ if untrusted => "tls",
            Some(401) => "authentication",
            _ => "api",
        };
        if secure && !untrusted && explain::code(&error).is_some() {
            let trusted = "the server's certificate is trusted";
            self.tell(Finding::ok("tls", trusted));
        }
        if id == "authentication" {
            self.tell(Finding::ok("api", "the server answers"));
        }
        let doing = doing("get", "version");
        let error = garden.explain(error, &doing);
        self.fail(id, &error)
    }

    async fn who(&mut self, garden: &Garden) -> Result<(), Stopped> {
        let limit = self.limits.step;
        match timeout(limit, garden.user()).await {
            Err(_) => Err(self.late("authentication", "the server's answer", limit)),
            Ok(Ok(user)) => {
                self.tell(Finding::ok("authentication", format!("as user {user}")));
                self.reached.user = Some(user);
                Ok(())
            }
            Ok(Err(error)) => {
                let shown = show(&error);
                if shown.message.contains("(401 unauthorized)") {
                    return Err(self.fail("authentication", &error));
                }
                // Older servers do not tell who we are, and impersonating can be forbidden.
                let message = format!("as whom is not told: {}", shown.message);
                let finding = Finding::new("authentication", State::Warning, message);
                self.tell(finding.advise(shown.hints.join("; ")));
                Ok(())
            }
        }
    }

    async fn groups(&mut self, garden: &Garden) -> Result<(), Stopped> {
        let limit = self.limits.step;
        let id = "gardener-api";
        let client = garden.client();
        let served = match timeout(limit, explain::served(client, garden.place())).await {
            Err(_) => return Err(self.late(id, "the list of API groups", limit)),
            Ok(Err(error)) => return Err(self.fail(id, &error)),
            Ok(Ok(None)) => {
                self.tell(Finding::skipped(
                    id,
                    "the server does not tell its API groups",
                ));
                self.reached.garden = Some(garden.clone());
                return Ok(());
            }
            Ok(Ok(Some(served))) => served,
        };
        if let Err(error) = explain::require_gardener_among(&served, garden.place()) {
            return Err(self.fail(id, &error));
        }
        self.tell(Finding::ok(id, "the server is a garden"));
        for finding in versions::apis(&served) {
            self.tell(finding);
        }
        self.reached.garden = Some(garden.clone());
        Ok(())
    }
}

/// What the server says of itself.
struct Answered {
    date: Option<Timestamp>,
    /// Its version, if it tells it, or the refusal.
    version: kube::Result<Option<String>>,
}

async fn ask(garden: &Garden) -> kube::Result<Answered> {
    let request = Request::get("/version")
        .header(ACCEPT, "application/json")
        .body(Body::empty())
        .map_err(kube::Error::HttpError)?;
    let response = garden.client().send(request).await?;
    let status = response.status();
    let date = response.headers().get(DATE);
    let date = date.and_then(|date| date.to_str().ok()).and_then(http_date);
    let body = page::first_frame(response.into_body()).await?;
    let version = version(status, &body);
    Ok(Answered { date, version })
}

fn version(status: StatusCode, body: &[u8]) -> kube::Result<Option<String>> {
    // Who may not ask for it has reached an API server all the same.
    if !status.is_success() && status.as_u16() != 403 {
        return Err(kube::Error::Api(explain::status(status, body).boxed()));
    }
    let said: Option<serde_json::Value> = serde_json::from_slice(body).ok();
    let Some(said) = said else {
        return Err(kube::Error::Api(explain::status(status, body).boxed()));
    };
    Ok(said["gitVersion"].as_str().map(ToOwned::to_owned))
}

/// Say how long something may take: below a second and between two of them in milliseconds.
fn shown(limit: Duration) -> String {
    if limit.subsec_nanos() == 0 {
        format!("{} s", limit.as_secs())
    } else {
        format!("{} ms", limit.as_millis())
    }
}

/// Read the date of an answer: `Sat, 21 Nov 2026 10:00:00 GMT`.
fn http_date(text: &str) -> Option<Timestamp> {
    static PARSER: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new();
    PARSER.parse_timestamp(text).ok()
}

fn doing(verb: &'static str, resource: &str) -> Doing {
    Doing {
        verb,
        resource: resource.to_owned(),
        group: String::new(),
        namespace: None,
        name: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_answers_are_read() {
        let expected: Timestamp = "2026-11-21T10:00:07Z".parse().unwrap();
        assert_eq!(http_date("Sat, 21 Nov 2026 10:00:07 GMT"), Some(expected));
        assert_eq!(http_date("yesterday"), None);
    }

    #[test]
    fn short_limits_are_told_in_milliseconds() {
        for (limit, expected) in [(500, "500 ms"), (1500, "1500 ms"), (10_000, "10 s")] {
            assert_eq!(shown(Duration::from_millis(limit)), expected);
        }
    }
}
