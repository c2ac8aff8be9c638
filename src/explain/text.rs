//! A report as a tree on the terminal, or in words for screen readers.

mod plans;

use super::reason::{colon, verdict_text};
use super::report::{Count, Evaluation, Node, Report};
use crate::base::{Lang, tr};
use crate::eval::words::{date_text, written_date_text};
use crate::model::expr::{Quantity, Verdict};
use crate::model::ids::{FactId, RuleId};
use crate::model::item::{Fact, FactOrigin, Force};
use unicode_width::UnicodeWidthStr;

/// How the text is laid out.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    pub lang: Lang,
    pub width: usize,
    /// Words instead of drawn lines and signs.
    pub plain: bool,
    pub color: bool,
}

/// The whole report.
pub fn report_text(evaluation: &Evaluation<'_>, report: &Report, layout: Layout) -> String {
    let mut writer = Writer { evaluation, layout, text: String::new() };
    writer.head(report);
    for root in &report.roots {
        writer.text.push('\n');
        writer.node(root, "", "", 0);
    }
    writer.plans(&report.plans, report.under.as_ref());
    writer.missing(report);
    writer.texts(report);
    writer.left_out(report);
    writer.text
}

struct Writer<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: Layout,
    text: String,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    fn head(&mut self, report: &Report) {
        let lang = self.layout.lang;
        let day = date_text(report.as_of, lang);
        let mut head = match &report.dossier {
            Some(name) => tr!(lang; en: "{name}, as of {day}", fr: "{name}, au {day}"),
            None => tr!(lang; en: "As of {day}", fr: "Au {day}"),
        };
        if report.texts_as_of != report.as_of {
            let texts = date_text(report.texts_as_of, lang);
            head.push_str(&tr!(lang; en: ", texts of {texts}", fr: ", textes du {texts}"));
        }
        if let Some(doctrine) = &report.doctrine {
            head.push_str(&tr!(lang; en: " · doctrine {doctrine}", fr: " · doctrine {doctrine}"));
        }
        if let Some(stance) = &report.under {
            head.push_str(&self.stance(stance));
        }
        self.line(&head);
    }

    /// A node, its reasons and its children. `first` is drawn before its own line, `rest` before those under it.
    fn node(&mut self, node: &Node, first: &str, rest: &str, depth: usize) {
        let lang = self.layout.lang;
        let verdict = node.verdicts.verdict();
        let title = self.title(node);
        let aside = self.aside(node);
        if self.layout.plain {
            let words = verdict_text(verdict, lang);
            let indent = "  ".repeat(depth);
            self.line(&format!("{indent}{title}{}{words}{}", colon(lang), bracketed(&aside)));
        } else {
            let sign = self.painted(sign(verdict), verdict);
            let left = format!("{first}{sign} {title}");
            let shown = UnicodeWidthStr::width(format!("{first}? {title}").as_str());
            let room = self.layout.width.min(110).saturating_sub(UnicodeWidthStr::width(aside.as_str()));
            let gap = room.saturating_sub(shown).max(2);
            self.line(&format!("{left}{}{aside}", " ".repeat(if aside.is_empty() { 0 } else { gap })));
        }
        let under = if node.children.is_empty() { format!("{rest}   ") } else { format!("{rest}│  ") };
        if let Some(rule) = node.rule {
            self.reasons(rule, node, &under, depth);
        }
        let last = node.children.len().saturating_sub(1);
        for (rank, child) in node.children.iter().enumerate() {
            let (corner, bar) = if rank == last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.node(child, &format!("{rest}{corner}"), &format!("{rest}{bar}"), depth + 1);
        }
    }

    fn title(&self, node: &Node) -> String {
        let lang = self.layout.lang;
        let program = &self.evaluation.engine.checked.program;
        match node.rule.and_then(|rule| program.rule(rule)) {
            Some(rule) => rule.meta.label().to_string(),
            None => match node.quantity {
                Some(Quantity::Any) => tr!(lang; en: "at least one of", fr: "au moins une parmi"),
                Some(Quantity::None) => tr!(lang; en: "none of", fr: "aucune parmi"),
                Some(Quantity::AtLeast(n)) => tr!(lang; en: "at least {n} of", fr: "au moins {n} parmi"),
                Some(Quantity::Exactly(n)) => tr!(lang; en: "exactly {n} of", fr: "exactement {n} parmi"),
                Some(Quantity::All) | None => tr!(lang; en: "all of", fr: "toutes"),
            },
        }
    }

    /// What stands at the right: the counts of a checklist, the force and the name of a criterion.
    fn aside(&self, node: &Node) -> String {
        let lang = self.layout.lang;
        if !node.children.is_empty() {
            return count_text(node.count(), lang);
        }
        let program = &self.evaluation.engine.checked.program;
        let name = node.rule.and_then(|rule| program.rule(rule)).map(|rule| rule.meta.name.clone());
        let force = node.force.map(|force| force_text(force, lang));
        [force, name].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn reasons(&mut self, rule: RuleId, node: &Node, under: &str, depth: usize) {
        let lang = self.layout.lang;
        let under = if self.layout.plain { "  ".repeat(depth + 1) } else { format!("{under}  ") };
        // A checklist is explained by its members below.
        if !node.children.is_empty() {
            return;
        }
        for reason in self.evaluation.reasons(rule, lang) {
            self.wrapped(&under, &reason.text);
            for detail in &reason.details {
                self.wrapped(&format!("{under}  "), detail);
            }
        }
        for citation in self.evaluation.citations(rule, lang) {
            let citation =
                if self.layout.plain { tr!(lang; en: "text: {citation}", fr: "texte : {citation}") } else { citation };
            self.wrapped(&under, &citation);
        }
        if node.verdicts.verdict() == Verdict::Unknown {
            let evaluation = self.evaluation;
            let missing = super::missing::of_rule(
                evaluation.engine,
                evaluation.situation,
                evaluation.outcome,
                evaluation.trace,
                rule,
            );
            if !missing.is_empty() {
                let names: Vec<String> = missing.iter().filter_map(|fact| self.path(*fact)).collect();
                let names = names.join(", ");
                self.wrapped(&under, &tr!(lang; en: "missing: {names}", fr: "manque : {names}"));
            }
        }
    }

    /// Lines that fit the width, each under the same drawing.
    fn wrapped(&mut self, under: &str, text: &str) {
        let room = self.layout.width.saturating_sub(UnicodeWidthStr::width(under)).max(30);
        let mut line = String::new();
        for word in text.split(' ') {
            let longer = UnicodeWidthStr::width(line.as_str()) + 1 + UnicodeWidthStr::width(word);
            if !line.is_empty() && longer > room {
                self.line(&format!("{under}{line}"));
                line = String::from("  ");
                line.push_str(word);
            } else {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
            }
        }
        self.line(&format!("{under}{line}"));
    }

    fn path(&self, fact: FactId) -> Option<String> {
        self.evaluation.engine.checked.program.fact(fact).map(|fact| fact.path.clone())
    }

    /// The facts to find out first, each with its question.
    fn missing(&mut self, report: &Report) {
        const SHOWN: usize = 8;
        let lang = self.layout.lang;
        if report.missing.is_empty() {
            return;
        }
        self.text.push('\n');
        self.line(&tr!(lang; en: "find out first:", fr: "à renseigner d’abord :"));
        let program = &self.evaluation.engine.checked.program;
        for (fact, _) in report.missing.iter().take(SHOWN) {
            let Some(fact) = program.fact(*fact) else { continue };
            let asked = asked(fact, lang).map(|asked| format!(" — {asked}")).unwrap_or_default();
            let line = format!("{}{asked}", fact.path);
            self.wrapped("  ", &line);
        }
        let more = report.missing.len().saturating_sub(SHOWN);
        if more > 0 {
            self.line(&tr!(lang; en: "  … and {more} more", fr: "  … et {more} autres"));
        }
    }

    /// The texts cited above by their short names.
    fn texts(&mut self, report: &Report) {
        let lang = self.layout.lang;
        let mut sources = Vec::new();
        for root in &report.roots {
            self.evaluation.cited(root, &mut sources);
        }
        if sources.is_empty() {
            return;
        }
        self.text.push('\n');
        self.line(&tr!(lang; en: "texts:", fr: "textes :"));
        for source in sources {
            let Some(source) = self.evaluation.engine.checked.program.source(source) else { continue };
            let publisher = source.publisher.as_deref().map(|publisher| format!(", {publisher}")).unwrap_or_default();
            let date = source.date.map(|date| format!(", {}", written_date_text(date, lang))).unwrap_or_default();
            let line = format!("{}{}{}{publisher}{date}", source.meta.name, colon(lang), source.meta.label());
            self.wrapped("  ", &line);
        }
    }

    fn left_out(&mut self, report: &Report) {
        if report.left_out.is_empty() {
            return;
        }
        let lang = self.layout.lang;
        let names = report.left_out.join(", ");
        self.text.push('\n');
        let text =
            tr!(lang; en: "not evaluated, because of errors: {names}", fr: "non évalués, à cause d’erreurs : {names}");
        self.wrapped("", &text);
    }

    fn painted(&self, sign: &str, verdict: Verdict) -> String {
        if !self.layout.color {
            return sign.to_string();
        }
        let color = match verdict {
            Verdict::Met => "32",
            Verdict::NotMet => "31",
            Verdict::Unknown => "33",
            Verdict::NotApplicable | Verdict::Exempt => "2",
        };
        format!("\u{1b}[{color}m{sign}\u{1b}[0m")
    }
}

