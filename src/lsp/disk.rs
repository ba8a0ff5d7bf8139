//! What the server needs of the files that are not open. The command line gives it: only it touches files.

use crate::{annotation::Confidence, detect::Mode, document::Document, lexicon::Lexicon, sidecar::Finding};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// The annotation file that belongs to a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belongs {
    /// Where it is, or would be.
    pub sidecar: PathBuf,
    /// The way from it to the document, as it states it.
    pub way: String,
    /// The way from it to the JSON Schema.
    pub schema: String,
}

/// What a YAML file of ours is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// An annotation file.
    Annotations,
    /// A lexicon of framing terms.
    Lexicon,
    /// What a workspace wants of every run.
    Settings,
}

/// The workspace on disk. Paths are absolute, and named as the client names them.
pub trait Disk {
    /// Begins to work in a folder; every path that was said on the command line is below it.
    fn enter(&mut self, root: &Path);

    /// Returns a file's text, if it can be read.
    fn text(&self, path: &Path) -> Option<String>;

    /// Returns the annotation file of a document of this workspace.
    fn belongs(&self, document: &Path) -> Option<Belongs>;

    /// Returns the document that an annotation file names, if it lies where it may lie.
    fn document_of(&self, sidecar: &Path, way: &str) -> Option<PathBuf>;

    /// Tells whether annotation files are kept at a path.
    fn keeps_annotations(&self, path: &Path) -> bool;

    /// Tells whether reports are written to a path: they are made, not read.
    fn is_report(&self, path: &Path) -> bool;

    /// Returns what `ibid check` says of a file's text. `document` is the one that the file names, as it is open.
    fn check(&self, path: &Path, text: &str, document: Option<Arc<Document>>) -> Vec<Finding>;

    /// Tells whether a text is a lexicon for `ibid check`.
    fn is_lexicon(&self, text: &str) -> bool;

    /// Tells whether a file is the settings of a workspace for `ibid check`.
    fn is_settings(&self, path: &Path) -> bool;

    /// Returns the JSON Schema of the files of a shape.
    fn schema(&self, shape: Shape) -> &Value;

    /// Returns the workspace's lexicon.
    fn lexicon(&self) -> &Lexicon;

    /// Reads the workspace's settings and lexicon anew.
    fn reload(&mut self);

    /// Tells which framing terms are proposed.
    fn mode(&self) -> Mode;

    /// Returns the confidence below which no claim is proposed.
    fn least(&self) -> Confidence;

    /// Returns the name that the workspace gives verdicts in.
    fn reviewer(&self) -> Option<&str>;
}
