//! Scenarios, governance bodies, milestones, datasets, and passages that are no rule.

use super::block::{Block, Entry, Field, Inline, Item, joined, text};
use super::builder::Builder;
use super::target::Target;
use crate::base::{Lang, tr};
use crate::eval::words::written_date_text;
use crate::model::ValueRef;
use crate::model::item::Period;
use crate::model::plan::{Given, MilestoneVersion, MonthDay, Point, ScenarioVersion, Subject};
use crate::model::ty::Type;

impl Builder<'_> {
    pub fn scenario(&self, rank: usize, level: u8) -> Option<Item> {
        let scenario = self.program.scenarios.get(rank)?;
        let of = ValueRef::Scenario(rank);
        let anchor = self.anchor(of)?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "scenario", fr: "scénario"))];
        let shown = self.shown(&scenario.versions, |version| version.period);
        tags.extend(shown.and_then(|version| self.state_tag(version.period)));
        tags.extend(self.ids(&scenario.meta.notes.refs, &scenario.meta));
        let author = scenario.meta.lang;
        let mut body = Vec::new();
        for (period, version) in self.each_version(&scenario.versions, |version| version.period) {
            let mut blocks = self.scenario_version(version, author);
            let mut fields: Vec<Field> = self.state(version.period).into_iter().collect();
            fields.extend(self.citations_field(&version.per));
            blocks.extend((!fields.is_empty()).then_some(Block::Fields(fields)));
            body.extend(other_version(period, blocks));
        }
        let mut fields = self.notes(Some(of), &[&scenario.meta.notes], author);
        fields.extend(self.formerly(&scenario.meta));
        fields.extend(self.links_fields(of));
        body.extend((!fields.is_empty()).then_some(Block::Fields(fields)));
        Some(Item { anchor, level, class: "scenario", tags, title: self.title(&scenario.meta), body })
    }

    /// The version of the day first, without a period; then the others, folded under theirs.
    fn each_version<'v, V>(&self, versions: &'v [V], period: impl Fn(&V) -> Period) -> Vec<(Option<String>, &'v V)> {
        let Some(shown) = self.shown(versions, &period) else { return Vec::new() };
        let others = versions.iter().rev().filter(|version| !std::ptr::eq(*version, shown));
        let others = others.map(|version| (Some(self.period_or_always(&period(version))), version));
        [(None, shown)].into_iter().chain(others).collect()
    }

    fn scenario_version(&self, version: &ScenarioVersion, author: Lang) -> Vec<Block> {
        let lang = self.lang;
        let own = |words: &String| Entry::of(vec![Inline::Own { words: words.clone(), lang: author }]);
        let mut blocks = Vec::new();
        if !version.feasible.is_empty() {
            let condition = self.sentences.condition(&version.feasible);
            let (inlines, under) = self.sentence(&condition);
            let mut sentence = vec![text(tr!(lang; en: "Feasible if: ", fr: "Faisable si\u{a0}: "))];
            sentence.extend(inlines);
            blocks.push(Block::Lead { sentence, under });
        }
        let mut fields = Vec::new();
        let mut add = |label: String, entries: Vec<Entry>| {
            if !entries.is_empty() {
                let under = vec![Block::List { entries, cards: false }];
                fields.push(Field { label, inlines: Vec::new(), under });
            }
        };
        add(tr!(lang; en: "Supposes", fr: "Suppose"), self.givens(&version.assuming));
        add(tr!(lang; en: "Advantages", fr: "Avantages"), self.points(&version.advantages, author));
        add(tr!(lang; en: "Risks", fr: "Risques"), self.points(&version.risks, author));
        add(tr!(lang; en: "Precedents", fr: "Précédents"), version.precedents.iter().map(own).collect());
        add(tr!(lang; en: "Next steps", fr: "Prochaines étapes"), version.next_steps.iter().map(own).collect());
        blocks.extend((!fields.is_empty()).then_some(Block::Fields(fields)));
        blocks
    }

    fn points(&self, points: &[Point], author: Lang) -> Vec<Entry> {
        let entry = |point: &Point| {
            let mut inlines = vec![Inline::Own { words: point.text.clone(), lang: author }];
            if let Some(when) = point.when {
                inlines.push(text(tr!(self.lang; en: " — if ", fr: " — si ")));
                inlines.extend(self.phrase(&self.sentences.condition(&[when]).on_one_line(self.lang)));
            }
            Entry::of(inlines)
        };
        points.iter().map(entry).collect()
    }

    /// Each fact given, with its value.
    pub fn givens(&self, givens: &[Given]) -> Vec<Entry> {
        givens.iter().map(|given| Entry::of(self.given(given))).collect()
    }

    fn given(&self, given: &Given) -> Vec<Inline> {
        let mut inlines = self.subject(given.subject);
        inlines.push(text(tr!(self.lang; en: ": ", fr: "\u{a0}: ")));
        inlines.extend(self.given_values(given));
        inlines
    }

    /// The fact or the parameter that is given.
    pub fn subject(&self, subject: Subject) -> Vec<Inline> {
        match subject {
            Subject::Fact(fact) => self.link(ValueRef::Fact(fact)),
            Subject::Parameter(derived) => self.link(ValueRef::Derived(derived)),
        }
    }

    /// The claims of a given, with who says so and when.
    pub fn given_values(&self, given: &Given) -> Vec<Inline> {
        let ty = match given.subject {
            Subject::Fact(fact) => self.program.fact(fact).map(|fact| fact.decl.ty.clone()),
            Subject::Parameter(derived) => self.program.derived_item(derived).map(|item| item.ty.clone()),
        };
        let ty = ty.unwrap_or(Type::Error);
        let claims = given.claims.iter().map(|claim| {
            let mut inlines = self.phrase(&self.sentences.given(&claim.value, &ty));
            let mut who: Vec<Vec<Inline>> = Vec::new();
            if let Some(name) = &claim.per {
                let rank = self.program.sources.iter().position(|source| source.meta.name == *name);
                let words = vec![match rank.and_then(|rank| self.program.sources.get(rank)) {
                    Some(source) => Inline::Own { words: source.meta.label().to_string(), lang: source.meta.lang },
                    None => text(name.clone()),
                }];
                who.push(rank.map_or(words.clone(), |rank| self.linked(Target::Source(rank), words)));
            }
            let actor = claim.by.and_then(|by| self.program.actor(by)).map(|actor| &actor.meta);
            if let Some(by) = actor.or(claim.body.and_then(|body| self.program.bodies.get(body)).map(|body| &body.meta))
            {
                let words = Inline::Own { words: by.label().to_string(), lang: by.lang };
                who.push(vec![text(tr!(self.lang; en: "said by ", fr: "dit par\u{a0}: ")), words]);
            }
            if let Some(on) = claim.on {
                who.push(vec![text(written_date_text(on, self.lang))]);
            }
            if !who.is_empty() {
                inlines.push(text(" ("));
                inlines.extend(joined(who, ", "));
                inlines.push(text(")"));
            }
            inlines
        });
        joined(claims.collect(), &tr!(self.lang; en: "; but also ", fr: "\u{a0}; mais aussi "))
    }

    pub fn body(&self, rank: usize, level: u8) -> Option<Item> {
        let (lang, instance) = (self.lang, self.program.bodies.get(rank)?);
        let of = ValueRef::Body(rank);
        let anchor = self.anchor(of)?.to_string();
        let mut tags = vec![self.tag("kind", tr!(lang; en: "governance body", fr: "instance"))];
        let shown = self.shown(&instance.versions, |version| version.period);
        tags.extend(shown.and_then(|version| self.state_tag(version.period)));
        tags.extend(self.ids(&instance.meta.notes.refs, &instance.meta));
        let author = instance.meta.lang;
        let mut body = Vec::new();
        for (period, version) in self.each_version(&instance.versions, |version| version.period) {
            let mut fields = Vec::new();
            let members: Vec<Vec<Inline>> = version
                .members
                .iter()
                .filter_map(|id| Some((id, self.program.actor(*id)?)))
                .map(|(id, actor)| {
                    let words = Inline::Own { words: actor.meta.label().to_string(), lang: actor.meta.lang };
                    self.linked(Target::Actor(id.index()), vec![words])
                })
                .collect();
            if !members.is_empty() {
                fields.push(Field::line(tr!(lang; en: "Members", fr: "Membres"), joined(members, ", ")));
            }
            if let Some(meets) = &version.meets {
                let words = vec![Inline::Own { words: meets.clone(), lang: author }];
                fields.push(Field::line(tr!(lang; en: "Meets", fr: "Se réunit"), words));
            }
            if let Some(regular) = version.regular {
                let label = tr!(lang; en: "Rhythm", fr: "Rythme");
                fields.push(self.field(label, &self.sentences.demand(&[regular])));
            }
            fields.extend(self.state(version.period));
            fields.extend(self.citations_field(&version.per));
            body.extend(other_version(period, vec![Block::Fields(fields)]));
        }
        let mut fields = self.notes(Some(of), &[&instance.meta.notes], author);
        fields.extend(self.links_fields(of));
        body.extend((!fields.is_empty()).then_some(Block::Fields(fields)));
        Some(Item { anchor, level, class: "body", tags, title: self.title(&instance.meta), body })
    }

    pub fn milestone(&self, rank: usize, level: u8) -> Option<Item> {
        let milestone = self.program.milestones.get(rank)?;
        let of = ValueRef::Milestone(rank);
        let anchor = self.anchor(of)?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "milestone", fr: "jalon"))];
        let shown = self.shown(&milestone.versions, |version| version.period);
        tags.extend(shown.and_then(|version| self.state_tag(version.period)));
        tags.extend(self.ids(&milestone.meta.notes.refs, &milestone.meta));
        let mut body = Vec::new();
        for (period, version) in self.each_version(&milestone.versions, |version| version.period) {
            body.extend(other_version(period, vec![Block::Fields(self.milestone_version(version))]));
        }
        let mut fields = self.notes(Some(of), &[&milestone.meta.notes], milestone.meta.lang);
        fields.extend(self.formerly(&milestone.meta));
        fields.extend(self.links_fields(of));
        body.extend((!fields.is_empty()).then_some(Block::Fields(fields)));
        Some(Item { anchor, level, class: "milestone", tags, title: self.title(&milestone.meta), body })
    }

    fn milestone_version(&self, version: &MilestoneVersion) -> Vec<Field> {
        let lang = self.lang;
        let mut fields = Vec::new();
        if let Some((from, to)) = version.expected {
            let from = written_date_text(from, lang);
            let words = match to {
                None => from,
                Some(to) => {
                    let to = written_date_text(to, lang);
                    format!("{from} – {to}")
                }
            };
            fields.push(Field::line(tr!(lang; en: "Expected", fr: "Attendu"), vec![text(words)]));
        }
        if !version.after.is_empty() {
            let after = version.after.iter().map(|after| self.link(ValueRef::Milestone(after.milestone))).collect();
            fields.push(Field::line(tr!(lang; en: "After", fr: "Après"), joined(after, ", ")));
        }
        if let Some(takes) = version.takes_at_least {
            let words = self.phrase(&self.sentences.value(takes).on_one_line(lang));
            fields.push(Field::line(tr!(lang; en: "Takes at least", fr: "Prend au moins"), words));
        }
        if let Some((from, to)) = version.only_between {
            let (from, to) = (month_day(from, lang), month_day(to, lang));
            let words =
                tr!(lang; en: "between {from} and {to}, each year", fr: "entre le {from} et le {to}, chaque année");
            fields.push(Field::line(tr!(lang; en: "Only", fr: "Seulement"), vec![text(words)]));
        }
        if let Some(day) = version.takes_effect_on {
            let day = month_day(day, lang);
            let words = tr!(lang; en: "on the next {day}", fr: "le {day} qui suit");
            fields.push(Field::line(tr!(lang; en: "Takes effect", fr: "Prend effet"), vec![text(words)]));
        }
        if !version.requires.is_empty() {
            let condition = self.sentences.demand(&version.requires);
            fields.push(self.field(tr!(lang; en: "Requires", fr: "Exige"), &condition));
        }
        if let Some(body) = version.decided_by {
            fields.push(Field::line(tr!(lang; en: "Decided by", fr: "Décidé par"), self.link(ValueRef::Body(body))));
        }
        if let Some(reached) = version.reached_on {
            let words = self.phrase(&self.sentences.value(reached).on_one_line(lang));
            fields.push(Field::line(tr!(lang; en: "Reached on", fr: "Atteint à"), words));
        }
        fields.extend(self.state(version.period));
        fields.extend(self.citations_field(&version.per));
        fields
    }

    pub fn dataset(&self, rank: usize, level: u8) -> Option<Item> {
        let dataset = self.program.datasets.get(rank)?;
        let anchor = self.anchors.of(Target::Dataset(rank))?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "dataset", fr: "jeu de données"))];
        tags.extend(self.ids(&dataset.meta.notes.refs, &dataset.meta));
        let facts = dataset.facts.iter().map(|mapping| self.link(ValueRef::Fact(mapping.fact))).collect();
        let label = tr!(self.lang; en: "Facts read", fr: "Faits lus");
        let mut fields = vec![Field::line(label, joined(facts, &tr!(self.lang; en: "; ", fr: "\u{a0}; ")))];
        fields.extend(self.citations_field(&dataset.meta.per));
        fields.extend(self.notes(None, &[&dataset.meta.notes], dataset.meta.lang));
        let body = vec![Block::Fields(fields)];
        Some(Item { anchor, level, class: "dataset", tags, title: self.title(&dataset.meta), body })
    }

    pub fn uncoded(&self, rank: usize, level: u8) -> Option<Item> {
        let passage = self.program.uncoded.get(rank)?;
        let of = ValueRef::Uncoded(rank);
        let anchor = self.anchor(of)?.to_string();
        let mut tags = vec![self.tag("kind", tr!(self.lang; en: "passage that is no rule", fr: "passage non codé"))];
        tags.extend(self.ids(&passage.meta.notes.refs, &passage.meta));
        let author = passage.meta.lang;
        let mut fields = Vec::new();
        if let Some(because) = &passage.because {
            let words = vec![Inline::Own { words: because.clone(), lang: author }];
            fields.push(Field::line(tr!(self.lang; en: "Because", fr: "Parce que"), words));
        }
        fields.extend(self.citations_field(&passage.meta.per));
        fields.extend(self.notes(Some(of), &[&passage.meta.notes], author));
        let title = match (&passage.meta.title, passage.meta.name.is_empty()) {
            (None, true) => vec![text(tr!(self.lang; en: "A passage left aside", fr: "Un passage laissé de côté"))],
            _ => self.title(&passage.meta),
        };
        let body = vec![Block::Fields(fields)];
        Some(Item { anchor, level, class: "uncoded", tags, title, body })
    }
}

/// A version that is not the one of the day is folded under its period.
fn other_version(period: Option<String>, body: Vec<Block>) -> Vec<Block> {
    match period {
        None => body,
        Some(period) => vec![Block::Details { anchor: None, summary: vec![text(period)], body }],
    }
}

/// `1er janvier`, without a year.
fn month_day(day: MonthDay, lang: Lang) -> String {
    // Any leap year has every day.
    let date = crate::base::Date::new(2024, day.month, day.day);
    let text = date.map_or_else(String::new, |date| crate::eval::words::date_text(date, lang));
    text.rsplit_once(' ').map_or(text.clone(), |(day, _)| day.to_string())
}
