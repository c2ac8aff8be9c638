//! The doctrine itself: every part usable alone, every item of its texts accounted for, what the texts changed on which
//! day.

use crate::harness::{material, perenne, root};
use perenne::base::{FileId, Span};
use perenne::syntax::ast::{Clause, ClauseKind, ExprKind, Item, ItemKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The folders of `rules/` that hold rules, and not only what rules share.
fn parts() -> Vec<String> {
    let folders = std::fs::read_dir(root().join("rules")).expect("the rules").filter_map(Result::ok);
    let mut parts: Vec<String> = folders
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name != "commun")
        .collect();
    parts.sort();
    parts
}

#[test]
fn every_part_is_evaluated_alone() {
    let parts = parts();
    assert!(parts.len() >= 14, "{parts:?}");
    for part in parts {
        let path = format!("rules/{part}");
        let run = perenne(&[
            "eval",
            &path,
            "examples/transport.data.gouv.fr.yaml",
            "--as-of",
            "2026-09-01",
            "--format",
            "json",
        ]);
        assert_eq!(run.code, 0, "{part}: {}", run.err);
        let verdicts = run.json()["verdicts"].as_object().expect("verdicts").clone();
        assert!(!verdicts.is_empty(), "{part} judges nothing");
    }
}

#[test]
fn check_rules_is_clean() {
    let run = perenne(&["check", "rules"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("aucune erreur, aucun avertissement"), "{}", run.out);
}

/// The days on which the check-list is replayed; the texts changed between them.
const REPLAYED: [(&str, &str, &str); 4] = [
    ("2023-09-15", "système_de_design_liste", "du 8 septembre 2023 au 28 mai 2026"),
    ("2024-10-01", "pilotage_internalisé", "du 13 mars 2024 au 28 mai 2026"),
    ("2026-05-28", "système_de_design_liste", "du 8 septembre 2023 au 28 mai 2026"),
    ("2026-05-29", "système_de_design_liste", "depuis le 29 mai 2026"),
];

#[test]
fn the_check_list_replayed_on_four_days_names_the_version_that_applied() {
    let folder = crate::harness::scratch("replayed");
    let facts = folder.join("dossier.yaml");
    std::fs::write(
        &facts,
        "dossier: { nom: Rejoué }\nservice: { porteur: collectivité }\nproduit: { dsfr: partiel }\néquipe: { pilotage: agent_public, internes: 2, externes: 3 }\n",
    )
    .expect("written");
    let mut verdicts = Vec::new();
    for (day, rule, version) in REPLAYED {
        let file = facts.to_string_lossy().into_owned();
        let run = perenne(&["eval", "rules", &file, "--as-of", day, "--only", rule]);
        let text = run.out.replace(['\u{a0}', '\u{202f}', '\n'], " ");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&format!("en vigueur {version}")), "{day}: {text}");
        verdicts.push(run.out.lines().find(|line| line.contains(rule)).and_then(|line| line.chars().next()));
    }
    // Partly applied by a body that is no central administration: not met as long as the text set no condition.
    assert_eq!(verdicts, [Some('✗'), Some('✓'), Some('✗'), Some('–')], "{verdicts:?}");
}

/// One row of the inventory: an id of the texts, and the item that answers it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    key: Vec<(String, u32)>,
    id: String,
    kind: &'static str,
    item: String,
    file: String,
}

/// What makes `S-9` stand before `S-10`.
fn key(id: &str) -> Vec<(String, u32)> {
    let mut parts = vec![(String::new(), 0)];
    for letter in id.chars() {
        let Some(last) = parts.last_mut() else { break };
        match letter.to_digit(10) {
            Some(digit) => last.1 = last.1 * 10 + digit,
            None if last.1 > 0 => parts.push((letter.to_string(), 0)),
            None => last.0.push(letter),
        }
    }
    parts
}

fn refs<'a>(clauses: &'a [Clause], found: &mut Vec<&'a str>) {
    for clause in clauses {
        match &clause.kind {
            ClauseKind::Ref(names) => found.extend(names.iter().map(|name| name.text.as_str())),
            ClauseKind::Version { clauses: Some(inside), .. } => refs(inside, found),
            _ => {}
        }
    }
}

/// Whether a criterion says no more than one fact does.
fn repeats_a_fact(item: &Item) -> bool {
    let mut conditions = 0;
    let plain = item.clauses.iter().all(|clause| match &clause.kind {
        ClauseKind::Requires(condition) => {
            conditions += 1;
            matches!(&condition.kind, ExprKind::Path(path) if path.names.len() > 1)
        }
        ClauseKind::AppliesWhen(_) | ClauseKind::ExceptWhen { .. } | ClauseKind::ForEach { .. } => false,
        ClauseKind::Version { clauses: Some(_), .. } | ClauseKind::Members(_) => false,
        _ => true,
    });
    item.kind == ItemKind::Criterion && plain && conditions == 1
}

fn kind(item: &Item) -> &'static str {
    match item.kind {
        ItemKind::Criterion if repeats_a_fact(item) => "critère, un fait",
        ItemKind::Criterion => "critère",
        ItemKind::Checklist => "grille",
        ItemKind::Scenario => "scénario",
        ItemKind::Body => "instance",
        ItemKind::Milestone => "jalon",
        ItemKind::Parameter => "paramètre",
        ItemKind::Define => "définition",
        ItemKind::Table { .. } => "table",
        ItemKind::Choice { .. } => "choix",
        ItemKind::Facts => "faits",
        ItemKind::Record => "fiche",
        ItemKind::Source => "source",
        ItemKind::Actor => "acteur",
        ItemKind::Doctrine => "doctrine",
        ItemKind::Uncoded => "non codé",
        ItemKind::Dataset => "données",
        ItemKind::Unit => "unité",
        ItemKind::Test => "test",
        ItemKind::Use | ItemKind::Error => "",
    }
}

