//! What the other verbs show: hash, explain, init, help.

use super::{BRIDGE, FERRY, Workspace};
use std::process::{Command, Stdio};

const VERBS: &[&str] = &[
    "annotate",
    "report",
    "compare",
    "sources",
    "serve",
    "verify",
    "cite",
    "prove",
    "verify-proof",
    "check",
    "review",
    "lsp",
    "agree",
    "strip",
    "hash",
    "stream",
    "reanchor",
    "export",
    "import",
    "hydrate",
    "explain",
    "schema",
    "init",
    "completions",
    "man",
];

#[test]
fn help() {
    let here = Workspace::new();
    let mut screens = here.ibid(&["--help"]).expect(0).out();
    for verb in VERBS {
        let help = here.ibid(&[verb, "--help"]).expect(0).out();
        assert!(help.contains("Example"), "{verb}: {help}");
        screens.push_str(&format!("\n\n$ ibid {verb} --help\n{help}"));
    }
    let listed = here.ibid(&["--help"]).out();
    let named = listed.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap().lines();
    let named: Vec<&str> = named.map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(named, VERBS);
    insta::assert_snapshot!(screens);
}

#[test]
fn wrong_usage() {
    let here = Workspace::new();
    for args in
        [&["--colour"][..], &["annotate", "--chek"], &["anotate"], &["strip"], &[], &["annotate", "--framing", "x"]]
    {
        let ran = here.ibid(args).expect(2);
        assert!(
            ran.out().is_empty() && ran.err().contains("Usage: ibid") || ran.err().contains("--help"),
            "{}",
            ran.screen()
        );
    }
    assert!(here.ibid(&["--version"]).expect(0).out().starts_with("ibid "));
}

#[test]
fn hash_speaks_as_sha256sum_does() {
    let here = Workspace::new();
    let names = ["ferry.md", "with space.md", "back\\slash.md", "new\nline.md", "港.md", "-dash.md"];
    for name in names {
        here.write(format!("corpus/{name}"), format!("{FERRY}{name}"));
    }
    let printed = here.ibid(&["hash", "corpus"]).expect(0);
    assert_eq!(printed.out().lines().count(), names.len());
    here.write("SUMS", &printed.out);
    let check = Command::new("sha256sum").args(["-c", "--strict", "SUMS"]).current_dir(here.dir.path()).output();
    let Ok(check) = check else {
        eprintln!("skipped: there is no sha256sum here");
        return;
    };
    assert!(
        check.status.success(),
        "{}{}",
        String::from_utf8_lossy(&check.stdout),
        String::from_utf8_lossy(&check.stderr)
    );
}

#[test]
fn hash_as_json_has_all_four_digests() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", BRIDGE);
    let lines = here.ibid(&["hash", "--format", "json", "corpus"]).expect(0).json();
    let paths: Vec<_> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["corpus/bridge.md", "corpus/ferry.md"]);
    assert!(lines[0]["front"].is_null() && lines[1]["front"].is_string());
    let sidecar = here.read("annotations/ferry.md.yaml");
    for key in ["raw", "text", "front", "root"] {
        assert!(sidecar.contains(&format!("  {key}: {}", lines[1][key].as_str().unwrap())), "{key}");
    }
    here.write("corpus/photo.md", b"caf\xe9");
    let ran = here.ibid(&["hash", "--format", "json", "corpus"]).expect(2);
    assert!(ran.json().len() == 2 && ran.err().contains("corpus/photo.md:1:4"), "{}", ran.screen());
    assert_eq!(here.ibid(&["hash", "corpus"]).expect(0).out().lines().count(), 3);
}

