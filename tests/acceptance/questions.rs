//! What teams, sponsors and hosts ask, each question with the command that answers it on the services of the note.

use crate::harness::perenne;

const TRANSPORT: [&str; 3] = ["examples/transport.data.gouv.fr.yaml", "--as-of", "2024-10-01"];
const SIGNALCONSO: [&str; 3] = ["examples/signalconso.yaml", "--as-of", "2024-10-01"];
const JEVEUXAIDER: [&str; 3] = ["examples/jeveuxaider.gouv.fr.yaml", "--as-of", "2026-08-20"];
const SERVICES: [[&str; 3]; 3] = [TRANSPORT, SIGNALCONSO, JEVEUXAIDER];

/// The answer holds these words, in this order.
fn answered(call: &[&str], words: &[&str]) {
    let run = perenne(call);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{call:?}");
    // Lines are broken where the terminal ends.
    let told = run.out.split_whitespace().collect::<Vec<_>>().join(" ").replace("│ ", "");
    let mut from = 0;
    for word in words {
        let Some(at) = told.get(from..).and_then(|rest| rest.find(word)) else {
            panic!("{call:?} does not say “{word}”:\n{}", run.out)
        };
        from += at + word.len();
    }
}

fn ask(command: &str, service: [&str; 3], more: &[&str], words: &[&str]) {
    answered(&[&[command], service.as_slice(), more].concat(), words);
}

#[test]
fn q_1_whether_a_service_is_ready_what_is_missing_in_which_order_and_how_long() {
    for service in SERVICES {
        ask("eval", service, &["sortie"], &["Prêt à sortir d’incubation", "à compléter", "à renseigner d’abord"]);
        ask("calendar", service, &[], &["Transfert du produit", "au plus tôt"]);
    }
    ask("missing", SIGNALCONSO, &["sortie"], &["faits manquent, les plus décisifs d’abord", "1. équipe.externes"]);
    // Where the verdict is settled, nothing is asked any more: `why` says what decides and what would turn it.
    ask("missing", TRANSPORT, &["sortie"], &["rien ne manque"]);
    ask("why", TRANSPORT, &["sortie"], &["✗", "pour passer :"]);
}

#[test]
fn q_2_why_on_which_fact_of_which_date_said_by_whom() {
    let words = ["L’équipe est internalisée", "équipe.internes =", "(note, décembre 2023)", "texte : note"];
    ask("why", TRANSPORT, &["équipe_internalisée"], &words);
    ask("why", SIGNALCONSO, &["équipe_internalisée"], &["manque", "équipe.externes — Combien", "texte : note"]);
    ask("why", JEVEUXAIDER, &["équipe_internalisée"], &["équipe.externes = 18 ETP (annuaire, 20 août 2026)"]);
}

#[test]
fn q_3_what_does_not_apply_and_why() {
    ask(
        "eval",
        TRANSPORT,
        &["standards_beta"],
        &["Les standards de beta.gouv.fr", "sans objet", "pas encore en vigueur"],
    );
    ask("eval", SIGNALCONSO, &["standards_beta"], &["sans objet", "pas encore en vigueur"]);
    ask("eval", JEVEUXAIDER, &["sortie"], &["Prêt à sortir d’incubation", "sans objet"]);
}

#[test]
fn q_4_what_is_expected_at_the_phase() {
    let last = "plancher_en_dernière_phase";
    // Two dossiers do not tell the phases whole: the phase is asked for.
    let words = ["?", "ne s’applique que si", "phase_courante", "inconnu", "manque : parcours.phases"];
    ask("eval", TRANSPORT, &[last], &words);
    ask("eval", SIGNALCONSO, &[last], &words);
    ask("eval", JEVEUXAIDER, &["phases_dans_l_ordre"], &["✓ Les phases se suivent", "Opéré, début = 2 juin 2026"]);
    ask("eval", JEVEUXAIDER, &[last], &["internalisation", "il faut au moins 40 %", "manque : équipe.internes"]);
}

#[test]
fn q_5_trying_values_and_the_smallest_change_that_turns_a_verdict() {
    let set = ["équipe_internalisée", "--set", "équipe.internes=2 ETP"];
    ask("eval", TRANSPORT, &set, &["✗", "pour passer : équipe.internes = 2,67 ETP (0,67 ETP de plus)"]);
    let enough = ["équipe_internalisée", "--set", "équipe.internes=2,67 ETP"];
    ask("eval", TRANSPORT, &enough, &["✓ L’équipe est internalisée"]);
    let told = ["équipe_internalisée", "--set", "équipe.internes=1 ETP"];
    ask("eval", JEVEUXAIDER, &told, &["✗", "pour passer : équipe.internes = 12 ETP (11 ETP de plus)"]);
    let told = ["équipe_internalisée", "--set", "équipe.internes=2 ETP", "--set", "équipe.externes=4 ETP"];
    ask("eval", SIGNALCONSO, &told, &["✗", "pour passer :", "équipe.externes = 3 ETP (1 ETP de moins)"]);
}

