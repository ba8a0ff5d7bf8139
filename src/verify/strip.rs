//! From an annotated Markdown report back to the source, byte for byte.
//!
//! Every token that a report adds carries the report's nonce, a run of digits of the source's digest that
//! stands nowhere in the source. So taking the tokens out needs no parser, only the nonce, which the head
//! block states first; one `perl` line does the same. A report of a report strips one layer at a time,
//! because each layer has its own nonce and the outermost one stands first.

use crate::document::{Digest, Problem, Span, split};
use memchr::memmem;
use std::ops::Range;

/// The spelling of everything that a report inserts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tokens {
    nonce: String,
}

impl Tokens {
    /// How many digits of the digest a nonce has.
    const DIGITS: usize = 8;

    /// Chooses a nonce for a source: the first eight digits of its digest, or later ones when these
    /// stand in the source after `ibid-`.
    pub(crate) fn choose(source: &str, raw: Digest) -> Self {
        // Footnote labels do not tell case apart, so neither may this.
        let folded = source.to_ascii_lowercase();
        let hex = raw.hex();
        let free = (0..=hex.len() - Self::DIGITS)
            .filter_map(|at| hex.get(at..at + Self::DIGITS))
            .find(|digits| memmem::find(folded.as_bytes(), format!("ibid-{digits}").as_bytes()).is_none());
        Self { nonce: free.unwrap_or(&hex).to_owned() }
    }

    pub(crate) fn head_opens(&self) -> String {
        format!("<!--ibid-{}-head-->", self.nonce)
    }

    pub(crate) fn head_closes(&self) -> String {
        format!("<!--/ibid-{}-head-->", self.nonce)
    }

    pub(crate) fn tail_opens(&self) -> String {
        format!("<!--ibid-{}-tail-->", self.nonce)
    }

    pub(crate) fn end(&self) -> String {
        format!("<!--ibid-{}-end-->", self.nonce)
    }

    /// The anchor of a mark, and the label of a footnote.
    pub(crate) fn name(&self, name: &str) -> String {
        format!("ibid-{}-{name}", self.nonce)
    }

    /// Writes the [`name`](Self::name) of the mark or footnote with this letter and number.
    pub(crate) fn name_to(&self, out: &mut String, letter: char, number: usize) {
        out.push_str("ibid-");
        out.push_str(&self.nonce);
        out.push('-');
        out.push(letter);
        out.push_str(itoa::Buffer::new().format(number));
    }

    /// Writes the reference to the footnote with this letter and number.
    pub(crate) fn reference_to(&self, out: &mut String, letter: char, number: usize) {
        out.push_str("[^");
        self.name_to(out, letter, number);
        out.push(']');
    }

    /// Writes what opens the mark with this letter and number, or a part of it that a second letter names.
    pub(crate) fn mark_to(&self, out: &mut String, letter: char, number: usize, part: Option<char>) {
        out.push_str("<mark id=\"");
        self.name_to(out, letter, number);
        out.extend(part);
        out.push_str("\">");
    }

    /// Ends a mark, and says in a comment that it is the report's mark that ends: a source may have
    /// marks of its own.
    pub(crate) fn mark_ends(&self) -> String {
        format!("{MARK_ENDS}{}", self.comment())
    }

    /// The comment after the end of a mark.
    pub(crate) fn comment(&self) -> String {
        format!("<!--ibid-{}-->", self.nonce)
    }

    /// Keeps a reference apart from a character that would give its brackets another meaning.
    pub(crate) fn guard(&self) -> String {
        format!("<!--ibid-{}-r-->", self.nonce)
    }

    /// Tells whether the label of a footnote is the report's.
    pub(crate) fn owns(&self, label: &str) -> bool {
        label.strip_prefix("ibid-").and_then(|rest| rest.strip_prefix(&self.nonce)).is_some_and(|r| r.starts_with('-'))
    }

