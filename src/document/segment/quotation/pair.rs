//! Pairs the marks of one block, in one pass and with a stack.
//!
//! Every decision looks at the mark, the open quotations (never more than a few) and at what was
//! computed for all marks beforehand, so time is linear whatever the marks are. Quotations that come
//! out are nested or apart, never crossing.

use super::{
    super::{TokenKind, view::View},
    mark::{Family, Glyph, Mark, Role, marks},
};

/// How many tokens after an opening mark inside a quotation of the same kind the outer one must be
/// closed: farther off, the outer one was never closed and the later mark is a stray. Other glyphs
/// (`“ … "…" … ”`) may be nested on purpose and get more.
const NESTED_REACH: usize = 60;
const NESTED_REACH_OTHER: usize = 200;

/// How many tokens a single-quoted stretch may hold when its closing mark may be an apostrophe, and at most.
const WEAK_REACH: usize = 60;
const SINGLE_REACH: usize = 400;

/// A pair of marks, as indices of tokens.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) family: Family,
    /// The opening mark, or the block's first token when there is none.
    pub(super) open: usize,
    pub(super) opened: bool,
    /// The last token: the closing mark, when there is one.
    pub(super) last: usize,
    pub(super) closed: bool,
    /// Whether it was still open when the block ended.
    pub(super) to_end: bool,
}

struct Open {
    mark: Mark,
    /// The last token of its last sentence so far, at its own level.
    sentence_end: Option<usize>,
    /// A single mark that can hardly be an apostrophe, and that nothing else explains.
    stray: Option<usize>,
}

struct Pairing<'v> {
    view: &'v View<'v>,
    marks: Vec<Mark>,
    /// For each double mark that opens: where the quotation around it would be closed.
    outer: Vec<Option<usize>>,
    /// For each single mark: the next one that closes for certain before another opens.
    better: Vec<Option<usize>>,
    stack: Vec<Open>,
    pairs: Vec<Pair>,
    /// Whether the block may begin inside a quotation.
    begins_inside: bool,
}

/// Finds the pairs of a block, sorted by their opening marks. Single quotations that are not closed are
/// given only when `single_goes_on`: the next block opens with the same mark again. A quotation without an
/// opening mark is looked for when the block `begins_inside` one.
pub(super) fn pairs(view: &View<'_>, begins_inside: bool, single_goes_on: bool) -> Vec<Pair> {
    let marks = marks(view);
    if marks.is_empty() {
        return vec![];
    }
    let (outer, better) = (outer_closes(&marks), better_closes(&marks));
    let mut pairing = Pairing { view, marks, outer, better, stack: vec![], pairs: vec![], begins_inside };
    let mut token = 0;
    for index in 0..pairing.marks.len() {
        let Some(&mark) = pairing.marks.get(index) else { break };
        pairing.note_sentence_ends(token..mark.token);
        token = mark.token;
        pairing.meet(index, mark);
    }
    pairing.finish(single_goes_on);
    let mut pairs = pairing.pairs;
    pairs.sort_unstable_by_key(|pair| pair.open);
    pairs
}

/// Tells whether the first double mark of a block closes a quotation that the block did not open.
pub(super) fn closes_first(view: &View<'_>) -> bool {
    let marks = marks(view);
    let first = marks.iter().find(|mark| mark.family == Family::Double && mark.role != Role::None);
    first.is_some_and(|mark| mark.role == Role::Close && after_stop(view, mark.token))
}

/// Tells whether the token stands behind what ends a sentence or a part of one.
fn after_stop(view: &View<'_>, token: usize) -> bool {
    matches!(view.before(token), "." | "," | "!" | "?" | "…" | "...")
}

/// Pairs double marks naively and tells for each opening one where the pair around it closes.
fn outer_closes(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut stack: Vec<usize> = vec![];
    let mut parents = vec![None; marks.len()];
    let mut closes = vec![None; marks.len()];
    for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| mark.family != Family::Single) {
        match mark.role {
            Role::Open => {
                if let Some(slot) = parents.get_mut(index) {
                    *slot = stack.last().copied();
                }
                stack.push(index);
            }
            Role::Close => {
                if let Some(slot) = stack.pop().and_then(|open| closes.get_mut(open)) {
                    *slot = Some(mark.token);
                }
            }
            _ => {}
        }
    }
    parents.into_iter().map(|parent| parent.and_then(|parent| closes.get(parent).copied().flatten())).collect()
}

