//! The lines that begin with a colon: what they are called in both languages, and what each does.

mod help;
mod look;
mod places;
mod said;
mod save;
mod testing;
mod watch;
mod whether;

use super::session::{Looks, Reply, Session};
use crate::base::{Lang, name, tr};
pub use help::{purpose, usage};
pub use watch::Stamps;
pub use whether::spelled;

/// What a line can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Load,
    Reload,
    Watch,
    Facts,
    Forget,
    Rules,
    Show,
    Verdicts,
    Why,
    WhatIf,
    ToPass,
    Missing,
    Ask,
    Scenario,
    AsOf,
    TextsAsOf,
    KnownBy,
    Undo,
    Type,
    Test,
    Run,
    Save,
    Export,
    Format,
    Quit,
}

impl Command {
    /// What it is called in a language.
    pub fn name(self, lang: Lang) -> &'static str {
        COMMANDS.iter().find(|row| row.command == self).map_or("", |row| row.name(lang))
    }
}

/// What may follow a command: for its help, and for completing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    Nothing,
    Command,
    Files,
    /// The name of anything.
    Name,
    Fact,
    Rule,
    Scenario,
    Date,
    Expression,
    Text,
}

/// One row of the table of commands.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub command: Command,
    pub en: &'static str,
    pub fr: &'static str,
    pub takes: Takes,
}

const fn row(command: Command, en: &'static str, fr: &'static str, takes: Takes) -> Row {
    Row { command, en, fr, takes }
}

/// Every command, in the order of the help.
pub const COMMANDS: [Row; 26] = [
    row(Command::Help, "help", "aide", Takes::Command),
    row(Command::Facts, "facts", "faits", Takes::Fact),
    row(Command::Forget, "forget", "oublier", Takes::Name),
    row(Command::Undo, "undo", "annuler", Takes::Nothing),
    row(Command::Ask, "ask", "question", Takes::Fact),
    row(Command::Missing, "missing", "manque", Takes::Rule),
    row(Command::Verdicts, "verdicts", "verdicts", Takes::Rule),
    row(Command::Why, "why", "pourquoi", Takes::Rule),
    row(Command::WhatIf, "what-if", "et-si", Takes::Expression),
    row(Command::ToPass, "to-pass", "pour-passer", Takes::Rule),
    row(Command::AsOf, "as-of", "au", Takes::Date),
    row(Command::TextsAsOf, "texts-as-of", "textes-au", Takes::Date),
    row(Command::KnownBy, "known-by", "connu-au", Takes::Date),
    row(Command::Scenario, "scenario", "scénario", Takes::Scenario),
    row(Command::Rules, "rules", "règles", Takes::Text),
    row(Command::Show, "show", "voir", Takes::Name),
    row(Command::Type, "type", "type", Takes::Expression),
    row(Command::Format, "format", "format", Takes::Name),
    row(Command::Test, "test", "test", Takes::Text),
    row(Command::Run, "run", "lancer", Takes::Text),
    row(Command::Save, "save", "enregistrer", Takes::Files),
    row(Command::Export, "export", "exporter", Takes::Files),
    row(Command::Load, "load", "charger", Takes::Files),
    row(Command::Reload, "reload", "recharger", Takes::Nothing),
    row(Command::Watch, "watch", "surveiller", Takes::Nothing),
    row(Command::Quit, "quit", "quitter", Takes::Nothing),
];

impl Row {
    pub fn name(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }
}

