//! Values by their declared types, as JSON sees what a facts file says.

use super::Builder;
use super::spelling::{Named, mapping, of_names};
use crate::base::{Lang, Num};
use crate::eval::set::{Bound, ChoiceSet};
use crate::eval::value::Value;
use crate::facts::attribute::parse_bool;
use crate::model::Program;
use crate::model::ids::RecordId;
use crate::model::ty::Type;
use crate::model::unit::{Dimension, Unit};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;

/// A day or a month of the calendar, but for the 29 February of the wrong years.
pub(super) const DATE: &str = "^\\s*[0-9]{4}-(?:(?:0[13578]|1[02])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|(?:0[469]|11)(?:-(?:0[1-9]|[12][0-9]|30))?|02(?:-(?:0[1-9]|[12][0-9]))?)\\s*$";
/// A full day.
pub(super) const DAY: &str = "^\\s*[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))\\s*$";
const YES_NO: &str = "^\\s*(?:[oO][uU][iI]|[nN][oO][nN]?|[yY][eE][sS]|[tT][rR][uU][eE]|[fF][aA][lL][sS][eE]|[vV][rR][aA][iI]|[fF][aA][uU][xX])\\s*$";
/// Digits in groups or not, with a comma or a point.
const DIGITS: &str = "[0-9][0-9\\s\u{a0}\u{202f}]*(?:[.,][0-9]+)?";
const BLANKS: &str = "[\\s\u{a0}\u{202f}]*";

impl Builder<'_> {
    /// One value of a type; `within` is what a declaration allows of it.
    pub(super) fn value(&mut self, ty: &Type, within: Option<&Value>) -> Json {
        let number = format!("[-−]?{BLANKS}{DIGITS}(?:{BLANKS}/{BLANKS}{DIGITS})?");
        match ty {
            Type::Bool => yes_no(self.lang),
            Type::Number => {
                bounded(json!({ "type": ["number", "string"], "pattern": format!("^\\s*{number}\\s*$") }), ty, within)
            }
            Type::Integer => bounded(json!({ "type": ["integer", "string"], "pattern": integer() }), ty, within),
            Type::Percent => {
                json!({ "type": "string", "pattern": percent(&number), "examples": [percent_example(self.lang), "2/5"] })
            }
            Type::Ratio => json!({ "type": ["number", "string"], "pattern": format!("^\\s*{number}{BLANKS}%?\\s*$") }),
            Type::Quantity(unit) => {
                let units = units(&self.units, unit);
                let pattern = format!("^\\s*{number}(?:{BLANKS}(?:{units}))?\\s*$");
                let example = quantity_example(unit, self.lang);
                bounded(json!({ "type": ["number", "string"], "pattern": pattern, "examples": [example] }), ty, within)
            }
            Type::Text => json!({ "type": ["string", "number", "boolean"] }),
            Type::Date => json!({ "type": "string", "pattern": DATE }),
            Type::Choice(id) => {
                let allowed = match within {
                    Some(Value::Choice(set)) => *set,
                    _ => ChoiceSet::all(128),
                };
                let values = self.program().choice(*id).map(|choice| choice.values.as_slice()).unwrap_or_default();
                let values = values.iter().enumerate().filter(|(rank, _)| allowed.contains(*rank));
                let labels = values.map(|(_, value)| (value.name.as_str(), value.title.as_deref()));
                one_of(labels)
            }
            Type::Actor => one_of(
                self.program().actors.iter().map(|actor| (actor.meta.name.as_str(), actor.meta.title.as_deref())),
            ),
            Type::Record(id) => self.record(*id),
            Type::List(item) => json!({ "type": "array", "items": self.value(item, None) }),
            // The mistake is in the doctrine, which reported it.
            Type::Error => json!({}),
        }
    }

    /// A record, once for all places that have it.
    fn record(&mut self, id: RecordId) -> Json {
        let name = match self.records.get(&id) {
            Some(name) => name.clone(),
            None => self.define_record(id),
        };
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn define_record(&mut self, id: RecordId) -> String {
        let Some(record) = self.engine.checked.program.record(id) else { return String::from("text") };
        let name = self.free_name(&record.meta.name);
        // Known before its fields are: a record may hold records.
        self.records.insert(id, name.clone());
        self.defs.insert(name.clone(), Json::Null);
        let mut fields = Vec::new();
        for field in &record.fields {
            let schema = self.fact(field);
            fields.push(Named { name: &field.name, title: None, schema, shown: self.shown(field) });
        }
        let mut schema = Map::from_iter([(String::from("type"), json!("object"))]);
        schema.insert(String::from("title"), json!(record.meta.label()));
        schema.extend(mapping(fields, json!(false)));
        self.defs.insert(name.clone(), Json::Object(schema));
        name
    }
}

