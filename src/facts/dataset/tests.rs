use super::*;
use crate::base::{Lang, SourceFile};
use crate::eval::words::value_text;
use crate::facts::doctrine::{FILE, engine};
use proptest::prelude::*;
use std::sync::LazyLock;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    engine(
        "langue fr
source annuaire « Annuaire »
acteur dinum « DINUM »
choix statut { agent_public « Agent public », prestataire « Prestataire », vacant « Personne » }
fiche étape {
  nom : statut
  début : date
  part : pourcentage
    facultatif
  lieux : liste de texte
}
faits f {
  internes : ETP
    bornes au moins 0 ETP
  externes : ETP
  coût : €
  durée : mois
  note : entier
  rapport : nombre
  part : pourcentage
  libre : pourcentage
  ouvert : oui/non
  début : date
  pilotage : statut
  chef : acteur
  adresse : texte
    facultatif
  noms : liste de texte
  dates : liste de date
  statuts : liste de statut
    ouverte
  étapes : liste de étape
  première : étape
  version : entier
}
données relevé « Le relevé »
  selon annuaire
  dossier = « title »
  dossier.au = « as_of »
  dossier.le = « said »
  f.internes = environ « team.admin » ETP
  f.externes = « team.free » + « team.hired » ETP
  f.coût = « cost » k€
  f.durée = « years » ans
  f.note = « note »
  f.rapport = « ratio »
  f.part = « pct » %
  f.libre = « share »
  f.ouvert = « open » { « ouvert » = oui, « fermé » = non }
  f.début = « start »
  f.pilotage = « lead » { « X » = vacant, « agent » = agent_public }
  f.chef = « chief »
  f.adresse = « link » { « néant » = aucun }
  f.noms = « names »
  f.dates = « phases.start »
  f.statuts = « states »
  f.étapes = « phases » {
    nom = « name » { « ext » = prestataire }
    début = « start », part = « p » %
    lieux = « places.name »
  }
  f.première = « first » { nom = « `a.b`.c » }
  f.version = 3
",
    )
});

/// A record, and its mistakes as line, code and the text they are about.
fn read_record(text: &str) -> (Dossier, Vec<String>) {
    let reader = RecordReader::new(&ENGINE, 0).unwrap();
    let (dossier, diagnostics) = reader.read(FILE, text);
    let file = SourceFile::new("record.json", text);
    let place = |found: &Diagnostic| {
        let line = file.line_column(found.at.span.start as usize).0;
        format!("{line} {} {}", found.code().text(), found.at.span.slice(text))
    };
    (dossier, diagnostics.iter().map(place).collect())
}

/// The value of each fact that a record tells, in words; the constant one is left out.
fn told(dossier: &Dossier) -> Vec<String> {
    let program = &ENGINE.checked.program;
    let facts = program.facts.iter().zip(&dossier.facts).filter(|(fact, _)| fact.path != "f.version");
    facts
        .filter_map(|(fact, told)| {
            let [claim] = told.claims.as_slice() else { return None };
            let text = value_text(&ENGINE, &claim.value, &fact.decl.ty, Lang::Fr);
            Some(format!("{} = {text}", fact.path).replace(['\u{a0}', '\u{202f}'], " "))
        })
        .collect()
}

/// What a record tells, when nothing is wrong with it.
fn sound(text: &str) -> Vec<String> {
    let (dossier, mistakes) = read_record(text);
    assert_eq!(mistakes, Vec::<String>::new(), "{text}");
    told(&dossier)
}

/// The mistakes of a record that then tells nothing.
fn mistakes(text: &str) -> Vec<String> {
    let (dossier, mistakes) = read_record(text);
    assert_eq!(told(&dossier), Vec::<String>::new(), "{text}");
    mistakes
}

