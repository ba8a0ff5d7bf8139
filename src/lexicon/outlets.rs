//! The registry of outlets: looked up by domain, by account, and by name in running text; and the words
//! with which outlets are named and cited.
//!
//! Names are matched as sequences of tokens, never as substrings, with the capitals the registry gives
//! them: "RT" is an outlet and "rt" is not, "Time" may be one and "time" is none. A name in brackets, as in
//! "ABC (Spain)", is printed by nobody and is left out. Rows that are marked `common` (a word, a person,
//! a place has the same name) are found like all others; what the mention means is for a rule to judge.

use super::{
    filter::Filter,
    framing::Keys,
    table::{Lists, Table},
};
use crate::document::{Document, Token, TokenKind, fold, key, key_of, tokens_of};
use serde::Deserialize;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap},
    ops::Range,
};

/// What an outlet is. It describes, it does not rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// A news agency.
    Wire,
    /// A newspaper.
    Newspaper,
    /// A radio or television broadcaster.
    Broadcaster,
    /// A magazine or journal.
    Magazine,
    /// An outlet that a state owns or directs.
    StateMedia,
    /// A research institute that publishes.
    ThinkTank,
    /// A site that gathers the work of others.
    Aggregator,
    /// An outlet that exists on the web alone.
    Digital,
    /// A broadcaster with public money and editors of its own.
    PublicBroadcaster,
    /// An outlet that checks claims.
    FactChecker,
    /// An agency that supplies pictures; never the outlet of a text.
    PhotoAgency,
}

/// One outlet of the registry; `outlets.yaml` explains each field.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The name, as printed.
    pub name: String,
    /// Other printed names.
    pub aliases: Vec<String>,
    /// Registrable domains.
    pub domains: Vec<String>,
    /// Handles, without `@`.
    pub accounts: Vec<String>,
    /// What it is.
    pub kind: RowKind,
    /// Where its main office is.
    pub country: String,
    /// Whether its name is also a word, a person, a place or another body.
    pub common: bool,
}

/// A name by which a row is found in text.
#[derive(Clone, Debug)]
struct Name {
    keys: Vec<u64>,
    /// For each token: what its letters must be.
    letters: Vec<Letters>,
    /// Whether "the" must stand before it.
    the: bool,
    row: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Any,
    Capital,
    AllCapitals,
}

/// The registry.
#[derive(Debug)]
pub struct Outlets {
    rows: Vec<Row>,
    domains: HashMap<String, usize>,
    accounts: HashMap<String, usize>,
    names: Lists<Name>,
    filter: Filter<15>,
    /// By the keys of whole names, as [`bare`] has them.
    whole: Table<u32>,
}

/// Names longer than this are written in capitals by a headline, not because they are acronyms.
const LONGEST_ACRONYM: usize = 5;

impl Name {
    /// Returns a name as it is looked for; `None` when there is no word in it.
    fn of(text: &str, row: usize) -> Option<Self> {
        let tokens = tokens_of(text);
        let the = tokens.len() > 1 && tokens.first().is_some_and(|token| token.key == key("the"));
        let tokens = tokens.get(usize::from(the)..).unwrap_or_default();
        let letters = tokens.iter().map(|token| letters_of(token.span.of(text).unwrap_or_default())).collect();
        let keys = tokens.iter().map(|token| token.key).collect();
        (!tokens.is_empty()).then_some(Self { keys, letters, the, row })
    }
}

impl Outlets {
    pub(super) fn builtin() -> Self {
        Self::of(super::parse("outlets.yaml"))
    }

    fn of(rows: Vec<Row>) -> Self {
        let (mut domains, mut accounts, mut whole) = (HashMap::new(), HashMap::new(), vec![]);
        let mut names: BTreeMap<u64, Vec<Name>> = BTreeMap::new();
        for (index, row) in rows.iter().enumerate() {
            domains.extend(row.domains.iter().map(|domain| (domain.to_lowercase(), index)));
            accounts.extend(row.accounts.iter().map(|account| (account.to_lowercase(), index)));
            for name in row.aliases.iter().chain([&row.name]).filter(|name| !name.contains('(')) {
                whole.push((key_of(stripped(name)), u32::try_from(index).unwrap_or(u32::MAX)));
                if let Some(name) = Name::of(name, index)
                    && let Some(first) = name.keys.first()
                {
                    names.entry(*first).or_default().push(name);
                }
            }
        }
        let longest_first = |names: &mut Vec<Name>| names.sort_by_key(|name| Reverse((name.keys.len(), name.the)));
        names.values_mut().for_each(longest_first);
        let filter = Filter::of(names.keys().copied());
        Self { rows, domains, accounts, names: Lists::of(names), filter, whole: Table::of(whole) }
    }

