//! The command line: one file a verb, each read top to bottom. The only place that prints, reads the
//! clock, touches files or exits.

mod agree;
mod annotate;
mod args;
mod cache;
mod check;
mod checked;
mod cite;
#[cfg(feature = "columns")]
mod columns;
#[cfg(not(feature = "columns"))]
#[path = "without_columns.rs"]
mod columns;
mod compare;
mod config;
mod corpus;
mod entry;
mod explain;
mod export;
mod files;
mod groups;
mod harmless;
mod hash;
mod import;
mod init;
mod lexicon;
mod lock;
mod lsp;
mod manifests;
mod output;
mod papers;
mod passage;
mod proposals;
mod prove;
mod reader;
mod reanchor;
mod records;
mod report;
mod review;
mod sarif;
mod schema;
mod serve;
mod sources;
mod store;
mod stream;
mod strip;
mod targets;
mod underline;
mod verify;
mod workspace;

use args::{Cli, Format, Verb};
use clap::{CommandFactory as _, FromArgMatches as _, Parser as _};
use output::Output;
use std::{
    io::{self, Write as _},
    process::ExitCode,
};

/// How a verb ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ended {
    /// Everything was done.
    Done,
    /// A check failed.
    Failed,
    /// Something could not be run; the rest was done.
    Unable,
}

impl Ended {
    const fn and(self, other: Self) -> Self {
        if (self as u8) < (other as u8) { other } else { self }
    }
}

/// Why a verb could not go on: it was told already, or the reader of our output went away.
enum Stop {
    Unable,
    Output(std::io::Error),
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        Self::Output(error)
    }
}

/// Runs the command line and returns its exit code: 0 done, 1 a check failed, 2 could not run.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // To print help is no failure; nobody reads the rest when the terminal is gone.
            let plain = error.render().to_string();
            let _ = match harmless::text(&plain) {
                safe if safe == plain => error.print(),
                safe => io::stderr().write_all(safe.as_bytes()),
            };
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let mut output = Output::new(cli.color, cli.quiet, cli.format);
    let cli = match configured(cli, &mut output) {
        Ok(cli) => cli,
        Err(_) => return ExitCode::from(2),
    };
    if cli.format == Format::Sarif && !matches!(cli.verb, Verb::Check(_) | Verb::Verify(_)) {
        output.error("only `ibid check` and `ibid verify` write SARIF", Some("use `--format json`"));
        return ExitCode::from(2);
    }
    if cli.format == Format::Html && !matches!(cli.verb, Verb::Compare(_) | Verb::Report(_) | Verb::Sources(_)) {
        output.error(
            "only `ibid compare`, `ibid report` and `ibid sources` write HTML",
            Some("leave out `--format html`"),
        );
        return ExitCode::from(2);
    }
    if cli.format == Format::Csv && !matches!(cli.verb, Verb::Sources(_)) {
        output.error("only `ibid sources` writes CSV", Some("`ibid export --as csv` writes annotations as tables"));
        return ExitCode::from(2);
    }
    let ended = match &cli.verb {
        Verb::Annotate(args) => annotate::run(args, &mut output),
        Verb::Report(args) => report::run(args, &mut output),
        Verb::Compare(args) => compare::run(args, &mut output),
        Verb::Sources(args) => sources::run(args, &mut output),
        Verb::Serve(args) => serve::run(args, &mut output),
        Verb::Verify(args) => verify::run(args, &mut output),
        Verb::Cite(args) => cite::run(args, &mut output),
        Verb::Prove(args) => prove::run(args, &mut output),
        Verb::VerifyProof(args) => prove::verify(args, &mut output),
        Verb::Check(args) => check::run(args, &mut output),
        Verb::Review(args) => review::run(args, &mut output),
        Verb::Agree(args) => agree::run(args, &mut output),
        Verb::Export(args) => export::run(args, &mut output),
        Verb::Import(args) => import::import(args, &mut output),
        Verb::Hydrate(args) => export::hydrate(args, &mut output),
        Verb::Lsp(args) => lsp::run(args, &mut output),
        Verb::Strip(args) => strip::run(args, &mut output),
        Verb::Hash(args) => hash::run(args, &mut output),
        Verb::Stream(args) => stream::run(args, &mut output),
        Verb::Reanchor(args) => reanchor::run(args, &mut output),
        Verb::Explain(args) => explain::run(args, &mut output),
        Verb::Schema(args) => schema::run(args, &mut output),
        Verb::Init(args) => init::run(args, &mut output),
        Verb::Completions(args) => completions(args.shell, &mut output),
        Verb::Man => man(&mut output),
    };
    match ended.and_then(|ended| output.flush().map(|()| ended).map_err(Stop::Output)) {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Failed) => ExitCode::from(1),
        Ok(Ended::Unable) | Err(Stop::Unable) => ExitCode::from(2),
        Err(Stop::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Stop::Output(error)) => {
            output.error(&format!("the output cannot be written: {error}"), None);
            ExitCode::from(2)
        }
    }
}

/// Reads the command line again with the defaults that the workspace sets. Wrong settings stop every verb but those
/// that tell them or have no use for them.
fn configured(cli: Cli, output: &mut Output) -> Result<Cli, Stop> {
    if matches!(cli.verb, Verb::Schema(_) | Verb::Init(_) | Verb::Completions(_) | Verb::Man) {
        return Ok(cli);
    }
    if matches!(cli.verb, Verb::Check(_) | Verb::Lsp(_)) && config::is_wrong() {
        return Ok(cli);
    }
    let Some(command) = config::command(output)? else { return Ok(cli) };
    command.try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches)).map_err(|error| {
        let _ = error.print();
        Stop::Unable
    })
}

/// Says how many there are: `1 claim`, `2 claims`.
fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn completions(shell: clap_complete::Shell, output: &mut Output) -> Result<Ended, Stop> {
    let mut script = vec![];
    clap_complete::generate(shell, &mut Cli::command(), "ibid", &mut script);
    output.bytes(&script)?;
    Ok(Ended::Done)
}

fn man(output: &mut Output) -> Result<Ended, Stop> {
    let mut page = vec![];
    let root = Cli::command();
    clap_mangen::Man::new(root.clone()).render(&mut page)?;
    for verb in root.get_subcommands() {
        let title = format!("ibid-{}", verb.get_name());
        clap_mangen::Man::new(verb.clone().name(title)).render(&mut page)?;
    }
    output.bytes(&page)?;
    Ok(Ended::Done)
}
