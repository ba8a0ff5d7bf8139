use super::*;
use crate::document::{Document, Format};
use proptest::prelude::*;

/// The passage of docs/architecture.md.
const LINE: &str = "sha256:437814f909be1e2b92e173f87b802e4f74d62e5d78ab152ada9fbc5fd85af08b;bytes=171-193;\
                    quote=sha256:fdd3a285c42457edbaba1b7451eccd719894724a42f55172d48a5098bd94f9c1";

#[test]
fn a_line_is_read_and_printed() {
    let citation: Citation = LINE.parse().unwrap();
    assert_eq!(citation.to_string(), LINE);
    assert_eq!(citation.bytes.0.len(), 23);
    assert_eq!(citation.key(), "ibid-437814f9-171");
    let more = format!("{LINE};later=1;path=a%3Bb%25.md");
    let citation: Citation = more.parse().unwrap();
    assert_eq!(citation.path.as_deref(), Some("a;b%.md"));
    let path = format!("{LINE};path=a%3Bb%25.md");
    let checked = format!("{path};check={}", check::digits(&path));
    assert_eq!(citation.to_string(), checked, "unknown keys are never written");
    assert_eq!(checked.parse(), Ok(citation.clone()));
    // Only the last point could end a sentence.
    let dots = Citation { path: Some("..".into()), ..citation };
    assert!(dots.to_string().starts_with(&format!("{LINE};path=.%2E;check=")));
    assert_eq!(dots.to_string().parse(), Ok(dots));
}

#[test]
fn what_is_no_citation_is_said_to_be_none_with_its_place() {
    let bad = [
        ("", "citation.digest"),
        ("sha256:12", "citation.digest"),
        (&LINE.replace("4378", "437G"), "citation.digest"),
        (&LINE.replace("fdd3", "FDD3"), "citation.digest"),
        (&LINE.replace("171-193", "193-171"), "citation.bytes"),
        (&LINE.replace("171-193", "0171-193"), "citation.bytes"),
        (&LINE.replace("bytes=171-193;", ""), "citation.missing"),
        (&LINE.replace(";quote=", ";quot="), "citation.key"),
        (&format!("{LINE};block=-1"), "citation.block"),
        (&format!("{LINE};block"), "citation.key"),
        (&format!("{LINE};bytes=1-2"), "citation.twice"),
        (&format!("{LINE};path=%ff"), "citation.percent"),
        (&format!("{LINE};blocl=3"), "citation.key"),
        (&format!("{LINE};path=a;check=00000000"), "citation.check"),
        (&format!("{LINE};check=0123456"), "citation.check"),
        (&format!("{LINE};path=a.md,check=01234567"), "citation.check"),
    ];
    for (text, code) in bad {
        let problem = text.parse::<Citation>().unwrap_err();
        assert_eq!(problem.code, code, "{text}");
        assert!(problem.at.unwrap().end() as usize <= text.len(), "{text}");
    }
}

#[test]
fn citations_are_found_in_running_text() {
    let text = format!("See `{LINE}`, ({LINE}) and\n[^1]: “x” {LINE};path=a%2Eb%2E.\nsha256:12; not; bytes=1-2");
    let found = scan(&text);
    let all: Vec<&str> = found.iter().map(|(span, _)| span.of(&text).unwrap()).collect();
    assert_eq!(all, [LINE, LINE, &format!("{LINE};path=a%2Eb%2E")]);
    assert!(found.iter().all(|(_, read)| read.is_ok()));
}

/// No byte of a citation in running text can be changed so that nothing is said about it: it is another
/// citation in what is held against the document, or a damaged one.
#[test]
fn a_changed_byte_never_hides_a_citation() {
    let full = Citation {
        block: Some(3),
        origin: Some("https://gazette.example/1?a=b".into()),
        archived: Some("https://archive.example/1".into()),
        path: Some("corpus/ferry left.md".into()),
        ..LINE.parse().unwrap()
    };
    let full = full.to_string();
    for (line, is_full) in [(LINE, false), (&full, true)] {
        let text = format!("She wrote “The ferry left” ({line}) in May.");
        let start = text.find("sha256").unwrap();
        for at in start..start + line.len() {
            for byte in (0_u8..=127).filter(|byte| *byte != text.as_bytes()[at]) {
                let mut bytes = text.clone().into_bytes();
                bytes[at] = byte;
                let changed = String::from_utf8(bytes).unwrap();
                let found = scan(&changed);
                assert!(!found.is_empty(), "{changed}");
                let same = |read: &Citation| read.to_string().starts_with(LINE);
                assert!(found.iter().all(|(_, read)| !read.as_ref().is_ok_and(same)), "{changed}");
                let alone = changed.get(start..start + line.len()).unwrap();
                assert!(!alone.parse::<Citation>().is_ok_and(|read| same(&read)), "{alone} {is_full}");
            }
        }
    }
}

/// RFC 6920, section 8.1, and the identifiers of the empty file and of "hello world" with a line end that
/// git and Software Heritage publish.
#[test]
fn other_identifiers() {
    let whole = |text: &str| Citation::of(text, Digest::of(text.as_bytes()), Span::whole(text)).unwrap();
    assert_eq!(whole("Hello World!").ni(), "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk");
    let hello = Citation { origin: Some("https://a.example/x;y".into()), ..whole("hello world\n") };
    let swhid = "swh:1:cnt:3b18e512dba79e4c8300dd08aeb37f8e728b8dad;origin=https://a.example/x%3By;bytes=0-11";
    assert_eq!(hello.swhid(b"hello world\n"), swhid);
    assert_eq!(git_blob_id(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
}

#[test]
fn a_work_is_what_the_document_says() {
    let text = "---\ntitle: No\nauthor: A. Vell and Mira Osk\ndate: 2031-03-14\nurl: https://a.example/1\n\
                archive: javascript:x\n---\nText.\n";
    let work = Work::of(&Document::read(text.as_bytes(), Format::Markdown).unwrap(), None);
    assert_eq!((work.title.as_deref(), work.date()), (Some("No"), vec![2031, 3, 14]));
    assert_eq!(work.authors, ["A. Vell", "Mira Osk"]);
    assert_eq!((work.url.as_deref(), work.archived), (Some("https://a.example/1"), None));
    assert_eq!(Work { published: Some("14 March".into()), ..Work::default() }.date(), Vec::<u32>::new());
}

proptest! {
    #[test]
    fn print_then_parse_is_the_identity(
        start in 0_u32..9_999, length in 1_u32..99, block in proptest::option::of(any::<u32>()),
        texts in proptest::array::uniform3(proptest::option::of(any::<String>())), quote: [u8; 4],
    ) {
        let [origin, archived, path] = texts;
        let (raw, quote) = (Digest::of(b"raw"), Digest::of(&quote));
        let bytes = ByteRange(Span::clamped(start, start + length));
        let citation = Citation { raw, bytes, quote, block, origin, archived, path };
        let line = citation.to_string();
        prop_assert!(line.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(line.parse(), Ok(citation.clone()));
        let text = format!("({line}).");
        let found = scan(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].1, &Ok(citation));
    }

    #[test]
    fn any_bytes_are_an_error_or_a_citation_and_never_a_panic(text in any::<String>(), tail in "[;=%a-f0-9]{0,40}") {
        let _ = text.parse::<Citation>();
        let _ = format!("{LINE}{tail}").parse::<Citation>();
        scan(&format!("{text}{LINE}{tail}{text}"));
    }
}
