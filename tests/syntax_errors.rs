//! What the mistakes say. Each snapshot shows the text, then for each mistake its place, its words in both languages and
//! the text once mended. Read them as an author would.

#![allow(clippy::unwrap_used)]

use perenne::base::{FileId, Lang, SourceFile};
use perenne::diagnostic::{Diagnostic, Fix};
use perenne::syntax::parse;
use std::fmt::Write;

fn shown(text: &str) -> String {
    shown_as(text, false)
}

fn shown_as(text: &str, literate: bool) -> String {
    let mut out = String::new();
    let source = SourceFile::new("x", text);
    for (number, line) in text.lines().enumerate() {
        writeln!(out, "{:>2} | {}", number + 1, line.replace('\u{a0}', "␣")).unwrap();
    }
    for diagnostic in parse(FileId(0), text, literate).diagnostics {
        out.push_str(&told(&source, &diagnostic));
    }
    out
}

fn told(source: &SourceFile, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.at.span;
    let (line, column) = source.line_column(span.start as usize);
    let mut out =
        format!("{} {:?} {line}:{column} `{}`\n", diagnostic.code().text(), diagnostic.severity(), source.slice(span));
    for lang in [Lang::Fr, Lang::En] {
        writeln!(out, "   {}: {}", lang.code(), diagnostic.problem.message(lang)).unwrap();
        if let Some(help) = diagnostic.problem.help(lang) {
            writeln!(out, "       {help}").unwrap();
        }
    }
    for related in &diagnostic.related {
        let (line, column) = source.line_column(related.at.span.start as usize);
        writeln!(out, "   see {line}:{column} {}", related.note.text(Lang::En)).unwrap();
    }
    if !diagnostic.fixes.is_empty() {
        let mended = mended(&source.text, &diagnostic.fixes);
        let changed: Vec<&str> =
            mended.lines().filter(|line| !source.text.lines().any(|before| before == *line)).collect();
        writeln!(out, "   mended: {}", changed.join("\n           ")).unwrap();
    }
    out
}

fn mended(text: &str, fixes: &[Fix]) -> String {
    let mut fixes: Vec<&Fix> = fixes.iter().collect();
    fixes.sort_by_key(|fix| std::cmp::Reverse((fix.at.span.start, fix.at.span.end)));
    let mut mended = text.to_string();
    for fix in fixes {
        mended.replace_range(fix.at.span.range(), &fix.with);
    }
    mended
}

/// Compares with the reviewed snapshot; characters that cannot be seen are named in it.
fn snapshot(name: &str, text: String) {
    let hidden = |c: char| matches!(c, '\u{200b}' | '\u{202e}' | '\u{2066}' | '\u{feff}');
    let named = |c: char| if hidden(c) { format!("<U+{:04X}>", u32::from(c)) } else { c.to_string() };
    let text: String = text.chars().map(named).collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(name, text) });
}

/// Each text in turn.
fn all(texts: &[&str]) -> String {
    texts.iter().map(|text| shown(text)).collect::<Vec<_>>().join("\n")
}

#[test]
fn keywords() {
    snapshot(
        "keywords",
        all(&[
            "critere c\n  selon note\n",
            "Critère c\n  Exige a\n",
            "critère c\n  etant donne a = 1\n  exige a a defaut b\n  remede « x »\n",
            "critère c\n  requires a and b\n",
            "criterion c\n  exige a\n",
            "crtière c\n  exige a\n  selon note\n",
            "foo bar\n",
            "Un texte en prose\nqui n'est pas une règle\n\ncritère c\n  exige a\n",
            "critère c\n  exge a\n  selon note\n",
            "critère c\n  blabla\n",
            "  selon note\n",
            "critère c\nexige a\nselon note\n",
            "critère a\n  exige b\n  critère c « C »\n  exige d\n",
            "critère\n  exige a\n",
            "critère « Un titre »\n  exige a\n",
            "critère c « A » « B »\n  exige a\n",
            "définition d : nombre « A » : entier\n  = 3\n",
            "critère c ordonné\n  exige a\n",
        ]),
    );
}

#[test]
fn conditions() {
    snapshot(
        "conditions",
        all(&[
            "critère c\n  exige a et b ou c et d\n",
            "criterion c\n  requires a or b and c\n",
            "critère c\n  exige a => 3 et b =< 4 et c == 5 et d <> 6 && e\n",
            "critère c\n  exige\n  selon note\n",
            "critère c\n  exige a et\n  selon note\n",
            "critère c\n  exige a au moins\n",
            "critère c\n  exige a b\n",
            "critère c\n  exige et au moins 3\n",
            "criterion c\n  requires is at least 3\n",
            "critère c\n  exige or au moins 3 et is = 4\n",
            "critère c\n  exige a entre 1\n",
            "critère c\n  exige si a alors\n",
            "critère c\n  exige si a\n",
            "critère c\n  exige toutes a, b\n",
            "critère c\n  exige chaque m dans L\n",
            "critère c\n  exige part de a\n",
            "critère c\n  exige a est\n",
            "critère c\n  exige non\n  sauf si si\n",
            "criterion c\n  requires not\n",
            "critère c\n  exige a au moinss 3\n",
            "critère c\n  exige a est satisfat ici\n",
            "critère c\n  exige a parmis (b, c)\n",
            "critère c\n  exige a ; b\n",
            "critère c\n  exige (a et b\n  selon note\n",
            "critère c\n  exige a et b)\n  selon note\n",
            "critère c\n  exige [a]\n",
        ]),
    );
}

