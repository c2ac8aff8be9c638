//! What may be written next, and what is known of what was just written.

use super::entry::{self, Kind};
use super::line::left_side;
use super::{Named, Session};
use crate::base::{name, tr};
use crate::model::ValueRef;
use crate::model::item::Fact;
use crate::model::ty::Type;
use crate::repl::commands::{COMMANDS, Meant, Takes, meant, purpose, spelled, split_command, usage};
use crate::syntax::keyword::{KEYWORDS, Role};
use std::path::Path;

/// What may stand from `start` on, up to the cursor.
#[derive(Clone, Debug, Default)]
pub struct Completion {
    pub start: usize,
    pub candidates: Vec<Candidate>,
}

/// One thing that may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub text: String,
    /// With its title.
    pub shown: String,
}

/// What is shown behind the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub shown: String,
}

/// So many are offered.
const MOST: usize = 200;

impl Session {
    /// What may stand at the cursor of a line; accents are optional.
    pub fn complete(&self, line: &str, cursor: usize) -> Completion {
        let Some(before) = line.get(..cursor) else { return Completion::default() };
        if self.asking.is_some() && !before.starts_with(entry::COMMAND) {
            return self.complete_answer(before);
        }
        if before.starts_with(entry::COMMAND) && !before.contains('\n') {
            return self.complete_command(before);
        }
        let start = word_start(before);
        let (head, word) = before.split_at_checked(start).unwrap_or(("", before));
        let fitting = chosen(start, word, self.fitting(head));
        if !fitting.candidates.is_empty() {
            return fitting;
        }
        let mut found = self.names(|_| true);
        found.extend(self.keywords(head));
        chosen(start, word, found)
    }

    /// What alone makes sense after a text: the values of the fact told, the units of the number written.
    fn fitting(&self, head: &str) -> Vec<Candidate> {
        let mut found = self.values_after(head);
        found.extend(self.units_after(head));
        found
    }

    /// Choice values by their names.
    fn complete_answer(&self, before: &str) -> Completion {
        let program = &self.live.analysis.engine.checked.program;
        let fact = self.asking.and_then(|fact| program.fact(fact));
        chosen(0, before, fact.map(|fact| self.values_of(fact)).unwrap_or_default())
    }

    fn complete_command(&self, before: &str) -> Completion {
        let Some((word, _, at)) = split_command(before) else { return Completion::default() };
        if !before.contains(char::is_whitespace) {
            let names = self.command_names();
            return chosen(1, word, names);
        }
        let Meant::One(command) = meant(word, self.lang) else { return Completion::default() };
        let takes = COMMANDS.iter().find(|row| row.command == command).map_or(Takes::Nothing, |row| row.takes);
        let start = word_start(before).max(at);
        let (head, word) = before.split_at_checked(start).unwrap_or(("", before));
        match takes {
            Takes::Nothing | Takes::Date => Completion::default(),
            Takes::Command => chosen(start, word, self.command_names()),
            Takes::Files => files(before, at),
            Takes::Name => chosen(start, word, self.names(|_| true)),
            Takes::Fact => chosen(
                start,
                word,
                self.names(|one| {
                    matches!(one, Named::Value(ValueRef::Fact(_) | ValueRef::Group(_) | ValueRef::Milestone(_)))
                }),
            ),
            Takes::Rule | Takes::Text => {
                chosen(start, word, self.names(|one| matches!(one, Named::Value(ValueRef::Rule(_)))))
            }
            Takes::Scenario => {
                let options = self.live.dossier.options.iter().map(|option| plain(&option.name));
                let scenarios = self.names(|one| matches!(one, Named::Value(ValueRef::Scenario(_))));
                chosen(start, word, options.chain(scenarios).collect())
            }
            Takes::Expression => {
                // Each part after a comma is told by itself.
                let part = head.rsplit(',').next().unwrap_or(head);
                let part = part.get(if part.len() == head.len() { at } else { 0 }..).unwrap_or(part);
                let fitting = chosen(start, word, self.fitting(part));
                match fitting.candidates.is_empty() {
                    true => chosen(start, word, self.names(|_| true)),
                    false => fitting,
                }
            }
        }
    }

    fn command_names(&self) -> Vec<Candidate> {
        let own = COMMANDS.iter().map(|row| (row.name(self.lang), row.command));
        let other =
            COMMANDS.iter().filter(|row| row.en != row.fr).map(|row| (row.name(self.lang.other()), row.command));
        own.chain(other)
            .map(|(name, command)| Candidate {
                text: name.to_string(),
                shown: format!("{name} — {}", purpose(command, self.lang)),
            })
            .collect()
    }

    /// The names of the doctrine with their titles.
    fn names(&self, wanted: impl Fn(Named) -> bool) -> Vec<Candidate> {
        let names = self.all_names().into_iter().filter(|(_, named)| wanted(*named));
        names
            .map(|(name, named)| Candidate { shown: titled(&name, self.title_of(named)), text: spelled(&name) })
            .collect()
    }

