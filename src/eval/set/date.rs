//! The days that something may still be.

use super::interval::Interval;
use super::{BoolSet, NumSet};
use crate::base::{Date, MonthOrDay, Num};

/// More ranges than this are merged with their neighbours, which is sound but no longer exact.
const MOST_RANGES: usize = 64;

/// Ranges of more months than this are moved by months as a whole.
const FEW_MONTHS: i64 = 64;

/// Grids of more points than this are taken as a whole.
const FEW_POINTS: i64 = 64;

/// The possible days of a date: a sorted union of at most 64 ranges, ends included, that neither overlap nor touch. A
/// single range takes no allocation.
#[derive(Clone, PartialEq, Eq)]
pub struct DateSet(Repr);

#[derive(Clone, PartialEq, Eq)]
enum Repr {
    One([(Date, Date); 1]),
    /// Not exactly one range; empty for the empty set.
    Many(Box<[(Date, Date)]>),
}

impl DateSet {
    pub fn exact(day: Date) -> DateSet {
        DateSet(Repr::One([(day, day)]))
    }

    /// No day at all: what contradictory facts leave.
    pub fn empty() -> DateSet {
        DateSet(Repr::Many(Box::default()))
    }

    /// Any day of the calendar.
    pub fn all() -> DateSet {
        DateSet(Repr::One([(Date::MIN, Date::MAX)]))
    }

    /// Both included; empty when they are in the wrong order.
    pub fn between(first: Date, last: Date) -> DateSet {
        if first <= last { DateSet(Repr::One([(first, last)])) } else { DateSet::empty() }
    }

    pub fn on_or_after(day: Date) -> DateSet {
        DateSet::between(day, Date::MAX)
    }

    pub fn on_or_before(day: Date) -> DateSet {
        DateSet::between(Date::MIN, day)
    }

    pub fn after(day: Date) -> DateSet {
        if day == Date::MAX { DateSet::empty() } else { DateSet::on_or_after(day.tomorrow()) }
    }

    pub fn before(day: Date) -> DateSet {
        if day == Date::MIN { DateSet::empty() } else { DateSet::on_or_before(day.yesterday()) }
    }

