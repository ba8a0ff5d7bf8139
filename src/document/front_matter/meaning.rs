//! What the fields mean: title, address, date, outlet, authors.
//!
//! Every publisher and every clipper has its own keys. The names are compared without case, `_`, `-` and
//! spaces, so that `siteName`, `site_name` and `Site Name` are one. Each meaning has a list of keys, the
//! surest first. What a clipper writes about itself (`created`, `created_at`, `updated_at`: when a page
//! was saved) is no date of publication and is in no list.

use super::{Field, FrontMatter};
use crate::document::span::{Source, Span};
use std::ops::Range;

const TITLE: &[&str] = &["title", "headline"];
const URL: &[&str] =
    &["url", "link", "canonicalurl", "canonical", "source", "originalurl", "permalink", "citations[0].url"];
const PUBLISHED: &[&str] = &[
    "date",
    "published",
    "publishedat",
    "publishingtime",
    "datepublished",
    "publisheddate",
    "pubdate",
    "issued",
    "citations[0].publishedat",
    "citations[0].published",
];
/// A reference manager's titles of a whole paper or site come after what names the outlet itself, bare hosts last.
const OUTLET: &[&str] = &[
    "sitename",
    "publisher",
    "outlet",
    "site",
    "source",
    "publicationtitle",
    "containertitle",
    "websitetitle",
    "citations[0].name",
    "hostname",
    "domain",
];
const AUTHORS: &[&str] = &["author", "authors", "by", "byline", "creator"];

/// Words of a name that are written without a capital.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la", "le", "ten", "ter",
    "van", "von", "y", "zu",
];

/// What a field says, with the place of the words themselves: quotation marks, `[[ ]]` and a link's
/// target left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'f> {
    /// The words.
    pub value: &'f str,
    /// The field that they are a part of.
    pub field: &'f Field,
    /// Where the words stand in the source.
    pub span: Span<Source>,
    /// Where the words begin in the field's value.
    start: usize,
}

impl FrontMatter {
    /// Returns the headline.
    pub fn title(&self) -> Option<Named<'_>> {
        self.first(TITLE)
    }

    /// Returns the address of the original.
    pub fn url(&self) -> Option<Named<'_>> {
        self.all(URL)
            .find(|(key, named)| if *key == "source" { is_url(named.value) } else { is_one_word(named.value) })
            .map(second)
    }

    /// Returns when the document was published, as it is written.
    pub fn published(&self) -> Option<Named<'_>> {
        self.first(PUBLISHED)
    }

    /// Returns the outlet's name.
    pub fn outlet(&self) -> Option<Named<'_>> {
        self.all(OUTLET).find(|(_, named)| !is_url(named.value)).map(second)
    }

    /// Returns the authors, one a name. "A; B" is two, "A and B" and "A, B" are when every part looks like a name.
    pub fn authors(&self) -> Vec<Named<'_>> {
        let named = |key: &&str| -> Vec<_> { self.named(key).flat_map(Named::names).collect() };
        AUTHORS.iter().map(named).find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// Returns what the first of `keys` (as [`is`] compares them) says that says something.
    pub(super) fn first(&self, keys: &[&'static str]) -> Option<Named<'_>> {
        self.all(keys).next().map(second)
    }

    fn all<'f>(&'f self, keys: &[&'static str]) -> impl Iterator<Item = (&'static str, Named<'f>)> {
        keys.iter().flat_map(|key| self.named(key).map(|named| (*key, named)))
    }

    /// Returns what stands under `key`: by itself, as an item of a list, or as the `name` of either.
    fn named<'f>(&'f self, key: &str) -> impl Iterator<Item = Named<'f>> {
        self.fields
            .iter()
            .filter(move |field| is(&field.route, key) || is(stem(&field.route), key))
            .filter_map(Named::of)
    }
}

fn second<A, B>(pair: (A, B)) -> B {
    pair.1
}

impl<'f> Named<'f> {
    /// Returns the words of a field; `None` when there are none.
    fn of(field: &'f Field) -> Option<Self> {
        Self::part(field, unlinked(&field.value, 0..field.value.len()))
    }

