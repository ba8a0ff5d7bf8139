//! Pages in a real browser: headless Chromium, driven over WebDriver.
//!
//! `stage` makes the pages, from `corpus/` and from documents that are up to no good; `driver` is the browser; the rest
//! looks. Needs `chromium` and `chromedriver`; without them each test says that it was skipped, unless `IBID_BROWSER`
//! is set. axe-core is taken from `target/axe`, where `.ci/run` puts it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "helpers of tests are tests; one that is skipped says so"
)]

mod access;
mod driver;
mod filters;
mod hostile;
mod reader;
mod sizes;
mod stage;
