//! Where people and bodies are named by their names.

use super::{Run, Text, View};
use crate::{
    annotation::Referent,
    detect::{
        FoundClaim,
        claim::{
            source::finite,
            speaker::names::{self, Name, Names},
            words::{DETERMINER, OF, POSSESSIVE_S, PREPOSITION, TITLE, WHO},
        },
    },
};
use foldhash::{HashMap, HashSet};
use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
};

/// How far behind a name and a comma the noun of an apposition is looked for, in tokens.
const ROLE: usize = 9;

/// A name where it stands.
#[derive(Clone, Debug)]
pub(super) struct Mention<'t> {
    /// The whole run of capitals, titles included.
    pub(super) run: Run,
    /// The name itself.
    pub(super) core: Run,
    /// The tokens of its block.
    pub(super) block: Run,
    pub(super) referent: &'t str,
    /// The number of the referent in the order of their names.
    pub(super) who: usize,
    pub(super) kind: Referent,
}

/// What speaks for a name's being a person's.
#[derive(Debug, Default)]
struct Evidence {
    titled: bool,
    person: bool,
    body: bool,
    /// Whether a word of the name itself is a body's.
    named: bool,
}

/// Returns every mention of a person or a body, in document order.
pub(super) fn all<'t>(text: &Text<'t, '_>, claims: &[FoundClaim]) -> Vec<Mention<'t>> {
    let speakers: LazyCell<HashSet<&str>, _> =
        LazyCell::new(|| claims.iter().filter_map(|claim| claim.speaker.as_deref()).collect());
    let mut evidence: Vec<Option<Evidence>> = (0..text.names.len()).map(|_| None).collect();
    let mut known = Known { view: text.view, names: text.names, found: HashMap::default() };
    let mut found = vec![];
    for (block, range) in text.blocks() {
        let block_run = Run::new(range.start, range.end);
        let mut at = range.start;
        while let Some(capital) = text.view.capital_in(Run::new(at, range.end)) {
            let Some(run) = names::name_at(text.view, capital) else {
                at = capital + 1;
                continue;
            };
            let run = Run::new(run.from, run.to.min(range.end));
            at = run.to;
            if let Some((core, who, name)) = named(text, run, &mut known) {
                let mention =
                    Mention { run, core, block: block_run, referent: &name.full, who, kind: Referent::Person };
                if let Some(evidence) = evidence.get_mut(who) {
                    let evidence = evidence.get_or_insert_default();
                    evidence.note(text, &mention, name.titled, !block.kind.is_headline());
                }
                found.push(mention);
            }
        }
    }
    let evidence = part_countries(text, &mut found, by_name(text, evidence));
    let kinds: BTreeMap<&str, (usize, Option<Referent>)> = evidence
        .into_iter()
        .enumerate()
        .map(|(who, (name, known))| (name, (who, known.kind(name, || speakers.contains(name)))))
        .collect();
    found.retain_mut(|mention| {
        let Some((who, Some(kind))) = kinds.get(mention.referent).copied() else { return false };
        (mention.who, mention.kind) = (who, kind);
        !is_attributive(text, mention)
    });
    found
}

/// Returns what speaks for each name that was found; spellings of one name are one.
fn by_name<'t>(text: &Text<'t, '_>, evidence: Vec<Option<Evidence>>) -> BTreeMap<&'t str, Evidence> {
    let mut out: BTreeMap<&str, Evidence> = BTreeMap::new();
    for (index, evidence) in evidence.into_iter().enumerate() {
        if let (Some(name), Some(evidence)) = (text.names.get(index), evidence) {
            let all = out.entry(&name.full).or_default();
            all.add(&evidence);
            all.named = name.has_body();
        }
    }
    out
}

/// Parts a country from the name behind it where they ran into one: “leader of Ostrenia Teodrin Vask”.
fn part_countries<'t>(
    text: &Text<'t, '_>,
    found: &mut [Mention<'t>],
    evidence: BTreeMap<&'t str, Evidence>,
) -> BTreeMap<&'t str, Evidence> {
    let ran_in = |mention: &&Mention<'_>| {
        let from = mention.core.from;
        from >= mention.block.from + 2
            && mention.core.len() > 2
            && text.view.key(from - 1) == OF
            && text.is_role(from - 2)
    };
    let longer: BTreeSet<&str> = found.iter().filter(ran_in).map(|mention| mention.referent).collect();
    if longer.is_empty() {
        return evidence;
    }
    let shorter = |name: &'t str| name.split_once(' ').map(|(_, name)| name).filter(|_| longer.contains(name));
    for mention in found {
        if let Some(name) = shorter(mention.referent) {
            mention.core.from += usize::from(mention.core.len() > 2);
            mention.referent = name;
        }
    }
    let renamed = evidence.into_iter().map(|(name, mut known)| {
        let own = shorter(name);
        known.person |= own.is_some();
        known.named = own.map_or(known.named, names::has_body);
        (own.unwrap_or(name), known)
    });
    renamed.collect()
}

