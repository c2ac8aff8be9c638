//! What is told of each fact in a random dossier, every way in which it may be completed, and the facts file that tells
//! it.

use super::calendar::{Day, day};
use super::program::{Expr, FACTS, FIELDS, GRADES, HUES, Item, Kind, Member, Members, Program, Value, domain, whole};
use super::random::Random;

/// What a dossier says of one fact.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Nothing,
    Exactly(Value),
    /// A judgement that nobody asserted: as good as nothing.
    Unasserted(Value),
    AtLeast(Value),
    AtMost(Value),
    OneOf(Vec<Value>),
    /// Two sources disagree.
    Contested(Value, Value),
    /// The month of a date.
    Month(i64, i64),
    /// The tasks, each with the fields that are told; an open list may hold more.
    Tasks {
        tasks: Vec<Vec<Option<Value>>>,
        open: bool,
    },
}

pub type Dossier = Vec<Told>;

/// Every way to complete a dossier, or some of them where there is no end.
#[derive(Debug)]
pub struct Completions {
    pub all: Vec<Vec<Value>>,
    /// Whether these are all.
    pub whole: bool,
}

/// How many completions a dossier may have.
const MOST: usize = 72;

/// A dossier that tells everything.
pub fn complete(random: &mut Random) -> Dossier {
    FACTS.iter().map(|(_, kind)| Told::Exactly(exactly(*kind, random))).collect()
}

fn exactly(kind: Kind, random: &mut Random) -> Value {
    match kind {
        Kind::Tasks => {
            let task =
                |random: &mut Random| Value::Task(FIELDS.iter().map(|(_, kind)| exactly(*kind, random)).collect());
            Value::List((0..random.below(4)).map(|_| task(random)).collect())
        }
        Kind::Dates => {
            let day = |random: &mut Random| {
                let back = i64::try_from(random.below(130)).expect("small");
                Value::Day(super::program::first_day().plus_days(10 - back))
            };
            Value::List((0..random.below(4)).map(|_| day(random)).collect())
        }
        other => random.pick(&domain(other)).clone(),
    }
}

/// A dossier that leaves open some of the facts that a program mentions, as far as their completions can be counted.
/// `lists` says whether a list itself may be left open, which has no end of completions.
pub fn partial(program: &Program, lists: bool, random: &mut Random) -> Dossier {
    let mut dossier = complete(random);
    let mut mentioned = facts_of(program);
    let mut count = 1;
    while !mentioned.is_empty() {
        let rank = mentioned.swap_remove(random.below(mentioned.len()));
        if random.once_in(6) {
            continue;
        }
        let kind = FACTS[rank].1;
        let told = match kind {
            Kind::Tasks => tasks(lists, random),
            Kind::Dates | Kind::Share => continue,
            Kind::Integer | Kind::Staff | Kind::Days | Kind::Months => number(kind, random),
            Kind::Grade => choice(kind, true, random),
            Kind::Hue => choice(kind, false, random),
            Kind::Judgement if random.once_in(2) => Told::Unasserted(exactly(kind, random)),
            Kind::Truth | Kind::Judgement if random.once_in(4) => {
                Told::Contested(Value::Truth(true), Value::Truth(false))
            }
            Kind::Truth | Kind::Judgement => Told::Nothing,
            Kind::Day => date(random),
            Kind::Optional if random.once_in(2) => Told::Contested(Value::Number(whole(0)), Value::Number(whole(2))),
            Kind::Optional => Told::Nothing,
        };
        let possible = possible(kind, &told).0.len();
        if count * possible <= MOST {
            count *= possible;
            dossier[rank] = told;
        }
    }
    dossier
}

fn number(kind: Kind, random: &mut Random) -> Told {
    let values = domain(kind);
    match random.below(5) {
        0 => Told::AtLeast(random.pick(&values).clone()),
        1 => Told::AtMost(random.pick(&values).clone()),
        2 => Told::OneOf(vec![values[0].clone(), random.pick(&values[1..]).clone()]),
        3 => Told::Contested(values[0].clone(), random.pick(&values[1..]).clone()),
        _ => Told::Nothing,
    }
}

