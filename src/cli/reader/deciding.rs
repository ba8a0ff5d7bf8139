//! Deciding on entries, and taking it back: what is asked to be written, and what follows when it was.

use super::{
    book::Book,
    filter::Ranks,
    history::Step,
    prompt::Prompt,
    state::{Ask, Mode, State},
};
use crate::{cli::harmless, sidecar};

/// How often a change is made anew in a file that other programs keep changing.
const TRIES: usize = 5;

/// What goes on when a file was opened or written.
pub(super) enum Pending {
    /// The first file is opened.
    First,
    /// The file is shown.
    Show,
    /// The first or the last entry that is undecided is taken in hand.
    Undecided { forward: bool },
    /// The last change, which is in this file, is taken back; or made again.
    Turn { forward: bool },
    /// A change was written.
    Edit { edit: Edit, new: String },
    /// A change was taken back, or made again.
    Turned { step: Step, forward: bool, new: String, tries: usize },
}

/// A change of an entry.
#[derive(Clone)]
pub(super) struct Edit {
    id: String,
    /// What was done, in words.
    label: String,
    values: Vec<(&'static str, String)>,
    is_verdict: bool,
    /// What was typed for it; it is not lost when it cannot be written.
    typed: Option<Prompt>,
    /// The entry as the person saw it.
    seen: String,
    tries: usize,
}

/// What became of writing.
pub(super) enum Wrote {
    Done,
    /// The file says something else by now: this.
    Changed(Box<Result<Book, String>>),
    /// It could not be written.
    Refused(String),
}

impl State {
    /// Gives the entry in hand a verdict.
    pub(super) fn judge(&mut self, verdict: &'static str) -> Option<Ask> {
        let id = self.item()?.id().to_owned();
        self.edit(&id, verdict.to_owned(), vec![("review", verdict.to_owned())], None)
    }

    /// Gives a key of an entry a value.
    pub(super) fn amend(&mut self, id: &str, key: &'static str, value: String, typed: Option<Prompt>) -> Option<Ask> {
        let label = if key == "note" { "note written".to_owned() } else { format!("{key} is now {value}") };
        self.edit(id, label, vec![(key, value)], typed)
    }

