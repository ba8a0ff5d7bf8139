//! The keys that are pressed, apart from any terminal, and what they do.

/// A key, or text that was pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Char(char),
    Control(char),
    Enter,
    Escape,
    Backspace,
    Delete,
    Tab,
    BackTab,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Paste(String),
}

/// The keys as the help tells them: under which heading, which key, what it does.
pub(super) const HELP: [(&str, &[(&str, &str)]); 5] = [
    (
        "Decide",
        &[
            ("a", "accept: the entry is right"),
            ("r", "reject: it is wrong, leaves reports, and is not proposed again"),
            ("v", "voice of a term; how much of a claim is quoted"),
            ("s", "speaker: type a name, or take one with the arrows"),
            ("c", "category of a term"),
            ("y", "relay: how the outlet hands a term on"),
            ("n", "note, shown in reports"),
            ("u", "undo, as often as you like"),
            ("U Ctrl-R", "do again what was undone"),
        ],
    ),
    (
        "Go",
        &[
            ("j k ↓ ↑", "next and previous entry"),
            ("Tab Shift-Tab", "next and previous undecided entry, in all files"),
            ("] [ → ←", "next and previous document"),
            ("g G Home End", "first and last entry"),
            ("Space b", "a screen of text down and up (also Page Down, Page Up)"),
            ("Ctrl-E Ctrl-Y", "a row of text down and up"),
        ],
    ),
    (
        "Choose",
        &[
            ("f", "filter by state, kind, voice, category, words"),
            ("/", "only entries with these words; Esc shows all again"),
            ("o", "order: most doubtful first, or as in the document"),
        ],
    ),
    (
        "Look",
        &[
            ("Enter", "all of what is known of the entry"),
            ("l", "list in place of the text, where there is no room for both"),
            ("m", "hide and show the letters behind terms and claims"),
            ("Ctrl-L", "draw the screen again"),
        ],
    ),
    ("Leave", &[("?", "this page"), ("q Ctrl-C", "quit: what was decided is written already")]),
];

/// What stands behind words in the text.
pub(super) const LETTERS: &str = "\
Behind a term: [o] outlet’s own words, [h] headline, [q] quoted, [a] attributed, [s] scare quotes; behind the cue of a claim: [c]. \
Within: ? doubtful, + accepted, - rejected, * written or changed by a person. Terms are bold, what is claimed is \
underlined, rejected entries are crossed out, the entry in hand is reversed.";
