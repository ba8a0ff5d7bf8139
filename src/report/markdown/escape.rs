//! Words of the document, or of a person, as Markdown that shows just these words.
//!
//! Whatever a name or a note holds, no markup of it may act in a report: no emphasis, link, address that
//! becomes a link, HTML, table border, entity. Characters that are not seen, or that turn the direction
//! of the text around, are shown by their number: a report is evidence and hides nothing.

use std::fmt::Write as _;

/// Returns `text` on one line, as it is shown: white space folded, unseen characters by number.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if is_unseen(c) {
                // Writing to a string does not fail.
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// Control characters, direction marks, and what has no width without being part of a script.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// What keeps GitHub from making a link of an address: an empty comment within it.
const APART: &str = "<!-- -->";

/// Returns Markdown that shows [`shown`]`(text)`, within a paragraph, a table cell or a footnote.
pub(in crate::report) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape_to(&mut out, text);
    out
}

/// Writes what [`escape`] returns.
pub(super) fn escape_to(out: &mut String, text: &str) {
    if means_itself(text) {
        out.push_str(text);
    } else {
        escape_shown(out, &shown(text));
    }
}

/// Tells whether a text is surely shown as it stands: most are, and need not be written anew.
fn means_itself(text: &str) -> bool {
    let mut chars = text.chars();
    let inside = || {
        let c = chars.next()?;
        let next = chars.as_str().as_bytes().first();
        Some(match c {
            ' ' => next.is_some_and(|next| *next != b' '),
            'w' | 'W' => next != Some(&b'.'),
            ':' => next != Some(&b'/'),
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | ',' | ';' | '-' | '(' | ')' | '\'' | '"' | '!' | '?' | '/' => {
                true
            }
            'À'..='ÿ' | '–' | '—' | '‘'..='”' | '…' => true,
            _ => false,
        })
    };
    text.starts_with(|c: char| c.is_alphabetic() || c == '“') && std::iter::from_fn(inside).all(|plain| plain)
}

fn escape_shown(out: &mut String, text: &str) {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        let begins_block = at == digits && matches!(c, '-' | '+' | '=' | '.' | ')' | ':');
        match c {
            // Tables are cut at `|` before anything else is read, and not all readers know `\|`.
            '|' => out.push_str("&#124;"),
            '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '<' | '>' | '&' | '#' | '$' | '^' | '{' | '}' | '@' | '=' => {
                out.push('\\');
                out.push(c);
            }
            '%' if rest.starts_with('%') || previous == '%' => out.push_str("\\%"),
            _ if begins_block => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
        let links = match c {
            ':' => rest.starts_with("//"),
            '@' => !previous.is_whitespace() && rest.starts_with(|c: char| !c.is_whitespace()),
            'w' | 'W' => ends_with_www(text, at + 1) && rest.starts_with('.'),
            _ => false,
        };
        if links {
            out.push_str(APART);
        }
        previous = c;
    }
}

fn ends_with_www(text: &str, end: usize) -> bool {
    end.checked_sub(3).and_then(|start| text.get(start..end)).is_some_and(|www| www.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rendered(markdown: &str) -> String {
        let mut options = comrak::Options::default();
        options.extension.strikethrough = true;
        options.extension.table = true;
        options.extension.autolink = true;
        options.extension.tasklist = true;
        options.extension.footnotes = true;
        options.extension.alerts = true;
        options.render.r#unsafe = true;
        comrak::markdown_to_html(markdown, &options).replace(APART, "")
    }

    fn plain(html: &str) -> String {
        html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    fn check(text: &str) {
        let (escaped, shown) = (escape(text), shown(text));
        if shown.is_empty() {
            return;
        }
        let mut slowly = String::new();
        escape_shown(&mut slowly, &shown);
        assert_eq!(escaped, slowly);
        let paragraph = rendered(&escaped);
        let inside = paragraph.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>\n"));
        assert_eq!(inside.map(plain).as_deref(), Some(shown.as_str()), "{escaped:?}");
        let cell = rendered(&format!("| a |\n|---|\n| {escaped} |"));
        assert!(plain(&cell).contains(&format!("<td>{shown}</td>")), "{escaped:?} {cell}");
        let note = rendered(&format!("x[^n]\n\n[^n]: “{escaped}” and"));
        assert!(plain(&note).contains(&format!("<p>“{shown}” and")), "{escaped:?} {note}");
    }

    #[test]
    fn nothing_acts_and_all_is_shown() {
        for text in [
            "plain words, with “marks” and 1,300 of it (50%).",
            "*a* _b_ ~~c~~ `d` **e**",
            "[x](y) ![x](y) [[x]] [^1] [x]: y",
            "<b>x</b> <!-- x --> <script>",
            "a | b \\| c \\\\| d",
            "&amp; &#124; &copy;",
            "https://a.example www.b.example a.b@c.example Www.x.example WWW.y.example ftp://z.example",
            "# x",
            "- x",
            "+ x",
            "1. x",
            "12) x",
            "> x",
            "=== x",
            "---",
            ": x",
            "~~~",
            "$x$ ==y== %%z%% ^w {v}",
            "a\u{202e}b\u{0}c\u{7}d\u{200b}e\u{feff}f",
            " a \n\n b\tc\r\nd ",
            "[U+202E]",
            "@handle a@b",
            "mailto:a@b.example",
            "\\",
        ] {
            check(text);
        }
        assert_eq!(shown("a\u{202e}b \n c"), "a[U+202E]b c");
        assert_eq!(escape("Ann O’Hara, Reuters (2025)"), "Ann O’Hara, Reuters (2025)");
    }

    proptest! {
        #[test]
        fn words_are_shown(text in "[a-zA-Z0-9.,:;()'\"!?/ “”’—é-]{0,24}") {
            check(&text);
        }

        #[test]
        fn any_text_is_shown(text in "\\PC{0,40}") {
            check(&text);
        }

        #[test]
        fn nasty_text_is_shown(pieces in proptest::collection::vec(proptest::sample::select(vec![
            "*", "_", "~~", "`", "[", "]", "(", ")", "<", ">", "!", "|", "\\", "&", "amp;", "#", "-", "+", "1", ".", ":", "//",
            "http", "www", "@", "a", "b.c", " ", "\n", "\t", "\r", "\u{a0}", "\u{202e}", "\u{0}", "é", "“", "$", "=", "{", "%", "^",
        ]), 0..24)) {
            check(&pieces.concat());
        }
    }
}
