//! The main job: what is written, when, and what stays.

use super::{BRIDGE, FERRY, Workspace};
use std::{fs, path::Path};

#[test]
fn a_document_gets_an_annotation_file_and_a_report() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.write("corpus/north/bridge.txt", BRIDGE);
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(0).screen(), @r"
    2 documents: 4 claims, 1 framing term (1 attributed); 2 written, see reports
    [exit 0]
    ");
    for name in ["ferry.md", "north/bridge.txt"] {
        assert!(here.has(format!("annotations/{name}.yaml")) && here.has(format!("reports/{name}")), "{name}");
        assert_eq!(here.ibid(&["strip", &format!("reports/{name}")]).out(), here.read(format!("corpus/{name}")));
    }
    assert!(
        here.read("annotations/north/bridge.txt.yaml").starts_with("# yaml-language-server: $schema=../../schemas/")
    );
}

/// The line under the first command of the README.
#[test]
fn the_readme_shows_what_is_printed() {
    let (here, root) = (Workspace::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    for folder in ["corpus", "annotations"] {
        for file in fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            here.write(format!("{folder}/{}", file.file_name().unwrap().display()), fs::read_to_string(&file).unwrap());
        }
    }
    let printed = here.ibid(&["annotate"]).expect(0).out();
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    assert!(readme.contains(&format!("    {printed}")), "{printed}");
}

#[test]
fn a_second_run_changes_nothing() {
    let here = Workspace::annotated();
    let state = || {
        ["annotations/ferry.md.yaml", "reports/ferry.md"].map(|name| {
            let metadata = fs::metadata(here.path(name)).unwrap();
            (here.read(name), metadata.modified().unwrap())
        })
    };
    let before = state();
    let again = here.ibid(&["annotate"]).expect(0);
    assert!(again.out().ends_with("; nothing changed\n"), "{}", again.screen());
    here.ibid(&["report"]).expect(0);
    assert_eq!(before, state());
}

#[test]
fn a_check_writes_nothing_and_tells_what_is_stale() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    insta::assert_snapshot!(here.ibid(&["annotate", "--check"]).expect(1).screen(), @r"
    corpus/ferry.md: stale
    1 document: 3 claims, 1 framing term (1 attributed); 1 stale: run `ibid annotate`
    [exit 1]
    ");
    assert!(!here.has("annotations") && !here.has("reports"));
    here.ibid(&["annotate"]).expect(0);
    here.ibid(&["annotate", "--check"]).expect(0);
    here.edit("reports/ferry.md", "Framing terms", "Framing Terms");
    assert_eq!(here.ibid(&["annotate", "--check", "--quiet"]).expect(1).screen(), "corpus/ferry.md: stale\n[exit 1]\n");
}

#[test]
fn what_people_wrote_stays() {
    let here = Workspace::annotated();
    let sidecar = "annotations/ferry.md.yaml";
    here.edit(
        sidecar,
        "speaker: Lantern\n",
        "speaker: The Lantern  # as in its masthead\n    note: checked by telephone\n",
    );
    here.edit(sidecar, "voice: attributed\n", "voice: attributed\n    review: rejected\n");
    here.edit(
        sidecar,
        "\nframing:\n",
        "\nframing:\n  - id: f-mine\n    term: closed\n    at: {bytes: 201-206}\n    category: label\n    voice: quoted\n    x-desk: north\n\n",
    );
    let edited = here.read(sidecar);
    here.ibid(&["annotate"]).expect(0);
    assert_eq!(here.read(sidecar), edited);
    let report = here.read("reports/ferry.md");
    assert!(report.contains("checked by telephone") && report.contains("f-mine"), "{report}");
    assert!(!report.contains("distancing.so-called"), "a rejected term is not marked:\n{report}");
    here.ibid(&["verify"]).expect(0);
    // The document changes: places and digests follow, people's entries stay as they are.
    here.edit("corpus/ferry.md", "\n\nThe regime", "\n\nA storm passed.\n\nThe regime");
    here.ibid(&["annotate"]).expect(0);
    let after = here.read(sidecar);
    assert_ne!(after, edited);
    for kept in [
        "speaker: The Lantern  # as in its masthead",
        "note: checked by telephone",
        "review: rejected",
        "x-desk: north",
    ] {
        assert!(after.contains(kept), "{kept} is gone:\n{after}");
    }
    let report = here.read("reports/ferry.md");
    assert!(report.contains("A storm passed.") && report.contains("checked by telephone"), "{report}");
    assert_eq!(here.ibid(&["strip", "reports/ferry.md"]).out(), here.read("corpus/ferry.md"));
    here.ibid(&["annotate", "--check"]).expect(0);
}

