//! `ibid annotate`: documents to annotation files and reports.

use super::{
    Ended, Stop,
    args::{self, Format},
    cache::{self, Cache, Entry, Line, Stamp},
    columns, count,
    groups::{self, Opened},
    harmless, lexicon, lock,
    output::Output,
    records,
    store::{self, Orphans, Wrong},
    workspace::{self, Target},
};
use crate::{
    annotation::{Anchors, Annotations, Claim, Confidence, Id, Naming, Selector, Voice},
    detect,
    document::{Digest, Document, Problem, Source, Span},
    lexicon::Lexicon,
    report,
    sidecar::{self, DocumentRef, Engine, Sidecar},
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// How many warnings are shown in one run: a screen full. Errors are all shown.
const WARNINGS: usize = 12;

/// How many documents are done before what became of them is told and noted, and forgotten.
const PART: usize = 2048;

/// What became of one document.
struct Done {
    changed: bool,
    claims: usize,
    framing: usize,
    /// How many of them are in each voice, in the order of [`Voice::ALL`].
    voices: [usize; Voice::ALL.len()],
    /// People's entries whose words no longer stand where the entry says.
    astray: usize,
    /// How many things are odd about the document.
    odd: usize,
    line: Line,
}

/// What became of all documents that could be annotated.
#[derive(Default)]
struct Sum {
    documents: usize,
    changed: usize,
    claims: usize,
    framing: usize,
    voices: [usize; Voice::ALL.len()],
    warned: usize,
}

impl Sum {
    fn add(&mut self, done: &Done, warned: usize) {
        self.documents += 1;
        self.changed += usize::from(done.changed);
        self.claims += done.claims;
        self.framing += done.framing;
        self.voices.iter_mut().zip(done.voices).for_each(|(sum, voice)| *sum += voice);
        self.warned += warned;
    }
}

pub(super) fn run(args: &args::Annotate, output: &mut Output) -> Result<Ended, Stop> {
    if let Some(out) = &args.out {
        return columns::annotate(args, out, output);
    }
    let (targets, ended) = workspace::targets(&args.paths, &args.folders, output);
    let words = lexicon::load(&args.own, output)?;
    let writes = !args.check && !targets.is_empty();
    let _lock = match lock::take_unless(!writes, &args.folders.annotations) {
        Ok(lock) => lock,
        Err(wrong) => {
            wrong.tell(output);
            return Ok(Ended::Unable);
        }
    };
    let orphans = Orphans::of(&targets, &args.folders.annotations, output);
    if writes {
        lock::clear(&args.folders.reports);
    }
    let mut cache = Cache::open(&args.folders.annotations, &options(words.get(), args), writes);
    let pool = records::pool(args.jobs, output)?;
    let bar = output.bar(targets.len());
    let (mut sum, mut told) = (Sum::default(), Ok(ended));
    for part in targets.parts(PART) {
        let opened = |target| {
            let done = match cache.hit(target) {
                Some((told, line)) => Ok(Done::known(told, line)),
                None => match open(target, &orphans) {
                    Ok((open, size)) => return Opened::Work(open, size),
                    Err(wrong) => Err(wrong.light()),
                },
            };
            bar.inc(1);
            Opened::Answered(done)
        };
        let annotated = |group: Vec<Open<'_>>| {
            let done = annotate(&group, words.get(), args);
            bar.inc(group.len() as u64);
            done
        };
        let done = groups::map(&pool, &part, opened, annotated);
        if writes {
            let lines = done.iter().map(|done| done.as_ref().map_or(&Line::None, |done| &done.line));
            cache.note(part.iter().zip(lines));
        }
        // Where the reader of our output went away, the files are written all the same.
        told = told.and_then(|ended| {
            bar.suspend(|| tell_part(&part, &done, &mut sum, words.get(), args, output)).map(|now| ended.and(now))
        });
    }
    bar.finish_and_clear();
    if writes {
        cache.close();
    }
    let ended = told?;
    if sum.warned > WARNINGS {
        let help = if targets.len() > 1 { "name single documents to see theirs" } else { "mend these to see them" };
        output.note(&format!("{}; {help}", count(sum.warned - WARNINGS, "more warning")));
    }
    summary(&sum, args, output)?;
    Ok(ended)
}

