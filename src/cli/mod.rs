//! The command line: one file per command; it parses, opens files, calls `flow`, writes and shows.
//!
//! May not know: statistics, law, how a number is made. The only room that touches terminal, clock and environment.
//! Invariants: the kind of the worst problem decides the exit code; data go to stdout and the rest to stderr; a run that
//! fails leaves nothing new.
//!
//! Start reading at [`Runner`].

mod audit;
mod check;
mod cube;
mod explain;
mod files;
mod init;
mod law;
mod metrics;
mod render;
mod schema;
mod show;
mod statements;
mod when;

use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::diag::Problems;
use crate::words::Lang;

/// Bias and fairness audits of scoring models, with honest uncertainty and discrimination-law assessment reports.
#[derive(Parser, Debug)]
#[command(name = "evenhand", version, about, max_term_width = 110, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags that every command takes.
#[derive(Args, Debug, Clone)]
pub(crate) struct Global {
    /// The assessment date (YYYY-MM-DD), instead of SOURCE_DATE_EPOCH, the spec's own, or the clock
    #[arg(long, global = true, value_name = "DATE")]
    pub date: Option<String>,
    /// Seed of what is drawn at random, instead of the spec's own
    #[arg(long, global = true, value_name = "N")]
    pub seed: Option<u64>,
    /// Threads of the counting pass; the result does not depend on it
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Problems as JSON lines on stderr
    #[arg(long, global = true)]
    pub json_log: bool,
    /// Language of what the terminal shows (default en); of `render`, the only one that is made
    #[arg(long = "lang", global = true, value_name = "sv|en", value_parser = parse_lang)]
    pub asked_lang: Option<Lang>,
}

impl Global {
    /// Language of what the terminal shows.
    pub(crate) fn lang(&self) -> Lang {
        self.asked_lang.unwrap_or(Lang::En)
    }
}

fn parse_lang(word: &str) -> Result<Lang, String> {
    Lang::parse(word).ok_or_else(|| "one of sv, en".to_owned())
}

/// The commands, in the order in which an audit meets them.
#[derive(Subcommand, Debug)]
enum Command {
    /// Write a starter spec with every field explained
    Init(init::InitArgs),
    /// Is the spec valid, do the data fit it; what will be assessable, and why not the rest
    Check(check::CheckArgs),
    /// The whole assessment, into reports/ID/
    Audit(audit::AuditArgs),
    /// The counts, formula and source behind one number of a report
    Explain(explain::ExplainArgs),
    /// Which statements are required, present, missing, by role
    Statements(statements::StatementsArgs),
    /// Render a report again, without data
    Render(render::RenderArgs),
    /// The mergeable table of counts
    Cube(cube::CubeArgs),
    /// Every metric: formula, needs, source
    Metrics(metrics::MetricsArgs),
    /// Rule packs
    Law(law::LawArgs),
    /// JSON Schemas of the contracts
    Schema(schema::SchemaArgs),
}

/// Why a command did not end with exit code 0.
pub(crate) enum Failure {
    /// Problems of an input.
    Problems(Problems),
    /// Done, and a gate that was asked for was hit: what hit it.
    Gate(Vec<String>),
    /// Nobody reads our output any more.
    BrokenPipe,
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Self {
        Self::Problems(problems)
    }
}

impl From<crate::diag::Problem> for Failure {
    fn from(problem: crate::diag::Problem) -> Self {
        Self::Problems(problem.into())
    }
}

/// Runs the program. Another binary can make one with sources of its own and call [`Runner::main`].
#[derive(Debug, Default)]
pub struct Runner {}

impl Runner {
    /// A runner with the built-in sources.
    pub fn new() -> Self {
        Self::default()
    }

    /// Parses the command line, runs the command, shows problems, gives the exit code.
    pub fn main(self) -> ExitCode {
        let cli = match Cli::try_parse() {
            Ok(cli) => cli,
            Err(error) => {
                let code = if error.use_stderr() { 2 } else { 0 };
                // A closed terminal is no failure of ours.
                let _ = error.print();
                return ExitCode::from(code);
            }
        };
        let global = cli.global.clone();
        let result = match cli.command {
            Command::Init(args) => init::run(&args),
            Command::Check(args) => check::run(&args, &global),
            Command::Audit(args) => audit::run(&args, &global),
            Command::Explain(args) => explain::run(&args, &global),
            Command::Statements(args) => statements::run(&args, &global),
            Command::Render(args) => render::run(&args, global.asked_lang),
            Command::Cube(args) => cube::run(&args, &global),
            Command::Metrics(args) => metrics::run(&args, &global),
            Command::Law(args) => law::run(&args, &global),
            Command::Schema(args) => schema::run(&args),
        };
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
            Err(Failure::Gate(hits)) => {
                show::gate(&hits, &global);
                ExitCode::from(4)
            }
            Err(Failure::Problems(problems)) => {
                show::problems(&problems, &global);
                ExitCode::from(problems.exit_code())
            }
        }
    }
}
