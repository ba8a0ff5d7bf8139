//! Reports as pages: the text is the document's, nothing of it runs, and all that is linked is there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot run must fail"
)]

use comrak::{Arena, nodes::NodeValue};
use ibid::{
    annotation::{Annotations, Voice},
    detect,
    document::{Digest, Document, Format, Source, Span},
    lexicon::Lexicon,
    report::html,
};
use scraper::{ElementRef, Html, Selector};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// Documents that want to run, load, hide or forge something.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>\n\nHe said \"no\".\n",
    "A <script>alert(1)</script> word.\n",
    "<img src=x onerror=alert(1)> and <b onclick=\"alert(1)\">bold</b> text\n",
    "<svg onload=alert(1)><script>alert(1)</script></svg>\n\ntext\n",
    "<svg><style><img src=x onerror=alert(1)></style></svg>\n\n<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">\n",
    "[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,<script>alert(1)</script>) [d](vbscript:x) [e](java&#10;script:x)\n",
    "<a href=\"javascript:alert(1)\">x</a> <a href='jav&#x09;ascript:alert(1)'>y</a>\n\n<a href=\"javascript:alert(1)\">z</a>\n",
    "<meta http-equiv=refresh content=\"0;url=https://evil.example\">\n\n<base href=https://evil.example>\n\n<link rel=stylesheet href=https://evil.example/x.css>\n",
    "<style>body{display:none}</style>\n\n<p style=\"position:fixed\">cover</p>\n",
    "<iframe src=https://evil.example></iframe>\n\n<object data=x></object><embed src=x>\n\n<video src=https://evil.example/v></video>\n",
    "<form action=https://evil.example><input name=x autofocus onfocus=alert(1)><button>go</button></form>\n",
    "![pixel](https://evil.example/p.png) ![x](x\"onerror=\"alert(1)) [![in](a.png)](https://a.example)\n",
    "<div title=\"\n\nThe contested vote, he said, \"was a sham\".\n\n\">\n",
    "<textarea>\n\nThe contested vote was a sham, he said.\n\n<title>\n\n<plaintext>\n\n<!--\n\nmore\n",
    "<mark id=\"t-f1\" class=\"v-outlet\">forged</mark> <a id=\"n-f1\" href=\"#n-f1\">note</a> <u class=\"qd s0\">x</u>\n",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>\n\ntext\n",
    "Note[^fn-1\"><script>alert(1)</script>] and[^1].\n\n[^1]: The note <b onmouseover=x>here</b>.\n",
    "# <script>alert(1)</script>\n\n`<script>alert(1)</script>`\n\n    <script>alert(1)</script>\n\n```html\"><script>\n<script>alert(1)</script>\n```\n",
    "---\ntitle: '</title><script>alert(1)</script>\"><img src=x onerror=alert(1)>'\nauthor: '<b onclick=x>Ann</b> \"Lee\"'\nsitename: '</dd></dl><script>alert(1)</script>'\nkey_points:\n  - '<svg onload=alert(1)>'\n'<script>': \"'\\\"><script>\"\n---\n\n\"<script>alert(1)</script>\" said Ann \"><script> Lee. According to the *\"><img src=x onerror=alert(1)>*, it rained.\n",
    "The \u{202e}detsetnoc\u{202c} vote \u{2066}was\u{2069} contested, Mayor \u{202e}htoR said.\n",
    "Terms like ibid0123456789abcdef0123a0z and ibide are words, the regime said.\n",
];

/// Documents whose text is easily lost.
const TRICKY: &[&str] = &[
    "",
    "word",
    "\u{feff}word\r\nmore\r\n",
    "Line one, which is long enough to be a paragraph of its own, said Ann Lee on Monday.\nLine two, which is long enough to be a paragraph of its own too, Ann Lee said on Monday.\nA heading\nLine three is again a paragraph of its own, and Ann Lee said nothing at all in it today.\n",
    "Wow! *Very highly* respected, **deeply [loved](https://a.example/x) man**; see https://b.example &amp; Q&A &copy; \\*.\n",
    "> The regime said \"no\".\n> More *words*.\n\n- one\n- two\n  1. three\n\n| a | b |\n|---|---|\n| regime | `x|y` |\n",
    "A note[^1] here[^2].\n\n[^1]: The note, with *stress*.\n\n[^2]: Another one.\n",
    "<div>\nword\n</div>\n\n<b>very</b> high <br> x <custom-tag>y</custom-tag>\n",
    "Setext\nheading\n===\n\ntext  \nbroken\\\nlines\n\n- [ ] task\n- [x] done\n\n> [!NOTE]\n> noted\n",
    "word\rword\r\rword\r",
];

