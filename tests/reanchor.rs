//! `ibid reanchor --stream`, and what `verify` says of changed passages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use serde_json::{Value, json};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

fn stream(lines: &str) -> Vec<Value> {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ibid"))
        .args(["reanchor", "--stream"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

const OLD: &str = "Zoë’s café 🚢 opened. The mayor counted 12 guests at the opening, she said. Then it rained.";

#[test]
fn answers_in_order_in_code_points() {
    let start = OLD.chars().position(|c| c == 'T').unwrap();
    let chars = [start, start + "The mayor counted 12 guests at the opening, she said.".chars().count()];
    let record = |id: Value, new: &str| json!({"id": id, "old": OLD, "new": new, "chars": chars}).to_string();
    let moved = format!("Über alles: {OLD}");
    let lines = [
        record(json!(1), OLD),
        record(json!("two"), &moved),
        record(json!(3), &OLD.replace("12", "21")),
        record(json!(4), "Something else."),
    ];
    let answers = stream(&(lines.join("\n") + "\n"));
    assert_eq!(answers.len(), 4);
    let expected = json!({"id": 1, "state": "intact", "chars": chars, "score": 1.0, "candidates": [], "flags": []});
    assert_eq!(answers[0], expected);
    assert_eq!((&answers[1]["id"], &answers[1]["state"]), (&json!("two"), &json!("moved")));
    assert_eq!(answers[1]["chars"], json!([chars[0] + 12, chars[1] + 12]));
    assert_eq!((&answers[2]["state"], &answers[2]["chars"]), (&json!("changed"), &json!(chars)));
    assert_eq!(answers[2]["flags"], json!(["digits"]));
    assert_eq!((&answers[3]["state"], &answers[3]["chars"]), (&json!("lost"), &json!(null)));
}

#[test]
fn refuses_in_place_and_goes_on() {
    let good = json!({"id": "good", "old": "abc", "new": "abc", "chars": [0, 3]}).to_string();
    let backwards = json!({"id": "b", "old": "abc", "new": "abc", "chars": [2, 1]}).to_string();
    let outside = json!({"id": "o", "old": "añb", "new": "abc", "chars": [0, 4]}).to_string();
    let empty = json!({"id": "e", "old": "abc", "new": "abc", "chars": [1, 1]}).to_string();
    let answers = stream(&["{", r#"{"id": 7}"#, &backwards, &outside, &empty, &good].join("\n"));
    let codes: Vec<&Value> = answers.iter().map(|answer| &answer["error"]["code"]).collect();
    let [json, invalid, chars] = [&json!("record.not-json"), &json!("record.invalid"), &json!("record.chars")];
    assert_eq!(codes, [json, invalid, chars, chars, chars, &Value::Null]);
    assert_eq!(answers[1]["id"], json!(7));
    assert_eq!(answers[5]["state"], json!("intact"));
}

#[test]
fn verify_shows_what_changed_and_fails() {
    let dir = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ibid")).args(args).current_dir(dir.path()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let document = dir.path().join("corpus/a.md");
    std::fs::create_dir(dir.path().join("corpus")).unwrap();
    let text = "The town met on Monday.\n\nThe mayor said: “We have counted 12 guests at the gate, and no more will come.”\n\nThen it rained.\n";
    std::fs::write(&document, text).unwrap();
    assert_eq!(run(&["annotate"]).0, Some(0));
    std::fs::write(&document, text.replace("12 guests", "21 guests")).unwrap();
    let (code, said) = run(&["verify", "annotations"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("1 changed") && said.contains("numbers differ") && said.contains("[-12-]{+21+}"), "{said}");
    let (code, said) = run(&["verify", "--format", "json", "annotations"]);
    assert_eq!(code, Some(1));
    let answer: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let changed = answer["astray"].as_array().unwrap().iter().find(|place| place["state"] == "changed").unwrap();
    assert_eq!((&changed["now"], &changed["changed"]["flags"]), (&json!([]), &json!(["digits"])));
}
