//! Who uses the keyboard, who hears the page.

use super::{driver::browser, stage::STAGE};
use std::{fs, path::Path};

/// axe-core, as `.ci/run` installs it.
const AXE: &str = "target/axe/node_modules/axe-core/axe.min.js";

/// What axe holds pages against: the rules of WCAG 2.2 A and AA, and good practice.
const RULES: &str = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";

/// Notes what the focus comes to, and whether that shows.
const WATCH: &str = "
    const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex=\"-1\"])';
    window.wanted = [...document.querySelectorAll(can)].filter((one) => one.checkVisibility());
    window.met = new Map();
    document.addEventListener('focusin', ({ target }) => {
        const style = getComputedStyle(target);
        const box = target.getBoundingClientRect();
        const lit = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        const note = getComputedStyle(target, '::after');
        const told = !target.matches('.ref') || note.content.length > 4 && note.display !== 'none';
        met.set(target, lit && told && box.right > 0 && box.bottom > 0 && box.top < innerHeight);
    });
    return wanted.length";

#[test]
fn the_keyboard_reaches_everything_and_the_focus_shows() {
    let Some(browser) = browser() else { return };
    for (kind, url) in STAGE.kinds() {
        browser.open(&url);
        let wanted = browser.script(WATCH).as_u64().unwrap();
        assert!(wanted > 1, "{kind}");
        browser.tab(usize::try_from(wanted).unwrap() + 40);
        let unmet =
            browser.texts("return wanted.filter((one) => !met.has(one)).map((one) => one.outerHTML.slice(0, 200))");
        assert!(unmet.is_empty(), "{kind}, of {wanted}: {unmet:#?}");
        let unlit =
            browser.texts("return [...met].filter(([, shows]) => !shows).map(([one]) => one.outerHTML.slice(0, 200))");
        assert!(unlit.is_empty(), "{kind}: {unlit:#?}");
    }
}

#[test]
fn axe_finds_no_violation() {
    let Some(browser) = browser() else { return };
    let Ok(axe) = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE)) else {
        assert!(std::env::var_os("IBID_BROWSER").is_none(), "IBID_BROWSER is set, and there is no {AXE}");
        return eprintln!("skipped, for want of {AXE}");
    };
    let check = format!(
        "const done = arguments[0];
         axe.run(document, {{ runOnly: {RULES}, resultTypes: ['violations'] }}).then(({{ violations }}) => done(
             violations.map(({{ id, help, nodes }}) => `${{id}} (${{help}}), ${{nodes.length}} times: `
                 + nodes.slice(0, 4).map((node) => node.html.slice(0, 200) + ' ' + node.failureSummary).join(' | '))
         ), (error) => done([String(error)]))"
    );
    let mut found = vec![];
    for (kind, url) in STAGE.kinds() {
        for (scheme, width) in [("light", 1280), ("dark", 1280), ("light", 375)] {
            browser.size(width, 900);
            browser.looks("screen", scheme);
            browser.open(&url);
            // What is folded away is checked too.
            browser.script("for (const one of document.querySelectorAll('details')) one.open = true");
            browser.script(&axe);
            let said: Vec<String> = serde_json::from_value(browser.wait_for(&check)).unwrap();
            found.extend(said.into_iter().map(|line| format!("{kind}, {scheme}, {width} px: {line}")));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}
