//! Comparisons of what may be with what may be. Exact for independent operands.

use super::set::{BoolSet, ChoiceSet, DateSet, NumSet};
use super::value::{ListValue, Value};
use crate::model::expr::Order;
use std::borrow::Cow;
use std::cmp::Ordering;

/// `None` when one side is absent: nothing can be said.
pub(super) fn order(order: Order, left: &Value, right: &Value) -> Option<BoolSet> {
    if let (Value::Num(left), Value::Num(right)) = (left, right)
        && let (Some(left), Some(right)) = (left.known(), right.known())
    {
        return Some(BoolSet::exact(holds(order, left.cmp(right))));
    }
    let (left, right) = (present(left)?, present(right)?);
    Some(match (left, right) {
        (Value::Num(left), Value::Num(right)) => numbers(order, left, right),
        (Value::Date(left), Value::Date(right)) => dates(order, left, right),
        (Value::Choice(left), Value::Choice(right)) | (Value::Actor(left), Value::Actor(right)) => {
            choices(order, *left, *right)
        }
        (Value::Text(left), Value::Text(right)) => equality(order, left.equals(right)),
        (Value::Bool(left), Value::Bool(right)) => equality(order, left.equals(*right)),
        (Value::List(left), Value::List(right)) => equality(order, lists(left, right)),
        (Value::Record(left), Value::Record(right)) => {
            let same = left.iter().zip(right.iter()).map(|(left, right)| equal(left, right));
            equality(order, same.fold(BoolSet::TRUE, BoolSet::and))
        }
        _ => BoolSet::ANY,
    })
}

/// Whether two known values that compare so are in an order.
#[inline]
pub(super) fn holds(order: Order, found: Ordering) -> bool {
    match order {
        Order::Equal => found.is_eq(),
        Order::NotEqual => found.is_ne(),
        Order::AtLeast => found.is_ge(),
        Order::AtMost => found.is_le(),
        Order::MoreThan => found.is_gt(),
        Order::LessThan => found.is_lt(),
    }
}

pub(super) fn equal(left: &Value, right: &Value) -> BoolSet {
    match (left, right) {
        (Value::Absent, Value::Absent) => BoolSet::TRUE,
        _ => order(Order::Equal, left, right).unwrap_or(BoolSet::FALSE),
    }
}

/// The value without the possibility of its absence; `None` when it is absent.
fn present(value: &Value) -> Option<&Value> {
    match value {
        Value::Absent => None,
        Value::MaybeAbsent(inner) => Some(inner),
        other => Some(other),
    }
}

fn equality(order: Order, equal: BoolSet) -> BoolSet {
    match order {
        Order::Equal => equal,
        Order::NotEqual => equal.not(),
        Order::AtLeast | Order::AtMost | Order::MoreThan | Order::LessThan => BoolSet::ANY,
    }
}

fn numbers(order: Order, left: &NumSet, right: &NumSet) -> BoolSet {
    match order {
        Order::Equal => left.equals(right),
        Order::NotEqual => left.equals(right).not(),
        Order::AtLeast => right.le(left),
        Order::AtMost => left.le(right),
        Order::MoreThan => right.lt(left),
        Order::LessThan => left.lt(right),
    }
}

fn dates(order: Order, left: &DateSet, right: &DateSet) -> BoolSet {
    match order {
        Order::Equal => left.equals(right),
        Order::NotEqual => left.equals(right).not(),
        Order::AtLeast => right.le(left),
        Order::AtMost => left.le(right),
        Order::MoreThan => right.lt(left),
        Order::LessThan => left.lt(right),
    }
}

fn choices(order: Order, left: ChoiceSet, right: ChoiceSet) -> BoolSet {
    match order {
        Order::Equal => left.equals(right),
        Order::NotEqual => left.equals(right).not(),
        Order::AtLeast => right.le(left),
        Order::AtMost => left.le(right),
        Order::MoreThan => right.lt(left),
        Order::LessThan => left.lt(right),
    }
}

/// Equal when element by element equal; undecided as soon as an element is not certain or more may come.
fn lists(left: &ListValue, right: &ListValue) -> BoolSet {
    let certain = |list: &ListValue| !list.open && list.items.iter().all(|item| item.certain);
    if !certain(left) || !certain(right) {
        return BoolSet::ANY;
    }
    if left.items.len() != right.items.len() {
        return BoolSet::FALSE;
    }
    let pairs = left.items.iter().zip(&right.items);
    pairs.map(|(left, right)| equal(&left.value, &right.value)).fold(BoolSet::TRUE, BoolSet::and)
}

