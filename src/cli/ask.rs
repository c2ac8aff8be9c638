//! `perenne ask`: an interview on the terminal, and the facts file that it writes.
//!
//! Questions and verdicts go to standard error, so that standard output can take the file.

mod conversation;

use super::Exit;
use super::doctrine::Why;
use super::dossier::{Opened, open};
use super::options::{AskOptions, DossierOptions, Shared};
use super::output::{print, refuse_with};
use super::replace;
use super::style::{Stream, style_for};
use crate::base::{FileId, Lang, SourceFile, tr};
use crate::explain::text::{Layout, report_text};
use crate::facts::insert::start_of_file;
use crate::interview::{Interview, Setting};
use crate::model::ids::RuleId;
use crate::model::item::RuleKind;
use crate::project::{RootPlace, seen_from, shown};
use conversation::{Conversation, Ended};
use std::path::{Path, PathBuf};

pub(super) fn run(options: AskOptions, shared: &Shared) -> Exit {
    let output = options.output;
    // Going on with a file is naming it: its answers are not asked again.
    let resumed = output.as_ref().filter(|path| path.exists() && options.facts.is_none()).cloned();
    let dossier = DossierOptions {
        places: options.places,
        facts: options.facts.or(resumed),
        dataset: None,
        as_of: options.as_of,
        texts_as_of: None,
        known_by: None,
        source: None,
        scenario: None,
        only: Vec::new(),
        set: Vec::new(),
        strict: false,
    };
    let opened = match open(&dossier, shared) {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let lang = opened.lang;
    opened.print_problems(&opened.problems, shared);
    let file = match target(&opened, output, lang) {
        Ok(file) => file,
        Err(message) => return refuse_with(&message, lang),
    };
    let layout = Layout::of(style_for(Stream::Error, shared.color, shared.plain), lang);
    let mut conversation = Conversation::new(layout);
    conversation.say(&opened.choice.label(lang));
    let Some(goal) = goal(&opened, &mut conversation) else {
        return if opened.only.is_empty() { Exit::Done } else { Exit::No };
    };
    let text = match &opened.facts {
        Some(facts) => facts.text.to_string(),
        None => {
            let name = conversation.name();
            start_of_file(name.as_deref(), None, doctrine_from(&opened, file.as_deref()).as_deref(), lang)
        }
    };
    let mut sources = opened.analysis.sources.clone();
    let path = opened.facts.as_ref().map_or_else(String::new, |facts| facts.path.clone());
    let setting = Setting {
        engine: &opened.analysis.engine,
        sources: &opened.analysis.sources,
        goal,
        view: opened.view.clone(),
        lang,
        file: facts_file(&opened).unwrap_or_else(|| sources.add(SourceFile::new(path, text.clone()))),
    };
    let mut interview = match Interview::new(setting, text) {
        Ok(interview) => interview,
        Err(_) => {
            let message = tr!(lang;
                en: "the facts file has mistakes: mend them first, so that no answer is lost",
                fr: "le fichier de faits a des erreurs\u{a0}: corrigez-les d’abord, pour qu’aucune réponse ne se perde");
            refuse_with(&message, lang);
            return Exit::No;
        }
    };
    let ended = conversation.run(&mut interview, |text| file.as_deref().map_or(Ok(()), |path| save(path, text, lang)));
    if let Ended::CannotWrite(message) = &ended {
        // What was said is not lost with the file.
        print(interview.text());
        return refuse_with(message, lang);
    }
    let evaluation = interview.evaluation();
    let report = evaluation.report(None, interview.goal(), |_| true);
    conversation.say(&format!("\n{}", report_text(&evaluation, &report, layout).trim_end()));
    match &file {
        Some(path) if interview.answered() > 0 => {
            let path = shown(path);
            conversation.say(&tr!(lang; en: "\nwritten in {path}", fr: "\nécrit dans {path}"));
        }
        Some(_) => {}
        None => print(interview.text()),
    }
    Exit::Done
}

/// The file to write into: the one asked for, else the facts given; none for standard output.
fn target(opened: &Opened, output: Option<PathBuf>, lang: Lang) -> Result<Option<PathBuf>, String> {
    let facts = opened.facts.as_ref().map(|facts| facts.path.as_str());
    if facts == Some("-") {
        return Err(tr!(lang;
            en: "the answers come from standard input: give the facts as a file",
            fr: "les réponses viennent de l’entrée standard\u{a0}: donnez les faits dans un fichier"));
    }
    let Some(output) = output else { return Ok(facts.map(PathBuf::from)) };
    let is_same = |facts: &str| match (output.canonicalize(), Path::new(facts).canonicalize()) {
        (Ok(output), Ok(facts)) => output == facts,
        _ => false,
    };
    if output.exists() && !facts.is_some_and(is_same) {
        let output = shown(&output);
        return Err(tr!(lang;
            en: "{output} is there already: give it alone to go on with it, or another name to write",
            fr: "{output} existe déjà\u{a0}: donnez-le seul pour le reprendre, ou un autre nom à écrire"));
    }
    Ok(Some(output))
}

/// The file of the facts among the texts that diagnostics name.
fn facts_file(opened: &Opened) -> Option<FileId> {
    let path = &opened.facts.as_ref()?.path;
    opened.analysis.sources.iter().find(|(_, file)| file.path == *path).map(|(id, _)| id)
}

/// What is to be decided: the rules named, else one of the checklists that stand in no other.
fn goal(opened: &Opened, conversation: &mut Conversation) -> Option<Vec<RuleId>> {
    let lang = opened.lang;
    let evaluated = opened.evaluate();
    let evaluation = opened.evaluation(&evaluated);
    if !opened.only.is_empty() {
        let is_evaluated = |rule: &&RuleId| evaluation.outcome.rule(**rule).is_some();
        let goal: Vec<RuleId> = opened.only.iter().filter(is_evaluated).copied().collect();
        if goal.is_empty() {
            conversation.say(&tr!(lang;
                en: "what is named cannot be evaluated, because of errors",
                fr: "ce qui est nommé ne peut pas être évalué, à cause d’erreurs"));
            return None;
        }
        return Some(goal);
    }
    let report = opened.report(&evaluation, false);
    let program = &opened.analysis.engine.checked.program;
    let is_open = |rule: &RuleId| evaluation.outcome.rule(*rule).is_some_and(|one| !one.verdicts.is_decided());
    let roots = report.roots.iter().filter_map(|root| root.rule).filter(is_open);
    let (lists, single): (Vec<RuleId>, Vec<RuleId>) =
        roots.partition(|rule| program.rule(*rule).is_some_and(|rule| rule.kind == RuleKind::Checklist));
    // A doctrine without checklists is asked about whole.
    let offered = match lists.as_slice() {
        [] => return single.first().map(|_| single.clone()).or_else(|| nothing_open(conversation, lang)),
        [one] => return Some(vec![*one]),
        several => several,
    };
    let titles: Vec<String> =
        offered.iter().filter_map(|rule| program.rule(*rule)).map(|rule| rule.meta.label().to_string()).collect();
    let asked = tr!(lang; en: "What is to be decided?", fr: "Que faut-il décider\u{a0}?");
    conversation.choose(&asked, &titles).and_then(|rank| offered.get(rank)).map(|rule| vec![*rule])
}

fn nothing_open<T>(conversation: &mut Conversation, lang: Lang) -> Option<T> {
    conversation.say(&tr!(lang;
        en: "every verdict is decided: there is nothing to ask",
        fr: "tous les verdicts sont décidés\u{a0}: il n’y a rien à demander"));
    None
}

/// How a new facts file names its doctrine: by the path from that file; not at all for the shipped one.
fn doctrine_from(opened: &Opened, file: Option<&Path>) -> Option<String> {
    if opened.choice.why == Why::Shipped {
        return None;
    }
    let to = match &opened.analysis.project.root.place {
        RootPlace::Folder(path) | RootPlace::File(path) => path,
        RootPlace::Shipped(_) => return None,
    };
    let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
    let from = folder.unwrap_or(Path::new("."));
    Some(seen_from(from, to))
}

/// Writes the file after each answer: a cut loses none.
fn save(path: &Path, text: &str, lang: Lang) -> Result<(), String> {
    let written = if path.exists() { replace::replace(path, text) } else { std::fs::write(path, text) };
    written.map_err(|error| {
        let (path, why) = (shown(path), replace::reason(&error, lang));
        tr!(lang; en: "cannot write {path}: {why}", fr: "impossible d’écrire {path}\u{a0}: {why}")
    })
}
