//! What is known about a cited document as a work: who, what, where, when.

use crate::{
    annotation::{Annotations, Selector},
    document::{BlockKind, Document},
};

/// Front-matter fields that hold the address of an archived copy.
const ARCHIVED: [&str; 6] = ["archived", "archive", "archive_url", "archiveUrl", "archived_url", "wayback"];

/// A document as bibliographies name it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published: ISO 8601 where it is known, else as the document has it.
    pub published: Option<String>,
    /// The address of the original; only `http` and `https`.
    pub url: Option<String>,
    /// The address of an archived copy; only `http` and `https`.
    pub archived: Option<String>,
}

impl Work {
    /// Returns what the document says of itself, and what its annotation file says where there is one:
    /// people correct outlets, authors and dates there.
    pub fn of(document: &Document, annotations: Option<&Annotations<Selector>>) -> Self {
        let front = document.front();
        let heading = document.blocks().iter().find(|block| block.kind == BlockKind::Title);
        let title = front.title().map(|title| title.value.to_owned());
        let owned = |value: &str| Some(line(value)).filter(|value| !value.is_empty());
        let said = annotations.map(|said| Self {
            outlet: said.outlet.as_ref().map(|outlet| outlet.name.clone()),
            authors: said.authors.iter().map(|author| author.name.clone()).collect(),
            published: said.published.as_ref().map(|published| published.date.clone()),
            ..Self::default()
        });
        let said = said.unwrap_or_default();
        let authors = match said.authors.is_empty() {
            true => front.authors().iter().map(|author| line(author.value)).collect(),
            false => said.authors,
        };
        Self {
            title: title.or_else(|| heading.map(|block| line(document.words(block.span)))),
            outlet: said.outlet.or_else(|| front.outlet().and_then(|outlet| owned(outlet.value))),
            authors,
            published: said.published.or_else(|| front.published().and_then(|date| owned(date.value))),
            url: front.url().and_then(|url| address(url.value)),
            archived: ARCHIVED.iter().filter_map(|key| front.get(key)).find_map(|field| address(&field.value)),
        }
    }

    /// Returns year, month and day, as far as they are known.
    pub fn date(&self) -> Vec<u32> {
        let Some(date) = &self.published else { return vec![] };
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '-' | 'T' | ':' | 'Z' | '+' | '.');
        let day = date.get(..10).unwrap_or(date);
        if !date.chars().all(plain) {
            return vec![];
        }
        let parts: Option<Vec<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
        let is_date = |parts: &Vec<u32>| match parts.as_slice() {
            [year] => *year > 999,
            [year, month] => *year > 999 && (1..=12).contains(month),
            [year, month, day] => *year > 999 && (1..=12).contains(month) && (1..=31).contains(day),
            _ => false,
        };
        parts.filter(is_date).unwrap_or_default()
    }
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address(text: &str) -> Option<String> {
    let scheme = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let harmless = text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"`{}|\\^".contains(c));
    ((scheme("https://") || scheme("http://")) && harmless).then(|| text.to_owned())
}
