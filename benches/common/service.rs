//! Services made up from a seed: the portfolio that every engine is measured on.

/// One service. `None` is a fact that nobody told. Tenths stand for numbers with one decimal.
#[derive(Clone, Debug, Default)]
pub struct Service {
    pub id: String,
    pub domain: Option<String>,
    pub dsfr: Option<bool>,
    pub accessibility_rate: Option<i64>,
    pub accessibility_declaration: Option<bool>,
    pub security_certified_until: Option<Day>,
    pub privacy_review: Option<bool>,
    pub open_source: Option<bool>,
    pub hosting: Option<usize>,
    pub stats_published: Option<bool>,
    pub user_support: Option<bool>,
    pub user_tests_per_year: Option<i64>,
    pub impact_measures: Option<Vec<Day>>,
    pub product_lead_public_agent: Option<bool>,
    pub internal_fte: Option<i64>,
    pub external_fte: Option<i64>,
    pub budget_line: Option<bool>,
    pub budget_annual: Option<i64>,
    pub budget_secured_until: Option<Day>,
    pub transfer_date: Option<Day>,
    pub contract_vehicle: Option<usize>,
    pub incubation_start: Option<Day>,
    pub review_document: Option<bool>,
    pub ops_documentation: Option<bool>,
    pub host: Option<Host>,
}

#[derive(Clone, Debug, Default)]
pub struct Host {
    pub kind: Option<usize>,
    pub digital_skills: Option<i64>,
    pub business_skills: Option<i64>,
    pub political_backing: Option<bool>,
    pub product_mode: Option<bool>,
}

pub type Day = jiff::civil::Date;

pub const HOSTING: [&str; 5] = ["secnumcloud", "state_cloud", "public_cloud", "other_cloud", "own_servers"];
pub const VEHICLES: [&str; 4] = ["interministerial", "ugap", "own_market", "none_yet"];
pub const KINDS: [&str; 5] = ["ministry", "agency", "gip", "association", "local_authority"];

/// `count` services, always the same for a seed.
pub fn services(seed: u64, count: usize) -> Vec<Service> {
    let mut random = fastrand::Rng::with_seed(seed);
    (0..count).map(|rank| service(&mut random, rank)).collect()
}

fn service(random: &mut fastrand::Rng, rank: usize) -> Service {
    // Two services in five are well known, the others less: about one fact in ten is missing over all.
    let missing = if random.u32(0..100) < 40 { 0.02 } else { 0.153 };
    let exactly_on_the_limit = random.u32(0..100) < 3;
    let (internal, external) = if exactly_on_the_limit { (20, 30) } else { (random.i64(0..80), random.i64(0..120)) };
    let mut told = Told { random, missing };
    Service {
        id: format!("S{rank:07}"),
        domain: told.fact(|r| String::from(if r.u32(0..10) < 8 { "service.gouv.fr" } else { "service.fr" })),
        dsfr: told.yes(80),
        accessibility_rate: told.fact(|r| r.i64(500..=1000)),
        accessibility_declaration: told.yes(75),
        security_certified_until: told.day(2026, 2029),
        privacy_review: told.yes(85),
        open_source: told.yes(90),
        hosting: told.one_of(HOSTING.len()),
        stats_published: told.yes(80),
        user_support: told.yes(85),
        user_tests_per_year: told.fact(|r| r.i64(0..12)),
        impact_measures: told.fact(|r| (0..r.usize(0..5)).map(|_| day(r, 2024, 2026)).collect()),
        product_lead_public_agent: told.yes(60),
        internal_fte: told.fact(|_| internal),
        external_fte: told.fact(|_| external),
        budget_line: told.yes(65),
        budget_annual: told.fact(|r| r.i64(10..300) * 10_000),
        budget_secured_until: told.day(2026, 2029),
        transfer_date: told.day(2026, 2028),
        contract_vehicle: told.one_of(VEHICLES.len()),
        incubation_start: told.day(2022, 2026),
        review_document: told.yes(70),
        ops_documentation: told.yes(70),
        host: told.fact(|r| host(r, missing)),
    }
}

fn host(random: &mut fastrand::Rng, missing: f64) -> Host {
    let mut told = Told { random, missing };
    Host {
        kind: told.one_of(KINDS.len()),
        digital_skills: told.fact(|r| r.i64(0..=5)),
        business_skills: told.fact(|r| r.i64(0..=5)),
        political_backing: told.yes(70),
        product_mode: told.yes(60),
    }
}

