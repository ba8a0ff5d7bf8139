//! `ibid lsp`: the language server on standard input and output, and the files it asks for.

use super::{
    Ended, Stop,
    args::{self, Folders},
    check::{self, Rules},
    config, files, lexicon,
    output::Output,
    verify, workspace,
};
use crate::{
    annotation::Confidence,
    detect::Mode,
    document::Document,
    lexicon::Lexicon,
    lsp::{self, Belongs, Disk, Shape},
    sidecar::Finding,
};
use clap::FromArgMatches as _;
use serde_json::Value;
use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

pub(super) fn run(args: &args::Lsp, output: &mut Output) -> Result<Ended, Stop> {
    let files = Files::new(args)?;
    let ended = lsp::serve(io::BufReader::new(io::stdin()), io::stdout(), Box::new(files));
    match ended {
        Ok(lsp::Ended::Asked) => Ok(Ended::Done),
        // The protocol wants 1 for an `exit` without `shutdown`.
        Ok(lsp::Ended::Abandoned) => Ok(Ended::Failed),
        Err(error) => {
            output.error(&format!("the client cannot be told anything: {error}"), None);
            Ok(Ended::Unable)
        }
    }
}

/// The workspace, in the folder that the client works in.
struct Files {
    args: args::Lsp,
    /// The folder, as the client names it.
    root: PathBuf,
    rules: Rules,
    words: lexicon::Words,
}

impl Files {
    fn new(args: &args::Lsp) -> Result<Self, Stop> {
        let rules = Rules::new(&args.kept.folders, &args.kept.corpus, None);
        let root = std::env::current_dir()?;
        let mut files = Self { args: args.clone(), root, rules, words: lexicon::Words::builtin() };
        files.reload();
        Ok(files)
    }

    /// Returns a path below the folder as it was said on the command line.
    fn near(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }

    fn is_below(&self, path: &Path, folder: &Path) -> bool {
        workspace::absolute(&self.root.join(folder)).is_ok_and(|folder| path.starts_with(folder))
    }

    fn folders(&self) -> &Folders {
        &self.args.kept.folders
    }
}

/// Returns what the command line says with the settings of this folder.
fn said() -> Option<args::Lsp> {
    let matches = config::command_quietly()?.try_get_matches().ok()?;
    match args::Cli::from_arg_matches(&matches).ok()?.verb {
        args::Verb::Lsp(args) => Some(args),
        _ => None,
    }
}

impl Disk for Files {
    fn enter(&mut self, root: &Path) {
        // Everything is named from there, as if a person had gone there and run `ibid check`.
        if std::env::set_current_dir(root).is_ok() {
            self.root = root.to_owned();
            self.reload();
        }
    }

    fn text(&self, path: &Path) -> Option<String> {
        String::from_utf8(files::read(path).ok()?).ok()
    }

    fn belongs(&self, document: &Path) -> Option<Belongs> {
        if !document.starts_with(&self.root) || !workspace::is_document(document) {
            return None;
        }
        let target = self.folders().target_of(&self.near(document));
        let way = workspace::way(&target.sidecar, &target.document).ok()?;
        let schema = super::annotate::schema_way(&target);
        Some(Belongs { sidecar: workspace::absolute(&self.root.join(target.sidecar)).ok()?, way, schema })
    }

    fn document_of(&self, sidecar: &Path, way: &str) -> Option<PathBuf> {
        let found = verify::place_of(&self.near(sidecar), way, None, &self.args.kept.corpus).ok()?;
        Some(self.root.join(found))
    }

    fn keeps_annotations(&self, path: &Path) -> bool {
        self.is_below(path, &self.folders().annotations)
    }

    fn is_report(&self, path: &Path) -> bool {
        self.is_below(path, &self.folders().reports)
    }

    fn check(&self, path: &Path, text: &str, document: Option<Arc<Document>>) -> Vec<Finding> {
        self.rules.check(&self.near(path), text, document)
    }

    fn is_lexicon(&self, text: &str) -> bool {
        check::is_lexicon(text)
    }

    fn is_settings(&self, path: &Path) -> bool {
        check::is_settings(path)
    }

    fn schema(&self, shape: Shape) -> &Value {
        match shape {
            Shape::Annotations => &self.rules.annotation,
            Shape::Lexicon => &self.rules.lexicon,
            Shape::Settings => &self.rules.config,
        }
    }

    fn lexicon(&self) -> &Lexicon {
        self.words.get()
    }

    fn reload(&mut self) {
        // What is wrong with a file is told in the file itself; until it is mended the last settings and lexicon stay.
        if let Some(args) = said() {
            self.args = args;
        }
        if let Some(words) = lexicon::quietly(&self.args.own) {
            self.words = words;
        }
        self.rules = Rules::new(&self.args.kept.folders, &self.args.kept.corpus, Some(&self.words));
    }

    fn mode(&self) -> Mode {
        self.args.framing.mode()
    }

    fn least(&self) -> Confidence {
        self.args.claims.min_confidence
    }

    fn reviewer(&self) -> Option<&str> {
        self.args.by.as_deref()
    }
}
