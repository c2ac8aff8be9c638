//! Open data evaluated as it is published: the directory of services, line by line, through a dataset.

use crate::harness::{material_in, perenne, perenne_in, root, scratch};
use perenne::base::{FileId, Num};
use perenne::eval::{NoTrace, Outcome, evaluate};
use perenne::facts::dataset::RecordReader;
use perenne::facts::resolve::{View, situation};
use perenne::model::Program;
use perenne::model::expr::Verdict;
use perenne::project::{Analysis, analyse, doctrines_for};
use std::collections::BTreeMap;

/// One service, evaluated.
struct Service {
    id: String,
    outcome: Outcome,
    /// The name of the value of each fact that is one of a choice.
    phase: Option<String>,
    mention: Option<String>,
    has_address: bool,
    /// Whether the line itself, read without a dataset, leaves the floors open.
    is_open: bool,
}

struct Directory {
    analysis: Analysis,
    services: Vec<Service>,
}

impl Directory {
    /// Every line of the directory; `None` when the data is not there.
    fn read(test: &str) -> Option<Directory> {
        let lines = std::fs::read_to_string(material_in("data", test)?.join("services.jsonl")).expect("services.jsonl");
        let root = doctrines_for(&root().join("tests/acceptance/directory")).expect("the rules");
        let analysis = analyse(root.first().expect("a doctrine"));
        assert_eq!(analysis.diagnostics, []);
        let reader = RecordReader::new(&analysis.engine, 0).expect("a dataset");
        let services = lines.lines().map(|line| service(&analysis, &reader, line)).collect();
        Some(Directory { analysis, services })
    }

    fn program(&self) -> &Program {
        &self.analysis.engine.checked.program
    }

    /// The ids of the services for which a criterion has a verdict.
    fn with(&self, rule: &str, verdict: Verdict) -> Vec<&str> {
        let rule = self.program().find_rule(rule).expect("a criterion");
        let such = |service: &&Service| service.outcome.verdicts(rule).verdict() == verdict;
        self.services.iter().filter(such).map(|service| service.id.as_str()).collect()
    }

    fn number(&self, service: &Service, name: &str) -> Option<Num> {
        let id = self.program().derived_ids().find(|id| self.program().derived_item(*id).unwrap().meta.name == name);
        service.outcome.derived(id.expect("a definition"))?.as_num()?.known().cloned()
    }

    /// The sum of a count over the services that tell it.
    fn total(&self, name: &str) -> i64 {
        self.services.iter().filter_map(|service| self.number(service, name)?.to_i64()).sum()
    }
}

fn service(analysis: &Analysis, reader: &RecordReader<'_>, line: &str) -> Service {
    let engine = &analysis.engine;
    let program = &engine.checked.program;
    let (dossier, problems) = reader.read(FileId(u32::MAX), line);
    let told: Vec<String> =
        problems.iter().map(|one| one.problem.message(perenne::base::Lang::En) + one.at.span.slice(line)).collect();
    assert_eq!(told, Vec::<String>::new(), "{line}");
    assert!(dossier.name.as_ref().is_some_and(|name| name.trim() == name && !name.is_empty()), "{line}");
    let view = View::on(dossier.as_of.expect("a day"));
    let made = situation(engine, &dossier, &view, None);
    let (outcome, _) = evaluate(engine, &made, NoTrace);
    let fact = |path: &str| {
        let id = program.find_fact(path).expect("a fact");
        let value = made.slots.get(id)?.value?;
        let ty = &program.fact(id)?.decl.ty;
        Some(perenne::eval::words::value_text(engine, value, ty, perenne::base::Lang::Fr))
    };
    let json: serde_json::Value = serde_json::from_str(line).expect("JSON");
    let derived = &json["derived"];
    let active = ["construction", "acceleration", "consolidation", "opere"];
    let may_be_active = derived["phase_as_of"].as_str().is_none_or(|phase| active.contains(&phase));
    Service {
        id: json["id"].as_str().expect("an id").to_string(),
        phase: fact("service.phase"),
        mention: fact("service.mention"),
        has_address: fact("service.adresse").is_some(),
        is_open: may_be_active && derived["team_headcount"].is_null(),
        outcome,
    }
}

fn counts<'s>(values: impl Iterator<Item = &'s Option<String>>) -> BTreeMap<&'s str, usize> {
    let mut counts = BTreeMap::new();
    for value in values {
        *counts.entry(value.as_deref().unwrap_or("-")).or_default() += 1;
    }
    counts
}

