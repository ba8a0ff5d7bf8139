//! What is wrong in an open file, and what is marked in a document.
//!
//! Annotation files and lexicons get what `ibid check` says, from the same function. In documents framing terms are
//! hints, the faintest kind of diagnostic that editors have: to find one is no mistake.

use super::{
    positions::Text,
    reading::Reading,
    state::{Kind, State},
    words::{harmless, short},
};
use crate::{
    annotation::{Framing, State as Became},
    document::{Problem, Source, Span},
    sidecar::{Finding, Level},
};
use lsp_types::{Diagnostic, DiagnosticSeverity, NumberOrString, Url};
use std::path::PathBuf;

/// Returns the diagnostics of an open file.
pub(super) fn of(state: &mut State, uri: &Url) -> Vec<Diagnostic> {
    let kind = state.kind(uri);
    let found = match kind {
        Kind::Document => match state.reading(uri) {
            Ok(reading) => {
                let Some(open) = state.file(uri) else { return vec![] };
                return document(&reading, &open.text);
            }
            Err(problem) => vec![Finding { level: Level::Error, problem, fix: vec![] }],
        },
        Kind::Sidecar | Kind::Lexicon | Kind::Settings => findings(state, uri),
        Kind::Other => vec![],
    };
    let Some(open) = state.file(uri) else { return vec![] };
    found.iter().map(|finding| one(finding.level, &finding.problem, &open.text)).collect()
}

/// Returns what `ibid check` says of an open file, as it is in the editor, against its document as it is there.
pub(super) fn findings(state: &mut State, uri: &Url) -> Vec<Finding> {
    let document = match state.kind(uri) {
        Kind::Sidecar => state.document_of(uri).map(|(_, document)| document),
        _ => None,
    };
    let Some(open) = state.file(uri) else { return vec![] };
    let path = open.path.clone().unwrap_or_else(|| PathBuf::from("untitled.yaml"));
    state.disk.check(&path, open.text.as_str(), document)
}

/// Returns a finding as the protocol has it.
pub(super) fn one(level: Level, problem: &Problem, text: &Text) -> Diagnostic {
    let severity = match level {
        Level::Error => DiagnosticSeverity::ERROR,
        Level::Warning => DiagnosticSeverity::WARNING,
        Level::Note => DiagnosticSeverity::INFORMATION,
    };
    let help = problem.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let at = problem.at.unwrap_or_else(|| Span::clamped(0, 0));
    diagnostic(severity, problem.code, &format!("{}{help}", problem.message), at, text)
}

fn diagnostic(severity: DiagnosticSeverity, code: &str, message: &str, at: Span<Source>, text: &Text) -> Diagnostic {
    Diagnostic {
        range: text.range(at),
        severity: Some(severity),
        code: Some(NumberOrString::String(code.to_owned())),
        source: Some("ibid".to_owned()),
        message: harmless(message),
        ..Diagnostic::default()
    }
}

fn document(reading: &Reading, text: &Text) -> Vec<Diagnostic> {
    let warnings = reading.warnings.iter().map(|problem| one(Level::Warning, problem, text));
    let astray = reading.astray.iter().flat_map(|astray| {
        let (name, words) = (&astray.name, short(&astray.words));
        let message = match astray.state {
            Became::Changed => format!("the words of {name} were others here: {words}"),
            Became::Ambiguous => format!("the words of {name} stand in several places: {words}"),
            _ => format!("the words of {name} are no longer there: {words}"),
        };
        let nowhere = astray.places.is_empty().then(|| Span::clamped(0, 0));
        let places = astray.places.iter().copied().chain(nowhere);
        places
            .map(move |at| diagnostic(DiagnosticSeverity::WARNING, "sidecar.not-there", &message, at, text))
            .collect::<Vec<_>>()
    });
    let terms = reading.annotations.framing.iter();
    let terms = terms.map(|term| diagnostic(DiagnosticSeverity::HINT, &term.rule, &whose(term), term.at, text));
    warnings.chain(astray).chain(terms).collect()
}

/// Says of a framing term what it does and whose it is, on one line.
pub(super) fn whose(term: &Framing<Span<Source>>) -> String {
    let speaker = term.speaker.as_deref().map(|name| format!(", {name}")).unwrap_or_default();
    let relay = term.relay.map(|relay| format!(" · {} relay", relay.name())).unwrap_or_default();
    format!("{} · voice: {}{speaker}{relay}", term.category.name(), term.voice.name())
}
