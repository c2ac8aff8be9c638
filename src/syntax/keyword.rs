//! The one table of keywords: what each is called in English and in French, and where it stands.
//!
//! The grammar of keywords (`grammar/keywords.pest`) is made from it, and so are language detection, the warnings about
//! mixed languages and missing accents, and the lists that editors use.
//!
//! Spellings are patterns: a part between brackets may be left out (`connu(e)(s)`), a blank stands for any blanks, and
//! `'` for either apostrophe. The first pattern, without its optional parts, is the form that a fix or the formatter
//! writes.

use crate::base::{Lang, name};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// Where a keyword stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Opens an item, at column 1.
    Item,
    /// Opens a clause.
    Clause,
    /// Stands inside an item's first line or a clause: `quote`, `until`, `then`.
    Part,
    /// Stands between two operands, or after one: `and`, `at least`, `applies`.
    Operator,
    /// Opens an operand: `not`, `count of`.
    Prefix,
    /// A type: `yes/no`.
    Type,
    /// A verdict: `not met`.
    Verdict,
    /// The force of a criterion: `recommendation`.
    Force,
    /// What is known of a fact, or the state of a risk: `contested`, `to check`.
    State,
    /// A value: `yes`, `today`.
    Literal,
}

/// One keyword in both languages.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// Its name in the grammar, after `kw_`.
    pub id: &'static str,
    pub role: Role,
    en: &'static [&'static str],
    fr: &'static [&'static str],
}

