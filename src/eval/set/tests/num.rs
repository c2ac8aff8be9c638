use super::super::{BoolSet, NumSet};
use super::image::{Inverses, Solved, is_in_image};
use super::model::{Model, lattice, meeting_pair, model};
use crate::base::Num;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

const CASES: u32 = 150;

/// Results to look for: sixteenths, and some numbers that are on no lattice.
fn results() -> Vec<Num> {
    let thirds = (-12..=12).map(|n| Num::ratio(n, 3).unwrap());
    let fifths = (-10..=10).map(|n| Num::ratio(n, 5).unwrap());
    lattice(2).chain((-32..=32).map(|n| Num::ratio(n, 4).unwrap())).chain(thirds).chain(fifths).collect()
}

/// Runs a property on pairs of sets and asserts that a share of them was interesting.
fn on_pairs(property: impl Fn(&Model, &Model) -> Result<bool, TestCaseError>) {
    on_pairs_of((model(), model()), property);
}

fn on_pairs_of(
    pairs: impl Strategy<Value = (Model, Model)>,
    property: impl Fn(&Model, &Model) -> Result<bool, TestCaseError>,
) {
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let (cases, interesting) = (Cell::new(0), Cell::new(0));
    TestRunner::new(config)
        .run(&pairs, |(a, b)| {
            cases.set(cases.get() + 1);
            if property(&a, &b)? {
                interesting.set(interesting.get() + 1);
            }
            Ok(())
        })
        .unwrap();
    let (cases, interesting) = (cases.get(), interesting.get());
    assert!(interesting * 10 >= cases, "only {interesting} of {cases} cases say anything");
}

#[test]
fn members_unions_and_intersections() {
    on_pairs(|a, b| {
        let (a_set, b_set) = (a.set(), b.set());
        let (union, intersection) = (a_set.union(&b_set), a_set.intersect(&b_set));
        let third = Num::ratio(3, 4).unwrap();
        let on_grid = a_set.on_grid(&third);
        for n in results() {
            prop_assert_eq!(a_set.contains(&n), a.contains(&n), "{} in {:?}", n, a_set);
            prop_assert_eq!(union.contains(&n), a.contains(&n) || b.contains(&n), "{} in {:?}", n, union);
            prop_assert_eq!(intersection.contains(&n), a.contains(&n) && b.contains(&n));
            prop_assert_eq!(on_grid.contains(&n), a.contains(&n) && n.is_multiple_of(&third));
        }
        let members = a.members(8);
        prop_assert_eq!(a_set.is_empty(), members.is_empty());
        if let Some(only) = a_set.known() {
            prop_assert_eq!(&members, &vec![only.clone()]);
        } else {
            prop_assert!(members.len() != 1);
        }
        prop_assert!(members.iter().all(|n| a_set.hull().contains(n)));
        // A second union changes nothing.
        prop_assert_eq!(&union.union(&a_set), &union);
        Ok(!intersection.is_empty())
    });
}

#[test]
fn comparisons_are_exact() {
    let (undecided, bounds_met) = (Cell::new(0), Cell::new(0));
    on_pairs_of(meeting_pair(), |a, b| {
        let (a_set, b_set) = (a.set(), b.set());
        let (a_members, b_members) = (a.members(24), b.members(24));
        let expected = |holds: fn(&Num, &Num) -> bool| {
            // The extremes show any order; equality needs every member.
            let mut possible = BoolSet::NONE;
            for x in [a_members.first(), a_members.last()].into_iter().flatten() {
                for y in [b_members.first(), b_members.last()].into_iter().flatten() {
                    possible = possible.union(holds(x, y).into());
                }
            }
            possible
        };
        let (less, at_most) = (expected(|x, y| x < y), expected(|x, y| x <= y));
        let common = a_members.iter().any(|n| b_members.binary_search(n).is_ok());
        let equal = match (a_members.as_slice(), b_members.as_slice()) {
            ([], _) | (_, []) => BoolSet::NONE,
            ([x], [y]) => (x == y).into(),
            _ => BoolSet::new(common, true),
        };
        prop_assert_eq!(a_set.lt(&b_set), less, "{:?} < {:?}", a_set, b_set);
        prop_assert_eq!(a_set.le(&b_set), at_most, "{:?} <= {:?}", a_set, b_set);
        prop_assert_eq!(a_set.equals(&b_set), equal, "{:?} = {:?}", a_set, b_set);
        if less == BoolSet::ANY {
            undecided.set(undecided.get() + 1);
        }
        let meet = |one: &NumSet, other: &NumSet| {
            one.upper().value().is_some() && one.upper().value() == other.lower().value()
        };
        if meet(&a_set, &b_set) || meet(&b_set, &a_set) {
            bounds_met.set(bounds_met.get() + 1);
        }
        Ok(less.known().is_some())
    });
    assert!(undecided.get() * 10 >= CASES, "only {} comparisons are undecided", undecided.get());
    assert!(bounds_met.get() * 10 >= CASES, "only {} comparisons meet at their bounds", bounds_met.get());
}

