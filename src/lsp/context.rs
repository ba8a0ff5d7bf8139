//! Which key of an annotation file a place belongs to, by indentation and braces alone.
//!
//! The file's tree cannot say it: while a person types, the text is no YAML more often than not.

use super::positions::Text;
use crate::document::{Source, Span};

/// What stands at a place of a YAML file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Context {
    /// The keys that lead to the mapping which the place is in, the outermost first; lists leave no trace.
    pub(super) path: Vec<String>,
    /// The key whose name or value stands at the place.
    pub(super) key: Option<String>,
    /// Whether it is the value.
    pub(super) in_value: bool,
    /// The bytes of the name or value.
    pub(super) span: Span<Source>,
    /// The keys that the mapping has.
    pub(super) siblings: Vec<String>,
    /// Whether the place is in a comment, or in no mapping at all.
    pub(super) outside: bool,
}

/// A line of block style, as far as indentation matters.
struct Line<'t> {
    /// The column of its key, behind hyphens.
    column: usize,
    /// Whether a hyphen stands before it.
    is_item: bool,
    /// What stands there, from the key on.
    rest: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Option<Self> {
        let mut rest = line.trim_start_matches(' ');
        let mut is_item = false;
        while let Some(inner) = rest.strip_prefix("- ") {
            (rest, is_item) = (inner.trim_start_matches(' '), true);
        }
        let is_nothing = rest.trim().is_empty() && !is_item || rest.starts_with('#');
        (!is_nothing).then_some(Self { column: line.len() - rest.len(), is_item, rest })
    }

    fn key(&self) -> Option<String> {
        let mut scan = Scan::new(self.rest);
        scan.run(self.rest.len());
        scan.first
    }
}

/// Finds what stands at a byte.
pub(super) fn at(text: &Text, offset: u32) -> Context {
    let number = text.position(offset).line;
    let words = |number: u32| {
        text.line(number)
            .and_then(|(start, end)| Span::<Source>::clamped(start, end).of(text.as_str()))
            .unwrap_or_default()
    };
    let line = words(number);
    let start = text.line(number).map_or(0, |(start, _)| start);
    let cursor = offset.saturating_sub(start) as usize;
    // A line that is still empty belongs where its indentation says.
    let here = Line::of(line).unwrap_or(Line { column: cursor.min(line.len()), is_item: false, rest: "" });
    let mut scan = Scan::new(here.rest);
    scan.run(cursor.saturating_sub(here.column).min(here.rest.len()));
    if scan.comment || cursor < here.column || line.trim_start().starts_with('#') {
        let span = Span::clamped(offset, offset);
        return Context { path: vec![], key: None, in_value: false, span, siblings: vec![], outside: true };
    }
    let mut path = vec![];
    let mut column = here.column;
    for before in (0..number).rev() {
        let Some(line) = Line::of(words(before)).filter(|line| line.column < column) else { continue };
        path.extend(line.key());
        column = line.column;
        if column == 0 {
            break;
        }
    }
    path.reverse();
    let inner = scan.parents();
    let in_flow = !inner.is_empty() || scan.depth() > 0;
    path.extend(inner);
    let (from, to) = scan.word();
    let byte = |at: usize| start + u32::try_from(here.column + at).unwrap_or(u32::MAX);
    let siblings = if in_flow { scan.siblings() } else { siblings(&here, number, text.lines(), words) };
    let (key, in_value) = scan.key();
    Context { path, key, in_value, span: Span::clamped(byte(from), byte(to)), siblings, outside: false }
}

/// The keys of the block mapping that a line is in.
fn siblings<'t>(here: &Line<'_>, number: u32, lines: u32, words: impl Fn(u32) -> &'t str) -> Vec<String> {
    let mut keys: Vec<String> = here.key().into_iter().collect();
    let mut is_item = here.is_item;
    for before in (0..number).rev() {
        if is_item {
            break;
        }
        match Line::of(words(before)) {
            Some(line) if line.column < here.column => break,
            Some(line) if line.column == here.column => {
                keys.extend(line.key());
                is_item = line.is_item;
            }
            _ => {}
        }
    }
    for after in number + 1..lines {
        match Line::of(words(after)) {
            Some(line) if line.column < here.column || (line.column == here.column && line.is_item) => break,
            Some(line) if line.column == here.column => keys.extend(line.key()),
            _ => {}
        }
    }
    keys
}

