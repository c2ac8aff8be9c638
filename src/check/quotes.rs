//! Quotes against the texts they are taken from.

use crate::base::name::normalise;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::RuleProblem;
use crate::model::Program;
use crate::model::ids::SourceId;
use crate::model::item::{Citation, Meta};
use std::collections::{HashMap, HashSet};

/// What came of the quotes.
#[derive(Clone, Debug, Default)]
pub struct Quotes {
    pub found: usize,
    /// The sources that are quoted and whose text is not at hand.
    pub without_text: Vec<SourceId>,
    /// A quote that its text does not hold.
    pub diagnostics: Vec<Diagnostic>,
}

/// Looks every quote up in the text of its source; runs of blanks, line ends included, count as one.
pub fn check_quotes(program: &Program, texts: &HashMap<SourceId, String>) -> Quotes {
    let texts: HashMap<SourceId, String> = texts.iter().map(|(id, text)| (*id, flat(text))).collect();
    let mut quotes = Quotes::default();
    let mut seen = HashSet::new();
    for citation in citations(program) {
        let Some((quote, at)) = &citation.quote else { continue };
        if !seen.insert(*at) {
            continue;
        }
        match texts.get(&citation.source) {
            Some(text) if text.contains(&flat(quote)) => quotes.found += 1,
            Some(_) => {
                let source = program.source(citation.source).map_or_else(String::new, |one| one.meta.name.clone());
                quotes.diagnostics.push(Diagnostic::new(RuleProblem::QuoteNotFound { source }.into(), *at));
            }
            None if !quotes.without_text.contains(&citation.source) => quotes.without_text.push(citation.source),
            None => {}
        }
    }
    quotes
}

fn flat(text: &str) -> String {
    normalise(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Every citation of a doctrine.
fn citations(program: &Program) -> Vec<&Citation> {
    let mut all: Vec<&Citation> = Vec::new();
    let metas: Vec<&Meta> = program
        .groups
        .iter()
        .map(|item| &item.meta)
        .chain(program.choices.iter().map(|item| &item.meta))
        .chain(program.records.iter().map(|item| &item.meta))
        .chain(program.derived.iter().map(|item| &item.meta))
        .chain(program.rules.iter().map(|item| &item.meta))
        .chain(program.scenarios.iter().map(|item| &item.meta))
        .chain(program.bodies.iter().map(|item| &item.meta))
        .chain(program.milestones.iter().map(|item| &item.meta))
        .chain(program.datasets.iter().map(|item| &item.meta))
        .chain(program.uncoded.iter().map(|item| &item.meta))
        .collect();
    all.extend(metas.into_iter().flat_map(|meta| &meta.per));
    for version in program.derived.iter().flat_map(|derived| &derived.versions) {
        all.extend(&version.per);
        all.extend(version.exceptions.iter().flat_map(|exception| &exception.per));
    }
    for version in program.rules.iter().flat_map(|rule| &rule.versions) {
        all.extend(&version.per);
        all.extend(version.exceptions.iter().flat_map(|exception| &exception.per));
    }
    all
}
