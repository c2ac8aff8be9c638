//! Mistakes repaired: the fixes that diagnostics carry, and those that only an editor proposes.

use super::{Action, Desk, Kind, What};
use crate::base::{Date, Loc, Span, tr};
use crate::diagnostic::mend::mend;
use crate::diagnostic::problem::{Problem, RuleProblem, Shown};
use crate::diagnostic::{Applicability, Diagnostic};
use crate::ide::layout::differences;
use crate::ide::{Edit, diagnostics};
use crate::syntax::ast::{Clause, ClauseKind, Item, ItemKind, Table};
use crate::syntax::rules_of;

/// The fixes of a diagnostic, as one action.
pub(super) fn carried(desk: &Desk<'_>, found: &Diagnostic) -> Option<Action> {
    let first = found.fixes.first()?;
    let edits: Vec<Edit> = found.fixes.iter().map(|fix| Edit::new(fix.at, fix.with.clone())).collect();
    let written = desk.snapshot.text(first.at.file);
    let lang = desk.lang;
    let title = match found.fixes.as_slice() {
        [fix] if fix.with.is_empty() => {
            let gone = lang.quoted(fix.at.span.slice(written).trim());
            tr!(lang; en: "remove {gone}", fr: "retirer {gone}")
        }
        [fix] if fix.at.span.is_empty() => {
            let come = lang.quoted(fix.with.trim());
            tr!(lang; en: "add {come}", fr: "ajouter {come}")
        }
        [fix] => {
            let come = lang.quoted(fix.with.trim());
            tr!(lang; en: "write {come}", fr: "écrire {come}")
        }
        _ => found.problem.help(lang).unwrap_or_else(|| found.problem.message(lang)),
    };
    Some(Action { preferred: found.applicability == Applicability::Certain, ..desk.mend(found, title, edits) })
}

/// Everything in the file that leaves no doubt.
pub(super) fn all(desk: &Desk<'_>) -> Option<Action> {
    let found: Vec<Diagnostic> = diagnostics::raw(desk.snapshot, desk.file).cloned().collect();
    let text = desk.text();
    let within = match desk.snapshot.facts_file(desk.file) {
        Some(_) => vec![Span::new(0, text.len())],
        None => rules_of(text, desk.snapshot.is_literate(desk.file)),
    };
    let mended = mend(desk.file, text, &found, &within)?;
    let count = mended.count;
    let lang = desk.lang;
    let s = if count == 1 { "" } else { "s" };
    let title = tr!(lang; en: "repair what leaves no doubt ({count})", fr: "corriger ce qui ne fait pas de doute ({count} correction{s})");
    let edits = differences(desk.file, text, &mended.text);
    Some(Action { title, kind: Kind::MendAll, what: What::Edits(edits), preferred: false, mends: None })
}

/// The page of a diagnostic.
pub(super) fn page(desk: &Desk<'_>, found: &Diagnostic) -> Action {
    let code = found.code().text();
    let title = tr!(desk.lang; en: "what does {code} mean?", fr: "que veut dire {code}\u{a0}?");
    let mends = Some((found.at.span, code));
    Action { title, kind: Kind::Mend, what: What::Explain(code.to_string()), preferred: false, mends }
}

/// What is proposed for some mistakes that carry no fix.
pub(super) fn known(desk: &Desk<'_>, found: &Diagnostic) -> Vec<Action> {
    let Problem::Rule(problem) = &found.problem else { return Vec::new() };
    let Some(item) = desk.snapshot.item_at(found.at.file, found.at.span.start as usize) else { return Vec::new() };
    let lang = desk.lang;
    match problem {
        RuleProblem::TestWithoutDate => {
            let line = format!("\n  {} {}", desk.word("as_of"), Date::today());
            let title = tr!(lang; en: "date the test of today", fr: "dater le test d’aujourd’hui");
            vec![desk.mend(found, title, vec![desk.insert(desk.end_of_head(item), line)])]
        }
        RuleProblem::TestWithoutExpectation => {
            let rule = desk.snapshot.program().rules.first().map_or("NOM", |rule| rule.meta.name.as_str());
            let line = format!("\n  {} {rule} {}", desk.word("expect"), desk.word("met"));
            let title = tr!(lang; en: "add what the test expects", fr: "ajouter ce que le test attend");
            vec![desk.mend(found, title, vec![desk.insert(item.span.end, line)])]
        }
        RuleProblem::MissingClause { clause, clause_fr, .. } => {
            let clause = match desk.own() {
                crate::base::Lang::En => clause,
                crate::base::Lang::Fr => clause_fr,
            };
            let title = tr!(lang; en: "add: {clause}", fr: "ajouter\u{a0}: {clause}");
            let edit = match clause.starts_with(':') {
                true => {
                    desk.insert(item.name.as_ref().map_or(item.keyword.end, |name| name.span.end), format!(" {clause}"))
                }
                false => desk.insert(item.span.end, format!("\n  {clause}")),
            };
            vec![desk.mend(found, title, vec![edit])]
        }
        RuleProblem::Unused { name } => vec![remove(desk, found, item, name)],
        RuleProblem::TableGap { situation, .. } => rows(desk, found, item, situation),
        RuleProblem::VersionMissing { first, .. } => close(desk, found, *first).into_iter().collect(),
        RuleProblem::RowUnreached => {
            let title = tr!(lang; en: "remove this row", fr: "retirer cette ligne");
            vec![desk.mend(found, title, vec![Edit::new(whole_lines(desk, found.at), "")])]
        }
        RuleProblem::PeriodReversed
        | RuleProblem::ClauseOutOfPlace { .. }
        | RuleProblem::ClauseTwice { .. }
        | RuleProblem::VersionsOverlap { .. }
        | RuleProblem::Circular { .. }
        | RuleProblem::TestTitleTwice { .. }
        | RuleProblem::KnowledgeDecides { .. }
        | RuleProblem::RowsOverlap { .. }
        | RuleProblem::QuoteNotFound { .. } => Vec::new(),
    }
}

