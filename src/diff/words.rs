//! What an item says, a sentence a line.

use super::{Item, Side};
use crate::base::{Date, Lang, tr};
use crate::eval::words::date_text;
use crate::explain::sentence::{Clause, Sentences};
use crate::explain::text::force_text;
use crate::model::ValueRef;
use crate::model::expr::Quantity;
use crate::model::ids::GroupId;
use crate::model::item::{
    Body, Derived, DerivedVersion, Exception, MemberKind, Members, Period, Rule, RuleKind, RuleVersion, Table,
};

struct Writer<'a> {
    side: Side<'a>,
    sentences: Sentences<'a>,
    lang: Lang,
    lines: Vec<String>,
}

/// The sentences of an item; none for one of which none are made.
pub(super) fn words(side: Side<'_>, item: &Item, lang: Lang, day: Date) -> Vec<String> {
    let sentences = Sentences::new(&side.engine.checked, lang, day);
    let mut writer = Writer { side, sentences, lang, lines: Vec::new() };
    let program = &side.engine.checked.program;
    match item.of {
        Some(ValueRef::Rule(id)) => {
            if let Some(rule) = program.rule(id) {
                writer.rule(rule);
            }
        }
        Some(ValueRef::Derived(id)) => {
            if let Some(derived) = program.derived_item(id) {
                writer.derived(derived);
            }
        }
        Some(ValueRef::Group(id)) => writer.group(id),
        Some(
            ValueRef::Fact(_)
            | ValueRef::Scenario(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_),
        )
        | None => {}
    }
    writer.lines
}

impl Writer<'_> {
    fn line(&mut self, text: String) {
        self.lines.push(text);
    }

    fn said(&mut self, head: &str, clause: &Clause) {
        match clause {
            Clause::Plain(phrase) => self.line(format!("{head}{}", phrase.plain())),
            Clause::List { head: first, items } => {
                self.line(format!("{head}{}", first.plain()));
                for item in items {
                    self.line(format!("  – {}", item.plain(self.lang)));
                }
            }
        }
    }

    /// From when to when what follows holds, where that is not always.
    fn period(&mut self, period: Period) {
        let lang = self.lang;
        let day = |date| date_text(date, lang);
        let line = match (period.from.map(day), period.until.map(day)) {
            (None, None) => return,
            (Some(from), None) => tr!(lang; en: "since {from}:", fr: "depuis le {from}\u{a0}:"),
            (None, Some(until)) => tr!(lang; en: "until {until}:", fr: "jusqu’au {until}\u{a0}:"),
            (Some(from), Some(until)) => {
                tr!(lang; en: "from {from} to {until}:", fr: "du {from} au {until}\u{a0}:")
            }
        };
        self.line(line);
    }

    fn rule(&mut self, rule: &Rule) {
        for version in &rule.versions {
            self.period(version.period);
            if rule.kind == RuleKind::Criterion {
                self.line(force_text(version.force, self.lang));
            }
            self.version(version);
        }
    }

    fn version(&mut self, version: &RuleVersion) {
        let lang = self.lang;
        let sentences = self.sentences.within(version.period);
        if let Some(applies) = sentences.applies(version) {
            self.said(&tr!(lang; en: "applies when ", fr: "s’applique si "), &applies);
        }
        if !version.requires.is_empty() {
            self.said("", &sentences.requirement(version));
        }
        if let Some(members) = &version.members {
            self.members(members, 0);
        }
        self.exceptions(&version.exceptions, sentences);
        if let Some(remedy) = &version.remedy {
            self.line(tr!(lang; en: "remedy: {remedy}", fr: "remède\u{a0}: {remedy}"));
        }
    }

    fn exceptions(&mut self, exceptions: &[Exception], sentences: Sentences<'_>) {
        let lang = self.lang;
        for exception in exceptions {
            let condition = sentences.condition(&[exception.condition]).plain(lang);
            let line = match exception.value {
                None => tr!(lang; en: "except when {condition}", fr: "sauf si {condition}"),
                Some(value) => {
                    let value = sentences.value(value).plain(lang);
                    tr!(lang; en: "except when {condition}: then {value}", fr: "sauf si {condition}\u{a0}: alors {value}")
                }
            };
            self.line(line);
        }
    }

    fn members(&mut self, members: &Members, depth: usize) {
        let lang = self.lang;
        let indent = "  ".repeat(depth);
        let head = match members.quantity {
            Quantity::All => tr!(lang; en: "all of:", fr: "toutes\u{a0}:"),
            Quantity::Any => tr!(lang; en: "any of:", fr: "au moins une\u{a0}:"),
            Quantity::None => tr!(lang; en: "none of:", fr: "aucune\u{a0}:"),
            Quantity::AtLeast(count) => tr!(lang; en: "at least {count} of:", fr: "au moins {count} parmi\u{a0}:"),
            Quantity::Exactly(count) => tr!(lang; en: "exactly {count} of:", fr: "exactement {count} parmi\u{a0}:"),
        };
        self.line(format!("{indent}{head}"));
        for member in &members.members {
            let force = member.force.map(|force| format!(" ({})", force_text(force, lang))).unwrap_or_default();
            match &member.kind {
                MemberKind::Rule(rule) => {
                    let name = self.sentences.title(ValueRef::Rule(*rule)).plain();
                    self.line(format!("{indent}  – {name}{force}"));
                }
                MemberKind::Nested(nested) => self.members(nested, depth + 1),
            }
        }
    }

    fn derived(&mut self, derived: &Derived) {
        for version in &derived.versions {
            self.period(version.period);
            self.derived_version(version);
        }
    }

    fn derived_version(&mut self, version: &DerivedVersion) {
        let sentences = self.sentences.within(version.period);
        match &version.body {
            Body::Expr(body) => self.said("", &sentences.value(*body)),
            Body::Table(table) => self.table(table, sentences),
        }
        self.exceptions(&version.exceptions, sentences);
    }

    /// A row a line.
    fn table(&mut self, table: &Table, sentences: Sentences<'_>) {
        let lang = self.lang;
        for row in &table.rows {
            let result = sentences.value(row.result).plain(lang);
            let cells = table.heads.iter().zip(&row.cells).filter_map(|(head, cell)| {
                Some(format!("{} {}", sentences.head(*head).plain(), sentences.cell((*cell)?).plain()))
            });
            let cells: Vec<String> = cells.collect();
            let cells = match (cells.is_empty(), row.otherwise) {
                (true, true) => tr!(lang; en: "otherwise", fr: "sinon"),
                (true, false) => tr!(lang; en: "always", fr: "toujours"),
                (false, _) => cells.join(", "),
            };
            self.line(tr!(lang; en: "{cells}: {result}", fr: "{cells}\u{a0}: {result}"));
        }
    }

    /// A fact a line, as declared.
    fn group(&mut self, id: GroupId) {
        let program = &self.side.engine.checked.program;
        let Some(group) = program.group(id) else { return };
        for fact in group.facts.iter().filter_map(|id| program.fact(*id)) {
            let file = self.side.sources.get(fact.decl.item.file);
            let written = file.map_or("", |file| file.slice(fact.decl.item.span));
            self.lines.push(written.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
