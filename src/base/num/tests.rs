use super::*;
use crate::base::Lang;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::cell::Cell;

fn num(text: &str) -> Num {
    Num::parse(text).unwrap()
}

#[test]
fn thirds_make_a_whole_and_two_of_five_is_forty_percent() {
    let third = num("1/3");
    assert_eq!(&(&third + &third) + &third, Num::ONE);
    assert_eq!(Num::ratio(2, 5), Num::ratio(40, 100));
    assert_eq!(num("2/5"), num("0.4"));
}

#[test]
fn a_huge_amount_keeps_its_cent() {
    let sum = &Num::pow10(30).unwrap() + &num("0.01");
    assert_eq!(sum.to_exact_string(), "1000000000000000000000000000000.01");
    assert_eq!(&sum - &Num::pow10(30).unwrap(), num("0.01"));
}

#[test]
fn it_stays_small_in_memory() {
    assert!(size_of::<Num>() <= 24);
}

#[test]
fn the_extreme_integers_never_overflow() {
    for n in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX] {
        let value = Num::from_i64(n);
        assert_eq!(value.to_i64(), Some(n));
        assert_eq!(value.to_exact_string(), n.to_string());
        assert_eq!(value.neg().neg(), value);
        assert_eq!(value.floor(), value);
        assert_eq!(value.ceil(), value);
        assert_eq!(value.round(), value);
        assert_eq!(value.add(&Num::ONE).sub(&Num::ONE), value);
        for d in [i64::MIN, -1, 1, i64::MAX] {
            let ratio = Num::ratio(n, d).unwrap();
            assert_eq!(ratio.mul(&Num::from_i64(d)), value);
        }
    }
    assert_eq!(Num::ratio(1, 0), None);
    assert_eq!(Num::from_i64(i64::MIN).abs().to_exact_string(), "9223372036854775808");
}

#[test]
fn only_plain_decimals_and_fractions_are_read() {
    for text in ["0", "-0", "+7", "007", "12.50", "-12.5", "9223372036854775808.25"] {
        assert!(Num::parse_decimal(text).is_some(), "{text}");
    }
    for text in ["", "-", ".", ".5", "5.", "1e3", "1_000", "0x10", "1,5", " 1", "١", "--1", "1/2", "1.2.3"] {
        assert_eq!(Num::parse_decimal(text), None, "{text}");
    }
    assert!(Num::parse_decimal(&"9".repeat(400)).is_some());
    assert_eq!(Num::parse_decimal(&"9".repeat(401)), None);
    assert_eq!(Num::parse(" 5 / 3 "), Num::ratio(5, 3));
    assert_eq!(Num::parse("5/0"), None);
    assert_eq!(Num::parse("1/2/3"), None);
    assert_eq!(num("-0"), Num::ZERO);
}

#[test]
fn exact_strings_end_or_are_fractions() {
    for (text, exact) in [
        ("40/100", "0.4"),
        ("20", "20"),
        ("5/3", "5/3"),
        ("-1/8", "-0.125"),
        ("-10/6", "-5/3"),
        ("1/500", "0.002"),
        ("0.10", "0.1"),
        ("1/70", "1/70"),
    ] {
        assert_eq!(num(text).to_exact_string(), exact);
    }
}

#[test]
fn decimals_for_people() {
    let french = |text: &str, digits| num(text).to_decimal(Lang::Fr, digits);
    let english = |text: &str, digits| num(text).to_decimal(Lang::En, digits);
    assert_eq!(french("5/3", 2), ("1,67".into(), true));
    assert_eq!(french("2.50", 2), ("2,5".into(), false));
    assert_eq!(french("1234.5", 2), ("1234,5".into(), false));
    assert_eq!(french("1234567", 2), ("1\u{202f}234\u{202f}567".into(), false));
    assert_eq!(french("99999.999", 2), ("100\u{202f}000".into(), true));
    assert_eq!(english("1234.5", 2), ("1,234.5".into(), false));
    assert_eq!(english("123456.5", 0), ("123,457".into(), true));
    assert_eq!(english("-0.001", 2), ("0".into(), true));
    assert_eq!(english("-1234.125", 2), ("-1,234.13".into(), true));
    assert_eq!(english("1/3", u32::MAX).0.len(), 402);
}

#[test]
fn rounding_to_a_side() {
    assert_eq!(num("5/3").rounded_up(2), num("1.67"));
    assert_eq!(num("5/3").rounded_down(2), num("1.66"));
    assert_eq!(num("-5/3").rounded_up(2), num("-1.66"));
    assert_eq!(num("2.5").rounded_up(2), num("2.5"));
    assert_eq!(num("2.5").round(), num("3"));
    assert_eq!(num("-2.5").round(), num("-3"));
    assert_eq!(num("-7/2").floor(), num("-4"));
    assert_eq!(num("-7/2").ceil(), num("-3"));
}

#[test]
fn grids() {
    assert_eq!(num("1/2").gcd(&num("1/3")), num("1/6"));
    assert_eq!(num("-6").gcd(&num("4")), num("2"));
    assert_eq!(Num::ZERO.gcd(&num("-3/4")), num("3/4"));
    assert_eq!(num("-7/2").rem_euclid(&num("1")), Some(num("1/2")));
    assert_eq!(num("7").rem_euclid(&num("-3")), Some(num("1")));
    assert_eq!(num("7").rem_euclid(&Num::ZERO), None);
    assert!(num("0.75").is_multiple_of(&num("1/4")));
    assert!(!num("0.75").is_multiple_of(&num("1/2")));
}

