//! Reads `docs/corpus.md` as the specification it is: what must be found in each document of `corpus/`.
//!
//! The page is written for readers; only a few of its habits are grammar. A section is a heading with a file name
//! in code type. A bullet with a bold name states a value, cut off where the remarks begin. A table is known by
//! its first column. A bullet that begins with *Not* forbids. Everything else is prose and is left alone.

use ibid::annotation::ClaimKind;

/// What the page says about one document.
#[derive(Debug, Default)]
pub(crate) struct Section {
    pub(crate) file: String,
    pub(crate) outlet: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<String>,
    pub(crate) cited: Vec<String>,
    pub(crate) claims: Vec<ClaimRow>,
    pub(crate) framing: Vec<FramingRow>,
    pub(crate) damage: Vec<DamageRow>,
    pub(crate) forbidden: Vec<Forbidden>,
}

/// A cell: what it says before its remarks in brackets, and whether † marks it as hard.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) hard: bool,
    /// The occurrence meant, from 1: “2nd” among the remarks.
    pub(crate) occurrence: Option<usize>,
}

/// A row of a table of claims.
#[derive(Debug)]
pub(crate) struct ClaimRow {
    pub(crate) line: usize,
    pub(crate) hard: bool,
    /// `None` for a row that leaves it open.
    pub(crate) kind: Option<ClaimKind>,
    pub(crate) source: Option<String>,
    pub(crate) cue: String,
    pub(crate) content: Vec<String>,
    pub(crate) speaker: Cell,
}

/// A row of a table of framing terms.
#[derive(Debug)]
pub(crate) struct FramingRow {
    pub(crate) line: usize,
    pub(crate) hard: bool,
    pub(crate) term: String,
    pub(crate) occurrence: Option<usize>,
    pub(crate) category: String,
    /// Any of these; speaker and relay are those of the first.
    pub(crate) voices: Vec<String>,
    pub(crate) voice_hard: bool,
    pub(crate) speaker: Cell,
    pub(crate) relay: Cell,
    /// Whether only the broad mode finds it.
    pub(crate) broad: bool,
}

/// A row of a table of damaged words.
#[derive(Debug)]
pub(crate) struct DamageRow {
    pub(crate) line: usize,
    pub(crate) hard: bool,
    pub(crate) word: String,
    pub(crate) suggestion: String,
    pub(crate) times: usize,
}

/// What a *Not* line forbids.
#[derive(Debug)]
pub(crate) enum Forbidden {
    /// A framing term at these words, of this category if one is named.
    Framing { words: String, category: Option<String> },
    /// A framing term in this voice.
    Voice(String),
    /// A claim that begins with these words.
    Claim(String),
    /// A quotation that opens or closes within these words.
    Mark(String),
}

/// Reads the page.
pub(crate) fn read(page: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = vec![];
    let mut head: Vec<String> = vec![];
    for (index, line) in page.lines().enumerate() {
        if let Some(title) = line.strip_prefix("## ") {
            head.clear();
            if let Some(file) = code(title).first() {
                sections.push(Section { file: file.clone(), ..Section::default() });
            } else if !sections.is_empty() {
                // Sections without a file name end the documents.
                return sections;
            }
            continue;
        }
        let Some(section) = sections.last_mut() else { continue };
        if let Some(row) = line.strip_prefix("| ") {
            let cells: Vec<String> = row.trim_end_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
            if head.is_empty() {
                head = cells;
            } else {
                table_row(section, &head, &cells, index + 1);
            }
        } else if !line.starts_with("|-") {
            head.clear();
            if let Some(rest) = line.strip_prefix("- **") {
                value(section, rest);
            } else if let Some(rest) = line.strip_prefix("- *Not* ") {
                section.forbidden.extend(forbidden(rest, index + 1));
            }
        }
    }
    sections
}

