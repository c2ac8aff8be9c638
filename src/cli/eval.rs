//! `perenne eval`: the verdicts of one dossier.

use super::Exit;
use super::arguments::{FactsPath, Targets, classify};
use super::dataset;
use super::doctrine::{Choice, choose_doctrine};
use super::language::choose_lang;
use super::options::{EvalFormat, EvalOptions, FailOn, Shared};
use super::output::{print, print_diagnostics, refuse, refuse_with};
use super::style::{Stream, style_for};
use crate::base::{Date, FileId, Lang, SourceFile, name, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::to_json;
use crate::eval::{Outcome, Situation, Trace, evaluate};
use crate::explain::json::report_json;
use crate::explain::report::{Evaluation, Node, Report};
use crate::explain::text::{Layout, report_text};
use crate::facts::dataset::RecordReader;
use crate::facts::dossier::{Dossier, header, read_dossier};
use crate::facts::read::LIMIT;
use crate::facts::resolve::{View, situation};
use crate::model::expr::Verdict;
use crate::model::ids::RuleId;
use crate::project::{Analysis, analyse_with, shown};
use std::io::Read;
use std::path::{Path, PathBuf};

pub(super) fn run(options: &EvalOptions, shared: &Shared) -> Exit {
    let asked = choose_lang(shared.lang, None);
    let targets = match classify(&options.places.targets, options.places.rules.clone(), options.facts.clone()) {
        Ok(targets) => targets,
        Err(error) => return refuse(&error, asked),
    };
    let facts = match read_facts(&targets, asked) {
        Ok(facts) => facts,
        Err(message) => return refuse_with(&message, asked),
    };
    if options.dataset.is_some() && facts.is_none() {
        return refuse_with(&dataset::without_facts(asked), asked);
    }
    // A foreign record names no doctrine, whatever its keys.
    let own = facts.as_ref().filter(|_| options.dataset.is_none());
    let choice = match choose(&targets, own) {
        Ok(choice) => choice,
        Err(error) => return refuse(&error, asked),
    };
    let Some(root) = choice.doctrines.first() else {
        return refuse_with(&tr!(asked; en: "no doctrine found", fr: "aucune doctrine trouvée"), asked);
    };
    if choice.doctrines.len() > 1 {
        let names: Vec<String> = choice.doctrines.iter().map(|root| root.label()).collect();
        let names = names.join(", ");
        let message = tr!(asked;
            en: "several doctrines here: {names}; name one",
            fr: "plusieurs doctrines ici : {names} ; nommez-en une");
        return refuse_with(&message, asked);
    }
    let mut analysis = analyse_with(root, &options.set);
    let lang = choose_lang(shared.lang, analysis.lang);
    let wanted = options.dataset.as_deref().map(|name| dataset::find(&analysis.engine, name, lang)).transpose();
    let dataset = match wanted {
        Ok(dataset) => dataset,
        Err(message) => return refuse_with(&message, lang),
    };
    if let Some(rank) = dataset.filter(|rank| !dataset::is_sound(&analysis.engine, *rank)) {
        print_diagnostics(&analysis.diagnostics, &analysis.sources, lang, shared);
        refuse_with(&dataset::unsound(&analysis.engine, rank, lang), lang);
        return Exit::No;
    }
    let (dossier, mut problems) = match &facts {
        Some(facts) => {
            let id = analysis.sources.add(facts.clone());
            let records = dataset.and_then(|rank| RecordReader::new(&analysis.engine, rank));
            match records {
                Some(records) => records.read(id, &facts.text),
                None => read_dossier(&analysis.engine, id, &facts.text),
            }
        }
        None => (Dossier::empty(&analysis.engine), Vec::new()),
    };
    problems.splice(0..0, analysis.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).cloned());
    let names: Vec<&String> = targets.names.iter().chain(&options.only).collect();
    let mut only = Vec::new();
    for wanted in names {
        match find_rule(&analysis, wanted) {
            Ok(id) => only.push(id),
            Err(suggestion) => return refuse_with(&unknown_name(wanted, suggestion, lang), lang),
        }
    }
    let evaluated = Evaluated::new(&analysis, &dossier, options, only, facts.as_ref());
    show(&analysis, &evaluated, &problems, &choice, options, shared, lang);
    let strict = options.strict && !problems.is_empty();
    let errors = problems.iter().any(Diagnostic::is_error);
    if strict || errors || evaluated.fails(&options.fail_on) { Exit::No } else { Exit::Done }
}

/// The text of the facts with its path; `None` when no facts are given.
fn read_facts(targets: &Targets, lang: Lang) -> Result<Option<SourceFile>, String> {
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
                    en: "{shown} is a folder; “eval” takes one dossier, and “portfolio” will take many",
                    fr: "{shown} est un dossier de fichiers ; « eval » prend un seul dossier de faits"));
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
            fr: "{path} dépasse {limit} Mio, la limite pour un dossier ; pour de nombreux dossiers, utilisez la commande « portfolio »"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Some(SourceFile::new(path, text))),
        Err(_) => Err(cannot_read(&path, "UTF-8", lang)),
    }
}

