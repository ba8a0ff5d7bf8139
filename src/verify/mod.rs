//! Is it still true? Sidecars, reports and citations against documents. Names no detector and no lexicon:
//! anyone can verify without trusting those.

mod sidecar;

pub use sidecar::{PlaceCheck, SidecarCheck, check_sidecar};
