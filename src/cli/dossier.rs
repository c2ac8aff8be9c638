//! What the commands that judge one dossier start from: a doctrine, the facts, the day, and the rules asked for.

use super::Exit;
use super::arguments::{CallError, FactsPath, Targets, classify};
use super::dataset;
use super::doctrine::{Choice, choose_doctrine};
use super::language::choose_lang;
use super::options::{DossierOptions, ExplanationFormat, Shared};
use super::output::{print, print_diagnostics, refuse, refuse_with};
use super::scenario::under;
use super::style::{Stream, style_for};
use crate::base::{Date, FileId, Lang, SourceFile, name, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json;
use crate::explain::missing::Owner;
use crate::explain::questions::Questions;
use crate::explain::report::{Evaluated, Evaluation, Report};
use crate::explain::text::Layout;
use crate::facts::dataset::RecordReader;
use crate::facts::dossier::{Dossier, header, read_dossier};
use crate::facts::read::LIMIT;
use crate::facts::resolve::{Under, View};
use crate::model::ids::RuleId;
use crate::model::item::Meta;
use crate::project::{Analysis, DoctrineRoot, analyse_without_tests, shown};
use serde_json::Value as Json;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A doctrine and a dossier, read, with what the call asks of them.
pub(super) struct Opened {
    pub choice: Choice,
    pub analysis: Analysis,
    pub lang: Lang,
    pub dossier: Dossier,
    /// What is wrong with the doctrine, errors alone, and with the facts.
    pub problems: Vec<Diagnostic>,
    pub view: View,
    /// The option or the scenario that the dossier is looked at under.
    pub under: Under,
    /// The rules named; every rule when empty.
    pub only: Vec<RuleId>,
    /// The name of the dossier, else the path of its file.
    pub title: Option<String>,
    /// The text of the facts, when some were given.
    pub facts: Option<SourceFile>,
    strict: bool,
}

/// Reads what the call names; a call that cannot be carried out is told and gives its exit code.
pub(super) fn open(options: &DossierOptions, shared: &Shared) -> Result<Opened, Exit> {
    let asked = choose_lang(shared.lang, None);
    let targets = classify(&options.places.targets, options.places.rules.clone(), options.facts.clone())
        .map_err(|error| refuse(&error, asked))?;
    let facts = read_facts(&targets, asked).map_err(|message| refuse_with(&message, asked))?;
    if options.dataset.is_some() && facts.is_none() {
        return Err(refuse_with(&dataset::without_facts(asked), asked));
    }
    // A foreign record names no doctrine, whatever its keys.
    let own = facts.as_ref().filter(|_| options.dataset.is_none());
    let choice = choose(&targets, own).map_err(|error| refuse(&error, asked))?;
    let root = single(&choice, asked)?;
    let mut analysis = analyse_without_tests(root, &options.set);
    let lang = choose_lang(shared.lang, analysis.lang);
    let dataset = match &options.dataset {
        Some(name) => Some(named_dataset(&analysis, name, lang, shared)?),
        None => None,
    };
    let (dossier, of_facts) = match &facts {
        Some(facts) => {
            let id = analysis.sources.add(facts.clone());
            match dataset.and_then(|rank| RecordReader::new(&analysis.engine, rank)) {
                Some(records) => records.read(id, &facts.text),
                None => read_dossier(&analysis.engine, id, &facts.text),
            }
        }
        None => (Dossier::empty(&analysis.engine), Vec::new()),
    };
    let of_rules = analysis.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned();
    let problems = of_rules.chain(of_facts).collect();
    let only = named_rules(&analysis, targets.names.iter().chain(&options.only), lang)?;
    let under = under(options.scenario.as_deref(), &dossier, &analysis.engine.checked.program, lang)
        .map_err(|message| refuse_with(&message, lang))?;
    let as_of = options.as_of.or(dossier.as_of).unwrap_or_else(Date::today);
    let view = View {
        as_of,
        texts_as_of: options.texts_as_of.unwrap_or(as_of),
        known_by: options.known_by,
        source: options.source.clone(),
    };
    let title = dossier.name.clone().or_else(|| facts.as_ref().map(|facts| facts.path.clone()));
    let strict = options.strict;
    Ok(Opened { choice, analysis, lang, dossier, problems, view, under, only, title, facts, strict })
}

impl Opened {
    /// What the dossier makes of the doctrine on that day.
    pub fn evaluate(&self) -> Evaluated {
        Evaluated::new(&self.analysis.engine, &self.dossier, &self.view, self.under)
    }

    pub fn evaluation<'a>(&'a self, evaluated: &'a Evaluated) -> Evaluation<'a> {
        evaluated.evaluation(&self.analysis.engine, &self.analysis.sources)
    }

    /// The verdicts of the part of the doctrine that was asked for; with its options, milestones and bodies unless names
    /// ask for their verdicts and nothing beside. `whole` has them in any case.
    pub fn report(&self, evaluation: &Evaluation<'_>, whole: bool) -> Report {
        let mut report = evaluation.report(self.title.clone(), &self.only, |file| self.is_selected(file));
        report.under = evaluation.stance(&self.dossier, self.under);
        if whole || self.only.is_empty() {
            report.plans = evaluation.plans(&self.dossier, &self.view, self.lang);
        }
        report
    }

    /// What that part still lacks.
    pub fn questions(&self, evaluation: &Evaluation<'_>) -> Questions {
        let mut questions = evaluation.questions(self.title.clone(), &self.only, |file| self.is_selected(file));
        questions.under = evaluation.stance(&self.dossier, self.under);
        questions
    }

    fn is_selected(&self, file: FileId) -> bool {
        is_selected(&self.analysis, file)
    }

    /// What is wrong with the doctrine and the facts, and what could not be evaluated in the part asked for.
    pub fn problems_of(&self, evaluation: &Evaluation<'_>) -> Vec<Diagnostic> {
        let failures = evaluation.failures(|owner| {
            let named = self.only.is_empty() || matches!(owner, Owner::Rule(id) if self.only.contains(&id));
            let meta = owner.meta(&self.analysis.engine.checked.program);
            named && meta.is_some_and(|meta| self.is_selected(meta.at.file))
        });
        self.problems.iter().cloned().chain(failures).collect()
    }

    /// Tells problems on standard error.
    pub fn print_problems(&self, problems: &[Diagnostic], shared: &Shared) {
        print_diagnostics(problems, &self.analysis.sources, self.lang, shared);
    }

    /// Prints an explanation as it was asked for, with the problems beside it or, for machines, in it.
    pub fn explain(
        &self,
        problems: &[Diagnostic],
        format: ExplanationFormat,
        shared: &Shared,
        json: impl FnOnce(Json) -> Json,
        markdown: impl FnOnce() -> String,
        text: impl FnOnce(Layout) -> String,
    ) -> Exit {
        if format == ExplanationFormat::Json {
            let errors = to_json(problems, &self.analysis.sources, self.lang);
            print(&format!("{:#}\n", json(errors)));
            return self.exit(problems);
        }
        self.print_problems(problems, shared);
        if !self.is_refused() {
            let layout = Layout::of(style_for(Stream::Output, shared.color, shared.plain), self.lang);
            print(&match format {
                ExplanationFormat::Markdown => markdown(),
                ExplanationFormat::Text | ExplanationFormat::Json => {
                    format!("{}\n{}", self.choice.label(self.lang), text(layout))
                }
            });
        }
        self.exit(problems)
    }

    /// Whether `--strict` keeps the call from answering.
    pub fn is_refused(&self) -> bool {
        self.strict && !self.problems.is_empty()
    }

    /// The exit code after those problems, unless the command itself has more to say.
    pub fn exit(&self, problems: &[Diagnostic]) -> Exit {
        let errors = problems.iter().any(Diagnostic::is_error);
        if self.is_refused() || errors { Exit::No } else { Exit::Done }
    }
}

/// The one doctrine chosen.
pub(super) fn single(choice: &Choice, lang: Lang) -> Result<&DoctrineRoot, Exit> {
    match choice.doctrines.as_slice() {
        [one] => Ok(one),
        [] => Err(refuse_with(&tr!(lang; en: "no doctrine found", fr: "aucune doctrine trouvée"), lang)),
        several => {
            let names = several.iter().map(|root| root.label()).collect::<Vec<_>>().join(", ");
            let message = tr!(lang;
                en: "several doctrines here: {names}; name one",
                fr: "plusieurs doctrines ici\u{a0}: {names}\u{a0}; nommez-en une");
            Err(refuse_with(&message, lang))
        }
    }
}

/// The rules of those names.
pub(super) fn named_rules<'n>(
    analysis: &Analysis,
    names: impl Iterator<Item = &'n String>,
    lang: Lang,
) -> Result<Vec<RuleId>, Exit> {
    names
        .map(|wanted| find_rule(analysis, wanted).map_err(|suggestion| unknown_name(wanted, suggestion, lang)))
        .collect::<Result<_, String>>()
        .map_err(|message| refuse_with(&message, lang))
}

