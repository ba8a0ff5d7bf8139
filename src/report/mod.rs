//! What a reader sees. Pure functions; none touches the file system.

pub mod json;
