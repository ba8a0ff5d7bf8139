use super::*;
use proptest::prelude::*;

fn select(text: &str, words: &str) -> Selector {
    let at = u32::try_from(text.find(words).unwrap()).unwrap();
    Selector::within(text, Span::clamped(at, at + u32::try_from(words.len()).unwrap()))
}

/// Finds words of `old` in `new` twice, by the selector alone and with the old text at hand, and asserts
/// that both answers have the same state and place.
fn find(old: &str, words: &str, new: &str) -> Anchor {
    let selector = select(old, words);
    let anchors = Anchors::of(new);
    let (alone, with_old) = (anchors.find(&selector), anchors.find_from(&Earlier::of(old, new), &selector));
    assert_eq!((alone.state(), alone.span()), (with_old.state(), with_old.span()), "{words}: {alone:?} {with_old:?}");
    with_old
}

const HARBOUR: &str = "\
# Harbour

The council met on Monday to hear the plans for the new pier.

The harbourmaster said that 12 people had applied for the three berths. Nobody objected to the plan in \
writing. Ferries to Ostrova will sail twice a day from the first week of June.

Fishing boats keep their places at the northern quay, the council added.
";

fn edited(from: &str, to: &str) -> String {
    assert!(HARBOUR.contains(from), "{from}");
    HARBOUR.replacen(from, to, 1)
}

#[test]
fn words_that_stand() {
    let words = "12 people had applied for the three berths";
    let rows = [
        (HARBOUR.to_owned(), State::Intact),
        (edited("# Harbour", "# The harbour"), State::Moved),
        (edited("had applied for", "had applied\nfor"), State::Intact),
        (edited("12 people had", "12 people\n    had"), State::Moved),
    ];
    for (new, state) in rows {
        let anchor = find(HARBOUR, words, &new);
        assert_eq!(anchor.state(), state, "{new}");
        let there = anchor.span().unwrap().of(&new).unwrap();
        assert_eq!(there.split_whitespace().collect::<Vec<_>>(), words.split_whitespace().collect::<Vec<_>>());
    }
    let decomposed = "He left the Cafe\u{301} Zu\u{308}rich at nine.";
    assert_eq!(
        find("He left the Café Zürich at nine.", "Café Zürich", decomposed).span().unwrap().of(decomposed),
        Some("Cafe\u{301} Zu\u{308}rich")
    );
}

#[test]
fn words_that_stand_several_times() {
    let old = "The ferry sails at noon. The mayor of the town objects.";
    let words = "The mayor of the town";
    assert_eq!(find(old, words, "The ferry sails at noon."), Anchor::Lost(vec![]));
    let Anchor::Ambiguous(all) = find(old, words, "x The mayor of the town x The mayor of the town x") else {
        panic!()
    };
    assert_eq!(all.len(), 2);
    let likelier = format!("A. The mayor of the town left. {old}");
    assert_eq!(find(old, words, &likelier).span().unwrap().start(), 56);
    // Short words are everywhere: once, among other words, is no proof.
    assert_eq!(find(old, "noon", "He came. At noon, nobody was there.").state(), State::Ambiguous);
    assert_eq!(find(old, "noon", &format!("News. {old}")).state(), State::Moved);
    // "art" does not stand in "party".
    assert_eq!(find("They love art and wine here.", "art", "They gave a party.").state(), State::Lost);
}

#[test]
fn an_unchanged_line_says_which_of_two() {
    let old =
        "It spread over the west of the country.\nAnd so on.\nIt spread over the west of the country, they said.\n";
    let long = format!("{}{old}", "A line of its own.\n\n");
    let selector = select(old, "spread over the west");
    let found = Anchors::of(&long).find_from(&Earlier::of(old, &long), &selector);
    assert_eq!(found.span().unwrap().start(), 23);
}

