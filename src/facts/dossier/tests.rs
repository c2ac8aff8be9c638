use super::*;
use crate::base::{Lang, SourceFile};
use crate::eval::words::value_text;
use crate::facts::doctrine::{FILE, engine};
use crate::model::ids::ActorId;
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    engine(
        "langue fr
source note « Comment pérenniser ? »
source annuaire « Annuaire »
acteur sponsor « Administration sponsor »
acteur dinum « DINUM »
instance comité « Comité de pilotage »
  membres sponsor, dinum
unité jh « jour-homme »
choix statut { agent_public « Agent public », prestataire « Prestataire », vacant « Personne » }
choix niveau ordonné { faible « Faible », moyen « Moyen », élevé « Élevé » }
fiche poste {
  nom : texte
  quotité : ETP
    bornes entre 0 ETP et 1 ETP
  fin : date
    facultatif
  langues : liste de texte
}
faits équipe « L'équipe » {
  internes : ETP
    bornes au moins 0 ETP
  formée : oui/non
  suivie : oui/non
  début : date
  note : entier
    bornes entre 0 et 5
  rapport : nombre
  part : pourcentage
    bornes entre 0 % et 100 %
  budget : €/an
  durée : mois
  pilotage : statut
  niveau : niveau
  chef : acteur
  adresse : texte
    facultatif
  langues : liste de texte
  sites : liste de texte
    ouverte
  postes : liste de poste
  premier : poste
}
faits structure « La structure » {
  volonté_politique : appréciation de sponsor
}
scénario internaliser « Internaliser »
  faisable si équipe.formée
jalon choix_fait « Choix fait »
  attendu 2024-03
",
    )
});

/// A dossier, and its mistakes as line, code and the text they are about.
fn read_text(text: &str) -> (Dossier, Vec<String>) {
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, text);
    let file = SourceFile::new("faits.yaml", text);
    let place = |found: &Diagnostic| {
        let line = file.line_column(found.at.span.start as usize).0;
        format!("{line} {} {}", found.code().text(), found.at.span.slice(text))
    };
    (dossier, diagnostics.iter().map(place).collect())
}

fn told<'d>(dossier: &'d Dossier, path: &str) -> &'d FactTold {
    &dossier.facts[ENGINE.checked.program.find_fact(path).unwrap().index()]
}

/// The claims of a fact in words, with a mark for what is approximate.
fn claims(dossier: &Dossier, path: &str) -> Vec<String> {
    let ty = &ENGINE.checked.program.fact(ENGINE.checked.program.find_fact(path).unwrap()).unwrap().decl.ty;
    let text = |claim: &Claim| {
        let text = value_text(&ENGINE, &claim.value, ty, Lang::En).replace('\u{a0}', " ");
        if claim.about { format!("about {text}") } else { text }
    };
    told(dossier, path).claims.iter().map(text).collect()
}

/// The value of one fact of the group `équipe`, or its mistakes.
fn value(name: &str, written: &str) -> String {
    let (dossier, mistakes) = read_text(&format!("équipe:\n  {name}: {written}\n"));
    if mistakes.is_empty() {
        claims(&dossier, &format!("équipe.{name}")).join(" / ")
    } else {
        let kept = told(&dossier, &format!("équipe.{name}")).claims.len();
        format!("{} of {kept}", mistakes.join(", "))
    }
}

fn check(cases: &[(&str, &str, &str)]) {
    for (name, written, expected) in cases {
        assert_eq!(value(name, written), *expected, "{name}: {written}");
    }
}

#[test]
fn four_mistakes_are_told_at_their_lines_and_the_rest_is_read() {
    let text = "dossier: { nom: Quatre erreurs, au: 2024-10-01 }
équipe:
  internes: 3 €
  début: 2024-02-30
  formée: oui
  formée: non
  suivi: oui
  suivie: oui
";
    let (dossier, mistakes) = read_text(text);
    assert_eq!(mistakes, ["3 R0535 3 €", "4 R0521 2024-02-30", "6 R0515 formée", "7 R0530 suivi"]);
    assert_eq!(claims(&dossier, "équipe.formée"), ["yes"]);
    assert_eq!(claims(&dossier, "équipe.suivie"), ["yes"]);
    assert_eq!(claims(&dossier, "équipe.internes"), [""; 0]);
    assert_eq!(dossier.as_of, Date::parse("2024-10-01"));
}

