//! What a name stands for at this moment, in a few lines.

use super::{Looks, Named, Session};
use crate::base::tr;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::text::{asked, painted, wrapped};
use crate::model::ValueRef;
use crate::model::ids::{DerivedId, FactId, GroupId, RuleId};
use crate::model::plan::Subject;
use crate::model::ty::Type;

impl Session {
    /// What a name stands for; else why it stands for nothing.
    pub(in crate::repl) fn describe(&self, name: &str, looks: &Looks) -> Result<String, String> {
        self.named(name).map(|named| self.describe_named(named, looks))
    }

    pub(super) fn describe_named(&self, named: Named, looks: &Looks) -> String {
        let program = &self.live.analysis.engine.checked.program;
        match named {
            Named::Value(ValueRef::Rule(id)) => self.rule_lines(id, looks),
            Named::Value(ValueRef::Fact(id)) => self.fact_lines(id, looks),
            Named::Value(ValueRef::Derived(id)) => self.derived_lines(id, looks),
            Named::Value(ValueRef::Group(id)) => self.group_lines(id, looks),
            Named::Value(ValueRef::Milestone(rank)) => {
                let reached = program.milestones.get(rank).map(|milestone| milestone.reached);
                reached.map(|fact| self.fact_lines(fact, looks)).unwrap_or_default()
            }
            Named::Value(ValueRef::Scenario(rank)) => self.scenario_line(rank),
            Named::Value(value @ (ValueRef::Body(_) | ValueRef::Uncoded(_))) => {
                program.meta(value).map(|meta| self.titled(&meta.name, meta.title.as_deref())).unwrap_or_default()
            }
            Named::Choice(id) => program.choice(id).map_or_else(String::new, |choice| {
                let values = choice.values.iter().map(|value| {
                    let title = value.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
                    format!("  {}{title}\n", value.name)
                });
                self.titled(&choice.meta.name, choice.meta.title.as_deref()) + &values.collect::<String>()
            }),
            Named::Record(id) => program.record(id).map_or_else(String::new, |record| {
                let fields = record.fields.iter().map(|field| {
                    let title = field.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
                    format!("  {}{}{}{title}\n", field.name, colon(self.lang), self.type_words(&field.ty))
                });
                self.titled(&record.meta.name, record.meta.title.as_deref()) + &fields.collect::<String>()
            }),
            Named::Source(id) => program
                .source(id)
                .map_or_else(String::new, |source| self.titled(&source.meta.name, source.meta.title.as_deref())),
            Named::Actor(id) => program
                .actor(id)
                .map_or_else(String::new, |actor| self.titled(&actor.meta.name, actor.meta.title.as_deref())),
        }
    }

    fn titled(&self, name: &str, title: Option<&str>) -> String {
        match title {
            Some(title) => format!("{name} — {title}\n"),
            None => format!("{name}\n"),
        }
    }

    /// `équipe_internalisée : non satisfait — Le pilotage de l’équipe est internalisé`
    fn rule_lines(&self, id: RuleId, looks: &Looks) -> String {
        let evaluation = self.live.evaluation();
        let Some(rule) = evaluation.engine.checked.program.rule(id) else { return String::new() };
        if !evaluation.engine.checked.sound.rule(id) {
            return self.has_errors(&rule.meta.name) + "\n";
        }
        let verdict = evaluation.outcome.verdicts(id).verdict();
        let word = painted(&verdict_text(verdict, self.lang), verdict, looks.layout);
        let title = rule.meta.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
        let mut text = format!("{}{}{word}{title}\n", rule.meta.name, colon(self.lang));
        for reason in evaluation.reasons(id, self.lang).iter().filter(|reason| !reason.only_missing) {
            text.push_str(&wrapped("  ", "    ", &reason.text, looks.layout));
        }
        let open = evaluation.open(id).facts;
        if !open.is_empty() && verdict == crate::model::expr::Verdict::Unknown {
            let names: Vec<String> = open.into_iter().map(|one| self.live.subject_name(Subject::Fact(one))).collect();
            let names = names.join(", ");
            let line = tr!(self.lang; en: "missing: {names}", fr: "manque\u{a0}: {names}");
            text.push_str(&wrapped("  ", "    ", &line, looks.layout));
        }
        text
    }

