use super::*;
use crate::base::Lang;
use crate::eval::slot::SlotRef;
use crate::eval::words::value_text;
use crate::facts::doctrine::{FILE, engine};
use crate::facts::dossier::read_dossier;
use crate::facts::meta::OptionState;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    engine(
        "langue fr
source note « Note »
acteur sponsor « Administration sponsor »
acteur dinum « DINUM »
instance comité « Comité de pilotage »
  membres sponsor
choix statut {
  contractuel « Contractuel » jusqu'au 2022-12-31 devient agent
  externe « Externe » jusqu'au 2022-12-31 devient prestataire, vacant
  agent « Agent »
  prestataire « Prestataire »
  vacant « Personne »
}
fiche poste { nom : texte, statut : statut }
fiche partie { nom : texte, accord : appréciation, visa : appréciation de sponsor, part : entier facultatif }
faits f {
  n : ETP bornes au moins 0 ETP
  b : oui/non
  s : statut
  d : date
  postes : liste de poste
  parties : liste de partie
  partie : partie
  frais : ETP valable 12 mois
  jours : oui/non valable 30 jours
  avis : appréciation
  avis_sponsor : appréciation de sponsor
  peut_être : texte facultatif
}
scénario reprise « Reprise »
  en supposant f.b = oui
  faisable si f.b
jalon lancement « Lancement »
  attendu 2024-03
",
    )
});

fn view(day: &str) -> View {
    View::on(Date::parse(day).unwrap())
}

/// The status and the value of the fact `f.NAME` of a dossier of one line, in words.
fn told_in(name: &str, value: &str, view: &View) -> String {
    let text = format!("f: {{ {name}: {value} }}");
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, &text);
    assert_eq!(diagnostics, [], "in {text}");
    let id = ENGINE.checked.program.find_fact(&format!("f.{name}")).unwrap();
    let situation = situation(&ENGINE, &dossier, view, None);
    words(id, situation.slots.get(id).unwrap())
}

fn words(id: FactId, slot: SlotRef<'_>) -> String {
    let ty = &ENGINE.checked.program.fact(id).unwrap().decl.ty;
    match &slot.value {
        Some(value) => format!("{:?} {}", slot.status, value_text(&ENGINE, value, ty, Lang::En)),
        None => format!("{:?} of {}", slot.status, slot.claims.len()),
    }
}

fn told(name: &str, value: &str, day: &str) -> String {
    told_in(name, value, &view(day)).replace('\u{a0}', " ")
}

#[test]
fn a_claim_counts_from_when_it_is_true_or_was_said_until_its_end() {
    let dated = "{ valeur: oui, le: 2024-03-20 }";
    assert_eq!(told("b", dated, "2024-03-19"), "Missing of 0");
    assert_eq!(told("b", dated, "2024-03-20"), "Known yes");
    let period = "{ valeur: oui, le: 2025-01-01, depuis: 2024-03, jusqu_au: 2024-05 }";
    assert_eq!(told("b", period, "2024-02-29"), "Missing of 0");
    assert_eq!(told("b", period, "2024-03-01"), "Known yes");
    assert_eq!(told("b", period, "2024-05-31"), "Known yes");
    assert_eq!(told("b", period, "2024-06-01"), "Missing of 0");
    assert_eq!(told("b", "oui", "0001-01-01"), "Known yes");
    assert_eq!(told("b", "", "2024-01-01"), "Missing of 0");
}

#[test]
fn the_latest_claim_of_each_source_counts() {
    let claims =
        "{ déclarations: [{ valeur: 1, source: note, le: 2023-01 }, { valeur: 2, source: note, le: 2024-01 }] }";
    assert_eq!(told("n", claims, "2023-06-01"), "Known 1 FTE");
    assert_eq!(told("n", claims, "2024-06-01"), "Known 2 FTE");
}

