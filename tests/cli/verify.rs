//! What still holds after each kind of change.

use super::{FERRY, Workspace};

/// The line about the annotation file, after its name.
fn rung(here: &Workspace, code: i32) -> String {
    let ran = here.ibid(&["verify", "annotations"]).expect(code);
    let json = here.ibid(&["verify", "annotations", "--format", "json"]).expect(code).json();
    assert_eq!(json[0]["holds"], code == 0);
    let line = ran.out().lines().next().unwrap().to_owned();
    let words = line.split(": ").nth(2).unwrap().trim_end_matches("; places").to_owned();
    assert_eq!(words.replace(' ', "-"), json[0]["rung"].as_str().unwrap(), "{line}");
    words
}

#[test]
fn all_holds_after_annotating() {
    let here = Workspace::annotated();
    insta::assert_snapshot!(here.ibid(&["verify"]).expect(0).screen(), @r"
    annotations/ferry.md.yaml: corpus/ferry.md: identical; places: 14 intact
    reports/ferry.md: strips back to its source; document: identical
    2 of 2 hold
    [exit 0]
    ");
    assert_eq!(here.ibid(&["verify", "--quiet"]).expect(0).screen(), "[exit 0]\n");
    for report in ["./reports/ferry.md", here.path("reports/ferry.md").to_str().unwrap()] {
        assert!(here.ibid(&["verify", report]).expect(0).out().contains("document: identical"), "{report}");
    }
}

#[test]
fn each_kind_of_change_has_its_rung() {
    let changes: [(&str, String); 4] = [
        ("same text", FERRY.replace('\n', "\r\n")),
        ("metadata changed", FERRY.replace("author: Mira Osk", "author: Mira Osk\nsection: Ports")),
        ("same words", FERRY.replace("on Friday.", "on\nFriday.")),
        ("changed", FERRY.replace("on Friday", "on Monday")),
    ];
    for (wanted, text) in changes {
        let here = Workspace::annotated();
        assert_eq!(rung(&here, 0), "identical");
        here.write("corpus/ferry.md", text);
        assert_eq!(rung(&here, 1), wanted);
        here.ibid(&["verify", "corpus/ferry.md"]).expect(1);
        here.ibid(&["verify", "reports/ferry.md"]).expect(1);
        here.ibid(&["annotate"]).expect(0);
        assert_eq!(rung(&here, 0), "identical", "after annotating again");
        here.ibid(&["verify"]).expect(0);
    }
}

#[test]
fn what_moved_is_told_place_by_place() {
    let here = Workspace::annotated();
    here.edit("corpus/ferry.md", "The regime's so-called", "Yesterday the regime's so-called");
    insta::assert_snapshot!(here.ibid(&["verify"]).expect(1).screen());
    let quiet = here.ibid(&["verify", "--quiet"]).expect(1);
    assert!(quiet.out().contains(": changed;") && !quiet.out().contains("hold\n"), "{}", quiet.screen());
}

/// What a person wrote, no engine writes anew: the command that sets it anew is named.
#[test]
fn an_entry_of_a_person_that_moved_is_for_reanchor() {
    let here = Workspace::annotated();
    here.edit("annotations/ferry.md.yaml", "speaker: Dana Roth\n", "speaker: Mayor Roth\n");
    here.edit("corpus/ferry.md", "The regime's", "Yesterday the regime's");
    let last = |ran: &super::Ran| ran.out().lines().last().unwrap().to_owned();
    let said = last(&here.ibid(&["verify", "annotations"]).expect(1));
    assert!(said.contains("`ibid reanchor` or `ibid check --fix` what people wrote"), "{said}");
    // The engine's own are brought up to date, what is a person's is still astray.
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let said = last(&here.ibid(&["verify", "annotations"]).expect(1));
    assert!(said.contains("`ibid reanchor`"), "{said}");
    here.ibid(&["reanchor", "--accept-all-moved"]);
    let screen = here.ibid(&["verify", "annotations"]).screen();
    assert!(!screen.contains("moved"), "{screen}");
}

#[test]
fn one_byte_of_a_report_is_enough() {
    let changes = [
        ("The port is closed", "The port is Closed"),
        ("on Friday.", "on Friday. "),
        ("| Dana Roth |", "| Dana Both |"),
        ("voice: attributed", "voice: outlet"),
        ("-end-->", "-end->"),
    ];
    for (from, to) in changes {
        let here = Workspace::annotated();
        here.edit("reports/ferry.md", from, to);
        let ran = here.ibid(&["verify", "reports/ferry.md"]);
        assert_eq!(ran.code, 1, "{from:?} to {to:?}: {}", ran.screen());
    }
    let here = Workspace::annotated();
    here.edit("reports/ferry.md", "The port is closed", "The port is open");
    insta::assert_snapshot!(here.ibid(&["verify", "reports"]).expect(1).screen());
}

#[test]
fn any_character_of_a_report_is_enough() {
    let (here, copies) = (Workspace::new(), 80);
    for copy in 0..copies {
        here.write(format!("corpus/{copy}.md"), FERRY);
    }
    here.ibid(&["annotate", "--quiet"]).expect(0);
    for copy in 0..copies {
        let name = format!("reports/{copy}.md");
        let mut letters: Vec<char> = here.read(&name).chars().collect();
        let at = copy * (letters.len() - 1) / (copies - 1);
        letters[at] = if letters[at] == 'x' { 'y' } else { 'x' };
        here.write(&name, letters.into_iter().collect::<String>());
    }
    let checked = here.ibid(&["verify", "reports", "--format", "json"]).expect(1).json();
    let holding: Vec<_> = checked.iter().filter(|line| line["holds"] != false).collect();
    assert!(checked.len() == copies && holding.is_empty(), "{holding:#?}");
}

#[test]
fn an_annotation_file_that_was_edited_makes_its_report_stale() {
    let here = Workspace::annotated();
    here.edit("annotations/ferry.md.yaml", "speaker: Dana Roth\n", "speaker: Mayor Roth\n");
    insta::assert_snapshot!(here.ibid(&["verify"]).expect(1).screen(), @r"
    annotations/ferry.md.yaml: corpus/ferry.md: identical; places: 14 intact
    reports/ferry.md: strips back to its source, but its notes are not those of the annotation file; document: identical
    1 of 2 hold; `ibid annotate` brings them up to date
    [exit 1]
    ");
    here.ibid(&["report"]).expect(0);
    here.ibid(&["verify"]).expect(0);
}

#[test]
fn a_workspace_elsewhere_must_be_named() {
    let (here, there) = (Workspace::new(), Workspace::annotated());
    let folder = there.path("annotations").to_string_lossy().into_owned();
    let refused = here.ibid(&["verify", &folder]).expect(2);
    assert!(refused.err().contains("lies outside this folder: ../corpus/ferry.md"), "{}", refused.screen());
    assert!(refused.err().contains("--corpus"), "{}", refused.screen());
    here.ibid(&["verify", &folder, "--corpus", there.dir.path().to_str().unwrap()]).expect(0);
}

#[test]
fn nothing_to_verify_is_no_success() {
    let here = Workspace::new();
    insta::assert_snapshot!(here.ibid(&["verify"]).expect(2).screen(), @r"
    error: there is nothing to verify here
      help: run `ibid annotate` first
    [exit 2]
    ");
    here.write("corpus/ferry.md", FERRY);
    std::fs::create_dir(here.path("reports")).unwrap();
    here.ibid(&["verify"]).expect(2);
    insta::assert_snapshot!(here.ibid(&["verify", "corpus"]).expect(2).screen(), @r"
    error: this is no annotation file, report or manifest, cites nothing, and has no annotation file
    --> corpus/ferry.md
     = help: run `ibid annotate corpus/ferry.md` first
    [exit 2]
    ");
}
