//! A report as a tree on the terminal, or in words for screen readers.

use super::missing::Owner;
use super::notes::AllNotes;
mod plans;
mod quiet;
mod timeline;
pub use plans::stance_text;
pub(super) use plans::{advantage_lines, fact_names, feasible_text, option_title, reason_text, risk_lines};
pub use timeline::{calendar_head, calendar_text, timeline_text};

use super::quiet::{is_idle, is_large, is_quiet};
use super::reason::{colon, gap_text, verdict_text};
use super::report::{Count, Evaluation, Node, Report};
use super::turn::alone_line;
use crate::base::{Lang, tr};
use crate::diagnostic::render::Style;
use crate::eval::Dates;
use crate::eval::words::{date_text, written_date_text};
use crate::model::ValueRef;
use crate::model::expr::{Quantity, Verdict};
use crate::model::ids::{DerivedId, FactId, RuleId};
use crate::model::item::{Fact, FactOrigin, Force};
use std::collections::HashSet;
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

impl Layout {
    pub fn of(style: Style, lang: Lang) -> Self {
        Layout { lang, width: style.width, plain: style.plain, color: style.color }
    }
}

/// So many rules that are not in force stand in the tree as others do.
const FEW_IDLE: usize = 2;

/// The whole report.
pub fn report_text(evaluation: &Evaluation<'_>, report: &Report, layout: Layout) -> String {
    let dates = Dates { as_of: report.as_of, texts_as_of: report.texts_as_of };
    let program = &evaluation.engine.checked.program;
    let under = report.under.as_ref().map(|stance| stance_text(program, stance, layout.lang));
    let doctrine = report.doctrine.as_deref();
    let head = head_text(report.dossier.as_deref(), doctrine, dates, under.as_deref(), layout.lang);
    let large = is_large(report);
    let mut writer =
        Writer { evaluation, layout, text: head, notes: AllNotes::new(evaluation), noted: HashSet::new(), large };
    let (idle, shown): (Vec<_>, Vec<_>) = report.roots.iter().partition(|root| writer.idle(root).is_some());
    let (quiet, shown): (Vec<_>, Vec<_>) = shown.into_iter().partition(|root| writer.is_quiet(root));
    // A few stand for themselves; many at once are told in a line each reason.
    let together = idle.len() > FEW_IDLE;
    for root in shown.into_iter().chain(idle.iter().copied().filter(|_| !together)) {
        writer.text.push('\n');
        writer.node(root, "", "", 0);
    }
    writer.quiet_together(&quiet);
    if together {
        writer.idle_together(&idle);
    }
    writer.plans(&report.plans, report.under.as_ref());
    if !report.named {
        writer.also_told();
    }
    writer.missing(report);
    let unspecified = unspecified_text(&report.unspecified, evaluation, layout);
    writer.text.push_str(&unspecified);
    writer.texts(report);
    writer.text.push_str(&left_out_text(&report.left_out, layout));
    writer.text
}

/// The line that says what was judged, when, by which doctrine, and under what.
pub fn head_text(
    dossier: Option<&str>,
    doctrine: Option<&str>,
    dates: Dates,
    under: Option<&str>,
    lang: Lang,
) -> String {
    let day = date_text(dates.as_of, lang);
    let mut head = match dossier {
        Some(name) => tr!(lang; en: "{name}, as of {day}", fr: "{name}, au {day}"),
        None => tr!(lang; en: "As of {day}", fr: "Au {day}"),
    };
    if dates.texts_as_of != dates.as_of {
        let texts = date_text(dates.texts_as_of, lang);
        head.push_str(&tr!(lang; en: ", texts of {texts}", fr: ", textes du {texts}"));
    }
    if let Some(doctrine) = doctrine {
        head.push_str(&tr!(lang; en: " · doctrine {doctrine}", fr: " · doctrine {doctrine}"));
    }
    head.push_str(under.unwrap_or_default());
    head.push('\n');
    head
}

/// The items that could not be evaluated; nothing when all could.
pub(super) fn left_out_text(left_out: &[String], layout: Layout) -> String {
    if left_out.is_empty() {
        return String::new();
    }
    let (lang, names) = (layout.lang, left_out.join(", "));
    let text =
        tr!(lang; en: "not evaluated, because of errors: {names}", fr: "non évalués, à cause d’erreurs : {names}");
    format!("\n{}", wrapped("", "  ", &text, layout))
}

