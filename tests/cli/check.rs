//! `ibid check`: all of a file's mistakes at once, mended where only one thing can be meant.

use super::{BRIDGE, FERRY, Workspace};
use serde_json::Value;
use std::{fs, time::Instant};

const SIDECAR: &str = "annotations/ferry.md.yaml";

/// Breaks the annotation file in several places.
fn broken(changes: &[(&str, &str)]) -> Workspace {
    let here = Workspace::annotated();
    for (from, to) in changes {
        here.edit(SIDECAR, from, to);
    }
    here
}

#[test]
fn nothing_wrong() {
    let here = Workspace::annotated();
    insta::assert_snapshot!(here.ibid(&["check"]).expect(0).screen(), @r"
    1 file: nothing wrong
    [exit 0]
    ");
    insta::assert_snapshot!(Workspace::new().ibid(&["check"]).expect(2).screen(), @r"
    error: annotations: no such file or folder
      help: run `ibid annotate`, or name the files to check
    [exit 2]
    ");
}

#[test]
fn every_mistake_is_told_at_once() {
    let here = broken(&[
        ("    kind: direct\n", "    kind: driect\n    colour: 港🙂blue\n"),
        ("    voice: attributed\n", "    voise: attributed\n"),
        ("    category: ", "    note: 12\n    category: "),
        ("{bytes: 212-215", "{bytes: 215-212"),
        ("- id: c-5gbn", "- id: c-50b2"),
        ("    speaker: Dana Roth\n", ""),
        ("    speaker: Lantern\n", "    speaker: []\n"),
    ]);
    let text = here.read(SIDECAR);
    insta::assert_snapshot!(here.ibid(&["check"]).expect(1).screen());
    assert_eq!(here.read(SIDECAR), text, "to check changes nothing");
}

/// Wide characters and emoji before the place, and in it.
#[test]
fn the_caret_is_right_under_wide_characters() {
    let here = broken(&[("    kind: direct\n", "    kind: direct\n    x-港: {a: 1}\n    \"日本🙂é\": 1\n")]);
    insta::assert_snapshot!(here.ibid(&["check"]).expect(1).screen());
    let finding = &here.ibid(&["--format", "json", "check"]).expect(1).json()[0];
    assert_eq!((finding["start"]["column"].as_u64(), finding["end"]["column"].as_u64()), (Some(5), Some(11)));
}

#[test]
fn what_a_person_wrote_is_held_against_the_document() {
    let own = "framing:
  - id: f-a
    term: so-called
    at: {bytes: 121-129}
    category: label
    voice: quoted
    speaker: Dana Rot
    claim: c-50b
    by: Mira
  - id: f-b
    term: The port
    at: {bytes: 9-16}
    category: label
    voice: outlet
  - id: f-c
    term: Friday
    at: {bytes: 177-182}
    category: label
    voice: outlet
  - id: f-d
    term: harbourmaster's brother
    at: {bytes: 0-5}
    category: label
    voice: outlet
  - id: f-e
    term: port is
    at: {bytes: 193-199}
    category: label
    voice: outlet
";
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let head = text.split("framing:\n").next().unwrap();
    here.write(SIDECAR, format!("{head}{own}"));
    insta::assert_snapshot!(here.ibid(&["check"]).expect(1).screen());
}

#[test]
fn claims_over_one_another() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let claims = text.split("claims:\n").nth(1).unwrap();
    let first = claims.split("\n\n").next().unwrap();
    let copy =
        first.replace("c-50b2", "c-copy").lines().filter(|l| !l.contains("by: ibid")).collect::<Vec<_>>().join("\n");
    here.write(SIDECAR, text.replacen("claims:\n", &format!("claims:\n{copy}\n\n"), 1));
    let ran = here.ibid(&["check"]).expect(0);
    assert!(ran.out().contains("the content shares words with c-"), "{}", ran.screen());
    here.edit(SIDECAR, "    rule: claim", "    within: c-50b2\n    rule: claim");
    assert!(!here.ibid(&["check"]).expect(0).out().contains("shares words"));
}

#[test]
fn what_is_plain_is_mended_and_shown_first() {
    let changes = [
        ("    kind: direct\n", "    kind: driect\n    colour: blue\n"),
        ("    voice: attributed\n", "    voise: attributed\n    note: 12\n"),
    ];
    let here = broken(&changes);
    let text = here.read(SIDECAR);
    insta::assert_snapshot!(here.ibid(&["check", "--fix", "--dry-run"]).expect(1).screen());
    assert_eq!(here.read(SIDECAR), text);
    let ran = here.ibid(&["check", "--fix"]).expect(1);
    assert!(ran.out().contains("unknown key `colour`") && !ran.out().contains("did you mean"), "{}", ran.screen());
    let mended = text.replace("driect", "direct").replace("voise", "voice").replace("note: 12", "note: \"12\"");
    assert_eq!(here.read(SIDECAR), mended);
    // Nothing is left that is plain: a second time nothing is written.
    here.ibid(&["check", "--fix"]).expect(1);
    assert_eq!(here.read(SIDECAR), mended);
}

#[test]
fn words_that_moved_are_mended() {
    let here = broken(&[("    voice: attributed\n", "    voice: attributed\n    review: accepted\n")]);
    here.edit("corpus/ferry.md", "The regime's", "On Monday, the regime's");
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert!(here.read(SIDECAR).contains("now: {state: moved"), "{}", here.read(SIDECAR));
    let ran = here.ibid(&["check", "--fix"]).expect(0);
    assert!(ran.out().contains("+    at: {bytes: "), "{}", ran.screen());
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert!(!here.read(SIDECAR).contains("now:"), "{}", here.read(SIDECAR));
    here.ibid(&["verify"]).expect(0);
}

#[test]
fn not_yaml_and_conflicts() {
    let here = broken(&[("    kind: direct", "   kind: [direct")]);
    assert!(here.ibid(&["check"]).expect(1).out().contains("not YAML"));
    for marks in ["<<<<<<< HEAD\n", "<<<<<<<\n", "=======\n", ">>>>>>> desk\n", "||||||| base\n"] {
        let here = broken(&[("    kind: direct\n", &format!("{marks}    kind: direct\n"))]);
        assert!(here.ibid(&["check"]).expect(1).out().contains("a git conflict was not resolved"), "{marks:?}");
        let text = here.read(SIDECAR);
        assert!(here.ibid(&["annotate"]).expect(2).err().contains("a git conflict was not resolved"), "{marks:?}");
        assert_eq!(here.read(SIDECAR), text);
    }
    let both = "<<<<<<< a\n=======\n>>>>>>> b\n";
    let here = broken(&[("claims:\n", &format!("{both}claims:\n{both}"))]);
    assert!(here.ibid(&["check"]).expect(1).out().ends_with("1 file: 2 errors\n"));
    here.write(SIDECAR, b"# caf\xe9\n");
    assert!(here.ibid(&["check"]).expect(2).err().contains("not UTF-8"));
}

#[test]
fn a_lexicon_is_checked_by_its_own_schema() {
    let here = Workspace::new();
    let lexicon = "category: label\nsummary: s\nreason: r\nterms:\n  - id: label.x\n    forms: [x]\n    tier: precice\n    \
        reason: r\n    examples: [\"[x]\"]\n    counter_examples: [y]\n    unles_before: [z]\n";
    here.write("lexicon/label.yaml", lexicon);
    insta::assert_snapshot!(here.ibid(&["check", "lexicon"]).expect(1).screen());
    here.ibid(&["check", "lexicon", "--fix"]).expect(0);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lexicon/framing");
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("typographic.yaml") {
            here.ibid(&["check", path.to_str().unwrap()]).expect(0);
        }
    }
}

