//! Seed, Project, bindings and Lease: `generated.proto` of `gardener/gardener:pkg/apis/core/v1beta1` and
//! `pkg/apis/security/v1alpha1`, of `k8s.io/api`: `core/v1` and `coordination/v1`.

use crate::domain::objects::binding::{BindingProvider, Reference};
use crate::domain::objects::lease::LeaseSpec;
use crate::domain::objects::project::ProjectSpec;
use crate::domain::objects::seed::{
    DefaultDomain, Named, SeedDns, SeedNetworks, SeedProvider, SeedScheduling, SeedSettings,
    SeedSpec, SeedStatus, SeedTaint, ShootNetworks,
};
use crate::domain::objects::{CredentialsBinding, Lease, Project, SecretBinding, Seed};
use crate::garden::wire::field::{Fault, Fields, Value};
use crate::garden::wire::message::{Field, bytes, message, non_zero, timestamp};

message! {
    Seed {
        1: metadata,
        2: spec,
        3: status,
    }

    SeedSpec {
        2: dns,
        3: networks,
        4: provider,
        6: taints,
        8: settings,
        10: access_restrictions,
    }

    SeedDns {
        4: defaults,
    }

    // SeedDNSProviderConfig
    DefaultDomain {
        2: domain,
    }

    SeedNetworks {
        4: shoot_defaults,
    }

    ShootNetworks {
        1: pods,
        2: services,
    }

    // AccessRestriction
    Named {
        1: name,
    }

    SeedProvider {
        1: provider_type,
        3: region,
        4: zones,
    }

    SeedSettings {
        2: scheduling,
    }

    // SeedSettingScheduling
    SeedScheduling {
        1: visible,
    }

    SeedTaint {
        1: key,
        2: value,
    }

    SeedStatus {
        1: gardener,
        2: kubernetes_version,
        3: conditions,
        4: observed_generation as non_zero,
        5: cluster_identity,
        8: client_certificate_expiration_timestamp as timestamp,
        9: last_operation,
    }

    Project {
        1: metadata,
        2: spec,
    }

    ProjectSpec {
        6: namespace,
    }

    SecretBinding {
        1: metadata,
        2: secret_ref as secret_reference,
        3: quotas,
        4: provider,
    }

    CredentialsBinding {
        1: metadata,
        2: provider,
        3: credentials_ref,
        4: quotas,
    }

    // SecretBindingProvider and CredentialsBindingProvider are alike.
    BindingProvider {
        1: provider_type,
    }

    // ObjectReference
    Reference {
        1: kind,
        2: namespace,
        3: name,
        5: api_version,
    }

    Lease {
        1: metadata,
        2: spec,
    }

    LeaseSpec {
        1: holder_identity,
        4: renew_time as timestamp,
    }
}

/// Read a SecretReference, which has other numbers than an ObjectReference.
fn secret_reference(target: &mut Reference, value: Value<'_>) -> Result<(), Fault> {
    for field in Fields::of(bytes(value)?) {
        match field? {
            (1, value) => target.name.receive(value)?,
            (2, value) => target.namespace.receive(value)?,
            _ => {}
        }
    }
    Ok(())
}
