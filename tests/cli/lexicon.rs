//! A workspace's own lexicon: terms added, changed and switched off without rebuilding; what is wrong is told
//! with its place.

use super::{FERRY, Workspace};

const OWN: &str = "\
category: label
terms:
  - id: label.harbor-rat
    forms: [harbor rat]
    inflect: noun
    reason: What dockers are called by those who want the quay for flats.
    examples: [\"The [harbor rats] met at noon.\"]
";

const RATS: &str = "The harbor rats met at noon.\n\nThe mayor, a thug, called the plan reckless.\n";

fn terms(here: &Workspace) -> Vec<String> {
    let record = serde_json::json!({"id": 1, "text": RATS}).to_string();
    let answer = here.fed(&["stream", "--jobs", "1"], record.as_bytes()).expect(0).json();
    let terms = answer[0]["framing"].as_array().unwrap();
    terms.iter().map(|term| format!("{}: {}", term["rule"].as_str().unwrap(), term["term"].as_str().unwrap())).collect()
}

#[test]
fn terms_are_added_changed_and_switched_off() {
    let here = Workspace::new();
    let before = terms(&here);
    assert!(!before.iter().any(|term| term.contains("rat")) && before.len() >= 2, "{before:?}");
    here.write("lexicon/ours.yaml", OWN);
    let added = terms(&here);
    assert!(added.contains(&"label.harbor-rat: harbor rats".to_owned()), "{added:?}");
    assert_eq!(added.len(), before.len() + 1);
    here.write("lexicon/off.yaml", "off: [thug, evaluative]\n");
    let off = terms(&here);
    assert!(!off.iter().any(|term| term.contains("thug") || term.starts_with("evaluative")), "{off:?}");
    here.write(
        "lexicon/off.yaml",
        "category: label\nterms:\n  - {id: label.thug, forms: [bruiser], tier: broad, reason: ours}\n",
    );
    let changed = terms(&here);
    assert!(!changed.iter().any(|term| term.contains("thug")), "{changed:?}");
}

#[test]
fn a_class_of_claims_can_be_left_out() {
    let here = Workspace::new();
    let text = "Dana Roth believes that the ferry is late.\n\nTom Pell said the quay is closed.\n";
    here.write("corpus/views.md", text);
    let classes = |here: &Workspace| {
        here.ibid(&["annotate", "corpus/views.md", "--quiet"]).expect(0);
        let said = here.read("annotations/views.md.yaml");
        (said.contains("class: belief"), said.contains("class: neutral"))
    };
    assert_eq!(classes(&here), (true, true));
    here.write("lexicon/off.yaml", "off: [claims.belief, claims.intention]\n");
    assert_eq!(classes(&here), (false, true));
}

#[test]
fn a_change_makes_annotation_files_stale() {
    let here = Workspace::annotated();
    here.ibid(&["annotate", "--check"]).expect(0);
    let engine = |here: &Workspace| {
        let text = here.read("annotations/ferry.md.yaml");
        text.lines().find(|line| line.starts_with("engine:")).unwrap().to_owned()
    };
    let builtin = engine(&here);
    here.write("lexicon/ours.yaml", OWN);
    here.ibid(&["annotate", "--check"]).expect(1);
    here.ibid(&["annotate"]).expect(0);
    assert_ne!(engine(&here), builtin);
    here.ibid(&["annotate", "--check"]).expect(0);
    here.write("lexicon/ours.yaml", "# nothing but a remark\n");
    here.ibid(&["annotate"]).expect(0);
    assert_eq!(engine(&here), builtin);
}

#[test]
fn explain_says_whose_a_term_is() {
    let here = Workspace::new();
    here.write("lexicon/ours.yaml", OWN);
    insta::assert_snapshot!(here.ibid(&["explain", "harbor rats"]).expect(0).screen());
    let json = here.ibid(&["explain", "label.harbor-rat", "--format", "json"]).expect(0).json();
    assert_eq!(json[0]["origin"], "lexicon/ours.yaml");
    here.ibid(&["explain", "harbor rat", "--lexicon", "nowhere"]).expect(2);
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let screens: Vec<String> = [
        "category: labels\nterms: []\n",
        "category: label\nterms:\n  - id: label.rat\n    form: [rat]\n    reason: x\n",
        "category: label\nterms:\n  - id: rat\n    forms: [rat]\n    reason: x\n",
        "category: label\nterms:\n  - {id: label.rat, forms: [rat, \" \"], reason: x}\n",
        "category: label\nterms:\n  - {id: label.rat, forms: [rat], reason: \"\"}\n",
        "category: label\nterms:\n  - {id: label.rat, forms: [rat], reason: x}\n  - {id: label.rat, forms: [mouse], reason: x}\n",
        "terms:\n  - {id: label.rat, forms: [rat], reason: x}\n",
        "off:\n  - label.thugg\n",
        "off: [\n",
    ]
    .iter()
    .map(|text| {
        let here = Workspace::annotated();
        here.write("lexicon/ours.yaml", text);
        let (sidecar, report) = (here.read("annotations/ferry.md.yaml"), here.read("reports/ferry.md"));
        let ran = here.ibid(&["annotate"]).expect(2);
        assert_eq!((sidecar, report), (here.read("annotations/ferry.md.yaml"), here.read("reports/ferry.md")));
        ran.screen()
    })
    .collect();
    insta::assert_snapshot!(screens.join("\n"));
}

#[test]
fn the_example_of_a_new_workspace_says_nothing_until_it_is_uncommented() {
    let here = Workspace::new();
    here.ibid(&["init"]).expect(0);
    here.write("corpus/ferry.md", FERRY);
    here.ibid(&["annotate"]).expect(0);
    let example = here.read("lexicon/example.yaml");
    let (_, entries) = example.split_once("#\n").unwrap();
    let live: String = entries.lines().map(|line| line.trim_start_matches("# ").to_owned() + "\n").collect();
    here.write("lexicon/example.yaml", live);
    here.ibid(&["annotate", "--check"]).expect(1);
    assert!(terms(&here).contains(&"label.harbor-rat: harbor rats".to_owned()));
}
