//! Which parts of a large doctrine a dossier says nothing of: they take a line and no more, so that what is known can be
//! found.

use super::report::{Evaluation, Node, Report};
use crate::eval::verdict::VerdictSet;

/// A report of no more criteria is shown whole.
const SHOWN_WHOLE: usize = 40;

/// Whether there is too much of it to show what nobody knows anything of.
pub fn is_large(report: &Report) -> bool {
    let criteria: usize = report
        .roots
        .iter()
        .map(|root| {
            let count = root.count();
            count.met + count.not_met + count.unknown + count.not_applicable + count.exempt
        })
        .sum();
    !report.named && criteria > SHOWN_WHOLE
}

/// Whether nothing under a node is decided, and nothing that it asks is told.
pub fn is_quiet(evaluation: &Evaluation<'_>, node: &Node) -> bool {
    if !node.children.is_empty() {
        let waits = node.children.iter().any(|child| child.verdicts != VerdictSet::NOT_APPLICABLE);
        return waits && node.children.iter().all(|child| is_idle(child) || is_quiet(evaluation, child));
    }
    !node.verdicts.is_decided() && node.rule.is_some_and(|rule| !evaluation.is_told_of(rule))
}

/// Whether nothing under a node applies.
pub fn is_idle(node: &Node) -> bool {
    node.verdicts == VerdictSet::NOT_APPLICABLE && node.children.iter().all(is_idle)
}
