//! Parts of a large doctrine of which a dossier says nothing: told in a line each, so that what is known can be found.

use super::{Writer, bracketed, colon, count_text, wrapped};
use crate::base::tr;
use crate::explain::report::Node;

impl Writer<'_> {
    /// The checklists and criteria outside any of which nothing is known, together.
    pub(super) fn quiet_together(&mut self, quiet: &[&Node]) {
        if quiet.is_empty() {
            return;
        }
        let lang = self.layout.lang;
        self.text.push('\n');
        self.line(&tr!(lang;
            en: "nothing is told yet of (--only NAME shows one of them whole):",
            fr: "rien n’est encore dit de ce qui suit (--only NOM le montre en entier)\u{a0}:"));
        for node in quiet {
            let program = &self.evaluation.engine.checked.program;
            let name = node.rule.and_then(|rule| program.rule(rule)).map(|rule| rule.meta.name.clone());
            let counts = if node.children.is_empty() { String::new() } else { count_text(node.count(), lang) };
            let sign = if self.layout.plain { "" } else { "? " };
            let line = format!("{}{}{}{}", name.unwrap_or_default(), colon(lang), self.title(node), bracketed(&counts));
            let lines = wrapped(&format!("  {sign}"), "    ", &line, self.layout);
            self.text.push_str(&lines);
        }
    }

    /// What stands at the right of a checklist inside another of which nothing is known.
    pub(super) fn quiet_aside(&self, node: &Node) -> String {
        let lang = self.layout.lang;
        let program = &self.evaluation.engine.checked.program;
        let name = node.rule.and_then(|rule| program.rule(rule)).map(|rule| rule.meta.name.clone());
        let counts = (!node.children.is_empty()).then(|| count_text(node.count(), lang));
        let nothing = || tr!(lang; en: "nothing told", fr: "rien de dit");
        counts.or_else(|| Some(nothing())).into_iter().chain(name).collect::<Vec<_>>().join(" · ")
    }
}
