//! R01: what the text says is not of the language.

mod expected;

use crate::base::{Lang, tr};
use crate::diagnostic::Code;
pub use expected::Expected;

/// Which bracket.
pub type BracketText = char;

#[derive(Clone, Debug, PartialEq)]
pub enum SyntaxProblem {
    /// Something else could stand here. At most three things are named.
    Expected {
        expected: Vec<Expected>,
        found: Option<String>,
        suggestion: Option<String>,
    },
    /// A line at the left margin that opens no item.
    UnknownItem {
        word: String,
        suggestion: Option<String>,
    },
    /// A line in an item that opens no clause.
    UnknownClause {
        word: String,
        suggestion: Option<String>,
    },
    /// A clause at the left margin.
    ClauseAtMargin {
        word: String,
    },
    /// An item away from the left margin.
    IndentedItem {
        word: String,
    },
    /// A clause before any item.
    ClauseOutside {
        word: String,
    },
    /// `critere`, `Critère`
    KeywordSpelling {
        written: String,
        right: String,
    },
    /// A keyword of the other language than the file's; `others` counts those after it in the same item.
    ForeignKeyword {
        written: String,
        right: String,
        file: Lang,
        others: usize,
    },
    /// `a and b or c`
    MixedLogic,
    /// `2,5` in an English file
    DecimalComma {
        number: String,
    },
    /// `2.5` in a French file
    DecimalPoint {
        number: String,
    },
    /// `1,000,000`, `1.2.3`
    BadNumber {
        number: String,
    },
    /// `=>`, `&&`
    WrongOperator {
        written: String,
        right: String,
    },
    UnclosedText {
        close: String,
    },
    /// `« Title"`
    MismatchedQuotes {
        open: String,
        close: String,
    },
    UnclosedBackquote,
    UnclosedBracket {
        open: BracketText,
    },
    /// A closing bracket without its opening.
    UnopenedBracket {
        close: BracketText,
    },
    /// Braces where nothing takes them.
    UnexpectedBraces,
    /// More than `limit` levels.
    TooDeep {
        limit: usize,
    },
    /// `2024-02-30`, or `20/03/2024`, of which the right form is known.
    BadDate {
        written: String,
        right: Option<String>,
    },
    /// `02-30`, a day of every year
    BadMonthDay {
        written: String,
    },
    /// A bare word where a text between quotation marks stands.
    TextExpected {
        word: String,
    },
    /// `'Title'`
    ApostropheQuotes,
    /// `criterion budget published`, `criterion budget-published`
    NameOfSeveralWords {
        written: String,
        right: String,
    },
    /// `team.trained not`
    MisplacedNot {
        word: String,
    },
    /// `EUR 100`
    UnitBeforeNumber {
        unit: String,
        number: String,
    },
    /// `criterion "Title"`
    MissingName {
        item: String,
    },
    /// Two titles, two types.
    DuplicatePart,
    /// A word of conditions used as a name.
    ReservedWord {
        word: String,
    },
    HiddenCharacter {
        code: u32,
    },
    MixedScripts {
        word: String,
    },
    UnclosedFence,
    /// A row of a table that has not as many cells as the first one.
    RowLength {
        cells: usize,
        heads: usize,
    },
    /// `internes = ETP` for `internes : ETP`
    EqualsForColon {
        name: String,
    },
    /// `dès 2024 = 40 %` for `= 40 %  dès 2024`; the value and the period, as they are written.
    PeriodFirst {
        value: String,
        period: String,
    },
    /// `langue fr` elsewhere than on the first line, or for another language.
    LanguageLine,
    /// `facts team` without its braces; what the item holds.
    MissingBraces,
    /// Only the first mistakes of a file are told.
    TooMany {
        left_out: usize,
    },
}

