//! Every example of the lexicon, and what must hold for any text at all.

use super::claims;
use crate::{
    detect::FoundClaim,
    document::{Document, Format},
    lexicon::Lexicon,
};

/// A text with the places that its brackets marked.
struct Marked {
    text: String,
    source: Vec<String>,
    cue: Vec<String>,
    content: Vec<String>,
}

fn marked(example: &str) -> Marked {
    let mut marked = Marked { text: String::new(), source: vec![], cue: vec![], content: vec![] };
    let mut opened = 0;
    for c in example.chars() {
        let piece = marked.text.get(opened..).unwrap_or_default().to_owned();
        match c {
            '{' | '[' | '<' => opened = marked.text.len(),
            '}' => marked.source.push(piece),
            ']' => marked.cue.push(piece),
            '>' => marked.content.push(piece),
            _ => marked.text.push(c),
        }
    }
    marked
}

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Plain).unwrap()
}

fn describe(document: &Document, claim: &FoundClaim) -> String {
    let source = claim.source.map_or("", |span| document.words(span));
    let content: Vec<&str> = claim.content.iter().map(|span| document.words(*span)).collect();
    format!("{} {{{source}}} [{}] <{}>", claim.rule, document.words(claim.cue), content.join("> <"))
}

fn wanted(marked: &Marked) -> String {
    format!("{{{}}} [{}] <{}>", marked.source.concat(), marked.cue.concat(), marked.content.join("> <"))
}

/// Returns what is wrong with an example: no claim of the rule (or of any) is exactly where its brackets are.
fn fails(example: &str, rule: Option<&str>) -> Option<String> {
    let marked = marked(example);
    let document = read(&marked.text);
    let found = claims(&document, Lexicon::builtin());
    let all: Vec<String> = found.iter().map(|claim| describe(&document, claim)).collect();
    let fits = |claim: &FoundClaim, text: &String| {
        rule.is_none_or(|rule| rule == claim.rule) && text.ends_with(&wanted(&marked))
    };
    let ok = found.iter().zip(&all).any(|(claim, text)| fits(claim, text));
    (!ok).then(|| format!("{}: wanted {}, found {all:#?}", rule.unwrap_or("cue"), wanted(&marked)))
}

fn wrongly(example: &str, rule: Option<&str>) -> Option<String> {
    let document = read(example);
    let found = claims(&document, Lexicon::builtin());
    let hit = found.iter().find(|claim| rule.is_none_or(|rule| rule == claim.rule))?;
    Some(format!("{example}: must not be {}", describe(&document, hit)))
}

#[test]
fn examples_of_rules_hold() {
    let rules = || Lexicon::builtin().rules.iter().filter(|rule| rule.id.starts_with("claim."));
    let wrong: Vec<String> = rules()
        .flat_map(|rule| {
            let id = Some(rule.id.as_str());
            let examples = rule.examples.iter().filter_map(move |example| fails(example, id));
            examples.chain(rule.counter_examples.iter().filter_map(move |example| wrongly(example, id)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rules().count() >= 13);
}

#[test]
fn examples_of_cues_hold() {
    let entries = Lexicon::builtin().cues.entries();
    let wrong: Vec<String> = entries
        .iter()
        .flat_map(|entry| {
            let examples = entry.examples.iter().filter_map(|example| fails(example, None));
            examples.chain(entry.counter_examples.iter().filter_map(|example| wrongly(example, None)))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(entries.iter().all(|entry| !entry.reason.is_empty() && !entry.examples.is_empty()));
}

#[test]
fn every_rule_that_code_names_is_described() {
    let text = "Moss said it rained. “It rains,” said Moss. According to Moss, it rained a lot.";
    for claim in claims(&read(text), Lexicon::builtin()) {
        assert!(Lexicon::builtin().rules.get(claim.rule).is_some(), "{}", claim.rule);
    }
}

#[test]
fn claims_are_sorted_and_their_chains_have_no_rings() {
    let text = "The Courier quoted Moss as saying Cole had told Voss that the bridge, Ruiz believed, was closed. \
                “Moss believes it is over,” Cole said, adding that Voss claimed “nothing” and denied it.";
    let document = read(text);
    let found = claims(&document, Lexicon::builtin());
    let first = |claim: &FoundClaim| {
        let content = claim.content.iter().map(|span| span.start()).min().unwrap();
        content.min(claim.cue.start()).min(claim.source.map_or(u32::MAX, |span| span.start()))
    };
    assert!(found.is_sorted_by_key(first));
    for (index, claim) in found.iter().enumerate() {
        assert!(!claim.content.is_empty());
        let mut outer = claim.within;
        for _ in 0..=found.len() {
            assert_ne!(outer, Some(index));
            outer = outer.and_then(|at| found[at].within);
        }
        assert_eq!(outer, None);
    }
    assert!(found.iter().any(|claim| claim.within.is_some()));
}

/// Looks for claims in odd texts of two lengths; the longer may take little more than its share.
#[test]
fn odd_texts_take_proportionate_time() {
    let pieces = [
        "\" ",
        "“a ",
        "said ",
        "Moss said, ",
        "“x,” he said. ",
        "and said that Moss ",
        ", who said",
        "Cole: “a b c d” — Moss ",
        "(",
        "Moss, ",
        "asked by ",
    ];
    for piece in pieces {
        let time = |n: usize| {
            let document = read(&piece.repeat(n));
            let start = std::time::Instant::now();
            claims(&document, Lexicon::builtin());
            start.elapsed().as_secs_f64()
        };
        // A busy machine may take its time once, not three times.
        let proportionate = || time(32_000) < time(2_000).max(0.002) * 16.0 * 6.0;
        assert!((0..3).any(|_| proportionate()), "{piece:?}");
    }
}

/// Texts put together at random from what the scanner looks at.
#[test]
fn any_text_gives_claims_in_bounds() {
    let pieces: Vec<&str> = "Moss|said|,|.|“|”|\"|‘|’|that|and|who|according|to|Moss|:|—|(|)|calling|as|quoted|saying|by|was|\n\n|he|him|’s|claim|declined|;|asked|whether|the|President|of|Averon|which|told|she|on|Monday|?|»|«|is|confident|wrote|put|it|US|@moss|https://a.example/b|…|12"
        .split('|')
        .collect();
    let mut state = 7_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap()
    };
    for _ in 0..4_000 {
        let text = (0..next() % 40).map(|_| pieces[next() % pieces.len()]).collect::<Vec<_>>().join(" ");
        let document = read(&text);
        for claim in claims(&document, Lexicon::builtin()) {
            assert!(!claim.content.is_empty(), "{text}");
            for span in claim.content.iter().chain(&claim.source).chain([&claim.cue]) {
                assert!(!span.is_empty() && !document.words(*span).is_empty(), "{text}: {claim:?}");
            }
        }
    }
}