#[test]
fn changed_words_carry_what_changed() {
    let rows: [(&str, &str, &str, &[Flag]); 5] = [
        ("12 people had", "21 people had", "[-12-]{+21+}", &[Flag::Digits]),
        ("Nobody objected", "The guild objected", "[-Nobody-]{+The guild+}", &[Flag::Negation, Flag::Capitals]),
        ("Ferries to Ostrova", "Ferries to Lagrad", "[-Ostrova-]{+Lagrad+}", &[Flag::Capitals]),
        ("objected to the plan", "objected to these plans", "[-the-]{+these+}[-plan-]{+plans+}", &[]),
        ("keep their places", "don’t keep their places", "{+don’t +}", &[Flag::Negation]),
    ];
    for (from, to, shown, flags) in rows {
        let sentence =
            HARBOUR.split_inclusive(['.', '\n']).map(str::trim).find(|sentence| sentence.contains(from)).unwrap();
        let new = edited(from, to);
        let Anchor::Changed(changed) = find(HARBOUR, sentence, &new) else { panic!("{from}") };
        assert_eq!(changed.span.of(&new), Some(sentence.replace(from, to).as_str()));
        assert_eq!(changed.flags, flags, "{to}");
        assert!(changed.score > Score(650) && changed.score < Score::FULL);
        let marks = changed.words.iter().map(|words| match words {
            Words::Same(_) => String::new(),
            Words::Gone(text) => format!("[-{text}-]"),
            Words::New(text) => format!("{{+{text}+}}"),
        });
        assert_eq!(marks.collect::<String>(), shown, "{to}");
    }
}

#[test]
fn a_changed_place_is_no_place() {
    let anchor = find(HARBOUR, "The harbourmaster said that 12 people", &edited("12 people", "21 people"));
    assert_eq!((anchor.state(), anchor.span()), (State::Changed, None));
    let new = edited("12 people", "21 people");
    assert_eq!(Anchors::of(&new).place(&select(HARBOUR, "The harbourmaster said that 12 people")), None);
}

#[test]
fn what_is_put_in_belongs_to_the_place() {
    let sentence = "Ferries to Ostrova will sail twice a day from the first week of June.";
    let new = edited("from the first", "(four times at weekends, tides and ice permitting) from the first");
    let Anchor::Changed(changed) = find(HARBOUR, sentence, &new) else { panic!() };
    let there = changed.span.of(&new).unwrap();
    assert!(there.starts_with("Ferries to Ostrova") && there.ends_with("of June."), "{there}");
}

const ALPHA: &str = "Team Alpha reached the finish on Tuesday after nine hours at sea.";
const BETA: &str = "Team Beta reached the finish on Tuesday after nine hours at sea.";

/// One of two sentences that differ in a name is deleted: the other is not the first one, changed.
#[test]
fn a_neighbour_is_not_the_deleted_sentence() {
    let texts = [
        format!("The race began in fog. {ALPHA} {BETA} The crowd went home late."),
        format!("The race began in fog. {BETA} {ALPHA} The crowd went home late."),
        format!("The race began in fog.\n\n{ALPHA}\n\nIt rained.\n\n{BETA}\n\nThe crowd went home late."),
        format!("- {ALPHA}\n- {BETA}\n- Team Gamma never arrived, and nobody knew why.\n"),
        format!("- Team Gamma never arrived, and nobody knew why.\n- {BETA}\n- {ALPHA}\n"),
        format!("{ALPHA}\n{BETA}\n"),
        format!("{BETA} {ALPHA}"),
    ];
    for old in texts {
        for (gone, left) in [(ALPHA, BETA), (BETA, ALPHA)] {
            let new = old.replace(gone, "");
            let Anchor::Lost(candidates) = find(&old, gone, &new) else { panic!("{new}") };
            let first = candidates.first().unwrap_or_else(|| panic!("no candidate: {new}"));
            assert!(first.span.of(&new).unwrap().contains(left), "{new}");
        }
    }
}

#[test]
fn other_words_are_lost() {
    for (words, new) in [
        ("Nobody objected to the plan in writing.", edited("Nobody objected to the plan in writing. ", "")),
        (
            "Nobody objected to the plan in writing.",
            "An unrelated text about cheese. It objects to nothing.".to_owned(),
        ),
        ("12 people", edited("12 people", "crowds")),
        ("berths", edited("berths", "moorings")),
        ("Ferries to Ostrova", String::new()),
    ] {
        assert_eq!(find(HARBOUR, words, &new).state(), State::Lost, "{words}");
    }
}

