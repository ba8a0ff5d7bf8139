//! Who speaks in a corpus: the source audit that newsrooms do by hand.
//!
//! A row is one source in one document; every table is a sum of rows, and the CSV is the rows themselves, for whoever
//! wants other sums. Sources are joined by name alone: `docs/reports.md` says what that does not mean.

mod tables;

use super::{
    OWN_STYLE,
    entry::{Entry, View},
    sources::{self, Given},
    views,
};
use crate::{
    annotation::{Annotations, Naming, Speaker},
    document::{Document, Source, Span, fold},
    report::{
        html::{STYLE, element::Page},
        markdown::words::short,
    },
};
use serde::Serialize;
use std::collections::BTreeMap;

/// The rules whose designators introduce somebody; an epithet or a clause stands for who was introduced before.
const INTRODUCE: [&str; 3] = ["naming.title", "naming.apposition", "naming.apposed"];

/// What several values in a cell are set apart by.
const BETWEEN: &str = " / ";

/// One source in one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Who: the resolved name, else the words that stand there.
    pub source: String,
    /// `person`, `group`, `body`, `medium`, `other`; `unresolved` for a pronoun of which the document does not say
    /// whom it stands for; empty for words that name nobody, and for claims without a source.
    pub kind: &'static str,
    /// Whether no name is given: “officials”, “an aide to the mayor”, nobody at all.
    pub unnamed: bool,
    /// The phrases that introduce it, as they stand in the document.
    pub introduced: Vec<String>,
    /// The outlet; empty when the document does not say.
    pub outlet: String,
    /// When it was published, as far as the document says; empty when the document does not say.
    pub published: String,
    /// The document’s file.
    pub document: String,
    /// The SHA-256 of that file.
    pub raw: String,
    /// The line of the first claim, 1-based.
    pub line: usize,
    /// How many claims are its own.
    pub claims: usize,
    /// How many of them are direct quotations.
    pub direct: usize,
    /// How many of them are quoted in part.
    pub mixed: usize,
    /// How many of them are paraphrased.
    pub paraphrased: usize,
    /// The words of all of them.
    pub words: usize,
    /// The words of those that are direct.
    pub direct_words: usize,
    /// The words of those that are quoted in part.
    pub mixed_words: usize,
    /// The words of those that are paraphrased.
    pub paraphrased_words: usize,
}

/// Returns the rows: documents in the order in which they are given, sources in the order of their names.
pub fn rows(entries: &[Entry]) -> Vec<Row> {
    views(entries).iter().flat_map(rows_of).collect()
}

fn rows_of(view: &View<'_>) -> Vec<Row> {
    let annotations = view.annotations();
    let row = |(source, given): (String, Given)| {
        let speaker = annotations.speakers.iter().find(|speaker| speaker.name == source);
        Row {
            kind: match speaker {
                Some(speaker) => speaker.kind.name(),
                None if sources::is_pronoun(&source) => "unresolved",
                None => "",
            },
            unnamed: given.unnamed,
            introduced: introduced(view.document(), annotations, &source, speaker),
            outlet: annotations.outlet.as_ref().map(|outlet| outlet.name.clone()).unwrap_or_default(),
            published: view.published().unwrap_or_default().to_owned(),
            document: view.entry.path.clone(),
            raw: view.document().digests().raw.to_string(),
            line: given.first.map_or(0, |first| view.line_number(first)),
            claims: given.claims,
            direct: given.direct,
            mixed: given.mixed,
            paraphrased: given.claims - given.direct - given.mixed,
            words: given.words,
            direct_words: given.direct_words,
            mixed_words: given.mixed_words,
            paraphrased_words: given.words - given.direct_words - given.mixed_words,
            source,
        }
    };
    sources::given(view).into_iter().map(row).collect()
}

/// Returns the phrases that introduce a source in the words of the document: as a speaker, by title and by apposition.
/// What somebody else calls it is no introduction, and a phrase that another one holds is not said twice.
fn introduced(
    document: &Document,
    annotations: &Annotations<Span<Source>>,
    source: &str,
    speaker: Option<&Speaker<Span<Source>>>,
) -> Vec<String> {
    let as_speaker = speaker.and_then(|speaker| speaker.introduced).map(|span| short(document, span));
    let own = |one: &&Naming<Span<Source>>| one.speaker.is_none() && INTRODUCE.contains(&one.rule.as_str());
    let named = annotations.naming.iter().filter(|one| one.referent == source).filter(own);
    let all = as_speaker.into_iter().chain(named.map(|one| one.designator.clone()));
    let phrases: Vec<String> = all.map(|phrase| phrase.trim_matches([',', ' ']).to_owned()).collect();
    let mut out: Vec<String> = vec![];
    let name = fold(source);
    for phrase in phrases {
        let words = fold(&phrase);
        let held = |other: &String| fold(other).contains(&words);
        if !name.contains(&words) && !out.iter().any(held) {
            out.retain(|other| !words.contains(&fold(other)));
            out.push(phrase);
        }
    }
    out
}

