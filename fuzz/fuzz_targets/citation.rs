//! What is read as a citation is printed as one that reads the same.
#![no_main]

use ibid::citation::{Citation, scan};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(citation) = text.parse::<Citation>() {
        assert_eq!(citation.to_string().parse(), Ok(citation));
    }
    for (at, _) in scan(text) {
        assert!(at.of(text).is_some());
    }
});
