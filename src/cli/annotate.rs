//! `ibid annotate`: documents to annotation files and reports.

use super::{
    Ended, Stop,
    args::{self, Format},
    files,
    output::Output,
    workspace::{self, Target},
};
use crate::{
    annotation::{Anchors, Annotations, Selector, Voice},
    detect,
    document::{Document, Problem, Source, Span},
    lexicon::Lexicon,
    report,
    sidecar::{self, DocumentRef, Engine, Sidecar},
};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// How many warnings are shown in one run: a screen full. Errors are all shown.
const WARNINGS: usize = 12;

/// What became of one document.
struct Done {
    changed: bool,
    claims: usize,
    framing: usize,
    voices: Vec<(Voice, usize)>,
    /// People's entries whose words no longer stand where the entry says.
    astray: usize,
    warnings: Vec<Problem>,
    bytes: Vec<u8>,
}

/// What is wrong, and with which file.
struct Wrong {
    path: PathBuf,
    bytes: Vec<u8>,
    problem: Problem,
}

impl Wrong {
    fn at(path: &Path, bytes: Vec<u8>, problem: Problem) -> Self {
        Self { path: path.to_owned(), bytes, problem }
    }

    fn file(path: &Path, (message, help): (String, Option<String>)) -> Self {
        Self::at(path, vec![], Problem { help, ..Problem::new("file", message) })
    }
}

