//! Writes: merge patches, replacement, creation and deletion, with versions, preconditions and dry runs; reviews.

use kubectl_gardener::domain::impact::apply::strategic;
use serde_json::{Map, Value, json};

use super::store::{Address, Store, not_found};
use super::{Reply, Seen};

impl Store {
    /// Change what a request asks for.
    pub(super) fn write(&mut self, address: &Address, seen: &Seen) -> Reply {
        match (address.plural.as_str(), seen.method.as_str()) {
            ("selfsubjectreviews", "POST") => return self.who(),
            ("selfsubjectaccessreviews", "POST") => return self.may(seen),
            _ => {}
        }
        let verb = match seen.method.as_str() {
            "POST" => "create",
            "PATCH" => "patch",
            "PUT" => "update",
            "DELETE" => "delete",
            _ => return Reply::status(405, "MethodNotAllowed", "the fake server does not do this"),
        };
        let resource = match &address.subresource {
            Some(subresource) => format!("{}/{subresource}", address.plural),
            None => address.plural.clone(),
        };
        if self.denied.contains(&format!("{verb} {resource}")) {
            return forbidden(&self.user, verb, &resource, address);
        }
        if address.subresource.is_some() {
            return not_found(address);
        }
        let keep = seen.parameter("dryRun").is_none();
        match verb {
            "create" => self.create(address, seen, keep),
            "patch" => self.patch(address, seen, keep),
            "update" => self.update(address, seen, keep),
            _ => self.delete(address, seen, keep),
        }
    }

    fn who(&self) -> Reply {
        let review = json!({ "apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview",
            "status": { "userInfo": { "username": self.user, "groups": ["system:authenticated"] } } });
        Reply::json(201, &review)
    }

    fn may(&self, seen: &Seen) -> Reply {
        let mut review = seen.json();
        let attributes = &review["spec"]["resourceAttributes"];
        let text = |name: &str| attributes[name].as_str().unwrap_or_default();
        let mut asked = format!("{} {}", text("verb"), text("resource"));
        if !text("subresource").is_empty() {
            asked = format!("{asked}/{}", text("subresource"));
        }
        review["status"] = json!({ "allowed": !self.denied.contains(&asked) });
        Reply::json(201, &review)
    }

    fn create(&mut self, address: &Address, seen: &Seen, keep: bool) -> Reply {
        let mut object = seen.json();
        if object["metadata"]["namespace"].is_null()
            && let Some(namespace) = &address.namespace
        {
            object["metadata"]["namespace"] = namespace.as_str().into();
        }
        let named = Address {
            name: object["metadata"]["name"].as_str().map(ToOwned::to_owned),
            ..address.clone()
        };
        if self.get_mut(&named).is_some() {
            let name = named.name.unwrap_or_default();
            let message = format!("{} \"{name}\" already exists", address.plural);
            return Reply::status(409, "AlreadyExists", &message);
        }
        self.version += 1;
        object["metadata"]["uid"] = format!("uid-{}", self.version).into();
        object["metadata"]["resourceVersion"] = self.version.to_string().into();
        if object["metadata"]["creationTimestamp"].is_null() {
            object["metadata"]["creationTimestamp"] = jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string()
                .into();
        }
        if let Some(Value::Object(text)) = object.get_mut("stringData").map(Value::take) {
            use base64::Engine as _;
            for (key, value) in text {
                let value = value.as_str().unwrap_or_default();
                let encoded = base64::engine::general_purpose::STANDARD.encode(value);
                object["data"][key] = encoded.into();
            }
        }
        if keep {
            self.add(object.clone());
        }
        Reply::json(201, &object)
    }

    fn patch(&mut self, address: &Address, seen: &Seen, keep: bool) -> Reply {
        let is_strategic = match seen.header("content-type") {
            Some("application/merge-patch+json") => false,
            Some("application/strategic-merge-patch+json") => true,
            other => panic!("{other:?}"),
        };
        let Some(object) = self.get_mut(address) else {
            return not_found(address);
        };
        let patch = seen.json();
        let wanted = &patch["metadata"]["resourceVersion"];
        if !wanted.is_null() && *wanted != object["metadata"]["resourceVersion"] {
            return conflict(address);
        }
        let mut changed = object.clone();
        if is_strategic {
            strategic(&mut changed, &patch).unwrap();
        } else {
            merge(&mut changed, &patch);
        }
        self.store(address, changed, keep)
    }

    /// Put an object in the place of another, which keeps its status.
    fn update(&mut self, address: &Address, seen: &Seen, keep: bool) -> Reply {
        let Some(object) = self.get_mut(address) else {
            return not_found(address);
        };
        let mut changed = seen.json();
        let wanted = &changed["metadata"]["resourceVersion"];
        if !wanted.is_null() && *wanted != object["metadata"]["resourceVersion"] {
            return conflict(address);
        }
        for field in ["uid", "creationTimestamp", "generation"] {
            changed["metadata"][field] = object["metadata"][field].clone();
        }
        changed["status"] = object["status"].clone();
        self.store(address, changed, keep)
    }

    fn store(&mut self, address: &Address, mut changed: Value, keep: bool) -> Reply {
        let Some(object) = self.get_mut(address) else {
            return not_found(address);
        };
        changed["metadata"]["resourceVersion"] = object["metadata"]["resourceVersion"].clone();
        if changed == *object {
            return Reply::json(200, &changed);
        }
        if changed["spec"] != object["spec"]
            && let Some(generation) = object["metadata"]["generation"].as_i64()
        {
            changed["metadata"]["generation"] = (generation + 1).into();
        }
        // What is not kept has the version of what is there.
        if keep {
            self.version += 1;
            changed["metadata"]["resourceVersion"] = self.version.to_string().into();
            if let Some(object) = self.get_mut(address) {
                *object = changed.clone();
            }
        }
        Reply::json(200, &changed)
    }

    fn delete(&mut self, address: &Address, seen: &Seen, keep: bool) -> Reply {
        let Some(object) = self.get_mut(address) else {
            return not_found(address);
        };
        let options: Value = serde_json::from_slice(&seen.body).unwrap_or_default();
        for field in ["uid", "resourceVersion"] {
            let wanted = &options["preconditions"][field];
            if !wanted.is_null() && *wanted != object["metadata"][field] {
                return conflict(address);
            }
        }
        if keep {
            self.remove(address);
        }
        Reply::json(
            200,
            &json!({ "kind": "Status", "apiVersion": "v1", "status": "Success" }),
        )
    }
}

fn conflict(address: &Address) -> Reply {
    let name = address.name.as_deref().unwrap_or_default();
    let message = format!(
        "Operation cannot be fulfilled on {} \"{name}\": the object has been modified; please apply your changes to the latest version and try again",
        address.plural
    );
    Reply::status(409, "Conflict", &message)
}

pub(super) fn forbidden(user: &str, verb: &str, resource: &str, address: &Address) -> Reply {
    let message = format!(
        "{} is forbidden: User \"{user}\" cannot {verb} resource \"{resource}\" in API group \"{}\"",
        address.plural, address.group
    );
    Reply::status(403, "Forbidden", &message)
}

/// Apply a JSON merge patch (RFC 7396).
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    for (key, value) in patch {
        if value.is_null() {
            if let Some(target) = target.as_object_mut() {
                target.remove(key);
            }
        } else {
            merge(&mut target[key.as_str()], value);
        }
    }
}
