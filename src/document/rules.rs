//! Criteria and checklists.

use super::block::{Block, Entry, Field, Inline, Item, Table, text};
use super::builder::Builder;
use super::target::class;
use crate::base::{Lang, tr};
use crate::explain::text::force_text;
use crate::model::expr::Quantity;
use crate::model::ids::RuleId;
use crate::model::item::{Exception, Force, Member, MemberKind, Members, Notes, Period, Rule, RuleKind, RuleVersion};
use crate::model::{Program, ValueRef};

/// What is written beside an item, in all its versions.
pub(super) fn all_notes(program: &Program, of: ValueRef) -> Vec<&Notes> {
    let mut notes: Vec<&Notes> = program.meta(of).map(|meta| &meta.notes).into_iter().collect();
    match of {
        ValueRef::Rule(id) => {
            notes.extend(program.rule(id).into_iter().flat_map(|rule| &rule.versions).map(|version| &version.notes));
        }
        ValueRef::Derived(id) => {
            notes.extend(
                program.derived_item(id).into_iter().flat_map(|item| &item.versions).map(|version| &version.notes),
            );
        }
        ValueRef::Group(_)
        | ValueRef::Fact(_)
        | ValueRef::Scenario(_)
        | ValueRef::Body(_)
        | ValueRef::Milestone(_)
        | ValueRef::Uncoded(_) => {}
    }
    notes
}

/// The ids of an item, those of all its versions, each once.
pub(super) fn all_refs(program: &Program, of: ValueRef) -> Vec<String> {
    let mut refs: Vec<String> = Vec::new();
    for id in all_notes(program, of).iter().flat_map(|notes| &notes.refs) {
        if !refs.contains(id) {
            refs.push(id.clone());
        }
    }
    refs
}

/// The class of a force, which HTML colours; the word is always beside it.
fn force_class(force: Force) -> &'static str {
    match force {
        Force::Obligation => "obligation",
        Force::Requirement => "requirement",
        Force::Recommendation => "recommendation",
        Force::BestEffort => "best-effort",
        Force::Indicative => "indicative",
    }
}

