//! The words that editors colour, from the one table: each spelling in the class of its role, the longest first.

use perenne::base::Lang;
use perenne::model::unit::Units;
use perenne::syntax::keyword::{KEYWORDS, Role};
use std::collections::BTreeSet;

/// A class of words, as the packages call it.
pub const CLASSES: [(&str, &[Role]); 9] = [
    ("item", &[Role::Item]),
    ("clause", &[Role::Clause]),
    ("force", &[Role::Force]),
    ("verdict", &[Role::Verdict]),
    ("state", &[Role::State]),
    ("literal", &[Role::Literal]),
    ("operator", &[Role::Operator, Role::Prefix]),
    ("part", &[Role::Part]),
    ("type", &[Role::Type]),
];

/// Words of items that stand in conditions too: `milestone x late by …`, `file "…" dataset x`.
const INLINE: [&str; 2] = ["milestone", "dataset"];

/// The words of a class, as patterns of the table in both languages: `connu(e)(s)`, `au moins`, `d'`.
pub fn of_class(class: &str) -> Vec<&'static str> {
    let roles = CLASSES.iter().find(|(name, _)| *name == class).map_or(&[][..], |(_, roles)| roles);
    let own = KEYWORDS
        .iter()
        .filter(|keyword| roles.contains(&keyword.role) || class == "part" && INLINE.contains(&keyword.id));
    let patterns: BTreeSet<&str> = own
        .flat_map(|keyword| [Lang::En, Lang::Fr].into_iter().flat_map(|lang| keyword.patterns(lang).iter().copied()))
        .collect();
    longest_first(patterns.into_iter().collect())
}

/// The words of several classes, each once: a word that two of them hold is of the first.
pub fn apart(classes: &[&'static str]) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut seen = BTreeSet::new();
    let fresh = |class: &'static str| {
        let words = of_class(class).into_iter().filter(|word| seen.insert(*word)).collect();
        (class, words)
    };
    classes.iter().copied().map(fresh).collect()
}

/// The built-in units in every spelling.
pub fn units() -> Vec<String> {
    let mut units: Vec<String> = Units::default().spellings().map(str::to_string).collect();
    units.sort_by_key(|unit| (std::cmp::Reverse(unit.chars().count()), unit.clone()));
    units
}

/// The blanks of a pattern, and one.
pub fn count(pattern: &str) -> usize {
    pattern.split(' ').count()
}

/// What does not open a clause although it begins as one: `au moins` begins as `au`.
pub fn longer_than(clauses: &[&'static str]) -> Vec<&'static str> {
    let begins =
        |word: &str| clauses.iter().any(|clause| word.strip_prefix(clause).is_some_and(|rest| rest.starts_with(' ')));
    let others = CLASSES.iter().filter(|(class, _)| !matches!(*class, "clause" | "force" | "item"));
    let longer: BTreeSet<&str> = others.flat_map(|(class, _)| of_class(class)).filter(|word| begins(word)).collect();
    longest_first(longer.into_iter().filter(|word| !clauses.contains(word)).collect())
}

fn longest_first(mut patterns: Vec<&'static str>) -> Vec<&'static str> {
    patterns.sort_by_key(|pattern| {
        (std::cmp::Reverse(count(pattern)), std::cmp::Reverse(pattern.chars().count()), *pattern)
    });
    patterns
}

/// A dialect of regular expressions.
#[derive(Clone, Copy, Debug)]
pub struct Dialect {
    pub blanks: &'static str,
    pub apostrophe: &'static str,
    /// What surrounds letters that may lack, before and after.
    pub optional: (&'static str, &'static str),
    pub or: &'static str,
}

impl Dialect {
    /// One pattern of the table.
    pub fn pattern(&self, pattern: &str) -> String {
        let mut out = String::new();
        for c in pattern.chars() {
            match c {
                ' ' => out.push_str(self.blanks),
                '\'' => out.push_str(self.apostrophe),
                '(' => out.push_str(self.optional.0),
                ')' => out.push_str(self.optional.1),
                _ => out.push(c),
            }
        }
        out
    }

    /// Any of these.
    pub fn any(&self, patterns: &[&str]) -> String {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect::<Vec<_>>().join(self.or)
    }
}

/// Those that end at an apostrophe, after which no boundary is needed, and the others.
pub fn by_end<'p>(patterns: &[&'p str]) -> (Vec<&'p str>, Vec<&'p str>) {
    patterns.iter().copied().partition(|pattern| pattern.ends_with('\''))
}