    /// What is told of a fact; its type and the authors' question when nothing is.
    fn fact_lines(&self, id: FactId, looks: &Looks) -> String {
        let evaluation = self.live.evaluation();
        let Some(fact) = evaluation.engine.checked.program.fact(id) else { return String::new() };
        let line = evaluation.fact_line(id, self.lang).unwrap_or_else(|| {
            let path = &fact.path;
            tr!(self.lang; en: "{path}: nobody said", fr: "{path}\u{a0}: personne ne l’a dit")
        });
        let ty = self.type_words(&fact.decl.ty);
        let mut text = wrapped("", "  ", &format!("{line} ({ty})"), looks.layout);
        if let Some(asked) = asked(fact, self.lang) {
            text.push_str(&wrapped("  ", "    ", &asked, looks.layout));
        }
        text
    }

    fn derived_lines(&self, id: DerivedId, looks: &Looks) -> String {
        let evaluation = self.live.evaluation();
        let Some(derived) = evaluation.engine.checked.program.derived_item(id) else { return String::new() };
        let value = evaluation.derived_text(id, self.lang).unwrap_or_else(|| self.unknown());
        let title = derived.meta.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
        let ty = match &derived.ty {
            Type::Quantity(_) => String::new(),
            ty => format!(" ({})", self.type_words(ty)),
        };
        wrapped("", "  ", &format!("{} = {value}{ty}{title}", derived.meta.name), looks.layout)
    }

    fn unknown(&self) -> String {
        tr!(self.lang; en: "unknown", fr: "inconnu")
    }

    fn group_lines(&self, id: GroupId, looks: &Looks) -> String {
        let program = &self.live.analysis.engine.checked.program;
        let Some(group) = program.group(id) else { return String::new() };
        let facts: String = group.facts.iter().map(|fact| self.told_line(*fact, looks)).collect();
        self.titled(&group.meta.name, group.meta.title.as_deref()) + &facts
    }

    /// One line of a list of facts.
    pub(in crate::repl) fn told_line(&self, id: FactId, looks: &Looks) -> String {
        let evaluation = self.live.evaluation();
        let Some(fact) = evaluation.engine.checked.program.fact(id) else { return String::new() };
        let line = evaluation.fact_line(id, self.lang).unwrap_or_else(|| {
            let (path, ty) = (&fact.path, self.type_words(&fact.decl.ty));
            tr!(self.lang; en: "{path}: nobody said ({ty})", fr: "{path}\u{a0}: personne ne l’a dit ({ty})")
        });
        wrapped("  ", "      ", &line, looks.layout)
    }

    /// Whether a scenario is feasible in the present situation.
    pub(in crate::repl) fn scenario_line(&self, rank: usize) -> String {
        let evaluation = self.live.evaluation();
        let Some(scenario) = evaluation.engine.checked.program.scenarios.get(rank) else { return String::new() };
        let feasible = scenario.on(self.live.view.texts_as_of).map(|version| evaluation.feasible(version).known());
        let state = match feasible {
            None => tr!(self.lang; en: "not in force that day", fr: "hors de sa période ce jour-là"),
            Some(Some(true)) => tr!(self.lang; en: "feasible", fr: "faisable"),
            Some(Some(false)) => tr!(self.lang; en: "not feasible", fr: "non faisable"),
            Some(None) => {
                tr!(self.lang; en: "feasible or not: not known yet", fr: "faisable ou non\u{a0}: on ne sait pas encore")
            }
        };
        let title = scenario.meta.title.as_deref().map(|title| format!(" — {title}")).unwrap_or_default();
        format!("{}{}{state}{title}\n", scenario.meta.name, colon(self.lang))
    }
}