/// What a word after the colon stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    One(Command),
    /// It begins several; their names.
    Several(Vec<&'static str>),
    /// It begins none; one that is like it.
    None(Option<&'static str>),
}

/// A name in either language, whole or shortened as long as it begins one command alone; accents are optional.
pub fn meant(word: &str, lang: Lang) -> Meant {
    let folded = name::fold(word);
    let names = |row: &Row| [row.en, row.fr].map(name::fold);
    if folded == "?" {
        return Meant::One(Command::Help);
    }
    if let Some(row) = COMMANDS.iter().find(|row| names(row).contains(&folded)) {
        return Meant::One(row.command);
    }
    let begins = |name: &str| !folded.is_empty() && name::fold(name).starts_with(&folded);
    let found: Vec<&Row> = COMMANDS.iter().filter(|row| begins(row.en) || begins(row.fr)).collect();
    // Somebody who writes in one language means the names of that language first.
    let own: Vec<&Row> = found.iter().copied().filter(|row| begins(row.name(lang))).collect();
    match (own.as_slice(), found.as_slice()) {
        ([only], _) | ([], [only]) => Meant::One(only.command),
        ([], []) => {
            let all: Vec<&str> = COMMANDS.iter().flat_map(|row| [row.name(lang), row.name(lang.other())]).collect();
            Meant::None(
                name::did_you_mean(word, all.iter().copied())
                    .and_then(|near| all.iter().copied().find(|one| *one == near)),
            )
        }
        ([], several) => Meant::Several(several.iter().map(|row| row.name(lang.other())).collect()),
        (several, _) => Meant::Several(several.iter().map(|row| row.name(lang)).collect()),
    }
}

/// The word after the colon of a line, and the rest with where it begins.
pub fn split_command(line: &str) -> Option<(&str, &str, usize)> {
    let after = line.strip_prefix(':')?;
    let word_end = after.find(char::is_whitespace).unwrap_or(after.len());
    let (word, rest) = after.split_at_checked(word_end)?;
    let trimmed = rest.trim_start();
    Some((word, trimmed.trim_end(), line.len() - trimmed.len()))
}

/// A command of a line, and what follows it.
#[derive(Clone, Copy, Debug)]
struct Asked<'l> {
    line: &'l str,
    rest: &'l str,
    /// Where the rest begins in the line.
    at: usize,
}

impl Asked<'_> {
    /// The line with blanks where the command stands: what is read in it keeps its place.
    fn masked(&self) -> String {
        format!("{}{}", " ".repeat(self.at), self.line.get(self.at..).unwrap_or(""))
    }

    /// The rest in words; what stands between quotation marks is one.
    fn words(&self) -> Vec<String> {
        words(self.rest)
    }
}

/// A text in words; what stands between quotation marks is one.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut closes, mut any) = (String::new(), None, false);
    for character in text.chars() {
        match (closes, character) {
            (Some(mark), one) if mark == one => closes = None,
            (Some(_), one) => word.push(one),
            (None, '«') => (closes, any) = (Some('»'), true),
            (None, '“') => (closes, any) = (Some('”'), true),
            (None, '"') => (closes, any) = (Some('"'), true),
            (None, one) if one.is_whitespace() => {
                if any || !word.is_empty() {
                    words.push(std::mem::take(&mut word).trim().to_string());
                }
                any = false;
            }
            (None, one) => word.push(one),
        }
    }
    if any || !word.is_empty() {
        words.push(word.trim().to_string());
    }
    words
}

impl Session {
    /// Does what a line that begins with a colon asks.
    pub(super) fn command(&mut self, line: &str, looks: &Looks) -> Reply {
        let Some((word, rest, at)) = split_command(line) else { return Reply::default() };
        let asked = Asked { line, rest, at };
        match meant(word, self.lang) {
            Meant::One(command) => self.run(command, asked, looks),
            other => self.misnamed(word, other),
        }
    }

    /// What may have been meant by a word that is no command.
    fn misnamed(&self, word: &str, meant: Meant) -> Reply {
        match meant {
            Meant::One(command) => self.wants(command),
            Meant::Several(names) => {
                let names = names.iter().map(|name| format!(":{name}")).collect::<Vec<_>>().join(", ");
                let message = tr!(self.lang;
                    en: ":{word} begins several commands: {names}",
                    fr: ":{word} est le début de plusieurs commandes\u{a0}: {names}");
                self.refused(&message)
            }
            Meant::None(near) => {
                let text = tr!(self.lang;
                    en: "no command is called :{word}",
                    fr: "aucune commande ne s’appelle :{word}");
                let near = near.map(|near| {
                    tr!(self.lang; en: "; did you mean :{near}?", fr: "\u{a0}; vouliez-vous dire :{near}\u{a0}?")
                });
                let help = tr!(self.lang; en: " (:help lists them)", fr: " (:aide les donne toutes)");
                self.refused(&format!("{text}{}", near.unwrap_or(help)))
            }
        }
    }