#[test]
fn sources_that_disagree_contest_the_fact() {
    let differ = "{ déclarations: [{ valeur: 1, source: note }, { valeur: 2, source: annuaire }] }";
    assert_eq!(told("n", differ, "2024-01-01"), "Contested 1 FTE or 2 FTE");
    let same = "{ déclarations: [{ valeur: 1, source: note }, { valeur: 1.0, source: annuaire }] }";
    assert_eq!(told("n", same, "2024-01-01"), "Known 1 FTE");
    let with_a_bare_one = "{ déclarations: [oui, { valeur: non, source: annuaire }] }";
    assert_eq!(told("b", with_a_bare_one, "2024-01-01"), "Contested unknown");
}

#[test]
fn a_source_that_contradicts_itself_is_not_taken_at_its_last_word() {
    assert_eq!(told("b", "{ déclarations: [oui, non] }", "2024-01-01"), "Contested unknown");
    let one_day =
        "{ déclarations: [{ valeur: 1, source: note, le: 2024-01 }, { valeur: 2, source: note, le: 2024-01 }] }";
    assert_eq!(told("n", one_day, "2024-06-01"), "Contested 1 FTE or 2 FTE");
}

#[test]
fn limits_and_a_value_inside_them_agree() {
    let claims = "{ déclarations: [{ au_moins: 4, source: note }, { valeur: 5, source: annuaire }] }";
    assert_eq!(told("n", claims, "2024-01-01"), "Known 5 FTE");
    let month = "{ déclarations: [{ valeur: 2024-03, source: note }, { valeur: 2024-03-20, source: annuaire }] }";
    assert_eq!(told("d", month, "2024-06-01"), "Known 20 March 2024");
    let outside = "{ déclarations: [{ au_moins: 4, source: note }, { valeur: 3, source: annuaire }] }";
    assert!(told("n", outside, "2024-01-01").starts_with("Contested"), "{}", told("n", outside, "2024-01-01"));
}

#[test]
fn keep_settles_from_the_day_it_was_decided() {
    let claims = "{ déclarations: [{ valeur: 1, source: note }, { valeur: 2, source: annuaire }], \
                  retenir: { source: annuaire, par: dinum, le: 2024-03 } }";
    assert_eq!(told("n", claims, "2024-06-01"), "Known 2 FTE");
    assert_eq!(told("n", claims, "2024-02-01"), "Contested 1 FTE or 2 FTE");
    let known_by = View { known_by: Date::parse("2024-02-01"), ..view("2024-06-01") };
    assert_eq!(told_in("n", claims, &known_by).replace('\u{a0}', " "), "Contested 1 FTE or 2 FTE");
}

#[test]
fn an_old_claim_is_stale_the_day_after_its_period() {
    let said = "{ valeur: 3, le: 2023-03-20 }";
    assert_eq!(told("frais", said, "2024-03-20"), "Known 3 FTE");
    assert_eq!(told("frais", said, "2024-03-21"), "Stale of 1");
    let days = "{ valeur: oui, le: 2024-01-01 }";
    assert_eq!(told("jours", days, "2024-01-31"), "Known yes");
    assert_eq!(told("jours", days, "2024-02-01"), "Stale of 1");
    let renewed =
        "{ déclarations: [{ valeur: 3, source: note, le: 2020-01 }, { valeur: 4, source: annuaire, le: 2024-01 }] }";
    assert_eq!(told("frais", renewed, "2024-06-01"), "Known 4 FTE");
}

