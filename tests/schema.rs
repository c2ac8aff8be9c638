//! The JSON Schema of facts files says what the reader says: of the files of this repository, and of one small fact after
//! another, right and wrong.

// A test stops where something is not as it says; helpers outside `#[test]` functions too.
#![allow(clippy::panic, clippy::indexing_slicing, clippy::unwrap_used, clippy::string_slice)]

mod harness;

use boon::{Compiler, SchemaIndex, Schemas};
use harness::{perenne, root};
use perenne::base::{FileId, Lang};
use perenne::eval::Engine;
use perenne::facts::dossier::{header, read_dossier};
use perenne::facts::read::{Node, NodeKind, read};
use perenne::facts::schema::facts_schema;
use perenne::project::{DoctrineRoot, analyse, doctrines_for, resolve_named_by_facts, shipped_root};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};

/// A compiled schema.
struct Checker {
    schemas: Schemas,
    index: SchemaIndex,
}

impl Checker {
    fn new(schema: &Json) -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource("facts.json", schema.clone()).expect("a resource");
        let index = compiler.compile("facts.json", &mut schemas).expect("a schema that compiles");
        Checker { schemas, index }
    }

    fn check(&self, facts: &Json) -> Result<(), String> {
        self.schemas.validate(facts, self.index).map_err(|error| format!("{error:#}"))
    }
}

/// What an editor makes of YAML (1.2): plain scalars have the types of the core schema.
fn json_of(node: &Node) -> Json {
    match &node.kind {
        NodeKind::Null => Json::Null,
        NodeKind::Scalar { text, quoted: true } => json!(text),
        NodeKind::Scalar { text, quoted: false } => match text.as_str() {
            "true" | "True" | "TRUE" => json!(true),
            "false" | "False" | "FALSE" => json!(false),
            number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => {
                serde_json::from_str::<serde_json::Number>(number).map_or_else(|_| json!(text), Json::Number)
            }
            _ => json!(text),
        },
        NodeKind::Sequence(items) => items.iter().map(json_of).collect(),
        NodeKind::Mapping(entries) => {
            entries.iter().map(|entry| (entry.key.text.clone(), json_of(&entry.value))).collect()
        }
    }
}

fn facts_json(text: &str) -> Json {
    read(FileId(9), text).root.iter().map(|entry| (entry.key.text.clone(), json_of(&entry.value))).collect()
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            yaml_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
}

/// The doctrine of a facts file: the one it names, else the rules of its own name beside it, else those of its folder,
/// else the shipped one.
fn doctrine_of(path: &Path, text: &str) -> DoctrineRoot {
    let folder = path.parent().expect("a folder");
    let named = header(FileId(9), text).doctrine.map(|(name, _)| resolve_named_by_facts(folder, &name).expect("rules"));
    let beside = [path.with_extension("perenne"), folder.to_path_buf()];
    let mut beside = beside.into_iter().filter_map(|rules| doctrines_for(&rules).ok());
    named.or_else(|| beside.next()).and_then(|roots| roots.into_iter().next()).unwrap_or_else(shipped_root)
}

#[test]
fn every_facts_file_without_errors_is_valid() {
    let mut files = Vec::new();
    for folder in ["examples", "tests", "src/cli/starter"] {
        yaml_files(&root().join(folder), &mut files);
    }
    let mut valid = 0;
    // The schema of a large doctrine takes a while to compile.
    let mut known: Vec<(DoctrineRoot, Engine, Checker)> = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a file");
        let doctrine = doctrine_of(&path, &text);
        if !known.iter().any(|(root, ..)| *root == doctrine) {
            let engine = analyse(&doctrine).engine;
            let checker = Checker::new(&facts_schema(&engine, Lang::Fr));
            known.push((doctrine.clone(), engine, checker));
        }
        let (_, engine, checker) = known.iter().find(|(root, ..)| *root == doctrine).expect("a schema");
        let (_, mistakes) = read_dossier(engine, FileId(9), &text);
        let is_sound = !mistakes.iter().any(|mistake| mistake.is_error());
        let checked = checker.check(&facts_json(&text));
        assert_eq!(
            checked.is_ok(),
            is_sound,
            "{}: {mistakes:#?}\n{}",
            path.display(),
            checked.err().unwrap_or_default()
        );
        valid += usize::from(is_sound);
    }
    assert!(valid >= 12, "{valid} files");
}

