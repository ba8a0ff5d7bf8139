//! The reader without a terminal: keys in, screens and files out.

use super::{
    desk::{Desk, Memory},
    disk::Disk as _,
    keys::Key,
    screen::Ink,
};
use crate::sidecar::{self, Standing};
use proptest::prelude::*;

const FERRY: &str = "\
---
title: Ferry strike enters third day
sitename: The Harbor Gazette
author: Mira Osk
---

The regime's so-called reform was rejected, Mayor Dana Roth said on Friday. 港務局 crews kept the “historic” pier open 👩‍👩‍👧 all night.

“The port is closed,” Roth said. According to the *Lantern*, the shameful talks failed. It was claimed that the crews were paid in full.
";

const BRIDGE: &str = "# Bridge opens\n\nThe bridge is safe, engineer Tomas Vell said on Monday.\n";
const QUIET: &str = "Nothing happened.\n";

/// The lines that an edit added or changed.
fn differing<'t>(before: &str, after: &'t str) -> Vec<&'t str> {
    after.lines().filter(|line| !before.lines().any(|old| old == *line)).map(str::trim).collect()
}

#[test]
fn wide_narrow_and_tiny() {
    let mut desk = Desk::new(&[FERRY, BRIDGE]);
    desk.hold("so-called");
    for (width, height) in [(110, 26), (80, 24), (40, 10)] {
        desk.size = (width, height);
        insta::assert_snapshot!(format!("screen_{width}x{height}"), desk.screen());
    }
    desk.keys("l");
    insta::assert_snapshot!("list_40x10", desk.screen());
    for size in [(1, 1), (15, 3), (16, 4), (20, 5), (200, 5), (20, 80)] {
        desk.size = size;
        desk.screen();
    }
}

#[test]
fn what_lies_over_the_text() {
    let mut desk = Desk::new(&[FERRY]);
    desk.size = (80, 24);
    desk.hold("so-called");
    for (name, keys) in [("help", "?"), ("voices", "v"), ("details", "<enter>"), ("filter", "f<down><right>")] {
        desk.keys(keys);
        insta::assert_snapshot!(name, desk.screen());
        desk.keys("<esc>");
    }
    desk.keys("<esc>");
    desk.hold("Dana Roth said: “The port");
    desk.keys("s<clear>Ro");
    insta::assert_snapshot!("speaker", desk.screen());
}

#[test]
fn the_text_is_wrapped_once_for_a_width() {
    let mut desk = Desk::new(&[FERRY]);
    desk.screen();
    let wrapped = |desk: &Desk| desk.state.page.as_ref().unwrap().rows.as_ptr();
    let first = wrapped(&desk);
    for keys in ["j", "G", " ", "b", "l", "n<esc>", "?<esc>", "o", "/roth<enter>", "<esc>"] {
        desk.keys(keys).screen();
        assert_eq!(wrapped(&desk), first, "{keys}");
    }
}

#[test]
fn colour_says_nothing_that_is_not_said_without_it() {
    let mut desk = Desk::new(&[FERRY]);
    let plain = desk.screen();
    desk.ink = Ink { color: true };
    assert_eq!(desk.screen(), plain, "the same letters");
    let buffer = desk.drawn().backend().buffer().clone();
    assert!(buffer.content().iter().any(|cell| cell.fg != ratatui::style::Color::Reset));
    desk.ink = Ink { color: false };
    let buffer = desk.drawn().backend().buffer().clone();
    assert!(buffer.content().iter().all(|cell| cell.fg == ratatui::style::Color::Reset));
    // Each voice has a letter of its own behind its terms.
    let letters: std::collections::BTreeSet<char> = crate::annotation::Voice::ALL.map(super::book::letter).into();
    assert_eq!(letters.len(), crate::annotation::Voice::ALL.len());
}

