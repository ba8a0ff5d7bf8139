//! BibTeX and BibLaTeX: an entry that both read.

use super::{Cited, person};
use std::fmt::Write as _;

/// Returns the passage as an entry: the citation is its note, the words its abstract.
pub fn bibtex(cited: &Cited<'_>) -> String {
    let work = cited.work;
    let mut out = format!("@{}{{{},\n", if work.outlet.is_some() { "article" } else { "misc" }, cited.citation.key());
    let mut field = |key: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(out, "  {key} = {{{value}}},");
    };
    let authors: Vec<String> = work.authors.iter().map(|name| author(name)).collect();
    if !authors.is_empty() {
        field("author", &authors.join(" and "));
    }
    if let Some(title) = &work.title {
        field("title", &format!("{{{}}}", tex(title)));
    }
    if let Some(outlet) = &work.outlet {
        field("journal", &format!("{{{}}}", tex(outlet)));
    }
    let date = work.date();
    if let Some(year) = date.first() {
        let parts: Vec<String> = date.iter().map(|part| format!("{part:02}")).collect();
        field("date", &parts.join("-"));
        field("year", &year.to_string());
        if let Some(month) = date.get(1) {
            field("month", &month.to_string());
        }
    }
    if let Some(url) = &work.url {
        // Read as it stands, but for braces, which an address cannot hold.
        field("url", url);
    }
    field("abstract", &tex(cited.words));
    field("note", &tex(&cited.citation.to_string()));
    out.push_str("}\n");
    out
}

fn author(name: &str) -> String {
    match person(name) {
        Some((given, family)) => format!("{}, {}", tex(&family), tex(&given)),
        None => format!("{{{}}}", tex(name)),
    }
}

/// Writes text so that TeX sets it as it is. Braces are counted even behind a backslash, so they have names.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