/// Compares an operation with its image, exactly where the documentation promises it. Interesting cases have several
/// results.
fn is_image(
    name: &str,
    operation: impl Fn(&NumSet, &NumSet) -> NumSet,
    apply: fn(&Num, &Num) -> Option<Num>,
    inverses: &Inverses,
) {
    on_pairs(|a, b| {
        let result = operation(&a.set(), &b.set());
        let sampled = |model: &Model| model.members(4).into_iter().step_by(3).collect::<Vec<_>>();
        for x in sampled(a) {
            for y in sampled(b) {
                if let Some(n) = apply(&x, &y) {
                    prop_assert!(result.contains(&n), "{name}({x}, {y}) = {n} is not in {result:?}");
                }
            }
        }
        if a.has_endless_grid() || b.has_endless_grid() {
            return Ok(false);
        }
        for n in results() {
            let expected = is_in_image(inverses, a, b, &n);
            prop_assert_eq!(
                result.contains(&n),
                expected,
                "{} in {:?} for {} of {:?} and {:?}",
                n,
                result,
                name,
                a.set(),
                b.set()
            );
        }
        Ok(result.known().is_none() && !result.is_empty())
    });
}

#[test]
fn sums_are_exact() {
    let inverses = Inverses { second: |x, a| Solved::One(x.sub(a)), first: |x, b| Solved::One(x.sub(b)) };
    is_image("add", NumSet::add, |a, b| Some(a.add(b)), &inverses);
}

#[test]
fn differences_are_exact() {
    let inverses = Inverses { second: |x, a| Solved::One(a.sub(x)), first: |x, b| Solved::One(x.add(b)) };
    is_image("sub", NumSet::sub, |a, b| Some(a.sub(b)), &inverses);
}

#[test]
fn products_are_exact() {
    fn solve(result: &Num, known: &Num) -> Solved {
        match result.checked_div(known) {
            Some(n) => Solved::One(n),
            None if result.is_zero() => Solved::Any,
            None => Solved::None,
        }
    }
    is_image("mul", NumSet::mul, |a, b| Some(a.mul(b)), &Inverses { second: solve, first: solve });
}

#[test]
fn quotients_are_exact() {
    fn second(result: &Num, a: &Num) -> Solved {
        match a.checked_div(result) {
            Some(n) if n.is_zero() => Solved::None,
            Some(n) => Solved::One(n),
            None if a.is_zero() => Solved::AnyButZero,
            None => Solved::None,
        }
    }
    fn first(result: &Num, b: &Num) -> Solved {
        if b.is_zero() { Solved::None } else { Solved::One(result.mul(b)) }
    }
    is_image("div", |a, b| a.div(b).0, Num::checked_div, &Inverses { second, first });
    on_pairs(|a, b| {
        let may_fail = a.set().div(&b.set()).1;
        prop_assert_eq!(may_fail, !a.members(8).is_empty() && b.contains(&Num::ZERO));
        Ok(may_fail)
    });
}

fn share(part: &Num, others: &Num) -> Option<Num> {
    if part.is_zero() { Some(Num::ZERO) } else { part.checked_div(&part.add(others)) }
}