#[test]
fn one_key_decides_and_is_what_a_person_would_write() {
    let mut desk = Desk::new(&[FERRY]);
    let before = desk.disk.texts().remove(0);
    desk.hold("so-called");
    let id = desk.held().to_owned();
    desk.keys("a");
    let after = desk.disk.texts().remove(0);
    assert_eq!(differing(&before, &after), ["review: accepted", "reviewer: Mira Osk"]);
    let by_verb = [("review", "accepted".to_owned()), ("reviewer", "Mira Osk".to_owned())];
    assert_eq!(Some(after.clone()), sidecar::set(&before, &id, &by_verb).unwrap());
    assert_ne!(desk.held(), id, "the next one that is undecided is in hand");
    assert!(desk.message().starts_with(&format!("{id}: accepted")), "{}", desk.message());
    desk.keys("r");
    assert!(differing(&after, desk.disk.texts().first().unwrap()).contains(&"review: rejected"));
    desk.keys("uu");
    assert_eq!(desk.disk.texts().remove(0), before);
    assert_eq!(desk.held(), id);
    desk.keys("u");
    assert_eq!(desk.message(), "nothing to undo: nothing was written");
    desk.keys("U<redo>");
    assert_eq!(desk.state.history.len(), 2);
    desk.keys("UU");
    assert_eq!(desk.message(), "nothing was undone");
}

#[test]
fn voice_speaker_category_relay_kind_and_note() {
    let mut desk = Desk::new(&[FERRY]);
    let before = desk.disk.texts().remove(0);
    desk.hold("so-called");
    desk.keys("vq").hold("so-called");
    desk.keys("cls<clear>the union<enter>ye");
    let after = desk.disk.texts().remove(0);
    let mut lines = differing(&before, &after);
    lines.retain(|line| !line.starts_with("reviewer"));
    assert_eq!(lines, ["category: label", "voice: quoted", "speaker: the union", "relay: endorsing"], "{after}");
    desk.hold("Dana Roth said: “The port");
    desk.keys("vm").keys("nsaid: it twice<enter>");
    let claim = desk.disk.texts().remove(0);
    assert!(claim.contains("kind: mixed") && claim.contains("note: \"said: it twice\""), "{claim}");
    desk.keys("c");
    assert!(desk.message().contains("a claim has no category"), "{}", desk.message());
    desk.keys("n<clear><enter>");
    assert_eq!(desk.message(), "nothing was typed, and nothing changed");
    desk.keys("n<enter>");
    assert!(desk.message().ends_with("says so already"), "{}", desk.message());
    desk.keys("uuuuuuuuu");
    assert_eq!(desk.disk.texts().remove(0), before);
}

#[test]
fn undecided_entries_are_found_in_all_files() {
    let mut desk = Desk::new(&[QUIET, BRIDGE, QUIET, FERRY]);
    assert_eq!(desk.state.at, 1, "the first file with something undecided");
    desk.keys("a<tab>");
    assert_eq!(desk.state.at, 3);
    let count = desk.state.view.len();
    desk.keys(&"a".repeat(count));
    assert!(desk.state.book.as_ref().unwrap().items.iter().all(|item| item.listed.standing == Standing::Accepted));
    desk.keys("<tab>");
    assert_eq!((desk.state.at, desk.message()), (3, "nothing is undecided"));
    // What was done in another file is taken back there.
    desk.keys(&"u".repeat(count + 1));
    assert_eq!((desk.state.at, desk.state.history.len()), (1, 0));
    assert_eq!(desk.disk.texts(), Memory::of(&[QUIET, BRIDGE, QUIET, FERRY]).texts());
    desk.keys("<backtab>");
    assert_eq!((desk.state.at, desk.state.cursor), (3, count - 1));
    desk.keys("]");
    assert_eq!(desk.message(), "this is the last document");
    desk.keys("[[[[");
    assert_eq!((desk.state.at, desk.message()), (0, "this is the first document"));
    assert!(desk.screen().contains("no entry is shown"));
}