    fn part(field: &'f Field, range: Range<usize>) -> Option<Self> {
        let value = field.value.get(range.clone()).filter(|value| !value.is_empty())?;
        Some(Self { value, field, span: source(field, &range)?, start: range.start })
    }

    /// Splits a byline into names: at every semicolon, which no name holds, and then as [`listed`] does.
    fn names(self) -> Vec<Self> {
        let by = self.value.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(0, str::len);
        let mut at = self.start + by;
        let mut names = vec![];
        for part in self.value.get(by..).unwrap_or_default().split(';') {
            names.extend(listed(&self.field.value, at..at + part.len()));
            at += part.len() + ";".len();
        }
        names.into_iter().filter_map(|name| Self::part(self.field, name)).collect()
    }
}

/// Returns the source bytes that gave a range of a field's value, the least that hold them all.
fn source(field: &Field, range: &Range<usize>) -> Option<Span<Source>> {
    let (from, to) = (u32::try_from(range.start).ok()?, u32::try_from(range.end).ok()?);
    let first = field.runs.partition_point(|run| run.end <= from);
    let behind = field.runs.partition_point(|run| run.start < to);
    let runs = field.runs.get(first..behind)?;
    let (first, last) = (runs.first()?, runs.last()?);
    let skipped = if first.verbatim { from.saturating_sub(first.start) } else { 0 };
    let kept = if last.verbatim { to.min(last.end) - last.start } else { last.source.len() };
    Span::new(first.source.start() + skipped, last.source.start() + kept)
}

/// Compares a route with the folded form of one: lower case, without `_`, `-` and spaces.
pub(super) fn is(route: &str, folded: &str) -> bool {
    let kept = route.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    kept.flat_map(char::to_lowercase).eq(folded.chars())
}

/// The route without a last `.name`, and without the indices before that.
fn stem(route: &str) -> &str {
    let mut stem = route.strip_suffix(".name").unwrap_or(route);
    while let Some((list, index)) = stem.strip_suffix(']').and_then(|stem| stem.rsplit_once('[')) {
        if index.is_empty() || !index.bytes().all(|byte| byte.is_ascii_digit()) {
            break;
        }
        stem = list;
    }
    stem
}

fn is_url(value: &str) -> bool {
    let scheme = |scheme: &str| value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("https://") || scheme("http://")) && is_one_word(value)
}

fn is_one_word(value: &str) -> bool {
    !value.contains(char::is_whitespace)
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    let start = range.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}

/// Trims a range, and takes the label (or else the target) of the wikilink that it is.
fn unlinked(text: &str, range: Range<usize>) -> Range<usize> {
    let range = trimmed(text, range);
    let words = text.get(range.clone()).unwrap_or_default();
    let link = words.strip_prefix("[[").and_then(|link| link.strip_suffix("]]")).filter(|link| !link.contains("]]"));
    let Some(link) = link else { return range };
    let label = link.rfind('|').map_or(0, |bar| bar + 1);
    trimmed(text, range.start + 2 + label..range.end - 2)
}

/// Splits a range into names at `, ` and ` and `, when every part looks like one.
fn listed(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let range = unlinked(text, range);
    let parts = separated(text, range.clone());
    let are_names = parts.iter().all(|part| text.get(part.clone()).is_some_and(is_name));
    if are_names { parts } else { vec![range] }
}

/// Splits at `, ` and ` and `.
fn separated(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = vec![];
    let mut at = range.start;
    for comma in text.get(range).unwrap_or_default().split(", ") {
        let mut from = at;
        for part in comma.split(" and ") {
            // Of "A, B, and C" the last comma leaves "and C".
            let and = part.strip_prefix("and ").map_or(0, |_| 4);
            parts.push(unlinked(text, from + and..from + part.len()));
            from += part.len() + " and ".len();
        }
        at += comma.len() + ", ".len();
    }
    parts
}

/// Tells whether a text is two or more words with capitals, particles aside.
fn is_name(text: &str) -> bool {
    let capital = |word: &&str| word.starts_with(char::is_uppercase);
    let count = text.split_whitespace().filter(capital).count();
    count >= 2 && text.split_whitespace().all(|word| capital(&word) || PARTICLES.contains(&word))
}
