//! Writes `grammar/keywords.pest` from the table of keywords, and checks that the file is up to date.
//!
//! To add a keyword: a line in the table, then `PERENNE_REWRITE=1 cargo test --lib keyword_grammar`, then its use in
//! `grammar/perenne.pest`, in this order, since the crate does not build with a rule that is missing.

use super::{Grammar, Rule};
use crate::base::Lang;
use crate::syntax::keyword::{self, KEYWORDS, Keyword, Role, expand};
use pest::Parser;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

const HEAD: &str = "\
// Made from the table in src/syntax/keyword.rs by a test: change the table, not this file.
//
// Each keyword is an atomic rule of its own with a boundary after it. Accents may lack or be wrong, so that the word
// is still understood; what was written is compared with the table afterwards. A keyword that begins a longer one is
// not read where the longer one stands.
";

/// Parts that end an operand, beside the operators.
const ENDING_PARTS: &[&str] = &["then", "else", "by", "for", "in", "where", "satisfies", "among", "of", "since"];

/// Operators that open no tail of a comparison.
const TAILLESS: &[&str] = &["and", "or", "or_else", "one_of", "under"];

/// Parts that are no unit after a number.
const UNITLESS_PARTS: &[&str] = &["on", "to", "quote", "section", "becomes", "as", "passes_with", "late_by", "when"];

/// Clauses made of their word alone.
const BARE_CLAUSES: &[&str] = &["optional", "open"];

fn grammar() -> String {
    let mut text = HEAD.to_string();
    let mut role = None;
    for keyword in KEYWORDS {
        if role != Some(keyword.role) {
            role = Some(keyword.role);
            text.push_str(&format!("\n// {:?}\n", keyword.role));
        }
        text.push_str(&format!("kw_{} = @{{ {} }}\n", keyword.id, alternatives(keyword)));
    }
    text.push_str("\n// Words that end an operand.\n");
    text.push_str(&union("operator_word", |k| k.role == Role::Operator || ENDING_PARTS.contains(&k.id)));
    text.push_str("\n// Words that open what follows a value.\n");
    text.push_str(&union("tail_word", |k| k.role == Role::Operator && !TAILLESS.contains(&k.id)));
    text.push_str("\n// Words that open a clause when something follows.\n");
    text.push_str(&union("clause_word", |k| k.role == Role::Clause && !BARE_CLAUSES.contains(&k.id)));
    text.push_str("\n// Clauses made of a word alone.\n");
    text.push_str(&union("bare_word", |k| k.role == Role::Force || BARE_CLAUSES.contains(&k.id)));
    text.push_str("\n// Words that are no unit after a number.\n");
    text.push_str(&union("part_word", |k| UNITLESS_PARTS.contains(&k.id)));
    text.push_str("\n// Words that open an operand.\n");
    text.push_str(&union("prefix_word", |k| matches!(k.role, Role::Prefix | Role::Literal)));
    text.push_str("\n// A clause, chosen by its first letter; each is in perenne.pest.\n");
    text.push_str(&clauses());
    text
}

/// The rule of each clause under the letters that its keyword may begin with.
fn clauses() -> String {
    let mut letters: Vec<(char, Vec<String>)> = Vec::new();
    for keyword in KEYWORDS.iter().filter(|keyword| keyword.role == Role::Clause) {
        let id = if matches!(keyword.id, "from" | "until") { "version" } else { keyword.id };
        for letter in patterns(keyword).iter().flat_map(|pattern| first_letters(pattern)) {
            let rule = format!("c_{id}");
            match letters.iter_mut().find(|(known, _)| *known == letter) {
                Some((_, rules)) if rules.contains(&rule) => {}
                Some((_, rules)) => rules.push(rule),
                None => letters.push((letter, vec![rule])),
            }
        }
    }
    letters.sort();
    let groups: Vec<String> =
        letters.iter().map(|(letter, rules)| format!("&\"{letter}\" ~ ({})", rules.join(" | "))).collect();
    format!("clause = _{{\n    {}\n  | !EOI ~ other_clause\n}}\n", groups.join("\n  | "))
}