#[test]
fn explain() {
    let here = Workspace::new();
    // The lexicon grows: only what is ours to show stands in the snapshot.
    let shown: Vec<String> = ["cited.according-to", "zzz"]
        .iter()
        .map(|what| format!("$ ibid explain {what}\n{}", here.ibid(&["explain", what]).screen()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    assert!(here.ibid(&["explain", "honorific"]).expect(0).out().starts_with("honorific (category)\n"));
    let term = here.ibid(&["explain", "distancing.so-called"]).expect(0).out();
    assert!(["why: ", "finds: so-called", "yes: ", "no:  "].iter().all(|part| term.contains(part)), "{term}");
    assert_eq!(here.ibid(&["explain", "So-Called"]).expect(0).out(), term);
    let near = here.ibid(&["explain", "regim"]).expect(2).err();
    assert!(near.contains("help: did you mean: ") && near.contains("delegitimiser.regime"), "{near}");
    let all = here.ibid(&["explain"]).expect(0).out();
    let json = here.ibid(&["explain", "--format", "json"]).expect(0).json();
    assert!(json.len() > 100 && json.len() == all.lines().count());
    for known in json.iter().step_by(25) {
        here.ibid(&["explain", known["id"].as_str().unwrap()]).expect(0);
    }
}

#[test]
fn every_rule_that_a_sidecar_names_is_explained() {
    let here = Workspace::annotated();
    for line in here.read("annotations/ferry.md.yaml").lines() {
        // The rules of claims are not explained yet.
        let rule = line.split_once("rule: ").map(|(_, rule)| rule.trim_end_matches("}]"));
        if let Some(rule) = rule.filter(|rule| !rule.starts_with("claim.")) {
            here.ibid(&["explain", rule]).expect(0);
        }
    }
}

#[test]
fn init_never_overwrites() {
    let here = Workspace::new();
    insta::assert_snapshot!(here.ibid(&["init"]).expect(0).screen(), @r"
    ./schemas/annotation.schema.json: written
    ./schemas/config.schema.json: written
    ./schemas/lexicon.schema.json: written
    ./lexicon/example.yaml: written
    ./.gitattributes: written
    put documents into corpus/ and run `ibid annotate`
    [exit 0]
    ");
    here.write(".gitattributes", "mine\n");
    here.write("schemas/annotation.schema.json", "mine\n");
    here.write("corpus/ferry.md", FERRY);
    let again = here.ibid(&["init"]).expect(0);
    assert_eq!(again.out().matches("there already, left as it is").count(), 5, "{}", again.screen());
    assert_eq!((here.read(".gitattributes"), here.read("corpus/ferry.md")), ("mine\n".to_owned(), FERRY.to_owned()));
    assert_eq!(here.read("schemas/annotation.schema.json"), "mine\n");
    here.ibid(&["annotate"]).expect(0);
    here.write("file", "");
    let ran = here.ibid(&["init", "file"]).expect(2);
    assert!(ran.err().contains("--> file/corpus"), "{}", ran.screen());
}

#[test]
fn completions_and_manual() {
    let here = Workspace::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = here.ibid(&["completions", shell]).expect(0).out();
        for verb in VERBS {
            assert!(script.contains(verb), "{shell}: {verb}");
        }
    }
    let bash = here.ibid(&["completions", "bash"]).out;
    if let Ok(mut child) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() {
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), &bash).unwrap();
        assert!(child.wait().unwrap().success());
    }
    let page = here.ibid(&["man"]).expect(0).out();
    assert!(page.contains(".TH ibid 1") && VERBS.iter().all(|verb| page.contains(&format!("ibid-{verb}"))), "{page}");
}

#[test]
fn a_document_is_no_report() {
    let here = Workspace::annotated();
    insta::assert_snapshot!(here.ibid(&["strip", "corpus/ferry.md"]).expect(2).screen(), @r"
    error: the text does not begin with the head of an ibid report
    --> corpus/ferry.md
     = help: give the annotated Markdown that `ibid annotate` wrote, not the document
    [exit 2]
    ");
    let fed = here.fed(&["strip", "-"], b"caf\xe9").expect(2);
    assert!(
        fed.err().contains("the report is not UTF-8") && fed.err().contains("standard input:1:4"),
        "{}",
        fed.screen()
    );
}

#[test]
fn a_report_needs_an_annotation_file() {
    let here = Workspace::annotated();
    let printed = here.ibid(&["report", "--stdout"]).expect(0).out();
    assert_eq!(printed, here.read("reports/ferry.md"));
    std::fs::remove_file(here.path("reports/ferry.md")).unwrap();
    assert_eq!(here.ibid(&["report"]).expect(0).out(), "1 report; 1 written\n");
    here.write("corpus/bridge.md", BRIDGE);
    insta::assert_snapshot!(here.ibid(&["report"]).expect(2).screen(), @r"
    error: the document has no annotation file
    --> corpus/bridge.md
     = help: run `ibid annotate` first
    1 report; 0 written
    [exit 2]
    ");
}

#[test]
fn colour_is_for_those_who_ask() {
    let here = Workspace::new();
    let mut command = here.command(&["annotate", "--color", "always"]);
    command.env_remove("NO_COLOR");
    assert!(super::run(command, b"").code == 2);
    here.write("corpus/nul.md", "\0");
    let mut command = here.command(&["annotate", "--color", "always"]);
    command.env_remove("NO_COLOR");
    assert!(super::run(command, b"").err.contains(&0x1b));
    assert!(!here.ibid(&["annotate", "--color", "never"]).err.contains(&0x1b));
    assert!(!here.ibid(&["annotate"]).err.contains(&0x1b), "nobody sees colours in a pipe");
}
