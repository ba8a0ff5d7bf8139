//! What a comparison shows: sections of tables, written as Markdown or as a page. Whoever fills them knows neither.

use crate::{
    annotation::Voice,
    report::{
        html::element::{self, Column, foreign},
        markdown::escape::escape,
    },
};

/// A part of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words of a document, or of ibid.
    Text(String),
    /// What somebody's words are, and whose.
    Voiced(Voice, String),
    /// Words that the first version does not have.
    Added(String),
    /// Words that only the first version has.
    Removed(String),
    /// What leads to a passage.
    Link(String, Passage),
    /// A passage, to which links lead, and what stands for its place.
    Anchor(String, Passage),
    /// A digest, or another thing for machines.
    Code(String),
    /// A new line.
    Line,
}

impl From<String> for Piece {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Piece {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A sentence of a document, both numbered from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Passage {
    pub(super) document: usize,
    pub(super) sentence: usize,
}

impl Passage {
    /// Returns the name by which links find it.
    fn name(self) -> String {
        format!("p{}-{}", self.document + 1, self.sentence + 1)
    }
}

/// A cell: pieces, one after the other.
pub(super) type Cell = Vec<Piece>;

pub(super) fn text(text: impl Into<String>) -> Cell {
    vec![Piece::Text(text.into())]
}

/// Returns a cell of several lines.
pub(super) fn lines<P: Into<Piece>>(lines: impl IntoIterator<Item = P>) -> Cell {
    stack(lines.into_iter().map(|line| vec![line.into()]))
}

/// Returns a cell of others, each on its own line.
pub(super) fn stack(cells: impl IntoIterator<Item = Cell>) -> Cell {
    let mut all = vec![];
    for cell in cells {
        if !all.is_empty() {
            all.push(Piece::Line);
        }
        all.extend(cell);
    }
    all
}

#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) caption: String,
    /// The titles of the columns, and whether each holds numbers.
    pub(super) columns: Vec<(String, bool)>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(caption: impl Into<String>, columns: &[(&str, bool)]) -> Self {
        let columns = columns.iter().map(|(title, number)| ((*title).to_owned(), *number)).collect();
        Self { caption: caption.into(), columns, rows: vec![] }
    }
}

#[derive(Debug)]
pub(super) struct Section {
    pub(super) title: &'static str,
    /// What is counted, and what it does not mean.
    pub(super) about: &'static str,
    pub(super) tables: Vec<Table>,
    /// Pictures of what the tables say, as HTML; Markdown goes without.
    pub(super) pictures: Vec<String>,
}

impl Section {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.rows.is_empty())
    }

    /// Returns the passages that its cells lead to.
    pub(super) fn passages(&self) -> impl Iterator<Item = Passage> {
        let pieces = self.tables.iter().flat_map(|table| &table.rows).flatten().flatten();
        pieces.filter_map(|piece| match piece {
            Piece::Link(_, passage) => Some(*passage),
            _ => None,
        })
    }
}

/// Says of what nothing was found.
const NOTHING: &str = "Nothing was found.";

pub(super) fn markdown(title: &str, about: &str, sections: &[Section]) -> String {
    let mut out = format!("# {title}\n\n{about}\n");
    for section in sections {
        out += &format!("\n## {}\n\n{}\n", section.title, section.about);
        if section.is_empty() {
            out += &format!("\n{NOTHING}\n");
        }
        for table in section.tables.iter().filter(|table| !table.rows.is_empty()) {
            let titles: Vec<String> = table.columns.iter().map(|(title, _)| escape(title)).collect();
            let rules: Vec<&str> =
                table.columns.iter().map(|(_, number)| if *number { "--:" } else { ":--" }).collect();
            out += &format!("\n**{}**\n\n| {} |\n|{}|\n", escape(&table.caption), titles.join(" | "), rules.join("|"));
            for row in &table.rows {
                let cells: Vec<String> = row.iter().map(|cell| cell.iter().map(in_markdown).collect()).collect();
                out += &format!("| {} |\n", cells.join(" | "));
            }
        }
    }
    out
}

/// Escapes a text, and keeps the space between it and what stands beside it.
fn spaced(text: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let inner = text.trim();
    if inner.is_empty() {
        return space(!text.is_empty()).to_owned();
    }
    format!(
        "{}{}{}",
        space(text.starts_with(char::is_whitespace)),
        escape(inner),
        space(text.ends_with(char::is_whitespace))
    )
}

fn in_markdown(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => spaced(text),
        Piece::Voiced(voice, text) => format!("<mark title=\"{}\">{}</mark>", voice.name(), escape(text)),
        Piece::Added(text) => format!("<ins>{}</ins>", escape(text)),
        Piece::Removed(text) => format!("<del>{}</del>", escape(text)),
        Piece::Link(text, passage) => format!("[{}](#{})", escape(text), passage.name()),
        Piece::Anchor(text, passage) => format!("<a id=\"{}\"></a>{}", passage.name(), escape(text)),
        Piece::Code(text) => format!("`{text}`"),
        Piece::Line => "<br>".to_owned(),
    }
}

/// Returns the page's body.
pub(super) fn html(title: &str, about: &str, sections: &[Section]) -> String {
    let mut out = format!(
        "<a class=\"skip\" href=\"#main\">Skip to the tables</a>\n<header class=\"top\"><p class=\"brand\">Written by \
         ibid</p></header>\n<main id=\"main\" class=\"compare\" tabindex=\"-1\"><h1>{title}</h1>\n<p>{}</p>\n<nav \
         aria-label=\"Sections\"><ul>",
        element::escape(about),
    );
    for (number, section) in sections.iter().enumerate() {
        out += &format!("<li><a href=\"#s{number}\">{}</a></li>", section.title);
    }
    out += "</ul></nav>\n";
    for (number, section) in sections.iter().enumerate() {
        out += &format!(
            "<section id=\"s{number}\"><h2>{}</h2>\n<p>{}</p>\n",
            section.title,
            element::escape(section.about)
        );
        out.extend(section.pictures.iter().map(String::as_str));
        if section.is_empty() {
            out += &format!("<p>{NOTHING}</p>\n");
        }
        for table in &section.tables {
            let columns: Vec<Column<'_>> =
                table.columns.iter().map(|(title, number)| (title.as_str(), *number)).collect();
            let rows: Vec<(String, Vec<String>)> = table
                .rows
                .iter()
                .map(|row| (String::new(), row.iter().map(|cell| cell.iter().map(in_html).collect()).collect()))
                .collect();
            out += &element::table(&element::plain(&table.caption), &columns, &rows);
        }
        out += "</section>\n";
    }
    out + "</main>\n<p id=\"status\" role=\"status\"></p>\n"
}

fn in_html(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) => foreign(text),
        Piece::Voiced(voice, text) => format!("<mark class=\"v-{}\">{}</mark>", voice.name(), foreign(text)),
        Piece::Added(text) => format!("<ins>{}</ins>", foreign(text)),
        Piece::Removed(text) => format!("<del>{}</del>", foreign(text)),
        Piece::Link(text, passage) => format!("<a href=\"#{}\">{}</a>", passage.name(), foreign(text)),
        Piece::Anchor(text, passage) => format!("<span id=\"{}\">{}</span>", passage.name(), foreign(text)),
        Piece::Code(text) => format!("<code>{}</code>", foreign(text)),
        Piece::Line => "<br>".to_owned(),
    }
}
