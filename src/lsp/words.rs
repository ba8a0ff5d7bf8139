//! Words of documents, of people and of ours, as an editor shows them.
//!
//! A document comes from strangers, and editors show hovers as Markdown: a picture in a quotation would be fetched as
//! soon as somebody points at it. So whatever comes from a file shows as the words that it is.

use std::fmt::Write as _;

/// How much of an entry's words stands in a title, in code points.
const SHORT: usize = 40;

/// Builds what a hover shows, as Markdown or as plain text.
#[derive(Debug)]
pub(super) struct Page {
    markdown: bool,
    text: String,
}

impl Page {
    pub(super) const fn new(markdown: bool) -> Self {
        Self { markdown, text: String::new() }
    }

    /// Begins a paragraph.
    pub(super) fn paragraph(&mut self) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self
    }

    /// Begins a line.
    pub(super) fn line(&mut self) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str(if self.markdown { "  \n" } else { "\n" });
        }
        self
    }

    /// Draws a line between two things.
    pub(super) fn rule(&mut self) -> &mut Self {
        if !self.text.is_empty() {
            self.text.push_str("\n\n---\n\n");
        }
        self
    }

    /// Adds words.
    pub(super) fn say(&mut self, words: &str) -> &mut Self {
        let words = harmless(words);
        if self.markdown {
            escape(&words, &mut self.text);
        } else {
            self.text.push_str(&words);
        }
        self
    }

    /// Adds words that stand out.
    pub(super) fn strong(&mut self, words: &str) -> &mut Self {
        self.between(words, if self.markdown { ("**", "**") } else { ("[", "]") })
    }

    /// Adds a name as files write it.
    pub(super) fn name(&mut self, name: &str) -> &mut Self {
        if self.markdown && !name.contains('`') {
            let _ = write!(self.text, "`{}`", harmless(name));
            self
        } else {
            self.say(name)
        }
    }

    fn between(&mut self, words: &str, marks: (&str, &str)) -> &mut Self {
        // Marks that blanks stand within are no marks.
        let inner = words.trim();
        let (before, after) = words.split_at_checked(words.len() - words.trim_start().len()).unwrap_or((words, ""));
        let after = after.get(inner.len()..).unwrap_or_default();
        self.say(before);
        if !inner.is_empty() {
            self.text.push_str(marks.0);
            self.say(inner);
            self.text.push_str(marks.1);
        }
        self.say(after)
    }

    pub(super) const fn is_markdown(&self) -> bool {
        self.markdown
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

fn escape(words: &str, out: &mut String) {
    let mut previous = ' ';
    for (at, c) in words.char_indices() {
        let is_address = || words.get(at + 1..).is_some_and(|rest| rest.starts_with("//"));
        match c {
            // Between lines of a sentence there is nothing to see.
            '\n' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            ',' | '\'' | '"' | ';' | '?' | '/' | '%' | '(' => out.push(c),
            // Only at the beginning of a line are they the mark of a list.
            '-' if previous.is_alphanumeric() => out.push(c),
            // `1.` and `1)` would begin a list, `://` an address.
            '.' | ')' if !previous.is_ascii_digit() => out.push(c),
            ':' if !is_address() => out.push(c),
            c if c.is_ascii_punctuation() => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        previous = c;
    }
}

/// Returns words without what would turn them around or move a cursor.
pub(super) fn harmless(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        '\r' => '\n',
        c if c.is_control() => '\u{fffd}',
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
            '\u{fffd}'
        }
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(shown).collect()
}

/// Returns words on one line, cut where they are long.
pub(super) fn short(words: &str) -> String {
    let folded = harmless(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    match folded.char_indices().nth(SHORT) {
        Some((at, _)) => format!("{}…", folded.get(..at).unwrap_or_default().trim_end()),
        None => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Parser, Tag};

    #[test]
    fn nothing_in_a_document_acts_in_a_hover() {
        let hostile = "![x](http://evil.example/p.png) <img src=x> [a](command:b) *c* `d` # e\n- f\n1. g &amp; | ~h~";
        let mut page = Page::new(true);
        page.say(hostile).paragraph().strong(" ![y](z) ");
        let text = page.finish();
        for event in Parser::new(&text) {
            let acts = matches!(
                event,
                Event::Html(_)
                    | Event::InlineHtml(_)
                    | Event::Code(_)
                    | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::List(_) | Tag::Heading { .. })
            );
            assert!(!acts, "{event:?} in {text}");
        }
        let mut shown = String::new();
        for event in Parser::new(&text) {
            match event {
                Event::Text(words) => shown.push_str(&words),
                Event::SoftBreak => shown.push('\n'),
                _ => {}
            }
        }
        assert!(shown.starts_with(&hostile.replace('\n', " ")), "{shown}");
    }

    #[test]
    fn plain_text_has_no_marks_of_ours() {
        let mut page = Page::new(false);
        page.say("a*b ").strong(" said ").name("by");
        assert_eq!(page.finish(), "a*b  [said] by");
    }
}