#[test]
fn a_judgement_takes_its_author_and_its_date() {
    for (value, expected) in [
        ("oui", "Unasserted of 1"),
        ("{ valeur: oui, par: dinum }", "Unasserted of 1"),
        ("{ valeur: oui, par: dinum, le: 2024-01 }", "Known yes"),
        ("{ valeur: oui, par: comité, le: 2024-01 }", "Known yes"),
        ("{ valeur: oui, par: Comité de pilotage, le: 2024-01 }", "Known yes"),
        ("{ valeur: oui, source: note, le: 2024-01 }", "Unasserted of 1"),
        ("{ valeur: oui, par: dinum, depuis: 2020-01, le: 2024-07 }", "Unasserted of 1"),
        ("{ déclarations: [non, { valeur: oui, par: dinum, le: 2024-01 }] }", "Known yes"),
        (
            "{ déclarations: [{ valeur: non, par: sponsor, le: 2024-01 }, { valeur: oui, par: dinum, le: 2024-01 }] }",
            "Contested unknown",
        ),
    ] {
        assert_eq!(told("avis", value, "2024-06-01"), expected, "{value}");
    }
    for (value, expected) in [
        ("{ valeur: oui, par: dinum, le: 2024-01 }", "Unasserted of 1"),
        ("{ valeur: oui, par: comité, le: 2024-01 }", "Unasserted of 1"),
        ("{ valeur: oui, par: sponsor, le: 2024-01 }", "Known yes"),
        (
            "{ déclarations: [{ valeur: non, source: note, par: sponsor, le: 2023-01 }, \
             { valeur: oui, source: note, par: dinum, le: 2024-01 }] }",
            "Known no",
        ),
    ] {
        assert_eq!(told("avis_sponsor", value, "2024-06-01"), expected, "{value}");
    }
}

/// What a dossier of one line leaves of the fields of `f.partie` or of the first of `f.parties`, in words.
fn fields_told(name: &str, value: &str, view: &View) -> Vec<String> {
    let text = format!("f: {{ {name}: {value} }}");
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, &text);
    assert_eq!(diagnostics, [], "in {text}");
    let id = ENGINE.checked.program.find_fact(&format!("f.{name}")).unwrap();
    let situation = situation(&ENGINE, &dossier, view, None);
    let value = situation.slots.get(id).unwrap().value.unwrap().clone();
    let record = match &value {
        Value::List(list) => list.items[0].value.clone(),
        other => other.clone(),
    };
    let Value::Record(values) = record else { panic!("no record in {text}") };
    let fields = &ENGINE.checked.program.records[1].fields;
    fields.iter().zip(values.iter()).map(|(field, value)| value_text(&ENGINE, value, &field.ty, Lang::En)).collect()
}

#[test]
fn a_judgement_within_a_record_takes_its_author_and_its_date() {
    let by = |fields: &str, view: &View| fields_told("partie", fields, view)[1..].join(", ").replace('\u{a0}', " ");
    let june = view("2024-06-01");
    for (fields, expected) in [
        ("{ accord: oui }", "unknown, unknown, unknown, or none"),
        ("{ accord: { valeur: oui, par: dinum } }", "unknown, unknown, unknown, or none"),
        ("{ accord: { valeur: oui, source: note, le: 2024-05-01 } }", "unknown, unknown, unknown, or none"),
        ("{ accord: { valeur: oui, par: dinum, le: 2024-06-02 } }", "unknown, unknown, unknown, or none"),
        ("{ accord: { valeur: oui, par: dinum, le: 2024-06-01 } }", "yes, unknown, unknown, or none"),
        ("{ accord: { valeur: non, par: comité, le: 2024-05 } }", "no, unknown, unknown, or none"),
        ("{ visa: { valeur: oui, par: dinum, le: 2024-05-01 } }", "unknown, unknown, unknown, or none"),
        ("{ visa: { valeur: oui, par: sponsor, le: 2024-05-01 } }", "unknown, yes, unknown, or none"),
        // Whoever says the whole on a day says what is in it.
        ("{ valeur: { accord: oui, visa: oui }, par: sponsor, le: 2024-05-01 }", "yes, yes, unknown, or none"),
        ("{ valeur: { accord: oui, visa: oui }, par: dinum, le: 2024-05-01 }", "yes, unknown, unknown, or none"),
        // Two who disagree, and one who changed their mind.
        (
            "{ accord: { déclarations: [{ valeur: oui, par: dinum, le: 2024-01 }, \
             { valeur: non, par: sponsor, le: 2024-02 }] } }",
            "unknown, unknown, unknown, or none",
        ),
        (
            "{ accord: { déclarations: [{ valeur: oui, par: dinum, le: 2024-01 }, \
             { valeur: non, par: dinum, le: 2024-02 }] } }",
            "no, unknown, unknown, or none",
        ),
        // What is no judgement counts from the day from which it is true, too.
        ("{ part: 3 }", "unknown, unknown, 3"),
        ("{ part: { valeur: 3, le: 2024-06-02 } }", "unknown, unknown, unknown, or none"),
        ("{ part: { valeur: 3, le: 2024-06-01 } }", "unknown, unknown, 3"),
        ("{ part: { valeur: null, le: 2024-06-01 } }", "unknown, unknown, none"),
    ] {
        assert_eq!(by(fields, &june), expected, "{fields}");
    }
    let said = "{ accord: { valeur: oui, par: dinum, le: 2024-05-01 } }";
    let known_by = View { known_by: Date::parse("2024-04-30"), ..view("2024-06-01") };
    assert_eq!(by(said, &known_by), "unknown, unknown, unknown, or none");
    assert_eq!(by(said, &view("2024-04-30")), "unknown, unknown, unknown, or none");
    let listed = format!("[{said}, {{ nom: b }}]");
    assert_eq!(fields_told("parties", &listed, &june)[1], "yes");
    assert_eq!(fields_told("parties", &listed, &view("2024-04-30"))[1], "unknown");
}

