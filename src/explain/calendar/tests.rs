use super::*;
use crate::base::Span;
use proptest::prelude::*;

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn date(text: &str) -> MonthOrDay {
    MonthOrDay::parse(text).expect("a date")
}

fn days(text: &str) -> Option<DateSet> {
    Some(DateSet::from(date(text)))
}

fn each_year(month: i8, day: i8) -> MonthDay {
    MonthDay { month, day, span: Span::default() }
}

fn window(from: (i8, i8), to: (i8, i8)) -> Option<(MonthDay, MonthDay)> {
    Some((each_year(from.0, from.1), each_year(to.0, to.1)))
}

fn reached(text: &str) -> Point {
    Point { reached: days(text), ..Point::default() }
}

fn planned(text: &str) -> Point {
    Point { planned: days(text), ..Point::default() }
}

fn places(points: Vec<Point>, today: &str) -> Vec<Place> {
    let points: Vec<Option<Point>> = points.into_iter().map(Some).collect();
    calendar(&points, day(today)).into_iter().flatten().collect()
}

fn earliest(points: Vec<Point>, today: &str) -> Vec<Option<String>> {
    places(points, today).into_iter().map(|place| place.earliest.map(|date| date.to_string())).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_string())
}

#[test]
fn late_is_counted_in_months_and_equal_months_are_not_late() {
    let expected = |from, to: Option<&str>| Some((date(from), to.map(date)));
    let late = |expected, reached: Option<&str>, today| {
        let point = Point { expected, reached: reached.and_then(days), ..Point::default() };
        places(vec![point], today)[0].late_months
    };
    assert_eq!(late(expected("2024-03", None), Some("2024-03-31"), "2025-01-01"), None);
    assert_eq!(late(expected("2024-03", None), Some("2024-04-01"), "2025-01-01"), Some(1));
    assert_eq!(late(expected("2024-03", Some("2024-05")), Some("2025-10-03"), "2025-12-01"), Some(17));
    assert_eq!(late(expected("2024-03", None), None, "2024-06-15"), Some(3));
    assert_eq!(late(expected("2024-03", None), Some("2024-06"), "2025-01-01"), Some(3));
    assert_eq!(late(None, None, "2024-06-15"), None);
    // Known only within limits that straddle months.
    let straddling = Some(DateSet::between(day("2024-04-30"), day("2024-05-01")));
    let point = Point { expected: expected("2024-03", None), reached: straddling, ..Point::default() };
    assert_eq!(places(vec![point], "2025-01-01")[0].late_months, None);
    // The plan is another measure.
    let point = Point { expected: expected("2024-03", None), ..planned("2024-05") };
    let place = &places(vec![point], "2024-06-15")[0];
    assert_eq!((place.late_months, place.behind_months), (Some(3), Some(1)));
}

#[test]
fn the_earliest_date_follows_from_what_comes_before() {
    let after = |after: &[usize], takes| Point { after: after.to_vec(), takes_at_least: takes, ..Point::default() };
    // From a month, months make a month and days a day.
    let found = earliest(
        vec![reached("2024-09"), after(&[0], Some(Duration::Months(3))), after(&[1], Some(Duration::Days(10)))],
        "2024-10-15",
    );
    assert_eq!(found, [None, some("2024-12"), some("2024-12-11")]);
    // The latest of those before counts; a plan counts unless it is too early.
    let found = earliest(vec![planned("2024-11-20"), planned("2024-12"), after(&[0, 1], None)], "2024-10-15");
    assert_eq!(found, [some("2024-10-15"), some("2024-10-15"), some("2024-12")]);
    let found = earliest(vec![planned("2024-03"), after(&[0], None)], "2024-10-15");
    assert_eq!(found, [some("2024-10-15"), some("2024-10-15")]);
    // What was not reached by today cannot be reached before.
    let found = earliest(vec![reached("2024-01-10"), after(&[0], Some(Duration::Months(2)))], "2024-10-15");
    assert_eq!(found, [None, some("2024-10-15")]);
    // Without anything before, it begins today.
    assert_eq!(earliest(vec![after(&[], Some(Duration::Days(30)))], "2024-10-15"), [some("2024-11-14")]);
    // One that says nothing that day holds nobody up.
    let points = [None, Some(after(&[0], None))];
    assert_eq!(calendar(&points, day("2024-10-15"))[1].as_ref().expect("a place").earliest, Some(date("2024-10-15")));
    // Beyond the calendar there is no date, for it or for those after it.
    let found = earliest(vec![after(&[], Some(Duration::Months(i64::MAX))), after(&[0], None)], "2024-10-15");
    assert_eq!(found, [None, None]);
}

