//! Commands that look and change nothing.

use super::{Asked, Command};
use crate::base::{FileId, Lang, Loc, name, tr};
use crate::diagnostic::render::one_line;
use crate::explain::questions::questions_text;
use crate::explain::reason::{colon, verdict_text};
use crate::explain::report::Count;
use crate::explain::text::{count_text, painted, report_text, sign, wrapped};
use crate::explain::turn::turns_lines;
use crate::explain::why::why_text;
use crate::format::{Options, Refusal, format};
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use crate::repl::session::{Looks, Named, Reply, Session};
use std::collections::HashSet;

impl Session {
    /// What the dossier is called.
    pub(super) fn title(&self) -> Option<String> {
        self.live.dossier.name.clone().or_else(|| self.state.facts.as_ref().map(|facts| facts.path.clone()))
    }

    fn named_rules(&self, asked: Asked<'_>) -> Result<Vec<RuleId>, String> {
        asked.words().iter().map(|word| self.sound_rule(word.trim_end_matches(','))).collect()
    }

    /// The rule of a name, when it can be evaluated.
    fn sound_rule(&self, wanted: &str) -> Result<RuleId, String> {
        let id = self.named_rule(wanted)?;
        let checked = &self.live.analysis.engine.checked;
        match checked.program.rule(id).filter(|_| !checked.sound.rule(id)) {
            Some(rule) => Err(self.has_errors(&rule.meta.name)),
            None => Ok(id),
        }
    }

    pub(super) fn show_verdicts(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let only = match self.named_rules(asked) {
            Ok(only) => only,
            Err(message) => return self.refused(&message),
        };
        let evaluation = self.live.evaluation();
        let mut report = evaluation.report(self.title(), &only, |file| self.live.is_selected(file, &self.state));
        report.under = evaluation.stance(&self.live.dossier, self.live.under);
        if only.is_empty() {
            report.plans = evaluation.plans(&self.live.dossier, &self.live.view, self.lang);
        }
        let problems = self.refusal(&self.live.failures(&self.state), looks).problems;
        Reply { problems, ..Reply::of(report_text(&evaluation, &report, looks.layout)) }
    }

    pub(super) fn why(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        match self.named_rules(asked) {
            Err(message) => self.refused(&message),
            Ok(rules) if rules.is_empty() => self.wants(Command::Why),
            Ok(rules) => {
                let evaluation = self.live.evaluation();
                let mut whys = evaluation.why(self.title(), &rules, self.lang);
                whys.under = evaluation.stance(&self.live.dossier, self.live.under);
                Reply::of(why_text(&evaluation, &whys, looks.layout))
            }
        }
    }

    pub(super) fn missing(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        match self.named_rules(asked) {
            Err(message) => self.refused(&message),
            Ok(only) => {
                let evaluation = self.live.evaluation();
                let mut questions =
                    evaluation.questions(self.title(), &only, |file| self.live.is_selected(file, &self.state));
                questions.under = evaluation.stance(&self.live.dossier, self.live.under);
                Reply::of(questions_text(&evaluation, &questions, looks.layout))
            }
        }
    }

    /// What would meet a criterion, or make a scenario feasible.
    pub(super) fn to_pass(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        if asked.rest.is_empty() {
            return self.wants(Command::ToPass);
        }
        if let Ok(Named::Value(ValueRef::Scenario(rank))) = self.named(asked.rest) {
            return self.to_open(rank, looks);
        }
        let rule = match self.sound_rule(asked.rest) {
            Ok(rule) => rule,
            Err(message) => return self.refused(&message),
        };
        let evaluation = self.live.evaluation();
        let name = evaluation.engine.checked.program.rule(rule).map_or("", |rule| rule.meta.name.as_str());
        let verdict = evaluation.outcome.verdicts(rule).verdict();
        let word = verdict_text(verdict, self.lang);
        let lines = match (verdict, evaluation.turns(rule)) {
            (Verdict::NotMet, Some(turns)) => turns_lines(&evaluation, &turns, self.lang),
            (Verdict::Unknown, _) => vec![tr!(self.lang;
                en: "{name} is not decided: :missing {name} lists what it waits for",
                fr: "{name} n’est pas décidé\u{a0}: :manque {name} dit ce qu’il attend")],
            (_, _) => {
                vec![
                    tr!(self.lang; en: "{name} is {word}: nothing to change", fr: "{name} est {word}\u{a0}: rien à changer"),
                ]
            }
        };
        Reply::of(lines.iter().map(|line| wrapped("", "  ", line, looks.layout)).collect::<String>())
    }

