//! A real editor: Neovim, without its window, opens a file of the shipped rules, is told what is wrong, completes, goes
//! to a declaration, and renames.

use super::client::folder;
use std::path::Path;
use std::process::Command;

const SCRIPT: &str = include_str!("neovim.lua");

#[test]
fn neovim_diagnoses_completes_goes_and_renames() {
    if Command::new("nvim").arg("--version").output().is_err() {
        eprintln!("skipped: neovim_diagnoses_completes_goes_and_renames: Neovim (nvim) is not on this machine");
        return;
    }
    let rules = "doctrine d « D »\n\nfaits équipe « Équipe » {\n  internes : ETP « Internes »\n}\n\ncritère c « C »\n  exige équipe.internes au moins 2 ETP\n";
    let facts = "dossier: { nom: essai }\néquipe:\n  internes: 1\n";
    let folder = folder("neovim", &[("a.perenne", rules), ("essai.yaml", facts)]);
    let script = folder.join("script.lua");
    std::fs::write(&script, SCRIPT).unwrap();
    let output = Command::new("nvim")
        .args(["--headless", "--clean", "-n", "-c"])
        .arg(format!("luafile {}", script.display()))
        .arg(folder.join("a.perenne"))
        .env("PERENNE", env!("CARGO_BIN_EXE_perenne"))
        .env("PERENNE_LANG", "fr")
        .current_dir(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("= ")).collect();
    assert_eq!(
        lines,
        [
            "= mistakes R0201",
            "= completion internes",
            "= definition 4",
            "= renamed   agents : ETP « Internes »",
            "= renamed   exige équipe.agents au moins 2 ETP",
            "= renamed   agents: 1",
        ],
        "{said}"
    );
    assert!(!Path::new(&folder).join("a.perenne~").exists());
}
