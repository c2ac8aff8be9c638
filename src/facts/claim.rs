//! What a dossier says of one fact, before types are known: claims with their value, source, author and dates.

use super::attribute::{Reader, folded, near};
use super::read::{Entry, Key, Node, NodeKind};
use crate::base::{FileId, MonthOrDay, Span};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::problem::{ClaimProblem, KeyPlace};

/// What a dossier says of one fact.
#[derive(Clone, PartialEq, Debug)]
pub struct RawFact {
    /// None when nobody said anything: `internes:` with nothing after it.
    pub claims: Vec<RawClaim>,
    pub keep: Option<RawKeep>,
    pub key: Key,
    /// From the key to the end of the value.
    pub span: Span,
}

/// One claim: somebody, somewhere, said a value.
#[derive(Clone, PartialEq, Debug)]
pub struct RawClaim {
    pub value: RawValue,
    pub source: Option<(String, Span)>,
    pub by: Option<(String, Span)>,
    /// When it was said.
    pub on: Option<(MonthOrDay, Span)>,
    /// From when it is true.
    pub since: Option<(MonthOrDay, Span)>,
    /// Until when it is true, inclusive.
    pub until: Option<(MonthOrDay, Span)>,
    pub span: Span,
}

impl RawClaim {
    /// Whether the claim says more than its value: who or what says it, or on which days.
    pub fn is_signed(&self) -> bool {
        let dated = self.on.is_some() || self.since.is_some() || self.until.is_some();
        dated || self.source.is_some() || self.by.is_some()
    }
}

/// The source that settles a contested fact, and who decided so.
#[derive(Clone, PartialEq, Debug)]
pub struct RawKeep {
    pub source: (String, Span),
    pub by: Option<(String, Span)>,
    pub on: Option<(MonthOrDay, Span)>,
    pub span: Span,
}

/// The value of a claim, as far as it can be told without its type.
#[derive(Clone, PartialEq, Debug)]
pub enum RawValue {
    /// `null`: known to be absent.
    Absent,
    /// A scalar, a list or a record as it stands.
    Plain(Node),
    AtLeast(Node),
    AtMost(Node),
    AtLeastAtMost(Node, Node),
    Between(Node, Node),
    /// At least one value.
    OneOf(Vec<Node>),
    /// Taken as exact, and marked as approximate wherever it is explained.
    About(Node),
    /// A list told to be complete or not.
    Items {
        items: Vec<Node>,
        complete: Option<bool>,
    },
}

/// What a key of a claim means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ClaimKey {
    Value,
    AtLeast,
    AtMost,
    Between,
    OneOf,
    About,
    Items,
    Complete,
    Source,
    On,
    Since,
    Until,
    By,
    Claims,
    Keep,
}

/// The keys that say a value, in both languages; what resembles both is taken for French.
const VALUE_KEYS: &[&str] = &[
    "valeur",
    "value",
    "au_moins",
    "at_least",
    "au_plus",
    "at_most",
    "entre",
    "between",
    "parmi",
    "one_of",
    "environ",
    "about",
    "éléments",
    "items",
    "déclarations",
    "claims",
];

/// All keys of a claim, in both languages.
pub(super) const CLAIM_KEYS: &[&str] = &[
    "valeur",
    "value",
    "au_moins",
    "at_least",
    "au_plus",
    "at_most",
    "entre",
    "between",
    "parmi",
    "one_of",
    "environ",
    "about",
    "éléments",
    "items",
    "déclarations",
    "claims",
    "complet",
    "complete",
    "source",
    "le",
    "on",
    "depuis",
    "since",
    "jusqu_au",
    "until",
    "par",
    "by",
    "retenir",
    "keep",
];

/// The keys of `keep`, in both languages.
const KEEP_KEYS: &[&str] = &["source", "par", "by", "le", "on"];

impl ClaimKey {
    fn of(key: &str) -> Option<ClaimKey> {
        Some(match folded(key).as_str() {
            "value" | "valeur" => ClaimKey::Value,
            "at_least" | "au_moins" => ClaimKey::AtLeast,
            "at_most" | "au_plus" => ClaimKey::AtMost,
            "between" | "entre" => ClaimKey::Between,
            "one_of" | "parmi" => ClaimKey::OneOf,
            "about" | "environ" => ClaimKey::About,
            "items" | "elements" => ClaimKey::Items,
            "complete" | "complet" => ClaimKey::Complete,
            "source" => ClaimKey::Source,
            "on" | "le" => ClaimKey::On,
            "since" | "depuis" => ClaimKey::Since,
            "until" | "jusqu_au" => ClaimKey::Until,
            "by" | "par" => ClaimKey::By,
            "claims" | "declarations" => ClaimKey::Claims,
            "keep" | "retenir" => ClaimKey::Keep,
            _ => return None,
        })
    }

