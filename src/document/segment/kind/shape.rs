//! Kinds that a block's own words tell: captions, bylines, datelines, boilerplate.

use super::rough;
use crate::document::BlockKind;
use aho_corasick::packed::Searcher;
use std::sync::LazyLock;

/// The most words of each.
const BYLINE: usize = 14;
const LONG_BYLINE: usize = 42;
const CAPTION: usize = 41;
const PIPED_BYLINE: usize = 10;
const DATELINE: usize = 12;
const PLACE: usize = 4;
const SOURCE: usize = 5;
const DISCLAIMER: usize = 90;

/// The most words after the credit of a caption.
const AFTER_CREDIT: usize = 5;

/// Tells what the block is, if its words tell. Disclaimers stand only near the ends of a document.
pub(super) fn of(text: &str, at_an_end: bool) -> Option<BlockKind> {
    // Most paragraphs are longer than datelines and bylines.
    let short = has_at_most(BYLINE, text);
    if short && is_dateline(text) {
        Some(BlockKind::Dateline)
    } else if is_caption(text) {
        Some(BlockKind::Caption)
    } else if is_byline(text, short) {
        Some(BlockKind::Byline)
    } else if (is_notice(text) || at_an_end && is_disclaimer(text)) && has_at_most(DISCLAIMER, text) {
        Some(BlockKind::Boilerplate)
    } else {
        None
    }
}

/// Tells whether the text has no more than so many words.
fn has_at_most(words: usize, text: &str) -> bool {
    rough::runs_at_least(text) <= words && rough::runs(text, words + 1) <= words
}

/// What introduces the credit of a picture inside a caption.
const CREDITS: &[&str] = &[
    "(Photo by ",
    "(Photograph by ",
    "(Photo: ",
    "(Photo credit",
    "(Photo courtesy",
    "(Image: ",
    "(Image credit",
    "(Credit: ",
    "(AP Photo",
    "(Picture: ",
    "(Photos by ",
    "(Screenshot",
];

/// What a caption begins with.
const CAPTIONS: &[&str] = &[
    "Photo:",
    "Photo by ",
    "Photo credit",
    "Image:",
    "Image credit",
    "Picture:",
    "Credit:",
    "Pictured:",
    "FILE PHOTO",
];

fn is_caption(text: &str) -> bool {
    let source = text.strip_prefix("Source:").is_some_and(|rest| {
        let size = rest.split_whitespace().take(SOURCE + 1).count();
        (1..=SOURCE).contains(&size) && !rest.ends_with('.')
    });
    let begins = CAPTIONS.iter().any(|cue| text.starts_with(cue)) && has_at_most(CAPTION, text);
    source
        || begins
        || credit_end(text).is_some_and(|end| rough::words(text.get(end..).unwrap_or_default()) <= AFTER_CREDIT)
}

/// Returns where the first credit of a picture ends.
pub(super) fn credit_end(text: &str) -> Option<usize> {
    // Every credit has a bracket, most paragraphs have none: one search for both tells.
    let at = memchr::memchr2_iter(b'(', b')', text.as_bytes()).find(|at| {
        let (before, from) = text.split_at_checked(*at).unwrap_or_default();
        CREDITS.iter().any(|cue| from.starts_with(cue))
            || from.starts_with(')') && (before.ends_with("Getty Images") || before.ends_with("/AFP"))
    })?;
    let close = text.get(at..)?.find(')')?;
    Some(at + close + 1)
}

/// What a byline begins with, in small letters.
const BYLINES: &[&str] = &[
    "reporting by ",
    "additional reporting",
    "writing by ",
    "written by ",
    "edited by ",
    "editing by ",
    "story by ",
    "compiled by ",
    "words by ",
];

