//! The score in words, and the changes that no test notices, a line each with its place.

use super::change::Dropped;
use super::{Change, Fate, Ground, Judged, Mutation, Score};
use crate::base::{Lang, Sources, tr};
use crate::eval::Engine;
use crate::model::expr::{LogicOp, Order, Quantity};
use crate::testing::text::{Words, percent_text};

/// More changes than that are counted, not shown.
const MOST_SHOWN: usize = 50;

/// Of what the author wrote, this many characters are shown.
const CITED: usize = 70;

/// The score of each file, then the changes that no test notices, in the order of the files.
pub fn mutants_text(mutation: &Mutation, sources: &Sources, engine: &Engine, lang: Lang) -> String {
    let words = Words { sources, engine, lang };
    let files = mutation.files(sources);
    let mut text = String::new();
    if !files.is_empty() {
        text.push_str(&tr!(lang; en: "\nmutation score by file:\n", fr: "\nscore de mutation par fichier\u{a0}:\n"));
    }
    let width = files.iter().map(|(file, _)| sources.path(*file).chars().count()).max().unwrap_or(0);
    for (file, score) in &files {
        let path = sources.path(*file);
        let blanks = " ".repeat(width - path.chars().count().min(width));
        let (percent, noticed, counted) = (score_text(*score, lang), score.noticed, score.counted());
        text.push_str(&format!("  {path}{blanks}  {percent:>7}  {noticed}/{counted}\n"));
    }
    let unnoticed: Vec<&Judged> = mutation.unnoticed().collect();
    if unnoticed.is_empty() {
        return text;
    }
    text.push_str(&tr!(lang;
        en: "\nno test notices these changes:\n",
        fr: "\naucun test ne remarque ces changements\u{a0}:\n"));
    for judged in unnoticed.iter().take(MOST_SHOWN) {
        text.push_str(&format!("  {}  {}\n", words.place(judged.at), line(&words, judged)));
    }
    let rest = unnoticed.len().saturating_sub(MOST_SHOWN);
    if rest > 0 {
        let option = lang.quoted("--format json");
        text.push_str("  ");
        text.push_str(&tr!(lang;
            en: "… and {rest} more; {option} lists them all",
            fr: "… et {rest} autres\u{a0}; {option} les donne tous"));
        text.push('\n');
    }
    text
}

/// `mutation score: 92.3 % (…)`
pub fn mutants_summary(mutations: &[&Mutation], lang: Lang) -> String {
    let score = mutations.iter().map(|mutation| mutation.score()).fold(Score::default(), Score::plus);
    let (percent, noticed, counted) = (score_text(score, lang), score.noticed, score.counted());
    let mut text = match counted {
        0 => {
            tr!(lang; en: "mutation score: no change to count", fr: "score de mutation\u{a0}: aucun changement à compter")
        }
        _ => tr!(lang;
            en: "mutation score: {percent}, {noticed} of {counted} changes noticed",
            fr: "score de mutation\u{a0}: {percent}, {noticed} changements remarqués sur {counted}"),
    };
    let left_out = left_out(mutations, score, lang);
    if !left_out.is_empty() {
        let left_out = left_out.join(", ");
        text.push_str(&tr!(lang; en: "; left out: {left_out}", fr: "\u{a0}; écartés\u{a0}: {left_out}"));
    }
    text.push('\n');
    text
}

/// The changes that do not count, by reason.
fn left_out(mutations: &[&Mutation], score: Score, lang: Lang) -> Vec<String> {
    let of = |ground: Ground| {
        let all = mutations.iter().flat_map(|mutation| &mutation.changes);
        all.filter(|one| one.fate == Fate::Equivalent(ground)).count()
    };
    let grounds = [
        (
            of(Ground::Bounds),
            tr!(lang; en: "without effect within the declared bounds", fr: "sans effet dans les bornes déclarées"),
        ),
        (
            of(Ground::Implied),
            tr!(lang; en: "without effect beside the other conditions", fr: "sans effet à côté des autres conditions"),
        ),
        (of(Ground::NotCounted), tr!(lang; en: "not counted by their checklist", fr: "que leur grille ne compte pas")),
        (
            of(Ground::SameVersions),
            tr!(lang; en: "between versions that say the same", fr: "entre des versions qui disent la même chose"),
        ),
        (score.refused, tr!(lang; en: "refused by the checks", fr: "que les vérifications refusent")),
    ];
    grounds.into_iter().filter(|(count, _)| *count > 0).map(|(count, words)| format!("{count} {words}")).collect()
}

fn score_text(score: Score, lang: Lang) -> String {
    score.percent().map_or_else(|| String::from("–"), |percent| percent_text(&percent, lang))
}

/// `équipe_internalisée : « au moins » devenu « plus de »`
pub(super) fn line(words: &Words<'_>, judged: &Judged) -> String {
    let name = judged.item.meta(&words.engine.checked.program).map_or("", |meta| meta.name.as_str());
    let (lang, change) = (words.lang, change_text(words, judged));
    tr!(lang; en: "{name}: {change}", fr: "{name}\u{a0}: {change}")
}

/// What is written at the place, cut where it is long.
fn cited(words: &Words<'_>, judged: &Judged) -> String {
    let written = words.written(judged.at);
    match written.char_indices().nth(CITED) {
        Some((end, _)) => format!("{}…", written.get(..end).unwrap_or_default().trim_end()),
        None => written,
    }
}

