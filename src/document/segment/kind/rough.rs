//! Words and sentences, roughly: kinds are told before there are tokens.

/// Returns how many words stand in the text.
pub(super) fn words(text: &str) -> usize {
    let mut chars = text.chars();
    let mut words = 0;
    // To the first letter of a word, then to its end: one question a character.
    while chars.any(char::is_alphanumeric) {
        words += 1;
        chars.find(|c| is_blank(*c));
    }
    words
}

/// Returns how many runs of other characters than white space stand in the text, counting no further than `most`.
pub(super) fn runs(text: &str, most: usize) -> usize {
    let mut chars = text.chars();
    let mut runs = 0;
    while runs < most && chars.any(|c| !is_blank(c)) {
        runs += 1;
        chars.find(|c| is_blank(*c));
    }
    runs
}

/// How many bytes [`runs_at_least`] reads.
const NEAR: usize = 192;

/// Returns how many runs the text has at least: those that begin among its first bytes, with an ASCII character behind a
/// blank. Without a branch a byte, so that many are looked at at once.
pub(super) fn runs_at_least(text: &str) -> usize {
    let bytes = text.as_bytes();
    let near = bytes.get(..NEAR).unwrap_or(bytes);
    let pairs = near.iter().zip(near.get(1..).unwrap_or_default());
    // So many begin in so few bytes that a byte holds their number.
    usize::from(pairs.map(|(before, byte)| u8::from((*before == b' ') & byte.is_ascii_graphic())).sum::<u8>())
}

/// White space; most characters of English text are told by the first comparison.
fn is_blank(c: char) -> bool {
    !('!'..='~').contains(&c) && c.is_whitespace()
}

/// Tells whether the text begins with a capital, a digit, or a mark before one.
pub(super) fn begins_large(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
}

/// Tells whether all of the text is one quotation, perhaps with its speaker after a dash.
pub(super) fn is_quotation(text: &str) -> bool {
    let opens = text.starts_with(['“', '"', '‘', '«', '„', '\'']);
    opens && (text.ends_with(['”', '"', '’', '»', '“', '\'']) || text.contains("” —") || text.contains("” ―"))
}

/// Tells whether two texts have the same letters and digits, whatever their case.
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let length = |text: &str| text.len().min(2_000);
    !one.is_empty() && length(one).abs_diff(length(other)) < 200 && letters(one) == letters(other)
}

/// Returns where sentences begin, the first included.
pub(super) fn sentence_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    // Only what may end a sentence is looked at; the three bytes of `…` end in one that few other characters have.
    let bytes = text.as_bytes();
    let marks = memchr::memchr3_iter(b'.', b'!', b'?', bytes).map(|at| (at, at + 1));
    let dots = memchr::memchr_iter(0xa6, bytes).filter_map(|last| {
        let begins = last.checked_sub(2).filter(|at| bytes.get(*at..=last) == Some("…".as_bytes()))?;
        Some((begins, last + 1))
    });
    let ends = Merged { marks: marks.peekable(), dots: dots.peekable() };
    std::iter::once(0).chain(ends.filter_map(|(mark, end)| after_end(text, mark, end)))
}

/// Two sorted lists of marks as one.
struct Merged<A: Iterator, B: Iterator> {
    marks: std::iter::Peekable<A>,
    dots: std::iter::Peekable<B>,
}

impl<A: Iterator<Item = (usize, usize)>, B: Iterator<Item = (usize, usize)>> Iterator for Merged<A, B> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let Some(dots) = self.dots.peek() else { return self.marks.next() };
        if self.marks.peek().is_some_and(|mark| mark < dots) { self.marks.next() } else { self.dots.next() }
    }
}

/// The longest abbreviation that ends no sentence, in bytes, with quotation marks and brackets before it.
const ABBREVIATION: usize = 16;

/// Returns where the next sentence begins when the mark from `mark` to `end` ends one.
fn after_end(text: &str, mark: usize, end: usize) -> Option<usize> {
    let tail = text.get(end..)?.trim_start_matches(['”', '"', '’', '\'', ')', ']', '»']);
    let next = tail.trim_start();
    if next.len() == tail.len() || next.starts_with(|c: char| c.is_lowercase() || matches!(c, '—' | '–' | '-')) {
        return None;
    }
    if text.get(mark..end) == Some(".") {
        let mut from = mark.saturating_sub(ABBREVIATION);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let near = text.get(from..mark)?;
        let word = near.rfind(char::is_whitespace).map(|at| near.get(at..).unwrap_or_default().trim_start());
        let whole = word.or((from == 0).then_some(near));
        if whole.is_some_and(is_abbreviation) {
            return None;
        }
    }
    (!next.is_empty()).then(|| text.len() - next.len())
}

/// Returns how many sentences stand in the text.
pub(super) fn sentences(text: &str) -> usize {
    sentence_starts(text).count()
}

fn is_abbreviation(word: &str) -> bool {
    const KNOWN: &[&str] =
        &["Mr", "Mrs", "Ms", "Dr", "Sen", "Rep", "Gov", "Gen", "Prof", "St", "No", "Lt", "Col", "Sgt", "Capt"];
    let word = word.trim_start_matches(['(', '“', '"', '‘', '\'']);
    // `U.S.`, `p.m.` and initials.
    word.contains('.') && word.len() <= 6 || word.chars().count() == 1 && word != "I" || KNOWN.contains(&word)
}

/// The months, from January, in full.
pub(crate) const MONTHS: [&str; 12] = [
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

/// Tells whether the word names a month, in full or by its first letters with or without a point.
pub(super) fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    let short = word.len() == 3 || word.eq_ignore_ascii_case("sept");
    let begins = |month: &str| month.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    MONTHS.iter().any(|month| (short || word.len() == month.len()) && begins(month))
}
