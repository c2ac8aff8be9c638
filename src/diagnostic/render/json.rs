//! Diagnostics for other programs. Keys and severities are English whatever the language; messages are not.

use super::place::Places;
use crate::base::{Lang, Loc};
use crate::diagnostic::{Diagnostic, Severity};
use serde::Serialize;

#[derive(Serialize)]
struct DiagnosticOut {
    code: &'static str,
    severity: &'static str,
    message: String,
    help: Option<String>,
    #[serde(flatten)]
    at: PlaceOut,
    related: Vec<RelatedOut>,
    fixes: Vec<FixOut>,
}

/// 1-based; columns count characters; the end is the place after the last character.
#[derive(Serialize)]
struct PlaceOut {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct RelatedOut {
    #[serde(flatten)]
    at: PlaceOut,
    message: String,
}

#[derive(Serialize)]
struct FixOut {
    #[serde(flatten)]
    at: PlaceOut,
    replacement: String,
    applicability: &'static str,
}

pub(super) fn to_value(diagnostics: &[&Diagnostic], places: &mut Places, lang: Lang) -> serde_json::Value {
    let all: Vec<DiagnosticOut> = diagnostics.iter().map(|diagnostic| out(diagnostic, places, lang)).collect();
    // Plain structs of texts and numbers always have a JSON form.
    serde_json::to_value(all).unwrap_or_default()
}

fn out(diagnostic: &Diagnostic, places: &mut Places, lang: Lang) -> DiagnosticOut {
    let related = diagnostic.related.iter();
    let fixes = diagnostic.fixes.iter();
    DiagnosticOut {
        code: diagnostic.code().text(),
        severity: match diagnostic.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: diagnostic.problem.message(lang),
        help: diagnostic.problem.help(lang),
        at: place(diagnostic.at, places),
        related: related.map(|r| RelatedOut { at: place(r.at, places), message: r.note.text(lang) }).collect(),
        fixes: fixes
            .map(|fix| FixOut {
                at: place(fix.at, places),
                replacement: fix.with.clone(),
                applicability: diagnostic.applicability.text(),
            })
            .collect(),
    }
}

fn place(at: Loc, places: &mut Places) -> PlaceOut {
    let super::place::Place { line, column, end_line, end_column } = places.place(at);
    PlaceOut { file: places.sources.path(at.file).to_string(), line, column, end_line, end_column }
}
