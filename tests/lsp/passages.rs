//! What stands under the pointer, where it leads, and what is shown behind it.

use super::*;

fn hover(editor: &mut Editor, uri: &str, text: &str, words: &str) -> String {
    editor.ask("textDocument/hover", place(uri, text, words))["contents"]["value"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn a_passage_shows_its_annotations() {
    let here = Workspace::annotated();
    here.ibid(&["review", "accept", "--note", "*his* words", "--by", "Mira Osk", &term_id(&here)]);
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open(&here, DOCUMENT);
    let said = hover(&mut editor, &uri, FERRY, "so-called");
    let (term, claim) = said.split_once("\n---\n").expect("a term and the claim around it");
    for words in [
        "so\\-called",
        "distancing",
        "voice: attributed",
        "speaker: Dana Roth",
        "relay: ",
        "rule: `",
        "accepted by Mira Osk",
        "note: \\*his\\* words",
        "a person's",
        "intact",
    ] {
        assert!(term.replace("\\-", "-").contains(&words.replace("\\-", "-")), "{words}: {said}");
    }
    for words in ["**Dana Roth**", "indirect claim", "cue: said", "neutral", "the engine's"] {
        assert!(claim.replace("\\", "").contains(words), "{words}: {said}");
    }
    assert!(hover(&mut editor, &uri, FERRY, "The Harbor Gazette").contains("outlet"));
    assert!(hover(&mut editor, &uri, FERRY, "sitename").is_empty());
    // Before it is saved: what is new says so.
    let edit = FERRY.replacen("talks failed", "sham talks failed", 1);
    editor.replace(&uri, 2, &edit);
    let said = hover(&mut editor, &uri, &edit, "sham");
    assert!(said.contains("not in the annotation file yet"), "{said}");
    assert_eq!(editor.end(), 0);
}

fn term_id(here: &Workspace) -> String {
    let sidecar = here.read(SIDECAR);
    let at = sidecar.find("term: so-called").unwrap();
    let before = &sidecar[..at];
    before[before.rfind("id: ").unwrap() + 4..].trim().to_owned()
}

#[test]
fn a_client_without_markdown_gets_plain_text() {
    let here = Workspace::annotated();
    let (mut editor, _) = Editor::with(&here, json!({}), Value::Null);
    editor.open(&here, DOCUMENT);
    let hover = editor.ask("textDocument/hover", place(&here.uri(DOCUMENT), FERRY, "so-called"));
    assert_eq!(hover["contents"]["kind"], "plaintext");
    let text = hover["contents"]["value"].as_str().unwrap();
    assert!(text.contains("[so-called]") && !text.contains('\\'), "{text}");
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_entry_shows_its_sentence_and_a_key_what_it_is_for() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let (uri, text) = (here.uri(SIDECAR), here.read(SIDECAR));
    editor.open(&here, SIDECAR);
    let said = hover(&mut editor, &uri, &text, "kind: direct");
    for words in [
        "Whether the content stands in quotation marks",
        "one of `direct`",
        "**Roth** **said**",
        "“The port is closed,”",
    ] {
        assert!(said.replace("\\", "").contains(words), "{words}: {said}");
    }
    let said = hover(&mut editor, &uri, &text, "attributed");
    assert!(said.contains("Inside an indirect claim"), "{said}");
    let said = hover(&mut editor, &uri, &text, "raw: ");
    assert!(said.contains("sha256sum"), "{said}");
    // The document as it is in the editor.
    editor.open_text(&here.uri(DOCUMENT), &FERRY.replacen("The port is closed", "The port is shut", 1));
    let said = hover(&mut editor, &uri, &text, "kind: direct");
    assert!(said.contains("shut"), "{said}");
    // A key is explained while the file is broken.
    let broken = format!("{text}\nclaims: [\n  - cue: {{class: \n");
    editor.replace(&uri, 2, &broken);
    assert!(hover(&mut editor, &uri, &broken, "class: \n").contains("How they attribute"));
    assert_eq!(editor.end(), 0);
}

#[test]
fn there_and_back() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let (document, file, text) = (here.uri(DOCUMENT), here.uri(SIDECAR), here.read(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    let mut go = |uri: &str, text: &str, words: &str| editor.ask("textDocument/definition", place(uri, text, words));
    // From words to their entries, the closest first, and from each back.
    let entries = go(&document, FERRY, "so-called");
    let entries = entries.as_array().unwrap();
    assert_eq!(entries.len(), 2, "the term, and the claim around it: {entries:?}");
    for (entry, words) in entries.iter().zip(["so-called", "🙂 港 The regime's so-called reform was rejected"]) {
        assert_eq!(entry["uri"], file.as_str());
        let asked = json!({"textDocument": {"uri": file}, "position": entry["range"]["start"]});
        let back = editor.ask("textDocument/definition", asked);
        assert_eq!(back[0]["uri"], document.as_str());
        assert_eq!(back[0]["range"], range(FERRY, words));
    }
    // A part of an entry leads to its own words.
    let mut go = |uri: &str, text: &str, words: &str| editor.ask("textDocument/definition", place(uri, text, words));
    assert_eq!(go(&file, &text, "exact: Mayor Dana Roth")[0]["range"], range(FERRY, "Mayor Dana Roth"));
    assert_eq!(go(&file, &text, "../corpus/ferry.md")[0]["uri"], document.as_str());
    let outlet = go(&document, FERRY, "The Harbor Gazette");
    assert_eq!(outlet[0]["range"], range(&text, "The Harbor Gazette"), "{outlet}");
    assert_eq!(go(&document, FERRY, "sitename"), json!([]));
    assert_eq!(editor.end(), 0);
}

#[test]
fn hints_and_outlines() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    let all = json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}});
    let hints = editor.ask("textDocument/inlayHint", json!({"textDocument": {"uri": document}, "range": all}));
    let end = &range(FERRY, "so-called")["end"];
    let hint = hints.as_array().unwrap().iter().find(|hint| &hint["position"] == end).expect("a hint behind the term");
    assert_eq!(hint["label"], "‹attributed: Dana Roth›");
    let some = json!({"textDocument": {"uri": document}, "range": range(FERRY, "talks failed")});
    assert_eq!(editor.ask("textDocument/inlayHint", some).as_array().unwrap().len(), 1, "only what is asked for");
    let outline = editor.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": file}}));
    let names: Vec<&str> = outline.as_array().unwrap().iter().map(|list| list["name"].as_str().unwrap()).collect();
    assert!(names.starts_with(&["outlet", "authors", "published", "claims", "framing"]), "{names:?}");
    let outline = editor.ask("textDocument/documentSymbol", json!({"textDocument": {"uri": document}}));
    assert!(outline.as_array().unwrap().iter().any(|symbol| symbol["name"] == "so-called"), "{outline}");
    assert_eq!(editor.end(), 0);
}