fn better_closes(marks: &[Mark]) -> Vec<Option<usize>> {
    let mut better = vec![None; marks.len()];
    let mut ahead = None;
    for (index, mark) in marks.iter().enumerate().rev().filter(|(_, mark)| mark.family == Family::Single) {
        if let Some(slot) = better.get_mut(index) {
            *slot = ahead;
        }
        match mark.role {
            Role::Open => ahead = None,
            Role::Close | Role::Weak => ahead = Some(mark.token),
            Role::Possessive | Role::None => {}
        }
    }
    better
}

impl Pairing<'_> {
    /// Remembers for the innermost open quotation where its last sentence ended.
    fn note_sentence_ends(&mut self, tokens: std::ops::Range<usize>) {
        let Some(top) = self.stack.last_mut() else { return };
        for token in tokens {
            let ends = self.view.kind(token) == Some(TokenKind::Punct)
                && matches!(self.view.text(token), "." | "!" | "?" | "…")
                && self.view.gap(token + 1)
                && self.view.get(token + 1).is_some_and(|next| next.capital || next.kind == TokenKind::Mark);
            if ends {
                top.sentence_end = Some(token);
            }
        }
    }

    fn meet(&mut self, index: usize, mark: Mark) {
        match (mark.family, mark.role) {
            (_, Role::None) => {}
            (Family::Single, Role::Open) => {
                // Two in a row: the first was an apostrophe.
                if self.top() == Some(Family::Single) {
                    self.stack.pop();
                }
                self.push(mark);
            }
            (Family::Single, _) => self.close_single(index, mark),
            (family, Role::Open) => {
                if let Some(at) = self.innermost(family).filter(|&at| !self.nests(index, at)) {
                    self.end_unclosed(at, mark.token);
                }
                self.push(mark);
            }
            (family, _) => self.close_double(family, mark),
        }
        self.begins_inside &= mark.family == Family::Single || mark.role == Role::None;
    }

    fn push(&mut self, mark: Mark) {
        self.stack.push(Open { mark, sentence_end: None, stray: None });
    }

    fn top(&self) -> Option<Family> {
        self.stack.last().map(|open| open.mark.family)
    }

    fn innermost(&self, family: Family) -> Option<usize> {
        self.stack.iter().rposition(|open| open.mark.family == family)
    }

    /// Tells whether the mark at `index` opens a quotation within the open one at `at`, not after it.
    fn nests(&self, index: usize, at: usize) -> bool {
        let (Some(mark), Some(outer)) = (self.marks.get(index), self.stack.get(at)) else { return false };
        let same = self.view.text(mark.token) == self.view.text(outer.mark.token);
        let reach = if same { NESTED_REACH } else { NESTED_REACH_OTHER };
        self.outer.get(index).copied().flatten().is_some_and(|close| close - mark.token <= reach)
    }

    /// Closes the quotation at the top of the stack with the mark at `token`.
    fn close_top(&mut self, token: usize) {
        if let Some(open) = self.stack.pop() {
            let (family, open) = (open.mark.family, open.mark.token);
            self.pairs.push(Pair { family, open, opened: true, last: token, closed: true, to_end: false });
        }
    }

    /// Ends the open quotation at `at`, and what is open in it, before the token `end`.
    fn end_unclosed(&mut self, at: usize, end: usize) {
        while self.stack.len() > at {
            let Some(open) = self.stack.pop() else { return };
            let family = open.mark.family;
            if family == Family::Single {
                continue;
            }
            let last = open.stray.or(open.sentence_end).unwrap_or(end.saturating_sub(1)).max(open.mark.token);
            let closed = open.stray.is_some();
            self.pairs.push(Pair { family, open: open.mark.token, opened: true, last, closed, to_end: false });
        }
    }

    fn close_double(&mut self, family: Family, mark: Mark) {
        let single_on_top = self.stack.last().filter(|open| open.mark.family == Family::Single).map(|o| o.mark.token);
        let Some(at) = self.innermost(family) else {
            // `‘a rare act of friendship”`: nothing else can have opened it.
            let within_reach = single_on_top.is_some_and(|open| mark.token - open <= SINGLE_REACH);
            if family == Family::Double && self.stack.len() == 1 && within_reach {
                self.close_top(mark.token);
            } else if family == Family::Double {
                self.close_unopened(mark.token);
            }
            return;
        };
        if family == Family::Double && single_on_top.is_some() && self.another_closes(&mark) {
            self.close_top(mark.token);
            return;
        }
        self.end_unclosed(at + 1, mark.token);
        self.close_top(mark.token);
    }

    /// Closes the quotation in which the block began; only its first double mark can.
    fn close_unopened(&mut self, token: usize) {
        if self.begins_inside && after_stop(self.view, token) && self.pairs.iter().all(|pair| pair.open > 0) {
            self.stack.clear();
            let family = Family::Double;
            self.pairs.push(Pair { family, open: 0, opened: false, last: token, closed: true, to_end: false });
        }
    }

    /// Tells whether the next mark of the family closes, too, near enough to belong here.
    fn another_closes(&self, mark: &Mark) -> bool {
        mark.next
            .and_then(|next| self.marks.get(next))
            .is_some_and(|next| next.role == Role::Close && next.token - mark.token <= NESTED_REACH_OTHER)
    }

    fn close_single(&mut self, index: usize, mark: Mark) {
        let around = self.innermost(Family::Single);
        match self.top() {
            Some(Family::Single) if self.closes_top_single(index, &mark) => self.close_top(mark.token),
            Some(Family::Single) | None => {}
            Some(_) if mark.role != Role::Close => {}
            Some(top) => match around {
                Some(at) if self.next_outer(&mark) != Some(Role::Close) => {
                    self.end_unclosed(at + 1, mark.token);
                    self.close_top(mark.token);
                }
                None if top == Family::Double => self.stray(mark),
                _ => {}
            },
        }
    }

    fn closes_top_single(&self, index: usize, mark: &Mark) -> bool {
        let Some(open) = self.stack.last() else { return false };
        let length = mark.token - open.mark.token;
        let limit = if mark.role == Role::Close { SINGLE_REACH } else { WEAK_REACH };
        // A better mark counts only inside the quotation around, and near enough.
        let border = match self.stack.len() {
            1 => usize::MAX,
            _ => self.next_double(index).map_or(usize::MAX, |next| next.token),
        };
        let better = self.better.get(index).copied().flatten();
        let apostrophe = mark.role == Role::Possessive
            && better.is_some_and(|token| token < border && token - open.mark.token <= SINGLE_REACH);
        length <= limit && !apostrophe
    }

    /// Returns the role of the next mark of the innermost quotation's family.
    fn next_outer(&self, mark: &Mark) -> Option<Role> {
        let top = self.stack.last()?.mark.family;
        let after = self.marks.partition_point(|other| other.token <= mark.token);
        let near = self.marks.get(after..)?.iter().take(8);
        near.filter(|other| other.role != Role::None).find(|other| other.family == top).map(|other| other.role)
    }

    /// Returns the next double mark that does something, looking past a few singles only.
    fn next_double(&self, index: usize) -> Option<&Mark> {
        let near = self.marks.get(index + 1..)?.iter().take(16);
        near.filter(|mark| mark.role != Role::None).find(|mark| mark.family == Family::Double)
    }

    /// A closing single mark in a double quotation in which none is open. After a full stop or a comma
    /// it was meant to close it (`“…, she stressed.’ That is`), unless the true mark follows.
    fn stray(&mut self, mark: Mark) {
        let after_stop = after_stop(self.view, mark.token);
        let index = self.marks.partition_point(|other| other.token < mark.token);
        let next_single_opens = mark.next.and_then(|next| self.marks.get(next)).filter(|next| next.role == Role::Open);
        let true_mark = self.next_double(index).filter(|double| double.role == Role::Close);
        let followed =
            true_mark.is_some_and(|double| next_single_opens.is_none_or(|single| single.token > double.token));
        if after_stop && self.view.gap(mark.token + 1) && !followed {
            self.close_top(mark.token);
        } else if let Some(top) = self.stack.last_mut() {
            top.stray = top.stray.or(Some(mark.token));
        }
    }

    /// Ends what is open when the block ends.
    fn finish(&mut self, single_goes_on: bool) {
        let end = self.view.len();
        if let Some(last) = self.marks.last() {
            self.note_sentence_ends(last.token..end);
        }
        while let Some(open) = self.stack.pop() {
            let (family, at) = (open.mark.family, open.mark.token);
            if family == Family::Single
                && !(single_goes_on && self.stack.is_empty() && open.mark.glyph != Glyph::Straight)
            {
                continue;
            }
            let last = open.stray.unwrap_or(end.saturating_sub(1));
            let closed = open.stray.is_some();
            self.pairs.push(Pair { family, open: at, opened: true, last, closed, to_end: !closed });
        }
    }
}