/// What to ask for a fact, or where it is told.
fn asked(fact: &Fact, lang: Lang) -> Option<String> {
    let title = fact.decl.title.as_deref().map(|title| lang.quoted(title));
    match (fact.origin, title) {
        (FactOrigin::Group(_), _) => fact.decl.question.clone().or(fact.decl.title.clone()),
        (FactOrigin::Reached(_), None) => Some(tr!(lang;
            en: "when was it reached? (calendar)",
            fr: "quand a-t-il été atteint\u{a0}? (calendrier)")),
        (FactOrigin::Reached(_), Some(title)) => Some(tr!(lang;
            en: "{title}: when was it reached? (calendar)",
            fr: "{title}\u{a0}: quand a-t-il été atteint\u{a0}? (calendrier)")),
        (FactOrigin::Planned(_), None) => {
            Some(tr!(lang; en: "when is it planned? (calendar)", fr: "quand est-il prévu\u{a0}? (calendrier)"))
        }
        (FactOrigin::Planned(_), Some(title)) => Some(tr!(lang;
            en: "{title}: when is it planned? (calendar)",
            fr: "{title}\u{a0}: quand est-il prévu\u{a0}? (calendrier)")),
        (FactOrigin::Meetings(_), None) => {
            Some(tr!(lang; en: "when did it meet? (bodies)", fr: "quand s’est-elle réunie\u{a0}? (instances)"))
        }
        (FactOrigin::Meetings(_), Some(title)) => Some(tr!(lang;
            en: "{title}: when did it meet? (bodies)",
            fr: "{title}\u{a0}: quand s’est-elle réunie\u{a0}? (instances)")),
    }
}

