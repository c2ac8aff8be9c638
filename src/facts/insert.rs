//! What is said put into the text of a facts file, where its reader would look for it: everything else stays as it is,
//! comments and layout with it.
//!
//! Nothing here is trusted blindly: whoever puts something reads the new text and compares (`interview/`, `repl/`).

use super::attribute::folded;
use super::read::{Entry, Node, NodeKind, read};
use crate::base::{Date, FileId, Lang, tr};
use crate::model::Program;
use crate::model::item::{Fact, FactOrigin};
use serde_json::{Map, Value as Json};

/// Where a value goes when something is said there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beside it, as one more claim; new keys are of this language.
    Beside(Lang),
    Instead,
}

/// Puts a value under the keys of `path`; without one, the keys stand and nobody says anything. Gives `None` where the text
/// cannot take it: a text that is no mapping, a value where keys are expected.
pub fn put(text: &str, path: &[String], value: Option<&Json>, place: Place) -> Option<String> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let new = put_in(text, &path, value, place)?;
    // The lines of a file end in one way.
    let ends_in_two = text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
    Some(if ends_in_two { new.replace("\r\n", "\n").replace('\n', "\r\n") } else { new })
}

fn put_in(text: &str, path: &[&str], value: Option<&Json>, place: Place) -> Option<String> {
    let raw = read(FileId(0), text);
    let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let writer = Writer { text, value, place, is_json };
    if is_json {
        let close = text.trim_end().len().checked_sub(1).filter(|at| text.as_bytes().get(*at) == Some(&b'}'))?;
        return writer.in_flow(&raw.root, close, path);
    }
    if raw.root.is_empty() && !text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return None;
    }
    writer.in_block(&raw.root, None, path)
}

/// The keys under which a facts file tells a fact.
pub fn keys(program: &Program, fact: &Fact, lang: Lang) -> Vec<String> {
    let calendar = tr!(lang; en: "calendar", fr: "calendrier");
    let milestone = |rank: usize| program.milestones.get(rank).map_or("", |milestone| &milestone.meta.name).to_string();
    match fact.origin {
        FactOrigin::Group(group) => {
            let group = program.group(group).map_or("", |group| &group.meta.name);
            vec![group.to_string(), fact.decl.name.clone()]
        }
        FactOrigin::Reached(rank) => vec![calendar, milestone(rank), tr!(lang; en: "actual", fr: "réel")],
        FactOrigin::Planned(rank) => vec![calendar, milestone(rank), tr!(lang; en: "planned", fr: "prévu")],
        FactOrigin::Meetings(rank) => {
            let body = program.bodies.get(rank).map_or("", |body| &body.meta.name).to_string();
            vec![tr!(lang; en: "bodies", fr: "instances"), body, tr!(lang; en: "meetings", fr: "réunions")]
        }
    }
}

/// The first line of a file that is not there yet: who it is about, on which day, and by which doctrine.
pub fn start_of_file(name: Option<&str>, as_of: Option<Date>, doctrine: Option<&str>, lang: Lang) -> String {
    let mut about = Map::new();
    if let Some(name) = name {
        about.insert(tr!(lang; en: "name", fr: "nom"), Json::from(name));
    }
    if let Some(day) = as_of {
        about.insert(tr!(lang; en: "as_of", fr: "au"), Json::from(day.to_string()));
    }
    if let Some(doctrine) = doctrine {
        about.insert(String::from("doctrine"), Json::from(doctrine));
    }
    format!("dossier: {}\n", flow(&Json::Object(about)))
}

struct Writer<'t> {
    text: &'t str,
    value: Option<&'t Json>,
    place: Place,
    is_json: bool,
}

