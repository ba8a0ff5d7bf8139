//! Claims by verb: “X said that”, “said X”, “X told Y”, and the passive, participial and infinitive forms.

use super::{
    Draft, Scan, below, clause,
    content::{self, Left, Right},
    cue::{self, Cue, Mood},
    passive, source,
    view::Run,
    words::{self, AND, AS, BUT, EXPLETIVE, IT, PRONOUN, RELATIVE, STOP},
};
use crate::{
    annotation::CueClass,
    document::key,
    lexicon::{CueForm, Takes},
};

/// How far the comma after “As she told the paper” may stand.
const MAX_BEFORE_COMMA: usize = 12;

/// How far “as saying” may stand from its “quoted”: a name with its apposition.
const MAX_QUOTED: usize = 24;
/// The verbs that quote somebody as saying something.
const QUOTING: [u64; 6] = [key("quoted"), key("quotes"), key("quoting"), key("quote"), key("cited"), key("cites")];

/// The source of a cue, and on which side it stands.
#[derive(Clone, Copy)]
enum Side {
    Left(Run),
    Right(Run),
    /// That of an earlier claim of the sentence, or its subject.
    Shared(Run),
}

impl Side {
    const fn run(self) -> Run {
        match self {
            Self::Left(run) | Self::Right(run) | Self::Shared(run) => run,
        }
    }
}

/// Looks for a claim whose verb stands at `at`.
pub(super) fn scan(scan: &mut Scan<'_, '_>, at: usize) {
    let Some(mut cue) = cue::verb_at(scan.view, &scan.unit, at) else { return };
    match cue.mood {
        Mood::Finite => finite(scan, &mut cue),
        Mood::Passive => passive::passive(scan, &cue),
        Mood::Participle => participle(scan, &cue),
        Mood::Infinitive => infinitive(scan, &cue),
    }
}

fn finite(scan: &mut Scan<'_, '_>, cue: &mut Cue<'_>) {
    if declined(scan, cue) {
        return;
    }
    let Some(side) = side(scan, cue) else { return };
    let source = side.run();
    let (lead, after) = match side {
        Side::Left(run) => (run.from, cue.group.to),
        Side::Shared(_) => (cue.group.from, cue.group.to),
        Side::Right(run) => (cue.group.from, run.to),
    };
    let parenthetic =
        matches!(side, Side::Left(_)) && scan.unit.before(scan.view, lead).key == AS && lead > scan.unit.run.from;
    if parenthetic && lead == scan.unit.run.from + 1 {
        as_said(scan, cue, source);
        return;
    }
    let lead = lead - usize::from(parenthetic);
    let heard = content::listener_end(scan.view, &scan.unit, cue.form, after);
    let left = match side {
        Side::Shared(_) => None,
        _ => content::left(scan.view, &scan.unit, lead, scan.floor(lead), heard),
    };
    // “On Friday Cole told a joke.”
    let when = |run: Run| {
        let leads = scan.view.at(run.from).is(words::PREPOSITION | words::DATE | words::ADVERB);
        heard > after && leads && !(run.from..run.to).any(|at| source::finite(scan.view, at))
    };
    let left =
        left.filter(|left| left.quoted || cue.form.takes(Takes::Clause) && (left.interrupted || !when(left.content)));
    let inverted = matches!(side, Side::Right(_));
    let right = match left {
        Some(Left { interrupted: true, .. }) => content::rest(scan.view, &scan.unit, cue, heard),
        _ => content::right(scan.view, &scan.unit, cue, after)
            .filter(|right| belongs(scan, &left, right, after, inverted)),
    };
    let right = right.filter(|right| {
        left.is_none_or(|left| !left.quoted)
            || !cue.form.takes(Takes::Addressee)
            || !content::names_listener(scan.view, &scan.unit, right)
    });
    // "Asked about it, Cole said: “…”": what stands before is the writer's.
    let introduced = right.as_ref().is_some_and(|right| right.quoted);
    let left = left.filter(|left| left.quoted || !introduced);
    let left = left.or_else(|| retold(scan, lead).filter(|_| right.as_ref().is_none_or(|right| right.quoted)));
    let right = right.map(|right| in_subordinate(scan, lead, source, right));
    let right = right.map(|right| named_what(scan, lead, right));
    if left.is_none() && right.is_none() && cue.form.takes(Takes::Quotation) {
        below(scan, cue, source);
        return;
    }
    let rule = match (inverted, &left, &right) {
        (true, ..) => "claim.inversion",
        (_, _, Some(right)) if right.takes == Takes::As => "claim.described-as",
        _ => "claim.said",
    };
    emit(scan, cue, Some(source), left, right, rule);
}

