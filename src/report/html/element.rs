//! HTML, written so that no text can become markup.

use crate::document::Digest;
use std::borrow::Cow;

/// Characters that turn the order of what follows, up to the end of its paragraph.
const fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns text as it may stand between tags and within quoted values.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Returns text from outside for a page's own sentences: escaped, without what turns the order of letters, and
/// kept apart from the direction of what stands around it.
pub(crate) fn foreign(text: &str) -> String {
    format!("<bdi>{}</bdi>", plain(text))
}

/// Returns text from outside for a value: escaped, without what turns the order of letters.
pub(crate) fn plain(text: &str) -> String {
    escape(&text.chars().map(|c| if turns(c) { '\u{fffd}' } else { c }).collect::<String>()).into_owned()
}

/// A column of a table: its title, and whether it holds numbers.
pub(in crate::report) type Column<'t> = (&'t str, bool);

/// Returns a table with a caption in a region that scrolls; each row is its cells, in HTML, and its classes.
/// Nothing when there are no rows.
pub(in crate::report) fn table(caption: &str, columns: &[Column<'_>], rows: &[(String, Vec<String>)]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let number = |index: usize| if columns.get(index).is_some_and(|column| column.1) { " class=\"n\"" } else { "" };
    let titles: String = columns
        .iter()
        .enumerate()
        .map(|(index, (title, _))| format!("<th scope=\"col\"{}>{title}</th>", number(index)))
        .collect();
    let body: String = rows
        .iter()
        .map(|(classes, cells)| {
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(index, cell)| match index {
                    0 => format!("<th scope=\"row\">{cell}</th>"),
                    _ => format!("<td{}>{cell}</td>", number(index)),
                })
                .collect();
            let classes = if classes.is_empty() { String::new() } else { format!(" class=\"{classes}\"") };
            format!("<tr{classes}>{cells}</tr>\n")
        })
        .collect();
    format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\"><table>\n<caption>{caption}</caption>\n\
         <thead><tr>{titles}</tr></thead>\n<tbody>\n{body}</tbody></table></div>\n"
    )
}

/// A page of its own: nothing is loaded, and nothing runs but the one script whose digest it states.
pub(crate) struct Page {
    /// Text, not HTML.
    pub(crate) title: String,
    pub(crate) style: String,
    pub(crate) body: String,
    /// Whether forms may be sent to where the page came from.
    pub(crate) forms: bool,
}

/// Copies what a button stands behind; without it, the buttons are not shown.
const SCRIPT: &str = include_str!("copy.js");

/// How every page of ibid begins.
pub(in crate::report) const OPENS: &str =
    "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"generator\" content=\"ibid";

impl Page {
    /// Returns what a browser may do with the page.
    pub(crate) fn policy(&self) -> String {
        format!(
            "default-src 'none'; style-src '{}'; script-src '{}'; base-uri 'none'; form-action '{}'",
            integrity(&self.style),
            integrity(SCRIPT),
            if self.forms { "self" } else { "none" },
        )
    }

    pub(crate) fn write(&self) -> String {
        let Self { title, style, body, .. } = self;
        format!(
            "{OPENS} {version}\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            version = env!("CARGO_PKG_VERSION"),
            policy = self.policy(),
            title = plain(title),
        )
    }
}

/// Returns the digest of a text as policies want it.
fn integrity(text: &str) -> String {
    format!("sha256-{}", data_encoding::BASE64.encode(Digest::of(text.as_bytes()).bytes()))
}
