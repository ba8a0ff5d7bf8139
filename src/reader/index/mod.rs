//! What is in the documents, in a full-text index in memory: made from the files, and never asked what is true.
//!
//! SQLite because its FTS5 ranks, folds accents, finds phrases and cuts snippets, and because facets are one
//! `GROUP BY` each. In memory because the files are the truth: nothing can be stale, and nothing is left behind.

mod query;

use crate::{
    annotation::Annotations,
    document::{BlockKind, Document, Source, Span},
};
use rusqlite::{Connection, Row, Transaction, named_params, params};
pub use rusqlite::{Error, Result};
use std::collections::BTreeSet;

/// How many documents a page of a list has.
pub const PAGE: usize = 50;

/// How many values of a facet are listed.
const VALUES: usize = 200;

/// What stands before and behind a word that was found, in a snippet; no stored text has them.
pub const MARKS: [char; 2] = ['\u{2}', '\u{3}'];

/// How the document calls an outlet or a day that it does not say.
pub const UNKNOWN: &str = "not said";

/// By what documents are found, besides their words. Category and voice are those of one framing term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Whose document it is.
    Outlet,
    /// The month of publication.
    Month,
    /// Somebody to whom something is attributed.
    Speaker,
    /// What a framing term does.
    Category,
    /// Whose word a framing term is.
    Voice,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Outlet, Self::Month, Self::Speaker, Self::Category, Self::Voice];

    /// Returns the name that addresses use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outlet => "outlet",
            Self::Month => "month",
            Self::Speaker => "speaker",
            Self::Category => "category",
            Self::Voice => "voice",
        }
    }
}

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// What somebody typed.
    pub words: String,
    /// The values that documents must have, in the order of [`Facet::ALL`].
    pub chosen: [Option<String>; 5],
    /// Which page of the list, the first being 0.
    pub page: usize,
}

impl Search {
    /// Returns the value that documents must have.
    pub fn value(&self, facet: Facet) -> Option<&str> {
        self.chosen.get(facet as usize)?.as_deref()
    }

    /// Returns the same search with another value, from its first page.
    #[must_use]
    pub fn with(&self, facet: Facet, value: Option<&str>) -> Self {
        let mut other = Self { page: 0, ..self.clone() };
        if let Some(chosen) = other.chosen.get_mut(facet as usize) {
            *chosen = value.map(str::to_owned);
        }
        other
    }
}

/// What the list shows of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Where it lies; its name in addresses.
    pub name: String,
    /// Its headline, else its name.
    pub title: String,
    /// Its outlet, or [`UNKNOWN`].
    pub outlet: String,
    /// When it was published, or [`UNKNOWN`].
    pub published: String,
    /// How many claims it has.
    pub claims: usize,
    /// How many framing terms.
    pub terms: usize,
    /// How many entries of its annotation file nobody decided on; `None` without such a file.
    pub undecided: Option<usize>,
    /// Why it cannot be shown.
    pub problem: Option<String>,
    /// Where the words were found, between [`MARKS`]; empty without words.
    pub snippet: String,
}

/// A document as it is put into the index.
pub struct Item {
    card: Card,
    body: String,
    speakers: BTreeSet<String>,
    terms: BTreeSet<(&'static str, &'static str)>,
}

impl Item {
    /// Describes a document.
    pub fn of(name: &str, document: &Document, found: &Annotations<Span<Source>>, undecided: Option<usize>) -> Self {
        let title = document.blocks().iter().find(|block| block.kind == BlockKind::Title);
        let published = found.published.as_ref().map(|published| published.date.clone());
        let card = Card {
            name: name.to_owned(),
            title: clean(title.map_or(name, |block| document.words(block.span))),
            outlet: found.outlet.as_ref().map_or_else(|| UNKNOWN.to_owned(), |outlet| outlet.name.clone()),
            published: published.unwrap_or_else(|| UNKNOWN.to_owned()),
            claims: found.claims.len(),
            terms: found.framing.len(),
            undecided,
            problem: None,
            snippet: String::new(),
        };
        let blocks: Vec<&str> = document.blocks().iter().map(|block| document.words(block.span)).collect();
        Self {
            card,
            body: clean(&blocks.join("\n")),
            speakers: found.claims.iter().filter_map(|claim| claim.speaker.clone()).collect(),
            terms: found.framing.iter().map(|term| (term.category.name(), term.voice.name())).collect(),
        }
    }