impl Writer<'_> {
    /// Into the entries of a mapping written on lines of their own; `after` is where its own key ends, for one that has no
    /// entry yet.
    fn in_block(&self, entries: &[Entry], after: Option<(usize, usize)>, path: &[&str]) -> Option<String> {
        let (key, rest) = path.split_first()?;
        if let Some(entry) = found(entries, key) {
            return self.under(entry, rest);
        }
        let (indent, at) = match (entries.first(), after) {
            (Some(first), _) => (self.column(first.key.span.start as usize), self.end_of_last(entries)),
            (None, Some((indent, at))) => (indent + 2, self.end_of_line(at)),
            (None, None) => (0, self.text.trim_end().len()),
        };
        let mut lines = String::new();
        let mut indent = indent;
        for (rank, key) in path.iter().enumerate() {
            let value = if rank + 1 == path.len() { self.after_colon() } else { String::new() };
            lines.push_str(&format!("{}{}:{value}\n", " ".repeat(indent), plain_or_quoted(key)));
            indent += 2;
        }
        let before = self.text.get(..at)?;
        let newline = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
        let rest = self.text.get(at..)?;
        // The end of the line that was there now ends the last one added.
        let added = if rest.is_empty() || newline.is_empty() { lines.as_str() } else { lines.trim_end_matches('\n') };
        Some(format!("{before}{newline}{added}{rest}"))
    }

    /// Into the entries of a mapping written between braces, of which the last one stands at `close`.
    fn in_flow(&self, entries: &[Entry], close: usize, path: &[&str]) -> Option<String> {
        let (key, rest) = path.split_first()?;
        if let Some(entry) = found(entries, key) {
            return self.under(entry, rest);
        }
        let mut value = self.value.cloned().unwrap_or_default();
        for key in rest.iter().rev() {
            value = Json::Object(std::iter::once(((*key).to_string(), value)).collect());
        }
        let added = format!("{}: {}", self.key(key), self.flow(&value));
        let before = self.text.get(..close)?.trim_end();
        let comma = if before.ends_with(['{', ',']) { "" } else { "," };
        let space = self.text.get(before.len()..close)?;
        // A file of JSON keeps its lines; between braces on one line, one blank is enough.
        let (start, end) = match (self.is_json && space.contains('\n'), space) {
            (true, space) => (format!("{space}  "), space.to_string()),
            (false, _) => (String::from(" "), String::from(" ")),
        };
        Some(format!("{before}{comma}{start}{added}{end}{}", self.text.get(close..)?))
    }

    /// Into the value of a key that is there.
    fn under(&self, entry: &Entry, path: &[&str]) -> Option<String> {
        let value = &entry.value;
        if path.is_empty() {
            return self.said(value, entry);
        }
        let key_end = entry.key.span.end as usize;
        match &value.kind {
            NodeKind::Mapping(entries) if self.is_flow(value) => {
                self.in_flow(entries, (value.span.end as usize).checked_sub(1)?, path)
            }
            NodeKind::Mapping(entries) => self.in_block(entries, None, path),
            NodeKind::Null if value.is_blank() => {
                self.in_block(&[], Some((self.column(entry.key.span.start as usize), key_end)), path)
            }
            NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Sequence(_) => None,
        }
    }

    /// Where something may be said already.
    fn said(&self, value: &Node, entry: &Entry) -> Option<String> {
        let start = entry.key.span.end as usize;
        let colon = start + self.text.get(start..)?.find(':')? + 1;
        match self.place {
            _ if value.is_blank() => {
                Some(format!("{}{}{}", self.text.get(..colon)?, self.after_colon(), self.text.get(colon..)?))
            }
            Place::Instead => {
                let end = self.end_of(value);
                Some(format!("{}{}{}", self.text.get(..colon)?, self.after_colon(), self.text.get(end..)?))
            }
            Place::Beside(lang) => self.beside(value, lang),
        }
    }

    /// What stands after a colon: a blank and the value, or nothing.
    fn after_colon(&self) -> String {
        self.value.map_or_else(String::new, |value| format!(" {}", self.flow(value)))
    }

    /// One more claim beside what is already said of the fact.
    fn beside(&self, value: &Node, lang: Lang) -> Option<String> {
        let claim = self.flow(self.value?);
        let several = value.entries().and_then(|entries| {
            let entry =
                entries.iter().find(|entry| matches!(folded(&entry.key.text).as_str(), "declarations" | "claims"))?;
            match &entry.value.kind {
                NodeKind::Sequence(items) => Some((entry, items)),
                NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Mapping(_) => None,
            }
        });
        let (start, end) = (value.span.start as usize, self.end_of(value));
        if let Some((entry, items)) = several {
            return self.in_sequence(&entry.value, items, &claim);
        }
        let old = self.text.get(start..end)?;
        let claims = self.key(&tr!(lang; en: "claims", fr: "déclarations"));
        let is_one_line = self.is_flow(value) || value.entries().is_none();
        if is_one_line && !matches!(old.chars().next(), Some('|' | '>' | '-')) {
            let new = format!("{{ {claims}: [{old}, {claim}] }}");
            return Some(format!("{}{new}{}", self.text.get(..start)?, self.text.get(end..)?));
        }
        value.entries().filter(|_| !self.is_flow(value))?;
        // Keys on lines of their own become the first of a list of claims.
        let indent = self.column(start);
        let pad = " ".repeat(indent);
        let moved: Vec<String> = old
            .lines()
            .enumerate()
            .map(|(rank, line)| if rank == 0 { format!("{pad}  - {line}") } else { format!("    {line}") })
            .collect();
        let moved = moved.join("\n");
        let before = self.text.get(..start)?;
        Some(format!("{before}{claims}:\n{moved}\n{pad}  - {claim}{}", self.text.get(end..)?))
    }

    fn in_sequence(&self, list: &Node, items: &[Node], claim: &str) -> Option<String> {
        if self.text.as_bytes().get(list.span.start as usize) == Some(&b'[') {
            let close = (list.span.end as usize).checked_sub(1)?;
            let before = self.text.get(..close)?.trim_end();
            let comma = if before.ends_with(['[', ',']) { "" } else { ", " };
            return Some(format!("{before}{comma}{claim}{}", self.text.get(close..)?));
        }
        let (first, last) = (items.first()?, items.last()?);
        let line = self.text.get(..first.span.start as usize)?.rfind('\n').map_or(0, |at| at + 1);
        let dash = line + self.text.get(line..)?.find('-')?;
        let at = self.end_of_line(self.end_of(last));
        let added = format!("{}- {claim}", " ".repeat(self.column(dash)));
        Some(format!("{}\n{added}{}", self.text.get(..at)?, self.text.get(at..)?))
    }

    fn is_flow(&self, node: &Node) -> bool {
        matches!(self.text.as_bytes().get(node.span.start as usize), Some(b'{' | b'['))
    }

    /// Where what a node says ends: what the parser counts to a mapping on lines of its own reaches to the next key.
    fn end_of(&self, node: &Node) -> usize {
        match &node.kind {
            NodeKind::Mapping(entries) if !self.is_flow(node) => self.end_of_entries(entries, node),
            NodeKind::Sequence(items) if !self.is_flow(node) => {
                items.last().map_or(node.span.end as usize, |item| self.end_of(item))
            }
            NodeKind::Mapping(_) | NodeKind::Sequence(_) | NodeKind::Scalar { .. } | NodeKind::Null => {
                let end = node.span.end as usize;
                self.text.get(..end).map_or(end, |text| text.trim_end().len().max(node.span.start as usize))
            }
        }
    }

    fn end_of_entries(&self, entries: &[Entry], node: &Node) -> usize {
        entries.last().map_or(node.span.end as usize, |last| match last.value.is_blank() {
            true => self.end_of_line(last.key.span.end as usize),
            false => self.end_of(&last.value),
        })
    }

    /// The end of the line on which the last of these entries ends.
    fn end_of_last(&self, entries: &[Entry]) -> usize {
        let last = entries.last().map_or(0, |last| match last.value.is_blank() {
            true => last.key.span.end as usize,
            false => self.end_of(&last.value),
        });
        self.end_of_line(last)
    }

    /// A comment behind a value belongs to its line.
    fn end_of_line(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or("");
        at + rest.find(['\n', '\r']).unwrap_or(rest.len())
    }

    /// How many characters stand before this place on its line.
    fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        before.get(line..).map_or(0, |start| start.trim_start_matches('\u{feff}').chars().count())
    }

    fn key(&self, key: &str) -> String {
        if self.is_json { Json::from(key).to_string() } else { plain_or_quoted(key) }
    }

    /// A value on one line.
    fn flow(&self, value: &Json) -> String {
        if self.is_json { value.to_string() } else { flow(value) }
    }
}

