//! The two languages, and the one way to write a sentence: in both at once.

/// The language of a file or of the output.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Lang {
    En,
    #[default]
    Fr,
}

impl Lang {
    pub fn other(self) -> Lang {
        match self {
            Lang::En => Lang::Fr,
            Lang::Fr => Lang::En,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Fr => "fr",
        }
    }

    pub fn from_code(code: &str) -> Option<Lang> {
        match code.get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Lang::En),
            "fr" => Some(Lang::Fr),
            _ => None,
        }
    }

    /// A text between this language's quotation marks.
    pub fn quoted(self, text: &str) -> String {
        match self {
            Lang::En => format!("“{text}”"),
            Lang::Fr => format!("«\u{a0}{text}\u{a0}»"),
        }
    }
}

/// A sentence in both languages: `tr!(lang; en: "no {name}", fr: "pas de {name}")`, with captured names between
/// braces, or two expressions that give texts. Forgetting a language does not compile.
macro_rules! tr {
    ($lang:expr; en: $en:literal, fr: $fr:literal $(,)?) => {
        match $lang {
            $crate::base::Lang::En => format!($en),
            $crate::base::Lang::Fr => format!($fr),
        }
    };
    ($lang:expr; en: $en:expr, fr: $fr:expr $(,)?) => {
        match $lang {
            $crate::base::Lang::En => String::from($en),
            $crate::base::Lang::Fr => String::from($fr),
        }
    };
}
pub(crate) use tr;
