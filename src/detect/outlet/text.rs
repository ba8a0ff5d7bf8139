//! What the text itself says about its outlet: at its head, and at its foot.
//!
//! Only the first and the last few blocks are read. In between, papers talk about papers.

use super::{Candidate, Mention, View, keys};
use crate::{
    document::{Block, BlockKind, TokenKind},
    lexicon::RowKind,
};
use std::ops::Range;

/// How many blocks from the start may present the outlet: a caption, a title, a dek, byline, date, and one
/// more.
pub(in crate::detect) const HEAD: usize = 6;

/// How many blocks from the end may speak for it: sign-off, correction, copyright, disclaimer.
pub(in crate::detect) const FOOT: usize = 4;

/// The most tokens of a line that is only a byline or a masthead.
const LONGEST_LINE: usize = 20;

/// How far into a paragraph its dateline goes, in tokens: "WEST PALM BEACH, Fla., Aug. 24 (UPI)".
const LONGEST_DATELINE: usize = 14;

/// The most tokens between the sign and the holder: "(c) 2019–2025 by the".
const LONGEST_FILL: usize = 12;

/// The most tokens of an invitation to read on.
const LONGEST_CALL: usize = 40;

/// Returns what the head and the foot of the body say.
pub(super) fn candidates(view: View<'_>) -> Vec<Candidate<'_>> {
    let blocks: Vec<&Block> = view.body().collect();
    let foot = blocks.len().saturating_sub(FOOT);
    let mut out = vec![];
    for (index, block) in blocks.iter().enumerate() {
        let tokens = view.document.tokens_in(block.span);
        if matches!(block.kind, BlockKind::Code | BlockKind::Caption | BlockKind::Embedded) {
            continue;
        }
        if index < HEAD {
            out.extend(masthead(view, &tokens, index == 0));
            out.extend(staff_byline(view, &tokens));
            out.extend(wire_dateline(view, &tokens));
        }
        if index >= foot || block.kind == BlockKind::Boilerplate {
            out.extend(disclaimer(view, &tokens));
            out.extend(copyright(view, &tokens));
            out.extend(sign_off(view, &tokens, index + 1 == blocks.len()));
        }
    }
    out
}

fn candidate<'d>(view: View<'d>, mention: &Mention<'d>, rule: &'static str) -> Option<Candidate<'d>> {
    let agency = mention.row.is_some_and(|row| row.kind == RowKind::PhotoAgency);
    let at = view.document.map().to_source(view.span(&mention.tokens)?)?;
    (!agency).then(|| Candidate { name: body_name(view, mention), row: mention.row, host: None, at, rule })
}

/// "The Lantern Institute" is the Lantern Institute; "The Harbor Post" keeps its article.
fn body_name(view: View, mention: &Mention) -> String {
    let name = view.name(mention);
    let body = mention.tokens.clone().any(|at| view.among(at, &view.lexicon.press.bodies));
    match name.strip_prefix("The ") {
        Some(bare) if body && mention.row.is_none() => bare.to_owned(),
        _ => name,
    }
}

fn run<'d>(view: View<'d>, at: usize) -> Option<Mention<'d>> {
    view.run(at).map(|tokens| Mention { tokens, row: None })
}

/// A common word needs more than to stand there.
fn is_certain(mention: &Mention) -> bool {
    mention.tokens.len() > 1 || mention.row.is_some_and(|row| !row.common)
}

/// "The Gateway Pundit | by Paul Serran", "The Harbor Post, March 24, 2031", "GAZETTE OF SEL".
fn masthead<'d>(view: View<'d>, tokens: &Range<usize>, first: bool) -> Option<Candidate<'d>> {
    let rule = "outlet.masthead";
    let at = tokens.start;
    let bar = (at..tokens.end.min(at + 8)).find(|at| view.word(*at) == "|");
    if let Some(bar) = bar.filter(|bar| view.is(bar + 1, keys!["by"])) {
        let ends_there = |mention: &Mention| mention.tokens.end == bar;
        let mention = view.listed(at).filter(ends_there).or_else(|| run(view, at).filter(ends_there))?;
        return candidate(view, &mention, rule);
    }
    let mention = view.outlet_name(at)?;
    let rest = view.span(&(mention.tokens.end..tokens.end));
    let alone = mention.tokens.end >= tokens.end;
    let separated = matches!(view.word(mention.tokens.end), "," | "·" | "—" | "–" | "|" | "•");
    let dated = separated
        && tokens.len() <= LONGEST_LINE
        && rest.is_some_and(|rest| super::super::published::is_date_line(view.document.words(rest)));
    (dated || alone && first && is_certain(&mention)).then(|| candidate(view, &mention, rule))?
}

