//! A new text of an annotation file as edits of the old one, line by line: an editor keeps the cursor, and undoes it in
//! one step.

use super::{client::Client, positions::Text};
use crate::document::{Source, Span};
use lsp_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit, TextEdit, Url,
    WorkspaceEdit,
};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;

/// Returns the edits that make `new` of a text.
pub(super) fn between(old: &Text, new: &str) -> Vec<TextEdit> {
    let (old_lines, new_lines) = (lines(old.as_str()), lines(new));
    let words = |lines: &[(u32, &str)]| lines.iter().map(|(_, line)| (*line).to_owned()).collect::<Vec<_>>();
    let ops = capture_diff_slices(Algorithm::Myers, &words(&old_lines), &words(&new_lines));
    let start = |at: usize| old_lines.get(at).map_or(span_end(old.as_str()), |(start, _)| *start);
    let mut out = vec![];
    for op in ops {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (from, to) = (op.old_range(), op.new_range());
        let span = Span::<Source>::clamped(start(from.start), start(from.end));
        let text: String = new_lines.get(to).unwrap_or_default().iter().map(|(_, line)| *line).collect();
        out.push(TextEdit { range: old.range(span), new_text: text });
    }
    out
}

fn lines(text: &str) -> Vec<(u32, &str)> {
    let mut at = 0;
    let mut out = vec![];
    for line in text.split_inclusive('\n') {
        out.push((at, line));
        at += span_end(line);
    }
    out
}

fn span_end(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Returns the edits of a file that is open in this version, or lies on disk.
pub(super) fn of_file(uri: Url, version: Option<i32>, edits: Vec<TextEdit>, client: &Client) -> WorkspaceEdit {
    if client.versions {
        let edits = document_edit(uri, version, edits);
        return WorkspaceEdit {
            document_changes: Some(DocumentChanges::Edits(vec![edits])),
            ..WorkspaceEdit::default()
        };
    }
    WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
}

/// Returns the making of a file.
pub(super) fn new_file(uri: Url, text: String) -> WorkspaceEdit {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let start = Position { line: 0, character: 0 };
    let edit = TextEdit { range: Range { start, end: start }, new_text: text };
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(document_edit(uri, None, vec![edit])),
    ];
    WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
}

fn document_edit(uri: Url, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
    TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::positions::Encoding;

    #[test]
    fn edits_make_the_new_text() {
        let texts =
            ["", "a\n", "a\r\nb\r\n", "a\nb", "x\na\nb\n🙂\nc", "\u{feff}a\nb\n", "c\nb\na\n", "a\r\nb\r\n\r\nz\r\n"];
        for old in texts {
            for new in texts {
                let old_text = Text::on_disk(old.to_owned(), Encoding::Utf16);
                let mut made = old_text.clone();
                // As a client does: all ranges are of the old text, so the last goes first.
                for edit in between(&old_text, new).into_iter().rev() {
                    made.change(Some(edit.range), &edit.new_text);
                }
                let bare = |text: &str| text.trim_start_matches('\u{feff}').to_owned();
                assert_eq!(bare(made.as_str()), bare(new), "{old:?} to {new:?}");
            }
        }
    }
}
