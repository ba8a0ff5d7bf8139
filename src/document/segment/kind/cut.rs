//! Cuts a block where several kinds run together in it.

use super::{rough, shape};
use crate::document::{Block, BlockKind, Prose, Span};

/// A caption in front of running text is at most so long, in bytes.
const CAPTION_REACH: usize = 800;

/// At least so many words follow a caption or masthead that is cut off.
const REST: usize = 8;

/// The name of an outlet before ` | by ` ends so early, in characters.
const MASTHEAD: usize = 66;

/// A post between two signatures has at most so many words; a longer stretch holds other text, too.
const POST: usize = 80;

/// How far back, in bytes, the beginning of a post is sought.
const POST_REACH: usize = 1_200;

/// How far from a paragraph's end, in bytes, notices are sought.
const NOTICE_REACH: usize = 300;

/// The most words of a question that stands before a post as its headline.
const TEASER: usize = 4;

/// Appends the parts of a block, each with its kind.
pub(super) fn cut(prose: &str, block: Block, out: &mut Vec<Block>) {
    let text = block.span.of(prose).unwrap_or_default();
    let mut parts = Parts { text, block, from: 0, out };
    if block.kind == BlockKind::Paragraph {
        if let Some(end) = caption(text) {
            parts.push(end, BlockKind::Caption);
        } else if let Some(end) = masthead(text) {
            parts.push(end, BlockKind::Byline);
        }
    }
    let mut at = parts.from;
    let mut signed = false;
    while let Some((dash, end)) = signature(text, at) {
        let start = post_start(text, parts.from, dash, signed, end == text.len());
        parts.push(start, block.kind);
        parts.push(end, BlockKind::Embedded);
        (at, signed) = (end, true);
    }
    if let Some(start) = notice(text, parts.from) {
        parts.push(start, block.kind);
        parts.push(text.len(), BlockKind::Boilerplate);
    }
    parts.push(text.len(), block.kind);
}

struct Parts<'t, 'o> {
    text: &'t str,
    block: Block,
    from: usize,
    out: &'o mut Vec<Block>,
}

impl Parts<'_, '_> {
    /// Appends what stands between the last part and `end`, less white space; blank parts vanish.
    fn push(&mut self, end: usize, kind: BlockKind) {
        let Some(part) = self.text.get(self.from..end) else { return };
        let start = self.from + part.len() - part.trim_start().len();
        let stop = self.from + part.trim_end().len();
        self.from = end;
        if start < stop {
            let offset = |at: usize| self.block.span.start() + u32::try_from(at).unwrap_or(u32::MAX);
            let span: Span<Prose> = Span::clamped(offset(start), offset(stop));
            self.out.push(Block { kind, span });
        }
    }
}

/// Returns where a caption with a credit ends that running text follows.
fn caption(text: &str) -> Option<usize> {
    let end = shape::credit_end(text).filter(|end| *end <= CAPTION_REACH)?;
    (rough::words(text.get(end..)?) >= REST).then_some(end)
}

/// Returns where `The Outlet | by First Last` ends at the beginning of running text.
fn masthead(text: &str) -> Option<usize> {
    // A character has at most four bytes.
    let bytes = text.as_bytes();
    memchr::memchr(b'|', bytes.get(..4 * MASTHEAD).unwrap_or(bytes))?;
    let near = text.char_indices().nth(MASTHEAD).map_or(text.len(), |(at, _)| at);
    let bar = text.get(..near)?.find(" | by ")?;
    let from = bar + " | by ".len();
    let mut end = from;
    let mut names = 0;
    for word in text.get(from..)?.split(' ').take(4) {
        let initial = word.len() <= 2 && word.ends_with('.');
        let particle = matches!(word, "de" | "van" | "von" | "der" | "bin" | "al" | "la" | "del" | "di");
        if !word.starts_with(char::is_uppercase) && !particle {
            break;
        }
        end += word.len() + 1;
        names += usize::from(!initial && !particle);
        // A third capital is the first word of the text.
        if names == 2 {
            break;
        }
    }
    let rest = text.get(end..)?;
    (names == 2 && rough::words(rest) >= REST).then_some(end)
}

