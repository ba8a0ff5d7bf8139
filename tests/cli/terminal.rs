//! Names and texts from strangers: nothing that a terminal would obey comes through, and JSON stays JSON.

use super::{BRIDGE, Workspace};

const EVIL: &str = "\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{7f}";

/// Requires that nothing in `bytes` moves the cursor, changes colours or turns the order of text.
#[track_caller]
fn harmless(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).unwrap();
    let harmful = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(harmful), "{text:?}");
}

#[test]
#[cfg(unix)]
fn names_of_all_kinds() {
    let here = Workspace::new();
    let evil = format!("evil{EVIL}\nerror: forged.md");
    let names = [
        "with space.md",
        "it's \"quoted\".md",
        "new\nline.md",
        "back\\slash.md",
        "-leading.md",
        "港 é.md",
        "$(x) `y` #z: &a *b.md",
        &evil,
    ];
    for name in names {
        here.write(format!("corpus/{name}"), BRIDGE);
    }
    here.ibid(&["annotate"]).expect(0);
    for name in names {
        assert!(here.has(format!("annotations/{name}.yaml")) && here.has(format!("reports/{name}")), "{name:?}");
        let strip = here.ibid(&["strip", &format!("reports/{name}")]).expect(0);
        assert_eq!(strip.out(), BRIDGE);
    }
    let again = here.ibid(&["annotate"]).expect(0);
    assert!(again.out().contains("nothing changed"), "{}", again.screen());
    let verified = here.ibid(&["verify"]).expect(0);
    harmless(&verified.out);
    assert_eq!(verified.out().lines().count(), 2 * names.len() + 1, "one line a file:\n{}", verified.out());
    for args in [["verify", "--format", "json"], ["annotate", "--format", "json"], ["hash", "--format=json", "corpus"]]
    {
        let ran = here.ibid(&args).expect(0);
        harmless(&ran.out);
        let named = ran.json().iter().filter(|line| line.to_string().contains("forged")).count();
        assert!(named > 0 && ran.out().lines().count() >= names.len(), "{}", ran.screen());
    }
    // Every name in an error, too.
    for name in names {
        here.write(format!("corpus/{name}"), b"\0");
    }
    let ran = here.ibid(&["annotate"]).expect(2);
    harmless(&ran.err);
    assert!(!ran.err().lines().any(|line| line.starts_with("error: forged")), "{}", ran.screen());
    for path in [evil.as_str(), "-x\u{1b}[2J"] {
        harmless(&here.ibid(&["annotate", path]).expect(2).err);
        harmless(&here.ibid(&["verify", path]).expect(2).err);
    }
    harmless(&here.ibid(&["explain", EVIL]).expect(2).err);
    harmless(&here.ibid(&["schema", EVIL]).expect(2).err);
}

#[test]
#[cfg(unix)]
fn a_leading_dash_in_the_folder_itself() {
    let here = Workspace::new();
    here.write("-leading.md", BRIDGE);
    let ran = here.ibid(&["annotate", "-leading.md"]).expect(2);
    assert!(ran.err().contains("unexpected argument"), "{}", ran.screen());
    here.ibid(&["annotate", "--", "-leading.md"]).expect(0);
    here.ibid(&["annotate", "./-leading.md"]).expect(0);
    here.ibid(&["verify"]).expect(0);
}

#[test]
#[cfg(target_os = "linux")]
fn a_name_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let here = Workspace::new();
    here.write("corpus/bridge.md", BRIDGE);
    here.write(std::path::Path::new("corpus").join(std::ffi::OsStr::from_bytes(b"caf\xe9.md")), BRIDGE);
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: corpus/caf�.md: the file's name is not UTF-8
      help: rename it: annotation files name their document in UTF-8
    1 document: 1 claim, 0 framing terms; 1 written, see reports
    [exit 2]
    ");
    assert_eq!(here.ibid(&["hash", "corpus", "--format", "json"]).expect(0).json().len(), 2);
}

#[test]
fn what_documents_and_annotation_files_say() {
    let here = Workspace::new();
    let text = format!(
        "---\ntitle: \"x{EVIL}\ntitle: again{EVIL}\nsitename: 'The {EVIL}'\nkey{EVIL}: [\n---\n\n“Not closed {EVIL}, said Dana {EVIL} Roth.\n\n“The so-called {EVIL} council,” she said.\n"
    );
    here.write("corpus/evil.md", &text);
    let ran = here.ibid(&["annotate", "--framing", "broad"]).expect(0);
    harmless(&ran.out);
    harmless(&ran.err);
    assert!(ran.err().contains("warning:"), "{}", ran.screen());
    assert_eq!(here.ibid(&["strip", "reports/evil.md"]).expect(0).out(), text);
    here.ibid(&["verify"]).expect(0);
    here.edit("corpus/evil.md", "council", "body");
    let ran = here.ibid(&["verify"]).expect(1);
    harmless(&ran.out);
    harmless(&here.ibid(&["verify", "--format", "json"]).expect(1).out);
    for (from, to) in [
        ("ibid: 1\n", "ibid: 1\n\"e\\e[2J\\nerror: forged\": 1\n"),
        ("path: \"../corpus/evil.md\"", "path: \"../corpus/\\e[2J\\nerror: forged\\u202e.md\""),
        ("engine:", "engine\u{1b}[2J:"),
        ("engine:", "engine:\u{202e} ["),
    ] {
        here.ibid(&["annotate"]).expect(0);
        let good = here.read("annotations/evil.md.yaml");
        here.edit("annotations/evil.md.yaml", from, to);
        for verb in ["annotate", "verify", "report"] {
            let ran = here.ibid(&[verb]).expect(2);
            harmless(&ran.err);
            assert!(!ran.err().lines().any(|line| line.starts_with("error: forged")), "{}", ran.screen());
        }
        here.write("annotations/evil.md.yaml", good);
    }
    let record = serde_json::json!({"id": EVIL, "text": text}).to_string();
    let ran = here.fed(&["stream"], record.as_bytes()).expect(0);
    harmless(&ran.out);
    assert_eq!(ran.json()[0]["id"], EVIL);
}
