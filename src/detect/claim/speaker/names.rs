//! The names of a document: who is introduced in full, by which title, and what a surname stands for.

use super::super::{
    view::{Run, View},
    words::{ADVERB, AND, DATE, DETERMINER, FEMALE, Flags, MALE, PREPOSITION, PRONOUN, STOP, TITLE},
};
use crate::{
    document::{BlockKind, key, key_of},
    lexicon::{CueForm, Keys, Part},
};
use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

/// Words that say a name is a body's and not a person's.
const BODIES: &[&str] = &[
    "house",
    "times",
    "post",
    "department",
    "committee",
    "university",
    "party",
    "court",
    "council",
    "news",
    "telegraph",
    "institute",
    "agency",
    "ministry",
    "union",
    "group",
    "association",
    "foundation",
    "journal",
    "press",
    "wire",
    "gazette",
    "tribune",
    "herald",
    "bank",
    "company",
    "corp",
    "corp.",
    "inc",
    "inc.",
    "office",
    "commission",
    "congress",
    "senate",
    "administration",
    "bureau",
    "center",
    "centre",
    "service",
    "network",
    "states",
    "kingdom",
    "nations",
    "embassy",
    "college",
    "school",
    "team",
    "campaign",
    "street",
    "county",
    "city",
    "state",
    "courier",
    "bell",
    "cells",
    "today",
    "police",
    "board",
    "army",
    "church",
    "league",
    "society",
    "alliance",
    "coalition",
    "fund",
    "pac",
    "project",
    "organization",
    "radio",
    "television",
    "tv",
    "media",
    "republic",
    "airlines",
    "army",
    "force",
    "forces",
    "guard",
    "club",
    "museum",
    "hospital",
    "society",
    "daily",
    "review",
    "magazine",
    "reuters",
];
/// The longest name, in tokens.
const MAX_NAME: usize = 6;

/// First names that begin with as many same letters before the same surname are spellings of one name: “Aleksander”, “Alexander”.
const MIN_COMMON: usize = 3;
/// Titles that make a leader.
const LEADERS: &[&str] = &["president", "chancellor", "premier", "leader", "king", "queen", "minister"];
/// The longest role before an apposition, in tokens: “the Special Envoy of Averon for the Strait”.
const MAX_ROLE: usize = 9;
/// How many titles of one person, and how many persons of one title, are looked at.
const MAX_ROLES: usize = 8;
const MAX_BEARERS: usize = 256;
/// How many names that end alike are kept; a document with more is a directory.
const MAX_NAMESAKES: usize = 16;

/// Grammatical gender, as far as the text gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::detect) enum Gender {
    /// Mr., he
    Male,
    /// Ms., she
    Female,
}

impl Gender {
    /// Returns the gender of a word with these flags.
    pub(in crate::detect) const fn of(flags: Flags) -> Option<Self> {
        match () {
            () if flags & FEMALE != 0 => Some(Self::Female),
            () if flags & MALE != 0 => Some(Self::Male),
            () => None,
        }
    }
}

/// A name as the document gives it.
#[derive(Clone, Debug)]
pub(in crate::detect) struct Name {
    /// Without titles and middle initials.
    pub(in crate::detect) full: String,
    /// How often it stands in the document; twice as much where the document itself speaks.
    pub(super) count: usize,
    /// Its spellings, each with its share of that.
    spellings: Vec<(String, usize)>,
    /// Whether a title for persons stands before it somewhere.
    pub(in crate::detect) titled: bool,
    /// Whether it has several words; so have all its spellings, then.
    several: bool,
    /// Whether one of its words is a body's; known when all of the document was read.
    body: bool,
    pub(in crate::detect) gender: Option<Gender>,
    /// How many of its titles were noted.
    roles: usize,
}

