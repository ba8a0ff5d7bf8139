//! What each quotation mark of a block can be, by its glyph and by what stands beside it.
//!
//! Real text mixes typographies and gets them wrong, so glyphs are hints: a “ that touches the word
//! before it and not the one after closes, a ’ between letters is an apostrophe.

use super::super::{TokenKind, view::View};

/// Which marks go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// “ ” „ ‟ " '' `` and their mixtures.
    Double,
    /// ‘ ’ ‚ ' `
    Single,
    /// « » ‹ ›
    Angle,
}

/// What the glyph alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Glyph {
    Opening,
    Closing,
    /// The same at both ends.
    Straight,
}

/// What the neighbours alone say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Touches only what follows.
    Open,
    /// Touches only what stands before.
    Close,
    /// Touches both.
    Joined,
    /// Touches nothing.
    Spaced,
}

/// What the mark does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Open,
    /// Closes; for a single mark: it cannot well be an apostrophe.
    Close,
    /// A single mark that closes if one is open: after a letter, before a space.
    Weak,
    /// Like [`Weak`](Self::Weak), but as likely a possessive: `voters’ choice`.
    Possessive,
    /// An apostrophe, a measure, a stray.
    None,
}

/// A mark, and what is known of it before marks are paired.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) token: usize,
    pub(super) family: Family,
    pub(super) glyph: Glyph,
    pub(super) shape: Shape,
    pub(super) role: Role,
    /// The next mark of the family that does something, by index.
    pub(super) next: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Space,
    Opener,
    Dash,
    Closer,
    Letter,
}

/// Words that lose their first letters: an apostrophe stands before them, whatever its glyph.
const ELISIONS: &[&str] = &["em", "n", "til", "till", "tis", "twas", "twere", "cause", "cuz", "bout", "neath", "nuff"];

/// Words that cannot follow a possessive, which wants a noun.
const AFTER_CLOSE: &[&str] = &[
    "and", "or", "but", "nor", "as", "at", "by", "for", "from", "in", "into", "of", "on", "to", "with", "without",
    "about", "after", "against", "before", "between", "during", "over", "under", "since", "until", "is", "are", "was",
    "were", "be", "been", "has", "have", "had", "will", "would", "could", "should", "may", "might", "must", "can",
    "do", "does", "did", "that", "which", "who", "when", "while", "where", "because", "if", "though", "although",
    "said", "says", "told", "the", "a", "an", "he", "she", "it", "they", "we", "i", "you", "his", "her", "their",
    "this", "these", "those", "not", "than", "then", "so",
];

/// Returns the marks of a block with their roles; those of single marks are final, the others may yet
/// meet a state that contradicts them.
pub(super) fn marks(view: &View<'_>) -> Vec<Mark> {
    let mut marks: Vec<Mark> = view
        .marks()
        .filter_map(|token| {
            let (family, glyph) = classify(view.text(token))?;
            let shape = shape(view, token);
            Some(Mark { token, family, glyph, shape, role: Role::None, next: None })
        })
        .collect();
    link(&mut marks, |_| true);
    settle_doubles(view, &mut marks);
    settle_angles(&mut marks);
    for mark in marks.iter_mut().filter(|mark| mark.family == Family::Single) {
        mark.role = single(view, mark);
    }
    link(&mut marks, |mark| mark.role != Role::None);
    marks
}

fn classify(text: &str) -> Option<(Family, Glyph)> {
    Some(match text {
        "“" | "„" | "‟" | "``" | "‘‘" => (Family::Double, Glyph::Opening),
        "”" | "’’" => (Family::Double, Glyph::Closing),
        "\"" | "''" => (Family::Double, Glyph::Straight),
        "‘" | "‚" | "‛" | "`" => (Family::Single, Glyph::Opening),
        "’" => (Family::Single, Glyph::Closing),
        "'" => (Family::Single, Glyph::Straight),
        "«" | "‹" => (Family::Angle, Glyph::Opening),
        "»" | "›" => (Family::Angle, Glyph::Closing),
        _ => return None,
    })
}

