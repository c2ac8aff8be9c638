//! The present situation as a test, and the tests run.

use super::{Asked, Command};
use crate::base::{Lang, tr};
use crate::diagnostic::Diagnostic;
use crate::eval::value::Value;
use crate::eval::words::exact_text;
use crate::explain::reason::verdict_text;
use crate::model::ValueRef;
use crate::model::expr::Verdict;
use crate::model::ids::DerivedId;
use crate::model::plan::Base;
use crate::model::ty::Type;
use crate::project::{Analysis, Typed, is_rules_path, seen_from};
use crate::repl::session::{Looks, Named, Reply, Session};
use crate::testing::{CaseOutcome, Readings, Report, counts, run, to_text};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Session {
    /// `:test "title" NAME… FILE`: what the names are now, or else every verdict that the session moved, is expected.
    pub(super) fn make_test(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let mut words = asked.words().into_iter();
        let Some(title) = words.next().filter(|title| !title.is_empty()) else { return self.wants(Command::Test) };
        let (files, names): (Vec<String>, Vec<String>) = words.partition(|word| is_rules_path(Path::new(word)));
        let file = files.last().map(PathBuf::from);
        let expected = match self.expected_of(&names) {
            Ok(expected) => expected,
            Err(message) => return self.refused(&message),
        };
        let text = self.test_text(&title, &expected, file.as_deref());
        let path = file.as_ref().map_or_else(|| self.next_path(), |file| crate::project::shown(file));
        let typed = Typed { path, text: Arc::from(text.as_str()) };
        let analysis = match self.with_tests(std::slice::from_ref(&typed), &title) {
            Ok(analysis) => analysis,
            Err(message) => return self.refused(&message),
        };
        let problems = own_errors(&analysis, &typed.path);
        if !problems.is_empty() {
            return Reply { failed: true, problems: self.told_in(&analysis, &problems, looks), ..Reply::of(text) };
        }
        let report = self.run_titled(&analysis, &title);
        let said = match &file {
            None => {
                self.remember();
                self.state.items.retain(|other| !typed.shadows(other));
                self.state.items.push(typed);
                self.rebuild();
                text
            }
            Some(file) => match append(file, &text) {
                Ok(()) => {
                    self.watch = self.watch.take().map(|_| super::Stamps::default());
                    let shown = crate::project::shown(file);
                    tr!(self.lang; en: "{text}written into {shown}\n", fr: "{text}écrit dans {shown}\n")
                }
                Err(error) => return self.refused(&format!("{}{} {error}", file.display(), colon(self.lang))),
            },
        };
        let ran = to_text(&report, &analysis.sources, &analysis.engine, self.lang);
        Reply { failed: report.failed() > 0, ..Reply::of(said + &ran) }
    }

    /// The clauses of what a test expects.
    fn expected_of(&self, names: &[String]) -> Result<Vec<String>, String> {
        let lang = self.file_lang();
        let program = &self.live.analysis.engine.checked.program;
        if names.is_empty() {
            return Ok(self.moved_verdicts(lang));
        }
        let mut expected = Vec::new();
        for wanted in names {
            let clause = match self.named(wanted.trim_end_matches(','))? {
                Named::Value(ValueRef::Rule(id)) => {
                    let verdict = self.live.evaluation().outcome.verdicts(id).verdict();
                    program.rule(id).map(|rule| verdict_clause(&rule.meta.name, verdict, lang))
                }
                Named::Value(ValueRef::Derived(id)) => self.value_clause(id, lang),
                _ => None,
            };
            match clause {
                Some(clause) => expected.push(clause),
                None => {
                    let wanted = self.lang.quoted(wanted);
                    return Err(tr!(self.lang;
                        en: "a test cannot expect {wanted}: name a criterion, a checklist, or a definition whose value is known",
                        fr: "un test ne peut pas attendre {wanted}\u{a0}: nommez un critère, une grille, ou une définition de valeur connue"));
                }
            }
        }
        Ok(expected)
    }

    /// The verdicts that are not those of the facts file alone; when none moved, all that are decided.
    fn moved_verdicts(&self, lang: Lang) -> Vec<String> {
        let evaluation = self.live.evaluation();
        let program = &evaluation.engine.checked.program;
        let rules = || {
            program.rule_ids().zip(&program.rules).filter(|(id, rule)| {
                self.live.is_selected(rule.meta.at.file, &self.state) && evaluation.engine.checked.sound.rule(*id)
            })
        };
        let verdict = |id| evaluation.outcome.verdicts(id).verdict();
        let clause = |(id, rule): (_, &crate::model::item::Rule)| verdict_clause(&rule.meta.name, verdict(id), lang);
        let moved: Vec<String> =
            rules().filter(|(id, rule)| self.first.get(&rule.meta.name) != Some(&verdict(*id))).map(clause).collect();
        match moved.is_empty() {
            true => rules().filter(|(id, _)| verdict(*id) != Verdict::Unknown).map(clause).collect(),
            false => moved,
        }
    }

    /// `internalisation = 20 %`; nothing for what has no spelling or is not known.
    fn value_clause(&self, id: DerivedId, lang: Lang) -> Option<String> {
        let evaluation = self.live.evaluation();
        let program = &evaluation.engine.checked.program;
        let derived = program.derived_item(id)?;
        let name = &derived.meta.name;
        let value = match evaluation.outcome.derived(id)? {
            Value::Bool(set) => match set.known()? {
                true => tr!(lang; en: "yes", fr: "oui"),
                false => tr!(lang; en: "no", fr: "non"),
            },
            Value::Num(set) => {
                let text = exact_text(set.known()?, &derived.ty, lang);
                if text.contains('/') && !matches!(derived.ty, Type::Percent) { return None } else { text }
            }
            Value::Date(set) => set.known()?.to_string(),
            Value::Text(set) => lang.quoted(set.known()?),
            Value::Choice(set) => match derived.ty {
                Type::Choice(choice) => program.choice(choice)?.values.get(set.known()?)?.name.clone(),
                _ => return None,
            },
            Value::Actor(_)
            | Value::List(_)
            | Value::Record(_)
            | Value::Absent
            | Value::MaybeAbsent(_)
            | Value::Any => {
                return None;
            }
        };
        Some(format!("{name} = {value}"))
    }

    /// The language in which the doctrine is written.
    pub(super) fn file_lang(&self) -> Lang {
        self.live.analysis.lang.unwrap_or(self.lang)
    }

    fn test_text(&self, title: &str, expected: &[String], file: Option<&Path>) -> String {
        let lang = self.file_lang();
        let (view, mut lines) = (&self.live.view, Vec::new());
        let quoted = |text: &str| match lang {
            Lang::En => format!("\"{text}\""),
            Lang::Fr => format!("« {text} »"),
        };
        lines.push(format!("test {}", quoted(title)));
        let day = view.as_of;
        lines.push(tr!(lang; en: "  as of {day}", fr: "  au {day}"));
        if view.texts_as_of != view.as_of {
            let day = view.texts_as_of;
            lines.push(tr!(lang; en: "  texts as of {day}", fr: "  textes au {day}"));
        }
        if let Some(day) = view.known_by {
            lines.push(tr!(lang; en: "  known by {day}", fr: "  connu au {day}"));
        }
        if let Some(name) = &self.state.under {
            lines.push(tr!(lang; en: "  scenario {name}", fr: "  scénario {name}"));
        }
        if let Some(facts) = &self.state.facts {
            let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
            let path = quoted(&seen_from(folder, Path::new(&facts.path)));
            lines.push(tr!(lang; en: "  given file {path}", fr: "  étant donné fichier {path}"));
        }
        for assigned in &self.state.assigned {
            let word = tr!(assigned.lang; en: "given", fr: "étant donné");
            let mut told = assigned.text.lines().map(str::trim);
            let first = told.next().unwrap_or("");
            lines.push(format!("  {word} {first}"));
            lines.extend(told.map(|row| format!("    {row}")));
        }
        lines.extend(expected.iter().map(|clause| tr!(lang; en: "  expect {clause}", fr: "  attend {clause}")));
        let text = lines.join("\n") + "\n";
        // What was typed in the other language is turned into that of the doctrine.
        self.formatted(&text, Some(lang)).unwrap_or(text)
    }

    /// The doctrine with its tests and one more.
    fn with_tests(&self, more: &[Typed], title: &str) -> Result<Analysis, String> {
        let reading = self.state.reading.with_tests();
        let items: Vec<Typed> =
            self.state.items.iter().filter(|item| !more.iter().any(|one| one.shadows(item))).cloned().collect();
        if !more.is_empty() {
            let taken = reading.analyse(&items).engine.checked.program.tests.iter().any(|test| test.title == title);
            if taken {
                let title = self.lang.quoted(title);
                return Err(tr!(self.lang; en: "there is already a test {title}", fr: "il y a déjà un test {title}"));
            }
        }
        Ok(reading.analyse(&items.iter().chain(more).cloned().collect::<Vec<Typed>>()))
    }

    fn told_in(&self, analysis: &Analysis, problems: &[Diagnostic], looks: &Looks) -> String {
        crate::diagnostic::render::to_text(problems, &analysis.sources, self.lang, looks.errors)
    }

    fn run_titled(&self, analysis: &Analysis, title: &str) -> Report {
        let mut report = run(&analysis.engine, &analysis.sources, &self.readings(analysis), Some(title), |_| true);
        report.cases.retain(|case| case.title == title);
        report
    }

    /// Runs one of the tests typed in.
    pub(in crate::repl) fn run_typed(&self, title: &str) -> String {
        let analysis = &self.live.analysis;
        to_text(&self.run_titled(analysis, title), &analysis.sources, &analysis.engine, self.lang)
    }

    /// Runs the tests of the doctrine and those typed in whose title holds a text; of all of them, tells those that fail.
    pub(in crate::repl) fn run_tests(&self, filter: Option<&str>) -> Reply {
        let filter = filter.map(|text| super::words(text).join(" "));
        let items: Vec<Typed> = self.state.items.clone();
        let analysis = self.state.reading.with_tests().analyse(&items);
        let selected = |file| {
            let project = &analysis.project;
            project.files.iter().any(|known| known.id == file && project.is_selected(known))
                || items.iter().any(|item| item.path == analysis.sources.path(file))
        };
        let readings = self.readings(&analysis);
        let report = run(&analysis.engine, &analysis.sources, &readings, filter.as_deref(), selected);
        let (passed, failed) = (report.passed(), report.failed());
        let mut told = report;
        if filter.is_none() {
            told.cases.retain(|case| !matches!(case.outcome, CaseOutcome::Passed));
        }
        if let Some(filter) = filter.filter(|_| passed + failed == 0) {
            let title = self.lang.quoted(&filter);
            return self.refused(
                &tr!(self.lang; en: "no test has {title} in its title", fr: "aucun test n’a {title} dans son titre"),
            );
        }
        let text = to_text(&told, &analysis.sources, &analysis.engine, self.lang) + &counts(passed, failed);
        Reply { failed: failed > 0, ..Reply::of(text) }
    }

    /// The texts of the facts files that tests start from.
    fn readings(&self, analysis: &Analysis) -> Readings {
        let bases = analysis.engine.checked.program.tests.iter().flat_map(|test| &test.bases);
        let files = bases.filter_map(|base| match base {
            Base::File(path, at, _) => Some((path, *at)),
            Base::Test(..) => None,
        });
        files
            .map(|(path, at)| {
                let rules = PathBuf::from(analysis.sources.path(at.file));
                let facts = rules.parent().map_or_else(|| PathBuf::from(path), |folder| folder.join(path));
                let text = super::places::read_facts(&facts, self.lang).map(|facts| facts.text.to_string());
                ((at.file, path.clone()), text)
            })
            .collect()
    }
}

/// `équipe_internalisée non satisfait`
fn verdict_clause(name: &str, verdict: Verdict, lang: Lang) -> String {
    format!("{} {}", super::whether::spelled(name), verdict_text(verdict, lang))
}

fn own_errors(analysis: &Analysis, path: &str) -> Vec<Diagnostic> {
    let own = |one: &&Diagnostic| one.is_error() && analysis.sources.path(one.at.file) == path;
    analysis.diagnostics.iter().filter(own).cloned().collect()
}

/// Adds an item at the end of a file of rules, in a block of its own in a literate one.
fn append(path: &Path, text: &str) -> std::io::Result<()> {
    let literate = path.extension().is_some_and(|ending| ending == "md");
    let is_new = !path.exists();
    let text = if literate { format!("```perenne\n{text}```\n") } else { text.to_string() };
    let before = if is_new { "" } else { "\n" };
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    file.write_all(format!("{before}{text}").as_bytes())
}

fn colon(lang: Lang) -> &'static str {
    crate::explain::reason::colon(lang).trim_end()
}