#[test]
fn the_earliest_date_moves_to_the_next_window() {
    let within = |only_between, takes| {
        let point = Point { only_between, takes_at_least: Some(takes), ..Point::default() };
        earliest(vec![point], "2024-10-15").remove(0)
    };
    let spring = window((3, 1), (5, 31));
    assert_eq!(within(spring, Duration::Days(0)), some("2025-03-01"));
    assert_eq!(within(spring, Duration::Months(7)), some("2025-05-15"));
    assert_eq!(within(spring, Duration::Months(8)), some("2026-03-01"));
    let winter = window((11, 15), (2, 29));
    assert_eq!(within(winter, Duration::Days(0)), some("2024-11-15"));
    assert_eq!(within(winter, Duration::Months(4)), some("2025-02-15"));
    assert_eq!(within(winter, Duration::Days(137)), some("2025-11-15"));
    // A month stays a month where it may begin inside.
    let before = reached("2024-11");
    let point = |from, to| Point { after: vec![0], only_between: window(from, to), ..Point::default() };
    let found = |from, to| earliest(vec![before.clone(), point(from, to)], "2024-10-15").remove(1);
    assert_eq!(found((11, 1), (12, 31)), some("2024-11"));
    assert_eq!(found((11, 20), (12, 31)), some("2024-11-20"));
}

#[test]
fn dates_outside_the_window_are_told() {
    let outside = |planned: &str, reached: Option<&str>| {
        let only_between = window((3, 1), (5, 31));
        let point = Point { planned: days(planned), reached: reached.and_then(days), only_between, ..Point::default() };
        places(vec![point], "2024-10-15").remove(0).outside
    };
    assert_eq!(outside("2024-03", Some("2024-05-31")), []);
    assert_eq!(outside("2024-02", Some("2024-06-01")), [Basis::Reached, Basis::Planned]);
    // A month that only meets the window may be inside.
    let only_between = window((3, 20), (5, 31));
    let point = Point { only_between, ..planned("2024-03") };
    assert_eq!(places(vec![point], "2024-10-15")[0].outside, []);
}

#[test]
fn it_takes_effect_on_the_next_such_day() {
    let effect = |point: Point, today| {
        let point = Point { takes_effect_on: Some(each_year(1, 1)), ..point };
        places(vec![point], today).remove(0).effect.expect("an effect")
    };
    let only = |text| DateSet::exact(day(text));
    assert_eq!(effect(reached("2024-10-20"), "2025-06-01"), (only("2025-01-01"), Basis::Reached));
    assert_eq!(effect(reached("2025-01-01"), "2025-06-01"), (only("2025-01-01"), Basis::Reached));
    assert_eq!(effect(planned("2025-10"), "2025-06-01"), (only("2026-01-01"), Basis::Planned));
    assert_eq!(effect(planned("2024-10"), "2025-06-01"), (only("2026-01-01"), Basis::Earliest));
    let either = only("2025-01-01").union(&only("2026-01-01"));
    assert_eq!(effect(reached("2025-01"), "2025-06-01"), (either, Basis::Reached));
    let leap = Point { takes_effect_on: Some(each_year(2, 29)), ..reached("2025-02-01") };
    assert_eq!(places(vec![leap], "2025-06-01")[0].effect, Some((only("2025-02-28"), Basis::Reached)));
}