/// Sets each mark's `next` to the next one of its family that `counts`.
fn link(marks: &mut [Mark], counts: impl Fn(&Mark) -> bool) {
    let mut next = [None; 3];
    for (index, mark) in marks.iter_mut().enumerate().rev() {
        if let Some(slot) = next.get_mut(mark.family as usize) {
            mark.next = *slot;
            if counts(mark) {
                *slot = Some(index);
            }
        }
    }
}

fn shape(view: &View<'_>, token: usize) -> Shape {
    match (left(view, token), right(view, token)) {
        (Side::Space, Side::Space) => Shape::Spaced,
        (Side::Space | Side::Opener, Side::Letter | Side::Dash | Side::Opener) | (Side::Dash, Side::Letter) => {
            Shape::Open
        }
        (Side::Space, Side::Closer) if begins_dotted(view, token + 1) => Shape::Open,
        (Side::Letter | Side::Closer, Side::Letter | Side::Opener) | (Side::Opener, Side::Space) => Shape::Joined,
        _ => Shape::Close,
    }
}

/// Tells whether a word with a full stop before it begins at a token: `.@brandt`, `.5`.
fn begins_dotted(view: &View<'_>, token: usize) -> bool {
    view.text(token) == "." && !view.gap(token) && !view.gap(token + 1) && view.kind(token + 1) != Some(TokenKind::Mark)
}

fn left(view: &View<'_>, token: usize) -> Side {
    if view.gap(token) {
        return Side::Space;
    }
    let Some(before) = token.checked_sub(1) else { return Side::Space };
    match (view.kind(before), view.text(before)) {
        (Some(TokenKind::Punct), text) if is_dash(text) => Side::Dash,
        (Some(TokenKind::Punct), "(" | "[" | "{" | "/" | "¿" | "¡" | "=" | ">" | "|") => Side::Opener,
        (Some(TokenKind::Punct), _) => Side::Closer,
        (Some(TokenKind::Mark), text) => match classify(text) {
            Some((_, Glyph::Opening)) => Side::Opener,
            Some((_, Glyph::Straight)) if view.gap(before) => Side::Opener,
            _ => Side::Closer,
        },
        _ => Side::Letter,
    }
}

fn right(view: &View<'_>, token: usize) -> Side {
    let after = token + 1;
    if view.gap(after) {
        return Side::Space;
    }
    match (view.kind(after), view.text(after)) {
        (Some(TokenKind::Punct), text) if is_dash(text) => Side::Dash,
        (Some(TokenKind::Punct), "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "}" | "/" | "|") => Side::Closer,
        (Some(TokenKind::Mark), text) => match classify(text) {
            // `“’Tis nothing”`: an apostrophe belongs to the word after it.
            Some((_, Glyph::Closing)) if view.gap(after + 1) || !view.is_word(after + 1) => Side::Closer,
            Some((_, Glyph::Straight)) if view.gap(after + 1) => Side::Closer,
            _ => Side::Opener,
        },
        _ => Side::Letter,
    }
}

pub(super) fn is_dash(text: &str) -> bool {
    text.starts_with(['-', '–', '—', '―'])
}

/// Tells whether a mark could close, whatever is open.
fn close_like(mark: &Mark) -> bool {
    mark.glyph == Glyph::Closing || matches!(mark.shape, Shape::Close | Shape::Spaced)
}

fn settle_doubles(view: &View<'_>, marks: &mut [Mark]) {
    let mut inside = false;
    for index in 0..marks.len() {
        let Some(&mark) = marks.get(index).filter(|mark| mark.family == Family::Double) else { continue };
        let next_closes = mark.next.and_then(|next| marks.get(next)).is_some_and(close_like);
        let role = double(view, &mark, inside, next_closes);
        inside = match role {
            Role::Open => true,
            Role::Close => false,
            _ => inside,
        };
        if let Some(slot) = marks.get_mut(index) {
            slot.role = role;
        }
    }
}

