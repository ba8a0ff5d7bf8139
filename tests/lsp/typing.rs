//! Completion, in files that are no YAML yet.

use super::*;

/// Completes at the place marked `|` and returns what is offered, and the text after the first is taken.
fn completed(here: &Workspace, marked: &str) -> (Vec<String>, String) {
    let text = marked.replacen('|', "", 1);
    let mut editor = Editor::start(here);
    let uri = here.uri(SIDECAR);
    editor.open_text(&uri, &text);
    let mut asked = place(&uri, marked, "|");
    asked["context"] = json!({"triggerKind": 1});
    let items = editor.ask("textDocument/completion", asked);
    let items = items.as_array().unwrap();
    let labels = items.iter().map(|item| item["label"].as_str().unwrap().to_owned()).collect();
    let taken = items.first().map_or_else(|| text.clone(), |item| edited(&text, &json!([item["textEdit"]])));
    assert_eq!(editor.end(), 0);
    (labels, taken)
}

#[test]
fn values_of_the_schema() {
    let here = Workspace::annotated();
    let head = "ibid: 1\nframing:\n  - id: f-a\n    term: 🙂 rejected\n";
    let (labels, taken) = completed(&here, &format!("{head}    voice: |\n"));
    assert_eq!(labels, ["outlet", "headline", "quoted", "attributed", "scare"]);
    assert!(taken.ends_with("    voice: outlet\n"), "{taken}");
    let (labels, taken) = completed(&here, &format!("{head}    voice: quo|ted # 港\n"));
    assert_eq!(labels.len(), 5);
    assert!(taken.ends_with("    voice: outlet # 港\n"), "{taken}");
    assert_eq!(completed(&here, &format!("{head}    relay: |\n")).0, ["neutral", "distancing", "endorsing"]);
    assert_eq!(
        completed(&here, &format!("{head}    now: {{state: |}}\n")).0,
        ["intact", "moved", "changed", "ambiguous", "lost"]
    );
    assert_eq!(completed(&here, &format!("{head}    review: |")).0, ["accepted", "rejected"]);
    assert!(completed(&here, &format!("{head}    category: |\n")).0.contains(&"in-group".to_owned()));
    assert!(completed(&here, "ibid: 1\nclaims:\n  - cue: {bytes: 1-2, class: |\n").0.contains(&"concede".to_owned()));
    assert_eq!(completed(&here, &format!("{head}    term: |\n")).0, [] as [&str; 0]);
    assert_eq!(completed(&here, &format!("{head}    # voice: |\n")).0, [] as [&str; 0]);
}

#[test]
fn names_and_ids_of_the_file() {
    let here = Workspace::annotated();
    let text = here.read(SIDECAR);
    let (first, rest) = text.split_at(text.find("framing:").unwrap());
    let marked = format!("{first}{}", rest.replacen("    by: ", "    speaker: |\n    by: ", 1));
    let (labels, taken) = completed(&here, &marked);
    assert_eq!(&labels[..2], ["Dana Roth", "Lantern"], "{labels:?}");
    assert!(taken.contains("    speaker: Dana Roth\n    by: "), "{taken}");
    let marked = format!("{first}{}", rest.replacen("    by: ", "    claim: |\n    by: ", 1));
    let (labels, _) = completed(&here, &marked);
    assert!(labels.iter().all(|label| label.starts_with("c-")) && labels.len() == 3, "{labels:?}");
}

#[test]
fn keys_that_are_not_there_yet() {
    let here = Workspace::annotated();
    let (labels, taken) = completed(&here, "ibid: 1\nframing:\n  - id: f-a\n    voice: outlet\n    |\n");
    assert!(labels.contains(&"term".to_owned()) && labels.contains(&"note".to_owned()), "{labels:?}");
    assert!(!labels.contains(&"voice".to_owned()) && !labels.contains(&"id".to_owned()), "{labels:?}");
    assert!(taken.ends_with("    at:\n") || taken.ends_with(": \n"), "{taken}");
    let (labels, _) = completed(&here, "ibid: 1\nframing:\n  - id: f-a\n    at: {bytes: 1-2, |}\n");
    assert_eq!(labels, ["exact", "prefix", "suffix", "was"]);
    assert!(completed(&here, "|").0.contains(&"document".to_owned()));
}
