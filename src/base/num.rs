//! Exact numbers: small fractions in place, large ones on the heap, never a rounding.

mod text;

#[cfg(test)]
mod tests;

use dashu_int::ops::{BitTest, Gcd};
use dashu_int::{IBig, UBig};
use dashu_ratio::RBig;
use num_rational::Ratio;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// An exact rational number, of any size.
///
/// Equal values always have the same representation: in lowest terms, `Small` whenever numerator and denominator both
/// fit, `Big` otherwise. Equality and hashing rely on it. `Ord` gives `min` and `max`.
#[derive(Clone)]
pub struct Num(Repr);

#[derive(Clone)]
enum Repr {
    /// In lowest terms, denominator positive. The numerator is never `i64::MIN`, so that negation cannot overflow.
    Small(Ratio<i64>),
    /// Does not fit in `Small`.
    Big(Box<RBig>),
}

/// Beyond this many bits a number no longer counts anything real: evaluation refuses it rather than let a chain of
/// products take all the memory.
const HUGE_BITS: u64 = 100_000;

/// Powers of ten beyond this exponent are refused.
const LARGEST_EXPONENT: u32 = 400;

impl Num {
    pub const ZERO: Num = Num::small(0, 1);
    pub const ONE: Num = Num::small(1, 1);
    pub const HUNDRED: Num = Num::small(100, 1);

    /// The caller vouches for the invariant of `Repr::Small`.
    const fn small(numerator: i64, denominator: i64) -> Num {
        Num(Repr::Small(Ratio::new_raw(numerator, denominator)))
    }

    /// Brings back to `Small` what fits.
    fn from_big(big: RBig) -> Num {
        match (i64::try_from(big.numerator()), i64::try_from(big.denominator())) {
            (Ok(numerator), Ok(denominator)) if numerator != i64::MIN => Num::small(numerator, denominator),
            _ => Num(Repr::Big(Box::new(big))),
        }
    }

    /// A fraction in lowest terms, whatever its size. The denominator must be positive.
    fn reduced(numerator: i128, denominator: i128) -> Num {
        if let (Ok(n), Ok(d)) = (i64::try_from(numerator), u64::try_from(denominator)) {
            let divisor = gcd_u64(n.unsigned_abs(), d);
            if let (Ok(divisor), Ok(d)) = (i64::try_from(divisor), i64::try_from(d))
                && n != i64::MIN
            {
                return Num::small(n / divisor, d / divisor);
            }
            // Dividing as i128 keeps i64::MIN / 1 and a divisor of 2^63 out of trouble.
            return Num::fitted(i128::from(n) / i128::from(divisor), i128::from(d) / i128::from(divisor));
        }
        let divisor = gcd_u128(numerator.unsigned_abs(), denominator.unsigned_abs());
        match i128::try_from(divisor) {
            Ok(divisor) if divisor > 0 => Num::fitted(numerator / divisor, denominator / divisor),
            _ => Num::fitted(numerator, denominator),
        }
    }

