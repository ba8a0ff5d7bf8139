//! The documents of a run, held so that a hundred thousand of them are a few megabytes.

use super::{args::Folders, workspace::Target};
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

/// Documents, sorted by the names of their files. The paths are made when they are wanted.
pub(super) struct Targets<'a> {
    folders: &'a Folders,
    places: Vec<Place>,
}

/// A document, and the name that its files have below their folders.
pub(super) struct Place {
    pub(super) name: Box<Path>,
    document: Whereabouts,
}

enum Whereabouts {
    /// It has its name below this folder, as most have; documents that follow each other share it.
    Below(Arc<Path>),
    Elsewhere(Box<Path>),
}

impl Place {
    /// Returns the path of the document.
    pub(super) fn document(&self) -> PathBuf {
        match &self.document {
            Whereabouts::Below(folder) => folder.join(&self.name),
            Whereabouts::Elsewhere(document) => document.to_path_buf(),
        }
    }
}

/// Collects places in the order in which they are found.
#[derive(Default)]
pub(super) struct Places {
    places: Vec<Place>,
    folder: Option<Arc<Path>>,
}

impl Places {
    pub(super) fn add(&mut self, name: PathBuf, document: PathBuf) {
        let folder = document.ancestors().nth(name.components().count());
        // Equal paths may be spelled differently, and people see the spelling.
        let folder = folder.filter(|folder| folder.join(&name).as_os_str() == document.as_os_str());
        let document = match folder {
            Some(folder) => {
                let last = self.folder.take().filter(|last| last.as_os_str() == folder.as_os_str());
                Whereabouts::Below(self.folder.insert(last.unwrap_or_else(|| folder.into())).clone())
            }
            None => Whereabouts::Elsewhere(document.into()),
        };
        self.places.push(Place { name: name.into(), document });
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns them by name; those of one name stay in the order in which they were found.
    pub(super) fn sorted(mut self) -> Vec<Place> {
        self.places.sort_by(|a, b| a.name.cmp(&b.name));
        self.places
    }
}

impl<'a> Targets<'a> {
    /// `places` are sorted by name, and no two have the same.
    pub(super) fn new(mut places: Vec<Place>, folders: &'a Folders) -> Self {
        places.shrink_to_fit();
        Self { folders, places }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Target> {
        self.places.iter().map(|place| self.target(place))
    }

    /// Returns them in parts of at most `size`.
    pub(super) fn parts(&self, size: usize) -> impl Iterator<Item = Vec<Target>> {
        self.places.chunks(size).map(|part| part.iter().map(|place| self.target(place)).collect())
    }

    /// Tells whether files of this name belong to one of them.
    pub(super) fn has(&self, name: &Path) -> bool {
        self.places.binary_search_by(|place| (*place.name).cmp(name)).is_ok()
    }

    fn target(&self, place: &Place) -> Target {
        self.folders.target(&place.name, place.document())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_the_spelling_of_their_paths() {
        let spelled = [
            ("b.md", "corpus/b.md"),
            ("a/x.md", "corpus/a/x.md"),
            ("a.md", "./corpus/a.md"),
            ("c/d.md", "corpus/c//d.md"),
            ("e.md", "corpus/c/../e.md"),
            ("f/g.md", "corpus/f/../f/./g.md"),
            ("h.md", "h.md"),
            ("i.md", "elsewhere/j.md"),
        ];
        let mut places = Places::default();
        spelled.iter().for_each(|(name, document)| places.add(name.into(), document.into()));
        let folders = Folders { annotations: "annotations".into(), reports: "reports".into() };
        let targets = Targets::new(places.sorted(), &folders);
        let paths: Vec<String> = targets
            .iter()
            .map(|target| {
                [target.document, target.sidecar, target.report].map(|p| p.into_os_string().into_string().unwrap())
            })
            .map(|paths| paths.join(" "))
            .collect();
        let names = ["a/x.md", "a.md", "b.md", "c/d.md", "e.md", "f/g.md", "h.md", "i.md"];
        let wanted = names.map(|name| {
            let document = spelled.iter().find(|(other, _)| *other == name).unwrap().1;
            format!("{document} annotations/{name}.yaml reports/{name}")
        });
        assert_eq!(paths, wanted);
        assert!(names.iter().all(|name| targets.has(Path::new(name))) && !targets.has(Path::new("a")));
        assert_eq!(targets.parts(3).map(|part| part.len()).collect::<Vec<_>>(), [3, 3, 2]);
    }
}
