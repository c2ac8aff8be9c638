//! A doctrine from its files to what can be evaluated: every stage in turn, all diagnostics together.

use super::kept::Kept;
use super::{DoctrineRoot, Project, RuleFile, load::Texts, uses::UseRequest};
use crate::base::{FileId, Lang, Loc, SourceFile, Sources};
use crate::check::check;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{Problem, RuleProblem};
use crate::eval::{Engine, tables};
use crate::format::declared_types;
use crate::model::{self, Input, Setting};
use crate::syntax::ast::{self, ItemKind};
use crate::syntax::{Parsed, parse, parse_given, parse_without_tests};
use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A doctrine, analysed. `sources` also takes the facts files read later, so that diagnostics show them.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub sources: Sources,
    pub project: Project,
    pub engine: Engine,
    pub diagnostics: Vec<Diagnostic>,
    /// The language most of the files are written in.
    pub lang: Option<Lang>,
}

/// Loads and analyses a doctrine with everything it uses.
pub fn analyse(root: &DoctrineRoot) -> Analysis {
    analyse_project(Project::load(root), |files| parse_all(files, parse))
}

/// The same with other texts than those on disk for some of the files.
pub fn analyse_as(root: &DoctrineRoot, texts: &Texts) -> Analysis {
    analyse_project(Project::load_as(root, texts.clone()), |files| parse_all(files, parse))
}

/// The same, keeping what is read of each file: a file whose text is the one read before is not read again.
pub fn analyse_kept(root: &DoctrineRoot, texts: &Texts, kept: &mut Kept) -> Analysis {
    let analysis = analyse_project(Project::load_as(root, texts.clone()), |files| kept.parse(files));
    kept.forget_others(&analysis.project);
    analysis
}

/// The same for evaluating dossiers, with settings such as `équipe.internes=2 ETP`, each the text of one given: tests are
/// not read, nor what is wrong in them.
pub fn analyse_without_tests(root: &DoctrineRoot, settings: &[String]) -> Analysis {
    analyse_asking(root, settings, None)
}

/// A condition that a call asks beside the rules: it becomes a definition of this name, which no rule can have.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub name: &'a str,
    pub condition: &'a str,
}

/// The same with a condition asked beside the rules.
pub fn analyse_asking(root: &DoctrineRoot, settings: &[String], asking: Option<Asking<'_>>) -> Analysis {
    let (project, parsed) = read_project(Project::load(root), |files| parse_all(files, parse_without_tests));
    let (sources, diagnostics) = (project.sources.clone(), project.diagnostics.clone());
    let mut analysis = analyse_parsed(project, sources, diagnostics, &parsed, settings, asking);
    // What only a test mentions is used.
    let is_unused = |problem: &Problem| matches!(problem, Problem::Rule(RuleProblem::Unused { .. }));
    analysis.diagnostics.retain(|diagnostic| !is_unused(&diagnostic.problem));
    analysis
}

/// How one file is read: whether its tests are.
type Parse = fn(FileId, &str, bool) -> Parsed;

/// `parse` reads the files it is given, one result for each.
fn analyse_project<P: Borrow<Parsed>>(project: Project, parse: impl FnMut(&[(&RuleFile, &str)]) -> Vec<P>) -> Analysis {
    let (project, parsed) = read_project(project, parse);
    let (sources, diagnostics) = (project.sources.clone(), project.diagnostics.clone());
    analyse_parsed(project, sources, diagnostics, &parsed, &[], None)
}

/// Reads every file of a doctrine and of those that it uses; each with the rank of its file.
pub(super) fn read_project<P: Borrow<Parsed>>(
    project: Project,
    mut parse: impl FnMut(&[(&RuleFile, &str)]) -> Vec<P>,
) -> (Project, Vec<(usize, P)>) {
    let mut trees: HashMap<FileId, P> = HashMap::new();
    let project = project.with_uses(|files| {
        let parsed = parse(files);
        let requests =
            files.iter().zip(&parsed).map(|((file, _), parsed)| requests(file.id, &parsed.borrow().file)).collect();
        trees.extend(files.iter().map(|(file, _)| file.id).zip(parsed));
        requests
    });
    let parsed: Vec<(usize, P)> = project
        .files
        .iter()
        .enumerate()
        .filter_map(|(rank, file)| trees.remove(&file.id).map(|parsed| (rank, parsed)))
        .collect();
    (project, parsed)
}

/// The stages after the parser. `sources` holds the texts of `parsed`, and `diagnostics` what was found before.
pub(super) fn analyse_parsed<P: Borrow<Parsed>>(
    project: Project,
    mut sources: Sources,
    mut diagnostics: Vec<Diagnostic>,
    parsed: &[(usize, P)],
    settings: &[String],
    asking: Option<Asking<'_>>,
) -> Analysis {
    for (_, parsed) in parsed {
        diagnostics.extend(parsed.borrow().diagnostics.iter().cloned());
    }
    let prefixes = prefixes(&project, parsed);
    let mut inputs: Vec<Input<'_>> = parsed
        .iter()
        .filter_map(|(rank, parsed)| {
            let file = project.files.get(*rank)?;
            let import = usize::try_from(file.import).unwrap_or(0);
            let prefix = prefixes.get(import).and_then(|prefix| prefix.as_deref());
            Some(Input { id: file.id, file: &parsed.borrow().file, prefix, imported: file.import != 0 })
        })
        .collect();
    let own = parsed.iter().filter(|(rank, _)| project.files.get(*rank).is_some_and(|file| file.import == 0));
    let lang = own.map(|(_, parsed)| parsed.borrow().file.lang).next();
    let asked = asking.map(|asking| read_asking(asking, lang.unwrap_or_default(), &mut sources, &mut diagnostics));
    inputs.extend(asked.iter().map(|(id, parsed)| Input {
        id: *id,
        file: &parsed.file,
        prefix: None,
        imported: false,
    }));
    let settings = read_settings(settings, lang.unwrap_or_default(), &mut sources, &mut diagnostics);
    let (program, problems) = model::build(&inputs, &settings, &sources);
    diagnostics.extend(problems);
    let (checked, problems) = check(program, &diagnostics);
    diagnostics.extend(problems);
    let mut engine = Engine::new(checked);
    let problems = tables::check(&engine);
    engine.checked.mark_unsound(&problems);
    diagnostics.extend(problems);
    Analysis { sources, engine, diagnostics, lang, project }
}