fn choice(kind: Kind, ordered: bool, random: &mut Random) -> Told {
    let values = domain(kind);
    match random.below(4) {
        0 => Told::OneOf(vec![values[0].clone(), values[2].clone()]),
        1 => Told::Contested(values[1].clone(), random.pick(&[values[0].clone(), values[2].clone()]).clone()),
        2 if ordered => Told::AtLeast(values[1].clone()),
        _ => Told::Nothing,
    }
}

fn date(random: &mut Random) -> Told {
    let values = domain(Kind::Day);
    match random.below(5) {
        0 => Told::Month(2024, 2),
        1 => Told::Month(2024, 3),
        2 => Told::AtLeast(random.pick(&values).clone()),
        3 => Told::Contested(values[0].clone(), random.pick(&values[1..]).clone()),
        _ => Told::Nothing,
    }
}

fn tasks(lists: bool, random: &mut Random) -> Told {
    if lists && random.once_in(6) {
        return Told::Nothing;
    }
    if lists && random.once_in(6) {
        // Two sources, each with its own list.
        return Told::Contested(exactly(Kind::Tasks, random), exactly(Kind::Tasks, random));
    }
    let mut left = 2;
    let tasks = (0..1 + random.below(3))
        .map(|_| {
            let mut field = |kind: Kind| {
                if left > 0 && random.once_in(2) {
                    left -= 1;
                    return None;
                }
                Some(exactly(kind, random))
            };
            FIELDS.iter().map(|(_, kind)| field(*kind)).collect()
        })
        .collect();
    Told::Tasks { tasks, open: lists && random.once_in(4) }
}

/// The values that a fact may have, and whether these are all.
pub fn possible(kind: Kind, told: &Told) -> (Vec<Value>, bool) {
    let all = domain(kind);
    let rank = |wanted: &Value| all.iter().position(|value| value == wanted).expect("a value of the domain");
    let values = match told {
        Told::Nothing | Told::Unasserted(_) if kind == Kind::Tasks => return (some_lists(&[]), false),
        Told::Nothing | Told::Unasserted(_) => all,
        Told::Exactly(value) => vec![value.clone()],
        Told::AtLeast(least) => all[rank(least)..].to_vec(),
        Told::AtMost(most) => all[..=rank(most)].to_vec(),
        Told::OneOf(values) => values.clone(),
        Told::Contested(one, other) => vec![one.clone(), other.clone()],
        Told::Month(year, month) => {
            let days: Vec<Value> = Day::of_month(*year, *month).into_iter().map(Value::Day).collect();
            all.into_iter().filter(|value| days.contains(value)).collect()
        }
        Told::Tasks { tasks, open } => {
            let lists = filled(tasks);
            if !*open {
                return (lists.into_iter().map(Value::List).collect(), true);
            }
            return (lists.iter().flat_map(|list| some_lists(list)).collect(), false);
        }
    };
    (values, true)
}

/// Every way to fill what is not told of tasks.
fn filled(tasks: &[Vec<Option<Value>>]) -> Vec<Vec<Value>> {
    let mut lists: Vec<Vec<Vec<Value>>> = vec![Vec::new()];
    for task in tasks {
        let mut ways: Vec<Vec<Value>> = vec![Vec::new()];
        for (field, (_, kind)) in task.iter().zip(FIELDS) {
            let values = field.clone().map_or_else(|| domain(kind), |value| vec![value]);
            ways = ways
                .iter()
                .flat_map(|way| values.iter().map(|value| [way.clone(), vec![value.clone()]].concat()))
                .collect();
        }
        lists =
            lists.iter().flat_map(|list| ways.iter().map(|way| [list.clone(), vec![way.clone()]].concat())).collect();
    }
    lists.into_iter().map(|list| list.into_iter().map(Value::Task).collect()).collect()
}