/// Tells what became of some documents, in their order, and adds it up.
fn tell_part(
    part: &[Target],
    done: &[Result<Done, Wrong>],
    sum: &mut Sum,
    words: &Lexicon,
    args: &args::Annotate,
    output: &mut Output,
) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    for (target, done) in part.iter().zip(done) {
        match done {
            Ok(done) => {
                let warned = warn(target, done, words, WARNINGS.saturating_sub(sum.warned), output);
                sum.add(done, warned);
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
    Ok(ended)
}

/// Returns all beside the files that decides what is written.
fn options(words: &Lexicon, args: &args::Annotate) -> [String; 3] {
    let lexicon = words.whole_digest().to_string();
    [lexicon, format!("{:?}", args.framing.mode()), format!("{:?}", args.claims.min_confidence)]
}

impl Done {
    /// Returns the numbers that are told of it: the inverse of [`known`](Self::known).
    fn told(&self) -> [usize; cache::TOLD] {
        let [a, b, c, d, e] = self.voices;
        [self.claims, self.framing, self.odd, a, b, c, d, e]
    }

    /// What was done in an earlier run and would come to the same.
    fn known(told: [usize; cache::TOLD], line: Line) -> Self {
        let [claims, framing, odd, voices @ ..] = told;
        Self { changed: false, claims, framing, voices, astray: 0, odd, line }
    }
}

/// A document that is to be annotated, and what its files were when it was read.
struct Open<'t> {
    target: &'t Target,
    /// Of the document, the annotation file and the report.
    were: [Option<Stamp>; 3],
    document: Document,
}

fn open<'t>(target: &'t Target, orphans: &Orphans) -> Result<(Open<'t>, usize), Wrong> {
    let were = [&target.document, &target.sidecar, &target.report].map(|path| Stamp::of(path));
    let document = store::document(&target.document)?.1;
    orphans.refuse(target, &document)?;
    let size = document.source().len();
    Ok((Open { target, were, document }, size))
}

