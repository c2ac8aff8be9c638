use super::Sentences;
use crate::base::{Date, FileId, Lang, SourceFile, Sources};
use crate::check::{Checked, check};
use crate::model::{Input, ValueRef, build};
use crate::syntax::parse;

/// A doctrine in French around some items.
fn checked(items: &str) -> Checked {
    let text = format!(
        "langue fr\n\
         source note « La note »\n  date 2024-01\n\
         choix phase ordonné {{ début « Début », milieu « Milieu », fin « Fin » }}\n\
         acteur sponsor « Le sponsor »\n\
         fiche étape {{\n  nom : phase « Phase »\n  premier : date « Premier jour »\n  ferme : oui/non « Étape ferme »\n}}\n\
         faits f « Les faits » {{\n  part : pourcentage « Part interne »\n  agents : ETP « Agents de l’équipe »\n  prestataires : ETP « Prestataires »\n\
         \x20 voulu : appréciation de sponsor « Le sponsor le veut »\n  dit : appréciation « On le dit »\n  ouvert : oui/non « Le code est ouvert »\n\
         \x20 pilote : oui/non « Un agent pilote-t-il ? »\n  jour : date « Date de la décision »\n  fin : date « Fin prévue »\n    facultatif\n  phase : phase « Phase du service »\n\
         \x20 adresse : texte « Adresse du service »\n  étapes : liste d'étape « Les étapes »\n  dates : liste de date « Dates des comités »\n  sans_titre : nombre\n}}\n\
         paramètre plancher : pourcentage « Plancher »\n  = 40 %  selon note\n\
         paramètre mouvant : pourcentage « Plafond »\n  = 60 %  dès 2024-01\n  = 50 %  dès 2025-01\n\
         paramètre ouvert : mois « Rythme des comités »\n  = non précisé  selon note\n\
         {items}\n"
    );
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("a.perenne", text.as_str()));
    let parsed = parse(file, &text, false);
    let input = Input { id: FileId(0), file: &parsed.file, prefix: None, imported: false };
    let (program, mut diagnostics) = build(&[input], &[], &sources);
    diagnostics.extend(parsed.diagnostics);
    let (checked, more) = check(program, &diagnostics);
    diagnostics.extend(more);
    let errors: Vec<_> = diagnostics.iter().filter(|one| one.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    checked
}

/// The sentence of one criterion that requires `condition`.
fn required(condition: &str, lang: Lang) -> String {
    let checked = checked(&format!("critère c « C »\n  selon note\n  exige {condition}"));
    let sentences = Sentences::new(&checked, lang, Date::parse("2024-06-01").unwrap());
    let version = &checked.program.rules[0].versions[0];
    sentences.requirement(version).plain(lang).replace(['\u{a0}', '\u{202f}'], " ")
}

fn both(condition: &str, fr: &str, en: &str) {
    assert_eq!(required(condition, Lang::Fr), fr, "{condition}");
    assert_eq!(required(condition, Lang::En), en, "{condition}");
}

#[test]
fn figures_and_what_they_are_compared_with() {
    both("f.part au moins 40 %", "la part interne doit être d’au moins 40 %", "“Part interne” must be at least 40%");
    both(
        "f.part au moins plancher",
        "la part interne doit être d’au moins 40 % (le plancher)",
        "“Part interne” must be at least 40% (“Plancher”)",
    );
    both(
        "f.part moins de mouvant",
        "la part interne doit être inférieure au plafond (60 % du 1er janvier 2024 au 31 décembre 2024, 50 % à partir du 1er janvier 2025)",
        "“Part interne” must be less than “Plafond” (60% from 1 January 2024 to 31 December 2024, 50% from 1 January 2025)",
    );
    both(
        "f.agents plus de f.prestataires",
        "« Agents de l’équipe » doit être supérieur à « Prestataires »",
        "“Agents de l’équipe” must be more than “Prestataires”",
    );
    both("f.sans_titre = 0,125", "f.sans_titre doit valoir 0,125", "f.sans_titre must be 0.125");
    both("f.sans_titre n'est pas 1 / 3", "f.sans_titre ne doit pas valoir 1/3", "f.sans_titre must not be 1/3");
    both(
        "100 % - f.part au plus 60 %",
        "100 % − la part interne doit être d’au plus 60 %",
        "100% − “Part interne” must be at most 60%",
    );
    both(
        "f.part entre 40 % et 60 %",
        "la part interne doit être entre 40 % et 60 %, bornes comprises",
        "“Part interne” must be between 40% and 60%, both included",
    );
}

