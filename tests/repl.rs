//! Sessions: the lines typed and what is answered, in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where something is wrong"
)]

mod harness;

use harness::{root, scratch};
use perenne::base::{Date, Lang};
use perenne::diagnostic::render::Style;
use perenne::explain::text::Layout;
use perenne::project::doctrines_for;
use perenne::repl::{Looks, Opening, Reply, Session, Start};
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// What stands for the folder of the session's own files in its text.
const FOLDER: &str = "{dossier}";

/// A session as it is kept: its arguments, its entries, and what each is answered.
struct Kept {
    arguments: Vec<String>,
    steps: Vec<(String, String)>,
}

/// `$ perenne repl …`, then `> ` before what is typed, `…> ` before the lines that go on with it.
fn read(text: &str) -> Kept {
    let mut lines = text.lines();
    let call = lines.next().unwrap().strip_prefix("$ perenne repl").expect("the first line is the call");
    let mut kept = Kept { arguments: call.split_whitespace().map(str::to_string).collect(), steps: Vec::new() };
    for line in lines {
        if let Some(typed) = line.strip_prefix("> ").or(line.strip_prefix('>')) {
            kept.steps.push((typed.to_string(), String::new()));
        } else if let Some(more) = line.strip_prefix("…> ").or((line == "…>").then_some("")) {
            let (entry, _) = kept.steps.last_mut().unwrap();
            entry.push_str(&format!("\n{more}"));
        } else {
            let (_, answer) = kept.steps.last_mut().unwrap();
            answer.push_str(&format!("{line}\n"));
        }
    }
    kept
}

fn write(kept: &Kept) -> String {
    let mut text = format!("$ perenne repl {}", kept.arguments.join(" ")).trim_end().to_string() + "\n";
    for (entry, answer) in &kept.steps {
        let typed = entry.replace('\n', "\n…> ");
        text.push_str(&format!("> {typed}").lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>());
        text.push_str(answer);
    }
    text
}

fn looks(lang: Lang) -> Looks {
    Looks { layout: Layout { lang, width: 100, plain: false, color: false }, errors: Style::default() }
}

/// The session that a call opens, as the command does.
fn start(arguments: &[String]) -> Start {
    let after = |name: &str| Some(arguments.iter().skip_while(|one| *one != name).nth(1)?.as_str());
    let lang = Lang::from_code(after("--lang").unwrap()).unwrap();
    let as_of = after("--as-of").map(|day| Date::parse(day).unwrap());
    let options = [after("--lang"), after("--as-of")];
    let is_option = |one: &str| one.starts_with("--") || options.contains(&Some(one));
    let paths: Vec<PathBuf> = arguments.iter().filter(|one| !is_option(one)).map(PathBuf::from).collect();
    let is_facts = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "yaml");
    let facts = paths.iter().find(is_facts);
    let rules = paths.iter().find(|path| !is_facts(path)).cloned().unwrap_or_else(|| PathBuf::from("rules"));
    let root = doctrines_for(&rules).unwrap().remove(0);
    let opening = Opening {
        label: format!("doctrine {} ({})", root.label(), rules.display()),
        root,
        facts: facts.map(|path| (path.to_string_lossy().into_owned(), Arc::from(fs::read_to_string(path).unwrap()))),
        lang: Some(lang),
        as_of,
        texts_as_of: None,
        known_by: None,
    };
    Session::start(opening, looks)
}

/// Runs a kept session again and compares; `INSTA_UPDATE=always` keeps what is answered now.
fn check(name: &str) {
    std::env::set_current_dir(root()).unwrap();
    let path = root().join("tests/repl").join(format!("{name}.txt"));
    let folder = scratch(&format!("repl-{name}"));
    let shown = folder.strip_prefix(root()).unwrap_or(&folder).to_string_lossy().into_owned();
    let kept_text = fs::read_to_string(&path).unwrap();
    let mut kept = read(&kept_text);
    let arguments: Vec<String> = kept.arguments.iter().map(|one| one.replace(FOLDER, &shown)).collect();
    let Start { mut session, reply } = start(&arguments);
    assert_eq!(reply.problems, "", "the doctrine is sound");
    let mut whole = String::new();
    for (entry, answer) in &mut kept.steps {
        let Reply { text, problems, .. } = session.enter(&entry.replace(FOLDER, &shown), looks(session.lang()));
        *answer = (problems + &text).replace(&folder.to_string_lossy().into_owned(), FOLDER).replace(&shown, FOLDER);
        whole.push_str(answer);
    }
    let now = write(&kept);
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(&path, &now).unwrap();
    } else {
        same(name, &now, &kept_text);
    }
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    same(&format!("{name}, on a pipe"), &piped(&arguments, &kept, &shown, &folder), &whole);
}