impl Name {
    /// Notes a spelling; the commonest, and of those the first, is the name.
    fn spell(&mut self, spelling: &str, weight: usize) {
        if let Some((_, count)) = self.spellings.iter_mut().find(|(known, _)| *known == spelling) {
            *count += weight;
        } else if self.spellings.len() < MAX_ROLES {
            self.spellings.push((spelling.to_owned(), weight));
        }
        if self.spellings.len() == 1 {
            return;
        }
        let best = self.spellings.iter().rev().max_by_key(|(_, count)| *count);
        if let Some((best, _)) = best.filter(|(best, _)| *best != self.full) {
            self.full.clone_from(best);
        }
    }

    /// Tells whether a single word may stand for it. Members of parties, nations and creeds are no surname that a
    /// headline ran into one with the word before it: “Discrimination Republicans”.
    fn is_fuller_than(&self, word: &str) -> bool {
        let members = || ["icans", "ians", "crats", "ists", "ims"].iter().any(|end| word.ends_with(end));
        self.several && (self.titled || self.count > 1 || !members())
    }

    /// Tells whether it is a person's: titled, or two words and more none of which says otherwise.
    pub(in crate::detect) const fn is_person(&self) -> bool {
        self.titled || self.several && !self.body
    }

    /// Tells whether one of its words is a body's.
    pub(in crate::detect) const fn has_body(&self) -> bool {
        self.body
    }
}

