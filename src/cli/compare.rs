//! `ibid compare`: documents on one event, side by side.

use super::{
    Ended, Stop,
    annotate::placed,
    args::{self, Format},
    harmless, lexicon,
    output::Output,
    store::{self, Wrong},
    workspace::{self, Target},
};
use crate::{
    detect,
    lexicon::Lexicon,
    report::compare::{self, Entry},
};
use rayon::prelude::*;

pub(super) fn run(args: &args::Together, output: &mut Output) -> Result<Ended, Stop> {
    let (targets, ended) = workspace::targets(&args.paths, &args.folders, output);
    let words = lexicon::load(&args.own, output)?;
    let (entries, read) = read(&targets.iter().collect::<Vec<_>>(), words.get(), output);
    if entries.len() < 2 {
        output.error("there are fewer than two documents to compare", Some("name more documents, or a folder of them"));
        return Ok(Ended::Unable);
    }
    let text = match output.format() {
        Format::Html => compare::html(&entries),
        _ => compare::markdown(&entries),
    };
    output.bytes(text.as_bytes())?;
    Ok(ended.and(read))
}

/// Reads documents with their annotations; what cannot be read is told and left out.
pub(super) fn read(targets: &[Target], words: &Lexicon, output: &mut Output) -> (Vec<Entry>, Ended) {
    let read: Vec<Result<Entry, Wrong>> = targets.par_iter().map(|target| entry(target, words)).collect();
    let (mut entries, mut ended) = (vec![], Ended::Done);
    for entry in read {
        match entry {
            Ok(entry) => entries.push(entry),
            Err(wrong) => {
                wrong.tell(output);
                ended = Ended::Unable;
            }
        }
    }
    (entries, ended)
}

/// Reads a document with its annotation file; where there is none, it is annotated here and nothing is written.
pub(super) fn entry(target: &Target, words: &Lexicon) -> Result<Entry, Wrong> {
    let (_, document) = store::document(&target.document)?;
    let annotations = match store::sidecar_of(target)? {
        Some((_, said)) => placed(&said, &document).0,
        None => detect::annotate(&document, words, detect::Mode::Precise),
    };
    Ok(Entry { path: harmless::name(&target.document), document, annotations })
}
