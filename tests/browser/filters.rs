//! What can be chosen, copied and followed on the page of a document.

use super::{
    driver::{Browser, browser},
    stage::{DOCUMENT, STAGE},
};
use serde_json::json;

/// Counts the notes that are shown, and the marks and lines in the text.
const SHOWN: &str = "
    const clear = (colour) => ['rgba(0, 0, 0, 0)', 'transparent'].includes(colour);
    const style = (one) => getComputedStyle(one);
    return [
        [...document.querySelectorAll('aside .note')].filter((one) => one.checkVisibility()).length,
        [...document.querySelectorAll('article mark')].filter((one) => !clear(style(one).backgroundColor)).length,
        [...document.querySelectorAll('article u[class]')].filter((one) => !clear(style(one).textDecorationColor)).length,
    ]";

fn shown(browser: &Browser) -> [u64; 3] {
    serde_json::from_value(browser.script(SHOWN)).unwrap()
}

#[test]
fn each_filter_hides_what_it_names_and_no_letter_of_the_text() {
    let Some(browser) = browser() else { return };
    browser.open(&STAGE.report(DOCUMENT));
    browser.click(".legend details:has(.filters) summary");
    let (all, text) = (shown(&browser), browser.text("article"));
    let boxes = browser.texts("return [...document.querySelectorAll('.filters input')].map((box) => box.id)");
    for kind in ["x-v-", "x-k", "x-q", "x-s"] {
        assert!(boxes.iter().any(|id| id.starts_with(kind)), "{kind} in {boxes:?}");
    }
    for id in &boxes {
        let label = format!("label:has(#{id})");
        let number: u64 = browser.text(&format!("{label} .n")).parse().unwrap();
        browser.click(&format!("#{id}"));
        let [notes, marks, lines] = shown(&browser);
        assert_eq!(all[0] - notes, number, "{id}: the notes that it says it is for");
        assert!(marks < all[1] || lines < all[2], "{id}: nothing less is lit");
        assert_eq!(browser.script("return document.querySelector('article').textContent"), {
            browser.click(&format!("#{id}"));
            browser.script("return document.querySelector('article').textContent")
        });
        assert_eq!(shown(&browser), all, "{id}: what was hidden comes back");
    }
    assert_eq!(browser.text("article"), text);
    assert!(browser.log().is_empty());
}

#[test]
fn a_copy_button_copies_the_whole_citation_or_selects_it() {
    let Some(browser) = browser() else { return };
    let url = STAGE.report(DOCUMENT);
    for allowed in ["granted", "denied"] {
        browser.open(&url);
        for name in ["clipboard-write", "clipboard-read"] {
            let permission = json!({ "permission": { "name": name }, "setting": allowed });
            browser.devtools("Browser.setPermission", permission);
        }
        browser.click("#n-c1 summary");
        browser.click("#n-c1 .copy");
        browser.wait_for(
            "const done = arguments[0], told = document.getElementById('status');
             const look = () => told.textContent ? done(told.textContent) : setTimeout(look, 10); look();",
        );
        let copied = match allowed {
            "granted" => browser.wait_for("navigator.clipboard.readText().then(arguments[0])"),
            _ => browser.script("return getSelection().toString()"),
        };
        let copied = copied.as_str().unwrap();
        let raw = browser.text("#raw");
        assert!(copied.trim().starts_with(&format!("{raw};bytes=")), "{allowed}: {copied}");
    }
}

#[test]
fn references_and_notes_lead_to_each_other() {
    let Some(browser) = browser() else { return };
    for (kind, url) in STAGE.kinds() {
        browser.open(&url);
        let broken = browser.texts(
            "return [...document.querySelectorAll('a[href^=\"#\"]')].map((link) => link.hash.slice(1))
                 .filter((id) => !document.getElementById(decodeURIComponent(id)))",
        );
        assert!(broken.is_empty(), "{kind}: {broken:?}");
    }
    browser.open(&STAGE.report(DOCUMENT));
    browser.click("#n-f1 > a");
    assert!(browser.find_shown("mark#t-f1:target"));
}
