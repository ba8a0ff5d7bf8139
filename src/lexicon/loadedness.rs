//! The loadedness table: how near a common word stands to the seed terms of each category.
//!
//! A second signal beside the lists: it knows heat that nobody has listed, and says by which seed terms. It
//! was computed from word vectors by `tools/loadedness.py`, whose header documents the format; the vectors
//! themselves are not needed here. It knows nothing of standing or grammar (`docs/loadedness.md`), so the
//! lists go first and only the broad mode asks it. It is read when it is first asked for.

use super::{KeyMap, Vocabulary, vocabulary};
use crate::{annotation::Category, document::key};
use std::sync::LazyLock;

/// The file's name and bytes.
pub(super) const FILE: (&str, &[u8]) = ("loadedness.bin", include_bytes!("loadedness.bin"));

/// The least score at which a word is a find. Chosen where the added words are right about as often as the
/// rest of the broad mode (4 in 10 on BABE dev, November 2026); at 20 it is 3 in 10 and whole sentences
/// suffer, at 60 half of the added finds are lost. No score is right often enough for the default mode.
pub const SHOWN: i8 = 40;

/// Bytes of one reason: the category and three places of two bytes.
const REASON: usize = 7;

/// The categories that the table finds, with the name of the rule. Honorifics are seeds but not here:
/// standing is not heat, and 1 in 21 finds was right.
const RULES: &[(Category, &str)] = &[
    (Category::Label, "loadedness.label"),
    (Category::Delegitimiser, "loadedness.delegitimiser"),
    (Category::Distancing, "loadedness.distancing"),
    (Category::ReportVerb, "loadedness.report-verb"),
    (Category::Intensifier, "loadedness.intensifier"),
    (Category::Superlative, "loadedness.superlative"),
    (Category::Evaluative, "loadedness.evaluative"),
    (Category::Metaphor, "loadedness.metaphor"),
];

/// A word near the seed terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    /// How near: about 100 is like a seed term, −100 like a neutral word.
    pub score: i8,
    /// The category whose seed terms are nearest.
    pub category: Category,
    nearest: [u16; 3],
}

impl Loaded {
    /// Returns the nearest seed terms: why the word is thought loaded.
    pub fn nearest(&self) -> impl Iterator<Item = &'static str> {
        self.nearest.into_iter().filter_map(|place| vocabulary::words().nth(place.into()))
    }

    /// Returns the rule that finds the word; `None` when it is not a find.
    pub fn rule(&self) -> Option<&'static str> {
        RULES.iter().find(|(category, _)| *category == self.category && self.score >= SHOWN).map(|(_, rule)| *rule)
    }
}

/// The scores of the vocabulary's words.
#[derive(Debug)]
pub struct Loadedness {
    scores: &'static [u8],
    words: KeyMap<Loaded>,
}

impl Loadedness {
    /// Returns the table that is built into the binary.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Loadedness> = LazyLock::new(|| match Loadedness::read(FILE.1) {
            Some(table) => table,
            None => unreachable!("internal error: src/lexicon/loadedness.bin is not what its header says"),
        });
        &BUILTIN
    }

    fn read(bytes: &'static [u8]) -> Option<Self> {
        let body = bytes.windows(2).position(|pair| pair == b"\n\n")? + 2;
        let header = std::str::from_utf8(bytes.get(..body)?).ok()?;
        let number = |name: &str| field(header, name)?.parse::<i64>().ok();
        let count = usize::try_from(number("words")?).ok()?;
        let floor = i8::try_from(number("floor")?).ok()?;
        let scores = bytes.get(body..body + count)?;
        let reasons = bytes.get(body + count..)?;
        let sound = field(header, "ibid-loadedness") == Some("1")
            && reasons.len() == REASON * usize::try_from(number("reasons")?).ok()?;
        let reached = vocabulary::words().zip(scores).filter(|(_, score)| score.cast_signed() >= floor);
        let words: Option<KeyMap<Loaded>> = reached
            .zip(reasons.chunks_exact(REASON))
            .map(|((word, score), reason)| Some((key(word), loaded(score.cast_signed(), reason)?)))
            .collect();
        let words = words?;
        (sound && words.len() * REASON == reasons.len()).then_some(Self { scores, words })
    }

    /// Returns what is known of the word with this [`key`] when it is near the seed terms.
    pub fn get(&self, key: u64) -> Option<&Loaded> {
        self.words.get(&key)
    }

    /// Returns the score of a word of the vocabulary.
    pub fn score(&self, key: u64) -> Option<i8> {
        let place = Vocabulary::builtin().rank(key)?.checked_sub(1)?;
        self.scores.get(place as usize).map(|score| score.cast_signed())
    }

    /// Returns the rules that find words by the table, with their categories.
    pub const fn rules() -> &'static [(Category, &'static str)] {
        RULES
    }
}

