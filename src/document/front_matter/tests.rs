use super::*;
use crate::document::{Block, BlockKind, Document, Format};
use proptest::prelude::*;

/// The front matter of a file with these lines between its fences.
fn front(lines: &str) -> (String, FrontMatter, Vec<Problem>) {
    let source = format!("---\n{lines}\n---\nText.\n");
    let (front, problems) = read(&source, split(&source).front.expect("front matter"));
    assert_sound(&source, &front, &problems);
    (source, front, problems)
}

/// Asserts what must hold of any front matter: every span is in bounds and on character borders, runs
/// cover their value in order, and verbatim ones equal their source.
fn assert_sound(source: &str, front: &FrontMatter, problems: &[Problem]) {
    for field in &front.fields {
        assert!(field.span.of(source).is_some(), "{field:?} in {source:?}");
        let mut at = 0;
        for run in &field.runs {
            assert_eq!(run.start, at, "{field:?} in {source:?}");
            at = run.end;
            let bytes = run.source.of(source).expect("on character borders");
            assert!(!run.verbatim || bytes == run.of(&field.value), "{run:?} of {field:?} in {source:?}");
        }
        assert_eq!(at as usize, field.value.len(), "{field:?} in {source:?}");
    }
    assert!(problems.iter().all(|problem| problem.at.is_none_or(|at| at.of(source).is_some())), "{problems:?}");
}

fn values(front: &FrontMatter) -> Vec<(&str, &str)> {
    front.fields.iter().map(|field| (field.route.as_str(), field.value.as_str())).collect()
}

fn codes(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.code).collect()
}

#[test]
fn splits_at_fences() {
    let front = |source: &'static str| split(source).front.map(|span| span.of(source).unwrap());
    let body = |source: &'static str| split(source).body.of(source).unwrap();
    assert_eq!(front("---\na: b\n---\nText"), Some("a: b\n"));
    assert_eq!(front("\u{feff}--- \r\na: b\r\n...\t\r\nText"), Some("a: b\r\n"));
    assert_eq!(body("\u{feff}---\r\na: b\r\n...\r\nText"), "Text");
    assert_eq!(front("---\ra: b\r---\rText"), Some("a: b\r"));
    assert_eq!(front("---\n---\n"), Some(""));
    assert_eq!(front("---\na: b\n"), None);
    assert_eq!(body("\u{feff}---\na: b\n"), "---\na: b\n");
    assert_eq!(front("----\na: b\n----\n"), None);
    assert_eq!(front("\n---\na: b\n---\n"), None);
}

#[test]
fn values_stand_as_written() {
    let (source, front, problems) = front(
        "title: No\ndate: 2024-03-05 \nnumber: 007\nratio: 1.50\nempty:\nnothing: null\ntilde: ~\n\
         'og:title': \"A \\u201cB\\u201d\"\na.b: c\ntags: [x, 'y z', {k: v}]\nname: {first: Ana}\n\
         citations:\n  - url: https://a.example/1\n    name: The Harbor Post\n  - url: b\n    tags: []\n",
    );
    assert_eq!(problems, []);
    assert_eq!(
        values(&front),
        [
            ("title", "No"),
            ("date", "2024-03-05"),
            ("number", "007"),
            ("ratio", "1.50"),
            ("empty", ""),
            ("nothing", ""),
            ("tilde", ""),
            ("og:title", "A “B”"),
            ("[\"a.b\"]", "c"),
            ("tags[0]", "x"),
            ("tags[1]", "y z"),
            ("tags[2].k", "v"),
            ("name.first", "Ana"),
            ("citations[0].url", "https://a.example/1"),
            ("citations[0].name", "The Harbor Post"),
            ("citations[1].url", "b"),
        ]
    );
    assert_eq!(front.get("tags[1]").unwrap().span.of(&source), Some("'y z'"));
    assert_eq!(front.get("citations[0].name").unwrap().span.of(&source), Some("The Harbor Post"));
}

#[test]
fn byte_order_mark_and_crlf_shift_nothing() {
    let source = "\u{feff}---\r\ntitle: 'É one\r\n  two'\r\ndek: >\r\n  three\r\n  four\r\n---\r\nText.\r\n";
    let (front, problems) = read(source, split(source).front.unwrap());
    assert_sound(source, &front, &problems);
    assert_eq!(problems, []);
    assert_eq!(values(&front), [("title", "É one two"), ("dek", "three four\n")]);
    assert_eq!(front.fields[0].span.of(source), Some("'É one\r\n  two'"));
    assert_eq!(front.fields[1].span.of(source), Some(">\r\n  three\r\n  four"));
}