fn cannot_read(path: &str, reason: &str, lang: Lang) -> String {
    tr!(lang; en: "{path} cannot be read: {reason}", fr: "{path} ne peut pas être lu : {reason}")
}

fn choose(targets: &Targets, facts: Option<&SourceFile>) -> Result<Choice, super::arguments::CallError> {
    let named = facts.and_then(|facts| header(FileId(0), &facts.text).doctrine);
    let folder = match &targets.facts {
        Some(FactsPath::Path(path)) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
        Some(FactsPath::Stdin) | None => PathBuf::from("."),
    };
    let named = named.as_ref().map(|(named, _)| (named.as_str(), folder.as_path()));
    choose_doctrine(targets, named, Path::new("."))
}

fn find_rule(analysis: &Analysis, wanted: &str) -> Result<RuleId, Option<String>> {
    let program = &analysis.engine.checked.program;
    if let Some(id) = program.find_rule(wanted) {
        return Ok(id);
    }
    let folded = name::fold(wanted);
    let same =
        program.rule_ids().find(|id| program.rule(*id).is_some_and(|rule| name::fold(&rule.meta.name) == folded));
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
                fr: "aucun critère ni aucune grille ne s’appelle {wanted} ; vouliez-vous dire {suggestion} ?")
        }
        None => tr!(lang;
            en: "no criterion or checklist is called {wanted}",
            fr: "aucun critère ni aucune grille ne s’appelle {wanted}"),
    }
}

/// One evaluation with everything it owns.
struct Evaluated {
    situation: Situation,
    outcome: Outcome,
    trace: Trace,
    report: Report,
}

impl Evaluated {
    fn new(
        analysis: &Analysis,
        dossier: &Dossier,
        options: &EvalOptions,
        only: Vec<RuleId>,
        facts: Option<&SourceFile>,
    ) -> Self {
        let as_of = options.as_of.or(dossier.as_of).unwrap_or_else(Date::today);
        let view = View {
            as_of,
            texts_as_of: options.texts_as_of.unwrap_or(as_of),
            known_by: options.known_by,
            source: options.source.clone(),
        };
        let engine = &analysis.engine;
        let mut situation = situation(engine, dossier, &view, None);
        crate::facts::givens::apply(engine, &mut situation, &engine.checked.program.settings, &view);
        let (outcome, trace) = evaluate(engine, &situation, Trace::default());
        let evaluation =
            Evaluation { engine, sources: &analysis.sources, situation: &situation, outcome: &outcome, trace: &trace };
        let title = dossier.name.clone().or_else(|| facts.map(|facts| facts.path.clone()));
        let report = evaluation.report(title, &only, |file| {
            analysis.project.files.iter().any(|known| known.id == file && analysis.project.is_selected(known))
        });
        Evaluated { situation, outcome, trace, report }
    }

    fn evaluation<'a>(&'a self, analysis: &'a Analysis) -> Evaluation<'a> {
        Evaluation {
            engine: &analysis.engine,
            sources: &analysis.sources,
            situation: &self.situation,
            outcome: &self.outcome,
            trace: &self.trace,
        }
    }

    /// Whether a blocking verdict among those shown is one that the call fails on.
    fn fails(&self, on: &[FailOn]) -> bool {
        fn any(nodes: &[Node], on: &[FailOn]) -> bool {
            nodes.iter().any(|node| {
                let verdict = node.verdicts.verdict();
                let own = (verdict == Verdict::NotMet && on.contains(&FailOn::NotMet))
                    || (verdict == Verdict::Unknown && on.contains(&FailOn::Unknown));
                (own && node.blocking) || any(&node.children, on)
            })
        }
        any(&self.report.roots, on)
    }
}

fn show(
    analysis: &Analysis,
    evaluated: &Evaluated,
    problems: &[Diagnostic],
    choice: &Choice,
    options: &EvalOptions,
    shared: &Shared,
    lang: Lang,
) {
    let refused = options.strict && !problems.is_empty();
    let evaluation = evaluated.evaluation(analysis);
    if options.format == EvalFormat::Json {
        let errors = to_json(problems, &analysis.sources, lang);
        print(&format!("{:#}\n", report_json(&evaluation, &evaluated.report, errors)));
        return;
    }
    print_diagnostics(problems, &analysis.sources, lang, shared);
    if refused {
        return;
    }
    let style = style_for(Stream::Output, shared.color, shared.plain);
    let layout = Layout { lang, width: style.width, plain: style.plain, color: style.color };
    print(&format!("{}\n{}", choice.label(lang), report_text(&evaluation, &evaluated.report, layout)));
}
