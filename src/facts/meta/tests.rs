use super::*;
use crate::base::{Lang, SourceFile};
use crate::facts::claim::read_fact;
use crate::facts::read;
use proptest::prelude::*;

const FILE: FileId = FileId(0);

/// The dossier of a text, and all its mistakes as `line code`, those in claims included.
fn whole(text: &str) -> (RawDossier, Vec<String>) {
    let raw = read::read(FILE, text);
    let mut diagnostics = raw.diagnostics.clone();
    let dossier = dossier(&raw, FILE, &mut diagnostics);
    let options = dossier.scenarios.iter().flat_map(|option| &option.facts);
    for group in dossier.groups.iter().chain(options) {
        for entry in group.value.entries().unwrap_or(&[]) {
            read_fact(&entry.key, &entry.value, FILE, &mut diagnostics);
        }
    }
    diagnostics.sort_by_key(|found| found.at.span.start);
    let file = SourceFile::new("dossier.yaml", text);
    let line = |found: &Diagnostic| file.line_column(found.at.span.start as usize).0;
    let mistakes = diagnostics.iter().map(|found| format!("{} {}", line(found), found.code().text())).collect();
    (dossier, mistakes)
}

fn names(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.key.text.as_str()).collect()
}

const SPECIMEN: &str = "\
dossier: { nom: transport.data.gouv.fr, au: 2024-10-01, doctrine: ../pérennisation }
équipe:
  internes: 1
  externes: { environ: 4, source: note, le: 2023-12 }
  pilotage:
    déclarations:                       # claims
      - { valeur: agent_public, source: annuaire, depuis: 2020-09-01, le: 2020-09-20 }
      - { valeur: agent_public, source: note, le: 2023-12 }
structure:
  volonté_politique: { valeur: oui, par: sponsor, le: 2021-01-28 }
