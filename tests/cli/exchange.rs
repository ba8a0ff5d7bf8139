//! `ibid export --as` and `ibid import`: there and back, and what is told on the way.

use super::{FERRY, Workspace};
use serde_json::Value;
use std::path::Path;

/// Those that hold all but comments and layout.
const FORMATS: [(&str, &str); 3] = [("web-annotation", "jsonld"), ("csv", "csv"), ("jsonl", "jsonl")];

/// What a person may write: numbers, words like values, formulas, quotation marks, several lines, emoji.
const OWN: &str = r#"    note: "=1+1, \"so\"\nand 🚢, 12"
    reviewer: "null"
    x-desk: {seen: [Ann, "7", 7, 0.5, true, null, ""], "a: b": {}}
    x-number: "12"
    x-empty: ""
"#;

fn edited() -> Workspace {
    let here = Workspace::new();
    here.write("corpus/deep/ferry.md", FERRY.replace("Ferry strike", "Fähre 🚢 strike"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let file = "annotations/deep/ferry.md.yaml";
    here.edit(file, "    rule: claim.said\n", &format!("    rule: claim.said   # see the minutes\n{OWN}"));
    here.edit(file, "ibid: 1\n", "ibid: 1\nx-mine: [1, two]\n");
    here.edit(file, "    voice: attributed\n", "    voice: attributed\n    review: accepted\n    reviewer: Mira Osk\n");
    here
}

fn value(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

#[test]
fn there_and_back_keeps_every_value() {
    for (format, ending) in FORMATS {
        let here = edited();
        let before = here.read("annotations/deep/ferry.md.yaml");
        let ran = here.ibid(&["export", "--as", format, "--out", "out"]).expect(0);
        assert!(ran.err().contains("1 annotation file with comments"), "{}", ran.screen());
        assert!(here.has(format!("out/deep/ferry.md.{ending}")), "{}", ran.screen());
        here.ibid(&["import", "--from", format, "out", "--out", "back"]).expect(0);
        let after = here.read("back/deep/ferry.md.yaml");
        assert_eq!(value(&after), value(&before), "{format}: {after}");
        // Whose an entry is comes through too: but for the comments, the engine finds the file as it left it.
        here.write("annotations/deep/ferry.md.yaml", &after);
        here.ibid(&["annotate", "--quiet"]).expect(0);
        assert_eq!(here.read("annotations/deep/ferry.md.yaml"), after, "{format}");
        here.ibid(&["import", "--from", format, "out", "--out", "back"]).expect(0);
    }
}

/// Every annotation file of the repository, in every format.
#[test]
fn our_own_files_come_back() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (format, _) in FORMATS {
        let here = Workspace::new();
        let (out, back) = (here.path("out"), here.path("annotations"));
        for args in [
            &["export", "--as", format, "--out", out.to_str().unwrap()][..],
            &["import", "--from", format, out.to_str().unwrap(), "--out", back.to_str().unwrap()],
        ] {
            let mut command = here.command(args);
            super::run(
                {
                    command.current_dir(root);
                    command
                },
                b"",
            )
            .expect(0);
        }
        let mut files = 0;
        for entry in std::fs::read_dir(root.join("annotations")).unwrap() {
            let path = entry.unwrap().path();
            let mut before = value(&std::fs::read_to_string(&path).unwrap());
            let mut after = value(&here.read(back.join(path.file_name().unwrap())));
            // The way to the document is another one, and an empty list is no list.
            for file in [&mut before, &mut after] {
                file["document"]["path"] = Value::Null;
                file.as_object_mut().unwrap().retain(|_, list| !list.is_null() && list.as_array() != Some(&vec![]));
            }
            assert_eq!(after, before, "{format}: {}", path.display());
            files += 1;
        }
        assert!(files > 9);
    }
}

/// Other tools find the words: by the quote, and by the position in code points.
#[test]
fn web_annotations_point_at_the_words() {
    let here = edited();
    here.ibid(&["export", "--as", "web-annotation", "--out", "out"]).expect(0);
    let page: Value = serde_json::from_str(&here.read("out/deep/ferry.md.jsonld")).unwrap();
    assert_eq!(
        (&page["type"], &page["@context"][0]),
        (&"AnnotationPage".into(), &"http://www.w3.org/ns/anno.jsonld".into())
    );
    let text: Vec<char> = here.read("corpus/deep/ferry.md").chars().collect();
    let mut selectors = 0;
    for item in page["items"].as_array().unwrap() {
        assert_eq!(item["type"], "Annotation");
        for target in item["target"].as_array().unwrap() {
            assert!(target["source"].as_str().unwrap().starts_with("ni:///sha-256;"));
            let [quote, position] = target["selector"].as_array().unwrap().as_slice() else { panic!("two selectors") };
            let at = |key: &str| usize::try_from(position[key].as_u64().unwrap()).unwrap();
            let words: String = text[at("start")..at("end")].iter().collect();
            assert_eq!(quote["exact"], words);
            let before: String = text[..at("start")].iter().collect();
            assert!(before.ends_with(quote["prefix"].as_str().unwrap()));
            selectors += 1;
        }
    }
    assert!(selectors > 7, "{selectors}");
    let accepted = page["items"].as_array().unwrap().iter().find(|item| item["ibid:entry"]["review"] == "accepted");
    assert_eq!(accepted.unwrap()["creator"]["name"], "Mira Osk");
}

#[test]
fn what_is_not_ours_is_told_and_nothing_is_overwritten() {
    let here = edited();
    for (format, ending) in FORMATS {
        here.write(format!("bad/a.{ending}"), "{\"list\": 1}\nx,\"");
        let ran = here.ibid(&["import", "--from", format, "bad"]).expect(2);
        assert!(ran.err().contains(&format!("bad/a.{ending}")), "{}", ran.screen());
        assert!(!here.has("imported/a.yaml"), "{format}");
    }
    here.ibid(&["export", "--as", "jsonl", "--out", "out"]).expect(0);
    here.ibid(&["import", "--from", "jsonl", "out"]).expect(0);
    here.edit("imported/deep/ferry.md.yaml", "kind: direct", "kind: mixed");
    let ran = here.ibid(&["import", "--from", "jsonl", "out"]).expect(2);
    assert!(ran.err().contains("is there already"), "{}", ran.screen());
    here.edit("out/deep/ferry.md.jsonl", "\"kind\":\"direct\"", "\"kind\":\"loud\"");
    assert!(here.ibid(&["import", "--from", "jsonl", "out", "--out", "b"]).expect(2).err().contains("loud"));
    let ran = here.ibid(&["import", "--from", "jsonl", "out", "--out", "c", "--corpus", "bad"]).expect(2);
    assert!(ran.err().contains("--corpus"), "{}", ran.screen());
    here.ibid(&["export", "--as", "web-annotation", "--out", "web"]).expect(0);
    here.edit("web/deep/ferry.md.jsonld", "\"items\": [", "\"items\": [{\"type\": \"Annotation\"},");
    let ran = here.ibid(&["import", "--from", "web-annotation", "web", "--out", "d"]).expect(0);
    assert!(ran.err().contains("1 annotation of others left out"), "{}", ran.screen());
    here.edit("corpus/deep/ferry.md", "Friday", "Monday");
    assert!(here.ibid(&["export", "--as", "csv"]).expect(2).err().contains("not the one that was annotated"));
    assert!(here.ibid(&["export"]).expect(2).err().contains("--as"));
}

/// What each format cannot hold of a file in which a person wrote everything that a person may write, as `ibid
/// export` says it. What is not named here comes back.
#[test]
fn what_is_lost_is_said() {
    for (format, lost) in [
        ("web-annotation", ""),
        ("csv", ""),
        ("jsonl", ""),
        (
            "brat",
            "note: not held by this format: `engine` (1 file), `x-mine` of the file (1 file), an entry of `authors` without a place (1 file)",
        ),
    ] {
        let here = edited();
        let file = "annotations/deep/ferry.md.yaml";
        here.edit(file, "authors:\n", "authors:\n  - name: Bo Ask\n");
        let ran = here.ibid(&["export", "--as", format, "--out", "out"]).expect(0);
        let said: Vec<String> =
            ran.err().lines().filter(|line| line.contains("not held by")).map(str::to_owned).collect();
        assert_eq!(said.join("\n"), lost, "{format}: {}", ran.screen());
        here.ibid(&["import", "--from", format, "out", "--out", "back"]).expect(0);
        let (mut before, mut after) = (value(&here.read(file)), value(&here.read("back/deep/ferry.md.yaml")));
        if !lost.is_empty() {
            for file in [&mut before, &mut after] {
                let file = file.as_object_mut().unwrap();
                file.remove("engine");
                file.remove("x-mine");
                file["authors"].as_array_mut().unwrap().retain(|author| author["name"] != "Bo Ask");
            }
        }
        assert_eq!(after, before, "{format}");
    }
}

/// Every annotation file of the repository through brat: every entry, `by:` included.
#[test]
fn our_own_files_come_back_from_brat() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = Workspace::new();
    let (out, back) = (here.path("out"), here.path("annotations"));
    for args in [
        &["export", "--as", "brat", "--out", out.to_str().unwrap()][..],
        &["import", "--from", "brat", out.to_str().unwrap(), "--out", back.to_str().unwrap()],
    ] {
        let mut command = here.command(args);
        command.current_dir(root);
        super::run(command, b"").expect(0);
    }
    let entries = |file: &Value| -> Vec<String> {
        let lists =
            file.as_object().unwrap().iter().filter(|(key, _)| !["document", "engine", "ibid"].contains(&key.as_str()));
        let mut out: Vec<String> = lists
            .flat_map(|(list, value)| match value {
                Value::Array(items) => items.iter().map(|item| format!("{list} {item}")).collect(),
                Value::Null => vec![],
                one => vec![format!("{list} {one}")],
            })
            .collect();
        out.sort();
        out
    };
    let mut files = 0;
    for entry in std::fs::read_dir(root.join("annotations")).unwrap() {
        let path = entry.unwrap().path();
        let before = value(&std::fs::read_to_string(&path).unwrap());
        let after = value(&here.read(back.join(path.file_name().unwrap())));
        assert_eq!(entries(&after), entries(&before), "{}", path.display());
        assert_eq!(after["document"]["root"], before["document"]["root"]);
        files += 1;
    }
    assert!(files > 9);
}

/// The offsets are code points of the text beside, and the words those that stand there; one line a piece.
#[test]
fn brat_finds_the_words() {
    let here = edited();
    here.edit(
        "annotations/deep/ferry.md.yaml",
        "    voice: attributed\n",
        "    voice: attributed\n    x-links: [\"Wikidata:Q1 Reform\"]\n",
    );
    here.ibid(&["export", "--as", "brat", "--out", "out"]).expect(0);
    let text: Vec<char> = here.read("out/deep/ferry.md.txt").chars().collect();
    assert_eq!(here.read("out/deep/ferry.md.txt"), here.read("corpus/deep/ferry.md"));
    assert!(here.read("out/annotation.conf").contains("[events]\nClaim\tSource?:Source"));
    let lines = here.read("out/deep/ferry.md.ann");
    let mut spans = 0;
    for line in lines.lines().filter(|line| line.starts_with('T')) {
        let parts: Vec<&str> = line.split('\t').collect();
        let (_, offsets) = parts[1].split_once(' ').unwrap();
        let words: Vec<String> = offsets
            .split(';')
            .map(|piece| {
                let (from, to) = piece.split_once(' ').unwrap();
                text[from.parse().unwrap()..to.parse().unwrap()].iter().collect()
            })
            .collect();
        assert_eq!(words.join(" "), parts[2], "{line}");
        spans += 1;
    }
    assert!(spans > 9, "{lines}");
    for wanted in
        ["\tVoice T", "\tClaimKind E", "\tReview T", "\tStandsIn Arg1:T", "\tReference T", "\tAnnotatorNotes E"]
    {
        assert!(lines.contains(wanted), "{wanted}: {lines}");
    }
}

/// What is changed in brat is changed in the entry, which is a person's then; what is drawn there is a new one.
#[test]
fn work_done_in_brat_comes_back() {
    let here = edited();
    here.ibid(&["export", "--as", "brat", "--out", "out"]).expect(0);
    let ann = "out/deep/ferry.md.ann";
    here.edit(ann, " attributed\n", " scare\n");
    let text = here.read("out/deep/ferry.md.txt");
    let at = |words: &str| text[..text.find(words).unwrap()].chars().count();
    let (cue, who, first, second) = (at("According to"), at("Lantern"), at("The port"), at("is closed"));
    let drawn = format!(
        "T900\tFraming {first} {}\tThe port\nA900\tCategory T900 label\nA901\tVoice T900 quoted\n\
         #900\tAnnotatorNotes T900\tas the crews call it\nT901\tClaim {cue} {}\tAccording to\n\
         T902\tContent {first} {};{second} {}\tThe port is closed\nT903\tSource {who} {}\tLantern\n\
         E900\tClaim:T901 Content:T902 Source:T903\nA902\tClaimKind E900 direct\nA903\tCueClass E900 neutral\n\
         R900\tStandsIn Arg1:T900 Arg2:E900\n*\tEquiv T900 T903\nT904\tPerson {who} {}\tLantern\n",
        first + 8,
        cue + 12,
        first + 8,
        second + 9,
        who + 7,
        who + 7
    );
    here.write(ann, here.read(ann) + &drawn);
    let ran = here.ibid(&["import", "--from", "brat", "out", "--out", "back"]).expect(0);
    assert!(ran.err().contains("2 annotations of others left out"), "{}", ran.screen());
    let back = value(&here.read("back/deep/ferry.md.yaml"));
    let list = |key: &str| back[key].as_array().unwrap().clone();
    let moved = list("framing").into_iter().find(|term| term["voice"] == "scare").unwrap();
    assert_eq!(moved["rule"], "distancing.so-called");
    let mine = list("framing").into_iter().find(|term| term["term"] == "The port").unwrap();
    let claim = list("claims")
        .into_iter()
        .find(|claim| claim["cue"]["exact"] == "According to" && claim["by"].is_null())
        .unwrap();
    assert_eq!(
        (&mine["note"], &mine["category"], &mine["claim"]),
        (&"as the crews call it".into(), &"label".into(), &claim["id"])
    );
    assert_eq!(claim["content"].as_array().unwrap().len(), 2);
    assert_eq!((&claim["source"]["exact"], &claim["cue"]["class"]), (&"Lantern".into(), &"neutral".into()));
    here.write("annotations/deep/ferry.md.yaml", here.read("back/deep/ferry.md.yaml"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let kept = value(&here.read("annotations/deep/ferry.md.yaml"));
    assert!(kept["framing"].as_array().unwrap().contains(&mine), "a person's entry stays");
    // A drawing that is not done is told at its line.
    here.edit(ann, "A901\tVoice T900 quoted\n", "");
    let ran = here.ibid(&["import", "--from", "brat", "out", "--out", "other"]).expect(2);
    assert!(ran.err().contains("Framing T900 has no Voice"), "{}", ran.screen());
    for (from, to) in
        [("T900\tFraming ", "T900\tFraming 99999 "), ("E900\tClaim:T901", "E900\tClaim"), ("T902\t", "T901\t")]
    {
        here.edit(ann, from, to);
        here.ibid(&["import", "--from", "brat", "out", "--out", "other"]).expect(2);
        here.edit(ann, to, from);
    }
}