/// A few of the lists that begin so.
fn some_lists(told: &[Value]) -> Vec<Value> {
    let task = |n: i64, done: bool, rank: usize, on: Day, cost: Value| {
        Value::Task(vec![Value::Number(whole(n)), Value::Truth(done), Value::Choice(rank), Value::Day(on), cost])
    };
    let (early, late) = (
        task(0, false, 0, day(2024, 2, 27), Value::Absent),
        task(3, true, 2, day(2024, 3, 2), Value::Number(whole(2))),
    );
    let more = [vec![], vec![early.clone()], vec![late.clone()], vec![late, early]];
    more.into_iter().map(|more| Value::List([told.to_vec(), more].concat())).collect()
}

/// Every completion of what a program mentions; the other facts have one value each.
pub fn completions(program: &Program, dossier: &[Told]) -> Completions {
    let mentioned = facts_of(program);
    let mut completions = Completions { all: vec![Vec::new()], whole: true };
    for (rank, told) in dossier.iter().enumerate() {
        let (mut values, whole) = possible(FACTS[rank].1, told);
        if mentioned.contains(&rank) {
            completions.whole &= whole;
        } else {
            values.truncate(1);
        }
        let longer = |before: &Vec<Value>| {
            let before = before.clone();
            values.clone().into_iter().map(move |value| [before.clone(), vec![value]].concat())
        };
        completions.all = completions.all.iter().flat_map(longer).collect();
    }
    completions
}

