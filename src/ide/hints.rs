//! The values of a chosen dossier, beside the conditions that they decide.

use super::judged::{Judged, verdict_sign};
use super::snapshot::Snapshot;
use crate::base::{FileId, Lang, Span};
use crate::eval::Trace;
use crate::eval::words::value_text;
use crate::model::expr::ExprKind;
use crate::model::ids::{ExprId, RuleId};
use crate::syntax::ast::ItemKind;

/// A few words after a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    pub at: usize,
    pub text: String,
    /// The rule whose whole reason may be asked for.
    pub rule: Option<RuleId>,
}

/// The verdict beside each rule, and the value beside each condition, of a file or the part of it in sight.
pub fn hints(snapshot: &Snapshot, file: FileId, within: Span, judged: &Judged, lang: Lang) -> Vec<Hint> {
    let mut hints = verdicts(snapshot, file, judged, lang);
    let program = snapshot.program();
    let exprs = program.exprs.iter().enumerate().filter(|(_, expr)| expr.at.file == file);
    let in_sight = exprs.filter(|(_, expr)| within.start <= expr.at.span.end && expr.at.span.start <= within.end);
    // What a test expects is not what the dossier says.
    let tests: Vec<Span> =
        program.tests.iter().filter(|test| test.at.file == file).map(|test| test.item.span).collect();
    for (rank, expr) in in_sight {
        let is_in_test = tests.iter().any(|test| test.start <= expr.at.span.start && expr.at.span.end <= test.end);
        if !is_in_test {
            hints.extend(value(snapshot, ExprId::new(rank), judged, lang));
        }
    }
    hints.retain(|hint| within.contains(hint.at));
    hints.sort_by_key(|hint| hint.at);
    hints.dedup_by(|one, other| one.at == other.at && one.text == other.text);
    hints
}

fn verdicts(snapshot: &Snapshot, file: FileId, judged: &Judged, lang: Lang) -> Vec<Hint> {
    let program = snapshot.program();
    let mut hints = Vec::new();
    for item in snapshot.tree(file).into_iter().flat_map(|tree| &tree.items) {
        let (ItemKind::Criterion | ItemKind::Checklist, Some(name)) = (item.kind, &item.name) else { continue };
        let rules = program.rule_ids();
        let is_it = |id: &RuleId| {
            program.rule(*id).is_some_and(|rule| rule.meta.at.file == file && rule.meta.at.span == name.span)
        };
        let Some(rule) = rules.into_iter().find(is_it) else { continue };
        let Some(verdict) = judged.verdict(rule) else { continue };
        let at = item.title.as_ref().map_or(name.span.end, |title| title.span.end) as usize;
        hints.push(Hint { at, text: format!("⟵ {}", verdict_sign(verdict, lang)), rule: Some(rule) });
    }
    hints
}

/// `internalisation au moins 40 %  ⟵ 20 % ✗`
fn value(snapshot: &Snapshot, id: ExprId, judged: &Judged, lang: Lang) -> Option<Hint> {
    let program = snapshot.program();
    let subject = match program.kind(id) {
        ExprKind::Compare(_, subject, _) | ExprKind::Between(subject, ..) | ExprKind::Contains(subject, _) => *subject,
        ExprKind::OneOf { subject, .. } | ExprKind::Under { subject, .. } | ExprKind::IsAbsent { subject, .. } => {
            *subject
        }
        ExprKind::Recurs { dates, .. } => *dates,
        _ => return None,
    };
    let evaluation = judged.evaluation(snapshot);
    let seen = evaluation.trace.get(Trace::TOP, subject)?;
    let truth = evaluation.trace.get(Trace::TOP, id)?.truth().known();
    let sign = match truth {
        Some(true) => "✓",
        Some(false) => "✗",
        None => "?",
    };
    let value = value_text(snapshot.engine(), seen, snapshot.checked().type_of(subject), lang);
    let value: String = value.chars().take(60).collect();
    Some(Hint { at: program.at(id).span.end as usize, text: format!("⟵ {value} {sign}"), rule: None })
}
