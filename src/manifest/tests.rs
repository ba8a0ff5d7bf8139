use super::*;
use proptest::prelude::*;

const HEX: &str = "437814f909be1e2b92e173f87b802e4f74d62e5d78ab152ada9fbc5fd85af08b";

fn names(text: &str, kind: Kind) -> Result<Vec<String>, &'static str> {
    let read = read(text.as_bytes(), kind, Algorithm::Sha256).map_err(|problem| problem.code)?;
    Ok(read.into_iter().map(|entry| String::from_utf8(entry.name).unwrap()).collect())
}

#[test]
fn lines_of_coreutils() {
    let good = [
        (format!("{HEX}  a b.md\n"), "a b.md"),
        (format!("{HEX} *a.md"), "a.md"),
        (format!("{}  ./x//a.md\n", HEX.to_uppercase()), "x/a.md"),
        (format!("\\{HEX}  a\\nb\\\\c\\rd\n"), "a\nb\\c\rd"),
        (format!("{HEX}  a\\nb\n"), "a\\nb"),
        (format!("SHA256 (a (1).md) = {HEX}\n"), "a (1).md"),
        (format!("# made by hand\n\n{HEX}   a\n"), " a"),
        (format!("{HEX}  a..b/...\n"), "a..b/..."),
    ];
    for (text, wanted) in good {
        assert_eq!(names(&text, Kind::Sums).as_deref(), Ok(&[wanted.to_owned()][..]), "{text}");
    }
}

#[test]
fn what_could_lead_out_of_the_folder_is_refused() {
    let bad = [
        "/etc/passwd",
        "../a",
        "a/../b",
        "a/..",
        "..",
        "~/a",
        "~root/a",
        "C:\\a",
        "c:a",
        "\\\\server\\share",
        "\\a",
        "a\\..\\b",
        "a/",
        ".",
        "./",
        "a\0b",
    ];
    for name in bad {
        assert_eq!(names(&format!("{HEX}  {name}\n"), Kind::Sums), Err("manifest.name"), "{name}");
        assert!(names(&format!("{HEX} data/{name}\n"), Kind::BagPayload).is_err() || !name.contains(".."), "{name}");
    }
    let lines = [
        (format!("{HEX} a\n"), "manifest.line"),
        (format!("{}  a\n", HEX.trim_start_matches('4')), "manifest.line"),
        ("not a manifest".to_owned(), "manifest.line"),
        (format!("{HEX}  a\r\n"), "manifest.crlf"),
        (format!("\\{HEX}  a\\tb\n"), "manifest.escape"),
        (format!("{HEX}  a\n{HEX}  ./a\n"), "manifest.twice"),
    ];
    for (text, code) in lines {
        assert_eq!(names(&text, Kind::Sums), Err(code), "{text}");
    }
}

/// After the manifests of BagIt's conformance suite.
#[test]
fn manifests_of_bags() {
    let good = [
        (format!("{HEX} data/a b\n"), "data/a b"),
        (format!("{HEX}\t data/a\r\n"), "data/a"),
        (format!("{HEX}  data/a\r"), "data/a"),
        (format!("{HEX} *data/a"), "data/a"),
        (format!("{HEX} ./data/a"), "data/a"),
        (format!("{HEX} data/a%0Ab%0d%25c%20d\n"), "data/a\nb\r%c%20d"),
    ];
    for (text, wanted) in good {
        assert_eq!(names(&text, Kind::BagPayload).as_deref(), Ok(&[wanted.to_owned()][..]), "{text}");
    }
    let bad = [
        (format!("{HEX} bagit.txt\n"), "manifest.not-payload"),
        (format!("{HEX} data/../a\n"), "manifest.name"),
        (format!("{HEX} ../a\n"), "manifest.name"),
        (format!("{HEX} /a\n"), "manifest.name"),
        (format!("{HEX} ~/a\n"), "manifest.name"),
        (format!("{HEX} data/a\n{HEX} data/a\n"), "manifest.twice"),
        (format!("{HEX}data/a\n"), "manifest.line"),
    ];
    for (text, code) in bad {
        assert_eq!(names(&text, Kind::BagPayload), Err(code), "{text}");
    }
    assert_eq!(names(&format!("{HEX} bagit.txt\n"), Kind::BagTags).as_deref(), Ok(&["bagit.txt".to_owned()][..]));
}

proptest! {
    #[test]
    fn what_is_written_is_read(names in proptest::collection::btree_map("[a-c \\\\\n\r%é*#]{1,6}(/[a-c]{1,3})?", any::<u8>(), 0..6)) {
        let files: BTreeMap<Vec<u8>, Digest> =
            names.iter().map(|(name, n)| (name.clone().into_bytes(), Digest::of(&[*n]))).collect();
        prop_assume!(files.keys().all(|name| name::checked(name).is_ok_and(|plain| plain == *name)));
        let text = write(&files);
        let read = read(&text, Kind::Sums, Algorithm::Sha256).unwrap();
        let again: BTreeMap<Vec<u8>, String> = read.into_iter().map(|entry| (entry.name, entry.hex)).collect();
        prop_assert_eq!(again, files.into_iter().map(|(name, digest)| (name, digest.hex())).collect::<BTreeMap<_, _>>());
    }

    #[test]
    fn any_bytes_are_an_error_or_a_manifest(bytes: Vec<u8>, name in "[./~\\\\%A-F0-9a:\n\r ]{0,20}") {
        for kind in [Kind::Sums, Kind::BagPayload, Kind::BagTags] {
            let _ = read(&bytes, kind, Algorithm::Sha512);
            let _ = read(format!("{HEX}  {name}").as_bytes(), kind, Algorithm::Sha256);
        }
    }
}
