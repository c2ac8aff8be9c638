//! `perenne report`: the preparatory note of one dossier.

use crate::harness::{Run, perenne, perenne_in, root, scratch};
use crate::page::{can_be_walked_through, needs_nothing_else_and_leads_somewhere, text_of, tree};
use perenne::base::Lang;
use std::path::{Path, PathBuf};
use std::process::Command;

const SERVICES: [&str; 3] = ["transport.data.gouv.fr", "signalconso", "jeveuxaider.gouv.fr"];

fn folder() -> PathBuf {
    root().join("tests/acceptance/report")
}

fn report(arguments: &[&str]) -> Run {
    perenne_in(&folder(), &[&["report", "sentiers.yaml"], arguments].concat())
}

/// What does not change with the next release.
fn without_version(text: &str) -> String {
    text.replace(&format!("perenne {}", env!("CARGO_PKG_VERSION")), "perenne VERSION")
}

#[test]
fn the_note_has_every_part_in_both_languages() {
    let runs = [report(&[]), report(&["--lang", "en"])];
    assert!(runs.iter().all(|run| run.code == 0 && run.err.is_empty()), "{runs:?}");
    insta::assert_snapshot!("report", runs.map(|run| without_version(&run.out)).join("\n———\n"));
}

#[test]
fn the_page_needs_nothing_else_and_can_be_walked_through() {
    for (lang, code) in [(Lang::Fr, "fr"), (Lang::En, "en")] {
        let html = report(&["--format", "html", "--lang", code]).out;
        assert!(needs_nothing_else_and_leads_somewhere(&html, "sentiers") > 15);
        can_be_walked_through(&html, "sentiers", lang);
        // The calendar is drawn, and what it shows can be listened to.
        let page = tree(&html);
        let drawn = page.descendants().find(|node| node.attribute("class") == Some("timeline")).expect("a calendar");
        assert!(text_of(drawn).contains("2025-03"), "{}", text_of(drawn));
    }
    for service in SERVICES {
        let facts = format!("examples/{service}.yaml");
        let run = perenne(&["report", &facts, "--format", "html"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{service}");
        assert!(needs_nothing_else_and_leads_somewhere(&run.out, service) > 30);
        can_be_walked_through(&run.out, service, Lang::Fr);
        assert!(run.out.len() < 1_000_000, "{service}: {} bytes", run.out.len());
    }
}

#[test]
fn the_call_on_the_receipt_makes_the_same_note_again() {
    let calls: [&[&str]; 3] = [
        &["sentiers.yaml", "--format", "html"],
        &["sentiers.yaml", "--scenario", "partir", "--set", "service.audit=oui", "--only", "prêt"],
        &["sortie.perenne", "sentiers.yaml", "--texts-as-of", "2024-02-01", "--known-by", "2024-05-01", "--lang", "en"],
    ];
    for call in calls {
        let run = perenne_in(&folder(), &[&["report"], call].concat());
        let receipt = match run.out.starts_with("<!DOCTYPE") {
            true => {
                let page = tree(&run.out);
                let code =
                    page.descendants().find(|node| node.has_tag_name("code") && text_of(*node).contains("report"));
                text_of(code.expect("a call"))
            }
            false => run.out.split('`').find(|part| part.starts_with("perenne report")).expect("a call").to_string(),
        };
        assert!(receipt.contains("--as-of 2024-10-01") && receipt.contains("--format"), "{receipt}");
        let words: Vec<&str> = receipt.split(' ').skip(1).map(|word| word.trim_matches('\'')).collect();
        let again = perenne_in(&folder(), &words);
        assert!(again.out == run.out, "{receipt}");
    }
    // Another text, another fingerprint.
    let folder = scratch("report-receipt");
    for file in ["sortie.perenne", "sentiers.yaml"] {
        std::fs::copy(self::folder().join(file), folder.join(file)).expect("copied");
    }
    let stamp = |run: &Run| {
        run.out.lines().find(|line| line.contains("**Doctrine\u{a0}:** sortie · SHA-256")).map(String::from)
    };
    let before = perenne_in(&folder, &["report", "sentiers.yaml"]);
    let rules = std::fs::read_to_string(folder.join("sortie.perenne")).expect("read");
    std::fs::write(folder.join("sortie.perenne"), format!("{rules}\n# Relu.\n")).expect("written");
    let after = perenne_in(&folder, &["report", "sentiers.yaml"]);
    assert!(stamp(&before).is_some() && stamp(&before) != stamp(&after));
}

#[test]
fn unreadable_contradictory_or_empty_dossiers_give_a_report_that_says_so() {
    let folder = scratch("report-broken");
    std::fs::copy(self::folder().join("sortie.perenne"), folder.join("sortie.perenne")).expect("copied");
    let run = |name: &str, text: &str| {
        std::fs::write(folder.join(name), text).expect("written");
        perenne_in(&folder, &["report", "sortie.perenne", name])
    };
    let told = |run: &Run, says: &[&str]| {
        assert!(run.out.starts_with("<a id=\"top\"></a>\n\n# Note préparatoire"), "{run:?}");
        says.iter().for_each(|words| assert!(run.out.contains(words), "{words}: {}", run.out));
    };
    let unreadable = run("a.yaml", "dossier: { nom: A\n  équipe: [\n");
    told(&unreadable, &["## Ce qui n’a pas pu être lu", "a.yaml, ligne ", "Le dossier ne donne aucun fait utilisable"]);
    let of_another_kind = run("b.yaml", "équipe: { internes: beaucoup, externes: 3 ETP }\n");
    told(&of_another_kind, &["b.yaml, ligne 1", "équipe.externes = 3\u{a0}ETP"]);
    assert_eq!((unreadable.code, of_another_kind.code), (1, 1));
    let contradictory = run(
        "c.yaml",
        "service: { audit: { déclarations: [{ valeur: oui, source: x }, { valeur: non, source: y }] } }\n",
    );
    told(&contradictory, &["## Faits contestés\n\n- service.audit = oui (x) / non (y) — les sources divergent"]);
    let empty = run("d.yaml", "");
    told(&empty, &["Le dossier ne donne aucun fait utilisable", "`équipe.internes` — Agents publics"]);
    assert_eq!((contradictory.code, empty.code), (0, 0), "{empty:?}");
    // What is no text at all, or is not there, is refused with its name.
    std::fs::write(folder.join("e.yaml"), [0xff, 0xfe, 0x00]).expect("written");
    for name in ["e.yaml", "absent.yaml"] {
        let refused = perenne_in(&folder, &["report", "sortie.perenne", name]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
        assert!(refused.err.contains(name), "{}", refused.err);
    }
}

#[test]
fn the_format_is_that_of_the_file_and_names_keep_their_criteria() {
    let folder = scratch("report-format");
    for file in ["sortie.perenne", "sentiers.yaml"] {
        std::fs::copy(self::folder().join(file), folder.join(file)).expect("copied");
    }
    let run = perenne_in(&folder, &["report", "sentiers.yaml", "-o", "note.html"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(std::fs::read_to_string(folder.join("note.html")).expect("written").starts_with("<!DOCTYPE html>"));
    assert_eq!(perenne_in(&folder, &["report", "sentiers.yaml", "-o", "note.txt"]).code, 2);
    let narrowed = report(&["prérequis"]);
    assert!(
        narrowed.out.contains("### Les prérequis") && !narrowed.out.contains("### Prêt à sortir"),
        "{}",
        narrowed.out
    );
}

/// The page in a real browser, at the width of a phone and of a desk, by day: what axe-core finds. Needs chromium, and the
/// path of axe.min.js (npm: axe-core) in PERENNE_AXE.
#[test]
fn the_page_passes_an_automated_accessibility_check_in_a_browser() {
    let Some(axe) = std::env::var_os("PERENNE_AXE") else {
        eprintln!("skipped: the_page_passes_an_automated_accessibility_check_in_a_browser: PERENNE_AXE is not set");
        return;
    };
    let axe = std::fs::read_to_string(Path::new(&axe)).expect("axe-core");
    let folder = scratch("report-axe");
    let pages = SERVICES.map(|service| format!("examples/{service}.yaml"));
    for (place, facts) in pages.iter().enumerate() {
        let html = perenne(&["report", facts, "--format", "html"]).out;
        // Folded parts are opened, so that they are looked at too; the result goes where it can be read.
        let check = "document.querySelectorAll('details').forEach(one => one.open = true);\
             const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;\
             axe.run().then(found => { document.title = 'axe ' + wide + ' ' + found.passes.length + ' '\
             + JSON.stringify(found.violations.map(one => one.id)); });";
        let page = html.replace("</body>", &format!("<script>{axe}</script><script>{check}</script></body>"));
        let path = folder.join(format!("{place}.html"));
        std::fs::write(&path, page).expect("written");
        for size in ["375,812", "1280,900"] {
            let output = Command::new("chromium")
                .args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=60000", "--dump-dom"])
                .arg(format!("--window-size={size}"))
                .arg(format!("file://{}", path.display()))
                .output()
                .expect("chromium");
            let dom = String::from_utf8_lossy(&output.stdout).into_owned();
            let title = dom.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
            let words: Vec<&str> = title.split(' ').collect();
            let passes = words.get(2).and_then(|count| count.parse::<u32>().ok()).unwrap_or(0);
            assert!(
                title.starts_with("axe false ") && title.ends_with(" []") && passes > 30,
                "{facts} {size}: {title}"
            );
        }
    }
}
