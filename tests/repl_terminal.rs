//! The REPL on a pseudo-terminal: keys pressed, pasted and interrupted.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where something is wrong")]

mod harness;

use harness::terminal::{self, Terminal};
use harness::{root, scratch};
use portable_pty::PtySize;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

const TAB: &str = "\t";
const ENTER: &str = "\r";
const UP: &str = "\u{1b}[A";
const BACKSPACE: &str = "\u{7f}";
const CTRL_C: &str = "\u{3}";

/// Opens a session, in French and without colours unless said otherwise; nothing where there is no pseudo-terminal.
fn open(test: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Option<(Terminal, PathBuf)> {
    let state = scratch(&format!("terminal-{test}"));
    let place = state.to_string_lossy().into_owned();
    let variables = [&[("XDG_STATE_HOME", place.as_str())], variables].concat();
    let mut terminal = terminal::open(test, &root(), &[&["repl"], arguments].concat(), &variables)?;
    terminal.wait("perenne> ");
    Some((terminal, state))
}

#[test]
fn names_are_completed_without_their_accents_and_shown_with_their_titles() {
    let Some((mut terminal, _)) = open("completion", &["rules"], &[]) else { return };
    terminal.keys("equipe.inter");
    terminal.keys(TAB);
    terminal.wait("équipe.intern");
    terminal.keys(TAB);
    terminal.wait("équipe.internes — Agents publics dans l’équipe");
    terminal.wait("> ");
    terminal.keys("es = 2 ET");
    terminal.keys(TAB);
    terminal.wait("2 ETP");
    terminal.cancel();
    terminal.keys("équipe.pilotage = ");
    terminal.keys(TAB);
    terminal.keys(TAB);
    terminal.wait("agent_public — Agent public");
    terminal.wait("> ");
    terminal.cancel();
    terminal.keys(":regl");
    terminal.keys(TAB);
    terminal.wait(":règles");
    terminal.cancel();
    terminal.keys(":charger examples/signal");
    terminal.keys(TAB);
    terminal.wait("examples/signalconso.yaml");
    terminal.cancel();
    terminal.leave();
}

#[test]
fn hints_say_the_type_and_the_title_then_what_was_typed_before() {
    let Some((mut terminal, _)) = open("hints", &["rules"], &[]) else { return };
    terminal.keys("équipe.internes");
    terminal.wait("ETP — Agents publics dans l’équipe");
    terminal.keys(" = ");
    terminal.wait("ETP");
    terminal.cancel();
    terminal.keys(":pourquoi");
    terminal.wait("NOM…");
    terminal.cancel();
    terminal.line("1 + 41", "42");
    terminal.keys("1 +");
    terminal.wait("1 + 41");
    terminal.cancel();
    terminal.leave();
}

#[test]
fn a_pasted_rule_with_tabs_and_other_line_ends_is_one_entry() {
    let Some((mut terminal, state)) = open("paste", &["rules"], &[]) else { return };
    let rule = "critère collé « Collé »\r\n\tselon note\r\n\tremarque « dit »\r\n\texige équipe.internes au moins 2 ETP\r\n\t\tet équipe.externes au plus 3 ETP\r\n\t\tet (équipe.devops\r\n\t\t\tou équipe.fait_évoluer)\r\n\tsauf si équipe.internes au moins 9 ETP\r\n\t\tselon note\r\n\tremède « embaucher »";
    assert_eq!(rule.lines().count(), 10);
    terminal.keys(&format!("\u{1b}[200~{rule}\u{1b}[201~"));
    terminal.keys(ENTER);
    terminal.wait("une ligne vide");
    terminal.keys(ENTER);
    terminal.wait("collé : indéterminé");
    terminal.wait("> ");
    terminal.line(":voir collé", "remède « embaucher »");
    terminal.leave();
    let history = fs::read_to_string(state.join("perenne/history")).unwrap();
    assert_eq!(history.lines().filter(|line| line.contains("exige")).count(), 1, "{history}");
}

#[test]
fn a_wrong_line_is_mended_from_the_history() {
    let Some((mut terminal, _)) = open("mended", &["rules"], &[]) else { return };
    terminal.line(":au 2024-10-01", "→");
    terminal.line("équipe.externes = 4 ETP", "aucun verdict ne bouge");
    terminal.line("équipe.internes = 1 EPT", "saisie:1:21");
    terminal.keys(UP);
    terminal.wait("équipe.internes = 1 EPT");
    terminal.keys(&BACKSPACE.repeat(2));
    terminal.keys("TP");
    terminal.keys(ENTER);
    terminal.wait("équipe_internalisée : indéterminé → non satisfait");
    terminal.wait("perenne 2024-10-01> ");
    terminal.leave();
}

#[test]
fn a_window_made_narrower_loses_nothing() {
    let Some((mut terminal, _)) = open("narrow", &["rules"], &[]) else { return };
    terminal.keys("équipe.internes = 3 ");
    terminal.wait("équipe.internes = 3");
    terminal.master.resize(PtySize { rows: 20, cols: 34, pixel_width: 0, pixel_height: 0 }).unwrap();
    std::thread::sleep(Duration::from_millis(200));
    terminal.keys("ETP");
    terminal.keys(ENTER);
    terminal.wait("aucun verdict ne bouge");
    terminal.wait("> ");
    terminal.keys("équipe.internes");
    terminal.keys(ENTER);
    terminal.wait("3 ETP");
    terminal.wait("> ");
    // What is answered is laid out for the width of now.
    terminal.keys(":aide annuler");
    terminal.keys(ENTER);
    terminal.wait("changement, puis");
    let printed = terminal.printed.lock().unwrap().clone();
    let answer = printed.rsplit(":aide annuler").next().unwrap();
    assert!(answer.lines().all(|line| line.chars().count() <= 34), "{answer}");
    terminal.wait("> ");
    terminal.leave();
}

#[test]
fn an_interruption_drops_the_line_or_the_answer_and_nothing_else() {
    let Some((mut terminal, _)) = open("interrupted", &["rules"], &[]) else { return };
    terminal.line("équipe.internes = 3 ETP", "aucun verdict ne bouge");
    terminal.keys("équipe.internes = 9 ETP");
    terminal.wait("9 ETP");
    terminal.cancel();
    terminal.line("équipe.internes", "3 ETP");
    // In the middle of an item too.
    terminal.keys("critère a « A »");
    terminal.keys(ENTER);
    terminal.wait("une ligne vide");
    terminal.cancel();
    terminal.keys(":lancer");
    terminal.keys(ENTER);
    std::thread::sleep(Duration::from_millis(150));
    terminal.keys(CTRL_C);
    // On a fast machine the tests may have run before.
    terminal.wait_any(&["interrompu : rien n’a changé", "passed"]);
    terminal.wait("> ");
    terminal.line("équipe.internes", "3 ETP");
    terminal.leave();
}

#[test]
fn a_question_is_answered_in_place() {
    let Some((mut terminal, _)) = open("question", &["rules"], &[]) else { return };
    terminal.line(":question équipe.pilotage", "réponse");
    terminal.line("agent public", "pilotage_internalisé : indéterminé → satisfait");
    terminal.line("équipe.pilotage", "Agent public");
    terminal.line(":question équipe.internes", "réponse");
    terminal.cancel();
    terminal.leave();
}

#[test]
fn files_that_change_are_read_again_above_the_line() {
    let folder = scratch("terminal-watched");
    let rules = folder.join("doctrine.perenne");
    let write = |least: u32| {
        let text = format!(
            "doctrine essai « Essai »\n\nfaits f {{\n  n : entier « Nombre »\n}}\n\ncritère c « C »\n  exige f.n au moins {least}\n"
        );
        fs::write(&rules, text).unwrap();
    };
    write(5);
    let Some((mut terminal, _)) = open("watch", &[folder.to_str().unwrap()], &[]) else { return };
    terminal.line("f.n = 4", "c : indéterminé → non satisfait");
    terminal.line(":surveiller", "1 fichier est surveillé");
    terminal.keys("f.n = ");
    terminal.wait("f.n = ");
    std::thread::sleep(Duration::from_millis(50));
    write(3);
    terminal.wait("c : non satisfait → satisfait");
    terminal.wait("f.n = ");
    terminal.keys("2");
    terminal.keys(ENTER);
    terminal.wait("c : satisfait → non satisfait");
    terminal.wait("> ");
    terminal.leave();
}

#[test]
fn lines_are_kept_privately_and_only_when_wanted() {
    let Some((mut terminal, state)) = open("history", &["rules"], &[]) else { return };
    terminal.line("1 + 1", "2");
    terminal.line(" 2 + 2", "4");
    terminal.leave();
    let file = state.join("perenne/history");
    let kept = fs::read_to_string(&file).unwrap();
    assert!(kept.contains("1 + 1") && !kept.contains("2 + 2"), "{kept}");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let Some((mut terminal, state)) = open("no-history", &["rules", "--no-history"], &[]) else { return };
    terminal.line("1 + 1", "2");
    terminal.leave();
    assert!(!exists(&state));
}

fn exists(state: &Path) -> bool {
    state.join("perenne").exists()
}

#[test]
fn the_keys_of_vi_and_no_colours_when_asked() {
    let Some((mut terminal, _)) = open("vi", &["rules", "--vi"], &[("NO_COLOR", "1")]) else { return };
    terminal.keys("1 + 1");
    terminal.wait("1 + 1");
    terminal.keys("\u{1b}");
    std::thread::sleep(Duration::from_millis(700));
    terminal.keys("0i2 + ");
    terminal.keys(ENTER);
    terminal.wait("4 (entier)");
    terminal.wait("> ");
    let raw = String::from_utf8_lossy(&terminal.raw.lock().unwrap()).into_owned();
    assert!(!raw.contains("\u{1b}[1;") && !raw.contains("\u{1b}[3") && !raw.contains("\u{1b}[2m"), "{raw:?}");
    terminal.leave();
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let Some((mut terminal, _)) = open("ahead", &["rules"], &[]) else { return };
    terminal.keys("équipe.internes = 3 ETP\réquipe.externes = 4 ETP\r20 + 22\r");
    terminal.wait("42 (entier)");
    terminal.wait("> ");
    terminal.line("équipe.externes + 1 ETP", "5 ETP");
    terminal.leave();
}

#[test]
fn colours_follow_the_words() {
    let Some((mut terminal, _)) = open("colours", &["rules"], &[]) else { return };
    terminal.keys("critère a « A »");
    terminal.wait("« A »");
    let raw = String::from_utf8_lossy(&terminal.raw.lock().unwrap()).into_owned();
    assert!(raw.contains("\u{1b}[1;35mcritère") || raw.contains("35m"), "{raw:?}");
    terminal.cancel();
    terminal.leave();
}
