//! What a person wrote survives every run, and a second run changes nothing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{
        Annotations, Category, Claim, ClaimKind, Cue, CueClass, Evidence, Framing, Id, Ids, Outlet, Relay, Selector,
        Voice,
    },
    document::{Digest, Document, Format, Source, Span},
    sidecar::{self, DocumentRef, Engine},
};

const TEXT: &str = "# A win\n\nThe contested leader spoke. “We had no choice,” Mayor López said.\n\n\
    Roth called the deal a sham: a “highly respected” fraud.\n";

/// The way from the sidecar to the document.
const PATH: &str = "../corpus/a.md";

fn document(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Markdown).unwrap()
}

fn find(text: &str, words: &str) -> Span<Source> {
    let at = u32::try_from(text.find(words).unwrap()).unwrap();
    Span::new(at, at + u32::try_from(words.len()).unwrap()).unwrap()
}

fn term(ids: &mut Ids, text: &str, words: &str, voice: Voice) -> Framing<Span<Source>> {
    Framing {
        id: ids.give('f', words),
        term: words.to_owned(),
        at: find(text, words),
        category: Category::Delegitimiser,
        voice,
        speaker: None,
        relay: (voice == Voice::Quoted).then_some(Relay::Distancing),
        claim: None,
        rule: "test.rule".to_owned(),
        broad: false,
    }
}

fn found(text: &str, terms: &[&str]) -> Annotations<Selector> {
    let mut ids = Ids::default();
    let mut found = Annotations {
        outlet: Some(Outlet {
            name: "The Harbor Post".to_owned(),
            domain: Some("harborpost.example".to_owned()),
            evidence: vec![Evidence { at: find(text, "win"), rule: "test.outlet".to_owned() }],
        }),
        ..Annotations::default()
    };
    found.claims.push(Claim {
        id: ids.give('c', "We had no choice"),
        kind: ClaimKind::Direct,
        speaker: Some("Ana López".to_owned()),
        source: Some(find(text, "Mayor López")),
        cue: Cue { at: find(text, "said"), class: CueClass::Neutral },
        content: vec![find(text, "“We had no choice,”")],
        within: None,
        rule: "test.claim".to_owned(),
        confidence: None,
    });
    for words in terms {
        found.framing.push(term(&mut ids, text, words, Voice::Outlet));
    }
    let document = document(text);
    found.map(|span| Selector::of(&document, *span))
}

fn reference(text: &str) -> DocumentRef {
    DocumentRef::of(PATH, &document(text))
}

fn engine() -> Engine {
    Engine { version: "0.1.0".to_owned(), lexicon: Digest::of(b"lexicon") }
}

fn new(terms: &[&str]) -> String {
    sidecar::new_text(&reference(TEXT), &engine(), &found(TEXT, terms), "../schemas/annotation.schema.json")
}

/// Merges, and asserts that merging again changes nothing and that the result is read.
fn merge(old: &str, text: &str, terms: &[&str]) -> String {
    let once = sidecar::merge(old, PATH, &document(text), &engine(), &found(text, terms)).unwrap().text;
    let twice = sidecar::merge(&once, PATH, &document(text), &engine(), &found(text, terms)).unwrap();
    assert_eq!(once, twice.text, "a second run changes nothing");
    assert_eq!((twice.added, twice.updated, twice.removed), (0, 0, 0));
    sidecar::read(&once).unwrap_or_else(|problem| panic!("{problem}: {once}"));
    once
}

fn line_of<'t>(text: &'t str, words: &str) -> &'t str {
    text.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("no line with {words} in {text}"))
}

#[test]
fn what_is_printed_is_read() {
    let text = new(&["contested", "sham"]);
    let said = sidecar::read(&text).unwrap();
    assert_eq!(said.annotations, strip_context(found(TEXT, &["contested", "sham"])));
    assert_eq!(said.document, reference(TEXT));
    assert!(text.starts_with("# yaml-language-server: $schema=../schemas/annotation.schema.json\n"), "{text}");
}

/// Evidence, sources and cues are kept without their surroundings.
fn strip_context(mut all: Annotations<Selector>) -> Annotations<Selector> {
    let bare = |at: &mut Selector| {
        at.prefix.clear();
        at.suffix.clear();
    };
    all.outlet.iter_mut().flat_map(|outlet| &mut outlet.evidence).for_each(|e| bare(&mut e.at));
    for claim in &mut all.claims {
        claim.source.iter_mut().for_each(bare);
        bare(&mut claim.cue.at);
    }
    all
}

#[test]
fn the_same_proposals_change_nothing() {
    let text = new(&["contested", "sham"]);
    assert_eq!(merge(&text, TEXT, &["contested", "sham"]), text);
}

#[test]
fn new_entries_go_where_they_belong_and_old_ones_leave() {
    let text = new(&["contested", "highly respected"]);
    let merged = merge(&text, TEXT, &["contested", "sham", "highly respected"]);
    assert_eq!(merged, new(&["contested", "sham", "highly respected"]));
    assert_eq!(merge(&merged, TEXT, &["contested", "highly respected"]), text);
    assert_eq!(merge(&merged, TEXT, &["sham"]), new(&["sham"]));
}