/// Returns an earlier claim that is the content of this one: in “Nothing she said “will help,” Cole said” it ends with
/// its quotation where Cole begins.
fn retold(scan: &Scan<'_, '_>, lead: usize) -> Option<Left> {
    let (view, unit) = (scan.view, &scan.unit);
    let comma = view.before(lead).depth > unit.level && view.sign(lead.wrapping_sub(2)) == b',';
    let whole = scan.unit_claims().iter().rfind(|draft| draft.quoted && draft.end() == lead)?;
    let first = view.at(whole.start().min(unit.run.from));
    let subordinate = first.is(STOP) && !first.is(words::COORDINATOR | RELATIVE);
    let content = Run::new(whole.start(), lead);
    (comma && !subordinate).then_some(Left { content, quoted: true, interrupted: false })
}

/// “As Clinton told the paper, taxes will fall”: the main clause is the content.
fn as_said(scan: &mut Scan<'_, '_>, cue: &Cue<'_>, source: Run) {
    let (view, unit) = (scan.view, &scan.unit);
    if !cue.form.takes(Takes::Clause) {
        return;
    }
    let right = match content::right(view, unit, cue, cue.group.to) {
        Some(right) if right.quoted || right.colon => Some(right),
        _ => {
            let tail = content::skip_circumstance(view, unit, cue.group.to);
            let comma = (tail..unit.run.to)
                .take(MAX_BEFORE_COMMA)
                .find(|at| view.sign(*at) == b',' && view.at(*at).depth <= unit.level);
            comma.and_then(|comma| content::rest(view, unit, cue, comma))
        }
    };
    emit(scan, cue, Some(source), None, right, "claim.said");
}

/// Ends a content with the clause it stands in: in “While Moss denied it, Cole …” and “the guard, who said so, left”.
pub(super) fn in_subordinate(scan: &Scan<'_, '_>, lead: usize, source: Run, mut right: Right) -> Right {
    let (view, unit) = (scan.view, &scan.unit);
    let pronoun = view.at(source.from).is(RELATIVE) && source.len() == 1;
    let relative = pronoun && view.before(source.from).sign == b',';
    let before = unit.before(view, lead);
    // A participle that opens the sentence has its own cue for a source.
    let asked = lead == unit.run.from && view.at(source.from).cue;
    let opens = asked || lead <= unit.run.from + 2 && before.is(STOP) && !before.is(words::COORDINATOR);
    if right.quoted || !(pronoun || opens) {
        return right;
    }
    let comma = (right.content.from + 1..right.content.to).find(|at| {
        let next = view.at(at + 1);
        view.sign(*at) == b','
            && view.at(*at).depth <= unit.level
            && (relative
                || pronoun && source::finite(view, at + 1)
                || opens && (next.capital || next.is(PRONOUN | words::DETERMINER | words::PERSON)))
    });
    if let Some(comma) = comma {
        right.content.to = comma;
    }
    right
}

/// “what Hale called ‘the old model,’ …”: only the marks are the content, the rest is the writer's sentence.
fn named_what(scan: &Scan<'_, '_>, lead: usize, mut right: Right) -> Right {
    let view = scan.view;
    if right.quoted && view.before(lead).key == words::WHAT {
        right.content.to = clause::quote_end(view, &scan.unit, right.content.from);
    }
    right
}

/// “She wrote:”, and the quotation stands in the paragraphs below.
fn below(scan: &mut Scan<'_, '_>, cue: &Cue<'_>, source: Run) {
    let (view, unit) = (scan.view, &scan.unit);
    let end = unit.region.to;
    let colon = view.sign(end.wrapping_sub(1)) == b':' && unit.run.to == end && end - cue.group.to <= MAX_BEFORE_COMMA;
    if !colon || unit.level > 0 {
        alone(scan, cue, source);
        return;
    }
    let mut group = cue.group;
    group.to += usize::from(group.to + 1 == end);
    let content = below::blocks_below(view, end);
    let class = class_of(cue.form).unwrap_or(CueClass::Neutral);
    scan.push(Draft {
        source: Some(source),
        cue: group,
        content,
        class,
        rule: "claim.quotation-below",
        quoted: true,
        verb: cue.verb,
        unit: scan.unit,
    });
}