impl SyntaxProblem {
    pub(super) fn code(&self) -> Code {
        match self {
            SyntaxProblem::Expected { .. }
            | SyntaxProblem::MisplacedNot { .. }
            | SyntaxProblem::UnitBeforeNumber { .. } => Code::R0101,
            SyntaxProblem::UnknownItem { .. } => Code::R0102,
            SyntaxProblem::UnknownClause { .. } => Code::R0103,
            SyntaxProblem::ClauseAtMargin { .. }
            | SyntaxProblem::IndentedItem { .. }
            | SyntaxProblem::ClauseOutside { .. } => Code::R0104,
            SyntaxProblem::KeywordSpelling { .. } => Code::R0105,
            SyntaxProblem::ForeignKeyword { .. } => Code::R0106,
            SyntaxProblem::MixedLogic => Code::R0107,
            SyntaxProblem::DecimalComma { .. } => Code::R0108,
            SyntaxProblem::DecimalPoint { .. } => Code::R0109,
            SyntaxProblem::WrongOperator { .. } => Code::R0110,
            SyntaxProblem::UnclosedText { .. } | SyntaxProblem::UnclosedBackquote => Code::R0111,
            SyntaxProblem::MismatchedQuotes { .. } => Code::R0112,
            SyntaxProblem::UnclosedBracket { .. } | SyntaxProblem::UnopenedBracket { .. } => Code::R0113,
            SyntaxProblem::UnexpectedBraces | SyntaxProblem::MissingBraces => Code::R0114,
            SyntaxProblem::TooDeep { .. } => Code::R0115,
            SyntaxProblem::BadDate { .. } | SyntaxProblem::BadMonthDay { .. } => Code::R0116,
            SyntaxProblem::TextExpected { .. } | SyntaxProblem::ApostropheQuotes => Code::R0117,
            SyntaxProblem::NameOfSeveralWords { .. } => Code::R0129,
            SyntaxProblem::MissingName { .. } => Code::R0118,
            SyntaxProblem::DuplicatePart => Code::R0119,
            SyntaxProblem::ReservedWord { .. } => Code::R0120,
            SyntaxProblem::HiddenCharacter { .. } => Code::R0121,
            SyntaxProblem::MixedScripts { .. } => Code::R0122,
            SyntaxProblem::UnclosedFence => Code::R0123,
            SyntaxProblem::RowLength { .. } => Code::R0124,
            SyntaxProblem::EqualsForColon { .. } => Code::R0125,
            SyntaxProblem::PeriodFirst { .. } => Code::R0130,
            SyntaxProblem::BadNumber { .. } => Code::R0126,
            SyntaxProblem::TooMany { .. } => Code::R0127,
            SyntaxProblem::LanguageLine => Code::R0128,
        }
    }

