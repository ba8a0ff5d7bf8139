//! Arguments of the language server.

use super::{Claims, Framing, Kept, Own};
use clap::Args;

#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Editors start it and speak to it; docs/editors.md says how.\nIt works in the folder that the editor names, and never writes a file: the editor does.\n\nExit codes: 0 after `shutdown` and `exit`, 1 when the editor went away without, 2 could not run.\n\nExample:\n  ibid lsp --framing broad"
)]
pub(in crate::cli) struct Lsp {
    /// Accepted because editors say it; there is no other way
    #[arg(long)]
    pub(in crate::cli) stdio: bool,
    /// Which framing terms to mark
    #[arg(long, value_name = "MODE", default_value = "precise")]
    pub(in crate::cli) framing: Framing,
    #[command(flatten)]
    pub(in crate::cli) claims: Claims,
    #[command(flatten)]
    pub(in crate::cli) own: Own,
    /// Who decides, when the editor does not say
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) by: Option<String>,
    #[command(flatten)]
    pub(in crate::cli) kept: Kept,
}
