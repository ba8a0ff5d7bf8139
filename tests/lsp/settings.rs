//! The settings of a workspace, `ibid.yaml`: the server keeps to them, and tells what is wrong with them.

use super::{actions::*, *};

const OWN: &str = "\
category: label
terms:
  - id: label.quay-crow
    forms: [quay crow]
    inflect: noun
    reason: What dockers are called by those who want the quay for flats.
    examples: [\"The [quay crows] met at noon.\"]
";

/// What `ibid annotate` leaves out, the server does not want in the file either.
#[test]
fn what_annotate_wrote_under_them_is_up_to_date() {
    let here = Workspace::empty();
    here.write("ibid.yaml", "framing: broad\nmin-confidence: 1\nreviewer: Tom Pell\nlexicon: words\n");
    here.write("words/own.yaml", OWN);
    let text = FERRY.replacen("talks failed", "talks with the quay crows failed", 1);
    here.write(DOCUMENT, &text);
    here.ibid(&["annotate", "--quiet"]);
    let sidecar = here.read(SIDECAR);
    let mut editor = Editor::start(&here);
    let (document, file) = (here.uri(DOCUMENT), here.uri(SIDECAR));
    editor.open(&here, DOCUMENT);
    editor.open(&here, SIDECAR);
    assert_eq!(editor.problems(&file, 1), [] as [Value; 0], "written by this engine with this lexicon");
    let offered = actions(&mut editor, &document, &text, "quay crows");
    let titles: Vec<&str> = offered.iter().map(|action| action["title"].as_str().unwrap()).collect();
    assert!(!titles.iter().any(|title| title.starts_with("Bring")), "{titles:?}");
    let accept = editor.ask("codeAction/resolve", chosen(&offered, "Accept f-"));
    let accepted = edited(&sidecar, &only(&accept["edit"]).2);
    assert!(accepted.contains("reviewer: Tom Pell"), "{accepted}");
    // Saved with other settings, from the editor.
    here.write("ibid.yaml", "lexicon: words\n");
    editor.tell("textDocument/didSave", json!({"textDocument": {"uri": here.uri("ibid.yaml")}}));
    let offered = actions(&mut editor, &document, &text, "quay crows");
    chosen(&offered, "Bring the annotation file up to date");
    assert_eq!(editor.end(), 0);
}

#[test]
fn mistakes_in_them_are_told_in_the_editor() {
    let here = Workspace::annotated();
    let text = "framing: brod\n# 🙂\n\"港🙂\": 1\nreports: ../elsewhere\n";
    here.write("ibid.yaml", text);
    let mut editor = Editor::start(&here);
    let uri = here.uri("ibid.yaml");
    editor.open(&here, "ibid.yaml");
    let found = editor.problems(&uri, 1);
    let told: Vec<(&Value, &Value)> = found.iter().map(|problem| (&problem["code"], &problem["range"])).collect();
    let wanted = [
        ("shape.value", range(text, "brod")),
        ("shape.unknown-key", range(text, "\"港🙂\"")),
        ("config.outside", range(text, "../elsewhere")),
    ];
    let wanted: Vec<(Value, Value)> = wanted.into_iter().map(|(code, range)| (json!(code), range)).collect();
    assert_eq!(told, wanted.iter().map(|(code, range)| (code, range)).collect::<Vec<_>>());
    // Everything else is as it was without them.
    editor.open(&here, SIDECAR);
    assert_eq!(editor.problems(&here.uri(SIDECAR), 1), [] as [Value; 0]);
    editor.replace(&uri, 2, "framing: \n");
    let mut asked = place(&uri, "framing: \n", "\n");
    asked["context"] = json!({"triggerKind": 1});
    let items = editor.ask("textDocument/completion", asked);
    let labels: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect();
    assert_eq!(labels, ["precise", "broad", "off"]);
    let hover = editor.ask("textDocument/hover", place(&uri, "framing: \n", "framing"));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Which framing terms"), "{hover}");
    assert_eq!(editor.end(), 0);
}