#[test]
fn numbers_come_from_their_spelling_and_unit() {
    check(&[
        ("internes", "2", "2 FTE"),
        ("internes", "2,5", "2.5 FTE"),
        ("internes", "2.5", "2.5 FTE"),
        ("internes", "\"2,5 ETP\"", "2.5 FTE"),
        ("internes", "1/3 FTE", "≈ 0.33 FTE"),
        ("internes", "trois", "2 R0534 trois of 0"),
        ("internes", "3 ETTP", "2 R0535 3 ETTP of 0"),
        ("internes", "40 %", "2 R0535 40 % of 0"),
        ("internes", "-1", "2 R0540 -1 of 0"),
        ("internes", "{ valeur: 2,5, source: note }", "2 R0514 2,5 of 0"),
        ("internes", "{ au_moins: 2,5 }", "2 R0514 2,5 of 0"),
        ("internes", "{ valeur: 2.5, source: note }", "2.5 FTE"),
        ("note", "4", "4"),
        ("note", "4/2", "2"),
        ("note", "4,5", "2 R0534 4,5 of 0"),
        ("note", "6", "2 R0540 6 of 0"),
        ("note", "4 ETP", "2 R0535 4 ETP of 0"),
        ("rapport", "0.1", "0.1"),
        ("part", "40 %", "40%"),
        ("part", "\"2/5\"", "40%"),
        ("part", "40", "2 R0536 40 of 0"),
        ("part", "120 %", "2 R0540 120 % of 0"),
        ("part", "40 ETP", "2 R0535 40 ETP of 0"),
        ("budget", "12000", "12,000 EUR/year"),
        ("budget", "12 k€/an", "12,000 EUR/year"),
        ("budget", "1 k€/mois", "12,000 EUR/year"),
        ("budget", "12 k€", "2 R0535 12 k€ of 0"),
        ("durée", "2 ans", "24 months"),
        ("durée", "3 jours", "2 R0535 3 jours of 0"),
    ]);
}

#[test]
fn every_type_has_its_spellings() {
    check(&[
        ("formée", "vrai", "yes"),
        ("formée", "\"No\"", "no"),
        ("formée", "peut-être", "2 R0534 peut-être of 0"),
        ("formée", "[oui]", "2 R0534 [oui] of 0"),
        ("début", "2024-03-20", "20 March 2024"),
        ("début", "2024-03", "March 2024"),
        ("début", "20/03/2024", "2 R0522 20/03/2024 of 0"),
        ("début", "2024-13", "2 R0521 2024-13 of 0"),
        ("pilotage", "agent_public", "Agent public"),
        ("pilotage", "Agent public", "Agent public"),
        ("pilotage", "agent_publique", "2 R0531 agent_publique of 0"),
        ("niveau", "eleve", "Élevé"),
        ("chef", "dinum", "DINUM"),
        ("chef", "Administration sponsor", "Administration sponsor"),
        ("chef", "dinm", "2 R0531 dinm of 0"),
        ("adresse", "\"12\"", "“12”"),
        ("adresse", "null", "none"),
        ("formée", "null", "2 R0538 null of 0"),
        ("formée", "", ""),
    ]);
}

#[test]
fn what_is_known_in_part() {
    check(&[
        ("internes", "{ au_moins: 4 }", "at least 4 FTE"),
        ("internes", "{ au_moins: 4, au_plus: 6 }", "between 4 FTE and 6 FTE"),
        ("internes", "{ entre: [2, \"3 ETP\"] }", "between 2 FTE and 3 FTE"),
        ("internes", "{ environ: 4, source: note }", "about 4 FTE"),
        ("internes", "{ parmi: [1, 3] }", "1 FTE or 3 FTE"),
        ("internes", "{ entre: [3, 2] }", "2 R0537 3, 2 of 0"),
        ("internes", "{ au_plus: -1 }", "2 R0540 { au_plus: -1 } of 0"),
        ("internes", "{ parmi: [1, x] }", "2 R0534 x of 0"),
        ("niveau", "{ au_moins: moyen }", "Moyen or Élevé"),
        ("pilotage", "{ au_moins: prestataire }", "2 R0539 prestataire of 0"),
        ("pilotage", "{ parmi: [prestataire, vacant] }", "Prestataire or Personne"),
        ("formée", "{ au_moins: oui }", "2 R0539 oui of 0"),
        ("formée", "{ éléments: [oui] }", "2 R0534 { éléments: [oui] } of 0"),
    ]);
}

