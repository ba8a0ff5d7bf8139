//! Windows, letters, paper, the dark, and how long it takes.

use super::{
    driver::browser,
    stage::{DOCUMENT, STAGE},
};
use serde_json::json;

/// Lists what sticks out of the page to the right, unless a box around it scrolls.
const STICKS_OUT: &str = "
    const width = document.documentElement.clientWidth;
    const held = (element) => {
        for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
            if (getComputedStyle(box).overflowX !== 'visible') return true;
        }
        return false;
    };
    const out = [...document.body.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > width + 1 && !held(element);
    });
    const page = document.scrollingElement.scrollWidth > width ? [`the page: ${document.scrollingElement.scrollWidth}`] : [];
    return page.concat(out.map((e) => `${e.tagName}.${e.className} ${e.getBoundingClientRect().right} ${e.textContent.slice(0, 40)}`));";

#[test]
fn pages_load_quietly_and_ask_for_nothing() {
    let Some(browser) = browser() else { return };
    for (kind, url) in STAGE.kinds() {
        browser.open(&url);
        assert!(!browser.text("h1").is_empty(), "{kind} has no headline");
        let policy = browser.texts(
            "return [...document.querySelectorAll('meta[http-equiv=Content-Security-Policy]')].map((meta) => meta.content)",
        );
        assert!(matches!(&policy[..], [one] if one.starts_with("default-src 'none';")), "{kind}: {policy:?}");
        // A page that says what is wrong with a request is an answer of its own kind, and Chromium remarks on that.
        let log: Vec<String> = browser.log().into_iter().filter(|line| !line.contains("status of 400")).collect();
        assert!(log.is_empty(), "{kind}: {log:?}");
        let asked = browser.asked_for();
        assert_eq!(asked.iter().filter(|asked| !asked.ends_with("/favicon.ico")).collect::<Vec<_>>(), [&url], "{kind}");
    }
}

#[test]
fn no_page_is_wider_than_its_window() {
    let Some(browser) = browser() else { return };
    for (kind, url) in STAGE.kinds() {
        browser.open(&url);
        for (width, letters) in [(375, "100%"), (320, "100%"), (640, "100%"), (1280, "200%"), (375, "200%")] {
            browser.size(width, 800);
            browser.script(&format!("document.documentElement.style.fontSize = '{letters}'"));
            let out = browser.texts(STICKS_OUT);
            assert!(out.is_empty(), "{kind}, {width} px, letters at {letters}: {out:#?}");
        }
    }
}

#[test]
fn paper_has_the_text_and_no_controls() {
    let Some(browser) = browser() else { return };
    for (kind, url) in STAGE.kinds() {
        browser.open(&url);
        browser.looks("print", "dark");
        let shown = browser.texts(
            "const controls = document.querySelectorAll('button, input, select, .skip, .bar');
             return [...controls].filter((one) => one.checkVisibility()).map((one) => one.outerHTML)",
        );
        assert!(shown.is_empty(), "{kind}: {shown:?}");
        assert!(browser.text("main").len() > 20, "{kind}");
        let paper = browser.script("return getComputedStyle(document.documentElement).backgroundColor");
        assert_eq!(paper, "rgb(255, 255, 255)", "{kind}");
        let pdf = browser.devtools("Page.printToPDF", json!({}));
        let pdf = data_encoding::BASE64.decode(pdf["data"].as_str().unwrap().as_bytes()).unwrap();
        let pages = pdf.windows(11).filter(|bytes| bytes == b"/Type /Page").count();
        assert!(pdf.starts_with(b"%PDF-") && pages > 0, "{kind}: {} bytes, {pages} pages", pdf.len());
        browser.looks("screen", "light");
    }
}

#[test]
fn the_dark_is_dark() {
    let Some(browser) = browser() else { return };
    let brightness = "
        const of = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 765;
        const style = getComputedStyle(document.documentElement);
        return [of(style.backgroundColor), of(getComputedStyle(document.querySelector('h1')).color)]";
    for (kind, url) in STAGE.kinds() {
        for (scheme, dark) in [("light", false), ("dark", true)] {
            browser.looks("screen", scheme);
            browser.open(&url);
            let said = browser.script(brightness);
            let (paper, ink) = (said[0].as_f64().unwrap(), said[1].as_f64().unwrap());
            assert!(if dark { paper < 0.2 && ink > 0.6 } else { paper > 0.9 && ink < 0.4 }, "{kind}, {scheme}: {said}");
        }
    }
}

#[test]
fn a_large_document_is_a_small_page() {
    let Some(browser) = browser() else { return };
    let url = STAGE.file("reports/large.md.html");
    browser.open(&url);
    let took = browser.script("return performance.getEntriesByType('navigation')[0].loadEventEnd").as_f64().unwrap();
    let text = std::fs::metadata(STAGE.path("large/large.md")).unwrap().len();
    let page = std::fs::metadata(STAGE.path("reports/large.md.html")).unwrap().len();
    eprintln!("{text} bytes of text: a page of {page} bytes, loaded in {took:.0} ms");
    // What a document is shows in its page; the bound is issue 7's.
    assert!(page < 500_000, "{page} bytes");
    assert!(browser.log().is_empty());
}

#[test]
fn without_script_the_text_and_its_notes_are_there() {
    let Some(browser) = browser() else { return };
    browser.open(&STAGE.report(DOCUMENT));
    let with = browser.text("article");
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true }));
    browser.open(&STAGE.report(DOCUMENT));
    assert_eq!(browser.text("article"), with);
    browser.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": false }));
    assert_eq!(browser.script("return document.querySelectorAll('.copy').length"), 0, "a button that does nothing");
    browser.click("article a.ref[href='#n-c1']");
    assert!(browser.url().ends_with("#n-c1"));
    assert!(browser.find_shown("#n-c1:target"));
    browser.click("#n-c1 summary");
    assert!(browser.text("#n-c1").contains("line "));
}