    /// Returns all rows, as the file has them.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Returns the row that owns a host: `amp.theguardian.com` is a host of `theguardian.com`.
    pub fn by_domain(&self, host: &str) -> Option<&Row> {
        let host = host.to_lowercase();
        let mut rest = host.as_str();
        loop {
            if let Some(row) = self.domains.get(rest) {
                return self.rows.get(*row);
            }
            rest = rest.split_once('.')?.1;
        }
    }

    /// Returns the row that owns an account, with or without `@`.
    pub fn by_account(&self, handle: &str) -> Option<&Row> {
        let handle = handle.trim_start_matches('@').to_lowercase();
        self.accounts.get(&handle).and_then(|row| self.rows.get(*row))
    }

    /// Returns the row of this name or alias; case and a leading "The" do not count.
    pub fn by_name(&self, name: &str) -> Option<&Row> {
        self.whole.get(key_of(stripped(name))).and_then(|row| self.rows.get(row as usize))
    }

    /// Tells whether a name may begin with the token of this key, an article apart; most tokens are turned away.
    pub fn may_begin(&self, key: u64) -> bool {
        self.filter.passes(key)
    }

    /// Returns the longest name that begins at the token `at`, as token indices, and its row. A name with
    /// "The" begins at its second word; the article is part of the mention when it has a capital.
    pub fn named_at(&self, document: &Document, at: usize) -> Option<(Range<usize>, &Row)> {
        let tokens = document.tokens();
        let first = tokens.get(at)?;
        if !self.filter.passes(first.key) {
            return None;
        }
        let names = self.names.get(first.key);
        if names.is_empty() {
            return None;
        }
        let end = document.tokens_around(at).end;
        let name = names.iter().find(|name| {
            let there = tokens.get(at..at + name.keys.len()).unwrap_or_default();
            there.len() == name.keys.len()
                && there.iter().zip(&name.keys).all(|(token, key)| token.key == *key)
                && there.iter().zip(&name.letters).all(|(token, letters)| fits(document, token, *letters))
                && at + name.keys.len() <= end
                && (!name.the || the_before(tokens, at))
        })?;
        let article = at.checked_sub(1).filter(|the| name.the && tokens.get(*the).is_some_and(|token| token.capital));
        let start = article.unwrap_or(at);
        Some((start..at + name.keys.len(), self.rows.get(name.row)?))
    }
}

fn the_before(tokens: &[Token], at: usize) -> bool {
    const THE: u64 = key("the");
    at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|before| before.key == THE)
}

fn letters_of(word: &str) -> Letters {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let capitals = letters().count() > 1 && letters().all(char::is_uppercase);
    if capitals && letters().count() <= LONGEST_ACRONYM {
        Letters::AllCapitals
    } else if word.starts_with(char::is_uppercase) {
        Letters::Capital
    } else {
        Letters::Any
    }
}

fn fits(document: &Document, token: &Token, letters: Letters) -> bool {
    match letters {
        Letters::Any => true,
        Letters::Capital => token.capital,
        Letters::AllCapitals => {
            token.kind == TokenKind::Word && !document.words(token.span).chars().any(char::is_lowercase)
        }
    }
}

/// A name as names are compared: folded, without a leading "the" and without a final point.
pub(crate) fn bare(name: &str) -> String {
    fold(stripped(name))
}

/// The same as it stands in the text.
pub(crate) fn stripped(name: &str) -> &str {
    let name = name.trim().trim_end_matches('.');
    match name.split_at_checked("the ".len()) {
        Some((article, rest)) if article.eq_ignore_ascii_case("the ") => rest,
        _ => name,
    }
}

/// Returns the host of an address: `https://www.example.com:8080/a` has `www.example.com`.
pub fn host_of(url: &str) -> Option<&str> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?;
    let plausible = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    (plausible && host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))).then_some(host)
}

/// Second-level labels under which two-letter domains sell names: `example.co.uk`.
const SECOND_LEVEL: &[&str] = &["ac", "co", "com", "edu", "gob", "gov", "net", "or", "org"];

/// Returns the part of a host that somebody registered, in lower case: `news.example.co.uk` gives
/// `example.co.uk`. The public suffix list knows more exceptions; news sites meet few of them.
pub fn registrable(host: &str) -> String {
    let host = host.to_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let kept = match labels.as_slice() {
        [.., second, top] if top.len() == 2 && SECOND_LEVEL.contains(second) => 3,
        _ => 2,
    };
    labels.get(labels.len().saturating_sub(kept)..).unwrap_or_default().join(".")
}

