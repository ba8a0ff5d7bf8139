//! `ibid verify`: are annotation files, reports, papers and manifests still true to their documents?

use super::{
    Ended, Stop,
    annotate::placed,
    args::{self, Format},
    checked::{Checked, Finding, Mend, Place},
    corpus::Corpus,
    files, harmless, manifests,
    output::Output,
    papers, passage, sarif,
    store::{self, Wrong},
    workspace,
};
use crate::{
    annotation::State,
    document::{Digests, Document, Positions, Problem, Rung, Source, Span, Variant},
    manifest::{Algorithm, Kind},
    report,
    sidecar::{self, Sidecar, Spot},
    verify::{self, Answer, ReportCheck, SidecarCheck},
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::OnceLock,
};

pub(super) fn run(args: &args::Verify, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let files = listed(args, output, &mut ended);
    let bar = output.bar(files.len());
    let corpus = OnceLock::new();
    let checked: Vec<Vec<Result<Checked, Wrong>>> = files
        .par_iter()
        .map(|path| {
            let checked = check(path, args, &corpus);
            bar.inc(1);
            checked
        })
        .collect();
    bar.finish_and_clear();
    let checked: Vec<Result<Checked, Wrong>> = checked.into_iter().flatten().collect();
    let good: Vec<&Checked> = checked.iter().filter_map(|checked| checked.as_ref().ok()).collect();
    for checked in &checked {
        match checked {
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
            Ok(checked) => {
                if !checked.holds {
                    ended = ended.and(Ended::Failed);
                }
                checked.tell(output)?;
            }
        }
    }
    let holding = good.iter().filter(|checked| checked.holds).count();
    if output.format() == Format::Human && !good.is_empty() {
        let mend = good.iter().filter_map(|checked| checked.mend).max();
        let help = mend.map_or_else(String::new, |mend| format!("; {}", mend.words()));
        output.say(&format!("{holding} of {} hold{help}", good.len()))?;
    }
    if output.format() == Format::Sarif {
        output.json(&sarif::of_verify(&good))?;
    }
    Ok(ended)
}

/// Returns the files to check, in the order named, folders sorted.
fn listed(args: &args::Verify, output: &mut Output, ended: &mut Ended) -> Vec<PathBuf> {
    let (annotations, reports) = (&args.folders.annotations, &args.folders.reports);
    let named = match args.paths.as_slice() {
        [] => [annotations, reports].into_iter().filter(|path| files::is_there(path)).cloned().collect(),
        paths => paths.to_vec(),
    };
    let mut files = vec![];
    for path in &named {
        let is_annotations = workspace::absolute(path).ok() == workspace::absolute(annotations).ok();
        if manifests::is_bag(path) {
            let found = manifests::of_bag(path);
            if found.is_empty() {
                let message = format!("{}: this bag has no manifest with SHA-256 or SHA-512", path.display());
                output.error(&message, Some("other digests are not checked; make the bag again with sha512"));
                *ended = Ended::Unable;
                return vec![];
            }
            files.extend(found);
        } else if path.is_dir() {
            let wanted = |file: &PathBuf| {
                workspace::is_sidecar(file)
                    || manifests::kind_of(file).is_some()
                    || (workspace::is_document(file) && !is_annotations)
            };
            files.extend(workspace::files_below(path, output, ended).into_iter().filter(wanted));
        } else {
            files.push(path.clone());
        }
    }
    if files.is_empty() {
        let names: Vec<String> = named.iter().map(|path| path.display().to_string()).collect();
        let place = if names.is_empty() { "here".to_owned() } else { format!("in {}", names.join(", ")) };
        output.error(&format!("there is nothing to verify {place}"), Some("run `ibid annotate` first"));
        *ended = Ended::Unable;
    }
    files
}

