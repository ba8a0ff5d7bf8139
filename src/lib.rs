//! Whose words are these? `ibid` hashes news documents, records outlet, attributed claims and framing
//! terms with the voice that uses them, and writes annotated Markdown that strips back byte for byte.

pub mod agreement;
pub mod annotation;
pub mod citation;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "columns")]
pub mod columns;
pub mod detect;
pub mod document;
pub mod exchange;
pub mod lexicon;
#[cfg(feature = "cli")]
pub mod lsp;
pub mod manifest;
#[cfg(feature = "cli")]
pub mod reader;
pub mod report;
pub mod sidecar;
pub mod verify;