    fn title_of(&self, named: Named) -> Option<&str> {
        let program = &self.live.analysis.engine.checked.program;
        match named {
            Named::Value(ValueRef::Fact(id)) => program.fact(id)?.decl.title.as_deref(),
            Named::Value(value) => program.meta(value)?.title.as_deref(),
            Named::Choice(id) => program.choice(id)?.meta.title.as_deref(),
            Named::Record(id) => program.record(id)?.meta.title.as_deref(),
            Named::Source(id) => program.source(id)?.meta.title.as_deref(),
            Named::Actor(id) => program.actor(id)?.meta.title.as_deref(),
        }
    }

    /// The values that may follow what a fact is compared with or told by: `équipe.pilotage = `.
    fn values_after(&self, head: &str) -> Vec<Candidate> {
        let program = &self.live.analysis.engine.checked.program;
        let fact = left_side(head)
            .filter(|(_, equals)| head.get(equals.end as usize..).is_some_and(|rest| rest.trim().is_empty()));
        let name = fact.map(|(name, _)| name).or_else(|| compared(head));
        let fact = name.and_then(|name| program.find_fact(&name)).and_then(|fact| program.fact(fact));
        fact.map(|fact| self.values_of(fact)).unwrap_or_default()
    }

    fn values_of(&self, fact: &Fact) -> Vec<Candidate> {
        let program = &self.live.analysis.engine.checked.program;
        match &fact.decl.ty {
            Type::Choice(id) => {
                let values = program.choice(*id).map(|choice| choice.values.as_slice()).unwrap_or_default();
                values
                    .iter()
                    .map(|value| Candidate {
                        shown: titled(&value.name, value.title.as_deref()),
                        text: spelled(&value.name),
                    })
                    .collect()
            }
            Type::Bool => [tr!(self.lang; en: "yes", fr: "oui"), tr!(self.lang; en: "no", fr: "non")]
                .iter()
                .map(|word| plain(word))
                .collect(),
            Type::Actor => program
                .actors
                .iter()
                .map(|actor| Candidate {
                    shown: titled(&actor.meta.name, actor.meta.title.as_deref()),
                    text: spelled(&actor.meta.name),
                })
                .collect(),
            Type::Error
            | Type::Number
            | Type::Integer
            | Type::Percent
            | Type::Ratio
            | Type::Quantity(_)
            | Type::Text
            | Type::Date
            | Type::Record(_)
            | Type::List(_) => Vec::new(),
        }
    }

    /// The units, after a number.
    fn units_after(&self, head: &str) -> Vec<Candidate> {
        let number = head.trim_end().chars().next_back().is_some_and(|last| last.is_ascii_digit());
        if !number || !head.ends_with(char::is_whitespace) {
            return Vec::new();
        }
        let mut units: Vec<&str> = self.live.analysis.engine.checked.program.units.spellings().collect();
        units.push("%");
        units.into_iter().map(plain).collect()
    }

    /// The words of the language that may open a line, or stand in it.
    fn keywords(&self, head: &str) -> Vec<Candidate> {
        let opens = head.trim().is_empty();
        let in_item = entry::kind(head) == Kind::Item;
        let wanted = |role: Role| match role {
            Role::Item => opens && head.is_empty(),
            Role::Clause | Role::Force => in_item,
            Role::Part | Role::Type | Role::Verdict | Role::State => !opens && in_item,
            Role::Operator | Role::Literal => !opens,
            Role::Prefix => true,
        };
        let words =
            KEYWORDS.iter().filter(|keyword| wanted(keyword.role)).map(|keyword| plain(&keyword.canonical(self.lang)));
        words.collect()
    }

    /// What is known of the name before the cursor: its type, its unit, its title; of a command, what follows it.
    pub fn hint(&self, line: &str) -> Option<Hint> {
        if self.asking.is_some() {
            return None;
        }
        if line.starts_with(entry::COMMAND) {
            let (word, rest, _) = split_command(line)?;
            let Meant::One(command) = meant(word, self.lang) else { return None };
            let after = usage(command, self.lang);
            let (_, after) = after.split_once(' ')?;
            let known = COMMANDS.iter().any(|row| [row.en, row.fr].map(name::fold).contains(&name::fold(word)));
            if known && rest.is_empty() {
                let gap = if line.ends_with(' ') { "" } else { " " };
                return Some(Hint { shown: format!("{gap}{after}") });
            }
        }
        let program = &self.live.analysis.engine.checked.program;
        if let Some((name, equals)) = left_side(line)
            && line.get(equals.end as usize..).is_some_and(|rest| rest.trim().is_empty())
        {
            let fact = program.fact(program.find_fact(&name)?)?;
            let gap = if line.ends_with(' ') { "" } else { " " };
            return Some(Hint { shown: format!("{gap}{}", self.type_words(&fact.decl.ty)) });
        }
        let word = line.get(word_start(line)..)?;
        let value = *program.values.get(word.trim_matches('`'))?;
        let (ty, title) = match value {
            ValueRef::Fact(id) => {
                let fact = program.fact(id)?;
                (Some(self.type_words(&fact.decl.ty)), fact.decl.title.clone())
            }
            ValueRef::Derived(id) => {
                let derived = program.derived_item(id)?;
                (Some(self.type_words(&derived.ty)), derived.meta.title.clone())
            }
            ValueRef::Group(_)
            | ValueRef::Rule(_)
            | ValueRef::Scenario(_)
            | ValueRef::Body(_)
            | ValueRef::Milestone(_)
            | ValueRef::Uncoded(_) => (None, program.meta(value)?.title.clone()),
        };
        let parts: Vec<String> = ty.into_iter().chain(title).collect();
        (!parts.is_empty()).then(|| Hint { shown: format!("  {}", parts.join(" — ")) })
    }
}

