//! What each command does, with an example.

use super::{Asked, COMMANDS, Command, Meant, meant};
use crate::base::{Lang, tr};
use crate::explain::text::wrapped;
use crate::repl::session::{Looks, Reply, Session};
use unicode_width::UnicodeWidthStr;

/// What to write: the command and what follows it.
pub fn usage(command: Command, lang: Lang) -> String {
    let name = command.name(lang);
    let after = match command {
        Command::Help => tr!(lang; en: "[COMMAND]", fr: "[COMMANDE]"),
        Command::Load => tr!(lang; en: "RULES|FACTS…", fr: "RÈGLES|FAITS…"),
        Command::Facts => tr!(lang; en: "[TEXT]", fr: "[TEXTE]"),
        Command::Forget => tr!(lang; en: "NAME…|all", fr: "NOM…|tout"),
        Command::Rules => tr!(lang; en: "[TEXT]", fr: "[TEXTE]"),
        Command::Show => tr!(lang; en: "NAME", fr: "NOM"),
        Command::Verdicts | Command::Missing => tr!(lang; en: "[NAME…]", fr: "[NOM…]"),
        Command::Why => tr!(lang; en: "NAME…", fr: "NOM…"),
        Command::ToPass => tr!(lang; en: "NAME", fr: "NOM"),
        Command::WhatIf => tr!(lang; en: "FACT = VALUE, …", fr: "FAIT = VALEUR, …"),
        Command::Ask => tr!(lang; en: "[FACT]", fr: "[FAIT]"),
        Command::Scenario => tr!(lang; en: "[NAME|none]", fr: "[NOM|aucun]"),
        Command::AsOf => tr!(lang; en: "[DATE|today]", fr: "[DATE|aujourd’hui]"),
        Command::TextsAsOf | Command::KnownBy => tr!(lang; en: "[DATE|none]", fr: "[DATE|aucun]"),
        Command::Type => tr!(lang; en: "EXPRESSION", fr: "EXPRESSION"),
        Command::Test => tr!(lang; en: "“TITLE” [NAME…] [FILE]", fr: "«\u{a0}TITRE\u{a0}» [NOM…] [FICHIER]"),
        Command::Run => tr!(lang; en: "[TITLE]", fr: "[TITRE]"),
        Command::Save => tr!(lang; en: "FILE.yaml|FILE.perenne", fr: "FICHIER.yaml|FICHIER.perenne"),
        Command::Export => tr!(lang; en: "[FILE]", fr: "[FICHIER]"),
        Command::Format => tr!(lang; en: "[NAME] [fr|en]", fr: "[NOM] [fr|en]"),
        Command::Reload | Command::Watch | Command::Undo | Command::Quit => String::new(),
    };
    format!(":{name} {after}").trim_end().to_string()
}

