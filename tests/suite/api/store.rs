//! The objects, and how they are read: discovery, lists with pages and selectors, single objects.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};

use super::selector::selects;
use super::write::forbidden;
use super::{Reply, Seen};

/// Group and plural of a resource.
pub(super) type Resource = (String, String);

/// The objects of a server.
pub struct Store {
    /// By resource, then by `namespace/name` in the byte order that etcd has.
    pub(super) objects: BTreeMap<Resource, BTreeMap<String, Value>>,
    /// API groups that are served.
    pub groups: BTreeSet<String>,
    pub(super) version: u64,
    /// What nobody may do, as `verb resource` or `verb resource/subresource`; reviews say so, too.
    pub denied: BTreeSet<String>,
    /// Who everybody is.
    pub user: String,
}

impl Default for Store {
    fn default() -> Self {
        let groups = [
            "",
            "core.gardener.cloud",
            "seedmanagement.gardener.cloud",
            "security.gardener.cloud",
            "authentication.k8s.io",
            "authorization.k8s.io",
            "coordination.k8s.io",
            "certificates.k8s.io",
        ];
        Self {
            objects: BTreeMap::new(),
            groups: groups.map(ToOwned::to_owned).into(),
            version: 100,
            denied: BTreeSet::new(),
            user: "operator@example.org".to_owned(),
        }
    }
}

/// An address within the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub group: String,
    pub version: String,
    pub namespace: Option<String>,
    pub plural: String,
    pub name: Option<String>,
    pub subresource: Option<String>,
}

impl Address {
    /// Read a path such as `/apis/GROUP/VERSION/namespaces/NAMESPACE/PLURAL/NAME/SUBRESOURCE`.
    pub fn parse(path: &str) -> Option<Self> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        let (group, version, rest) = match segments.as_slice() {
            ["api", version, rest @ ..] => ("", *version, rest),
            ["apis", group, version, rest @ ..] => (*group, *version, rest),
            _ => return None,
        };
        let (namespace, rest) = match rest {
            ["namespaces", namespace, plural, rest @ ..] => {
                (Some((*namespace).to_owned()), [&[*plural], rest].concat())
            }
            rest => (None, rest.to_vec()),
        };
        let mut rest = rest.into_iter().map(ToOwned::to_owned);
        Some(Self {
            group: group.to_owned(),
            version: version.to_owned(),
            namespace,
            plural: rest.next()?,
            name: rest.next(),
            subresource: rest.next(),
        })
    }

    pub(super) fn resource(&self) -> Resource {
        (self.group.clone(), self.plural.clone())
    }

    /// Give the key of the object that is addressed.
    pub fn key(&self) -> String {
        key(
            self.namespace.as_deref().unwrap_or_default(),
            self.name.as_deref().unwrap_or_default(),
        )
    }
}

fn key(namespace: &str, name: &str) -> String {
    if namespace.is_empty() {
        name.to_owned()
    } else {
        format!("{namespace}/{name}")
    }
}

fn plural(kind: &str) -> String {
    let lower = kind.to_lowercase();
    match lower.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if lower.ends_with('s') => format!("{lower}es"),
        None => format!("{lower}s"),
    }
}