    /// A fraction already in lowest terms.
    fn fitted(numerator: i128, denominator: i128) -> Num {
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(n), Ok(d)) if n != i64::MIN => Num::small(n, d),
            _ => Num::from_big(RBig::from_parts(IBig::from(numerator), UBig::from(denominator.unsigned_abs()))),
        }
    }

    fn to_big(&self) -> RBig {
        match &self.0 {
            Repr::Small(ratio) => {
                RBig::from_parts(IBig::from(*ratio.numer()), UBig::from(ratio.denom().unsigned_abs()))
            }
            Repr::Big(big) => (**big).clone(),
        }
    }

    /// Numerator and denominator, in lowest terms and the latter positive, when both are small.
    #[inline]
    pub fn parts(&self) -> Option<(i64, i64)> {
        match &self.0 {
            Repr::Small(ratio) => Some((*ratio.numer(), *ratio.denom())),
            Repr::Big(_) => None,
        }
    }

    fn from_integer(integer: IBig) -> Num {
        Num::from_big(RBig::from(integer))
    }

    pub fn from_i64(integer: i64) -> Num {
        if integer == i64::MIN { Num::fitted(i128::from(integer), 1) } else { Num::small(integer, 1) }
    }

    /// `numerator / denominator`; `None` when the denominator is zero.
    pub fn ratio(numerator: i64, denominator: i64) -> Option<Num> {
        let (n, d) = (i128::from(numerator), i128::from(denominator));
        match d.cmp(&0) {
            Ordering::Greater => Some(Num::reduced(n, d)),
            Ordering::Less => Some(Num::reduced(-n, -d)),
            Ordering::Equal => None,
        }
    }

    /// Ten to that power; `None` beyond 400 either way.
    pub fn pow10(exponent: i32) -> Option<Num> {
        if exponent.unsigned_abs() > LARGEST_EXPONENT {
            return None;
        }
        let power = Num::from_integer(power_of_ten(exponent.unsigned_abs()).into());
        if exponent < 0 { power.recip() } else { Some(power) }
    }

    pub fn add(&self, other: &Num) -> Num {
        let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) else {
            return Num::from_big(self.to_big() + other.to_big());
        };
        if b == 1
            && d == 1
            && let Some(sum) = a.checked_add(c)
        {
            return Num::from_i64(sum);
        }
        // Each product is below 2^126, so the sum cannot overflow.
        let (a, b, c, d) = (i128::from(a), i128::from(b), i128::from(c), i128::from(d));
        if b == d { Num::reduced(a + c, b) } else { Num::reduced(a * d + c * b, b * d) }
    }

    pub fn sub(&self, other: &Num) -> Num {
        self.add(&other.neg())
    }

    pub fn mul(&self, other: &Num) -> Num {
        match (self.parts(), other.parts()) {
            (Some((a, 1)), Some((c, 1))) => {
                a.checked_mul(c).map_or_else(|| Num::fitted(i128::from(a) * i128::from(c), 1), Num::from_i64)
            }
            (Some((a, b)), Some((c, d))) => Num::reduced(i128::from(a) * i128::from(c), i128::from(b) * i128::from(d)),
            _ => Num::from_big(self.to_big() * other.to_big()),
        }
    }

    /// `None` when `other` is zero.
    pub fn checked_div(&self, other: &Num) -> Option<Num> {
        other.recip().map(|inverse| self.mul(&inverse))
    }

    /// One divided by this; `None` for zero.
    fn recip(&self) -> Option<Num> {
        match &self.0 {
            Repr::Small(ratio) => {
                let (n, d) = (*ratio.numer(), *ratio.denom());
                match n.cmp(&0) {
                    Ordering::Greater => Some(Num::small(d, n)),
                    Ordering::Less => Some(Num::small(-d, -n)),
                    Ordering::Equal => None,
                }
            }
            Repr::Big(big) => {
                let (sign, magnitude) = big.numerator().clone().into_parts();
                Some(Num::from_big(RBig::from_parts(IBig::from_parts(sign, big.denominator().clone()), magnitude)))
            }
        }
    }

    pub fn neg(&self) -> Num {
        match &self.0 {
            Repr::Small(ratio) => Num::small(-ratio.numer(), *ratio.denom()),
            Repr::Big(big) => Num::from_big(-(**big).clone()),
        }
    }

    pub fn abs(&self) -> Num {
        if self.is_negative() { self.neg() } else { self.clone() }
    }

    /// The largest integer that is not above.
    pub fn floor(&self) -> Num {
        match &self.0 {
            Repr::Small(ratio) => Num::small(ratio.numer().div_euclid(*ratio.denom()), 1),
            Repr::Big(big) => Num::from_integer(big.floor()),
        }
    }

    /// The smallest integer that is not below.
    pub fn ceil(&self) -> Num {
        self.neg().floor().neg()
    }

    /// The nearest integer; halves go away from zero, as people round amounts.
    pub fn round(&self) -> Num {
        let magnitude = self.abs().add(&Num::small(1, 2)).floor();
        if self.is_negative() { magnitude.neg() } else { magnitude }
    }

    pub fn is_zero(&self) -> bool {
        self.sign() == Ordering::Equal
    }

    pub fn is_positive(&self) -> bool {
        self.sign() == Ordering::Greater
    }

    pub fn is_negative(&self) -> bool {
        self.sign() == Ordering::Less
    }

    /// How this compares with zero.
    pub fn sign(&self) -> Ordering {
        match &self.0 {
            Repr::Small(ratio) => ratio.numer().cmp(&0),
            Repr::Big(big) => match big.sign() {
                // Zero is always small.
                dashu_int::Sign::Positive => Ordering::Greater,
                dashu_int::Sign::Negative => Ordering::Less,
            },
        }
    }

    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small(ratio) => *ratio.denom() == 1,
            Repr::Big(big) => big.is_int(),
        }
    }

    /// `None` when it is not an integer or does not fit.
    pub fn to_i64(&self) -> Option<i64> {
        match &self.0 {
            Repr::Small(ratio) => (*ratio.denom() == 1).then_some(*ratio.numer()),
            // Only i64::MIN may still fit.
            Repr::Big(big) if big.is_int() => i64::try_from(big.numerator()).ok(),
            Repr::Big(_) => None,
        }
    }

    /// The largest number of which both are whole multiples, never negative; `gcd(0, x)` is `|x|`.
    pub fn gcd(&self, other: &Num) -> Num {
        if self.is_zero() {
            return other.abs();
        }
        if other.is_zero() {
            return self.abs();
        }
        if let (Some((a, b)), Some((c, d))) = (self.parts(), other.parts()) {
            let numerator = gcd_u64(a.unsigned_abs(), c.unsigned_abs());
            let shared = gcd_u64(b.unsigned_abs(), d.unsigned_abs());
            return Num::reduced(i128::from(numerator), i128::from(b) / i128::from(shared) * i128::from(d));
        }
        let (a, b) = self.to_big().into_parts();
        let (c, d) = other.to_big().into_parts();
        let numerator: UBig = Gcd::gcd(a.into_parts().1, c.into_parts().1);
        let shared: UBig = Gcd::gcd(&b, &d);
        Num::from_big(RBig::from_parts(numerator.into(), b / shared * d))
    }

    /// What remains after taking away whole multiples of `modulus`: in `[0, |modulus|)`. `None` when it is zero.
    pub fn rem_euclid(&self, modulus: &Num) -> Option<Num> {
        let size = modulus.abs();
        let times = self.checked_div(&size)?.floor();
        Some(self.sub(&times.mul(&size)))
    }

    /// Whether this is a whole multiple of `step`; only zero is one of zero.
    pub fn is_multiple_of(&self, step: &Num) -> bool {
        self.checked_div(step).map_or(self.is_zero(), |times| times.is_integer())
    }

    /// How much room it takes: the bits of numerator and denominator together.
    pub fn bits(&self) -> u64 {
        match &self.0 {
            Repr::Small(ratio) => {
                let bits = |n: u64| u64::from(u64::BITS - n.leading_zeros());
                bits(ratio.numer().unsigned_abs()) + bits(ratio.denom().unsigned_abs())
            }
            Repr::Big(big) => {
                let bits = BitTest::bit_len(big.numerator()).saturating_add(BitTest::bit_len(big.denominator()));
                u64::try_from(bits).unwrap_or(u64::MAX)
            }
        }
    }

    /// Whether evaluation should refuse to go on with it.
    pub fn is_huge(&self) -> bool {
        self.bits() > HUGE_BITS
    }
}

