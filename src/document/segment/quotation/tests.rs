use super::{Quotation, Use, quotations};
use crate::document::{Block, BlockKind, Problem, Prose, Span, segment::tokenize, span};
use proptest::prelude::*;

type Found = (Vec<Quotation>, Vec<(Span<Prose>, Problem)>, Vec<Block>);

/// Reads each line as a paragraph.
fn read(prose: &str) -> Found {
    let (mut blocks, mut tokens, mut at) = (vec![], vec![], 0);
    for line in prose.split('\n') {
        let span = Span::clamped(at, at + span::length(line));
        at = span.end() + 1;
        if !line.trim().is_empty() {
            blocks.push(Block { kind: BlockKind::Paragraph, span });
            tokenize(line, span, &mut tokens);
        }
    }
    let (found, odd) = quotations(prose, &blocks, &tokens);
    (found, odd, blocks)
}

fn quoted(prose: &str) -> Vec<&str> {
    read(prose).0.iter().map(|q| q.span.of(prose).unwrap()).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    for (prose, wanted) in cases {
        let found = quoted(prose);
        assert_eq!(found, *wanted, "in {prose}");
    }
}

#[test]
fn marks_of_every_typography_pair() {
    check(&[
        ("“We lost the boat,” she said.", &["“We lost the boat,”"]),
        ("\"We lost the boat,\" she said. \"Both oars too.\"", &["\"We lost the boat,\"", "\"Both oars too.\""]),
        ("''We lost the boat,'' she said.", &["''We lost the boat,''"]),
        ("``We lost the boat,'' she said.", &["``We lost the boat,''"]),
        ("‘We lost the boat,’ she said.", &["‘We lost the boat,’"]),
        ("'We lost the boat,' she said.", &["'We lost the boat,'"]),
        ("Elle dit «nous voilà» et part.", &["«nous voilà»"]),
        ("« Nous voilà », dit-elle.", &["« Nous voilà »"]),
        ("Er sagte: »Das war’s«, und ging.", &["»Das war’s«"]),
        ("„Das Boot ist weg“, sagte sie.", &["„Das Boot ist weg“"]),
        ("„Das Boot ist weg”, mondta.", &["„Das Boot ist weg”"]),
        ("She called it \"rot\" (\"pure rot\") twice—\"twice!\"—loudly.", &["\"rot\"", "\"pure rot\"", "\"twice!\""]),
        ("”Vi gick hem”, sade hon.", &["”Vi gick hem”"]),
        ("She said, \" We lost the boat, \" and sat.", &["\" We lost the boat, \""]),
        ("They said “ we are full ” and shut.", &["“ we are full ”"]),
        ("\"Gone,\"he said.", &["\"Gone,\""]),
        ("He said,\"Gone,\" and left.", &["\"Gone,\""]),
    ]);
}

#[test]
fn mismatched_marks_pair_all_the_same() {
    check(&[
        ("“We lost the boat,\" she said.", &["“We lost the boat,\""]),
        ("“We lost the boat,'' she said.", &["“We lost the boat,''"]),
        ("\"We lost the boat,” she said.", &["\"We lost the boat,”"]),
        ("“We lost the boat,“ she said.", &["“We lost the boat,“"]),
        ("He called it ‘a rare gift” and wept.", &["‘a rare gift”"]),
        (
            "“She sent ‘a rare gift”, the aide told us’.” He left.",
            &["“She sent ‘a rare gift”, the aide told us’.”", "‘a rare gift”"],
        ),
        ("“The boat is gone, she said.’ Then she ‘sat down’.", &["“The boat is gone, she said.’", "‘sat down’"]),
        ("She spoke of “an end to all boats’. Later came “a start”.", &["“an end to all boats’", "“a start”"]),
        ("The wall says ‘no boats‘ in red.", &["‘no boats‘"]),
    ]);
}

