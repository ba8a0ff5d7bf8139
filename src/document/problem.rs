//! What is wrong with an input: what, where, and what to do next.
//!
//! The library returns problems and never prints them; `cli/` adds path, line, column and a caret.

use super::span::{Source, Span};
use std::fmt;

/// One thing that is wrong with an input, or odd about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable name for the kind of problem, such as `front-matter.duplicate-key`.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Where, in the bytes of the input; `None` when it concerns the whole of it.
    pub at: Option<Span<Source>>,
    /// What to do next.
    pub help: Option<String>,
}

impl Problem {
    /// Returns a problem that concerns the whole input.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), at: None, help: None }
    }

    /// Says where the problem is.
    #[must_use]
    pub fn at(mut self, span: Span<Source>) -> Self {
        self.at = Some(span);
        self
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}
