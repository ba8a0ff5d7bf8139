use super::classify;
use crate::document::{
    Block,
    BlockKind::{self, Boilerplate, Byline, Caption, Dateline, Dek, Embedded, Heading, Paragraph, Quotation, Title},
    Document, Format, Prose, Span, span,
};
use proptest::prelude::*;

/// Writes each text on a line of its own, as a block.
fn read(lines: &[(BlockKind, &str)]) -> (String, Vec<Block>) {
    let mut prose = String::new();
    let mut blocks = vec![];
    for (kind, line) in lines {
        let start = span::length(&prose);
        prose.push_str(line);
        blocks.push(Block { kind: *kind, span: Span::<Prose>::clamped(start, span::length(&prose)) });
        prose.push('\n');
    }
    (prose, blocks)
}

#[track_caller]
fn check(lines: &[(BlockKind, &str)], wanted: &[(BlockKind, &str)]) {
    let (prose, blocks) = read(lines);
    let found = classify(&prose, blocks);
    let found: Vec<_> = found.iter().map(|block| (block.kind, block.span.of(&prose).unwrap())).collect();
    let begins =
        |(one, text): &(BlockKind, &str), (other, start): &(BlockKind, &str)| one == other && text.starts_with(start);
    let same = found.len() == wanted.len() && found.iter().zip(wanted).all(|(found, wanted)| begins(found, wanted));
    assert!(same, "found {found:#?}\nwanted {wanted:#?}");
}

const TEXT: &str = "The ferry of the harbour town stayed at its pier on Tuesday, because nobody had paid for \
    the new engine that the council had ordered in March. Its captain slept.";

#[test]
fn one_line_tells_its_kind() {
    for (line, kind) in [
        ("A gull sits on the pier of Orla on May 3. (Photo by Ruun Adler/Brightlens)", Caption),
        ("The pier at dawn. (Ada Finn via Getty Images)", Caption),
        ("Photo: Ada Finn", Caption),
        ("Source: Brightlens", Caption),
        ("By Ada Finn", Byline),
        ("By Ada Finn and Tom Wu, staff writers", Byline),
        ("HP Staff Ada Finn", Byline),
        ("Harbor Staff Ada de Finn", Paragraph),
        ("Ada Finn | The Harbor Post", Byline),
        ("Reporting by Ada Finn in Sel; editing by Tom Wu", Byline),
        ("(Writing by Ada Finn. © Orla Press)", Byline),
        ("By noon the council had voted.", Paragraph),
        ("By Friday, nobody cared", Paragraph),
        ("Published on March 20, 2031", Dateline),
        ("Updated 9:25 AM ET, Fri March 14, 2031", Dateline),
        ("10:40 AM – Friday, March 14, 2031", Dateline),
        ("Selmark, March 14", Dateline),
        ("The Harbor Post, March 24, 2031", Dateline),
        ("Friday 14 March 2031 · Evening edition", Dateline),
        ("2031-03-14", Dateline),
        ("14/03/2031 09:25", Dateline),
        ("Marrick may march", Paragraph),
        ("In March 2031 he left.", Paragraph),
        ("Read more: Gulls Return to the Pier", Boilerplate),
        ("Subscribe to our newsletter.", Boilerplate),
        ("© 2031 The Harbor Post. All rights reserved.", Boilerplate),
        ("The views expressed here are those of the author.", Boilerplate),
        ("The Sel Institute does not take institutional positions on fish.", Boilerplate),
        ("Watch our full coverage of the ferry on Orla Live.", Boilerplate),
        ("Watch the ferry leave.", Paragraph),
        ("He read more books than anyone.", Paragraph),
    ] {
        check(
            &[(Paragraph, TEXT), (Paragraph, line), (Paragraph, "He slept.")],
            &[(Paragraph, "The ferry"), (kind, line), (Paragraph, "He slept.")],
        );
    }
}

