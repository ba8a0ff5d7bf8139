use super::*;
use proptest::prelude::*;

fn tree(text: &str) -> Node {
    parse(text, Span::whole(text)).unwrap().expect("a node")
}

/// All nodes, parents first.
fn nodes(root: &Node) -> Vec<&Node> {
    let mut out = vec![root];
    let mut next = 0;
    while next < out.len() {
        match &out[next].kind {
            Kind::Sequence(items) => out.extend(items),
            Kind::Mapping(pairs) => out.extend(pairs.iter().flat_map(|(key, value)| [key, value])),
            _ => {}
        }
        next += 1;
    }
    out
}

/// Asserts what must hold of every tree: spans in bounds and on character borders, children within
/// parents, runs that cover the value, and verbatim ones equal to their source.
fn assert_sound(text: &str, root: &Node) {
    for node in nodes(root) {
        let raw = node.span.of(text).unwrap_or_else(|| panic!("{:?} cuts {text:?}", node.span));
        let runs = node.runs(text);
        let Kind::Scalar { value, style } = &node.kind else { continue };
        let mut at = 0;
        for run in &runs {
            assert_eq!(run.start, at, "{text:?}");
            at = run.end;
            assert!(node.span.contains(run.source), "{run:?} outside of {:?} in {text:?}", node.span);
            let source = run.source.of(text).expect("on character borders");
            assert!(!run.verbatim || source == run.of(value), "{run:?} of {value:?} in {text:?}");
        }
        assert_eq!(at as usize, value.len());
        match style {
            Style::Plain => assert_eq!(raw, raw.trim_matches([' ', '\t', '\r', '\n']), "{text:?}"),
            Style::Single => assert!(raw.starts_with('\'') && raw.ends_with('\''), "{raw:?} in {text:?}"),
            Style::Double => assert!(raw.starts_with('"') && raw.ends_with('"'), "{raw:?} in {text:?}"),
            Style::Literal => assert!(raw.starts_with('|'), "{raw:?} in {text:?}"),
            Style::Folded => assert!(raw.starts_with('>'), "{raw:?} in {text:?}"),
        }
    }
}

/// Asserts how the value of `key: <raw>` reads, where it stands, and what its verbatim runs are.
fn assert_scalar(text: &str, raw: &str, value: &str, verbatim: &[&str]) {
    for (text, raw) in [
        (text.to_owned(), raw.to_owned()),
        (text.replace('\n', "\r\n"), raw.replace('\n', "\r\n")),
        (format!("é: ü\n{text}"), raw.to_owned()),
    ] {
        let root = tree(&text);
        assert_sound(&text, &root);
        let Kind::Mapping(pairs) = &root.kind else { panic!("{root:?}") };
        let node = &pairs.iter().find(|(key, _)| key.scalar() == Some("key")).expect("the key").1;
        assert_eq!(node.span.of(&text), Some(raw.as_str()), "{text:?}");
        assert_eq!(node.scalar(), Some(value), "{text:?}");
        if text.contains("\r\n") && verbatim.iter().any(|run| run.contains('\n')) {
            continue; // a line end of two bytes is not verbatim
        }
        let runs = node.runs(&text);
        let runs: Vec<_> = runs.iter().filter(|run| run.verbatim).map(|run| run.of(value)).collect();
        assert_eq!(runs, verbatim, "{text:?}");
    }
}

#[test]
fn plain() {
    assert_scalar("key: No  # why\nz: 1\n", "No", "No", &["No"]);
    assert_scalar("key: 007", "007", "007", &["007"]);
    assert_scalar("key: López’s a:b #c 📰 d\n", "López’s a:b", "López’s a:b", &["López’s a:b"]);
    assert_scalar(
        "key: one  \n \t two\n\n  three  \nz: 1\n",
        "one  \n \t two\n\n  three",
        "one two\nthree",
        &["one", "two", "three"],
    );
    assert_scalar("key: &name !!str text\n", "text", "text", &["text"]);
    assert_scalar("key:\n  text\n", "text", "text", &["text"]);
}