#[test]
fn filters_and_order() {
    let mut desk = Desk::new(&[FERRY]);
    let all = desk.state.view.len();
    let ids = |desk: &Desk| -> Vec<u32> {
        let items = &desk.state.book.as_ref().unwrap().items;
        desk.state.view.iter().map(|at| items[*at].places.iter().map(|place| place.0.start()).min().unwrap()).collect()
    };
    assert!(!ids(&desk).is_sorted(), "the doubtful ones come first");
    desk.keys("o");
    assert!(ids(&desk).is_sorted());
    desk.keys("/ROTH");
    let found = desk.state.view.len();
    assert!(found > 0 && found < all);
    desk.keys("<esc>");
    assert_eq!(desk.state.view.len(), all, "what was looked for is given up");
    desk.keys("/roth<enter>");
    assert_eq!(desk.state.view.len(), found);
    desk.keys("<esc>f<right><enter>");
    assert_eq!(desk.state.view.len(), all, "all are undecided");
    desk.keys("ga");
    assert_eq!(desk.state.view.len(), all - 1, "what is decided leaves the list");
    desk.keys("u");
    assert_eq!((desk.state.view.len(), desk.state.cursor), (all, 0));
    desk.keys("fx<down><down><right><enter>");
    let voices: Vec<_> =
        desk.state.view.iter().map(|at| desk.state.book.as_ref().unwrap().items[*at].voice()).collect();
    assert!(!voices.is_empty() && voices.iter().all(|voice| *voice == Some(crate::annotation::Voice::Outlet)));
    desk.keys("/nobody says this<enter>");
    desk.size = (110, 20);
    assert!(desk.screen().contains("Esc shows all again"));
    desk.keys("arvsncyu<tab><enter>");
}

#[test]
fn a_file_that_changed_meanwhile_is_read_again_and_nothing_is_lost() {
    let mut desk = Desk::new(&[FERRY]);
    desk.hold("so-called");
    let id = desk.held().to_owned();
    let theirs = format!("# a comment from elsewhere\n{}", desk.disk.texts()[0]);
    desk.disk.meanwhile.push((0, theirs.clone()));
    desk.keys("a");
    assert!(desk.message().contains("another program changed the file, it was read again"), "{}", desk.message());
    let both = desk.disk.texts().remove(0);
    assert!(both.starts_with("# a comment from elsewhere\n") && both.contains("review: accepted"));
    // Taking it back keeps theirs.
    desk.disk.meanwhile.push((0, format!("{both}# and below\n")));
    desk.keys("u");
    assert_eq!(desk.disk.texts()[0], format!("{theirs}# and below\n"));
    // Where the very entry was changed, the person looks again, and what was typed is still there.
    desk.hold("so-called");
    let rejected = sidecar::set(&desk.disk.texts()[0], &id, &[("review", "rejected".to_owned())]).unwrap().unwrap();
    desk.disk.meanwhile.push((0, rejected.clone()));
    desk.keys("nmy long note<enter>");
    assert!(desk.message().starts_with("nothing written: another program changed"), "{}", desk.message());
    assert_eq!(desk.disk.texts()[0], rejected);
    desk.keys("<enter>");
    assert!(desk.disk.texts()[0].contains("note: my long note"), "{}", desk.disk.texts()[0]);
    // A change that another program made anew cannot be taken back, those before it can.
    let other = sidecar::set(&desk.disk.texts()[0], &id, &[("note", "theirs".to_owned())]).unwrap().unwrap();
    desk.disk.files[0].1.clone_from(&other);
    let book = desk.disk.open(0);
    desk.state.reread(book);
    assert_eq!(desk.message(), "changed by another program: read again");
    desk.keys("u");
    assert!(desk.message().contains("cannot be undone"), "{}", desk.message());
    assert_eq!(desk.disk.texts()[0], other);
}

#[test]
fn what_cannot_be_written_or_read_is_said() {
    let mut desk = Desk::new(&[FERRY, BRIDGE]);
    let before = desk.disk.texts();
    desk.disk.refused = Some("another run of ibid is at work\u{1b}[2J".to_owned());
    desk.keys("a");
    assert!(desk.screen().contains("nothing written: another run of ibid is at work\u{fffd}[2J"));
    desk.keys("ncompare<enter>");
    desk.disk.refused = None;
    desk.keys("<enter>");
    assert!(desk.disk.texts()[0].contains("note: compare"));
    desk.disk.refused = Some("full".to_owned());
    desk.keys("u");
    assert_eq!(desk.message(), "nothing written: full");
    desk.disk.refused = None;
    desk.keys("u");
    assert_eq!(desk.disk.texts(), before);
    desk.disk.files[1].1 = "not: [yaml".to_owned();
    desk.keys("]");
    assert!(desk.state.book.is_err());
    let screen = desk.screen();
    assert!(screen.contains("2/2") && screen.contains("not YAML"), "{screen}");
    desk.keys("arvsnu/x<enter>fcyoml<tab><enter>?<esc>gG j");
    desk.keys("[");
    assert!(desk.state.book.is_ok());
}

