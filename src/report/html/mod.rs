//! One document as one page: the text with its marks, the notes beside it, the tables below.
//!
//! The page is a file of its own: it loads nothing, works without script, and its policy forbids all but its own
//! style sheet and the script of the copy buttons. What the document holds is shown, never run: comrak renders it,
//! a sanitiser takes out what is not text or structure, marks come last and only between tags (`body`). The text of
//! the page is the document's, letter for letter: references and notes are generated content or stand beside it.

mod body;
mod clean;
pub(crate) mod element;
mod filters;
mod ink;
mod layers;
mod letters;
mod notes;
pub(in crate::report) mod speakers;
mod tables;

use crate::{
    annotation::{Annotations, Id},
    document::{BlockKind, Document, Source, Span},
};
use body::Tokens;
use element::{Page, foreign, plain};
use filters::Filters;
use ink::{Inked, ink};
use layers::Layers;
use notes::{Notes, list};
use speakers::Speakers;
use std::collections::BTreeMap;

/// The style sheet of every page.
pub(crate) const STYLE: &str = include_str!("page.css");

/// What the document does not say.
const UNSAID: &str = "the document does not say";

/// Writes the page of a document. `name` is shown where the document has no headline; `notes` are what people
/// wrote about annotations.
pub fn write(
    document: &Document,
    annotations: &Annotations<Span<Source>>,
    notes: &BTreeMap<Id, String>,
    name: &str,
) -> String {
    page(document, annotations, notes, name, &|_, _| String::new()).write()
}

/// Returns the page of a document, with what stands below the note on an entry, in HTML: `below` is given the
/// entry's id and the name of its note, `c1` or `f1`.
pub(crate) fn page(
    document: &Document,
    annotations: &Annotations<Span<Source>>,
    notes: &BTreeMap<Id, String>,
    name: &str,
    below: &dyn Fn(&Id, &str) -> String,
) -> Page {
    let layers = Layers::of(annotations);
    let speakers = Speakers::of(document, annotations);
    let notes = Notes::new(document, annotations, notes, &speakers, below);
    let tokens = Tokens::choose(document);
    let text = headlines(document, &layers, &tokens, name) + &body::render(document, &layers, &tokens);
    let inked = ink(&tokens.read(&text), &layers, &notes);
    let filters = Filters::of(&notes);
    let body = format!(
        "<a class=\"skip\" href=\"#text\">Skip to the text</a>\n{top}{legend}\
         <div class=\"frame\">\n<main id=\"text\" tabindex=\"-1\"><article>\n{text}</article></main>\n{beside}</div>\n\
         <section class=\"tables\" aria-label=\"Tables\"><h2>Tables</h2>\n{tables}</section>\n{provenance}\
         <p id=\"status\" role=\"status\"></p>\n",
        top = top(&notes, name),
        legend = legend(&filters),
        text = inked.html,
        beside = beside(&notes, &inked),
        tables = tables::write(&notes),
        provenance = provenance(&notes),
    );
    let title = title(document).unwrap_or_else(|| name.to_owned());
    let cites = format!(".note code::before{{content:\"{}\"}}", notes::shared(document));
    Page { title, style: format!("{STYLE}{}{cites}", filters.style), body, forms: false }
}

/// Tells whether a file is a page that ibid wrote.
pub fn is_ours(page: &[u8]) -> bool {
    page.starts_with(element::OPENS.as_bytes())
}

/// Returns the headline, from the front matter or the text.
fn title(document: &Document) -> Option<String> {
    let block = document.blocks().iter().find(|block| block.kind == BlockKind::Title)?;
    Some(document.words(block.span).to_owned())
}

/// Returns the headline matter of the front matter, with tokens; without a headline there, the document's name.
fn headlines(document: &Document, layers: &Layers, tokens: &Tokens, name: &str) -> String {
    let body = document.parts().body.start();
    let front = document.blocks().iter().filter(|block| {
        let source = document.map().to_source(block.span);
        block.kind.is_headline() && source.is_some_and(|source| source.end() <= body)
    });
    let (mut above, mut points, mut titled) = (String::new(), String::new(), false);
    for block in front {
        let words = body::block(document, layers, tokens, *block);
        match block.kind {
            BlockKind::Title if !titled => {
                titled = true;
                above.insert_str(0, &format!("<h1>{words}</h1>\n"));
            }
            BlockKind::KeyPoint => points += &format!("<li>{words}</li>\n"),
            _ => above += &format!("<p class=\"dek\">{words}</p>\n"),
        }
    }
    if !titled {
        above.insert_str(0, &format!("<h1 class=\"name\">{}</h1>\n", foreign(name)));
    }
    if !points.is_empty() {
        points = format!("<ul class=\"points\">\n{points}</ul>\n");
    }
    format!("<header>\n{above}{points}</header>\n")
}

