//! What stands above items: how often they are used, tests to run, verdicts to explain, dossiers to choose.

use super::hover::{uses, uses_text};
use super::judged::{Judged, verdict_sign};
use super::snapshot::Snapshot;
use super::symbols::{Role, Symbol};
use crate::base::{FileId, Lang, Loc, Span, tr};
use crate::model::ids::RuleId;
use crate::syntax::ast::{Item, ItemKind};

/// What is done where a lens is clicked.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The places that use what is declared there.
    Uses(Vec<Loc>),
    /// Runs the test of that title, or all tests of the doctrine.
    Test(Option<String>),
    /// Explains a verdict.
    Why(String),
    /// Shows the values of this facts file in the rules, or no longer.
    Choose(bool),
    /// The verdicts of this facts file.
    Evaluate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    pub span: Span,
    pub title: String,
    pub action: Action,
}

/// The lenses of a file. `judged` is the dossier chosen, and `is_chosen` whether this file is it.
pub fn lenses(snapshot: &Snapshot, file: FileId, judged: Option<&Judged>, is_chosen: bool, lang: Lang) -> Vec<Lens> {
    if let Some(facts) = snapshot.facts_file(file) {
        let Some(key) = facts.root.iter().find(|entry| entry.key.text == "dossier").map(|entry| entry.key.span) else {
            return Vec::new();
        };
        let choose = match is_chosen {
            true => {
                tr!(lang; en: "stop showing this dossier in the rules", fr: "ne plus montrer ce dossier dans les règles")
            }
            false => tr!(lang; en: "show this dossier in the rules", fr: "montrer ce dossier dans les règles"),
        };
        let evaluate = tr!(lang; en: "the verdicts", fr: "les verdicts");
        return vec![
            Lens { span: key, title: choose, action: Action::Choose(!is_chosen) },
            Lens { span: key, title: evaluate, action: Action::Evaluate },
        ];
    }
    let items = snapshot.tree(file).into_iter().flat_map(|tree| &tree.items);
    items.flat_map(|item| of_item(snapshot, file, item, judged, lang)).collect()
}

fn of_item(snapshot: &Snapshot, file: FileId, item: &Item, judged: Option<&Judged>, lang: Lang) -> Vec<Lens> {
    let mut lenses = Vec::new();
    let span = item.keyword;
    match (item.kind, &item.title) {
        (ItemKind::Test, Some(title)) => {
            let run = tr!(lang; en: "▶ run this test", fr: "▶ lancer ce test");
            lenses.push(Lens { span, title: run, action: Action::Test(Some(title.text.clone())) });
        }
        (ItemKind::Doctrine, _) => {
            let run = tr!(lang; en: "▶ run all tests", fr: "▶ lancer tous les tests");
            lenses.push(Lens { span, title: run, action: Action::Test(None) });
        }
        _ => {}
    }
    let Some(name) = &item.name else { return lenses };
    let mentioned = snapshot.symbols().in_file(file).iter().find(|one| one.at.span == name.span);
    let Some(symbol) = mentioned.filter(|one| one.role == Role::Declaration).map(|one| one.symbol) else {
        return lenses;
    };
    if !matches!(symbol, Symbol::Doctrine) {
        let places = snapshot.symbols().of(symbol).filter(|one| one.role != Role::Declaration).map(|one| one.at);
        let title = uses_text(uses(snapshot, symbol), lang);
        lenses.push(Lens { span, title, action: Action::Uses(places.collect()) });
    }
    if let (Symbol::Rule(rank), Some(judged)) = (symbol, judged)
        && let Some(verdict) = judged.verdict(RuleId::new(rank))
    {
        let sign = verdict_sign(verdict, lang);
        let title = tr!(lang; en: "{sign} · why?", fr: "{sign} · pourquoi\u{a0}?");
        lenses.push(Lens { span, title, action: Action::Why(name.text.clone()) });
    }
    lenses
}