const fn row(id: &'static str, role: Role, en: &'static [&'static str], fr: &'static [&'static str]) -> Keyword {
    Keyword { id, role, en, fr }
}

use Role::{Clause, Force, Item, Literal, Operator, Part, Prefix, State, Type, Verdict};

/// Every keyword.
pub const KEYWORDS: &[Keyword] = &[
    row("language", Item, &["language"], &["langue"]),
    row("doctrine", Item, &["doctrine"], &["doctrine"]),
    row("source", Item, &["source"], &["source"]),
    row("actor", Item, &["actor"], &["acteur", "actrice"]),
    row("unit", Item, &["unit"], &["unité"]),
    row("choice", Item, &["choice"], &["choix"]),
    row("record", Item, &["record"], &["fiche"]),
    row("facts", Item, &["facts"], &["faits"]),
    row("parameter", Item, &["parameter"], &["paramètre"]),
    row("define", Item, &["define"], &["définition"]),
    row("table", Item, &["table"], &["table"]),
    row("criterion", Item, &["criterion"], &["critère"]),
    row("checklist", Item, &["checklist"], &["grille"]),
    row("scenario", Item, &["scenario"], &["scénario"]),
    row("body", Item, &["body"], &["instance"]),
    row("milestone", Item, &["milestone"], &["jalon"]),
    row("dataset", Item, &["dataset"], &["données"]),
    row("uncoded", Item, &["uncoded"], &["non codé(e)(s)"]),
    row("test", Item, &["test"], &["test"]),
    row("use", Item, &["use"], &["utilise"]),
    row("per", Clause, &["per"], &["selon"]),
    row("ref", Clause, &["ref"], &["réf"]),
    row("remark", Clause, &["remark"], &["remarque"]),
    row("in_tension_with", Clause, &["in tension with"], &["divergence avec"]),
    row("vague", Clause, &["vague"], &["vague"]),
    row("formerly", Clause, &["formerly"], &["anciennement"]),
    row("from", Clause, &["from"], &["dès", "dès le"]),
    row("until", Clause, &["until"], &["jusqu'au", "jusqu'à", "jusqu'en"]),
    row("authority", Clause, &["authority"], &["autorité"]),
    row("publisher", Clause, &["publisher"], &["éditeur", "éditrice"]),
    row("date", Clause, &["date"], &["date"]),
    row("url", Clause, &["url"], &["url"]),
    row("sections", Clause, &["sections"], &["sections"]),
    row("text", Clause, &["text"], &["texte"]),
    row("role", Clause, &["role"], &["rôle"]),
    row("plural", Clause, &["plural"], &["pluriel"]),
    row("symbol", Clause, &["symbol"], &["symbole"]),
    row("question", Clause, &["question"], &["question"]),
    row("hint", Clause, &["hint"], &["aide"]),
    row("bounds", Clause, &["bounds"], &["bornes"]),
    row("step", Clause, &["step"], &["pas"]),
    row("optional", Clause, &["optional"], &["facultatif(s)", "facultative(s)"]),
    row("open", Clause, &["open"], &["ouverte(s)", "ouvert(s)"]),
    row("valid_for", Clause, &["valid for"], &["valable(s)", "valable(s) pendant"]),
    row("except_when", Clause, &["except when"], &["sauf si"]),
    row("applies_when", Clause, &["applies when"], &["s'applique si", "s'appliquent si"]),
    row("requires", Clause, &["requires"], &["exige"]),
    row("remedy", Clause, &["remedy"], &["remède"]),
    row("for_each", Clause, &["for each"], &["pour chaque"]),
    row("assuming", Clause, &["assuming"], &["en supposant"]),
    row("feasible_when", Clause, &["feasible when"], &["faisable(s) si"]),
    row("advantage", Clause, &["advantage"], &["avantage"]),
    row("risk", Clause, &["risk"], &["risque"]),
    row("precedent", Clause, &["precedent"], &["précédent"]),
    row("next_step", Clause, &["next step"], &["prochaine étape"]),
    row("members", Clause, &["members"], &["membres"]),
    row("meets", Clause, &["meets"], &["se réunit"]),
    row("expected", Clause, &["expected"], &["attendu(e)(s)"]),
    row("after_milestone", Clause, &["after"], &["après"]),
    row("takes_at_least", Clause, &["takes at least"], &["prend au moins"]),
    row("only_between", Clause, &["only between"], &["seulement entre"]),
    row("takes_effect_on", Clause, &["takes effect on"], &["prend effet le"]),
    row("decided_by", Clause, &["decided by"], &["décidé(e)(s) par"]),
    row("reached_on", Clause, &["reached on"], &["atteint(e)(s) le"]),
    row("because", Clause, &["because"], &["parce que", "parce qu'"]),
    row("as_of", Clause, &["as of"], &["au"]),
    row("known_by", Clause, &["known by"], &["connu(e)(s) au"]),
    row("texts_as_of", Clause, &["texts as of"], &["textes au"]),
    row("given", Clause, &["given"], &["étant donné(e)(s)"]),
    row("under_scenario", Clause, &["scenario"], &["scénario"]),
    row("expect", Clause, &["expect"], &["attend"]),
    row("examples", Clause, &["examples"], &["exemples"]),
    row("quote", Part, &["quote"], &["cite"]),
    row("section", Part, &["section"], &["section"]),
    row("then", Part, &["then"], &["alors"]),
    row("else", Part, &["else"], &["sinon"]),
    row("otherwise", Part, &["otherwise"], &["sinon"]),
    row("when", Part, &["when"], &["si"]),
    row("becomes", Part, &["becomes"], &["devient"]),
    row("as", Part, &["as"], &["sous"]),
    row("ordered", Part, &["ordered"], &["ordonné(e)(s)"]),
    row("first_rows", Part, &["first"], &["premier", "première"]),
    row("to", Part, &["to"], &["à", "au"]),
    row("since", Part, &["since"], &["depuis", "depuis le"]),
    row("by", Part, &["by"], &["par"]),
    row("on", Part, &["on"], &["le"]),
    row("for", Part, &["for"], &["pour"]),
    row("in", Part, &["in"], &["dans"]),
    row("where", Part, &["where"], &["où"]),
    row("satisfies", Part, &["satisfies"], &["vérifie"]),
    row("among", Part, &["among"], &["parmi"]),
    row("of", Part, &["of"], &["parmi"]),
    row("passes_with", Part, &["passes with"], &["passe avec", "passent avec"]),
    row("meets_every", Part, &["every"], &["tous les", "toutes les"]),
    row("late_by", Part, &["late by"], &["en retard de", "en retard d'"]),
    row("file", Part, &["file"], &["fichier"]),
    row("about", Part, &["about"], &["environ"]),
    row("as_in", Part, &["as in"], &["comme dans"]),
    row("rest_of", Part, &["the rest of"], &["le reste de", "le reste d'", "le reste du", "le reste des"]),
    row("possible_from", Part, &["possible from"], &["possible dès"]),
    row("blocked", Part, &["blocked"], &["bloqué(e)(s)"]),
    row("not_blocked", Part, &["not blocked"], &["non bloqué(e)(s)"]),
    row("not_out_of_order", Part, &["not out of order"], &["pas dans le désordre"]),
    row("out_of_order", Part, &["out of order"], &["dans le désordre"]),
    row("feasible", Part, &["feasible"], &["faisable(s)"]),
    row("not_feasible", Part, &["not feasible"], &["non faisable(s)"]),
    row("judged_by", Part, &["by"], &["de", "d'", "du", "des", "par"]),
    row("and", Operator, &["and"], &["et"]),
    row("or", Operator, &["or"], &["ou"]),
    row("or_else", Operator, &["or else"], &["à défaut"]),
    row("at_least", Operator, &["at least"], &["au moins"]),
    row("at_most", Operator, &["at most"], &["au plus"]),
    row("more_than", Operator, &["more than"], &["plus de", "plus d'", "plus que"]),
    row("less_than", Operator, &["less than"], &["moins de", "moins d'", "moins que"]),
    row("is", Operator, &["is", "are"], &["est", "sont"]),
    row("is_not", Operator, &["is not", "are not"], &["n'est pas", "ne sont pas"]),
    row("one_of", Operator, &["one of"], &["parmi"]),
    row("between", Operator, &["between"], &["entre"]),
    row("before", Operator, &["before"], &["avant", "avant le"]),
    row("after", Operator, &["after"], &["après", "après le"]),
    row("on_or_before", Operator, &["on or before"], &["au plus tard le", "au plus tard"]),
    row("on_or_after", Operator, &["on or after"], &["au plus tôt le", "au plus tôt"]),
    row("contains", Operator, &["contains"], &["contient"]),
    row("under", Operator, &["under"], &["sous"]),
    row("starts_with", Operator, &["starts with"], &["commence par"]),
    row("ends_with", Operator, &["ends with"], &["finit par", "se termine par"]),
    row("applies", Operator, &["applies"], &["s'applique", "s'appliquent"]),
    row("does_not_apply", Operator, &["does not apply"], &["ne s'applique pas", "ne s'appliquent pas"]),
    row("at_least_every", Operator, &["at least every"], &["au moins tous les", "au moins toutes les"]),
    row("not", Prefix, &["not"], &["non"]),
    row("if", Prefix, &["if"], &["si"]),
    row("all_of", Prefix, &["all of"], &["toutes", "tous"]),
    row("any_of", Prefix, &["any of", "at least one of"], &["au moins une", "au moins un"]),
    row("none_of", Prefix, &["none of"], &["aucune", "aucun"]),
    row("at_least_n", Prefix, &["at least"], &["au moins"]),
    row("exactly_n", Prefix, &["exactly"], &["exactement"]),
    row("every", Prefix, &["every"], &["chaque"]),
    row("some", Prefix, &["some"], &["un", "une"]),
    row("count_of", Prefix, &["count of"], &["nombre de", "nombre d'", "nombre des"]),
    row("sum_of", Prefix, &["sum of"], &["somme de", "somme d'", "somme des", "somme du"]),
    row("min_of", Prefix, &["min of"], &["min de", "min d'", "min des", "min du"]),
    row("max_of", Prefix, &["max of"], &["max de", "max d'", "max des", "max du"]),
    row("values_of", Prefix, &["values of"], &["valeurs de", "valeurs d'", "valeurs des", "valeurs du"]),
    row("first_in", Prefix, &["first"], &["premier", "première"]),
    row("last_in", Prefix, &["last"], &["dernier", "dernière"]),
    row("share_of", Prefix, &["share of"], &["part de", "part d'", "part des", "part du"]),
    row("days_between", Prefix, &["days between"], &["jours entre"]),
    row("months_between", Prefix, &["months between"], &["mois entre"]),
    row("years_between", Prefix, &["years between"], &["ans entre", "années entre"]),
    row("date_of", Prefix, &["date of"], &["date de", "date d'", "date des", "date du"]),
    row("fn_min", Prefix, &["min"], &["min"]),
    row("fn_max", Prefix, &["max"], &["max"]),
    row("fn_round", Prefix, &["round"], &["arrondi", "round"]),
    row("fn_floor", Prefix, &["floor"], &["arrondi inférieur", "floor"]),
    row("fn_ceil", Prefix, &["ceil"], &["arrondi supérieur", "ceil"]),
    row("fn_abs", Prefix, &["abs"], &["abs", "valeur absolue"]),
    row("yes_no", Type, &["yes/no"], &["oui/non"]),
    row("number", Type, &["number(s)"], &["nombre(s)"]),
    row("integer", Type, &["integer(s)"], &["entier(s)"]),
    row("percent", Type, &["percent", "percentage(s)"], &["pourcentage(s)"]),
    row("text_type", Type, &["text(s)"], &["texte(s)"]),
    row("date_type", Type, &["date(s)"], &["date(s)"]),
    row("judgement", Type, &["judgement(s)", "judgment(s)"], &["appréciation(s)"]),
    row("list_of", Type, &["list of"], &["liste de", "liste d'", "liste des"]),
    row("met", Verdict, &["met"], &["satisfait(e)(s)"]),
    row("not_met", Verdict, &["not met"], &["non satisfait(e)(s)"]),
    row("unknown", Verdict, &["unknown"], &["indéterminé(e)(s)"]),
    row("not_applicable", Verdict, &["not applicable"], &["non applicable(s)", "sans objet"]),
    row("exempt", Verdict, &["exempt"], &["exempté(e)(s)", "exempt(e)(s)"]),
    row("obligation", Force, &["obligation"], &["obligation"]),
    row("requirement", Force, &["requirement"], &["exigence"]),
    row("recommendation", Force, &["recommendation"], &["recommandation"]),
    row("best_effort", Force, &["best effort"], &["au mieux"]),
    row("indicative", Force, &["indicative"], &["indicatif(s)", "indicative(s)"]),
    row("known", State, &["known"], &["connu(e)(s)"]),
    row("missing", State, &["missing"], &["manquant(e)(s)", "manque", "manquent"]),
    row("contested", State, &["contested"], &["contesté(e)(s)"]),
    row("absent_value", State, &["none"], &["absent(e)(s)", "aucun(e)"]),
    row("applicable", State, &["applicable"], &["applicable(s)"]),
    row("present", State, &["present"], &["présent(e)(s)"]),
    row("absent", State, &["absent"], &["absent(e)(s)"]),
    row("to_check", State, &["to check"], &["à vérifier"]),
    row("yes", Literal, &["yes"], &["oui"]),
    row("no", Literal, &["no"], &["non"]),
    row("none", Literal, &["none"], &["aucun(e)"]),
    row("today", Literal, &["today"], &["aujourd'hui"]),
    row("unspecified", Literal, &["unspecified"], &["non précisé(e)(s)"]),
];

/// How a text compares with the spellings of a keyword.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spelling {
    /// A spelling of the file's own language.
    Own,
    /// Own language, but its accents or capitals are not right; the right spelling.
    Accents(String),
    /// A spelling of the other language; what it is called in the file's own.
    Foreign(String),
}

impl Keyword {
    /// The patterns of one language.
    pub fn patterns(&self, lang: Lang) -> &'static [&'static str] {
        match lang {
            Lang::En => self.en,
            Lang::Fr => self.fr,
        }
    }

    /// The form that a fix or the formatter writes.
    pub fn canonical(&self, lang: Lang) -> String {
        self.patterns(lang).first().and_then(|pattern| expand(pattern).into_iter().next()).unwrap_or_default()
    }

    /// Every spelling in one language, the shortest form of each pattern first.
    pub fn spellings(&self, lang: Lang) -> Vec<String> {
        self.patterns(lang).iter().flat_map(|pattern| expand(pattern)).collect()
    }

    /// Finds a keyword by its name in the grammar.
    pub fn by_id(id: &str) -> Option<&'static Keyword> {
        KEYWORDS.iter().find(|keyword| keyword.id == id)
    }

    fn is_spelled(&self, written: &str, lang: Lang) -> bool {
        let spelled = SPELLED.get(self.id).map_or(&[][..], Vec::as_slice);
        spelled.iter().any(|(of, spelling)| *of == lang && spelling == written)
    }

    /// How `written`, which the grammar took for this keyword, is spelled as seen from a file in `lang`.
    pub fn spelling(&self, written: &str, lang: Lang) -> Spelling {
        if self.is_spelled(written, lang) {
            return Spelling::Own;
        }
        let written = tidy(written);
        if self.is_spelled(&written, lang) {
            return Spelling::Own;
        }
        let folded = name::fold(&written);
        if let Some(right) = self.spellings(lang).into_iter().find(|spelling| name::fold(spelling) == folded) {
            return Spelling::Accents(right);
        }
        Spelling::Foreign(self.canonical(lang))
    }
}