#[test]
fn text_of_strangers_does_not_reach_the_terminal() {
    let evil = "\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{7f}";
    let text = format!("The so-called {evil} reform was rejected, Dana {evil} Roth said.\n\n“No {evil},” she said.\n");
    let mut desk = Desk::new(&[&text]);
    for keys in ["", "<enter>", "<esc>n", "<esc>s", "<esc>/", "<esc>l"] {
        for size in [(100, 24), (40, 10)] {
            desk.size = size;
            desk.keys(keys);
            let screen = desk.drawn().backend().to_string();
            let harmful =
                |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!screen.contains(harmful), "{screen:?}");
        }
    }
}

#[test]
fn a_rejected_entry_is_still_there_to_be_looked_at() {
    let mut desk = Desk::new(&[FERRY]);
    let all = desk.state.view.len();
    desk.hold("so-called");
    desk.keys("r").hold("so-called");
    assert_eq!(desk.state.view.len(), all);
    assert_eq!((desk.state.item().unwrap().tag().as_str(), desk.state.item().unwrap().places.len()), ("[a-]", 1));
    desk.keys("a");
    assert_eq!(desk.disk.texts()[0].matches("review:").count(), 1, "a verdict is replaced");
}

#[test]
fn an_entry_whose_words_are_gone_is_listed() {
    let mut disk = Memory::of(&[FERRY]);
    disk.files[0].0 = disk.files[0].0.replace("so-called reform", "new plan");
    let mut desk = Desk::on(disk);
    desk.hold("so-called");
    desk.size = (110, 26);
    assert!(desk.keys("<enter>").screen().contains("they do not stand in the document any more"));
    desk.keys("<esc>r");
    assert!(desk.disk.texts()[0].contains("review: rejected"));
}

fn key() -> impl Strategy<Value = Key> {
    let letters = "jkgGarvscynuUfo/lm?[]q bxhdimqohse\t -é港👩";
    let letters: Vec<char> = letters.chars().collect();
    let named = [
        Key::Enter,
        Key::Escape,
        Key::Tab,
        Key::BackTab,
        Key::Up,
        Key::Down,
        Key::Left,
        Key::Right,
        Key::PageUp,
        Key::PageDown,
        Key::Home,
        Key::End,
        Key::Backspace,
        Key::Delete,
        Key::Control('c'),
        Key::Control('r'),
        Key::Control('u'),
        Key::Control('w'),
        Key::Control('l'),
        Key::Paste("said: “x”\n# y {z}, 'it''s'\u{1b}[2J\u{202e}".to_owned()),
    ];
    prop_oneof![
        6 => proptest::sample::select(letters).prop_map(Key::Char),
        3 => proptest::sample::select(named.to_vec()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Whatever is pressed on whatever screen, nothing panics, every file can be read, and taking all of it back
    /// gives the bytes that were there.
    #[test]
    fn undoing_everything_gives_the_bytes_back(
        keys in proptest::collection::vec((key(), 0_u16..120, 0_u16..40), 1..120),
        crlf in any::<bool>(),
    ) {
        let mut disk = Memory::of(&[FERRY, QUIET, BRIDGE]);
        if crlf {
            disk.files.iter_mut().for_each(|file| file.1 = file.1.replace('\n', "\r\n"));
        }
        // The last line may have no end, and an entry may be a person's, in flow style.
        disk.files[2].1 = disk.files[2].1.trim_end().to_owned();
        let before = disk.texts();
        let mut desk = Desk::on(disk);
        for (key, width, height) in keys {
            desk.press(&key);
            if width > 0 && height > 0 {
                desk.size = (width, height);
                desk.drawn();
            }
        }
        for text in desk.disk.texts() {
            prop_assert!(sidecar::read(&text).is_ok(), "{text}");
        }
        desk.keys("<esc><esc><esc>");
        for _ in 0..desk.state.history.len() {
            desk.keys("u");
        }
        prop_assert!(desk.state.history.is_empty());
        prop_assert_eq!(desk.disk.texts(), before);
    }
}
