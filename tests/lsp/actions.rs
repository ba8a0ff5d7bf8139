//! Edits: what a person, or `ibid review`, would have written.

use super::*;

/// The actions at some words, by their titles.
pub(crate) fn actions(editor: &mut Editor, uri: &str, text: &str, words: &str) -> Vec<Value> {
    let asked = json!({"textDocument": {"uri": uri}, "range": range(text, words), "context": {"diagnostics": []}});
    editor.ask("textDocument/codeAction", asked).as_array().unwrap().clone()
}

#[track_caller]
pub(crate) fn chosen(actions: &[Value], title: &str) -> Value {
    let titles: Vec<&Value> = actions.iter().map(|action| &action["title"]).collect();
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().starts_with(title));
    found.unwrap_or_else(|| panic!("no {title:?} among {titles:?}")).clone()
}

/// Takes the only edit of a workspace edit: where it goes, the version it is for, and the edits.
#[track_caller]
pub(crate) fn only(edit: &Value) -> (String, Value, Value) {
    let change = &edit["documentChanges"][0];
    assert_eq!(edit["documentChanges"].as_array().map(Vec::len), Some(1), "{edit}");
    (
        change["textDocument"]["uri"].as_str().unwrap().to_owned(),
        change["textDocument"]["version"].clone(),
        change["edits"].clone(),
    )
}

fn term_id(here: &Workspace) -> String {
    let sidecar = here.read(SIDECAR);
    let before = &sidecar[..sidecar.find("term: so-called").unwrap()];
    before[before.rfind("id: ").unwrap() + 4..].trim().to_owned()
}

#[test]
fn verdicts_are_what_review_writes() {
    let here = Workspace::annotated();
    let (text, id) = (here.read(SIDECAR), term_id(&here));
    let options = json!({"reviewer": "Mira Osk"});
    let (mut editor, _) = Editor::with(&here, able(), options);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    for (title, args) in [
        (format!("Accept {id}"), vec!["accept", &id, "--by", "Mira Osk"]),
        (format!("Reject {id}"), vec!["reject", &id, "--by", "Mira Osk"]),
        (format!("Voice of {id}: scare"), vec!["amend", &id, "--voice", "scare"]),
        (format!("Speaker of {id}: Lantern"), vec!["amend", &id, "--speaker", "Lantern"]),
    ] {
        here.write(SIDECAR, &text);
        here.ibid(&[&["review"], args.as_slice()].concat());
        let reviewed = here.read(SIDECAR);
        assert_ne!(reviewed, text);
        here.write(SIDECAR, &text);
        // From the words in the document, and from the entry in the file.
        for (uri, shown, words) in [(&document, FERRY, "so-called"), (&file, text.as_str(), "term: so-called")] {
            let action = chosen(&actions(&mut editor, uri, shown, words), &title);
            assert!(action.get("edit").is_none(), "made when it is chosen");
            let action = editor.ask("codeAction/resolve", action);
            let (where_to, version, edits) = only(&action["edit"]);
            assert_eq!((where_to.as_str(), &version), (file.as_str(), &json!(1)));
            assert_eq!(edited(&text, &edits), reviewed, "{title}");
        }
    }
    assert_eq!(here.read(SIDECAR), text, "the server writes nothing");
    assert_eq!(editor.end(), 0);
}

#[test]
fn clients_that_can_do_little_get_whole_edits() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR).replace('\n', "\r\n");
    here.write(SIDECAR, &text);
    let (mut editor, _) = Editor::with(&here, json!({}), Value::Null);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    let all = actions(&mut editor, &document, FERRY, "so-called");
    let accept = chosen(&all, "Accept f-");
    let edits = &accept["edit"]["changes"][&file];
    let new = edited(&text, edits);
    assert_eq!(new.len() - text.len(), "    review: accepted\r\n".len(), "{new}");
    assert!(new.contains("    review: accepted\r\n    by: "), "{new}");
    assert!(all.iter().all(|action| action.get("disabled").is_none() && action.get("command").is_none()), "{all:?}");
    assert_eq!(editor.end(), 0);
}

