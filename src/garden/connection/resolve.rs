//! From flags, kubeconfig and surroundings to one server, one user and the way there.

use std::fs;

use anyhow::{Context, anyhow};
use http::Uri;
use kube::config::{AuthInfo, Cluster, Context as KubeContext, Kubeconfig};

use super::Place;
use super::environment::Environment;
use super::exec::Plugin;
use super::flags;
use super::kubeconfig::{self, Loaded, unknown};
use super::options::ConnectionArgs;
use super::pod;
use super::proxy;
use super::server;
use crate::credentials;
use crate::error::{WithHint, hinted};

/// Everything that a client is built from.
#[derive(Clone, Debug)]
pub(super) struct Resolved {
    pub place: Place,
    pub namespace: String,
    pub server: Uri,
    pub proxy: Option<Uri>,
    pub tls_server_name: Option<String>,
    pub insecure: bool,
    pub disable_compression: bool,
    /// Trusted authorities; those of the system when absent.
    pub authorities: Option<Vec<Vec<u8>>>,
    /// Credentials without those that change, which are read by us.
    pub auth: AuthInfo,
    pub changing: Option<Changing>,
}

/// Credentials that change while the program runs.
#[derive(Clone, Debug)]
pub(super) enum Changing {
    /// A plugin gives them.
    Plugin(Plugin),
    /// They stand in a file that somebody replaces. kube would send its newline along.
    TokenFile(String),
}

/// Decide where to connect to, and as whom.
pub(super) fn resolve(
    args: &ConnectionArgs,
    environment: &Environment,
) -> anyhow::Result<Resolved> {
    let loaded = kubeconfig::load(args.kubeconfig.as_deref(), environment)?;
    resolve_loaded(args, environment, &loaded)
}

/// As [`resolve`], with a kubeconfig that was read already.
pub(super) fn resolve_loaded(
    args: &ConnectionArgs,
    environment: &Environment,
    loaded: &Loaded,
) -> anyhow::Result<Resolved> {
    let chosen = Chosen::choose(args, loaded)?;
    let mut cluster = chosen.cluster.unwrap_or_default();
    let mut auth = chosen.user.unwrap_or_default();
    let mut namespace = chosen
        .context
        .namespace
        .clone()
        .filter(|name| !name.is_empty());
    let mut cluster_name = chosen.cluster_name;
    if args.server.is_none() && cluster.server.as_deref().unwrap_or_default().is_empty() {
        if !loaded.read.is_empty() {
            return Err(no_server(loaded, args, cluster_name.as_deref()));
        }
        let Some(pod) = pod::read(environment) else {
            return Err(nothing_configured(loaded));
        };
        cluster = pod.cluster;
        auth = pod.auth;
        namespace = namespace.or(pod.namespace);
        cluster_name = Some("in-cluster".to_owned());
    }
    clear_empty(&mut cluster, &mut auth);
    flags::override_cluster(&mut cluster, args, environment)?;
    flags::override_user(&mut auth, args, environment)?;
    let server = server::address(&cluster, &auth)?;
    let insecure = cluster.insecure_skip_tls_verify.unwrap_or_default();
    let authorities = server::authorities(&cluster)?;
    let plugin = auth
        .exec
        .take()
        .map(|exec| Plugin::new(&exec, &cluster, environment.stdin_is_terminal))
        .transpose()?;
    refuse_auth_provider(&auth)?;
    check_files(&auth)?;
    let token_file = auth.token_file.take().filter(|_| auth.token.is_none());
    let changing = token_file
        .map(Changing::TokenFile)
        .or(plugin.map(Changing::Plugin));
    Ok(Resolved {
        place: Place {
            context: chosen.context_name,
            cluster: cluster_name,
            server: server.to_string().trim_end_matches('/').to_owned(),
            user: flags::given_by(args).or(chosen.user_name),
            acting_as: auth.impersonate.clone(),
        },
        namespace: namespace.unwrap_or_else(|| "default".to_owned()),
        proxy: proxy::choose(&server, cluster.proxy_url.as_deref(), environment)?,
        server,
        tls_server_name: cluster.tls_server_name,
        insecure,
        disable_compression: cluster.disable_compression.unwrap_or_default(),
        authorities,
        auth,
        changing,
    })
}

/// What the kubeconfig says for the context, cluster and user that were asked for.
struct Chosen {
    context_name: Option<String>,
    context: KubeContext,
    cluster_name: Option<String>,
    cluster: Option<Cluster>,
    user_name: Option<String>,
    user: Option<AuthInfo>,
}