/// Tells whether the text is a byline; `short` says whether it is no longer than most are.
fn is_byline(text: &str, short: bool) -> bool {
    let bare = text.trim_start_matches(['(', '—', '–', '-', ' ']);
    let begins = |cue: &str| bare.get(..cue.len()).is_some_and(|head| head.eq_ignore_ascii_case(cue));
    if BYLINES.iter().any(|cue| begins(cue)) {
        return has_at_most(LONG_BYLINE, text);
    }
    if !short {
        return false;
    }
    let mut words = bare.split_whitespace();
    if begins("by ") {
        let name = words.nth(1).unwrap_or_default();
        let is_date = rough::is_month(name) || WEEKDAYS.contains(&clean(name).as_str());
        return rough::begins_large(name)
            && !name.starts_with(char::is_numeric)
            && !is_date
            && !bare.ends_with(['.', '?', '!']);
    }
    is_staff(bare) || is_piped(bare)
}

/// `CAPS Staff Firstname Lastname`
fn is_staff(text: &str) -> bool {
    let words = || text.split_whitespace().take(7);
    words().all(|word| word.starts_with(char::is_uppercase))
        && words().skip(1).any(|word| word == "Staff")
        && (2..=6).contains(&words().count())
        && !text.ends_with(['.', '?', '!'])
}

/// `Firstname Lastname | Outlet`
fn is_piped(text: &str) -> bool {
    let bar = memchr::memchr(b'|', text.as_bytes());
    let Some((one, other)) = bar.and_then(|_| text.split_once(" | ")) else { return false };
    let capitals = |side: &str| {
        side.split_whitespace().all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(word, "by" | "of" | "the" | "for" | "and" | "de" | "van" | "von")
        })
    };
    let name = |side: &str| (2..=4).contains(&rough::words(side.trim_start_matches("by ")));
    rough::words(text) <= PIPED_BYLINE
        && !other.contains(" | ")
        && !text.ends_with(['.', '?', '!'])
        && capitals(one)
        && capitals(other)
        && (name(one) || name(other))
}

const WEEKDAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
];

/// Words that stand beside dates in datelines.
const BESIDE_DATES: &[&str] = &[
    "published",
    "updated",
    "posted",
    "modified",
    "last",
    "first",
    "on",
    "at",
    "of",
    "date",
    "time",
    "created",
    "edition",
    "evening",
    "morning",
    "issue",
    "am",
    "pm",
    "a.m",
    "p.m",
    "et",
    "est",
    "edt",
    "ct",
    "cst",
    "cdt",
    "pt",
    "pst",
    "pdt",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "local",
    "min",
    "minute",
    "minutes",
    "read",
    "noon",
    "midnight",
];

fn clean(word: &str) -> String {
    word.trim_matches([',', '.', ':', ';', '(', ')', '|', '·', '–', '—', '-', '•', '/']).to_lowercase()
}

/// A date, a time or both, perhaps after a place or an outlet: `Published on May 3, 2031`.
fn is_dateline(text: &str) -> bool {
    let mut place = 0;
    let mut in_place = true;
    let mut dated = false;
    let mut count = 0;
    for word in text.split_whitespace() {
        let bare = clean(word);
        count += 1;
        if bare.is_empty() {
            continue;
        }
        let month = rough::is_month(&bare);
        let moment = is_moment(&bare);
        dated |= month || moment;
        let known = month || moment || is_ordinal(&bare) || WEEKDAYS.contains(&bare.as_str());
        if known || BESIDE_DATES.contains(&bare.as_str()) {
            in_place = false;
        } else if in_place && word.starts_with(char::is_uppercase) && place < PLACE {
            place += 1;
            // A comma ends the place; a bare word before a date is a sentence (`Marrick May`).
            in_place = !word.ends_with([',', ':']);
        } else {
            return false;
        }
    }
    let place_ends = place == 0 || text.contains(',') || text.contains(['|', '·', '—', '–']);
    dated && place_ends && count <= DATELINE && !text.ends_with(['?', '!'])
}

/// `9:25`, `2031-03-14`, `14/03/2031`, `10:40am`
fn is_moment(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.starts_with(|c: char| c.is_ascii_digit())
        && digits >= 3
        && word.contains([':', '-', '/'])
        && word.bytes().all(|b| b.is_ascii_digit() || b":-/.tzapm+".contains(&b))
}

/// `14`, `2031`, `14th`
fn is_ordinal(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < word.len() && word.len() <= 6 && matches!(rest, "" | "st" | "nd" | "rd" | "th" | "am" | "pm")
}