#[test]
fn only_what_was_asked_for() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open_text(&uri, &FERRY.replacen("🙂", "🙂🙂", 1));
    let mut kinds = |only: Value| {
        let context = json!({"diagnostics": [], "only": only});
        let asked = json!({"textDocument": {"uri": uri}, "range": range(FERRY, "called"), "context": context});
        let found = editor.ask("textDocument/codeAction", asked);
        let mut kinds: Vec<String> =
            found.as_array().unwrap().iter().map(|action| action["kind"].as_str().unwrap().to_owned()).collect();
        kinds.dedup();
        kinds
    };
    assert_eq!(kinds(json!(["refactor"])), ["refactor.rewrite"]);
    assert_eq!(kinds(json!(["source"])), ["source.ibid.annotate"]);
    assert_eq!(kinds(json!(["quickfix"])), [] as [&str; 0]);
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_note_is_opened_for_writing() {
    let here = Workspace::annotated();
    let (text, id) = (here.read(SIDECAR), term_id(&here));
    let mut editor = Editor::start(&here);
    let file = here.uri(SIDECAR);
    editor.open(&here, SIDECAR);
    let action = chosen(&actions(&mut editor, &file, &text, "term: so-called"), &format!("Note on {id}"));
    let action = editor.ask("codeAction/resolve", action);
    let new = edited(&text, &only(&action["edit"]).2);
    assert!(new.contains("    note: \"\"\n    by: "), "{new}");
    editor.replace(&file, 2, &new);
    let command = &action["command"];
    editor.ask("workspace/executeCommand", json!({"command": command["command"], "arguments": command["arguments"]}));
    let shown = editor.until(|said| said["method"] == "window/showDocument");
    assert_eq!(shown["params"]["uri"], file);
    let end = &range(&new, "note: \"")["end"];
    assert_eq!(&shown["params"]["selection"]["start"], end);
    assert_eq!(
        editor.answer("workspace/executeCommand", json!({"command": "rm", "arguments": []}))["error"]["code"],
        -32602
    );
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_selection_becomes_a_term() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open(&here, DOCUMENT);
    let all = actions(&mut editor, &uri, FERRY, "closed");
    let action = editor.ask("codeAction/resolve", chosen(&all, "Add “closed” as a framing term: metaphor"));
    let (where_to, version, edits) = only(&action["edit"]);
    assert_eq!((where_to, version), (here.uri(SIDECAR), Value::Null), "not open: no version");
    let new = edited(&text, &edits);
    let added: String =
        new.lines().filter(|line| !text.lines().any(|old| old == *line)).map(|line| format!("{line}\n")).collect();
    let at = FERRY.find("closed").unwrap();
    assert!(added.contains("    term: closed\n"), "{added}");
    assert!(added.contains(&format!("    at: {{bytes: {at}-{}, prefix: ", at + 5)), "{added}");
    assert!(
        added.contains("    category: metaphor\n") && !added.contains("by:") && !added.contains("rule:"),
        "{added}"
    );
    assert!(new.contains("    voice: quoted\n    speaker: Dana Roth\n    claim: c-"), "{new}");
    // It is a good file, and the entry is the person's.
    here.write(SIDECAR, &new);
    assert_eq!(here.ibid(&["check"]), "1 file: nothing wrong\n");
    here.ibid(&["annotate", "--quiet"]);
    assert_eq!(here.read(SIDECAR), new);
    assert_eq!(editor.end(), 0);
}

/// Into files with other line ends, and without a list of terms.
#[test]
fn a_term_goes_into_files_of_any_layout() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let bare = text.find("\nframing:").map(|at| text[..at].to_owned()).unwrap();
    for old in
        [text.replace('\n', "\r\n"), bare.replace('\n', "\r\n"), bare.trim_end().to_owned(), bare + "\nframing: []\n"]
    {
        here.write(SIDECAR, &old);
        let mut editor = Editor::start(&here);
        let uri = here.uri(DOCUMENT);
        editor.open(&here, DOCUMENT);
        let all = actions(&mut editor, &uri, FERRY, "third day");
        let action = editor.ask("codeAction/resolve", chosen(&all, "Add “third day” as a framing term: label"));
        let new = edited(&old, &only(&action["edit"]).2);
        here.write(SIDECAR, &new);
        assert!(here.ibid(&["check"]).contains("nothing wrong"), "{}\n{new}", here.ibid(&["check"]));
        assert_eq!(new.matches("\r\n").count(), if old.contains('\r') { new.matches('\n').count() } else { 0 });
        assert!(new.contains("    voice: headline"), "{new}");
        assert_eq!(editor.end(), 0);
    }
}

