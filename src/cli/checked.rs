//! What is known about one file after it was checked, for people, as JSON and as SARIF.

use super::{Stop, args::Format, output::Output};
use crate::document::{Invisible, Problem, invisible};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// How many runs of unseen characters of one file are shown.
const UNSEEN: usize = 3;

/// What is known about one file after it was checked.
pub(super) struct Checked {
    pub(super) holds: bool,
    /// The line for people.
    pub(super) line: String,
    /// More lines for people: what does not hold.
    pub(super) details: Vec<String>,
    pub(super) json: Value,
    /// What does not hold, each with its place.
    pub(super) findings: Vec<Finding>,
    /// What a reader should know besides.
    pub(super) warnings: Vec<Warning>,
    /// What mends it, where it does not hold; `None` when only a person can.
    pub(super) mend: Option<Mend>,
}

/// Which commands bring a file up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mend {
    /// The engine may write all of it anew.
    Annotate,
    /// Entries of people are astray too: nothing but a place may change in them.
    Reanchor,
}

impl Mend {
    /// Returns how to go on, for the line that ends a run.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Annotate => "`ibid annotate` brings them up to date",
            Self::Reanchor => {
                "`ibid annotate` brings up to date what the engine wrote, `ibid reanchor` or `ibid check --fix` what people wrote"
            }
        }
    }
}

/// One thing that does not hold.
pub(super) struct Finding {
    /// Its kind: `citation.altered`, `manifest.missing`.
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) path: PathBuf,
    pub(super) place: Option<Place>,
}

/// A place in a file, for programs that count lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    /// 1-based.
    pub(super) line: usize,
    /// 1-based, in code points.
    pub(super) column: usize,
    /// The first byte, 0-based.
    pub(super) byte: u32,
    /// In bytes.
    pub(super) length: u32,
}

/// Something odd at a place.
pub(super) struct Warning {
    pub(super) path: PathBuf,
    /// The line that is shown, and the problem with its place in that line.
    pub(super) bytes: Vec<u8>,
    pub(super) problem: Problem,
}

impl Checked {
    pub(super) fn new(path: &Path, holds: bool, line: String, details: Vec<String>, json: Value) -> Self {
        let mut findings = vec![];
        if !holds {
            let message = std::iter::once(&line).chain(&details).cloned().collect::<Vec<_>>().join("\n");
            findings.push(Finding { rule: "file.does-not-hold", message, path: path.to_owned(), place: None });
        }
        Self { holds, line, details, json, findings, warnings: vec![], mend: None }
    }

    /// Replaces the findings that [`new`](Self::new) made.
    pub(super) fn with_findings(mut self, findings: Vec<Finding>) -> Self {
        self.findings = findings;
        self
    }

    /// Says what mends it if it does not hold.
    pub(super) fn mended_by(mut self, mend: Mend) -> Self {
        self.mend = (!self.holds).then_some(mend);
        self
    }

    /// Adds warnings about characters in a text that nobody sees.
    pub(super) fn with_unseen(mut self, path: &Path, text: &str) -> Self {
        let found = invisible(text);
        for run in found.iter().take(UNSEEN) {
            let count = super::count(run.count, "character");
            let message = format!("{count} that nobody sees: {}", run.kind.words());
            let problem = Problem::new("text.unseen", message).at(run.at);
            let problem =
                problem.help("they may hide words or carry a mark; look at the bytes before you quote from here");
            self.warnings.push(Warning { path: path.to_owned(), bytes: text.as_bytes().to_vec(), problem });
        }
        if let Some(more) = found.len().checked_sub(UNSEEN).filter(|more| *more > 0) {
            let message = format!("and {} more of the kind", super::count(more, "place"));
            let problem = Problem::new("text.unseen", message);
            self.warnings.push(Warning { path: path.to_owned(), bytes: vec![], problem });
        }
        if !found.is_empty()
            && let Some(json) = self.json.as_object_mut()
        {
            json.insert("unseen".to_owned(), found.iter().map(unseen_json).collect());
        }
        self
    }

    /// Prints what is known, for people or as a line of JSON.
    pub(super) fn tell(&self, output: &mut Output) -> Result<(), Stop> {
        for warning in &self.warnings {
            output.warning(&warning.path, &warning.bytes, &warning.problem);
        }
        match output.format() {
            Format::Json => output.json(&self.json)?,
            // All of it is one document, written at the end.
            Format::Sarif | Format::Html | Format::Csv => {}
            Format::Human if self.holds => {
                output.say(&self.line)?;
                for detail in &self.details {
                    output.say(&format!("    {detail}"))?;
                }
            }
            // What does not hold is told even to those who want to hear of nothing else.
            Format::Human => {
                output.line(&self.line)?;
                for detail in &self.details {
                    output.line(&format!("    {detail}"))?;
                }
            }
        }
        Ok(())
    }
}

fn unseen_json(run: &Invisible) -> Value {
    json!({"kind": run.kind, "bytes": crate::annotation::ByteRange(run.at), "count": run.count})
}