#[test]
fn lists_are_whole_unless_told_otherwise() {
    check(&[
        ("langues", "[fr, en]", "(“fr”, “en”)"),
        ("langues", "[]", "()"),
        ("langues", "{ éléments: [fr], complet: non }", "(“fr”, …)"),
        ("langues", "fr", "2 R0534 fr of 0"),
        ("langues", "[fr, [en]]", "2 R0534 [en] of 1"),
        ("sites", "[a]", "(“a”, …)"),
        ("sites", "{ éléments: [a], complet: oui }", "(“a”)"),
    ]);
    let (dossier, _) = read_text("équipe:\n  langues: [fr, [en]]\n");
    assert_eq!(claims(&dossier, "équipe.langues"), ["(“fr”, …)"]);
    let (_, diagnostics) = read_dossier(&ENGINE, FILE, "équipe: { langues: fr }");
    assert_eq!(diagnostics[0].fixes[0].with, "[fr]");
}

#[test]
fn fields_that_are_not_told_may_be_anything_they_are_declared_to_be() {
    check(&[
        ("premier", "{ nom: a, quotite: 0.5 }", "{ nom = “a”, quotité = 0.5 FTE }"),
        ("premier", "{ nom: a, fin: null }", "{ nom = “a”, fin = none }"),
        ("premier", "{ nom: a, quotité: 2 }", "2 R0540 2 of 1"),
        ("premier", "{ nom: a, quotté: 1 }", "2 R0530 quotté of 1"),
        ("premier", "{ quotité: 1, quotite: 0 }", "2 R0533 quotite of 1"),
        ("premier", "{ valeur: { nom: a }, source: note }", "{ nom = “a” }"),
        ("premier", "a", "2 R0534 a of 0"),
        ("postes", "[{ nom: a }, { nom: b }]", "({ nom = “a” }, { nom = “b” })"),
        ("postes", "[{ nom: a, langues: { éléments: [], complet: oui } }]", "({ nom = “a”, langues = () })"),
        ("postes", "[{ nom: null }]", "2 R0538 null of 1"),
    ]);
    let (dossier, mistakes) = read_text("équipe:\n  premier: { quotité: { au_moins: 0.5 } }\n");
    assert_eq!(mistakes, [""; 0]);
    let crate::eval::value::Value::Record(fields) = &told(&dossier, "équipe.premier").claims[0].value else {
        panic!()
    };
    let ty = &ENGINE.checked.program.records[0].fields[1].ty;
    assert_eq!(value_text(&ENGINE, &fields[1], ty, Lang::En).replace('\u{a0}', " "), "between 0.5 FTE and 1 FTE");
}

#[test]
fn claims_know_who_said_them() {
    let text = "
equipe:
  internes:
    déclarations:
      - { valeur: 1, source: Annuaire, par: DINUM, le: 2024-01 }
      - { valeur: 2, source: nota, par: comite }
      - { valeur: 3, source: presse, par: dinun }
    retenir: { source: annuaire, par: comité, le: 2024-02 }
";
    let (dossier, mistakes) = read_text(text);
    assert_eq!(mistakes, ["6 R0541 nota", "7 R0532 dinun"]);
    let told = told(&dossier, "équipe.internes");
    let who: Vec<_> = told.claims.iter().map(|claim| (claim.source.as_deref(), claim.by, claim.body)).collect();
    assert_eq!(
        who,
        [(Some("annuaire"), Some(ActorId(1)), None), (Some("nota"), None, Some(0)), (Some("presse"), None, None)]
    );
    assert_eq!(told.keep.as_ref().map(|keep| keep.source.as_str()), Some("annuaire"));
    let (_, mistakes) = read_text("équipe:\n  internes: { déclarations: [{ valeur: 1, source: a }], retenir: b }\n");
    assert_eq!(mistakes, ["2 R0542 b"]);
}