#[test]
fn yes_and_no() {
    both("f.ouvert", "« Le code est ouvert » doit être vrai", "“Le code est ouvert” must be true");
    both("non f.ouvert", "« Le code est ouvert » doit être faux", "“Le code est ouvert” must be false");
    both("f.ouvert est non", "« Le code est ouvert » doit être faux", "“Le code est ouvert” must be false");
    both(
        "f.pilote",
        "la réponse à « Un agent pilote-t-il ? » doit être oui",
        "the answer to “Un agent pilote-t-il ?” must be yes",
    );
    both(
        "f.voulu",
        "« Le sponsor le veut » doit être affirmé par « Le sponsor »",
        "“Le sponsor le veut” must be asserted by “Le sponsor”",
    );
    both(
        "f.dit",
        "« On le dit » doit être affirmé par une personne ou une instance nommée",
        "“On le dit” must be asserted by a named person or body",
    );
    both("f.ouvert est connu", "« Le code est ouvert » doit être connu", "“Le code est ouvert” must be known");
}

#[test]
fn dates_choices_and_texts() {
    both(
        "f.jour au plus tard le 2024-03-31",
        "la date de la décision doit être au plus tard le 31 mars 2024",
        "“Date de la décision” must be on or before 31 March 2024",
    );
    both(
        "aujourd'hui avant f.jour + 2 mois",
        "la date du jour doit être avant la date de la décision + 2 mois",
        "today must be before “Date de la décision” + 2 months",
    );
    both("f.fin est absent", "la fin prévue doit être absente", "“Fin prévue” must be absent");
    both("f.phase est milieu", "la phase du service doit être « Milieu »", "“Phase du service” must be “Milieu”");
    both(
        "f.phase est parmi (milieu, fin)",
        "la phase du service doit être « Milieu » ou « Fin »",
        "“Phase du service” must be “Milieu” or “Fin”",
    );
    both(
        "f.phase moins de fin",
        "la phase du service doit venir avant « Fin »",
        "“Phase du service” must come before “Fin”",
    );
    both(
        "f.adresse n'est pas sous \"beta.gouv.fr\"",
        "l’adresse du service ne doit pas être sous le domaine « beta.gouv.fr »",
        "“Adresse du service” must not be under the domain “beta.gouv.fr”",
    );
    both(
        "f.dates au moins tous les ouvert",
        "« Dates des comités » doit revenir à intervalles d’au plus « Rythme des comités » (le texte ne dit pas lequel)",
        "“Dates des comités” must come back at intervals of at most “Rythme des comités” (the text does not say which)",
    );
}

#[test]
fn conditions_joined_and_denied() {
    both(
        "f.ouvert et f.part au moins 40 %",
        "« Le code est ouvert » doit être vrai et la part interne doit être d’au moins 40 %",
        "“Le code est ouvert” must be true and “Part interne” must be at least 40%",
    );
    both(
        "f.ouvert ou f.pilote ou f.dit",
        "au moins une de ces conditions doit être remplie : « Le code est ouvert » est vrai ; la réponse à « Un agent pilote-t-il ? » est oui ; « On le dit » est affirmé par une personne ou une instance nommée",
        "at least one of these conditions must hold: “Le code est ouvert” is true; the answer to “Un agent pilote-t-il ?” is yes; “On le dit” is asserted by a named person or body",
    );
    // What denies `and` is `or`.
    both(
        "non (f.ouvert et f.part au moins 40 %)",
        "« Le code est ouvert » doit être faux ou la part interne doit être de moins de 40 %",
        "“Le code est ouvert” must be false or “Part interne” must be less than 40%",
    );
    both(
        "non (au moins 2 parmi (f.ouvert, f.pilote))",
        "cette condition ne doit pas être remplie : (au moins 2 de ces conditions sont remplies : « Le code est ouvert » est vrai ; la réponse à « Un agent pilote-t-il ? » est oui)",
        "this condition must not hold: (at least 2 of these conditions hold: “Le code est ouvert” is true; the answer to “Un agent pilote-t-il ?” is yes)",
    );
    both(
        "si f.ouvert alors f.part au moins 40 %",
        "si « Le code est ouvert » est vrai, alors la part interne doit être d’au moins 40 %",
        "if “Le code est ouvert” is true, then “Part interne” must be at least 40%",
    );
}