    /// Exact up to 64 ranges.
    pub fn from_ranges(ranges: impl IntoIterator<Item = (Date, Date)>) -> DateSet {
        let mut ranges: Vec<(Date, Date)> = ranges.into_iter().filter(|(first, last)| first <= last).collect();
        ranges.sort();
        let mut joined: Vec<(Date, Date)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match joined.last_mut() {
                Some(previous) if first <= previous.1.tomorrow() => previous.1 = previous.1.max(last),
                _ => joined.push((first, last)),
            }
        }
        let ranges = merged(joined);
        match ranges.as_slice() {
            [only] => DateSet(Repr::One([*only])),
            _ => DateSet(Repr::Many(ranges.into_boxed_slice())),
        }
    }

    /// First and last day of each range, in order.
    pub fn ranges(&self) -> &[(Date, Date)] {
        match &self.0 {
            Repr::One(range) => range,
            Repr::Many(ranges) => ranges,
        }
    }

    /// The day, when only one is possible.
    pub fn known(&self) -> Option<Date> {
        match &self.0 {
            Repr::One([(first, last)]) if first == last => Some(*first),
            Repr::One(_) | Repr::Many(_) => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.ranges().is_empty()
    }

    pub fn first(&self) -> Option<Date> {
        self.ranges().first().map(|range| range.0)
    }

    pub fn last(&self) -> Option<Date> {
        self.ranges().last().map(|range| range.1)
    }

    fn ends(&self) -> Option<(Date, Date)> {
        Some((self.first()?, self.last()?))
    }

    pub fn contains(&self, day: Date) -> bool {
        self.ranges().iter().any(|&(first, last)| first <= day && day <= last)
    }

    /// Exact up to 64 ranges.
    pub fn union(&self, other: &DateSet) -> DateSet {
        DateSet::from_ranges(self.ranges().iter().chain(other.ranges()).copied())
    }

    /// Exact up to 64 ranges.
    pub fn intersect(&self, other: &DateSet) -> DateSet {
        let pairs = self.ranges().iter().flat_map(|a| other.ranges().iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
        DateSet::from_ranges(pairs)
    }

    /// Whether both are the same day. Exact for independent operands.
    pub fn equals(&self, other: &DateSet) -> BoolSet {
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        let one_and_same = self.known().is_some() && self.known() == other.known();
        BoolSet::new(!self.intersect(other).is_empty(), !one_and_same)
    }

    /// Whether this day is before the other. Exact for independent operands.
    pub fn lt(&self, other: &DateSet) -> BoolSet {
        match (self.ends(), other.ends()) {
            (Some((first, last)), Some((other_first, other_last))) => {
                BoolSet::new(first < other_last, last >= other_first)
            }
            _ => BoolSet::NONE,
        }
    }

    /// Whether this day is the other or before it. Exact for independent operands.
    pub fn le(&self, other: &DateSet) -> BoolSet {
        other.lt(self).not()
    }

    /// The days that many days later (earlier when negative), and whether some may fall outside the calendar, where
    /// there is none. Parts of days are dropped: 2.5 days count as 2, −2.5 days as −3.
    ///
    /// Exact for an exact number and wherever [`NumSet::add`] is, up to 64 ranges.
    pub fn add_days(&self, days: &NumSet) -> (DateSet, bool) {
        if let (Some(day), Some(days)) = (self.known(), days.known()) {
            let moved = days.floor().to_i64().and_then(|days| day.add_days(days));
            return moved.map_or((DateSet::empty(), true), |day| (DateSet::exact(day), false));
        }
        from_day_numbers(&self.day_numbers().add(&days.floor()))
    }

    /// The days that many months later (earlier when negative), and whether some may fall outside the calendar, where
    /// there is none. Parts of months are dropped, as [`DateSet::add_days`] does.
    ///
    /// Exact for ranges that touch at most 64 months and at most 64 numbers of months; the ends are exact otherwise.
    pub fn add_months(&self, months: &NumSet) -> (DateSet, bool) {
        let (mut moved, mut may_leave) = (Vec::new(), false);
        for interval in months.floor().intervals().iter() {
            for &range in self.ranges() {
                may_leave |= match interval.points(FEW_POINTS) {
                    Some(points) => points.iter().fold(false, |leaves, n| leaves | move_by(range, n, &mut moved)),
                    None => {
                        let (least, most) = (interval.lower().value(), interval.upper().value());
                        move_between(range, least.map(saturated), most.map(saturated), &mut moved)
                    }
                };
            }
        }
        (DateSet::from_ranges(moved), may_leave)
    }

    /// Whole days from this to `later`, negative when that is before. Exact.
    pub fn days_until(&self, later: &DateSet) -> NumSet {
        if let (Repr::One([from]), Repr::One([to])) = (&self.0, &later.0) {
            return NumSet::whole(from.1.days_until(to.0), from.0.days_until(to.1));
        }
        later.day_numbers().sub(&self.day_numbers())
    }

    /// Whole months from this to `later`, negative when that is before. Exact: when an end moves by a day the number
    /// moves by one at most, so that nothing between the extremes of two ranges is left out.
    pub fn months_until(&self, later: &DateSet) -> NumSet {
        let pairs = self.ranges().iter().flat_map(|a| later.ranges().iter().map(move |b| (a, b)));
        let months = pairs.filter_map(|(a, b)| whole_numbers(a.1.months_until(b.0), a.0.months_until(b.1)));
        NumSet::from_intervals(months.collect())
    }

    /// Days counted as [`Date::day_number`] does.
    fn day_numbers(&self) -> NumSet {
        let ranges = self.ranges().iter();
        NumSet::from_intervals(ranges.filter_map(|(a, b)| whole_numbers(a.day_number(), b.day_number())).collect())
    }
}

impl From<MonthOrDay> for DateSet {
    fn from(written: MonthOrDay) -> DateSet {
        DateSet::between(written.first_day(), written.last_day())
    }
}

impl std::fmt::Debug for DateSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.ranges().iter().map(|(first, last)| format!("{first}..{last}"))).finish()
    }
}

fn whole_numbers(least: i64, most: i64) -> Option<Interval> {
    Interval::whole(least, most)
}

