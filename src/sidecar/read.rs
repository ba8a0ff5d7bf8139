//! Strict reading: what is not right is told with its place, and nothing is guessed.

use super::{
    VERSION,
    edit::{get, is_as_signed},
    print::Section,
    wire::{self, CueEntry, DocumentRef, Engine, EvidenceEntry, File, People, Place},
};
use crate::{
    annotation::{
        Annotations, Author, Cited, Claim, Cue, Damage, Evidence, Framing, Id, Naming, Outlet, Published, Review,
        Selector,
    },
    document::{
        Problem, Source, Span,
        yaml::{self, Kind, Node},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// The rule of entries that a person wrote.
const PERSON: &str = "person";

/// What a sidecar says.
#[derive(Clone, Debug)]
pub struct Sidecar {
    /// The document, as it was when the sidecar was written.
    pub document: DocumentRef,
    /// Where it says which document it speaks of.
    pub path_at: Option<Span<Source>>,
    /// What wrote the engine's entries.
    pub engine: Engine,
    /// All entries that nobody rejected.
    pub annotations: Annotations<Selector>,
    /// People's notes, by the id of their entry.
    pub notes: BTreeMap<Id, String>,
    /// The entries with an id that are a person's: written, changed or reviewed by one.
    pub people: BTreeSet<Id>,
    /// How many entries were rejected.
    pub rejected: usize,
}

/// Reads a sidecar.
///
/// # Errors
///
/// Returns a problem with its place: not YAML, a missing or unknown key, a value of the wrong kind, an id
/// given twice, a version this ibid does not know.
pub fn read(text: &str) -> Result<Sidecar, Problem> {
    read_tree(text, parsed(text)?.as_ref())
}

/// Reads a sidecar; its annotations are all entries, the rejected ones too.
///
/// # Errors
///
/// Returns a problem with its place, as [`read()`] does.
pub fn read_with_rejected(text: &str) -> Result<Sidecar, Problem> {
    read_entries(text, parsed(text)?.as_ref(), true)
}

fn parsed(text: &str) -> Result<Option<Node>, Problem> {
    if let Some(problem) = conflicts(text).into_iter().next() {
        return Err(problem);
    }
    tree(text).map_err(not_yaml)
}

/// How many keys and values an annotation file may have: twice those of a newspaper of the largest size that is read.
const NODES: usize = 20_000_000;

/// Takes the text of an annotation file apart.
pub(super) fn tree(text: &str) -> Result<Option<Node>, Problem> {
    yaml::parse_up_to(NODES, text, Span::whole(text))
}

/// Returns the marks that a merge left in the file: each conflict once, by its first line.
pub(super) fn conflicts(text: &str) -> Vec<Problem> {
    if !["<<<<<<<", ">>>>>>>", "=======", "|||||||"].iter().any(|mark| text.contains(mark)) {
        return vec![];
    }
    let (mut found, mut at, mut open) = (vec![], 0, false);
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        let is = |mark: &str| words.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        let (begins, ends) = (is("<<<<<<<"), is(">>>>>>>"));
        if begins || (!open && (ends || words == "=======" || is("|||||||"))) {
            found.push(
                Problem::new("sidecar.conflict", "a git conflict was not resolved")
                    .at(span_at(text, at))
                    .help("choose one of the two sides, remove the marker lines, and run the command again"),
            );
        }
        open = (open || begins) && !ends;
        at += line.len();
    }
    found
}

/// Reads a sidecar that was parsed.
pub(super) fn read_tree(text: &str, tree: Option<&Node>) -> Result<Sidecar, Problem> {
    read_entries(text, tree, false)
}

fn read_entries(text: &str, tree: Option<&Node>, with_rejected: bool) -> Result<Sidecar, Problem> {
    let tree = tree.ok_or_else(|| {
        Problem::new("sidecar.empty", "the annotation file is empty")
            .help("restore it, or delete it and run `ibid annotate` again")
    })?;
    let file: File = match yaml::read(tree) {
        Ok(file) => file,
        Err(_) => serde_yaml::from_str(text).map_err(|error| typed_problem(text, tree, &error))?,
    };
    if file.ibid != VERSION {
        let problem = Problem::new(
            "sidecar.version",
            format!("format {} is not known; this ibid reads format {VERSION}", file.ibid),
        );
        return Err(place_of(problem, get(tree, "ibid").map(|pair| pair.1)).help("update ibid"));
    }
    unknown_key(tree, &file.extra)?;
    let (ids, notes, people) = (BTreeSet::new(), BTreeMap::new(), BTreeSet::new());
    let mut reader = Reader { tree, ids, notes, people, rejected: 0, with_rejected };
    let annotations = reader.annotations(&file)?;
    let path_at = get(tree, "document").and_then(|(_, node)| get(node, "path")).map(|(_, path)| path.span);
    Ok(Sidecar {
        document: file.document,
        path_at,
        engine: file.engine,
        annotations,
        notes: reader.notes,
        people: reader.people,
        rejected: reader.rejected,
    })
}

fn span_at(text: &str, at: usize) -> Span<Source> {
    let len = text.get(at..).and_then(|tail| tail.find('\n')).unwrap_or(1).max(1);
    let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span::clamped(offset(at), offset(at + len))
}

pub(super) fn not_yaml(problem: Problem) -> Problem {
    if problem.code == "yaml.too-large" {
        return problem.help("split the document into several");
    }
    let help = problem.help.unwrap_or_else(|| "mend this line; until then the file stays as it is".to_owned());
    Problem { message: format!("not YAML: {}", problem.message), help: Some(help), ..problem }
}

fn typed_problem(text: &str, tree: &Node, error: &serde_yaml::Error) -> Problem {
    let message = error.to_string();
    let bare = message.rsplit_once(" at line ").map_or(message.as_str(), |(bare, _)| bare).to_owned();
    let problem = Problem::new("sidecar.value", bare)
        .help("the schema in schemas/annotation.schema.json says what may stand here");
    match error.location() {
        Some(location) => {
            let line: usize = text.split_inclusive('\n').take(location.line().saturating_sub(1)).map(str::len).sum();
            let here = text.get(line..).unwrap_or_default();
            let column = here.char_indices().nth(location.column().saturating_sub(1)).map_or(0, |(at, _)| at);
            problem.at(span_at(text, line + column))
        }
        // Too much to be read: only aliases make that of a text this short.
        None => match first_alias(tree) {
            Some(alias) => problem.at(alias.span).help("write out what `*name` stands for"),
            None => problem,
        },
    }
}

fn first_alias(node: &Node) -> Option<&Node> {
    match &node.kind {
        Kind::Alias(_) => Some(node),
        Kind::Scalar { .. } => None,
        Kind::Sequence(items) => items.iter().find_map(first_alias),
        Kind::Mapping(pairs) => pairs.iter().find_map(|(key, value)| first_alias(key).or_else(|| first_alias(value))),
    }
}

fn place_of(problem: Problem, node: Option<&Node>) -> Problem {
    match node {
        Some(node) => problem.at(node.span),
        None => problem,
    }
}

fn unknown_key(node: &Node, extra: &wire::Extra) -> Result<(), Problem> {
    match extra.keys().find(|key| !key.starts_with("x-")) {
        None => Ok(()),
        Some(key) => {
            let problem = Problem::new("sidecar.unknown-key", format!("unknown key `{key}`"));
            let problem = place_of(problem, get(node, key).map(|pair| pair.0));
            Err(problem.help(format!("keys of your own begin with `x-`: write `x-{key}`, or remove it")))
        }
    }
}

struct Reader<'t> {
    tree: &'t Node,
    ids: BTreeSet<Id>,
    notes: BTreeMap<Id, String>,
    people: BTreeSet<Id>,
    rejected: usize,
    with_rejected: bool,
}

