//! The kinds that are read as protobuf: a table per message with the field numbers of `generated.proto`.
//!
//! Numbers never change there. `as` says how a field is read that is not what it is in JSON.

mod cloud_profile;
mod core;
mod kubelet;
mod metadata;
mod seedmanagement;
mod shoot;