#[test]
fn lists() {
    both(
        "chaque e dans f.étapes vérifie e.ferme",
        "pour chaque élément de « Les étapes », « Étape ferme » doit être vrai",
        "for each element of “Les étapes”, “Étape ferme” must be true",
    );
    both(
        "un e dans f.étapes vérifie (e.ferme et e.nom est fin)",
        "au moins un élément de « Les étapes » doit être tel que, à la fois : « Étape ferme » est vrai ; la phase est « Fin »",
        "at least one element of “Les étapes” must be such that, all at once: “Étape ferme” is true; “Phase” is “Fin”",
    );
    both(
        "non (un e dans f.étapes vérifie e.ferme)",
        "aucun élément de « Les étapes » ne doit être tel que : « Étape ferme » est vrai",
        "no element of “Les étapes” may be such that “Étape ferme” is true",
    );
    // Two elements at once are told apart by their names.
    both(
        "chaque a dans f.étapes vérifie (chaque b dans f.étapes vérifie a.premier au plus tard b.premier)",
        "pour chaque élément a de « Les étapes », pour chaque élément b de « Les étapes », « Premier jour » de a doit être au plus tard à « Premier jour » de b",
        "for each element a of “Les étapes”, for each element b of “Les étapes”, “Premier jour” of a must be on or before “Premier jour” of b",
    );
    both(
        "(nombre de e dans f.étapes où e.ferme) au moins 2",
        "le nombre d’éléments de « Les étapes » où « Étape ferme » est vrai doit être d’au moins 2",
        "the number of elements of “Les étapes” where “Étape ferme” is true must be at least 2",
    );
    both(
        "part de f.agents parmi (f.agents, f.prestataires) au moins 2/5",
        "la part de « Agents de l’équipe » dans l’ensemble formé par « Agents de l’équipe » et « Prestataires » doit être d’au moins 2/5",
        "the share of “Agents de l’équipe” in the whole of “Agents de l’équipe” and “Prestataires” must be at least 2/5",
    );
}

#[test]
fn rules_that_lean_on_rules_and_names_that_lead_to_them() {
    let checked = checked(
        "critère a « A tient »\n  exige f.ouvert\ncritère b « B tient »\n  pour chaque e dans f.étapes\n  s'applique si a n'est pas exempté\n  exige a et e.ferme",
    );
    let sentences = Sentences::new(&checked, Lang::Fr, Date::parse("2024-06-01").unwrap());
    let version = &checked.program.rules[1].versions[0];
    let requirement = sentences.requirement(version);
    assert_eq!(
        requirement.plain(Lang::Fr).replace('\u{a0}', " "),
        "pour chaque élément de « Les étapes », « A tient » doit passer et « Étape ferme » doit être vrai"
    );
    let applies = sentences.applies(version).unwrap();
    assert_eq!(applies.plain(Lang::Fr).replace('\u{a0}', " "), "« A tient » n’est pas exempté");
    let named: Vec<ValueRef> = requirement
        .on_one_line(Lang::Fr)
        .parts()
        .iter()
        .filter_map(|part| match part {
            super::Part::Name { of, .. } => Some(*of),
            super::Part::Text(_) | super::Part::Own { .. } => None,
        })
        .collect();
    assert_eq!(named.len(), 2, "{named:?}");
    assert!(matches!(named[1], ValueRef::Rule(_)));
}