    fn to_open(&self, rank: usize, looks: &Looks) -> Reply {
        let evaluation = self.live.evaluation();
        let scenario = evaluation.engine.checked.program.scenarios.get(rank);
        let version = scenario.and_then(|scenario| scenario.on(self.live.view.texts_as_of));
        let lines = match version {
            Some(version) if evaluation.feasible(version).known() == Some(false) => {
                turns_lines(&evaluation, &evaluation.turns_of(&version.feasible), self.lang)
            }
            Some(_) | None => return Reply::of(self.scenario_line(rank)),
        };
        Reply::of(lines.iter().map(|line| wrapped("", "  ", line, looks.layout)).collect::<String>())
    }

    /// What is told; with a text, also what is not yet, of the facts whose name or title holds it.
    pub(super) fn facts(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let program = &self.live.analysis.engine.checked.program;
        let wanted = name::fold(asked.rest);
        let mut text = String::new();
        for (id, fact) in program.fact_ids().zip(&program.facts) {
            let told = self.live.present().slots.get(id).is_some_and(|slot| !slot.claims.is_empty());
            let title = fact.decl.title.as_deref().unwrap_or("");
            let named = || name::fold(&fact.path).contains(&wanted) || name::fold(title).contains(&wanted);
            if wanted.is_empty() && told || !wanted.is_empty() && named() {
                text.push_str(&self.told_line(id, looks));
            }
        }
        for (id, _) in program.derived_ids().filter_map(|id| Some((id, self.live.present().parameters.get(&id)?))) {
            let derived = program.derived_item(id).map_or("", |derived| derived.meta.name.as_str());
            if !name::fold(derived).contains(&wanted) {
                continue;
            }
            if let Some(value) = self.live.evaluation().derived_text(id, self.lang) {
                text.push_str(&format!("  {derived} = {value}\n"));
            }
        }
        if text.is_empty() {
            text = match wanted.is_empty() {
                true => tr!(self.lang; en: "nothing is told yet", fr: "rien n’est encore dit"),
                false => tr!(self.lang; en: "no fact has that in its name", fr: "aucun fait n’a cela dans son nom"),
            } + "\n";
        }
        Reply::of(text)
    }

    /// The criteria and the checklists whose name or title holds a text, with their verdicts.
    pub(super) fn rules(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let evaluation = self.live.evaluation();
        let program = &evaluation.engine.checked.program;
        let wanted = name::fold(asked.rest);
        let mut text = String::new();
        for (id, rule) in program.rule_ids().zip(&program.rules) {
            let title = rule.meta.title.as_deref().unwrap_or("");
            let named = name::fold(&rule.meta.name).contains(&wanted) || name::fold(title).contains(&wanted);
            if !named || !self.live.is_selected(rule.meta.at.file, &self.state) {
                continue;
            }
            let verdict = evaluation.outcome.verdicts(id).verdict();
            let mark = match looks.layout.plain {
                true => format!("{}{}", verdict_text(verdict, self.lang), colon(self.lang)),
                false => format!("{} ", painted(sign(verdict), verdict, looks.layout)),
            };
            let title = if title.is_empty() { String::new() } else { format!(" — {title}") };
            text.push_str(&wrapped("", "    ", &format!("{mark}{}{title}", rule.meta.name), looks.layout));
        }
        if text.is_empty() {
            text = tr!(self.lang; en: "no rule has that in its name", fr: "aucune règle n’a cela dans son nom") + "\n";
        }
        Reply::of(text)
    }

    /// How many of the selected criteria have which verdict.
    pub(super) fn count_line(&self) -> String {
        let evaluation = self.live.evaluation();
        let program = &evaluation.engine.checked.program;
        let mut count = Count::default();
        for (id, rule) in program.rule_ids().zip(&program.rules) {
            if rule.kind == RuleKind::Criterion && self.live.is_selected(rule.meta.at.file, &self.state) {
                count.add(evaluation.outcome.verdicts(id).verdict());
            }
        }
        let counts = count_text(count, self.lang);
        if counts.is_empty() {
            return String::new();
        }
        tr!(self.lang; en: "criteria: {counts}", fr: "critères\u{a0}: {counts}") + "\n"
    }

