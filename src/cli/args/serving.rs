//! Arguments of the local reader.

use super::{Folders, Own};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Prints one line, the address, and serves it to this machine alone until Ctrl-C. Whoever has the address can read the\ndocuments and decide. Only decisions are written, into annotation files, as `ibid review` writes them.\n\nExamples:\n  ibid serve\n  ibid serve --by \"Mira Osk\" --port 8000 texts"
)]
pub(in crate::cli) struct Serve {
    /// Documents, or folders of documents
    #[arg(value_name = "PATH", default_value = "corpus")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// The port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value = "0")]
    pub(in crate::cli) port: u16,
    /// Who decides: written as the reviewer of what is accepted or rejected
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    #[command(flatten)]
    pub(in crate::cli) folders: Folders,
}
