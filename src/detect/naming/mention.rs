//! Where people and bodies are named by their names.

use super::{Run, Text};
use crate::{
    annotation::Referent,
    detect::{
        FoundClaim,
        claim::{
            source::finite,
            speaker::names::{self, is_body},
            words::{DETERMINER, OF, POSSESSIVE_S, PREPOSITION, TITLE, WHO},
        },
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// How far behind a name and a comma the noun of an apposition is looked for, in tokens.
const ROLE: usize = 9;

/// A name where it stands.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The whole run of capitals, titles included.
    pub(super) run: Run,
    /// The name itself.
    pub(super) core: Run,
    /// The tokens of its block.
    pub(super) block: Run,
    pub(super) referent: String,
    pub(super) kind: Referent,
}

/// What speaks for a name's being a person's.
#[derive(Debug, Default)]
struct Evidence {
    titled: bool,
    person: bool,
    body: bool,
}

/// Returns every mention of a person or a body, in document order.
pub(super) fn all(text: &Text<'_, '_>, claims: &[FoundClaim]) -> Vec<Mention> {
    let speakers: BTreeSet<&str> = claims.iter().filter_map(|claim| claim.speaker.as_deref()).collect();
    let mut evidence: BTreeMap<String, Evidence> = BTreeMap::new();
    let mut found = vec![];
    for block in text.view.document.blocks() {
        if !crate::detect::framing::is_read(block.kind) {
            continue;
        }
        let range = text.view.document.tokens_in(block.span);
        let block_run = Run::new(range.start, range.end);
        let mut at = range.start;
        while at < range.end {
            let Some(run) = names::name_at(text.view, at) else {
                at += 1;
                continue;
            };
            let run = Run::new(run.from, run.to.min(range.end));
            at = run.to;
            if let Some((core, referent, titled)) = named(text, run) {
                let known = evidence.entry(referent.clone()).or_default();
                let mention = Mention { run, core, block: block_run, referent, kind: Referent::Person };
                known.note(text, &mention, titled, !block.kind.is_headline());
                found.push(mention);
            }
        }
    }
    let evidence = part_countries(text, &mut found, evidence);
    let kind = |(name, known): (String, Evidence)| {
        let kind = known.kind(&name, speakers.contains(name.as_str()));
        (name, kind)
    };
    let kinds: BTreeMap<String, Option<Referent>> = evidence.into_iter().map(kind).collect();
    found.retain_mut(|mention| {
        let kind = kinds.get(&mention.referent).copied().flatten();
        mention.kind = kind.unwrap_or(Referent::Group);
        kind.is_some() && !is_attributive(text, mention)
    });
    found
}

/// Parts a country from the name behind it where they ran into one: “leader of Ostrenia Teodrin Vask”.
fn part_countries(
    text: &Text<'_, '_>,
    found: &mut [Mention],
    evidence: BTreeMap<String, Evidence>,
) -> BTreeMap<String, Evidence> {
    let ran_in = |mention: &&Mention| {
        let from = mention.core.from;
        from >= mention.block.from + 2
            && mention.core.len() > 2
            && text.view.key(from - 1) == OF
            && text.is_role(from - 2)
    };
    let longer: BTreeSet<String> = found.iter().filter(ran_in).map(|mention| mention.referent.clone()).collect();
    let shorter = |name: &str| name.split_once(' ').map(|(_, name)| name.to_owned()).filter(|_| longer.contains(name));
    for mention in found {
        if let Some(name) = shorter(&mention.referent) {
            mention.core.from += usize::from(mention.core.len() > 2);
            mention.referent = name;
        }
    }
    let renamed = evidence.into_iter().map(|(name, mut known)| {
        let own = shorter(&name);
        known.person |= own.is_some();
        (own.unwrap_or(name), known)
    });
    renamed.collect()
}

/// Returns the name in a run of capitals, the full name it stands for, and whether that has a title somewhere.
fn named(text: &Text<'_, '_>, run: Run) -> Option<(Run, String, bool)> {
    let core = names::without_titles(text.view, run)?;
    let known = |core: Run| text.names.expand(&names::plain(text.view, core)).map(|name| (core, name));
    // “leader of Ostrenia Teodrin Vask”: two names run into one.
    let tail = || (core.len() > 2).then(|| known(Run::new(core.to - 2, core.to))).flatten();
    let (core, name) = known(core).or_else(tail)?;
    let is_title = text.is_role(core.from) && text.view.key(core.from + 1) == OF;
    if is_title {
        return None;
    }
    let single = core.len() == 1 && name.full.contains(' ');
    // The last word of a body's name is no name of it: the House, the Post.
    (!single || name.is_person()).then(|| (core, name.full.clone(), name.titled))
}

impl Evidence {
    fn note(&mut self, text: &Text<'_, '_>, mention: &Mention, titled: bool, in_text: bool) {
        let (view, core) = (text.view, mention.core);
        let before = core.from.wrapping_sub(1);
        self.titled |= titled && core.from > mention.run.from;
        let role_before = core.from > mention.block.from && text.is_role(before);
        let comma = view.sign(core.to) == b',';
        let clause = comma && view.key(core.to + 1) == WHO;
        let apposed = comma && text.is_role(text.head(Run::new(core.to + 1, core.to + ROLE)));
        let apposed = apposed || super::lead::role(text, mention).is_some();
        let acts = view.at(core.to).cue || finite(view, core.to);
        let first = mention.run.from == mention.block.from || view.before(mention.run.from).sign != 0;
        let surname = core.len() == 1
            && in_text
            && (!first || acts)
            && !view.before(core.from).is(DETERMINER)
            && mention.referent.split(' ').count() <= 3
            && !view.at(core.to).is_name();
        self.person |= role_before || clause || apposed || surname;
        self.body |= comma && text.words.bodies.has(view.key(text.head(Run::new(core.to + 1, core.to + 6))));
    }

    fn kind(&self, referent: &str, speaks: bool) -> Option<Referent> {
        let words = referent.split(' ').count();
        let shouted = words > 1 && !referent.contains(char::is_lowercase);
        let body = referent.split(' ').any(is_body) && !shouted;
        match () {
            () if shouted => None,
            () if body => (words > 1 || referent.len() > 2).then_some(Referent::Body),
            () if self.titled || self.person => Some(Referent::Person),
            () if self.body => Some(Referent::Body),
            () if speaks && words > 1 => Some(Referent::Person),
            () => None,
        }
    }
}

/// Tells whether the name only says which administration, call or voter is meant.
fn is_attributive(text: &Text<'_, '_>, mention: &Mention) -> bool {
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
