//! The doctrine “exit from incubation”: 24 rules, as many copies as asked, each with its own constants.

use std::fmt::Write;

const HEAD: &str = r#"doctrine exit "Exit from incubation"

choice hosting { secnumcloud, state_cloud, public_cloud, other_cloud, own_servers }
choice vehicle { interministerial, ugap, own_market, none_yet }
choice kind { ministry, agency, gip, association, local_authority }

record measure { updated : date }

facts service {
  domain : text
  dsfr : yes/no
  accessibility_rate : percent
  accessibility_declaration : yes/no
  security_certified_until : date
  privacy_review : yes/no
  open_source : yes/no
  hosting : hosting
  stats_published : yes/no
  user_support : yes/no
  user_tests_per_year : integer
  impact_measures : list of measure
  product_lead_public_agent : yes/no
  internal_fte : FTE
  external_fte : FTE
  budget_line : yes/no
  budget_annual : EUR
  budget_secured_until : date
  transfer_date : date
  contract_vehicle : vehicle
  incubation_start : date
  review_document : yes/no
  ops_documentation : yes/no
}

facts host {
  kind : kind
  digital_skills : integer
  business_skills : integer
  political_backing : yes/no
  product_mode : yes/no
}
"#;

const SCENARIOS: &str = r#"
scenario internalise
  feasible when host.kind is ministry and host.political_backing and r14 and r16

scenario transfer
  feasible when host.kind is one of (agency, gip, association, local_authority) and r19 and r23 and r24

scenario new_gip
  feasible when host.political_backing and service.budget_annual at least 1 000 000 EUR and r11 and not r23
"#;

/// The doctrine with so many copies of its 24 rules.
pub fn text(copies: usize) -> String {
    let mut text = String::from(HEAD);
    let mut blocking = Vec::new();
    for copy in 0..copies {
        for (rank, condition) in conditions(copy).iter().enumerate() {
            let number = 24 * copy + rank + 1;
            let _ = write!(text, "\ncriterion r{number:02}\n  requires {condition}\n");
            if rank < 22 {
                blocking.push(format!("r{number:02}"));
            }
        }
    }
    let _ = write!(text, "\nchecklist ready \"Ready\"\n  all of ({})\n", blocking.join(", "));
    text.push_str(SCENARIOS);
    text
}

fn conditions(copy: usize) -> [String; 24] {
    let accessibility = 75 + copy % 20;
    let tests = 4 + copy % 3;
    let month = 1 + (10 + copy) % 12;
    let recent_count = 2 + copy % 2;
    let share = 40 + copy % 15;
    let team = 3 + copy % 4;
    let cost = 80_000 + 1_000 * (copy % 30);
    let days = 180 + copy % 90;
    let plain = |fact: &str| format!("service.{fact}");
    [
        String::from("service.domain ends with \".gouv.fr\""),
        plain("dsfr"),
        format!("service.accessibility_rate at least {accessibility} % and service.accessibility_declaration"),
        format!("service.security_certified_until on or after 2026-{month:02}-01"),
        plain("privacy_review"),
        plain("open_source"),
        String::from("service.hosting is one of (secnumcloud, state_cloud, public_cloud)"),
        plain("stats_published"),
        plain("user_support"),
        format!("service.user_tests_per_year at least {tests}"),
        format!(
            "(count of m in service.impact_measures where m.updated on or after 2025-{month:02}-01) at least {recent_count}"
        ),
        String::from("(count of m in service.impact_measures) at least 1 and service.stats_published"),
        plain("product_lead_public_agent"),
        format!("share of service.internal_fte among (service.internal_fte, service.external_fte) at least {share} %"),
        format!("service.internal_fte + service.external_fte at least {team} FTE"),
        plain("budget_line"),
        format!("service.budget_annual at least {cost} EUR/FTE * (service.internal_fte + service.external_fte)"),
        String::from("service.budget_secured_until on or after service.transfer_date"),
        String::from(
            "service.contract_vehicle is one of (interministerial, ugap, own_market) or service.external_fte = 0 FTE",
        ),
        format!("days between service.incubation_start and service.transfer_date at least {days} days"),
        plain("review_document"),
        plain("ops_documentation"),
        String::from("host.digital_skills at least 3 and host.business_skills at least 3"),
        String::from("host.political_backing and (host.product_mode or host.digital_skills at least 4)"),
    ]
}
