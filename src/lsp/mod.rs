//! The language server: what `ibid check`, `ibid review` and `ibid explain` know, in an editor, while people type.
//!
//! Messages in, messages out: [`serve`] reads the protocol from any input and writes it to any output. It holds the
//! texts of open files and asks a [`Disk`] for all others; it never writes a file. What it would change it offers as an
//! edit, made by the same functions as `ibid review`, and the person's editor makes it.
//!
//! Everything happens on one thread, in the order of the messages. A server that answers on many threads has to
//! say to which state of the text an answer belongs; here an answer belongs to everything that was said before it.

mod actions;
mod adding;
mod changes;
mod client;
mod completion;
mod context;
mod deeds;
mod definition;
mod diagnostics;
mod disk;
mod hover;
mod inlay;
mod positions;
mod reading;
mod requests;
mod server;
mod state;
mod symbols;
mod teaching;
mod transport;
mod words;

pub use disk::{Belongs, Disk, Shape};
pub use server::{Ended, serve};