#[test]
fn an_entry_without_its_words_is_told_and_kept() {
    let here = Workspace::annotated();
    let sidecar = "annotations/ferry.md.yaml";
    here.edit(sidecar, "kind: direct\n    speaker: Dana Roth\n", "kind: direct\n    speaker: Mayor Roth\n");
    here.edit("corpus/ferry.md", "“The port is closed,” Roth said. ", "");
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(0).screen(), @r"
    warning: an entry of annotations/ferry.md.yaml has lost its place
    --> corpus/ferry.md
     = help: run `ibid verify annotations/ferry.md.yaml`
    1 document: 2 claims, 1 framing term (1 attributed); 1 written, see reports
    [exit 0]
    ");
    assert!(here.read(sidecar).contains("speaker: Mayor Roth"));
    let verified = here.ibid(&["verify", sidecar]).expect(1);
    assert!(verified.out().contains("lost from bytes"), "{}", verified.screen());
}

#[test]
fn a_document_has_one_annotation_file_however_it_is_named() {
    let here = Workspace::new();
    here.write("corpus/north/ferry.md", FERRY);
    let full = here.path("corpus/north/ferry.md").to_string_lossy().into_owned();
    let folder = here.path("corpus/north").to_string_lossy().into_owned();
    for path in ["corpus", "./corpus", "corpus/north", "corpus/north/ferry.md", ".", &full, &folder] {
        here.ibid(&["annotate", path]).expect(0);
        let mut files: Vec<_> =
            fs::read_dir(here.path("annotations")).unwrap().map(|f| f.unwrap().file_name()).collect();
        files.sort();
        assert_eq!(files, ["north"], "{path}");
        here.ibid(&["verify", path]).expect(0);
    }
    here.ibid(&["annotate", "corpus", "corpus/north/ferry.md", &full]).expect(0);
}

#[test]
fn thousands_of_annotations_are_not_too_many() {
    let here = Workspace::new();
    let claims: String =
        (0..3000).map(|ferry| format!("“Ferry {ferry} sails,” Dana Roth said on Friday.\n\n")).collect();
    here.write("corpus/ferries.md", claims);
    let ran = here.ibid(&["annotate"]).expect(0);
    assert!(ran.out().starts_with("1 document: 3000 claims"), "{}", ran.screen());
    here.ibid(&["annotate", "--check"]).expect(0);
    here.ibid(&["verify"]).expect(0);
}

#[test]
fn our_own_files_are_no_documents() {
    let here = Workspace::annotated();
    for path in [".", here.dir.path().to_str().unwrap()] {
        assert!(here.ibid(&["annotate", path]).expect(0).out().starts_with("1 document:"), "{path}");
    }
}

#[test]
fn framing_can_be_broad_or_off_and_json_says_the_same() {
    let here = Workspace::annotated();
    let off = here.ibid(&["annotate", "--framing", "off", "--format", "json"]).expect(0).json();
    assert_eq!((off.len(), &off[0]["framing"], &off[0]["changed"]), (1, &0.into(), &true.into()));
    let again = here.ibid(&["annotate", "--framing", "off", "--format", "json"]).expect(0).json();
    assert_eq!(again[0]["changed"], false);
    let broad = here.ibid(&["annotate", "--framing", "broad", "--format", "json"]).expect(0).json();
    assert!(broad[0]["framing"].as_u64() >= Some(1) && broad[0]["claims"] == 3, "{broad:?}");
}

