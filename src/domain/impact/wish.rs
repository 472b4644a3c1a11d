//! What somebody wants of a Shoot, as a manifest or a patch, and what that is for the Shoot that is stored.

use serde_json::Value;

use super::apply;
use super::defaults;
use super::patch;
use super::rehearsal::{Edit, EditKind};

/// What somebody wants of a Shoot.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// A manifest, as `kubectl apply` takes it.
    Apply(Value),
    /// A manifest, as `kubectl replace` takes it.
    Replace(Value),
    /// A patch, and fields to set after it.
    Patch {
        /// The patch with its kind.
        patch: Option<(PatchKind, Value)>,
        /// Assignments such as `spec.purpose=testing`.
        set: Vec<String>,
    },
}

/// Kinds of patches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatchKind {
    /// JSON merge patch.
    Merge,
    /// JSON patch.
    Json,
    /// Strategic merge patch.
    Strategic,
}

/// What a wish is for one Shoot.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// What is sent for it.
    pub edit: Edit,
    /// The Shoot that it makes of the stored one, before the server fills anything in.
    pub submitted: Value,
    /// What is not as somebody may think.
    pub remarks: Vec<String>,
}

/// A wish that does not fit the Shoot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The patch cannot be applied.
    Patch(String),
    /// A field cannot be set.
    Set(String),
}

impl Wish {
    /// Make it a change of the stored Shoot.
    pub fn of(&self, old: &Value) -> Result<Made, Misfit> {
        let mut made = self.made(old)?;
        if made.edit.kind != EditKind::Replace {
            defaults::keep_chosen(old, &mut made.submitted);
        }
        for pointer in ["/kind", "/metadata/name", "/metadata/namespace"] {
            let (before, after) = (old.pointer(pointer), made.submitted.pointer(pointer));
            // Manifests may leave their namespace to -n.
            let left_out = after.is_none() && made.submitted["metadata"].is_object();
            if before.is_some() && before != after && !left_out {
                let field = pointer[1..].replace('/', ".");
                return Err(Misfit::Patch(format!("{field} cannot be changed")));
            }
        }
        Ok(made)
    }

    fn made(&self, old: &Value) -> Result<Made, Misfit> {
        match self {
            Self::Apply(manifest) => {
                let applied = apply::apply(old, manifest);
                Ok(Made {
                    remarks: apply::remarks(old, manifest, Some(&applied)),
                    edit: applied.edit,
                    submitted: applied.result,
                })
            }
            Self::Replace(manifest) => Ok(Made {
                edit: Edit {
                    kind: EditKind::Replace,
                    body: manifest.clone(),
                },
                submitted: manifest.clone(),
                remarks: apply::remarks(old, manifest, None),
            }),
            Self::Patch { patch, set } => patched(old, patch.as_ref(), set),
        }
    }

    /// As [`Wish::of`], for a server that says itself whether a patch fits.
    pub fn for_server(&self, old: &Value) -> Result<Made, Misfit> {
        match (self.of(old), self) {
            (
                Err(Misfit::Patch(fault)),
                Self::Patch {
                    patch: Some((kind, patch)),
                    set,
                },
            ) if set.is_empty() => Ok(Made {
                edit: kind.edit(patch),
                submitted: old.clone(),
                // The server only says that something is wrong with it.
                remarks: vec![format!("the patch does not fit: {fault}")],
            }),
            (made, _) => made,
        }
    }
}

impl PatchKind {
    fn edit(self, patch: &Value) -> Edit {
        Edit {
            kind: match self {
                Self::Merge => EditKind::Merge,
                Self::Json => EditKind::Json,
                Self::Strategic => EditKind::Strategic,
            },
            body: patch.clone(),
        }
    }
}

