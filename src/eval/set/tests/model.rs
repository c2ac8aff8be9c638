//! A naive set of numbers, generated at random and written twice: as a predicate, and as a [`NumSet`].

use super::super::{Bound, NumSet};
use crate::base::Num;
use proptest::prelude::*;

/// Ends and grids lie on quarters, so that a sixteenth lies strictly inside whatever is not empty.
#[derive(Clone, Debug)]
pub struct Part {
    pub lower: Option<(i64, bool)>,
    pub upper: Option<(i64, bool)>,
    /// Step and offset, in quarters.
    pub grid: Option<(i64, i64)>,
}

#[derive(Clone, Debug)]
pub struct Model(pub Vec<Part>);

pub fn quarters(n: i64) -> Num {
    Num::ratio(n, 4).unwrap()
}

/// The sixteenths within a distance of zero.
pub fn lattice(radius: i64) -> impl Iterator<Item = Num> {
    (-16 * radius..=16 * radius).map(|n| Num::ratio(n, 16).unwrap())
}

impl Part {
    pub fn contains(&self, n: &Num) -> bool {
        let above = self.lower.is_none_or(|(end, closed)| quarters(end) < *n || (closed && quarters(end) == *n));
        let below = self.upper.is_none_or(|(end, closed)| *n < quarters(end) || (closed && quarters(end) == *n));
        let on_grid = self
            .grid
            .is_none_or(|(step, offset)| n.sub(&quarters(offset)).checked_div(&quarters(step)).unwrap().is_integer());
        above && below && on_grid
    }

    /// The points of a grid that has two ends, and of the others those within a distance.
    pub fn grid_points(&self, radius: i64) -> Option<Vec<Num>> {
        self.grid?;
        Some(lattice(radius).filter(|n| self.contains(n)).collect())
    }

    pub fn ends(&self) -> Vec<Num> {
        [self.lower, self.upper].into_iter().flatten().map(|(end, _)| quarters(end)).collect()
    }

    fn shift(&mut self, quarters: i64) {
        for end in [&mut self.lower, &mut self.upper].into_iter().flatten() {
            end.0 += quarters;
        }
        if let Some((_, offset)) = &mut self.grid {
            *offset += quarters;
        }
    }

    fn set(&self) -> NumSet {
        let offset = self.grid.map_or(0, |(_, offset)| offset);
        let bound = |end: Option<(i64, bool)>| match end {
            None => Bound::Infinite,
            Some((end, true)) => Bound::Closed(quarters(end - offset)),
            Some((end, false)) => Bound::Open(quarters(end - offset)),
        };
        let plain = NumSet::with_bounds(bound(self.lower), bound(self.upper));
        match self.grid {
            None => plain,
            Some((step, offset)) => plain.on_grid(&quarters(step)).add(&NumSet::exact(quarters(offset))),
        }
    }
}

impl Model {
    pub fn contains(&self, n: &Num) -> bool {
        self.0.iter().any(|part| part.contains(n))
    }

    pub fn set(&self) -> NumSet {
        self.0.iter().fold(NumSet::empty(), |set, part| set.union(&part.set()))
    }

    /// Members within a distance of zero, enough to show whatever ends within half of it can show.
    pub fn members(&self, radius: i64) -> Vec<Num> {
        lattice(radius).filter(|n| self.contains(n)).collect()
    }

    pub fn has_endless_grid(&self) -> bool {
        self.0.iter().any(|part| part.grid.is_some() && (part.lower.is_none() || part.upper.is_none()))
    }
}

fn end() -> impl Strategy<Value = Option<(i64, bool)>> {
    // Small even quarters often, so that ends meet; infinity now and then.
    prop_oneof![
        1 => Just(None),
        3 => (-5i64..=5, any::<bool>()).prop_map(|(n, closed)| Some((n * 2, closed))),
        2 => (-12i64..=12, any::<bool>()).prop_map(|(n, closed)| Some((n, closed))),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let grid = prop_oneof![
        3 => Just(None),
        2 => (prop_oneof![Just(4i64), Just(6), Just(8), Just(3)], prop_oneof![3 => Just(0i64), 1 => 0i64..8]).prop_map(Some),
    ];
    let interval = (end(), end(), grid).prop_map(|(a, b, grid)| match (a, b) {
        (Some(a), Some(b)) if b.0 < a.0 => Part { lower: Some(b), upper: Some(a), grid },
        (lower, upper) => Part { lower, upper, grid },
    });
    let point = (-8i64..=8).prop_map(|n| Part { lower: Some((n, true)), upper: Some((n, true)), grid: None });
    prop_oneof![3 => interval, 1 => point]
}

pub fn model() -> impl Strategy<Value = Model> {
    let parts = prop_oneof![1 => Just(Vec::new()), 12 => proptest::collection::vec(part(), 1..=2)];
    parts.prop_map(Model)
}

/// Two sets, two times out of three moved and freed of endless parts so that one begins where the other ends.
pub fn meeting_pair() -> impl Strategy<Value = (Model, Model)> {
    (model(), model(), 0..3).prop_map(|(mut a, mut b, how)| match how {
        0 => {
            meet(&mut a, &mut b);
            (a, b)
        }
        1 => {
            meet(&mut b, &mut a);
            (a, b)
        }
        _ => (a, b),
    })
}

fn meet(first: &mut Model, second: &mut Model) {
    first.0.retain(|part| part.upper.is_some());
    second.0.retain(|part| part.lower.is_some());
    let target = first.0.iter().filter_map(|part| part.upper).map(|end| end.0).max();
    let start = second.0.iter().filter_map(|part| part.lower).map(|end| end.0).min();
    if let (Some(target), Some(start)) = (target, start) {
        second.0.iter_mut().for_each(|part| part.shift(target - start));
    }
}