/// What it does, in a line.
pub fn purpose(command: Command, lang: Lang) -> String {
    match command {
        Command::Help => {
            tr!(lang; en: "these lines, or one command with an example", fr: "ces lignes, ou une commande avec un exemple")
        }
        Command::Load => {
            tr!(lang; en: "read a doctrine, a facts file, or both", fr: "lire une doctrine, un fichier de faits, ou les deux")
        }
        Command::Reload => {
            tr!(lang; en: "read the files again, keep what was typed", fr: "relire les fichiers, garder ce qui a été saisi")
        }
        Command::Watch => {
            tr!(lang; en: "read the files again by itself when they change; again to stop", fr: "relire les fichiers dès qu’ils changent\u{a0}; une seconde fois pour cesser")
        }
        Command::Facts => tr!(lang; en: "what is told, and by whom", fr: "ce qui est dit, et par qui"),
        Command::Forget => tr!(lang; en: "take back a fact or a rule", fr: "retirer un fait ou une règle"),
        Command::Rules => {
            tr!(lang; en: "the criteria and checklists with their verdicts", fr: "les critères et les grilles avec leur verdict")
        }
        Command::Show => {
            tr!(lang; en: "how something is written: its text, its versions, its sources", fr: "comment c’est écrit\u{a0}: le texte, les versions, les sources")
        }
        Command::Verdicts => {
            tr!(lang; en: "all verdicts as a tree, or those named", fr: "tous les verdicts en arbre, ou ceux qui sont nommés")
        }
        Command::Why => tr!(lang; en: "the whole reason of a verdict", fr: "toute la raison d’un verdict"),
        Command::WhatIf => {
            tr!(lang; en: "the verdicts that this would move, without telling it", fr: "les verdicts que cela ferait bouger, sans le retenir")
        }
        Command::ToPass => {
            tr!(lang; en: "the nearest changes that would meet it", fr: "les plus petits changements qui le feraient passer")
        }
        Command::Missing => {
            tr!(lang; en: "the facts still to find out, most decisive first", fr: "les faits à renseigner, les plus décisifs d’abord")
        }
        Command::Ask => {
            tr!(lang; en: "the next question; the line after it is the answer", fr: "la prochaine question\u{a0}; la ligne qui suit est la réponse")
        }
        Command::Scenario => {
            tr!(lang; en: "look under an option or a scenario", fr: "regarder sous une option ou un scénario")
        }
        Command::AsOf => tr!(lang; en: "the day of the evaluation", fr: "le jour de l’évaluation"),
        Command::TextsAsOf => {
            tr!(lang; en: "the day whose texts apply, when another", fr: "le jour dont les textes s’appliquent, quand c’est un autre")
        }
        Command::KnownBy => {
            tr!(lang; en: "only what had been said by that day", fr: "seulement ce qui était dit ce jour-là")
        }
        Command::Undo => {
            tr!(lang; en: "take back the last change, then the one before…", fr: "revenir sur le dernier changement, puis sur celui d’avant…")
        }
        Command::Type => tr!(lang; en: "the type of an expression", fr: "le type d’une expression"),
        Command::Test => {
            tr!(lang; en: "make a test of the present situation, in a file when one is named", fr: "faire un test de la situation, dans un fichier s’il est nommé")
        }
        Command::Run => {
            tr!(lang; en: "run the tests of the doctrine and those typed in", fr: "lancer les tests de la doctrine et ceux qui ont été saisis")
        }
        Command::Save => {
            tr!(lang; en: "write what is told (.yaml), or the rules typed in (.perenne)", fr: "écrire ce qui est dit (.yaml), ou les règles saisies (.perenne)")
        }
        Command::Export => {
            tr!(lang; en: "the session as a script to run again", fr: "la session en un script à rejouer")
        }
        Command::Format => {
            tr!(lang; en: "what was typed in, or one item, laid out; or translated", fr: "ce qui a été saisi, ou un élément, mis en forme\u{a0}; ou traduit")
        }
        Command::Quit => tr!(lang; en: "leave (or Ctrl-D)", fr: "partir (ou Ctrl-D)"),
    }
}

/// A line to try.
fn example(command: Command, lang: Lang) -> String {
    match command {
        Command::Help => tr!(lang; en: ":help why", fr: ":aide pourquoi"),
        Command::Load => tr!(lang; en: ":load rules examples/eva.yaml", fr: ":charger rules examples/eva.yaml"),
        Command::Reload => tr!(lang; en: ":reload", fr: ":recharger"),
        Command::Watch => tr!(lang; en: ":watch", fr: ":surveiller"),
        Command::Facts => tr!(lang; en: ":facts équipe", fr: ":faits équipe"),
        Command::Forget => tr!(lang; en: ":forget équipe.internes", fr: ":oublier équipe.internes"),
        Command::Rules => tr!(lang; en: ":rules budget", fr: ":règles budget"),
        Command::Show => tr!(lang; en: ":show équipe_internalisée", fr: ":voir équipe_internalisée"),
        Command::Verdicts => tr!(lang; en: ":verdicts équipe_internalisée", fr: ":verdicts équipe_internalisée"),
        Command::Why => tr!(lang; en: ":why équipe_internalisée", fr: ":pourquoi équipe_internalisée"),
        Command::WhatIf => tr!(lang; en: ":what-if équipe.internes = 3 FTE", fr: ":et-si équipe.internes = 3 ETP"),
        Command::ToPass => tr!(lang; en: ":to-pass équipe_internalisée", fr: ":pour-passer équipe_internalisée"),
        Command::Missing => tr!(lang; en: ":missing équipe_internalisée", fr: ":manque équipe_internalisée"),
        Command::Ask => tr!(lang; en: ":ask équipe.internes", fr: ":question équipe.internes"),
        Command::Scenario => tr!(lang; en: ":scenario internaliser", fr: ":scénario internaliser"),
        Command::AsOf => tr!(lang; en: ":as-of 2024-10-01", fr: ":au 2024-10-01"),
        Command::TextsAsOf => tr!(lang; en: ":texts-as-of 2026-08-20", fr: ":textes-au 2026-08-20"),
        Command::KnownBy => tr!(lang; en: ":known-by 2024-10-01", fr: ":connu-au 2024-10-01"),
        Command::Undo => tr!(lang; en: ":undo", fr: ":annuler"),
        Command::Type => tr!(lang; en: ":type équipe.internes / 2", fr: ":type équipe.internes / 2"),
        Command::Test => {
            tr!(lang; en: ":test “one of five” équipe_internalisée", fr: ":test «\u{a0}un sur cinq\u{a0}» équipe_internalisée")
        }
        Command::Run => tr!(lang; en: ":run one of five", fr: ":lancer un sur cinq"),
        Command::Save => tr!(lang; en: ":save facts.yaml", fr: ":enregistrer faits.yaml"),
        Command::Export => tr!(lang; en: ":export session.txt", fr: ":exporter session.txt"),
        Command::Format => tr!(lang; en: ":format équipe_internalisée en", fr: ":format équipe_internalisée en"),
        Command::Quit => tr!(lang; en: ":quit", fr: ":quitter"),
    }
}

