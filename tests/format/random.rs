//! Random programs, in either language, in any dress.

use super::{check, check_translation};
use perenne::base::{FileId, Lang};
use perenne::syntax::keyword::Keyword;
use perenne::syntax::parse;

/// A small generator of its own, so that a failure is found again from its number alone.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % n.max(1)
    }
}

/// Writes a program word by word.
struct Writer {
    random: Random,
    lang: Lang,
    text: String,
    /// Whether lines break and comments stand where they may.
    messy: bool,
    comments: usize,
}

impl Writer {
    fn one_in(&mut self, n: usize) -> bool {
        self.random.below(n) == 0
    }

    fn pick<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.random.below(all.len())]
    }

    /// A blank, of any width.
    fn blank(&mut self) {
        let ends_word = !self.text.ends_with(['\n', ' ', '\'', '’']);
        if ends_word || (self.messy && self.one_in(8)) {
            let blanks = if self.messy && self.one_in(5) { self.pick(&["  ", "   ", "\t"]) } else { " " };
            self.text.push_str(blanks);
        }
    }

    /// A place where a line may break.
    fn gap(&mut self) {
        if self.messy && self.one_in(12) {
            if self.one_in(3) {
                self.comments += 1;
                self.text.push_str(&format!(" # remarque {}", self.comments));
            }
            self.text.push_str("\n        ");
        }
    }

    fn word(&mut self, word: &str) {
        self.blank();
        self.text.push_str(word);
    }

    /// A keyword in any of its spellings; those that lean on the next word only where there is one.
    fn k(&mut self, id: &str) {
        let spellings = Keyword::by_id(id).unwrap_or_else(|| panic!("{id}")).spellings(self.lang);
        let mut spelling = spellings[self.random.below(spellings.len())].clone();
        if self.one_in(6) {
            spelling = spelling.replace('\'', "’");
        }
        self.word(&spelling);
    }

    /// A mark that no blank need precede.
    fn mark(&mut self, mark: &str) {
        if self.messy && self.one_in(6) {
            self.text.push(' ');
        }
        self.text.push_str(mark);
    }

    fn name(&mut self) {
        let name =
            self.pick(&["a", "équipe.internes", "b_2", "homologation", "héros", "g.x.y", "`à part`", "ou_x", "z"]);
        self.word(name);
    }

    fn plain_name(&mut self) {
        let name = self.pick(&["a", "sponsor", "note", "b_2", "homologation", "S67", "z"]);
        self.word(name);
    }

    fn title(&mut self) {
        let title = self.pick(&[
            "« Un titre »",
            "\"A title\"",
            "“Plain”",
            "« Un titre assez long pour que la ligne ne tienne pas toujours, surtout avec un nom »",
            "« deux\n      lignes »",
        ]);
        self.word(title);
    }

    fn number(&mut self) {
        let (fr, en) = [("3", "3"), ("2,5", "2.5"), ("1 000", "1 000"), ("0", "0"), ("12 345,25", "12 345.25")]
            [self.random.below(5)];
        self.word(if self.lang == Lang::Fr { fr } else { en });
    }

    fn quantity(&mut self) {
        self.number();
        let units: &[&str] = match self.lang {
            Lang::Fr => &["ETP", "€", "%", "jours", "mois", "k€", "€/an", "km", "semaines"],
            Lang::En => &["FTE", "€", "%", "days", "months", "k€", "€/year", "km", "weeks"],
        };
        if self.one_in(2) {
            let unit = self.pick(units);
            if self.one_in(2) {
                self.text.push_str(unit);
            } else {
                self.word(unit);
            }
        }
    }

    fn date(&mut self) {
        let date = self.pick(&["2024-03-01", "2023-12", "2025-01-31"]);
        self.word(date);
    }

    fn brackets(&mut self, inside: impl FnOnce(&mut Self)) {
        self.word("(");
        self.gap();
        inside(self);
        self.gap();
        self.mark(")");
    }

    fn list(&mut self, least: usize, each: impl Fn(&mut Self)) {
        let count = least + self.random.below(3);
        self.brackets(|w| {
            for index in 0..count {
                each(w);
                if index + 1 < count {
                    w.mark(",");
                    w.gap();
                } else if w.one_in(8) {
                    w.mark(",");
                }
            }
        });
    }

    fn value(&mut self, depth: usize) {
        match self.random.below(if depth == 0 { 6 } else { 16 }) {
            0 | 1 => self.name(),
            2 => self.quantity(),
            3 => self.date(),
            4 => {
                let id = self.pick(&["yes", "no", "today", "none", "unspecified"]);
                self.k(id);
            }
            5 => self.word("« Oui »"),
            6 | 7 => {
                // Not `no`: before a minus, French reads its `non` as a negation.
                match self.random.below(3) {
                    0 => self.name(),
                    1 => self.quantity(),
                    _ => self.brackets(|w| w.value(depth - 1)),
                }
                let operator = self.pick(&["+", "-", "*", "/", "×", "−"]);
                self.gap();
                self.word(operator);
                self.value(0);
            }
            8 => self.brackets(|w| w.value(depth - 1)),
            9 => {
                let id = self.pick(&["fn_min", "fn_max", "fn_round", "fn_abs", "fn_floor", "fn_ceil"]);
                self.k(id);
                self.list(1, |w| w.value(depth - 1));
            }
            10 => {
                self.k("share_of");
                self.name();
                self.gap();
                self.k("among");
                self.list(1, |w| w.name());
            }
            11 => {
                let id = self.pick(&["sum_of", "min_of", "max_of", "values_of"]);
                self.brackets(|w| {
                    w.k(id);
                    w.name();
                    w.gap();
                    w.k("for");
                    w.word("m");
                    w.k("in");
                    w.word("liste");
                    if w.one_in(2) {
                        w.gap();
                        w.k("where");
                        w.condition(depth - 1);
                    }
                });
            }
            12 => {
                self.k("count_of");
                self.name();
            }
            13 => {
                let id = self.pick(&["days_between", "months_between", "years_between"]);
                self.k(id);
                self.value(0);
                self.k("and");
                self.value(0);
            }
            14 => self.brackets(|w| {
                w.name();
                w.gap();
                w.k("or_else");
                w.value(0);
            }),
            _ => self.brackets(|w| {
                let id = w.pick(&["first_in", "last_in"]);
                w.k(id);
                w.word("m");
                w.k("in");
                w.word("liste");
                w.gap();
                w.k("by");
                w.word("m.d");
            }),
        }
    }

    fn tail(&mut self, depth: usize) {
        match self.random.below(9) {
            0..=2 => {
                let id = self.pick(&[
                    "at_least",
                    "at_most",
                    "more_than",
                    "less_than",
                    "before",
                    "after",
                    "on_or_before",
                    "on_or_after",
                ]);
                self.k(id);
                self.value(depth);
            }
            3 => {
                let sign = self.pick(&[">=", "<=", "=", "≥", "≠", "<", ">"]);
                self.word(sign);
                self.value(depth);
            }
            4 => {
                self.k("between");
                self.value(0);
                self.k("and");
                self.value(0);
            }
            5 => {
                let is = self.pick(&["is", "is_not"]);
                self.k(is);
                let what = self.pick(&["known", "missing", "contested", "absent_value"]);
                self.k(what);
            }
            6 => {
                self.k("is");
                let what = self.pick(&["met", "not_met", "unknown", "not_applicable", "exempt"]);
                self.k(what);
            }
            7 => {
                let is = self.pick(&["is", "is_not"]);
                self.k(is);
                self.k("one_of");
                self.list(1, |w| w.value(0));
            }
            _ => {
                let id = self.pick(&["contains", "starts_with", "ends_with"]);
                self.k(id);
                self.value(0);
            }
        }
    }

    fn condition(&mut self, depth: usize) {
        match self.random.below(if depth == 0 { 2 } else { 9 }) {
            0 => self.name(),
            1 | 2 => {
                self.value(depth.min(2));
                self.gap();
                self.tail(depth.saturating_sub(1).min(1));
            }
            3 => {
                self.k("not");
                self.brackets(|w| w.condition(depth - 1));
            }
            4 | 5 => {
                let id = self.pick(&["and", "or"]);
                let bracketed = |w: &mut Self| w.brackets(|w| w.condition(depth - 1));
                bracketed(self);
                for _ in 0..=self.random.below(3) {
                    self.gap();
                    self.k(id);
                    bracketed(self);
                }
            }
            6 => self.brackets(|w| {
                w.k("if");
                w.condition(0);
                w.gap();
                w.k("then");
                w.value(0);
                w.gap();
                w.k("else");
                w.value(0);
            }),
            7 => {
                let id = self.pick(&["all_of", "any_of", "none_of"]);
                self.k(id);
                self.list(1, |w| w.condition(depth - 1));
            }
            _ => self.brackets(|w| {
                let id = w.pick(&["every", "some"]);
                w.k(id);
                w.word("m");
                w.k("in");
                w.word("liste");
                w.gap();
                w.k("satisfies");
                w.condition(depth - 1);
            }),
        }
    }

    // ── items ──

    fn new_line(&mut self, indent: usize) {
        if self.messy && self.one_in(10) {
            self.comments += 1;
            self.text.push_str(&format!("  # remarque {}", self.comments));
        }
        self.text.push('\n');
        if self.messy && self.one_in(8) {
            self.text.push('\n');
        }
        if self.messy && self.one_in(10) {
            self.comments += 1;
            let column = self.random.below(6);
            self.text.push_str(&format!("{}# remarque {}\n", " ".repeat(column), self.comments));
        }
        let more = if self.messy { self.random.below(2) } else { 0 };
        self.text.push_str(&" ".repeat(indent + more));
    }

    fn common_clause(&mut self, indent: usize) {
        self.new_line(indent);
        match self.random.below(6) {
            0 | 1 => self.citation(),
            2 => {
                self.k("ref");
                self.word("S-67");
                self.mark(",");
                self.word("N4.1");
            }
            3 => {
                self.k("remark");
                self.title();
            }
            4 => {
                self.k("formerly");
                self.plain_name();
            }
            _ => {
                self.k("vague");
                self.word("« régulièrement »");
            }
        }
    }

    fn citation(&mut self) {
        self.k("per");
        self.plain_name();
        if self.one_in(2) {
            self.word("§");
            self.word("N4.1");
        }
        if self.one_in(3) {
            self.k("quote");
            self.word("« mot à mot »");
        }
    }

    fn criterion(&mut self) {
        self.k("criterion");
        self.plain_name();
        if self.one_in(2) {
            self.title();
        }
        if self.one_in(2) {
            self.new_line(2);
            let force = self.pick(&["obligation", "requirement", "recommendation", "best_effort", "indicative"]);
            self.k(force);
        }
        self.common_clause(2);
        if self.one_in(3) {
            self.new_line(2);
            self.k("applies_when");
            self.condition(1);
        }
        self.new_line(2);
        self.k("requires");
        self.condition(3);
        if self.one_in(3) {
            self.new_line(2);
            self.k("except_when");
            self.condition(1);
            if self.one_in(2) {
                self.citation();
            }
        }
    }

    fn definition(&mut self) {
        self.k("define");
        self.plain_name();
        self.word(":");
        let ty = self.pick(&["number", "percent", "yes_no", "date_type", "integer", "text_type"]);
        self.k(ty);
        self.new_line(2);
        self.word("=");
        self.value(3);
    }

    fn parameter(&mut self) {
        self.k("parameter");
        self.plain_name();
        self.word(":");
        self.k("percent");
        for _ in 0..=self.random.below(3) {
            self.new_line(2);
            self.word("=");
            self.quantity();
            if self.one_in(2) {
                self.k("from");
                self.date();
            }
            if self.one_in(2) {
                self.citation();
            }
        }
    }

    fn facts(&mut self) {
        self.k("facts");
        self.plain_name();
        if self.one_in(2) {
            self.title();
        }
        self.word("{");
        for number in 0..=self.random.below(3) {
            self.new_line(2);
            self.word(&format!("fait_{}", "long_".repeat(number)));
            self.word(":");
            match self.random.below(4) {
                0 => self.word(if self.lang == Lang::Fr { "ETP" } else { "FTE" }),
                1 => {
                    self.k("list_of");
                    let element = self.pick(&["étape", "réunion", "personne"]);
                    self.word(element);
                }
                2 => {
                    self.k("judgement");
                    self.k("judged_by");
                    self.plain_name();
                }
                _ => self.k("yes_no"),
            }
            if self.one_in(2) {
                self.title();
            }
            if self.one_in(3) {
                self.new_line(4);
                self.k("question");
                self.title();
            }
            if self.one_in(3) {
                self.new_line(4);
                self.k("optional");
            }
            if self.one_in(4) {
                self.new_line(4);
                self.k("bounds");
                self.k("at_least");
                self.quantity();
            }
        }
        self.text.push_str("\n}");
    }

    fn checklist(&mut self) {
        self.k("checklist");
        self.plain_name();
        self.new_line(2);
        let id = self.pick(&["all_of", "any_of"]);
        self.k(id);
        self.list(2, |w| match w.random.below(4) {
            0 => {
                let force = w.pick(&["recommendation", "obligation"]);
                w.k(force);
                w.plain_name();
            }
            1 => {
                w.k("none_of");
                w.list(1, |w| w.plain_name());
            }
            _ => w.word("équipe_internalisée_selon_la_note"),
        });
    }

    fn choice(&mut self) {
        self.k("choice");
        self.plain_name();
        if self.one_in(2) {
            self.k("ordered");
        }
        self.word("{");
        for name in ["un_a", "deux", "autre_encore"] {
            if self.one_in(2) {
                self.new_line(2);
            }
            self.word(name);
            if self.one_in(2) {
                self.title();
            }
            self.mark(",");
        }
        self.text.push('}');
    }

    fn test(&mut self) {
        self.k("test");
        self.title();
        self.new_line(2);
        self.k("as_of");
        self.date();
        self.new_line(2);
        self.k("given");
        for index in 0..=self.random.below(4) {
            if index > 0 {
                if self.one_in(3) {
                    self.text.push_str("\n      ");
                } else {
                    self.mark(",");
                    self.gap();
                }
            }
            self.word("équipe.internes");
            match self.random.below(3) {
                0 => self.k("missing"),
                1 => {
                    self.word("=");
                    self.quantity();
                    self.k("by");
                    self.plain_name();
                    self.k("on");
                    self.date();
                }
                _ => {
                    self.k("at_least");
                    self.quantity();
                }
            }
        }
        for _ in 0..=self.random.below(2) {
            self.new_line(2);
            self.k("expect");
            self.plain_name();
            let verdict = self.pick(&["met", "not_met", "unknown", "not_applicable", "exempt"]);
            self.k(verdict);
        }
        self.new_line(2);
        self.k("examples");
        for row in 0..=1 + self.random.below(3) {
            self.text.push_str("\n    |");
            if row == 0 {
                self.k("as_of");
                self.text.push_str(" | équipe.internes | a |");
                continue;
            }
            self.date();
            self.text.push('|');
            match self.random.below(4) {
                0 => self.k("absent_value"),
                1 => self.k("missing"),
                2 => self.quantity(),
                _ => {}
            }
            self.text.push('|');
            let verdict = self.pick(&["met", "not_met", "unknown", "not_applicable", "exempt"]);
            self.k(verdict);
            self.text.push('|');
        }
    }

    fn milestone(&mut self) {
        self.k("milestone");
        self.plain_name();
        self.new_line(2);
        self.k("expected");
        self.date();
        self.new_line(2);
        self.k("after_milestone");
        self.plain_name();
        self.new_line(2);
        self.k("requires");
        self.condition(2);
    }

    fn item(&mut self) {
        match self.random.below(9) {
            0 | 1 => self.criterion(),
            2 => self.definition(),
            3 => self.parameter(),
            4 => self.facts(),
            5 => self.checklist(),
            6 => self.choice(),
            7 => self.milestone(),
            _ => self.test(),
        }
        let ends = if self.one_in(3) { "\n" } else { "\n\n" };
        self.text.push_str(ends);
    }
}