#[test]
fn a_claim_whose_date_cannot_be_read_is_not_taken_for_an_everlasting_one() {
    let (dossier, mistakes) = read_text("équipe:\n  internes: { valeur: 1, depuis: 2024-02-30 }\n  formée: oui\n");
    assert_eq!(mistakes, ["2 R0521 2024-02-30"]);
    assert_eq!(claims(&dossier, "équipe.internes"), [""; 0]);
    assert_eq!(claims(&dossier, "équipe.formée"), ["yes"]);
}

#[test]
fn two_spellings_of_one_fact_are_one_fact() {
    let text = "équipe:\n  formée: oui\n  formee: non\nequipe:\n  formée: non\n  suivie: non\n";
    let (dossier, mistakes) = read_text(text);
    assert_eq!(mistakes, ["3 R0533 formee", "5 R0533 formée"]);
    assert_eq!(claims(&dossier, "équipe.formée"), ["yes"]);
    assert_eq!(claims(&dossier, "équipe.suivie"), ["no"]);
}

#[test]
fn options_and_milestones_are_those_of_the_doctrine() {
    let text = "
scénarios:
  dgitm: { modèle: internaliser, état: retenu, par: comité, faits: { équipe: { formee: oui, formé: non } } }
  internaliser:
  anlci: { modèle: internalisé, par: inconnu }
calendrier:
  choix_fait: { réel: 2024-04-02 }
  Choix fait: { réel: 2024-05 }
  autre: { prévu: 2024-03 }
instances:
  Comité: { réunions: [2024-01-10, 2024-02, bientôt] }
  comite: { réunions: [2024-01-10] }
  comitée: { réunions: [] }
";
    let (dossier, mistakes) = read_text(text);
    assert_eq!(
        mistakes,
        [
            "3 R0530 formé",
            "5 R0532 internalisé",
            "5 R0532 inconnu",
            "8 R0533 Choix fait",
            "9 R0532 autre",
            "11 R0522 bientôt",
            "12 R0533 comite",
            "13 R0532 comitée"
        ]
    );
    let scenarios: Vec<_> = dossier.options.iter().map(|option| option.scenario).collect();
    assert_eq!(scenarios, [Some(0), Some(0), None]);
    assert_eq!(dossier.options[0].facts.len(), 1);
    assert_eq!(dossier.options[0].by.as_deref(), Some("comité"));
    assert_eq!(claims(&dossier, "choix_fait"), ["2 April 2024"]);
    assert_eq!(claims(&dossier, "comité.réunions"), ["(10 January 2024, February 2024, …)"]);
}

/// A date of the calendar is a claim like any other: with its author, its place, and others beside it.
#[test]
fn the_calendar_takes_claims() {
    let text = "
calendrier:
  choix_fait:
    prévu: { valeur: 2024-03, source: note, le: 2023-12 }
    réel: { déclarations: [{ valeur: 2024-04-02, par: sponsor }, { au_plus_tôt: 2024-05 }, 2024-02-30] }
";
    let (dossier, mistakes) = read_text(text);
    assert_eq!(mistakes, ["5 R0534 { au_plus_tôt: 2024-05 }", "5 R0521 2024-02-30"]);
    let [planned] = told(&dossier, "choix_fait.prévu").claims.as_slice() else { panic!("one claim") };
    assert_eq!((planned.source.as_deref(), planned.on), (Some("note"), MonthOrDay::parse("2023-12")));
    assert!(planned.at.is_some());
    let [actual] = told(&dossier, "choix_fait").claims.as_slice() else { panic!("one claim") };
    assert!(actual.by.is_some());
}

