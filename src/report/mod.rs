//! What a reader sees of a document and its annotations: pure functions, no file, no terminal.

pub mod cite;
pub mod compare;
pub mod html;
pub mod json;
pub mod markdown;
pub mod textless;
