//! The way to a garden for those who must not disturb anybody: known before credentials are asked for.

use super::environment::Environment;
use super::kubeconfig;
use super::options::ConnectionArgs;
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
        let connected: Connected = super::connect_resolved(self.resolved, args, settings).await?;
        Ok(connected.client)
    }
}
