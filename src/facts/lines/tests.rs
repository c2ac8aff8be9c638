use super::*;
use crate::diagnostic::Code;
use std::io::BufReader;

/// Each line as its number and what it holds, or the code and the column of what is wrong with it.
fn lines(bytes: &[u8]) -> Vec<String> {
    // A buffer smaller than the lines, so that they come in pieces.
    let mut lines = Lines::new(BufReader::with_capacity(7, bytes));
    let mut found = Vec::new();
    while let Some(line) = lines.next_line().unwrap() {
        found.push(match line.content.record(FileId(0)) {
            Ok(text) => format!("{} {text}", line.number),
            Err(errors) => {
                let all: Vec<String> =
                    errors.iter().map(|one| format!("{}@{}", one.code().text(), one.at.span.start)).collect();
                format!("{} {}", line.number, all.join(" "))
            }
        });
    }
    found
}

#[test]
fn lines_end_as_on_any_system_and_blank_ones_count() {
    let text = "\u{feff}{\"a\": 1}\r\n\r\n  \n {\"b\": 2}  \n{\"c\":\n{\"d\": 3}";
    assert_eq!(lines(text.as_bytes()), ["1 {\"a\": 1}", "4  {\"b\": 2}", "5 R0506@0", "6 {\"d\": 3}"]);
    assert_eq!(lines(b""), Vec::<String>::new());
    assert_eq!(lines(b"\n\n"), Vec::<String>::new());
}

#[test]
fn a_line_that_is_no_object_is_no_record() {
    let text = "[1]\nnull\n3\n\"a\"\nbonjour\na: 1\n{a: 1}\n{\"a\": 1,}\n{\"a\": 1} {\"b\": 2}\n{\"a\": tru}";
    let found = lines(text.as_bytes());
    assert_eq!(
        found,
        [
            "1 R0518@0",
            "2 R0518@0",
            "3 R0518@0",
            "4 R0518@0",
            "5 R0518@0",
            "6 R0501@0",
            "7 R0501@1",
            "8 R0501@8",
            "9 R0501@9",
            "10 R0501@9"
        ]
    );
}

#[test]
fn a_line_that_is_not_text_says_where() {
    assert_eq!(lines(b"{\"a\": \"\xff\"}\n{\"b\": 1}\n"), ["1 R0603@7", "2 {\"b\": 1}"]);
}

#[test]
fn a_line_out_of_proportion_is_passed_over() {
    let long = |length: usize| format!("{{\"a\": \"{}\"}}", "x".repeat(length - 9));
    let (allowed, beyond) = (long(LIMIT), long(LIMIT + 1));
    let text = format!("{allowed}\r\n{beyond}\n{}\n{{\"b\": 1}}", "y".repeat(3 * LIMIT));
    let mut lines = Lines::new(text.as_bytes());
    let mut codes = Vec::new();
    while let Some(line) = lines.next_line().unwrap() {
        let code = line.content.record(FileId(0)).err().map(|errors| errors[0].code());
        codes.push((line.number, code));
    }
    let expected = [(1, None), (2, Some(Code::R0516)), (3, Some(Code::R0516)), (4, None)];
    assert_eq!(codes, expected);
    // Blanks after an object do not hide what stands beyond the limit.
    let hidden = format!("{{\"a\": 1}}{}{{\"b\": 2}}\n", " ".repeat(LIMIT));
    let mut lines = Lines::new(hidden.as_bytes());
    assert!(lines.next_line().unwrap().unwrap().content.record(FileId(0)).is_err());
    assert!(lines.next_line().unwrap().is_none());
}

#[test]
fn a_line_looked_at_ahead_is_still_to_come() {
    let mut lines = Lines::new(&b"\n{\"a\": 1}\n{\"b\": 2}"[..]);
    assert_eq!(lines.peek().unwrap().unwrap().number, 2);
    assert_eq!(lines.peek().unwrap().unwrap().number, 2);
    let numbers: Vec<usize> = std::iter::from_fn(|| lines.next_line().unwrap().map(|line| line.number)).collect();
    assert_eq!(numbers, [2, 3]);
}