/// Every spelling of every keyword, by its name in the grammar.
static SPELLED: LazyLock<FxHashMap<&'static str, Vec<(Lang, String)>>> = LazyLock::new(|| {
    let spelled = |keyword: &Keyword| {
        let of = |lang: Lang| keyword.spellings(lang).into_iter().map(move |spelling| (lang, spelling));
        of(Lang::En).chain(of(Lang::Fr)).collect()
    };
    KEYWORDS.iter().map(|keyword| (keyword.id, spelled(keyword))).collect()
});

/// Every word of every spelling, as the table writes it and without accents.
static WORDS: LazyLock<FxHashSet<String>> = LazyLock::new(|| {
    let spellings = SPELLED.values().flatten().map(|(_, spelling)| spelling.as_str());
    let words = spellings.flat_map(|spelling| spelling.split([' ', '\'', '/']).filter(|word| !word.is_empty()));
    words.flat_map(|word| [word.to_string(), name::fold(word)]).collect()
});

/// Whether a word is, or may be meant as, a word of a keyword.
pub fn may_be(word: &str) -> bool {
    if WORDS.contains(word) {
        return true;
    }
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    !plain && WORDS.contains(name::fold(word).as_str())
}

/// The spellings of a pattern: `connu(e)(s)` gives `connu`, `connue`, `connus`, `connues`.
pub fn expand(pattern: &str) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('(') {
        let (optional, tail) = after.split_once(')').unwrap_or((after, ""));
        forms.iter_mut().for_each(|form| form.push_str(before));
        let longer: Vec<String> = forms.iter().map(|form| format!("{form}{optional}")).collect();
        forms.extend(longer);
        rest = tail;
    }
    forms.iter_mut().for_each(|form| form.push_str(rest));
    forms
}

