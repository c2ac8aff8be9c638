//! How a word of the language is written: the form of the table, in the language wanted, in the form that its place
//! asks for where there are several (`de` or `d'`, `month` or `months`).

use crate::base::{Lang, Num, name};
use crate::syntax::keyword::{KEYWORDS, Keyword, Role, Spelling};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What stands after a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next<'t> {
    /// A word, as it will be written.
    Word(&'t str),
    /// A date with its day.
    Day,
    Other,
}

/// Where a keyword stands, when that decides which of its forms is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Cell,
    /// After `is`.
    State,
    Elsewhere,
}

/// The language in which a keyword is spelled, as seen from a file in `lang`.
pub fn lang_of(keyword: &Keyword, written: &str, lang: Lang) -> Lang {
    match keyword.spelling(written, lang) {
        Spelling::Own | Spelling::Accents(_) => lang,
        Spelling::Foreign(_) => lang.other(),
    }
}

/// A keyword as it should be written, without a blank after it where it joins the next word.
pub fn keyword(keyword: &Keyword, lang: Lang, place: Place, next: Next<'_>) -> String {
    let canonical = keyword.canonical(lang);
    if lang == Lang::En {
        return canonical;
    }
    match (keyword.id, place, next) {
        // English has one word for what French calls `aucun` among values and `absent` elsewhere.
        ("absent_value", Place::Cell, _) => "aucun".to_string(),
        ("missing", Place::Cell | Place::Elsewhere, _) => "manque".to_string(),
        ("on_or_before" | "on_or_after", _, Next::Word(_) | Next::Other) => {
            canonical.strip_suffix(" le").map_or(canonical.clone(), str::to_string)
        }
        (_, _, Next::Word(word)) if elides(word) => elided(keyword, &canonical).unwrap_or(canonical),
        _ => canonical,
    }
}

/// `part de` as `part d'`, where the table knows both.
fn elided(keyword: &Keyword, canonical: &str) -> Option<String> {
    let short = format!("{}'", canonical.strip_suffix('e')?);
    keyword.spellings(Lang::Fr).contains(&short).then_some(short)
}

/// Words before which nothing is elided although they begin with a vowel.
const NEVER_ELIDED: [&str; 2] = ["oui", "onze"];

/// How words begin whose h is aspirated: `de handicap`, not `d'handicap`.
const ASPIRATED: [&str; 26] = [
    "hach", "haie", "hain", "hall", "hamac", "hameau", "han", "har", "hasard", "hat", "hauss", "haut", "havre", "hero",
    "heurt", "hibou", "hierarch", "hiss", "hockey", "holland", "homard", "hongr", "hont", "hors", "hou", "huit",
];

/// How words begin that look like those and are not: `d'harmonie`, `d'héroïne`.
const MUTE: [&str; 3] = ["halluc", "harmon", "heroi"];

