//! The calendar of a decision: what came late, what came before what it must follow, and the earliest days at which
//! the rest can still come. Dates in, dates out: conditions and words are elsewhere.
//!
//! A month stays a month: `2024-03` is compared with other months, and is never taken for its first day.

use crate::base::{Date, MonthOrDay};
use crate::eval::set::DateSet;
use crate::model::plan::MonthDay;

/// What is known of one milestone on the day of the evaluation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// When its text expects it: a date, or the first and the last of a stretch.
    pub expected: Option<(MonthOrDay, Option<MonthOrDay>)>,
    /// The days that the dossier may mean by its plan.
    pub planned: Option<DateSet>,
    /// The days on which it may have been reached, once it was.
    pub reached: Option<DateSet>,
    /// The milestones that must not come later, by rank.
    pub after: Vec<usize>,
    pub takes_at_least: Option<Duration>,
    /// The days of every year between which it may come, both included.
    pub only_between: Option<(MonthDay, MonthDay)>,
    pub takes_effect_on: Option<MonthDay>,
}

/// How long a milestone takes once those before it were reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Duration {
    Days(i64),
    Months(i64),
}

/// Which date of a milestone is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Reached,
    Planned,
    /// Nobody says: the earliest date that what comes before allows.
    Earliest,
}

/// Where one milestone stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// Months between what the text expects and the date reached, or today while it is overdue. `None` when it is not
    /// late, or when that cannot be told.
    pub late_months: Option<i64>,
    /// The same against the plan of the dossier.
    pub behind_months: Option<i64>,
    /// The first date at which it can be reached; `None` once it was, or outside the calendar.
    pub earliest: Option<MonthOrDay>,
    /// From when it counts, and the date that this follows from.
    pub effect: Option<(DateSet, Basis)>,
    /// The milestones it comes before although it must not.
    pub inversions: Vec<Inversion>,
    /// The dates that fall on days of the year on which it may not come.
    pub outside: Vec<Basis>,
    /// Whether the plan is for a day before the earliest.
    pub is_too_early: bool,
    /// The milestones it comes directly after that are not reached.
    pub waits_for: Vec<usize>,
}

/// A milestone that comes in an earlier month than one it must follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inversion {
    /// The rank of the one that should have come before.
    pub follows: usize,
    pub own: Basis,
    pub other: Basis,
    /// Months between the two, at least one.
    pub months: i64,
    /// Days between the two, where both are known to the day.
    pub days: Option<i64>,
}

/// Where every milestone stands, by rank. Those that are `None` say nothing that day, and nothing waits for them.
pub fn calendar(points: &[Option<Point>], today: Date) -> Vec<Option<Place>> {
    let mut calendar = Calendar { points, today, earliest: vec![None; points.len()] };
    for rank in in_order(points) {
        let earliest = calendar.point(rank).and_then(|point| calendar.earliest_of(point));
        if let Some(place) = calendar.earliest.get_mut(rank) {
            *place = earliest;
        }
    }
    (0..points.len()).map(|rank| calendar.point(rank).map(|point| calendar.place(rank, point))).collect()
}

struct Calendar<'p> {
    points: &'p [Option<Point>],
    today: Date,
    /// By rank, of those not reached.
    earliest: Vec<Option<MonthOrDay>>,
}

