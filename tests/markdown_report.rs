//! Reports in annotated Markdown: they strip back byte for byte and read as the source does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod referee;

use ibid::{document::Span, report::markdown, verify};
use referee::{annotate, checked, marked, read, sentences, words};
use std::{collections::BTreeMap, path::Path, process::Command};

const TRICKY: &[&str] = &[
    "",
    "\n",
    "word",
    "\u{feff}word\r\nmore\r\n",
    "---\ntitle: A word\n---\n\nA word.\n",
    "---\ntitle: A word\n---",
    "---\r\ntitle: A word\r\n---\r\nA word",
    "---\nno end of this\n",
    "Wow! *Very highly* respected, **deeply [loved](https://a.example/x) man**; see https://b.example.\n",
    "a*foo*b and _foo_ and snake_case_word and ~~gone~~ and **a*b*c**\n",
    "Ends in a fence\n\n```\ncode",
    "Ends in a fence in a list\n\n- ```\n  code\n",
    "Ends in a comment\n\n<!-- open\n",
    "Ends in a script\n\n<script>\nlet x;\n",
    "    indented first\n\ntext\n",
    "text\n\n    indented last",
    "Setext\nheading\n===\n\n> quote\nlazy *line*\n\n1. one\n2. two\n\n   three\n",
    "| a | b |\n|---|---|\n| word `x|y` | **bold** |\n| w\\|x | y |\n",
    "A note[^1] here[^1].\n\n[^1]: The note, with *stress*.\n",
    "[name] and [name][] and [text][name] and ![alt](x.png)\n\n[name]: https://a.example\n",
    "escaped \\*stars\\* and \\\\ and a trailing \\\nbreak  \nend &amp; Q&amp;A &copy;\n",
    "<div>\nword\n</div>\n\n<b>very</b> high <script>not text</script> <br> x\n",
    "a <!-- b and <? c and [[Wiki link]] and {{ site.url }} and a@b.example\n",
    "- [ ] task word\n- [x] done\n\n> [!NOTE]\n> noted\n",
    "word:\n(word)[word]{word}!word\n^word^ =word= $word$\n",
    "word\rword\r\rword\r",
    "\u{feff}\u{feff}# word\n",
];

#[test]
fn tricky_documents_hold() {
    for source in TRICKY {
        checked(source, &words(source), &sentences(source));
    }
}

#[test]
fn reports_of_reports_strip_one_layer_at_a_time() {
    for source in TRICKY {
        let first = checked(source, &words(source), &sentences(source));
        let second = checked(&first, &words(&first)[..20], &[]);
        assert_eq!(verify::strip(&second).unwrap().source, first);
    }
}

#[test]
fn a_nonce_in_the_source_is_no_trap() {
    let first = checked("word", &words("word"), &[]);
    let quoted = format!("    {}\n", first.replace('\n', "\n    "));
    checked(&quoted, &words(&quoted), &[]);
}

#[test]
fn a_term_in_pieces_has_one_note() {
    let source = "A *very highly* respected **man** spoke.\n";
    let report = checked(source, &[Span::clamped(8, 32)], &[]);
    let nonce = verify::strip(&report).unwrap().nonce;
    let line = report.lines().find(|line| line.starts_with("A *very")).unwrap().replace(&nonce, "N");
    assert_eq!(
        line,
        "A *very <mark id=\"ibid-N-f1\">highly</mark><!--ibid-N-->* \
         <mark id=\"ibid-N-f1b\">respected **man**</mark><!--ibid-N-->[^ibid-N-f1] spoke."
    );
}

#[test]
fn nested_terms_nest_and_crossing_ones_are_cut() {
    let source = "one two three four\n";
    let spans = [Span::clamped(0, 13), Span::clamped(4, 7), Span::clamped(8, 18)];
    let report = checked(source, &spans, &[]);
    let nonce = verify::strip(&report).unwrap().nonce;
    let line = report
        .lines()
        .find(|line| line.contains("four</mark>"))
        .unwrap()
        .replace(&nonce, "N")
        .replace("<!--ibid-N-->", "");
    assert_eq!(
        line,
        "<mark id=\"ibid-N-f1\">one <mark id=\"ibid-N-f2\">two</mark>[^ibid-N-f2] <mark id=\"ibid-N-f3\">three\
         </mark></mark>[^ibid-N-f1] <mark id=\"ibid-N-f3b\">four</mark>[^ibid-N-f3]"
    );
}

#[test]
fn what_stands_in_front_matter_or_code_is_in_the_tables() {
    let source = "---\ntitle: A win\n---\n\n```\nwin\n```\n";
    let report = checked(source, &[Span::clamped(13, 16), Span::clamped(26, 29)], &[]);
    assert_eq!(marked(&report, 2), 0);
    assert!(report.starts_with("---\ntitle: A win\n---\n"));
    assert!(report.contains("bytes 13-15 (front matter)") && report.contains("bytes 26-28 (no room for a note)"));
}

#[test]
fn changes_are_found() {
    let report = checked("Some text.\n", &words("Some text.\n"), &[]);
    let check = verify::check_report(&report.replace("text", "test"));
    assert!(matches!(check.bytes, verify::Answer::Fails(_)) && !check.holds());
    let check = verify::check_report(&report.replace("<mark", "\n<mark"));
    assert!(!check.holds());
}

#[test]
fn perl_does_what_strip_does() {
    if Command::new("perl").arg("-v").output().is_err() {
        eprintln!("skipped: no perl");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.md");
    for source in TRICKY {
        let report = checked(source, &words(source), &sentences(source));
        std::fs::write(&path, &report).unwrap();
        let command = report.lines().find_map(|line| line.strip_prefix("    perl -0777 -pe '")).unwrap();
        let program = command.strip_suffix('\'').unwrap();
        let out = Command::new("perl").args(["-0777", "-pe", program]).arg(&path).output().unwrap();
        assert_eq!(String::from_utf8(out.stdout).unwrap(), *source, "{report}");
    }
}

#[test]
fn all_commonmark_examples_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/markdown/commonmark-0.31.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {}", path.display());
        return;
    };
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    for example in &examples {
        let plain = example["markdown"].as_str().unwrap();
        for word in ["foo", "“so-called” experts", "A 'win'"] {
            for frame in ["", "A paragraph before.\n\n"] {
                let source = format!("{frame}{}", plain.replace("foo", word));
                if source.contains('\0') {
                    continue;
                }
                checked(&source, &words(&source), &sentences(&source));
            }
        }
    }
    eprintln!("{} examples hold", examples.len());
}

#[test]
fn many_annotations_are_all_marked() {
    let source = "Some word or other, said one. ".repeat(5_000);
    let terms = words(&source);
    let document = read(&source);
    let report = markdown::write(&document, &annotate(&terms, &[], &document), &BTreeMap::new());
    let nonce = verify::strip(&report).unwrap().nonce;
    assert_eq!(report.matches(&format!("<mark id=\"ibid-{nonce}-f")).count(), terms.len());
}
