//! What a mistyped keyword most likely meant.

use super::keyword::{KEYWORDS, Keyword, Role};
use crate::base::{Lang, name};

/// The keyword of an item nearest to a word.
pub fn item(word: &str) -> Option<String> {
    nearest(word, |keyword| keyword.role == Role::Item)
}

/// The keyword of a clause nearest to a word.
pub fn clause(word: &str) -> Option<String> {
    nearest(word, |keyword| matches!(keyword.role, Role::Clause | Role::Force))
}

fn nearest(word: &str, wanted: impl Fn(&Keyword) -> bool) -> Option<String> {
    // Two letters are near too many things.
    if word.chars().count() < 3 {
        return None;
    }
    let spellings: Vec<String> = KEYWORDS
        .iter()
        .filter(|keyword| wanted(keyword))
        .flat_map(|keyword| [Lang::Fr, Lang::En].map(|lang| keyword.spellings(lang)))
        .flatten()
        .collect();
    name::did_you_mean(word, spellings.iter().map(String::as_str)).map(str::to_string)
}
