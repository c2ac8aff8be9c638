//! The commands and their options, as clap reads them.

use super::style::ColorChoice;
use crate::base::{Date, Lang, Num};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use std::path::PathBuf;

/// Public doctrine as rules that run · La doctrine publique en règles qui s’exécutent
#[derive(Parser, Debug)]
#[command(name = "perenne", version, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub shared: Shared,
    #[command(subcommand)]
    pub command: Command,
}

impl Arguments {
    pub fn lang(&self) -> Option<Lang> {
        self.shared.lang
    }
}

/// What every command takes.
#[derive(Args, Debug)]
pub struct Shared {
    /// Language of the messages · langue des messages: fr, en
    #[arg(long, global = true, value_parser = parse_lang, value_name = "fr|en")]
    pub lang: Option<Lang>,
    /// Words instead of drawings, for screen readers · des mots au lieu de dessins
    #[arg(long, global = true)]
    pub plain: bool,
    /// Colour · couleur: auto, always, never
    #[arg(long, global = true, value_parser = parse_color, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// The verdicts of one dossier · les verdicts d’un dossier
    Eval(EvalOptions),
    /// The whole reason of a verdict, and what would turn it · toute la raison d’un verdict, et ce qui le ferait passer
    Why(WhyOptions),
    /// The facts that could still change a verdict · les faits qui peuvent encore changer un verdict
    Missing(MissingOptions),
    /// An interview that asks only what still matters, and writes a facts file · un entretien qui écrit un fichier de faits
    Ask(AskOptions),
    /// The options and the scenarios side by side · les options et les scénarios côte à côte
    Compare(CompareOptions),
    /// The milestones: planned, reached, late, blocked, at the earliest · les jalons : prévus, atteints, en retard, bloqués
    Calendar(CalendarOptions),
    /// The preparatory note of one dossier, to read, print and discuss · la note préparatoire d’un dossier
    Report(ReportOptions),
    /// The verdicts of many dossiers, one a line · les verdicts de nombreux dossiers, un par ligne
    Portfolio(PortfolioOptions),
    /// What changes between two doctrines, and for whom · ce qui change entre deux doctrines, et pour qui
    Diff(DiffOptions),
    /// Check the rules · vérifier les règles
    Check(CheckOptions),
    /// Run the tests of the rules · lancer les tests des règles
    Test(TestOptions),
    /// Lay the rules out, or turn them into the other language · mettre les règles en forme, ou les traduire
    Fmt(FmtOptions),
    /// The page of a diagnostic, such as R0301 · la page d’un diagnostic
    Explain(ExplainOptions),
    /// The JSON Schema of facts files, or of an output · le schéma JSON des fichiers de faits, ou d’une sortie
    Schema(SchemaOptions),
    /// The doctrine as a document to read, print and publish · la doctrine en un document à lire et à publier
    Doc(DocOptions),
    /// Try a doctrine on a situation, line after line · essayer une doctrine sur une situation, ligne après ligne
    Repl(ReplOptions),
    /// Start a doctrine, with facts and a test · commencer une doctrine, avec des faits et un test
    New(NewOptions),
    /// The language server, for editors · le serveur de langage, pour les éditeurs
    Lsp(LspOptions),
    /// Completions for a shell, on standard output · la complétion pour un interpréteur de commandes
    Completions(CompletionsOptions),
}

/// Where rules and facts come from.
#[derive(Args, Debug)]
pub struct Places {
    /// Rules (a folder, a .perenne file), facts (.yaml, .json, - for standard input), names: in any order
    #[arg(value_name = "RULES|FACTS|NAME")]
    pub targets: Vec<PathBuf>,
    /// The rules, said outright · les règles
    #[arg(long, value_name = "PATH")]
    pub rules: Option<PathBuf>,
}

