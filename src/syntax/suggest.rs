//! What a mistyped keyword most likely meant.

use super::keyword::{KEYWORDS, Keyword, Role};
use crate::base::{Lang, name};

/// The keyword of an item nearest to a word.
pub fn item(word: &str) -> Option<String> {
    nearest(word, |keyword| keyword.role == Role::Item)
}

/// The keyword of a clause nearest to a word: the one that it begins, else the one of which it is a slip.
pub fn clause(word: &str) -> Option<String> {
    match word {
        "si" => return Some("s’applique si".to_string()),
        "if" => return Some("applies when".to_string()),
        _ => {}
    }
    let begun = KEYWORDS
        .iter()
        .filter(|keyword| matches!(keyword.role, Role::Clause))
        .flat_map(|keyword| [Lang::Fr, Lang::En].map(|lang| keyword.spellings(lang)))
        .flatten()
        .find(|spelling| spelling.split_once(' ').is_some_and(|(first, _)| first == word));
    if begun.is_some() {
        return begun.map(|spelling| spelling.to_string());
    }
    nearest(word, |keyword| matches!(keyword.role, Role::Clause | Role::Force))
}

/// The words between or after operands nearest to some words.
pub fn operator(words: &str) -> Option<String> {
    let roles = [Role::Operator, Role::Part, Role::Prefix, Role::Verdict, Role::State];
    nearest(words, |keyword| roles.contains(&keyword.role)).filter(|found| found != words)
}

fn nearest(word: &str, wanted: impl Fn(&Keyword) -> bool) -> Option<String> {
    // Few letters are near too many things.
    if word.chars().count() < 4 {
        return None;
    }
    let spellings: Vec<String> = KEYWORDS
        .iter()
        .filter(|keyword| wanted(keyword))
        .flat_map(|keyword| [Lang::Fr, Lang::En].map(|lang| keyword.spellings(lang)))
        .flatten()
        .filter(|spelling| spelling.split(' ').count() == word.split(' ').count())
        .collect();
    name::did_you_mean(word, spellings.iter().map(String::as_str)).map(str::to_string)
}