pub(super) fn run(args: &args::Annotate, output: &mut Output) -> Result<Ended, Stop> {
    let targets = workspace::targets(&args.paths, &args.folders, output)?;
    let bar = output.bar(targets.len());
    let done: Vec<Result<Done, Wrong>> = targets
        .par_iter()
        .map(|target| {
            let done = annotate(target, args);
            bar.inc(1);
            done
        })
        .collect();
    bar.finish_and_clear();
    let mut ended = Ended::Done;
    let mut warned = 0;
    for (target, done) in targets.iter().zip(&done) {
        match done {
            Ok(done) => {
                warned += warn(target, done, WARNINGS.saturating_sub(warned), output);
                tell(target, done, args, output)?;
                if args.check && done.changed {
                    ended = ended.and(Ended::Failed);
                }
            }
            Err(wrong) => {
                output.problem(&wrong.path, &wrong.bytes, &wrong.problem);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if warned > WARNINGS {
        output.note(&format!("{} more warnings; name single documents to see theirs", warned - WARNINGS));
    }
    summary(&done, args, output)?;
    Ok(ended)
}

/// Takes one document through the whole line. Nothing is written unless everything was valid.
fn annotate(target: &Target, args: &args::Annotate) -> Result<Done, Wrong> {
    let bytes = files::read(&target.document).map_err(|wrong| Wrong::file(&target.document, wrong))?;
    let document = Document::read(&bytes, crate::document::Format::Markdown)
        .map_err(|problem| Wrong::at(&target.document, bytes.clone(), problem))?;
    let proposals =
        detect::annotate(&document, Lexicon::builtin(), args.framing.mode()).map(|span| Selector::of(&document, *span));
    let (text, old) = merged(target, &document, &proposals)?;
    let said =
        sidecar::read(&text).map_err(|problem| Wrong::at(&target.sidecar, text.clone().into_bytes(), problem))?;
    let (annotations, astray) = placed(&said, &document);
    let report = report::markdown::write(&document, &annotations, &said.notes);
    let old_report = std::fs::read(&target.report).unwrap_or_default();
    let changed = old.as_deref() != Some(text.as_str()) || old_report != report.as_bytes();
    if !args.check {
        let write = |path: &Path, new: &[u8], same: bool| match same {
            true => Ok(()),
            false => {
                files::write(path, new).map_err(|error| Wrong::file(path, (format!("cannot write: {error}"), None)))
            }
        };
        write(&target.sidecar, text.as_bytes(), old.as_deref() == Some(text.as_str()))?;
        write(&target.report, report.as_bytes(), old_report == report.as_bytes())?;
    }
    let count = |voice| annotations.framing.iter().filter(|term| term.voice == voice).count();
    Ok(Done {
        changed,
        claims: annotations.claims.len(),
        framing: annotations.framing.len(),
        voices: Voice::ALL.iter().map(|voice| (*voice, count(*voice))).collect(),
        astray,
        warnings: document.warnings().to_vec(),
        bytes,
    })
}

/// Returns the sidecar's new text, and its old one if there is one.
fn merged(
    target: &Target,
    document: &Document,
    proposals: &Annotations<Selector>,
) -> Result<(String, Option<String>), Wrong> {
    let digests = document.digests();
    let path = workspace::way(&target.sidecar, &target.document)
        .map_err(|error| Wrong::file(&target.document, (format!("cannot tell where this is: {error}"), None)))?;
    let reference =
        DocumentRef { path, raw: digests.raw, text: digests.text, front: digests.front, root: digests.root };
    let engine = Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: Lexicon::digest() };
    if !target.sidecar.exists() {
        let schema = workspace::way(&target.sidecar, &schema_path(target)).unwrap_or_default();
        return Ok((sidecar::new_text(&reference, &engine, proposals, &schema), None));
    }
    let bytes = files::read(&target.sidecar).map_err(|wrong| Wrong::file(&target.sidecar, wrong))?;
    let wrong = |problem| Wrong::at(&target.sidecar, bytes.clone(), problem);
    let old = String::from_utf8(bytes.clone())
        .map_err(|_| wrong(Problem::new("sidecar.not-utf-8", "the annotation file is not UTF-8")))?;
    let said = sidecar::read(&old).map_err(wrong)?;
    if said.document.path != reference.path {
        let message = format!("this annotation file belongs to another document: {}", said.document.path);
        let help = format!("if {} was moved or renamed, set `path: {}`", said.document.path, reference.path);
        return Err(wrong(Problem::new("sidecar.other-document", message).help(help)));
    }
    let merged = sidecar::merge(&old, &reference, &engine, proposals).map_err(wrong)?;
    Ok((merged.text, Some(old)))
}

/// The schema lies beside the folder of annotation files.
fn schema_path(target: &Target) -> PathBuf {
    let depth = target.report.components().count().saturating_sub(1);
    let folder = target.sidecar.ancestors().nth(depth).unwrap_or_else(|| Path::new(""));
    folder.parent().unwrap_or_else(|| Path::new("")).join("schemas/annotation.schema.json")
}

/// Returns the annotations whose words stand somewhere in the document, and how many do not.
pub(super) fn placed(said: &Sidecar, document: &Document) -> (Annotations<Span<Source>>, usize) {
    let anchors = Anchors::of(document.source());
    said.annotations.place(|selector| anchors.place(selector))
}

/// Tells what is odd about a document and its annotation file, `room` things at most, and returns how
/// many there are.
fn warn(target: &Target, done: &Done, room: usize, output: &mut Output) -> usize {
    let mut warnings = done.warnings.clone();
    if done.astray > 0 {
        let message = format!("{} entries no longer stand where {} says", done.astray, target.sidecar.display());
        let help = format!("run `ibid verify {}`", target.sidecar.display());
        warnings.insert(0, Problem::new("sidecar.astray", message).help(help));
    }
    for warning in warnings.iter().take(room) {
        output.warning(&target.document, &done.bytes, warning);
    }
    warnings.len()
}

fn tell(target: &Target, done: &Done, args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    let path = &target.document;
    match args.format {
        Format::Human if args.check && done.changed => output.say(&format!("{}: stale", path.display()))?,
        Format::Human => {}
        Format::Json => {
            let voices: serde_json::Map<_, _> =
                done.voices.iter().map(|(v, n)| (v.name().to_owned(), (*n).into())).collect();
            let line = serde_json::json!({
                "document": path, "annotations": target.sidecar, "report": target.report,
                "changed": done.changed, "claims": done.claims, "framing": done.framing, "voices": voices,
            });
            output.line(&line.to_string())?;
        }
    }
    Ok(())
}

fn summary(done: &[Result<Done, Wrong>], args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    if args.format == Format::Json {
        return Ok(());
    }
    let good: Vec<&Done> = done.iter().filter_map(|done| done.as_ref().ok()).collect();
    let voices: Vec<String> = Voice::ALL
        .iter()
        .map(|voice| {
            (voice, good.iter().flat_map(|d| &d.voices).filter(|(v, _)| v == voice).map(|(_, n)| n).sum::<usize>())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(voice, count)| format!("{count} {}", voice.name()))
        .collect();
    let framing: usize = good.iter().map(|done| done.framing).sum();
    let claims: usize = good.iter().map(|done| done.claims).sum();
    let changed = good.iter().filter(|done| done.changed).count();
    let terms = if voices.is_empty() { String::new() } else { format!(" ({})", voices.join(", ")) };
    output.say(&format!(
        "{} documents: {claims} claims, {framing} framing terms{terms}; {changed} {}",
        good.len(),
        if args.check { "stale" } else { "written anew" }
    ))?;
    Ok(())
}

impl args::Framing {
    pub(super) const fn mode(self) -> detect::Mode {
        match self {
            Self::Precise => detect::Mode::Precise,
            Self::Broad => detect::Mode::Broad,
            Self::Off => detect::Mode::Off,
        }
    }
}