fn change_text(words: &Words<'_>, judged: &Judged) -> String {
    let lang = words.lang;
    let at = lang.quoted(&cited(words, judged));
    let became = |from: &str, to: &str| {
        let (from, to) = (lang.quoted(from), lang.quoted(to));
        tr!(lang; en: "{from} became {to}", fr: "{from} devenu {to}")
    };
    let within = |change: String| tr!(lang; en: "{change} in {at}", fr: "{change} dans {at}");
    match &judged.change {
        Change::Number(to) | Change::Date(to) => became(&cited(words, judged), to),
        Change::Order { from, to, of_dates } => {
            within(became(order_text(*from, *of_dates, lang).as_str(), order_text(*to, *of_dates, lang).as_str()))
        }
        Change::Logic(to) => {
            let from = match to {
                LogicOp::And => LogicOp::Or,
                LogicOp::Or => LogicOp::And,
            };
            within(became(&logic_text(from, lang), &logic_text(*to, lang)))
        }
        Change::Quantity { from, to } => within(became(&quantity_text(*from, lang), &quantity_text(*to, lang))),
        Change::Denied(true) => tr!(lang; en: "{at} denied", fr: "{at} nié"),
        Change::Denied(false) => tr!(lang; en: "{at} no longer denied", fr: "{at} n’est plus nié"),
        Change::Negation => {
            let not = lang.quoted(&tr!(lang; en: "not", fr: "non"));
            tr!(lang; en: "{not} dropped from {at}", fr: "{not} retiré de {at}")
        }
        Change::Dropped(what) => dropped_text(*what, &at, lang),
        Change::FirstDay { from, to } => {
            let moved = became(&from.to_string(), &to.to_string());
            tr!(lang; en: "first day: {moved}", fr: "premier jour\u{a0}: {moved}")
        }
        Change::LastDay { from, to } => {
            let moved = became(&from.to_string(), &to.to_string());
            tr!(lang; en: "last day: {moved}", fr: "dernier jour\u{a0}: {moved}")
        }
        Change::YearlyDay { from, to } => became(&yearly_text(*from), &yearly_text(*to)),
    }
}

pub(super) fn yearly_text((month, day): (i8, i8)) -> String {
    format!("{month:02}-{day:02}")
}

pub(super) fn logic_text(op: LogicOp, lang: Lang) -> String {
    match op {
        LogicOp::And => tr!(lang; en: "and", fr: "et"),
        LogicOp::Or => tr!(lang; en: "or", fr: "ou"),
    }
}

pub(super) fn order_text(order: Order, of_dates: bool, lang: Lang) -> String {
    match (order, of_dates) {
        (Order::Equal, _) => String::from("="),
        (Order::NotEqual, _) => String::from("≠"),
        (Order::AtLeast, false) => tr!(lang; en: "at least", fr: "au moins"),
        (Order::AtMost, false) => tr!(lang; en: "at most", fr: "au plus"),
        (Order::MoreThan, false) => tr!(lang; en: "more than", fr: "plus de"),
        (Order::LessThan, false) => tr!(lang; en: "less than", fr: "moins de"),
        (Order::AtLeast, true) => tr!(lang; en: "on or after", fr: "au plus tôt le"),
        (Order::AtMost, true) => tr!(lang; en: "on or before", fr: "au plus tard le"),
        (Order::MoreThan, true) => tr!(lang; en: "after", fr: "après"),
        (Order::LessThan, true) => tr!(lang; en: "before", fr: "avant"),
    }
}

pub(super) fn quantity_text(quantity: Quantity, lang: Lang) -> String {
    match quantity {
        Quantity::All => tr!(lang; en: "all", fr: "toutes"),
        Quantity::Any => tr!(lang; en: "any", fr: "au moins une"),
        Quantity::None => tr!(lang; en: "none", fr: "aucune"),
        Quantity::AtLeast(count) => tr!(lang; en: "at least {count}", fr: "au moins {count}"),
        Quantity::Exactly(count) => tr!(lang; en: "exactly {count}", fr: "exactement {count}"),
    }
}

fn dropped_text(what: Dropped, at: &str, lang: Lang) -> String {
    match what {
        Dropped::Condition => tr!(lang; en: "condition {at} dropped", fr: "condition {at} retirée"),
        Dropped::Value => tr!(lang; en: "value {at} dropped from its list", fr: "valeur {at} retirée de sa liste"),
        Dropped::Filter => tr!(lang; en: "filter {at} dropped", fr: "restriction {at} retirée"),
        Dropped::Applicability => {
            tr!(lang; en: "condition to apply {at} dropped", fr: "condition d’application {at} retirée")
        }
        Dropped::Requirement => tr!(lang; en: "requirement {at} dropped", fr: "exigence {at} retirée"),
        Dropped::Exception => tr!(lang; en: "exception {at} dropped", fr: "exception {at} retirée"),
        Dropped::Member => tr!(lang; en: "member {at} dropped", fr: "membre {at} retiré"),
        Dropped::Row => tr!(lang; en: "row {at} dropped", fr: "ligne {at} retirée"),
        Dropped::Cell => tr!(lang; en: "cell {at} emptied", fr: "case {at} vidée"),
        Dropped::Feasibility => {
            tr!(lang; en: "condition of feasibility {at} dropped", fr: "condition de faisabilité {at} retirée")
        }
        Dropped::PointCondition => tr!(lang;
            en: "condition {at} of the risk or advantage dropped",
            fr: "condition {at} du risque ou de l’avantage retirée"),
    }
}
