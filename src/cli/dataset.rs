//! `--dataset NAME`: which dataset of the doctrine it names, and what is said when it names none.

use crate::base::{Lang, name, tr};
use crate::eval::Engine;

/// The rank of a dataset by its name, accents and case apart; else one sentence that says what is wrong.
pub(super) fn find(engine: &Engine, wanted: &str, lang: Lang) -> Result<usize, String> {
    let wanted = name::normalise(wanted);
    let names: Vec<&str> = engine.checked.program.datasets.iter().map(|dataset| dataset.meta.name.as_str()).collect();
    if let Some(rank) = names.iter().position(|known| *known == wanted) {
        return Ok(rank);
    }
    let folded = name::fold(&wanted);
    if let Some(rank) = names.iter().position(|known| name::fold(known) == folded) {
        return Ok(rank);
    }
    let quoted = lang.quoted(&wanted);
    if names.is_empty() {
        return Err(tr!(lang;
            en: "this doctrine has no dataset, and {quoted} is asked for",
            fr: "cette doctrine ne décrit aucun jeu de données, et {quoted} est demandé"));
    }
    if let Some(near) = name::did_you_mean(&wanted, names.iter().copied()) {
        let near = lang.quoted(near);
        return Err(tr!(lang;
            en: "no dataset is called {quoted}; did you mean {near}?",
            fr: "aucun jeu de données ne s’appelle {quoted}\u{a0}; vouliez-vous dire {near}\u{a0}?"));
    }
    let names: Vec<String> = names.iter().map(|known| lang.quoted(known)).collect();
    let names = names.join(", ");
    Err(tr!(lang;
        en: "no dataset is called {quoted}; this doctrine has {names}",
        fr: "aucun jeu de données ne s’appelle {quoted}\u{a0}; cette doctrine décrit {names}"))
}

/// Whether a dataset has no errors.
pub(super) fn is_sound(engine: &Engine, rank: usize) -> bool {
    engine.checked.sound.datasets.get(rank).copied().unwrap_or(false)
}

/// What is said of a dataset with errors.
pub(super) fn unsound(engine: &Engine, rank: usize, lang: Lang) -> String {
    let dataset = engine.checked.program.datasets.get(rank);
    let name = lang.quoted(dataset.map_or("", |dataset| dataset.meta.name.as_str()));
    tr!(lang;
        en: "there is an error in the dataset {name}: no record is read with it",
        fr: "il y a une erreur dans les données {name}\u{a0}: aucun enregistrement n’est lu avec elles")
}

/// What is said of a call that names a dataset and no record.
pub(super) fn without_facts(lang: Lang) -> String {
    tr!(lang;
        en: "“--dataset” says how to read a record, and no record is given; add its file, or “-”",
        fr: "«\u{a0}--dataset\u{a0}» dit comment lire un enregistrement, et aucun n’est donné\u{a0}; ajoutez son fichier, ou «\u{a0}-\u{a0}»")
}
