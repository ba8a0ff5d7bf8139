//! What can be shown and hidden: check boxes that style sheets read, so that no script is needed.

use super::{
    element::foreign,
    notes::{Notes, of_category, of_kind, of_voice},
    speakers::{letter, style},
};
use crate::annotation::{Category, ClaimKind, Voice};

/// A check box: the class that it shows and hides, its label in HTML, how many annotations it is for.
struct Box {
    class: String,
    label: String,
    number: usize,
}

/// The check boxes, and the rules that make them work.
pub(super) struct Filters {
    pub(super) html: String,
    pub(super) style: String,
}

impl Filters {
    pub(super) fn of(notes: &Notes<'_>) -> Self {
        let groups = [
            ("Framing terms: whose words", voices(notes)),
            ("Framing terms: category", categories(notes)),
            ("Claims: kind", kinds(notes)),
            ("Who speaks", speakers(notes)),
        ];
        let mut html = String::new();
        let mut style = style(notes.speakers);
        for (title, boxes) in groups.iter().filter(|(_, boxes)| !boxes.is_empty()) {
            html += &format!("<fieldset><legend>{title}</legend>\n");
            for Box { class, label, number } in boxes {
                html += &format!(
                    "<label><input type=\"checkbox\" id=\"x-{class}\" checked> {label} <span class=\"n\">{number}</span></label>\n"
                );
                let off = format!("body:has(#x-{class}:not(:checked))");
                style += &format!(
                    "{off}{{mark.{class}{{background:none;border-color:transparent}}\
                     u.{class}{{text-decoration-color:transparent}}\
                     :is(mark.{class}+.ref,.ref.{class},.note.{class},tr.{class}){{display:none}}}}\n"
                );
            }
            html += "</fieldset>\n";
        }
        Self { html, style }
    }
}

fn voices(notes: &Notes<'_>) -> Vec<Box> {
    let of = |voice| notes.annotations.framing.iter().filter(|term| term.voice == voice).count();
    let label = |voice: Voice| format!("<mark class=\"v-{0}\">{0}</mark>", voice.name());
    let boxes = Voice::ALL.into_iter().map(|v| Box { class: of_voice(v), label: label(v), number: of(v) });
    boxes.filter(|found| found.number > 0).collect()
}

fn categories(notes: &Notes<'_>) -> Vec<Box> {
    let of = |category| notes.annotations.framing.iter().filter(|term| term.category == category).count();
    let boxes = Category::ALL.iter().map(|category| Box {
        class: of_category(*category),
        label: category.name().to_owned(),
        number: of(*category),
    });
    boxes.filter(|found| found.number > 0).collect()
}

fn kinds(notes: &Notes<'_>) -> Vec<Box> {
    let of = |kind| notes.annotations.claims.iter().filter(|claim| claim.kind == kind).count();
    let boxes = [ClaimKind::Direct, ClaimKind::Mixed, ClaimKind::Indirect].into_iter().map(|kind| Box {
        class: of_kind(kind).to_owned(),
        label: kind.name().to_owned(),
        number: of(kind),
    });
    boxes.filter(|found| found.number > 0).collect()
}

fn speakers(notes: &Notes<'_>) -> Vec<Box> {
    let boxes = notes.speakers.all.iter().enumerate().map(|(number, who)| Box {
        class: format!("s{number}"),
        label: format!(
            "<u class=\"s{number}\">{}</u> <b class=\"letter s{number}\">{}</b>",
            foreign(&who.name),
            letter(number)
        ),
        number: who.claims + who.terms,
    });
    boxes.collect()
}
