//! `ibid export --as` and `ibid import`: there and back, and what is told on the way.

use super::{FERRY, Workspace};
use serde_json::Value;
use std::path::Path;

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
