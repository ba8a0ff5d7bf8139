//! The pages of the reader: the list, and what stands around the pages that `ibid report` and others write.
//!
//! They work without script: links and plain forms. What comes from documents is text, in values too.

mod address;
mod decide;
mod list;

pub use address::Address;
pub use decide::{Deciding, rejected};
pub(crate) use list::list;

use super::index::Search;
use crate::report::html::{
    STYLE,
    element::{Page, escape, foreign},
};

/// The style sheet of what stands around, and of the list.
const READER: &str = include_str!("reader.css");

/// Puts the reader's bar above a page, with links of its own, and what there is to say of it.
pub(crate) fn within(mut page: Page, address: &Address, links: &[(String, &str)], said: &[String]) -> Page {
    let all = Search::default();
    let links: String = links.iter().map(|(to, label)| format!(" <a href=\"{}\">{label}</a>", escape(to))).collect();
    let said: String = said.iter().map(|line| format!("<p class=\"said\">{}</p>\n", foreign(line))).collect();
    // What skips the page's own beginning skips the bar too.
    let skip =
        page.body.split_inclusive('\n').next().filter(|first| first.starts_with("<a class=\"skip\"")).unwrap_or("");
    let rest = page.body.strip_prefix(skip).unwrap_or(&page.body);
    page.body = format!(
        "{skip}<nav class=\"bar\" aria-label=\"Reader\"><b>ibid</b>{links} <a href=\"{}\">All documents</a> <a href=\"{}\">All \
         sources</a></nav>\n{said}{rest}",
        address.list(&all),
        address.all("sources", &all),
    );
    page.style += READER;
    page.forms = true;
    page
}

/// A page that only says something: what is wrong, and what to do.
pub(crate) fn message(address: &Address, title: &str, said: &[String]) -> Page {
    let said: String = said.iter().map(|line| format!("<p>{}</p>\n", foreign(line))).collect();
    let body = format!(
        "<main class=\"reader\"><h1>{}</h1>\n{said}</main>\n<p id=\"status\" role=\"status\"></p>\n",
        foreign(title)
    );
    within(Page { title: title.to_owned(), style: STYLE.to_owned(), body, forms: true }, address, &[], &[])
}