/// “Cole disagreed. “It won't hold.””: the sentence after the verb is its content.
fn alone(scan: &mut Scan<'_, '_>, cue: &Cue<'_>, source: Run) {
    let (view, unit) = (scan.view, scan.unit);
    let end = content::skip_circumstance(view, &unit, cue.group.to);
    let said = cue.form.is(CueForm::PAST) && end + 1 >= unit.run.to && !unit.headline;
    let Some(class) = class_of(cue.form).filter(|_| said) else { return };
    let mut content = vec![];
    below::continuations(view, &unit, unit.run.to, &scan.ends, &mut content);
    if content.iter().any(|run| run.to <= unit.region.to) {
        scan.push(Draft {
            source: Some(source),
            cue: cue.group,
            content,
            class,
            rule: "claim.said",
            quoted: true,
            verb: cue.verb,
            unit,
        });
    }
}

/// Emits a claim when there is a content.
pub(super) fn emit(
    scan: &mut Scan<'_, '_>,
    cue: &Cue<'_>,
    source: Option<Run>,
    left: Option<Left>,
    right: Option<Right>,
    rule: &'static str,
) {
    let mut group = cue.group;
    let class = right.as_ref().map(|right| right.class).or_else(|| class_of(cue.form));
    let Some(class) = class else { return };
    let quoted = left.is_some_and(|left| left.quoted) || right.as_ref().is_some_and(|right| right.quoted);
    let mut content: Vec<Run> = left.into_iter().map(|left| left.content).collect();
    if let Some(right) = right {
        if right.colon && scan.view.sign(group.to) == b':' {
            group.to += 1;
        }
        content.push(right.content);
    }
    scan.push(Draft { source, cue: group, content, class, rule, quoted, verb: cue.verb, unit: scan.unit });
}

pub(super) fn class_of(form: &CueForm) -> Option<CueClass> {
    [Takes::Clause, Takes::Quotation, Takes::Object, Takes::As, Takes::Infinitive]
        .into_iter()
        .find_map(|takes| form.class(takes))
}

/// Tells whether what stands on the right is this claim's although it has a content on the left:
/// another quotation, or the rest of a clause after a comma.
fn belongs(scan: &Scan<'_, '_>, left: &Option<Left>, right: &Right, after: usize, inverted: bool) -> bool {
    let view = scan.view;
    let Some(left) = left else {
        return !inverted || right.quoted || matches!(view.sign(after), b':' | b',');
    };
    right.quoted || !left.quoted && view.sign(after) == b',' && !inverted
}

/// Finds the source of a finite verb.
fn side(scan: &Scan<'_, '_>, cue: &Cue<'_>) -> Option<Side> {
    let (view, unit) = (scan.view, &scan.unit);
    let (from, to) = (cue.group.from, cue.group.to);
    let previous = unit.before(view, from);
    let after_quote = previous.depth > unit.level || previous.sign == b',' && view.before(from - 1).depth > unit.level;
    // "told" is followed by its listener.
    let tells = matches!(view.text(cue.verb), "told" | "tells");
    let says = cue.form.is(CueForm::PAST | CueForm::THIRD) && cue.group.from == cue.verb && !tells;
    // “Cole, asked about it, said” is no “said Cole”.
    let asked = cue::inquires(view, cue.verb);
    let after_comma = matches!(previous.sign, b',' | b'-') && !asked || from == unit.run.from && unit.headline;
    if says && (after_quote || after_comma) {
        let subject = source::right(view, unit, to).filter(|run| after_quote || inverts(scan, *run));
        if let Some(run) = subject {
            return Some(Side::Right(run));
        }
    }
    if says && from == unit.run.from {
        return source::right(view, unit, to).filter(|run| announces(scan, *run)).map(Side::Right);
    }
    // “once” begins a clause, or says when.
    let clause = view.at(from).is(STOP) && !view.at(from).is(words::ADVERB);
    if previous.key == AND || previous.key == BUT || previous.sign == b',' && clause {
        return scan.shared(from).map(Side::Shared);
    }
    if let Some(run) = source::left(view, unit, from) {
        let expletive = run.len() == 1 && view.key(run.from) == words::THERE;
        return (!expletive).then_some(Side::Left(run));
    }
    if previous.sign == b',' && !after_quote {
        return scan.shared(from).map(Side::Shared);
    }
    None
}

