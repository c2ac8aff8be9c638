//! What may come next in a facts file: keys, and values by the type of the fact.
//!
//! A line that is being written is no YAML yet, so that the keys above it are found by their indentation, and those
//! around it in braces by their brackets.

use super::{Entry, Kind};
use crate::base::{Date, Lang, Span, tr};
use crate::ide::facts_names::{Expects, folded, under};
use crate::ide::hover::{kind_word, title_of, type_of};
use crate::ide::snapshot::{FactsFile, Snapshot};
use crate::ide::symbols::Symbol;
use crate::model::Program;
use crate::model::ids::{ChoiceId, RecordId};
use crate::model::item::Meta;
use crate::model::ty::Type;

/// Where a cursor stands in a facts file.
#[derive(Debug)]
struct Spot {
    /// The keys above, outermost first.
    keys: Vec<String>,
    is_value: bool,
    typed: Span,
    is_json: bool,
    /// Whether a quotation mark opens what is typed.
    quoted: bool,
}

pub(super) fn entries(snapshot: &Snapshot, facts: &FactsFile, offset: usize, lang: Lang) -> Vec<Entry> {
    let is_json = facts.path.extension().is_some_and(|extension| extension == "json");
    let Some(spot) = spot(&facts.text, offset, is_json) else { return Vec::new() };
    let program = snapshot.program();
    let mut expects = Expects::Top;
    for key in &spot.keys {
        expects = under(program, &expects, key);
    }
    let file_lang = snapshot.rules.analysis.lang.unwrap_or(lang);
    let mut offer = Offer { snapshot, spot: &spot, lang, file_lang, entries: Vec::new() };
    match spot.is_value {
        true => offer.values(&expects),
        false => offer.keys(&expects),
    }
    offer.entries
}

/// Reads the text up to the cursor: `None` in a comment.
fn spot(text: &str, offset: usize, is_json: bool) -> Option<Spot> {
    let before = text.get(..offset)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.get(start..)?;
    if line.trim_start().starts_with('#') || line.contains(" #") {
        return None;
    }
    let mut keys = if is_json { Vec::new() } else { keys_above(before.get(..start)?, indent(line)) };
    // JSON is all brackets; in YAML those of the line are enough.
    let (inner, rest) = bracketed(if is_json { before } else { line });
    keys.extend(inner);
    let key_ends = rest
        .find(": ")
        .or_else(|| rest.ends_with(':').then(|| rest.len() - 1))
        .or_else(|| is_json.then(|| rest.find(':')).flatten());
    let (key, value) = match key_ends {
        Some(at) => (Some(clean(rest.get(..at)?)), rest.get(at + 1..)?),
        None => (None, rest),
    };
    let is_value = key.is_some();
    keys.extend(key);
    let value = if is_value { value } else { value.trim_start().trim_start_matches("- ") };
    let typed = value.trim_start();
    let quoted = typed.starts_with(['"', '\'']);
    let typed = typed.trim_start_matches(['"', '\'']);
    Some(Spot { keys, is_value, typed: Span::new(offset - typed.len(), offset), is_json, quoted })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '-']).len()
}

/// The keys of the lines above that are further left, outermost first.
fn keys_above(before: &str, mut indented: usize) -> Vec<String> {
    let mut keys = Vec::new();
    for line in before.lines().rev() {
        let own = indent(line);
        let shown = line.trim_start_matches([' ', '-']);
        if shown.is_empty() || shown.starts_with('#') || own >= indented {
            continue;
        }
        if let Some((key, _)) = shown.split_once(':') {
            keys.push(clean(key));
        }
        indented = own;
        if own == 0 {
            break;
        }
    }
    keys.reverse();
    keys
}

/// The keys of the braces that are still open, and what stands after the last of them, or after a comma in it.
fn bracketed(text: &str) -> (Vec<String>, &str) {
    let mut open: Vec<(Option<String>, usize)> = Vec::new();
    let mut from = 0;
    let mut quote: Option<char> = None;
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(mark), _) if character == mark => quote = None,
            (Some(_), _) => {}
            (None, '"') => quote = Some('"'),
            (None, '{' | '[') => {
                let key = text.get(from..at).and_then(|before| before.rsplit_once(':')).map(|(key, _)| clean(key));
                open.push((key, from));
                from = at + 1;
            }
            (None, '}' | ']') => from = open.pop().map_or(at + 1, |_| at + 1),
            (None, ',') if !open.is_empty() => from = at + 1,
            (None, _) => {}
        }
    }
    let keys = open.into_iter().filter_map(|(key, _)| key).collect();
    (keys, text.get(from..).unwrap_or(""))
}