    fn edit(
        &mut self,
        id: &str,
        label: String,
        mut values: Vec<(&'static str, String)>,
        typed: Option<Prompt>,
    ) -> Option<Ask> {
        let is_verdict = values.iter().any(|(key, _)| *key == "review");
        values.extend(self.by.iter().map(|by| ("reviewer", by.clone())));
        let seen = self.book.as_ref().ok()?.lines(id)?.to_owned();
        self.begin(Edit { id: id.to_owned(), label, values, is_verdict, typed, seen, tries: TRIES })
    }

    fn begin(&mut self, edit: Edit) -> Option<Ask> {
        let old = self.book.as_ref().ok()?.text.clone();
        match sidecar::set(&old, &edit.id, &edit.values) {
            Ok(Some(new)) if new == old => {
                self.message = Some(format!("{} says so already", edit.id));
                None
            }
            Ok(Some(new)) => {
                self.pending = Some(Pending::Edit { edit, new: new.clone() });
                Some(Ask::Write { file: self.at, old, new })
            }
            Ok(None) => self.refuse(edit, "the entry is not there any more".to_owned()),
            Err(problem) => self.refuse(edit, problem.message),
        }
    }

    /// Nothing was written: says why, and gives back what was typed.
    fn refuse(&mut self, edit: Edit, why: String) -> Option<Ask> {
        self.message = Some(format!("nothing written: {}", harmless::line(&why)));
        if let Some(prompt) = edit.typed {
            self.mode = Mode::Prompt(prompt);
        }
        None
    }

    /// Takes back what was written last.
    pub(super) fn undo(&mut self) -> Option<Ask> {
        self.turn(false)
    }

    /// Writes again what was taken back last.
    pub(super) fn redo(&mut self) -> Option<Ask> {
        self.turn(true)
    }

    fn turn(&mut self, forward: bool) -> Option<Ask> {
        let steps = if forward { &self.undone } else { &self.history };
        let Some(step) = steps.last() else {
            let what = if forward { "nothing was undone" } else { "nothing to undo: nothing was written" };
            self.message = Some(what.to_owned());
            return None;
        };
        if step.file != self.at || self.book.is_err() {
            self.pending = Some(Pending::Turn { forward });
            return Some(Ask::Open(step.file));
        }
        let step = if forward { self.undone.pop() } else { self.history.pop() }?;
        self.turn_step(step, forward, TRIES)
    }

    fn turn_step(&mut self, step: Step, forward: bool, tries: usize) -> Option<Ask> {
        let new = self.book.as_ref().ok().and_then(|book| if forward { step.redone(book) } else { step.undone(book) });
        let (Some(new), Ok(book)) = (new, &self.book) else {
            let what = if forward { "done again" } else { "undone" };
            let id = &step.id;
            self.message = Some(format!("{id}: “{}” cannot be {what}: the entry was changed meanwhile", step.label));
            return None;
        };
        let old = book.text.clone();
        self.pending = Some(Pending::Turned { step, forward, new: new.clone(), tries });
        Some(Ask::Write { file: self.at, old, new })
    }

    /// A file was opened.
    pub(super) fn opened(&mut self, file: usize, book: Result<Book, String>) -> Option<Ask> {
        let is_same = file == self.at;
        self.at = file;
        self.book = book;
        self.page = None;
        if !is_same {
            (self.last, self.view, self.cursor, self.top) = (None, vec![], 0, 0);
        }
        self.rank();
        match self.pending.take() {
            Some(Pending::Undecided { forward }) => {
                self.cursor = if forward { 0 } else { self.view.len().saturating_sub(1) };
                if !self.item().is_some_and(super::book::Item::is_undecided) {
                    match self.undecided_from(forward, false) {
                        Some(cursor) => self.cursor = cursor,
                        None => {
                            self.message = Some("the filter hides what is undecided here: Esc shows all".to_owned())
                        }
                    }
                }
                self.follow = true;
                None
            }
            Some(Pending::Turn { forward }) if self.book.is_ok() => self.turn(forward),
            Some(Pending::Turn { .. }) => {
                self.message = Some("the file of the last change cannot be read".to_owned());
                None
            }
            _ => None,
        }
    }

    fn rank(&mut self) {
        if let Ok(book) = &self.book {
            self.ranks = Ranks::of(book, self.order);
        }
        self.refresh();
    }

    /// The file that is open was read again, because it or its document was changed.
    pub(super) fn reread(&mut self, book: Result<Book, String>) {
        let is_same = match (&self.book, &book) {
            (Ok(old), Ok(new)) => old.text == new.text && old.source() == new.source(),
            (Err(old), Err(new)) => old == new,
            _ => false,
        };
        if !is_same {
            self.adopt(book);
            self.message = Some("changed by another program: read again".to_owned());
        }
    }

    fn adopt(&mut self, book: Result<Book, String>) {
        if let Some(item) = self.item() {
            self.last = Some(item.id().to_owned());
        }
        self.book = book;
        (self.page, self.view) = (None, vec![]);
        self.rank();
    }

    /// What was asked to be written was written, or not.
    pub(super) fn wrote(&mut self, wrote: Wrote) -> Option<Ask> {
        match (self.pending.take()?, wrote) {
            (Pending::Edit { edit, new }, Wrote::Done) => {
                self.done(&edit, new);
                None
            }
            (Pending::Edit { edit, .. }, Wrote::Refused(why)) => self.refuse(edit, why),
            (Pending::Edit { mut edit, .. }, Wrote::Changed(book)) => {
                self.adopt(*book);
                let now = self.book.as_ref().ok().and_then(|book| book.lines(&edit.id));
                match edit.tries.checked_sub(1) {
                    Some(tries) if now == Some(&edit.seen) => {
                        if edit.tries == TRIES {
                            edit.label.push_str("; another program changed the file, it was read again");
                        }
                        edit.tries = tries;
                        self.begin(edit)
                    }
                    _ => {
                        let why = format!("another program changed {}; this is how it is now", edit.id);
                        self.refuse(edit, why)
                    }
                }
            }
            (Pending::Turned { step, forward, new, .. }, Wrote::Done) => {
                self.turned(step, forward, new);
                None
            }
            (Pending::Turned { step, forward, tries, .. }, Wrote::Changed(book)) if tries > 0 => {
                self.adopt(*book);
                self.turn_step(step, forward, tries - 1)
            }
            (Pending::Turned { step, forward, .. }, Wrote::Refused(why)) => {
                // It can still be taken back when what is in the way is gone.
                if forward {
                    self.undone.push(step)
                } else {
                    self.history.push(step)
                }
                self.message = Some(format!("nothing written: {}", harmless::line(&why)));
                None
            }
            _ => None,
        }
    }

    fn done(&mut self, edit: &Edit, new: String) {
        let Ok(book) = &mut self.book else { return };
        let step = Step::of(self.at, &edit.id, edit.label.clone(), book, &new);
        if let Err(problem) = book.edited(new) {
            self.book = Err(harmless::line(&problem.message));
        }
        self.history.push(step);
        self.undone.clear();
        (self.last, self.view) = (Some(edit.id.clone()), vec![]);
        self.page = None;
        self.refresh();
        self.message = Some(format!("{}: {} (u takes it back)", edit.id, edit.label));
        if edit.is_verdict {
            match self.undecided_from(true, true) {
                _ if self.item().is_some_and(super::book::Item::is_undecided) => {}
                Some(cursor) => {
                    self.cursor = cursor;
                    self.follow = true;
                }
                None => {
                    self.message =
                        Some(format!("{}: {}; all that is shown is decided, Tab goes on", edit.id, edit.label));
                }
            }
        }
    }

    fn turned(&mut self, step: Step, forward: bool, new: String) {
        let Ok(book) = &mut self.book else { return };
        if let Err(problem) = book.edited(new) {
            self.book = Err(harmless::line(&problem.message));
        }
        (self.last, self.view) = (Some(step.id.clone()), vec![]);
        self.page = None;
        self.refresh();
        self.go_to(&step.id);
        let what = if forward { "done again" } else { "taken back" };
        self.message = Some(format!("{} {what}: {}", step.id, step.label));
        if forward { self.history.push(step) } else { self.undone.push(step) }
    }
}
