//! Taking a snapshot: one list after the other, each page written before the next is held.

use anyhow::{Context, anyhow};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Notify;

use super::Redactor;
use super::format::{End, Failure, Header, Listed, TakenFrom};
use super::whole::{Sent, Whole};
use super::writer::{Out, Writer};
use crate::domain::objects::config_map::{GARDENER_INFO, SYSTEM_PUBLIC_NAMESPACE};
use crate::domain::objects::lease::SEED_LEASE_NAMESPACE;
use crate::domain::objects::{
    CloudProfile, ConfigMap, CredentialsBinding, Gardenlet, Lease, ManagedSeed,
    NamespacedCloudProfile, Object, Project, SecretBinding, SecretMetadata, Seed, Shoot,
};
use crate::domain::redeploy::lock::LABEL;
use crate::error::{WithHint, find, interrupted, show};
use crate::garden::decode::joined;
use crate::garden::explain::Refusal;
use crate::garden::{Garden, Query};
use crate::interrupt::Interrupt;

/// The namespace of what makes up the landscape.
const GARDEN: &str = "garden";
/// What labels and annotations of this program begin with.
const OURS: &str = "kubectl-gardener/";

/// How a snapshot is taken.
#[derive(Clone, Copy, Debug)]
pub struct Options<'o> {
    /// The instant that counts as now.
    pub now: Timestamp,
    /// The only namespace whose shoots and bindings are read.
    pub namespace: Option<&'o str>,
    /// What replaces names.
    pub redactor: Option<&'o Redactor>,
}

/// Read everything that reports need of a garden, and write it.
///
/// What may not be read is noted in the end; everything else that fails ends it.
pub async fn take(
    garden: &Garden,
    options: Options<'_>,
    interrupt: &Interrupt,
    out: Out<'_>,
) -> anyhow::Result<End> {
    let mut header = Header::new(options.now);
    header.namespace = options.namespace.map(ToOwned::to_owned);
    if let Some(redactor) = options.redactor {
        header.redacted = true;
        header.namespace = options.namespace.map(|name| redactor.name(name));
    } else {
        let place = garden.place();
        header.garden = Some(TakenFrom {
            context: place.context.clone(),
            server: place.server.clone(),
            user: place.user.clone(),
            acting_as: place.acting_as.clone(),
        });
    }
    let mut taking = Taking {
        garden,
        redactor: options.redactor,
        interrupt,
        writer: Writer::begin(out, &header)?,
        lists: Vec::new(),
    };
    taking.everything(options.namespace).await?;
    let end = End::new(taking.lists);
    if end.lists.iter().all(|list| list.failure.is_some()) {
        let failure = end.lists.into_iter().find_map(|list| list.failure);
        let failure = failure.map(|failure| failure.message).unwrap_or_default();
        return Err(anyhow!("nothing of this garden may be read: {failure}"))
            .hint("choose another user with --context, --user or --token");
    }
    taking.writer.finish(&end)?;
    Ok(end)
}

struct Taking<'t> {
    garden: &'t Garden,
    redactor: Option<&'t Redactor>,
    interrupt: &'t Interrupt,
    writer: Writer<'t>,
    lists: Vec<Listed>,
}