/// Takes documents through the whole line, each stage over all of them.
fn annotate(group: &[Open<'_>], words: &Lexicon, args: &args::Annotate) -> Vec<Result<Done, Wrong>> {
    let found = detect::annotate_all(group.iter().map(|open| &open.document), words, args.framing.mode());
    let said: Vec<_> = group.iter().zip(found).map(|(open, found)| Said::of(open, found, words, args)).collect();
    let made = |(open, said): (&Open<'_>, Result<Said, Wrong>)| {
        said.map(|said| (report::markdown::write(&open.document, &said.annotations, &said.notes), said))
    };
    let made: Vec<_> = group.iter().zip(said).map(made).collect();
    let write = |(open, made): (&Open<'_>, Result<(String, Said), Wrong>)| {
        made.and_then(|(report, said)| write(open, &said, &report, words, args)).map_err(Wrong::light)
    };
    group.iter().zip(made).map(write).collect()
}

/// An annotation file to be, and what it says.
struct Said {
    old: Option<String>,
    text: String,
    annotations: Annotations<Span<Source>>,
    astray: usize,
    notes: BTreeMap<Id, String>,
}

impl Said {
    fn of(
        Open { target, document, .. }: &Open<'_>,
        mut found: Annotations<Span<Source>>,
        words: &Lexicon,
        args: &args::Annotate,
    ) -> Result<Self, Wrong> {
        only_from(&mut found, document, args.claims.min_confidence);
        let (old, said) = store::sidecar_of(target)?.unzip();
        let text = merged(target, document, words, &found, old.as_deref())?;
        let Some(said) = said else {
            // Nobody changed anything yet: the file says what was found.
            return Ok(Self { old, text, annotations: told(found, document), astray: 0, notes: BTreeMap::new() });
        };
        // A report takes most memory of all, and what was found is large as well.
        drop(found);
        let said = if old.as_ref() == Some(&text) { Ok(said) } else { sidecar::read(&text) };
        let said = said.map_err(|problem| Wrong::at(&target.sidecar, text.clone().into_bytes(), problem))?;
        let (annotations, astray) = placed(&said, document);
        Ok(Self { old, text, annotations, astray, notes: said.notes })
    }
}

/// Writes the files of one document, unless they are to be checked only or say the same already.
fn write(
    Open { target, were, document }: &Open<'_>,
    said: &Said,
    report: &str,
    words: &Lexicon,
    args: &args::Annotate,
) -> Result<Done, Wrong> {
    let Said { old, text, annotations, astray, .. } = said;
    let same = (old.as_ref() == Some(text), store::old_report(target)? == report.as_bytes());
    if !args.check {
        match old {
            Some(old) => store::replace(&target.sidecar, old, text)?,
            None => store::write_new(&target.sidecar, text)?,
        }
        store::write_derived(&target.report, report.as_bytes(), same.1)?;
    }
    let count = |voice: &Voice| annotations.framing.iter().filter(|term| term.voice == *voice).count();
    let mut done = Done {
        changed: same != (true, true),
        claims: annotations.claims.len(),
        framing: annotations.framing.len(),
        voices: Voice::ALL.each_ref().map(count),
        astray: *astray,
        odd: document.warnings().len() + detect::comment_problems(document, words).len(),
        line: Line::None,
    };
    // What was lost is told in every run, and needs the words of the entries for it.
    if !args.check && *astray == 0 {
        let digests = [document.digests().raw, Digest::of(text.as_bytes()), Digest::of(report.as_bytes())];
        let [document_was, sidecar_was, report_was] = *were;
        let stamps = [document_was, sidecar_was.filter(|_| same.0), report_was.filter(|_| same.1)];
        done.line =
            Entry::of(target, digests, stamps, done.told()).map_or(Line::None, |entry| Line::New(Box::new(entry)));
    }
    Ok(done)
}

/// Returns the text of the annotation file, from its old one if there is one.
fn merged(
    target: &Target,
    document: &Document,
    words: &Lexicon,
    found: &Annotations<Span<Source>>,
    old: Option<&str>,
) -> Result<String, Wrong> {
    let proposals = found.map(|span| Selector::of(document, *span));
    let path = store::way_to(target)?;
    let engine = Engine { version: env!("CARGO_PKG_VERSION").to_owned(), lexicon: words.whole_digest() };
    let Some(old) = old else {
        let header = DocumentRef::of(&path, document);
        return Ok(sidecar::new_text(&header, &engine, &proposals, &schema_way(target)));
    };
    match sidecar::merge(old, &path, document, &engine, &proposals) {
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

/// Returns what an annotation file says that was just made from what was found.
fn told(mut found: Annotations<Span<Source>>, document: &Document) -> Annotations<Span<Source>> {
    found.naming.retain(Naming::is_telling);
    confident(&mut found.claims, |_| true);
    found.speakers = detect::speakers(document, Lexicon::builtin(), &found);
    found
}

/// Gives claims of the engine the confidence of their rules, which the annotation file leaves out.
fn confident(claims: &mut [Claim<Span<Source>>], is_ours: impl Fn(&Claim<Span<Source>>) -> bool) {
    for claim in claims.iter_mut().filter(|claim| is_ours(claim)) {
        claim.confidence = Lexicon::builtin().rules.confidence(&claim.rule, claim.kind, claim.cue.class);
    }
}

/// Returns the annotations whose words stand somewhere in the document, and how many do not. The claims of the engine
/// get back the confidence of their rules, which the annotation file leaves out.
pub(super) fn placed(said: &Sidecar, document: &Document) -> (Annotations<Span<Source>>, usize) {
    let (mut found, astray) = placed_entries(said, document);
    found.speakers = detect::speakers(document, Lexicon::builtin(), &found);
    (found, astray)
}

/// The same without the speakers.
pub(super) fn placed_entries(said: &Sidecar, document: &Document) -> (Annotations<Span<Source>>, usize) {
    let (mut found, astray) = said.annotations.placed(&Anchors::of(document.source()));
    confident(&mut found.claims, |claim| !said.people.contains(&claim.id));
    (found, astray)
}

/// Keeps the claims whose confidence is high enough, and the speakers of those.
pub(super) fn only_from(found: &mut Annotations<Span<Source>>, document: &Document, least: Confidence) {
    if least == Confidence::default() {
        return;
    }
    found.only_claims_from(least);
    found.speakers = detect::speakers(document, Lexicon::builtin(), found);
}

/// Tells what is odd about a document and its annotation file, `room` things at most, and returns how
/// many there are. The document is read again for it: to keep all of them would take as much memory as the corpus has.
fn warn(target: &Target, done: &Done, words: &Lexicon, room: usize, output: &mut Output) -> usize {
    let there = done.odd + usize::from(done.astray > 0);
    if there == 0 || room == 0 {
        return there;
    }
    let mut warnings = vec![];
    if done.astray > 0 {
        let message = match done.astray {
            1 => format!("an entry of {} has lost its place", target.sidecar.display()),
            many => format!("{many} entries of {} have lost their places", target.sidecar.display()),
        };
        let help = format!("run `ibid verify {}`", target.sidecar.display());
        warnings.push(Problem::new("sidecar.astray", message).help(help));
    }
    let read = store::document(&target.document);
    let bytes = read.as_ref().map_or(&[][..], |(bytes, _)| bytes);
    if let Ok((_, document)) = &read {
        warnings.extend(document.warnings().iter().cloned().chain(detect::comment_problems(document, words)));
    }
    for warning in warnings.iter().take(room) {
        output.warning(&target.document, bytes, warning);
    }
    there
}

fn tell(target: &Target, done: &Done, args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    match output.format() {
        // What is stale is told even to those who want to hear of nothing else.
        Format::Human if args.check && done.changed => {
            output.line(&format!("{}: stale", harmless::name(&target.document)))?;
        }
        Format::Human | Format::Sarif | Format::Html | Format::Csv => {}
        Format::Json => {
            let voices: serde_json::Map<_, _> =
                Voice::ALL.iter().zip(done.voices).map(|(v, n)| (v.name().to_owned(), n.into())).collect();
            output.json(&serde_json::json!({
                "document": target.document.to_string_lossy(), "annotations": target.sidecar.to_string_lossy(),
                "report": target.report.to_string_lossy(), "changed": done.changed, "claims": done.claims,
                "framing": done.framing, "voices": voices,
            }))?;
        }
    }
    Ok(())
}

fn summary(sum: &Sum, args: &args::Annotate, output: &mut Output) -> Result<(), Stop> {
    if output.format() != Format::Human || sum.documents == 0 {
        return Ok(());
    }
    let voices: Vec<String> = Voice::ALL
        .iter()
        .zip(sum.voices)
        .filter(|(_, count)| *count > 0)
        .map(|(voice, count)| format!("{count} {}", voice.name()))
        .collect();
    let terms = if voices.is_empty() { String::new() } else { format!(" ({})", voices.join(", ")) };
    let what = match (sum.changed, args.check) {
        (0, true) => "all up to date".to_owned(),
        (0, false) => "nothing changed".to_owned(),
        (changed, true) => format!("{changed} stale: run `ibid annotate`"),
        (changed, false) => format!("{changed} written, see {}", harmless::name(&args.folders.reports)),
    };
    output.say(&format!(
        "{}: {}, {}{terms}; {what}",
        count(sum.documents, "document"),
        count(sum.claims, "claim"),
        count(sum.framing, "framing term"),
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
