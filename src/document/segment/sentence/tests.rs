use super::sentences;
use crate::document::{Block, BlockKind, Prose, Span, segment::tokenize, span};
use proptest::prelude::*;

fn split(prose: &str) -> Vec<&str> {
    let block = Block { kind: BlockKind::Paragraph, span: Span::<Prose>::clamped(0, span::length(prose)) };
    let mut tokens = vec![];
    tokenize(prose, block.span, &mut tokens);
    let found = sentences(prose, &[block], &tokens);
    let mut next = 0;
    for sentence in &found {
        assert_eq!(sentence.tokens.start, next, "sentences hold all tokens of {prose:?}");
        assert!(!sentence.tokens.is_empty());
        next = sentence.tokens.end;
    }
    assert_eq!(next as usize, tokens.len());
    found.iter().map(|sentence| sentence.span.of(prose).unwrap()).collect()
}

/// Each line is a text; ` | ` stands where a sentence ends.
#[track_caller]
fn check(lines: &str) {
    for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert_eq!(split(&line.replace(" | ", " ")), line.split(" | ").collect::<Vec<_>>());
    }
}

#[test]
fn abbreviations_do_not_end_sentences() {
    check(
        "
        Mr. Hale and Mrs. Orr met Dr. Lund. | They talked.
        Sen. Ann Cole (D-Mo.) said no. | Rep. Tom Wu (R-Calif.) agreed.
        The U.S. President flew home. | He slept.
        She lives in the U.S. | The rest live here.
        He left the U.S. | But she stayed.
        The U.S. Navy and the U.N. Council met.
        U.S.-Korvath talks failed. | Nobody minded.
        Robert J. Keane spoke. | J. K. Moss did not.
        It was Plan B. | The council had no other.
        The train left at 3:30 p.m. ET. | Nobody was on it.
        It docks at 9:20 a.m. local time (8:20 a.m. in Selmark), he said.
        We eat at 7 p.m. | Guests eat earlier.
        We eat at 7 p.m. Friday.
        It opens at 9 a.m. Eastern Time on Monday.
        It began on Jan. 5 and ended on Feb. 6. | Then it rained.
        He works for Orla Inc. and Sel Corp. | The pay is bad.
        Ships of Orla Co. President Ada Finn sank.
        She saw No. 5 and Nos. 6 and 7. | Then she left.
        “No.” | She left.
        Asked again, he said no. | Then he left.
        He fell ill. | His sister did not.
        They sell nets, ropes, etc. | Prices vary.
        Sammy Day Jr. sang. | Everyone left.
        St. Orla lies north of Wall St. | The banks are south.
        Sec. Lund climbed Mt. Orla. | Ft. Sel is near.
        The case, Orr vs. Hale, is old.
        Gov. Dan Voss, Lt. Gov. Ed Lee and Gen. Ray Moss came.
        It costs approx. 40 crowns, i.e. nothing.
        ",
    );
}

#[test]
fn numbers_and_dots_do_not_end_sentences() {
    check(
        "
        It rose 3.5 percent to 1,300.50 crowns. | It fell again.
        Read it on orla.example or at https://sel.example/a.b?c=D. | Then come.
        He waited ... and waited. | Nothing came.
        He waited… and waited… | Nothing came.
        “The board knew ... and did nothing.” | It met again.
        We tried everything... | The door stayed shut.
        He said . . . nothing. | She did.
        The plan [...] The end is near, he wrote.
        1. First we eat. | 2. Then we sing.
        Version 2.0 is out. | Version 3 is not.
        Really?! | Yes!!! | No.
        ",
    );
}

#[test]
fn quotations_keep_their_reporting_clause() {
    check(
        "
        “Who pays for this?” Ruiz asked. | “Not the banks.”
        “Who pays for this?” asked Ruiz. | Nobody spoke.
        “Who pays?” he asked. | “You do!” she said.
        “Stop!” Mayor Ana López shouted. | He did not.
        “Stop!” Ann Cole, the mayor, said on Friday. | He did not.
        “Stop!” Ann Cole told Reuters. | “Who?” Ruiz said Friday.
        “Stop!” | Ann Cole said Hale was late.
        “Stop!” | The crowd ran.
        “Who pays?” | Ruiz said that he would not.
        “It is late,” said Mr. Hale. | “But it is not too late.”
        “It is late. | It is dark,” said Hale.
        “It is late.” | Hale agreed.
        ''Is it late?'' Mr. Hale asked. | It was.
        ‘Is it late?’ Ms Okafor wondered. | It was.
        “Never explain.” — Ida Moss
        “Sad!” the president posted at dawn.
        He asked, “Why me?” and left. | Nobody knew.
        She shouted “Fire!” in the hall. | All ran.
        (He was late.) | She was not.
        He was late (she was not). | It rained.
        « Allez ! » | Il partit.
        He told him, « Be grateful. » | Then he sat.
        „Es ist spät.“ | Sie ging.
        He sat.” | She stood.
        “I asked, ‘Why?’” | He sat.
        “Why?” I asked. | He sat.
        ",
    );
}

#[test]
fn other_endings() {
    check(
        "
        Is it over? | Nobody knows.
        What a night! | What a day!
        iPhones sell. | iPads do not.
        They arrived. | 16 of them left.
        They arrived. | @orla_news wrote so.
        They arrived. | #Orla trended.
        They arrived. | [Pauses.] | They left.
        Yes — no. | Maybe.
        A line without an end
        Él llegó tarde. | Ésa es la verdad. | ¿Quién sabe?
        ",
    );
    assert_eq!(split("They arrived.Then they left."), ["They arrived.", "Then they left."]);
    assert_eq!(split("They “arrived.”“They left.”"), ["They “arrived.”", "“They left.”"]);
    assert!(split("").is_empty());
}

#[test]
fn many_marks_take_no_time() {
    for unit in [".", "?", "…", ". ", ". A ", "?” A ", "“.” ", "U.S. ", ".)", "A. ", "(", "”", "Ab?” Cd Ef "]
    {
        let _ = split(&unit.repeat(100_000 / unit.len()));
    }
}

proptest! {
    #[test]
    fn sentences_are_whole(prose in "[a-cA-C0-2.?!…“”\"'’() \u{a0}—-]{0,60}") {
        let _ = split(&prose);
    }

    #[test]
    fn sentences_of_words_are_whole(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "Mr.", "U.S.", "p.m.", "?", ".", "”", "“", " ", " ", " ", "said", "He", "Ruiz", ",", "...", "No.", "5", ")", "»",
            ]),
            0..60,
        )
    ) {
        let _ = split(&parts.concat());
    }
}
