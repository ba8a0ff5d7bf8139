//! Words of news that tell of one deed, or of people in one condition: “invited”, “an offer to host” and “would visit”.
//!
//! Outlets choose among them, and by them claims on the same thing miss each other. A row is a judgement about
//! language, not about any text: it joins words that stand for one another in reports on one event, and leaves out
//! those that mean much else besides (“call”, “fire”, “hold”).

use super::words::stem;
use std::{collections::HashMap, sync::LazyLock};

/// The name of each deed, and the words that tell of it, in the forms that endings do not explain.
const DEEDS: &[(&str, &[&str])] = &[
    ("accept", &["accept", "agree", "agreed"]),
    ("arrest", &["arrest", "detain", "detention"]),
    ("attack", &["attack", "assault", "raid"]),
    ("ban", &["ban", "bans", "banned", "banning", "prohibit", "outlaw", "forbid", "forbade", "forbidden"]),
    ("build", &["build", "built", "construct", "construction"]),
    ("cancel", &["cancel", "cancelled", "canceled", "scrap", "scrapped"]),
    (
        "captive",
        &["captive", "captives", "detainee", "hostage", "inmate", "prisoner", "prison", "imprison", "jail", "jailed"],
    ),
    ("close", &["close", "closed", "closure", "shut", "shuts", "shutting"]),
    ("cut", &["cut", "cuts", "cutting", "reduce", "reduction", "slash"]),
    ("death", &["dead", "death", "died", "dies", "dying", "kill", "kills", "killed", "killing"]),
    ("dismiss", &["dismiss", "dismissal", "oust", "sack", "sacked"]),
    ("injure", &["injure", "injury", "injuries", "wound"]),
    ("meet", &["meet", "met", "meeting", "summit"]),
    ("offer", &["offer", "propose", "proposal"]),
    ("protest", &["protest", "protester", "demonstration", "demonstrator", "rally", "rallies"]),
    ("raise", &["raise", "increase", "hike", "hikes", "rise", "rises", "rose", "risen"]),
    ("release", &["release", "free", "frees", "freed", "freeing", "liberate", "liberation"]),
    ("resign", &["resign", "resignation", "quit", "quits"]),
    ("visit", &["visit", "invite", "invitation", "host", "hosts", "travel", "trip", "trips", "come", "comes", "came"]),
    ("win", &["win", "wins", "winning", "won", "victory", "victories"]),
];

/// The deed of each stem.
static BY_STEM: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let each = |(name, words): &(&'static str, &'static [&'static str])| {
        let name = *name;
        words.iter().map(move |word| (stem(word), name))
    };
    DEEDS.iter().flat_map(each).collect()
});

/// Returns the deed that a stem tells of.
pub(super) fn deed(stem: &str) -> Option<&'static str> {
    BY_STEM.get(stem).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_tells_of_one_deed() {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        for (name, words) in DEEDS {
            for word in *words {
                let before = seen.insert(stem(word), name);
                assert!(before.is_none_or(|before| before == *name), "{word}: {before:?} and {name}");
            }
        }
        assert!(DEEDS.is_sorted(), "by name");
    }

    #[test]
    fn forms_of_a_word_tell_of_the_same() {
        for word in ["invited", "invitations", "visiting", "hosted", "came"] {
            assert_eq!(deed(stem(word)), Some("visit"), "{word}");
        }
        assert_eq!(deed(stem("visitor")), None);
    }
}