impl Store {
    /// Keep an object, or each of a `List`.
    pub fn add(&mut self, mut object: Value) {
        if let Some(Value::Array(items)) = object.get_mut("items").map(Value::take) {
            for item in items {
                self.add(item);
            }
            return;
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let api_version = text(&object["apiVersion"]);
        let group = api_version.rsplit_once('/').map_or("", |(group, _)| group);
        let metadata = &object["metadata"];
        let key = key(&text(&metadata["namespace"]), &text(&metadata["name"]));
        let resource = (group.to_owned(), plural(&text(&object["kind"])));
        self.version += 1;
        if metadata["resourceVersion"].is_null() {
            object["metadata"]["resourceVersion"] = self.version.to_string().into();
        }
        self.groups.insert(group.to_owned());
        self.objects
            .entry(resource)
            .or_default()
            .insert(key, object);
    }

    /// Keep the objects of all YAML and JSON files below a directory.
    pub fn add_directory(&mut self, directory: &Path) {
        for entry in std::fs::read_dir(directory).expect("a directory") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                self.add_directory(&path);
                continue;
            }
            let known = path.extension().is_some_and(|extension| {
                extension == "yaml" || extension == "yml" || extension == "json"
            });
            if known {
                let text = std::fs::read_to_string(&path).expect("a readable file");
                let documents: Vec<Value> =
                    serde_saphyr::from_multiple(&text).unwrap_or_else(|error| {
                        panic!("{}: {error}", path.display());
                    });
                for document in documents {
                    if document["kind"].is_string() {
                        self.add(document);
                    }
                }
            }
        }
    }

    /// Give an object.
    pub fn get_mut(&mut self, address: &Address) -> Option<&mut Value> {
        self.objects
            .get_mut(&address.resource())?
            .get_mut(&address.key())
    }

    /// Remove an object.
    pub fn remove(&mut self, address: &Address) -> Option<Value> {
        self.objects
            .get_mut(&address.resource())?
            .remove(&address.key())
    }

    /// Answer a request as a server does.
    pub fn answer(&mut self, seen: &Seen) -> Reply {
        match seen.path.as_str() {
            "/version" => {
                return Reply::json(
                    200,
                    &json!({ "major": "1", "minor": "33", "gitVersion": "v1.33.1" }),
                );
            }
            "/api" => {
                return Reply::json(200, &json!({ "kind": "APIVersions", "versions": ["v1"] }));
            }
            "/apis" => return self.group_list(),
            _ => {}
        }
        let Some(address) = Address::parse(&seen.path) else {
            return Reply::unknown_path();
        };
        if !self.groups.contains(&address.group) {
            return Reply::unknown_path();
        }
        if seen.method != "GET" {
            return self.write(&address, seen);
        }
        let verb = if address.name.is_some() {
            "get"
        } else {
            "list"
        };
        if (self.denied).contains(&format!("{verb} {}", address.plural)) {
            return forbidden(&self.user, verb, &address.plural, &address);
        }
        match &address.name {
            None => self.list(&address, seen),
            Some(_) => self.object(&address),
        }
    }

    fn group_list(&self) -> Reply {
        let groups: Vec<Value> = self
            .groups
            .iter()
            .filter(|group| !group.is_empty())
            .map(|group| {
                let version = match group.as_str() {
                    "core.gardener.cloud" => "v1beta1",
                    "seedmanagement.gardener.cloud" | "security.gardener.cloud" => "v1alpha1",
                    _ => "v1",
                };
                let version =
                    json!({ "groupVersion": format!("{group}/{version}"), "version": version });
                json!({ "name": group, "versions": [version], "preferredVersion": version })
            })
            .collect();
        Reply::json(
            200,
            &json!({ "kind": "APIGroupList", "apiVersion": "v1", "groups": groups }),
        )
    }

    fn object(&self, address: &Address) -> Reply {
        let found = self
            .objects
            .get(&address.resource())
            .and_then(|objects| objects.get(&address.key()));
        match found {
            Some(object) if address.subresource.is_none() => Reply::json(200, object),
            _ => not_found(address),
        }
    }

    fn list(&self, address: &Address, seen: &Seen) -> Reply {
        let after = seen
            .parameter("continue")
            .map(|token| decode(&token).expect("a token of this server"));
        let selector = seen.parameter("labelSelector").unwrap_or_default();
        let limit = seen
            .parameter("limit")
            .and_then(|limit| limit.parse().ok())
            .filter(|limit| *limit > 0)
            .unwrap_or(usize::MAX);
        let none = BTreeMap::new();
        let matching: Vec<(&String, &Value)> = self
            .objects
            .get(&address.resource())
            .unwrap_or(&none)
            .iter()
            .filter(|(key, _)| {
                let namespace = key.split_once('/').map(|(namespace, _)| namespace);
                address.namespace.is_none() || address.namespace.as_deref() == namespace
            })
            .filter(|(key, _)| after.as_ref().is_none_or(|after| *key > after))
            .filter(|(_, object)| selects(&selector, &object["metadata"]["labels"]))
            .collect();
        let page = &matching[..matching.len().min(limit)];
        let mut metadata = json!({ "resourceVersion": self.version.to_string() });
        if matching.len() > page.len()
            && let Some((last, _)) = page.last()
        {
            metadata["continue"] = encode(last).into();
            if selector.is_empty() {
                metadata["remainingItemCount"] = (matching.len() - page.len()).into();
            }
        }
        let mut items: Vec<Value> = page.iter().map(|(_, object)| (*object).clone()).collect();
        let kind = items.first().and_then(|item| item["kind"].as_str());
        let mut kind = kind.unwrap_or("Object").to_owned();
        let mut api_version = format!("{}/{}", address.group, address.version);
        let accept = seen.header("accept").unwrap_or_default();
        if accept.contains("as=PartialObjectMetadataList") {
            "PartialObjectMetadata".clone_into(&mut kind);
            "meta.k8s.io/v1".clone_into(&mut api_version);
            for item in &mut items {
                *item = json!({ "metadata": item["metadata"] });
            }
        }
        // Written by hand: servers write `metadata` before `items`.
        let body = format!(
            r#"{{"kind":"{kind}List","apiVersion":"{}","metadata":{metadata},"items":{}}}"#,
            api_version.trim_start_matches('/'),
            serde_json::to_string(&items).expect("JSON")
        );
        Reply::text(200, "application/json", &body)
    }

    /// Answer that a continue token expired.
    pub(super) fn expired(seen: &Seen, offers_another: bool) -> Reply {
        let mut status = json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "Expired", "code": 410,
            "message": "The provided continue parameter is too old to display a consistent list result." });
        if offers_another {
            status["metadata"]["continue"] = seen.parameter("continue").into();
        }
        Reply::json(410, &status)
    }
}

/// Answer that an object does not exist.
pub fn not_found(address: &Address) -> Reply {
    let name = address.name.as_deref().unwrap_or_default();
    let mut resource = address.plural.clone();
    if !address.group.is_empty() {
        resource = format!("{resource}.{}", address.group);
    }
    Reply::json(
        404,
        &json!({ "kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "reason": "NotFound", "code": 404,
            "message": format!("{resource} \"{name}\" not found"),
            "details": { "name": name, "group": address.group, "kind": address.plural } }),
    )
}

/// Nobody should be able to read a token.
fn encode(key: &str) -> String {
    key.bytes().fold(String::new(), |token, byte| {
        format!("{token}{:02x}", byte ^ 0x5a)
    })
}

fn decode(token: &str) -> Option<String> {
    let bytes: Option<Vec<u8>> = (0..token.len())
        .step_by(2)
        .map(|at| Some(u8::from_str_radix(token.get(at..at + 2)?, 16).ok()? ^ 0x5a))
        .collect();
    String::from_utf8(bytes?).ok()
}
