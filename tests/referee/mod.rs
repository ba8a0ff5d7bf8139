//! What the tests of reports share: annotations on every word, and comrak's HTML as the referee.

use ibid::{
    annotation::{Annotations, Category, Claim, ClaimKind, Cue, CueClass, Framing, Id, Voice},
    document::{Document, Format, Source, Span},
    report::markdown,
    verify,
};
use std::collections::BTreeMap;

/// A document with the terms and claims at these places.
pub(crate) fn annotate(
    terms: &[Span<Source>],
    claims: &[Span<Source>],
    document: &Document,
) -> Annotations<Span<Source>> {
    let term = |(index, at): (usize, &Span<Source>)| Framing {
        id: Id(format!("f-{index}")),
        term: document.bytes(*at).to_owned(),
        at: *at,
        category: Category::Evaluative,
        voice: *Voice::ALL.iter().cycle().nth(index % 5).expect("there are voices"),
        speaker: None,
        relay: None,
        claim: None,
        rule: "evaluative.test".to_owned(),
        broad: false,
    };
    let claim = |(index, at): (usize, &Span<Source>)| Claim {
        id: Id(format!("c-{index}")),
        kind: ClaimKind::Indirect,
        speaker: Some("Dana Roth".to_owned()),
        source: None,
        cue: Cue { at: *at, class: CueClass::Neutral },
        content: vec![*at],
        within: None,
        rule: "claim.test".to_owned(),
        confidence: None,
    };
    Annotations {
        framing: terms.iter().enumerate().map(term).collect(),
        claims: claims.iter().enumerate().map(claim).collect(),
        ..Annotations::default()
    }
}

/// Where the words of a text are.
pub(crate) fn words(text: &str) -> Vec<Span<Source>> {
    let mut found = vec![];
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(Span::clamped(from as u32, at as u32));
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Where the sentences of a text are, roughly: up to a full stop or a line end.
pub(crate) fn sentences(text: &str) -> Vec<Span<Source>> {
    let mut found = vec![];
    let mut at = 0;
    for part in text.split_inclusive(['.', '\n']) {
        let (front, back) = (part.len() - part.trim_start().len(), part.trim_end().len());
        if front < back {
            found.push(Span::clamped((at + front) as u32, (at + back) as u32));
        }
        at += part.len();
    }
    found
}

/// Reads Markdown that is known to be readable.
pub(crate) fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).expect("the text is a document")
}

/// Writes a report, checks all that must hold of it, and returns it.
pub(crate) fn checked(source: &str, terms: &[Span<Source>], claims: &[Span<Source>]) -> String {
    let document = read(source);
    let report = markdown::write(&document, &annotate(terms, claims, &document), &BTreeMap::new());
    let check = verify::check_report(&report);
    assert!(check.holds(), "{source:?}\n{check:#?}\n{report}");
    let stripped = check.stripped.expect("it holds");
    assert_eq!(stripped.source, source);
    assert_eq!(stripped.raw, document.digests().raw);
    let body = document.parts().body.start() as usize;
    let shown = visible(source.get(body..).expect("a body"), None);
    assert_eq!(visible(report.get(body..).expect("a body"), Some(&stripped.nonce)), shown, "{source:?}\n{report}");
    report
}

/// How many of the terms are marked.
pub(crate) fn marked(report: &str, terms: usize) -> usize {
    let nonce = verify::strip(report).expect("it is a report").nonce;
    (1..=terms).filter(|number| report.contains(&format!("<mark id=\"ibid-{nonce}-f{number}\">"))).count()
}

/// What a reader of the HTML sees, without what a report added.
pub(crate) fn visible(markdown: &str, nonce: Option<&str>) -> String {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.render.r#unsafe = true;
    let mut html = comrak::markdown_to_html(&format!("\u{feff}{markdown}"), &options);
    if let Some(nonce) = nonce {
        html = cut(&html, &format!("<!--ibid-{nonce}-head-->"), &format!("<!--/ibid-{nonce}-head-->"));
        html = cut(&html, &format!("<!--ibid-{nonce}-tail-->"), &format!("<!--ibid-{nonce}-end-->"));
        html = cut(&html, &format!("<sup class=\"footnote-ref\"><a href=\"#fn-ibid-{nonce}"), "</sup>");
        html = cut(&html, &format!("<li id=\"fn-ibid-{nonce}"), "</li>");
        html = html.replace(&format!("</mark><!--ibid-{nonce}-->"), "").replace(&format!("<!--ibid-{nonce}-r-->"), "");
        html = cut(&html, &format!("<mark id=\"ibid-{nonce}-"), ">");
    }
    // The numbers of a document's own footnotes are shifted by the report's.
    html = cut(&html, "<sup class=\"footnote-ref\">", "</sup>");
    html = cut(&html, "<a href=\"#fnref-", "</a>");
    html = html.replace("<section class=\"footnotes\" data-footnotes>", "").replace("</section>", "");
    html.split_whitespace().collect::<Vec<_>>().join(" ").replace("<ol> </ol>", "").trim_end().to_owned()
}

/// Takes out everything from `from` to `to`.
fn cut(text: &str, from: &str, to: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once(from) {
        out.push_str(head);
        rest = tail.split_once(to).map_or("", |(_, tail)| tail);
    }
    out + rest
}
