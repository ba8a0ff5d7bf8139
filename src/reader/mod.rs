//! The local reader without its sockets and files: who may ask, what is found, what is shown.
//!
//! The index is made from the files and holds nothing that they do not; whoever serves it writes only what
//! `ibid review` would write. Nothing here detects, and nothing here is stored.

pub mod guard;
pub mod index;
pub mod page;
