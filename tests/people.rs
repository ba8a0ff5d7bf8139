//! Nothing that a person wrote is lost: random edits of annotation files, documents and engines, and a run
//! after each, against a model that knows which bytes are a person's.
//!
//! `IBID_STEPS=100000 cargo test --release --test people -- --nocapture` walks as far as the project promises;
//! without it, a smaller number. `IBID_SEED` chooses another walk.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    annotation::{
        Annotations, Category, Claim, ClaimKind, Cue, CueClass, Damage, DamageKind, Framing, Ids, Selector, Voice,
    },
    document::{Digest, Document, Format, Source, Span},
    sidecar::{self, DocumentRef, Engine},
};

const PATH: &str = "../corpus/bridge.md";
const STEPS: usize = 3000;

/// After so many steps a walk begins anew with another document.
const WALK: usize = 60;

/// Splitmix64: a walk is its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % sides as u64).unwrap()
    }

    fn one<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.roll(of.len())]
    }

    fn often(&mut self, out_of: usize) -> bool {
        self.roll(out_of) > 0
    }
}

const SENTENCES: &[&str] = &[
    "“We had no choice,” Mayor Ana López said.",
    "The contested bridge opened on Monday.",
    "Critics called the toll a sham.",
    "“The port is closed,” Roth said.",
    "“It’s a sham 🙂,” Vell said, and the port is closed.",
    "Nobody said a word about the contested toll.",
    "The harbour is safe.",
    "The harbour is safe.",
];

const TERMS: &[&str] = &["contested", "sham", "safe", "closed", "a word"];
const CLAIMS: &[(&str, &str, &str)] = &[
    ("Mayor Ana López", "said", "“We had no choice,”"),
    ("Roth", "said", "“The port is closed,”"),
    ("Vell", "said", "“It’s a sham 🙂,”"),
];

fn span(at: usize, len: usize) -> Span<Source> {
    Span::clamped(u32::try_from(at).unwrap(), u32::try_from(at + len).unwrap())
}

/// What an engine of some version finds: some of what there is, in one way or another.
fn found(document: &Document, dice: &mut Dice) -> Annotations<Selector> {
    let text = document.source();
    let mut ids = Ids::default();
    let mut found = Annotations::default();
    for (source, cue, content) in CLAIMS {
        for (at, _) in text.match_indices(content) {
            let id = ids.give('c', content);
            let behind = at + content.len();
            let (Some(who), Some(how)) = (text[behind..].find(source), text[behind..].find(cue)) else { continue };
            if dice.often(4) {
                found.claims.push(Claim {
                    id,
                    kind: if dice.often(5) { ClaimKind::Direct } else { ClaimKind::Mixed },
                    speaker: dice.often(6).then(|| (*source).to_owned()),
                    source: Some(span(behind + who, source.len())),
                    cue: Cue { at: span(behind + how, cue.len()), class: CueClass::Neutral },
                    content: vec![span(at, content.len())],
                    within: None,
                    rule: "test.claim".to_owned(),
                    confidence: None,
                });
            }
        }
    }
    for term in TERMS {
        for (at, _) in text.match_indices(term) {
            let id = ids.give('f', term);
            if dice.often(4) {
                found.framing.push(Framing {
                    id,
                    term: (*term).to_owned(),
                    at: span(at, term.len()),
                    category: Category::Evaluative,
                    voice: if dice.often(5) { Voice::Outlet } else { Voice::Headline },
                    speaker: None,
                    relay: None,
                    claim: None,
                    rule: "test.term".to_owned(),
                    broad: false,
                });
            }
        }
    }
    for (at, word) in text.match_indices("toll") {
        if dice.often(3) {
            let (kind, rule) = (DamageKind::Replaced, "test.damage".to_owned());
            found.damage.push(Damage { at: span(at, word.len()), kind, suggestion: None, rule });
        }
    }
    found.framing.sort_by_key(|term| term.at.start());
    found.claims.sort_by_key(|claim| claim.content[0].start());
    found.map(|span| Selector::of(document, *span))
}