    /// Whether the key says a value or leads to one.
    fn says_a_value(self) -> bool {
        self == ClaimKey::Claims || self == ClaimKey::Value || self.is_shape()
    }

    /// Whether the key says how much is known of a value.
    fn is_shape(self) -> bool {
        match self {
            ClaimKey::AtLeast
            | ClaimKey::AtMost
            | ClaimKey::Between
            | ClaimKey::OneOf
            | ClaimKey::About
            | ClaimKey::Items => true,
            ClaimKey::Value
            | ClaimKey::Complete
            | ClaimKey::Source
            | ClaimKey::On
            | ClaimKey::Since
            | ClaimKey::Until
            | ClaimKey::By
            | ClaimKey::Claims
            | ClaimKey::Keep => false,
        }
    }
}

/// The key of a claim that `key` resembles: for a message about a record that was meant as a claim.
pub fn near_claim_key(key: &str) -> Option<&'static str> {
    near(key, CLAIM_KEYS)
}

/// Reads what `node` says of the fact `key`, adding mistakes to `diagnostics`. A mapping is a claim when it says a
/// value by one of the claim's keys, or has none but such keys; any other is a record, left as it stands.
pub fn read_fact(key: &Key, node: &Node, id: FileId, diagnostics: &mut Vec<Diagnostic>) -> RawFact {
    read_fact_of(key, node, &[], id, diagnostics)
}

/// The same for a fact whose type is a record with these fields: a field called like a key of a claim (`source`, `par`)
/// is then a field, unless another key says the value.
pub fn read_fact_of(key: &Key, node: &Node, fields: &[&str], id: FileId, diagnostics: &mut Vec<Diagnostic>) -> RawFact {
    let mut reader = ClaimReader { reader: Reader { id, diagnostics }, fields };
    let mut fact = RawFact { claims: Vec::new(), keep: None, key: key.clone(), span: key.span.to(node.span) };
    if node.is_blank() {
        return fact;
    }
    match reader.claim_entries(node) {
        Some(entries) => reader.fact(entries, node.span, &mut fact),
        None => fact.claims.push(plain_claim(node)),
    }
    fact
}

struct ClaimReader<'d, 'f> {
    reader: Reader<'d>,
    fields: &'f [&'f str],
}

type Found<'n> = [(ClaimKey, &'n Entry)];

