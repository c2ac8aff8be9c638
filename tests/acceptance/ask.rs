//! `perenne ask`: an interview, on a pipe and in a pseudo-terminal.

use crate::harness::{perenne_in, root, scratch};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder of its own, with the doctrine of these tests.
fn folder(name: &str) -> PathBuf {
    let folder = scratch(name);
    let rules = root().join("tests/acceptance/ask/sortie.perenne");
    std::fs::copy(rules, folder.join("sortie.perenne")).expect("copied");
    folder
}

/// What is said to the interview, a line each, and all that it says: on standard error, then on standard output.
fn interview(folder: &Path, arguments: &[&str], lines: &[&str]) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .arg("ask")
        .args(arguments)
        .current_dir(folder)
        .env("PERENNE_LANG", "fr")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    // An interview that ends early leaves lines unread.
    let _ = input.write_all(format!("{}\n", lines.join("\n")).as_bytes());
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().unwrap_or(-1), text(output.stderr), text(output.stdout))
}

#[test]
fn an_interview_from_nothing_to_a_decided_checklist_writes_a_facts_file() {
    let folder = folder("ask-whole");
    let lines = [
        "1",         // which checklist
        "Sentiers",  // the name
        "pourquoi",  // who waits
        "?",         // nobody knows
        "<",         // back to it
        "peut-être", // no value of the list
        "des part",  // the start of one
        "non",       // not translated
        "aide",      // what can be typed
        "o",         // simple words
        "oui",       // audited
        "80",        // a percentage
        "non",       // no pilot
        "OUI",       // a deputy
    ];
    let (code, told, out) =
        interview(&folder, &["sortie.perenne", "-o", "faits.yaml", "--as-of", "2024-10-01"], &lines);
    assert_eq!((code, out.as_str()), (0, ""), "{told}");
    let file = std::fs::read_to_string(folder.join("faits.yaml")).expect("written");
    insta::assert_snapshot!("ask", format!("{told}\n———\n{file}"));
    let again =
        perenne_in(&folder, &["eval", "faits.yaml", "--only", "prêt", "--as-of", "2024-10-01", "--format", "json"]);
    assert_eq!(again.json()["verdicts"]["prêt"]["verdict"], "met", "{again:?}");
}

#[test]
fn judgements_lists_records_and_the_answers_of_another_day() {
    let folder = folder("ask-shapes");
    let facts = "# Tenu par l’équipe.\ndossier: { nom: Sentiers }\n\néquipe: # les ETP\n  internes: 2 ETP # têtes\n";
    std::fs::write(folder.join("faits.yaml"), facts).expect("written");
    let lines = [
        "beaucoup", // no number
        "3 ETP",
        "yes",        // wanted,
        "no",         // but it is not the sponsor who says so
        "yes",        // useful,
        "2",          // as the product team says
        "10/01/2024", // committees
        "bientôt",
        "20 March 2024",
        "",    // no more of them
        "yes", // an incident,
        "2024-03-20",
        "none", // not closed
        "yes",  // and another one
        "2024-03-05",
        "2024-03-12",
        "no",  // no more of them
        "yes", // the list is complete
    ];
    let call = ["sortie.perenne", "faits.yaml", "durable", "--as-of", "2024-04-01", "--lang", "en", "--plain"];
    let (code, told, _) = interview(&folder, &call, &lines);
    assert_eq!(code, 0, "{told}");
    let file = std::fs::read_to_string(folder.join("faits.yaml")).expect("written");
    // What was there is still there, comments too.
    for line in ["# Tenu par l’équipe.", "équipe: # les ETP", "  internes: 2 ETP # têtes"] {
        assert!(file.lines().any(|one| one == line), "{line} in {file}");
    }
    insta::assert_snapshot!("ask_shapes", format!("{told}\n———\n{file}"));
    // Gone on with another day: only what is left is asked.
    let (_, told, _) = interview(&folder, &call, &["yes", "yes"]);
    assert_eq!(told.matches("Question ").count(), 1, "{told}");
    assert!(told.contains("Question 1 (the last one) — suivi.voulu"), "{told}");
    let file = std::fs::read_to_string(folder.join("faits.yaml")).expect("written");
    assert!(file.contains("voulu: { value: yes, by: sponsor, on: 2024-04-01 }"), "{file}");
}

#[test]
fn without_a_file_the_answers_are_printed_and_a_file_with_mistakes_is_left_alone() {
    let folder = folder("ask-stdout");
    let (code, _, out) =
        interview(&folder, &["sortie.perenne", "prêt", "--as-of", "2024-10-01"], &["", "?", "?", "?", "non", "fin"]);
    assert_eq!((code, out.lines().count()), (0, 3), "{out}");
    assert!(out.contains("audité: { valeur: non, le: 2024-10-01 }"), "{out}");
    let wrong = "équipe:\n  internes: beaucoup\n";
    std::fs::write(folder.join("faux.yaml"), wrong).expect("written");
    let (code, told, out) = interview(&folder, &["sortie.perenne", "faux.yaml", "prêt"], &["oui"]);
    assert_eq!((code, out.as_str()), (1, ""), "{told}");
    assert!(told.contains("corrigez-les d’abord"), "{told}");
    assert_eq!(std::fs::read_to_string(folder.join("faux.yaml")).expect("there"), wrong);
    std::fs::write(folder.join("autre.yaml"), "dossier: { nom: Autre }\n").expect("written");
    let (code, told, _) = interview(&folder, &["sortie.perenne", "faux.yaml", "prêt", "-o", "autre.yaml"], &["oui"]);
    assert_eq!(code, 2, "{told}");
    let (code, told, _) = interview(&folder, &["sortie.perenne", "inconnu"], &[]);
    assert_eq!(code, 2, "{told}");
}