/// Whether a file is in the part of the doctrine that was asked for.
pub(super) fn is_selected(analysis: &Analysis, file: FileId) -> bool {
    let project = &analysis.project;
    project.files.iter().any(|known| known.id == file && project.is_selected(known))
}

/// The dataset of that name, which must be sound.
pub(super) fn named_dataset(analysis: &Analysis, name: &str, lang: Lang, shared: &Shared) -> Result<usize, Exit> {
    let rank = dataset::find(&analysis.engine, name, lang).map_err(|message| refuse_with(&message, lang))?;
    if dataset::is_sound(&analysis.engine, rank) {
        return Ok(rank);
    }
    print_diagnostics(&analysis.diagnostics, &analysis.sources, lang, shared);
    refuse_with(&dataset::unsound(&analysis.engine, rank, lang), lang);
    Err(Exit::No)
}

/// The text of the facts with its path; `None` when no facts are given.
pub(super) fn read_facts(targets: &Targets, lang: Lang) -> Result<Option<SourceFile>, String> {
    let mut bytes = Vec::new();
    let path = match &targets.facts {
        None => return Ok(None),
        Some(FactsPath::Stdin) => {
            let mut input = std::io::stdin().take(LIMIT as u64 + 1);
            if let Err(error) = input.read_to_end(&mut bytes) {
                return Err(cannot_read("-", &error.to_string(), lang));
            }
            String::from("-")
        }
        Some(FactsPath::Path(path)) => {
            let shown = shown(path);
            if path.is_dir() {
                return Err(tr!(lang;
                    en: "{shown} is a folder, and one dossier is one file; give a file of it",
                    fr: "{shown} est un dossier de fichiers, et il faut ici un seul fichier de faits\u{a0}; donnez l’un d’eux"));
            }
            let file = std::fs::File::open(path).map_err(|error| cannot_read(&shown, &error.to_string(), lang))?;
            // One byte beyond the limit is enough to know; a huge file is never read whole.
            let mut input = file.take(LIMIT as u64 + 1);
            input.read_to_end(&mut bytes).map_err(|error| cannot_read(&shown, &error.to_string(), lang))?;
            shown
        }
    };
    if bytes.len() > LIMIT {
        let limit = LIMIT >> 20;
        return Err(tr!(lang;
            en: "{path} is larger than {limit} MiB, the limit for one dossier; use the “portfolio” command for many dossiers",
            fr: "{path} dépasse {limit} Mio, la limite pour un dossier\u{a0}; pour de nombreux dossiers, utilisez la commande «\u{a0}portfolio\u{a0}»"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(SourceFile::new(path, text))),
        Err(_) => Err(cannot_read(&path, "UTF-8", lang)),
    }
}

pub(super) fn cannot_read(path: &str, reason: &str, lang: Lang) -> String {
    tr!(lang; en: "{path} cannot be read: {reason}", fr: "{path} ne peut pas être lu\u{a0}: {reason}")
}

pub(super) fn choose(targets: &Targets, facts: Option<&SourceFile>) -> Result<Choice, CallError> {
    let named = facts.and_then(|facts| header(FileId(0), &facts.text).doctrine).map(|(named, _)| named);
    choose_named(targets, named.as_deref())
}

/// The doctrine of facts that name one, or none.
pub(super) fn choose_named(targets: &Targets, named: Option<&str>) -> Result<Choice, CallError> {
    let folder = match &targets.facts {
        Some(FactsPath::Path(path)) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
        Some(FactsPath::Stdin) | None => PathBuf::from("."),
    };
    let named = named.map(|named| (named, folder.as_path()));
    choose_doctrine(targets, named, Path::new("."))
}

fn find_rule(analysis: &Analysis, wanted: &str) -> Result<RuleId, Option<String>> {
    let program = &analysis.engine.checked.program;
    if let Some(id) = program.find_rule(wanted) {
        return Ok(id);
    }
    let folded = name::fold(wanted);
    // Accents are optional, and a rule answers to the names that it had.
    let is_called =
        |meta: &Meta| name::fold(&meta.name) == folded || meta.formerly.iter().any(|old| name::fold(old) == folded);
    let same = program.rule_ids().find(|id| program.rule(*id).is_some_and(|rule| is_called(&rule.meta)));
    let names = program.rules.iter().map(|rule| rule.meta.name.as_str());
    same.ok_or_else(|| name::did_you_mean(wanted, names).map(str::to_string))
}

fn unknown_name(wanted: &str, suggestion: Option<String>, lang: Lang) -> String {
    let wanted = lang.quoted(wanted);
    match suggestion {
        Some(suggestion) => {
            let suggestion = lang.quoted(&suggestion);
            tr!(lang;
                en: "no criterion or checklist is called {wanted}; did you mean {suggestion}?",
                fr: "aucun critère ni aucune grille ne s’appelle {wanted}\u{a0}; vouliez-vous dire {suggestion}\u{a0}?")
        }
        None => tr!(lang;
            en: "no criterion or checklist is called {wanted}",
            fr: "aucun critère ni aucune grille ne s’appelle {wanted}"),
    }
}
