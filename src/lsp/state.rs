//! The open files, and what was read from them.

use super::{
    client::Client,
    disk::{Disk, Shape},
    positions::Text,
    reading::{Kept, Reading},
};
use crate::{
    document::{Document, Format, Problem},
    sidecar::Draft,
};
use lsp_types::{TextDocumentItem, Url};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The endings of documents.
const DOCUMENTS: [&str; 3] = ["md", "markdown", "txt"];
/// The endings of annotation files and lexicons.
const FILES: [&str; 2] = ["yaml", "yml"];

/// What a file is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A document that is annotated.
    Document,
    /// An annotation file.
    Sidecar,
    /// A lexicon of framing terms.
    Lexicon,
    /// The settings of the workspace.
    Settings,
    /// Nothing of ours: a report, another program's YAML.
    Other,
}

impl Kind {
    /// Returns which schema the file has to keep to.
    pub(super) const fn shape(self) -> Option<Shape> {
        match self {
            Self::Sidecar => Some(Shape::Annotations),
            Self::Lexicon => Some(Shape::Lexicon),
            Self::Settings => Some(Shape::Settings),
            Self::Document | Self::Other => None,
        }
    }
}

/// An open file.
#[derive(Debug)]
pub(super) struct Open {
    /// Where it lies; `None` when it was never saved.
    pub(super) path: Option<PathBuf>,
    pub(super) version: i32,
    pub(super) text: Text,
    is_yaml: bool,
}

/// All that the server knows.
pub(super) struct State {
    pub(super) disk: Box<dyn Disk>,
    pub(super) client: Client,
    open: BTreeMap<Url, Open>,
    /// Documents as they were read last, so that nothing is read twice while it stays the same.
    documents: BTreeMap<Place, Arc<Document>>,
    readings: BTreeMap<Place, Arc<Reading>>,
}

/// A document: by its path, or by its address where it has none.
type Place = Result<PathBuf, Url>;

impl State {
    pub(super) fn new(disk: Box<dyn Disk>) -> Self {
        let (client, open) = (Client::default(), BTreeMap::new());
        Self { disk, client, open, documents: BTreeMap::new(), readings: BTreeMap::new() }
    }

    /// Begins to follow a file.
    pub(super) fn open(&mut self, file: TextDocumentItem) {
        let path = file.uri.to_file_path().ok();
        let ends = |path: &PathBuf, endings: &[&str]| {
            let ending = path.extension().and_then(|ending| ending.to_str());
            ending.is_some_and(|ending| endings.iter().any(|known| known.eq_ignore_ascii_case(ending)))
        };
        let is_yaml = match &path {
            Some(path) if ends(path, &FILES) => true,
            Some(path) if ends(path, &DOCUMENTS) => false,
            _ => file.language_id == "yaml",
        };
        // Editors hide a BOM, and the bytes of an annotation file count it.
        let on_disk = path.as_ref().and_then(|path| self.disk.text(path));
        let bom = on_disk.is_some_and(|text| text.starts_with('\u{feff}'));
        let text = Text::shown(&file.text, bom, self.client.encoding);
        self.open.insert(file.uri, Open { path, version: file.version, text, is_yaml });
    }

    pub(super) fn close(&mut self, uri: &Url) {
        self.open.remove(uri);
        let place = place(uri);
        self.documents.remove(&place);
        self.readings.remove(&place);
    }

    pub(super) fn file(&self, uri: &Url) -> Option<&Open> {
        self.open.get(uri)
    }

    pub(super) fn file_mut(&mut self, uri: &Url) -> Option<&mut Open> {
        self.open.get_mut(uri)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&Url, &Open)> {
        self.open.iter()
    }

    /// Returns the open file that lies at a path, with the address that the client gave it.
    pub(super) fn open_at(&self, path: &Path) -> Option<(&Url, &Open)> {
        self.open.iter().find(|(_, open)| open.path.as_deref() == Some(path))
    }

    /// Returns the address of a file, as the client calls it.
    pub(super) fn address(&self, path: &Path) -> Option<Url> {
        self.open_at(path).map(|(uri, _)| uri.clone()).or_else(|| Url::from_file_path(path).ok())
    }

    /// Returns the text of a file: as it is open, else as it lies on disk.
    pub(super) fn text(&self, path: &Path) -> Option<Text> {
        match self.open_at(path) {
            Some((_, open)) => Some(open.text.clone()),
            None => Some(Text::on_disk(self.disk.text(path)?, self.client.encoding)),
        }
    }

