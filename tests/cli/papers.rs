//! `ibid verify` of papers, manifests and bags, for people, as JSON and as SARIF.

use super::{BRIDGE, FERRY, Workspace};

/// A workspace without annotations, and a citation of each document.
fn workspace() -> (Workspace, String, String) {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.write("corpus/deep/bridge.md", BRIDGE);
    let cite = |file: &str, words: &str| here.ibid(&["cite", file, words]).expect(0).out().trim().to_owned();
    let ferry = cite("corpus/ferry.md", "The regime's so-called reform was rejected");
    let bridge = cite("corpus/deep/bridge.md", "The bridge is safe, engineer Tomas Vell said on Monday.");
    (here, ferry, bridge)
}

#[test]
fn each_citation_is_answered() {
    let (here, ferry, bridge) = workspace();
    let paper = format!(
        "# Ports\n\nThe “so-called reform was rejected” ({ferry}), while “the bridge was safe” stood.[^b]\n\n\
         > The regime’s … reform was rejected. {ferry}\n\nUnknown: {}\n\nDamaged: {}\n\n[^b]: “The bridge is safe” `{bridge}`\n",
        bridge.replace(&bridge[7..23], "0123456789abcdef"),
        bridge.replace(";bytes=", ";bytse="),
    );
    here.write("paper.md", &paper);
    insta::assert_snapshot!(here.ibid(&["verify", "paper.md"]).expect(1).screen());
    let json = here.ibid(&["verify", "paper.md", "--format", "json"]).expect(1).json();
    let states: Vec<&str> =
        json[0]["citations"].as_array().unwrap().iter().map(|c| c["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["intact", "intact", "unknown-document", "damaged", "intact"]);
    let sarif = here.ibid(&["verify", "paper.md", "--format", "sarif"]).expect(1).json();
    let rules: Vec<&str> =
        sarif[0]["runs"][0]["results"].as_array().unwrap().iter().map(|r| r["ruleId"].as_str().unwrap()).collect();
    assert_eq!(rules, ["citation.unknown-document", "citation.damaged", "citation.altered-words"]);
    assert_eq!(sarif[0]["version"], "2.1.0");
    let region = &sarif[0]["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(7), Some(10)));
    assert!(here.ibid(&["annotate", "--format", "sarif"]).expect(2).err().contains("write SARIF"));
}

#[test]
fn a_good_paper_holds_wherever_its_documents_lie() {
    let (here, ferry, bridge) = workspace();
    here.write("paper.md", format!("“The regime's so-called reform” ({ferry}). {bridge}\n"));
    assert_eq!(here.ibid(&["verify", "-q", "paper.md"]).expect(0).screen(), "[exit 0]\n");
    std::fs::rename(here.path("corpus"), here.path("elsewhere")).unwrap();
    here.ibid(&["verify", "paper.md"]).expect(1);
    here.ibid(&["verify", "paper.md", "--corpus", "elsewhere"]).expect(0);
    here.ibid(&["verify", &ferry, "--corpus", "elsewhere"]).expect(0);
    here.ibid(&["verify", &ferry.replace("bytes=109", "bytes=110"), "--corpus", "elsewhere"]).expect(1);
    here.ibid(&["verify", "sha256:12", "--corpus", "elsewhere"]).expect(2);
}

/// The keys behind `quote`: the paragraph and the stated address are held against the document, the rest is
/// said to be unchecked.
#[test]
fn what_a_citation_says_besides_is_checked_or_said_not_to_be() {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY.replace("date: 2031", "url: https://gazette.example/ferry\ndate: 2031"));
    let full = here.ibid(&["cite", "--full", "corpus/ferry.md", "The port is closed"]).expect(0).out();
    // A line that a person changes goes without `check`.
    let written = full.trim();
    let full = written.split(";check=").next().unwrap();
    let archived = full.replace(";path=", ";archived=https://archive.example/1;path=");
    here.write("good.md", format!("{written}\n\n{archived}\n"));
    insta::assert_snapshot!(here.ibid(&["verify", "good.md"]).expect(0).screen());
    let other_block = full.replace(";block=1;", ";block=0;");
    let other_address = full.replace("gazette.example", "gazete.example");
    here.write("bad.md", format!("{other_block}\n\n“The port is closed” ({other_address})\n"));
    insta::assert_snapshot!(here.ibid(&["verify", "bad.md"]).expect(1).screen());
    let sarif = here.ibid(&["verify", "bad.md", "--format", "sarif"]).expect(1).json();
    assert_eq!(sarif[0]["runs"][0]["results"][1]["ruleId"], "citation.denied");
    let json = here.ibid(&["verify", &other_block, "--format", "json"]).expect(1).json();
    let citation = &json[0]["citations"][0];
    assert_eq!(citation["denied"], serde_json::json!([{"key": "block", "said": "0", "found": "1"}]));
    assert_eq!((&citation["state"], &citation["holds"]), (&"intact".into(), &false.into()));
    assert_eq!(citation["unchecked"], serde_json::json!(["path"]));
    let slip = written.replace("gazette.example", "gazete.example");
    here.write("slip.md", format!("“The port is closed” ({slip})\n"));
    insta::assert_snapshot!(here.ibid(&["verify", "slip.md"]).expect(1).screen());
    // Of another version of the document nothing can be said.
    here.edit("corpus/ferry.md", "Friday", "Monday");
    let json = here.ibid(&["verify", "good.md", "--format", "json"]).expect(1).json();
    assert_eq!(json[0]["citations"][0]["unchecked"], serde_json::json!(["block", "origin", "path"]));
}

#[test]
fn an_edited_document_is_found_again() {
    let (here, ferry, bridge) = workspace();
    here.write(
        "paper.md",
        format!("“The regime's so-called reform was rejected” ({ferry}). “The bridge is safe” ({bridge}).\n"),
    );
    here.edit("corpus/ferry.md", "The regime's", "Yesterday, so the mayor, the regime's");
    here.edit("corpus/deep/bridge.md", "# Bridge opens\n\n", "# The new bridge opens\n\n");
    insta::assert_snapshot!(here.ibid(&["verify", "paper.md"]).expect(1).screen());
}

#[test]
fn manifests_tell_what_differs_is_missing_or_not_listed() {
    let (here, ..) = workspace();
    here.write("corpus/plain.txt", "One line.\nAnother.\n");
    let sums = here.ibid(&["hash", "./corpus"]).expect(0).out();
    here.write("SHA256SUMS", &sums);
    here.write("SHA256SUMS.sig", "signature");
    here.ibid(&["verify", "SHA256SUMS"]).expect(0);
    here.write("corpus/SHA256SUMS", "");
    assert_eq!(here.ibid(&["hash", "corpus"]).expect(0).out(), sums, "a manifest is not in itself");
    std::fs::remove_file(here.path("corpus/SHA256SUMS")).unwrap();
    here.write("corpus/plain.txt", "One line.\r\nAnother.\r\n");
    here.edit("corpus/ferry.md", "Friday", "Monday");
    std::fs::remove_file(here.path("corpus/deep/bridge.md")).unwrap();
    here.write("corpus/deep/new.md", "New.");
    insta::assert_snapshot!(here.ibid(&["verify", "SHA256SUMS"]).expect(1).screen());
    let bare = here.ibid(&["hash", "corpus/ferry.md"]).expect(0).out().replace("corpus/", "");
    here.write("corpus/ferry.md.sha256", bare);
    here.ibid(&["verify", "corpus/ferry.md.sha256"]).expect(0);
    let whole = here.ibid(&["hash", "corpus"]).expect(0).out();
    here.write("list.txt", &whole);
    let ran = here.ibid(&["verify", "list.txt"]).expect(0);
    assert!(ran.out().starts_with("list.txt: "), "a manifest by another name: {}", ran.screen());
    for line in ["../x", "/x", "~/x", "C:\\x", "\\\\a\\b"] {
        here.write("SHA256SUMS", format!("{}  {line}\n", &sums[..64]));
        here.ibid(&["verify", "SHA256SUMS"]).expect(2);
    }
}

#[cfg(unix)]
#[test]
fn a_manifest_never_looks_outside_its_folder() {
    let (here, ..) = workspace();
    here.write("secret.md", "secret");
    here.write("inside/a.md", "a");
    std::os::unix::fs::symlink(here.path("secret.md"), here.path("inside/link.md")).unwrap();
    let hex = here.ibid(&["hash", "secret.md"]).expect(0).out()[..64].to_owned();
    here.write("inside/SHA256SUMS", format!("{hex}  link.md\n"));
    let ran = here.ibid(&["verify", "inside/SHA256SUMS"]).expect(1);
    assert!(ran.out().contains("link.md: a link that leads out of the folder"), "{}", ran.screen());
}

#[test]
fn a_bag_is_verified_by_its_folder() {
    let (here, ..) = workspace();
    here.write("bag/bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
    here.write("bag/data/a b.md", "a");
    here.write("bag/data/c%d.md", "c");
    let sum = |name: &str| here.ibid(&["hash", name]).expect(0).out()[..64].to_owned();
    let (a, c) = (sum("bag/data/a b.md"), sum("bag/data/c%d.md"));
    here.write("bag/manifest-sha256.txt", format!("{a} data/a b.md\n{c}  data/c%25d.md\n"));
    let (manifest, bagit) = (sum("bag/manifest-sha256.txt"), sum("bag/bagit.txt"));
    here.write("bag/tagmanifest-sha256.txt", format!("{manifest} manifest-sha256.txt\n{bagit} bagit.txt\n"));
    here.ibid(&["verify", "bag"]).expect(0);
    here.write("bag/data/extra.md", "x");
    here.edit("bag/bagit.txt", "1.0", "0.97");
    insta::assert_snapshot!(here.ibid(&["verify", "bag"]).expect(1).screen());
    std::fs::rename(here.path("bag/manifest-sha256.txt"), here.path("bag/manifest-md5.txt")).unwrap();
    std::fs::remove_file(here.path("bag/tagmanifest-sha256.txt")).unwrap();
    here.ibid(&["verify", "bag"]).expect(2);
}

#[test]
fn what_nobody_sees_is_a_warning() {
    let (here, ferry, _) = workspace();
    here.write("paper.md", format!("Hid\u{200b}den \u{202e}words. {ferry}\n"));
    let ran = here.ibid(&["verify", "paper.md"]).expect(0);
    assert!(ran.err().contains("characters without width") && ran.err().contains("direction"), "{}", ran.screen());
    assert!(!ran.err().contains('\u{202e}'));
    let json = here.ibid(&["verify", "paper.md", "--format", "json"]).expect(0).json();
    assert_eq!(json[0]["unseen"].as_array().unwrap().len(), 2);
}

#[test]
fn reanchoring_sets_anew_only_what_is_accepted() {
    let here = Workspace::annotated();
    here.edit("corpus/ferry.md", "The regime's so-called", "Yesterday the regime's so-called");
    let before = here.read("annotations/ferry.md.yaml");
    insta::assert_snapshot!(here.ibid(&["reanchor"]).expect(0).screen());
    assert_eq!(here.read("annotations/ferry.md.yaml"), before, "nothing is written unasked");
    here.ibid(&["reanchor", "--accept", "c-none"]).expect(2);
    here.ibid(&["reanchor", "--accept-all-moved"]).expect(0);
    let moved = here.read("annotations/ferry.md.yaml");
    assert!(moved.contains("was: {bytes: 186-210}") && moved.contains("bytes: 109-150"), "{moved}");
    let left = here.ibid(&["verify"]).expect(1);
    assert!(!left.out().contains(" moved"), "only the changed place is left: {}", left.screen());
    let id = before.split("- id: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    here.ibid(&["reanchor", "--accept", &id]).expect(0);
    let accepted = here.read("annotations/ferry.md.yaml");
    assert!(accepted.contains("was: {bytes: 109-150, exact: "), "{accepted}");
    let ran = here.ibid(&["verify", "annotations"]).expect(0);
    assert!(ran.out().contains("identical; places: 14 intact"), "{}", ran.screen());
    // Again: nothing to do, and what was first stays.
    assert_eq!(here.ibid(&["reanchor", "--accept-all-moved"]).expect(0).out(), "every place is where it was\n");
    here.edit("corpus/ferry.md", "Yesterday the", "So yesterday the");
    here.ibid(&["reanchor", "--accept-all-moved", "--quiet"]).expect(0);
    assert!(here.read("annotations/ferry.md.yaml").contains("was: {bytes: 186-210}"));
}

const SAYS: [&str; 5] = [
    "Team Alpha reached the finish on Tuesday after nine hours at sea.",
    "Team Beta reached the finish on Tuesday after nine hours at sea.",
    "The harbourmaster counted 12 people on the quay before the storm.",
    "The company will pay for the repair of the lighthouse this year.",
    "Two days later Mayor Dana Roth opened the new ferry terminal.",
];

/// A document of [`SAYS`], the two that differ in a name side by side, each a framing entry that a person wrote.
fn hand_annotated() -> Workspace {
    let here = Workspace::new();
    let [alpha, beta, count, company, mayor] = SAYS;
    let text = format!(
        "Fog lay over the bay.\n\n{alpha} {beta} Gulls were the only crowd.\n\nAt dusk the lamps went on. {count} Then \
         it rained.\n\nRope was short again. {company} Nobody asked who built it.\n\nSmoke hid the piers. {mayor} A \
         band played.\n"
    );
    here.write("corpus/race.md", &text);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let sidecar = here.read("annotations/race.md.yaml");
    let head = sidecar.split_inclusive('\n').take_while(|line| !line.starts_with("engine"));
    let engine = sidecar.split_inclusive('\n').find(|line| line.starts_with("engine")).unwrap();
    let mut written = head.collect::<String>() + engine + "\nframing:\n";
    for (id, words) in ["f-2222", "f-3333", "f-4444", "f-5555", "f-6666"].into_iter().zip(SAYS) {
        let from = text.find(words).unwrap();
        let to = from + words.len();
        let (prefix, suffix) = (&text[from - 20..from], &text[to..to + 12]);
        let at = format!("{{bytes: {from}-{}, prefix: {prefix:?}, suffix: {suffix:?}}}", to - 1);
        written += &format!("  - id: {id}\n    term: {words}\n    at: {at}\n    category: label\n    voice: outlet\n");
    }
    here.write("annotations/race.md.yaml", written);
    here.ibid(&["verify", "annotations"]).expect(0);
    here
}

/// What is grave in a change is said, and a neighbour is never taken for what was deleted.
#[test]
fn reanchoring_flags_what_is_grave_and_never_takes_a_neighbour() {
    let here = hand_annotated();
    here.edit("corpus/race.md", &format!("{} ", SAYS[0]), "");
    here.edit("corpus/race.md", "counted 12 people", "counted 21 people");
    here.edit("corpus/race.md", "will pay", "will not pay");
    here.edit("corpus/race.md", "Mayor Dana Roth", "Mayor Tomas Vell");
    insta::assert_snapshot!(here.ibid(&["reanchor"]).expect(0).screen());
    let json = here.ibid(&["reanchor", "--format", "json"]).expect(0).json();
    let of = |id: &str| json.iter().find(|place| place["entry"] == id).unwrap();
    for (id, flag) in [("f-4444", "digits"), ("f-5555", "negation"), ("f-6666", "capitals")] {
        assert_eq!(of(id)["state"], "changed");
        assert_eq!(of(id)["changed"]["flags"], serde_json::json!([flag]), "{id}");
    }
    let text = here.read("corpus/race.md");
    let beta = text.find(SAYS[1]).unwrap();
    let (lost, moved) = (of("f-2222"), of("f-3333"));
    assert_eq!((&lost["state"], &moved["state"]), (&"lost".into(), &"moved".into()));
    assert_eq!(lost["candidates"][0]["bytes"], format!("{beta}-{}", beta + SAYS[1].len() - 1));
    // Neither way to accept writes the neighbour into the lost entry.
    here.ibid(&["reanchor", "--accept-all-moved", "--accept", "f-2222"]);
    let entry = here.read("annotations/race.md.yaml");
    let entry = entry.split("- id: ").find(|entry| entry.starts_with("f-2222")).unwrap();
    assert!(entry.contains(SAYS[0]) && !entry.contains("was:"), "{entry}");
}

/// A file that cannot be read is no file in which every place is where it was.
#[test]
fn reanchoring_does_not_answer_for_what_it_could_not_read() {
    let here = Workspace::annotated();
    here.edit("annotations/ferry.md.yaml", "ibid: 1", "ibid: 1\nwrong: x");
    let ran = here.ibid(&["reanchor"]).expect(2);
    assert!(!ran.out().contains("every place is where it was"), "{}", ran.screen());
}
