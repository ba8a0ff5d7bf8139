//! Citations in papers against the documents of a corpus.

use super::{
    checked::{Checked, Finding, Place},
    corpus::Corpus,
    harmless,
    passage::word_diff,
    store,
};
use crate::{
    annotation::{ByteRange, State},
    citation::{Citation, Work},
    document::{Document, Format, Positions, Problem, Source, Span, block_spans},
    verify::{self, Compared, Denied, Likeness, Mention, Quote, Standing, Stated},
};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// What became of one citation.
struct Answer<'m> {
    mention: &'m Mention,
    /// The document, and whether it is the very file that was cited.
    document: Option<(PathBuf, bool)>,
    standing: Option<Standing>,
    compared: Vec<Compared>,
    /// What became of the paragraph and the addresses that the citation names.
    stated: Stated,
}

impl Answer<'_> {
    fn holds(&self) -> bool {
        let intact = matches!(self.standing, Some(Standing::Intact(_)));
        let same = self.document.as_ref().is_some_and(|(_, same)| *same);
        let words = self.compared.iter().all(|compared| compared.likeness != Likeness::Altered);
        intact && same && words && self.stated.denied.is_empty()
    }

    fn state(&self) -> &'static str {
        match (&self.mention.citation, &self.standing) {
            (Err(_), _) => "damaged",
            (_, None) => "unknown document",
            (_, Some(standing)) => standing.state().name(),
        }
    }
}

/// Checks the citations of a paper; `None` when there are none.
pub(super) fn check(path: &Path, text: &str, corpus: &Corpus) -> Option<Result<Checked, Problem>> {
    if crate::citation::scan(text).is_empty() {
        return None;
    }
    let paper = match Document::read(text.as_bytes(), Format::Markdown) {
        Ok(paper) => paper,
        Err(problem) => return Some(Err(problem)),
    };
    let mentions = verify::mentions(&paper);
    Some(Ok(tell(path, text, &answers(&mentions, corpus)).with_unseen(path, text)))
}

/// Checks one citation that was given by itself.
pub(super) fn check_line(line: &str, corpus: &Corpus) -> Result<Checked, Problem> {
    let citation = line.parse::<Citation>()?;
    let mention = Mention { at: Span::whole(line), citation: Ok(citation), quotes: vec![] };
    Ok(tell(Path::new("citation"), line, &answers(std::slice::from_ref(&mention), corpus)))
}

/// Answers all citations, each document read once.
fn answers<'m>(mentions: &'m [Mention], corpus: &Corpus) -> Vec<Answer<'m>> {
    let mut groups: BTreeMap<Option<(&Path, bool)>, Vec<usize>> = BTreeMap::new();
    for (index, mention) in mentions.iter().enumerate() {
        let document = mention.citation.as_ref().ok().and_then(|citation| {
            let same = corpus.with(citation.raw).map(|path| (path, true));
            same.or_else(|| corpus.successor(citation, &mention.quotes).map(|path| (path, false)))
        });
        groups.entry(document).or_default().push(index);
    }
    let groups: Vec<_> = groups.into_iter().collect();
    let mut answers: Vec<(usize, Answer<'m>)> = groups
        .par_iter()
        .flat_map_iter(|(document, indices)| {
            let file = document.and_then(|(path, _)| File::read(path));
            let place = document.filter(|_| file.is_some()).map(|(path, same)| (path.to_owned(), same));
            let all = indices.iter().filter_map(|index| Some((*index, mentions.get(*index)?)));
            all.map(|(index, mention)| (index, answer(mention, place.clone(), file.as_ref()))).collect::<Vec<_>>()
        })
        .collect();
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// A cited file; it is read as Markdown only when words or addresses are to be compared.
struct File {
    text: String,
    document: OnceLock<Option<Document>>,
    blocks: OnceLock<Vec<Span<Source>>>,
}

impl File {
    fn read(path: &Path) -> Option<Self> {
        let text = String::from_utf8(super::files::read(path).ok()?).ok()?;
        Some(Self { text, document: OnceLock::new(), blocks: OnceLock::new() })
    }

    fn document(&self) -> Option<&Document> {
        self.document.get_or_init(|| Document::read(self.text.as_bytes(), Format::Markdown).ok()).as_ref()
    }

    fn stated(&self, citation: &Citation, span: Span<Source>) -> Stated {
        let blocks = || self.blocks.get_or_init(|| block_spans(&self.text)).as_slice();
        Stated::of(citation, span, blocks, || Some(Work::of(self.document()?, None)))
    }

    fn compared(&self, quotes: &[Quote], span: Option<Span<Source>>) -> Vec<Compared> {
        match (quotes, span) {
            ([], _) | (_, None) => vec![],
            (quotes, Some(span)) => self.document().map_or_else(Vec::new, |read| verify::compared(quotes, read, span)),
        }
    }
}

fn answer<'m>(mention: &'m Mention, document: Option<(PathBuf, bool)>, file: Option<&File>) -> Answer<'m> {
    let (Ok(citation), Some(file)) = (&mention.citation, file) else {
        let stated = mention.citation.as_ref().map(Stated::unknown).unwrap_or_default();
        return Answer { mention, document, standing: None, compared: vec![], stated };
    };
    let standing = verify::standing(citation, &mention.quotes, &file.text);
    let compared = file.compared(&mention.quotes, standing.span());
    let same = document.as_ref().is_some_and(|(_, same)| *same);
    let stated = match standing.span().filter(|_| same) {
        Some(span) => file.stated(citation, span),
        None => Stated::unknown(citation),
    };
    Answer { mention, document, standing: Some(standing), compared, stated }
}