/// A mapping or list in braces, or the line itself.
#[derive(Clone, Debug, Default)]
struct Level {
    /// The last key that a colon ended.
    key: Option<String>,
    keys: Vec<String>,
    is_list: bool,
}

/// Reads a line from its key on, up to a place, and the word there to its end.
struct Scan<'t> {
    rest: &'t str,
    levels: Vec<Level>,
    /// Where the word began that stands at the place.
    begun: usize,
    /// Where it ends.
    ended: usize,
    /// The first key of the line.
    first: Option<String>,
    comment: bool,
}

impl<'t> Scan<'t> {
    fn new(rest: &'t str) -> Self {
        Self { rest, levels: vec![Level::default()], begun: 0, ended: 0, first: None, comment: false }
    }

    fn run(&mut self, to: usize) {
        let mut quote = None;
        let mut previous = ' ';
        let mut behind = None;
        for (at, c) in self.rest.char_indices() {
            let passed = at >= to;
            match (quote, c) {
                (Some(open), _) if c == open && previous != '\\' => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') if matches!(previous, ' ' | '{' | '[' | ',') => quote = Some(c),
                (None, '#') if previous == ' ' => {
                    self.comment |= !passed;
                    behind = Some(at);
                    break;
                }
                (None, '{' | '[') if self.is_start(at) && !passed => {
                    self.levels.push(Level { is_list: c == '[', ..Level::default() });
                    self.begun = at + 1;
                }
                (None, '}' | ']' | ',') if self.levels.len() > 1 => {
                    if passed {
                        behind = Some(at);
                        break;
                    }
                    self.ends(c, at);
                }
                (None, ':') if self.ends_key(at) => {
                    if passed {
                        behind = Some(at);
                        break;
                    }
                    self.colon(at);
                }
                _ => {}
            }
            previous = c;
        }
        let end = behind.unwrap_or(self.rest.len());
        let word = self.rest.get(self.begun..end).unwrap_or_default();
        self.begun += word.len() - word.trim_start().len();
        self.ended = self.begun + word.trim().len();
        if let (Some(at), true) = (behind, self.rest.get(end..).is_some_and(|rest| rest.starts_with(':'))) {
            let name = self.rest.get(self.begun..at).unwrap_or_default().trim();
            self.first.get_or_insert_with(|| unquoted(name));
        }
    }

    /// Tells whether a value begins here, and is not a mark within one.
    fn is_start(&self, at: usize) -> bool {
        self.rest.get(self.begun..at).is_some_and(|before| before.trim().is_empty())
    }

    /// Tells whether a colon ends a key: there is none yet, and a blank or the line's end follows.
    fn ends_key(&self, at: usize) -> bool {
        let follows = self.rest.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        follows && self.levels.last().is_some_and(|level| level.key.is_none() && !level.is_list)
    }

    fn colon(&mut self, at: usize) {
        let name = unquoted(self.rest.get(self.begun..at).unwrap_or_default().trim());
        self.first.get_or_insert_with(|| name.clone());
        if let Some(level) = self.levels.last_mut() {
            level.keys.push(name.clone());
            level.key = Some(name);
        }
        self.begun = at + 1;
    }

    fn ends(&mut self, c: char, at: usize) {
        self.begun = at + 1;
        if c == ',' {
            if let Some(level) = self.levels.last_mut() {
                level.key = None;
            }
        } else {
            self.levels.pop();
        }
    }

    fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    /// The keys of this line that lead to the place.
    fn parents(&self) -> Vec<String> {
        let outer = self.levels.len().saturating_sub(1);
        self.levels.iter().take(outer).filter_map(|level| level.key.clone()).collect()
    }

    /// The key at the place, and whether its value stands there.
    fn key(&self) -> (Option<String>, bool) {
        match self.levels.last().and_then(|level| level.key.clone()) {
            Some(key) => (Some(key), true),
            None => {
                let name = self.rest.get(self.begun..self.ended).unwrap_or_default();
                ((!name.is_empty()).then(|| unquoted(name)), false)
            }
        }
    }

    fn siblings(&self) -> Vec<String> {
        let behind = self.rest.get(self.ended..).unwrap_or_default();
        let inner = behind.split(['}', ']']).next().unwrap_or_default();
        let after = inner.split(", ").filter_map(|part| part.split_once(':')).map(|(name, _)| unquoted(name.trim()));
        let all = self.levels.last().into_iter().flat_map(|level| level.keys.iter().cloned()).chain(after);
        all.filter(|name| !name.is_empty()).collect()
    }

    const fn word(&self) -> (usize, usize) {
        (self.begun, self.ended)
    }
}

fn unquoted(name: &str) -> String {
    name.trim_matches(['"', '\'']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::positions::Encoding;

    /// Tells the context of the place marked `|`.
    fn context(marked: &str) -> (String, Option<String>, bool, String, Context) {
        let offset = marked.find('|').unwrap();
        let text = Text::on_disk(marked.replacen('|', "", 1), Encoding::Utf8);
        let found = at(&text, u32::try_from(offset).unwrap());
        let word = found.span.of(text.as_str()).unwrap().to_owned();
        (found.path.join("."), found.key.clone(), found.in_value, word, found)
    }

    #[test]
    fn values_names_and_their_ways() {
        let file = "ibid: 1\ndocument:\n  path: ../a.md\nframing:\n  - id: f-a\n    at: {bytes: 1-2, prefix: \"a, b: \"}\n    voice: quoted  # his\n";
        for (from, to, path, key, in_value, word) in [
            ("voice: quo", "voice: quo|", "framing", "voice", true, "quoted"),
            ("voice:", "vo|ice:", "framing", "voice", false, "voice"),
            ("path: ", "path: |", "document", "path", true, "../a.md"),
            ("ibid:", "ib|id:", "", "ibid", false, "ibid"),
            ("- id: f", "- id: |f", "framing", "id", true, "f-a"),
            ("bytes: 1", "bytes: |1", "framing.at", "bytes", true, "1-2"),
            ("prefix:", "pre|fix:", "framing.at", "prefix", false, "prefix"),
            ("a, b: ", "a, b|: ", "framing.at", "prefix", true, "\"a, b: \""),
            ("at: {", "at: |{", "framing", "at", true, "{bytes: 1-2, prefix: \"a, b: \"}"),
        ] {
            let found = context(&file.replacen(from, to, 1));
            let said = (found.0.as_str(), found.1.as_deref(), found.2, found.3.as_str());
            assert_eq!(said, (path, Some(key), in_value, word), "{to}");
        }
        assert!(context(&file.replacen("# his", "# h|is", 1)).4.outside);
    }

    #[test]
    fn what_is_not_yaml_yet() {
        let head = "framing:\n  - id: f-a\n    at: {bytes: 1-2}\n";
        let found = context(&format!("{head}    voi|\n    term: x\n"));
        assert_eq!((found.0.as_str(), found.1.as_deref(), found.2), ("framing", Some("voi"), false));
        assert_eq!(found.4.siblings, ["at", "id", "term"]);
        let found = context(&format!("{head}    |\n"));
        assert_eq!((found.0.as_str(), found.1, found.4.siblings), ("framing", None, vec!["at".into(), "id".into()]));
        let found = context("framing:\n  - id: f-a\n    at: {bytes: 1-2, |\n    voice: x\n");
        assert_eq!((found.0.as_str(), found.1, found.4.siblings), ("framing.at", None, vec!["bytes".to_owned()]));
        let found = context("claims:\n- id: c-a\n  content:\n  - {bytes: 1-2}\n  - {byt|\n");
        assert_eq!((found.0.as_str(), found.1.as_deref()), ("claims.content", Some("byt")));
        for odd in ["|", "-|", "- |", "{|", "}|", "a: [|", "a: ]]|", "\"|", "a: 'b|", ": |", "- - - |", "é: 🙂|"] {
            context(odd);
        }
    }
}