/// Tells whether a word is a body's and no person's.
pub(in crate::detect) fn is_body(word: &str) -> bool {
    static KEYS: LazyLock<Keys> = LazyLock::new(|| BODIES.iter().map(|word| key(word)).collect());
    KEYS.has(key_of(word)) || word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// Tells whether one of a name's words is a body's.
pub(in crate::detect) fn has_body(name: &str) -> bool {
    name.split(' ').any(is_body)
}

/// All names, by their last word.
#[derive(Debug, Default)]
pub(in crate::detect) struct Names {
    all: Vec<Name>,
    by_last: BTreeMap<u64, Vec<usize>>,
    /// Who bears a title, with the words before it: “Ostrenian” in “Ostrenian President Teodrin Vask”.
    by_role: BTreeMap<u64, Vec<(Vec<u64>, usize)>>,
}

impl Names {
    /// Collects the names of a document.
    pub(in crate::detect) fn of(view: &View<'_>) -> Self {
        let mut names = Self::default();
        let mut blocks = view.document.blocks().iter().peekable();
        let mut kind = BlockKind::Paragraph;
        let mut in_text = |at: usize| {
            let Some(token) = view.document.tokens().get(at) else { return false };
            while let Some(block) = blocks.next_if(|block| block.span.start() <= token.span.start()) {
                kind = block.kind;
            }
            kind == BlockKind::Paragraph && view.at(at).depth == 0
        };
        let mut at = 0;
        while let Some(capital) = view.capital_in(Run::new(at, view.len())) {
            match name_at(view, capital) {
                Some(run) => {
                    names.add(view, run, if in_text(capital) { 2 } else { 1 });
                    at = run.to;
                }
                None => at = capital + 1,
            }
        }
        names.all.iter_mut().for_each(|name| name.body = has_body(&name.full));
        names
    }

    fn add(&mut self, view: &View<'_>, run: Run, weight: usize) {
        let Some(core) = without_titles(view, run) else { return };
        let full = plain(view, core);
        let last = view.key(core.to - 1);
        let titles = Run::new(run.from, core.from);
        let flags = (titles.from..titles.to).fold(0, |all, at| all | view.at(at).flags);
        let gender = Gender::of(flags);
        let several = full.contains(' ');
        if !several {
            // A surname with a title says no more than whose title it is.
            for index in self.by_last.get(&last).into_iter().flatten() {
                if let Some(name) = self.all.get_mut(*index) {
                    name.gender = name.gender.or(gender);
                }
            }
            if titles.is_empty() {
                return;
            }
        }
        let role = role_before(view, run, titles);
        let list = self.by_last.entry(last).or_default();
        let known = list.iter().copied().find(|index| self.all.get(*index).is_some_and(|name| same(&name.full, &full)));
        if known.is_none() && list.len() >= MAX_NAMESAKES {
            return;
        }
        let index = known.unwrap_or_else(|| {
            self.all.push(Name {
                full: full.as_ref().to_owned(),
                count: 0,
                spellings: vec![],
                titled: false,
                several,
                body: false,
                gender: None,
                roles: 0,
            });
            list.push(self.all.len() - 1);
            self.all.len() - 1
        });
        if let Some(name) = self.all.get_mut(index) {
            name.count += weight;
            name.spell(&full, weight);
            name.titled |= role.iter().any(|(_, title)| *title);
            name.gender = name.gender.or(gender);
            if name.roles < MAX_ROLES {
                name.roles += 1;
                self.note_role(&role, index);
            }
        }
    }

    /// Notes every title of a role with the words beside it.
    fn note_role(&mut self, role: &[(u64, bool)], index: usize) {
        for (head, _) in role.iter().filter(|(_, title)| *title) {
            let nouns = role.iter().map(|(word, _)| *word).filter(|word| word != head).collect();
            self.by_role.entry(*head).or_default().push((nouns, index));
        }
    }

    /// Returns the full name that a name without titles stands for; itself when nothing fuller is known, or
    /// when two persons share it.
    pub(in crate::detect) fn expand(&self, name: &str) -> Option<&Name> {
        self.get(self.index(name)?)
    }

    /// Returns the number of the name that [`expand`](Self::expand) returns, below [`len`](Self::len).
    pub(in crate::detect) fn index(&self, name: &str) -> Option<usize> {
        let blank = name.bytes().rposition(|byte| byte == b' ');
        let single = blank.is_none();
        let last = blank.and_then(|blank| name.get(blank + 1..)).unwrap_or(name);
        let namesakes = self.by_last.get(&key_of(last))?;
        let fitting = || {
            let known = namesakes.iter().filter_map(|index| Some((*index, self.get(*index)?)));
            known.filter(|(_, known)| same(&known.full, name) || single && known.is_fuller_than(name))
        };
        let (index, best) = fitting().max_by_key(|(_, known)| (known.several, known.titled, known.count))?;
        let rival = namesakes.len() > 1
            && fitting().any(|(_, other)| {
                other.full != best.full
                    && other.several
                    && !same(&other.full, &best.full)
                    && other.titled == best.titled
                    && other.count * 2 > best.count
            });
        (!rival).then_some(index)
    }

    /// Returns a name by its number.
    pub(in crate::detect) fn get(&self, index: usize) -> Option<&Name> {
        self.all.get(index)
    }

    /// Returns how many names there are.
    pub(in crate::detect) const fn len(&self) -> usize {
        self.all.len()
    }

    /// Returns the one person whose title is introduced with this word: “the Ostrenian leader”.
    pub(in crate::detect) fn by_role(&self, words: &[u64], role: u64) -> Option<&Name> {
        let heads: Vec<u64> =
            if role == key("leader") { LEADERS.iter().map(|word| key(word)).collect() } else { vec![role] };
        let bearers = heads.iter().filter_map(|head| self.by_role.get(head)).flatten().take(MAX_BEARERS);
        let fitting = bearers.filter(|(nouns, _)| words.iter().all(|word| nouns.contains(word)));
        let mut found =
            fitting.filter_map(|(_, index)| self.all.get(*index)).filter_map(|known| self.expand(&known.full));
        let first = found.next()?;
        found.all(|other| other.full == first.full).then_some(first)
    }
}

/// Returns the titles of a name and the words beside them, each with whether it is a title: those that stand before it,
/// or as a phrase of which it is the apposition: “the President of Averon, Alden Marrick”.
fn role_before(view: &View<'_>, run: Run, titles: Run) -> Vec<(u64, bool)> {
    let word = |at: usize| (view.key(at), view.at(at).is(TITLE));
    if !titles.is_empty() || view.before(run.from).sign != b',' {
        return (titles.from..titles.to).map(word).collect();
    }
    let floor = run.from.saturating_sub(MAX_ROLE);
    let start = (floor..run.from - 1)
        .rev()
        .find(|at| view.at(*at).sign != 0 || view.at(*at).depth > 0 || view.at(*at).is(STOP))
        .map_or(floor, |at| at + 1);
    let part = |at: &usize| view.at(*at).capital || view.at(*at).is(TITLE);
    let role: Vec<(u64, bool)> = (start..run.from - 1).filter(part).map(word).collect();
    if role.iter().any(|(_, title)| *title) { role } else { vec![] }
}

/// Tells whether two names with the same last word differ at most in spelling: their first words begin alike.
fn same<'n>(a: &'n str, b: &'n str) -> bool {
    if a == b {
        return true;
    }
    // Names are short: a search made for long texts would take longer.
    let parts = |name: &'n str| {
        let blank = name.bytes().position(|byte| byte == b' ');
        (blank.and_then(|blank| name.get(..blank)).unwrap_or(name), blank.is_some())
    };
    let ((x, longer), (y, other)) = (parts(a), parts(b));
    let common = || x.chars().zip(y.chars()).take(MIN_COMMON).take_while(|(p, q)| p.eq_ignore_ascii_case(q)).count();
    longer == other && (x == y || common() >= MIN_COMMON)
}

