//! Days: counted, so that “on Tuesday” can be found from the day on which a text was published.

/// Year, month (1 to 12) and day (1 to 31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    /// 0 when nothing tells.
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

/// The days of the week, as they are counted from 1 January 1970, a Thursday.
const WEEKDAYS: [&str; 7] = ["thursday", "friday", "saturday", "sunday", "monday", "tuesday", "wednesday"];

/// Days of 400 years, and those from 1 March of the year 0 to 1 January 1970.
const ERA: i64 = 146_097;
const EPOCH: i64 = 719_468;

impl Day {
    /// Reads the day of a date in ISO 8601; none when it has only a year or a month.
    pub(super) fn read(date: &str) -> Option<Self> {
        let mut parts = date.get(..10)?.split('-').map(|part| part.parse().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        Some(Self { year, month, day }).filter(|day| (1..=12).contains(&day.month) && (1..=31).contains(&day.day))
    }

    /// Counts the days from 1 January 1970 (by years that begin in March, so that the leap day is the last).
    fn number(self) -> i64 {
        let (year, month, day) = (i64::from(self.year), i64::from(self.month), i64::from(self.day));
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH
    }

    fn of_number(number: i64) -> Option<Self> {
        let number = number + EPOCH;
        let (era, of_era) = (number.div_euclid(ERA), number.rem_euclid(ERA));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year + era * 400 + i64::from(month <= 2);
        Some(Self { year: year.try_into().ok()?, month: month.try_into().ok()?, day: day.try_into().ok()? })
    }

    /// Returns the day that is so many days later.
    pub(super) fn later(self, days: i64) -> Option<Self> {
        Self::of_number(self.number() + days)
    }

    /// Returns how many days before this one the day of the week is that a word names: 0 to 6, 0 when it is this one.
    pub(super) fn since(self, weekday: &str) -> Option<i64> {
        let named = i64::try_from(WEEKDAYS.iter().position(|name| *name == weekday)?).ok()?;
        Some((self.number() - named).rem_euclid(7))
    }
}

/// Tells whether a word, folded, is a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(date: &str) -> Day {
        Day::read(date).expect("a date")
    }

    #[test]
    fn days_are_counted_over_leap_years() {
        assert_eq!(day("1970-01-01").number(), 0);
        assert_eq!(day("2000-02-29").later(1), Some(day("2000-03-01")));
        assert_eq!(day("2024-03-01").later(-1), Some(day("2024-02-29")));
        assert_eq!(day("2025-12-31T23:59").later(1), Some(day("2026-01-01")));
        for number in (-200_000..200_000).step_by(37) {
            assert_eq!(Day::of_number(number).map(Day::number), Some(number));
        }
    }

    #[test]
    fn weekdays_are_found_backwards() {
        assert_eq!(day("2027-05-13").since("thursday"), Some(0));
        assert_eq!(day("2027-05-13").since("tuesday"), Some(2));
        assert_eq!(day("2027-05-13").since("friday"), Some(6));
        assert_eq!(day("2027-05-13").since("someday"), None);
    }

    #[test]
    fn dates_without_a_day_are_none() {
        assert_eq!((Day::read("2027"), Day::read("2027-05"), Day::read("2027-13-01")), (None, None, None));
    }
}
