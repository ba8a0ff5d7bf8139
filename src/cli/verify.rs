//! `ibid verify`: are annotation files and reports still true to their documents?

use super::{
    Ended, Stop,
    args::{self, Format},
    files,
    output::Output,
    passage, workspace,
};
use crate::{
    annotation::State,
    document::{Document, Problem, Rung},
    sidecar,
    verify::{self, Answer, ReportCheck, SidecarCheck},
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What is known about one file after it was checked.
struct Checked {
    holds: bool,
    /// The line for people.
    line: String,
    /// More lines for people: what does not hold.
    details: Vec<String>,
    json: Value,
}

/// A file that could not be checked.
struct Wrong {
    path: PathBuf,
    bytes: Vec<u8>,
    problem: Problem,
}

impl Wrong {
    fn of(path: &Path, bytes: &[u8], problem: Problem) -> Self {
        Self { path: path.to_owned(), bytes: bytes.to_vec(), problem }
    }
}

pub(super) fn run(args: &args::Verify, output: &mut Output) -> Result<Ended, Stop> {
    let files = listed(args, output)?;
    let bar = output.bar(files.len());
    let checked: Vec<Result<Checked, Wrong>> = files
        .par_iter()
        .map(|path| {
            let checked = check(path, args);
            bar.inc(1);
            checked
        })
        .collect();
    bar.finish_and_clear();
    let mut ended = Ended::Done;
    let mut holding = 0;
    for checked in checked {
        match checked {
            Err(wrong) => {
                output.problem(&wrong.path, &wrong.bytes, &wrong.problem);
                ended = ended.and(Ended::Unable);
            }
            Ok(checked) => {
                holding += usize::from(checked.holds);
                if !checked.holds {
                    ended = ended.and(Ended::Failed);
                }
                tell(&checked, args.format, output)?;
            }
        }
    }
    if args.format == Format::Human {
        output.say(&format!("{holding} of {} hold", files.len()))?;
    }
    Ok(ended)
}

fn tell(checked: &Checked, format: Format, output: &mut Output) -> Result<(), Stop> {
    match format {
        Format::Json => output.line(&checked.json.to_string())?,
        Format::Human => {
            output.say(&checked.line)?;
            for detail in &checked.details {
                output.say(&format!("    {detail}"))?;
            }
        }
    }
    Ok(())
}

/// Returns the files to check, in the order named, folders sorted.
fn listed(args: &args::Verify, output: &mut Output) -> Result<Vec<PathBuf>, Stop> {
    let (annotations, reports) = (&args.folders.annotations, &args.folders.reports);
    let named = if args.paths.is_empty() {
        [annotations, reports].into_iter().filter(|path| path.exists()).cloned().collect()
    } else {
        args.paths.clone()
    };
    if named.is_empty() {
        output.error(
            "nothing to verify: there is neither annotations/ nor reports/ here",
            Some("run `ibid annotate` first"),
        );
        return Err(Stop::Unable);
    }
    let mut files = vec![];
    for path in named {
        if path.is_dir() {
            files.extend(workspace::files_below(&path));
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn check(path: &Path, args: &args::Verify) -> Result<Checked, Wrong> {
    let bytes = read(path)?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let at = u32::try_from(error.valid_up_to()).unwrap_or(u32::MAX);
        Wrong::of(
            path,
            &bytes,
            Problem::new("file.not-utf-8", "the file is not UTF-8").at(crate::document::Span::clamped(at, at + 1)),
        )
    })?;
    if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") {
        return check_sidecar(path, text, args);
    }
    let report = verify::check_report(text);
    if !matches!(&report.stripped, Err(problem) if problem.code == "report.no-head") {
        return check_report(path, &bytes, &report, args);
    }
    let folders = &args.folders;
    let target = workspace::targets(&[path.to_owned()], folders, &mut Output::new(args::Color::Never, true));
    let sidecar = target.ok().and_then(|targets| targets.into_iter().next()).map(|target| target.sidecar);
    match sidecar.filter(|sidecar| sidecar.exists()) {
        Some(sidecar) => {
            let bytes = read(&sidecar)?;
            check_sidecar(&sidecar, &String::from_utf8_lossy(&bytes), args)
        }
        None => Err(Wrong::of(
            path,
            &[],
            Problem::new(
                "verify.not-annotated",
                "this is neither an annotation file nor a report, and has no annotation file",
            )
            .help(format!("run `ibid annotate {}` first", path.display())),
        )),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Wrong> {
    files::read(path).map_err(|(message, help)| Wrong::of(path, &[], Problem { help, ..Problem::new("file", message) }))
}

fn check_sidecar(path: &Path, text: &str, args: &args::Verify) -> Result<Checked, Wrong> {
    let said = sidecar::read(text).map_err(|problem| Wrong::of(path, text.as_bytes(), problem))?;
    let (place, document) = document_of(path, &said.document.path, args)?;
    let check = verify::check_sidecar(&said, &document);
    let count = |state| check.places.iter().filter(|place| place.anchor.state() == state).count();
    let states = State::ALL.map(|state| (state, count(state)));
    let words: Vec<String> = states
        .iter()
        .filter(|(state, count)| *count > 0 || *state == State::Intact)
        .map(|(state, count)| format!("{count} {}", state.name()))
        .collect();
    let line = format!("{}: {}: {}; places: {}", path.display(), place.display(), check.rung.words(), words.join(", "));
    Ok(Checked { holds: check.holds(), line, details: astray(&check), json: sidecar_json(path, &place, &check) })
}

fn astray(check: &SidecarCheck) -> Vec<String> {
    let places = check.places.iter().filter(|place| place.anchor.state() != State::Intact);
    places.flat_map(|place| passage::lines(&place.entry, place.bytes, &place.exact, &place.anchor)).collect()
}

fn sidecar_json(path: &Path, document: &Path, check: &SidecarCheck) -> Value {
    let astray = check.places.iter().filter(|place| place.anchor.state() != State::Intact);
    let places: Vec<Value> = astray.map(passage::json).collect();
    let intact = check.places.len() - places.len();
    json!({"annotations": path, "document": document, "holds": check.holds(), "rung": check.rung, "intact": intact, "astray": places})
}

/// Finds and reads the document that a sidecar names. It must lie below the current folder or below one
/// that `--corpus` names: a sidecar from elsewhere must not make ibid open just any file.
fn document_of(sidecar: &Path, way: &str, args: &args::Verify) -> Result<(PathBuf, Document), Wrong> {
    let wrong = |problem| Wrong::of(sidecar, &[], problem);
    let path = sidecar.parent().unwrap_or_else(|| Path::new("")).join(way);
    let real = |path: &Path| path.canonicalize();
    let here = std::env::current_dir().and_then(|here| real(&here));
    let allowed: Vec<PathBuf> = here.into_iter().chain(args.corpus.iter().filter_map(|dir| real(dir).ok())).collect();
    let full = real(&path).map_err(|_| {
        wrong(
            Problem::new("verify.no-document", format!("the document is not there: {}", path.display()))
                .help("if it was moved, set `path:` in the annotation file"),
        )
    })?;
    if !allowed.iter().any(|folder| full.starts_with(folder)) {
        let problem =
            Problem::new("verify.outside", format!("the document lies outside this folder: {}", path.display()));
        return Err(wrong(problem.help("if you trust the annotation file, name the document's folder with --corpus")));
    }
    let shown = workspace::absolute(&path).ok().and_then(|full| {
        let here = std::env::current_dir().ok()?;
        full.strip_prefix(here).map(Path::to_owned).ok()
    });
    let shown = shown.unwrap_or(path);
    let bytes = read(&full)?;
    let document = Document::read(&bytes, crate::document::Format::Markdown)
        .map_err(|problem| Wrong::of(&shown, &bytes, problem))?;
    Ok((shown, document))
}

fn check_report(path: &Path, bytes: &[u8], check: &ReportCheck, args: &args::Verify) -> Result<Checked, Wrong> {
    let stripped = check.stripped.as_ref().map_err(|problem| Wrong::of(path, bytes, problem.clone()))?;
    let rung = rung_of(path, &stripped.source, args);
    let holds = check.holds() && rung.is_none_or(|rung| rung == Rung::Identical);
    let state = if check.holds() { "strips back to its source" } else { "altered" };
    let document =
        rung.map_or_else(|| "its document is not known".to_owned(), |rung| format!("document: {}", rung.words()));
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
    Ok(Checked {
        holds,
        line: format!("{}: {state}; {document}", path.display()),
        details: details.collect(),
        json: json!({"report": path, "holds": holds, "rung": rung, "checks": said}),
    })
}

/// Tells on which rung the document of a report stands now, when its annotation file leads to it.
fn rung_of(path: &Path, source: &str, args: &args::Verify) -> Option<Rung> {
    let name = path.strip_prefix(&args.folders.reports).ok()?;
    let mut sidecar = args.folders.annotations.join(name).into_os_string();
    sidecar.push(".yaml");
    let sidecar = PathBuf::from(sidecar);
    let said = sidecar::read(&String::from_utf8(files::read(&sidecar).ok()?).ok()?).ok()?;
    let (_, document) = document_of(&sidecar, &said.document.path, args).ok()?;
    Some(crate::document::Digests::of(source).compare(document.digests()))
}
