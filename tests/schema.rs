//! The JSON Schema of facts files says what the reader says: of the files of this repository, and of one small fact after
//! another, right and wrong.

use boon::{Compiler, SchemaIndex, Schemas};
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

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
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
    std::fs::write(&file, include_str!("schema/cases.perenne")).expect("written");
    let analysis = analyse(doctrines_for(&file).expect("a doctrine").first().expect("a doctrine"));
    assert!(analysis.diagnostics.iter().all(|one| !one.is_error()), "{:#?}", analysis.diagnostics);
    analysis.engine
}

/// Each case of `tests/schema/cases.txt` is a facts file on one line, after a mark: `+` the reader takes it and
/// the schema must, `-` both refuse it, `~` the reader alone does, since JSON cannot tell.
#[test]
fn the_schema_and_the_reader_agree() {
    let engine = engine();
    let checkers = [Lang::Fr, Lang::En].map(|lang| Checker::new(&facts_schema(&engine, lang)));
    let mut counts = [0, 0, 0];
    let mut complaints = String::new();
    for case in include_str!("schema/cases.txt").lines() {
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