fn double(view: &View<'_>, mark: &Mark, inside: bool, next_closes: bool) -> Role {
    if mark.glyph != Glyph::Opening && is_measure(view, mark.token, inside, next_closes) {
        return Role::None;
    }
    let toggle = if inside {
        Role::Close
    } else if next_closes {
        Role::Open
    } else {
        Role::None
    };
    match (mark.glyph, mark.shape) {
        (Glyph::Opening, Shape::Close) if view.text(mark.token) != "„" => match inside {
            true => Role::Close,
            false => Role::None,
        },
        (Glyph::Opening, Shape::Spaced) => match (inside, next_closes) {
            (_, true) => Role::Open,
            (true, false) => Role::Close,
            (false, false) => Role::None,
        },
        (Glyph::Opening, _) | (Glyph::Straight, Shape::Open) => Role::Open,
        (Glyph::Closing, Shape::Open) if !inside && next_closes => Role::Open,
        (Glyph::Closing, _) | (Glyph::Straight, Shape::Close) => Role::Close,
        (Glyph::Straight, Shape::Joined) if !inside && left(view, mark.token) == Side::Letter => Role::None,
        (Glyph::Straight, Shape::Joined | Shape::Spaced) => toggle,
    }
}

/// Tells inches and seconds from marks that close: `5'10"`, `a 6” pipe`.
fn is_measure(view: &View<'_>, token: usize, inside: bool, next_closes: bool) -> bool {
    let Some(number) = token.checked_sub(1) else { return false };
    let digits = view.text(number);
    if view.gap(token) || digits.len() > 3 || !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let feet = !view.gap(number) && matches!(view.before(number), "'" | "’" | "′");
    let unit_follows = view.gap(token + 1) && view.is_word(token + 1) && !view.capital(token + 1);
    feet || !inside || next_closes && unit_follows
}

fn settle_angles(marks: &mut [Mark]) {
    let mut opened_by: Option<Glyph> = None;
    for index in 0..marks.len() {
        let Some(&mark) = marks.get(index).filter(|mark| mark.family == Family::Angle) else { continue };
        let next_left = mark.next.and_then(|next| marks.get(next)).is_some_and(|next| next.glyph == Glyph::Opening);
        let role = match (mark.glyph, opened_by) {
            (Glyph::Opening, Some(Glyph::Closing)) | (Glyph::Closing, Some(Glyph::Opening)) => Role::Close,
            (Glyph::Opening, None) if mark.shape == Shape::Close => Role::None,
            (Glyph::Opening, _) => Role::Open,
            (_, None) if mark.shape == Shape::Open && next_left => Role::Open,
            _ => Role::None,
        };
        opened_by = match role {
            Role::Open => Some(mark.glyph),
            Role::Close => None,
            _ => opened_by,
        };
        if let Some(slot) = marks.get_mut(index) {
            slot.role = role;
        }
    }
}

fn single(view: &View<'_>, mark: &Mark) -> Role {
    let token = mark.token;
    match (mark.glyph, mark.shape) {
        (Glyph::Opening | Glyph::Straight, Shape::Open) if elided(view, token + 1) => Role::None,
        (Glyph::Opening | Glyph::Straight, Shape::Open) => Role::Open,
        (Glyph::Closing, Shape::Joined) if left(view, token) == Side::Closer => Role::Close,
        (_, Shape::Close) => closing(view, token),
        _ => Role::None,
    }
}

/// Tells whether the word after an apostrophe has lost its beginning: `’em`, `’90s`, `’68.`
fn elided(view: &View<'_>, word: usize) -> bool {
    let text = view.text(word);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let decade = digits == 2
        && match text.get(2..) {
            Some("s") => true,
            Some("") => view.kind(word + 1) != Some(TokenKind::Word),
            _ => false,
        };
    decade || view.is_any(word, ELISIONS)
}

fn closing(view: &View<'_>, token: usize) -> Role {
    let after = token + 1;
    let before_word = matches!(view.kind(after), Some(TokenKind::Word | TokenKind::Number));
    if left(view, token) != Side::Letter || right(view, token) != Side::Space || !before_word {
        return Role::Close;
    }
    let word = view.before(token);
    let possessive = word.ends_with(['s', 'S', 'z', 'x']) || word.ends_with("in");
    let measure = word.ends_with(|c: char| c.is_numeric());
    if (possessive || measure) && !view.is_any(after, AFTER_CLOSE) { Role::Possessive } else { Role::Weak }
}
