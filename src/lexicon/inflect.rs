//! Inflected forms by rule.
//!
//! The rules make every form that an English word of this kind may have, and some that it has not
//! (`admited` beside `admitted`): a form nobody writes costs a table entry and finds nothing, while a
//! list of irregular stress would have to be kept. Irregular forms stand in the data themselves.

use serde::Deserialize;

/// How the forms of an entry inflect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Inflect {
    /// Not at all.
    #[default]
    None,
    /// The last word has a plural.
    Noun,
    /// The first word has the forms of a verb.
    Verb,
    /// The last word has degrees.
    Adjective,
}

impl Inflect {
    /// Returns the form and its inflections.
    pub fn forms(self, form: &str) -> Vec<String> {
        let mut out = vec![form.to_owned()];
        match self {
            Self::None => {}
            Self::Noun => {
                let (head, last) = form.rsplit_once(' ').map_or(("", form), |(head, last)| (head, last));
                out.push(join(head, &plural(last)));
            }
            Self::Verb => {
                let (first, tail) = form.split_once(' ').map_or((form, ""), |(first, tail)| (first, tail));
                out.push(join(&plural(first), tail));
                out.extend(with_suffix(first, "ed").map(|word| join(&word, tail)));
                out.extend(with_suffix(first, "ing").map(|word| join(&word, tail)));
            }
            Self::Adjective => {
                let (head, last) = form.rsplit_once(' ').map_or(("", form), |(head, last)| (head, last));
                out.extend(with_suffix(last, "er").map(|word| join(head, &word)));
                out.extend(with_suffix(last, "est").map(|word| join(head, &word)));
            }
        }
        out
    }
}

fn join(head: &str, tail: &str) -> String {
    match (head, tail) {
        ("", word) | (word, "") => word.to_owned(),
        _ => format!("{head} {tail}"),
    }
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u')
}

/// Returns the word with its last letter dropped when that is a `y` after a consonant.
fn before_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    stem.chars().next_back().is_some_and(|c| !is_vowel(c)).then_some(stem)
}

/// Returns the plural of a noun, which is also the third person of a verb.
fn plural(word: &str) -> String {
    if let Some(stem) = before_y(word) {
        return format!("{stem}ies");
    }
    if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) {
        return format!("{word}es");
    }
    format!("{word}s")
}

/// Returns the word with `ed`, `ing`, `er` or `est`: with a silent e dropped, y changed, and a final
/// consonant both single and doubled where it may be doubled.
fn with_suffix(word: &str, suffix: &str) -> impl Iterator<Item = String> {
    let mut last = word.chars().rev();
    let ends = (last.next(), last.next(), last.next());
    let vowel = |c: Option<char>| c.is_some_and(is_vowel);
    let doubled = match ends {
        (Some(c), b, a)
            if !is_vowel(c) && !matches!(c, 'w' | 'x' | 'y') && vowel(b) && (!vowel(a) || a == Some('u')) =>
        {
            Some(format!("{word}{c}{suffix}"))
        }
        _ => None,
    };
    let plain = match (word.strip_suffix('e'), before_y(word)) {
        (Some(stem), _) if !stem.ends_with('e') || suffix != "ing" => format!("{stem}{suffix}"),
        (_, Some(stem)) if suffix != "ing" => format!("{stem}i{suffix}"),
        _ => format!("{word}{suffix}"),
    };
    [Some(plain), doubled].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflects_by_rule() {
        let has = |inflect: Inflect, form: &str, want: &[&str]| {
            let forms = inflect.forms(form);
            for word in want {
                assert!(forms.iter().any(|f| f == word), "{form}: {word} is not in {forms:?}");
            }
        };
        has(Inflect::Noun, "puppet master", &["puppet master", "puppet masters"]);
        has(Inflect::Noun, "witch", &["witches"]);
        has(Inflect::Noun, "crony", &["cronies"]);
        has(Inflect::Noun, "power play", &["power plays"]);
        has(Inflect::Verb, "brag about", &["brags about", "bragged about", "bragging about"]);
        has(Inflect::Verb, "deride", &["derides", "derided", "deriding"]);
        has(Inflect::Verb, "decry", &["decries", "decried", "decrying"]);
        has(Inflect::Verb, "admit", &["admitted", "admitting"]);
        has(Inflect::Verb, "quip", &["quipped"]);
        has(Inflect::Verb, "disagree", &["disagreed", "disagreeing"]);
        has(Inflect::Adjective, "silly", &["sillier", "silliest"]);
        has(Inflect::Adjective, "mad", &["madder", "maddest"]);
        has(Inflect::Adjective, "lame", &["lamer", "lamest"]);
    }
}
