//! Whole files: what parses, and what the mistakes say.

#![allow(clippy::unwrap_used)]

use perenne::base::{FileId, Lang};
use perenne::syntax::{Parsed, parse};
use unicode_normalization::UnicodeNormalization;

fn read(path: &str) -> String {
    let path = format!("{}/tests/syntax/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap().replace("\r\n", "\n")
}

fn told(parsed: &Parsed, text: &str) -> String {
    let line = |at: u32| text.get(..at as usize).map_or(0, |before| before.matches('\n').count() + 1);
    let one = |d: &perenne::diagnostic::Diagnostic| {
        let span = d.at.span;
        format!("{:?} line {} {:?} {}\n", d.code(), line(span.start), span.slice(text), d.problem.message(Lang::En))
    };
    parsed.diagnostics.iter().map(one).collect()
}

/// The tree without its places, a line an item.
fn tree(parsed: &Parsed) -> String {
    parsed.file.items.iter().map(|item| without_places(&format!("{item:?}")) + "\n").collect()
}

fn without_places(tree: &str) -> String {
    let mut out = String::new();
    let mut rest = tree;
    while let Some(at) = ["span: ", "keyword: "].iter().filter_map(|mark| rest.find(mark)).min() {
        let (before, after) = rest.split_at(at);
        out.push_str(before.strip_suffix(", ").unwrap_or(before));
        rest = after.find([',', '}']).and_then(|end| after.get(end..)).unwrap_or("");
    }
    out + rest
}

#[test]
fn the_specimen_of_the_language_parses_without_a_diagnostic() {
    let text = read("specimen.perenne");
    let parsed = parse(FileId(0), &text, false);
    assert_eq!(told(&parsed, &text), "");
    assert_eq!(parsed.file.items.len(), 19);
}

/// Each file of the corpus is written twice, word for word, and both give the same tree.
#[test]
fn both_languages_say_the_same() {
    for name in CORPUS {
        let [fr, en] = ["fr", "en"].map(|lang| read(&format!("{lang}/{name}.perenne")));
        let (french, english) = (parse(FileId(0), &fr, false), parse(FileId(0), &en, false));
        assert_eq!(told(&french, &fr), "", "fr/{name}");
        assert_eq!(told(&english, &en), "", "en/{name}");
        assert_eq!(french.file.lang, Lang::Fr);
        assert_eq!(english.file.lang, Lang::En);
        for (left, right) in tree(&french).lines().zip(tree(&english).lines()) {
            assert_eq!(left, right, "{name}");
        }
    }
}

const CORPUS: [&str; 9] =
    ["common", "source", "actor_unit_choice", "facts", "values", "criteria", "planning", "tests", "expressions"];

/// With straight apostrophes and composed letters, which `Debug` writes otherwise.
fn composed(tree: &str) -> String {
    let marks = [0x300, 0x301, 0x302, 0x308, 0x327].map(|mark| char::from_u32(mark).unwrap());
    let tree = marks.iter().fold(tree.replace('’', "'"), |tree, mark| {
        tree.replace(&mark.escape_unicode().to_string(), &mark.to_string())
    });
    tree.nfc().collect()
}

/// Line ends, marks and comments change nothing.
#[test]
fn the_dress_of_a_text_changes_nothing() {
    for path in CORPUS.iter().flat_map(|name| [format!("fr/{name}.perenne"), format!("en/{name}.perenne")]) {
        let text = read(&path);
        let plain = parse(FileId(0), &text, false);
        let dresses = [
            text.replace('\n', "\r\n"),
            format!("\u{feff}{text}"),
            text.replace("\n  ", "\n\t"),
            text.nfd().collect(),
            text.replace('\'', "’"),
            format!("# un titre « ( {{\n\n{}", text.replace("\n\n", "\n# entre « deux (\n\n  # deux\n")),
        ];
        for dress in dresses {
            let dressed = parse(FileId(0), &dress, false);
            assert_eq!(told(&dressed, &dress), "", "{path}");
            assert_eq!(composed(&tree(&dressed)), composed(&tree(&plain)), "{path}");
        }
    }
}

/// In a literate file each name is where its place says.
#[test]
fn places_in_a_literate_file_are_true() {
    let text = "# É\n\n```perenne\ncritère é « Titre »\n  exige à.b\n```\n\nprose « non fermée\n\n```perenne\n  # seul\n```\n\n```perenne\ncritère z\n  exige y\n```\n";
    let parsed = parse(FileId(0), text, true);
    assert_eq!(told(&parsed, text), "");
    let names: Vec<&str> = parsed.file.items.iter().map(|item| item.name.as_ref().unwrap().span.slice(text)).collect();
    assert_eq!(names, ["é", "z"]);
    assert_eq!(parsed.file.regions.len(), 3);
    assert_eq!(parsed.file.comments.iter().map(|span| span.slice(text)).collect::<Vec<_>>(), ["# seul"]);
    assert_eq!(parsed.file.items[0].span.slice(text), "critère é « Titre »\n  exige à.b");
}

/// Only the words of conditions of the file's own language are reserved; all others may be names.
#[test]
fn words_are_names_where_they_can_be() {
    for text in [
        "critère date « D »\n  exige source et test et table ou_x\n".replace(" ou_x", ""),
        "source test\n\nacteur question\n\ntable source : nombre\n  | date | table |\n  | 1 | 2 |\n".to_string(),
        "faits date {\n  source : texte\n  selon : nombre\n  exige : oui/non\n  et : oui/non\n  dès : date\n}\n".to_string(),
        "critère c\n  exige or au moins 3 et f.et et `et` et not = 4 et (if) et min + max au moins un\n".to_string(),
        "critère c\n  exige non applicable et non précis et toutes et premier est dernier\n".to_string(),
        "criterion c\n  requires et at least 3 and ou = si and f.and\n".to_string(),
        "test « t »\n  étant donné fichier = 3, source = 4, scénario = x\n  attend risque = 3\n  attend date satisfait\n".to_string(),
    ] {
        let parsed = parse(FileId(0), &text, false);
        assert_eq!(told(&parsed, &text), "", "{text}");
        assert!(!tree(&parsed).contains("Error"), "{}", tree(&parsed));
    }
}