/// Yes or no as YAML reads it, or in words.
pub(super) fn yes_no(lang: Lang) -> Json {
    let examples = match lang {
        Lang::Fr => ["oui", "non"],
        Lang::En => ["yes", "no"],
    };
    json!({ "type": ["boolean", "string"], "pattern": YES_NO, "examples": examples })
}

/// One of these names or titles, or what is read as one of them.
pub(super) fn one_of<'n>(labels: impl Iterator<Item = (&'n str, Option<&'n str>)> + Clone) -> Json {
    let mut all: Vec<&str> = labels.clone().map(|(name, _)| name).collect();
    for title in labels.filter_map(|(_, title)| title) {
        if !all.contains(&title) {
            all.push(title);
        }
    }
    if all.is_empty() {
        return json!(false);
    }
    let mut ways = vec![json!({ "enum": all }), json!({ "type": "string", "pattern": of_names(all.iter().copied()) })];
    // YAML takes some words for more than words.
    if all.iter().any(|label| parse_bool(label).is_some()) {
        ways.push(json!({ "type": "boolean" }));
    }
    if all.iter().any(|label| label.parse::<f64>().is_ok()) {
        ways.push(json!({ "type": "number" }));
    }
    json!({ "anyOf": ways })
}

fn integer() -> String {
    format!("^\\s*[-−]?{BLANKS}[0-9][0-9\\s\u{a0}\u{202f}]*(?:[.,]0+|{BLANKS}/{BLANKS}[0-9]+)?\\s*$")
}

fn percent(number: &str) -> String {
    format!("^\\s*(?:{number}{BLANKS}%|[-−]?{BLANKS}{DIGITS}{BLANKS}/{BLANKS}{DIGITS})\\s*$")
}

fn percent_example(lang: Lang) -> &'static str {
    match lang {
        Lang::Fr => "40 %",
        Lang::En => "40%",
    }
}

fn quantity_example(unit: &Unit, lang: Lang) -> String {
    let two = Num::from_i64(2);
    let symbol = unit.symbol.beside(lang, &two);
    format!("2 {symbol}")
}

/// The spellings of the units of each dimension, as patterns.
pub(super) fn spellings(program: &Program) -> HashMap<Dimension, String> {
    let mut spellings: HashMap<Dimension, String> = HashMap::new();
    for text in program.units.spellings() {
        let Some(unit) = program.units.find(text) else { continue };
        let pattern = spellings.entry(unit.dimension.clone()).or_default();
        if !pattern.is_empty() {
            pattern.push('|');
        }
        pattern.push_str(&escaped(text));
    }
    spellings
}

/// The spellings of every unit that measures the same, as a pattern: a unit, or a quotient of two.
fn units(spellings: &HashMap<Dimension, String>, declared: &Unit) -> String {
    let mut found: Vec<String> = spellings.get(&declared.dimension).cloned().into_iter().collect();
    for (below, denominators) in spellings {
        if let Some(numerators) = spellings.get(&declared.dimension.combine(below, 1)) {
            found.push(format!("(?:{numerators})/(?:{denominators})"));
        }
    }
    if found.is_empty() {
        // A quotient of more than two: the units are held to be known, not to measure the same.
        let mut all: Vec<&str> = spellings.values().map(String::as_str).collect();
        all.sort_unstable();
        let all = all.join("|");
        return format!("(?:{all})(?:/(?:{all}))+");
    }
    // The same rules always give the same schema.
    found.sort_unstable();
    found.join("|")
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Adds the limits of a bare number, where a declaration has plain ones.
fn bounded(mut schema: Json, ty: &Type, within: Option<&Value>) -> Json {
    let (Some(Value::Num(set)), Json::Object(fields)) = (within, &mut schema) else { return schema };
    let ends = [(set.lower(), "minimum", "exclusiveMinimum"), (set.upper(), "maximum", "exclusiveMaximum")];
    for (end, closed, open) in ends {
        let (key, limit) = match &end {
            Bound::Infinite => continue,
            Bound::Closed(limit) => (closed, limit),
            Bound::Open(limit) => (open, limit),
        };
        if let Some(limit) = json_number(limit, ty) {
            fields.insert(key.into(), limit);
        }
    }
    schema
}

/// In the declared unit; none for a fraction that no decimal says.
fn json_number(number: &Num, ty: &Type) -> Option<Json> {
    let number = match ty {
        Type::Quantity(unit) => number.checked_div(&unit.scale)?,
        _ => number.clone(),
    };
    serde_json::from_str(&number.to_exact_string()).ok()
}
