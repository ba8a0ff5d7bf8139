//! The list of speakers: what each is, how it is introduced, how many claims are its own.
//!
//! What a speaker is, its words tell or nothing does: a title, a noun for people, a word that bodies are called by, the
//! registry of outlets, a pronoun that stands for it elsewhere. Nothing is looked up about the world.

use super::{super::words, names::is_body};
use crate::{
    annotation::{Annotations, Claim, Id, Speaker, SpeakerKind},
    document::{Document, Source, Span, key_of},
    lexicon::{Lexicon, stripped},
};
use std::collections::{BTreeMap, BTreeSet};

/// A claim is only handed on when at least this much of its content, in percent, is what another says within it.
const RELAYED_PERCENT: u64 = 50;

/// Names for people that are plural and do not end in -s.
const PLURALS: &[&str] = &["people", "men", "women", "children", "others", "many", "some", "few", "both"];

/// Nouns that stand where people do and are none.
const THINGS: &[&str] = &["report", "reports", "poll", "polls", "study", "studies", "survey", "surveys"];

/// People beside those that a noun for a speaker or a role names.
const PEOPLE: &[&str] = &[
    "attendee",
    "bystander",
    "caller",
    "eyewitness",
    "insider",
    "man",
    "moderator",
    "onlooker",
    "participant",
    "person",
    "source",
    "surrogate",
    "woman",
];

/// Words that stand behind a noun for people and say more of them: “a person familiar with the talks”.
const BEHIND: &[&str] =
    &["allied", "aware", "briefed", "close", "familiar", "involved", "knowledgeable", "present", "privy"];

/// Lists the speakers of a document's claims, in the order in which they first speak.
pub fn speakers(
    document: &Document,
    lexicon: &Lexicon,
    found: &Annotations<Span<Source>>,
) -> Vec<Speaker<Span<Source>>> {
    let relays = relays(&found.claims);
    let media: BTreeSet<&str> = found
        .outlet
        .iter()
        .map(|outlet| outlet.name.as_str())
        .chain(found.cites.iter().map(|c| c.name.as_str()))
        .collect();
    let mut list: Vec<Draft<'_>> = vec![];
    let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
    for claim in &found.claims {
        let Some(name) = claim.speaker.as_deref() else { continue };
        let index = *by_name.entry(name).or_insert_with(|| {
            list.push(Draft { name, ..Draft::default() });
            list.len() - 1
        });
        if let Some(draft) = list.get_mut(index) {
            draft.add(document, claim, relays.contains(&claim.id));
        }
    }
    list.into_iter().map(|draft| draft.finish(document, lexicon, &media)).collect()
}

/// What is known of a speaker so far.
#[derive(Default)]
struct Draft<'c> {
    name: &'c str,
    introduced: Option<(usize, Span<Source>)>,
    /// Whether he or she stands for it somewhere.
    personal: bool,
    counts: [usize; 3],
    relayed: usize,
}

impl Draft<'_> {
    fn add(&mut self, document: &Document, claim: &Claim<Span<Source>>, relays: bool) {
        if relays {
            self.relayed += 1;
        } else {
            let counts = Speaker::<()>::KINDS.iter().zip(&mut self.counts);
            counts.filter(|(kind, _)| **kind == claim.kind).for_each(|(_, count)| *count += 1);
        }
        let Some(source) = claim.source else { return };
        let text = document.bytes(source);
        // A phrase of several words is in no class of words.
        let class = if text.contains(' ') { 0 } else { words::class(key_of(text)) };
        self.personal |= class & words::PRONOUN != 0 && class & (words::MALE | words::FEMALE) != 0;
        let count = text.split_whitespace().count();
        let fuller = self.introduced.is_none_or(|(known, _)| count > known);
        if fuller && class & (words::PRONOUN | words::RELATIVE | words::POSSESSIVE) == 0 {
            self.introduced = Some((count, source));
        }
    }

    fn finish(self, document: &Document, lexicon: &Lexicon, media: &BTreeSet<&str>) -> Speaker<Span<Source>> {
        let phrase = self.introduced.map_or(self.name, |(_, span)| document.bytes(span));
        let (kind, unnamed) = kind(self.name, phrase, self.personal, lexicon, media);
        Speaker {
            name: self.name.to_owned(),
            kind,
            unnamed,
            introduced: self.introduced.map(|(_, span)| span),
            counts: self.counts,
            relayed: self.relayed,
        }
    }
}

