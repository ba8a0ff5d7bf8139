//! Which entries of several people are of the same words.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    agreement::{Alpha, Kind, Overlap, alpha_of, cases},
    annotation::{Annotations, ByteRange, Category, Framing, Id, Selector, Voice},
    document::Span,
};

fn terms(entries: &[(u32, u32, Category, Voice)]) -> Annotations<Selector> {
    let selector = |from: u32, to: u32| Selector {
        bytes: ByteRange(Span::clamped(from, to)),
        exact: String::new(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let term = |(number, (from, to, category, voice)): (usize, &(u32, u32, Category, Voice))| Framing {
        id: Id(format!("f-{number}")),
        term: String::new(),
        at: selector(*from, *to),
        category: *category,
        voice: *voice,
        speaker: None,
        relay: None,
        claim: None,
        rule: "person".to_owned(),
        broad: false,
    };
    Annotations { framing: entries.iter().enumerate().map(term).collect(), ..Annotations::default() }
}

use Category::{Evaluative, Label};
use Voice::{Outlet, Quoted};

#[test]
fn words_in_common_come_together_the_most_first() {
    let one = terms(&[(0, 10, Label, Outlet), (20, 30, Label, Outlet), (40, 50, Label, Outlet)]);
    let other =
        terms(&[(0, 10, Label, Outlet), (5, 25, Label, Outlet), (21, 30, Label, Quoted), (50, 60, Label, Outlet)]);
    let overlap = Overlap::of(Kind::Term, &one, &other);
    // 20-30 goes with 21-30 (nine bytes in ten) and not with 5-25; 40-50 ends where 50-60 begins.
    assert_eq!(overlap, Overlap { entries: 7, exact: 1, overlapping: 2 });
    assert_eq!((overlap.f1_exact(), overlap.f1_overlapping()), (Some(2.0 / 7.0), Some(4.0 / 7.0)));
    assert_eq!(Overlap::of(Kind::Term, &other, &one), overlap, "the same whoever comes first");
    assert_eq!(Overlap::of(Kind::Claim, &one, &other).f1_exact(), None);
    let cases = cases(&[(0, &one), (1, &other)]);
    let ids: Vec<Vec<&str>> =
        cases.iter().map(|case| case.readings.iter().map(|(_, reading)| reading.id.0.as_str()).collect()).collect();
    assert_eq!(ids, [vec!["f-0", "f-0"], vec!["f-1"], vec!["f-1", "f-2"], vec!["f-2"], vec!["f-3"]]);
    assert_eq!(cases[2].differs, ["bytes", "voice"]);
    assert!(cases[0].is_agreed() && !cases[1].is_agreed());
}

#[test]
fn two_entries_at_one_place_go_with_their_like() {
    let one = terms(&[(0, 9, Evaluative, Outlet)]);
    let other = terms(&[(0, 9, Label, Outlet), (0, 9, Evaluative, Outlet)]);
    let cases = cases(&[(0, &one), (1, &other)]);
    let agreed: Vec<bool> = cases.iter().map(|case| case.is_agreed()).collect();
    assert_eq!(agreed, [true, false]);
}

/// The four observers of Krippendorff 2011, section C, as voices of terms: what is missing is not marked.
#[test]
fn alpha_of_entries_is_the_published_one() {
    let rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."];
    let voices = [Voice::Outlet, Voice::Headline, Voice::Quoted, Voice::Attributed, Voice::Scare];
    let files: Vec<Annotations<Selector>> = rows
        .iter()
        .map(|row| {
            let marked = row.chars().enumerate().filter_map(|(at, c)| Some((at, c.to_digit(10)?)));
            let at = |at: usize| u32::try_from(at * 10).unwrap();
            let entry = |(unit, value): (usize, u32)| (at(unit), at(unit) + 5, Label, voices[value as usize - 1]);
            terms(&marked.map(entry).collect::<Vec<_>>())
        })
        .collect();
    let cases = cases(&files.iter().enumerate().collect::<Vec<_>>());
    let Alpha::Of(voice) = alpha_of(&cases, Kind::Term, "voice") else { panic!("no figure") };
    assert!((voice - 0.743).abs() < 0.0005, "{voice}");
    assert_eq!(alpha_of(&cases, Kind::Term, "category"), Alpha::NothingVaries);
    assert_eq!(alpha_of(&cases, Kind::Claim, "kind"), Alpha::NothingToPair);
}

/// Thousands of entries on the same words are compared in no time.
#[test]
fn piles_do_not_cost_their_square() {
    let pile: Vec<(u32, u32, Category, Voice)> = (0..5_000).map(|at| (at, 100_000, Label, Outlet)).collect();
    let (one, other) = (terms(&pile), terms(&pile));
    assert_eq!(Overlap::of(Kind::Term, &one, &other), Overlap { entries: 10_000, exact: 5_000, overlapping: 5_000 });
}
