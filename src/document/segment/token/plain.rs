//! The tokens that need no rule: told by their bytes alone, with their keys, as the rules would tell them.
//!
//! Nine tokens in ten of English text are such. Whatever is not surely one of them is left to the rules.

use super::{TokenKind, keeps_its_point, key, step};

/// The length in bytes of a token, its kind and its key.
type Told = (usize, TokenKind, u64);

/// Returns the token that begins `rest`, when no rule has anything else to say. `linkable` tells whether an address
/// may begin here.
pub(super) fn token(rest: &[u8], linkable: bool) -> Option<Told> {
    match rest.first()? {
        b'a'..=b'z' | b'A'..=b'Z' => word(rest, linkable),
        b'0'..=b'9' => number(rest),
        _ => alone(rest),
    }
}

/// What each byte adds to the key of a word: a letter in lower case, a digit; 0 when it belongs to no plain word.
static FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let (mut rest, mut byte): (&mut [u8], u8) = (&mut table, 0);
    while let [slot, tail @ ..] = rest {
        if byte.is_ascii_alphanumeric() {
            *slot = byte.to_ascii_lowercase();
        }
        (rest, byte) = (tail, byte.wrapping_add(1));
    }
    table
};

/// Returns the length of the letters and digits that begin `rest`, and the key that they make of `key`.
fn letters(rest: &[u8], key: u64) -> (usize, u64) {
    let (mut len, mut key) = (0, key);
    for byte in rest {
        match FOLDED.get(usize::from(*byte)) {
            None | Some(0) => break,
            Some(folded) => key = step(key, *folded),
        }
        len += 1;
    }
    (len, key)
}

/// A word of ASCII letters, with inner hyphens, and the point that it keeps.
fn word(rest: &[u8], linkable: bool) -> Option<Told> {
    let (simple, key) = letters(rest, EMPTY);
    if let [] | [b' ' | b',' | b';' | b'\n' | b')' | b'!' | b'?' | b'"', ..] = rest.get(simple..)? {
        return Some((simple, TokenKind::Word, key));
    }
    let (len, key) = compound(rest, simple, key);
    let tail = rest.get(len..)?;
    if linkable && (key == WWW || leads_to_address(tail)) {
        return None;
    }
    let (len, key) = match tail {
        [b'.', after @ ..] if !goes_on(after) && after.first() != Some(&b'.') => {
            let initial = len == 1 && rest.first().is_some_and(|byte| byte.is_ascii_uppercase() && *byte != b'I');
            if initial || keeps_its_point(key) { (len + 1, step(key, b'.')) } else { (len, key) }
        }
        [b'\'', after @ ..] | [0xe2, 0x80, 0x99, after @ ..] if !goes_on(after) || is_clitic(after) => (len, key),
        [b'\'', b't', after @ ..] | [0xe2, 0x80, 0x99, b't', after @ ..]
            if simple == len && len > 1 && !goes_on(after) && rest.get(len - 1) == Some(&b'n') =>
        {
            letters(rest.get(..len - 1)?, EMPTY)
        }
        // – — ‘ “ ” …
        [0xe2, 0x80, 0x93 | 0x94 | 0x98 | 0x9c | 0x9d | 0xa6, ..] | [] => (len, key),
        [byte, ..] if byte.is_ascii() && !matches!(byte, b'.' | b'\'' | b'-' | b'&' | b'_') => (len, key),
        _ => return None,
    };
    Some((len, TokenKind::Word, key))
}

const EMPTY: u64 = key("");
const WWW: u64 = key("www");

/// Goes on from the first letters of a word, of the length and key given, past hyphens between letters.
fn compound(rest: &[u8], mut len: usize, mut key: u64) -> (usize, u64) {
    while let Some([joint @ (b'-' | b'&'), tail @ ..]) = rest.get(len..)
        && tail.first().is_some_and(u8::is_ascii_alphanumeric)
    {
        let (more, longer) = letters(tail, step(key, *joint));
        (len, key) = (len + 1 + more, longer);
    }
    (len, key)
}

/// Tells whether what an address has stands before the next blank.
fn leads_to_address(tail: &[u8]) -> bool {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'<' | b'>' | b'"' | b')' | b']');
    tail.iter().take_while(|byte| !ends(byte)).any(|byte| matches!(byte, b'/' | b'@'))
}

/// Tells whether a word may go on after a point or an apostrophe: unless what follows is surely no letter or digit.
fn goes_on(after: &[u8]) -> bool {
    match after {
        // – — ‘ ’ “ ”
        [] | [0xe2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9c | 0x9d, ..] => false,
        [byte, ..] => !byte.is_ascii() || byte.is_ascii_alphanumeric() || *byte == b'_',
    }
}

/// Tells whether the letters after an apostrophe make a clitic of it; those in capitals are left to the rules.
fn is_clitic(after: &[u8]) -> bool {
    match after {
        [b's' | b'd' | b'm', tail @ ..] | [b'r' | b'v', b'e', tail @ ..] | [b'l', b'l', tail @ ..] => !goes_on(tail),
        _ => false,
    }
}

/// Digits, with points, commas and colons between them, and a percent sign.
fn number(rest: &[u8]) -> Option<Told> {
    let (mut len, mut key) = (0, EMPTY);
    loop {
        match rest.get(len..)? {
            [digit @ b'0'..=b'9', ..] => key = step(key, *digit),
            [joint @ (b'.' | b',' | b':'), b'0'..=b'9', ..] => key = step(key, *joint),
            _ => break,
        }
        len += 1;
    }
    if let Some(sign @ b'%') = rest.get(len) {
        (len, key) = (len + 1, step(key, *sign));
    }
    let ends = match rest.get(len..)? {
        [] | [b' ' | b'\n' | b')' | b'"', ..] => true,
        [b'.' | b',' | b':', after @ ..] => after.first().is_none_or(u8::is_ascii_whitespace),
        _ => false,
    };
    ends.then_some((len, TokenKind::Number, key))
}

/// A mark that is a token by itself whatever stands around it.
fn alone(rest: &[u8]) -> Option<Told> {
    let (len, kind) = match rest {
        [b',' | b';' | b':' | b'!' | b'?' | b'(' | b')' | b'[' | b']' | b'/' | b'&' | b'$' | b'%', ..] => {
            (1, TokenKind::Punct)
        }
        [b'.'] => (1, TokenKind::Punct),
        [b'.', next, ..] if *next != b'.' => (1, TokenKind::Punct),
        [b'"', ..] => (1, TokenKind::Mark),
        // “ ”
        [0xe2, 0x80, 0x9c | 0x9d, ..] => (3, TokenKind::Mark),
        // – —
        [0xe2, 0x80, 0x93 | 0x94, ..] => (3, TokenKind::Punct),
        _ => return None,
    };
    let key = rest.iter().take(len).fold(EMPTY, |key, byte| step(key, *byte));
    Some((len, kind, key))
}
