//! `ibid check`: every mistake in annotation files and lexicons, and the mending of the plain ones.

use super::{
    Ended, Stop,
    args::{self, Format},
    config, count, files, harmless, lexicon, lock,
    output::Output,
    sarif, schema,
    store::{self, Wrong},
    verify::{self, Missing},
    workspace,
};
use crate::{
    document::{Document, Positions, Problem, Source, Span},
    sidecar::{self, Draft, Engine, Finding, Level},
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// A file, and what was found in it.
pub(super) struct Checked {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) found: Vec<Finding>,
}

/// What files are held against.
pub(super) struct Rules {
    annotations: PathBuf,
    corpus: Vec<PathBuf>,
    pub(super) annotation: Value,
    pub(super) lexicon: Value,
    pub(super) config: Value,
    /// What would write annotation files now; `None` when the workspace's lexicon cannot be read.
    engine: Option<Engine>,
}

pub(super) fn run(args: &args::Check, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let paths = listed(args, output, &mut ended);
    let words = lexicon::quietly(&args.own);
    let rules = Rules::new(&args.kept.folders, &args.kept.corpus, words.as_ref());
    let _lock = match lock::take_unless(!args.fix || args.dry_run || paths.is_empty(), &args.kept.folders.annotations) {
        Ok(lock) => lock,
        Err(wrong) => {
            wrong.tell(output);
            return Ok(Ended::Unable);
        }
    };
    let bar = output.bar(paths.len());
    let done: Vec<Result<Checked, Wrong>> = paths
        .par_iter()
        .map(|path| {
            let checked = read(path).map(|text| {
                let found = rules.check(path, &text, None);
                Checked { path: path.clone(), text, found }
            });
            bar.inc(1);
            checked
        })
        .collect();
    bar.finish_and_clear();
    let mut checked = vec![];
    for done in done {
        match done {
            Ok(done) => checked.push(done),
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if args.fix {
        for file in &mut checked {
            ended = ended.and(mend(file, &rules, args.dry_run, output)?);
        }
    }
    tell(&checked, output)?;
    if words.is_none() && checked.iter().any(|file| !is_settings(&file.path) && !is_lexicon(&file.text)) {
        output.note(
            "nobody can say whether the files are of today's lexicon: it is not right, and `ibid annotate` tells where",
        );
    }
    let failed = checked.iter().flat_map(|file| &file.found).any(|finding| finding.level == Level::Error);
    Ok(if failed { ended.and(Ended::Failed) } else { ended })
}

/// Returns the files to check, in the order named, folders sorted.
fn listed(args: &args::Check, output: &mut Output, ended: &mut Ended) -> Vec<PathBuf> {
    let named = if args.paths.is_empty() { vec![args.kept.folders.annotations.clone()] } else { args.paths.clone() };
    let mut found: Vec<PathBuf> = vec![];
    let settings = Path::new(config::NAME);
    if args.paths.is_empty() && files::is_there(settings) {
        found.push(settings.to_owned());
    }
    for path in named {
        let before = found.len();
        if path.is_dir() {
            found.extend(workspace::files_below(&path, output, ended).into_iter().filter(|f| workspace::is_sidecar(f)));
        } else if files::is_there(&path) {
            found.push(path.clone());
        }
        if found.len() == before {
            let what = if path.is_dir() { "no annotation files in this folder" } else { "no such file or folder" };
            output
                .error(&format!("{}: {what}", path.display()), Some("run `ibid annotate`, or name the files to check"));
            *ended = Ended::Unable;
        }
    }
    found.sort();
    found.dedup();
    found
}

fn read(path: &Path) -> Result<String, Wrong> {
    let bytes = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    store::text_of(path, bytes, "sidecar.not-utf-8", "the file")
}

impl Rules {
    /// `words` is the workspace's lexicon, when it can be read.
    pub(super) fn new(folders: &args::Folders, corpus: &[PathBuf], words: Option<&lexicon::Words>) -> Self {
        Self {
            annotations: folders.annotations.clone(),
            corpus: corpus.to_owned(),
            annotation: schema::annotation(),
            lexicon: schema::lexicon(),
            config: schema::config(),
            engine: words.map(lexicon::Words::engine),
        }
    }

    /// Returns every mistake of an annotation file, a lexicon or the settings. `at_hand` is its document in another state
    /// than on disk: open in an editor.
    pub(super) fn check(&self, path: &Path, text: &str, at_hand: Option<Arc<Document>>) -> Vec<Finding> {
        if is_settings(path) {
            config::check(text)
        } else if is_lexicon(text) {
            sidecar::check_shape(text, &self.lexicon)
        } else {
            self.check_sidecar(path, text, at_hand)
        }
    }

    fn check_sidecar(&self, path: &Path, text: &str, at_hand: Option<Arc<Document>>) -> Vec<Finding> {
        let draft = Draft::of(text);
        let (document, missing) = match draft.document_path() {
            None => (None, None),
            Some((way, at)) => match self.document(path, way, at, at_hand) {
                Ok(document) => (Some(document), None),
                Err(missing) => (None, Some(self.missing(path, &draft, at, missing))),
            },
        };
        let mut found = draft.check(&self.annotation, document.as_deref(), self.engine.as_ref());
        found.extend(missing);
        found.sort_by_key(|finding| finding.problem.at.map_or(0, |at| at.start()));
        found
    }

    fn document(
        &self,
        sidecar: &Path,
        way: &str,
        at: Span<Source>,
        at_hand: Option<Arc<Document>>,
    ) -> Result<Arc<Document>, Missing> {
        let path = verify::place_of(sidecar, way, Some(at), &self.corpus)?;
        match at_hand {
            Some(document) => Ok(document),
            None => store::document(&path).map(|(_, document)| Arc::new(document)).map_err(Missing::Document),
        }
    }

    /// A document that is not where the file says. When the one that bears the file's name has the digest
    /// that the file states, it was renamed.
    fn missing(&self, path: &Path, draft: &Draft<'_>, at: Span<Source>, missing: Missing) -> Finding {
        let problem = match missing {
            Missing::Path(problem) => problem,
            Missing::Document(_) => Problem::new("sidecar.no-document", "the document cannot be read")
                .at(at)
                .help("run `ibid verify` to see why"),
        };
        let mut finding = Finding { level: Level::Error, problem, fix: vec![] };
        if let Some(way) = self.renamed(path, draft) {
            finding.problem.help = Some(format!("{way} is this very document: set `path: {way}`"));
            finding.fix.push((at, sidecar::plain_or_quoted(&way)));
        }
        finding
    }

    fn renamed(&self, path: &Path, draft: &Draft<'_>) -> Option<String> {
        let annotations = workspace::absolute(&self.annotations).ok()?;
        let name = workspace::absolute(path).ok()?.strip_prefix(annotations).ok()?.with_extension("");
        let document = Path::new("corpus").join(name);
        let raw = draft.raw_digest()?;
        let bytes = files::read(&document).ok()?;
        (crate::document::Digest::of(&bytes) == raw).then(|| workspace::way(path, &document).ok()).flatten()
    }
}

/// Tells whether a file is the settings of a workspace.
pub(super) fn is_settings(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == config::NAME)
}

/// A lexicon has terms of a category; nothing else has.
pub(super) fn is_lexicon(text: &str) -> bool {
    let has = |key: &str| text.starts_with(key) || text.contains(&format!("\n{key}"));
    has("terms:") && !has("ibid:")
}

/// Shows how a file is mended, and mends it.
fn mend(file: &mut Checked, rules: &Rules, dry_run: bool, output: &mut Output) -> Result<Ended, Stop> {
    let (new, mended) = sidecar::mend(&file.text, &file.found);
    if mended == 0 {
        return Ok(Ended::Done);
    }
    let found = rules.check(&file.path, &new, None);
    let again = Checked { path: file.path.clone(), text: new, found };
    let errors = |found: &[Finding]| found.iter().filter(|finding| finding.level == Level::Error).count();
    if errors(&again.found) >= errors(&file.found) && errors(&file.found) > 0 {
        return Ok(Ended::Done); // What looked plain was not.
    }
    if output.format() == Format::Human {
        let name = harmless::name(&file.path);
        let diff = similar::TextDiff::from_lines(&file.text, &again.text);
        let diff = diff.unified_diff().context_radius(1).header(&name, &name).to_string();
        diff.lines().try_for_each(|line| output.line(line))?;
    }
    if dry_run {
        return Ok(Ended::Done);
    }
    if let Err(wrong) = store::replace(&file.path, &file.text, &again.text) {
        wrong.tell(output);
        return Ok(Ended::Unable);
    }
    *file = again;
    Ok(Ended::Done)
}

fn tell(checked: &[Checked], output: &mut Output) -> Result<(), Stop> {
    match output.format() {
        Format::Sarif => output.json(&sarif::of_check(checked))?,
        Format::Json => {
            for file in checked {
                let positions = Positions::of(&file.text);
                for finding in &file.found {
                    output.json(&as_json(file, finding, &positions))?;
                }
            }
        }
        Format::Human | Format::Html | Format::Csv => {
            for file in checked {
                for finding in &file.found {
                    output.finding(finding.level, &file.path, file.text.as_bytes(), &finding.problem)?;
                }
            }
            if !checked.is_empty() {
                output.say(&summary(checked))?;
            }
        }
    }
    Ok(())
}

fn summary(checked: &[Checked]) -> String {
    let found = || checked.iter().flat_map(|file| &file.found);
    let many = |level: Level| found().filter(|finding| finding.level == level).count();
    let counts: Vec<String> = [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")]
        .into_iter()
        .filter(|(level, _)| many(*level) > 0)
        .map(|(level, word)| count(many(level), word))
        .collect();
    let counts = if counts.is_empty() { "nothing wrong".to_owned() } else { counts.join(", ") };
    let help = match found().filter(|finding| !finding.fix.is_empty()).count() {
        0 => String::new(),
        fixes => format!("; `ibid check --fix` mends {fixes}"),
    };
    format!("{}: {counts}{help}", count(checked.len(), "file"))
}

/// Returns the name of a level in JSON and in SARIF.
pub(super) const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

fn as_json(file: &Checked, finding: &Finding, positions: &Positions<'_>) -> Value {
    let Problem { code, message, at, help } = &finding.problem;
    let place = |offset: u32| json!({"line": positions.line(offset), "column": positions.column(offset)});
    let fix: Vec<Value> =
        finding.fix.iter().map(|(at, new)| json!({"bytes": [at.start(), at.end()], "new": new})).collect();
    json!({
        "path": file.path.to_string_lossy(), "level": level_name(finding.level), "code": code, "message": message,
        "help": help, "bytes": at.map(|at| [at.start(), at.end()]), "start": at.map(|at| place(at.start())),
        "end": at.map(|at| place(at.end())), "fix": fix,
    })
}