#[test]
fn long_and_odd_passages() {
    let long: String = (0..120).map(|number| format!("Clause {number} 🚢 binds the café’s owners. ")).collect();
    let new = format!("Foreword.\n\n{}", long.replace("Clause 60 🚢", "Clause sixty 🚢"));
    let all = long.trim_end();
    let Anchor::Changed(changed) = find(&long, all.get(..all.len() - 200).unwrap(), &new) else { panic!() };
    assert_eq!(changed.flags, [Flag::Digits, Flag::Capitals].split_at(1).0);
    assert!(changed.span.of(&new).unwrap().starts_with("Clause 0 🚢"));
}

proptest! {
    /// Any text, any passage: an answer, the same twice, its places within the text and on borders.
    #[test]
    fn any_text_has_an_answer(
        old in "(\\PC|[ab \\n\u{301}👍]){1,120}",
        new in "(\\PC|[ab \\n\u{301}👍]){0,160}",
        from in 0_usize..120,
        length in 1_usize..60,
        mixed in any::<bool>(),
    ) {
        let borders: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
        let from = from % (borders.len() - 1);
        let to = (from + length).min(borders.len() - 1);
        let new = if mixed { format!("{new}{}{new}", old.get(borders[from / 2]..).unwrap()) } else { new };
        let span = Span::clamped(u32::try_from(borders[from]).unwrap(), u32::try_from(borders[to]).unwrap());
        let selector = Selector::within(&old, span);
        let find = || Anchors::of(&new).find_from(&Earlier::of(&old, &new), &selector);
        let anchor = find();
        prop_assert_eq!(&anchor, &find());
        let spans: Vec<Span<Source>> = match anchor {
            Anchor::Intact(span) | Anchor::Moved(span) => vec![span],
            Anchor::Changed(changed) => vec![changed.span],
            Anchor::Ambiguous(all) => all,
            Anchor::Lost(all) => all.into_iter().map(|place| place.span).collect(),
        };
        for span in spans {
            prop_assert!(span.of(&new).is_some_and(|text| !text.is_empty()), "{:?}", span);
        }
    }
}

/// A cue is short and stands everywhere: only its content tells which one it is.
#[test]
fn a_cue_goes_with_its_content() {
    let old = "The ferry stays, Roth said. Others said little.\n\n“The port is closed,” Roth said.\n";
    let content = select(old, "“The port is closed,”");
    let last = |words: &str| {
        let at = u32::try_from(old.rfind(words).unwrap()).unwrap();
        let at = Span::clamped(at, at + u32::try_from(words.len()).unwrap());
        Selector { prefix: String::new(), suffix: String::new(), ..Selector::within(old, at) }
    };
    let (source, cue) = (last("Roth"), last("said"));
    let now = |new: &str| {
        let found = Anchors::of(new).find_claim(Some(&source), &cue, std::slice::from_ref(&content));
        let end = |anchor: &Anchor| anchor.span().map(|span| new.len() - span.end() as usize);
        (found.source.as_ref().and_then(end), end(&found.cue))
    };
    assert_eq!(Anchors::of(&format!("“News,” she said.\n\n{old}")).find(&cue).state(), State::Ambiguous);
    assert_eq!(now(&format!("“News,” she said.\n\n{old}")), (Some(7), Some(2)), "the shift tells");
    let put_in = old.replace("closed,” Roth", "closed,” the angry Roth");
    assert_eq!(now(&put_in), (Some(7), Some(2)), "alone in the line");
    let twice = old.replace("closed,” Roth", "closed,” Marrick said and Roth");
    assert_eq!(now(&twice), (Some(7), None), "two in the line tell nothing");
    let gone = old.replace("closed,” Roth said", "closed,” Roth wrote");
    assert_eq!(now(&gone).1, None, "those of other lines are not this one");
}
