//! The block before the text: whose document it is, its digests, what was found, how to read the marks
//! and how to take them out.

use super::{
    escape::escape,
    words::{count, kind},
};
use crate::{
    annotation::{Annotations, ClaimKind, Voice},
    document::{Document, Source, Span},
    verify::{RAW_ROW, Tokens},
};

/// Returns the rows and lines of the head, without its markers.
pub(super) fn write(document: &Document, annotations: &Annotations<Span<Source>>, tokens: &Tokens) -> String {
    let digests = document.digests();
    let front = digests.front.map_or_else(|| "none".to_owned(), |digest| format!("`{digest}`"));
    format!(
        "**Annotated by ibid.** The text is as it was found: marks and notes were added, nothing was changed.\n\
         \n\
         | document | |\n\
         |:--|:--|\n\
         | outlet | {outlet} |\n\
         | authors | {authors} |\n\
         | published | {published} |\n\
         {RAW_ROW}{raw}` |\n\
         | text | `{text}` |\n\
         | front | {front} |\n\
         | root | `{root}` |\n\
         | claims | {claims} |\n\
         | framing terms | {framing} |\n\
         \n\
         Marked words are framing terms; the note after one tells whose words they are. A note at the end of a claim\n\
         tells who said it. The tables stand after the text. Places are bytes of the source, the first being 0.\n\
         `ibid strip` gives the source back, and `sha256sum` of that is raw; so does\n\
         \n    {one_liner}\n",
        outlet = outlet(annotations),
        authors = authors(annotations),
        published = annotations.published.as_ref().map_or_else(unsaid, |published| escape(&published.date)),
        raw = digests.raw,
        text = digests.text,
        root = digests.root,
        claims = claims(annotations),
        framing = framing(annotations),
        one_liner = tokens.one_liner(),
    )
}

fn unsaid() -> String {
    "the document does not say".to_owned()
}

fn outlet(annotations: &Annotations<Span<Source>>) -> String {
    let Some(outlet) = &annotations.outlet else { return unsaid() };
    match &outlet.domain {
        None => escape(&outlet.name),
        Some(domain) => format!("{} ({})", escape(&outlet.name), escape(domain)),
    }
}

fn authors(annotations: &Annotations<Span<Source>>) -> String {
    let names: Vec<String> = annotations.authors.iter().map(|author| escape(&author.name)).collect();
    if names.is_empty() { unsaid() } else { names.join(", ") }
}

/// Returns “12: 5 direct, 7 indirect”, or “none”.
fn sorts(counts: impl Iterator<Item = (usize, &'static str)>) -> String {
    let counts: Vec<(usize, &str)> = counts.filter(|(number, _)| *number > 0).collect();
    let parts: Vec<String> = counts.iter().map(|(number, name)| format!("{number} {name}")).collect();
    let total: usize = counts.iter().map(|(number, _)| number).sum();
    if total == 0 { "none".to_owned() } else { format!("{total}: {}", parts.join(", ")) }
}

fn claims(annotations: &Annotations<Span<Source>>) -> String {
    let of = |wanted| annotations.claims.iter().filter(|claim| claim.kind == wanted).count();
    let kinds = [ClaimKind::Direct, ClaimKind::Indirect, ClaimKind::Mixed];
    let mut text = sorts(kinds.into_iter().map(|wanted| (of(wanted), kind(wanted))));
    let nested = annotations.claims.iter().filter(|claim| claim.within.is_some()).count();
    if nested > 0 {
        text.push_str(&format!("; {} within another", count(nested, "claim")));
    }
    text
}

fn framing(annotations: &Annotations<Span<Source>>) -> String {
    let of = |voice| annotations.framing.iter().filter(|term| term.voice == voice).count();
    sorts(Voice::ALL.into_iter().map(|voice| (of(voice), voice.name())))
}