fn found<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Entry> {
    let wanted = word(key);
    entries.iter().find(|entry| word(&entry.key.text) == wanted)
}

/// A key in a form in which the two words for one thing are the same.
fn word(key: &str) -> String {
    let key = folded(key);
    match key.as_str() {
        "calendar" => String::from("calendrier"),
        "bodies" => String::from("instances"),
        "actual" => String::from("reel"),
        "planned" => String::from("prevu"),
        "meetings" => String::from("reunions"),
        "name" => String::from("nom"),
        "as_of" => String::from("au"),
        _ => key,
    }
}

/// A value as YAML on one line, bare where nothing could be misread.
pub fn flow(value: &Json) -> String {
    match value {
        Json::Null => String::from("null"),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
        Json::String(text) => plain_or_quoted(text),
        Json::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Json::Object(entries) if entries.is_empty() => String::from("{}"),
        Json::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", plain_or_quoted(key), flow(value))).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// A text without quotation marks where YAML reads it as itself, between braces too.
fn plain_or_quoted(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '/' | '%' | '’' | ' ' | '-');
    let starts = text.chars().next().is_some_and(|c| c.is_alphanumeric() || c == '_');
    let is_null = text.eq_ignore_ascii_case("null");
    let is_plain = starts && !is_null && text.chars().all(is_word) && !text.ends_with(' ') && !text.contains("- ");
    if is_plain { text.to_string() } else { Json::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn put_claim(text: &str, path: &[&str]) -> String {
        let claim = json!({ "valeur": "2.5 ETP", "le": "2026-11-25" });
        let path: Vec<String> = path.iter().map(|key| (*key).to_string()).collect();
        let new = put(text, &path, Some(&claim), Place::Beside(Lang::Fr)).unwrap_or_else(|| String::from("(refused)"));
        // What was there is still there.
        if new != "(refused)" {
            let raw = read(FileId(0), &new);
            assert!(raw.diagnostics.is_empty(), "{new}\n{:?}", raw.diagnostics);
        }
        new
    }

    #[test]
    fn a_claim_goes_where_its_reader_looks_for_it_and_the_rest_stays() {
        let path = ["équipe", "internes"];
        let cases = [
            "",
            "# Des notes.\n",
            "dossier: { nom: A }\n",
            "dossier: { nom: A }\n\n# La fin.\n",
            "équipe:\n  externes: 3 ETP # têtes\n\nservice:\n  ouvert: oui\n",
            "equipe:\r\n  externes: 3 ETP\r\nservice:\r\n  ouvert: oui\r\n",
            "équipe: { externes: 3 ETP }\n",
            "équipe: {}\n",
            "équipe: # à voir\nservice: { ouvert: oui }\n",
            "équipe:\n  internes:\n",
            "équipe:\n  internes: 1\n",
            "équipe: { internes: { environ: 4, source: note } }\n",
            "équipe:\n  internes: { déclarations: [{ valeur: 1, source: a }] }\n",
            "équipe:\n  internes:\n    déclarations:\n      - { valeur: 1, source: a }\n      - valeur: 2\n        source: b\n  externes: 3\n",
            "équipe:\n    internes:\n        valeur: 1\n        source: note # 2023\n    externes: 3\n",
            "{}",
            "{\n  \"dossier\": { \"nom\": \"A\" }\n}\n",
            "{ \"équipe\": { \"internes\": 1 } }",
            "équipe: trois\n",
            "- un\n",
        ];
        let shown: Vec<String> = cases.iter().map(|text| format!("{text}\n⟶\n{}", put_claim(text, &path))).collect();
        insta::assert_snapshot!(shown.join("\n———\n"));
    }

    #[test]
    fn a_value_takes_its_place_and_nothing_else_changes() {
        let text = "dossier: { nom: x }\n\n# dit\néquipe:\n  internes: 1 # tête\n  externes:\n    valeur: 4\n    source: note\nfin: {}\n";
        let with = |path: &[&str], value: Option<Json>| {
            let path: Vec<String> = path.iter().map(|key| (*key).to_string()).collect();
            put(text, &path, value.as_ref(), Place::Instead).expect("room")
        };
        assert_eq!(with(&["équipe", "internes"], Some(json!("2"))), text.replace("internes: 1", "internes: 2"));
        let externes = with(&["equipe", "externes"], Some(json!("5")));
        assert_eq!(externes, text.replace("externes:\n    valeur: 4\n    source: note", "externes: 5"));
        assert_eq!(with(&["équipe", "internes"], None), text.replace("internes: 1", "internes:"));
        let day = with(&["dossier", "as_of"], Some(json!("2024-10-01")));
        assert_eq!(day, text.replace("nom: x }", "nom: x, as_of: 2024-10-01 }"));
        let new = with(&["produit", "adresse"], Some(json!("x.fr")));
        assert_eq!(new, format!("{text}produit:\n  adresse: x.fr\n"));
    }

    #[test]
    fn texts_that_yaml_would_misread_are_quoted() {
        let told =
            flow(&json!({ "a": "oui : non", "b": "#1", "c": "l’été", "d": "", "e": ["- x", "40 %"], "f": null }));
        assert_eq!(told, "{ a: \"oui : non\", b: \"#1\", c: l’été, d: \"\", e: [\"- x\", 40 %], f: null }");
    }
}
