//! The top level of a facts file beside its groups: who it is about, its options, its calendar and its bodies.

use super::claim::Key;
use super::spelling::{Named, has, mapping, of_keys};
use super::value::one_of;
use super::{Builder, ref_to};
use crate::model::ids::FactId;
use crate::model::item::Meta;
use serde_json::{Map, Value as Json, json};

const MODEL: Key = ("modèle", "model");

const STATES: [&str; 8] = ["ouvert", "fermé", "retenu", "repli", "open", "closed", "chosen", "fallback"];

/// Other forms that are read too, and not offered.
const FEMININE_STATES: [&str; 3] = ["ouverte", "fermée", "retenue"];
const FEMININE_PLANNED: &str = "prévue";
const FEMININE_ACTUAL: &str = "réelle";

impl<'e> Builder<'e> {
    /// `dossier`, `scénarios`, `calendrier` and `instances` in both languages.
    pub(super) fn top_keys(&mut self, groups: &[Named<'e>]) -> Map<String, Json> {
        let groups = groups.iter().map(|group| Named {
            name: group.name,
            title: None,
            schema: group.schema.clone(),
            shown: Map::new(),
        });
        let mut facts = Map::from_iter([(String::from("type"), json!(["object", "null"]))]);
        facts.extend(mapping(groups.collect(), json!(false)));
        let facts = self.define("option facts", Json::Object(facts));
        let scenarios = self.scenarios(facts);
        let scenarios = self.define("scenarios", scenarios);
        let calendar = self.calendar();
        let calendar = self.define("calendar", calendar);
        let bodies = self.bodies();
        let bodies = self.define("bodies", bodies);
        let dossier = self.dossier();
        let dossier = self.define("dossier", dossier);
        self.object_of(vec![
            (("dossier", "dossier"), dossier),
            (("scénarios", "scenarios"), scenarios),
            (("calendrier", "calendar"), calendar),
            (("instances", "bodies"), bodies),
        ])
    }

    /// `dossier: { nom: …, au: …, doctrine: … }`, or only its name.
    fn dossier(&self) -> Json {
        let keys = vec![
            (("nom", "name"), ref_to("text")),
            (("au", "as_of"), ref_to("day")),
            (("doctrine", "doctrine"), ref_to("text")),
        ];
        json!({ "anyOf": [ref_to("text"), self.object_of(keys)] })
    }

    /// Options by the names that the dossier gives them; one that has the name of a scenario need not say which it is.
    fn scenarios(&mut self, facts: Json) -> Json {
        let scenarios = &self.program().scenarios;
        let names = scenarios.iter().map(|scenario| (scenario.meta.name.as_str(), scenario.meta.title.as_deref()));
        let model = self.define("scenario", one_of(names));
        let nothing = json!({ "type": "null" });
        let states = of_keys(STATES.into_iter().chain(FEMININE_STATES));
        let state = json!({ "anyOf": [{ "enum": STATES }, { "type": "string", "pattern": states }, nothing] });
        let keys = vec![
            (MODEL, json!({ "anyOf": [model, nothing] })),
            (("état", "state"), state),
            (("motif", "reason"), ref_to("text")),
            (("le", "on"), ref_to("date")),
            (("par", "by"), ref_to("party")),
            (("faits", "facts"), facts),
        ];
        let option = self.object_of(keys);
        let mut other = option.clone();
        if let Json::Object(fields) = has(&of_keys([MODEL.0, MODEL.1])) {
            other.extend(fields);
        }
        let own = self.define("option", json!({ "anyOf": [model, nothing, option] }));
        let other = self.define("other option", json!({ "anyOf": [model, other] }));
        let named = scenarios.iter().map(|scenario| named(&scenario.meta, own.clone()));
        let mut schema = Map::from_iter([(String::from("type"), json!(["object", "null"]))]);
        schema.extend(mapping(named.collect(), other));
        Json::Object(schema)
    }

    fn calendar(&mut self) -> Json {
        let program = self.program();
        let mut milestones = Vec::new();
        for milestone in &program.milestones {
            let (planned, actual) = (self.fact_of(milestone.planned), self.fact_of(milestone.reached));
            let keys = vec![(("prévu", "planned"), planned.clone()), (("réel", "actual"), actual.clone())];
            let mut dates = self.object_of(keys);
            if let Some(Json::Object(patterns)) = dates.get_mut("patternProperties") {
                patterns.insert(of_keys([FEMININE_PLANNED]), planned);
                patterns.insert(of_keys([FEMININE_ACTUAL]), actual);
            }
            let schema = json!({ "anyOf": [{ "type": "null" }, dates] });
            let schema = self.define("milestone", schema);
            milestones.push(named(&milestone.meta, schema));
        }
        let mut schema = Map::from_iter([(String::from("type"), json!(["object", "null"]))]);
        schema.extend(mapping(milestones, json!(false)));
        Json::Object(schema)
    }

    fn bodies(&mut self) -> Json {
        let program = self.program();
        let mut bodies = Vec::new();
        for body in &program.bodies {
            let keys = vec![(("réunions", "meetings"), self.fact_of(body.meetings))];
            let schema = json!({ "anyOf": [{ "type": "null" }, self.object_of(keys)] });
            let schema = self.define("body", schema);
            bodies.push(named(&body.meta, schema));
        }
        let mut schema = Map::from_iter([(String::from("type"), json!(["object", "null"]))]);
        schema.extend(mapping(bodies, json!(false)));
        Json::Object(schema)
    }

    fn fact_of(&mut self, fact: FactId) -> Json {
        match self.program().fact(fact) {
            Some(fact) => self.fact(&fact.decl),
            None => json!({}),
        }
    }
}

fn named(meta: &Meta, schema: Json) -> Named<'_> {
    let shown = meta.title.iter().map(|title| (String::from("title"), json!(title))).collect();
    Named { name: &meta.name, title: meta.title.as_deref(), schema, shown }
}
