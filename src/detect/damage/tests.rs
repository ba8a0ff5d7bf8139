//! Damage in our corpus, in the seeds, and none in sound text.

use super::damage;
use crate::{
    annotation::DamageKind,
    document::{Document, Format},
};
use std::path::{Path, PathBuf};

fn found(text: &str) -> Vec<(String, Option<String>, DamageKind)> {
    let document = Document::read(text.as_bytes(), Format::Markdown).unwrap();
    damage(&document).into_iter().map(|d| (document.bytes(d.at).to_owned(), d.suggestion, d.kind)).collect()
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[expect(clippy::print_stderr, reason = "a test that checks nothing must say so")]
fn skipped(missing: &str) {
    eprintln!("skipped: {missing}");
}

#[track_caller]
fn finds(text: &str, wanted: &[(&str, &str)]) {
    let found = found(text);
    for (written, meant) in wanted {
        let hit = found.iter().any(|(w, s, _)| w == written && s.as_deref() == Some(meant));
        assert!(hit, "{written} -> {meant} is not among {found:?}");
    }
}

#[test]
fn lost_letters_are_put_back() {
    let text = std::fs::read_to_string(here("corpus/brass-bell-post.md")).unwrap();
    finds(
        &text,
        &[
            ("phe", "phone"),
            ("pris", "prison"),
            ("sanctis", "sanctions"),
            ("cversati", "conversation"),
            ("d’t", "don’t"),
            ("ctested", "contested"),
            ("electi", "election"),
            ("telephe", "telephone"),
            ("Oppositi", "Opposition"),
            ("e year", "one year"),
        ],
    );
    let body = text.rfind("---").unwrap();
    let front = text.get(..body).unwrap();
    assert!(found(front).is_empty(), "front matter passed through no filter");
}

#[test]
fn the_seed_that_lost_letters() {
    let Ok(text) = std::fs::read_to_string(here("../shared/seeds/004_cfbef9151dfca824.txt")) else {
        skipped("../shared/seeds is not there");
        return;
    };
    finds(
        &text,
        &[
            ("Vlimir", "Vladimir"),
            ("leer", "leader"),
            ("heed", "headed"),
            ("ahe", "ahead"),
            ("rey", "ready"),
            ("h called", "had called"),
            ("ded", "added"),
            ("Re", "Read"),
        ],
    );
}

#[test]
fn sound_documents_have_none() {
    for entry in std::fs::read_dir(here("corpus")).unwrap() {
        let path = entry.unwrap().path();
        if !path.ends_with("brass-bell-post.md") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert_eq!(found(&text), [], "{}", path.display());
        }
    }
}

#[test]
fn news_articles_lost_no_letters() {
    let Ok(lines) = std::fs::read_to_string(here("../shared/eval/attribution/polnear-train.jsonl")) else {
        skipped("../shared/eval is not there");
        return;
    };
    for line in lines.lines() {
        let article: serde_json::Value = serde_json::from_str(line).unwrap();
        let lost: Vec<_> = found(article["text"].as_str().unwrap())
            .into_iter()
            .filter(|(.., kind)| *kind == DamageKind::LostLetters)
            .collect();
        assert_eq!(lost, [], "{}", article["id"]);
    }
}

#[test]
fn another_language_is_no_damage() {
    let text = "La nación y la población celebran la elección varias veces; identifica, crea y participa en la \
                acción común. Las plantas y las varias opciones de la administración son una tradición. "
        .repeat(8);
    assert_eq!(found(&text), []);
}

#[test]
fn words_read_with_the_wrong_encoding() {
    let found = found("The mayor of OrlÃ©ans said he donâ€™t know. The caf\u{fffd} was shut.");
    let short: Vec<_> = found.iter().map(|(w, s, k)| (w.as_str(), s.as_deref(), *k)).collect();
    assert_eq!(
        short,
        [
            ("OrlÃ©ans", Some("Orléans"), DamageKind::Mojibake),
            ("donâ€™t", Some("don’t"), DamageKind::Mojibake),
            ("caf\u{fffd}", None, DamageKind::Replaced),
        ]
    );
}

#[test]
fn no_input_is_too_odd() {
    for text in ["", "h", "â€", "Â", "\u{fffd}", "ðŸ", "e e e e e e"] {
        found(text);
    }
    found(&"xq zv kj wq ".repeat(20_000));
    found(&"Ã".repeat(100_000));
}
