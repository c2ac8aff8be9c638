use super::arguments::*;
use super::doctrine::*;
use crate::base::Lang;
use crate::diagnostic::problem::FilesProblem;
use crate::project::scratch::Scratch;
use std::path::{Path, PathBuf};

/// Arguments with a separator are paths of the folder, the others are taken as they are.
fn classify_in(folder: &Scratch, arguments: &[&str]) -> Result<Targets, CallError> {
    let path = |&argument: &&str| if argument.contains('/') { folder.path(argument) } else { argument.into() };
    let arguments: Vec<PathBuf> = arguments.iter().map(path).collect();
    classify(&arguments, None, None)
}

fn workshop() -> Scratch {
    Scratch::new(&[
        ("w/rules/a.perenne", "doctrine pérennisation « T »\n"),
        ("w/dossiers/carte.yaml", "équipe: {}\n"),
        ("w/dossiers/autre.JSON", "{}\n"),
        ("w/dossiers/lisez-moi.txt", "\n"),
        ("deux/x/a.perenne", "doctrine x\n"),
        ("deux/y/a.perenne", "doctrine y\n"),
    ])
}

#[test]
fn arguments_are_told_apart_in_any_order() {
    let folder = workshop();
    let targets =
        classify_in(&folder, &["équipe_internalisée", "w/dossiers/carte.yaml", "w/rules", "re\u{301}f"]).unwrap();
    assert_eq!(targets.rules, Some(folder.path("w/rules")));
    assert_eq!(targets.facts, Some(FactsPath::Path(folder.path("w/dossiers/carte.yaml"))));
    assert_eq!(targets.names, ["équipe_internalisée", "réf"]);
    let facts = |argument| classify_in(&folder, &[argument]).unwrap().facts;
    assert_eq!(facts("w/dossiers/autre.JSON"), Some(FactsPath::Path(folder.path("w/dossiers/autre.JSON"))));
    assert_eq!(facts("w/dossiers/"), Some(FactsPath::Path(folder.path("w/dossiers/"))));
    assert_eq!(facts("-"), Some(FactsPath::Stdin));
    assert_eq!(classify_in(&folder, &["w/rules/a.perenne"]).unwrap().rules, Some(folder.path("w/rules/a.perenne")));
    assert_eq!(classify_in(&folder, &["équipe.internes"]).unwrap().names, ["équipe.internes"]);
}

#[test]
fn two_candidates_for_one_place_are_both_named() {
    let folder = workshop();
    let error = classify_in(&folder, &["w/rules", "deux/x"]).unwrap_err();
    assert_eq!(
        folder.inside(&error.message(Lang::Fr)),
        "deux chemins désignent des règles, w/rules et deux/x, et un seul est attendu"
    );
    let error = classify_in(&folder, &["-", "w/dossiers/carte.yaml"]).unwrap_err();
    assert_eq!(
        folder.inside(&error.message(Lang::En)),
        "two paths are facts, the standard input (-) and w/dossiers/carte.yaml, where one is expected"
    );
    let error = classify(&[folder.path("w/rules")], Some(folder.path("deux/y")), None).unwrap_err();
    assert!(matches!(error, CallError::TwoRules { .. }));
}

#[test]
fn what_looks_like_a_path_must_be_one() {
    let folder = workshop();
    let error = classify_in(&folder, &["w/dossiers/cart.yaml"]).unwrap_err();
    assert_eq!(folder.inside(&error.message(Lang::Fr)), "«\u{a0}w/dossiers/cart.yaml\u{a0}» n’existe pas");
    let help = error.help(Lang::Fr).unwrap();
    assert_eq!(folder.inside(&help), "vouliez-vous dire «\u{a0}w/dossiers/carte.yaml\u{a0}»\u{a0}?");
    assert!(matches!(classify_in(&folder, &["absent.csv"]), Err(CallError::Files(FilesProblem::PathNotFound { .. }))));
    let error = classify_in(&folder, &["w/dossiers/lisez-moi.txt"]).unwrap_err();
    assert_eq!(folder.inside(&error.message(Lang::En)), "w/dossiers/lisez-moi.txt is neither rules nor facts");
    let named = |rules: Option<&str>, facts: Option<&str>| {
        classify(&[], rules.map(|path| folder.path(path)), facts.map(|path| folder.path(path)))
    };
    assert!(matches!(named(Some("w/dossiers/carte.yaml"), None), Err(CallError::NotRules { .. })));
    assert!(matches!(named(None, Some("rien")), Err(CallError::Files(_))));
    assert!(named(None, Some("w/dossiers/lisez-moi.txt")).is_ok());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_facts() {
    assert!(classify(&["/dev/null".into()], None, None).unwrap().facts.is_some());
}

fn chosen(targets: &Targets, named: Option<(&str, &Path)>, working: &Path) -> Choice {
    choose_doctrine(targets, named, working).unwrap()
}

#[test]
fn the_doctrine_is_given_or_named_or_near_or_shipped() {
    let folder = workshop();
    let dossiers = folder.path("w/dossiers");
    let nothing = Targets::default();
    let given = Targets { rules: Some(folder.path("deux")), ..Targets::default() };
    let choice = chosen(&given, Some(("../rules", &dossiers)), &dossiers);
    assert_eq!(folder.inside(&choice.label(Lang::Fr)), "2 doctrines (deux)");
    let choice = chosen(&nothing, Some(("../rules", &dossiers)), &folder.path("deux/x"));
    assert_eq!(choice.label(Lang::Fr), "doctrine pérennisation (nommée par le fichier de faits)");
    let choice = chosen(&nothing, None, &folder.path("deux/x"));
    assert_eq!(
        (choice.why.clone(), folder.inside(&choice.label(Lang::En)).as_str()),
        (Why::Nearest, "doctrine x (deux/x)")
    );
    let choice = chosen(&nothing, None, &folder.path("w"));
    assert_eq!(choice.why, Why::RulesFolder);
    assert_eq!(folder.inside(&choice.label(Lang::En)), "doctrine pérennisation (w/rules)");
    let choice = chosen(&nothing, None, &dossiers);
    assert_eq!(choice.why, Why::Shipped);
    assert!(choice.label(Lang::Fr).ends_with("(livrée avec le programme)"));
}

#[test]
fn a_doctrine_that_the_facts_name_must_exist() {
    let folder = workshop();
    let error = choose_doctrine(&Targets::default(), Some(("../rule", &folder.path("w/dossiers"))), folder.root());
    let error = error.unwrap_err();
    assert_eq!(error.message(Lang::En), "“../rule” leads to no doctrine");
    assert_eq!(error.help(Lang::En).as_deref(), Some("did you mean “../rules”?"));
}
