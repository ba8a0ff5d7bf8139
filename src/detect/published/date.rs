//! Dates as news prints them, to ISO 8601.
//!
//! Read: `2025-08-15`, `2025-09-12T12:00:56`, "August 15, 2025", "Aug. 15, 2025", "15 August 2025", "Friday
//! 14 March 2031", each with a time beside it ("10:40 AM – …"). Not read: dates without a year, and dates in
//! figures alone other than ISO's (4/5/2025 is a day in April or in May).

use crate::document::MONTHS;
use std::ops::Range;

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Years in which news was published; other numbers of four digits are something else.
const YEARS: Range<u32> = 1600..2200;

/// How many words may stand before a publication phrase ends: "This article was first published on".
const LONGEST_PHRASE: usize = 7;

/// The most words with capitals beside a date in a line of its own: an outlet, an author, a place.
const MOST_NAMES: usize = 8;

/// Lower-case words that may stand beside a date without making a sentence.
const BESIDE: &[&str] = &[
    "am", "pm", "a.m", "p.m", "at", "on", "of", "by", "the", "and", "edition", "issue", "local", "time", "min", "read",
    "for",
];

/// A date in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// ISO 8601, to the precision of the text.
    pub(super) iso: String,
    /// Its bytes in the text, weekday and time included.
    pub(super) range: Range<usize>,
}

/// A word, a number or a time, with its place.
#[derive(Clone, Copy, Debug)]
struct Part<'t> {
    text: &'t str,
    start: usize,
}

impl Part<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Its form for comparison: lower case, without final marks.
    fn plain(&self) -> String {
        self.text.trim_end_matches(['.', ':', '-']).to_lowercase()
    }

    fn number(&self) -> Option<u32> {
        let digits = self.text.trim_end_matches(['.', ',']);
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|tail| digits.strip_suffix(tail)).unwrap_or(digits);
        Some(digits).filter(|digits| digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    }

    fn month(&self) -> Option<u32> {
        let plain = self.plain();
        let found = |(_, month): &(u32, &str)| *month == plain || abbreviates(&plain, month);
        (1_u32..).zip(MONTHS).find(found).map(|(number, _)| number)
    }

    fn is_weekday(&self) -> bool {
        if !self.text.starts_with(['m', 'M', 't', 'T', 'w', 'W', 'f', 'F', 's', 'S']) {
            return false;
        }
        let plain = self.plain();
        WEEKDAYS.iter().any(|day| *day == plain || abbreviates(&plain, day))
    }
}

