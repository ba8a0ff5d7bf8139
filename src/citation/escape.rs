//! Percent-encoding, as RFC 3986 has it: for the values of a citation and for text fragments.

use std::fmt::Write as _;

/// Writes `text` with every byte percent-encoded that `plain` does not let stand. Only ASCII ever stands.
pub(super) fn encode(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii() && plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Returns the text that was encoded; `None` when a `%` is not followed by two hexadecimal digits, or the
/// bytes are not UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        if *first != b'%' {
            bytes.push(*first);
            rest = tail;
            continue;
        }
        let (digits, tail) = tail.split_at_checked(2)?;
        bytes.push(*data_encoding::HEXUPPER_PERMISSIVE.decode(digits).ok()?.first()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_only_what_is_encoded() {
        assert_eq!(decode("a%20b%3B").as_deref(), Some("a b;"));
        assert_eq!(decode("%c3%a9").as_deref(), Some("é"));
        for bad in ["%", "%2", "%zz", "%é", "%ff"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn round_trips(text in any::<String>()) {
            prop_assert_eq!(decode(&encode(&text, |byte| byte.is_ascii_alphanumeric())), Some(text));
        }
    }
}
