//! How a form is written, while it is being written: which part comes where the cursor stands.

use super::complete::{Place, place};
use super::snapshot::Snapshot;
use crate::base::{FileId, Lang};
use crate::syntax::keyword::at_start;
use crate::syntax::{Bracket, TokenKind};

/// A form and the part of it that is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    pub label: String,
    /// The parts, as they stand in the label.
    pub parts: Vec<String>,
    pub active: usize,
    pub about: String,
}

/// A form: what opens it, the words between its parts, and the parts, in English and in French.
struct Form {
    id: &'static str,
    /// The keywords after which each further part begins; a comma where none is named.
    marks: &'static [&'static str],
    en: (&'static str, &'static [&'static str], &'static str),
    fr: (&'static str, &'static [&'static str], &'static str),
}

macro_rules! forms {
    ($($id:literal $marks:expr, $en:literal $en_parts:expr, $en_about:literal, $fr:literal $fr_parts:expr, $fr_about:literal;)*) => {
        &[$(Form { id: $id, marks: &$marks, en: ($en, &$en_parts, $en_about), fr: ($fr, &$fr_parts, $fr_about) }),*]
    };
}

const FORMS: &[Form] = forms! {
    "share_of" ["among"], "share of PART among (ALL, …)" ["PART", "(ALL, …)"], "PART over the sum of all; 0 % when PART is 0",
        "part de PARTIE parmi (TOUT, …)" ["PARTIE", "(TOUT, …)"], "PARTIE sur la somme du tout ; 0 % quand PARTIE est 0";
    "count_of" ["in", "where"], "count of M in LIST where CONDITION" ["M", "LIST", "CONDITION"], "how many elements",
        "nombre de M dans LISTE où CONDITION" ["M", "LISTE", "CONDITION"], "combien d’éléments";
    "sum_of" ["for", "in", "where"], "sum of VALUE for M in LIST where CONDITION" ["VALUE", "M", "LIST", "CONDITION"], "the sum over the elements",
        "somme de VALEUR pour M dans LISTE où CONDITION" ["VALEUR", "M", "LISTE", "CONDITION"], "la somme sur les éléments";
    "min_of" ["for", "in", "where"], "min of VALUE for M in LIST where CONDITION" ["VALUE", "M", "LIST", "CONDITION"], "the least value",
        "min de VALEUR pour M dans LISTE où CONDITION" ["VALEUR", "M", "LISTE", "CONDITION"], "la plus petite valeur";
    "max_of" ["for", "in", "where"], "max of VALUE for M in LIST where CONDITION" ["VALUE", "M", "LIST", "CONDITION"], "the greatest value",
        "max de VALEUR pour M dans LISTE où CONDITION" ["VALEUR", "M", "LISTE", "CONDITION"], "la plus grande valeur";
    "values_of" ["for", "in", "where"], "values of VALUE for M in LIST where CONDITION" ["VALUE", "M", "LIST", "CONDITION"], "the list of the values",
        "valeurs de VALEUR pour M dans LISTE où CONDITION" ["VALEUR", "M", "LISTE", "CONDITION"], "la liste des valeurs";
    "every" ["in", "satisfies"], "every M in LIST satisfies CONDITION" ["M", "LIST", "CONDITION"], "whether all elements do",
        "chaque M dans LISTE vérifie CONDITION" ["M", "LISTE", "CONDITION"], "si tous les éléments le font";
    "some" ["in", "satisfies"], "some M in LIST satisfies CONDITION" ["M", "LIST", "CONDITION"], "whether one element does",
        "un M dans LISTE vérifie CONDITION" ["M", "LISTE", "CONDITION"], "si un élément le fait";
    "first_in" ["in", "by", "where"], "first M in LIST by VALUE where CONDITION" ["M", "LIST", "VALUE", "CONDITION"], "the element with the least value",
        "premier M dans LISTE par VALEUR où CONDITION" ["M", "LISTE", "VALEUR", "CONDITION"], "l’élément de plus petite valeur";
    "last_in" ["in", "by", "where"], "last M in LIST by VALUE where CONDITION" ["M", "LIST", "VALUE", "CONDITION"], "the element with the greatest value",
        "dernier M dans LISTE par VALEUR où CONDITION" ["M", "LISTE", "VALEUR", "CONDITION"], "l’élément de plus grande valeur";
    "days_between" ["and"], "days between DATE and DATE" ["DATE", "DATE"], "a number of days",
        "jours entre DATE et DATE" ["DATE", "DATE"], "un nombre de jours";
    "months_between" ["and"], "months between DATE and DATE" ["DATE", "DATE"], "a number of whole months",
        "mois entre DATE et DATE" ["DATE", "DATE"], "un nombre de mois entiers";
    "years_between" ["and"], "years between DATE and DATE" ["DATE", "DATE"], "a number of whole years",
        "ans entre DATE et DATE" ["DATE", "DATE"], "un nombre d’années entières";
    "between" ["and"], "VALUE between LOW and HIGH" ["LOW", "HIGH"], "both included",
        "VALEUR entre BAS et HAUT" ["BAS", "HAUT"], "les deux inclus";
    "if" ["then", "else"], "if CONDITION then VALUE else VALUE" ["CONDITION", "VALUE", "VALUE"], "the first value where the condition holds, else the second",
        "si CONDITION alors VALEUR sinon VALEUR" ["CONDITION", "VALEUR", "VALEUR"], "la première valeur si la condition est vraie, sinon la seconde";
    "all_of" [], "all of (A, B, …)" ["A", "B"], "every one of them", "toutes (A, B, …)" ["A", "B"], "chacune d’elles";
    "any_of" [], "any of (A, B, …)" ["A", "B"], "one at least", "au moins une (A, B, …)" ["A", "B"], "une au moins";
    "none_of" [], "none of (A, B, …)" ["A", "B"], "not one of them", "aucune (A, B, …)" ["A", "B"], "pas une d’elles";
    "fn_min" [], "min (A, B, …)" ["A", "B"], "the least", "min (A, B, …)" ["A", "B"], "le plus petit";
    "fn_max" [], "max (A, B, …)" ["A", "B"], "the greatest", "max (A, B, …)" ["A", "B"], "le plus grand";
    "per" ["section", "quote"], "per SOURCE § SECTION quote TEXT" ["SOURCE", "SECTION", "TEXT"], "the text it comes from",
        "selon SOURCE § SECTION cite TEXTE" ["SOURCE", "SECTION", "TEXTE"], "le texte d’où cela vient";
    "except_when" ["then", "per"], "except when CONDITION then VALUE per SOURCE" ["CONDITION", "VALUE", "SOURCE"], "an exception",
        "sauf si CONDITION alors VALEUR selon SOURCE" ["CONDITION", "VALEUR", "SOURCE"], "une exception";
    "risk" ["when"], "risk NAME \"TEXT\" when CONDITION" ["TEXT", "CONDITION"], "present, absent, or to be checked",
        "risque NOM « TEXTE » si CONDITION" ["TEXTE", "CONDITION"], "présent, absent ou à vérifier";
    "expected" ["to"], "expected DATE to DATE" ["DATE", "DATE"], "a month means its first day",
        "attendu DATE à DATE" ["DATE", "DATE"], "un mois veut dire son premier jour";
};

/// The form that the cursor is in: the nearest that opened on the lines of its clause and that nothing has closed.
pub fn signature(snapshot: &Snapshot, file: FileId, offset: usize) -> Option<Signature> {
    let place = place(snapshot, file, offset)?;
    if place.at_margin {
        return None;
    }
    let mut closed = 0usize;
    for (rank, token) in place.before.iter().enumerate().rev() {
        match token.kind {
            TokenKind::Close(Bracket::Round) => closed += 1,
            TokenKind::Open(Bracket::Round) => closed = closed.saturating_sub(1),
            TokenKind::Word if closed == 0 => {
                let text = place.text.get(token.span.start as usize..)?;
                let found = at_start(text);
                let form = found.iter().find_map(|one| FORMS.iter().find(|form| form.id == one.keyword.id));
                let ends = found.first().map_or(0, |one| token.span.start as usize + one.len);
                if let Some(form) = form.filter(|_| ends <= offset) {
                    return Some(written(form, &place, rank));
                }
            }
            _ => {}
        }
        let opens_clause = place.clause.is_some_and(|(_, end)| token.span.end as usize <= end);
        if opens_clause && token.line_start {
            return None;
        }
    }
    None
}

fn written(form: &Form, place: &Place<'_>, opened: usize) -> Signature {
    let (label, parts, about) = match place.lang {
        Lang::En => form.en,
        Lang::Fr => form.fr,
    };
    let mut active = 0;
    let mut depth = 0usize;
    for token in place.before.iter().skip(opened + 1) {
        match token.kind {
            TokenKind::Open(_) => depth += 1,
            TokenKind::Close(_) => depth = depth.saturating_sub(1),
            TokenKind::Comma if depth <= 1 && form.marks.is_empty() => active += 1,
            TokenKind::Symbol if token.span.slice(place.text) == "§" && form.marks.first() == Some(&"section") => {
                active = 1
            }
            TokenKind::Word if depth == 0 => {
                let found = at_start(place.text.get(token.span.start as usize..).unwrap_or(""));
                let is_mark = |mark: &&str| found.iter().any(|one| one.keyword.id == *mark);
                if let Some(rank) = form.marks.iter().position(is_mark) {
                    active = active.max(rank + 1);
                }
            }
            _ => {}
        }
    }
    Signature {
        label: label.to_string(),
        parts: parts.iter().map(|part| (*part).to_string()).collect(),
        active: active.min(parts.len().saturating_sub(1)),
        about: about.to_string(),
    }
}