fn patched(
    old: &Value,
    patch: Option<&(PatchKind, Value)>,
    set: &[String],
) -> Result<Made, Misfit> {
    let mut submitted = old.clone();
    if let Some((kind, patch)) = patch {
        match kind {
            PatchKind::Merge => patch::merge(&mut submitted, patch),
            PatchKind::Json => patch::apply(&mut submitted, patch).map_err(Misfit::Patch)?,
            PatchKind::Strategic => {
                apply::strategic(&mut submitted, patch).map_err(Misfit::Patch)?;
            }
        }
    }
    for assignment in set {
        patch::set(&mut submitted, assignment).map_err(Misfit::Set)?;
    }
    Ok(match patch {
        // Sent as it was given: what it does to what nobody has read is the server's to say.
        Some((kind, patch)) if set.is_empty() => Made {
            edit: kind.edit(patch),
            submitted,
            remarks: Vec::new(),
        },
        _ => merged(old, submitted),
    })
}

fn merged(old: &Value, submitted: Value) -> Made {
    Made {
        edit: Edit {
            kind: EditKind::Merge,
            body: apply::merge_patch(old, &submitted),
        },
        submitted,
        remarks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_patch_is_sent_as_it_was_given_and_with_fields_to_set_as_what_both_come_to() {
        let old = json!({"spec": {"purpose": "testing", "region": "a"}});
        let patch = json!({"spec": {"region": null}});
        let wish = |set: &[&str]| Wish::Patch {
            patch: Some((PatchKind::Merge, patch.clone())),
            set: set.iter().map(|text| (*text).to_owned()).collect(),
        };
        assert_eq!(wish(&[]).of(&old).unwrap().edit.body, patch);
        let both = wish(&["spec.purpose=production"]).of(&old).unwrap();
        assert_eq!(
            both.edit.body,
            json!({"spec": {"region": null, "purpose": "production"}})
        );
        assert_eq!(both.submitted, json!({"spec": {"purpose": "production"}}));
    }

    #[test]
    fn the_size_of_a_nodes_network_stays_as_it_was_chosen() {
        let old = json!({"spec": {
            "kubernetes": {"version": "1.35.9"}, "networking": {"type": "calico"},
            "provider": {"workers": [{"name": "web"}]},
        }});
        let mut new = old.clone();
        new["spec"]["kubernetes"]["kubelet"] = json!({"maxPods": 200});
        let mask = |wish: Wish| {
            let made = wish.of(&old).unwrap();
            made.submitted
                .pointer("/spec/kubernetes/kubeControllerManager/nodeCIDRMaskSize")
                .cloned()
        };
        let set = |text: &str| Wish::Patch {
            patch: None,
            set: vec![text.to_owned()],
        };
        assert_eq!(mask(Wish::Apply(new.clone())), Some(json!(24)));
        assert_eq!(
            mask(set("spec.kubernetes.kubelet.maxPods=200")),
            Some(json!(24))
        );
        assert_eq!(
            mask(set("spec.kubernetes.kubelet.maxPods=100")),
            None,
            "the same is chosen again"
        );
        assert_eq!(
            mask(Wish::Replace(new)),
            None,
            "the server chooses anew, and refuses the change"
        );
        let said = "spec.kubernetes.kubeControllerManager.nodeCIDRMaskSize=22";
        assert_eq!(mask(set(said)), Some(json!(22)));
    }

    #[test]
    fn a_patch_that_does_not_fit_is_for_the_server_to_refuse() {
        let old = json!({"spec": {}});
        let patch = json!([{"op": "remove", "path": "/spec/region"}]);
        let beside = |set: Vec<String>| Wish::Patch {
            patch: Some((PatchKind::Json, patch.clone())),
            set,
        };
        let alone = beside(Vec::new());
        assert!(matches!(alone.of(&old), Err(Misfit::Patch(_))));
        assert_eq!(alone.for_server(&old).unwrap().edit.body, patch);
        let both = beside(vec!["spec.purpose=testing".to_owned()]);
        assert!(matches!(both.for_server(&old), Err(Misfit::Patch(_))));
    }
}
