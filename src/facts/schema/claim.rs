//! Claims of a fact: a bare value, or an object that says who told it, when, and how exactly.

use super::spelling::{has, of_keys};
use super::{Builder, ref_to};
use crate::base::{Lang, tr};
use crate::model::item::FieldDecl;
use crate::model::ty::Type;
use serde_json::{Map, Value as Json, json};

/// A key of a claim in French and in English.
pub(super) type Key = (&'static str, &'static str);

const VALUE: Key = ("valeur", "value");
const AT_LEAST: Key = ("au_moins", "at_least");
const AT_MOST: Key = ("au_plus", "at_most");
const BETWEEN: Key = ("entre", "between");
const ONE_OF: Key = ("parmi", "one_of");
const ABOUT: Key = ("environ", "about");
const ITEMS: Key = ("éléments", "items");
const COMPLETE: Key = ("complet", "complete");
const SOURCE: Key = ("source", "source");
const ON: Key = ("le", "on");
const SINCE: Key = ("depuis", "since");
const UNTIL: Key = ("jusqu_au", "until");
const BY: Key = ("par", "by");
const CLAIMS: Key = ("déclarations", "claims");
const KEEP: Key = ("retenir", "keep");

/// The schemas of the parts of a claim.
struct Parts {
    /// A value within what the declaration allows.
    value: Json,
    /// A value of the type: limits may go beyond what is allowed.
    free: Json,
    is_ordered: bool,
    is_list: bool,
    is_record: bool,
}

impl Parts {
    /// That exactly one thing is said of the value.
    fn one_value(&self, with_value: bool) -> Json {
        let limits = [AT_LEAST, AT_MOST].into_iter().flat_map(|(fr, en)| [fr, en]);
        let mut ways = vec![has_key(ONE_OF)];
        if with_value {
            ways.push(has_key(VALUE));
        }
        if self.is_ordered {
            ways.extend([has(&of_keys(limits)), has_key(BETWEEN)]);
        }
        if self.is_list {
            ways.push(has_key(ITEMS));
        } else if !self.is_record {
            ways.push(has_key(ABOUT));
        }
        json!(ways)
    }
}

impl Builder<'_> {
    /// What may be said of a fact, or of a field of a record: nothing, a value, or claims.
    pub(super) fn fact(&mut self, decl: &FieldDecl) -> Json {
        let top = self.engine.declared(decl);
        let allowed = match &top {
            crate::eval::value::Value::MaybeAbsent(inner) => inner.as_ref(),
            other => other,
        };
        let hint = decl.ty.words(self.program(), self.lang);
        let value = self.value(&decl.ty, Some(allowed));
        let free = self.value(&decl.ty, None);
        let free = self.define(&hint, free);
        let value = self.define(&hint, value);
        let parts = Parts {
            value: value.clone(),
            free,
            is_ordered: match &decl.ty {
                Type::Choice(id) => self.program().choice(*id).is_some_and(|choice| choice.ordered),
                Type::Date => true,
                other => other.is_numeric(),
            },
            is_list: matches!(decl.ty, Type::List(_)),
            is_record: matches!(decl.ty, Type::Record(_)),
        };
        let told = self.told(&hint, &parts);
        let told = self.define(&format!("{hint} told"), told);
        let several = self.several(&value, &told);
        let several = self.define(&format!("{hint} claims"), several);
        // Nothing after the colon is null as well: nobody said anything.
        let fact = json!({ "anyOf": [value, { "type": "null" }, told, several] });
        self.define(&format!("{hint} fact"), fact)
    }

    /// One claim; alone, it may say which source to keep.
    fn told(&mut self, hint: &str, parts: &Parts) -> Json {
        let shapes = self.shapes(hint, parts);
        let plain = self.plain(parts, shapes.clone());
        let mut keys = vec![(VALUE, self.define(&format!("{hint} plain"), plain))];
        keys.extend(shapes);
        let rest = [(SOURCE, "text"), (ON, "date"), (BY, "party"), (SINCE, "date"), (UNTIL, "date"), (KEEP, "keep")];
        keys.extend(rest.map(|(key, name)| (key, ref_to(name))));
        let mut schema = self.object_of(keys);
        schema.insert("oneOf".into(), parts.one_value(true));
        Json::Object(schema)
    }

    /// `valeur: 4`, or `valeur: { au_moins: 4 }`, which says what `au_moins: 4` says.
    fn plain(&self, parts: &Parts, shapes: Vec<(Key, Json)>) -> Json {
        let mut ways = vec![parts.value.clone(), json!({ "type": "null" })];
        if !parts.is_record {
            let mut shape = self.object_of(shapes);
            shape.insert("oneOf".into(), parts.one_value(false));
            ways.push(Json::Object(shape));
        }
        json!({ "anyOf": ways })
    }

    /// What the keys of a shape say: how much is known of a value.
    fn shapes(&mut self, hint: &str, parts: &Parts) -> Vec<(Key, Json)> {
        let free = &parts.free;
        let mut shapes = Vec::new();
        if parts.is_ordered {
            let limit = self.define(&format!("{hint} limit"), json!({ "anyOf": [free, { "type": "null" }] }));
            let between = json!({ "type": "array", "items": free, "minItems": 2, "maxItems": 2 });
            shapes.extend([(AT_LEAST, limit.clone()), (AT_MOST, limit), (BETWEEN, between)]);
        }
        shapes.push((ONE_OF, json!({ "type": "array", "items": free, "minItems": 1 })));
        if parts.is_list {
            shapes.push((ITEMS, parts.value.clone()));
            shapes.push((COMPLETE, ref_to("yes_no")));
        } else if !parts.is_record {
            let value = json!({ "anyOf": [parts.value, { "type": "null" }] });
            shapes.push((ABOUT, self.define(&format!("{hint} limit"), value)));
        }
        shapes
    }

    /// What several sources say, and the one to keep.
    fn several(&self, value: &Json, told: &Json) -> Json {
        let mut listed = told.as_object().cloned().unwrap_or_default();
        listed.insert("propertyNames".into(), json!({ "not": { "pattern": of_keys([KEEP.0, KEEP.1]) } }));
        let claim = json!({ "anyOf": [value, { "type": "null" }, listed] });
        let claims = json!({ "anyOf": [{ "type": "array", "items": claim }, listed, { "type": "null" }] });
        let mut schema = self.object_of(vec![(CLAIMS, claims), (KEEP, ref_to("keep"))]);
        schema.extend(has_key(CLAIMS).as_object().cloned().unwrap_or_default());
        Json::Object(schema)
    }

    /// `retenir: note`, or `retenir: { source: note, par: dinum, le: 2024-03 }`.
    pub(super) fn keep(&self) -> Json {
        let keys = [(SOURCE, "text"), (BY, "party"), (ON, "date")];
        let mut schema = self.object_of(keys.map(|(key, name)| (key, ref_to(name))).to_vec());
        schema.extend(has_key(SOURCE).as_object().cloned().unwrap_or_default());
        json!({ "anyOf": [ref_to("text"), schema] })
    }

    /// An object with these keys in either language and no others, those of the doctrine's language first.
    pub(super) fn object_of(&self, keys: Vec<(Key, Json)>) -> Map<String, Json> {
        let (mut properties, mut patterns) = (Map::new(), Map::new());
        for ((fr, en), schema) in &keys {
            let (own, other) = match self.lang {
                Lang::Fr => (fr, en),
                Lang::En => (en, fr),
            };
            for spelling in [own, other] {
                let mut schema = schema.clone();
                if let (Some(words), Json::Object(fields)) = (meaning((fr, en), self.lang), &mut schema) {
                    fields.insert("description".into(), json!(words));
                }
                properties.insert((*spelling).to_string(), schema);
            }
            patterns.insert(of_keys([*fr, *en]), schema.clone());
        }
        Map::from_iter([
            (String::from("type"), json!("object")),
            (String::from("properties"), Json::Object(properties)),
            (String::from("patternProperties"), Json::Object(patterns)),
            (String::from("additionalProperties"), json!(false)),
        ])
    }
}

