//! Exact numbers.

use num_rational::Ratio;

/// An exact rational number.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Num(Ratio<i64>);