scénarios:
  dgitm: { modèle: internaliser, état: retenu, motif: \"…\", le: 2024-03-20, par: comité_pilotage, faits: { structure: { compétences_numériques: 4 } } }
  anlci: { modèle: transférer, état: ouvert }
calendrier:
  scénario_choisi: { prévu: 2024-03, réel: 2024-04-02 }
instances:
  comité_pilotage: { réunions: [2024-03-20] }
";

#[test]
fn the_specimen_of_the_language_is_read() {
    let (dossier, mistakes) = whole(SPECIMEN);
    assert_eq!(mistakes, [] as [&str; 0]);
    assert_eq!(dossier.name.unwrap().0, "transport.data.gouv.fr");
    assert_eq!(dossier.as_of.unwrap().0.to_string(), "2024-10-01");
    assert_eq!(dossier.doctrine.unwrap().0, "../pérennisation");
    assert!(dossier.has_dossier_key);
    assert_eq!(names(&dossier.groups), ["équipe", "structure"]);
    let [dgitm, anlci] = dossier.scenarios.as_slice() else { panic!("two options") };
    assert_eq!((dgitm.name.text.as_str(), dgitm.model.as_ref().unwrap().0.as_str()), ("dgitm", "internaliser"));
    assert_eq!(dgitm.state.unwrap().0, OptionState::Chosen);
    assert_eq!(dgitm.by.as_ref().unwrap().0, "comité_pilotage");
    assert_eq!(names(&dgitm.facts), ["structure"]);
    assert_eq!(anlci.state.unwrap().0, OptionState::Open);
    let date = |entry: &Option<Entry>| entry.as_ref().and_then(|entry| entry.value.text().map(str::to_string));
    assert_eq!(date(&dossier.calendar[0].planned).as_deref(), Some("2024-03"));
    assert_eq!(date(&dossier.calendar[0].actual).as_deref(), Some("2024-04-02"));
    assert!(dossier.bodies[0].meetings.is_some());
}

#[test]
fn the_english_keys_say_the_same_in_json() {
    let (dossier, mistakes) = whole(
        "{\"dossier\": {\"name\": \"x\", \"as_of\": \"2024-10-01\"}, \"team\": {\"staff\": 1.10},\n \"scenarios\": {\"a\": \
         {\"model\": \"m\", \"state\": \"fallback\", \"reason\": \"r\", \"on\": \"2024-03\", \"by\": \"b\", \"facts\": {}}, \"b\": \
         {\"state\": \"Closed\"}},\n \"calendar\": {\"c\": {\"planned\": \"2024-03\"}}, \"bodies\": {\"b\": {\"meetings\": []}}}",
    );
    assert_eq!(mistakes, [] as [&str; 0]);
    assert_eq!(dossier.name.unwrap().0, "x");
    assert_eq!(names(&dossier.groups), ["team"]);
    let states: Vec<_> = dossier.scenarios.iter().map(|option| option.state.unwrap().0).collect();
    assert_eq!(states, [OptionState::Fallback, OptionState::Closed]);
    assert_eq!((dossier.calendar[0].planned.is_some(), dossier.calendar[0].actual.is_some()), (true, false));
    assert!(dossier.bodies[0].meetings.is_some());
}

#[test]
fn each_of_several_mistakes_is_told_at_its_line_and_the_rest_is_read() {
    let (dossier, mistakes) = whole(
        "\
dossier: { nom: x, au: 2024-10, titre: y }
équipe:
  internes: { valeur: 1, sorce: note }
  externes: 4
  externes: 5
cassé:
  avant: 1
  motif: le choix : non
structure:
  volonté: { valeur: oui, par: sponsor, le: 2024-02-30 }
groupe: 3
serré:
  a:1
scénarios:
  a: { modèle: m, état: ouver, faits: { équipe: 3, structure: { x: 1 } } }
  b: [1]
calendrier:
  j: { prévu: bientôt, réel: 2024-04-02 }
  k: 2024-03
instances:
  comité: { réunion: [], dates: [] }
fin: { z: 1 }
",
    );
    assert_eq!(
        mistakes,
        [
            "1 R0522", "1 R0520", "3 R0520", "5 R0515", "8 R0507", "10 R0521", "11 R0523", "13 R0503", "15 R0527",
            "15 R0523", "16 R0523", "19 R0523", "21 R0520", "21 R0520"
        ]
    );
    assert_eq!(names(&dossier.groups), ["équipe", "cassé", "structure", "fin"]);
    assert_eq!(names(dossier.groups[1].value.entries().unwrap()), ["avant"]);
    assert_eq!(names(&dossier.scenarios[0].facts), ["structure"]);
    assert_eq!(dossier.scenarios[0].model.as_ref().unwrap().0, "m");
    assert_eq!(dossier.calendar[0].actual.as_ref().unwrap().value.text(), Some("2024-04-02"));
}

/// The text with all the fixes of its mistakes applied.
fn fixed(text: &str) -> String {
    let raw = read::read(FILE, text);
    let mut found = raw.diagnostics.clone();
    let dossier = dossier(&raw, FILE, &mut found);
    for entry in dossier.groups.iter().flat_map(|group| group.value.entries().unwrap_or(&[])) {
        read_fact(&entry.key, &entry.value, FILE, &mut found);
    }
    let mut fixes: Vec<_> = found.into_iter().flat_map(|found| found.fixes).collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse(fix.at.span.start));
    let mut text = text.to_string();
    for fix in fixes {
        text.replace_range(fix.at.span.range(), &fix.with);
    }
    text
}

#[test]
fn fixes_repair_yaml_and_json() {
    for (broken, repaired) in [
        ("g:\n  f: { valeur: 4, sorce: x }\n", "g:\n  f: { valeur: 4, source: x }\n"),
        ("{\"g\": {\"f\": {\"valeur\": 4, \"sorce\": 1}}}", "{\"g\": {\"f\": {\"valeur\": 4, \"source\": 1}}}"),
        ("g:\n  f: { valeur: 4, le: 1er mars 2024 }\n", "g:\n  f: { valeur: 4, le: 2024-03-01 }\n"),
        ("g: { f: { valeur: 4, le: \"3/2024\" } }\n", "g: { f: { valeur: 4, le: \"2024-03\" } }\n"),
        ("g: { f: { valeur: 2,5, le: 2024 } }\n", "g: { f: { valeur: \"2,5\", le: 2024 } }\n"),
        ("g:\n  a: 1\n  b:2\nh:\n  c:3\n", "g:\n  a: 1\n  b: 2\nh:\n  c: 3\n"),
        ("a:1\nb: { x: 2 }\n", "a: 1\nb: { x: 2 }\n"),
    ] {
        assert_eq!(fixed(broken), repaired);
    }
}

