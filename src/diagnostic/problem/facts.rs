//! R05: a facts file, or what it says of a fact.

use super::ClaimProblem;
use super::RecordProblem;
use super::TypedProblem;
use crate::base::{Lang, tr};
use crate::diagnostic::Code;

/// What the user wrote is cited up to this many characters.
const CITED: usize = 60;

#[derive(Clone, Debug, PartialEq)]
pub enum FactsProblem {
    /// A syntax error that nothing more precise describes.
    Unreadable,
    /// A tab where YAML wants spaces.
    Tab,
    /// `internes:1`
    MissingSpace { key: String },
    /// `"…` with no end.
    UnclosedQuote { quote: char },
    /// `"…" more`
    TextAfterQuote { quote: char },
    /// `[1, 2` or `[1, 2}`
    UnclosedBracket { open: char, found: Option<char> },
    /// `1]`
    StrayBracket { close: char },
    /// `{ a: 1 b: 2 }`
    MissingComma { open: char },
    /// `motif: le choix : oui`
    ColonInText,
    /// `internes 1`
    MissingColon { text: String },
    /// A line further left or right than those it goes with.
    Misaligned,
    /// Lines with `-` and lines with keys at one level.
    ListAndKeys,
    /// `a: - 1`
    DashAfterKey,
    /// `a: @x`
    ReservedCharacter { character: char },
    /// `"C:\dossier"`
    Backslash,
    /// Something YAML has and facts files have not.
    YamlOnly { feature: YamlFeature },
    /// `: 1`, `? [a]`
    UnusableKey,
    /// `{ valeur: 2,5 }`
    DecimalComma { text: String },
    /// The same key twice in one place; the first is used.
    DuplicateKey { key: String },
    /// A text longer than the limit.
    TooLarge { mebibytes: usize },
    /// More values than the limit.
    TooManyValues { limit: usize },
    /// More collections inside one another than the limit.
    TooDeep { limit: usize },
    /// `---` between two documents.
    SecondDocument,
    /// Something after the last brace.
    TextAfterEnd,
    /// A list, or a text, at the top of the file.
    NotKeys { list: bool },
    /// A line that is no JSON, though a facts file may hold it; `cut` says that it ends too early.
    NotJson { cut: bool },
    /// A line that is not UTF-8 from there on.
    NotUtf8,
    /// A record that names another doctrine than the first of its file, by which all are judged.
    OtherDoctrine { named: String },
    /// The list of mistakes was cut.
    TooManyMistakes { shown: usize },
    /// What the file says of a fact, an option or the calendar.
    Claim(ClaimProblem),
    /// What it says against what the doctrine declares.
    Typed(TypedProblem),
    /// What a foreign record says against the dataset that reads it.
    Record(RecordProblem),
}

/// What YAML has and facts files have not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YamlFeature {
    /// `*name`
    Alias,
    /// `!name`
    Tag,
    /// `<<:`
    Merge,
}

impl FactsProblem {
    pub(crate) fn missing_space(key: &str) -> Self {
        FactsProblem::MissingSpace { key: cited(key) }
    }

    pub(crate) fn missing_colon(text: &str) -> Self {
        FactsProblem::MissingColon { text: cited(text) }
    }

    pub(crate) fn decimal_comma(text: &str) -> Self {
        FactsProblem::DecimalComma { text: cited(text) }
    }

    pub(crate) fn duplicate_key(key: &str) -> Self {
        FactsProblem::DuplicateKey { key: cited(key) }
    }

