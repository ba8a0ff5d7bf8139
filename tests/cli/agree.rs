//! `ibid agree`: figures, disagreements, and the file in which to decide.

use super::{BRIDGE, Workspace};

const OWN: &str = "
  - id: f-own
    term: rejected
    at: {bytes: 143-150}
    category: evaluative
    voice: attributed   # her words?
    claim: c-50b2
";

/// Two people's files: one rejects a claim, the other amends a term and adds one.
fn two() -> Workspace {
    let here = Workspace::annotated();
    for person in ["ann", "bo"] {
        here.write(format!("{person}/ferry.md.yaml"), here.read("annotations/ferry.md.yaml"));
    }
    here.edit("ann/ferry.md.yaml", "    rule: claim.according-to\n", "    review: rejected\n");
    here.edit("bo/ferry.md.yaml", "    voice: attributed\n", "    voice: quoted\n    note: she did\n");
    here.edit("bo/ferry.md.yaml", "\nnaming:", &format!("{OWN}\nnaming:"));
    here
}

#[test]
fn figures_and_disagreements() {
    let here = two();
    insta::assert_snapshot!(here.ibid(&["agree", "ann", "bo"]).expect(0).screen());
    let json = here.ibid(&["--format", "json", "agree", "ann", "bo"]).expect(0).json();
    assert_eq!(json.len(), 4);
    assert_eq!(json[0]["without"], serde_json::json!(["ann"]));
    assert_eq!(json[1]["differs"], serde_json::json!(["voice"]));
    let claims = &json[3]["pairs"][0];
    // Two claims that both have, and one that only one has: 4 of 5 entries are in pairs.
    assert_eq!((claims["entries"].as_u64(), claims["f1_exact"].as_f64()), (Some(5), Some(0.8)));
    assert_eq!(json[3]["alpha"], serde_json::json!({"voice": 0.0, "category": null}));
}

#[test]
fn who_agrees_with_oneself_has_nothing_to_decide() {
    let here = two();
    let ran = here.ibid(&["agree", "bo/ferry.md.yaml", "bo/ferry.md.yaml", "--out", "same"]).expect(0);
    assert!(ran.out().contains(" 0 disagreements\n") && ran.out().contains("F1 1.000 exact"), "{}", ran.screen());
    assert_eq!(here.read("same/ferry.md.yaml"), here.read("bo/ferry.md.yaml"));
}

#[test]
fn the_file_in_which_to_decide_has_every_reading() {
    let here = two();
    here.ibid(&["agree", "ann", "bo", "--out", "deep/adjudicate"]).expect(0);
    let (ann, merged) = (here.read("ann/ferry.md.yaml"), here.read("deep/adjudicate/ferry.md.yaml"));
    let diff = similar::TextDiff::from_lines(&ann, &merged);
    let added: Vec<&str> = diff
        .iter_all_changes()
        .filter(|change| change.tag() != similar::ChangeTag::Equal)
        .map(|change| change.value())
        .collect();
    insta::assert_snapshot!(added.concat());
    here.ibid(&["check", "deep/adjudicate"]).expect(0);
    // It is the person's now: the engine takes nothing out of it.
    let again = here.ibid(&["agree", "ann", "bo", "--out", "deep/adjudicate"]).expect(0);
    assert_eq!(here.read("deep/adjudicate/ferry.md.yaml"), merged, "{}", again.screen());
    here.edit("deep/adjudicate/ferry.md.yaml", "f-own\n", "f-own\n    review: accepted\n");
    let decided = here.read("deep/adjudicate/ferry.md.yaml");
    assert!(here.ibid(&["agree", "ann", "bo", "--out", "deep/adjudicate"]).expect(2).err().contains("already"));
    assert_eq!(here.read("deep/adjudicate/ferry.md.yaml"), decided);
}

/// Sections that the first file has not, entries before its first, other line ends and indentation, three people.
#[test]
fn files_of_other_shapes_are_merged_too() {
    let here = two();
    let bo = here.read("bo/ferry.md.yaml");
    let (head, rest) = bo.split_once("\nclaims:\n").unwrap();
    let (_, framing) = rest.split_once("\nframing:\n").unwrap();
    here.write("cy/ferry.md.yaml", format!("{head}\nframing: []   # none\n").replace('\n', "\r\n").trim_end());
    let wide = format!("\n{framing}").replace("\n  ", "\n      ").replace("f-pjv4", "f-di");
    here.write("di/ferry.md.yaml", format!("{head}\nframing:{wide}"));
    here.ibid(&["check", "cy", "di"]).expect(0);
    let ran = here.ibid(&["agree", "cy", "di", "bo", "--out", "out"]).expect(0);
    assert!(ran.out().contains("(cy, di)\n") && ran.out().contains("(di, bo)\n"), "{}", ran.screen());
    let merged = here.read("out/ferry.md.yaml");
    assert!(!merged.replace("\r\n", "").contains('\n'), "one kind of line end: {merged:?}");
    for entry in
        ["  - id: f-di\r\n", "  - id: f-pjv4\r\n", "  - id: f-own\r\n", "  - id: f-own-2\r\n", "  - id: c-50b2\r\n"]
    {
        assert_eq!(merged.matches(entry).count(), 1, "{entry}: {merged}");
    }
    here.ibid(&["check", "out"]).expect(0);
}

#[test]
fn what_cannot_be_compared_is_told() {
    let here = two();
    here.write("corpus/bridge.md", BRIDGE);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    here.write("bo/bridge.md.yaml", here.read("annotations/bridge.md.yaml"));
    let ran = here.ibid(&["agree", "ann", "bo"]).expect(0);
    assert!(ran.err().contains("bridge.md.yaml: annotated by one person only"), "{}", ran.screen());
    here.write("ann/bridge.md.yaml", here.read("ann/ferry.md.yaml"));
    assert!(here.ibid(&["agree", "ann", "bo"]).expect(2).err().contains("not of the same text"));
    assert!(here.ibid(&["agree", "ann", "bo/ferry.md.yaml"]).expect(2).err().contains("some of the paths"));
    assert!(here.ibid(&["agree", "ann", "corpus"]).expect(2).err().contains("by two people"));
    here.ibid(&["agree", "ann"]).expect(2);
    here.ibid(&["agree", "ann/ferry.md.yaml", "nowhere.yaml"]).expect(2);
    // An anchor binds an entry to another: neither can be taken out of its file.
    here.write("ann/bridge.md.yaml", here.read("bo/bridge.md.yaml"));
    here.edit("bo/ferry.md.yaml", "category: evaluative", "category: &c evaluative");
    let ran = here.ibid(&["agree", "ann", "bo", "--out", "out"]).expect(2);
    assert!(ran.err().contains("bo/ferry.md.yaml:") && ran.err().contains("anchor"), "{}", ran.screen());
}
