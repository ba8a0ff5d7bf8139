//! Whether a sentence ends at the point of an abbreviation.

use super::super::{
    TokenKind,
    view::{View, is_any},
};

/// Stand before a name or a number and so never at a sentence's end.
const BEFORE_NAME: &[&str] = &[
    "mr.", "mrs.", "ms.", "dr.", "prof.", "sen.", "sens.", "rep.", "reps.", "gov.", "govs.", "gen.", "lt.", "col.",
    "maj.", "capt.", "sgt.", "cmdr.", "adm.", "rev.", "hon.", "pres.", "amb.", "ste.", "vs.", "ca.", "approx.", "e.g.",
    "i.e.", "cf.", "fig.", "vol.", "dept.",
];

/// Common words when they are written small: `He fell ill. She left.`
const ALSO_WORDS: &[&str] = &[
    "no.", "ill.", "mass.", "wash.", "miss.", "mar.", "ore.", "pa.", "la.", "col.", "gen.", "hon.", "ark.", "fig.",
    "sat.", "sun.", "ind.", "del.", "rep.", "oct.", "wis.", "mo.", "co.", "dec.", "va.", "me.", "ma.",
];

const MONTHS: &[&str] = &["jan.", "feb.", "mar.", "apr.", "aug.", "sept.", "sep.", "oct.", "nov.", "dec."];

/// What may follow `3:30 p.m.` within the sentence.
const AFTER_HOUR: &[&str] = &[
    "et",
    "est",
    "edt",
    "ct",
    "cst",
    "cdt",
    "mt",
    "mst",
    "mdt",
    "pt",
    "pst",
    "pdt",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "msk",
    "eastern",
    "central",
    "mountain",
    "pacific",
    "greenwich",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "jan.",
    "feb.",
    "mar.",
    "apr.",
    "aug.",
    "sept.",
    "sep.",
    "oct.",
    "nov.",
    "dec.",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Capitalised words that begin a sentence far more often than they go on after an abbreviation.
const STARTERS: &[&str] = &[
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "it",
    "he",
    "she",
    "they",
    "we",
    "you",
    "i",
    "his",
    "her",
    "their",
    "its",
    "our",
    "my",
    "your",
    "but",
    "and",
    "or",
    "so",
    "yet",
    "nor",
    "however",
    "meanwhile",
    "moreover",
    "still",
    "then",
    "there",
    "here",
    "in",
    "on",
    "at",
    "by",
    "for",
    "from",
    "with",
    "after",
    "before",
    "as",
    "if",
    "when",
    "while",
    "since",
    "although",
    "though",
    "because",
    "until",
    "during",
    "despite",
    "under",
    "once",
    "now",
    "today",
    "yesterday",
    "some",
    "many",
    "most",
    "several",
    "both",
    "each",
    "every",
    "others",
    "another",
    "all",
    "not",
    "no",
    "none",
    "what",
    "who",
    "why",
    "how",
    "where",
    "which",
    "whether",
    "according",
    "earlier",
    "later",
    "last",
    "also",
    "even",
    "only",
    "just",
    "among",
    "between",
    "to",
    "critics",
    "officials",
    "neither",
    "either",
    "nobody",
    "nothing",
    "asked",
    "instead",
    "perhaps",
    "maybe",
    "too",
    "such",
    "within",
    "without",
    "over",
    "about",
    "police",
    "did",
    "does",
    "was",
    "is",
    "were",
    "are",
    "will",
    "would",
    "can",
    "could",
    "has",
    "have",
    "had",
    "let",
    "one",
    "two",
];

/// Starters that are surnames, too, and so follow initials: `Xi J. He`, `Bernard J. So`.
const ALSO_NAMES: &[&str] =
    &["he", "so", "an", "in", "you", "i", "a", "or", "to", "will", "may", "can", "let", "my", "one"];

/// Titles and places that the tokenizer does not know as abbreviations; always written large.
const ALSO_BEFORE_NAME: &[&str] = &["Sec", "Messrs", "Supt", "Cpl", "Pvt", "Det", "Ald", "Atty", "Mt", "Ft", "Cllr"];

/// Tells whether the point at `token` belongs to the word before it: `Sec. Lund`.
pub(super) fn lost_its_point(view: &View<'_>, token: usize) -> bool {
    !view.gap(token) && ALSO_BEFORE_NAME.contains(&view.before(token)) && view.capital(token + 1)
}

/// Tells whether a capitalised word commonly begins a sentence.
pub(super) fn is_starter(word: &str) -> bool {
    is_any(word, STARTERS)
}

/// Tells whether a sentence ends at the abbreviation at `token`, when `next` is the first word after it.
pub(super) fn ends(view: &View<'_>, token: usize, next: usize) -> bool {
    let text = view.text(token);
    let number_follows = view.kind(next) == Some(TokenKind::Number);
    let plain_word = text.starts_with(char::is_lowercase) && is_any(text, ALSO_WORDS);
    if plain_word {
        return !number_follows && !super::starts_small(view, next);
    }
    if is_any(text, BEFORE_NAME) {
        return false;
    }
    if is_any(text, &["no.", "nos."]) {
        // `No. 5`, but `“No.” She left`
        return !number_follows && !super::starts_small(view, next);
    }
    if is_any(text, &["a.m.", "p.m."]) {
        let hour_goes_on =
            is_any(view.text(next), AFTER_HOUR) || (next + 1..next + 3).any(|token| view.is_any(token, &["time"]));
        return view.capital(next) && !hour_goes_on;
    }
    if is_any(text, &["etc."]) {
        return view.capital(next);
    }
    if is_any(text, MONTHS) && number_follows {
        return false;
    }
    let starter = view.capital(next) && is_starter(view.text(next));
    if is_initial(text) {
        // `Plan B. He left`, but `Xi J. He left`
        let named = token.checked_sub(1).is_some_and(|before| view.capital(before));
        return starter && !(named && is_any(view.text(next), ALSO_NAMES));
    }
    starter
}

/// Tells whether the word is one letter and a point.
fn is_initial(text: &str) -> bool {
    text.chars().count() == 2
}
