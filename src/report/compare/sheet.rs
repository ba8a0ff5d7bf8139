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
    /// A new line.
    Line,
}

/// A cell: pieces, one after the other.
pub(super) type Cell = Vec<Piece>;

pub(super) fn text(text: impl Into<String>) -> Cell {
    vec![Piece::Text(text.into())]
}

/// Returns a cell of several lines.
pub(super) fn lines(lines: impl IntoIterator<Item = String>) -> Cell {
    let mut cell = vec![];
    for line in lines {
        if !cell.is_empty() {
            cell.push(Piece::Line);
        }
        cell.push(Piece::Text(line));
    }
    cell
}

/// Returns a cell of several lines, each of a voice.
pub(super) fn voiced(lines: impl IntoIterator<Item = (Voice, String)>) -> Cell {
    let mut cell = vec![];
    for (voice, line) in lines {
        if !cell.is_empty() {
            cell.push(Piece::Line);
        }
        cell.push(Piece::Voiced(voice, line));
    }
    cell
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
}

impl Section {
    pub(super) fn is_empty(&self) -> bool {
        self.tables.iter().all(|table| table.rows.is_empty())
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

fn in_markdown(piece: &Piece) -> String {
    match piece {
        Piece::Text(text) | Piece::Voiced(_, text) => escape(text),
        Piece::Added(text) => format!("<ins>{}</ins>", escape(text)),
        Piece::Removed(text) => format!("<del>{}</del>", escape(text)),
        Piece::Line => "<br>".to_owned(),
    }
}

/// Returns the page's body.
pub(super) fn html(title: &str, about: &str, sections: &[Section], chart: &str) -> String {
    let mut out = format!(
        "<a class=\"skip\" href=\"#main\">Skip to the tables</a>\n<header class=\"top\"><p class=\"brand\">Compared by \
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
        if number == 0 {
            out += chart;
        }
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
        Piece::Line => "<br>".to_owned(),
    }
}
