//! The way to a garden for those who must not disturb anybody: known before credentials are asked for.

use super::environment::Environment;
use super::kubeconfig;
use super::options::ConnectionArgs;
use super::proxy;
use super::resolve::{self, Changing, Resolved};
use super::{Connected, Place, Settings};

/// Names of the contexts, clusters and users of a kubeconfig.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::garden) struct InKubeconfig {
    pub contexts: Vec<String>,
    pub clusters: Vec<String>,
    pub users: Vec<String>,
}

impl InKubeconfig {
    /// Read the files that flag, `KUBECONFIG` or the home directory name.
    pub(in crate::garden) fn read(
        args: &ConnectionArgs,
        environment: &Environment,
    ) -> anyhow::Result<Self> {
        let config = kubeconfig::load(args.kubeconfig.as_deref(), environment)?.config;
        let contexts = config.contexts.into_iter().map(|context| context.name);
        let clusters = config.clusters.into_iter().map(|cluster| cluster.name);
        let users = config.auth_infos.into_iter().map(|user| user.name);
        Ok(Self {
            contexts: contexts.collect(),
            clusters: clusters.collect(),
            users: users.collect(),
        })
    }
}

/// Where a connection would lead, and as whom.
pub(in crate::garden) struct Way {
    resolved: Resolved,
}

impl Way {
    /// Read flags, kubeconfig and surroundings. No credential plugin runs.
    pub(in crate::garden) fn find(
        args: &ConnectionArgs,
        environment: &Environment,
    ) -> anyhow::Result<Self> {
        let resolved = resolve::resolve(args, environment)?;
        Ok(Self { resolved })
    }

    /// Tell where it leads.
    pub(in crate::garden) fn place(&self) -> &Place {
        &self.resolved.place
    }

    /// Give the host and port that are connected to: those of the proxy where there is one.
    pub(in crate::garden) fn first_hop(&self) -> (String, u16) {
        let uri = self
            .resolved
            .proxy
            .as_ref()
            .unwrap_or(&self.resolved.server);
        let usual = match uri.scheme_str() {
            Some("http") => 80,
            Some("socks5") => 1080,
            _ => 443,
        };
        let host = uri.host().unwrap_or_default();
        let host = host.trim_start_matches('[').trim_end_matches(']');
        (host.to_owned(), uri.port_u16().unwrap_or(usual))
    }

    /// Give the proxy, as it may be shown.
    pub(in crate::garden) fn proxy(&self) -> Option<String> {
        self.resolved.proxy.as_ref().map(proxy::shown)
    }

    /// Tell whether the connection is encrypted, and whether the server's certificate is checked.
    pub(in crate::garden) fn security(&self) -> (bool, bool) {
        let encrypted = self.resolved.server.scheme_str() == Some("https");
        (encrypted, !self.resolved.insecure)
    }

    /// Say where the credentials come from.
    pub(in crate::garden) fn credentials(&self) -> String {
        let auth = &self.resolved.auth;
        match &self.resolved.changing {
            Some(Changing::Plugin(plugin)) => format!("credential plugin {}", plugin.command()),
            Some(Changing::TokenFile(file)) => format!("token file {file}"),
            None if auth.token.is_some() => "token".to_owned(),
            None if auth.client_certificate.is_some() || auth.client_certificate_data.is_some() => {
                "client certificate".to_owned()
            }
            None if auth.username.is_some() => "user and password".to_owned(),
            None => "none".to_owned(),
        }
    }

    /// Give the program that gives the credentials, if one does.
    pub(in crate::garden) fn plugin(&self) -> Option<&str> {
        match &self.resolved.changing {
            Some(Changing::Plugin(plugin)) => Some(plugin.command()),
            Some(Changing::TokenFile(_)) | None => None,
        }
    }

    /// Tell whether a credential plugin might have somebody log in: any that does not say that it never does.
    pub(in crate::garden) fn may_ask(&self) -> bool {
        match &self.resolved.changing {
            Some(Changing::Plugin(plugin)) => plugin.may_ask(),
            Some(Changing::TokenFile(_)) | None => false,
        }
    }

    /// Go it.
    pub(in crate::garden) async fn connect(
        self,
        args: &ConnectionArgs,
        settings: &Settings,
    ) -> anyhow::Result<kube::Client> {
        Ok(self.connected(args, settings).await?.client)
    }

    /// As [`Way::connect`], with all that is known then.
    pub(in crate::garden) async fn connected(
        self,
        args: &ConnectionArgs,
        settings: &Settings,
    ) -> anyhow::Result<Connected> {
        super::connect_resolved(self.resolved, args, settings).await
    }
}