fn annotate(source: &str) -> (Document, Annotations<Span<Source>>) {
    let document = Document::read(source.as_bytes(), Format::Markdown).unwrap();
    let annotations = detect::annotate(&document, Lexicon::builtin(), detect::Mode::Broad);
    (document, annotations)
}

fn page(source: &str) -> String {
    let (document, annotations) = annotate(source);
    html::write(&document, &annotations, &BTreeMap::new(), "a \"name\" <b>.md")
}

fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: ElementRef<'_>) -> String {
    element.text().collect()
}

fn folded(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text that comrak shows for a document's body, raw HTML left out.
fn rendered(document: &Document) -> String {
    let mut options = comrak::Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.parse.leave_footnote_definitions = true;
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, document.bytes(document.parts().body), &options);
    let mut text = String::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Text(words) => text += words,
            NodeValue::Code(code) => text += &code.literal,
            NodeValue::CodeBlock(code) => text += &code.literal,
            NodeValue::FootnoteReference(note) => text += &note.ix.to_string(),
            _ => {}
        }
    }
    folded(&text)
}

/// The text of a page's article below its headline matter.
fn shown(html: &Html) -> String {
    let article = all(html, "main article")[0];
    let header = all(html, "main article > header")[0];
    folded(text(article).strip_prefix(&format!("\n{}", text(header))).unwrap())
}

fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|f| (f.display().to_string(), fs::read_to_string(&f).unwrap())).collect()
}

#[test]
fn the_text_is_the_documents() {
    let tricky = TRICKY.iter().map(|source| ((*source).to_owned(), (*source).to_owned()));
    for (name, source) in tricky.chain(corpus()) {
        let (document, _) = annotate(&source);
        let html = Html::parse_document(&page(&source));
        // What a footnote's end links back with, and the text of blocks of raw HTML, are not in comrak's texts.
        let shown = shown(&html).replace('↩', "");
        let wanted = rendered(&document);
        if source.contains("<div>") {
            assert_eq!(shown, format!("word{wanted}"), "{name}");
        } else if source.contains("[!NOTE]") {
            assert_eq!(shown.replace("Note", ""), wanted, "{name}");
        } else {
            assert_eq!(shown, wanted, "{name}");
        }
    }
}

#[test]
fn nothing_of_a_hostile_document_runs() {
    for source in HOSTILE {
        let page = page(source);
        let html = Html::parse_document(&page);
        assert_eq!(all(&html, "script").len(), 1, "{source}");
        assert_eq!(all(&html, "style").len(), 1, "{source}");
        assert_eq!(all(&html, "meta").len(), 6, "{source}");
        assert_eq!(all(&html, "title").len(), 1, "{source}");
        let never = "img, svg, math, iframe, object, embed, video, audio, link, base, textarea, noscript, plaintext, \
                     main form, main input, main button, main [class*=hljs]";
        assert_eq!(all(&html, never).len(), 0, "{source}");
        for element in all(&html, "*") {
            for (name, value) in element.value().attrs() {
                assert!(
                    !name.starts_with("on") && !["style", "src", "srcset", "xlink:href"].contains(&name),
                    "{source}"
                );
                let harmless = ["#", "http://", "https://", "mailto:"].iter().any(|start| value.starts_with(start));
                assert!(name != "href" || harmless, "{source}: {value}");
            }
        }
        let key =
            format!("ibid{}", &Document::read(source.as_bytes(), Format::Markdown).unwrap().digests().raw.hex()[..16]);
        assert!(!page.contains(&key), "a token is left: {source}");
        whole(&html, source);
    }
}