fn flags(word: &str) -> words::Flags {
    words::flags(key_of(word), word.as_bytes())
}

/// Returns what a speaker is, and whether people speak who are not named.
fn kind(name: &str, phrase: &str, personal: bool, lexicon: &Lexicon, media: &BTreeSet<&str>) -> (SpeakerKind, bool) {
    let listed = |name| lexicon.outlets.by_name(name).is_some();
    let short = stripped(name);
    if media.contains(name) || listed(name) || short.len() < name.len() && listed(short) {
        return (SpeakerKind::Medium, false);
    }
    let head = head(name, lexicon);
    let last = head.last().copied().unwrap_or_default();
    let known = flags(last);
    let has_name = last.starts_with(char::is_uppercase) && !(head.len() == 1 && known & words::PERSON != 0);
    if has_name {
        let titled =
            phrase.split_whitespace().take_while(|word| *word != last).any(|word| flags(word) & words::TITLE != 0);
        let full =
            head.len() > 1 && head.iter().all(|word| word.starts_with(char::is_uppercase)) && !name.starts_with("The ");
        // “US Rep. Ann Cole” has a body's word too.
        let body = is_body(last) || !titled && head.iter().any(|word| is_body(word));
        return match () {
            () if personal => (SpeakerKind::Person, false),
            () if !titled && lexicon.press.heads.has(key_of(last)) => (SpeakerKind::Medium, false),
            () if body => (SpeakerKind::Body, false),
            () if titled || full && known & words::S == 0 => (SpeakerKind::Person, false),
            () if full && head.len() < 4 => (SpeakerKind::Person, false),
            () => (SpeakerKind::Other, false),
        };
    }
    let plural = known & words::S != 0 || PLURALS.contains(&last);
    let people = is_people(last, lexicon);
    match () {
        () if known & words::MEDIUM != 0 => (SpeakerKind::Medium, false),
        () if THINGS.iter().any(|thing| thing.eq_ignore_ascii_case(last)) => (SpeakerKind::Other, false),
        () if is_body(last) => (SpeakerKind::Body, false),
        () if people && plural => (SpeakerKind::Group, true),
        () if people || personal => (SpeakerKind::Person, true),
        () if PLURALS.contains(&last) => (SpeakerKind::Group, true),
        () => (SpeakerKind::Other, false),
    }
}

fn is_people(word: &str, lexicon: &Lexicon) -> bool {
    let known = |word: &str| {
        let key = key_of(word);
        words::class(key) & (words::PERSON | words::TITLE) != 0
            || lexicon.designators.roles.has(key)
            || PEOPLE.iter().any(|noun| noun.eq_ignore_ascii_case(word))
    };
    known(word) || word.strip_suffix('s').is_some_and(known)
}

/// Returns the words of a phrase up to its first comma, preposition or `who`, without its article.
fn head<'p>(phrase: &'p str, lexicon: &Lexicon) -> Vec<&'p str> {
    let mut out = vec![];
    for word in phrase.split_whitespace() {
        let plain = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
        let flags = flags(plain);
        let of_name = plain == "of" && out.last().is_some_and(|last: &&str| last.starts_with(char::is_uppercase));
        if !out.is_empty() && flags & (words::PREPOSITION | words::RELATIVE) != 0 && !of_name {
            break;
        }
        if BEHIND.contains(&plain) && out.last().is_some_and(|last| is_people(last, lexicon)) {
            break;
        }
        let article = out.is_empty() && matches!(plain, "the" | "The" | "a" | "A" | "an" | "An");
        if !(article || of_name || plain.is_empty()) {
            out.push(plain);
        }
        if word.ends_with([',', ';', ':']) {
            break;
        }
    }
    out
}

/// Returns the claims most of which others make within them.
fn relays(claims: &[Claim<Span<Source>>]) -> BTreeSet<Id> {
    let mut inner: BTreeMap<&Id, Vec<Span<Source>>> = BTreeMap::new();
    for claim in claims {
        if let Some(outer) = &claim.within {
            let spans = inner.entry(outer).or_default();
            spans.extend(claim.content.iter().copied().chain(claim.source).chain([claim.cue.at]));
        }
    }
    if inner.is_empty() {
        return BTreeSet::new();
    }
    let relays = |claim: &&Claim<Span<Source>>| {
        let Some(spans) = inner.remove(&claim.id) else { return false };
        let whole: u64 = claim.content.iter().map(|piece| u64::from(piece.len())).sum();
        covered(&claim.content, spans) * 100 >= whole * RELAYED_PERCENT
    };
    claims.iter().filter(relays).map(|claim| claim.id.clone()).collect()
}