#[test]
fn the_directory_gives_its_own_counts() {
    let Some(directory) = Directory::read("the directory of services") else { return };
    let services = &directory.services;
    assert_eq!(services.len(), 325);
    let phases = counts(services.iter().map(|service| &service.phase));
    let wanted = [
        ("-", 1),
        ("Abandon", 54),
        ("Abandon après investigation", 100),
        ("Accélération", 37),
        ("Consolidation", 11),
        ("Construction", 45),
        ("Investigation", 14),
        ("Opéré", 6),
        ("Transféré", 57),
    ];
    assert_eq!(phases.into_iter().collect::<Vec<_>>(), wanted);
    let mentions = counts(services.iter().map(|service| &service.mention));
    let wanted = [("-", 191), ("Non conforme", 86), ("Partiellement conforme", 46), ("Totalement conforme", 2)];
    assert_eq!(mentions.into_iter().collect::<Vec<_>>(), wanted);
    assert_eq!(services.iter().filter(|service| service.has_address).count(), 160);
    assert_eq!(services.iter().filter(|service| directory.number(service, "part").is_some()).count(), 166);
    assert_eq!(directory.total("étapes"), 855);
    assert_eq!((directory.total("comités"), directory.total("lancements")), (95, 68));
    let mut sponsors: BTreeMap<Option<i64>, usize> = BTreeMap::new();
    for service in services {
        *sponsors
            .entry(directory.number(service, "commanditaires").and_then(|n| n.to_i64()).map(|n| n.min(4)))
            .or_default() += 1;
    }
    let wanted = [(None, 11), (Some(1), 248), (Some(2), 42), (Some(3), 14), (Some(4), 10)];
    assert_eq!(sponsors.into_iter().collect::<Vec<_>>(), wanted);
    let risks = |verdict| directory.with("risques_analysés", verdict).len();
    assert_eq!((risks(Verdict::Met), risks(Verdict::NotMet), risks(Verdict::Unknown)), (33, 45, 247));
}

#[test]
fn raising_the_floor_drops_the_services_that_the_directory_says() {
    let Some(directory) = Directory::read("the floors on the internal share") else { return };
    let met = |rule: &str| directory.with(rule, Verdict::Met);
    for (floor, at_least, more_than) in [(20, 68, 64), (30, 52, 52), (40, 39, 34), (50, 26, 17), (60, 16, 15)] {
        let (rule, over) = (format!("plancher_{floor}"), format!("dessus_{floor}"));
        assert_eq!((met(&rule).len(), met(&over).len()), (at_least, more_than), "{floor} %");
        // One service has not begun its only phase: it may turn out to be anything.
        let open = directory.services.iter().filter(|service| service.is_open);
        let open: Vec<&str> = open.map(|service| service.id.as_str()).collect();
        assert_eq!((open.len(), directory.with(&rule, Verdict::Unknown)), (5, open), "{floor} %");
    }
    let (forty, fifty) = (met("plancher_40"), met("plancher_50"));
    assert_eq!(forty.iter().filter(|id| !fifty.contains(id)).count(), 13);
    let over = met("dessus_40");
    assert_eq!(forty.iter().filter(|id| !over.contains(id)).count(), 5);
}

#[test]
fn what_is_published_agrees_with_what_is_worked_out() {
    let Some(directory) = Directory::read("the published shares and phases") else { return };
    let with = |rule, verdict| directory.with(rule, verdict).len();
    assert_eq!(with("part_concordante", Verdict::NotMet), 0);
    assert_eq!(with("part_concordante", Verdict::Met), 166);
    assert_eq!(with("phases_concordantes", Verdict::NotMet), 0);
    assert_eq!(with("phases_concordantes", Verdict::Unknown), 1);
    assert_eq!(with("domaine_propre", Verdict::NotMet), 12);
}

#[test]
fn the_rules_that_read_the_directory_hold_without_it() {
    let check = perenne(&["check", "tests/acceptance/directory", "--format", "json"]);
    assert_eq!(check.json()["diagnostics"], serde_json::json!([]));
    let test = perenne(&["test", "tests/acceptance/directory"]);
    assert_eq!(test.code, 0, "{}{}", test.out, test.err);
}

#[test]
fn the_shipped_doctrine_reads_every_line() {
    let Some(folder) = material_in("data", "the directory read by the shipped doctrine") else { return };
    let lines = std::fs::read_to_string(folder.join("services.jsonl")).expect("services.jsonl");
    let analysis = analyse(&perenne::project::shipped_root());
    let engine = &analysis.engine;
    let reader = RecordReader::new(engine, 0).expect("a dataset");
    let rule = engine.checked.program.find_rule("équipe_internalisée").expect("a criterion");
    let mut decided = 0;
    for line in lines.lines() {
        let (dossier, problems) = reader.read(FileId(u32::MAX), line);
        assert_eq!(problems, [], "{line}");
        let made = situation(engine, &dossier, &View::on(dossier.as_of.expect("a day")), None);
        let (outcome, _) = evaluate(engine, &made, NoTrace);
        decided += usize::from(outcome.verdicts(rule).is_decided());
    }
    assert_eq!((lines.lines().count(), decided), (325, 166));
}