impl<'p> Calendar<'p> {
    fn point(&self, rank: usize) -> Option<&'p Point> {
        self.points.get(rank)?.as_ref()
    }

    fn place(&self, rank: usize, point: &'p Point) -> Place {
        let earliest = self.earliest.get(rank).copied().flatten();
        let expected = point.expected.map(|(from, to)| month_of(to.unwrap_or(from).last_day()));
        let planned = point.planned.as_ref().and_then(only_month);
        let open_plan = point.planned.as_ref().filter(|_| point.reached.is_none());
        let is_too_early = match (open_plan.and_then(DateSet::last), earliest) {
            (Some(planned), Some(earliest)) => self.today <= planned && planned < earliest.first_day(),
            _ => false,
        };
        let waits_for = point.after.iter().copied();
        let waits_for = waits_for.filter(|before| self.point(*before).is_some_and(|before| before.reached.is_none()));
        Place {
            late_months: expected.and_then(|month| self.months_after(month, point)),
            behind_months: planned.and_then(|month| self.months_after(month, point)),
            earliest,
            effect: self.effect(point, earliest),
            inversions: self.inversions(rank, point),
            outside: outside(point),
            is_too_early,
            waits_for: if point.reached.is_none() { waits_for.collect() } else { Vec::new() },
        }
    }

    /// Whole months from a month to the date reached, or to today. Equal months are not late; nothing is said of a date
    /// known only within limits that straddle months.
    fn months_after(&self, month: i64, point: &Point) -> Option<i64> {
        let late = match &point.reached {
            Some(reached) => only_month(reached)? - month,
            None => month_of(self.today) - month,
        };
        (late > 0).then_some(late)
    }

    /// The first date at which a milestone that was not reached can be.
    fn earliest_of(&self, point: &Point) -> Option<MonthOrDay> {
        if point.reached.is_some() {
            return None;
        }
        let today = MonthOrDay::Day(self.today);
        let mut start: Option<MonthOrDay> = None;
        for before in &point.after {
            let Some(before_it) = self.point(*before) else { continue };
            let date = self.foreseen(*before, before_it)?;
            start = Some(start.map_or(date, |start| later(start, date)));
        }
        let ended = match point.takes_at_least {
            Some(duration) => moved(start.unwrap_or(today), duration)?,
            None => start.unwrap_or(today),
        };
        let earliest = later(ended, today);
        match point.only_between {
            Some(window) => next_within(earliest, window),
            None => Some(earliest),
        }
    }

    /// The date at which one that others wait for is reached, or can be: a plan counts unless it is too early to hold.
    fn foreseen(&self, rank: usize, point: &Point) -> Option<MonthOrDay> {
        if let Some(reached) = &point.reached {
            return at_first(reached);
        }
        let earliest = self.earliest.get(rank).copied().flatten()?;
        Some(point.planned.as_ref().and_then(at_first).map_or(earliest, |planned| later(planned, earliest)))
    }

    fn effect(&self, point: &Point, earliest: Option<MonthOrDay>) -> Option<(DateSet, Basis)> {
        let day = point.takes_effect_on?;
        let earliest_days = earliest.map(DateSet::from);
        let planned = point.planned.as_ref().filter(|planned| {
            let earliest = earliest.map(MonthOrDay::first_day);
            planned.first().zip(earliest).is_some_and(|(planned, earliest)| earliest <= planned)
        });
        let (from, basis) = match (&point.reached, planned, &earliest_days) {
            (Some(reached), ..) => (reached, Basis::Reached),
            (None, Some(planned), _) => (planned, Basis::Planned),
            (None, None, Some(earliest)) => (earliest, Basis::Earliest),
            (None, None, None) => return None,
        };
        // A date known only to be on or after some day may take effect in any year after it.
        let first = next_day(from.first()?, day)?;
        let last = next_day(from.last()?, day).unwrap_or(Date::MAX);
        let years = i64::from(last.year()) - i64::from(first.year());
        let days = if years < 8 {
            let years = (first.year()..=last.year()).filter_map(|year| day_of(year, day));
            DateSet::from_ranges(years.map(|day| (day, day)))
        } else {
            DateSet::between(first, last)
        };
        Some((days, basis))
    }

    /// Looks through milestones of which no date is known at those before them.
    fn inversions(&self, rank: usize, point: &'p Point) -> Vec<Inversion> {
        let Some((own_date, own)) = dated(point) else { return Vec::new() };
        let mut found = Vec::new();
        let mut seen = vec![rank];
        let mut to_see: Vec<usize> = point.after.iter().rev().copied().collect();
        while let Some(follows) = to_see.pop() {
            if seen.contains(&follows) {
                continue;
            }
            seen.push(follows);
            let Some(before) = self.point(follows) else { continue };
            let Some((date, other)) = dated(before) else {
                to_see.extend(before.after.iter().rev());
                continue;
            };
            let (Some(last), Some(first)) = (own_date.last(), date.first()) else { continue };
            let months = month_of(first) - month_of(last);
            if months > 0 {
                let days = own_date.known().zip(date.known()).map(|(own, other)| own.days_until(other));
                found.push(Inversion { follows, own, other, months, days });
            }
        }
        found
    }
}

/// The date of a milestone: reached, else planned.
fn dated(point: &Point) -> Option<(&DateSet, Basis)> {
    let reached = point.reached.as_ref().map(|reached| (reached, Basis::Reached));
    reached.or_else(|| point.planned.as_ref().map(|planned| (planned, Basis::Planned)))
}