/// A file says which lexicon wrote it: the workspace's own terms are part of that.
#[test]
fn a_file_is_held_against_the_lexicon_of_the_workspace() {
    let here = Workspace::new();
    let own = |word: &str| format!("category: label\nterms:\n  - {{id: label.own, forms: [{word}], reason: ours}}\n");
    here.write("corpus/ferry.md", FERRY);
    here.write("lexicon/own.yaml", own("quay crow"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert_eq!(here.ibid(&["check"]).expect(0).out(), "1 file: nothing wrong\n");
    here.write("lexicon/own.yaml", own("quay rat"));
    let told = here.ibid(&["check"]).expect(0);
    assert!(told.out().contains("the engine's entries are those of another lexicon"), "{}", told.out());
    // Nobody can say which lexicon it is that is not right.
    here.write("lexicon/own.yaml", "terms: [");
    insta::assert_snapshot!(here.ibid(&["check"]).expect(0).screen(), @r"
    note: nobody can say whether the files are of today's lexicon: it is not right, and `ibid annotate` tells where
    1 file: nothing wrong
    [exit 0]
    ");
    // The folder that was named, and the one in the settings.
    here.write("words/own.yaml", own("quay crow"));
    assert!(here.ibid(&["check", "--lexicon", "words"]).expect(0).out().contains("nothing wrong"));
    here.write("ibid.yaml", "lexicon: words\n");
    assert!(here.ibid(&["check"]).expect(0).out().contains("nothing wrong"));
}

/// What a code scanning service asks of a log; `IBID_SARIF_SCHEMA` names a file with the standard's own schema,
/// which is not ours to copy.
#[test]
fn sarif() {
    let here = broken(&[("    kind: direct\n", "    kind: driect\n    \"港🙂\": 1\n")]);
    here.write("corpus/a b.md", BRIDGE);
    here.ibid(&["annotate", "corpus/a b.md", "--quiet"]).expect(0);
    here.edit("annotations/a b.md.yaml", "claims:", "claimz:");
    let log = here.ibid(&["--format", "sarif", "check"]).expect(1).json().remove(0);
    assert_eq!((log["version"].as_str(), log["runs"].as_array().unwrap().len()), (Some("2.1.0"), 1));
    let run = &log["runs"][0];
    // Code scanning services want words for every rule.
    for rule in run["tool"]["driver"]["rules"].as_array().unwrap() {
        for key in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[key]["text"].as_str().is_some_and(|text| text.contains(' ')), "{rule}");
        }
    }
    let rules: Vec<&Value> =
        run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    for result in results {
        assert!(rules.contains(&&result["ruleId"]), "{result}");
        assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(["annotations/ferry.md.yaml", "annotations/a%20b.md.yaml"].contains(&uri), "{uri}");
        assert!(place["region"]["startLine"].as_u64() >= Some(1) && place["region"]["startColumn"].as_u64() >= Some(1));
    }
    if let Some(path) = std::env::var_os("IBID_SARIF_SCHEMA") {
        let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let errors: Vec<String> =
            jsonschema::validator_for(&schema).unwrap().iter_errors(&log).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    assert!(here.ibid(&["--format", "sarif", "annotate"]).expect(2).err().contains("SARIF"));
}

#[test]
fn a_renamed_document_is_offered() {
    let here = broken(&[("    speaker: Dana Roth\n", "    speaker: Mayor Roth\n")]);
    fs::rename(here.path("corpus/ferry.md"), here.path("corpus/port.md")).unwrap();
    fs::rename(here.path(SIDECAR), here.path("annotations/port.md.yaml")).unwrap();
    let ran = here.ibid(&["check"]).expect(1);
    assert!(ran.out().contains("../corpus/port.md is this very document"), "{}", ran.screen());
    here.ibid(&["check", "--fix"]).expect(0);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert!(here.read("annotations/port.md.yaml").contains("speaker: Mayor Roth"));
}

#[test]
fn any_bytes_are_checked() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let mut at = 7;
    while at < text.len() {
        // A byte is gone, or another stands in its place: no panic, and nothing is written.
        let mut bytes = text.clone().into_bytes();
        if at % 2 == 0 {
            bytes.remove(at);
        } else {
            bytes[at] = b"{[:#'\"\t-&*"[at % 10];
        }
        here.write(SIDECAR, &bytes);
        let code = here.ibid(&["check", "--quiet"]).code;
        assert!((0..=2).contains(&code), "{at}: {code}");
        assert_eq!(fs::read(here.path(SIDECAR)).unwrap(), bytes);
        at += 61;
    }
}

#[test]
fn a_thousand_claims_over_one_another_take_no_time() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let claims: String = (0..4000)
        .map(|n| format!("  - id: c-{n}\n    kind: direct\n    speaker: x\n    cue: {{bytes: 1-2, exact: it, class: neutral}}\n    content: {{bytes: {n}-9000, exact: none of these}}\n"))
        .collect();
    here.write(SIDECAR, format!("{}claims:\n{claims}", text.split("claims:\n").next().unwrap()));
    let start = Instant::now();
    here.ibid(&["check", "--format", "json"]).expect(1);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    assert!(!FERRY.is_empty());
}