impl Session {
    pub(super) fn help(&self, asked: Asked<'_>, looks: &Looks) -> Reply {
        let lang = self.lang;
        let word = asked.rest.trim_start_matches(':');
        if word.is_empty() {
            return Reply::of(self.all_help(looks));
        }
        match meant(word, lang) {
            Meant::One(command) => Reply::of(self.one_help(command, looks)),
            other => self.misnamed(word, other),
        }
    }

    fn one_help(&self, command: Command, looks: &Looks) -> String {
        let lang = self.lang;
        let other = command.name(lang.other());
        let usage = usage(command, lang);
        let (purpose, example) = (purpose(command, lang), example(command, lang));
        let also = tr!(lang; en: "also :{other}", fr: "aussi :{other}");
        let example = tr!(lang; en: "for example {example}", fr: "par exemple {example}");
        wrapped("", "  ", &usage, looks.layout)
            + &wrapped("  ", "  ", &purpose, looks.layout)
            + &wrapped("  ", "  ", &example, looks.layout)
            + &wrapped("  ", "  ", &also, looks.layout)
    }

    fn all_help(&self, looks: &Looks) -> String {
        let lang = self.lang;
        let intro = [
            (
                tr!(lang; en: "équipe.internes = 2 FTE", fr: "équipe.internes = 2 ETP"),
                tr!(lang; en: "tells a fact: the verdicts that move are shown", fr: "dit un fait\u{a0}: les verdicts qui bougent s’affichent"),
            ),
            (
                tr!(lang; en: "internalisation at least 40%", fr: "internalisation au moins 40 %"),
                tr!(lang; en: "asks for a value; _ is the last one", fr: "demande une valeur\u{a0}; _ est la dernière"),
            ),
            (
                tr!(lang; en: "criterion x “…”", fr: "critère x «\u{a0}…\u{a0}»"),
                tr!(lang; en: "tries a rule out, in the place of the one of that name", fr: "essaie une règle, à la place de celle de ce nom"),
            ),
        ];
        let commands = COMMANDS.iter().map(|row| (usage(row.command, lang), purpose(row.command, lang)));
        let rows: Vec<(String, String)> = intro.into_iter().chain(commands).collect();
        let column = rows.iter().map(|(left, _)| left.width()).max().unwrap_or(0).min(looks.layout.width / 2);
        let mut text = String::new();
        for (left, right) in rows {
            let gap = " ".repeat(column.saturating_sub(left.width()));
            let under = " ".repeat(column + 2);
            match looks.layout.plain || looks.layout.width < column + 30 {
                true => text.push_str(
                    &(wrapped("", "  ", &left, looks.layout) + &wrapped("    ", "    ", &right, looks.layout)),
                ),
                false => text.push_str(&wrapped(&format!("{left}{gap}  "), &under, &right, looks.layout)),
            }
        }
        text.push('\n');
        let short = tr!(lang;
            en: "Names may be shortened (:verd is enough for :verdicts); French names work too.",
            fr: "Les noms peuvent être abrégés (:pourq suffit pour :pourquoi)\u{a0}; les noms anglais marchent aussi.");
        text + &wrapped("", "", &short, looks.layout)
    }
}
