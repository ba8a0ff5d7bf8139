//! Arrow streams and Parquet files.

mod arrow;
mod parquet;
mod rows;

pub(super) use arrow::stream;
pub(super) use parquet::{annotate, export};