/// Each rank after those its milestone follows. A circle, which is refused before, is cut where it closes.
fn in_order(points: &[Option<Point>]) -> Vec<usize> {
    let mut order = Vec::with_capacity(points.len());
    let mut met = vec![false; points.len()];
    for start in 0..points.len() {
        // Its own stack: a long chain of milestones must not exhaust the thread's.
        let mut path = vec![(start, 0)];
        while let Some((rank, next)) = path.pop() {
            if next == 0 && met.get(rank).copied().unwrap_or(true) {
                continue;
            }
            if let Some(met) = met.get_mut(rank) {
                *met = true;
            }
            match points.get(rank).and_then(|point| point.as_ref()?.after.get(next)) {
                Some(before) => path.extend([(rank, next + 1), (*before, 0)]),
                None => order.push(rank),
            }
        }
    }
    order
}

/// The planned and reached dates of which no day is between those of the year on which a milestone may come.
fn outside(point: &Point) -> Vec<Basis> {
    let Some(window) = point.only_between else { return Vec::new() };
    let may_be_inside = |days: &DateSet| {
        days.ranges().iter().any(|(first, last)| next_within_days(*first, window).is_some_and(|day| day <= *last))
    };
    let dates = [(&point.reached, Basis::Reached), (&point.planned, Basis::Planned)];
    let outside = dates.into_iter().filter(|(days, _)| days.as_ref().is_some_and(|days| !may_be_inside(days)));
    outside.map(|(_, basis)| basis).collect()
}

/// Months counted so that neighbours differ by one.
pub(super) fn month_of(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

/// The month in which all the days are.
fn only_month(days: &DateSet) -> Option<i64> {
    let (first, last) = (month_of(days.first()?), month_of(days.last()?));
    (first == last).then_some(first)
}

/// A month where the days are one, else the first of them.
fn at_first(days: &DateSet) -> Option<MonthOrDay> {
    let first = days.first()?;
    Some(as_written(days).unwrap_or(MonthOrDay::Day(first)))
}

/// The days as a date that can be written: one day, or one whole month.
pub fn as_written(days: &DateSet) -> Option<MonthOrDay> {
    if let Some(day) = days.known() {
        return Some(MonthOrDay::Day(day));
    }
    let first = days.first()?;
    let month = MonthOrDay::Month { year: first.year(), month: first.month() };
    (*days == DateSet::from(month)).then_some(month)
}

/// The later of two dates; a month is as early as its first day.
fn later(one: MonthOrDay, other: MonthOrDay) -> MonthOrDay {
    if one.first_day() < other.first_day() { other } else { one }
}

/// A date and a duration; a month and months make a month, a month and days a day.
fn moved(date: MonthOrDay, duration: Duration) -> Option<MonthOrDay> {
    let first = date.first_day();
    match (date, duration) {
        (_, Duration::Days(days)) => first.add_days(days).map(MonthOrDay::Day),
        (MonthOrDay::Day(_), Duration::Months(months)) => first.add_months(months).map(MonthOrDay::Day),
        (MonthOrDay::Month { .. }, Duration::Months(months)) => {
            let first = first.add_months(months)?;
            Some(MonthOrDay::Month { year: first.year(), month: first.month() })
        }
    }
}

/// That day of a year; the last day of February stands for a 29 February that the year lacks.
fn day_of(year: i16, day: MonthDay) -> Option<Date> {
    let first = MonthOrDay::Month { year, month: day.month };
    Date::new(year, day.month, day.day.min(first.last_day().day()))
}

/// The first such day of a year on or after a date.
fn next_day(from: Date, day: MonthDay) -> Option<Date> {
    day_of(from.year(), day).filter(|found| from <= *found).or_else(|| day_of(from.year().checked_add(1)?, day))
}

/// The first day of the window on or after a date; a month stays one where it may begin inside.
fn next_within(date: MonthOrDay, window: (MonthDay, MonthDay)) -> Option<MonthOrDay> {
    let first = date.first_day();
    let found = next_within_days(first, window)?;
    Some(if found == first { date } else { MonthOrDay::Day(found) })
}

/// A window that ends on an earlier day of the year than it begins goes over the end of the year.
fn next_within_days(from: Date, (begins, ends): (MonthDay, MonthDay)) -> Option<Date> {
    let over = i16::from((ends.month, ends.day) < (begins.month, begins.day));
    let years = [from.year().checked_sub(1), Some(from.year()), from.year().checked_add(1)];
    years.into_iter().flatten().find_map(|year| {
        let first = day_of(year, begins)?;
        let last = day_of(year.checked_add(over)?, ends).unwrap_or(Date::MAX);
        (from <= last).then_some(from.max(first))
    })
}

#[cfg(test)]
mod tests;
