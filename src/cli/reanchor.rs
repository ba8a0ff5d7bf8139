//! `ibid reanchor`: where annotated passages are after an edit; of records here, of annotation files in
//! `proposals`.

use super::{Ended, Stop, args, output::Output, proposals, records};
use crate::{
    annotation::{Anchor, Anchors, Candidate, Earlier, Flag, Score, Selector},
    document::{MAX_BYTES, Positions, Problem, Source, Span},
};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Record {
    id: Value,
    old: String,
    new: String,
    chars: (u32, u32),
}

pub(super) fn run(args: &args::Reanchor, output: &mut Output) -> Result<Ended, Stop> {
    if !args.stream {
        return proposals::run(args, output);
    }
    let open = |record: Record| match answer(&record) {
        Ok(answer) => Ok((answer, record.old.len() + record.new.len())),
        Err(problem) => Err((record.id, problem)),
    };
    records::run(args.jobs, output, open, |answers| answers)
}

fn answer(record: &Record) -> Result<String, Problem> {
    if record.old.len().max(record.new.len()) > MAX_BYTES {
        return Err(Problem::new("record.too-large", "a text of the record is too large"));
    }
    let span = bytes_of(&record.old, record.chars).ok_or_else(|| {
        Problem::new("record.chars", "`chars` is not a passage of `old`: expected [start, end), in code points")
    })?;
    let anchors = Anchors::of(&record.new);
    let selector = Selector::within(&record.old, span);
    let anchor = anchors.find_from(&Earlier::of(&record.old, &record.new), &selector);
    Ok(tell(record, &anchor))
}

fn tell(record: &Record, anchor: &Anchor) -> String {
    let positions = Positions::of(&record.new);
    let chars = |span: Span<Source>| [positions.code_points(span.start()), positions.code_points(span.end())];
    let (place, score): (_, Option<Score>) = match anchor {
        Anchor::Intact(span) | Anchor::Moved(span) => (Some(*span), Some(Score::FULL)),
        Anchor::Changed(changed) => (Some(changed.span), Some(changed.score)),
        Anchor::Ambiguous(_) => (None, None),
        Anchor::Lost(candidates) => (None, candidates.first().map(|place| place.score)),
    };
    let candidates: Vec<Value> = match anchor {
        Anchor::Ambiguous(all) => all.iter().map(|span| json!({"chars": chars(*span)})).collect(),
        Anchor::Lost(all) => {
            all.iter().map(|Candidate { span, score }| json!({"chars": chars(*span), "score": score})).collect()
        }
        _ => vec![],
    };
    let flags: &[Flag] = if let Anchor::Changed(changed) = anchor { &changed.flags } else { &[] };
    json!({
        "id": record.id,
        "state": anchor.state(),
        "chars": place.map(chars),
        "score": score,
        "candidates": candidates,
        "flags": flags,
    })
    .to_string()
}

/// Returns the bytes of a passage counted in code points; `None` when it is empty or not in the text.
fn bytes_of(text: &str, (start, end): (u32, u32)) -> Option<Span<Source>> {
    let mut borders = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    let first = borders.nth(start as usize)?;
    let length = end.checked_sub(start)?.checked_sub(1)?;
    let last = borders.nth(length as usize)?;
    Span::new(u32::try_from(first).ok()?, u32::try_from(last).ok()?)
}
