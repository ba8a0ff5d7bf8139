//! Whose words each document is, as bars. The table behind it stands among the sources.

use super::entry::View;
use crate::report::{html::element::plain, markdown::share::Words};

/// The width of a whole bar, in units of the picture.
const WIDTH: usize = 600;

/// The height of a row.
const ROW: usize = 44;

/// More bars are no picture any more.
const MOST: usize = 40;

/// Returns the picture; nothing when there are too many documents.
pub(super) fn voices(views: &[View<'_>]) -> String {
    if views.len() > MOST {
        return String::new();
    }
    let mut bars = String::new();
    let mut told = vec![];
    for (row, view) in views.iter().enumerate() {
        let words = Words::of(view.document(), view.annotations());
        let all = words.all().max(1);
        let parts = [
            ("own", words.outlet),
            ("headline", words.headline),
            ("quoted", words.quoted),
            ("attributed", words.attributed),
        ];
        let (top, mut left) = (row * ROW, 0);
        bars += &format!("<text x=\"0\" y=\"{}\">{}</text>", top + 14, plain(&view.label()));
        for (class, part) in parts {
            let width = part * WIDTH / all;
            bars +=
                &format!("<rect class=\"{class}\" x=\"{left}\" y=\"{}\" width=\"{width}\" height=\"16\"/>", top + 20);
            if width > 40 {
                bars += &format!(
                    "<text class=\"in\" x=\"{}\" y=\"{}\">{} %</text>",
                    left + 4,
                    top + 32,
                    (100 * part + all / 2) / all
                );
            }
            left += width;
        }
        let percent = |part: usize| (100 * part + all / 2) / all;
        told.push(format!(
            "{}: {} % own, {} % quoted, {} % attributed",
            view.label(),
            percent(words.outlet + words.headline),
            percent(words.quoted),
            percent(words.attributed)
        ));
    }
    format!(
        "<figure><svg viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"Whose words each document is. {}\">{bars}</svg>\n\
         <figcaption>Whose words each document is: <span class=\"key own\">its own</span>, <span class=\"key headline\">its \
         headlines</span>, <span class=\"key quoted\">quoted</span>, <span class=\"key attributed\">attributed</span>. The \
         table is among the sources.</figcaption></figure>\n",
        views.len() * ROW,
        plain(&told.join(". ")),
    )
}