/// Says where two texts part.
fn same(name: &str, now: &str, wanted: &str) {
    let mut lines = now.lines().zip(wanted.lines()).enumerate();
    if let Some((rank, (now, wanted))) = lines.find(|(_, (now, wanted))| now != wanted) {
        panic!("{name}, line {}:\n  now:    {now}\n  wanted: {wanted}", rank + 1);
    }
    assert_eq!(now.len(), wanted.len(), "{name}: one text goes on");
}

/// The same entries through a pipe, results and mistakes in one text.
fn piped(arguments: &[String], kept: &Kept, shown: &str, folder: &Path) -> String {
    let both = folder.join("both.out");
    let out = File::create(&both).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .arg("repl")
        .args(arguments)
        .current_dir(root())
        .env("PERENNE_LANG", "fr")
        .env("NO_COLOR", "1")
        .env_remove("TERM")
        .stdin(Stdio::piped())
        .stderr(out.try_clone().unwrap())
        .stdout(out)
        .spawn()
        .unwrap();
    let text: String = kept.steps.iter().map(|(entry, _)| format!("{}\n", entry.replace(FOLDER, shown))).collect();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    fs::read_to_string(both).unwrap().replace(&folder.to_string_lossy().into_owned(), FOLDER).replace(shown, FOLDER)
}