#[test]
fn shares_are_exact() {
    fn others(result: &Num, part: &Num) -> Solved {
        if part.is_zero() {
            return if result.is_zero() { Solved::Any } else { Solved::None };
        }
        part.checked_div(result).map_or(Solved::None, |sum| Solved::One(sum.sub(part)))
    }
    fn part(result: &Num, others: &Num) -> Solved {
        if result.is_zero() {
            return Solved::One(Num::ZERO);
        }
        match result.mul(others).checked_div(&Num::ONE.sub(result)) {
            Some(part) if part.is_zero() => Solved::None,
            Some(part) => Solved::One(part),
            None if others.is_zero() => Solved::AnyButZero,
            None => Solved::None,
        }
    }
    is_image("share", |a, b| NumSet::share(a, b).0, share, &Inverses { second: others, first: part });
    on_pairs(|a, b| {
        let expected = a.members(24).iter().any(|n| !n.is_zero() && b.contains(&n.neg()));
        prop_assert_eq!(NumSet::share(&a.set(), &b.set()).1, expected, "share of {:?} and {:?}", a.set(), b.set());
        Ok(expected)
    });
}

#[test]
fn least_and_greatest_are_exact() {
    on_pairs(|a, b| {
        let (min, max) = (a.set().min(&b.set()), a.set().max(&b.set()));
        let (a_members, b_members) = (a.members(24), b.members(24));
        let above = |members: &[Num], n: &Num| members.last().is_some_and(|last| last >= n);
        let below = |members: &[Num], n: &Num| members.first().is_some_and(|first| first <= n);
        for n in lattice(8) {
            let (in_a, in_b) = (a.contains(&n), b.contains(&n));
            prop_assert_eq!(min.contains(&n), (in_a && above(&b_members, &n)) || (in_b && above(&a_members, &n)));
            prop_assert_eq!(max.contains(&n), (in_a && below(&b_members, &n)) || (in_b && below(&a_members, &n)));
        }
        Ok(min != max && !min.is_empty())
    });
}

#[test]
fn roundings_and_sizes_are_exact() {
    on_pairs(|a, _| {
        let set = a.set();
        let images = [
            ("abs", set.abs(), Num::abs as fn(&Num) -> Num),
            ("neg", set.neg(), Num::neg),
            ("floor", set.floor(), Num::floor),
            ("ceil", set.ceil(), Num::ceil),
            ("round", set.round(), Num::round),
        ];
        for (name, image, apply) in images {
            let expected: std::collections::HashSet<Num> = a.members(10).iter().map(apply).collect();
            let exact = name == "abs" || name == "neg" || !a.has_endless_grid();
            for n in lattice(6) {
                let found = image.contains(&n);
                prop_assert!(found || !expected.contains(&n), "{name} of {set:?} misses {n}: {image:?}");
                prop_assert!(!exact || !found || expected.contains(&n), "{name} of {set:?} cannot be {n}: {image:?}");
            }
        }
        Ok(set.known().is_none() && !set.is_empty())
    });
}

#[test]
fn nearest_members() {
    on_pairs(|a, _| {
        let (set, members) = (a.set(), a.members(24));
        for n in lattice(4).step_by(5) {
            // On the lattice an open end has no nearest member, only a nearest sixteenth inside: leave those out.
            if let Some(least) = set.smallest_at_least(&n) {
                prop_assert_eq!(Some(&least), members.iter().find(|m| **m >= n));
            }
            if let Some(most) = set.largest_at_most(&n) {
                prop_assert_eq!(Some(&most), members.iter().rev().find(|m| **m <= n));
            }
            if a.contains(&n) {
                prop_assert_eq!(set.smallest_at_least(&n), Some(n.clone()));
            }
        }
        Ok(!members.is_empty())
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Long unions are merged: still sound, and still short.
    #[test]
    fn long_unions_stay_sound(
        points in proptest::collection::vec(-4000i64..4000, 0..300),
        a in model(),
    ) {
        let points: Vec<Num> = points.into_iter().map(|n| Num::ratio(n, 4).unwrap()).collect();
        let set = NumSet::one_of(points.iter().cloned()).union(&a.set());
        prop_assert!(set.intervals().len() <= 64);
        prop_assert!(points.iter().chain(&a.members(8)).all(|n| set.contains(n)));
        let product = set.mul(&set).add(&set);
        prop_assert!(product.intervals().len() <= 64);
        for (x, y) in points.iter().zip(points.iter().rev()) {
            prop_assert!(product.contains(&x.mul(y).add(x)));
        }
    }
}
