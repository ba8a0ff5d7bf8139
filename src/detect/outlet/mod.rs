//! Whose document it is.
//!
//! Every rule gives candidates: a name and the place that says it. Candidates that mean the same outlet
//! ("OAN", "One America News") are one group. The group of the strongest rule wins, and all its candidates
//! are the evidence. Nothing else counts: a photo credit, a cited paper, the city of a dateline and an
//! embedded post name other outlets all the time, so that no rule here looks at them, and a document that
//! does not say whose it is has no outlet. A wrong outlet is worse than none.

mod front;
mod mention;
mod text;

pub(super) use mention::{Mention, View, keys};
pub(super) use text::{FOOT, HEAD};

use crate::{
    annotation::{Evidence, Outlet},
    document::{Document, Source, Span, fold},
    lexicon::{Lexicon, Row, registrable},
};

/// The rules, the strongest first.
///
/// What the publisher's system wrote about the document comes before what its text says: of the fields the
/// name, then the first citation of an aggregator's record, then the address (a host may serve several
/// papers). In the text, what has legal weight comes first (copyright, disclaimer), then what presents the
/// document (masthead, staff byline), then the agency in the dateline, which a paper that prints wire
/// copy leaves in, and last the invitation to read on, which may point to a partner.
const STRONGEST_FIRST: &[&str] = &[
    "outlet.front.sitename",
    "outlet.front.citations",
    "outlet.front.url",
    "outlet.copyright",
    "outlet.disclaimer",
    "outlet.masthead",
    "outlet.staff-byline",
    "outlet.wire-dateline",
    "outlet.sign-off",
];

/// Something that says whose document it is.
#[derive(Clone, Debug)]
struct Candidate<'d> {
    name: String,
    row: Option<&'d Row>,
    /// The host that the document gives with it.
    host: Option<String>,
    at: Span<Source>,
    rule: &'static str,
}

/// Finds the outlet of a document; `None` when the document does not say.
pub fn outlet(document: &Document, lexicon: &Lexicon) -> Option<Outlet<Span<Source>>> {
    let view = View { document, lexicon };
    let mut candidates = front::candidates(view);
    candidates.extend(text::candidates(view));
    let strength = |candidate: &Candidate| STRONGEST_FIRST.iter().position(|rule| *rule == candidate.rule);
    candidates.sort_by_key(|candidate| (strength(candidate), candidate.at));
    let winner = candidates.first()?.clone();
    // Two passes: "MW Staff" agrees with "Meridian Wire" whichever of them is the stronger.
    let full = candidates.iter().filter(|other| agree(&winner, other)).max_by_key(|other| rank_of_name(other))?.clone();
    candidates.retain(|other| agree(&winner, other) || agree(&full, other));
    let named = candidates.iter().find(|candidate| candidate.row.is_some()).unwrap_or(&full);
    let name = named.row.map_or_else(|| full.name.clone(), |row| row.name.clone());
    let host = candidates.iter().find_map(|candidate| candidate.host.clone());
    let listed = named.row.and_then(|row| row.domains.first().cloned());
    let domain = match (&host, named.row) {
        (Some(host), Some(row)) if row.domains.iter().any(|domain| is_under(host, domain)) => {
            row.domains.iter().find(|domain| is_under(host, domain)).cloned()
        }
        (Some(host), None) => Some(registrable(host)),
        _ => listed,
    };
    let mut evidence: Vec<Evidence<Span<Source>>> = vec![];
    for Candidate { at, rule, .. } in candidates {
        if !evidence.iter().any(|other| other.at == at && other.rule == rule) {
            evidence.push(Evidence { at, rule: rule.to_owned() });
        }
    }
    Some(Outlet { name, domain, evidence })
}

/// Prefers names that the document spells out over hosts and acronyms.
fn rank_of_name(candidate: &Candidate) -> (bool, bool, usize) {
    let spelled = candidate.rule != "outlet.front.url";
    (candidate.row.is_some(), spelled, candidate.name.chars().filter(|c| c.is_alphanumeric()).count())
}

fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|head| head.is_empty() || head.ends_with('.'))
}

fn agree(a: &Candidate, b: &Candidate) -> bool {
    match (a.row, b.row) {
        (Some(a), Some(b)) => a.name == b.name,
        _ => same_name(&a.name, &b.name) || label_is(a, b) || label_is(b, a),
    }
}

/// Tells whether the host of `a` is made of the name of `b`: `harborpost.example`, "The Harbor Post".
fn label_is(a: &Candidate, b: &Candidate) -> bool {
    let Some(host) = &a.host else { return false };
    let domain = registrable(host);
    let label: String = domain.split('.').next().unwrap_or_default().chars().filter(|c| *c != '-').collect();
    let squashed = |name: &str| fold(name).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = squashed(&b.name);
    !label.is_empty()
        && (label == name || Some(label.as_str()) == name.strip_prefix("the") || label == squashed(&initials(&b.name)))
}

/// Tells whether two names are one outlet's: the same but for case and "The", or one the initials of the other.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let bare = |name: &str| crate::lexicon::bare(name);
    let is_acronym = |short: &str, long: &str| short.len() >= 2 && long.contains(' ') && short == initials(long);
    bare(a) == bare(b) || is_acronym(a, b) || is_acronym(b, a)
}

/// Returns the initials of the words with a capital, "The" left out: "Ostrenian State Telegraph" gives "OST".
fn initials(name: &str) -> String {
    let words = name.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("the"));
    words.filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect()
}

#[cfg(test)]
mod tests;