impl Taking<'_> {
    /// Ask for what reports ask for: in all namespaces, and where that may not be, in those that they fall back to.
    async fn everything(&mut self, namespace: Option<&str>) -> anyhow::Result<()> {
        let everywhere = Query::default();
        let garden = in_namespace(GARDEN);
        let narrow = namespace.map_or_else(Query::default, in_namespace);
        self.info().await?;
        self.list::<CloudProfile>(&everywhere).await?;
        self.list_or::<NamespacedCloudProfile>(&everywhere, namespace.map(|_| &narrow))
            .await?;
        self.list::<Project>(&everywhere).await?;
        self.list::<Seed>(&everywhere).await?;
        self.list_or::<Gardenlet>(&everywhere, Some(&garden))
            .await?;
        self.list_or::<ManagedSeed>(&everywhere, Some(&garden))
            .await?;
        self.list::<Lease>(&in_namespace(SEED_LEASE_NAMESPACE))
            .await?;
        self.list::<Lease>(&garden).await?;
        let ours = Query {
            label_selector: Some(LABEL.to_owned()),
            ..garden.clone()
        };
        self.list::<SecretMetadata>(&ours).await?;
        self.list::<SecretBinding>(&narrow).await?;
        self.list::<CredentialsBinding>(&narrow).await?;
        match namespace {
            None => self.list_or::<Shoot>(&everywhere, Some(&garden)).await?,
            Some(GARDEN) => self.list::<Shoot>(&garden).await.map(drop)?,
            Some(_) => {
                self.list::<Shoot>(&narrow).await?;
                self.list::<Shoot>(&garden).await?;
            }
        }
        Ok(())
    }

    async fn list_or<K: Object + DeserializeOwned>(
        &mut self,
        query: &Query,
        otherwise: Option<&Query>,
    ) -> anyhow::Result<()> {
        if !self.list::<K>(query).await?
            && let Some(otherwise) = otherwise
        {
            self.list::<K>(otherwise).await?;
        }
        Ok(())
    }

    /// Read a list and write its objects; give whether it may be read.
    async fn list<K: Object + DeserializeOwned>(&mut self, query: &Query) -> anyhow::Result<bool> {
        let (writer, redactor, interrupt) = (&mut self.writer, self.redactor, self.interrupt);
        let named = |name: &String| match redactor {
            Some(redactor) => redactor.name(name),
            None => name.clone(),
        };
        let mut listed = Listed {
            namespace: query.namespace.as_ref().map(named),
            selector: query.label_selector.clone(),
            ..Listed::of::<K>()
        };
        let mut failed = None;
        let full = Notify::new();
        let each = |object: Whole<K>| {
            if failed.is_none()
                && let Err(error) = write::<K>(object, redactor, writer, &mut listed)
            {
                failed = Some(error);
                full.notify_one();
            }
        };
        let read = tokio::select! {
            biased;
            () = interrupt.heard() => return Err(interrupted()),
            read = self.garden.fold(query, each) => Some(read),
            () = full.notified() => None,
        };
        if let Some(error) = failed {
            return Err(error);
        }
        let read = read.unwrap_or_else(|| Err(interrupted()));
        let answered = match read {
            Ok(folded) => {
                let messages = folded.unreadable;
                let keys = folded.unreadable_names;
                listed.unreadable.extend(match redactor {
                    None => messages,
                    Some(redactor) => (keys.iter())
                        .map(|key| redactor.unreadable::<K>(key))
                        .collect(),
                });
                true
            }
            Err(error) => {
                let what = format!("list {}", K::PLURAL);
                listed.failure = Some(refusal(error, redactor, &what)?);
                false
            }
        };
        self.lists.push(listed);
        Ok(answered)
    }

    /// Ask for what the garden says of itself.
    async fn info(&mut self) -> anyhow::Result<()> {
        let (namespace, name) = (SYSTEM_PUBLIC_NAMESPACE, GARDENER_INFO);
        let mut listed = Listed {
            namespace: Some(namespace.to_owned()),
            name: Some(name.to_owned()),
            ..Listed::of::<ConfigMap>()
        };
        let read = self.garden.get::<Whole<ConfigMap>>(Some(namespace), name);
        let read = tokio::select! {
            biased;
            () = self.interrupt.heard() => return Err(interrupted()),
            read = read => read,
        };
        match read {
            Ok(Some(map)) => {
                write::<ConfigMap>(map, self.redactor, &mut self.writer, &mut listed)?;
            }
            Ok(None) => {}
            Err(error) => {
                let what = format!("get configmaps {name}");
                listed.failure = Some(refusal(error, self.redactor, &what)?);
            }
        }
        self.lists.push(listed);
        Ok(())
    }
}

fn in_namespace(namespace: &str) -> Query {
    Query {
        namespace: Some(namespace.to_owned()),
        label_selector: None,
    }
}

/// Take what reports go on without; anything else is an error here, too.
fn refusal(
    error: anyhow::Error,
    redactor: Option<&Redactor>,
    what: &str,
) -> anyhow::Result<Failure> {
    let Some(refusal) = find::<Refusal>(&error) else {
        return Err(error);
    };
    let forbidden = refusal.forbidden;
    let shown = show(&error);
    if redactor.is_none() {
        return Ok(Failure {
            forbidden,
            message: shown.message,
            hints: shown.hints,
        });
    }
    Ok(Failure::without_names(what, forbidden))
}

/// Write an object, without what no report may or can use.
fn write<K: Object + DeserializeOwned>(
    object: Whole<K>,
    redactor: Option<&Redactor>,
    writer: &mut Writer<'_>,
    listed: &mut Listed,
) -> anyhow::Result<()> {
    let mut sent = object.sent;
    if K::METADATA_ONLY {
        sent.keep_metadata_only();
        bare(sent.metadata_mut());
    }
    match redactor {
        None => {
            listed.objects += 1;
            writer.line(&sent)
        }
        Some(redactor) => {
            let redact = |tree| redactor.object::<K>(tree);
            let unreadable = |key: &str| redactor.unreadable::<K>(key);
            write_redacted(sent, &redact, &unreadable, writer, listed)
        }
    }
}

fn write_redacted(
    sent: Sent,
    redact: &dyn Fn(Value) -> Option<Value>,
    unreadable: &dyn Fn(&str) -> String,
    writer: &mut Writer<'_>,
    listed: &mut Listed,
) -> anyhow::Result<()> {
    let called = &sent.called;
    let key = joined(
        called.namespace.as_deref().unwrap_or_default(),
        &called.name,
    );
    let tree = sent.into_tree().context("cannot read an object")?;
    if let Some(tree) = redact(tree) {
        listed.objects += 1;
        return writer.line(&tree);
    }
    listed.unreadable.push(unreadable(&key));
    Ok(())
}

/// Reduce the metadata of a Secret to what is ours: an annotation of kubectl repeats what is in the Secret.
fn bare(metadata: &mut Map<String, Value>) {
    metadata.retain(|field, _| {
        matches!(
            field.as_str(),
            "name"
                | "namespace"
                | "labels"
                | "annotations"
                | "uid"
                | "resourceVersion"
                | "creationTimestamp"
                | "deletionTimestamp"
        )
    });
    for field in ["labels", "annotations"] {
        if let Some(Value::Object(entries)) = metadata.get_mut(field) {
            entries.retain(|key, _| key.starts_with(OURS));
        }
    }
}
