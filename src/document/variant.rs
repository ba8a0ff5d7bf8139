//! Why a file has not the digest that it had: line ends, a byte order mark, Unicode normalisation.
//!
//! These are what tools change behind people's backs. When undoing one of them (or several) gives the
//! wanted digest, nothing else was changed: the digest proves it.

use super::digest::Digest;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// What alone differs between a file and the one whose digest was recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Variant {
    /// The line ends that the file had: `LF` or `CRLF`.
    pub line_ends: Option<&'static str>,
    /// Whether the file had a byte order mark, when it has none now, or the other way round.
    pub byte_order_mark: Option<bool>,
    /// The normalisation that the file had: `NFC` or `NFD`.
    pub normalisation: Option<&'static str>,
}

impl Variant {
    /// Returns the variant of `bytes` that has this digest; `None` when none of them does, or when the file
    /// itself does.
    pub fn of(bytes: &[u8], wanted: Digest) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let bare = text.strip_prefix('\u{feff}');
        let marks = [
            (None, text.to_owned()),
            (Some(bare.is_none()), bare.map_or_else(|| format!("\u{feff}{text}"), str::to_owned)),
        ];
        for (byte_order_mark, text) in &marks {
            let unix = text.replace("\r\n", "\n");
            let dos = unix.replace('\n', "\r\n");
            for (line_ends, text) in [(None, text), (Some("LF"), &unix), (Some("CRLF"), &dos)] {
                let composed = || text.nfc().collect::<String>();
                let apart = || text.nfd().collect::<String>();
                let plain = text.is_ascii();
                let forms: [(Option<&'static str>, Cow<'_, str>); 3] = [
                    (None, text.as_str().into()),
                    (Some("NFC"), if plain { text.as_str().into() } else { composed().into() }),
                    (Some("NFD"), if plain { text.as_str().into() } else { apart().into() }),
                ];
                for (normalisation, text) in forms {
                    if text.as_bytes() != bytes && Digest::of(text.as_bytes()) == wanted {
                        return Some(Self { line_ends, byte_order_mark: *byte_order_mark, normalisation });
                    }
                }
            }
        }
        None
    }

    /// Says what differs, and the usual cause.
    pub fn words(&self) -> String {
        let mut parts = vec![];
        if let Some(ends) = self.line_ends {
            parts.push(format!(
                "its line ends were {ends} (git's core.autocrlf is the usual cause: put `* -text` into .gitattributes)"
            ));
        }
        match self.byte_order_mark {
            Some(true) => parts.push("it had a byte order mark (an editor removed it)".to_owned()),
            Some(false) => parts.push("it had no byte order mark (an editor added one)".to_owned()),
            None => {}
        }
        if let Some(form) = self.normalisation {
            parts.push(format!("its accents were {form} (a file system or a converter changed them)"));
        }
        parts.join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_alone_differs_is_named() {
        let text = "Ána\nvoted.\n";
        let digest = Digest::of(text.as_bytes());
        let variant = |text: &str| Variant::of(text.as_bytes(), digest);
        let none = Variant::default();
        let cases = [
            (text.replace('\n', "\r\n"), Some(Variant { line_ends: Some("LF"), ..none })),
            (format!("\u{feff}{text}"), Some(Variant { byte_order_mark: Some(false), ..none })),
            (text.replace('Á', "A\u{301}"), Some(Variant { normalisation: Some("NFC"), ..none })),
            (
                format!("\u{feff}{}", text.replace('Á', "A\u{301}").replace('\n', "\r\n")),
                Some(Variant { line_ends: Some("LF"), byte_order_mark: Some(false), normalisation: Some("NFC") }),
            ),
            (text.to_owned(), None),
            (text.replace("voted", "voteth"), None),
        ];
        for (text, wanted) in cases {
            assert_eq!(variant(&text), wanted, "{text:?}");
        }
        assert_eq!(Variant::of(b"\xff", digest), None);
        let marked = Digest::of("\u{feff}a".as_bytes());
        assert_eq!(Variant::of(b"a", marked).unwrap().byte_order_mark, Some(true));
    }
}
