//! `ibid review`: what nobody has decided yet, and deciding it.

use super::{
    Ended, Stop,
    args::{self, Decision, Format},
    count, files, harmless, lock,
    output::Output,
    reader,
    store::{self, Wrong},
    workspace,
};
use crate::{
    document::Problem,
    sidecar::{self, Listed},
};
use serde_json::json;
use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
};

/// How much of an entry's words is shown, in code points.
const SHOWN: usize = 72;

pub(super) fn run(args: &args::Review, output: &mut Output) -> Result<Ended, Stop> {
    if let Some(decision) = &args.decision {
        return decide(decision, output);
    }
    let mut ended = Ended::Done;
    let paths = sidecars(&args.paths, &args.kept.folders, output, &mut ended);
    if ended == Ended::Done && !paths.is_empty() && !args.list && is_for_a_screen(output) {
        return reader::run(paths, args, output);
    }
    list(paths, ended, output)
}

/// Tells whether a person reads and types here, on a terminal that can be drawn on.
fn is_for_a_screen(output: &Output) -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
    is_terminal && !is_dumb && !output.is_quiet() && output.format() == Format::Human
}

fn list(paths: Vec<PathBuf>, ended: Ended, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = ended;
    let mut all: Vec<(PathBuf, Listed)> = vec![];
    for path in paths {
        let found = store::sidecar(&path).and_then(|(text, _)| {
            sidecar::undecided(&text).map_err(|problem| Wrong::at(&path, text.into_bytes(), problem))
        });
        match found {
            Ok(found) => all.extend(found.into_iter().map(|entry| (path.clone(), entry))),
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    // The gravest doubt first, then the most doubts; else in the order of the files.
    let rank = |entry: &Listed| {
        let first = entry.doubts.first().map_or(u8::MAX, |doubt| *doubt as u8);
        (first, std::cmp::Reverse(entry.doubts.len()))
    };
    all.sort_by_key(|(_, entry)| rank(entry));
    for (path, entry) in &all {
        tell(path, entry, output)?;
    }
    if output.format() == Format::Human {
        let doubtful = all.iter().filter(|(_, entry)| !entry.doubts.is_empty()).count();
        output.say(&format!(
            "{} undecided, {doubtful} of them doubtful",
            count(all.len(), "entry").replace("entrys", "entries")
        ))?;
    }
    Ok(ended)
}

fn tell(path: &Path, entry: &Listed, output: &mut Output) -> Result<(), Stop> {
    let doubts: Vec<&str> = entry.doubts.iter().map(|doubt| doubt.words()).collect();
    if output.format() != Format::Human {
        let path = path.to_string_lossy();
        output
            .json(&json!({"path": path, "line": entry.line, "id": entry.id, "words": entry.words, "doubts": doubts}))?;
        return Ok(());
    }
    let mut words: String = entry.words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(SHOWN) {
        words.truncate(cut);
        words.push('…');
    }
    let doubts = if doubts.is_empty() { String::new() } else { format!("  [{}]", doubts.join("; ")) };
    output.line(&format!("{}:{}: {}: {words}{doubts}", harmless::name(path), entry.line, entry.id))?;
    Ok(())
}

/// Writes a decision into the files; all of it, or nothing.
fn decide(decision: &Decision, output: &mut Output) -> Result<Ended, Stop> {
    let about = decision.about();
    let mut ended = Ended::Done;
    let paths = sidecars(&about.within, &about.folders, output, &mut ended);
    if ended != Ended::Done {
        return Ok(ended);
    }
    match write(decision, &paths) {
        Ok(written) => {
            for path in written {
                output.say(&format!("{}: {}", harmless::name(&path), decision.done()))?;
            }
            Ok(Ended::Done)
        }
        Err(refused) => {
            match refused {
                Refused::Message(message, help) => output.error(&message, Some(&help)),
                Refused::Wrong(wrong) => wrong.tell(output),
            }
            Ok(Ended::Unable)
        }
    }
}

/// Writes a decision into those of these annotation files that have its entries; all of it, or nothing. Returns the
/// files that were changed.
pub(super) fn write(decision: &Decision, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Refused> {
    let about = decision.about();
    let values = decision.values();
    if values.is_empty() {
        let help = "say what: --voice, --speaker, --category, --kind, --relay or --note";
        return Err(Refused::Message("nothing to amend".to_owned(), help.to_owned()));
    }
    let folder = &about.folders.annotations;
    let _lock = lock::take_unless(!folder.is_dir(), folder).map_err(Refused::Wrong)?;
    let files = read(paths).map_err(Refused::Wrong)?;
    let edited = edit(&files, &about.ids, &values)?;
    let mut written = vec![];
    for ((path, old), new) in files.iter().zip(&edited) {
        store::replace(path, old, new).map_err(Refused::Wrong)?;
        if old != new {
            written.push(path.clone());
        }
    }
    Ok(written)
}

/// Why nothing was written.
pub(super) enum Refused {
    Message(String, String),
    Wrong(Wrong),
}

/// Returns the texts after the decision, in the order of the files.
fn edit(files: &[(PathBuf, String)], ids: &[String], values: &[(&str, String)]) -> Result<Vec<String>, Refused> {
    let mut texts: Vec<String> = files.iter().map(|(_, text)| text.clone()).collect();
    for id in ids {
        let mut found: Vec<(usize, String)> = vec![];
        for (at, (path, _)) in files.iter().enumerate() {
            let Some(text) = texts.get(at) else { continue };
            // Only a file that has the id is taken apart.
            if !text.contains(id.as_str()) {
                continue;
            }
            let wrong = |problem| Refused::Wrong(Wrong::at(path, text.clone().into_bytes(), problem));
            if let Some(new) = sidecar::set(text, id, values).map_err(wrong)? {
                found.push((at, new));
            }
        }
        match found.as_slice() {
            [(at, new)] => {
                if let Some(text) = texts.get_mut(*at) {
                    text.clone_from(new);
                }
            }
            [] => {
                let help = "`ibid review` lists what is undecided".to_owned();
                return Err(Refused::Message(format!("no entry has the id `{}`", harmless::line(id)), help));
            }
            many => {
                let names: Vec<String> =
                    many.iter().filter_map(|(at, _)| Some(harmless::name(&files.get(*at)?.0))).collect();
                let message = format!("the id `{id}` is in several files: {}", names.join(", "));
                return Err(Refused::Message(message, "name the file with --in".to_owned()));
            }
        }
    }
    Ok(texts)
}

fn read(paths: &[PathBuf]) -> Result<Vec<(PathBuf, String)>, Wrong> {
    let text = |path: &PathBuf| {
        let bytes = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
        Ok((path.clone(), store::text_of(path, bytes, "sidecar.not-utf-8", "the annotation file")?))
    };
    paths.iter().map(text).collect()
}

/// Returns the annotation files that were named, folders sorted; all when none was.
fn sidecars(paths: &[PathBuf], folders: &args::Folders, output: &mut Output, ended: &mut Ended) -> Vec<PathBuf> {
    let named = if paths.is_empty() { std::slice::from_ref(&folders.annotations) } else { paths };
    let mut found = vec![];
    for path in named {
        if path.is_dir() {
            found.extend(workspace::files_below(path, output, ended).into_iter().filter(|f| workspace::is_sidecar(f)));
        } else if workspace::is_document(path) && !workspace::is_sidecar(path) {
            found.push(folders.target_of(path).sidecar);
        } else {
            found.push(path.clone());
        }
    }
    found.retain(|path| {
        let there = files::is_there(path);
        if !there {
            let problem = Problem::new("file.missing", "no such file").help("run `ibid annotate` first");
            Wrong::whole(path, problem).tell(output);
            *ended = Ended::Unable;
        }
        there
    });
    found
}