#[test]
fn apostrophes_and_measures_are_no_quotations() {
    check(&[
        ("The voters’ choice and the Joneses’ boat.", &[]),
        ("Back in the ’90s and ‘80s, rock ’n’ roll and rock ‘n’ roll.", &[]),
        ("Go get ’em, and get ‘em, 'cause 'tis late.", &[]),
        ("Belarus’ Lukashenko and Dickens' house.", &[]),
        ("He is 5'10\" tall and owns a 6” pipe and a 12\" ruler.", &[]),
        ("“He is 5’10” tall and owns a 6” pipe,” she said.", &["“He is 5’10” tall and owns a 6” pipe,”"]),
        ("‘The voters’ choice is clear,’ he said.", &["‘The voters’ choice is clear,’"]),
        ("‘We’re goin’ home, aren’t we?’ he said.", &["‘We’re goin’ home, aren’t we?’"]),
        ("O’Neill didn't see the dogs' bowl or John’s.", &[]),
        ("It cost ‘three crowns’ and no more.", &["‘three crowns’"]),
        ("The ‘hostages’ were the miners’ sons.", &["‘hostages’"]),
        ("The ‘odd mark costs nothing here.", &[]),
        ("Nothing \" stands \" alone \" here.", &["\" stands \""]),
        ("An empty “” pair and a \"\" pair.", &[]),
        ("The class of ’68 met the dogs’ owner.", &[]),
        ("The winner of 1994\" and more.", &[]),
    ]);
}

#[test]
fn quotations_nest() {
    let prose = "“She told me ‘never again’ and left,” Park said. ‘The word was “first step”, twice.’";
    let (found, odd, _) = read(prose);
    assert_eq!(found.iter().map(|q| q.within).collect::<Vec<_>>(), [None, Some(0), None, Some(2)]);
    assert!(odd.is_empty());
    check(&[
        ("“He said “yes” to me,” she said.", &["“He said “yes” to me,”", "“yes”"]),
        ("“I like \"A\" and \"B\" a lot,” she said.", &["“I like \"A\" and \"B\" a lot,”", "\"A\"", "\"B\""]),
        ("« They call it “fine”. Be glad. »", &["« They call it “fine”. Be glad. »", "“fine”"]),
        ("“It was ‘too much,’” he said.", &["“It was ‘too much,’”", "‘too much,’"]),
        ("\"'Gone,' she said,\" he said.", &["\"'Gone,' she said,\"", "'Gone,'"]),
    ]);
}