impl ClaimReader<'_, '_> {
    /// The entries of a node that is a claim; `None` for a bare value and for a record.
    fn claim_entries<'n>(&self, node: &'n Node) -> Option<&'n [Entry]> {
        let entries = node.entries()?;
        let is_field = |key: &Key| self.fields.iter().any(|field| folded(field) == folded(&key.text));
        let says_a_value = entries
            .iter()
            .any(|Entry { key, .. }| ClaimKey::of(&key.text).is_some_and(ClaimKey::says_a_value) && !is_field(key));
        if says_a_value {
            return Some(entries);
        }
        if entries.is_empty() || entries.iter().any(|entry| is_field(&entry.key)) {
            return None;
        }
        let (known, unknown): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| ClaimKey::of(&entry.key.text).is_some());
        // `{ valuer: 4, source: note }` is a claim with a slip, `{ montant: 4, source: note }` a record.
        let slip = unknown.iter().any(|entry| near(&entry.key.text, VALUE_KEYS).is_some());
        (unknown.is_empty() || (slip && !known.is_empty())).then_some(entries)
    }

    fn found<'n>(&mut self, entries: &'n [Entry]) -> Vec<(ClaimKey, &'n Entry)> {
        self.reader.by_meaning(entries, KeyPlace::Claim, CLAIM_KEYS, ClaimKey::of)
    }

    fn fact(&mut self, entries: &[Entry], span: Span, fact: &mut RawFact) {
        let found = self.found(entries);
        fact.keep = get(&found, ClaimKey::Keep).and_then(|entry| self.keep(entry));
        let Some(claims) = get(&found, ClaimKey::Claims) else {
            fact.claims.extend(self.claim(&found, span, found.len() == entries.len()));
            return;
        };
        for (key, entry) in &found {
            if !matches!(key, ClaimKey::Claims | ClaimKey::Keep) {
                let problem = ClaimProblem::stray_key(&entry.key.text, &claims.key.text);
                self.reader.report_with(problem, entry.key.span, claims.key.span);
            }
        }
        fact.claims = self.claims(claims);
    }

    fn claims(&mut self, entry: &Entry) -> Vec<RawClaim> {
        let items = match &entry.value.kind {
            NodeKind::Null => &[],
            NodeKind::Sequence(items) => items.as_slice(),
            // A single claim needs no list around it.
            NodeKind::Mapping(_) => std::slice::from_ref(&entry.value),
            NodeKind::Scalar { .. } => {
                self.reader.report(ClaimProblem::not_list(&entry.key.text), entry.value.span);
                &[]
            }
        };
        items.iter().filter_map(|item| self.listed_claim(item)).collect()
    }

    fn listed_claim(&mut self, item: &Node) -> Option<RawClaim> {
        if item.is_blank() {
            return None;
        }
        let Some(entries) = self.claim_entries(item) else { return Some(plain_claim(item)) };
        let found = self.found(entries);
        for (key, entry) in &found {
            if matches!(key, ClaimKey::Claims | ClaimKey::Keep) {
                self.reader.unknown_key(&entry.key, KeyPlace::ListedClaim, &[]);
            }
        }
        self.claim(&found, item.span, found.len() == entries.len())
    }

    /// The claim that `found` makes. That it says no value is told only when all its keys were understood.
    fn claim(&mut self, found: &Found<'_>, span: Span, understood: bool) -> Option<RawClaim> {
        let source = get(found, ClaimKey::Source).and_then(|entry| self.reader.text(entry));
        let by = get(found, ClaimKey::By).and_then(|entry| self.reader.text(entry));
        let on = self.dated(found, ClaimKey::On);
        let since = self.dated(found, ClaimKey::Since);
        let until = self.dated(found, ClaimKey::Until);
        let value = self.value(found, span, understood);
        // Without its date a claim would hold on days that its author did not say.
        let (on, since, until) = (on?, since?, until?);
        if let (Some((since, first)), Some((until, last))) = (since, until)
            && until.last_day() < since.first_day()
        {
            self.reader.report_with(ClaimProblem::PeriodReversed, last, first);
        }
        Some(RawClaim { value: value?, source, by, on, since, until, span })
    }

    /// The date that a key says, if it says one; `None` when it cannot be read.
    fn dated(&mut self, found: &Found<'_>, key: ClaimKey) -> Option<Option<(MonthOrDay, Span)>> {
        let Some(entry) = get(found, key) else { return Some(None) };
        let says_nothing = match &entry.value.kind {
            NodeKind::Null => true,
            NodeKind::Scalar { text, .. } => text.trim().is_empty(),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => false,
        };
        if says_nothing { Some(None) } else { self.reader.date(entry).map(Some) }
    }

    /// The value that the keys say. `None` when they say none, or more than one thing: half of a contradiction would
    /// be a claim that nobody made.
    fn value(&mut self, found: &Found<'_>, span: Span, understood: bool) -> Option<RawValue> {
        let complete = get(found, ClaimKey::Complete);
        let said: Vec<&(ClaimKey, &Entry)> =
            found.iter().filter(|(key, _)| *key == ClaimKey::Value || key.is_shape()).collect();
        match said.as_slice() {
            [] => {
                if understood && get(found, ClaimKey::Claims).is_none() {
                    self.reader.report(ClaimProblem::NoValue, span);
                }
                None
            }
            [(ClaimKey::Value, entry)] => self.plain_value(entry, complete),
            [(key, entry)] => self.shape(*key, entry, complete),
            [(ClaimKey::AtLeast, least), (ClaimKey::AtMost, most)]
            | [(ClaimKey::AtMost, most), (ClaimKey::AtLeast, least)] => {
                self.no_complete(complete);
                let least = self.one_value(least);
                let most = self.one_value(most);
                Some(RawValue::AtLeastAtMost(least?, most?))
            }
            [(_, first), (_, second), ..] => {
                let problem = ClaimProblem::two_values(&first.key.text, &second.key.text);
                self.reader.report_with(problem, second.key.span, first.key.span);
                None
            }
        }
    }

    fn plain_value(&mut self, entry: &Entry, complete: Option<&Entry>) -> Option<RawValue> {
        let node = &entry.value;
        match &node.kind {
            NodeKind::Sequence(items) if complete.is_some() => {
                let complete = complete.and_then(|entry| self.reader.yes_no(entry));
                return Some(RawValue::Items { items: items.clone(), complete });
            }
            // `valeur: { au_moins: 4 }` says what `au_moins: 4` says.
            NodeKind::Mapping(entries) if self.fields.is_empty() && is_shape(entries) => {
                let found = self.found(entries);
                return self.value(&found, node.span, true);
            }
            NodeKind::Null | NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_) => {}
        }
        self.no_complete(complete);
        (!node.is_blank()).then(|| plain(node))
    }

    fn shape(&mut self, key: ClaimKey, entry: &Entry, complete: Option<&Entry>) -> Option<RawValue> {
        if key == ClaimKey::Items {
            let items = self.list(entry)?.to_vec();
            let complete = complete.and_then(|entry| self.reader.yes_no(entry));
            return Some(RawValue::Items { items, complete });
        }
        self.no_complete(complete);
        match key {
            ClaimKey::AtLeast => self.one_value(entry).map(RawValue::AtLeast),
            ClaimKey::AtMost => self.one_value(entry).map(RawValue::AtMost),
            ClaimKey::About => self.one_value(entry).map(RawValue::About),
            ClaimKey::Between => self.between(entry),
            ClaimKey::OneOf => self.one_of(entry),
            ClaimKey::Value
            | ClaimKey::Items
            | ClaimKey::Complete
            | ClaimKey::Source
            | ClaimKey::On
            | ClaimKey::Since
            | ClaimKey::Until
            | ClaimKey::By
            | ClaimKey::Claims
            | ClaimKey::Keep => None,
        }
    }

    fn between(&mut self, entry: &Entry) -> Option<RawValue> {
        if let NodeKind::Sequence(bounds) = &entry.value.kind
            && let [low, high] = bounds.as_slice()
            && low.text().is_some()
            && high.text().is_some()
        {
            return Some(RawValue::Between(low.clone(), high.clone()));
        }
        self.reader.report(ClaimProblem::not_two_bounds(&entry.key.text), entry.value.span);
        None
    }

    fn one_of(&mut self, entry: &Entry) -> Option<RawValue> {
        let items = self.list(entry)?;
        if items.is_empty() {
            self.reader.report(ClaimProblem::not_list(&entry.key.text), entry.value.span);
            return None;
        }
        Some(RawValue::OneOf(items.to_vec()))
    }

    fn list<'n>(&mut self, entry: &'n Entry) -> Option<&'n [Node]> {
        if let NodeKind::Sequence(items) = &entry.value.kind {
            return Some(items);
        }
        self.reader.report(ClaimProblem::not_list(&entry.key.text), entry.value.span);
        None
    }

    /// A value; a blank one is not said, and no mistake.
    fn one_value(&mut self, entry: &Entry) -> Option<Node> {
        if entry.value.text().is_some_and(|text| !text.trim().is_empty()) {
            return Some(entry.value.clone());
        }
        if entry.value.is_blank() {
            return None;
        }
        self.reader.report(ClaimProblem::not_one_value(&entry.key.text), entry.value.span);
        None
    }

    fn no_complete(&mut self, complete: Option<&Entry>) {
        if let Some(entry) = complete {
            self.reader.report(ClaimProblem::complete_alone(&entry.key.text), entry.key.span);
        }
    }

    /// `retenir: note`, or `retenir: { source: note, par: dinum, le: 2024-03 }`.
    fn keep(&mut self, entry: &Entry) -> Option<RawKeep> {
        let span = entry.value.span;
        let NodeKind::Mapping(entries) = &entry.value.kind else {
            return self.reader.text(entry).map(|source| RawKeep { source, by: None, on: None, span });
        };
        let meaning =
            |key: &str| ClaimKey::of(key).filter(|key| matches!(key, ClaimKey::Source | ClaimKey::By | ClaimKey::On));
        let found = self.reader.by_meaning(entries, KeyPlace::Keep, KEEP_KEYS, meaning);
        let by = get(&found, ClaimKey::By).and_then(|entry| self.reader.text(entry));
        let on = get(&found, ClaimKey::On).and_then(|entry| self.reader.date(entry));
        let Some(source) = get(&found, ClaimKey::Source).and_then(|entry| self.reader.text(entry)) else {
            self.reader.report(ClaimProblem::KeepWithoutSource, span);
            return None;
        };
        Some(RawKeep { source, by, on, span })
    }
}

fn get<'n>(found: &Found<'n>, key: ClaimKey) -> Option<&'n Entry> {
    found.iter().find(|(other, _)| *other == key).map(|(_, entry)| *entry)
}

fn is_shape(entries: &[Entry]) -> bool {
    let shape =
        |entry: &Entry| ClaimKey::of(&entry.key.text).is_some_and(|key| key.is_shape() || key == ClaimKey::Complete);
    !entries.is_empty() && entries.iter().all(shape)
}

fn plain(node: &Node) -> RawValue {
    match node.kind {
        NodeKind::Null => RawValue::Absent,
        NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_) => RawValue::Plain(node.clone()),
    }
}

/// A bare value: a claim without an author.
fn plain_claim(node: &Node) -> RawClaim {
    let value = plain(node);
    RawClaim { value, source: None, by: None, on: None, since: None, until: None, span: node.span }
}

#[cfg(test)]
mod tests;