/// Checks a file as what it is: a citation given by itself, an annotation file, a manifest, a report, a paper,
/// a document that was annotated. A paper may be annotated too.
fn check(path: &Path, args: &args::Verify, corpus: &OnceLock<Corpus>) -> Vec<Result<Checked, Wrong>> {
    let corpus = || corpus.get_or_init(|| Corpus::of(args));
    if let Some(line) = path.to_str().filter(|name| name.starts_with("sha256:") && !files::is_there(path)) {
        let wrong = |problem| Wrong::at(Path::new("citation"), line.as_bytes().to_vec(), problem);
        return vec![papers::check_line(line.trim(), corpus()).map_err(wrong)];
    }
    if workspace::is_sidecar(path) {
        return vec![store::sidecar(path).and_then(|said| check_sidecar(path, said, args))];
    }
    if let Some(kind) = manifests::kind_of(path) {
        return vec![manifests::check(path, kind)];
    }
    let bytes = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem));
    let text = match bytes.and_then(|bytes| store::text_of(path, bytes, "file.not-utf-8", "the file")) {
        Ok(text) => text,
        Err(wrong) => return vec![Err(wrong)],
    };
    if manifests::is_sums(&text) {
        return vec![manifests::check(path, (Kind::Sums, Algorithm::Sha256))];
    }
    let report = verify::check_report(&text);
    let is_report = !matches!(&report.stripped, Err(problem) if problem.code == "report.no-head");
    if is_report || reports_name(path, args).is_some() {
        return vec![Ok(check_report(path, &text, &report, args))];
    }
    let paper =
        papers::check(path, &text, corpus()).map(|paper| paper.map_err(|problem| papers::wrong(path, &text, problem)));
    let target = args.folders.target_of(path);
    match (store::sidecar_of(&target), paper) {
        (Ok(Some(said)), paper) => paper.into_iter().chain([check_sidecar(&target.sidecar, said, args)]).collect(),
        (_, Some(paper)) => vec![paper],
        (Err(wrong), None) => vec![Err(wrong)],
        (Ok(None), None) => {
            let message = "this is no annotation file, report or manifest, cites nothing, and has no annotation file";
            let help = format!("run `ibid annotate {}` first", path.display());
            vec![Err(Wrong::whole(path, Problem::new("verify.not-annotated", message).help(help)))]
        }
    }
}

fn check_sidecar(path: &Path, (text, said): (String, Sidecar), args: &args::Verify) -> Result<Checked, Wrong> {
    let (place, document) =
        document_of(path, &said, &args.corpus).map_err(|missing| missing.into_wrong(path, text.clone()))?;
    let spots = sidecar::spots(&text).unwrap_or_default();
    // What was exported without the text is verified against it.
    let said = match sidecar::is_withheld(&text) {
        false => said,
        true => sidecar::fill(&text, &document)
            .and_then(|whole| sidecar::read(&whole))
            .map_err(|problem| Wrong::at(path, text.into_bytes(), problem))?,
    };
    let check = verify::check_sidecar(&said, &document);
    let mend = if people_are_astray(&spots, &check) { Mend::Reanchor } else { Mend::Annotate };
    let count = |state| check.places.iter().filter(|place| place.anchor.state() == state).count();
    let states = State::ALL.map(|state| (state, count(state)));
    let words: Vec<String> = states
        .iter()
        .filter(|(state, count)| *count > 0 || *state == State::Intact)
        .map(|(state, count)| format!("{count} {}", state.name()))
        .collect();
    let (name, place_name) = (harmless::name(path), harmless::name(&place));
    // Only line ends, a byte order mark or normalisation: say which.
    let variant = match check.rung {
        Rung::SameText => Variant::of(document.source().as_bytes(), said.document.raw),
        _ => None,
    };
    let line = format!("{name}: {place_name}: {}; places: {}", check.rung.words(), words.join(", "));
    let details = variant.iter().map(Variant::words).chain(astray(&check)).collect();
    let json = sidecar_json(path, &place, &check, variant);
    let findings = findings(&place, &document, &check, &line);
    let checked = Checked::new(path, check.holds(), line, details, json).with_findings(findings).mended_by(mend);
    Ok(checked.with_unseen(&place, document.source()))
}

/// Tells whether a place is astray in an entry that a person wrote or changed.
fn people_are_astray(spots: &[Spot], check: &SidecarCheck) -> bool {
    let people: BTreeSet<&str> = spots.iter().filter(|spot| !spot.owned).map(|spot| spot.entry.as_str()).collect();
    let mut astray = check.places.iter().filter(|place| place.anchor.state() != State::Intact);
    astray.any(|place| people.contains(place.entry.as_str()))
}