fn tell(path: &Path, text: &str, answers: &[Answer<'_>]) -> Checked {
    let positions = Positions::of(text);
    let holds = answers.iter().all(Answer::holds);
    let mut states: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for answer in answers {
        let order = answer.standing.as_ref().map_or(State::ALL.len(), |standing| standing.state() as usize);
        *states.entry((order, answer.state())).or_default() += 1;
    }
    let states: Vec<String> = states.iter().map(|((_, state), count)| format!("{count} {state}")).collect();
    let likenesses = [Likeness::Verbatim, Likeness::Typographic, Likeness::Elided, Likeness::Altered];
    let count = |likeness| {
        answers.iter().flat_map(|answer| &answer.compared).filter(|compared| compared.likeness == likeness).count()
    };
    let words: Vec<String> = likenesses
        .into_iter()
        .map(|likeness| (likeness, count(likeness)))
        .filter(|(_, count)| *count > 0)
        .map(|(likeness, count)| format!("{count} {}", likeness.name()))
        .collect();
    let words = if words.is_empty() { String::new() } else { format!("; words: {}", words.join(", ")) };
    let line = format!("{}: citations: {}{words}", harmless::name(path), states.join(", "));
    let mut details = vec![];
    let mut findings = vec![];
    for answer in answers {
        let at = answer.mention.at;
        let place = Place {
            line: positions.line(at.start()),
            column: positions.column(at.start()),
            byte: at.start(),
            length: at.len(),
        };
        let lines = lines(answer);
        if let Some((first, rest)) = lines.split_first() {
            details.push(format!("{}:{}: {first}", place.line, place.column));
            details.extend(rest.iter().map(|line| format!("  {line}")));
        }
        if !answer.holds() {
            let rule = rule(answer);
            findings.push(Finding { rule, message: lines.join("\n"), path: path.to_owned(), place: Some(place) });
        }
    }
    details.extend(unchecked(answers));
    let citations: Vec<Value> = answers.iter().map(|answer| answer_json(answer, &positions)).collect();
    let json = json!({"paper": path.to_string_lossy(), "holds": holds, "citations": citations});
    Checked::new(path, holds, line, details, json).with_findings(findings)
}

fn rule(answer: &Answer<'_>) -> &'static str {
    match (&answer.mention.citation, &answer.standing) {
        (Err(_), _) => "citation.damaged",
        (_, None) => "citation.unknown-document",
        (_, Some(Standing::Moved(_))) => "citation.moved",
        (_, Some(Standing::Changed(_))) => "citation.changed",
        (_, Some(Standing::Ambiguous(_))) => "citation.ambiguous",
        (_, Some(Standing::Lost(_))) => "citation.lost",
        (_, Some(Standing::Intact(_))) => match answer.document {
            Some((_, false)) => "citation.document-changed",
            _ if !answer.stated.denied.is_empty() => "citation.denied",
            _ => "citation.altered-words",
        },
    }
}

/// Says of a citation what a reader should know; nothing when all is as it was.
fn lines(answer: &Answer<'_>) -> Vec<String> {
    let citation = match &answer.mention.citation {
        Ok(citation) => citation,
        Err(problem) => {
            let help = problem.help.as_ref().map(|help| format!("help: {help}"));
            return std::iter::once(format!("damaged citation: {problem}")).chain(help).collect();
        }
    };
    let Some((document, same)) = &answer.document else {
        let digits: String = citation.raw.hex().chars().take(12).collect();
        return vec![
            format!("unknown document: no file has the digest sha256:{digits}…"),
            "help: name its folder with --corpus; `sha256sum FILE` must print this digest".to_owned(),
        ];
    };
    let name = harmless::name(document);
    let bytes = citation.bytes;
    let changed = if *same { "" } else { "; the document is not the one that was cited" };
    let mut lines = match &answer.standing {
        Some(Standing::Intact(_)) if *same => vec![],
        Some(Standing::Intact(_)) => vec![format!("{name} bytes {bytes}: intact{changed}")],
        Some(Standing::Moved(to)) => vec![format!("{name} bytes {bytes}: moved to {}{changed}", ByteRange(*to))],
        Some(Standing::Changed(to)) => vec![format!(
            "{name} bytes {bytes}: changed: the passage is gone, the quoted words are most like bytes {}{changed}",
            ByteRange(*to)
        )],
        Some(Standing::Ambiguous(all)) => {
            vec![format!("{name} bytes {bytes}: ambiguous: not there, and in {} other places{changed}", all.len())]
        }
        Some(Standing::Lost(_)) => vec![format!("{name} bytes {bytes}: lost{changed}")],
        None => vec![format!("{name}: cannot be read as text")],
    };
    for compared in answer.compared.iter().filter(|compared| compared.likeness != Likeness::Verbatim) {
        let flags: Vec<&str> = compared.flags.iter().map(|flag| flag.words()).collect();
        let flags = if flags.is_empty() { String::new() } else { format!(" ({})", flags.join(", ")) };
        let words = harmless::line(&word_diff(&compared.words));
        let line = format!("quoted words are {}{flags}: {words}", compared.likeness.name());
        lines.push(if lines.is_empty() { format!("{name} bytes {bytes}: {line}") } else { line });
    }
    for denied in &answer.stated.denied {
        let line = harmless::line(&denial(denied));
        lines.push(if lines.is_empty() { format!("{name} bytes {bytes}: {line}") } else { line });
    }
    lines
}

/// Says what a citation says and its document denies.
fn denial(Denied { key, said, found }: &Denied) -> String {
    match (*key, found) {
        ("block", Some(found)) => format!("`block` is {said}, but the passage stands in block {found}, counted from 0"),
        ("block", None) => format!("`block` is {said}, but the passage stands in no one block of the text"),
        (_, found) => {
            let found = found.as_deref().unwrap_or("none");
            format!("`{key}` is {said}, but the document states {found}")
        }
    }
}

/// Says which keys of the citations nothing was held against; nothing when there are none.
fn unchecked(answers: &[Answer<'_>]) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for key in answers.iter().flat_map(|answer| &answer.stated.unchecked) {
        *counts.entry(key).or_default() += 1;
    }
    let keys: Vec<String> = counts.iter().map(|(key, count)| format!("`{key}` of {count}")).collect();
    (!keys.is_empty()).then(|| format!("not checked: {}", keys.join(", ")))
}

fn answer_json(answer: &Answer<'_>, positions: &Positions<'_>) -> Value {
    let at = answer.mention.at;
    let quotes: Vec<Value> = answer
        .mention
        .quotes
        .iter()
        .enumerate()
        .map(|(number, quote)| {
            let compared = answer.compared.get(number);
            json!({
                "words": quote.words, "bytes": ByteRange(quote.at), "likeness": compared.map(|c| c.likeness),
                "diff": compared.filter(|c| !c.words.is_empty()).map(|c| word_diff(&c.words)),
                "flags": compared.map(|c| &c.flags),
            })
        })
        .collect();
    let citation = answer.mention.citation.as_ref();
    let denied = answer.stated.denied.iter();
    let denied: Vec<Value> =
        denied.map(|denied| json!({"key": denied.key, "said": denied.said, "found": denied.found})).collect();
    let now: Vec<ByteRange> = match &answer.standing {
        Some(Standing::Ambiguous(all)) => all.iter().copied().map(ByteRange).collect(),
        Some(standing) => standing.span().map(ByteRange).into_iter().collect(),
        None => vec![],
    };
    json!({
        "line": positions.line(at.start()), "column": positions.column(at.start()), "bytes": ByteRange(at),
        "citation": citation.ok().map(ToString::to_string), "error": citation.err().map(|problem| &problem.message),
        "state": answer.state().replace(' ', "-"), "holds": answer.holds(), "now": now, "quotes": quotes,
        "document": answer.document.as_ref().map(|(path, _)| path.to_string_lossy()),
        "same-file": answer.document.as_ref().map(|(_, same)| same),
        "denied": denied, "unchecked": answer.stated.unchecked,
    })
}

/// Returns the problem of a paper that is no text.
pub(super) fn wrong(path: &Path, text: &str, problem: Problem) -> store::Wrong {
    store::Wrong::at(path, text.as_bytes().to_vec(), problem)
}