/// What every command that judges one dossier takes.
#[derive(Args, Debug)]
pub struct DossierOptions {
    #[command(flatten)]
    pub places: Places,
    /// The facts, said outright · les faits
    #[arg(long, value_name = "PATH")]
    pub facts: Option<PathBuf>,
    /// The facts are a foreign record, read as this dataset of the rules says · un enregistrement étranger
    #[arg(long, value_name = "NAME")]
    pub dataset: Option<String>,
    /// The day of the evaluation, YYYY-MM-DD · le jour de l’évaluation
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// The day whose texts apply, when another · le jour dont les textes s’appliquent
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub texts_as_of: Option<Date>,
    /// Only what had been said by that day · seulement ce qui était dit ce jour-là
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub known_by: Option<Date>,
    /// As one source tells it · selon une seule source
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// Under an option of the dossier, or a scenario · sous une option du dossier, ou un scénario
    #[arg(long, value_name = "NAME")]
    pub scenario: Option<String>,
    /// Only these criteria or checklists · seulement ces critères ou grilles
    #[arg(long, value_name = "NAME", num_args = 1..)]
    pub only: Vec<String>,
    /// Set a fact or a parameter: "équipe.internes=2 ETP" · fixer un fait ou un paramètre
    #[arg(long, value_name = "FACT=VALUE")]
    pub set: Vec<String>,
    /// Refuse rules or facts with errors · refuser des règles ou des faits avec erreurs
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args, Debug)]
pub struct LspOptions {
    /// Speak on standard input and output, which is always so · parler sur l’entrée et la sortie standard (toujours)
    #[arg(long, hide = true)]
    pub stdio: bool,
}

#[derive(Args, Debug)]
pub struct EvalOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// text or json
    #[arg(long, value_enum, default_value_t = EvalFormat::Text)]
    pub format: EvalFormat,
    /// Exit with 1 when a verdict is so · sortir avec 1 si un verdict est tel
    #[arg(long, value_enum, value_name = "VERDICT")]
    pub fail_on: Vec<FailOn>,
}

#[derive(Args, Debug)]
pub struct WhyOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// text, markdown or json
    #[arg(long, value_enum, default_value_t = ExplanationFormat::Text)]
    pub format: ExplanationFormat,
}

/// Each option of the dossier, then each scenario that none follows, evaluated under itself: where it stands, whether it
/// is feasible and what would open it, advantages, risks, precedents, next steps, and the verdicts of the criteria that
/// depend on the choice (of those named, when names are given).
///
/// Chaque option du dossier, puis chaque scénario qu’aucune ne suit, évalué sous lui-même : où il en est, s’il est
/// faisable et ce qui l’ouvrirait, avantages, risques, précédents, prochaines étapes, et les verdicts des critères qui
/// dépendent du choix (de ceux qui sont nommés, s’il y en a).
#[derive(Args, Debug)]
pub struct CompareOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// text, markdown or json
    #[arg(long, value_enum, default_value_t = ExplanationFormat::Text)]
    pub format: ExplanationFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum ExplanationFormat {
    Text,
    Markdown,
    Json,
}

/// The milestones on a line of months, then each in words: when it was reached, is planned and is expected, late or not,
/// what blocks it, and the earliest date that order, minimum durations and the budget year allow from that day. To see
/// what a decision of some day can still reach: --as-of DATE --set "MILESTONE=DATE".
///
/// Les jalons sur une ligne de mois, puis chacun en mots : quand il est atteint, prévu, attendu, en retard ou non, ce qui
/// le bloque, et la première date que l’ordre, les durées minimales et l’année budgétaire permettent à partir de ce jour.
/// Pour voir ce qu’une décision prise un jour permet encore : --as-of DATE --set "JALON=DATE".
#[derive(Args, Debug)]
pub struct CalendarOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// text, svg (the drawing alone) or json
    #[arg(long, value_enum, default_value_t = CalendarFormat::Text)]
    pub format: CalendarFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum CalendarFormat {
    Text,
    Svg,
    Json,
}

/// Asks, in the authors’ words, only what can still change a verdict of the checklist chosen (or of those named), most
/// decisive first. “?” says that nobody knows, “<” goes back, “why” says who waits, “stop” leaves; the answers are kept.
/// What a judgement needs is noted: who said so, and when. Each answer is written at once: into the facts given, else into
/// --output, which is gone on with when it is there, else onto standard output at the end.
///
/// Pose, dans les mots des auteurs, les seules questions qui peuvent encore changer un verdict de la grille choisie (ou de
/// celles qui sont nommées), les plus décisives d’abord. « ? » dit que personne ne sait, « < » revient, « pourquoi » dit qui
/// attend, « fin » s’arrête ; les réponses sont gardées. Ce qu’une appréciation demande est noté : qui l’a dit, et quand.
/// Chaque réponse est écrite aussitôt : dans les faits donnés, sinon dans --output, qui est repris s’il existe, sinon sur
/// la sortie standard à la fin.
#[derive(Args, Debug)]
pub struct AskOptions {
    #[command(flatten)]
    pub places: Places,
    /// The facts to go on with, said outright · les faits à reprendre
    #[arg(long, value_name = "PATH")]
    pub facts: Option<PathBuf>,
    /// The facts file to write · le fichier de faits à écrire
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The day of the interview, YYYY-MM-DD; today when left out · le jour de l’entretien
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
}