#[test]
fn the_shipped_doctrine_is_asked_about_until_the_input_ends() {
    let folder = scratch("ask-shipped");
    let lines = ["Essai", "oui", "2 ETP", "?", "?", "?", "<", "non"];
    let (code, told, out) = interview(&folder, &["sortie", "--as-of", "2024-10-01"], &lines);
    assert_eq!(code, 0, "{told}");
    assert!(told.matches("\nQuestion ").count() >= 5 && told.contains("Question 5 ("), "{told}");
    assert!(out.starts_with("dossier: { nom: Essai }\n"), "{out}");
}

/// In a pseudo-terminal: questions are read as they come, and answered. No question is asked whose answer could not
/// matter: for each, some way to fill in the rest makes two of its values give different verdicts.
#[cfg(unix)]
#[test]
fn in_a_pseudo_terminal_no_question_is_asked_whose_answer_could_not_matter() {
    const VALUES: [(&str, &[&str]); 7] = [
        ("service.public", &["particuliers", "agents", "entreprises"]),
        ("service.traduit", &["oui", "non"]),
        ("service.simple", &["oui", "non"]),
        ("service.audité", &["oui", "non"]),
        ("service.taux", &["50 %", "80 %"]),
        ("équipe.pilote", &["oui", "non"]),
        ("équipe.adjoint", &["oui", "non"]),
    ];
    let folder = folder("ask-terminal");
    let mut asked_in_all = 0;
    for run in 0..6_usize {
        let file = format!("faits-{run}.yaml");
        let call = ["ask", "sortie.perenne", "prêt", "-o", &file, "--as-of", "2024-10-01", "--lang", "en"];
        let Some(mut terminal) = crate::harness::terminal::open("ask", &folder, &call, &[]) else { return };
        terminal.wait("What is the service called?");
        terminal.wait("> ");
        terminal.keys("Sentiers\r");
        let mut answers: Vec<(&str, &str)> = Vec::new();
        loop {
            if terminal.wait_any(&["\nQuestion ", "No other fact", "Still to be known"]) != "\nQuestion " {
                break;
            }
            let line = terminal.rest_of_line();
            let path = line.split_once("— ").map_or("", |(_, path)| path.trim());
            let (path, values) = VALUES.iter().find(|(fact, _)| *fact == path).expect("a fact of the checklist");
            assert!(matters(path, &answers, &VALUES), "{path} after {answers:?}");
            asked_in_all += 1;
            let value = values[(run + answers.len() * (run + 1)) % values.len()];
            answers.push((path, value));
            terminal.wait("> ");
            terminal.keys(value);
            terminal.keys("\r");
        }
        terminal.wait("written in");
        terminal.ended();
        let told = perenne_in(&folder, &["eval", &file, "--only", "prêt", "--as-of", "2024-10-01", "--format", "json"]);
        assert_ne!(told.json()["verdicts"]["prêt"]["verdict"], "unknown", "{answers:?}");
    }
    assert!(asked_in_all >= 12, "{asked_in_all} questions in all");
}

/// Whether two values of a fact give the checklist different verdicts in some completion of the others.
#[cfg(unix)]
fn matters(fact: &str, answers: &[(&str, &str)], values: &[(&'static str, &[&'static str])]) -> bool {
    let open: Vec<&(&str, &[&str])> =
        values.iter().filter(|(other, _)| *other != fact && answers.iter().all(|(told, _)| told != other)).collect();
    let own = values.iter().find(|(other, _)| *other == fact).map(|(_, values)| *values).unwrap_or_default();
    let count: usize = open.iter().map(|(_, values)| values.len()).product();
    (0..count).any(|number| {
        let mut rest = number;
        let mut told = answers.to_vec();
        for (other, values) in &open {
            told.push((other, values[rest % values.len()]));
            rest /= values.len();
        }
        let verdicts: std::collections::HashSet<&str> =
            own.iter().map(|value| prêt(&[told.as_slice(), &[(fact, value)]].concat())).collect();
        verdicts.len() > 1
    })
}

/// The rules of the checklist, written by hand.
#[cfg(unix)]
fn prêt(told: &[(&str, &str)]) -> &'static str {
    let value = |fact: &str| told.iter().find(|(other, _)| *other == fact).map_or("", |(_, value)| *value);
    let yes = |fact: &str| value(fact) == "oui";
    let clear = value("service.public") != "particuliers" || yes("service.simple") || yes("service.traduit");
    let audited = yes("service.audité") && value("service.taux") == "80 %";
    let led = yes("équipe.pilote") || yes("équipe.adjoint");
    if clear && audited && led { "met" } else { "not met" }
}