impl Reader<'_> {
    fn annotations(&mut self, file: &File) -> Result<Annotations<Selector>, Problem> {
        let mut out = Annotations::default();
        if let Some(entry) = &file.outlet {
            let evidence = evidence(&entry.evidence);
            out.outlet = self.keep(Section::Outlet, 0, None, &entry.people())?.then(|| Outlet {
                name: entry.name.clone(),
                domain: entry.domain.clone(),
                evidence,
            });
        }
        for (index, entry) in file.authors.iter().enumerate() {
            if self.keep(Section::Authors, index, None, &entry.people())? {
                out.authors.push(Author { name: entry.name.clone(), evidence: evidence(&entry.evidence) });
            }
        }
        if let Some(entry) = &file.published {
            let evidence = evidence(&entry.evidence);
            out.published = self
                .keep(Section::Published, 0, None, &entry.people())?
                .then(|| Published { date: entry.date.clone(), evidence });
        }
        for (index, entry) in file.cites.iter().enumerate() {
            if self.keep(Section::Cites, index, None, &entry.people())? {
                out.cites.push(Cited { name: entry.name.clone(), evidence: evidence(&entry.evidence) });
            }
        }
        self.claims(file, &mut out)?;
        self.framing(file, &mut out)?;
        self.naming(file, &mut out)?;
        for (index, entry) in file.damage.iter().enumerate() {
            if self.keep(Section::Damage, index, None, &entry.people())? {
                out.damage.push(Damage {
                    at: self.selector(Section::Damage, index, &entry.at, None)?,
                    kind: entry.kind,
                    suggestion: entry.suggestion.clone(),
                    rule: rule(entry.rule.as_ref()),
                });
            }
        }
        Ok(out)
    }

    fn claims(&mut self, file: &File, out: &mut Annotations<Selector>) -> Result<(), Problem> {
        for (index, entry) in file.claims.iter().enumerate() {
            if !self.keep(Section::Claims, index, Some(&entry.id), &entry.people())? {
                continue;
            }
            let place = |place: &Place| self.selector(Section::Claims, index, place, None);
            out.claims.push(Claim {
                id: entry.id.clone(),
                kind: entry.kind,
                speaker: entry.speaker.clone(),
                source: entry.source.as_ref().map(place).transpose()?,
                cue: cue(&entry.cue),
                content: entry.content.all().iter().map(place).collect::<Result<_, _>>()?,
                within: entry.within.clone(),
                rule: rule(entry.rule.as_ref()),
                confidence: None,
            });
        }
        Ok(())
    }

    fn framing(&mut self, file: &File, out: &mut Annotations<Selector>) -> Result<(), Problem> {
        for (index, entry) in file.framing.iter().enumerate() {
            if !self.keep(Section::Framing, index, Some(&entry.id), &entry.people())? {
                continue;
            }
            out.framing.push(Framing {
                id: entry.id.clone(),
                term: entry.term.clone(),
                at: self.selector(Section::Framing, index, &entry.at, Some(&entry.term))?,
                category: entry.category,
                voice: entry.voice,
                speaker: entry.speaker.clone(),
                relay: entry.relay,
                claim: entry.claim.clone(),
                rule: rule(entry.rule.as_ref()),
                broad: entry.broad,
            });
        }
        Ok(())
    }

    fn naming(&mut self, file: &File, out: &mut Annotations<Selector>) -> Result<(), Problem> {
        for (index, entry) in file.naming.iter().enumerate() {
            if !self.keep(Section::Naming, index, Some(&entry.id), &entry.people())? {
                continue;
            }
            let place = |place: &Place| self.selector(Section::Naming, index, place, Some(&entry.designator));
            out.naming.push(Naming {
                id: entry.id.clone(),
                referent: entry.referent.clone(),
                kind: entry.kind,
                designator: entry.designator.clone(),
                at: entry.at.all().iter().map(place).collect::<Result<_, _>>()?,
                voice: entry.voice,
                speaker: entry.speaker.clone(),
                rule: rule(entry.rule.as_ref()),
            });
        }
        Ok(())
    }

    fn node(&self, section: Section, index: usize) -> Option<&Node> {
        let (_, value) = get(self.tree, section.key())?;
        match &value.kind {
            Kind::Sequence(items) => items.get(index),
            _ => Some(value),
        }
    }

    /// Checks what all entries have, and tells whether the entry counts.
    fn keep(&mut self, section: Section, index: usize, id: Option<&Id>, people: &People<'_>) -> Result<bool, Problem> {
        if let Some(node) = self.node(section, index) {
            unknown_key(node, people.extra)?;
        }
        if let Some(id) = id {
            if !self.ids.insert(id.clone()) {
                let node = self.node(section, index).and_then(|node| get(node, "id")).map(|pair| pair.1);
                let problem = Problem::new("sidecar.duplicate-id", format!("the id `{id}` is given twice"));
                return Err(place_of(problem, node).help("give one of the two another id"));
            }
            if !self.node(section, index).is_some_and(is_as_signed) {
                self.people.insert(id.clone());
            }
            if let Some(note) = people.note.filter(|note| !note.is_empty()) {
                self.notes.insert(id.clone(), note.to_owned());
            }
        }
        let rejected = people.review == Some(Review::Rejected);
        self.rejected += usize::from(rejected);
        Ok(!rejected || self.with_rejected)
    }

    fn selector(
        &self,
        section: Section,
        index: usize,
        place: &Place,
        words: Option<&str>,
    ) -> Result<Selector, Problem> {
        let Some(exact) = place.exact.as_deref().or(words) else {
            let problem = Problem::new("sidecar.no-words", format!("the place {} has no `exact` words", place.bytes));
            return Err(
                place_of(problem, self.node(section, index)).help("add `exact:` with the words that stand there")
            );
        };
        Ok(Selector {
            bytes: place.bytes,
            exact: exact.to_owned(),
            prefix: place.prefix.clone().unwrap_or_default(),
            suffix: place.suffix.clone().unwrap_or_default(),
        })
    }
}

