//! Which doctrine and which facts a session works with, on which day, under which scenario.

use super::{Asked, Command};
use crate::base::{Date, Lang, name, tr};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{FilesProblem, Problem};
use crate::eval::words::date_text;
use crate::facts::dossier::header;
use crate::facts::read::LIMIT;
use crate::project::{
    DoctrineRoot, Reading, RootPlace, doctrines_for, holds_rules, is_rules_path, near, resolve_named_by_facts, shown,
};
use crate::repl::session::{FactsText, Looks, Reply, Session};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What `:load` was given, read.
#[derive(Default)]
struct Loaded {
    rules: Option<(DoctrineRoot, String)>,
    facts: Option<FactsText>,
}

impl Session {
    pub(super) fn load(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let paths: Vec<PathBuf> = asked.words().iter().map(PathBuf::from).collect();
        if paths.is_empty() {
            return self.wants(Command::Load);
        }
        let loaded = match self.read_places(&paths) {
            Ok(loaded) => loaded,
            Err(message) => return self.refused(&message),
        };
        self.remember();
        if let Some((root, label)) = loaded.rules {
            if !is_same_place(&root.place, &self.state.reading.root().place) {
                self.state.items.clear();
            }
            self.state.reading = Arc::new(Reading::new(&root));
            self.state.label = label;
        }
        if let Some(facts) = loaded.facts {
            // What was told of another dossier says nothing of this one.
            self.state.assigned.clear();
            self.state.facts = Some(Arc::new(facts));
        }
        let problems = self.rebuild();
        self.first = Arc::new(self.live.verdicts());
        let label = self.label();
        self.told_wrong(problems, looks).then(&format!("{label}\n")).then(&self.count_line())
    }

    /// The errors among what was found.
    fn told_wrong(&self, problems: Vec<Diagnostic>, looks: &Looks) -> Reply {
        let errors: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
        self.refusal(&errors, looks)
    }

    fn read_places(&self, paths: &[PathBuf]) -> Result<Loaded, String> {
        let lang = self.lang;
        let mut loaded = Loaded::default();
        for path in paths {
            if !path.exists() {
                let problem = FilesProblem::PathNotFound { path: shown(path), suggestion: near(path) };
                return Err(said(Problem::Files(problem), lang));
            }
            if is_rules_path(path) || path.is_dir() && holds_rules(path) {
                loaded.rules = Some((self.one_doctrine(path)?, self.label_of(path)));
            } else {
                loaded.facts = Some(read_facts(path, lang)?);
            }
        }
        let named = loaded.facts.as_ref().filter(|_| loaded.rules.is_none()).and_then(|facts| {
            let (target, _) = header(crate::base::FileId(u32::MAX), &facts.text).doctrine?;
            Some((PathBuf::from(&facts.path).parent().map(Path::to_path_buf).unwrap_or_default(), target))
        });
        if let Some((folder, target)) = named {
            let roots =
                resolve_named_by_facts(&folder, &target).map_err(|problem| said(Problem::Files(problem), lang))?;
            if let [root] = roots.as_slice()
                && !is_same_place(&root.place, &self.state.reading.root().place)
            {
                let name = root.label();
                let label = tr!(lang;
                    en: "doctrine {name} (named by the facts file)",
                    fr: "doctrine {name} (nommée par le fichier de faits)");
                loaded.rules = Some((root.clone(), label));
            }
        }
        Ok(loaded)
    }

    fn one_doctrine(&self, path: &Path) -> Result<DoctrineRoot, String> {
        let lang = self.lang;
        let roots = doctrines_for(path).map_err(|problem| said(Problem::Files(problem), lang))?;
        match roots.as_slice() {
            [one] => Ok(one.clone()),
            several => {
                let names = several.iter().map(DoctrineRoot::label).collect::<Vec<_>>().join(", ");
                Err(tr!(lang;
                    en: "several doctrines here: {names}; name one",
                    fr: "plusieurs doctrines ici\u{a0}: {names}\u{a0}; nommez-en une"))
            }
        }
    }

    fn label_of(&self, path: &Path) -> String {
        let place = shown(path);
        let root = doctrines_for(path).ok().and_then(|roots| roots.into_iter().next());
        match root.and_then(|root| root.name) {
            Some(name) => tr!(self.lang; en: "doctrine {name} ({place})", fr: "doctrine {name} ({place})"),
            None => tr!(self.lang; en: "rules without a doctrine ({place})", fr: "règles sans doctrine ({place})"),
        }
    }

    /// Reads the files again; what was typed stays.
    pub(super) fn reload(&mut self, looks: &Looks) -> Reply {
        let facts = self.state.facts.clone().filter(|facts| facts.path != "-");
        let read = facts.map(|facts| read_facts(Path::new(&facts.path), self.lang)).transpose();
        let read = match read {
            Ok(read) => read,
            Err(message) => return self.refused(&message),
        };
        let before = self.remember();
        self.state.reading = Arc::new(Reading::new(self.state.reading.root()));
        if let Some(read) = read {
            self.state.facts = Some(Arc::new(read));
        }
        let problems = self.rebuild();
        let moved = self.moved(&before, looks);
        self.told_wrong(problems, looks).then(&moved)
    }

