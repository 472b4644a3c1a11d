//! Objects of any kind with every field.

use serde_json::Value;

use crate::domain::objects::Object;
use crate::garden::Garden;
use crate::garden::explain::Doing;

impl Garden {
    /// Read an object with every field; none if there is none of that name.
    pub async fn tree<K: Object>(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> anyhow::Result<Option<Value>> {
        let bytes = self
            .get_bytes::<K>(namespace, name, "application/json")
            .await?;
        let Some(bytes) = bytes else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|error| {
            let doing = Doing::new::<K>("get", namespace, Some(name));
            self.explain(kube::Error::SerdeError(error), &doing)
        })
    }
}
