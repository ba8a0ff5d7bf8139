//! The workspace's own lexicon, beside the one that is built in.

use super::{
    Ended, Stop, args, files,
    output::Output,
    store::{Wrong, text_of},
    workspace,
};
use crate::{
    document::Problem,
    lexicon::{Lexicon, OwnFile},
    sidecar::Engine,
};
use std::path::{Path, PathBuf};

/// Where a workspace keeps its own terms, when nothing else was said.
const FOLDER: &str = "lexicon";

/// The lexicon of a run.
pub(super) struct Words(Option<Box<Lexicon>>);

impl Words {
    pub(super) const fn builtin() -> Self {
        Self(None)
    }

    pub(super) fn get(&self) -> &Lexicon {
        self.0.as_deref().unwrap_or_else(|| Lexicon::builtin())
    }

    /// Returns what annotation files say of who wrote them.
    pub(super) fn engine(&self) -> Engine {
        Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: self.get().whole_digest() }
    }
}

/// Reads the workspace's own files, if it has any. What is wrong with them is told, and nothing is run.
pub(super) fn load(own: &args::Own, output: &mut Output) -> Result<Words, Stop> {
    let folder = own.lexicon.as_deref().unwrap_or_else(|| Path::new(FOLDER));
    if own.lexicon.is_none() && !folder.is_dir() {
        return Ok(Words(None));
    }
    if !folder.is_dir() {
        let help = "name a folder of .yaml files";
        output.problem(folder, &[], &Problem::new("lexicon.missing", "no such folder").help(help));
        return Err(Stop::Unable);
    }
    let mut ended = Ended::Done;
    let mut paths = workspace::files_below(folder, output, &mut ended);
    paths.retain(|path| workspace::is_sidecar(path));
    if ended != Ended::Done {
        return Err(Stop::Unable);
    }
    let mut own = vec![];
    for path in &paths {
        own.push(read(path).map_err(|wrong| {
            wrong.tell(output);
            Stop::Unable
        })?);
    }
    match Lexicon::with(&own) {
        Ok(lexicon) => Ok(Words(Some(Box::new(lexicon)))),
        Err((index, problem)) => {
            let path = paths.get(index).cloned().unwrap_or_else(PathBuf::new);
            let text = own.get(index).map_or("", |file| file.text.as_str());
            output.problem(&path, text.as_bytes(), &problem);
            Err(Stop::Unable)
        }
    }
}

/// Reads the workspace's own files, if it has any; `None` when not all of them are right, or the folder that was named is
/// not there.
pub(super) fn quietly(own: &args::Own) -> Option<Words> {
    let folder = own.lexicon.as_deref().unwrap_or_else(|| Path::new(FOLDER));
    if !folder.is_dir() {
        return own.lexicon.is_none().then_some(Words(None));
    }
    let paths = workspace::files_quietly(folder).into_iter().filter(|path| workspace::is_sidecar(path));
    let own: Option<Vec<OwnFile>> = paths.map(|path| read(&path).ok()).collect();
    Lexicon::with(&own?).ok().map(|lexicon| Words(Some(Box::new(lexicon))))
}

fn read(path: &Path) -> Result<OwnFile, Wrong> {
    let bytes = files::read(path).map_err(|problem| Wrong::whole(path, problem))?;
    let text = text_of(path, bytes, "lexicon.not-utf-8", "the lexicon file")?;
    Ok(OwnFile { name: path.to_string_lossy().into_owned(), text })
}
