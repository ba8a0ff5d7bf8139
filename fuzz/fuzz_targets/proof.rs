//! Only what was written as a proof is read as one.
#![no_main]

use ibid::verify::Proof;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(proof) = Proof::read(bytes) {
        assert_eq!(proof.print().as_bytes(), bytes);
        let _ = proof.check(proof.root);
    }
});
