//! Bars: whose words each document is, and how many sources it has.

use super::{super::entry::View, MOST, WIDTH, figure, words};
use crate::report::markdown::share::Words;

/// The height of a row, and of its bar.
const ROW: usize = 44;
const BAR: usize = 16;

/// A part of a bar: its class, how long it is, what stands on it when there is room.
type Part = (&'static str, usize, String);

/// Returns rows of bars; `whole` is as long as a bar can be.
fn rows(all: &[(String, Vec<Part>)], whole: usize) -> String {
    let mut drawn = String::new();
    for (row, (label, parts)) in all.iter().enumerate() {
        let (top, mut left) = (row * ROW, 0);
        drawn += &words(0, top + 14, WIDTH, "", label);
        for (class, length, told) in parts {
            let width = length * WIDTH / whole.max(1);
            drawn += &format!(
                "<rect class=\"{class}\" x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"{BAR}\"/>",
                top + 20
            );
            if width > 8 * told.len() {
                drawn += &words(left + 4, top + 32, width, "in", told);
            }
            left += width;
        }
    }
    drawn
}

/// Shows whose words each document is.
pub(in crate::report::compare) fn voices(views: &[View<'_>]) -> String {
    if views.len() > MOST {
        return String::new();
    }
    let mut told = vec![];
    let bar = |view: &View<'_>| {
        let words = Words::of(view.document(), view.annotations());
        let share = |part: usize| 100 * part;
        let percent =
            |part: usize| format!("{} %", (share(part) + words.all() / 2).checked_div(words.all()).unwrap_or(0));
        let parts = [
            ("own", words.outlet),
            ("headline", words.headline),
            ("quoted", words.quoted),
            ("attributed", words.attributed),
        ];
        told.push(format!(
            "{}: {} own, {} headlines, {} quoted, {} attributed",
            view.label(),
            percent(words.outlet),
            percent(words.headline),
            percent(words.quoted),
            percent(words.attributed)
        ));
        let scaled = |part: usize| (part * WIDTH).checked_div(words.all()).unwrap_or(0);
        (view.label(), parts.map(|(class, part)| (class, scaled(part), percent(part))).to_vec())
    };
    let all: Vec<(String, Vec<Part>)> = views.iter().map(bar).collect();
    figure(
        all.len() * ROW,
        &format!("Whose words each document is. {}", told.join(". ")),
        "Whose words each document is: <span class=\"key own\">its own</span>, <span class=\"key headline\">its \
         headlines</span>, <span class=\"key quoted\">quoted</span>, <span class=\"key attributed\">attributed</span>. \
         In numbers: “Whose words each document is”, below.",
        &rows(&all, WIDTH),
    )
}

/// Shows how many sources each document has, those with a name first.
pub(in crate::report::compare) fn sources(counts: &[(String, (usize, usize))]) -> String {
    let most = counts.iter().map(|(_, (named, unnamed))| named + unnamed).max().unwrap_or(0);
    if counts.len() > MOST || most == 0 {
        return String::new();
    }
    let told: Vec<String> =
        counts.iter().map(|(label, (named, unnamed))| format!("{label}: {named} named, {unnamed} unnamed")).collect();
    let part = |class, count: usize| (class, count, count.to_string());
    let bar = |(label, (named, unnamed)): &(String, (usize, usize))| {
        (label.clone(), vec![part("quoted", *named), part("unnamed", *unnamed)])
    };
    let all: Vec<(String, Vec<Part>)> = counts.iter().map(bar).collect();
    figure(
        all.len() * ROW,
        &format!("How many sources each document has. {}", told.join(". ")),
        "How many sources each document has: <span class=\"key quoted\">with a name</span>, <span class=\"key \
         unnamed\">without one</span>. In numbers: “Sources by document”, below.",
        &rows(&all, most),
    )
}
