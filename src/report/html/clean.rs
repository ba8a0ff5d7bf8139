//! What of a document's own HTML is kept: text and its structure, nothing that runs, loads or looks like ours.

use ammonia::{Builder, UrlRelative};
use std::{borrow::Cow, collections::HashSet, sync::LazyLock};

/// What links may point to.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// The ids that comrak gives to footnotes and their references.
const FOOTNOTE: &str = "fn";

/// Stands before ids of the document, so that they are not taken for the page's.
const PREFIX: &str = "doc-";

static BODY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .rm_tags(["img", "map", "area", "mark", "ruby", "rp", "rt", "rtc", "bdo"])
        .add_tags(["section"])
        .generic_attributes(HashSet::new())
        .add_tag_attributes("li", ["id"])
        .add_tag_attributes("a", ["id", "href"])
        .add_tag_attributes("th", ["align"])
        .add_tag_attributes("td", ["align"])
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::Custom(Box::new(footnote)))
        .attribute_filter(|_, name, value| match name {
            "id" => value.starts_with(FOOTNOTE).then(|| format!("{PREFIX}{value}").into()),
            "href" => Some(match value.strip_prefix('#') {
                Some(target) => format!("#{PREFIX}{target}").into(),
                None => value.into(),
            }),
            _ => Some(value.into()),
        })
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// Keeps the links of footnotes; other relative ones lead nowhere from a page that was moved.
fn footnote(url: &str) -> Option<Cow<'_, str>> {
    url.strip_prefix('#').is_some_and(|target| target.starts_with(FOOTNOTE)).then_some(Cow::Borrowed(url))
}

/// Returns HTML, sanitised: a whole body, or a block by itself, so that nothing it leaves open swallows what follows.
pub(super) fn clean(html: &str) -> String {
    BODY.clean(html).to_string()
}
