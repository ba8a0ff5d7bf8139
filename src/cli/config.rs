//! `ibid.yaml`: what a workspace wants of every run. The command line beats it, and it beats what is built in.
//!
//! The values are set as defaults of the command line's own arguments, so that each is understood in one place and the
//! command line beats them without a line of ours. The file comes with the workspace, perhaps from a stranger: it names no folder
//! outside.

use super::{Stop, args, files, harmless, output::Output, schema, store};
use crate::{
    annotation::Confidence,
    document::{
        Problem, Source, Span,
        yaml::{self, Kind, Node},
    },
    sidecar::{self, Finding, Level},
};
use clap::{Command, CommandFactory as _};
use schemars::JsonSchema;
use std::path::{Component, Path};

/// The file, in the folder where ibid is run.
pub(super) const NAME: &str = "ibid.yaml";

/// The settings of a workspace. What is said on the command line beats them.
#[derive(JsonSchema)]
#[schemars(title = "ibid settings", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(dead_code, reason = "the schema is made from it; the values are read as those of the command line are")]
pub(super) struct Config {
    /// Which framing terms to propose: `--framing` of `ibid annotate`, `ibid stream` and `ibid lsp`.
    #[schemars(extend("examples" = ["broad"]))]
    framing: Option<args::Framing>,
    /// Leave out claims of rules that are right less often, from 0 to 1: `--min-confidence` of `ibid annotate`,
    /// `ibid stream` and `ibid lsp`.
    #[schemars(range(min = 0.0, max = 1.0), extend("examples" = [0.6]))]
    min_confidence: Option<f64>,
    /// Where annotation files are kept, below the workspace: `--annotations`.
    #[schemars(extend("examples" = ["annotations"]))]
    annotations: Option<String>,
    /// Where annotated reports are written, below the workspace: `--reports`.
    #[schemars(extend("examples" = ["reports"]))]
    reports: Option<String>,
    /// Where the workspace's own terms are kept, below the workspace: `--lexicon`.
    #[schemars(extend("examples" = ["lexicon"]))]
    lexicon: Option<String>,
    /// Who decides: `--by` of `ibid review`, its verdicts too, of `ibid serve` and of `ibid lsp`.
    #[schemars(extend("examples" = ["Mira Osk"]))]
    reviewer: Option<String>,
}

/// Which argument a key sets the default of, and of which verbs it does not: those where it narrows what is shown.
const ARGUMENTS: [(&str, &str, &[&str]); 6] = [
    ("framing", "framing", &["report"]),
    ("min-confidence", "min_confidence", &["report"]),
    ("annotations", "annotations", &[]),
    ("reports", "reports", &[]),
    ("lexicon", "lexicon", &[]),
    ("reviewer", "by", &[]),
];

const FOLDERS: [&str; 3] = ["annotations", "reports", "lexicon"];

/// Returns the command line with the defaults of this workspace; `None` when it has no settings. What is wrong with
/// them is told.
pub(super) fn command(output: &mut Output) -> Result<Option<Command>, Stop> {
    let path = Path::new(NAME);
    if !files::is_there(path) {
        return Ok(None);
    }
    let text = read(path).map_err(|wrong| {
        wrong.tell(output);
        Stop::Unable
    })?;
    let found = check(&text);
    for finding in &found {
        output.problem(path, text.as_bytes(), &finding.problem);
    }
    if !found.is_empty() {
        return Err(Stop::Unable);
    }
    Ok(Some(with_defaults(&text)))
}

/// Returns the command line with the defaults of this workspace, if it has any; `None` when something is wrong with them.
pub(super) fn command_quietly() -> Option<Command> {
    let path = Path::new(NAME);
    if !files::is_there(path) {
        return Some(args::Cli::command());
    }
    read(path).ok().filter(|text| check(text).is_empty()).map(|text| with_defaults(&text))
}

fn with_defaults(text: &str) -> Command {
    let mut command = args::Cli::command();
    for (key, value) in values(&tree(text)) {
        if let Some((_, argument, but)) = ARGUMENTS.iter().find(|(known, ..)| *known == key)
            && let Some(value) = value.scalar().filter(|value| !is_absent(value))
        {
            command = with_default(command, argument, value, but);
        }
    }
    command
}

/// Tells whether there are settings that something is wrong with.
pub(super) fn is_wrong() -> bool {
    let path = Path::new(NAME);
    files::is_there(path) && read(path).map_or(true, |text| !check(&text).is_empty())
}

fn read(path: &Path) -> Result<String, store::Wrong> {
    let bytes = files::read(path).map_err(|problem| store::Wrong::whole(path, problem))?;
    store::text_of(path, bytes, "config.not-utf-8", "the file")
}

fn tree(text: &str) -> Option<Node> {
    yaml::parse(text, Span::<Source>::whole(text)).ok().flatten()
}

fn values(tree: &Option<Node>) -> Vec<(&str, &Node)> {
    match tree.as_ref().map(|tree| &tree.kind) {
        Some(Kind::Mapping(pairs)) => pairs.iter().filter_map(|(key, value)| Some((key.scalar()?, value))).collect(),
        _ => vec![],
    }
}

fn is_absent(value: &str) -> bool {
    matches!(value, "" | "~" | "null")
}

fn with_default(mut command: Command, argument: &str, value: &str, but: &[&str]) -> Command {
    if command.get_arguments().any(|known| known.get_id() == argument) && !but.contains(&command.get_name()) {
        command = command.mut_arg(argument, |known| known.default_value(value.to_owned()));
    }
    command.mut_subcommands(|verb| with_default(verb, argument, value, but))
}

/// Returns everything that is wrong with the settings.
pub(super) fn check(text: &str) -> Vec<Finding> {
    let tree = tree(text);
    if tree.is_none() && text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
        return vec![]; // Nothing is set.
    }
    let mut found = sidecar::check_shape(text, &schema::config());
    for (key, node) in values(&tree) {
        let Some(value) = node.scalar().filter(|value| !is_absent(value)) else { continue };
        let problem = if FOLDERS.contains(&key) && !is_inside(Path::new(value)) {
            Problem::new("config.outside", format!("`{}` leads out of the workspace", harmless::line(value)))
                .help(format!("name a folder below this one here, or another one with --{key}"))
        } else if key == "min-confidence" && value.parse::<Confidence>().is_err() {
            Problem::new("config.share", format!("`{}` is no share", harmless::line(value)))
                .help("write a number from 0 to 1, such as 0.6")
        } else {
            continue;
        };
        if found.iter().all(|other| other.problem.at != Some(node.span)) {
            found.push(Finding { level: Level::Error, problem: problem.at(node.span), fix: vec![] });
        }
    }
    found.sort_by_key(|finding| finding.problem.at.map(|at| at.start()));
    found
}

fn is_inside(folder: &Path) -> bool {
    folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}