    pub(super) fn message(&self, lang: Lang) -> String {
        match self {
            SyntaxProblem::Expected { expected, found, .. } => expected::message(expected, found.as_deref(), lang),
            SyntaxProblem::UnknownItem { word, .. } => {
                let word = lang.quoted(word);
                tr!(lang; en: "no item begins with {word}", fr: "aucun élément ne commence par {word}")
            }
            SyntaxProblem::UnknownClause { word, .. } => {
                let word = lang.quoted(word);
                tr!(lang; en: "no clause begins with {word}", fr: "aucune clause ne commence par {word}")
            }
            SyntaxProblem::ClauseAtMargin { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} is a clause, and stands at the left margin",
                    fr: "{word} est une clause, et se trouve contre la marge")
            }
            SyntaxProblem::IndentedItem { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} opens an item, and is indented",
                    fr: "{word} commence un élément, et se trouve en retrait")
            }
            SyntaxProblem::ClauseOutside { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} is a clause, and no item stands before it",
                    fr: "{word} est une clause, et aucun élément ne la précède")
            }
            SyntaxProblem::KeywordSpelling { written, right } => {
                let (written, right) = (lang.quoted(written), lang.quoted(right));
                tr!(lang; en: "{written} is spelled {right}", fr: "{written} s’écrit {right}")
            }
            SyntaxProblem::ForeignKeyword { written, right, file, others } => {
                foreign(lang, written, right, *file, *others)
            }
            SyntaxProblem::MixedLogic => {
                let (and, or) = match lang {
                    Lang::En => (lang.quoted("and"), lang.quoted("or")),
                    Lang::Fr => (lang.quoted("et"), lang.quoted("ou")),
                };
                tr!(lang; en: "{and} and {or} stand side by side: this can be read in two ways",
                    fr: "{and} et {or} se suivent sans parenthèses\u{a0}: on peut lire cela de deux façons")
            }
            SyntaxProblem::DecimalComma { number } => {
                let number = lang.quoted(number);
                tr!(lang; en: "{number} has a decimal comma, in an English file",
                    fr: "{number} a une virgule décimale, dans un fichier en anglais")
            }
            SyntaxProblem::DecimalPoint { number } => {
                let number = lang.quoted(number);
                tr!(lang; en: "{number} has a decimal point, in a French file",
                    fr: "{number} a un point décimal, dans un fichier en français")
            }
            SyntaxProblem::BadNumber { number } => {
                let number = lang.quoted(number);
                tr!(lang; en: "{number} is not a number", fr: "{number} n’est pas un nombre")
            }
            SyntaxProblem::WrongOperator { written, right } => {
                let (written, right) = (lang.quoted(written), lang.quoted(right));
                tr!(lang; en: "{written} is written {right}", fr: "{written} s’écrit {right}")
            }
            SyntaxProblem::UnclosedText { .. } => {
                tr!(lang; en: "this text is never closed", fr: "ce texte n’est jamais fermé")
            }
            SyntaxProblem::MismatchedQuotes { open, .. } => {
                tr!(lang; en: "this is not the mark that closes a text opened with {open}",
                    fr: "cette marque ne ferme pas un texte ouvert avec {open}")
            }
            SyntaxProblem::UnclosedBackquote => {
                tr!(lang; en: "this name between backquotes is empty or never closed",
                    fr: "ce nom entre accents graves est vide ou n’est jamais fermé")
            }
            SyntaxProblem::UnclosedBracket { open } => bracket(lang, *open, true),
            SyntaxProblem::UnopenedBracket { close } => bracket(lang, *close, false),
            SyntaxProblem::UnexpectedBraces => {
                tr!(lang; en: "braces have no place here", fr: "des accolades n’ont pas leur place ici")
            }
            SyntaxProblem::TooDeep { limit } => {
                tr!(lang; en: "this is nested more than {limit} levels deep",
                    fr: "ce passage s’emboîte sur plus de {limit} niveaux")
            }
            SyntaxProblem::BadDate { written, right: Some(_) } => {
                let written = lang.quoted(written);
                tr!(lang; en: "a date is written year-month-day, and {written} is not",
                    fr: "une date s’écrit année-mois-jour, et non {written}")
            }
            SyntaxProblem::BadDate { written, right: None } => {
                let written = lang.quoted(written);
                tr!(lang; en: "{written} is not a day or a month of the calendar",
                    fr: "{written} n’est ni un jour ni un mois du calendrier")
            }
            SyntaxProblem::BadMonthDay { written } => {
                let written = lang.quoted(written);
                tr!(lang; en: "{written} is not a day of the year", fr: "{written} n’est pas un jour de l’année")
            }
            SyntaxProblem::TextExpected { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} begins a text that has no quotation marks",
                    fr: "{word} commence un texte qui n’est pas entre guillemets")
            }
            SyntaxProblem::ApostropheQuotes => {
                tr!(lang; en: "a text stands between quotation marks, not between apostrophes",
                    fr: "un texte se met entre guillemets, et non entre apostrophes")
            }
            SyntaxProblem::NameOfSeveralWords { written, .. } => {
                let written = lang.quoted(written);
                tr!(lang; en: "{written} is more than one word, and a name is a single one",
                    fr: "{written} fait plusieurs mots, et un nom est un seul mot")
            }
            SyntaxProblem::MisplacedNot { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} stands after what it denies", fr: "{word} se trouve après ce qu’il nie")
            }
            SyntaxProblem::UnitBeforeNumber { unit, number } => {
                let (unit, number) = (lang.quoted(unit), lang.quoted(number));
                tr!(lang; en: "the unit {unit} stands before its number {number}",
                    fr: "l’unité {unit} se trouve avant son nombre {number}")
            }
            SyntaxProblem::MissingName { item } => {
                let item = lang.quoted(item);
                tr!(lang; en: "this {item} has no name", fr: "il manque un nom après {item}")
            }
            SyntaxProblem::DuplicatePart => {
                tr!(lang; en: "this is said twice", fr: "ceci est dit deux fois")
            }
            SyntaxProblem::ReservedWord { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} is a word of conditions and cannot be a name as it is",
                    fr: "{word} est un mot des conditions et ne peut pas être un nom tel quel")
            }
            SyntaxProblem::HiddenCharacter { code } => {
                tr!(lang; en: "a character that cannot be seen stands here (U+{code:04X})",
                    fr: "un caractère invisible se trouve ici (U+{code:04X})")
            }
            SyntaxProblem::MixedScripts { word } => {
                let word = lang.quoted(word);
                tr!(lang; en: "{word} mixes letters of several alphabets",
                    fr: "{word} mêle des lettres de plusieurs alphabets")
            }
            SyntaxProblem::UnclosedFence => {
                tr!(lang; en: "this block of rules is never closed", fr: "ce bloc de règles n’est jamais fermé")
            }
            SyntaxProblem::RowLength { cells, heads } => {
                let plural = if *cells == 1 { "" } else { "s" };
                tr!(lang; en: "this row has {cells} cell{plural}, and the first one has {heads}",
                    fr: "cette ligne a {cells} case{plural}, et la première en a {heads}")
            }
            SyntaxProblem::EqualsForColon { name } => {
                let name = lang.quoted(name);
                tr!(lang; en: "the type of {name} follows a colon, not an equals sign",
                    fr: "le type de {name} suit deux points, et non un signe égal")
            }
            SyntaxProblem::PeriodFirst { .. } => {
                tr!(lang; en: "a period follows the value that it is about",
                    fr: "une période suit la valeur dont elle parle")
            }
            SyntaxProblem::LanguageLine => {
                tr!(lang; en: "the language of a file is said on its first line, “fr” or “en”",
                    fr: "la langue d’un fichier se dit sur sa première ligne, «\u{a0}fr\u{a0}» ou «\u{a0}en\u{a0}»")
            }
            SyntaxProblem::MissingBraces => {
                tr!(lang; en: "what this item holds stands between braces",
                    fr: "ce que contient cet élément se met entre accolades")
            }
            SyntaxProblem::TooMany { left_out } => {
                tr!(lang; en: "{left_out} more mistakes in this file are not shown",
                    fr: "{left_out} autres erreurs de ce fichier ne sont pas montrées")
            }
        }
    }

    pub(super) fn help(&self, lang: Lang) -> Option<String> {
        match self {
            SyntaxProblem::UnknownItem { suggestion: Some(right), .. }
            | SyntaxProblem::UnknownClause { suggestion: Some(right), .. }
            | SyntaxProblem::Expected { suggestion: Some(right), .. } => {
                let right = lang.quoted(right);
                Some(tr!(lang; en: "did you mean {right}?", fr: "vouliez-vous écrire {right}\u{a0}?"))
            }
            SyntaxProblem::UnknownItem { suggestion: None, .. } => Some(tr!(lang;
                en: "what stands at the left margin opens an item, such as “criterion”; indent what belongs to the item above",
                fr: "ce qui touche la marge commence un élément, comme «\u{a0}critère\u{a0}»\u{a0}; mettez en retrait ce qui appartient à l’élément du dessus")),
            SyntaxProblem::UnknownClause { suggestion: None, .. } => Some(tr!(lang;
                en: "a line of an item begins with the word of a clause, such as “requires” or “per”",
                fr: "une ligne d’un élément commence par le mot d’une clause, comme «\u{a0}exige\u{a0}» ou «\u{a0}selon\u{a0}»")),
            SyntaxProblem::ClauseAtMargin { .. } => Some(tr!(lang;
                en: "indent it by two spaces", fr: "mettez-la en retrait de deux espaces")),
            SyntaxProblem::IndentedItem { .. } => Some(tr!(lang;
                en: "an item begins at the left margin: remove the blanks before it",
                fr: "un élément commence contre la marge\u{a0}: enlevez les espaces qui le précèdent")),
            SyntaxProblem::ClauseOutside { .. } => Some(tr!(lang;
                en: "write the item first, for instance “criterion budget_published”",
                fr: "écrivez d’abord l’élément, par exemple «\u{a0}critère budget_publié\u{a0}»")),
            SyntaxProblem::KeywordSpelling { right, .. } | SyntaxProblem::WrongOperator { right, .. } => {
                let right = lang.quoted(right);
                Some(tr!(lang; en: "write {right}", fr: "écrivez {right}"))
            }
            SyntaxProblem::ForeignKeyword { right, .. } => {
                let right = lang.quoted(right);
                Some(tr!(lang; en: "write {right}, or put the item in a file of its own language",
                    fr: "écrivez {right}, ou mettez l’élément dans un fichier de sa langue"))
            }
            SyntaxProblem::MixedLogic => Some(tr!(lang;
                en: "put brackets around what goes together: “(a and b) or c”, or “a and (b or c)”",
                fr: "mettez entre parenthèses ce qui va ensemble\u{a0}: «\u{a0}(a et b) ou c\u{a0}», ou «\u{a0}a et (b ou c)\u{a0}»")),
            SyntaxProblem::DecimalComma { number } => Some(decimal_mark_help(lang, number, ',', ".")),
            SyntaxProblem::DecimalPoint { number } => Some(decimal_mark_help(lang, number, '.', ",")),
            SyntaxProblem::BadNumber { .. } => Some(tr!(lang;
                en: "thousands are grouped by spaces, and one mark separates the decimals: “1 000.5”",
                fr: "les milliers se séparent par une espace, et une seule virgule précède les décimales\u{a0}: «\u{a0}1\u{a0}000,5\u{a0}»")),
            SyntaxProblem::UnclosedText { close } => Some(tr!(lang;
                en: "write {close} where the text ends", fr: "écrivez {close} là où le texte finit")),
            SyntaxProblem::MismatchedQuotes { close, .. } => Some(tr!(lang;
                en: "close it with {close}", fr: "fermez-le par {close}")),
            SyntaxProblem::UnclosedBackquote => Some(tr!(lang;
                en: "write ` on both sides of the name, on one line",
                fr: "écrivez ` des deux côtés du nom, sur une même ligne")),
            SyntaxProblem::UnclosedBracket { open } => {
                let close = closing(*open);
                Some(tr!(lang; en: "write {close} where it ends", fr: "écrivez {close} là où cela finit"))
            }
            SyntaxProblem::UnopenedBracket { .. } => Some(tr!(lang;
                en: "either it is one too many, or its opening lacks", fr: "soit il y en a une de trop, soit son ouverture manque")),
            SyntaxProblem::UnexpectedBraces => Some(tr!(lang;
                en: "braces hold facts, the values of a choice, sections, or the clauses of a version (“from 2024-01-01 {{ … }}”)",
                fr: "les accolades contiennent des faits, les valeurs d’un choix, des sections, ou les clauses d’une version («\u{a0}dès 2024-01-01 {{ … }}\u{a0}»)")),
            SyntaxProblem::TooDeep { .. } => Some(tr!(lang;
                en: "name a part of it with “define”, and use that name here",
                fr: "nommez-en une partie par «\u{a0}définition\u{a0}», et employez ce nom ici")),
            SyntaxProblem::BadDate { right: Some(right), .. } => {
                let right = lang.quoted(right);
                Some(tr!(lang; en: "write {right}", fr: "écrivez {right}"))
            }
            SyntaxProblem::BadDate { right: None, .. } => Some(tr!(lang;
                en: "a date is written year-month-day, “2024-03-20”, or year-month, “2024-03”",
                fr: "une date s’écrit année-mois-jour, «\u{a0}2024-03-20\u{a0}», ou année-mois, «\u{a0}2024-03\u{a0}»")),
            SyntaxProblem::BadMonthDay { .. } => Some(tr!(lang;
                en: "a day of every year is written month-day, “04-30”",
                fr: "un jour de chaque année s’écrit mois-jour, «\u{a0}04-30\u{a0}»")),
            SyntaxProblem::NameOfSeveralWords { right, .. } => {
                let right = lang.quoted(right);
                Some(
                    tr!(lang; en: "join the words with “_”: {right}", fr: "reliez les mots par «\u{a0}_\u{a0}»\u{a0}: {right}"),
                )
            }
            SyntaxProblem::MisplacedNot { .. } => Some(tr!(lang;
                en: "write it before: “not team.trained”", fr: "écrivez-le devant\u{a0}: «\u{a0}non équipe.formée\u{a0}»")),
            SyntaxProblem::UnitBeforeNumber { unit, number } => {
                let right = lang.quoted(&format!("{number} {unit}"));
                Some(tr!(lang; en: "write {right}", fr: "écrivez {right}"))
            }
            SyntaxProblem::TextExpected { .. } | SyntaxProblem::ApostropheQuotes => Some(tr!(lang;
                en: "put the text between \" and \"", fr: "mettez le texte entre « et »")),
            SyntaxProblem::MissingName { .. } => Some(tr!(lang;
                en: "a name is one word, such as “budget_published”; the title comes after it",
                fr: "un nom est un seul mot, comme «\u{a0}budget_publié\u{a0}»\u{a0}; le titre vient après")),
            SyntaxProblem::DuplicatePart => Some(tr!(lang; en: "keep one of the two", fr: "gardez l’un des deux")),
            SyntaxProblem::ReservedWord { word } => Some(tr!(lang;
                en: "write it between backquotes: `{word}`", fr: "écrivez-le entre accents graves\u{a0}: `{word}`")),
            SyntaxProblem::HiddenCharacter { .. } => Some(tr!(lang;
                en: "remove it: it can make a text read otherwise than it runs",
                fr: "enlevez-le\u{a0}: il peut faire lire autre chose que ce qui s’applique")),
            SyntaxProblem::MixedScripts { .. } => Some(tr!(lang;
                en: "type it again: a letter of another alphabet makes it another name",
                fr: "tapez-le à nouveau\u{a0}: une lettre d’un autre alphabet en fait un autre nom")),
            SyntaxProblem::UnclosedFence => Some(tr!(lang;
                en: "write ``` on a line of its own where the rules end",
                fr: "écrivez ``` sur une ligne à part là où les règles finissent")),
            SyntaxProblem::RowLength { .. } => Some(tr!(lang;
                en: "a cell without a value is left empty between two bars",
                fr: "une case sans valeur reste vide entre deux barres")),
            SyntaxProblem::EqualsForColon { .. } => Some(tr!(lang;
                en: "write “:” instead of “=”", fr: "écrivez «\u{a0}:\u{a0}» au lieu de «\u{a0}=\u{a0}»")),
            SyntaxProblem::PeriodFirst { value, period } => Some(tr!(lang;
                en: "write “{value}  {period}”: here the period would be taken for that of the value before",
                fr: "écrivez «\u{a0}{value}  {period}\u{a0}»\u{a0}: ici, la période serait prise pour celle de la valeur d’avant")),
            SyntaxProblem::LanguageLine => Some(tr!(lang;
                en: "move it to the first line, or remove it",
                fr: "mettez-la sur la première ligne, ou enlevez-la")),
            SyntaxProblem::MissingBraces => Some(tr!(lang;
                en: "write {{ after the first line and }} at the end",
                fr: "écrivez {{ après la première ligne et }} à la fin")),
            SyntaxProblem::TooMany { .. } => Some(tr!(lang;
                en: "correct the first ones and check again", fr: "corrigez les premières et vérifiez à nouveau")),
            SyntaxProblem::Expected { expected, found, suggestion: None } => {
                expected::help(expected, found.as_deref(), lang)
            }
        }
    }
}

