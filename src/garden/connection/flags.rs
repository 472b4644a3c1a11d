//! Flags that stand in for parts of the kubeconfig, by client-go's rules.

use std::path::Path;

use kube::config::{AuthInfo, Cluster};

use super::environment::Environment;
use super::options::ConnectionArgs;
use crate::credentials;
use crate::error::usage;

/// Let flags stand in for what the kubeconfig says about the cluster.
pub(super) fn override_cluster(
    cluster: &mut Cluster,
    args: &ConnectionArgs,
    environment: &Environment,
) -> anyhow::Result<()> {
    let insecure = args.insecure_skip_tls_verify.unwrap_or_default();
    if insecure && args.certificate_authority.is_some() {
        return Err(usage(
            "--insecure-skip-tls-verify and --certificate-authority contradict each other",
        ));
    }
    // Either flag replaces all that the kubeconfig says about trust, as in client-go.
    if insecure || args.certificate_authority.is_some() {
        cluster.insecure_skip_tls_verify = Some(insecure);
        cluster.certificate_authority_data = None;
        cluster.certificate_authority = args
            .certificate_authority
            .as_ref()
            .map(|file| absolute(file, environment));
    } else if args.insecure_skip_tls_verify == Some(false) {
        cluster.insecure_skip_tls_verify = Some(false);
    }
    // The kubeconfig's name belongs to the kubeconfig's server.
    if args.server.is_some() || args.tls_server_name.is_some() {
        cluster.tls_server_name.clone_from(&args.tls_server_name);
    }
    if args.server.is_some() {
        cluster.server.clone_from(&args.server);
    }
    if args.proxy_url.is_some() {
        cluster.proxy_url.clone_from(&args.proxy_url);
    }
    Ok(())
}

/// Let flags stand in for what the kubeconfig says about the user.
pub(super) fn override_user(
    auth: &mut AuthInfo,
    args: &ConnectionArgs,
    environment: &Environment,
) -> anyhow::Result<()> {
    let token = args
        .token
        .clone()
        .filter(|token| !credentials::is_empty(token));
    if token.is_some() || args.client_certificate.is_some() {
        // Whoever names credentials means these, not a mixture with those of the kubeconfig.
        *auth = AuthInfo {
            token,
            client_key: auth.client_key.take(),
            client_key_data: auth.client_key_data.take(),
            impersonate: auth.impersonate.take(),
            impersonate_uid: auth.impersonate_uid.take(),
            impersonate_groups: auth.impersonate_groups.take(),
            impersonate_user_extra: auth.impersonate_user_extra.take(),
            ..AuthInfo::default()
        };
        auth.client_certificate = args
            .client_certificate
            .as_ref()
            .map(|file| absolute(file, environment));
        if args.client_certificate.is_none() {
            auth.client_key = None;
            auth.client_key_data = None;
        }
    }
    if let Some(key) = &args.client_key {
        auth.client_key = Some(absolute(key, environment));
        auth.client_key_data = None;
    }
    if args.as_user.is_some() {
        auth.impersonate.clone_from(&args.as_user);
        auth.impersonate_groups = None;
        auth.impersonate_uid = None;
        auth.impersonate_user_extra = None;
    }
    if !args.as_group.is_empty() {
        auth.impersonate_groups = Some(args.as_group.clone());
    }
    if args.as_uid.is_some() {
        auth.impersonate_uid.clone_from(&args.as_uid);
    }
    let has_more = auth.impersonate_uid.is_some()
        || auth
            .impersonate_groups
            .as_ref()
            .is_some_and(|groups| !groups.is_empty());
    if auth.impersonate.is_none() && has_more {
        return Err(usage("--as-group and --as-uid need --as"));
    }
    Ok(())
}

/// Say where the credentials come from when it is not the user of the kubeconfig.
pub(super) fn given_by(args: &ConnectionArgs) -> Option<String> {
    let flag = if args.client_certificate.is_some() {
        "--client-certificate"
    } else if args.token.is_some() {
        "--token"
    } else {
        return None;
    };
    Some(format!("given by {flag}"))
}

fn absolute(file: &Path, environment: &Environment) -> String {
    environment
        .current_dir
        .join(file)
        .to_string_lossy()
        .into_owned()
}