fn rule_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok) {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            rule_files(&path, found);
        } else if name.ends_with(".perenne") || name.ends_with(".perenne.md") {
            found.push(path);
        }
    }
}

/// Every id with the items that carry it, by id.
fn inventory() -> Vec<Row> {
    let mut files = Vec::new();
    rule_files(&root().join("rules"), &mut files);
    let mut rows = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        let literate = path.extension().is_some_and(|extension| extension == "md");
        let file = path.strip_prefix(root().join("rules")).expect("in rules").to_string_lossy().replace('\\', "/");
        for item in perenne::syntax::parse(FileId(0), &text, literate).file.items {
            let mut ids = Vec::new();
            refs(&item.clauses, &mut ids);
            let named = |span: Span| span.slice(&text).trim_matches(['«', '»', '\u{a0}', ' ']).to_string();
            let name = match (&item.name, &item.title) {
                (Some(name), _) => format!("`{}`", name.text),
                (None, Some(title)) => {
                    format!("« {} »", named(title.span)).replace("« ", "«\u{a0}").replace(" »", "\u{a0}»")
                }
                (None, None) => String::new(),
            };
            for id in ids {
                let row =
                    Row { key: key(id), id: id.to_string(), kind: kind(&item), item: name.clone(), file: file.clone() };
                rows.push(row);
            }
        }
    }
    rows.sort();
    rows.dedup_by(|one, other| one == other);
    rows
}

fn table(rows: &[Row]) -> String {
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let of =
        |wanted: &str| rows.iter().filter(|row| row.kind == wanted).map(|row| &row.item).collect::<BTreeSet<_>>().len();
    let (facts, criteria) = (of("critère, un fait"), of("critère"));
    let mut text = format!(
        "# De chaque passage à ses règles\n\nCette table est tirée des règles : chaque identifiant des textes, et ce qui le met en règle. {} identifiants ; parmi les critères qui en portent un, {facts} répètent un seul fait (le texte n’en dit pas plus), {criteria} disent davantage. « Non codé » veut dire que la raison est écrite à côté.\n\n| passage | nature | élément | fichier |\n| --- | --- | --- | --- |\n",
        ids.len()
    );
    for row in rows {
        text.push_str(&format!("| {} | {} | {} | [{}]({}) |\n", row.id, row.kind, row.item, row.file, row.file));
    }
    text
}

#[test]
fn a_table_leads_from_every_item_to_its_rule() {
    let path = root().join("rules/INVENTAIRE.md");
    let made = table(&inventory());
    if std::env::var_os("PERENNE_REWRITE").is_some() {
        std::fs::write(&path, &made).expect("written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == made, "rules/INVENTAIRE.md is not what the rules say: PERENNE_REWRITE=1 writes it again");
}

/// The ids that a page of the material gives to passages: at the head of a row of its tables.
fn ids_of(page: &str) -> BTreeSet<String> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
    let cells = rows.filter_map(|row| row.split(" | ").next());
    let looks_like_an_id = |cell: &&str| {
        cell.split_once('-').is_some_and(|(head, tail)| {
            head.starts_with(|first: char| first.is_ascii_uppercase())
                && head.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && !tail.is_empty()
        }) && !cell.contains(' ')
    };
    cells.filter(looks_like_an_id).map(|cell| cell.trim_end_matches('\'').to_string()).collect()
}

#[test]
fn every_inventory_item_is_accounted_for() {
    let Some(folder) = material("the items of the inventory") else { return };
    let carried: BTreeSet<String> = inventory().into_iter().map(|row| row.id).collect();
    // A part stands for its whole, and a whole for parts that the text does not take apart.
    let is_carried = |id: &str| {
        carried.contains(id)
            || carried
                .iter()
                .any(|other| other.strip_prefix(id).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit())))
    };
    let mut missing = Vec::new();
    let mut seen = 0;
    for page in ["seed-inventory.md", "published-doctrine.md"] {
        let text = std::fs::read_to_string(folder.join(page)).expect("a page");
        for id in ids_of(&text) {
            seen += 1;
            if !is_carried(&id) {
                missing.push(id);
            }
        }
    }
    assert!(seen > 240, "{seen} ids");
    assert!(missing.is_empty(), "{} of {seen} without a rule: {missing:?}", missing.len());
}

#[test]
fn the_mutation_score_of_the_rules_is_90_or_better() {
    let run = perenne(&["test", "rules", "--mutants", "--threshold", "90", "--format", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let mutants = &run.json()["mutants"];
    let count = |key: &str| mutants[key].as_u64().unwrap_or_default();
    let (noticed, unnoticed) = (count("noticed"), count("unnoticed"));
    println!("{noticed} changes of the rules noticed, {unnoticed} not");
    // The score is of the whole doctrine, not of a few changes.
    assert!(noticed > 3000 && noticed * 10 >= (noticed + unnoticed) * 9, "{noticed}, {unnoticed}");
}

#[test]
fn every_criterion_is_seen_in_every_verdict_every_exception_taken_and_every_row_hit() {
    let run = perenne(&["test", "rules", "--coverage", "--lang", "fr"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let line = run.out.lines().find(|line| line.starts_with("couverture")).expect("a summary");
    for part in ["critères", "grilles", "exceptions", "lignes de table"] {
        let (_, counts) = line.split_once(&format!("{part} ")).expect(part);
        let (seen, all) = counts.split_whitespace().next().and_then(|counts| counts.split_once('/')).expect(part);
        assert!(seen == all && seen != "0", "{line}");
    }
}