/// "OAN Staff Abril Elfi", "Reuters Staff", "By Jane Doe, Northgate Press Agency".
fn staff_byline<'d>(view: View<'d>, tokens: &Range<usize>) -> Option<Candidate<'d>> {
    if tokens.len() > LONGEST_LINE {
        return None;
    }
    let rule = "outlet.staff-byline";
    let by = view.is(tokens.start, keys!["by"]);
    let at = tokens.start + usize::from(by);
    let staff = (at + 1..tokens.end.min(at + 8)).find(|at| view.is(*at, keys!["staff"]) && view.is_capital(*at));
    if let Some(staff) = staff {
        let ends_there = |mention: &Mention| mention.tokens.end == staff;
        let mention = view.listed(at).or_else(|| view.headed(at)).or_else(|| view.acronym(at)).filter(ends_there)?;
        return candidate(view, &mention, rule);
    }
    if !by {
        return None;
    }
    if let Some(mention) = view.listed(at).filter(|mention| mention.tokens.end == tokens.end) {
        return candidate(view, &mention, rule);
    }
    let mention = (at..tokens.end)
        .filter(|at| matches!(view.word(*at), "," | "|" | "/" | "·" | "for"))
        .find_map(|mark| view.outlet_name(mark + 1))?;
    let next = view.word(mention.tokens.end);
    let ends = mention.tokens.end >= tokens.end || matches!(next, "," | "|" | "/" | "·" | "—" | "–");
    (ends && is_certain(&mention)).then(|| candidate(view, &mention, rule))?
}

/// "MINSK (Reuters) —", "SEL, 15 March (NPA) –", "SELMARK, March 13. /OST/."
fn wire_dateline<'d>(view: View<'d>, tokens: &Range<usize>) -> Option<Candidate<'d>> {
    let end = tokens.end.min(tokens.start + LONGEST_DATELINE);
    let open = (tokens.start + 1..end).find(|at| matches!(view.word(*at), "(" | "/"))?;
    let closes = if view.word(open) == "(" { ")" } else { "/" };
    let close = (open + 2..tokens.end.min(open + 8)).find(|at| view.word(*at) == closes)?;
    let after = view.word(close + 1);
    let goes_on = if closes == ")" { matches!(after, "—" | "–" | "-" | "--" | "―") } else { !after.is_empty() };
    let place = (tokens.start..open).all(|at| {
        let Some(token) = view.token(at) else { return false };
        token.capital || token.kind == TokenKind::Number || matches!(view.word(at), "," | "." | "/")
    });
    if !goes_on || !place || !view.is_capital(tokens.start) {
        return None;
    }
    let fills = |mention: &Mention| mention.tokens.end == close;
    let mention = view
        .listed(open + 1)
        .filter(fills)
        .or_else(|| view.acronym(open + 1).filter(fills))
        .or_else(|| run(view, open + 1).filter(fills))?;
    candidate(view, &mention, "outlet.wire-dateline")
}

/// "Carnegie does not take institutional positions", "do not reflect the views of X", "X, its fellows, and".
fn disclaimer<'d>(view: View<'d>, tokens: &Range<usize>) -> Option<Candidate<'d>> {
    let views = keys!["views", "opinions", "opinion", "position", "positions", "policy"];
    let speaks_of_views = tokens.clone().any(|at| view.is(at, views));
    if !speaks_of_views {
        return None;
    }
    let name = |at: usize| view.listed(at).or_else(|| run(view, at));
    let denied = |at: usize| (at.saturating_sub(12).max(tokens.start)..at).any(|at| view.is(at, keys!["not", "n't"]));
    let mention = tokens.clone().find_map(|at| {
        let here = || name(at);
        let takes = |mention: &Mention| {
            let end = mention.tokens.end;
            let no_position = view.is(end, keys!["does", "takes"]) && view.is(end + 1, keys!["not", "no"]);
            let with_staff = view.word(end) == ","
                && view.is(end + 1, keys!["its"])
                && view.is(
                    end + 2,
                    keys!["staff", "fellows", "trustees", "donors", "members", "editors", "board", "employees"],
                );
            no_position && (end + 2..end + 6).any(|at| view.is(at, views)) || with_staff
        };
        let of = view.is(at, keys!["of"])
            && at > tokens.start
            && view.is(at - 1, keys!["views", "opinions", "policy", "position", "positions", "those"]);
        let article = usize::from(view.is(at + 1, keys!["the"]) && !view.is_capital(at + 1));
        let whole = |mention: &Mention| {
            let end = mention.tokens.end;
            view.is(end, keys!["or", "and"]) || view.token(end).is_none_or(|token| token.kind != TokenKind::Word)
        };
        let held = || (of && denied(at)).then(|| name(at + 1 + article).filter(whole))?;
        here().filter(takes).or_else(held)
    })?;
    candidate(view, &mention, "outlet.disclaimer")
}

