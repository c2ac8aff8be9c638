//! The catalogue: every code, its severity and its short title in both languages. A code is never reused.
//!
//! R01 syntax · R02 names · R03 types and units · R04 rules, dates and tests · R05 facts files · R06 files and folders ·
//! R07 evaluation.

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
    R0107 Error "“and” and “or” without brackets" "«\u{a0}et\u{a0}» et «\u{a0}ou\u{a0}» sans parenthèses"
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
    R0129 Error "name of several words" "nom en plusieurs mots"
    R0130 Error "period before its value" "période avant sa valeur"
    // Names
    R0201 Error "unknown name" "nom inconnu"
    R0202 Error "unknown source or section" "source ou section inconnue"
    R0203 Error "unknown type or unit" "type ou unité inconnus"
    R0204 Error "unknown choice value" "valeur de choix inconnue"
    R0205 Error "declared twice" "déclaré deux fois"
    R0206 Error "a name of another kind" "un nom d’une autre nature"
    R0207 Error "a group is not a value" "un groupe n’est pas une valeur"
    R0208 Error "two doctrine items" "deux éléments doctrine"
    R0209 Error "too many values" "trop de valeurs"
    // Types and units
    R0301 Error "unlike units" "unités différentes"
    R0302 Error "unlike types" "types différents"
    R0303 Error "a percentage without %" "un pourcentage sans\u{a0}%"
    R0304 Error "a number without its unit" "un nombre sans son unité"
    R0305 Error "a condition is expected" "une condition est attendue"
    R0306 Error "a number is expected" "un nombre est attendu"
    R0307 Error "a list is expected" "une liste est attendue"
    R0308 Error "a choice value of no known choice" "une valeur de choix sans choix"
    R0309 Error "not an order" "un choix sans ordre"
    R0310 Error "a date is expected" "une date est attendue"
    R0311 Error "not a constant" "une valeur qui n’est pas constante"
    R0312 Warning "possible division by zero" "division par zéro possible"
    R0313 Error "a value that may be absent" "une valeur qui peut être absente"
    // Rules, dates and tests
    R0401 Error "a clause out of place" "une clause qui n’a pas sa place"
    R0402 Error "a missing clause" "une clause qui manque"
    R0403 Error "a clause written twice" "une clause écrite deux fois"
    R0404 Error "versions that overlap" "des versions qui se chevauchent"
    R0405 Error "a circular definition" "une définition circulaire"
    R0406 Warning "never used" "jamais utilisé"
    R0407 Error "a test without expectation" "un test sans attente"
    R0408 Error "a test without date" "un test sans date"
    R0410 Error "two tests with one title" "deux tests de même titre"
    R0411 Error "a period that ends before it begins" "une période qui finit avant de commencer"
    R0412 Warning "a verdict that hangs on what is known" "un verdict qui dépend de ce que l’on sait"
    R0414 Error "rows that overlap" "des lignes qui se recouvrent"
    R0415 Error "a situation that no row covers" "une situation qu’aucune ligne ne couvre"
    R0416 Warning "a row never reached" "une ligne jamais atteinte"
    R0417 Error "a quote the text does not hold" "une citation que le texte ne contient pas"
    R0418 Error "a path that cannot be read" "un chemin illisible"
    R0419 Warning "a judgement without its author" "une appréciation sans auteur"
    R0420 Warning "no version on days when it is used" "pas de version à des dates où elle sert"
    // Facts
    R0501 Error "this part of the facts file cannot be read" "ce passage du fichier de faits ne se lit pas"
    R0502 Error "a tab at the start of a line" "une tabulation en début de ligne"
    R0503 Error "no space after the colon" "pas d’espace après le deux-points"
    R0504 Error "a quote that is not closed" "un guillemet qui n’est pas fermé"
    R0505 Error "text after a closing quote" "du texte après un guillemet fermant"
    R0506 Error "brackets or commas that do not match" "des crochets, accolades ou virgules mal placés"
    R0507 Error "a colon inside a text" "un deux-points dans un texte"
    R0508 Error "a line without a colon" "une ligne sans deux-points"
    R0509 Error "a line that is not aligned with the others" "une ligne mal alignée"
    R0510 Error "a character that needs quotes" "un caractère qui demande des guillemets"
    R0511 Error "a backslash inside quotes" "une barre oblique inverse entre guillemets"
    R0512 Error "a feature of YAML that facts files do not use" "une forme de YAML que les fichiers de faits n’utilisent pas"
    R0513 Error "a key that is not a name" "une clé qui n’est pas un nom"
    R0514 Error "a decimal comma between braces" "une virgule décimale entre accolades"
    R0515 Error "a key written twice" "une clé écrite deux fois"
    R0516 Error "a facts file beyond the limits" "un fichier de faits au-delà des limites"
    R0517 Warning "text after the end of the dossier" "du texte après la fin du dossier"
    R0518 Error "a facts file without keys" "un fichier de faits sans clés"
    R0519 Error "too many mistakes to list" "trop d’erreurs pour les citer toutes"
    R0520 Error "a key that is not expected here" "une clé qui n’est pas attendue ici"
    R0521 Error "a date that the calendar does not have" "une date que le calendrier n’a pas"
    R0522 Error "a date that is not written as expected" "une date qui n’est pas écrite comme attendu"
    R0523 Error "a value of another shape than expected" "une valeur d’une autre forme qu’attendu"
    R0524 Error "a claim that says no value, or two" "une déclaration sans valeur, ou avec deux"
    R0525 Error "a key that has no place beside another" "une clé qui n’a pas sa place à côté d’une autre"
    R0526 Error "a period that ends before it begins" "une période qui finit avant de commencer"
    R0527 Error "an unknown state of an option" "un état d’option inconnu"
    R0530 Error "a fact the doctrine does not have" "un fait que la doctrine n’a pas"
    R0531 Error "a value that is not possible" "une valeur qui n’est pas possible"
    R0532 Error "an actor, scenario or milestone unknown" "un acteur, scénario ou jalon inconnu"
    R0533 Error "a fact given twice" "un fait donné deux fois"
    R0534 Error "a value of another type" "une valeur d’un autre type"
    R0535 Error "a value in another unit" "une valeur dans une autre unité"
    R0536 Error "a percentage without %" "un pourcentage sans\u{a0}%"
    R0537 Error "limits in the wrong order" "des limites dans le mauvais ordre"
    R0538 Error "a fact that cannot be absent" "un fait qui ne peut pas être absent"
    R0539 Error "limits where there is no order" "des limites là où il n’y a pas d’ordre"
    R0540 Error "a value out of bounds" "une valeur hors des bornes"
    R0541 Warning "a source that resembles one of the doctrine" "une source qui ressemble à une de la doctrine"
    R0542 Error "a source kept that says nothing" "une source retenue qui ne dit rien"
    R0543 Warning "a value that is not in use on that day" "une valeur qui n’a pas cours ce jour-là"
    // Files
    R0601 Error "the file cannot be opened" "le fichier ne s’ouvre pas"
    R0602 Error "the file is too large" "le fichier est trop gros"
    R0603 Error "the file is not UTF-8 text" "le fichier n’est pas un texte UTF-8"
    R0604 Error "the doctrine to use is not found" "la doctrine à utiliser est introuvable"
    R0605 Error "what is used is not a doctrine" "ce qui est utilisé n’est pas une doctrine"
    R0606 Error "doctrines use each other in a circle" "des doctrines s’utilisent en rond"
    R0607 Warning "no rules here" "aucune règle ici"
    R0608 Error "no such file or folder" "fichier ou dossier introuvable"
    // Evaluation
    R0701 Error "a division by zero" "une division par zéro"
    R0702 Error "exceptions that disagree" "des exceptions qui se contredisent"
    R0703 Error "no value on that day" "pas de valeur à cette date"
    R0704 Error "beyond the calendar or the numbers" "hors du calendrier ou des nombres"
}

