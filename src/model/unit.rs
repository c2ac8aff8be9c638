//! Units and dimensions. A dimension is a product of base units with integer powers; a unit is a dimension, a scale
//! against the base units, and the way it is written.

use crate::base::{Lang, Num};

/// Base units by their rank among [`Units`], with non-zero powers, sorted. Empty: a plain number.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Dimension(Vec<(u16, i8)>);

impl Dimension {
    pub fn base(rank: u16) -> Self {
        Dimension(vec![(rank, 1)])
    }

    pub fn is_plain(&self) -> bool {
        self.0.is_empty()
    }

    /// The dimension of a product (`sign` 1) or of a quotient (`sign` -1).
    pub fn combine(&self, other: &Dimension, sign: i8) -> Dimension {
        let mut powers = self.0.clone();
        for &(rank, power) in &other.0 {
            let power = power.saturating_mul(sign);
            match powers.iter_mut().find(|(known, _)| *known == rank) {
                Some((_, total)) => *total = total.saturating_add(power),
                None => powers.push((rank, power)),
            }
        }
        powers.retain(|&(_, power)| power != 0);
        powers.sort_unstable();
        Dimension(powers)
    }

    pub fn powers(&self) -> &[(u16, i8)] {
        &self.0
    }
}

/// A unit as a type names it. Two units are alike when their dimensions are the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    pub dimension: Dimension,
    /// How many base units one of this is: 1 year is 12 months.
    pub scale: Num,
    pub symbol: UnitSymbol,
}

/// How a unit is written in each language, one and many.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnitSymbol {
    pub en: (String, String),
    pub fr: (String, String),
}

impl UnitSymbol {
    pub fn same(text: &str) -> Self {
        let pair = (text.to_string(), text.to_string());
        UnitSymbol { en: pair.clone(), fr: pair }
    }

    /// The spelling beside a number. French has the plural from 2 on, English for all but 1.
    pub fn beside(&self, lang: Lang, value: &Num) -> &str {
        let (one, many) = match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        };
        let single = match lang {
            Lang::En => value.abs() == Num::ONE,
            Lang::Fr => value.abs() < Num::from_i64(2),
        };
        if single { one } else { many }
    }

    /// The spelling in machine output: English for the built-in ones, plural.
    pub fn stable(&self) -> &str {
        &self.en.1
    }

    fn per(&self, below: &UnitSymbol) -> UnitSymbol {
        let join = |above: &str, below: &str| format!("{above}/{below}");
        UnitSymbol {
            en: (join(&self.en.0, &below.en.0), join(&self.en.1, &below.en.0)),
            fr: (join(&self.fr.0, &below.fr.0), join(&self.fr.1, &below.fr.0)),
        }
    }

    fn times(&self, other: &UnitSymbol) -> UnitSymbol {
        let join = |left: &str, right: &str| format!("{left}·{right}");
        UnitSymbol {
            en: (join(&self.en.0, &other.en.0), join(&self.en.1, &other.en.1)),
            fr: (join(&self.fr.0, &other.fr.0), join(&self.fr.1, &other.fr.1)),
        }
    }
}

impl Unit {
    pub fn alike(&self, other: &Unit) -> bool {
        self.dimension == other.dimension
    }

    pub fn per(&self, below: &Unit) -> Unit {
        Unit {
            dimension: self.dimension.combine(&below.dimension, -1),
            scale: self.scale.checked_div(&below.scale).unwrap_or(Num::ONE),
            symbol: self.symbol.per(&below.symbol),
        }
    }
}

/// One spelling and the unit it names.
#[derive(Clone, Debug)]
struct Spelling {
    text: String,
    unit: Unit,
}

/// Every unit of a doctrine: the built-in ones and the authors' own.
#[derive(Clone, Debug)]
pub struct Units {
    spellings: Vec<Spelling>,
    /// The symbol of each base unit, by rank.
    bases: Vec<UnitSymbol>,
}

/// Rank of full-time equivalents.
pub const FTE: u16 = 0;
/// Rank of euros.
pub const EUR: u16 = 1;
/// Rank of days.
pub const DAY: u16 = 2;
/// Rank of months.
pub const MONTH: u16 = 3;

