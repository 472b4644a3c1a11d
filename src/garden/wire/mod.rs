//! Protobuf as Kubernetes writes it: read field by field into our objects, with nothing copied in between.
//!
//! - `field`, `message`: the notation, and how tables of field numbers are read
//! - `kinds`: those tables, by kind
//! - `envelope`: what Kubernetes puts around each object
//! - `frames`, `list`: watches and lists that arrive in pieces
//!
//! Nothing here trusts what it reads: lengths are checked before memory is taken, and every damage is a [`Fault`].

mod envelope;
mod field;
mod frames;
mod kinds;
mod list;
mod message;

use std::any::Any;

use crate::domain::objects::{
    CloudProfile, CredentialsBinding, Gardenlet, Lease, ManagedSeed, NamespacedCloudProfile,
    Project, SecretBinding, Seed, Shoot,
};

pub(super) use envelope::status_as_json;
pub use envelope::{Event, Failure, event, is_protobuf, names};
pub use field::Fault;
pub use frames::Frames;
pub use list::{Head, List, Part};

/// The media type of Kubernetes' protobuf.
pub(super) const MEDIA_TYPE: &str = "application/vnd.kubernetes.protobuf";

/// Reads an object from its message.
pub type Decode<K> = fn(&[u8]) -> Result<K, Fault>;

/// The largest object that is waited for: etcd refuses much smaller ones.
const LARGEST: u64 = 64 << 20;

/// Declare the kinds that are read as protobuf: one line per kind.
macro_rules! kinds {
    ($($kind:ty,)+) => {
        /// Give what reads a type from protobuf, or `None` where it is read as JSON.
        pub fn decoder<K: 'static>() -> Option<Decode<K>> {
            None$(.or_else(|| same::<$kind, K>(message::read::<$kind>)))+
        }
    };
}

// All others are few and small, or of clusters that are no garden, and stay JSON.
kinds! {
    Shoot,
    Seed,
    ManagedSeed,
    Gardenlet,
    CloudProfile,
    NamespacedCloudProfile,
    Project,
    SecretBinding,
    CredentialsBinding,
    Lease,
}

/// Give a decoder back if it is one for the other type.
fn same<A: 'static, B: 'static>(decode: Decode<A>) -> Option<Decode<B>> {
    let decode: &dyn Any = &decode;
    decode.downcast_ref().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_without_a_table_are_read_as_json() {
        struct OtherShoot;
        assert!(decoder::<Shoot>().is_some() && decoder::<Lease>().is_some());
        assert!(decoder::<OtherShoot>().is_none());
    }
}
