//! Whose words are these? `ibid` hashes news documents, records outlet, attributed claims and framing
//! terms with the voice that uses them, and writes annotated Markdown that strips back byte for byte.

pub mod agreement;
pub mod annotation;
pub mod citation;
#[cfg(feature = "cli")]
pub mod cli;
pub mod detect;
pub mod document;
pub mod exchange;
pub mod lexicon;
#[cfg(feature = "cli")]
pub mod lsp;
pub mod manifest;
pub mod report;
pub mod sidecar;
pub mod verify;
