//! What a reader of annotation files sees, and what a key does to it. Nothing here knows a terminal or a file: a
//! key may give an [`Ask`], which is done elsewhere and answered.

use super::{
    book::{Book, Item},
    deciding::Pending,
    filter::{Filter, Order, Ranks},
    history::Step,
    keys::Key,
    page::Page,
    prompt::{About, Menu, Picked, Prompt, Typed},
};

/// What is to be done outside, and answered: by [`State::opened`], [`State::found`] or [`State::wrote`].
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// Open a file.
    Open(usize),
    /// Look for a file in which something is undecided, behind or before one, around the end.
    Seek {
        from: usize,
        forward: bool,
    },
    /// Write a file, if it still says `old`.
    Write {
        file: usize,
        old: String,
        new: String,
    },
    /// Draw all of the screen again.
    Redraw,
    Quit,
}

/// What lies over the text.
pub(super) enum Mode {
    Reading,
    /// From which line.
    Help(usize),
    /// All of one entry, from which line.
    Details(usize),
    Menu(Menu),
    Prompt(Prompt),
    /// On which row.
    Filter(usize),
}

/// Everything that is shown.
pub(super) struct State {
    /// The annotation files, as they are shown.
    pub(super) names: Vec<String>,
    /// Who decides.
    pub(super) by: Option<String>,
    /// Which file is open.
    pub(super) at: usize,
    /// The file, or why it cannot be read.
    pub(super) book: Result<Book, String>,
    pub(super) order: Order,
    pub(super) filter: Filter,
    pub(super) ranks: Ranks,
    /// The items that are shown, in order.
    pub(super) view: Vec<usize>,
    /// Which of them is in hand.
    pub(super) cursor: usize,
    pub(super) mode: Mode,
    /// Something to say, until the next key.
    pub(super) message: Option<String>,
    /// Whether letters stand behind terms and claims.
    pub(super) lettered: bool,
    /// Whether the list is shown where there is no room for list and text.
    pub(super) list: bool,
    pub(super) page: Option<Page>,
    /// The first row of the text that is shown, and how many are.
    pub(super) top: usize,
    pub(super) height: usize,
    /// Whether the text goes where the entry in hand is.
    pub(super) follow: bool,
    pub(super) history: Vec<Step>,
    pub(super) undone: Vec<Step>,
    pub(super) pending: Option<Pending>,
    /// The entry that was in hand last.
    pub(super) last: Option<String>,
}

impl State {
    /// Returns a reader of these files, and what is to be done first.
    pub(super) fn new(names: Vec<String>, by: Option<String>) -> (Self, Ask) {
        let state = Self {
            names,
            by,
            at: 0,
            book: Err("reading …".to_owned()),
            order: Order::Doubt,
            filter: Filter::default(),
            ranks: Ranks::default(),
            view: vec![],
            cursor: 0,
            mode: Mode::Reading,
            message: None,
            lettered: true,
            list: false,
            page: None,
            top: 0,
            height: 1,
            follow: true,
            history: vec![],
            undone: vec![],
            pending: Some(Pending::First),
            last: None,
        };
        let from = state.names.len().saturating_sub(1);
        (state, Ask::Seek { from, forward: true })
    }

    /// Returns the entry in hand.
    pub(super) fn item(&self) -> Option<&Item> {
        let at = self.view.get(self.cursor)?;
        self.book.as_ref().ok()?.items.get(*at)
    }

    fn id(&self) -> Option<String> {
        self.item().map(|item| item.id().to_owned())
    }