    /// How something is written, where, and what it stands for now.
    pub(super) fn show(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        if asked.rest.is_empty() {
            return self.wants(Command::Show);
        }
        match self.named(asked.rest) {
            Err(message) => self.refused(&message),
            Ok(named) => {
                let place = self.place_of(named).map(|at| self.written(at)).unwrap_or_default();
                match self.describe(asked.rest, looks) {
                    Ok(text) if place.is_empty() => Reply::of(text),
                    Ok(text) => Reply::of(format!("{place}\n{text}")),
                    Err(message) => self.refused(&message),
                }
            }
        }
    }

    /// The whole declaration of a name.
    fn place_of(&self, named: Named) -> Option<Loc> {
        let program = &self.live.analysis.engine.checked.program;
        match named {
            Named::Value(ValueRef::Fact(id)) => program.fact(id).map(|fact| fact.decl.item),
            Named::Value(value) => program.meta(value).map(|meta| meta.item),
            Named::Choice(id) => program.choice(id).map(|one| one.meta.item),
            Named::Record(id) => program.record(id).map(|one| one.meta.item),
            Named::Source(id) => program.source(id).map(|one| one.meta.item),
            Named::Actor(id) => program.actor(id).map(|one| one.meta.item),
        }
    }

    /// The place and the text of a declaration.
    fn written(&self, at: Loc) -> String {
        let sources = &self.live.analysis.sources;
        let Some(file) = sources.get(at.file) else { return String::new() };
        let (line, _) = file.line_column(at.span.start as usize);
        let text: String =
            file.slice(at.span).trim_end().lines().map(|line| format!("{}\n", line.trim_end())).collect();
        format!("{}:{line}\n{text}", one_line(&file.path))
    }

    /// What was typed in, or one item, laid out as `perenne fmt` does; in the other language when it is named.
    pub(super) fn format(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let mut words = asked.words();
        let to = words.last().and_then(|word| match name::fold(word).as_str() {
            "fr" => Some(Lang::Fr),
            "en" => Some(Lang::En),
            _ => None,
        });
        if to.is_some() {
            words.pop();
        }
        let texts: Vec<String> = match words.as_slice() {
            [] => self.state.items.iter().map(|item| item.text.to_string()).collect(),
            names => {
                let found: Result<Vec<String>, String> = names.iter().map(|name| self.text_of(name)).collect();
                match found {
                    Ok(texts) => texts,
                    Err(message) => return self.refused(&message),
                }
            }
        };
        if texts.is_empty() {
            let message = tr!(self.lang;
                en: "nothing was typed in; name an item of the doctrine",
                fr: "rien n’a été saisi\u{a0}; nommez un élément de la doctrine");
            return self.refused(&message);
        }
        self.laid_out(&texts.join("\n"), to, looks)
    }

    fn text_of(&self, wanted: &str) -> Result<String, String> {
        let named = self.named(wanted)?;
        let sources = &self.live.analysis.sources;
        let text = self.place_of(named).and_then(|at| Some(sources.get(at.file)?.slice(at.span).to_string()));
        Ok(text.unwrap_or_default() + "\n")
    }

    fn laid_out(&self, text: &str, to: Option<Lang>, looks: &Looks) -> Reply {
        match self.formatted(text, to) {
            Ok(text) => Reply::of(text),
            Err(Refusal::Mistakes(problems)) => self.refusal(&problems, looks),
            Err(Refusal::Unsure { .. }) => {
                let message = tr!(self.lang;
                    en: "this cannot be laid out without changing what it says",
                    fr: "ceci ne peut être mis en forme sans changer ce qu’il dit");
                self.refused(&message)
            }
        }
    }

    /// A text laid out, when nothing of it changes by that.
    pub(super) fn formatted(&self, text: &str, to: Option<Lang>) -> Result<String, Refusal> {
        let program = &self.live.analysis.engine.checked.program;
        let types: HashSet<String> = program
            .choices
            .iter()
            .map(|choice| choice.meta.name.clone())
            .chain(program.records.iter().map(|record| record.meta.name.clone()))
            .collect();
        format(FileId(u32::MAX), text, false, Options { to, types: Some(&types) })
    }
}