#[test]
fn the_top_is_read() {
    check(
        &[
            (Paragraph, "Source: Brightlens"),
            (Paragraph, "Can the Ferry Be Saved?"),
            (Paragraph, "The town seems to want it. But the council must find the money first."),
            (Paragraph, "Published on March 20, 2031"),
            (Paragraph, TEXT),
        ],
        &[(Caption, "Source"), (Title, "Can"), (Dek, "The town"), (Dateline, "Published"), (Paragraph, "The ferry")],
    );
    check(
        &[
            (Paragraph, "ORLA GAZETTE"),
            (Paragraph, "Friday 14 March 2031"),
            (Paragraph, "NO FERRY TODAY"),
            (Paragraph, "By Ada Finn"),
            (Paragraph, TEXT),
        ],
        &[
            (Boilerplate, "ORLA"),
            (Dateline, "Friday"),
            (Title, "NO FERRY"),
            (Byline, "By Ada"),
            (Paragraph, "The ferry"),
        ],
    );
    check(
        &[
            (Heading, "No ferry today"),
            (Paragraph, "The Harbor Post, March 24, 2031"),
            (Paragraph, TEXT),
            (Heading, "What next"),
            (Paragraph, TEXT),
        ],
        &[
            (Title, "No ferry"),
            (Dateline, "The Harbor"),
            (Paragraph, "The ferry"),
            (Heading, "What next"),
            (Paragraph, "The ferry"),
        ],
    );
    check(
        &[(Paragraph, TEXT), (Paragraph, "What Comes Next"), (Paragraph, TEXT)],
        &[(Paragraph, "The ferry"), (Heading, "What Comes Next"), (Paragraph, "The ferry")],
    );
    check(
        &[(Paragraph, TEXT), (Paragraph, "“No ferry today”"), (Paragraph, TEXT)],
        &[(Paragraph, "The ferry"), (Paragraph, "“No ferry"), (Paragraph, "The ferry")],
    );
}

#[test]
fn a_title_of_the_front_matter_is_not_sought_again() {
    check(
        &[(Title, "No Ferry Today"), (Heading, "No ferry today!"), (Paragraph, TEXT)],
        &[(Title, "No Ferry"), (Title, "No ferry"), (Paragraph, "The ferry")],
    );
    check(
        &[
            (Title, "No Ferry Today"),
            (Paragraph, "The town is remaking its pier."),
            (Paragraph, &format!("The Orla Bell | by Ada Finn The town is remaking its pier. {TEXT}")),
        ],
        &[(Title, "No Ferry"), (Dek, "The town"), (Byline, "The Orla Bell | by Ada Finn"), (Paragraph, "The town")],
    );
    check(
        &[(Title, "No Ferry Today"), (Paragraph, TEXT), (Paragraph, TEXT)],
        &[(Title, "No Ferry"), (Paragraph, "The ferry"), (Paragraph, "The ferry")],
    );
}

#[test]
fn posts_are_cut_out() {
    let post = "Watch: ‘No ferry.’ No ferry pic.example/a1 — Orla News (@orla_news) March 13, 2031";
    check(
        &[(Paragraph, &format!("{TEXT} {post} {TEXT}"))],
        &[(Paragraph, "The ferry"), (Embedded, "Watch: ‘No ferry"), (Paragraph, "The ferry")],
    );
    check(
        &[(
            Paragraph,
            &format!(
                "{TEXT} A new ferry? Cole to Wu: ‘Buy one. Buy two’ pic.example/a1 — ON (@on) March 13, 2031 {post}"
            ),
        )],
        &[(Paragraph, "The ferry"), (Embedded, "A new ferry? Cole to Wu"), (Embedded, "Watch:")],
    );
    check(&[(Quotation, "The ferry is gone. So am I. — Ada Finn (@ada) March 3, 2031")], &[(Embedded, "The ferry")]);
    check(&[(Paragraph, "The post — Ada Finn (@ada) wrote it in March — is gone.")], &[(Paragraph, "The post")]);
}