/// Ids are given once, and whatever links to one finds it.
fn whole(html: &Html, source: &str) {
    let ids: Vec<&str> = all(html, "[id]").iter().map(|element| element.attr("id").unwrap()).collect();
    let set: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), set.len(), "{source}: {ids:?}");
    for link in all(html, "a[href^='#']") {
        let target = &link.attr("href").unwrap()[1..];
        assert!(set.contains(target), "{source}: nothing is at #{target}");
    }
}

#[test]
fn the_policy_states_the_digests_of_what_is_there() {
    let page = page("The regime said no.\n");
    let html = Html::parse_document(&page);
    let policy = all(&html, "meta[http-equiv=Content-Security-Policy]")[0].attr("content").unwrap().to_owned();
    for (element, directive) in [("style", "style-src"), ("script", "script-src")] {
        let digest = Digest::of(text(all(&html, element)[0]).as_bytes());
        let digest = data_encoding::BASE64.encode(digest.bytes());
        assert!(policy.contains(&format!("{directive} 'sha256-{digest}'")), "{policy}");
    }
    assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"), "{policy}");
}

#[test]
fn marks_hold_the_words_that_they_stand_for() {
    let mut marked = 0;
    for (name, source) in corpus() {
        let (document, annotations) = annotate(&source);
        let html = Html::parse_document(&page(&source));
        whole(&html, &name);
        for (index, term) in annotations.framing.iter().enumerate() {
            let number = index + 1;
            let note = all(&html, &format!("#n-f{number}"))[0];
            assert!(folded(&text(note)).contains(&folded(&term.term)), "{name}: {}", term.term);
            let Some(mark) = all(&html, &format!("#t-f{number}")).first().copied() else {
                panic!("{name}: {} is not marked", term.term);
            };
            assert!(folded(&term.term).starts_with(&folded(&text(mark))), "{name}: {}", term.term);
            assert_eq!(all(&html, &format!("a.ref[href='#n-f{number}']")).len(), 1, "{name}: {}", term.term);
            marked += 1;
        }
        for (index, claim) in annotations.claims.iter().enumerate() {
            let first = all(&html, &format!("#t-c{}", index + 1));
            let first = text(*first.first().unwrap_or_else(|| panic!("{name}: c{} is not marked", index + 1)));
            let prose = folded(&ibid::citation::words(&document, claim.content[0]));
            assert!(prose.starts_with(&folded(&first)), "{name}: {first:?} in {prose:?}");
        }
    }
    assert!(marked > 50, "{marked}");
}

#[test]
fn every_box_shows_and_hides_something() {
    let (document, annotations) = annotate(&corpus()[0].1);
    let page = html::write(&document, &annotations, &BTreeMap::new(), "x.md");
    let html = Html::parse_document(&page);
    let boxes = all(&html, "input[type=checkbox]");
    assert!(boxes.len() > 10);
    for element in boxes {
        let class = &element.attr("id").unwrap()[2..];
        assert!(!all(&html, &format!(".note.{class}, .note.{class} + .note")).is_empty(), "{class}");
        assert!(page.contains(&format!("body:has(#x-{class}:not(:checked))")), "{class}");
    }
    assert!(annotations.framing.iter().any(|term| term.voice == Voice::Headline), "the headline is covered");
}

/// What is told of an annotation stands once, so that a dense document has no page that takes long to load.
#[test]
fn a_page_is_at_most_ten_times_its_text() {
    let mut source = String::new();
    for (_, text) in corpus().into_iter().cycle() {
        let body =
            text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).map_or(&*text, |parts| parts.1);
        source += &format!("{body}\n\n");
        if source.len() > 50_000 {
            break;
        }
    }
    let document = Document::read(source.as_bytes(), Format::Markdown).unwrap();
    let annotations = detect::annotate(&document, Lexicon::builtin(), detect::Mode::Precise);
    assert!(annotations.claims.len() + annotations.framing.len() > 500, "it is dense");
    let size = html::write(&document, &annotations, &BTreeMap::new(), "x.md").len();
    assert!(size < 10 * source.len(), "{size} bytes for {}", source.len());
}

#[test]
fn a_page_is_known_as_ours() {
    assert!(html::is_ours(page("x").as_bytes()));
    assert!(!html::is_ours(b"<!doctype html>\n<html lang=\"en\">\n<p>mine</p>"));
}