/// Exact when the ends are: the subject occurs once although two comparisons are made.
pub(super) fn between(subject: &Value, low: &Value, high: &Value) -> Option<BoolSet> {
    let above = order(Order::AtLeast, subject, low)?;
    let below = order(Order::AtMost, subject, high)?;
    let (subject, low, high) = (present(subject)?, present(low)?, present(high)?);
    let inside = match (subject, low, high) {
        (Value::Num(subject), Value::Num(low), Value::Num(high)) => {
            let range = NumSet::with_bounds(low.lower(), high.upper());
            !subject.intersect(&range).is_empty()
        }
        (Value::Date(subject), Value::Date(low), Value::Date(high)) => match (low.first(), high.last()) {
            (Some(first), Some(last)) => !subject.intersect(&DateSet::between(first, last)).is_empty(),
            _ => false,
        },
        _ => above.can_be_true() && below.can_be_true(),
    };
    Some(BoolSet::new(
        inside && above.can_be_true() && below.can_be_true(),
        above.can_be_false() || below.can_be_false(),
    ))
}

/// As many values as a set keeps apart.
pub(super) const MOST_LISTED: usize = 64;

/// Exact for independent operands: it can fail only where the subject may lie outside all the values that are known.
pub(super) fn one_of(subject: &Value, values: &[Cow<'_, Value>]) -> Option<BoolSet> {
    let subject = present(subject)?;
    let mut flat: Vec<&Value> = Vec::new();
    let mut certain = true;
    for value in values.iter().map(Cow::as_ref) {
        match (subject, value) {
            (Value::List(_), _) => flat.push(value),
            (_, Value::List(list)) => {
                certain &= !list.open && list.items.iter().all(|item| item.certain);
                flat.extend(list.items.iter().map(|item| &item.value));
            }
            _ => flat.push(value),
        }
    }
    let can_be_true = !certain || flat.iter().any(|value| equal(subject, value).can_be_true());
    // Beyond this many, the union of the values is rounded outwards and would prove too much.
    if flat.len() > MOST_LISTED {
        let surely = flat.iter().any(|value| equal(subject, value) == BoolSet::TRUE);
        return Some(BoolSet::new(can_be_true, !surely));
    }
    let known = flat.iter().filter(|value| value.is_known());
    let covered = known.map(|value| (*value).clone()).reduce(Value::union);
    let can_be_false = match covered {
        Some(covered) => subject.intersect(&covered) != *subject || !same_kind(subject, &covered),
        None => true,
    };
    Some(BoolSet::new(can_be_true, can_be_false))
}

/// The same where every value listed is a constant: `listed` is all of them together.
pub(super) fn one_of_known(subject: &Value, listed: &Value) -> Option<BoolSet> {
    let subject = present(subject)?;
    if let (Value::Choice(subject), Value::Choice(listed)) = (subject, listed) {
        let common = subject.intersect(*listed);
        return Some(BoolSet::new(!common.is_empty(), common != *subject));
    }
    if !same_kind(subject, listed) {
        return Some(BoolSet::ANY);
    }
    let common = subject.intersect(listed);
    Some(BoolSet::new(!common.is_empty(), common != *subject))
}

/// Whether `intersect` really compared the two.
fn same_kind(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Bool(_), Value::Bool(_))
        | (Value::Num(_), Value::Num(_))
        | (Value::Date(_), Value::Date(_))
        | (Value::Choice(_), Value::Choice(_))
        | (Value::Actor(_), Value::Actor(_))
        | (Value::Text(_), Value::Text(_)) => true,
        _ => left == right,
    }
}

/// A text that holds another, or a list that holds a value.
pub(super) fn contains(subject: &Value, value: &Value) -> Option<BoolSet> {
    match present(subject)? {
        Value::Text(text) => Some(text.compare(value.as_text()?, |text, part| text.contains(part))),
        Value::List(list) => {
            let mut found = BoolSet::FALSE;
            for item in &list.items {
                let same = equal(&item.value, value);
                found = found.or(if item.certain { same } else { same.and(BoolSet::ANY) });
            }
            Some(if list.open { found.or(BoolSet::ANY) } else { found })
        }
        _ => Some(BoolSet::ANY),
    }
}

/// Whether the host of an address is `host` or below it, label by label.
pub(super) fn is_under(address: &str, host: &str) -> bool {
    let address = host_of(address);
    let host = host_of(host);
    address == host || address.strip_suffix(&host).is_some_and(|before| before.ends_with('.'))
}

fn host_of(address: &str) -> String {
    let after_scheme = address.split_once("://").map_or(address, |(_, rest)| rest);
    let authority = after_scheme.split(['/', '?', '#']).next().unwrap_or("");
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    host.trim_matches('.').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::is_under;

    #[test]
    fn hosts_are_compared_by_label() {
        assert!(is_under("https://eva.beta.gouv.fr/accueil", "beta.gouv.fr"));
        assert!(is_under("beta.gouv.fr", "beta.gouv.fr"));
        assert!(!is_under("https://alphabeta.gouv.fr", "beta.gouv.fr"));
        assert!(!is_under("https://pix.fr?from=beta.gouv.fr", "beta.gouv.fr"));
        assert!(is_under("HTTPS://X.Beta.Gouv.FR:8080", "beta.gouv.fr"));
    }
}
