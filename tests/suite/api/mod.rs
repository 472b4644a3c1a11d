//! A Kubernetes API server of the tests' own, in this process, on a loopback port, gone with the test.
//!
//! ```ignore
//! let api = FakeApi::https();
//! api.add(json!({ "apiVersion": "core.gardener.cloud/v1beta1", "kind": "Seed", "metadata": { "name": "aws" } }));
//! api.damage(On::get("/seeds").times(1), Damage::Reset);
//! let kubeconfig = api.kubeconfig_file(directory.path());   // for the binary and for the library
//! assert_eq!(api.requests().len(), 2);
//! ```
//!
//! It serves what was added: lists with limit and continue, single objects, discovery, reviews, and writes (merge
//! patches, creation, deletion) with versions, preconditions and dry runs. Handlers that a test adds are asked first.
//! With `speak_protobuf` lists come as protobuf, too, also as the initial events of a watch.
//! Damage spoils the answer of what the server has done; a handler that answers itself keeps it from doing it.

pub mod protobuf;
mod proxy;
mod reply;
mod selector;
mod server;
mod store;
mod tls;
mod write;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use serde_json::{Value, json};

pub use protobuf::Protobuf;
pub use proxy::{FakeProxy, Speaks};
pub use reply::{Damage, Reply};
pub use store::{Address, Store};
pub use tls::{Authority, Identity};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: http::HeaderMap,
    pub body: Vec<u8>,
    /// Whether a client certificate came with the connection.
    pub certificate: bool,
}

impl Seen {
    /// Give a parameter of the query, decoded.
    pub fn parameter(&self, name: &str) -> Option<String> {
        form_urlencoded::parse(self.query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }

    /// Give a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Give all values of a header.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect()
    }

    /// Give the body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a JSON body")
    }
}

/// Which requests something is meant for.
#[derive(Clone, Debug)]
pub struct On {
    method: &'static str,
    path: String,
    query: Option<String>,
    skip: usize,
    times: usize,
}

impl On {
    /// Requests of a method whose path ends like this.
    pub fn new(method: &'static str, path: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            query: None,
            skip: 0,
            times: usize::MAX,
        }
    }

    /// `GET` requests whose path ends like this.
    pub fn get(path: &str) -> Self {
        Self::new("GET", path)
    }

    /// Only those whose query contains this.
    pub fn query(mut self, part: &str) -> Self {
        self.query = Some(part.to_owned());
        self
    }

    /// Only that many of them.
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// Not the first ones.
    pub fn after(mut self, skip: usize) -> Self {
        self.skip = skip;
        self
    }

    /// Tell whether a request is meant, and count it.
    pub fn matches(&mut self, seen: &Seen) -> bool {
        let meant = seen.method == self.method
            && seen.path.ends_with(&self.path)
            && self
                .query
                .as_ref()
                .is_none_or(|part| seen.query.contains(part));
        if !meant || self.times == 0 {
            return false;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return false;
        }
        self.times -= 1;
        true
    }
}

/// What a list says to a continue token that expired.
#[derive(Clone, Copy, Debug)]
pub enum Expiry {
    /// 410, with another token that continues after the same object.
    OffersAnother,
    /// 410, and the list must start over.
    StartsOver,
}

type Handler = Box<dyn FnMut(&Seen, &mut Store) -> Option<Reply> + Send>;

#[derive(Default)]
struct State {
    store: Store,
    handlers: Vec<Handler>,
    damages: Vec<(On, Damage)>,
    requests: Vec<Seen>,
    /// Accepted tokens; anybody is let in when empty and no certificate is wanted.
    tokens: Vec<String>,
    wants_certificate: bool,
    /// What it can do with protobuf.
    protobuf: Option<Protobuf>,
}

impl State {
    /// Give the reply to a request, and what happens to it on the way.
    fn reply(&mut self, seen: &Seen) -> Reply {
        if self.protobuf.is_none() && protobuf::is_all_that_is_accepted(seen) {
            return protobuf::not_acceptable();
        }
        self.requests.push(seen.clone());
        let damage = self
            .damages
            .iter_mut()
            .find_map(|(on, damage)| on.matches(seen).then(|| damage.clone()));
        let mut reply = self.decide(seen);
        if damage.is_some() {
            reply.damage = damage;
        }
        reply
    }

    fn decide(&mut self, seen: &Seen) -> Reply {
        if !self.lets_in(seen) {
            return Reply::status(401, "Unauthorized", "Unauthorized");
        }
        let Self {
            store,
            handlers,
            protobuf,
            ..
        } = self;
        handlers
            .iter_mut()
            .find_map(|handler| handler(seen, store))
            .or_else(|| store.protobuf(seen, (*protobuf)?))
            .unwrap_or_else(|| store.answer(seen))
    }

    fn lets_in(&self, seen: &Seen) -> bool {
        let open = self.tokens.is_empty() && !self.wants_certificate;
        let token = seen
            .header("authorization")
            .and_then(|value| value.strip_prefix("Bearer "))
            .is_some_and(|token| self.tokens.iter().any(|accepted| accepted == token));
        open || token || (self.wants_certificate && seen.certificate)
    }
}

/// The server.
pub struct FakeApi {
    state: Arc<Mutex<State>>,
    server: server::Server,
    authority: Option<Authority>,
}

impl FakeApi {
    /// Start a server that speaks plain HTTP.
    pub fn http() -> Self {
        Self::start(None, None)
    }

    /// Start a server with a certificate of its own authority for 127.0.0.1, localhost and `api.garden.example`.
    pub fn https() -> Self {
        let authority = Authority::new();
        let names = ["127.0.0.1", "localhost", "api.garden.example"];
        let identity = authority.server(&names);
        Self::start(Some(authority), Some(identity))
    }