impl Builder<'_> {
    pub fn rule(&mut self, id: RuleId, level: u8) -> Option<Item> {
        let rule = self.program.rule(id)?;
        let of = ValueRef::Rule(id);
        let anchor = self.anchor(of)?.to_string();
        let version = self.shown(&rule.versions, |version| version.period);
        let mut tags = vec![self.tag("kind", self.kind_text(rule.kind))];
        if let (RuleKind::Criterion, Some(version)) = (rule.kind, version) {
            tags.push(self.tag(force_class(version.force), force_text(version.force, self.lang)));
        }
        tags.extend(version.and_then(|version| self.state_tag(version.period)));
        tags.extend(self.ids(&all_refs(self.program, of), &rule.meta));
        let mut body = Vec::new();
        if let Some(version) = version {
            body.extend(self.version(of, rule, version));
        }
        if rule.versions.len() > 1 {
            body.push(self.versions(rule));
        }
        if rule.kind == RuleKind::Checklist {
            body.extend(self.checklist_picture(id));
        }
        Some(Item { anchor, level, class: class(self.program, of), tags, title: self.title(&rule.meta), body })
    }

    pub fn kind_text(&self, kind: RuleKind) -> String {
        match kind {
            RuleKind::Criterion => tr!(self.lang; en: "criterion", fr: "critère"),
            RuleKind::Checklist => tr!(self.lang; en: "checklist", fr: "grille"),
        }
    }

    fn version(&self, of: ValueRef, rule: &Rule, version: &RuleVersion) -> Vec<Block> {
        let (lang, author) = (self.lang, rule.meta.lang);
        let sentences = self.sentences.within(version.period);
        let mut blocks = Vec::new();
        if !version.requires.is_empty() {
            blocks.push(self.lead(&sentences.requirement(version)));
        }
        if let Some(members) = &version.members {
            blocks.push(self.members_lead(members));
        }
        let mut fields = Vec::new();
        if let Some(applies) = sentences.applies(version) {
            fields.push(self.field(tr!(lang; en: "Applies when", fr: "S’applique si"), &applies));
        }
        fields.extend(version.exceptions.iter().map(|exception| self.exception(exception, version.period)));
        fields.extend(self.state(version.period));
        fields.extend(self.citations_field(&version.per));
        if let Some(remedy) = &version.remedy {
            fields.push(Field::line(tr!(lang; en: "What to do", fr: "Que faire"), self.filled(remedy, author)));
        }
        fields.extend(self.notes(Some(of), &all_notes(self.program, of), author));
        fields.extend(self.formerly(&rule.meta));
        fields.extend(self.links_fields(of));
        blocks.push(Block::Fields(fields));
        blocks
    }

    pub fn exception(&self, exception: &Exception, period: Period) -> Field {
        let sentences = self.sentences.within(period);
        let label = tr!(self.lang; en: "Except when", fr: "Sauf si");
        let mut field = self.field(label, &sentences.condition(&[exception.condition]));
        if let Some(value) = exception.value {
            let value = sentences.value(value).on_one_line(self.lang);
            let then = vec![text(tr!(self.lang; en: "it is then: ", fr: "c’est alors\u{a0}: "))];
            let then = then.into_iter().chain(self.phrase(&value)).collect();
            match field.under.is_empty() {
                true => field.inlines.extend([text(tr!(self.lang; en: "; ", fr: "\u{a0}; "))].into_iter().chain(then)),
                false => field.under.push(Block::Paragraph(then)),
            }
        }
        if !exception.per.is_empty() {
            let citations = self.citations(&exception.per);
            match field.under.is_empty() {
                true => {
                    field.inlines.push(text(" ("));
                    field.inlines.extend(citations);
                    field.inlines.push(text(")"));
                }
                false => field.under.push(Block::Paragraph(citations)),
            }
        }
        field
    }

    /// The dated versions: what changed, and by which text.
    fn versions(&self, rule: &Rule) -> Block {
        let lang = self.lang;
        let says: Vec<Vec<Inline>> = rule.versions.iter().map(|version| self.says(version)).collect();
        let mut forces = rule.versions.iter().map(|version| version.force);
        let first_force = forces.next();
        let shows_force = rule.kind == RuleKind::Criterion && forces.any(|force| Some(force) != first_force);
        let shows_says = says.iter().any(|one| Some(one) != says.first());
        let mut heads = vec![vec![text(tr!(lang; en: "Period", fr: "Période"))]];
        if shows_force {
            heads.push(vec![text(tr!(lang; en: "Force", fr: "Force"))]);
        }
        if shows_says {
            heads.push(vec![text(tr!(lang; en: "What it asks", fr: "Ce qu’elle demande"))]);
        }
        heads.push(vec![text(tr!(lang; en: "Text", fr: "Texte"))]);
        let rows = rule.versions.iter().zip(says).rev().map(|(version, says)| {
            let mut row = vec![self.period_cell(version.period)];
            if shows_force {
                row.push(vec![text(force_text(version.force, lang))]);
            }
            if shows_says {
                row.push(says);
            }
            row.push(self.citations(&version.per));
            row
        });
        let caption = tr!(lang; en: "Versions, the latest first", fr: "Versions, la plus récente d’abord");
        Block::Table(Table { caption, heads, rows: rows.collect() })
    }

    pub fn period_cell(&self, period: Period) -> Vec<Inline> {
        let words = vec![text(self.period_or_always(&period))];
        if period.holds(self.day) { vec![Inline::Strong(words)] } else { words }
    }

    /// Everything a version asks, on one line.
    fn says(&self, version: &RuleVersion) -> Vec<Inline> {
        let lang = self.lang;
        let sentences = self.sentences.within(version.period);
        let mut says = Vec::new();
        if let Some(applies) = sentences.applies(version) {
            let when = applies.on_one_line(lang);
            says.push(text(tr!(lang; en: "If ", fr: "Si ")));
            says.extend(self.phrase(&when));
            says.push(text(tr!(lang; en: ": ", fr: "\u{a0}: ")));
        }
        if !version.requires.is_empty() {
            let asks = sentences.requirement(version).on_one_line(lang);
            says.extend(self.phrase(&if says.is_empty() { asks.capitalised() } else { asks }));
        }
        if let Some(members) = &version.members {
            says.extend(self.members_line(members));
        }
        for exception in &version.exceptions {
            let when = sentences.condition(&[exception.condition]).on_one_line(lang);
            says.push(text(tr!(lang; en: ", unless ", fr: ", sauf si ")));
            says.extend(self.phrase(&when));
        }
        says
    }

    fn members_lead(&self, members: &Members) -> Block {
        let entries = self.members(&members.members);
        let under = vec![Block::List { entries, cards: false }];
        Block::Lead { sentence: vec![text(self.quantity(members.quantity, true))], under }
    }

    fn members(&self, members: &[Member]) -> Vec<Entry> {
        members.iter().map(|member| self.member(member)).collect()
    }

    fn member(&self, member: &Member) -> Entry {
        match &member.kind {
            MemberKind::Rule(id) => {
                let mut inlines = self.link(ValueRef::Rule(*id));
                if let Some(force) = member.force.or_else(|| self.soft_force(*id)) {
                    inlines.push(text(" "));
                    inlines.push(self.tag(force_class(force), force_text(force, self.lang)));
                }
                Entry::of(inlines)
            }
            MemberKind::Nested(nested) => {
                let under = vec![Block::List { entries: self.members(&nested.members), cards: false }];
                Entry { inlines: vec![text(self.quantity(nested.quantity, false))], under, anchor: None }
            }
        }
    }

    /// The force of a member that never blocks.
    fn soft_force(&self, id: RuleId) -> Option<Force> {
        let rule = self.program.rule(id).filter(|rule| rule.kind == RuleKind::Criterion)?;
        let force = self.shown(&rule.versions, |version| version.period)?.force;
        match force {
            Force::Obligation | Force::Requirement => None,
            Force::Recommendation | Force::BestEffort | Force::Indicative => Some(force),
        }
    }

    fn members_line(&self, members: &Members) -> Vec<Inline> {
        let mut line = vec![text(format!("{} ", self.quantity(members.quantity, false)))];
        for (rank, member) in members.members.iter().enumerate() {
            if rank > 0 {
                line.push(text(tr!(self.lang; en: "; ", fr: "\u{a0}; ")));
            }
            match &member.kind {
                MemberKind::Rule(id) => line.extend(self.link(ValueRef::Rule(*id))),
                MemberKind::Nested(nested) => {
                    line.push(text("("));
                    line.extend(self.members_line(nested));
                    line.push(text(")"));
                }
            }
        }
        line
    }

    /// How many of the rules below must pass.
    fn quantity(&self, quantity: Quantity, capital: bool) -> String {
        let words = match quantity {
            Quantity::All => {
                tr!(self.lang; en: "all these rules must pass:", fr: "toutes ces règles doivent passer\u{a0}:")
            }
            Quantity::Any | Quantity::AtLeast(1) => {
                tr!(self.lang; en: "at least one of these rules must pass:", fr: "au moins une de ces règles doit passer\u{a0}:")
            }
            Quantity::None => {
                tr!(self.lang; en: "none of these rules may pass:", fr: "aucune de ces règles ne doit passer\u{a0}:")
            }
            Quantity::AtLeast(count) => tr!(self.lang;
                en: "at least {count} of these rules must pass:",
                fr: "au moins {count} de ces règles doivent passer\u{a0}:"),
            Quantity::Exactly(1) => {
                tr!(self.lang; en: "exactly one of these rules must pass:", fr: "une seule de ces règles doit passer\u{a0}:")
            }
            Quantity::Exactly(count) => tr!(self.lang;
                en: "exactly {count} of these rules must pass:",
                fr: "exactement {count} de ces règles doivent passer\u{a0}:"),
        };
        if !capital {
            return words;
        }
        let mut chars = words.chars();
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
    }

    /// What each force means, for readers who meet it for the first time.
    pub fn forces(lang: Lang) -> Vec<(Force, String)> {
        vec![
            (
                Force::Obligation,
                tr!(lang; en: "a text of law or of a superior authority imposes it; not meeting it blocks", fr: "un texte qui s’impose le demande\u{a0}; ne pas la satisfaire bloque"),
            ),
            (
                Force::Requirement,
                tr!(lang; en: "the text asks for it; not meeting it blocks", fr: "le texte le demande\u{a0}; ne pas la satisfaire bloque"),
            ),
            (
                Force::Recommendation,
                tr!(lang; en: "advised; reported, never blocks", fr: "conseillé\u{a0}; signalé, ne bloque jamais"),
            ),
            (
                Force::BestEffort,
                tr!(lang; en: "as far as possible; reported, never blocks", fr: "autant que possible\u{a0}; signalé, ne bloque jamais"),
            ),
            (
                Force::Indicative,
                tr!(lang; en: "given for information; never blocks", fr: "donné pour information\u{a0}; ne bloque jamais"),
            ),
        ]
    }

    pub fn force_tag(&self, force: Force) -> Inline {
        self.tag(force_class(force), force_text(force, self.lang))
    }
}