#[test]
fn an_odd_mark_harms_its_sentence_only() {
    let prose = "The mayor wrote: “We are closed. The ferry is late. She told “the press” and “the town” so.";
    let (found, odd, _) = read(prose);
    assert_eq!(quoted(prose), ["“We are closed. The ferry is late.", "“the press”", "“the town”"]);
    assert_eq!(found.iter().map(|q| q.closed).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(odd.len(), 1);
    assert_eq!(odd[0].1.code, "quotation.unclosed");
}

#[test]
fn nothing_leaks_into_the_next_block() {
    let prose = "He said “we are closed\nThe ferry is late.\n“Yes,” she said.";
    let (found, odd, _) = read(prose);
    assert_eq!(quoted(prose), ["“we are closed", "“Yes,”"]);
    assert!(!found[0].closed && found[1].closed && !found[1].continues);
    assert_eq!(odd.len(), 1);
}

#[test]
fn a_quotation_is_opened_again_at_each_paragraph() {
    for (open, close) in [('“', '”'), ('"', '"'), ('‘', '’'), ('«', '»')] {
        let prose = format!("She wrote: {open}One is lost.\n{open}Two is found.\n{open}Three is all.{close}");
        let (found, odd, _) = read(&prose);
        let seen: Vec<_> = found.iter().map(|q| (q.closed, q.continues)).collect();
        assert_eq!(seen, [(false, false), (false, true), (true, true)], "{prose}");
        assert!(odd.is_empty(), "{prose}: {odd:?}");
    }
}

#[test]
fn a_block_that_begins_inside_a_quotation_is_quoted_up_to_its_closing_mark() {
    check(&[
        ("It is a bad law.” She left.", &["It is a bad law.”"]),
        ("Nobody asked for it,\" Park said. “Not one.”", &["Nobody asked for it,\"", "“Not one.”"]),
        ("We ‘own’ it, they say.”", &["We ‘own’ it, they say.”", "‘own’"]),
        // Not after a stop; not the first double mark; not a first block; a measure.
        ("The word law” is short.", &[]),
        ("A “law” is a law.” She left.", &["“law”"]),
        ("The boat sank.\nIt is a bad law.” She left.", &[]),
        ("The wall is 12\" thick.", &[]),
        // Left open above and not opened again.
        (
            "He said: “It is a bad law.\nNobody asked for it,” and left.",
            &["“It is a bad law.", "Nobody asked for it,”"],
        ),
    ]);
    let (found, odd, _) = read("He said: “It is a bad law.\nNobody asked for it,” and left.");
    assert!(odd.is_empty() && !found[0].closed && found[1].continues && !found[1].opened);
}

#[test]
fn purposes_are_told() {
    for (prose, wanted) in [
        ("He goes by “Shorty” here.", Use::Nickname),
        ("She is also known as “Lady Luck.”", Use::Nickname),
        ("Thomas “Tip” Harlow spoke.", Use::Nickname),
        ("Party ‘Unity’ Meeting Ends In A Brawl", Use::Snippet),
        ("The singer, nicknamed “Boats,” left.", Use::Nickname),
        ("They dubbed it “Boats” at once.", Use::Snippet),
        ("The film “Gulls” is long.", Use::Title),
        ("Her novel “The Long Tide” sold.", Use::Title),
        ("A song called “Rain Again” plays.", Use::Title),
        ("He starred in “A Tide of Gulls,” a film by Ann Cole.", Use::Title),
        ("She read “Salt and Sand,” his second book.", Use::Title),
        ("The report said “costs are up” again.", Use::Snippet),
        ("The so-called “reform” stalled.", Use::Snippet),
        ("“We will not leave the harbour,” he said.", Use::Speech),
        ("The film was “the worst thing I have ever seen”.", Use::Speech),
        ("The book says “We Won” in it.", Use::Snippet),
    ] {
        let (found, ..) = read(prose);
        assert_eq!(found.iter().map(|q| q.purpose).collect::<Vec<_>>(), [wanted], "{prose}");
    }
}

#[test]
fn many_marks_take_no_time() {
    for unit in ["“", "”", "\"", "‘", "’", "'", "«", "“a ", "‘a ", "“a ‘b ", "« a “ b ‘ c ", "’a ", "a’ ", "“. A "]
    {
        for filler in ["", "x", " y. Z"] {
            let prose = format!("{unit}{filler}").repeat(100_000 / (1 + filler.len()));
            let _ = read(&prose);
        }
    }
    let prose = format!("{}{}", "“a ".repeat(50_000), "b” ".repeat(50_000));
    let _ = read(&prose);
}

fn holds(prose: &str) {
    let (found, odd, blocks) = read(prose);
    let mut before = None;
    for q in &found {
        assert!(q.span.of(prose).is_some() && q.inner.of(prose).is_some(), "{prose:?} {q:?}");
        assert!(q.span.contains(q.inner) && !q.inner.is_empty());
        assert!(blocks.iter().any(|block| block.span.contains(q.span)));
        assert!(before < Some(q.span.start()), "sorted");
        before = Some(q.span.start());
        if let Some(parent) = q.within {
            assert!(found[parent as usize].span.contains(q.span), "{prose:?}");
        }
    }
    for (at, q) in found.iter().enumerate() {
        for other in found.iter().skip(at + 1) {
            assert!(!q.span.overlaps(other.span) || q.span.contains(other.span), "crossing in {prose:?}");
        }
    }
    assert!(odd.iter().all(|(span, _)| span.of(prose).is_some()));
}

proptest! {
    #[test]
    fn any_marks_give_sound_spans(prose in "[“”„\"'‘’«»‹`a sS5.,!?—é\u{301}() \n-]{0,60}") {
        holds(&prose);
    }

    #[test]
    fn marks_among_words_give_sound_spans(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "“", "”", "\"", "''", "``", "‘", "’", "'", "«", "»", "„", " ", " ", " ", "voters", "said", "He", ". ", ", ",
                "—", "5", "\n", "’s", "film",
            ]),
            0..80,
        )
    ) {
        holds(&parts.concat());
    }
}
