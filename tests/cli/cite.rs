//! `ibid cite`: each way to name a passage, each form, checked with ordinary tools where the machine has them.

use super::{FERRY, Workspace};
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

fn workspace() -> Workspace {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY.replace("date: 2031", "url: https://gazette.example/ferry\ndate: 2031"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
    here
}

fn cite(here: &Workspace, args: &[&str]) -> String {
    here.ibid(&[&["cite"], args].concat()).expect(0).out()
}

#[test]
fn a_passage_is_named_by_words_bytes_line_or_id() {
    let here = workspace();
    let by_words = cite(&here, &["corpus/ferry.md", "The port is closed"]);
    let text = here.read("corpus/ferry.md");
    let from = text.find("The port is closed").unwrap();
    let bytes = format!("{from}-{}", from + "The port is closed".len() - 1);
    assert!(by_words.contains(&format!(";bytes={bytes};")), "{by_words}");
    assert_eq!(cite(&here, &["corpus/ferry.md", "--bytes", &bytes]), by_words);
    let line = text.lines().position(|line| line.contains("The port is closed")).unwrap() + 1;
    assert!(cite(&here, &["corpus/ferry.md", "--line", &line.to_string()]).contains("bytes="));
    // As it is read: markup aside, other quotation marks.
    let read = cite(&here, &["corpus/ferry.md", "According to the Lantern"]);
    assert!(read.contains(&format!("bytes={}-", text.find("According").unwrap())), "{read}");
    let sidecar = here.read("annotations/ferry.md.yaml");
    let id = sidecar.lines().find_map(|line| line.trim().strip_prefix("- id: ")).unwrap();
    assert_eq!(cite(&here, &[id]), cite(&here, &["corpus/ferry.md", id]));
}

#[test]
fn every_form() {
    let here = workspace();
    let screens: Vec<String> = ["line", "markdown", "csl-json", "bibtex", "text-fragment", "swhid", "ni", "html"]
        .iter()
        .map(|form| {
            let ran = here.ibid(&["cite", "corpus/ferry.md", "The port is closed", "--as", form]).expect(0);
            format!("## {form}\n{}", ran.screen())
        })
        .collect();
    insta::assert_snapshot!(screens.join("\n"));
    let full = cite(&here, &["corpus/ferry.md", "The port is closed", "--full"]);
    let keys = ";block=1;origin=https://gazette.example/ferry;path=corpus/ferry.md;check=";
    assert!(full.contains(keys), "{full}");
    let json = here.ibid(&["cite", "corpus/ferry.md", "The port is closed", "--format", "json"]).expect(0).json();
    assert_eq!(json[0]["words"], "The port is closed");
}

#[test]
fn what_cannot_be_cited_is_told() {
    let here = workspace();
    let mut screens = vec![];
    for args in [
        &["corpus/ferry.md", "Roth said"][..],
        &["corpus/ferry.md", "Roth said", "--nth", "9"],
        &["corpus/ferry.md", "The port is clothed"],
        &["corpus/ferry.md", "entirely other words"],
        &["corpus/ferry.md", "--bytes", "0-99999"],
        &["corpus/ferry.md", "--line", "99"],
        &["corpus/ferry.md", "--line", "8"],
        &["corpus/ferry.md"],
        &["c-zzzz"],
    ] {
        let ran = here.ibid(&[&["cite"], args].concat());
        screens.push(format!("## {}\n{}", args.join(" "), ran.screen()));
    }
    insta::assert_snapshot!(screens.join("\n"));
}

/// What `docs/verifying.md` says: the citation holds without ibid.
#[test]
fn coreutils_and_git_agree() {
    let here = workspace();
    let run = |program: &str, args: &[&str], input: &[u8]| -> Option<String> {
        let child = Command::new(program)
            .args(args)
            .current_dir(here.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            eprintln!("skipped: this machine has no {program}");
            return None;
        };
        child.stdin.take().unwrap().write_all(input).unwrap();
        Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
    };
    let line = cite(&here, &["corpus/ferry.md", "According to the *Lantern*"]);
    let part = |key: &str| line.trim().split(key).nth(1).unwrap().split(';').next().unwrap().to_owned();
    let bytes = part("bytes=");
    let (first, last) = bytes.split_once('-').unwrap();
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    let command = format!("tail -c +{} corpus/ferry.md | head -c {}", first + 1, last - first + 1);
    if let Some(words) = run("sh", &["-c", &command], b"") {
        assert_eq!(words, "According to the *Lantern*");
        if let Some(sum) = run("sha256sum", &[], words.as_bytes()) {
            assert!(sum.starts_with(&part("quote=sha256:")), "{sum}");
        }
    }
    if let Some(sum) = run("sha256sum", &["corpus/ferry.md"], b"") {
        assert!(line.starts_with(&format!("sha256:{};", &sum[..64])), "{sum}");
    }
    if let Some(name) = run("git", &["hash-object", "corpus/ferry.md"], b"") {
        let swhid = cite(&here, &["corpus/ferry.md", "--line", "1", "--as", "swhid"]);
        assert!(swhid.contains(name.trim()), "{swhid} {name}");
    }
}

#[test]
fn one_of_several_places_is_chosen() {
    let here = workspace();
    let text = here.read("corpus/ferry.md");
    for (nth, (at, _)) in text.match_indices("Roth said").enumerate() {
        let line = cite(&here, &["corpus/ferry.md", "Roth said", "--nth", &(nth + 1).to_string()]);
        assert!(line.contains(&format!(";bytes={at}-")), "{line}");
    }
}