#[test]
fn all_entries_may_leave_and_come_back() {
    let text = new(&["contested"]);
    let none = merge(&text, TEXT, &[]);
    assert!(sidecar::read(&none).unwrap().annotations.framing.is_empty());
    assert_eq!(sidecar::read(&merge(&none, TEXT, &["contested", "sham"])).unwrap().annotations.framing.len(), 2);
    assert_eq!(
        merge(&none.replace("framing:\n", "framing: []  # none yet\n"), TEXT, &["sham"]).matches("# none yet").count(),
        1
    );
}

#[test]
fn an_edited_entry_is_the_persons_for_ever() {
    let edited = new(&["contested", "sham"]).replace("speaker: Ana López", "speaker: Mayor Ana López");
    assert_eq!(merge(&edited, TEXT, &["contested", "sham"]), edited);
    let rejected = new(&["contested", "sham"]).replacen("voice: outlet", "voice: outlet\n    review: rejected", 1);
    let merged = merge(&rejected, TEXT, &["contested", "sham"]);
    assert_eq!(merged, rejected, "what was rejected is not proposed again");
    let said = sidecar::read(&merged).unwrap();
    assert_eq!((said.annotations.framing.len(), said.rejected), (1, 1));
    assert!(merge(&rejected, TEXT, &[]).contains("review: rejected"), "it stays when the engine changes its mind");
}

#[test]
fn comments_survive_wherever_they_stand() {
    let text = new(&["contested", "sham"]);
    let id = line_of(&text, "term: sham").to_owned();
    for (place, commented) in [
        ("above", text.replace("framing:\n", "framing:\n  # KEEP ME\n")),
        ("beside", text.replace(&id, &format!("{id}  # KEEP ME"))),
        ("inside", text.replace(&id, &format!("    # KEEP ME\n{id}"))),
        ("below", format!("{text}  # KEEP ME\n")),
        ("on top", format!("# KEEP ME\n{text}")),
        ("between sections", text.replace("claims:\n", "# KEEP ME\nclaims:\n")),
    ] {
        for terms in [&["contested", "sham"][..], &["contested"], &[], &["contested", "sham", "highly respected"]] {
            assert!(merge(&commented, TEXT, terms).contains("# KEEP ME"), "{place}, {terms:?}");
        }
    }
}

#[test]
fn an_entry_of_a_persons_own_stays() {
    let mine = "\n  - id: f-mine\n    term: no choice\n    at: {bytes: 50-58}\n    category: evaluative\n    voice: quoted\n    \
        x-seen: [Ann, Bo]\n    note: 'mine: “yes”'\n";
    let text = format!("{}{mine}", new(&["contested", "sham"]));
    for terms in [&["contested", "sham"][..], &[], &["sham", "highly respected"]] {
        assert!(merge(&text, TEXT, terms).contains(mine), "{terms:?}");
    }
}

#[test]
fn a_changed_document_moves_the_engines_entries_only() {
    let moved = format!("News.\n\n{TEXT}");
    let edited = new(&["contested", "sham"]).replacen("voice: outlet", "voice: headline", 1);
    let merged = merge(&edited, &moved, &["contested", "sham"]);
    let old = find(TEXT, "contested");
    assert!(
        merged.contains(&format!("{{bytes: {}-{}", old.start(), old.end() - 1)),
        "the person's place is left alone"
    );
    let new = find(&moved, "sham");
    assert!(
        merged.contains(&format!("{{bytes: {}-{}", new.start(), new.end() - 1)),
        "the engine's is set anew: {merged}"
    );
    assert!(merged.contains(&document(&moved).digests().raw.to_string()));
}

#[test]
fn crlf_stays_crlf() {
    let text = new(&["contested"]).replace('\n', "\r\n");
    let merged = merge(&text, TEXT, &["contested", "sham"]);
    assert_eq!(merged.matches('\n').count(), merged.matches("\r\n").count());
    assert!(merged.contains("term: sham"));
}

#[test]
fn the_head_keeps_its_style() {
    let front = format!("---\ntitle: x\n---\n{TEXT}");
    let text = new(&[]).replace("front: null", "front:");
    let raw = line_of(&text, "  raw: ").trim_start_matches("  raw: ").to_owned();
    let quoted = text.replace(&format!("raw: {raw}"), &format!("raw: '{raw}'  # mine"));
    let now = *document(&front).digests();
    let merged = merge(&quoted, &front, &[]);
    assert!(merged.contains(&format!("\n  raw: '{}'  # mine\n", now.raw)), "{merged}");
    assert!(merged.contains(&format!("\n  front: {}\n", now.front.unwrap())), "{merged}");
    assert!(merged.contains(&format!("\n  text: {}\n", now.text)), "{merged}");
}