fn top(notes: &Notes<'_>, name: &str) -> String {
    let annotations = notes.annotations;
    let outlet = annotations.outlet.as_ref().map_or_else(
        || UNSAID.to_owned(),
        |outlet| {
            let domain = outlet.domain.as_ref().map(|domain| format!(" ({})", foreign(domain))).unwrap_or_default();
            foreign(&outlet.name) + &domain
        },
    );
    let authors: Vec<String> = annotations.authors.iter().map(|author| foreign(&author.name)).collect();
    let rows = [
        ("document", foreign(name)),
        ("outlet", outlet),
        ("authors", if authors.is_empty() { UNSAID.to_owned() } else { authors.join(", ") }),
        ("published", annotations.published.as_ref().map_or_else(|| UNSAID.to_owned(), |date| plain(&date.date))),
        ("claims", annotations.claims.len().to_string()),
        ("framing terms", annotations.framing.len().to_string()),
    ];
    format!("<header class=\"top\"><p class=\"brand\">Annotated by ibid</p>{}</header>\n", list(&rows))
}

fn legend(filters: &Filters) -> String {
    let choice = match filters.html.as_str() {
        "" => String::new(),
        boxes => format!("<details><summary>What to show</summary><form class=\"filters\">{boxes}</form></details>\n"),
    };
    format!(
        "<section class=\"legend\" aria-label=\"Legend\"><details open><summary>How to read it</summary>\n\
         <p>A lit word is a framing term, and its border tells whose word it is: <mark class=\"v-outlet\">the outlet’s \
         own</mark>, <mark class=\"v-headline\">its headline’s</mark>, <mark class=\"v-quoted\">quoted</mark>, \
         <mark class=\"v-attributed\">attributed</mark>, <mark class=\"v-scare\">in quotation marks that are \
         nobody’s</mark>. An <u class=\"s0\">underlined passage</u> is a claim: the line and the letter after it \
         tell who says it. The small numbers lead to the notes. A term is listed because of what it does in a text; \
         that is no judgement of the text, nor of whether it is true.</p></details>\n{choice}</section>\n"
    )
}

fn beside(notes: &Notes<'_>, inked: &Inked) -> String {
    let part = |title: &str, items: String| {
        if items.is_empty() { String::new() } else { format!("<h2>{title}</h2>\n<ol>\n{items}</ol>\n") }
    };
    let (claims, terms) = (part("Claims", notes.claims(inked)), part("Framing terms", notes.terms(inked)));
    let nothing = if claims.is_empty() && terms.is_empty() { "<p>Nothing was found in this text.</p>" } else { "" };
    format!("<aside aria-label=\"Notes\" tabindex=\"0\">\n{claims}{terms}{nothing}</aside>\n")
}

fn provenance(notes: &Notes<'_>) -> String {
    let digests = notes.document.digests();
    let code = |text: String| format!("<code>{text}</code>");
    let rows = [
        ("raw", format!("<code id=\"raw\">{}</code>", digests.raw)),
        ("text", code(digests.text.to_string())),
        ("front", digests.front.map_or_else(|| "none".to_owned(), |front| code(front.to_string()))),
        ("root", code(digests.root.to_string())),
    ];
    let fields = &notes.document.front().fields;
    let fields: Vec<(String, Vec<String>)> =
        fields.iter().map(|field| (String::new(), vec![foreign(&field.route), foreign(&field.value)])).collect();
    format!(
        "<section class=\"provenance\" aria-label=\"Provenance\"><h2>Provenance</h2>\n\
         <p>SHA-256 of the file (raw: what <code>sha256sum</code> prints), of its text, of its front matter, and the root \
         of the tree over its paragraphs. Each note has a citation: the digest of the file, bytes (the first being 0, \
         both ends included), and the digest of the words there. The first of these is the same in all; it is shown, and \
         the copy buttons copy it.</p>\n{}{}</section>\n",
        list(&rows),
        element::table("Front matter", &[("field", false), ("value", false)], &fields),
    )
}
