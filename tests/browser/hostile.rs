//! Documents that want to run something: nothing runs, nothing is loaded, nothing opens.

use super::{
    driver::browser,
    stage::{HOSTILE, STAGE},
};

/// Lists what could still run: handlers, addresses that are programs, elements that load.
const ARMED: &str = "
    const out = [];
    for (const one of document.querySelectorAll('*')) {
        for (const { name, value } of one.attributes) {
            const runs = /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data):/i.test(value) && !name.startsWith('data-');
            if (name.startsWith('on') || name === 'style' || name === 'srcdoc' || runs) out.push(one.outerHTML);
        }
        if (one.matches('iframe, object, embed, base, link, meta[http-equiv=refresh], article svg, article form, img')) out.push(one.outerHTML);
    }
    return out";

#[test]
fn hostile_documents_run_nothing() {
    let Some(browser) = browser() else { return };
    let reports = HOSTILE.map(|(name, _)| (name, STAGE.report(&format!("corpus/hostile-{name}.md"))));
    let served = HOSTILE.map(|(name, _)| (name, STAGE.at(&format!("document?name=corpus/hostile-{name}.md"))));
    let lists =
        [("list", STAGE.at("")), ("compare", STAGE.at("compare?all=1")), ("sources", STAGE.at("sources?all=1"))];
    for (name, url) in reports.into_iter().chain(served).chain(lists) {
        browser.open(&url);
        let armed = browser.texts(ARMED);
        assert!(armed.is_empty(), "{name}: {armed:#?}");
        // All that is there is pointed at and clicked; a dialog would stop the next command.
        browser.script(
            "for (const one of document.querySelectorAll('main *')) {
                 for (const event of ['mouseover', 'focus', 'toggle', 'load', 'error']) one.dispatchEvent(new Event(event));
                 if (!one.closest('a[href^=http], a[href^=\"/\"], a[href^=\"#\"], form')) one.click?.();
             }",
        );
        let ran = browser.wait_for("setTimeout(arguments[0], 50, String(window.ran))");
        assert_eq!(ran, "undefined", "{name}: {url}");
        assert_eq!(browser.url().split('#').next(), url.split('#').next(), "{name} leads away");
        assert!(browser.find_shown("main"), "{name} is covered or hidden");
        let log = browser.log();
        assert!(log.is_empty(), "{name}: {log:?}");
        let asked = browser.asked_for();
        assert!(
            asked.iter().all(|asked| asked.starts_with("file:") || asked.starts_with(&STAGE.origin())),
            "{asked:?}"
        );
        let turning = browser.script("return /[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.title)");
        assert_eq!(turning, false, "{name}: a title that turns what stands beside it");
    }
}