fn day(random: &mut fastrand::Rng, from: i16, to: i16) -> Day {
    jiff::civil::date(random.i16(from..=to), random.i8(1..=12), random.i8(1..=28))
}

/// Facts, some of which nobody told.
struct Told<'a> {
    random: &'a mut fastrand::Rng,
    missing: f64,
}

impl Told<'_> {
    fn fact<T>(&mut self, make: impl FnOnce(&mut fastrand::Rng) -> T) -> Option<T> {
        let value = make(self.random);
        (self.random.f64() >= self.missing).then_some(value)
    }

    fn yes(&mut self, percent: u32) -> Option<bool> {
        self.fact(|random| random.u32(0..100) < percent)
    }

    fn one_of(&mut self, count: usize) -> Option<usize> {
        self.fact(|random| random.usize(0..count))
    }

    fn day(&mut self, from: i16, to: i16) -> Option<Day> {
        self.fact(|random| day(random, from, to))
    }
}

impl Service {
    /// The dossier of a service, as the facts file of the doctrine has it.
    pub fn dossier(&self) -> String {
        let mut service = Fields::default();
        service.text("domain", self.domain.as_deref());
        service.flag("dsfr", self.dsfr);
        service
            .text("accessibility_rate", self.accessibility_rate.map(|rate| format!("{} %", tenths(rate))).as_deref());
        service.flag("accessibility_declaration", self.accessibility_declaration);
        service.day("security_certified_until", self.security_certified_until);
        service.flag("privacy_review", self.privacy_review);
        service.flag("open_source", self.open_source);
        service.text("hosting", name(&HOSTING, self.hosting));
        service.flag("stats_published", self.stats_published);
        service.flag("user_support", self.user_support);
        service.raw("user_tests_per_year", self.user_tests_per_year.map(|count| count.to_string()));
        service.raw("impact_measures", self.impact_measures.as_deref().map(measures));
        service.flag("product_lead_public_agent", self.product_lead_public_agent);
        service.raw("internal_fte", self.internal_fte.map(tenths));
        service.raw("external_fte", self.external_fte.map(tenths));
        service.flag("budget_line", self.budget_line);
        service.raw("budget_annual", self.budget_annual.map(|amount| amount.to_string()));
        service.day("budget_secured_until", self.budget_secured_until);
        service.day("transfer_date", self.transfer_date);
        service.text("contract_vehicle", name(&VEHICLES, self.contract_vehicle));
        service.day("incubation_start", self.incubation_start);
        service.flag("review_document", self.review_document);
        service.flag("ops_documentation", self.ops_documentation);
        let mut host = Fields::default();
        if let Some(told) = &self.host {
            host.text("kind", name(&KINDS, told.kind));
            host.raw("digital_skills", told.digital_skills.map(|level| level.to_string()));
            host.raw("business_skills", told.business_skills.map(|level| level.to_string()));
            host.flag("political_backing", told.political_backing);
            host.flag("product_mode", told.product_mode);
        }
        format!(
            "{{\"dossier\":{{\"name\":\"{}\",\"as_of\":\"2026-11-01\"}},\"service\":{{{}}},\"host\":{{{}}}}}",
            self.id,
            service.0.join(","),
            host.0.join(",")
        )
    }
}

fn name<'a>(names: &[&'a str], rank: Option<usize>) -> Option<&'a str> {
    rank.and_then(|rank| names.get(rank).copied())
}

fn measures(days: &[Day]) -> String {
    let items: Vec<String> = days.iter().map(|day| format!("{{\"updated\":\"{}\"}}", iso(*day))).collect();
    format!("[{}]", items.join(","))
}

fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

fn iso(day: Day) -> String {
    day.to_string()
}

#[derive(Default)]
struct Fields(Vec<String>);

impl Fields {
    fn raw(&mut self, key: &str, value: Option<String>) {
        self.0.extend(value.map(|value| format!("\"{key}\":{value}")));
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        self.raw(key, value.map(|value| format!("\"{value}\"")));
    }

    fn flag(&mut self, key: &str, value: Option<bool>) {
        self.raw(key, value.map(|value| value.to_string()));
    }

    fn day(&mut self, key: &str, value: Option<Day>) {
        self.text(key, value.map(iso).as_deref());
    }
}