/// A text with plain blanks.
fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn a_foreign_record_is_evaluated_like_any_dossier() {
    let run = perenne(&["eval", "examples/herbier.json", "--dataset", "annuaire", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let json = run.json();
    assert_eq!((&json["dossier"], &json["as_of"]), (&"Herbier".into(), &"2026-08-20".into()));
    assert_eq!(json["verdicts"]["équipe_internalisée"]["verdict"], "met");
    assert_eq!(json["values"]["internalisation"]["value"], "400/9");
    assert_eq!(json["errors"], serde_json::json!([]));
    let only = ["--only", "équipe_internalisée"];
    let text = perenne(&[&["eval", "examples/herbier.json", "--dataset", "Annuaire"], &only[..]].concat()).out;
    assert!(spaced(&text).contains("environ 4 ETP, pris pour exact (annuaire, 20 août 2026)"), "{text}");
    // As another source tells it, nothing is known.
    let run =
        perenne(&[&["eval", "examples/herbier.json", "--dataset", "annuaire", "--source", "note"], &only[..]].concat());
    assert!(spaced(&run.out).contains("manque : équipe.internes"), "{}", run.out);
}

#[test]
fn a_dataset_that_is_not_there_is_guessed_at() {
    let run = perenne(&["eval", "examples/herbier.json", "--dataset", "anuaire"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("vouliez-vous dire «\u{a0}annuaire\u{a0}»"), "{}", run.err);
    let run = perenne(&["eval", "examples/herbier.json", "--dataset", "xyz", "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no dataset is called “xyz”; this doctrine has “annuaire”"), "{}", run.err);
    let run = perenne(&["eval", "--dataset", "annuaire", "--lang", "en"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no record is given"), "{}", run.err);
    let run = perenne(&["eval", "examples/tour/tour.perenne", "examples/herbier.json", "--dataset", "annuaire"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("ne décrit aucun jeu de données"), "{}", run.err);
}

const RULES: &str = "langue fr
faits f {
  a : ETP
    bornes au moins 0 ETP
  b : oui/non
  c : date
}
critère assez
  exige f.a au moins 2 ETP
critère ouvert
  exige f.b
critère commencé
  exige f.c avant 2025-01-01
données relevé
  f.a = « a » + « a2 » ETP
  f.b = « b »
  f.c = « c »
";

#[test]
fn what_a_record_gets_wrong_is_told_and_the_rest_is_judged() {
    let folder = scratch("records");
    std::fs::write(folder.join("r.perenne"), RULES).expect("written");
    std::fs::write(
        folder.join("r.json"),
        "{\n  \"a\": 1.5, \"a2\": 0.5,\n  \"b\": \"peut-être\",\n  \"c\": \"30/02/2024\"\n}\n",
    )
    .expect("written");
    let run = perenne_in(&folder, &["eval", "r.perenne", "r.json", "--dataset", "relevé", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.err);
    let json = run.json();
    let errors: Vec<(&str, u64)> = json["errors"]
        .as_array()
        .expect("an array")
        .iter()
        .map(|one| (one["code"].as_str().unwrap_or_default(), one["line"].as_u64().unwrap_or_default()))
        .collect();
    assert_eq!(errors, [("R0531", 3), ("R0522", 4)]);
    let verdict = |name: &str| json["verdicts"][name]["verdict"].clone();
    assert_eq!([verdict("assez"), verdict("ouvert"), verdict("commencé")], ["met", "unknown", "unknown"]);
}

#[test]
fn a_dataset_with_an_error_reads_nothing() {
    let folder = scratch("broken_dataset");
    std::fs::write(folder.join("r.perenne"), RULES.replace("« a2 » ETP", "« a2 » €")).expect("written");
    std::fs::write(folder.join("r.json"), "{\"a\": 1, \"a2\": 1}").expect("written");
    let run = perenne_in(&folder, &["eval", "r.perenne", "r.json", "--dataset", "relevé"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("R0301") && run.err.contains("aucun enregistrement n’est lu"), "{}", run.err);
    // Everything else of that doctrine runs.
    let run = perenne_in(&folder, &["eval", "r.perenne", "--set", "f.b=oui", "--format", "json"]);
    assert_eq!(run.json()["verdicts"]["ouvert"]["verdict"], "met");
}
