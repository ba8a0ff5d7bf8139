//! A citation as notes, web pages and bibliographies want it.

mod bibtex;
mod csl;

pub use bibtex::bibtex;
pub use csl::{Csl, csl};

use super::markdown::escape::escape;
use crate::citation::{Citation, Work};

/// A cited passage: what is known about it and about its document.
#[derive(Clone, Debug)]
pub struct Cited<'c> {
    /// The citation.
    pub citation: &'c Citation,
    /// The document.
    pub work: &'c Work,
    /// The words, as a reader reads them.
    pub words: &'c str,
    /// The address with a text fragment, when the document states its address.
    pub link: Option<&'c str>,
}

/// Returns a Markdown footnote: its definition, to be referred to by `[^KEY]`.
///
/// `ibid verify` holds the quoted words in it against the document.
pub fn markdown(cited: &Cited<'_>) -> String {
    let work = cited.work;
    let title = work.title.as_deref().map(|title| match cited.link.or(work.url.as_deref()) {
        Some(link) => format!("[{}](<{link}>)", escape(title)),
        None => escape(title),
    });
    let authors = (!work.authors.is_empty()).then(|| escape(&work.authors.join(", ")));
    let outlet = work.outlet.as_deref().map(|outlet| format!("*{}*", escape(outlet)));
    // A date that is one needs no escapes.
    let date =
        work.published.as_deref().map(|date| if work.date().is_empty() { escape(date) } else { date.to_owned() });
    let url = work.url.as_deref().map(|url| format!("<{url}>"));
    let facts: Vec<String> = [outlet, authors, title, date, url].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!("{}: ", facts.join(", ")) };
    format!("[^{}]: {facts}“{}” `{}`\n", cited.citation.key(), escape(cited.words), cited.citation)
}

/// Returns an HTML block quotation with its source.
pub fn html(cited: &Cited<'_>) -> String {
    let work = cited.work;
    let link = cited.link.or(work.url.as_deref()).map(attribute);
    let title = work.title.as_deref().map(|title| match &link {
        Some(link) => format!("<cite><a href=\"{link}\">{}</a></cite>", attribute(title)),
        None => format!("<cite>{}</cite>", attribute(title)),
    });
    let authors = (!work.authors.is_empty()).then(|| attribute(&work.authors.join(", ")));
    let date = work.published.as_deref().map(|date| match work.date().is_empty() {
        true => attribute(date),
        false => format!("<time datetime=\"{0}\">{0}</time>", attribute(date)),
    });
    let facts: Vec<String> =
        [authors, title, work.outlet.as_deref().map(attribute), date].into_iter().flatten().collect();
    let facts = if facts.is_empty() { String::new() } else { format!("{}: ", facts.join(", ")) };
    let cite = link.map_or_else(String::new, |link| format!(" cite=\"{link}\""));
    format!(
        "<figure class=\"ibid\">\n<blockquote{cite}>{}</blockquote>\n<figcaption>{facts}<code>{}</code></figcaption>\n</figure>\n",
        attribute(cited.words),
        attribute(&cited.citation.to_string()),
    )
}

/// Returns text as it may stand in HTML, in an attribute too.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Whose name is a body's, not a person's.
const BODIES: [&str; 18] = [
    "agency",
    "agencies",
    "association",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editor",
    "editorial",
    "editors",
    "news",
    "newsroom",
    "press",
    "reporters",
    "staff",
    "team",
    "wire",
];

/// Words before a family name that belong to it.
const PARTICLES: [&str; 16] =
    ["al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ibn", "la", "le", "van", "von"];

/// Splits a person's name into given and family names; `None` when it may be a body's, or is one word: a
/// name kept whole is never wrong.
fn person(name: &str) -> Option<(String, String)> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let particle = |word: &&str| PARTICLES.contains(&word.to_lowercase().as_str());
    let capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    let initial = |word: &&str| word.ends_with('.') && word.starts_with(char::is_uppercase);
    let body = words.iter().any(|word| BODIES.contains(&word.to_lowercase().as_str()));
    let names = words.iter().all(|word| particle(word) || capital(word) || initial(word));
    if body || !names || !(2..=5).contains(&words.len()) || name.contains(',') {
        return None;
    }
    let particles = words.iter().rev().skip(1).take_while(|word| particle(word)).count();
    let (given, family) = words.split_at_checked(words.len() - 1 - particles)?;
    (!given.is_empty()).then(|| (given.join(" "), family.join(" ")))
}

#[cfg(test)]
mod tests;
