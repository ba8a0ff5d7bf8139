//! Which entries are shown, and in which order.

use super::book::{Book, Item, Says};
use crate::{
    annotation::{Category, Voice},
    sidecar::Standing,
};
use std::{cmp::Reverse, collections::BTreeMap};

/// Which entries are shown: those that are all of what is set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    pub(super) standing: Option<Standing>,
    pub(super) what: Option<What>,
    pub(super) voice: Option<Voice>,
    pub(super) category: Option<Category>,
    /// In any case of letters; empty for all.
    pub(super) words: String,
}

/// A kind of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Claims,
    Terms,
}

impl What {
    const ALL: [Self; 2] = [Self::Claims, Self::Terms];

    const fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Terms => "terms",
        }
    }
}

impl Filter {
    /// What can be set, from top to bottom.
    pub(super) const ROWS: [&'static str; 5] = ["state", "kind", "voice", "category", "words"];
    /// The row of the words, which are typed.
    pub(super) const WORDS: usize = 4;

    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn takes(&self, item: &Item, words: &str) -> bool {
        let is_what = |what| match item.says {
            Says::Claim { .. } => what == What::Claims,
            Says::Term { .. } => what == What::Terms,
        };
        self.standing.is_none_or(|standing| item.listed.standing == standing)
            && self.what.is_none_or(is_what)
            && self.voice.is_none_or(|voice| item.voice() == Some(voice))
            && self.category.is_none_or(|category| item.category() == Some(category))
            && (words.is_empty() || item.has(words))
    }

    /// Returns the value of a row; nothing when it is not set.
    pub(super) fn value(&self, row: usize) -> Option<&str> {
        match row {
            0 => self.standing.map(Standing::name),
            1 => self.what.map(What::name),
            2 => self.voice.map(Voice::name),
            3 => self.category.map(Category::name),
            _ => Some(self.words.as_str()).filter(|words| !words.is_empty()),
        }
    }

    /// Takes the next value of a row, or the one before; behind the last one stands none.
    pub(super) fn turn(&mut self, row: usize, forward: bool) {
        match row {
            0 => self.standing = turned(self.standing, &Standing::ALL, forward),
            1 => self.what = turned(self.what, &What::ALL, forward),
            2 => self.voice = turned(self.voice, &Voice::ALL, forward),
            3 => self.category = turned(self.category, Category::ALL, forward),
            _ => {}
        }
    }

    /// Says in one line what is set.
    pub(super) fn words(&self) -> String {
        (0..Self::ROWS.len()).filter_map(|row| self.value(row)).collect::<Vec<_>>().join(", ")
    }
}

fn turned<T: Copy + PartialEq>(now: Option<T>, all: &[T], forward: bool) -> Option<T> {
    let places = all.len() + 1;
    let at = now.and_then(|now| all.iter().position(|one| *one == now)).map_or(0, |at| at + 1);
    let next = if forward { (at + 1) % places } else { (at + all.len()) % places };
    next.checked_sub(1).and_then(|at| all.get(at)).copied()
}

/// The order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As `ibid review` lists them, what is decided last.
    Doubt,
    /// As they stand in the document.
    Document,
}

impl Order {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Doubt => "most doubtful first",
            Self::Document => "document order",
        }
    }

    pub(super) const fn other(self) -> Self {
        match self {
            Self::Doubt => Self::Document,
            Self::Document => Self::Doubt,
        }
    }
}

/// The places of entries in the list. They are kept while entries are decided, so that nothing jumps.
#[derive(Default)]
pub(super) struct Ranks(BTreeMap<String, usize>);

impl Ranks {
    pub(super) fn of(book: &Book, order: Order) -> Self {
        let mut all: Vec<&Item> = book.items.iter().collect();
        if order == Order::Doubt {
            all.sort_by_key(|item| {
                let first = item.listed.doubts.first().map_or(u8::MAX, |doubt| *doubt as u8);
                (!item.is_undecided(), first, Reverse(item.listed.doubts.len()))
            });
        }
        Self(all.into_iter().enumerate().map(|(rank, item)| (item.id().to_owned(), rank)).collect())
    }

    /// Returns the items that are shown, in order.
    pub(super) fn view(&self, book: &Book, filter: &Filter) -> Vec<usize> {
        let words = filter.words.to_lowercase();
        let shown = book.items.iter().enumerate().filter(|(_, item)| filter.takes(item, &words));
        let rank = |item: &Item| self.0.get(item.id()).copied().unwrap_or(usize::MAX);
        let mut shown: Vec<(usize, usize)> = shown.map(|(at, item)| (rank(item), at)).collect();
        shown.sort_unstable();
        shown.into_iter().map(|(_, at)| at).collect()
    }

    /// Returns the place of an entry.
    pub(super) fn rank(&self, id: &str) -> usize {
        self.0.get(id).copied().unwrap_or(usize::MAX)
    }
}
