//! What redeploying a gardenlet reads and writes: in the garden, in its target cluster, in the runtime cluster.

mod ask;
mod cluster;
mod evidence;
mod lock;
mod look;
mod mint;
mod secret;
mod state;
mod whereabouts;

pub use ask::{Asked, ask, clear, referring, rehearse, rehearse_secret};
pub use cluster::{gardens, identity, is_admin, operator, running};
pub use evidence::{certificate_requests, evidence};
pub use lock::{InDoubt, Lock, Locked, lock, remove, unlock};
pub use look::{Looked, look};
pub use mint::{Minted, mint};
pub use state::State;
pub use whereabouts::{nonce, whereabouts};
