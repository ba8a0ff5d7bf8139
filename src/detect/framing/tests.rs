use super::*;
use crate::{
    annotation::{ClaimKind, CueClass, Relay, Voice},
    document::Format,
};

/// A claim whose parts stand in `text` as given.
fn claim(text: &str, kind: ClaimKind, class: CueClass, [source, cue, content]: [&str; 3]) -> FoundClaim {
    let at = |words: &str| {
        let from = u32::try_from(text.find(words).unwrap()).unwrap();
        Span::clamped(from, from + u32::try_from(words.len()).unwrap())
    };
    FoundClaim {
        kind,
        source: Some(at(source)),
        speaker: Some(source.to_owned()),
        cue: at(cue),
        class,
        content: vec![at(content)],
        within: None,
        rule: "claim.test",
    }
}

fn read(text: &str) -> Document {
    Document::read(text.as_bytes(), Format::Plain).unwrap()
}

/// Returns voice, speaker and relay of `term` in `text`.
fn voice_of(text: &str, claims: &[FoundClaim], term: &str) -> (Voice, Option<String>, Option<Relay>) {
    let document = read(text);
    let found = framing(&document, Lexicon::builtin(), claims, Mode::Broad);
    let hit = found.iter().find(|hit| document.words(hit.span) == term);
    let hit = hit.unwrap_or_else(|| panic!("{term:?} is not found in {text:?}: {found:?}"));
    (hit.voice, hit.speaker.clone(), hit.relay)
}

fn by(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn the_innermost_attribution_speaks() {
    let text = "Meridian Wire reported: “Marrick wants the people whom the Averonian leader has described as \
                ‘hostages’ to be freed. The regime will free them soon, he told the wire.” Nothing else is known.";
    let whole = "“Marrick wants the people whom the Averonian leader has described as ‘hostages’ to be freed. The \
                 regime will free them soon, he told the wire.”";
    let wire = claim(text, ClaimKind::Direct, CueClass::Citation, ["Meridian Wire", "reported:", whole]);
    let claims = [wire];
    assert_eq!(voice_of(text, &claims, "hostages"), (Voice::Quoted, by("the Averonian leader"), Some(Relay::Neutral)));
    assert_eq!(voice_of(text, &claims, "regime"), (Voice::Quoted, by("Meridian Wire"), Some(Relay::Neutral)));
}

#[test]
fn snippets_are_traced_by_the_words_that_name() {
    let quoted = |source: &str| (Voice::Quoted, by(source), Some(Relay::Neutral));
    for (text, source) in [
        ("It led to the state’s designation as a “co-belligerent” in the war by Ostrenia.", "Ostrenia"),
        ("The state was described by Liska Orn as a “pariah” on Monday.", "Liska Orn"),
        ("Two days later, Marrick again used a post to call on “powerful leader” Vask to act.", "Marrick"),
        ("Mr Marrick praised the Ostrenian leader, Teodrin Vask, as ‘highly respected’ later.", "Mr Marrick"),
        ("Averon’s president, Alden Marrick, has called them ‘hostages’ since.", "Alden Marrick"),
        ("The paper had doubts about Marrick’s “wonderful” plan for the city.", "Marrick"),
    ] {
        let term = text.split(['“', '”', '‘']).nth(1).unwrap();
        let term = term.split('’').next().unwrap();
        assert_eq!(voice_of(text, &[], term), quoted(source), "{text}");
    }
}

#[test]
fn a_snippet_that_is_nobodys_is_scare_quotes() {
    let text = "It would hand the president a diplomatic “win” at no cost, and the “regime” knows it.";
    assert_eq!(voice_of(text, &[], "win"), (Voice::Scare, None, None));
    assert_eq!(voice_of(text, &[], "regime"), (Voice::Scare, None, None));
}

#[test]
fn cue_and_frame_say_how_words_are_relayed() {
    let text = "Liska Orn said the vote was a sham, in her view.";
    let said = |class| [claim(text, ClaimKind::Indirect, class, ["Liska Orn", "said", "the vote was a sham"])];
    for (class, relay) in [
        (CueClass::Neutral, Relay::Neutral),
        (CueClass::Claim, Relay::Distancing),
        (CueClass::Emotive, Relay::Distancing),
        (CueClass::Assert, Relay::Endorsing),
        (CueClass::Concede, Relay::Endorsing),
    ] {
        assert_eq!(voice_of(text, &said(class), "sham"), (Voice::Attributed, by("Liska Orn"), Some(relay)));
    }
    assert_eq!(voice_of(text, &said(CueClass::Intention), "sham"), (Voice::Outlet, None, None));
    for (text, relay) in [
        ("In typically florid fashion, Marrick called it a “sham” on Monday.", Relay::Distancing),
        ("‘Sham’ (according to Marrick) or not, the vote stands.", Relay::Distancing),
        ("The judge rightly called it a “sham” on Monday.", Relay::Endorsing),
        ("The mayor attacked what Marrick called a “sham” on Monday.", Relay::Distancing),
        ("Marrick falsely called it a “sham” on Monday.", Relay::Distancing),
    ] {
        let term = if text.contains("Sham") { "Sham" } else { "sham" };
        assert_eq!(voice_of(text, &[], term).2, Some(relay), "{text}");
    }
}

#[test]
fn headlines_are_the_outlets_own() {
    let document =
        Document::read(b"---\ntitle: 'A WIN FOR DIPLOMACY: Vask Frees 16'\n---\n\nHe did.\n", Format::Markdown);
    let document = document.unwrap();
    let found = framing(&document, Lexicon::builtin(), &[], Mode::Precise);
    let hit = found.first().expect("the run in capitals is found");
    assert_eq!((document.words(hit.span), hit.voice), ("A WIN FOR DIPLOMACY", Voice::Headline));
}

#[test]
fn an_adverb_of_force_joins_its_head() {
    let document = read("It would be extremely rash of them to go.");
    let found = framing(&document, Lexicon::builtin(), &[], Mode::Precise);
    let found: Vec<_> = found.iter().map(|hit| (document.words(hit.span), hit.category)).collect();
    assert_eq!(found, [("extremely rash", Category::Evaluative)]);
}

#[test]
fn every_example_of_a_frame_holds() {
    for frame in Lexicon::builtin().relay.iter() {
        for example in frame.examples.iter().chain(&frame.counter_examples) {
            let text = example.replace(['[', ']'], "");
            let document = read(&text);
            let found = relay::frames(&document, &Lexicon::builtin().relay);
            let mine = found.iter().filter(|framed| framed.id() == frame.id);
            let got: Vec<&str> = mine.map(|framed| document.words(framed.span)).collect();
            let want = example.split_once('[').and_then(|(_, tail)| tail.split_once(']')).map(|(words, _)| words);
            assert_eq!(got, want.into_iter().collect::<Vec<_>>(), "{}: {example}", frame.id);
        }
    }
}

#[test]
fn finds_never_overlap_and_time_stays_linear() {
    for text in [
        "“regime ‘".repeat(30_000),
        "in typically in typically ".repeat(10_000),
        "called called as “".repeat(20_000),
        "A B A WIN ".repeat(20_000) + "small",
        "extremely rash, ".repeat(20_000),
        "“regime” (according to ".repeat(10_000),
        "as as what as ".repeat(20_000),
    ] {
        let document = read(&text);
        let found = framing(&document, Lexicon::builtin(), &[], Mode::Broad);
        assert!(found.windows(2).all(|pair| pair[0].span.end() <= pair[1].span.start()));
    }
}
