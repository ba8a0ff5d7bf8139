//! What was written, step by step, so that each can be taken back to the very bytes that were there.

use super::book::Book;

/// One change of one entry.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Which file.
    pub(super) file: usize,
    /// The id of the entry.
    pub(super) id: String,
    /// What was done.
    pub(super) label: String,
    what: Piece,
}

#[derive(Clone, Debug)]
enum Piece {
    /// The lines of the entry, before and after.
    Entry(String, String),
    /// The whole file: more than the entry's lines changed.
    File(String, String),
}

impl Step {
    /// Returns what became of the entry: `book` is as it was before, and `new` is what is written.
    pub(super) fn of(file: usize, id: &str, label: String, book: &Book, new: &str) -> Self {
        let what = piece(book, id, new).unwrap_or_else(|| Piece::File(book.text.clone(), new.to_owned()));
        Self { file, id: id.to_owned(), label, what }
    }

    /// Returns the file's text without this change; nothing when the entry was changed since by another program.
    pub(super) fn undone(&self, book: &Book) -> Option<String> {
        self.exchanged(book, false)
    }

    /// Returns the file's text with this change again.
    pub(super) fn redone(&self, book: &Book) -> Option<String> {
        self.exchanged(book, true)
    }

    fn exchanged(&self, book: &Book, forward: bool) -> Option<String> {
        let turned = |before, after| if forward { (before, after) } else { (after, before) };
        match &self.what {
            Piece::Entry(before, after) => {
                let (from, to) = turned(before, after);
                let lines = book.find(&self.id)?.listed.lines;
                let head = book.text.get(..lines.start() as usize)?;
                let tail = book.text.get(lines.end() as usize..)?;
                (lines.of(&book.text) == Some(from)).then(|| format!("{head}{to}{tail}"))
            }
            Piece::File(before, after) => {
                let (from, to) = turned(before, after);
                (book.text == *from).then(|| to.clone())
            }
        }
    }
}

/// Returns the entry's lines before and after, when nothing else changed.
fn piece(book: &Book, id: &str, new: &str) -> Option<Piece> {
    let old = &book.text;
    let lines = book.find(id)?.listed.lines;
    let head = old.get(..lines.start() as usize)?;
    let tail = old.get(lines.end() as usize..)?;
    let after = new.strip_prefix(head)?.strip_suffix(tail)?;
    Some(Piece::Entry(lines.of(old)?.to_owned(), after.to_owned()))
}
