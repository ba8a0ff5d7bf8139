//! `ibid review` on a terminal: the text with what was found in it, and one key to decide.
//!
//! A key changes a [`State`](state::State) and may ask for something to be read or written; what is drawn is made of
//! the state alone. Only [`terminal`] knows a terminal, and only [`disk`] knows files.

mod book;
mod deciding;
#[cfg(test)]
mod desk;
mod disk;
mod filter;
mod history;
mod keys;
mod page;
mod panes;
mod prompt;
mod screen;
mod state;
mod terminal;
#[cfg(test)]
mod tests;

use super::{Ended, Stop, args, count, harmless, output::Output};
use std::{io, path::PathBuf};

/// Shows annotation files on the terminal until the person leaves.
pub(super) fn run(paths: Vec<PathBuf>, args: &args::Review, output: &mut Output) -> Result<Ended, Stop> {
    let names = paths.iter().map(|path| harmless::name(path)).collect();
    let (mut state, first) = state::State::new(names, args.by.clone());
    let mut files = disk::Files::new(paths, args.kept.folders.annotations.clone(), args.kept.corpus.clone());
    let ink = screen::Ink { color: output.color() };
    output.flush()?;
    match terminal::run(&mut state, first, &mut files, ink) {
        Ok(terminal::End::Left) => {}
        // What was decided is written already, and nobody reads that it was.
        Ok(terminal::End::Gone) => return Err(Stop::Output(io::ErrorKind::BrokenPipe.into())),
        Err(error) => {
            output.error(&format!("the terminal cannot be used: {error}"), Some("`ibid review --list` needs none"));
            return Ok(Ended::Unable);
        }
    }
    if !state.history.is_empty() {
        output.say(&format!("{} written", count(state.history.len(), "change")))?;
    }
    Ok(Ended::Done)
}