/// Whether `de` loses its vowel before a word.
fn elides(word: &str) -> bool {
    let word = name::fold(word);
    if NEVER_ELIDED.contains(&word.split('_').next().unwrap_or("")) {
        return false;
    }
    let mut letters = word.chars();
    match letters.next() {
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'œ' | 'æ') => true,
        Some('h') => {
            let vowel = matches!(letters.next(), Some('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'œ'));
            let begins = |starts: &[&str]| starts.iter().any(|start| word.starts_with(start));
            vowel && (begins(&MUTE) || !begins(&ASPIRATED))
        }
        _ => false,
    }
}

/// What a number or a type counts.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'n> {
    By(&'n Num),
    /// A type, or paths into a record: no number says how many.
    Many,
    /// Below the bar: `EUR/year`.
    One,
}

/// The built-in units that are words, one and many in each language. Those that are symbols are the same in both.
const UNITS: [([&str; 2], [&str; 2]); 5] = [
    (["FTE", "FTE"], ["ETP", "ETP"]),
    (["day", "days"], ["jour", "jours"]),
    (["week", "weeks"], ["semaine", "semaines"]),
    (["month", "months"], ["mois", "mois"]),
    (["year", "years"], ["an", "ans"]),
];

/// A second word for years, which English lacks.
const YEARS: [(&str, &str); 2] = [("année", "an"), ("années", "ans")];

/// Whether French has a feminine word for a built-in unit. The years are written `ans`.
pub fn is_feminine(unit: &str) -> bool {
    ["semaine", "semaines", "week", "weeks"].contains(&unit)
}

/// The language that a built-in unit is a word of.
pub fn lang_of_unit(written: &str) -> Option<Lang> {
    let french = written == "acteur"
        || YEARS.iter().any(|(other, _)| *other == written)
        || UNITS.iter().any(|(_, fr)| fr.contains(&written));
    let english = written == "actor" || UNITS.iter().any(|(en, _)| en.contains(&written));
    if french { Some(Lang::Fr) } else { english.then_some(Lang::En) }
}

/// A built-in unit as it is written in a language; nothing for what is not one. One stays one and many stay many, but
/// for months, whose number French does not show.
pub fn unit(written: &str, lang: Lang, counted: Counted<'_>) -> Option<&'static str> {
    let written = YEARS.iter().find(|(other, _)| *other == written).map_or(written, |(_, usual)| usual);
    let (en, fr) = UNITS.iter().find(|(en, fr)| en.contains(&written) || fr.contains(&written))?;
    let many = if fr.first() == fr.last() {
        match counted {
            Counted::By(count) => count.abs() != Num::ONE,
            Counted::Many => true,
            Counted::One => false,
        }
    } else {
        en.last() == Some(&written) || fr.last() == Some(&written)
    };
    let forms = if lang == Lang::En { en } else { fr };
    if many { forms.last().copied() } else { forms.first().copied() }
}

/// The type of all actors.
pub fn actor_type(written: &str, lang: Lang) -> Option<&'static str> {
    let known = matches!(written, "actor" | "acteur");
    known.then_some(if lang == Lang::En { "actor" } else { "acteur" })
}

/// The same name for a unit or the actors in both languages, to compare trees.
pub fn common_type(written: &str) -> &str {
    let unit = unit(written, Lang::En, Counted::Many);
    match unit.or_else(|| actor_type(written, Lang::En)) {
        // One and many are one unit.
        Some("day") => "days",
        Some("week") => "weeks",
        Some("year") => "years",
        Some(common) => common,
        None => written,
    }
}

/// Words that stand in conditions, in one language.
static RESERVED: LazyLock<[HashSet<String>; 2]> = LazyLock::new(|| {
    let words = |lang: Lang| {
        let reserved = KEYWORDS
            .iter()
            .filter(|keyword| matches!(keyword.role, Role::Operator | Role::Part | Role::Prefix | Role::Literal));
        reserved
            .flat_map(|keyword| keyword.spellings(lang))
            .filter(|spelling| !spelling.contains([' ', '\'']))
            .collect()
    };
    [words(Lang::En), words(Lang::Fr)]
});

/// Whether a word of conditions in `lang` is none in the other language.
pub fn only_reserved_in(word: &str, lang: Lang) -> bool {
    let [en, fr] = &*RESERVED;
    let (own, other) = if lang == Lang::En { (en, fr) } else { (fr, en) };
    own.contains(word) && !other.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_takes_the_form_that_its_place_asks_for() {
        let said = |id: &str, lang, place, next| keyword(Keyword::by_id(id).unwrap(), lang, place, next);
        let fr = |id: &str, next| said(id, Lang::Fr, Place::Elsewhere, next);
        assert_eq!(fr("share_of", Next::Word("équipe.internes")), "part d'");
        assert_eq!(fr("share_of", Next::Word("homologation")), "part d'");
        assert_eq!(fr("share_of", Next::Word("harmonie")), "part d'");
        assert_eq!(fr("share_of", Next::Word("handicap")), "part de");
        assert_eq!(fr("share_of", Next::Word("h_total")), "part de");
        assert_eq!(fr("share_of", Next::Word("taux")), "part de");
        assert_eq!(fr("more_than", Next::Word("oui")), "plus de");
        assert_eq!(fr("more_than", Next::Other), "plus de");
        assert_eq!(fr("requires", Next::Word("a")), "exige");
        assert_eq!(fr("on_or_before", Next::Day), "au plus tard le");
        assert_eq!(fr("on_or_before", Next::Word("aujourd'hui")), "au plus tard");
        assert_eq!(fr("missing", Next::Other), "manque");
        assert_eq!(said("missing", Lang::Fr, Place::State, Next::Other), "manquant");
        assert_eq!(said("absent_value", Lang::Fr, Place::Cell, Next::Other), "aucun");
        assert_eq!(said("share_of", Lang::En, Place::Elsewhere, Next::Word("a")), "share of");
    }

    #[test]
    fn units_keep_their_number() {
        let two = Num::from_i64(2);
        for (written, en, fr) in
            [("mois", "months", "mois"), ("jour", "day", "jour"), ("années", "years", "ans"), ("FTE", "FTE", "ETP")]
        {
            assert_eq!(unit(written, Lang::En, Counted::By(&two)), Some(en));
            assert_eq!(unit(written, Lang::Fr, Counted::By(&two)), Some(fr));
        }
        assert_eq!(unit("mois", Lang::En, Counted::By(&Num::ONE)), Some("month"));
        assert_eq!(unit("mois", Lang::En, Counted::One), Some("month"));
        assert_eq!(unit("€", Lang::En, Counted::Many), None);
        assert_eq!(common_type("jour"), common_type("days"));
        assert_eq!(common_type("acteur"), common_type("actor"));
    }
}