/// The rules of the cases below.
fn engine() -> Engine {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("schema");
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    let file = folder.join("cases.perenne");
    std::fs::write(&file, include_str!("schema/cases/cases.perenne")).expect("written");
    let analysis = analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine"));
    assert!(analysis.diagnostics.iter().all(|one| !one.is_error()), "{:#?}", analysis.diagnostics);
    analysis.engine
}

/// Each case of `tests/schema/cases/cases.txt` is a facts file on one line, after a mark: `+` the reader takes it and
/// the schema must, `-` both refuse it, `~` the reader alone does, since JSON cannot tell.
#[test]
fn the_schema_and_the_reader_agree() {
    let engine = engine();
    let checkers = [Lang::Fr, Lang::En].map(|lang| Checker::new(&facts_schema(&engine, lang)));
    let mut counts = [0, 0, 0];
    let mut complaints = String::new();
    for case in include_str!("schema/cases/cases.txt").lines() {
        let rank = match case.get(..2) {
            Some("+ ") => 0,
            Some("- ") => 1,
            Some("~ ") => 2,
            _ => continue,
        };
        let text = case.get(2..).unwrap_or_default();
        counts[rank] += 1;
        let (_, mistakes) = read_dossier(&engine, FileId(9), text);
        let reads = !mistakes.iter().any(|mistake| mistake.is_error());
        if reads != (rank == 0) {
            complaints.push_str(&format!("the reader: {case}\n  {mistakes:?}\n"));
        }
        for checker in &checkers {
            match checker.check(&facts_json(text)) {
                Ok(()) if rank == 1 => complaints.push_str(&format!("the schema takes: {case}\n")),
                Err(error) if rank != 1 => complaints.push_str(&format!("the schema refuses: {case}\n{error}\n")),
                Ok(()) | Err(_) => {}
            }
        }
    }
    assert!(complaints.is_empty(), "{complaints}");
    assert!(counts[0] >= 60 && counts[1] >= 50, "{counts:?}");
}

#[test]
fn an_editor_is_told_titles_questions_and_bounds() {
    let engine = engine();
    let schema = facts_schema(&engine, Lang::Fr);
    let at = |reference: &Json| -> &Json {
        let name = reference["$ref"].as_str().expect("a reference").trim_start_matches("#/$defs/");
        &schema["$defs"][name]
    };
    let group = at(&schema["properties"]["équipe"]);
    assert_eq!(group["title"], "L'équipe");
    let fact = &group["properties"]["internes"];
    assert_eq!(fact["title"], "Agents publics");
    assert_eq!(fact["description"], "Combien d’agents ?\nEn équivalents temps plein.");
    let value = at(&at(fact)["anyOf"][0]);
    assert_eq!((&value["minimum"], &value["examples"]), (&json!(0), &json!(["2 ETP"])));
    let choice = at(&at(&group["properties"]["pilotage"])["anyOf"][0]);
    assert!(choice["anyOf"][0]["enum"].as_array().expect("values").contains(&json!("agent_public")));
    let judged = &at(&schema["properties"]["structure"])["properties"]["volonté_politique"];
    assert_eq!(judged["description"], "Appréciation de : Administration sponsor");
}