#[test]
fn a_record_says_who_it_is_about_and_when_it_was_said() {
    let text = "{\"title\": \" Le  service \", \"as_of\": \"2026-08-20\", \"said\": \"2026-07\", \"note\": 3}";
    let (dossier, _) = read_record(text);
    assert_eq!(dossier.name.as_deref(), Some("Le service"));
    assert_eq!(dossier.as_of.map(|day| day.to_string()).as_deref(), Some("2026-08-20"));
    let note = &dossier.facts[ENGINE.checked.program.find_fact("f.note").unwrap().index()].claims[0];
    assert_eq!(note.source.as_deref(), Some("annuaire"));
    assert_eq!(note.on.map(|on| on.to_string()).as_deref(), Some("2026-07"));
    assert!(!note.about);
    assert_eq!(note.at.map(|at| at.span.slice(text)), Some("3"));
    let (dossier, _) = read_record("{\"team\": {\"admin\": 1}}");
    assert!(dossier.facts[0].claims[0].about);
    assert_eq!((dossier.name, dossier.as_of, dossier.facts[0].claims[0].on), (None, None, None));
}

#[test]
fn null_absent_and_blank_are_missing() {
    assert_eq!(sound("{}"), Vec::<String>::new());
    let missing = "{\"team\": null, \"note\": null, \"open\": \"\", \"start\": \"  \", \"lead\": \" \", \"link\": \"\",
        \"names\": null, \"phases\": \"\", \"cost\": \"\", \"first\": null, \"title\": \"\", \"as_of\": null}";
    assert_eq!(sound(missing), Vec::<String>::new());
    assert_eq!(sound("team: { admin: ~ }\nnote:\n"), Vec::<String>::new());
}

#[test]
fn a_constant_is_the_same_for_every_record() {
    let (dossier, _) = read_record("{}");
    let claims = &dossier.facts[ENGINE.checked.program.find_fact("f.version").unwrap().index()].claims;
    assert_eq!(claims.len(), 1);
}

#[test]
fn numbers_come_from_their_spelling_in_the_unit_of_the_dataset() {
    assert_eq!(
        sound(
            "{\"team\": {\"admin\": 1.10, \"free\": 2, \"hired\": 0.25}, \"cost\": 1.5, \"years\": 2, \"note\": 4.0}"
        ),
        ["f.internes = 1,1 ETP", "f.externes = 2,25 ETP", "f.coût = 1500 €", "f.durée = 24 mois", "f.note = 4"]
    );
    assert_eq!(
        sound("{\"pct\": 37.5, \"ratio\": 25e-2, \"share\": \"2/5\", \"cost\": \"3 M€\", \"years\": \"6 mois\"}"),
        ["f.coût = 3 000 000 €", "f.durée = 6 mois", "f.rapport = 0,25", "f.part = 37,5 %", "f.libre = 40 %"]
    );
    assert_eq!(sound("{\"pct\": \"12,5 %\", \"ratio\": \"1 234,5\"}"), ["f.rapport = 1234,5", "f.part = 12,5 %"]);
    // As binary floating point this is 0.30000000000000004.
    assert_eq!(sound("{\"team\": {\"free\": 0.1, \"hired\": 0.2}}"), ["f.externes = 0,3 ETP"]);
}

#[test]
fn a_sum_is_missing_with_any_of_its_parts() {
    for team in ["{\"free\": 1}", "{\"free\": 1, \"hired\": null}", "{\"hired\": 0}", "{}"] {
        assert_eq!(sound(&format!("{{\"team\": {team}}}")), Vec::<String>::new());
    }
    assert_eq!(mistakes("{\"team\": {\"free\": 1, \"hired\": \"deux\"}}"), ["1 R0534 \"deux\""]);
}

