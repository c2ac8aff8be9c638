use super::*;
use std::io::BufReader;

/// Each record as its place and its text, `…` where the data end before it does.
fn all(mut records: Records<BufReader<&[u8]>>) -> Vec<String> {
    let mut found = Vec::new();
    while let Some(raw) = records.next_record().unwrap() {
        let text = match &raw.body {
            Body::Json(text) | Body::Facts(text) => text.clone(),
            Body::NotText(text) => format!("not text after {text}"),
            Body::TooLong => String::from("too long"),
        };
        let cut = if raw.cut { "…" } else { "" };
        found.push(format!("{}:{} {text}{cut}", raw.line, raw.before));
    }
    found
}

/// A buffer smaller than the records, so that they come in pieces.
fn small(text: &[u8]) -> BufReader<&[u8]> {
    BufReader::with_capacity(5, text)
}

fn array(text: &str) -> Vec<String> {
    all(Records::Array(Elements::new(small(text.as_bytes()))))
}

fn table(text: &[u8]) -> Vec<String> {
    let mut table = Table::open(BufReader::new(text)).unwrap().unwrap();
    table.choose(|_| {}).unwrap();
    all(Records::Table(table))
}

#[test]
fn an_array_is_cut_between_its_elements() {
    let text = "[\n {\"a\": \"é]\\\",\"}, {\"b\": [1,\n2]} ,3\n]\n";
    assert_eq!(array(text), ["2:1 {\"a\": \"é]\\\",\"}", "2:17 {\"b\": [1,\n2]}", "3:5 3"]);
    assert_eq!(array("[]"), Vec::<String>::new());
    assert_eq!(array("[{}] trop"), ["1:1 {}", "1:5 trop"]);
}

#[test]
fn an_array_without_its_end_is_cut() {
    assert_eq!(array("[{\"a\": 1}, {\"b\": "), ["1:1 {\"a\": 1}", "1:11 {\"b\":…"]);
    assert_eq!(array("[{\"a\": 1}, "), ["1:1 {\"a\": 1}", "1:11 …"]);
}

#[test]
fn a_line_that_the_data_cut_says_so() {
    let lines = |text: &str| all(Records::Lines(Lines::new(small(text.as_bytes()))));
    assert_eq!(lines("{\"a\": 1}\n{\"b\""), ["1:0 {\"a\": 1}", "2:0 {\"b\"…"]);
    // A whole line that is wrong is no cut.
    assert_eq!(lines("{\"a\n{\"b\": 1}"), ["1:0 {\"a", "2:0 {\"b\": 1}"]);
}

#[test]
fn heads_are_paths_and_empty_cells_say_nothing() {
    let text = "nom;équipe.internes;équipe.externes\r\nA;2,5;\r\n\r\n\"B\";\"dit \"\"trois\"\"\n\";[1, 2]\r\n;;\nC";
    let expected = [
        "2:0 {\"nom\":\"A\",\"équipe\":{\"internes\":\"2,5\"}}",
        "4:0 {\"nom\":\"B\",\"équipe\":{\"internes\":\"dit \\\"trois\\\"\",\"externes\":[1, 2]}}",
        "7:0 {\"nom\":\"C\"}",
    ];
    assert_eq!(table(text.as_bytes()), expected);
}

#[test]
fn a_cell_too_many_has_a_group_of_its_own_and_a_mark_left_open_is_a_cut() {
    assert_eq!(table(b"a,b\n1,2,3,\n4"), ["2:0 {\"a\":\"1\",\"b\":\"2\",\"#3\":{\"\":\"3\"}}", "3:0 {\"a\":\"4\"}"]);
    assert_eq!(table(b"a\tb\n1\t\"2\n3"), ["2:0 {\"a\":\"1\",\"b\":\"2\\n3\"}…"]);
    assert_eq!(table(b"a\n\"\xff\""), ["2:0 not text after "]);
}

#[test]
fn two_columns_never_say_the_same() {
    let error = |text: &str| Table::open(text.as_bytes()).unwrap().unwrap().choose(|_| {}).err();
    assert_eq!(Table::open(&b""[..]).unwrap().err(), Some(HeadError::Empty));
    assert_eq!(error("a.b,c,A.B"), Some(HeadError::Twice("a.b".into(), "A.B".into())));
    assert_eq!(error("a.b,a"), Some(HeadError::Twice("a.b".into(), "a".into())));
    assert_eq!(error("a,a.b"), Some(HeadError::Twice("a".into(), "a.b".into())));
}

#[test]
fn a_mistake_has_the_place_of_its_cell() {
    let mut table = Table::open("é;b.c\nx;\"y\nz\"\n".as_bytes()).unwrap().unwrap();
    table.choose(|_| {}).unwrap();
    let raw = table.next_row().unwrap().unwrap();
    let Body::Json(text) = &raw.body else { panic!("{raw:?}") };
    let offset = |part: &str| text.find(part).unwrap();
    assert_eq!((raw.place(offset("x")), raw.place(offset("y"))), ((2, 1), (2, 3)));
}
