//! Diagnostics in the format of static analysis tools, SARIF 2.1.0: one run, whatever the number of doctrines.

use super::place::Places;
use super::said;
use crate::base::{FileId, Lang, Loc};
use crate::diagnostic::{Code, Diagnostic, Severity};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The results of one run, gathered.
#[derive(Debug)]
pub struct Sarif {
    lang: Lang,
    /// The codes met, each with its place in the list of rules.
    rules: BTreeMap<Code, usize>,
    results: Vec<(Code, Json)>,
}

impl Sarif {
    /// An empty run, with its messages in a language.
    pub fn new(lang: Lang) -> Self {
        Sarif { lang, rules: BTreeMap::new(), results: Vec::new() }
    }

    pub(super) fn add(&mut self, diagnostics: &[&Diagnostic], places: &mut Places) {
        for diagnostic in diagnostics {
            self.rules.entry(diagnostic.code()).or_insert(0);
            self.results.push((diagnostic.code(), result(diagnostic, places, self.lang)));
        }
    }

    /// The whole log.
    pub fn finish(mut self) -> Json {
        for (rank, place) in self.rules.values_mut().enumerate() {
            *place = rank;
        }
        let ranks = self.rules;
        let results = self.results.into_iter().map(|(code, mut result)| {
            if let (Some(fields), Some(rank)) = (result.as_object_mut(), ranks.get(&code)) {
                fields.insert("ruleIndex".to_string(), json!(rank));
            }
            result
        });
        let results: Vec<Json> = results.collect();
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "perenne",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": ranks.keys().map(|code| rule(*code, self.lang)).collect::<Vec<_>>(),
                } },
                "language": self.lang.code(),
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        })
    }
}

fn rule(code: Code, lang: Lang) -> Json {
    json!({
        "id": code.text(),
        "shortDescription": { "text": code.entry().title(lang) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn result(diagnostic: &Diagnostic, places: &mut Places, lang: Lang) -> Json {
    let mut result = json!({
        "ruleId": diagnostic.code().text(),
        "level": level(diagnostic.severity()),
        "message": { "text": said(diagnostic, lang) },
        "locations": [{ "physicalLocation": physical(diagnostic.at, places) }],
    });
    let Some(fields) = result.as_object_mut() else { return result };
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|related| {
            json!({
                "physicalLocation": physical(related.at, places),
                "message": { "text": related.note.text(lang) },
            })
        });
        fields.insert("relatedLocations".to_string(), related.collect());
    }
    if !diagnostic.fixes.is_empty() {
        let fix = json!([fix(diagnostic, places, lang)]);
        fields.insert("fixes".to_string(), fix);
    }
    result
}

/// All edits of a diagnostic: the format applies the parts of a fix together.
fn fix(diagnostic: &Diagnostic, places: &mut Places, lang: Lang) -> Json {
    let mut files: BTreeMap<FileId, Vec<Json>> = BTreeMap::new();
    for fix in &diagnostic.fixes {
        files.entry(fix.at.file).or_default().push(json!({
            "deletedRegion": region(fix.at, places),
            "insertedContent": { "text": fix.with },
        }));
    }
    let changes: Vec<Json> = files
        .into_iter()
        .map(|(file, replacements)| json!({ "artifactLocation": artifact(file, places), "replacements": replacements }))
        .collect();
    let mut fix = json!({
        "artifactChanges": changes,
        "properties": { "applicability": diagnostic.applicability.text() },
    });
    if let (Some(fields), Some(help)) = (fix.as_object_mut(), diagnostic.problem.help(lang)) {
        fields.insert("description".to_string(), json!({ "text": help }));
    }
    fix
}

fn physical(at: Loc, places: &mut Places) -> Json {
    json!({ "artifactLocation": artifact(at.file, places), "region": region(at, places) })
}

fn artifact(file: FileId, places: &Places) -> Json {
    json!({ "uri": uri(places.sources.path(file)) })
}

fn region(at: Loc, places: &mut Places) -> Json {
    let super::place::Place { line, column, end_line, end_column } = places.place(at);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

/// A path as a reference that may stand in an address: relative as it is, absolute with its scheme.
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut uri = String::new();
    if path.starts_with('/') {
        uri.push_str("file://");
    } else if path.get(1..3) == Some(":/") {
        uri.push_str("file:///");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_written_as_addresses() {
        assert_eq!(uri("rules/a_b.perenne"), "rules/a_b.perenne");
        assert_eq!(uri("règles/a b:c.perenne"), "r%C3%A8gles/a%20b%3Ac.perenne");
        assert_eq!(uri("/tmp/a.perenne"), "file:///tmp/a.perenne");
        assert_eq!(uri("C:\\a\\b.perenne"), "file:///C%3A/a/b.perenne");
    }
}
