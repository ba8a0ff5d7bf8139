//! The forms that accept and reject, below the notes of a document's page.

use super::Address;
use crate::{
    annotation::{Id, Review},
    report::html::element::{escape, foreign, plain},
};
use std::collections::BTreeMap;

/// What is known of the entries of an annotation file, and where decisions go.
pub struct Deciding<'d> {
    /// Where forms are sent.
    pub address: &'d Address,
    /// The document's name in addresses.
    pub name: &'d str,
    /// What was decided, by the id of the entry.
    pub decided: &'d BTreeMap<String, Review>,
}

impl Deciding<'_> {
    /// Returns the form for an entry that the page shows under `note`: `c3` or `f1`.
    pub fn form(&self, id: &Id, note: &str) -> String {
        let accepted = self.decided.get(&id.0) == Some(&Review::Accepted);
        let verdict = if accepted { "<span class=\"verdict\">accepted</span> " } else { "" };
        let accept = if accepted { String::new() } else { button("accept", "Accept", note) };
        self.open(&id.0, note, &format!("{verdict}{accept}{}", button("reject", "Reject", note)))
    }

    fn open(&self, id: &str, note: &str, inside: &str) -> String {
        format!(
            "<form class=\"decide\" method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"name\" value=\"{name}\">\
             <input type=\"hidden\" name=\"id\" value=\"{id}\"><input type=\"hidden\" name=\"note-at\" value=\"{note}\">{inside}\
             <input type=\"text\" name=\"note\" aria-label=\"A note on {note}\" placeholder=\"note\" maxlength=\"2000\" \
             autocomplete=\"off\"></form>",
            action = self.address.to("review"),
            name = escape(self.name),
            id = escape(id),
            note = plain(note),
        )
    }
}

fn button(value: &str, label: &str, note: &str) -> String {
    format!("<button name=\"verdict\" value=\"{value}\" aria-label=\"{label} {}\">{label}</button>", plain(note))
}

/// Returns the list of rejected entries, each with its words and a form that takes the verdict back.
pub fn rejected(deciding: &Deciding<'_>, entries: &[(String, String)]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let one = |(id, words): &(String, String)| {
        let form = deciding.open(id, id, &button("accept", "Accept", id));
        format!("<li><code>{}</code> {}{form}</li>\n", plain(id), foreign(words))
    };
    let items: String = entries.iter().map(one).collect();
    format!(
        "<section class=\"tables rejected\" id=\"rejected\" aria-label=\"Rejected\"><h2>Rejected</h2>\n\
         <p>Reports do not show these, and they are not proposed again.</p>\n<ul>{items}</ul></section>\n"
    )
}