fn power_of_ten(exponent: u32) -> UBig {
    UBig::from(10u8).pow(usize::try_from(exponent).unwrap_or(0))
}

/// Euclid's algorithm; at least 1, so that it can be divided by.
fn gcd_u64(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// The same without divisions, which are slow at this width.
fn gcd_u128(mut a: u128, mut b: u128) -> u128 {
    if a == 0 || b == 0 {
        return (a | b).max(1);
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
    }
    a << twos
}

impl PartialEq for Num {
    fn eq(&self, other: &Num) -> bool {
        match (&self.0, &other.0) {
            (Repr::Small(a), Repr::Small(b)) => a.numer() == b.numer() && a.denom() == b.denom(),
            (Repr::Big(a), Repr::Big(b)) => a == b,
            (Repr::Small(_), Repr::Big(_)) | (Repr::Big(_), Repr::Small(_)) => false,
        }
    }
}

impl Eq for Num {}

impl Hash for Num {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0 {
            Repr::Small(ratio) => (ratio.numer(), ratio.denom()).hash(state),
            Repr::Big(big) => (big.numerator(), big.denominator()).hash(state),
        }
    }
}

impl Ord for Num {
    fn cmp(&self, other: &Num) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Small(a), Repr::Small(b)) if a.denom() == b.denom() => a.numer().cmp(b.numer()),
            (Repr::Small(a), Repr::Small(b)) => {
                let left = i128::from(*a.numer()) * i128::from(*b.denom());
                left.cmp(&(i128::from(*b.numer()) * i128::from(*a.denom())))
            }
            (Repr::Big(a), Repr::Big(b)) => a.cmp(b),
            (Repr::Small(_), Repr::Big(b)) => self.to_big().cmp(b),
            (Repr::Big(a), Repr::Small(_)) => (**a).cmp(&other.to_big()),
        }
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Num) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::ops::Add for &Num {
    type Output = Num;
    fn add(self, other: &Num) -> Num {
        Num::add(self, other)
    }
}

impl std::ops::Sub for &Num {
    type Output = Num;
    fn sub(self, other: &Num) -> Num {
        Num::sub(self, other)
    }
}

impl std::ops::Mul for &Num {
    type Output = Num;
    fn mul(self, other: &Num) -> Num {
        Num::mul(self, other)
    }
}

impl std::ops::Neg for &Num {
    type Output = Num;
    fn neg(self) -> Num {
        Num::neg(self)
    }
}

impl From<i64> for Num {
    fn from(integer: i64) -> Num {
        Num::from_i64(integer)
    }
}
