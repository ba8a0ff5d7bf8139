//! `ibid serve`, as somebody uses it.

use super::{driver::browser, stage::STAGE};

const NAMES: &str = "return [...document.querySelectorAll('.cards code')].map((one) => one.textContent)";

#[test]
fn the_token_opens_the_list_and_nothing_else_does() {
    let Some(browser) = browser() else { return };
    browser.open(&STAGE.origin());
    assert_eq!(browser.text("body"), "not found");
    browser.open(&STAGE.served);
    assert_eq!(browser.text("h1"), "Documents");
}

#[test]
fn a_search_is_narrowed_and_widened_and_compared() {
    let Some(browser) = browser() else { return };
    browser.open(&STAGE.served);
    let all = browser.texts(NAMES);
    browser.type_into("input[name=q]", "prisoners");
    browser.follow(".search button");
    let found = browser.texts(NAMES);
    assert!(!found.is_empty() && found.len() < all.len(), "{found:?}");
    assert!(browser.text(".cards .snippet mark").to_lowercase().starts_with("prisoner"));
    browser.follow(".facets section:first-of-type li:first-child a");
    let narrowed = browser.texts(NAMES);
    assert!(!narrowed.is_empty() && narrowed.len() < found.len(), "{narrowed:?} of {found:?}");
    browser.follow(".chips li:last-child a");
    assert_eq!(browser.texts(NAMES), found);
    browser.click(".cards li:nth-child(1) input");
    browser.click(".cards li:nth-child(2) input");
    browser.follow(".acts button");
    let compared = browser.text("main");
    assert!(browser.url().contains("/compare?"));
    for name in &found[..2] {
        let name = name.trim_start_matches("corpus/");
        assert!(compared.contains(name), "{name} in {compared}");
    }
    assert!(browser.log().is_empty());
}

#[test]
fn verdicts_are_written_and_taken_back() {
    let Some(browser) = browser() else { return };
    let sidecar = "annotations/gazette-note.txt.yaml";
    let before = STAGE.read(sidecar);
    browser.open(&STAGE.at("document?name=corpus/gazette-note.txt"));
    browser.type_into(".note .decide input[name=note]", "heard on air");
    browser.follow(".note .decide button[value=reject]");
    let rejected = STAGE.read(sidecar);
    assert_ne!(rejected, before);
    assert!(rejected.contains("review: rejected") && rejected.contains("heard on air"), "{rejected}");
    assert!(browser.text("#rejected").contains("Rejected"));
    browser.follow("#rejected .decide button[value=accept]");
    let accepted = STAGE.read(sidecar);
    assert!(!accepted.contains("review: rejected") && accepted.contains("review: accepted"), "{accepted}");
    assert!(browser.text("aside").contains("accepted"));
    assert!(browser.log().is_empty());
}