    /// The day of the evaluation, of the texts, or of what was known.
    pub(super) fn look_on(&mut self, command: Command, asked: Asked<'_>, looks: &Looks) -> Reply {
        if asked.rest.is_empty() {
            return Reply::of(self.day_line(command));
        }
        let folded = name::fold(asked.rest);
        let day = match folded.as_str() {
            "aujourd'hui" | "today" => Some(Date::today()),
            "aucun" | "none" => None,
            _ => match Date::parse(asked.rest) {
                Some(day) => Some(day),
                None => {
                    let written = self.lang.quoted(asked.rest);
                    let message = tr!(self.lang;
                        en: "{written} is not a day; write it as 2024-10-01",
                        fr: "{written} n’est pas un jour\u{a0}; écrivez-le comme 2024-10-01");
                    return self.refused(&message);
                }
            },
        };
        let before = self.remember();
        match command {
            Command::TextsAsOf => self.state.texts_as_of = day,
            Command::KnownBy => self.state.known_by = day,
            _ => self.state.as_of = day,
        }
        self.settle_view();
        Reply::of(self.moved(&before, looks))
    }

    fn day_line(&self, command: Command) -> String {
        let (lang, view) = (self.lang, &self.live.view);
        let line = match command {
            Command::TextsAsOf => {
                let day = date_text(view.texts_as_of, lang);
                tr!(lang; en: "the texts of {day}", fr: "les textes du {day}")
            }
            Command::KnownBy => match view.known_by {
                Some(day) => {
                    let day = date_text(day, lang);
                    tr!(lang; en: "what was known by {day}", fr: "ce qui était connu au {day}")
                }
                None => tr!(lang; en: "all that is known", fr: "tout ce qui est connu"),
            },
            _ => {
                let day = date_text(view.as_of, lang);
                tr!(lang; en: "as of {day}", fr: "au {day}")
            }
        };
        line + "\n"
    }

    fn settle_view(&mut self) {
        let state = self.state.clone();
        self.live.settle(&state, self.lang);
    }

    /// Looks at the dossier under an option or a scenario; without a name, says which there are.
    pub(super) fn look_under(&mut self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let program = &self.live.analysis.engine.checked.program;
        if asked.rest.is_empty() {
            let options: String = self
                .live
                .dossier
                .options
                .iter()
                .map(|option| {
                    let of = option
                        .scenario
                        .and_then(|rank| program.scenarios.get(rank))
                        .map(|one| format!(" ({})", one.meta.name));
                    format!("{}{}\n", option.name, of.unwrap_or_default())
                })
                .collect();
            let scenarios: String = (0..program.scenarios.len()).map(|rank| self.scenario_line(rank)).collect();
            let text = options + &scenarios;
            return match text.is_empty() {
                true => Reply::of(tr!(self.lang; en: "there is no scenario", fr: "il n’y a aucun scénario") + "\n"),
                false => Reply::of(text),
            };
        }
        let under = match name::fold(asked.rest).as_str() {
            "aucun" | "none" => None,
            _ => match self.live.dossier.under(program, asked.rest) {
                Ok(_) => Some(asked.rest.to_string()),
                Err(suggestion) => return self.refused(&self.unknown_scenario(asked.rest, suggestion)),
            },
        };
        let before = self.remember();
        self.state.under = under;
        self.settle_view();
        Reply::of(self.moved(&before, looks))
    }

    fn unknown_scenario(&self, wanted: &str, suggestion: Option<String>) -> String {
        let (lang, wanted) = (self.lang, self.lang.quoted(wanted));
        let text = tr!(lang;
            en: "neither an option of the dossier nor a scenario is called {wanted}",
            fr: "aucune option du dossier ni aucun scénario ne s’appelle {wanted}");
        let near = suggestion.map(|near| {
            let near = lang.quoted(&near);
            tr!(lang; en: "; did you mean {near}?", fr: "\u{a0}; vouliez-vous dire {near}\u{a0}?")
        });
        text + &near.unwrap_or_default()
    }
}

/// Whether two places are one, whatever leads to it.
fn is_same_place(one: &RootPlace, other: &RootPlace) -> bool {
    let real = |place: &RootPlace| match place {
        RootPlace::Folder(path) | RootPlace::File(path) => path.canonicalize().ok(),
        RootPlace::Shipped(_) => None,
    };
    one == other || real(one).is_some_and(|path| Some(path) == real(other))
}

/// A problem as a sentence, with what to do.
fn said(problem: Problem, lang: Lang) -> String {
    let help = problem.help(lang).map(|help| format!(" ({help})")).unwrap_or_default();
    problem.message(lang) + &help
}

/// The text of a facts file.
pub(super) fn read_facts(path: &Path, lang: Lang) -> Result<FactsText, String> {
    let name = shown(path);
    let cannot = |reason: String| tr!(lang; en: "{name} cannot be read: {reason}", fr: "{name} ne peut pas être lu\u{a0}: {reason}");
    if !path.is_file() {
        return Err(cannot(tr!(lang; en: "it is no file", fr: "ce n’est pas un fichier")));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(|error| cannot(error.to_string()))?;
    file.take(LIMIT as u64 + 1).read_to_end(&mut bytes).map_err(|error| cannot(error.to_string()))?;
    if bytes.len() > LIMIT {
        return Err(cannot(tr!(lang; en: "it is too large for one dossier", fr: "il est trop gros pour un dossier")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| cannot(tr!(lang; en: "it is not text in UTF-8", fr: "ce n’est pas du texte en UTF-8")))?;
    Ok(FactsText { path: name, text: Arc::from(text) })
}