/// What no dossier can tell, counted apart from what is missing; nothing when the texts say it all.
pub(super) fn unspecified_text(points: &[Owner], evaluation: &Evaluation<'_>, layout: Layout) -> String {
    let (lang, program) = (layout.lang, &evaluation.engine.checked.program);
    let names: Vec<&str> =
        points.iter().filter_map(|point| point.meta(program)).map(|meta| meta.name.as_str()).collect();
    let names = names.join(", ");
    let line = match points.len() {
        0 => return String::new(),
        1 => {
            tr!(lang; en: "1 point the texts leave open: {names}", fr: "1 point que les textes laissent ouvert\u{a0}: {names}")
        }
        count => tr!(lang;
            en: "{count} points the texts leave open: {names}",
            fr: "{count} points que les textes laissent ouverts\u{a0}: {names}"),
    };
    format!("\n{}", wrapped("", "  ", &line, layout))
}

/// Lines that fit the width: `first` stands before the first, `rest` before the others.
pub fn wrapped(first: &str, rest: &str, text: &str, layout: Layout) -> String {
    let mut lines = String::new();
    let mut line = String::new();
    for word in text.split(' ') {
        let before = if lines.is_empty() { first } else { rest };
        let room = layout.width.saturating_sub(UnicodeWidthStr::width(before)).max(30);
        let longer = UnicodeWidthStr::width(line.as_str()) + 1 + UnicodeWidthStr::width(word);
        if !line.is_empty() && longer > room {
            lines.push_str(format!("{before}{line}").trim_end());
            lines.push('\n');
            line.clear();
        } else if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    let before = if lines.is_empty() { first } else { rest };
    lines.push_str(format!("{before}{line}").trim_end());
    lines.push('\n');
    lines
}

struct Writer<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: Layout,
    text: String,
    notes: AllNotes<'a>,
    /// The definitions and parameters whose notes are written already: many criteria may lean on one.
    noted: HashSet<DerivedId>,
    /// Whether what nothing is known of takes a line and no more.
    large: bool,
}

