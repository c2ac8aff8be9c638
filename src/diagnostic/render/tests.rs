use super::*;
use crate::base::{FileId, Loc, SourceFile, Span};
use crate::diagnostic::problem::{FilesProblem, Note, Problem};

const RULES: &str = "\
doctrine pérennisation « Pérenniser un service numérique »

utilise « ../comun »

critère équipe_internalisée
  réf S-67
  exige équipe.pilotage est agent_public
    et internalisation au moins plancher_internalisation
  remède « Internaliser »
";

/// The place of the nth (from 0) occurrence of some words.
fn find(sources: &Sources, file: u32, words: &str, nth: usize) -> Loc {
    let text = &sources.get(FileId(file)).unwrap().text;
    let (start, _) = text.match_indices(words).nth(nth).unwrap();
    Loc::new(FileId(file), Span::new(start, start + words.len()))
}

fn use_not_found() -> Problem {
    Problem::Files(FilesProblem::UseNotFound { target: "../comun".into(), suggestion: Some("../commun".into()) })
}

fn circle() -> Problem {
    Problem::Files(FilesProblem::UseCircle { doctrines: vec!["a".into(), "b".into(), "a".into()] })
}

fn no_rules() -> Problem {
    Problem::Files(FilesProblem::NoRules { path: "règles".into() })
}

/// Three diagnostics over two files: far and near related places, a label over two lines, a warning.
fn sample() -> (Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("rules/équipe.perenne", RULES));
    sources.add(SourceFile::new("commun/vocabulaire.perenne", "doctrine commun\n\n\nunité ETP\n"));
    sources.add(SourceFile::new("règles", ""));
    let diagnostics = vec![
        Diagnostic::new(no_rules(), Loc::new(FileId(2), Span::default())),
        Diagnostic::new(circle(), find(&sources, 0, "équipe.pilotage est agent_public\n    et internalisation", 0))
            .related(find(&sources, 0, "S-67", 0), Note::FirstHere)
            .related(find(&sources, 0, "pérennisation", 0), Note::DeclaredHere)
            .related(find(&sources, 1, "ETP", 0), Note::OpenedHere),
        Diagnostic::new(use_not_found(), find(&sources, 0, "« ../comun »", 0))
            .fix(find(&sources, 0, "../comun", 0), "../commun"),
    ];
    (sources, diagnostics)
}

const ASCII: Style = Style { color: false, width: 72, plain: false, unicode: false };
const DRAWN: Style = Style { color: false, width: 72, plain: false, unicode: true };
const PLAIN: Style = Style { color: false, width: 72, plain: true, unicode: true };

#[test]
fn drawn_in_french() {
    let (sources, diagnostics) = sample();
    insta::assert_snapshot!(to_text(&diagnostics, &sources, Lang::Fr, DRAWN));
}

#[test]
fn drawn_in_english_with_ascii() {
    let (sources, diagnostics) = sample();
    insta::assert_snapshot!(to_text(&diagnostics, &sources, Lang::En, ASCII));
}

