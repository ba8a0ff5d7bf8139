//! `ibid export --as FORMAT` and `ibid import`: annotations in the formats of others, and back.

use super::{
    Ended, Stop, args, count, files, harmless,
    output::Output,
    store::{self, Wrong},
    verify, workspace,
};
use crate::{
    document::{Digest, Document, Problem},
    exchange::Format,
    lexicon::Lexicon,
    sidecar::{self, Part, Sidecar},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

impl args::Exchange {
    const fn format(self) -> Format {
        match self {
            Self::WebAnnotation => Format::WebAnnotation,
            Self::Csv => Format::Csv,
            Self::Jsonl => Format::JsonLines,
            Self::Brat => Format::Brat,
        }
    }
}

pub(super) fn export(args: &args::Export, to: args::Exchange, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let (mut done, mut comments) = (0, 0);
    let mut lost: BTreeMap<String, usize> = BTreeMap::new();
    let default = [args.kept.folders.annotations.clone()];
    let named = if args.paths.is_empty() { &default[..] } else { &args.paths };
    let files = below(named, workspace::is_sidecar, output, &mut ended);
    for (name, path) in &files {
        match export_one(name, path, args, to.format()) {
            Ok(left) => {
                done += 1;
                comments += usize::from(left.comments);
                left.parts.into_iter().for_each(|what| *lost.entry(what).or_default() += 1);
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
    if let Some((name, text)) = to.format().configuration().filter(|_| done > 0)
        && let Err(wrong) = store::write(&args.out.join(name), text.as_bytes(), false)
    {
        wrong.tell(output);
        ended = ended.and(Ended::Unable);
    }
    if !lost.is_empty() {
        let lost: Vec<String> =
            lost.iter().map(|(what, files)| format!("{what} ({})", count(*files, "file"))).collect();
        output.note(&format!("not held by this format: {}", harmless::line(&lost.join(", "))));
    }
    output.say(&format!("{} exported to {}", count(done, "annotation file"), harmless::name(&args.out)))?;
    Ok(ended)
}

/// What of a file the format does not hold.
struct Left {
    comments: bool,
    parts: Vec<String>,
}

/// An annotation file with the very document that was annotated.
pub(in crate::cli) struct Annotated {
    pub(in crate::cli) text: String,
    #[cfg_attr(not(feature = "columns"), expect(dead_code, reason = "only columns say by which engine"))]
    pub(in crate::cli) said: Sidecar,
    pub(in crate::cli) document: Document,
    pub(in crate::cli) parts: Vec<Part>,
}

impl Annotated {
    pub(in crate::cli) fn read(path: &Path, args: &args::Export) -> Result<Self, Wrong> {
        let (text, said) = store::sidecar(path)?;
        let (shown, document) = verify::document_of(path, &said, &args.kept.corpus)
            .map_err(|missing| missing.into_wrong(path, text.clone()))?;
        if document.digests().raw != said.document.raw {
            let problem = Problem::new("export.other-document", "the document is not the one that was annotated");
            return Err(Wrong::whole(&shown, problem.help("run `ibid annotate` or `ibid reanchor` first")));
        }
        let parts = sidecar::parts(&text).map_err(|problem| Wrong::at(path, text.clone().into_bytes(), problem))?;
        Ok(Self { text, said, document, parts })
    }
}

/// Writes one file, and tells what of it is lost.
fn export_one(name: &Path, path: &Path, args: &args::Export, format: Format) -> Result<Left, Wrong> {
    let Annotated { text, document, parts, .. } = Annotated::read(path, args)?;
    let written = format.write(&parts, &document);
    // What was written is read back before it is kept.
    let same = format.read(&written, document.source()).is_ok_and(|(back, _)| {
        let (mut back, mut parts) = (format.held(&back), format.held(&parts));
        // No format promises an order.
        for parts in [&mut back, &mut parts] {
            parts.sort_by_cached_key(|part| format!("{part:?}"));
        }
        back == parts
    });
    if !same {
        let problem = Problem::new("export.unheld", "this format cannot hold all that the file says");
        return Err(Wrong::at(path, text.into_bytes(), problem.help("export it as jsonl")));
    }
    let out = args.out.join(name).with_extension(format.ending());
    if let Some(ending) = format.text_ending() {
        store::write(&out.with_extension(ending), document.source().as_bytes(), false)?;
    }
    store::write(&out, written.as_bytes(), false)?;
    Ok(Left { comments: sidecar::has_comments(&text), parts: format.lost(&parts) })
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
    let bytes = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    let text = store::text_of(path, bytes, "import.not-utf-8", "the file")?;
    let wrong = |problem: Problem| Wrong::at(path, text.clone().into_bytes(), problem);
    let format = args.from.format();
    let beside = format.text_ending().map(|ending| text_beside(&path.with_extension(ending))).transpose()?;
    let (mut parts, foreign) = format.read(&text, beside.as_deref().unwrap_or_default()).map_err(wrong)?;
    if parts.iter().all(|part| part.list != "engine") && beside.is_some() {
        parts.push(engine());
    }
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

/// Reads the text that stands in a file of its own.
fn text_beside(path: &Path) -> Result<String, Wrong> {
    let bytes = files::read(path).map_err(|problem| Wrong::whole(path, problem))?;
    store::text_of(path, bytes, "import.not-utf-8", "the text")
}

/// What a format does not hold of the engine: it is taken to be this one.
fn engine() -> Part {
    let mut keys = serde_json::Map::new();
    keys.insert("version".to_owned(), env!("CARGO_PKG_VERSION").into());
    keys.insert("lexicon".to_owned(), Lexicon::digest().to_string().into());
    Part { list: "engine".to_owned(), keys }
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