/// "aug", "sept"; "mar" is March and "may" is itself.
fn abbreviates(short: &str, long: &str) -> bool {
    (3..=5).contains(&short.len()) && long.starts_with(short)
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut out = vec![];
    let mut start = None;
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '.' | ':' | '-' | '\'' | '’');
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, inner(c)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let part = text.get(from..at).unwrap_or_default();
                if part.chars().any(char::is_alphanumeric) {
                    out.push(Part { text: part, start: from });
                }
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// Reads a whole value that is ISO 8601 already: `2025-09-12T12:00:56`, `2025/09/12 12:00Z`.
pub(super) fn iso(value: &str) -> Option<String> {
    let value = value.trim();
    let (day, rest) = value.split_at_checked(10)?;
    let mut fields = day.split(['-', '/']);
    let (year, month, date) = (fields.next()?, fields.next()?, fields.next()?);
    if (year.len(), month.len(), date.len()) != (4, 2, 2) {
        return None;
    }
    let day = civil(digits(year)?, digits(month)?, digits(date)?)?;
    let time = match rest.strip_prefix(['T', 't', ' ']) {
        None if rest.is_empty() => return Some(day),
        None => return None,
        Some(time) => time.trim(),
    };
    let clock_end = time.find(|c: char| !(c.is_ascii_digit() || c == ':')).unwrap_or(time.len());
    let (clock, tail) = time.split_at_checked(clock_end)?;
    let clock = clock_of(clock)?;
    let fraction = tail.strip_prefix('.').map_or(tail, |tail| tail.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some(format!("{day}T{clock}{}", zone(fraction.trim())))
}

/// A zone is kept when it is written as ISO 8601 has it.
fn zone(tail: &str) -> String {
    let offset = tail
        .strip_prefix(['+', '-'])
        .is_some_and(|rest| (2..=5).contains(&rest.len()) && rest.chars().all(|c| c.is_ascii_digit() || c == ':'));
    if offset || tail.eq_ignore_ascii_case("z") { tail.to_uppercase() } else { String::new() }
}

fn digits(text: &str) -> Option<u32> {
    Some(text).filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

/// Returns a day as ISO 8601 has it; `None` when the calendar does not have it.
fn civil(year: u32, month: u32, day: u32) -> Option<String> {
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let last = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (YEARS.contains(&year) && (1..=last).contains(&day)).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Returns a clock time of two or three fields.
fn clock_of(text: &str) -> Option<String> {
    let fields: Vec<u32> = text.split(':').map(digits).collect::<Option<_>>()?;
    let fits = match fields.as_slice() {
        [hours, minutes] => *hours < 24 && *minutes < 60,
        [hours, minutes, seconds] => *hours < 24 && *minutes < 60 && *seconds < 61,
        _ => false,
    };
    fits.then(|| fields.iter().map(|field| format!("{field:02}")).collect::<Vec<_>>().join(":"))
}

/// Finds the first date in a text, and the time beside it.
pub(super) fn find(text: &str) -> Option<Found> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let parts = parts(text);
    (0..parts.len()).find_map(|at| {
        let (day, mut range) = day_at(parts.get(at..)?)?;
        let before = parts.get(..at).unwrap_or_default();
        let after = parts.iter().position(|part| part.start >= range.end).and_then(|next| parts.get(next..));
        let time = time_before(before).or_else(|| time_after(after.unwrap_or_default()));
        let Some((clock, beside)) = time else { return Some(Found { iso: day, range }) };
        range = range.start.min(beside.start)..range.end.max(beside.end);
        Some(Found { iso: format!("{day}T{clock}"), range })
    })
}

/// Reads a day at the beginning of `parts`, with its weekday.
fn day_at(parts: &[Part]) -> Option<(String, Range<usize>)> {
    let first = parts.first()?;
    let parts = if first.is_weekday() { parts.get(1..)? } else { parts };
    let [a, rest @ ..] = parts else { return None };
    if let Some(day) = iso(a.text.trim_end_matches(['.', ':'])).filter(|day| day.len() >= 10) {
        return Some((day.get(..10)?.to_owned(), first.start..a.end()));
    }
    let [b, c, ..] = rest else { return None };
    let year = c.number().filter(|year| YEARS.contains(year))?;
    let day = match (a.month(), b.month()) {
        (Some(month), None) => civil(year, month, b.number()?)?,
        (None, Some(month)) => civil(year, month, a.number()?)?,
        _ => return None,
    };
    Some((day, first.start..c.start + 4))
}

/// "10:40 AM" as the last parts.
fn time_before(parts: &[Part]) -> Option<(String, Range<usize>)> {
    // A weekday and a zone may stand between: "10:40 AM ET – Friday, August 15, 2025".
    let from = parts.iter().rposition(|part| part.text.contains(':')).filter(|at| at + 4 > parts.len())?;
    time_at(parts.get(from..)?)
}

/// "at 10:40 AM" as the first parts.
fn time_after(parts: &[Part]) -> Option<(String, Range<usize>)> {
    let at = parts.iter().take(2).position(|part| part.text.contains(':'))?;
    time_at(parts.get(at..)?)
}

fn time_at(parts: &[Part]) -> Option<(String, Range<usize>)> {
    let clock = parts.first()?;
    let half = parts.get(1).map(Part::plain).unwrap_or_default();
    let (hours, minutes) = clock.text.trim_end_matches(['.', ':']).split_once(':')?;
    // "10:40AM"
    let glued = minutes.trim_start_matches(|c: char| c.is_ascii_digit()).replace('.', "").to_lowercase();
    let minutes = digits(minutes.trim_end_matches(|c: char| !c.is_ascii_digit()))?;
    let (half, end) = match (glued.as_str(), half.replace('.', "").as_str()) {
        ("am" | "pm", _) => (glued.clone(), clock.end()),
        ("", half @ ("am" | "pm")) => (half.to_owned(), parts.get(1)?.end()),
        ("", _) => (String::new(), clock.end()),
        _ => return None,
    };
    let hours = match (half.as_str(), digits(hours)?) {
        ("", hours) => hours,
        (_, hours) if hours == 0 || hours > 12 => return None,
        ("am", hours) => hours % 12,
        (_, hours) => hours % 12 + 12,
    };
    Some((clock_of(&format!("{hours}:{minutes}"))?, clock.start..end))
}

/// Finds a date after "Published on", "Posted", "Publication date:" and the like at the start of a text.
pub(super) fn after_phrase(text: &str) -> Option<Found> {
    let found = find(text)?;
    let parts = parts(text);
    let before: Vec<String> = parts.iter().take_while(|part| part.start < found.range.start).map(Part::plain).collect();
    let names = |word: &String| matches!(word.as_str(), "published" | "posted" | "publication" | "issued");
    let quiet = |word: &String| {
        matches!(
            word.as_str(),
            "first"
                | "originally"
                | "this"
                | "article"
                | "story"
                | "was"
                | "on"
                | "at"
                | "date"
                | "by"
                | "post"
                | "online"
        )
    };
    let phrase = before.iter().any(names) && before.iter().all(|word| names(word) || quiet(word));
    (phrase && before.len() <= LONGEST_PHRASE).then_some(found)
}

/// Tells whether a line is a date and what stands beside one: a time, an outlet, an author, "Evening
/// edition"; no sentence.
pub(in crate::detect) fn is_date_line(text: &str) -> bool {
    let text = text.trim().trim_start_matches([',', '·', '|', '—', '–', '•', ' ']);
    let Some(found) = find(text) else { return false };
    let mut names = 0;
    let beside = parts(text).into_iter().filter(|part| !found.range.contains(&part.start)).all(|part| {
        let capital = part.text.starts_with(char::is_uppercase);
        names += usize::from(capital);
        capital || part.number().is_some() || BESIDE.contains(&part.plain().as_str())
    });
    let ends_sentence = text.ends_with(['.', '!', '?']) && !text.ends_with(".m.");
    beside && names <= MOST_NAMES && !ends_sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_news_prints() {
        for (text, iso, words) in [
            ("10:40 AM – Friday, August 15, 2025", "2025-08-15T10:40", "10:40 AM – Friday, August 15, 2025"),
            ("Published on August 21, 2025", "2025-08-21", "August 21, 2025"),
            ("15 August 2025", "2025-08-15", "15 August 2025"),
            ("Aug. 15, 2025", "2025-08-15", "Aug. 15, 2025"),
            ("Fri 14th Mar 2031, 9:05 p.m.", "2031-03-14T21:05", "Fri 14th Mar 2031, 9:05 p.m."),
            ("12:30am, May 1, 2024", "2024-05-01T00:30", "12:30am, May 1, 2024"),
            ("2025-08-15", "2025-08-15", "2025-08-15"),
            ("The Harbor Post, March 24, 2031", "2031-03-24", "March 24, 2031"),
        ] {
            let found = find(text).unwrap();
            assert_eq!((found.iso.as_str(), text.get(found.range).unwrap()), (iso, words), "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in
            ["", "March 14", "on Thursday", "February 30, 2025", "4/5/2025", "August 15, 25", "Chapter 11, 2025"]
        {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn iso_keeps_its_precision() {
        assert_eq!(iso("2025-09-12T12:00:56").as_deref(), Some("2025-09-12T12:00:56"));
        assert_eq!(iso("2025-09-12 12:00:56.25+02:00").as_deref(), Some("2025-09-12T12:00:56+02:00"));
        assert_eq!(iso("2031-03-18").as_deref(), Some("2031-03-18"));
        for bad in ["2025-13-01", "2025-02-29", "2025-9-1", "20250912", "2025-09-12x", "2025-09-12T25:00", "日日日日"]
        {
            assert_eq!(iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn tells_lines_from_sentences() {
        for line in
            ["Friday 14 March 2031 · Evening edition", "By Jane Doe | March 5, 2024", "2:05 PM ET, March 5, 2024"]
        {
            assert!(is_date_line(line), "{line}");
        }
        for other in ["The war began on August 24, 2022", "SELMARK, March 13", "On March 5, 2024, he left."] {
            assert!(!is_date_line(other), "{other}");
        }
    }
}
