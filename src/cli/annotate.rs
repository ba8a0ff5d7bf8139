//! `ibid annotate`: documents to annotation files and reports.

use super::{
    Ended, Stop,
    args::{self, Format},
    count, harmless, lexicon, lock,
    output::Output,
    store::{self, Orphans, Wrong},
    workspace::{self, Target},
};
use crate::{
    annotation::{Anchors, Annotations, Confidence, Selector, Voice},
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

pub(super) fn run(args: &args::Annotate, output: &mut Output) -> Result<Ended, Stop> {
    let (targets, mut ended) = workspace::targets(&args.paths, &args.folders, output);
    let words = lexicon::load(&args.own, output)?;
    let _lock = match lock::take_unless(args.check || targets.is_empty(), &args.folders.annotations) {
        Ok(lock) => lock,
        Err(wrong) => {
            wrong.tell(output);
            return Ok(Ended::Unable);
        }
    };
    let orphans = Orphans::of(&targets, &args.folders.annotations, output);
    let bar = output.bar(targets.len());
    let done: Vec<Result<Done, Wrong>> = targets
        .par_iter()
        .map(|target| {
            let done = annotate(target, &orphans, words.get(), args);
            bar.inc(1);
            done
        })
        .collect();
    bar.finish_and_clear();
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
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if warned > WARNINGS {
        let help = if targets.len() > 1 { "name single documents to see theirs" } else { "mend these to see them" };
        output.note(&format!("{}; {help}", count(warned - WARNINGS, "more warning")));
    }
    summary(&done, args, output)?;
    Ok(ended)
}

/// Takes one document through the whole line. Nothing is written unless everything was valid.
fn annotate(target: &Target, orphans: &Orphans, words: &Lexicon, args: &args::Annotate) -> Result<Done, Wrong> {
    let (bytes, document) = store::document(&target.document)?;
    orphans.refuse(target, &document)?;
    let mut found = detect::annotate(&document, words, args.framing.mode());
    only_from(&mut found, &document, args.claims.min_confidence);
    let proposals = found.map(|span| Selector::of(&document, *span));
    let old = store::sidecar_of(target)?.map(|(text, _)| text);
    let text = merged(target, &document, words, &proposals, old.as_deref())?;
    let said =
        sidecar::read(&text).map_err(|problem| Wrong::at(&target.sidecar, text.clone().into_bytes(), problem))?;
    let (annotations, astray) = placed(&said, &document);
    let report = report::markdown::write(&document, &annotations, &said.notes);
    let same = (old.as_deref() == Some(text.as_str()), store::old_report(target)? == report.as_bytes());
    if !args.check {
        match &old {
            Some(old) => store::replace(&target.sidecar, old, &text)?,
            None => store::write(&target.sidecar, text.as_bytes(), false)?,
        }
        store::write(&target.report, report.as_bytes(), same.1)?;
    }
    let count = |voice| annotations.framing.iter().filter(|term| term.voice == voice).count();
    Ok(Done {
        changed: same != (true, true),
        claims: annotations.claims.len(),
        framing: annotations.framing.len(),
        voices: Voice::ALL.iter().map(|voice| (*voice, count(*voice))).collect(),
        astray,
        warnings: document.warnings().iter().cloned().chain(detect::comment_problems(&document, words)).collect(),
        bytes,
    })
}

/// Returns the text of the annotation file, from its old one if there is one.
fn merged(
    target: &Target,
    document: &Document,
    words: &Lexicon,
    proposals: &Annotations<Selector>,
    old: Option<&str>,
) -> Result<String, Wrong> {
    let path = store::way_to(target)?;
    let engine = Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: words.whole_digest() };
    let Some(old) = old else {
        let header = DocumentRef::of(&path, document);
        return Ok(sidecar::new_text(&header, &engine, proposals, &schema_way(target)));
    };
    match sidecar::merge(old, &path, document, &engine, proposals) {
        Ok(merged) => Ok(merged.text),
        Err(problem) => Err(Wrong::at(&target.sidecar, old.into(), problem)),
    }
}

/// Returns the way from an annotation file to the schema.
pub(super) fn schema_way(target: &Target) -> String {
    workspace::way(&target.sidecar, &schema_path(target)).unwrap_or_default()
}