fn has_key((fr, en): Key) -> Json {
    has(&of_keys([fr, en]))
}

/// What an editor shows beside a key of a claim.
fn meaning(key: Key, lang: Lang) -> Option<String> {
    Some(match key {
        VALUE => tr!(lang; en: "what was said", fr: "ce qui a été dit"),
        AT_LEAST => tr!(lang; en: "only a least value is known", fr: "on ne connaît qu’un minimum"),
        AT_MOST => tr!(lang; en: "only a greatest value is known", fr: "on ne connaît qu’un maximum"),
        BETWEEN => tr!(lang; en: "somewhere between two values", fr: "quelque part entre deux valeurs"),
        ONE_OF => tr!(lang; en: "one of these values", fr: "l’une de ces valeurs"),
        ABOUT => tr!(lang; en: "roughly; it is taken as exact", fr: "à peu près ; la valeur est prise pour exacte"),
        ITEMS => tr!(lang; en: "what is known of the list", fr: "ce que l’on connaît de la liste"),
        COMPLETE => tr!(lang; en: "whether the list is whole", fr: "si la liste est entière"),
        SOURCE => tr!(lang; en: "the document that says it", fr: "le document qui le dit"),
        ON => tr!(lang; en: "when it was said", fr: "quand cela a été dit"),
        SINCE => tr!(lang; en: "from when it is true", fr: "depuis quand c’est vrai"),
        UNTIL => {
            tr!(lang; en: "until when it is true, that day included", fr: "jusqu’à quand c’est vrai, ce jour compris")
        }
        BY => tr!(lang; en: "who said it", fr: "qui l’a dit"),
        CLAIMS => tr!(lang; en: "what several sources say", fr: "ce que disent plusieurs sources"),
        KEEP => {
            tr!(lang; en: "the source that counts when they disagree", fr: "la source qui l’emporte si elles divergent")
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::claim::CLAIM_KEYS;

    #[test]
    fn the_keys_are_those_of_the_reader() {
        let keys = [
            VALUE, AT_LEAST, AT_MOST, BETWEEN, ONE_OF, ABOUT, ITEMS, CLAIMS, COMPLETE, SOURCE, ON, SINCE, UNTIL, BY,
            KEEP,
        ];
        let mut own: Vec<&str> = keys.iter().flat_map(|(fr, en)| [*fr, *en]).collect();
        let mut read = CLAIM_KEYS.to_vec();
        own.sort_unstable();
        own.dedup();
        read.sort_unstable();
        assert_eq!(own, read);
        for key in keys {
            assert!(meaning(key, Lang::Fr).is_some(), "{key:?}");
        }
    }
}
