//! Which texts are still possible.

use super::BoolSet;
use std::sync::Arc;

/// More texts than this are taken as any text.
const MOST_TEXTS: usize = 256;

/// The possible values of a text. Comparisons are exact for independent operands, except that a comparison with
/// [`TextSet::Any`] is always undecided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TextSet {
    Known(Arc<str>),
    /// Sorted and without repeats; never exactly one text. Empty when facts contradict each other.
    OneOf(Vec<Arc<str>>),
    Any,
}

impl TextSet {
    pub fn exact(text: &str) -> TextSet {
        TextSet::Known(text.into())
    }

    pub fn one_of(texts: impl IntoIterator<Item = Arc<str>>) -> TextSet {
        let mut texts: Vec<Arc<str>> = texts.into_iter().collect();
        texts.sort();
        texts.dedup();
        match texts.as_slice() {
            [only] => TextSet::Known(only.clone()),
            _ if texts.len() > MOST_TEXTS => TextSet::Any,
            _ => TextSet::OneOf(texts),
        }
    }

    /// The value, when only one is possible.
    pub fn known(&self) -> Option<&Arc<str>> {
        match self {
            TextSet::Known(text) => Some(text),
            TextSet::OneOf(_) | TextSet::Any => None,
        }
    }

    /// The possible texts; `None` when any text is.
    pub fn options(&self) -> Option<&[Arc<str>]> {
        match self {
            TextSet::Known(text) => Some(std::slice::from_ref(text)),
            TextSet::OneOf(texts) => Some(texts),
            TextSet::Any => None,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.options().is_some_and(<[_]>::is_empty)
    }

    pub fn contains(&self, text: &str) -> bool {
        self.options().is_none_or(|texts| texts.iter().any(|option| &**option == text))
    }

    pub fn union(&self, other: &TextSet) -> TextSet {
        match (self.options(), other.options()) {
            (Some(ours), Some(theirs)) => TextSet::one_of(ours.iter().chain(theirs).cloned()),
            _ => TextSet::Any,
        }
    }

    pub fn intersect(&self, other: &TextSet) -> TextSet {
        match (self.options(), other.options()) {
            (Some(ours), Some(_)) => TextSet::one_of(ours.iter().filter(|text| other.contains(text)).cloned()),
            (None, _) => other.clone(),
            (_, None) => self.clone(),
        }
    }

    /// What a condition on one text may be.
    pub fn satisfies(&self, condition: impl Fn(&str) -> bool) -> BoolSet {
        match self.options() {
            Some(texts) => texts.iter().fold(BoolSet::NONE, |possible, text| possible.union(condition(text).into())),
            None => BoolSet::ANY,
        }
    }

    /// What a condition on two texts may be, this one first.
    pub fn compare(&self, other: &TextSet, condition: impl Fn(&str, &str) -> bool) -> BoolSet {
        if self.is_empty() || other.is_empty() {
            return BoolSet::NONE;
        }
        let Some(texts) = self.options() else { return BoolSet::ANY };
        texts.iter().fold(BoolSet::NONE, |possible, text| {
            if possible == BoolSet::ANY { possible } else { possible.union(other.satisfies(|o| condition(text, o))) }
        })
    }

    pub fn equals(&self, other: &TextSet) -> BoolSet {
        self.compare(other, |a, b| a == b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[&str]) -> TextSet {
        TextSet::one_of(texts.iter().map(|&text| Arc::from(text)))
    }

    #[test]
    fn equality_is_exact_among_known_options() {
        assert_eq!(of(&["a"]).equals(&TextSet::exact("a")), BoolSet::TRUE);
        assert_eq!(of(&["a", "b"]).equals(&TextSet::exact("c")), BoolSet::FALSE);
        assert_eq!(of(&["a", "b"]).equals(&of(&["b", "c"])), BoolSet::ANY);
        assert_eq!(TextSet::Any.equals(&TextSet::exact("a")), BoolSet::ANY);
        assert_eq!(TextSet::Any.equals(&of(&[])), BoolSet::NONE);
    }

    #[test]
    fn sets_combine() {
        assert_eq!(of(&["a", "b"]).intersect(&of(&["b", "c"])), TextSet::exact("b"));
        assert_eq!(of(&["a"]).union(&of(&["b"])), of(&["b", "a", "b"]));
        assert_eq!(TextSet::Any.intersect(&of(&["b"])), of(&["b"]));
        assert_eq!(of(&["ab", "ac"]).satisfies(|text| text.starts_with('a')), BoolSet::TRUE);
    }
}