    /// Takes a key.
    pub(super) fn press(&mut self, key: &Key) -> Option<Ask> {
        self.message = None;
        match (&mut self.mode, key) {
            (_, Key::Control('l')) => Some(Ask::Redraw),
            (Mode::Reading, Key::Control('c')) => Some(Ask::Quit),
            (Mode::Reading, key) => self.command(key),
            (_, Key::Control('c')) => self.leave(),
            (Mode::Help(line) | Mode::Details(line), key) => {
                match key {
                    Key::Char('j') | Key::Down => *line = line.saturating_add(1),
                    Key::Char('k') | Key::Up => *line = line.saturating_sub(1),
                    Key::Char(' ') | Key::PageDown => *line = line.saturating_add(self.height.max(1)),
                    Key::Char('b') | Key::PageUp => *line = line.saturating_sub(self.height.max(1)),
                    Key::Char('g') | Key::Home => *line = 0,
                    _ => self.mode = Mode::Reading,
                }
                None
            }
            (Mode::Menu(menu), key) => match menu.press(key) {
                Picked::Going => None,
                Picked::Left => self.leave(),
                Picked::Taken(value) => {
                    let (id, key) = (menu.id.clone(), menu.key);
                    self.mode = Mode::Reading;
                    self.amend(&id, key, value.to_owned(), None)
                }
            },
            (Mode::Prompt(prompt), key) => {
                let typed = prompt.press(key);
                let prompt = prompt.clone();
                self.typed(typed, prompt)
            }
            (Mode::Filter(row), key) => {
                let row = *row;
                self.filtering(row, key)
            }
        }
    }

    /// Closes what lies over the text.
    fn leave(&mut self) -> Option<Ask> {
        if let Mode::Prompt(prompt) = std::mem::replace(&mut self.mode, Mode::Reading)
            && let About::Words(before) = prompt.about
        {
            self.filter.words = before;
            self.refresh();
        }
        None
    }

    fn command(&mut self, key: &Key) -> Option<Ask> {
        match key {
            Key::Char('q') => return Some(Ask::Quit),
            Key::Char('?') => self.mode = Mode::Help(0),
            Key::Char('a') => return self.judge("accepted"),
            Key::Char('r') => return self.judge("rejected"),
            Key::Char('v') => {
                self.menu(if self.item().is_some_and(|item| item.voice().is_none()) { "kind" } else { "voice" })
            }
            Key::Char('c') => self.menu("category"),
            Key::Char('y') => self.menu("relay"),
            Key::Char('s') => self.ask_speaker(),
            Key::Char('n') => self.ask_note(),
            Key::Char('u') => return self.undo(),
            Key::Char('U') | Key::Control('r') => return self.redo(),
            Key::Char('f') => self.mode = Mode::Filter(0),
            Key::Char('/') => {
                let words = self.filter.words.clone();
                self.mode = Mode::Prompt(Prompt::new(About::Words(words.clone()), &words, vec![]));
            }
            Key::Escape if !self.filter.is_empty() => {
                self.filter = Filter::default();
                self.refresh();
            }
            Key::Char('o') => self.reorder(),
            Key::Char('l') => self.list = !self.list,
            Key::Char('m') => {
                self.lettered = !self.lettered;
                self.page = None;
            }
            Key::Enter if self.item().is_some() => self.mode = Mode::Details(0),
            Key::Tab => return self.next_undecided(true),
            Key::BackTab => return self.next_undecided(false),
            Key::Char(']') | Key::Right => return self.turn_to(self.at.checked_add(1)),
            Key::Char('[') | Key::Left => return self.turn_to(self.at.checked_sub(1)),
            key => self.go(key),
        }
        None
    }

    /// Goes through the list, or through the text.
    fn go(&mut self, key: &Key) {
        let last = self.view.len().saturating_sub(1);
        let page = self.height.saturating_sub(1).max(1);
        match key {
            Key::Char('j') | Key::Down => self.hold(self.cursor.saturating_add(1).min(last)),
            Key::Char('k') | Key::Up => self.hold(self.cursor.saturating_sub(1)),
            Key::Char('g') | Key::Home => self.hold(0),
            Key::Char('G') | Key::End => self.hold(last),
            Key::Char(' ') | Key::PageDown | Key::Control('f') => self.scroll(page, true),
            Key::Char('b') | Key::PageUp | Key::Control('b') => self.scroll(page, false),
            Key::Control('d') => self.scroll(page.div_ceil(2), true),
            Key::Control('u') => self.scroll(page.div_ceil(2), false),
            Key::Control('e') => self.scroll(1, true),
            Key::Control('y') => self.scroll(1, false),
            _ => {}
        }
    }

    fn scroll(&mut self, rows: usize, down: bool) {
        self.top = if down { self.top.saturating_add(rows) } else { self.top.saturating_sub(rows) };
        self.follow = false;
    }

    /// Takes an entry in hand.
    fn hold(&mut self, cursor: usize) {
        self.cursor = cursor;
        self.follow = true;
        self.last = self.id();
    }