/// Reads lines that are not YAML, and asserts that this is told once and the fields are these.
fn assert_lenient(lines: &str, expected: &[(&str, &str)], help: &str) {
    for lines in [lines.to_owned(), lines.replace('\n', "\r\n")] {
        let (_, front, problems) = front(&lines);
        assert_eq!(values(&front), expected, "{lines:?}");
        assert_eq!(codes(&problems), ["front-matter.not-yaml"], "{lines:?}");
        assert_eq!(problems[0].help.as_deref(), Some(help), "{lines:?}");
        assert!(problems[0].at.is_some());
    }
}

const GENERAL: &str = "quote the value, as in `title: 'Council: no'`, and indent with spaces";

#[test]
fn a_colon_in_a_title() {
    let help = "quote the value: `title: 'Council: it''s off'`";
    assert_lenient(
        "title: Council: it's off\nauthor: 'Ana López'  # staff\ntags: [a, b]\ncitations:\n  - url: x\n    n: 1\n",
        &[
            ("title", "Council: it's off"),
            ("author", "Ana López"),
            ("tags[0]", "a"),
            ("tags[1]", "b"),
            ("citations[0].url", "x"),
            ("citations[0].n", "1"),
        ],
        help,
    );
}

#[test]
fn quotation_marks_that_do_not_balance() {
    let help = |value: &str| format!("quote the value: `title: '{value}'`");
    let title = |line: &'static str, value: &str, shown: &str| {
        assert_lenient(&format!("title: {line}\nb: c"), &[("title", value), ("b", "c")], &help(shown));
    };
    title("'It's on'", "It's on", "It''s on");
    title("\"He said \"no\" today\"", "He said \"no\" today", "He said \"no\" today");
    title("\"A\" or \"B\"", "\"A\" or \"B\"", "\"A\" or \"B\"");
    title("'the Harris' campaign'", "the Harris' campaign", "the Harris'' campaign");
    title("\"No\" is the word", "\"No\" is the word", "\"No\" is the word");
    let goes_on = "indent the lines over which the value goes on, and close its quotation mark";
    assert_lenient("title: \"open\nb: c", &[("title", "\"open"), ("b", "c")], goes_on);
    title("\"a \\d\"", "a \\d", "a \\d");
}

#[test]
fn marks_that_yaml_reserves() {
    let title = |value: &str| {
        let help = format!("quote the value: `title: '{value}'`");
        assert_lenient(&format!("title: {value}\nb: c"), &[("title", value), ("b", "c")], &help);
    };
    title("@mayor speaks");
    title("%5 more");
    title("`code` and more");
    title("*Breaking* news");
    title("[Video] Mayor speaks");
    title("{Update} Mayor speaks");
}

#[test]
fn tabs() {
    assert_lenient(
        "title:\tCouncil\nlist:\n\t- one\n\t- two: 2\n\t  three: 3\n",
        &[("title", "Council"), ("list[0]", "one"), ("list[1].two", "2"), ("list[1].three", "3")],
        "quote the value: `title: 'Council'`",
    );
}

#[test]
fn what_can_be_kept_is_kept() {
    assert_lenient(
        "stray\ntitle: @A long\n  title\nglued:value\nurl: https://a.example/x\npoints:\n- One: two: three\n- \"a: b\" c\n- d\n  e\n\
         text: >-\n  one\n\ttwo: x\nnested:\n  k: @v\n  l:\nempty:\n",
        &[
            ("title", "@A long title"),
            ("glued", "value"),
            ("url", "https://a.example/x"),
            ("points[0].One", "two: three"),
            ("points[1]", "\"a: b\" c"),
            ("points[2]", "d e"),
            ("text", "one two: x"),
            ("nested.k", "@v"),
            ("nested.l", ""),
            ("empty", ""),
        ],
        "quote the value: `title: '@A long'`",
    );
    assert_lenient("just words", &[], GENERAL);
    assert_lenient("- a\n- b", &[], GENERAL);
}

#[test]
fn duplicate_keys_are_both_kept() {
    for lines in ["a: 1\nb: 2\na: 3", "a: 1\nb: @2\na: 3"] {
        let (source, front, problems) = front(lines);
        assert_eq!(front.get("a").unwrap().value, "1");
        assert_eq!(front.fields.len(), 3);
        let problem = problems.last().unwrap();
        assert_eq!(problem.code, "front-matter.duplicate-key");
        assert_eq!(problem.at.unwrap().of(&source), Some("a"));
        assert_eq!(problem.at.unwrap().start() as usize, source.rfind("a: 3").unwrap());
    }
}

#[test]
fn aliases_are_not_followed() {
    let mut lines = "a: &a [lol, lol]\n".to_owned();
    for (from, to) in ('a'..'y').zip('b'..'z') {
        lines += &format!("{to}: &{to} [*{from}, *{from}, *{from}, *{from}, *{from}]\n");
    }
    let (_, front, problems) = front(&lines);
    assert_eq!(front.fields.len(), 2 + 24 * 5);
    assert_eq!(front.get("c[1]").unwrap().value, "*b");
    assert_eq!(codes(&problems), ["front-matter.alias"]);
}

