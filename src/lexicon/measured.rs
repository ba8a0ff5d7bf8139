//! How often entries were right, where somebody marked enough of what they find.
//!
//! Counts of a measurement (`tools/measured.py`), not of what is looked for: they are no part of the lexicon's digest, so that to
//! measure again makes no annotation file stale.

use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// Right finds, and all finds.
type Counts = (u32, u32);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    corpus: String,
    sentences: u32,
    default: BTreeMap<String, Counts>,
    broad: BTreeMap<String, Counts>,
    entries: BTreeMap<String, Counts>,
}

fn file() -> &'static File {
    static FILE: LazyLock<File> = LazyLock::new(|| super::parse("measured.yaml"));
    &FILE
}

/// Says how often an entry's finds were among the words that readers marked; nothing where too few were measured.
pub(super) fn entry(id: &str) -> Option<String> {
    let (right, finds) = file().entries.get(id)?;
    Some(format!("{right} of {finds} finds are among the words that readers marked ({})", source()))
}

/// Says the same of a category, by default and in the broad mode.
pub(super) fn category(name: &str) -> Option<String> {
    let say = |mode: &str, counts: Option<&Counts>| match counts {
        Some((right, finds)) => format!("{mode} {right} of {finds} finds"),
        None => format!("{mode} no finds"),
    };
    let (default, broad) = (file().default.get(name), file().broad.get(name));
    (default.is_some() || broad.is_some()).then(|| {
        let (default, broad) = (say("by default", default), say("in the broad mode", broad));
        format!("{default}, {broad} are among the words that readers marked ({})", source())
    })
}

fn source() -> String {
    format!("{}, {} sentences, on which the lists were tuned", file().corpus, file().sentences)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Category, lexicon::Lexicon};

    #[test]
    fn what_was_measured_is_there() {
        let lexicon = Lexicon::builtin();
        let names = lexicon.names();
        for (id, (right, finds)) in &file().entries {
            assert!(names.contains(id.as_str()), "nothing is called {id}; run tools/measured.py again");
            assert!(right <= finds && *finds >= 5, "{id}");
        }
        for name in file().default.keys().chain(file().broad.keys()) {
            assert!(Category::ALL.iter().any(|category| category.name() == name), "{name}");
        }
        assert!(category("label").is_some_and(|text| text.contains("by default")));
        assert_eq!(entry("label.nobody"), None);
    }
}
