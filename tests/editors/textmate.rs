//! The TextMate grammar: what it says of words is made from the table, the rest is written by hand.

use super::words::{self, Dialect, apart, by_end, of_class};
use serde_json::{Value, json};

const ONIGURUMA: Dialect = Dialect { blanks: "[\\p{Zs}\\t]+", apostrophe: "['’]", optional: ("(?:", ")?"), or: "|" };

/// A letter, digit or mark, which no keyword ends before.
const IN_WORD: &str = "[\\p{L}\\p{M}\\p{N}_]";
/// What makes a name of a word that stands before it.
const USED_AS_NAME: &str = "(?![\\p{Zs}\\t]*(?:\\.[\\p{L}_]|[:,)\\]}=+*/<>≥≤≠×]))";

/// Words, each bounded.
fn bounded(patterns: &[&str]) -> String {
    let (open, closed) = by_end(patterns);
    let closed = (!closed.is_empty()).then(|| format!("(?:{})(?!{IN_WORD})", ONIGURUMA.any(&closed)));
    let open = (!open.is_empty()).then(|| ONIGURUMA.any(&open));
    [closed, open].into_iter().flatten().collect::<Vec<_>>().join("|")
}

fn scope(class: &str) -> String {
    let scope = match class {
        "item" => "keyword.declaration",
        "clause" => "keyword.control",
        "force" => "storage.modifier",
        "verdict" | "literal" | "state" => "constant.language",
        "operator" => "keyword.operator.expression",
        "type" => "support.type",
        _ => "keyword.other",
    };
    format!("{scope}.{class}.perenne")
}

/// The entries of the repository that are made, by their names.
pub fn entries() -> Vec<(&'static str, Value)> {
    vec![("item", item()), ("clause", clause()), ("type", types()), ("words", words()), ("unit", unit())]
}

/// An item's keyword at the margin, and its name.
fn item() -> Value {
    let items = bounded(&of_class("item"));
    json!({
        "match": format!("^\\x{{FEFF}}?({items})(?=[\\p{{Zs}}\\t]*(?:$|[\\p{{L}}_`«\"“]))(?:[\\p{{Zs}}\\t]+({IN_WORD}+|`[^`]+`))?"),
        "captures": {
            "1": { "name": scope("item") },
            "2": { "name": "entity.name.type.perenne" },
        },
    })
}

/// A clause at the start of its line.
fn clause() -> Value {
    let mut patterns = of_class("clause");
    patterns.extend(of_class("force"));
    patterns.sort_by_key(|pattern| std::cmp::Reverse(words::count(pattern)));
    json!({
        "match": format!(
            "^[\\p{{Zs}}\\t]+(?!{})({}){USED_AS_NAME}",
            bounded(&words::longer_than(&patterns)),
            bounded(&patterns)
        ),
        "captures": { "1": { "name": scope("clause") } },
    })
}

/// A type after its colon.
fn types() -> Value {
    json!({
        "match": format!("(:)[\\p{{Zs}}\\t]*({})", bounded(&of_class("type"))),
        "captures": {
            "1": { "name": "punctuation.separator.perenne" },
            "2": { "name": scope("type") },
        },
    })
}

/// Words anywhere, those of most words first.
fn words() -> Value {
    let classes = apart(&["force", "verdict", "state", "literal", "operator", "part", "clause", "type"]);
    let most = classes.iter().flat_map(|(_, patterns)| patterns).map(|pattern| words::count(pattern)).max();
    let mut rules = Vec::new();
    for count in (1..=most.unwrap_or(1)).rev() {
        for (class, patterns) in &classes {
            let own: Vec<&str> = patterns.iter().copied().filter(|pattern| words::count(pattern) == count).collect();
            if !own.is_empty() {
                let name_follows = match *class {
                    _ if count > 1 => "",
                    "clause" | "type" => "(?!\\.[\\p{L}_]|[\\p{Zs}\\t]*[=|])",
                    "part" => "(?!\\.[\\p{L}_]|[\\p{Zs}\\t]*=)",
                    _ => "(?!\\.[\\p{L}_])",
                };
                rules.push(json!({
                    "match": format!("(?<![\\p{{L}}\\p{{M}}\\p{{N}}_.`])(?:{}){name_follows}", bounded(&own)),
                    "name": scope(class),
                }));
            }
        }
    }
    json!({ "patterns": rules })
}

/// A unit after its number.
fn unit() -> Value {
    let units = words::units().join("|");
    json!({
        "match": format!("(?<=[0-9])[\\p{{Zs}}\\t]*((?:{units})(?:/(?:{units}))*)(?!{IN_WORD})|(?<=[0-9])[\\p{{Zs}}\\t]*(%)"),
        "captures": {
            "1": { "name": "keyword.other.unit.perenne" },
            "2": { "name": "keyword.other.unit.percent.perenne" },
        },
    })
}

/// The grammar with its made entries.
pub fn renewed(text: &str) -> String {
    let mut grammar: Value = serde_json::from_str(text).expect("a grammar in JSON");
    for (name, entry) in entries() {
        grammar["repository"][name] = entry;
    }
    format!("{grammar:#}\n")
}