/// One finding for the document, and one for each place that is not where it was.
fn findings(path: &Path, document: &Document, check: &SidecarCheck, line: &str) -> Vec<Finding> {
    let mut findings = vec![];
    if check.rung != Rung::Identical {
        findings.push(Finding {
            rule: "document.changed",
            message: line.to_owned(),
            path: path.to_owned(),
            place: None,
        });
    }
    let positions = Positions::of(document.source());
    for place in check.places.iter().filter(|place| place.anchor.state() != State::Intact) {
        let at = place.anchor.span().unwrap_or(place.bytes.0);
        let message = passage::lines(&place.entry, place.bytes, &place.exact, &place.anchor).join("\n");
        let (line, column) = (positions.line(at.start()), positions.column(at.start()));
        let place = Place { line, column, byte: at.start(), length: at.len() };
        findings.push(Finding { rule: "annotation.astray", message, path: path.to_owned(), place: Some(place) });
    }
    findings
}

fn astray(check: &SidecarCheck) -> Vec<String> {
    let places = check.places.iter().filter(|place| place.anchor.state() != State::Intact);
    places.flat_map(|place| passage::lines(&place.entry, place.bytes, &place.exact, &place.anchor)).collect()
}

fn sidecar_json(path: &Path, document: &Path, check: &SidecarCheck, variant: Option<Variant>) -> Value {
    let astray = check.places.iter().filter(|place| place.anchor.state() != State::Intact);
    let places: Vec<Value> = astray.map(passage::json).collect();
    let intact = check.places.len() - places.len();
    let (path, document) = (path.to_string_lossy(), document.to_string_lossy());
    json!({"annotations": path, "document": document, "holds": check.holds(), "rung": check.rung, "variant": variant, "intact": intact, "astray": places})
}

/// Why a sidecar leads to no document: its path is wrong, or the document is.
pub(super) enum Missing {
    Path(Problem),
    Document(Wrong),
}

impl Missing {
    pub(super) fn into_wrong(self, sidecar: &Path, text: String) -> Wrong {
        match self {
            Self::Path(problem) => Wrong::at(sidecar, text.into(), problem),
            Self::Document(wrong) => wrong,
        }
    }
}

/// Finds and reads the document that a sidecar names. It must lie below the current folder or below one
/// that `--corpus` names: a sidecar from elsewhere must not make ibid open just any file, or even tell
/// whether it is there.
pub(super) fn document_of(sidecar: &Path, said: &Sidecar, corpus: &[PathBuf]) -> Result<(PathBuf, Document), Missing> {
    document_at(sidecar, &said.document.path, said.path_at, corpus)
}

/// Finds and reads the document at `way`, which the sidecar names at `at`.
pub(super) fn document_at(
    sidecar: &Path,
    way: &str,
    at: Option<Span<Source>>,
    corpus: &[PathBuf],
) -> Result<(PathBuf, Document), Missing> {
    let shown = place_of(sidecar, way, at, corpus)?;
    let (_, document) = store::document(&shown).map_err(Missing::Document)?;
    Ok((shown, document))
}

/// Finds the document at `way`, which the sidecar names at `at`: below the current folder it is named from there.
pub(super) fn place_of(
    sidecar: &Path,
    way: &str,
    at: Option<Span<Source>>,
    corpus: &[PathBuf],
) -> Result<PathBuf, Missing> {
    let missing = |problem: Problem| Missing::Path(Problem { at, ..problem });
    let outside = || {
        let problem = Problem::new("verify.outside", format!("the document lies outside this folder: {way}"));
        missing(problem.help("if you trust the annotation file, name the document's folder with --corpus"))
    };
    let gone = |_| {
        let problem = Problem::new("verify.no-document", format!("the document is not there: {way}"));
        missing(problem.help("if it was moved, set `path:` to where it is now"))
    };
    let folder = sidecar.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let full = folder.canonicalize().and_then(|folder| workspace::absolute(&folder.join(way))).map_err(gone)?;
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).ok();
    let allowed: Vec<PathBuf> =
        here.iter().cloned().chain(corpus.iter().filter_map(|dir| dir.canonicalize().ok())).collect();
    let is_allowed = |path: &Path| allowed.iter().any(|folder| path.starts_with(folder));
    // First as it is written, then as links lead.
    if !is_allowed(&full) || !is_allowed(&full.canonicalize().map_err(gone)?) {
        return Err(outside());
    }
    Ok(here.and_then(|here| full.strip_prefix(here).map(Path::to_owned).ok()).unwrap_or(full))
}