    fn reorder(&mut self) {
        self.order = self.order.other();
        if let Ok(book) = &self.book {
            self.ranks = Ranks::of(book, self.order);
        }
        self.refresh();
        self.message = Some(self.order.name().to_owned());
    }

    fn menu(&mut self, key: &'static str) {
        use super::book::Says;
        let Some(item) = self.item() else { return };
        let now = match (item.says, key) {
            (Says::Claim { kind }, "kind") => Some(kind.name()),
            (Says::Term { voice, .. }, "voice") => Some(voice.name()),
            (Says::Term { category, .. }, "category") => Some(category.name()),
            (Says::Term { relay, .. }, "relay") => relay.map(crate::annotation::Relay::name),
            _ => {
                self.message = Some(format!("a claim has no {key}: v is how much of it is quoted, s who speaks"));
                return;
            }
        };
        self.mode = Mode::Menu(Menu::new(item.id(), key, now));
    }

    fn ask_speaker(&mut self) {
        let (Some(item), Ok(book)) = (self.item(), &self.book) else { return };
        let about = About::Speaker(item.id().to_owned());
        self.mode = Mode::Prompt(Prompt::new(about, item.speaker.as_deref().unwrap_or_default(), book.speakers()));
    }

    fn ask_note(&mut self) {
        let Some(item) = self.item() else { return };
        let note = item.listed.note.as_deref().unwrap_or_default();
        self.mode = Mode::Prompt(Prompt::new(About::Note(item.id().to_owned()), note, vec![]));
    }

    fn typed(&mut self, typed: Typed, prompt: Prompt) -> Option<Ask> {
        let is_search = matches!(prompt.about, About::Words(_));
        match typed {
            Typed::Left => self.leave(),
            Typed::Going => {
                if is_search && self.filter.words != prompt.text() {
                    self.filter.words = prompt.text();
                    self.refresh();
                }
                None
            }
            Typed::Entered(value) => {
                self.mode = Mode::Reading;
                match prompt.about.clone() {
                    About::Words(_) => {
                        self.filter.words = value;
                        self.refresh();
                        None
                    }
                    _ if value.is_empty() => {
                        self.message = Some("nothing was typed, and nothing changed".to_owned());
                        None
                    }
                    About::Note(id) => self.amend(&id, "note", value, Some(prompt)),
                    About::Speaker(id) => self.amend(&id, "speaker", value, Some(prompt)),
                }
            }
        }
    }

    fn filtering(&mut self, row: usize, key: &Key) -> Option<Ask> {
        let last = Filter::ROWS.len() - 1;
        let mut row = row;
        match key {
            Key::Char('j') | Key::Down | Key::Tab => row = if row == last { 0 } else { row + 1 },
            Key::Char('k') | Key::Up | Key::BackTab => row = row.checked_sub(1).unwrap_or(last),
            Key::Char('/') | Key::Char(' ') | Key::Right | Key::Left if row == Filter::WORDS => {
                return self.command(&Key::Char('/'));
            }
            Key::Char('/') => return self.command(&Key::Char('/')),
            Key::Right | Key::Char(' ' | 'l') => self.filter.turn(row, true),
            Key::Left | Key::Char('h') => self.filter.turn(row, false),
            Key::Char('x') | Key::Backspace | Key::Delete => self.filter = Filter::default(),
            Key::Enter if row == Filter::WORDS && self.filter.words.is_empty() => {
                return self.command(&Key::Char('/'));
            }
            Key::Enter | Key::Escape | Key::Char('f' | 'q') => {
                self.mode = Mode::Reading;
                return None;
            }
            _ => {}
        }
        self.mode = Mode::Filter(row);
        self.refresh();
        None
    }

    /// Shows what the filter lets through; the entry in hand stays there, or the next one takes its place.
    pub(super) fn refresh(&mut self) {
        let held = self.id().or_else(|| self.last.clone());
        let Ok(book) = &self.book else {
            (self.view, self.cursor) = (vec![], 0);
            return;
        };
        self.view = self.ranks.view(book, &self.filter);
        let rank = |at: &usize| book.items.get(*at).map_or(usize::MAX, |item| self.ranks.rank(item.id()));
        let wanted = held.as_deref().map_or(0, |id| self.ranks.rank(id));
        let cursor = self.view.partition_point(|at| rank(at) < wanted);
        self.cursor = cursor.min(self.view.len().saturating_sub(1));
        self.follow = true;
    }

