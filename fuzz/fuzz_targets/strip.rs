//! What is stripped from a report is never longer than it, and a report of any text strips back.
#![no_main]

use ibid::{
    annotation::Annotations,
    document::{Document, Format},
    report::markdown,
    verify::strip,
};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(stripped) = strip(text) {
        assert!(stripped.source.len() <= text.len());
    }
    if let Ok(document) = Document::read(text.as_bytes(), Format::Markdown) {
        let report = markdown::write(&document, &Annotations::default(), &Default::default());
        assert_eq!(strip(&report).map(|stripped| stripped.source).as_deref(), Ok(text));
    }
});