#[test]
fn an_earlier_month_than_what_comes_before_is_an_inversion() {
    let inversions = |before: Point, point: Point| {
        places(vec![before, Point { after: vec![0], ..point }], "2025-06-01").remove(1).inversions
    };
    assert_eq!(inversions(reached("2024-03-20"), reached("2024-03-10")), []);
    assert_eq!(inversions(reached("2024-03"), reached("2024-03")), []);
    assert_eq!(inversions(Point::default(), reached("2024-03")), []);
    let found = inversions(reached("2024-05-02"), reached("2024-04-30"));
    let by_days = Inversion { follows: 0, own: Basis::Reached, other: Basis::Reached, months: 1, days: Some(2) };
    assert_eq!(found, [by_days]);
    let found = inversions(planned("2024-05"), reached("2024-03-01"));
    let by_months = Inversion { follows: 0, own: Basis::Reached, other: Basis::Planned, months: 2, days: None };
    assert_eq!(found, [by_months]);
    // Looked through one of which no date is known.
    let between = Point { after: vec![0], ..Point::default() };
    let last = Point { after: vec![1], ..planned("2024-03") };
    let found = places(vec![reached("2024-05"), between, last], "2025-06-01").remove(2).inversions;
    assert_eq!(found.iter().map(|found| (found.follows, found.months)).collect::<Vec<_>>(), [(0, 2)]);
}

#[test]
fn what_it_waits_for_and_a_plan_that_cannot_hold() {
    let second = Point { after: vec![0], takes_at_least: Some(Duration::Months(6)), ..planned("2025-09") };
    let found = places(vec![planned("2025-07"), second.clone()], "2025-06-01");
    assert_eq!((found[1].waits_for.as_slice(), found[1].is_too_early), ([0].as_slice(), true));
    assert_eq!(found[1].earliest, Some(date("2026-01")));
    let found = places(vec![reached("2025-01"), second], "2025-06-01");
    assert_eq!((found[1].waits_for.as_slice(), found[1].is_too_early), ([].as_slice(), false));
}

/// A long chain takes no stack of calls, and a circle, which `check` refuses, ends.
#[test]
fn any_order_ends() {
    let chain = (0..50_000).map(|rank| Point {
        after: if rank == 0 { Vec::new() } else { vec![rank - 1] },
        takes_at_least: Some(Duration::Days(1)),
        ..Point::default()
    });
    let found = places(chain.collect(), "2024-01-01");
    assert_eq!(
        found.last().expect("a place").earliest,
        Some(MonthOrDay::Day(day("2024-01-01").add_days(50_000).expect("a day")))
    );
    let circle = vec![Point { after: vec![1], ..Point::default() }, Point { after: vec![0], ..Point::default() }];
    assert_eq!(places(circle, "2024-01-01").len(), 2);
}

fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..2000).prop_map(|n| day("2020-01-01").add_days(n).expect("a day"))
}

proptest! {
    /// The earliest date is in its window, not before today, and none between today and it would do.
    #[test]
    fn the_next_day_of_a_window_is_the_first(
        from in any_day(),
        (a, b) in ((1_i8..=12, 1_i8..=29), (1_i8..=12, 1_i8..=29)),
    ) {
        let ends = (each_year(a.0, a.1), each_year(b.0, b.1));
        let found = next_within_days(from, ends).expect("a day");
        let inside = |day: Date| {
            let years = [day.year() - 1, day.year()];
            years.into_iter().any(|year| {
                let over = i16::from((b.0, b.1) < (a.0, a.1));
                let (first, last) = (day_of(year, ends.0), day_of(year + over, ends.1));
                first.is_some_and(|first| first <= day) && last.is_some_and(|last| day <= last)
            })
        };
        prop_assert!(from <= found && inside(found));
        let mut between = from;
        while between < found {
            prop_assert!(!inside(between));
            between = between.tomorrow();
        }
    }
}