/// The lines that a place takes, with the end of the last.
fn whole_lines(desk: &Desk<'_>, at: Loc) -> Loc {
    let text = desk.snapshot.text(at.file);
    let start = text.get(..at.span.start as usize).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let end = text.get(at.span.end as usize..).and_then(|after| after.find('\n'));
    Loc::new(at.file, Span::new(start, end.map_or(text.len(), |end| at.span.end as usize + end + 1)))
}

/// Takes away an item that serves nothing, or the fact alone.
fn remove(desk: &Desk<'_>, found: &Diagnostic, item: &Item, name: &str) -> Action {
    let fields = item.clauses.iter().filter_map(|clause| match &clause.kind {
        ClauseKind::Fields(fields) => Some(fields),
        _ => None,
    });
    let field = fields.flatten().find(|field| field.name.span == found.at.span);
    let span = field.map_or(item.span, |field| field.span);
    let name = desk.lang.quoted(name);
    let title = tr!(desk.lang; en: "remove {name}", fr: "retirer {name}");
    desk.mend(found, title, vec![Edit::new(taken_away(desk, Loc::new(found.at.file, span)), "")])
}

/// The lines of a place, or the place alone with the comma beside it where something else stands on them.
fn taken_away(desk: &Desk<'_>, at: Loc) -> Loc {
    let text = desk.snapshot.text(at.file);
    let lines = whole_lines(desk, at);
    if lines.span.slice(text).trim() == at.span.slice(text).trim() {
        return lines;
    }
    let before = text.get(..at.span.start as usize).unwrap_or("").trim_end();
    let after = text.get(at.span.end as usize..).unwrap_or("");
    if let Some(rest) = before.strip_suffix(',') {
        return Loc::new(at.file, Span::new(rest.len(), at.span.end as usize));
    }
    let comma = after.trim_start_matches(' ').strip_prefix(',').map(|rest| rest.trim_start_matches(' '));
    let end = comma.map_or(at.span.end as usize, |rest| text.len() - rest.len());
    Loc::new(at.file, Span::new(at.span.start as usize, end))
}

/// A row for the situation that none covers, and one for all that remain.
fn rows(desk: &Desk<'_>, found: &Diagnostic, item: &Item, situation: &[(String, Shown)]) -> Vec<Action> {
    let Some(table) = table_of(&item.clauses) else { return Vec::new() };
    let Some(last) = table.rows.last().map(|row| row.span) else { return Vec::new() };
    let line = whole_lines(desk, desk.at(last)).span.start as usize;
    let indent = desk.text().get(line..last.start as usize).unwrap_or("  ").to_string();
    let open = desk.word("unspecified");
    let value = |shown: &Shown| match shown {
        Shown::Text(text) => text.clone(),
        Shown::YesNo(true) => desk.word("yes"),
        Shown::YesNo(false) => desk.word("no"),
        Shown::Absent => desk.word("absent_value"),
    };
    let cells: Vec<String> = situation.iter().map(|(_, shown)| value(shown)).collect();
    let row = format!("\n{indent}| {} | {open} |", cells.join(" | "));
    let blanks = " |".repeat(cells.len().saturating_sub(1));
    let otherwise = format!("\n{indent}| {} |{blanks} {open} |", desk.word("otherwise"));
    let lang = desk.lang;
    let one = tr!(lang; en: "add the missing row", fr: "ajouter la ligne qui manque");
    let rest = tr!(lang; en: "add a row for all that remains", fr: "ajouter une ligne pour tout le reste");
    vec![
        desk.mend(found, one, vec![desk.insert(last.end, row)]),
        desk.mend(found, rest, vec![desk.insert(last.end, otherwise)]),
    ]
}

fn table_of(clauses: &[Clause]) -> Option<&Table> {
    clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Rows(table) => Some(table),
        ClauseKind::Version { clauses, .. } => table_of(clauses.as_deref().unwrap_or_default()),
        _ => None,
    })
}

/// Lets the version that ends a hole begin on its first day.
fn close(desk: &Desk<'_>, found: &Diagnostic, first: Date) -> Option<Action> {
    let version = found.related.first()?.at;
    let item = desk.snapshot.item_at(version.file, version.span.start as usize)?;
    let from = item.clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Value { period, .. } | ClauseKind::Version { period, .. } if touches(clause.span, version.span) => {
            period.from
        }
        _ => None,
    })?;
    let title = tr!(desk.lang;
        en: "let the next version begin on {first}",
        fr: "faire commencer la version suivante le {first}");
    let edit = Edit::new(Loc::new(version.file, from.span), first.to_string());
    Some(desk.mend(found, title, vec![edit])).filter(|_| item.kind != ItemKind::Test)
}

fn touches(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}
