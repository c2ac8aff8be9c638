//! What the language's page promises, case by case.

use super::super::{BoolSet, NumSet};
use crate::base::Num;

fn num(text: &str) -> Num {
    Num::parse(text).unwrap()
}

fn exact(text: &str) -> NumSet {
    NumSet::exact(num(text))
}

fn at_least(text: &str) -> NumSet {
    NumSet::at_least(num(text), true)
}

fn whole_from(least: &str, most: &str) -> NumSet {
    NumSet::between(num(least), num(most)).on_grid(&Num::ONE)
}

fn shown(set: &NumSet) -> String {
    format!("{set:?}")
}

#[test]
fn a_share_is_bounded_although_its_part_occurs_twice() {
    let share = |part: &NumSet, others: &NumSet| {
        let (share, may_fail) = NumSet::share(part, others);
        assert!(!may_fail);
        shown(&share)
    };
    assert_eq!(share(&at_least("0"), &exact("3")), "[0, 1)");
    assert_eq!(share(&at_least("0"), &exact("0")), "{0} ∪ {1}");
    assert_eq!(share(&exact("0"), &at_least("0")), "{0}");
    assert_eq!(share(&exact("1"), &exact("4")), "{0.2}");
    assert_eq!(share(&NumSet::between(num("2"), num("3")), &exact("3")), "[0.4, 0.5]");
    assert_eq!(share(&exact("2"), &at_least("0")), "(0, 1]");
    assert_eq!(share(&at_least("0"), &at_least("0")), "[0, 1]");
    let floor = exact("40/100");
    assert_eq!(NumSet::share(&NumSet::between(num("2"), num("3")), &exact("3")).0.lt(&floor), BoolSet::FALSE);
    assert_eq!(NumSet::share(&at_least("0"), &exact("3")).0.lt(&floor), BoolSet::ANY);
    assert!(NumSet::share(&NumSet::all(), &exact("3")).1);
    assert_eq!(NumSet::share(&exact("0"), &NumSet::all()), (exact("0"), false));
}

#[test]
fn grids_carry_through_sums_and_products() {
    assert_eq!(shown(&whole_from("0", "5").add(&whole_from("1", "4"))), "[1, 9] by 1");
    assert_eq!(shown(&whole_from("0", "5").add(&exact("1/2"))), "[0.5, 5.5] by 1 from 0.5");
    assert_eq!(whole_from("0", "5").add(&exact("1/2")).equals(&exact("3")), BoolSet::FALSE);
    let threes = NumSet::all().on_grid(&Num::ONE).mul(&exact("3"));
    assert_eq!(threes.equals(&exact("7")), BoolSet::FALSE);
    assert_eq!(threes.equals(&exact("9")), BoolSet::ANY);
    let product = whole_from("2", "5").mul(&whole_from("2", "5"));
    assert_eq!(product.equals(&exact("7")), BoolSet::FALSE);
    let fours = NumSet::all().on_grid(&num("4"));
    let sixes = NumSet::all().on_grid(&num("6"));
    assert_eq!(shown(&fours.add(&sixes)), "(-∞, ∞) by 2");
    assert_eq!(shown(&fours.intersect(&sixes)), "(-∞, ∞) by 12");
    assert_eq!(fours.add(&exact("1")).equals(&sixes), BoolSet::FALSE);
}

#[test]
fn ends_stay_open_or_closed() {
    let more_than_two = NumSet::at_least(num("2"), false);
    assert_eq!(more_than_two.le(&exact("2")), BoolSet::FALSE);
    assert_eq!(at_least("2").le(&exact("2")), BoolSet::ANY);
    assert_eq!(shown(&more_than_two.on_grid(&Num::ONE)), "[3, ∞) by 1");
    assert_eq!(shown(&more_than_two.floor()), "[2, ∞) by 1");
    assert_eq!(shown(&more_than_two.ceil()), "[3, ∞) by 1");
    assert_eq!(shown(&at_least("0").mul(&more_than_two)), "[0, ∞)");
    assert_eq!(shown(&more_than_two.neg().abs()), "(2, ∞)");
}

#[test]
fn a_denominator_that_may_be_zero_is_told() {
    let (quotients, may_fail) = exact("1").div(&NumSet::between(num("-1"), num("2")));
    assert_eq!((shown(&quotients).as_str(), may_fail), ("(-∞, -1] ∪ [0.5, ∞)", true));
    assert_eq!(exact("1").div(&exact("0")), (NumSet::empty(), true));
    assert_eq!(NumSet::empty().div(&exact("0")), (NumSet::empty(), false));
    assert_eq!(shown(&exact("6").div(&whole_from("1", "3")).0), "{2} ∪ {3} ∪ {6}");
}

#[test]
fn unions_join_what_touches() {
    let open = NumSet::between(num("0"), num("1")).intersect(&NumSet::at_most(num("1"), false));
    assert_eq!(shown(&open.union(&exact("1")).union(&NumSet::at_least(num("1"), false))), "[0, ∞)");
    assert_eq!(shown(&open.union(&NumSet::at_least(num("1"), false))), "[0, 1) ∪ (1, ∞)");
    let mixed = whole_from("0", "9").union(&NumSet::between(num("5/2"), num("7/2")));
    assert_eq!(shown(&mixed), "[0, 2] by 1 ∪ [2.5, 3.5] ∪ [4, 9] by 1");
    assert_eq!(shown(&whole_from("0", "3").union(&whole_from("4", "6"))), "[0, 6] by 1");
    assert_eq!(shown(&whole_from("0", "9").union(&NumSet::all().on_grid(&num("2")))), "(-∞, ∞) by 2 ∪ [0, 9] by 1");
}

#[test]
fn contested_values_stay_apart() {
    let contested = NumSet::one_of([num("4"), num("2"), num("4")]);
    assert_eq!(shown(&contested), "{2} ∪ {4}");
    assert_eq!(contested.equals(&exact("3")), BoolSet::FALSE);
    assert_eq!(shown(&contested.add(&contested)), "{4} ∪ {6} ∪ {8}");
    assert_eq!(shown(&contested.hull()), "[2, 4]");
}

#[test]
fn one_value_takes_no_allocation() {
    assert!(size_of::<NumSet>() <= 24, "{}", size_of::<NumSet>());
}

#[test]
fn nothing_is_left_of_contradictory_bounds() {
    let nothing = at_least("3").intersect(&NumSet::at_most(num("3"), false));
    assert!(nothing.is_empty());
    assert_eq!(nothing.lt(&exact("1")), BoolSet::NONE);
    assert!(nothing.add(&exact("1")).is_empty() && nothing.max(&exact("1")).is_empty());
    assert!(NumSet::between(num("1/3"), num("2/3")).on_grid(&Num::ONE).is_empty());
}
