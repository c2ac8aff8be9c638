//! A calendar as simple as can be: days are counted one after the other, months by their lengths.

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct Day {
    pub year: i64,
    pub month: i64,
    pub day: i64,
}

pub fn day(year: i64, month: i64, day: i64) -> Day {
    Day { year, month, day }
}

fn is_leap(year: i64) -> bool {
    if year % 400 == 0 {
        return true;
    }
    if year % 100 == 0 {
        return false;
    }
    year % 4 == 0
}

pub fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Day {
    pub fn next(self) -> Day {
        if self.day < days_in_month(self.year, self.month) {
            return day(self.year, self.month, self.day + 1);
        }
        if self.month < 12 {
            return day(self.year, self.month + 1, 1);
        }
        day(self.year + 1, 1, 1)
    }

    pub fn previous(self) -> Day {
        if self.day > 1 {
            return day(self.year, self.month, self.day - 1);
        }
        let (year, month) = if self.month > 1 { (self.year, self.month - 1) } else { (self.year - 1, 12) };
        day(year, month, days_in_month(year, month))
    }

    pub fn plus_days(self, days: i64) -> Day {
        let mut found = self;
        for _ in 0..days.abs() {
            found = if days > 0 { found.next() } else { found.previous() };
        }
        found
    }

    /// The same day of a later month, or the last of that month when it is shorter.
    pub fn plus_months(self, months: i64) -> Day {
        let (mut year, mut month) = (self.year, self.month);
        for _ in 0..months.abs() {
            if months > 0 {
                month += 1;
            } else {
                month -= 1;
            }
            if month == 13 {
                (year, month) = (year + 1, 1);
            }
            if month == 0 {
                (year, month) = (year - 1, 12);
            }
        }
        day(year, month, self.day.min(days_in_month(year, month)))
    }

    pub fn days_until(self, later: Day) -> i64 {
        let mut count = 0;
        let mut at = self;
        while at < later {
            at = at.next();
            count += 1;
        }
        while at > later {
            at = at.previous();
            count -= 1;
        }
        count
    }

    /// Whole months: as many as can be added without going beyond `later`; fewer than none when it is before.
    pub fn months_until(self, later: Day) -> i64 {
        let mut months = 0;
        while self.plus_months(months) > later {
            months -= 1;
        }
        while self.plus_months(months + 1) <= later {
            months += 1;
        }
        months
    }

    /// Whole years, counted one after the other.
    pub fn years_until(self, later: Day) -> i64 {
        let mut years = 0;
        while self.plus_months(12 * years) > later {
            years -= 1;
        }
        while self.plus_months(12 * (years + 1)) <= later {
            years += 1;
        }
        years
    }

    /// The days of a month.
    pub fn of_month(year: i64, month: i64) -> Vec<Day> {
        (1..=days_in_month(year, month)).map(|rank| day(year, month, rank)).collect()
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}
