//! Pictures of what tables say, as SVG. Each is told in words as well, has its figures written on it, and names the
//! table behind it: colour alone says nothing. Too many documents are no picture any more, and the tables remain.

pub(super) mod bars;
pub(super) mod graph;
pub(super) mod grid;

use crate::report::html::element::plain;

/// The width of a picture, in its own units.
const WIDTH: usize = 640;

/// More documents than this have no picture.
const MOST: usize = 40;

/// How wide a letter of the pictures’ type is, about, in their units.
const LETTER: usize = 7;

/// Returns a picture with its words; `told` says all that it shows, `caption` is HTML.
fn figure(height: usize, told: &str, caption: &str, drawn: &str) -> String {
    format!(
        "<figure tabindex=\"0\"><svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">{drawn}</svg>\n\
         <figcaption>{caption}</figcaption></figure>\n",
        plain(told)
    )
}

/// Returns words on a picture, cut to `width`.
fn words(x: usize, y: usize, width: usize, class: &str, text: &str) -> String {
    let most = width / LETTER;
    let long = text.chars().count() > most;
    let shown: String =
        if long { text.chars().take(most.saturating_sub(1)).chain(['…']).collect() } else { text.to_owned() };
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<text{class} x=\"{x}\" y=\"{y}\">{}</text>", plain(&shown))
}