/// The ranks of the facts that a program mentions.
pub fn facts_of(program: &Program) -> Vec<usize> {
    let mut found: Vec<usize> = program.items.iter().flat_map(|item| mentioned(item).0).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The ranks of the facts that an item leans on, itself or through others.
pub fn facts_behind(program: &Program, rank: usize) -> Vec<usize> {
    let (mut facts, items) = mentioned(&program.items[rank]);
    for item in items {
        facts.extend(facts_behind(program, item));
    }
    facts.sort_unstable();
    facts.dedup();
    facts
}

/// The facts and the items that an item mentions.
fn mentioned(item: &Item) -> (Vec<usize>, Vec<usize>) {
    let (mut facts, mut items) = (Vec::new(), Vec::new());
    let mut note = |expr: &Expr| {
        expr.each(&mut |part| match part {
            Expr::Fact(rank) => facts.push(*rank),
            Expr::Derived(rank) | Expr::Rule(rank, _) => items.push(*rank),
            Expr::Quantified { .. } | Expr::Aggregated { .. } | Expr::Selected { .. } => {
                facts.push(rank_of(Kind::Tasks))
            }
            Expr::Recurs { .. } => facts.push(rank_of(Kind::Dates)),
            _ => {}
        });
    };
    match item {
        Item::Definition(definition) => {
            definition.versions.iter().for_each(|(_, body)| note(body));
            definition.exceptions.iter().flat_map(|(condition, value)| [condition, value]).for_each(note);
        }
        Item::Table(table) => {
            table.heads.iter().for_each(&mut note);
            table.rows.iter().for_each(|(_, result)| note(result));
            table.otherwise.iter().for_each(note);
        }
        Item::Criterion(criterion) => {
            criterion.applies.iter().chain(&criterion.exceptions).for_each(&mut note);
            criterion.versions.iter().for_each(|(_, requires)| note(requires));
            if criterion.for_each {
                facts.push(rank_of(Kind::Tasks));
            }
        }
        Item::Checklist(checklist) => {
            checklist.applies.iter().for_each(note);
            members(&checklist.members, &mut items);
        }
    }
    (facts, items)
}

fn members(of: &Members, found: &mut Vec<usize>) {
    for (_, member) in &of.members {
        match member {
            Member::Rule(rank) => found.push(*rank),
            Member::Nested(nested) => members(nested, found),
        }
    }
}

fn rank_of(kind: Kind) -> usize {
    FACTS.iter().position(|(_, of)| *of == kind).expect("a fact of that kind")
}

/// The facts file that tells what a program mentions. What is told only in part is written in either language.
pub fn facts_file(program: &Program, dossier: &[Told], random: &mut Random) -> String {
    let mentioned = facts_of(program);
    let mut text = String::from("dossier: {}\n");
    if !mentioned.is_empty() {
        text.push_str("f:\n");
    }
    for (rank, ((name, kind), told)) in FACTS.iter().zip(dossier).enumerate() {
        if *told != Told::Nothing && mentioned.contains(&rank) {
            text.push_str(&format!("  {name}: {}\n", told_text(*kind, told, random.once_in(2))));
        }
    }
    text
}

fn told_text(kind: Kind, told: &Told, french: bool) -> String {
    let word = |english: &'static str, in_french: &'static str| if french { in_french } else { english };
    let text = |value: &Value| value_text(kind, value);
    let value = word("value", "valeur");
    // A judgement counts only when somebody asserted it.
    let by = if kind == Kind::Judgement {
        format!(", {}: boss, {}: 2024-01-15", word("by", "par"), word("on", "le"))
    } else {
        String::new()
    };
    match told {
        Told::Nothing => String::new(),
        Told::Exactly(Value::List(items)) => match kind {
            Kind::Tasks => tasks_text(&items.iter().map(task_fields).collect::<Vec<_>>()),
            _ => format!("[{}]", items.iter().map(|item| value_text(Kind::Day, item)).collect::<Vec<_>>().join(", ")),
        },
        Told::Exactly(exact) if kind == Kind::Judgement => format!("{{ {value}: {}{by} }}", text(exact)),
        Told::Exactly(exact) | Told::Unasserted(exact) => text(exact),
        Told::AtLeast(least) => format!("{{ {}: {} }}", word("at_least", "au_moins"), text(least)),
        Told::AtMost(most) => format!("{{ {}: {} }}", word("at_most", "au_plus"), text(most)),
        Told::OneOf(values) => {
            let values: Vec<String> = values.iter().map(text).collect();
            format!("{{ {}: [{}] }}", word("one_of", "parmi"), values.join(", "))
        }
        Told::Contested(one, other) => {
            let text = |said: &Value| match said {
                Value::List(items) => tasks_text(&items.iter().map(task_fields).collect::<Vec<_>>()),
                single => text(single),
            };
            let claim = |said: &Value, source: &str| format!("{{ {value}: {}, source: {source}{by} }}", text(said));
            format!("{{ {}: [{}, {}] }}", word("claims", "déclarations"), claim(one, "one"), claim(other, "another"))
        }
        Told::Month(year, month) => format!("{year:04}-{month:02}"),
        Told::Tasks { tasks, open: false } => tasks_text(tasks),
        Told::Tasks { tasks, open: true } => {
            let complete = word("complete: no", "complet: non");
            format!("{{ {}: {}, {complete} }}", word("items", "éléments"), tasks_text(tasks))
        }
    }
}

fn task_fields(task: &Value) -> Vec<Option<Value>> {
    match task {
        Value::Task(fields) => fields.iter().cloned().map(Some).collect(),
        other => panic!("{other:?} is no task"),
    }
}

fn tasks_text(tasks: &[Vec<Option<Value>>]) -> String {
    let task = |fields: &Vec<Option<Value>>| {
        let told = fields.iter().zip(FIELDS).filter_map(|(field, (name, kind))| {
            let value = field.as_ref()?;
            Some(format!("{name}: {}", value_text(kind, value)))
        });
        format!("{{ {} }}", told.collect::<Vec<_>>().join(", "))
    };
    format!("[{}]", tasks.iter().map(task).collect::<Vec<_>>().join(", "))
}

fn value_text(kind: Kind, value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Truth(truth) => String::from(if *truth { "yes" } else { "no" }),
        Value::Day(day) => day.to_string(),
        Value::Choice(rank) => String::from(if kind == Kind::Hue { HUES[*rank] } else { GRADES[*rank] }),
        Value::Absent => String::from("null"),
        Value::List(_) | Value::Task(_) => panic!("written apart"),
    }
}

/// A dossier in which some facts are told exactly: those where `tell` says so, each one of its possible values.
pub fn filled_in(dossier: &[Told], random: &mut Random, tell: impl Fn(usize) -> bool) -> Dossier {
    let fill = |(rank, told): (usize, &Told)| {
        if !tell(rank) {
            return told.clone();
        }
        let (values, _) = possible(FACTS[rank].1, told);
        if values.is_empty() { told.clone() } else { Told::Exactly(random.pick(&values).clone()) }
    };
    dossier.iter().enumerate().map(fill).collect()
}