/// The same schema without the keys that it does not name: what the program prints has no others.
fn strict(schema: &mut Json) {
    match schema {
        Json::Object(fields) => {
            fields.values_mut().for_each(strict);
            if fields.get("properties").is_some_and(Json::is_object) && !fields.contains_key("additionalProperties") {
                fields.insert("additionalProperties".into(), json!(false));
            }
        }
        Json::Array(items) => items.iter_mut().for_each(strict),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

/// Every output is what its schema says, key by key, and none of the keys that the schemas name is never printed.
#[test]
fn what_the_program_prints_is_what_its_schema_says() {
    let calls: [(&str, &[&[&str]]); 8] = [
        (
            "eval",
            &[
                &["examples/transport.data.gouv.fr.yaml"],
                &["examples/jeveuxaider.gouv.fr.yaml", "--lang", "en"],
                &["examples/plateforme-de-l-inclusion.yaml", "--scenario", "internaliser"],
                &["examples/ministère/sentiers.yaml"],
                &["examples/tour/allotments.yaml"],
                &["examples/pix.yaml"],
                &["examples/eva.yaml"],
                &["tests/acceptance/plans/reprise.yaml"],
                &["tests/acceptance/notes/notes.yaml"],
                &["tests/acceptance/missing/missing.yaml"],
                &["tests/acceptance/four/four_facts_errors.yaml"],
                &["tests/acceptance/five/five_mistakes.yaml", "tests/acceptance/five"],
                &["tests/language/bodies.yaml", "tests/language/bodies.perenne"],
                &["tests/schema/outputs/outputs.yaml", "tests/schema/outputs"],
                &["tests/language/scenarios.yaml", "tests/language/scenarios.perenne"],
            ],
        ),
        (
            "missing",
            &[
                &["examples/transport.data.gouv.fr.yaml"],
                &["examples/tour/allotments.yaml"],
                &["examples/plateforme-de-l-inclusion.yaml", "--scenario", "internaliser"],
                &["tests/schema/outputs/outputs.yaml", "tests/schema/outputs"],
                &["examples/jeveuxaider.gouv.fr.yaml"],
                &["tests/acceptance/missing/missing.yaml"],
                &["tests/acceptance/four/four_facts_errors.yaml"],
                &["tests/acceptance/five/five_mistakes.yaml", "tests/acceptance/five"],
            ],
        ),
        (
            "why",
            &[
                &[
                    "tests/acceptance/why/why.yaml",
                    "tests/acceptance/why",
                    "prêt",
                    "publié_et_testé",
                    "jamais_suspendu",
                ],
                &["tests/acceptance/why/why.yaml", "tests/acceptance/why", "audité", "voulu"],
                &["examples/transport.data.gouv.fr.yaml", "sortie"],
                &["examples/plateforme-de-l-inclusion.yaml", "sortie", "--scenario", "internaliser"],
                &["tests/acceptance/five/five_mistakes.yaml", "tests/acceptance/five", "juste_un"],
            ],
        ),
        (
            "compare",
            &[
                &["tests/acceptance/compare/compare.yaml"],
                &["examples/transport.data.gouv.fr.yaml"],
                &["tests/acceptance/plans/reprise.yaml", "tests/acceptance/plans"],
                &["tests/acceptance/five/five_mistakes.yaml", "tests/acceptance/five"],
            ],
        ),
        (
            "calendar",
            &[
                &["examples/jeveuxaider.gouv.fr.yaml"],
                &["examples/plateforme-de-l-inclusion.yaml", "--scenario", "internaliser"],
                &["examples/transport.data.gouv.fr.yaml", "--as-of", "2024-10-01"],
                &["tests/acceptance/plans/reprise.yaml", "tests/acceptance/plans"],
                &["tests/schema/outputs/outputs.yaml", "tests/schema/outputs"],
                &["tests/acceptance/five/five_mistakes.yaml", "tests/acceptance/five"],
            ],
        ),
        (
            "diff",
            &[
                &[
                    "tests/acceptance/diff/avant",
                    "tests/acceptance/diff/après",
                    "--data",
                    "tests/acceptance/diff/dossiers.jsonl",
                ],
                &["tests/acceptance/five", "tests/acceptance/diff/avant"],
            ],
        ),
        ("check", &[&["rules"], &["examples"], &["tests/acceptance/five"], &["tests/language"]]),
        (
            "test",
            &[
                &["examples", "--coverage"],
                &["rules", "--mutants"],
                &["tests/language/failing"],
                &["tests/acceptance/five"],
            ],
        ),
    ];
    for (command, calls) in calls {
        let mut schema = perenne(&["schema", "--output", command]).json();
        let mut unseen = std::collections::BTreeSet::new();
        keys_of(&schema, &mut unseen);
        strict(&mut schema);
        let checker = Checker::new(&schema);
        for call in calls {
            let arguments: Vec<&str> =
                [command].iter().chain(call.iter()).chain(&["--format", "json"]).copied().collect();
            let run = perenne(&arguments);
            let printed = run.json();
            let checked = checker.check(&printed);
            assert!(checked.is_ok(), "{arguments:?}: {}", checked.unwrap_err());
            forget(&printed, &mut unseen);
        }
        assert!(unseen.is_empty(), "{command}: never printed: {unseen:?}");
    }
}

/// The keys that a schema names.
fn keys_of(schema: &Json, keys: &mut std::collections::BTreeSet<String>) {
    match schema {
        Json::Object(fields) => {
            let named = fields.get("properties").and_then(Json::as_object).into_iter().flatten();
            keys.extend(named.map(|(key, _)| key.clone()));
            fields.values().for_each(|value| keys_of(value, keys));
        }
        Json::Array(items) => items.iter().for_each(|item| keys_of(item, keys)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

fn forget(printed: &Json, unseen: &mut std::collections::BTreeSet<String>) {
    match printed {
        Json::Object(fields) => {
            for (key, value) in fields {
                unseen.remove(key);
                forget(value, unseen);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| forget(item, unseen)),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
}

#[test]
fn every_line_of_a_portfolio_is_what_its_schema_says() {
    let mut schema = perenne(&["schema", "--output", "portfolio"]).json();
    let mut unseen = std::collections::BTreeSet::new();
    keys_of(&schema, &mut unseen);
    strict(&mut schema);
    let checker = Checker::new(&schema);
    let rules = "tests/acceptance/portfolio";
    let calls: [&[&str]; 5] = [
        &[
            rules,
            "tests/acceptance/portfolio/dossiers",
            "--group-by",
            "internalisée",
            "--set",
            "plancher=65 %",
            "--flips",
        ],
        &[rules, "tests/acceptance/portfolio/services.jsonl", "--dataset", "relevé"],
        &[rules, "tests/acceptance/portfolio/services.jsonl", "--dataset", "relevé", "--lang", "en", "--only", "prête"],
        &[rules, "tests/acceptance/portfolio/dossiers.ndjson"],
        // What is no dossier at all, and what could not be evaluated.
        &["tests/schema/outputs", "tests/acceptance/portfolio/dossiers.ndjson"],
    ];
    let mut lines = 0;
    for call in calls {
        let run = perenne(&[&["portfolio"], call, &["--format", "jsonl"]].concat());
        for line in run.out.lines() {
            let printed: Json = serde_json::from_str(line).expect("JSON");
            assert_eq!(checker.check(&printed), Ok(()), "{call:?}: {line}");
            forget(&printed, &mut unseen);
            lines += 1;
        }
    }
    assert_eq!(lines, 2 + 8 + 8 + 4 + 4);
    assert!(unseen.is_empty(), "never printed: {unseen:?}");
}

#[test]
fn a_schema_is_of_rules_or_of_an_output() {
    assert_eq!(perenne(&["schema", "--output", "eval", "rules"]).code, 2);
    assert_eq!(perenne(&["schema", "examples"]).code, 2);
    assert_eq!(perenne(&["schema", "nulle_part"]).code, 2);
    let run = perenne(&["schema", "examples/tour"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(run.json()["title"], "Faits : Ready to open: a tour of the language");
    let run = perenne(&["schema", "tests/acceptance/five"]);
    assert_eq!(run.code, 1, "a doctrine with errors");
    assert!(run.json()["properties"]["équipe"].is_object());
}
