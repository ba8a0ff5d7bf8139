//! Puts the marks into the text: tokens become elements, and links to the notes.

use super::{
    body::Token,
    element::plain,
    layers::{Layer, Layers, Part},
    notes::Notes,
};
use std::{borrow::Cow, collections::HashMap};

/// What the text shows.
pub(super) struct Inked {
    pub(super) html: String,
    /// The annotations that show in it.
    shown: HashMap<(bool, usize), Place>,
}

/// Where an annotation shows: in which of the parts.
#[derive(Clone, Copy)]
struct Place {
    first: usize,
    /// The last one that no link is around: links do not nest.
    reference: Option<usize>,
}

impl Inked {
    /// Tells whether the term shows in the text.
    pub(super) fn shows_term(&self, index: usize) -> bool {
        self.shown.contains_key(&(true, index))
    }

    /// Tells whether the content of the claim shows in the text.
    pub(super) fn shows_claim(&self, index: usize) -> bool {
        self.shown.contains_key(&(false, index))
    }
}

/// Returns the key of what has a note: a term, or the content of a claim.
fn key(layer: &Layer) -> Option<(bool, usize)> {
    match layer.part {
        Part::Term => Some((true, layer.index)),
        Part::Content => Some((false, layer.index)),
        _ => None,
    }
}

pub(super) fn ink(parts: &[(Cow<'_, str>, Option<Token>)], layers: &Layers, notes: &Notes<'_>) -> Inked {
    let mut shown: HashMap<(bool, usize), Place> = HashMap::new();
    for (at, (_, token)) in parts.iter().enumerate() {
        let Some(Token::Begins(stretch, linked)) = token else { continue };
        for key in layers.of_stretch(*stretch).iter().filter_map(key) {
            let place = shown.entry(key).or_insert(Place { first: at, reference: None });
            if !linked {
                place.reference = Some(at);
            }
        }
    }
    let mut html = String::new();
    let mut open: Option<(usize, &[Layer])> = None;
    for (at, (text, token)) in parts.iter().enumerate() {
        html += text;
        match token {
            Some(Token::Begins(stretch, _)) => {
                let here = layers.of_stretch(*stretch);
                for layer in here {
                    let first = key(layer).and_then(|key| shown.get(&key)).is_some_and(|place| place.first == at);
                    html += &begins(layer, first, notes);
                }
                open = Some((at, here));
            }
            Some(Token::Ends) => {
                let Some((began, here)) = open.take() else { continue };
                let ends = |layer: &&Layer| {
                    key(layer).and_then(|key| shown.get(&key)).is_some_and(|place| place.reference == Some(began))
                };
                for layer in here.iter().rev() {
                    html += &format!("</{}>", element_of(layer.part));
                    if layer.part == Part::Term && ends(&layer) {
                        html += &notes.reference_to_term(layer.index);
                    }
                }
                for layer in here.iter().filter(|layer| layer.part == Part::Content).filter(ends) {
                    html += &notes.reference_to_claim(layer.index);
                }
            }
            Some(Token::Paragraph(heading)) => {
                html += if *heading { "</p>\n<p class=\"heading\">" } else { "</p>\n<p>" };
            }
            Some(Token::Picture) => html += "<span class=\"picture\"></span>",
            None => {}
        }
    }
    Inked { html, shown }
}

/// Returns the name of the element that a layer is. What is told of terms and claims stands in their notes alone:
/// a claim is cut wherever another mark begins or ends, and would say it again in each of its parts.
const fn element_of(part: Part) -> &'static str {
    match part {
        Part::Term => "mark",
        Part::Content => "u",
        Part::Source => "b",
        Part::Cue => "i",
        Part::Cited | Part::Damage => "span",
    }
}

/// Returns the tag that opens a layer.
fn begins(layer: &Layer, first: bool, notes: &Notes<'_>) -> String {
    let id = |letter| if first { format!(" id=\"t-{letter}{}\"", layer.index + 1) } else { String::new() };
    let name = element_of(layer.part);
    match layer.part {
        Part::Term => format!("<{name}{} class=\"{}\">", id('f'), notes.classes_of_term(layer.index)),
        Part::Content => format!("<{name}{} class=\"{}\">", id('c'), notes.classes_of_claim(layer.index)),
        Part::Source | Part::Cue => format!("<{name}>"),
        Part::Cited => format!("<{name} class=\"cited\" title=\"{}\">", plain(&notes.tell_cited(layer.index))),
        Part::Damage => format!("<{name} class=\"damage\" title=\"{}\">", plain(&notes.tell_damage(layer.index))),
    }
}