/// Merges the nearest neighbours until at most 64 ranges are left.
fn merged(ranges: Vec<(Date, Date)>) -> Vec<(Date, Date)> {
    let excess = ranges.len().saturating_sub(MOST_RANGES);
    if excess == 0 {
        return ranges;
    }
    let neighbours = ranges.iter().zip(ranges.iter().skip(1));
    let mut gaps: Vec<(i64, Date)> = neighbours.map(|(a, b)| (a.1.days_until(b.0), b.0)).collect();
    gaps.sort();
    let closed: std::collections::HashSet<Date> = gaps.iter().take(excess).map(|gap| gap.1).collect();
    let mut merged: Vec<(Date, Date)> = Vec::with_capacity(MOST_RANGES);
    for (first, last) in ranges {
        match merged.last_mut() {
            Some(previous) if closed.contains(&first) => previous.1 = last,
            _ => merged.push((first, last)),
        }
    }
    merged
}

/// The days with these numbers, which are whole, and whether some numbers are outside the calendar.
fn from_day_numbers(numbers: &NumSet) -> (DateSet, bool) {
    let calendar = (Num::from_i64(0), Num::from_i64(Date::MAX.day_number()));
    let inside = numbers.intersect(&NumSet::between(calendar.0.clone(), calendar.1.clone()));
    let may_leave =
        numbers.lt(&NumSet::exact(calendar.0)).can_be_true() || NumSet::exact(calendar.1).lt(numbers).can_be_true();
    let day = |n: &Num| n.to_i64().and_then(Date::from_day_number);
    let mut ranges = Vec::new();
    for interval in inside.intervals().iter() {
        let contiguous = interval.step().is_none_or(|step| *step <= Num::ONE);
        match interval.points(FEW_POINTS) {
            Some(points) if !contiguous => ranges.extend(points.iter().filter_map(|n| day(n).map(|day| (day, day)))),
            _ => {
                let ends = (interval.lower().value().and_then(day), interval.upper().value().and_then(day));
                ranges.push((ends.0.unwrap_or(Date::MIN), ends.1.unwrap_or(Date::MAX)));
            }
        }
    }
    (DateSet::from_ranges(ranges), may_leave)
}

/// Adds the days of a range moved by a whole number of months; says whether some fall outside the calendar.
fn move_by((first, last): (Date, Date), months: &Num, moved: &mut Vec<(Date, Date)>) -> bool {
    let months = saturated(months);
    if month_index(last) - month_index(first) >= FEW_MONTHS {
        return move_between((first, last), Some(months), Some(months), moved);
    }
    // Within one month days stay in a row; from month to month the last days of a longer one are left out.
    let (mut leaves, mut start) = (false, first);
    loop {
        let end = MonthOrDay::Month { year: start.year(), month: start.month() }.last_day().min(last);
        match (start.add_months(months), end.add_months(months)) {
            (Some(from), Some(to)) => moved.push((from, to)),
            _ => leaves = true,
        }
        if end >= last {
            return leaves;
        }
        start = end.tomorrow();
    }
}

/// The same for any number of months from `least` to `most`, without end where that is `None`; with exact ends only.
fn move_between(
    (first, last): (Date, Date),
    least: Option<i64>,
    most: Option<i64>,
    moved: &mut Vec<(Date, Date)>,
) -> bool {
    let calendar = (month_index(Date::MIN), month_index(Date::MAX));
    let earliest = least.map_or(i64::MIN, |months| month_index(first).saturating_add(months));
    let latest = most.map_or(i64::MAX, |months| month_index(last).saturating_add(months));
    if earliest <= calendar.1 && latest >= calendar.0 {
        let from = least.and_then(|months| first.add_months(months)).unwrap_or(Date::MIN);
        let to = most.and_then(|months| last.add_months(months)).unwrap_or(Date::MAX);
        moved.push((from, to));
    }
    earliest < calendar.0 || latest > calendar.1
}

/// Months counted so that neighbours differ by one.
fn month_index(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// What does not fit is far outside the calendar in any case.
fn saturated(n: &Num) -> i64 {
    n.to_i64().unwrap_or(if n.is_negative() { i64::MIN } else { i64::MAX })
}