/// What only disclaimers and notices say, in small letters.
const DISCLAIMERS: &[&str] = &[
    "does not take institutional positions",
    "takes no institutional position",
    "not necessarily reflect",
    "views expressed",
    "views represented",
    "opinions expressed",
    "opinions printed",
    "hold no common position",
    "all rights reserved",
    "was originally published",
    "is republished from",
    "was first published",
    "first appeared on",
    "© ",
    "(c) 20",
];

/// Words of which every disclaimer has one; looked for first and all at once, because most blocks have none.
const DISCLAIMING: &[&str] = &[
    "osition",
    "ecessaril",
    "xpressed",
    "epresented",
    "rinted",
    "eserved",
    "ublished",
    "ppeared",
    "© ",
    "(c) 20",
    "ESERVED",
];

/// Tells whether one of [`DISCLAIMING`] stands in the text.
fn may_disclaim(text: &str) -> bool {
    static WORDS: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(DISCLAIMING));
    WORDS.as_ref().is_none_or(|words| words.find(text).is_some())
}

fn is_disclaimer(text: &str) -> bool {
    let disclaims = || {
        let lower = text.to_lowercase();
        DISCLAIMERS.iter().any(|cue| lower.contains(cue))
    };
    !quotes(text) && may_disclaim(text) && disclaims()
}

/// Tells whether a double quotation mark stands in the text; “ ends in a byte that few other characters have.
fn quotes(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'"', 0x9c, bytes)
        .any(|at| bytes.get(at) == Some(&b'"') || bytes.get(..=at).is_some_and(|head| head.ends_with("“".as_bytes())))
}

fn is_notice(text: &str) -> bool {
    notice(text) && rough::sentences(text) <= 2
}

/// What notices begin with.
const NOTICES: &[&str] = &[
    "Read more",
    "Re more:",
    "Read also",
    "Read next",
    "Also read",
    "See also:",
    "Related:",
    "Sign up",
    "Subscribe",
    "Follow us",
    "Click here",
    "Donate ",
    "Join our",
    "Get the latest",
    "Download our",
    "Download the app",
    "Listen to our",
    "© ",
    "Copyright ©",
    "All rights reserved",
    "This article was originally",
    "This story was originally",
    "This article first appeared",
    "The views expressed",
    "The views represented",
    "The opinions expressed",
    "Views expressed",
    "Opinions expressed",
    "Send tips",
    "Have a tip",
    "Advertisement",
];

/// What notices begin with that say where to watch, and where else to look.
const WATCH: [&str; 3] = ["Watch ", "Follow ", "Catch "];
const ALSO: [&str; 3] = ["Also at ", "Also on ", "Also in "];

/// Tells whether what a [`notice`] begins with stands anywhere in the text; most have none of it.
pub(super) fn may_hold_notice(text: &str) -> bool {
    static CUES: LazyLock<Option<Searcher>> =
        LazyLock::new(|| Searcher::new(NOTICES.iter().chain(&WATCH).chain(&ALSO)));
    CUES.as_ref().is_none_or(|cues| cues.find(text).is_some())
}

/// Tells whether a sentence begins here that is not the article's: `Read more: …`, `Watch … coverage on …`,
/// `Also at the Bell: …`.
pub(super) fn notice(text: &str) -> bool {
    let first = text.as_bytes().first();
    if NOTICES.iter().any(|cue| cue.as_bytes().first() == first && text.starts_with(cue)) {
        return true;
    }
    let begins = |cues: [&str; 3]| cues.iter().any(|cue| text.starts_with(cue));
    let watch = begins(WATCH);
    if !watch && !begins(ALSO) {
        return false;
    }
    let end = text.char_indices().nth(100).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or_default();
    let sentence = head.split(['.', '!', '?']).next().unwrap_or_default();
    if watch {
        sentence.contains("coverage") && (sentence.contains(" on ") || sentence.contains(" at "))
    } else {
        sentence.find(':').is_some_and(|colon| colon <= 40)
    }
}
