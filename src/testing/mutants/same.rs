//! Whether two expressions are the same but for the names of their variables.

use crate::model::Program;
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, LocalId};
use crate::model::item::{Body, DerivedVersion, Exception, Member, MemberKind, Members, RuleVersion, Table};

/// An expression of a program.
pub(super) type In<'a> = (&'a Program, ExprId);

/// Whether the two always have the same value. Variables that are bound outside must be the same, or in `bound`.
pub(super) fn same(left: In<'_>, right: In<'_>, bound: &mut Vec<(LocalId, LocalId)>) -> bool {
    let (one, other) = (left.0.kind(left.1), right.0.kind(right.1));
    if let (ExprKind::Local(one), ExprKind::Local(other)) = (one, other) {
        let pair = bound.iter().rev().find(|(left, right)| left == one || right == other);
        return pair.map_or(one == other, |(left, right)| left == one && right == other);
    }
    if !same_shape(one, other) {
        return false;
    }
    let (ours, theirs) = (one.children(), other.children());
    let depth = bound.len();
    bound.extend(variable(one).zip(variable(other)));
    let equal = ours.len() == theirs.len()
        && ours.into_iter().zip(theirs).all(|(one, other)| same((left.0, one), (right.0, other), bound));
    bound.truncate(depth);
    equal
}

fn variable(kind: &ExprKind) -> Option<LocalId> {
    match kind {
        ExprKind::Quantified { var, .. } | ExprKind::Selected { var, .. } => Some(*var),
        ExprKind::Aggregated { var, .. } => *var,
        _ => None,
    }
}

/// Whether two expressions are alike but for their parts and their variables.
fn same_shape(one: &ExprKind, other: &ExprKind) -> bool {
    use ExprKind as K;
    match (one, other) {
        (K::Bool(a), K::Bool(b)) => a == b,
        (K::Number { value: a, .. }, K::Number { value: b, .. }) => a == b,
        (K::Text(a), K::Text(b)) => a == b,
        (K::Date(a), K::Date(b)) => a == b,
        (K::Choice(a, rank), K::Choice(b, other)) => a == b && rank == other,
        (K::Actor(a), K::Actor(b)) => a == b,
        (K::Fact(a), K::Fact(b)) => a == b,
        (K::Derived(a), K::Derived(b)) => a == b,
        (K::Rule(a, test), K::Rule(b, other)) => a == b && test == other,
        (K::Milestone(a), K::Milestone(b)) => a == b,
        (K::Field(_, a), K::Field(_, b)) => a == b,
        (K::Arithmetic(a, ..), K::Arithmetic(b, ..)) => a == b,
        (K::Compare(a, ..), K::Compare(b, ..)) => a == b,
        (K::OneOf { negated: a, .. }, K::OneOf { negated: b, .. })
        | (K::Under { negated: a, .. }, K::Under { negated: b, .. })
        | (K::IsAbsent { negated: a, .. }, K::IsAbsent { negated: b, .. }) => a == b,
        (K::Knowledge { what: a, negated: no, .. }, K::Knowledge { what: b, negated: not, .. }) => a == b && no == not,
        (K::Recurs { since: a, .. }, K::Recurs { since: b, .. }) => a.is_some() == b.is_some(),
        (K::Logic(a, _), K::Logic(b, _)) => a == b,
        (K::If(_, _, a), K::If(_, _, b)) => a.is_some() == b.is_some(),
        (K::Combine(a, _), K::Combine(b, _)) => a == b,
        (K::Share { part_listed: a, .. }, K::Share { part_listed: b, .. }) => a == b,
        (K::Call(a, _), K::Call(b, _)) => a == b,
        (K::Quantified { quantity: a, .. }, K::Quantified { quantity: b, .. }) => a == b,
        (
            K::Aggregated { aggregate: a, body: of, condition: when, .. },
            K::Aggregated { aggregate: b, body: other, condition: then, .. },
        ) => a == b && of.is_some() == other.is_some() && when.is_some() == then.is_some(),
        (
            K::Selected { last: a, by: of, condition: when, .. },
            K::Selected { last: b, by: other, condition: then, .. },
        ) => a == b && of.is_some() == other.is_some() && when.is_some() == then.is_some(),
        (K::Absent, K::Absent)
        | (K::Today, K::Today)
        | (K::Negate(_), K::Negate(_))
        | (K::OrElse(_), K::OrElse(_))
        | (K::Between(..), K::Between(..))
        | (K::Contains(..), K::Contains(..))
        | (K::StartsWith(..), K::StartsWith(..))
        | (K::EndsWith(..), K::EndsWith(..))
        | (K::Not(_), K::Not(_))
        | (K::List(_), K::List(_)) => true,
        // What the text leaves open need not be the same twice; rows of lists are not worth comparing.
        _ => false,
    }
}