#[test]
fn values_are_translated_or_named_or_titled() {
    for (written, meant) in [
        ("X", "Personne"),
        ("x", "Personne"),
        ("agent_public", "Agent public"),
        ("Agent  public ", "Agent public"),
        ("AGENT", "Agent public"),
        ("prestataire", "Prestataire"),
    ] {
        let told = sound(&format!("{{\"lead\": \"{written}\"}}"));
        assert_eq!(told.len(), 1, "{written}");
        assert!(told[0].contains(meant), "{written}: {told:?}");
    }
    assert_eq!(sound("{\"open\": true}"), ["f.ouvert = oui"]);
    assert_eq!(sound("{\"open\": \"Fermé\"}"), ["f.ouvert = non"]);
    assert_eq!(sound("{\"chief\": \"DINUM\"}"), ["f.chef = DINUM"]);
    assert_eq!(sound("{\"link\": \" https://x.fr \"}"), ["f.adresse = « https://x.fr »"]);
    assert_eq!(sound("{\"link\": \"néant\"}"), ["f.adresse = absent"]);
}

#[test]
fn lists_of_texts_of_values_and_of_objects() {
    assert_eq!(sound("{\"names\": [\"a\", \"b \"]}"), ["f.noms = (« a », « b »)"]);
    assert_eq!(sound("{\"names\": []}"), ["f.noms = ()"]);
    let phases =
        "{\"phases\": [{\"name\": \"ext\", \"start\": \"2024-03-04\", \"p\": 40, \"places\": [{\"name\": \"Lyon\"}]},
        {\"name\": \"Agent public\", \"start\": \"2025-01-02\"}]}";
    let (dossier, mistakes) = read_record(phases);
    assert_eq!(mistakes, Vec::<String>::new());
    let of = |path: &str| {
        let claims = &dossier.facts[ENGINE.checked.program.find_fact(path).unwrap().index()].claims;
        claims[0].value.as_list().unwrap().clone()
    };
    let dates = of("f.dates");
    assert_eq!((dates.items.len(), dates.open), (2, false));
    let steps = of("f.étapes");
    assert_eq!((steps.items.len(), steps.open), (2, false));
    let Value::Record(first) = &steps.items[0].value else { panic!("{steps:?}") };
    assert!(first.iter().all(Value::is_known), "{first:?}");
    let Value::Record(second) = &steps.items[1].value else { panic!("{steps:?}") };
    let known: Vec<bool> = second.iter().map(Value::is_known).collect();
    assert_eq!(known, [true, true, false, false]);
}

#[test]
fn an_element_that_says_nothing_leaves_its_list_open() {
    let open = |text: &str, path: &str| {
        let (dossier, _) = read_record(text);
        let claims = &dossier.facts[ENGINE.checked.program.find_fact(path).unwrap().index()].claims;
        let list = claims[0].value.as_list().unwrap();
        (list.items.len(), list.open)
    };
    assert_eq!(open("{\"names\": [\"a\", null]}", "f.noms"), (1, true));
    assert_eq!(open("{\"names\": [\"a\", \"\"]}", "f.noms"), (1, true));
    assert_eq!(open("{\"phases\": [{\"start\": \"2024-03\"}, {}]}", "f.dates"), (1, true));
    assert_eq!(open("{\"states\": [\"vacant\"]}", "f.statuts"), (1, true));
    assert_eq!(open("{\"phases\": []}", "f.dates"), (0, false));
    assert_eq!(mistakes_of_lists(), ["1 R0531 \"y\""]);
}

/// A list keeps what could be read of it.
fn mistakes_of_lists() -> Vec<String> {
    let (dossier, mistakes) = read_record("{\"states\": [\"vacant\", \"y\"]}");
    assert_eq!(told(&dossier).len(), 1);
    mistakes
}

#[test]
fn keys_with_dots_and_records_alone() {
    let told = sound("{\"first\": {\"a.b\": {\"c\": \"vacant\"}}}");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("Personne"), "{told:?}");
}

#[test]
fn what_cannot_be_read_is_told_at_its_line_and_its_fact_is_missing() {
    let text = "{
  \"team\": {\"admin\": -1},
  \"note\": 2.5,
  \"ratio\": \"beaucoup\",
  \"share\": 40,
  \"open\": \"peut-être\",
  \"start\": \"2024-02-30\",
  \"lead\": \"agnt\",
  \"chief\": \"personne\",
  \"names\": \"a\",
  \"cost\": \"3 jours\",
  \"years\": {\"n\": 2}
}";
    assert_eq!(
        mistakes(text),
        [
            "2 R0540 -1",
            "3 R0534 2.5",
            "4 R0534 \"beaucoup\"",
            "5 R0536 40",
            "6 R0531 \"peut-être\"",
            "7 R0521 \"2024-02-30\"",
            "8 R0531 \"agnt\"",
            "9 R0531 \"personne\"",
            "10 R0534 \"a\"",
            "11 R0535 \"3 jours\"",
            "12 R0534 {\"n\": 2}",
        ]
    );
}