#[test]
fn single_quoted() {
    assert_scalar("key: 'it''s' # why\n", "'it''s'", "it's", &["it", "s"]);
    assert_scalar("key: ''\n", "''", "", &[]);
    assert_scalar(
        "key: 'A WIN FOR X: Y’ Z After an Appeal\n  From A and Visit (VIDEOS)'  # c\n",
        "'A WIN FOR X: Y’ Z After an Appeal\n  From A and Visit (VIDEOS)'",
        "A WIN FOR X: Y’ Z After an Appeal From A and Visit (VIDEOS)",
        &["A WIN FOR X: Y’ Z After an Appeal", "From A and Visit (VIDEOS)"],
    );
    assert_scalar("key: ' a \n\n\n b '\n", "' a \n\n\n b '", " a\n\nb ", &[" a", "b "]);
}

#[test]
fn double_quoted() {
    assert_scalar(
        r#"key: "a\tb \"c\" \u00e9\x41 \\" "#,
        r#""a\tb \"c\" \u00e9\x41 \\""#,
        "a\tb \"c\" éA \\",
        &["a", "b ", "c", " ", " "],
    );
    assert_scalar(
        "key: \"one \\\n  two\n  three\"\n",
        "\"one \\\n  two\n  three\"",
        "one two three",
        &["one ", "two", "three"],
    );
    assert_scalar("key: \"one\\\n\n   two\"\n", "\"one\\\n\n   two\"", "one\ntwo", &["one", "two"]);
}

#[test]
fn literal() {
    assert_scalar(
        "key: |\n  one\n    two\n\n  three\nz: 1\n",
        "|\n  one\n    two\n\n  three",
        "one\n  two\n\nthree\n",
        &["one\n", "  two\n\n", "three"],
    );
    assert_scalar("key: |-  # why | > not\n  one \n\n\nz: 1\n", "|-  # why | > not\n  one ", "one ", &["one "]);
    assert_scalar("key: |+\n  one\n\n", "|+\n  one", "one\n\n", &["one"]);
    assert_scalar("key: |2-\n    one\n   two\nz: 1\n", "|2-\n    one\n   two", "  one\n two", &["  one\n", " two"]);
    assert_scalar("key: &a # | >\n  # | more\n  |\n  one\n", "|\n  one", "one\n", &["one"]);
    assert_scalar("key: |\nz: 1\n", "|", "", &[]);
}

#[test]
fn folded() {
    assert_scalar(
        "key: >\n\n  one\n  two\n\n  three\n    four\n  five\n",
        ">\n\n  one\n  two\n\n  three\n    four\n  five",
        "\none two\nthree\n  four\nfive\n",
        &["\n", "one", "two", "\n", "three\n", "  four\n", "five"],
    );
    assert_scalar("key: >-\n  one\n  two", ">-\n  one\n  two", "one two", &["one", "two"]);
}

fn raws(text: &str) -> Vec<&str> {
    let root = tree(text);
    assert_sound(text, &root);
    nodes(&root).iter().map(|node| node.span.of(text).unwrap()).collect()
}

#[test]
fn collections() {
    assert_eq!(raws("# c\na: [1, {b: c} ] # d\n"), ["a: [1, {b: c} ]", "a", "[1, {b: c} ]", "1", "{b: c}", "b", "c"]);
    assert_eq!(
        raws("- a\n- b: c\n  d: |\n    x\n- &n [e]\n- *n\n- ? f\n- !t {}\n"),
        [
            "a\n- b: c\n  d: |\n    x\n- &n [e]\n- *n\n- ? f\n- !t {}",
            "a",
            "b: c\n  d: |\n    x",
            "[e]",
            "*n",
            "f",
            "{}",
            "b",
            "c",
            "d",
            "|\n    x",
            "e",
            "f",
            "",
        ]
    );
    assert_eq!(raws("{a: b,  # c, d\n}\n"), ["{a: b,  # c, d\n}", "a", "b"]);
    assert_eq!(raws("- [a  # c\n  ]\n- e\n"), ["[a  # c\n  ]\n- e", "[a  # c\n  ]", "e", "a"]);
    assert_eq!(raws("{a: b}: c\n"), ["{a: b}: c", "{a: b}", "c", "a", "b"]);
    assert_eq!(raws("[a: b]"), ["[a: b]", "a: b", "a", "b"]);
}