#[test]
fn no_final_newline_is_no_trouble() {
    let text = new(&["contested"]);
    let merged = merge(text.trim_end(), TEXT, &["contested", "sham"]);
    assert!(merged.contains("term: sham"));
    assert!(merge(text.trim_end(), TEXT, &["contested"]).ends_with(|c: char| c.is_ascii_hexdigit()));
}

#[test]
fn other_layouts_are_kept() {
    let dashes = new(&["contested", "sham"]).replace("\n  - ", "\n- ").replace("\n    ", "\n  ");
    let merged = merge(&dashes, TEXT, &["contested", "sham", "highly respected"]);
    assert!(merged.contains("\n- id") && !merged.contains("\n  - id"), "{merged}");
}

/// What people write by hand: every style of scalar and collection, anchors, tabs, blanks, long lines, emoji.
const STYLES: &str = "    note: >-
      folded, over
      two lines

      and a third
    x-literal: |+
      kept\t as  it \u{1f6a2} is

    x-indented: |2
        two more
    x-single: 'it''s \u{201c}so\u{201d}'
    x-double: \"tab \\t, \\u00e9, \\U0001F6A2, a \\
      line that goes on\"
    x-plain: plain \u{1f469}\u{200d}\u{1f4bb} words
      on two lines
    x-anchored: &both {one: [1, 2.5, ~, yes], 'two': \"\"}   # an anchor\tand a tab
    x-alias: *both
    x-tagged: !!str 12
    ? x-asked
    : answered
    x-block:
    - not indented
    -   - nested
        - {flow: [in, block], }
    x-flow: [
      over, # with a comment
      lines,
    ]
    # a comment\twith a tab
    x-empty:
";

#[test]
fn every_style_is_kept() {
    let plain = new(&["contested", "sham"]);
    let rule = line_of(&plain, "    by: ").to_owned();
    let (first, last) = plain.split_once(&format!("{rule}\n")).unwrap();
    let long = "word ".repeat(4000);
    let styled =
        format!("{first}{rule}\n{STYLES}    x-long: {long}end\n{last}x-team:\n  - &mira \"Mira\"\n  - *mira\n");
    for text in [styled.clone(), styled.replace('\n', "\r\n"), styled.trim_end().to_owned()] {
        assert_eq!(merge(&text, TEXT, &["contested", "sham"]), text);
        let more = merge(&text, TEXT, &["contested", "sham", "highly respected"]);
        let mut kept = more.lines();
        let lost: Vec<&str> = text.lines().filter(|line| !kept.any(|now| now == *line)).collect();
        assert_eq!(lost, [""; 0], "{more}");
        assert!(more.contains("term: highly respected"));
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let text = new(&["contested", "sham"]);
    let problem = |text: &str| {
        let problem = sidecar::read(text).map(|_| ()).unwrap_err();
        let shown = problem.at.and_then(|at| at.of(text)).unwrap_or_default().to_owned();
        (problem.code, shown)
    };
    assert_eq!(problem(&text.replacen("voice:", "voise:", 1)).0, "sidecar.value");
    assert_eq!(
        problem(&text.replacen("    rule: test.rule", "    rule: test.rule\n    colour: red", 1)),
        ("sidecar.unknown-key", "colour".to_owned())
    );
    assert_eq!(problem(&text.replacen("ibid: 1", "ibid: 7", 1)), ("sidecar.version", "7".to_owned()));
    assert_eq!(problem(&text.replacen("claims:", "claims: [", 1)).0, "yaml.syntax");
    assert_eq!(problem(&format!("{text}<<<<<<< HEAD\n")).0, "sidecar.conflict");
    assert_eq!(problem("").0, "sidecar.empty");
    let id = line_of(&text, "- id: f-").trim().to_owned();
    let twice = text.replace(line_of(&text.replace(&id, ""), "- id: f-").trim(), &id);
    assert_eq!(problem(&twice).0, "sidecar.duplicate-id");
    assert!(sidecar::read(&text.replacen("    rule: test.rule", "    rule: test.rule\n    x-mine: 1", 1)).is_ok());
}

#[test]
fn ids_do_not_depend_on_place() {
    let id = |text: &str| found(text, &["sham"]).framing.first().map(|term| term.id.clone());
    assert_eq!(id(TEXT), id(&format!("News.\n\n{TEXT}")));
    assert_ne!(id(TEXT), Some(Id("f-".to_owned())));
}

/// The engine names a claim by its words and lists its places in an order of its own; a person does neither.
#[test]
fn a_claim_of_a_persons_own_is_not_proposed_beside_it() {
    let text = new(&[]);
    let id = line_of(&text, "- id: c-").trim().to_owned();
    let by = line_of(&text[text.find("claims:").unwrap()..], "by: ibid").to_owned();
    let own = text.replace(&id, "- id: c-mine").replace(&format!("{by}\n"), "");
    assert_eq!(merge(&own, TEXT, &[]), own);
    let rejected = own.replace("    rule: test.claim\n", "    rule: test.claim\n    review: rejected\n");
    assert_ne!(rejected, own);
    assert_eq!(merge(&rejected, TEXT, &[]), rejected, "a rejected place stays so under another name");
}