/// Returns the run of capitalized words that begins at `at`, if it can be a name.
pub(in crate::detect) fn name_at(view: &View<'_>, at: usize) -> Option<Run> {
    let first = view.at(at);
    let opens = first.is_name() && !first.is(STOP | DATE | PRONOUN) && !(first.is(PREPOSITION | DETERMINER | ADVERB));
    if !opens || first.handle {
        return None;
    }
    let mut to = at + 1;
    while to - at < MAX_NAME {
        let word = view.at(to);
        let named = || word.is_name() && !word.is(DATE | STOP) && word.spaced && !word.handle;
        let joins = || match view.text(to) {
            "de" | "von" | "van" | "bin" | "al" | "der" | "da" | "di" | "la" => true,
            "of" => !view.at(at).is(TITLE) && !view.before(to).is(TITLE),
            _ => false,
        };
        if !(named() || view.at(to + 1).is_name() && joins()) {
            break;
        }
        to += 1;
    }
    Some(Run::new(at + usize::from(is_announced(view, at, to)), to))
}

/// Tells whether a run begins with the verb of whoever is quoted next: “Said Brandt: “…””.
fn is_announced(view: &View<'_>, from: usize, to: usize) -> bool {
    let quoted = view.sign(to) == b':' || view.sign(to) == b',' && view.at(to + 1).depth > view.at(from).depth;
    let says = |form: &CueForm| form.part == Part::Verb && form.is(CueForm::PAST | CueForm::THIRD);
    quoted && to > from + 1 && view.at(from).cue && view.forms(from).iter().any(says)
}

/// Returns a name without the titles and adjectives before it, or `None` when nothing remains.
pub(in crate::detect) fn without_titles(view: &View<'_>, run: Run) -> Option<Run> {
    let title = (run.from..run.to).rev().find(|at| view.at(*at).is(TITLE));
    let rest = title.map_or(run, |at| Run::new(at + 1, run.to));
    (!rest.is_empty()).then_some(rest)
}

/// Returns a name's words without middle initials and joined by single spaces.
pub(in crate::detect) fn plain<'d>(view: &View<'d>, run: Run) -> Cow<'d, str> {
    let left_out = |at: usize| {
        let initial = || view.text(at).chars().filter(|c| c.is_alphabetic()).count() == 1;
        view.key(at) == AND || at > run.from && at + 1 < run.to && initial()
    };
    let words = view.words_of(run);
    let blanks = words.bytes().filter(|byte| *byte == b' ').count();
    let letters: usize = (run.from..run.to).map(|at| view.length(at)).sum();
    let parted = (run.from + 1..run.to).all(|at| view.at(at).spaced);
    if parted && blanks + 1 == run.len() && blanks + letters == words.len() && !(run.from..run.to).any(left_out) {
        return Cow::Borrowed(words);
    }
    let mut name = String::with_capacity(view.words_of(run).len());
    for at in run.from..run.to {
        if !left_out(at) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(view.text(at));
        }
    }
    Cow::Owned(name)
}
