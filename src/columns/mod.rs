//! Documents and annotations as columns: Arrow batches in and out, the rows of a Parquet file.
//!
//! One row schema serves streams, files and engines; `docs/columns.md` shows it, and a test holds the page
//! against the tables in `row.rs`. There is no dictionary, no unsigned number, no union and no view in it,
//! because one engine or another reads none of these. Nothing here opens a file or a pipe.

mod input;
mod row;
mod table;

pub use input::{Input, Layout};
pub use row::{Entry, Place, Row, Said};
pub use table::{Shape, Stamp, batch, columns, schema};

/// The version of the row schema. A column that is added makes no new one, so readers go by names; a column
/// that is dropped, renamed or means something else does.
pub const VERSION: u32 = 1;
