//! CSL-JSON: what Zotero, pandoc and citeproc read.

use super::{Cited, person};
use serde::Serialize;

/// One item of a CSL-JSON bibliography; a file is a list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Csl {
    id: String,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<Name>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    issued: Option<Issued>,
    #[serde(rename = "URL", skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    // The one name of CSL with a low line.
    #[serde(rename = "archive_location", skip_serializing_if = "Option::is_none")]
    archive_location: Option<String>,
    #[serde(rename = "abstract")]
    words: String,
    note: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
enum Name {
    Person { family: String, given: String },
    Whole { literal: String },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Issued {
    DateParts([Vec<u32>; 1]),
    Literal(String),
}

/// Returns the passage as a CSL item: the citation is its note, the words its abstract.
pub fn csl(cited: &Cited<'_>) -> Csl {
    let work = cited.work;
    let name = |name: &String| match person(name) {
        Some((given, family)) => Name::Person { family, given },
        None => Name::Whole { literal: name.clone() },
    };
    let date = work.date();
    let issued = work.published.as_ref().map(|raw| match date.is_empty() {
        true => Issued::Literal(raw.clone()),
        false => Issued::DateParts([date]),
    });
    Csl {
        id: cited.citation.key(),
        r#type: if work.outlet.is_some() { "article-newspaper" } else { "webpage" },
        title: work.title.clone(),
        author: work.authors.iter().map(name).collect(),
        container_title: work.outlet.clone(),
        issued,
        url: work.url.clone(),
        archive_location: work.archived.clone(),
        words: cited.words.to_owned(),
        note: cited.citation.to_string(),
    }
}