#[test]
fn a_text_of_json_has_quotes() {
    let wrong = "{\"link\": false, \"names\": [3, true]}";
    let (dossier, found) = read_record(wrong);
    assert_eq!(found, ["1 R0534 false", "1 R0534 3", "1 R0534 true"]);
    // Of the list it is only known that it is not whole.
    assert_eq!(told(&dossier).len(), 1);
    let twice = read_record("{\"link\": 1, \"link\": 2}").1;
    assert!(twice.contains(&String::from("1 R0534 1")), "{twice:?}");
    // Where the dataset says what a word stands for, it may be written without, and so may a name.
    assert_eq!(sound("{\"open\": false}"), ["f.ouvert = non"]);
    assert_eq!(read_record("{\"title\": 12}").0.name.as_deref(), Some("12"));
    // In YAML a plain word is a text.
    assert_eq!(sound("link: 2024\n"), ["f.adresse = « 2024 »"]);
}

#[test]
fn a_path_that_leads_nowhere_sensible_is_told() {
    assert_eq!(mistakes("{\"team\": 3}"), ["1 R0523 3"]);
    assert_eq!(mistakes("{\"team\": [{\"admin\": 1}]}"), ["1 R0534 [{\"admin\": 1}]"]);
    assert_eq!(mistakes("{\"title\": [\"a\"]}"), ["1 R0534 [\"a\"]"]);
    assert_eq!(mistakes("{\"title\": {\"fr\": \"a\"}}"), ["1 R0534 {\"fr\": \"a\"}"]);
    assert_eq!(mistakes("{\"note\": [1]}"), ["1 R0534 [1]"]);
}

/// Two facts are read from the dates of the phases.
#[test]
fn one_mistake_gives_one_message() {
    let (_, mistakes) = read_record("{\"phases\": [{\"start\": \"hier\"}]}");
    assert_eq!(mistakes, ["1 R0522 \"hier\""]);
}

#[test]
fn what_is_no_object_is_refused_as_a_facts_file_is() {
    for text in ["[{\"note\": 1}]", "{\"note\": 1", "{\"note\": 1, \"note\": 2}", "3"] {
        let (_, mistakes) = read_record(text);
        assert_eq!(mistakes.len(), 1, "{text}: {mistakes:?}");
    }
}

proptest! {
    /// Whatever a record holds, it is read or refused.
    #[test]
    fn no_record_is_too_strange(text in "[{}\\[\\]\":,a-z0-9.é -]{0,60}", value in "[^\"\\\\]{0,20}") {
        read_record(&text);
        for key in ["title", "as_of", "cost", "pct", "open", "start", "lead", "names", "phases", "first"] {
            read_record(&format!("{{\"{key}\": \"{value}\"}}"));
            read_record(&format!("{{\"{key}\": [{{\"name\": \"{value}\", \"start\": [[\"{value}\"]]}}]}}"));
        }
    }

    /// A sum of amounts is exact.
    #[test]
    fn sums_are_exact(free in 0_u32..100_000, hired in 0_u32..100_000) {
        let decimal = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let (dossier, _) =
            read_record(&format!("{{\"team\": {{\"free\": {}, \"hired\": {}}}}}", decimal(free), decimal(hired)));
        let claims = &dossier.facts[ENGINE.checked.program.find_fact("f.externes").unwrap().index()].claims;
        let wanted = Num::ratio(i64::from(free + hired), 100).unwrap();
        prop_assert_eq!(claims[0].value.clone(), Value::num(wanted));
    }
}
