//! Whether a line end inside a paragraph is a space or the end of a block.
//!
//! Markdown says a single line end is a space. News text often has one paragraph a line and no empty
//! lines between, bare headings among them. Two things tell the two apart: nobody wraps text wider
//! than [`WIDEST_WRAP`], and in wrapped text the next line's first word would not have fitted any more.

/// The widest column, in characters, at which editors and mail programs wrap text by habit (72, 80,
/// 100 and 120 are in use).
const WIDEST_WRAP: usize = 120;

/// How many characters short of the widest line a wrapped line may fall, beyond the word that did not
/// fit: ragged wraps by hand and words broken at hyphens.
const RAGGED: usize = 12;

/// Tells for each line end between `lines` (one fewer than lines) whether it ends a block.
pub(super) fn line_ends_end_blocks(lines: &[&str]) -> Vec<bool> {
    let width = |line: &str| line.trim_end().chars().take(WIDEST_WRAP + 2).count();
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    lines
        .windows(2)
        .map(|pair| {
            let [line, next] = pair else { return false };
            let (line, next) = (line.trim(), next.trim_start());
            if widest > WIDEST_WRAP {
                return true;
            }
            let first_word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
            let would_have_fitted = width(line) + 1 + first_word + RAGGED <= widest;
            let starts_anew = !next.starts_with(char::is_lowercase);
            would_have_fitted && starts_anew && !closes_sentence(line)
        })
        .collect()
}

/// Tells whether a line ends as a sentence does, or goes on by its punctuation.
fn closes_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '!', '?', ':', ';', ',', '…', '—', '–', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_text_is_joined() {
        let lines = [
            "The council of the harbour town voted on Tuesday to",
            "approve a budget that leaves the ferry without any",
            "money at all. The mayor said nothing.",
        ];
        assert_eq!(line_ends_end_blocks(&lines), [false, false]);
    }

    #[test]
    fn a_paragraph_a_line_is_not() {
        let long = "word ".repeat(40);
        assert_eq!(line_ends_end_blocks(&[&long, "Looking Ahead", &long]), [true, true]);
    }

    #[test]
    fn a_bare_heading_stands_alone() {
        let lines = ["Looking Ahead", "The council of the harbour town voted on Tuesday to", "approve a budget."];
        assert_eq!(line_ends_end_blocks(&lines), [true, false]);
    }
}