    /// Returns the command that does what [`strip`] does, where only perl is at hand.
    pub(crate) fn one_liner(&self) -> String {
        format!(
            "perl -0777 -pe '$n=\"ibid-{}\"; s{{\\n?<!--$n-head-->.*?<!--/$n-head-->\\n\\n|<mark id=\"$n-\\w+\">\
             |</mark><!--$n-->|<!--$n-r-->|\\[\\^$n-\\w+\\]|\\n\\n<!--$n-tail-->.*}}{{}}gs'",
            self.nonce
        )
    }
}

/// What ends a mark, in HTML.
pub(crate) const MARK_ENDS: &str = "</mark>";

/// The source that a report was made of, and what the report says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stripped {
    /// The source. Whether its bytes are the ones that were annotated, [`raw`](Self::raw) tells.
    pub source: String,
    /// The digest of the source, as the report states it.
    pub raw: Digest,
    /// The digits that all of the report's tokens carry.
    pub nonce: String,
}

/// Where the parts of a report lie in its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) tokens: Tokens,
    /// The head block, with the line ends around it.
    pub(crate) head: Range<usize>,
    /// Where the tail's marker stands, if there is a tail.
    pub(crate) tail: Option<usize>,
    raw: Digest,
}

/// Takes everything out of a report that ibid put in.
///
/// # Errors
///
/// Returns a problem when the text does not begin (after a byte order mark and front matter) with the
/// head block of a report, or when that block has no end or states no digest.
pub fn strip(report: &str) -> Result<Stripped, Problem> {
    let layout = layout(report)?;
    let source = take_out(report, &layout);
    Ok(Stripped { source, raw: layout.raw, nonce: layout.tokens.nonce })
}

pub(crate) fn layout(report: &str) -> Result<Layout, Problem> {
    let body = split(report).body.start() as usize;
    let rest = report.get(body..).unwrap_or_default();
    let blank = usize::from(rest.starts_with('\n'));
    let marker = body + blank;
    let nonce = report
        .get(marker..)
        .and_then(|text| text.strip_prefix("<!--ibid-"))
        .and_then(|text| text.split_once("-head-->"))
        .map(|(nonce, _)| nonce)
        .filter(|nonce| nonce.len() >= Tokens::DIGITS && nonce.bytes().all(|b| b.is_ascii_hexdigit()))
        .ok_or_else(not_a_report)?;
    let tokens = Tokens { nonce: nonce.to_owned() };
    // When the fence of the front matter had no line end, the head's own gave it one.
    let start = marker - usize::from(report.get(..marker).is_some_and(|before| before.ends_with('\n')));
    let closes = tokens.head_closes();
    let length = report.get(marker..).and_then(|text| text.find(&closes)).ok_or_else(|| damaged(marker, report))?;
    let inside = report.get(marker..marker + length).unwrap_or_default();
    let raw = stated(inside).ok_or_else(|| damaged(marker, report))?;
    let end = marker + length + closes.len();
    if !report.get(end..).is_some_and(|rest| rest.starts_with("\n\n")) {
        return Err(damaged(end, report));
    }
    let head = start..end + 2;
    let tail = report
        .get(head.end..)
        .and_then(|text| text.find(&format!("\n\n{}", tokens.tail_opens())))
        .map(|at| head.end + at + 2);
    Ok(Layout { tokens, head, tail, raw })
}

fn not_a_report() -> Problem {
    Problem::new("report.no-head", "the text does not begin with the head of an ibid report")
        .help("give the annotated Markdown that `ibid annotate` wrote, not the document")
}

fn damaged(at: usize, report: &str) -> Problem {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    let help = if report.contains("-head-->\r\n") {
        "its line ends were converted to CRLF; convert them back, for example with `dos2unix FILE`"
    } else {
        "write the report again with `ibid annotate`"
    };
    Problem::new("report.head-damaged", "the head of the report is damaged").at(Span::clamped(at, at)).help(help)
}

