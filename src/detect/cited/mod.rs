//! The outlets a document relies on: cited, quoted, embedded or linked.
//!
//! A name alone is no citation ("a New York Times bestseller", "he works for CNN"); the words around it
//! must say that something was taken from it. What those words are is listed in [`context`], a rule each.
//! Every outlet is given once, at its first place. The document's own outlet is not cited by itself.

mod context;
mod other;

use super::{
    claim::words::THE,
    outlet::{Mention, View, keys, same_name},
};
use crate::{
    annotation::{Cited, Evidence, Outlet},
    document::{BlockKind, Document, Source, Span, Token},
    lexicon::{KeyMap, Lexicon},
};
use std::ops::Range;

/// Finds the outlets that a document cites, in document order; `own` is its own outlet.
pub fn cited(document: &Document, lexicon: &Lexicon, own: Option<&Outlet<Span<Source>>>) -> Vec<Cited<Span<Source>>> {
    let view = View { document, lexicon };
    let mut found = in_prose(view);
    found.extend(other::accounts(view));
    found.extend(other::links(view));
    found.sort_by_key(|cited| cited.evidence.first().map(|e| e.at));
    let mut kept = Vec::<Cited<Span<Source>>>::new();
    for cited in found {
        let is_own = own.is_some_and(|own| same_name(&own.name, &cited.name));
        if !is_own && !kept.iter().any(|other| same_name(&other.name, &cited.name)) {
            kept.push(cited);
        }
    }
    kept
}

fn in_prose(view: View) -> Vec<Cited<Span<Source>>> {
    let mut out = vec![];
    let people = context::Surnames::new(view);
    let mut known = Known::default();
    for (block, tokens) in view.document.blocks_with_tokens() {
        if matches!(block.kind, BlockKind::Code | BlockKind::Byline | BlockKind::Dateline | BlockKind::Caption) {
            continue;
        }
        let mut at = tokens.start;
        while let Some(next) = known.next(view, at..tokens.end) {
            at = next;
            let Some((mention, name)) = mention_at(view, at, &known) else {
                at += 1;
                continue;
            };
            known.learn(view, &mention, &name);
            let rule = context::rule(view, &mention, &people).or_else(|| other::post(view, &mention));
            out.extend(rule.and_then(|rule| place(view, &mention, name, rule)));
            at = mention.tokens.end.max(at + 1);
        }
    }
    out.extend(other::anaphors(view));
    out
}

fn place(view: View, mention: &Mention, name: String, rule: &str) -> Option<Cited<Span<Source>>> {
    let at = view.document.map().to_source(view.span(&mention.tokens)?)?;
    Some(Cited { name, evidence: vec![Evidence { at, rule: rule.to_owned() }] })
}

/// The short forms that the document itself has given meaning so far.
#[derive(Default)]
struct Known {
    /// "OST", after "The Ostrenian State Telegraph (OST)".
    acronyms: KeyMap<String>,
    /// "the Times", after "The New York Times": the last word of each name.
    last_words: KeyMap<String>,
}

impl Known {
    /// Returns the first of some tokens at which the name of an outlet may begin: most are no capital and begin none.
    fn next(&self, view: View, tokens: Range<usize>) -> Option<usize> {
        let may_begin = |token: &Token| {
            token.capital
                || token.key == THE
                || view.lexicon.outlets.may_begin(token.key)
                || self.acronyms.contains_key(&token.key)
        };
        let from = tokens.start;
        view.document.tokens().get(tokens)?.iter().position(may_begin).map(|after| from + after)
    }

    fn learn(&mut self, view: View, mention: &Mention, name: &str) {
        if let Some(acronym) = acronym_of(view, mention) {
            self.acronyms.entry(acronym).or_insert_with(|| name.to_owned());
        }
        let words = mention.tokens.len() - usize::from(view.is(mention.tokens.start, keys!["the"]));
        let last = mention.tokens.end.checked_sub(1).and_then(|last| view.token(last));
        if let Some(last) = last.filter(|_| words > 1) {
            self.last_words.insert(last.key, name.to_owned());
        }
    }

    /// Returns the longer name that "the Times" stands for.
    fn full(&self, view: View, mention: &Mention) -> Option<String> {
        let last = mention.tokens.end.checked_sub(1)?;
        let the = mention.tokens.start + 2 >= mention.tokens.end
            && last.checked_sub(1).is_some_and(|before| view.is(before, keys!["the"]));
        let last = view.token(last)?;
        let common = mention.row.is_some_and(|row| row.common);
        self.last_words.get(&last.key).filter(|_| the && common).cloned()
    }
}

/// Returns the name of an outlet that begins at `at`, and what it is called: listed, of an outlet's form,
/// introduced by what it is, or an acronym that was explained before.
fn mention_at<'d>(view: View<'d>, at: usize, known: &Known) -> Option<(Mention<'d>, String)> {
    if let Some(name) = view.token(at).and_then(|token| known.acronyms.get(&token.key)) {
        return Some((Mention { tokens: at..at + 1, row: None }, name.clone()));
    }
    let mention = view.listed(at).or_else(|| {
        let inside = || at > 0 && view.is_capital(at - 1) && !view.among(at - 1, &view.lexicon.press.openers);
        let fresh = view.is_capital(at) && !inside();
        if !fresh {
            return None;
        }
        let introduced = || at.checked_sub(1).is_some_and(|before| context::is_type(view, before));
        let run = || view.run(at).map(|tokens| Mention { tokens, row: None });
        view.headed(at).or_else(|| introduced().then(run)?)
    })?;
    let name = known.full(view, &mention).unwrap_or_else(|| view.name(&mention));
    Some((mention, name))
}

/// Returns the key of the acronym in "The Ostrenian State Telegraph (OST)".
fn acronym_of(view: View, mention: &Mention) -> Option<u64> {
    let open = mention.tokens.end;
    let named = view.word(open) == "(" && view.word(open + 2) == ")";
    let acronym = view.acronym(open + 1).filter(|_| named)?;
    view.token(acronym.tokens.start).map(|token| token.key)
}