fn clean(key: &str) -> String {
    key.trim().trim_start_matches("- ").trim().trim_matches(['"', '\'']).to_string()
}

struct Offer<'a> {
    snapshot: &'a Snapshot,
    spot: &'a Spot,
    lang: Lang,
    /// The language of the keys that are offered.
    file_lang: Lang,
    entries: Vec<Entry>,
}

impl<'a> Offer<'a> {
    fn program(&self) -> &'a Program {
        self.snapshot.program()
    }

    fn push(&mut self, label: &str, kind: Kind, detail: String, rank: u8) {
        let needs_quotes = self.spot.is_json && !self.spot.quoted;
        let written = if needs_quotes { format!("\"{label}\"") } else { label.to_string() };
        let insert = match self.spot.is_value {
            false if self.spot.quoted => written,
            false => format!("{written}: "),
            true => written,
        };
        let (label, replaces) = (label.to_string(), self.spot.typed);
        self.entries.push(Entry { label, kind, detail, insert, is_snippet: false, replaces, rank });
    }

    fn symbol(&mut self, symbol: Symbol, rank: u8) {
        let mut detail = kind_word(self.snapshot, symbol, self.lang);
        if let Some(ty) = type_of(self.snapshot, symbol, self.lang) {
            detail = format!("{detail}\u{a0}: {ty}");
        }
        if let Some(title) = title_of(self.snapshot, symbol) {
            detail = format!("{detail} · {title}");
        }
        self.push(&symbol.name(self.snapshot), Kind::Name(symbol), detail, rank);
    }

    /// Keys of the reader itself, in the language of the doctrine.
    fn words(&mut self, words: &[(&str, &str)], rank: u8) {
        for (en, fr) in words {
            let (word, other) = match self.file_lang {
                Lang::En => (en, fr),
                Lang::Fr => (fr, en),
            };
            self.push(word, Kind::Key, (*other).to_string(), rank);
        }
    }

    fn keys(&mut self, expects: &Expects) {
        match expects {
            Expects::Top | Expects::OptionFacts => {
                (0..self.program().groups.len()).for_each(|rank| self.symbol(Symbol::Group(rank), 1));
                if *expects == Expects::Top {
                    let own = [
                        ("dossier", "dossier"),
                        ("scenarios", "scénarios"),
                        ("calendar", "calendrier"),
                        ("bodies", "instances"),
                    ];
                    self.words(&own, 2);
                }
            }
            Expects::Dossier => self.words(&[("name", "nom"), ("as_of", "au"), ("doctrine", "doctrine")], 1),
            Expects::Group(rank) => {
                let facts = self.program().groups.get(*rank).map_or(&[][..], |group| &group.facts);
                facts.iter().for_each(|id| self.symbol(Symbol::Fact(id.index()), 1));
            }
            Expects::Fact(rank) => {
                let ty = self.program().facts.get(*rank).map_or(Type::Error, |fact| fact.decl.ty.clone());
                self.claim(&ty);
            }
            Expects::Value(ty) => self.claim(&ty.clone()),
            Expects::OneOption => {
                let keys = [
                    ("model", "modèle"),
                    ("state", "état"),
                    ("reason", "motif"),
                    ("on", "le"),
                    ("by", "par"),
                    ("facts", "faits"),
                ];
                self.words(&keys, 1);
            }
            Expects::Options => {
                (0..self.program().scenarios.len()).for_each(|rank| self.symbol(Symbol::Scenario(rank), 1))
            }
            Expects::Calendar => {
                (0..self.program().milestones.len()).for_each(|rank| self.symbol(Symbol::Milestone(rank), 1))
            }
            Expects::Bodies => (0..self.program().bodies.len()).for_each(|rank| self.symbol(Symbol::Body(rank), 1)),
            Expects::Milestone => self.words(&[("planned", "prévu"), ("actual", "réel")], 1),
            Expects::Body => self.words(&[("meetings", "réunions")], 1),
            Expects::Source | Expects::Party | Expects::Scenario | Expects::State | Expects::Other => {}
        }
    }

    /// The keys of a claim, and the fields of a record.
    fn claim(&mut self, ty: &Type) {
        if let Type::Record(RecordId(record)) = ty.innermost() {
            let record = *record as usize;
            let fields = self.program().records.get(record).map_or(0, |record| record.fields.len());
            (0..fields).for_each(|field| self.symbol(Symbol::Field(record, field), 1));
        }
        let signs = [
            ("value", "valeur"),
            ("source", "source"),
            ("on", "le"),
            ("by", "par"),
            ("since", "depuis"),
            ("until", "jusqu_au"),
        ];
        self.words(&signs, 2);
        if ty.is_numeric() || *ty == Type::Date {
            let limits = [("at_least", "au_moins"), ("at_most", "au_plus"), ("between", "entre"), ("about", "environ")];
            self.words(&limits, 3);
        }
        if matches!(ty, Type::List(_)) {
            self.words(&[("items", "éléments"), ("complete", "complet")], 2);
        }
        self.words(&[("one_of", "parmi"), ("claims", "déclarations"), ("keep", "retenir")], 4);
        // A scalar may stand on the line below its key.
        if !self.spot.is_value && !matches!(ty.innermost(), Type::Record(_)) && !self.spot.is_json {
            self.of_type(ty, 5);
        }
    }

    fn values(&mut self, expects: &Expects) {
        match expects {
            Expects::Fact(rank) => {
                let ty = self.program().facts.get(*rank).map_or(Type::Error, |fact| fact.decl.ty.clone());
                self.of_type(&ty, 1);
            }
            Expects::Value(ty) => self.of_type(&ty.clone(), 1),
            Expects::Source => self.metas(self.program().sources.iter().map(|one| &one.meta), Symbol::Source),
            Expects::Party => {
                self.metas(self.program().actors.iter().map(|one| &one.meta), Symbol::Actor);
                self.metas(self.program().bodies.iter().map(|one| &one.meta), Symbol::Body);
            }
            Expects::Scenario => self.metas(self.program().scenarios.iter().map(|one| &one.meta), Symbol::Scenario),
            Expects::State => {
                let states = [("open", "ouvert"), ("closed", "fermé"), ("chosen", "retenu"), ("fallback", "repli")];
                self.words(&states, 1);
            }
            Expects::Other
                if self
                    .spot
                    .keys
                    .last()
                    .is_some_and(|key| matches!(folded(key).as_str(), "au" | "as_of" | "le" | "on")) =>
            {
                self.of_type(&Type::Date, 1);
            }
            Expects::Top
            | Expects::Dossier
            | Expects::Group(_)
            | Expects::Options
            | Expects::OneOption
            | Expects::OptionFacts
            | Expects::Calendar
            | Expects::Milestone
            | Expects::Bodies
            | Expects::Body
            | Expects::Other => {}
        }
    }

    fn metas(&mut self, metas: impl Iterator<Item = &'a Meta>, symbol: fn(usize) -> Symbol) {
        for rank in 0..metas.count() {
            self.symbol(symbol(rank), 1);
        }
    }

    fn of_type(&mut self, ty: &Type, rank: u8) {
        match ty.innermost() {
            Type::Bool => self.words(&[("yes", "oui"), ("no", "non")], rank),
            Type::Choice(ChoiceId(choice)) => {
                let choice = *choice as usize;
                let values = self.program().choices.get(choice).map_or(0, |choice| choice.values.len());
                (0..values).for_each(|value| self.symbol(Symbol::ChoiceValue(choice, value), rank));
            }
            Type::Actor => self.metas(self.program().actors.iter().map(|one| &one.meta), Symbol::Actor),
            Type::Date => {
                let detail = tr!(self.lang; en: "today", fr: "aujourd’hui");
                self.push(&Date::today().to_string(), Kind::Date, detail, rank);
            }
            Type::Error
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::Record(_)
            | Type::List(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (Vec<String>, bool, String) {
        let offset = text.find('¦').unwrap_or(text.len());
        let text = text.replace('¦', "");
        let spot = spot(&text, offset, text.starts_with('{')).unwrap();
        (spot.keys, spot.is_value, spot.typed.slice(&text).to_string())
    }

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_string()).collect()
    }

    #[test]
    fn keys_above_are_found_by_indentation_and_brackets() {
        assert_eq!(at("équipe:\n  int¦"), (keys(&["équipe"]), false, "int".to_string()));
        assert_eq!(
            at("a: 1\néquipe:\n  b: 2\n  pilotage: ag¦"),
            (keys(&["équipe", "pilotage"]), true, "ag".to_string())
        );
        assert_eq!(at("f:\n  p: { valeur: x, sou¦"), (keys(&["f", "p"]), false, "sou".to_string()));
        assert_eq!(at("f:\n  p: { valeur: x, source: n¦"), (keys(&["f", "p", "source"]), true, "n".to_string()));
        assert_eq!(
            at("f:\n  p:\n    déclarations:\n      - { valeur: ¦"),
            (keys(&["f", "p", "déclarations", "valeur"]), true, String::new())
        );
        assert_eq!(at("{ \"f\": { \"a\": 1, \"b\": \"x¦"), (keys(&["f", "b"]), true, "x".to_string()));
        assert_eq!(at("{ \"f\": { \"a\": 1 }, \"g¦"), (keys(&[]), false, "g".to_string()));
    }
}
