//! Citations by other signs than the words around a name: signatures of embedded posts, links, and a name
//! that the next sentence calls an outlet.

use super::place;
use crate::{
    annotation::{Cited, Evidence},
    detect::outlet::{Mention, View, keys},
    document::{BlockKind, Prose, Source, Span, TokenKind},
    lexicon::host_of,
};
use memchr::memmem;
use std::ops::Range;

/// The file endings of pictures: to show one is not to cite.
const PICTURES: &[&str] = &[".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];

/// The longest name in a signature, in tokens.
const LONGEST_SIGNATURE: usize = 6;

/// The longest address that is read, in characters; a run of addresses without a space must stay linear.
const LONGEST_ADDRESS: usize = 2_048;

/// Finds the accounts of listed outlets that sign embedded posts.
pub(super) fn accounts(view: View) -> Vec<Cited<Span<Source>>> {
    let tokens = view.document.tokens();
    let handles = tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Link);
    handles
        .filter_map(|(at, _)| {
            let row = view.word(at).strip_prefix('@').and_then(|handle| view.lexicon.outlets.by_account(handle))?;
            let open = at.checked_sub(1).filter(|open| view.word(*open) == "(" && view.word(at + 1) == ")")?;
            let dash = (open.saturating_sub(LONGEST_SIGNATURE)..open).rev().find(|at| is_dash(view, *at))?;
            let mention = Mention { tokens: dash + 1..open, row: Some(row) };
            let mention = if mention.tokens.is_empty() { Mention { tokens: at..at + 1, ..mention } } else { mention };
            place(view, &mention, row.name.clone(), "cited.post")
        })
        .collect()
}

fn is_dash(view: View, at: usize) -> bool {
    matches!(view.word(at), "—" | "–" | "--" | "―")
}

/// Returns the rule when a mention signs an embedded post: "— RT (@RT_com) September 11, 2025". The account
/// must be the outlet's, or the name an outlet's by itself.
pub(super) fn post(view: View, mention: &Mention) -> Option<&'static str> {
    let dash = mention.tokens.start.checked_sub(1).is_some_and(|at| is_dash(view, at));
    let open = (mention.tokens.end..mention.tokens.end + LONGEST_SIGNATURE).find(|at| view.word(*at) == "(")?;
    let handle = view.word(open + 1).starts_with('@') && view.word(open + 2) == ")";
    let between =
        (mention.tokens.end..open).all(|at| view.token(at).is_some_and(|token| token.kind == TokenKind::Word));
    (dash && handle && between).then_some("cited.post")
}

/// Finds the addresses in the body that lead to a listed outlet.
pub(super) fn links(view: View) -> Vec<Cited<Span<Source>>> {
    let body = view.document.parts().body;
    let text = view.document.bytes(body);
    let mut out = vec![];
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), b"://")).map(|at| from + at)
    {
        let address = address(text, from, found);
        from = address.end;
        let url = text.get(address.clone()).unwrap_or_default();
        let picture = PICTURES.iter().any(|ending| url.to_ascii_lowercase().ends_with(ending));
        let row = host_of(url).filter(|_| !picture).and_then(|host| view.lexicon.outlets.by_domain(host));
        let offset = |at: usize| u32::try_from(at).ok().and_then(|at| body.start().checked_add(at));
        let (Some(row), Some(start), Some(end)) = (row, offset(address.start), offset(address.end)) else { continue };
        let evidence = vec![Evidence { at: Span::clamped(start, end), rule: "cited.link".to_owned() }];
        out.push(Cited { name: row.name.clone(), evidence });
    }
    out
}

/// Returns where the address stands whose `://` is at `found`; it does not reach back before `from`.
fn address(text: &str, from: usize, found: usize) -> Range<usize> {
    let head = text.get(from..found).unwrap_or_default();
    let scheme = head.len() - head.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
    let rest = text.get(found..).unwrap_or_default();
    let ends = |c: char| c.is_whitespace() || "()<>\"'[]|“”".contains(c);
    let length = rest.chars().take(LONGEST_ADDRESS).take_while(|c| !ends(*c)).map(char::len_utf8).sum::<usize>();
    let length = rest.get(..length).map_or(length, |rest| rest.trim_end_matches(['.', ',', ';', '!', '?']).len());
    found - scheme..found + length
}

/// Finds names that only the sentence after them shows to be outlets: "According to Gazeta, the call took
/// place … The Russian outlet noted that".
pub(super) fn anaphors(view: View) -> Vec<Cited<Span<Source>>> {
    let document = view.document;
    document
        .sentences()
        .windows(2)
        .filter_map(|pair| {
            let [before, after] = pair else { return None };
            let kind = document.blocks().get(before.block as usize)?.kind;
            if matches!(kind, BlockKind::Code | BlockKind::Caption) || !speaks_of_outlet(view, after.span) {
                return None;
            }
            let at = document.tokens_in(before.span).start;
            let at =
                if view.is(at, keys!["according"]) && view.is(at + 1, keys!["to"]) { at + 2 } else { return None };
            let tokens = view.run(at)?;
            let mention = Mention { tokens, row: None };
            place(view, &mention, view.name(&mention), "cited.introduced")
        })
        .collect()
}

/// Tells whether a sentence begins as "The (Russian) outlet noted".
fn speaks_of_outlet(view: View, sentence: Span<Prose>) -> bool {
    let press = &view.lexicon.press;
    let at = view.document.tokens_in(sentence).start;
    if !view.is(at, keys!["the"]) {
        return false;
    }
    let noun = at + if view.among(at + 1, &press.anaphors) { 1 } else { 2 };
    let verb = noun + 1 + usize::from(view.among(noun + 1, &press.adverbs));
    view.among(noun, &press.anaphors) && view.among(verb, &press.verbs)
}