/// Finds the next `— Name (@handle) Month D, YYYY` from `at` on: where its dash and its end are.
fn signature(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut from = at;
    loop {
        let sign = from + memchr::memchr(b'@', text.as_bytes().get(from..)?)?;
        from = sign + 1;
        let Some(handle) = sign.checked_sub(1).filter(|at| text.as_bytes().get(*at) == Some(&b'(')) else { continue };
        let rest = text.get(from..)?;
        let name = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let Some(after) = rest.get(name..).and_then(|tail| tail.strip_prefix(')')) else { continue };
        let Some(date) = date_length(after) else { continue };
        let Some(dash) = dash_before(text, at, handle) else { continue };
        return Some((dash, from + name + 1 + date));
    }
}

/// Returns the length of ` Month D, YYYY` at the beginning.
fn date_length(text: &str) -> Option<usize> {
    let near: String = text.chars().take(40).collect();
    let mut words = near.split_whitespace();
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let digits =
        |word: &str, most: usize| !word.is_empty() && word.len() <= most && word.bytes().all(|b| b.is_ascii_digit());
    let year_digits = year.bytes().take(4).take_while(u8::is_ascii_digit).count();
    if !rough::is_month(month) || !digits(day.trim_end_matches(','), 2) || year_digits != 4 {
        return None;
    }
    let at = near.find(day)?;
    let year_at = at + day.len() + near.get(at + day.len()..)?.find(year)?;
    Some(year_at + 4)
}

/// Returns where the dash stands before the name that `handle` follows.
fn dash_before(text: &str, at: usize, handle: usize) -> Option<usize> {
    const LONGEST_NAME: usize = 60;
    let before = text.get(at..handle)?;
    let mut seen = 0;
    for (offset, c) in before.char_indices().rev() {
        seen += 1;
        if matches!(c, '—' | '–' | '―') || c == '-' && before.get(..offset).is_some_and(|b| b.ends_with(' ')) {
            return Some(at + offset);
        }
        if seen > LONGEST_NAME {
            return None;
        }
    }
    None
}

/// Returns where the post begins whose signature begins at `dash`, by best guess: at its `Watch:`, at
/// the signature before it, or at the beginning of its last sentence that leaves no quotation cut.
fn post_start(text: &str, from: usize, dash: usize, signed: bool, ends_block: bool) -> usize {
    let segment = text.get(from..dash).unwrap_or_default();
    let label = ["Watch:", "WATCH:", "Video:", "VIDEO:"].iter().filter_map(|label| segment.rfind(label)).max();
    if let Some(label) = label {
        return from + label;
    }
    if (signed || ends_block) && rough::words(segment) <= POST {
        return from;
    }
    let mut floor = segment.len().saturating_sub(POST_REACH);
    while !segment.is_char_boundary(floor) {
        floor += 1;
    }
    let near = segment.get(floor..).unwrap_or_default();
    let starts: Vec<usize> = rough::sentence_starts(near).skip(usize::from(floor > 0)).collect();
    let whole = |start: &usize| near.get(*start..).is_some_and(|post| !closes_what_it_did_not_open(post));
    let Some(index) = starts.iter().rposition(whole) else { return from };
    let start = starts.get(index).copied().unwrap_or(0);
    let teaser = index.checked_sub(1).and_then(|before| starts.get(before)).copied().filter(|before| {
        let sentence = near.get(*before..start).unwrap_or_default().trim_end();
        sentence.ends_with('?') && rough::words(sentence) <= TEASER
    });
    from + floor + teaser.unwrap_or(start)
}

/// Tells whether a closing mark comes before its opening one.
fn closes_what_it_did_not_open(text: &str) -> bool {
    let (mut single, mut double) = (false, false);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after_letter = chars.peek().is_some_and(|next| next.is_alphanumeric());
        match c {
            '“' => double = true,
            '‘' if !before.is_alphanumeric() => single = true,
            '”' if !double => return true,
            '’' if !single && !after_letter && before != 's' => return true,
            _ => {}
        }
        before = c;
    }
    false
}

/// Returns where the notices at the end of a paragraph begin.
fn notice(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let mut floor = rest.len().saturating_sub(NOTICE_REACH);
    while !rest.is_char_boundary(floor) {
        floor += 1;
    }
    let near = rest.get(floor..).filter(|near| shape::may_hold_notice(near))?;
    rough::sentence_starts(near)
        .skip(usize::from(floor > 0))
        .map(|start| start + near.get(start..).map_or(0, |tail| tail.len() - tail.trim_start().len()))
        .find(|start| near.get(*start..).is_some_and(shape::notice))
        .map(|start| from + floor + start)
}
