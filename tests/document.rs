//! Prose leads back to the bytes that gave it, whatever the bytes are.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::document::{BlockKind, Document, Format, Prose, Span};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

/// Everything that must hold of any document.
fn check(document: &Document) {
    let (source, prose) = (document.source(), document.prose());
    for piece in document.map().pieces() {
        let (from, to) = (piece.source.of(source).unwrap(), piece.prose.of(prose).unwrap());
        if piece.verbatim {
            assert_eq!(from, to);
        }
    }
    let mut end = 0;
    for block in document.blocks() {
        let text = block.span.of(prose).unwrap();
        assert!(!text.trim().is_empty(), "blocks are not blank");
        assert!(block.span.start() >= end, "blocks are sorted and apart");
        end = block.span.end();
    }
    let mut end = 0;
    for token in document.tokens() {
        assert!(!token.span.of(prose).unwrap().is_empty());
        assert!(token.span.start() >= end, "tokens are sorted and apart");
        end = token.span.end();
        assert!(document.map().to_source(token.span).is_some(), "every token came from somewhere");
    }
    let mut tokens = 0;
    for sentence in document.sentences() {
        assert_eq!(sentence.tokens.start, tokens, "sentences share out all tokens");
        tokens = sentence.tokens.end;
        let block = document.blocks().get(sentence.block as usize).unwrap();
        assert!(block.span.contains(sentence.span), "sentences stay in their block");
    }
    assert_eq!(tokens as usize, document.tokens().len());
    for quotation in document.quotations() {
        assert!(quotation.span.contains(quotation.inner));
        assert!(quotation.span.of(prose).is_some() && quotation.inner.of(prose).is_some());
    }
    for warning in document.warnings() {
        assert!(warning.at.is_none_or(|at| at.of(source).is_some()), "{warning:?}");
    }
}

/// Returns the source that gave the only place of `words` in the prose.
fn source_of<'d>(document: &'d Document, words: &str) -> &'d str {
    let at =
        u32::try_from(document.prose().find(words).unwrap_or_else(|| panic!("no {words:?} in {:?}", document.prose())))
            .unwrap();
    let span = Span::<Prose>::new(at, at + u32::try_from(words.len()).unwrap()).unwrap();
    document.bytes(document.map().to_source(span).unwrap())
}

#[test]
fn prose_leads_back_through_markup() {
    let text = "\u{feff}---\r\ntitle: 'A win for\r\n  diplomacy: it’s ''here'''\r\n---\r\n\r\nThe highly *respected* [leader](https://a.example/b \"t\") &amp;\u{a0}his **e\u{301}lan**\r\nspoke\\! `code` ![pic](x.png) end";
    let document = read(text);
    check(&document);
    assert_eq!(source_of(&document, "highly respected"), "highly *respected");
    assert_eq!(source_of(&document, "leader"), "leader");
    assert_eq!(source_of(&document, "& his".replace(' ', "\u{a0}").as_str()), "&amp;\u{a0}his");
    assert_eq!(source_of(&document, "e\u{301}lan spoke"), "e\u{301}lan**\r\nspoke");
    assert_eq!(source_of(&document, "win for diplomacy"), "win for\r\n  diplomacy");
    assert_eq!(source_of(&document, "'here'"), "''here''");
    assert_eq!(source_of(&document, "code"), "code");
    assert!(!document.prose().contains("pic") && !document.prose().contains("a.example"));
}

#[test]
fn plain_text_is_not_markdown() {
    let document = Document::read(b"# Not a heading\n\n*said* _he_ <b>so</b>", Format::Plain).unwrap();
    check(&document);
    assert!(document.prose().contains("# Not a heading") && document.prose().contains("*said* _he_ <b>so</b>"));
}

#[test]
fn one_paragraph_a_line_gives_a_block_a_line() {
    let long = "The council of the harbour town voted on Tuesday to approve a budget that leaves the ferry without money, and nobody spoke against it.";
    let document = read(&format!("{long}\nLooking Ahead\n{long}\n{long}"));
    check(&document);
    let kinds: Vec<BlockKind> = document.blocks().iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Paragraph, BlockKind::Heading, BlockKind::Paragraph, BlockKind::Paragraph]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let code = |bytes: &[u8]| Document::read(bytes, Format::Markdown).map(|_| ()).unwrap_err();
    let bad = code(b"caf\xe9 au lait");
    assert_eq!((bad.code, bad.at), ("document.not-utf-8", Span::new(3, 4)));
    assert_eq!(code(b"a\0b").code, "document.nul");
    assert!(code(b"a\0b").help.is_some());
    assert_eq!(code(&vec![b'a'; ibid::document::MAX_BYTES + 1]).code, "document.too-large");
}

#[test]
fn odd_documents_are_read_all_the_same() {
    let documents = [
        String::new(),
        "\u{feff}".to_owned(),
        "\n\n \n".to_owned(),
        "---".to_owned(),
        "---\n---\n".to_owned(),
        "---\ntitle: No\ndate: 2024-01-02\n...\nbody".to_owned(),
        "---\ntitle: a: b: c\n\tx: y\ntitle: twice\n---\nbody".to_owned(),
        format!(
            "---\na: &a [x,x,x,x]\n{}---\nbody",
            (b'b'..b'z')
                .map(|c| format!("{0}: &{0} [*{1},*{1},*{1},*{1}]\n", char::from(c), char::from(c - 1)))
                .collect::<String>()
        ),
        "[".repeat(10_000),
        "“".repeat(10_000),
        "> ".repeat(5_000),
        "'\"".repeat(10_000),
        "*_".repeat(10_000),
        "a\u{301}".repeat(10_000),
        "no final newline".to_owned(),
        "\r\r\r\n\n\r".to_owned(),
    ];
    for text in documents {
        check(&read(&text));
        check(&Document::read(text.as_bytes(), Format::Plain).unwrap());
    }
}

fn shared(path: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn all_commonmark_examples_hold() {
    let Some(path) = shared("eval/markdown/commonmark-0.31.json") else { return };
    let examples: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for example in examples.as_array().unwrap() {
        check(&read(example["markdown"].as_str().unwrap()));
    }
}

#[test]
fn the_seeds_hold() {
    let Some(folder) = shared("seeds") else { return };
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            check(&Document::read(&std::fs::read(path).unwrap(), Format::Markdown).unwrap());
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
}

#[test]
fn our_corpus_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        check(&Document::read(&std::fs::read(entry.unwrap().path()).unwrap(), Format::Markdown).unwrap());
        seen += 1;
    }
    assert!(seen >= 8);
}

proptest! {
    #[test]
    fn any_text_holds(pieces in prop::collection::vec(prop::sample::select(vec![
        "a", "Ann Lee", " said ", "“", "”", "‘", "’", "\"", "'", "*", "_", "`", "[", "](x)", "<b>", "</b>", "&amp;", "&quot;", "\\", "\n", "\n\n",
        "\r\n", "- ", "> ", "# ", "| a |\n|-|\n", "```\n", "---\n", "title: x\n", "\u{a0}", "é", "e\u{301}", "🙂", ". ", "? ", "U.S. ", "«", "»",
        "[^1]", "[^1]: note\n", "http://a.example/b ", "@handle ", "1,300 ", "don’t ",
    ]), 0..40)) {
        let text = pieces.concat();
        check(&read(&text));
        check(&Document::read(text.as_bytes(), Format::Plain).unwrap());
    }
}
