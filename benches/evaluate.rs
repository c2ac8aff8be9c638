//! How fast one dossier is evaluated: `cargo bench --bench evaluate`.

mod common;

use common::handwritten::{Answer, Found, judge};
use common::service::{Service, services};
use common::{Limit, doctrine, engine, line, plain, shortest};
use perenne::base::{Date, FileId};
use perenne::eval::{Engine, NoTrace, Situation, Trace, evaluate};
use perenne::facts::dossier::{Reader, read_dossier};
use perenne::facts::resolve::{View, situation};
use perenne::model::expr::Verdict;
use std::hint::black_box;

const AS_OF: &str = "2026-11-01";

fn view() -> View {
    View::on(Date::parse(AS_OF).expect("a day"))
}

fn read(engine: &Engine, service: &Service) -> Situation {
    let (dossier, problems) = read_dossier(engine, FileId(0), &service.dossier());
    assert!(problems.is_empty(), "{problems:#?}");
    situation(engine, &dossier, &view(), None)
}

fn main() {
    let engine = engine(&doctrine::text(1));
    let services = services(20_261_101, 40);
    let situations: Vec<Situation> = services.iter().map(|service| read(&engine, service)).collect();
    agreement(&engine, &services, &situations);
    println!("24 rules on one parsed dossier, mean over {} dossiers", services.len());
    let count = services.len() as f64;
    let by_hand = shortest(|| {
        for service in &services {
            black_box(judge(black_box(service)));
        }
    });
    let ours = shortest(|| {
        for situation in &situations {
            black_box(evaluate(&engine, black_box(situation), NoTrace));
        }
    });
    let traced = shortest(|| {
        for situation in &situations {
            black_box(evaluate(&engine, black_box(situation), Trace::default()));
        }
    });
    let nanoseconds = |time: std::time::Duration| time.as_nanos() as f64 / count;
    plain("  written by hand", nanoseconds(by_hand), "ns");
    plain("  verdicts alone", nanoseconds(ours), "ns");
    line("  verdicts alone, against hand-written", ratio(ours, by_hand), "×", Limit::AtMost(12.0));
    line("  with the full trace, against verdicts alone", ratio(traced, ours), "×", Limit::AtMost(10.0));
    shipped();
}

fn ratio(left: std::time::Duration, right: std::time::Duration) -> f64 {
    left.as_secs_f64() / right.as_secs_f64()
}

/// One dossier against the doctrine that the program carries, from its text.
fn shipped() {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/rules"));
    let roots = perenne::project::doctrines_for(folder).expect("the shipped rules");
    let analysis = perenne::project::analyse(roots.first().expect("a doctrine"));
    let engine = &analysis.engine;
    let text = r#"{"dossier":{"nom":"Un service","au":"2026-11-01"},"équipe":{"internes":3,"externes":{"valeur":4,"source":"note","le":"2026-03"}}}"#;
    let view = view();
    let reader = Reader::new(engine);
    let whole = shortest(|| {
        let (dossier, _) = reader.read(FileId(0), black_box(text));
        let situation = situation(engine, &dossier, &view, None);
        black_box(evaluate(engine, &situation, NoTrace));
    });
    println!("the shipped doctrine, {} rules", engine.checked.program.rules.len());
    line("  JSON text to verdicts", whole.as_secs_f64() * 1e6, "µs", Limit::AtMost(100.0));
}

/// The two must say the same; a rule of ours may decide where Kleene's connectives do not.
fn agreement(engine: &Engine, services: &[Service], situations: &[Situation]) {
    let program = &engine.checked.program;
    let mut sharper = 0;
    let mut unknown = 0;
    for (service, situation) in services.iter().zip(situations) {
        let Found { rules, verdict, .. } = judge(service);
        let (outcome, _) = evaluate(engine, situation, NoTrace);
        let names = (1..=24).map(|number| format!("r{number:02}")).chain([String::from("ready")]);
        for (name, by_hand) in names.zip(rules.into_iter().chain([verdict])) {
            let id = program.find_rule(&name).expect("a rule of the doctrine");
            let ours = outcome.verdicts(id).verdict();
            unknown += usize::from(by_hand == Answer::Unknown);
            match (by_hand, ours) {
                (Answer::Met, Verdict::Met)
                | (Answer::NotMet, Verdict::NotMet)
                | (Answer::Unknown, Verdict::Unknown) => {}
                (Answer::Unknown, _) => sharper += 1,
                _ => {
                    println!("{}: {name} is {by_hand:?} by hand and {ours:?} here", service.id);
                    std::process::exit(1);
                }
            }
        }
    }
    println!("same verdicts; of {unknown} unknown by hand, {sharper} are decided here");
}