#[test]
fn fixes_repair_yaml_and_json() {
    for (written, repaired) in [
        ("équip:\n  formée: oui\n", "équipe:\n  formée: oui\n"),
        ("{ \"équipe\": { \"formé\": \"oui\" } }", "{ \"équipe\": { \"formée\": \"oui\" } }"),
        ("{ \"équipe\": { \"pilotage\": \"vacnt\" } }", "{ \"équipe\": { \"pilotage\": \"vacant\" } }"),
        ("{ \"équipe\": { \"part\": 0.4 } }", "{ \"équipe\": { \"part\": \"40 %\" } }"),
        ("équipe: { début: 20/03/2024 }", "équipe: { début: 2024-03-20 }"),
    ] {
        let (_, found) = read_dossier(&ENGINE, FILE, written);
        let [found] = found.as_slice() else { panic!("{written}: {found:?}") };
        let mut text = written.to_string();
        text.replace_range(found.fixes[0].at.span.range(), &found.fixes[0].with);
        assert_eq!(text, repaired);
        assert_eq!(read_dossier(&ENGINE, FILE, &text).1, [], "{text}");
    }
    // A bare 1 may be a hundredth or the whole.
    assert_eq!(read_dossier(&ENGINE, FILE, "équipe: { part: 1 }").1[0].fixes, []);
}

#[test]
fn a_hostile_file_costs_in_proportion() {
    let repeated = |line: &str, count: usize| format!("équipe:\n{}", line.repeat(count));
    let (_, mistakes) = read_text(&repeated("  formée: oui\n", 100_000));
    assert_eq!(mistakes.len(), MISTAKE_LIMIT + 1);
    let unknown: String = (0..50_000).map(|n| format!("  inconnu{n}: {{ a: b }}\n")).collect();
    let (_, mistakes) = read_text(&format!("équipe:\n{unknown}"));
    assert_eq!(mistakes.len(), MISTAKE_LIMIT + 1);
    let claims = format!("équipe: {{ internes: {{ déclarations: [{}] }} }}", "1, ".repeat(50_000));
    let (dossier, mistakes) = read_text(&claims);
    assert_eq!(mistakes, ["1 R0516 internes"]);
    assert!(told(&dossier, "équipe.internes").claims.is_empty());
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "équipe:\n",
        "structure:\n",
        "scénarios:\n",
        "calendrier:\n",
        "  internes: ",
        "  note: ",
        "  part: ",
        "  budget: ",
        "  début: ",
        "  pilotage: ",
        "  niveau: ",
        "  chef: ",
        "  adresse: ",
        "  langues: ",
        "  postes: ",
        "  premier: ",
        "  volonté_politique: ",
        "  internaliser: { faits: { équipe: { note: 3 } } }",
        "  choix_fait: { réel: 2024-04 }",
        "{ valeur: ",
        "{ au_moins: ",
        "{ entre: [1, 2] }",
        "{ parmi: [",
        "{ nom: a, quotité: ",
        "{ éléments: [",
        "]",
        " }",
        "[",
        ", ",
        ", source: note",
        ", par: sponsor",
        ", le: 2024-01",
        ", le: 2024-02-30",
        "\n",
        "2,5 ETP",
        "40 %",
        "12 k€/an",
        "2024-03",
        "oui",
        "vacant",
        "moyen",
        "dinum",
        "null",
        "9999999999999999999999999999999999999999",
        "-1",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

fn never_panics(text: &str) {
    use crate::facts::resolve::{View, situation};
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, text);
    for found in diagnostics {
        for lang in [Lang::Fr, Lang::En] {
            assert!(!found.problem.message(lang).is_empty());
            assert!(found.problem.help(lang).is_some(), "{found:?}");
        }
    }
    for option in std::iter::once(None).chain((0..dossier.options.len()).map(Some)) {
        let view = View::on(Date::parse("2024-10-01").unwrap());
        let situation = situation(&ENGINE, &dossier, &view, option);
        crate::eval::evaluate(&ENGINE, &situation, crate::eval::NoTrace);
    }
}

proptest! {
    #[test]
    fn no_pile_of_pieces_panics(text in pieces()) {
        never_panics(&text);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        never_panics(&text);
        never_panics(&format!("équipe: {text}"));
    }
}
