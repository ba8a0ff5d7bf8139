//! Who wrote the document.
//!
//! Front matter is believed first. In the text a byline is a line of its own near the start ("By Ana Ruiz
//! and Bo Lind"), a masthead ("… | by Paul Serran") or a staff line ("MW Staff Petra Lindqvale"); a credit at
//! the foot ("Writing by …") counts when there is nothing else. A body that lost its line ends runs the name
//! into the first sentence. There a name has two words, and more only where a particle, an initial or a
//! suffix shows that it goes on: a name cut short is a smaller error than one that swallows a stranger.

use super::outlet::{FOOT, HEAD, View, keys};
use crate::{
    annotation::{Author, Evidence},
    document::{Block, BlockKind, Document, Source, Span, Token, TokenKind},
    lexicon::Lexicon,
};
use std::ops::Range;

/// The most tokens of a line that is only a byline.
const LONGEST_LINE: usize = 30;

/// The most words of a name that stands by itself.
const LONGEST_NAME: usize = 5;

/// Lower-case words inside names.
const PARTICLES: &[u64] = keys![
    "al", "bin", "da", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la", "le", "ten", "ter",
    "van", "von", "y", "zu",
];

/// What follows a name and belongs to it.
const SUFFIXES: &[u64] = keys!["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

/// What begins with a capital after "By" and is nobody.
const NOBODY: &[u64] = keys![
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "the",
    "a",
    "staff",
    "our",
    "contrast",
    "comparison",
];

/// Finds the authors of a document, in the order in which it names them.
pub fn authors(document: &Document, lexicon: &Lexicon) -> Vec<Author<Span<Source>>> {
    let front: Vec<_> = document
        .front()
        .authors()
        .into_iter()
        .map(|named| Author {
            name: named.value.to_owned(),
            evidence: vec![Evidence { at: named.span, rule: "byline.front".to_owned() }],
        })
        .collect();
    if !front.is_empty() {
        return front;
    }
    let view = View { document, lexicon };
    let blocks: Vec<&Block> = view.body().filter(|block| block.kind != BlockKind::Code).collect();
    let head = blocks.iter().take(HEAD).flat_map(|block| at_head(view, block)).collect::<Vec<_>>();
    if !head.is_empty() {
        return head;
    }
    blocks.iter().skip(blocks.len().saturating_sub(FOOT)).flat_map(|block| credit(view, block)).collect()
}

fn author(view: View, tokens: &Range<usize>, rule: &str) -> Option<Author<Span<Source>>> {
    let span = view.span(tokens)?;
    let name = view.document.words(span).split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Author { name, evidence: vec![Evidence { at: view.document.map().to_source(span)?, rule: rule.to_owned() }] })
}

fn at_head(view: View, block: &Block) -> Vec<Author<Span<Source>>> {
    let tokens = view.document.tokens_in(block.span);
    let bar = (tokens.start..tokens.end.min(tokens.start + 8)).find(|at| view.word(*at) == "|");
    let (from, rule) = match bar {
        Some(bar) if view.is(bar + 1, keys!["by"]) => (bar + 2, "byline.masthead"),
        _ if view.is(tokens.start, keys!["by"]) && view.is_capital(tokens.start) && is_line(view, block, &tokens) => {
            (tokens.start + 1, "byline.by")
        }
        _ => match staff(view, &tokens) {
            Some(after) => (after, "byline.staff"),
            None => return vec![],
        },
    };
    names(view, from, tokens.end).iter().filter_map(|name| author(view, name, rule)).collect()
}

/// Tells whether a block that begins with "By" is a byline and not a sentence.
fn is_line(view: View, block: &Block, tokens: &Range<usize>) -> bool {
    let sentence = tokens.end.checked_sub(1).is_some_and(|last| matches!(view.word(last), "." | "!" | "?"));
    block.kind == BlockKind::Byline || tokens.len() <= LONGEST_LINE && !sentence
}

/// Returns the place after "OAN Staff", "Reuters Staff Writer" in a line of its own.
fn staff(view: View, tokens: &Range<usize>) -> Option<usize> {
    if tokens.len() > LONGEST_LINE {
        return None;
    }
    let by = usize::from(view.is(tokens.start, keys!["by"]));
    let start = tokens.start + by;
    let staff =
        (start + 1..tokens.end.min(start + 8)).find(|at| view.is(*at, keys!["staff"]) && view.is_capital(*at))?;
    view.outlet_name(start).or_else(|| view.acronym(start)).filter(|mention| mention.tokens.end == staff)?;
    let title = view.is(staff + 1, keys!["writer", "reporter", "correspondent", "writers", "reporters"]);
    Some(staff + 1 + usize::from(title))
}

/// "(Writing by Isolde Marsh in Sel. © …)"; editors and those who only added to it are not named.
fn credit(view: View, block: &Block) -> Vec<Author<Span<Source>>> {
    let tokens = view.document.tokens_in(block.span);
    let by = tokens.clone().find(|at| {
        view.is(*at, keys!["writing", "reporting", "reported", "written"])
            && view.is_capital(*at)
            && view.is(at + 1, keys!["by"])
    });
    let names = by.map(|at| names(view, at + 2, tokens.end)).unwrap_or_default();
    names.iter().filter_map(|name| author(view, name, "byline.credit")).collect()
}

/// Reads names from `at` on: "X", "X and Y", "X, Y and Z".
fn names(view: View, mut at: usize, end: usize) -> Vec<Range<usize>> {
    let mut out = vec![];
    while let Some(name) = name(view, at, end) {
        at = name.end;
        out.push(name);
        let comma = usize::from(view.word(at) == ",");
        let and = usize::from(view.is(at + comma, keys!["and", "&"]));
        if comma + and == 0 {
            break;
        }
        at += comma + and;
    }
    out
}

/// Returns the tokens of the name that begins at `at`.
fn name(view: View, at: usize, end: usize) -> Option<Range<usize>> {
    let listed = view.outlet_name(at).is_some();
    if listed || !view.is_capital(at) || view.is(at, NOBODY) {
        return None;
    }
    let (mut next, mut full, mut cut) = (at, 0, at);
    let mut after_particle = false;
    while next < end && full < LONGEST_NAME {
        let particle = full > 0 && is_particle(view, next);
        if !particle && (!view.is_capital(next) || view.is(next, keys!["and"])) {
            break;
        }
        let initial = is_initial(view, next);
        let part = particle || initial || view.is(next, SUFFIXES) || after_particle && full >= 2;
        let beyond = full == 2 && initial;
        full += usize::from(!part);
        after_particle = particle;
        next += 1;
        if full <= 2 && !beyond {
            cut = next;
        }
    }
    let goes_on =
        |token: &Token| token.kind == TokenKind::Word && !view.is(next, keys!["and", "for", "in", "at", "with"]);
    let runs_on = next < end && view.token(next).is_some_and(goes_on);
    let stop = if runs_on { cut } else { next };
    (full >= 2).then_some(at..stop)
}

/// "van" in "van Dyk", "van" and "der" in "van der Lind".
fn is_particle(view: View, at: usize) -> bool {
    let lower = |at| view.is(at, PARTICLES) && !view.is_capital(at);
    lower(at) && (view.is_capital(at + 1) || lower(at + 1) && view.is_capital(at + 2))
}

/// "J.", "J"
fn is_initial(view: View, at: usize) -> bool {
    view.word(at).trim_end_matches('.').chars().count() == 1
}