#[test]
fn q_6_what_another_version_of_the_texts_changes() {
    let verdicts = |day: &str| {
        let call = ["eval", JEVEUXAIDER[0], "--as-of", JEVEUXAIDER[2], "--texts-as-of", day, "--format", "json"];
        perenne(&call).json()["verdicts"].clone()
    };
    let (before, after) = (verdicts("2024-10-01"), verdicts("2026-08-20"));
    let verdict = |all: &serde_json::Value, name: &str| all[name]["verdict"].clone();
    assert_eq!(verdict(&before, "standards_beta"), "not_applicable");
    assert_eq!(verdict(&after, "standards_beta"), "not_met");
}

#[test]
fn q_7_what_expires_before_the_transfer() {
    for service in SERVICES {
        ask("why", service, &["homologation_durable"], &["? L’homologation", "sécurité.homologations — Quelles"]);
        ask("why", service, &["déclaration_durable"], &["? La déclaration", "rgaa.déclaration_publiée_le — Quand"]);
    }
    let told = [
        "déclaration_durable",
        "--set",
        "accessibilité.méthode_technique=oui",
        "--set",
        "rgaa.déclaration_publiée_le=2023-12-01",
        "--set",
        "rgaa.nouvelle_version_le=aucune",
        "--set",
        "rgaa.modification_le=aucune",
    ];
    let words = ["✗ La déclaration", "20 août 2026, il faut avant le 1er juin 2026", "= 21 février 2024"];
    ask("why", JEVEUXAIDER, &told, &words);
}

#[test]
fn q_8_what_comes_after_the_transfer() {
    for service in SERVICES {
        let words = ["Le service est encore suivi après sa sortie", "manque", "sortie_d_incubation.sorti_le"];
        ask("eval", service, &["suivi_après_la_sortie"], &words);
        let out = ["suivi_après_la_sortie", "--set", "sortie_d_incubation.sorti_le=2022-01-31"];
        let words = ["Au moins une personne suit l’impact", "il faut au moins 1 ETP", "Le code est encore ouvert"];
        ask("eval", service, &out, &words);
    }
}

#[test]
fn q_30_which_scenario_suits_why_not_the_others_and_what_would_open_them() {
    for service in [TRANSPORT, SIGNALCONSO] {
        let words =
            ["Internaliser dans l’administration sponsor", "faisable ? manque :", "Créer une nouvelle structure"];
        ask("compare", service, &[], &[&words[..], &["Le service reste dans son administration ✓ ✗"]].concat());
    }
    let words = ["1 ✓ Opérateur de produits", "faisable", "4 ? Structure autonome", "faisable ? manque :"];
    ask("compare", JEVEUXAIDER, &[], &words);
    let settled = ["--set", "option.appui_politique=non", "--set", "ambition.déterminée=oui"];
    let words = ["Créer une nouvelle structure", "pas faisable", "option.appui_politique = oui"];
    ask("compare", TRANSPORT, &settled, &words);
}

#[test]
fn q_31_the_minimum_in_full_time_equivalents_and_in_euros_a_year() {
    let words = ["il faut au moins 40 %", "pour passer : équipe.internes ="];
    ask("why", TRANSPORT, &["équipe_internalisée"], &words);
    ask("why", SIGNALCONSO, &["équipe_internalisée"], &["il faut au moins 40 %", "équipe.internes = 2 ETP"]);
    ask("why", JEVEUXAIDER, &["équipe_internalisée"], &["il faut au moins 40 %", "équipe.externes = 18 ETP"]);
    for service in [TRANSPORT, SIGNALCONSO] {
        let words = ["argent.coût_annuel entre repère_bas et repère_haut", "argent.coût_annuel — Combien coûtent"];
        ask("why", service, &["coût_selon_le_pilotage"], &words);
    }
    let words = ["moyenne_basse = 1 000 000 €/an", "moyenne_haute = 2 000 000 €/an"];
    ask("why", JEVEUXAIDER, &["coût_selon_les_repères"], &words);
}

#[test]
fn q_32_what_a_decision_in_march_can_still_enter() {
    for service in ["examples/transport.data.gouv.fr.yaml", "examples/signalconso.yaml"] {
        let call = ["calendar", service, "--as-of", "2024-03-20", "--set", "scénario_choisi=2024-03-20"];
        let words = [
            "Choix d’un scénario — atteint le 20 mars 2024",
            "ouverts au budget — pas atteint",
            "prend effet le 1er janvier 2025",
        ];
        answered(&call, &words);
    }
    ask("calendar", JEVEUXAIDER, &[], &["ouverts au budget — pas atteint", "prend effet le 1er janvier 2027"]);
}

#[test]
fn q_33_whether_the_legal_form_considered_meets_its_conditions() {
    for service in SERVICES {
        let call =
            ["eval", service[0], "--as-of", "2026-08-20", "forme_viable", "--set", "structure.forme_juridique=gip"];
        answered(&call, &["La forme juridique remplit ses conditions", "Groupement d’intérêt public", "manque"]);
    }
}

#[test]
fn q_34_the_decisions_to_take_by_which_body_before_which_date() {
    for service in SERVICES {
        let words = ["Choix d’un scénario —", "attendu en mars 2024", "décidé par : Comité de pilotage"];
        ask("calendar", service, &[], &words);
    }
}