    /// Describes a document that cannot be shown.
    pub fn broken(name: &str, problem: &str) -> Self {
        let card = Card {
            name: name.to_owned(),
            title: clean(name),
            outlet: UNKNOWN.to_owned(),
            published: UNKNOWN.to_owned(),
            claims: 0,
            terms: 0,
            undecided: None,
            problem: Some(problem.to_owned()),
            snippet: String::new(),
        };
        Self { card, body: String::new(), speakers: BTreeSet::new(), terms: BTreeSet::new() }
    }
}

/// Returns text without control characters: among them are our own marks.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// How many documents.
    pub total: usize,
    /// Those of the page, the best first when words were looked for, else the latest first.
    pub cards: Vec<Card>,
    /// For each facet, its values and how many of the documents have them, the most first; months the latest first.
    pub facets: Vec<(Facet, Vec<(String, usize)>)>,
}

/// The index.
pub struct Index(Connection);

impl Index {
    /// Makes an empty one.
    ///
    /// # Errors
    ///
    /// Returns SQLite's error: there is no memory.
    pub fn new() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(include_str!("tables.sql"))?;
        Ok(Self(connection))
    }

    /// Takes out documents by their names and puts in others, in the place of those of the same name.
    ///
    /// # Errors
    ///
    /// Returns SQLite's error; then nothing has changed.
    pub fn update<'n>(&mut self, gone: impl IntoIterator<Item = &'n str>, items: &'n [Item]) -> Result<()> {
        let change = self.0.transaction()?;
        let named = items.iter().map(|item| item.card.name.as_str());
        for name in gone.into_iter().chain(named) {
            remove(&change, name)?;
        }
        for item in items {
            put(&change, item)?;
        }
        change.commit()
    }

    /// Looks for documents.
    ///
    /// # Errors
    ///
    /// Returns SQLite's error; no words that people type give one.
    pub fn find(&mut self, search: &Search) -> Result<Found> {
        let words = query::of(&search.words);
        self.select(search, words.as_deref())?;
        let total = self.0.query_row("SELECT count(*) FROM hit", [], |row| row.get(0))?;
        let facets: Result<Vec<_>> =
            Facet::ALL.into_iter().map(|facet| Ok((facet, self.values(facet, search)?))).collect();
        Ok(Found { total, cards: self.cards(search.page, words.as_deref())?, facets: facets? })
    }

    /// Returns the names of all documents that are found, in the order of their names.
    ///
    /// # Errors
    ///
    /// Returns SQLite's error.
    pub fn names(&mut self, search: &Search) -> Result<Vec<String>> {
        self.select(search, query::of(&search.words).as_deref())?;
        let mut names = self.0.prepare_cached("SELECT name FROM hit JOIN document USING (id) ORDER BY name")?;
        names.query_map([], |row| row.get(0))?.collect()
    }

    /// Writes down what is found.
    fn select(&mut self, search: &Search, words: Option<&str>) -> Result<()> {
        let change = self.0.transaction()?;
        change.execute("DELETE FROM hit", [])?;
        match words {
            // A word of the headline weighs as much as four of the text.
            Some(words) => change.execute(
                "INSERT INTO hit SELECT rowid, bm25(words, 4.0, 1.0) FROM words WHERE words MATCH ?1",
                [words],
            )?,
            None => change.execute("INSERT INTO hit SELECT id, 0 FROM document", [])?,
        };
        let [outlet, month, speaker, category, voice] = &search.chosen;
        change.execute(
            "DELETE FROM hit WHERE id NOT IN (
               SELECT d.id FROM document d
               WHERE (:outlet IS NULL OR d.outlet = :outlet)
                 AND (:month IS NULL OR d.month = :month)
                 AND (:speaker IS NULL
                      OR EXISTS (SELECT 1 FROM speaker s WHERE s.document = d.id AND s.name = :speaker))
                 AND (:category IS NULL AND :voice IS NULL
                      OR EXISTS (SELECT 1 FROM term t WHERE t.document = d.id
                                 AND (:category IS NULL OR t.category = :category)
                                 AND (:voice IS NULL OR t.voice = :voice))))",
            named_params! {
                ":outlet": outlet, ":month": month, ":speaker": speaker, ":category": category, ":voice": voice,
            },
        )?;
        change.commit()
    }

    fn values(&self, facet: Facet, search: &Search) -> Result<Vec<(String, usize)>> {
        let (sql, other) = match facet {
            Facet::Outlet => {
                ("SELECT outlet, count(*) FROM hit JOIN document USING (id) GROUP BY 1 ORDER BY 2 DESC, 1", None)
            }
            Facet::Month => (
                "SELECT month, count(*) FROM hit JOIN document USING (id) GROUP BY 1 ORDER BY month = ?2, 1 DESC",
                Some(UNKNOWN),
            ),
            Facet::Speaker => {
                ("SELECT name, count(*) FROM hit JOIN speaker ON document = hit.id GROUP BY 1 ORDER BY 2 DESC, 1", None)
            }
            Facet::Category => (
                "SELECT category, count(DISTINCT document) FROM hit JOIN term ON document = hit.id
                 WHERE ?2 IS NULL OR voice = ?2 GROUP BY 1 ORDER BY 2 DESC, 1",
                search.value(Facet::Voice),
            ),
            Facet::Voice => (
                "SELECT voice, count(DISTINCT document) FROM hit JOIN term ON document = hit.id
                 WHERE ?2 IS NULL OR category = ?2 GROUP BY 1 ORDER BY 2 DESC, 1",
                search.value(Facet::Category),
            ),
        };
        let mut values = self.0.prepare_cached(&format!("{sql} LIMIT ?1"))?;
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        match facet {
            Facet::Outlet | Facet::Speaker => values.query_map(params![VALUES], read)?.collect(),
            _ => values.query_map(params![VALUES, other], read)?.collect(),
        }
    }

    fn cards(&self, page: usize, words: Option<&str>) -> Result<Vec<Card>> {
        let mut cards = self.0.prepare_cached(
            "SELECT name, title, outlet, published, claims, terms, undecided, problem, id
             FROM hit JOIN document USING (id)
             ORDER BY place, published = ?3, published DESC, name LIMIT ?1 OFFSET ?2",
        )?;
        let mut snippet = self.0.prepare_cached(
            "SELECT snippet(words, 1, char(2), char(3), '…', 28) FROM words WHERE words MATCH ?1 AND rowid = ?2",
        )?;
        // SQLite counts in signed numbers.
        let from = page.saturating_mul(PAGE).min(u32::MAX as usize);
        let found = cards.query_map(params![PAGE, from, UNKNOWN], |row| Ok((card(row)?, row.get::<_, i64>(8)?)))?;
        let mut out = vec![];
        for one in found {
            let (mut card, id) = one?;
            if let Some(words) = words {
                card.snippet = snippet.query_row(params![words, id], |row| row.get(0))?;
            }
            out.push(card);
        }
        Ok(out)
    }
}

