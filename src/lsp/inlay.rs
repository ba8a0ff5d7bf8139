//! Whose words these are, shown behind them.

use super::{
    diagnostics::whose,
    state::{Kind, State},
    words::{harmless, short},
};
use crate::{
    annotation::Voice,
    document::{Source, Span},
};
use lsp_types::{InlayHint, InlayHintLabel, InlayHintTooltip, Range, Url};

/// Returns the hints within a range of an open document: the voice behind each framing term, the speaker behind each
/// claim.
pub(super) fn of(state: &mut State, uri: &Url, range: Range) -> Vec<InlayHint> {
    if state.kind(uri) != Kind::Document {
        return vec![];
    }
    let Ok(reading) = state.reading(uri) else { return vec![] };
    let Some(open) = state.file(uri) else { return vec![] };
    let asked = open.text.span(range);
    let hint = |at: Span<Source>, label: String, tooltip: String| InlayHint {
        position: open.text.position(at.end()),
        label: InlayHintLabel::String(harmless(&label)),
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(harmless(&tooltip))),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    let is_asked = |at: &Span<Source>| at.overlaps(asked);
    let terms = reading.annotations.framing.iter().filter(|term| is_asked(&term.at)).map(|term| {
        let label = match (&term.speaker, term.voice) {
            (Some(speaker), Voice::Quoted | Voice::Attributed) => {
                format!("‹{}: {}›", term.voice.name(), short(speaker))
            }
            _ => format!("‹{}›", term.voice.name()),
        };
        hint(term.at, label, format!("{}: {}", term.id, whose(term)))
    });
    let claims = reading.annotations.claims.iter().filter_map(|claim| {
        let last = claim.content.last().filter(|at| is_asked(at))?;
        let speaker = claim.speaker.as_deref().unwrap_or("not named");
        let tooltip = format!("{}: {} claim, {} cue", claim.id, claim.kind.name(), claim.cue.class.name());
        Some(hint(*last, format!("‹{}›", short(speaker)), tooltip))
    });
    let mut hints: Vec<InlayHint> = terms.chain(claims).collect();
    hints.sort_by_key(|hint| (hint.position.line, hint.position.character));
    hints
}