#[test]
fn huge_numbers_say_so() {
    let mut n = num("3");
    while !n.is_huge() {
        n = n.mul(&n);
    }
    assert!(n.bits() > 100_000 && n.bits() < 210_000);
    assert_eq!(Num::pow10(401), None);
    assert_eq!(Num::pow10(i32::MIN), None);
    assert_eq!(Num::pow10(-2), Num::ratio(1, 100));
}

/// Integers small, at the edge of 64 bits, and beyond.
fn integer() -> impl Strategy<Value = i128> {
    prop_oneof![
        4 => -20i128..20,
        2 => -1_000_000i128..1_000_000,
        2 => any::<i64>().prop_map(i128::from),
        1 => prop_oneof![Just(i128::from(i64::MIN)), Just(i128::from(i64::MAX)), Just(i128::from(i64::MIN) + 1)],
        1 => any::<i128>(),
    ]
}

fn pair() -> impl Strategy<Value = (Num, RBig)> {
    (integer(), integer().prop_filter("a denominator", |d| *d != 0)).prop_map(|(n, d)| {
        let big = RBig::from_parts_signed(IBig::from(n), IBig::from(d));
        (Num::from_big(big.clone()), big)
    })
}

/// The value, and that its representation is the only one.
fn agrees(ours: &Num, theirs: &RBig) -> Result<(), TestCaseError> {
    prop_assert_eq!(&ours.to_big(), theirs);
    let canonical = Num::from_big(theirs.clone());
    prop_assert_eq!(ours, &canonical);
    prop_assert_eq!(ours.parts(), canonical.parts());
    if let Some((n, d)) = ours.parts() {
        prop_assert!(n != i64::MIN && d > 0 && (n == 0 && d == 1 || gcd_u64(n.unsigned_abs(), d.unsigned_abs()) == 1));
    }
    Ok(())
}

#[test]
fn arithmetic_agrees_with_big_rationals() {
    let (cases, overflows) = (Cell::new(0), Cell::new(0));
    let mut runner = TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) });
    runner
        .run(&(pair(), pair()), |((a, big_a), (b, big_b))| {
            let (sum, product) = (a.add(&b), a.mul(&b));
            if a.parts().is_some() && b.parts().is_some() {
                cases.set(cases.get() + 1);
                if sum.parts().is_none() || product.parts().is_none() {
                    overflows.set(overflows.get() + 1);
                }
            }
            agrees(&sum, &(&big_a + &big_b))?;
            agrees(&product, &(&big_a * &big_b))?;
            agrees(&a.sub(&b), &(&big_a - &big_b))?;
            match a.checked_div(&b) {
                Some(quotient) => agrees(&quotient, &(&big_a / &big_b))?,
                None => prop_assert!(big_b.is_zero()),
            }
            agrees(&a.neg(), &-&big_a)?;
            agrees(&a.floor(), &RBig::from(big_a.floor()))?;
            agrees(&a.ceil(), &RBig::from(big_a.ceil()))?;
            prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
            prop_assert_eq!(a == b, big_a == big_b);
            prop_assert_eq!(a.cmp(&a.clone()), Ordering::Equal);
            prop_assert_eq!(a.is_integer(), big_a.is_int());
            prop_assert_eq!(a.sign(), a.cmp(&Num::ZERO));
            Ok(())
        })
        .unwrap();
    let (cases, overflows) = (cases.get(), overflows.get());
    assert!(overflows * 10 >= cases, "only {overflows} of {cases} small operations overflowed");
}

proptest! {
    #[test]
    fn text_reads_back((a, _) in pair(), digits in 0u32..6) {
        prop_assert_eq!(Num::parse(&a.to_exact_string()), Some(a.clone()));
        let (shown, rounded) = a.to_decimal(Lang::En, digits);
        let read = Num::parse(&shown.replace(',', "")).unwrap();
        prop_assert_eq!(rounded, read != a);
        let half = Num::pow10(-i32::try_from(digits).unwrap()).unwrap().mul(&num("1/2"));
        prop_assert!(read.sub(&a).abs() <= half);
        prop_assert!(a.rounded_down(digits) <= a && a <= a.rounded_up(digits));
    }

    #[test]
    fn the_greatest_common_divisor_divides_and_is_greatest((a, _) in pair(), (b, _) in pair()) {
        let divisor = a.gcd(&b);
        prop_assert_eq!(divisor.is_zero(), a.is_zero() && b.is_zero());
        if let (Some(x), Some(y)) = (a.checked_div(&divisor), b.checked_div(&divisor)) {
            prop_assert!(x.is_integer() && y.is_integer());
            prop_assert_eq!(x.gcd(&y), Num::ONE);
        }
        if let Some(rest) = a.rem_euclid(&b) {
            prop_assert!(!rest.is_negative() && rest < b.abs() && a.sub(&rest).is_multiple_of(&b));
        }
    }

    #[test]
    fn reading_never_panics(text in "\\PC{0,30}") {
        let _ = Num::parse(&text);
    }
}
