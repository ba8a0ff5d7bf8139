//! Diagnostics: those of `ibid check`, of the text in the editor.

use super::*;

fn code(problem: &Value) -> &str {
    problem["code"].as_str().unwrap()
}

/// The framing terms of a document are hints, told apart from what is wrong.
fn wrong(problems: &[Value]) -> Vec<&str> {
    problems.iter().filter(|problem| problem["severity"] != 4).map(code).collect()
}

#[test]
fn what_check_says_is_said_while_typing() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let uri = here.uri(SIDECAR);
    editor.open(&here, SIDECAR);
    assert_eq!(editor.problems(&uri, 1), [] as [Value; 0]);
    let broken = here
        .read(SIDECAR)
        .replacen("    kind: direct\n", "    kind: driect\n    x-🙂: 港\n    colour: 港🙂blue\n", 1)
        .replacen("{bytes: ", "{🙂港: 1, bytes: ", 1);
    editor.replace(&uri, 2, &broken);
    let found = editor.problems(&uri, 2);
    assert!(found.len() >= 3, "{found:?}");
    // Saved, `ibid check` says the same of it.
    here.write(SIDECAR, &broken);
    let checked = here.ibid(&["--format", "json", "check"]);
    let checked: Vec<Value> = checked.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), checked.len());
    for (found, checked) in found.iter().zip(&checked) {
        assert_eq!(found["code"], checked["code"]);
        assert!(found["message"].as_str().unwrap().starts_with(checked["message"].as_str().unwrap()), "{found}");
        assert_eq!(found["range"]["start"]["line"].as_u64().unwrap() + 1, checked["start"]["line"].as_u64().unwrap());
        let bytes = checked["bytes"].as_array().unwrap();
        let words = &broken[bytes[0].as_u64().unwrap() as usize..bytes[1].as_u64().unwrap() as usize];
        let edit = json!([{"range": found["range"], "newText": "«»"}]);
        assert_eq!(edited(&broken, &edit).len() + words.len(), broken.len() + "«»".len(), "{found}");
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn places_are_counted_as_was_agreed() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR).replacen("    kind: direct\n", "    \"日本🙂é\": 1\n    kind: direct\n", 1);
    for (offered, agreed, end) in [
        (json!(["utf-8", "utf-16"]), "utf-8", 4 + 2 + 12),
        (json!(["utf-16", "utf-8"]), "utf-8", 4 + 2 + 12),
        (json!(["utf-32", "utf-16"]), "utf-16", 4 + 2 + 5),
        (Value::Null, "utf-16", 4 + 2 + 5),
    ] {
        let can = json!({"general": {"positionEncodings": offered}});
        let (mut editor, server) = Editor::with(&here, can, Value::Null);
        assert_eq!(server["positionEncoding"], agreed);
        let uri = here.uri(SIDECAR);
        editor.open_text(&uri, &text);
        let found = editor.problems(&uri, 1);
        let unknown = found.iter().find(|problem| code(problem) == "shape.unknown-key").unwrap();
        let (start, stop) = (&unknown["range"]["start"], &unknown["range"]["end"]);
        assert_eq!((start["character"].as_u64(), stop["character"].as_u64()), (Some(4), Some(end)), "{agreed}");
        assert_eq!(editor.end(), 0);
    }
}

/// Edits of parts, behind emoji and wide characters, one after the other in one message.
#[test]
fn parts_are_changed_where_they_are_meant() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    for text in [FERRY.to_owned(), FERRY.replace('\n', "\r\n")] {
        editor.open_text(&uri, &text);
        let count = editor.problems(&uri, 1).iter().filter(|problem| problem["severity"] == 4).count();
        assert!(count >= 1);
        let (first, second) = (range(&text, "so-called "), range(&text, "regime"));
        editor.change(&uri, 2, json!([{"range": first, "text": ""}, {"range": second, "text": "🙂🙂"}]));
        let left = editor.problems(&uri, 2);
        assert_eq!(left.iter().filter(|problem| problem["severity"] == 4).count(), count - 1, "{left:?}");
        // The text is what we think it is.
        let now = text.replacen("so-called ", "", 1).replacen("regime", "🙂🙂", 1);
        let mut asked = place(&uri, &now, "Roth said on");
        asked["position"]["character"] = json!(asked["position"]["character"].as_u64().unwrap() + 5);
        let hover = editor.ask("textDocument/hover", asked);
        assert_eq!(hover["range"], range(&now, "said"), "{hover}");
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
        assert_eq!(
            editor.until(|said| said["params"]["version"].is_null() && said["params"]["uri"] == uri)["params"]["diagnostics"],
            json!([])
        );
    }
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_edit_of_the_document_is_told_in_its_annotation_file() {
    let here = Workspace::annotated();
    let own = "framing:\n  - id: f-mine\n    term: rejected\n    at: {bytes: 162-169}\n    category: evaluative\n    voice: outlet\n";
    let at = FERRY.find("rejected").unwrap();
    let own = own.replace("162-169", &format!("{at}-{}", at + 7));
    let sidecar = here.read(SIDECAR).replacen("framing:\n", &own, 1);
    here.write(SIDECAR, &sidecar);
    let before = here.all();
    let mut editor = Editor::start(&here);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    assert_eq!(wrong(&editor.problems(&file, 1)), [] as [&str; 0]);
    assert_eq!(wrong(&editor.problems(&document, 1)), [] as [&str; 0]);
    // Moved: the file is stale, and the place wrong, and both can be mended there.
    editor.replace(&document, 2, &FERRY.replacen("🙂", "🙂🙂", 1));
    let found = editor.problems(&file, 1);
    assert_eq!(wrong(&found), ["sidecar.stale", "sidecar.not-there"], "{found:?}");
    assert_eq!(wrong(&editor.problems(&document, 2)), [] as [&str; 0], "moved words are still theirs");
    // Gone.
    editor.replace(&document, 3, &FERRY.replacen("rejected", "adopted", 1));
    let found = editor.problems(&document, 3);
    assert_eq!(wrong(&found), ["sidecar.not-there"], "{found:?}");
    assert!(found[0]["message"].as_str().unwrap().contains("f-mine"));
    // And back.
    editor.replace(&document, 4, FERRY);
    assert_eq!(wrong(&editor.problems(&document, 4)), [] as [&str; 0]);
    assert_eq!(editor.end(), 0);
    assert_eq!(here.all(), before, "the server writes nothing");
}