#[test]
fn numbers_and_dates() {
    snapshot(
        "numbers_and_dates",
        all(&[
            "criterion c\n  requires a at least 2,5\n",
            "criterion c\n  requires a at least 1,000\n",
            "criterion c\n  requires a at least 1,000,000\n",
            "critère c\n  exige a au moins 2.5 et b au moins 1.000,5\n",
            "critère c\n  dès 2024-02-30\n  exige a avant 2024-13\n",
            "critère c\n  dès 20/03/2024\n  exige a avant 2024-3-1\n",
            "critère c\n  dès mars 2024\n",
            "jalon j\n  attendu bientôt\n  seulement entre 02-30 et 13-01\n  prend effet le 1 janvier\n",
            "test « t »\n  au 1er octobre 2024\n  attend a\n",
        ]),
    );
}

#[test]
fn texts_and_brackets() {
    snapshot(
        "texts_and_brackets",
        all(&[
            "critère c « Titre\n  exige a\n  remède « fini »\n\ncritère d\n  exige a\n",
            "critère c\n  remède \"sans fin\n  exige a\n  vague \"x\"\n",
            "critère c\n  remède « mêlé\"\n  exige a\n",
            "critère c\n  remède “mêlé »\n  exige a\n",
            "critère c\n  remède Internaliser des profils\n  exige a\n",
            "critère c\n  remarque\n  exige a\n",
            "source s\n  éditeur DINUM # sans guillemets\n",
            "critère c\n  exige `nom\n",
            "faits f « F » {\n  a : oui/non\n\ncritère c\n  exige f.a\n",
            "critère c\n  exige a\n}\n",
            "critère c {\n  exige a\n}\n",
            "critère c\n  dès 2024-01 {\n    exige\n  }\n  dès 2025-01 {\n    exige b\n",
        ]),
    );
}

#[test]
fn other_items() {
    snapshot(
        "other_items",
        all(&[
            "faits f {\n  a = ETP « A »\n  b oui/non\n  c\n  d : \n  e : nombre « E » « F »\n  g : nombre bornes\n  h : oui/non\n}\n",
            "définition d = pourcentage\n",
            "faits f « F »\n  a : oui/non\n  b : entier « B »\n    bornes au moins 0\n\nchoix c\n  a « A »\n  b « B »\n",
            "choix c { a « A » b « B » }\n",
            "choix c {\n  a « A » devient\n  b\n}\n",
            "source s {\n  date 2023-12\n}\n",
            "source s\n  sections {\n    N4 Calendrier\n    N5 « Suite »\n  }\n",
            "table t : nombre\n  | a | b |\n  | 1 | 2 | 3 |\n  | 1 et | 3 |\n  | au moins | 4 |\n  | 5 |\n",
            "grille g\n  toutes (a, b c)\n",
            "grille g\n  toutes a, b\n",
            "grille g\n  toutes (a, , b)\n",
            "scénario s\n  risque Compétences insuffisantes\n  avantage\n",
            "jalon j\n  après\n  prend au moins\n",
            "données d\n  a.b = \n  c = « x » { « y » : z }\n  d « x »\n",
            "test « t »\n  étant donné a\n  attend\n",
            "test « t »\n  étant donné a = 1 b = 2\n  attend x satisfat\n  exemples\n",
            "test « t »\n  étant donné a = x b = y\n  attnd x satisfait\n",
            "faits f {\n  a : nombre\n    bornse au moins 0\n  b : nombre\n}\n",
            "table t : texte\n  | a | b |\n  | une banque | oui |\n",
            "test « t »\n  étant donné a = oui par\n  attend risque r peut-être\n  attend manque a pour b\n",
            "utilise commun\n",
            "non codé\n  parce que c'est vague\n",
        ]),
    );
}

#[test]
fn files() {
    let hidden = "critère c\u{200b} « a\u{202e}b »\n  exige p\u{0430}th et é # c\u{2066}\n";
    let literate = "# Titre\n\n```perenne\ncritère c\n  exge a\n```\n\ntexte\n\n```perenne\ncritère d\n  exige b\n";
    snapshot(
        "files",
        [
            shown(hidden),
            shown_as(literate, true),
            shown("critère c\n  exige a\n\nlangue fr\n"),
            shown("langue de\n\ncritère c\n  exige a\n"),
            shown("language en\n\ncritère c\n  exige a\n"),
            shown("\u{feff}critère c\r\n\texge a\r\n\tselon note\r\n"),
        ]
        .join("\n"),
    );
}

/// A mistake said once does not hide what is sound, and says nothing else.
#[test]
fn five_mistakes_give_five_messages() {
    let text = "\
critère a\n  exige x et y ou z\ncritère b\n  exige x\ncritère c\n  exige x => 3\ncritère d\n  exige x
critere e\n  exige x\ncritère f\n  exige x\ncritère g\n  remède « x\n  exige x\ncritère h\n  exige x
critère i\n  exige (x\n  selon note\ncritère j\n  exige x\n";
    let parsed = parse(FileId(0), text, false);
    assert_eq!(parsed.diagnostics.len(), 5);
    let names: Vec<String> =
        parsed.file.items.iter().filter_map(|item| Some(item.name.as_ref()?.text.clone())).collect();
    assert_eq!(names.join(""), "abcdefghij");
}
