//! Whether a server is a garden at all.

use anyhow::anyhow;

use super::{Doing, Refusal, explain};
use crate::error::hinted;
use crate::garden::connection::Place;

/// Gardener's main API group: whoever serves it is a garden.
const CORE: &str = "core.gardener.cloud";

/// Refuse servers that do not serve Gardener's API.
pub(in crate::garden) async fn require_gardener(
    client: &kube::Client,
    place: &Place,
) -> anyhow::Result<()> {
    require_group(client, place, CORE).await
}

/// Refuse a server whose groups are known to be no garden's.
pub(in crate::garden) fn require_gardener_among(
    groups: &[(String, String)],
    place: &Place,
) -> anyhow::Result<()> {
    require_among(groups, place, CORE)
}

/// Refuse servers that do not serve a group; when they do not tell, nothing is refused.
pub(in crate::garden) async fn require_group(
    client: &kube::Client,
    place: &Place,
    group: &str,
) -> anyhow::Result<()> {
    match served(client, place).await? {
        Some(groups) => require_among(&groups, place, group),
        None => Ok(()),
    }
}

/// Give the API groups that a server serves with their versions; none where it does not tell.
pub(in crate::garden) async fn served(
    client: &kube::Client,
    place: &Place,
) -> anyhow::Result<Option<Vec<(String, String)>>> {
    let doing = Doing {
        verb: "list",
        resource: "API groups".to_owned(),
        group: String::new(),
        namespace: None,
        name: None,
    };
    let groups = match client.list_api_groups().await {
        Ok(list) => list.groups,
        // Discovery can be closed to some users; the request itself will tell.
        Err(kube::Error::Api(status)) if status.code == 403 => return Ok(None),
        Err(error) => return Err(explain(error, &doing, place)),
    };
    let versions = groups.into_iter().flat_map(|group| {
        let name = group.name;
        let versions = group.versions.into_iter();
        versions.map(move |version| (name.clone(), version.version))
    });
    Ok(Some(versions.collect()))
}

/// Refuse a server that serves these groups and not the one that is wanted.
fn require_among(groups: &[(String, String)], place: &Place, group: &str) -> anyhow::Result<()> {
    let has = |name: &str| groups.iter().any(|(served, _)| served == name);
    if has(group) {
        return Ok(());
    }
    let server = &place.server;
    if has(CORE) {
        return Err(hinted(
            Refusal::lacking(format!("server {server} serves no {group} API")),
            "check that this garden has the component that serves it",
        ));
    }
    let looks_like = if has("operator.gardener.cloud") {
        "it looks like the runtime cluster of a garden"
    } else if has("extensions.gardener.cloud") {
        "it looks like a seed"
    } else {
        "it looks like a shoot or seed"
    };
    Err(hinted(
        anyhow!("server {server} serves no {CORE} API: this is not a garden ({looks_like})"),
        "use the kubeconfig of the (virtual) garden cluster: --kubeconfig / --context",
    ))
}
