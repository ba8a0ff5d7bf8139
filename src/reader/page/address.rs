//! The addresses of the reader: all below the token, all values escaped twice, for the address and for the page.

use crate::{
    reader::index::{Facet, Search},
    report::html::element::escape,
};

/// How addresses begin.
#[derive(Clone, Debug)]
pub struct Address {
    base: String,
}

impl Address {
    /// Addresses below `/TOKEN/`.
    pub fn new(base: String) -> Self {
        Self { base }
    }

    /// Returns the address of something that is asked for by name, for a value in HTML.
    pub fn to(&self, what: &str) -> String {
        format!("{}{what}", self.base)
    }

    /// Returns the address of a document, not escaped for HTML.
    pub fn document(&self, name: &str) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.append_pair("name", name);
        format!("{}document?{}", self.base, pairs.finish())
    }

    /// Returns the address of the list of what is found, for a value in HTML.
    pub fn list(&self, search: &Search) -> String {
        self.query("", &pairs(search))
    }

    /// Returns the address of what is said of all documents that are found, for a value in HTML.
    pub fn all(&self, what: &str, search: &Search) -> String {
        let mut all = pairs(&Search { page: 0, ..search.clone() });
        all.push(("all", "1".to_owned()));
        self.query(what, &all)
    }

    fn query(&self, what: &str, said: &[(&'static str, String)]) -> String {
        let mut pairs = form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(said);
        let query = pairs.finish();
        let query = if query.is_empty() { query } else { format!("?{query}") };
        escape(&format!("{}{what}{query}", self.base)).into_owned()
    }
}

/// Returns what a search says in an address.
pub(super) fn pairs(search: &Search) -> Vec<(&'static str, String)> {
    let mut pairs = vec![];
    if !search.words.is_empty() {
        pairs.push(("q", search.words.clone()));
    }
    pairs.extend(Facet::ALL.into_iter().filter_map(|facet| Some((facet.name(), search.value(facet)?.to_owned()))));
    if search.page > 0 {
        pairs.push(("page", (search.page + 1).to_string()));
    }
    pairs
}

impl Search {
    /// Reads a search from the pairs of an address; what is not known is left out.
    pub fn read<'p>(said: impl IntoIterator<Item = (&'p str, &'p str)>) -> Self {
        let mut search = Self::default();
        for (key, value) in said.into_iter().filter(|(_, value)| !value.is_empty()) {
            match key {
                "q" => value.trim().clone_into(&mut search.words),
                "page" => search.page = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                _ => {
                    if let Some(facet) = Facet::ALL.into_iter().find(|facet| facet.name() == key) {
                        let page = search.page;
                        search = Self { page, ..search.with(facet, Some(value)) };
                    }
                }
            }
        }
        search
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_survives_its_address() {
        let search = Search {
            words: "“a” & <b>".to_owned(),
            chosen: [
                Some("Post & \"Co\"".to_owned()),
                None,
                Some("Ann Lee".to_owned()),
                None,
                Some("quoted".to_owned()),
            ],
            page: 2,
        };
        let address = Address::new("/t/".to_owned()).list(&search);
        assert!(!address.contains(['"', '<', '>', ' ']), "{address}");
        let query = address.replace("&amp;", "&");
        let said: Vec<_> = form_urlencoded::parse(query.split_once('?').unwrap().1.as_bytes()).into_owned().collect();
        assert_eq!(Search::read(said.iter().map(|(key, value)| (key.as_str(), value.as_str()))), search);
        assert_eq!(Search::read([("page", "0"), ("x", "y"), ("outlet", "")]), Search::default());
    }
}
