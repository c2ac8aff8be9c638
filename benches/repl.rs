//! How fast a session answers on the doctrine that the program carries: `cargo bench --bench repl`.

mod common;

use common::{Limit, line, plain, shortest};
use perenne::base::Lang;
use perenne::diagnostic::render::Style;
use perenne::explain::text::Layout;
use perenne::project::doctrines_for;
use perenne::repl::{Looks, Opening, Session, is_unfinished, shades};
use std::hint::black_box;
use std::path::Path;

fn main() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"));
    let root = doctrines_for(folder).expect("the shipped rules").remove(0);
    let looks =
        |lang| Looks { layout: Layout { lang, width: 100, plain: false, color: true }, errors: Style::default() };
    let opening = Opening {
        root,
        label: String::new(),
        facts: None,
        lang: Some(Lang::Fr),
        as_of: perenne::base::Date::parse("2026-11-01"),
        texts_as_of: None,
        known_by: None,
    };
    let mut session = Session::start(opening, looks).session;
    let looks = looks(Lang::Fr);
    let mut enter = |entry: &str| assert!(!black_box(session.enter(entry, looks)).failed, "{entry}");
    let assignment = shortest(|| {
        enter("équipe.internes = 1 ETP");
        enter("équipe.internes = 3 ETP");
    });
    let value = shortest(|| enter("internalisation"));
    let item = shortest(|| enter("critère essai « Essai »\n  exige équipe.internes au moins 2 ETP"));
    let milliseconds = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    println!("the shipped doctrine");
    line("  a fact told, and the verdicts that it moves", milliseconds(assignment) / 2.0, "ms", Limit::AtMost(20.0));
    plain("  a value asked for", milliseconds(value), "ms");
    plain("  a rule tried out", milliseconds(item), "ms");
    let typed = "critère essai « Essai »\n  exige équipe.internes au moins 2 ETP et équipe.inter";
    let key = shortest(|| {
        black_box(shades(typed, Lang::Fr));
        black_box(session.hint("internalisation au moins plancher_internalisation"));
    });
    let completion = shortest(|| {
        black_box(session.complete(typed, typed.len()));
    });
    let enter_key = shortest(|| {
        black_box(is_unfinished(typed));
    });
    line("  a key", milliseconds(key), "ms", Limit::AtMost(5.0));
    line("  a completion", milliseconds(completion), "ms", Limit::AtMost(5.0));
    line("  whether what is typed is finished", milliseconds(enter_key), "ms", Limit::AtMost(5.0));
}