fn program(seed: u64, messy: bool) -> String {
    let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut writer = Writer { random, lang: Lang::Fr, text: String::new(), messy, comments: 0 };
    if writer.one_in(2) {
        writer.lang = Lang::En;
    }
    let line = if writer.lang == Lang::Fr { "langue fr\n\n" } else { "language en\n\n" };
    writer.text.push_str(line);
    for _ in 0..=writer.random.below(3) {
        writer.item();
    }
    writer.text
}

/// Programs of every kind of item and condition, with every spelling of every word, in any dress.
#[test]
fn random_programs_keep_their_meaning() {
    let (mut sound, mut changed, mut broken, mut commented) = (0u64, 0u64, 0u64, 0u64);
    let programs = 200;
    for seed in 0..programs {
        let text = program(seed, seed % 3 != 0);
        if parse(FileId(0), &text, false).diagnostics.iter().any(|one| one.is_error()) {
            continue;
        }
        sound += 1;
        let once = check(&format!("program {seed}"), &text);
        let there = check_translation(&format!("program {seed}"), &text);
        changed += u64::from(once != text && there != once);
        broken += u64::from(once.lines().any(|line| line.starts_with("    ")));
        commented += u64::from(text.contains("# remarque"));
    }
    println!(
        "{sound} of {programs} programs, {changed} changed, {broken} with broken lines, {commented} with comments"
    );
    assert!(sound * 2 > programs, "{sound} of {programs} programs were sound");
    assert!(changed * 3 > sound && broken * 5 > sound && commented * 5 > sound);
}
