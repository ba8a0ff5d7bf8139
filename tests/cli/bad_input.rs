//! Documents that cannot be read, and places that cannot be written: told with place and help, exit code 2,
//! the others still done.

use super::{BRIDGE, FERRY, Workspace};
use std::{fs, time::Instant};

/// Annotates a workspace with one good document and one that is `bad`, and returns what was said.
#[track_caller]
fn refused(name: &str, bad: &[u8]) -> String {
    let here = Workspace::new();
    here.write("corpus/good.md", BRIDGE);
    here.write(format!("corpus/{name}"), bad);
    let ran = here.ibid(&["annotate"]).expect(2);
    assert!(here.has("annotations/good.md.yaml") && here.has("reports/good.md"), "the other is done");
    assert!(!here.has(format!("annotations/{name}.yaml")) && !here.has(format!("reports/{name}")), "{}", ran.screen());
    for verb in ["verify", "report"] {
        here.ibid(&[verb, &format!("corpus/{name}")]).expect(2);
    }
    here.ibid(&["annotate", "--check"]).expect(2);
    ran.screen()
}

#[test]
fn not_utf_8() {
    insta::assert_snapshot!(refused("cafe.md", b"# Notes\n\nThe caf\xe9 is closed.\n"), @r"
    error: the document is not UTF-8
     --> corpus/cafe.md:3:8
      |
    3 | The caf� is closed.
      |        ^
      |
      = help: convert it first, for example with `iconv -f WINDOWS-1252 -t UTF-8 FILE`
    1 document: 1 claim, 0 framing terms; 1 written, see reports
    [exit 2]
    ");
}

#[test]
fn not_utf_8_in_the_middle_of_a_long_line() {
    let line = [b"A word. ".repeat(1000).as_slice(), b"The caf\xe9 is closed. ", &b"A word. ".repeat(1000)].concat();
    insta::assert_snapshot!(refused("long.md", &line));
}

#[test]
fn cut_off_in_the_middle_of_a_character() {
    let said = refused("cut.md", "The café".as_bytes().split_last().unwrap().1);
    assert!(said.contains("corpus/cut.md:1:8"), "{said}");
}

#[test]
fn a_nul_byte() {
    insta::assert_snapshot!(refused("nul.md", b"Tabs\tand wide \xe6\xb8\xaf letters \0 here\n"), @r"
    error: the document holds a NUL byte; it is not text
     --> corpus/nul.md:1:25
      |
    1 | Tabs    and wide 港 letters � here
      |                             ^
      |
      = help: remove the byte, for example with `tr -d '\0'`
    1 document: 1 claim, 0 framing terms; 1 written, see reports
    [exit 2]
    ");
}

#[test]
fn a_file_of_600_mb_is_refused_by_its_size() {
    let here = Workspace::annotated();
    let file = fs::File::create(here.path("corpus/huge.md")).unwrap();
    file.set_len(600 << 20).unwrap();
    let start = Instant::now();
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: the file has 600 MiB; at most 64 are read
    --> corpus/huge.md
     = help: split it into one file a document
    1 document: 3 claims, 1 framing term (1 attributed); nothing changed
    [exit 2]
    ");
    for verb in ["verify", "strip"] {
        assert!(here.ibid(&[verb, "corpus/huge.md"]).expect(2).err().contains("600 MiB"), "{verb}");
    }
    assert!(start.elapsed().as_secs() < 20, "it was not read: {:?}", start.elapsed());
}

#[test]
fn a_directory_where_a_file_is_wanted() {
    let here = Workspace::annotated();
    fs::create_dir_all(here.path("corpus/post.md")).unwrap();
    assert!(here.ibid(&["strip", "corpus/post.md"]).expect(2).err().contains("this is a directory, not a file"));
    fs::create_dir_all(here.path("annotations/bridge.md.yaml")).unwrap();
    fs::create_dir_all(here.path("reports/quay.md")).unwrap();
    here.write("corpus/bridge.md", BRIDGE);
    here.write("corpus/quay.md", BRIDGE);
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen());
    assert!(!here.has("annotations/quay.md.yaml"), "nothing is written when the report cannot be");
}

#[test]
#[cfg(unix)]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = Workspace::annotated();
    here.write("corpus/locked.md", BRIDGE);
    fs::set_permissions(here.path("corpus/locked.md"), fs::Permissions::from_mode(0o0)).unwrap();
    if fs::read(here.path("corpus/locked.md")).is_ok() {
        eprintln!("skipped: this user may read every file");
        return;
    }
    let ran = here.ibid(&["annotate"]).expect(2);
    assert!(ran.err().contains("corpus/locked.md") && ran.err().contains("permission denied"), "{}", ran.screen());
    assert!(ran.out().starts_with("1 document:"), "{}", ran.screen());
}

