use super::super::{BoolSet, DateSet, NumSet};
use crate::base::{Date, MonthOrDay, Num};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;
use std::collections::BTreeSet;

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn month(text: &str) -> DateSet {
    MonthOrDay::parse(text).unwrap().into()
}

fn whole(least: i64, most: i64) -> NumSet {
    NumSet::between(Num::from_i64(least), Num::from_i64(most)).on_grid(&Num::ONE)
}

#[test]
fn a_month_against_a_day_inside_it_is_unknown() {
    assert_eq!(month("2024-03").lt(&DateSet::exact(day("2024-03-20"))), BoolSet::ANY);
    assert_eq!(month("2024-03").lt(&DateSet::exact(day("2024-04-01"))), BoolSet::TRUE);
    assert_eq!(month("2024-03").le(&DateSet::exact(day("2024-03-31"))), BoolSet::TRUE);
    assert_eq!(month("2024-03").equals(&month("2024-03")), BoolSet::ANY);
    assert_eq!(month("2024-03").equals(&month("2024-04")), BoolSet::FALSE);
}

#[test]
fn the_calendar_ends() {
    let (moved, may_leave) = DateSet::exact(Date::MAX).add_days(&NumSet::exact(Num::ONE));
    assert!(moved.is_empty() && may_leave);
    let (moved, may_leave) = DateSet::all().add_months(&NumSet::exact(Num::ONE));
    assert!(moved.contains(Date::MAX) && !moved.contains(Date::MIN) && may_leave);
    let (moved, may_leave) = month("2024-03").add_months(&NumSet::at_least(Num::ONE, true).on_grid(&Num::ONE));
    assert_eq!((moved, may_leave), (DateSet::on_or_after(day("2024-04-01")), true));
    let far = NumSet::exact(Num::pow10(30).unwrap());
    assert_eq!(month("2024-03").add_months(&far), (DateSet::empty(), true));
    assert_eq!(month("2024-03").add_days(&far.neg()), (DateSet::empty(), true));
    assert_eq!(month("2024-03").add_days(&NumSet::all()), (DateSet::all(), true));
    assert!(DateSet::after(Date::MAX).is_empty() && DateSet::before(Date::MIN).is_empty());
}

#[test]
fn months_added_to_a_month() {
    let (moved, may_leave) = month("2024-02").add_months(&NumSet::exact(Num::ONE));
    assert_eq!((moved, may_leave), (DateSet::between(day("2024-03-01"), day("2024-03-29")), false));
    let whole_years = month("2024-02").months_until(&month("2026-02"));
    assert_eq!(format!("{whole_years:?}"), "[23, 24] by 1");
}

/// Up to two ranges around the end of a February.
fn dates() -> impl Strategy<Value = DateSet> {
    let start = day("2023-12-20").day_number();
    let range = (0i64..100, prop_oneof![Just(0i64), 0i64..12, 0i64..45])
        .prop_map(move |(from, length)| (start + from, start + from + length));
    proptest::collection::vec(range, 1..=2).prop_map(|ranges| {
        DateSet::from_ranges(
            ranges
                .into_iter()
                .map(|(from, to)| (Date::from_day_number(from).unwrap(), Date::from_day_number(to).unwrap())),
        )
    })
}

/// The same ranges, moved so that they begin on a day.
fn moved_to(set: &DateSet, day: Date) -> DateSet {
    let days = set.first().unwrap().days_until(day);
    set.add_days(&NumSet::exact(Num::from_i64(days))).0
}

fn members(set: &DateSet) -> Vec<Date> {
    set.ranges().iter().flat_map(|(a, b)| a.day_number()..=b.day_number()).filter_map(Date::from_day_number).collect()
}

fn dates_of(set: &DateSet) -> BTreeSet<Date> {
    members(set).into_iter().collect()
}

#[test]
fn every_operation_is_the_exact_image() {
    let (undecided, bounds) = (Cell::new(0u32), Cell::new(0u32));
    let cases = 150;
    TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) })
        .run(&(dates(), dates(), 0..3, -2i64..14, 0i64..4), |(a, b, meet, least, more)| {
            let b = if meet == 0 { moved_to(&b, a.last().unwrap()) } else { b };
            let (days_a, days_b) = (members(&a), members(&b));
            let image = |holds: fn(&Date, &Date) -> bool| {
                let pairs = days_a.iter().flat_map(|x| days_b.iter().map(move |y| holds(x, y)));
                pairs.fold(BoolSet::NONE, |possible, value| possible.union(value.into()))
            };
            prop_assert_eq!(a.lt(&b), image(|x, y| x < y));
            prop_assert_eq!(a.le(&b), image(|x, y| x <= y));
            prop_assert_eq!(a.equals(&b), image(|x, y| x == y));
            undecided.set(undecided.get() + u32::from(a.lt(&b) == BoolSet::ANY));
            bounds
                .set(bounds.get() + u32::from(a.lt(&b) != a.le(&b) || a.first() == b.last() || a.last() == b.first()));

            let numbers = |f: fn(Date, Date) -> i64| -> BTreeSet<i64> {
                days_a.iter().flat_map(|&x| days_b.iter().map(move |&y| f(x, y))).collect()
            };
            let (days, months) = (numbers(Date::days_until), numbers(Date::months_until));
            for n in -200..200 {
                let number = Num::from_i64(n);
                prop_assert_eq!(a.days_until(&b).contains(&number), days.contains(&n));
                prop_assert_eq!(a.months_until(&b).contains(&number), months.contains(&n), "{} months", n);
            }

            let moved = |f: fn(Date, i64) -> Option<Date>| -> BTreeSet<Date> {
                days_a.iter().flat_map(|&x| (least..=least + more).filter_map(move |n| f(x, n))).collect()
            };
            let amount = whole(least, least + more);
            prop_assert_eq!(dates_of(&a.add_days(&amount).0), moved(Date::add_days));
            prop_assert_eq!(dates_of(&a.add_months(&amount).0), moved(Date::add_months));
            prop_assert!(!a.add_days(&amount).1 && !a.add_months(&amount).1);

            let (set_a, set_b) = (dates_of(&a), dates_of(&b));
            prop_assert_eq!(dates_of(&a.union(&b)), set_a.union(&set_b).copied().collect());
            prop_assert_eq!(dates_of(&a.intersect(&b)), set_a.intersection(&set_b).copied().collect());
            Ok(())
        })
        .unwrap();
    assert!(undecided.get() * 10 >= cases, "only {} comparisons are undecided", undecided.get());
    assert!(bounds.get() * 10 >= cases, "only {} comparisons meet at a bound", bounds.get());
}

proptest! {
    /// Long unions and long ranges are taken more coarsely: still sound.
    #[test]
    fn long_sets_stay_sound(
        starts in proptest::collection::vec(0i64..3_000_000, 1..150),
        length in 0i64..40_000,
        months in -500i64..500,
    ) {
        let days: Vec<Date> = starts.into_iter().filter_map(Date::from_day_number).collect();
        let end = |day: Date| day.add_days(length).unwrap_or(Date::MAX);
        let set = DateSet::from_ranges(days.iter().map(|&day| (day, end(day))));
        prop_assert!(set.ranges().len() <= 64);
        let (moved, may_leave) = set.add_months(&NumSet::exact(Num::from_i64(months)));
        for &day in &days {
            for day in [day, end(day)] {
                prop_assert!(set.contains(day));
                match day.add_months(months) {
                    Some(day) => prop_assert!(moved.contains(day)),
                    None => prop_assert!(may_leave),
                }
            }
        }
    }
}