/// A keyword as the table writes it: NFC, single blanks, straight apostrophes.
fn tidy(written: &str) -> String {
    let straight = written.replace('’', "'").nfc().collect::<String>();
    straight.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A spelling and the keywords that it may be.
#[derive(Debug)]
struct Form {
    /// Folded words: no accents, lower case.
    words: Vec<String>,
    keyword: &'static Keyword,
    spelling: String,
    langs: Vec<Lang>,
}

/// The forms by their first folded word, the longest first.
static FORMS: LazyLock<FxHashMap<String, Vec<Form>>> = LazyLock::new(|| {
    let mut forms: FxHashMap<String, Vec<Form>> = FxHashMap::default();
    for keyword in KEYWORDS {
        for lang in [Lang::En, Lang::Fr] {
            for spelling in keyword.spellings(lang) {
                let words: Vec<String> = name::fold(&spelling).split(' ').map(str::to_string).collect();
                let Some(first) = words.first().cloned() else { continue };
                let bucket = forms.entry(first).or_default();
                match bucket.iter_mut().find(|form| form.keyword.id == keyword.id && form.spelling == spelling) {
                    Some(form) => form.langs.push(lang),
                    None => bucket.push(Form { words, keyword, spelling, langs: vec![lang] }),
                }
            }
        }
    }
    for bucket in forms.values_mut() {
        bucket.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    forms
});

/// A keyword found at the start of a text.
#[derive(Clone, Debug)]
pub struct Found {
    pub keyword: &'static Keyword,
    /// Bytes of text it takes.
    pub len: usize,
    /// The languages in which it is spelled so.
    pub langs: &'static [Lang],
    /// Whether accents and capitals are right.
    pub exact: bool,
    /// How the table spells it.
    pub spelling: &'static str,
}

/// The keywords that stand at the start of `text`: all those of the longest spelling there, whatever their role.
/// Exact spellings hide those that lack an accent.
pub fn at_start(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    push_at_start(text, &mut found);
    found
}

/// [`at_start`], added to those found before. Whether the first word alone decides, whatever stands after it.
pub fn push_at_start(text: &str, found: &mut Vec<Found>) -> bool {
    let Some((first, first_len)) = next_word(text) else { return false };
    let Some(bucket) = FORMS.get(first.as_ref()) else { return true };
    let alone = bucket.iter().all(|form| form.words.len() == 1);
    let before = found.len();
    let mut words = vec![(first, first_len)];
    let mut ended = false;
    for form in bucket {
        while !ended && words.len() < form.words.len() {
            let taken = words.last().map_or(0, |(_, end)| *end);
            let rest = text.get(taken..).unwrap_or("");
            let blanks = rest.len() - rest.trim_start_matches(is_blank).len();
            match next_word(rest.get(blanks..).unwrap_or("")) {
                Some((word, len)) => words.push((word, taken + blanks + len)),
                None => ended = true,
            }
        }
        if words.len() < form.words.len() {
            continue;
        }
        let matches = form.words.iter().zip(&words).filter(|(wanted, (word, _))| *wanted == word).count();
        if matches != form.words.len() {
            continue;
        }
        let Some((_, len)) = form.words.len().checked_sub(1).and_then(|last| words.get(last)) else { continue };
        if found.get(before).is_some_and(|longest| longest.len > *len) {
            break;
        }
        let written = text.get(..*len).unwrap_or("");
        let exact =
            written == form.spelling || (!written.is_ascii() || form.words.len() > 1) && tidy(written) == form.spelling;
        // Short words without their accent are other words: `a`, `ou`.
        if !exact && form.spelling.chars().count() <= 2 {
            continue;
        }
        found.push(Found { keyword: form.keyword, len: *len, langs: &form.langs, exact, spelling: &form.spelling });
    }
    // Only the last few are looked at: those found before are many.
    let own = found.get(before..).unwrap_or(&[]);
    if own.iter().any(|one| one.exact) && own.iter().any(|one| !one.exact) {
        let exact: Vec<Found> = found.drain(before..).filter(|one| one.exact).collect();
        found.extend(exact);
    }
    alone
}

/// A blank that does not end a line.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace() && c != '\n' && c != '\r'
}

/// The folded word at the start of `text`, apostrophes inside it included (`s'applique`, `d'`), and its length in
/// bytes. A word that an apostrophe joins to the next one ends at the apostrophe when the table knows it so.
fn next_word(text: &str) -> Option<(Cow<'_, str>, usize)> {
    let end = text.find(|c: char| !is_word_char(c) && c != '\'' && c != '’').unwrap_or(text.len());
    let whole = text.get(..end)?;
    if whole.is_empty() || whole.starts_with(['\'', '’']) {
        return None;
    }
    let first = folded(whole);
    if !first.contains('\'') || JOINED.contains(&first.as_ref()) {
        // `yes/no` is one word of the table.
        let rest = text.get(end..)?;
        for (yes, no) in [("yes", "no"), ("oui", "non")] {
            let joined = rest.strip_prefix('/').and_then(|after| after.strip_prefix(no));
            if first == yes && joined.is_some_and(|after| !after.starts_with(is_word_char)) {
                return Some((format!("{yes}/{no}").into(), end + 1 + no.len()));
            }
        }
        return Some((first, end));
    }
    let (before, apostrophe) = whole.char_indices().find(|(_, c)| *c == '\'' || *c == '’')?;
    let cut = before + apostrophe.len_utf8();
    Some((folded(whole.get(..cut)?), cut))
}

/// [`name::fold`], and nothing to do for most words.
fn folded(word: &str) -> Cow<'_, str> {
    let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    if plain { Cow::Borrowed(word) } else { Cow::Owned(name::fold(word)) }
}

