//! No name that is read from a manifest leads out of its folder.
#![no_main]

use ibid::manifest::{Algorithm, Kind, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for kind in [Kind::Sums, Kind::BagPayload, Kind::BagTags] {
        for entry in read(bytes, kind, Algorithm::Sha256).unwrap_or_default() {
            assert!(!entry.name.starts_with(b"/") && !entry.name.split(|b| *b == b'/').any(|part| part == b".."));
        }
    }
});