fn bracketed(aside: &str) -> String {
    if aside.is_empty() { String::new() } else { format!(" ({aside})") }
}

fn sign(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "✓",
        Verdict::NotMet => "✗",
        Verdict::Unknown => "?",
        Verdict::NotApplicable => "–",
        Verdict::Exempt => "○",
    }
}

/// A force in words.
pub fn force_text(force: Force, lang: Lang) -> String {
    match force {
        Force::Obligation => tr!(lang; en: "obligation", fr: "obligation"),
        Force::Requirement => tr!(lang; en: "requirement", fr: "exigence"),
        Force::Recommendation => tr!(lang; en: "recommendation", fr: "recommandation"),
        Force::BestEffort => tr!(lang; en: "best effort", fr: "au mieux"),
        Force::Indicative => tr!(lang; en: "indicative", fr: "indicatif"),
    }
}

fn count_text(count: Count, lang: Lang) -> String {
    let Count { met, not_met, unknown, not_applicable, exempt } = count;
    let parts = [
        (met, tr!(lang; en: "{met} met", fr: "{met} oui")),
        (not_met, tr!(lang; en: "{not_met} not met", fr: "{not_met} non")),
        (unknown, tr!(lang; en: "{unknown} to complete", fr: "{unknown} à compléter")),
        (not_applicable, tr!(lang; en: "{not_applicable} not applicable", fr: "{not_applicable} sans objet")),
        (exempt, tr!(lang; en: "{exempt} exempt", fr: "{exempt} exemptés")),
    ];
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect::<Vec<_>>().join(" · ")
}