#[test]
fn other_beginnings() {
    let odd = |source: &str| {
        let (body, odd) = readable(source, &split(source));
        (body.of(source).unwrap().to_owned(), odd.map(|problem| problem.code))
    };
    assert_eq!(odd("---\ntitle: x\nText.\n"), ("---\ntitle: x\nText.\n".into(), Some("front-matter.unclosed")));
    assert_eq!(odd("---\n\nText: x.\n"), ("---\n\nText: x.\n".into(), None));
    assert_eq!(odd("---\nHe said so: x.\n"), ("---\nHe said so: x.\n".into(), None));
    assert_eq!(odd("\u{feff}+++\r\na = 1\r\n+++\r\nText.\r\n"), ("Text.\r\n".into(), Some("front-matter.toml")));
    assert_eq!(odd("+++\na = 1\n"), ("+++\na = 1\n".into(), None));
    let document = Document::read(b"+++\ntitle = 'x'\n+++\nText.\n", Format::Markdown).unwrap();
    assert_eq!((document.prose().trim(), document.warnings().len()), ("Text.", 1));
}

/// The blocks of a document as (kind, words), with the source of each found by the map.
fn blocks(source: &str) -> Vec<(BlockKind, String, String)> {
    let document = Document::read(source.as_bytes(), Format::Markdown).unwrap();
    let of = |Block { kind, span }: &Block| {
        let place = document.map().to_source(*span).expect("a place");
        (*kind, document.words(*span).to_owned(), document.bytes(place).to_owned())
    };
    document.blocks().iter().map(of).collect()
}

#[test]
fn headline_matter_comes_first() {
    let source = "---\nheadline: not this\nkey_points:\n  - 'It''s one'\n  - text: Two\n    n: 3\n  - ''\ndescription: '  '\n\
                  dek: |\n  Line one\n  goes on.\n\n  Two.\ntitle: 'A WIN FOR X: Y’ Z After an Appeal\n  From A (VIDEOS)'\n---\nBody.\n";
    let title = "'A WIN FOR X: Y’ Z After an Appeal\n  From A (VIDEOS)'";
    let found = blocks(source);
    let found: Vec<_> = found.iter().map(|(kind, words, bytes)| (*kind, words.as_str(), bytes.as_str())).collect();
    assert_eq!(
        found,
        [
            (BlockKind::Title, "A WIN FOR X: Y’ Z After an Appeal From A (VIDEOS)", title.trim_matches('\'')),
            (BlockKind::Dek, "Line one goes on.", "Line one\n  goes on."),
            (BlockKind::Dek, "Two.", "Two."),
            (BlockKind::KeyPoint, "It's one", "It''s one"),
            (BlockKind::KeyPoint, "Two", "Two"),
            (BlockKind::Paragraph, "Body.", "Body."),
        ]
    );
}

#[test]
fn meaning() {
    let (source, front, _) = front(
        "created: 2025-01-01\nTitle: \" x \"\nsource: \"[[Reuters|The Wire]]\"\nsiteName: ''\nauthor:\n  - \"[[Ana López]]\"\n  - name: Bo Li\n\
         published_at: '2024-03-05'\ncanonical-url: https://a.example/x",
    );
    let show = |named: Named<'_>| (named.value.to_owned(), named.span.of(&source).unwrap().to_owned());
    let same = |text: &str| (text.to_owned(), text.to_owned());
    assert_eq!(front.title().map(show), Some(same("x")));
    assert_eq!(front.url().map(show), Some(same("https://a.example/x")));
    assert_eq!(front.published().map(show), Some(same("2024-03-05")));
    assert_eq!(front.outlet().map(show), Some(same("The Wire")));
    assert_eq!(front.authors().into_iter().map(show).collect::<Vec<_>>(), [same("Ana López"), same("Bo Li")]);
}

#[test]
fn citations_come_last() {
    let lines = "citations:\n  - name: The Harbor Post\n    url: https://a.example/x\n    published: 2024-03-05\ncreated_at: 2025";
    let (_, fields, _) = front(lines);
    assert_eq!(fields.outlet().unwrap().value, "The Harbor Post");
    assert_eq!(fields.url().unwrap().value, "https://a.example/x");
    assert_eq!(fields.published().unwrap().value, "2024-03-05");
    let (_, fields, _) = front("source: https://b.example\ncreated_at: 2025\nupdated_at: 2025");
    assert_eq!(fields.url().unwrap().value, "https://b.example");
    assert_eq!((fields.outlet(), fields.published(), fields.title()), (None, None, None));
}

