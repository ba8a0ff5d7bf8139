//! `ibid prove` and `ibid verify-proof`.

use super::{FERRY, Workspace};

#[test]
fn a_paragraph_is_proven_to_who_knows_the_root() {
    let here = Workspace::new();
    here.write("ferry.md", FERRY);
    let proof = here.ibid(&["prove", "ferry.md", "The port is closed"]).expect(0).out();
    assert_eq!(here.ibid(&["prove", "ferry.md", "--block", "1"]).expect(0).out(), proof);
    here.write("proof.json", &proof);
    let digests = here.ibid(&["hash", "--format", "json", "ferry.md"]).expect(0).json();
    let root = digests[0]["root"].as_str().unwrap();
    std::fs::remove_file(here.path("ferry.md")).unwrap();
    let ran = here.ibid(&["verify-proof", "proof.json", "--root", root]).expect(0);
    assert!(ran.out().contains("paragraph 1 of 2") && ran.out().contains("“The port is closed,”"), "{}", ran.screen());
    assert_eq!(here.ibid(&["verify-proof", "proof.json", "--root", root, "-q"]).expect(0).screen(), "[exit 0]\n");
    assert!(here.fed(&["verify-proof", "-"], proof.as_bytes()).expect(0).err().contains("the root is the proof's own"));
    let raw = digests[0]["raw"].as_str().unwrap();
    insta::assert_snapshot!(here.ibid(&["verify-proof", "proof.json", "--root", raw]).expect(1).screen().replace(raw, "sha256:…"), @r"
    error: the proof fails: the hashes lead to another root (root sha256:…)
    --> proof.json
     = help: do not take the paragraph for a part of that text
    [exit 1]
    ");
}

#[test]
fn what_proves_nothing_is_told() {
    let here = Workspace::new();
    here.write("ferry.md", FERRY);
    let proof = here.ibid(&["prove", "ferry.md", "--block", "0"]).expect(0).out();
    for bad in [
        proof.replace("port", "Port").replace("regime", "regent"),
        proof.replace("  ", " "),
        "{}".into(),
        "\u{1b}[2J".into(),
    ] {
        let ran = here.fed(&["verify-proof", "-"], bad.as_bytes()).expect(1);
        assert!(!ran.err().contains('\u{1b}'), "{}", ran.screen());
    }
    here.ibid(&["verify-proof", "none.json"]).expect(2);
    here.ibid(&["verify-proof", "ferry.md", "--root", "sha256:1"]).expect(2);
    for args in [&["--block", "2"][..], &["said"], &["Ferry strike enters"], &["rejected"], &[]] {
        let ran = here.ibid(&[&["prove", "ferry.md"], args].concat());
        assert_eq!(ran.code, if args == ["rejected"] { 0 } else { 2 }, "{args:?}: {}", ran.screen());
    }
}
