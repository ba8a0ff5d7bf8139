//! What front matter says about the outlet.

use super::{Candidate, View, mention};
use crate::lexicon::{host_of, registrable};

/// Returns the name and the address that front matter has.
pub(super) fn candidates(view: mention::View<'_>) -> Vec<Candidate<'_>> {
    named(view).into_iter().chain(addressed(view)).collect()
}

fn named(view: View<'_>) -> Option<Candidate<'_>> {
    let named = view.document.front().outlet()?;
    // Some fields hold a bare host: `site: example.com`.
    let host = host_of(named.value).filter(|_| !named.value.contains(char::is_whitespace));
    let by_host = host.and_then(|host| view.lexicon.outlets.by_domain(host));
    let row = view.lexicon.outlets.by_name(named.value).or(by_host);
    let cited = named.field.route.starts_with("citations");
    let rule = if cited { "outlet.front.citations" } else { "outlet.front.sitename" };
    // "U.S.News" is a name, "www.harborpost.example" the host of one.
    let only_host = host.filter(|host| *host == named.value && !host.contains(char::is_uppercase));
    let name = only_host.map_or_else(|| named.value.to_owned(), registrable);
    Some(Candidate { name, row, host: host.map(str::to_owned), at: named.span, rule })
}

fn addressed(view: View<'_>) -> Option<Candidate<'_>> {
    let url = view.document.front().url()?;
    let host = host_of(url.value)?.to_lowercase();
    let row = view.lexicon.outlets.by_domain(&host);
    let name = row.map_or_else(|| registrable(&host), |row| row.name.clone());
    Some(Candidate { name, row, host: Some(host), at: url.span, rule: "outlet.front.url" })
}
