//! Words and sentences, roughly: kinds are told before there are tokens.

/// Returns how many words stand in the text.
pub(super) fn words(text: &str) -> usize {
    let (mut words, mut counted) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            counted = false;
        } else if !counted && c.is_alphanumeric() {
            counted = true;
            words += 1;
        }
    }
    words
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
    let mut ended = false;
    let mut blank = false;
    let mut word = 0;
    std::iter::once(0).chain(text.char_indices().filter_map(move |(at, c)| {
        if ended && blank && !c.is_whitespace() {
            ended = false;
            word = at;
            return (!c.is_lowercase() && !matches!(c, '—' | '–' | '-')).then_some(at);
        }
        if c.is_whitespace() {
            blank = true;
            return None;
        }
        if std::mem::take(&mut blank) {
            word = at;
        }
        match c {
            '.' => ended = !is_abbreviation(text.get(word..at).unwrap_or_default()),
            '!' | '?' | '…' => ended = true,
            '”' | '"' | '’' | '\'' | ')' | ']' | '»' => {}
            _ => ended = false,
        }
        None
    }))
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
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    MONTHS.contains(&word.as_str())
        || (word.len() == 3 || word == "sept") && MONTHS.iter().any(|month| month.starts_with(&word))
}
