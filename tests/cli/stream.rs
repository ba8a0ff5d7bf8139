//! Records in, records out.

use super::{FERRY, Workspace};
use serde_json::{Value, json};
use std::process::Stdio;

fn stream(args: &[&str], input: &str) -> Vec<Value> {
    let args: Vec<&str> = ["stream"].iter().chain(args).copied().collect();
    Workspace::new().fed(&args, input.as_bytes()).expect(0).json()
}

#[test]
fn order_is_kept() {
    let mut input = String::new();
    for id in 0..2000 {
        let text = "“The port is closed,” Dana Roth said. ".repeat(if id % 97 == 0 { 200 } else { id % 13 });
        input.push_str(&format!("{}\n", json!({"id": id, "text": text})));
    }
    let answers = stream(&["--jobs", "2", "--fields", "claims"], &input);
    assert_eq!(answers.len(), 2000);
    for (id, answer) in answers.iter().enumerate() {
        let claims = if id % 97 == 0 { 200 } else { id % 13 };
        assert_eq!((answer["id"].as_u64(), answer["claims"].as_array().map(Vec::len)), (Some(id as u64), Some(claims)));
    }
    assert_eq!(answers, stream(&["--jobs", "1", "--fields", "claims"], &input));
}

#[test]
fn a_record_says_what_annotate_says() {
    let answer = &stream(&[], &json!({"id": "ferry", "text": FERRY}).to_string())[0];
    let raw = Workspace::annotated().read("annotations/ferry.md.yaml");
    assert!(raw.contains(answer["raw"].as_str().unwrap()));
    assert_eq!(answer["outlet"]["name"], "The Harbor Gazette");
    assert_eq!((&answer["byline"], &answer["published"]), (&json!(["Mira Osk"]), &json!("2031-03-14")));
    // Spans are in code points of the whole text.
    let letters: Vec<char> = FERRY.chars().collect();
    let span = answer["framing"][0]["span"][0].as_array().unwrap();
    let at = |index: usize| usize::try_from(span[index].as_u64().unwrap()).unwrap();
    assert_eq!(letters[at(0)..at(1)].iter().collect::<String>(), "so-called");
    let base64 = data_encoding::BASE64.encode(FERRY.as_bytes());
    assert_eq!(*answer, stream(&[], &json!({"id": "ferry", "base64": base64}).to_string())[0]);
}

#[test]
fn markup_is_text_in_plain_records() {
    let text = "“The *port* is closed,” Roth said.\n";
    let length = |format: &str| {
        stream(&[], &json!({"id": 1, "text": text, "format": format}).to_string())[0]["claims"].to_string()
    };
    assert_ne!(length("plain"), length("markdown"));
}

#[test]
fn what_cannot_be_read_is_told_and_the_stream_goes_on() {
    let lines = [
        "{\"id\": 1, \"text\"",
        "[1, 2]",
        "not json \u{1b}[2J",
        r#"{"id": 2}"#,
        r#"{"id": 3, "base64": "***"}"#,
        r#"{"id": 4, "base64": "Y2Fm6Q=="}"#,
        r#"{"id": 5, "base64": "YQBi"}"#,
        r#"{"id": 6, "text": "a\u0000b"}"#,
        r#"{"id": 7, "text": "a", "base64": "YQ=="}"#,
        r#"{"id": 8, "text": "a", "format": "html"}"#,
        r#"{"text": "no id"}"#,
        r#"{"id": 9, "text": 9}"#,
        r#"{"id": 10, "text": "\ud800"}"#,
        "",
        "   \t",
        r#"{"id": {"any": ["value"]}, "text": ""}"#,
    ];
    let answers = stream(&["--fields", "root"], &lines.join("\n"));
    let shown: Vec<String> = answers.iter().map(Value::to_string).collect();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn bytes_that_are_no_text_at_all_are_one_bad_record() {
    let input = b"\xff\xfe\0\x01\n{\"id\": 1, \"text\": \"a\"}\r\n";
    let ran = Workspace::new().fed(&["stream", "--fields", "front"], input).expect(0);
    assert_eq!(ran.json()[0]["error"]["code"], "record.not-json");
    assert_eq!(ran.json()[1], json!({"id": 1, "front": null}));
}

#[test]
fn only_the_fields_that_were_asked_for() {
    let input = json!({"id": 1, "text": FERRY}).to_string();
    let answer = &stream(&["--fields", "byline,published"], &input)[0];
    assert_eq!(*answer, json!({"id": 1, "byline": ["Mira Osk"], "published": "2031-03-14"}));
    let all = &stream(&[], &input)[0];
    for field in all.as_object().unwrap().keys().filter(|field| *field != "id") {
        assert!(stream(&["--fields", field], &input)[0].get(field).is_some(), "{field}");
    }
    insta::assert_snapshot!(Workspace::new().fed(&["stream", "--fields", "claim"], b"").expect(2).screen());
}

#[test]
fn nothing_in_nothing_out() {
    for input in ["", "\n\n\n"] {
        assert_eq!(stream(&[], input), Vec::<Value>::new());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let here = Workspace::new();
    let mut command = here.command(&["stream", "--jobs", "1"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (mut stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    drop(stdout);
    let input = format!("{}\n", json!({"id": 1, "text": "A word."})).repeat(5000);
    let _ = std::io::Write::write_all(&mut stdin, input.as_bytes());
    drop(stdin);
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr.as_slice()), (Some(0), b"".as_slice()));
    // The same for a verb that prints little.
    let mut child = here.command(&["explain"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert_eq!((done.status.code(), done.stderr.as_slice()), (Some(0), b"".as_slice()));
}

#[test]
#[cfg(unix)]
fn input_that_cannot_be_read() {
    let here = Workspace::new();
    let folder = std::fs::File::open(here.dir.path()).unwrap();
    let done = here.command(&["stream"]).stdin(folder).output().unwrap();
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(2) && err.contains("standard input cannot be read"), "{err}");
}