    /// Takes the entry with this id in hand, if it is shown.
    pub(super) fn go_to(&mut self, id: &str) {
        let Ok(book) = &self.book else { return };
        let is = |at: &usize| book.items.get(*at).is_some_and(|item| item.id() == id);
        if let Some(cursor) = self.view.iter().position(is) {
            self.hold(cursor);
        }
    }

    /// Returns the next entry of the list that is undecided, behind or before the one in hand.
    pub(super) fn undecided_from(&self, forward: bool, around: bool) -> Option<usize> {
        let Ok(book) = &self.book else { return None };
        let is_open =
            |cursor: &usize| self.view.get(*cursor).and_then(|at| book.items.get(*at)).is_some_and(Item::is_undecided);
        let behind = self.cursor.saturating_add(1)..self.view.len();
        let before = 0..self.cursor.min(self.view.len());
        let found = if forward { behind.clone().find(is_open) } else { before.clone().rev().find(is_open) };
        let other = || if forward { before.clone().find(is_open) } else { behind.clone().rev().find(is_open) };
        found.or_else(|| if around { other() } else { None })
    }

    fn next_undecided(&mut self, forward: bool) -> Option<Ask> {
        if let Some(cursor) = self.undecided_from(forward, false) {
            self.hold(cursor);
            return None;
        }
        self.pending = Some(Pending::Undecided { forward });
        Some(Ask::Seek { from: self.at, forward })
    }

    /// A file was looked for in which something is undecided.
    pub(super) fn found(&mut self, file: Option<usize>) -> Option<Ask> {
        let pending = self.pending.take();
        let is_here = file == Some(self.at) && matches!(pending, Some(Pending::Undecided { .. }));
        match (file.filter(|_| !is_here), pending) {
            (Some(file), pending) => {
                self.pending = pending;
                Some(Ask::Open(file))
            }
            (None, Some(Pending::First)) => {
                self.pending = Some(Pending::First);
                Some(Ask::Open(0))
            }
            (None, Some(Pending::Undecided { forward })) => {
                match self.undecided_from(forward, true) {
                    Some(cursor) => self.hold(cursor),
                    None if self.item().is_some_and(Item::is_undecided) => {
                        self.message = Some("nothing else is undecided".to_owned());
                    }
                    None if self.filter.is_empty() => self.message = Some("nothing is undecided".to_owned()),
                    None => self.message = Some("nothing that the filter shows is undecided".to_owned()),
                }
                None
            }
            (None, _) => None,
        }
    }

    fn turn_to(&mut self, file: Option<usize>) -> Option<Ask> {
        match file.filter(|file| *file < self.names.len()) {
            Some(file) => {
                self.pending = Some(Pending::Show);
                Some(Ask::Open(file))
            }
            None => {
                let which = if self.at == 0 && self.names.len() > 1 { "first" } else { "last" };
                let which = if self.names.len() == 1 { "only" } else { which };
                self.message = Some(format!("this is the {which} document"));
                None
            }
        }
    }

    /// Wraps the text for a width, and goes where the entry in hand is.
    pub(super) fn fit(&mut self, width: usize, height: usize) {
        // On another screen the entry in hand is looked for anew.
        self.follow |= self.height != height || self.page.as_ref().is_some_and(|page| page.width != width);
        self.height = height;
        let Ok(book) = &self.book else { return };
        if self.page.as_ref().is_none_or(|page| page.width != width) {
            let at = self.page.as_ref().and_then(|page| page.rows.get(self.top)).map(|row| row.start());
            let tags = if self.lettered { book.tags() } else { vec![] };
            let page = Page::of(book.source(), tags, width);
            self.top = at.map_or(self.top, |byte| page.row_of(byte));
            self.page = Some(page);
        }
        let Some(page) = &self.page else { return };
        let begin = self.item().and_then(|item| item.places.iter().map(|place| place.0.start()).min());
        if let Some(byte) = begin.filter(|_| self.follow) {
            let row = page.row_of(byte);
            if row < self.top || row >= self.top.saturating_add(height) {
                self.top = row.saturating_sub(height / 3);
            }
        }
        self.top = self.top.min(page.rows.len().saturating_sub(height));
        self.follow = false;
    }
}