#[test]
fn plain_in_both_languages() {
    let (sources, diagnostics) = sample();
    let both = [Lang::Fr, Lang::En].map(|lang| to_text(&diagnostics, &sources, lang, PLAIN));
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn json() {
    let (sources, diagnostics) = sample();
    let value = to_json(&diagnostics, &sources, Lang::Fr);
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

#[test]
fn every_problem_of_files_in_both_languages() {
    use crate::diagnostic::problem::ReadFailure;
    let path = || "rules/équipe.perenne".to_string();
    let unreadable = |failure| FilesProblem::Unreadable { path: path(), failure };
    let problems = [
        unreadable(ReadFailure::Denied),
        unreadable(ReadFailure::Gone),
        unreadable(ReadFailure::NotAFile),
        FilesProblem::TooLarge { path: path(), size: 9_122_611, limit: 8 * 1024 * 1024 },
        FilesProblem::NotUtf8 { path: path() },
        FilesProblem::UseNotFound { target: "../comun".into(), suggestion: None },
        FilesProblem::NotADoctrine { target: "../commun/unités.perenne".into() },
        FilesProblem::UseCircle { doctrines: vec!["a".into(), "a".into()] },
        FilesProblem::PathNotFound { path: path(), suggestion: Some("rules/équipes.perenne".into()) },
    ];
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new(path(), RULES));
    let at = Loc::new(file, Span::new(0, 8));
    let diagnostics = problems.map(|problem| Diagnostic::new(Problem::Files(problem), at));
    let both = [Lang::Fr, Lang::En].map(|lang| to_text(&diagnostics, &sources, lang, PLAIN));
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn colours_only_when_asked() {
    let (sources, diagnostics) = sample();
    assert!(!to_text(&diagnostics, &sources, Lang::Fr, DRAWN).contains('\u{1b}'));
    let coloured = to_text(&diagnostics, &sources, Lang::Fr, Style { color: true, ..DRAWN });
    assert!(coloured.contains("\u{1b}[36maide\u{a0}:\u{1b}[0m"));
}

#[test]
fn a_line_of_a_mebibyte_is_cut_around_the_place() {
    let line = format!("# {}MOT{}\n", "é ".repeat(350_000), " à".repeat(350_000));
    let mut sources = Sources::default();
    sources.add(SourceFile::new("long.perenne", format!("doctrine longue\n{line}")));
    let at = find(&sources, 0, "MOT", 0);
    let text = to_text(&[Diagnostic::new(use_not_found(), at)], &sources, Lang::Fr, DRAWN);
    insta::assert_snapshot!(text);
}

#[test]
fn at_most_fifty_are_shown_and_errors_before_warnings() {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("a.perenne", "x\n".repeat(100)));
    let at = |line: usize| Loc::new(file, Span::new(2 * line, 2 * line + 1));
    let mut diagnostics: Vec<Diagnostic> = (0..51).map(|line| Diagnostic::new(no_rules(), at(line))).collect();
    diagnostics.push(Diagnostic::new(use_not_found(), at(90)));
    let text = to_text(&diagnostics, &sources, Lang::Fr, PLAIN);
    assert_eq!(text.lines().count(), 52);
    assert!(text.contains("a.perenne:91:1: erreur R0604"));
    assert!(text.ends_with("2 autres ne sont pas montrées\n1 erreur, 51 avertissements\n"));
    let text = to_text(&diagnostics[1..], &sources, Lang::En, PLAIN);
    assert!(text.ends_with("1 more not shown\n1 error, 50 warnings\n"));
    assert_eq!(to_text(&[], &sources, Lang::Fr, PLAIN), "");
}

#[test]
fn a_long_message_and_its_help_are_wrapped() {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("a.perenne", "utilise « x »\n"));
    let doctrines = (1..30).map(|number| format!("doctrine_{number}")).collect();
    let problem = Problem::Files(FilesProblem::UseCircle { doctrines });
    let text = to_text(&[Diagnostic::new(problem, Loc::new(file, Span::new(0, 7)))], &sources, Lang::Fr, DRAWN);
    insta::assert_snapshot!(text);
}

#[test]
fn text_never_commands_the_terminal() {
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("a\u{1b}[2J.perenne", "x \u{1b}[31m y\r\nz\n"));
    let problem = Problem::Files(FilesProblem::NoRules { path: "\u{1b}]0;\u{7}\n".into() });
    let diagnostics = [Diagnostic::new(problem, Loc::new(file, Span::new(2, 8)))];
    for style in [DRAWN, PLAIN] {
        let text = to_text(&diagnostics, &sources, Lang::En, style);
        assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{text:?}");
    }
}

proptest::proptest! {
    /// Whatever the text, the places and the width, both forms are written and nothing panics.
    #[test]
    fn nothing_panics(
        text in "[a \u{301}é€𝄞\t\r\n\u{feff}\u{1b}👩‍🚀]{0,80}",
        spans in proptest::collection::vec((0usize..200, 0usize..200), 1..6),
        width in 0usize..120,
        second in proptest::bool::ANY,
    ) {
        let mut sources = Sources::default();
        sources.add(SourceFile::new("a.perenne", text.as_str()));
        sources.add(SourceFile::new("b.perenne", text.repeat(3)));
        let at = |(start, length): (usize, usize), file: u32| Loc::new(FileId(file), Span::new(start, start + length));
        let mut diagnostic = Diagnostic::new(circle(), at(spans[0], 0)).fix(at(spans[0], 1), "x");
        for (index, &span) in spans.iter().enumerate() {
            diagnostic = diagnostic.related(at(span, if second { (index % 3) as u32 } else { 0 }), Note::FirstHere);
        }
        let style = Style { color: second, width, plain: false, unicode: second };
        let drawn = to_text(std::slice::from_ref(&diagnostic), &sources, Lang::Fr, style);
        proptest::prop_assert!(drawn.contains("R0606") && drawn.ends_with("1 erreur\n"));
        proptest::prop_assert!(!drawn.contains("R0606:"), "miette failed: {}", drawn);
        to_json(&[diagnostic], &sources, Lang::En);
    }
}
