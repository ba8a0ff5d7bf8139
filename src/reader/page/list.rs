//! The list of documents: search, what is found, and by what it can be narrowed.

use super::{Address, address::pairs, within};
use crate::{
    reader::index::{Card, Facet, Found, MARKS, PAGE, Search, UNKNOWN},
    report::html::{
        STYLE,
        element::{Page, escape, foreign, plain},
    },
};

/// How many values of a facet are shown at once; the others can be unfolded.
const SHOWN: usize = 8;

/// Writes the list.
pub(crate) fn list(address: &Address, search: &Search, found: &Found, said: &[String]) -> Page {
    let body = format!(
        "<a class=\"skip\" href=\"#found\">Skip to the documents</a>\n<main class=\"reader\"><h1>Documents</h1>\n{form}{chips}\
         <div class=\"shelf\">\n<div id=\"found\" tabindex=\"-1\">{documents}{pages}</div>\n{facets}</div>\n</main>\n\
         <p id=\"status\" role=\"status\"></p>\n",
        form = form(address, search),
        chips = chips(address, search),
        documents = documents(address, search, found),
        pages = pages(address, search, found.total),
        facets = facets(address, search, found),
    );
    let page = Page { title: "Documents · ibid".to_owned(), style: STYLE.to_owned(), body, forms: true };
    within(page, address, &[], said)
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn form(address: &Address, search: &Search) -> String {
    let hidden: String = pairs(&Search { words: String::new(), page: 0, ..search.clone() })
        .iter()
        .map(|(key, value)| format!("<input type=\"hidden\" name=\"{key}\" value=\"{}\">", escape(value)))
        .collect();
    format!(
        "<form class=\"search\" role=\"search\" method=\"get\" action=\"{}\"><label>Words of the text, phrases in quotation \
         marks<input type=\"search\" name=\"q\" value=\"{}\" maxlength=\"500\" autocomplete=\"off\"></label>{hidden}\
         <button>Search</button></form>\n",
        address.to(""),
        escape(&search.words),
    )
}

/// Returns what is chosen, each with a link that takes it away.
fn chips(address: &Address, search: &Search) -> String {
    let chip = |without: &Search, what: &str, value: &str| {
        format!(
            "<li><a href=\"{}\" aria-label=\"Take away {what}: {}\">{what}: {} ×</a></li>",
            address.list(without),
            plain(value),
            foreign(value)
        )
    };
    let mut chips = String::new();
    if !search.words.is_empty() {
        chips += &chip(&Search { words: String::new(), page: 0, ..search.clone() }, "words", &search.words);
    }
    for facet in Facet::ALL {
        if let Some(value) = search.value(facet) {
            chips += &chip(&search.with(facet, None), facet.name(), value);
        }
    }
    if chips.is_empty() { chips } else { format!("<ul class=\"chips\" aria-label=\"Chosen\">{chips}</ul>\n") }
}

fn documents(address: &Address, search: &Search, found: &Found) -> String {
    if found.cards.is_empty() {
        return "<p>No document has all of this. Take something away, or search for fewer words.</p>\n".to_owned();
    }
    let cards: String = found.cards.iter().map(|card| one(address, card)).collect();
    let all = match found.total {
        0 | 1 => String::new(),
        _ => format!(
            "<a href=\"{}\">Compare all</a> <a href=\"{}\">Sources of all</a> ",
            address.all("compare", search),
            address.all("sources", search)
        ),
    };
    format!(
        "<form method=\"get\" action=\"{compare}\"><div class=\"acts\"><p>{total}</p> <button>Compare ticked</button> \
         <button formaction=\"{sources}\">Sources of ticked</button> {all}<a class=\"jump\" href=\"#narrow\">Narrow down</a></div>\n<ol class=\"cards\">\n{cards}</ol></form>\n",
        compare = address.to("compare"),
        sources = address.to("sources"),
        total = count(found.total, "document"),
    )
}

fn one(address: &Address, card: &Card) -> String {
    let facts = match (&card.problem, card.undecided) {
        (Some(problem), _) => foreign(problem),
        (None, undecided) => {
            let unknown = |value: &str, what: &str| match value {
                UNKNOWN => format!("{what} {UNKNOWN}"),
                value => foreign(value),
            };
            let undecided = match undecided {
                None => "no annotation file".to_owned(),
                Some(0) => "all decided".to_owned(),
                Some(number) => format!("{number} undecided"),
            };
            let (claims, terms) = (count(card.claims, "claim"), count(card.terms, "framing term"));
            let (outlet, published) = (unknown(&card.outlet, "outlet"), unknown(&card.published, "date"));
            format!("{outlet} · {published} · {claims} · {terms} · {undecided}")
        }
    };
    let name = match &card.title {
        title if *title == card.name => String::new(),
        _ => format!("<p><code>{}</code></p>", foreign(&card.name)),
    };
    let snippet = match card.snippet.as_str() {
        "" => String::new(),
        words => format!("<p class=\"snippet\">{}</p>", marked(words)),
    };
    format!(
        "<li><input type=\"checkbox\" name=\"d\" value=\"{value}\" aria-label=\"Tick {title}\"><div><h2><a href=\"{href}\">{shown}\
         </a></h2><p>{facts}</p>{name}{snippet}</div></li>\n",
        value = escape(&card.name),
        title = plain(&card.title),
        href = escape(&address.document(&card.name)),
        shown = foreign(&card.title),
    )
}

/// Returns a snippet with what was found lit.
fn marked(words: &str) -> String {
    plain(words).replace(MARKS[0], "<mark>").replace(MARKS[1], "</mark>")
}

fn pages(address: &Address, search: &Search, total: usize) -> String {
    let last = total.saturating_sub(1) / PAGE;
    let link = |page: usize, label: &str| {
        format!("<a href=\"{}\">{label}</a>", address.list(&Search { page, ..search.clone() }))
    };
    let before = search.page.checked_sub(1).map(|page| link(page.min(last), "Previous")).unwrap_or_default();
    let after = if search.page < last { link(search.page + 1, "Next") } else { String::new() };
    if last == 0 && search.page == 0 {
        return String::new();
    }
    let here = format!("Page {} of {}", search.page + 1, last + 1);
    format!("<nav class=\"pages\" aria-label=\"Pages\">{before} <span>{here}</span> {after}</nav>\n")
}

fn facets(address: &Address, search: &Search, found: &Found) -> String {
    let mut out = String::new();
    for (facet, values) in &found.facets {
        if values.is_empty() {
            continue;
        }
        let item = |(value, number): &(String, usize)| {
            let chosen = search.value(*facet) == Some(value);
            let to = address.list(&search.with(*facet, (!chosen).then_some(value)));
            let current = if chosen { " aria-current=\"true\"" } else { "" };
            format!("<li><a href=\"{to}\"{current}>{}</a> <span class=\"n\">{number}</span></li>", foreign(value))
        };
        let (first, more) = values.split_at_checked(SHOWN).unwrap_or((values, &[]));
        out += &format!("<section><h2>{}</h2><ul>", title(*facet));
        out.extend(first.iter().map(item));
        out += "</ul>";
        if !more.is_empty() {
            let items: String = more.iter().map(item).collect();
            out += &format!("<details><summary>{} more</summary><ul>{items}</ul></details>", more.len());
        }
        out += "</section>\n";
    }
    if out.is_empty() {
        out
    } else {
        format!("<nav class=\"facets\" id=\"narrow\" tabindex=\"-1\" aria-label=\"Narrow down\">\n{out}</nav>\n")
    }
}

const fn title(facet: Facet) -> &'static str {
    match facet {
        Facet::Outlet => "Outlet",
        Facet::Month => "Published in",
        Facet::Speaker => "Who speaks",
        Facet::Category => "Framing: what a term does",
        Facet::Voice => "Framing: whose words",
    }
}