/// `équipe.pilotage est `: the name before the word that compares.
fn compared(head: &str) -> Option<String> {
    let trimmed = head.trim_end();
    let before =
        ["n'est pas", "n’est pas", "is not", "est", "is", "="].iter().find_map(|word| trimmed.strip_suffix(word))?;
    let before = before.trim_end();
    (before.len() < trimmed.len()).then(|| before.get(word_start(before)..).map(str::to_string))?
}

/// Where the name that ends a text begins.
fn word_start(text: &str) -> usize {
    if let Some(open) = text.rfind('`')
        && text.matches('`').count() % 2 == 1
    {
        return open;
    }
    text.rfind(|letter: char| {
        !(letter.is_alphanumeric()
            || matches!(letter, '_' | '.' | '-' | '%' | '€' | '`')
            || ('\u{300}'..='\u{36f}').contains(&letter))
    })
    .map_or(0, |at| at + text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8))
}

/// Those that begin with the word, accents and case left out; else those that hold it. Each once, in their order.
fn chosen(start: usize, word: &str, found: Vec<Candidate>) -> Completion {
    let folded = name::fold(word.trim_start_matches('`'));
    let bare = |one: &Candidate| name::fold(one.text.trim_start_matches('`'));
    let mut kept: Vec<Candidate> = found.iter().filter(|one| bare(one).starts_with(&folded)).cloned().collect();
    if kept.is_empty() && folded.chars().count() > 1 {
        kept = found.into_iter().filter(|one| bare(one).contains(&folded)).collect();
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    for one in kept {
        if candidates.len() < MOST && !candidates.iter().any(|known| known.text == one.text) {
            candidates.push(one);
        }
    }
    Completion { start, candidates }
}

fn plain(text: &str) -> Candidate {
    Candidate { text: text.to_string(), shown: text.to_string() }
}

fn titled(name: &str, title: Option<&str>) -> String {
    match title {
        Some(title) => format!("{name} — {title}"),
        None => name.to_string(),
    }
}

/// Files and folders after a command.
fn files(before: &str, at: usize) -> Completion {
    let typed = before.get(at..).unwrap_or("");
    // Only the last of several, which may stand between quotation marks.
    let cut = typed.rfind(char::is_whitespace).map_or(0, |blank| blank + 1);
    let open = typed.rfind('"').filter(|_| typed.matches('"').count() % 2 == 1);
    let (start, quoted) = open.map_or((at + cut, false), |open| (at + open, true));
    let written = before.get(start..).unwrap_or("").trim_start_matches('"');
    let (folder, prefix) = written.rsplit_once('/').map_or(("", written), |(folder, rest)| (folder, rest));
    let absolute = written.starts_with('/') && folder.is_empty();
    let place = if absolute {
        Path::new("/")
    } else if folder.is_empty() {
        Path::new(".")
    } else {
        Path::new(folder)
    };
    let lead = if absolute {
        String::from("/")
    } else if folder.is_empty() {
        String::new()
    } else {
        format!("{folder}/")
    };
    let wanted = name::fold(prefix);
    let mut names: Vec<(String, bool)> = std::fs::read_dir(place)
        .map(|entries| {
            entries
                .flatten()
                .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()))
                .collect()
        })
        .unwrap_or_default();
    names.retain(|(name, _)| {
        name::fold(name).starts_with(&wanted) && (!name.starts_with('.') || prefix.starts_with('.'))
    });
    names.sort();
    let candidates = names.into_iter().take(MOST).map(|(name, is_folder)| {
        let end = if is_folder { "/" } else { "" };
        let path = format!("{lead}{name}{end}");
        let text =
            if quoted || path.contains(' ') { format!("\"{path}{}", if is_folder { "" } else { "\"" }) } else { path };
        Candidate { text, shown: format!("{name}{end}") }
    });
    Completion { start, candidates: candidates.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_names_before_the_cursor() {
        assert_eq!(word_start("équipe.int"), 0);
        assert_eq!(word_start("1 + équipe.int"), 4);
        assert_eq!(word_start("(é"), 1);
        assert_eq!(compared("équipe.pilotage est ").as_deref(), Some("équipe.pilotage"));
        assert_eq!(compared("équipe.pilotage "), None);
    }

    #[test]
    fn accents_are_optional() {
        let found = chosen(0, "regl", vec![plain("règles"), plain("réglage"), plain("autre")]);
        assert_eq!(found.candidates, [plain("règles"), plain("réglage")]);
        assert_eq!(chosen(0, "gla", vec![plain("règles"), plain("réglage")]).candidates, [plain("réglage")]);
    }
}
