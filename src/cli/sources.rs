//! `ibid sources`: who is given as the source of what the documents of a corpus report.

use super::{
    Ended, Stop,
    args::{self, Format},
    compare, lexicon,
    output::Output,
    workspace,
};
use crate::report::compare::audit;

pub(super) fn run(args: &args::Together, output: &mut Output) -> Result<Ended, Stop> {
    let (targets, ended) = workspace::targets(&args.paths, &args.folders, output);
    let words = lexicon::load(&args.own, output)?;
    let (entries, read) = compare::read(&targets.iter().collect::<Vec<_>>(), words.get(), output);
    if entries.is_empty() {
        return Ok(Ended::Unable);
    }
    match output.format() {
        Format::Csv => output.bytes(audit::csv(&entries).as_bytes())?,
        Format::Html => output.bytes(audit::html(&entries).as_bytes())?,
        Format::Json => {
            for row in audit::rows(&entries) {
                output.json(&row)?;
            }
        }
        _ => output.bytes(audit::markdown(&entries).as_bytes())?,
    }
    Ok(ended.and(read))
}