/// The row of the head's table that states the digest of the source.
pub(crate) const RAW_ROW: &str = "| raw | `";

fn stated(head: &str) -> Option<Digest> {
    let row = head.lines().find_map(|line| line.strip_prefix(RAW_ROW))?;
    row.split_once('`')?.0.parse().ok()
}

fn take_out(report: &str, layout: &Layout) -> String {
    let stop = layout.tail.map_or(report.len(), |tail| tail - 2);
    let mut source = String::with_capacity(stop);
    source.push_str(report.get(..layout.head.start).unwrap_or_default());
    let text = report.get(layout.head.end..stop).unwrap_or_default();
    let key = format!("ibid-{}", layout.tokens.nonce);
    let mut kept = 0;
    for at in memmem::find_iter(text.as_bytes(), &key) {
        let before = text.get(kept..at).unwrap_or_default();
        let after = text.get(at + key.len()..).unwrap_or_default();
        if let Some((lead, trail)) = token_around(before, after) {
            source.push_str(text.get(kept..at - lead).unwrap_or_default());
            kept = at + key.len() + trail;
        }
    }
    source.push_str(text.get(kept..).unwrap_or_default());
    source
}

/// Returns how many bytes of a token stand before and after its `ibid-NONCE`.
fn token_around(before: &str, after: &str) -> Option<(usize, usize)> {
    const MARK: &str = "<mark id=\"";
    const MARK_END: &str = "</mark><!--";
    const GUARD: (&str, &str) = ("<!--", "-r-->");
    let named = |closes: &str| {
        let name = after.strip_prefix('-')?;
        let word = name.len() - name.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
        (word > 0 && name.get(word..)?.starts_with(closes)).then_some(1 + word + closes.len())
    };
    if before.ends_with(MARK) {
        return Some((MARK.len(), named("\">")?));
    }
    if before.ends_with("[^") {
        return Some((2, named("]")?));
    }
    if before.ends_with(MARK_END) && after.starts_with("-->") {
        return Some((MARK_END.len(), 3));
    }
    (before.ends_with(GUARD.0) && after.starts_with(GUARD.1)).then_some((GUARD.0.len(), GUARD.1.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_stands_nowhere_in_the_source() {
        let raw = Digest::of(b"x");
        let hex = raw.hex();
        let digits = |at: usize| hex.get(at..at + 8).unwrap();
        assert_eq!(Tokens::choose("plain", raw).nonce, digits(0));
        let taken = format!("a report spells IBID-{} and ibid-{}", digits(0).to_uppercase(), digits(1));
        assert_eq!(Tokens::choose(&taken, raw).nonce, digits(2));
    }

    #[test]
    fn what_is_no_report_is_said_to_be_none() {
        for text in ["", "text", "---\na: b\n---\n", "<!--ibid-12-head-->", "<!--ibid-zzzzzzzz-head-->"] {
            assert_eq!(strip(text).unwrap_err().code, "report.no-head", "{text:?}");
        }
        let crlf = "<!--ibid-12345678-head-->\r\n<!--/ibid-12345678-head-->\r\n\r\ntext";
        let problem = strip(crlf).unwrap_err();
        assert_eq!(problem.code, "report.head-damaged");
        assert!(problem.help.unwrap().contains("dos2unix"));
    }

    #[test]
    fn only_whole_tokens_are_taken_out() {
        assert_eq!(token_around("a <mark id=\"", "-f1b\">x"), Some((10, 6)));
        assert_eq!(token_around("a</mark><!--", "--> x"), Some((11, 3)));
        assert_eq!(token_around("a[^", "-c12], x"), Some((2, 5)));
        assert_eq!(token_around("!<!--", "-r-->["), Some((4, 5)));
        for (before, after) in [("[^", "-]"), ("", "-f1]"), ("<!--", "-->"), ("<mark id=\"", "-f1\" class>")] {
            assert_eq!(token_around(before, after), None, "{before:?} {after:?}");
        }
    }
}