/// Returns the strings in code type.
fn code(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the text before its remarks: before ` (`, `;`, `.` at a word's end.
fn before_remarks(text: &str) -> &str {
    let end = [" (", ";", ". ", ", "].iter().filter_map(|mark| text.find(mark)).min().unwrap_or(text.len());
    text[..end].trim_end_matches('.').trim()
}

fn none(text: &str) -> Option<&str> {
    (!matches!(text, "none" | "unknown" | "")).then_some(text)
}

fn value(section: &mut Section, line: &str) {
    let (key, text) = line.split_once("**: ").unwrap_or((line, ""));
    let plain = before_remarks(text).trim_matches('`');
    match key {
        "Outlet" => section.outlet = none(plain).map(str::to_owned),
        "Author" => section.authors = none(plain).map(str::to_owned).into_iter().collect(),
        "Published" => {
            section.published = none(plain).and_then(|text| text.split(' ').next()).map(str::to_owned);
        }
        "Cited" => {
            let list = text.split(". ").next().unwrap_or_default();
            section.cited =
                list.split(';').filter_map(|name| none(before_remarks(name.trim()))).map(Into::into).collect();
        }
        "Shape" | "Damage" | "Marks" => {}
        other => panic!("docs/corpus.md: {} has a bullet `{other}` that no test reads", section.file),
    }
}

fn table_row(section: &mut Section, head: &[String], cells: &[String], line: usize) {
    let at = |name: &str| {
        let column = head.iter().position(|title| title == name);
        column.and_then(|column| cells.get(column)).map(String::as_str).unwrap_or_default()
    };
    match head.first().map(String::as_str) {
        Some("kind") => section.claims.push(claim(&at, line)),
        Some("term") => section.framing.push(framing(&at, line)),
        Some("damaged") => {
            let times = at("times").parse().unwrap_or_else(|_| panic!("docs/corpus.md:{line}: how many times?"));
            let first = |name| code(at(name)).first().cloned().unwrap_or_default();
            let hard = cells.iter().any(|cell| cell.contains('†'));
            section.damage.push(DamageRow { line, hard, word: first("damaged"), suggestion: first("was"), times });
        }
        other => panic!("docs/corpus.md:{line}: a table `{other:?}` that no test reads"),
    }
}

fn claim<'t>(at: &impl Fn(&str) -> &'t str, line: usize) -> ClaimRow {
    let kind = cell(at("kind"));
    let source = code(at("source"));
    assert!(!source.is_empty() || at("source") == "—", "docs/corpus.md:{line}: a source is code or —");
    ClaimRow {
        line,
        hard: kind.hard,
        kind: match kind.text.split([' ', ',']).next() {
            Some("direct") => Some(ClaimKind::Direct),
            Some("indirect") => Some(ClaimKind::Indirect),
            Some("mixed") => Some(ClaimKind::Mixed),
            _ => None,
        },
        source: source.first().cloned(),
        cue: code(at("cue")).first().cloned().unwrap_or_default(),
        content: code(at("content begins")),
        speaker: cell(at("who")),
    }
}

fn framing<'t>(at: &impl Fn(&str) -> &'t str, line: usize) -> FramingRow {
    let (term, category, voice) = (at("term"), cell(at("category")), cell(at("voice")));
    FramingRow {
        line,
        hard: category.hard || term.contains('†'),
        term: code(term).first().cloned().unwrap_or_default(),
        occurrence: voice.occurrence,
        broad: category.text.ends_with(", broad"),
        category: category.text.replace(", broad", ""),
        voices: voice.text.split(" or ").map(str::to_owned).collect(),
        voice_hard: voice.hard,
        speaker: cell(at("speaker")),
        relay: cell(at("relay")),
    }
}

fn cell(text: &str) -> Cell {
    let occurrence = ["1st", "2nd", "3rd"].iter().position(|nth| text.contains(nth)).map(|index| index + 1);
    let plain = text.split(" (").next().unwrap_or_default().replace('†', "");
    Cell { text: plain.trim().to_owned(), hard: text.contains('†'), occurrence }
}

fn forbidden(text: &str, line: usize) -> Vec<Forbidden> {
    let plain = text.split(" (").next().unwrap_or_default();
    let words = code(plain).into_iter();
    let end = plain.rsplit('`').next().unwrap_or_default().trim().trim_end_matches('.');
    if plain.starts_with("framing in the voice") {
        return words.map(Forbidden::Voice).collect();
    }
    match end {
        "as framing" => words.map(|words| Forbidden::Framing { words, category: None }).collect(),
        "as a claim" => words.map(Forbidden::Claim).collect(),
        "as a quotation mark" => words.map(Forbidden::Mark).collect(),
        _ => match end.strip_prefix("as framing of the category ") {
            Some(category) => {
                words.map(|words| Forbidden::Framing { words, category: Some(category.to_owned()) }).collect()
            }
            None => panic!("docs/corpus.md:{line}: a *Not* that no test reads: {end:?}"),
        },
    }
}
