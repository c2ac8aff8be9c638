//! Writes a program as a text of the language, in French or English, with no more brackets than needed and any of the
//! spellings that mean the same.

use super::calendar::Day;
use super::dossier::facts_of;
use super::program::{
    Aggregate, Asked, Cell, Checklist, Criterion, Definition, Expr, FACTS, FIELDS, Force, Function, GRADES, HUES, Item,
    Kind, Member, Members, Operation, Order, Period, Program, Quantity, Rational, Table, Verdict, first_day, whole,
};
use super::random::Random;

/// How tightly an expression holds together; one that is looser than its place asks for stands in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Whole,
    Logic,
    Condition,
    Sum,
    Product,
    Primary,
}

pub struct Printer<'p> {
    program: &'p Program,
    french: bool,
    random: Random,
}

/// The text of a program. `seed` chooses among spellings.
pub fn print(program: &Program, french: bool, seed: u64) -> String {
    let mut printer = Printer { program, french, random: Random::new(seed) };
    let mut text = printer.declarations();
    for rank in 0..program.items.len() {
        text.push_str(&printer.item(rank));
    }
    text
}

impl Printer<'_> {
    fn word(&self, english: &'static str, french: &'static str) -> &'static str {
        if self.french { french } else { english }
    }

    fn either(&mut self, english: &[&'static str], french: &[&'static str]) -> &'static str {
        let among = if self.french { french } else { english };
        among[self.random.below(among.len())]
    }

    fn declarations(&self) -> String {
        let mut text = format!("{}\n", self.word("language en", "langue fr"));
        let choice = self.word("choice", "choix");
        text.push_str(&format!("{choice} hue {{ {} }}\n", HUES.join(", ")));
        text.push_str(&format!("{choice} grade {} {{ {} }}\n", self.word("ordered", "ordonné"), GRADES.join(", ")));
        text.push_str(&format!("{} boss\n", self.word("actor", "acteur")));
        text.push_str(&format!("{} task {{\n{}}}\n", self.word("record", "fiche"), self.fields(&FIELDS)));
        // Only those that are mentioned, since reading takes most of the time.
        let mentioned: Vec<_> = facts_of(self.program).into_iter().map(|rank| FACTS[rank]).collect();
        if !mentioned.is_empty() {
            text.push_str(&format!("{} f {{\n{}}}\n", self.word("facts", "faits"), self.fields(&mentioned)));
        }
        text
    }

    fn fields(&self, fields: &[(&str, Kind)]) -> String {
        fields.iter().map(|(name, kind)| format!("  {name} : {}{}\n", self.kind(*kind), self.bounds(*kind))).collect()
    }

    fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Integer | Kind::Optional => self.word("integer", "entier"),
            Kind::Staff => self.word("FTE", "ETP"),
            Kind::Days => self.word("days", "jours"),
            Kind::Months => self.word("months", "mois"),
            Kind::Share => self.word("percent", "pourcentage"),
            Kind::Truth => self.word("yes/no", "oui/non"),
            Kind::Judgement => self.word("judgement", "appréciation"),
            Kind::Day => "date",
            Kind::Hue => "hue",
            Kind::Grade => "grade",
            Kind::Tasks => self.word("list of task", "liste de task"),
            Kind::Dates => self.word("list of date", "liste de date"),
        }
    }

    fn bounds(&self, kind: Kind) -> String {
        let (bounds, between, and) =
            (self.word("bounds", "bornes"), self.word("between", "entre"), self.word("and", "et"));
        let range = |low: String, high: String| format!(" {bounds} {between} {low} {and} {high}");
        let numbers = |high: i64| range(self.number(&whole(0), kind), self.number(&whole(high), kind));
        let step = format!(" {} {}", self.word("step", "pas"), self.number(&whole(1), kind));
        match kind {
            Kind::Integer => numbers(3),
            Kind::Staff | Kind::Days => numbers(3) + &step,
            Kind::Months => numbers(2) + &step,
            Kind::Optional => numbers(2) + self.word(" optional", " facultatif"),
            Kind::Day => range(first_day().to_string(), first_day().plus_days(4).to_string()),
            Kind::Share | Kind::Truth | Kind::Judgement | Kind::Hue | Kind::Grade | Kind::Tasks | Kind::Dates => {
                String::new()
            }
        }
    }

    fn number(&self, number: &Rational, kind: Kind) -> String {
        let unit = match kind {
            Kind::Staff => self.word(" FTE", " ETP"),
            Kind::Days => self.word(" days", " jours"),
            Kind::Months => self.word(" months", " mois"),
            Kind::Share => self.word("%", " %"),
            _ => "",
        };
        let shown = if kind == Kind::Share { number * whole(100) } else { number.clone() };
        let doubled = &shown * whole(2);
        assert!(doubled.is_int(), "literals are halves");
        if shown.is_int() {
            return format!("{shown}{unit}");
        }
        format!("{}{}5{unit}", shown.floor(), self.word(".", ","))
    }

    fn item(&mut self, rank: usize) -> String {
        let name = self.program.name(rank);
        match &self.program.items[rank] {
            Item::Definition(definition) => self.definition(&name, definition),
            Item::Table(table) => self.table(&name, table),
            Item::Criterion(criterion) => self.criterion(&name, criterion),
            Item::Checklist(checklist) => self.checklist(&name, checklist),
        }
    }

    fn period(&self, period: &Period) -> String {
        let from = period.from.map(|from| format!("{} {from}", self.word("from", "dès")));
        let until = period.until.map(|until| format!("{} {until}", self.word("until", "jusqu'au")));
        from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
    }

    /// One clause for each version: in blocks, but a version that always holds.
    fn versions(&mut self, versions: &[(Period, Expr)], clause: &str) -> String {
        let mut text = String::new();
        for (period, body) in versions {
            let (period, body) = (self.period(period), self.text(body, Level::Whole));
            if period.is_empty() {
                text.push_str(&format!("  {clause} {body}\n"));
            } else {
                text.push_str(&format!("  {period} {{\n    {clause} {body}\n  }}\n"));
            }
        }
        text
    }

    fn definition(&mut self, name: &str, definition: &Definition) -> String {
        let kind = self.kind(definition.kind);
        if definition.parameter {
            let mut text = format!("{} {name} : {kind}\n", self.word("parameter", "paramètre"));
            for (period, value) in &definition.versions {
                let value = self.text(value, Level::Whole);
                text.push_str(&format!("  = {value} {}\n", self.period(period)));
            }
            return text;
        }
        let mut text = format!("{} {name} : {kind}\n", self.word("define", "définition"));
        let versions = self.versions(&definition.versions, "=");
        text.push_str(&versions);
        for (condition, value) in &definition.exceptions {
            let (condition, value) = (self.text(condition, Level::Logic), self.text(value, Level::Whole));
            let (except, then) = (self.word("except when", "sauf si"), self.word("then", "alors"));
            text.push_str(&format!("  {except} {condition} {then} {value}\n"));
        }
        text
    }

    fn table(&mut self, name: &str, table: &Table) -> String {
        let first = if table.first { self.word(" first", " premier") } else { "" };
        let mut text = format!("table {name} : {}{first}\n  |", self.kind(table.kind));
        for head in &table.heads {
            let head = self.text(head, Level::Whole);
            text.push_str(&format!(" {head} |"));
        }
        text.push_str(&format!(" {} |\n", self.word("result", "résultat")));
        for (cells, result) in &table.rows {
            text.push_str("  |");
            for cell in cells {
                let cell = self.cell(cell);
                text.push_str(&format!(" {cell} |"));
            }
            let result = self.text(result, Level::Whole);
            text.push_str(&format!(" {result} |\n"));
        }
        if let Some(result) = &table.otherwise {
            let result = self.text(result, Level::Whole);
            let blank = " |".repeat(table.heads.len());
            text.push_str(&format!("  {}{blank} {result} |\n", self.word("otherwise", "sinon")));
        }
        text
    }

    fn cell(&mut self, cell: &Cell) -> String {
        match cell {
            Cell::Any => String::new(),
            Cell::Is(value) => self.text(value, Level::Sum),
            Cell::Order(order, value) => {
                let words = self.order(*order, is_day(value, self.program));
                let value = self.text(value, Level::Sum);
                format!("{words} {value}")
            }
            Cell::From(low, high) => {
                let (low, high) = (self.text(low, Level::Sum), self.text(high, Level::Sum));
                let (least, and) = (self.word("at least", "au moins"), self.word("and less than", "et moins de"));
                format!("{least} {low} {and} {high}")
            }
            Cell::Between(low, high) => {
                let (low, high) = (self.text(low, Level::Sum), self.text(high, Level::Sum));
                format!("{} {low} {} {high}", self.word("between", "entre"), self.word("and", "et"))
            }
            Cell::OneOf(values) => format!("{} ({})", self.word("one of", "parmi"), self.list(values)),
        }
    }

    fn criterion(&mut self, name: &str, criterion: &Criterion) -> String {
        let mut text = format!("{} {name}\n", self.word("criterion", "critère"));
        if let Some(force) = criterion.force {
            text.push_str(&format!("  {}\n", self.force(force)));
        }
        if criterion.for_each {
            text.push_str(&format!(
                "  {} t {} f.tasks\n",
                self.word("for each", "pour chaque"),
                self.word("in", "dans")
            ));
        }
        for condition in &criterion.applies {
            let condition = self.text(condition, Level::Whole);
            text.push_str(&format!("  {} {condition}\n", self.word("applies when", "s'applique si")));
        }
        for condition in &criterion.exceptions {
            let condition = self.text(condition, Level::Logic);
            text.push_str(&format!("  {} {condition}\n", self.word("except when", "sauf si")));
        }
        let requires = self.word("requires", "exige");
        let versions = self.versions(&criterion.versions, requires);
        text + &versions
    }

    fn force(&self, force: Force) -> &'static str {
        match force {
            Force::Obligation => "obligation",
            Force::Requirement => self.word("requirement", "exigence"),
            Force::Recommendation => self.word("recommendation", "recommandation"),
            Force::BestEffort => self.word("best effort", "au mieux"),
            Force::Indicative => self.word("indicative", "indicatif"),
        }
    }

    fn checklist(&mut self, name: &str, checklist: &Checklist) -> String {
        let mut text = format!("{} {name}\n", self.word("checklist", "grille"));
        let period = self.period(&checklist.period);
        if !period.is_empty() {
            text.push_str(&format!("  {period}\n"));
        }
        if let Some(condition) = &checklist.applies {
            let condition = self.text(condition, Level::Whole);
            text.push_str(&format!("  {} {condition}\n", self.word("applies when", "s'applique si")));
        }
        let members = self.members(&checklist.members);
        text + &format!("  {members}\n")
    }

    fn members(&mut self, members: &Members) -> String {
        let mut parts = Vec::new();
        for (force, member) in &members.members {
            let force = force.map(|force| format!("{} ", self.force(force))).unwrap_or_default();
            let member = match member {
                Member::Rule(rank) => self.program.name(*rank),
                Member::Nested(nested) => self.members(nested),
            };
            parts.push(format!("{force}{member}"));
        }
        format!("{} ({})", self.quantity(members.quantity), parts.join(", "))
    }

    fn quantity(&mut self, quantity: Quantity) -> String {
        match quantity {
            Quantity::All => self.either(&["all of"], &["toutes", "tous"]).into(),
            Quantity::Any => self.either(&["any of"], &["au moins une", "au moins un"]).into(),
            Quantity::None => self.either(&["none of"], &["aucune", "aucun"]).into(),
            Quantity::AtLeast(n) => format!("{} {n} {}", self.word("at least", "au moins"), self.word("of", "parmi")),
            Quantity::Exactly(n) => format!("{} {n} {}", self.word("exactly", "exactement"), self.word("of", "parmi")),
        }
    }

    fn list(&mut self, parts: &[Expr]) -> String {
        parts.iter().map(|part| self.text(part, Level::Whole)).collect::<Vec<_>>().join(", ")
    }

    fn order(&mut self, order: Order, days: bool) -> &'static str {
        match (order, days) {
            (Order::Equal, _) => self.either(&["is", "="], &["est", "="]),
            (Order::NotEqual, _) => self.either(&["is not", "≠"], &["n'est pas", "≠"]),
            (Order::AtLeast, false) => self.either(&["at least", ">=", "≥"], &["au moins", ">=", "≥"]),
            (Order::AtMost, false) => self.either(&["at most", "<=", "≤"], &["au plus", "<=", "≤"]),
            (Order::MoreThan, false) => self.either(&["more than", ">"], &["plus de", ">"]),
            (Order::LessThan, false) => self.either(&["less than", "<"], &["moins de", "<"]),
            (Order::AtLeast, true) => self.word("on or after", "au plus tôt le"),
            (Order::AtMost, true) => self.word("on or before", "au plus tard le"),
            (Order::MoreThan, true) => self.either(&["after"], &["après", "après le"]),
            (Order::LessThan, true) => self.either(&["before"], &["avant", "avant le"]),
        }
    }

    /// An expression where at least `wanted` is asked of its level.
    fn text(&mut self, expr: &Expr, wanted: Level) -> String {
        let (level, text) = self.bare(expr);
        // Brackets that nothing asks for change nothing either.
        if level < wanted || self.random.below(20) == 0 { format!("({text})") } else { text }
    }

    fn bare(&mut self, expr: &Expr) -> (Level, String) {
        match expr {
            Expr::Number(number, kind) => (Level::Primary, self.number(number, *kind)),
            Expr::Truth(truth) => {
                let word = if *truth { self.word("yes", "oui") } else { self.word("no", "non") };
                (Level::Primary, word.into())
            }
            Expr::Day(day) => (Level::Primary, day.to_string()),
            Expr::Choice(kind, rank) => {
                let names = if *kind == Kind::Hue { HUES } else { GRADES };
                (Level::Primary, names[*rank].into())
            }
            Expr::Today => (Level::Primary, self.word("today", "aujourd'hui").into()),
            Expr::Unspecified(_) => (Level::Primary, self.word("unspecified", "non précisé").into()),
            Expr::Fact(rank) => (Level::Primary, format!("f.{}", FACTS[*rank].0)),
            Expr::Field(rank) => (Level::Primary, format!("t.{}", FIELDS[*rank].0)),
            Expr::Derived(rank) => (Level::Primary, self.program.name(*rank)),
            Expr::Rule(rank, asked) => self.rule(*rank, *asked),
            Expr::Negate(of) => {
                let of = self.text(of, Level::Primary);
                (Level::Product, format!("-{of}"))
            }
            Expr::Compute(operation, left, right) => self.computed(*operation, left, right),
            Expr::Share(part, others) => {
                let others = self.list(others);
                let part = self.text(part, Level::Sum);
                let (share, among) = (self.word("share of", "part de"), self.word("among", "parmi"));
                (Level::Whole, format!("{share} {part} {among} ({part}, {others})"))
            }
            Expr::Call(function, parts) => self.called(*function, parts),
            Expr::OrElse(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.text(part, Level::Primary)).collect();
                let or_else = self.word(" or else ", " à défaut ");
                (Level::Condition, parts.join(or_else))
            }
            Expr::Compare(order, left, right) => {
                let words = self.order(*order, is_day(left, self.program) || is_day(right, self.program));
                let (left, right) = (self.text(left, Level::Sum), self.text(right, Level::Sum));
                (Level::Condition, format!("{left} {words} {right}"))
            }
            Expr::Between(subject, low, high) => {
                let (low, high) = (self.text(low, Level::Sum), self.text(high, Level::Sum));
                let subject = self.text(subject, Level::Sum);
                let (between, and) =
                    (self.either(&["between", "is between"], &["entre", "est entre"]), self.word("and", "et"));
                (Level::Condition, format!("{subject} {between} {low} {and} {high}"))
            }
            Expr::OneOf(subject, values) => {
                let subject = self.text(subject, Level::Sum);
                let values = self.list(values);
                (Level::Condition, format!("{subject} {} ({values})", self.word("is one of", "est parmi")))
            }
            Expr::IsAbsent(of) => {
                let of = self.text(of, Level::Sum);
                (Level::Condition, format!("{of} {}", self.either(&["is none"], &["est absent", "est aucun"])))
            }
            Expr::Not(of) => {
                let of = self.text(of, Level::Condition);
                (Level::Condition, format!("{} {of}", self.word("not", "non")))
            }
            Expr::And(parts) => self.joined(parts, " and ", " et "),
            Expr::Or(parts) => self.joined(parts, " or ", " ou "),
            Expr::If(condition, then, otherwise) => {
                let (condition, then) = (self.text(condition, Level::Logic), self.text(then, Level::Logic));
                let mut text = format!("{} {condition} {} {then}", self.word("if", "si"), self.word("then", "alors"));
                if let Some(otherwise) = otherwise {
                    let otherwise = self.text(otherwise, Level::Whole);
                    text.push_str(&format!(" {} {otherwise}", self.word("else", "sinon")));
                }
                (Level::Whole, text)
            }
            Expr::Combine(quantity, parts) => {
                let quantity = self.quantity(*quantity);
                let parts = self.list(parts);
                (Level::Primary, format!("{quantity} ({parts})"))
            }
            Expr::Quantified { .. } | Expr::Aggregated { .. } | Expr::Selected { .. } | Expr::Recurs { .. } => {
                self.over_a_list(expr)
            }
        }
    }

    fn rule(&mut self, rank: usize, asked: Asked) -> (Level, String) {
        let name = self.program.name(rank);
        let tail = match asked {
            Asked::Passes => return (Level::Primary, name),
            Asked::Applies => self.word("applies", "s'applique"),
            Asked::Is(Verdict::Met) => self.either(&["is met"], &["est satisfait", "est satisfaite"]),
            Asked::Is(Verdict::NotMet) => self.word("is not met", "est non satisfait"),
            Asked::Is(Verdict::NotApplicable) => {
                self.either(&["is not applicable"], &["est non applicable", "est sans objet"])
            }
            Asked::Is(Verdict::Exempt) => self.word("is exempt", "est exempté"),
        };
        (Level::Condition, format!("{name} {tail}"))
    }

    fn computed(&mut self, operation: Operation, left: &Expr, right: &Expr) -> (Level, String) {
        let (level, sign) = match operation {
            Operation::Add => (Level::Sum, "+"),
            Operation::Subtract => (Level::Sum, "-"),
            Operation::Multiply => (Level::Product, "*"),
            Operation::Divide => (Level::Product, "/"),
        };
        // Operators of one level group to the left.
        let tighter = if level == Level::Sum { Level::Product } else { Level::Primary };
        let (left, right) = (self.text(left, level), self.text(right, tighter));
        (level, format!("{left} {sign} {right}"))
    }

    fn called(&mut self, function: Function, parts: &[Expr]) -> (Level, String) {
        let span = |words: &'static str, printer: &mut Self| {
            let (from, to) = (printer.text(&parts[0], Level::Sum), printer.text(&parts[1], Level::Sum));
            (Level::Whole, format!("{words} {from} {} {to}", printer.word("and", "et")))
        };
        let moved = |sign: &'static str, printer: &mut Self| {
            let (from, by) = (printer.text(&parts[0], Level::Sum), printer.text(&parts[1], Level::Product));
            (Level::Sum, format!("{from} {sign} {by}"))
        };
        let name = match function {
            Function::Min => "min",
            Function::Max => "max",
            Function::Abs => "abs",
            Function::Round => self.word("round", "arrondi"),
            Function::Floor => self.word("floor", "arrondi inférieur"),
            Function::Ceil => self.word("ceil", "arrondi supérieur"),
            Function::DaysBetween => return span(self.word("days between", "jours entre"), self),
            Function::MonthsBetween => return span(self.word("months between", "mois entre"), self),
            Function::YearsBetween => return span(self.word("years between", "ans entre"), self),
            Function::AddDays | Function::AddMonths => return moved("+", self),
            Function::SubtractDays | Function::SubtractMonths => return moved("-", self),
        };
        let parts = self.list(parts);
        (Level::Primary, format!("{name} ({parts})"))
    }

    fn joined(&mut self, parts: &[Expr], english: &'static str, french: &'static str) -> (Level, String) {
        let parts: Vec<String> = parts.iter().map(|part| self.text(part, Level::Condition)).collect();
        (Level::Logic, parts.join(self.word(english, french)))
    }

    fn over_a_list(&mut self, expr: &Expr) -> (Level, String) {
        let tasks = format!("t {} f.tasks", self.word("in", "dans"));
        match expr {
            Expr::Quantified { every, condition } => {
                let condition = self.text(condition, Level::Whole);
                let quantity =
                    if *every { self.word("every", "chaque") } else { self.either(&["some"], &["un", "une"]) };
                (Level::Whole, format!("{quantity} {tasks} {} {condition}", self.word("satisfies", "vérifie")))
            }
            Expr::Aggregated { aggregate, body, condition } => {
                let name = match aggregate {
                    Aggregate::Count => self.word("count of", "nombre de"),
                    Aggregate::Sum => self.word("sum of", "somme de"),
                    Aggregate::Min => self.word("min of", "min de"),
                    Aggregate::Max => self.word("max of", "max de"),
                };
                let condition = self.filter(condition.as_deref());
                match body {
                    None => (Level::Whole, format!("{name} {tasks}{condition}")),
                    Some(body) => {
                        let body = self.text(body, Level::Sum);
                        (Level::Whole, format!("{name} {body} {} {tasks}{condition}", self.word("for", "pour")))
                    }
                }
            }
            Expr::Selected { last, by, condition, field } => {
                let which = if *last { self.word("last", "dernier") } else { self.word("first", "premier") };
                let (by, field) = (format!("{} t.{}", self.word("by", "par"), FIELDS[*by].0), FIELDS[*field].0);
                let condition = self.filter(condition.as_deref());
                (Level::Primary, format!("({which} {tasks} {by}{condition}).{field}"))
            }
            Expr::Recurs { months, since } => {
                let every = self.word("at least every", "au moins tous les");
                let since = since.map(|day| format!(" {} {day}", self.word("since", "depuis"))).unwrap_or_default();
                let months = self.number(&whole(*months), Kind::Months);
                (Level::Condition, format!("f.meetings {every} {months}{since}"))
            }
            other => panic!("{other:?} is not over a list"),
        }
    }

    fn filter(&mut self, condition: Option<&Expr>) -> String {
        let Some(condition) = condition else { return String::new() };
        let condition = self.text(condition, Level::Whole);
        format!(" {} {condition}", self.word("where", "où"))
    }
}

/// Whether an expression is a date, so that it is compared in the words of dates.
fn is_day(expr: &Expr, program: &Program) -> bool {
    match expr {
        Expr::Day(_) | Expr::Today => true,
        Expr::Fact(rank) => FACTS[*rank].1 == Kind::Day,
        Expr::Field(rank) => FIELDS[*rank].1 == Kind::Day,
        Expr::Derived(rank) => match &program.items[*rank] {
            Item::Definition(definition) => definition.kind == Kind::Day,
            Item::Table(table) => table.kind == Kind::Day,
            Item::Criterion(_) | Item::Checklist(_) => false,
        },
        Expr::Call(function, parts) => match function {
            Function::AddDays | Function::SubtractDays | Function::AddMonths | Function::SubtractMonths => true,
            Function::Min | Function::Max => parts.iter().any(|part| is_day(part, program)),
            _ => false,
        },
        _ => false,
    }
}

/// Days that versions begin or end on.
pub fn turning_points() -> [Day; 3] {
    [first_day().plus_days(-400), first_day().plus_days(-30), first_day().plus_days(200)]
}