    pub(super) fn code(&self) -> Code {
        match self {
            FactsProblem::Unreadable | FactsProblem::NotJson { .. } => Code::R0501,
            FactsProblem::NotUtf8 => Code::R0603,
            FactsProblem::OtherDoctrine { .. } => Code::R0604,
            FactsProblem::Tab => Code::R0502,
            FactsProblem::MissingSpace { .. } => Code::R0503,
            FactsProblem::UnclosedQuote { .. } => Code::R0504,
            FactsProblem::TextAfterQuote { .. } => Code::R0505,
            FactsProblem::UnclosedBracket { .. }
            | FactsProblem::StrayBracket { .. }
            | FactsProblem::MissingComma { .. } => Code::R0506,
            FactsProblem::ColonInText => Code::R0507,
            FactsProblem::MissingColon { .. } => Code::R0508,
            FactsProblem::Misaligned | FactsProblem::ListAndKeys | FactsProblem::DashAfterKey => Code::R0509,
            FactsProblem::ReservedCharacter { .. } => Code::R0510,
            FactsProblem::Backslash => Code::R0511,
            FactsProblem::YamlOnly { .. } => Code::R0512,
            FactsProblem::UnusableKey => Code::R0513,
            FactsProblem::DecimalComma { .. } => Code::R0514,
            FactsProblem::DuplicateKey { .. } => Code::R0515,
            FactsProblem::TooLarge { .. } | FactsProblem::TooManyValues { .. } | FactsProblem::TooDeep { .. } => {
                Code::R0516
            }
            FactsProblem::SecondDocument | FactsProblem::TextAfterEnd => Code::R0517,
            FactsProblem::NotKeys { .. } => Code::R0518,
            FactsProblem::TooManyMistakes { .. } => Code::R0519,
            FactsProblem::Claim(problem) => problem.code(),
            FactsProblem::Typed(problem) => problem.code(),
            FactsProblem::Record(problem) => problem.code(),
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            FactsProblem::Unreadable => {
                tr!(lang;
                    en: "this part of the facts file cannot be read",
                    fr: "ce passage du fichier de faits ne se lit pas")
            }
            FactsProblem::Tab => {
                tr!(lang; en: "a tab at the start of a line", fr: "une tabulation en début de ligne")
            }
            FactsProblem::MissingSpace { key } => {
                let key = lang.quoted(&format!("{key}:"));
                tr!(lang; en: "a space is missing after {key}", fr: "il manque une espace après {key}")
            }
            FactsProblem::UnclosedQuote { quote } => {
                tr!(lang; en: "this quote ({quote}) is not closed", fr: "ce guillemet ({quote}) n’est pas fermé")
            }
            FactsProblem::TextAfterQuote { quote } => {
                tr!(lang;
                    en: "text after the closing quote ({quote})",
                    fr: "du texte après le guillemet fermant ({quote})")
            }
            FactsProblem::UnclosedBracket { open, found: None } => {
                tr!(lang; en: "this “{open}” is not closed", fr: "ce «\u{a0}{open}\u{a0}» n’est pas fermé")
            }
            FactsProblem::UnclosedBracket { open, found: Some(found) } => {
                tr!(lang;
                    en: "this “{open}” meets a “{found}” before it is closed",
                    fr: "ce «\u{a0}{open}\u{a0}» rencontre un «\u{a0}{found}\u{a0}» avant d’être fermé")
            }
            FactsProblem::StrayBracket { close } => {
                tr!(lang; en: "this “{close}” closes nothing", fr: "ce «\u{a0}{close}\u{a0}» ne ferme rien")
            }
            FactsProblem::MissingComma { open } => {
                let close = closing(*open);
                tr!(lang;
                    en: "a comma or “{close}” is missing before this",
                    fr: "il manque une virgule ou «\u{a0}{close}\u{a0}» avant ceci")
            }
            FactsProblem::ColonInText => {
                tr!(lang; en: "a second colon in the same value", fr: "un second deux-points dans la même valeur")
            }
            FactsProblem::MissingColon { text } => {
                let text = lang.quoted(text);
                tr!(lang;
                    en: "{text} has no colon: a key and its value are expected",
                    fr: "{text} n’a pas de deux-points\u{a0}: une clé et sa valeur sont attendues")
            }
            FactsProblem::Misaligned => {
                tr!(lang;
                    en: "this line is not aligned with those above it",
                    fr: "cette ligne n’est pas alignée avec celles qui la précèdent")
            }
            FactsProblem::ListAndKeys => {
                tr!(lang;
                    en: "a list and keys are mixed at the same level",
                    fr: "une liste et des clés sont mêlées au même niveau")
            }
            FactsProblem::DashAfterKey => {
                tr!(lang;
                    en: "a list with dashes does not start on the line of its key",
                    fr: "une liste à tirets ne commence pas sur la ligne de sa clé")
            }
            FactsProblem::ReservedCharacter { character } if character.is_control() => {
                let number = u32::from(*character);
                tr!(lang;
                    en: "an invisible character (U+{number:04X}) that has no place here",
                    fr: "un caractère invisible (U+{number:04X}) qui n’a rien à faire ici")
            }
            FactsProblem::ReservedCharacter { character } => {
                tr!(lang;
                    en: "a value cannot start with “{character}” without quotes",
                    fr: "une valeur ne peut commencer par «\u{a0}{character}\u{a0}» sans guillemets")
            }
            FactsProblem::Backslash => {
                tr!(lang;
                    en: "a backslash followed by something it cannot mean",
                    fr: "une barre oblique inverse suivie d’une lettre qui n’a pas de sens")
            }
            FactsProblem::YamlOnly { feature } => feature.message(lang),
            FactsProblem::UnusableKey => {
                tr!(lang; en: "a key must be a name", fr: "une clé doit être un nom")
            }
            FactsProblem::DecimalComma { text } => {
                let text = lang.quoted(text);
                tr!(lang;
                    en: "between braces a comma separates: {text} cannot be read",
                    fr: "entre accolades, la virgule sépare\u{a0}: {text} ne se lit pas")
            }
            FactsProblem::DuplicateKey { key } => {
                let key = lang.quoted(key);
                tr!(lang;
                    en: "{key} is written twice; the first one is used",
                    fr: "{key} est écrit deux fois\u{a0}; le premier est retenu")
            }
            FactsProblem::TooLarge { mebibytes } => {
                tr!(lang; en: "a dossier is limited to {mebibytes} MiB", fr: "un dossier est limité à {mebibytes} Mio")
            }
            FactsProblem::TooManyValues { limit } => {
                tr!(lang;
                    en: "a dossier is limited to {limit} values; the rest is not read",
                    fr: "un dossier est limité à {limit} valeurs\u{a0}; le reste n’est pas lu")
            }
            FactsProblem::TooDeep { limit } => {
                tr!(lang;
                    en: "more than {limit} levels inside one another",
                    fr: "plus de {limit} niveaux les uns dans les autres")
            }
            FactsProblem::SecondDocument => {
                tr!(lang;
                    en: "a second document starts here and is not read",
                    fr: "un second document commence ici et n’est pas lu")
            }
            FactsProblem::TextAfterEnd => {
                tr!(lang;
                    en: "what follows the first dossier is not read",
                    fr: "ce qui suit le premier dossier n’est pas lu")
            }
            FactsProblem::NotKeys { list: true } => {
                tr!(lang; en: "a list, where a dossier has keys", fr: "une liste, là où un dossier a des clés")
            }
            FactsProblem::NotKeys { list: false } => {
                tr!(lang; en: "a text, where a dossier has keys", fr: "un texte, là où un dossier a des clés")
            }
            FactsProblem::NotJson { cut: true } => {
                tr!(lang;
                    en: "this line of JSON ends too early",
                    fr: "cette ligne de JSON s’arrête trop tôt")
            }
            FactsProblem::NotJson { cut: false } => {
                tr!(lang; en: "this is not JSON", fr: "ceci n’est pas du JSON")
            }
            FactsProblem::NotUtf8 => {
                tr!(lang; en: "this is not UTF-8 text", fr: "ceci n’est pas du texte UTF-8")
            }
            FactsProblem::OtherDoctrine { named } => {
                let named = lang.quoted(named);
                tr!(lang;
                    en: "this record names the doctrine {named}, which is not that of the first one",
                    fr: "cet enregistrement nomme la doctrine {named}, qui n’est pas celle du premier")
            }
            FactsProblem::TooManyMistakes { shown } => {
                tr!(lang;
                    en: "more than {shown} mistakes: the following ones are not listed",
                    fr: "plus de {shown} erreurs\u{a0}: les suivantes ne sont pas citées")
            }
            FactsProblem::Claim(problem) => problem.message(lang),
            FactsProblem::Typed(problem) => problem.message(lang),
            FactsProblem::Record(problem) => problem.message(lang),
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        let help = match self {
            FactsProblem::ReservedCharacter { character } if character.is_control() => {
                tr!(lang; en: "remove it", fr: "supprimez-le")
            }
            FactsProblem::Unreadable | FactsProblem::ReservedCharacter { .. } => {
                tr!(lang; en: "put the text between quotes: \"…\"", fr: "mettez le texte entre guillemets\u{a0}: \"…\"")
            }
            FactsProblem::Tab => {
                tr!(lang; en: "indent with spaces, two for each level", fr: "décalez avec des espaces, deux par niveau")
            }
            FactsProblem::MissingSpace { key } => {
                let example = lang.quoted(&format!("{key}: …"));
                tr!(lang; en: "write {example}", fr: "écrivez {example}")
            }
            FactsProblem::UnclosedQuote { quote } => {
                tr!(lang; en: "add a {quote} at the end of the text", fr: "ajoutez un {quote} à la fin du texte")
            }
            FactsProblem::TextAfterQuote { quote: '\'' } => {
                tr!(lang;
                    en: "inside a text between ' an apostrophe is written twice (''), or put the text between \"",
                    fr: "dans un texte entre ', l’apostrophe s’écrit deux fois (''), ou mettez le texte entre \"")
            }
            FactsProblem::TextAfterQuote { quote: _ } => {
                tr!(lang;
                    en: "quote the whole value; inside it write \\\" or “ ”",
                    fr: "mettez toute la valeur entre guillemets\u{a0}; à l’intérieur, écrivez \\\" ou « »")
            }
            FactsProblem::UnclosedBracket { open, .. } => {
                let close = closing(*open);
                tr!(lang; en: "add the missing “{close}”", fr: "ajoutez le «\u{a0}{close}\u{a0}» qui manque")
            }
            FactsProblem::StrayBracket { .. } => {
                tr!(lang;
                    en: "remove it, or put the text between quotes",
                    fr: "supprimez-le, ou mettez le texte entre guillemets")
            }
            FactsProblem::MissingComma { open } => {
                let close = closing(*open);
                tr!(lang;
                    en: "separate with commas, and close with “{close}”",
                    fr: "séparez par des virgules, et fermez par «\u{a0}{close}\u{a0}»")
            }
            FactsProblem::ColonInText => {
                tr!(lang;
                    en: "put the whole text between quotes: \"…: …\"",
                    fr: "mettez tout le texte entre guillemets\u{a0}: \"…\u{a0}: …\"")
            }
            FactsProblem::MissingColon { .. } => {
                tr!(lang;
                    en: "write the name, a colon, a space, then the value",
                    fr: "écrivez le nom, deux-points, une espace, puis la valeur")
            }
            FactsProblem::Misaligned => {
                tr!(lang;
                    en: "start it in the same column as the other keys of its group",
                    fr: "commencez-la dans la même colonne que les autres clés de son groupe")
            }
            FactsProblem::ListAndKeys => {
                tr!(lang;
                    en: "write either lines that start with “- ” or lines with a key",
                    fr: "écrivez soit des lignes qui commencent par «\u{a0}- », soit des lignes avec une clé")
            }
            FactsProblem::DashAfterKey => {
                tr!(lang;
                    en: "go to the next line, or write the list between brackets: [a, b]",
                    fr: "passez à la ligne, ou écrivez la liste entre crochets\u{a0}: [a, b]")
            }
            FactsProblem::Backslash => {
                tr!(lang;
                    en: "write \\\\ for a backslash, or put the text between '",
                    fr: "écrivez \\\\ pour une barre oblique inverse, ou mettez le texte entre '")
            }
            FactsProblem::YamlOnly { feature } => feature.help(lang),
            FactsProblem::UnusableKey => {
                tr!(lang;
                    en: "write the name of a group or of a fact before the colon",
                    fr: "écrivez le nom d’un groupe ou d’un fait avant le deux-points")
            }
            FactsProblem::DecimalComma { text } => {
                let point = text.replace(',', ".");
                tr!(lang;
                    en: "write {point}, or put the number between quotes: \"{text}\"",
                    fr: "mettez le nombre entre guillemets\u{a0}: \"{text}\", ou écrivez {point}")
            }
            FactsProblem::DuplicateKey { .. } => {
                tr!(lang; en: "keep one of the two, or put both together", fr: "gardez l’un des deux, ou réunissez-les")
            }
            FactsProblem::TooLarge { .. }
            | FactsProblem::TooManyValues { .. }
            | FactsProblem::NotKeys { list: true } => {
                tr!(lang;
                    en: "for many dossiers, use “perenne portfolio”",
                    fr: "pour plusieurs dossiers, utilisez «\u{a0}perenne portfolio\u{a0}»")
            }
            FactsProblem::TooDeep { .. } => {
                tr!(lang;
                    en: "check that every bracket is closed",
                    fr: "vérifiez que chaque crochet ou accolade est fermé")
            }
            FactsProblem::SecondDocument | FactsProblem::TextAfterEnd => {
                tr!(lang;
                    en: "only the first dossier of a file is read; “perenne portfolio” reads them all, one a line",
                    fr: "seul le premier dossier d’un fichier est lu\u{a0}; «\u{a0}perenne portfolio\u{a0}» les lit tous, un par ligne")
            }
            FactsProblem::NotKeys { list: false } => {
                tr!(lang;
                    en: "write a group, a colon, then its facts on indented lines",
                    fr: "écrivez un groupe, deux-points, puis ses faits sur des lignes décalées")
            }
            FactsProblem::NotJson { .. } => {
                tr!(lang;
                    en: "write one object between braces a line",
                    fr: "écrivez un objet entre accolades par ligne")
            }
            FactsProblem::NotUtf8 => {
                tr!(lang; en: "save the file again as UTF-8", fr: "enregistrez de nouveau le fichier en UTF-8")
            }
            FactsProblem::OtherDoctrine { .. } => {
                tr!(lang;
                    en: "put it into another file, or say by which rules all are judged with “--rules”",
                    fr: "mettez-le dans un autre fichier, ou dites avec «\u{a0}--rules\u{a0}» par quelles règles tous sont jugés")
            }
            FactsProblem::TooManyMistakes { .. } => {
                tr!(lang; en: "correct the first ones and try again", fr: "corrigez les premières et recommencez")
            }
            FactsProblem::Claim(problem) => problem.help(lang),
            FactsProblem::Typed(problem) => return problem.help(lang),
            FactsProblem::Record(problem) => problem.help(lang),
        };
        Some(help)
    }
}

impl YamlFeature {
    fn message(self, lang: Lang) -> String {
        match self {
            YamlFeature::Alias => {
                tr!(lang;
                    en: "a reference (*name) is not read in a facts file",
                    fr: "un renvoi (*nom) ne se lit pas dans un fichier de faits")
            }
            YamlFeature::Tag => {
                tr!(lang;
                    en: "a tag (!name) is not read in a facts file",
                    fr: "une étiquette (!nom) ne se lit pas dans un fichier de faits")
            }
            YamlFeature::Merge => {
                tr!(lang;
                    en: "“<<” is not read in a facts file",
                    fr: "«\u{a0}<<\u{a0}» ne se lit pas dans un fichier de faits")
            }
        }
    }

    fn help(self, lang: Lang) -> String {
        match self {
            YamlFeature::Alias => {
                tr!(lang;
                    en: "write the value itself; if this is a text, put it between quotes",
                    fr: "écrivez la valeur elle-même\u{a0}; si c’est un texte, mettez-le entre guillemets")
            }
            YamlFeature::Tag => {
                tr!(lang;
                    en: "remove it; if this is a text, put it between quotes",
                    fr: "supprimez-la\u{a0}; si c’est un texte, mettez-le entre guillemets")
            }
            YamlFeature::Merge => {
                tr!(lang; en: "write the keys themselves", fr: "écrivez les clés elles-mêmes")
            }
        }
    }
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// The first line of a text, cut when long.
pub(super) fn cited(text: &str) -> String {
    let line = text.lines().next().unwrap_or("").trim_end();
    let mut characters = line.chars();
    let mut kept: String = characters.by_ref().take(CITED).collect();
    if characters.next().is_some() {
        kept.push('…');
    }
    kept
}