/// The annotation file waits while somebody types, and is not forgotten.
#[test]
fn who_types_on_is_told_of_both_files() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    assert_eq!(editor.problems(&file, 1), [] as [Value; 0]);
    let start = position(FERRY, "🙂");
    for version in 2..40 {
        editor.change(&document, version, json!([{"range": {"start": start, "end": start}, "text": "🙂"}]));
        std::thread::sleep(Duration::from_millis(10 * (version as u64 % 8)));
    }
    let terms = editor.problems(&document, 39);
    let shown = FERRY.replacen("🙂", &"🙂".repeat(39), 1);
    assert!(terms.iter().any(|term| term["range"] == range(&shown, "so-called")), "{terms:?}");
    let is_stale = |said: &Value| {
        let found = said["params"]["diagnostics"].as_array();
        said["params"]["uri"] == file && found.is_some_and(|found| wrong(found).contains(&"sidecar.stale"))
    };
    editor.until(is_stale);
    editor.replace(&document, 40, FERRY);
    editor.until(|said| said["params"]["uri"] == file && said["params"]["diagnostics"] == json!([]));
    assert_eq!(editor.end(), 0);
}

#[test]
fn lexicons_and_the_yaml_of_others() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let lexicon = here.uri("lexicon/own.yaml");
    editor.open_text(&lexicon, "category: lable\nterms:\n  - id: label.mine\n    forms: [mine]\n    teir: precise\n");
    let found = editor.problems(&lexicon, 1);
    assert!(found.iter().any(|problem| code(problem) == "shape.unknown-key"), "{found:?}");
    let other = here.uri("docker-compose.yaml");
    editor.open_text(&other, "services:\n  web: {image: x}\nterms: [a]\n");
    assert_eq!(editor.problems(&other, 1), [] as [Value; 0]);
    let report = here.uri("reports/ferry.md");
    editor.open(&here, "reports/ferry.md");
    assert_eq!(editor.problems(&report, 1), [] as [Value; 0], "reports are not read");
    assert_eq!(editor.end(), 0);
}

#[test]
fn names_with_blanks_and_signs_and_files_elsewhere() {
    let here = Workspace::empty();
    let name = "corpus/der Hafen & 港 #1 50%.md";
    here.write(name, FERRY);
    here.ibid(&["annotate", "--quiet"]);
    let mut editor = Editor::start(&here);
    let (document, sidecar) = (here.uri(name), "annotations/der Hafen & 港 #1 50%.md.yaml");
    editor.open(&here, name);
    editor.open(&here, sidecar);
    assert_eq!(editor.problems(&here.uri(sidecar), 1), [] as [Value; 0]);
    let entry = editor.ask("textDocument/definition", place(&document, FERRY, "so-called"));
    assert_eq!(entry[0]["uri"], here.uri(sidecar), "as the client wrote it");
    // A file of another place is read, and nothing is looked for around it.
    let elsewhere = Workspace::annotated();
    editor.open(&elsewhere, DOCUMENT);
    assert!(!editor.problems(&elsewhere.uri(DOCUMENT), 1).is_empty());
    assert_eq!(editor.ask("textDocument/definition", place(&elsewhere.uri(DOCUMENT), FERRY, "so-called")), json!([]));
    editor.open(&elsewhere, SIDECAR);
    let found = editor.problems(&elsewhere.uri(SIDECAR), 1);
    assert_eq!(wrong(&found), ["verify.outside"], "{found:?}");
    assert_eq!(editor.end(), 0);
}

/// An editor shows no BOM, and the bytes of the file have one.
#[test]
fn a_bom_moves_nothing() {
    let here = Workspace::empty();
    here.write(DOCUMENT, &format!("\u{feff}{FERRY}"));
    here.ibid(&["annotate", "--quiet"]);
    let mut editor = Editor::start(&here);
    editor.open(&here, SIDECAR);
    editor.open_text(&here.uri(DOCUMENT), FERRY);
    assert_eq!(editor.problems(&here.uri(SIDECAR), 1), [] as [Value; 0]);
    let hover = editor.ask("textDocument/hover", place(&here.uri(DOCUMENT), FERRY, "so-called"));
    assert_eq!(hover["range"], range(FERRY, "so-called"));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("intact"), "{hover}");
    assert_eq!(editor.end(), 0);
}