/// Texts shorter than this together are read at once: starting threads would take longer.
const WORTH_THREADS: usize = 64 * 1024;

/// Reads files at the same time, one after the other on each core. What comes out does not depend on how many there are.
pub(super) fn parse_all(files: &[(&RuleFile, &str)], parse: Parse) -> Vec<Arc<Parsed>> {
    read_all(files, |file, text| Arc::new(parse(file.id, text, file.literate)))
}

/// The same for whatever is made of each file.
pub(super) fn read_all<T: Send>(files: &[(&RuleFile, &str)], read: impl Fn(&RuleFile, &str) -> T + Sync) -> Vec<T> {
    let total: usize = files.iter().map(|(_, text)| text.len()).sum();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(files.len());
    let read = |(file, text): &(&RuleFile, &str)| read(file, text);
    if cores < 2 || total < WORTH_THREADS {
        return files.iter().map(read).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let ranks = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        let own = ranks.map_while(|rank| files.get(rank).map(|file| (rank, read(file))));
        own.collect::<Vec<(usize, T)>>()
    };
    let mut parsed: Vec<(usize, T)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..cores).map(|_| scope.spawn(work)).collect();
        let own = work();
        // A thread that panicked leaves its files unread: the panic goes on here, as if there were one thread.
        let joined = others.into_iter().flat_map(|other| match other.join() {
            Ok(parsed) => parsed,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        own.into_iter().chain(joined).collect()
    });
    parsed.sort_by_key(|(rank, _)| *rank);
    parsed.into_iter().map(|(_, parsed)| parsed).collect()
}

/// What the formatter must know of the doctrine of a file.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// The choices and records, those of the doctrines it uses included.
    pub types: HashSet<String>,
    /// The language of its first file.
    pub lang: Option<Lang>,
}

/// Reads a doctrine for its vocabulary alone.
pub fn vocabulary(root: &DoctrineRoot) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    Project::load_with_uses(root, |file, text| {
        let parsed = parse(file.id, text, file.literate).file;
        vocabulary.lang = vocabulary.lang.or(Some(parsed.lang));
        vocabulary.types.extend(declared_types(&parsed));
        requests(file.id, &parsed)
    });
    vocabulary
}

/// Puts a condition into a text of its own, on a line by itself, so that its mistakes are shown in it.
fn read_asking(
    Asking { name, condition }: Asking<'_>,
    lang: Lang,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (FileId, Parsed) {
    let head = match lang {
        Lang::En => format!("define `{name}` : yes/no ="),
        Lang::Fr => format!("définition `{name}` : oui/non ="),
    };
    let text = format!("{head}\n  {}\n", condition.replace(['\n', '\r'], " "));
    let file = sources.add(SourceFile::new(name, text.as_str()));
    let parsed = parse(file, &text, false);
    diagnostics.extend(parsed.diagnostics.iter().cloned());
    (file, parsed)
}

/// Parses each setting in a text of its own, so that its mistakes are shown in it.
fn read_settings(
    settings: &[String],
    lang: Lang,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Setting> {
    let mut read = Vec::new();
    for text in settings {
        let file = sources.add(SourceFile::new("--set", text.as_str()));
        let (given, problems) = parse_given(file, text, lang);
        diagnostics.extend(problems);
        read.extend(given.map(|given| Setting { file, lang, given }));
    }
    read
}

/// The doctrines that a file asks for.
fn requests(id: FileId, file: &ast::File) -> Vec<UseRequest> {
    file.items
        .iter()
        .filter(|item| item.kind == ItemKind::Use)
        .filter_map(|item| {
            let path = item.title.as_ref()?;
            Some(UseRequest { target: path.text.clone(), at: Loc::new(id, path.span) })
        })
        .collect()
}

/// The name each import was brought in under, by its rank; 0 is the doctrine itself.
pub(super) fn prefixes<P: Borrow<Parsed>>(project: &Project, parsed: &[(usize, P)]) -> Vec<Option<String>> {
    let mut prefixes: Vec<Option<String>> = vec![None; project.imports.len() + 1];
    for used in &project.uses {
        let name = parsed.iter().flat_map(|(_, parsed)| &parsed.borrow().file.items).find_map(|item| {
            let path = item.title.as_ref()?;
            (item.kind == ItemKind::Use && path.span == used.at.span).then_some(item.name.as_ref())?
        });
        let import = usize::try_from(used.import).unwrap_or(0);
        if let (Some(name), Some(place)) = (name, prefixes.get_mut(import)) {
            *place = Some(name.text.clone());
        }
    }
    prefixes
}