/// Whether two versions of a rule give the same verdict in every situation, and block alike.
pub(super) fn same_rule(program: &Program, one: &RuleVersion, other: &RuleVersion) -> bool {
    let mut bound: Vec<(LocalId, LocalId)> = Vec::new();
    let lists = match (&one.for_each, &other.for_each) {
        (None, None) => true,
        (Some(one), Some(other)) => {
            let lists = same((program, one.list), (program, other.list), &mut bound);
            bound.push((one.var, other.var));
            lists
        }
        (None, Some(_)) | (Some(_), None) => false,
    };
    let mut all = |one: &[ExprId], other: &[ExprId]| {
        one.len() == other.len()
            && one.iter().zip(other).all(|(one, other)| same((program, *one), (program, *other), &mut bound))
    };
    let conditions = |exceptions: &[Exception]| exceptions.iter().map(|one| one.condition).collect::<Vec<_>>();
    lists
        && crate::eval::is_blocking(one.force) == crate::eval::is_blocking(other.force)
        && all(&one.applies, &other.applies)
        && all(&one.requires, &other.requires)
        && all(&conditions(&one.exceptions), &conditions(&other.exceptions))
        && match (&one.members, &other.members) {
            (None, None) => true,
            (Some(one), Some(other)) => same_members(one, other),
            (None, Some(_)) | (Some(_), None) => false,
        }
}

fn same_members(one: &Members, other: &Members) -> bool {
    let same = |(one, other): (&Member, &Member)| {
        one.force == other.force
            && match (&one.kind, &other.kind) {
                (MemberKind::Rule(one), MemberKind::Rule(other)) => one == other,
                (MemberKind::Nested(one), MemberKind::Nested(other)) => same_members(one, other),
                (MemberKind::Rule(_), MemberKind::Nested(_)) | (MemberKind::Nested(_), MemberKind::Rule(_)) => false,
            }
    };
    one.quantity == other.quantity
        && one.members.len() == other.members.len()
        && one.members.iter().zip(&other.members).all(same)
}

/// Whether two versions of a value are the same in every situation.
pub(super) fn same_derived(program: &Program, one: &DerivedVersion, other: &DerivedVersion) -> bool {
    let alike = |one: ExprId, other: ExprId| same((program, one), (program, other), &mut Vec::new());
    let alike_if = |one: Option<ExprId>, other: Option<ExprId>| match (one, other) {
        (Some(one), Some(other)) => alike(one, other),
        (None, None) => true,
        (None, Some(_)) | (Some(_), None) => false,
    };
    let bodies = match (&one.body, &other.body) {
        (Body::Expr(one), Body::Expr(other)) => alike(*one, *other),
        (Body::Table(one), Body::Table(other)) => same_table(one, other, &alike_if),
        (Body::Expr(_), Body::Table(_)) | (Body::Table(_), Body::Expr(_)) => false,
    };
    let same_exception = |(one, other): (&Exception, &Exception)| {
        alike(one.condition, other.condition) && alike_if(one.value, other.value)
    };
    bodies
        && one.exceptions.len() == other.exceptions.len()
        && one.exceptions.iter().zip(&other.exceptions).all(same_exception)
}

fn same_table(one: &Table, other: &Table, alike: &dyn Fn(Option<ExprId>, Option<ExprId>) -> bool) -> bool {
    let heads = one.heads.iter().zip(&other.heads).all(|(one, other)| alike(Some(*one), Some(*other)));
    let rows = one.rows.iter().zip(&other.rows).all(|(one, other)| {
        one.otherwise == other.otherwise
            && alike(Some(one.result), Some(other.result))
            && one.cells.iter().zip(&other.cells).all(|(one, other)| alike(*one, *other))
    });
    one.first == other.first
        && one.heads.len() == other.heads.len()
        && one.rows.len() == other.rows.len()
        && heads
        && rows
}