#[test]
fn missing_paths_and_empty_folders() {
    let here = Workspace::new();
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: corpus: no such file or folder
      help: run `ibid init`, or name the documents: `ibid annotate PATH…`
    [exit 2]
    ");
    here.write("corpus/ferry.md", FERRY);
    here.write("images/port.png", b"\x89PNG");
    insta::assert_snapshot!(here.ibid(&["annotate", "nowhere.md", "images", "corpus"]).expect(2).screen(), @r"
    error: nowhere.md: no such file or folder
      help: check how the name is spelled
    error: images: no documents in this folder
      help: documents end in .md, .markdown or .txt; links, hidden and git-ignored files are left out
    1 document: 3 claims, 1 framing term (1 attributed); 1 written, see reports
    [exit 2]
    ");
    for args in [["verify", "nowhere.md"], ["report", "nowhere.md"], ["strip", "nowhere.md"], ["hash", "nowhere.md"]] {
        let ran = here.ibid(&args).expect(2);
        assert!(ran.err().contains("no such file") && ran.err().contains("nowhere.md"), "{}", ran.screen());
    }
}

#[test]
fn two_documents_that_would_share_an_annotation_file() {
    let here = Workspace::new();
    for name in ["north/ferry.md", "south/ferry.md", "south/bridge.md"] {
        here.write(name, BRIDGE);
    }
    insta::assert_snapshot!(here.ibid(&["annotate", "north", "south"]).expect(2).screen(), @r"
    error: north/ferry.md and south/ferry.md would share one annotation file, ferry.md.yaml
      help: annotate each in a run of its own, with --annotations and --reports
    1 document: 1 claim, 0 framing terms; 1 written, see reports
    [exit 2]
    ");
    assert!(here.has("annotations/bridge.md.yaml") && !here.has("annotations/ferry.md.yaml"));
    // One after the other, the second must not take the first one's file either.
    here.ibid(&["annotate", "north"]).expect(0);
    let first = here.read("annotations/ferry.md.yaml");
    let ran = here.ibid(&["annotate", "south/ferry.md"]).expect(2);
    assert!(ran.err().contains("belongs to another document: ../north/ferry.md"), "{}", ran.screen());
    assert_eq!(here.read("annotations/ferry.md.yaml"), first);
}

#[test]
fn nested_without_end() {
    let here = Workspace::new();
    let n = 10_000;
    let front = |yaml: String| format!("---\ntitle: {yaml}\n---\nText.\n");
    let texts = [
        ("brackets", format!("{}x{}", "[".repeat(n), "]".repeat(n))),
        ("links", "[x](".repeat(n)),
        ("images", format!("{}x{}", "![".repeat(n), "](y)".repeat(n))),
        ("quotes", format!("{}x{}", "“".repeat(n), "”".repeat(n))),
        ("open-quotes", "“".repeat(n)),
        ("single-quotes", "'a ".repeat(n)),
        ("blockquotes", format!("{} x", ">".repeat(n))),
        ("blockquote-lines", format!("{} x\n", ">".repeat(40)).repeat(n / 40)),
        ("lists", format!("{}x", "- ".repeat(n))),
        ("emphasis", format!("{}x{}", "*a ".repeat(n), " a*".repeat(n))),
        ("html", "<b>".repeat(n)),
        ("front-brackets", front("[".repeat(n))),
        ("front-braces", front("{a: ".repeat(n))),
        ("front-lists", front(format!("\n{}x", "- ".repeat(n)))),
    ];
    for (name, text) in &texts {
        here.write(format!("corpus/{name}.md"), text);
    }
    here.ibid(&["annotate", "--quiet"]).expect(0);
    for (name, text) in &texts {
        assert_eq!(here.ibid(&["strip", &format!("reports/{name}.md")]).expect(0).out(), *text, "{name}");
    }
    here.ibid(&["verify", "--quiet"]).expect(0);
}

/// Nine levels, each nine times the one before: 387 million values when aliases are followed.
pub(super) fn yaml_bomb() -> String {
    let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (one, next) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        text.push_str(&format!("{next}: &{next} [{}]\n", vec![format!("*{one}"); 9].join(", ")));
    }
    text
}

#[test]
fn a_yaml_bomb_in_front_matter_does_not_go_off() {
    let here = Workspace::new();
    here.write("corpus/bomb.md", format!("---\ntitle: Quiet day\n{}---\nText.\n", yaml_bomb()));
    let start = Instant::now();
    let ran = here.ibid(&["annotate"]).expect(0);
    assert!(ran.err().contains("72 aliases are not followed"), "{}", ran.screen());
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    here.ibid(&["verify"]).expect(0);
}

#[test]
fn reports_that_cannot_be_written() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.write("reports", "a file where the folder should be");
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen());
    assert_eq!(here.read("reports"), "a file where the folder should be");
}