#[test]
fn the_deepest_file_is_read_on_a_small_stack() {
    let levels = read::DEPTH_LIMIT - 2;
    let lists = format!("g: {{ f: {}{} }}", "[".repeat(levels), "]".repeat(levels));
    let keys = format!("g: {{ f: {}1{} }}", "{ valeur: ".repeat(levels), " }".repeat(levels));
    let reading = move || (whole(&lists).1, whole(&keys).1);
    let thread = std::thread::Builder::new().stack_size(1024 * 1024).spawn(reading).unwrap();
    assert_eq!(thread.join().unwrap(), (vec![], vec![]));
}

#[test]
fn short_forms() {
    let (dossier, mistakes) = whole("dossier: Transport\nscenarios: { a: internaliser, b: }\néquipe:\n");
    assert_eq!(mistakes, [] as [&str; 0]);
    assert_eq!(dossier.name.unwrap().0, "Transport");
    assert_eq!(dossier.scenarios[0].model.as_ref().unwrap().0, "internaliser");
    assert_eq!(dossier.scenarios[1].model, None);
    assert_eq!(names(&dossier.groups), ["équipe"]);
    let (dossier, _) = whole("équipe: { internes: 1 }");
    assert!(!dossier.has_dossier_key);
}

#[test]
fn the_first_of_two_is_used() {
    let (dossier, mistakes) = whole("a: { x: 1 }\na: { y: 2 }\nscenarios: { b: m, b: n }\nscénarios: { c: m }\n");
    assert_eq!(mistakes, ["2 R0515", "3 R0515", "4 R0515"]);
    assert_eq!(names(&dossier.groups), ["a"]);
    assert_eq!(names(dossier.groups[0].value.entries().unwrap()), ["x"]);
    assert_eq!(dossier.scenarios.len(), 1);
    assert_eq!(dossier.scenarios[0].model.as_ref().unwrap().0, "m");
}

#[test]
fn every_key_offered_is_understood() {
    assert!(DOSSIER_KEYS.iter().all(|key| DossierKey::of(key).is_some()));
    assert!(OPTION_KEYS.iter().all(|key| OptionKey::of(key).is_some()));
    assert!(MILESTONE_KEYS.iter().all(|key| MilestoneKey::of(key).is_some()));
    assert!(BODY_KEYS.iter().all(|key| BodyKey::of(key).is_some()));
    assert!(STATES.iter().all(|state| OptionState::parse(state).is_some()));
}

fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "dossier",
        "scénarios",
        "calendrier",
        "instances",
        "réunions: [2024-01",
        "équipe",
        ": ",
        ":\n  ",
        "\n",
        "\n  ",
        "{ ",
        " }",
        ", ",
        "nom: x",
        "au: 2024",
        "état: ouvert",
        "faits: ",
        "modèle: ",
        "prévu: 2024-02-30",
        "[",
        "]",
        "1",
        "valeur: 2",
        "source: note",
    ]);
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_dossier_panics(text in pieces()) {
        whole(&text);
    }

    #[test]
    fn every_mistake_has_words_in_both_languages(text in pieces()) {
        let raw = read::read(FILE, &text);
        let mut found = raw.diagnostics.clone();
        dossier(&raw, FILE, &mut found);
        for found in found {
            for lang in [Lang::Fr, Lang::En] {
                prop_assert!(!found.problem.message(lang).is_empty());
                prop_assert!(found.problem.help(lang).is_some());
            }
        }
    }
}
