//! What people type, as FTS5 wants it: words and phrases in quotation marks, and nothing that could be its syntax.

/// How many words or phrases are looked for.
const MOST: usize = 32;

/// Returns a query that finds what has all words and phrases; nothing when there is none. A word that ends in `*`
/// stands for all that begin with it.
pub(super) fn of(typed: &str) -> Option<String> {
    let mut terms: Vec<String> = vec![];
    for (number, part) in typed.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        // Every second part stood between marks.
        if number % 2 == 1 {
            terms.extend(quoted(part));
            continue;
        }
        for word in part.split_whitespace() {
            let begins = if word.ends_with('*') { "*" } else { "" };
            terms.extend(quoted(word).map(|word| word + begins));
        }
    }
    terms.truncate(MOST);
    (!terms.is_empty()).then(|| terms.join(" "))
}

/// Returns a term in marks: within them everything is words. Without a letter or digit it is no term.
fn quoted(text: &str) -> Option<String> {
    let plain: String = text.chars().map(|c| if c.is_control() || c == '"' { ' ' } else { c }).collect();
    plain.contains(char::is_alphanumeric).then(|| format!("\"{}\"", plain.trim()))
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn words_and_phrases() {
        for (typed, query) in [
            ("ferry strike", Some("\"ferry\" \"strike\"")),
            ("“had no choice” port", Some("\"had no choice\" \"port\"")),
            ("prison*", Some("\"prison*\"*")),
            ("title:x OR (a AND NOT b) ^c -d", Some("\"title:x\" \"OR\" \"(a\" \"AND\" \"NOT\" \"b)\" \"^c\" \"-d\"")),
            ("\"open", Some("\"open\"")),
            ("a\u{0}b", Some("\"a b\"")),
            (" -- * \"\" ", None),
            ("", None),
        ] {
            assert_eq!(of(typed).as_deref(), query, "{typed:?}");
        }
    }
}
