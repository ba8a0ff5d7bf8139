//! Beginning, ending, and messages that are not right.

use super::*;

#[test]
fn a_life_in_order() {
    let here = Workspace::annotated();
    let before = here.all();
    let mut editor = Editor::silent(&here);
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32002, "before `initialize`");
    editor.tell("textDocument/didOpen", json!({"textDocument": 1}));
    let answer = editor.ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": {}}));
    assert_eq!(answer["serverInfo"]["name"], "ibid");
    assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
    editor.tell("initialized", json!({}));
    assert_eq!(editor.answer("initialize", json!({"capabilities": {}}))["error"]["code"], -32600, "twice");
    assert_eq!(editor.answer("no/such", json!({}))["error"]["code"], -32601);
    assert_eq!(editor.answer("textDocument/hover", json!({"a": 1}))["error"]["code"], -32602);
    assert_eq!(editor.answer("textDocument/hover", Value::Null)["error"]["code"], -32602);
    editor.tell("$/setTrace", json!({"value": "off"}));
    editor.tell("no/such", json!({}));
    assert_eq!(editor.ask("shutdown", Value::Null), Value::Null);
    assert_eq!(editor.answer("textDocument/hover", json!({}))["error"]["code"], -32600, "after `shutdown`");
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 0);
    assert_eq!(here.all(), before);
}

#[test]
fn who_goes_without_shutdown_is_told_by_the_exit_code() {
    let here = Workspace::empty();
    let mut editor = Editor::start(&here);
    editor.tell("exit", Value::Null);
    assert_eq!(editor.code(), 1);
    assert_eq!(Editor::start(&here).code(), 1, "the end of the input");
    assert_eq!(Editor::silent(&here).code(), 1);
}

#[test]
fn who_speaks_badly_is_told_and_heard_further() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    for (bad, code) in [
        (framed("{\"jsonrpc\": "), -32700),
        (framed("[]"), -32600),
        (framed("{\"id\": 1.5, \"method\": \"shutdown\"}"), -32600),
        ("Content-Length: x\r\n\r\n".to_owned(), -32700),
    ] {
        editor.write(bad.as_bytes());
        let told = editor.until(|said| said["id"].is_null() && said.get("error").is_some());
        assert_eq!(told["error"]["code"], code, "{bad}");
    }
    // Notifications of the wrong shape change nothing.
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        editor.tell(&format!("textDocument/{method}"), json!({"textDocument": {"uri": 7}}));
    }
    editor.change("file:///nowhere.md", 1, json!([{"text": "x"}]));
    editor.send(&json!({"jsonrpc": "2.0", "id": 4711, "result": null}));
    editor.open(&here, DOCUMENT);
    let hover = editor.ask("textDocument/hover", place(&here.uri(DOCUMENT), FERRY, "so-called"));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("distancing"), "{hover}");
    assert_eq!(editor.end(), 0);
}

#[test]
fn a_request_that_was_taken_back_is_not_answered() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    // The server reads this one while the others wait.
    let long = FERRY.repeat(60);
    let uri = here.uri("corpus/long.md");
    let message = |id: i64, method: &str, params: Value| {
        framed(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string())
    };
    let file = json!({"uri": uri, "languageId": "markdown", "version": 1, "text": long});
    let open = json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": file}});
    let asked = place(&uri, FERRY, "so-called");
    let cancel = json!({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 1002}});
    let all = [
        framed(&open.to_string()),
        message(1001, "textDocument/hover", asked.clone()),
        message(1002, "textDocument/hover", asked.clone()),
        framed(&cancel.to_string()),
        message(1003, "textDocument/hover", asked),
    ];
    editor.write(all.concat().as_bytes());
    assert!(editor.until(|said| said["id"] == 1001).get("result").is_some());
    assert_eq!(editor.until(|said| said["id"] == 1002)["error"]["code"], -32800);
    assert!(editor.until(|said| said["id"] == 1003).get("result").is_some());
    assert_eq!(editor.end(), 0);
}

/// Positions beyond everything, edits of every odd kind, in every kind of file; the server lives, and knows the text.
#[test]
fn nothing_that_an_editor_says_ends_it() {
    let here = Workspace::annotated();
    let mut editor = Editor::start(&here);
    let odd = [
        "",
        "\u{feff}",
        "a: {",
        "- - -",
        "ibid: 1\n\t: x",
        "🙂\r\n\r\n\u{0}",
        "claims: [",
        "---\ntitle: \"",
        "<!-- ibid: ",
    ];
    let places = [(0, 0), (3, 7), (u32::MAX, u32::MAX), (0, u32::MAX)];
    for name in [DOCUMENT, SIDECAR, "lexicon/own.yaml", "other.yaml", "reports/ferry.md"] {
        let uri = here.uri(name);
        editor.open_text(&uri, "category: label\nterms:\n  - id: x\n");
        let mut version = 1;
        for text in odd {
            version += 1;
            editor.replace(&uri, version, text);
            for (line, character) in places {
                let at = json!({"line": line, "character": character});
                version += 1;
                let whole = json!({"start": at, "end": {"line": 1, "character": 2}});
                editor.change(&uri, version, json!([{"range": whole, "text": "é🙂"}, {"range": whole, "text": ""}]));
                let asked = json!({"textDocument": {"uri": uri}, "position": at, "range": whole, "context": {"diagnostics": []}});
                for method in ["hover", "definition", "documentSymbol", "codeAction", "inlayHint"] {
                    editor.ask(&format!("textDocument/{method}"), asked.clone());
                }
                editor.ask("textDocument/completion", json!({"textDocument": {"uri": uri}, "position": at}));
            }
        }
        editor.problems(&uri, version);
        editor.tell("textDocument/didClose", json!({"textDocument": {"uri": uri}}));
    }
    for uri in ["untitled:Untitled-1", "file:///", "git:/a/b.md?x", "file:///no/such/place.yaml"] {
        editor.open_text(uri, FERRY);
        editor.ask("textDocument/hover", place(uri, FERRY, "so-called"));
        editor.ask(
            "textDocument/codeAction",
            json!({"textDocument": {"uri": uri}, "range": range(FERRY, "so-called"), "context": {"diagnostics": []}}),
        );
    }
    assert_eq!(editor.end(), 0);
}
