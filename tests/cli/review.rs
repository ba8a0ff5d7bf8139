//! `ibid review`: the list, and verdicts as a person would write them.

use super::{BRIDGE, Workspace};

const SIDECAR: &str = "annotations/ferry.md.yaml";

#[test]
fn the_list_begins_with_what_is_doubtful() {
    let here = Workspace::annotated();
    here.edit(
        "corpus/ferry.md",
        "talks failed.",
        "talks failed. The “historic” deal was off, it was claimed on Monday.",
    );
    here.write("corpus/bridge.md", BRIDGE);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    insta::assert_snapshot!(here.ibid(&["review"]).expect(0).screen());
    let first = here.ibid(&["--format", "json", "review", "corpus/ferry.md"]).expect(0).json().remove(0);
    assert!(first["doubts"].as_array().is_some_and(|doubts| !doubts.is_empty()), "{first}");
    insta::assert_snapshot!(here.ibid(&["review", "nowhere.yaml"]).expect(2).screen());
}

#[test]
fn verdicts_are_edits_of_the_file() {
    let here = Workspace::annotated();
    let before = here.read(SIDECAR);
    here.ibid(&["review", "accept", "c-50b2", "--note", "said: it twice", "--by", "Mira Osk"]).expect(0);
    here.ibid(&["review", "reject", "c-5ces"]).expect(0);
    let ran = here.ibid(&["review", "amend", "f-pjv4", "--voice", "scare", "--speaker", "the mayor"]).expect(0);
    assert_eq!(ran.out(), "annotations/ferry.md.yaml: amended\n");
    let after = here.read(SIDECAR);
    let diff: Vec<&str> = after.lines().filter(|line| !before.lines().any(|old| old == *line)).map(str::trim).collect();
    assert_eq!(
        diff,
        [
            "review: accepted",
            "note: \"said: it twice\"",
            "reviewer: Mira Osk",
            "review: rejected",
            "voice: scare",
            "speaker: the mayor"
        ]
    );
    // The entries are the person's now, and are no longer listed.
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert_eq!(here.read(SIDECAR), after);
    assert!(here.ibid(&["review"]).expect(0).out().ends_with("1 entry undecided, 0 of them doubtful\n"));
    here.ibid(&["review", "reject", "c-50b2"]).expect(0);
    assert_eq!(here.read(SIDECAR).matches("review:").count(), 2, "a verdict is replaced, not added");
    here.ibid(&["check"]).expect(0);
}

#[test]
fn what_cannot_be_done_changes_nothing() {
    let here = Workspace::annotated();
    here.write("corpus/copy.md", here.read("corpus/ferry.md"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let before = here.read(SIDECAR);
    for args in [
        &["review", "accept", "c-none"][..],
        &["review", "accept", "c-50b2", "c-none", "--in", SIDECAR],
        &["review", "accept", "c-50b2"],
        &["review", "amend", "c-50b2", "--in", SIDECAR],
        &["review", "amend", "f-pjv4", "--voice", "loud", "--in", SIDECAR],
        &["review", "reject", "c-50b2", "--in", "nowhere"],
    ] {
        let ran = here.ibid(args).expect(2);
        assert!(ran.err().contains("help:"), "{args:?}: {}", ran.screen());
        assert_eq!(here.read(SIDECAR), before, "{args:?}");
    }
    assert!(here.ibid(&["review", "accept", "c-50b2"]).err().contains("is in several files"));
    here.ibid(&["review", "accept", "c-50b2", "--in", "corpus/ferry.md"]).expect(0);
    assert_ne!(here.read(SIDECAR), before);
    // In flow style, in an entry of a person's own, and in a file whose lines end otherwise.
    let own = "\nframing:\n  - {id: f-own, term: so-called, at: {bytes: 122-130}, category: label, voice: outlet}\n";
    let text = here.read("annotations/copy.md.yaml");
    let head = text.split("\nframing:").next().unwrap();
    here.write("annotations/copy.md.yaml", format!("{head}{own}").replace('\n', "\r\n"));
    here.ibid(&["review", "accept", "f-own", "--by", "A, {B}"]).expect(0);
    let text = here.read("annotations/copy.md.yaml");
    assert!(text.contains("voice: outlet, review: accepted, reviewer: \"A, {B}\"}\r\n"), "{text}");
}