/// All rows of one source, or of one outlet.
#[derive(Clone, Debug, Default)]
struct Sum<'r> {
    rows: Vec<&'r Row>,
}

impl<'r> Sum<'r> {
    fn of(&self, figure: impl Fn(&Row) -> usize) -> usize {
        self.rows.iter().map(|row| figure(row)).sum()
    }

    /// Returns the different values that the rows have, in their order, without empty ones.
    fn different<'v>(&self, value: impl Fn(&'r Row) -> &'v str) -> Vec<&'v str> {
        let mut out: Vec<&str> = vec![];
        let mut known = std::collections::HashSet::new();
        for said in self.rows.iter().map(|row| value(row)) {
            if !said.is_empty() && known.insert(said) {
                out.push(said);
            }
        }
        out
    }
}

fn sums<'r>(rows: &'r [Row], key: impl Fn(&'r Row) -> &'r str) -> BTreeMap<&'r str, Sum<'r>> {
    let mut sums: BTreeMap<&str, Sum<'_>> = BTreeMap::new();
    for row in rows {
        sums.entry(key(row)).or_default().rows.push(row);
    }
    sums
}

fn title(entries: &[Entry]) -> String {
    format!("Sources of {} document{}", entries.len(), if entries.len() == 1 { "" } else { "s" })
}

/// What every audit begins with.
const ABOUT: &str = "Who is given as the source of what the documents report, counted and not scored. A claim counts for its \
                     innermost speaker. Sources are joined by name alone.";

/// Writes the audit as Markdown.
pub fn markdown(entries: &[Entry]) -> String {
    super::sheet::markdown(&title(entries), ABOUT, &tables::sections(&views(entries), &rows(entries)))
}

/// Writes the audit as a page of its own.
pub fn html(entries: &[Entry]) -> String {
    page(entries).write()
}

pub(crate) fn page(entries: &[Entry]) -> Page {
    let title = title(entries);
    let body = super::sheet::html(&title, ABOUT, &tables::sections(&views(entries), &rows(entries)));
    Page { title, style: format!("{STYLE}{OWN_STYLE}"), body, forms: false }
}

/// Writes the rows as CSV (RFC 4180), with a header.
///
/// Spreadsheets take cells that begin in certain ways for formulas and run them. Words of documents that begin so, at
/// the start of a cell or after what some spreadsheets set cells apart by, get an apostrophe in front.
pub fn csv(entries: &[Entry]) -> String {
    let mut writer = csv::Writer::from_writer(vec![]);
    // To memory nothing fails, and all records have the length of the first.
    let _ = writer.write_record(COLUMNS);
    for row in rows(entries) {
        let Row { claims, direct, mixed, paraphrased, words, direct_words, mixed_words, paraphrased_words, .. } = row;
        let words_of_others = [
            row.source,
            row.kind.to_owned(),
            if row.unnamed { "yes" } else { "no" }.to_owned(),
            row.introduced.join(BETWEEN),
        ]
        .into_iter()
        .chain([row.outlet, row.published, row.document, row.raw]);
        let figures =
            [row.line, claims, direct, mixed, paraphrased, words, direct_words, mixed_words, paraphrased_words];
        let cells = words_of_others.map(|text| inert(&text)).chain(figures.map(|figure| figure.to_string()));
        let _ = writer.write_record(cells);
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

const COLUMNS: [&str; 17] = [
    "source",
    "kind",
    "unnamed",
    "introduced",
    "outlet",
    "published",
    "document",
    "raw",
    "line",
    "claims",
    "direct",
    "mixed",
    "paraphrased",
    "words",
    "direct_words",
    "mixed_words",
    "paraphrased_words",
];

/// Returns text that no spreadsheet takes for a formula: on one line, with an apostrophe where one would begin.
fn inert(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut begins = true;
    for c in text.chars() {
        let c = if c.is_control() { ' ' } else { c };
        if begins && matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\'') {
            out.push('\'');
        }
        begins = matches!(c, ';' | ',' | '"' | '|') || begins && c.is_whitespace();
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::inert;

    #[test]
    fn no_cell_begins_a_formula() {
        for (text, shown) in [
            ("Ann Lee", "Ann Lee"),
            ("a minister - a former judge", "a minister - a former judge"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("\t=1", " '=1"),
            (" \r\n@SUM(1)", "   '@SUM(1)"),
            ("-2+3", "'-2+3"),
            ("＝1", "'＝1"),
            ("officials; =1", "officials; '=1"),
            ("a\"=1", "a\"'=1"),
            ("'=1", "''=1"),
            ("", ""),
        ] {
            assert_eq!(inert(text), shown);
        }
    }
}
