//! Characters that nobody sees: where they stand, and what they may be there for.
//!
//! They can hide words, change the order of what is shown, or carry a mark (C2PA writes a manifest as a run
//! of variation selectors). Where scripts and emoji need them, they are passed over.

use super::span::{Source, Span};

/// What kind of unseen characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unseen {
    /// A C2PA manifest in variation selectors.
    C2pa,
    /// Variation selectors that no emoji needs.
    VariationSelector,
    /// Characters that turn the direction of text.
    Bidi,
    /// Characters without width.
    ZeroWidth,
    /// Tag characters, which spell words that nobody sees.
    Tag,
}

impl Unseen {
    /// Returns what is said about them.
    pub const fn words(self) -> &'static str {
        match self {
            Self::C2pa => "a C2PA manifest, written as variation selectors",
            Self::VariationSelector => "variation selectors",
            Self::Bidi => "characters that turn the direction of text",
            Self::ZeroWidth => "characters without width",
            Self::Tag => "tag characters, which nobody sees",
        }
    }
}

/// A run of unseen characters of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Invisible {
    /// What kind.
    pub kind: Unseen,
    /// Where.
    pub at: Span<Source>,
    /// How many characters.
    pub count: usize,
}

/// Returns the runs of unseen characters of a file, in order. A byte order mark at its start is none.
pub fn invisible(source: &str) -> Vec<Invisible> {
    let mut runs: Vec<Invisible> = vec![];
    let mut before = None;
    let mut selectors: Vec<u8> = vec![];
    let mut characters = source.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let after = characters.peek().map(|(_, c)| *c);
        let found = kind(c).filter(|kind| (at > 0 || c != '\u{feff}') && !needed(*kind, c, before, after));
        let start = u32::try_from(at).unwrap_or(u32::MAX);
        let end = start.saturating_add(u32::try_from(c.len_utf8()).unwrap_or(4));
        before = Some(c);
        let Some(kind) = found else { continue };
        match runs.last_mut().filter(|run| run.kind == kind && run.at.end() == start) {
            Some(run) => {
                run.at = Span::clamped(run.at.start(), end);
                run.count += 1;
            }
            None => {
                selectors.clear();
                runs.push(Invisible { kind, at: Span::clamped(start, end), count: 1 });
            }
        }
        selectors.extend(byte_of(c));
        if selectors.starts_with(b"C2PATXT\0")
            && let Some(run) = runs.last_mut().filter(|run| run.kind == Unseen::VariationSelector)
            && selectors.len() == run.count
        {
            run.kind = Unseen::C2pa;
        } else if let [.., manifest, more] = runs.as_mut_slice()
            && manifest.kind == Unseen::C2pa
            && more.kind == Unseen::VariationSelector
            && manifest.at.end() == more.at.start()
        {
            // The rest of the manifest.
            manifest.at = manifest.at.hull(more.at);
            manifest.count += more.count;
            runs.pop();
        }
    }
    runs
}

const fn kind(c: char) -> Option<Unseen> {
    match c {
        '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => Some(Unseen::VariationSelector),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Unseen::Bidi),
        '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{180e}' => Some(Unseen::ZeroWidth),
        '\u{e0001}'..='\u{e007f}' => Some(Unseen::Tag),
        _ => None,
    }
}

/// Emoji need the last two of the selectors and joiners; Indic and Arabic scripts need joiners.
fn needed(kind: Unseen, c: char, before: Option<char>, after: Option<char>) -> bool {
    let symbol =
        |c: Option<char>| c.is_some_and(|c| !c.is_alphabetic() && u32::from(c) > 0x7f && self::kind(c).is_none());
    let keycap = before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '#' | '*')) && after == Some('\u{20e3}');
    let script = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && matches!(u32::from(c), 0x590..=0x1cff));
    let mark = |c: Option<char>| c.is_some_and(|c| matches!(u32::from(c), 0x900..=0xdff));
    match kind {
        Unseen::VariationSelector => matches!(c, '\u{fe0e}' | '\u{fe0f}') && (symbol(before) || keycap),
        Unseen::ZeroWidth if c == '\u{200d}' => {
            (symbol(before) || before == Some('\u{fe0f}')) && symbol(after) || script(before) || mark(before)
        }
        Unseen::ZeroWidth if c == '\u{200c}' => script(before) || mark(before),
        _ => false,
    }
}

/// Returns the byte that a variation selector spells in C2PA's wrapper.
fn byte_of(c: char) -> Option<u8> {
    let code = u32::from(c);
    match code {
        0xfe00..=0xfe0f => u8::try_from(code - 0xfe00).ok(),
        0xe0100..=0xe01ef => u8::try_from(code - 0xe0100 + 16).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Unseen, usize)> {
        invisible(text).into_iter().map(|run| (run.kind, run.count)).collect()
    }

    #[test]
    fn what_hides_is_found_and_what_scripts_need_is_not() {
        assert_eq!(kinds("\u{feff}Plain café, ❤\u{fe0f}, 👩\u{200d}🚒, 1\u{fe0f}\u{20e3}, می\u{200c}خواهم"), []);
        assert_eq!(kinds("a\u{200b}\u{200b}b\u{feff}"), [(Unseen::ZeroWidth, 2), (Unseen::ZeroWidth, 1)]);
        assert_eq!(kinds("a\u{202e}b\u{2069}"), [(Unseen::Bidi, 1), (Unseen::Bidi, 1)]);
        assert_eq!(kinds("a\u{fe0f}"), [(Unseen::VariationSelector, 1)]);
        assert_eq!(kinds("a\u{e0061}\u{e007f}"), [(Unseen::Tag, 2)]);
        assert_eq!(kinds("a\u{200d}b"), [(Unseen::ZeroWidth, 1)]);
    }

    #[test]
    fn a_c2pa_manifest_is_one() {
        let spell = |bytes: &[u8]| -> String {
            let code = |byte: &u8| u32::from(*byte) + if *byte < 16 { 0xfe00 } else { 0xe0100 - 16 };
            bytes.iter().map(|byte| char::from_u32(code(byte)).unwrap()).collect()
        };
        let text = format!("The end.\u{feff}{}", spell(b"C2PATXT\0\x01\0\0\0\x05hello"));
        let found = invisible(&text);
        assert_eq!(found.iter().map(|run| run.kind).collect::<Vec<_>>(), [Unseen::ZeroWidth, Unseen::C2pa]);
        assert_eq!((found[1].count, found[1].at.end() as usize), (18, text.len()));
        assert_eq!(kinds(&spell(b"C2PATXX\0abc")), [(Unseen::VariationSelector, 11)]);
    }
}
