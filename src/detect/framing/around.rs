//! Which stretch of text a find stands in.

use crate::document::{Prose, Span};

/// Answers, for places asked in document order, which is the innermost stretch around each. All
/// questions together cost linear time, however deep the stretches nest.
#[derive(Debug)]
pub(super) struct Innermost {
    stretches: Vec<(Span<Prose>, usize)>,
    next: usize,
    open: Vec<usize>,
}

impl Innermost {
    /// Takes stretches with what they are known by; of equal ones the later lies within.
    pub(super) fn new(mut stretches: Vec<(Span<Prose>, usize)>) -> Self {
        stretches.sort_by_key(|(span, _)| (span.start(), std::cmp::Reverse(span.end())));
        Self { stretches, next: 0, open: vec![] }
    }

    /// Returns the innermost stretch that contains `place`, which must not start before the last asked.
    pub(super) fn around(&mut self, place: Span<Prose>) -> Option<(Span<Prose>, usize)> {
        while let Some((span, _)) = self.stretches.get(self.next).filter(|(span, _)| span.start() <= place.start()) {
            if span.end() >= place.end() {
                self.open.push(self.next);
            }
            self.next += 1;
        }
        while let Some(top) = self.open.last().and_then(|top| self.stretches.get(*top)) {
            // A stretch that ends before this place does cannot hold a later one either.
            if top.0.end() >= place.end() {
                return Some(*top);
            }
            self.open.pop();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_with_the_innermost() {
        let span = Span::<Prose>::clamped;
        let mut innermost =
            Innermost::new(vec![(span(0, 100), 0), (span(10, 30), 1), (span(12, 20), 2), (span(25, 60), 3)]);
        let mut ask = |from, to| innermost.around(span(from, to)).map(|(_, name)| name);
        assert_eq!(ask(5, 8), Some(0));
        assert_eq!(ask(13, 15), Some(2));
        assert_eq!(ask(22, 24), Some(1));
        assert_eq!(ask(26, 29), Some(3));
        assert_eq!(ask(58, 62), Some(0));
        assert_eq!(ask(100, 101), None);
    }
}