/// Tells whether a name after the verb that opens a sentence is its subject, as a quotation follows: “Said Lena Brandt,
/// “We knew him.””; “Said Brandt:” above a quotation.
fn announces(scan: &Scan<'_, '_>, name: Run) -> bool {
    let (view, unit) = (scan.view, &scan.unit);
    let quoted = view.sign(name.to) == b',' && name.to + 1 < unit.run.to && view.at(name.to + 1).depth > unit.level;
    quoted || view.sign(name.to) == b':' && name.to + 1 == unit.region.to
}

/// Tells whether a name after a verb without a quotation before it is its subject: only what ends the clause is.
fn inverts(scan: &Scan<'_, '_>, subject: Run) -> bool {
    let (view, unit) = (scan.view, &scan.unit);
    let next = view.at(subject.to);
    let somebody = |at: usize| view.at(at).is_name() || view.at(at).is(words::PERSON | words::TITLE | PRONOUN);
    let mut head = (subject.from..subject.to).take_while(|at| !view.at(*at).is(words::PREPOSITION | RELATIVE));
    let closed = matches!(next.sign, b'.' | b',' | b';' | b'-' | b')') || next.key == words::WHO;
    head.any(somebody) && (subject.to >= unit.run.to || closed)
}

/// Tells whether a cue is the refusal's object in “declined to comment”, where `to comment` is all there is of a content.
fn declined(scan: &Scan<'_, '_>, cue: &Cue<'_>) -> bool {
    let view = scan.view;
    let bare = view.key(cue.verb) == words::COMMENT || view.key(cue.verb) == words::ELABORATE;
    bare && view.before(cue.verb).key == words::TO && view.before(cue.verb - 1).is(words::CATENATIVE)
}

/// “…, saying that”, “a statement saying”, “by calling it”.
fn participle(scan: &mut Scan<'_, '_>, cue: &Cue<'_>) {
    let (view, unit) = (scan.view, scan.unit);
    let from = cue.group.from;
    let previous = unit.before(view, from);
    if view.at(cue.verb).is(words::PREPOSITION) {
        return;
    }
    if view.key(from.wrapping_sub(1)) == AS && quoted_as(scan, cue) {
        return;
    }
    if previous.is(words::PREPOSITION)
        && matches!(view.text(from - 1), "of" | "for" | "from" | "without" | "about" | "to" | "like" | "against")
    {
        return;
    }
    let adjacent = previous.word && !previous.is(STOP | words::PREPOSITION | words::DATE | words::ADVERB);
    let Some(right) = content::right(view, &unit, cue, cue.group.to) else { return };
    let source = if adjacent && right.takes == Takes::Object {
        source::left(view, &unit, from)
    } else if adjacent && !scan.has_claim_before(from) {
        source::left(view, &unit, from)
            .filter(|run| view.at(run.from).is_name() && run.len() < 4 || view.key(from) == words::SAYING)
            .or_else(|| scan.shared(from))
    } else {
        scan.shared(from)
    };
    let source = source.or_else(|| leading(scan, cue));
    let right = if from == unit.run.from { in_subordinate(scan, from, cue.group, right) } else { right };
    let right = if previous.sign == b',' { in_aside(scan, from, right) } else { right };
    if source.is_some() {
        emit(scan, cue, source, None, Some(right), "claim.participle");
    }
}

/// Ends the content of a participle that stands between the subject and its verb: “The Post, citing two aides, reported”.
fn in_aside(scan: &Scan<'_, '_>, from: usize, mut right: Right) -> Right {
    let (view, unit) = (scan.view, &scan.unit);
    let comma = |at: &usize| view.sign(*at) == b',' && view.at(*at).depth <= unit.level;
    let opens = |at: usize| view.at(at + 1).is(RELATIVE);
    let closes = |at: &usize| comma(at) && (opens(*at) || source::finite_next(view, at + 1));
    if !right.quoted && source::verbless(view, unit, from) {
        let end = (right.content.from + 1..right.content.to).find(closes).filter(|at| !opens(*at));
        right.content.to = end.unwrap_or(right.content.to);
    }
    right
}

