//! The catalogue: every code, its severity and its short title in both languages. A code is never reused.
//!
//! R01 syntax · R02 names · R03 types and units · R04 rules, dates and tests · R05 facts files · R06 files and folders.

use crate::base::Lang;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Severity {
    Error,
    Warning,
}

/// One line of the catalogue.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    pub code: Code,
    pub text: &'static str,
    pub severity: Severity,
    en: &'static str,
    fr: &'static str,
}

macro_rules! catalogue {
    ($($code:ident $severity:ident $en:literal $fr:literal)*) => {
        /// A stable diagnostic code.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $en] $code,)*
        }

        /// All codes, in order.
        pub const CATALOGUE: &[Entry] = &[
            $(Entry { code: Code::$code, text: stringify!($code), severity: Severity::$severity, en: $en, fr: $fr },)*
        ];

        impl Code {
            /// The line of the catalogue for this code.
            pub fn entry(self) -> Entry {
                match self {
                    $(Code::$code => Entry {
                        code: self, text: stringify!($code), severity: Severity::$severity, en: $en, fr: $fr,
                    },)*
                }
            }
        }
    };
}

catalogue! {
    // Syntax
    R0101 Error "something else was expected" "autre chose était attendu"
    R0102 Error "unknown kind of item" "genre d’élément inconnu"
    R0103 Error "unknown kind of clause" "genre de clause inconnu"
    R0104 Error "wrong distance from the margin" "mauvais retrait"
    R0105 Error "keyword with a wrong accent or capital" "mot-clé mal accentué ou en capitales"
    R0106 Warning "keyword of the other language" "mot-clé de l’autre langue"
    R0107 Error "and and or without brackets" "et et ou sans parenthèses"
    R0108 Error "decimal comma in an English file" "virgule décimale dans un fichier en anglais"
    R0109 Warning "decimal point in a French file" "point décimal dans un fichier en français"
    R0110 Error "operator of another language" "opérateur d’un autre langage"
    R0111 Error "text never closed" "texte jamais fermé"
    R0112 Error "text closed by another mark" "texte fermé par une autre marque"
    R0113 Error "bracket without its pair" "parenthèse ou accolade dépareillée"
    R0114 Error "braces out of place" "accolades hors de propos"
    R0115 Error "nested too deeply" "emboîtement trop profond"
    R0116 Error "date that does not exist" "date qui n’existe pas"
    R0117 Error "text without quotation marks" "texte sans guillemets"
    R0118 Error "item without a name" "élément sans nom"
    R0119 Error "part said twice" "partie dite deux fois"
    R0120 Error "reserved word as a name" "mot réservé employé comme nom"
    R0121 Warning "hidden character" "caractère invisible"
    R0122 Warning "letters of several alphabets" "lettres de plusieurs alphabets"
    R0123 Warning "block of rules never closed" "bloc de règles jamais fermé"
    R0124 Error "row of a wrong length" "ligne de tableau de mauvaise longueur"
    R0125 Error "equals sign for a colon" "signe égal au lieu de deux points"
    R0126 Error "number that cannot be read" "nombre illisible"
    R0127 Error "too many mistakes" "trop d’erreurs"
    R0128 Error "language said out of place" "langue dite hors de propos"
    // Names
    R0201 Error "unknown name" "nom inconnu"
    // Facts
    R0501 Error "the facts file cannot be read" "le fichier de faits ne se lit pas"
    // Files
    R0601 Error "the file cannot be read" "le fichier ne se lit pas"
}

impl Code {
    /// Finds a code by its text, in any case.
    pub fn parse(text: &str) -> Option<Code> {
        CATALOGUE.iter().find(|entry| entry.text.eq_ignore_ascii_case(text)).map(|entry| entry.code)
    }

    pub fn text(self) -> &'static str {
        self.entry().text
    }

    pub fn severity(self) -> Severity {
        self.entry().severity
    }
}

impl Entry {
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }
}