    fn run(&mut self, command: Command, asked: Asked<'_>, looks: &Looks) -> Reply {
        if command != Command::Ask {
            self.asking = None;
        }
        match command {
            Command::Help => self.help(asked, looks),
            Command::Load => self.load(asked, looks),
            Command::Reload => self.reload(looks),
            Command::Watch => self.toggle_watch(),
            Command::Facts => self.facts(asked, looks),
            Command::Forget => self.forget(asked, looks),
            Command::Rules => self.rules(asked, looks),
            Command::Show => self.show(asked, looks),
            Command::Verdicts => self.show_verdicts(asked, looks),
            Command::Why => self.why(asked, looks),
            Command::WhatIf => self.what_if(asked, looks),
            Command::ToPass => self.to_pass(asked, looks),
            Command::Missing => self.missing(asked, looks),
            Command::Ask => self.ask(asked, looks),
            Command::Scenario => self.look_under(asked, looks),
            Command::AsOf | Command::TextsAsOf | Command::KnownBy => self.look_on(command, asked, looks),
            Command::Undo => self.go_back(looks),
            Command::Type if asked.rest.is_empty() => self.wants(Command::Type),
            Command::Type => self.type_line(asked.line, &asked.masked(), looks),
            Command::Test => self.make_test(asked, looks),
            Command::Run => self.run_tests((!asked.rest.is_empty()).then_some(asked.rest)),
            Command::Save => self.save(asked),
            Command::Export => self.export(asked),
            Command::Format => self.format(asked, looks),
            Command::Quit => Reply { quit: true, ..Reply::default() },
        }
    }

    /// A command that lacks what it is about: its help says what to write.
    fn wants(&self, command: Command) -> Reply {
        let usage = help::usage(command, self.lang);
        let message = tr!(self.lang; en: "write: {usage}", fr: "écrivez\u{a0}: {usage}");
        self.refused(&message)
    }

    /// Whether an entry leaves nothing behind that a script of the session would need.
    pub(super) fn is_passing(&self, entry: &str) -> bool {
        let Some((word, _, _)) = split_command(entry.trim()) else { return entry.trim().is_empty() };
        match meant(word, self.lang) {
            Meant::One(command) => matches!(
                command,
                Command::Undo
                    | Command::Save
                    | Command::Export
                    | Command::Quit
                    | Command::Watch
                    | Command::Ask
                    | Command::Help
            ),
            Meant::Several(_) | Meant::None(_) => true,
        }
    }
}

#[cfg(test)]
mod unit_tests {
    use super::*;

    #[test]
    fn names_are_shortened_while_they_begin_one_command() {
        let fr = |word: &str| meant(word, Lang::Fr);
        assert_eq!(fr("pourquoi"), Meant::One(Command::Why));
        assert_eq!(fr("pourq"), Meant::One(Command::Why));
        assert_eq!(fr("why"), Meant::One(Command::Why));
        assert_eq!(fr("regl"), Meant::One(Command::Rules));
        assert_eq!(fr("au"), Meant::One(Command::AsOf));
        assert_eq!(fr("te"), Meant::Several(vec!["textes-au", "test"]));
        assert_eq!(meant("q", Lang::En), Meant::One(Command::Quit));
        assert_eq!(fr("verdict"), Meant::One(Command::Verdicts));
        assert_eq!(fr("puorquoi"), Meant::None(Some("pourquoi")));
        assert_eq!(fr("zzzz"), Meant::None(None));
    }

    #[test]
    fn every_name_is_one_command() {
        for row in COMMANDS {
            for name in [row.en, row.fr] {
                assert_eq!(meant(name, Lang::Fr), Meant::One(row.command), "{name}");
                assert_eq!(meant(name, Lang::En), Meant::One(row.command), "{name}");
            }
        }
    }

    #[test]
    fn quoted_words_are_one() {
        assert_eq!(words("a  « b c » \"d\" x.yaml"), ["a", "b c", "d", "x.yaml"]);
    }
}