fn symbol(en: (&str, &str), fr: (&str, &str)) -> UnitSymbol {
    let own = |pair: (&str, &str)| (pair.0.to_string(), pair.1.to_string());
    UnitSymbol { en: own(en), fr: own(fr) }
}

impl Default for Units {
    fn default() -> Self {
        let fte = symbol(("FTE", "FTE"), ("ETP", "ETP"));
        let euro = symbol(("EUR", "EUR"), ("€", "€"));
        let day = symbol(("day", "days"), ("jour", "jours"));
        let month = symbol(("month", "months"), ("mois", "mois"));
        let mut units =
            Units { spellings: Vec::new(), bases: vec![fte.clone(), euro.clone(), day.clone(), month.clone()] };
        let mut add = |texts: &[&str], rank: u16, scale: i64, symbol: &UnitSymbol| {
            let unit = Unit { dimension: Dimension::base(rank), scale: Num::from_i64(scale), symbol: symbol.clone() };
            for text in texts {
                units.spellings.push(Spelling { text: (*text).to_string(), unit: unit.clone() });
            }
        };
        add(&["ETP", "FTE"], FTE, 1, &fte);
        add(&["EUR", "€", "euro", "euros"], EUR, 1, &euro);
        add(&["k€", "kEUR"], EUR, 1_000, &symbol(("kEUR", "kEUR"), ("k€", "k€")));
        add(&["M€", "MEUR"], EUR, 1_000_000, &symbol(("MEUR", "MEUR"), ("M€", "M€")));
        add(&["Md€", "GEUR"], EUR, 1_000_000_000, &symbol(("GEUR", "GEUR"), ("Md€", "Md€")));
        add(&["day", "days", "jour", "jours"], DAY, 1, &day);
        let week = symbol(("week", "weeks"), ("semaine", "semaines"));
        add(&["week", "weeks", "semaine", "semaines"], DAY, 7, &week);
        add(&["month", "months", "mois"], MONTH, 1, &month);
        let year = symbol(("year", "years"), ("an", "ans"));
        add(&["year", "years", "an", "ans", "année", "années"], MONTH, 12, &year);
        units
    }
}

impl Units {
    pub fn find(&self, spelling: &str) -> Option<&Unit> {
        self.spellings.iter().find(|known| known.text == spelling).map(|known| &known.unit)
    }

    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        self.spellings.iter().map(|known| known.text.as_str())
    }

    /// Declares a unit of the author's: a new base unit, or a multiple of a known one.
    pub fn declare(&mut self, names: &[&str], symbol: UnitSymbol, multiple_of: Option<(Num, &Unit)>) {
        let unit = match multiple_of {
            Some((count, of)) => Unit { dimension: of.dimension.clone(), scale: &count * &of.scale, symbol },
            None => {
                let rank = u16::try_from(self.bases.len()).unwrap_or(u16::MAX);
                self.bases.push(symbol.clone());
                Unit { dimension: Dimension::base(rank), scale: Num::ONE, symbol }
            }
        };
        for name in names {
            self.spellings.push(Spelling { text: (*name).to_string(), unit: unit.clone() });
        }
    }

    /// The unit to show a computed dimension in: its base units, scale 1. Whole years are left in months.
    pub fn of_dimension(&self, dimension: &Dimension) -> Unit {
        let mut above: Option<UnitSymbol> = None;
        let mut below: Vec<UnitSymbol> = Vec::new();
        for &(rank, power) in dimension.powers() {
            let Some(symbol) = self.bases.get(usize::from(rank)) else { continue };
            for _ in 0..power.unsigned_abs() {
                if power < 0 {
                    below.push(symbol.clone());
                } else {
                    above = Some(above.map_or_else(|| symbol.clone(), |known| known.times(symbol)));
                }
            }
        }
        let mut written = above.unwrap_or_else(|| UnitSymbol::same("1"));
        for symbol in &below {
            written = written.per(symbol);
        }
        Unit { dimension: dimension.clone(), scale: Num::ONE, symbol: written }
    }
}
