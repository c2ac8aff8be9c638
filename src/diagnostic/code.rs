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
    R0101 Error "this cannot be read" "ce passage ne se lit pas"
    // Names
    R0201 Error "unknown name" "nom inconnu"
    // Facts
    R0501 Error "the facts file cannot be read" "le fichier de faits ne se lit pas"
    // Files
    R0601 Error "the file cannot be opened" "le fichier ne s’ouvre pas"
    R0602 Error "the file is too large" "le fichier est trop gros"
    R0603 Error "the file is not UTF-8 text" "le fichier n’est pas un texte UTF-8"
    R0604 Error "the doctrine to use is not found" "la doctrine à utiliser est introuvable"
    R0605 Error "what is used is not a doctrine" "ce qui est utilisé n’est pas une doctrine"
    R0606 Error "doctrines use each other in a circle" "des doctrines s’utilisent en rond"
    R0607 Warning "no rules here" "aucune règle ici"
    R0608 Error "no such file or folder" "fichier ou dossier introuvable"
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