#[test]
fn strip_prints_the_very_bytes() {
    let here = Workspace::new();
    let texts = [
        ("bom.md", format!("\u{feff}{FERRY}")),
        ("crlf.md", FERRY.replace('\n', "\r\n")),
        ("bare.md", FERRY.trim_end().to_owned()),
        ("cr.txt", "One line, she said.\rAnother line.".to_owned()),
        ("empty.md", String::new()),
        ("controls.md", "The clerk said \u{1b}[31mno\u{1b}[0m.\u{202e}\u{7f}\n".to_owned()),
        ("front.md", "---\ntitle: Only a title\n---".to_owned()),
    ];
    for (name, text) in &texts {
        here.write(format!("corpus/{name}"), text);
    }
    here.ibid(&["annotate"]).expect(0);
    for (name, text) in &texts {
        let report = format!("reports/{name}");
        assert_eq!(here.ibid(&["strip", &report]).expect(0).out, text.as_bytes(), "{name}");
        let fed = here.fed(&["strip", "-"], here.read(&report).as_bytes()).expect(0);
        assert_eq!(fed.out, text.as_bytes(), "{name}");
    }
    here.ibid(&["verify"]).expect(0);
}

#[test]
fn warnings_fill_a_screen_at_most() {
    let here = Workspace::new();
    here.write("corpus/a.md", "“Never closed, he said.\n\nA quiet day.\n\n".repeat(40));
    let ran = here.ibid(&["annotate"]).expect(0);
    assert_eq!(ran.err().matches("warning:").count(), 12, "{}", ran.screen());
    assert!(ran.err().ends_with("note: 28 more warnings; mend these to see them\n"), "{}", ran.screen());
    here.write("corpus/b.md", "“Never closed, he said.\n");
    assert!(here.ibid(&["annotate"]).err().contains("29 more warnings; name single documents to see theirs"));
    assert_eq!(here.ibid(&["annotate", "--quiet"]).expect(0).screen(), "[exit 0]\n");
}

#[test]
fn what_a_person_rejects_is_not_in_the_report() {
    let here = Workspace::annotated();
    let rows = |here: &Workspace| {
        let report = here.read("reports/ferry.md");
        (report.contains("| so-called |"), report.contains("| Dana Roth | Mayor Dana Roth |"))
    };
    assert_eq!(rows(&here), (true, true));
    here.edit("annotations/ferry.md.yaml", "    term: so-called\n", "    term: so-called\n    review: rejected\n");
    here.edit(
        "annotations/ferry.md.yaml",
        "    designator: Mayor Dana Roth\n",
        "    designator: Mayor Dana Roth\n    review: rejected\n",
    );
    here.ibid(&["annotate"]).expect(0);
    assert_eq!(rows(&here), (false, false));
    let again = here.ibid(&["annotate"]).expect(0);
    assert!(again.out().ends_with("; nothing changed\n"), "{}", again.screen());
}

#[test]
fn a_report_shows_the_framing_terms_that_were_asked_for() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.ibid(&["annotate", "--framing", "broad"]).expect(0);
    let terms = |mode: &str| {
        let report = here.ibid(&["report", "--stdout", "--framing", mode]).expect(0).out();
        report.lines().filter(|line| line.starts_with("| f")).filter(|line| line.contains("distancing")).count()
    };
    assert_eq!((terms("broad"), terms("precise"), terms("off")), (2, 1, 0));
    here.ibid(&["report", "--framing", "off"]).expect(2);
}

#[test]
fn a_comment_that_names_nothing_is_told_with_line_and_column() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", "<!-- ibid-disable labels -->\n\nThe thug spoke.\n");
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(0).screen());
}