/// Returns how many bytes of some pieces the spans cover.
fn covered(pieces: &[Span<Source>], mut spans: Vec<Span<Source>>) -> u64 {
    spans.sort_by_key(|span| (span.start(), span.end()));
    let (mut sum, mut reached) = (0_u64, 0);
    for span in spans {
        let rest = Span::clamped(span.start().max(reached), span.end().max(reached));
        let parts = pieces.iter().filter_map(|piece| piece.intersection(rest));
        sum += parts.map(|part| u64::from(part.len())).sum::<u64>();
        reached = reached.max(span.end());
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        detect::{Mode, annotate},
        document::Format,
    };

    fn list(text: &str) -> Vec<(String, &'static str, bool, String)> {
        let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
        let found = annotate(&document, Lexicon::builtin(), Mode::Off);
        let told = |speaker: &Speaker<Span<Source>>| {
            let introduced = speaker.introduced.map(|span| document.bytes(span)).unwrap_or_default();
            (speaker.name.clone(), speaker.kind.name(), speaker.unnamed, introduced.to_owned())
        };
        found.speakers.iter().map(told).collect()
    }

    #[test]
    fn kinds_are_told_by_words() {
        for (text, kind, unnamed) in [
            ("Mayor Dana Ruiz said it rained.", "person", false),
            ("Dana Ruiz said it rained.", "person", false),
            ("Mayor Ruiz said it rained.", "person", false),
            ("Ruiz said it rained.", "other", false),
            ("A spokeswoman said it rained.", "person", true),
            ("Critics in the capital said it rained.", "group", true),
            ("An official who spoke on condition of anonymity said it rained.", "person", true),
            ("Two senior diplomats familiar with the matter said it rained.", "group", true),
            ("A source close to the mayor said it rained.", "person", true),
            ("A Selmark official said it rained.", "person", true),
            ("A witness said it rained.", "person", true),
            ("Ostrenian officials said it rained.", "group", true),
            ("Police said it rained.", "body", false),
            ("The Ministry of Ports said it rained.", "body", false),
            ("The ministry said it rained.", "body", false),
            ("The newspaper said it rained.", "medium", false),
            ("The Ostrenian State Telegraph said it rained.", "medium", false),
            ("A report said it rained.", "other", false),
            ("Reports said it rained.", "other", false),
            ("US officials said it rained.", "group", true),
            ("The US embassy spokesperson said it rained.", "person", true),
            ("US Rep. Ann Cole said it rained.", "person", false),
        ] {
            let list = list(text);
            assert_eq!(
                list.iter().map(|told| (told.1, told.2)).collect::<Vec<_>>(),
                [(kind, unnamed)],
                "{text} {list:?}"
            );
        }
    }

    #[test]
    fn a_speaker_is_introduced_once_by_the_fullest_phrase() {
        let list =
            list("Ruiz said it rained. Dana Ruiz, the mayor of Selmark, said it poured. She said it would go on.");
        assert_eq!(list.len(), 1, "{list:?}");
        let (name, kind, unnamed, introduced) = &list[0];
        assert_eq!((name.as_str(), *kind, *unnamed), ("Dana Ruiz", "person", false));
        assert_eq!(introduced, "Dana Ruiz, the mayor of Selmark,");
    }

    #[test]
    fn what_is_handed_on_counts_for_the_innermost() {
        let text = "Cole said Pell had denied that the vote was fair. “The hall was cold, the urns were few, the clerks \
                    were tired and slow, and Pell told me it rained,” Cole said.";
        let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
        let found = annotate(&document, Lexicon::builtin(), Mode::Off);
        let told: Vec<_> =
            found.speakers.iter().map(|s| (s.name.as_str(), s.counts.iter().sum::<usize>(), s.relayed)).collect();
        assert_eq!(told, [("Cole", 1, 1), ("Pell", 2, 0)], "{:#?}", found.claims);
    }
}
