//! Byte spans, tagged with the text they index.
//!
//! ibid works with two texts: the file's bytes and the prose a reader reads. A plain `Range<usize>`
//! cannot say which one it means, so a detector's offset could silently be used to cut the file. Here
//! the text is part of the type, and mixing the two does not compile. This is also the only file that
//! slices text, and it answers `None` instead of panicking.

use std::{
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
};

/// The bytes of the file as it lies on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {}

/// The prose left once front matter and Markdown syntax are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prose {}

/// A half-open byte range `start..end` (0-based) into the text named by `T`.
///
/// A `Span<Source>` cannot be used where a `Span<Prose>` is wanted; only
/// [`SourceMap`](super::SourceMap) turns one into the other.
///
/// ```compile_fail
/// use ibid::document::{Prose, Source, Span};
/// fn slice(_: Span<Source>) {}
/// slice(Span::<Prose>::new(0, 4).unwrap()); // mixing the two does not compile
/// ```
pub struct Span<T> {
    start: u32,
    end: u32,
    text: PhantomData<T>,
}

impl<T> Span<T> {
    /// Returns the span, or `None` when `start > end`.
    pub const fn new(start: u32, end: u32) -> Option<Self> {
        if start <= end { Some(Self { start, end, text: PhantomData }) } else { None }
    }

    /// Returns the span from `start` to `end`, empty at `start` when `end` lies before it.
    #[inline]
    pub const fn clamped(start: u32, end: u32) -> Self {
        Self { start, end: if start <= end { end } else { start }, text: PhantomData }
    }

    /// Returns the span of all of `text`.
    pub fn whole(text: &str) -> Self {
        Self::clamped(0, length(text))
    }

    /// Returns the first byte covered.
    #[inline]
    pub const fn start(&self) -> u32 {
        self.start
    }

    /// Returns the byte after the last one covered.
    #[inline]
    pub const fn end(&self) -> u32 {
        self.end
    }

    /// Returns the number of bytes covered.
    #[inline]
    pub const fn len(&self) -> u32 {
        self.end - self.start
    }

    /// Tells whether no byte is covered.
    pub const fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Tells whether every byte of `other` is covered.
    #[inline]
    pub const fn contains(&self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Tells whether the byte at `offset` is covered.
    pub const fn covers(&self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Tells whether at least one byte is covered by both.
    #[inline]
    pub const fn overlaps(&self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the bytes covered by both, or `None` when there are none.
    pub fn intersection(&self, other: Self) -> Option<Self> {
        let span = Self::new(self.start.max(other.start), self.end.min(other.end))?;
        (!span.is_empty()).then_some(span)
    }

    /// Returns the smallest span that covers both.
    pub fn hull(&self, other: Self) -> Self {
        Self::clamped(self.start.min(other.start), self.end.max(other.end))
    }

    /// Returns what the span covers of `text`, or `None` when it is out of bounds or cuts a character.
    #[inline]
    pub fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start as usize..self.end as usize)
    }
}

/// Returns the length of `text` as an offset; texts are bounded by [`MAX_BYTES`](super::MAX_BYTES).
#[inline]
pub(crate) fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Splits a text at LF, CRLF and lone CR, each line with its end.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest
            .find(['\n', '\r'])
            .map_or(rest.len(), |at| at + if rest.get(at..at + 2) == Some("\r\n") { 2 } else { 1 });
        let (line, tail) = rest.split_at_checked(at)?;
        rest = tail;
        Some(line)
    })
}

impl<T> Clone for Span<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Span<T> {}

impl<T> PartialEq for Span<T> {
    fn eq(&self, other: &Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }
}

impl<T> Eq for Span<T> {}

impl<T> PartialOrd for Span<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Span<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end).cmp(&(other.start, other.end))
    }
}

impl<T> Hash for Span<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.start, self.end).hash(state);
    }
}

impl<T> fmt::Debug for Span<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_backwards_and_cuts_nothing_in_half() {
        assert_eq!(Span::<Source>::new(4, 3), None);
        let accent = Span::<Source>::new(1, 2).unwrap();
        assert_eq!(accent.of("é!"), None);
        assert_eq!(Span::<Source>::new(0, 2).unwrap().of("é!"), Some("é"));
        assert_eq!(Span::<Source>::new(2, 9).unwrap().of("é!"), None);
    }

    #[test]
    fn relates_to_others() {
        let (a, b) = (Span::<Prose>::clamped(2, 6), Span::clamped(4, 9));
        assert!(a.overlaps(b) && !a.contains(b));
        assert_eq!(a.intersection(b), Span::new(4, 6));
        assert_eq!(a.hull(b), Span::clamped(2, 9));
        assert_eq!(a.intersection(Span::clamped(6, 9)), None);
    }
}
