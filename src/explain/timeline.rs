//! The milestones on one line of months: what a picture of them is drawn from.

use super::calendar::month_of;
use super::plan::MilestoneState;
use super::report::Evaluation;
use crate::base::{Date, MonthOrDay};
use crate::eval::set::DateSet;

/// Months are counted so that neighbours differ by one: twelve times the year, and the month from 1 to 12.
pub type Month = i64;

/// The first and the last month of a stretch.
pub type Stretch = (Month, Month);

/// Everything drawn.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// The first and the last month of any row, and that of the day of the evaluation.
    pub months: Stretch,
    pub today: Month,
    /// In the order of their dates.
    pub rows: Vec<Row>,
}

/// One milestone.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its rank among those given.
    pub place: usize,
    pub label: String,
    pub expected: Option<Stretch>,
    pub planned: Option<Stretch>,
    pub reached: Option<Stretch>,
    /// The first month at which it can still be reached.
    pub earliest: Option<Month>,
    pub effect: Option<Month>,
}

/// Dates known less precisely than this are drawn where they begin.
const LONGEST: Month = 36;

impl Evaluation<'_> {
    /// The milestones on months; `None` when no date is known of any.
    pub fn timeline(&self, milestones: &[MilestoneState]) -> Option<Timeline> {
        let today = month_of(self.situation.dates.as_of);
        let mut rows: Vec<Row> =
            milestones.iter().enumerate().map(|(place, state)| self.timeline_row(place, state)).collect();
        rows.sort_by_key(|row| (row.date().unwrap_or(Month::MAX), row.place));
        let first = rows.iter().flat_map(Row::drawn).min()?;
        let last = rows.iter().flat_map(Row::drawn).max()?;
        Some(Timeline { months: (first.min(today), last.max(today)), today, rows })
    }

    fn timeline_row(&self, place: usize, state: &MilestoneState) -> Row {
        let milestone = self.engine.checked.program.milestones.get(state.rank);
        let month = |date: MonthOrDay| month_of(date.first_day());
        let is_open = state.reached.is_none();
        Row {
            place,
            label: milestone.map_or_else(String::new, |milestone| milestone.meta.label().to_string()),
            expected: state.expected.map(|(from, to)| (month(from), month(to.unwrap_or(from)))),
            planned: state.planned.as_ref().and_then(stretch),
            reached: state.reached.as_ref().and_then(stretch),
            earliest: state.place.earliest.filter(|_| is_open).map(month),
            effect: state.place.effect.as_ref().and_then(|(days, _)| days.first()).map(month_of),
        }
    }
}

fn stretch(days: &DateSet) -> Option<Stretch> {
    let (first, last): (Date, Date) = (days.first()?, days.last()?);
    let (first, last) = (month_of(first), month_of(last));
    Some((first, if last - first > LONGEST { first } else { last }))
}

impl Row {
    /// What is drawn as bars, the surest first.
    fn bars(&self) -> impl Iterator<Item = Stretch> {
        [self.reached, self.planned, self.expected].into_iter().flatten()
    }

    /// Where the row is sorted: when it was reached, is planned, is expected, or can be at the earliest.
    fn date(&self) -> Option<Month> {
        self.bars().next().map(|(first, _)| first).or(self.earliest)
    }

    /// Every month at which something is drawn.
    fn drawn(&self) -> impl Iterator<Item = Month> {
        self.bars().flat_map(|(first, last)| [first, last]).chain(self.earliest).chain(self.effect)
    }
}

impl Timeline {
    /// How many months there are.
    pub fn count(&self) -> Month {
        self.months.1 - self.months.0 + 1
    }
}
