//! Text from outside, made harmless for a terminal and for those who read lines.
//!
//! Documents, file names and front matter come from strangers. What could move the cursor, change
//! colours or turn the order of what is shown never reaches the terminal as it is.

use std::{borrow::Cow, path::Path};

/// Control characters, and those that change the order or the lines in which text is shown.
fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Makes text of several lines harmless: what could do harm becomes U+FFFD.
pub(super) fn text(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}

/// Makes a line harmless: it also stays one line.
pub(super) fn line(line: &str) -> String {
    line.chars().map(|c| if is_harmful(c) { '\u{fffd}' } else { c }).collect()
}

/// Returns a path as it may be shown.
pub(super) fn name(path: &Path) -> String {
    line(&path.to_string_lossy())
}

/// Makes JSON harmless without changing what it says: such characters stand only in strings, and there
/// they are escaped.
pub(super) fn json(json: &str) -> Cow<'_, str> {
    if !may_harm(json) || !json.contains(is_harmful) {
        return Cow::Borrowed(json);
    }
    let escaped = |c: char| if is_harmful(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    Cow::Owned(json.chars().map(escaped).collect())
}

/// The same, of JSON that is nobody else's.
pub(super) fn into_json(text: String) -> String {
    match json(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(safe) => safe,
    }
}

/// Tells whether a harmful character may stand in the text. Its bytes are looked at, because all that is printed
/// comes through here: `“` and its like begin with the byte that many of the harmful begin with.
fn may_harm(text: &str) -> bool {
    let odd = |byte: u8| byte < b' ' || byte == 0x7f || matches!(byte, 0xc2 | 0xd8 | 0xef);
    // Without a branch a byte, so that many are looked at at once.
    text.bytes().fold(false, |found, byte| found | odd(byte))
        || memchr::memchr_iter(0xe2, text.as_bytes()).any(|at| {
            let rest = text.as_bytes().get(at + 1..);
            matches!(rest, Some([0x80, 0x8e | 0x8f | 0xa8..=0xff, ..] | [0x81, 0xa6..=0xff, ..]))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_do_harm_is_shown_as_such() {
        assert_eq!(text("a\u{1b}[2Jb\tc\nd\u{202e}e"), "a\u{fffd}[2Jb\tc\nd\u{fffd}e");
        assert_eq!(line("a\nerror: b\u{9b}c"), "a\u{fffd}error: b\u{fffd}c");
        assert_eq!(name(Path::new("é ‘x’\r.md")), "é ‘x’\u{fffd}.md");
    }

    #[test]
    fn json_says_what_it_said() {
        for text in ["plain", "\u{7f}\u{85}\u{9b}31m\u{202e}\u{2066}\u{feff}\u{2028}", "é\n\u{1b}"] {
            let said = serde_json::json!({ "text": text });
            let safe = json(&said.to_string()).into_owned();
            assert!(!safe.contains(is_harmful), "{safe:?}");
            assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).unwrap(), said);
        }
    }
}