/// `1,000` may be meant as a thousand or as one: both are told.
fn decimal_mark_help(lang: Lang, number: &str, mark: char, right: &str) -> String {
    let decimal = lang.quoted(&number.replace(mark, right));
    let grouped = number.split_once(mark).is_some_and(|(_, after)| after.len() == 3);
    if !grouped {
        return tr!(lang; en: "write {decimal}", fr: "écrivez {decimal}");
    }
    let thousands = lang.quoted(&number.replace(mark, " "));
    tr!(lang; en: "write {decimal}, or {thousands} if thousands are meant",
        fr: "écrivez {decimal}, ou {thousands} s’il s’agit de milliers")
}

fn foreign(lang: Lang, written: &str, right: &str, file: Lang, others: usize) -> String {
    let (written, right) = (lang.quoted(written), lang.quoted(right));
    let first = match file {
        Lang::Fr => tr!(lang; en: "{written} is English, in a French file: {right}",
            fr: "{written} est de l’anglais, dans un fichier en français\u{a0}: {right}"),
        Lang::En => tr!(lang; en: "{written} is French, in an English file: {right}",
            fr: "{written} est du français, dans un fichier en anglais\u{a0}: {right}"),
    };
    match others {
        0 => first,
        1 => tr!(lang; en: "{first} (and one more in this item)", fr: "{first} (et un autre dans cet élément)"),
        _ => {
            tr!(lang; en: "{first} (and {others} more in this item)", fr: "{first} (et {others} autres dans cet élément)")
        }
    }
}

fn bracket(lang: Lang, mark: char, opening: bool) -> String {
    let (en, fr) = match mark {
        '{' | '}' => ("brace", "accolade"),
        '[' | ']' => ("square bracket", "crochet"),
        _ => ("bracket", "parenthèse"),
    };
    match opening {
        true => {
            tr!(lang; en: format!("this {en} is never closed"), fr: format!("{} n’est jamais {}", this(fr), closed(fr)))
        }
        false => tr!(lang; en: format!("this {en} closes nothing"), fr: format!("{} ne ferme rien", this(fr))),
    }
}

fn this(noun: &str) -> String {
    if noun == "crochet" { format!("ce {noun}") } else { format!("cette {noun}") }
}

fn closed(noun: &str) -> &'static str {
    if noun == "crochet" { "fermé" } else { "fermée" }
}

fn closing(open: char) -> char {
    match open {
        '{' => '}',
        '[' => ']',
        _ => ')',
    }
}
