//! What is said in place of [`columns`](super) when the command was built without them.

use super::{Ended, Stop, args, output::Output};
use crate::lexicon::Lexicon;
use std::path::Path;

pub(super) fn stream(_: &args::Stream, _: &Lexicon, output: &mut Output) -> Result<Ended, Stop> {
    refuse(output)
}

pub(super) fn annotate(_: &args::Annotate, _: &Path, output: &mut Output) -> Result<Ended, Stop> {
    refuse(output)
}

pub(super) fn export(_: &args::Export, _: &Path, output: &mut Output) -> Result<Ended, Stop> {
    refuse(output)
}

fn refuse(output: &mut Output) -> Result<Ended, Stop> {
    let help = "install one that reads and writes them: `cargo install --path . --features columns`";
    output.error("this ibid was built without Arrow and Parquet", Some(help));
    Err(Stop::Unable)
}