fn edited(mut sentences: Vec<&'static str>, dice: &mut Dice) -> Vec<&'static str> {
    let at = dice.roll(sentences.len());
    match dice.roll(5) {
        0 => sentences.insert(at, dice.one(SENTENCES)),
        1 if sentences.len() > 2 => _ = sentences.remove(at),
        2 => {
            let other = dice.roll(sentences.len());
            sentences.swap(at, other);
        }
        3 => sentences[at] = dice.one(SENTENCES),
        _ => {}
    }
    sentences
}

/// Some lines of the file that belong together: an entry, a comment, a key, an empty line.
#[derive(Clone, Debug)]
struct Piece {
    lines: Vec<String>,
    /// Whether a person wrote or changed it.
    human: bool,
}

impl Piece {
    fn human(line: String) -> Self {
        Self { lines: vec![line], human: true }
    }

    fn is_entry(&self) -> bool {
        self.lines[0].trim_start().starts_with("- ")
    }

    fn indent(&self) -> usize {
        self.lines[0].len() - self.lines[0].trim_start().len()
    }

    fn is_flow(&self) -> bool {
        self.lines[0].trim_start().starts_with("- {")
    }

    /// Its lines without what the engine states about it.
    fn own(&self) -> Vec<String> {
        self.lines.iter().filter_map(|line| without_now(line)).collect()
    }
}

/// A line without the engine's `now`; nothing when that is all of it.
fn without_now(line: &str) -> Option<String> {
    let Some(at) = line.find("now: {state: ") else { return Some(line.to_owned()) };
    if line.trim_start().starts_with("now: {") && line.ends_with('}') {
        return None;
    }
    let end = at + line[at..].find('}').unwrap() + 1;
    Some(format!("{}{}", line[..at].trim_end().trim_end_matches(','), &line[end..]))
}

/// The file as the model sees it.
#[derive(Clone, Debug)]
struct Model {
    pieces: Vec<Piece>,
    /// Comments beside lines that the engine may write anew.
    beside: Vec<String>,
    end: &'static str,
    /// Whether the last line ends.
    ended: bool,
    marks: usize,
}

impl Model {
    fn new(text: &str, end: &'static str) -> Self {
        let mut model = Self { pieces: vec![], beside: vec![], end, ended: true, marks: 0 };
        model.pieces = pieces_of(&text.lines().map(str::to_owned).collect::<Vec<_>>());
        for piece in &mut model.pieces {
            // The two lines for editors are as good as a person's.
            piece.human = piece.lines[0].starts_with('#');
        }
        model
    }

    fn text(&self) -> String {
        let lines: Vec<&str> = self.pieces.iter().flat_map(|piece| &piece.lines).map(String::as_str).collect();
        let text = lines.join(self.end);
        if self.ended { text + self.end } else { text }
    }

    /// A mark that stands nowhere else.
    fn mark(&mut self, dice: &mut Dice) -> String {
        self.marks += 1;
        let long = " long".repeat(40);
        let tail = dice.one(&["", " 🙂", ": - [x", " it''s", "\t“tab”", " # twice", " é", " {a}", &long]);
        format!("K{}{tail}", self.marks)
    }

    /// What the new text lost of a person's, in bytes; takes the new text for its own.
    fn after(&mut self, text: &str) -> usize {
        let lines: Vec<String> = text.split(self.end).map(str::to_owned).collect();
        let mut lost: usize = self.beside.iter().filter(|mark| !text.contains(*mark)).map(String::len).sum();
        let mut pieces = vec![];
        let mut at = 0;
        for piece in self.pieces.iter().filter(|piece| piece.human) {
            let own = piece.own();
            match place(&lines, at, &own) {
                Some((from, to)) => {
                    pieces.extend(pieces_of(&lines[at..from]));
                    pieces.push(Piece { lines: lines[from..to].to_vec(), human: true });
                    at = to;
                }
                None => {
                    println!("lost: {own:#?}");
                    lost += own.iter().map(String::len).sum::<usize>();
                }
            }
        }
        pieces.extend(pieces_of(&lines[at..]));
        if pieces.last().is_some_and(|piece| piece.lines == [""]) {
            pieces.pop();
        }
        self.ended = text.ends_with(self.end);
        self.pieces = pieces;
        lost
    }
}

/// Where lines stand one below the other, the engine's `now` among them left out.
fn place(lines: &[String], start: usize, own: &[String]) -> Option<(usize, usize)> {
    (start..lines.len()).find_map(|from| {
        let mut wanted = own.iter();
        let mut to = from;
        while !wanted.as_slice().is_empty() {
            let line = without_now(lines.get(to)?);
            if line.is_none() && to == from {
                return None;
            }
            if line.is_some_and(|line| Some(&line) != wanted.next()) {
                return None;
            }
            to += 1;
        }
        let behind = lines.get(to).is_some_and(|line| without_now(line).is_none());
        Some((from, to + usize::from(behind)))
    })
}

fn pieces_of(lines: &[String]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = vec![];
    let depth = |line: &str| line.len() - line.trim_start().len();
    for line in lines {
        match pieces.last_mut().filter(|piece| piece.is_entry()) {
            Some(entry) if !line.trim().is_empty() && depth(line) > entry.indent() => entry.lines.push(line.clone()),
            _ => pieces.push(Piece { lines: vec![line.clone()], human: false }),
        }
    }
    pieces
}

/// One edit as a person makes it in an editor.
fn edit(model: &mut Model, dice: &mut Dice) {
    let mark = model.mark(dice);
    let at = dice.roll(model.pieces.len() + 1);
    let entries: Vec<usize> = (0..model.pieces.len()).filter(|at| model.pieces[*at].is_entry()).collect();
    let entry = (!entries.is_empty()).then(|| entries[dice.roll(entries.len())]);
    match (dice.roll(13), entry) {
        (0, _) => {
            let indent = " ".repeat(2 * dice.roll(4));
            model.pieces.insert(at, Piece::human(format!("{indent}# {mark}")));
        }
        (1, _) => {
            // Beside a line: of an entry, which becomes the person's, or of another.
            let at = at.min(model.pieces.len() - 1);
            let piece = &mut model.pieces[at];
            let line = dice.roll(piece.lines.len());
            let text = piece.lines[line].clone();
            let is_scalar_body = piece.lines[..=line].iter().any(|line| line.ends_with(['|', '-', '>', '+']));
            if text.trim().is_empty() || text.contains(['#', '"', '\'']) || is_scalar_body || text.contains("now: ") {
                return;
            }
            piece.lines[line] = format!("{text}  # {mark}");
            if piece.is_entry() {
                piece.human = true;
            } else {
                model.beside.push(format!("# {mark}"));
            }
        }
        (2, Some(at)) if !model.pieces[at].is_flow() => {
            let piece = &mut model.pieces[at];
            // Behind the first line: never inside a block scalar.
            piece.lines.insert(1, format!("{}# {mark}", " ".repeat(piece.indent() + 2)));
            piece.human = true;
        }
        (3, Some(at)) => {
            let piece = &mut model.pieces[at];
            for (from, to) in [
                ("voice: outlet", "voice: quoted"),
                ("kind: direct", "kind: indirect"),
                ("voice: headline", "voice: scare"),
            ] {
                for line in &mut piece.lines {
                    if line.contains(from) && !line.contains('#') {
                        *line = line.replace(from, to);
                        piece.human = true;
                    }
                }
            }
        }
        (4 | 5, Some(at)) if !model.pieces[at].is_flow() => {
            let piece = &mut model.pieces[at];
            if piece.lines.iter().any(|line| line.trim_start().starts_with("note:")) {
                return;
            }
            let pad = " ".repeat(piece.indent() + 2);
            let plain = mark.split([' ', '\t', ':']).next().unwrap();
            let note = match dice.roll(6) {
                0 => vec![format!("{pad}note: '{}'", mark.replace("''", "’").replace('\t', " "))],
                1 => vec![format!("{pad}note: \"{}\"", mark.replace('\t', " "))],
                2 => vec![format!("{pad}note: {plain}")],
                3 => vec![format!("{pad}note: |"), format!("{pad}  {mark}"), format!("{pad}    second # line")],
                4 => vec![format!("{pad}note: >-"), format!("{pad}  {mark}"), format!("{pad}  - second")],
                _ => vec![format!("{pad}note: {plain}"), format!("{pad}  goes on")],
            };
            let end = piece.lines.len();
            piece.lines.splice(end..end, note);
            piece.human = true;
        }
        (6, Some(at)) if !model.pieces[at].is_flow() => {
            let piece = &mut model.pieces[at];
            let end = piece.lines.len();
            let pad = " ".repeat(piece.indent() + 2);
            piece.lines.insert(end, format!("{pad}x-{}: [1, {{b: c}}]", mark.split([' ', '\t', ':']).next().unwrap()));
            piece.human = true;
        }
        (7, Some(at)) => {
            let mut copy = model.pieces[at].clone();
            let Some(id) = copy.lines.iter_mut().find(|line| line.contains("id: ")) else { return };
            let from = id.find("id: ").unwrap() + 4;
            let to = from + id[from..].find([',', ' ']).unwrap_or(id.len() - from);
            id.replace_range(from..to, &format!("k-{}", mark.split([' ', '\t', ':']).next().unwrap()));
            copy.human = true;
            model.pieces.insert(at + 1, copy);
        }
        (8, Some(at)) if dice.roll(3) == 0 => _ = model.pieces.remove(at),
        (9, Some(at)) => {
            let section =
                |at: usize| model.pieces[..at].iter().rposition(|p| p.lines[0].starts_with(char::is_alphabetic));
            let near: Vec<usize> = entries.iter().copied().filter(|other| section(*other) == section(at)).collect();
            let other = near[dice.roll(near.len())];
            if model.pieces[at].indent() == model.pieces[other].indent() {
                model.pieces.swap(at, other);
            }
        }
        (10, _) => {
            let is_blank = |piece: &Piece| piece.lines[0].is_empty();
            if at < model.pieces.len() && is_blank(&model.pieces[at]) {
                model.pieces.remove(at);
            } else {
                model.pieces.insert(at, Piece { lines: vec![String::new()], human: false });
            }
        }
        (11, Some(at)) if model.pieces[at].lines.iter().any(|line| line.contains("term: ")) => {
            let id = format!("k-{}", mark.split([' ', '\t', ':']).next().unwrap());
            let pad = " ".repeat(model.pieces[at].indent());
            let place = format!("{{bytes: {}-{}}}", dice.roll(40), 40 + dice.roll(40));
            let lines = match dice.roll(2) {
                0 => vec![format!("{pad}- {{id: {id}, term: sham, at: {place}, category: label, voice: outlet}}")],
                _ => vec![
                    format!("{pad}- term: 'sham'   # {mark}"),
                    format!("{pad}  id: \"{id}\""),
                    format!("{pad}  at: {place}"),
                    format!("{pad}  category:   label"),
                    format!("{pad}  voice: outlet"),
                ],
            };
            model.pieces.insert(at, Piece { lines, human: true });
        }
        (12, _) => model.ended = !model.ended,
        _ => {}
    }
}

/// Walks so many steps, and returns how many edits were made and how many bytes of a person's were lost.
fn walk(seed: u64, steps: usize) -> (usize, usize) {
    let mut dice = Dice(seed);
    let mut sentences: Vec<&str> = (0..4 + dice.roll(5)).map(|_| dice.one(SENTENCES)).collect();
    let end = dice.one(&["\n", "\n", "\r\n"]);
    let engine = Engine { version: "0.1.0".to_owned(), lexicon: Digest::of(b"lexicon") };
    let read = |sentences: &[&str]| Document::read(sentences.join("\n\n").as_bytes(), Format::Markdown).unwrap();
    let mut document = read(&sentences);
    let fresh =
        sidecar::new_text(&DocumentRef::of(PATH, &document), &engine, &found(&document, &mut dice), "../s.json");
    let mut model = Model::new(&fresh, end);
    let (mut edits, mut refused, mut lost) = (0, 0, 0);
    for step in 0..steps {
        let before = model.clone();
        for _ in 0..1 + dice.roll(3) {
            edit(&mut model, &mut dice);
            edits += 1;
        }
        if dice.roll(3) == 0 {
            sentences = edited(sentences, &mut dice);
            document = read(&sentences);
        }
        let mut text = model.text();
        if sidecar::read(&text).is_err() {
            // Not YAML any more: the file would be left alone until the person mends it.
            model = before;
            text = model.text();
            refused += 1;
        }
        let found = found(&document, &mut dice);
        let merge = |text: &str| {
            sidecar::merge(text, PATH, &document, &engine, &found)
                .unwrap_or_else(|problem| panic!("{seed}.{step}: {problem}\n{text}"))
        };
        let once = merge(&text);
        sidecar::read(&once.text)
            .unwrap_or_else(|problem| panic!("{seed}.{step}: {problem}: {:?}\n{text}\n---\n{}", problem.at, once.text));
        let twice = merge(&once.text);
        assert_eq!(twice.text, once.text, "{seed}.{step}: a second run changes nothing; before:\n{text}");
        let now = model.after(&once.text);
        assert_eq!(now, 0, "{seed}.{step}: {now} bytes lost\n{text}\n---\n{}", once.text);
        lost += now;
        // The model can rebuild the file from its pieces.
        assert_eq!(model.text(), once.text, "{seed}.{step}");
    }
    assert!(refused * 10 <= steps, "{seed}: {refused} of {steps} edits were no YAML");
    (edits, lost)
}

fn number(name: &str, otherwise: usize) -> usize {
    std::env::var(name).ok().map_or(otherwise, |text| text.parse().unwrap())
}

#[test]
fn nothing_a_person_wrote_is_lost() {
    let (steps, seed) = (number("IBID_STEPS", STEPS), number("IBID_SEED", 0) as u64);
    let (mut edits, mut lost) = (0, 0);
    for walked in (0..steps).step_by(WALK) {
        let (e, l) = walk(seed + walked as u64, WALK.min(steps - walked));
        edits += e;
        lost += l;
    }
    println!("{steps} runs after {edits} edits: {lost} bytes of human text lost");
}

/// The model notices what it is there to notice.
#[test]
fn the_model_can_fail() {
    let text = "claims:\n  - id: a\n    note: mine\n";
    let mut model = Model::new(text, "\n");
    model.pieces[1].human = true;
    assert_eq!(model.clone().after(text), 0);
    assert_eq!(
        model.clone().after("claims:\n  - id: a\n    note: mine\n    now: {state: lost, by: ibid 00000000}\n"),
        0
    );
    assert_eq!(model.clone().after("claims:\n  - id: a\n    note: min\n"), "  - id: a    note: mine".len());
    assert!(model.after("claims:\n") > 0);
}