    /// Start a server with another certificate.
    pub fn https_with(authority: Authority, identity: tls::Identity) -> Self {
        Self::start(Some(authority), Some(identity))
    }

    fn start(authority: Option<Authority>, identity: Option<tls::Identity>) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let config = identity.map(|identity| {
            let authority = authority.as_ref().expect("an authority for the identity");
            identity.server_config(authority)
        });
        let server = server::Server::start(config, Arc::clone(&state));
        Self {
            state,
            server,
            authority,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no panic in a handler")
    }

    /// Give the address that it listens on.
    pub fn address(&self) -> std::net::SocketAddr {
        self.server.address
    }

    /// Give the URL of the server.
    pub fn url(&self) -> String {
        let scheme = if self.authority.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.address())
    }

    /// Give the authority of the server's certificate.
    pub fn authority(&self) -> &Authority {
        self.authority.as_ref().expect("a server with TLS")
    }

    /// Serve lists as protobuf from now on. Without this, requests that accept nothing else are refused as a
    /// server without protobuf does it, and are not in [`FakeApi::requests`]: most tests count others.
    pub fn speak_protobuf(&self, how: Protobuf) {
        self.state().protobuf = Some(how);
    }

    /// Serve an object, or each of a `List`.
    pub fn add(&self, object: Value) {
        self.state().store.add(object);
    }

    /// Serve the objects of all YAML and JSON files below a directory.
    pub fn add_directory(&self, directory: &Path) {
        self.state().store.add_directory(directory);
    }

    /// Look at the objects, or change them.
    pub fn store<R>(&self, look: impl FnOnce(&mut Store) -> R) -> R {
        look(&mut self.state().store)
    }

    /// Have a handler asked before the store; earlier ones are asked first.
    pub fn handle(&self, handler: impl FnMut(&Seen, &mut Store) -> Option<Reply> + Send + 'static) {
        self.state().handlers.push(Box::new(handler));
    }

    /// Have a handler asked before all others.
    pub fn first(&self, handler: impl FnMut(&Seen, &mut Store) -> Option<Reply> + Send + 'static) {
        self.state().handlers.insert(0, Box::new(handler));
    }

    /// Answer certain requests in a certain way.
    pub fn answer(&self, mut on: On, reply: Reply) {
        self.handle(move |seen, _| on.matches(seen).then(|| reply.clone()));
    }

    /// Answer certain requests with a `Status` of that code.
    pub fn fail(&self, on: On, code: u16) {
        self.answer(on, Reply::status(code, "", &format!("failed with {code}")));
    }

    /// Answer certain requests as always, and spoil the answer on its way.
    pub fn damage(&self, on: On, damage: Damage) {
        self.state().damages.push((on, damage));
    }

    /// Have continue tokens expire that many times.
    pub fn expire(&self, expiry: Expiry, times: usize) {
        let mut on = On::get("").query("continue=").times(times);
        self.handle(move |seen, _| {
            on.matches(seen)
                .then(|| Store::expired(seen, matches!(expiry, Expiry::OffersAnother)))
        });
    }

    /// Let in only who brings one of these tokens (or a certificate, where that is wanted).
    pub fn accept_tokens(&self, tokens: &[&str]) {
        self.state().tokens = tokens.iter().map(|token| (*token).to_owned()).collect();
    }

    /// Let in only who brings a client certificate of the server's authority.
    pub fn want_certificate(&self) {
        self.state().wants_certificate = true;
    }

    /// Serve only these API groups.
    pub fn serve_groups(&self, groups: &[&str]) {
        self.state().store.groups = groups.iter().map(|group| (*group).to_owned()).collect();
    }

    /// Give the requests so far.
    pub fn requests(&self) -> Vec<Seen> {
        self.state().requests.clone()
    }

    /// Count the requests whose path ends like this.
    pub fn count(&self, path: &str) -> usize {
        let state = self.state();
        let requests = state.requests.iter();
        requests.filter(|seen| seen.path.ends_with(path)).count()
    }

    /// Wait until a condition holds for the requests, for at most ten seconds.
    pub fn wait_for(&self, holds: impl Fn(&[Seen]) -> bool) {
        for _ in 0..1000 {
            if holds(&self.state().requests) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it never happened: {:#?}", self.requests());
    }

    /// Describe the server as `clusters[].cluster` of a kubeconfig.
    pub fn cluster(&self) -> Value {
        let mut cluster = json!({ "server": self.url() });
        if let Some(authority) = &self.authority {
            cluster["certificate-authority-data"] = authority.data().into();
        }
        cluster
    }

    /// Give a kubeconfig with the context `live`, the namespace `garden-dev` and a certain user.
    pub fn kubeconfig(&self, user: &Value) -> Value {
        kubeconfig(&self.cluster(), user)
    }

    /// Write a kubeconfig without credentials into a directory.
    pub fn kubeconfig_file(&self, directory: &Path) -> PathBuf {
        self.kubeconfig_file_for(directory, &json!({}))
    }

    /// Write a kubeconfig for a user into a directory.
    pub fn kubeconfig_file_for(&self, directory: &Path, user: &Value) -> PathBuf {
        let file = directory.join("kubeconfig.yaml");
        // JSON is YAML.
        std::fs::write(&file, self.kubeconfig(user).to_string()).expect("a writable directory");
        file
    }
}

/// Give a kubeconfig with the context `live`, the namespace `garden-dev` and the user `operator`.
pub fn kubeconfig(cluster: &Value, user: &Value) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "live",
        "clusters": [{ "name": "live-cluster", "cluster": cluster }],
        "users": [{ "name": "operator", "user": user }],
        "contexts": [{ "name": "live", "context": { "cluster": "live-cluster", "user": "operator", "namespace": "garden-dev" } }],
    })
}