/// A letter with an accent may lack it or have another.
fn first_letters(pattern: &str) -> Vec<char> {
    let Some(first) = pattern.chars().next() else { return Vec::new() };
    if first.is_ascii() {
        return vec![first];
    }
    let base = first.nfd().next().unwrap_or(first);
    let others = "éèê".chars().filter(|_| base == 'e');
    let mut letters: Vec<char> = others.chain([first, base]).collect();
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// Patterns of both languages, those with more words first, then the longer, so that the longest wins.
fn patterns(keyword: &Keyword) -> Vec<&'static str> {
    let mut patterns: Vec<&str> = Vec::new();
    for lang in [Lang::En, Lang::Fr] {
        for pattern in keyword.patterns(lang) {
            if !patterns.contains(pattern) {
                patterns.push(pattern);
            }
        }
    }
    patterns.sort_by_key(|pattern| std::cmp::Reverse((pattern.split(' ').count(), pattern.len())));
    patterns
}

fn alternatives(keyword: &Keyword) -> String {
    let each: Vec<String> =
        patterns(keyword).iter().map(|p| format!("{}{}", sequence(p), longer(keyword, p))).collect();
    each.join(" | ")
}

/// One rule for many keywords, those with the same first letter together.
fn union(name: &str, wanted: impl Fn(&Keyword) -> bool) -> String {
    let mut all: Vec<&str> = KEYWORDS.iter().filter(|keyword| wanted(keyword)).flat_map(patterns).collect();
    all.sort_unstable();
    all.dedup();
    let mut letters: Vec<char> = all.iter().filter_map(|pattern| pattern.chars().next()).collect();
    letters.dedup();
    let group = |letter: char| {
        let mut group: Vec<&str> = all.iter().copied().filter(|pattern| pattern.starts_with(letter)).collect();
        group.sort_by_key(|pattern| std::cmp::Reverse((pattern.split(' ').count(), pattern.len())));
        if letter.is_ascii() {
            let ends: Vec<String> = group.iter().filter_map(|pattern| pattern.get(1..)).map(after_letter).collect();
            format!("\"{letter}\" ~ ({})", ends.join(" | "))
        } else {
            group.iter().map(|pattern| sequence(pattern)).collect::<Vec<_>>().join(" | ")
        }
    };
    let (plain, accented): (Vec<char>, Vec<char>) = letters.into_iter().partition(char::is_ascii);
    // A few letters together behind one glance, since most words are none of these.
    let ranges = plain.chunks(4).map(|some| {
        let (first, last) = (some.first().unwrap(), some.last().unwrap());
        let groups: Vec<String> = some.iter().copied().map(group).collect();
        format!("&'{first}'..'{last}' ~ ({})", groups.join(" | "))
    });
    let all: Vec<String> = ranges.chain(accented.iter().copied().map(group)).collect();
    format!("{name} = @{{\n    {}\n}}\n", all.join("\n  | "))
}

/// The rest of a pattern after its first letter, which may be nothing before a blank.
fn after_letter(rest: &str) -> String {
    match rest.strip_prefix(' ') {
        Some(words) => format!("blanks ~ {}", sequence(words)),
        None if rest.is_empty() => "word_end".to_string(),
        None => sequence(rest),
    }
}

/// The grammar of one pattern, its boundary included.
fn sequence(pattern: &str) -> String {
    // A short word alone without its accent is another word: `a`, `ou`.
    let forgiving = pattern.chars().count() > 2;
    let words: Vec<String> = pattern.split(' ').map(|one| word(one, forgiving)).collect();
    let end = if pattern.ends_with('\'') { "" } else { " ~ word_end" };
    format!("{}{end}", words.join(" ~ blanks ~ "))
}

