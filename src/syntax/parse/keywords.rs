//! Checks the keywords that the grammar read against the file's language.

use super::{Input, Node, Reader, Rule};
use crate::base::Span;
use crate::diagnostic::problem::SyntaxProblem;
use crate::diagnostic::{Diagnostic, Problem};
use crate::syntax::keyword::{KEYWORDS, Keyword, Spelling};
use pest::iterators::Pairs;
use std::collections::HashMap;
use std::sync::LazyLock;

/// At the place of each rule in the grammar, the keyword that it reads if it reads one.
static BY_RULE: LazyLock<Vec<Option<&'static Keyword>>> = LazyLock::new(|| {
    let by_name: HashMap<String, &Keyword> = KEYWORDS.iter().map(|one| (format!("kw_{}", one.id), one)).collect();
    let mut by_rule = Vec::new();
    for rule in Rule::all_rules() {
        let place = *rule as usize;
        by_rule.resize(by_rule.len().max(place + 1), None);
        if let Some(slot) = by_rule.get_mut(place) {
            *slot = by_name.get(&format!("{rule:?}")).copied();
        }
    }
    by_rule
});

/// The keyword that a rule of the grammar stands for.
pub(super) fn of_rule(rule: Rule) -> Option<&'static Keyword> {
    BY_RULE.get(rule as usize).copied().flatten()
}

impl Reader<'_> {
    /// Looks at every keyword under these nodes.
    pub(super) fn check_keywords<'t>(&mut self, input: Input<'t>, nodes: Pairs<'t, Rule>) {
        for node in nodes.flatten() {
            self.check_keyword(input, &node);
        }
    }

    /// Looks at the keywords of one node, itself included.
    pub(super) fn check_keyword_nodes<'t>(&mut self, input: Input<'t>, node: &Node<'t>) {
        self.check_keyword(input, node);
        self.check_keywords(input, node.clone().into_inner());
    }

    fn check_keyword<'t>(&mut self, input: Input<'t>, node: &Node<'t>) {
        let Some(keyword) = of_rule(node.as_rule()) else { return };
        let span = input.span(node);
        if let Some(kept) = &mut self.keywords {
            kept.push((span, keyword));
        }
        let written = self.written(span);
        match keyword.spelling(written, self.lang) {
            Spelling::Own => {}
            Spelling::Accents(right) => {
                let problem = SyntaxProblem::KeywordSpelling { written: written.to_string(), right: right.clone() };
                self.report_fix(problem, span, right);
            }
            Spelling::Foreign(right) => self.foreign.push((span, right)),
        }
    }

    /// Tells the foreign keywords of an item at once.
    pub(super) fn report_foreign(&mut self) {
        let foreign: Vec<(Span, String)> = std::mem::take(&mut self.foreign);
        let Some((first, right)) = foreign.first() else { return };
        let problem = SyntaxProblem::ForeignKeyword {
            written: self.written(*first).to_string(),
            right: right.clone(),
            file: self.lang,
            others: foreign.len() - 1,
        };
        let mut diagnostic = Diagnostic::new(Problem::Syntax(problem), self.loc(*first));
        for (span, right) in &foreign {
            diagnostic = diagnostic.fix(self.loc(*span), right.clone());
        }
        self.diagnostics.push(diagnostic);
    }
}