/// The note for a decision meeting: the question, prerequisites and readiness with their reasons, what is missing, what
/// would turn each verdict, the scenarios compared, the calendar with its picture, governance, open questions, contested
/// facts, judgements, and a receipt with which the same note can be made again. Names keep only these criteria and
/// checklists.
///
/// La note d’une réunion de décision : la question, les prérequis et l’aptitude avec leurs raisons, ce qui manque, ce qui
/// ferait passer chaque verdict, les scénarios comparés, le calendrier et son dessin, la gouvernance, les questions
/// ouvertes, les faits contestés, les appréciations, et un reçu qui permet de refaire la même note. Des noms ne gardent que
/// ces critères et ces grilles.
#[derive(Args, Debug)]
pub struct ReportOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// markdown or html; else as the ending of --output says, else markdown · sinon selon la fin du nom de --output
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<DocFormat>,
    /// Write into this file, standard output when left out · écrire dans ce fichier
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// The facts that could still change a verdict, and only those, each with its question and who may answer. First those that
/// the most undecided criteria wait for (checklists do not count again), then in the order of their declaration. Under
/// names, only what can change the verdicts named.
///
/// Les faits qui peuvent encore changer un verdict, et eux seuls, chacun avec sa question et qui peut répondre. D’abord ceux
/// que le plus de critères indéterminés attendent (les grilles ne comptent pas une seconde fois), puis dans l’ordre des
/// déclarations. Sous des noms, seulement ce qui peut changer les verdicts nommés.
#[derive(Args, Debug)]
pub struct MissingOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// text or json
    #[arg(long, value_enum, default_value_t = EvalFormat::Text)]
    pub format: EvalFormat,
}