fn word(word: &str, forgiving: bool) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut plain = String::new();
    let mut optional = false;
    for c in word.chars() {
        let special = match c {
            '(' => {
                optional = true;
                continue;
            }
            ')' => {
                optional = false;
                continue;
            }
            '\'' => Some("apostrophe".to_string()),
            _ if optional => Some(format!("\"{c}\"?")),
            _ if !c.is_ascii() => Some(accented(c, forgiving)),
            _ => None,
        };
        match special {
            None => plain.push(c),
            Some(special) => {
                flush(&mut plain, &mut parts);
                parts.push(special);
            }
        }
    }
    flush(&mut plain, &mut parts);
    parts.join(" ~ ")
}

fn flush(plain: &mut String, parts: &mut Vec<String>) {
    if !plain.is_empty() {
        parts.push(format!("\"{plain}\""));
        plain.clear();
    }
}

fn accented(c: char, forgiving: bool) -> String {
    let decomposed: Vec<char> = c.nfd().collect();
    let base = decomposed.first().copied().unwrap_or(c);
    let marks: String = decomposed.iter().skip(1).map(|mark| format!("\\u{{{:04x}}}", u32::from(*mark))).collect();
    let mut forms = vec![format!("\"{c}\""), format!("\"{base}{marks}\"")];
    if forgiving {
        let others = "éèê".chars().filter(|other| base == 'e' && *other != c).map(|other| format!("\"{other}\""));
        forms.extend(others);
        forms.push(format!("\"{base}\""));
    }
    format!("({})", forms.join(" | "))
}

/// Forbids what would make a longer keyword of this one.
fn longer(keyword: &Keyword, pattern: &str) -> String {
    if !matches!(keyword.role, Role::Operator | Role::Part) {
        return String::new();
    }
    let mut ends: Vec<String> = Vec::new();
    for other in KEYWORDS {
        // `at least` is no comparison in `at least one of (…)`, but may be one with something called `one`.
        let opens_an_operand = keyword.role == Role::Operator && other.role == Role::Prefix;
        let goes_on = opens_an_operand || matches!(other.role, Role::Operator | Role::Part | Role::Clause);
        if other.id == keyword.id || !goes_on {
            continue;
        }
        for longer in patterns(other) {
            let begins = |form: &String| longer.strip_prefix(form.as_str()).and_then(|rest| rest.strip_prefix(' '));
            if let Some(rest) = expand(pattern).iter().find_map(begins) {
                let bracket = if opens_an_operand { " ~ gap ~ \"(\"" } else { "" };
                ends.push(format!("{}{bracket}", sequence(rest)));
            }
        }
    }
    ends.sort();
    ends.dedup();
    if ends.is_empty() { String::new() } else { format!(" ~ !(blanks ~ ({}))", ends.join(" | ")) }
}

#[test]
fn the_grammar_of_keywords_is_what_the_table_makes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/grammar/keywords.pest");
    if std::env::var_os("PERENNE_REWRITE").is_some() {
        std::fs::write(path, grammar()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    assert!(written == grammar(), "grammar/keywords.pest is stale: PERENNE_REWRITE=1 cargo test --lib keyword_grammar");
}

/// Every spelling is read in its place, and every keyword has one.
#[test]
fn every_keyword_is_read_by_the_grammar() {
    let main = include_str!("../../../grammar/perenne.pest");
    let rules: HashMap<String, Rule> = Rule::all_rules().iter().map(|rule| (format!("{rule:?}"), *rule)).collect();
    for keyword in KEYWORDS {
        let name = format!("kw_{}", keyword.id);
        let used =
            main.lines().any(|line| line.split(|c: char| c != '_' && !c.is_alphanumeric()).any(|word| word == name));
        assert!(used || keyword.id == "language", "{name} is in no rule");
        for spelling in [Lang::En, Lang::Fr].iter().flat_map(|lang| keyword.spellings(*lang)) {
            for written in [spelling.clone(), spelling.replace('\'', "’"), spelling.replace(' ', "  ")] {
                let read = Grammar::parse(rules[&name], &written).unwrap_or_else(|e| panic!("{written}: {e}"));
                assert_eq!(read.as_str(), written);
                let found = keyword::at_start(&written);
                assert!(found.iter().any(|found| found.keyword.id == keyword.id && found.exact), "{written}");
            }
        }
    }
}