fn check_report(path: &Path, text: &str, check: &ReportCheck, args: &args::Verify) -> Checked {
    let stripped = match &check.stripped {
        Ok(stripped) => stripped,
        Err(problem) => return damaged(path, problem),
    };
    let origin = origin_of(path, args).filter(|_| check.bytes == Answer::Holds);
    let rung = origin.as_ref().map(|(_, document)| Digests::of(&stripped.source).compare(document.digests()));
    // What the notes say can only be held against the annotation file, and only while the document is the same.
    let notes = origin.filter(|_| rung == Some(Rung::Identical)).map(|(said, document)| {
        let annotations = placed(&said, &document).0;
        report::markdown::write(&document, &annotations, &said.notes) == text
    });
    let holds = check.holds() && rung.is_none_or(|rung| rung == Rung::Identical) && notes != Some(false);
    let state = match (check.holds(), notes) {
        (false, _) => "altered",
        (true, Some(false)) => "strips back to its source, but its notes are not those of the annotation file",
        (true, _) => "strips back to its source",
    };
    let document = match rung {
        Some(rung) => format!("; document: {}", rung.words()),
        None if check.bytes == Answer::Holds => "; its document is not known".to_owned(),
        None => String::new(),
    };
    let answers = [("bytes", &check.bytes), ("events", &check.events), ("rendering", &check.rendering)];
    let details = answers.iter().filter_map(|(name, answer)| match answer {
        Answer::Holds => None,
        Answer::Fails(problem) => Some(format!("{name}: {problem}")),
        Answer::Unknown => Some(format!("{name}: cannot be said")),
    });
    let said: serde_json::Map<String, Value> = answers
        .iter()
        .map(|(name, answer)| {
            let word = match answer {
                Answer::Holds => json!("holds"),
                Answer::Fails(problem) => json!({"fails": problem.message}),
                Answer::Unknown => json!("unknown"),
            };
            ((*name).to_owned(), word)
        })
        .collect();
    Checked::new(
        path,
        holds,
        format!("{}: {state}{document}", harmless::name(path)),
        details.collect(),
        json!({"report": path.to_string_lossy(), "holds": holds, "rung": rung, "notes": notes, "checks": said}),
    )
    .mended_by(Mend::Annotate)
}

/// What to say of a report whose head cannot be read.
fn damaged(path: &Path, problem: &Problem) -> Checked {
    Checked::new(
        path,
        false,
        format!("{}: altered: {problem}", harmless::name(path)),
        problem.help.iter().map(|help| format!("help: {help}")).collect(),
        json!({"report": path.to_string_lossy(), "holds": false, "fails": problem.message}),
    )
    .mended_by(Mend::Annotate)
}

/// Returns the path of a file below the folder of reports.
fn reports_name(path: &Path, args: &args::Verify) -> Option<PathBuf> {
    let (path, reports) = (workspace::absolute(path).ok()?, workspace::absolute(&args.folders.reports).ok()?);
    path.strip_prefix(reports).ok().map(Path::to_owned)
}

/// Returns what a report was made of, when its place leads to it.
fn origin_of(path: &Path, args: &args::Verify) -> Option<(Sidecar, Document)> {
    let mut sidecar = args.folders.annotations.join(reports_name(path, args)?).into_os_string();
    sidecar.push(".yaml");
    let sidecar = PathBuf::from(sidecar);
    let (_, said) = store::sidecar(&sidecar).ok()?;
    let (_, document) = document_of(&sidecar, &said, &args.corpus).ok()?;
    Some((said, document))
}