#[test]
fn a_selection_becomes_a_claim() {
    let here = Workspace::empty();
    let text =
        format!("{FERRY}\nA strike of this length, Roth murmured to nobody, is “a 港 gift” for the rail line.\n");
    here.write(DOCUMENT, &text);
    here.ibid(&["annotate", "--quiet"]);
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open(&here, DOCUMENT);
    let words = "is “a 港 gift” for the rail line";
    let all = actions(&mut editor, &uri, &text, words);
    let action = editor.ask("codeAction/resolve", chosen(&all, "Add “is “a"));
    let old = here.read(SIDECAR);
    let new = edited(&old, &only(&action["edit"]).2);
    let added: String =
        new.lines().filter(|line| !old.lines().any(|known| known == *line)).map(|line| format!("{line}\n")).collect();
    for line in ["kind: mixed", "exact: murmured, class: ", "content: {bytes: "] {
        assert!(added.contains(line), "{line}:\n{added}");
    }
    assert!(new.contains("    speaker: Dana Roth\n"), "{new}");
    here.write(SIDECAR, &new);
    assert!(here.ibid(&["check"]).contains("nothing wrong"), "{new}");
    // Nothing attributes a headline: the action says why it cannot be taken.
    let all = actions(&mut editor, &uri, &text, "enters third day");
    assert!(chosen(&all, "Add “enters third day” as a claim")["disabled"]["reason"].as_str().is_some());
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_document_without_a_file_gets_one() {
    let here = Workspace::annotated();
    let annotated = here.read(SIDECAR);
    fs::remove_dir_all(here.path("annotations")).unwrap();
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open(&here, DOCUMENT);
    let all = actions(&mut editor, &uri, FERRY, "so-called");
    let action = editor.ask("codeAction/resolve", chosen(&all, "Bring the annotation file up to date"));
    let changes = &action["edit"]["documentChanges"];
    assert_eq!((&changes[0]["kind"], &changes[0]["uri"]), (&json!("create"), &json!(here.uri(SIDECAR))));
    assert_eq!(changes[1]["edits"][0]["newText"], annotated.as_str());
    let action = editor.ask("codeAction/resolve", chosen(&all, "Accept f-"));
    let new = action["edit"]["documentChanges"][1]["edits"][0]["newText"].as_str().unwrap();
    assert_eq!(new.len() - annotated.len(), "    review: accepted\n".len());
    assert_eq!(editor.end(), 0);
}

/// An action that was offered for another text must not be taken.
#[test]
fn what_was_edited_since_is_refused() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    editor.open(&here, DOCUMENT);
    let action = chosen(&actions(&mut editor, &uri, FERRY, "closed"), "Add “closed” as a framing term");
    editor.replace(&uri, 2, &format!("x{FERRY}"));
    assert_eq!(editor.answer("codeAction/resolve", action)["error"]["code"], -32801);
    assert_eq!(editor.end(), 0);
}

#[test]
fn an_edited_document_brings_its_file_up_to_date() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let mut editor = Editor::start(&here);
    let uri = here.uri(DOCUMENT);
    let edit = FERRY.replacen("🙂", "🙂🙂", 1).replacen("talks failed", "sham talks failed", 1);
    editor.open_text(&uri, &edit);
    let action = chosen(&actions(&mut editor, &uri, &edit, "sham"), "Bring the annotation file up to date");
    let action = editor.ask("codeAction/resolve", action);
    let new = edited(&text, &only(&action["edit"]).2);
    here.write(DOCUMENT, &edit);
    here.ibid(&["annotate", "--quiet"]);
    assert_eq!(new, here.read(SIDECAR), "what `ibid annotate` writes");
    assert_eq!(editor.end(), 0);
}

#[test]
fn plain_mistakes_are_mended_one_by_one() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let broken = text.replacen("    kind: direct\n", "    kind: driect\n", 1);
    let mut editor = Editor::start(&here);
    let file = here.uri(SIDECAR);
    editor.open_text(&file, &broken);
    let fixes = actions(&mut editor, &file, &broken, "driect");
    let fix = chosen(&fixes, "Write direct");
    assert_eq!((&fix["kind"], &fix["diagnostics"][0]["code"]), (&json!("quickfix"), &json!("shape.value")));
    assert_eq!(edited(&broken, &only(&fix["edit"]).2), text);
    assert_eq!(editor.end(), 0);
}
