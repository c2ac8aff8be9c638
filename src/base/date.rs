//! Days and months. A month stands for a date of which only the month is known.

use jiff::civil;

/// A day of the civil calendar, proleptic Gregorian.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(civil::Date);

impl std::fmt::Debug for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl std::fmt::Display for Date {
    /// ISO 8601: `2024-10-01`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Date {
    pub const MIN: Date = Date(civil::Date::constant(1, 1, 1));
    pub const MAX: Date = Date(civil::Date::constant(9999, 12, 31));

    /// `None` for a day that the calendar does not have, or a year outside 1 to 9999.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        if year < 1 {
            return None;
        }
        civil::Date::new(year, month, day).ok().map(Date)
    }

    /// Reads `2024-10-01` and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
            return None;
        }
        Date::new(digits(year)?, i8::try_from(digits(month)?).ok()?, i8::try_from(digits(day)?).ok()?)
    }

    pub fn year(self) -> i16 {
        self.0.year()
    }

    pub fn month(self) -> i8 {
        self.0.month()
    }

    pub fn day(self) -> i8 {
        self.0.day()
    }

    pub fn tomorrow(self) -> Date {
        self.0.tomorrow().map_or(Date::MAX, Date)
    }

    pub fn yesterday(self) -> Date {
        self.0.yesterday().ok().map_or(Date::MIN, |day| if day.year() < 1 { Date::MIN } else { Date(day) })
    }

    /// Adds months; a day that the target month lacks becomes that month's last day, as article 641 of the French
    /// Code de procédure civile counts time limits. `None` outside the calendar.
    pub fn add_months(self, months: i64) -> Option<Date> {
        let index =
            i64::from(self.year()).checked_mul(12)?.checked_add(i64::from(self.month()) - 1)?.checked_add(months)?;
        let (year, month) = (i16::try_from(index.div_euclid(12)).ok()?, i8::try_from(index.rem_euclid(12) + 1).ok()?);
        let first = Date::new(year, month, 1)?;
        Date::new(year, month, self.day().min(first.0.days_in_month()))
    }

    /// Adds days; `None` outside the calendar.
    pub fn add_days(self, days: i64) -> Option<Date> {
        let number = self.day_number().checked_add(days)?;
        Date::from_day_number(number)
    }

    /// Days since 0001-01-01, which is 0.
    pub fn day_number(self) -> i64 {
        let year = i64::from(self.year()) - 1;
        let before = year * 365 + year / 4 - year / 100 + year / 400;
        before + i64::from(self.0.day_of_year()) - 1
    }

    /// The inverse of [`Date::day_number`].
    pub fn from_day_number(number: i64) -> Option<Date> {
        if number < 0 || number > Date::MAX.day_number() {
            return None;
        }
        let span = jiff::Span::new().try_days(number).ok()?;
        Date::MIN.0.checked_add(span).ok().map(Date)
    }

    /// Whole days from `self` to `later`; negative when `later` is before.
    pub fn days_until(self, later: Date) -> i64 {
        later.day_number() - self.day_number()
    }

    /// Whole months from `self` to `later`: the largest n such that `self + n months` is not after `later`.
    pub fn months_until(self, later: Date) -> i64 {
        let raw = (i64::from(later.year()) - i64::from(self.year())) * 12 + i64::from(later.month())
            - i64::from(self.month());
        match self.add_months(raw) {
            Some(reached) if reached > later => raw - 1,
            _ => raw,
        }
    }

    /// The time of day where the program runs: `14:32:05`.
    pub fn time_of_day() -> String {
        let now = jiff::ZonedDateTime::now();
        format!("{:02}:{:02}:{:02}", now.hour(), now.minute(), now.second())
    }

    /// Today where the program runs.
    pub fn today() -> Date {
        Date(jiff::ZonedDateTime::now().date())
    }
}

/// A date as written: a day, or a month whose day is not said.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MonthOrDay {
    /// `2024-03-20`
    Day(Date),
    /// `2024-03`
    Month { year: i16, month: i8 },
}

impl MonthOrDay {
    /// Reads `2024-03` or `2024-03-20`; `None` for anything else, impossible days included.
    pub fn parse(text: &str) -> Option<MonthOrDay> {
        if let Some(date) = Date::parse(text) {
            return Some(MonthOrDay::Day(date));
        }
        let (year, month) = text.split_once('-')?;
        if year.len() != 4 || month.len() != 2 {
            return None;
        }
        let (year, month) = (digits(year)?, i8::try_from(digits(month)?).ok()?);
        Date::new(year, month, 1).map(|_| MonthOrDay::Month { year, month })
    }

    /// The first day it may stand for.
    pub fn first_day(self) -> Date {
        match self {
            MonthOrDay::Day(date) => date,
            MonthOrDay::Month { year, month } => Date::new(year, month, 1).unwrap_or(Date::MIN),
        }
    }

    /// The last day it may stand for.
    pub fn last_day(self) -> Date {
        match self {
            MonthOrDay::Day(date) => date,
            MonthOrDay::Month { .. } => {
                let first = self.first_day();
                Date::new(first.year(), first.month(), first.0.days_in_month()).unwrap_or(first)
            }
        }
    }
}

impl std::fmt::Display for MonthOrDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MonthOrDay::Day(date) => write!(f, "{date}"),
            MonthOrDay::Month { year, month } => write!(f, "{year:04}-{month:02}"),
        }
    }
}

fn digits(text: &str) -> Option<i16> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn months_are_added_to_the_last_day_when_the_target_lacks_the_day() {
        assert_eq!(day("2024-01-31").add_months(1), Some(day("2024-02-29")));
        assert_eq!(day("2023-01-31").add_months(1), Some(day("2023-02-28")));
        assert_eq!(day("2024-09-28").add_months(6), Some(day("2025-03-28")));
        assert_eq!(day("9999-12-31").add_months(1), None);
    }

    #[test]
    fn day_numbers_go_back_and_forth() {
        for text in ["0001-01-01", "1900-02-28", "1900-03-01", "2000-02-29", "2024-02-29", "9999-12-31"] {
            assert_eq!(Date::from_day_number(day(text).day_number()), Some(day(text)));
        }
        assert_eq!(day("2025-03-28").days_until(day("2025-12-22")), 269);
    }

    #[test]
    fn whole_months() {
        assert_eq!(day("2016-06-08").months_until(day("2019-09-01")), 38);
        assert_eq!(day("2024-01-31").months_until(day("2024-02-29")), 1);
        assert_eq!(day("2024-03-20").months_until(day("2024-03-19")), -1);
    }

    #[test]
    fn a_30_february_is_refused() {
        assert_eq!(MonthOrDay::parse("2024-02-30"), None);
        assert_eq!(MonthOrDay::parse("2024-13"), None);
        assert_eq!(MonthOrDay::parse("2024-02").map(MonthOrDay::last_day), Some(day("2024-02-29")));
    }
}