#[test]
fn only_what_had_been_said_or_what_one_source_says() {
    let claims = "{ déclarations: [{ valeur: 1, source: note, le: 2023-01, depuis: 2020-01 }, \
                  { valeur: 2, source: annuaire, le: 2024-05, depuis: 2020-01 }, { valeur: 3, depuis: 2019-01 }] }";
    let known_by = |day| View { known_by: Date::parse(day), ..view("2024-06-01") };
    let source = |name: &str| View { source: Some(name.to_string()), ..view("2024-06-01") };
    let told = |view: &View| told_in("n", claims, view).replace('\u{a0}', " ");
    assert_eq!(told(&known_by("2022-01-01")), "Known 3 FTE");
    assert_eq!(told(&known_by("2024-01-01")), "Contested 1 FTE or 3 FTE");
    assert_eq!(told(&source("annuaire")), "Known 2 FTE");
    assert_eq!(told(&source("inconnue")), "Missing of 0");
}

#[test]
fn old_choice_values_become_those_of_the_day() {
    assert_eq!(told("s", "contractuel", "2022-12-31"), "Known Contractuel");
    assert_eq!(told("s", "contractuel", "2023-01-01"), "Known Agent");
    assert_eq!(told("s", "externe", "2023-01-01"), "Partial Prestataire or Personne");
    let which = "{ déclarations: [{ valeur: externe, source: note }, { valeur: vacant, source: annuaire }] }";
    assert_eq!(told("s", which, "2023-01-01"), "Known Personne");
    let old_texts = View { texts_as_of: Date::parse("2022-01-01").unwrap(), ..view("2024-01-01") };
    assert_eq!(told_in("s", "externe", &old_texts), "Known Externe");
    let inside = told("postes", "[{ nom: a, statut: contractuel }]", "2023-01-01");
    assert!(inside.contains("statut = Agent"), "{inside}");
}

#[test]
fn absence_is_known_and_may_be_contested() {
    assert_eq!(told("peut_être", "null", "2024-01-01"), "Known none");
    let claims = "{ déclarations: [{ valeur: null, source: note }, { valeur: x, source: annuaire }] }";
    assert_eq!(told("peut_être", claims, "2024-01-01"), "Contested “x”, or none");
}

#[test]
fn lists_that_differ_hold_nothing_for_sure() {
    let claims = "{ déclarations: [{ valeur: [{ nom: a }], source: note }, { valeur: [], source: annuaire }, \
                  { valeur: [{ nom: b }], source: liste }] }";
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, &format!("f: {{ postes: {claims} }}"));
    assert_eq!(diagnostics, []);
    let id = ENGINE.checked.program.find_fact("f.postes").unwrap();
    let situation = situation(&ENGINE, &dossier, &view("2024-01-01"), None);
    let slot = situation.slots.get(id).unwrap();
    assert_eq!(slot.status, Status::Contested);
    let Some(Value::List(list)) = &slot.value else { panic!("{slot:?}") };
    assert!(list.items.len() == 2 && !list.open && list.items.iter().all(|item| !item.certain));
}

