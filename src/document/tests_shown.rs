//! Tests, as examples that people read: what is given, what comes out.

use super::block::{Block, Entry, Inline, Table, joined, text};
use super::builder::Builder;
use super::target::Target;
use crate::base::tr;
use crate::eval::words::date_text;
use crate::explain::reason::verdict_text;
use crate::model::ValueRef;
use crate::model::expr::{ExprKind, FieldRef, Verdict};
use crate::model::ids::ExprId;
use crate::model::plan::{
    Base, ExampleRow, Expectation, ExpectationKind, Given, GivenValue, MilestoneExpectation, RiskState, Subject, Test,
};
use crate::model::ty::Type;

/// What a column of examples is about.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    AsOf,
    Given(Subject),
    /// The verdict of a rule.
    Verdict(ValueRef),
    /// A condition: that the value of this is as the cell says.
    Value(ExprId),
    /// Anything else, a sentence a cell.
    Other,
}

impl Builder<'_> {
    pub fn test(&self, rank: usize) -> Option<Block> {
        let test = self.program.tests.get(rank)?;
        let anchor = self.anchors.of(Target::Test(rank))?.to_string();
        let kind = self.tag("kind", tr!(self.lang; en: "example", fr: "exemple"));
        let summary = vec![kind, text(" "), Inline::Own { words: test.title.clone(), lang: test.lang }];
        let mut body = Vec::new();
        body.extend(self.days(test).map(|words| Block::Paragraph(vec![text(words)])));
        if let Some(under) = &test.under {
            let mut inlines = vec![text(tr!(self.lang; en: "Under the option: ", fr: "Sous l’option\u{a0}: "))];
            match under.scenario {
                Some(rank) => inlines.extend(self.link(ValueRef::Scenario(rank))),
                None => inlines.push(text(under.name.clone())),
            }
            body.push(Block::Paragraph(inlines));
        }
        let mut given = self.bases(test);
        given.extend(
            test.givens
                .iter()
                .filter(|given| !self.is_rows(given))
                .flat_map(|given| self.givens(std::slice::from_ref(given))),
        );
        let rows: Vec<Block> = test.givens.iter().filter_map(|given| self.given_rows(given)).collect();
        if !given.is_empty() {
            body.push(Block::Paragraph(vec![text(tr!(self.lang; en: "Given:", fr: "Étant donné\u{a0}:"))]));
            body.push(Block::List { entries: given, cards: false });
        }
        body.extend(rows);
        if !test.expectations.is_empty() {
            body.push(Block::Paragraph(vec![text(tr!(self.lang; en: "Then:", fr: "On attend\u{a0}:"))]));
            let entries = test.expectations.iter().map(|one| Entry::of(self.expectation(one))).collect();
            body.push(Block::List { entries, cards: false });
        }
        body.extend(test.examples.iter().map(|examples| self.examples(&examples.rows)));
        Some(Block::Details { anchor: Some(anchor), summary, body })
    }

    fn days(&self, test: &Test) -> Option<String> {
        let lang = self.lang;
        let mut days = Vec::new();
        if let Some(day) = test.as_of {
            let day = date_text(day, lang);
            days.push(tr!(lang; en: "as of {day}", fr: "au {day}"));
        }
        if let Some(day) = test.texts_as_of {
            let day = date_text(day, lang);
            days.push(tr!(lang; en: "by the texts of {day}", fr: "selon les textes du {day}"));
        }
        if let Some(day) = test.known_by {
            let day = date_text(day, lang);
            days.push(tr!(lang; en: "with what was known by {day}", fr: "avec ce qui était connu le {day}"));
        }
        let joined = days.join(", ");
        let mut chars = joined.chars();
        let first = chars.next()?;
        Some(first.to_uppercase().chain(chars).chain(['.']).collect())
    }

    fn bases(&self, test: &Test) -> Vec<Entry> {
        let base = |base: &Base| match base {
            Base::File(path, _, _) => {
                let mut inlines = vec![text(tr!(self.lang; en: "the facts of the file ", fr: "les faits du fichier "))];
                inlines.push(Inline::Code(path.clone()));
                Entry::of(inlines)
            }
            Base::Test(title, at) => {
                let rank = self.program.tests.iter().position(|test| test.title == *title);
                let words = vec![Inline::Own { words: title.clone(), lang: self.lang_of(at.file) }];
                let mut inlines =
                    vec![text(tr!(self.lang; en: "the facts of the example ", fr: "les faits de l’exemple "))];
                inlines.extend(rank.map_or(words.clone(), |rank| self.linked(Target::Test(rank), words)));
                Entry::of(inlines)
            }
        };
        test.bases.iter().map(base).collect()
    }

    /// The rows of a list of records, when a given is one.
    fn records(&self, given: &Given) -> Option<Vec<&[(FieldRef, ExprId)]>> {
        let [claim] = given.claims.as_slice() else { return None };
        let GivenValue::Equals(value) = claim.value else { return None };
        let ExprKind::List(rows) = self.program.kind(value) else { return None };
        let rows: Option<Vec<&[(FieldRef, ExprId)]>> = rows
            .iter()
            .map(|row| match self.program.kind(*row) {
                ExprKind::Record(fields) => Some(fields.as_slice()),
                _ => None,
            })
            .collect();
        rows.filter(|rows| !rows.is_empty())
    }

    fn is_rows(&self, given: &Given) -> bool {
        self.records(given).is_some()
    }

    /// A list given as a table.
    fn given_rows(&self, given: &Given) -> Option<Block> {
        let rows = self.records(given)?;
        let mut columns: Vec<&FieldRef> = Vec::new();
        for (field, _) in rows.iter().flat_map(|row| row.iter()) {
            if !columns.contains(&field) {
                columns.push(field);
            }
        }
        let ty = match given.subject {
            Subject::Fact(fact) => self.program.fact(fact).map(|fact| &fact.decl.ty),
            Subject::Parameter(derived) => self.program.derived_item(derived).map(|item| &item.ty),
        };
        let record = match ty.map(Type::innermost) {
            Some(Type::Record(id)) => self.program.record(*id),
            _ => None,
        };
        let head = |field: &FieldRef| {
            let decl = record.and_then(|record| match field {
                FieldRef::Rank(rank) => record.fields.get(usize::from(*rank)),
                FieldRef::Name(name) => record.fields.iter().find(|decl| decl.name == *name),
            });
            match (decl, field) {
                (Some(decl), _) => {
                    vec![Inline::Own { words: decl.label().to_string(), lang: self.lang_of(decl.at.file) }]
                }
                (None, FieldRef::Name(name)) => vec![Inline::Code(name.clone())],
                (None, FieldRef::Rank(_)) => Vec::new(),
            }
        };
        let cells = |row: &&[(FieldRef, ExprId)]| {
            let cell = |column: &&FieldRef| {
                let value = row.iter().find(|(field, _)| field == *column).map(|(_, value)| *value);
                value.map_or_else(Vec::new, |value| self.phrase(&self.sentences.value(value).on_one_line(self.lang)))
            };
            columns.iter().map(cell).collect()
        };
        let caption = super::block::plain(&self.subject(given.subject));
        let heads = columns.iter().map(|field| head(field)).collect();
        Some(Block::Table(Table { caption, heads, rows: rows.iter().map(cells).collect() }))
    }

    fn examples(&self, rows: &[ExampleRow]) -> Block {
        let mut columns: Vec<Column> = Vec::new();
        let mut add = |column: Column| {
            if !columns.iter().any(|known| self.same_column(*known, column)) {
                columns.push(column);
            }
        };
        if rows.iter().any(|row| row.as_of.is_some()) {
            add(Column::AsOf);
        }
        rows.iter().flat_map(|row| &row.givens).for_each(|given| add(Column::Given(given.subject)));
        rows.iter().flat_map(|row| &row.expectations).for_each(|one| add(self.column(one)));
        let heads = columns.iter().map(|column| self.column_head(*column)).collect();
        let cells = |row: &ExampleRow| columns.iter().map(|column| self.column_cell(*column, row)).collect();
        let caption = tr!(self.lang; en: "Cases, a row each", fr: "Les cas, un par ligne");
        Block::Table(Table { caption, heads, rows: rows.iter().map(cells).collect() })
    }

    fn column(&self, expectation: &Expectation) -> Column {
        match &expectation.kind {
            ExpectationKind::Verdict(rule, _) => Column::Verdict(ValueRef::Rule(*rule)),
            ExpectationKind::Feasible { scenario, .. } => Column::Verdict(ValueRef::Scenario(*scenario)),
            ExpectationKind::Condition(condition) => match self.program.kind(*condition) {
                ExprKind::Compare(_, left, _) | ExprKind::Between(left, ..) => Column::Value(*left),
                ExprKind::OneOf { subject, .. } | ExprKind::IsAbsent { subject, .. } => Column::Value(*subject),
                ExprKind::Logic(_, parts) => match parts.first().map(|part| self.program.kind(*part)) {
                    Some(ExprKind::Compare(_, left, _)) => Column::Value(*left),
                    _ => Column::Other,
                },
                _ => Column::Other,
            },
            ExpectationKind::Missing { .. }
            | ExpectationKind::PassesWith { .. }
            | ExpectationKind::Risk { .. }
            | ExpectationKind::Late { .. }
            | ExpectationKind::Milestone { .. } => Column::Other,
        }
    }

    /// Two expressions are one column when they say the same.
    fn same_column(&self, one: Column, other: Column) -> bool {
        match (one, other) {
            (Column::Value(one), Column::Value(other)) => {
                one == other
                    || self.sentences.value(one).plain(self.lang) == self.sentences.value(other).plain(self.lang)
            }
            (one, other) => one == other,
        }
    }

    fn column_head(&self, column: Column) -> Vec<Inline> {
        match column {
            Column::AsOf => vec![text(tr!(self.lang; en: "As of", fr: "Au"))],
            Column::Given(subject) => self.subject(subject),
            Column::Verdict(of) => [vec![text("→ ")], self.link(of)].concat(),
            Column::Value(value) => {
                let words = match self.program.kind(value) {
                    ExprKind::Derived(id) => self.link(ValueRef::Derived(*id)),
                    _ => self.phrase(&self.sentences.value(value).on_one_line(self.lang)),
                };
                [vec![text("→ ")], words].concat()
            }
            Column::Other => vec![text(tr!(self.lang; en: "→ expected", fr: "→ attendu"))],
        }
    }

    fn column_cell(&self, column: Column, row: &ExampleRow) -> Vec<Inline> {
        match column {
            Column::AsOf => row.as_of.map_or_else(Vec::new, |day| vec![text(date_text(day, self.lang))]),
            Column::Given(subject) => {
                let given = row.givens.iter().filter(|given| given.subject == subject);
                match given.map(|given| self.given_values(given)).next() {
                    Some(inlines) => inlines,
                    None => vec![text(tr!(self.lang; en: "missing", fr: "non renseigné"))],
                }
            }
            Column::Verdict(_) | Column::Value(_) | Column::Other => {
                let fits = row.expectations.iter().filter(|one| self.same_column(self.column(one), column));
                let cells = fits.map(|one| match &one.kind {
                    ExpectationKind::Verdict(_, verdict) => vec![text(verdict_text(*verdict, self.lang))],
                    ExpectationKind::Feasible { verdict, .. } => vec![text(self.feasible(*verdict))],
                    ExpectationKind::Condition(condition) if matches!(column, Column::Value(_)) => {
                        self.phrase(&self.sentences.cell(*condition))
                    }
                    _ => self.expectation(one),
                });
                joined(cells.collect(), ", ")
            }
        }
    }

    fn feasible(&self, verdict: Verdict) -> String {
        match verdict {
            Verdict::Met => tr!(self.lang; en: "feasible", fr: "faisable"),
            Verdict::NotMet => tr!(self.lang; en: "not feasible", fr: "non faisable"),
            Verdict::Unknown | Verdict::NotApplicable | Verdict::Exempt => verdict_text(verdict, self.lang),
        }
    }

    /// One thing that must come out.
    fn expectation(&self, expectation: &Expectation) -> Vec<Inline> {
        let lang = self.lang;
        let colon = || text(tr!(lang; en: ": ", fr: "\u{a0}: "));
        let about = |of: ValueRef, words: String| {
            let mut inlines = self.link(of);
            inlines.extend([colon(), Inline::Strong(vec![text(words)])]);
            inlines
        };
        match &expectation.kind {
            ExpectationKind::Verdict(rule, verdict) => about(ValueRef::Rule(*rule), verdict_text(*verdict, lang)),
            ExpectationKind::Condition(condition) => {
                self.phrase(&self.sentences.condition(&[*condition]).on_one_line(lang).capitalised())
            }
            ExpectationKind::Missing { facts, rule } => {
                let mut inlines = self.link(ValueRef::Rule(*rule));
                match facts.is_empty() {
                    true => {
                        inlines.push(text(tr!(lang; en: ": no fact is missing", fr: "\u{a0}: aucun fait ne manque")))
                    }
                    false => {
                        inlines.push(text(tr!(lang; en: ": missing, ", fr: "\u{a0}: il manque ")));
                        let facts = facts.iter().map(|fact| self.link(ValueRef::Fact(*fact))).collect();
                        inlines.extend(joined(facts, ", "));
                    }
                }
                inlines
            }
            ExpectationKind::PassesWith { rule, givens } => {
                let mut inlines = self.link(ValueRef::Rule(*rule));
                inlines.push(text(tr!(lang; en: ": would pass with ", fr: "\u{a0}: passerait avec ")));
                let givens = self.givens(givens).into_iter().map(|entry| entry.inlines).collect();
                inlines.extend(joined(givens, ", "));
                inlines
            }
            ExpectationKind::Feasible { scenario, verdict } => {
                about(ValueRef::Scenario(*scenario), self.feasible(*verdict))
            }
            ExpectationKind::Risk { scenario, name, state } => self.risk(*scenario, name, *state),
            ExpectationKind::Late { milestone, by } => {
                let by = self.sentences.value(*by).plain(lang);
                about(ValueRef::Milestone(*milestone), tr!(lang; en: "late by {by}", fr: "en retard de {by}"))
            }
            ExpectationKind::Milestone { milestone, expects } => {
                about(ValueRef::Milestone(*milestone), self.milestone_expected(*expects))
            }
        }
    }

    /// A risk, by the words of its scenario.
    fn risk(&self, scenario: Option<usize>, name: &str, state: RiskState) -> Vec<Inline> {
        let scenarios = self.program.scenarios.iter().enumerate();
        let scenarios = scenarios.filter(|(rank, _)| scenario.is_none_or(|wanted| wanted == *rank));
        let points = scenarios.flat_map(|(_, one)| {
            one.versions.iter().flat_map(move |version| version.points().map(move |point| (one, point)))
        });
        let found = points
            .filter(|(_, point)| point.name.as_deref() == Some(name))
            .map(|(one, point)| Inline::Own { words: point.text.clone(), lang: one.meta.lang });
        let words = found.into_iter().next().unwrap_or_else(|| Inline::Code(name.to_string()));
        let state = match state {
            RiskState::Present => tr!(self.lang; en: "present", fr: "présent"),
            RiskState::Absent => tr!(self.lang; en: "absent", fr: "absent"),
            RiskState::ToCheck => tr!(self.lang; en: "to check", fr: "à vérifier"),
        };
        let (open, colon) = (tr!(self.lang; en: "risk: ", fr: "risque\u{a0}: "), tr!(self.lang; en: " — ", fr: " — "));
        vec![text(open), words, text(colon), Inline::Strong(vec![text(state)])]
    }

    fn milestone_expected(&self, expects: MilestoneExpectation) -> String {
        let lang = self.lang;
        match expects {
            MilestoneExpectation::Blocked(Verdict::Met) => tr!(lang; en: "blocked", fr: "bloqué"),
            MilestoneExpectation::Blocked(Verdict::NotMet) => tr!(lang; en: "not blocked", fr: "non bloqué"),
            MilestoneExpectation::Blocked(_) => {
                tr!(lang; en: "whether it is blocked is not known", fr: "on ne sait pas s’il est bloqué")
            }
            MilestoneExpectation::InOrder(true) => tr!(lang; en: "not out of order", fr: "pas dans le désordre"),
            MilestoneExpectation::InOrder(false) => tr!(lang; en: "out of order", fr: "dans le désordre"),
            MilestoneExpectation::Earliest(date) => {
                let date = crate::eval::words::written_date_text(date.value, lang);
                tr!(lang; en: "possible from {date}", fr: "possible dès {date}")
            }
            MilestoneExpectation::Effect(date) => {
                let date = crate::eval::words::written_date_text(date.value, lang);
                tr!(lang; en: "takes effect: {date}", fr: "prend effet\u{a0}: {date}")
            }
        }
    }
}
