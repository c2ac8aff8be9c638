//! Numbers read from their spelling and written for machines and for people.

use super::{Num, Repr, power_of_ten};
use crate::base::Lang;
use dashu_int::ops::BitTest;
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;

/// More digits than any text has a reason to hold.
const LONGEST_LITERAL: usize = 400;

impl Num {
    /// Reads ASCII digits with an optional sign and an optional fraction after a point: `-12.50`. `None` for anything
    /// else, exponents and more than 400 digits included.
    pub fn parse_decimal(text: &str) -> Option<Num> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match unsigned.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (unsigned, None),
        };
        if !is_digits(whole) || fraction.is_some_and(|fraction| !is_digits(fraction)) {
            return None;
        }
        let fraction = fraction.unwrap_or("");
        if whole.len().checked_add(fraction.len())? > LONGEST_LITERAL {
            return None;
        }
        let digits = UBig::from_str_radix(&format!("{whole}{fraction}"), 10).ok()?;
        let scale = power_of_ten(u32::try_from(fraction.len()).ok()?);
        let size = Num::from_big(RBig::from_parts(digits.into(), scale));
        Some(if negative { size.neg() } else { size })
    }

    /// Reads a decimal as [`Num::parse_decimal`] does, or a fraction of two of them: `2/5`. Blanks around the numbers
    /// are allowed; `None` also when the denominator is zero.
    pub fn parse(text: &str) -> Option<Num> {
        match text.split_once('/') {
            Some((numerator, denominator)) => {
                Num::parse_decimal(numerator.trim())?.checked_div(&Num::parse_decimal(denominator.trim())?)
            }
            None => Num::parse_decimal(text.trim()),
        }
    }

    /// The exact value: a decimal when its expansion ends (`0.4`, `20`), else a fraction in lowest terms (`5/3`).
    /// [`Num::parse`] reads it back.
    pub fn to_exact_string(&self) -> String {
        if let Some(integer) = self.to_i64() {
            return integer.to_string();
        }
        let big = self.to_big();
        match decimals_needed(big.denominator()) {
            Some(0) => big.numerator().to_string(),
            Some(decimals) => {
                let scaled = self.scaled(decimals);
                let (whole, fraction) = split_decimal(&scaled, decimals);
                format!("{}{whole}.{fraction}", if self.is_negative() { "-" } else { "" })
            }
            None => format!("{}/{}", big.numerator(), big.denominator()),
        }
    }

    /// The value for people, with at most `digits` decimals, halves rounded away from zero, and without trailing
    /// zeros; and whether rounding changed it, so that the caller can say "about".
    ///
    /// French: `1234,5`, `12 345,6` with narrow no-break spaces. English: `1,234.5`.
    pub fn to_decimal(&self, lang: Lang, digits: u32) -> (String, bool) {
        let digits = digits.min(super::LARGEST_EXPONENT);
        let rounded = self.rounded_by(digits, Num::round);
        let (whole, fraction) = split_decimal(&rounded.scaled(digits), digits);
        let fraction = fraction.trim_end_matches('0');
        let (separator, from, point) = match lang {
            Lang::En => (',', 4, '.'),
            Lang::Fr => ('\u{202f}', 5, ','),
        };
        let mut text = String::new();
        if rounded.is_negative() {
            text.push('-');
        }
        text.push_str(&grouped(&whole, separator, from));
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        (text, rounded != *self)
    }

    /// The nearest number with at most `digits` decimals that is not below.
    pub fn rounded_up(&self, digits: u32) -> Num {
        self.rounded_by(digits.min(super::LARGEST_EXPONENT), Num::ceil)
    }

    /// The nearest number with at most `digits` decimals that is not above.
    pub fn rounded_down(&self, digits: u32) -> Num {
        self.rounded_by(digits.min(super::LARGEST_EXPONENT), Num::floor)
    }

    fn rounded_by(&self, digits: u32, to_integer: impl Fn(&Num) -> Num) -> Num {
        let scale = Num::from_integer(power_of_ten(digits).into());
        let rounded = to_integer(&self.mul(&scale));
        rounded.checked_div(&scale).unwrap_or(rounded)
    }

    /// The size of this number in units of the last of `digits` decimals; it must be a whole number of them.
    fn scaled(&self, digits: u32) -> UBig {
        let scaled = self.mul(&Num::from_integer(power_of_ten(digits).into())).abs();
        let integer = match &scaled.0 {
            Repr::Small(ratio) => IBig::from(*ratio.numer()),
            Repr::Big(big) => big.numerator().clone(),
        };
        integer.into_parts().1
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// How many decimals a fraction in lowest terms needs; `None` when its expansion never ends, that is when the
/// denominator has another factor than 2 and 5.
fn decimals_needed(denominator: &UBig) -> Option<u32> {
    let twos = denominator.trailing_zeros().unwrap_or(0);
    let odd = denominator >> twos;
    let mut fives = 0;
    // 5^3 takes 7 bits: start below the only power that can match, then step up.
    let guess = BitTest::bit_len(&odd).saturating_sub(1) * 3 / 7;
    if !odd.is_one() {
        fives = guess;
        let mut power = UBig::from(5u8).pow(guess);
        while power < odd {
            power *= UBig::from(5u8);
            fives += 1;
        }
        if power != odd {
            return None;
        }
    }
    u32::try_from(twos.max(fives)).ok()
}

/// The digits before and after the point of a number counted in units of its last decimal.
fn split_decimal(scaled: &UBig, digits: u32) -> (String, String) {
    let mut whole = scaled.to_string();
    let digits = usize::try_from(digits).unwrap_or(0);
    if whole.len() <= digits {
        whole.insert_str(0, &"0".repeat(digits + 1 - whole.len()));
    }
    let fraction = whole.split_off(whole.len() - digits);
    (whole, fraction)
}

/// Separates thousands, in numbers of at least `from` digits.
fn grouped(digits: &str, separator: char, from: usize) -> String {
    if digits.len() < from {
        return digits.to_string();
    }
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The exact value, as [`Num::to_exact_string`] gives it.
impl std::fmt::Display for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_exact_string())
    }
}

impl std::fmt::Debug for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.to_exact_string())
    }
}
