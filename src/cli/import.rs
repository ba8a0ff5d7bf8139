//! `ibid export --as FORMAT` and `ibid import`: annotations in the formats of others, and back.

use super::{
    Ended, Stop, args, count, files, harmless,
    output::Output,
    store::{self, Wrong},
    verify, workspace,
};
use crate::{
    document::{Digest, Problem},
    exchange::Format,
    sidecar,
};
use std::path::{Path, PathBuf};

impl args::Exchange {
    const fn format(self) -> Format {
        match self {
            Self::WebAnnotation => Format::WebAnnotation,
            Self::Csv => Format::Csv,
            Self::Jsonl => Format::JsonLines,
        }
    }
}

pub(super) fn export(args: &args::Export, to: args::Exchange, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let (mut done, mut comments) = (0, 0);
    let default = [args.folders.annotations.clone()];
    let named = if args.paths.is_empty() { &default[..] } else { &args.paths };
    let files = below(named, workspace::is_sidecar, output, &mut ended);
    for (name, path) in &files {
        match export_one(name, path, args, to.format()) {
            Ok(commented) => {
                done += 1;
                comments += usize::from(commented);
            }
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if comments > 0 {
        output.note(&format!("{} with comments: no format but YAML holds them", count(comments, "annotation file")));
    }
    output.say(&format!("{} exported to {}", count(done, "annotation file"), harmless::name(&args.out)))?;
    Ok(ended)
}

/// Writes one file, and tells whether it had comments, which are lost.
fn export_one(name: &Path, path: &Path, args: &args::Export, format: Format) -> Result<bool, Wrong> {
    let (text, said) = store::sidecar(path)?;
    let (shown, document) =
        verify::document_of(path, &said, &args.corpus).map_err(|missing| missing.into_wrong(path, text.clone()))?;
    if document.digests().raw != said.document.raw {
        let problem = Problem::new("export.other-document", "the document is not the one that was annotated");
        return Err(Wrong::whole(&shown, problem.help("run `ibid annotate` or `ibid reanchor` first")));
    }
    let wrong = |problem: Problem| Wrong::at(path, text.clone().into_bytes(), problem);
    let parts = sidecar::parts(&text).map_err(wrong)?;
    let written = format.write(&parts, &document);
    // What was written is read back before it is kept.
    let same = format.read(&written).is_ok_and(|(mut back, _)| {
        let mut parts = parts.clone();
        back.sort_by_key(|part| part.list.clone());
        parts.sort_by_key(|part| part.list.clone());
        back == parts
    });
    if !same {
        let problem = Problem::new("export.unheld", "this format cannot hold all that the file says");
        return Err(wrong(problem.help("export it as jsonl")));
    }
    let out = args.out.join(name).with_extension(format.ending());
    store::write(&out, written.as_bytes(), false)?;
    Ok(sidecar::has_comments(&text))
}

pub(super) fn import(args: &args::Import, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let format = args.from.format();
    let ours = |path: &Path| path.extension().is_some_and(|ending| ending == format.ending());
    let files = below(&args.paths, ours, output, &mut ended);
    let documents: Vec<(Digest, PathBuf)> = args
        .corpus
        .iter()
        .flat_map(|folder| workspace::files_quietly(folder))
        .filter_map(|file| Some((Digest::of(&files::read(&file).ok()?), file)))
        .collect();
    let mut done = 0;
    for (name, path) in &files {
        match import_one(name, path, args, &documents) {
            Ok(foreign) => {
                done += 1;
                if foreign > 0 {
                    let left = count(foreign, "annotation");
                    output.note(&format!("{}: {left} of others left out", harmless::name(path)));
                }
            }
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    output.say(&format!("{} imported to {}", count(done, "annotation file"), harmless::name(&args.out)))?;
    Ok(ended)
}

/// Writes the annotation file of one file, and tells how many annotations were not ours.
fn import_one(name: &Path, path: &Path, args: &args::Import, documents: &[(Digest, PathBuf)]) -> Result<usize, Wrong> {
    let bytes = files::read(path).map_err(|problem| Wrong::whole(path, problem))?;
    let text = store::text_of(path, bytes, "import.not-utf-8", "the file")?;
    let wrong = |problem: Problem| Wrong::at(path, text.clone().into_bytes(), problem);
    let (mut parts, foreign) = args.from.format().read(&text).map_err(wrong)?;
    let out = args.out.join(name).with_extension("yaml");
    let head = parts.iter_mut().find(|part| part.list == "document");
    if let Some(head) = head {
        let raw = head.keys.get("raw").and_then(|raw| raw.as_str()?.parse::<Digest>().ok());
        let Some((_, document)) = documents.iter().find(|(digest, _)| Some(*digest) == raw) else {
            let problem =
                Problem::new("import.no-document", "no file below --corpus has the digest `raw` of the document");
            return Err(Wrong::whole(path, problem.help("name the folder of the document with --corpus")));
        };
        let way = workspace::way(&out, document)
            .map_err(|error| Wrong::whole(&out, Problem::new("file.nowhere", error.to_string())))?;
        head.keys.insert("path".to_owned(), way.into());
    }
    // A problem here is one of the annotation file, which has no lines yet: it is told of the whole file.
    let schema = workspace::way(&out, Path::new("schemas/annotation.schema.json")).unwrap_or_default();
    let made =
        sidecar::from_parts(&parts, &schema).map_err(|problem| Wrong::whole(path, Problem { at: None, ..problem }))?;
    if files::is_there(&out) && files::read(&out).map_err(|problem| Wrong::whole(&out, problem))? != made.as_bytes() {
        let problem = Problem::new("import.there", "this file is there already, and is left as it is");
        return Err(Wrong::whole(&out, problem.help("name another folder with --out")));
    }
    store::write(&out, made.as_bytes(), false)?;
    Ok(foreign)
}

/// Returns the files that were named, and those below folders that were, with their paths below them.
pub(super) fn below(
    paths: &[PathBuf],
    ours: impl Fn(&Path) -> bool,
    output: &mut Output,
    ended: &mut Ended,
) -> Vec<(PathBuf, PathBuf)> {
    let mut found = vec![];
    for path in paths {
        if !path.is_dir() {
            found.push((path.file_name().map(PathBuf::from).unwrap_or_default(), path.clone()));
            continue;
        }
        let before = found.len();
        let files = workspace::files_below(path, output, ended).into_iter().filter(|file| ours(file));
        found.extend(files.filter_map(|file| Some((file.strip_prefix(path).ok()?.to_owned(), file))));
        if found.len() == before {
            output.error(
                &format!("{}: no such files in this folder", harmless::name(path)),
                Some("name the folder that has them"),
            );
            *ended = ended.and(Ended::Unable);
        }
    }
    found
}