/// The names of a text as they are looked up: once each, however often they stand there.
struct Known<'t, 'd> {
    view: &'t View<'d>,
    names: &'t Names,
    found: HashMap<&'d str, Option<(usize, &'t Name)>>,
}

impl<'t> Known<'t, '_> {
    /// Returns what [`Names::expand`] does.
    fn expand(&mut self, run: Run) -> Option<(usize, &'t Name)> {
        let (view, names) = (self.view, self.names);
        *self.found.entry(view.words_of(run)).or_insert_with(|| {
            let index = names.index(&names::plain(view, run))?;
            Some((index, names.get(index)?))
        })
    }
}

/// Returns the name in a run of capitals, and the full name it stands for with its number.
fn named<'t, 'd>(text: &Text<'t, 'd>, run: Run, known: &mut Known<'t, 'd>) -> Option<(Run, usize, &'t Name)> {
    let core = names::without_titles(text.view, run)?;
    let mut known = |core: Run| known.expand(core).map(|(who, name)| (core, who, name));
    // “leader of Ostrenia Teodrin Vask”: two names run into one.
    let whole = known(core);
    let tail = || (core.len() > 2).then(|| known(Run::new(core.to - 2, core.to))).flatten();
    let (core, who, name) = whole.or_else(tail)?;
    let is_title = text.is_role(core.from) && text.view.key(core.from + 1) == OF;
    if is_title {
        return None;
    }
    let single = core.len() == 1 && name.full.contains(' ');
    // The last word of a body's name is no name of it: the House, the Post.
    (!single || name.is_person()).then_some((core, who, name))
}

impl Evidence {
    fn add(&mut self, other: &Self) {
        self.titled |= other.titled;
        self.person |= other.person;
        self.body |= other.body;
    }

    fn note(&mut self, text: &Text<'_, '_>, mention: &Mention<'_>, titled: bool, in_text: bool) {
        let (view, core) = (text.view, mention.core);
        self.titled |= titled && core.from > mention.run.from;
        let comma = view.sign(core.to) == b',';
        self.person = self.person || Self::of_person(text, mention, in_text);
        self.body |= comma && text.words.bodies.has(view.key(text.head(Run::new(core.to + 1, core.to + 6))));
    }

    /// Tells whether what stands around the mention says that it is a person's.
    fn of_person(text: &Text<'_, '_>, mention: &Mention<'_>, in_text: bool) -> bool {
        let (view, core) = (text.view, mention.core);
        let role_before = || core.from > mention.block.from && text.is_role(core.from - 1);
        let comma = view.sign(core.to) == b',';
        let clause = || comma && view.key(core.to + 1) == WHO;
        let apposed = || {
            comma && text.is_role(text.head(Run::new(core.to + 1, core.to + ROLE)))
                || super::lead::role(text, mention).is_some()
        };
        let acts = || view.at(core.to).cue || finite(view, core.to);
        let first = || mention.run.from == mention.block.from || view.before(mention.run.from).sign != 0;
        let surname = || {
            core.len() == 1
                && in_text
                && !view.before(core.from).is(DETERMINER)
                && !view.at(core.to).is_name()
                && (!first() || acts())
                && mention.referent.split(' ').count() <= 3
        };
        role_before() || clause() || surname() || apposed()
    }

    fn kind(&self, referent: &str, speaks: impl FnOnce() -> bool) -> Option<Referent> {
        let words = referent.split(' ').count();
        let shouted = words > 1 && !referent.contains(char::is_lowercase);
        match () {
            () if shouted => None,
            () if self.named => (words > 1 || referent.len() > 2).then_some(Referent::Body),
            () if self.titled || self.person => Some(Referent::Person),
            () if self.body => Some(Referent::Body),
            () if words > 1 && speaks() => Some(Referent::Person),
            () => None,
        }
    }
}

/// Tells whether the name only says which administration, call or voter is meant.
fn is_attributive(text: &Text<'_, '_>, mention: &Mention<'_>) -> bool {
    let (view, Run { from, to }) = (text.view, mention.core);
    let next = view.at(to);
    let titled = (mention.run.from..from).any(|at| view.at(at).is(TITLE));
    let article = from > mention.block.from && text.is_article(from - 1) && !titled;
    let noun = to < mention.block.to
        && next.word
        && next.key != POSSESSIVE_S
        && (text.words.attributive.has(next.key) || article && !next.capital && !next.is(PREPOSITION));
    mention.kind == Referent::Person && noun
}
