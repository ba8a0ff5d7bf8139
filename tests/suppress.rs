//! What people take out with comments stays out, and nothing else goes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{Annotations, Voice},
    detect::{self, Mode},
    document::{Document, Format, Source, Span},
    lexicon::{Lexicon, OwnFile},
};

const THUG: &str = "The thug spoke on Monday.";
const SAID: &str = "Mayor Ilka Sorn said on Tuesday that the thug was reckless.";

fn read(text: &str, format: Format) -> Document {
    Document::read(text.as_bytes(), format).unwrap()
}

fn annotate(text: &str, format: Format) -> Annotations<Span<Source>> {
    detect::annotate(&read(text, format), Lexicon::builtin(), Mode::Precise)
}

/// How many claims and framing terms are found.
fn counts(text: &str) -> (usize, usize) {
    let found = annotate(text, Format::Markdown);
    (found.claims.len(), found.framing.len())
}

#[test]
fn a_comment_silences_to_the_end_or_to_the_next_that_ends_it() {
    assert_eq!(counts(&format!("{THUG}\n\n{SAID}\n")), (1, 3));
    for (text, want) in [
        (format!("<!-- ibid-disable -->\n\n{THUG}\n\n{SAID}\n"), (0, 0)),
        (format!("{THUG}\n\n<!-- ibid-disable -->\n\n{SAID}\n"), (0, 1)),
        (format!("<!-- ibid-disable -->\n\n{THUG}\n\n<!-- ibid-enable -->\n\n{SAID}\n"), (1, 2)),
        (format!("<!-- ibid-disable label -->\n\n{THUG}\n\n{SAID}\n"), (1, 1)),
        (format!("<!-- ibid-disable label.thug, claims -->\n\n{THUG}\n\n{SAID}\n"), (0, 1)),
        (format!("<!-- ibid-disable label -->\n\n{THUG}\n\n<!-- ibid-enable label -->\n\n{SAID}\n"), (1, 2)),
        (format!("<!-- ibid-disable framing -->\n\n{THUG}\n\n{SAID}\n"), (1, 0)),
        (format!("<!-- ibid-disable-next-line -->\n{THUG}\n\n{SAID}\n"), (1, 2)),
        (format!("<!-- ibid-disable-next-line label -->\n\n{THUG}\n\n{SAID}\n"), (1, 2)),
        (format!("{THUG}\n\n<!-- ibid-disable-next-line claim.said -->\n{SAID}\n"), (0, 3)),
        ("The thug <!-- ibid-disable --> and the thug <!-- ibid-enable --> and the thug spoke.\n".to_owned(), (0, 2)),
    ] {
        assert_eq!(counts(&text), want, "{text}");
    }
}

#[test]
fn a_comment_in_code_or_in_plain_text_is_text() {
    for text in [
        format!("    <!-- ibid-disable -->\n\n{THUG}\n"),
        format!("```\n<!-- ibid-disable -->\n```\n\n{THUG}\n"),
        format!("`<!-- ibid-disable -->` {THUG}\n"),
        format!("<!-- ibid-disabled -->\n\n{THUG}\n"),
        format!("\\<!-- ibid-disable -->\n\n{THUG}\n"),
    ] {
        assert_eq!(counts(&text).1, 1, "{text}");
    }
    let plain = format!("<!-- ibid-disable -->\n\n{THUG}\n");
    assert_eq!(annotate(&plain, Format::Plain).framing.len(), 1);
}

#[test]
fn a_term_keeps_its_voice_when_the_claim_around_it_is_not_wanted() {
    let found = annotate(&format!("<!-- ibid-disable claims -->\n\n{SAID}\n"), Format::Markdown);
    assert!(found.claims.is_empty() && !found.framing.is_empty());
    for term in &found.framing {
        assert_eq!((term.voice, term.speaker.as_deref(), &term.claim), (Voice::Attributed, Some("Ilka Sorn"), &None));
    }
}

#[test]
fn a_name_that_nothing_has_is_told_with_its_place() {
    let text = "Gulls.\n\n<!-- ibid-disable label.thug, labels claim.said -->\n\nMore gulls.\n";
    let document = read(text, Format::Markdown);
    let problems = detect::comment_problems(&document, Lexicon::builtin());
    let places: Vec<_> = problems.iter().map(|problem| document.bytes(problem.at.unwrap())).collect();
    assert_eq!(places, ["labels"]);
    assert!(problems[0].message.contains("labels") && problems[0].help.is_some());
}

#[test]
fn what_a_workspace_switches_off_is_not_found() {
    let off = |what: &str| {
        let file = OwnFile { name: "off.yaml".to_owned(), text: format!("off: [{what}]\n") };
        let lexicon = Lexicon::with(&[file]).unwrap();
        let found = detect::annotate(&read(&format!("{THUG}\n\n{SAID}\n"), Format::Markdown), &lexicon, Mode::Precise);
        (found.claims.len(), found.framing.len())
    };
    assert_eq!(off("reckless"), (1, 2));
    assert_eq!(off("label.thug"), (1, 1));
    assert_eq!(off("claim.said"), (0, 3));
    assert_eq!(off("label, evaluative"), (1, 0));
}
