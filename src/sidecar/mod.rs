//! The sidecar: one YAML file beside each document, shared by people and the engine.
//!
//! # Format
//!
//! ```yaml
//! # yaml-language-server: $schema=../schemas/annotation.schema.json
//! ibid: 1
//! document:
//!   path: ../corpus/harbor-post.md
//!   raw: sha256:…
//!   …
//! claims:
//!   - id: c-7k2m
//!     kind: direct
//!     speaker: Dana Roth
//!     source: {bytes: 1204-1207, exact: Roth}
//!     cue: {bytes: 1209-1212, exact: said, class: neutral}
//!     content: {bytes: 1228-1519, exact: "“The ferry …”", prefix: "said: ", suffix: " Normal"}
//!     rule: claim.said
//!     by: ibid 91b0ffe2
//! ```
//!
//! Whose an entry is, its last line says: while the fingerprint after `by: ibid` is that of the entry, the
//! engine may update or drop it; as soon as a person changes anything in it, or puts a comment into it, it is
//! that person's, for ever. Re-annotation is a patch on the text ([`merge()`]): a parser and a printer would
//! lose comments, blank lines, order and quoting, and with them people's work.

mod add;
mod adjudicate;
mod check;
mod clash;
mod edit;
mod merge;
mod now;
mod outline;
mod parts;
mod print;
mod read;
mod review;
mod spots;
mod value;
mod wire;
mod withhold;

pub use add::{add_claim, add_framing, free_id};
pub use adjudicate::{Settled, adjudicate};
pub use check::{Draft, Finding, Level, check_shape, mend};
pub use merge::{Merged, merge};
pub use outline::{Astray, Entry, Spoken, astray, entries};
pub use parts::{Part, from_parts, has_comments, parts};
pub use print::new_text;
pub use read::{Sidecar, read, read_with_rejected};
pub use review::{Doubt, Listed, Standing, lines, listed, set, undecided};
pub use spots::{Spot, accept, spots};
pub use value::scalar as plain_or_quoted;
pub use wire::{DocumentRef, Engine, File};
pub use withhold::{fill, is_withheld, withhold};

/// The version of the format, the value of the key `ibid`.
pub const VERSION: u32 = 1;
