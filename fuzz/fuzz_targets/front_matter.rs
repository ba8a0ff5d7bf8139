//! Front matter and body are parts of the file, one after the other, and canonical text stays as it is.
#![no_main]

use ibid::document::{block_spans, canonical_body, split};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let parts = split(text);
    assert!(parts.front.is_none_or(|front| front.of(text).is_some() && front.end() <= parts.body.start()));
    let body = canonical_body(parts.body.of(text).unwrap());
    assert_eq!(canonical_body(&body), body);
    assert!(block_spans(text).iter().all(|block| block.of(text).is_some()));
});