impl Writer<'_> {
    fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// A node, its reasons and its children. `first` is drawn before its own line, `rest` before those under it.
    fn node(&mut self, node: &Node, first: &str, rest: &str, depth: usize) {
        let lang = self.layout.lang;
        let verdict = node.verdicts.verdict();
        let title = self.title(node);
        let quiet = self.is_quiet(node) || (self.large && !node.children.is_empty() && is_idle(node));
        let aside = if quiet { self.quiet_aside(node) } else { self.aside(node) };
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
        if quiet {
            return;
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

    fn is_quiet(&self, node: &Node) -> bool {
        self.large && is_quiet(self.evaluation, node)
    }

    /// Why a rule outside any checklist is not in force that day; `None` for one that is.
    fn idle(&self, node: &Node) -> Option<String> {
        let outcome = self.evaluation.outcome.rule(node.rule?)?;
        outcome.gap.map(|gap| gap_text(gap, self.layout.lang))
    }

    /// The rules that are not in force, by the reason why.
    fn idle_together(&mut self, idle: &[&Node]) {
        let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
        for node in idle {
            let (Some(why), title) = (self.idle(node), self.title(node)) else { continue };
            match reasons.iter_mut().find(|(known, _)| *known == why) {
                Some((_, titles)) => titles.push(title),
                None => reasons.push((why, vec![title])),
            }
        }
        let lang = self.layout.lang;
        self.text.push('\n');
        self.line(&tr!(lang; en: "not in force:", fr: "hors de leur période\u{a0}:"));
        for (why, titles) in reasons {
            let separator = tr!(lang; en: "; ", fr: "\u{a0}; ");
            let sign = if self.layout.plain { "" } else { "– " };
            let count = titles.len();
            // Of a large doctrine, how many is enough: few readers look for what they cannot yet be asked.
            let told = match titles.as_slice() {
                [_, _, _, ..] if self.large => tr!(lang; en: "{count} rules", fr: "{count} règles"),
                titles => titles.join(&separator),
            };
            let line = format!("{why}{}{told}", colon(lang));
            self.text.push_str(&wrapped(&format!("  {sign}"), "    ", &line, self.layout));
        }
    }

    fn title(&self, node: &Node) -> String {
        node_title(self.evaluation, node, self.layout.lang)
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
            self.notes(rule, node, &under);
            return;
        }
        // What is still open in a large doctrine says what it waits for; outside any checklist, nothing else.
        let brief = self.large && node.verdicts.verdict() == Verdict::Unknown;
        let reasons = if brief && depth == 0 { Vec::new() } else { self.evaluation.reasons(rule, lang) };
        for reason in reasons.into_iter().filter(|reason| !reason.only_missing) {
            self.wrapped(&under, &reason.text);
            for detail in &reason.details {
                self.wrapped(&format!("{under}  "), detail);
            }
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
        if brief {
            return;
        }
        let citations = self.evaluation.citations(rule, lang).join(&tr!(lang; en: "; ", fr: "\u{a0}; "));
        if !citations.is_empty() {
            let plain = || tr!(lang; en: "text: {citations}", fr: "texte\u{a0}: {citations}");
            let line = if self.layout.plain { plain() } else { citations.clone() };
            self.wrapped(&under, &line);
        }
        if node.verdicts.verdict() == Verdict::NotMet {
            let changes = self.evaluation.turns_alone(rule);
            if let Some(line) = alone_line(self.evaluation, &changes, lang) {
                self.wrapped(&under, &line);
            }
        }
        self.notes(rule, node, &under);
    }

    /// What the authors wrote beside a rule that applies, and beside what it leans on.
    fn notes(&mut self, rule: RuleId, node: &Node, under: &str) {
        if node.verdicts.verdict() == Verdict::NotApplicable {
            return;
        }
        let (evaluation, lang) = (self.evaluation, self.layout.lang);
        let mut lines =
            self.notes.of(ValueRef::Rule(rule)).map_or_else(Vec::new, |notes| notes.lines(evaluation, rule, lang));
        for id in evaluation.leaned_on(rule) {
            let Some(notes) = self.notes.of(ValueRef::Derived(id)) else { continue };
            let of = notes.lines(evaluation, rule, lang);
            if of.is_empty() || !self.noted.insert(id) {
                continue;
            }
            let name = evaluation.engine.checked.program.derived_item(id).map_or("", |derived| &derived.meta.name);
            lines.extend(of.into_iter().map(|line| format!("{name}{}{line}", colon(lang))));
        }
        for line in lines {
            self.wrapped(under, &line);
        }
    }

    /// Lines that fit the width, each under the same drawing.
    fn wrapped(&mut self, under: &str, text: &str) {
        let lines = wrapped(under, &format!("{under}  "), text, self.layout);
        self.text.push_str(&lines);
    }

    fn path(&self, fact: FactId) -> Option<String> {
        self.evaluation.engine.checked.program.fact(fact).map(|fact| fact.path.clone())
    }

    /// What the dossier says that no reason above had to mention: it is known, and by whom, all the same.
    fn also_told(&mut self) {
        let (evaluation, lang) = (self.evaluation, self.layout.lang);
        let program = &evaluation.engine.checked.program;
        // What milestones and bodies are told stands under their own headings.
        let facts =
            program.fact_ids().zip(&program.facts).filter(|(_, fact)| matches!(fact.origin, FactOrigin::Group(_)));
        // Few facts of a large doctrine are told: only these are looked for in what is written.
        let told = facts.filter_map(|(id, fact)| Some((fact, evaluation.fact_line(id, lang)?)));
        let silent = told.filter(|(fact, _)| !self.text.contains(&format!("{} =", fact.path)));
        let lines: Vec<String> = silent.map(|(_, line)| line).collect();
        if lines.is_empty() {
            return;
        }
        self.text.push('\n');
        self.line(&tr!(lang; en: "also in the dossier:", fr: "aussi au dossier\u{a0}:"));
        for line in lines {
            self.text.push_str(&wrapped("  ", "    ", &line, self.layout));
        }
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
        let unseen = |root: &Node| self.is_quiet(root) || (self.large && is_idle(root));
        for root in report.roots.iter().filter(|root| !unseen(root)) {
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

    fn painted(&self, sign: &str, verdict: Verdict) -> String {
        painted(sign, verdict, self.layout)
    }
}

/// The title of a rule; how a group written inside a checklist counts.
pub fn node_title(evaluation: &Evaluation<'_>, node: &Node, lang: Lang) -> String {
    match node.rule.and_then(|rule| evaluation.engine.checked.program.rule(rule)) {
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

/// A sign, or several, in the colour of a verdict.
pub fn painted(sign: &str, verdict: Verdict, layout: Layout) -> String {
    if !layout.color {
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

/// What to ask for a fact, or where it is told.
pub fn asked(fact: &Fact, lang: Lang) -> Option<String> {
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

pub fn sign(verdict: Verdict) -> &'static str {
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

pub fn count_text(count: Count, lang: Lang) -> String {
    let Count { met, not_met, unknown, not_applicable, exempt } = count;
    let parts = [
        (met, tr!(lang; en: "{met} met", fr: "{met} oui")),
        (not_met, tr!(lang; en: "{not_met} not met", fr: "{not_met} non")),
        (unknown, tr!(lang; en: "{unknown} to complete", fr: "{unknown} à compléter")),
        (not_applicable, tr!(lang; en: "{not_applicable} not applicable", fr: "{not_applicable} sans objet")),
        (
            exempt,
            match exempt {
                1 => tr!(lang; en: "1 exempt", fr: "1 exempté"),
                _ => tr!(lang; en: "{exempt} exempt", fr: "{exempt} exemptés"),
            },
        ),
    ];
    parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect::<Vec<_>>().join(" · ")
}
