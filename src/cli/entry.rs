//! `ibid explain ID`: one entry of an annotation file, with its words underlined in their sentence, the rule that
//! found it and how often that rule is right, and its neighbours.

use super::{
    Ended, Stop,
    annotate::placed,
    args::{self, Format},
    harmless,
    output::Output,
    store::{self, Wrong},
    underline, verify, workspace,
};
use crate::{
    annotation::{Annotations, ByteRange, Claim, Evidence, Framing, Id},
    document::{Document, Positions, Source, Span},
    lexicon::Lexicon,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// How many names that are like a name that nobody has are told.
const NEAR: usize = 3;
/// How many characters two ids may differ in to be alike.
const UNLIKE: usize = 2;
/// How much of a neighbour's words is told, in characters.
const SHORT: usize = 48;
/// How many claims a chain goes up.
const LONGEST_CHAIN: usize = 8;

/// An entry, ready to be shown.
struct Entry {
    id: String,
    what: &'static str,
    /// Where it stands, with how its words are underlined; of marks at one place the first counts.
    marks: Vec<(Span<Source>, char)>,
    /// What there is to say: a name and a value each.
    facts: Vec<(&'static str, String)>,
    json: Value,
}

/// An annotation file and its document.
pub(super) struct Read {
    pub(super) sidecar: PathBuf,
    pub(super) path: PathBuf,
    pub(super) document: Document,
    pub(super) annotations: Annotations<Span<Source>>,
}

/// Shows every entry of this id, or every outlet of this name; `Unable` when there is none.
pub(super) fn run(what: &str, args: &args::Explain, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let mut known: BTreeSet<(String, PathBuf)> = BTreeSet::new();
    let (mut looked, mut shown) = (0, 0);
    let there = args.annotations.is_dir();
    let files = if there { workspace::files_below(&args.annotations, output, &mut ended) } else { vec![] };
    for path in files.into_iter().filter(|path| workspace::is_sidecar(path)) {
        looked += 1;
        match read(&path, what, args, &mut known) {
            Ok(None) => {}
            Ok(Some(read)) => {
                let entries = read.entries(what);
                if entries.is_empty() {
                    read.tell_lost(what, output);
                    (ended, shown) = (ended.and(Ended::Unable), shown + 1);
                }
                for entry in entries {
                    show(&entry, &read, shown > 0, output)?;
                    shown += 1;
                }
            }
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if shown == 0 {
        let folder = harmless::name(&args.annotations);
        let message = format!("nothing is known of `{what}`: no rule, no term, and no entry of an annotation file");
        output.error(&message, Some(&help(what, &known, looked, &folder)));
        ended = Ended::Unable;
    }
    Ok(ended)
}

/// Tells whether something can be the id of an entry: a letter, a hyphen, letters and digits.
pub(super) fn is_id(what: &str) -> bool {
    let parts = what.split_once('-');
    parts.is_some_and(|(kind, rest)| {
        matches!(kind, "c" | "f")
            && rest.len() >= 4
            && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

/// Says where it was looked for, and what comes near.
fn help(what: &str, known: &BTreeSet<(String, PathBuf)>, looked: usize, folder: &str) -> String {
    if looked == 0 {
        return format!(
            "there are no annotation files in {folder}: run `ibid annotate`, or name their folder with --annotations"
        );
    }
    let unlike = |id: &str| {
        let differing = id.chars().zip(what.chars()).filter(|(a, b)| a != b).count();
        differing + id.len().abs_diff(what.len())
    };
    let mut near: Vec<_> =
        known.iter().map(|(id, path)| (unlike(id), id, path)).filter(|near| near.0 <= UNLIKE).collect();
    near.sort();
    let near: Vec<String> =
        near.iter().take(NEAR).map(|(_, id, path)| format!("{id} in {}", harmless::name(path))).collect();
    let files = super::count(looked, "annotation file");
    match near.as_slice() {
        [] => format!(
            "looked in {files} in {folder}; an entry's id stands on its `id:` line and at the end of its note in a report"
        ),
        near => format!("looked in {files} in {folder}; did you mean: {}", near.join(", ")),
    }
}

/// Reads an annotation file, and its document when it has what is wanted. Its ids become known.
fn read(
    path: &Path,
    what: &str,
    args: &args::Explain,
    known: &mut BTreeSet<(String, PathBuf)>,
) -> Result<Option<Read>, Wrong> {
    let (text, said) = store::sidecar(path)?;
    let found = &said.annotations;
    let ids = || found.claims.iter().map(|claim| &claim.id).chain(found.framing.iter().map(|term| &term.id));
    known.extend(ids().map(|id| (id.0.clone(), path.to_owned())));
    let named = found.outlet.iter().map(|outlet| &outlet.name).chain(found.cites.iter().map(|cited| &cited.name));
    if !ids().any(|id| id.0 == what) && !named.into_iter().any(|name| is_name(name, what)) {
        return Ok(None);
    }
    let (place, document) = match verify::document_of(path, &said, &args.corpus) {
        Ok(found) => found,
        Err(missing) => return Err(missing.into_wrong(path, text)),
    };
    let annotations = placed(&said, &document).0;
    Ok(Some(Read { sidecar: path.to_owned(), path: place, document, annotations }))
}

fn is_name(name: &str, what: &str) -> bool {
    name.to_lowercase() == what.to_lowercase()
}

fn show(entry: &Entry, read: &Read, is_next: bool, output: &mut Output) -> Result<(), Stop> {
    let source = read.document.source();
    let positions = Positions::of(source);
    let first = entry.marks.iter().map(|(span, _)| span.start()).min().unwrap_or(0);
    let (line, column) = (positions.line(first), positions.column(first));
    let passages = read.passages(&entry.marks);
    if output.format() == Format::Json {
        let text: Vec<&str> = passages.iter().map(|span| read.document.bytes(*span)).collect();
        let mut value = entry.json.clone();
        if let Some(map) = value.as_object_mut() {
            map.insert("annotations".to_owned(), read.sidecar.to_string_lossy().into());
            map.insert("document".to_owned(), read.path.to_string_lossy().into());
            map.insert("line".to_owned(), line.into());
            map.insert("column".to_owned(), column.into());
            map.insert("text".to_owned(), text.into());
        }
        return Ok(output.json(&value)?);
    }
    if is_next {
        output.line("")?;
    }
    let (sidecar, document) = (harmless::name(&read.sidecar), harmless::name(&read.path));
    output.line(&format!("{} ({}) in {sidecar}", entry.id, entry.what))?;
    output.line(&format!("  --> {document}:{line}:{column}"))?;
    output.line("")?;
    for passage in passages {
        for row in underline::rows(source, passage, &entry.marks, CONTENT) {
            output.line(&format!("  {row}"))?;
        }
    }
    output.line("")?;
    for (name, value) in &entry.facts {
        output.line(&format!("  {name:<8} {value}"))?;
    }
    Ok(())
}

const SOURCE: char = '-';
const CUE: char = '^';
const CONTENT: char = '~';

impl Read {
    /// Returns the sentences in which something is marked, joined where they stand together.
    fn passages(&self, marks: &[(Span<Source>, char)]) -> Vec<Span<Source>> {
        let touches = |span: &Span<Source>| marks.iter().any(|(mark, _)| mark.overlaps(*span));
        let sentences = self.document.sentences().iter().filter_map(|s| self.document.map().to_source(s.span));
        let mut all: Vec<Span<Source>> = sentences.filter(touches).collect();
        // What no sentence holds, such as a value of the front matter that is no headline, is shown as it is.
        let alone = marks.iter().map(|(mark, _)| *mark);
        let alone: Vec<_> = alone.filter(|mark| !all.iter().any(|span| span.overlaps(*mark))).collect();
        all.extend(alone);
        all.sort_by_key(|span| (span.start(), span.end()));
        let mut out: Vec<Span<Source>> = vec![];
        for span in all {
            match out.last_mut() {
                Some(last) if self.between(last.end(), span.start()).trim().is_empty() => *last = last.hull(span),
                _ => out.push(span),
            }
        }
        out
    }

    fn between(&self, from: u32, to: u32) -> &str {
        self.document.bytes(Span::clamped(from.min(to), to))
    }

    /// Says that an entry is there, and its words are not.
    fn tell_lost(&self, what: &str, output: &mut Output) {
        let (sidecar, document) = (harmless::name(&self.sidecar), harmless::name(&self.path));
        let message = format!("the words of `{what}` in {sidecar} do not stand in {document} any more");
        output.error(&message, Some(&format!("run `ibid verify {sidecar}` to see where they went")));
    }

    /// Returns what there is to say of the entry with this id, a name and a value each, without the signs of the
    /// underlines; nothing when its words are not in the document.
    pub(super) fn facts(&self, id: &str) -> Vec<(&'static str, String)> {
        let facts = self.entries(id).into_iter().next().map(|entry| entry.facts).unwrap_or_default();
        let bare = |value: String| match [SOURCE, CUE, CONTENT]
            .iter()
            .find_map(|sign| value.strip_prefix(*sign)?.strip_prefix(*sign)?.strip_prefix(' '))
        {
            Some(bare) => bare.to_owned(),
            None => value,
        };
        facts.into_iter().map(|(name, value)| (name, bare(value))).collect()
    }

    fn entries(&self, what: &str) -> Vec<Entry> {
        let found = &self.annotations;
        let mut out = vec![];
        if let Some(index) = found.claims.iter().position(|claim| claim.id.0 == what) {
            out.extend(self.claim(index));
        }
        out.extend(found.framing.iter().find(|term| term.id.0 == what).map(|term| self.term(term)));
        let outlet = found.outlet.iter().map(|outlet| (&outlet.name, "outlet", &outlet.evidence));
        let cites = found.cites.iter().map(|cited| (&cited.name, "cited outlet", &cited.evidence));
        let named = outlet.chain(cites).filter(|(name, _, evidence)| is_name(name, what) && !evidence.is_empty());
        out.extend(named.map(|(name, what, evidence)| outlet_entry(name, what, evidence)));
        out
    }

    fn claim(&self, index: usize) -> Option<Entry> {
        let claim = self.annotations.claims.get(index)?;
        let mut marks = vec![(claim.cue.at, CUE)];
        marks.extend(claim.source.map(|source| (source, SOURCE)));
        marks.extend(claim.content.iter().map(|piece| (*piece, CONTENT)));
        let words = |span: Span<Source>| short(self.document.bytes(span), usize::MAX);
        let source = match (claim.source.map(words), &claim.speaker) {
            (None, _) => "nobody is named".to_owned(),
            (Some(source), Some(speaker)) if source == *speaker => source,
            (Some(source), Some(speaker)) => format!("{source}: {speaker}"),
            (Some(source), None) => format!("{source}: who that is, the text does not say"),
        };
        let class = claim.cue.class;
        let lexicon = Lexicon::builtin();
        let rule = lexicon.rules.get(&claim.rule);
        let measured = rule.filter(|_| claim.confidence.is_some()).and_then(|rule| rule.confidence(claim.kind, class));
        let right = match measured {
            Some((precision, count)) => {
                format!("right in {precision} of {count} {}", measured_on(claim, rule))
            }
            None => "a person's entry, or a rule that was not measured".to_owned(),
        };
        let chain = self.chain(claim);
        let [before, after] =
            [index.checked_sub(1), index.checked_add(1)].map(|at| at.and_then(|at| self.annotations.claims.get(at)));
        let shown =
            |claim: Option<&Claim<Span<Source>>>| claim.map_or_else(|| "none".to_owned(), |c| self.neighbour(c));
        let facts = vec![
            ("source", format!("{SOURCE}{SOURCE} {source}")),
            (
                "cue",
                format!(
                    "{CUE}{CUE} {} ({}: {}){}",
                    words(claim.cue.at),
                    class.name(),
                    class.meaning(),
                    entry_of(&words(claim.cue.at), claim)
                ),
            ),
            ("content", format!("{CONTENT}{CONTENT} {}, bytes {}", claim.kind.name(), ranges(&claim.content))),
            ("rule", format!("{}: {}", claim.rule, rule.map_or("written by a person", |rule| rule.summary.trim()))),
            ("measured", right),
            ("chain", chain.join(" › ")),
            ("before", shown(before)),
            ("after", shown(after)),
        ];
        let id = |claim: Option<&Claim<Span<Source>>>| claim.map(|claim| claim.id.0.clone());
        let json = json!({
            "id": claim.id, "entry": "claim", "kind": claim.kind, "speaker": claim.speaker,
            "source": claim.source.map(ByteRange), "cue": ByteRange(claim.cue.at), "cue_class": class,
            "content": claim.content.iter().map(|piece| ByteRange(*piece)).collect::<Vec<_>>(),
            "rule": claim.rule, "precision": measured.map(|m| m.0), "count": measured.map(|m| m.1),
            "chain": chain, "before": id(before), "after": id(after),
        });
        Some(Entry { id: claim.id.0.clone(), what: "claim", marks, facts, json })
    }

    /// Returns who hands the claim on, the outermost first, its own speaker last.
    fn chain(&self, claim: &Claim<Span<Source>>) -> Vec<String> {
        let mut names = vec![self.who(claim)];
        let mut around = claim.within.as_ref();
        while let Some(outer) = around.and_then(|id| self.annotations.claims.iter().find(|claim| claim.id == *id)) {
            if names.len() > LONGEST_CHAIN {
                names.push("…".to_owned());
                break;
            }
            names.push(self.who(outer));
            around = outer.within.as_ref();
        }
        names.reverse();
        names
    }

    fn who(&self, claim: &Claim<Span<Source>>) -> String {
        match (&claim.speaker, claim.source) {
            (Some(speaker), _) => speaker.clone(),
            (None, Some(source)) => short(self.document.bytes(source), SHORT),
            (None, None) => "not named".to_owned(),
        }
    }

    fn neighbour(&self, claim: &Claim<Span<Source>>) -> String {
        let cue = short(self.document.bytes(claim.cue.at), SHORT);
        let words = claim.content.first().map(|piece| short(self.document.bytes(*piece), SHORT)).unwrap_or_default();
        let before = self.document.source().as_bytes().get(..claim.cue.at.start() as usize).unwrap_or_default();
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        format!("{} line {line}: {} [{cue}] {words}", claim.id, self.who(claim))
    }

    fn term(&self, term: &Framing<Span<Source>>) -> Entry {
        let known = Lexicon::builtin().explain(&term.rule);
        let why = known.first().map_or("written by a person", |known| known.reason.trim());
        let speaker = term.speaker.as_deref().map(|speaker| format!(", {speaker}")).unwrap_or_default();
        let relay = term.relay.map(|relay| format!(", {} relay", relay.name())).unwrap_or_default();
        let claim: Option<&Id> = term.claim.as_ref();
        let around = claim.and_then(|id| self.annotations.claims.iter().find(|claim| claim.id == *id));
        let facts = vec![
            ("term", format!("{CUE}{CUE} {} ({})", short(&term.term, usize::MAX), term.category.name())),
            ("voice", format!("{}{speaker}{relay}", term.voice.name())),
            ("rule", format!("{}: {}", term.rule, short(why, usize::MAX))),
            ("claim", around.map_or_else(|| "in none".to_owned(), |claim| self.neighbour(claim))),
        ];
        let json = json!({
            "id": term.id, "entry": "framing", "term": term.term, "at": ByteRange(term.at),
            "category": term.category.name(), "voice": term.voice.name(), "speaker": term.speaker,
            "relay": term.relay.map(crate::annotation::Relay::name), "rule": term.rule, "claim": claim,
        });
        Entry { id: term.id.0.clone(), what: "framing term", marks: vec![(term.at, CUE)], facts, json }
    }
}

fn outlet_entry(name: &str, what: &'static str, evidence: &[Evidence<Span<Source>>]) -> Entry {
    let marks = evidence.iter().map(|evidence| (evidence.at, CUE)).collect();
    let reason = |rule: &str| Lexicon::builtin().rules.get(rule).map_or("", |rule| rule.summary.trim()).to_owned();
    let facts = evidence.iter().map(|evidence| {
        ("evidence", format!("bytes {}, {}: {}", ByteRange(evidence.at), evidence.rule, reason(&evidence.rule)))
    });
    let json = json!({
        "id": name, "entry": what,
        "evidence": evidence.iter().map(|e| json!({"bytes": ByteRange(e.at), "rule": e.rule})).collect::<Vec<_>>(),
    });
    Entry { id: name.to_owned(), what, marks, facts: facts.collect(), json }
}

/// Says which claims the figure was measured on: those of the rule, or a part of them.
fn measured_on(claim: &Claim<Span<Source>>, rule: Option<&crate::lexicon::Rule>) -> String {
    let has = |class| rule.is_some_and(|r| r.parts.iter().any(|part| part.kind == claim.kind && part.class == class));
    let class = claim.cue.class;
    match (has(Some(class)), has(None)) {
        (true, _) => format!("{} {} claims of this rule", claim.kind.name(), class.name()),
        (false, true) => format!("{} claims of this rule", claim.kind.name()),
        (false, false) => "claims of this rule".to_owned(),
    }
}

/// Names the entry of the lexicon that has a cue, which may stand behind auxiliaries: “did not say”.
fn entry_of(cue: &str, claim: &Claim<Span<Source>>) -> String {
    let words: Vec<&str> = cue.trim_end_matches(':').split_whitespace().collect();
    let tails = (0..words.len()).filter_map(|from| words.get(from..));
    let entries = Lexicon::builtin().cues.entries();
    let mut found = tails.flat_map(|tail| {
        let tail = tail.join(" ");
        entries.iter().filter(move |entry| entry.class == claim.cue.class && entry.has(&tail))
    });
    found.next().map(|entry| format!(", {}", entry.id)).unwrap_or_default()
}

fn ranges(spans: &[Span<Source>]) -> String {
    spans.iter().map(|span| ByteRange(*span).to_string()).collect::<Vec<_>>().join(", ")
}

/// Returns words on one line, cut where they are long.
fn short(text: &str, most: usize) -> String {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match folded.char_indices().nth(most) {
        None => folded,
        Some((at, _)) => format!("{}…", folded.get(..at).unwrap_or_default().trim_end()),
    }
}