fn rule(rule: Option<&String>) -> String {
    rule.map_or(PERSON, String::as_str).to_owned()
}

fn bare(bytes: crate::annotation::ByteRange, exact: &str) -> Selector {
    Selector { bytes, exact: exact.to_owned(), prefix: String::new(), suffix: String::new() }
}

fn evidence(entries: &[EvidenceEntry]) -> Vec<Evidence<Selector>> {
    entries.iter().map(|entry| Evidence { at: bare(entry.bytes, &entry.exact), rule: entry.rule.clone() }).collect()
}

fn cue(entry: &CueEntry) -> Cue<Selector> {
    Cue { at: bare(entry.bytes, &entry.exact), class: entry.class }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, path::Path};

    /// What the tree gives, and what the general parser does.
    fn both(text: &str) -> (Option<String>, Option<String>) {
        let tree = yaml::parse(text, Span::<Source>::whole(text)).ok().flatten();
        let ours = tree.as_ref().and_then(|tree| yaml::read::<File>(tree).ok());
        let theirs = serde_yaml::from_str::<File>(text).ok();
        (ours.map(|file| format!("{file:?}")), theirs.map(|file| format!("{file:?}")))
    }

    fn files() -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("annotations");
        fs::read_dir(folder).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    }

    #[test]
    fn the_tree_says_what_the_general_parser_says() {
        let files = files();
        assert!(files.len() > 9);
        for text in &files {
            let (ours, theirs) = both(text);
            assert!(ours.is_some(), "a file of ours needs no second pass");
            assert_eq!(ours, theirs);
        }
    }

    /// Values of every kind in the place of every kind: what the tree accepts, it accepts as the other does.
    #[test]
    fn the_tree_accepts_nothing_else() {
        let values = [
            "~",
            "null",
            "''",
            "\"\"",
            "true",
            "True",
            "yes",
            "1",
            "0",
            "-1",
            "01",
            "0x1f",
            "1.5",
            "1e3",
            ".inf",
            "inf",
            "nan",
            "Infinity",
            "12-15",
            "1-2-3",
            "+7",
            "18446744073709551616",
            "word",
            "\"12\"",
            "'null'",
            "[a, 1, ~]",
            "[]",
            "{}",
            "{a: 1, a: 2}",
            "{bytes: 1-2, exact: 12}",
            "{bytes: 1-2, exact: no}",
            "!!str 12",
            "!x word",
            "&a word",
            "*a",
            "{? [a] : b}",
            "{<<: {a: 1}}",
            "|\n      block\n",
            "{bytes: 1-2, exact: a, was: {bytes: 3-4}}",
        ];
        let text =
            "ibid: 1\ndocument: {path: a, raw: R, text: R, front: ~, root: R}\nengine: {version: \"1\", lexicon: R}\n";
        let head = text.replace('R', &format!("sha256:{}", "0".repeat(64)));
        let keys = [
            "id", "kind", "speaker", "source", "cue", "content", "within", "rule", "review", "note", "now", "by",
            "x-own", "extra", "12", "~", "true",
        ];
        let mut accepted = 0;
        for (key, value) in keys.iter().flat_map(|key| values.iter().map(move |value| (key, value))) {
            let mut entry = String::new();
            let given = [("id", "c-1"), ("kind", "direct"), ("speaker", "~"), ("content", "{bytes: 1-2, exact: a}")];
            let cue = ("cue", "{bytes: 1-2, exact: a, class: neutral}");
            for (other, usual) in given.iter().chain([&cue]).filter(|(other, _)| other != key) {
                entry += &format!("    {other}: {usual}\n");
            }
            let text = format!("{head}claims:\n  - k0: &a 1\n{entry}    {key}: {value}\n");
            let (ours, theirs) = both(&text);
            accepted += usize::from(ours.is_some());
            assert!(ours.is_none() || ours == theirs, "{key}: {value}\n{ours:?}\n{theirs:?}");
        }
        assert!(accepted > 200, "{accepted}");
    }
}