#[test]
fn a_report_overwrites_nothing_that_people_wrote() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    let ran = here.ibid(&["annotate", "corpus/ferry.md", "--reports", "corpus"]).expect(2);
    assert!(ran.err().contains("the report would overwrite its document"), "{}", ran.screen());
    assert_eq!(here.read("corpus/ferry.md"), FERRY);
    here.write("reports/ferry.md", "My own notes.\n");
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: this is no report of ibid; a report would overwrite it
    --> reports/ferry.md
     = help: move it away, or name another folder with --reports
    [exit 2]
    ");
    assert_eq!(here.read("reports/ferry.md"), "My own notes.\n");
    assert!(!here.has("annotations"));
}

#[test]
#[cfg(unix)]
fn links_lead_nowhere_else() {
    use std::os::unix::fs::symlink;
    let (here, there) = (Workspace::new(), Workspace::new());
    there.write("secret.md", "The secret is out, he said.\n");
    here.write("corpus/ferry.md", FERRY);
    symlink(there.path("secret.md"), here.path("corpus/secret.md")).unwrap();
    symlink(there.dir.path(), here.path("corpus/folder")).unwrap();
    assert!(here.ibid(&["annotate"]).expect(0).out().starts_with("1 document:"));
    assert!(!here.has("reports/secret.md"));
    // A link that stands where a report is written is replaced, not followed.
    here.edit("corpus/ferry.md", "on Friday", "on Sunday");
    there.write("target.md", here.read("reports/ferry.md"));
    fs::remove_file(here.path("reports/ferry.md")).unwrap();
    symlink(there.path("target.md"), here.path("reports/ferry.md")).unwrap();
    here.ibid(&["annotate"]).expect(0);
    assert!(there.read("target.md").contains("on Friday") && here.read("reports/ferry.md").contains("on Sunday"));
    // An annotation file may not lead out of the workspace through a link.
    fs::remove_file(here.path("corpus/ferry.md")).unwrap();
    symlink(there.path("secret.md"), here.path("corpus/ferry.md")).unwrap();
    let ran = here.ibid(&["verify", "annotations"]).expect(2);
    assert!(ran.err().contains("outside") && !ran.screen().contains("secret"), "{}", ran.screen());
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_under_the_output_is_told() {
    let here = Workspace::annotated();
    for args in [["strip", "reports/ferry.md"], ["hash", "corpus"], ["explain", "so-called"]] {
        let mut command = here.command(&args);
        command.stdout(fs::File::create("/dev/full").unwrap());
        let done = command.output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&done.stderr).contains("the output cannot be written"), "{args:?}");
    }
}