#[test]
fn ends_are_cut_off() {
    check(
        &[(Paragraph, "It leaves at 3:30 p.m. ET. Watch our full coverage of it on Orla Live.")],
        &[(Paragraph, "It leaves at 3:30 p.m. ET."), (Boilerplate, "Watch our")],
    );
    check(
        &[(Paragraph, &format!("{TEXT} Also at the Bell: Gulls Return"))],
        &[(Paragraph, "The ferry"), (Boilerplate, "Also at the Bell")],
    );
    check(
        &[(Paragraph, &format!("The pier at dawn. (Photo by Ada Finn/Brightlens) {TEXT}"))],
        &[(Caption, "The pier at dawn. (Photo by Ada Finn/Brightlens)"), (Paragraph, "The ferry")],
    );
    check(
        &[(Paragraph, TEXT), (Paragraph, "Follow the ferry hour by hour on Orla Live.")],
        &[(Paragraph, "The ferry"), (Boilerplate, "Follow")],
    );
}

#[test]
fn time_is_linear_in_odd_input() {
    for unit in
        ["(@", "(@a) May 1, 2031 ", "— A (@a) May 1, 2031 ", "Watch: ", ". A", "(Photo by ", "Source:", "| by ", "© "]
    {
        let text = unit.repeat(100_000 / unit.len());
        let (prose, blocks) = read(&[(Paragraph, &text)]);
        assert!(!classify(&prose, blocks).is_empty());
    }
    let lines: Vec<_> = (0..20_000).map(|_| (Paragraph, "A Pier")).collect();
    let (prose, blocks) = read(&lines);
    assert_eq!(classify(&prose, blocks).len(), lines.len());
}

/// The real documents, which are not ours to copy: only places and short terms are compared.
#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn seeds_are_read() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: no {}", folder.display());
        return;
    };
    for path in entries.map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let document = Document::read(&std::fs::read(&path).unwrap(), Format::Markdown).unwrap();
        let count = |kind| document.blocks().iter().filter(|block| block.kind == kind).count();
        let name = path.file_name().unwrap().to_string_lossy().chars().take(3).collect::<String>();
        let counts = [Caption, Byline, Dateline, Heading, Embedded, Boilerplate].map(count);
        let wanted = match name.as_str() {
            "000" => [1, 1, 1, 0, 0, 1],
            "001" => [0, 0, 0, 4, 0, 0],
            "002" => [1, 0, 1, 0, 0, 1],
            "003" => [0, 0, 0, 0, 0, 0],
            "004" => [0, 1, 0, 0, 4, 1],
            _ => continue,
        };
        assert_eq!(counts, wanted, "{name}");
        let odd: Vec<_> = document.quotations().iter().filter(|q| !q.closed).collect();
        assert!(odd.is_empty() && document.warnings().iter().all(|w| w.code != "quotation.unclosed"), "{name}");
        if name == "004" {
            let words: Vec<_> = document.quotations().iter().map(|q| document.words(q.span)).collect();
            assert_eq!(words.len(), 12);
            for term in ["‘Highly respected’", "‘hostages’", "‘stay committed’", "‘Donald’", "‘good but not excellent’"]
            {
                assert!(words.contains(&term), "{term}");
            }
            let ends =
                ["U.S. embassy spokesperson in Vilnius said.”", "toward peace’", "personal friendship”", "relations’"];
            assert!(ends.iter().all(|end| words.iter().any(|word| word.ends_with(end))), "{words:?}");
        }
    }
}

proptest! {
    #[test]
    fn no_text_is_lost(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "— ", "Ada Finn ", "(@ada) ", "March 3, 2031 ", "Watch: ", "Why? ", "é. ", "‘", "’ ", "(Photo by X) ", "Title ",
                "| by ", "Read more ", "\n", "By ", "word word word word word word word word. ", "\u{a0}", "“", "© ",
            ]),
            0..40,
        )
    ) {
        let text = parts.concat();
        let lines: Vec<_> = text.split('\n').map(str::trim).filter(|l| !l.is_empty()).map(|l| (Paragraph, l)).collect();
        let (prose, blocks) = read(&lines);
        let found = classify(&prose, blocks);
        let mut at = 0;
        for block in &found {
            prop_assert!(block.span.start() >= at && !block.span.is_empty());
            prop_assert!(Span::<Prose>::clamped(at, block.span.start()).of(&prose).unwrap().trim().is_empty());
            at = block.span.end();
        }
        prop_assert!(Span::<Prose>::clamped(at, span::length(&prose)).of(&prose).unwrap().trim().is_empty());
    }
}