fn card(row: &Row<'_>) -> Result<Card> {
    Ok(Card {
        name: row.get(0)?,
        title: row.get(1)?,
        outlet: row.get(2)?,
        published: row.get(3)?,
        claims: row.get(4)?,
        terms: row.get(5)?,
        undecided: row.get(6)?,
        problem: row.get(7)?,
        snippet: String::new(),
    })
}

fn remove(change: &Transaction<'_>, name: &str) -> Result<()> {
    for sql in [
        "DELETE FROM words WHERE rowid IN (SELECT id FROM document WHERE name = ?1)",
        "DELETE FROM speaker WHERE document IN (SELECT id FROM document WHERE name = ?1)",
        "DELETE FROM term WHERE document IN (SELECT id FROM document WHERE name = ?1)",
        "DELETE FROM document WHERE name = ?1",
    ] {
        change.prepare_cached(sql)?.execute([name])?;
    }
    Ok(())
}

fn put(change: &Transaction<'_>, item: &Item) -> Result<()> {
    let Item { card, body, speakers, terms } = item;
    let month = if card.published == UNKNOWN { UNKNOWN } else { card.published.get(..7).unwrap_or(&card.published) };
    change
        .prepare_cached(
            "INSERT INTO document (name, title, outlet, published, month, claims, terms, undecided, problem)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute(params![
            card.name,
            card.title,
            card.outlet,
            card.published,
            month,
            card.claims,
            card.terms,
            card.undecided,
            card.problem
        ])?;
    let id = change.last_insert_rowid();
    change
        .prepare_cached("INSERT INTO words (rowid, title, body) VALUES (?1, ?2, ?3)")?
        .execute(params![id, card.title, body])?;
    let mut said = change.prepare_cached("INSERT INTO speaker VALUES (?1, ?2)")?;
    for name in speakers {
        said.execute(params![id, name])?;
    }
    let mut used = change.prepare_cached("INSERT INTO term VALUES (?1, ?2, ?3)")?;
    for (category, voice) in terms {
        used.execute(params![id, category, voice])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