#[test]
fn absent_values_stand_behind_their_indicator() {
    let text = "é:\nb:  # why: not - so\nc: &x\nd:\n  -\n  - # e\n  - f\n";
    let root = tree(text);
    assert_sound(text, &root);
    let absent: Vec<_> = nodes(&root)
        .iter()
        .filter(|node| node.span.is_empty())
        .map(|node| text.get(..node.span.start() as usize).unwrap())
        .collect();
    assert_eq!(
        absent,
        [
            "é:",
            "é:\nb:",
            "é:\nb:  # why: not - so\nc: &x",
            "é:\nb:  # why: not - so\nc: &x\nd:\n  -",
            "é:\nb:  # why: not - so\nc: &x\nd:\n  -\n  -",
        ]
    );
}

#[test]
fn aliases_are_leaves() {
    let text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
    let root = tree(text);
    assert_sound(text, &root);
    assert_eq!(nodes(&root).iter().filter(|node| matches!(&node.kind, Kind::Alias(name) if name == "a")).count(), 2);
    assert_eq!(nodes(&root).iter().filter(|node| node.anchored).count(), 2);
}

#[test]
fn problems_have_places() {
    let problem = |text: &str| parse(text, Span::whole(text)).unwrap_err();
    let text = "é: ü\ntitle: Foo: bar\n";
    assert_eq!(problem(text).at.unwrap().of(text), Some(":"));
    assert_eq!(problem(text).at.unwrap().start(), 17);
    assert_eq!(problem("a: 'b").at, Some(Span::clamped(3, 4)));
    assert_eq!(problem("%YAML 1.2\n---\na: b\n").code, "yaml.directive");
    assert_eq!(problem("a: b\n---\nc: d\n").code, "yaml.documents");
    assert_eq!(problem(&"- ".repeat(100)).code, "yaml.too-deep");
    assert_eq!(problem(&"[".repeat(100_000)).code, "yaml.syntax");
    assert_eq!(problem(&format!("{}{}", "[".repeat(100), "]".repeat(100))).code, "yaml.too-deep");
    assert_eq!(problem(&"a: b\n".repeat(1_000_000)).code, "yaml.too-large");
    assert_eq!(parse("# only\n\n", Span::whole("# only\n\n")), Ok(None));
}

#[test]
fn spans_are_places_in_the_source() {
    let source = "\u{feff}---\nkey: 'é'\n---\n";
    let root = parse(source, Span::clamped(7, 17)).unwrap().unwrap();
    assert_sound(source, &root);
    assert_eq!(root.span.of(source), Some("key: 'é'"));
}

/// Text with much of what YAML gives a meaning.
fn yamlish() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "a",
        "b: ",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\r\n",
        "\r",
        "\t",
        " ",
        "'",
        "''",
        "\"",
        "\\",
        "\\x41",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "|",
        ">",
        "|-\n  x",
        ">+\n    y\n",
        "|2\n",
        "#",
        " # c",
        "&x ",
        "*x ",
        "!t ",
        "!<tag:x> ",
        "? ",
        "é",
        "📰",
        "%",
        "@",
        "---",
        "...",
        "\u{feff}",
        "\u{85}",
        "~",
        "\u{a0}",
    ]);
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn any_text_is_read_or_refused(text in yamlish()) {
        match parse(&text, Span::whole(&text)) {
            Ok(Some(root)) => assert_sound(&text, &root),
            Ok(None) => {}
            Err(problem) => prop_assert!(problem.at.is_none_or(|at| at.of(&text).is_some())),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(Some(root)) = parse(&text, Span::whole(&text)) {
            assert_sound(&text, &root);
        }
    }
}
