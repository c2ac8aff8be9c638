//! The JSON Schema of the facts files of a doctrine, so that an editor completes and checks them.
//!
//! It follows what the readers of this folder accept. Where a schema cannot say the same it allows more: the calendar of
//! the 29 February, limits told as text, two spellings of one key, and a `null`, which JSON does not tell from nothing.
//! Patterns keep to what every engine of regular expressions knows: no look-around.

mod claim;
mod plans;
mod spelling;
mod value;

use crate::base::{Lang, name, tr};
use crate::eval::Engine;
use crate::model::Program;
use crate::model::ids::RecordId;
use crate::model::item::FieldDecl;
use crate::model::unit::Dimension;
use serde_json::{Map, Value as Json, json};
use spelling::{Named, mapping};
use std::collections::{HashMap, HashSet};

/// The schema (JSON Schema 2020-12) of the facts files of a doctrine; `lang` is that of the keys offered first and of
/// the words shown beside them.
pub fn facts_schema(engine: &Engine, lang: Lang) -> Json {
    let mut builder = Builder {
        engine,
        lang,
        defs: Map::new(),
        names: HashSet::new(),
        known: HashMap::new(),
        records: HashMap::new(),
        units: value::spellings(&engine.checked.program),
    };
    builder.common();
    let groups = builder.groups();
    let mut own = builder.top_keys(&groups);
    let others = mapping(groups, json!(false));
    merge(&mut own, others);
    let doctrine = engine.checked.program.doctrine.as_ref();
    let label = doctrine.map_or("", |doctrine| doctrine.title.as_deref().unwrap_or(&doctrine.name));
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".into(), json!(tr!(lang; en: "Facts: {label}", fr: "Faits : {label}")));
    schema.insert("type".into(), json!("object"));
    schema.extend(own);
    schema.insert("$defs".into(), Json::Object(builder.defs));
    Json::Object(schema)
}

/// Adds the entries of the objects in `more` to those of the same name; what is there stays.
fn merge(own: &mut Map<String, Json>, more: Map<String, Json>) {
    for (key, value) in more {
        match (own.get_mut(&key), value) {
            (Some(Json::Object(fields)), Json::Object(more)) => {
                for (key, value) in more {
                    fields.entry(key).or_insert(value);
                }
            }
            (Some(_), _) => {}
            (None, value) => {
                own.insert(key, value);
            }
        }
    }
}

struct Builder<'e> {
    engine: &'e Engine,
    lang: Lang,
    defs: Map<String, Json>,
    names: HashSet<String>,
    /// The name of each schema that is defined, by its text.
    known: HashMap<String, String>,
    records: HashMap<RecordId, String>,
    /// The spellings of the units of each dimension, as patterns.
    units: HashMap<Dimension, String>,
}

fn ref_to(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

impl<'e> Builder<'e> {
    fn program(&self) -> &'e Program {
        &self.engine.checked.program
    }

    /// What every doctrine has: texts, dates, yes or no, who speaks, which source is kept. Nothing is said by `null`.
    fn common(&mut self) {
        let program = self.program();
        let actors = program.actors.iter().map(|actor| &actor.meta);
        let parties = actors.chain(program.bodies.iter().map(|body| &body.meta));
        let party = value::one_of(parties.map(|meta| (meta.name.as_str(), meta.title.as_deref())));
        let defs = [
            ("text", json!({ "type": ["string", "number", "boolean", "null"] })),
            ("date", json!({ "type": ["string", "null"], "pattern": value::DATE })),
            ("day", json!({ "type": ["string", "null"], "pattern": value::DAY })),
            ("yes_no", value::yes_no(self.lang)),
            ("party", json!({ "anyOf": [party, { "type": "null" }] })),
            ("keep", self.keep()),
        ];
        for (name, schema) in defs {
            self.names.insert(name.to_string());
            self.defs.insert(name.to_string(), schema);
        }
    }

    /// Defines a schema once, under a name made of `hint`, and refers to it.
    fn define(&mut self, hint: &str, schema: Json) -> Json {
        let is_ref = schema.as_object().is_some_and(|fields| fields.len() == 1 && fields.contains_key("$ref"));
        if is_ref {
            return schema;
        }
        let text = schema.to_string();
        let name = match self.known.get(&text) {
            Some(name) => name.clone(),
            None => {
                let name = self.free_name(hint);
                self.known.insert(text, name.clone());
                self.defs.insert(name.clone(), schema);
                name
            }
        };
        ref_to(&name)
    }

    /// A name of plain letters that no definition has, so that references need no escapes.
    fn free_name(&mut self, hint: &str) -> String {
        let plain: String = name::fold(hint).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        let plain = match plain.trim_matches('_') {
            "" => "value",
            word => word,
        };
        let mut name = plain.to_string();
        let mut count = 1;
        while !self.names.insert(name.clone()) {
            count += 1;
            name = format!("{plain}_{count}");
        }
        name
    }

    /// The fact groups by their names, each defined once: options tell them too.
    fn groups(&mut self) -> Vec<Named<'e>> {
        let program = self.program();
        let mut groups = Vec::new();
        for group in &program.groups {
            let mut facts = Vec::new();
            for fact in group.facts.iter().filter_map(|id| program.fact(*id)) {
                let schema = self.fact(&fact.decl);
                facts.push(Named { name: &fact.decl.name, title: None, schema, shown: self.shown(&fact.decl) });
            }
            let mut schema = Map::from_iter([(String::from("type"), json!(["object", "null"]))]);
            schema.insert("title".into(), json!(group.meta.label()));
            schema.extend(mapping(facts, json!(false)));
            let schema = self.define(&group.meta.name, Json::Object(schema));
            groups.push(Named { name: &group.meta.name, title: None, schema, shown: Map::new() });
        }
        groups
    }

    /// What authors say of a fact: its title, its question, how to answer, who must.
    fn shown(&self, decl: &FieldDecl) -> Map<String, Json> {
        let mut shown = Map::new();
        if let Some(title) = &decl.title {
            shown.insert("title".into(), json!(title));
        }
        let mut lines: Vec<String> = decl.question.iter().chain(&decl.hint).cloned().collect();
        if let Some(actor) = decl.judgement.flatten().and_then(|actor| self.program().actor(actor)) {
            let who = actor.meta.label();
            let lang = self.lang;
            lines.push(tr!(lang; en: "A judgement by: {who}", fr: "Appréciation de : {who}"));
        }
        if !lines.is_empty() {
            shown.insert("description".into(), json!(lines.join("\n")));
        }
        shown
    }
}
