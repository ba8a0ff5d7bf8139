//! The `check` of a citation: eight digits over what stands before it in the line.
//!
//! Digests hold the passage. What is said beside it (a paragraph, addresses, a path) cannot always be held
//! against the document, so a line that says such things ends with digits of its own:
//! `printf %s 'LINE UP TO ;check' | sha256sum | cut -c1-8`. They tell a slip of the pen from an address that
//! was meant; they are no signature.

use super::wrong;
use crate::document::{Digest, Problem};

/// What ends a line, before the digits.
const KEY: &str = ";check=";

/// The digits of a `check`, hexadecimal.
const DIGITS: usize = 8;

/// The keys that a citation may have.
const KEYS: [&str; 7] = ["bytes", "quote", "block", "origin", "archived", "path", "check"];

/// Returns the digits for what stands before `;check=`.
pub(super) fn digits(line: &str) -> String {
    Digest::of(line.as_bytes()).hex().chars().take(DIGITS).collect()
}

/// Holds a line against its `check`, which is its last key when it has one.
///
/// An end that is one byte away from a `check` is one that was damaged.
pub(super) fn held(line: &str) -> Result<(), Problem> {
    let at = Some(line.len().saturating_sub(KEY.len() + DIGITS)).filter(|at| line.is_char_boundary(*at)).unwrap_or(0);
    match (differs(line), line.contains(KEY)) {
        (Some(0), _) => {
            let (head, said) = (line.get(..at).unwrap_or_default(), line.get(at + KEY.len()..).unwrap_or_default());
            if said == digits(head) {
                return Ok(());
            }
            let message = "`check` is that of another line: something before it was changed";
            Err(wrong("citation.check", message, at + KEY.len(), DIGITS)
                .help("compare it with the line as it was; a line that you changed yourself goes without `;check=…`"))
        }
        (Some(1), _) | (_, true) => {
            let message = format!("`check` is the last key of a citation and has {DIGITS} digits 0-9 or a-f");
            Err(wrong("citation.check", message, at, line.len() - at))
        }
        _ => Ok(()),
    }
}

/// Counts the bytes in which the end of a line is not as a `check` is; `None` when the line is too short.
fn differs(line: &str) -> Option<usize> {
    let end = line.as_bytes().get(line.len().checked_sub(KEY.len() + DIGITS)?..)?;
    let (key, digits) = end.split_at_checked(KEY.len())?;
    let others = key.iter().zip(KEY.bytes()).filter(|(byte, key)| **byte != *key).count();
    Some(others + digits.iter().filter(|byte| !matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count())
}

/// Refuses a key that is one letter from one that citations have.
pub(super) fn known(key: &str, at: usize) -> Result<(), Problem> {
    nearest(key).map_or(Ok(()), |near| {
        let message = format!("`{key}` is no key of a citation; `{near}` is");
        Err(wrong("citation.key", message, at, key.len()))
    })
}

fn nearest(key: &str) -> Option<&'static str> {
    KEYS.into_iter().find(|known| strsim::osa_distance(key, known) <= 1)
}

/// Is this the rest of a citation that was broken in two, one character before it?
pub(super) fn is_rest(word: &str) -> bool {
    let first = word.split_once('=').map_or("", |(key, _)| key);
    nearest(first).is_some() || differs(&format!(";{word}")).is_some_and(|count| count <= 1)
}