    /// Tells what an open file is.
    pub(super) fn kind(&self, uri: &Url) -> Kind {
        let Some(open) = self.open.get(uri) else { return Kind::Other };
        let text = open.text.as_str();
        let has =
            |key: &str| text.trim_start_matches('\u{feff}').starts_with(key) || text.contains(&format!("\n{key}"));
        let is_kept = open.path.as_ref().is_some_and(|path| self.disk.keeps_annotations(path));
        let is_report = open.path.as_ref().is_some_and(|path| self.disk.is_report(path));
        let is_settings = || open.path.as_ref().is_some_and(|path| self.disk.is_settings(path));
        match open.is_yaml {
            true if is_settings() => Kind::Settings,
            true if has("ibid:") || is_kept => Kind::Sidecar,
            true if has("category:") && self.disk.is_lexicon(text) => Kind::Lexicon,
            true => Kind::Other,
            false if is_report => Kind::Other,
            false => Kind::Document,
        }
    }

    /// Reads a document, unless it was read already.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with its text.
    fn document(&mut self, place: &Place, text: &str) -> Result<Arc<Document>, Problem> {
        if let Some(known) = self.documents.get(place).filter(|known| known.source() == text) {
            return Ok(Arc::clone(known));
        }
        let document = Arc::new(Document::read(text.as_bytes(), Format::Markdown)?);
        self.documents.insert(place.clone(), Arc::clone(&document));
        Ok(document)
    }

    /// Returns what there is to say of an open document.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with its text.
    pub(super) fn reading(&mut self, uri: &Url) -> Result<Arc<Reading>, Problem> {
        let place = place(uri);
        let text = match (&place, self.open.get(uri)) {
            (_, Some(open)) => Some(open.text.as_str().to_owned()),
            (Ok(path), None) => self.disk.text(path),
            (Err(_), None) => None,
        };
        let document = self.document(&place, &text.unwrap_or_default())?;
        let kept = place.as_ref().ok().and_then(|path| self.kept(path));
        if let Some(known) = self.readings.get(&place).filter(|known| known.is_of(&document, kept.as_ref())) {
            return Ok(Arc::clone(known));
        }
        let before = self.readings.get(&place).map(Arc::as_ref);
        let reading =
            Arc::new(Reading::of(document, kept, (self.disk.lexicon(), self.disk.mode(), self.disk.least()), before));
        self.readings.insert(place, Arc::clone(&reading));
        Ok(reading)
    }

    /// Returns the name that verdicts are given in: the editor's setting, else the workspace's.
    pub(super) fn reviewer(&self) -> Option<&str> {
        self.client.reviewer.as_deref().or_else(|| self.disk.reviewer())
    }

    /// Forgets what was read with another lexicon.
    pub(super) fn forget(&mut self) {
        self.readings.clear();
    }

    fn kept(&self, document: &Path) -> Option<Kept> {
        let belongs = self.disk.belongs(document)?;
        let text = self.text(&belongs.sidecar);
        Some(Kept { belongs, text })
    }

    /// Returns the document that an annotation file names, where it lies, and as it is now.
    pub(super) fn document_of(&mut self, sidecar: &Url) -> Option<(PathBuf, Arc<Document>)> {
        let open = self.open.get(sidecar)?;
        let way = named(open.text.as_str())?;
        let path = self.disk.document_of(open.path.as_deref()?, &way)?;
        let text = self.text(&path)?.as_str().to_owned();
        let document = self.document(&Ok(path.clone()), &text).ok()?;
        Some((path, document))
    }

    /// Returns the open files that have to be looked at again when one changed: it, and those that speak of it.
    pub(super) fn touched(&self, uri: &Url) -> Vec<Url> {
        let changed = self.open.get(uri).and_then(|open| open.path.clone()).or_else(|| uri.to_file_path().ok());
        let speaks = |open: &Open| {
            let (Some(path), Some(changed)) = (&open.path, &changed) else { return false };
            let named = || self.disk.document_of(path, &named(open.text.as_str())?);
            let belongs = || self.disk.belongs(path).map(|belongs| belongs.sidecar);
            (if open.is_yaml { named() } else { belongs() }).as_ref() == Some(changed)
        };
        self.open.iter().filter(|(other, open)| *other == uri || speaks(open)).map(|(uri, _)| uri.clone()).collect()
    }
}

/// Returns the way to the document that an annotation file names: from its head, when it stands there as ever. The lists
/// below it are nearly all of the file.
fn named(text: &str) -> Option<String> {
    let lists = ["\noutlet:", "\nauthors:", "\nclaims:", "\nframing:"];
    let end = lists.iter().filter_map(|list| text.find(list)).min();
    let way = |text: &str| Draft::of(text).document_path().map(|(way, _)| way.to_owned());
    end.and_then(|end| way(text.get(..end)?)).or_else(|| way(text))
}

fn place(uri: &Url) -> Place {
    uri.to_file_path().map_err(|()| uri.clone())
}
