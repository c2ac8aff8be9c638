//! What an answer must leave in the file of an interview.

use crate::base::{Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::facts::dossier::{Dossier, FactTold};
use crate::model::ids::FactId;

/// Whether the dossier after an answer holds what it held, and one more claim of that fact.
pub(super) fn holds_all(before: &Dossier, after: &Dossier, answered: FactId) -> bool {
    let of_facts = before.facts.iter().zip(&after.facts).enumerate();
    let mut added = false;
    for (rank, (old, new)) in of_facts {
        if rank == answered.index() {
            added = new.claims.len() == old.claims.len() + 1 && same(old, new);
        } else if new.claims.len() != old.claims.len() || !same(old, new) {
            return false;
        }
    }
    let of_options = before.options.iter().zip(&after.options);
    let same_options = of_options.into_iter().all(|(old, new)| {
        old.name == new.name
            && old.state == new.state
            && old.facts.len() == new.facts.len()
            && old.facts.iter().zip(&new.facts).all(|((id, old), (other, new))| id == other && same(old, new))
    });
    added && before.options.len() == after.options.len() && same_options && before.name == after.name
}

/// Whether the claims that were there are still there, in their order, places apart.
fn same(old: &FactTold, new: &FactTold) -> bool {
    let keep = old.keep == new.keep;
    keep && old.claims.iter().zip(&new.claims).all(|(old, new)| {
        (&old.value, &old.source, old.by, old.body) == (&new.value, &new.source, new.by, new.body)
            && (old.on, old.since, old.until) == (new.on, new.since, new.until)
    })
}

/// What is wrong with an answer, and what to do.
pub(super) fn mistake_text(diagnostic: &Diagnostic, lang: Lang) -> String {
    let message = diagnostic.problem.message(lang);
    match diagnostic.problem.help(lang) {
        Some(help) => tr!(lang; en: "{message}; {help}", fr: "{message}\u{a0}; {help}"),
        None => message,
    }
}
