//! The same rules written by hand, as somebody would who needs nothing else: the measure of what the work costs.

use super::service::Service;
use jiff::civil::date;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    Met,
    NotMet,
    Unknown,
}

use Answer::{Met, NotMet, Unknown};

/// What is found of one service: the 24 rules, the verdict, the three scenarios.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    pub rules: [Answer; 24],
    pub verdict: Answer,
    pub internalise: Answer,
    pub transfer: Answer,
    pub new_gip: Answer,
}

fn told(condition: Option<bool>) -> Answer {
    match condition {
        Some(true) => Met,
        Some(false) => NotMet,
        None => Unknown,
    }
}

/// Kleene's strong conjunction.
fn all<const N: usize>(parts: [Answer; N]) -> Answer {
    if parts.contains(&NotMet) {
        NotMet
    } else if parts.contains(&Unknown) {
        Unknown
    } else {
        Met
    }
}

/// The same over many.
fn all_of<'a>(parts: impl Iterator<Item = &'a Answer>) -> Answer {
    let mut found = Met;
    for part in parts {
        match part {
            NotMet => return NotMet,
            Unknown => found = Unknown,
            Met => {}
        }
    }
    found
}

fn any<const N: usize>(parts: [Answer; N]) -> Answer {
    if parts.contains(&Met) {
        Met
    } else if parts.contains(&Unknown) {
        Unknown
    } else {
        NotMet
    }
}

fn not(answer: Answer) -> Answer {
    match answer {
        Met => NotMet,
        NotMet => Met,
        Unknown => Unknown,
    }
}

/// The rules of the base doctrine.
pub fn judge(service: &Service) -> Found {
    let s = service;
    let host = s.host.as_ref();
    let internal_and_external = s.internal_fte.zip(s.external_fte);
    let recent_measures =
        s.impact_measures.as_ref().map(|days| days.iter().filter(|day| **day >= date(2025, 11, 1)).count());
    let digital = host.and_then(|host| host.digital_skills);
    let backing = told(host.and_then(|host| host.political_backing));
    let rules = [
        told(s.domain.as_ref().map(|domain| domain.ends_with(".gouv.fr"))),
        told(s.dsfr),
        all([told(s.accessibility_rate.map(|rate| rate >= 750)), told(s.accessibility_declaration)]),
        told(s.security_certified_until.map(|day| day >= date(2026, 11, 1))),
        told(s.privacy_review),
        told(s.open_source),
        told(s.hosting.map(|hosting| hosting <= 2)),
        told(s.stats_published),
        told(s.user_support),
        told(s.user_tests_per_year.map(|count| count >= 4)),
        told(recent_measures.map(|count| count >= 2)),
        all([told(s.impact_measures.as_ref().map(|days| !days.is_empty())), told(s.stats_published)]),
        told(s.product_lead_public_agent),
        told(
            internal_and_external
                .map(|(inside, outside)| inside + outside != 0 && inside * 100 >= 40 * (inside + outside)),
        ),
        told(internal_and_external.map(|(inside, outside)| inside + outside >= 30)),
        told(s.budget_line),
        told(
            s.budget_annual
                .zip(internal_and_external)
                .map(|(amount, (inside, outside))| amount * 10 >= 80_000 * (inside + outside)),
        ),
        told(s.budget_secured_until.zip(s.transfer_date).map(|(secured, transfer)| secured >= transfer)),
        any([told(s.contract_vehicle.map(|vehicle| vehicle <= 2)), told(s.external_fte.map(|outside| outside == 0))]),
        told(s.incubation_start.zip(s.transfer_date).map(|(start, transfer)| (transfer - start).get_days() >= 180)),
        told(s.review_document),
        told(s.ops_documentation),
        all([
            told(digital.map(|level| level >= 3)),
            told(host.and_then(|host| host.business_skills).map(|level| level >= 3)),
        ]),
        all([backing, any([told(host.and_then(|host| host.product_mode)), told(digital.map(|level| level >= 4))])]),
    ];
    let kind = host.and_then(|host| host.kind);
    Found {
        rules,
        verdict: all_of(rules.iter().take(22)),
        internalise: all([told(kind.map(|kind| kind == 0)), backing, rules[13], rules[15]]),
        transfer: all([told(kind.map(|kind| kind >= 1)), rules[18], rules[22], rules[23]]),
        new_gip: all([backing, told(s.budget_annual.map(|amount| amount >= 1_000_000)), rules[10], not(rules[22])]),
    }
}