/// Codes that begin alike and speak of one thing.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// What its codes begin with.
    pub prefix: &'static str,
    en: &'static str,
    fr: &'static str,
}

/// All families, in the order of their codes.
pub const FAMILIES: [Family; 7] = [
    Family { prefix: "R01", en: "Syntax", fr: "Syntaxe" },
    Family { prefix: "R02", en: "Names", fr: "Noms" },
    Family { prefix: "R03", en: "Types and units", fr: "Types et unités" },
    Family { prefix: "R04", en: "Rules, dates and tests", fr: "Règles, dates et tests" },
    Family { prefix: "R05", en: "Facts files", fr: "Fichiers de faits" },
    Family { prefix: "R06", en: "Files and folders", fr: "Fichiers et dossiers" },
    Family { prefix: "R07", en: "Evaluation", fr: "Évaluation" },
];

impl Family {
    pub fn title(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }

    /// The codes of this family, in order.
    pub fn entries(&self) -> impl Iterator<Item = &'static Entry> {
        CATALOGUE.iter().filter(|entry| entry.text.starts_with(self.prefix))
    }
}

impl Code {
    /// Finds a code by its text, in any case and with or without its letter and zeros: `R0301`, `r301`, `301`.
    pub fn parse(text: &str) -> Option<Code> {
        let digits = text.strip_prefix(['R', 'r']).unwrap_or(text);
        if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let text = format!("R{digits:0>4}");
        CATALOGUE.iter().find(|entry| entry.text == text).map(|entry| entry.code)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        for text in ["R0301", "r0301", "0301", "301", "R301"] {
            assert_eq!(Code::parse(text), Some(Code::R0301), "{text}");
        }
        for text in ["", "R", "R03011", "00301", "R030x", "X0301", "+301", "999", "٣٠١"] {
            assert_eq!(Code::parse(text), None, "{text}");
        }
    }

    #[test]
    fn each_code_is_in_one_family() {
        let listed: Vec<&str> = FAMILIES.iter().flat_map(Family::entries).map(|entry| entry.text).collect();
        assert_eq!(listed.len(), CATALOGUE.len());
        let codes: std::collections::HashSet<&str> = CATALOGUE.iter().map(|entry| entry.text).collect();
        assert_eq!(codes.len(), CATALOGUE.len());
        assert!(listed.iter().all(|code| codes.contains(code)));
    }
}