#[test]
fn an_option_prevails_over_assumptions_which_prevail_over_the_dossier() {
    let text =
        "f: { b: non }\nscénarios:\n  a: { modèle: reprise }\n  b: { modèle: reprise, faits: { f: { b: non } } }\n";
    let (dossier, diagnostics) = read_dossier(&ENGINE, FILE, text);
    assert_eq!(diagnostics, []);
    let id = ENGINE.checked.program.find_fact("f.b").unwrap();
    let found = |option| {
        let situation = situation(&ENGINE, &dossier, &view("2024-01-01"), option);
        words(id, situation.slots.get(id).unwrap())
    };
    assert_eq!([found(None), found(Some(0)), found(Some(1))], ["Known no", "Known yes", "Known no"]);
    // Assumptions are no source's.
    let one_source = View { source: Some("note".to_string()), ..view("2024-01-01") };
    assert_eq!(words(id, situation(&ENGINE, &dossier, &one_source, Some(0)).slots.get(id).unwrap()), "Known yes");
}

#[test]
fn a_milestone_is_a_date_once_reached() {
    let milestone = ENGINE.checked.program.milestones.first().expect("a milestone").reached;
    let reached = |text, day| {
        let (dossier, _) = read_dossier(&ENGINE, FILE, text);
        words(milestone, situation(&ENGINE, &dossier, &view(day), None).slots.get(milestone).unwrap())
    };
    let told = "calendrier: { lancement: { réel: 2024-04-02 } }";
    assert_eq!(reached(told, "2024-04-02"), "Known 2 April 2024");
    // On an earlier day it has not come, whoever says so today.
    assert_eq!(reached(told, "2024-04-01"), "Missing of 0");
    assert_eq!(reached("calendrier: { lancement: { prévu: 2024-04 } }", "2024-05-01"), "Missing of 0");
    let by_then = View { known_by: Some(Date::parse("2024-04-01").unwrap()), ..view("2025-01-01") };
    let (dossier, _) = read_dossier(&ENGINE, FILE, told);
    let situation = situation(&ENGINE, &dossier, &by_then, None);
    assert_eq!(situation.slots.get(milestone).unwrap().status, Status::Missing);
}

#[test]
fn what_is_decided_later_leaves_an_option_open() {
    let text = "scénarios: { a: { modèle: transférer, état: retenu, le: 2024-03 } }";
    let (dossier, _) = read_dossier(&ENGINE, FILE, text);
    let option = &dossier.options[0];
    assert_eq!(option.state_on(&view("2024-02-29")), OptionState::Open);
    assert_eq!(option.state_on(&view("2024-03-01")), OptionState::Chosen);
}

/// The words of a claim are those of the day on which it was said: its own, else the dossier's.
#[test]
fn a_word_that_is_not_in_use_is_told_at_its_place() {
    let told = |text: &str| -> Vec<String> {
        let (_, found) = read_dossier(&ENGINE, FILE, text);
        let place = |at: crate::base::Span| text.get(at.range()).unwrap_or_default().to_string();
        found
            .iter()
            .map(|one| {
                let fix = one.fixes.first().map(|fix| format!(" → {}", fix.with)).unwrap_or_default();
                format!("{:?} {}{fix}", one.problem.code(), place(one.at.span))
            })
            .collect()
    };
    // Said while it was in use, or nobody says when: nothing to tell.
    assert_eq!(told("f: { s: { valeur: contractuel, le: 2022-12 } }"), [] as [&str; 0]);
    assert_eq!(told("f: { s: contractuel }"), [] as [&str; 0]);
    assert_eq!(told("f: { s: { valeur: contractuel, le: 2023-01 } }"), ["R0543 contractuel → agent"]);
    assert_eq!(told("dossier: { au: 2024-01-01 }\nf: { s: \"externe\" }"), ["R0543 \"externe\""]);
    assert_eq!(
        told(
            "dossier: { au: 2024-01-01 }\nf: { postes: [{ nom: a, statut: contractuel }, { nom: b, statut: agent }] }"
        ),
        ["R0543 contractuel → agent"]
    );
}