/// Returns the subject after a participle that opens the sentence: “Citing the storm, Moss closed the bridge.”
fn leading(scan: &Scan<'_, '_>, cue: &Cue<'_>) -> Option<Run> {
    let (view, unit) = (scan.view, &scan.unit);
    if cue.group.from != unit.run.from {
        return None;
    }
    let comma = (cue.group.to..unit.run.to).find(|at| view.sign(*at) == b',' && view.at(*at).depth <= unit.level)?;
    let verb = (comma + 2..unit.run.to.min(comma + 16)).find(|at| source::finite(view, *at))?;
    let run = source::left(view, unit, verb)?;
    (run.from > comma).then_some(run)
}

/// “Belta quoted Cole as saying”: the outer cue takes the quoted person in, the inner claim is hers.
fn quoted_as(scan: &mut Scan<'_, '_>, cue: &Cue<'_>) -> bool {
    let (view, unit) = (scan.view, scan.unit);
    let as_at = cue.group.from - 1;
    let floor = unit.run.from.max(as_at.saturating_sub(MAX_QUOTED));
    let quotes = |at: &usize| view.at(*at).depth <= unit.level && QUOTING.contains(&view.key(*at));
    let Some(verb) = (floor..as_at).rev().find(quotes) else { return false };
    let Some(right) = content::right(view, &unit, cue, cue.group.to).or_else(|| said_before(scan, cue, verb)) else {
        return false;
    };
    let mut inner = Run::new(verb + 1, as_at);
    if view.sign(inner.to.wrapping_sub(1)) == b',' {
        inner.to -= 1;
    }
    if inner.is_empty() {
        return false;
    }
    let mut outlet = source::left(view, &unit, verb).or_else(|| scan.shared(verb));
    if view.key(inner.from) == words::BY && inner.len() > 1 {
        // “Cole was quoted by the Post as saying”
        let Some(quoted) = outlet.replace(Run::new(inner.from + 1, inner.to)) else { return false };
        inner = quoted;
    }
    if let Some(outlet) = outlet {
        let content = vec![right.content];
        scan.push(Draft {
            source: Some(outlet),
            cue: Run::new(verb, cue.group.to),
            content,
            class: CueClass::Citation,
            rule: "claim.quoted-as-saying",
            quoted: right.quoted,
            verb,
            unit: scan.unit,
        });
    }
    let content = vec![right.content];
    scan.push(Draft {
        source: Some(inner),
        cue: cue.group,
        content,
        class: right.class,
        rule: "claim.quoted-as-saying",
        quoted: right.quoted,
        verb: cue.verb,
        unit: scan.unit,
    });
    true
}

/// Returns the content before “…, it quoted Cole as saying”.
fn said_before(scan: &Scan<'_, '_>, cue: &Cue<'_>, verb: usize) -> Option<Right> {
    let lead = source::left(scan.view, &scan.unit, verb)?.from;
    let left = content::left(scan.view, &scan.unit, lead, scan.floor(lead), cue.group.to)?;
    let class = class_of(cue.form)?;
    // To quote vouches for the words in marks; what stands around them is a paraphrase.
    let marked = scan.view.quote(left.content.to.wrapping_sub(1), scan.unit.level).filter(|_| left.quoted);
    let content = marked.map_or(left.content, |quote| quote.run);
    Some(Right { content, class, quoted: left.quoted, colon: false, takes: Takes::Clause })
}

/// “used the occasion to call on …”: a purpose, with the sentence's subject as its source.
fn infinitive(scan: &mut Scan<'_, '_>, cue: &Cue<'_>) {
    let (view, unit) = (scan.view, scan.unit);
    let aside = scan.unit.before(view, cue.group.from.saturating_sub(1)).sign == b',';
    if aside
        || scan.has_claim_before(cue.group.from)
        || !cue.form.takes(Takes::Quotation)
        || cue.form.class(Takes::Quotation) == Some(CueClass::Belief)
    {
        return;
    }
    let Some(source) = source::subject(view, &unit, cue.group.from) else { return };
    if view.at(source.from).is(EXPLETIVE) && view.key(source.from) == IT
        || view.at(source.from).is(RELATIVE) && !view.at(source.from).is(PRONOUN)
    {
        return;
    }
    let right = content::right(view, &unit, cue, cue.group.to);
    if right.as_ref().is_some_and(|right| right.quoted || right.takes != Takes::Object) {
        emit(scan, cue, Some(source), None, right, "claim.said");
    }
}