/// The words that outlets are named and cited with, as keys.
#[derive(Debug)]
pub struct PressWords {
    /// The last word of many names: `courier`, `gazette`, `wire`.
    pub(crate) heads: Keys,
    /// What an outlet is called: `newspaper`, `broadcaster`, `agency`.
    pub(crate) types: Keys,
    /// The types that stand for an outlet named in the sentence before: `the publication`.
    pub(crate) anaphors: Keys,
    /// Verbs of saying and publishing whose subject may be an outlet.
    pub(crate) verbs: Keys,
    /// The verbs that nobody uses of a person with the same name: `reported`.
    pub(crate) publishing: Keys,
    /// What an outlet puts out: `report`, `interview`, `poll`.
    pub(crate) works: Keys,
    /// Words between a name and its verb: `also`, `had`.
    pub(crate) adverbs: Keys,
    /// Words that begin a sentence with a capital and no name: `On`, `But`.
    pub(crate) openers: Keys,
    /// Imperatives of a call to read on: `watch`, `subscribe`.
    pub(crate) calls: Keys,
    /// Heads of bodies whose name takes no "The" when it stands alone: `institute`.
    pub(crate) bodies: Keys,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PressFile {
    heads: Vec<String>,
    types: Vec<String>,
    anaphors: Vec<String>,
    verbs: Vec<String>,
    publishing: Vec<String>,
    works: Vec<String>,
    adverbs: Vec<String>,
    openers: Vec<String>,
    calls: Vec<String>,
    bodies: Vec<String>,
}

impl PressWords {
    pub(super) fn builtin() -> Self {
        let lists: PressFile = super::parse("press.yaml");
        Self {
            heads: Keys::of(&lists.heads),
            types: Keys::of(&lists.types),
            anaphors: Keys::of(&lists.anaphors),
            verbs: Keys::of(&[lists.verbs, lists.publishing.clone()].concat()),
            publishing: Keys::of(&lists.publishing),
            works: Keys::of(&lists.works),
            adverbs: Keys::of(&lists.adverbs),
            openers: Keys::of(&lists.openers),
            calls: Keys::of(&lists.calls),
            bodies: Keys::of(&lists.bodies),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Format, lexicon::Lexicon};

    fn outlets() -> &'static Outlets {
        &Lexicon::builtin().outlets
    }

    fn names(text: &str) -> Vec<&'static str> {
        let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
        let mut at = 0;
        let mut out = vec![];
        while at < document.tokens().len() {
            match outlets().named_at(&document, at) {
                Some((range, row)) => {
                    out.push(row.name.as_str());
                    at = range.end;
                }
                None => at += 1,
            }
        }
        out
    }

    #[test]
    fn looks_up_by_domain_account_and_name() {
        assert_eq!(outlets().by_domain("sub.TheGatewayPundit.com").unwrap().name, "The Gateway Pundit");
        assert_eq!(outlets().by_account("@RT_com").unwrap().name, "RT");
        assert_eq!(outlets().by_name("gateway pundit").unwrap().name, "The Gateway Pundit");
        assert!(outlets().by_domain("com").is_none() && outlets().by_name("").is_none());
    }

    #[test]
    fn finds_the_longest_name_with_its_capitals() {
        assert_eq!(names("One America News said"), ["One America News Network"]);
        assert_eq!(names("the Hill, The Hill, hill, a Hill"), ["The Hill", "The Hill"]);
        assert_eq!(names("RT said, rt did not; Time and time again"), ["RT", "Time"]);
        assert_eq!(names("Belta said, BelTA said"), ["BelTA", "BelTA"]);
        assert_eq!(names("Agence France-Presse (AFP)"), ["Agence France-Presse", "Agence France-Presse"]);
        assert_eq!(names("Time\n\nmagazine"), ["Time"]);
    }

    #[test]
    fn every_printed_name_is_found_by_itself() {
        for row in outlets().rows() {
            for name in row.aliases.iter().chain([&row.name]).filter(|name| !name.contains('(')) {
                assert_eq!(names(name).first(), Some(&row.name.as_str()), "{name}");
            }
        }
    }

    #[test]
    fn hosts_and_registrable_domains() {
        assert_eq!(host_of("https://user@www.example.com:80/a?b"), Some("www.example.com"));
        assert_eq!(host_of("not an address"), None);
        assert_eq!(registrable("www.example.com"), "example.com");
        assert_eq!(registrable("news.example.co.uk"), "example.co.uk");
    }
}
