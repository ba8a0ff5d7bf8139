//! Annotation files that cannot be read: told with line, column and help, and left as they are.

use super::{BRIDGE, Workspace, bad_input::yaml_bomb};
use std::time::Instant;

const SIDECAR: &str = "annotations/ferry.md.yaml";

/// Breaks the annotation file of one of two documents; returns what `annotate` says of it.
#[track_caller]
fn broken(change: impl FnOnce(String) -> Vec<u8>) -> String {
    let here = Workspace::annotated();
    here.write("corpus/zebra.md", BRIDGE);
    let bytes = change(here.read(SIDECAR));
    here.write(SIDECAR, &bytes);
    let report = here.read("reports/ferry.md");
    here.edit("corpus/ferry.md", "on Friday", "on Sunday");
    let ran = here.ibid(&["annotate"]).expect(2);
    assert!(here.has("annotations/zebra.md.yaml") && here.has("reports/zebra.md"), "the other is done");
    assert_eq!(std::fs::read(here.path(SIDECAR)).unwrap(), bytes, "nothing of a person's is lost");
    assert_eq!(here.read("reports/ferry.md"), report, "nothing is written for the broken one");
    for args in [["verify", SIDECAR], ["verify", "corpus/ferry.md"], ["report", "corpus/ferry.md"]] {
        let other = here.ibid(&args).expect(2);
        let title = ran.err().lines().next().unwrap().to_owned();
        assert!(other.err().starts_with(&title), "{args:?}: {}", other.screen());
    }
    ran.screen().replace(&digest_of(&bytes), "[digest]")
}

/// Digests change with the version; screens show none.
fn digest_of(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.split("raw: ").nth(1).and_then(|rest| rest.lines().next()).unwrap_or("no digest").to_owned()
}

fn replaced(from: &str, to: &str) -> impl FnOnce(String) -> Vec<u8> {
    move |text| {
        assert!(text.contains(from), "{text}");
        text.replacen(from, to, 1).into_bytes()
    }
}

#[test]
fn not_yaml() {
    insta::assert_snapshot!(broken(replaced("    kind: direct", "   kind: [direct")));
}

#[test]
fn an_unknown_key() {
    insta::assert_snapshot!(broken(replaced("    kind: direct", "    colour: blue\n    kind: direct")));
}

#[test]
fn a_git_conflict() {
    insta::assert_snapshot!(broken(replaced(
        "    kind: direct\n",
        "<<<<<<< HEAD\n    kind: direct\n=======\n    kind: mixed\n>>>>>>> desk\n"
    )));
}

#[test]
fn a_value_of_the_wrong_kind() {
    insta::assert_snapshot!(broken(replaced("    kind: direct", "    kind: shouted")));
}

#[test]
fn bytes_that_are_no_place() {
    insta::assert_snapshot!(broken(replaced("{bytes: 212-215", "{bytes: 215-212")));
}

#[test]
fn a_missing_key() {
    insta::assert_snapshot!(broken(replaced("    kind: direct\n", "")));
}

#[test]
fn an_id_given_twice() {
    insta::assert_snapshot!(broken(replaced("- id: c-5gbn", "- id: c-50b2")));
}

#[test]
fn another_version() {
    insta::assert_snapshot!(broken(replaced("ibid: 1\n", "ibid: 2\n")));
}

#[test]
fn empty() {
    insta::assert_snapshot!(broken(|_| vec![]));
    assert!(broken(|_| b"# nothing but a comment\n".to_vec()).contains("the annotation file is empty"));
}

#[test]
fn not_utf_8() {
    insta::assert_snapshot!(broken(|text| [b"# caf\xe9\n", text.as_bytes()].concat()));
}

#[test]
fn another_format() {
    let said = broken(|_| b"{\"some\": \"JSON\"}\n".to_vec());
    assert!(said.contains(":1:1"), "{said}");
    let said = broken(|_| b"just a text\n".to_vec());
    assert!(said.contains(":1:1"), "{said}");
}

#[test]
fn a_yaml_bomb() {
    let start = Instant::now();
    let said = broken(|text| {
        (text + "x-bomb:\n" + &yaml_bomb().lines().map(|l| format!("  {l}\n")).collect::<String>()).into()
    });
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    insta::assert_snapshot!(said);
}

#[test]
fn nested_without_end() {
    let said = broken(|text| (text + "x-deep: " + &"[".repeat(10_000) + "\n").into());
    assert!(said.contains("help:"), "{said}");
}

#[test]
fn another_document() {
    let here = Workspace::annotated();
    here.edit(SIDECAR, "../corpus/ferry.md", "../corpus/bridge.md");
    let before = here.read(SIDECAR);
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen());
    assert_eq!(here.read(SIDECAR), before);
    here.ibid(&["report"]).expect(2);
    here.ibid(&["verify", "corpus/ferry.md"]).expect(2);
    insta::assert_snapshot!(here.ibid(&["verify", SIDECAR]).expect(2).screen());
    // A document that was moved: the help is followed, and nothing is lost.
    let here = Workspace::annotated();
    here.edit(SIDECAR, "speaker: Dana Roth\n", "speaker: Mayor Roth\n");
    std::fs::rename(here.path("corpus/ferry.md"), here.path("corpus/port.md")).unwrap();
    std::fs::rename(here.path(SIDECAR), here.path("annotations/port.md.yaml")).unwrap();
    let ran = here.ibid(&["annotate"]).expect(2);
    assert!(ran.err().contains("set `path: ../corpus/port.md`"), "{}", ran.screen());
    here.edit("annotations/port.md.yaml", "../corpus/ferry.md", "../corpus/port.md");
    here.ibid(&["annotate"]).expect(0);
    assert!(here.read("annotations/port.md.yaml").contains("speaker: Mayor Roth"));
}

#[test]
fn a_path_that_leaves_the_workspace() {
    for path in ["../../../../../../../../etc/hostname", "/etc/hostname", "/nowhere/at/all", "../corpus/../../x.md"] {
        let here = Workspace::annotated();
        here.edit(SIDECAR, "../corpus/ferry.md", path);
        let ran = here.ibid(&["verify", SIDECAR]).expect(2);
        assert!(ran.err().contains(&format!("outside this folder: {path}")), "{}", ran.screen());
        assert!(ran.err().contains(&format!("{SIDECAR}:5:9")), "{}", ran.screen());
        assert_eq!(ran.out(), "");
    }
}