/// Reads many dossiers, or with --dataset foreign records: JSON Lines (.jsonl, .ndjson), a JSON array (.json), a table
/// (.csv, its heads being paths of facts such as team.internal, or keys of the records), a folder of facts files, or - for
/// standard input. One record is held at a time by each thread. Writes how many have which verdict, and with -o or
/// --format jsonl|csv a line for each. A record with mistakes is told with its line, counted, and stops nothing.
///
/// Lit de nombreux dossiers, ou avec --dataset des enregistrements étrangers : JSON Lines (.jsonl, .ndjson), une liste JSON
/// (.json), un tableau (.csv, dont les têtes sont des chemins de faits comme équipe.internes, ou des clés des
/// enregistrements), un dossier de fichiers de faits, ou - pour l’entrée standard. Écrit combien ont quel verdict, et avec
/// -o ou --format jsonl|csv une ligne pour chacun. Un enregistrement fautif est signalé avec sa ligne, compté, et n’arrête
/// rien.
#[derive(Args, Debug)]
pub struct PortfolioOptions {
    #[command(flatten)]
    pub dossier: DossierOptions,
    /// Count only the dossiers of which this holds: "service.phase is consolidation" · seulement ceux qui la remplissent
    #[arg(long = "where", value_name = "CONDITION")]
    pub filter: Option<String>,
    /// Count apart for each value of a fact, a definition, or a rule · compter à part pour chaque valeur
    #[arg(long, value_name = "NAME")]
    pub group_by: Option<String>,
    /// Which verdicts --set changes, and of which dossiers · les verdicts que --set change, et de quels dossiers
    #[arg(long, requires = "set")]
    pub flips: bool,
    /// How many threads; all cores when left out · combien de fils d’exécution
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Write a line for each record into this file (CSV if it ends in .csv), or - for standard output · une ligne par enregistrement
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// text, jsonl (a line of JSON for each record, on standard output unless -o names a file), or csv
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<PortfolioFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum PortfolioFormat {
    Text,
    Jsonl,
    Csv,
}

/// Each of the two is a folder, a file of rules, or REV:path, read with git: “perenne diff HEAD:rules rules”. Tells the
/// items added, removed, renamed and changed, in words and as text, the bounds that moved, and with --data the dossiers of
/// which a verdict changes, by the item that changes it, with the reasons before (-) and after (+).
///
/// Chacune est un dossier, un fichier de règles, ou REV:chemin, lu avec git : « perenne diff HEAD:rules rules ». Dit ce qui
/// est ajouté, retiré, renommé, modifié, en mots et dans le texte, les bornes qui ont bougé, et avec --data les dossiers
/// dont un verdict change, selon ce qui le change, avec les raisons avant (-) et après (+).
#[derive(Args, Debug)]
pub struct DiffOptions {
    /// The doctrine before · la doctrine d’avant
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The doctrine after · la doctrine d’après
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Dossiers to judge by both, in any form that portfolio reads · les dossiers à juger selon les deux
    #[arg(long, value_name = "DATA")]
    pub data: Option<PathBuf>,
    /// The data are foreign records, read as this dataset says · des enregistrements étrangers
    #[arg(long, value_name = "NAME", requires = "data")]
    pub dataset: Option<String>,
    /// The day of the evaluation, YYYY-MM-DD · le jour de l’évaluation
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// text, markdown or json
    #[arg(long, value_enum, default_value_t = ExplanationFormat::Text)]
    pub format: ExplanationFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum EvalFormat {
    Text,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum FailOn {
    NotMet,
    Unknown,
}

#[derive(Args, Debug)]
pub struct CheckOptions {
    #[command(flatten)]
    pub places: Places,
    /// Look quotes up in the texts of this folder: note.txt for “source note” · vérifier les citations
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
    /// Write into the files the fixes that leave no doubt · corriger ce qui ne laisse aucun doute
    #[arg(long)]
    pub fix: bool,
    /// text, json, sarif (for code scanning) or github (annotations of a workflow)
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
    Sarif,
    Github,
}

#[derive(Args, Debug)]
pub struct TestOptions {
    #[command(flatten)]
    pub places: Places,
    /// Only the tests whose title holds this text · seulement les tests dont le titre contient ce texte
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// Also what the expectations do not reach · aussi ce que les attentes ne couvrent pas
    ///
    /// Lists the verdicts of criteria and checklists, the exceptions and the table rows that no expectation reaches,
    /// then counts them. A verdict counts when an expectation names the rule or something that leans on it. Each
    /// version of a dated rule counts by itself. Not with --format junit, which has no place for it.
    ///
    /// Énumère les verdicts des critères et des grilles, les exceptions et les lignes de table qu’aucune attente
    /// n’atteint, puis les compte. Un verdict compte si une attente nomme la règle, ou ce qui s’appuie sur elle. Chaque
    /// version d’une règle datée compte à part. Pas avec --format junit, qui n’a pas de place pour cela.
    #[arg(long)]
    pub coverage: bool,
    /// Also whether the tests notice small changes of the rules · aussi si les tests remarquent de petits changements
    ///
    /// Changes the rules one small thing at a time, in memory, and runs the tests that can see it: numbers and dates one
    /// step up and down, “at least” for “more than”, “and” for “or”, a condition, a member, an exception, a row or a cell
    /// left out, a version that begins or ends a day off. The score is the share of these changes that some test notices;
    /// the others are listed. What the checks refuse, and what provably makes no difference, is left out and counted.
    /// Not changed: forces, texts, results that are no number, what scenarios suppose, when milestones are expected and
    /// in which order, bodies, facts. All the tests of the doctrine count, those of other files too.
    ///
    /// Change les règles d’une petite chose à la fois, en mémoire, et lance les tests qui peuvent le voir : nombres et
    /// dates d’un cran, « au moins » pour « plus de », « et » pour « ou », une condition, un membre, une exception, une
    /// ligne ou une case en moins, une version qui commence ou finit un jour plus tôt ou plus tard. Le score est la part
    /// de ces changements qu’un test remarque ; les autres sont énumérés. Ce que les vérifications refusent, et ce qui ne
    /// change rien de façon démontrée, est écarté et compté. Ne sont pas changés : les forces, les textes, les résultats
    /// qui ne sont pas des nombres, ce que supposent les scénarios, les dates attendues des jalons et leur ordre, les
    /// instances, les faits. Tous les tests de la doctrine comptent, ceux des autres fichiers aussi.
    #[arg(long)]
    pub mutants: bool,
    /// With --coverage or --mutants: exit with 1 below that percentage · sortir avec 1 en dessous de ce pourcentage
    #[arg(long, value_parser = parse_percent, value_name = "PERCENT")]
    pub threshold: Option<Num>,
    /// Run again whenever a file of rules or of facts changes, until Ctrl-C · relancer à chaque changement
    #[arg(long)]
    pub watch: bool,
    /// text, json or junit
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub format: TestFormat,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum TestFormat {
    Text,
    Json,
    Junit,
}

#[derive(Args, Debug)]
pub struct ExplainOptions {
    /// The code: R0301, or 301; all codes when left out · le code ; tous quand il manque
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

#[derive(Args, Debug)]
pub struct SchemaOptions {
    #[command(flatten)]
    pub places: Places,
    /// That of what a command prints with --format json · celui de ce qu’une commande écrit avec --format json
    #[arg(long, value_enum, value_name = "COMMAND", conflicts_with_all = ["targets", "rules"])]
    pub output: Option<SchemaOutput>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum SchemaOutput {
    Eval,
    Missing,
    Why,
    Compare,
    Calendar,
    Portfolio,
    Diff,
    Check,
    Test,
}

#[derive(Args, Debug)]
pub struct DocOptions {
    #[command(flatten)]
    pub places: Places,
    /// markdown or html; else as the ending of --output says, else markdown · sinon selon la fin du nom de --output
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<DocFormat>,
    /// Write into this file, standard output when left out · écrire dans ce fichier
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Also draw what depends on what, as SVG, into this file · dessiner aussi qui dépend de quoi, en SVG
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
    /// The day whose versions come first, YYYY-MM-DD; today when left out · le jour dont les versions passent d’abord
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum DocFormat {
    Markdown,
    Html,
}

#[derive(Args, Debug)]
pub struct NewOptions {
    /// The folder to make, here: letters, digits, - and _ · le dossier à créer, ici
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// A line tells a fact (équipe.internes = 2 ETP) and shows the verdicts that move, asks for a value (internalisation),
/// declares an item that is tried in the place of the one of that name, or is a command (:help lists them). From a pipe,
/// a script: no banner and no prompt.
///
/// Une ligne dit un fait (équipe.internes = 2 ETP) et montre les verdicts qui bougent, demande une valeur
/// (internalisation), déclare un élément essayé à la place de celui de ce nom, ou est une commande (:aide les donne
/// toutes). Depuis un tube, un script : ni en-tête, ni invite.
#[derive(Args, Debug)]
pub struct ReplOptions {
    #[command(flatten)]
    pub places: Places,
    /// The facts, said outright · les faits
    #[arg(long, value_name = "PATH")]
    pub facts: Option<PathBuf>,
    /// The day of the evaluation, YYYY-MM-DD · le jour de l’évaluation
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub as_of: Option<Date>,
    /// The day whose texts apply, when another · le jour dont les textes s’appliquent
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub texts_as_of: Option<Date>,
    /// Only what had been said by that day · seulement ce qui était dit ce jour-là
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    pub known_by: Option<Date>,
    /// Keep no line of this session · ne garder aucune ligne de cette session
    #[arg(long)]
    pub no_history: bool,
    /// The keys of vi · les touches de vi
    #[arg(long)]
    pub vi: bool,
    /// From a pipe, exit with 1 at the first line that cannot be done · sortir avec 1 à la première ligne impossible
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args, Debug)]
pub struct CompletionsOptions {
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

#[derive(Args, Debug)]
pub struct FmtOptions {
    /// Files of rules, folders, or - for standard input; none: the doctrine at or above the working folder
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Write nothing; show what would change, and exit with 1 if anything would · ne rien écrire, montrer les différences
    #[arg(long)]
    pub check: bool,
    /// The language to write keywords and numbers in · la langue des mots-clés et des nombres
    #[arg(long, value_parser = parse_lang, value_name = "fr|en")]
    pub to: Option<Lang>,
}

fn parse_lang(text: &str) -> Result<Lang, String> {
    Lang::from_code(text).ok_or_else(|| String::from("fr | en"))
}

/// `90`, `92.5`, `92,5`, with or without the sign.
fn parse_percent(text: &str) -> Result<Num, String> {
    let number = text.trim_end_matches(['%', ' ', '\u{a0}']).replace(',', ".");
    let percent = Num::parse_decimal(&number).filter(|percent| !percent.is_negative() && *percent <= Num::HUNDRED);
    percent.ok_or_else(|| String::from("a percentage from 0 to 100 · un pourcentage de 0 à 100"))
}

fn parse_color(text: &str) -> Result<ColorChoice, String> {
    ColorChoice::parse(text).ok_or_else(|| String::from("auto | always | never"))
}

fn parse_date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| {
        String::from("a day of the calendar, such as 2026-06-15 · un jour du calendrier, comme 2026-06-15")
    })
}
