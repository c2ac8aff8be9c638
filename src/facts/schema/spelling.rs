//! Names and keys as patterns: a facts file may leave accents and case out, and a schema has to allow for it.

use crate::base::name;
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// A pattern for what is read as one of `names`: in any case, with or without accents, blanks around it left out.
pub(super) fn of_names<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let patterns: Vec<String> = names.into_iter().map(|name| letters(name, false)).collect();
    format!("^\\s*(?:{})\\s*$", patterns.join("|"))
}

/// The same for keys of a claim or an option, whose words may be joined by `_`, `-`, a blank or an apostrophe.
pub(super) fn of_keys<'n>(keys: impl IntoIterator<Item = &'n str>) -> String {
    let mut patterns: Vec<String> = keys.into_iter().map(|key| letters(key, true)).collect();
    patterns.dedup();
    format!("^\\s*(?:{})\\s*$", patterns.join("|"))
}

/// That an object has a key which matches the pattern. JSON Schema has no such word, only that no key does.
pub(super) fn has(pattern: &str) -> Json {
    json!({ "not": { "propertyNames": { "not": { "pattern": pattern } } } })
}

fn letters(name: &str, joined: bool) -> String {
    let mut pattern = String::new();
    for c in name::fold(name).chars() {
        match (c, variants(c)) {
            ('_' | '-' | ' ', _) if joined => pattern.push_str("[-_ '’]"),
            ('\'', _) => pattern.push_str("['’]"),
            (_, Some(variants)) => pattern.push_str(&format!("[{variants}]")),
            (_, None) if c.is_alphabetic() => {
                pattern.push_str(&format!("[{c}{}]", c.to_uppercase()));
            }
            (_, None) => {
                if "\\^$.|?*+()[]{}/".contains(c) {
                    pattern.push('\\');
                }
                pattern.push(c);
            }
        }
    }
    // Ligatures are undone by the reader.
    pattern.replace(&format!("[{O}][{E}]"), &format!("(?:[{O}][{E}]|[œŒ])"))
}

const E: &str = "eEéÉèÈêÊëË";
const O: &str = "oOôÔöÖòÒóÓ";

/// A letter with the accents that it has in French and its neighbours.
fn variants(c: char) -> Option<&'static str> {
    Some(match c {
        'a' => "aAàÀâÂäÄáÁ",
        'c' => "cCçÇ",
        'e' => E,
        'i' => "iIîÎïÏíÍ",
        'n' => "nNñÑ",
        'o' => O,
        'u' => "uUùÙûÛüÜúÚ",
        'y' => "yYÿŸ",
        _ => return None,
    })
}

/// One thing that a mapping may say: its name, the title that stands for it if any, and the schema of its value.
pub(super) struct Named<'n> {
    pub name: &'n str,
    pub title: Option<&'n str>,
    pub schema: Json,
    /// What is shown beside the name only: a title, a description.
    pub shown: Map<String, Json>,
}

/// The schema of a mapping with these names and no others. Each is offered in its own spelling, and allowed in any that
/// the reader understands; what two names have in common is never guessed.
pub(super) fn mapping(named: Vec<Named<'_>>, others: Json) -> Map<String, Json> {
    let mut folds: HashMap<String, usize> = HashMap::new();
    for one in &named {
        *folds.entry(name::fold(one.name)).or_default() += 1;
    }
    let (mut properties, mut patterns) = (Map::new(), Map::new());
    for one in named {
        let mut schema = one.shown;
        if let Json::Object(fields) = &one.schema {
            schema.extend(fields.clone());
        }
        properties.insert(one.name.to_string(), Json::Object(schema));
        let is_own = folds.get(&name::fold(one.name)) == Some(&1);
        let title = one.title.filter(|title| !folds.contains_key(&name::fold(title)));
        let spellings: Vec<&str> = is_own.then_some(one.name).into_iter().chain(title).collect();
        if !spellings.is_empty() {
            patterns.insert(of_names(spellings), one.schema);
        }
    }
    Map::from_iter([
        (String::from("properties"), Json::Object(properties)),
        (String::from("patternProperties"), Json::Object(patterns)),
        (String::from("additionalProperties"), others),
    ])
}
