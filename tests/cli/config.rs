//! `ibid.yaml`: the command line beats it, it beats what is built in, and what is wrong with it is told.

use super::{FERRY, Workspace};

fn here(settings: &str) -> Workspace {
    let here = Workspace::new();
    here.write("corpus/ferry.md", FERRY);
    here.write("ibid.yaml", settings);
    here
}

#[test]
fn settings_are_defaults_of_the_command_line() {
    let here = here("# ours\nframing: off\nannotations: notes/ann\nreports: notes/out\nreviewer: Mira Osk\n");
    here.ibid(&["annotate"]).expect(0);
    assert!(here.has("notes/ann/ferry.md.yaml") && here.has("notes/out/ferry.md") && !here.has("annotations"));
    let file = here.read("notes/ann/ferry.md.yaml");
    assert!(!file.contains("framing:"), "{file}");
    // The command line beats them.
    here.ibid(&["annotate", "--framing", "precise", "--annotations", "ann", "--reports", "rep"]).expect(0);
    assert!(here.read("ann/ferry.md.yaml").contains("framing:"));
    // The same file without them.
    here.ibid(&["verify"]).expect(0);
    here.ibid(&["check"]).expect(0);
    let id = file.split("- id: ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    here.ibid(&["review", "accept", &id]).expect(0);
    assert!(here.read("notes/ann/ferry.md.yaml").contains("reviewer: Mira Osk"));
    here.ibid(&["review", "accept", &id, "--by", "Bo Ask"]).expect(0);
    assert!(here.read("notes/ann/ferry.md.yaml").contains("reviewer: Bo Ask"));
}

#[test]
fn confidence_is_set() {
    let few = here("min-confidence: 1\n");
    few.ibid(&["annotate"]).expect(0);
    let all = here("min-confidence:\n");
    all.ibid(&["annotate"]).expect(0);
    let claims = |here: &Workspace| here.read("annotations/ferry.md.yaml").matches("  - id: c-").count();
    assert!(claims(&few) < claims(&all), "{} and {}", claims(&few), claims(&all));
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    for (settings, place, told) in [
        ("# ours\nframming: off\n", "ibid.yaml:2:1", "did you mean `framing`?"),
        ("reporst: out\n", "ibid.yaml:1:1", "did you mean `reports`?"),
        ("framing: some\n", "ibid.yaml:1:10", "`some` is not known here"),
        ("min-confidence: 2\n", "ibid.yaml:1:17", "from 0 to 1"),
        ("min-confidence: high\n", "ibid.yaml:1:17", "expected a number"),
        ("reports: ../out\n", "ibid.yaml:1:10", "leads out of the workspace"),
        ("annotations: /tmp/out\n", "ibid.yaml:1:14", "leads out of the workspace"),
        ("reviewer: [Ann]\n", "ibid.yaml:1:11", "expected text"),
        ("- framing\n", "ibid.yaml:1:", "expected keys"),
        ("framing: [\n", "ibid.yaml:", "not YAML"),
    ] {
        let here = here(settings);
        let ran = here.ibid(&["annotate"]).expect(2);
        assert!(ran.err().contains(place) && ran.err().contains(told), "{settings}: {}", ran.screen());
        assert!(!here.has("annotations"), "nothing is written: {settings}");
        // The check tells it as it tells everything else, and the rest goes on.
        let found = Workspace::annotated();
        found.write("ibid.yaml", settings);
        let ran = found.ibid(&["check"]).expect(1);
        assert!(ran.out().contains(place) && ran.out().contains(told), "{settings}: {}", ran.screen());
        assert!(ran.out().contains("2 files"), "{}", ran.screen());
        found.ibid(&["schema"]).expect(0);
    }
    let here = Workspace::annotated();
    here.write("ibid.yaml", "");
    here.ibid(&["check"]).expect(0);
    here.ibid(&["annotate", "--check"]).expect(0);
}
