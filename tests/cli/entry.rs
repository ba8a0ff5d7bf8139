//! `ibid explain ID`, and claims by how often their rules are right.

use super::{FERRY, Workspace};
use serde_json::{Value, json};

/// Letters that take two columns, a combining accent, a chain.
const WIDE: &str = "\
# 港務局 speaks

Anto Lo\u{301}pez of the 港務局 said the piers were open. The *Courier* quoted Mira Vell as saying “nobody asked us” on Friday.
";

fn ids(here: &Workspace, sidecar: &str, kind: char) -> Vec<String> {
    let text = here.read(sidecar);
    let wanted = format!("- id: {kind}-");
    text.lines().filter(|line| line.trim_start().starts_with(&wanted)).map(|line| line.trim()[6..].to_owned()).collect()
}

#[test]
fn an_entry_is_shown_in_its_sentence() {
    let here = Workspace::annotated();
    here.write("corpus/wide.md", WIDE);
    here.ibid(&["annotate"]).expect(0);
    let mut screens = vec![];
    for (sidecar, kind) in [("annotations/ferry.md.yaml", 'f'), ("annotations/wide.md.yaml", 'c')] {
        for id in ids(&here, sidecar, kind) {
            screens.push(format!("$ ibid explain {id}\n{}", here.ibid(&["explain", &id]).expect(0).screen()));
        }
    }
    screens.push(here.ibid(&["explain", "the harbor gazette"]).expect(0).screen());
    // Figures are measured again when rules change; what is pinned is how they are shown.
    let figure = |line: &str| match line.split_once("right in ") {
        Some((head, tail)) => format!("{head}right in [share] of [count] {}", tail.splitn(4, ' ').last().unwrap()),
        None => line.to_owned(),
    };
    let shown: Vec<String> = screens.join("\n").lines().map(figure).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn an_entry_as_json_has_the_same() {
    let here = Workspace::annotated();
    let ids = ids(&here, "annotations/ferry.md.yaml", 'c');
    let said = &here.ibid(&["explain", &ids[1], "--format", "json"]).expect(0).json()[0];
    assert_eq!((&said["id"], &said["entry"], &said["before"]), (&json!(ids[1]), &json!("claim"), &json!(ids[0])));
    assert!(said["precision"].as_f64().is_some_and(|share| share > 0.5 && share < 1.0), "{said}");
    assert!(said["text"][0].as_str().unwrap().contains("Roth said"), "{said}");
}

#[test]
fn an_unknown_id_is_told_with_what_is_near() {
    let here = Workspace::annotated();
    let known = &ids(&here, "annotations/ferry.md.yaml", 'c')[0];
    let other = format!("{}{}", &known[..known.len() - 1], if known.ends_with('2') { '3' } else { '2' });
    let told = here.ibid(&["explain", &other]).expect(2).err();
    assert!(told.contains(&format!("did you mean: {known} in annotations/ferry.md.yaml")), "{told}");
    let told = here.ibid(&["explain", "c-zzzzzzzz"]).expect(2).err();
    assert!(told.contains("looked in 1 annotation file in annotations;") && told.contains("`id:` line"), "{told}");
    let told = here.ibid(&["explain", "c-zzzz", "--annotations", "nowhere"]).expect(2).err();
    assert!(told.contains("no annotation files in nowhere: run `ibid annotate`"), "{told}");
    // What the lexicon almost has is looked for there first.
    assert!(here.ibid(&["explain", "regim"]).expect(2).err().contains("delegitimiser.regime"));
}

#[test]
fn a_changed_document_and_a_bad_file_are_told() {
    let here = Workspace::annotated();
    let id = &ids(&here, "annotations/ferry.md.yaml", 'c')[0];
    let sidecar = here.read("annotations/ferry.md.yaml");
    here.write("corpus/ferry.md", FERRY.replace("was rejected", "went through"));
    let told = here.ibid(&["explain", id]).expect(2).err();
    assert!(told.contains("do not stand in corpus/ferry.md any more") && told.contains("ibid verify"), "{told}");
    here.write("corpus/ferry.md", FERRY.replace("on Friday", "at last"));
    assert!(here.ibid(&["explain", id]).expect(0).out().contains("said at last"));
    here.write("annotations/bad.yaml", "ibid: [");
    let told = here.ibid(&["explain", id]).expect(2);
    assert!(told.out().contains("said at last") && told.err().contains("annotations/bad.yaml:"), "{}", told.screen());
    std::fs::remove_file(here.path("annotations/bad.yaml")).unwrap();
    here.write("annotations/ferry.md.yaml", sidecar.replace("../corpus/ferry.md", "../../../../etc/passwd"));
    assert!(here.ibid(&["explain", id]).expect(2).err().contains("outside this folder"));
}

#[test]
fn a_person_has_no_precision() {
    let here = Workspace::annotated();
    let sidecar = here.read("annotations/ferry.md.yaml");
    let id = &ids(&here, "annotations/ferry.md.yaml", 'c')[0];
    here.write("annotations/ferry.md.yaml", sidecar.replacen("    by: ibid", "    review: accepted\n    by: ibid", 20));
    assert!(here.ibid(&["explain", id]).expect(0).out().contains("a person's entry"));
    let none = here.ibid(&["report", "--stdout", "--format", "json", "--min-confidence", "1"]).expect(0).json();
    assert!(!none[0]["claims"].as_array().unwrap().is_empty(), "claims of people stay");
}

/// The confidences of the claims of a text, and those left with a wish.
fn confidences(least: &str) -> Vec<Value> {
    let text = "Moss fears that the pier will fall. “The pier is safe,” Roth said. Vell, pointing at it, shrugged, \
                adding that Roth believed Moss.";
    let input = json!({"id": 1, "text": text}).to_string();
    let args = ["stream", "--fields", "claims", "--min-confidence", least];
    let answer = &Workspace::new().fed(&args, input.as_bytes()).expect(0).json()[0];
    answer["claims"].as_array().unwrap().clone()
}

#[test]
fn claims_below_the_wanted_confidence_are_left_out() {
    let all = confidences("0");
    let shares: Vec<f64> = all.iter().map(|claim| claim["confidence"].as_f64().unwrap()).collect();
    let best = shares.iter().copied().fold(0.0, f64::max);
    assert!(shares.len() >= 3 && shares.iter().any(|share| *share < best), "{all:#?}");
    let some = confidences(&best.to_string());
    assert_eq!(some.len(), shares.iter().filter(|share| **share >= best).count());
    let ids: Vec<&Value> = some.iter().map(|claim| &claim["id"]).collect();
    assert!(some.iter().all(|claim| claim["within"].is_null() || ids.contains(&&claim["within"])));
    assert_eq!(confidences("1").len(), 0);
    for wrong in ["2", "-1", "much"] {
        let told = Workspace::new().ibid(&["stream", &format!("--min-confidence={wrong}")]).expect(2).err();
        assert!(told.contains("a confidence is a number from 0 to 1"), "{told}");
    }
}

#[test]
fn annotate_leaves_out_what_stream_leaves_out() {
    let here = Workspace::annotated();
    let all = ids(&here, "annotations/ferry.md.yaml", 'c').len();
    here.ibid(&["annotate", "--min-confidence", "1"]).expect(0);
    assert!(all > 0 && ids(&here, "annotations/ferry.md.yaml", 'c').is_empty());
    here.ibid(&["verify"]).expect(0);
    here.ibid(&["annotate"]).expect(0);
    assert_eq!(ids(&here, "annotations/ferry.md.yaml", 'c').len(), all);
    // A written report always says what the annotation file says.
    assert!(here.ibid(&["report", "--min-confidence", "0.9"]).expect(2).err().contains("--stdout"));
}