/// What a pipe is answered, and how it ends.
fn run(arguments: &[&str], text: &str) -> (String, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .arg("repl")
        .args(arguments)
        .current_dir(root())
        .env("PERENNE_LANG", "fr")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // With --strict the program may end before it has read everything.
    let _ = stdin.write_all(text.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn a_pipe_has_no_banner_and_mistakes_end_it_only_when_asked() {
    let (out, err, code) = run(&["rules"], "1 + 1\nrien_de_tel\n2 + 2\n");
    assert_eq!((out.as_str(), code), ("2 (entier)\n4 (entier)\n", 0));
    assert!(err.contains("R0201") && err.contains("saisie:1:1"), "{err}");
    let (out, err, code) = run(&["rules", "--strict"], "1 + 1\nrien_de_tel\n2 + 2\n");
    assert_eq!((out.as_str(), code), ("2 (entier)\n", 1));
    assert!(err.contains("R0201"), "{err}");
    assert_eq!(run(&["rules", "--strict"], "1 + 1\n:quit\n2 + 2\n"), ("2 (entier)\n".into(), String::new(), 0));
    assert_eq!(run(&["rules"], "").2, 0);
    assert_eq!(run(&["équipe_internalisée"], "").2, 2);
    assert_eq!(run(&["-"], "").2, 2);
}

#[test]
fn options_of_the_call_are_the_state_it_begins_with() {
    let (out, err, _) = run(
        &["rules", "--as-of", "2024-10-01", "--lang", "en", "--plain"],
        ":as-of\néquipe.externes = 4 FTE\néquipe.internes = 1 FTE\n",
    );
    assert!(out.starts_with("as of 1 October 2024\n"), "{out}{err}");
    assert!(out.contains("équipe_internalisée: was unknown, now not met"), "{out}");
    let (out, ..) =
        run(&["rules", "--texts-as-of", "2020-01-01", "--known-by", "2021-01-01"], ":textes-au\n:connu-au\n");
    assert_eq!(out, "les textes du 1er janvier 2020\nce qui était connu au 1er janvier 2021\n");
}

#[test]
fn a_script_exported_gives_the_same_session_again() {
    let folder = scratch("repl-export");
    let file = folder.join("session.txt");
    let lines = ":au 2024-10-01\néquipe.internes = 1 ETP\néquipe.externes = 4 ETP\néquipe.externes = 9 ETP\n:annuler\ncritère a « A »\n  exige équipe.internes au moins 2 ETP\n\na\n:question équipe.pilotage\n1\n";
    let (first, ..) = run(&["rules"], &format!("{lines}:exporter {}\n:faits\n", file.display()));
    let script = fs::read_to_string(&file).unwrap();
    assert!(!script.contains("9 ETP") && !script.contains(":annuler"), "{script}");
    let (again, err, code) = run(&["rules", "--strict"], &format!("{script}:faits\n"));
    assert_eq!((err.as_str(), code), ("", 0));
    let facts = |text: &str| {
        text.lines().rev().take_while(|line| line.starts_with("  équipe.")).map(str::to_string).collect::<Vec<_>>()
    };
    assert_eq!(facts(&again), facts(&first));
    assert_eq!(facts(&again).len(), 3, "{again}");
    assert!(again.contains("a\u{a0}: non satisfait"), "{again}");
}

#[test]
fn a_list_is_told_as_a_table() {
    let lines = "parcours.phases =\n  | nom | début |\n  | consolidation | 2020-09-01 |\n\nparcours.phases\n";
    let (out, err, _) = run(&["examples/eva.yaml", "--strict"], lines);
    assert_eq!(err, "");
    assert!(out.contains("nom = Consolidation, début = 1er septembre 2020"), "{out}");
    let (_, err, code) = run(&["examples/eva.yaml", "--strict"], &lines.replace("consolidation", "zzz"));
    assert!(code == 1 && err.contains("zzz"), "{err}");
}

#[test]
fn nothing_that_is_typed_ends_a_session() {
    let pieces = [
        ":",
        ":pourquoi",
        "équipe.internes",
        "=",
        "(",
        ")",
        "{",
        "«",
        "»",
        "\"",
        "`",
        "1",
        "2 ETP",
        "et",
        "si",
        "critère a",
        "exige",
        "|",
        "\n",
        "\n  ",
        "\t",
        "_",
        "#",
        ",",
        ".",
        "\u{feff}",
        "\u{202e}",
        "é",
        "👩‍🚀",
        "%",
        "test « t »",
        "faits f {",
        ":et-si",
        ":question",
        ":oublier tout",
        ":annuler",
        ":format",
        ":test « a »",
        ":au",
        ":type",
        ":voir",
        ":scénario",
        ":exporter",
        "attend",
        "\r\n",
        "0",
        "-1",
        "999999999999999999999",
        "1/0",
    ];
    fastrand::seed(9);
    let mut text = String::new();
    for _ in 0..400 {
        for _ in 0..fastrand::usize(1..7) {
            text.push_str(pieces[fastrand::usize(..pieces.len())]);
            text.push(' ');
        }
        text.push('\n');
    }
    text.push_str("\n\n:verdicts équipe_internalisée\n");
    let (out, err, code) = run(&["rules"], &text);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("L’équipe est internalisée"), "{out}");
}

macro_rules! sessions {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

sessions! {
    transport_fr
    transport_en
    items_fr
    items_en
    mistakes_fr
    mistakes_en
    files_fr
    own_fr
    own_en
    help_fr
    help_en
}

/// How long a process has worked, in ticks of its own clock, where the system says so.
fn worked(process: u32) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name of the program stands between brackets, and may hold blanks.
    let fields: Vec<&str> = told.rsplit_once(") ")?.1.split(' ').collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}

#[test]
fn on_a_pipe_no_processor_is_used_while_it_waits() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_perenne"))
        .args(["repl", "rules", "--lang", "fr"])
        .current_dir(root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("an input");
    let mut output = std::io::BufReader::new(child.stdout.take().expect("an output"));
    input.write_all(b"1 + 1\n").expect("written");
    let mut answer = String::new();
    std::io::BufRead::read_line(&mut output, &mut answer).expect("read");
    assert!(answer.starts_with('2'), "{answer}");
    let before = worked(child.id());
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let after = worked(child.id());
    drop(input);
    assert!(child.wait().expect("it ends").success());
    match before.zip(after) {
        // A loop that asked again and again would have worked for some hundred ticks.
        Some((before, after)) => assert!(after - before <= 5, "{before} ticks, then {after}"),
        None => eprintln!("skipped: on_a_pipe_no_processor_is_used_while_it_waits: the system does not say"),
    }
}