fn field<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    header.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
}

fn loaded(score: i8, reason: &[u8]) -> Option<Loaded> {
    let [category, a, b, c, d, e, f] = *reason else { return None };
    let category = *Category::ALL.get(usize::from(category))?;
    let nearest = [[a, b], [c, d], [e, f]].map(u16::from_le_bytes);
    Some(Loaded { score, category, nearest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Digest;

    const COUNT: usize = 50_000;

    fn score(word: &str) -> i8 {
        Loadedness::builtin().score(key(word)).unwrap_or_else(|| panic!("{word} is not in the vocabulary"))
    }

    #[test]
    fn heat_is_high_and_calm_is_low() {
        for word in ["thugs", "absurd", "heretic", "savaged", "bashed", "hideous", "sleaze", "folly", "craziness"] {
            assert!(score(word) >= 80, "{word}: {}", score(word));
        }
        for word in ["the", "said", "minister", "hospital", "rainfall", "tuesday", "percent", "goalkeeper", "bridge"] {
            assert!(score(word) <= -50, "{word}: {}", score(word));
        }
        for word in ["muslim", "jewish", "gay", "immigrant", "republican", "woman", "refugees", "transgender"] {
            assert!(score(word) <= -100, "{word}: {}", score(word));
        }
    }

    #[test]
    fn a_find_gives_category_and_nearest_seeds() {
        let found = Loadedness::builtin().get(key("bashed")).unwrap();
        assert_eq!((found.category, found.rule()), (Category::ReportVerb, Some("loadedness.report-verb")));
        let lexicon = crate::lexicon::Lexicon::builtin();
        assert!(Loadedness::builtin().words.values().all(|found| usize::from(found.nearest[2]) < COUNT));
        for seed in found.nearest() {
            assert!(!lexicon.explain(seed).is_empty(), "{seed}");
        }
        assert_eq!(Loadedness::builtin().get(key("hospital")), None);
    }

    #[test]
    fn the_file_is_what_its_header_says() {
        let header = String::from_utf8_lossy(FILE.1);
        let words = Loadedness::builtin().scores.len();
        assert_eq!(words, vocabulary::words().count(), "made from another vocabulary: run tools/loadedness.py again");
        let made_from = field(&header, "vocabulary").unwrap();
        let is = Digest::of(include_bytes!("vocabulary.txt")).to_string();
        assert!(is.ends_with(made_from), "made from another vocabulary: run tools/loadedness.py again");
        assert_eq!(field(&header, "licence"), Some("PDDL-1.0"));
    }

    #[test]
    fn damaged_files_are_refused() {
        assert!(Loadedness::read(FILE.1).is_some());
        assert!(Loadedness::read(FILE.1.split_last().unwrap().1).is_none());
        assert!(Loadedness::read(FILE.1.split_first().unwrap().1).is_none());
        assert!(Loadedness::read(b"ibid-loadedness 1\n\n").is_none());
    }
}