/// What extractors, clippers and reference managers write beside or instead of the outlet's name.
#[test]
fn hosts_and_containers() {
    let outlet = |lines: &str| front(lines).1.outlet().map(|outlet| outlet.value.to_owned());
    let harbor_post = Some("The Harbor Post".to_owned());
    assert_eq!(outlet("hostname: harborpost.example\nsitename: The Harbor Post"), harbor_post);
    assert_eq!(outlet("container-title: The Harbor Post\nissued: 2024-03-05"), harbor_post);
    assert_eq!(outlet("domain: x.example\npublicationTitle: The Harbor Post"), harbor_post);
    assert_eq!(outlet("hostname: harborpost.example").as_deref(), Some("harborpost.example"));
    assert_eq!(front("issued: 2024-03-05").1.published().unwrap().value, "2024-03-05");
    assert_eq!(front("issued: 2025\npublished: 2024-03-05").1.published().unwrap().value, "2024-03-05");
}

#[test]
fn bylines() {
    let names = |line: &str| {
        let (source, front, _) = front(&format!("byline: {line}"));
        let names = front.authors();
        assert!(names.iter().all(|name| name.span.of(&source) == Some(name.value)), "{names:?}");
        names.into_iter().map(|name| name.value.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("By Ana López and Jan van der Berg"), ["Ana López", "Jan van der Berg"]);
    assert_eq!(names("Ana López, Bo Li, and Cy Oh"), ["Ana López", "Bo Li", "Cy Oh"]);
    assert_eq!(names("Johnson and Johnson"), ["Johnson and Johnson"]);
    assert_eq!(names("John Smith, Jr."), ["John Smith, Jr."]);
    assert_eq!(names("'[[Ana López]], [[x|Bo Li]]'"), ["Ana López", "Bo Li"]);
    assert_eq!(names("Ana López; Bo van der Lind"), ["Ana López", "Bo van der Lind"]);
    assert_eq!(names("By Ana López and Bo Li;Cy Oh; Meridian"), ["Ana López", "Bo Li", "Cy Oh", "Meridian"]);
    assert_eq!(names("'López, Ana; Li, Bo;'"), ["López, Ana", "Li, Bo"]);
    assert_eq!(names("'[[Ana López]]; [[x|Bo Li]]'"), ["Ana López", "Bo Li"]);
    assert_eq!(names("staff"), ["staff"]);
    assert_eq!(names("''"), [""; 0]);
}

#[test]
fn a_long_front_matter_takes_linear_time() {
    for line in ["k: v\n", "k: @v é\n", "k: 'v\n", "- k\n", "k:\n- @a: é\n", "k: &a [*a, *a]\n"] {
        let started = std::time::Instant::now();
        let (_, front, _) = front(&line.repeat(100_000));
        assert!(line.starts_with('-') || front.fields.len() >= 100_000, "{line:?}");
        // Quadratic work would take minutes; the bound leaves room for a slow machine.
        assert!(started.elapsed().as_secs() < 20, "{line:?}: {:?}", started.elapsed());
    }
}

#[test]
fn long_keys_do_not_multiply() {
    let key = "k".repeat(1_000);
    let nested: String = (0..60).map(|depth| format!("{}{key}:\n", " ".repeat(depth))).collect();
    let (_, front, problems) = front(&format!("{nested}{}", format!("{}- x\n", " ".repeat(60)).repeat(20_000)));
    assert!(front.fields.len() < 1_000);
    assert_eq!(codes(&problems), ["front-matter.too-large"]);
}

/// Lines with much of what front matter holds, and what breaks it.
fn frontish() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "title: ",
        "author:",
        "k: ",
        "- ",
        "\n",
        "\n  ",
        "\r\n",
        "\t",
        " ",
        "'",
        "\"",
        "\\",
        ": ",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ", ",
        " and ",
        "|",
        "|\n  x\n\n  y\n",
        ">-\n",
        "#",
        " # c",
        "&x ",
        "*x",
        "Ana Li",
        "é",
        "📰",
        "@",
        "By ",
        "~",
        "\u{a0}",
        "key_points:\n",
        "http://x",
        "\u{feff}",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

fn assert_any(source: &str) {
    let Some(span) = split(source).front else { return };
    let (front, problems) = read(source, span);
    assert_sound(source, &front, &problems);
    let named = [front.title(), front.url(), front.published(), front.outlet()];
    for named in named.into_iter().flatten().chain(front.authors()) {
        assert!(named.span.of(source).is_some() && !named.value.is_empty(), "{named:?}");
    }
    assert!(Document::read(source.replace('\0', " ").as_bytes(), Format::Markdown).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    #[test]
    fn any_lines_are_read(lines in frontish()) {
        assert_any(&format!("---\n{lines}\n---\n"));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        assert_any(&format!("---\n{}\n---\n", String::from_utf8_lossy(&bytes)));
    }
}