/// The schema lies beside the folder of annotation files.
fn schema_path(target: &Target) -> PathBuf {
    let depth = target.report.components().count().saturating_sub(1);
    let folder = target.sidecar.ancestors().nth(depth).unwrap_or_else(|| Path::new(""));
    folder.parent().unwrap_or_else(|| Path::new("")).join("schemas/annotation.schema.json")
}

/// Returns the annotations whose words stand somewhere in the document, and how many do not. The claims of the engine
/// get back the confidence of their rules, which the annotation file leaves out.
pub(super) fn placed(said: &Sidecar, document: &Document) -> (Annotations<Span<Source>>, usize) {
    let (mut found, astray) = said.annotations.placed(&Anchors::of(document.source()));
    for claim in found.claims.iter_mut().filter(|claim| !said.people.contains(&claim.id)) {
        claim.confidence = Lexicon::builtin().rules.confidence(&claim.rule, claim.kind, claim.cue.class);
    }
    found.speakers = detect::speakers(document, Lexicon::builtin(), &found);
    (found, astray)
}

/// Keeps the claims whose confidence is high enough, and the speakers of those.
pub(super) fn only_from(found: &mut Annotations<Span<Source>>, document: &Document, least: Confidence) {
    found.only_claims_from(least);
    found.speakers = detect::speakers(document, Lexicon::builtin(), found);
}

/// Tells what is odd about a document and its annotation file, `room` things at most, and returns how
/// many there are.
fn warn(target: &Target, done: &Done, room: usize, output: &mut Output) -> usize {
    let mut warnings = done.warnings.clone();
    if done.astray > 0 {
        let message = match done.astray {
            1 => format!("an entry of {} has lost its place", target.sidecar.display()),
            many => format!("{many} entries of {} have lost their places", target.sidecar.display()),
        };
        let help = format!("run `ibid verify {}`", target.sidecar.display());
        warnings.insert(0, Problem::new("sidecar.astray", message).help(help));
    }
    for warning in warnings.iter().take(room) {
        output.warning(&target.document, &done.bytes, warning);
    }
    warnings.len()
}

fn tell(target: &Target, done: &Done, args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    match output.format() {
        // What is stale is told even to those who want to hear of nothing else.
        Format::Human if args.check && done.changed => {
            output.line(&format!("{}: stale", harmless::name(&target.document)))?;
        }
        Format::Human | Format::Sarif | Format::Html => {}
        Format::Json => {
            let voices: serde_json::Map<_, _> =
                done.voices.iter().map(|(v, n)| (v.name().to_owned(), (*n).into())).collect();
            output.json(&serde_json::json!({
                "document": target.document.to_string_lossy(), "annotations": target.sidecar.to_string_lossy(),
                "report": target.report.to_string_lossy(), "changed": done.changed, "claims": done.claims,
                "framing": done.framing, "voices": voices,
            }))?;
        }
    }
    Ok(())
}

fn summary(done: &[Result<Done, Wrong>], args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    let good: Vec<&Done> = done.iter().filter_map(|done| done.as_ref().ok()).collect();
    if output.format() != Format::Human || good.is_empty() {
        return Ok(());
    }
    let voices: Vec<String> = Voice::ALL
        .iter()
        .map(|voice| {
            (voice, good.iter().flat_map(|d| &d.voices).filter(|(v, _)| v == voice).map(|(_, n)| n).sum::<usize>())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(voice, count)| format!("{count} {}", voice.name()))
        .collect();
    let terms = if voices.is_empty() { String::new() } else { format!(" ({})", voices.join(", ")) };
    let what = match (good.iter().filter(|done| done.changed).count(), args.check) {
        (0, true) => "all up to date".to_owned(),
        (0, false) => "nothing changed".to_owned(),
        (changed, true) => format!("{changed} stale: run `ibid annotate`"),
        (changed, false) => format!("{changed} written, see {}", harmless::name(&args.folders.reports)),
    };
    output.say(&format!(
        "{}: {}, {}{terms}; {what}",
        count(good.len(), "document"),
        count(good.iter().map(|done| done.claims).sum(), "claim"),
        count(good.iter().map(|done| done.framing).sum(), "framing term"),
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
