//! Decides whether a number is the result of an operation on some members of two naive sets.

use super::model::{Model, Part};
use crate::base::Num;

/// The values of one operand that give a wanted result with a chosen other operand.
pub enum Solved {
    None,
    One(Num),
    Any,
    AnyButZero,
}

/// An operation, by its inverses: which second operand gives the result with that first one, and the other way round.
pub struct Inverses {
    pub second: fn(&Num, &Num) -> Solved,
    pub first: fn(&Num, &Num) -> Solved,
}

pub fn is_in_image(operation: &Inverses, a: &Model, b: &Model, result: &Num) -> bool {
    a.0.iter().any(|a| b.0.iter().any(|b| is_in_image_of_parts(operation, a, b, result)))
}

fn is_in_image_of_parts(operation: &Inverses, a: &Part, b: &Part, result: &Num) -> bool {
    if let Some(points) = a.grid_points(8) {
        return points.iter().any(|a| admits(b, &(operation.second)(result, a)));
    }
    if let Some(points) = b.grid_points(8) {
        return points.iter().any(|b| admits(a, &(operation.first)(result, b)));
    }
    candidates(operation, a, b, result).iter().any(|n| a.contains(n) && admits(b, &(operation.second)(result, n)))
}

fn admits(part: &Part, solved: &Solved) -> bool {
    match solved {
        Solved::None => false,
        Solved::One(n) => part.contains(n),
        Solved::Any => !is_empty(part),
        Solved::AnyButZero => super::model::lattice(8).any(|n| !n.is_zero() && part.contains(&n)),
    }
}

fn is_empty(part: &Part) -> bool {
    !super::model::lattice(8).any(|n| part.contains(&n))
}

/// Whether a first operand works can change only at these numbers; one between each two of them is added.
fn candidates(operation: &Inverses, a: &Part, b: &Part, result: &Num) -> Vec<Num> {
    let mut turns = vec![Num::ZERO];
    turns.extend(a.ends());
    for end in b.ends() {
        if let Solved::One(n) = (operation.first)(result, &end) {
            turns.push(n);
        }
    }
    turns.sort();
    let half = Num::ratio(1, 2).unwrap();
    let mut candidates: Vec<Num> = turns.windows(2).map(|pair| pair[0].add(&pair[1]).mul(&half)).collect();
    candidates.push(turns[0].sub(&Num::ONE));
    candidates.push(turns[turns.len() - 1].add(&Num::ONE));
    candidates.extend(turns);
    candidates
}