impl Chosen {
    fn choose(args: &ConnectionArgs, loaded: &Loaded) -> anyhow::Result<Self> {
        let config = &loaded.config;
        let current = config
            .current_context
            .clone()
            .filter(|name| !name.is_empty());
        let context_name = args.context.clone().or(current);
        let context = context_name
            .as_deref()
            .map(|name| context(config, name, loaded))
            .transpose()?
            .unwrap_or_default();
        let chosen = |flag: &Option<String>, of_context: Option<&str>| {
            flag.clone()
                .or_else(|| of_context.map(ToOwned::to_owned))
                .filter(|name| !name.is_empty())
        };
        let cluster_name = chosen(&args.cluster, Some(&context.cluster));
        let user_name = chosen(&args.user, context.user.as_deref());
        let cluster = cluster_name
            .as_deref()
            .map(|name| {
                let found = config.clusters.iter().find(|cluster| cluster.name == name);
                let names = config.clusters.iter().map(|cluster| cluster.name.as_str());
                found.ok_or_else(|| unknown("cluster", name, names, loaded))
            })
            .transpose()?
            .and_then(|cluster| cluster.cluster.clone());
        // An unknown user must not become an anonymous one.
        let user = user_name
            .as_deref()
            .map(|name| {
                let found = config.auth_infos.iter().find(|user| user.name == name);
                let names = config.auth_infos.iter().map(|user| user.name.as_str());
                found.ok_or_else(|| unknown("user", name, names, loaded))
            })
            .transpose()?
            .and_then(|user| user.auth_info.clone());
        Ok(Self {
            context_name,
            context,
            cluster_name,
            cluster,
            user_name,
            user,
        })
    }
}

fn context(config: &Kubeconfig, name: &str, loaded: &Loaded) -> anyhow::Result<KubeContext> {
    let names = config.contexts.iter().map(|context| context.name.as_str());
    config
        .contexts
        .iter()
        .find(|context| context.name == name)
        .map(|context| context.context.clone().unwrap_or_default())
        .ok_or_else(|| unknown("context", name, names, loaded))
}

fn no_server(loaded: &Loaded, args: &ConnectionArgs, cluster: Option<&str>) -> anyhow::Error {
    let files = loaded.files();
    if let Some(cluster) = cluster {
        return hinted(
            anyhow!("cluster {cluster} in {files} has no server"),
            "set its server, or name one with --server",
        );
    }
    let contexts = &loaded.config.contexts;
    if args.context.is_none() && !contexts.is_empty() {
        let names = contexts.iter().map(|context| context.name.as_str());
        let names: Vec<&str> = names.take(20).collect();
        return hinted(
            anyhow!("{files} has no current context"),
            format!("choose one with --context: {}", names.join(", ")),
        );
    }
    hinted(
        anyhow!("{files} names no cluster"),
        "choose another one with --kubeconfig, or name --cluster or --server",
    )
}

fn nothing_configured(loaded: &Loaded) -> anyhow::Error {
    let missing: Vec<String> = loaded
        .missing
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    let message = if missing.is_empty() {
        "no kubeconfig found".to_owned()
    } else {
        format!("no kubeconfig found: {} does not exist", missing.join(", "))
    };
    hinted(
        anyhow!(message),
        "name the garden's kubeconfig with --kubeconfig or KUBECONFIG, or read files with --landscape",
    )
}

/// Read empty texts like absent ones, as Go does.
fn clear_empty(cluster: &mut Cluster, auth: &mut AuthInfo) {
    let clear = |text: &mut Option<String>| {
        if text.as_deref().is_some_and(str::is_empty) {
            *text = None;
        }
    };
    clear(&mut cluster.certificate_authority);
    clear(&mut cluster.certificate_authority_data);
    clear(&mut cluster.tls_server_name);
    clear(&mut cluster.proxy_url);
    clear(&mut auth.client_certificate);
    clear(&mut auth.client_certificate_data);
    clear(&mut auth.client_key);
    clear(&mut auth.token_file);
    clear(&mut auth.username);
    clear(&mut auth.impersonate);
    clear(&mut auth.impersonate_uid);
    for secret in [
        &mut auth.token,
        &mut auth.password,
        &mut auth.client_key_data,
    ] {
        if secret.as_ref().is_some_and(credentials::is_empty) {
            *secret = None;
        }
    }
}

fn refuse_auth_provider(auth: &AuthInfo) -> anyhow::Result<()> {
    match &auth.auth_provider {
        None => Ok(()),
        Some(provider) => Err(hinted(
            anyhow!(
                "the user has the auth provider {}, which kubectl no longer has either",
                provider.name
            ),
            "use a credential plugin (users[].user.exec) in the kubeconfig",
        )),
    }
}

/// Name credential files that cannot be read, before the client stumbles over them.
fn check_files(auth: &AuthInfo) -> anyhow::Result<()> {
    let certificate = auth.client_certificate.is_some() || auth.client_certificate_data.is_some();
    let key = auth.client_key.is_some() || auth.client_key_data.is_some();
    if certificate != key {
        let (has, lacks) = if certificate {
            ("certificate", "key")
        } else {
            ("key", "certificate")
        };
        return Err(anyhow!("the user has a client {has} but no client {lacks}")).hint(format!(
            "name it with --client-{lacks} or in the kubeconfig"
        ));
    }
    for (what, file, unless) in [
        (
            "client certificate",
            &auth.client_certificate,
            auth.client_certificate_data.is_some(),
        ),
        (
            "client key",
            &auth.client_key,
            auth.client_key_data.is_some(),
        ),
    ] {
        if let Some(file) = file
            && !unless
        {
            fs::File::open(file).with_context(|| format!("cannot read {what} {file}"))?;
        }
    }
    Ok(())
}
