//! What people see: lines, errors with a caret, a bar while work is long.

use super::{
    args::{Color, Format},
    harmless,
};
use crate::{document::Problem, sidecar::Level as Grade};
use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::{self, BufWriter, IsTerminal as _, Stderr, Stdout, Write as _},
    path::Path,
};

/// Longer lines, in bytes, are cut before they are shown; the renderer trims the others to the terminal.
const LONG: usize = 4096;

/// How much of a long line is shown on either side of a problem, in bytes: news has one paragraph a line.
const AROUND: usize = 60;

/// How many files make a bar worth while.
const MANY: usize = 50;

/// Standard output and standard error.
pub(super) struct Output {
    out: BufWriter<AutoStream<Stdout>>,
    err: AutoStream<Stderr>,
    quiet: bool,
    color: bool,
    format: Format,
}

impl Output {
    pub(super) fn new(color: Color, quiet: bool, format: Format) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let err = AutoStream::new(io::stderr(), choice);
        let color = err.current_choice() != ColorChoice::Never;
        Self { out: BufWriter::new(AutoStream::new(io::stdout(), choice)), err, quiet, color, format }
    }

    /// Tells for whom to print.
    pub(super) const fn format(&self) -> Format {
        self.format
    }

    /// Tells whether to print what is asked for in colour.
    pub(super) fn color(&self) -> bool {
        self.out.get_ref().current_choice() != ColorChoice::Never
    }

    /// Tells whether nobody wants to hear of more than errors.
    pub(super) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints a line about what was done, unless nobody wants to hear.
    pub(super) fn say(&mut self, line: &str) -> io::Result<()> {
        if self.quiet { Ok(()) } else { self.line(line) }
    }

    /// Prints a line that was asked for.
    pub(super) fn line(&mut self, line: &str) -> io::Result<()> {
        self.out.write_all(harmless::line(line).as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Prints a line of JSON.
    pub(super) fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        let json = serde_json::to_string(value)?;
        self.out.write_all(harmless::json(&json).as_bytes())?;
        self.out.write_all(b"\n")
    }

    /// Prints bytes as they are: a document, a record, a script. Where a terminal would obey them, they are
    /// made harmless; nobody counts bytes there.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.flush()?;
        let mut out = io::stdout().lock();
        if out.is_terminal() {
            return out.write_all(harmless::text(&String::from_utf8_lossy(bytes)).as_bytes());
        }
        out.write_all(bytes)
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()?;
        io::stdout().lock().flush()
    }

    /// Prints an error that has no place in a file.
    pub(super) fn error(&mut self, message: &str, help: Option<&str>) {
        let mut text = format!("error: {}\n", harmless::line(message));
        if let Some(help) = help {
            text.push_str(&format!("  help: {}\n", harmless::line(help)));
        }
        self.tell(&text);
    }

    /// Prints an error in a file: what, where, the line with a caret, what to do.
    pub(super) fn problem(&mut self, path: &Path, bytes: &[u8], problem: &Problem) {
        let text = self.picture(Level::ERROR, path, bytes, problem);
        self.tell(&text);
    }

    /// Prints what a check found in a file, where results go; who wants to hear of errors only hears of those.
    pub(super) fn finding(&mut self, level: Grade, path: &Path, bytes: &[u8], problem: &Problem) -> io::Result<()> {
        if self.quiet && level < Grade::Error {
            return Ok(());
        }
        let level = match level {
            Grade::Error => Level::ERROR,
            Grade::Warning => Level::WARNING,
            Grade::Note => Level::NOTE,
        };
        let text = self.picture(level, path, bytes, problem);
        self.out.write_all(text.as_bytes())
    }

    /// Prints something odd in a file, unless nobody wants to hear.
    pub(super) fn warning(&mut self, path: &Path, bytes: &[u8], problem: &Problem) {
        if !self.quiet {
            let text = self.picture(Level::WARNING, path, bytes, problem);
            self.tell(&text);
        }
    }

    /// Prints a remark beside the warnings, unless nobody wants to hear.
    pub(super) fn note(&mut self, text: &str) {
        if !self.quiet {
            self.tell(&format!("note: {}\n", harmless::line(text)));
        }
    }

    fn tell(&mut self, text: &str) {
        // What was done so far comes first; where standard error is gone, nobody can be told.
        let _ = self.out.flush();
        let _ = self.err.write_all(text.as_bytes());
    }

    fn picture(&self, level: Level<'static>, path: &Path, bytes: &[u8], problem: &Problem) -> String {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        let shown = harmless::name(path);
        let view = problem.at.map(|at| View::of(bytes, at.start() as usize, at.end() as usize));
        let title = level.primary_title(harmless::line(&problem.message));
        let mut group = match &view {
            Some(view) => {
                let snippet = Snippet::source(view.text.as_str())
                    .line_start(view.line)
                    .annotation(AnnotationKind::Primary.span(view.from..view.to));
                match view.column {
                    None => title.element(snippet.path(shown)),
                    Some(column) => {
                        title.element(Origin::path(shown).line(view.line).char_column(column)).element(snippet)
                    }
                }
            }
            None => title.element(Origin::path(shown)),
        };
        if let Some(help) = problem.help.as_deref() {
            group = group.element(Level::HELP.message(harmless::line(help)));
        }
        let picture = renderer.render(&[group]);
        // The renderer sets a place of our own apart with an empty mark.
        let ours = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() != ":::";
        picture.lines().filter(ours).fold(String::new(), |text, line| text + line + "\n")
    }

    /// Returns a bar for so many files: shown on a terminal when they are many.
    pub(super) fn bar(&self, files: usize) -> ProgressBar {
        if self.quiet || files < MANY || !io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} {human_pos}/{human_len} documents, {per_sec}, {eta} left");
        match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }
    }
}

/// The part of a file that shows a problem.
struct View {
    text: String,
    line: usize,
    /// In code points, 1-based, when the line was cut and the text no longer tells.
    column: Option<usize>,
    from: usize,
    to: usize,
}

impl View {
    fn of(bytes: &[u8], start: usize, end: usize) -> Self {
        let start = start.min(bytes.len());
        let before = bytes.get(..start).unwrap_or_default();
        let first = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let after = bytes.get(start..).unwrap_or_default();
        let last = after.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| start + at);
        let end = end.clamp(start, last);
        let cut = last - first > LONG;
        let around = if cut { AROUND } else { LONG };
        let from = character_edge(bytes, first.max(start.saturating_sub(around)));
        let end = character_edge(bytes, end.min(start.saturating_add(2 * around)));
        let to = character_edge(bytes, last.min(end.saturating_add(around)));
        let text =
            |from: usize, to: usize| harmless::text(&String::from_utf8_lossy(bytes.get(from..to).unwrap_or_default()));
        let (head, body, tail) = (text(from, start), text(start, end), text(end, to));
        Self {
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            column: cut
                .then(|| String::from_utf8_lossy(bytes.get(first..start).unwrap_or_default()).chars().count() + 1),
            from: head.len(),
            to: head.len() + body.len(),
            text: format!("{head}{body}{tail}"),
        }
    }
}

/// Returns the first byte of the character that the byte at `at` belongs to.
fn character_edge(bytes: &[u8], at: usize) -> usize {
    let inside = |at: usize| bytes.get(at).is_some_and(|byte| (byte & 0xc0) == 0x80);
    (at.saturating_sub(3)..=at).rev().find(|at| !inside(*at)).unwrap_or(at)
}