/// Tells whether a name is a firm's or a body's: a person may hold the copyright of an excerpt.
fn is_firm(view: View, mention: &Mention) -> bool {
    let words = keys!["media", "inc", "inc.", "llc", "ltd", "ltd.", "company", "corporation", "network", "publishing"];
    let firm = |at| view.is(at, words) || view.among(at, &view.lexicon.press.bodies);
    view.is(mention.tokens.start, keys!["the"]) || mention.tokens.clone().any(firm)
}

/// "© 2025 X", "Copyright 2025 X", "X. All rights reserved".
fn copyright<'d>(view: View<'d>, tokens: &Range<usize>) -> Option<Candidate<'d>> {
    let rule = "outlet.copyright";
    if tokens.clone().any(|at| view.is(at, keys!["photo", "photos", "photograph", "image", "images", "picture"])) {
        return None;
    }
    let name = |at: usize| view.outlet_name(at).or_else(|| run(view, at).filter(|mention| is_firm(view, mention)));
    let marked = tokens.clone().find_map(|at| {
        let sign = view.is(at, keys!["©"]) || view.is(at, keys!["copyright"]) && view.is_capital(at);
        let mut next = at + 1;
        let fills = |at: usize| {
            let year = view.token(at).is_some_and(|token| token.kind == TokenKind::Number);
            year || matches!(view.word(at), "©" | "," | "-" | "–" | "(" | ")" | "c" | "by" | "the")
        };
        while sign && next < tokens.end.min(at + LONGEST_FILL) && fills(next) {
            next += 1;
        }
        sign.then(|| name(next))?
    });
    let reserved = || {
        let all = tokens.clone().find(|at| {
            view.is(*at, keys!["all"]) && view.is(at + 1, keys!["rights"]) && view.is(at + 2, keys!["reserved"])
        })?;
        let last = if view.word(all.checked_sub(1)?) == "." { all - 1 } else { all };
        (last.saturating_sub(8).max(tokens.start)..last)
            .find_map(|at| name(at).filter(|mention| mention.tokens.end == last))
    };
    candidate(view, &marked.or_else(reserved)?, rule)
}

/// "Watch … on OAN Live", "Follow the talks on Meridian Wire."; or a last line that is only a name.
fn sign_off<'d>(view: View<'d>, tokens: &Range<usize>, last: bool) -> Option<Candidate<'d>> {
    let rule = "outlet.sign-off";
    let alone = view.outlet_name(tokens.start).filter(|mention| {
        let end = mention.tokens.end;
        let point = usize::from(view.word(end) == ".");
        last && end + point == tokens.end && is_certain(mention)
    });
    if let Some(mention) = alone {
        return candidate(view, &mention, rule);
    }
    let mut calls = tokens.clone().filter(|at| {
        let begins = || {
            *at == tokens.start
                || at.checked_sub(1).is_some_and(|at| view.word(at).ends_with(['.', '!', '?', '”', ')']))
        };
        view.is_capital(*at) && view.among(*at, &view.lexicon.press.calls) && begins()
    });
    let mention = calls.next_back().and_then(|call| {
        let end = tokens.end.min(call + LONGEST_CALL);
        // "Read the rest at The Guardian" stands under an excerpt of another's story.
        let elsewhere = view.is(call, keys!["read", "see"]);
        let leads: &[u64] = if elsewhere { keys!["on", "with"] } else { keys!["on", "at", "to", "with"] };
        let mut led = (call + 1..end).filter(|at| view.is(*at, leads)).filter_map(|at| {
            view.outlet_name(at + 1 + usize::from(view.is(at + 1, keys!["the"]) && !view.is_capital(at + 1)))
        });
        led.next_back()
    })?;
    is_certain(&mention).then(|| candidate(view, &mention, rule))?
}
