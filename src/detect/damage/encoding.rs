//! Characters that were read with the wrong encoding.
//!
//! UTF-8 that was read as Windows-1252 leaves runs such as `â€™` and `Ã©`, which no language writes. Such a
//! run is turned back into bytes and read again as UTF-8; only what gives valid UTF-8 is reported. The
//! lead characters are limited to those of the scripts that news in Latin and Cyrillic letters has,
//! because `É”` at the end of a word in capitals is good French and gives valid UTF-8 too.

use super::Found;
use crate::{
    annotation::DamageKind,
    document::{Document, Span},
};

/// The characters of Windows-1252 for the bytes 0x80 to 0x9F; `\0` where it has none.
const HIGH: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// How often text is decoded again: two wrong readings in a row are common, three were seen.
const MOST_ROUNDS: usize = 3;

/// Returns the byte that Windows-1252 reads as `c`; the C1 controls stand for themselves, as in Latin-1.
fn byte_of(c: char) -> Option<u8> {
    let code = u32::from(c);
    match u8::try_from(code) {
        Ok(byte) => Some(byte),
        Err(_) => HIGH.iter().position(|high| *high == c).and_then(|at| u8::try_from(at + 0x80).ok()),
    }
}

/// Returns how many characters the UTF-8 sequence has that begins with this byte, for the lead bytes
/// that are believed: Latin-1 and Latin Extended-A, Cyrillic, typographic marks, ligatures, emoji.
const fn sequence(lead: u8) -> Option<usize> {
    match lead {
        0xc2..=0xc5 | 0xd0 | 0xd1 => Some(2),
        0xe2 | 0xef => Some(3),
        0xf0 => Some(4),
        _ => None,
    }
}

/// Reads the sequence that begins `chars`: how many characters it has, and the one they stand for.
fn decode_one(chars: &[char], after_capital: bool) -> Option<(usize, char)> {
    let lead = byte_of(*chars.first()?)?;
    let len = sequence(lead)?;
    let bytes: Option<Vec<u8>> = chars.iter().take(len).map(|c| byte_of(*c)).collect();
    let decoded = bytes.and_then(|bytes| {
        let text = std::str::from_utf8(&bytes).ok()?;
        text.chars().next().filter(|_| bytes.len() == len)
    });
    match decoded {
        Some(c) => {
            // `CAFÉ”`, `IRMÃ»`: a word in capitals and a mark of its own.
            let mark = chars.get(1).is_some_and(|c| "’”“‘»›…–—\u{a0}".contains(*c));
            let capital_and_mark = len == 2 && after_capital && mark;
            (!capital_and_mark && !c.is_control()).then_some((len, c))
        }
        // The byte 0x9D has no character in Windows-1252; many programs drop it, and `”` becomes `â€`.
        None => (chars.get(..2) == Some(&['â', '€']) && !chars.get(2).is_some_and(|c| c.is_alphanumeric()))
            .then_some((2, '”')),
    }
}

/// Decodes every sequence in a run of characters; `None` when there is none.
fn decode(chars: &[char]) -> Option<String> {
    let (mut out, mut found, mut at, mut after_capital) = (String::new(), false, 0, false);
    while let Some(rest) = chars.get(at..).filter(|rest| !rest.is_empty()) {
        let (len, c) = match decode_one(rest, after_capital) {
            Some(decoded) => {
                found = true;
                decoded
            }
            None => (1, *rest.first()?),
        };
        after_capital = c.is_uppercase();
        out.push(c);
        at += len;
    }
    found.then_some(out)
}

/// Decodes as often as something is found.
fn decode_all(text: &str) -> Option<String> {
    let mut best = None;
    let mut current = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let chars: Vec<char> = current.chars().collect();
        let Some(decoded) = decode(&chars) else { break };
        current.clone_from(&decoded);
        best = Some(decoded);
    }
    best
}

/// Finds words that hold UTF-8 read as Windows-1252.
pub(super) fn mojibake(document: &Document) -> Vec<Found> {
    // What Windows-1252 makes of a first byte of UTF-8 is `Â` to `ô`, and their own first byte is this one.
    runs(document.prose(), 0xC3, |c| byte_of(c).is_some_and(|byte| sequence(byte).is_some()))
        .filter_map(|(span, text)| {
            // What is still broken after decoding lost a byte as well: nobody can say which.
            let suggestion =
                Some(decode_all(text)?).filter(|decoded| !decoded.contains("â€") && !decoded.contains('Ã'));
            Some(Found { span, kind: DamageKind::Mojibake, suggestion, rule: "damage.mojibake" })
        })
        .collect()
}

/// Finds words that hold U+FFFD.
pub(super) fn replaced(document: &Document) -> Vec<Found> {
    runs(document.prose(), 0xEF, |c| c == char::REPLACEMENT_CHARACTER)
        .map(|(span, _)| Found { span, kind: DamageKind::Replaced, suggestion: None, rule: "damage.replaced" })
        .collect()
}

/// Returns the words (runs without white space, less the ASCII punctuation at their ends) that hold a
/// character which `wanted` accepts; its first byte is always `lead`, so that nothing else is looked at. A
/// no-break space counts as part of a word: `Â` goes before it.
fn runs<'t, T: 't>(
    text: &'t str,
    lead: u8,
    wanted: impl Fn(char) -> bool + 't,
) -> impl Iterator<Item = (Span<T>, &'t str)> + 't {
    let blank = [' ', '\n', '\t', '\r'];
    let edge = |c: char| c.is_ascii_punctuation();
    let mut done = 0;
    memchr::memchr_iter(lead, text.as_bytes()).filter_map(move |at| {
        let fits = at >= done && text.get(at..)?.chars().next().is_some_and(&wanted);
        let before = text.get(done..at).filter(|_| fits)?;
        let from = before.rfind(blank).map_or(done, |gap| done + gap + 1);
        let end = text.get(at..)?.find(blank).map_or(text.len(), |len| at + len);
        done = end;
        let word = text.get(from..end)?;
        let from = from + word.len() - word.trim_start_matches(edge).len();
        let word = word.trim_matches(edge);
        let start = u32::try_from(from).ok()?;
        Some((Span::new(start, start.checked_add(u32::try_from(word.len()).ok()?)?)?, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_what_was_read_wrongly() {
        for (broken, whole) in [
            ("donâ€™t", "don’t"),
            ("SÃ©golÃ¨ne", "Ségolène"),
            ("â€œYesâ€\u{9d}", "“Yes”"),
            ("â€œYesâ€", "“Yes”"),
            ("10Â\u{a0}km", "10\u{a0}km"),
            ("Ã¢â‚¬â„¢tis", "’tis"),
            ("ðŸ˜€", "😀"),
        ] {
            assert_eq!(decode_all(broken).as_deref(), Some(whole), "{broken}");
        }
    }

    #[test]
    fn leaves_good_letters_alone() {
        for good in ["CAFÉ”", "Âge", "château", "São", "IRMÃ»", "Ångström", "“Señor”", "Ãlex", "naïve…"]
        {
            assert_eq!(decode_all(good), None, "{good}");
        }
    }
}