/// Words of the table with an apostrophe inside.
const JOINED: &[&str] = &["s'applique", "s'appliquent", "n'est", "jusqu'au", "jusqu'a", "jusqu'en", "aujourd'hui"];

fn is_word_char(c: char) -> bool {
    c == '_' || c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<&'static str> {
        at_start(text).iter().map(|found| found.keyword.id).collect()
    }

    #[test]
    fn patterns_expand_to_every_form() {
        assert_eq!(expand("connu(e)(s)"), ["connu", "connue", "connus", "connues"]);
        assert_eq!(expand("au plus tard"), ["au plus tard"]);
    }

    #[test]
    fn the_longest_keyword_wins() {
        assert_eq!(ids("au plus tard le 2024-01-01"), ["on_or_before"]);
        assert_eq!(ids("au mieux"), ["best_effort"]);
        assert_eq!(ids("au 2024-10-01"), ["as_of", "to"]);
        assert_eq!(ids("s’applique  si x"), ["applies_when"]);
        assert_eq!(ids("part d'équipe"), ["share_of"]);
        assert_eq!(ids("partie"), [] as [&str; 0]);
    }

    #[test]
    fn accents_and_capitals_are_forgiven_and_said() {
        let found = at_start("Critere x");
        assert!(found.iter().all(|one| !one.exact && one.spelling == "critère"));
        let keyword = Keyword::by_id("given").unwrap();
        assert_eq!(keyword.spelling("etant donnes", Lang::Fr), Spelling::Accents("étant donnés".to_string()));
        assert_eq!(keyword.spelling("given", Lang::Fr), Spelling::Foreign("étant donné".to_string()));
        assert_eq!(keyword.spelling("étant  donnée", Lang::Fr), Spelling::Own);
    }
}
