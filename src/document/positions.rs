//! Lines, columns and code points, for the edges where people and other programs count so.
//!
//! Inside, everything is bytes; nothing stores a line number, so nothing can disagree with the bytes.

use super::span::length;

/// How many bytes lie between two places whose code points were counted beforehand.
const STEP: usize = 64;

/// An index over a text, built once.
#[derive(Clone, Debug)]
pub struct Positions<'t> {
    text: &'t str,
    /// The first byte of each line.
    lines: Vec<u32>,
    /// The number of code points before each multiple of [`STEP`]; `None` when all is ASCII.
    counts: Option<Vec<u32>>,
}

impl<'t> Positions<'t> {
    /// Builds the index.
    pub fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut lines = vec![0];
        lines.extend(memchr::memchr_iter(b'\n', bytes).map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX)));
        let counts = (!text.is_ascii()).then(|| {
            let mut sum = 0;
            let before = |chunk: &[u8]| {
                let here = sum;
                sum += count(chunk);
                here
            };
            bytes.chunks(STEP).map(before).collect()
        });
        Self { text, lines, counts }
    }

    /// Returns the line of the byte at `offset`, 1-based.
    pub fn line(&self, offset: u32) -> usize {
        self.lines.partition_point(|start| *start <= offset)
    }

    /// Returns the column of the byte at `offset` in its line, 1-based, in code points.
    pub fn column(&self, offset: u32) -> usize {
        let start = self.lines.get(self.line(offset).saturating_sub(1)).copied().unwrap_or(0);
        (self.code_points(offset) - self.code_points(start)) as usize + 1
    }

    /// Returns how many code points stand before the byte at `offset`.
    pub fn code_points(&self, offset: u32) -> u32 {
        let offset = offset.min(length(self.text));
        let Some(counts) = &self.counts else { return offset };
        let (chunk, at) = (offset as usize / STEP, offset as usize);
        let rest = self.text.as_bytes().get(chunk * STEP..at).unwrap_or_default();
        let Some(before) = counts.get(chunk) else {
            // Only at the very end of a text whose length is a multiple of the step.
            return count(self.text.as_bytes());
        };
        before + count(rest)
    }
}

/// Counts the bytes that begin a code point.
fn count(bytes: &[u8]) -> u32 {
    // The count of a step fits a byte, so that many bytes are counted at once.
    let begins = |byte: &u8| u8::from((byte & 0xc0) != 0x80);
    bytes.chunks(STEP).map(|step| u32::from(step.iter().map(begins).sum::<u8>())).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_people_do() {
        let text = "é\n“ab”\n".repeat(40);
        let positions = Positions::of(&text);
        for (number, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(positions.code_points(u32::try_from(at).unwrap()) as usize, number);
        }
        assert_eq!(positions.code_points(length(&text)) as usize, text.chars().count());
        assert_eq!((positions.line(0), positions.column(0)), (1, 1));
        assert_eq!((positions.line(6), positions.column(6)), (2, 2));
    }
}
