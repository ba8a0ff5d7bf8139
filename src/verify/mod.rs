//! Is it still true? Sidecars, reports and papers against documents, from the bytes alone. Names no detector and
//! no lexicon: anyone can verify without trusting those.

mod events;
mod outline;
mod paper;
mod proof;
mod rendering;
mod sidecar;
mod strip;

pub use paper::{
    Compared, Denied, Likeness, Mention, Quote, Standing, Stated, compare as compare_quote, compared, mentions,
    standing,
};
pub use proof::Proof;
pub use sidecar::{PlaceCheck, SidecarCheck, check_sidecar};
pub use strip::{Stripped, strip};

pub(crate) use outline::{LineCounter, Ours, Outline, View};
pub(crate) use rendering::options as comrak_options;
pub(crate) use strip::{RAW_ROW, Tokens};

use crate::document::{Digest, Problem};
use std::borrow::Cow;

/// The answer to one question about a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Holds,
    /// No, and why.
    Fails(Problem),
    /// It cannot be said, because the source could not be recovered.
    Unknown,
}

/// What a report's bytes say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportCheck {
    /// What stripping gives, or why it gives nothing.
    pub stripped: Result<Stripped, Problem>,
    /// Whether the recovered source has the digest that the report states.
    pub bytes: Answer,
    /// Whether pulldown-cmark reads the same in both once the report's own is taken out.
    pub events: Answer,
    /// Whether comrak shows the same for both once the report's own is taken out.
    pub rendering: Answer,
}

impl ReportCheck {
    /// Tells whether every answer is yes.
    pub fn holds(&self) -> bool {
        [&self.bytes, &self.events, &self.rendering].into_iter().all(|answer| *answer == Answer::Holds)
    }
}

/// Checks a report against the source that it itself gives back.
pub fn check_report(report: &str) -> ReportCheck {
    let (layout, stripped) = match strip::layout(report).and_then(|layout| Ok((layout, strip(report)?))) {
        Ok(both) => both,
        Err(problem) => {
            let unknown = Answer::Unknown;
            return ReportCheck {
                stripped: Err(problem),
                bytes: unknown.clone(),
                events: unknown.clone(),
                rendering: unknown,
            };
        }
    };
    let start = layout.head.start;
    let source = with_line_end(stripped.source.get(start..).unwrap_or_default());
    let before = View { text: &source, ours: None };
    let ours =
        Ours { tokens: &layout.tokens, head_ends: layout.head.end - start, tail: layout.tail.map(|tail| tail - start) };
    let text = with_line_end(report.get(start..).unwrap_or_default());
    let after = View { text: &text, ours: Some(ours) };
    let first_line = LineCounter::new(&stripped.source).line_of(start);
    let answer = |read: fn(View<'_>) -> Outline, parser| compare(&read(before), &read(after), parser, first_line);
    ReportCheck {
        bytes: same_bytes(&stripped),
        events: answer(events::outline, "pulldown-cmark"),
        rendering: answer(rendering::outline, "comrak"),
        stripped: Ok(stripped),
    }
}

/// Returns what both parsers make of a text.
pub(crate) fn outlines(view: View<'_>) -> [Outline; 2] {
    [events::outline(view), rendering::outline(view)]
}

/// Ends the last line: whether a source does is told by its digest, not by how it reads.
pub(crate) fn with_line_end(body: &str) -> Cow<'_, str> {
    if body.ends_with('\n') { Cow::Borrowed(body) } else { Cow::Owned(format!("{body}\n")) }
}

fn same_bytes(stripped: &Stripped) -> Answer {
    let found = Digest::of(stripped.source.as_bytes());
    if found == stripped.raw {
        return Answer::Holds;
    }
    let message = format!("the text was changed: its digest is {found}, the report states {}", stripped.raw);
    Answer::Fails(Problem::new("report.text-changed", message).help("write the report again with `ibid annotate`"))
}

fn compare(source: &Outline, report: &Outline, parser: &str, first_line: u32) -> Answer {
    let message = match source.differences(report).first() {
        None if report.arrived => return Answer::Holds,
        None => format!("{parser} reads the end of the report as part of the text"),
        Some(lines) => {
            let line = first_line.saturating_add(lines.start).saturating_add(1);
            format!("{parser} reads line {line} of the source differently in the report")
        }
    };
    Answer::Fails(Problem::new("report.reads-differently", message).help("write the report again with `ibid annotate`"))
}
