//! `ibid agree`: how far people agree who annotated the same documents, and a file in which to decide.

use super::{
    Ended, Stop,
    args::{self, Format},
    count, files, harmless,
    output::Output,
    store::{self, Wrong},
    workspace,
};
use crate::{
    agreement::{self, Alpha, Case, Kind, Overlap, Reading},
    annotation::ByteRange,
    document::Problem,
    sidecar::{self, Settled, Sidecar},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// The keys whose alpha is told.
const KEYS: [&str; 2] = ["voice", "category"];

/// One person's file of a document.
struct File {
    who: usize,
    path: PathBuf,
    text: String,
    said: Sidecar,
    /// The first line of each entry, by its id.
    lines: BTreeMap<String, usize>,
}

/// A document with the files of all who annotated it.
struct Shared {
    name: PathBuf,
    files: Vec<File>,
    cases: Vec<Case>,
}

pub(super) fn run(args: &args::Agree, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let mut shared = vec![];
    for (name, paths) in documents(&args.people, output, &mut ended) {
        if paths.len() < 2 {
            output.note(&format!("{}: annotated by one person only; left out", harmless::name(&name)));
            continue;
        }
        match read(name, paths) {
            Ok(document) => shared.push(document),
            Err(wrong) => {
                wrong.tell(output);
                ended = Ended::Unable;
            }
        }
    }
    if ended != Ended::Done {
        return Ok(ended);
    }
    if shared.is_empty() {
        output.error("no document was annotated by two people", Some("name folders whose files have the same names"));
        return Ok(Ended::Unable);
    }
    for document in &shared {
        for case in document.cases.iter().filter(|case| !case.is_agreed()) {
            tell(document, case, &args.people, output)?;
        }
    }
    figures(&shared, &args.people, output)?;
    if let Some(out) = &args.out {
        for document in &shared {
            if let Err(wrong) = merge(document, &args.people, out) {
                wrong.tell(output);
                return Ok(Ended::Unable);
            }
        }
        if output.format() == Format::Human {
            let written = count(shared.len(), "annotation file");
            output.say(&format!("{written} to adjudicate written to {}", harmless::name(out)))?;
        }
    }
    Ok(ended)
}

/// Returns who has which file of which document. Folders hold files of the same names; single files are of one
/// document whatever their names.
fn documents(people: &[PathBuf], output: &mut Output, ended: &mut Ended) -> BTreeMap<PathBuf, Vec<(usize, PathBuf)>> {
    let mut found: BTreeMap<PathBuf, Vec<(usize, PathBuf)>> = BTreeMap::new();
    let folders = people.iter().filter(|path| path.is_dir()).count();
    if folders != 0 && folders != people.len() {
        output.error(
            "some of the paths are folders and some are not",
            Some("name a folder a person, or a file a person"),
        );
        *ended = Ended::Unable;
        return found;
    }
    let alone = people.first().and_then(|path| path.file_name()).map(PathBuf::from).unwrap_or_default();
    for (who, path) in people.iter().enumerate() {
        if folders == 0 {
            found.entry(alone.clone()).or_default().push((who, path.clone()));
            continue;
        }
        for file in workspace::files_below(path, output, ended).into_iter().filter(|file| workspace::is_sidecar(file)) {
            let name = file.strip_prefix(path).unwrap_or(&file).to_owned();
            found.entry(name).or_default().push((who, file));
        }
    }
    found
}

fn read(name: PathBuf, paths: Vec<(usize, PathBuf)>) -> Result<Shared, Wrong> {
    let mut files: Vec<File> = vec![];
    for (who, path) in paths {
        let (text, said) = store::sidecar(&path)?;
        if let Some(first) = files.first().filter(|first| first.said.document.raw != said.document.raw) {
            let message = format!("this is not of the same text as {}", harmless::name(&first.path));
            let help = "bring both up to date with `ibid annotate`: places can be compared in one text only";
            return Err(Wrong::whole(&path, Problem::new("agree.other-text", message).help(help)));
        }
        let lines = match sidecar::lines(&text) {
            Ok(lines) => lines,
            Err(problem) => return Err(Wrong::at(&path, text.into_bytes(), problem)),
        };
        files.push(File { who, path, text, said, lines });
    }
    let said: Vec<_> = files.iter().map(|file| (file.who, &file.said.annotations)).collect();
    let cases = agreement::cases(&said);
    Ok(Shared { name, files, cases })
}

fn places(reading: &Reading) -> String {
    let ranges: Vec<String> = reading.places.iter().map(|place| ByteRange(*place).to_string()).collect();
    ranges.join(", ")
}

fn facts(reading: &Reading) -> String {
    let fact = |(key, value): &(&str, Option<String>)| Some(format!("{key} {}", value.as_deref()?));
    reading.facts.iter().filter_map(fact).collect::<Vec<_>>().join(", ")
}

/// Says on what people differ, and what each of them says.
fn tell(document: &Shared, case: &Case, people: &[PathBuf], output: &mut Output) -> Result<(), Stop> {
    let file = |who: usize| document.files.iter().find(|file| file.who == who);
    let line = |file: &File, reading: &Reading| file.lines.get(&reading.id.0).copied().unwrap_or(1);
    let name = |who: usize| people.get(who).map(|path| harmless::name(path)).unwrap_or_default();
    if output.format() == Format::Json {
        let mut readings: Vec<Value> = vec![];
        for (who, reading) in &case.readings {
            let Some(file) = file(*who) else { continue };
            let bytes: Vec<String> = reading.places.iter().map(|place| ByteRange(*place).to_string()).collect();
            let facts: serde_json::Map<String, Value> =
                reading.facts.iter().map(|(key, value)| ((*key).to_owned(), json!(value))).collect();
            readings.push(json!({
                "person": people.get(*who), "path": file.path, "line": line(file, reading), "id": reading.id,
                "bytes": bytes, "words": reading.words, "says": facts,
            }));
        }
        let without: Vec<Option<&PathBuf>> = case.without.iter().map(|who| people.get(*who)).collect();
        output.json(&json!({
            "document": document.name, "kind": case.kind.name(), "differs": case.differs,
            "readings": readings, "without": without,
        }))?;
        return Ok(());
    }
    let mut on: Vec<&str> = if case.without.is_empty() { vec![] } else { vec!["whether it is one"] };
    on.extend(&case.differs);
    let words = case.readings.first().map(|(_, reading)| shown(&reading.words)).unwrap_or_default();
    output.line(&format!("{}: {words} ({})", case.kind.name(), on.join(", ")))?;
    for (who, reading) in &case.readings {
        if let Some(file) = file(*who) {
            let at = format!("{}:{}", harmless::name(&file.path), line(file, reading));
            output.line(&format!("  {at}: {}: bytes {}, {}", reading.id, places(reading), facts(reading)))?;
        }
    }
    for who in &case.without {
        output.line(&format!("  {}: no such {}", name(*who), case.kind.name()))?;
    }
    Ok(())
}

/// The beginning of long words, on one line.
fn shown(words: &str) -> String {
    let mut words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((cut, _)) = words.char_indices().nth(72) {
        words.truncate(cut);
        words.push('…');
    }
    words
}

/// Says the figures: alphas over all, F1 between each two.
fn figures(shared: &[Shared], people: &[PathBuf], output: &mut Output) -> Result<(), Stop> {
    let cases = || shared.iter().flat_map(|document| &document.cases);
    let contested = cases().filter(|case| !case.is_agreed()).count();
    let units = cases().filter(|case| case.kind == Kind::Term && case.readings.len() > 1).count();
    let alphas = KEYS.map(|key| (key, agreement::alpha_of(cases(), Kind::Term, key)));
    let mut pairs: BTreeMap<(Kind, usize, usize), Overlap> = BTreeMap::new();
    for document in shared {
        for (at, one) in document.files.iter().enumerate() {
            for other in document.files.iter().skip(at + 1) {
                for kind in Kind::ALL {
                    *pairs.entry((kind, one.who, other.who)).or_default() +=
                        Overlap::of(kind, &one.said.annotations, &other.said.annotations);
                }
            }
        }
    }
    if output.format() == Format::Json {
        let alphas: serde_json::Map<String, Value> =
            alphas.iter().map(|(key, alpha)| ((*key).to_owned(), json!(alpha.value()))).collect();
        let pairs: Vec<Value> = pairs
            .iter()
            .map(|((kind, one, other), overlap)| {
                json!({
                    "kind": kind.name(), "people": [people.get(*one), people.get(*other)], "entries": overlap.entries,
                    "f1_exact": overlap.f1_exact(), "f1_overlapping": overlap.f1_overlapping(),
                })
            })
            .collect();
        output.json(&json!({
            "documents": shared.len(), "disagreements": contested, "units": units, "alpha": alphas, "pairs": pairs,
        }))?;
        return Ok(());
    }
    let (documents, disagreements) = (count(shared.len(), "document"), count(contested, "disagreement"));
    output.line(&format!("{documents} of two or more people, {disagreements}"))?;
    for (key, alpha) in alphas {
        let figure = match alpha {
            Alpha::Of(value) => format!("{value:.3}"),
            Alpha::NothingToPair => "not defined, nobody marked the same words".to_owned(),
            Alpha::NothingVaries => "not defined, all values are the same".to_owned(),
        };
        let units = count(units, "term");
        output.line(&format!("{key}: Krippendorff's alpha {figure} ({units} that two or more marked)"))?;
    }
    let name = |who: usize| people.get(who).map(|path| harmless::name(path)).unwrap_or_default();
    for ((kind, one, other), overlap) in &pairs {
        let figure = |f1: Option<f64>| f1.map_or_else(|| "not defined".to_owned(), |f1| format!("{f1:.3}"));
        output.line(&format!(
            "{}s: F1 {} exact, {} overlapping ({}, {})",
            kind.name(),
            figure(overlap.f1_exact()),
            figure(overlap.f1_overlapping()),
            name(*one),
            name(*other)
        ))?;
    }
    Ok(())
}

/// Writes the file in which a person decides. One that is there already may be decided on: it is left alone.
fn merge(document: &Shared, people: &[PathBuf], out: &Path) -> Result<(), Wrong> {
    let path = out.join(&document.name);
    let Some(first) = document.files.first() else { return Ok(()) };
    let folder = first.path.parent().unwrap_or_else(|| Path::new(""));
    let way = workspace::way(&path, &folder.join(&first.said.document.path)).map_err(|error| {
        Wrong::whole(&path, Problem::new("file.nowhere", format!("cannot tell where this is: {error}")))
    })?;
    let texts: Vec<&str> = document.files.iter().map(|file| file.text.as_str()).collect();
    let settled: Vec<Settled> = document.cases.iter().map(|case| settled(case, document, people)).collect();
    let text = sidecar::adjudicate(&texts, &settled, &way).map_err(|(number, problem)| {
        let file = document.files.get(number).unwrap_or(first);
        Wrong::at(&file.path, file.text.clone().into_bytes(), problem)
    })?;
    if files::is_there(&path) {
        let old = files::read(&path).map_err(|problem| Wrong::whole(&path, problem))?;
        if old == text.as_bytes() {
            return Ok(());
        }
        let problem = Problem::new("agree.there", "this file is there already, and is left as it is");
        return Err(Wrong::whole(&path, problem.help("name another folder with --out")));
    }
    store::write(&path, text.as_bytes(), false)
}

fn settled(case: &Case, document: &Shared, people: &[PathBuf]) -> Settled {
    let number = |who: usize| document.files.iter().position(|file| file.who == who);
    let entries =
        case.readings.iter().filter_map(|(who, reading)| Some((number(*who)?, reading.id.0.clone()))).collect();
    let name = |who: usize| people.get(who).map(|path| harmless::name(path)).unwrap_or_default();
    let has =
        case.readings.iter().map(|(who, reading)| format!("{}: {} at {}", name(*who), facts(reading), places(reading)));
    let without = case.without.iter().map(|who| format!("{}: no such {}", name(*who), case.kind.name()));
    let note = || format!("to adjudicate; {}", has.chain(without).collect::<Vec<_>>().join("; "));
    Settled { entries, note: (!case.is_agreed()).then(note) }
}
